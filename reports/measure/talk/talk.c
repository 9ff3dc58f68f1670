#include "reports/measure/talk/talk_internal.h"

#include <stdlib.h>

static const char *const ROLE_NAMES[TALK_ROLE_COUNT] = {"teacher", "students", "group talk",
                                                        "silence"};

static const char *const NO_TURNS[TALK_ROLE_COUNT] = {
    "undefined: no teacher turn was recorded", "undefined: no student turn was recorded",
    "undefined: no group talk was recorded", "undefined: no silence was recorded as such"};

const char *talk_role_name(TalkRole role)
{
    return ROLE_NAMES[role];
}

static TalkRole find_role(uint32_t senses)
{
    if (senses & SENSE_TEACHER_TALK)
        return TALK_TEACHER;
    if (senses & SENSE_STUDENT_TALK)
        return TALK_STUDENT;
    return senses & SENSE_GROUP_TALK ? TALK_GROUP : TALK_SILENCE;
}

static int32_t known_target(const Observation *o, const ObsEvent *event)
{
    bool known = event->target >= 0 && event->target < o->setup->subject_count;
    return known ? event->target : SUBJECT_NONE;
}

static bool find_turns(TalkWork *w, Err *err)
{
    const Observation *o = w->o;
    TalkMeasures *talk = w->talk;
    size_t count = talk->index.count[LIST_TALK];
    TalkTurn *turns = ARENA_PUSH(w->arena, TalkTurn, count);
    uint32_t *speech = ARENA_PUSH(w->arena, uint32_t, count);
    if (!turns || !speech)
        return talk_no_memory(err, "talk turns", count);
    for (size_t i = 0; i < count; i++) {
        const ObsEvent *event = &o->events[talk->index.events[LIST_TALK][i]];
        Span span = measure_event_span(o, event);
        turns[i] = (TalkTurn){.event = talk->index.events[LIST_TALK][i],
                              .role = find_role(o->protocol->codes[event->code].senses),
                              .subject = measure_event_subject(o, event),
                              .target = known_target(o, event),
                              .span = span,
                              .talk_ms = measure_clock_length(&talk->clock, span),
                              .chain = -1};
        talk->count[turns[i].role]++;
        if (turns[i].role != TALK_SILENCE)
            speech[w->speech_count++] = (uint32_t)i;
    }
    w->turns = turns;
    w->speech = speech;
    talk->turns = turns;
    talk->turn_count = count;
    return true;
}

static bool find_lengths(TalkWork *w, Err *err)
{
    TalkMeasures *talk = w->talk;
    ArenaMark mark = arena_mark(w->arena);
    double *seconds = ARENA_PUSH(w->arena, double, talk->turn_count);
    if (!seconds)
        return talk_no_memory(err, "talk turns", talk->turn_count);
    for (int role = 0; role < TALK_ROLE_COUNT; role++) {
        size_t count = 0;
        for (size_t i = 0; i < talk->turn_count; i++)
            if (w->turns[i].role == (TalkRole)role)
                seconds[count++] = (double)w->turns[i].talk_ms / 1000.0;
        talk->lengths[role] = measure_spread(seconds, count);
        if (count == 0)
            talk->lengths[role].undefined = NO_TURNS[role];
    }
    arena_reset(w->arena, mark);
    return true;
}

static bool has_only_starts(const TalkWork *w)
{
    const Setup *setup = w->o->setup;
    size_t joined = 0;
    if (setup->origin[0] == '\0' || setup->resolution_ms < 1000 || w->speech_count < 2 ||
        w->talk->count[TALK_SILENCE] > 0)
        return false;
    for (size_t p = 1; p < w->speech_count; p++)
        joined += talk_speech(w, p - 1)->span.stop_ms == talk_speech(w, p)->span.start_ms;
    return 10 * joined >= 9 * (w->speech_count - 1);
}

static bool find_subjects(TalkWork *w, Err *err)
{
    TalkMeasures *talk = w->talk;
    size_t count = w->o->setup->subject_count > 0 ? (size_t)w->o->setup->subject_count : 0;
    TalkSubject *subjects = ARENA_PUSH(w->arena, TalkSubject, count);
    if (!subjects)
        return talk_no_memory(err, "subjects", count);
    for (size_t i = 0; i < count; i++)
        subjects[i].counts = talk->roster.is_present[i];
    for (size_t p = 0; p < w->speech_count; p++) {
        const TalkTurn *turn = talk_speech(w, p);
        talk->unidentified_turns += turn->role == TALK_STUDENT && !talk_is_known(w, turn);
        if (turn->subject == SUBJECT_NONE)
            continue;
        subjects[turn->subject].turns++;
        subjects[turn->subject].talk_ms += turn->talk_ms;
    }
    talk->subjects = subjects;
    talk->starts_only = has_only_starts(w);
    return true;
}

bool talk_is_in_whole_minutes(const TalkMeasures *talk)
{
    const int64_t minute_ms = 60000, least_ms = 480 * minute_ms;
    const Observation *o = talk->observation;
    if (!talk->starts_only || o->end_ms < least_ms)
        return false;
    for (size_t i = 0; i < o->event_count; i++)
        if (o->events[i].start_ms % minute_ms != 0)
            return false;
    return true;
}

/* ---- reach and Gini ---- */

/* Why nothing can be said about the pupils of the roster, or NULL. That all who spoke
 * are unknown does not mean that nobody did. */
static const char *roster_undefined(const TalkMeasures *talk)
{
    if (talk->roster.roster_count == 0)
        return "undefined: no pupils are told apart in this record";
    if (talk->roster.present_count == 0)
        return "undefined: no pupil was present";
    bool unknown =
        talk->unidentified_turns > 0 && talk->unidentified_turns == talk->count[TALK_STUDENT];
    return unknown ? TALK_NOT_APART : NULL;
}

