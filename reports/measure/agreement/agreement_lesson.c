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

static bool find_watched(LessonWork *w, int64_t *ret_ms, Err *err)
{
    MeasureClock clocks[2];
    if (!measure_clock_init(&clocks[0], w->a.o, w->arena, err) ||
        !measure_clock_init(&clocks[1], w->b.o, w->arena, err))
        return false;
    const int64_t late[2] = {w->a.late_ms, w->b.late_ms};
    w->watched = ARENA_PUSH(w->arena, Span, clocks[0].pause_count + clocks[1].pause_count + 1);
    if (!w->watched)
        return no_memory(err, clocks[0].pause_count + clocks[1].pause_count);
    int64_t at_ms = -late[1] > 0 ? -late[1] : 0, watched_ms = 0;
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
        watched_ms += until_ms - at_ms;
        at_ms = until_ms;
    }
    *ret_ms = watched_ms;
    return true;
}

/* For times in order: at is where the last one was found. */
static bool is_watched(const LessonWork *w, int64_t at_ms, size_t *at)
{
    while (*at < w->watched_count && w->watched[*at].stop_ms <= at_ms)
        ++*at;
    return *at < w->watched_count && w->watched[*at].start_ms <= at_ms;
}

/* ---- records ---- */

static bool read_side(const LessonWork *w, Side *side, Err *err)
{
    const Observation *o = side->o;
    size_t at = 0;
    side->marks = ARENA_PUSH(w->arena, AgreementMark, o->event_count);
    side->states = ARENA_PUSH(w->arena, AgreementState, o->event_count);
    if (!side->marks || !side->states)
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
        if (is_watched(w, span.start_ms, &at))
            side->marks[side->mark_count++] = (AgreementMark){
                span.start_ms, row, subject < 0 ? SUBJECT_NONE : side->number_of[subject]};
        if (o->protocol->codes[event->code].kind == CODE_STATE)
            side->states[side->state_count++] = (AgreementState){span, row};
    }
    return true;
}

/* ---- one code ---- */

static size_t keep_marks(const Side *side, int32_t row, AgreementMark *kept)
{
    size_t count = 0;
    for (size_t i = 0; i < side->mark_count; i++) {
        if (side->marks[i].code != row)
            continue;
        kept[count] = side->marks[i];
        kept[count++].code = 0;
    }
    return count;
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
    AgreementMark *a = ARENA_PUSH(w->arena, AgreementMark, w->a.mark_count);
    AgreementMark *b = ARENA_PUSH(w->arena, AgreementMark, w->b.mark_count);
    if (!a || !b)
        return no_memory(err, w->a.mark_count + w->b.mark_count);
    int32_t number[PROTOCOL_MAX_CODES];
    for (int32_t i = 0; i < w->code_count; i++)
        number[i] = i == row ? 0 : -1;
    *result = (CodeAgreement){.code = w->codes[row]};
    result->has_time = w->a.o->protocol->codes[result->code].kind == CODE_STATE;
    return agreement_match(a, keep_marks(&w->a, row, a), b, keep_marks(&w->b, row, b), 1,
                           w->settings.within_ms, w->arena, &result->events, err) &&
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

bool agreement_measure(const Observation *a, const Observation *b, AgreementSettings settings,
                       Arena *arena, Agreement *ret_agreement, Err *err)
{
    if (settings.step_ms < 1)
        return err_set(err, ERR_LIMIT, "a time unit of %lld ms: the least is 1",
                       (long long)settings.step_ms);
    if (settings.b_late_ms < -OBSERVATION_MAX_MS || settings.b_late_ms > OBSERVATION_MAX_MS)
        return err_set(err, ERR_LIMIT, "a clock that is %lld ms late: at most a thousand days",
                       (long long)settings.b_late_ms);
    ArenaMark mark = arena_mark(arena);
    LessonWork w = {.a = {.o = a},
                    .b = {.o = b, .late_ms = settings.b_late_ms},
                    .settings = settings,
                    .arena = arena};
    Agreement result = {.settings = settings};
    match_codes(&w);
    if (!match_subjects(&w, err) || !find_watched(&w, &result.watched_ms, err) ||
        !read_side(&w, &w.a, err) || !read_side(&w, &w.b, err) || !compare_all(&w, &result, err)) {
        arena_reset(arena, mark);
        return false;
    }
    result.unknown_a = w.a.unknown;
    result.unknown_b = w.b.unknown;
    if (result.watched_ms == 0)
        result.undefined = "undefined: the two did not watch at the same time";
    *ret_agreement = result;
    return true;
}
