/* store_schema.c - the tables and views of the record: made, brought up to date, and
 * looked at in a file that may come from elsewhere. */
#include "recorder/store/store_internal.h"
#include "store_migrations.h" /* generated from recorder/store/sql/ */

#include <stdio.h>
#include <string.h>

static const char *migration(int32_t i)
{
    return (const char *)store_migrations[i].bytes;
}

int32_t store_newest_version(void)
{
    return STORE_MIGRATIONS_COUNT;
}

static bool exec(Store *store, const char *text, Err *err)
{
    return sqlite3_exec(store->db, text, NULL, NULL, NULL) == SQLITE_OK || store_fail(store, err);
}

/* Each migration and the version it leads to are committed together. */
bool store_migrate(Store *store, Err *err)
{
    while (store->version < STORE_MIGRATIONS_COUNT) {
        char stamp[96];
        (void)snprintf(stamp, sizeof stamp, "PRAGMA user_version = %d; PRAGMA application_id = %d",
                       (int)store->version + 1, STORE_APPLICATION_ID);
        if (!exec(store, "BEGIN IMMEDIATE", err))
            return false;
        if (!exec(store, migration(store->version), err) || !exec(store, stamp, err) ||
            !exec(store, "COMMIT", err)) {
            (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
            return false;
        }
        store->version++;
    }
    return true;
}

/* ---- a file from elsewhere ---- */

static bool is_our_table(const char *name)
{
    for (int i = 0; i < store_table_count; i++)
        if (sqlite3_stricmp(store_tables[i].name, name) == 0)
            return true;
    return false;
}

/* A view has a name of its own, or says what one of ours says or once said. Ours are
 * called in small letters; SQLite knows no others. */
static bool is_harmless_view(const char *name, const char *sql)
{
    char *begins = sqlite3_mprintf("CREATE VIEW %s AS", name);
    bool is_ours = !begins, as_written = false;
    for (char *c = begins ? begins + strlen("CREATE VIEW ") : NULL; c && *c != ' '; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
    for (int32_t i = 0; begins && i < STORE_MIGRATIONS_COUNT; i++) {
        is_ours = is_ours || strstr(migration(i), begins);
        as_written = as_written || strstr(migration(i), sql);
    }
    sqlite3_free(begins);
    return !is_ours || as_written;
}

static bool is_harmless(sqlite3_stmt *row)
{
    const char *name = (const char *)sqlite3_column_text(row, 0);
    const char *sql = (const char *)sqlite3_column_text(row, 1);
    bool is_virtual = sqlite3_column_int(row, 2);
    return name && !is_our_table(name) && (is_virtual || (sql && is_harmless_view(name, sql)));
}

int store_look_at_schema(sqlite3 *db, bool *ret_ours)
{
    static const char sql[] =
        "SELECT l.name, s.sql, l.type = 'virtual' FROM pragma_table_list AS l LEFT JOIN"
        " sqlite_schema AS s ON s.name = l.name COLLATE NOCASE AND s.type <> 'index'"
        " WHERE l.schema = 'main' AND l.type IN ('view', 'virtual')";
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    bool ours = true;
    while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        ours = ours && is_harmless(stmt);
        rc = SQLITE_OK;
    }
    (void)sqlite3_finalize(stmt);
    *ret_ours = ours;
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

bool store_refuse_schema(const char *shown, Err *err)
{
    return err_set(err, ERR_FORMAT, "%s: its tables are not those of a record of lessons", shown);
}
