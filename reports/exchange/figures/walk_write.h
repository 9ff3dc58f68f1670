/* walk_write.h - a view of walk-throughs as text, JSON, CSV and a workbook.
 *
 * JSON is described by tests/schema/walkthroughs.schema.json. CSV has a row for each
 * look-for and group and one for its total, in the order shown, and the rules in the
 * last rows: they travel with the figures. What is hidden has empty cells and says so.
 */
#ifndef REPORTS_EXCHANGE_WALK_WRITE_H
#define REPORTS_EXCHANGE_WALK_WRITE_H

#include "reports/walk/walk.h"

#include <stdio.h>

bool walk_write_json(const WalkView *view, FILE *out, Err *err);
bool walk_write_csv(const WalkView *view, FILE *out, Err *err);
/* A sheet "by school" for each view with the same rows, then "visits": who was there. A
 * failure leaves an old file whole. */
bool walk_save_xlsx(const WalkView *views, int32_t count, const char *path, Err *err);
bool walk_write_text(const WalkView *view, FILE *out, Err *err);

#endif
