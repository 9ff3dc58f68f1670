#include "recorder/store/backup_internal.h"
#include "recorder/store/visit_internal.h"

#include "protocols/file.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const store_subject_kinds[3] = {
    [SUBJECT_ADULT] = "adult", [SUBJECT_PUPIL] = "pupil", [SUBJECT_GROUP] = "group"};

/* ---- statements ---- */

bool store_fail(const Store *store, Err *err)
{
    const char *path = store->path, *why = sqlite3_errmsg(store->db);
    switch (sqlite3_errcode(store->db) & 0xFF) {
    case SQLITE_FULL:
        return err_set(err, ERR_STORE, "%s: the disk is full", path);
    case SQLITE_IOERR:
        return err_set(err, ERR_STORE, "%s: the disk does not %s (%s, %d)", path,
                       sqlite3_extended_errcode(store->db) == SQLITE_IOERR_WRITE ? "take any more"
                                                                                 : "answer",
                       why, sqlite3_extended_errcode(store->db));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return err_set(err, ERR_FORMAT, "%s: the record is damaged (%s)", path, why);
    case SQLITE_NOMEM:
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left", path);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        return err_set(err, ERR_STORE, "%s: the record cannot be written to (%s)", path, why);
    default:
        return err_set(err, ERR_STORE, "%s: %s", path, why);
    }
}

void store_done(Store *store, Stmt which)
{
    (void)sqlite3_reset(store->stmts[which]); /* repeats the error that step reported */
    (void)sqlite3_clear_bindings(store->stmts[which]);
}

bool store_step(Store *store, Stmt which, bool *ret_row, Err *err)
{
    if (store->adrift)
        return err_set(err, ERR_STORE, "%s: cannot be reached any more", store->path);
    int rc = sqlite3_step(store->stmts[which]);
    *ret_row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE || store_fail(store, err);
}

bool store_run(Store *store, Stmt which, Err *err)
{
    bool row;
    bool ok = store_step(store, which, &row, err);
    store_done(store, which);
    return ok;
}

/* Binding fails by our mistake only: a wrong index, or a statement not reset. */
static void bound(int rc)
{
    assert(rc == SQLITE_OK);
    (void)rc;
}

void store_bind_int(Store *store, Stmt which, int index, int64_t value)
{
    bound(sqlite3_bind_int64(store->stmts[which], index, value));
}

void store_bind_id(Store *store, Stmt which, int index, const Uuid *id)
{
    bound(sqlite3_bind_blob(store->stmts[which], index, id->bytes, 16, SQLITE_STATIC));
}

void store_bind_text(Store *store, Stmt which, int index, const char *text)
{
    bound(sqlite3_bind_text(store->stmts[which], index, text, -1, SQLITE_STATIC));
}

void store_bind_real(Store *store, Stmt which, int index, double value)
{
    bound(sqlite3_bind_double(store->stmts[which], index, value));
}

/* ---- opening ---- */

static bool exec(Store *store, const char *text, Err *err)
{
    return sqlite3_exec(store->db, text, NULL, NULL, NULL) == SQLITE_OK || store_fail(store, err);
}

int store_ask(sqlite3 *db, const char *sql, int64_t *ret_value)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *ret_value = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static bool prepare(Store *store, Err *err)
{
    for (int i = 0; i < STMT_COUNT; i++)
        if (sqlite3_prepare_v3(store->db, store_sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &store->stmts[i], NULL) != SQLITE_OK)
            return store_fail(store, err);
    return true;
}

/* What no record of ours comes near is refused. */
static void lower_limits(sqlite3 *db)
{
    static const struct {
        int limit, most;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, 16 << 20},
        {SQLITE_LIMIT_SQL_LENGTH, 100000},
        {SQLITE_LIMIT_COLUMN, 100},
        {SQLITE_LIMIT_EXPR_DEPTH, 50},
        {SQLITE_LIMIT_COMPOUND_SELECT, 5},
        {SQLITE_LIMIT_VDBE_OP, 25000},
        {SQLITE_LIMIT_FUNCTION_ARG, 8},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 50},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        (void)sqlite3_limit(db, limits[i].limit, limits[i].most);
}

