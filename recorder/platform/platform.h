/* platform.h - the seam between the app and the machine it runs on.
 *
 * One native file stands behind it (platform_sdl.c with text_sdl.c for text);
 * a browser file can be another. Owns the loop, the clocks, the window, presenting, text
 * input and "hand this file to the person". Above it there is no loop, no
 * sleep, no blocking dialog, no thread, and no SDL.
 */
#ifndef RECORDER_PLATFORM_PLATFORM_H
#define RECORDER_PLATFORM_PLATFORM_H

#include "recorder/ui/paint.h"

typedef struct PlatformClock {
    int64_t boot_ms; /* monotonic, counts suspend (CLOCK_BOOTTIME) */
    int64_t unix_ms; /* wall clock, UTC */
    int32_t utc_offset_min;
    char boot_id[40]; /* names this start of the machine; "" when not known */
} PlatformClock;

void platform_clock(PlatformClock *ret_clock);
void platform_random(void *bytes, size_t len);

/* Folder for the store (XDG_DATA_HOME/kenkyu) and for files meant for the person
 * (XDG documents folder, else home); made when missing. */
bool platform_data_folder(char *ret_path, size_t size, Err *err);
bool platform_documents_folder(char *ret_path, size_t size, Err *err);

/* Where the person's pictures are (XDG pictures folder, else home). */
bool platform_pictures_folder(char *ret_path, size_t size, Err *err);

/* A line that nobody is to see: asked for on the terminal, where it is not shown
 * while it is typed; without a terminal it is read from standard input, which need not
 * be one. ERR_STATE: nothing came, or more than fits. The caller wipes it. */
bool platform_read_secret(const char *prompt, char *ret_text, size_t size, Err *err);

/* From here on a crash leaves no core file, and no debugger of the same account looks in:
 * what is known about pupils would lie in it. The first thing a program does. */
void platform_keep_memory(void);

/* What the host calls. boot_ms of the clock is the time base of input. */
typedef struct PlatformApp {
    void *app;
    /* One input step, in the very handler of the event; no painting. */
    void (*input)(void *app, const UiInput *in);
    /* Everything that waited was given: bring the surface up to date. Fills the
     * rectangles that changed, returns their number; *ret_wake_ms: call again
     * then at the latest (boot clock; INT64_MAX: only on input). */
    int32_t (*frame)(void *app, PaintSurface *surface, int64_t now_ms,
                     PaintRect dirty[PAINT_MAX_DIRTY], int64_t *ret_wake_ms);
    void (*resized)(void *app, float width_pt, float height_pt, float scale);
    bool (*wants_quit)(void *app); /* the app is done */
    void (*quit_asked)(void *app); /* the person closes the window */
    /* The window or its whole display was taken away, and nobody can be asked any more:
     * keeps what can be kept and ends the process, as after a close; also from within a
     * call of the app's own to the platform (text entry, the clipboard). May be NULL where
     * nothing is kept. */
    void (*lost)(void *app);
    /* How large a point is on the glass, before resized; 0: not known. May be NULL. */
    void (*measured)(void *app, float points_a_mm);
} PlatformApp;

typedef struct PlatformOptions {
    const char *title;
    int32_t width_pt, height_pt;
    float scale; /* 0: from the display */
    bool fullscreen;
} PlatformOptions;

/* The loop: returns when the app wants to quit. An idle app costs nothing. Does not
 * return when the window is taken away (lost). */
bool platform_run(const PlatformApp *app, const PlatformOptions *options, Err *err);

/* False on a machine without a display. */
bool platform_has_display(void);

/* Text entry begins in a field at rect (points); characters arrive as
 * UI_INPUT_TEXT and keys until it ends. */
void platform_text_begin(UiRect rect);
void platform_text_end(void);

/* How the person's desktop looks, as far as it can be known. */
typedef enum PlatformLook {
    PLATFORM_LOOK_LIGHT,
    PLATFORM_LOOK_DARK,
    PLATFORM_LOOK_CONTRAST,
} PlatformLook;
PlatformLook platform_look(void);

/* Text from the clipboard, malloc'ed, or NULL. */
char *platform_paste(void);

/* ---- text renderer (text_sdl.c) ---- */

typedef struct TextRenderer TextRenderer;
TextRenderer *text_renderer_create(Err *err);
void text_renderer_destroy(TextRenderer *text);    /* accepts NULL */
UiText text_renderer_ui(TextRenderer *text);       /* measures, in points */
PaintText text_renderer_paint(TextRenderer *text); /* draws, in pixels */

/* Pixels a point (1 at first): from now on widths are those of the text drawn at
 * this scale, which at another differ by less than a point. A painter says it by
 * itself when it first draws at a scale. */
void text_renderer_set_scale(TextRenderer *text, float scale);

/* The surface as a PNG (RGB; it says its size on paper: 72 points an inch), malloc'ed. */
bool platform_make_png(const PaintSurface *surface, uint8_t **ret_bytes, size_t *ret_len, Err *err);

/* The same as a file: screenshots for tests and the README. */
bool platform_save_png(const PaintSurface *surface, const char *path, Err *err);

#endif
