/* left_file.h - files that were made of lessons and still lie somewhere, as the list of
 * exports (export_log.h) knows them: what forgetting removes with the lesson, and what is
 * left for the person to look after.
 *
 * Removed is only what the app laid down unasked (EXPORT_BY_ITSELF) and nobody has asked
 * for or touched since (sheet_seal.h). Everything else stays, and is listed; what is no
 * ordinary file is never removed.
 */
#ifndef RECORDER_STORE_LEFT_FILE_H
#define RECORDER_STORE_LEFT_FILE_H

#include "recorder/store/export_log.h"

typedef enum LeftKind {
    LEFT_GOES,    /* the app's own: goes with the lesson, or is gone */
    LEFT_STAYS,   /* somebody asked for it, or it was changed; or it cannot be removed */
    LEFT_SEVERAL, /* of several lessons or of all: what is forgotten may be in it */
    LEFT_AWAY,    /* its folder is not here now: on a stick, perhaps */
} LeftKind;

typedef struct LeftFile {
    LeftKind kind;
    const char *path, *what;
    const char *reason; /* why it could not be removed, or looked at; "" */
    Uuid lesson;        /* of LEFT_GOES */
} LeftFile;

/* By kind, then by path. All zero at first. */
typedef struct LeftFiles {
    Arena arena;
    LeftFile *items;
    int32_t count;
} LeftFiles;
void left_files_deinit(LeftFiles *files);
int32_t left_files_count(const LeftFiles *files, LeftKind kind);

/* Those of lessons for which is_gone says so; changes nothing. No list, no files. */
bool left_files_find(const char *db, ExportGoneFn *is_gone, void *context, LeftFiles *ret_files,
                     Err *err);

/* Removes each LEFT_GOES; one that cannot be removed is LEFT_STAYS from then on, with its
 * reason. */
void left_files_remove(LeftFiles *files);

#endif
