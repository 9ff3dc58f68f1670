#include "protocols/protocol_shelf.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/file.h"
#include "protocols/utf8.h"

typedef struct Shelf {
    Arena *arena;
    const char *folder, *language;
    ShelfItem *items;
    int32_t count, own_count, left_out;
} Shelf;

static bool no_memory(Err *err)
{
    (void)err_set(err, ERR_LIMIT, "there is not enough memory for the protocols");
    return false;
}

/* ---- the folder ---- */

static const char SUFFIX[] = ".yaml";

static bool is_protocol_name(const char *name)
{
    size_t len = strlen(name), suffix = sizeof SUFFIX - 1;
    return name[0] != '.' && len > suffix && strcmp(name + len - suffix, SUFFIX) == 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The first SHELF_MAX_OWN in the order of their names, however many there are. */
static void keep_name(Shelf *shelf, const char **names, int32_t *count, const char *name)
{
    int32_t at = *count;
    while (at > 0 && strcmp(name, names[at - 1]) < 0)
        at--;
    if (*count == SHELF_MAX_OWN) {
        shelf->left_out++;
        if (at == SHELF_MAX_OWN)
            return;
        (*count)--;
    }
    memmove(&names[at + 1], &names[at], (size_t)(*count - at) * sizeof *names);
    names[at] = name;
    (*count)++;
}

static bool read_names(Shelf *shelf, const char *names[SHELF_MAX_OWN], int32_t *ret_count, Err *err)
{
    *ret_count = 0;
    if (!*shelf->folder)
        return true;
    DIR *dir = opendir(shelf->folder);
    if (!dir)
        return errno == ENOENT || err_set(err, ERR_SYSTEM, "%s: the folder cannot be read (%s)",
                                          shelf->folder, strerror(errno));
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        if (!is_protocol_name(entry->d_name))
            continue;
        const char *name = arena_copy(shelf->arena, entry->d_name, strlen(entry->d_name));
        ok = name || no_memory(err);
        if (ok)
            keep_name(shelf, names, ret_count, name);
    }
    (void)closedir(dir);
    return ok;
}

/* ---- items ---- */

static const ShelfItem *find_key(const Shelf *shelf, const char *key)
{
    for (int32_t i = 0; i < shelf->count; i++)
        if (shelf->items[i].protocol && strcmp(shelf->items[i].key, key) == 0)
            return &shelf->items[i];
    return NULL;
}

static bool add_shipped(Shelf *shelf, int32_t index, Err *err)
{
    ShippedProtocol shipped = protocol_shipped(index);
    ShelfItem *item = &shelf->items[shelf->count];
    *item =
        (ShelfItem){.key = shipped.key, .text = shipped.text, .len = shipped.len, .trouble = ""};
    if (!protocol_parse_in(shelf->arena, shelf->language, shipped.key, shipped.text, shipped.len,
                           &item->protocol, NULL, err))
        return false;
    shelf->count++;
    return true;
}

static const char *copy_trouble(Shelf *shelf, const char *text)
{
    const char *copy = arena_copy(shelf->arena, text, strlen(text));
    return copy ? copy : "there is not enough memory to read it";
}

static void parse_own(Shelf *shelf, ShelfItem *item, const char *name)
{
    Err err = {0};
    ProtocolFaults *faults = ARENA_PUSH(shelf->arena, ProtocolFaults, 1);
    if (!faults) {
        item->trouble = copy_trouble(shelf, "there is not enough memory to read it");
        return;
    }
    if (!protocol_parse_in(shelf->arena, shelf->language, name, item->text, item->len,
                           &item->protocol, faults, &err)) {
        item->protocol = NULL;
        item->faults = faults;
        item->trouble = copy_trouble(shelf, err.text);
        return;
    }
    const ShelfItem *same = find_key(shelf, item->protocol->key);
    if (same) {
        (void)err_set(&err, ERR_STATE, "%s: key '%s' is taken by %s, expected another", name,
                      item->protocol->key,
                      same->path ? strrchr(same->path, '/') + 1 : "a protocol of Kenkyu's");
        item->protocol = NULL;
        item->trouble = copy_trouble(shelf, err.text);
        return;
    }
    item->key = item->protocol->key;
}

