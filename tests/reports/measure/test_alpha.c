/* Krippendorff's alpha and the IOA family, against published numbers. */
#include "check.h"

#include "reports/measure/agreement/alpha.h"
#include "reports/measure/agreement/ioa.h"

#include <math.h>
#include <string.h>

enum { MOST = 64 };

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

/* One row an observer, one character a unit, '*' for missing. */
static Alpha measure(const char *rows[], int32_t observers, AlphaMetric metric)
{
    int32_t values[MOST];
    bool given[MOST];
    size_t units = strlen(rows[0]), cell = 0;
    for (int32_t i = 0; i < observers; i++) {
        for (size_t u = 0; u < units; u++, cell++) {
            assert_true(cell < MOST);
            given[cell] = rows[i][u] != '*';
            values[cell] = given[cell] ? rows[i][u] - '0' : 99;
        }
    }
    Arena arena;
    Alpha alpha;
    Err err = {0};
    arena_init(&arena, 1 << 20);
    AlphaValues in = {values, given, observers, (int32_t)units};
    assert_ok(alpha_measure(&in, metric, &arena, &alpha, &err), err);
    arena_deinit(&arena);
    return alpha;
}

static void alpha__is_as_published__with_missing_values(void **state)
{
    (void)state;
    const char *rows[] = {"*****34121133*3", "1*213343*******", "**21344*21133*4"};
    Alpha nominal = measure(rows, 3, ALPHA_NOMINAL);
    assert_near(nominal.alpha, 0.691358, 5e-7);
    assert_int_equal(nominal.pairable, 26);
    assert_int_equal(nominal.units, 12);
    assert_int_equal(nominal.dropped, 3);
    assert_near(measure(rows, 3, ALPHA_INTERVAL).alpha, 0.810845, 5e-7);
    assert_near(measure(rows, 3, ALPHA_ORDINAL).alpha, 0.806721, 5e-7);
}

static void alpha__is_one__when_all_agree(void **state)
{
    (void)state;
    const char *rows[] = {"1213", "1213", "*21*"};
    for (int metric = ALPHA_NOMINAL; metric <= ALPHA_INTERVAL; metric++)
        assert_near(measure(rows, 3, (AlphaMetric)metric).alpha, 1, 1e-12);
}

static void alpha__says_why__when_undefined(void **state)
{
    (void)state;
    const char *same[] = {"111", "11*"}, *apart[] = {"12**", "**12"};
    assert_string_equal(measure(same, 2, ALPHA_NOMINAL).undefined,
                        "alpha undefined: all observers gave one and the same value");
    assert_string_equal(measure(apart, 2, ALPHA_NOMINAL).undefined,
                        "alpha undefined: no unit has values of two observers");
    assert_int_equal(measure(apart, 2, ALPHA_NOMINAL).dropped, 4);
}

static void alpha__refuses__too_many_values(void **state)
{
    (void)state;
    static int32_t values[2 * 501];
    static bool given[2 * 501];
    for (int32_t i = 0; i < 2 * 501; i++) {
        values[i] = i % 501;
        given[i] = true;
    }
    Arena arena;
    Alpha alpha;
    Err err = {0};
    arena_init(&arena, 1 << 20);
    AlphaValues in = {values, given, 2, 501};
    assert_false(alpha_measure(&in, ALPHA_INTERVAL, &arena, &alpha, &err));
    assert_err(err, ERR_LIMIT, "501 different values: alpha takes at most 500");
    assert_int_equal(arena.used, 0);
    arena_deinit(&arena);
}

