/* backup_restore.c - checking a file, and putting it in the record's place. */
#include "recorder/store/backup_internal.h"
#include "recorder/store/reread.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t LESSON_LIMIT = (size_t)1 << 30;

/* ---- checking ---- */

/* Each table of ours that this version of the record has. */
static bool check_tables(sqlite3 *db, const char *shown, const char *const checks[], size_t count,
                         Err *err)
{
    bool ok = true;
    for (int i = 0; i < store_table_count && ok; i++) {
        const char *name = store_tables[i].name;
        bool there = sqlite3_table_column_metadata(db, "main", name, NULL, NULL, NULL, NULL, NULL,
                                                   NULL) == SQLITE_OK;
        for (size_t k = 0; k < count && there && ok; k++) {
            char sql[96];
            (void)snprintf(sql, sizeof sql, "PRAGMA %s(%s)", checks[k], name);
            ok = backup_check(db, shown, sql, err);
        }
    }
    return ok;
}

/* alone: nothing is in the file but our tables; else what somebody else wrote into theirs is
 * not looked at, since checking would run it. */
static bool check_all(sqlite3 *db, const char *shown, bool alone, BackupCounts *ret_counts,
                      Err *err)
{
    static const char *const checks[] = {"integrity_check", "foreign_key_check"};
    BackupCounts counts;
    bool ok = alone ? backup_check(db, shown, "PRAGMA integrity_check(1)", err) &&
                          backup_check(db, shown, "PRAGMA foreign_key_check", err)
                    : check_tables(db, shown, checks, 2, err);
    if (!ok || !backup_count(db, shown, &counts, err) ||
        !store_file_check_version(shown, (uint32_t)counts.version, store_newest_version(), err))
        return false;
    *ret_counts = counts;
    return true;
}

bool backup_check_pages(sqlite3 *db, const char *shown, bool alone, Err *err)
{
    static const char *const check = "quick_check";
    return alone ? backup_check(db, shown, "PRAGMA quick_check(1)", err)
                 : check_tables(db, shown, &check, 1, err);
}

static bool name_lesson(Uuid id, const char *shown, Err *err)
{
    Err why = *err;
    char text[UUID_TEXT_SIZE];
    size_t len = strlen(shown);
    bool named = strncmp(why.text, shown, len) == 0 && strncmp(why.text + len, ": ", 2) == 0;
    uuid_format(id, text);
    *err = (Err){0};
    return err_set(err, why.kind, "%s: the lesson %s cannot be opened (%s)", shown, text,
                   why.text + (named ? len + 2 : 0));
}

