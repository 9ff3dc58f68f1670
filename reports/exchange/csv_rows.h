/* csv_rows.h - the rows of a CSV text, one at a time, every cell with its place.
 *
 * RFC 4180, strict about quotes; lines may end in LF, CR or CRLF; a byte order
 * mark is skipped; empty lines are no rows. Spaces around a cell are dropped.
 *
 * Cells are parted by commas, semicolons (Excel where a comma is in numbers) or tabs: by
 * what the first line has most of (of as many, by tabs), or as an Excel line "sep=;" in front
 * says, which is no row.
 */
#ifndef REPORTS_EXCHANGE_CSV_ROWS_H
#define REPORTS_EXCHANGE_CSV_ROWS_H

#include "protocols/base.h"

enum {
    CSV_MAX_COLUMNS = 64,
    CSV_MAX_CELL = 20000, /* bytes */
};

typedef struct CsvCell {
    const char *text; /* zero-terminated; good until the next row */
    size_t len;
    int32_t line, column; /* where it begins, from 1; columns count characters */
} CsvCell;

typedef struct CsvRow {
    CsvCell cells[CSV_MAX_COLUMNS];
    int32_t count; /* 0: no more rows */
    int32_t line;
} CsvRow;

typedef struct CsvRows CsvRows;

/* Borrows name (for messages) and text. */
CsvRows *csv_rows_create(const char *name, const char *text, size_t len, Err *err);

void csv_rows_destroy(CsvRows *rows); /* accepts NULL */

/* What parts the cells. */
char csv_rows_delimiter(const CsvRows *rows);

/* The next row, good until the next call; count 0 at the end. ERR_FORMAT: a
 * quote that does not belong, or none at the end of the file; ERR_LIMIT: more
 * columns or a longer cell than above. NULL then. */
const CsvRow *csv_rows_next(CsvRows *rows, Err *err);

#endif
