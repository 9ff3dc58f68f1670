/* The chart enlarged and moved by two fingers, through the whole app: taps hit what
 * is seen, and a pinch records nothing. */
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

static float zoom_of(const Live *l)
{
    return l->drive.app->lesson.board.zoom;
}

static size_t event_count(const Live *l)
{
    return session_event_count(live_session(l));
}

/* Two fingers go apart (or together) around a point, in steps. */
static void pinch(Live *l, float x, float y, float from, float to)
{
    enum { STEPS = 10 };
    live_finger(l, 1, UI_INPUT_DOWN, x - from, y);
    drive_pass(30);
    live_finger(l, 2, UI_INPUT_DOWN, x + from, y);
    for (int32_t i = 1; i <= STEPS; i++) {
        float d = from + (to - from) * (float)i / STEPS;
        drive_pass(16);
        live_finger(l, 1, UI_INPUT_MOVE, x - d, y);
        live_finger(l, 2, UI_INPUT_MOVE, x + d, y);
        drive_frame(&l->drive);
    }
    live_finger(l, 2, UI_INPUT_UP, x + to, y);
    live_finger(l, 1, UI_INPUT_UP, x - to, y);
    drive_frame(&l->drive);
}

static void board__enlarges_the_chart__pinched(void **state)
{
    Live *l = *state;
    UiRect before, after;
    float x, y;
    live_middle(l, live_seat_id(l, "P6"), &x, &y);
    assert_true(app_find_target(l->drive.app, live_seat_id(l, "P6"), &before));
    pinch(l, x, y, 60, 120);
    assert_true(zoom_of(l) > 1.5F && zoom_of(l) <= 2);
    assert_true(app_find_target(l->drive.app, live_seat_id(l, "P6"), &after));
    /* The seat grew, and stayed under the fingers. */
    assert_true(fabsf(after.w - before.w * zoom_of(l)) < 1);
    assert_true(fabsf(after.x + after.w / 2 - x) < 12 && fabsf(after.y + after.h / 2 - y) < 12);
    assert_int_equal(event_count(l), 0);
}

