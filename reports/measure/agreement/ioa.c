#include "reports/measure/agreement/ioa.h"

static Ioa make_ioa(double k, double n, const char *undefined)
{
    if (n > 0.0)
        return (Ioa){.k = k, .n = n, .share = k / n};
    return (Ioa){.k = k, .n = n, .undefined = undefined};
}

/* Two that are both nothing agree. */
static double ratio(double a, double b)
{
    double small = a < b ? a : b, large = a < b ? b : a;
    return large > 0.0 ? small / large : 1.0;
}

static Ioa of_sums(double a, double b, const char *undefined)
{
    return a < b ? make_ioa(a, b, undefined) : make_ioa(b, a, undefined);
}

IoaCounts ioa_counts(const int32_t *a, const int32_t *b, int32_t interval_count)
{
    static const char none[] = "undefined: there are no intervals";
    double sum_a = 0.0, sum_b = 0.0, ratios = 0.0;
    int32_t exact = 0, both = 0, neither = 0, n = interval_count > 0 ? interval_count : 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t x = a[i] > 0 ? a[i] : 0, y = b[i] > 0 ? b[i] : 0;
        sum_a += x;
        sum_b += y;
        ratios += ratio(x, y);
        exact += x == y;
        both += x > 0 && y > 0;
        neither += x == 0 && y == 0;
    }
    return (IoaCounts){
        .total = of_sums(sum_a, sum_b, "undefined: neither observer saw any"),
        .mean_count = make_ioa(ratios, n, none),
        .exact_count = make_ioa(exact, n, none),
        .interval = make_ioa(both + neither, n, none),
        .scored = make_ioa(both, n - neither, "undefined: neither observer saw any"),
        .unscored = make_ioa(neither, n - both, "undefined: both saw it in every interval"),
    };
}

IoaDurations ioa_durations(const int64_t *a_ms, const int64_t *b_ms, int32_t count)
{
    double sum_a = 0.0, sum_b = 0.0, ratios = 0.0;
    int32_t n = count > 0 ? count : 0;
    for (int32_t i = 0; i < n; i++) {
        double x = a_ms[i] > 0 ? (double)a_ms[i] : 0.0, y = b_ms[i] > 0 ? (double)b_ms[i] : 0.0;
        sum_a += x;
        sum_b += y;
        ratios += ratio(x, y);
    }
    return (IoaDurations){
        .total = of_sums(sum_a, sum_b, "undefined: neither observer saw it last"),
        .mean_occurrence = make_ioa(ratios, n, "undefined: there are no occurrences"),
    };
}
