#include "reports/measure/sampling/derived.h"

#include <string.h>

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory to derive %zu intervals", count);
    return false;
}

/* ---- one row of flags ---- */

typedef struct Derive {
    int64_t interval_ms, end_ms;
    uint8_t *flags;
    int32_t count;
    Span joined;           /* states that touch, so far; length 0: none yet */
    int64_t near, near_ms; /* the interval asked for last, and its start */
} Derive;

/* Times mostly come in order: only one outside the last interval costs a division. */
static int64_t interval_at(Derive *d, int64_t at_ms)
{
    if (at_ms < d->near_ms || at_ms - d->near_ms >= d->interval_ms) {
        d->near = at_ms / d->interval_ms;
        d->near_ms = d->near * d->interval_ms;
    }
    return d->near < d->count ? d->near : d->count - 1;
}

static void add_point(Derive *d, int64_t at_ms)
{
    if (d->count > 0)
        d->flags[interval_at(d, at_ms)] |= DERIVED_PARTIAL;
}

/* Joined spans come in order and apart, so all of them together touch each
 * interval at most twice. */
static void add_span(Derive *d, Span span)
{
    if (d->count == 0 || span.stop_ms <= span.start_ms)
        return;
    int64_t last = interval_at(d, span.stop_ms - 1);
    for (int64_t i = interval_at(d, span.start_ms); i <= last; i++) {
        int64_t from_ms = i * d->interval_ms, to_ms = from_ms + d->interval_ms;
        d->flags[i] |= DERIVED_PARTIAL;
        if (span.start_ms <= from_ms && span.stop_ms >= to_ms)
            d->flags[i] |= DERIVED_WHOLE;
        if (to_ms < span.stop_ms || (to_ms == span.stop_ms && to_ms == d->end_ms))
            d->flags[i] |= DERIVED_MOMENTARY;
    }
    int64_t first = span.start_ms / d->interval_ms;
    if (span.start_ms == first * d->interval_ms && first > 0 && first <= d->count)
        d->flags[first - 1] |= DERIVED_MOMENTARY; /* on at the instant it starts */
}

/* Events in order of their start; behind the last add_span(d, d->joined). */
static void add_event(Derive *d, Span span)
{
    if (span.stop_ms == span.start_ms) {
        add_point(d, span.start_ms);
    } else if (d->joined.stop_ms > d->joined.start_ms && d->joined.stop_ms >= span.start_ms) {
        d->joined.stop_ms = span.stop_ms > d->joined.stop_ms ? span.stop_ms : d->joined.stop_ms;
    } else {
        add_span(d, d->joined);
        d->joined = span;
    }
}

static void drop_unscorable(Derive *d, const MeasureClock *clock)
{
    if (d->count > 0 && d->end_ms % d->interval_ms != 0)
        d->flags[d->count - 1] |= DERIVED_UNSCORABLE;
    for (size_t i = 0; i < clock->pause_count; i++) {
        int64_t last = interval_at(d, clock->pauses[i].stop_ms - 1);
        for (int64_t at = interval_at(d, clock->pauses[i].start_ms); at <= last; at++)
            d->flags[at] |= DERIVED_UNSCORABLE;
    }
}

static Proportion count_flag(const uint8_t *flags, int32_t count, uint8_t flag)
{
    int32_t k = 0, n = 0;
    for (int32_t i = 0; i < count; i++) {
        bool scorable = (flags[i] & DERIVED_UNSCORABLE) == 0;
        n += scorable;
        k += scorable && (flags[i] & flag) != 0;
    }
    Proportion share = measure_proportion(k, n);
    if (share.undefined)
        share.undefined = "undefined: no interval was observed in full";
    return share;
}

static int64_t count_intervals(int64_t end_ms, int64_t interval_ms)
{
    return end_ms / interval_ms + (end_ms % interval_ms != 0);
}

static const char NO_DURATION[] = "undefined: a point has no duration";

