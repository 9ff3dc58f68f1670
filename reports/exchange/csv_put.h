/* csv_put.h - text as a cell of a CSV file (RFC 4180) that a spreadsheet opens
 * without taking it for a formula.
 */
#ifndef REPORTS_EXCHANGE_CSV_PUT_H
#define REPORTS_EXCHANGE_CSV_PUT_H

#include <stdio.h>

/* Text of a person, or of a protocol file: what looks like a formula gets an
 * apostrophe in front. */
void csv_put_text(FILE *out, const char *text);

#endif
