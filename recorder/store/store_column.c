/* store_column.c - a column as it is, not as the schema promises. */
#include "recorder/store/store_internal.h"

#include "protocols/utf8.h"

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

const char *store_column_copy(sqlite3_stmt *stmt, int column, size_t most, Arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    size_t len = text ? utf8_cut(text, (size_t)sqlite3_column_bytes(stmt, column), most) : 0;
    if (len == 0)
        return "";
    char *copy = arena_copy(arena, text, len);
    if (copy)
        (void)utf8_mend(copy, len);
    return copy;
}

int64_t store_column_number(sqlite3_stmt *stmt, int column, int64_t least, int64_t most)
{
    int64_t number = sqlite3_column_int64(stmt, column);
    return number < least ? least : number > most ? most : number;
}

float store_column_fraction(sqlite3_stmt *stmt, int column)
{
    double number = sqlite3_column_double(stmt, column);
    return !(number > 0) ? 0 : number < 1 ? (float)number : 1;
}