/* What sqlite.org advises for files that may come from elsewhere
 * (sqlite.org/security.html). Nothing of the file is read for it. */
static int guard(sqlite3 *db)
{
    lower_limits(db);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL); /* we have none */
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    return sqlite3_exec(db, "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON", NULL, NULL, NULL);
}

int store_connect(const char *path, int flags, const char *vfs, sqlite3 **ret_db)
{
    *ret_db = NULL;
    int rc = sqlite3_open_v2(path, ret_db, flags, vfs);
    return rc == SQLITE_OK ? guard(*ret_db) : rc;
}

void store_allow_attached(sqlite3 *db, bool allowed)
{
    (void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, allowed);
}

int store_connect_immutable(const char *path, const char *vfs, sqlite3 **ret_db)
{
    *ret_db = NULL;
    static const char longest[] = "file://", tail[] = "?immutable=1", hex[] = "0123456789ABCDEF";
    char *uri = malloc(sizeof longest + strlen(path) * 3 + sizeof tail);
    if (!uri)
        return SQLITE_NOMEM;
    /* What follows two slashes is a machine's name: none, or "//lessons" would be one. */
    char *to = uri + snprintf(uri, sizeof longest, "%s", path[0] == '/' ? longest : "file:");
    for (const unsigned char *c = (const unsigned char *)path; *c; c++) {
        if (strchr("?#%", *c)) {
            *to++ = '%';
            *to++ = hex[*c >> 4];
            *to++ = hex[*c & 15];
        } else {
            *to++ = (char)*c;
        }
    }
    memcpy(to, tail, sizeof tail);
    int rc = store_connect(uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, vfs, ret_db);
    free(uri);
    return rc;
}

/* A file in a read-only folder has no room for the shared memory of its
 * journal; without a journal it can be read as something that never changes. */
static bool connect_immutable(Store *store, Err *err)
{
    if (store_file_has_journal(store->path))
        return err_set(
            err, ERR_STORE,
            "%s: was not closed properly, and reading alone cannot put it in order; open "
            "it in the recorder, or copy its folder to where it can be written",
            store->path);
    (void)sqlite3_close(store->db);
    int64_t version = 0;
    int rc = store_connect_immutable(store->path, store->vfs, &store->db);
    if (!store->db)
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left", store->path);
    if (rc != SQLITE_OK || store_ask(store->db, "PRAGMA user_version", &version) != SQLITE_OK)
        return store_fail(store, err);
    return true;
}

/* A new file, or one whose making was cut short. */
static bool is_empty(Store *store)
{
    int64_t tables = 1;
    return store_ask(store->db, "SELECT count(*) FROM sqlite_schema", &tables) == SQLITE_OK &&
           tables == 0;
}

/* The connection, and its identity once more: the header of the file may be
 * older than what the journal holds. Nothing is written: closing without a
 * checkpoint is the setting until the file is known. */
static bool open_database(Store *store, bool memory, Err *err)
{
    int flags = store->mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    flags |= SQLITE_OPEN_NOMUTEX; /* one connection, one thread: a column costs no lock */
    int rc = store_connect(store->path, flags | (memory ? SQLITE_OPEN_CREATE : 0), store->vfs,
                           &store->db);
    if (!store->db)
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left", store->path);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    (void)sqlite3_busy_timeout(store->db, 2000);
    int64_t version = 0, id = 0;
    if (rc == SQLITE_OK)
        rc = store_ask(store->db, "PRAGMA user_version", &version);
    bool stuck = (rc & 0xFF) == SQLITE_CANTOPEN || (rc & 0xFF) == SQLITE_READONLY;
    if (stuck && store->mode == STORE_READ) {
        if (!connect_immutable(store, err))
            return false;
        rc = store_ask(store->db, "PRAGMA user_version", &version);
    }
    if (rc != SQLITE_OK || store_ask(store->db, "PRAGMA application_id", &id) != SQLITE_OK)
        return store_fail(store, err);
    if (!(version == 0 && id == 0 && is_empty(store)) &&
        !store_file_check_id(store->path, (uint32_t)id, err))
        return false;
    if (!store_file_check_version(store->path, (uint32_t)version, store_newest_version(), err))
        return false;
    if (store->mode == STORE_READ && version < store_newest_version())
        return err_set(err, ERR_FORMAT,
                       "%s: written by an older Kenkyu (version %d of the record, this one knows "
                       "%d); opened once for recording it is brought up to date",
                       store->path, (int)version, store_newest_version());
    store->version = (int32_t)version;
    return true;
}

