/* What was missed and other times: said after the lesson, undone to what was. */
#include "check.h"
#include "tests/recorder/lesson.h"

#include <stdlib.h>

/* T 0-10 s, A1 10-20 s, B1 20-30 s, a question at 5 s; ended at 60 s. */
typedef struct Ended {
    Lesson lesson;
    Uuid teacher, first, second, question;
    int64_t now_ms;
} Ended;

static int set_up(void **state)
{
    static Ended e;
    e = (Ended){.now_ms = 61000};
    Lesson *l = &e.lesson;
    Err err = {0};
    lesson_start(l);
    e.teacher = lesson_record(l, l->teacher_talk, TEACHER, 0, 0);
    e.question = lesson_record(l, l->question, TEACHER, 5000, 5000);
    e.first = lesson_record(l, l->student_talk, A1, 10000, 10000);
    e.second = lesson_record(l, l->student_talk, B1, 20000, 20000);
    assert_ok(session_stop(l->s, e.second, 30000, 30000, &err), err);
    lesson_apply(l);
    assert_ok(session_end(l->s, 60000, &err), err);
    lesson_apply(l);
    *state = &e;
    return 0;
}

static int tear_down(void **state)
{
    Ended *e = *state;
    lesson_deinit(&e->lesson);
    return 0;
}

static void check_times(Ended *e, Uuid id, int64_t start_ms, int64_t stop_ms)
{
    const ObsEvent *event = session_find_event(e->lesson.s, id);
    assert_non_null(event);
    assert_false(event->voided);
    assert_int_equal(event->start_ms, start_ms);
    assert_int_equal(event->stop_ms, stop_ms);
}

static void move(Ended *e, Uuid id, int64_t start_ms, int64_t stop_ms)
{
    Err err = {0};
    assert_ok(session_move(e->lesson.s, id, start_ms, stop_ms, e->now_ms, &err), err);
    lesson_apply(&e->lesson);
}

static void undo(Ended *e)
{
    Err err = {0};
    assert_ok(session_undo(e->lesson.s, e->now_ms, &err), err);
    lesson_apply(&e->lesson);
}

static void move__start_of_a_turn__takes_the_one_before_along(void **state)
{
    Ended *e = *state;
    move(e, e->first, 8000, 20000);
    check_times(e, e->teacher, 0, 8000);
    check_times(e, e->first, 8000, 20000);
    move(e, e->first, 9000, 20000);
    check_times(e, e->teacher, 0, 9000);
    undo(e);
    undo(e);
    check_times(e, e->teacher, 0, 10000);
    check_times(e, e->first, 10000, 20000);
}

static void move__stop_of_a_turn__takes_the_next_along(void **state)
{
    Ended *e = *state;
    move(e, e->first, 10000, 23000);
    check_times(e, e->second, 23000, 30000);
    move(e, e->first, 10000, 99000); /* no further than the other end of the next */
    check_times(e, e->first, 10000, 30000);
    check_times(e, e->second, 30000, 30000);
}

static void move__into_free_time__goes_alone_and_not_past_the_end(void **state)
{
    Ended *e = *state;
    move(e, e->second, 20000, 40000);
    check_times(e, e->second, 20000, 40000);
    check_times(e, e->first, 10000, 20000);
    move(e, e->second, 20000, 90000);
    check_times(e, e->second, 20000, 60000);
}

static void move__an_instant__moves_it(void **state)
{
    Ended *e = *state;
    move(e, e->question, 4000, 4000);
    check_times(e, e->question, 4000, 4000);
}

static void move__without_room__is_refused(void **state)
{
    Ended *e = *state;
    Err err = {0};
    move(e, e->teacher, 0, 20000);
    assert_false(session_move(e->lesson.s, e->teacher, -1000, 20000, e->now_ms, &err));
    assert_int_equal(err.kind, ERR_STATE);
    assert_string_equal(err.text, "Teacher talk has no room beyond 0:00");
    err = (Err){0};
    assert_false(session_move(e->lesson.s, e->second, 31000, 30000, e->now_ms, &err));
    assert_int_equal(err.kind, ERR_STATE);
    assert_string_equal(err.text, "Student talk would begin at 0:31 and stop at 0:30");
    err = (Err){0};
    assert_false(session_move(e->lesson.s, e->question, -1000, -1000, e->now_ms, &err));
    assert_string_equal(err.text, "that would be before the lesson began");
    assert_int_equal(session_planned(e->lesson.s).count, 0);
}

