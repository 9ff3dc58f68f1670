/* alpha.h - Krippendorff's alpha: agreement of any number of observers who each
 * gave some of the units a value. MEASURES.md 7.
 *
 * alpha = 1 - Do / De from the matrix of coincidences; units with fewer than two
 * values are dropped (Krippendorff 2011, "Computing Krippendorff's
 * alpha-reliability"). It knows nothing of observations.
 */
#ifndef REPORTS_MEASURE_ALPHA_H
#define REPORTS_MEASURE_ALPHA_H

#include "protocols/base.h"

enum {
    ALPHA_MAX_VALUES = 500, /* different values */
};

/* How far two values are apart. */
typedef enum AlphaMetric {
    ALPHA_NOMINAL,  /* 0 or 1 */
    ALPHA_ORDINAL,  /* by how many values were given between the two */
    ALPHA_INTERVAL, /* the square of the difference */
} AlphaMetric;

typedef struct AlphaValues {
    const int32_t *values; /* [observer][unit] */
    const bool *given;     /* [observer][unit]; false: missing, the value is not read */
    int32_t observer_count, unit_count;
} AlphaValues;

typedef struct Alpha {
    AlphaMetric metric;
    double alpha;              /* at most 1; below 0: less than by chance */
    double observed, expected; /* disagreement: Do and De */
    int64_t pairable;          /* values in units with two or more (n) */
    int32_t units, dropped;    /* units counted; units left out */
    int32_t values;            /* different values among the pairable */
    const char *undefined;
} Alpha;

/* ERR_LIMIT when there are more than ALPHA_MAX_VALUES, or memory runs out. */
bool alpha_measure(const AlphaValues *values, AlphaMetric metric, Arena *arena, Alpha *ret_alpha,
                   Err *err);

#endif
