/* Proportions, spreads, observed time, the roster, order and resampling. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/measure.h"

#include <math.h>

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

/* ---- proportions: bounds worked out with the formula by other means ---- */

static void proportion__wilson__twelve_of_fiftyone(void **state)
{
    (void)state;
    Proportion p = measure_proportion(12, 51);
    assert_near(p.share, 0.2352941, 1e-6);
    assert_near(p.low, 0.1400495, 1e-6);
    assert_near(p.high, 0.3676223, 1e-6);
    assert_true(p.has_interval);
    assert_null(p.undefined);
    assert_string_equal(p.interval, "Wilson 95 %");
}

static void proportion__wilson__none_and_all_touch_the_ends(void **state)
{
    (void)state;
    Proportion none = measure_proportion(0, 10), all = measure_proportion(10, 10);
    assert_near(none.low, 0.0, 0.0);
    assert_near(none.high, 0.2775328, 1e-6); /* z^2 / (n + z^2) */
    assert_near(all.low, 1.0 - 0.2775328, 1e-6);
    assert_near(all.high, 1.0, 0.0);
}

static void proportion__is_undefined_in_words__of_nothing(void **state)
{
    (void)state;
    Proportion p = measure_proportion(0, 0);
    assert_string_equal(p.undefined, "undefined: nothing to count (n = 0)");
    assert_false(p.has_interval);
    assert_near(p.share + p.low + p.high, 0.0, 0.0);
}

/* ---- spreads ---- */

/* 1 2 3 4 10: type 7 quartiles at positions 1, 2, 3 of 0..4; mean 4; squares 9 4
 * 1 0 36 = 50, sd = sqrt(50 / 4). */
static void spread__finds_five_numbers__odd_count(void **state)
{
    (void)state;
    double values[] = {10, 1, 3, 2, 4};
    Spread s = measure_spread(values, 5);
    assert_near(s.min, 1, 0);
    assert_near(s.q1, 2, 0);
    assert_near(s.median, 3, 0);
    assert_near(s.q3, 4, 0);
    assert_near(s.max, 10, 0);
    assert_near(s.mean, 4, 1e-12);
    assert_near(s.sd, sqrt(12.5), 1e-12);
    assert_near(s.total, 20, 0);
}

/* 1 2 3 4: positions 0.75, 1.5, 2.25. */
static void spread__interpolates__even_count(void **state)
{
    (void)state;
    double values[] = {4, 3, 2, 1};
    Spread s = measure_spread(values, 4);
    assert_near(s.q1, 1.75, 1e-12);
    assert_near(s.median, 2.5, 1e-12);
    assert_near(s.q3, 3.25, 1e-12);
}

static void spread__says_why__none_and_one(void **state)
{
    (void)state;
    double one[] = {7};
    Spread none = measure_spread(NULL, 0), single = measure_spread(one, 1);
    assert_string_equal(none.undefined, "undefined: there are no values (n = 0)");
    assert_string_equal(single.sd_undefined, "undefined: one value has no standard deviation");
    assert_null(single.undefined);
    assert_near(single.q1, 7, 0);
    assert_near(single.q3, 7, 0);
    assert_near(single.sd, 0, 0);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void spread__agrees_with_sorting__many_sizes_and_ties(void **state)
{
    (void)state;
    uint32_t draw = 1;
    double values[400], sorted[400];
    for (size_t n = 1; n <= 400; n++) {
        for (size_t i = 0; i < n; i++) {
            draw = draw * 1664525U + 1013904223U;
            values[i] = (double)(draw >> 16) / (n % 3 == 0 ? 20000.0 : 1.0);
            values[i] = n % 3 == 0 ? floor(values[i]) : values[i];
            sorted[i] = values[i];
        }
        qsort(sorted, n, sizeof *sorted, compare_doubles);
        Spread s = measure_spread(values, n);
        const double got[] = {s.q1, s.median, s.q3};
        for (int q = 1; q <= 3; q++) {
            double h = (double)(n - 1) * 0.25 * q;
            size_t at = (size_t)h;
            double next = at + 1 < n ? sorted[at + 1] : sorted[at];
            assert_near(got[q - 1], sorted[at] + (h - (double)at) * (next - sorted[at]), 1e-9);
        }
        assert_near(s.max, sorted[n - 1], 0);
        assert_near(s.min, sorted[0], 0);
    }
}

/* ---- observed time ---- */

/* 100 s with pauses 10-20, 15-30 (overlapping: 20 s together), 30-35 (touching),
 * 90-200 (cut at the end): away 20 + 5 + 10, observed 65. */
static void observed__leaves_out_the_union_of_pauses__overlapping(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.pause, SUBJECT_NONE, 10, 20);
    lesson_state(&b, b.pause, SUBJECT_NONE, 15, 30);
    lesson_state(&b, b.pause, SUBJECT_NONE, 30, 35);
    lesson_state(&b, b.pause, SUBJECT_NONE, 90, 200);
    const Observation *o = lesson_end(&b, 100);
    MeasureClock clock;
    Err err = {0};
    assert_ok(measure_clock_init(&clock, o, &b.arena, &err), err);
    assert_int_equal(measure_observed_ms(o), 65000);
    assert_int_equal(clock.observed_ms, 65000);
    assert_int_equal(clock.pause_count, 2);
    assert_int_equal(measure_unpaused_ms(o, (Span){5000, 40000}), 10000);
    assert_int_equal(measure_unpaused_ms(o, (Span){12000, 33000}), 0);
    assert_true(measure_clock_broken(&clock, (Span){5000, 10001}));
    assert_false(measure_clock_broken(&clock, (Span){5000, 10000}));
    assert_false(measure_clock_broken(&clock, (Span){35000, 90000}));
    assert_true(measure_clock_broken(&clock, (Span){34999, 36000}));
    lesson_free(&b);
}

