#include "recorder/screen/app_state.h"

#include "protocols/file.h"
#include "protocols/protocol_load.h"
#include "recorder/screen/part/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t LESSON_LIMIT = (size_t)1 << 30, LIST_LIMIT = (size_t)16 << 20;

/* ---- what the form is filled in from ---- */

/* Those that can be used: shipped ones, then the team's own. */
static bool offer_protocols(App *app, Err *err)
{
    const Protocol *offered[FORM_MAX_PROTOCOLS];
    int32_t count = 0;
    if (!app_read_shelf(app, err))
        return false;
    for (int32_t i = 0; i < app->protocols.shelf.count && count < FORM_MAX_PROTOCOLS; i++)
        if (app->protocols.shelf.items[i].protocol)
            offered[count++] = app->protocols.shelf.items[i].protocol;
    setup_form_init(&app->form, offered, count);
    return true;
}

static void say(App *app, const Err *err)
{
    (void)snprintf(app->setup.notice, sizeof app->setup.notice, "%s", err->text);
}

static void fill_in(App *app)
{
    Arena arena;
    arena_init(&arena, LESSON_LIMIT);
    Err err = {0};
    bool found = false;
    const Protocol *protocol = NULL;
    Setup *setup = NULL;
    if (!store_last_setup(app->store, &arena, &found, &protocol, &setup, &err))
        (void)snprintf(app->setup_trouble, sizeof app->setup_trouble, "%s", err.text);
    else if (found)
        setup_form_fill(&app->form, setup, protocol);
    app_name_form(app);
    arena_deinit(&arena);
}

/* The sheet of classes and that of names show what is there now. */
static void read_lists(App *app)
{
    AppSetupLists *lists = &app->setup_lists;
    Err err = {0};
    arena_deinit(&lists->arena);
    memset(lists, 0, sizeof *lists);
    arena_init(&lists->arena, LIST_LIMIT);
    if (!store_list_classes(app->store, &lists->arena, &lists->classes, &lists->class_count,
                            &err) ||
        !file_list(&lists->arena, app->sheets_folder, ".csv", lists->files, SETUP_MAX_FILES,
                   &lists->file_count, &err))
        say(app, &err);
}

void app_show_setup(App *app)
{
    Err err = {0};
    if (!app->store || !app_may_write(app, &err) || !offer_protocols(app, &err)) {
        (void)snprintf(app->home.notice, sizeof app->home.notice, "%s",
                       app->store ? err.text : app->home.trouble.text);
        app_show(app, APP_HOME);
        return;
    }
    memset(&app->setup, 0, sizeof app->setup);
    (void)snprintf(app->setup_trouble, sizeof app->setup_trouble, "%s", app->protocols.notice);
    fill_in(app);
    app->setup_filled = setup_form_digest(&app->form);
    app_show(app, APP_SETUP);
}

/* ---- classes ---- */

static void choose_protocol_named(SetupForm *form, const char *key)
{
    for (int32_t i = 0; i < form->protocol_count; i++)
        if (strcmp(form->protocols[i]->key, key) == 0)
            setup_form_choose_protocol(form, i);
}

/* The form anew: from the class's last lesson what it was for, from the class who
 * sits where. A title typed before stays. */
static bool use_class(App *app, const StoreClass *class, Arena *arena, Err *err)
{
    SetupForm *form = &app->form;
    const Protocol *protocol = NULL;
    Setup *lesson = NULL, *people = NULL;
    char title[FORM_TEXT_SIZE];
    if (!store_load_class(app->store, class->id, arena, &people, err) ||
        (class->has_lesson &&
         !store_load_setup(app->store, class->lesson, arena, &protocol, &lesson, err)))
        return false;
    setup_form_copy_text(title, sizeof title, form->texts[FORM_TITLE]);
    if (!offer_protocols(app, err))
        return false;
    choose_protocol_named(form, class->protocol_key);
    if (lesson)
        setup_form_fill(form, lesson, protocol);
    setup_form_fill_class(form, people);
    setup_form_copy_text(form->texts[FORM_TITLE], FORM_TEXT_SIZE, title);
    form->from_earlier = true;
    return true;
}

