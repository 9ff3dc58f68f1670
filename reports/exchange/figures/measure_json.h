/* measure_json.h - every measure of a lesson, written out: as JSON for programs,
 * as aligned text for a person.
 *
 * What "kenkyu measure ID --json" and "kenkyu measure ID" print. The JSON is
 * described by tests/schema/measure.schema.json. Seconds are numbers; a share
 * is 0..1, a percent 0..100. Every proportion is {"k", "n", "share", "low",
 * "high", "interval", "undefined"}: what is undefined is null, and "undefined"
 * says why; "interval" says how low and high were found, or why not (then they
 * are null). Names of codes are keys of the protocol; of subjects, labels.
 *
 *   time_budget   one object per code over all subjects ("subject": null), and
 *                 one per code and subject that occurs:
 *     code        key
 *     subject     label, or null
 *     n           events (of a sampled code: those answered)
 *     total_s     sum of durations, pauses taken off; 0 for points
 *     mean_s      null when n = 0 or the code is no state
 *     sd_s        sample standard deviation; null when n < 2 or no state
 *     percent     100 x total_s / the denominator; null when no state
 *     percent_of  the denominator in words
 *
 *   transitions   what turn followed what turn, "by_role" and "by_speaker" (there
 *                 only cells with n > 0): n, the count expected by chance, the
 *                 adjusted residual z and Yule's q; null where undefined
 *   co_occurrence "while" a state was on: how long "code" was on with it, the share
 *                 of while_s, and how many of its events started then
 *   derived       what interval sampling would have shown, per code and per
 *                 heading ("collapsed"): momentary, partial and whole in percent of
 *                 intervals, of_marks in percent of codes; "intervals" has a digit an
 *                 interval: 1 momentary + 2 partial + 4 whole, '-' not scorable
 */
#ifndef REPORTS_EXCHANGE_MEASURE_JSON_H
#define REPORTS_EXCHANGE_MEASURE_JSON_H

#include "reports/exchange/figures/figure_json.h"
#include "reports/measure/lesson.h"

/* ERR_SYSTEM when out cannot be written, ERR_LIMIT when memory runs out. Nothing
 * is written before all is measured. */
bool measure_write_json(const Observation *o, FILE *out, Err *err);
bool measure_write_csv(const Observation *o, FILE *out, Err *err); /* see figure_json.h */
bool measure_write_text(const Observation *o, FILE *out, Err *err);

typedef struct MeasureSettings {
    int64_t interval_ms; /* of the derived rows; 0: the protocol's own */
    BudgetWindow window;
} MeasureSettings;

/* The document itself, to be given up by json_decref(); NULL on failure. The scratch
 * is put back. */
json_t *measure_make_json(const Observation *o, const MeasureSettings *settings, Arena *scratch,
                          Err *err);

#endif
