/* The team's protocols: read from their folder, chosen, copied, changed, saved. */
#include "recorder/screen/app_state.h"

#include "protocols/file.h"

#include <stdio.h>
#include <string.h>

static const size_t SHELF_LIMIT = (size_t)64 << 20;

static void say(App *app, const Err *err)
{
    (void)snprintf(app->protocols.notice, sizeof app->protocols.notice, "%s", err->text);
}

/* ---- the shelf ---- */

/* A folder that cannot be read is no reason to have none at all. */
bool app_read_shelf(App *app, Err *err)
{
    AppProtocols *p = &app->protocols;
    Err trouble = {0};
    arena_deinit(&p->arena);
    arena_init(&p->arena, SHELF_LIMIT);
    p->shelf = (ProtocolShelf){0};
    p->notice[0] = '\0';
    if (!protocol_shelf_folder(app->db_path, p->folder, sizeof p->folder))
        p->folder[0] = '\0';
    if (protocol_shelf_read(&p->arena, p->folder, app->settings.language, &p->shelf, &trouble))
        return true;
    say(app, &trouble);
    return protocol_shelf_read(&p->arena, "", app->settings.language, &p->shelf, err);
}

static void show_list(App *app, const char *path)
{
    AppProtocols *p = &app->protocols;
    for (int32_t i = 0; path && i < p->shelf.count; i++)
        if (p->shelf.items[i].path && strcmp(p->shelf.items[i].path, path) == 0)
            p->list.chosen = i;
    p->list.typing_id = 0;
    app_show(app, APP_PROTOCOLS);
}

void app_show_protocols(App *app)
{
    Err err = {0};
    app->protocols.list = (ProtocolsState){0};
    if (app_read_shelf(app, &err)) {
        show_list(app, NULL);
        return;
    }
    (void)snprintf(app->home.notice, sizeof app->home.notice, "%s", err.text);
    app->stale = true;
}

static void read_again(App *app, const char *path)
{
    Err err = {0};
    if (app_read_shelf(app, &err))
        show_list(app, path);
    else
        say(app, &err);
    app->stale = true;
}

/* ---- a wrong file ---- */

static bool mend(App *app, const ShelfItem *item, int32_t line, const char *text, Err *err)
{
    Arena *arena = &app->frame; /* of this step, as the text of the ask */
    const char *now = NULL;
    size_t now_len = 0, len = 0;
    if (!file_read(arena, item->path, PROTOCOL_MAX_BYTES, &now, &now_len, err))
        return false;
    if (now_len != item->len || memcmp(now, item->text, now_len) != 0)
        return err_set(err, ERR_STATE,
                       "%s was changed by another program; it is shown as it is now",
                       strrchr(item->path, '/') + 1);
    const char *mended = protocol_edit_line(arena, now, now_len, line, text, &len);
    if (!mended)
        return err_set(err, ERR_SYSTEM, "there is not enough memory for this change");
    return file_write(item->path, mended, len, err);
}

/* ---- what is asked of the list ---- */

static bool open_editor(App *app, const ShelfItem *item, bool copy, Err *err)
{
    AppProtocols *p = &app->protocols;
    protocol_draft_close(&p->draft);
    bool ok = copy ? protocol_draft_copy(&p->draft, item, &p->shelf, p->folder, err)
                   : protocol_draft_open(&p->draft, item, err);
    if (!ok)
        return false;
    editor_state_init(&p->editor);
    p->notice[0] = '\0';
    app_show(app, APP_EDITOR);
    return true;
}

static const char *chosen_path(const AppProtocols *p)
{
    const char *path = p->list.chosen < p->shelf.count ? p->shelf.items[p->list.chosen].path : NULL;
    return path ? path : "";
}

ProtocolsAsk app_build_protocols(App *app)
{
    AppProtocols *p = &app->protocols;
    ProtocolsModel model = {.shelf = &p->shelf,
                            .folder = p->folder,
                            .notice = p->notice,
                            .looks_only = app->looks_only};
    return screen_protocols(&app->ui, &model, &p->list);
}

