/* debrief_panel.h - the choices beside the page. Inside recorder/screen/debrief/ only. */
#ifndef RECORDER_SCREEN_DEBRIEF_PANEL_H
#define RECORDER_SCREEN_DEBRIEF_PANEL_H

#include "recorder/screen/debrief/screen_debrief.h"

/* In r, over its own ground; fills ask when something was asked for. */
void debrief_panel(Ui *ui, UiRect r, const DebriefModel *model, DebriefState *state,
                   DebriefAsk *ask);

#endif
