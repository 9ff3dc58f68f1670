/* Bootstrap over pupils. Resamples are worked on MEASURE_LANES at a time, so that
 * the sums of a block stay in registers and the whole matrix is read once. */
#include "reports/measure/measure.h"

#include <math.h>
#include <string.h>

enum { BLOCKS = MEASURE_RESAMPLES / MEASURE_LANES, BINS = 512, FEW = 24, MAX_POISSON = 8 };
_Static_assert(MEASURE_RESAMPLES % MEASURE_LANES == 0, "a block is full");

static const char BOOTSTRAP[] = "bootstrap over pupils, 2,000 resamples, seed 7";
static const char NO_PUPILS[] = "Wilson 95 %; no pupil is told apart, so events stand alone";
static const char ONE_PUPIL[] = "no interval: all of it comes from one pupil";
_Static_assert(MEASURE_RESAMPLES == 2000 && MEASURE_SEED == 7, "as the words above have it");

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* Poisson with mean 1: how many of its cumulative probabilities lie below. */
static uint8_t draw_poisson(uint64_t *state)
{
    static const double cumulative[MAX_POISSON] = {0.367879441171, 0.735758882343, 0.919698602929,
                                                   0.981011843124, 0.996340153173, 0.999405815182,
                                                   0.999916758850, 0.999989750804};
    double u = (double)(next_random(state) >> 11) * 0x1p-53;
    uint8_t n = 0;
    for (int i = 0; i < MAX_POISSON; i++) /* all of them: a guess of the branch costs more */
        n = (uint8_t)(n + (u >= cumulative[i]));
    return n;
}

static size_t pick(uint64_t bits, uint32_t pupils)
{
    return (size_t)((bits & 0x1FFFFF) * pupils >> 21) * MEASURE_LANES;
}

/* Each lane of each block: as many pupils as there are, drawn with replacement;
 * three draws of 21 bits from each random number. A byte holds any count that
 * can come up: 255 of one pupil has a chance below 1e-500. */
static void draw_weights(uint8_t *weights, uint32_t pupils)
{
    uint64_t state = MEASURE_SEED;
    for (int block = 0; block < BLOCKS; block++, weights += ((size_t)pupils + 1) * MEASURE_LANES) {
        for (size_t lane = 0; lane < MEASURE_LANES; lane++) {
            uint8_t *mine = weights + lane;
            uint32_t left = pupils;
            for (; left >= 3; left -= 3) {
                uint64_t bits = next_random(&state);
                mine[pick(bits, pupils)]++;
                mine[pick(bits >> 21, pupils)]++;
                mine[pick(bits >> 42, pupils)]++;
            }
            for (; left > 0; left--)
                mine[pick(next_random(&state), pupils)]++;
            mine[(size_t)pupils * MEASURE_LANES] = draw_poisson(&state);
        }
    }
}

bool measure_resample_init_clusters(Resample *r, int32_t clusters, Arena *arena, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    size_t count = (size_t)clusters + 1;
    uint8_t *weights = ARENA_PUSH(arena, uint8_t, count * MEASURE_RESAMPLES);
    float *work = ARENA_PUSH(arena, float, 2 * (size_t)MEASURE_RESAMPLES);
    if (!weights || !work) {
        arena_reset(arena, mark);
        return err_set(err, ERR_LIMIT, "not enough memory to resample %d pupils", (int)clusters);
    }
    draw_weights(weights, (uint32_t)clusters);
    *r = (Resample){.weights = weights, .cluster_count = clusters + 1, .work = work};
    return true;
}

