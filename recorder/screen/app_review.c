#include "recorder/screen/app_state.h"

#include <stdio.h>

static Session *session_of(const App *app)
{
    return recording_session(app->lesson.recording);
}

/* The review of the lesson that the saved screen shows. */
void app_show_review(App *app)
{
    Err err = {0};
    AppSaved *saved = &app->saved;
    if (!app_take_up(app, saved->id, &err)) {
        const char *text = arena_copy(&saved->arena, err.text, sizeof err.text - 1);
        saved->model.unsaved = text ? text : "There is not enough memory to open this lesson";
        return;
    }
    review_state_deinit(&app->review.state);
    review_state_init(&app->review.state);
    app->review.changed = false;
    app->lesson.message[0] = '\0';
    app_show(app, APP_REVIEW);
}

ReviewModel app_review_model(const App *app)
{
    const Recording *recording = app->lesson.recording;
    const Session *s = session_of(app);
    int64_t end_ms = session_end_ms(s);
    return (ReviewModel){
        .session = s,
        .length_ms = end_ms > 0 ? end_ms : session_last_ms(s),
        .title = app->saved.model.title,
        .where = app->saved.model.where,
        .message = app->lesson.message,
        .unsaved = recording_unsaved(recording) > 0 ? recording_trouble(recording) : "",
    };
}

ReviewAsk app_build_review(App *app)
{
    ReviewModel model = app_review_model(app);
    return screen_review(&app->ui, &model, &app->review.state);
}

/* What is said now is said after the lesson; undo tells it by that. */
int64_t app_review_said_ms(const App *app)
{
    int64_t now_ms = app_session_ms(app), after_ms = session_end_ms(session_of(app)) + 1;
    return now_ms > after_ms ? now_ms : after_ms;
}

static bool plan(App *app, const ReviewAsk *ask, Err *err)
{
    Session *s = session_of(app);
    int64_t now_ms = app_review_said_ms(app);
    switch (ask->kind) {
    case REVIEW_ASK_UNDO:
        return session_undo(s, now_ms, err);
    case REVIEW_ASK_REDO:
        return session_redo(s, now_ms, err);
    case REVIEW_ASK_CHANGE:
        return session_change(s, ask->event, ask->fields, &ask->to, now_ms, err);
    case REVIEW_ASK_MOVE:
        return session_move(s, ask->event, ask->to.start_ms, ask->to.stop_ms, now_ms, err);
    case REVIEW_ASK_INSERT:
        return session_insert(s, &ask->tap, ask->stop_ms, now_ms, err);
    default:
        return true;
    }
}

/* The event that the planned insert records is shown when it is so. */
static void follow_insert(App *app, const ReviewAsk *ask, Uuid *ret_id)
{
    FactSlice facts = session_planned(session_of(app));
    for (size_t i = 0; i < facts.count; i++)
        if (facts.items[i].kind == FACT_EVENT && facts.items[i].event.code == ask->tap.code &&
            facts.items[i].event.subject == ask->tap.subject)
            *ret_id = facts.items[i].id;
}

/* What an undo or redo is about is shown afterwards, unless it is gone by it. */
static void follow_undo(App *app, Uuid id)
{
    const ObsEvent *event = session_find_event(session_of(app), id);
    if (!event || event->voided)
        return;
    review_select(&app->review.state, id);
    app->review.state.bring = true;
}

static void leave(App *app, bool make)
{
    bool again = make || app->review.changed;
    review_state_deinit(&app->review.state);
    review_state_init(&app->review.state);
    if (again)
        app_report_lesson(app);
    else
        app_show(app, APP_SAVED);
}

void app_review_added(App *app, Uuid event)
{
    app->review.changed = true;
    review_select(&app->review.state, event);
}

void app_apply_review(App *app, const ReviewAsk *ask)
{
    AppLesson *lesson = &app->lesson;
    Err err = {0};
    Uuid inserted = {{0}};
    if (ask->kind == REVIEW_ASK_NONE)
        return;
    app->stale = true;
    if (ask->kind == REVIEW_ASK_BACK || ask->kind == REVIEW_ASK_SHEET) {
        leave(app, ask->kind == REVIEW_ASK_SHEET);
        return;
    }
    lesson->message[0] = '\0';
    const Fact *fact = ask->kind == REVIEW_ASK_UNDO   ? session_undo_fact(session_of(app))
                       : ask->kind == REVIEW_ASK_REDO ? session_redo_fact(session_of(app))
                                                      : NULL;
    Uuid reversed = fact ? fact->event.id : inserted;
    bool planned = plan(app, ask, &err);
    if (planned && ask->kind == REVIEW_ASK_INSERT)
        follow_insert(app, ask, &inserted);
    app->review.changed |= planned && session_planned(session_of(app)).count > 0;
    if (!planned || !recording_commit(lesson->recording, NULL, &err))
        (void)snprintf(lesson->message, sizeof lesson->message, "%s", err.text);
    else if (ask->kind == REVIEW_ASK_INSERT)
        review_select(&app->review.state, inserted);
    else if (fact)
        follow_undo(app, reversed);
    app_watch_flush(app);
}
