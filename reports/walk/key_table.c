#include "reports/walk/key_table.h"

#include <string.h>

enum { FIRST_CAP = 32 };

KeyTable key_table(Arena *arena, int32_t limit)
{
    return (KeyTable){.arena = arena, .limit = limit};
}

/* FNV-1a. */
static uint32_t hash_of(const char *key)
{
    uint32_t h = 2166136261U;
    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * 16777619U;
    return h;
}

static bool no_memory(Err *err)
{
    return err_set(err, ERR_LIMIT, "not enough memory for this view of the walk-throughs");
}

/* slots are twice as many as keys, both powers of two. */
static bool grow(KeyTable *table, Err *err)
{
    int32_t cap = table->cap > 0 ? table->cap * 2 : FIRST_CAP, slots = cap * 2;
    const char **keys = ARENA_PUSH(table->arena, const char *, (size_t)cap);
    int32_t *fresh = ARENA_PUSH(table->arena, int32_t, (size_t)slots);
    if (!keys || !fresh)
        return no_memory(err);
    for (int32_t i = 0; i < table->count; i++) {
        keys[i] = table->keys[i];
        uint32_t at = hash_of(keys[i]) & (uint32_t)(slots - 1);
        while (fresh[at] != 0)
            at = (at + 1) & (uint32_t)(slots - 1);
        fresh[at] = i + 1;
    }
    table->keys = keys;
    table->slots = fresh;
    table->cap = cap;
    return true;
}

bool key_table_add(KeyTable *table, const char *key, const char *what, int32_t *ret_number,
                   bool *ret_new, Err *err)
{
    if (table->cap == 0 && !grow(table, err))
        return false;
    uint32_t mask = (uint32_t)table->cap * 2 - 1, at = hash_of(key) & mask;
    for (; table->slots[at] != 0; at = (at + 1) & mask) {
        int32_t number = table->slots[at] - 1;
        if (strcmp(table->keys[number], key) == 0) {
            *ret_number = number;
            *ret_new = false;
            return true;
        }
    }
    if (table->count == table->limit)
        return err_set(err, ERR_LIMIT, "more than %d different values of %s in one view",
                       (int)table->limit, what);
    const char *copy = arena_copy(table->arena, key, strlen(key));
    if (!copy)
        return no_memory(err);
    if (table->count == table->cap) {
        if (!grow(table, err))
            return false;
        mask = (uint32_t)table->cap * 2 - 1;
        for (at = hash_of(key) & mask; table->slots[at] != 0; at = (at + 1) & mask)
            ;
    }
    table->keys[table->count] = copy;
    table->slots[at] = table->count + 1;
    *ret_number = table->count++;
    *ret_new = true;
    return true;
}
