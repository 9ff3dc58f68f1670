#include "recorder/screen/app_state.h"

#include "protocols/file.h"
#include "protocols/utf8.h"
#include "recorder/screen/part/when.h"
#include "reports/measure/talk/talk.h"

#include <stdio.h>
#include <string.h>

static const size_t REPORT_LIMIT = (size_t)1 << 30;
enum { NAME_BYTES = 80 /* of a title in a file name */ };

/* ---- where the sheet goes ---- */

/* What every file system and every mail program takes: letters and digits of any
 * script, hyphens for the rest. */
static void safe_name(const char *title, char ret_name[NAME_BYTES + 1])
{
    size_t len = strlen(title), used = 0, step = 0;
    for (size_t i = 0; i < len; i += step) {
        uint32_t c = utf8_decode(title + i, len - i, &step);
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= 0xC0 && c != 0xFFFD && (c < 0x2000 || c > 0x206F));
        if (used + step > NAME_BYTES)
            break;
        if (plain) {
            memcpy(ret_name + used, title + i, step);
            used += step;
        } else if (used > 0 && ret_name[used - 1] != '-') {
            ret_name[used++] = '-';
        }
    }
    while (used > 0 && ret_name[used - 1] == '-')
        used--;
    ret_name[used] = '\0';
    if (used == 0)
        (void)snprintf(ret_name, NAME_BYTES + 1, "lesson");
}

static bool exists(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file)
        (void)fclose(file);
    return file != NULL;
}

/* A name nobody has yet: a sheet that was written on is not written over. */
static bool choose_path(App *app, const Setup *setup, const char **ret_file, const char **ret_path,
                        Err *err)
{
    enum { MOST = 1000 };
    Arena *arena = &app->saved.arena;
    char name[NAME_BYTES + 1], day[WHEN_SIZE];
    int64_t unix_ms = setup->started_unix_ms > 0 ? setup->started_unix_ms : app->clock.unix_ms;
    when_format_iso_day(unix_ms, setup->utc_offset_min, day);
    safe_name(setup->title, name);
    for (int number = 1; number < MOST; number++) {
        char tail[16] = "";
        if (number > 1)
            (void)snprintf(tail, sizeof tail, "-%d", number);
        const char *file = arena_printf(arena, "%s-%s%s.pdf", day, name, tail);
        const char *path = file ? arena_printf(arena, "%s/%s", app->sheets_folder, file) : NULL;
        if (!path)
            return err_set(err, ERR_SYSTEM, "there is not enough memory for the sheet's name");
        if (!exists(path)) {
            *ret_file = file;
            *ret_path = path;
            return true;
        }
    }
    return err_set(err, ERR_LIMIT, "%s already holds %d sheets of this lesson", app->sheets_folder,
                   MOST);
}

static bool save_sheet(App *app, const Observation *o, const char **ret_file, Err *err)
{
    const char *file = NULL, *path = NULL;
    if (!app->fonts)
        app->fonts = font_set_create(err);
    if (!app->fonts || !file_make_folder(app->sheets_folder, err) ||
        !choose_path(app, o->setup, &file, &path, err) ||
        !debrief_save_pdf(&(DebriefInput){.observation = o}, app->fonts, app_paper(app), path, err))
        return false;
    *ret_file = file;
    return true;
}

/* ---- what is said about it ---- */

static const char *copy_of(Arena *arena, const char *text)
{
    const char *copy = arena_copy(arena, text, strlen(text));
    return copy ? copy : "";
}

static void add_figure(SavedModel *model, const char *value, const char *label, const char *of)
{
    if (value && of && model->figure_count < SAVED_MAX_FIGURES)
        model->figures[model->figure_count++] = (SavedFigure){value, label, of};
}

static void add_talk(SavedModel *model, const TalkMeasures *talk, Arena *arena)
{
    const TalkShare *share = &talk->share;
    char observed[WHEN_SIZE];
    when_format_length(share->observed_ms, observed);
    const char *of = arena_printf(arena, "of %s observed", observed);
    if (talk->reach.n > 0)
        add_figure(model, arena_printf(arena, "%lld", (long long)talk->reach.k), "pupils heard",
                   arena_printf(arena, "of %lld present", (long long)talk->reach.n));
    bool talked = share->ms[TALK_TEACHER] + share->ms[TALK_STUDENT] + share->ms[TALK_GROUP] > 0;
    if (share->undefined || !talked)
        return;
    add_figure(model, arena_printf(arena, "%d %%", (int)share->percent[TALK_STUDENT]),
               "students had the floor", of);
    add_figure(model, arena_printf(arena, "%d %%", (int)share->percent[TALK_TEACHER]),
               "the teacher had the floor", of);
    if (talk->chains.longest > 0)
        add_figure(model, arena_printf(arena, "%d", (int)talk->chains.longest),
                   "turns in the longest chain", "by pupils, with no teacher between");
}

static void add_figures(App *app, const Observation *o, size_t events)
{
    Arena *arena = &app->saved.arena;
    SavedModel *model = &app->saved.model;
    char length[WHEN_SIZE];
    when_format_length(o->end_ms, length);
    int64_t paused_ms = o->end_ms - measure_observed_ms(o);
    const char *pauses = "without a pause";
    if (paused_ms > 0) {
        char paused[WHEN_SIZE];
        when_format_length(paused_ms, paused);
        pauses = arena_printf(arena, "%s of it paused", paused);
    }
    add_figure(model, arena_copy(arena, length, strlen(length)), "recorded", pauses);
    add_figure(model, arena_printf(arena, "%zu", events), events == 1 ? "event" : "events",
               copy_of(arena, o->protocol->title));
    TalkMeasures talk;
    Err err = {0};
    if (talk_measure(o, arena, &talk, &err))
        add_talk(model, &talk, arena);
}

