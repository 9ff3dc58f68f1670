/* calendar.h - days, months and weeks of the civil calendar, as numbers.
 *
 * Pure; a day is counted since 1970-01-01 in the lesson's own local time. Proleptic
 * Gregorian calendar; weeks are those of ISO 8601.
 */
#ifndef REPORTS_MEASURE_CALENDAR_H
#define REPORTS_MEASURE_CALENDAR_H

#include "protocols/base.h"

/* The local day of an instant. */
int64_t calendar_day(int64_t unix_ms, int32_t utc_offset_min);

void calendar_date(int64_t day, int64_t *ret_year, int32_t *ret_month, int32_t *ret_day);
int64_t calendar_day_of(int64_t year, int32_t month, int32_t day);

/* A week belongs to the year of its thursday, and is that year's first when the
 * thursday is the year's first. */
void calendar_week(int64_t day, int64_t *ret_year, int32_t *ret_week);

/* Whole numbers that sort by time: 202611 is November, 202648 the 48th week. */
int32_t calendar_month_number(int64_t day);
int32_t calendar_week_number(int64_t day);

#endif
