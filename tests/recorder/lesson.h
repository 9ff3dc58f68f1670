/* lesson.h - a small class under the shipped protocol "academic-talk", for the
 * tests of the session and of the store. */
#ifndef TESTS_RECORDER_LESSON_H
#define TESTS_RECORDER_LESSON_H

#include "protocols/protocol_load.h"
#include "recorder/session/session.h"

#include <string.h>

enum { TEACHER, TABLE_1, TABLE_2, A1, A2, B1, B2, SEVERAL, SUBJECT_COUNT };

typedef struct Lesson {
    Arena arena;
    const Protocol *protocol;
    Subject subjects[SUBJECT_COUNT];
    Setup setup;
    UuidSource ids;
    Session *s;
    int32_t teacher_talk, student_talk, silence, frame, question, engaged, note, absent;
    int32_t talk; /* category */
} Lesson;

static const uint64_t lesson_seed[2] = {11, 22};

static inline Subject lesson_subject(SubjectKind kind, const char *label, int32_t group)
{
    return (Subject){
        .kind = kind, .label = label, .detail = "", .predicted = "", .x = 0.5F, .group = group};
}

static inline void lesson_find_codes(Lesson *l)
{
    l->teacher_talk = protocol_find_code(l->protocol, "teacher-talk");
    l->student_talk = protocol_find_code(l->protocol, "student-talk");
    l->silence = protocol_find_code(l->protocol, "silence");
    l->frame = protocol_find_code(l->protocol, "frame");
    l->question = protocol_find_code(l->protocol, "question");
    l->engaged = protocol_find_code(l->protocol, "engaged");
    l->note = protocol_find_code(l->protocol, "note");
    l->absent = protocol_find_code(l->protocol, "absent");
    l->talk = l->protocol->codes[l->teacher_talk].category;
}

/* Nothing is started. */
static inline void lesson_init(Lesson *l)
{
    Err err = {0};
    *l = (Lesson){0};
    arena_init(&l->arena, (size_t)64 << 20);
    assert_ok(protocol_load_shipped(&l->arena, "academic-talk", &l->protocol, &err), err);
    lesson_find_codes(l);
    l->subjects[TEACHER] = lesson_subject(SUBJECT_ADULT, "T", SUBJECT_NONE);
    l->subjects[TABLE_1] = lesson_subject(SUBJECT_GROUP, "Table 1", SUBJECT_NONE);
    l->subjects[TABLE_2] = lesson_subject(SUBJECT_GROUP, "Table 2", SUBJECT_NONE);
    l->subjects[A1] = lesson_subject(SUBJECT_PUPIL, "A1", TABLE_1);
    l->subjects[A2] = lesson_subject(SUBJECT_PUPIL, "A2", TABLE_1);
    l->subjects[B1] = lesson_subject(SUBJECT_PUPIL, "B1", TABLE_2);
    l->subjects[B2] = lesson_subject(SUBJECT_PUPIL, "B2", TABLE_2);
    l->subjects[SEVERAL] = lesson_subject(SUBJECT_PUPIL, "SS", SUBJECT_NONE);
    l->subjects[SEVERAL].several = true;
    l->setup = (Setup){.title = "Fractions",
                       .class_name = "Grade 4",
                       .place = "Room 12",
                       .observer = "JP",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .subjects = l->subjects,
                       .subject_count = SUBJECT_COUNT,
                       .started_unix_ms = INT64_C(1790000000000),
                       .resolution_ms = 1};
    uuid_source_init(&l->ids, lesson_seed);
    l->setup.id = uuid_next(&l->ids, l->setup.started_unix_ms);
    l->s = session_create(l->protocol, &l->setup, &l->ids, &err);
    assert_non_null(l->s);
}

static inline void lesson_deinit(Lesson *l)
{
    session_destroy(l->s);
    arena_deinit(&l->arena);
}

static inline void lesson_apply(Lesson *l)
{
    Err err = {0};
    assert_ok(session_apply_planned(l->s, &err), err);
}

static inline void lesson_start(Lesson *l)
{
    Err err = {0};
    lesson_init(l);
    assert_ok(session_start(l->s, 0, &err), err);
    lesson_apply(l);
}

static inline SessionTap lesson_tap(int32_t code, int32_t subject, int64_t at_ms)
{
    SessionTap tap = session_tap_blank(code, at_ms);
    tap.subject = subject;
    return tap;
}

/* Taps and applies; the id of the event it recorded, or nil. */
static inline Uuid lesson_record(Lesson *l, int32_t code, int32_t subject, int64_t at_ms,
                                 int64_t now_ms)
{
    Err err = {0};
    SessionTap tap = lesson_tap(code, subject, at_ms);
    assert_ok(session_tap(l->s, &tap, now_ms, &err), err);
    FactSlice plan = session_planned(l->s);
    Uuid id = {{0}};
    for (size_t i = 0; i < plan.count; i++)
        if (plan.items[i].kind == FACT_EVENT)
            id = plan.items[i].id;
    lesson_apply(l);
    return id;
}

#endif
