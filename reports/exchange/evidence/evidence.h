/* evidence.h - the evidence of one lesson as tables: what was recorded, row by
 * row, for people who work on with a spreadsheet.
 *
 *     events      every event, as it was recorded
 *     talk        the turns, in order
 *     frames      sentence frames, each with its turn
 *     questions   the teacher's questions and the wait after each
 *     samples     every answer at every signal
 *     notes       notes, marks and words, in time order
 *     settings    what lesson this is, and every number a figure depends on
 *
 * The unit stands in the name of a column: _s are seconds from the start of the
 * lesson, with a point and three decimals. Writers (evidence_csv.c,
 * evidence_xlsx.c) know tables and no lesson.
 *
 * The copy for others leaves out who it was (pupils, seats, tables) and what was
 * said or noted, and adds samples up over the class, hidden where fewer pupils
 * were there than the protocol's limit. MEASURES.md 1.
 */
#ifndef REPORTS_EXCHANGE_EVIDENCE_H
#define REPORTS_EXCHANGE_EVIDENCE_H

#include "reports/measure/lesson.h"

#include <stdio.h>

typedef enum EvidenceKind {
    EVIDENCE_EVENTS,
    EVIDENCE_TALK,
    EVIDENCE_FRAMES,
    EVIDENCE_QUESTIONS,
    EVIDENCE_SAMPLES,
    EVIDENCE_NOTES,
    EVIDENCE_SETTINGS,
    EVIDENCE_KIND_COUNT,
} EvidenceKind;

enum { EVIDENCE_MAX_COLUMNS = 17 + PROTOCOL_MAX_MODIFIERS };

/* A text, or a number with so many decimals. */
typedef struct EvidenceCell {
    const char *text; /* NULL: a number; "" is empty */
    double number;
    int32_t decimals;
} EvidenceCell;

typedef struct EvidenceTable {
    const char *name; /* "talk" */
    const char *columns[EVIDENCE_MAX_COLUMNS];
    int32_t column_count;
    const EvidenceCell *cells; /* row after row */
    size_t row_count;
} EvidenceTable;

const char *evidence_name(EvidenceKind kind);

/* One table; everything lives in arena. m: of the same observation; may be NULL
 * for the events, which need none. Fails only when memory runs out. */
bool evidence_table(const Observation *o, const LessonMeasures *m, EvidenceKind kind,
                    bool for_others, Arena *arena, EvidenceTable *ret_table, Err *err);

/* ---- writers ---- */

/* RFC 4180: comma, CRLF, quotes where needed, UTF-8 without a mark in front; a
 * text that a spreadsheet would take for a formula gets an apostrophe in front
 * (csv_put.h). ERR_SYSTEM when out refuses. */
bool evidence_write_csv(const EvidenceTable *table, FILE *out, Err *err);

/* Gives the table of a number, counted from 0; *ret_there false: there are no more. What
 * it makes in arena is thrown away before the next. */
typedef bool EvidenceNext(void *context, int32_t number, Arena *arena, EvidenceTable *ret_table,
                          bool *ret_there, Err *err);
typedef struct EvidenceBook {
    const char *title, *author;
    int64_t unix_ms; /* its date: the same tables, the same bytes */
    EvidenceNext *next;
    void *context;
} EvidenceBook;

/* One workbook with a sheet for each table that is given. Every text is stored as text,
 * never as a formula. A failure leaves an old file whole. */
bool evidence_save_book(const EvidenceBook *book, const char *path, Err *err);

/* The tables of a lesson as such a workbook, as bytes in arena. It takes a temporary file beside
 * the path `beside`, which is gone afterwards. ERR_SYSTEM when the disk refuses. */
bool evidence_make_xlsx(const Observation *o, bool for_others, const char *beside, Arena *arena,
                        const char **ret_bytes, size_t *ret_len, Err *err);

#endif
