#include "reports/measure/sequence/expected.h"

#include <math.h>

enum { MAX_ROUNDS = 20000 };

static const double CLOSE = 1e-9; /* of all: totals that differ by less agree */

static double sum_of(const double *values, int32_t count)
{
    double sum = 0.0;
    for (int32_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

static bool is_zero(const bool *zero, int32_t i)
{
    return zero && zero[i];
}

/* factor_i = total_i / (sum of the other side's factors, the own one left out where
 * the diagonal is a zero); the sum is taken without subtracting where one factor
 * is most of it. Returns the largest change that the totals ask for. */
static double fit_side(double *factors, const double *others, const int64_t *totals,
                       const bool *zero, int32_t count)
{
    double all = sum_of(others, count), most = 0.0;
    for (int32_t i = 0; i < count; i++) {
        if (totals[i] == 0)
            continue;
        double of = all;
        if (is_zero(zero, i)) {
            of = all - others[i];
            if (others[i] > 0.5 * all)
                of = sum_of(others, i) + sum_of(others + i + 1, count - i - 1);
        }
        double change = fabs(factors[i] * of - (double)totals[i]);
        most = change > most ? change : most;
        factors[i] = (double)totals[i] / of;
    }
    return most;
}

/* Where i is in every pair that was counted, nothing is left to fit: row i holds the
 * columns' totals, column i the rows'. (The fit would come near it, for ever.) */
static int32_t find_all_of(const int64_t *rows, const int64_t *columns, const bool *zero,
                           int32_t count, int64_t n)
{
    for (int32_t i = 0; i < count; i++)
        if (is_zero(zero, i) && rows[i] + columns[i] == n)
            return i;
    return -1;
}

bool expected_fit(const int64_t *rows, const int64_t *columns, const bool *zero, int32_t count,
                  Arena *arena, Expected *ret_expected, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    double *a = ARENA_PUSH(arena, double, (size_t)count);
    double *b = ARENA_PUSH(arena, double, (size_t)count);
    if (!a || !b) {
        arena_reset(arena, mark);
        return err_set(err, ERR_LIMIT, "not enough memory for a table of %d rows", (int)count);
    }
    int64_t n = 0;
    bool zeros = false;
    for (int32_t i = 0; i < count; i++) {
        n += rows[i];
        zeros = zeros || is_zero(zero, i);
    }
    Expected e = {.row = a, .column = b, .zero = zero, .settled = n == 0};
    e.all_of = n > 0 ? find_all_of(rows, columns, zero, count, n) : -1;
    for (int32_t i = 0; n > 0 && i < count; i++) {
        a[i] = (double)rows[i];
        b[i] = e.all_of < 0 ? (double)columns[i] / (double)n : (double)columns[i];
    }
    e.settled = e.settled || e.all_of >= 0 || !zeros;
    for (int round = 0; !e.settled && round < MAX_ROUNDS; round++) {
        double change = fit_side(a, b, rows, zero, count);
        e.settled = round > 0 && change <= CLOSE * (double)n;
        (void)fit_side(b, a, columns, zero, count);
    }
    *ret_expected = e;
    return true;
}

double expected_cell(const Expected *e, int32_t row, int32_t column)
{
    if (row == column && is_zero(e->zero, row))
        return 0.0;
    if (e->all_of >= 0) {
        if (row == e->all_of)
            return e->column[column];
        return column == e->all_of ? e->row[row] : 0.0;
    }
    return e->row[row] * e->column[column];
}
