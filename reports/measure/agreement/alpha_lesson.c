#include "reports/measure/agreement/alpha_lesson.h"

#include <stdlib.h>
#include <string.h>

typedef struct AlphaWork {
    const Observation *const *observers;
    const int64_t *late_ms; /* per observer */
    int32_t count;
    int64_t step_ms;
    Arena *arena;
    const Protocol *protocol; /* of the first */
    AlphaRow *rows;
    int32_t row_count;
} AlphaWork;

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory to compare %zu values", count);
    return false;
}

/* The same code in another's protocol, or PROTOCOL_NONE. */
static int32_t find_code(const AlphaWork *w, const Observation *o, int32_t code)
{
    const Code *mine = &w->protocol->codes[code];
    int32_t other = protocol_find_code(o->protocol, mine->key);
    bool same = other != PROTOCOL_NONE && o->protocol->codes[other].kind == mine->kind &&
                !o->protocol->codes[other].built_in;
    return same ? other : PROTOCOL_NONE;
}

typedef struct Values {
    int32_t *values;
    bool *given;
    int32_t units;
} Values;

static bool begin_values(const AlphaWork *w, int64_t units, Values *ret_values, Err *err)
{
    if (units * w->count > ALPHA_MAX_UNITS)
        return err_set(err, ERR_LIMIT, "%lld moments of %d observers: at most %d together",
                       (long long)units, (int)w->count, ALPHA_MAX_UNITS);
    size_t all = (size_t)units * (size_t)w->count;
    *ret_values = (Values){ARENA_PUSH(w->arena, int32_t, all), ARENA_PUSH(w->arena, bool, all),
                           (int32_t)units};
    return (ret_values->values && ret_values->given) || no_memory(err, all);
}

static bool finish_row(AlphaWork *w, const Values *v, AlphaMetric metric, AlphaRow row, Err *err)
{
    AlphaValues values = {v->values, v->given, w->count, v->units};
    if (!alpha_measure(&values, metric, w->arena, &row.alpha, err))
        return false;
    w->rows[w->row_count++] = row;
    return true;
}

/* ---- an exclusive category, moment by moment ---- */

/* The first moment at or after the time of the first's clock; moment 0 is its time 0. */
static int64_t moment_after(const AlphaWork *w, int64_t at_ms)
{
    return at_ms > 0 ? (at_ms - 1) / w->step_ms + 1 : -(-at_ms / w->step_ms);
}

/* The moments that an observer's record reaches over: [first, second). */
static int64_t first_moment(const AlphaWork *w, int32_t observer)
{
    return moment_after(w, -w->late_ms[observer]);
}

static int64_t end_moment(const AlphaWork *w, int32_t observer)
{
    return moment_after(w, w->observers[observer]->end_ms - w->late_ms[observer]);
}

/* numbers[code of an observer]: its number, or -1: of another category. A state that
 * starts ends the one before. values and given: of moment 0; moments may lie before. */
static void fill_moments(const AlphaWork *w, int32_t observer, const int32_t *numbers, int32_t none,
                         int32_t *values, bool *given)
{
    const Observation *o = w->observers[observer];
    int64_t begin = first_moment(w, observer), end = end_moment(w, observer), filled = begin;
    for (int64_t u = begin; u < end; u++) {
        values[u] = none;
        given[u] = true;
    }
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (!measure_event_counts(o, event))
            continue;
        Span span = measure_event_span(o, event);
        int64_t from = moment_after(w, span.start_ms - w->late_ms[observer]);
        int64_t to = moment_after(w, span.stop_ms - w->late_ms[observer]);
        if (o->protocol->codes[event->code].senses & SENSE_PAUSE) {
            for (int64_t u = from; u < to; u++)
                given[u] = false;
            continue;
        }
        if (numbers[event->code] < 0)
            continue;
        for (int64_t u = from; u < filled; u++)
            values[u] = none;
        for (int64_t u = from; u < to; u++)
            values[u] = numbers[event->code];
        filled = to;
    }
}

