/* question.h - the teacher's questions, by kind and by option (depth of
 * knowledge), with what was waited after each.
 */
#ifndef REPORTS_MEASURE_QUESTION_H
#define REPORTS_MEASURE_QUESTION_H

#include "reports/measure/talk/talk.h"

typedef struct Question {
    uint32_t event;
    int64_t at_ms;
    int32_t row;   /* of QuestionMeasures.rows */
    WaitLost lost; /* WAIT_MEASURED: wait says which */
    int32_t wait;  /* index into talk.wait1.items, or -1 */
} Question;

/* One kind of question and one option of the modifier that tells questions of
 * this code apart: Code.pads, else the first modifier that applies, else none. */
typedef struct QuestionRow {
    int32_t code;
    int32_t modifier, option; /* PROTOCOL_NONE: no such modifier; option not said */
    int64_t n;
    Spread seconds;  /* of the waits measured after them */
    Proportion goal; /* waits >= goal of those; pupils resampled */
    int64_t by_student, by_teacher;
    Proportion of_all; /* of all questions but those where it could not be told (Wilson: the
                          teacher's, not the pupils'); undefined in the row of the latter */
} QuestionRow;

typedef struct QuestionMeasures {
    const Question *items; /* in order */
    size_t count;
    const QuestionRow *rows; /* every option of every question code, also n = 0; "not said" only
                                when there are any */
    int32_t row_count;
    double per_min;
    const char *undefined; /* the protocol has no code for questions; nothing was observed */
} QuestionMeasures;

bool question_measure(const TalkMeasures *talk, Arena *arena, QuestionMeasures *ret_questions,
                      Err *err);

#endif
