/* test_session.c - taps, stops, pause, end. */
#include "check.h"

#include "recorder/lesson.h"

static void check_span(const Lesson *l, Uuid id, int64_t start_ms, int64_t stop_ms)
{
    const ObsEvent *e = session_find_event(l->s, id);
    assert_non_null(e);
    assert_false(e->voided);
    assert_int_equal(e->start_ms, start_ms);
    assert_int_equal(e->stop_ms, stop_ms);
}

static void tap__ends_the_one_before__in_an_exclusive_category(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Uuid teacher = lesson_record(&l, l.teacher_talk, TEACHER, 1000, 1010);
    Uuid pupil = lesson_record(&l, l.student_talk, A1, 5000, 5200);
    check_span(&l, teacher, 1000, 5000);
    check_span(&l, pupil, 5000, EVENT_OPEN);
    assert_ptr_equal(session_running(l.s, l.talk), session_find_event(l.s, pupil));
    assert_int_equal(session_count_subject(l.s, A1), 1);
    assert_int_equal(session_count_code(l.s, l.teacher_talk, PROTOCOL_NONE), 1);
    assert_int_equal(session_event_count(l.s), 2);
    lesson_deinit(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tap__ends_the_one_before__in_an_exclusive_category),
    };
    return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