static bool is_changed(const App *app)
{
    return setup_form_digest(&app->form) != app->setup_filled;
}

static void take_class(App *app, int32_t index)
{
    Arena arena;
    Err err = {0};
    bool changed = is_changed(app);
    arena_init(&arena, LESSON_LIMIT);
    if (use_class(app, &app->setup_lists.classes[index], &arena, &err)) {
        memset(&app->setup, 0, sizeof app->setup);
        app->setup_trouble[0] = '\0';
        app_name_form(app);
        if (!changed)
            app->setup_filled = setup_form_digest(&app->form);
    } else
        say(app, &err);
    arena_deinit(&arena);
}

static const StoreClass *class_named(const App *app, const char *name)
{
    for (int32_t i = 0; i < app->setup_lists.class_count; i++)
        if (strcmp(app->setup_lists.classes[i].name, name) == 0)
            return &app->setup_lists.classes[i];
    return NULL;
}

/* As the form's name is when its lesson starts: without blanks around it. */
static void trim(char *text)
{
    size_t begin = strspn(text, " "), len = strlen(text);
    while (len > begin && text[len - 1] == ' ')
        len--;
    memmove(text, text + begin, len - begin);
    text[len - begin] = '\0';
}

static void class_typed(const App *app, char name[FORM_TEXT_SIZE])
{
    setup_form_copy_text(name, FORM_TEXT_SIZE, app->form.texts[FORM_CLASS]);
    trim(name);
}

/* The name typed is that of a class that is kept with other pupils: that is said once. */
static bool asks_of_class(App *app)
{
    SetupState *s = &app->setup;
    char name[FORM_TEXT_SIZE];
    class_typed(app, name);
    if (setup_form_has_pupils_of(&app->form, name) || strcmp(s->asked_of, name) == 0)
        return false;
    read_lists(app);
    if (!class_named(app, name))
        return false;
    setup_form_copy_text(s->asked_of, sizeof s->asked_of, name);
    return true;
}

/* What was said of one class is not true of another. */
static void forget_asked(App *app)
{
    SetupState *s = &app->setup;
    char name[FORM_TEXT_SIZE];
    class_typed(app, name);
    if (strcmp(s->asked_of, name) != 0 && *s->asked_of)
        s->asked_of[0] = app->setup_trouble[0] = '\0';
}

/* Under its name, in the place of the class that was called so before, if that one had
 * these pupils. Without a name there is nothing to keep it by. */
static bool keep_class(App *app, const Setup *setup, const Uuid *lesson, Err *err)
{
    if (!*setup->class_name)
        return true;
    read_lists(app);
    const StoreClass *before = class_named(app, setup->class_name);
    if (before && !setup_form_has_pupils_of(&app->form, before->name))
        return err_set(err, ERR_STATE, "%s is kept already, with other pupils", before->name);
    Uuid id = before ? before->id : uuid_next(&app->ids, app->clock.unix_ms);
    return store_save_class(app->store, id, setup, setup_form_protocol(&app->form)->key, lesson,
                            app->clock.unix_ms, err);
}

static void keep_form_as_class(App *app)
{
    Arena arena;
    Err err = {0};
    if (asks_of_class(app)) {
        (void)snprintf(app->setup.notice, sizeof app->setup.notice,
                       "%s is kept already, with other pupils; tap once more to keep these instead",
                       app->setup.asked_of);
        return;
    }
    class_typed(app, app->form.pupils_of);
    arena_init(&arena, LESSON_LIMIT);
    const Setup *setup = setup_form_build(&app->form, "", &arena);
    if (!setup)
        (void)err_set(&err, ERR_SYSTEM, "there is not enough memory to keep the class");
    if (!setup || !keep_class(app, setup, NULL, &err) || !app_keep_form_names(app, setup, &err))
        say(app, &err);
    else
        (void)snprintf(app->setup.notice, sizeof app->setup.notice, "%s is kept",
                       setup->class_name);
    arena_deinit(&arena);
    app->setup.class_chosen = 0;
    read_lists(app);
}

