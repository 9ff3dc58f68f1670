/* What is written by hand, as pictures. */
#include "check.h"
#include "recorder/screen/board/screen_board.h"
#include "tests/recorder/screen/stage.h"

#include <math.h>

enum { BOARD_WAIT_MS = 39500 };

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ink__looks__as_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
