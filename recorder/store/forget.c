#include "recorder/store/forget.h"

#include "recorder/store/backup_internal.h"
#include "recorder/store/export_log.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int64_t DAY_MS = INT64_C(86400000);
static const size_t ARENA_LIMIT = (size_t)4 << 20;

/* ---- statements that are run once in a while ---- */

/* A value for a "?": a text, an id, or a number. */
typedef struct Value {
    const char *text;
    const Uuid *id;
    int64_t number;
} Value;

/* Runs sql with values for ?1, ?2, ...; *ret_rows: how many it changed. */
static bool run(Store *store, const char *sql, const Value *values, int count, int64_t *ret_rows,
                Err *err)
{
    sqlite3_stmt *stmt = NULL;
    int64_t before = sqlite3_total_changes(store->db);
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    for (int i = 0; i < count && rc == SQLITE_OK; i++) {
        if (values[i].text)
            rc = sqlite3_bind_text(stmt, i + 1, values[i].text, -1, SQLITE_STATIC);
        else if (values[i].id)
            rc = sqlite3_bind_blob(stmt, i + 1, values[i].id->bytes, 16, SQLITE_STATIC);
        else
            rc = sqlite3_bind_int64(stmt, i + 1, values[i].number);
    }
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    (void)sqlite3_finalize(stmt);
    if (rc != SQLITE_DONE && rc != SQLITE_ROW)
        return store_fail(store, err);
    if (ret_rows)
        *ret_rows = sqlite3_total_changes(store->db) - before;
    return true;
}

static bool ask(Store *store, const char *sql, int64_t number, int64_t *ret_value, Err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK && sqlite3_bind_parameter_count(stmt) > 0)
        rc = sqlite3_bind_int64(stmt, 1, number);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *ret_value = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_ROW || store_fail(store, err);
}

static bool begin(Store *store, Err *err)
{
    return store_begin(store, err) &&
           (run(store, "PRAGMA defer_foreign_keys = ON", NULL, 0, NULL, err) ||
            store_end(store, false, err));
}

static bool end(Store *store, bool ok, Err *err)
{
    ok = ok && run(store, "INSERT OR IGNORE INTO forgetting (one) VALUES (1)", NULL, 0, NULL, err);
    if (!store_end(store, ok, err))
        return false;
    store->recording = false; /* the summary of the lesson in hand may be gone */
    return true;
}

/* ---- lessons ---- */

/* The lessons in the temporary table "gone", and the names of classes that go with them. */
static bool remove_lessons(Store *store, Err *err)
{
    return run(store,
               "DELETE FROM vault_name WHERE class_name NOT IN (SELECT name FROM class)"
               " AND class_name IN (SELECT class_name FROM observation"
               "  WHERE id IN (SELECT id FROM gone))"
               " AND class_name NOT IN (SELECT class_name FROM observation"
               "  WHERE id NOT IN (SELECT id FROM gone))",
               NULL, 0, NULL, err) &&
           run(store, "INSERT OR IGNORE INTO forgotten SELECT id FROM gone", NULL, 0, NULL, err) &&
           (store_remove_lessons(store->db, "main") == SQLITE_OK || store_fail(store, err));
}

static bool begin_removal(Store *store, Err *err)
{
    return store_begin_removal(store->db) == SQLITE_OK || store_fail(store, err);
}

bool forget_lesson(Store *store, Uuid id, Err *err)
{
    int64_t rows = 0;
    Value which = {.id = &id};
    if (!begin(store, err))
        return false;
    bool ok = begin_removal(store, err) &&
              run(store, "INSERT INTO gone SELECT id FROM observation WHERE id = ?1", &which, 1,
                  &rows, err) &&
              (rows == 1 || err_set(err, ERR_STATE, "%s: there is no such lesson", store->path)) &&
              remove_lessons(store, err);
    return end(store, ok, err);
}

/* The first 48 bits of an id are milliseconds (RFC 9562, 5.7): compared as hex,
 * which sorts like the number; a negative one would sort after all. A lesson without an
 * end runs. */
#define IS_BEFORE                                                                                  \
    "CASE WHEN o.started_unix_ms <> 0 THEN o.started_unix_ms < ?1"                                 \
    " ELSE substr(hex(o.id), 1, 12) < printf('%012X', max(?1, 0)) END"
