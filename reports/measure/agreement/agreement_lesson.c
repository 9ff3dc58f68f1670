/* Two observations side by side: codes by key, subjects by label, time on a's clock. */
#include "reports/measure/agreement/agreement.h"

#include <string.h>

enum { CODE_LEFT_OUT = -1, CODE_UNKNOWN = -2 };

/* One of the two records. */
typedef struct Side {
    const Observation *o;
    int64_t late_ms;                    /* taken off its times */
    int32_t row_of[PROTOCOL_MAX_CODES]; /* per code: its row, CODE_LEFT_OUT or CODE_UNKNOWN */
    const int32_t *number_of;           /* per subject: its number in both */
    AgreementMark *marks;
    int64_t *lengths; /* of each mark, as far as both watched; 0 for points */
    size_t mark_count;
    AgreementState *states; /* code: the row */
    size_t state_count;
    int64_t unknown;
} Side;

typedef struct LessonWork {
    Side a, b;
    AgreementSettings settings;
    Arena *arena;
    Span *watched; /* by both */
    size_t watched_count;
    int64_t watched_ms;
    int32_t codes[PROTOCOL_MAX_CODES]; /* per row: the code of a */
    int32_t code_count;
} LessonWork;

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory to compare %zu events", count);
    return false;
}

static bool is_compared(const Code *code)
{
    return !code->built_in && code->kind != CODE_NOTE && code->kind != CODE_INTERVAL;
}

static void match_codes(LessonWork *w)
{
    const Protocol *a = w->a.o->protocol, *b = w->b.o->protocol;
    for (int32_t i = 0; i < b->code_count; i++)
        w->b.row_of[i] = is_compared(&b->codes[i]) ? CODE_UNKNOWN : CODE_LEFT_OUT;
    for (int32_t i = 0; i < a->code_count; i++) {
        w->a.row_of[i] = is_compared(&a->codes[i]) ? CODE_UNKNOWN : CODE_LEFT_OUT;
        int32_t other = protocol_find_code(b, a->codes[i].key);
        if (!is_compared(&a->codes[i]) || other < 0 || b->codes[other].kind != a->codes[i].kind ||
            b->codes[other].built_in)
            continue;
        w->codes[w->code_count] = i;
        w->a.row_of[i] = w->b.row_of[other] = w->code_count++;
    }
}

/* A subject is numbered as in a; one that a does not have, behind those. */
static bool match_subjects(LessonWork *w, Err *err)
{
    const Setup *setups[2] = {w->a.o->setup, w->b.o->setup};
    int32_t *numbers[2];
    for (int side = 0; side < 2; side++) {
        size_t count = setups[side]->subject_count > 0 ? (size_t)setups[side]->subject_count : 0;
        numbers[side] = ARENA_PUSH(w->arena, int32_t, count);
        if (!numbers[side])
            return no_memory(err, count);
        for (size_t i = 0; i < count; i++)
            numbers[side][i] = (int32_t)i;
    }
    for (int32_t i = 0; i < setups[1]->subject_count; i++) {
        int32_t known = setup_find_subject(setups[0], setups[1]->subjects[i].label);
        numbers[1][i] = known >= 0 ? known : setups[0]->subject_count + i;
    }
    w->a.number_of = numbers[0];
    w->b.number_of = numbers[1];
    return true;
}

/* ---- the time both watched ---- */

