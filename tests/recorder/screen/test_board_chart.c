/* The seating chart touched: who gets the floor, and whose number stands where. */
#include "tests/recorder/screen/bare_board.h"

static void board__asks_for_the_floor__seat_tapped(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    f->now_ms = 20000;
    BoardAsk ask = touch(f, seat_of(f, "P3"));
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.code, code_of(f, "student-talk"));
    assert_int_equal(ask.tap.subject, who(f, "P3"));
    assert_int_equal(ask.tap.target, SUBJECT_NONE);
    assert_int_equal(ask.tap.at_ms, 20000); /* when it landed, not when it lifted */
    apply(f, ask);
    assert_int_equal(running(f, "student-talk")->subject, who(f, "P3"));
    fixture_free(f);
}

static void board__asks_for_teacher_talk__adult_tapped(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    BoardAsk ask = touch(f, seat_of(f, "T"));
    assert_int_equal(ask.tap.code, code_of(f, "teacher-talk"));
    assert_int_equal(ask.tap.subject, who(f, "T"));
    fixture_free(f);
}

static void board__asks_for_group_talk__middle_of_table_tapped(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    BoardAsk ask = touch(f, seat_of(f, "Table 2"));
    assert_int_equal(ask.tap.code, code_of(f, "group-talk"));
    assert_int_equal(ask.tap.subject, who(f, "Table 2"));
    fixture_free(f);
}

static void board__records_nothing_new__speaker_tapped_again(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    f->now_ms += 5000;
    size_t before = session_event_count(f->session);
    apply(f, touch(f, seat_of(f, "P3")));
    assert_int_equal(session_event_count(f->session), before);
    assert_int_equal(running(f, "student-talk")->stop_ms, EVENT_OPEN);
    fixture_free(f);
}

static void board__asks_for_directed_talk__dragged_to_a_seat(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    float x0, y0, x1, y1;
    middle_of(f, seat_of(f, "P1"), &x0, &y0);
    middle_of(f, seat_of(f, "P6"), &x1, &y1);
    f->now_ms = 30000;
    (void)finger(f, UI_INPUT_DOWN, x0, y0);
    f->now_ms += 200;
    (void)finger(f, UI_INPUT_MOVE, (x0 + x1) / 2, (y0 + y1) / 2);
    assert_true(f->state.dragging);
    (void)finger(f, UI_INPUT_MOVE, x1, y1);
    assert_int_equal(f->state.drag_to, who(f, "P6"));
    BoardAsk ask = finger(f, UI_INPUT_UP, x1, y1);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.subject, who(f, "P1"));
    assert_int_equal(ask.tap.target, who(f, "P6"));
    assert_int_equal(ask.tap.at_ms, 30000);
    assert_false(f->state.dragging);
    fixture_free(f);
}

static void board__asks_nothing__dragged_to_bare_ground(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 4);
    float x, y;
    middle_of(f, seat_of(f, "P1"), &x, &y);
    (void)finger(f, UI_INPUT_DOWN, x, y);
    (void)finger(f, UI_INPUT_MOVE, 60, 560);
    assert_int_equal(finger(f, UI_INPUT_UP, 60, 560).kind, BOARD_ASK_NONE);
    assert_false(f->state.dragging);
    fixture_free(f);
}

static void board__ends_the_turn_on_lift__seat_held(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    f->now_ms = 40000;
    BoardAsk ask = hold(f, seat_of(f, "P5"));
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.at_ms, 40000);
    apply(f, ask);
    float x, y;
    middle_of(f, seat_of(f, "P5"), &x, &y);
    f->now_ms = 43000;
    ask = finger(f, UI_INPUT_UP, x, y);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    assert_int_equal(ask.at_ms, 43000);
    Uuid id = ask.event;
    apply(f, ask);
    const ObsEvent *turn = session_find_event(f->session, id);
    assert_int_equal(turn->start_ms, 40000);
    assert_int_equal(turn->stop_ms, 43000);
    fixture_free(f);
}