static const char before_sql[] =
    " FROM observation o WHERE " IS_BEFORE
    " AND coalesce((SELECT m.kind = 'end' FROM milestone m WHERE m.observation = o.id"
    "  ORDER BY m.id DESC LIMIT 1), 1)";

bool forget_count_before(Store *store, int64_t unix_ms, int32_t *ret_lessons, Err *err)
{
    char sql[600];
    int64_t count = 0;
    (void)snprintf(sql, sizeof sql, "SELECT count(*)%s", before_sql);
    if (!ask(store, sql, unix_ms, &count, err))
        return false;
    *ret_lessons = (int32_t)count;
    return true;
}

bool forget_before(Store *store, int64_t unix_ms, int32_t *ret_lessons, Err *err)
{
    char sql[600];
    int64_t rows = 0;
    Value limit = {.number = unix_ms};
    (void)snprintf(sql, sizeof sql, "INSERT INTO gone SELECT o.id%s", before_sql);
    if (!begin(store, err))
        return false;
    bool ok = begin_removal(store, err) && run(store, sql, &limit, 1, &rows, err) &&
              (rows == 0 || remove_lessons(store, err));
    if (rows == 0 ? !store_end(store, ok, err) : !end(store, ok, err))
        return false;
    *ret_lessons = (int32_t)rows;
    return true;
}

static int64_t recorded_ms(const unsigned char *id)
{
    int64_t ms = 0;
    for (int i = 0; i < 6; i++)
        ms = ms << 8 | id[i];
    return ms;
}

static bool read_item(sqlite3_stmt *stmt, Arena *arena, ForgetItem *ret_item)
{
    const unsigned char *id = sqlite3_column_blob(stmt, 0);
    const char *texts[2] = {(const char *)sqlite3_column_text(stmt, 2),
                            (const char *)sqlite3_column_text(stmt, 3)};
    if (!id || sqlite3_column_bytes(stmt, 0) != 16 || !texts[0] || !texts[1])
        return false;
    int64_t started = sqlite3_column_int64(stmt, 1);
    memcpy(ret_item->id.bytes, id, 16);
    ret_item->started_unix_ms = started != 0 ? started : recorded_ms(id);
    ret_item->title = arena_copy(arena, texts[0], strlen(texts[0]));
    ret_item->class_name = arena_copy(arena, texts[1], strlen(texts[1]));
    return ret_item->title && ret_item->class_name;
}

bool forget_list_before(Store *store, int64_t unix_ms, Arena *arena, ForgetItem **ret_items,
                        int32_t *ret_count, Err *err)
{
    char sql[700];
    sqlite3_stmt *stmt = NULL;
    int32_t count = 0, most = 0;
    if (!forget_count_before(store, unix_ms, &most, err))
        return false;
    ForgetItem *items = ARENA_PUSH(arena, ForgetItem, (size_t)most + 1);
    if (!items)
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left for the list", store->path);
    (void)snprintf(sql, sizeof sql,
                   "SELECT o.id, o.started_unix_ms, o.title, o.class_name%s ORDER BY o.id",
                   before_sql);
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(stmt, 1, unix_ms);
    while (rc == SQLITE_OK && count < most && sqlite3_step(stmt) == SQLITE_ROW)
        if (read_item(stmt, arena, &items[count]))
            count++;
        else
            rc = SQLITE_NOMEM;
    (void)sqlite3_finalize(stmt);
    if (rc != SQLITE_OK || count < most)
        return store_fail(store, err);
    *ret_items = items;
    *ret_count = count;
    return true;
}

/* ---- is it that late? ---- */

