/* cycle.h - composes the sheet of a lesson-study cycle: the first and the second
 * teaching of one lesson side by side.
 *
 *     First and second teaching
 *     What the team changed          what it had seen
 *     The flow        planned and actual phases, one scale
 *     Side by side    name   first  second   0 ---o--- 100   no clear change
 *     What we now think              What we still do not know
 *
 * One page. A change is called one only where the two 95 % intervals do not
 * overlap; elsewhere the sheet says "no clear change", and where one of the two
 * figures does not exist it says why. Nothing says what caused a difference, and
 * nothing adds the rows up. MEASURES.md 1 and 8.
 */
#ifndef REPORTS_CYCLE_CYCLE_H
#define REPORTS_CYCLE_CYCLE_H

#include "protocols/observation.h"
#include "reports/measure/lesson.h"
#include "reports/sheet/sheet.h"

enum { CYCLE_MAX_ROWS = 10 };

/* Two shares of the same thing. */
typedef struct CycleRow {
    const char *name, *of; /* English: say() gives it in the sheet's language */
    Proportion first, second;
} CycleRow;

typedef enum CycleChange {
    CYCLE_UNKNOWN, /* one of the two is undefined or has no interval */
    CYCLE_NO_CLEAR_CHANGE,
    CYCLE_APART, /* the intervals do not overlap */
} CycleChange;
CycleChange cycle_change(const CycleRow *row);

/* What can be compared: rows in which at least one teaching has something to count. */
int32_t cycle_rows(const LessonMeasures *first, const LessonMeasures *second,
                   CycleRow rows[CYCLE_MAX_ROWS]);

/* ERR_STATE when the two cannot be compared: one and the same, or observed under
 * different protocols. */
bool cycle_check(const Observation *first, const Observation *second, Err *err);

/* Draws it; checks first. scratch is for the measures. */
bool cycle_compose(const Observation *first, const Observation *second, Sheet *sheet,
                   Arena *scratch, Err *err);

#endif
