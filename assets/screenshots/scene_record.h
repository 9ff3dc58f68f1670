/* scene_record.h - the lessons and visits that a scene finds recorded. */
#ifndef ASSETS_SCREENSHOTS_SCENE_RECORD_H
#define ASSETS_SCREENSHOTS_SCENE_RECORD_H

#include "recorder/screen/app_state.h"

extern const char SCENE_DEMO[]; /* path of the demo lesson */

/* When every scene begins: Monday, 23 November 2026, 10:00 UTC. */
extern const PlatformClock SCENE_BEGUN;

/* Each adds to the record of the app, and is false with a sentence in err. */
bool scene_add_lessons(App *app, Err *err);
bool scene_add_running(App *app, Err *err); /* begun forty minutes ago, on this start */
bool scene_add_visits(App *app, Err *err);

#endif
