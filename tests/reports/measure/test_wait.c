/* Waits after questions and turns, on lessons worked out by hand; where none can be seen. */
#include "reports/measure/talk_sample.h"

/* Turn upon turn to the second, from a file: pauses cannot be seen. A silence that was
 * coded, or a record made live, says otherwise. */
static void waits__are_undefined__where_only_starts_are_known(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    b.setup.origin = "lesson.csv";
    b.setup.resolution_ms = 1000;
    for (int i = 0; i < 20; i++) {
        lesson_state(&b, i % 2 ? b.student : b.teacher, SUBJECT_NONE, 1440 * i, 1440 * (i + 1));
        lesson_point(&b, b.question, SUBJECT_NONE, 1440 * i + 60);
    }
    lesson_state(&b, b.teacher, SUBJECT_NONE, 1440 * 20 + 60, 1440 * 21); /* another voice */
    TalkMeasures talk = measure(&b, 1440 * 21);
    assert_true(talk.starts_only);
    assert_true(talk_is_in_whole_minutes(&talk));
    assert_string_equal(
        talk.wait2.undefined,
        "undefined: the record has only the starts of turns; pauses are inside them");
    assert_string_equal(talk.wait1.undefined, talk.wait2.undefined);
    lesson_point(&b, b.question, SUBJECT_NONE, 61);
    talk = measure(&b, 1440 * 21);
    assert_false(talk_is_in_whole_minutes(&talk));
    b.setup.resolution_ms = 1;
    assert_false(measure(&b, 1440 * 21).starts_only);
    b.setup.resolution_ms = 1000;
    b.setup.origin = "";
    assert_false(measure(&b, 1440 * 21).starts_only);
    b.setup.origin = "lesson.csv";
    lesson_state(&b, b.silence, SUBJECT_NONE, 1440 * 20, 1440 * 20 + 60);
    assert_false(measure(&b, 1440 * 21).starts_only);
    lesson_free(&b);
}

/* 8 -> 10 to 13.2 = 3.2 (A); 29 -> 30 to 30.5 = 0.5 (A); 71 is not the last of its
 * turn; 74 -> 75 to 79 = 4.0 (teacher); 79.5 -> 80 to 80.1 is under 0.4 s. */
static void wait1__runs_from_the_end_of_the_turn__sample(void **state)
{
    (void)state;
    Sample s;
    begin_sample(&s);
    TalkMeasures talk = measure(&s.b, 100);
    const WaitTime *wait = &talk.wait1;
    assert_null(wait->undefined);
    assert_int_equal(wait->asked, 5);
    assert_int_equal(wait->count, 3);
    assert_int_equal(wait->items[0].wait_ms, 3200);
    assert_int_equal(wait->items[1].wait_ms, 500);
    assert_int_equal(wait->items[2].wait_ms, 4000);
    assert_int_equal(wait->items[2].ended_by, WAIT_TEACHER);
    assert_int_equal(wait->by_student, 2);
    assert_int_equal(wait->by_teacher, 1);
    assert_int_equal(wait->lost[WAIT_SHORT], 1);
    assert_int_equal(wait->lost[WAIT_EARLIER], 1);
    assert_int_equal(wait->floor_ms, 400);
    assert_near(wait->seconds.median, 3.2, 1e-12);
    assert_int_equal(wait->goal.k, 2);
    assert_int_equal(wait->goal.n, 3);
    assert_int_equal(talk.questions[2].lost, WAIT_EARLIER);
    assert_int_equal(talk.questions[3].wait, 2);
    lesson_free(&s.b);
}

/* B 24 -> 26 = 2.0; A 34 -> 35 = 1.0; A at 20 is followed by B; C by nobody. */
static void wait2__runs_to_the_teacher__sample(void **state)
{
    (void)state;
    Sample s;
    begin_sample(&s);
    TalkMeasures talk = measure(&s.b, 100);
    const WaitTime *wait = &talk.wait2;
    assert_int_equal(wait->asked, 4);
    assert_int_equal(wait->count, 2);
    assert_int_equal(wait->items[0].wait_ms, 2000);
    assert_int_equal(wait->items[1].wait_ms, 1000);
    assert_int_equal(wait->lost[WAIT_OTHER], 1);
    assert_int_equal(wait->lost[WAIT_NOTHING], 1);
    assert_int_equal(wait->goal.k, 0);
    lesson_free(&s.b);
}

