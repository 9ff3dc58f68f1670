#include "reports/measure/measure.h"

#include <math.h>
#include <string.h>

static const char WILSON[] = "Wilson 95 %";

Proportion measure_proportion(int64_t k, int64_t n)
{
    if (n <= 0)
        return (Proportion){.k = k, .n = n, .undefined = "undefined: nothing to count (n = 0)"};
    const double z = 1.959964, z2 = z * z;
    double count = (double)n, p = (double)k / count;
    double centre = p + z2 / (2.0 * count);
    double half = z * sqrt(p * (1.0 - p) / count + z2 / (4.0 * count * count));
    double scale = 1.0 + z2 / count;
    Proportion proportion = {.k = k, .n = n, .share = p, .has_interval = true, .interval = WILSON};
    /* At k = 0 and k = n a bound is 0 or 1 exactly; rounding must not say else. */
    proportion.low = k == 0 ? 0.0 : (centre - half) / scale;
    proportion.high = k == n ? 1.0 : (centre + half) / scale;
    return proportion;
}

/* ---- spreads ---- */

/* Brings the values below the bound (or equal to it, too) to the front of [low,
 * high); returns where they end. Without a branch to guess: each value is written
 * either way. */
static size_t part(double *values, size_t low, size_t high, double bound, bool or_equal)
{
    size_t front = low;
    for (size_t at = low; at < high; at++) {
        double value = values[at];
        values[at] = values[front];
        values[front] = value;
        front += or_equal ? value <= bound : value < bound;
    }
    return front;
}

/* Puts the k-th smallest at values[k], smaller or equal ones before it, larger
 * or equal ones behind; it is known to be in [low, high). Hoare's selection with
 * equal values set apart, so that they cost nothing; the pivot is drawn, so that no
 * order is a bad one. */
static void select_value(double *values, size_t low, size_t high, size_t k)
{
    uint32_t draw = 2463534242U;
    while (high - low > 1) {
        draw ^= draw << 13, draw ^= draw >> 17, draw ^= draw << 5;
        double pivot = values[low + draw % (high - low)];
        size_t less = part(values, low, high, pivot, false);
        if (k < less) {
            high = less;
            continue;
        }
        low = part(values, less, high, pivot, true);
        if (k < low)
            return;
    }
}

/* Type 7: h = (count - 1) p, between the order statistics around h, which are in
 * [low, high], or low is followed by nothing. */
static double quantile(double *values, size_t count, double p, size_t low, size_t high)
{
    double h = (double)(count - 1) * p;
    size_t below = (size_t)h;
    select_value(values, low, high, below);
    if (below + 1 >= count || h <= (double)below)
        return values[below];
    double next = values[below + 1];
    for (size_t i = below + 2; i < high; i++)
        next = values[i] < next ? values[i] : next;
    return values[below] + (h - (double)below) * (next - values[below]);
}

Spread measure_spread(double *values, size_t count)
{
    if (count == 0)
        return (Spread){.undefined = "undefined: there are no values (n = 0)",
                        .sd_undefined = "undefined: there are no values (n = 0)"};
    Spread s = {.n = (int64_t)count, .min = values[0], .max = values[0]};
    for (size_t i = 0; i < count; i++) {
        s.min = values[i] < s.min ? values[i] : s.min;
        s.max = values[i] > s.max ? values[i] : s.max;
        s.total += values[i];
    }
    s.mean = s.total / (double)count;
    double squares = 0.0;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - s.mean) * (values[i] - s.mean);
    if (count < 2)
        s.sd_undefined = "undefined: one value has no standard deviation";
    else
        s.sd = sqrt(squares / (double)(count - 1));
    /* The median parts the values: the quartiles are looked for in one half each. */
    size_t middle = (count - 1) / 2;
    s.median = quantile(values, count, 0.5, 0, count);
    s.q1 = quantile(values, count, 0.25, 0, middle + 1);
    s.q3 = quantile(values, count, 0.75, middle, count);
    return s;
}

/* ---- events ---- */