static const ObsEvent *find(Ended *e, int32_t subject, int64_t start_ms)
{
    size_t count = 0;
    const ObsEvent *events = session_events(e->lesson.s, &count);
    for (size_t i = 0; i < count; i++)
        if (!events[i].voided && events[i].subject == subject && events[i].start_ms == start_ms)
            return &events[i];
    return NULL;
}

static void insert(Ended *e, int32_t code, int32_t subject, int64_t start_ms, int64_t stop_ms)
{
    Err err = {0};
    SessionTap tap = lesson_tap(code, subject, start_ms);
    assert_ok(session_insert(e->lesson.s, &tap, stop_ms, e->now_ms, &err), err);
    lesson_apply(&e->lesson);
}

static void insert__inside_a_turn__parts_it_in_two(void **state)
{
    Ended *e = *state;
    Lesson *l = &e->lesson;
    insert(e, l->student_talk, A2, 4000, 6000);
    check_times(e, e->teacher, 0, 4000);
    assert_non_null(find(e, A2, 4000));
    assert_int_equal(find(e, A2, 4000)->stop_ms, 6000);
    assert_non_null(find(e, TEACHER, 6000));
    assert_int_equal(find(e, TEACHER, 6000)->stop_ms, 10000);
    undo(e);
    check_times(e, e->teacher, 0, 10000);
    assert_null(find(e, A2, 4000));
    assert_null(find(e, TEACHER, 6000));
}

static void insert__over_turns__cuts_and_takes_back(void **state)
{
    Ended *e = *state;
    insert(e, e->lesson.student_talk, A2, 8000, 22000);
    check_times(e, e->teacher, 0, 8000);
    check_times(e, e->second, 22000, 30000);
    assert_true(session_find_event(e->lesson.s, e->first)->voided);
    undo(e);
    check_times(e, e->first, 10000, 20000);
    check_times(e, e->second, 20000, 30000);
}

static void insert__an_instant__is_recorded_after_the_end(void **state)
{
    Ended *e = *state;
    insert(e, e->lesson.question, TEACHER, 7000, 7000);
    assert_non_null(find(e, TEACHER, 7000));
}

static void insert__what_makes_no_sense__is_refused(void **state)
{
    Ended *e = *state;
    Lesson *l = &e->lesson;
    const struct {
        int32_t code, subject;
        int64_t start_ms, stop_ms;
        const char *text;
    } cases[] = {
        {l->student_talk, A1, 40000, 40000,
         "Student talk needs some time between its start and its stop"},
        {l->student_talk, TEACHER, 40000, 41000, "Student talk cannot be recorded about T"},
        {l->student_talk, A1, 59000, 61000, "1:01 is after the end of the lesson at 1:00"},
        {l->student_talk, A1, -1, 1000, "that would be before the lesson began"},
        {l->engaged, TABLE_1, 1000, 1000, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Err err = {0};
        SessionTap tap = lesson_tap(cases[i].code, cases[i].subject, cases[i].start_ms);
        assert_false(session_insert(l->s, &tap, cases[i].stop_ms, e->now_ms, &err));
        assert_int_equal(err.kind, ERR_STATE);
        if (cases[i].text)
            assert_string_equal(err.text, cases[i].text);
        assert_int_equal(session_planned(l->s).count, 0);
    }
}

/* ---- whatever is done ---- */

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (uint32_t)(((uint64_t)(*seed >> 8) * below) >> 24);
}

static void check_exclusive(Ended *e)
{
    size_t count = 0;
    const ObsEvent *events = session_events(e->lesson.s, &count);
    const Protocol *p = e->lesson.protocol;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            const ObsEvent *a = &events[i], *b = &events[k];
            const Code *code = &p->codes[a->code];
            if (i == k || a->voided || b->voided || code->kind != CODE_STATE ||
                p->codes[b->code].category != code->category ||
                !p->categories[code->category].exclusive)
                continue;
            if (a->start_ms < b->stop_ms && b->start_ms < a->stop_ms)
                fail_msg("[%lld, %lld) and [%lld, %lld) overlap", (long long)a->start_ms,
                         (long long)a->stop_ms, (long long)b->start_ms, (long long)b->stop_ms);
        }
}

