/* The window, the loop and text entry, on SDL2.
 *
 * The app draws into a surface of its own that stays as it is; what changed is
 * copied into SDL's window surface. So an exposed window needs no drawing, and
 * a window surface of any pixel format will do. */
#include "recorder/platform/display_watch_sdl.h"
#include "recorder/platform/input_sdl.h"
#include "recorder/platform/platform.h"
#include "recorder/platform/touch_time_sdl.h"

#include "protocols/file.h"
#include "protocols/utf8.h"

#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct Host {
    const PlatformApp *app;
    SDL_Window *window;
    PaintSurface surface;
    float wanted_scale; /* 0: from the display */
    InputSdl input;
    TouchTime touch_time;
    DisplayWatch watch;
    int64_t wake_ms;
    bool stale; /* the window shows something else than the surface */
} Host;

/* Text entry has no parameter for it: a process has one window. */
static Host *running;

static InputSdlNow now(void)
{
    PlatformClock clock;
    platform_clock(&clock);
    return (InputSdlNow){.boot_ms = clock.boot_ms, .ticks = SDL_GetTicks()};
}

/* A message bus of the desktop is used where there is one (input methods, the screen
 * saver). Where there is none libdbus would start one with a program of its own, whose
 * name it looks for along PATH: an address that is none keeps it from that. */
static void start_no_bus(void)
{
    static const char name[] = "DBUS_SESSION_BUS_ADDRESS";
    const char *said = getenv(name), *folder = getenv("XDG_RUNTIME_DIR");
    char bus[FILE_MAX_PATH], address[FILE_MAX_PATH + 16];
    struct stat st;
    if (said && *said)
        return;
    bool plain = folder && *folder == '/' && /* else the address would have to be escaped */
                 folder[strspn(folder, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789/_-.")] == '\0';
    bool there = plain && snprintf(bus, sizeof bus, "%s/bus", folder) < (int)sizeof bus &&
                 lstat(bus, &st) == 0 && S_ISSOCK(st.st_mode) && st.st_uid == getuid();
    (void)snprintf(address, sizeof address, "%s%s",
                   there ? "unix:path=" : "disabled:", there ? bus : "");
    (void)setenv(name, address, 1);
}

/* Where SDL finds no display it takes a driver that draws for nobody; that one
 * is a display only for who asked for it. */
bool platform_has_display(void)
{
    start_no_bus();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
        return false;
    const char *asked = SDL_GetHint(SDL_HINT_VIDEODRIVER);
    const char *driver = SDL_GetCurrentVideoDriver();
    bool seen = (asked && *asked) || (driver && strcmp(driver, "offscreen") != 0);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    return seen;
}

/* ---- the window ---- */

/* One point is 0.17 mm, a pixel of a 10.1 inch screen of 1280 x 800. Quarters
 * keep hairlines alike; less than 1 would make text too small to read, and more
 * than leaves 600 points on the short side too large to lay out. */
static float scale_of(const Host *h, int width, int height)
{
    if (h->wanted_scale > 0)
        return h->wanted_scale;
    const float points_an_inch = 149;
    const float shortest = 600;
    float dpi = points_an_inch;
    if (SDL_GetDisplayDPI(SDL_GetWindowDisplayIndex(h->window), NULL, &dpi, NULL) != 0)
        dpi = points_an_inch;
    float most = floorf((float)(width < height ? width : height) / shortest * 4) / 4;
    float scale = fminf(roundf(dpi / points_an_inch * 4) / 4, most);
    return fminf(fmaxf(scale, 1), 4);
}

/* What the display says of itself is believed between a wall and a watch. */
static float points_a_mm(const Host *h, float scale)
{
    const float mm_an_inch = 25.4F, least = 60, most = 700;
    float dpi = 0;
    if (SDL_GetDisplayDPI(SDL_GetWindowDisplayIndex(h->window), NULL, &dpi, NULL) != 0 ||
        dpi < least || dpi > most)
        return 0;
    return dpi / mm_an_inch / scale;
}

/* Without a window nothing can be shown or asked, and SDL must not be called. The app may
 * be in the middle of a call to us, to which nobody returns any more. */
static void end_without_window(void *host)
{
    Host *h = host;
    running = NULL;
    if (h->app->lost)
        h->app->lost(h->app->app);
    exit(EXIT_SUCCESS);
}

static SDL_Window *open_window(const PlatformOptions *o, float scale)
{
    Uint32 flags = SDL_WINDOW_RESIZABLE;
    if (o->fullscreen)
        flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
    SDL_Window *window = SDL_CreateWindow(o->title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                          (int)((float)o->width_pt * scale),
                                          (int)((float)o->height_pt * scale), flags);
    if (window && SDL_GetWindowSurface(window))
        return window;
    if (window)
        SDL_DestroyWindow(window);
    return NULL;
}

/* Without acceleration a window takes 16 MB instead of 115 and shows its first
 * frame sooner; where there is no plain framebuffer (Wayland), with. */
static bool start(Host *h, const PlatformOptions *o, Err *err)
{
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_APP_NAME, o->title);
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    start_no_bus();
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return err_set(err, ERR_SYSTEM, "no display can be used: %s", SDL_GetError());
    display_watch_start(&h->watch, end_without_window, h);
    const char *scale = SDL_getenv("KENKYU_SCALE");
    h->wanted_scale = o->scale;
    if (scale && SDL_atof(scale) >= 0.5 && SDL_atof(scale) <= 8)
        h->wanted_scale = (float)SDL_atof(scale);
    float first = h->wanted_scale > 0 ? h->wanted_scale : 1;
    h->window = open_window(o, first);
    if (!h->window) {
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "1");
        h->window = open_window(o, first);
    }
    if (!h->window)
        return err_set(err, ERR_SYSTEM, "no window can be opened: %s", SDL_GetError());
    SDL_StopTextInput(); /* X11 begins with it on */
    touch_time_start(&h->touch_time);
    display_watch_window(&h->watch, h->window);
    return true;
}

