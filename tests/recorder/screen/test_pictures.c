/* Screens as pictures. */
#include "check.h"
#include "recorder/screen/home/screen_home.h"
#include "recorder/screen/home/screen_saved.h"
#include "recorder/screen/review/screen_review.h"
#include "tests/recorder/screen/stage.h"

/* At 60 times: 39:30 of the demo lesson, where LG speaks to DL and disagrees. */
enum { BOARD_WAIT_MS = 39500, LESSON_WAIT_MS = 52000 };

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
