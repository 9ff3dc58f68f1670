#include "recorder/screen/part/when.h"

#include <stdio.h>

static const int64_t DAY_MS = INT64_C(86400000);
static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

static int64_t local_ms(int64_t unix_ms, int32_t utc_offset_min)
{
    return unix_ms + (int64_t)utc_offset_min * 60000;
}

/* Days since 1970 to a civil date: Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms", civil_from_days. Years begin in March, so that the leap day is
 * the last. */
WhenDate when_date(int64_t unix_ms, int32_t utc_offset_min)
{
    int64_t ms = local_ms(unix_ms, utc_offset_min);
    int64_t days = floor_div(ms, DAY_MS);
    int64_t shifted = days + 719468;
    int64_t era = floor_div(shifted, 146097);
    int64_t of_era = shifted - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    int64_t minutes = (ms - days * DAY_MS) / 60000;
    return (WhenDate){
        .year = year + era * 400 + (month >= 10 ? 1 : 0),
        .month = (int32_t)(month < 10 ? month + 3 : month - 9),
        .day = (int32_t)(of_year - (153 * month + 2) / 5 + 1),
        .weekday = (int32_t)(days + 4 - floor_div(days + 4, 7) * 7),
        .hour = (int32_t)(minutes / 60),
        .minute = (int32_t)(minutes % 60),
    };
}

void when_format_day(int64_t unix_ms, int32_t utc_offset_min, int64_t now_unix_ms,
                     char ret_text[WHEN_SIZE])
{
    static const char *const DAYS[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    WhenDate d = when_date(unix_ms, utc_offset_min);
    int64_t ago = floor_div(local_ms(now_unix_ms, utc_offset_min), DAY_MS) -
                  floor_div(local_ms(unix_ms, utc_offset_min), DAY_MS);
    if (ago == 0 || ago == 1)
        (void)snprintf(ret_text, WHEN_SIZE, "%s", ago == 0 ? "Today" : "Yesterday");
    else if (when_date(now_unix_ms, utc_offset_min).year == d.year)
        (void)snprintf(ret_text, WHEN_SIZE, "%s %d %s", DAYS[d.weekday], (int)d.day,
                       MONTHS[d.month - 1]);
    else
        when_format_date(unix_ms, utc_offset_min, ret_text);
}

void when_format_date(int64_t unix_ms, int32_t utc_offset_min, char ret_text[WHEN_SIZE])
{
    WhenDate d = when_date(unix_ms, utc_offset_min);
    (void)snprintf(ret_text, WHEN_SIZE, "%d %s %lld", (int)d.day, MONTHS[d.month - 1],
                   (long long)d.year);
}

void when_format_time(int64_t unix_ms, int32_t utc_offset_min, char ret_text[WHEN_SIZE])
{
    WhenDate d = when_date(unix_ms, utc_offset_min);
    (void)snprintf(ret_text, WHEN_SIZE, "%d:%02d", (int)d.hour, (int)d.minute);
}

void when_format_iso_day(int64_t unix_ms, int32_t utc_offset_min, char ret_text[WHEN_SIZE])
{
    WhenDate d = when_date(unix_ms, utc_offset_min);
    (void)snprintf(ret_text, WHEN_SIZE, "%04d-%02d-%02d", (int)d.year, (int)d.month, (int)d.day);
}

void when_format_clock(int64_t ms, char ret_text[WHEN_SIZE])
{
    long long s = ms / 1000;
    if (s >= 3600)
        (void)snprintf(ret_text, WHEN_SIZE, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
    else
        (void)snprintf(ret_text, WHEN_SIZE, "%lld:%02lld", s / 60, s % 60);
}

void when_format_length(int64_t ms, char ret_text[WHEN_SIZE])
{
    long long s = (ms + 500) / 1000, min = (s + 30) / 60;
    if (s < 60)
        (void)snprintf(ret_text, WHEN_SIZE, "%lld s", s);
    else if (min < 90)
        (void)snprintf(ret_text, WHEN_SIZE, "%lld min", min);
    else
        (void)snprintf(ret_text, WHEN_SIZE, "%lld h %lld min", min / 60, min % 60);
}