static uint8_t find_lists(const Code *code)
{
    uint32_t senses = code->senses;
    return (uint8_t)(((senses & SENSE_TALK) != 0) << LIST_TALK |
                     ((senses & SENSE_PHASE) != 0) << LIST_PHASE |
                     ((senses & SENSE_QUESTION) != 0) << LIST_QUESTION |
                     ((senses & (SENSE_FRAME | SENSE_UNHEARD)) != 0) << LIST_FRAME |
                     (code->kind == CODE_INTERVAL) << LIST_SAMPLE);
}

bool measure_index_init(MeasureIndex *index, const Observation *o, Arena *arena, Err *err)
{
    uint8_t of_code[PROTOCOL_MAX_CODES];
    size_t seen[1 << LIST_COUNT] = {0};
    for (int32_t i = 0; i < o->protocol->code_count; i++)
        of_code[i] = find_lists(&o->protocol->codes[i]);
    ArenaMark mark = arena_mark(arena);
    uint8_t *lists = ARENA_PUSH(arena, uint8_t, o->event_count);
    if (!lists)
        return err_set(err, ERR_LIMIT, "not enough memory to measure %zu events", o->event_count);
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        lists[i] = measure_event_counts(o, event) ? of_code[event->code] : 0;
        seen[lists[i]]++;
    }
    uint32_t *events[LIST_COUNT];
    *index = (MeasureIndex){0};
    for (unsigned list = 0; list < LIST_COUNT; list++) {
        size_t count = 0;
        for (size_t set = 0; set < 1 << LIST_COUNT; set++)
            count += (set >> list & 1) != 0 ? seen[set] : 0;
        events[list] = ARENA_PUSH(arena, uint32_t, count);
        index->events[list] = events[list];
        if (!events[list]) {
            arena_reset(arena, mark);
            return err_set(err, ERR_LIMIT, "not enough memory to measure %zu events", count);
        }
    }
    for (size_t i = 0; i < o->event_count; i++)
        for (unsigned list = 0, left = lists[i]; left != 0; list++, left >>= 1)
            if (left & 1)
                events[list][index->count[list]++] = (uint32_t)i;
    return true;
}

/* ---- observed time ---- */

static bool is_away(const Observation *o, const ObsEvent *event, int32_t subject)
{
    uint32_t senses = measure_event_senses(o, event);
    return (senses & SENSE_PAUSE) != 0 ||
           ((senses & SENSE_ABSENT) != 0 && subject != SUBJECT_NONE && event->subject == subject);
}

/* Time of the span outside pauses and, of a subject, absences: events come in
 * order of start, so what they cover together is one sweep. */
static int64_t time_outside(const Observation *o, Span span, int32_t subject)
{
    if (span.start_ms < 0)
        span.start_ms = 0;
    if (span.stop_ms > o->end_ms)
        span.stop_ms = o->end_ms;
    if (span.stop_ms <= span.start_ms)
        return 0;
    int64_t covered_to = span.start_ms, outside = span.stop_ms - span.start_ms;
    for (size_t i = 0; i < o->event_count; i++) {
        if (!is_away(o, &o->events[i], subject))
            continue;
        Span away = measure_event_span(o, &o->events[i]);
        if (away.start_ms < covered_to)
            away.start_ms = covered_to;
        if (away.stop_ms > span.stop_ms)
            away.stop_ms = span.stop_ms;
        if (away.stop_ms <= away.start_ms)
            continue;
        outside -= away.stop_ms - away.start_ms;
        covered_to = away.stop_ms;
    }
    return outside;
}

int64_t measure_observed_ms(const Observation *o)
{
    return time_outside(o, (Span){0, o->end_ms}, SUBJECT_NONE);
}

int64_t measure_unpaused_ms(const Observation *o, Span span)
{
    return time_outside(o, span, SUBJECT_NONE);
}

int64_t measure_present_ms(const Observation *o, int32_t subject)
{
    return measure_is_pupil(o, subject) ? time_outside(o, (Span){0, o->end_ms}, subject) : 0;
}

