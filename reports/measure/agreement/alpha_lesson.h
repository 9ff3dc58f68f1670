/* alpha_lesson.h - Krippendorff's alpha over the records of any number of observers of
 * one lesson. MEASURES.md 7.
 *
 *   an exclusive category   a unit is a moment, every step_ms from 0 of the first's clock,
 *                           both ways; its value the code that is on, whoever it is
 *                           about, or that none is: nominal
 *   the ratings of a        a unit is a code and a subject; its value the last rating:
 *   category                ordinal
 *   a sample                a unit is a scan of a subject: what the observers counted within
 *                           half an interval of each other, on the first's clock; its value
 *                           the number counted: interval
 *
 * Missing (no value, never 0): who paused, or had not begun or had stopped observing; a scan that
 * nobody answered; a rating whose anchor says that it could not be told.
 */
#ifndef REPORTS_MEASURE_ALPHA_LESSON_H
#define REPORTS_MEASURE_ALPHA_LESSON_H

#include "reports/measure/agreement/alpha.h"
#include "reports/measure/measure.h"

enum {
    ALPHA_MAX_OBSERVERS = 64,
    ALPHA_MAX_UNITS = 10000000, /* moments times observers */
    ALPHA_SCAN_MS = 30000,      /* between scans of one moment, where no interval is known */
};

typedef struct AlphaObservers {
    const Observation *const *all;
    const int64_t *late_ms; /* per observer: what its clock shows more than the first's at the
                               same moment; of the first 0 */
    int32_t count;
} AlphaObservers;

typedef struct AlphaRow {
    int32_t category; /* of the first observer's protocol; PROTOCOL_NONE in the row of a code */
    int32_t code;     /* PROTOCOL_NONE in the row of a category */
    const char *unit; /* in words */
    Alpha alpha;
} AlphaRow;

/* Codes are matched by key and kind, subjects by label, both with those of the first
 * observer; what only others have is left out. Rows: categories, then codes. ERR_LIMIT
 * beyond the limits above. */
bool alpha_of_lessons(AlphaObservers observers, int64_t step_ms, Arena *arena,
                      const AlphaRow **ret_rows, int32_t *ret_count, Err *err);

/* The row of one exclusive category alone. */
bool alpha_of_category(AlphaObservers observers, int32_t category, int64_t step_ms, Arena *arena,
                       Alpha *ret_alpha, Err *err);

#endif
