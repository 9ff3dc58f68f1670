/* expected.h - what a table of counts would hold by chance, given its totals.
 *
 * Rows and columns are independent, but for cells on the diagonal that cannot
 * occur (structural zeros: a speaker does not follow herself; what neither
 * observer noted is not in the record). Then e_ij = a_i b_j where a cell can
 * occur and 0 where not, with the totals of the observed table: iterative
 * proportional fitting from a table of 1 and 0 (Deming and Stephan 1940; Bakeman
 * and Quera 2011, 9).
 */
#ifndef REPORTS_MEASURE_EXPECTED_H
#define REPORTS_MEASURE_EXPECTED_H

#include "protocols/base.h"

typedef struct Expected {
    const double *row, *column; /* a and b */
    const bool *zero;           /* per i: the cell (i, i) cannot occur; NULL: all can */
    int32_t all_of;             /* the i that holds half of all totals and takes every other
                                   cell's place, or -1 */
    bool settled;               /* false: the fit did not come to rest */
} Expected;

/* rows[i] and columns[j]: totals >= 0 of a table of count x count that is 0 in
 * every structural zero. zero is borrowed. False when memory runs out. */
bool expected_fit(const int64_t *rows, const int64_t *columns, const bool *zero, int32_t count,
                  Arena *arena, Expected *ret_expected, Err *err);

double expected_cell(const Expected *e, int32_t row, int32_t column);

#endif