static void stop(Host *h)
{
    if (display_watch_ask(&h->watch))
        end_without_window(h);
    if (h->window)
        touch_time_stop(&h->touch_time);
    display_watch_stop(&h->watch);
    if (h->window)
        SDL_DestroyWindow(h->window);
    free(h->surface.pixels);
    SDL_Quit();
}

/* The surface as large as the window is now; tells the app when that changed. */
static bool fit_surface(Host *h, Err *err)
{
    int width;
    int height;
    SDL_GetWindowSize(h->window, &width, &height);
    width = width > 0 ? width : 1;
    height = height > 0 ? height : 1;
    float scale = scale_of(h, width, height);
    PaintSurface *s = &h->surface;
    if (s->pixels && s->width == width && s->height == height && s->scale == scale)
        return true;
    uint32_t *pixels = calloc((size_t)width * (size_t)height, sizeof *pixels);
    if (!pixels)
        return err_set(err, ERR_SYSTEM, "out of memory for a window of %d x %d pixels", width,
                       height);
    free(s->pixels);
    s->pixels = pixels;
    s->width = s->pitch = width;
    s->height = height;
    s->scale = scale;
    h->input.width = (float)width;
    h->input.height = (float)height;
    h->input.scale = scale;
    h->stale = true;
    if (h->app->measured)
        h->app->measured(h->app->app, points_a_mm(h, scale));
    h->app->resized(h->app->app, (float)width / scale, (float)height / scale, scale);
    return true;
}

static bool same_layout(const SDL_PixelFormat *f)
{
    return f->BytesPerPixel == 4 && f->Rmask == 0xFF0000 && f->Gmask == 0xFF00 && f->Bmask == 0xFF;
}

static void copy_rect(const PaintSurface *from, SDL_Surface *to, const SDL_Rect *r)
{
    const uint32_t *source = from->pixels + (ptrdiff_t)r->y * from->pitch + r->x;
    uint8_t *target = (uint8_t *)to->pixels + (ptrdiff_t)r->y * to->pitch +
                      (ptrdiff_t)r->x * to->format->BytesPerPixel;
    if (!same_layout(to->format)) {
        SDL_ConvertPixels(r->w, r->h, SDL_PIXELFORMAT_ARGB8888, source,
                          from->pitch * (int)sizeof *source, to->format->format, target, to->pitch);
        return;
    }
    for (int32_t y = 0; y < r->h; y++)
        memcpy(target + (ptrdiff_t)y * to->pitch, source + (ptrdiff_t)y * from->pitch,
               (size_t)r->w * sizeof *source);
}

/* A window being resized may have another size by now: the next frame fits. */
static void present(Host *h, const PaintRect *dirty, int32_t count)
{
    SDL_Surface *to = SDL_GetWindowSurface(h->window);
    if (!to || to->w != h->surface.width || to->h != h->surface.height)
        return;
    SDL_Rect rects[PAINT_MAX_DIRTY];
    if (h->stale) {
        rects[0] = (SDL_Rect){0, 0, to->w, to->h};
        count = 1;
    } else {
        for (int32_t i = 0; i < count; i++)
            rects[i] = (SDL_Rect){dirty[i].x, dirty[i].y, dirty[i].w, dirty[i].h};
    }
    if (count == 0)
        return;
    if (SDL_MUSTLOCK(to))
        SDL_LockSurface(to);
    for (int32_t i = 0; i < count; i++)
        copy_rect(&h->surface, to, &rects[i]);
    if (SDL_MUSTLOCK(to))
        SDL_UnlockSurface(to);
    h->stale = SDL_UpdateWindowSurfaceRects(h->window, rects, count) != 0;
}

/* ---- the loop ---- */

/* Time that passed before an event happened is a step before it: a hold that was
 * due comes before the lift. */
static void pass_time(Host *h, int64_t until_ms)
{
    if (h->wake_ms > until_ms)
        return;
    UiInput in = {.at_ms = h->wake_ms, .now_ms = h->wake_ms};
    h->wake_ms = INT64_MAX;
    h->app->input(h->app->app, &in);
}

