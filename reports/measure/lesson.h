/* lesson.h - every measure of one lesson in one call. */
#ifndef REPORTS_MEASURE_LESSON_H
#define REPORTS_MEASURE_LESSON_H

#include "reports/measure/budget.h"
#include "reports/measure/frame.h"
#include "reports/measure/question.h"
#include "reports/measure/sampling/derived.h"
#include "reports/measure/sampling/sampling.h"
#include "reports/measure/sequence/sequence.h"
#include "reports/measure/talk/talk.h"

typedef struct LessonMeasures {
    TalkMeasures talk;
    QuestionMeasures questions;
    FrameMeasures frames;
    SamplingMeasures sampling;
    Budget budget;
    TalkSequence sequence;
    Overlaps overlaps;
    DerivedSheet derived; /* at derived_interval_ms() */
} LessonMeasures;

/* Everything lives in arena; o is borrowed. Fails only when memory runs out. */
bool lesson_measure(const Observation *o, Arena *arena, LessonMeasures *ret_lesson, Err *err);

#endif
