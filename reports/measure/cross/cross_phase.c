/* cross_phase.c - time by phase, and how long each pupil was there. */
#include "reports/measure/cross/cross_internal.h"

/* Observed time from the lesson's start to at_ms that lies in the phase. */
static int64_t time_until(const CrossClock *c, int32_t phase, int64_t at_ms)
{
    if (phase == PHASE_ANY)
        return measure_clock_length(&c->clock, (Span){0, at_ms});
    size_t low = 0, high = c->span_count[phase]; /* spans that start before at_ms */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->spans[phase][middle].start_ms < at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return 0;
    Span last = c->spans[phase][low - 1];
    if (last.stop_ms > at_ms)
        last.stop_ms = at_ms;
    return c->before[phase][low - 1] + measure_clock_length(&c->clock, last);
}

int64_t cross_clock_length(const CrossClock *clock, int32_t phase, Span span)
{
    if (span.stop_ms <= span.start_ms)
        return 0;
    return phase == PHASE_ANY
               ? measure_clock_length(&clock->clock, span)
               : time_until(clock, phase, span.stop_ms) - time_until(clock, phase, span.start_ms);
}

/* The last moment of the lesson belongs to the phase that runs until then. */
bool cross_clock_is_on(const CrossClock *clock, int32_t phase, int64_t at_ms)
{
    if (phase == PHASE_ANY)
        return true;
    if (at_ms == clock->clock.end_ms && at_ms > 0)
        at_ms--;
    for (size_t low = 0, high = clock->span_count[phase]; low < high;) {
        size_t middle = low + (high - low) / 2;
        Span span = clock->spans[phase][middle];
        if (span.start_ms <= at_ms && at_ms < span.stop_ms)
            return true;
        if (span.start_ms > at_ms)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

/* Joins a span to those of a phase; spans come in the order of their starts. */
static void join(Span *spans, size_t *count, Span span)
{
    if (span.stop_ms <= span.start_ms)
        return;
    if (*count > 0 && span.start_ms <= spans[*count - 1].stop_ms) {
        if (span.stop_ms > spans[*count - 1].stop_ms)
            spans[*count - 1].stop_ms = span.stop_ms;
        return;
    }
    spans[(*count)++] = span;
}

static bool finish_phase(CrossClock *c, int32_t phase, const Span *spans, size_t count,
                         Arena *scratch, Err *err)
{
    int64_t *before = ARENA_PUSH(scratch, int64_t, count);
    if (!before)
        return cross_no_memory(err);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        before[i] = sum;
        sum += measure_clock_length(&c->clock, spans[i]);
    }
    c->spans[phase] = spans;
    c->before[phase] = before;
    c->span_count[phase] = count;
    return true;
}

/* What the phases leave over. */
static bool finish_none(CrossClock *c, const Span *any, size_t count, Arena *scratch, Err *err)
{
    Span *none = ARENA_PUSH(scratch, Span, count + 1);
    if (!none)
        return cross_no_memory(err);
    size_t found = 0;
    int64_t to = 0;
    for (size_t i = 0; i < count; i++) {
        join(none, &found, (Span){to, any[i].start_ms});
        to = any[i].stop_ms;
    }
    join(none, &found, (Span){to, c->clock.end_ms});
    return finish_phase(c, PHASE_NONE, none, found, scratch, err);
}

static bool find_phases(CrossClock *c, const Observation *o, Arena *scratch, Err *err)
{
    size_t of_code[PROTOCOL_MAX_CODES] = {0}, all = 0;
    for (size_t i = 0; i < o->event_count; i++)
        if (measure_event_senses(o, &o->events[i]) & SENSE_PHASE) {
            of_code[o->events[i].code]++;
            all++;
        }
    Span *any = ARENA_PUSH(scratch, Span, all);
    Span *spans[PROTOCOL_MAX_CODES];
    size_t counts[PROTOCOL_MAX_CODES] = {0}, any_count = 0;
    for (int32_t code = 0; code < o->protocol->code_count; code++) {
        spans[code] = ARENA_PUSH(scratch, Span, of_code[code]);
        if (!any || !spans[code])
            return cross_no_memory(err);
    }
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if ((measure_event_senses(o, event) & SENSE_PHASE) == 0)
            continue;
        Span span = measure_event_span(o, event);
        join(spans[event->code], &counts[event->code], span);
        join(any, &any_count, span);
    }
    if (!finish_none(c, any, any_count, scratch, err))
        return false;
    for (int32_t code = 0; code < o->protocol->code_count; code++) {
        if (!(o->protocol->codes[code].senses & SENSE_PHASE))
            continue;
        c->codes[c->count - PHASE_FIRST] = code;
        if (!finish_phase(c, c->count++, spans[code], counts[code], scratch, err))
            return false;
    }
    return true;
}

/* All of the phase, for a pupil less the absences. */
static bool find_present(CrossClock *c, const Observation *o, Arena *scratch, Err *err)
{
    size_t subjects = (size_t)o->setup->subject_count, phases = (size_t)c->count;
    int64_t *present = ARENA_PUSH(scratch, int64_t, (subjects + 1) * phases);
    int64_t *covered_to = ARENA_PUSH(scratch, int64_t, subjects);
    if (!present || !covered_to)
        return cross_no_memory(err);
    for (int32_t phase = 0; phase < c->count; phase++) {
        int64_t whole = cross_clock_length(c, phase, (Span){0, o->end_ms});
        for (size_t s = 0; s <= subjects; s++)
            present[s * phases + (size_t)phase] = whole;
    }
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if ((measure_event_senses(o, event) & SENSE_ABSENT) == 0 ||
            !measure_is_pupil(o, event->subject))
            continue;
        Span away = measure_event_span(o, event);
        int64_t *to = &covered_to[event->subject];
        if (away.start_ms < *to)
            away.start_ms = *to;
        if (away.stop_ms > *to)
            *to = away.stop_ms;
        for (int32_t phase = 0; phase < c->count; phase++)
            present[(size_t)event->subject * phases + (size_t)phase] -=
                cross_clock_length(c, phase, away);
    }
    c->present = present;
    return true;
}

bool cross_clock_init(CrossClock *clock, const Observation *o, bool by_phase, Arena *scratch,
                      Err *err)
{
    *clock = (CrossClock){.count = by_phase ? PHASE_FIRST : 1};
    return measure_clock_init(&clock->clock, o, scratch, err) &&
           (!by_phase || find_phases(clock, o, scratch, err)) &&
           find_present(clock, o, scratch, err);
}
