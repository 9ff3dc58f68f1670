/* States beside the talk: a pad drawn to a seat is about whoever sits there, and two
 * pupils can have a hand up at once. Through the whole app. */
#include "tests/recorder/screen/live.h"

static const char HANDS[] =
    "protocol: 1\nkey: hands\ntitle: Hands\nversion: \"1\"\nsummary: s\npurpose: p\nsource: s\n"
    "categories:\n"
    "  - key: talk\n    title: Talk\n    exclusive: yes\n    codes:\n"
    "      - {key: teacher, label: Teacher, kind: state, counts_as: [teacher-talk], about: "
    "[adult]}\n"
    "      - {key: pupil, label: Pupil, kind: state, counts_as: [student-talk], about: [pupil]}\n"
    "  - key: hands\n    title: Hands\n    codes:\n"
    "      - {key: hand, label: Hand up, kind: state, about: [pupil], shape: triangle}\n"
    "      - {key: idea, label: Idea, kind: point, about: [pupil], shape: bulb}\n";

static int set_up(void **state)
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

static int64_t draw_to(Live *l, const char *key, const char *seat)
{
    float x, y, x1, y1;
    live_middle(l, board_pad_id(live_code(l, key), PROTOCOL_NONE), &x, &y);
    live_middle(l, live_seat_id(l, seat), &x1, &y1);
    int64_t at_ms = live_now(l);
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    for (int32_t i = 1; i <= 10; i++) {
        drive_pass(10);
        live_finger(l, 1, UI_INPUT_MOVE, x + (x1 - x) * (float)i / 10,
                    y + (y1 - y) * (float)i / 10);
        drive_frame(&l->drive);
    }
    live_finger(l, 1, UI_INPUT_UP, x1, y1);
    drive_frame(&l->drive);
    return at_ms;
}

static void board__has_two_hands_up__while_a_third_speaks(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "P1");
    drive_pass(2000);
    int64_t first_ms = draw_to(l, "hand", "P5");
    drive_pass(2000);
    (void)draw_to(l, "hand", "P9");
    assert_true(drive_says(&l->drive, "2 on"));
    const ObsEvent *first = live_event(l, "hand", 0), *second = live_event(l, "hand", 1);
    assert_int_equal(first->subject, live_who(l, "P5"));
    assert_int_equal(first->start_ms, first_ms);
    assert_int_equal(second->subject, live_who(l, "P9"));
    assert_int_equal(first->stop_ms, EVENT_OPEN);
    assert_int_equal(live_event(l, "pupil", 0)->stop_ms, EVENT_OPEN);
    drive_pass(2000);
    (void)draw_to(l, "hand", "P5"); /* down again */
    assert_true(live_event(l, "hand", 0)->stop_ms != EVENT_OPEN);
    assert_int_equal(live_event(l, "hand", 1)->stop_ms, EVENT_OPEN);
    assert_null(live_event(l, "hand", 2));
    assert_true(drive_says(&l->drive, "1 on"));
}

static void board__marks_who_does_not_speak__pad_drawn_to_a_seat(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "P1");
    (void)draw_to(l, "idea", "P3");
    assert_int_equal(live_event(l, "idea", 0)->subject, live_who(l, "P3"));
    (void)draw_to(l, "idea", "MO"); /* cannot be about an adult */
    assert_null(live_event(l, "idea", 1));
    assert_false(l->drive.app->lesson.board.pad_dragging);
    live_tap_pad(l, "idea", PROTOCOL_NONE);
    assert_int_equal(live_event(l, "idea", 1)->subject, live_who(l, "P1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(board__has_two_hands_up__while_a_third_speaks, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__marks_who_does_not_speak__pad_drawn_to_a_seat,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
