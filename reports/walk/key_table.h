/* key_table.h - texts numbered in the order in which they first came.
 *
 * Grows in an arena; a text is found in constant time. Internal to reports/walk.
 */
#ifndef REPORTS_WALK_KEY_TABLE_H
#define REPORTS_WALK_KEY_TABLE_H

#include "protocols/base.h"

typedef struct KeyTable {
    Arena *arena;
    const char **keys;
    int32_t *slots; /* number + 1; 0: free */
    int32_t count, cap, limit;
} KeyTable;

/* Takes memory with the first key. */
KeyTable key_table(Arena *arena, int32_t limit);

/* The number of a key, a new one when it is not there yet (the text is copied then).
 * ERR_LIMIT when there are limit already (what: of what), or memory ran out. */
bool key_table_add(KeyTable *table, const char *key, const char *what, int32_t *ret_number,
                   bool *ret_new, Err *err);

#endif
