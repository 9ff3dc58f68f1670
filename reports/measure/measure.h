/* measure.h - what every figure shares: slices, proportions, spreads, talk turns.
 *
 * Measures are pure functions over an Observation: no clock, no file, no
 * screen. What they need besides is an arena of the caller. Every result
 * carries its numerator, denominator and n; what is undefined says why in
 * words (a const string), never NaN. Formulas and sources: MEASURES.md of the
 * design, repeated at each function.
 */
#ifndef REPORTS_MEASURE_MEASURE_H
#define REPORTS_MEASURE_MEASURE_H

#include "protocols/observation.h"

/* k of n with the Wilson score interval at 95 % (Wilson 1927), z = 1.959964.
 * n == 0: share is 0 and undefined says so. */
typedef struct Proportion {
    int64_t k, n;
    double share, low, high; /* 0..1 */
    const char *undefined;   /* NULL when defined */
} Proportion;
Proportion measure_proportion(int64_t k, int64_t n);

/* Five numbers of a set of values; quartiles by linear interpolation of order
 * statistics (Hyndman and Fan 1996, type 7). n == 0: undefined. */
typedef struct Spread {
    int64_t n;
    double min, q1, median, q3, max, mean, sd, total; /* sd: sample, 0 and sd_undefined for n < 2 */
    const char *undefined, *sd_undefined;
} Spread;
Spread measure_spread(double *values, size_t count); /* sorts values */

/* A stretch of time, half open [start, stop). */
typedef struct Span {
    int64_t start_ms, stop_ms;
} Span;

/* Observed time: the whole observation less the union of its pauses. */
int64_t measure_observed_ms(const Observation *o);

/* Length of the part of the span that was not paused. */
int64_t measure_unpaused_ms(const Observation *o, Span span);

/* Students of the roster: pupils told apart (Subject.several false). Present:
 * not absent for the whole observation. Student-minutes are in ms here. */
int32_t measure_roster_count(const Observation *o);
int32_t measure_present_count(const Observation *o);
int64_t measure_present_ms(const Observation *o, int32_t subject);

#endif
