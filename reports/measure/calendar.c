#include "reports/measure/calendar.h"

static const int64_t DAY_MS = 86400000, MINUTE_MS = 60000, DAYS_PER_ERA = 146097;

int64_t calendar_day(int64_t unix_ms, int32_t utc_offset_min)
{
    int64_t local_ms = unix_ms + utc_offset_min * MINUTE_MS;
    return (local_ms >= 0 ? local_ms : local_ms - (DAY_MS - 1)) / DAY_MS;
}

/* H. Hinnant, civil_from_days and days_from_civil: eras of 400 years, years that
 * begin in March. */
void calendar_date(int64_t day, int64_t *ret_year, int32_t *ret_month, int32_t *ret_day)
{
    int64_t days = day + 719468;
    int64_t era = (days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int64_t of_era = days - era * DAYS_PER_ERA;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t month = (int32_t)((5 * of_year + 2) / 153);
    *ret_day = (int32_t)(of_year - (153 * month + 2) / 5 + 1);
    *ret_month = month < 10 ? month + 3 : month - 9;
    *ret_year = year + era * 400 + (*ret_month <= 2);
}

int64_t calendar_day_of(int64_t year, int32_t month, int32_t day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * DAYS_PER_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void calendar_week(int64_t day, int64_t *ret_year, int32_t *ret_week)
{
    int64_t weekday = ((day + 3) % 7 + 7) % 7; /* monday: 0; 1970-01-01 was a thursday */
    int64_t thursday = day - weekday + 3;
    int32_t month, of_month;
    calendar_date(thursday, ret_year, &month, &of_month);
    *ret_week = (int32_t)((thursday - calendar_day_of(*ret_year, 1, 1)) / 7) + 1;
}

int32_t calendar_month_number(int64_t day)
{
    int64_t year;
    int32_t month, of_month;
    calendar_date(day, &year, &month, &of_month);
    return (int32_t)year * 100 + month;
}

int32_t calendar_week_number(int64_t day)
{
    int64_t year;
    int32_t week;
    calendar_week(day, &year, &week);
    return (int32_t)year * 100 + week;
}