static void step(Ended *e, uint32_t *seed)
{
    Lesson *l = &e->lesson;
    Err err = {0};
    size_t count = 0;
    const ObsEvent *events = session_events(l->s, &count);
    ObsEvent to = events[draw(seed, (uint32_t)count)];
    int64_t at_ms = draw(seed, 61000), length_ms = draw(seed, 8000);
    const int32_t codes[] = {l->teacher_talk, l->student_talk, l->silence, l->question};
    SessionTap tap =
        lesson_tap(codes[draw(seed, 4)], (int32_t)draw(seed, SUBJECT_COUNT + 1) - 1, at_ms);
    switch (draw(seed, 6)) {
    case 0:
        (void)session_insert(l->s, &tap, at_ms + length_ms, e->now_ms, &err);
        break;
    case 1:
    case 2:
        (void)session_move(l->s, to.id, to.start_ms + draw(seed, 4001) - 2000,
                           to.stop_ms + draw(seed, 4001) - 2000, e->now_ms, &err);
        break;
    case 3:
        to.subject = tap.subject;
        to.voided = draw(seed, 4) == 0;
        (void)session_change(l->s, to.id, draw(seed, 2) ? FIELD_SUBJECT : FIELD_VOIDED, &to,
                             e->now_ms, &err);
        break;
    case 4:
        if (session_undo_fact(l->s) && session_undo_fact(l->s)->said_ms > 60000)
            (void)session_undo(l->s, e->now_ms, &err);
        break;
    default:
        (void)session_redo(l->s, e->now_ms, &err);
        break;
    }
    lesson_apply(l);
    e->now_ms++;
}

static void edits__by_chance__never_overlap_and_all_undo(void **state)
{
    Ended *e = *state;
    uint32_t seed = 7;
    for (int i = 0; i < 1500; i++) {
        step(e, &seed);
        check_exclusive(e);
    }
    while (session_undo_fact(e->lesson.s) && session_undo_fact(e->lesson.s)->said_ms > 60000)
        undo(e);
    check_times(e, e->teacher, 0, 10000);
    check_times(e, e->first, 10000, 20000);
    check_times(e, e->second, 20000, 30000);
    check_times(e, e->question, 5000, 5000);
    assert_int_equal(session_event_count(e->lesson.s), 4);
    assert_int_equal(session_state(e->lesson.s), SESSION_ENDED);
}

/* Two devices hold the lesson and each put one time right; then they were joined. The
 * numbers of their acts are the same. */
static void undo__of_a_joined_lesson__takes_back_one_device_s_act(void **state)
{
    Ended *e = *state;
    Session *s = e->lesson.s;
    Err err = {0};
    Fact joined[2];
    assert_ok(session_move(s, e->question, 6000, 6000, 70000, &err), err);
    assert_int_equal(session_planned(s).count, 1);
    joined[0] = session_planned(s).items[0];
    assert_ok(session_move(s, e->second, 20000, 40000, 80000, &err), err);
    assert_int_equal(session_planned(s).count, 1);
    joined[1] = session_planned(s).items[0];
    joined[0].event.text = joined[1].event.text = "";
    assert_int_equal(joined[0].action, joined[1].action);
    assert_ok(session_apply(s, (FactSlice){joined, 2}, &err), err);
    e->now_ms = 90000;
    check_times(e, e->question, 6000, 6000);
    check_times(e, e->second, 20000, 40000);
    undo(e);
    check_times(e, e->question, 6000, 6000);
    check_times(e, e->second, 20000, 30000);
    undo(e);
    check_times(e, e->question, 5000, 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(move__start_of_a_turn__takes_the_one_before_along, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(move__stop_of_a_turn__takes_the_next_along, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(move__into_free_time__goes_alone_and_not_past_the_end,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(move__an_instant__moves_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(move__without_room__is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(insert__inside_a_turn__parts_it_in_two, set_up, tear_down),
        cmocka_unit_test_setup_teardown(insert__over_turns__cuts_and_takes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(insert__an_instant__is_recorded_after_the_end, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(insert__what_makes_no_sense__is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(undo__of_a_joined_lesson__takes_back_one_device_s_act,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(edits__by_chance__never_overlap_and_all_undo, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
