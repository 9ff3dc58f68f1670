/* visits.h - walk-throughs that never took place, under the shipped protocol. */
#ifndef TESTS_REPORTS_WALKTHROUGH_VISITS_H
#define TESTS_REPORTS_WALKTHROUGH_VISITS_H

#include "check.h"

#include "protocols/look_for.h"
#include "protocols/protocol_load.h"
#include "tests/reports/debrief/made_up.h"

enum { VISIT_PUPILS = 27, VISIT_EVENTS = 400 };

typedef struct Visit {
    Arena arena;
    const Protocol *protocol;
    Subject subjects[1 + 7 + VISIT_PUPILS];
    char labels[VISIT_PUPILS + 7][16];
    Setup setup;
    ObsEvent events[VISIT_EVENTS];
    Observation o;
} Visit;

static inline void visit_begin(Visit *v, const char *language)
{
    Err err = {0};
    const Protocol *p = NULL;
    memset(v, 0, sizeof *v);
    arena_init(&v->arena, (size_t)64 << 20);
    assert_ok(protocol_load_shipped(&v->arena, "shifts-math", &p, &err), err);
    assert_ok(protocol_in_language(&v->arena, p, language, &v->protocol, &err), err);
    v->subjects[0] = (Subject){SUBJECT_ADULT, "T", "", "", .group = SUBJECT_NONE};
    for (int32_t i = 0; i < 7; i++) {
        (void)snprintf(v->labels[i], 16, "Table %d", (int)i + 1);
        v->subjects[1 + i] = (Subject){SUBJECT_GROUP, v->labels[i], "", "", .group = SUBJECT_NONE};
    }
    for (int32_t i = 0; i < VISIT_PUPILS; i++) {
        (void)snprintf(v->labels[7 + i], 16, "%d%c", (int)(i / 4) + 1, 'A' + (int)(i % 4));
        v->subjects[8 + i] = (Subject){SUBJECT_PUPIL, v->labels[7 + i], "", "", .group = 1 + i / 4};
    }
    v->setup = (Setup){.title = "fractions on a number line",
                       .class_name = "Grade 5",
                       .place = "Room 14",
                       .observer = "KN",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .subjects = v->subjects,
                       .subject_count = 8 + VISIT_PUPILS,
                       .started_unix_ms = INT64_C(1774347120000),
                       .utc_offset_min = 0,
                       .resolution_ms = 1};
    v->o = (Observation){
        .protocol = v->protocol, .setup = &v->setup, .events = v->events, .ended = true};
}

static inline int32_t visit_pupil(int32_t n)
{
    return 8 + n % VISIT_PUPILS;
}

static inline ObsEvent *visit_add(Visit *v, int32_t code, int32_t subject, double start_s,
                                  double stop_s)
{
    assert_true(v->o.event_count < VISIT_EVENTS);
    ObsEvent *e = &v->events[v->o.event_count++];
    *e = event_blank();
    e->code = code;
    e->subject = subject;
    e->start_ms = (int64_t)(start_s * 1000);
    e->stop_ms = (int64_t)(stop_s * 1000);
    e->id.bytes[15] = (uint8_t)v->o.event_count;
    e->id.bytes[14] = (uint8_t)(v->o.event_count >> 8);
    return e;
}

static inline ObsEvent *visit_code(Visit *v, const char *key, int32_t subject, double start_s,
                                   double stop_s)
{
    int32_t code = protocol_find_code(v->protocol, key);
    assert_int_not_equal(code, PROTOCOL_NONE);
    return visit_add(v, code, subject, start_s, stop_s);
}

static inline void visit_answer(Visit *v, const char *key, double at_s, LookForAnswer answer)
{
    LookFor look_for;
    ObsEvent *e = visit_code(v, key, SUBJECT_NONE, at_s, at_s);
    assert_true(look_for_of(v->protocol, e->code, &look_for));
    e->value = answer == LOOK_FOR_SEEN       ? look_for.seen
               : answer == LOOK_FOR_NOT_SEEN ? look_for.not_seen
                                             : look_for.unsure;
}

static inline int visit_compare(const void *a, const void *b)
{
    const ObsEvent *x = a, *y = b;
    if (x->start_ms != y->start_ms)
        return x->start_ms < y->start_ms ? -1 : 1;
    return uuid_compare(x->id, y->id);
}