static bool find_watched(LessonWork *w, Err *err)
{
    MeasureClock clocks[2];
    if (!measure_clock_init(&clocks[0], w->a.o, w->arena, err) ||
        !measure_clock_init(&clocks[1], w->b.o, w->arena, err))
        return false;
    const int64_t late[2] = {w->a.late_ms, w->b.late_ms};
    w->watched = ARENA_PUSH(w->arena, Span, clocks[0].pause_count + clocks[1].pause_count + 1);
    if (!w->watched)
        return no_memory(err, clocks[0].pause_count + clocks[1].pause_count);
    int64_t at_ms = -late[1] > 0 ? -late[1] : 0;
    int64_t end_a = clocks[0].end_ms, end_b = clocks[1].end_ms - late[1];
    int64_t end_ms = end_a < end_b ? end_a : end_b;
    size_t next[2] = {0, 0};
    while (at_ms < end_ms) {
        int64_t until_ms = end_ms, away_ms = at_ms;
        for (int side = 0; side < 2; side++) {
            const MeasureClock *clock = &clocks[side];
            while (next[side] < clock->pause_count &&
                   clock->pauses[next[side]].stop_ms - late[side] <= at_ms)
                next[side]++;
            if (next[side] == clock->pause_count)
                continue;
            Span pause = clock->pauses[next[side]];
            if (pause.start_ms - late[side] <= at_ms && pause.stop_ms - late[side] > away_ms)
                away_ms = pause.stop_ms - late[side];
            else if (pause.start_ms - late[side] < until_ms)
                until_ms = pause.start_ms - late[side];
        }
        if (away_ms > at_ms) {
            at_ms = away_ms;
            continue;
        }
        w->watched[w->watched_count++] = (Span){at_ms, until_ms};
        w->watched_ms += until_ms - at_ms;
        at_ms = until_ms;
    }
    return true;
}

/* For times in order: at is where the last one was found. */
static bool is_watched(const LessonWork *w, int64_t at_ms, size_t *at)
{
    while (*at < w->watched_count && w->watched[*at].stop_ms <= at_ms)
        ++*at;
    return *at < w->watched_count && w->watched[*at].start_ms <= at_ms;
}

/* How much of the span both watched; from: a window that does not end before it. */
static int64_t watched_length(const LessonWork *w, Span span, size_t from)
{
    int64_t length_ms = 0;
    for (size_t i = from; i < w->watched_count && w->watched[i].start_ms < span.stop_ms; i++) {
        Span seen = w->watched[i];
        seen.start_ms = span.start_ms > seen.start_ms ? span.start_ms : seen.start_ms;
        seen.stop_ms = span.stop_ms < seen.stop_ms ? span.stop_ms : seen.stop_ms;
        length_ms += seen.stop_ms > seen.start_ms ? seen.stop_ms - seen.start_ms : 0;
    }
    return length_ms;
}

/* ---- records ---- */

static bool read_side(const LessonWork *w, Side *side, Err *err)
{
    const Observation *o = side->o;
    size_t at = 0;
    side->marks = ARENA_PUSH(w->arena, AgreementMark, o->event_count);
    side->lengths = ARENA_PUSH(w->arena, int64_t, o->event_count);
    side->states = ARENA_PUSH(w->arena, AgreementState, o->event_count);
    if (!side->marks || !side->lengths || !side->states)
        return no_memory(err, o->event_count);
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (!measure_event_counts(o, event) || side->row_of[event->code] == CODE_LEFT_OUT)
            continue;
        int32_t row = side->row_of[event->code];
        if (row == CODE_UNKNOWN) {
            side->unknown++;
            continue;
        }
        Span span = measure_event_span(o, event);
        span.start_ms -= side->late_ms;
        span.stop_ms -= side->late_ms;
        int32_t subject = measure_event_subject(o, event);
        if (is_watched(w, span.start_ms, &at)) {
            side->lengths[side->mark_count] = watched_length(w, span, at);
            side->marks[side->mark_count++] = (AgreementMark){
                span.start_ms, row, subject < 0 ? SUBJECT_NONE : side->number_of[subject]};
        }
        if (o->protocol->codes[event->code].kind == CODE_STATE)
            side->states[side->state_count++] = (AgreementState){span, row};
    }
    return true;
}

/* ---- one code ---- */

/* The marks of one code, and how long each lasted. */
typedef struct Kept {
    AgreementMark *marks;
    int64_t *lengths, total_ms;
    size_t count;
} Kept;

static bool keep_marks(const LessonWork *w, const Side *side, int32_t row, Kept *kept, Err *err)
{
    *kept = (Kept){.marks = ARENA_PUSH(w->arena, AgreementMark, side->mark_count),
                   .lengths = ARENA_PUSH(w->arena, int64_t, side->mark_count)};
    if (!kept->marks || !kept->lengths)
        return no_memory(err, side->mark_count);
    for (size_t i = 0; i < side->mark_count; i++) {
        if (side->marks[i].code != row)
            continue;
        kept->marks[kept->count] = side->marks[i];
        kept->marks[kept->count].code = 0;
        kept->lengths[kept->count++] = side->lengths[i];
        kept->total_ms += side->lengths[i];
    }
    return true;
}

