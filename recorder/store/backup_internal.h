/* backup_internal.h - what the files of the backup share.
 *
 *   backup.c          making a copy, in slices
 *   backup_keep.c     names of copies; which are kept; when one is due
 *   backup_restore.c  checking a file, and putting it in the record's place
 */
#ifndef RECORDER_STORE_BACKUP_INTERNAL_H
#define RECORDER_STORE_BACKUP_INTERNAL_H

#include "recorder/store/backup.h"
#include "recorder/store/store_internal.h"

/* What SQLite said about a connection (NULL: no memory), as a sentence that
 * begins with the name shown. */
bool backup_fail(sqlite3 *db, const char *shown, Err *err);

bool backup_count(sqlite3 *db, const char *shown, BackupCounts *ret_counts, Err *err);

/* Runs a check that says "ok", or nothing, when all is well. */
bool backup_check(sqlite3 *db, const char *shown, const char *sql, Err *err);

/* SQLite's quick check: of all of the file when nothing is in it but our tables (alone), else
 * of ours. */
bool backup_check_pages(sqlite3 *db, const char *shown, bool alone, Err *err);

/* FOLDER/backups/NAME-TIME.backup; the folder is made. db is no link, here and below. */
bool backup_name(const char *db, int64_t unix_ms, char ret_path[FILE_MAX_PATH], Err *err);

/* Removes the copies that need not be kept, but never the one at path. */
bool backup_remove_old(const char *db, const char *path, int64_t now_unix_ms, Err *err);

/* The two halves of backup_verify() of path, where messages name another file: that the
 * file is whole; that every lesson in it can be opened. They make nothing beside it. */
bool backup_verify_as(const char *path, const char *shown, BackupCounts *ret_counts, Err *err);
bool backup_open_lessons_of(const char *path, const char *shown, Err *err);

/* Reads every lesson whose id ids_sql gives, as the recorder would open it. */
bool backup_read_lessons(Store *store, const char *ids_sql, const char *shown, Err *err);

/* A copy of the file from beside db, with an unpredictable name, so that a rename
 * can bring it into place. */
bool backup_copy_beside(const char *from, const char *db, char ret_name[FILE_MAX_PATH], Err *err);

/* "20261123T101500123Z" */
enum { BACKUP_STAMP_SIZE = 20 };
void backup_stamp(int64_t unix_ms, char ret_stamp[BACKUP_STAMP_SIZE]);

#endif
