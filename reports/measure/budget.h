/* budget.h - the time budget: per code, and per code and subject, how often and
 * how long. Conventions of BORIS (Friard and Gamba 2016), so that the two can be
 * compared. MEASURES.md 5.
 *
 * Paused time is taken off durations, gaps and denominators. The row over all
 * subjects adds up what the subjects did: where several do the same at once its
 * total may pass the observed time.
 */
#ifndef REPORTS_MEASURE_BUDGET_H
#define REPORTS_MEASURE_BUDGET_H

#include "reports/measure/measure.h"

enum {
    BUDGET_EVERYBODY = -2, /* BudgetRow.subject: all subjects, and events about nobody */
};

typedef enum BudgetWindow {
    BUDGET_WHOLE,         /* percent of all observed time */
    BUDGET_FIRST_TO_LAST, /* percent of the time from the first event to the last stop */
} BudgetWindow;

typedef struct BudgetRow {
    int32_t code;
    int32_t subject; /* index, or BUDGET_EVERYBODY */
    int64_t n;       /* events; of an interval code: those answered */
    int64_t missing; /* interval codes: not answered */
    int64_t total_ms;
    double mean_s, sd_s; /* sd: sample */
    bool has_mean;       /* a state with n >= 1 */
    bool has_sd;         /* a state with n >= 2 */
    /* Inter-event interval: next start - this stop; an event that starts before
     * the last one stopped has none. */
    int64_t gap_n;
    double gap_mean_s, gap_sd_s; /* gap_sd_s: 0 unless gap_n >= 2 */
    double percent;              /* 100 x total / of_ms; states only */
    bool has_percent;
    double per_min;
} BudgetRow;

typedef struct Budget {
    const BudgetRow *rows; /* per code of the protocol that is not built in, in its order: first
                              everybody (also n = 0), then each subject that occurs */
    int32_t row_count;
    BudgetWindow window;
    int64_t of_ms;          /* the denominator */
    const char *percent_of; /* it in words, with its length */
    const char *undefined;  /* no time was observed: percents and rates are left out */
} Budget;

/* clock: of o (TalkMeasures.clock). */
bool budget_measure(const Observation *o, const MeasureClock *clock, BudgetWindow window,
                    Arena *arena, Budget *ret_budget, Err *err);

/* Seconds from the stop of the latest A to the start of each B that comes after
 * it (Bakeman and Quera). B before any A has none. */
bool budget_latency(const Observation *o, int32_t code_a, int32_t code_b, Arena *arena,
                    Spread *ret_seconds, Err *err);

/* The same one by one, in the order of the Bs, to be put together with those of other
 * lessons; *ret_asked: Bs in all. They live in arena. */
bool budget_latencies(const Observation *o, int32_t code_a, int32_t code_b, Arena *arena,
                      double **ret_seconds, size_t *ret_count, size_t *ret_asked, Err *err);

#endif
