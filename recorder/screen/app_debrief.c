/* The sheet of a lesson shown as it will be, and made into files: of this lesson, of
 * all of them, of two teachings. */
#include "recorder/screen/app_state.h"

#include "protocols/file.h"
#include "protocols/protocol_load.h"
#include "recorder/screen/part/when.h"
#include "recorder/store/export_log.h"
#include "recorder/store/reread.h"
#include "reports/cycle/cycle.h"

#include <stdio.h>
#include <string.h>

static const size_t LESSON_BYTES = (size_t)1 << 30;

static const char *text_of(Arena *arena, const char *text)
{
    const char *copy = arena_copy(arena, text, strlen(text));
    return copy ? copy : "";
}

/* ---- composing ---- */

/* What waits for the disk is on the sheet all the same. */
static bool observe_in_use(App *app, Arena *arena, Observation *ret_o, Err *err)
{
    Session *s = app_session(app);
    if (!session_observation(s, session_last_ms(s), arena, ret_o, err))
        return false;
    ret_o->attachments = recording_attachments(app->lesson.recording);
    return true;
}

static bool read_lesson(App *app, Uuid id, Arena *arena, Observation *ret_o, Err *err)
{
    bool ok = app_is_partly_stored(app, id) ? observe_in_use(app, arena, ret_o, err)
                                            : reread_observation(app->store, id, arena, ret_o, err);
    return ok && protocol_in_language(arena, ret_o->protocol, app->debrief.choice.language,
                                      &ret_o->protocol, err);
}

static bool compose_cycle(App *app, Err *err)
{
    AppDebrief *d = &app->debrief;
    Arena scratch;
    arena_init(&scratch, LESSON_BYTES);
    SheetInfo info = debrief_info(&d->input);
    Sheet *sheet = sheet_create(&d->sheet_arena, app->fonts, d->choice.sheet.paper, info);
    bool ok = sheet || err_set(err, ERR_SYSTEM, "there is not enough memory for the sheet");
    ok = ok && cycle_compose(&d->first, &d->observation, sheet, &scratch, err);
    arena_deinit(&scratch);
    if (ok)
        d->sheet = sheet;
    return ok;
}

/* The lesson is read again each time: another language is another protocol. */
static bool compose(App *app, Err *err)
{
    AppDebrief *d = &app->debrief;
    d->sheet = NULL;
    arena_deinit(&d->sheet_arena);
    arena_deinit(&d->arena);
    arena_init(&d->sheet_arena, LESSON_BYTES);
    arena_init(&d->arena, LESSON_BYTES);
    if (!app->fonts)
        app->fonts = font_set_create(err);
    if (!app->fonts || !read_lesson(app, d->id, &d->arena, &d->observation, err))
        return false;
    d->input = (DebriefInput){.observation = &d->observation};
    if (d->is_cycle)
        return read_lesson(app, d->first_id, &d->arena, &d->first, err) && compose_cycle(app, err);
    return handout_compose(&d->input, app->fonts, &d->choice.sheet, &d->sheet_arena, &d->sheet,
                           err);
}

void app_show_sheet_again(App *app)
{
    AppDebrief *d = &app->debrief;
    Err err = {0};
    d->trouble[0] = '\0';
    if (!compose(app, &err)) {
        d->sheet = NULL;
        (void)snprintf(d->trouble, sizeof d->trouble, "%s", err.text);
    } else {
        preview_forget(&d->state.preview, d->sheet);
    }
    app->stale = true;
}

/* ---- the other teachings ---- */

