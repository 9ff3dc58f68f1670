/* store_column.c - a column as it is, not as the schema promises. */
#include "recorder/store/store_internal.h"

#include <stdio.h>

bool store_damaged(const Store *store, const char *what, Err *err)
{
    return err_set(err, ERR_FORMAT, "%s: the record is damaged (%s)", store->path, what);
}

const char *store_column_text(const Store *store, sqlite3_stmt *stmt, int column, Err *err)
{
    char what[80];
    bool is_text = sqlite3_column_type(stmt, column) == SQLITE_TEXT;
    const char *text = is_text ? (const char *)sqlite3_column_text(stmt, column) : NULL;
    const char *name = sqlite3_column_name(stmt, column);
    if (text)
        return text;
    if (is_text) {
        (void)err_set(err, ERR_SYSTEM, "%s: there is no memory left", store->path);
        return NULL;
    }
    (void)snprintf(what, sizeof what, "no text in '%s'", name ? name : "a column");
    (void)store_damaged(store, what, err);
    return NULL;
}
