/* A scan answered for all tables at once, through the whole app: by numbers, by a
 * sweep over the seats; what is not marked is missing. */
#include "tests/recorder/screen/live.h"

#include <math.h>

enum { SIGNAL_MS = 120000 };

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

/* The first signal is on. */
static void wait_for_signal(Live *l)
{
    drive_pass(SIGNAL_MS + 500 - live_now(l));
    drive_frame(&l->drive);
}

/* A finger goes through the seats of these pupils without lifting. */
static void sweep(Live *l, int32_t first, int32_t last)
{
    float x = 0, y = 0, x1, y1;
    char label[16];
    for (int32_t i = first; i <= last; i++) {
        (void)snprintf(label, sizeof label, "P%d", (int)i);
        live_middle(l, live_seat_id(l, label), &x1, &y1);
        if (i == first)
            live_finger(l, 1, UI_INPUT_DOWN, x1, y1);
        else /* in two hops: a quick finger */
            live_finger(l, 1, UI_INPUT_MOVE, (x + x1) / 2, (y + y1) / 2);
        live_finger(l, 1, UI_INPUT_MOVE, x1, y1);
        drive_pass(30);
        x = x1;
        y = y1;
    }
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_frame(&l->drive);
}

static const ObsEvent *sample(const Live *l, const char *table)
{
    const ObsEvent *e = NULL;
    for (size_t i = 0; (e = live_event(l, "engaged", i)) != NULL; i++)
        if (e->subject == live_who(l, table))
            return e;
    return NULL;
}

static uint32_t cell(int32_t table, int32_t value)
{
    return BOARD_ID_GRID + BOARD_GRID_ROW * (uint32_t)table + (uint32_t)value;
}

static void board__answers_for_every_table__swept_and_done(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "P3");
    size_t turns = session_event_count(live_session(l));
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    sweep(l, 1, 28);
    drive_tap(&l->drive, live_seat_id(l, "P6")); /* is not with the task */
    drive_tap(&l->drive, live_seat_id(l, "P7"));
    assert_int_equal(session_event_count(live_session(l)), turns); /* marks are no turns */
    drive_tap(&l->drive, BOARD_ID_SCAN_DONE);
    for (int32_t i = 1; i <= 7; i++) {
        char table[16];
        (void)snprintf(table, sizeof table, "Table %d", (int)i);
        const ObsEvent *e = sample(l, table);
        assert_non_null(e);
        assert_false(e->missing);
        assert_int_equal(e->start_ms, SIGNAL_MS);
        assert_int_equal(e->of, 4);
        assert_int_equal(e->value, i == 2 ? 2 : 4);
    }
    assert_false(drive_shows(&l->drive, BOARD_ID_SCAN));
    drive_tap(&l->drive, BOARD_ID_UNDO); /* one act */
    assert_null(sample(l, "Table 1"));
    assert_null(sample(l, "Table 7"));
    const ObsEvent *turn = live_event(l, "student-talk", 0);
    assert_int_equal(turn->stop_ms, EVENT_OPEN); /* it went on under the scan */
}

static void board__leaves_missing__what_was_not_marked(void **state)
{
    Live *l = *state;
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    sweep(l, 1, 6); /* table 1, and half of table 2 */
    drive_tap(&l->drive, BOARD_ID_SCAN_DONE);
    assert_int_equal(sample(l, "Table 1")->value, 4);
    assert_null(sample(l, "Table 2"));
    drive_pass(61000);
    drive_frame(&l->drive);
    assert_false(sample(l, "Table 1")->missing);
    assert_true(sample(l, "Table 2")->missing);
    assert_true(sample(l, "Table 7")->missing);
}

