/* What is pressed firmly, or by a finger that trembles, through the whole app: what looks
 * pressed does what it says. */
#include "tests/recorder/screen/live.h"

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

/* Stays longer than a hold. */
static void press_long(Live *l, uint32_t id)
{
    float x, y;
    live_middle(l, id, &x, &y);
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    live_rest(l, UI_HOLD_MS + 100);
    live_finger(l, 1, UI_INPUT_UP, x, y);
    drive_frame(&l->drive);
}

/* Moves further than the slop, and lifts where it is still over it. */
static void press_trembling(Live *l, uint32_t id)
{
    float x, y;
    live_middle(l, id, &x, &y);
    live_finger(l, 1, UI_INPUT_DOWN, x, y - 6);
    live_finger(l, 1, UI_INPUT_MOVE, x, y + UI_DRAG_SLOP - 4);
    drive_pass(DRIVE_TOUCH_MS);
    live_finger(l, 1, UI_INPUT_UP, x, y + UI_DRAG_SLOP - 4);
    drive_frame(&l->drive);
}

static void slide_off(Live *l, uint32_t id)
{
    float x, y;
    live_middle(l, id, &x, &y);
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    live_rest(l, UI_HOLD_MS + 100);
    live_finger(l, 1, UI_INPUT_MOVE, x, y < 400 ? y + 200 : y - 200);
    live_finger(l, 1, UI_INPUT_UP, x, y < 400 ? y + 200 : y - 200);
    drive_frame(&l->drive);
}

static void undo__takes_back__pressed_firmly(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "P1");
    live_tap_seat(l, "P2");
    slide_off(l, BOARD_ID_UNDO);
    assert_non_null(live_event(l, "student-talk", 1));
    press_long(l, BOARD_ID_UNDO);
    assert_null(live_event(l, "student-talk", 1));
    press_trembling(l, BOARD_ID_UNDO);
    assert_null(live_event(l, "student-talk", 0));
}

static uint32_t phase_id(const Live *l, int32_t nth)
{
    const Protocol *p = session_protocol(live_session(l));
    for (int32_t i = 0; i < p->code_count; i++)
        if (p->codes[i].senses & SENSE_PHASE && nth-- == 0)
            return BOARD_ID_PHASE + (uint32_t)i;
    fail_msg("there are not so many phases");
    return 0;
}

static int32_t phase(const Live *l)
{
    const Protocol *p = session_protocol(live_session(l));
    const ObsEvent *on =
        session_running(live_session(l), p->codes[phase_id(l, 0) - BOARD_ID_PHASE].category);
    return on ? on->code : PROTOCOL_NONE;
}

static void phase__begins__pressed_firmly(void **state)
{
    Live *l = *state;
    press_long(l, phase_id(l, 0));
    assert_int_equal(phase(l) + BOARD_ID_PHASE, phase_id(l, 0));
    slide_off(l, phase_id(l, 1));
    assert_int_equal(phase(l) + BOARD_ID_PHASE, phase_id(l, 0));
    press_trembling(l, phase_id(l, 1));
    assert_int_equal(phase(l) + BOARD_ID_PHASE, phase_id(l, 1));
}

static void menu__opens__pressed_firmly(void **state)
{
    Live *l = *state;
    slide_off(l, BOARD_ID_MENU);
    assert_false(drive_shows(&l->drive, APP_ID_MENU_SETTINGS));
    press_long(l, BOARD_ID_MENU);
    assert_true(drive_shows(&l->drive, APP_ID_MENU_SETTINGS));
}

static void cant_see__answers__pressed_firmly(void **state)
{
    Live *l = *state;
    drive_pass(SIGNAL_MS + 500 - live_now(l));
    drive_frame(&l->drive);
    slide_off(l, BOARD_ID_CANT_SEE);
    assert_null(live_event(l, "engaged", 0));
    press_long(l, BOARD_ID_CANT_SEE);
    press_trembling(l, BOARD_ID_CANT_SEE);
    assert_true(live_event(l, "engaged", 0)->missing);
    assert_true(live_event(l, "engaged", 1)->missing);
    assert_null(live_event(l, "engaged", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(undo__takes_back__pressed_firmly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(phase__begins__pressed_firmly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(menu__opens__pressed_firmly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cant_see__answers__pressed_firmly, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
