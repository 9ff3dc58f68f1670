/* Bootstrap over pupils. Resamples are worked on MEASURE_LANES at a time, so that
 * the sums of a block stay in registers and the whole matrix is read once. */
#include "reports/measure/measure.h"

#include <math.h>
#include <string.h>

enum { BLOCKS = MEASURE_RESAMPLES / MEASURE_LANES, BINS = 512, FEW = 24, MAX_POISSON = 8 };
_Static_assert(MEASURE_RESAMPLES % MEASURE_LANES == 0, "a block is full");

static const char BOOTSTRAP[] =
    "bootstrap over pupils, 2,000 resamples, seed 7, no narrower than Wilson";
static const char NO_PUPILS[] = "Wilson 95 %; no pupil is told apart, so events stand alone";
static const char ONE_PUPIL[] = "no interval: all of it comes from one pupil";
static const char ONE_TOLD_APART[] = "no interval: one pupil of it is told apart";
_Static_assert(MEASURE_RESAMPLES == 2000 && MEASURE_SEED == 7, "as the words above have it");

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* Poisson with mean 1: how many of its cumulative probabilities (of 2^31) lie at or
 * below each number. All lanes against all of them: a guess of the branch costs more. */
static void draw_poisson(const int32_t *numbers, uint8_t *ret_weights)
{
    static const double cumulative[MAX_POISSON] = {0.367879441171, 0.735758882343, 0.919698602929,
                                                   0.981011843124, 0.996340153173, 0.999405815182,
                                                   0.999916758850, 0.999989750804};
    int32_t counts[MEASURE_LANES] = {0};
    for (int i = 0; i < MAX_POISSON; i++) {
        int32_t bound = (int32_t)(cumulative[i] * 0x1p31);
        for (int lane = 0; lane < MEASURE_LANES; lane++)
            counts[lane] += numbers[lane] >= bound;
    }
    for (int lane = 0; lane < MEASURE_LANES; lane++)
        ret_weights[lane] = (uint8_t)counts[lane];
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
        int32_t further[MEASURE_LANES];
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
            further[lane] = (int32_t)(next_random(&state) >> 33);
        }
        draw_poisson(further, weights + (size_t)pupils * MEASURE_LANES);
    }
}

