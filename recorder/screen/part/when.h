/* when.h - times in words, as the screens say them.
 *
 * Pure: the wall clock and its offset are passed in. Civil dates are of the
 * proleptic Gregorian calendar, by the time zone in which they were noted.
 */
#ifndef RECORDER_SCREEN_WHEN_H
#define RECORDER_SCREEN_WHEN_H

#include <stddef.h>
#include <stdint.h>

enum { WHEN_SIZE = 32 }; /* bytes that hold any of these, with the zero */

typedef struct WhenDate {
    int64_t year;
    int32_t month, day;   /* from 1 */
    int32_t weekday;      /* 0: Sunday */
    int32_t hour, minute; /* 0..23, 0..59 */
} WhenDate;

WhenDate when_date(int64_t unix_ms, int32_t utc_offset_min);

/* "Today", "Yesterday", "Thu 19 Nov", or with the year when it is another one. */
void when_format_day(int64_t unix_ms, int32_t utc_offset_min, int64_t now_unix_ms,
                     char ret_text[WHEN_SIZE]);

/* "19 Nov 2026" */
void when_format_date(int64_t unix_ms, int32_t utc_offset_min, char ret_text[WHEN_SIZE]);

/* "10:23" */
void when_format_time(int64_t unix_ms, int32_t utc_offset_min, char ret_text[WHEN_SIZE]);

/* "2026-11-19" */
void when_format_iso_day(int64_t unix_ms, int32_t utc_offset_min, char ret_text[WHEN_SIZE]);

/* A running clock: "38:24", "1:02:03". */
void when_format_clock(int64_t ms, char ret_text[WHEN_SIZE]);

/* A length in passing: "52 min", "40 s", "1 h 20 min". */
void when_format_length(int64_t ms, char ret_text[WHEN_SIZE]);

#endif