static void board__answers_one_table__number_tapped(void **state)
{
    Live *l = *state;
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    drive_tap(&l->drive, cell(4, 3)); /* tables in any order */
    drive_tap(&l->drive, cell(0, 2));
    drive_tap(&l->drive, cell(6, BOARD_GRID_ROW - 1));
    assert_int_equal(sample(l, "Table 5")->value, 3);
    assert_int_equal(sample(l, "Table 1")->value, 2);
    assert_true(sample(l, "Table 7")->missing);
    assert_true(drive_says(&l->drive, "3 of 4"));
    assert_false(drive_shows(&l->drive, cell(4, 1))); /* answered: undo takes it back */
    drive_tap(&l->drive, BOARD_ID_UNDO);
    assert_true(drive_shows(&l->drive, cell(6, 1)));
    drive_tap(&l->drive, BOARD_ID_SCAN_CLOSE);
    live_tap_seat(l, "P1"); /* the chart takes turns again */
    assert_non_null(live_event(l, "student-talk", 0));
}

static void board__marks_a_whole_table__its_middle_tapped(void **state)
{
    Live *l = *state;
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    live_tap_seat(l, "Table 3");
    live_tap_seat(l, "P9");
    drive_tap(&l->drive, BOARD_ID_SCAN_DONE);
    assert_int_equal(sample(l, "Table 3")->value, 3);
}

static void board__keeps_what_was_marked__time_runs_out(void **state)
{
    Live *l = *state;
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    sweep(l, 1, 8);
    live_rest(l, 61000); /* nobody touches Done */
    assert_int_equal(sample(l, "Table 1")->value, 4);
    assert_int_equal(sample(l, "Table 2")->value, 4);
    assert_true(sample(l, "Table 3")->missing);
    assert_int_equal(l->drive.app->lesson.board.panel, BOARD_PANEL_NONE);
}

static void leaves(Live *l, const char *label)
{
    Err err = {0};
    SessionTap tap = session_tap_blank(live_code(l, "absent"), live_now(l));
    tap.subject = live_who(l, label);
    assert_ok(session_tap(live_session(l), &tap, live_now(l), &err), err);
    assert_ok(recording_commit(l->drive.app->lesson.recording, NULL, &err), err);
}

static void board__asks_nobody__who_is_absent(void **state)
{
    Live *l = *state;
    leaves(l, "P2");
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    sweep(l, 1, 4);
    assert_int_equal(l->drive.app->lesson.board.scan[live_who(l, "P2")], BOARD_UNMARKED);
    drive_tap(&l->drive, BOARD_ID_SCAN_DONE);
    assert_int_equal(sample(l, "Table 1")->value, 3);
    assert_int_equal(sample(l, "Table 1")->of, 3);
}

/* The countdown of the first signal runs out under the fingers. */
static void run_out(Live *l)
{
    live_rest(l, SIGNAL_MS + 61000 - live_now(l));
    assert_int_equal(l->drive.app->lesson.board.panel, BOARD_PANEL_NONE);
}

/* Who has the floor since when, and nothing else was recorded of talk. */
static void check_only_turn(const Live *l, const char *who, int64_t start_ms)
{
    const ObsEvent *turn = live_event(l, "student-talk", 0);
    assert_int_equal(turn->subject, live_who(l, who));
    assert_int_equal(turn->start_ms, start_ms);
    assert_int_equal(turn->stop_ms, EVENT_OPEN);
    assert_null(live_event(l, "student-talk", 1));
}

static void board__records_no_turn__sweep_goes_on_after_the_time(void **state)
{
    Live *l = *state;
    float x1, y1, x2, y2, x9, y9;
    live_tap_seat(l, "P3");
    int64_t start_ms = live_event(l, "student-talk", 0)->start_ms;
    live_middle(l, live_seat_id(l, "P1"), &x1, &y1);
    live_middle(l, live_seat_id(l, "P2"), &x2, &y2);
    live_middle(l, live_seat_id(l, "P9"), &x9, &y9);
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    live_rest(l, SIGNAL_MS + 58000 - live_now(l));
    live_finger(l, 1, UI_INPUT_DOWN, x1, y1);
    live_finger(l, 1, UI_INPUT_MOVE, x2, y2);
    assert_int_equal(l->drive.app->lesson.board.scan[live_who(l, "P2")], BOARD_ENGAGED);
    run_out(l);
    live_finger(l, 1, UI_INPUT_MOVE, x9, y9);
    assert_false(l->drive.app->lesson.board.dragging); /* no arrow */
    live_finger(l, 1, UI_INPUT_UP, x9, y9);
    drive_frame(&l->drive);
    check_only_turn(l, "P3", start_ms);
    live_tap_seat(l, "P9"); /* the next touch is one again */
    assert_int_equal(live_event(l, "student-talk", 1)->subject, live_who(l, "P9"));
}

