/* input_sdl.h - SDL events as input steps.
 *
 * Fingers by their own ids; the mouse as one more finger, its copies of touches
 * dropped. Times are those of the events, on the boot clock. Positions are
 * points. Knows no window: tests feed it events of their own.
 */
#ifndef RECORDER_PLATFORM_INPUT_SDL_H
#define RECORDER_PLATFORM_INPUT_SDL_H

#include "recorder/ui/ui.h"

union SDL_Event;

enum { INPUT_SDL_MOUSE = -1 /* finger id of the mouse */ };

typedef struct InputSdl {
    float width, height; /* of the window, in its own units */
    float scale;         /* those units a point */
    bool text_on;        /* a field is being edited: letters come as text, not as keys */
    bool mouse_down;
    int64_t fingers[UI_MAX_FINGERS]; /* that are on the glass */
    int32_t finger_count;
} InputSdl;

/* The clock when the event is handled: both readings of one moment. */
typedef struct InputSdlNow {
    int64_t boot_ms;
    uint32_t ticks; /* SDL_GetTicks() */
} InputSdlNow;

/* When an event of that timestamp happened; one "from the future" happened now. */
int64_t input_sdl_at(InputSdlNow now, uint32_t timestamp);

/* False: the event is no input (a copy of a touch, a key nobody wants). */
bool input_sdl_read(InputSdl *state, const union SDL_Event *event, InputSdlNow now,
                    UiInput *ret_in);

/* The window lost its fingers (it was hidden): one a call; false when none is
 * left. */
bool input_sdl_lose(InputSdl *state, InputSdlNow now, UiInput *ret_in);

#endif