/* Pasted text is typed text: as many steps as it takes. */
static void paste(Host *h, UiInput in)
{
    enum { MOST = 64 * 1024 };
    char *text = platform_paste();
    size_t len = text ? strlen(text) : 0;
    len = len > MOST ? utf8_cut(text, len, MOST) : len;
    for (size_t at = 0; at < len;) {
        size_t n = utf8_cut(text + at, len - at, sizeof in.text - 1);
        n = n > 0 ? n : 1; /* bytes that are no UTF-8 */
        in.kind = UI_INPUT_TEXT;
        memset(in.text, 0, sizeof in.text);
        memcpy(in.text, text + at, n);
        h->app->input(h->app->app, &in);
        at += n;
    }
    free(text);
}

static void window_event(Host *h, const SDL_WindowEvent *e)
{
    UiInput in;
    switch (e->event) {
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED:
        h->stale = true;
        break;
    case SDL_WINDOWEVENT_HIDDEN:
    case SDL_WINDOWEVENT_MINIMIZED:
        while (input_sdl_lose(&h->input, now(), &in))
            h->app->input(h->app->app, &in);
        break;
    default:
        break;
    }
}

/* Of a finger: when the display server had it, not when SDL read it. */
static void correct_time(Host *h, const SDL_Event *event, UiInput *in)
{
    uint32_t time = 0;
    struct timespec mono;
    int64_t at_ms = 0;
    if (!touch_time_take(&h->touch_time, event, &time) ||
        clock_gettime(CLOCK_MONOTONIC, &mono) != 0)
        return;
    int64_t mono_ms = (int64_t)mono.tv_sec * 1000 + mono.tv_nsec / 1000000;
    if (touch_time_on_boot(time, in->now_ms, mono_ms, &at_ms))
        in->at_ms = at_ms;
}

static bool is_finger(const SDL_Event *event)
{
    return event->type == SDL_FINGERDOWN || event->type == SDL_FINGERMOTION ||
           event->type == SDL_FINGERUP;
}

static void handle(Host *h, const SDL_Event *event)
{
    UiInput in;
    if (event->type == SDL_QUIT) {
        h->app->quit_asked(h->app->app);
    } else if (event->type == SDL_WINDOWEVENT) {
        window_event(h, &event->window);
    } else if (input_sdl_read(&h->input, event, now(), &in)) {
        if (is_finger(event))
            correct_time(h, event, &in);
        pass_time(h, in.at_ms);
        if (in.kind == UI_INPUT_KEY && in.key == UI_KEY_PASTE && h->input.text_on)
            paste(h, in);
        else
            h->app->input(h->app->app, &in);
    }
}

static bool frame(Host *h, Err *err)
{
    if (!fit_surface(h, err))
        return false;
    PaintRect dirty[PAINT_MAX_DIRTY];
    int64_t wake_ms = INT64_MAX;
    int32_t count = h->app->frame(h->app->app, &h->surface, now().boot_ms, dirty, &wake_ms);
    h->wake_ms = wake_ms;
    present(h, dirty, count);
    return true;
}

/* Milliseconds until the app wants to be called; -1: until something happens. */
static int patience(const Host *h)
{
    const int64_t hour_ms = 3600000;
    if (h->wake_ms == INT64_MAX)
        return -1;
    int64_t left = h->wake_ms - now().boot_ms;
    return (int)(left < 0 ? 0 : left < hour_ms ? left : hour_ms);
}

static bool loop(Host *h, Err *err)
{
    while (!h->app->wants_quit(h->app->app)) {
        if (display_watch_is_gone(&h->watch))
            end_without_window(h);
        if (!frame(h, err))
            return false;
        SDL_Event event;
        bool some = SDL_WaitEventTimeout(&event, patience(h)) != 0;
        while (some) {
            handle(h, &event);
            some = SDL_PollEvent(&event) != 0;
        }
        pass_time(h, now().boot_ms);
    }
    return true;
}

bool platform_run(const PlatformApp *app, const PlatformOptions *options, Err *err)
{
    Host h = {.app = app, .wake_ms = INT64_MAX};
    running = &h;
    bool ok = start(&h, options, err) && loop(&h, err);
    running = NULL;
    stop(&h);
    return ok;
}

/* ---- text entry ---- */

void platform_text_begin(UiRect rect)
{
    if (!running)
        return;
    float scale = running->input.scale;
    SDL_Rect r = {(int)(rect.x * scale), (int)(rect.y * scale), (int)(rect.w * scale),
                  (int)(rect.h * scale)};
    SDL_SetTextInputRect(&r);
    SDL_StartTextInput();
    running->input.text_on = true;
}

void platform_text_end(void)
{
    if (!running)
        return;
    SDL_StopTextInput();
    running->input.text_on = false;
}

char *platform_paste(void)
{
    if (!running)
        return NULL;
    char *clip = SDL_HasClipboardText() ? SDL_GetClipboardText() : NULL;
    size_t size = clip ? strlen(clip) + 1 : 0;
    char *text = size > 1 ? malloc(size) : NULL;
    if (text)
        memcpy(text, clip, size);
    SDL_free(clip);
    return text;
}