static void count_in_intervals(const LessonWork *w, const Kept *kept, int32_t *counts)
{
    int64_t before_ms = 0;
    size_t at = 0;
    for (size_t i = 0; i < kept->count; i++) {
        for (; w->watched[at].stop_ms <= kept->marks[i].at_ms; at++)
            before_ms += w->watched[at].stop_ms - w->watched[at].start_ms;
        int64_t elapsed_ms = before_ms + kept->marks[i].at_ms - w->watched[at].start_ms;
        counts[elapsed_ms / w->settings.every_ms]++;
    }
}

static bool compare_counts(const LessonWork *w, const Kept *a, const Kept *b, CodeAgreement *result,
                           Err *err)
{
    int64_t intervals = (w->watched_ms + w->settings.every_ms - 1) / w->settings.every_ms;
    if (intervals > AGREEMENT_MAX_STEPS)
        return err_set(err, ERR_LIMIT, "%lld intervals of %lld ms: at most %d",
                       (long long)intervals, (long long)w->settings.every_ms, AGREEMENT_MAX_STEPS);
    size_t pairs = result->events.agreements;
    int32_t *in_a = ARENA_PUSH(w->arena, int32_t, (size_t)intervals);
    int32_t *in_b = ARENA_PUSH(w->arena, int32_t, (size_t)intervals);
    int64_t *a_ms = ARENA_PUSH(w->arena, int64_t, pairs);
    int64_t *b_ms = ARENA_PUSH(w->arena, int64_t, pairs);
    if (!in_a || !in_b || !a_ms || !b_ms)
        return no_memory(err, (size_t)intervals);
    count_in_intervals(w, a, in_a);
    count_in_intervals(w, b, in_b);
    result->counts = ioa_counts(in_a, in_b, (int32_t)intervals);
    for (size_t i = 0; i < pairs; i++) {
        a_ms[i] = a->lengths[result->events.pairs[i].a];
        b_ms[i] = b->lengths[result->events.pairs[i].b];
    }
    result->durations = ioa_durations(a_ms, b_ms, (int32_t)pairs);
    result->durations.total = ioa_durations(&a->total_ms, &b->total_ms, 1).total;
    return true;
}

/* number[row]: what the states of a row are called; -1: left out. */
static AgreementRecord keep_states(const Side *side, const int32_t *number, AgreementState *kept)
{
    size_t count = 0;
    for (size_t i = 0; i < side->state_count; i++) {
        if (number[side->states[i].code] < 0)
            continue;
        kept[count] = side->states[i];
        kept[count++].code = number[side->states[i].code];
    }
    return (AgreementRecord){kept, count};
}

static bool compare_time(const LessonWork *w, const int32_t *number, int32_t codes, int64_t step_ms,
                         TimeAgreement *ret_time, Err *err)
{
    AgreementState *a = ARENA_PUSH(w->arena, AgreementState, w->a.state_count);
    AgreementState *b = ARENA_PUSH(w->arena, AgreementState, w->b.state_count);
    if (!a || !b)
        return no_memory(err, w->a.state_count + w->b.state_count);
    return agreement_time(keep_states(&w->a, number, a), keep_states(&w->b, number, b), codes,
                          w->watched, w->watched_count, step_ms, w->arena, ret_time, err);
}

static bool compare_code(const LessonWork *w, int32_t row, CodeAgreement *result, Err *err)
{
    Kept a, b;
    int32_t number[PROTOCOL_MAX_CODES];
    for (int32_t i = 0; i < w->code_count; i++)
        number[i] = i == row ? 0 : -1;
    *result = (CodeAgreement){.code = w->codes[row]};
    result->has_time = w->a.o->protocol->codes[result->code].kind == CODE_STATE;
    return keep_marks(w, &w->a, row, &a, err) && keep_marks(w, &w->b, row, &b, err) &&
           agreement_match(a.marks, a.count, b.marks, b.count, 1, w->settings.within_ms, w->arena,
                           &result->events, err) &&
           compare_counts(w, &a, &b, result, err) &&
           (!result->has_time || compare_time(w, number, 1, 0, &result->time, err));
}