/* A gap of exactly the resolution and a wait of exactly the goal both count. */
static void wait1__counts_the_bounds__exact(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 1);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 5);
    lesson_point(&b, b.question, SUBJECT_NONE, 5);
    lesson_state(&b, b.student, p, 5.4, 6);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 7, 9);
    lesson_point(&b, b.question, SUBJECT_NONE, 8);
    lesson_state(&b, b.student, p, 12, 13);
    TalkMeasures talk = measure(&b, 20);
    assert_int_equal(talk.wait1.count, 2);
    assert_int_equal(talk.wait1.goal.k, 1);
    lesson_free(&b);
}

/* Marked 4 s after the turn: still its question. 6 s after: by itself. */
static void wait1__forgives_a_late_mark__up_to_five_seconds(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 5);
    lesson_point(&b, b.question, SUBJECT_NONE, 9);
    lesson_state(&b, b.student, SUBJECT_NONE, 8, 10);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 20, 25);
    lesson_point(&b, b.question, SUBJECT_NONE, 31);
    lesson_state(&b, b.student, SUBJECT_NONE, 40, 41);
    TalkMeasures talk = measure(&b, 50);
    assert_int_equal(talk.wait1.count, 2);
    assert_int_equal(talk.wait1.items[0].wait_ms, 3000);
    assert_int_equal(talk.wait1.items[1].wait_ms, 9000);
    assert_int_equal(talk.wait1.items[1].turn, -1);
    lesson_free(&b);
}

/* Nobody has the floor: the question is marked when it ends. Asked once more before
 * anybody speaks, the first one's wait is over, nobody knows since when. */
static void wait1__begins_at_the_mark__nobody_speaks(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_point(&b, b.question, SUBJECT_NONE, 2);
    lesson_state(&b, b.student, SUBJECT_NONE, 5, 8);
    lesson_point(&b, b.question, SUBJECT_NONE, 9);
    lesson_point(&b, b.question, SUBJECT_NONE, 12);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 16, 20);
    lesson_point(&b, b.question, SUBJECT_NONE, 19);
    lesson_point(&b, b.question, SUBJECT_NONE, 27);
    lesson_state(&b, b.student, SUBJECT_NONE, 31, 33);
    TalkMeasures talk = measure(&b, 50);
    assert_int_equal(talk.wait1.asked, 5);
    assert_int_equal(talk.wait1.lost[WAIT_EARLIER], 2);
    assert_int_equal(talk.wait1.count, 3);
    assert_int_equal(talk.wait1.items[0].wait_ms, 3000);
    assert_int_equal(talk.wait1.items[1].wait_ms, 4000);
    assert_int_equal(talk.wait1.items[1].ended_by, WAIT_TEACHER);
    assert_int_equal(talk.wait1.items[2].wait_ms, 4000);
    lesson_free(&b);
}

static void wait1__is_left_out__somebody_else_speaks_at_the_mark(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.student, SUBJECT_NONE, 0, 10);
    lesson_point(&b, b.question, SUBJECT_NONE, 4);
    lesson_state(&b, b.group, SUBJECT_NONE, 20, 30);
    lesson_point(&b, b.question, SUBJECT_NONE, 25);
    lesson_state(&b, b.student, SUBJECT_NONE, 34, 36);
    TalkMeasures talk = measure(&b, 50);
    assert_int_equal(talk.wait1.count, 0);
    assert_int_equal(talk.wait1.lost[WAIT_NO_TURN], 2);
    lesson_free(&b);
}

static void wait1__is_left_out__groups_pause_end(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 5);
    lesson_point(&b, b.question, SUBJECT_NONE, 4);
    lesson_state(&b, b.group, SUBJECT_NONE, 7, 10);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 11, 15);
    lesson_point(&b, b.question, SUBJECT_NONE, 14);
    lesson_state(&b, b.pause, SUBJECT_NONE, 16, 17);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 20, 25);
    lesson_point(&b, b.question, SUBJECT_NONE, 24);
    TalkMeasures talk = measure(&b, 50);
    assert_int_equal(talk.wait1.count, 0);
    assert_int_equal(talk.wait1.lost[WAIT_GROUP], 1);
    assert_int_equal(talk.wait1.lost[WAIT_PAUSED], 1);
    assert_int_equal(talk.wait1.lost[WAIT_NOTHING], 1);
    assert_string_equal(talk.wait1.undefined,
                        "undefined: none of 3 questions was followed by a turn to wait for");
    lesson_free(&b);
}

