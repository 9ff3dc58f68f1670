/* Screens as pictures: the whole app with real text, compared with golden PNGs.
 *
 * A picture may differ a little (another version of a font or of HarfBuzz moves
 * an edge): at most PICTURE_FEW of a thousand pixels by more than PICTURE_STEP.
 * KENKYU_UPDATE_GOLDEN=1 writes the golden pictures; look at them before you commit.
 */
#include "check.h"
#include "recorder/screen/app.h"
#include "recorder/screen/home/screen_home.h"
#include "recorder/screen/home/screen_saved.h"
#include "recorder/screen/review/screen_review.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PICTURE_STEP = 40, PICTURE_FEW = 3 };

/* At 60 times: 39:30 of the demo lesson, where LG speaks to DL and disagrees. */
enum { BOARD_WAIT_MS = 39500, LESSON_WAIT_MS = 52000 };

#define FOLDER TEST_SOURCE_DIR "/tests/recorder/screen/pictures/"
#define DEMO TEST_SOURCE_DIR "/assets/demo-lesson.json"

/* Monday, 23 November 2026, 10:00 UTC. */
static const PlatformClock begun = {.boot_ms = 5000000, .unix_ms = 1795428000000, .boot_id = "b"};
static PlatformClock now;

static void read_clock(PlatformClock *ret_clock)
{
    *ret_clock = now;
}

static void ignore_text_begin(UiRect rect)
{
    (void)rect;
}

static void ignore_text_end(void)
{
}

static char *paste_nothing(void)
{
    return NULL;
}

typedef struct Stage {
    TextRenderer *text;
    App *app;
    PaintSurface surface;
} Stage;

static void stage_open(Stage *stage, int width, int height, float scale, ThemeName theme,
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

static void stage_close(Stage *stage)
{
    app_destroy(stage->app);
    text_renderer_destroy(stage->text);
    free(stage->surface.pixels);
}

static void stage_frame(Stage *stage)
{
    PaintRect dirty[PAINT_MAX_DIRTY];
    int64_t wake_ms = 0;
    (void)app_frame(stage->app, &stage->surface, now.boot_ms, dirty, &wake_ms);
}

/* Time passes, a tenth of a second at a time, as it does before eyes. */
static void stage_wait(Stage *stage, int64_t ms)
{
    for (int64_t passed = 0; passed < ms; passed += 100) {
        now.boot_ms += 100;
        now.unix_ms += 100;
        stage_frame(stage);
    }
}

/* A tap on a target, this part of its width from its left. */
static void stage_tap_at(Stage *stage, uint32_t id, float part)
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

static void stage_tap(Stage *stage, uint32_t id)
{
    stage_tap_at(stage, id, 0.5F);
}

static int channel_gap(uint32_t a, uint32_t b, int shift)
{
    return abs((int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF));
}

/* libpng's simplified reader: BGRA is 0xAARRGGBB on a little-endian machine. */
static uint32_t *read_png(const char *path, const PaintSurface *like)
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

static void stage_compare(const Stage *stage, const char *name)
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

static void home__looks__as_drawn(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage, 1280, 800, 1, THEME_LIGHT, NULL);
    stage_frame(&stage);
    stage_compare(&stage, "home-landscape");
    stage_close(&stage);
    stage_open(&stage, 820, 1180, 1, THEME_DARK, NULL);
    stage_frame(&stage);
    stage_compare(&stage, "home-portrait-dark");
    stage_close(&stage);
}

static void setup__looks__as_drawn(void **state)
{
    (void)state;
    Stage stage;
    stage_open(&stage, 1280, 800, 1, THEME_LIGHT, NULL);
    stage_tap(&stage, HOME_ID_NEW);
    stage_compare(&stage, "setup-landscape");
    stage_close(&stage);
    stage_open(&stage, 820, 1180, 1, THEME_LIGHT, NULL);
    stage_tap(&stage, HOME_ID_NEW);
    stage_compare(&stage, "setup-portrait");
    stage_close(&stage);
}

static void board__looks__as_drawn(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int width, height;
        ThemeName theme;
    } cases[] = {
        {"board-landscape", 1280, 800, THEME_LIGHT},
        {"board-portrait", 820, 1180, THEME_LIGHT},
        {"board-dark", 1280, 800, THEME_DARK},
        {"board-contrast", 1280, 800, THEME_CONTRAST},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Stage stage;
        stage_open(&stage, cases[i].width, cases[i].height, 1, cases[i].theme, DEMO);
        stage_frame(&stage);
        stage_wait(&stage, BOARD_WAIT_MS);
        stage_compare(&stage, cases[i].name);
        stage_close(&stage);
    }
}

/* Twice the scale shows the same: each pixel of the small picture is near the
 * mean of its four in the large one. */
static void board__at_twice_the_scale__shows_the_same(void **state)
{
    (void)state;
    Stage small, large;
    stage_open(&small, 1280, 800, 1, THEME_LIGHT, DEMO);
    stage_frame(&small);
    stage_wait(&small, BOARD_WAIT_MS);
    stage_open(&large, 1280, 800, 2, THEME_LIGHT, DEMO);
    stage_frame(&large);
    stage_wait(&large, BOARD_WAIT_MS);
    double gap = 0;
    const uint32_t *big = large.surface.pixels;
    for (int y = 0; y < 800; y++)
        for (int x = 0; x < 1280; x++) {
            size_t at = (size_t)(2 * y) * 2560 + (size_t)(2 * x);
            int mean = 0;
            for (int k = 0; k < 4; k++)
                mean += (int)(big[at + (size_t)(k / 2) * 2560 + (size_t)(k % 2)] >> 8 & 0xFF);
            gap += abs(mean / 4 -
                       (int)(small.surface.pixels[(size_t)y * 1280 + (size_t)x] >> 8 & 0xFF));
        }
    gap /= 1280.0 * 800.0;
    if (gap > 2.5)
        fail_msg("the mean gap is %.2f of 255", gap);
    stage_close(&large);
    stage_close(&small);
}

static void review__looks__as_drawn(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int width, height;
        ThemeName theme;
        int turns; /* events on from the start of what is shown; 0: the whole lesson */
    } cases[] = {
        {"review-landscape", 1280, 800, THEME_LIGHT, 9},
        {"review-portrait-dark", 820, 1180, THEME_DARK, 10},
        {"review-contrast", 1280, 800, THEME_CONTRAST, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Stage stage;
        stage_open(&stage, cases[i].width, cases[i].height, 1, cases[i].theme, DEMO);
        stage_frame(&stage);
        stage_wait(&stage, LESSON_WAIT_MS);
        stage_tap(&stage, SAVED_ID_REVIEW);
        for (int k = 0; cases[i].turns > 0 && k < 4; k++)
            stage_tap(&stage, REVIEW_ID_IN);
        if (cases[i].turns > 0)
            stage_tap_at(&stage, REVIEW_ID_OVERVIEW, 0.79F);
        for (int k = 0; k < cases[i].turns; k++)
            stage_tap(&stage, REVIEW_ID_NEXT);
        stage_compare(&stage, cases[i].name);
        stage_close(&stage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(home__looks__as_drawn),
        cmocka_unit_test(setup__looks__as_drawn),
        cmocka_unit_test(board__looks__as_drawn),
        cmocka_unit_test(board__at_twice_the_scale__shows_the_same),
        cmocka_unit_test(review__looks__as_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
