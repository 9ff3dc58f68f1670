/* app_walk.c - a walk-through: from the form to recording, from room to room. */
#include "recorder/screen/app_state.h"

#include "protocols/protocol_load.h"
#include "recorder/screen/part/when.h"
#include "recorder/store/visit.h"

#include <stdio.h>
#include <string.h>

static const size_t VISIT_LIMIT = (size_t)64 << 20, RECORD_LIMIT = (size_t)1 << 30;

static void say_trouble(App *app, const Err *err)
{
    (void)snprintf(app->visit.trouble, sizeof app->visit.trouble, "%s", err->text);
}

/* ---- the form ---- */

static int32_t known_names(App *app, NamedKind kind, const char **names)
{
    Err err = {0};
    StoreNamed *items = NULL;
    int32_t count = 0;
    if (!store_list_named(app->store, kind, &app->visit.arena, &items, &count, &err))
        say_trouble(app, &err);
    count = count < VISIT_MAX_KNOWN ? count : VISIT_MAX_KNOWN;
    for (int32_t i = 0; i < count; i++)
        names[i] = items[i].name;
    return count;
}

static void fill_in(App *app)
{
    AppVisit *visit = &app->visit;
    bool found = false;
    const Protocol *protocol = NULL;
    Setup *last = NULL;
    Err err = {0};
    if (!store_last_visit(app->store, &visit->arena, &found, &protocol, &last, &err))
        say_trouble(app, &err);
    else if (found)
        visit_form_fill(&visit->form, last, protocol->key, app->clock.unix_ms);
    visit->form.school_count = known_names(app, NAMED_SCHOOL, visit->form.schools);
    visit->form.teacher_count = known_names(app, NAMED_TEACHER, visit->form.teachers);
}

/* With the ended visit still in use, so that it can go on after all. */
void app_show_visit(App *app)
{
    AppVisit *visit = &app->visit;
    const Protocol *offered[FORM_MAX_PROTOCOLS];
    int32_t count = 0;
    Err err = {0};
    if (!app->store || !app_may_write(app, &err) || !app_read_shelf(app, &err)) {
        (void)snprintf(app->home.notice, sizeof app->home.notice, "%s",
                       app->store ? err.text : app->home.trouble.text);
        app_show(app, APP_HOME);
        return;
    }
    for (int32_t i = 0; i < app->protocols.shelf.count && count < FORM_MAX_PROTOCOLS; i++)
        if (app->protocols.shelf.items[i].protocol)
            offered[count++] = app->protocols.shelf.items[i].protocol;
    arena_deinit(&visit->arena);
    arena_init(&visit->arena, VISIT_LIMIT);
    visit->trouble[0] = '\0';
    visit->leaves_one = false;
    visit->state = (VisitState){0};
    visit_form_init(&visit->form, offered, count);
    fill_in(app);
    app_show(app, APP_VISIT);
}

/* The visit that was left for the next room, while it can still go on. */
static bool has_ended_visit(const App *app)
{
    return app->visit.leaves_one && app->lesson.recording &&
           session_state(app_session(app)) == SESSION_ENDED;
}

VisitAsk app_build_visit(App *app)
{
    char ended[WHEN_SIZE + 32] = "";
    if (has_ended_visit(app)) {
        char length[WHEN_SIZE];
        when_format_length(session_end_ms(app_session(app)), length);
        (void)snprintf(ended, sizeof ended, "%s kept; back goes on with it", length);
    }
    VisitModel model = {.trouble = app->visit.trouble, .ended = ended};
    return screen_visit(&app->ui, &app->visit.form, &app->visit.state, &model);
}

static bool find_key(App *app, NamedKind kind, const char *name, Uuid *ret_id, Err *err)
{
    bool found = false;
    *ret_id = (Uuid){{0}};
    if (!*name)
        return true;
    if (!store_find_named(app->store, kind, name, &found, ret_id, err))
        return false;
    if (!found)
        *ret_id = uuid_next(&app->ids, app->clock.unix_ms);
    return true;
}

static bool start(App *app, Err *err)
{
    AppLesson *lesson = &app->lesson;
    const VisitForm *form = &app->visit.form;
    const Protocol *chosen = form->protocols[form->chosen], *own = NULL;
    WalkThrough *walk = NULL;
    app_close_lesson(app);
    arena_init(&lesson->arena, RECORD_LIMIT);
    Setup *setup = visit_form_build(form, &lesson->arena, &walk);
    if (!setup)
        return err_set(err, ERR_SYSTEM, "there is not enough memory for another visit");
    setup->id = uuid_next(&app->ids, app->clock.unix_ms);
    setup->started_unix_ms = app->clock.unix_ms;
    setup->utc_offset_min = app->clock.utc_offset_min;
    if (!find_key(app, NAMED_SCHOOL, walk->school_name, &walk->school, err) ||
        !find_key(app, NAMED_TEACHER, walk->teacher_key, &walk->teacher, err))
        return false;
    return protocol_parse_in(&lesson->arena, chosen->language, chosen->key, chosen->text,
                             chosen->text_len, &own, NULL, err) &&
           app_begin_lesson(app, setup, own, err) && session_start(app_session(app), 0, err) &&
           recording_commit(lesson->recording, NULL, err);
}

