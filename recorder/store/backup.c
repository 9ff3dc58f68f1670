#include "recorder/store/backup_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SLICE_PAGES = 64, /* of 4096 bytes */
    LOOK_FIRST_MS = 2000,
    LOOK_EVERY_MS = 60000,
    LOOK_AFTER_TROUBLE_MS = 600000,
};

typedef enum Phase { PHASE_COPY, PHASE_CHECK, PHASE_PLACE, PHASE_DONE } Phase;

struct Backup {
    const char *vfs;
    char db[FILE_MAX_PATH], path[FILE_MAX_PATH],
        temporary[FILE_MAX_PATH]; /* temporary: "" when there is none */
    int64_t now_ms;
    bool rotates;
    Phase phase;
    int checked; /* tables */
    BackupCounts counts;

    Store *source; /* holds the snapshot while copying */
    sqlite3 *copy;
    sqlite3_backup *job;
};

bool backup_fail(sqlite3 *db, const char *shown, Err *err)
{
    switch (db ? sqlite3_errcode(db) & 0xFF : SQLITE_NOMEM) {
    case SQLITE_NOMEM:
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left", shown);
    case SQLITE_FULL:
        return err_set(err, ERR_STORE, "%s: the disk is full", shown);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR:
        return err_set(err, ERR_FORMAT, "%s: the record is damaged (%s)", shown,
                       sqlite3_errmsg(db));
    default:
        return err_set(err, ERR_STORE, "%s: %s", shown, sqlite3_errmsg(db));
    }
}

static bool ask(sqlite3 *db, const char *shown, const char *sql, int64_t *ret_value, Err *err)
{
    return store_ask(db, sql, ret_value) == SQLITE_OK || backup_fail(db, shown, err);
}

bool backup_count(sqlite3 *db, const char *shown, BackupCounts *ret_counts, Err *err)
{
    BackupCounts counts;
    int64_t version;
    if (!ask(db, shown, "PRAGMA user_version", &version, err) ||
        !ask(db, shown, "SELECT count(*) FROM observation", &counts.lessons, err) ||
        !ask(db, shown,
             "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM change)"
             " + (SELECT count(*) FROM milestone)",
             &counts.facts, err))
        return false;
    counts.version = (int32_t)version;
    *ret_counts = counts;
    return true;
}

bool backup_check(sqlite3 *db, const char *shown, const char *sql, Err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    bool ok = rc == SQLITE_DONE;
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        ok = text && strcmp(text, "ok") == 0;
        if (!ok)
            (void)err_set(err, ERR_FORMAT, "%s: the record is damaged (%.200s%s)", shown,
                          sqlite3_column_count(stmt) > 1 ? "missing references in " : "",
                          text ? text : "no answer");
    } else if (!ok) {
        (void)backup_fail(db, shown, err);
    }
    (void)sqlite3_finalize(stmt);
    return ok;
}

/* ---- begin ---- */

static bool exec(sqlite3 *db, const char *sql, const char *shown, Err *err)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK || backup_fail(db, shown, err);
}

/* The first read of a transaction is what fixes the snapshot: the counts are of
 * the very state that is copied. */
static bool open_source(Backup *b, Err *err)
{
    b->source = store_open_vfs(b->db, STORE_READ, b->vfs, err);
    return b->source && exec(b->source->db, "BEGIN", b->db, err) &&
           backup_count(b->source->db, b->db, &b->counts, err);
}

/* Nothing needs a journal on the disk that is thrown away when it fails. */
static bool open_copy(Backup *b, Err *err)
{
    int fd = file_open_temporary(b->path, b->temporary, err);
    if (fd < 0) {
        b->temporary[0] = '\0';
        return false;
    }
    (void)close(fd);
    if (store_connect(b->temporary, SQLITE_OPEN_READWRITE, b->vfs, &b->copy) != SQLITE_OK ||
        sqlite3_exec(b->copy, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL", NULL, NULL,
                     NULL) != SQLITE_OK)
        return backup_fail(b->copy, b->path, err);
    b->job = sqlite3_backup_init(b->copy, "main", b->source->db, "main");
    return b->job || backup_fail(b->copy, b->path, err);
}

Backup *backup_begin(const char *db, const char *vfs, const char *out, int64_t now_unix_ms,
                     Err *err)
{
    Backup *b = calloc(1, sizeof *b);
    if (!b) {
        (void)err_set(err, ERR_SYSTEM, "there is no memory left for a backup");
        return NULL;
    }
    b->vfs = vfs;
    b->now_ms = now_unix_ms;
    b->rotates = out == NULL;
    bool ok =
        file_follow(db, b->db, err) && open_source(b, err) &&
        (out ? file_find_place(out, b->path, err) : backup_name(b->db, now_unix_ms, b->path, err));
    if (!ok || !open_copy(b, err)) {
        backup_destroy(b);
        return NULL;
    }
    return b;
}

static void close_copy(Backup *b)
{
    (void)sqlite3_backup_finish(b->job);
    b->job = NULL;
    (void)sqlite3_close(b->copy);
    b->copy = NULL;
}

