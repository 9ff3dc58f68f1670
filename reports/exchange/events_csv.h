/* events_csv.h - the events of an observation as a table for spreadsheets.
 *
 * RFC 4180: comma, CRLF, quotes where needed, UTF-8 without a mark in front. One
 * header row, then one row an event in the order of the observation; columns
 * start_s, stop_s, duration_s, code, label, kind, category, subject,
 * subject_kind, group, target, one column a modifier of the protocol (its key,
 * "modifier_" in front where that is the name of another column), value, of,
 * missing, text, id. Seconds have a point and up to three decimals.
 *
 * A text that a spreadsheet would take for a formula (it begins with = + - @, a
 * tab or a carriage return) gets an apostrophe in front.
 */
#ifndef REPORTS_EXCHANGE_EVENTS_CSV_H
#define REPORTS_EXCHANGE_EVENTS_CSV_H

#include <stdio.h>

#include "protocols/observation.h"

/* ERR_SYSTEM when out refuses. */
bool events_write_csv(const Observation *observation, FILE *out, Err *err);

#endif