static void board__selects__protocol_codes_no_talk(void **unused)
{
    (void)unused;
    static const char text[] =
        "protocol: 1\nkey: plain\ntitle: Plain\nversion: \"1\"\nsummary: s\npurpose: p\n"
        "source: s\ncategories:\n  - key: seen\n    title: Seen\n    codes:\n"
        "      - {key: hand, label: Hand up, kind: point, about: [pupil]}\n"
        "      - {key: help, label: Helps, kind: state, about: [class]}\n"
        "      - {key: away, label: Away, kind: state, about: [pupil]}\n";
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_parse(&f->arena, "plain", text, sizeof text - 1, &f->protocol, NULL, &err),
              err);
    add_class(f, 5);
    begin_session(f);
    assert_int_equal(touch(f, seat_of(f, "P2")).kind, BOARD_ASK_NONE);
    assert_int_equal(f->state.selected, who(f, "P2"));
    BoardAsk ask = touch(f, board_pad_id(code_of(f, "hand"), PROTOCOL_NONE));
    assert_int_equal(ask.tap.subject, who(f, "P2"));
    assert_int_equal(f->state.selected, SUBJECT_NONE);

    /* A state that excludes nothing is started and stopped by its pad. */
    uint32_t help = board_pad_id(code_of(f, "help"), PROTOCOL_NONE);
    ask = touch(f, help);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    apply(f, ask);
    f->now_ms += 3000;
    ask = touch(f, help);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    apply(f, ask);
    assert_int_equal(touch(f, help).kind, BOARD_ASK_TAP);

    /* For each pupil by itself. */
    uint32_t away = board_pad_id(code_of(f, "away"), PROTOCOL_NONE);
    (void)touch(f, seat_of(f, "P1"));
    apply(f, touch(f, away));
    (void)touch(f, seat_of(f, "P2"));
    ask = touch(f, away);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    apply(f, ask);
    (void)touch(f, seat_of(f, "P1"));
    ask = touch(f, away);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    assert_int_equal(session_find_event(f->session, ask.event)->subject, who(f, "P1"));

    /* Held, it ends with the lift, whoever was selected. */
    float x, y;
    (void)touch(f, seat_of(f, "P4"));
    apply(f, hold(f, away));
    middle_of(f, away, &x, &y);
    ask = finger(f, UI_INPUT_UP, x, y);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    assert_int_equal(session_find_event(f->session, ask.event)->subject, who(f, "P4"));
    fixture_free(f);
}

/* A table's number stands at its table: not at another one, nor on a seat. */
static void board__numbers_each_table__where_it_is(void **state)
{
    (void)state;
    static const struct {
        int32_t pupils;
        float width, height;
    } cases[] = {{60, 1280, 800}, {28, 1024, 600}, {40, 820, 1180}, {1, 1280, 800}};
    for (int k = 0; k < 4; k++) {
        Fixture *f = fixture_of("academic-talk", cases[k].pupils);
        Seating seating = seating_arrange(SEATING_TABLES, cases[k].pupils);
        for (int32_t i = 0, seat = 0; i < f->setup.subject_count; i++)
            if (f->subjects[i].kind == SUBJECT_PUPIL) {
                f->subjects[i].x = seating.seats[seat].x;
                f->subjects[i].y = seating.seats[seat++].y;
            }
        ui_resize(&f->ui, cases[k].width, cases[k].height);
        (void)idle(f);
        for (int32_t g = 0; g < f->setup.subject_count; g++) {
            if (f->subjects[g].kind != SUBJECT_GROUP)
                continue;
            float left = 10000, right = 0;
            for (int32_t i = 0; i < f->setup.subject_count; i++) {
                UiTarget t = {0};
                if (f->subjects[i].group == g && find_target(f, BOARD_ID_SEAT + (uint32_t)i, &t)) {
                    left = fminf(left, t.rect.x);
                    right = fmaxf(right, t.rect.x + t.rect.w);
                }
            }
            const char *number = strrchr(f->labels[g], ' ') + 1;
            for (int32_t i = 0; i < f->ui.command_count; i++) {
                const UiCommand *c = &f->ui.commands[i];
                if (c->kind != UI_TEXT || strcmp(c->text, number) != 0 || c->rect.y < 90 ||
                    c->rect.x > 840)
                    continue;
                float x = c->rect.x + c->rect.w / 2;
                if (x > left - 60 && x < right)
                    left = -1; /* found */
            }
            if (left >= 0 && right > 0) /* in sight */
                fail_msg("%d pupils: no number at table %s", (int)cases[k].pupils, number);
        }
        fixture_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(board__asks_for_the_floor__seat_tapped),
        cmocka_unit_test(board__asks_for_teacher_talk__adult_tapped),
        cmocka_unit_test(board__asks_for_group_talk__middle_of_table_tapped),
        cmocka_unit_test(board__records_nothing_new__speaker_tapped_again),
        cmocka_unit_test(board__asks_for_directed_talk__dragged_to_a_seat),
        cmocka_unit_test(board__asks_nothing__dragged_to_bare_ground),
        cmocka_unit_test(board__ends_the_turn_on_lift__seat_held),
        cmocka_unit_test(board__selects__protocol_codes_no_talk),
        cmocka_unit_test(board__numbers_each_table__where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
