#include "recorder/screen/protocol/protocol_draft.h"

#include "protocols/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const size_t ARENA_LIMIT = (size_t)8 << 20;

static bool no_memory(Err *err)
{
    return err_set(err, ERR_SYSTEM, "there is not enough memory for this change");
}

static char *copy_text(const char *text, size_t len)
{
    char *copy = malloc(len + 1);
    if (copy) {
        memcpy(copy, text, len);
        copy[len] = '\0';
    }
    return copy;
}

/* The arena that the next protocol is read into. */
static Arena *other_arena(ProtocolDraft *draft)
{
    Arena *arena = &draft->arenas[1 - draft->arena];
    arena_deinit(arena);
    arena_init(arena, ARENA_LIMIT);
    return arena;
}

static void show(ProtocolDraft *draft, const Protocol *protocol)
{
    draft->arena = 1 - draft->arena;
    draft->protocol = protocol;
}

/* ---- steps ---- */

static void drop_steps(ProtocolDraft *draft, int32_t from)
{
    for (int32_t i = from; i < draft->step_count; i++)
        free(draft->steps[i]);
    draft->step_count = draft->step_count < from ? draft->step_count : from;
}

static bool add_step(ProtocolDraft *draft, const char *text, size_t len, Err *err)
{
    char *copy = copy_text(text, len);
    if (!copy)
        return no_memory(err);
    drop_steps(draft, draft->step + 1);
    if (draft->step_count == DRAFT_MAX_STEPS) {
        free(draft->steps[0]);
        memmove(draft->steps, draft->steps + 1, (DRAFT_MAX_STEPS - 1) * sizeof *draft->steps);
        draft->step_count--;
    }
    draft->steps[draft->step_count] = copy;
    draft->step = draft->step_count++;
    return true;
}

static bool is_typed_on(const ProtocolDraft *draft, const ProtocolEdit *edits, int32_t count)
{
    return count == 1 && edits->kind == PROTOCOL_SET && strcmp(edits->path, draft->typed) == 0 &&
           draft->step > 0 && draft->step + 1 == draft->step_count;
}

static void note_typing(ProtocolDraft *draft, const ProtocolEdit *edits, int32_t count)
{
    bool typed = count == 1 && edits->kind == PROTOCOL_SET;
    (void)snprintf(draft->typed, sizeof draft->typed, "%s", typed ? edits->path : "");
}

bool protocol_draft_edit(ProtocolDraft *draft, const ProtocolEdit *edits, int32_t count, Err *err)
{
    const Protocol *next = NULL;
    const Protocol *now = draft->protocol;
    if (!protocol_edit(other_arena(draft), now->language, now->text, now->text_len, edits, count,
                       &next, err))
        return false;
    bool same =
        next->text_len == now->text_len && memcmp(next->text, now->text, now->text_len) == 0;
    if (same)
        return true;
    if (is_typed_on(draft, edits, count)) {
        char *copy = copy_text(next->text, next->text_len);
        if (!copy)
            return no_memory(err);
        free(draft->steps[draft->step]);
        draft->steps[draft->step] = copy;
    } else if (!add_step(draft, next->text, next->text_len, err)) {
        return false;
    }
    note_typing(draft, edits, count);
    show(draft, next);
    return true;
}

static bool go_to_step(ProtocolDraft *draft, int32_t step, Err *err)
{
    const Protocol *next = NULL;
    const char *text = draft->steps[step];
    if (!protocol_parse_in(other_arena(draft), draft->protocol->language, draft->path, text,
                           strlen(text), &next, NULL, err))
        return false;
    draft->step = step;
    draft->typed[0] = '\0';
    show(draft, next);
    return true;
}

bool protocol_draft_can_undo(const ProtocolDraft *draft)
{
    return draft->step > 0;
}

bool protocol_draft_can_redo(const ProtocolDraft *draft)
{
    return draft->step + 1 < draft->step_count;
}

bool protocol_draft_undo(ProtocolDraft *draft, Err *err)
{
    return !protocol_draft_can_undo(draft) || go_to_step(draft, draft->step - 1, err);
}

bool protocol_draft_redo(ProtocolDraft *draft, Err *err)
{
    return !protocol_draft_can_redo(draft) || go_to_step(draft, draft->step + 1, err);
}

/* ---- open, copy, close ---- */

static bool begin(ProtocolDraft *draft, const Protocol *protocol, Err *err)
{
    const Protocol *own = NULL;
    if (!protocol_parse_in(other_arena(draft), protocol->language, draft->path, protocol->text,
                           protocol->text_len, &own, NULL, err))
        return false;
    show(draft, own);
    return add_step(draft, own->text, own->text_len, err);
}

