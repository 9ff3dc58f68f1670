/* figure_json.h - figures as JSON values, and a document of them written out: as
 * JSON, as CSV for a spreadsheet, as text for a person.
 *
 * A value that cannot be made is NULL; json_pack() with "o" takes a value over and
 * makes NULL of the whole when one is missing, so that one check at the end sees
 * every failure. What is undefined is null, and "undefined" beside it says why. No
 * number is ever NaN or infinite: such a one is null, too.
 *
 * The document says everything once; text and CSV are read from it, so the three can
 * never differ. CSV has one line a value:
 *
 *   figure                      row                     field    value
 *   wait_time.after_question    ...                     n        12
 *   time_budget                 code=talk; subject=T    total_s  50
 */
#ifndef REPORTS_EXCHANGE_FIGURE_JSON_H
#define REPORTS_EXCHANGE_FIGURE_JSON_H

#include "reports/measure/measure.h"

#include <jansson.h>
#include <stdio.h>

/* Text that is not UTF-8 is written with U+FFFD where it is not; NULL is null. */
json_t *figure_text(const char *text);
json_t *figure_real(bool defined, double value);
json_t *figure_seconds(int64_t ms);
json_t *figure_code(const Observation *o, int32_t code);
json_t *figure_subject(const Observation *o, int32_t subject);
json_t *figure_proportion(const Proportion *p);
json_t *figure_spread(const Spread *s);

/* Appends; a value that could not be made spoils the array: NULL. */
json_t *figure_append(json_t *array, json_t *value);

typedef enum FigureForm { FIGURE_TEXT, FIGURE_CSV, FIGURE_JSON } FigureForm;

/* ERR_LIMIT when doc is NULL (there was no memory to make it) or memory runs out,
 * ERR_SYSTEM when out cannot be written. */
bool figure_write(const json_t *doc, FigureForm form, FILE *out, Err *err);

#endif
