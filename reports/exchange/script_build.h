/* script_build.h - what the three readers of scripts share.
 *
 * Internal to reports/exchange.
 */
#ifndef REPORTS_EXCHANGE_SCRIPT_BUILD_H
#define REPORTS_EXCHANGE_SCRIPT_BUILD_H

#include "reports/exchange/csv_rows.h"
#include "reports/exchange/script.h"

/* At least as many as a CSV text has rows. */
size_t script_count_lines(const char *text, size_t len);

/* "name: no memory left" as ERR_LIMIT; false. */
bool script_no_memory(const char *name, Err *err);

/* A setup with everything empty, named after the file where that is nobody's name. False
 * when arena is full. */
bool script_begin_setup(const char *name, ScriptFormat format, Arena *arena, Setup *ret_setup,
                        Err *err);

/* An act with everything empty. */
ScriptAct script_act(ScriptActKind kind, int64_t at_ms, int32_t line);

/* Beyond SCRIPT_MAX_NOTICES, or without memory, a notice is left out. */
void script_notice(Script *script, Arena *arena, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Puts the pupils of subjects on the seating chart, row by row, and the adults
 * above them. */
void script_seat(Subject *subjects, int32_t count);

/* ---- columns of a CSV file, by the names in its first row ---- */

typedef struct ScriptColumn {
    const char *name;
    bool needed;
    int32_t index; /* found; or -1 */
} ScriptColumn;

/* Fills the indices, whatever the size of the letters. ERR_FORMAT when a needed one is missing or
 * any is there twice. expected: what the message says was expected. */
bool script_find_columns(const char *name, const CsvRow *header, ScriptColumn *columns,
                         int32_t count, const char *expected, Err *err);

/* The cell with spaces of every kind trimmed off; NULL text when the column is
 * not there. */
typedef struct ScriptText {
    const char *text;
    size_t len;
    int32_t line, column;
} ScriptText;
ScriptText script_cell(const CsvRow *row, const ScriptColumn *column);
bool script_names(ScriptText text, const char *word); /* whatever the size of its letters */
bool script_text_is(ScriptText text, const char *word);

#endif
