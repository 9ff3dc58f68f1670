/* older.h - a record as an older version of the program left it. */
#ifndef TESTS_RECORDER_OLDER_H
#define TESTS_RECORDER_OLDER_H

#include "protocols/file.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static inline void older_run_sql(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
}

/* The SQL file of one version. */
static inline const char *older_read_migration(int version, Arena *arena)
{
    char path[600], prefix[8];
    (void)snprintf(prefix, sizeof prefix, "%04d_", version);
    DIR *dir = opendir(TEST_SOURCE_DIR "/recorder/store/sql");
    assert_non_null(dir);
    const char *text = NULL;
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t len;
        Err err = {0};
        if (strncmp(entry->d_name, prefix, 5) != 0)
            continue;
        assert_null(text); /* no two files of one number */
        (void)snprintf(path, sizeof path, TEST_SOURCE_DIR "/recorder/store/sql/%s", entry->d_name);
        assert_ok(file_read(arena, path, (size_t)1 << 20, &text, &len, &err), err);
    }
    (void)closedir(dir);
    assert_non_null(text);
    return text;
}

enum { OLDER_WITH_ATTACHMENTS = 5 }; /* since that version */

/* The rows of the first version's tables, and attachments, in a file of an older version. */
static inline void older_make(const char *path, int version, const char *from, Arena *arena)
{
    static const char *const tables[] = {
        "protocol",      "observation",   "subject",   "subject_attribute",
        "planned_phase", "team_question", "target",    "clock_anchor",
        "event",         "change",        "milestone", "attachment"};
    sqlite3 *db = NULL;
    char sql[2000];
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (int i = 1; i <= version; i++)
        older_run_sql(db, older_read_migration(i, arena));
    (void)snprintf(sql, sizeof sql,
                   "PRAGMA application_id = 0x4b4e4b59; PRAGMA user_version = %d;"
                   "ATTACH '%s' AS new;",
                   version, from);
    older_run_sql(db, sql);
    size_t count = sizeof tables / sizeof *tables - (version < OLDER_WITH_ATTACHMENTS);
    for (size_t i = 0; i < count; i++) {
        char columns[1000] = "";
        sqlite3_stmt *stmt = NULL;
        (void)snprintf(sql, sizeof sql, "SELECT group_concat(name) FROM pragma_table_info('%s')",
                       tables[i]);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
        (void)snprintf(columns, sizeof columns, "%s", (const char *)sqlite3_column_text(stmt, 0));
        (void)sqlite3_finalize(stmt);
        (void)snprintf(sql, sizeof sql, "INSERT INTO main.%s (%s) SELECT %s FROM new.%s", tables[i],
                       columns, columns, tables[i]);
        older_run_sql(db, sql);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

#endif