/* The prepared clock and the plain walk say the same of every span. */
static void clock__agrees_with_the_plain_walk__all_spans(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    for (int i = 0; i < 6; i++)
        lesson_event(&b, b.pause, SUBJECT_NONE, 7 * i * i, 7 * i * i + 3 * i + 1);
    const Observation *o = lesson_end(&b, 0.2);
    MeasureClock clock;
    Err err = {0};
    assert_ok(measure_clock_init(&clock, o, &b.arena, &err), err);
    for (int64_t from = -5; from < 210; from += 3)
        for (int64_t to = -5; to < 210; to += 4)
            assert_int_equal(measure_clock_length(&clock, (Span){from, to}),
                             measure_unpaused_ms(o, (Span){from, to}));
    lesson_free(&b);
}

/* ---- the roster ---- */

/* 100 s, pause 40-50. P0 is absent 30-60 (of that 20 s observed): present 70 of 90.
 * P1 is absent all the time. S are several. */
static void roster__takes_absences_off__pause_and_several(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t ms = lesson_adult(&b, "MS");
    int32_t first = lesson_pupils(&b, 3);
    int32_t s = lesson_pupil(&b, "S", SUBJECT_NONE);
    b.subjects[s].several = true;
    lesson_state(&b, b.absent, first, 30, 60);
    lesson_state(&b, b.absent, first + 1, 0, 100);
    lesson_state(&b, b.pause, SUBJECT_NONE, 40, 50);
    const Observation *o = lesson_end(&b, 100);
    assert_int_equal(measure_roster_count(o), 3);
    assert_int_equal(measure_present_count(o), 2);
    assert_int_equal(measure_present_ms(o, first), 70000);
    assert_int_equal(measure_present_ms(o, first + 1), 0);
    assert_int_equal(measure_present_ms(o, first + 2), 90000);
    assert_int_equal(measure_present_ms(o, ms), 0);
    assert_int_equal(measure_present_ms(o, 99), 0);
    MeasureClock clock;
    Roster roster;
    Err err = {0};
    assert_ok(measure_clock_init(&clock, o, &b.arena, &err), err);
    assert_ok(measure_roster_init(&roster, o, &clock, &b.arena, &err), err);
    assert_int_equal(roster.roster_count, 3);
    assert_int_equal(roster.present_count, 2);
    assert_int_equal(roster.present[0], first);
    assert_int_equal(roster.student_ms, 160000);
    for (int32_t i = 0; i < 5; i++)
        assert_int_equal(roster.present_ms[i], measure_present_ms(o, i));
    lesson_free(&b);
}

static void roster__goes_by_the_setup__nothing_observed(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t first = lesson_pupils(&b, 3);
    b.subjects[first + 1].absent = true;
    assert_int_equal(measure_present_count(lesson_end(&b, 0)), 2);
    lesson_free(&b);
}

/* ---- order ---- */