/* Over all moments that somebody's record reaches over. */
static bool add_category(AlphaWork *w, int32_t category, Err *err)
{
    int64_t begin = 0, end = 0;
    int32_t codes = 0, number_of[PROTOCOL_MAX_CODES];
    memset(number_of, -1, sizeof number_of);
    for (int32_t i = 0; i < w->protocol->code_count; i++) {
        const Code *code = &w->protocol->codes[i];
        bool mine = code->category == category && code->kind == CODE_STATE;
        number_of[i] = mine ? codes++ : -1;
    }
    for (int32_t k = 0; k < w->count; k++) {
        begin = first_moment(w, k) < begin ? first_moment(w, k) : begin;
        end = end_moment(w, k) > end ? end_moment(w, k) : end;
    }
    Values v;
    if (!begin_values(w, end - begin, &v, err))
        return false;
    for (int32_t k = 0; k < w->count; k++) {
        const Observation *o = w->observers[k];
        int32_t numbers[PROTOCOL_MAX_CODES];
        memset(numbers, -1, sizeof numbers);
        for (int32_t i = 0; i < w->protocol->code_count; i++) {
            int32_t other = number_of[i] >= 0 ? find_code(w, o, i) : PROTOCOL_NONE;
            if (other != PROTOCOL_NONE)
                numbers[other] = number_of[i];
        }
        int64_t zero = k * (end - begin) - begin;
        fill_moments(w, k, numbers, codes, v.values + zero, v.given + zero);
    }
    AlphaRow row = {.category = category, .code = PROTOCOL_NONE, .unit = "moments"};
    return finish_row(w, &v, ALPHA_NOMINAL, row, err);
}

/* ---- ratings and samples ---- */

/* The subject's place among those of the first observer; the whole class is the last;
 * -1: he has no such subject. */
static int32_t find_place(const AlphaWork *w, const Observation *o, const ObsEvent *event)
{
    const Setup *first = w->observers[0]->setup;
    int32_t subject = measure_event_subject(o, event);
    if (subject == SUBJECT_NONE)
        return first->subject_count;
    return setup_find_subject(first, o->setup->subjects[subject].label);
}

static bool is_told(const Code *code, const ObsEvent *event)
{
    if (code->kind == CODE_INTERVAL)
        return !event->missing;
    int32_t option = event->value - code->scale_min;
    return !code->anchors || option < 0 || option >= code->anchors->option_count ||
           !code->anchors->options[option].missing;
}

/* The values of one observer for a rating; the first-th unit is that of the first subject. */
static void fill_rating(const AlphaWork *w, const Values *v, int32_t observer, int32_t index,
                        int32_t first)
{
    const Observation *o = w->observers[observer];
    int32_t other = find_code(w, o, index);
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (!measure_event_counts(o, event) || event->code != other)
            continue;
        int32_t place = find_place(w, o, event);
        if (place < 0)
            continue;
        size_t at = (size_t)observer * (size_t)v->units + (size_t)(first + place);
        v->values[at] = event->value;
        v->given[at] = is_told(&o->protocol->codes[other], event);
    }
}

/* What one observer counted of a place at a moment of the first's clock. */
typedef struct Scan {
    int64_t at_ms;
    const ObsEvent *event;
    const Code *code;
    int32_t place, observer, unit;
} Scan;

static int by_place_and_time(const void *a, const void *b)
{
    const Scan *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return x->observer - y->observer;
}

static bool gather_scans(const AlphaWork *w, int32_t index, Scan **ret_scans, size_t *ret_count,
                         Err *err)
{
    size_t most = 0, count = 0;
    for (int32_t k = 0; k < w->count; k++)
        most += w->observers[k]->event_count;
    Scan *scans = ARENA_PUSH(w->arena, Scan, most + 1);
    if (!scans)
        return no_memory(err, most);
    for (int32_t k = 0; k < w->count; k++) {
        const Observation *o = w->observers[k];
        int32_t other = find_code(w, o, index);
        for (size_t i = 0; i < o->event_count; i++) {
            const ObsEvent *event = &o->events[i];
            int32_t place = measure_event_counts(o, event) && event->code == other
                                ? find_place(w, o, event)
                                : -1;
            if (place >= 0)
                scans[count++] = (Scan){event->start_ms - w->late_ms[k],
                                        event,
                                        &o->protocol->codes[other],
                                        place,
                                        k,
                                        -1};
        }
    }
    if (count > 1)
        qsort(scans, count, sizeof *scans, by_place_and_time);
    *ret_scans = scans;
    *ret_count = count;
    return true;
}

/* The scans of one place that lie within half an interval are one unit; of each observer the
 * first of them. Returns how many units there are. */
static int32_t join_scans(Scan *scans, size_t count, int64_t within_ms)
{
    int32_t units = 0;
    for (size_t i = 0; i < count; i++) {
        if (scans[i].unit >= 0)
            continue;
        uint64_t seen = 0; /* ALPHA_MAX_OBSERVERS bits */
        for (size_t k = i; k < count && scans[k].place == scans[i].place &&
                           scans[k].at_ms - scans[i].at_ms <= within_ms;
             k++) {
            uint64_t bit = UINT64_C(1) << scans[k].observer;
            if (scans[k].unit >= 0 || (seen & bit))
                continue;
            scans[k].unit = units;
            seen |= bit;
        }
        units++;
    }
    return units;
}