/* A transcript names only voices: tables, an attribute or an absence come with a class
 * list. (The copy for others keeps the tables, without saying who sits there.) */
static bool has_class_list(const TalkMeasures *talk)
{
    const Setup *setup = talk->observation->setup;
    if (talk->roster.roster_count > talk->roster.present_count)
        return true;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        const Subject *subject = &setup->subjects[i];
        if (subject->kind == SUBJECT_GROUP || subject->attribute_count > 0 ||
            (talk->roster.is_present[i] && talk->roster.present_ms[i] < talk->clock.observed_ms))
            return true;
    }
    return false;
}

static void find_reach(TalkWork *w)
{
    TalkMeasures *talk = w->talk;
    for (int32_t i = 0; i < talk->roster.present_count; i++)
        talk->heard += talk->subjects[talk->roster.present[i]].turns > 0;
    talk->reach = measure_proportion(talk->heard, talk->roster.present_count);
    const char *undefined = roster_undefined(talk);
    talk->only_speakers = w->o->setup->origin[0] != '\0' && !undefined &&
                          talk->heard == talk->roster.present_count && !has_class_list(talk);
    if (talk->only_speakers)
        undefined = "undefined: only those who spoke are known";
    if (undefined)
        talk->reach = (Proportion){.undefined = undefined};
}

/* sum_i (2i - n - 1) x_i over ascending values, i from 1. */
static Gini gini_of_sorted(const int64_t *values, const int32_t *order, int32_t n)
{
    Gini gini = {.n = n, .high = 1.0, .interval = "no interval: undefined"};
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++) {
        int64_t x = values[order ? order[i] : i];
        gini.total += x;
        sum += (2.0 * (i + 1) - n - 1) * (double)x;
    }
    if (n == 0)
        gini.undefined = "undefined: no pupil was present";
    else if (gini.total == 0)
        gini.undefined = "undefined: no pupil who is told apart spoke";
    gini.corrected_undefined = gini.undefined;
    if (gini.undefined)
        return gini;
    gini.plain = sum / ((double)n * (double)gini.total);
    if (n < 2)
        gini.corrected_undefined = "undefined: one pupil only";
    else
        gini.corrected = gini.plain * n / (n - 1);
    gini.interval = "no interval: only the values are known";
    return gini;
}

static int compare_values(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

Gini talk_gini(int64_t *values, int32_t n)
{
    if (n > 1)
        qsort(values, (size_t)n, sizeof *values, compare_values);
    return gini_of_sorted(values, NULL, n > 0 ? n : 0);
}

static Gini resampled_gini(TalkMeasures *talk, const int64_t *values, const int32_t *order)
{
    Gini gini = gini_of_sorted(values, order, talk->roster.present_count);
    const char *undefined = roster_undefined(talk);
    if (undefined) {
        gini.undefined = undefined;
        gini.corrected_undefined = undefined;
    }
    if (gini.undefined)
        return gini;
    gini.interval = "no interval: one pupil only";
    if (gini.n < 2)
        return gini;
    gini.has_interval =
        measure_resample_gini(&talk->resample, values, order, &gini.low, &gini.high);
    gini.interval = "bootstrap over pupils, 2,000 resamples, seed 7";
    return gini;
}

static bool find_ginis(TalkWork *w, Err *err)
{
    TalkMeasures *talk = w->talk;
    size_t count = (size_t)talk->roster.present_count;
    ArenaMark mark = arena_mark(w->arena);
    int64_t *values = ARENA_PUSH(w->arena, int64_t, count);
    int64_t *keys = ARENA_PUSH(w->arena, int64_t, count);
    uint32_t *ranks = ARENA_PUSH(w->arena, uint32_t, count);
    int32_t *order = ARENA_PUSH(w->arena, int32_t, count);
    if (!values || !keys || !ranks || !order)
        return talk_no_memory(err, "pupils", count);
    for (int by_time = 0; by_time <= 1; by_time++) {
        for (size_t i = 0; i < count; i++) {
            const TalkSubject *pupil = &talk->subjects[talk->roster.present[i]];
            values[i] = by_time ? pupil->talk_ms : pupil->turns;
            keys[i] = values[i];
            ranks[i] = (uint32_t)i;
        }
        if (!measure_sort(keys, ranks, count, w->arena, err))
            return false;
        for (size_t i = 0; i < count; i++)
            order[i] = (int32_t)ranks[i];
        *(by_time ? &talk->gini_time : &talk->gini_turns) = resampled_gini(talk, values, order);
    }
    arena_reset(w->arena, mark);
    return true;
}

bool talk_measure(const Observation *o, Arena *arena, TalkMeasures *ret_talk, Err *err)
{
    TalkMeasures talk = {.observation = o};
    TalkWork w = {.o = o, .arena = arena, .talk = &talk};
    ArenaMark mark = arena_mark(arena);
    if (!measure_index_init(&talk.index, o, arena, err) ||
        !measure_clock_init(&talk.clock, o, arena, err) ||
        !measure_roster_init(&talk.roster, o, &talk.clock, arena, err) ||
        !measure_resample_init(&talk.resample, o, &talk.roster, arena, err) ||
        !find_turns(&w, err) || !find_lengths(&w, err) || !find_subjects(&w, err) ||
        !find_ginis(&w, err) || !talk_find_share(&w, err) || !talk_find_chains(&w, err) ||
        !talk_find_links(&w, err) || !talk_find_waits(&w, err)) {
        arena_reset(arena, mark);
        return false;
    }
    find_reach(&w);
    *ret_talk = talk;
    return true;
}