bool measure_resample_init(Resample *r, const Observation *o, const Roster *roster, Arena *arena,
                           Err *err)
{
    int32_t subjects = o->setup->subject_count > 0 ? o->setup->subject_count : 0;
    ArenaMark mark = arena_mark(arena);
    int32_t *cluster = ARENA_PUSH(arena, int32_t, (size_t)subjects);
    if (!cluster)
        return err_set(err, ERR_LIMIT, "not enough memory to resample %d subjects", (int)subjects);
    if (!measure_resample_init_clusters(r, roster->present_count, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    for (int32_t i = 0; i < subjects; i++)
        cluster[i] = roster->present_count;
    for (int32_t i = 0; i < roster->present_count; i++)
        cluster[roster->present[i]] = i;
    r->cluster = cluster;
    r->subject_count = subjects;
    return true;
}

int32_t measure_resample_cluster(const Resample *r, int32_t subject)
{
    return subject >= 0 && subject < r->subject_count ? r->cluster[subject] : r->cluster_count - 1;
}

/* ---- percentiles of many floats ---- */

static void sort_few(float *values, int32_t count)
{
    for (int32_t i = 1; i < count; i++) {
        float value = values[i];
        int32_t at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

typedef struct Pair {
    float low, high;
} Pair;

/* Values counted into bins of equal width. */
typedef struct Binned {
    const float *values;
    int32_t count;
    int32_t sizes[BINS];
    uint16_t bins[MEASURE_RESAMPLES]; /* of each value */
} Binned;

/* Four at a time: one minimum after the other would wait for each. */
static Pair find_ends(const float *values, int32_t count)
{
    enum { SIDE_BY_SIDE = 4 };
    float low[SIDE_BY_SIDE], high[SIDE_BY_SIDE];
    for (int lane = 0; lane < SIDE_BY_SIDE; lane++)
        low[lane] = high[lane] = values[0];
    int32_t at = 0;
    for (; at + SIDE_BY_SIDE <= count; at += SIDE_BY_SIDE) {
        for (int lane = 0; lane < SIDE_BY_SIDE; lane++) {
            float value = values[at + lane];
            low[lane] = value < low[lane] ? value : low[lane];
            high[lane] = value > high[lane] ? value : high[lane];
        }
    }
    for (; at < count; at++) {
        low[0] = values[at] < low[0] ? values[at] : low[0];
        high[0] = values[at] > high[0] ? values[at] : high[0];
    }
    for (int lane = 1; lane < SIDE_BY_SIDE; lane++) {
        low[0] = low[lane] < low[0] ? low[lane] : low[0];
        high[0] = high[lane] > high[0] ? high[lane] : high[0];
    }
    return (Pair){low[0], high[0]};
}

/* False when all values are equal, or too close to be told apart. */
static bool fill_bins(Binned *b, const float *values, int32_t count)
{
    Pair ends = find_ends(values, count);
    float low = ends.low, high = ends.high;
    float scale = ((float)BINS - 0.5F) / (high - low);
    if (!(high > low) || !(scale < 1e30F))
        return false;
    b->values = values;
    b->count = count;
    memset(b->sizes, 0, sizeof b->sizes);
    for (int32_t i = 0; i < count; i++) {
        b->bins[i] = (uint16_t)((values[i] - low) * scale);
        b->sizes[b->bins[i]]++;
    }
    return true;
}

static Pair find_bounds(const Binned *b, int32_t below, int32_t above)
{
    Pair pair = {-INFINITY, INFINITY};
    for (int32_t i = 0; i < b->count; i++) {
        if (b->bins[i] == below && b->values[i] > pair.low)
            pair.low = b->values[i];
        if (b->bins[i] == above && b->values[i] < pair.high)
            pair.high = b->values[i];
    }
    return pair;
}

static int32_t keep_bin(const Binned *b, int32_t bin, float *kept)
{
    int32_t stay = 0;
    for (int32_t i = 0; i < b->count; i++) {
        kept[stay] = b->values[i];
        stay += b->bins[i] == bin;
    }
    return stay;
}

/* The values of ranks k and k + 1 (from 0; k + 1 < count). The two are the last of
 * one bin and the first of a later one; or both are in one bin, which is then all
 * that is looked at: least and greatest are never in the same one, so it ends.
 * kept is room for all. b is filled anew. */
static Pair find_pair(Binned *b, int32_t k, float *kept)
{
    for (;;) {
        int32_t bin = 0;
        for (; b->sizes[bin] <= k; bin++)
            k -= b->sizes[bin];
        if (b->sizes[bin] == k + 1) {
            int32_t next = bin + 1;
            while (b->sizes[next] == 0)
                next++;
            return find_bounds(b, bin, next);
        }
        int32_t count = keep_bin(b, bin, kept);
        if (count <= FEW) {
            sort_few(kept, count);
            return (Pair){kept[k], kept[k + 1]};
        }
        if (!fill_bins(b, kept, count))
            return (Pair){kept[0], kept[0]};
    }
}

/* Between two neighbours, type 7, as measure_spread(). */
static double find_percentile(const Binned *b, double p, float *kept)
{
    double h = (double)(b->count - 1) * p;
    int32_t k = (int32_t)h;
    Binned work = *b;
    Pair pair = find_pair(&work, k, kept);
    return (double)pair.low + (h - (double)k) * ((double)pair.high - (double)pair.low);
}

static bool find_middle(const Resample *r, int32_t count, double *ret_low, double *ret_high)
{
    if (count == 0)
        return false;
    Binned b;
    *ret_low = *ret_high = (double)r->work[0];
    if (count == 1 || !fill_bins(&b, r->work, count))
        return true;
    float *kept = r->work + MEASURE_RESAMPLES;
    *ret_low = find_percentile(&b, 0.025, kept);
    *ret_high = find_percentile(&b, 0.975, kept);
    return true;
}

/* ---- shares ---- */

/* The resampled shares, into work; returns how many have a denominator. */
static int32_t divide(const Resample *r, const int32_t *k, const int32_t *n)
{
    int32_t kept = 0;
    const uint8_t *weights = r->weights;
    for (int block = 0; block < BLOCKS; block++) {
        float block_k[MEASURE_LANES] = {0}, block_n[MEASURE_LANES] = {0};
        for (int32_t c = 0; c < r->cluster_count; c++, weights += MEASURE_LANES) {
            if (n[c] == 0)
                continue;
            float of_k = (float)k[c], of_n = (float)n[c];
            for (int lane = 0; lane < MEASURE_LANES; lane++) {
                block_k[lane] += (float)weights[lane] * of_k;
                block_n[lane] += (float)weights[lane] * of_n;
            }
        }
        for (int lane = 0; lane < MEASURE_LANES; lane++)
            if (block_n[lane] > 0.0F)
                r->work[kept++] = block_k[lane] / block_n[lane];
    }
    return kept;
}

/* Whether no weighted sum can pass 16 bits: the weights of the pupils add up to
 * their number, the further one's is at most MAX_POISSON. */
static bool is_small(const Resample *r, const int32_t *n)
{
    int64_t pupils = r->cluster_count - 1, most = 0;
    for (int32_t c = 0; c < pupils; c++)
        most = n[c] > most ? n[c] : most;
    return most * pupils + (int64_t)n[pupils] * MAX_POISSON <= UINT16_MAX;
}

/* The same for small numbers, as in any lesson of one class: a third of the work. */
static int32_t divide_small(const Resample *r, const int32_t *k, const int32_t *n)
{
    int32_t kept = 0;
    const uint8_t *weights = r->weights;
    for (int block = 0; block < BLOCKS; block++) {
        uint16_t block_k[MEASURE_LANES] = {0}, block_n[MEASURE_LANES] = {0};
        for (int32_t c = 0; c < r->cluster_count; c++, weights += MEASURE_LANES) {
            if (n[c] == 0)
                continue;
            uint16_t of_k = (uint16_t)k[c], of_n = (uint16_t)n[c];
            for (int lane = 0; lane < MEASURE_LANES; lane++) {
                block_k[lane] = (uint16_t)(block_k[lane] + weights[lane] * of_k);
                block_n[lane] = (uint16_t)(block_n[lane] + weights[lane] * of_n);
            }
        }
        for (int lane = 0; lane < MEASURE_LANES; lane++)
            if (block_n[lane] > 0)
                r->work[kept++] = (float)block_k[lane] / (float)block_n[lane];
    }
    return kept;
}

Proportion measure_resample_share(const Resample *r, const int32_t *k, const int32_t *n)
{
    int64_t sum_k = 0, sum_n = 0;
    int32_t sources = 0;
    for (int32_t c = 0; c < r->cluster_count; c++) {
        sum_k += k[c];
        sum_n += n[c];
        sources += n[c] > 0;
    }
    Proportion proportion = measure_proportion(sum_k, sum_n);
    if (sum_n == 0)
        return proportion;
    if (n[r->cluster_count - 1] == sum_n) {
        proportion.interval = NO_PUPILS;
        return proportion;
    }
    proportion.low = 0.0;
    proportion.high = 1.0;
    proportion.has_interval = false;
    proportion.interval = ONE_PUPIL;
    if (sources < 2)
        return proportion;
    int32_t kept = is_small(r, n) ? divide_small(r, k, n) : divide(r, k, n);
    proportion.has_interval = find_middle(r, kept, &proportion.low, &proportion.high);
    proportion.interval = BOOTSTRAP;
    return proportion;
}

/* With n pupils drawn, C of them at or below a step d from one value to the next,
 * the step is in C (n - C) of the differences between two pupils and in n - C of
 * the values: G = sum d C (n - C) / (n sum x). Counts are 16-bit integers, and only
 * the steps that are not 0 cost more than an addition. */
typedef struct GiniBlock {
    uint16_t below[MEASURE_LANES];
    float total[MEASURE_LANES], sum[MEASURE_LANES];
} GiniBlock;

static void add_step(GiniBlock *b, float step, int32_t n)
{
    for (int lane = 0; lane < MEASURE_LANES; lane++) {
        float above = step * (float)(n - b->below[lane]);
        b->total[lane] += above;
        b->sum[lane] += above * (float)b->below[lane];
    }
}

bool measure_resample_gini(const Resample *r, const int64_t *values, const int32_t *order,
                           double *ret_low, double *ret_high)
{
    int32_t n = r->cluster_count - 1, kept = 0;
    for (int block = 0; block < BLOCKS; block++) {
        const uint8_t *weights =
            r->weights + (size_t)block * (size_t)r->cluster_count * MEASURE_LANES;
        GiniBlock b = {0};
        int64_t before = 0;
        for (int32_t i = 0; i < n; i++) {
            const uint8_t *drawn = weights + (size_t)order[i] * MEASURE_LANES;
            if (values[order[i]] > before)
                add_step(&b, (float)(values[order[i]] - before), n);
            before = values[order[i]];
            for (int lane = 0; lane < MEASURE_LANES; lane++)
                b.below[lane] = (uint16_t)(b.below[lane] + drawn[lane]);
        }
        for (int lane = 0; lane < MEASURE_LANES; lane++)
            if (b.total[lane] > 0.0F)
                r->work[kept++] = b.sum[lane] / ((float)n * b.total[lane]);
    }
    return find_middle(r, kept, ret_low, ret_high);
}

typedef struct RatioBlock {
    float events[MEASURE_LANES], ms[MEASURE_LANES];
    float my_events[MEASURE_LANES], my_ms[MEASURE_LANES];
} RatioBlock;

bool measure_resample_ratio(const Resample *r, const int64_t *events, const int64_t *ms,
                            const bool *mine, double *ret_low, double *ret_high)
{
    int32_t pupils = r->cluster_count - 1, kept = 0;
    const uint8_t *weights = r->weights;
    for (int block = 0; block < BLOCKS; block++, weights += MEASURE_LANES) {
        RatioBlock b = {0};
        for (int32_t i = 0; i < pupils; i++, weights += MEASURE_LANES) {
            float of_events = (float)events[i], of_ms = (float)ms[i], my = mine[i] ? 1.0F : 0.0F;
            for (int lane = 0; lane < MEASURE_LANES; lane++) {
                float weight = (float)weights[lane];
                b.events[lane] += weight * of_events;
                b.ms[lane] += weight * of_ms;
                b.my_events[lane] += my * weight * of_events;
                b.my_ms[lane] += my * weight * of_ms;
            }
        }
        for (int lane = 0; lane < MEASURE_LANES; lane++)
            if (b.events[lane] > 0.0F && b.my_ms[lane] > 0.0F)
                r->work[kept++] = b.my_events[lane] / b.events[lane] * (b.ms[lane] / b.my_ms[lane]);
    }
    return find_middle(r, kept, ret_low, ret_high);
}
