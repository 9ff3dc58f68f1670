/* display_watch_sdl.h - notices when the window, or the whole display, is taken away.
 *
 *     asked to close    SDL says so: not for here
 *     destroyed         by another program or the window manager: display_watch_is_gone()
 *     cut off           log-out, a killed client, a dead server: cut() is called
 *
 * Of a window that is gone Xlib refuses every request, of a display that is gone it
 * answers none; left alone it ends the process then, in mid-lesson, with a failure. And
 * SDL waits for good for what a destroyed window answers when it is put away: after
 * either end no call of SDL's that has to do with the window may be made any more.
 * Elsewhere than under X nothing is noticed.
 */
#ifndef RECORDER_PLATFORM_DISPLAY_WATCH_SDL_H
#define RECORDER_PLATFORM_DISPLAY_WATCH_SDL_H

#include <stdbool.h>

struct SDL_Window;

typedef struct DisplayWatch {
    bool on;
    void *display; /* NULL: no window of X */
    unsigned long window;
    bool gone;
    void (*cut)(void *user); /* must end the process: Xlib cannot go on */
    void *user;
} DisplayWatch;

/* Once SDL has its display, before there is a window. One at a time: until
 * display_watch_stop() a refused request is no reason to end, and *watch must stay
 * where it is. */
void display_watch_start(DisplayWatch *watch, void (*cut)(void *user), void *user);
void display_watch_window(DisplayWatch *watch, struct SDL_Window *window);
void display_watch_stop(DisplayWatch *watch);

/* What was noticed so far, and what the server says when it is asked. */
bool display_watch_is_gone(const DisplayWatch *watch);
bool display_watch_ask(DisplayWatch *watch);

#endif
