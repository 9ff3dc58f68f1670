#include "recorder/screen/app_state.h"

#include "protocols/protocol_load.h"
#include "recorder/screen/part/when.h"

#include <stdio.h>
#include <string.h>

static const size_t LESSON_LIMIT = (size_t)1 << 30;
static const int64_t FLUSH_FIRST_MS = 2000, FLUSH_LAST_MS = 30000;

Session *app_session(const App *app)
{
    return recording_session(app->lesson.recording);
}

int64_t app_session_ms(const App *app)
{
    int64_t now_ms = app->clock.boot_ms - app->lesson.zero_ms;
    int64_t last_ms = session_last_ms(app_session(app));
    /* A finger between two acts of the demo lands between them. */
    if (app->demo.replay && replay_next_ms(app->demo.replay) < now_ms)
        now_ms = replay_next_ms(app->demo.replay);
    return now_ms > last_ms ? now_ms : last_ms;
}

/* What waits is tried again soon after it was refused, then less often. */
void app_watch_flush(App *app)
{
    AppLesson *lesson = &app->lesson;
    if (recording_unsaved(lesson->recording) > 0 && lesson->flush_at_ms == 0)
        lesson->flush_at_ms = app->clock.boot_ms + lesson->flush_wait_ms;
}

/* ---- begin, go on, close ---- */

static ClockAnchor anchor_now(const App *app)
{
    ClockAnchor anchor = {.boot_ms = app->clock.boot_ms, .unix_ms = app->clock.unix_ms};
    memcpy(anchor.boot_id, app->clock.boot_id, sizeof anchor.boot_id);
    return anchor;
}

/* Also where the record was away meanwhile: a backup that is being made has the old file. */
static bool flush(App *app, Err *err)
{
    Recording *recording = app->lesson.recording;
    Err first = {0};
    if (recording_flush(recording, &first))
        return true;
    backup_keeper_deinit(&app->keeper);
    return recording_flush_anew(recording, err);
}

bool app_may_close_lesson(App *app, Err *err)
{
    Recording *recording = app->lesson.recording;
    Err trouble = {0};
    if (!recording || recording_unsaved(recording) == 0 || flush(app, &trouble))
        return true;
    size_t count = recording_unsaved(recording);
    int64_t since_s = recording_unsaved_ms(recording) / 1000;
    bool away = trouble.kind == ERR_STATE; /* nothing is wrong with the disk */
    return err_set(err, trouble.kind, "what was recorded since %lld:%02d (%zu %s) would be lost%s",
                   (long long)(since_s / 60), (int)(since_s % 60), count,
                   count == 1 ? "entry" : "entries",
                   away ? ", unless the record is put back where it was" : "");
}

bool app_is_partly_stored(App *app, Uuid id)
{
    Recording *recording = app->lesson.recording;
    Err trouble = {0};
    return recording && uuid_compare(app->lesson.setup->id, id) == 0 &&
           recording_unsaved(recording) > 0 && !recording_flush(recording, &trouble);
}

bool app_may_close_note(const App *app, Err *err)
{
    const AppLesson *lesson = &app->lesson;
    if (!lesson->recording)
        return true;
    bool begun = lesson->setup->walk ? uuid_compare(lesson->setup->id, app->visit.walk_of) == 0 &&
                                           screen_walk_has_note(&app->visit.walk)
                                     : screen_board_has_note(&lesson->board);
    return !begun || err_set(err, ERR_STATE, "a note that was begun would be lost");
}

/* And says how to keep it. */
static bool may_leave_note(const App *app, Err *err)
{
    Err begun = {0};
    return app_may_close_note(app, &begun) ||
           err_set(err, begun.kind, "%s; continue what is still running, and keep it or close it",
                   begun.text);
}

bool app_may_leave_lesson(App *app, Err *err)
{
    return app_may_close_lesson(app, err) && may_leave_note(app, err);
}

void app_close_lesson(App *app)
{
    app_end_demo(app);
    app_close_called(app);
    recording_destroy(app->lesson.recording);
    ink_pad_destroy(app->lesson.ink);
    arena_deinit(&app->lesson.arena);
    app->lesson = (AppLesson){0};
}

static bool open_board(App *app, int64_t now_ms, Err *err)
{
    app->lesson.ink = ink_pad_create(err);
    app->lesson.zero_ms = app->clock.boot_ms - now_ms;
    app->lesson.wall_ms = app->clock.unix_ms - app->clock.boot_ms;
    app->lesson.flush_wait_ms = FLUSH_FIRST_MS;
    board_state_init(&app->lesson.board);
    return app->lesson.ink != NULL;
}

bool app_begin_lesson(App *app, const Setup *setup, const Protocol *protocol, Err *err)
{
    ClockAnchor anchor = anchor_now(app);
    app->lesson.recording = recording_begin(app->store, protocol, setup, &app->ids, &anchor, err);
    if (!app->lesson.recording)
        return false;
    app->lesson.setup = setup;
    app->lesson.protocol = protocol;
    return open_board(app, 0, err);
}

