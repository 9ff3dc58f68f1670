/* Pupils' real names while they are open: read once, shown by every screen, let go when
 * they are locked again. Recording never waits for them. */
#include "recorder/screen/app_state.h"

#include "recorder/store/forget.h"

#include <stdio.h>
#include <string.h>

static const size_t NAMES_BYTES = (size_t)64 << 20, CALLED_BYTES = (size_t)16 << 20;

enum { MINUTE_MS = 60 * 1000 };

static void wipe_secrets(NamesState *state)
{
    memory_wipe(state->secret, sizeof state->secret);
    memory_wipe(state->again, sizeof state->again);
}

bool app_names_are_open(const App *app)
{
    return app->names.vault != NULL;
}

void app_find_names(App *app)
{
    AppNames *n = &app->names;
    Err err = {0};
    n->set_up = false;
    if (app->store && !vault_is_set_up(app->store, &n->set_up, &err))
        (void)snprintf(n->trouble, sizeof n->trouble, "%s", err.text);
}

/* ---- reading them ---- */

static void let_go_called(AppNames *n)
{
    arena_wipe(&n->called_arena);
    n->called = NULL;
    n->shorter = NULL;
}

static void let_go(AppNames *n)
{
    let_go_called(n);
    arena_wipe(&n->arena);
    n->all = NULL;
    n->count = n->class_count = 0;
}

/* The vault lists them by class. */
static void count_classes(AppNames *n)
{
    n->class_count = 0;
    for (int32_t i = 0; i < n->count; i++) {
        NamesClass *last = n->class_count > 0 ? &n->classes[n->class_count - 1] : NULL;
        if (last && strcmp(last->name, n->all[i].class_name) == 0)
            last->count++;
        else if (n->class_count < NAMES_MAX_CLASSES)
            n->classes[n->class_count++] = (NamesClass){n->all[i].class_name, 1};
    }
}

static bool read_names(App *app, Err *err)
{
    AppNames *n = &app->names;
    VaultName *kept = NULL;
    int32_t count = 0;
    let_go(n);
    arena_init(&n->arena, NAMES_BYTES);
    if (!vault_list(n->vault, NULL, &n->arena, &kept, &count, err))
        return false;
    HandoutName *all = ARENA_PUSH(&n->arena, HandoutName, (size_t)count + 1);
    if (!all)
        return err_set(err, ERR_SYSTEM, "there is not enough memory for the names");
    for (int32_t i = 0; i < count; i++)
        all[i] = (HandoutName){kept[i].class_name, kept[i].label, kept[i].name};
    n->all = all;
    n->count = count;
    count_classes(n);
    return true;
}

/* What the open screen shows is built with them. */
static void show_again(App *app)
{
    AppDebrief *d = &app->debrief;
    d->choice.sheet.names = app->names.all;
    d->choice.sheet.name_count = app->names.count;
    if (app->screen == APP_DEBRIEF)
        app_show_sheet_again(app);
    app->stale = true;
}

static bool hold(App *app, Vault *vault, Err *err)
{
    AppNames *n = &app->names;
    n->vault = vault;
    if (!vault)
        return false;
    n->set_up = true;
    app->touched_ms = app->clock.boot_ms; /* somebody is there */
    if (!read_names(app, err)) {
        app_lock_names(app);
        return false;
    }
    app_name_form(app);
    show_again(app);
    return true;
}

bool app_open_names(App *app, const char *passphrase, Err *err)
{
    if (app_names_are_open(app))
        return true;
    if (!app_may_write(app, err)) /* what was tried in vain is counted in the record */
        return false;
    return hold(app, vault_unlock(app->store, passphrase, app->clock.unix_ms, err), err);
}

void app_lock_names(App *app)
{
    AppNames *n = &app->names;
    AppDebrief *d = &app->debrief;
    Err err = {0};
    if (!n->vault || d->working) /* files that are being made are finished first */
        return;
    if (app->screen == APP_SETUP && !app_keep_form_names(app, NULL, &err))
        (void)snprintf(app->setup_trouble, sizeof app->setup_trouble, "%s", err.text);
    setup_form_drop_names(&app->form);
    memory_wipe(app->setup.names, sizeof app->setup.names);
    if (d->choice.sheet.pupils == HANDOUT_NAMES)
        d->choice.sheet.pupils = HANDOUT_LABELS;
    let_go(n);
    vault_lock(n->vault);
    n->vault = NULL;
    wipe_secrets(&n->state);
    n->state = (NamesState){0};
    show_again(app);
}