static void list_teachings(App *app)
{
    AppDebrief *d = &app->debrief;
    StoreItem *items = NULL;
    int32_t count = 0;
    Err err = {0};
    int64_t total = 0;
    const char *key = NULL;
    d->teaching_count = 0;
    d->lesson_count = store_count(app->store, &total, &err) ? total : 0;
    if (!store_list(app->store, &d->words, 0, 0, &items, &count, &err))
        return;
    for (int32_t i = 0; i < count; i++)
        if (uuid_compare(items[i].id, d->id) == 0)
            key = items[i].protocol_key;
    for (int32_t i = 0; key && i < count && d->teaching_count < DEBRIEF_MAX_TEACHINGS; i++) {
        if (uuid_compare(items[i].id, d->id) == 0 || strcmp(items[i].protocol_key, key) != 0)
            continue;
        char day[WHEN_SIZE] = "imported";
        if (items[i].started_unix_ms > 0)
            when_format_day(items[i].started_unix_ms, items[i].utc_offset_min, app->clock.unix_ms,
                            day);
        const char *when = arena_printf(&d->words, "%s%s%s", items[i].class_name,
                                        items[i].class_name[0] ? ", " : "", day);
        d->teachings[d->teaching_count++] = (DebriefTeaching){
            items[i].id, items[i].title[0] ? items[i].title : "A lesson without a name",
            when ? when : ""};
    }
}

/* ---- opening and leaving ---- */

void app_show_debrief(App *app)
{
    AppDebrief *d = &app->debrief;
    app_close_debrief(app);
    d->id = app->saved.id;
    arena_init(&d->words, LESSON_BYTES);
    d->title = text_of(&d->words, app->saved.model.title);
    d->choice = (ShareChoice){.sheet = {.paper = app_paper(app)},
                              .formats = SHARE_PDF,
                              .dpi = SHARE_SCREEN_DPI,
                              .language = app->settings.language};
    bool chosen = app->settings.folder[0] != '\0' && !app->options.sheets_said;
    (void)snprintf(d->state.folder, sizeof d->state.folder, "%s",
                   chosen ? app->settings.folder : app->sheets_folder);
    d->choice.sheet.names = app->names.all;
    d->choice.sheet.name_count = app->names.count;
    list_teachings(app);
    app_find_names(app);
    app_show_sheet_again(app);
    app_show(app, APP_DEBRIEF);
}

/* ---- files ---- */

static void say_not_saved(AppDebrief *d, int32_t files, const Err *err)
{
    (void)snprintf(d->result, sizeof d->result, "%s: %s", files > 0 ? "Not all saved" : "Not saved",
                   err->text);
    d->failed = true;
}

/* What went wrong with files that are saved; behind what went wrong with others, and
 * once of a hundred lessons. */
static void say_saved_but(AppDebrief *d, const char *what, const Err *err)
{
    if (d->failed && strstr(d->result, what))
        return;
    size_t len = d->failed ? strlen(d->result) : 0;
    (void)snprintf(d->result + len, sizeof d->result - len, "%s%s: %s",
                   d->failed ? "; " : "Saved, but ", what, err->text);
    d->failed = true;
}

/* In the list of what left the device; that it could not be noted is said. */
static void note_export(App *app, const char *what, const ShareWritten *written)
{
    Err err = {0};
    ExportEntry entry = {.unix_ms = app->clock.unix_ms,
                         .what = what,
                         .lesson = &written->lesson,
                         .names = written->names,
                         .file = written->path};
    if (!export_log_add(app->db_path, &entry, &err))
        say_saved_but(&app->debrief, "not noted", &err);
}

/* Where files went is where the next go; that it could not be kept is said. */
static void keep_folder(App *app)
{
    AppDebrief *d = &app->debrief;
    Settings settings = app->settings;
    bool usual = strcmp(d->folder, app->sheets_folder) == 0;
    Err err = {0};
    (void)snprintf(settings.folder, sizeof settings.folder, "%s", usual ? "" : d->folder);
    if (app->options.sheets_said || strcmp(settings.folder, app->settings.folder) == 0)
        return;
    if (!app_use_settings(app, &settings, &err))
        say_saved_but(d, "the folder is not kept", &err);
}

static const char *what_of(const ShareChoice *choice)
{
    return choice->sheet.for_others ? "sheet, copy for others" : "debrief sheet";
}