/* Where the ids of that time begin. */
static Uuid first_id_of(int64_t unix_ms)
{
    Uuid id = {{0}};
    uint64_t ms = unix_ms > 0 ? (uint64_t)unix_ms : 0;
    for (int i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
    return id;
}

bool forget_bears_out(Store *store, int64_t now_unix_ms, bool *ret_borne_out, Err *err)
{
    static const char sql[] = "SELECT id FROM observation WHERE id >= ?1 AND id < ?2 ORDER BY id";
    const Uuid from = first_id_of(now_unix_ms - FORGET_DAYS_BACK * DAY_MS),
               to = first_id_of(now_unix_ms + 1);
    sqlite3_stmt *stmt = NULL;
    int64_t day = -1;
    int days = 0;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_blob(stmt, 1, from.bytes, 16, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_blob(stmt, 2, to.bytes, 16, SQLITE_STATIC);
    while (rc == SQLITE_OK && days < FORGET_DAYS_SEEN && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const unsigned char *id = sqlite3_column_blob(stmt, 0);
        rc = id && sqlite3_column_bytes(stmt, 0) == 16 ? SQLITE_OK : SQLITE_NOMEM;
        if (rc == SQLITE_OK && recorded_ms(id) / DAY_MS != day) {
            day = recorded_ms(id) / DAY_MS;
            days++;
        }
    }
    (void)sqlite3_finalize(stmt);
    if (rc != SQLITE_OK && rc != SQLITE_DONE)
        return store_fail(store, err);
    *ret_borne_out = days == FORGET_DAYS_SEEN;
    return true;
}

/* ---- names ---- */

static const char old_names_sql[] =
    " FROM vault_name AS v WHERE v.given_unix_ms < ?1 AND v.class_name NOT IN (SELECT o.class_name "
    "FROM observation o WHERE NOT " IS_BEFORE ")"
    " AND v.class_name NOT IN (SELECT name FROM class WHERE used_unix_ms >= ?1)";

bool forget_count_names_before(Store *store, int64_t unix_ms, int32_t *ret_names, Err *err)
{
    char sql[700];
    int64_t count = 0;
    (void)snprintf(sql, sizeof sql, "SELECT count(*)%s", old_names_sql);
    if (!ask(store, sql, unix_ms, &count, err))
        return false;
    *ret_names = (int32_t)count;
    return true;
}

bool forget_names_before(Store *store, int64_t unix_ms, int32_t *ret_names, Err *err)
{
    char sql[700];
    int64_t rows = 0;
    Value limit = {.number = unix_ms};
    (void)snprintf(sql, sizeof sql, "DELETE%s", old_names_sql);
    if (!begin(store, err))
        return false;
    bool ok = run(store, sql, &limit, 1, &rows, err);
    if (rows == 0 ? !store_end(store, ok, err) : !end(store, ok, err))
        return false;
    *ret_names = (int32_t)rows;
    return true;
}

bool forget_all_names(Store *store, Err *err)
{
    if (!begin(store, err))
        return false;
    bool ok = run(store, "DELETE FROM vault_name", NULL, 0, NULL, err) &&
              run(store, "DELETE FROM vault", NULL, 0, NULL, err);
    return end(store, ok, err);
}

/* ---- a pupil ---- */

/* Whom "them" lists. By whom an event is about now: what was once said to be theirs and
 * was corrected is another's, and stays. */
#define THEIRS "(observation, event) IN (SELECT * FROM theirs)"
static const char *const pupil_sql[] = {
    "INSERT INTO theirs SELECT observation, id FROM event_now WHERE code IN ('ink', 'photo')"
    " AND (observation, subject) IN (SELECT * FROM them)",
    "DELETE FROM attachment WHERE " THEIRS,
    "DELETE FROM change WHERE " THEIRS,
    "DELETE FROM event WHERE (observation, id) IN (SELECT * FROM theirs)",
    "DELETE FROM theirs",
    "DELETE FROM subject_attribute WHERE (observation, subject) IN (SELECT * FROM them)",
    "INSERT INTO theirs SELECT observation, id FROM event_now"
    " WHERE observation IN (SELECT observation FROM them)"
    " AND ((observation, subject) IN (SELECT * FROM them)"
    "  OR (observation, target) IN (SELECT * FROM them))",
    "UPDATE event SET text = '' WHERE (observation, id) IN (SELECT * FROM theirs)",
    "UPDATE change SET text = CASE WHEN fields & 128 THEN '' END WHERE text <> '' AND " THEIRS,
    "UPDATE subject SET label = 'forgotten ' || number, detail = '', predicted = '', focus = NULL"
    " WHERE (observation, number) IN (SELECT * FROM them)",
};

static bool remove_pupil(Store *store, Err *err)
{
    char sql[200];
    for (size_t i = 0; i < sizeof pupil_sql / sizeof *pupil_sql; i++)
        if (!run(store, pupil_sql[i], NULL, 0, NULL, err))
            return false;
    for (int i = 0; i < store_table_count; i++) { /* with ink and photos, events went */
        if (store_tables[i].role != TABLE_FOLLOWS)
            continue;
        (void)snprintf(sql, sizeof sql, "DELETE FROM %s WHERE %s IN (SELECT observation FROM them)",
                       store_tables[i].name, store_tables[i].observation);
        if (!run(store, sql, NULL, 0, NULL, err))
            return false;
    }
    return true;
}

/* The seat in the lists of classes to be used again, and the name. */
static bool remove_pupil_of_class(Store *store, const Value *who, int64_t *ret_rows, Err *err)
{
    int64_t seats = 0, names = 0;
    bool ok = run(store,
                  "DELETE FROM class_attribute WHERE (class, subject) IN (SELECT s.class, s.number"
                  " FROM class_subject s JOIN class c ON c.id = s.class"
                  " WHERE c.name = ?1 AND s.label = ?2 AND s.kind = 'pupil')",
                  who, 2, NULL, err) &&
              run(store,
                  "UPDATE class_subject SET label = 'forgotten ' || number, detail = '',"
                  " focus = NULL WHERE label = ?2 AND kind = 'pupil'"
                  " AND class IN (SELECT id FROM class WHERE name = ?1)",
                  who, 2, &seats, err) &&
              run(store, "DELETE FROM vault_name WHERE class_name = ?1 AND label = ?2", who, 2,
                  &names, err);
    *ret_rows = seats + names;
    return ok;
}

bool forget_pupil(Store *store, const char *class_name, const char *label, int32_t *ret_lessons,
                  Err *err)
{
    const Value who[] = {{.text = class_name}, {.text = label}};
    int64_t lessons = 0, elsewhere = 0;
    if (!begin(store, err))
        return false;
    bool ok =
        run(store,
            "CREATE TEMP TABLE IF NOT EXISTS them (observation BLOB NOT NULL, number INTEGER NOT "
            "NULL, PRIMARY KEY (observation, number)) WITHOUT ROWID",
            NULL, 0, NULL, err) &&
        run(store,
            "CREATE TEMP TABLE IF NOT EXISTS theirs (observation BLOB NOT NULL, id BLOB NOT NULL,"
            " PRIMARY KEY (observation, id)) WITHOUT ROWID",
            NULL, 0, NULL, err) &&
        run(store, "DELETE FROM theirs", NULL, 0, NULL, err) &&
        run(store, "DELETE FROM them", NULL, 0, NULL, err) &&
        run(store,
            "INSERT INTO them SELECT s.observation, s.number FROM subject s"
            " JOIN observation o ON o.id = s.observation"
            " WHERE o.class_name = ?1 AND s.label = ?2 AND s.kind = 'pupil'",
            who, 2, &lessons, err) &&
        remove_pupil(store, err) && remove_pupil_of_class(store, who, &elsewhere, err) &&
        (lessons + elsewhere > 0 || err_set(err, ERR_STATE, "%s: nobody is called %s in a class %s",
                                            store->path, label, class_name)) &&
        run(store, "DELETE FROM them", NULL, 0, NULL, err) &&
        run(store, "DELETE FROM theirs", NULL, 0, NULL, err);
    if (!end(store, ok, err))
        return false;
    *ret_lessons = (int32_t)lessons;
    return true;
}

/* A number that depends on a class and a label. */
static bool ask_of_pupil(Store *store, const char *sql, const char *class_name, const char *label,
                         int64_t *ret_value, Err *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(stmt, 1, class_name, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(stmt, 2, label, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *ret_value = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_ROW || store_fail(store, err);
}

bool forget_count_pupil(Store *store, const char *class_name, const char *label,
                        int32_t *ret_lessons, Err *err)
{
    int64_t lessons = 0, elsewhere = 0;
    if (!ask_of_pupil(store,
                      "SELECT count(*) FROM subject s JOIN observation o ON o.id = s.observation"
                      " WHERE o.class_name = ?1 AND s.label = ?2 AND s.kind = 'pupil'",
                      class_name, label, &lessons, err) ||
        !ask_of_pupil(
            store,
            "SELECT (SELECT count(*) FROM vault_name WHERE class_name = ?1 AND label = ?2)"
            " + (SELECT count(*) FROM class_subject s JOIN class c ON c.id = s.class"
            "  WHERE c.name = ?1 AND s.label = ?2 AND s.kind = 'pupil')",
            class_name, label, &elsewhere, err))
        return false;
    if (lessons + elsewhere == 0)
        return err_set(err, ERR_STATE, "%s: nobody is called %s in a class %s", store->path, label,
                       class_name);
    *ret_lessons = (int32_t)lessons;
    return true;
}

/* ---- files ---- */

typedef struct Lessons {
    const Uuid *ids; /* in their order */
    int32_t count;
} Lessons;

static int compare_ids(const void *a, const void *b)
{
    const Uuid *x = a, *y = b;
    return uuid_compare(*x, *y);
}

/* An ExportGoneFn. */
static bool is_among(void *context, Uuid lesson, bool *ret_gone, Err *err)
{
    const Lessons *lessons = context;
    (void)err;
    *ret_gone = lessons->count > 0 && bsearch(&lesson, lessons->ids, (size_t)lessons->count,
                                              sizeof lesson, compare_ids) != NULL;
    return true;
}

bool forget_files(Store *store, const Uuid *ids, int32_t count, LeftFiles *ret_files, Err *err)
{
    size_t size = (size_t)count * sizeof *ids;
    Uuid *sorted = malloc(size + 1);
    if (!sorted)
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left for the list", store->path);
    Lessons lessons = {sorted, count};
    if (count > 0) {
        memcpy(sorted, ids, size);
        qsort(sorted, (size_t)count, sizeof *sorted, compare_ids);
    }
    bool ok = left_files_find(store->path, is_among, &lessons, ret_files, err);
    free(sorted);
    return ok;
}

bool forget_files_of_pupil(Store *store, const char *class_name, const char *label,
                           LeftFiles *ret_files, Err *err)
{
    sqlite3_stmt *stmt = NULL;
    Uuid *ids = NULL;
    int32_t most = 0, count = 0;
    if (!forget_count_pupil(store, class_name, label, &most, err))
        return false;
    ids = malloc(((size_t)most + 1) * sizeof *ids);
    int rc = ids ? sqlite3_prepare_v2(store->db,
                                      "SELECT s.observation FROM subject s"
                                      " JOIN observation o ON o.id = s.observation"
                                      " WHERE o.class_name = ?1 AND s.label = ?2"
                                      " AND s.kind = 'pupil'",
                                      -1, &stmt, NULL)
                 : SQLITE_NOMEM;
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(stmt, 1, class_name, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(stmt, 2, label, -1, SQLITE_STATIC);
    while (rc == SQLITE_OK && count < most && sqlite3_step(stmt) == SQLITE_ROW) {
        const void *id = sqlite3_column_blob(stmt, 0);
        if (id && sqlite3_column_bytes(stmt, 0) == 16)
            memcpy(ids[count++].bytes, id, 16);
        else
            rc = SQLITE_NOMEM;
    }
    (void)sqlite3_finalize(stmt);
    bool ok = rc == SQLITE_OK && count == most ? forget_files(store, ids, count, ret_files, err)
                                               : store_fail(store, err);
    free(ids);
    return ok;
}

/* ---- the bytes ---- */

bool forget_is_pending(Store *store, bool *ret_pending, Err *err)
{
    int64_t rows = 0;
    if (!ask(store, "SELECT count(*) FROM forgetting", 0, &rows, err))
        return false;
    *ret_pending = rows > 0;
    return true;
}

/* The file without what is free in it. The record's photos may be more than there is memory
 * for: what is put together meanwhile lies in a file without a name. */
static bool vacuum(Store *store, Err *err)
{
    Err refusal = {0};
    if (!run(store, "PRAGMA temp_store = FILE", NULL, 0, NULL, err))
        return false;
    store_allow_attached(store->db, true);
    bool ok = run(store, "VACUUM", NULL, 0, NULL, err);
    store_allow_attached(store->db, false);
    return run(store, "PRAGMA temp_store = MEMORY", NULL, 0, NULL, ok ? err : &refusal) && ok;
}

/* And no journal that remembers. A checkpoint that somebody who reads holds up is no error
 * to SQLite: its row says so. */
static bool write_anew(Store *store, Err *err)
{
    int64_t held_up = 0;
    return vacuum(store, err) && ask(store, "PRAGMA wal_checkpoint(TRUNCATE)", 0, &held_up, err) &&
           (held_up == 0 ||
            err_set(err, ERR_STORE, "%s: is being read by another program; close that one",
                    store->path));
}

/* Without the usual rotation: all older ones are to go, and to be counted. */
static bool make_backup(const Store *store, int64_t now_unix_ms, char ret_path[FILE_MAX_PATH],
                        Err *err)
{
    bool done = false;
    if (!backup_name(store->path, now_unix_ms, ret_path, err))
        return false;
    Backup *backup = backup_begin(store->path, store->vfs, ret_path, now_unix_ms, err);
    bool ok = backup != NULL;
    while (ok && !done)
        ok = backup_step(backup, &done, err);
    backup_destroy(backup);
    return ok;
}

static bool remove_copies(const Store *store, const char *kept, int32_t *removed, Err *err)
{
    Arena arena;
    BackupCopy *copies = NULL;
    int32_t count = 0;
    arena_init(&arena, ARENA_LIMIT);
    bool ok = backup_list(store->path, &arena, &copies, &count, err);
    for (int32_t i = 0; i < count && ok; i++) {
        if (strcmp(copies[i].path, kept) == 0)
            continue;
        ok = unlink(copies[i].path) == 0 ||
             err_set(err, ERR_SYSTEM, "%s: this older copy cannot be removed", copies[i].path);
        *removed += ok;
    }
    if (ok)
        ok = file_sync_folder_of(kept, err);
    arena_deinit(&arena);
    return ok;
}

/* Records that a restore kept beside, "NAME-replaced-TIME", and their journals. */
static bool remove_replaced(const Store *store, int32_t *removed, Err *err)
{
    char folder[FILE_MAX_PATH], beginning[FILE_MAX_PATH], path[FILE_MAX_PATH];
    const char *slash = strrchr(store->path, '/');
    int len = slash ? (int)(slash - store->path) : 0;
    (void)snprintf(folder, sizeof folder, "%.*s", len ? len : 1, slash ? store->path : ".");
    int begins =
        snprintf(beginning, sizeof beginning, "%s-replaced-", slash ? slash + 1 : store->path);
    DIR *dir = opendir(folder);
    if (!dir)
        return err_set(err, ERR_SYSTEM, "%s: this folder cannot be read", folder);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        if (strncmp(entry->d_name, beginning, (size_t)begins) != 0)
            continue;
        if (snprintf(path, sizeof path, "%.*s%s", slash ? len + 1 : 0, store->path,
                     entry->d_name) >= (int)sizeof path ||
            unlink(path) != 0)
            ok = err_set(err, ERR_SYSTEM, "%s: this older copy cannot be removed", entry->d_name);
        *removed += ok;
    }
    (void)closedir(dir);
    return ok && file_sync_folder_of(store->path, err);
}

/* In the list of exports; an ExportGoneFn. One that is not there for another reason, since
 * an older backup was brought back, was not forgotten: its sheet may be all that is left. */
static bool is_gone(void *context, Uuid lesson, bool *ret_gone, Err *err)
{
    Store *store = context;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db,
                                "SELECT 1 FROM forgotten WHERE lesson = ?1"
                                " AND lesson NOT IN (SELECT id FROM observation)",
                                -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_blob(stmt, 1, lesson.bytes, 16, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    (void)sqlite3_finalize(stmt);
    *ret_gone = rc == SQLITE_ROW;
    return rc == SQLITE_DONE || rc == SQLITE_ROW || store_fail(store, err);
}

/* Before the list of exports forgets where they are. */
static bool remove_files(Store *store, LeftFiles *ret_files, Err *err)
{
    LeftFiles files = {0};
    bool ok = left_files_find(store->path, is_gone, store, &files, err);
    if (ok)
        left_files_remove(&files);
    if (ok && ret_files) {
        left_files_deinit(ret_files);
        *ret_files = files;
    } else {
        left_files_deinit(&files);
    }
    return ok;
}

bool forget_finish(Store *store, int64_t now_unix_ms, int32_t *ret_copies_removed,
                   LeftFiles *ret_files, Err *err)
{
    char kept[FILE_MAX_PATH];
    int32_t removed = 0;
    if (store->mode == STORE_READ)
        return err_set(err, ERR_STATE, "%s: was opened for reading only", store->path);
    if (!write_anew(store, err) || !make_backup(store, now_unix_ms, kept, err) ||
        !remove_copies(store, kept, &removed, err) || !remove_replaced(store, &removed, err) ||
        !store_remove_leftovers(store->path, INT64_MAX, &removed, err) ||
        !store_remove_leftovers(kept, INT64_MAX, &removed, err) ||
        !remove_files(store, ret_files, err) ||
        !export_log_forget(store->path, is_gone, store, err) ||
        !run(store, "DELETE FROM forgetting", NULL, 0, NULL, err))
        return err_prefix(err, "what was forgotten is gone from the record, but not yet from its "
                               "file and every backup; Kenkyu tries again when it starts");
    *ret_copies_removed = removed;
    return true;
}