/* The rows of one exclusive category of a, or none. */
static bool compare_category(const LessonWork *w, int32_t category, CategoryAgreement *result,
                             Err *err)
{
    const Protocol *protocol = w->a.o->protocol;
    int32_t number[PROTOCOL_MAX_CODES];
    int32_t *codes = ARENA_PUSH(w->arena, int32_t, (size_t)w->code_count);
    if (!codes)
        return no_memory(err, (size_t)w->code_count);
    *result = (CategoryAgreement){.category = category, .codes = codes};
    for (int32_t row = 0; row < w->code_count; row++) {
        const Code *code = &protocol->codes[w->codes[row]];
        bool mine = code->category == category && code->kind == CODE_STATE;
        number[row] = mine ? result->code_count : -1;
        if (mine)
            codes[result->code_count++] = w->codes[row];
    }
    return result->code_count == 0 ||
           (compare_time(w, number, result->code_count, 0, &result->time, err) &&
            compare_time(w, number, result->code_count, w->settings.step_ms, &result->stepped,
                         err));
}

static bool compare_all(LessonWork *w, Agreement *result, Err *err)
{
    const Protocol *protocol = w->a.o->protocol;
    CodeAgreement *codes = ARENA_PUSH(w->arena, CodeAgreement, (size_t)w->code_count);
    CategoryAgreement *categories =
        ARENA_PUSH(w->arena, CategoryAgreement, (size_t)protocol->category_count);
    if (!codes || !categories)
        return no_memory(err, (size_t)w->code_count);
    if (!agreement_match(w->a.marks, w->a.mark_count, w->b.marks, w->b.mark_count, w->code_count,
                         w->settings.within_ms, w->arena, &result->events, err))
        return false;
    for (int32_t row = 0; row < w->code_count; row++)
        if (!compare_code(w, row, &codes[row], err))
            return false;
    for (int32_t i = 0; i < protocol->category_count; i++) {
        CategoryAgreement *category = &categories[result->category_count];
        if (!protocol->categories[i].exclusive)
            continue;
        if (!compare_category(w, i, category, err))
            return false;
        result->category_count += category->code_count > 0;
    }
    result->codes = codes;
    result->code_count = w->code_count;
    result->categories = categories;
    return true;
}

int64_t agreement_late_ms(const Observation *a, const Observation *b)
{
    int64_t ours = a->setup->started_unix_ms, theirs = b->setup->started_unix_ms;
    int64_t later = ours == 0 || theirs == 0 ? 0 : theirs - ours;
    return later < -b->end_ms || later > a->end_ms ? 0 : -later;
}

bool agreement_measure(const Observation *a, const Observation *b, AgreementSettings settings,
                       Arena *arena, Agreement *ret_agreement, Err *err)
{
    if (settings.step_ms < 1)
        return err_set(err, ERR_LIMIT, "a time unit of %lld ms: the least is 1",
                       (long long)settings.step_ms);
    if (settings.b_late_ms < -OBSERVATION_MAX_MS || settings.b_late_ms > OBSERVATION_MAX_MS)
        return err_set(err, ERR_LIMIT, "a clock that is %lld ms late: at most a thousand days",
                       (long long)settings.b_late_ms);
    if (settings.every_ms < 0)
        return err_set(err, ERR_LIMIT, "intervals of %lld ms: the least is 1",
                       (long long)settings.every_ms);
    settings.every_ms = settings.every_ms > 0 ? settings.every_ms : AGREEMENT_EVERY_MS;
    ArenaMark mark = arena_mark(arena);
    LessonWork w = {.a = {.o = a},
                    .b = {.o = b, .late_ms = settings.b_late_ms},
                    .settings = settings,
                    .arena = arena};
    Agreement result = {.settings = settings};
    match_codes(&w);
    if (!match_subjects(&w, err) || !find_watched(&w, err) || !read_side(&w, &w.a, err) ||
        !read_side(&w, &w.b, err) || !compare_all(&w, &result, err)) {
        arena_reset(arena, mark);
        return false;
    }
    result.watched_ms = w.watched_ms;
    result.unknown_a = w.a.unknown;
    result.unknown_b = w.b.unknown;
    if (result.watched_ms == 0)
        result.undefined = "undefined: the two did not watch at the same time";
    *ret_agreement = result;
    return true;
}