bool backup_read_lessons(Store *store, const char *ids_sql, const char *shown, Err *err)
{
    sqlite3_stmt *stmt = NULL;
    Arena arena;
    arena_init(&arena, LESSON_LIMIT);
    bool ok = true;
    int rc = sqlite3_prepare_v2(store->db, ids_sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        while (ok && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
            Uuid id;
            Observation observation;
            ArenaMark mark = arena_mark(&arena);
            const void *bytes = sqlite3_column_blob(stmt, 0);
            if (!bytes || sqlite3_column_bytes(stmt, 0) != (int)sizeof id.bytes)
                continue; /* not a lesson's id: the CHECK of our table left it out */
            memcpy(id.bytes, bytes, sizeof id.bytes);
            ok = reread_observation(store, id, &arena, &observation, err) ||
                 name_lesson(id, shown, err);
            arena_reset(&arena, mark);
        }
    if (ok && rc != SQLITE_DONE)
        ok = backup_fail(store->db, shown, err);
    (void)sqlite3_finalize(stmt);
    arena_deinit(&arena);
    return ok;
}

/* Somebody may record here: a lock that can be taken lies beside the file. In a
 * read-only folder nobody can. */
static bool is_in_use(const char *path)
{
    char name[FILE_MAX_PATH];
    return store_file_has_journal(path) ||
           (snprintf(name, sizeof name, "%s.lock", path) < FILE_MAX_PATH &&
            access(name, W_OK) == 0);
}

/* A copy is read as a file that never changes; a record that may be written to
 * meanwhile must not be. *ret_db is to be closed even on failure. */
static bool connect(const char *path, const char *shown, sqlite3 **ret_db, bool *ret_alone,
                    Err *err)
{
    int rc = is_in_use(path) ? store_connect(path, SQLITE_OPEN_READONLY, NULL, ret_db)
                             : store_connect_immutable(path, NULL, ret_db);
    if (*ret_db) {
        (void)sqlite3_db_config(*ret_db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        (void)sqlite3_busy_timeout(*ret_db, 2000);
    }
    if (rc != SQLITE_OK)
        return backup_fail(*ret_db, shown, err);
    return store_check_schema(*ret_db, shown, ret_alone, err);
}

bool backup_verify_as(const char *path, const char *shown, BackupCounts *ret_counts, Err *err)
{
    sqlite3 *db;
    bool alone = false;
    bool ok =
        connect(path, shown, &db, &alone, err) && check_all(db, shown, alone, ret_counts, err);
    (void)sqlite3_close(db);
    return ok;
}

/* One snapshot: somebody may record meanwhile. */
bool backup_open_lessons_of(const char *path, const char *shown, Err *err)
{
    sqlite3 *db;
    bool alone = false;
    Arena protocols;
    if (!connect(path, shown, &db, &alone, err)) {
        (void)sqlite3_close(db);
        return false;
    }
    Store *store = store_adopt(db, shown, err);
    if (!store)
        return false;
    arena_init(&protocols, LESSON_LIMIT);
    store_keep_protocols(store, &protocols);
    bool ok = (sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK ||
               backup_fail(store->db, shown, err)) &&
              backup_read_lessons(store, "SELECT id FROM observation", shown, err);
    store_close(store);
    arena_deinit(&protocols);
    return ok;
}

bool backup_verify(const char *path, BackupCounts *ret_counts, Err *err)
{
    char place[FILE_MAX_PATH];
    BackupCounts counts;
    if (!file_follow(path, place, err) ||
        !store_file_check(place, STORE_READ, NULL, store_newest_version(), err) ||
        !backup_verify_as(place, path, &counts, err) || !backup_open_lessons_of(place, path, err))
        return false;
    *ret_counts = counts;
    return true;
}

/* ---- bringing back ---- */

static bool refuse(Err *err, const char *path, const char *act)
{
    return err_set(err, ERR_SYSTEM, "%s: %s (%s)", path, act, strerror(errno));
}

static bool copy_bytes(int from, int to)
{
    char bytes[32768];
    for (;;) {
        ssize_t n = read(from, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 && fsync(to) == 0;
        for (ssize_t done = 0; done < n;) {
            ssize_t wrote = write(to, bytes + done, (size_t)(n - done));
            if (wrote < 0 && errno != EINTR)
                return false;
            done += wrote > 0 ? wrote : 0;
        }
    }
}

bool backup_copy_beside(const char *from, const char *db, char ret_name[FILE_MAX_PATH], Err *err)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return refuse(err, from, "cannot be opened");
    int out = file_open_temporary(db, ret_name, err);
    if (out < 0) {
        (void)close(in);
        return false;
    }
    bool ok = copy_bytes(in, out) || refuse(err, db, "there is no room for the copy");
    (void)close(in);
    if (close(out) != 0 && ok)
        ok = refuse(err, db, "there is no room for the copy");
    if (!ok)
        (void)unlink(ret_name);
    return ok;
}

/* Nobody can open it: it is too damaged, or the disk it lies on is. */
static bool is_past_opening(int rc)
{
    int kind = rc & 0xFF;
    return kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB || kind == SQLITE_CANTOPEN ||
           rc == SQLITE_IOERR_READ || rc == SQLITE_IOERR_SHORT_READ;
}

/* What the journal holds goes into the file, and the journal goes away: without it the file
 * is not all of the record. One that is past opening keeps its journal. One that somebody has open
 * is left alone: who reads it would hold the new one's journal for the old one's, and remove it in
 * the end. */
static bool settle(const char *db, Err *err)
{
    sqlite3 *old = NULL;
    int rc = store_connect(db, SQLITE_OPEN_READWRITE, NULL, &old);
    if (rc == SQLITE_OK)
        rc = sqlite3_busy_timeout(old, 2000);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(old, "PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE", NULL,
                          NULL, NULL);
    if (rc != SQLITE_OK && old)
        rc = sqlite3_extended_errcode(old);
    int kind = rc & 0xFF;
    bool ok = true;
    if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED)
        ok = err_set(err, ERR_STATE, "%s: is being read by another program; close that one first",
                     db);
    else if (kind != SQLITE_OK && !is_past_opening(rc) && store_file_has_journal(db))
        ok = backup_fail(old, db, err);
    (void)sqlite3_close(old);
    return ok;
}

/* A second name for what is there, or a copy where the file system has no second names. It
 * is never moved: until the new record has its name, the old one must have it. *ret_there:
 * whether there was anything. */
static bool keep_as(const char *path, const char *aside, bool *ret_there, Err *err)
{
    char copy[FILE_MAX_PATH];
    struct stat st;
    *ret_there = lstat(path, &st) == 0;
    if (!*ret_there)
        return errno == ENOENT || refuse(err, path, "cannot be looked at");
    if (link(path, aside) == 0)
        return true;
    if (errno == EEXIST || lstat(aside, &st) == 0) {
        errno = EEXIST;
        return refuse(err, aside, "the present record cannot be kept under this name");
    }
    return backup_copy_beside(path, aside, copy, err) && file_place(copy, aside, err);
}

/* The old record gets its second name, with its journals if it still has any;
 * those then go, because they would be taken for the new record's. */
static bool keep_old(const char *db, int64_t now_unix_ms, char ret_aside[FILE_MAX_PATH], Err *err)
{
    static const char *const endings[] = {"-wal", "-journal"};
    char stamp[BACKUP_STAMP_SIZE], from[FILE_MAX_PATH], to[FILE_MAX_PATH];
    bool there = false, journal = false;
    backup_stamp(now_unix_ms, stamp);
    if (snprintf(ret_aside, FILE_MAX_PATH, "%s-replaced-%s", db, stamp) >= FILE_MAX_PATH - 16)
        return err_set(err, ERR_LIMIT, "%.100s...: the name is too long", db);
    if (!keep_as(db, ret_aside, &there, err))
        return false;
    if (!there)
        ret_aside[0] = '\0';
    for (size_t i = 0; i < sizeof endings / sizeof *endings && there; i++) {
        (void)snprintf(from, sizeof from, "%.4000s%s", db, endings[i]);
        (void)snprintf(to, sizeof to, "%.4000s%s", ret_aside, endings[i]);
        if (!keep_as(from, to, &journal, err))
            return false;
    }
    if (there && !file_sync_folder_of(db, err))
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        (void)snprintf(from, sizeof from, "%.4000s%s", db, endings[i]);
        if (unlink(from) != 0 && errno != ENOENT)
            return refuse(err, from, "this old journal cannot be removed");
    }
    return file_sync_folder_of(db, err);
}

