#include "check.h"

#include "recorder/screen/part/when.h"

/* 2026-11-23 10:05:00 UTC, a Monday. */
static const int64_t MONDAY = INT64_C(1795428300000), DAY = INT64_C(86400000);

static void assert_day(int64_t unix_ms, int32_t offset_min, const char *want)
{
    char text[WHEN_SIZE];
    when_format_day(unix_ms, offset_min, MONDAY, text);
    assert_string_equal(text, want);
}

static void when__names_days__as_they_are_said(void **state)
{
    (void)state;
    assert_day(MONDAY, 0, "Today");
    assert_day(MONDAY - DAY, 0, "Yesterday");
    assert_day(MONDAY - 4 * DAY, 0, "Thu 19 Nov");
    assert_day(MONDAY + DAY, 0, "Tue 24 Nov");
    assert_day(MONDAY - 400 * DAY, 0, "19 Oct 2025");
}

static void when__turns_the_day__at_midnight_where_it_was(void **state)
{
    (void)state;
    int64_t late = MONDAY - 10 * INT64_C(3600000); /* 0:05 UTC on Monday */
    assert_day(late, 0, "Today");
    assert_day(late, -60, "Yesterday");
    char text[WHEN_SIZE];
    when_format_time(late, -60, text);
    assert_string_equal(text, "23:05");
    when_format_iso_day(late, -60, text);
    assert_string_equal(text, "2026-11-22");
}

static void when__knows_the_calendar(void **state)
{
    (void)state;
    WhenDate d = when_date(0, 0);
    assert_true(d.year == 1970 && d.month == 1 && d.day == 1 && d.weekday == 4);
    d = when_date(INT64_C(951782400000), 0); /* 2000-02-29, a Tuesday */
    assert_true(d.year == 2000 && d.month == 2 && d.day == 29 && d.weekday == 2);
    d = when_date(-1, 0);
    assert_true(d.year == 1969 && d.month == 12 && d.day == 31 && d.hour == 23 && d.minute == 59);
}

static void assert_clock(int64_t ms, const char *clock, const char *length)
{
    char text[WHEN_SIZE];
    when_format_clock(ms, text);
    assert_string_equal(text, clock);
    when_format_length(ms, text);
    assert_string_equal(text, length);
}

static void when__says_lengths(void **state)
{
    (void)state;
    assert_clock(0, "0:00", "0 s");
    assert_clock(59499, "0:59", "59 s");
    assert_clock(2304999, "38:24", "38 min");
    assert_clock(3600000, "1:00:00", "60 min");
    assert_clock(7265000, "2:01:05", "2 h 1 min");
    assert_clock(INT64_C(86400000000), "24000:00:00", "24000 h 0 min");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(when__names_days__as_they_are_said),
        cmocka_unit_test(when__turns_the_day__at_midnight_where_it_was),
        cmocka_unit_test(when__knows_the_calendar),
        cmocka_unit_test(when__says_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
