/* Figures as text: numbers as a person reads them. */
#include "check.h"

#include "reports/exchange/figures/figure_print.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static void assert_prints(json_t *value, const char *want)
{
    char *text = NULL, line[200];
    size_t len = 0;
    json_t *doc = json_pack("{s:o}", "figure", value);
    FILE *out = open_memstream(&text, &len);
    assert_non_null(doc);
    assert_non_null(out);
    assert_true(figure_print_text(doc, out));
    assert_int_equal(fclose(out), 0);
    (void)snprintf(line, sizeof line, "%-28s  %s\n", "figure", want);
    assert_string_equal(text, line);
    free(text);
    json_decref(doc);
}

static json_t *spread(double q1, double median, double q3, int n)
{
    return json_pack("{s:f, s:f, s:f, s:i}", "q1", q1, "median", median, "q3", q3, "n", n);
}

static void figure_print_text__writes_spreads__without_exponents(void **state)
{
    (void)state;
    assert_prints(spread(1000.0, 1250.0, 1e7, 2000000),
                  "median 1250, quartiles 1000 and 10000000, n = 2000000");
    assert_prints(spread(99.96, 123.45, 1234.56, 12),
                  "median 123.5, quartiles 100 and 1234.6, n = 12");
    assert_prints(spread(0.00001234, 1.2345, 12.345, 3),
                  "median 1.23, quartiles 0.0000123 and 12.3, n = 3");
    assert_prints(spread(-1250.25, 0.0, 4.0, 3), "median 0, quartiles -1250.2 and 4, n = 3");
}

static void figure_print_text__writes_counts_whole__from_a_million_on(void **state)
{
    (void)state;
    json_t *share = json_pack("{s:i, s:i, s:f, s:n, s:n}", "k", 1234567, "n", 2469134, "share", 0.5,
                              "low", "high");
    assert_prints(share, "1234567 of 2469134, 50.0 %");
}

static void figure_print_text__writes_seconds_to_the_millisecond(void **state)
{
    static const struct {
        double value;
        const char *want;
    } cases[] = {{264.855, "264.855"},
                 {123456.789, "123456.789"},
                 {1234567.0, "1234567"},
                 {1e15, "1000000000000000"},
                 {12.3456789, "12.3457"},
                 {0.5, "0.5"},
                 {0.0, "0"},
                 {-1e-17, "0"},
                 {-2.5, "-2.5"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_prints(json_real(cases[i].value), cases[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figure_print_text__writes_spreads__without_exponents),
        cmocka_unit_test(figure_print_text__writes_counts_whole__from_a_million_on),
        cmocka_unit_test(figure_print_text__writes_seconds_to_the_millisecond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
