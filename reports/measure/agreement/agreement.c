#include "reports/measure/agreement/agreement.h"

#include "reports/measure/sequence/expected.h"

#include <string.h>

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory to compare %zu events", count);
    return false;
}

/* ---- tables and kappa ---- */

static bool begin_table(AgreementTable *table, int64_t **ret_cells, int32_t code_count,
                        Arena *arena, Err *err)
{
    if (code_count < 0 || code_count > AGREEMENT_MAX_CODES) {
        (void)err_set(err, ERR_LIMIT, "%d codes: agreement takes at most %d", (int)code_count,
                      AGREEMENT_MAX_CODES);
        return false;
    }
    size_t size = (size_t)code_count + 1;
    *ret_cells = ARENA_PUSH(arena, int64_t, size * size);
    *table = (AgreementTable){.cells = *ret_cells, .size = code_count + 1};
    return *ret_cells || no_memory(err, size * size);
}

typedef struct Totals {
    int64_t a[AGREEMENT_MAX_CODES + 1], b[AGREEMENT_MAX_CODES + 1];
    int64_t same;
    int32_t used; /* codes that at least one used, nil left out */
} Totals;

static Totals add_up(const AgreementTable *table)
{
    Totals totals = {0};
    for (int32_t i = 0; i < table->size; i++) {
        for (int32_t j = 0; j < table->size; j++) {
            int64_t n = table->cells[(size_t)i * (size_t)table->size + (size_t)j];
            totals.a[i] += n;
            totals.b[j] += n;
            totals.same += i == j ? n : 0;
        }
    }
    for (int32_t i = 0; i + 1 < table->size; i++)
        totals.used += totals.a[i] + totals.b[i] > 0;
    return totals;
}

static const char *say_undefined(const char *why, double raw, int64_t n, const char *unit,
                                 Arena *arena)
{
    double shown = unit[0] == '\0' ? (double)n : (double)n / 1000.0;
    return arena_printf(arena, "kappa undefined: %s; raw agreement %.0f %%, n = %.*f%s", why,
                        100.0 * raw, unit[0] == '\0' ? 0 : 1, shown, unit);
}

/* unit: "" for events and time units, " s" for ms. */
static bool finish_kappa(const AgreementTable *table, const char *why, double expected,
                         const char *unit, Arena *arena, Kappa *ret_kappa, Err *err)
{
    Totals totals = add_up(table);
    Kappa kappa = {.expected = expected};
    if (table->n == 0) {
        kappa.undefined = "kappa undefined: there is nothing to compare (n = 0)";
        kappa.why = "there is nothing to compare";
        *ret_kappa = kappa;
        return true;
    }
    kappa.observed = (double)totals.same / (double)table->n;
    if (!why && expected >= 1.0)
        why = "chance alone would agree on everything";
    if (why) {
        kappa.why = why;
        kappa.undefined = say_undefined(why, kappa.observed, table->n, unit, arena);
        if (!kappa.undefined)
            return no_memory(err, (size_t)table->size);
    } else {
        kappa.kappa = (kappa.observed - expected) / (1.0 - expected);
    }
    *ret_kappa = kappa;
    return true;
}

static const char ONE_CODE[] = "both observers used one code only";

/* Every cell can occur: nil | nil is time in which nothing was on. */
static bool plain_kappa(const AgreementTable *table, const char *unit, Arena *arena, Kappa *kappa,
                        Err *err)
{
    Totals totals = add_up(table);
    double expected = 0.0, n = (double)table->n;
    const char *why = NULL;
    for (int32_t i = 0; table->n > 0 && i < table->size; i++) {
        expected += (double)totals.a[i] / n * ((double)totals.b[i] / n);
        if (totals.a[i] == table->n && totals.b[i] == table->n)
            why = i + 1 == table->size ? "neither observer recorded any" : ONE_CODE;
    }
    return finish_kappa(table, why, expected, unit, arena, kappa, err);
}

static bool event_kappa(const AgreementTable *table, Arena *arena, Kappa *kappa, Err *err)
{
    Totals totals = add_up(table);
    bool zero[AGREEMENT_MAX_CODES + 1] = {false};
    zero[table->size - 1] = true;
    Expected fit = {.settled = false};
    if (table->n == 0)
        return finish_kappa(table, NULL, 0.0, "", arena, kappa, err);
    ArenaMark mark = arena_mark(arena);
    if (!expected_fit(totals.a, totals.b, zero, table->size, arena, &fit, err))
        return false;
    double expected = 0.0;
    for (int32_t i = 0; i + 1 < table->size; i++)
        expected += expected_cell(&fit, i, i) / (double)table->n;
    arena_reset(arena, mark);
    const char *why = fit.settled ? NULL : "what chance would give did not settle";
    if (totals.used == 1)
        why = ONE_CODE;
    else if (fit.all_of >= 0)
        why = "none was noted by both";
    return finish_kappa(table, why, expected, "", arena, kappa, err);
}

