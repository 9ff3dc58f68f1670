/* How large pads are on the glass: where its size is known never under 9.6 mm, 12 mm
 * where there is room. Through the whole app. */
#include "tests/recorder/screen/live.h"

static const float LEAST_MM = 9.6F, WISHED_MM = 12;

/* Points a millimetre of tablets: 10.1 inches of 1280 pixels, 8 inches of 1280, 7
 * inches of 1024; and one whose size is not known. */
static const float GLASS[] = {5.87F, 7.4F, 6.7F, 0};

static int32_t check_pads(Live *l, float mm)
{
    const Ui *ui = &l->drive.app->ui;
    int32_t pads = 0;
    for (int32_t i = 0; i < ui->target_count; i++) {
        const UiTarget *t = &ui->targets[i];
        if (t->id < BOARD_ID_PAD || t->id >= BOARD_ID_GRID)
            continue;
        pads++;
        assert_true(t->rect.h >= UI_MIN_TARGET && t->rect.w >= UI_MIN_TARGET);
        if (t->rect.h < LEAST_MM * mm - 0.01F || t->rect.w < LEAST_MM * mm - 0.01F)
            fail_msg("a pad is %.1f x %.1f mm", (double)(t->rect.w / mm), (double)(t->rect.h / mm));
    }
    return pads;
}

static void board__has_pads_for_fingers__on_any_glass(void **state)
{
    (void)state;
    static const char *const protocols[] = {"academic-talk", "co-teaching", "copus",
                                            "lesson-study"};
    static const float sizes[][2] = {{1280, 800}, {820, 1180}, {1024, 600}};
    for (size_t p = 0; p < 4; p++) {
        Live *l = calloc(1, sizeof *l);
        assert_non_null(l);
        live_open(l, protocols[p], 28);
        for (size_t g = 0; g < sizeof GLASS / sizeof GLASS[0]; g++) {
            for (size_t s = 0; s < 3; s++) {
                app_measured(l->drive.app, GLASS[g]);
                app_resize(l->drive.app, sizes[s][0], sizes[s][1], 1);
                int32_t pads = 0;
                for (int32_t page = 0; page < 8; page++) {
                    l->drive.app->lesson.board.pad_page = page;
                    l->drive.app->stale = true;
                    drive_frame(&l->drive);
                    pads += check_pads(l, GLASS[g]);
                }
                assert_true(pads > 0);
            }
        }
        live_close(l);
        free(l);
    }
}

static void board__makes_pads_larger__where_there_is_room(void **state)
{
    (void)state;
    Live *l = calloc(1, sizeof *l);
    assert_non_null(l);
    live_open(l, "dok-questions", 28);
    app_measured(l->drive.app, 7.4F);
    app_resize(l->drive.app, 1600, 1400, 1);
    drive_frame(&l->drive);
    UiRect r;
    int32_t question = live_code(l, "question");
    bool found = app_find_target(l->drive.app, board_pad_id(question, 0), &r) ||
                 app_find_target(l->drive.app, board_pad_id(question, PROTOCOL_NONE), &r);
    assert_true(found);
    assert_true(r.h >= WISHED_MM * 7.4F - 1);
    live_close(l);
    free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(board__has_pads_for_fingers__on_any_glass),
        cmocka_unit_test(board__makes_pads_larger__where_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
