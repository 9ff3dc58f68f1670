/* walk_chart.h - one look-for as a small multiple: its name, k of n, the points. Inside
 * recorder/screen/walk/. */
#ifndef RECORDER_SCREEN_WALK_CHART_H
#define RECORDER_SCREEN_WALK_CHART_H

#include "recorder/screen/walk/screen_walkthroughs.h"

/* How high a card is, whatever its width. */
float walk_card_height(const Ui *ui);

/* How many points a card of this width holds beside each other. */
int32_t walk_card_room(const Ui *ui, float width);

/* Draws the card; its total and its points can be tapped where they are shown. */
WalkthroughsAsk walk_card(Ui *ui, UiRect r, const WalkView *view, int32_t row);

/* What the marks mean, in the width there is; draw false measures. */
float walk_legend(Ui *ui, UiRect r, const WalkView *view, bool draw);

#endif