/* ---- matching ---- */

/* One record in order: of one key after the other, in each by time. */
typedef struct Sorted {
    int64_t *keys;
    int64_t *at_ms;
    uint32_t *index; /* into the marks */
    size_t count;
} Sorted;

typedef struct MatchWork {
    const AgreementMark *a, *b;
    size_t a_count, b_count;
    int64_t within_ms;
    bool by_code; /* a key is code and subject; else the subject only */
    Arena *arena;
    uint32_t *of_a, *of_b; /* per mark: its partner, from 1; 0: none */
} MatchWork;

static int64_t key_of(const MatchWork *w, const AgreementMark *mark)
{
    int64_t subject = (int64_t)mark->subject + 1;
    return w->by_code ? subject * (AGREEMENT_MAX_CODES + 1) + mark->code : subject;
}

/* The marks without a partner; sorted by time and then, stable, by key. Times are
 * counted from the earliest, since a clock may be ahead and keys are not negative. */
static bool sort_marks(const MatchWork *w, const AgreementMark *marks, const uint32_t *partner,
                       size_t count, Sorted *s, Err *err)
{
    int64_t first_ms = count > 0 ? marks[0].at_ms : 0;
    for (size_t i = 1; i < count; i++)
        first_ms = marks[i].at_ms < first_ms ? marks[i].at_ms : first_ms;
    *s = (Sorted){.keys = ARENA_PUSH(w->arena, int64_t, count),
                  .at_ms = ARENA_PUSH(w->arena, int64_t, count),
                  .index = ARENA_PUSH(w->arena, uint32_t, count)};
    if (!s->keys || !s->at_ms || !s->index)
        return no_memory(err, count);
    for (size_t i = 0; i < count; i++) {
        if (partner[i] != 0)
            continue;
        s->at_ms[s->count] = marks[i].at_ms - first_ms;
        s->index[s->count++] = (uint32_t)i;
    }
    if (!measure_sort(s->at_ms, s->index, s->count, w->arena, err))
        return false;
    for (size_t i = 0; i < s->count; i++)
        s->keys[i] = key_of(w, &marks[s->index[i]]);
    if (!measure_sort(s->keys, s->index, s->count, w->arena, err))
        return false;
    for (size_t i = 0; i < s->count; i++)
        s->at_ms[i] = marks[s->index[i]].at_ms;
    return true;
}

/* On a line the best pairs never cross, so what is best for the first i of a and j of
 * b follows from shorter beginnings; of each i only the j within reach are kept. */
typedef struct Band {
    size_t low, high; /* the b within reach: [low, high) */
    size_t at;        /* of its scores: high - low + 1 of them, for j = low..high */
} Band;

typedef struct Line {
    const Sorted *a, *b;
    size_t a_first, b_first, a_count, b_count; /* of one key */
    Band *bands;
    int64_t *scores;
    int64_t worth; /* of one more pair: more than all distances together */
} Line;

static int64_t distance(const Line *l, size_t i, size_t j)
{
    int64_t apart = l->b->at_ms[l->b_first + j] - l->a->at_ms[l->a_first + i];
    return apart < 0 ? -apart : apart;
}

static bool plan_bands(Line *l, int64_t within_ms, Arena *arena, Err *err)
{
    l->bands = ARENA_PUSH(arena, Band, l->a_count);
    if (!l->bands)
        return no_memory(err, l->a_count);
    size_t low = 0, high = 0, scores = 0;
    const int64_t *b_ms = l->b->at_ms + l->b_first;
    for (size_t i = 0; i < l->a_count; i++) {
        int64_t at_ms = l->a->at_ms[l->a_first + i];
        while (low < l->b_count && b_ms[low] < at_ms - within_ms)
            low++;
        high = high < low ? low : high;
        while (high < l->b_count && b_ms[high] <= at_ms + within_ms)
            high++;
        l->bands[i] = (Band){low, high, scores};
        scores += high - low + 1;
        if (scores > AGREEMENT_MAX_PAIRS)
            return err_set(err, ERR_LIMIT,
                           "more than %d pairs of events lie within %lld ms of each other",
                           AGREEMENT_MAX_PAIRS, (long long)within_ms);
    }
    l->scores = ARENA_PUSH(arena, int64_t, scores);
    return l->scores || no_memory(err, scores);
}