/* Makes a stored lesson the one in use. */
bool app_take_up(App *app, Uuid id, Err *err)
{
    AppLesson *lesson = &app->lesson;
    if (lesson->recording && uuid_compare(lesson->setup->id, id) == 0)
        return true;
    if (!app_may_leave_lesson(app, err))
        return false;
    app_close_lesson(app);
    arena_init(&lesson->arena, LESSON_LIMIT);
    StoredObservation stored;
    ClockAnchor anchor = anchor_now(app);
    Err untold = {0}; /* a lesson opens in the protocol's own language rather than not at all */
    int64_t now_ms = 0;
    if (store_load(app->store, id, &lesson->arena, &stored, err)) {
        (void)protocol_in_language(&lesson->arena, stored.protocol, app->settings.language,
                                   &stored.protocol, &untold);
        lesson->recording = recording_resume(app->store, &stored, &app->ids, &anchor, &now_ms, err);
    }
    if (!lesson->recording) {
        app_close_lesson(app);
        return false;
    }
    lesson->setup = stored.setup;
    lesson->protocol = stored.protocol;
    if (open_board(app, now_ms, err))
        return true;
    app_close_lesson(app);
    return false;
}

void app_show_running(App *app)
{
    if (app->lesson.setup->walk)
        app_open_walk(app);
    else
        app_show(app, APP_BOARD);
}

bool app_continue(App *app, Uuid id, Err *err)
{
    if (!app_may_write(app, err) || !app_take_up(app, id, err))
        return false;
    app_show_running(app);
    return true;
}

/* Words that were being written when it stopped are of the lesson. */
static bool keep_note(App *app, int64_t end_ms, Err *err)
{
    AppLesson *lesson = &app->lesson;
    if (lesson->setup->walk || !screen_board_has_note(&lesson->board))
        return may_leave_note(app, err);
    SessionTap tap = screen_board_take_note(&lesson->board, lesson->protocol);
    tap.at_ms = tap.at_ms < end_ms ? tap.at_ms : end_ms;
    return session_tap(app_session(app), &tap, app_session_ms(app), err) &&
           recording_commit(lesson->recording, NULL, err);
}

bool app_end_where_it_stopped(App *app, Uuid id, Err *err)
{
    if (!app_may_write(app, err) || !app_take_up(app, id, err))
        return false;
    Session *s = app_session(app);
    int64_t end_ms = session_acted_ms(s);
    if (!keep_note(app, end_ms, err) || !session_end_at(s, end_ms, app_session_ms(app), err) ||
        !recording_commit(app->lesson.recording, NULL, err))
        return false;
    app_watch_flush(app);
    app_finish_lesson(app);
    return true;
}

/* ---- the board ---- */

BoardAsk app_build_board(App *app)
{
    AppLesson *lesson = &app->lesson;
    if (lesson->board.panel == BOARD_PANEL_INK)
        ink_pad_look(lesson->ink, app_session(app), recording_attachments(lesson->recording),
                     lesson->board.panel_code);
    char time[WHEN_SIZE];
    when_format_time(app->clock.unix_ms, app->clock.utc_offset_min, time);
    BoardModel model = {
        .session = app_session(app),
        .now_ms = app_session_ms(app),
        .called = app_called(app),
        .session_zero_ms = lesson->zero_ms,
        .left_handed = app->settings.left_handed,
        .clock_text = time,
        .unsaved = recording_unsaved(lesson->recording),
        .trouble = recording_trouble(lesson->recording),
        .message = lesson->message,
        .notice = lesson->notice,
        .warning = lesson->warning,
        .totals_hidden = lesson->totals_hidden,
        .ink = lesson->ink,
    };
    model.shorter = app->names.shorter;
    return screen_board(&app->ui, &model, &lesson->board);
}

static bool plan(App *app, const BoardAsk *ask, Err *err)
{
    Session *s = app_session(app);
    int64_t now_ms = app_session_ms(app);
    switch (ask->kind) {
    case BOARD_ASK_TAP:
        return session_tap(s, &ask->tap, now_ms, err);
    case BOARD_ASK_STOP:
        return session_stop(s, ask->event, ask->at_ms, now_ms, err);
    case BOARD_ASK_ANSWER:
        return session_answer(s, ask->sampling, ask->subject, ask->value, ask->missing, now_ms,
                              err);
    case BOARD_ASK_ANSWERS:
        return session_answer_all(s, ask->sampling, ask->answers, ask->answer_count, now_ms, err);
    case BOARD_ASK_UNDO:
        return session_undo(s, now_ms, err);
    case BOARD_ASK_REDO:
        return session_redo(s, now_ms, err);
    case BOARD_ASK_BACKDATE:
        return session_backdate(s, ask->delta_ms, now_ms, err);
    case BOARD_ASK_START:
        return session_start(s, now_ms, err);
    case BOARD_ASK_PAUSE:
        return session_pause(s, now_ms, err);
    case BOARD_ASK_RESUME:
        return session_resume(s, now_ms, err);
    case BOARD_ASK_END:
        return session_end(s, now_ms, err);
    default:
        return true;
    }
}

