/* lesson_builder.h - a Protocol and an Observation in a few lines, for tests of
 * measures and sheets.
 *
 *     LessonBuilder b;
 *     lesson_begin(&b);                               academic talk, no subjects
 *     int32_t ms = lesson_adult(&b, "MS");
 *     int32_t dl = lesson_pupil(&b, "DL", SUBJECT_NONE);
 *     lesson_state(&b, b.teacher, ms, 0.0, 10.0);     seconds
 *     lesson_state(&b, b.student, dl, 13.2, 20.0);
 *     const Observation *o = lesson_end(&b, 60.0);
 *     ...
 *     lesson_free(&b);
 *
 * The protocol has the codes, modifiers and built-in codes of the shipped
 * "academic-talk", made by hand: no file is read. Change b.protocol, b.setup and
 * single events (the pointer that lesson_state() returns is good until the next
 * one) before lesson_end(), which sorts the events.
 */
#ifndef TESTS_REPORTS_LESSON_BUILDER_H
#define TESTS_REPORTS_LESSON_BUILDER_H

#include "protocols/observation.h"

#include <stdlib.h>
#include <string.h>

typedef struct LessonBuilder {
    Arena arena;
    Protocol protocol;
    Setup setup;
    Observation observation;
    Subject subjects[OBSERVATION_MAX_SUBJECTS];
    ObsEvent *events;
    size_t event_count, event_cap;
    /* codes */
    int32_t launch, explore, discuss, reflect;
    int32_t teacher, student, group, silence;
    int32_t frame, question, engaged, strategy, board, unheard;
    int32_t pause, absent, mark, note;
    /* modifiers */
    int32_t function, form, prompting, source, dok;
} LessonBuilder;

static inline int32_t lesson_category(LessonBuilder *b, const char *key, bool exclusive)
{
    b->protocol.categories[b->protocol.category_count] =
        (Category){.key = key, .title = key, .exclusive = exclusive};
    return b->protocol.category_count++;
}

static inline int32_t lesson_code(LessonBuilder *b, int32_t category, const char *key,
                                  CodeKind kind, uint32_t senses, uint32_t about)
{
    Code *code = &b->protocol.codes[b->protocol.code_count];
    *code = (Code){.key = key,
                   .label = key,
                   .short_label = key,
                   .help = "",
                   .group = "",
                   .category = category,
                   .kind = kind,
                   .senses = senses,
                   .about = about,
                   .pads = PROTOCOL_NONE};
    memset(code->preset, PROTOCOL_NONE, sizeof code->preset);
    return b->protocol.code_count++;
}

/* keys: separated by single spaces. */
static inline int32_t lesson_modifier(LessonBuilder *b, const char *key, const char *keys)
{
    Modifier *modifier = &b->protocol.modifiers[b->protocol.modifier_count];
    *modifier = (Modifier){.key = key, .label = key};
    for (const char *at = keys; *at != '\0';) {
        size_t len = strcspn(at, " ");
        const char *option = arena_copy(&b->arena, at, len);
        modifier->options[modifier->option_count++] =
            (ModifierOption){.key = option, .label = option, .short_label = option};
        at += len + (at[len] == ' ');
    }
    return b->protocol.modifier_count++;
}

static inline void lesson_add_session(LessonBuilder *b)
{
    int32_t session = lesson_category(b, "session", false);
    b->pause = lesson_code(b, session, "pause", CODE_STATE, SENSE_PAUSE, ABOUT_CLASS);
    b->absent = lesson_code(b, session, "absent", CODE_STATE, SENSE_ABSENT, ABOUT_PUPIL);
    b->mark = lesson_code(b, session, "mark", CODE_POINT, SENSE_MARK, ABOUT_CLASS);
    b->note = lesson_code(b, session, "note", CODE_NOTE, SENSE_NOTE, ABOUT_CLASS);
    for (int32_t i = b->pause; i <= b->note; i++)
        b->protocol.codes[i].built_in = true;
}

/* An empty lesson under a protocol without codes: add your own, then
 * lesson_add_session(). */
