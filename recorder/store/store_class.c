/* store_class.c - classes to be used again: who sits where, without a lesson. */
#include "recorder/store/visit_internal.h"

#include <assert.h>
#include <string.h>

enum { NAME_LIMIT = 1 << 20 };

static bool no_room(const Store *store, Err *err)
{
    return err_set(err, ERR_SYSTEM, "%s: there is not enough memory to read it", store->path);
}

static const char *text_of(sqlite3_stmt *stmt, int column, Arena *arena)
{
    return store_column_copy(stmt, column, OBSERVATION_MAX_LINE, arena);
}

/* ---- writing ---- */

static bool run_for(Store *store, Stmt which, const Uuid *id, Err *err)
{
    store_bind_id(store, which, 1, id);
    return store_run(store, which, err);
}

static bool drop_people(Store *store, const Uuid *id, Err *err)
{
    return run_for(store, STMT_CLASS_DROP_ATTRIBUTES, id, err) &&
           run_for(store, STMT_CLASS_DROP_SUBJECTS, id, err);
}

static bool add_attributes(Store *store, const Uuid *id, const Setup *setup, int32_t subject,
                           Err *err)
{
    const Stmt add = STMT_CLASS_ATTRIBUTE_ADD;
    for (int32_t i = 0; i < setup->subjects[subject].attribute_count; i++) {
        store_bind_id(store, add, 1, id);
        store_bind_int(store, add, 2, subject);
        store_bind_int(store, add, 3, i);
        store_bind_text(store, add, 4, setup->subjects[subject].attributes[i].key);
        store_bind_text(store, add, 5, setup->subjects[subject].attributes[i].value);
        if (!store_run(store, add, err))
            return false;
    }
    return true;
}

static bool add_people(Store *store, const Uuid *id, const Setup *setup, Err *err)
{
    const Stmt add = STMT_CLASS_SUBJECT_ADD;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        const Subject *subject = &setup->subjects[i];
        char focus[2] = {subject->focus, '\0'};
        store_bind_id(store, add, 1, id);
        store_bind_int(store, add, 2, i);
        store_bind_text(store, add, 3, store_subject_kinds[subject->kind]);
        store_bind_text(store, add, 4, subject->label);
        store_bind_text(store, add, 5, subject->detail);
        store_bind_real(store, add, 6, (double)subject->x);
        store_bind_real(store, add, 7, (double)subject->y);
        if (subject->group != SUBJECT_NONE)
            store_bind_int(store, add, 8, subject->group);
        if (subject->focus)
            store_bind_text(store, add, 9, focus);
        if (!store_run(store, add, err) || !add_attributes(store, id, setup, i, err))
            return false;
    }
    return true;
}

bool store_save_class(Store *store, Uuid id, const Setup *class_setup, const char *protocol_key,
                      const Uuid *lesson, int64_t used_unix_ms, Err *err)
{
    const Stmt put = STMT_CLASS_PUT;
    assert(*class_setup->class_name);
    if (!store_begin(store, err))
        return false;
    store_bind_id(store, put, 1, &id);
    store_bind_text(store, put, 2, class_setup->class_name);
    store_bind_text(store, put, 3, class_setup->place);
    store_bind_text(store, put, 4, protocol_key);
    if (lesson)
        store_bind_id(store, put, 5, lesson);
    store_bind_int(store, put, 6, used_unix_ms);
    store_bind_real(store, put, 7, (double)class_setup->board_x);
    store_bind_real(store, put, 8, (double)class_setup->board_y);
    bool ok = store_run(store, put, err) && drop_people(store, &id, err) &&
              add_people(store, &id, class_setup, err);
    return store_end(store, ok, err);
}

bool store_rename_class(Store *store, Uuid id, const char *name, Err *err)
{
    if (!store_begin(store, err))
        return false;
    return store_end(store, store_call_class(store, &id, name, err), err);
}

bool store_call_class(Store *store, const Uuid *id, const char *name, Err *err)
{
    store_bind_text(store, STMT_CLASS_RENAME, 2, name);
    return run_for(store, STMT_CLASS_RENAME, id, err);
}