bool sampling_derive(const Observation *o, int32_t code, int32_t subject, int64_t interval_ms,
                     Arena *arena, DerivedRows *ret_rows, Err *err)
{
    if (interval_ms < 1 || o->end_ms / interval_ms >= SAMPLING_MAX_INTERVALS)
        return err_set(err, ERR_LIMIT,
                       "intervals of %lld ms in a lesson of %lld ms: from 1 to %d intervals can be "
                       "scored",
                       (long long)interval_ms, (long long)o->end_ms, SAMPLING_MAX_INTERVALS);
    int64_t count = count_intervals(o->end_ms, interval_ms);
    ArenaMark mark = arena_mark(arena);
    Derive d = {.interval_ms = interval_ms,
                .end_ms = o->end_ms,
                .flags = ARENA_PUSH(arena, uint8_t, (size_t)count),
                .count = (int32_t)count};
    ArenaMark results = arena_mark(arena);
    MeasureClock clock;
    if (!d.flags)
        return no_memory(err, (size_t)count);
    if (!measure_clock_init(&clock, o, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (measure_event_counts(o, event) && event->code == code && !event->missing &&
            (subject == SAMPLING_ANYBODY || measure_event_subject(o, event) == subject))
            add_event(&d, measure_event_span(o, event));
    }
    add_span(&d, d.joined);
    drop_unscorable(&d, &clock);
    arena_reset(arena, results);
    DerivedRows rows = {.code = code,
                        .subject = subject,
                        .interval_ms = interval_ms,
                        .flags = d.flags,
                        .interval_count = d.count,
                        .partial = count_flag(d.flags, d.count, DERIVED_PARTIAL)};
    rows.momentary.undefined = rows.whole.undefined = NO_DURATION;
    if (code >= 0 && code < o->protocol->code_count &&
        o->protocol->codes[code].kind == CODE_STATE) {
        rows.momentary = count_flag(d.flags, d.count, DERIVED_MOMENTARY);
        rows.whole = count_flag(d.flags, d.count, DERIVED_WHOLE);
    }
    *ret_rows = rows;
    return true;
}

/* ---- all codes ---- */

typedef struct SheetWork {
    const Observation *o;
    Derive *derives; /* per row */
    DerivedRow *rows;
    int32_t row_of[PROTOCOL_MAX_CODES]; /* per code, or -1 */
    int32_t row_count;
    DerivedRow *collapsed;
    int32_t collapsed_count;
} SheetWork;

static bool begin_rows(SheetWork *w, int64_t interval_ms, int32_t intervals, Arena *arena, Err *err)
{
    const Protocol *protocol = w->o->protocol;
    size_t codes = (size_t)protocol->code_count;
    w->rows = ARENA_PUSH(arena, DerivedRow, codes);
    w->collapsed = ARENA_PUSH(arena, DerivedRow, codes);
    uint8_t *flags = ARENA_PUSH(arena, uint8_t, codes * (size_t)intervals);
    w->derives = ARENA_PUSH(arena, Derive, codes);
    if (!w->rows || !w->collapsed || !flags || !w->derives)
        return no_memory(err, codes * (size_t)intervals);
    for (int32_t i = 0; i < protocol->code_count; i++) {
        const Code *code = &protocol->codes[i];
        bool kept = !code->built_in && (code->kind == CODE_STATE || code->kind == CODE_POINT);
        w->row_of[i] = kept ? w->row_count : -1;
        if (!kept)
            continue;
        w->derives[w->row_count] = (Derive){.interval_ms = interval_ms,
                                            .end_ms = w->o->end_ms,
                                            .flags = flags + (size_t)i * (size_t)intervals,
                                            .count = intervals};
        w->rows[w->row_count] = (DerivedRow){
            .code = i, .category = code->category, .flags = w->derives[w->row_count].flags};
        w->row_count++;
    }
    return true;
}

static void add_events(SheetWork *w)
{
    const Observation *o = w->o;
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (measure_event_counts(o, event) && w->row_of[event->code] >= 0)
            add_event(&w->derives[w->row_of[event->code]], measure_event_span(o, event));
    }
}

static DerivedRow *find_collapsed(SheetWork *w, int32_t category, const char *group)
{
    for (int32_t i = 0; i < w->collapsed_count; i++)
        if (w->collapsed[i].category == category && strcmp(w->collapsed[i].group, group) == 0)
            return &w->collapsed[i];
    DerivedRow *row = &w->collapsed[w->collapsed_count++];
    row->code = PROTOCOL_NONE;
    row->category = category;
    row->group = group;
    row->momentary.undefined = row->whole.undefined =
        "undefined: of a collapsed category only checks are counted";
    return row;
}

