#include "reports/measure/sampling.h"

enum { SIGNAL_APART_MS = 60000 }; /* when the protocol says no answer time */

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory to measure %zu samples", count);
    return false;
}

static Scan read_scan(const Observation *o, const ObsEvent *event)
{
    Scan scan = {.at_ms = event->start_ms,
                 .subject = measure_event_subject(o, event),
                 .missing = event->missing};
    if (event->missing) {
        scan.share.undefined = "undefined: nobody answered";
        return scan;
    }
    scan.present = event->of > 0 ? event->of : 0;
    scan.engaged = event->value > 0 ? event->value : 0;
    if (scan.engaged > scan.present)
        scan.engaged = scan.present;
    scan.share = measure_proportion(scan.engaged, scan.present);
    if (scan.share.undefined)
        scan.share.undefined = "undefined: nobody was present";
    return scan;
}

/* ---- one code ---- */

typedef struct RowWork {
    const TalkMeasures *talk;
    Arena *arena;
    SamplingRow *row;
    size_t scan_count, slots; /* slots: subjects, and SUBJECT_NONE as the last */
    size_t *first;            /* per slot: its scans, one behind the last */
    Scan *scans;              /* slot after slot */
    ScanSignal *signals;
    ScanSeries *series;
} RowWork;

static size_t slot_of(const RowWork *w, int32_t subject)
{
    return subject == SUBJECT_NONE ? w->slots - 1 : (size_t)subject;
}

/* The i-th event of a sampled code if it is of this one, or NULL. */
static const ObsEvent *scan_at(const RowWork *w, size_t i)
{
    const ObsEvent *event = &w->talk->observation->events[w->talk->index.events[LIST_SAMPLE][i]];
    return event->code == w->row->code ? event : NULL;
}

static bool begin_row(RowWork *w, Err *err)
{
    const Observation *o = w->talk->observation;
    w->slots = (size_t)w->talk->resample.subject_count + 1;
    w->first = ARENA_PUSH(w->arena, size_t, w->slots + 1);
    if (!w->first)
        return no_memory(err, w->slots);
    size_t asked = 0;
    for (size_t i = 0; i < w->talk->index.count[LIST_SAMPLE]; i++) {
        const ObsEvent *event = scan_at(w, i);
        if (!event)
            continue;
        w->scan_count++;
        size_t slot = slot_of(w, measure_event_subject(o, event));
        asked += w->first[slot + 1]++ == 0;
    }
    for (size_t slot = 0; slot < w->slots; slot++)
        w->first[slot + 1] += w->first[slot];
    w->scans = ARENA_PUSH(w->arena, Scan, w->scan_count);
    w->signals = ARENA_PUSH(w->arena, ScanSignal, w->scan_count);
    w->series = ARENA_PUSH(w->arena, ScanSeries, asked);
    return (w->scans && w->signals && w->series) || no_memory(err, w->scan_count);
}

/* A scan opens a new signal when its group has answered in the one before, or
 * when the time to answer that one is over. */
static bool list_scans(RowWork *w, Err *err)
{
    const Observation *o = w->talk->observation;
    ArenaMark mark = arena_mark(w->arena);
    size_t *filled = ARENA_PUSH(w->arena, size_t, w->slots);
    int32_t *asked_in = ARENA_PUSH(w->arena, int32_t, w->slots); /* signal, from 1 */
    if (!filled || !asked_in)
        return no_memory(err, w->slots);
    int64_t answer_ms = w->row->answer_ms > 0 ? w->row->answer_ms : SIGNAL_APART_MS;
    int32_t count = 0;
    for (size_t i = 0; i < w->talk->index.count[LIST_SAMPLE]; i++) {
        const ObsEvent *event = scan_at(w, i);
        if (!event)
            continue;
        Scan scan = read_scan(o, event);
        size_t slot = slot_of(w, scan.subject);
        if (count == 0 || asked_in[slot] == count ||
            scan.at_ms - w->signals[count - 1].at_ms > answer_ms)
            w->signals[count++] = (ScanSignal){.at_ms = scan.at_ms};
        asked_in[slot] = count;
        scan.signal = count - 1;
        ScanSignal *signal = &w->signals[count - 1];
        signal->answered += !scan.missing;
        signal->missing += scan.missing;
        signal->share.k += scan.engaged;
        signal->share.n += scan.present;
        w->scans[w->first[slot] + filled[slot]++] = scan;
    }
    w->row->signals = w->signals;
    w->row->signal_count = count;
    arena_reset(w->arena, mark);
    return true;
}

