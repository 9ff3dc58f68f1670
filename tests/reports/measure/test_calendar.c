/* test_calendar.c - against the C library's own calendar, and days known by heart. */
#include "check.h"

#include "reports/measure/calendar.h"

#include <stdio.h>
#include <time.h>

static void week__is_that_of_the_c_library__over_four_centuries(void **state)
{
    (void)state;
    for (int64_t day = -70000; day < 76000; day += 1) {
        time_t seconds = (time_t)(day * 86400 + 43200);
        struct tm tm;
        char text[32], ours[32];
        assert_non_null(gmtime_r(&seconds, &tm));
        assert_true(strftime(text, sizeof text, "%G-%V %Y-%m-%d", &tm) > 0);
        int64_t year, week_year;
        int32_t month, of_month, week;
        calendar_date(day, &year, &month, &of_month);
        calendar_week(day, &week_year, &week);
        (void)snprintf(ours, sizeof ours, "%d-%02d %d-%02d-%02d", (int)week_year, (int)week,
                       (int)year, (int)month, (int)of_month);
        assert_string_equal(ours, text);
        assert_int_equal(calendar_day_of(year, month, of_month), day);
    }
}

static void week__at_the_turn_of_years(void **state)
{
    (void)state;
    assert_int_equal(calendar_week_number(calendar_day_of(2027, 1, 1)), 202653);
    assert_int_equal(calendar_week_number(calendar_day_of(2024, 12, 30)), 202501);
    assert_int_equal(calendar_month_number(calendar_day_of(2026, 11, 30)), 202611);
}

static void day__is_local(void **state)
{
    (void)state;
    int64_t late = calendar_day_of(2026, 11, 2) * INT64_C(86400000) + 23 * INT64_C(3600000);
    assert_int_equal(calendar_day(late, 0), calendar_day_of(2026, 11, 2));
    assert_int_equal(calendar_day(late, 120), calendar_day_of(2026, 11, 3));
    assert_int_equal(calendar_day(-1, 0), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(week__is_that_of_the_c_library__over_four_centuries),
        cmocka_unit_test(week__at_the_turn_of_years),
        cmocka_unit_test(day__is_local),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
