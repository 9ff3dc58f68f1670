#include "reports/measure/budget.h"

#include <math.h>

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory for a time budget of %zu rows", count);
    return false;
}

/* Sums about the first value, so that values which differ little from each other
 * lose nothing to the size of their squares. */
typedef struct Moments {
    int64_t n, first_ms, off_ms; /* off_ms: sum of the differences from the first */
    double squares;              /* of their squares */
} Moments;

static void moments_add(Moments *m, int64_t value_ms)
{
    if (m->n++ == 0)
        m->first_ms = value_ms;
    int64_t off_ms = value_ms - m->first_ms;
    m->off_ms += off_ms;
    m->squares += (double)off_ms * (double)off_ms;
}

static double moments_mean_s(const Moments *m)
{
    return m->n == 0 ? 0.0 : ((double)m->first_ms + (double)m->off_ms / (double)m->n) / 1000.0;
}

static double moments_sd_s(const Moments *m)
{
    if (m->n < 2)
        return 0.0;
    double n = (double)m->n, off = (double)m->off_ms;
    double about_mean = m->squares - off * off / n;
    return about_mean > 0.0 ? sqrt(about_mean / (n - 1.0)) / 1000.0 : 0.0;
}

typedef struct Sums {
    int64_t n, missing, total_ms, stop_ms; /* stop_ms: the latest so far */
    Moments lengths, gaps;
} Sums;

typedef struct BudgetWork {
    const Observation *o;
    const MeasureClock *clock;
    size_t subjects;
    int32_t *row_of; /* [code][subject], SUBJECT_NONE never; everybody at the end; -1: no row */
    BudgetRow *rows;
    Sums *sums; /* per row */
    int32_t row_count;
} BudgetWork;

static int32_t *row_of(const BudgetWork *w, int32_t code, size_t subject)
{
    return &w->row_of[(size_t)code * (w->subjects + 1) + subject];
}

static bool is_budgeted(const BudgetWork *w, const ObsEvent *event)
{
    return measure_event_counts(w->o, event) && !w->o->protocol->codes[event->code].built_in;
}

/* A row for everybody for each code, and one for each subject that occurs. */
static bool plan_rows(BudgetWork *w, Arena *arena, Err *err)
{
    const Protocol *protocol = w->o->protocol;
    size_t cells = (size_t)protocol->code_count * (w->subjects + 1), most = 0;
    w->row_of = ARENA_PUSH(arena, int32_t, cells);
    if (!w->row_of)
        return no_memory(err, cells);
    for (size_t i = 0; i < w->o->event_count; i++) {
        const ObsEvent *event = &w->o->events[i];
        int32_t subject = measure_event_subject(w->o, event);
        if (is_budgeted(w, event) && subject != SUBJECT_NONE)
            *row_of(w, event->code, (size_t)subject) = 1;
    }
    for (size_t cell = 0; cell < cells; cell++)
        most += (size_t)w->row_of[cell];
    most += (size_t)protocol->code_count;
    w->sums = ARENA_PUSH(arena, Sums, most);
    if (!w->sums)
        return no_memory(err, most);
    for (int32_t code = 0; code < protocol->code_count; code++) {
        bool kept = !protocol->codes[code].built_in;
        *row_of(w, code, w->subjects) = kept ? w->row_count++ : -1;
        for (size_t subject = 0; subject < w->subjects; subject++) {
            int32_t *row = row_of(w, code, subject);
            *row = *row == 1 ? w->row_count++ : -1;
        }
    }
    return true;
}

static void sums_add(Sums *sums, const MeasureClock *clock, Span span, int64_t length_ms)
{
    if (sums->n > 0 && span.start_ms >= sums->stop_ms) {
        Span gap = {sums->stop_ms, span.start_ms};
        moments_add(&sums->gaps, measure_clock_length(clock, gap));
    }
    sums->n++;
    sums->total_ms += length_ms;
    moments_add(&sums->lengths, length_ms);
    if (span.stop_ms > sums->stop_ms)
        sums->stop_ms = span.stop_ms;
}

/* Returns the time from the first event to the last stop. */
static Span add_events(BudgetWork *w)
{
    Span all = {0, 0};
    bool any = false;
    for (size_t i = 0; i < w->o->event_count; i++) {
        const ObsEvent *event = &w->o->events[i];
        if (!is_budgeted(w, event))
            continue;
        Span span = measure_event_span(w->o, event);
        int64_t length_ms = measure_clock_length(w->clock, span);
        all.start_ms = any ? all.start_ms : span.start_ms;
        all.stop_ms = span.stop_ms > all.stop_ms ? span.stop_ms : all.stop_ms;
        any = true;
        int32_t subject = measure_event_subject(w->o, event);
        Sums *everybody = &w->sums[*row_of(w, event->code, w->subjects)];
        Sums *own =
            subject == SUBJECT_NONE ? NULL : &w->sums[*row_of(w, event->code, (size_t)subject)];
        if (event->missing) {
            everybody->missing++;
            if (own)
                own->missing++;
            continue;
        }
        sums_add(everybody, w->clock, span, length_ms);
        if (own)
            sums_add(own, w->clock, span, length_ms);
    }
    return all;
}