static const char *where_of(App *app, const Setup *setup)
{
    char day[WHEN_SIZE] = "imported", time[WHEN_SIZE] = "";
    if (setup->started_unix_ms > 0) {
        when_format_day(setup->started_unix_ms, setup->utc_offset_min, app->clock.unix_ms, day);
        when_format_time(setup->started_unix_ms, setup->utc_offset_min, time);
    }
    const char *text = arena_printf(&app->saved.arena, "%s%s%s%s%s %s", setup->class_name,
                                    *setup->class_name ? ", " : "", setup->place,
                                    *setup->place ? ", " : "", day, time);
    return text ? text : "";
}

/* Makes the sheet of what the session holds, and the screen that says so. */
static void report(App *app, const Session *s, AttachmentSource *attachments, bool just_ended)
{
    AppSaved *saved = &app->saved;
    const Setup *setup = session_setup(s);
    bool is_demo = just_ended && app->demo.replay;
    arena_deinit(&saved->arena);
    arena_init(&saved->arena, REPORT_LIMIT);
    saved->id = setup->id;
    saved->model = (SavedModel){.title = copy_of(&saved->arena, setup->title),
                                .where = where_of(app, setup),
                                .file = "",
                                .folder = app->sheets_folder,
                                .trouble = "",
                                .unsaved = "",
                                .just_ended = just_ended,
                                .is_demo = is_demo};
    Err err = {0};
    Observation o;
    int64_t end_ms = session_end_ms(s) > 0 ? session_end_ms(s) : session_last_ms(s);
    bool ok = session_observation(s, end_ms, &saved->arena, &o, &err);
    if (ok) {
        o.attachments = attachments;
        add_figures(app, &o, session_event_count(s));
    }
    if (!ok || !save_sheet(app, &o, &saved->model.file, &err))
        saved->model.trouble = copy_of(&saved->arena, err.text);
    app_refresh_saved(app);
    app_show(app, APP_SAVED);
}

void app_report_lesson(App *app)
{
    Recording *recording = app->lesson.recording;
    report(app, recording_session(recording), recording_attachments(recording), false);
}

void app_refresh_saved(App *app)
{
    Recording *recording = app->lesson.recording;
    SavedModel *model = &app->saved.model;
    model->unsaved = "";
    if (!recording || recording_unsaved(recording) == 0)
        return;
    const char *text =
        arena_printf(&app->saved.arena, "%zu entries wait: %s. It is tried again by itself",
                     recording_unsaved(recording), recording_trouble(recording));
    model->unsaved = text ? text : recording_trouble(recording);
}

void app_finish_lesson(App *app)
{
    Recording *recording = app->lesson.recording;
    report(app, recording_session(recording), recording_attachments(recording), true);
    app_end_demo(app);
}

static bool load_session(App *app, Uuid id, Arena *arena, Session **ret_session, Err *err)
{
    StoredObservation stored;
    if (!store_load(app->store, id, arena, &stored, err))
        return false;
    Session *s = session_create(stored.protocol, stored.setup, &app->ids, err);
    if (!s || !session_apply(s, stored.facts, err)) {
        session_destroy(s);
        return false;
    }
    *ret_session = s;
    return true;
}

void app_make_sheet(App *app, Uuid id)
{
    Arena arena;
    arena_init(&arena, REPORT_LIMIT);
    Session *s = NULL;
    Err err = {0};
    StoreAttachments attachments = store_attachments(app->store, id);
    if (load_session(app, id, &arena, &s, &err))
        report(app, s, &attachments.source, false);
    else
        (void)snprintf(app->home.notice, sizeof app->home.notice, "%s", err.text);
    session_destroy(s);
    arena_deinit(&arena);
    app->stale = true;
}

/* ---- the screen's asks ---- */

/* The end is taken back: the lesson runs again, its clock never stopped. */
static void reopen(App *app)
{
    Recording *recording = app->lesson.recording;
    Err err = {0};
    if (session_undo(recording_session(recording), app_session_ms(app), &err) &&
        recording_commit(recording, NULL, &err)) {
        app_show(app, APP_BOARD);
        return;
    }
    app->saved.model.trouble = copy_of(&app->saved.arena, err.text);
}

void app_apply_saved(App *app, SavedAsk ask)
{
    Err err = {0};
    if (ask == SAVED_ASK_NONE)
        return;
    app->stale = true;
    if (ask == SAVED_ASK_REOPEN) {
        reopen(app);
        return;
    }
    if (ask == SAVED_ASK_REVIEW) {
        app_show_review(app);
        return;
    }
    if (ask == SAVED_ASK_RETRY) {
        if (app->saved.model.just_ended)
            app_finish_lesson(app);
        else
            app_make_sheet(app, app->saved.id);
        return;
    }
    if (app->saved.model.just_ended && !app_may_close_lesson(app, &err)) {
        app_refresh_saved(app);
        return;
    }
    if (app->saved.model.just_ended)
        app_close_lesson(app);
    if (ask == SAVED_ASK_NEXT)
        app_show_setup(app);
    else
        app_show_home(app);
}