static void board__records_no_turn__seat_pressed_as_the_time_runs_out(void **state)
{
    Live *l = *state;
    float x, y;
    live_tap_seat(l, "P3");
    int64_t start_ms = live_event(l, "student-talk", 0)->start_ms;
    live_middle(l, live_seat_id(l, "P1"), &x, &y);
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    live_rest(l, SIGNAL_MS + 59900 - live_now(l));
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    live_rest(l, 200);
    assert_int_equal(l->drive.app->lesson.board.panel, BOARD_PANEL_NONE);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_frame(&l->drive);
    check_only_turn(l, "P3", start_ms);
}

static void board__stays_where_it_is__sweep_from_the_ground_goes_on(void **state)
{
    Live *l = *state;
    float x1, y1;
    BoardState *board = &l->drive.app->lesson.board;
    live_middle(l, live_seat_id(l, "P1"), &x1, &y1);
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    live_rest(l, SIGNAL_MS + 58000 - live_now(l));
    board->zoom = 2;
    board->pan_x = board->pan_y = 40;
    UiRect chart;
    drive_frame(&l->drive);
    assert_true(app_find_target(l->drive.app, BOARD_ID_CHART, &chart));
    live_finger(l, 1, UI_INPUT_DOWN, chart.x + 4, chart.y + 4);
    live_finger(l, 1, UI_INPUT_MOVE, chart.x + 40, chart.y + 40);
    assert_true(board->sweeping);
    run_out(l);
    live_finger(l, 1, UI_INPUT_MOVE, chart.x + 8, chart.y + 8);
    live_finger(l, 1, UI_INPUT_UP, chart.x + 8, chart.y + 8);
    drive_frame(&l->drive);
    assert_true(board->pan_x == 40 && board->pan_y == 40);
}

static void board__ends_the_held_turn__scan_opened_by_the_other_hand(void **state)
{
    Live *l = *state;
    float x, y, all_x, all_y;
    wait_for_signal(l);
    live_middle(l, live_seat_id(l, "P1"), &x, &y);
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    live_rest(l, UI_HOLD_MS + 100);
    live_middle(l, BOARD_ID_SCAN, &all_x, &all_y);
    live_finger(l, 2, UI_INPUT_DOWN, all_x, all_y);
    drive_pass(DRIVE_TOUCH_MS);
    live_finger(l, 2, UI_INPUT_UP, all_x, all_y);
    live_rest(l, 500);
    assert_int_equal(l->drive.app->lesson.board.panel, BOARD_PANEL_SCAN);
    int64_t lifted_ms = live_now(l);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_frame(&l->drive);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, lifted_ms);
    assert_int_equal(l->drive.app->lesson.board.scan[live_who(l, "P1")], BOARD_UNMARKED);
}

