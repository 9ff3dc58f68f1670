/* What is written by hand and what comes from files, as pictures. */
#include "check.h"
#include "recorder/screen/app_state.h"
#include "tests/recorder/screen/stage.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

enum { BOARD_WAIT_MS = 39500, LESSON_WAIT_MS = 52000 };

/* A loop as a hand draws it; the finger presses in the middle. */
static void write_loop(Stage *stage, float x, float y, float size)
{
    for (int32_t i = 0; i <= 48; i++) {
        float t = (float)i / 48;
        UiInput in = {.kind = i == 0    ? UI_INPUT_DOWN
                              : i == 48 ? UI_INPUT_UP
                                        : UI_INPUT_MOVE,
                      .finger = 3,
                      .x = x + size * (3 * t + 0.8F * sinf(t * 19)),
                      .y = y - size * cosf(t * 19),
                      .at_ms = now.boot_ms,
                      .now_ms = now.boot_ms,
                      .pressure = 0.15F + 0.7F * sinf(t * 3.1F)};
        app_input(stage->app, &in);
        now.boot_ms += 8;
        now.unix_ms += 8;
    }
    stage_frame(stage);
}

static void ink__looks__as_drawn(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int width, height;
        float scale;
        ThemeName theme;
        bool page;
    } cases[] = {
        {"ink-landscape", 1280, 800, 1, THEME_LIGHT, false},
        {"ink-portrait-dark", 820, 1180, 1, THEME_DARK, false},
        {"ink-page", 1280, 800, 1, THEME_LIGHT, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Stage stage;
        UiRect paper = {0};
        stage_open(&stage, cases[i].width, cases[i].height, cases[i].scale, cases[i].theme, DEMO);
        stage_frame(&stage);
        stage_wait(&stage, BOARD_WAIT_MS);
        stage_tap(&stage, BOARD_ID_INK);
        if (cases[i].page)
            stage_tap(&stage, BOARD_ID_INK_PAGE);
        assert_true(app_find_target(stage.app, BOARD_ID_INK_PAPER, &paper));
        write_loop(&stage, paper.x + paper.w * 0.3F, paper.y + paper.h * 0.44F, 36);
        write_loop(&stage, paper.x + paper.w * 0.5F, paper.y + paper.h * 0.62F, 18);
        stage_frame(&stage);
        stage_compare(&stage, cases[i].name);
        stage_close(&stage);
    }
}

/* A photo of a board: a drawn stand-in, so that no picture has to be shipped. */
static void make_photo(const char *path)
{
    enum { WIDTH = 640, HEIGHT = 420 };
    static uint8_t rgb[WIDTH * HEIGHT * 3];
    for (int32_t i = 0; i < WIDTH * HEIGHT; i++) {
        int32_t x = i % WIDTH, y = i / WIDTH;
        bool frame = x < 14 || y < 14 || x >= WIDTH - 14 || y >= HEIGHT - 14;
        bool bar = x > 80 && x < 560 && (y / 22) % 5 == 2 && y % 22 < 14;
        bool part = bar && x < 80 + 480 * (y / 110 + 1) / 5;
        const uint8_t color[3] = {frame  ? 150
                                  : part ? 230
                                  : bar  ? 92
                                         : 40,
                                  frame  ? 111
                                  : part ? 200
                                  : bar  ? 128
                                         : 78,
                                  frame  ? 70
                                  : part ? 96
                                  : bar  ? 112
                                         : 66};
        memcpy(rgb + (size_t)i * 3, color, 3);
    }
    png_image png = {
        .version = PNG_IMAGE_VERSION, .format = PNG_FORMAT_RGB, .width = WIDTH, .height = HEIGHT};
    assert_true(png_image_write_to_file(&png, path, 0, rgb, 0, NULL));
    struct utimbuf times = {1795427000, 1795427000};
    assert_int_equal(utime(path, &times), 0);
}