static inline void lesson_begin_bare(LessonBuilder *b)
{
    memset(b, 0, sizeof *b);
    arena_init(&b->arena, (size_t)1 << 30);
    b->protocol = (Protocol){.key = "test",
                             .title = "Test",
                             .version = "1.0",
                             .summary = "",
                             .purpose = "",
                             .source = "",
                             .target_modifier = PROTOCOL_NONE,
                             .source_modifier = PROTOCOL_NONE,
                             .rules = {.wait_from_ms = 400,
                                       .wait_goal_ms = 3000,
                                       .suppress_below = 10,
                                       .unmarked = UNMARKED_IS_NONE,
                                       .backdate_step_ms = 3000},
                             .text = ""};
    b->setup = (Setup){.title = "Lesson",
                       .class_name = "Grade 5",
                       .place = "Room 12",
                       .observer = "AB",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .subjects = b->subjects,
                       .started_unix_ms = INT64_C(1773306300000),
                       .resolution_ms = 1};
    b->setup.id.bytes[0] = 1;
}

/* An empty lesson under academic talk. */
static inline void lesson_begin(LessonBuilder *b)
{
    lesson_begin_bare(b);
    b->protocol.key = "academic-talk";
    b->protocol.title = "Academic talk";
    b->function = lesson_modifier(b, "function",
                                  "opinion predict clarify paraphrase solicit acknowledge partner "
                                  "group disagree suggest affirm hold");
    b->form = lesson_modifier(b, "form", "complete adapted attempted none");
    b->prompting = lesson_modifier(b, "prompting", "spontaneous prompted");
    b->source = lesson_modifier(b, "source", "taught other");
    b->dok = lesson_modifier(b, "dok", "1 2 3 4");
    b->protocol.target_modifier = b->function;
    b->protocol.source_modifier = b->source;
    int32_t phase = lesson_category(b, "phase", true);
    b->launch = lesson_code(b, phase, "launch", CODE_STATE, SENSE_PHASE, ABOUT_CLASS);
    b->explore = lesson_code(b, phase, "explore", CODE_STATE, SENSE_PHASE, ABOUT_CLASS);
    b->discuss = lesson_code(b, phase, "discuss", CODE_STATE, SENSE_PHASE, ABOUT_CLASS);
    b->reflect = lesson_code(b, phase, "reflect", CODE_STATE, SENSE_PHASE, ABOUT_CLASS);
    int32_t talk = lesson_category(b, "talk", true);
    b->teacher = lesson_code(b, talk, "teacher-talk", CODE_STATE, SENSE_TEACHER_TALK, ABOUT_ADULT);
    b->student = lesson_code(b, talk, "student-talk", CODE_STATE, SENSE_STUDENT_TALK, ABOUT_PUPIL);
    b->group =
        lesson_code(b, talk, "group-talk", CODE_STATE, SENSE_GROUP_TALK, ABOUT_GROUP | ABOUT_CLASS);
    b->silence = lesson_code(b, talk, "silence", CODE_STATE, SENSE_SILENCE, ABOUT_CLASS);
    int32_t frame = lesson_category(b, "frame", false);
    b->frame = lesson_code(b, frame, "frame", CODE_POINT, SENSE_FRAME, ABOUT_PUPIL);
    b->protocol.codes[b->frame].modifiers =
        1U << b->function | 1U << b->form | 1U << b->prompting | 1U << b->source;
    b->protocol.codes[b->frame].pads = b->function;
    int32_t question = lesson_category(b, "question", false);
    b->question = lesson_code(b, question, "question", CODE_POINT, SENSE_QUESTION, ABOUT_ADULT);
    b->protocol.codes[b->question].modifiers = 1U << b->dok;
    b->protocol.codes[b->question].pads = b->dok;
    int32_t engagement = lesson_category(b, "engagement", false);
    b->engaged = lesson_code(b, engagement, "engaged", CODE_INTERVAL, SENSE_ENGAGED, ABOUT_GROUP);
    b->protocol.sampling[b->protocol.sampling_count++] = (Sampling){.code = b->engaged,
                                                                    .every_ms = 120000,
                                                                    .answer_ms = 60000,
                                                                    .ask = SAMPLING_EACH_GROUP,
                                                                    .question = "on task now?"};
    int32_t marks = lesson_category(b, "mark", false);
    b->strategy = lesson_code(b, marks, "strategy", CODE_POINT, SENSE_STRATEGY, ABOUT_PUPIL);
    b->board = lesson_code(b, marks, "board", CODE_POINT, 0, ABOUT_ADULT | ABOUT_PUPIL);
    b->unheard = lesson_code(b, marks, "unheard", CODE_POINT, SENSE_UNHEARD, ABOUT_PUPIL);
    lesson_add_session(b);
}