bool measure_resample_init_clusters(Resample *r, int32_t clusters, Arena *arena, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    size_t count = (size_t)clusters + 1;
    uint8_t *weights = ARENA_PUSH(arena, uint8_t, count * MEASURE_RESAMPLES);
    float *work = ARENA_PUSH(arena, float, 2 * (size_t)MEASURE_RESAMPLES);
    ResampleFactor *factors = ARENA_PUSH(arena, ResampleFactor, count);
    if (!weights || !work || !factors) {
        arena_reset(arena, mark);
        return err_set(err, ERR_LIMIT, "not enough memory to resample %d pupils", (int)clusters);
    }
    draw_weights(weights, (uint32_t)clusters);
    *r = (Resample){
        .weights = weights, .cluster_count = clusters + 1, .work = work, .factors = factors};
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

/* Values counted into bins of equal width, worked on a block of lanes at a time; the
 * last block is filled up with values of no bin. */
typedef struct Binned {
    const float *values;
    int32_t count;
    int32_t sizes[BINS];
    uint16_t bins[MEASURE_RESAMPLES]; /* of each value */
} Binned;

/* Fills up the last block. */
static void pad(float *values, int32_t count)
{
    for (int32_t i = count; i % MEASURE_LANES != 0; i++)
        values[i] = values[0];
}

static Pair find_ends(const float *values, int32_t count)
{
    float low[MEASURE_LANES], high[MEASURE_LANES];
    for (int lane = 0; lane < MEASURE_LANES; lane++)
        low[lane] = high[lane] = values[lane];
    for (const float *block = values; block < values + count; block += MEASURE_LANES)
        for (int lane = 0; lane < MEASURE_LANES; lane++) {
            float value = block[lane];
            low[lane] = value < low[lane] ? value : low[lane];
            high[lane] = value > high[lane] ? value : high[lane];
        }
    for (int lane = 1; lane < MEASURE_LANES; lane++) {
        low[0] = low[lane] < low[0] ? low[lane] : low[0];
        high[0] = high[lane] > high[0] ? high[lane] : high[0];
    }
    return (Pair){low[0], high[0]};
}

/* False when all values are equal, or too close to be told apart. */
static bool fill_bins(Binned *b, float *values, int32_t count)
{
    pad(values, count);
    Pair ends = find_ends(values, count);
    float low = ends.low, high = ends.high;
    float scale = ((float)BINS - 0.5F) / (high - low);
    if (!(high > low) || !(scale < 1e30F))
        return false;
    b->values = values;
    b->count = count;
    memset(b->sizes, 0, sizeof b->sizes);
    for (int32_t at = 0; at < count; at += MEASURE_LANES) {
        const float *block = values + at;
        uint16_t *bins = b->bins + at;
        for (int lane = 0; lane < MEASURE_LANES; lane++)
            bins[lane] = (uint16_t)(int32_t)((block[lane] - low) * scale);
    }
    for (int32_t i = 0; i < count; i++)
        b->sizes[b->bins[i]]++;
    for (int32_t i = count; i % MEASURE_LANES != 0; i++)
        b->bins[i] = BINS;
    return true;
}

/* Brings the values of a bin to the front of kept; returns how many. Few blocks have
 * any: the others are passed over whole. */
static int32_t keep_bin(const Binned *b, int32_t bin, float *kept)
{
    int32_t stay = 0;
    uint16_t wanted = (uint16_t)bin;
    for (int32_t at = 0; at < b->count; at += MEASURE_LANES) {
        const uint16_t *bins = b->bins + at;
        uint16_t any = 0;
        for (int lane = 0; lane < MEASURE_LANES; lane++)
            any = (uint16_t)(any | (bins[lane] == wanted));
        for (int lane = 0; any && lane < MEASURE_LANES; lane++) {
            if (bins[lane] == wanted)
                kept[stay++] = b->values[at + lane];
        }
    }
    return stay;
}

static float find_end_of(const float *values, int32_t count, bool greatest)
{
    float end = values[0];
    for (int32_t i = 1; i < count; i++)
        end = (greatest ? values[i] > end : values[i] < end) ? values[i] : end;
    return end;
}

/* The values of ranks k and k + 1 (from 0; k + 1 < count). The two are the last of
 * one bin and the first of a later one; or both are in one bin, which is then all
 * that is looked at: least and greatest are never in the same one, so it ends.
 * kept is room for all. finer is filled as needed. */
static Pair find_pair(const Binned *b, int32_t k, float *kept, Binned *finer)
{
    for (;;) {
        int32_t bin = 0;
        for (; b->sizes[bin] <= k; bin++)
            k -= b->sizes[bin];
        int32_t count = keep_bin(b, bin, kept);
        if (count == k + 1) {
            Pair pair = {.low = find_end_of(kept, count, true)};
            for (bin++; b->sizes[bin] == 0; bin++)
                ;
            count = keep_bin(b, bin, kept);
            pair.high = find_end_of(kept, count, false);
            return pair;
        }
        if (count <= FEW) {
            sort_few(kept, count);
            return (Pair){kept[k], kept[k + 1]};
        }
        if (!fill_bins(finer, kept, count))
            return (Pair){kept[0], kept[0]};
        b = finer;
    }
}

/* Between two neighbours, type 7, as measure_spread(). */
static double find_percentile(const Binned *b, double p, float *kept, Binned *finer)
{
    double h = (double)(b->count - 1) * p;
    int32_t k = (int32_t)h;
    Pair pair = find_pair(b, k, kept, finer);
    return (double)pair.low + (h - (double)k) * ((double)pair.high - (double)pair.low);
}

static bool find_middle(const Resample *r, int32_t count, double *ret_low, double *ret_high)
{
    if (count == 0)
        return false;
    Binned b, finer;
    *ret_low = *ret_high = (double)r->work[0];
    if (count == 1 || !fill_bins(&b, r->work, count))
        return true;
    float *kept = r->work + MEASURE_RESAMPLES;
    *ret_low = find_percentile(&b, 0.025, kept, &finer);
    *ret_high = find_percentile(&b, 0.975, kept, &finer);
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

/* The clusters that have any n, each number once for every lane. */
static int32_t spread_factors(const Resample *r, const int32_t *k, const int32_t *n)
{
    int32_t count = 0;
    for (int32_t c = 0; c < r->cluster_count; c++) {
        if (n[c] == 0)
            continue;
        ResampleFactor *factor = &r->factors[count++];
        factor->cluster = c;
        for (int lane = 0; lane < MEASURE_LANES; lane++) {
            factor->k[lane] = (uint16_t)k[c];
            factor->n[lane] = (uint16_t)n[c];
        }
    }
    return count;
}

/* The same for small numbers, as in any lesson of one class: a third of the work. */
static int32_t divide_small(const Resample *r, const int32_t *k, const int32_t *n)
{
    int32_t kept = 0, count = spread_factors(r, k, n);
    const uint8_t *weights = r->weights;
    for (int block = 0; block < BLOCKS; block++) {
        uint16_t block_k[MEASURE_LANES] = {0}, block_n[MEASURE_LANES] = {0};
        for (int32_t i = 0; i < count; i++) {
            const ResampleFactor *factor = &r->factors[i];
            const uint8_t *drawn = weights + (size_t)factor->cluster * MEASURE_LANES;
            for (int lane = 0; lane < MEASURE_LANES; lane++) {
                block_k[lane] = (uint16_t)(block_k[lane] + drawn[lane] * factor->k[lane]);
                block_n[lane] = (uint16_t)(block_n[lane] + drawn[lane] * factor->n[lane]);
            }
        }
        weights += (size_t)r->cluster_count * MEASURE_LANES;
        float shares[MEASURE_LANES];
        uint16_t none = 0;
        for (int lane = 0; lane < MEASURE_LANES; lane++) {
            none = (uint16_t)(none | (block_n[lane] == 0));
            shares[lane] = (float)block_k[lane] / (float)block_n[lane];
        }
        for (int lane = 0; lane < MEASURE_LANES; lane++) {
            r->work[kept] = shares[lane];
            kept += none ? block_n[lane] > 0 : 1;
        }
    }
    return kept;
}

Proportion measure_resample_share(const Resample *r, const int32_t *k, const int32_t *n)
{
    int32_t pupils = 0, nobody = r->cluster_count - 1;
    int64_t sum_k = k[nobody], sum_n = n[nobody];
    for (int32_t c = 0; c < nobody; c++) {
        sum_k += k[c];
        sum_n += n[c];
        pupils += n[c] > 0;
    }
    Proportion proportion = measure_proportion(sum_k, sum_n);
    if (sum_n == 0)
        return proportion;
    if (n[nobody] == sum_n) {
        proportion.interval = NO_PUPILS;
        return proportion;
    }
    if (pupils < 2) {
        proportion.low = 0.0;
        proportion.high = 1.0;
        proportion.has_interval = false;
        proportion.interval = n[nobody] == 0 ? ONE_PUPIL : ONE_TOLD_APART;
        return proportion;
    }
    int32_t kept = is_small(r, n) ? divide_small(r, k, n) : divide(r, k, n);
    double low = proportion.low, high = proportion.high;
    if (find_middle(r, kept, &low, &high)) {
        proportion.low = fmin(proportion.low, low);
        proportion.high = fmax(proportion.high, high);
    }
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
