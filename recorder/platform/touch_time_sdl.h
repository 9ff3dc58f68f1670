/* touch_time_sdl.h - when a finger really landed, where the display server says.
 *
 * SDL stamps a touch when it reads it, so while the program is busy (a slow disk, a
 * sheet being made) times would be late by as long. An X server stamps a touch when
 * it takes it from the device, on the machine's monotonic clock: those times are
 * noted here as the events go by, and asked for when SDL's copies are handled.
 * Elsewhere nothing is noted and SDL's stamp stands.
 */
#ifndef RECORDER_PLATFORM_TOUCH_TIME_SDL_H
#define RECORDER_PLATFORM_TOUCH_TIME_SDL_H

#include <stdbool.h>
#include <stdint.h>

union SDL_Event;

enum { TOUCH_TIME_MOST = 512 /* touches noted and not yet asked for */ };

typedef struct TouchNote {
    int64_t finger;
    uint32_t type; /* SDL_FINGERDOWN, ... */
    uint32_t time; /* the server's, ms; wraps */
} TouchNote;

typedef struct TouchTime {
    TouchNote notes[TOUCH_TIME_MOST]; /* in the order of the events, a ring */
    uint32_t first, count;
} TouchTime;

/* The events are watched until touch_time_stop(); where it has started, *times must
 * stay where it is. */
void touch_time_start(TouchTime *times);
void touch_time_stop(TouchTime *times);

/* One touch went by. The oldest gives way when there are too many. */
void touch_time_note(TouchTime *times, TouchNote note);

/* The server's time of this finger event of SDL's; false: none was noted. Notes of
 * events that SDL left out are dropped on the way. */
bool touch_time_take(TouchTime *times, const union SDL_Event *event, uint32_t *ret_time);

/* A server's time on the boot clock, by what both clocks say now: boot_ms, and the
 * monotonic clock's mono_ms. False: the server counts by another clock. */
bool touch_time_on_boot(uint32_t time, int64_t boot_ms, int64_t mono_ms, int64_t *ret_boot_ms);

#endif