static void finish_signals(RowWork *w)
{
    double sum = 0.0;
    int32_t defined = 0;
    for (int32_t i = 0; i < w->row->signal_count; i++) {
        ScanSignal *signal = &w->signals[i];
        signal->share = measure_proportion(signal->share.k, signal->share.n);
        if (signal->share.undefined)
            signal->share.undefined = signal->answered == 0 ? "undefined: nobody answered"
                                                            : "undefined: nobody was present";
        else
            defined++;
        sum += signal->share.share;
        w->row->missing += signal->missing;
    }
    w->row->mean = defined > 0 ? sum / defined : 0.0;
}

/* The same few pupils at every scan: an interval that takes them for many would
 * be too narrow. */
static Proportion pool(int64_t k, int64_t n)
{
    Proportion pooled = measure_proportion(k, n);
    if (pooled.undefined) {
        pooled.undefined = "undefined: no scan was answered";
    } else {
        pooled.low = 0.0;
        pooled.high = 1.0;
        pooled.has_interval = false;
        pooled.interval = "no interval: the same pupils are counted at every scan";
    }
    return pooled;
}

static void finish_series(RowWork *w)
{
    for (size_t slot = 0; slot < w->slots; slot++) {
        size_t first = w->first[slot], count = w->first[slot + 1] - first;
        if (count == 0)
            continue;
        ScanSeries *series = &w->series[w->row->series_count++];
        *series = (ScanSeries){.subject = slot == w->slots - 1 ? SUBJECT_NONE : (int32_t)slot,
                               .items = w->scans + first,
                               .count = (int32_t)count};
        int64_t k = 0, n = 0;
        double sum = 0.0;
        int32_t defined = 0;
        for (size_t i = first; i < first + count; i++) {
            k += w->scans[i].engaged;
            n += w->scans[i].present;
            sum += w->scans[i].share.share;
            defined += w->scans[i].present > 0;
            series->missing += w->scans[i].missing;
        }
        series->pooled = pool(k, n);
        series->undefined = series->pooled.undefined;
        series->mean = defined > 0 ? sum / defined : 0.0;
    }
    w->row->series = w->series;
}

static bool finish_row(RowWork *w, Err *err)
{
    SamplingRow *row = w->row;
    int64_t k = 0, n = 0;
    int32_t answered = 0;
    for (int32_t i = 0; i < row->series_count; i++) {
        k += row->series[i].pooled.k;
        n += row->series[i].pooled.n;
        answered += row->series[i].pooled.n > 0;
    }
    row->pooled = pool(k, n);
    row->undefined = row->pooled.undefined;
    if (answered < 2)
        return true;
    ArenaMark mark = arena_mark(w->arena);
    Resample resample;
    int32_t *group_k = ARENA_PUSH(w->arena, int32_t, (size_t)row->series_count + 1);
    int32_t *group_n = ARENA_PUSH(w->arena, int32_t, (size_t)row->series_count + 1);
    if (!group_k || !group_n)
        return no_memory(err, w->scan_count);
    if (!measure_resample_init_clusters(&resample, row->series_count, w->arena, err))
        return false;
    for (int32_t i = 0; i < row->series_count; i++) {
        group_k[i] = (int32_t)row->series[i].pooled.k;
        group_n[i] = (int32_t)row->series[i].pooled.n;
    }
    row->pooled = measure_resample_share(&resample, group_k, group_n);
    row->pooled.interval = "bootstrap over groups, 2,000 resamples, seed 7";
    arena_reset(w->arena, mark);
    return true;
}

static bool measure_row(const TalkMeasures *talk, int32_t code, Arena *arena, SamplingRow *row,
                        Err *err)
{
    const Protocol *protocol = talk->observation->protocol;
    *row = (SamplingRow){.code = code};
    for (int32_t i = 0; i < protocol->sampling_count; i++) {
        if (protocol->sampling[i].code != code)
            continue;
        row->every_ms = protocol->sampling[i].every_ms;
        row->answer_ms = protocol->sampling[i].answer_ms;
    }
    RowWork w = {.talk = talk, .arena = arena, .row = row};
    if (!begin_row(&w, err) || !list_scans(&w, err))
        return false;
    finish_signals(&w);
    finish_series(&w);
    return finish_row(&w, err);
}