bool protocol_draft_open(ProtocolDraft *draft, const ShelfItem *item, Err *err)
{
    (void)snprintf(draft->path, sizeof draft->path, "%s", item->path);
    draft->on_disk = copy_text(item->text, item->len);
    if ((draft->on_disk || no_memory(err)) && begin(draft, item->protocol, err))
        return true;
    protocol_draft_close(draft);
    return false;
}

/* The file is named by the key. */
static bool is_file(const char *folder, const char *key, char *ret_path, size_t size)
{
    struct stat st;
    (void)snprintf(ret_path, size, "%s/%s.yaml", folder, key);
    return lstat(ret_path, &st) == 0;
}

static bool begin_copy(ProtocolDraft *draft, const ShelfItem *item, const ProtocolShelf *shelf,
                       const char *folder, Err *err)
{
    char base[PROTOCOL_MAX_KEY + 1], key[PROTOCOL_MAX_KEY + 1];
    char title[PROTOCOL_MAX_LABEL + 1];
    (void)snprintf(base, sizeof base, "our-%.*s", PROTOCOL_MAX_KEY - 8,
                   strncmp(item->key, "our-", 4) == 0 ? item->key + 4 : item->key);
    protocol_shelf_free_key(shelf, base, key);
    for (int i = 2; is_file(folder, key, draft->path, sizeof draft->path) && i < 1000; i++)
        (void)snprintf(key, sizeof key, "%.*s-%d", PROTOCOL_MAX_KEY - 4, base, i);
    (void)snprintf(title, sizeof title, "%s, ours", item->protocol->title);
    if (strlen(item->protocol->title) + 6 > PROTOCOL_MAX_LABEL)
        (void)snprintf(title, sizeof title, "%s", item->protocol->title);
    if (!begin(draft, item->protocol, err))
        return false;
    const ProtocolEdit edits[] = {{PROTOCOL_SET, "key", key, 0}, {PROTOCOL_SET, "title", title, 0}};
    if (!protocol_draft_edit(draft, edits, 2, err))
        return false;
    /* Without its new key the copy is nothing to go back to. */
    free(draft->steps[0]);
    draft->steps[0] = draft->steps[1];
    draft->step_count = 1;
    draft->step = 0;
    return true;
}

bool protocol_draft_copy(ProtocolDraft *draft, const ShelfItem *item, const ProtocolShelf *shelf,
                         const char *folder, Err *err)
{
    if (!*folder)
        return err_set(err, ERR_STATE, "there is no folder for protocols of your own");
    if (begin_copy(draft, item, shelf, folder, err))
        return true;
    protocol_draft_close(draft);
    return false;
}

void protocol_draft_close(ProtocolDraft *draft)
{
    drop_steps(draft, 0);
    free(draft->on_disk);
    arena_deinit(&draft->arenas[0]);
    arena_deinit(&draft->arenas[1]);
    *draft = (ProtocolDraft){0};
}

/* ---- the file ---- */

bool protocol_draft_is_changed(const ProtocolDraft *draft)
{
    return draft->protocol &&
           (!draft->on_disk || strcmp(draft->on_disk, draft->protocol->text) != 0);
}

/* Whether the file still holds what it held when it was read. */
static bool is_as_read(const ProtocolDraft *draft)
{
    struct stat st;
    if (lstat(draft->path, &st) != 0)
        return true; /* gone: written anew */
    if (!draft->on_disk)
        return false;
    Arena scratch;
    Err ignored = {0};
    const char *text = NULL;
    size_t len = 0;
    arena_init(&scratch, PROTOCOL_MAX_BYTES + 1024);
    bool same = file_read(&scratch, draft->path, PROTOCOL_MAX_BYTES, &text, &len, &ignored) &&
                len == strlen(draft->on_disk) && memcmp(text, draft->on_disk, len) == 0;
    arena_deinit(&scratch);
    return same;
}

bool protocol_draft_save(ProtocolDraft *draft, Err *err)
{
    const char *name = strrchr(draft->path, '/');
    name = name ? name + 1 : draft->path;
    if (!draft->overwrite && !is_as_read(draft)) {
        draft->overwrite = true;
        return err_set(err, ERR_STATE,
                       "%s was changed by another program since it was opened here; save again to "
                       "replace it",
                       name);
    }
    char folder[SHELF_MAX_PATH];
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(name - draft->path), draft->path);
    char *copy = copy_text(draft->protocol->text, draft->protocol->text_len);
    if (!copy)
        return no_memory(err);
    if ((*folder && !file_make_folder(folder, err)) ||
        !file_write(draft->path, copy, draft->protocol->text_len, err)) {
        free(copy);
        return false;
    }
    free(draft->on_disk);
    draft->on_disk = copy;
    draft->overwrite = false;
    draft->typed[0] = '\0';
    return true;
}
