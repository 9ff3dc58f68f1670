/* csv_put.h - text as a cell of a CSV file (RFC 4180) that a spreadsheet opens
 * without taking it for a formula.
 */
#ifndef REPORTS_EXCHANGE_CSV_PUT_H
#define REPORTS_EXCHANGE_CSV_PUT_H

#include <stdio.h>

/* The byte order mark, by which a spreadsheet knows a file for UTF-8: without it Excel
 * shows "LucÃ­a". For files that people open; not for standard output. */
void csv_begin_file(FILE *out);

/* Text of a person, or of a protocol file: what a spreadsheet may take for a formula gets
 * an apostrophe in front. That is, at the beginning of the text, and behind a semicolon,
 * a tab or a line end, where a spreadsheet that parts cells by semicolons begins a cell: a
 * = + - @, also in full width, behind any spaces, byte order marks and apostrophes. */
void csv_put_text(FILE *out, const char *text);

/* Takes the apostrophes out again that csv_put_text() put in: of every text the very same
 * comes back. */
void csv_unmark(char *text);

#endif