/* The best score of the a before i and the first j of b. */
static int64_t score_before(const Line *l, size_t i, size_t j)
{
    if (i == 0)
        return 0;
    const Band *band = &l->bands[i - 1];
    return l->scores[band->at + (j < band->high ? j : band->high) - band->low];
}

static void fill_scores(const Line *l)
{
    for (size_t i = 0; i < l->a_count; i++) {
        const Band *band = &l->bands[i];
        for (size_t j = band->low; j <= band->high; j++) {
            int64_t *score = &l->scores[band->at + j - band->low];
            *score = score_before(l, i, j);
            if (j == band->low)
                continue;
            int64_t pair = score_before(l, i, j - 1) + l->worth - distance(l, i, j - 1);
            *score = score[-1] > *score ? score[-1] : *score;
            *score = pair > *score ? pair : *score;
        }
    }
}

static void read_pairs(const Line *l, MatchWork *w)
{
    size_t j = l->b_count;
    for (size_t i = l->a_count; i-- > 0;) {
        const Band *band = &l->bands[i];
        j = j < band->high ? j : band->high;
        const int64_t *scores = &l->scores[band->at];
        while (j > band->low && scores[j - band->low] == scores[j - band->low - 1])
            j--;
        if (j <= band->low || scores[j - band->low] == score_before(l, i, j))
            continue;
        j--;
        uint32_t a = l->a->index[l->a_first + i], b = l->b->index[l->b_first + j];
        w->of_a[a] = b + 1;
        w->of_b[b] = a + 1;
    }
}

static size_t end_of_key(const Sorted *s, size_t at, int64_t key)
{
    while (at < s->count && s->keys[at] == key)
        at++;
    return at;
}

static bool match_keys(MatchWork *w, const Sorted *a, const Sorted *b, Err *err)
{
    for (size_t i = 0, j = 0; i < a->count;) {
        int64_t key = a->keys[i];
        while (j < b->count && b->keys[j] < key)
            j++;
        size_t a_end = end_of_key(a, i, key), b_end = end_of_key(b, j, key);
        ArenaMark mark = arena_mark(w->arena);
        Line line = {.a = a,
                     .b = b,
                     .a_first = i,
                     .b_first = j,
                     .a_count = a_end - i,
                     .b_count = b_end - j,
                     .worth = (int64_t)(a_end - i + 1) * (w->within_ms + 1)};
        if (line.b_count > 0) {
            if (!plan_bands(&line, w->within_ms, w->arena, err))
                return false;
            fill_scores(&line);
            read_pairs(&line, w);
        }
        arena_reset(w->arena, mark);
        i = a_end;
        j = b_end;
    }
    return true;
}

static bool match_marks(MatchWork *w, bool by_code, Err *err)
{
    ArenaMark mark = arena_mark(w->arena);
    Sorted a, b;
    w->by_code = by_code;
    bool done = sort_marks(w, w->a, w->of_a, w->a_count, &a, err) &&
                sort_marks(w, w->b, w->of_b, w->b_count, &b, err) && match_keys(w, &a, &b, err);
    arena_reset(w->arena, mark);
    return done;
}

/* ---- what the pairs say ---- */