/* A second adult talks on when the question ends: nobody waited. */
static void wait1__is_short__somebody_still_speaks(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t t = lesson_adult(&b, "MS"), u = lesson_adult(&b, "JK");
    lesson_state(&b, b.teacher, t, 0, 5);
    lesson_state(&b, b.teacher, u, 2, 8);
    lesson_point(&b, b.question, t, 4);
    lesson_state(&b, b.student, SUBJECT_NONE, 12, 14);
    TalkMeasures talk = measure(&b, 20);
    assert_int_equal(talk.wait1.lost[WAIT_SHORT], 1);
    b.events[2].subject = u; /* the question is hers: it ends at 8 */
    talk = measure(&b, 20);
    assert_int_equal(talk.wait1.count, 1);
    assert_int_equal(talk.wait1.items[0].wait_ms, 4000);
    lesson_free(&b);
}

/* Turns from whole seconds, each ending where the next begins: no wait can be
 * seen, and the words say it. */
static void waits__are_undefined_in_words__transcript(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 2);
    b.setup.resolution_ms = 1000;
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 5);
    lesson_state(&b, b.student, p, 5, 8);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 8, 9);
    TalkMeasures talk = measure(&b, 9);
    assert_string_equal(talk.wait1.undefined, "undefined: no question was recorded");
    assert_string_equal(
        talk.wait2.undefined,
        "undefined: none of 1 student turn could be measured; after 1 the next "
        "turn came less than 1.0 s later, which is below what this record can show");
    assert_string_equal(talk.wait2.goal.undefined, talk.wait2.undefined);
    assert_int_equal(talk.wait2.floor_ms, 1000);
    lesson_free(&b);
}

/* FILL+: a lecturer's question is a state that is teacher talk as well; nobody is
 * told apart. LQ 10-12, then a student's response from 14: a wait of 2 s. CQ
 * 20-22, then students discuss. */
static void lecture__measures_states_as_questions__and_says_what_it_cannot(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin_bare(&b);
    int32_t c = lesson_category(&b, "activity", true);
    int32_t lt = lesson_code(&b, c, "LT", CODE_STATE, SENSE_TEACHER_TALK, ABOUT_CLASS);
    int32_t lq =
        lesson_code(&b, c, "LQ", CODE_STATE, SENSE_TEACHER_TALK | SENSE_QUESTION, ABOUT_CLASS);
    int32_t sr = lesson_code(&b, c, "SR", CODE_STATE, SENSE_STUDENT_TALK, ABOUT_CLASS);
    int32_t sd = lesson_code(&b, c, "SD", CODE_STATE, SENSE_GROUP_TALK, ABOUT_CLASS);
    lesson_add_session(&b);
    lesson_state(&b, lt, SUBJECT_NONE, 0, 10);
    lesson_state(&b, lq, SUBJECT_NONE, 10, 12);
    lesson_state(&b, sr, SUBJECT_NONE, 14, 16);
    lesson_state(&b, lt, SUBJECT_NONE, 16, 20);
    lesson_state(&b, lq, SUBJECT_NONE, 20, 22);
    lesson_state(&b, sd, SUBJECT_NONE, 23, 30);
    TalkMeasures talk = measure(&b, 30);
    assert_int_equal(talk.share.ms[TALK_TEACHER], 18000);
    assert_int_equal(talk.wait1.asked, 2);
    assert_int_equal(talk.wait1.count, 1);
    assert_int_equal(talk.wait1.items[0].wait_ms, 2000);
    assert_int_equal(talk.wait1.lost[WAIT_GROUP], 1);
    assert_string_equal(talk.wait1.goal.interval,
                        "Wilson 95 %; no pupil is told apart, so events stand alone");
    assert_string_equal(talk.reach.undefined, "undefined: no pupils are told apart in this record");
    assert_string_equal(talk.gini_turns.undefined, talk.reach.undefined);
    assert_string_equal(talk.chains.undefined, "undefined: no pupil who spoke is told apart");
    assert_int_equal(talk.chains.triads, 1);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits__are_undefined__where_only_starts_are_known),
        cmocka_unit_test(wait1__runs_from_the_end_of_the_turn__sample),
        cmocka_unit_test(wait2__runs_to_the_teacher__sample),
        cmocka_unit_test(wait1__counts_the_bounds__exact),
        cmocka_unit_test(wait1__forgives_a_late_mark__up_to_five_seconds),
        cmocka_unit_test(wait1__begins_at_the_mark__nobody_speaks),
        cmocka_unit_test(wait1__is_left_out__somebody_else_speaks_at_the_mark),
        cmocka_unit_test(wait1__is_left_out__groups_pause_end),
        cmocka_unit_test(wait1__is_short__somebody_still_speaks),
        cmocka_unit_test(waits__are_undefined_in_words__transcript),
        cmocka_unit_test(lecture__measures_states_as_questions__and_says_what_it_cannot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
