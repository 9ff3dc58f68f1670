#include "recorder/platform/display_watch_sdl.h"

#include <SDL.h>

bool display_watch_is_gone(const DisplayWatch *watch)
{
    return watch->gone;
}

#ifdef KENKYU_X11

#include <SDL_syswm.h>
#include <X11/Xlib.h>
#include <signal.h>

/* Xlib's handlers have no parameter for it: they are the process's. */
static DisplayWatch *watching;
static XErrorHandler handler_before;
static XIOErrorHandler cut_handler_before;
static void (*pipe_handler_before)(int);

/* A request that was refused is an image or a place that is not up to date, and no more:
 * a monitor may have gone, too, while SDL asks for it. */
static int on_refused(Display *display, XErrorEvent *error)
{
    if (watching && display == watching->display && error->resourceid == watching->window)
        watching->gone = true;
    return 0;
}

static int on_cut(Display *display)
{
    (void)display;
    if (watching)
        watching->cut(watching->user);
    return 0;
}

/* SDL hands on the server's own event; by itself it has no ear for this one. */
static int SDLCALL watch_events(void *user, SDL_Event *event)
{
    DisplayWatch *watch = user;
    if (event->type != SDL_SYSWMEVENT || !event->syswm.msg ||
        event->syswm.msg->subsystem != SDL_SYSWM_X11)
        return 0;
    const XEvent *x = &event->syswm.msg->msg.x11.event;
    if (x->type == DestroyNotify && x->xdestroywindow.window == watch->window)
        watch->gone = true;
    return 0;
}

void display_watch_start(DisplayWatch *watch, void (*cut)(void *user), void *user)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    *watch = (DisplayWatch){.cut = cut, .user = user};
    if (!driver || SDL_strcmp(driver, "x11") != 0)
        return;
    watch->on = true;
    watching = watch;
    handler_before = XSetErrorHandler(on_refused);
    cut_handler_before = XSetIOErrorHandler(on_cut);
    pipe_handler_before = signal(SIGPIPE, SIG_IGN); /* what is cut off in mid-request */
    SDL_AddEventWatch(watch_events, watch);
    (void)SDL_EventState(SDL_SYSWMEVENT, SDL_ENABLE);
}

void display_watch_window(DisplayWatch *watch, struct SDL_Window *window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version)
    if (!watch->on || !SDL_GetWindowWMInfo(window, &info))
        return;
    watch->display = info.info.x11.display;
    watch->window = info.info.x11.window;
    (void)display_watch_ask(watch);
}

/* Events that were read already must not be all that is known: SDL's putting away waits
 * for one of them. */
bool display_watch_ask(DisplayWatch *watch)
{
    XWindowAttributes at;
    if (watch->display && !watch->gone)
        watch->gone = XGetWindowAttributes(watch->display, watch->window, &at) == 0;
    return watch->gone;
}

void display_watch_stop(DisplayWatch *watch)
{
    if (!watch->on)
        return;
    (void)SDL_EventState(SDL_SYSWMEVENT, SDL_DISABLE);
    SDL_DelEventWatch(watch_events, watch);
    (void)signal(SIGPIPE, pipe_handler_before);
    (void)XSetIOErrorHandler(cut_handler_before);
    (void)XSetErrorHandler(handler_before);
    watching = NULL;
    *watch = (DisplayWatch){.on = false};
}

#else

void display_watch_start(DisplayWatch *watch, void (*cut)(void *user), void *user)
{
    *watch = (DisplayWatch){.cut = cut, .user = user};
}

void display_watch_window(DisplayWatch *watch, struct SDL_Window *window)
{
    (void)watch;
    (void)window;
}

bool display_watch_ask(DisplayWatch *watch)
{
    return watch->gone;
}

void display_watch_stop(DisplayWatch *watch)
{
    (void)watch;
}

#endif