static void hear_of_sheet(void *user, const ShareWritten *written)
{
    App *app = user;
    keep_folder(app);
    note_export(app, what_of(&app->debrief.choice), written);
}

/* Whatever ends it: the files that were written by then are on the list. */
static void stop_work(App *app)
{
    AppDebrief *d = &app->debrief;
    if (d->job) {
        ShareWritten written = share_job_written(d->job);
        if (written.files > 0)
            hear_of_sheet(app, &written);
    } else if (d->working && d->batch) {
        share_batch_stop(d->batch);
    }
    share_job_destroy(d->job);
    d->job = NULL;
    d->working = false;
}

void app_close_debrief(App *app)
{
    AppDebrief *d = &app->debrief;
    stop_work(app);
    share_batch_destroy(d->batch);
    preview_deinit(&d->state.preview);
    arena_deinit(&d->sheet_arena);
    arena_deinit(&d->arena);
    arena_deinit(&d->words);
    *d = (AppDebrief){0};
}

static void save_cycle(App *app)
{
    AppDebrief *d = &app->debrief;
    Err err = {0};
    const char *lesson = share_name(d->observation.setup, &d->words), *path = NULL;
    const char *name = lesson ? arena_printf(&d->words, "%s-cycle", lesson) : NULL;
    bool ok = name || err_set(&err, ERR_SYSTEM, "there is not enough memory");
    if (!ok || !share_save_pdf(d->sheet, d->folder, name, &d->words, &path, &err)) {
        say_not_saved(d, 0, &err);
        return;
    }
    (void)snprintf(d->result, sizeof d->result, "Saved as %s", strrchr(path, '/') + 1);
    keep_folder(app);
    note_export(app, "cycle sheet",
                &(ShareWritten){.files = 1, .path = path, .lesson = d->first_id});
    note_export(app, "cycle sheet", &(ShareWritten){.files = 1, .path = path, .lesson = d->id});
}

/* What is typed from now on is for the next files. */
static void begin_result(AppDebrief *d)
{
    memcpy(d->folder, d->state.folder, sizeof d->folder);
    d->result[0] = '\0';
    d->failed = false;
    share_batch_destroy(d->batch);
    d->batch = NULL;
}

static void begin_save(App *app)
{
    AppDebrief *d = &app->debrief;
    Err err = {0};
    begin_result(d);
    if (d->is_cycle) {
        save_cycle(app);
        return;
    }
    d->job = share_job_create(&d->input, app->fonts, &d->choice, NULL, d->folder, &err);
    d->working = d->job != NULL;
    if (!d->job)
        say_not_saved(d, 0, &err);
}

static void begin_save_all(App *app)
{
    AppDebrief *d = &app->debrief;
    StoreItem *items = NULL;
    Arena arena;
    int32_t count = 0;
    Err err = {0};
    begin_result(d);
    if (app_is_partly_stored(app, d->id)) { /* all of them are read from the disk */
        (void)err_set(&err, ERR_STORE, "a part of this lesson is not on the disk yet");
        say_not_saved(d, 0, &err);
        return;
    }
    arena_init(&arena, LESSON_BYTES);
    if (store_list(app->store, &arena, 0, 0, &items, &count, &err)) {
        Uuid *ids = ARENA_PUSH(&arena, Uuid, (size_t)count + 1);
        for (int32_t i = 0; ids && i < count; i++)
            ids[i] = items[i].id;
        if (ids)
            d->batch =
                share_batch_create(app->store, ids, count, app->fonts, &d->choice, d->folder, &err);
    }
    arena_deinit(&arena);
    d->working = d->batch != NULL;
    if (d->batch)
        share_batch_tell(d->batch, hear_of_sheet, app);
    else if (err.kind != ERR_NONE)
        say_not_saved(d, 0, &err);
}

