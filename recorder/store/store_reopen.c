/* store_reopen.c - the file was away, and is there again.
 *
 * A connection whose card was pulled never writes again, even when the card is back. What
 * must not happen: that a lesson goes on in a record that is not the one it was begun in.
 */
#include "recorder/store/store_internal.h"
#include "recorder/store/visit_internal.h"

#include <string.h>

typedef struct Wanted {
    Uuid lesson;
    int64_t least, most, facts;
} Wanted;

/* Is it the record, with all of the lesson that was saved? */
static bool holds_lesson(Store *store, Wanted *wanted, Err *err)
{
    bool row = false;
    wanted->facts = -1;
    store_bind_id(store, STMT_OBSERVATION, 1, &wanted->lesson);
    bool ok = store_step(store, STMT_OBSERVATION, &row, err);
    store_done(store, STMT_OBSERVATION);
    store_bind_id(store, STMT_FACT_COUNT, 1, &wanted->lesson);
    if (ok && row && (ok = store_step(store, STMT_FACT_COUNT, &row, err)))
        wanted->facts = sqlite3_column_int64(store->stmts[STMT_FACT_COUNT], 0);
    store_done(store, STMT_FACT_COUNT);
    return ok &&
           ((wanted->facts >= wanted->least && wanted->facts <= wanted->most) ||
            err_set(err, ERR_STATE, "%s: what lies there now is not the record this lesson is in",
                    store->path));
}

static bool lies_there(const Store *store, Wanted *wanted, Err *err)
{
    Store *there = store_open_vfs(store->path, STORE_READ, store->vfs, err);
    bool ok = there && holds_lesson(there, wanted, err);
    store_close(there);
    return ok;
}

/* Each goes on with the other's connection. */
static void swap(Store *a, Store *b)
{
    Store was = *a;
    a->db = b->db;
    memcpy(a->stmts, b->stmts, sizeof a->stmts);
    a->lock = b->lock;
    a->file = b->file;
    a->version = b->version;
    a->data_version = b->data_version;
    b->db = was.db;
    memcpy(b->stmts, was.stmts, sizeof b->stmts);
    b->lock = was.lock;
}

/* The old connection goes first: on the same file two of one process share what SQLite knows
 * of it. It leaves the journal to the next one. */
static bool connect_again(Store *store, Err *err)
{
    Store *other = store_open(":memory:", STORE_WRITE, err); /* nothing is ever written to it */
    if (!other)
        return false;
    struct StoreFile file = store->file;
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    visit_forget(store);
    swap(store, other);
    store->file = file;
    store->adrift = true;
    store->recording = false;
    store_close(other);
    other = store_open_vfs(store->path, STORE_WRITE, store->vfs, err);
    if (!other)
        return false;
    swap(store, other);
    store->adrift = false;
    store_close(other);
    return true;
}

bool store_reopen(Store *store, Uuid lesson, int64_t least, int64_t most, int64_t *ret_facts,
                  Err *err)
{
    Wanted wanted = {.lesson = lesson, .least = least, .most = most};
    struct StoreFile at;
    if (!store_file_identify(store->path, &at))
        return err_set(err, ERR_STATE, "%s: was moved or deleted while it was open", store->path);
    bool same = at.device == store->file.device && at.number == store->file.number;
    if (!(same || lies_there(store, &wanted, err)) || !store_file_try_folder(store->path, err) ||
        !connect_again(store, err))
        return false;
    store->adrift = !holds_lesson(store, &wanted, err);
    if (!store->adrift)
        *ret_facts = wanted.facts;
    return !store->adrift;
}