void app_close_names(App *app)
{
    AppNames *n = &app->names;
    setup_form_drop_names(&app->form);
    let_go(n);
    vault_lock(n->vault);
    memory_wipe(n, sizeof *n);
}

void app_watch_names(App *app)
{
    if (app_names_are_open(app) &&
        app->clock.boot_ms >= app->touched_ms + (int64_t)app->settings.lock_min * MINUTE_MS)
        app_lock_names(app);
}

void app_wake_for_names(App *app)
{
    if (app_names_are_open(app) && !app->debrief.working)
        app_wake_at(app, app->touched_ms + (int64_t)app->settings.lock_min * MINUTE_MS);
}

/* ---- who is who in the lesson in use ---- */

void app_close_called(App *app)
{
    let_go_called(&app->names);
}

const Setup *app_called(App *app)
{
    AppNames *n = &app->names;
    const Setup *setup = app->lesson.setup;
    Observation lesson = {.setup = setup}, named;
    Err err = {0};
    if (!n->vault || !setup || !*setup->class_name)
        return NULL;
    if (n->called && uuid_compare(n->called->id, setup->id) == 0)
        return n->called;
    let_go_called(n);
    arena_init(&n->called_arena, CALLED_BYTES);
    if (named_observation(&lesson, setup->class_name, n->all, n->count, &n->called_arena, &named,
                          &n->shorter, &err))
        n->called = named.setup;
    return n->called;
}

/* ---- the form of a new lesson ---- */

FormNames app_form_names(const App *app)
{
    return (FormNames){
        .open = app_names_are_open(app), .all = app->names.all, .count = app->names.count};
}

void app_name_form(App *app)
{
    FormNames names = app_form_names(app);
    if (names.open && app->form.protocol_count > 0)
        setup_form_name_pupils(&app->form, &names);
}

static bool has_names(const AppNames *n, const char *class_name)
{
    for (int32_t i = 0; i < n->count; i++)
        if (strcmp(n->all[i].class_name, class_name) == 0)
            return true;
    return false;
}

static bool put_names(App *app, const char *class_name, const HandoutName *names, int32_t count,
                      Err *err)
{
    AppNames *n = &app->names;
    VaultName rows[SEATING_MAX_PUPILS];
    if (!*class_name)
        return err_set(err, ERR_STATE, "they belong to a class, and this one has no name");
    for (int32_t i = 0; i < count; i++)
        rows[i] = (VaultName){names[i].class_name, names[i].label, names[i].name};
    return vault_put_names(n->vault, rows, count, err) && read_names(app, err);
}

/* A name that is kept is another pupil's unless somebody wrote over it: lessons that are
 * recorded would call the wrong one by it. */
static bool keep_names_of(App *app, const Setup *setup, Err *err)
{
    HandoutName changed[SEATING_MAX_PUPILS];
    FormNames names = app_form_names(app);
    const char *other = "";
    int32_t count = setup_form_changed_names(&app->form, setup, &names, changed, &other);
    if ((count > 0 || *other) && !setup_form_has_pupils_of(&app->form, setup->class_name) &&
        has_names(&app->names, setup->class_name))
        return err_set(err, ERR_STATE, "the names are not kept: %s has names of other pupils",
                       setup->class_name);
    if (count > 0 && !put_names(app, setup->class_name, changed, count, err))
        return err_prefix(err, "the names are not kept");
    return !*other || err_set(err, ERR_STATE, "the name of %s is not kept: %s has another %s",
                              other, setup->class_name, other);
}

bool app_keep_form_names(App *app, const Setup *setup, Err *err)
{
    Arena arena;
    if (!app_names_are_open(app) || app->form.protocol_count == 0)
        return true;
    if (setup)
        return keep_names_of(app, setup, err);
    arena_init(&arena, CALLED_BYTES);
    const Setup *made = setup_form_build(&app->form, "", &arena);
    bool ok = made ? keep_names_of(app, made, err)
                   : err_set(err, ERR_SYSTEM, "there is not enough memory for the names");
    arena_deinit(&arena);
    return ok;
}

