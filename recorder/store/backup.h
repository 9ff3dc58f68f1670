/* backup.h - whole copies of the record, kept beside it.
 *
 *   lessons.db  ->  backups/lessons.db-20261123T101500123Z.backup
 *
 * A copy is one file (no journal beside it), mode 0600, checked before it gets
 * its name: what carries such a name was whole when it was made. Copying reads
 * a snapshot through a connection of its own, so recording goes on meanwhile and
 * pays nothing, and comes in slices, so that no frame waits long.
 *
 * Kept are the newest copy of each of the last 7 days that have one and of each
 * of the last 4 weeks (Monday to Sunday, UTC); others are removed when a new one
 * is in place. Copies that lie in the future (a clock was wrong) are neither
 * counted nor removed.
 *
 * Where db or from is a link, the record is where it leads to, and everything beside it
 * lies there. Times are wall clock, UTC. vfs as in store_open_vfs().
 */
#ifndef RECORDER_STORE_BACKUP_H
#define RECORDER_STORE_BACKUP_H

#include "protocols/file.h"
#include "recorder/store/store.h"

enum { BACKUP_DAYS = 7, BACKUP_WEEKS = 4 };

typedef struct BackupCopy {
    const char *path;
    int64_t unix_ms; /* of its snapshot */
} BackupCopy;

typedef struct BackupCounts {
    int32_t version; /* of the schema */
    int64_t lessons, facts;
} BackupCounts;

/* The copies of db, newest first; none when there is no folder yet. */
bool backup_list(const char *db, Arena *arena, BackupCopy **ret_copies, int32_t *ret_count,
                 Err *err);

/* Is it time? When a lesson has ended since the newest copy, or that copy is
 * older than a day; never for a record without lessons. Looks only. */
bool backup_is_due(const char *db, const char *vfs, int64_t now_unix_ms, bool *ret_due, Err *err);

/* ---- making one ---- */

typedef struct Backup Backup;

/* Takes the snapshot. out: where the copy goes; NULL: the folder "backups" beside
 * db, which is made, and where old copies are then removed. */
Backup *backup_begin(const char *db, const char *vfs, const char *out, int64_t now_unix_ms,
                     Err *err);

/* One slice: a quarter of a MiB copied, or one table checked (30 ms at 100,000
 * events). *ret_done: the copy is in its place. False ends it: db is as it was,
 * and so are the copies, but that a new one may be there when an old one could
 * not be removed. */
bool backup_step(Backup *backup, bool *ret_done, Err *err);

const char *backup_path(const Backup *backup); /* lives as long as the backup */
BackupCounts backup_counts(const Backup *backup);
void backup_destroy(Backup *backup); /* accepts NULL; what is not done is removed */

/* ---- by itself ---- */

/* Looks every minute whether a backup is due, and makes it slice by slice. */
typedef struct BackupKeeper {
    const char *db; /* borrowed */
    Backup *running;
    int64_t look_at_ms;     /* boot clock, when it wants to be called; 0: not begun */
    Err trouble;            /* why the last one failed, until one is made or none is due */
    int64_t failed_unix_ms; /* and when that was */
} BackupKeeper;

/* To be called when there is nothing else to do. True: there is more to do at once.
 * What failed is tried again later. */
bool backup_keeper_step(BackupKeeper *keeper, int64_t boot_ms, int64_t unix_ms);
void backup_keeper_deinit(BackupKeeper *keeper);

/* ---- checking and bringing back ---- */

/* Opens the file to read and looks at all of it: whose it is, every page and
 * index, every reference, how much is in it, and that every lesson can be opened.
 * ERR_FORMAT says what is wrong. */
bool backup_verify(const char *path, BackupCounts *ret_counts, Err *err);

/* Puts a copy of the file from in the place of db, for which the writer's lock is
 * taken. from is checked first and never changed; what was at db is kept:
 * ret_aside is its new name, "" when there was nothing. A failure or a power cut in between
 * leaves either the old record or the new one at db, also where files have no second names
 * (of a record that nobody could open, perhaps without its journal; that is kept with
 * ret_aside). ERR_STATE: somebody has db open.
 * as_it_is: a file that is whole is taken even if single lessons in it cannot be opened. */
bool backup_restore(const char *from, const char *db, int64_t now_unix_ms, bool as_it_is,
                    char ret_aside[FILE_MAX_PATH], BackupCounts *ret_counts, Err *err);

#endif
