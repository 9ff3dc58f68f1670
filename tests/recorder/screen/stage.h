/* stage.h - the whole app with real text, as pictures compared with golden PNGs.
 *
 * A picture may differ a little (another version of a font or of HarfBuzz moves
 * an edge): at most PICTURE_FEW of a thousand pixels by more than PICTURE_STEP.
 * KENKYU_UPDATE_GOLDEN=1 writes the golden pictures; look at them before you commit.
 */
#ifndef TESTS_RECORDER_SCREEN_STAGE_H
#define TESTS_RECORDER_SCREEN_STAGE_H

#include "recorder/screen/app.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PICTURE_STEP = 40, PICTURE_FEW = 3 };

#define FOLDER TEST_SOURCE_DIR "/tests/recorder/screen/pictures/"
#define DEMO TEST_SOURCE_DIR "/assets/demo-lesson.json"

/* Monday, 23 November 2026, 10:00 UTC. */
static const PlatformClock begun = {.boot_ms = 5000000, .unix_ms = 1795428000000, .boot_id = "b"};
static PlatformClock now;

static inline void read_clock(PlatformClock *ret_clock)
{
    *ret_clock = now;
}

static inline void ignore_text_begin(UiRect rect)
{
    (void)rect;
}

static inline void ignore_text_end(void)
{
}

static inline char *paste_nothing(void)
{
    return NULL;
}

static const char *stage_photos; /* where photos are chosen from; NULL: the machine's */

typedef struct Stage {
    TextRenderer *text;
    App *app;
    PaintSurface surface;
} Stage;

static inline void stage_open(Stage *stage, int width, int height, float scale, ThemeName theme,
                              const char *demo)
{
    Err err = {0};
    now = begun;
    *stage = (Stage){.surface = {.width = (int32_t)((float)width * scale),
                                 .height = (int32_t)((float)height * scale),
                                 .pitch = (int32_t)((float)width * scale),
                                 .scale = scale}};
    size_t pixels = (size_t)stage->surface.width * (size_t)stage->surface.height;
    stage->surface.pixels = calloc(pixels, sizeof *stage->surface.pixels);
    assert_non_null(stage->surface.pixels);
    stage->text = text_renderer_create(&err);
    assert_non_null(stage->text);
    /* The folder that the home screen names must be the same everywhere; a demo that
     * is played to its end finds no folder and leaves no sheet. */
    AppOptions options = {.db_path = ":memory:",
                          .sheets_folder = demo ? "/dev/null/sheets" : "Documents",
                          .photos_folder = stage_photos,
                          .theme = theme,
                          .seed = {5, 6},
                          .clock = read_clock,
                          .demo_path = demo,
                          .demo_speed = 60,
                          .text_begin = ignore_text_begin,
                          .text_end = ignore_text_end,
                          .paste = paste_nothing};
    stage->app =
        app_create(&options, text_renderer_ui(stage->text), text_renderer_paint(stage->text), &err);
    assert_non_null(stage->app);
    app_resize(stage->app, (float)width, (float)height, scale);
}

static inline void stage_close(Stage *stage)
{
    app_destroy(stage->app);
    text_renderer_destroy(stage->text);
    free(stage->surface.pixels);
}

static inline void stage_frame(Stage *stage)
{
    PaintRect dirty[PAINT_MAX_DIRTY];
    int64_t wake_ms = 0;
    (void)app_frame(stage->app, &stage->surface, now.boot_ms, dirty, &wake_ms);
}

/* Time passes, a tenth of a second at a time, as it does before eyes. */
static inline void stage_wait(Stage *stage, int64_t ms)
{
    for (int64_t passed = 0; passed < ms; passed += 100) {
        now.boot_ms += 100;
        now.unix_ms += 100;
        stage_frame(stage);
    }
}

/* A tap on a target, this part of its width from its left. */
static inline void stage_tap_at(Stage *stage, uint32_t id, float part)
{
    UiRect r = {0};
    stage_frame(stage);
    assert_true(app_find_target(stage->app, id, &r));
    UiInput in = {.kind = UI_INPUT_DOWN,
                  .x = r.x + r.w * part,
                  .y = r.y + r.h / 2,
                  .at_ms = now.boot_ms,
                  .now_ms = now.boot_ms};
    app_input(stage->app, &in);
    in.kind = UI_INPUT_UP;
    app_input(stage->app, &in);
    stage_frame(stage);
}

static inline void stage_tap(Stage *stage, uint32_t id)
{
    stage_tap_at(stage, id, 0.5F);
}

static inline int channel_gap(uint32_t a, uint32_t b, int shift)
{
    return abs((int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF));
}

/* libpng's simplified reader: BGRA is 0xAARRGGBB on a little-endian machine. */
static inline uint32_t *read_png(const char *path, const PaintSurface *like)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path))
        return NULL;
    assert_int_equal(image.width, like->width);
    assert_int_equal(image.height, like->height);
    image.format = PNG_FORMAT_BGRA;
    uint32_t *pixels = malloc(PNG_IMAGE_SIZE(image));
    assert_non_null(pixels);
    assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    return pixels;
}

static inline void stage_compare(const Stage *stage, const char *name)
{
    Err err = {0};
    char golden[512], seen[128];
    const PaintSurface *s = &stage->surface;
    (void)snprintf(golden, sizeof golden, FOLDER "%s.png", name);
    if (getenv("KENKYU_UPDATE_GOLDEN")) {
        assert_ok(platform_save_png(s, golden, &err), err);
        return;
    }
    uint32_t *want = read_png(golden, s);
    if (!want)
        fail_msg("%s is not there; KENKYU_UPDATE_GOLDEN=1 makes it", golden);
    size_t pixels = (size_t)s->width * (size_t)s->height, differ = 0;
    for (size_t i = 0; i < pixels; i++)
        for (int shift = 0; shift < 24; shift += 8)
            if (channel_gap(want[i], s->pixels[i], shift) > PICTURE_STEP) {
                differ++;
                break;
            }
    free(want);
    if (differ * 1000 > pixels * PICTURE_FEW) {
        (void)snprintf(seen, sizeof seen, "seen-%s.png", name);
        assert_ok(platform_save_png(s, seen, &err), err);
        fail_msg("%zu of %zu pixels differ from %s; what was seen is in %s", differ, pixels, golden,
                 seen);
    }
}

#endif