/* flags: room for as many rows as there are codes. */
static void collapse(SheetWork *w, uint8_t *flags, int32_t intervals)
{
    for (int32_t i = 0; i < w->row_count; i++) {
        const char *group = w->o->protocol->codes[w->rows[i].code].group;
        if (group[0] == '\0')
            continue;
        DerivedRow *row = find_collapsed(w, w->rows[i].category, group);
        uint8_t *mine = flags + (row - w->collapsed) * intervals;
        for (int32_t at = 0; at < intervals; at++)
            mine[at] |= w->rows[i].flags[at] & (DERIVED_PARTIAL | DERIVED_UNSCORABLE);
        row->flags = mine;
    }
}

/* Convention B among the rows of each category. */
static void share_marks(DerivedRow *rows, int32_t count)
{
    int64_t marks[PROTOCOL_MAX_CATEGORIES] = {0};
    for (int32_t i = 0; i < count; i++)
        marks[rows[i].category] += rows[i].partial.k;
    for (int32_t i = 0; i < count; i++) {
        Proportion *share = &rows[i].of_marks;
        *share = measure_proportion(rows[i].partial.k, marks[rows[i].category]);
        if (share->undefined) {
            share->undefined = "undefined: nothing of this category was checked";
            continue;
        }
        share->has_interval = false;
        share->low = 0.0;
        share->high = 1.0;
        share->interval = "no interval: several codes are checked in one row";
    }
}

int64_t derived_interval_ms(const Protocol *protocol)
{
    return protocol->rules.interval_ms > 0 ? protocol->rules.interval_ms : DERIVED_USUAL_MS;
}

static void finish_rows(SheetWork *w, const MeasureClock *clock)
{
    for (int32_t i = 0; i < w->row_count; i++) {
        Derive *d = &w->derives[i];
        DerivedRow *row = &w->rows[i];
        add_span(d, d->joined);
        drop_unscorable(d, clock);
        row->partial = count_flag(d->flags, d->count, DERIVED_PARTIAL);
        row->momentary.undefined = row->whole.undefined = NO_DURATION;
        if (w->o->protocol->codes[row->code].kind != CODE_STATE)
            continue;
        row->momentary = count_flag(d->flags, d->count, DERIVED_MOMENTARY);
        row->whole = count_flag(d->flags, d->count, DERIVED_WHOLE);
    }
}

bool derived_measure(const Observation *o, const MeasureClock *clock, int64_t interval_ms,
                     Arena *arena, DerivedSheet *ret_sheet, Err *err)
{
    if (interval_ms < 1)
        return err_set(err, ERR_LIMIT, "intervals of %lld ms: the least is 1 ms",
                       (long long)interval_ms);
    DerivedSheet sheet = {.interval_ms = interval_ms};
    int64_t intervals = count_intervals(o->end_ms, interval_ms);
    if (intervals > DERIVED_MAX_INTERVALS) {
        sheet.undefined = "undefined: the lesson has more than 100,000 such intervals";
        *ret_sheet = sheet;
        return true;
    }
    ArenaMark mark = arena_mark(arena);
    SheetWork w = {.o = o};
    sheet.interval_count = (int32_t)intervals;
    uint8_t *collapsed =
        ARENA_PUSH(arena, uint8_t, (size_t)o->protocol->code_count * (size_t)intervals);
    if (!collapsed || !begin_rows(&w, interval_ms, sheet.interval_count, arena, err)) {
        arena_reset(arena, mark);
        return collapsed ? false : no_memory(err, (size_t)intervals);
    }
    add_events(&w);
    finish_rows(&w, clock);
    collapse(&w, collapsed, sheet.interval_count);
    for (int32_t i = 0; i < w.collapsed_count; i++)
        w.collapsed[i].partial =
            count_flag(w.collapsed[i].flags, sheet.interval_count, DERIVED_PARTIAL);
    share_marks(w.rows, w.row_count);
    share_marks(w.collapsed, w.collapsed_count);
    sheet.codes = w.rows;
    sheet.code_count = w.row_count;
    sheet.collapsed = w.collapsed;
    sheet.collapsed_count = w.collapsed_count;
    sheet.scorable = w.row_count > 0 ? (int32_t)w.rows[0].partial.n : 0;
    if (sheet.scorable == 0)
        sheet.undefined = "undefined: no interval was observed in full";
    *ret_sheet = sheet;
    return true;
}
