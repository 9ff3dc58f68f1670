/* pool_write.h - many lessons in figures, and tables of any two things, written
 * out: as text for a person, as CSV for a spreadsheet, as JSON for programs.
 *
 * What "kenkyu measure" prints for several lessons, and with --by. The JSON is
 * described by tests/schema/measure-many.schema.json and measure-cross.schema.json
 * and only ever gets further keys. Shares are 0..1, percents 0..100, times
 * seconds; what is undefined is null and "undefined" says why.
 *
 * CSV has one line a figure (or cell), the header first, seconds and rates with a
 * point whatever the locale; "note" says why a value is not there.
 */
#ifndef REPORTS_EXCHANGE_POOL_WRITE_H
#define REPORTS_EXCHANGE_POOL_WRITE_H

#include "reports/measure/pool.h"

#include <stdio.h>

/* ERR_SYSTEM when out cannot be written or memory runs out. */
bool pool_write_text(const PoolMeasures *measures, FILE *out, Err *err);
bool pool_write_csv(const PoolMeasures *measures, FILE *out, Err *err);
bool pool_write_json(const PoolMeasures *measures, FILE *out, Err *err);

bool cross_write_text(const CrossTable *table, FILE *out, Err *err);
bool cross_write_csv(const CrossTable *table, FILE *out, Err *err);
bool cross_write_json(const CrossTable *table, FILE *out, Err *err);

#endif
