/* export_log.h - what left the device, when, and whether with names: a list that a
 * school can show.
 *
 * A CSV file beside the record, "NAME-exports.csv", mode 0600: one line for every
 * sheet, table, copy or list that was written for somebody. Anybody can open it in a
 * spreadsheet. It is no part of the record, so that it can be kept while another
 * program records. It only grows; of a lesson that is forgotten the line stays, but not
 * the file's name, which says the lesson's title and day: "forgotten" stands there. What
 * is still there by then is removed or told first (recorder/store/left_file.h).
 *
 *     time_utc,what,lesson,names,file
 *     2026-11-27T09:30:00Z,debrief sheet,0197c3a2-...,no,/home/ana/fractions.pdf
 *
 * names is "no" or "yes": whether real names are in it. file is a path from the root;
 * of several files of a lesson (pages, tables) what their names begin with; "standard
 * output" for what was printed. A file with several lessons in it has a line for each.
 */
#ifndef RECORDER_STORE_EXPORT_LOG_H
#define RECORDER_STORE_EXPORT_LOG_H

#include "protocols/file.h"
#include "protocols/uuid.h"

#define EXPORT_LOG_HEAD "time_utc,what,lesson,names,file\n"

typedef struct ExportEntry {
    int64_t unix_ms;
    const char *what;   /* "debrief sheet", "events as CSV", "backup" */
    const Uuid *lesson; /* NULL: figures over several, or none in particular */
    bool names;
    const char *file; /* as a person said it; NULL: standard output */
} ExportEntry;

/* What a sheet is called that the app laid down unasked, when a lesson ended or was opened. */
#define EXPORT_BY_ITSELF "debrief sheet, by itself"

/* Where it lies for this record. */
bool export_log_path(const char *db, char ret_path[FILE_MAX_PATH], Err *err);

/* Adds a line, on the disk when it returns true. A lesson in memory (":memory:") has
 * no log. */
bool export_log_add(const char *db, const ExportEntry *entry, Err *err);

/* The lines that name a file, in their order, in arena: not what was printed or forgotten,
 * and nothing that is no such line. No list, no lines. */
typedef struct ExportLine {
    const char *what, *file;
    bool has_lesson;
    Uuid lesson;
} ExportLine;
bool export_log_read(const char *db, Arena *arena, ExportLine **ret_lines, int32_t *ret_count,
                     Err *err);

/* Takes the files' names out of the lines of lessons that are gone: all in one
 * replacement of the list, or none. No list, nothing to do. */
typedef bool ExportGoneFn(void *context, Uuid lesson, bool *ret_gone, Err *err);
bool export_log_forget(const char *db, ExportGoneFn *is_gone, void *context, Err *err);

#endif
