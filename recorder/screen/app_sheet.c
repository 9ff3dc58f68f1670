#include "recorder/screen/app_state.h"

#include "protocols/protocol_load.h"
#include "recorder/screen/part/when.h"
#include "recorder/store/export_log.h"
#include "reports/measure/talk/talk.h"

#include <stdio.h>
#include <string.h>

static const size_t REPORT_LIMIT = (size_t)1 << 30;

/* Every sheet that is laid where people look for it is on the list of exports, also one of
 * a lesson that was changed since: whether its bytes are new says so, not its name, which
 * other lessons of the day can have. */
static bool note_sheet(App *app, const ShareJob *job, Err *err)
{
    ShareWritten written = share_job_written(job);
    ExportEntry entry = {.unix_ms = app->clock.unix_ms,
                         .what = EXPORT_BY_ITSELF,
                         .lesson = &written.lesson,
                         .file = written.path};
    return !share_job_is_new(job) || export_log_add(app->db_path, &entry, err) ||
           err_prefix(err, "the sheet is saved, but not noted in the list of exports");
}

/* Sheets lie under the day and title of their lesson; the same lesson has the same file.
 * false with a file in *ret_file: it is there, but something about it went wrong. */
static bool save_sheet(App *app, const Observation *o, const char **ret_file, Err *err)
{
    ShareChoice choice = {.sheet = {.paper = app_paper(app)},
                          .formats = SHARE_PDF,
                          .language = app->settings.language};
    Observation shown = *o;
    DebriefInput input = {.observation = &shown};
    bool done = false;
    if (!app->fonts)
        app->fonts = font_set_create(err);
    if (!app->fonts || !protocol_in_language(&app->saved.arena, o->protocol, choice.language,
                                             &shown.protocol, err))
        return false;
    ShareJob *job = share_job_create(&input, app->fonts, &choice, NULL, app->sheets_folder, err);
    bool ok = job != NULL;
    while (ok && !done)
        ok = share_job_step(job, &done, err);
    const char *file = ok ? arena_printf(&app->saved.arena, "%s.pdf", share_job_name(job)) : NULL;
    Err untold = {0}; /* the first thing that went wrong is told */
    bool noted = !job || note_sheet(app, job, ok ? err : &untold);
    share_job_destroy(job);
    if (ok && !file)
        return err_set(err, ERR_SYSTEM, "there is not enough memory for the sheet's name");
    if (ok)
        *ret_file = file;
    return ok && noted;
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

/* In a walk-through nobody is told apart, and not every protocol marks who talks. */
static bool hears_pupils(const Observation *o)
{
    for (int32_t i = 0; i < o->protocol->code_count && !o->setup->walk; i++) {
        const Code *c = &o->protocol->codes[i];
        if (c->senses & (SENSE_STUDENT_TALK | SENSE_GROUP_TALK) && c->about & ABOUT_PUPIL)
            return true;
    }
    return false;
}

static void add_talk(SavedModel *model, const Observation *o, const TalkMeasures *talk,
                     Arena *arena)
{
    const TalkShare *share = &talk->share;
    char observed[WHEN_SIZE];
    when_format_length(share->observed_ms, observed);
    const char *of = arena_printf(arena, "of %s observed", observed);
    if (talk->reach.n > 0 && hears_pupils(o))
        add_figure(model, arena_printf(arena, "%lld", (long long)talk->reach.k), "pupils heard",
                   arena_printf(arena, "of %lld present", (long long)talk->reach.n));
    bool talked = share->ms[TALK_TEACHER] + share->ms[TALK_STUDENT] + share->ms[TALK_GROUP] > 0;
    if (share->undefined || !talked)
        return;
    add_figure(model, arena_printf(arena, "%d %%", (int)share->percent[TALK_STUDENT]),
               "pupils had the floor", of);
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
        add_talk(model, o, &talk, arena);
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
    saved->scroll = 0;
    saved->model = (SavedModel){.title = copy_of(&saved->arena, setup->title),
                                .where = where_of(app, setup),
                                .file = "",
                                .folder = app->sheets_folder,
                                .trouble = "",
                                .unsaved = "",
                                .refused = "",
                                .is_visit = setup->walk != NULL,
                                .just_ended = just_ended,
                                .is_demo = is_demo,
                                .looks_only = app->looks_only};
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
    const char *text = arena_printf(
        &app->saved.arena, "%zu %s: %s. It is tried again by itself", recording_unsaved(recording),
        recording_unsaved(recording) == 1 ? "entry waits" : "entries wait",
        recording_trouble(recording));
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
    if (app_is_partly_stored(app, id)) {
        app_report_lesson(app);
        return;
    }
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
        app_watch_flush(app);
        app_show_running(app);
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
    if (ask == SAVED_ASK_SHEET) {
        app_show_debrief(app);
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
    if (ask == SAVED_ASK_NEXT && app->saved.model.is_visit)
        app_show_visit(app);
    else if (ask == SAVED_ASK_NEXT)
        app_show_setup(app);
    else
        app_show_home(app);
}