static void rename_in_form(App *app, const char *before)
{
    char *const names[] = {app->form.texts[FORM_CLASS], app->form.pupils_of};
    for (int i = 0; i < 2; i++)
        if (strcmp(names[i], before) == 0)
            setup_form_copy_text(names[i], FORM_TEXT_SIZE, app->setup.class_name);
}

static void change_class(App *app, SetupAsk ask)
{
    trim(app->setup.class_name);
    Err err = {0};
    const StoreClass *class = &app->setup_lists.classes[ask.index];
    const StoreClass *other = class_named(app, app->setup.class_name);
    bool ok;
    if (ask.kind == SETUP_ASK_REMOVE_CLASS)
        ok = app_remove_class(app, class, &err);
    else if (!*app->setup.class_name)
        ok = err_set(&err, ERR_STATE, "a class needs a name");
    else if (other && other != class)
        ok = err_set(&err, ERR_STATE, "another class is called %s already", other->name);
    else
        ok = app_rename_class(app, class, app->setup.class_name, &err);
    app->setup.notice[0] = '\0';
    if (!ok)
        say(app, &err);
    else if (ask.kind == SETUP_ASK_RENAME_CLASS)
        rename_in_form(app, class->name);
    app->setup.class_chosen = ok ? 0 : app->setup.class_chosen;
    read_lists(app);
}

/* ---- names from outside ---- */

static void paste_names(App *app)
{
    char *text = app->options.paste();
    FormNames names = app_form_names(app);
    setup_take_names(&app->form, &app->setup, text ? text : "", &names);
    if (text)
        memory_wipe(text, strlen(text));
    free(text);
}

static void take_list(App *app, int32_t index)
{
    Arena arena;
    Err err = {0};
    const char *name = app->setup_lists.files[index], *text = NULL;
    size_t len = 0;
    FormNames names = app_form_names(app);
    arena_init(&arena, LIST_LIMIT);
    const char *path = arena_printf(&arena, "%s/%s", app->sheets_folder, name);
    if (path && file_read(&arena, path, CLASS_LIST_MAX_BYTES, &text, &len, &err))
        setup_take_list(&app->form, &app->setup, name, text, len, &names);
    else
        say(app, &err);
    arena_wipe(&arena);
}

/* ---- start ---- */

/* The chosen protocol, as long as the lesson lives: the shelf is read anew. */
static const Protocol *own_protocol(App *app, Err *err)
{
    const Protocol *p = setup_form_protocol(&app->form), *own = NULL;
    bool ok = protocol_parse_in(&app->lesson.arena, p->language, p->key, p->text, p->text_len, &own,
                                NULL, err);
    return ok ? own : NULL;
}

static bool start(App *app, Err *err)
{
    app_close_lesson(app);
    arena_init(&app->lesson.arena, LESSON_LIMIT);
    const PlatformClock *clock = &app->clock;
    char title[2 * WHEN_SIZE + 16], day[WHEN_SIZE], time[WHEN_SIZE];
    when_format_iso_day(clock->unix_ms, clock->utc_offset_min, day);
    when_format_time(clock->unix_ms, clock->utc_offset_min, time);
    (void)snprintf(title, sizeof title, "Lesson of %s, %s", day, time);
    Setup *setup = setup_form_build(&app->form, title, &app->lesson.arena);
    if (!setup)
        return err_set(err, ERR_SYSTEM, "there is not enough memory for another lesson");
    setup->id = uuid_next(&app->ids, clock->unix_ms);
    setup->started_unix_ms = clock->unix_ms;
    setup->utc_offset_min = clock->utc_offset_min;
    const Protocol *protocol = own_protocol(app, err);
    return protocol && app_begin_lesson(app, setup, protocol, err) &&
           session_start(app_session(app), 0, err) &&
           recording_commit(app->lesson.recording, NULL, err);
}