void app_apply_board(App *app, const BoardAsk *ask)
{
    AppLesson *lesson = &app->lesson;
    Err err = {0};
    if (ask->kind == BOARD_ASK_NONE)
        return;
    app->stale = true;
    if (ask->kind == BOARD_ASK_MENU) {
        app_open_menu(app);
        return;
    }
    if (ask->kind == BOARD_ASK_TOTALS) {
        lesson->totals_hidden = !lesson->totals_hidden;
        return;
    }
    if (ask->kind == BOARD_ASK_PHOTO) {
        app_show_photo(app, &ask->tap, false);
        return;
    }
    lesson->message[0] = lesson->notice[0] = lesson->warning[0] = '\0';
    if (!plan(app, ask, &err) || !recording_commit(lesson->recording, NULL, &err))
        (void)snprintf(lesson->message, sizeof lesson->message, "%s", err.text);
    app_watch_flush(app);
    if (session_state(app_session(app)) == SESSION_ENDED)
        app_finish_lesson(app);
}

void app_leave_board(App *app)
{
    AppLesson *lesson = &app->lesson;
    Uuid event;
    Err err = {0};
    if (!lesson->recording || !screen_board_let_go(&lesson->board, app_session(app), &event))
        return;
    int64_t now_ms = app_session_ms(app);
    if (!session_stop(app_session(app), event, now_ms, now_ms, &err) ||
        !recording_commit(lesson->recording, NULL, &err))
        (void)snprintf(lesson->message, sizeof lesson->message, "%s", err.text);
    app_watch_flush(app);
}

/* ---- time passing ---- */

static void flush_when_due(App *app)
{
    AppLesson *lesson = &app->lesson;
    Err err = {0};
    if (lesson->flush_at_ms == 0 || app->clock.boot_ms < lesson->flush_at_ms)
        return;
    app->stale = true;
    if (flush(app, &err)) {
        lesson->flush_at_ms = 0;
        lesson->flush_wait_ms = FLUSH_FIRST_MS;
        lesson->warning[0] = '\0';
        app_refresh_saved(app);
        return;
    }
    lesson->flush_wait_ms *= 2;
    if (lesson->flush_wait_ms > FLUSH_LAST_MS)
        lesson->flush_wait_ms = FLUSH_LAST_MS;
    lesson->flush_at_ms = app->clock.boot_ms + lesson->flush_wait_ms;
}

/* Samples that nobody answered become missing; after a gap there are many. */
static void tick(App *app)
{
    Session *s = app_session(app);
    Err err = {0};
    for (;;) {
        if (!session_tick(s, app_session_ms(app), &err))
            break;
        if (session_planned(s).count == 0)
            return;
        app->stale = true;
        if (!recording_commit(app->lesson.recording, NULL, &err))
            break;
    }
    (void)snprintf(app->lesson.message, sizeof app->lesson.message, "%s", err.text);
}

/* After the machine is started anew only the wall clock says how long that took: when
 * somebody sets it in mid-lesson, the record hears of it. */
static void watch_clock(App *app)
{
    enum { SET_MS = 1000 };
    AppLesson *lesson = &app->lesson;
    int64_t wall_ms = app->clock.unix_ms - app->clock.boot_ms;
    int64_t moved_ms = wall_ms - lesson->wall_ms;
    if (moved_ms > -SET_MS && moved_ms < SET_MS)
        return;
    ClockAnchor anchor = anchor_now(app);
    anchor.session_ms = app_session_ms(app);
    lesson->wall_ms = wall_ms;
    recording_note_clock(lesson->recording, &anchor);
}

void app_pass_time(App *app)
{
    AppLesson *lesson = &app->lesson;
    if (!lesson->recording)
        return;
    SessionState running = session_state(app_session(app));
    if ((running == SESSION_RUNNING || running == SESSION_PAUSED) && !app->demo.replay)
        watch_clock(app);
    if (session_state(app_session(app)) == SESSION_RUNNING && !app->demo.replay) {
        tick(app);
        app_watch_flush(app);
    }
    flush_when_due(app);
}

void app_wake_for_lesson(App *app)
{
    AppLesson *lesson = &app->lesson;
    if (!lesson->recording)
        return;
    if (lesson->flush_at_ms > 0)
        app_wake_at(app, lesson->flush_at_ms);
    if (session_state(app_session(app)) != SESSION_RUNNING || app->demo.replay)
        return;
    SessionPrompt prompt = session_prompt(app_session(app), app_session_ms(app));
    int64_t next_ms = prompt.sampling == PROTOCOL_NONE ? prompt.next_ms : prompt.until_ms;
    if (next_ms != EVENT_OPEN)
        app_wake_at(app, lesson->zero_ms + next_ms);
}
