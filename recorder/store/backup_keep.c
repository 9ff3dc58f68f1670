/* backup_keep.c - the names of copies, which of them are kept, and when the next
 * is due. */
#include "recorder/store/backup_internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const int64_t DAY_MS = INT64_C(24) * 60 * 60 * 1000;
static const char ending[] = ".backup";

/* ---- names ---- */

void backup_stamp(int64_t unix_ms, char ret_stamp[BACKUP_STAMP_SIZE])
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm t = {0};
    char text[64];
    (void)gmtime_r(&seconds, &t);
    size_t n = strftime(text, sizeof text, "%Y%m%dT%H%M%S", &t);
    (void)snprintf(text + n, sizeof text - n, "%03dZ", (int)(unix_ms % 1000));
    (void)snprintf(ret_stamp, BACKUP_STAMP_SIZE, "%s", text);
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar, by Howard Hinnant's
 * days_from_civil; timegm() is not C17. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = year / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool read_stamp(const char *text, int64_t *ret_unix_ms)
{
    static const char form[] = "00000000T000000000Z";
    for (size_t i = 0; i < sizeof form; i++)
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i] && form[i])
            return false;
    int year, month, day, hour, minute, second, ms;
    if (sscanf(text, "%4d%2d%2dT%2d%2d%2d%3d", &year, &month, &day, &hour, &minute, &second, &ms) !=
            7 || /* NOLINT(cert-err34-c): digits only, as checked */
        month < 1 ||
        month > 12)
        return false;
    *ret_unix_ms = days_of(year, month, day) * DAY_MS +
                   ((hour * 60 + minute) * 60 + second) * INT64_C(1000) + ms;
    return true;
}

/* The folder of copies and what their names begin with. */
static bool place_of(const char *db, char ret_folder[FILE_MAX_PATH], const char **ret_base,
                     Err *err)
{
    const char *slash = strrchr(db, '/');
    int len = slash ? (int)(slash - db) + 1 : 0;
    if (snprintf(ret_folder, FILE_MAX_PATH, "%.*sbackups", len, db) >= FILE_MAX_PATH - 100)
        return err_set(err, ERR_LIMIT, "%.100s...: the name is too long", db);
    *ret_base = db + len;
    return true;
}

bool backup_name(const char *db, int64_t unix_ms, char ret_path[FILE_MAX_PATH], Err *err)
{
    char folder[FILE_MAX_PATH], stamp[BACKUP_STAMP_SIZE];
    const char *base;
    if (!place_of(db, folder, &base, err) || !file_make_folder(folder, err) ||
        !file_sync_folder_of(folder, err))
        return false;
    backup_stamp(unix_ms, stamp);
    if (snprintf(ret_path, FILE_MAX_PATH, "%s/%s-%s%s", folder, base, stamp, ending) >=
        FILE_MAX_PATH)
        return err_set(err, ERR_LIMIT, "%.100s...: the name is too long", db);
    return true;
}

/* ---- list ---- */

static int newer_first(const void *a, const void *b)
{
    const BackupCopy *x = a, *y = b;
    return x->unix_ms < y->unix_ms ? 1 : x->unix_ms > y->unix_ms ? -1 : 0;
}

static bool is_copy(const char *name, const char *base, int64_t *ret_unix_ms)
{
    size_t len = strlen(base);
    return strncmp(name, base, len) == 0 && name[len] == '-' &&
           strlen(name) == len + 1 + (BACKUP_STAMP_SIZE - 1) + sizeof ending - 1 &&
           strcmp(name + len + BACKUP_STAMP_SIZE, ending) == 0 &&
           read_stamp(name + len + 1, ret_unix_ms);
}

static bool add_copy(Arena *arena, BackupCopy **copies, int32_t *count, int32_t *cap,
                     BackupCopy copy)
{
    if (*count == *cap) {
        int32_t more = *cap * 2 + 16;
        BackupCopy *grown = ARENA_PUSH(arena, BackupCopy, (size_t)more);
        if (!grown)
            return false;
        if (*count > 0)
            memcpy(grown, *copies, (size_t)*count * sizeof *grown);
        *copies = grown;
        *cap = more;
    }
    if (!copy.path)
        return false;
    (*copies)[(*count)++] = copy;
    return true;
}