/* The lesson runs, whatever becomes of the class; that is said on its board. */
static void keep_class_of_lesson(App *app)
{
    Err err = {0};
    if (!keep_class(app, app->lesson.setup, &app->lesson.setup->id, &err))
        (void)err_prefix(&err, "the class is not kept for next time");
    else
        (void)app_keep_form_names(app, app->lesson.setup, &err);
    (void)snprintf(app->lesson.notice, sizeof app->lesson.notice, "%s", err.text);
}

static bool started(App *app)
{
    Err err = {0};
    if (asks_of_class(app)) {
        (void)snprintf(app->setup_trouble, sizeof app->setup_trouble,
                       "%s is kept with other pupils: use it from the list of classes, give this "
                       "one another name, or start once more all the same",
                       app->setup.asked_of);
        return false;
    }
    bool may = app_may_leave_lesson(app, &err);
    if (may && start(app, &err)) {
        keep_class_of_lesson(app);
        app_show(app, APP_BOARD);
        return true;
    }
    if (may && (!app->lesson.recording || recording_unsaved(app->lesson.recording) == 0))
        app_close_lesson(app);
    (void)snprintf(app->setup_trouble, sizeof app->setup_trouble, "%s", err.text);
    return false;
}

/* ---- leaving ---- */

bool app_may_close_setup(App *app, Err *err)
{
    bool here =
        app->screen == APP_SETUP || (app->screen == APP_NAMES && app->names.from == APP_SETUP);
    return !here ||
           (app_keep_form_names(app, NULL, err) &&
            (!is_changed(app) || err_set(err, ERR_STATE,
                                         "the new lesson has not begun, and what is filled "
                                         "in for it is not kept")));
}

static void go_back(App *app)
{
    Err err = {0};
    ui_edit_end(&app->ui);
    app->setup.leaving = !app_keep_form_names(app, NULL, &err) || is_changed(app);
    (void)snprintf(app->setup_trouble, sizeof app->setup_trouble, "%s", err.text);
    if (!app->setup.leaving)
        app_show_home(app);
    app->stale = true;
}

/* A label that is given anew while they are locked may be another pupil's. */
static bool are_names_kept(App *app)
{
    Err err = {0};
    bool has = false;
    return app->setup.sheet == SETUP_SHEET_NAMES && app_names_state(app) == NAMES_LOCKED &&
           vault_has_names(app->store, app->form.texts[FORM_CLASS], &has, &err) && has;
}

SetupAsk app_build_setup(App *app)
{
    const AppSetupLists *lists = &app->setup_lists;
    forget_asked(app);
    SetupModel model = {.trouble = app->setup_trouble,
                        .left_handed = app->settings.left_handed,
                        .classes = lists->classes,
                        .class_count = lists->class_count,
                        .files = lists->files,
                        .file_count = lists->file_count,
                        .folder = app->sheets_folder,
                        .names_are = app_names_state(app),
                        .names_kept = are_names_kept(app),
                        .names = app_form_names(app),
                        .now_unix_ms = app->clock.unix_ms,
                        .utc_offset_min = app->clock.utc_offset_min};
    return screen_setup(&app->ui, &app->form, &app->setup, &model);
}

void app_apply_setup(App *app, SetupAsk ask)
{
    switch (ask.kind) {
    case SETUP_ASK_NONE:
        return;
    case SETUP_ASK_BACK:
        go_back(app);
        return;
    case SETUP_ASK_LEAVE:
        app_show_home(app);
        return;
    case SETUP_ASK_START:
        if (started(app))
            return;
        break;
    case SETUP_ASK_NAMES:
        app_show_names(app);
        break;
    case SETUP_ASK_PASTE:
        paste_names(app);
        break;
    case SETUP_ASK_LISTS:
    case SETUP_ASK_CLASSES:
        read_lists(app);
        break;
    case SETUP_ASK_LIST:
        take_list(app, ask.index);
        break;
    case SETUP_ASK_CLASS:
        take_class(app, ask.index);
        break;
    case SETUP_ASK_KEEP_CLASS:
        keep_form_as_class(app);
        break;
    case SETUP_ASK_RENAME_CLASS:
    case SETUP_ASK_REMOVE_CLASS:
        change_class(app, ask);
        break;
    }
    app->stale = true;
}
