/* ioa.h - inter-observer agreement of counts, intervals and durations, as
 * behaviour analysts report it. MEASURES.md 7 (Cooper, Heron and Heward 2020, 5;
 * Reed and Azulay 2011).
 *
 * Every figure is k of n with k <= n, a share 0..1: 5/7, 10.5/15. Nothing to
 * agree on is undefined, never 100 %.
 */
#ifndef REPORTS_MEASURE_IOA_H
#define REPORTS_MEASURE_IOA_H

#include "protocols/base.h"

typedef struct Ioa {
    double k, n;
    double share; /* k / n; 0 when undefined */
    const char *undefined;
} Ioa;

/* Two observers, n intervals. */
typedef struct IoaCounts {
    Ioa total;       /* smaller count of all / larger */
    Ioa mean_count;  /* mean over the intervals of smaller / larger; none by both is 1 */
    Ioa exact_count; /* intervals with the same count */
    Ioa interval;    /* intervals in which both saw it, or both did not */
    Ioa scored;      /* both saw it, of those in which either did */
    Ioa unscored;    /* both did not, of those in which either did not */
} IoaCounts;

/* a[i], b[i]: events in interval i, >= 0 (less counts as 0). */
IoaCounts ioa_counts(const int32_t *a, const int32_t *b, int32_t interval_count);

typedef struct IoaDurations {
    Ioa total;           /* shorter of the two sums / longer, ms */
    Ioa mean_occurrence; /* mean over the occurrences of shorter / longer */
} IoaDurations;

/* a_ms[i], b_ms[i]: what each measured of occurrence i (matched beforehand, for
 * instance by agreement_match()). */
IoaDurations ioa_durations(const int64_t *a_ms, const int64_t *b_ms, int32_t count);

#endif
