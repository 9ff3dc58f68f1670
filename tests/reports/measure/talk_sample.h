/* talk_sample.h - a lesson worked out by hand, for the tests of talk and of waits. */
#ifndef TESTS_REPORTS_MEASURE_TALK_SAMPLE_H
#define TESTS_REPORTS_MEASURE_TALK_SAMPLE_H

#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/talk/talk.h"

#include <math.h>

static inline void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

static inline TalkMeasures measure(LessonBuilder *b, double end_s)
{
    TalkMeasures talk;
    Err err = {0};
    assert_ok(talk_measure(lesson_end(b, end_s), &b->arena, &talk, &err), err);
    return talk;
}

/* One lesson of 100 s that most tests look at:
 *
 *   0-10 T   13.2-20 A   20-24 B   26-30 T   30.5-34 A   35-40 T   40-60 groups
 *   60-70 silence   70-75 T   79-80 T   80.1-82 C            (D says nothing)
 *   questions at 8, 29, 71, 74, 79.5; launch 0-40, explore 40-90
 */
typedef struct Sample {
    LessonBuilder b;
    int32_t t, a;
} Sample;

static inline void begin_sample(Sample *s)
{
    LessonBuilder *b = &s->b;
    lesson_begin(b);
    s->t = lesson_adult(b, "MS");
    s->a = lesson_pupils(b, 4);
    lesson_state(b, b->teacher, s->t, 0, 10);
    lesson_state(b, b->student, s->a, 13.2, 20);
    lesson_state(b, b->student, s->a + 1, 20, 24);
    lesson_state(b, b->teacher, s->t, 26, 30);
    lesson_state(b, b->student, s->a, 30.5, 34);
    lesson_state(b, b->teacher, s->t, 35, 40);
    lesson_state(b, b->group, SUBJECT_NONE, 40, 60);
    lesson_state(b, b->silence, SUBJECT_NONE, 60, 70);
    lesson_state(b, b->teacher, s->t, 70, 75);
    lesson_state(b, b->teacher, s->t, 79, 80);
    lesson_state(b, b->student, s->a + 2, 80.1, 82);
    const double asked[] = {8, 29, 71, 74, 79.5};
    for (int i = 0; i < 5; i++)
        lesson_point(b, b->question, s->t, asked[i]);
    lesson_state(b, b->launch, SUBJECT_NONE, 0, 40);
    lesson_state(b, b->explore, SUBJECT_NONE, 40, 90);
}

#endif
