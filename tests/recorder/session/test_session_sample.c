/* test_session_sample.c - signals every two minutes, a minute to answer. */
#include "check.h"

#include "recorder/lesson.h"

static void answer(Lesson *l, int32_t group, int32_t value, int64_t now_ms)
{
    Err err = {0};
    assert_ok(session_answer(l->s, 0, group, value, false, now_ms, &err), err);
    lesson_apply(l);
}

/* Ticks until nothing is planned; how many samples were missing. */
static size_t tick(Lesson *l, int64_t now_ms)
{
    Err err = {0};
    size_t missing = 0;
    for (;;) {
        assert_ok(session_tick(l->s, now_ms, &err), err);
        FactSlice plan = session_planned(l->s);
        if (plan.count == 0)
            return missing;
        for (size_t i = 0; i < plan.count; i++)
            assert_true(plan.items[i].event.missing && plan.items[i].action == 0);
        missing += plan.count;
        lesson_apply(l);
    }
}

static void check_refused(Lesson *l, int32_t group, int32_t value, int64_t now_ms, const char *text)
{
    Err err = {0};
    assert_false(session_answer(l->s, 0, group, value, false, now_ms, &err));
    assert_err(err, ERR_STATE, text);
}

static void prompt__asks_each_group_in_turn__until_all_have_answered(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    SessionPrompt p = session_prompt(l.s, 119999);
    assert_int_equal(p.sampling, PROTOCOL_NONE);
    assert_int_equal(p.next_ms, 120000);
    p = session_prompt(l.s, 120000);
    assert_int_equal(p.sampling, 0);
    assert_int_equal(p.signal, 1);
    assert_int_equal(p.subject, TABLE_1);
    assert_int_equal(p.signal_ms, 120000);
    assert_int_equal(p.until_ms, 120000 + l.protocol->sampling[0].answer_ms);
    answer(&l, TABLE_1, 2, 121000);
    assert_int_equal(session_prompt(l.s, 121000).subject, TABLE_2);
    const ObsEvent *e = session_events(l.s, &(size_t){0});
    assert_int_equal(e->start_ms, 120000); /* the signal, not the answer */
    assert_int_equal(e->value, 2);
    assert_int_equal(e->of, 2);
    check_refused(&l, TABLE_1, 1, 122000, "Table 1 was answered already");
    check_refused(&l, A1, 1, 122000, "A1 is not asked at this signal");
    check_refused(&l, TABLE_2, 3, 122000, "3 of Table 2 cannot be, 2 are present");
    answer(&l, TABLE_2, 0, 123000);
    p = session_prompt(l.s, 123000);
    assert_int_equal(p.sampling, PROTOCOL_NONE);
    assert_int_equal(p.next_ms, 240000);
    assert_int_equal(tick(&l, 200000), 0);
    lesson_deinit(&l);
}

