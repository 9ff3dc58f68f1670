/* glass.h - a touch screen for tests: an X server of its own with fingers.
 *
 *     glass_open()                 Xorg with its dummy screen and inputtest device
 *     glass_touch(LAND, MOVE, LIFT)  what a finger does; several at once
 *     glass_...window(), _read()   what a person sees: a window, and its pixels
 *     glass_close()                ends the server, by its process id
 *
 * The events take the way of a real touch screen's: device, server, XInput2, SDL.
 * Knows nothing of the program under test. Positions are pixels of the screen.
 * One server a test: after its client is gone it never rests.
 */
#ifndef TESTS_TOUCH_GLASS_H
#define TESTS_TOUCH_GLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { GLASS_SIDE = 2560 /* pixels, both ways: a window turns without a new mode */ };

typedef enum GlassTouch { GLASS_LAND, GLASS_MOVE, GLASS_LIFT } GlassTouch;

typedef struct GlassRect {
    int32_t x, y, w, h;
} GlassRect;

typedef struct Glass Glass;

/* Everything of the server lies in folder. NULL when there can be none on this
 * machine; why then says what is missing. */
Glass *glass_open(const char *folder, char *why, size_t size);
void glass_close(Glass *glass); /* accepts NULL */
const char *glass_display(const Glass *glass);

/* Comes back when the server has taken the event in. False: the server is gone. */
bool glass_touch(Glass *glass, int32_t finger, GlassTouch touch, float x, float y);

/* The window on the screen; false while there is none. */
bool glass_find_window(Glass *glass, GlassRect *ret_rect);
void glass_resize_window(Glass *glass, int32_t width, int32_t height);

/* Ends the window: asked as a window manager asks, destroyed over the program's head,
 * or with the program's whole connection cut. False: there is none. */
typedef enum GlassEnd { GLASS_ASK, GLASS_DESTROY, GLASS_CUT, GLASS_ENDS } GlassEnd;
bool glass_end_window(Glass *glass, GlassEnd how);
/* The server itself is gone: nothing more can be seen or touched. */
void glass_break(Glass *glass);

/* The pixels of a part of the screen, 0xRRGGBB, row by row; false: not all of it
 * is on the screen. */
bool glass_read(Glass *glass, GlassRect rect, uint32_t *ret_pixels);

#endif