/* 0 to 3 of six units at random: never above 1, never no number. */
static void alpha__is_a_number__of_any_values(void **state)
{
    (void)state;
    uint32_t draw = 1;
    for (int round = 0; round < 2000; round++) {
        char rows[3][7] = {"", "", ""};
        const char *in[3] = {rows[0], rows[1], rows[2]};
        for (size_t cell = 0; cell < 18; cell++) {
            draw = draw * 1664525U + 1013904223U;
            rows[cell / 6][cell % 6] = "*01230"[(draw >> 16) % 6];
        }
        Alpha alpha = measure(in, 3, (AlphaMetric)(round % 3));
        if (!alpha.undefined && !(alpha.alpha >= -1.0 && alpha.alpha <= 1.0))
            fail_msg("alpha %f of %s %s %s", alpha.alpha, rows[0], rows[1], rows[2]);
    }
}

/* The published example: 15 intervals, five events each; in ten the same count,
 * in one half as many. */
static void ioa__is_as_published__counts(void **state)
{
    (void)state;
    const int32_t a[15] = {1, 2, 2, 0, 0, 0}, b[15] = {1, 1, 0, 1, 1, 1};
    IoaCounts ioa = ioa_counts(a, b, 15);
    assert_near(ioa.total.k, 5, 0);
    assert_near(ioa.total.share, 1, 0);
    assert_near(ioa.mean_count.k, 10.5, 1e-12);
    assert_near(ioa.mean_count.share, 0.70, 1e-12);
    assert_near(ioa.exact_count.k, 10, 0);
    assert_near(ioa.exact_count.share, 0.667, 0.0005);
}

/* Seven intervals: both saw it in two, neither in three. */
static void ioa__is_as_published__intervals(void **state)
{
    (void)state;
    const int32_t a[7] = {1, 3, 1, 0, 0, 0, 0}, b[7] = {1, 1, 0, 2, 0, 0, 0};
    IoaCounts ioa = ioa_counts(a, b, 7);
    assert_near(ioa.interval.k, 5, 0);
    assert_near(ioa.interval.n, 7, 0);
    assert_near(ioa.interval.share, 0.714, 0.0005);
    assert_near(ioa.scored.k, 2, 0);
    assert_near(ioa.scored.share, 0.5, 0);
    assert_near(ioa.unscored.k, 3, 0);
    assert_near(ioa.unscored.share, 0.6, 1e-12);
}

static void ioa__compares_durations(void **state)
{
    (void)state;
    const int64_t a[] = {10000, 20000, 0}, b[] = {5000, 25000, 0};
    IoaDurations ioa = ioa_durations(a, b, 3);
    assert_near(ioa.total.share, 1, 0);
    assert_near(ioa.total.k, 30000, 0);
    assert_near(ioa.mean_occurrence.share, (0.5 + 0.8 + 1.0) / 3.0, 1e-12);
}

static void ioa__says_why__when_undefined(void **state)
{
    (void)state;
    const int32_t none[2] = {0, 0}, all[2] = {1, 1};
    const int64_t zero[1] = {0};
    assert_string_equal(ioa_counts(none, none, 2).total.undefined,
                        "undefined: neither observer saw any");
    assert_string_equal(ioa_counts(none, none, 2).scored.undefined,
                        "undefined: neither observer saw any");
    assert_string_equal(ioa_counts(all, all, 2).unscored.undefined,
                        "undefined: both saw it in every interval");
    assert_string_equal(ioa_counts(NULL, NULL, 0).exact_count.undefined,
                        "undefined: there are no intervals");
    assert_string_equal(ioa_durations(zero, zero, 1).total.undefined,
                        "undefined: neither observer saw it last");
    assert_string_equal(ioa_durations(NULL, NULL, 0).mean_occurrence.undefined,
                        "undefined: there are no occurrences");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alpha__is_as_published__with_missing_values),
        cmocka_unit_test(alpha__is_one__when_all_agree),
        cmocka_unit_test(alpha__says_why__when_undefined),
        cmocka_unit_test(alpha__refuses__too_many_values),
        cmocka_unit_test(alpha__is_a_number__of_any_values),
        cmocka_unit_test(ioa__is_as_published__counts),
        cmocka_unit_test(ioa__is_as_published__intervals),
        cmocka_unit_test(ioa__compares_durations),
        cmocka_unit_test(ioa__says_why__when_undefined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
