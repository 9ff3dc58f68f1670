/* alpha_lesson.h - Krippendorff's alpha over the records of any number of observers of
 * one lesson. MEASURES.md 7.
 *
 *   an exclusive category   a unit is a moment, every step_ms from 0; its value the code
 *                           that is on, or that none is: nominal
 *   the ratings of a        a unit is a code and a subject; its value the last rating:
 *   category                ordinal
 *   a sample                a unit is a subject's k-th scan; its value the number counted:
 *                           interval
 *
 * Missing (no value, never 0): who paused or had stopped observing; a scan that nobody
 * answered; a rating whose anchor says that it could not be told.
 */
#ifndef REPORTS_MEASURE_ALPHA_LESSON_H
#define REPORTS_MEASURE_ALPHA_LESSON_H

#include "reports/measure/agreement/alpha.h"
#include "reports/measure/measure.h"

enum {
    ALPHA_MAX_OBSERVERS = 64,
    ALPHA_MAX_UNITS = 10000000, /* moments times observers */
};

typedef struct AlphaRow {
    int32_t category; /* of the first observer's protocol; PROTOCOL_NONE in the row of a code */
    int32_t code;     /* PROTOCOL_NONE in the row of a category */
    const char *unit; /* in words */
    Alpha alpha;
} AlphaRow;

/* Codes are matched by key and kind, subjects by label, both with those of the first
 * observer; what only others have is left out. All clocks start together. Rows:
 * categories, then codes. ERR_LIMIT beyond the limits above. */
bool alpha_of_lessons(const Observation *const *observers, int32_t observer_count, int64_t step_ms,
                      Arena *arena, const AlphaRow **ret_rows, int32_t *ret_count, Err *err);

#endif
