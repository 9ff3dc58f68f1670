#include "reports/measure/agreement/alpha.h"

#include <stdlib.h>

typedef struct AlphaWork {
    const AlphaValues *in;
    int32_t *distinct; /* ascending */
    int32_t count;
    double *together; /* [value][value]: coincidences */
    double *of;       /* per value: how many of it are pairable */
    double *below;    /* per value: how many pairable are smaller */
} AlphaWork;

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory for alpha over %zu values", count);
    return false;
}

static size_t at(const AlphaWork *w, int32_t observer, int32_t unit)
{
    return (size_t)observer * (size_t)w->in->unit_count + (size_t)unit;
}

static int32_t count_given(const AlphaWork *w, int32_t unit)
{
    int32_t given = 0;
    for (int32_t i = 0; i < w->in->observer_count; i++)
        given += w->in->given[at(w, i, unit)];
    return given;
}

static int compare(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static int32_t index_of(const AlphaWork *w, int32_t value)
{
    const int32_t *found =
        bsearch(&value, w->distinct, (size_t)w->count, sizeof *w->distinct, compare);
    return (int32_t)(found - w->distinct);
}

/* The values of units that have two or more. */
static bool find_values(AlphaWork *w, Alpha *alpha, Arena *arena, Err *err)
{
    size_t cells = (size_t)w->in->observer_count * (size_t)w->in->unit_count, count = 0;
    w->distinct = ARENA_PUSH(arena, int32_t, cells);
    if (!w->distinct)
        return no_memory(err, cells);
    for (int32_t unit = 0; unit < w->in->unit_count; unit++) {
        bool kept = count_given(w, unit) >= 2;
        alpha->units += kept;
        alpha->dropped += !kept;
        for (int32_t i = 0; kept && i < w->in->observer_count; i++)
            if (w->in->given[at(w, i, unit)])
                w->distinct[count++] = w->in->values[at(w, i, unit)];
    }
    alpha->pairable = (int64_t)count;
    if (count > 0)
        qsort(w->distinct, count, sizeof *w->distinct, compare);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || w->distinct[i] != w->distinct[kept - 1])
            w->distinct[kept++] = w->distinct[i];
    if (kept > ALPHA_MAX_VALUES)
        return err_set(err, ERR_LIMIT, "%zu different values: alpha takes at most %d", kept,
                       ALPHA_MAX_VALUES);
    w->count = alpha->values = (int32_t)kept;
    w->together = ARENA_PUSH(arena, double, kept *kept);
    w->of = ARENA_PUSH(arena, double, kept);
    w->below = ARENA_PUSH(arena, double, kept);
    return (w->together && w->of && w->below) || no_memory(err, kept * kept);
}

/* Every pair of values of a unit by two observers, both ways round, weighs 1 / (m -
 * 1) where m observers gave one. */
static void count_together(AlphaWork *w)
{
    for (int32_t unit = 0; unit < w->in->unit_count; unit++) {
        int32_t given = count_given(w, unit);
        for (int32_t i = 0; given >= 2 && i < w->in->observer_count; i++) {
            if (!w->in->given[at(w, i, unit)])
                continue;
            int32_t one = index_of(w, w->in->values[at(w, i, unit)]);
            w->of[one] += 1.0;
            for (int32_t j = 0; j < w->in->observer_count; j++) {
                if (j == i || !w->in->given[at(w, j, unit)])
                    continue;
                int32_t other = index_of(w, w->in->values[at(w, j, unit)]);
                w->together[(size_t)one * (size_t)w->count + (size_t)other] += 1.0 / (given - 1);
            }
        }
    }
    for (int32_t i = 1; i < w->count; i++)
        w->below[i] = w->below[i - 1] + w->of[i - 1];
}

static double distance(const AlphaWork *w, AlphaMetric metric, int32_t c, int32_t k)
{
    double apart = 1.0; /* c < k */
    if (metric == ALPHA_INTERVAL)
        apart = (double)w->distinct[k] - (double)w->distinct[c];
    else if (metric == ALPHA_ORDINAL)
        apart = w->below[k] + w->of[k] - w->below[c] - (w->of[c] + w->of[k]) / 2.0;
    return apart * apart;
}

bool alpha_measure(const AlphaValues *values, AlphaMetric metric, Arena *arena, Alpha *ret_alpha,
                   Err *err)
{
    ArenaMark mark = arena_mark(arena);
    AlphaWork w = {.in = values};
    Alpha alpha = {.metric = metric};
    if (!find_values(&w, &alpha, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    count_together(&w);
    double observed = 0.0, expected = 0.0, n = (double)alpha.pairable;
    for (int32_t c = 0; c < w.count; c++) {
        for (int32_t k = c + 1; k < w.count; k++) {
            double apart = distance(&w, metric, c, k);
            observed += 2.0 * apart * w.together[(size_t)c * (size_t)w.count + (size_t)k];
            expected += 2.0 * apart * w.of[c] * w.of[k];
        }
    }
    arena_reset(arena, mark);
    if (alpha.pairable == 0) {
        alpha.undefined = "alpha undefined: no unit has values of two observers";
    } else if (alpha.values == 1) {
        alpha.undefined = "alpha undefined: all observers gave one and the same value";
    } else {
        alpha.observed = observed / n;
        alpha.expected = expected / (n * (n - 1.0));
        alpha.alpha = 1.0 - alpha.observed / alpha.expected;
    }
    *ret_alpha = alpha;
    return true;
}