const char *measure_person(const Setup *setup, int32_t subject, Arena *arena)
{
    char lesson[UUID_TEXT_SIZE] = "";
    if (!*setup->class_name)
        uuid_format(setup->id, lesson);
    return arena_printf(arena, "%s\x1f%s\x1f%s", lesson, setup->class_name,
                        setup->subjects[subject].label);
}

int32_t measure_roster_count(const Observation *o)
{
    int32_t count = 0;
    for (int32_t i = 0; i < o->setup->subject_count; i++)
        count += measure_is_pupil(o, i);
    return count;
}

/* Present unless every observed moment was an absence; when nothing was observed,
 * unless the set-up says absent. */
static bool is_present(const Observation *o, int32_t subject, int64_t present_ms,
                       int64_t observed_ms)
{
    return measure_is_pupil(o, subject) &&
           (observed_ms > 0 ? present_ms > 0 : !o->setup->subjects[subject].absent);
}

int32_t measure_present_count(const Observation *o)
{
    int64_t observed_ms = measure_observed_ms(o);
    int32_t count = 0;
    for (int32_t i = 0; i < o->setup->subject_count; i++)
        count += is_present(o, i, measure_present_ms(o, i), observed_ms);
    return count;
}

bool measure_clock_init(MeasureClock *clock, const Observation *o, Arena *arena, Err *err)
{
    size_t count = 0;
    for (size_t i = 0; i < o->event_count; i++)
        count += (measure_event_senses(o, &o->events[i]) & SENSE_PAUSE) != 0;
    ArenaMark mark = arena_mark(arena);
    Span *pauses = ARENA_PUSH(arena, Span, count);
    int64_t *before = ARENA_PUSH(arena, int64_t, count);
    if (!pauses || !before) {
        arena_reset(arena, mark);
        return err_set(err, ERR_LIMIT, "not enough memory to measure %zu pauses", count);
    }
    size_t joined = 0;
    int64_t paused = 0, to = 0;
    for (size_t i = 0; count > 0 && i < o->event_count; i++) {
        if ((measure_event_senses(o, &o->events[i]) & SENSE_PAUSE) == 0)
            continue;
        Span span = measure_event_span(o, &o->events[i]);
        if (span.start_ms < to)
            span.start_ms = to;
        if (span.stop_ms <= span.start_ms)
            continue;
        if (joined > 0 && span.start_ms == to) {
            pauses[joined - 1].stop_ms = span.stop_ms;
        } else {
            pauses[joined] = span;
            before[joined++] = paused;
        }
        paused += span.stop_ms - span.start_ms;
        to = span.stop_ms;
    }
    *clock = (MeasureClock){.pauses = pauses,
                            .paused_before = before,
                            .pause_count = joined,
                            .end_ms = o->end_ms,
                            .observed_ms = o->end_ms - paused};
    return true;
}