static void step_job(App *app)
{
    AppDebrief *d = &app->debrief;
    Err err = {0};
    bool done = false;
    bool ok = share_job_step(d->job, &done, &err);
    int32_t files = share_job_written(d->job).files;
    if (!ok) {
        say_not_saved(d, files, &err);
    } else if (done) {
        (void)snprintf(d->result, sizeof d->result, "Saved as %s, %d %s", share_job_name(d->job),
                       (int)files, files == 1 ? "file" : "files");
    }
    if (done)
        stop_work(app);
}

static void step_batch(App *app)
{
    if (!share_batch_step(app->debrief.batch))
        stop_work(app);
}

/* One slice a frame: the screen stays quick and the finger is heard between two. */
void app_share_some(App *app)
{
    AppDebrief *d = &app->debrief;
    if (!d->working)
        return;
    if (d->job)
        step_job(app);
    else
        step_batch(app);
    app->stale = true;
}

/* ---- the screen ---- */

DebriefAsk app_build_debrief(App *app)
{
    AppDebrief *d = &app->debrief;
    ShareProgress progress = {0};
    if (d->batch)
        progress = share_batch_progress(d->batch);
    DebriefModel model = {
        .title = d->title,
        .sheet = d->sheet,
        .trouble = d->trouble,
        .choice = d->choice,
        .names = (DebriefNames)app_names_state(app),
        .has_names =
            d->sheet && handout_has_names(&d->choice.sheet, d->observation.setup->class_name),
        .names_trouble = d->names_trouble,
        .is_walkthrough = d->sheet && handout_is_walkthrough(d->observation.protocol),
        .is_cycle = d->is_cycle,
        .teachings = d->teachings,
        .teaching_count = d->teaching_count,
        .lesson_count = d->lesson_count,
        .working = d->working,
        .progress = d->batch ? &progress : NULL,
        .result = d->result,
        .scale = app->scale,
        .left_handed = app->settings.left_handed,
    };
    if (d->working)
        ui_wake_at(&app->ui, app->clock.boot_ms);
    return screen_debrief(&app->ui, &model, &d->state);
}

/* The sheet is shown with them at once: that is what they were opened for. */
static void open_names(App *app)
{
    AppDebrief *d = &app->debrief;
    Err err = {0};
    if (d->working)
        return;
    bool ok = app_open_names(app, d->state.passphrase, &err);
    memory_wipe(d->state.passphrase, sizeof d->state.passphrase);
    (void)snprintf(d->names_trouble, sizeof d->names_trouble, "%s%s",
                   ok ? "" : "Not opened: ", err.text);
    if (!ok)
        return;
    d->choice.sheet.pupils = HANDOUT_NAMES;
    d->state.naming = false;
    d->result[0] = '\0';
    app_show_sheet_again(app);
}

static void leave(App *app)
{
    app_close_debrief(app);
    app_show(app, APP_SAVED);
}

void app_apply_debrief(App *app, const DebriefAsk *ask)
{
    AppDebrief *d = &app->debrief;
    switch (ask->kind) {
    case DEBRIEF_ASK_NONE:
        return;
    case DEBRIEF_ASK_BACK:
        leave(app);
        break;
    case DEBRIEF_ASK_CHOOSE:
        if (!d->working) { /* what is being saved stays what it was */
            d->choice = ask->choice;
            d->result[0] = '\0';
            app_show_sheet_again(app);
        }
        break;
    case DEBRIEF_ASK_SAVE:
        begin_save(app);
        break;
    case DEBRIEF_ASK_SAVE_ALL:
        begin_save_all(app);
        break;
    case DEBRIEF_ASK_STOP:
        stop_work(app);
        break;
    case DEBRIEF_ASK_UNLOCK:
        open_names(app);
        break;
    case DEBRIEF_ASK_LOCK:
        app_lock_names(app);
        break;
    case DEBRIEF_ASK_CYCLE:
    case DEBRIEF_ASK_LESSON:
        d->is_cycle = ask->kind == DEBRIEF_ASK_CYCLE;
        d->first_id = ask->id;
        d->result[0] = '\0';
        app_show_sheet_again(app);
        break;
    }
    app->stale = true;
}