static void show_walk(App *app)
{
    Uuid lesson = app->lesson.setup->id;
    if (uuid_compare(lesson, app->visit.walk_of) != 0) /* else a note may be begun */
        app->visit.walk = (WalkState){0};
    app->visit.walk_of = lesson;
    app_show(app, APP_WALK);
}

void app_open_walk(App *app)
{
    show_walk(app);
}

/* Back from the next room's form: the visit goes on. */
static void go_on(App *app)
{
    Err err = {0};
    Session *s = app_session(app);
    if (!session_undo(s, app_session_ms(app), &err) ||
        !recording_commit(app->lesson.recording, NULL, &err)) {
        say_trouble(app, &err);
        return;
    }
    app_watch_flush(app);
    show_walk(app);
}

void app_apply_visit(App *app, VisitAsk ask)
{
    Err err = {0};
    if (ask == VISIT_ASK_NONE)
        return;
    app->stale = true;
    if (ask == VISIT_ASK_BACK) {
        if (has_ended_visit(app))
            go_on(app);
        else
            app_show_home(app);
        return;
    }
    bool may = app_may_leave_lesson(app, &err);
    if (may && start(app, &err)) {
        show_walk(app);
        return;
    }
    if (may && (!app->lesson.recording || recording_unsaved(app->lesson.recording) == 0))
        app_close_lesson(app);
    say_trouble(app, &err);
}

/* ---- under way ---- */

WalkAsk app_build_walk(App *app)
{
    AppLesson *lesson = &app->lesson;
    visit_words(lesson->setup->walk, app->visit.words, sizeof app->visit.words);
    WalkModel model = {
        .session = app_session(app),
        .now_ms = app_session_ms(app),
        .session_zero_ms = lesson->zero_ms,
        .words = app->visit.words,
        .unsaved = recording_unsaved(lesson->recording),
        .trouble = recording_trouble(lesson->recording),
        .message = lesson->message,
        .left_handed = app->settings.left_handed,
    };
    ui_wake_at(&app->ui, app->clock.boot_ms + 1000 - model.now_ms % 1000);
    return screen_walk(&app->ui, &model, &app->visit.walk);
}

static bool plan(App *app, const WalkAsk *ask, Err *err)
{
    Session *s = app_session(app);
    int64_t now_ms = app_session_ms(app);
    switch (ask->kind) {
    case WALK_ASK_TAP:
        return session_tap(s, &ask->tap, now_ms, err);
    case WALK_ASK_CHANGE: {
        const ObsEvent *event = session_find_event(s, ask->event);
        ObsEvent to = event ? *event : event_blank();
        to.value = ask->value;
        return session_change(s, ask->event, FIELD_VALUE, &to, now_ms, err);
    }
    case WALK_ASK_STOP: {
        int32_t category = session_protocol(s)->codes[ask->tap.code].category;
        return session_stop_category(s, category, ask->tap.at_ms, now_ms, err);
    }
    case WALK_ASK_ANSWER:
        return session_answer(s, ask->sampling, SUBJECT_NONE, ask->value, false, now_ms, err);
    case WALK_ASK_UNDO:
        return session_undo(s, now_ms, err);
    case WALK_ASK_END:
    case WALK_ASK_NEXT:
        return session_end(s, now_ms, err);
    default:
        return true;
    }
}

void app_apply_walk(App *app, const WalkAsk *ask)
{
    AppLesson *lesson = &app->lesson;
    Err err = {0};
    if (ask->kind == WALK_ASK_NONE)
        return;
    app->stale = true;
    if (ask->kind == WALK_ASK_HOME) {
        app_show_home(app);
        return;
    }
    lesson->message[0] = '\0';
    if (!plan(app, ask, &err) || !recording_commit(lesson->recording, NULL, &err))
        (void)snprintf(lesson->message, sizeof lesson->message, "%s", err.text);
    app_watch_flush(app);
    if (session_state(app_session(app)) != SESSION_ENDED)
        return;
    if (ask->kind == WALK_ASK_NEXT) {
        app_show_visit(app);
        app->visit.leaves_one = true;
    } else {
        app_finish_lesson(app);
    }
}