static void sort__orders_and_keeps_ties__with_values(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    Err err = {0};
    int64_t keys[] = {INT64_C(86400000000), 5, 300, 5, 0, 70000, 5};
    uint32_t values[] = {0, 1, 2, 3, 4, 5, 6};
    assert_ok(measure_sort(keys, values, 7, &arena, &err), err);
    const uint32_t want[] = {4, 1, 3, 6, 2, 5, 0};
    assert_memory_equal(values, want, sizeof want);
    assert_true(keys[6] == INT64_C(86400000000));
    assert_int_equal(arena.used, 0);
    arena_deinit(&arena);
}

static void sort__says_so__without_memory(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 8);
    Err err = {0};
    int64_t keys[] = {2, 1};
    assert_false(measure_sort(keys, NULL, 2, &arena, &err));
    assert_err(err, ERR_LIMIT, "not enough memory to sort 2 times");
    assert_int_equal(keys[0], 2);
    arena_deinit(&arena);
}

/* ---- resampling ---- */

static Resample make_resample(Arena *arena, int32_t clusters)
{
    Resample r;
    Err err = {0};
    assert_ok(measure_resample_init_clusters(&r, clusters, arena, &err), err);
    return r;
}

/* Ten pupils with one event each are events alone: the percentile interval of a
 * binomial with n = 10, p = 0.5 is 0.2 to 0.8. */
static void resample__is_binomial__one_event_a_pupil(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 24);
    Resample r = make_resample(&arena, 10);
    int32_t k[11] = {1, 1, 1, 1, 1}, n[11] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    Proportion p = measure_resample_share(&r, k, n);
    assert_int_equal(p.k, 5);
    assert_int_equal(p.n, 10);
    assert_near(p.low, 0.2, 0.001);
    assert_near(p.high, 0.8, 0.001);
    assert_string_equal(p.interval,
                        "bootstrap over pupils, 2,000 resamples, seed 7, no narrower than Wilson");
    arena_deinit(&arena);
}

/* The same share of the same number of events, once by ten pupils who do half
 * and half, once by ten who do all or nothing: clusters widen the interval. Those who
 * are all alike are still no more than so many events. */
static void resample__widens__when_pupils_differ(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 24);
    Resample r = make_resample(&arena, 10);
    int32_t n[11] = {0}, even[11] = {0}, apart[11] = {0};
    for (int i = 0; i < 10; i++) {
        n[i] = 20;
        even[i] = 10;
        apart[i] = i < 5 ? 20 : 0;
    }
    Proportion narrow = measure_resample_share(&r, even, n);
    Proportion wide = measure_resample_share(&r, apart, n);
    Proportion alone = measure_proportion(100, 200);
    assert_near(narrow.low, alone.low, 1e-9);
    assert_near(narrow.high, alone.high, 1e-9);
    assert_near(wide.low, 0.2, 0.001);
    assert_near(wide.high, 0.8, 0.001);
    arena_deinit(&arena);
}

/* Four pupils whose shares happen to lie near each other: 29 % of 31 events. The
 * resamples alone would give 0.24 to 0.36. */
static void resample__is_no_narrower_than_events_alone__of_few_pupils(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 24);
    Resample r = make_resample(&arena, 4);
    int32_t k[5] = {2, 2, 3, 2}, n[5] = {8, 7, 8, 8}, none[5] = {0};
    Proportion p = measure_resample_share(&r, k, n), alone = measure_proportion(9, 31);
    assert_near(p.low, alone.low, 1e-9);
    assert_near(p.high, alone.high, 1e-9);
    p = measure_resample_share(&r, none, n);
    alone = measure_proportion(0, 31);
    assert_near(p.high, alone.high, 1e-9); /* and not a sure 0 % */
    arena_deinit(&arena);
}

static void resample__repeats__same_bytes(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 24);
    int32_t k[31], n[31];
    for (int i = 0; i < 31; i++) {
        n[i] = i;
        k[i] = i / 3;
    }
    Resample first = make_resample(&arena, 30), second = make_resample(&arena, 30);
    Proportion a = measure_resample_share(&first, k, n), b = measure_resample_share(&second, k, n);
    assert_memory_equal(&a.low, &b.low, sizeof a.low);
    assert_memory_equal(&a.high, &b.high, sizeof a.high);
    assert_true(a.low < a.share && a.share < a.high);
    arena_deinit(&arena);
}

/* The bounds are order statistics of the resampled shares: drawn again here from
 * the weights, sorted, and read off at 2.5 % and 97.5 %; or Wilson's, further out. */
