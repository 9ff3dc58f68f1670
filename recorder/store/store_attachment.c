/* store_attachment.c - ink and photos: in with their event, out one at a time. */
#include "recorder/store/store_internal.h"

#include <assert.h>
#include <string.h>

/* A packed stroke is far smaller; a photo is bound as it is. */
enum { PACK_BYTES = 256 * 1024 };

static const char *const kinds[] = {
    [ATTACHMENT_NONE] = "", [ATTACHMENT_INK] = "ink", [ATTACHMENT_PHOTO] = "photo"};

bool store_add_attachment(Store *store, const Uuid *observation, const Fact *fact, Err *err)
{
    const Stmt add = STMT_ATTACHMENT_ADD;
    const Attachment *attachment = fact->attachment;
    const uint8_t *bytes = NULL;
    size_t len = 0;
    Arena scratch;
    arena_init(&scratch, PACK_BYTES);
    bool ok = attachment_pack(attachment, &scratch, &bytes, &len, err);
    if (ok) {
        store_bind_id(store, add, 1, observation);
        store_bind_id(store, add, 2, &fact->id);
        int rc =
            sqlite3_bind_text(store->stmts[add], 3, kinds[attachment->kind], -1, SQLITE_STATIC);
        assert(rc == SQLITE_OK);
        rc = sqlite3_bind_blob64(store->stmts[add], 4, bytes, len, SQLITE_STATIC);
        assert(rc == SQLITE_OK);
        (void)rc;
        ok = store_run(store, add, err);
    }
    arena_deinit(&scratch);
    return ok;
}

static bool read_row(sqlite3_stmt *stmt, const char *path, Arena *arena, Attachment *ret_attachment,
                     Err *err)
{
    const char *kind = (const char *)sqlite3_column_text(stmt, 0);
    const void *bytes = sqlite3_column_blob(stmt, 1);
    size_t len = (size_t)sqlite3_column_bytes(stmt, 1);
    bool ink = kind && strcmp(kind, kinds[ATTACHMENT_INK]) == 0;
    Attachment read, copy;
    ArenaMark mark = arena_mark(arena);
    if (!bytes)
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left for ink or a photo", path);
    bool ok =
        attachment_unpack(ink ? ATTACHMENT_INK : ATTACHMENT_PHOTO, bytes, len, arena, &read, err);
    /* The bytes of a photo are SQLite's and go with the row. */
    if (ok && !ink)
        ok = attachment_copy(&read, arena, &copy, err);
    if (!ok) {
        arena_reset(arena, mark);
        return err_prefix(err, "%s", path);
    }
    *ret_attachment = ink ? read : copy;
    return true;
}

static bool read_attachment(AttachmentSource *source, Uuid event, Arena *arena,
                            Attachment *ret_attachment, Err *err)
{
    const StoreAttachments *from = (const StoreAttachments *)source; /* its first member */
    Store *store = from->store;
    Attachment found = {.kind = ATTACHMENT_NONE};
    bool row;
    store_bind_id(store, STMT_ATTACHMENT, 1, &from->observation);
    store_bind_id(store, STMT_ATTACHMENT, 2, &event);
    bool ok = store_step(store, STMT_ATTACHMENT, &row, err);
    if (ok && row)
        ok = read_row(store->stmts[STMT_ATTACHMENT], store->path, arena, &found, err);
    store_done(store, STMT_ATTACHMENT);
    if (ok)
        *ret_attachment = found;
    return ok;
}

StoreAttachments store_attachments(Store *store, Uuid observation)
{
    return (StoreAttachments){{read_attachment}, store, observation};
}
