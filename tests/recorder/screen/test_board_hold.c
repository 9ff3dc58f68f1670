/* A seat that is held, through the whole app: the state lasts as long as the finger is on
 * the glass, whatever else happens meanwhile. */
#include "tests/recorder/screen/live.h"

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

/* The first finger holds P1, who has the floor. */
static void hold(Live *l, float *ret_x, float *ret_y)
{
    live_middle(l, live_seat_id(l, "P1"), ret_x, ret_y);
    live_finger(l, 1, UI_INPUT_DOWN, *ret_x, *ret_y);
    live_rest(l, UI_HOLD_MS + 100);
    assert_non_null(live_event(l, "student-talk", 0));
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, EVENT_OPEN);
}

/* Nothing is heard of a finger that lies still. */
static void board__ends_the_turn_on_lift__held_long_and_a_pad_tapped(void **state)
{
    Live *l = *state;
    float x, y, pad_x, pad_y;
    hold(l, &x, &y);
    live_rest(l, 20000);
    live_middle(l, board_pad_id(live_code(l, "frame"), 2), &pad_x, &pad_y);
    live_finger(l, 2, UI_INPUT_DOWN, pad_x, pad_y);
    drive_pass(DRIVE_TOUCH_MS);
    live_finger(l, 2, UI_INPUT_UP, pad_x, pad_y);
    live_rest(l, 1000);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, EVENT_OPEN);
    assert_int_equal(live_event(l, "frame", 0)->subject, live_who(l, "P1"));
    int64_t lifted_ms = live_now(l);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_frame(&l->drive);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, lifted_ms);
}

/* A finger never lies still; what the other hand does counts at once all the same. */
static void board__takes_the_other_hand_at_once__held_finger_trembles(void **state)
{
    Live *l = *state;
    float x, y, pad_x, pad_y, undo_x, undo_y;
    hold(l, &x, &y);
    live_finger(l, 1, UI_INPUT_MOVE, x + 1, y);
    live_rest(l, 2000);
    live_finger(l, 1, UI_INPUT_MOVE, x - 7, y + 8);
    live_middle(l, board_pad_id(live_code(l, "frame"), 2), &pad_x, &pad_y);
    live_finger(l, 2, UI_INPUT_DOWN, pad_x, pad_y);
    drive_pass(DRIVE_TOUCH_MS);
    live_finger(l, 2, UI_INPUT_UP, pad_x, pad_y);
    drive_frame(&l->drive);
    assert_int_equal(live_event(l, "frame", 0)->subject, live_who(l, "P1"));
    live_middle(l, BOARD_ID_UNDO, &undo_x, &undo_y);
    live_finger(l, 2, UI_INPUT_DOWN, undo_x, undo_y);
    live_finger(l, 1, UI_INPUT_MOVE, x, y + 2);
    drive_pass(DRIVE_TOUCH_MS);
    live_finger(l, 2, UI_INPUT_UP, undo_x, undo_y);
    live_rest(l, 1000);
    assert_null(live_event(l, "frame", 0));
    int64_t lifted_ms = live_now(l);
    live_finger(l, 1, UI_INPUT_UP, x, y + 2);
    drive_frame(&l->drive);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, lifted_ms);
}

/* Whom a turn goes to is known when it is lifted: a pad in between is about the turn. */
static void board__waits_for_a_drag_from_a_held_seat__pad_tapped_meanwhile(void **state)
{
    Live *l = *state;
    float x, y, pad_x, pad_y, to_x, to_y;
    hold(l, &x, &y);
    live_middle(l, live_seat_id(l, "P9"), &to_x, &to_y);
    live_finger(l, 1, UI_INPUT_MOVE, (x + to_x) / 2, (y + to_y) / 2);
    live_middle(l, board_pad_id(live_code(l, "frame"), 2), &pad_x, &pad_y);
    live_finger(l, 2, UI_INPUT_DOWN, pad_x, pad_y);
    drive_pass(DRIVE_TOUCH_MS);
    live_finger(l, 2, UI_INPUT_UP, pad_x, pad_y);
    drive_frame(&l->drive);
    assert_null(live_event(l, "frame", 0));
    live_finger(l, 1, UI_INPUT_MOVE, to_x, to_y);
    live_finger(l, 1, UI_INPUT_UP, to_x, to_y);
    drive_frame(&l->drive);
    assert_non_null(live_event(l, "frame", 0));
}

