/* walk_teachers.h - who may be shown alone: the teachers by their keys, and what each has
 * said about it. Inside recorder/screen/walk/.
 *
 *   +------------------------------------------------------------+
 *   | Teacher                    only who agreed is shown alone  |
 *   | [ Initials or number       ]                               |
 *   | All teachers together                                      |
 *   | T03   has not agreed                       [ They agreed ] |
 *   | T14   agreed on 12 Nov 2026                [ Withdraw    ] |
 *   +------------------------------------------------------------+
 *
 * In the order of the keys, without any figure. A yes is asked for once more before it is
 * recorded; a no is recorded at once. Who agreed can be chosen.
 */
#ifndef RECORDER_SCREEN_WALK_TEACHERS_H
#define RECORDER_SCREEN_WALK_TEACHERS_H

#include "recorder/screen/walk/screen_walkthroughs.h"

WalkthroughsAsk walk_teachers(Ui *ui, UiRect r, const WalkthroughsModel *model,
                              WalkthroughsState *state);

#endif
