/* visit.c - schools, teachers, permissions, and what a visit was about. */
#include "recorder/store/visit_internal.h"

#include "protocols/utf8.h"

#include <string.h>

static const char *const kind_names[] = {[NAMED_SCHOOL] = "school", [NAMED_TEACHER] = "teacher"};

static bool check_name(const char *name, NamedKind kind, Err *err)
{
    size_t len = strlen(name);
    if (len == 0)
        return err_set(err, ERR_FORMAT, "the %s has no name", kind_names[kind]);
    if (len > STORE_MAX_NAME)
        return err_set(err, ERR_LIMIT, "the name of the %s has %zu bytes, expected at most %d",
                       kind_names[kind], len, STORE_MAX_NAME);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 0x7F)
            return err_set(err, ERR_FORMAT, "the name of the %s has a sign that cannot be seen",
                           kind_names[kind]);
    return utf8_valid_len(name, len) == len ||
           err_set(err, ERR_FORMAT, "the name of the %s is not UTF-8", kind_names[kind]);
}

static bool add_named(Store *store, NamedKind kind, const Uuid *id, Err *err)
{
    store_bind_id(store, STMT_NAMED_ADD, 1, id);
    store_bind_text(store, STMT_NAMED_ADD, 2, kind_names[kind]);
    return store_run(store, STMT_NAMED_ADD, err);
}

static bool add_naming(Store *store, const Uuid *id, const Uuid *fact, int64_t unix_ms,
                       const char *name, Err *err)
{
    store_bind_id(store, STMT_NAMING_ADD, 1, id);
    store_bind_id(store, STMT_NAMING_ADD, 2, fact);
    store_bind_int(store, STMT_NAMING_ADD, 3, unix_ms);
    store_bind_text(store, STMT_NAMING_ADD, 4, name);
    return store_run(store, STMT_NAMING_ADD, err);
}

/* The id of one more word about this, later than those there are, which may come from a
 * device whose clock was ahead. The source itself is not put ahead by them. */
static bool next_word(Store *store, Stmt newest, const Uuid *about, UuidSource *ids,
                      int64_t unix_ms, Uuid *ret_fact, Err *err)
{
    bool row = false;
    store_bind_id(store, newest, 1, about);
    bool ok = store_step(store, newest, &row, err);
    bool said = ok && row && sqlite3_column_type(store->stmts[newest], 0) == SQLITE_BLOB;
    Uuid before = said ? visit_column_id(store->stmts[newest], 0) : (Uuid){{0}};
    store_done(store, newest);
    *ret_fact = uuid_next(ids, unix_ms);
    if (ok && uuid_compare(*ret_fact, before) <= 0) {
        UuidSource later = *ids;
        uuid_pass(&later, before);
        *ret_fact = uuid_next(&later, unix_ms);
    }
    return ok;
}

bool store_add_name(Store *store, NamedKind kind, Uuid id, UuidSource *ids, int64_t unix_ms,
                    const char *name, Err *err)
{
    Uuid fact;
    return check_name(name, kind, err) && store_begin(store, err) &&
           store_end(store,
                     next_word(store, STMT_NAMING_NEWEST, &id, ids, unix_ms, &fact, err) &&
                         add_named(store, kind, &id, err) &&
                         add_naming(store, &id, &fact, unix_ms, name, err),
                     err);
}

/* Named with its first visit: the first name's fact has the key's own id, so that the
 * same visit from two files says it once. */
static bool meet(Store *store, NamedKind kind, const Uuid *id, const char *name, int64_t unix_ms,
                 Err *err)
{
    if (uuid_is_nil(*id))
        return true;
    return check_name(name, kind, err) && add_named(store, kind, id, err) &&
           add_naming(store, id, id, unix_ms, name, err);
}

static bool add_visit(Store *store, const Uuid *observation, const Uuid *fact, int64_t unix_ms,
                      const WalkThrough *walk, Err *err)
{
    const Stmt add = STMT_VISIT_ADD;
    store_bind_id(store, add, 1, observation);
    store_bind_id(store, add, 2, fact);
    store_bind_int(store, add, 3, unix_ms);
    if (!uuid_is_nil(walk->school))
        store_bind_id(store, add, 4, &walk->school);
    if (!uuid_is_nil(walk->teacher))
        store_bind_id(store, add, 5, &walk->teacher);
    if (walk->grade >= 0)
        store_bind_int(store, add, 6, walk->grade);
    store_bind_text(store, add, 7, walk->subject);
    if (walk->period > 0)
        store_bind_int(store, add, 8, walk->period);
    return store_run(store, add, err);
}

bool visit_add_setup(Store *store, const Setup *setup, Err *err)
{
    const WalkThrough *walk = setup->walk;
    int64_t unix_ms = setup->started_unix_ms;
    return !walk || (meet(store, NAMED_SCHOOL, &walk->school, walk->school_name, unix_ms, err) &&
                     meet(store, NAMED_TEACHER, &walk->teacher, walk->teacher_key, unix_ms, err) &&
                     add_visit(store, &setup->id, &setup->id, unix_ms, walk, err));
}

bool store_add_visit(Store *store, Uuid observation, UuidSource *ids, int64_t unix_ms,
                     const WalkThrough *walk, Err *err)
{
    Uuid fact;
    if (!store_begin(store, err))
        return false;
    bool ok = meet(store, NAMED_SCHOOL, &walk->school, walk->school_name, unix_ms, err) &&
              meet(store, NAMED_TEACHER, &walk->teacher, walk->teacher_key, unix_ms, err) &&
              next_word(store, STMT_VISIT_NEWEST, &observation, ids, unix_ms, &fact, err) &&
              add_visit(store, &observation, &fact, unix_ms, walk, err) &&
              visit_refresh(store, &observation, err);
    return store_end(store, ok, err);
}