static bool configure(Store *store, Err *err)
{
    bool alone = false;
    /* Half a MiB of pages: four times as many make nothing faster that is measured, and fill
     * up in the course of a day. */
    if (!exec(store, "PRAGMA cache_size = -512", err))
        return false;
    if (!store_check_schema(store->db, store->path, &alone, err) ||
        (store->is_strange && !backup_check_pages(store->db, store->path, alone, err)))
        return false;
    if (store->mode == STORE_READ)
        return exec(store, "PRAGMA query_only = ON", err);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    /* What is deleted is overwritten, and nothing is sorted in a file elsewhere.
     * The first migration is committed before the journal becomes a WAL, so that
     * the file itself, not its journal, says whose it is. */
    return exec(store,
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; "
                "PRAGMA temp_store = MEMORY",
                err) &&
           store_migrate(store, err) && exec(store, "PRAGMA journal_mode = WAL", err);
}

/* Without a connection. */
static Store *make_store(const char *path, StoreMode mode, Err *err)
{
    Store *store = calloc(1, sizeof *store);
    size_t size = strlen(path) + 1;
    char *copy = malloc(size);
    if (!store || !copy) {
        free(store);
        free(copy);
        (void)err_set(err, ERR_SYSTEM, "%s: there is no memory left", path);
        return NULL;
    }
    memcpy(copy, path, size);
    store->path = copy;
    store->lock = -1;
    store->mode = mode;
    return store;
}

Store *store_open(const char *path, StoreMode mode, Err *err)
{
    return store_open_vfs(path, mode, NULL, err);
}

Store *store_open_vfs(const char *path, StoreMode mode, const char *vfs, Err *err)
{
    bool memory = strcmp(path, ":memory:") == 0 && mode == STORE_WRITE;
    char place[FILE_MAX_PATH] = "";
    if (path[0] == '\0') {
        (void)err_set(err, ERR_STATE, "a record of lessons needs a file name");
        return NULL;
    }
    Store *store = file_follow(path, place, err) ? make_store(place, mode, err) : NULL;
    if (!store)
        return NULL;
    store->vfs = vfs;
    store->is_strange = !memory && store_file_is_strange(place);
    if ((memory || (store_file_check(place, mode, vfs, store_newest_version(), err) &&
                    (mode == STORE_READ || store_file_claim(place, &store->lock, err)))) &&
        open_database(store, memory, err) && configure(store, err) && prepare(store, err)) {
        (void)store_has_changed(store);
        (void)store_file_identify(place, &store->file);
        return store;
    }
    store_close(store);
    return NULL;
}

/* In the place of the connection to the file. */
static bool copy_to_memory(Store *store, Err *err)
{
    sqlite3 *memory = NULL;
    int rc = store_connect(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, &memory);
    sqlite3_backup *job =
        rc == SQLITE_OK ? sqlite3_backup_init(memory, "main", store->db, "main") : NULL;
    rc = job ? sqlite3_backup_step(job, -1) : SQLITE_NOMEM;
    (void)sqlite3_backup_finish(job);
    (void)sqlite3_close(store->db);
    store->db = memory;
    if (!memory)
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left", store->path);
    return rc == SQLITE_DONE || store_fail(store, err);
}

Store *store_adopt(sqlite3 *db, const char *shown, Err *err)
{
    Store *store = make_store(shown, STORE_READ, err);
    int64_t version = 0;
    if (!store) {
        (void)sqlite3_close(db);
        return NULL;
    }
    store->db = db;
    bool ok = store_ask(store->db, "PRAGMA user_version", &version) == SQLITE_OK ||
              store_fail(store, err);
    store->version = (int32_t)version;
    if (ok && store_file_check_version(shown, (uint32_t)version, store_newest_version(), err) &&
        (version == store_newest_version() || copy_to_memory(store, err)) &&
        store_migrate(store, err) && prepare(store, err))
        return store;
    store_close(store);
    return NULL;
}

