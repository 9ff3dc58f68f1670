/* equity.h - whether groups of pupils have their share of what happens. MEASURES.md 2.
 *
 * ER(g) = (events of g / all events) / (student-minutes of g / all student-minutes):
 * 1 is proportional (EQUIP, Reinholz and Shah 2018; its own denominator keeps absent
 * pupils, this one counts the minutes each was present). It knows nothing of where
 * the groups come from: any number per subject.
 */
#ifndef REPORTS_MEASURE_EQUITY_H
#define REPORTS_MEASURE_EQUITY_H

#include "reports/measure/measure.h"

enum {
    EQUITY_MAX_GROUPS = 64,
    EQUITY_NOT_SAID = -1, /* group of a pupil of whom it is not known */
};

typedef struct EquityGroup {
    int32_t group;      /* 0..group_count - 1, or EQUITY_NOT_SAID: a last row, if there is any */
    int32_t pupils;     /* present */
    int64_t events;     /* of them */
    int64_t student_ms; /* of them */
    double ratio, low, high;
    bool has_interval;     /* false: low and high are 0 */
    const char *interval;  /* how low and high were found, or why not */
    const char *undefined; /* nobody of it was present; nothing happened; no time */
    bool hidden;           /* not to be shown outside the team: too few pupils, or another
                              group's number would follow from the totals */
} EquityGroup;

typedef struct Equity {
    const EquityGroup *groups;
    int32_t group_count;
    int32_t pupils; /* present, told apart */
    int64_t events; /* of them */
    int64_t student_ms;
    int64_t outside;    /* events of nobody told apart and present: in no figure */
    bool totals_hidden; /* the totals too: all are too few */
} Equity;

/* Pupils who were present, of one lesson or of many. */
typedef struct EquityPupils {
    const int64_t *events, *present_ms; /* >= 0 */
    const int32_t *group;               /* 0..group_count - 1, else EQUITY_NOT_SAID */
    int32_t count;
} EquityPupils;

/* resample: with as many pupils, in their order. Groups of fewer than suppress_below
 * pupils are marked hidden (suppress.h). */
bool equity_of_pupils(const EquityPupils *pupils, int32_t group_count, int64_t suppress_below,
                      const Resample *resample, Arena *arena, Equity *ret_equity, Err *err);

/* The same for a lesson, hidden by its protocol's rule.
 * events[subject]: how many; group_of[subject]: its group; both as long as the roster's
 * subjects. Of a pupil who was absent all the time and of adults nothing is counted but
 * outside. Interval: the middle 95 % of MEASURE_RESAMPLES classes drawn pupil by pupil. */
bool equity_measure(const Observation *o, const Roster *roster, const Resample *resample,
                    const int64_t *events, const int32_t *group_of, int32_t group_count,
                    Arena *arena, Equity *ret_equity, Err *err);

#endif
