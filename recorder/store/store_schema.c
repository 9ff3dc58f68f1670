/* store_schema.c - the tables and views of the record: made, brought up to date, and
 * looked at in a file that may come from elsewhere. */
#include "recorder/store/backup_internal.h"
#include "store_migrations.h" /* generated from recorder/store/sql/ */

#include <sodium.h>
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

/* ---- a file that holds our own and nothing else ---- */

/* store_schema_print() of a record of the newest version: nearly every file has it, and none
 * of them needs the long way below. tests/recorder/store/test_migration.c says what it is. */
const unsigned char store_schema_newest[STORE_SCHEMA_PRINT] = {
    0x42, 0x53, 0xcf, 0xa9, 0x5c, 0x8b, 0x17, 0xc2, 0x04, 0xbe, 0x7f, 0x6b, 0x11, 0x04, 0x8d, 0x3e,
    0xda, 0xab, 0xff, 0x55, 0x88, 0xb8, 0x21, 0x4a, 0x8b, 0x7b, 0xc0, 0x4c, 0x43, 0xd2, 0xdd, 0x89,
};

bool store_schema_print(sqlite3 *db, unsigned char ret_print[STORE_SCHEMA_PRINT])
{
    enum { COLUMNS = 4 };
    static const char sql[] =
        "SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY name, type";
    sqlite3_stmt *row = NULL;
    crypto_generichash_state state;
    if (sodium_init() < 0 || crypto_generichash_init(&state, NULL, 0, STORE_SCHEMA_PRINT) != 0)
        return false;
    int rc = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(row)) == SQLITE_ROW) {
        for (int i = 0; i < COLUMNS; i++) {
            const unsigned char *text = sqlite3_column_text(row, i);
            uint32_t len = text ? (uint32_t)sqlite3_column_bytes(row, i) : UINT32_MAX;
            unsigned char bytes[] = {(unsigned char)len, (unsigned char)(len >> 8),
                                     (unsigned char)(len >> 16), (unsigned char)(len >> 24)};
            (void)crypto_generichash_update(&state, bytes, sizeof bytes);
            (void)crypto_generichash_update(&state, text, text ? len : 0);
        }
        rc = SQLITE_OK;
    }
    (void)sqlite3_finalize(row);
    return rc == SQLITE_DONE &&
           crypto_generichash_final(&state, ret_print, STORE_SCHEMA_PRINT) == 0;
}

static bool is_newest(sqlite3 *db)
{
    unsigned char print[STORE_SCHEMA_PRINT];
    return store_schema_print(db, print) &&
           memcmp(print, store_schema_newest, STORE_SCHEMA_PRINT) == 0;
}

/* ---- a file from elsewhere ---- */

/* A file's sqlite_schema is read row by row and never asked a question in which a name of
 * the file's own could stand for one of SQLite's. */
typedef struct Look {
    sqlite3 *ours; /* in memory: what the migrations make */
    sqlite3_stmt *row, *table;
    int32_t there, others; /* rows of the file: ours, and somebody's own */
} Look;

static int make_ours(Look *look, int64_t version)
{
    static const char row[] = "SELECT type = ?1 AND name = ?2 AND tbl_name = ?3 AND sql IS ?4"
                              " FROM sqlite_schema WHERE name = ?2 COLLATE NOCASE",
                      table[] = "SELECT 1 FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE";
    int rc =
        sqlite3_open_v2(":memory:", &look->ours, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    for (int32_t i = 0; i < version && i < STORE_MIGRATIONS_COUNT && rc == SQLITE_OK; i++)
        rc = sqlite3_exec(look->ours, migration(i), NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(look->ours, row, -1, &look->row, NULL);
    return rc == SQLITE_OK ? sqlite3_prepare_v2(look->ours, table, -1, &look->table, NULL) : rc;
}

static bool has_zero(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text && strlen(text) != (size_t)sqlite3_column_bytes(row, column);
}

/* The first column of the first row that statement gives for these columns; -1: none. */
static int find(sqlite3_stmt *stmt, sqlite3_stmt *row, int first, int columns)
{
    int rc = SQLITE_OK;
    for (int i = 0; i < columns && rc == SQLITE_OK; i++)
        rc = sqlite3_bind_value(stmt, i + 1, sqlite3_column_value(row, first + i));
    int found =
        rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int(stmt, 0) : -1;
    (void)sqlite3_reset(stmt);
    return found;
}

/* A row of the file: one of ours to the letter, or somebody's own that bears no name of
 * ours and is no index of our tables. (A trigger may be of ours: none is ever run.) */
static bool is_harmless(Look *look, sqlite3_stmt *row)
{
    enum { TYPE, NAME, TABLE, SQL, COLUMNS };
    const char *type = (const char *)sqlite3_column_text(row, TYPE);
    for (int i = TYPE; i < COLUMNS; i++)
        if (has_zero(row, i))
            return false;
    int same = find(look->row, row, TYPE, COLUMNS);
    if (same >= 0) {
        look->there += same;
        return same;
    }
    look->others++;
    return type && (sqlite3_stricmp(type, "index") != 0 || find(look->table, row, TABLE, 1) < 0);
}

static bool refuse(const char *shown, Err *err)
{
    return err_set(err, ERR_FORMAT, "%s: its tables are not those of a record of lessons", shown);
}

static bool no_memory(const char *shown, Err *err)
{
    return err_set(err, ERR_SYSTEM, "%s: there is no memory left", shown);
}

static bool look_at_rows(sqlite3 *db, const char *shown, Look *look, Err *err)
{
    static const char sql[] = "SELECT type, name, tbl_name, sql FROM main.sqlite_schema";
    sqlite3_stmt *row = NULL;
    int64_t count = 0;
    bool harmless = true;
    int rc = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    if (rc == SQLITE_OK)
        while (harmless && (rc = sqlite3_step(row)) == SQLITE_ROW)
            harmless = is_harmless(look, row);
    (void)sqlite3_finalize(row);
    if (!harmless)
        return refuse(shown, err);
    if (rc != SQLITE_DONE)
        return backup_fail(db, shown, err);
    if (store_ask(look->ours, "SELECT count(*) FROM sqlite_schema", &count) != SQLITE_OK)
        return no_memory(shown, err);
    return look->there == count || refuse(shown, err);
}

bool store_check_schema(sqlite3 *db, const char *shown, bool *ret_alone, Err *err)
{
    Look look = {0};
    int64_t version = 0;
    bool asked = store_ask(db, "PRAGMA user_version", &version) == SQLITE_OK;
    *ret_alone = asked && version == STORE_MIGRATIONS_COUNT && is_newest(db);
    if (*ret_alone)
        return true;
    bool ok = (asked || backup_fail(db, shown, err)) &&
              (make_ours(&look, version) == SQLITE_OK || no_memory(shown, err)) &&
              look_at_rows(db, shown, &look, err);
    (void)sqlite3_finalize(look.row);
    (void)sqlite3_finalize(look.table);
    (void)sqlite3_close(look.ours);
    *ret_alone = ok && look.others == 0;
    return ok;
}