void backup_destroy(Backup *b)
{
    if (!b)
        return;
    close_copy(b);
    store_close(b->source);
    if (b->temporary[0])
        (void)unlink(b->temporary);
    free(b);
}

const char *backup_path(const Backup *b)
{
    return b->path;
}

BackupCounts backup_counts(const Backup *b)
{
    return b->counts;
}

/* ---- slices ---- */

/* The copy says of itself that it has a write-ahead log, as its source does; a file of its
 * own must not, or reading it would make one beside it. What its source has still to forget
 * is forgotten in it: brought back, it must not take other copies for older ones. */
static bool seal(Backup *b, Err *err)
{
    int rc = sqlite3_backup_finish(b->job);
    b->job = NULL;
    if (rc != SQLITE_OK)
        return backup_fail(b->copy, b->path, err);
    store_close(b->source);
    b->source = NULL;
    close_copy(b);
    if (store_connect(b->temporary, SQLITE_OPEN_READWRITE, b->vfs, &b->copy) != SQLITE_OK ||
        sqlite3_exec(b->copy,
                     "PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE;"
                     "PRAGMA journal_mode = MEMORY; DELETE FROM forgetting",
                     NULL, NULL, NULL) != SQLITE_OK)
        return backup_fail(b->copy, b->path, err);
    close_copy(b);
    if (store_connect_immutable(b->temporary, b->vfs, &b->copy) != SQLITE_OK)
        return backup_fail(b->copy, b->path, err);
    b->phase = PHASE_CHECK;
    return true;
}

static bool copy_slice(Backup *b, Err *err)
{
    int rc = sqlite3_backup_step(b->job, SLICE_PAGES);
    if (rc == SQLITE_DONE)
        return seal(b, err);
    if (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
        return true;
    (void)sqlite3_backup_finish(b->job); /* the connection then says what it was */
    b->job = NULL;
    return backup_fail(b->copy, b->path, err);
}

/* Each table is checked in a slice of its own; with the last comes what lies between
 * them. */
static bool check_next(Backup *b, Err *err)
{
    char sql[96] = "PRAGMA foreign_key_check";
    if (b->checked < store_table_count)
        (void)snprintf(sql, sizeof sql, "PRAGMA integrity_check(%s)",
                       store_tables[b->checked].name);
    b->checked++;
    return backup_check(b->copy, b->path, sql, err);
}

static bool check_slice(Backup *b, Err *err)
{
    if (b->checked <= store_table_count)
        return check_next(b, err);
    BackupCounts counts;
    if (!backup_count(b->copy, b->path, &counts, err))
        return false;
    if (counts.version != b->counts.version || counts.lessons != b->counts.lessons ||
        counts.facts != b->counts.facts)
        return err_set(err, ERR_FORMAT, "%s: the copy is not like the record", b->path);
    close_copy(b);
    b->phase = PHASE_PLACE;
    return true;
}

/* In its place before older ones go. */
static bool place(Backup *b, Err *err)
{
    bool ok = file_place(b->temporary, b->path, err);
    b->temporary[0] = '\0';
    if (!ok || (b->rotates && !backup_remove_old(b->db, b->path, b->now_ms, err)))
        return false;
    b->phase = PHASE_DONE;
    return true;
}

bool backup_step(Backup *b, bool *ret_done, Err *err)
{
    bool ok = true;
    switch (b->phase) {
    case PHASE_COPY:
        ok = copy_slice(b, err);
        break;
    case PHASE_CHECK:
        ok = check_slice(b, err);
        break;
    case PHASE_PLACE:
        ok = place(b, err);
        break;
    case PHASE_DONE:
        break;
    }
    *ret_done = ok && b->phase == PHASE_DONE;
    return ok;
}

/* ---- by itself ---- */

bool backup_keeper_step(BackupKeeper *keeper, int64_t boot_ms, int64_t unix_ms)
{
    bool due = false, done = false, ok = true, looked = false;
    Err err = {0};
    if (keeper->look_at_ms == 0)
        keeper->look_at_ms = boot_ms + LOOK_FIRST_MS; /* the first frames are for the person */
    if (keeper->running) {
        ok = backup_step(keeper->running, &done, &err);
    } else if (boot_ms >= keeper->look_at_ms) {
        keeper->look_at_ms = boot_ms + LOOK_EVERY_MS;
        looked = true;
        ok = access(keeper->db, F_OK) != 0 || backup_is_due(keeper->db, NULL, unix_ms, &due, &err);
        if (ok && due) {
            keeper->running = backup_begin(keeper->db, NULL, NULL, unix_ms, &err);
            ok = keeper->running != NULL;
        }
    }
    if (done || !ok)
        backup_keeper_deinit(keeper);
    if (!ok) {
        keeper->look_at_ms = boot_ms + LOOK_AFTER_TROUBLE_MS;
        keeper->failed_unix_ms = unix_ms;
    }
    if (!ok || done || (looked && !due))
        keeper->trouble = err;
    return keeper->running != NULL;
}

void backup_keeper_deinit(BackupKeeper *keeper)
{
    backup_destroy(keeper->running);
    keeper->running = NULL;
}