void store_close(Store *store)
{
    if (!store)
        return;
    for (int i = 0; i < STMT_COUNT; i++)
        (void)sqlite3_finalize(store->stmts[i]);
    visit_forget(store);
    int rc = sqlite3_close(store->db);
    assert(rc == SQLITE_OK);
    (void)rc;
    if (store->lock >= 0)
        (void)close(store->lock);
    free(store->path);
    free(store);
}

int32_t store_schema_version(const Store *store)
{
    return store->version;
}

bool store_has_changed(Store *store)
{
    int64_t before = store->data_version;
    return store_ask(store->db, "PRAGMA data_version", &store->data_version) != SQLITE_OK ||
           store->data_version != before;
}

/* ---- writing ---- */

/* SQLite goes on writing to a file that was moved, deleted or replaced, where nobody
 * would look for it; the folder may be a synchronised one. */
bool store_is_in_its_place(const Store *store)
{
    struct StoreFile at;
    return store->lock < 0 || (store_file_identify(store->path, &at) &&
                               at.device == store->file.device && at.number == store->file.number);
}

bool store_begin(Store *store, Err *err)
{
    if (store->mode == STORE_READ)
        return err_set(err, ERR_STATE, "%s: was opened for reading only", store->path);
    if (store->many)
        return true;
    if (!store_is_in_its_place(store))
        return err_set(err, ERR_STORE, "%s: was moved or deleted while it was open", store->path);
    return store_run(store, STMT_BEGIN, err);
}

bool store_end(Store *store, bool ok, Err *err)
{
    if (store->many)
        return ok;
    if (ok && store_run(store, STMT_COMMIT, err))
        return true;
    Err ignored = {0};
    if (!sqlite3_get_autocommit(store->db)) /* some errors have rolled back already */
        (void)store_run(store, STMT_ROLLBACK, &ignored);
    return false;
}

/* Two 64-bit hashes of different make side by side: FNV-1a, and the finisher of
 * splitmix64 over the bytes. Not secret; equal fingerprints are compared. */