bool store_drop_names_of(Store *store, const char *class_name, Err *err)
{
    store_bind_text(store, STMT_VAULT_CLASS_DROP, 1, class_name);
    return store_run(store, STMT_VAULT_CLASS_DROP, err);
}

/* "" for a class that is not there: no name belongs to it. */
static bool find_name(Store *store, const Uuid *id, Arena *arena, const char **ret_name, Err *err)
{
    bool row = false;
    store_bind_id(store, STMT_CLASS, 1, id);
    bool ok = store_step(store, STMT_CLASS, &row, err);
    const char *name = ok && row ? text_of(store->stmts[STMT_CLASS], 0, arena) : "";
    store_done(store, STMT_CLASS);
    *ret_name = name;
    return ok && (name || no_room(store, err));
}

bool store_remove_class(Store *store, Uuid id, Err *err)
{
    Arena arena = {.limit = NAME_LIMIT};
    const char *name = "";
    if (!store_begin(store, err))
        return false;
    bool ok = find_name(store, &id, &arena, &name, err) && drop_people(store, &id, err) &&
              run_for(store, STMT_CLASS_DROP, &id, err) && store_drop_names_of(store, name, err);
    arena_deinit(&arena);
    return store_end(store, ok, err);
}

/* ---- reading ---- */

static bool read_class(Store *store, sqlite3_stmt *stmt, Arena *arena, StoreClass *class, Err *err)
{
    class->id = visit_column_id(stmt, 0);
    class->lesson = visit_column_id(stmt, 4);
    class->has_lesson = !uuid_is_nil(class->lesson);
    class->name = text_of(stmt, 1, arena);
    class->place = text_of(stmt, 2, arena);
    class->protocol_key = text_of(stmt, 3, arena);
    class->used_unix_ms = sqlite3_column_int64(stmt, 5);
    class->pupil_count = sqlite3_column_int(stmt, 6);
    return (class->name && class->place && class->protocol_key) || no_room(store, err);
}

bool store_list_classes(Store *store, Arena *arena, StoreClass **ret_classes, int32_t *ret_count,
                        Err *err)
{
    StoreClass *classes = ARENA_PUSH(arena, StoreClass, STORE_MAX_CLASSES);
    int32_t count = 0;
    bool row = true, ok = classes || no_room(store, err);
    if (!ok)
        return false;
    store_bind_int(store, STMT_CLASSES, 1, STORE_MAX_CLASSES);
    while (ok && row) {
        ok = store_step(store, STMT_CLASSES, &row, err);
        if (ok && row && count < STORE_MAX_CLASSES)
            ok = read_class(store, store->stmts[STMT_CLASSES], arena, &classes[count++], err);
    }
    store_done(store, STMT_CLASSES);
    if (!ok)
        return false;
    *ret_classes = classes;
    *ret_count = count;
    return true;
}

bool store_load_class(Store *store, Uuid id, Arena *arena, Setup **ret_setup, Err *err)
{
    Setup *setup = ARENA_PUSH(arena, Setup, 1);
    if (!setup)
        return no_room(store, err);
    setup->title = setup->observer = setup->theme = setup->goals = setup->origin = "";
    sqlite3_stmt *stmt = store->stmts[STMT_CLASS];
    bool row = false;
    store_bind_id(store, STMT_CLASS, 1, &id);
    bool ok = store_step(store, STMT_CLASS, &row, err);
    if (ok && !row)
        ok = err_set(err, ERR_STATE, "%s: this class is not there any more", store->path);
    if (ok) {
        setup->class_name = text_of(stmt, 0, arena);
        setup->place = text_of(stmt, 1, arena);
        setup->board_x = store_column_fraction(stmt, 2);
        setup->board_y = store_column_fraction(stmt, 3);
        ok = (setup->class_name && setup->place) || no_room(store, err);
    }
    store_done(store, STMT_CLASS);
    ok = ok && store_read_subjects(store, arena, &id, STMT_CLASS_SUBJECTS, STMT_CLASS_ATTRIBUTES,
                                   setup, err);
    if (ok)
        *ret_setup = setup;
    return ok;
}
