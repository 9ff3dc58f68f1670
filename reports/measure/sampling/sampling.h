/* sampling.h - momentary counts (PLACHECK), and interval rows derived from
 * continuous states. MEASURES.md 4.
 */
#ifndef REPORTS_MEASURE_SAMPLING_H
#define REPORTS_MEASURE_SAMPLING_H

#include "reports/measure/talk/talk.h"

/* One answer: so many of those present. */
typedef struct Scan {
    int64_t at_ms;
    int32_t signal;  /* counts from 0: the same for all groups asked at one signal */
    int32_t subject; /* group, or SUBJECT_NONE: the class */
    int32_t engaged, present;
    bool missing;     /* nobody answered: in no sum */
    Proportion share; /* Wilson; undefined when missing or nobody present */
} Scan;

/* All groups at one signal, added up; groups that are missing are left out. */
typedef struct ScanSignal {
    int64_t at_ms; /* of its first answer */
    int32_t answered, missing;
    Proportion share; /* undefined when nobody answered */
} ScanSignal;

typedef struct ScanSeries {
    int32_t subject; /* SUBJECT_NONE: the class as one */
    const Scan *items;
    int32_t count, missing; /* count: missing ones included */
    Proportion pooled;      /* sums of engaged and present */
    double mean;            /* of the shares of the scans answered */
    const char *undefined;
} ScanSeries;

/* One code that is sampled (CODE_INTERVAL). A scan belongs to the same signal as
 * the one before it unless its group was asked already, or more than the
 * protocol's answer time has gone since the signal's first answer. */
typedef struct SamplingRow {
    int32_t code;
    int64_t every_ms, answer_ms; /* of the protocol; 0 when it has no Sampling */
    const ScanSeries *series;    /* every group that was asked, in the order of the setup */
    int32_t series_count;
    const ScanSignal *signals;
    int32_t signal_count;
    int32_t missing;   /* scans */
    Proportion pooled; /* all groups and signals; groups resampled (their pupils sit in them) */
    double mean;       /* of the signals' shares */
    const char *undefined;
} SamplingRow;

typedef struct SamplingMeasures {
    const SamplingRow *rows; /* codes of kind CODE_INTERVAL that count as SENSE_ENGAGED first */
    int32_t row_count;
    const char *undefined; /* the protocol samples nothing */
} SamplingMeasures;

bool sampling_measure(const TalkMeasures *talk, Arena *arena, SamplingMeasures *ret_sampling,
                      Err *err);

/* ---- derived rows (in derived.c; of all codes at once: derived.h) ---- */

enum {
    SAMPLING_MAX_INTERVALS = 1000000,
    SAMPLING_ANYBODY = -2,       /* whoever the event is about */
    DERIVED_MOMENTARY = 1 << 0,  /* on at the instant that ends the interval */
    DERIVED_PARTIAL = 1 << 1,    /* on at any time in it; a point in it counts */
    DERIVED_WHOLE = 1 << 2,      /* on all of it */
    DERIVED_UNSCORABLE = 1 << 3, /* paused in part, or cut by the end */
};

/* What interval sampling would have shown: *computed* from the continuous record
 * and to be marked "derived". States are half open; touching states of the same
 * code join; a state that runs to the end of the observation is on at that
 * instant. Percent of intervals (convention A). Points have no momentary and no
 * whole row (their k stays 0 and undefined says so). */
typedef struct DerivedRows {
    int32_t code, subject;
    int64_t interval_ms;
    const uint8_t *flags; /* per interval: set of DERIVED_* */
    int32_t interval_count;
    Proportion momentary, partial, whole; /* of scorable intervals */
} DerivedRows;

/* ERR_LIMIT when the interval is under 1 ms or gives more than
 * SAMPLING_MAX_INTERVALS. */
bool sampling_derive(const Observation *o, int32_t code, int32_t subject, int64_t interval_ms,
                     Arena *arena, DerivedRows *ret_rows, Err *err);

#endif