static void board__asks_who_was_there_at_the_signal__some_come_after_it(void **state)
{
    Live *l = *state;
    leaves(l, "P2");
    for (int32_t i = 5; i <= 8; i++) { /* nobody is at table 2 */
        char label[16];
        (void)snprintf(label, sizeof label, "P%d", (int)i);
        leaves(l, label);
    }
    wait_for_signal(l);
    drive_pass(10000);
    live_tap_seat(l, "P2"); /* is there */
    live_tap_seat(l, "P5");
    drive_frame(&l->drive);
    assert_true(drive_shows(&l->drive, BOARD_ID_ANSWER + 3));
    assert_false(drive_shows(&l->drive, BOARD_ID_ANSWER + 4)); /* would be refused */
    drive_tap(&l->drive, BOARD_ID_SCAN);
    assert_true(drive_shows(&l->drive, cell(0, 3)));
    assert_false(drive_shows(&l->drive, cell(0, 4)));
    assert_true(drive_shows(&l->drive, cell(5, 0)));
    assert_false(drive_shows(&l->drive, cell(6, 0))); /* six tables are asked */
    sweep(l, 1, 12);
    assert_int_equal(l->drive.app->lesson.board.scan[live_who(l, "P2")], BOARD_UNMARKED);
    drive_tap(&l->drive, BOARD_ID_SCAN_DONE);
    assert_int_equal(sample(l, "Table 1")->value, 3);
    assert_int_equal(sample(l, "Table 1")->of, 3);
    assert_null(sample(l, "Table 2"));
    assert_int_equal(sample(l, "Table 3")->value, 4);
}

static void board__asks_who_was_there_at_the_signal__one_leaves_after_it(void **state)
{
    Live *l = *state;
    wait_for_signal(l);
    leaves(l, "P2");
    drive_frame(&l->drive);
    assert_true(drive_shows(&l->drive, BOARD_ID_ANSWER + 4));
    drive_tap(&l->drive, BOARD_ID_SCAN);
    sweep(l, 1, 4);
    drive_tap(&l->drive, BOARD_ID_SCAN_DONE);
    assert_int_equal(sample(l, "Table 1")->value, 4);
    assert_int_equal(sample(l, "Table 1")->of, 4);
}

/* Tables are asked, and this pupil sits at none. */
static int set_up_alone(void **state)
{
    static Live live;
    Err err = {0};
    live_init(&live, 28);
    live.subjects[live_who(&live, "P28")].group = SUBJECT_NONE;
    if (!protocol_load_shipped(&live.arena, "academic-talk", &live.protocol, &err))
        return -1;
    live_begin(&live);
    *state = &live;
    return 0;
}

static void board__marks_nobody__who_sits_at_no_table(void **state)
{
    Live *l = *state;
    const BoardState *board = &l->drive.app->lesson.board;
    wait_for_signal(l);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    sweep(l, 25, 28);
    drive_tap(&l->drive, live_seat_id(l, "P28"));
    assert_int_equal(board->scan[live_who(l, "P27")], BOARD_ENGAGED);
    assert_int_equal(board->scan[live_who(l, "P28")], BOARD_UNMARKED);
    drive_tap(&l->drive, BOARD_ID_SCAN_DONE);
    assert_int_equal(sample(l, "Table 7")->of, 3);
    assert_int_equal(sample(l, "Table 7")->value, 3);
}

/* The whole class is asked, wherever they sit. */
static int set_up_class(void **state)
{
    static Live live;
    live_open(&live, "snapshots", 28);
    *state = &live;
    return 0;
}

static void board__marks_everybody__the_class_is_asked(void **state)
{
    Live *l = *state;
    drive_pass(300500);
    drive_frame(&l->drive);
    drive_tap(&l->drive, BOARD_ID_SCAN);
    sweep(l, 1, 28);
    drive_tap(&l->drive, BOARD_ID_SCAN_DONE);
    assert_int_equal(live_event(l, "offered", 0)->value, 28);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(board__answers_for_every_table__swept_and_done, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__leaves_missing__what_was_not_marked, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__answers_one_table__number_tapped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__marks_a_whole_table__its_middle_tapped, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__keeps_what_was_marked__time_runs_out, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__asks_nobody__who_is_absent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__marks_nobody__who_sits_at_no_table, set_up_alone,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__marks_everybody__the_class_is_asked, set_up_class,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__asks_who_was_there_at_the_signal__some_come_after_it,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            board__asks_who_was_there_at_the_signal__one_leaves_after_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__records_no_turn__sweep_goes_on_after_the_time,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__records_no_turn__seat_pressed_as_the_time_runs_out,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__stays_where_it_is__sweep_from_the_ground_goes_on,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__ends_the_held_turn__scan_opened_by_the_other_hand,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