static void photo__looks__as_drawn(void **state)
{
    (void)state;
    char folder[] = "/tmp/kenkyu-XXXXXX", path[64], album[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(album, sizeof album, "%s/Pictures", folder);
    assert_int_equal(mkdir(album, 0700), 0);
    static const char *const names[] = {"board 5-8.png", "exit tickets.png", "table 3.png"};
    for (int i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", album, names[i]);
        make_photo(path);
    }
    (void)snprintf(path, sizeof path, "%s/Camera", album);
    assert_int_equal(mkdir(path, 0700), 0);
    static const struct {
        const char *name;
        int width, height;
        ThemeName theme;
    } cases[] = {
        {"photo-landscape", 1280, 800, THEME_LIGHT},
        {"photo-portrait-dark", 820, 1180, THEME_DARK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Stage stage;
        stage_photos = album;
        stage_open(&stage, cases[i].width, cases[i].height, 1, cases[i].theme, DEMO);
        stage_frame(&stage);
        stage_wait(&stage, BOARD_WAIT_MS);
        if (cases[i].width < cases[i].height)
            stage_tap(&stage, BOARD_ID_NOTE);
        stage_tap(&stage, BOARD_ID_PHOTO);
        stage_tap(&stage, PHOTO_ID_ENTRY + 1);
        stage_compare(&stage, cases[i].name);
        stage_close(&stage);
    }
    stage_photos = NULL;
    for (int i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", album, names[i]);
        assert_int_equal(unlink(path), 0);
    }
    (void)snprintf(path, sizeof path, "%s/Camera", album);
    assert_int_equal(rmdir(path) | rmdir(album) | rmdir(folder), 0);
}

static void replay__looks__as_drawn(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int width, height;
        float scale;
        ThemeName theme;
    } cases[] = {
        {"replay-landscape", 1280, 800, 1, THEME_LIGHT},
        {"replay-portrait-dark", 820, 1180, 1, THEME_DARK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Stage stage;
        stage_open(&stage, cases[i].width, cases[i].height, cases[i].scale, cases[i].theme, DEMO);
        stage_frame(&stage);
        stage_wait(&stage, LESSON_WAIT_MS);
        stage_tap(&stage, SAVED_ID_REVIEW);
        stage_tap(&stage, REVIEW_ID_REPLAY);
        stage_tap(&stage, REVIEW_ID_PLAY);
        stage_tap_at(&stage, REVIEW_ID_SCRUB, 0.786F);
        stage_compare(&stage, cases[i].name);
        stage_close(&stage);
    }
}

/* The first event that counts as this. */
static void select_first(Stage *stage, uint32_t sense)
{
    const Session *s = recording_session(stage->app->lesson.recording);
    size_t count;
    const ObsEvent *events = session_events(s, &count);
    for (size_t i = 0; i < count; i++)
        if (session_protocol(s)->codes[events[i].code].senses & sense) {
            review_select(&stage->app->review.state, events[i].id);
            stage->app->review.state.bring = stage->app->stale = true;
            return;
        }
    fail_msg("there is no such event");
}

static void review__shows__ink_and_photos(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int width, height;
        ThemeName theme;
        uint32_t sense;
    } cases[] = {
        {"review-ink-landscape", 1280, 800, THEME_LIGHT, SENSE_INK},
        {"review-photo-portrait", 820, 1180, THEME_LIGHT, SENSE_PHOTO},
    };
    char folder[] = "/tmp/kenkyu-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/board.png", folder);
    make_photo(path);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Stage stage;
        UiRect paper = {0};
        stage_photos = folder;
        stage_open(&stage, cases[i].width, cases[i].height, 1, cases[i].theme, DEMO);
        stage_frame(&stage);
        stage_wait(&stage, BOARD_WAIT_MS);
        stage_tap(&stage, BOARD_ID_INK);
        assert_true(app_find_target(stage.app, BOARD_ID_INK_PAPER, &paper));
        write_loop(&stage, paper.x + paper.w * 0.3F, paper.y + paper.h * 0.44F, 36);
        write_loop(&stage, paper.x + paper.w * 0.34F, paper.y + paper.h * 0.58F, 18);
        stage_tap(&stage, BOARD_ID_INK);
        if (cases[i].width < cases[i].height)
            stage_tap(&stage, BOARD_ID_NOTE);
        stage_tap(&stage, BOARD_ID_PHOTO);
        stage_tap(&stage, PHOTO_ID_ENTRY);
        stage_tap(&stage, PHOTO_ID_KEEP);
        stage_wait(&stage, LESSON_WAIT_MS - BOARD_WAIT_MS);
        stage_tap(&stage, SAVED_ID_REVIEW);
        for (int k = 0; k < 4; k++)
            stage_tap(&stage, REVIEW_ID_IN);
        select_first(&stage, cases[i].sense);
        stage_frame(&stage);
        stage_wait(&stage, 100);
        stage_compare(&stage, cases[i].name);
        stage_close(&stage);
    }
    stage_photos = NULL;
    assert_int_equal(unlink(path) | rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ink__looks__as_drawn),
        cmocka_unit_test(photo__looks__as_drawn),
        cmocka_unit_test(replay__looks__as_drawn),
        cmocka_unit_test(review__shows__ink_and_photos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