bool backup_list(const char *db, Arena *arena, BackupCopy **ret_copies, int32_t *ret_count,
                 Err *err)
{
    char record[FILE_MAX_PATH], folder[FILE_MAX_PATH];
    const char *base;
    if (!file_follow(db, record, err) || !place_of(record, folder, &base, err))
        return false;
    BackupCopy *copies = NULL;
    int32_t count = 0, cap = 0;
    DIR *dir = opendir(folder);
    if (!dir && errno != ENOENT)
        return err_set(err, ERR_SYSTEM, "%s: the backups cannot be read (%s)", folder,
                       strerror(errno));
    bool ok = true;
    for (struct dirent *entry; ok && dir && (entry = readdir(dir));) {
        BackupCopy copy;
        if (!is_copy(entry->d_name, base, &copy.unix_ms))
            continue;
        copy.path = arena_printf(arena, "%s/%s", folder, entry->d_name);
        ok = add_copy(arena, &copies, &count, &cap, copy);
    }
    if (dir)
        (void)closedir(dir);
    if (!ok)
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left", folder);
    if (count > 1)
        qsort(copies, (size_t)count, sizeof *copies, newer_first);
    *ret_copies = copies;
    *ret_count = count;
    return true;
}

/* ---- which are kept ---- */

static int64_t day_of(int64_t unix_ms)
{
    return unix_ms / DAY_MS;
}

/* 1970-01-01 was a Thursday. */
static int64_t week_of(int64_t unix_ms)
{
    return (day_of(unix_ms) + 3) / 7;
}

bool backup_remove_old(const char *db, const char *path, int64_t now_unix_ms, Err *err)
{
    Arena arena;
    arena_init(&arena, (size_t)16 << 20);
    BackupCopy *copies = NULL;
    int32_t count = 0, days = 0, weeks = 0, halves = 0;
    int64_t day = -1, week = -1;
    Err ignored = {0};
    bool ok = backup_list(db, &arena, &copies, &count, err), removed = false;
    /* What was killed halfway; what is younger may be in the making. */
    (void)store_remove_leftovers(path, now_unix_ms - DAY_MS, &halves, &ignored);
    (void)store_remove_leftovers(db, now_unix_ms - DAY_MS, &halves, &ignored);
    for (int32_t i = 0; ok && i < count; i++) {
        bool keep = strcmp(copies[i].path, path) == 0;
        if (copies[i].unix_ms > now_unix_ms)
            continue;
        if (day_of(copies[i].unix_ms) != day && days < BACKUP_DAYS) {
            day = day_of(copies[i].unix_ms);
            days++;
            keep = true;
        }
        if (week_of(copies[i].unix_ms) != week && weeks < BACKUP_WEEKS) {
            week = week_of(copies[i].unix_ms);
            weeks++;
            keep = true;
        }
        if (keep)
            continue;
        removed = true;
        if (unlink(copies[i].path) != 0 && errno != ENOENT)
            ok = err_set(err, ERR_SYSTEM, "%s: this old backup cannot be removed (%s)",
                         copies[i].path, strerror(errno));
    }
    if (ok && removed)
        ok = file_sync_folder_of(path, err);
    arena_deinit(&arena);
    return ok;
}

/* ---- when the next is due ---- */

/* When the lesson ended that ended last; what lies in the future is not
 * believed. No lessons: *ret_lessons 0. */
static bool last_end(const char *db, const char *vfs, int64_t now_unix_ms, int64_t *ret_lessons,
                     int64_t *ret_unix_ms, Err *err)
{
    static const char sql[] =
        "SELECT (SELECT count(*) FROM observation), ifnull(max(o.started_unix_ms + s.length_ms), 0)"
        " FROM observation o JOIN summary s ON s.observation = o.id"
        " WHERE s.ended AND o.started_unix_ms + s.length_ms <= ?1";
    Store *store = store_open_vfs(db, STORE_READ, vfs, err);
    if (!store)
        return false;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(stmt, 1, now_unix_ms);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW) {
        *ret_lessons = sqlite3_column_int64(stmt, 0);
        *ret_unix_ms = sqlite3_column_int64(stmt, 1);
    } else {
        (void)store_fail(store, err);
    }
    (void)sqlite3_finalize(stmt);
    store_close(store);
    return rc == SQLITE_ROW;
}

bool backup_is_due(const char *db, const char *vfs, int64_t now_unix_ms, bool *ret_due, Err *err)
{
    Arena arena;
    arena_init(&arena, (size_t)16 << 20);
    BackupCopy *copies = NULL;
    int32_t count = 0;
    int64_t newest_ms = -1, lessons = 0, ended_ms = 0;
    bool ok = backup_list(db, &arena, &copies, &count, err);
    for (int32_t i = 0; ok && newest_ms < 0 && i < count; i++)
        if (copies[i].unix_ms <= now_unix_ms)
            newest_ms = copies[i].unix_ms;
    arena_deinit(&arena);
    ok = ok && last_end(db, vfs, now_unix_ms, &lessons, &ended_ms, err);
    if (ok)
        *ret_due = lessons > 0 &&
                   (newest_ms < 0 || now_unix_ms - newest_ms > DAY_MS || ended_ms > newest_ms);
    return ok;
}