static bool check_copy(const char *path, const char *shown, bool as_it_is, BackupCounts *ret_counts,
                       Err *err)
{
    Err why = {0};
    if (!backup_verify_as(path, shown, ret_counts, err))
        return false;
    if (as_it_is || backup_open_lessons_of(path, shown, &why))
        return true;
    return err_set(err, why.kind, "%s; 'kenkyu restore --yes' brings it back all the same",
                   why.text);
}

/* A copy that was made while its source had something to forget may still say so; then every
 * other copy would be taken for an older one, the record that is kept aside, too. */
static bool drop_pending(const char *path, const char *shown, int32_t version, Err *err)
{
    enum { SINCE = 6 }; /* recorder/store/sql/0006_forgetting.sql */
    sqlite3 *db = NULL;
    int64_t pending = 0;
    if (version < SINCE)
        return true;
    int rc = store_connect_immutable(path, NULL, &db);
    if (rc == SQLITE_OK)
        rc = store_ask(db, "SELECT count(*) FROM forgetting", &pending);
    if (rc == SQLITE_OK && pending > 0) {
        (void)sqlite3_close(db);
        rc = store_connect(path, SQLITE_OPEN_READWRITE, NULL, &db);
        if (rc == SQLITE_OK)
            rc = sqlite3_exec(db,
                              "PRAGMA synchronous = FULL; PRAGMA journal_mode = MEMORY;"
                              "DELETE FROM forgetting",
                              NULL, NULL, NULL);
    }
    bool ok = rc == SQLITE_OK || backup_fail(db, shown, err);
    (void)sqlite3_close(db);
    return ok;
}

/* The lock is ours. */
static bool replace(const char *from, const char *db, int64_t now_unix_ms, bool as_it_is,
                    char *ret_aside, BackupCounts *ret_counts, Err *err)
{
    char temporary[FILE_MAX_PATH];
    if (!backup_copy_beside(from, db, temporary, err))
        return false;
    if (!check_copy(temporary, from, as_it_is, ret_counts, err) ||
        !drop_pending(temporary, from, ret_counts->version, err)) {
        (void)unlink(temporary);
        return false;
    }
    if ((access(db, F_OK) == 0 && !settle(db, err)) || !keep_old(db, now_unix_ms, ret_aside, err)) {
        (void)unlink(temporary);
        return false;
    }
    return file_place(temporary, db, err);
}

bool backup_restore(const char *from, const char *db, int64_t now_unix_ms, bool as_it_is,
                    char ret_aside[FILE_MAX_PATH], BackupCounts *ret_counts, Err *err)
{
    BackupCounts counts;
    char aside[FILE_MAX_PATH] = "";
    char record[FILE_MAX_PATH], file[FILE_MAX_PATH];
    if (!file_follow(db, record, err) || !file_follow(from, file, err) ||
        !store_file_check(file, STORE_READ, NULL, store_newest_version(), err))
        return false;
    if (store_file_has_journal(file))
        return err_set(err, ERR_STATE,
                       "%s: was not closed properly, so the file alone is not all of it; 'kenkyu "
                       "backup --db' makes a whole copy",
                       from);
    int lock = -1;
    if (store_file_is_foreign(record))
        return err_set(err, ERR_FORMAT, "%s: this is the database of another program", db);
    if (!store_file_lock(record, &lock, err))
        return false;
    bool ok = replace(file, record, now_unix_ms, as_it_is, aside, &counts, err);
    (void)close(lock);
    if (ok) {
        memcpy(ret_aside, aside, sizeof aside);
        *ret_counts = counts;
    }
    return ok;
}
