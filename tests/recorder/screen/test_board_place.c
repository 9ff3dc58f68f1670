/* Where the adult stands: drawn there, recorded as an event, taken back by undo, and
 * there again when the lesson is gone on with. Through the whole app. */
#include "tests/recorder/screen/live.h"

#include <math.h>

static int set_up(void **state)
{
    static Live live;
    live_open(&live, "academic-talk", 28);
    *state = &live;
    return 0;
}

static int tear_down(void **state)
{
    live_close(*state);
    return 0;
}

/* The adult is drawn to bare ground right under this table. */
static int64_t go_to(Live *l, const char *table)
{
    float x, y;
    const BoardState *s = &l->drive.app->lesson.board;
    live_middle(l, live_seat_id(l, "MO"), &x, &y);
    UiRect surface = s->seating.seats[live_who(l, table)].surface;
    UiRect chart;
    assert_true(app_find_target(l->drive.app, BOARD_ID_CHART, &chart));
    float x1 = chart.x + surface.x + surface.w / 2, y1 = chart.y + surface.y + surface.h + 10;
    int64_t at_ms = live_now(l);
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    for (int32_t i = 1; i <= 10; i++)
        live_finger(l, 1, UI_INPUT_MOVE, x + (x1 - x) * (float)i / 10,
                    y + (y1 - y) * (float)i / 10);
    drive_pass(200);
    live_finger(l, 1, UI_INPUT_UP, x1, y1);
    drive_frame(&l->drive);
    return at_ms;
}

static void board__records_where_the_adult_stands__drawn_to_a_table(void **state)
{
    Live *l = *state;
    UiRect before, after, back;
    drive_frame(&l->drive);
    assert_true(app_find_target(l->drive.app, live_seat_id(l, "MO"), &before));
    live_tap_seat(l, "P1");
    drive_pass(5000);
    int64_t at_ms = go_to(l, "Table 2");
    const ObsEvent *e = live_event(l, "place", 0);
    assert_non_null(e);
    assert_int_equal(e->subject, live_who(l, "MO"));
    assert_int_equal(e->target, live_who(l, "Table 2"));
    assert_int_equal(e->start_ms, at_ms);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, EVENT_OPEN); /* no turn of it */
    assert_true(drive_says(&l->drive, "MO at Table 2"));
    assert_true(app_find_target(l->drive.app, live_seat_id(l, "MO"), &after));
    assert_true(hypotf(after.x - before.x, after.y - before.y) > 40);
    assert_true(after.w >= UI_MIN_TARGET);
    live_tap_seat(l, "MO"); /* there it is tapped */
    assert_non_null(live_event(l, "teacher-talk", 0));
    drive_tap(&l->drive, BOARD_ID_UNDO);
    drive_tap(&l->drive, BOARD_ID_UNDO);
    assert_null(live_event(l, "place", 0));
    assert_true(app_find_target(l->drive.app, live_seat_id(l, "MO"), &back));
    assert_memory_equal(&before, &back, sizeof before);
}

static void board__draws_the_adult_there__lesson_gone_on_with(void **state)
{
    Live *l = *state;
    UiRect there, again;
    (void)go_to(l, "Table 6");
    drive_pass(4000);
    (void)go_to(l, "Table 2");
    assert_true(app_find_target(l->drive.app, live_seat_id(l, "MO"), &there));
    Uuid id = l->setup.id;
    drive_close(&l->drive);
    drive_open(&l->drive);
    Err err = {0};
    assert_ok(app_continue(l->drive.app, id, &err), err);
    drive_frame(&l->drive);
    assert_true(app_find_target(l->drive.app, live_seat_id(l, "MO"), &again));
    assert_memory_equal(&there, &again, sizeof there);
}

static void board__stands_on_nobody__at_any_table(void **state)
{
    Live *l = *state;
    char table[16];
    for (int32_t i = 1; i <= 7; i++) {
        (void)snprintf(table, sizeof table, "Table %d", (int)i);
        drive_pass(3000);
        (void)go_to(l, table);
        const BoardSeating *s = &l->drive.app->lesson.board.seating;
        const BoardSeat *adult = &s->seats[live_who(l, "MO")];
        for (int32_t k = 0; k < l->setup.subject_count; k++) {
            const BoardSeat *other = &s->seats[k];
            float far = fmaxf(fabsf(other->x - adult->x), fabsf(other->y - adult->y));
            if (k != live_who(l, "MO") && other->r > 0)
                assert_true(far >= adult->r + other->r);
        }
        assert_int_equal(live_event(l, "place", (size_t)i - 1)->target, live_who(l, table));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(board__records_where_the_adult_stands__drawn_to_a_table,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__draws_the_adult_there__lesson_gone_on_with, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__stands_on_nobody__at_any_table, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