static void resample__finds_percentiles__as_sorting_does(void **state)
{
    (void)state;
    static double shares[MEASURE_RESAMPLES];
    int further = 0; /* ends that are Wilson's */
    for (int32_t pupils = 2; pupils < 60; pupils += 3) {
        Arena arena;
        arena_init(&arena, 1 << 24);
        Resample r = make_resample(&arena, pupils);
        int32_t k[64] = {0}, n[64] = {0};
        for (int32_t i = 0; i <= pupils; i++) {
            n[i] = 1 + i * i % 7 + (i == 3 ? 1000 : 0) + (pupils % 2 ? 30000 : 0);
            k[i] = n[i] * (i % 5) / 5;
        }
        Proportion p = measure_resample_share(&r, k, n);
        size_t count = 0;
        for (int s = 0; s < MEASURE_RESAMPLES; s++) {
            double sum_k = 0.0, sum_n = 0.0;
            for (int32_t c = 0; c <= pupils; c++) {
                const uint8_t *block =
                    r.weights + (size_t)(s / MEASURE_LANES) * (size_t)(pupils + 1) * MEASURE_LANES;
                double w = block[c * MEASURE_LANES + s % MEASURE_LANES];
                sum_k += w * k[c];
                sum_n += w * n[c];
            }
            if (sum_n > 0.0)
                shares[count++] = sum_k / sum_n;
        }
        qsort(shares, count, sizeof *shares, compare_doubles);
        double low = (double)(count - 1) * 0.025, high = (double)(count - 1) * 0.975;
        size_t l = (size_t)low, h = (size_t)high;
        Proportion alone = measure_proportion(p.k, p.n);
        low = shares[l] + (low - (double)l) * (shares[l + 1] - shares[l]);
        high = shares[h] + (high - (double)h) * (shares[h + 1] - shares[h]);
        further += (low > alone.low) + (high < alone.high);
        assert_near(p.low, fmin(low, alone.low), 1e-6);
        assert_near(p.high, fmax(high, alone.high), 1e-6);
        arena_deinit(&arena);
    }
    assert_true(further > 0 && further < 38);
}

/* Each resample draws as many pupils as there are; the further one apart. */
static void resample__draws_as_many_as_there_are__every_time(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 24);
    Resample r = make_resample(&arena, 31);
    int64_t drawn[32] = {0};
    for (int s = 0; s < MEASURE_RESAMPLES; s++) {
        int sum = 0;
        for (int c = 0; c < 32; c++) {
            uint8_t w = r.weights[(s / MEASURE_LANES * 32 + c) * MEASURE_LANES + s % MEASURE_LANES];
            sum += c < 31 ? w : 0;
            drawn[c] += w;
        }
        assert_int_equal(sum, 31);
    }
    /* 2,000 expected of each, standard deviation 44: five of them. */
    for (int c = 0; c < 32; c++)
        assert_true(drawn[c] > 1780 && drawn[c] < 2220);
    arena_deinit(&arena);
}

/* The middle of the resampled Gini coefficients, each worked out here as the mean
 * difference of the pupils drawn over twice their mean. */
static void resample__finds_gini__as_differences_do(void **state)
{
    (void)state;
    static double ginis[MEASURE_RESAMPLES];
    enum { N = 9 };
    const int64_t values[N] = {0, 4, 4, 1, 0, 9, 2, 2, 30};
    const int32_t order[N] = {0, 4, 3, 6, 7, 1, 2, 5, 8};
    Arena arena;
    arena_init(&arena, 1 << 24);
    Resample r = make_resample(&arena, N);
    size_t count = 0;
    for (int s = 0; s < MEASURE_RESAMPLES; s++) {
        const uint8_t *w =
            r.weights + (size_t)(s / MEASURE_LANES) * (N + 1) * MEASURE_LANES + s % MEASURE_LANES;
        double sum = 0.0, apart = 0.0;
        for (int i = 0; i < N; i++) {
            sum += (double)(w[i * MEASURE_LANES] * values[i]);
            for (int j = 0; j < N; j++)
                apart += (double)(w[i * MEASURE_LANES] * w[j * MEASURE_LANES] *
                                  llabs(values[i] - values[j]));
        }
        if (sum > 0.0)
            ginis[count++] = apart / (2.0 * N * sum);
    }
    qsort(ginis, count, sizeof *ginis, compare_doubles);
    double low = 0.0, high = 0.0;
    assert_true(measure_resample_gini(&r, values, order, &low, &high));
    assert_near(low, ginis[(size_t)((double)(count - 1) * 0.025)], 0.005);
    assert_near(high, ginis[(size_t)((double)(count - 1) * 0.975)], 0.005);
    const int64_t nothing[N] = {0};
    assert_false(measure_resample_gini(&r, nothing, order, &low, &high));
    arena_deinit(&arena);
}

