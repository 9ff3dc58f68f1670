/* What is said beside the taps: notes, marks, "that was earlier", undo and redo; by
 * finger and by keys, through the whole app. */
#include "tests/recorder/screen/live.h"

enum { SECOND = 1000 };

static int set_up(void **state)
{
    static Live live;
    live_open(&live, "academic-talk", 28);
    drive_pass(5 * SECOND);
    *state = &live;
    return 0;
}

static int tear_down(void **state)
{
    live_close(*state);
    return 0;
}

static void key(Live *l, UiKey k)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = k,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(l->drive.app, &in);
    drive_frame(&l->drive);
}

/* Tab until the target has the focus. */
static void focus(Live *l, uint32_t id)
{
    key(l, UI_KEY_TAB);
    for (int32_t i = 0; i < 200 && l->drive.app->ui.focus_id != id; i++)
        key(l, UI_KEY_TAB);
    assert_int_equal(l->drive.app->ui.focus_id, id);
}

static void note__is_pinned__to_its_landing_and_who_has_the_floor(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "P6");
    drive_pass(4 * SECOND);
    int64_t landed = live_now(l);
    drive_tap(&l->drive, BOARD_ID_NOTE);
    drive_pass(20 * SECOND); /* words take their time */
    drive_type(&l->drive, "says why");
    drive_tap(&l->drive, BOARD_ID_PANEL_OK);
    const ObsEvent *note = live_event(l, "note", 0);
    assert_non_null(note);
    assert_int_equal(note->subject, live_who(l, "P6"));
    assert_int_equal(note->start_ms, landed);
    assert_string_equal(note->text, "says why");
    const ObsEvent *turn = live_event(l, "student-talk", 0);
    assert_true(turn->stop_ms == EVENT_OPEN); /* which goes on under it */
    drive_tap(&l->drive, BOARD_ID_UNDO);
    assert_null(live_event(l, "note", 0));
    drive_tap(&l->drive, BOARD_ID_REDO);
    assert_non_null(live_event(l, "note", 0));
}

static void note__is_written__by_keys_alone(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "P6");
    focus(l, BOARD_ID_NOTE);
    int64_t at = live_now(l);
    key(l, UI_KEY_ENTER);
    drive_type(&l->drive, "first");
    key(l, UI_KEY_ENTER);
    const ObsEvent *note = live_event(l, "note", 0);
    assert_non_null(note);
    assert_int_equal(note->start_ms, at);
    assert_int_equal(note->subject, live_who(l, "P6"));
    key(l, UI_KEY_UNDO);
    assert_null(live_event(l, "note", 0));
    key(l, UI_KEY_REDO);
    assert_non_null(live_event(l, "note", 0));
}

static void mark__is_pinned__to_its_landing_and_who_has_the_floor(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "P6");
    drive_pass(3 * SECOND);
    int64_t landed = live_now(l);
    live_tap_pad(l, "mark", PROTOCOL_NONE);
    assert_int_equal(live_event(l, "mark", 0)->start_ms, landed);
    assert_int_equal(live_event(l, "mark", 0)->subject, live_who(l, "P6"));
    focus(l, board_pad_id(live_code(l, "mark"), PROTOCOL_NONE));
    key(l, UI_KEY_ENTER);
    assert_non_null(live_event(l, "mark", 1));
}

static void backdate__moves_the_turn_and_what_it_ended__undo_brings_both(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "P6");
    drive_pass(10 * SECOND);
    int64_t landed = live_now(l);
    live_tap_seat(l, "P7");
    int64_t step = l->protocol->rules.backdate_step_ms;
    drive_tap(&l->drive, BOARD_ID_BACKDATE);
    assert_int_equal(live_event(l, "student-talk", 1)->start_ms, landed - step);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, landed - step);
    focus(l, BOARD_ID_BACKDATE);
    key(l, UI_KEY_ENTER);
    assert_int_equal(live_event(l, "student-talk", 1)->start_ms, landed - 2 * step);
    key(l, UI_KEY_UNDO);
    drive_tap(&l->drive, BOARD_ID_UNDO);
    assert_int_equal(live_event(l, "student-talk", 1)->start_ms, landed);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, landed);
    for (int32_t i = 0; i < 8; i++) /* never beyond the turn it ended */
        drive_tap(&l->drive, BOARD_ID_BACKDATE);
    assert_true(live_event(l, "student-talk", 1)->start_ms >=
                live_event(l, "student-talk", 0)->start_ms);
}

static void backdate__moves_what_was_just_said__the_turn_stays(void **state)
{
    Live *l = *state;
    int64_t step = l->protocol->rules.backdate_step_ms;
    live_tap_seat(l, "P6");
    drive_pass(10 * SECOND);
    int64_t turn = live_now(l);
    live_tap_seat(l, "P7");
    drive_pass(5 * SECOND);
    int64_t mark = live_now(l);
    live_tap_pad(l, "mark", PROTOCOL_NONE);
    drive_tap(&l->drive, BOARD_ID_BACKDATE);
    assert_int_equal(live_event(l, "mark", 0)->start_ms, mark - step);
    assert_true(drive_says(&l->drive, "Earlier: Return to on P7, 0:17")); /* what Undo says */
    drive_pass(5 * SECOND);
    int64_t note = live_now(l);
    drive_tap(&l->drive, BOARD_ID_NOTE);
    drive_type(&l->drive, "says why");
    drive_tap(&l->drive, BOARD_ID_PANEL_OK);
    drive_tap(&l->drive, BOARD_ID_BACKDATE);
    assert_int_equal(live_event(l, "note", 0)->start_ms, note - step);
    assert_int_equal(live_event(l, "mark", 0)->start_ms, mark - step);
    assert_int_equal(live_event(l, "student-talk", 1)->start_ms, turn);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, turn);
    drive_tap(&l->drive, BOARD_ID_UNDO);
    assert_int_equal(live_event(l, "note", 0)->start_ms, note);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(note__is_pinned__to_its_landing_and_who_has_the_floor),
        CASE(note__is_written__by_keys_alone),
        CASE(mark__is_pinned__to_its_landing_and_who_has_the_floor),
        CASE(backdate__moves_the_turn_and_what_it_ended__undo_brings_both),
        CASE(backdate__moves_what_was_just_said__the_turn_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
