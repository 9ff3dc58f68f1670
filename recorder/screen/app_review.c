#include "recorder/screen/app_state.h"

#include <stdio.h>
#include <string.h>

static const size_t PICTURE_LIMIT = (size_t)24 << 20;

/* ---- what the selected event carries ---- */

static void close_carried(App *app)
{
    AppReview *r = &app->review;
    ink_pad_destroy(r->ink);
    r->ink = NULL;
    arena_deinit(&r->picture);
    r->has_picture = false;
    r->pictured = (Uuid){{0}};
    r->trouble[0] = '\0';
}

static bool look_at_ink(App *app, const ObsEvent *e, Err *err)
{
    AppReview *r = &app->review;
    if (!r->ink)
        r->ink = ink_pad_create(err);
    if (!r->ink)
        return false;
    if (!r->ink->begun || r->ink->subject != e->subject || r->ink->start_ms != e->start_ms) {
        ink_pad_begin(r->ink);
        r->ink->begun = true;
        r->ink->subject = e->subject;
        r->ink->start_ms = e->start_ms;
    }
    ink_pad_look(r->ink, app_session(app), recording_attachments(app->lesson.recording), e->code);
    return !r->ink->lost || err_set(err, ERR_STORE, "A stroke could not be read from the record");
}

static bool look_at_photo(App *app, const ObsEvent *e, Err *err)
{
    enum { SIDE = 1600 };
    AppReview *r = &app->review;
    Attachment read;
    arena_deinit(&r->picture);
    arena_init(&r->picture, PICTURE_LIMIT);
    r->has_picture = false;
    AttachmentSource *source = recording_attachments(app->lesson.recording);
    if (!source->read(source, e->id, &r->picture, &read, err))
        return false;
    if (read.kind != ATTACHMENT_PHOTO)
        return err_set(err, ERR_FORMAT, "The picture is not in the record");
    r->has_picture =
        app_read_pixels(app, read.photo.bytes, read.photo.len, SIDE, &r->picture, &r->photo, err);
    return r->has_picture;
}

static void follow_selected(App *app)
{
    AppReview *r = &app->review;
    Err err = {0};
    const ObsEvent *e =
        r->state.has_selected ? session_find_event(app_session(app), r->state.selected) : NULL;
    uint32_t senses = e ? session_protocol(app_session(app))->codes[e->code].senses : 0;
    if (senses & SENSE_INK) {
        r->trouble[0] = '\0';
        r->pictured = (Uuid){{0}};
        if (!look_at_ink(app, e, &err))
            (void)snprintf(r->trouble, sizeof r->trouble, "%s", err.text);
    }
    if (senses & SENSE_PHOTO && uuid_compare(r->pictured, e->id) != 0) {
        r->trouble[0] = '\0';
        r->pictured = e->id;
        if (!look_at_photo(app, e, &err))
            (void)snprintf(r->trouble, sizeof r->trouble, "%s", err.text);
    }
}

/* ---- the screen ---- */

void app_close_review(App *app)
{
    close_carried(app);
    review_state_deinit(&app->review.state);
}

/* The review of the lesson that the saved screen shows. */
void app_show_review(App *app)
{
    Err err = {0};
    AppSaved *saved = &app->saved;
    if (!app_take_up(app, saved->id, &err)) {
        const char *text = arena_copy(&saved->arena, err.text, strlen(err.text));
        saved->model.refused = text ? text : "there is not enough memory to open this lesson";
        return;
    }
    app_close_review(app);
    review_state_init(&app->review.state);
    app->review.changed = false;
    app->lesson.message[0] = '\0';
    app_show(app, APP_REVIEW);
}

ReviewModel app_review_model(const App *app)
{
    const Recording *recording = app->lesson.recording;
    const Session *s = app_session(app);
    int64_t end_ms = session_end_ms(s);
    return (ReviewModel){
        .session = s,
        .length_ms = end_ms > 0 ? end_ms : session_last_ms(s),
        .title = app->saved.model.title,
        .where = app->saved.model.where,
        .message = app->lesson.message,
        .unsaved = recording_unsaved(recording) > 0 ? recording_trouble(recording) : "",
        .looks_only = app->looks_only,
        .ink = app->review.ink,
        .photo = app->review.has_picture ? &app->review.photo : NULL,
        .carried_trouble = app->review.trouble,
        .called = app->names.called,
        .shorter = app->names.shorter,
        .left_handed = app->settings.left_handed,
    };
}

ReviewAsk app_build_review(App *app)
{
    follow_selected(app);
    (void)app_called(app);
    ReviewModel model = app_review_model(app);
    return screen_review(&app->ui, &model, &app->review.state);
}

/* What is said now is said after the lesson; undo tells it by that. */
int64_t app_review_said_ms(const App *app)
{
    int64_t now_ms = app_session_ms(app), after_ms = session_end_said_ms(app_session(app)) + 1;
    return now_ms > after_ms ? now_ms : after_ms;
}

static bool plan(App *app, const ReviewAsk *ask, Err *err)
{
    Session *s = app_session(app);
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
    FactSlice facts = session_planned(app_session(app));
    for (size_t i = 0; i < facts.count; i++)
        if (facts.items[i].kind == FACT_EVENT && facts.items[i].event.code == ask->tap.code &&
            facts.items[i].event.subject == ask->tap.subject)
            *ret_id = facts.items[i].id;
}

/* What an undo or redo is about is shown afterwards, unless it is gone by it. */
static void follow_undo(App *app, Uuid id)
{
    const ObsEvent *event = session_find_event(app_session(app), id);
    if (!event || event->voided)
        return;
    review_select(&app->review.state, id);
    app->review.state.bring = true;
}

static void leave(App *app, bool make)
{
    bool again = make || app->review.changed;
    app_close_review(app);
    review_state_init(&app->review.state);
    app->lesson.message[0] = '\0'; /* of the review */
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
    if (!app_may_write(app, &err)) {
        (void)snprintf(lesson->message, sizeof lesson->message, "%s", err.text);
        return;
    }
    if (ask->kind == REVIEW_ASK_PHOTO) {
        app_show_photo(app, &ask->tap, true);
        return;
    }
    const Fact *fact = ask->kind == REVIEW_ASK_UNDO   ? session_undo_fact(app_session(app))
                       : ask->kind == REVIEW_ASK_REDO ? session_redo_fact(app_session(app))
                                                      : NULL;
    Uuid reversed = fact ? fact->event.id : inserted;
    bool planned = plan(app, ask, &err);
    if (planned && ask->kind == REVIEW_ASK_INSERT)
        follow_insert(app, ask, &inserted);
    app->review.changed |= planned && session_planned(app_session(app)).count > 0;
    if (!planned || !recording_commit(lesson->recording, NULL, &err))
        (void)snprintf(lesson->message, sizeof lesson->message, "%s", err.text);
    else if (ask->kind == REVIEW_ASK_INSERT)
        review_select(&app->review.state, inserted);
    else if (fact)
        follow_undo(app, reversed);
    app_watch_flush(app);
}