static void board__ends_the_turn__the_touch_is_taken_away(void **state)
{
    Live *l = *state;
    float x, y;
    hold(l, &x, &y);
    int64_t taken_ms = live_now(l);
    live_finger(l, 1, UI_INPUT_CANCEL, x, y);
    drive_frame(&l->drive);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, taken_ms);
}

static void board__ends_the_turn__the_tablet_turns(void **state)
{
    Live *l = *state;
    float x, y;
    hold(l, &x, &y);
    int64_t turned_ms = live_now(l);
    app_resize(l->drive.app, 800, 1280, 1);
    drive_frame(&l->drive);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_frame(&l->drive);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, turned_ms);
}

static void board__holds_nothing_any_more__paused_by_the_other_hand(void **state)
{
    Live *l = *state;
    float x, y, pause_x, pause_y;
    hold(l, &x, &y);
    live_middle(l, BOARD_ID_PAUSE, &pause_x, &pause_y);
    live_finger(l, 2, UI_INPUT_DOWN, pause_x, pause_y);
    drive_pass(DRIVE_TOUCH_MS);
    live_finger(l, 2, UI_INPUT_UP, pause_x, pause_y);
    drive_frame(&l->drive);
    assert_int_equal(session_state(live_session(l)), SESSION_PAUSED);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_frame(&l->drive);
    assert_false(l->drive.app->lesson.board.held_turn);
}

/* Tapped by the other hand. */
static int64_t tap_beside(Live *l, uint32_t id)
{
    float x, y;
    live_middle(l, id, &x, &y);
    live_finger(l, 2, UI_INPUT_DOWN, x, y);
    drive_pass(DRIVE_TOUCH_MS);
    live_finger(l, 2, UI_INPUT_UP, x, y);
    int64_t at_ms = live_now(l);
    drive_frame(&l->drive);
    return at_ms;
}

/* What is held ends with its seat on the screen: whoever lifts the finger then is heard by
 * nobody. */
static void board__ends_the_turn__its_seat_gives_way_to_ink(void **state)
{
    Live *l = *state;
    float x, y;
    hold(l, &x, &y);
    int64_t gone_ms = tap_beside(l, BOARD_ID_INK);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, gone_ms);
    assert_false(l->drive.app->lesson.board.held_turn);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_frame(&l->drive);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, gone_ms);
    assert_string_equal(l->drive.app->lesson.message, "");
}

static void board__ends_the_turn__its_seat_gives_way_to_a_note(void **state)
{
    Live *l = *state;
    float x, y;
    app_resize(l->drive.app, 800, 1280, 1);
    hold(l, &x, &y);
    int64_t gone_ms = tap_beside(l, BOARD_ID_NOTE);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, gone_ms);
    assert_int_equal(l->drive.app->lesson.board.panel, BOARD_PANEL_NOTE);
}

static void board__ends_the_turn__another_screen_comes(void **state)
{
    Live *l = *state;
    float x, y;
    hold(l, &x, &y);
    (void)tap_beside(l, BOARD_ID_MENU);
    live_finger(l, 1, UI_INPUT_MOVE, x + 2, y + 1); /* it trembles */
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, EVENT_OPEN);
    int64_t gone_ms = tap_beside(l, APP_ID_MENU_HOME);
    assert_int_equal(l->drive.app->screen, APP_HOME);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, gone_ms);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_tap(&l->drive, HOME_ID_CONTINUE);
    assert_false(l->drive.app->lesson.board.held_turn);
    assert_false(l->drive.app->lesson.board.dragging);
}

