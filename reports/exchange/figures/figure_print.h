/* figure_print.h - a document of figures as text and as CSV; see figure_json.h.
 *
 * Knows the shapes of values, not what they mean: an object with k, n and share is a
 * proportion, one with a median is a spread, a list of objects is a table. False when
 * memory runs out or out has an error.
 */
#ifndef REPORTS_EXCHANGE_FIGURE_PRINT_H
#define REPORTS_EXCHANGE_FIGURE_PRINT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

bool figure_print_text(const json_t *doc, FILE *out);
bool figure_print_csv(const json_t *doc, FILE *out);

#endif
