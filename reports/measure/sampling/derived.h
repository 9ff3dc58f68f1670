/* derived.h - the rows an interval protocol would have filled in, computed from the
 * continuous record at any length: momentary, partial, whole (MTS, PIR, WIR) and
 * COPUS. MEASURES.md 4. Everything here is to be marked "derived".
 *
 * COPUS (Smith, Jones, Gilbert and Wieman 2013): rows of two minutes; every code that
 * occurs in a row is checked, several at once are normal, and a check does not mean
 * two minutes of it. That is the partial row. Collapsed categories are the headings
 * of the protocol's codes (Code.group) within a category: Receiving, Talking to
 * Class, ...; a row counts for one when any of its codes is checked.
 *
 * Two conventions of percent, never in one column:
 *   A  percent of intervals: rows with the code / scorable rows; columns pass 100 %
 *   B  percent of codes: checks of the code / all checks of its category
 */
#ifndef REPORTS_MEASURE_DERIVED_H
#define REPORTS_MEASURE_DERIVED_H

#include "reports/measure/sampling/sampling.h"

enum {
    DERIVED_USUAL_MS = 120000, /* where the protocol names no length: two minutes */
    DERIVED_MAX_INTERVALS = 100000,
};

typedef struct DerivedRow {
    int32_t code;      /* PROTOCOL_NONE: a collapsed category */
    const char *group; /* its heading; NULL in the row of a code */
    int32_t category;
    const uint8_t *flags;                 /* per interval: set of DERIVED_* */
    Proportion momentary, partial, whole; /* A; a point, and a collapsed category, has partial
                                             only */
    Proportion of_marks; /* B: of the checks of its category; without an interval */
} DerivedRow;

typedef struct DerivedSheet {
    int64_t interval_ms;
    int32_t interval_count;
    int32_t scorable;        /* observed in full, not cut by a pause or the end */
    const DerivedRow *codes; /* states and points of the protocol, built-in ones left out */
    int32_t code_count;
    const DerivedRow *collapsed; /* in order of their first code; none without headings */
    int32_t collapsed_count;
    const char *undefined; /* no interval was observed in full; there would be too many: then there
                              are no rows */
} DerivedSheet;

/* The protocol's own length, else DERIVED_USUAL_MS. */
int64_t derived_interval_ms(const Protocol *protocol);

/* Whoever the events are about. Linear in events, and in intervals times codes. */
bool derived_measure(const Observation *o, const MeasureClock *clock, int64_t interval_ms,
                     Arena *arena, DerivedSheet *ret_sheet, Err *err);

#endif
