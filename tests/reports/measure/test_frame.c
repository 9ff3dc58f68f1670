/* Sentence frames and the teacher's questions on lessons worked out by hand. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/frame.h"
#include "reports/measure/question.h"

#include <math.h>

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

static FrameMeasures measure_frames(LessonBuilder *b, double end_s)
{
    TalkMeasures talk;
    FrameMeasures frames;
    Err err = {0};
    assert_ok(talk_measure(lesson_end(b, end_s), &b->arena, &talk, &err), err);
    assert_ok(frame_measure(&talk, &b->arena, &frames, &err), err);
    return frames;
}

static void add_frame(LessonBuilder *b, int32_t pupil, double at_s, int function, int form,
                      int prompting, int source)
{
    ObsEvent *event = lesson_point(b, b->frame, pupil, at_s);
    event->options[b->function] = (int8_t)function;
    event->options[b->form] = (int8_t)form;
    event->options[b->prompting] = (int8_t)prompting;
    event->options[b->source] = (int8_t)source;
}

enum { OPINION = 0, DISAGREE = 8, COMPLETE = 0, ADAPTED, ATTEMPTED, NO_FORM };
enum { SPONTANEOUS = 0, PROMPTED, TAUGHT = 0, OTHER, NOT_SAID = PROTOCOL_NONE };

/* Ten student turns of 2 s, P0 at 0, 10, 20, ..., P1 at 5, 15, 25, ...; P2 silent.
 *   P0 turn 0: opinion, complete, spontaneous, taught, and disagree on top
 *   P1 turn 5: opinion, attempted, prompted, other; marked 3 s after the turn
 *   P0 turn 10: form none: coded, no frame
 *   P1 turn 15: unheard
 *   P0 at 28.5: its last turn ended at 22, 6.5 s before: of no turn
 * so 10 turns, one unheard, 9 coded, 2 with a frame; 4 frames, 2 of 3 pupils. */
static void begin_sample(LessonBuilder *b)
{
    lesson_begin(b);
    int32_t p = lesson_pupils(b, 3);
    for (int i = 0; i < 5; i++) {
        lesson_state(b, b->student, p, 10 * i, 10 * i + 2);
        lesson_state(b, b->student, p + 1, 10 * i + 5, 10 * i + 7);
    }
    add_frame(b, p, 1, OPINION, COMPLETE, SPONTANEOUS, TAUGHT);
    add_frame(b, p, 1.5, DISAGREE, COMPLETE, SPONTANEOUS, OTHER);
    add_frame(b, p + 1, 10, OPINION, ATTEMPTED, PROMPTED, OTHER);
    add_frame(b, p, 11, NOT_SAID, NO_FORM, NOT_SAID, NOT_SAID);
    lesson_point(b, b->unheard, p + 1, 16);
    add_frame(b, p, 28.5, OPINION, NOT_SAID, NOT_SAID, NOT_SAID);
}

static void frames__count_turns_not_marks__sample(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_sample(&b);
    FrameMeasures frames = measure_frames(&b, 50);
    assert_null(frames.undefined);
    assert_int_equal(frames.count, 4);
    assert_int_equal(frames.student_turns, 10);
    assert_int_equal(frames.unheard, 1);
    assert_int_equal(frames.uncoded, 0);
    assert_int_equal(frames.outside, 1);
    assert_int_equal(frames.rate.k, 2);
    assert_int_equal(frames.rate.n, 9);
    assert_int_equal(frames.reach.k, 2);
    assert_int_equal(frames.reach.n, 3);
    assert_int_equal(frames.taught.k, 1);
    assert_int_equal(frames.taught.n, 3);
    assert_int_equal(frames.spontaneous.k, 2);
    assert_int_equal(frames.spontaneous.n, 3);
    assert_int_equal(frames.complete.k, 2);
    assert_int_equal(frames.complete.n, 3);
    assert_string_equal(frames.rate.interval,
                        "bootstrap over pupils, 2,000 resamples, seed 7, no narrower than Wilson");
    assert_int_equal(frames.items[2].turn, 1); /* P1's turn at 5, marked at 10 */
    assert_int_equal(frames.items[3].turn, -1);
    lesson_free(&b);
}