static void tick__records_missing__when_the_time_to_answer_is_over(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    int64_t until = 120000 + l.protocol->sampling[0].answer_ms;
    answer(&l, TABLE_2, 1, 121000);
    assert_int_equal(tick(&l, until - 1), 0);
    assert_int_equal(tick(&l, until), 1);
    size_t count;
    const ObsEvent *e = &session_events(l.s, &count)[1];
    assert_int_equal(e->subject, TABLE_1);
    assert_int_equal(e->of, 2);
    assert_true(e->missing);
    assert_int_equal(session_event_count(l.s), 1);
    check_refused(&l, TABLE_1, 1, until, "no signal is on that could be answered");
    /* Time is nobody's act: undo takes the answer, and then that is missing. */
    Err err = {0};
    assert_ok(session_undo(l.s, until, &err), err);
    lesson_apply(&l);
    assert_int_equal(tick(&l, until), 1);
    /* Redo brings the answer again in its place. */
    assert_ok(session_redo(l.s, until, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_count_code(l.s, l.engaged, PROTOCOL_NONE), 2);
    lesson_deinit(&l);
}

static void tick__records_all_that_came_and_went__after_a_gap(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    assert_int_equal(tick(&l, INT64_C(1000) * 120000 + 119999), 2000);
    lesson_deinit(&l);
}

static void signal__does_not_come__in_a_pause_or_for_nobody(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    l.subjects[B1].absent = true;
    l.subjects[B2].absent = true;
    Err err = {0};
    assert_ok(session_start(l.s, 0, &err), err);
    lesson_apply(&l);
    assert_ok(session_pause(l.s, 100000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_prompt(l.s, 121000).sampling, PROTOCOL_NONE);
    assert_int_equal(session_prompt(l.s, 121000).next_ms, EVENT_OPEN);
    assert_ok(session_resume(l.s, 121500, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_prompt(l.s, 122000).sampling, PROTOCOL_NONE);
    check_refused(&l, TABLE_1, 1, 122000, "no signal is on that could be answered");
    assert_int_equal(tick(&l, 239999), 0);
    assert_int_equal(session_prompt(l.s, 240000).subject, TABLE_1);
    check_refused(&l, TABLE_2, 0, 240000, "Table 2 is not asked at this signal");
    assert_int_equal(tick(&l, 359999), 1);
    lesson_deinit(&l);
}

static void signal__asks_the_class__when_there_are_no_groups(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    l.subjects[TABLE_1] = lesson_subject(SUBJECT_ADULT, "Aide", SUBJECT_NONE);
    l.subjects[TABLE_2] = lesson_subject(SUBJECT_ADULT, "Coach", SUBJECT_NONE);
    for (int i = A1; i <= B2; i++)
        l.subjects[i].group = SUBJECT_NONE;
    Err err = {0};
    assert_ok(session_start(l.s, 0, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_prompt(l.s, 120000).sampling, 0);
    assert_int_equal(session_prompt(l.s, 120000).subject, SUBJECT_NONE);
    check_refused(&l, SUBJECT_NONE, 5, 120000, "5 of the class cannot be, 4 are present");
    answer(&l, SUBJECT_NONE, 4, 120000);
    lesson_deinit(&l);
}

static void imported__waits_for_no_signal__and_invents_none(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    l.setup.origin = "lesson.csv";
    Err err = {0};
    assert_ok(session_start(l.s, 0, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_prompt(l.s, 120000).sampling, PROTOCOL_NONE);
    answer(&l, TABLE_1, 1, 130000);
    assert_int_equal(session_events(l.s, &(size_t){0})->start_ms, 130000);
    assert_int_equal(tick(&l, 900000), 0);
    assert_ok(session_end(l.s, 900000, &err), err);
    assert_int_equal(session_planned(l.s).count, 1);
    lesson_deinit(&l);
}

/* One signal is over, one is on when the lesson ends. */
static void end__leaves_the_prompt_missing__until_it_is_undone(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    assert_ok(session_end(l.s, 250000, &err), err);
    FactSlice plan = session_planned(l.s);
    assert_int_equal(plan.count, 5);
    assert_int_equal(plan.items[0].action, 0);
    assert_int_equal(plan.items[1].action, 0);
    assert_true(plan.items[2].action > 0 && plan.items[2].event.missing);
    lesson_apply(&l);
    assert_ok(session_undo(l.s, 251000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_prompt(l.s, 251000).subject, TABLE_1);
    answer(&l, TABLE_1, 2, 251000);
    assert_int_equal(tick(&l, 300000), 1);
    lesson_deinit(&l);
}

/* The tablet lay in a bag for an hour: what it noted by itself is no part of the lesson. */
static void end__is_where_the_observer_left__samples_of_time_alone_are_taken_back(void **state)
{
    (void)state;
    Lesson l;
    Err err = {0};
    lesson_start(&l);
    Uuid turn = lesson_record(&l, l.student_talk, A1, 130000, 130500);
    int64_t hour = INT64_C(3600000);
    size_t missing = tick(&l, hour);
    assert_true(missing > 50);
    assert_int_equal(session_acted_ms(l.s), 130500);
    assert_int_equal(session_last_ms(l.s), hour);
    assert_ok(session_end_at(l.s, session_acted_ms(l.s), hour + 1, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_end_ms(l.s), 130500);
    assert_int_equal(session_end_said_ms(l.s), hour + 1);
    assert_int_equal(session_find_event(l.s, turn)->stop_ms, 130500);
    assert_int_equal(session_count_code(l.s, l.engaged, PROTOCOL_NONE),
                     2); /* both tables, at 2:00 */
    assert_ok(session_undo(l.s, hour + 2, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_state(l.s), SESSION_RUNNING);
    assert_int_equal(session_find_event(l.s, turn)->stop_ms, EVENT_OPEN);
    assert_int_equal(session_count_code(l.s, l.engaged, PROTOCOL_NONE), missing);
    assert_int_equal(tick(&l, hour + 2), 0);
    lesson_deinit(&l);
}

static void change(Lesson *l, bool (*act)(Session *s, int64_t now_ms, Err *err), int64_t now_ms)
{
    Err err = {0};
    assert_ok(act(l->s, now_ms, &err), err);
    lesson_apply(l);
}

static int32_t scans(const Lesson *l)
{
    return session_count_code(l->s, l->engaged, PROTOCOL_NONE);
}

/* Resumed by mistake, and a signal came before that was noticed. */
static void undo__takes_back_what_was_missing__within_a_pause_that_is_again(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    answer(&l, TABLE_1, 2, 121000);
    assert_int_equal(tick(&l, 200000), 1);
    change(&l, session_pause, 220000);
    change(&l, session_resume, 230000);
    assert_int_equal(tick(&l, 320000), 2);
    assert_int_equal(scans(&l), 4);
    change(&l, session_undo, 321000);
    assert_int_equal(session_state(l.s), SESSION_PAUSED);
    assert_int_equal(scans(&l), 2);
    change(&l, session_redo, 322000); /* it was none after all */
    assert_int_equal(session_state(l.s), SESSION_RUNNING);
    assert_int_equal(scans(&l), 4);
    change(&l, session_undo, 323000);
    assert_int_equal(scans(&l), 2);
    change(&l, session_resume, 470000);
    assert_int_equal(tick(&l, 599000), 2); /* of 8:00, when the lesson ran again */
    lesson_deinit(&l);
}

/* What was missing before the pause was moved there is for somebody to put right. */
static void redo__leaves_what_was_missing__before_the_pause_was_moved_there(void **state)
{
    (void)state;
    Lesson l;
    Err err = {0};
    lesson_start(&l);
    assert_int_equal(tick(&l, 200000), 2);
    change(&l, session_pause, 220000);
    size_t count = 0;
    ObsEvent pause = session_events(l.s, &count)[2];
    change(&l, session_resume, 230000);
    pause.start_ms = 110000;
    assert_ok(session_change(l.s, pause.id, FIELD_START, &pause, 231000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_find_event(l.s, pause.id)->start_ms, 110000);
    change(&l, session_undo, 232000);
    change(&l, session_redo, 233000);
    assert_int_equal(session_find_event(l.s, pause.id)->start_ms, 110000);
    assert_int_equal(scans(&l), 2);
    lesson_deinit(&l);
}

static void redo__takes_back_what_was_missing__within_a_pause_that_is_again(void **state)
{
    (void)state;
    Lesson l;
    Err err = {0};
    lesson_start(&l);
    change(&l, session_pause, 100000);
    change(&l, session_undo, 101000);
    assert_int_equal(tick(&l, 200000), 2);
    change(&l, session_redo, 201000);
    assert_int_equal(scans(&l), 0);
    /* What the observer said of a scan stays theirs. */
    change(&l, session_undo, 202000);
    assert_ok(session_answer(l.s, 0, TABLE_1, 0, true, 241000, &err), err);
    lesson_apply(&l);
    assert_int_equal(tick(&l, 330000), 1);
    assert_int_equal(scans(&l), 4);
    lesson_deinit(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prompt__asks_each_group_in_turn__until_all_have_answered),
        cmocka_unit_test(tick__records_missing__when_the_time_to_answer_is_over),
        cmocka_unit_test(tick__records_all_that_came_and_went__after_a_gap),
        cmocka_unit_test(signal__does_not_come__in_a_pause_or_for_nobody),
        cmocka_unit_test(signal__asks_the_class__when_there_are_no_groups),
        cmocka_unit_test(imported__waits_for_no_signal__and_invents_none),
        cmocka_unit_test(end__leaves_the_prompt_missing__until_it_is_undone),
        cmocka_unit_test(undo__takes_back_what_was_missing__within_a_pause_that_is_again),
        cmocka_unit_test(redo__leaves_what_was_missing__before_the_pause_was_moved_there),
        cmocka_unit_test(redo__takes_back_what_was_missing__within_a_pause_that_is_again),
        cmocka_unit_test(end__is_where_the_observer_left__samples_of_time_alone_are_taken_back),
    };
    return cmocka_run_group_tests_name("session_sample", tests, NULL, NULL);
}
