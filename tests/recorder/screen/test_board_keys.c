/* The board by keys where a finger draws: to whom somebody talks, a pad to a seat, an
 * adult to a table. Through the whole app. */
#include "tests/recorder/screen/live.h"

static const char HANDS[] =
    "protocol: 1\nkey: hands\ntitle: Hands\nversion: \"1\"\nsummary: s\npurpose: p\nsource: s\n"
    "categories:\n"
    "  - key: talk\n    title: Talk\n    exclusive: yes\n    codes:\n"
    "      - {key: teacher, label: Teacher, kind: state, counts_as: [teacher-talk], about: "
    "[adult]}\n"
    "      - {key: pupil, label: Pupil, kind: state, counts_as: [student-talk], about: [pupil]}\n"
    "  - key: hands\n    title: Hands\n    codes:\n"
    "      - {key: hand, label: Hand up, kind: state, about: [pupil], shape: triangle}\n";

static int set_up(void **state)
{
    static Live live;
    live_open(&live, "academic-talk", 28);
    drive_pass(3000);
    *state = &live;
    return 0;
}

static int set_up_hands(void **state)
{
    static Live live;
    Err err = {0};
    live_init(&live, 28);
    if (!protocol_parse(&live.arena, "hands", HANDS, sizeof HANDS - 1, &live.protocol, NULL, &err))
        return -1;
    live_begin(&live);
    *state = &live;
    return 0;
}

static int tear_down(void **state)
{
    live_close(*state);
    return 0;
}

static void key(Live *l, UiKey which)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = which,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(l->drive.app, &in);
    drive_frame(&l->drive);
}

static void tab_to(Live *l, uint32_t id)
{
    for (int i = 0; i < 400; i++) {
        if (l->drive.app->ui.focus_id == id && l->drive.app->ui.focus_visible)
            return;
        key(l, UI_KEY_TAB);
    }
    fail_msg("Tab does not reach target %u", (unsigned)id);
}

/* This letter with the focus there. */
static void letter_at(Live *l, uint32_t id, const char *letter)
{
    tab_to(l, id);
    drive_type(&l->drive, letter);
    drive_pass(100);
}

static uint32_t carried(const Live *l)
{
    return l->drive.app->lesson.board.carried;
}

static void talk__by_a_key__is_to_somebody(void **state)
{
    Live *l = *state;
    letter_at(l, live_seat_id(l, "P6"), "t"); /* nobody has the floor */
    assert_int_equal(session_event_count(live_session(l)), 0);
    tab_to(l, live_seat_id(l, "P1"));
    key(l, UI_KEY_ENTER);
    drive_pass(2000);
    drive_type(&l->drive, "t"); /* to themselves */
    assert_int_equal(live_event(l, "student-talk", 0)->target, SUBJECT_NONE);
    letter_at(l, live_seat_id(l, "P6"), "t");
    assert_int_equal(live_event(l, "student-talk", 0)->subject, live_who(l, "P1"));
    assert_int_equal(live_event(l, "student-talk", 0)->target, live_who(l, "P6"));
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, EVENT_OPEN);
    letter_at(l, live_seat_id(l, "MO"), "T"); /* and on to the teacher */
    assert_int_equal(live_event(l, "student-talk", 0)->target, live_who(l, "MO"));
    assert_null(live_event(l, "student-talk", 1));
    key(l, UI_KEY_UNDO);
    assert_int_equal(live_event(l, "student-talk", 0)->target, live_who(l, "P6"));
}

static void pad__picked_up__is_about_who_does_not_speak(void **state)
{
    Live *l = *state;
    uint32_t hand = board_pad_id(live_code(l, "hand"), PROTOCOL_NONE);
    live_tap_seat(l, "P1");
    drive_pass(2000);
    letter_at(l, hand, "p");
    assert_int_equal(carried(l), hand);
    letter_at(l, live_seat_id(l, "MO"), "t"); /* no adult's: it is still picked up */
    assert_null(live_event(l, "hand", 0));
    assert_int_equal(carried(l), hand);
    tab_to(l, live_seat_id(l, "P5"));
    int64_t at_ms = live_now(l);
    drive_type(&l->drive, "t");
    const ObsEvent *up = live_event(l, "hand", 0);
    assert_non_null(up);
    assert_int_equal(up->subject, live_who(l, "P5"));
    assert_int_equal(up->start_ms, at_ms);
    assert_int_equal(live_event(l, "pupil", 0)->subject, live_who(l, "P1"));
    assert_int_equal(live_event(l, "pupil", 0)->target, SUBJECT_NONE);
    assert_int_equal(live_event(l, "pupil", 0)->stop_ms, EVENT_OPEN);
    assert_int_equal(carried(l), 0);
    drive_pass(2000);
    letter_at(l, hand, "p");
    letter_at(l, live_seat_id(l, "P9"), "t"); /* two are up */
    letter_at(l, hand, "p");
    letter_at(l, live_seat_id(l, "P5"), "t"); /* down again */
    assert_true(live_event(l, "hand", 0)->stop_ms != EVENT_OPEN);
    assert_int_equal(live_event(l, "hand", 1)->subject, live_who(l, "P9"));
    assert_int_equal(live_event(l, "hand", 1)->stop_ms, EVENT_OPEN);
}