static void resample__says_why__one_pupil_or_none(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 24);
    Resample r = make_resample(&arena, 2);
    int32_t k[3] = {3, 0, 0}, n[3] = {4, 0, 0};
    Proportion one = measure_resample_share(&r, k, n);
    assert_false(one.has_interval);
    assert_string_equal(one.interval, "no interval: all of it comes from one pupil");
    int32_t beside_k[3] = {3, 0, 4}, beside_n[3] = {6, 0, 6}; /* what nobody did is no pupil */
    Proportion beside = measure_resample_share(&r, beside_k, beside_n);
    assert_false(beside.has_interval);
    assert_string_equal(beside.interval, "no interval: one pupil of it is told apart");
    int32_t nobody_k[3] = {0, 0, 3}, nobody_n[3] = {0, 0, 4};
    Proportion nobody = measure_resample_share(&r, nobody_k, nobody_n), plain;
    plain = measure_proportion(3, 4);
    assert_near(nobody.low, plain.low, 0);
    assert_string_equal(nobody.interval,
                        "Wilson 95 %; no pupil is told apart, so events stand alone");
    int32_t nothing[3] = {0};
    assert_non_null(measure_resample_share(&r, nothing, nothing).undefined);
    arena_deinit(&arena);
}

/* ---- broken events ---- */

static void events__are_cut_or_left_out__when_they_break_promises(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_pupils(&b, 1);
    const Observation *o = lesson_end(&b, 10);
    ObsEvent event = event_blank();
    assert_false(measure_event_counts(o, &event)); /* no code */
    event.code = b.student;
    event.subject = 7;
    event.start_ms = 4000;
    event.stop_ms = EVENT_OPEN;
    assert_true(measure_event_counts(o, &event));
    assert_int_equal(measure_event_span(o, &event).stop_ms, 10000);
    assert_int_equal(measure_event_subject(o, &event), SUBJECT_NONE);
    event.stop_ms = 3000;
    assert_int_equal(measure_event_span(o, &event).stop_ms, 4000);
    event.start_ms = 10001;
    assert_false(measure_event_counts(o, &event));
    event.start_ms = -1;
    assert_false(measure_event_counts(o, &event));
    event.start_ms = 0;
    event.voided = true;
    assert_int_equal(measure_event_senses(o, &event), 0);
    event.options[b.form] = 99;
    assert_int_equal(measure_event_option(o, &event, b.form), PROTOCOL_NONE);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proportion__wilson__twelve_of_fiftyone),
        cmocka_unit_test(proportion__wilson__none_and_all_touch_the_ends),
        cmocka_unit_test(proportion__is_undefined_in_words__of_nothing),
        cmocka_unit_test(spread__finds_five_numbers__odd_count),
        cmocka_unit_test(spread__interpolates__even_count),
        cmocka_unit_test(spread__says_why__none_and_one),
        cmocka_unit_test(spread__agrees_with_sorting__many_sizes_and_ties),
        cmocka_unit_test(observed__leaves_out_the_union_of_pauses__overlapping),
        cmocka_unit_test(clock__agrees_with_the_plain_walk__all_spans),
        cmocka_unit_test(roster__takes_absences_off__pause_and_several),
        cmocka_unit_test(roster__goes_by_the_setup__nothing_observed),
        cmocka_unit_test(sort__orders_and_keeps_ties__with_values),
        cmocka_unit_test(sort__says_so__without_memory),
        cmocka_unit_test(resample__is_binomial__one_event_a_pupil),
        cmocka_unit_test(resample__widens__when_pupils_differ),
        cmocka_unit_test(resample__is_no_narrower_than_events_alone__of_few_pupils),
        cmocka_unit_test(resample__repeats__same_bytes),
        cmocka_unit_test(resample__finds_percentiles__as_sorting_does),
        cmocka_unit_test(resample__draws_as_many_as_there_are__every_time),
        cmocka_unit_test(resample__finds_gini__as_differences_do),
        cmocka_unit_test(resample__says_why__one_pupil_or_none),
        cmocka_unit_test(events__are_cut_or_left_out__when_they_break_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