static void board__ends_the_silence__its_pad_gives_way(void **state)
{
    static const uint32_t OVER_IT[] = {BOARD_ID_NOTE, BOARD_ID_INK, BOARD_ID_SCAN};
    Live *l = *state;
    for (size_t i = 0; i < 3; i++) {
        float x, y;
        drive_pass(121000 - live_now(l) % 120000); /* a scan is due */
        live_middle(l, board_pad_id(live_code(l, "silence"), PROTOCOL_NONE), &x, &y);
        live_finger(l, 1, UI_INPUT_DOWN, x, y);
        live_rest(l, UI_HOLD_MS + 100);
        assert_int_equal(live_event(l, "silence", i)->stop_ms, EVENT_OPEN);
        int64_t gone_ms = tap_beside(l, OVER_IT[i]);
        assert_int_equal(live_event(l, "silence", i)->stop_ms, gone_ms);
        live_finger(l, 1, UI_INPUT_UP, x, y);
        drive_tap(&l->drive, i == 0   ? BOARD_ID_PANEL_CANCEL
                             : i == 1 ? BOARD_ID_PANEL_OK
                                      : BOARD_ID_SCAN_CLOSE);
    }
}

/* Nothing is held any more, so that the adult who talks can be sent to a table. */
static void board__sends_the_adult_who_talks__a_hold_was_lost_before(void **state)
{
    Live *l = *state;
    float x, y, to_x, to_y;
    hold(l, &x, &y);
    (void)tap_beside(l, BOARD_ID_INK);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_tap(&l->drive, BOARD_ID_PANEL_OK);
    live_tap_seat(l, "MO");
    live_middle(l, live_seat_id(l, "MO"), &x, &y);
    UiRect chart;
    assert_true(app_find_target(l->drive.app, BOARD_ID_CHART, &chart));
    UiRect table = l->drive.app->lesson.board.seating.seats[live_who(l, "Table 2")].surface;
    to_x = chart.x + table.x + table.w / 2;
    to_y = chart.y + table.y + table.h + 10;
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    for (int32_t i = 1; i <= 10; i++)
        live_finger(l, 1, UI_INPUT_MOVE, x + (to_x - x) * (float)i / 10,
                    y + (to_y - y) * (float)i / 10);
    drive_pass(200);
    live_finger(l, 1, UI_INPUT_UP, to_x, to_y);
    drive_frame(&l->drive);
    assert_int_equal(live_event(l, "place", 0)->target, live_who(l, "Table 2"));
    assert_int_equal(live_event(l, "teacher-talk", 0)->stop_ms, EVENT_OPEN);
}

/* The tablet turns, and where the seat was the note is. */
static void board__draws_nothing_any_more__its_seat_is_gone(void **state)
{
    Live *l = *state;
    float x, y;
    drive_tap(&l->drive, BOARD_ID_NOTE);
    live_middle(l, live_seat_id(l, "P1"), &x, &y);
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    live_finger(l, 1, UI_INPUT_MOVE, x + 60, y + 60);
    drive_frame(&l->drive);
    assert_true(l->drive.app->lesson.board.dragging);
    app_resize(l->drive.app, 800, 1280, 1);
    drive_frame(&l->drive);
    live_finger(l, 1, UI_INPUT_UP, x + 60, y + 60);
    drive_tap(&l->drive, BOARD_ID_PANEL_CANCEL);
    assert_false(l->drive.app->lesson.board.dragging);
    assert_null(live_event(l, "student-talk", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(board__ends_the_turn_on_lift__held_long_and_a_pad_tapped,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__takes_the_other_hand_at_once__held_finger_trembles,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            board__waits_for_a_drag_from_a_held_seat__pad_tapped_meanwhile, set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__ends_the_turn__the_touch_is_taken_away, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__ends_the_turn__the_tablet_turns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__holds_nothing_any_more__paused_by_the_other_hand,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__ends_the_turn__its_seat_gives_way_to_ink, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__ends_the_turn__its_seat_gives_way_to_a_note, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__ends_the_turn__another_screen_comes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__draws_nothing_any_more__its_seat_is_gone, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__ends_the_silence__its_pad_gives_way, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__sends_the_adult_who_talks__a_hold_was_lost_before,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