static void pad__picked_up__can_be_let_go(void **state)
{
    Live *l = *state;
    uint32_t hand = board_pad_id(live_code(l, "hand"), PROTOCOL_NONE);
    letter_at(l, hand, "p");
    drive_type(&l->drive, "p");
    assert_int_equal(carried(l), 0);
    drive_type(&l->drive, "p");
    key(l, UI_KEY_ESCAPE);
    assert_int_equal(carried(l), 0);
    letter_at(l, hand, "p");
    live_tap_seat(l, "P1"); /* a finger */
    assert_int_equal(carried(l), 0);
    letter_at(l, hand, "p");
    tab_to(l, BOARD_ID_NOTE);
    key(l, UI_KEY_ENTER);
    assert_int_equal(l->drive.app->lesson.board.panel, BOARD_PANEL_NOTE);
    assert_int_equal(carried(l), 0);
    key(l, UI_KEY_ESCAPE);
    key(l, UI_KEY_ESCAPE);
    letter_at(l, hand, "p");
    drive_tap(&l->drive, BOARD_ID_PAUSE);
    assert_int_equal(carried(l), 0);
    letter_at(l, BOARD_ID_PAUSE, "p"); /* no pad */
    assert_int_equal(carried(l), 0);
    assert_null(live_event(l, "hand", 0));
}

static void adult__picked_up__goes_to_a_table(void **state)
{
    Live *l = *state;
    uint32_t adult = live_seat_id(l, "MO");
    tab_to(l, live_seat_id(l, "P1"));
    key(l, UI_KEY_ENTER);
    int32_t table = l->subjects[live_who(l, "P6")].group;
    letter_at(l, adult, "p");
    assert_int_equal(carried(l), adult);
    letter_at(l, live_seat_id(l, "P6"), "t");
    const ObsEvent *e = live_event(l, "place", 0);
    assert_non_null(e);
    assert_int_equal(e->subject, live_who(l, "MO"));
    assert_int_equal(e->target, table);
    assert_int_equal(carried(l), 0);
    assert_int_equal(live_event(l, "student-talk", 0)->target, SUBJECT_NONE);
    letter_at(l, adult, "p");
    letter_at(l, live_seat_id(l, "P6"), "t"); /* is there already */
    assert_null(live_event(l, "place", 1));
    letter_at(l, adult, "p");
    drive_type(&l->drive, "t"); /* back in front */
    assert_int_equal(live_event(l, "place", 1)->target, SUBJECT_NONE);
    assert_true(drive_says(&l->drive, "MO in front"));
    letter_at(l, live_seat_id(l, "P1"), "p"); /* a pupil stays where they sit */
    assert_int_equal(carried(l), 0);
}

/* While words are typed the letters are words. */
static void letters__in_a_note__are_words(void **state)
{
    Live *l = *state;
    tab_to(l, live_seat_id(l, "P1"));
    key(l, UI_KEY_ENTER);
    letter_at(l, live_seat_id(l, "MO"), "p");
    key(l, UI_KEY_ESCAPE);
    tab_to(l, BOARD_ID_NOTE);
    key(l, UI_KEY_ENTER);
    drive_type(&l->drive, "t");
    drive_type(&l->drive, "p");
    assert_string_equal(l->drive.app->lesson.board.note, "tp");
    assert_int_equal(carried(l), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(talk__by_a_key__is_to_somebody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pad__picked_up__is_about_who_does_not_speak, set_up_hands,
                                        tear_down),
        cmocka_unit_test_setup_teardown(pad__picked_up__can_be_let_go, set_up_hands, tear_down),
        cmocka_unit_test_setup_teardown(adult__picked_up__goes_to_a_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(letters__in_a_note__are_words, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
