#include "recorder/store/merge.h"

#include "protocols/file.h"
#include "recorder/store/backup_internal.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Merge {
    Store *store;
    const char *from;         /* the other file, for messages */
    char copy[FILE_MAX_PATH]; /* of it; "" when there is none (yet) */
    bool attached;
    MergeCounts counts;
} Merge;

static bool fail(const Merge *m, Err *err)
{
    return backup_fail(m->store->db, m->from, err);
}

/* ---- the copy ---- */

static bool is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Opening a record for writing is what brings it up to date. */
static bool bring_up_to_date(const Merge *m, Err *err)
{
    Store *other = store_open(m->copy, STORE_WRITE, err);
    store_close(other);
    return other || err_prefix(err, "%s", m->from);
}

static bool make_copy(Merge *m, Err *err)
{
    BackupCounts counts;
    char from[FILE_MAX_PATH];
    if (is_same_file(m->from, m->store->path))
        return err_set(err, ERR_STATE, "%s: this is the record itself", m->from);
    if (!file_follow(m->from, from, err) ||
        !store_file_check(from, STORE_READ, NULL, store_newest_version(), err))
        return false;
    if (store_file_has_journal(from))
        return err_set(err, ERR_STATE,
                       "%s: was not closed properly, so the file alone is not all of it; 'kenkyu "
                       "backup --db' makes a whole copy",
                       m->from);
    return backup_copy_beside(from, m->store->path, m->copy, err) &&
           backup_verify_as(m->copy, m->from, &counts, err) && bring_up_to_date(m, err);
}

static void remove_copy(Merge *m)
{
    if (m->attached)
        (void)sqlite3_exec(m->store->db, "DETACH other", NULL, NULL, NULL);
    store_allow_attached(m->store->db, false);
    for (size_t i = 0; i < STORE_FILE_ENDINGS && m->copy[0]; i++) {
        char name[FILE_MAX_PATH];
        if (snprintf(name, sizeof name, "%s%s", m->copy, store_file_endings[i]) < FILE_MAX_PATH)
            (void)unlink(name);
    }
}