static void board__hits_what_is_seen__chart_enlarged(void **state)
{
    Live *l = *state;
    float x, y;
    live_middle(l, live_seat_id(l, "P6"), &x, &y);
    pinch(l, x, y, 60, 110);
    for (int32_t i = 0; i < l->setup.subject_count; i++) {
        UiRect r;
        drive_frame(&l->drive);
        if (l->subjects[i].kind != SUBJECT_PUPIL ||
            !app_find_target(l->drive.app, BOARD_ID_SEAT + (uint32_t)i, &r))
            continue;
        assert_true(r.w >= UI_MIN_TARGET);
        live_finger(l, 1, UI_INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
        drive_pass(40);
        live_finger(l, 1, UI_INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
        drive_pass(500);
        const ObsEvent *turn = session_running(
            live_session(l), l->protocol->codes[live_code(l, "student-talk")].category);
        UiRect back;
        bool under_button = app_find_target(l->drive.app, BOARD_ID_WHOLE_CHART, &back) &&
                            r.x + r.w / 2 < back.x + back.w && r.y + r.h / 2 > back.y;
        if (under_button)
            pinch(l, x, y, 60, 110);
        else
            assert_int_equal(turn ? turn->subject : SUBJECT_NONE, i);
    }
    assert_true(event_count(l) >= 6);
}

static void board__speaks_to_a_seat__dragged_on_an_enlarged_chart(void **state)
{
    Live *l = *state;
    float x0, y0, x1, y1;
    live_middle(l, live_seat_id(l, "P6"), &x0, &y0);
    pinch(l, x0, y0, 60, 90);
    live_middle(l, live_seat_id(l, "P6"), &x0, &y0);
    live_middle(l, live_seat_id(l, "P7"), &x1, &y1);
    live_finger(l, 1, UI_INPUT_DOWN, x0, y0);
    for (int32_t i = 1; i <= 8; i++)
        live_finger(l, 1, UI_INPUT_MOVE, x0 + (x1 - x0) * (float)i / 8,
                    y0 + (y1 - y0) * (float)i / 8);
    live_finger(l, 1, UI_INPUT_UP, x1, y1);
    const ObsEvent *turn = live_event(l, "student-talk", 0);
    assert_non_null(turn);
    assert_int_equal(turn->subject, live_who(l, "P6"));
    assert_int_equal(turn->target, live_who(l, "P7"));
}

static void board__comes_back_to_the_whole_chart__asked(void **state)
{
    Live *l = *state;
    float x, y;
    UiRect before, after;
    assert_false(drive_shows(&l->drive, BOARD_ID_WHOLE_CHART));
    live_middle(l, live_seat_id(l, "P10"), &x, &y);
    assert_true(app_find_target(l->drive.app, live_seat_id(l, "P10"), &before));
    pinch(l, x, y, 60, 150);
    assert_true(drive_says(&l->drive, "Whole chart"));
    drive_tap(&l->drive, BOARD_ID_WHOLE_CHART);
    assert_float_equal(zoom_of(l), 1, 0.001);
    assert_false(drive_shows(&l->drive, BOARD_ID_WHOLE_CHART));
    assert_true(app_find_target(l->drive.app, live_seat_id(l, "P10"), &after));
    assert_memory_equal(&before, &after, sizeof before);
    pinch(l, x, y, 60, 150); /* the fingers alone find back, too */
    pinch(l, x, y, 150, 30);
    assert_float_equal(zoom_of(l), 1, 0.001);
    assert_int_equal(event_count(l), 0);
}

static void board__moves_the_chart__two_fingers_together(void **state)
{
    Live *l = *state;
    float x, y, x1, y1;
    live_middle(l, live_seat_id(l, "P6"), &x, &y);
    pinch(l, x, y, 60, 120);
    live_middle(l, live_seat_id(l, "P6"), &x, &y);
    live_finger(l, 1, UI_INPUT_DOWN, x - 30, y);
    live_finger(l, 2, UI_INPUT_DOWN, x + 30, y);
    for (int32_t i = 1; i <= 10; i++) {
        live_finger(l, 1, UI_INPUT_MOVE, x - 30 - 4 * (float)i, y);
        live_finger(l, 2, UI_INPUT_MOVE, x + 30 - 4 * (float)i, y);
    }
    live_finger(l, 1, UI_INPUT_UP, x - 70, y);
    live_finger(l, 2, UI_INPUT_UP, x - 10, y);
    live_middle(l, live_seat_id(l, "P6"), &x1, &y1);
    assert_true(fabsf(x - 40 - x1) < 14 && fabsf(y - y1) < 2);
    assert_int_equal(event_count(l), 0);
}

/* One finger on a seat, the other on the ground or on another seat. */
static void board__records_nothing__pinched_from_any_two_places(void **state)
{
    Live *l = *state;
    float x, y;
    live_middle(l, live_seat_id(l, "P6"), &x, &y);
    for (int32_t from = 40; from <= 170; from += 7) {
        pinch(l, x, y, (float)from, (float)from - 30);
        pinch(l, x, y, (float)from, (float)from + 30);
        drive_tap(&l->drive, BOARD_ID_WHOLE_CHART);
        if (event_count(l) > 0)
            fail_msg("fingers %d points apart recorded a turn", (int)from * 2);
    }
}

/* A drag that became a pinch, and fingers that leave one after the other. */
static void board__records_nothing__pinched_out_of_a_drag(void **state)
{
    Live *l = *state;
    float x0, y0, x1, y1;
    live_middle(l, live_seat_id(l, "P2"), &x0, &y0);
    live_middle(l, live_seat_id(l, "P7"), &x1, &y1);
    live_finger(l, 1, UI_INPUT_DOWN, x0, y0);
    live_finger(l, 1, UI_INPUT_MOVE, x0 - 20, y0);
    assert_true(l->drive.app->lesson.board.dragging);
    drive_pass(100);
    live_finger(l, 2, UI_INPUT_DOWN, x1, y1);
    for (int32_t i = 1; i <= 10; i++) {
        drive_pass(16);
        live_finger(l, 2, UI_INPUT_MOVE, x1 + 5 * (float)i, y1);
        live_finger(l, 1, UI_INPUT_MOVE, x0 - 20 - 3 * (float)i, y0);
        drive_frame(&l->drive);
    }
    assert_false(l->drive.app->lesson.board.dragging);
    live_finger(l, 1, UI_INPUT_UP, x0 - 50, y0);
    live_rest(l, 600); /* the other one stays */
    live_finger(l, 2, UI_INPUT_UP, x1 + 50, y1);
    drive_frame(&l->drive);
    assert_true(zoom_of(l) > 1);
    assert_int_equal(event_count(l), 0);
}

static void board__stays_in_bounds__whatever_is_pinched(void **state)
{
    Live *l = *state;
    uint32_t random = 12345;
    for (int32_t i = 0; i < 120; i++) {
        random = random * 1664525U + 1013904223U;
        float x = 180 + (float)(random >> 8 & 511) / 2, y = 120 + (float)(random >> 17 & 255);
        float from = 20 + (float)(random & 127), to = 20 + (float)(random >> 4 & 127);
        if (fabsf(from - to) > UI_DRAG_SLOP) /* else two fingers that trembled */
            pinch(l, x, y, from, to);
        const BoardState *s = &l->drive.app->lesson.board;
        float most_x = s->zoom * s->seating.width - s->seating.chart_w;
        float most_y = s->zoom * s->seating.height - s->seating.chart_h;
        assert_true(s->zoom >= 1 && s->zoom <= BOARD_MAX_ZOOM);
        assert_true(s->pan_x >= 0 && s->pan_x <= most_x + 0.01F);
        assert_true(s->pan_y >= 0 && s->pan_y <= most_y + 0.01F);
    }
    assert_int_equal(event_count(l), 0);
}

static void board__enlarges_by_key__plus_and_minus(void **state)
{
    Live *l = *state;
    drive_type(&l->drive, "+");
    drive_type(&l->drive, "+");
    assert_true(zoom_of(l) > 1.4F);
    drive_type(&l->drive, "-");
    drive_type(&l->drive, "-");
    assert_float_equal(zoom_of(l), 1, 0.001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(board__enlarges_the_chart__pinched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__hits_what_is_seen__chart_enlarged, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__speaks_to_a_seat__dragged_on_an_enlarged_chart,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__comes_back_to_the_whole_chart__asked, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__moves_the_chart__two_fingers_together, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__records_nothing__pinched_out_of_a_drag, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__records_nothing__pinched_from_any_two_places, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__stays_in_bounds__whatever_is_pinched, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__enlarges_by_key__plus_and_minus, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