static inline const Observation *visit_end(Visit *v, double end_s)
{
    v->o.end_ms = (int64_t)(end_s * 1000);
    qsort(v->events, v->o.event_count, sizeof v->events[0], visit_compare);
    return &v->o;
}

static inline void visit_note(Visit *v, const char *key, int32_t subject, double at_s,
                              const char *text)
{
    visit_code(v, key, subject, at_s, at_s)->text = text;
}

/* A quarter of an hour as in the design's picture. */
static inline const Observation *visit_rich(Visit *v, const char *language)
{
    visit_begin(v, language);
    visit_answer(v, "pupils-talk", 240, LOOK_FOR_SEEN);
    visit_answer(v, "pupils-talk", 560, LOOK_FOR_SEEN);
    visit_note(v, "quote", 1 + 5, 245, "Mine is past the half. Is yours?");
    visit_answer(v, "rigor-understanding", 80, LOOK_FOR_SEEN);
    visit_answer(v, "rigor-understanding", 350, LOOK_FOR_SEEN);
    visit_answer(v, "rigor-understanding", 396, LOOK_FOR_SEEN);
    visit_note(v, "quote", visit_pupil(14), 398,
               "Because two eighths fit in one fourth, so it has to be six.");
    visit_answer(v, "coherence-models", 310, LOOK_FOR_SEEN);
    visit_note(v, "seen", SUBJECT_NONE, 315,
               "Lines at tables 1, 2, 4, 6; a folded strip at 3; circles at 5 and 7, then a line.");
    visit_answer(v, "focus-goal", 60, LOOK_FOR_SEEN);
    visit_answer(v, "focus-time", 700, LOOK_FOR_NOT_SEEN);
    visit_answer(v, "coherence-link", 880, LOOK_FOR_NOT_SEEN);
    visit_answer(v, "rigor-fluency", 885, LOOK_FOR_UNSURE);
    visit_answer(v, "pupils-know", 700, LOOK_FOR_SEEN);
    visit_note(v, "quote", visit_pupil(2), 702,
               "If five eighths is before or after three fourths.");
    visit_note(v, "quote", visit_pupil(8), 460, "How to fold it so it\xE2\x80\x99s fair.");
    visit_note(v, "quote", visit_pupil(23), 470, "Which one is bigger and how you know.");
    visit_note(v, "seen", SUBJECT_NONE, 840,
               "At table 7 the circle came out first and the line second. What did the circle let "
               "those pupils see, and what would it take for the line to do the same work?");
    for (int32_t i = 0; i < 11; i++) {
        double at = 20.0 + 52.0 * (double)i;
        visit_code(v, "teacher-talk", 0, at, at + 15);
        visit_code(v, "student-talk", visit_pupil(i * 5), at + 17, at + 36);
    }
    visit_code(v, "group-talk", SUBJECT_NONE, 600, 860);
    return visit_end(v, 900);
}

/* Anything: any code about anybody at any time, words of any length. */
static inline const Observation *visit_random(Visit *v, LessonBuilder *words, uint64_t seed)
{
    Dice dice = {.state = seed};
    double end = dice_between(&dice, 0, 3000);
    visit_begin(v, dice_below(&dice, 2) ? "en" : "es");
    if (dice_below(&dice, 3) == 0)
        v->setup.title = made_up_words(words, &dice, 60);
    if (dice_below(&dice, 4) == 0)
        v->setup.started_unix_ms = 0;
    if (dice_below(&dice, 3) == 0)
        v->setup.class_name = made_up_words(words, &dice, 20);
    if (dice_below(&dice, 3) == 0)
        v->setup.subject_count = 1;
    v->setup.question_count = dice_below(&dice, 3);
    for (int32_t i = 0; i < v->setup.question_count; i++)
        v->setup.questions[i] = made_up_words(words, &dice, 50);
    int32_t events = dice_below(&dice, VISIT_EVENTS);
    for (int32_t i = 0; i < events; i++) {
        double at = dice_between(&dice, 0, end);
        int32_t code = dice_below(&dice, v->protocol->code_count);
        int32_t subject = dice_below(&dice, v->setup.subject_count + 1) - 1;
        bool state = v->protocol->codes[code].kind == CODE_STATE;
        ObsEvent *e = visit_add(v, code, subject, at, state ? dice_between(&dice, at, end) : at);
        e->value = dice_below(&dice, 3);
        if (dice_below(&dice, 3) == 0)
            e->text = made_up_words(words, &dice, 40);
    }
    return visit_end(v, end);
}

#endif