static bool attach(Merge *m, Err *err)
{
    sqlite3_stmt *stmt = NULL;
    store_allow_attached(m->store->db, true);
    int rc = sqlite3_prepare_v2(m->store->db, "ATTACH ?1 AS other", -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(stmt, 1, m->copy, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    (void)sqlite3_finalize(stmt);
    m->attached = rc == SQLITE_DONE;
    return m->attached || fail(m, err);
}

/* ---- statements whose text depends on a table ---- */

static bool ask(const Merge *m, const char *sql, int64_t *ret_value, Err *err)
{
    return store_ask(m->store->db, sql, ret_value) == SQLITE_OK || fail(m, err);
}

static bool run(const Merge *m, const char *sql, int64_t *ret_rows, Err *err)
{
    int64_t before = sqlite3_total_changes(m->store->db);
    if (sqlite3_exec(m->store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return fail(m, err);
    *ret_rows = sqlite3_total_changes(m->store->db) - before;
    return true;
}

/* ---- forgotten pupils ---- */

#define BOTH                                                                                       \
    " FROM main.subject s JOIN other.subject x ON x.observation = s.observation"                   \
    " AND x.number = s.number AND x.label <> s.label"                                              \
    " JOIN main.observation o ON o.id = s.observation WHERE s.kind = 'pupil'"

/* A union would bring back what was forgotten there. */
static bool refuse_forgotten_there(const Merge *m, Err *err)
{
    static const char sql[] = "SELECT s.label, o.class_name, o.title" BOTH
                              " AND x.label = 'forgotten ' || x.number ORDER BY o.id LIMIT 1";
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(m->store->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    bool ok = rc == SQLITE_DONE;
    if (rc == SQLITE_ROW)
        (void)err_set(
            err, ERR_STATE,
            "%s: nothing was taken over; forget the pupil %s of %s here too, then merge: there "
            "the pupil was forgotten, in the lesson '%s'",
            m->from, (const char *)sqlite3_column_text(stmt, 0),
            (const char *)sqlite3_column_text(stmt, 1), (const char *)sqlite3_column_text(stmt, 2));
    else if (!ok)
        (void)fail(m, err);
    (void)sqlite3_finalize(stmt);
    return ok;
}

/* Out of the copy go lessons in which a pupil was forgotten here, which stay here as they are
 * (the pupil does not come back with them), and those that were forgotten here. */
static bool leave_out(Merge *m, Err *err)
{
    sqlite3 *db = m->store->db;
    return (store_begin_removal(db) == SQLITE_OK || fail(m, err)) &&
           run(m,
               "INSERT INTO temp.gone SELECT DISTINCT s.observation" BOTH
               " AND s.label = 'forgotten ' || s.number",
               &m->counts.kept, err) &&
           run(m,
               "INSERT INTO temp.gone SELECT id FROM other.observation WHERE id IN"
               " (SELECT lesson FROM main.forgotten) AND id NOT IN (SELECT id FROM"
               " main.observation)",
               &m->counts.forgotten, err) &&
           (store_remove_lessons(db, "other") == SQLITE_OK || fail(m, err));
}

/* ---- union ---- */

static bool count_known(Merge *m, Err *err)
{
    return ask(m,
               "SELECT count(*) FROM other.observation o WHERE EXISTS"
               " (SELECT 1 FROM main.observation x WHERE x.id = o.id)",
               &m->counts.known, err);
}

/* What was left out because a row of the same key was there must be that row. */
static bool join_facts(Merge *m, const StoreTable *table, Err *err)
{
    char sql[300];
    int64_t rows = 0, differ = 0;
    (void)snprintf(sql, sizeof sql, "INSERT OR IGNORE INTO main.%s SELECT * FROM other.%s",
                   table->name, table->name);
    if (!run(m, sql, &rows, err))
        return false;
    if (table->role == TABLE_FACTS) {
        (void)snprintf(sql, sizeof sql,
                       "SELECT count(*) FROM (SELECT * FROM other.%s EXCEPT SELECT * FROM main.%s)",
                       table->name, table->name);
        if (!ask(m, sql, &differ, err))
            return false;
    }
    if (differ > 0)
        return err_set(err, ERR_FORMAT,
                       "%s: %lld rows of '%s' differ from those of the same id here; nothing was "
                       "taken over",
                       m->from, (long long)differ, table->name);
    if (strcmp(table->name, "observation") == 0)
        m->counts.lessons = rows;
    if (strcmp(table->name, "event") == 0 || strcmp(table->name, "change") == 0 ||
        strcmp(table->name, "milestone") == 0)
        m->counts.facts += rows;
    return true;
}

static bool drop_what_follows(const Merge *m, const StoreTable *table, Err *err)
{
    char sql[300];
    int64_t rows = 0;
    (void)snprintf(sql, sizeof sql,
                   "DELETE FROM main.%s WHERE %s IN (SELECT id FROM other.observation)",
                   table->name, table->observation);
    return run(m, sql, &rows, err);
}

static bool join(Merge *m, Err *err)
{
    for (int i = 0; i < store_table_count; i++) {
        const StoreTable *table = &store_tables[i];
        bool facts = table->role == TABLE_FACTS || table->role == TABLE_CLOCKS;
        if ((facts && !join_facts(m, table, err)) ||
            (table->role == TABLE_FOLLOWS && !drop_what_follows(m, table, err)))
            return false;
    }
    return true;
}

static bool join_in_one_commit(Merge *m, Err *err)
{
    int64_t rows = 0;
    if (!store_begin(m->store, err))
        return false;
    bool ok = run(m, "PRAGMA defer_foreign_keys = ON", &rows, err) && count_known(m, err) &&
              refuse_forgotten_there(m, err) && leave_out(m, err) && join(m, err) &&
              backup_read_lessons(m->store, "SELECT id FROM other.observation", m->from, err);
    return store_end(m->store, ok, err);
}

bool merge_record(Store *store, const char *from, MergeCounts *ret_counts, Err *err)
{
    Merge m = {.store = store, .from = from};
    bool ok = make_copy(&m, err) && attach(&m, err) && join_in_one_commit(&m, err);
    remove_copy(&m);
    store->recording = false; /* what was known of the lesson in hand may have changed */
    if (ok)
        *ret_counts = m.counts;
    return ok;
}