static void frames__are_told_by_function__sample(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_sample(&b);
    b.setup.targets = 1U << OPINION;
    FrameMeasures frames = measure_frames(&b, 50);
    assert_int_equal(frames.by_function.row_count, 12);
    const FrameRow *opinion = &frames.by_function.rows[OPINION];
    assert_int_equal(opinion->n, 3);
    assert_int_equal(opinion->taught, 1);
    assert_int_equal(opinion->other, 1);
    assert_int_equal(opinion->spontaneous, 1);
    assert_int_equal(opinion->prompted, 1);
    assert_int_equal(opinion->pupils.k, 2);
    assert_int_equal(opinion->pupils.n, 3);
    assert_true(opinion->targeted);
    assert_false(frames.by_function.rows[DISAGREE].targeted);
    assert_int_equal(frames.by_function.rows[DISAGREE].pupils.k, 1);
    assert_int_equal(frames.by_form.rows[NO_FORM].n, 1);
    assert_int_equal(frames.by_form.row_count, 5); /* and one not said */
    assert_int_equal(frames.by_form.rows[4].n, 1);
    assert_int_equal(frames.pupils[0].frames, 3);
    assert_int_equal(frames.pupils[0].turns, 5);
    assert_int_equal(frames.pupils[0].turns_with, 1);
    assert_int_equal(frames.pupils[1].turns, 4);
    lesson_free(&b);
}

/* The protocol's rule: what is not marked was not coded. Marked are three turns,
 * two of them with a frame. */
static void frames__leave_unmarked_turns_out__rule_missing(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_sample(&b);
    b.protocol.rules.unmarked = UNMARKED_IS_MISSING;
    FrameMeasures frames = measure_frames(&b, 50);
    assert_int_equal(frames.rate.k, 2);
    assert_int_equal(frames.rate.n, 3);
    assert_int_equal(frames.unheard, 1);
    assert_int_equal(frames.uncoded, 6);
    lesson_free(&b);
}

/* At 5.0 P0 stops and P1 starts; a frame at 5.0 about P1, P0 and nobody. */
static void frames__belong_to_the_pupil__at_the_seam(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 2);
    lesson_state(&b, b.student, p, 0, 5);
    lesson_state(&b, b.student, p + 1, 5, 9);
    add_frame(&b, p + 1, 5, OPINION, COMPLETE, NOT_SAID, NOT_SAID);
    add_frame(&b, p, 5, OPINION, COMPLETE, NOT_SAID, NOT_SAID);
    add_frame(&b, SUBJECT_NONE, 5, OPINION, COMPLETE, NOT_SAID, NOT_SAID);
    FrameMeasures frames = measure_frames(&b, 10);
    assert_int_equal(frames.items[0].turn, 1);
    assert_int_equal(frames.items[1].turn, 0);
    assert_int_equal(frames.items[2].turn, 1);
    assert_int_equal(frames.rate.k, 2);
    lesson_free(&b);
}

static void frames__are_undefined_in_words__nobody_looked(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.student, lesson_pupils(&b, 1), 0, 5);
    FrameMeasures frames = measure_frames(&b, 10);
    assert_string_equal(frames.rate.undefined,
                        "undefined: no frame was marked in this record, so it is not known that "
                        "anybody looked for them");
    assert_int_equal(frames.uncoded, 1);
    lesson_free(&b);
    lesson_begin_bare(&b);
    lesson_add_session(&b);
    assert_string_equal(measure_frames(&b, 10).undefined,
                        "undefined: the protocol has no code for sentence frames");
    lesson_free(&b);
}

static void frames__are_undefined_in_words__no_turns(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    add_frame(&b, lesson_pupils(&b, 1), 3, OPINION, COMPLETE, NOT_SAID, NOT_SAID);
    FrameMeasures frames = measure_frames(&b, 10);
    assert_string_equal(frames.rate.undefined, "undefined: no student turn was recorded");
    assert_string_equal(frames.taught.undefined,
                        "undefined: of no frame it is said where it is from");
    assert_int_equal(frames.reach.k, 1);
    lesson_free(&b);
}

/* ---- questions ---- */

static void ask(LessonBuilder *b, double at_s, int dok)
{
    lesson_point(b, b->question, SUBJECT_NONE, at_s)->options[b->dok] = (int8_t)dok;
}

