/* A long lesson on the board alone: what goes on since its beginning is still seen, and
 * can be stopped, however much came after it. */
#include "tests/recorder/screen/bare_board.h"

static const char HANDS[] =
    "protocol: 1\nkey: hands\ntitle: Hands\nversion: \"1\"\nsummary: s\npurpose: p\nsource: s\n"
    "categories:\n"
    "  - key: hands\n    title: Hands\n    codes:\n"
    "      - {key: hand, label: Hand up, kind: state, about: [pupil], shape: triangle}\n";

static void record(Fixture *f, const char *code, const char *subject, const char *target)
{
    Err err = {0};
    SessionTap tap = session_tap_blank(code_of(f, code), f->now_ms);
    tap.subject = who(f, subject);
    tap.target = target ? who(f, target) : SUBJECT_NONE;
    assert_ok(session_tap(f->session, &tap, f->now_ms, &err), err);
    commit(f);
    f->now_ms += 1000;
    (void)idle(f);
}

static int32_t stands(const Fixture *f, const char *adult)
{
    return f->state.seating.stands[who(f, adult)];
}

static void adult__stands_where_they_went__another_went_about_since(void **state)
{
    (void)state;
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_load_shipped(&f->arena, "academic-talk", &f->protocol, &err), err);
    add_class(f, 24);
    (void)add_subject(f, SUBJECT_ADULT, "Aide", SUBJECT_NONE);
    begin_session(f);
    record(f, "place", "T", "Table 2");
    for (int32_t i = 0; i < 2 * BOARD_MAX_PLACES; i++)
        record(f, "place", "Aide", i % 2 ? "Table 3" : "Table 4");
    assert_int_equal(stands(f, "T"), who(f, "Table 2"));
    assert_int_equal(stands(f, "Aide"), who(f, "Table 3"));
    assert_ok(session_undo(f->session, f->now_ms, &err), err); /* one step back */
    commit(f);
    (void)idle(f);
    assert_int_equal(stands(f, "T"), who(f, "Table 2"));
    assert_int_equal(stands(f, "Aide"), who(f, "Table 4"));
    fixture_free(f);
}

/* The card and the pad say one time, also of what began long before. */
static void pad__counts_no_pause__as_the_card_does_not(void **state)
{
    (void)state;
    Fixture *f = fixture_of("academic-talk", 24);
    Err err = {0};
    Session *s = f->session;
    SessionTap tap = session_tap_blank(code_of(f, "silence"), f->now_ms);
    assert_ok(session_tap(s, &tap, f->now_ms, &err), err);
    commit(f);
    f->now_ms += 5000;
    assert_ok(session_pause(s, f->now_ms, &err), err);
    commit(f);
    f->now_ms += 60000;
    assert_ok(session_resume(s, f->now_ms, &err), err);
    commit(f);
    for (int32_t i = 0; i < 300; i++) {
        tap = session_tap_blank(code_of(f, "mark"), f->now_ms);
        assert_ok(session_tap(s, &tap, f->now_ms, &err), err);
        commit(f);
    }
    f->now_ms += 15000;
    (void)idle(f);
    int32_t times = 0;
    for (int32_t i = 0; i < f->ui.command_count; i++)
        times += f->ui.commands[i].kind == UI_TEXT && strcmp(f->ui.commands[i].text, "0:20") == 0;
    assert_int_equal(times, 2);
    fixture_free(f);
}

static void state__can_be_stopped__many_came_and_went_since(void **state)
{
    (void)state;
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_parse(&f->arena, "hands", HANDS, sizeof HANDS - 1, &f->protocol, NULL, &err),
              err);
    add_class(f, 24);
    begin_session(f);
    record(f, "hand", "P1", NULL);
    const ObsEvent *first = session_events(f->session, &(size_t){0});
    Uuid id = first->id;
    for (int32_t i = 0; i < BOARD_MAX_TRACKED + 10; i++) {
        record(f, "hand", "P2", NULL);
        size_t count = 0;
        const ObsEvent *events = session_events(f->session, &count);
        assert_ok(session_stop(f->session, events[count - 1].id, f->now_ms, f->now_ms, &err), err);
        commit(f);
    }
    (void)touch(f, seat_of(f, "P1"));
    BoardAsk ask = touch(f, board_pad_id(code_of(f, "hand"), PROTOCOL_NONE));
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    assert_int_equal(uuid_compare(ask.event, id), 0);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adult__stands_where_they_went__another_went_about_since),
        cmocka_unit_test(pad__counts_no_pause__as_the_card_does_not),
        cmocka_unit_test(state__can_be_stopped__many_came_and_went_since),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