void app_apply_protocols(App *app, const ProtocolsAsk *ask)
{
    AppProtocols *p = &app->protocols;
    Err err = {0};
    const ShelfItem *item = &p->shelf.items[ask->item];
    char path[SHELF_MAX_PATH];
    switch (ask->kind) {
    case PROTOCOLS_ASK_NONE:
        return;
    case PROTOCOLS_ASK_BACK:
        app_show_home(app);
        return;
    case PROTOCOLS_ASK_AGAIN:
        (void)snprintf(path, sizeof path, "%s", chosen_path(p));
        read_again(app, path);
        return;
    case PROTOCOLS_ASK_COPY:
    case PROTOCOLS_ASK_EDIT:
        if (!app_may_write(app, &err) ||
            !open_editor(app, item, ask->kind == PROTOCOLS_ASK_COPY, &err))
            say(app, &err);
        break;
    case PROTOCOLS_ASK_MEND:
        (void)snprintf(path, sizeof path, "%s", item->path);
        bool ok = app_may_write(app, &err) && mend(app, item, ask->line, ask->text, &err);
        read_again(app, path);
        if (!ok)
            say(app, &err);
        break;
    }
    app->stale = true;
}

/* ---- what is asked of the editor ---- */

EditorAsk app_build_editor(App *app)
{
    AppProtocols *p = &app->protocols;
    EditorModel model = {.draft = &p->draft, .notice = p->notice};
    return screen_protocol(&app->ui, &model, &p->editor);
}

static void leave_editor(App *app)
{
    AppProtocols *p = &app->protocols;
    char path[SHELF_MAX_PATH];
    (void)snprintf(path, sizeof path, "%s", p->draft.path);
    protocol_draft_close(&p->draft);
    read_again(app, path);
}

static void edit(App *app, const EditorAsk *ask)
{
    AppProtocols *p = &app->protocols;
    EditorState *s = &p->editor;
    Err err = {0};
    s->fault_id = 0;
    s->fault[0] = '\0';
    if (!protocol_draft_edit(&p->draft, ask->edits, ask->edit_count, &err)) {
        s->fault_id = ask->field_id;
        (void)snprintf(s->fault, sizeof s->fault, "%s", err.text);
        return;
    }
    if (ask->category != s->category || ask->code != s->code)
        s->fields_scroll = 0;
    s->category = ask->category;
    s->code = ask->code;
    if (s->typing_id == 0 || ask->field_id != s->typing_id)
        editor_follow(s, &p->draft);
}

void app_apply_editor(App *app, const EditorAsk *ask)
{
    AppProtocols *p = &app->protocols;
    Err err = {0};
    bool ok = true;
    if (ask->kind == EDITOR_ASK_NONE)
        return;
    p->notice[0] = '\0';
    app->stale = true;
    switch (ask->kind) {
    case EDITOR_ASK_NONE:
        break;
    case EDITOR_ASK_EDIT:
        edit(app, ask);
        break;
    case EDITOR_ASK_UNDO:
        ok = protocol_draft_undo(&p->draft, &err);
        editor_follow(&p->editor, &p->draft);
        break;
    case EDITOR_ASK_REDO:
        ok = protocol_draft_redo(&p->draft, &err);
        editor_follow(&p->editor, &p->draft);
        break;
    case EDITOR_ASK_SAVE:
    case EDITOR_ASK_SAVE_LEAVE:
        ok = protocol_draft_save(&p->draft, &err);
        if (ok && ask->kind == EDITOR_ASK_SAVE_LEAVE)
            leave_editor(app);
        break;
    case EDITOR_ASK_LEAVE:
        leave_editor(app);
        break;
    }
    if (!ok)
        say(app, &err);
}

bool app_may_close_editor(const App *app, Err *err)
{
    return app->screen != APP_EDITOR || !protocol_draft_is_changed(&app->protocols.draft) ||
           err_set(err, ERR_STATE, "the protocol has changes that are not saved");
}