bool store_add_permission(Store *store, Uuid teacher, UuidSource *ids, int64_t unix_ms,
                          bool granted, const char *heard_by, Err *err)
{
    Uuid fact;
    if (!store_begin(store, err))
        return false;
    if (!next_word(store, STMT_PERMISSION_NEWEST, &teacher, ids, unix_ms, &fact, err))
        return store_end(store, false, err);
    store_bind_id(store, STMT_PERMISSION_ADD, 1, &teacher);
    store_bind_id(store, STMT_PERMISSION_ADD, 2, &fact);
    store_bind_int(store, STMT_PERMISSION_ADD, 3, unix_ms);
    store_bind_int(store, STMT_PERMISSION_ADD, 4, granted);
    store_bind_text(store, STMT_PERMISSION_ADD, 5, heard_by);
    return store_end(store, store_run(store, STMT_PERMISSION_ADD, err), err);
}

/* ---- reading ---- */

static bool read_named(Store *store, Arena *arena, StoreNamed *named, Err *err)
{
    sqlite3_stmt *stmt = store->stmts[STMT_NAMED_LIST];
    named->id = visit_column_id(stmt, 0);
    named->name = store_column_copy(stmt, 1, OBSERVATION_MAX_LABEL, arena);
    named->permits = sqlite3_column_int(stmt, 2) != 0;
    named->permitted_unix_ms = sqlite3_column_int64(stmt, 3);
    return named->name ||
           err_set(err, ERR_LIMIT, "%s: there is no room for the list of names", store->path);
}

bool store_list_named(Store *store, NamedKind kind, Arena *arena, StoreNamed **ret_items,
                      int32_t *ret_count, Err *err)
{
    StoreNamed *items = NULL;
    int32_t count = 0, cap = 0;
    bool ok = true, row = true;
    store_bind_text(store, STMT_NAMED_LIST, 1, kind_names[kind]);
    while (ok && row) {
        ok = store_step(store, STMT_NAMED_LIST, &row, err);
        if (!ok || !row)
            break;
        if (count == cap) {
            cap = cap * 2 + 32;
            StoreNamed *more = ARENA_PUSH(arena, StoreNamed, (size_t)cap);
            if (!more) {
                ok = err_set(err, ERR_LIMIT, "%s: there is no room for the list of names",
                             store->path);
                break;
            }
            if (count > 0)
                memcpy(more, items, (size_t)count * sizeof *more);
            items = more;
        }
        ok = read_named(store, arena, &items[count++], err);
    }
    store_done(store, STMT_NAMED_LIST);
    if (!ok)
        return false;
    *ret_items = items;
    *ret_count = count;
    return true;
}

bool store_find_named(Store *store, NamedKind kind, const char *name, bool *ret_found, Uuid *ret_id,
                      Err *err)
{
    bool row;
    store_bind_text(store, STMT_NAMED_FIND, 1, kind_names[kind]);
    store_bind_text(store, STMT_NAMED_FIND, 2, name);
    bool ok = store_step(store, STMT_NAMED_FIND, &row, err);
    if (ok) {
        *ret_found = row;
        if (row)
            *ret_id = visit_column_id(store->stmts[STMT_NAMED_FIND], 0);
    }
    store_done(store, STMT_NAMED_FIND);
    return ok;
}

/* What is said of the visit now, into the set-up. */
bool visit_read_setup(Store *store, Arena *arena, Setup *setup, Err *err)
{
    bool row;
    store_bind_id(store, STMT_VISIT_NOW, 1, &setup->id);
    bool ok = store_step(store, STMT_VISIT_NOW, &row, err);
    sqlite3_stmt *stmt = store->stmts[STMT_VISIT_NOW];
    if (ok && row) {
        WalkThrough *walk = ARENA_PUSH(arena, WalkThrough, 1);
        const char *texts[3];
        for (int i = 0; i < 3; i++)
            texts[i] = store_column_copy(stmt, 4 + i, OBSERVATION_MAX_LABEL, arena);
        if (!walk || !texts[0] || !texts[1] || !texts[2]) {
            store_done(store, STMT_VISIT_NOW);
            return err_set(err, ERR_LIMIT, "%s: there is no room for the visit", store->path);
        }
        *walk = (WalkThrough){
            .school = visit_column_id(stmt, 0),
            .teacher = visit_column_id(stmt, 1),
            .grade = visit_column_number(stmt, 2, WALK_MAX_GRADE),
            .period = visit_column_number(stmt, 3, WALK_MAX_PERIOD),
            .subject = texts[0],
            .school_name = texts[1],
            .teacher_key = texts[2],
        };
        setup->walk = walk;
    }
    store_done(store, STMT_VISIT_NOW);
    return ok;
}

bool store_last_visit(Store *store, Arena *arena, bool *ret_found, const Protocol **ret_protocol,
                      Setup **ret_setup, Err *err)
{
    bool row;
    Uuid id = {{0}};
    bool ok = store_step(store, STMT_VISIT_LAST, &row, err);
    if (ok && row)
        id = visit_column_id(store->stmts[STMT_VISIT_LAST], 0);
    store_done(store, STMT_VISIT_LAST);
    if (!ok)
        return false;
    StoredObservation stored;
    if (row && !store_load(store, id, arena, &stored, err))
        return false;
    *ret_found = row;
    if (row) {
        *ret_protocol = stored.protocol;
        *ret_setup = stored.setup;
    }
    return true;
}

/* ---- many at once ---- */

bool store_begin_many(Store *store, Err *err)
{
    if (!store_begin(store, err))
        return false;
    store->many = true;
    return true;
}

bool store_end_many(Store *store, bool ok, Err *err)
{
    store->many = false;
    return store_end(store, ok, err);
}