static Uuid fingerprint(const char *text, size_t len)
{
    uint64_t a = UINT64_C(0xcbf29ce484222325), b = len;
    for (size_t i = 0; i < len; i++) {
        a = (a ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
        b += (unsigned char)text[i] + UINT64_C(0x9e3779b97f4a7c15);
        b = (b ^ b >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        b = (b ^ b >> 27) * UINT64_C(0x94d049bb133111eb);
        b ^= b >> 31;
    }
    Uuid id;
    for (int i = 0; i < 8; i++) {
        id.bytes[i] = (uint8_t)(a >> (56 - 8 * i));
        id.bytes[8 + i] = (uint8_t)(b >> (56 - 8 * i));
    }
    return id;
}

static bool add_protocol(Store *store, const Protocol *protocol, const Uuid *print, Err *err)
{
    store_bind_id(store, STMT_PROTOCOL_ADD, 1, print);
    store_bind_text(store, STMT_PROTOCOL_ADD, 2, protocol->key);
    store_bind_text(store, STMT_PROTOCOL_ADD, 3, protocol->title);
    store_bind_text(store, STMT_PROTOCOL_ADD, 4, protocol->version);
    bound(sqlite3_bind_text64(store->stmts[STMT_PROTOCOL_ADD], 5, protocol->text,
                              protocol->text_len, SQLITE_STATIC, SQLITE_UTF8));
    if (!store_run(store, STMT_PROTOCOL_ADD, err))
        return false;
    store_bind_id(store, STMT_PROTOCOL_TEXT, 1, print);
    bool row;
    bool ok = store_step(store, STMT_PROTOCOL_TEXT, &row, err);
    if (ok) {
        sqlite3_stmt *stmt = store->stmts[STMT_PROTOCOL_TEXT];
        const unsigned char *text = row ? sqlite3_column_text(stmt, 0) : NULL;
        if (!text || (size_t)sqlite3_column_bytes(stmt, 0) != protocol->text_len ||
            memcmp(text, protocol->text, protocol->text_len) != 0)
            ok = err_set(err, ERR_STORE, "%s: another protocol has the fingerprint of %s",
                         store->path, protocol->key);
    }
    store_done(store, STMT_PROTOCOL_TEXT);
    return ok;
}

static bool add_attributes(Store *store, const Setup *setup, int32_t subject, Err *err)
{
    const Stmt add = STMT_ATTRIBUTE_ADD;
    for (int32_t i = 0; i < setup->subjects[subject].attribute_count; i++) {
        const Attribute *attribute = &setup->subjects[subject].attributes[i];
        store_bind_id(store, add, 1, &setup->id);
        store_bind_int(store, add, 2, subject);
        store_bind_int(store, add, 3, i);
        store_bind_text(store, add, 4, attribute->key);
        store_bind_text(store, add, 5, attribute->value);
        if (!store_run(store, add, err))
            return false;
    }
    return true;
}

static bool add_subjects(Store *store, const Setup *setup, Err *err)
{
    const Stmt add = STMT_SUBJECT_ADD;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        const Subject *subject = &setup->subjects[i];
        char focus[2] = {subject->focus, '\0'};
        store_bind_id(store, add, 1, &setup->id);
        store_bind_int(store, add, 2, i);
        store_bind_text(store, add, 3, store_subject_kinds[subject->kind]);
        store_bind_text(store, add, 4, subject->label);
        store_bind_text(store, add, 5, subject->detail);
        store_bind_text(store, add, 6, subject->predicted);
        store_bind_real(store, add, 7, (double)subject->x);
        store_bind_real(store, add, 8, (double)subject->y);
        if (subject->group != SUBJECT_NONE)
            store_bind_int(store, add, 9, subject->group);
        if (subject->focus)
            store_bind_text(store, add, 10, focus);
        store_bind_int(store, add, 11, subject->absent);
        store_bind_int(store, add, 12, subject->several);
        if (!store_run(store, add, err) || !add_attributes(store, setup, i, err))
            return false;
    }
    return true;
}

/* Who watches whom, and where the board hangs when somebody moved it. */
static bool add_team(Store *store, const Setup *setup, Err *err)
{
    for (int32_t i = 0; i < setup->watch_count; i++) {
        store_bind_id(store, STMT_WATCH_ADD, 1, &setup->id);
        store_bind_int(store, STMT_WATCH_ADD, 2, i);
        store_bind_text(store, STMT_WATCH_ADD, 3, setup->watches[i].observer);
        store_bind_text(store, STMT_WATCH_ADD, 4, setup->watches[i].whom);
        if (!store_run(store, STMT_WATCH_ADD, err))
            return false;
    }
    if (setup->board_x == 0 && setup->board_y == 0)
        return true;
    store_bind_id(store, STMT_BOARD_ADD, 1, &setup->id);
    store_bind_real(store, STMT_BOARD_ADD, 2, (double)setup->board_x);
    store_bind_real(store, STMT_BOARD_ADD, 3, (double)setup->board_y);
    return store_run(store, STMT_BOARD_ADD, err);
}

static bool add_plan(Store *store, const Setup *setup, const Protocol *protocol, Err *err)
{
    for (int32_t i = 0; i < setup->phase_count; i++) {
        store_bind_id(store, STMT_PHASE_ADD, 1, &setup->id);
        store_bind_int(store, STMT_PHASE_ADD, 2, i);
        store_bind_text(store, STMT_PHASE_ADD, 3, protocol->codes[setup->phases[i].code].key);
        store_bind_int(store, STMT_PHASE_ADD, 4, setup->phases[i].minutes);
        if (!store_run(store, STMT_PHASE_ADD, err))
            return false;
    }
    for (int32_t i = 0; i < setup->question_count; i++) {
        store_bind_id(store, STMT_QUESTION_ADD, 1, &setup->id);
        store_bind_int(store, STMT_QUESTION_ADD, 2, i);
        store_bind_text(store, STMT_QUESTION_ADD, 3, setup->questions[i]);
        if (!store_run(store, STMT_QUESTION_ADD, err))
            return false;
    }
    if (!add_team(store, setup, err))
        return false;
    if (protocol->target_modifier == PROTOCOL_NONE)
        return true;
    const Modifier *modifier = &protocol->modifiers[protocol->target_modifier];
    for (int32_t i = 0; i < modifier->option_count; i++) {
        if (!(setup->targets & 1U << i))
            continue;
        store_bind_id(store, STMT_TARGET_ADD, 1, &setup->id);
        store_bind_text(store, STMT_TARGET_ADD, 2, modifier->options[i].key);
        if (!store_run(store, STMT_TARGET_ADD, err))
            return false;
    }
    return true;
}

static bool add_observation(Store *store, const Setup *setup, const Uuid *print, Err *err)
{
    const Stmt add = STMT_OBSERVATION_ADD;
    store_bind_id(store, add, 1, &setup->id);
    store_bind_id(store, add, 2, print);
    const char *const texts[] = {setup->title, setup->class_name, setup->place, setup->observer,
                                 setup->theme, setup->goals,      setup->origin};
    for (int i = 0; i < 7; i++)
        store_bind_text(store, add, 3 + i, texts[i]);
    store_bind_int(store, add, 10, setup->started_unix_ms);
    store_bind_int(store, add, 11, setup->utc_offset_min);
    store_bind_int(store, add, 12, setup->resolution_ms);
    if (store_run(store, add, err))
        return true;
    if (sqlite3_extended_errcode(store->db) != SQLITE_CONSTRAINT_PRIMARYKEY)
        return false;
    *err = (Err){0};
    return err_set(err, ERR_STATE, "%s: this lesson is in the record already", store->path);
}

static bool add_anchor(Store *store, const Uuid *observation, const ClockAnchor *anchor, Err *err)
{
    store_bind_id(store, STMT_ANCHOR_ADD, 1, observation);
    store_bind_int(store, STMT_ANCHOR_ADD, 2, anchor->session_ms);
    store_bind_int(store, STMT_ANCHOR_ADD, 3, anchor->boot_ms);
    store_bind_int(store, STMT_ANCHOR_ADD, 4, anchor->unix_ms);
    store_bind_text(store, STMT_ANCHOR_ADD, 5, anchor->boot_id);
    return store_run(store, STMT_ANCHOR_ADD, err);
}

bool store_add_observation(Store *store, const Setup *setup, const Protocol *protocol,
                           const ClockAnchor *anchor, Err *err)
{
    Uuid print = fingerprint(protocol->text, protocol->text_len);
    if (!store_begin(store, err))
        return false;
    bool ok = add_protocol(store, protocol, &print, err) &&
              add_observation(store, setup, &print, err) && add_subjects(store, setup, err) &&
              add_plan(store, setup, protocol, err) && visit_add_setup(store, setup, err) &&
              add_anchor(store, &setup->id, anchor, err);
    return store_end(store, ok, err);
}

bool store_add_anchor(Store *store, Uuid observation, const ClockAnchor *anchor, Err *err)
{
    if (!store_begin(store, err))
        return false;
    return store_end(store, add_anchor(store, &observation, anchor, err), err);
}

static void bind_fact(Store *store, Stmt which, const Uuid *observation, const Fact *fact)
{
    store_bind_id(store, which, 1, observation);
    store_bind_id(store, which, 2, &fact->id);
    store_bind_int(store, which, 3, fact->action);
    store_bind_int(store, which, 4, fact->undoes);
    store_bind_int(store, which, 5, fact->said_ms);
}

/* Columns of fields that are not said stay NULL. */
static bool add_event_fact(Store *store, const Uuid *observation, const Protocol *protocol,
                           const Fact *fact, Err *err)
{
    bool change = fact->kind == FACT_CHANGE;
    const Stmt add = change ? STMT_CHANGE_ADD : STMT_EVENT_ADD;
    const ObsEvent *e = &fact->event;
    uint32_t fields = change ? fact->fields : FIELD_ALL;
    char options[STORE_OPTIONS_SIZE];
    if (fields & FIELD_OPTIONS && !store_options_format(protocol, e->options, options, err))
        return false;
    bind_fact(store, add, observation, fact);
    if (fields & FIELD_CODE)
        store_bind_text(store, add, 6, protocol->codes[e->code].key);
    if (fields & FIELD_SUBJECT && e->subject != SUBJECT_NONE)
        store_bind_int(store, add, 7, e->subject);
    if (fields & FIELD_TARGET && e->target != SUBJECT_NONE)
        store_bind_int(store, add, 8, e->target);
    if (fields & FIELD_START)
        store_bind_int(store, add, 9, e->start_ms);
    if (fields & FIELD_STOP && e->stop_ms != EVENT_OPEN)
        store_bind_int(store, add, 10, e->stop_ms);
    if (fields & FIELD_VALUE) {
        store_bind_int(store, add, 11, e->value);
        store_bind_int(store, add, 12, e->of);
        store_bind_int(store, add, 13, e->missing);
    }
    if (fields & FIELD_VOIDED)
        store_bind_int(store, add, 14, e->voided);
    if (fields & FIELD_OPTIONS)
        store_bind_text(store, add, 15, options);
    if (fields & FIELD_TEXT)
        store_bind_text(store, add, 16, e->text);
    if (change) {
        store_bind_id(store, add, 17, &e->id);
        store_bind_int(store, add, 18, fields);
    }
    return store_run(store, add, err) &&
           (!fact->attachment || store_add_attachment(store, observation, fact, err));
}

static bool add_fact(Store *store, const Uuid *observation, const Protocol *protocol,
                     const Fact *fact, Err *err)
{
    static const char *const kinds[] = {
        [FACT_START] = "start", [FACT_END] = "end", [FACT_REOPEN] = "reopen"};
    if (fact->kind == FACT_EVENT || fact->kind == FACT_CHANGE)
        return add_event_fact(store, observation, protocol, fact, err);
    bind_fact(store, STMT_MILESTONE_ADD, observation, fact);
    store_bind_text(store, STMT_MILESTONE_ADD, 6, kinds[fact->kind]);
    store_bind_int(store, STMT_MILESTONE_ADD, 7, fact->event.start_ms);
    return store_run(store, STMT_MILESTONE_ADD, err);
}

/* The summary of a lesson that is written to is deleted by its first commit, and
 * made by the commit that ends the lesson. */
static bool drop_summary(Store *store, const Uuid *observation, Err *err)
{
    if (store->recording && uuid_compare(store->recording_id, *observation) == 0)
        return true;
    store_bind_id(store, STMT_SUMMARY_DROP, 1, observation);
    return store_run(store, STMT_SUMMARY_DROP, err);
}

static bool put_summary(Store *store, const Uuid *observation, Err *err)
{
    store_bind_id(store, STMT_SUMMARY_PUT, 1, observation);
    return store_run(store, STMT_SUMMARY_PUT, err);
}

/* sums_up: the lesson's own summary follows. */
static bool add_facts(Store *store, Uuid observation, const Protocol *protocol, FactSlice facts,
                      bool sums_up, Err *err)
{
    if (!store_begin(store, err))
        return false;
    bool ok = !sums_up || drop_summary(store, &observation, err);
    for (size_t i = 0; i < facts.count && ok; i++)
        ok = add_fact(store, &observation, protocol, &facts.items[i], err);
    bool ends = facts.items[facts.count - 1].kind == FACT_END;
    if (ok && ends && sums_up)
        ok = put_summary(store, &observation, err);
    ok = ok && visit_follow(store, &observation, protocol, facts, err);
    if (!store_end(store, ok, err))
        return false;
    store->recording = !ends;
    store->recording_id = observation;
    return true;
}

/* A damaged summary is no reason to lose a fact: once more without those of visits, and
 * then without the lesson's own. Each time from the beginning: SQLite commits nothing any
 * more once it has met a damaged page. */
bool store_add_facts(Store *store, Uuid observation, const Protocol *protocol, FactSlice facts,
                     Err *err)
{
    bool ok = facts.count == 0 || add_facts(store, observation, protocol, facts, true, err);
    if (!ok && err->kind == ERR_FORMAT && !store->many && !store->spares_visits) {
        *err = (Err){0};
        store->spares_visits = true;
        ok = add_facts(store, observation, protocol, facts, true, err);
    }
    if (!ok && err->kind == ERR_FORMAT && !store->many) {
        *err = (Err){0};
        ok = add_facts(store, observation, protocol, facts, false, err);
    }
    return ok;
}