bool sampling_measure(const TalkMeasures *talk, Arena *arena, SamplingMeasures *ret_sampling,
                      Err *err)
{
    const Protocol *protocol = talk->observation->protocol;
    ArenaMark mark = arena_mark(arena);
    int32_t count = 0;
    for (int32_t i = 0; i < protocol->code_count; i++)
        count += protocol->codes[i].kind == CODE_INTERVAL;
    SamplingRow *rows = ARENA_PUSH(arena, SamplingRow, (size_t)count);
    if (!rows)
        return no_memory(err, (size_t)count);
    int32_t at = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < protocol->code_count; i++) {
            bool engaged = (protocol->codes[i].senses & SENSE_ENGAGED) != 0;
            if (protocol->codes[i].kind != CODE_INTERVAL || engaged != (pass == 0))
                continue;
            if (!measure_row(talk, i, arena, &rows[at++], err)) {
                arena_reset(arena, mark);
                return false;
            }
        }
    }
    *ret_sampling = (SamplingMeasures){.rows = rows, .row_count = count};
    if (count == 0)
        ret_sampling->undefined = "undefined: the protocol samples nothing";
    return true;
}

/* ---- derived rows ---- */

typedef struct Derive {
    int64_t interval_ms, end_ms;
    uint8_t *flags;
    int32_t count;
} Derive;

static int64_t interval_at(const Derive *d, int64_t at_ms)
{
    int64_t index = at_ms / d->interval_ms;
    return index < d->count ? index : d->count - 1;
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
    if (d->count == 0)
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
    int64_t before = span.start_ms / d->interval_ms - 1;
    if (span.start_ms % d->interval_ms == 0 && before >= 0 && before < d->count)
        d->flags[before] |= DERIVED_MOMENTARY; /* on at the instant it starts */
}

static void add_events(Derive *d, const Observation *o, int32_t code, int32_t subject)
{
    Span joined = {0, -1}; /* none yet */
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (!measure_event_counts(o, event) || event->code != code || event->missing ||
            (subject != SAMPLING_ANYBODY && measure_event_subject(o, event) != subject))
            continue;
        Span span = measure_event_span(o, event);
        if (span.stop_ms == span.start_ms) {
            add_point(d, span.start_ms);
        } else if (joined.stop_ms >= span.start_ms) {
            joined.stop_ms = span.stop_ms > joined.stop_ms ? span.stop_ms : joined.stop_ms;
        } else {
            if (joined.stop_ms > joined.start_ms)
                add_span(d, joined);
            joined = span;
        }
    }
    if (joined.stop_ms > joined.start_ms)
        add_span(d, joined);
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

static Proportion count_flag(const Derive *d, uint8_t flag)
{
    int64_t k = 0, n = 0;
    for (int32_t i = 0; i < d->count; i++) {
        bool scorable = (d->flags[i] & DERIVED_UNSCORABLE) == 0;
        n += scorable;
        k += scorable && (d->flags[i] & flag) != 0;
    }
    Proportion share = measure_proportion(k, n);
    if (share.undefined)
        share.undefined = "undefined: no interval was observed in full";
    return share;
}

bool sampling_derive(const Observation *o, int32_t code, int32_t subject, int64_t interval_ms,
                     Arena *arena, DerivedRows *ret_rows, Err *err)
{
    if (interval_ms < 1 || o->end_ms / interval_ms >= SAMPLING_MAX_INTERVALS)
        return err_set(err, ERR_LIMIT,
                       "intervals of %lld ms in a lesson of %lld ms: from 1 to %d intervals can be "
                       "scored",
                       (long long)interval_ms, (long long)o->end_ms, SAMPLING_MAX_INTERVALS);
    int64_t count = o->end_ms / interval_ms + (o->end_ms % interval_ms != 0);
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
    add_events(&d, o, code, subject);
    drop_unscorable(&d, &clock);
    arena_reset(arena, results);
    DerivedRows rows = {.code = code,
                        .subject = subject,
                        .interval_ms = interval_ms,
                        .flags = d.flags,
                        .interval_count = d.count,
                        .partial = count_flag(&d, DERIVED_PARTIAL)};
    if (code >= 0 && code < o->protocol->code_count &&
        o->protocol->codes[code].kind == CODE_STATE) {
        rows.momentary = count_flag(&d, DERIVED_MOMENTARY);
        rows.whole = count_flag(&d, DERIVED_WHOLE);
    } else {
        rows.momentary.undefined = "undefined: a point has no duration";
        rows.whole.undefined = rows.momentary.undefined;
    }
    *ret_rows = rows;
    return true;
}