static bool list_pairs(const MatchWork *w, EventAgreement *result, Err *err)
{
    AgreementPair *pairs = ARENA_PUSH(w->arena, AgreementPair, w->a_count);
    ArenaMark mark = arena_mark(w->arena);
    int64_t *at_ms = ARENA_PUSH(w->arena, int64_t, w->a_count);
    uint32_t *order = ARENA_PUSH(w->arena, uint32_t, w->a_count);
    double *offsets = ARENA_PUSH(w->arena, double, w->a_count);
    if (!pairs || !at_ms || !order || !offsets)
        return no_memory(err, w->a_count);
    size_t count = 0;
    int64_t first_ms = w->a_count > 0 ? w->a[0].at_ms : 0;
    for (size_t i = 1; i < w->a_count; i++)
        first_ms = w->a[i].at_ms < first_ms ? w->a[i].at_ms : first_ms;
    for (size_t i = 0; i < w->a_count; i++) {
        if (w->of_a[i] == 0)
            continue;
        at_ms[count] = w->a[i].at_ms - first_ms;
        order[count++] = (uint32_t)i;
    }
    if (!measure_sort(at_ms, order, count, w->arena, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        pairs[i] = (AgreementPair){order[i], w->of_a[order[i]] - 1};
        offsets[i] = (double)(w->b[pairs[i].b].at_ms - w->a[pairs[i].a].at_ms) / 1000.0;
    }
    result->offset_s = measure_spread(offsets, count);
    if (count == 0)
        result->offset_s.undefined = "undefined: nothing was noted by both";
    arena_reset(w->arena, mark);
    result->pairs = pairs;
    result->agreements = count;
    result->omissions = (int64_t)(w->a_count - count);
    result->commissions = (int64_t)(w->b_count - count);
    result->raw =
        measure_proportion((int64_t)count, (int64_t)(w->a_count + w->b_count) - (int64_t)count);
    if (result->raw.undefined)
        result->raw.undefined = "undefined: neither observer noted any";
    return true;
}

static void fill_table(const MatchWork *w, AgreementTable *table, int64_t *cells)
{
    size_t nil = (size_t)table->size - 1, size = (size_t)table->size;
    for (size_t i = 0; i < w->a_count; i++) {
        size_t other = w->of_a[i] == 0 ? nil : (size_t)w->b[w->of_a[i] - 1].code;
        cells[(size_t)w->a[i].code * size + other]++;
        table->n++;
    }
    for (size_t i = 0; i < w->b_count; i++) {
        if (w->of_b[i] != 0)
            continue;
        cells[nil * size + (size_t)w->b[i].code]++;
        table->n++;
    }
}

bool agreement_match(const AgreementMark *a, size_t a_count, const AgreementMark *b, size_t b_count,
                     int32_t code_count, int64_t within_ms, Arena *arena,
                     EventAgreement *ret_agreement, Err *err)
{
    if (within_ms < 0 || within_ms > AGREEMENT_MAX_WITHIN_MS)
        return err_set(err, ERR_LIMIT, "events within %lld ms: from 0 to %d can be matched",
                       (long long)within_ms, AGREEMENT_MAX_WITHIN_MS);
    ArenaMark mark = arena_mark(arena);
    EventAgreement result = {.within_ms = within_ms};
    int64_t *cells;
    MatchWork w = {.a = a,
                   .b = b,
                   .a_count = a_count,
                   .b_count = b_count,
                   .within_ms = within_ms,
                   .arena = arena,
                   .of_a = ARENA_PUSH(arena, uint32_t, a_count),
                   .of_b = ARENA_PUSH(arena, uint32_t, b_count)};
    bool done = (w.of_a && w.of_b) || no_memory(err, a_count + b_count);
    done = done && begin_table(&result.table, &cells, code_count, arena, err) &&
           match_marks(&w, true, err) && list_pairs(&w, &result, err) &&
           match_marks(&w, false, err);
    if (done) {
        fill_table(&w, &result.table, cells);
        done = event_kappa(&result.table, arena, &result.kappa, err);
    }
    if (!done) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_agreement = result;
    return true;
}

/* ---- second by second ---- */

/* States one after the other; behind the last: nothing, for ever. */
typedef struct Reader {
    AgreementState *states;
    size_t count, next;
} Reader;

static bool flatten(AgreementRecord record, Reader *r, Arena *arena, Err *err)
{
    *r = (Reader){.states = ARENA_PUSH(arena, AgreementState, record.count)};
    if (!r->states)
        return no_memory(err, record.count);
    for (size_t i = 0; i < record.count; i++) {
        AgreementState state = record.states[i];
        AgreementState *last = r->count > 0 ? &r->states[r->count - 1] : NULL;
        if (state.span.stop_ms <= state.span.start_ms)
            continue;
        if (last && last->code == state.code && last->span.stop_ms >= state.span.start_ms) {
            if (state.span.stop_ms > last->span.stop_ms)
                last->span.stop_ms = state.span.stop_ms;
            continue;
        }
        if (last && last->span.stop_ms > state.span.start_ms)
            last->span.stop_ms = state.span.start_ms;
        r->states[r->count++] = state;
    }
    return true;
}

/* What is on at a time that never goes back, and until when it stays so. */
static int32_t read_state(Reader *r, int64_t at_ms, int32_t nil, int64_t *until_ms)
{
    while (r->next < r->count && r->states[r->next].span.stop_ms <= at_ms)
        r->next++;
    int64_t change_ms = INT64_MAX;
    int32_t code = nil;
    if (r->next < r->count) {
        const AgreementState *state = &r->states[r->next];
        bool on = state->span.start_ms <= at_ms;
        code = on ? state->code : nil;
        change_ms = on ? state->span.stop_ms : state->span.start_ms;
    }
    *until_ms = change_ms < *until_ms ? change_ms : *until_ms;
    return code;
}

bool agreement_time(AgreementRecord a, AgreementRecord b, int32_t code_count, const Span *watched,
                    size_t watched_count, int64_t step_ms, Arena *arena,
                    TimeAgreement *ret_agreement, Err *err)
{
    int64_t whole_ms =
        watched_count > 0 ? watched[watched_count - 1].stop_ms - watched[0].start_ms : 0;
    if (step_ms < 0 || (step_ms > 0 && whole_ms / step_ms >= AGREEMENT_MAX_STEPS))
        return err_set(err, ERR_LIMIT, "a time unit of %lld ms in %lld ms: at most %d can be read",
                       (long long)step_ms, (long long)whole_ms, AGREEMENT_MAX_STEPS);
    ArenaMark mark = arena_mark(arena);
    TimeAgreement result = {.step_ms = step_ms};
    Reader from_a, from_b;
    int64_t *cells;
    if (!begin_table(&result.table, &cells, code_count, arena, err) ||
        !flatten(a, &from_a, arena, err) || !flatten(b, &from_b, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    for (size_t i = 0; i < watched_count; i++) {
        int64_t at_ms = watched[i].start_ms;
        if (step_ms > 0) /* on the grid of the first moment */
            at_ms += (step_ms - (at_ms - watched[0].start_ms) % step_ms) % step_ms;
        while (at_ms < watched[i].stop_ms) {
            int64_t until_ms = watched[i].stop_ms;
            int32_t row = read_state(&from_a, at_ms, code_count, &until_ms);
            int32_t column = read_state(&from_b, at_ms, code_count, &until_ms);
            int64_t weight = step_ms > 0 ? 1 : until_ms - at_ms;
            cells[(size_t)row * (size_t)result.table.size + (size_t)column] += weight;
            result.table.n += weight;
            at_ms = step_ms > 0 ? at_ms + step_ms : until_ms;
        }
    }
    if (!plain_kappa(&result.table, step_ms > 0 ? "" : " s", arena, &result.kappa, err)) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_agreement = result;
    return true;
}

/* ---- on a grid ---- */

static void mark_cells(const int64_t *at_ms, size_t count, int64_t first_ms, int64_t step_ms,
                       uint8_t *marks, int64_t cells, uint8_t mark)
{
    for (size_t i = 0; i < count; i++) {
        int64_t cell = (2 * (at_ms[i] - first_ms) + step_ms) / (2 * step_ms);
        if (cell < cells)
            marks[cell] |= mark;
    }
}

bool agreement_grid(const int64_t *a_ms, size_t a_count, const int64_t *b_ms, size_t b_count,
                    int64_t step_ms, Arena *arena, GridAgreement *ret_agreement, Err *err)
{
    int64_t first_ms = INT64_MAX, last_ms = INT64_MIN;
    for (size_t i = 0; i < a_count + b_count; i++) {
        int64_t at_ms = i < a_count ? a_ms[i] : b_ms[i - a_count];
        first_ms = at_ms < first_ms ? at_ms : first_ms;
        last_ms = at_ms > last_ms ? at_ms : last_ms;
    }
    bool any = a_count + b_count > 0;
    if (step_ms < 1 || (any && (last_ms - first_ms) / step_ms >= AGREEMENT_MAX_STEPS))
        return err_set(err, ERR_LIMIT, "a grid of %lld ms: from 1 ms, and at most %d cells",
                       (long long)step_ms, AGREEMENT_MAX_STEPS);
    GridAgreement result = {.step_ms = step_ms};
    result.n = any ? (last_ms - first_ms + step_ms - 1) / step_ms : 0;
    result.n = any && result.n == 0 ? 1 : result.n; /* all at one moment */
    ArenaMark mark = arena_mark(arena);
    uint8_t *marks = ARENA_PUSH(arena, uint8_t, (size_t)result.n);
    if (!marks)
        return no_memory(err, (size_t)result.n);
    mark_cells(a_ms, a_count, first_ms, step_ms, marks, result.n, 1);
    mark_cells(b_ms, b_count, first_ms, step_ms, marks, result.n, 2);
    for (int64_t i = 0; i < result.n; i++)
        result.cells[marks[i] & 1][marks[i] >> 1 & 1]++;
    arena_reset(arena, mark);
    const int64_t cells[4] = {result.cells[1][1], result.cells[1][0], result.cells[0][1],
                              result.cells[0][0]};
    AgreementTable table = {.cells = cells, .size = 2, .n = result.n};
    if (!plain_kappa(&table, "", arena, &result.kappa, err))
        return false;
    *ret_agreement = result;
    return true;
}