static inline int32_t lesson_subject(LessonBuilder *b, SubjectKind kind, const char *label,
                                     int32_t group)
{
    int32_t index = b->setup.subject_count++;
    b->subjects[index] = (Subject){.kind = kind,
                                   .label = arena_copy(&b->arena, label, strlen(label)),
                                   .detail = "",
                                   .predicted = "",
                                   .x = 0.1F + 0.2F * (float)(index % 5),
                                   .y = 0.1F + 0.1F * (float)(index / 5 % 9),
                                   .group = group};
    return index;
}

static inline int32_t lesson_adult(LessonBuilder *b, const char *label)
{
    return lesson_subject(b, SUBJECT_ADULT, label, SUBJECT_NONE);
}

static inline int32_t lesson_group(LessonBuilder *b, const char *label)
{
    return lesson_subject(b, SUBJECT_GROUP, label, SUBJECT_NONE);
}

static inline int32_t lesson_pupil(LessonBuilder *b, const char *label, int32_t group)
{
    return lesson_subject(b, SUBJECT_PUPIL, label, group);
}

/* P0, P1, ... of no group; returns the first. */
static inline int32_t lesson_pupils(LessonBuilder *b, int32_t count)
{
    int32_t first = b->setup.subject_count;
    for (int32_t i = 0; i < count; i++)
        lesson_pupil(b, arena_printf(&b->arena, "P%d", (int)i), SUBJECT_NONE);
    return first;
}

static inline ObsEvent *lesson_event(LessonBuilder *b, int32_t code, int32_t subject,
                                     int64_t start_ms, int64_t stop_ms)
{
    if (b->event_count == b->event_cap) {
        b->event_cap = b->event_cap == 0 ? 64 : b->event_cap * 2;
        b->events = realloc(b->events, b->event_cap * sizeof *b->events);
        if (b->events == NULL)
            abort();
    }
    ObsEvent *event = &b->events[b->event_count++];
    *event = event_blank();
    event->code = code;
    event->subject = subject;
    event->start_ms = start_ms;
    event->stop_ms = stop_ms;
    for (int i = 0; i < 8; i++)
        event->id.bytes[15 - i] = (uint8_t)(b->event_count >> (8 * i));
    return event;
}

static inline int64_t lesson_ms(double seconds)
{
    return (int64_t)(seconds * 1000.0 + 0.5);
}

static inline ObsEvent *lesson_state(LessonBuilder *b, int32_t code, int32_t subject,
                                     double start_s, double stop_s)
{
    return lesson_event(b, code, subject, lesson_ms(start_s), lesson_ms(stop_s));
}

static inline ObsEvent *lesson_point(LessonBuilder *b, int32_t code, int32_t subject, double at_s)
{
    return lesson_event(b, code, subject, lesson_ms(at_s), lesson_ms(at_s));
}

/* A scan: engaged of present; present < 0: missing. */
static inline ObsEvent *lesson_scan(LessonBuilder *b, int32_t subject, double at_s, int32_t engaged,
                                    int32_t present)
{
    ObsEvent *event = lesson_point(b, b->engaged, subject, at_s);
    event->missing = present < 0;
    event->value = present < 0 ? 0 : engaged;
    event->of = present < 0 ? 0 : present;
    return event;
}

static inline int lesson_compare(const void *a, const void *b)
{
    const ObsEvent *x = a, *y = b;
    if (x->start_ms != y->start_ms)
        return x->start_ms < y->start_ms ? -1 : 1;
    if (x->stop_ms != y->stop_ms)
        return x->stop_ms < y->stop_ms ? -1 : 1;
    return uuid_compare(x->id, y->id);
}

/* Sorts the events and closes the observation; may be called again after more
 * events. */
static inline const Observation *lesson_end(LessonBuilder *b, double end_s)
{
    if (b->event_count > 0)
        qsort(b->events, b->event_count, sizeof *b->events, lesson_compare);
    b->observation = (Observation){.protocol = &b->protocol,
                                   .setup = &b->setup,
                                   .events = b->events,
                                   .event_count = b->event_count,
                                   .end_ms = lesson_ms(end_s),
                                   .ended = true};
    return &b->observation;
}

static inline void lesson_free(LessonBuilder *b)
{
    free(b->events);
    arena_deinit(&b->arena);
}

#endif