bool app_rename_class(App *app, const StoreClass *class, const char *name, Err *err)
{
    AppNames *n = &app->names;
    bool named = false;
    if (n->vault)
        return vault_rename_class(n->vault, class->id, class->name, name, err) &&
               read_names(app, err);
    if (!vault_has_names(app->store, class->name, &named, err))
        return false;
    return named
               ? err_set(err, ERR_STATE,
                         "open the names first, so that those of %s go with the class", class->name)
               : store_rename_class(app->store, class->id, name, err);
}

bool app_remove_class(App *app, const StoreClass *class, Err *err)
{
    return store_remove_class(app->store, class->id, err) &&
           (!app->names.vault || read_names(app, err));
}

/* ---- the screen ---- */

void app_show_names(App *app)
{
    AppNames *n = &app->names;
    n->from = app->screen;
    n->state = (NamesState){0};
    n->trouble[0] = n->done[0] = '\0';
    app_find_names(app);
    app_show(app, APP_NAMES);
}

NamesAre app_names_state(const App *app)
{
    const AppNames *n = &app->names;
    return n->vault ? NAMES_OPEN : n->set_up ? NAMES_LOCKED : NAMES_NONE;
}

NamesAskKind app_build_names(App *app)
{
    AppNames *n = &app->names;
    NamesModel model = {.are = app_names_state(app),
                        .classes = n->classes,
                        .class_count = n->class_count,
                        .name_count = n->count,
                        .lock_min = app->settings.lock_min,
                        .trouble = n->trouble,
                        .done = n->done};
    return screen_names(&app->ui, &model, &n->state);
}

static void leave(App *app)
{
    AppNames *n = &app->names;
    wipe_secrets(&n->state);
    if (n->from == APP_HOME)
        app_show_home(app);
    else
        app_show(app, n->from);
}

static bool same_twice(const NamesState *s, Err *err)
{
    return strcmp(s->secret, s->again) == 0 ||
           err_set(err, ERR_STATE, "the two are not the same; type them once more");
}

static bool remove_all(App *app, Err *err)
{
    if (app->lesson.recording && session_state(app_session(app)) != SESSION_ENDED)
        return err_set(err, ERR_STATE, "a lesson is being recorded; remove them when it is over");
    app_lock_names(app);
    if (!forget_all_names(app->store, err))
        return false;
    app->names.set_up = false;
    return app_finish_forgetting(app, err);
}

static bool act(App *app, NamesAskKind ask, const char **ret_done, Err *err)
{
    AppNames *n = &app->names;
    NamesState *s = &n->state;
    if (!app->store)
        return err_set(err, ERR_STATE, "the lessons cannot be opened, and the names lie with them");
    if (!app_may_write(app, err))
        return false;
    switch (ask) {
    case NAMES_ASK_BEGIN:
        *ret_done = "Names are kept from now on, with the class they belong to.";
        return same_twice(s, err) &&
               hold(app,
                    vault_create(app->store, s->secret, app->options.names_cost, app->clock.unix_ms,
                                 err),
                    err);
    case NAMES_ASK_OPEN:
        return app_open_names(app, s->secret, err);
    case NAMES_ASK_CHANGE:
        *ret_done = "From now on the names open with the new one.";
        return same_twice(s, err) && vault_set_passphrase(n->vault, s->secret, err);
    case NAMES_ASK_REMOVE:
        *ret_done = "All names are removed, from the backups, too.";
        return remove_all(app, err);
    default:
        return true;
    }
}

void app_apply_names(App *app, NamesAskKind ask)
{
    AppNames *n = &app->names;
    const char *done = "";
    Err err = {0};
    if (ask == NAMES_ASK_NONE)
        return;
    app->stale = true;
    n->trouble[0] = n->done[0] = '\0';
    if (ask == NAMES_ASK_BACK) {
        leave(app);
        return;
    }
    if (ask == NAMES_ASK_LOCK) {
        app_lock_names(app);
        return;
    }
    bool ok = act(app, ask, &done, &err);
    wipe_secrets(&n->state);
    ui_edit_end(&app->ui);
    (void)snprintf(n->trouble, sizeof n->trouble, "%s%s",
                   ok                      ? ""
                   : ask == NAMES_ASK_OPEN ? "Not opened: "
                                           : "Not done: ",
                   err.text);
    (void)snprintf(n->done, sizeof n->done, "%s", ok ? done : "");
    if (ok) {
        bool opened = (ask == NAMES_ASK_OPEN || ask == NAMES_ASK_BEGIN) && n->from != APP_HOME;
        n->state = (NamesState){0};
        if (opened) /* back to what they were opened for */
            leave(app);
    }
}
