/* What is on at the same time: one sweep over starts and stops in order. */
#include "reports/measure/sequence/sequence.h"

/* An event that is swept, a fifth of the size of the whole. */
typedef struct Start {
    int64_t at_ms;
    int32_t code;
    bool lasts;
} Start;

typedef struct Sweep {
    const TalkMeasures *talk;
    Start *starting; /* in order */
    size_t start_count;
    int64_t *stops; /* of the states that last, in order of time */
    uint32_t *stopping;
    size_t stop_count, next_stop;
    int64_t now_ms;
    int32_t codes;
    int32_t running[PROTOCOL_MAX_CODES]; /* per code: events on */
    int32_t on[PROTOCOL_MAX_CODES];      /* codes that are on */
    int32_t on_count;
    int64_t *both_ms, *starts; /* [a][b]; both_ms[a][a]: a was on */
} Sweep;

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory for what went on at once in %zu events",
                  count);
    return false;
}

static size_t cell_of(const Sweep *s, int32_t a, int32_t b)
{
    return (size_t)a * (size_t)s->codes + (size_t)b;
}

static bool is_swept(const Observation *o, const ObsEvent *event)
{
    return measure_event_counts(o, event) && !event->missing &&
           !o->protocol->codes[event->code].built_in;
}

static bool begin_sweep(Sweep *s, Arena *arena, Err *err)
{
    const Observation *o = s->talk->observation;
    size_t cells = (size_t)s->codes * (size_t)s->codes;
    s->starting = ARENA_PUSH(arena, Start, o->event_count);
    s->stops = ARENA_PUSH(arena, int64_t, o->event_count);
    s->stopping = ARENA_PUSH(arena, uint32_t, o->event_count);
    s->both_ms = ARENA_PUSH(arena, int64_t, cells);
    s->starts = ARENA_PUSH(arena, int64_t, cells);
    if (!s->starting || !s->stops || !s->stopping || !s->both_ms || !s->starts)
        return no_memory(err, o->event_count);
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (!is_swept(o, event))
            continue;
        Span span = measure_event_span(o, event);
        bool lasts = span.stop_ms > span.start_ms;
        s->starting[s->start_count++] = (Start){span.start_ms, event->code, lasts};
        if (!lasts)
            continue;
        s->stops[s->stop_count] = span.stop_ms;
        s->stopping[s->stop_count++] = (uint32_t)event->code;
    }
    return measure_sort(s->stops, s->stopping, s->stop_count, arena, err);
}

static void pass_time(Sweep *s, int64_t to_ms)
{
    int64_t length_ms = to_ms > s->now_ms && s->on_count > 0
                            ? measure_clock_length(&s->talk->clock, (Span){s->now_ms, to_ms})
                            : 0;
    s->now_ms = to_ms;
    for (int32_t i = 0; length_ms > 0 && i < s->on_count; i++)
        for (int32_t j = 0; j < s->on_count; j++)
            s->both_ms[cell_of(s, s->on[i], s->on[j])] += length_ms;
}

static void stop_until(Sweep *s, int64_t at_ms)
{
    for (; s->next_stop < s->stop_count && s->stops[s->next_stop] <= at_ms; s->next_stop++) {
        pass_time(s, s->stops[s->next_stop]);
        int32_t code = (int32_t)s->stopping[s->next_stop];
        if (--s->running[code] > 0)
            continue;
        int32_t at = 0;
        while (s->on[at] != code)
            at++;
        s->on[at] = s->on[--s->on_count];
    }
    pass_time(s, at_ms);
}

/* All that starts at one moment: first what lasts comes on, then each start is
 * seen by everything that is on. */
static size_t start_all(Sweep *s, size_t first)
{
    size_t behind = first;
    for (; behind < s->start_count && s->starting[behind].at_ms == s->starting[first].at_ms;
         behind++) {
        int32_t code = s->starting[behind].code;
        if (s->starting[behind].lasts && s->running[code]++ == 0)
            s->on[s->on_count++] = code;
    }
    for (size_t i = first; i < behind; i++)
        for (int32_t at = 0; at < s->on_count; at++)
            s->starts[cell_of(s, s->on[at], s->starting[i].code)]++;
    return behind;
}

static void run(Sweep *s)
{
    for (size_t i = 0; i < s->start_count;) {
        stop_until(s, s->starting[i].at_ms);
        i = start_all(s, i);
    }
    stop_until(s, s->talk->observation->end_ms);
}

static bool list_overlaps(const Sweep *s, Arena *arena, Overlaps *result, Err *err)
{
    size_t cells = (size_t)s->codes * (size_t)s->codes, count = 0;
    for (size_t i = 0; i < cells; i++)
        count += s->both_ms[i] > 0 || s->starts[i] > 0;
    Overlap *items = ARENA_PUSH(arena, Overlap, count);
    int64_t *on_ms = ARENA_PUSH(arena, int64_t, (size_t)s->codes);
    if (!items || !on_ms)
        return no_memory(err, count);
    const Code *codes = s->talk->observation->protocol->codes;
    for (int32_t a = 0; a < s->codes; a++) {
        on_ms[a] = s->both_ms[cell_of(s, a, a)];
        for (int32_t b = 0; b < s->codes; b++) {
            int64_t both_ms = s->both_ms[cell_of(s, a, b)], starts = s->starts[cell_of(s, a, b)];
            if (a == b || (both_ms == 0 && starts == 0))
                continue;
            bool has_share = on_ms[a] > 0 && codes[b].kind == CODE_STATE;
            items[result->count++] =
                (Overlap){.a = a,
                          .b = b,
                          .both_ms = both_ms,
                          .share = has_share ? (double)both_ms / (double)on_ms[a] : 0.0,
                          .has_share = has_share,
                          .starts = starts};
        }
    }
    result->items = items;
    result->on_ms = on_ms;
    if (result->count == 0)
        result->undefined = "undefined: nothing was on at the same time as anything else";
    return true;
}

bool sequence_overlaps(const TalkMeasures *talk, Arena *arena, Overlaps *ret_overlaps, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    Overlaps result = {.observed_ms = talk->clock.observed_ms};
    Sweep s = {.talk = talk, .codes = talk->observation->protocol->code_count};
    if (!begin_sweep(&s, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    run(&s);
    if (!list_overlaps(&s, arena, &result, err)) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_overlaps = result;
    return true;
}
