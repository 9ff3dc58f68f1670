/* store_remove.c - lessons taken out of a record with all that is only about them: when they
 * are forgotten, and out of the copy of another record that is joined. */
#include "recorder/store/store_internal.h"

#include <stdio.h>

/* The statement with the schema's name where it has an '@'. */
static int exec_in(sqlite3 *db, const char *schema, const char *statement)
{
    sqlite3_str *built = sqlite3_str_new(db);
    for (const char *at = statement; *at; at++)
        if (*at == '@')
            sqlite3_str_appendall(built, schema);
        else
            sqlite3_str_appendchar(built, 1, *at);
    char *sql = sqlite3_str_finish(built);
    int rc = sql ? sqlite3_exec(db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    return rc;
}

static int exec_all(sqlite3 *db, const char *schema, const char *const *statements)
{
    int rc = SQLITE_OK;
    for (; *statements && rc == SQLITE_OK; statements++)
        rc = exec_in(db, schema, *statements);
    return rc;
}

int store_begin_removal(sqlite3 *db)
{
    static const char *const statements[] = {
        "CREATE TEMP TABLE IF NOT EXISTS gone (id BLOB NOT NULL PRIMARY KEY)",
        "CREATE TEMP TABLE IF NOT EXISTS spoken_of (id BLOB NOT NULL PRIMARY KEY)",
        "DELETE FROM temp.gone",
        "DELETE FROM temp.spoken_of",
        NULL,
    };
    return exec_all(db, "", statements);
}

int store_remove_lessons(sqlite3 *db, const char *schema)
{
    static const char *const before[] = {
        "INSERT INTO temp.spoken_of SELECT school FROM @.visit WHERE school IS NOT NULL"
        " AND observation IN (SELECT id FROM temp.gone) UNION SELECT teacher FROM @.visit"
        " WHERE teacher IS NOT NULL AND observation IN (SELECT id FROM temp.gone)",
        "UPDATE @.class SET lesson = NULL WHERE lesson IN (SELECT id FROM temp.gone)",
        NULL,
    };
    static const char *const after[] = {
        "DELETE FROM temp.spoken_of WHERE id IN (SELECT school FROM @.visit)",
        "DELETE FROM temp.spoken_of WHERE id IN (SELECT teacher FROM @.visit)",
        "DELETE FROM @.permission WHERE teacher IN (SELECT id FROM temp.spoken_of)",
        "DELETE FROM @.naming WHERE named IN (SELECT id FROM temp.spoken_of)",
        "DELETE FROM @.named WHERE id IN (SELECT id FROM temp.spoken_of)",
        "DELETE FROM @.protocol WHERE fingerprint NOT IN (SELECT protocol FROM @.observation)",
        "DELETE FROM temp.spoken_of",
        "DELETE FROM temp.gone",
        NULL,
    };
    int rc = exec_all(db, schema, before);
    for (int i = 0; i < store_table_count && rc == SQLITE_OK; i++) {
        char sql[200];
        if (!store_tables[i].observation)
            continue;
        (void)snprintf(sql, sizeof sql, "DELETE FROM @.%s WHERE %s IN (SELECT id FROM temp.gone)",
                       store_tables[i].name, store_tables[i].observation);
        rc = exec_in(db, schema, sql);
    }
    return rc == SQLITE_OK ? exec_all(db, schema, after) : rc;
}