static BudgetRow finish_row(const BudgetWork *w, int32_t code, int32_t subject, const Sums *sums,
                            int64_t of_ms)
{
    bool state = w->o->protocol->codes[code].kind == CODE_STATE;
    BudgetRow row = {.code = code,
                     .subject = subject,
                     .n = sums->n,
                     .missing = sums->missing,
                     .total_ms = sums->total_ms,
                     .has_mean = state && sums->n > 0,
                     .has_sd = state && sums->n > 1,
                     .gap_n = sums->gaps.n,
                     .gap_mean_s = moments_mean_s(&sums->gaps),
                     .gap_sd_s = moments_sd_s(&sums->gaps),
                     .has_percent = state && of_ms > 0};
    row.mean_s = row.has_mean ? moments_mean_s(&sums->lengths) : 0.0;
    row.sd_s = row.has_sd ? moments_sd_s(&sums->lengths) : 0.0;
    row.percent = row.has_percent ? 100.0 * (double)sums->total_ms / (double)of_ms : 0.0;
    row.per_min = of_ms > 0 ? (double)sums->n * 60000.0 / (double)of_ms : 0.0;
    return row;
}

static void finish_rows(BudgetWork *w, int64_t of_ms)
{
    for (int32_t code = 0; code < w->o->protocol->code_count; code++) {
        for (size_t i = 0; i <= w->subjects; i++) {
            int32_t at = *row_of(w, code, i);
            int32_t subject = i == w->subjects ? BUDGET_EVERYBODY : (int32_t)i;
            if (at >= 0)
                w->rows[at] = finish_row(w, code, subject, &w->sums[at], of_ms);
        }
    }
}

bool budget_measure(const Observation *o, const MeasureClock *clock, BudgetWindow window,
                    Arena *arena, Budget *ret_budget, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    BudgetWork w = {.o = o,
                    .clock = clock,
                    .subjects = o->setup->subject_count > 0 ? (size_t)o->setup->subject_count : 0};
    if (!plan_rows(&w, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    Span all = add_events(&w);
    int64_t of_ms =
        window == BUDGET_WHOLE ? w.clock->observed_ms : measure_clock_length(w.clock, all);
    w.rows = ARENA_PUSH(arena, BudgetRow, (size_t)w.row_count);
    const char *percent_of =
        arena_printf(arena, "%s, %lld.%03lld s, pauses taken off",
                     window == BUDGET_WHOLE ? "all observed time" : "first event to last stop",
                     (long long)(of_ms / 1000), (long long)(of_ms % 1000));
    if (!w.rows || !percent_of) {
        arena_reset(arena, mark);
        return no_memory(err, (size_t)w.row_count);
    }
    finish_rows(&w, of_ms);
    *ret_budget = (Budget){.rows = w.rows,
                           .row_count = w.row_count,
                           .window = window,
                           .of_ms = of_ms,
                           .percent_of = percent_of,
                           .undefined = of_ms > 0 ? NULL : "undefined: no time was observed"};
    return true;
}

/* ---- latency ---- */

typedef struct Stops {
    int64_t *at_ms;
    uint32_t *event;
    size_t count;
} Stops;

static bool list_stops(const Observation *o, int32_t code, size_t count, Arena *arena,
                       Stops *ret_stops, Err *err)
{
    Stops stops = {ARENA_PUSH(arena, int64_t, count), ARENA_PUSH(arena, uint32_t, count), 0};
    if (!stops.at_ms || !stops.event)
        return no_memory(err, count);
    for (size_t i = 0; i < o->event_count; i++) {
        if (o->events[i].code != code || !measure_event_counts(o, &o->events[i]))
            continue;
        stops.at_ms[stops.count] = measure_event_span(o, &o->events[i]).stop_ms;
        stops.event[stops.count++] = (uint32_t)i;
    }
    *ret_stops = stops;
    return measure_sort(stops.at_ms, stops.event, stops.count, arena, err);
}

bool budget_latencies(const Observation *o, int32_t code_a, int32_t code_b, Arena *arena,
                      double **ret_seconds, size_t *ret_count, size_t *ret_asked, Err *err)
{
    size_t count_a = 0, count_b = 0;
    for (size_t i = 0; i < o->event_count; i++) {
        if (!measure_event_counts(o, &o->events[i]))
            continue;
        count_a += o->events[i].code == code_a;
        count_b += o->events[i].code == code_b;
    }
    ArenaMark mark = arena_mark(arena);
    double *seconds = ARENA_PUSH(arena, double, count_b);
    ArenaMark results = arena_mark(arena);
    MeasureClock clock;
    Stops stops = {0};
    if (!seconds || !measure_clock_init(&clock, o, arena, err) ||
        !list_stops(o, code_a, count_a, arena, &stops, err)) {
        arena_reset(arena, mark);
        return seconds ? false : no_memory(err, count_b);
    }
    size_t passed = 0, found = 0;
    /* Stops in order of time, then of events: those before B are a beginning. */
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (event->code != code_b || !measure_event_counts(o, event))
            continue;
        while (passed < stops.count && stops.at_ms[passed] <= event->start_ms &&
               stops.event[passed] < i)
            passed++;
        if (passed == 0)
            continue;
        Span gap = {stops.at_ms[passed - 1], event->start_ms};
        seconds[found++] = (double)measure_clock_length(&clock, gap) / 1000.0;
    }
    arena_reset(arena, results);
    *ret_seconds = seconds;
    *ret_count = found;
    *ret_asked = count_b;
    return true;
}

bool budget_latency(const Observation *o, int32_t code_a, int32_t code_b, Arena *arena,
                    Spread *ret_seconds, Err *err)
{
    double *seconds = NULL;
    size_t count = 0, asked = 0;
    ArenaMark mark = arena_mark(arena);
    if (!budget_latencies(o, code_a, code_b, arena, &seconds, &count, &asked, err))
        return false;
    *ret_seconds = measure_spread(seconds, count);
    if (count == 0)
        ret_seconds->undefined = "undefined: none came after the other";
    arena_reset(arena, mark);
    return true;
}
