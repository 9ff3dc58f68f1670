#include "reports/measure/sampling/sampling.h"

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
    row->pooled.interval =
        "bootstrap over groups, 2,000 resamples, seed 7, no narrower than Wilson";
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
