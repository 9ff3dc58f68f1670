/* test_session_pads.c - states that have a pad for each option, and what follows from the
 * options of a state that is on already. */
#include "check.h"

#include "recorder/lesson.h"

static const char DOES[] =
    "protocol: 1\nkey: does\ntitle: Does\nversion: \"1\"\nsummary: s\npurpose: p\nsource: s\n"
    "modifiers:\n"
    "  - key: way\n    label: Way\n    options:\n"
    "      - {key: listens, label: Listens}\n"
    "      - {key: asks, label: Asks}\n"
    "  - key: function\n    label: Function\n    options:\n"
    "      - {key: opinion, label: Opinion}\n"
    "      - {key: predict, label: Predict}\n"
    "  - key: source\n    label: Taught\n    options:\n"
    "      - {key: taught, label: Taught}\n"
    "      - {key: other, label: Other}\n"
    "targets: {choose: function, mark: source}\n"
    "categories:\n"
    "  - key: talk\n    title: Talk\n    exclusive: yes\n    codes:\n"
    "      - {key: teacher, label: Teacher, kind: state, counts_as: [teacher-talk], about: "
    "[adult]}\n"
    "      - {key: pupil, label: Pupil, kind: state, counts_as: [student-talk], about: [pupil],"
    " modifiers: [function, source]}\n"
    "  - key: adult\n    title: Adult\n    codes:\n"
    "      - {key: with, label: With a group, kind: state, about: [adult], modifiers: [way],"
    " pads: way}\n";

static void begin(Lesson *l)
{
    Err err = {0};
    lesson_init(l);
    session_destroy(l->s);
    assert_ok(protocol_parse(&l->arena, "does", DOES, sizeof DOES - 1, &l->protocol, NULL, &err),
              err);
    l->setup.targets = 1U << 0; /* opinions are taught today */
    l->s = session_create(l->protocol, &l->setup, &l->ids, &err);
    assert_non_null(l->s);
    assert_ok(session_start(l->s, 0, &err), err);
    lesson_apply(l);
}

static void tap(Lesson *l, const char *code, int32_t subject, const char *modifier, int8_t option,
                int64_t at_ms)
{
    Err err = {0};
    SessionTap t = lesson_tap(protocol_find_code(l->protocol, code), subject, at_ms);
    t.options[protocol_find_modifier(l->protocol, modifier)] = option;
    assert_ok(session_tap(l->s, &t, at_ms, &err), err);
    lesson_apply(l);
}

static int8_t option_of(const Lesson *l, const ObsEvent *e, const char *modifier)
{
    return e->options[protocol_find_modifier(l->protocol, modifier)];
}

static void tap__on_another_pad_of_a_state__begins_it_anew(void **state)
{
    (void)state;
    Lesson l;
    size_t count = 0;
    begin(&l);
    tap(&l, "with", TEACHER, "way", 0, 1000);
    tap(&l, "with", TEACHER, "way", 1, 600000);
    tap(&l, "with", TEACHER, "way", 1, 700000); /* is so already */
    const ObsEvent *e = session_events(l.s, &count);
    assert_int_equal(count, 2);
    assert_int_equal(option_of(&l, &e[0], "way"), 0);
    assert_int_equal(e[0].stop_ms, 600000);
    assert_int_equal(option_of(&l, &e[1], "way"), 1);
    assert_int_equal(e[1].start_ms, 600000);
    assert_int_equal(e[1].stop_ms, EVENT_OPEN);
    /* One undo takes it back whole. */
    Err err = {0};
    assert_ok(session_undo(l.s, 700000, &err), err);
    lesson_apply(&l);
    e = session_events(l.s, &count);
    assert_int_equal(e[0].stop_ms, EVENT_OPEN);
    assert_true(e[1].voided);
    lesson_deinit(&l);
}

/* How it was done was not said yet: the pad says it of the whole. */
static void tap__on_a_pad_of_a_state_without_option__says_how(void **state)
{
    (void)state;
    Lesson l;
    size_t count = 0;
    begin(&l);
    (void)lesson_record(&l, protocol_find_code(l.protocol, "with"), TEACHER, 1000, 1000);
    assert_int_equal(option_of(&l, session_events(l.s, &count), "way"), PROTOCOL_NONE);
    tap(&l, "with", TEACHER, "way", 1, 2000);
    const ObsEvent *e = session_events(l.s, &count);
    assert_int_equal(count, 1);
    assert_int_equal(option_of(&l, e, "way"), 1);
    assert_int_equal(e->stop_ms, EVENT_OPEN);
    lesson_deinit(&l);
}

static void tap__on_a_state_that_is_on__source_follows_its_target(void **state)
{
    (void)state;
    Lesson l;
    size_t count = 0;
    begin(&l);
    tap(&l, "pupil", A1, "function", 0, 1000);
    assert_int_equal(option_of(&l, session_events(l.s, &count), "source"), 0);
    tap(&l, "pupil", A1, "function", 1, 5000);
    const ObsEvent *e = session_events(l.s, &count);
    assert_int_equal(count, 1);
    assert_int_equal(option_of(&l, e, "function"), 1);
    assert_int_equal(option_of(&l, e, "source"), 1);
    lesson_deinit(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tap__on_another_pad_of_a_state__begins_it_anew),
        cmocka_unit_test(tap__on_a_pad_of_a_state_without_option__says_how),
        cmocka_unit_test(tap__on_a_state_that_is_on__source_follows_its_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