static bool add_own(Shelf *shelf, const char *name, Err *err)
{
    ShelfItem *item = &shelf->items[shelf->count];
    *item = (ShelfItem){.text = "", .trouble = ""};
    item->path = arena_printf(shelf->arena, "%s/%s", shelf->folder, name);
    item->key = arena_copy(shelf->arena, name, strlen(name) - (sizeof SUFFIX - 1));
    if (!item->path || !item->key)
        return no_memory(err);
    Err own = {0};
    const char *text = NULL;
    size_t len = 0;
    if (file_read(shelf->arena, item->path, PROTOCOL_MAX_BYTES, &text, &len, &own)) {
        item->text = text;
        item->len = len;
        parse_own(shelf, item, name);
    } else {
        item->trouble = copy_trouble(shelf, own.text);
    }
    shelf->count++;
    shelf->own_count++;
    return true;
}

static bool read_shelf(Shelf *shelf, Err *err)
{
    const char *names[SHELF_MAX_OWN + 1];
    int32_t shipped = protocol_shipped_count(), own = 0;
    shelf->items = ARENA_PUSH(shelf->arena, ShelfItem, (size_t)shipped + SHELF_MAX_OWN);
    if (!shelf->items)
        return no_memory(err);
    for (int32_t i = 0; i < shipped; i++)
        if (!add_shipped(shelf, i, err))
            return false;
    if (!read_names(shelf, names, &own, err))
        return false;
    qsort(names, (size_t)own, sizeof *names, compare_names);
    for (int32_t i = 0; i < own; i++)
        if (!add_own(shelf, names[i], err))
            return false;
    return true;
}

bool protocol_shelf_read(Arena *arena, const char *folder, const char *language,
                         ProtocolShelf *ret_shelf, Err *err)
{
    Shelf shelf = {.arena = arena, .folder = folder, .language = language};
    ArenaMark mark = arena_mark(arena);
    if (!read_shelf(&shelf, err)) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_shelf = (ProtocolShelf){.items = shelf.items,
                                 .count = shelf.count,
                                 .own_count = shelf.own_count,
                                 .left_out = shelf.left_out};
    return true;
}

/* ---- one of them ---- */

static bool report_unknown(const ProtocolShelf *shelf, const char *key, Err *err)
{
    char known[300] = "";
    int32_t named = 0;
    for (int32_t i = 0; i < shelf->count; i++) {
        size_t at = strlen(known);
        if (!shelf->items[i].protocol || at + strlen(shelf->items[i].key) + 3 > sizeof known)
            continue;
        (void)snprintf(known + at, sizeof known - at, "%s%s", named++ > 0 ? ", " : "",
                       shelf->items[i].key);
    }
    return err_set(err, ERR_STATE, "no protocol '%s', expected one of %s",
                   utf8_quote(key, strlen(key)).text, known);
}

bool protocol_shelf_find(Arena *arena, const char *folder, const char *language, const char *key,
                         const Protocol **ret_protocol, Err *err)
{
    for (int32_t i = 0; i < protocol_shipped_count(); i++)
        if (strcmp(protocol_shipped(i).key, key) == 0)
            return protocol_load_shipped_in(arena, language, key, ret_protocol, err);
    ProtocolShelf shelf;
    if (!protocol_shelf_read(arena, folder, language, &shelf, err))
        return false;
    for (int32_t i = 0; i < shelf.count; i++) {
        const ShelfItem *item = &shelf.items[i];
        if (strcmp(item->key, key) != 0 || !item->path)
            continue;
        *ret_protocol = item->protocol;
        return item->protocol || err_set(err, ERR_FORMAT, "%s", item->trouble);
    }
    return report_unknown(&shelf, key, err);
}

bool protocol_shelf_folder(const char *db, char *ret_folder, size_t size)
{
    const char *slash = strrchr(db, '/');
    int dir_len = slash ? (int)(slash - db) + 1 : 0;
    bool is_file = strcmp(db, ":memory:") != 0;
    int n = is_file ? snprintf(ret_folder, size, "%.*sprotocols", dir_len, db)
                    : snprintf(ret_folder, size, "%s", "");
    return n >= 0 && (size_t)n < size;
}

static bool is_taken(const ProtocolShelf *shelf, const char *key)
{
    for (int32_t i = 0; i < shelf->count; i++)
        if (strcmp(shelf->items[i].key, key) == 0)
            return true;
    return false;
}

void protocol_shelf_free_key(const ProtocolShelf *shelf, const char *wanted,
                             char ret_key[PROTOCOL_MAX_KEY + 1])
{
    enum { MOST = PROTOCOL_MAX_KEY - 4 }; /* room for -999 */
    (void)snprintf(ret_key, PROTOCOL_MAX_KEY + 1, "%.*s", MOST, wanted);
    for (int i = 2; i < 1000 && is_taken(shelf, ret_key); i++)
        (void)snprintf(ret_key, PROTOCOL_MAX_KEY + 1, "%.*s-%d", MOST, wanted, i);
}
