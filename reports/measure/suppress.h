/* suppress.h - which figures of small groups are not shown, and which others must go
 * with them so that nobody can work them out. MEASURES.md 1.
 *
 * A cell is a number of people. One of 1 to limit - 1 is hidden; none at all (0) tells
 * of nobody and is shown. Where totals are shown a hidden cell may follow from them,
 * so more are hidden, the smallest first, until none does (Cox 1980; Gusfield 1988:
 * in a table with both totals a hidden cell is known exactly when it is the only way
 * between its row and its column).
 */
#ifndef REPORTS_MEASURE_SUPPRESS_H
#define REPORTS_MEASURE_SUPPRESS_H

#include "protocols/base.h"

enum {
    SUPPRESS_MAX_LINES = 512, /* rows and columns of a table */
};

/* Cells whose total is shown. Those hidden are together at least limit, too. False:
 * even all of them are too few, and the total has to go as well (hidden[] is then set
 * for every cell that is not 0). */
bool suppress_list(const int64_t *cells, size_t count, int64_t limit, bool *hidden);

/* The same where some are hidden already, for reasons of their own. */
bool suppress_list_further(const int64_t *cells, size_t count, int64_t limit, bool *hidden);

/* A table [row][column] of which each row and each column can be seen by itself, and whose
 * totals are shown but for some: those are given (rows_hidden[], columns_hidden[]: what
 * suppress_list says of the totals), and of a row without its total nothing is shown.
 * Hides what is small and what tells it or a hidden total. What follows from the totals
 * alone, whatever is hidden, stays as it is. ERR_LIMIT as for suppress_table. */
bool suppress_inside(const int64_t *cells, int32_t rows, int32_t columns, int64_t limit,
                     const bool *rows_hidden, const bool *columns_hidden, Arena *arena,
                     bool *hidden, Err *err);

/* A table [row][column] whose row, column and whole totals are shown. *ret_possible
 * false: no choice hides enough, the totals have to go (hidden[] as above). ERR_LIMIT
 * when it has too many lines or memory runs out. */
bool suppress_table(const int64_t *cells, int32_t rows, int32_t columns, int64_t limit,
                    Arena *arena, bool *hidden, bool *ret_possible, Err *err);

#endif
