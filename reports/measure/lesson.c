#include "reports/measure/lesson.h"

bool lesson_measure(const Observation *o, Arena *arena, LessonMeasures *ret_lesson, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    LessonMeasures lesson;
    if (!talk_measure(o, arena, &lesson.talk, err) ||
        !question_measure(&lesson.talk, arena, &lesson.questions, err) ||
        !frame_measure(&lesson.talk, arena, &lesson.frames, err) ||
        !sampling_measure(&lesson.talk, arena, &lesson.sampling, err) ||
        !budget_measure(o, &lesson.talk.clock, BUDGET_WHOLE, arena, &lesson.budget, err) ||
        !sequence_of_talk(&lesson.talk, arena, &lesson.sequence, err) ||
        !sequence_overlaps(&lesson.talk, arena, &lesson.overlaps, err) ||
        !derived_measure(o, &lesson.talk.clock, derived_interval_ms(o->protocol), arena,
                         &lesson.derived, err)) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_lesson = lesson;
    return true;
}