static int64_t scan_distance(const Protocol *p, int32_t code)
{
    for (int32_t i = 0; i < p->sampling_count; i++)
        if (p->sampling[i].code == code && p->sampling[i].every_ms > 0)
            return p->sampling[i].every_ms / 2;
    return ALPHA_SCAN_MS;
}

static bool add_samples(AlphaWork *w, int32_t index, Err *err)
{
    Scan *scans = NULL;
    size_t count = 0;
    Values v;
    if (!gather_scans(w, index, &scans, &count, err) ||
        !begin_values(w, join_scans(scans, count, scan_distance(w->protocol, index)), &v, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)scans[i].observer * (size_t)v.units + (size_t)scans[i].unit;
        v.values[at] = scans[i].event->value;
        v.given[at] = is_told(scans[i].code, scans[i].event);
    }
    AlphaRow row = {.category = PROTOCOL_NONE, .code = index, .unit = "scans of a subject"};
    return finish_row(w, &v, ALPHA_INTERVAL, row, err);
}

static bool is_rating(const AlphaWork *w, int32_t code, int32_t category)
{
    return w->protocol->codes[code].category == category &&
           w->protocol->codes[code].kind == CODE_RATING;
}

static bool add_ratings(AlphaWork *w, int32_t category, Err *err)
{
    int32_t places = w->observers[0]->setup->subject_count + 1, codes = 0;
    for (int32_t i = 0; i < w->protocol->code_count; i++)
        codes += is_rating(w, i, category);
    Values v;
    if (codes == 0)
        return true;
    if (!begin_values(w, (int64_t)places * codes, &v, err))
        return false;
    for (int32_t i = 0, first = 0; i < w->protocol->code_count; i++) {
        if (!is_rating(w, i, category))
            continue;
        for (int32_t k = 0; k < w->count; k++)
            fill_rating(w, &v, k, i, first);
        first += places;
    }
    AlphaRow row = {.category = category, .code = PROTOCOL_NONE, .unit = "codes and subjects"};
    return finish_row(w, &v, ALPHA_ORDINAL, row, err);
}

static bool add_rows(AlphaWork *w, Err *err)
{
    for (int32_t i = 0; i < w->protocol->category_count; i++)
        if (w->protocol->categories[i].exclusive && !add_category(w, i, err))
            return false;
    for (int32_t i = 0; i < w->protocol->category_count; i++)
        if (!add_ratings(w, i, err))
            return false;
    for (int32_t i = 0; i < w->protocol->code_count; i++)
        if (w->protocol->codes[i].kind == CODE_INTERVAL && !add_samples(w, i, err))
            return false;
    return true;
}

static bool begin(AlphaObservers observers, int64_t step_ms, Arena *arena, AlphaWork *ret_work,
                  Err *err)
{
    if (observers.count < 1 || observers.count > ALPHA_MAX_OBSERVERS)
        return err_set(err, ERR_LIMIT, "%d observers: alpha takes 1 to %d", (int)observers.count,
                       ALPHA_MAX_OBSERVERS);
    if (step_ms < 1)
        return err_set(err, ERR_LIMIT, "a time unit of %lld ms: the least is 1",
                       (long long)step_ms);
    AlphaWork w = {.observers = observers.all,
                   .late_ms = observers.late_ms,
                   .count = observers.count,
                   .step_ms = step_ms,
                   .arena = arena,
                   .protocol = observers.all[0]->protocol};
    w.rows = ARENA_PUSH(arena, AlphaRow,
                        2 * (size_t)w.protocol->category_count + (size_t)w.protocol->code_count);
    if (!w.rows)
        return no_memory(err, (size_t)w.protocol->code_count);
    *ret_work = w;
    return true;
}

bool alpha_of_lessons(AlphaObservers observers, int64_t step_ms, Arena *arena,
                      const AlphaRow **ret_rows, int32_t *ret_count, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    AlphaWork w;
    if (!begin(observers, step_ms, arena, &w, err) || !add_rows(&w, err)) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_rows = w.rows;
    *ret_count = w.row_count;
    return true;
}

bool alpha_of_category(AlphaObservers observers, int32_t category, int64_t step_ms, Arena *arena,
                       Alpha *ret_alpha, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    AlphaWork w;
    bool ok = begin(observers, step_ms, arena, &w, err) && add_category(&w, category, err);
    if (ok)
        *ret_alpha = w.rows[0].alpha;
    arena_reset(arena, mark);
    return ok;
}