/* How many pauses start before the time. */
static size_t pauses_before(const MeasureClock *clock, int64_t at_ms)
{
    size_t low = 0, high = clock->pause_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (clock->pauses[middle].start_ms < at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of the first `after` pauses, up to a time that is not before the last of them. */
static int64_t paused_until(const MeasureClock *clock, size_t after, int64_t at_ms)
{
    if (after == 0)
        return 0;
    Span last = clock->pauses[after - 1];
    int64_t to = at_ms < last.stop_ms ? at_ms : last.stop_ms;
    return clock->paused_before[after - 1] + to - last.start_ms;
}

int64_t measure_clock_cut(const MeasureClock *clock, Span span)
{
    int64_t length = span.stop_ms - span.start_ms;
    size_t after = pauses_before(clock, span.stop_ms);
    if (after == 0 || clock->pauses[after - 1].stop_ms <= span.start_ms)
        return length;
    return length - (paused_until(clock, after, span.stop_ms) -
                     paused_until(clock, pauses_before(clock, span.start_ms), span.start_ms));
}

bool measure_clock_broken(const MeasureClock *clock, Span span)
{
    size_t after = pauses_before(clock, span.stop_ms);
    return after > 0 && clock->pauses[after - 1].stop_ms > span.start_ms;
}

bool measure_roster_init(Roster *roster, const Observation *o, const MeasureClock *clock,
                         Arena *arena, Err *err)
{
    size_t count = o->setup->subject_count > 0 ? (size_t)o->setup->subject_count : 0;
    ArenaMark mark = arena_mark(arena);
    int64_t *present_ms = ARENA_PUSH(arena, int64_t, count);
    bool *here = ARENA_PUSH(arena, bool, count);
    int32_t *present = ARENA_PUSH(arena, int32_t, count);
    ArenaMark results = arena_mark(arena);
    int64_t *covered_to = ARENA_PUSH(arena, int64_t, count);
    if (!present_ms || !here || !present || !covered_to) {
        arena_reset(arena, mark);
        return err_set(err, ERR_LIMIT, "not enough memory to measure %zu subjects", count);
    }
    *roster = (Roster){.present_ms = present_ms, .is_present = here, .present = present};
    for (size_t i = 0; i < count; i++)
        present_ms[i] = measure_is_pupil(o, (int32_t)i) ? clock->observed_ms : 0;
    for (size_t i = 0; i < o->event_count; i++) {
        if ((measure_event_senses(o, &o->events[i]) & SENSE_ABSENT) == 0 ||
            !measure_is_pupil(o, o->events[i].subject))
            continue;
        Span span = measure_event_span(o, &o->events[i]);
        int64_t *to = &covered_to[o->events[i].subject];
        if (span.start_ms < *to)
            span.start_ms = *to;
        present_ms[o->events[i].subject] -= measure_clock_length(clock, span);
        *to = span.stop_ms > *to ? span.stop_ms : *to;
    }
    for (size_t i = 0; i < count; i++) {
        here[i] = is_present(o, (int32_t)i, present_ms[i], clock->observed_ms);
        roster->roster_count += measure_is_pupil(o, (int32_t)i);
        if (!here[i])
            continue;
        present[roster->present_count++] = (int32_t)i;
        roster->student_ms += present_ms[i];
    }
    arena_reset(arena, results);
    return true;
}

/* ---- order ---- */

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS, KEY_DIGITS = 64 / DIGIT_BITS };

static bool is_sorted(const int64_t *keys, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (keys[i - 1] > keys[i])
            return false;
    return true;
}

/* Radix sort from the lowest digit; a digit that all keys share is skipped. */
bool measure_sort(int64_t *keys, uint32_t *values, size_t count, Arena *arena, Err *err)
{
    if (is_sorted(keys, count))
        return true;
    ArenaMark mark = arena_mark(arena);
    int64_t *other_keys = ARENA_PUSH(arena, int64_t, count);
    uint32_t *other_values = ARENA_PUSH(arena, uint32_t, values ? count : 0);
    if (!other_keys || !other_values) {
        arena_reset(arena, mark);
        return err_set(err, ERR_LIMIT, "not enough memory to sort %zu times", count);
    }
    for (int digit = 0; digit < KEY_DIGITS; digit++) {
        size_t at[DIGITS] = {0};
        for (size_t i = 0; i < count; i++)
            at[(uint64_t)keys[i] >> (digit * DIGIT_BITS) & (DIGITS - 1)]++;
        if (at[(uint64_t)keys[0] >> (digit * DIGIT_BITS) & (DIGITS - 1)] == count)
            continue;
        for (size_t i = 0, sum = 0; i < DIGITS; i++) {
            size_t here = at[i];
            at[i] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++) {
            size_t to = at[(uint64_t)keys[i] >> (digit * DIGIT_BITS) & (DIGITS - 1)]++;
            other_keys[to] = keys[i];
            if (values)
                other_values[to] = values[i];
        }
        memcpy(keys, other_keys, count * sizeof *keys);
        if (values)
            memcpy(values, other_values, count * sizeof *values);
    }
    arena_reset(arena, mark);
    return true;
}