/* DOK 1 at 4 (wait 1 s by the pupil), DOK 3 at 14 (wait 4 s by the teacher), DOK 1
 * at 24 (under 0.4 s), one not said at 25 is the last of its turn. 60 s: 4 a
 * minute. */
static void questions__are_told_by_depth__with_their_waits(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 2);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 5);
    lesson_state(&b, b.student, p, 6, 9);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 10, 15);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 19, 26);
    lesson_state(&b, b.student, p + 1, 26.1, 27);
    ask(&b, 4, 0);
    ask(&b, 14, 2);
    ask(&b, 24, 0);
    ask(&b, 25, PROTOCOL_NONE);
    TalkMeasures talk;
    QuestionMeasures q;
    Err err = {0};
    assert_ok(talk_measure(lesson_end(&b, 60), &b.arena, &talk, &err), err);
    assert_ok(question_measure(&talk, &b.arena, &q, &err), err);
    assert_int_equal(q.count, 4);
    assert_near(q.per_min, 4.0, 1e-12);
    assert_int_equal(q.row_count, 5);
    assert_int_equal(q.rows[0].n, 2);
    assert_int_equal(q.rows[0].of_all.n, 4);
    assert_int_equal(q.rows[0].seconds.n, 1);
    assert_near(q.rows[0].seconds.median, 1.0, 1e-12);
    assert_int_equal(q.rows[0].goal.k, 0);
    assert_int_equal(q.rows[0].by_student, 1);
    assert_int_equal(q.rows[1].n, 0);
    assert_string_equal(q.rows[1].goal.undefined,
                        "undefined: no wait after these could be measured");
    assert_int_equal(q.rows[2].goal.k, 1);
    assert_int_equal(q.rows[2].by_teacher, 1);
    assert_int_equal(q.rows[4].option, PROTOCOL_NONE);
    assert_int_equal(q.rows[4].n, 1);
    assert_int_equal(q.items[2].lost, WAIT_EARLIER);
    assert_int_equal(q.items[3].lost, WAIT_SHORT);
    assert_int_equal(q.items[3].row, 4);
    lesson_free(&b);
}

/* Two codes without modifiers: one row each, also for the one never asked. */
static void questions__have_a_row_a_code__without_modifiers(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin_bare(&b);
    int32_t c = lesson_category(&b, "activity", true);
    int32_t lq =
        lesson_code(&b, c, "LQ", CODE_STATE, SENSE_TEACHER_TALK | SENSE_QUESTION, ABOUT_CLASS);
    lesson_code(&b, c, "CQ", CODE_STATE, SENSE_TEACHER_TALK | SENSE_QUESTION, ABOUT_CLASS);
    lesson_add_session(&b);
    lesson_state(&b, lq, SUBJECT_NONE, 1, 2);
    TalkMeasures talk;
    QuestionMeasures q;
    Err err = {0};
    assert_ok(talk_measure(lesson_end(&b, 60), &b.arena, &talk, &err), err);
    assert_ok(question_measure(&talk, &b.arena, &q, &err), err);
    assert_int_equal(q.row_count, 2);
    assert_int_equal(q.rows[0].n, 1);
    assert_int_equal(q.rows[1].n, 0);
    lesson_free(&b);
}

static void questions__are_undefined_in_words__no_code(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin_bare(&b);
    lesson_add_session(&b);
    TalkMeasures talk;
    QuestionMeasures q;
    Err err = {0};
    assert_ok(talk_measure(lesson_end(&b, 60), &b.arena, &talk, &err), err);
    assert_ok(question_measure(&talk, &b.arena, &q, &err), err);
    assert_string_equal(q.undefined,
                        "undefined: the protocol has no code for a teacher's question");
    assert_int_equal(q.row_count, 0);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames__count_turns_not_marks__sample),
        cmocka_unit_test(frames__are_told_by_function__sample),
        cmocka_unit_test(frames__leave_unmarked_turns_out__rule_missing),
        cmocka_unit_test(frames__belong_to_the_pupil__at_the_seam),
        cmocka_unit_test(frames__are_undefined_in_words__nobody_looked),
        cmocka_unit_test(frames__are_undefined_in_words__no_turns),
        cmocka_unit_test(questions__are_told_by_depth__with_their_waits),
        cmocka_unit_test(questions__have_a_row_a_code__without_modifiers),
        cmocka_unit_test(questions__are_undefined_in_words__no_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
