/* Review by finger: what is put right after a lesson, and what the record says of
 * it. */
#include "check.h"

#include "protocols/protocol_load.h"
#include "tests/recorder/screen/drive.h"

#include <math.h>

/* The first set-up: one adult, six tables, then 24 pupils. */
enum { TEACHER = 0, FIRST_PUPIL = 7, SECOND = 1000 };

static Arena arena;
static const Protocol *academic;

static int set_up(void **state)
{
    Err err = {0};
    arena_init(&arena, (size_t)64 << 20);
    if (!protocol_load_shipped(&arena, "academic-talk", &academic, &err))
        return -1;
    static Drive drive;
    drive_init(&drive);
    *state = &drive;
    return 0;
}

static int tear_down(void **state)
{
    drive_deinit(*state);
    arena_deinit(&arena);
    return 0;
}

static int32_t code(const char *key)
{
    int32_t index = protocol_find_code(academic, key);
    assert_int_not_equal(index, PROTOCOL_NONE);
    return index;
}

static Session *session_of(Drive *d)
{
    return recording_session(d->app->lesson.recording);
}

static ReviewState *review_of(Drive *d)
{
    return &d->app->review.state;
}

/* ---- a lesson: T 0 s, P1 10 s, P2 20 s, T 30 s, ended at 60 s ---- */

static void wait_until(Drive *d, int64_t at_ms)
{
    drive_pass(at_ms - (drive_clock.boot_ms - d->app->lesson.zero_ms));
    drive_frame(d);
}

static void tap_seat(Drive *d, int32_t subject, int64_t at_ms)
{
    wait_until(d, at_ms);
    drive_tap(d, BOARD_ID_SEAT + (uint32_t)subject);
}

static void open_board(Drive *d)
{
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    for (int32_t i = 0; i < d->app->form.protocol_count; i++)
        if (strcmp(d->app->form.protocols[i]->key, "academic-talk") == 0)
            drive_tap(d, SETUP_ID_PROTOCOL + (uint32_t)i);
    drive_tap(d, SETUP_ID_START);
    assert_int_equal(d->app->screen, APP_BOARD);
}

static void end_and_review(Drive *d)
{
    drive_tap(d, BOARD_ID_END);
    drive_tap(d, BOARD_ID_END_YES);
    assert_int_equal(d->app->screen, APP_SAVED);
    drive_tap(d, SAVED_ID_REVIEW);
    assert_int_equal(d->app->screen, APP_REVIEW);
}

static void open_review(Drive *d)
{
    open_board(d);
    tap_seat(d, TEACHER, SECOND);
    tap_seat(d, FIRST_PUPIL, 10 * SECOND);
    tap_seat(d, FIRST_PUPIL + 1, 20 * SECOND);
    tap_seat(d, TEACHER, 30 * SECOND);
    wait_until(d, 60 * SECOND);
    end_and_review(d);
}

static const ObsEvent *find_turn(Drive *d, int32_t subject, size_t nth)
{
    size_t count = 0;
    const ObsEvent *events = session_events(session_of(d), &count);
    for (size_t i = 0; i < count; i++)
        if (!events[i].voided && events[i].subject == subject &&
            academic->codes[events[i].code].senses & SENSE_TALK && nth-- == 0)
            return &events[i];
    return NULL;
}

static void tap_at(Drive *d, float x, float y)
{
    drive_frame(d);
    drive_touch(d, UI_INPUT_DOWN, x, y);
    drive_pass(DRIVE_TOUCH_MS);
    drive_touch(d, UI_INPUT_UP, x, y);
    drive_frame(d);
}

static void tap_event(Drive *d, const ObsEvent *event)
{
    float x = 0, y = 0;
    Uuid id = event->id;
    ReviewModel model = app_review_model(d->app);
    assert_true(review_find_event(&d->app->ui, &model, review_of(d), id, &x, &y));
    tap_at(d, x, y);
    assert_true(review_of(d)->has_selected);
    assert_int_equal(uuid_compare(review_of(d)->selected, id), 0);
}

static void choose(Drive *d, const char *title)
{
    for (uint32_t i = 0; i < 64; i++) {
        UiRect r = {0};
        if (!drive_shows(d, REVIEW_ID_CHOICE + i))
            break;
        (void)ui_has(&d->app->ui, REVIEW_ID_CHOICE + i, &r);
        for (int32_t k = 0; k < d->app->ui.command_count; k++) {
            const UiCommand *c = &d->app->ui.commands[k];
            if (c->kind == UI_TEXT && strcmp(c->text, title) == 0 && c->rect.y >= r.y - 2 &&
                c->rect.y < r.y + r.h && c->rect.x >= r.x) {
                drive_tap(d, REVIEW_ID_CHOICE + i);
                return;
            }
        }
    }
    fail_msg("%s is not among the choices", title);
}

static void press(Drive *d, UiKey key)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = key,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(d->app, &in);
    drive_frame(d);
}

/* What the store holds is what the session shows. */
static void check_stored(Drive *d)
{
    Err err = {0};
    UuidSource ids = {0};
    StoredObservation stored;
    assert_ok(store_load(d->app->store, session_setup(session_of(d))->id, &arena, &stored, &err),
              err);
    Session *again = session_create(stored.protocol, stored.setup, &ids, &err);
    assert_non_null(again);
    assert_ok(session_apply(again, stored.facts, &err), err);
    size_t count = 0, stored_count = 0;
    const ObsEvent *events = session_events(session_of(d), &count);
    const ObsEvent *kept = session_events(again, &stored_count);
    assert_int_equal(stored_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(uuid_compare(kept[i].id, events[i].id), 0);
        assert_int_equal(kept[i].start_ms, events[i].start_ms);
        assert_int_equal(kept[i].stop_ms, events[i].stop_ms);
        assert_int_equal(kept[i].subject, events[i].subject);
        assert_int_equal(kept[i].code, events[i].code);
        assert_int_equal(kept[i].voided, events[i].voided);
        assert_memory_equal(kept[i].options, events[i].options, sizeof kept[i].options);
        assert_string_equal(kept[i].text, events[i].text);
    }
    session_destroy(again);
}

/* ---- tests ---- */

static void turn__moved_by_two_seconds__is_kept_in_the_record(void **state)
{
    Drive *d = *state;
    open_review(d);
    const ObsEvent *turn = find_turn(d, FIRST_PUPIL, 0);
    int64_t start_ms = turn->start_ms, stop_ms = turn->stop_ms;
    tap_event(d, turn);
    assert_true(drive_says(d, "Student talk"));
    drive_tap(d, REVIEW_ID_START);
    drive_tap(d, REVIEW_ID_START);
    turn = find_turn(d, FIRST_PUPIL, 0);
    assert_int_equal(turn->start_ms, start_ms - 2 * SECOND);
    assert_int_equal(turn->stop_ms, stop_ms);
    assert_int_equal(find_turn(d, TEACHER, 0)->stop_ms, start_ms - 2 * SECOND);
    check_stored(d);
    drive_tap(d, REVIEW_ID_STOP + 1);
    assert_int_equal(find_turn(d, FIRST_PUPIL, 0)->stop_ms, stop_ms + SECOND);
    check_stored(d);
}

static void turn__given_to_another_speaker__becomes_theirs(void **state)
{
    Drive *d = *state;
    open_review(d);
    Uuid id = find_turn(d, TEACHER, 1)->id;
    const char *label = session_setup(session_of(d))->subjects[FIRST_PUPIL].label;
    tap_event(d, find_turn(d, TEACHER, 1));
    drive_tap(d, REVIEW_ID_FIELD + REVIEW_FIELD_SUBJECT);
    assert_true(drive_says(d, "Speaker"));
    choose(d, label);
    const ObsEvent *turn = session_find_event(session_of(d), id);
    assert_int_equal(turn->subject, FIRST_PUPIL);
    assert_int_equal(turn->code, code("student-talk"));
    check_stored(d);
}

/* Nobody talks to themselves. */
static void turn__given_to_whom_it_was_said_to__is_said_to_nobody(void **state)
{
    Drive *d = *state;
    open_review(d);
    Uuid id = find_turn(d, TEACHER, 1)->id;
    const char *label = session_setup(session_of(d))->subjects[FIRST_PUPIL].label;
    tap_event(d, find_turn(d, TEACHER, 1));
    drive_tap(d, REVIEW_ID_FIELD + REVIEW_FIELD_TARGET);
    choose(d, label);
    assert_int_equal(session_find_event(session_of(d), id)->target, FIRST_PUPIL);
    drive_tap(d, REVIEW_ID_FIELD + REVIEW_FIELD_SUBJECT);
    choose(d, label);
    const ObsEvent *turn = session_find_event(session_of(d), id);
    assert_int_equal(turn->subject, FIRST_PUPIL);
    assert_int_equal(turn->target, SUBJECT_NONE);
    check_stored(d);
    drive_tap(d, REVIEW_ID_UNDO);
    turn = session_find_event(session_of(d), id);
    assert_int_equal(turn->subject, TEACHER);
    assert_int_equal(turn->target, FIRST_PUPIL);
}

/* A refusal of the review is none of the lesson that runs again. */
static void board__says_nothing__of_what_the_review_refused(void **state)
{
    Drive *d = *state;
    open_board(d);
    tap_seat(d, TEACHER, 0);
    wait_until(d, 60 * SECOND);
    end_and_review(d);
    tap_event(d, find_turn(d, TEACHER, 0));
    drive_tap(d, REVIEW_ID_START);
    assert_string_equal(d->app->lesson.message, "Teacher talk has no room beyond 0:00");
    drive_tap(d, REVIEW_ID_BACK);
    drive_tap(d, SAVED_ID_REOPEN);
    assert_int_equal(d->app->screen, APP_BOARD);
    assert_false(drive_says(d, "Not recorded"));
    assert_true(drive_says(d, "has the floor"));
}

static void turn__missed__is_inserted_where_the_finger_lands(void **state)
{
    Drive *d = *state;
    open_review(d);
    ReviewModel model = app_review_model(d->app);
    float x = 0, y = 0, x2 = 0, y2 = 0;
    Uuid first = find_turn(d, FIRST_PUPIL, 0)->id, last = find_turn(d, TEACHER, 1)->id;
    assert_true(review_find_event(&d->app->ui, &model, review_of(d), first, &x, &y));
    assert_true(review_find_event(&d->app->ui, &model, review_of(d), last, &x2, &y2));
    tap_at(d, x2, y); /* the time of the teacher's turn, the row of the pupil's table */
    assert_true(drive_says(d, "What was missed"));
    ObsEvent draft = review_of(d)->draft;
    assert_int_equal(draft.code, code("student-talk"));
    assert_int_equal(draft.subject, FIRST_PUPIL);
    drive_tap(d, REVIEW_ID_STOP + 1);
    drive_tap(d, REVIEW_ID_DONE);
    assert_string_equal(d->app->lesson.message, "");
    const ObsEvent *turn = find_turn(d, FIRST_PUPIL, 1);
    assert_non_null(turn);
    assert_int_equal(turn->start_ms, draft.start_ms);
    assert_int_equal(turn->stop_ms, draft.stop_ms + SECOND);
    assert_int_equal(find_turn(d, TEACHER, 1)->stop_ms, draft.start_ms);
    assert_int_equal(find_turn(d, TEACHER, 2)->start_ms, draft.stop_ms + SECOND);
    assert_int_equal(uuid_compare(review_of(d)->selected, turn->id), 0);
    check_stored(d);
}

/* The empty place of a category's lane while the second pupil has the floor. */
static void tap_lane(Drive *d, int32_t category)
{
    ReviewModel model = app_review_model(d->app);
    float x = 0, y = 0;
    UiRect r = {0};
    Uuid turn = find_turn(d, FIRST_PUPIL + 1, 0)->id;
    assert_true(review_find_event(&d->app->ui, &model, review_of(d), turn, &x, &y));
    assert_true(app_find_target(d->app, REVIEW_ID_LANES, &r));
    for (y = r.y + 4; y < r.y + r.h; y += 8) {
        tap_at(d, x, y);
        if (review_of(d)->panel == REVIEW_PANEL_INSERT &&
            review_of(d)->index.lanes[review_of(d)->draft_lane].category == category)
            return;
    }
    fail_msg("no empty place in the lane");
}

/* The first pupil is absent, the second has the floor. */
static void open_review_absent(Drive *d)
{
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    for (int32_t i = 0; i < d->app->form.protocol_count; i++)
        if (strcmp(d->app->form.protocols[i]->key, "academic-talk") == 0)
            drive_tap(d, SETUP_ID_PROTOCOL + (uint32_t)i);
    drive_tap(d, SETUP_ID_SEAT);
    drive_tap(d, SETUP_ID_START);
    tap_seat(d, FIRST_PUPIL + 1, 20 * SECOND);
    tap_seat(d, TEACHER, 30 * SECOND);
    wait_until(d, 60 * SECOND);
    end_and_review(d);
}

static void frame__missed__is_the_speakers_and_says_only_what_was_shown(void **state)
{
    Drive *d = *state;
    open_review_absent(d);
    tap_lane(d, academic->codes[code("frame")].category);
    assert_int_equal(review_of(d)->draft.subject, FIRST_PUPIL + 1);
    drive_tap(d, REVIEW_ID_DONE);
    assert_string_equal(d->app->lesson.message, "");
    const ObsEvent *frame = session_find_event(session_of(d), review_of(d)->selected);
    assert_non_null(frame);
    assert_int_equal(frame->code, code("frame"));
    assert_int_equal(frame->subject, FIRST_PUPIL + 1);
    for (int32_t i = 0; i < PROTOCOL_MAX_MODIFIERS; i++)
        assert_int_equal(frame->options[i], PROTOCOL_NONE);
    check_stored(d);
}

static void turn__missed__is_not_of_who_was_absent(void **state)
{
    Drive *d = *state;
    open_review_absent(d);
    assert_true(drive_says(d, "2 events")); /* as on the screen before: absences are not counted */
    ReviewModel model = app_review_model(d->app);
    float x = 0, y = 0, x2 = 0, y2 = 0;
    Uuid pupil = find_turn(d, FIRST_PUPIL + 1, 0)->id, teacher = find_turn(d, TEACHER, 0)->id;
    assert_true(review_find_event(&d->app->ui, &model, review_of(d), pupil, &x, &y));
    assert_true(review_find_event(&d->app->ui, &model, review_of(d), teacher, &x2, &y2));
    tap_at(d, x2, y); /* the time of the teacher's turn, the row of the pupil's table */
    assert_true(drive_says(d, "What was missed"));
    assert_int_equal(review_of(d)->draft.subject, FIRST_PUPIL + 1);
}

static void turn__taken_back__is_kept_as_voided_and_undo_brings_it(void **state)
{
    Drive *d = *state;
    open_review(d);
    Uuid id = find_turn(d, FIRST_PUPIL, 0)->id;
    uint32_t shown = review_of(d)->index.count;
    tap_event(d, find_turn(d, FIRST_PUPIL, 0));
    drive_tap(d, REVIEW_ID_TAKE_BACK);
    assert_true(session_find_event(session_of(d), id)->voided);
    assert_int_equal(review_of(d)->index.count, shown - 1);
    assert_false(review_of(d)->has_selected);
    check_stored(d);
    drive_tap(d, REVIEW_ID_UNDO);
    assert_false(session_find_event(session_of(d), id)->voided);
    assert_int_equal(review_of(d)->index.count, shown);
    assert_int_equal(uuid_compare(review_of(d)->selected, id), 0);
    drive_tap(d, REVIEW_ID_REDO);
    assert_true(session_find_event(session_of(d), id)->voided);
    check_stored(d);
}

static void undo__of_everything__ends_at_the_end_of_the_lesson(void **state)
{
    Drive *d = *state;
    open_review(d);
    size_t count = session_event_count(session_of(d));
    int64_t start_ms = find_turn(d, FIRST_PUPIL, 0)->start_ms;
    assert_false(drive_shows(d, REVIEW_ID_UNDO));
    tap_event(d, find_turn(d, FIRST_PUPIL, 0));
    drive_tap(d, REVIEW_ID_START);
    drive_tap(d, REVIEW_ID_START);
    tap_event(d, find_turn(d, FIRST_PUPIL + 1, 0));
    drive_tap(d, REVIEW_ID_TAKE_BACK);
    int undone = 0;
    for (; drive_shows(d, REVIEW_ID_UNDO); undone++)
        drive_tap(d, REVIEW_ID_UNDO);
    assert_int_equal(undone, 3);
    assert_int_equal(session_state(session_of(d)), SESSION_ENDED);
    assert_int_equal(session_event_count(session_of(d)), count);
    assert_int_equal(find_turn(d, FIRST_PUPIL, 0)->start_ms, start_ms);
    press(d, UI_KEY_UNDO); /* neither by the keyboard */
    assert_int_equal(session_state(session_of(d)), SESSION_ENDED);
    check_stored(d);
}

static void words__typed__are_said_when_the_field_is_left(void **state)
{
    Drive *d = *state;
    open_review(d);
    Uuid id = find_turn(d, FIRST_PUPIL, 0)->id;
    tap_event(d, find_turn(d, FIRST_PUPIL, 0));
    drive_tap(d, REVIEW_ID_TEXT);
    assert_true(drive_keyboard_open);
    drive_type(d, "because 3/4 is closer");
    tap_event(d, find_turn(d, FIRST_PUPIL + 1, 0));
    assert_string_equal(session_find_event(session_of(d), id)->text, "because 3/4 is closer");
    check_stored(d);
}

static void step__without_room__says_why_and_changes_nothing(void **state)
{
    Drive *d = *state;
    open_review(d);
    tap_event(d, find_turn(d, TEACHER, 0));
    drive_tap(d, REVIEW_ID_START);
    int64_t start_ms = find_turn(d, TEACHER, 0)->start_ms;
    drive_tap(d, REVIEW_ID_START);
    drive_tap(d, REVIEW_ID_START);
    assert_true(start_ms >= 0);
    assert_int_equal(find_turn(d, TEACHER, 0)->start_ms, 0);
    assert_string_equal(d->app->lesson.message, "Teacher talk has no room beyond 0:00");
    assert_true(drive_says(d, "Teacher talk has no room beyond 0:00"));
}

static void keys__move_zoom_and_edit(void **state)
{
    Drive *d = *state;
    open_review(d);
    press(d, UI_KEY_RIGHT);
    assert_true(review_of(d)->has_selected);
    Uuid first = review_of(d)->selected;
    press(d, UI_KEY_RIGHT);
    assert_int_not_equal(uuid_compare(review_of(d)->selected, first), 0);
    press(d, UI_KEY_LEFT);
    assert_int_equal(uuid_compare(review_of(d)->selected, first), 0);
    double span = review_of(d)->span_ms;
    drive_type(d, "+");
    assert_true(review_of(d)->span_ms < span * 0.51);
    drive_type(d, "-");
    assert_true(review_of(d)->span_ms > span * 0.99);
    press(d, UI_KEY_RIGHT);
    press(d, UI_KEY_ENTER);
    assert_int_equal(d->app->ui.focus_id, REVIEW_ID_START);
    int64_t start_ms = session_find_event(session_of(d), review_of(d)->selected)->start_ms;
    press(d, UI_KEY_TAB);
    press(d, UI_KEY_ENTER); /* a second more */
    assert_int_equal(session_find_event(session_of(d), review_of(d)->selected)->start_ms,
                     start_ms + SECOND);
    press(d, UI_KEY_ESCAPE);
    assert_false(review_of(d)->has_selected);
    press(d, UI_KEY_ESCAPE);
    assert_int_equal(d->app->screen, APP_SAVED);
}

/* A sample's time is fixed: Enter goes to its count, or to why there is none. */
static void keys__enter_a_sample__where_it_is_seen(void **state)
{
    Drive *d = *state;
    open_board(d);
    wait_until(d, 125 * SECOND);
    drive_tap(d, BOARD_ID_ANSWER + 2);
    drive_frame(d);
    drive_tap(d, BOARD_ID_CANT_SEE);
    end_and_review(d);
    size_t count = 0;
    int32_t counted = 0, missing = 0;
    const ObsEvent *events = session_events(session_of(d), &count);
    for (size_t i = 0; i < count; i++) {
        if (academic->codes[events[i].code].kind != CODE_INTERVAL || events[i].voided)
            continue;
        tap_event(d, &events[i]);
        press(d, UI_KEY_ENTER);
        assert_int_equal(d->app->ui.focus_id,
                         events[i].missing ? REVIEW_ID_MISSING : REVIEW_ID_VALUE);
        assert_true(drive_shows(d, d->app->ui.focus_id)); /* it can be seen, and tapped */
        counted += !events[i].missing;
        missing += events[i].missing;
    }
    assert_true(counted > 0 && missing > 0);
}

static void filter__by_adult_and_group__leaves_the_others_out(void **state)
{
    Drive *d = *state;
    open_review(d);
    uint32_t all = review_of(d)->index.count;
    drive_tap(d, REVIEW_ID_FILTER);
    choose(d, session_setup(session_of(d))->subjects[TEACHER].label);
    assert_int_equal(review_of(d)->index.count, 2);
    drive_tap(d, REVIEW_ID_FILTER);
    choose(d, session_setup(session_of(d))->subjects[TEACHER + 1].label);
    assert_int_equal(review_of(d)->index.count, 2); /* both pupils sit there */
    drive_tap(d, REVIEW_ID_FILTER);
    choose(d, "Everything");
    assert_int_equal(review_of(d)->index.count, all);
}

static void back__after_a_change__makes_the_sheet_again(void **state)
{
    Drive *d = *state;
    open_review(d);
    char file[128];
    (void)snprintf(file, sizeof file, "%s", d->app->saved.model.file);
    drive_tap(d, REVIEW_ID_BACK);
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_string_equal(d->app->saved.model.file, file);
    drive_tap(d, SAVED_ID_REVIEW);
    tap_event(d, find_turn(d, FIRST_PUPIL, 0));
    drive_tap(d, REVIEW_ID_TAKE_BACK);
    drive_tap(d, REVIEW_ID_BACK);
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_string_not_equal(d->app->saved.model.file, file);
    assert_true(drive_says(d, "The sheet of this lesson"));
    /* Resuming would undo the edit, not the end: it is not offered any more. */
    assert_false(drive_shows(d, SAVED_ID_REOPEN));
    drive_tap(d, SAVED_ID_HOME);
    drive_tap(d, HOME_ID_ROW);
    drive_tap(d, SAVED_ID_REVIEW);
    assert_int_equal(d->app->screen, APP_REVIEW);
    assert_null(find_turn(d, FIRST_PUPIL, 0));
}

static void finger(Drive *d, int64_t which, UiInputKind kind, float x, float y)
{
    UiInput in = {.kind = kind,
                  .finger = which,
                  .x = x,
                  .y = y,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(d->app, &in);
    drive_frame(d);
}

static void lanes__under_fingers__zoom_and_move(void **state)
{
    Drive *d = *state;
    open_review(d);
    UiRect r = {0};
    assert_true(app_find_target(d->app, REVIEW_ID_LANES, &r));
    float x = r.x + r.w / 2, y = r.y + r.h / 2;
    double whole = review_of(d)->span_ms;
    finger(d, 1, UI_INPUT_DOWN, x - 50, y);
    finger(d, 2, UI_INPUT_DOWN, x + 50, y);
    finger(d, 1, UI_INPUT_MOVE, x - 100, y);
    finger(d, 2, UI_INPUT_MOVE, x + 100, y);
    finger(d, 1, UI_INPUT_MOVE, x - 200, y);
    finger(d, 2, UI_INPUT_MOVE, x + 200, y);
    finger(d, 1, UI_INPUT_UP, x - 200, y);
    finger(d, 2, UI_INPUT_UP, x + 200, y);
    double span = review_of(d)->span_ms, from = review_of(d)->from_ms;
    assert_true(span < whole * 0.6 && span > whole * 0.2);
    assert_false(review_of(d)->has_selected);
    assert_int_equal(review_of(d)->panel, REVIEW_PANEL_EVENT); /* two fingers add nothing */
    finger(d, 1, UI_INPUT_DOWN, x, y);
    finger(d, 1, UI_INPUT_MOVE, x + 100, y);
    finger(d, 1, UI_INPUT_UP, x + 100, y);
    double moved = from - review_of(d)->from_ms;
    assert_true(fabs(moved - span * 100 / (double)r.w) < 1);
    assert_int_equal(review_of(d)->panel, REVIEW_PANEL_EVENT);
    UiInput wheel = {.kind = UI_INPUT_WHEEL,
                     .x = x,
                     .y = y,
                     .at_ms = drive_clock.boot_ms,
                     .now_ms = drive_clock.boot_ms,
                     .wheel = -120};
    app_input(d->app, &wheel);
    assert_true(review_of(d)->span_ms < span * 0.51);
    for (int i = 0; i < 40; i++)
        drive_tap(d, REVIEW_ID_IN);
    assert_true(review_of(d)->span_ms == REVIEW_LEAST_SPAN_MS);
    drive_tap(d, REVIEW_ID_FIT);
    assert_true(review_of(d)->span_ms == whole);
}

/* Every size: targets of at least UI_MIN_TARGET, none over another. */
static void check_targets(const Ui *ui)
{
    for (int32_t i = 0; i < ui->target_count; i++) {
        const UiTarget *a = &ui->targets[i];
        if (!a->focusable || a->aside) /* a key of the keyboard lies over the rest */
            continue;
        if (a->rect.w < UI_MIN_TARGET || a->rect.h < UI_MIN_TARGET)
            fail_msg("target %u is %.0f x %.0f", (unsigned)a->id, (double)a->rect.w,
                     (double)a->rect.h);
        for (int32_t k = 0; k < i; k++) {
            const UiTarget *b = &ui->targets[k];
            if (b->focusable && !b->scroll_id && !a->scroll_id &&
                a->rect.x < b->rect.x + b->rect.w && b->rect.x < a->rect.x + a->rect.w &&
                a->rect.y < b->rect.y + b->rect.h && b->rect.y < a->rect.y + a->rect.h)
                fail_msg("targets %u and %u overlap", (unsigned)a->id, (unsigned)b->id);
        }
    }
}

static void targets__at_every_size__are_large_and_apart(void **state)
{
    Drive *d = *state;
    static const float sizes[][2] = {{1280, 800}, {820, 1180}, {1024, 600}, {800, 1280}};
    open_review(d);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        app_resize(d->app, sizes[i][0], sizes[i][1], 1);
        review_of(d)->has_selected = false;
        drive_frame(d);
        check_targets(&d->app->ui);
        review_select(review_of(d), find_turn(d, FIRST_PUPIL, 0)->id);
        app_resize(d->app, sizes[i][0], sizes[i][1], 1);
        drive_frame(d);
        check_targets(&d->app->ui);
        drive_tap(d, REVIEW_ID_FIELD + REVIEW_FIELD_SUBJECT);
        check_targets(&d->app->ui);
    }
}

/* ---- whatever is touched ---- */

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (uint32_t)(((uint64_t)(*seed >> 8) * below) >> 24);
}

static void check_exclusive(Drive *d)
{
    size_t count = 0;
    const Protocol *p = session_protocol(session_of(d));
    const ObsEvent *e = session_events(session_of(d), &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++) {
            const Code *a = &p->codes[e[i].code], *b = &p->codes[e[k].code];
            bool same = e[i].subject == e[k].subject;
            const Category *rule = &p->categories[a->category];
            if (!e[i].voided && !e[k].voided && a->kind == CODE_STATE && b->kind == CODE_STATE &&
                a->category == b->category && (rule->exclusive || (rule->lanes && same)) &&
                e[i].start_ms < e[k].stop_ms && e[k].start_ms < e[i].stop_ms)
                fail_msg("events %zu and %zu overlap", k, i);
        }
}

/* Mostly on targets, now and then anywhere, never on what leaves the screen. */
static void tap_by_chance(Drive *d, uint32_t *seed)
{
    const Ui *ui = &d->app->ui;
    float x = (float)draw(seed, DRIVE_WIDTH), y = (float)draw(seed, DRIVE_HEIGHT);
    const UiTarget *t = &ui->targets[draw(seed, (uint32_t)ui->target_count)];
    if (draw(seed, 3) > 0 && t->focusable) {
        x = t->rect.x + t->rect.w / 2;
        y = t->rect.y + t->rect.h / 2;
    }
    if (y < 80 && (x < 80 || x > DRIVE_WIDTH - 208))
        return;
    tap_at(d, x, y);
    assert_int_equal(d->app->screen, APP_REVIEW);
}

static void fingers__anywhere__never_overlap_states(void **state)
{
    Drive *d = *state;
    uint32_t seed = 3;
    open_review(d);
    for (int i = 0; i < 600; i++) {
        tap_by_chance(d, &seed);
        check_exclusive(d);
    }
    check_stored(d);
}

/* Down the lanes that are in view, something into each. */
static void put_in_everywhere(Drive *d)
{
    UiRect r = {0};
    drive_frame(d);
    assert_true(app_find_target(d->app, REVIEW_ID_LANES, &r));
    for (float y = 12; y < r.h; y += 24) {
        tap_at(d, r.x + r.w * (0.1F + 0.8F * y / r.h), r.y + y);
        if (review_of(d)->panel != REVIEW_PANEL_INSERT)
            continue;
        drive_tap(d, REVIEW_ID_DONE);
        const char *says = d->app->lesson.message;
        if (*says && strcmp(says, "a note needs words") != 0)
            fail_msg("%s: %s", session_protocol(session_of(d))->key, says);
    }
}

/* A lesson with nothing but its length: all is put in afterwards. */
static void fingers__under_every_protocol__put_in_what_was_missed(void **state)
{
    Drive *d = *state;
    uint32_t seed = 5;
    size_t put_in = 0;
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    int32_t count = d->app->form.protocol_count;
    assert_true(count > 1);
    for (int32_t i = 0; i < count; i++) {
        if (i > 0)
            drive_tap(d, SAVED_ID_NEXT);
        setup_form_choose_protocol(&d->app->form, i);
        drive_tap(d, SETUP_ID_START);
        wait_until(d, 125 * SECOND);
        drive_tap(d, BOARD_ID_END);
        drive_tap(d, BOARD_ID_END_YES);
        drive_tap(d, SAVED_ID_REVIEW);
        assert_int_equal(d->app->screen, APP_REVIEW);
        put_in_everywhere(d);
        put_in += session_event_count(session_of(d));
        for (int k = 0; k < 40; k++) {
            tap_by_chance(d, &seed);
            check_targets(&d->app->ui);
        }
        check_exclusive(d);
        check_stored(d);
        if (review_of(d)->replay.playback) /* a finger met it */
            drive_tap(d, REVIEW_ID_BACK);
        drive_tap(d, REVIEW_ID_BACK);
        assert_int_equal(d->app->screen, APP_SAVED);
    }
    assert_true(put_in > 3 * (size_t)count);
}

/* ---- ten thousand events ---- */

enum { MANY = 10000 };

static void index__of_ten_thousand__draws_no_more_than_fits(void **state)
{
    Drive *d = *state;
    open_review(d);
    Session *s = session_of(d);
    Err err = {0};
    int64_t now_ms = d->app->clock.boot_ms - d->app->lesson.zero_ms + SECOND;
    for (int32_t i = 0; i < MANY; i++) {
        SessionTap tap = session_tap_blank(code("frame"), (int64_t)i * 6);
        tap.subject = FIRST_PUPIL + i % 20;
        assert_ok(session_insert(s, &tap, tap.at_ms, now_ms, &err), err);
        assert_ok(session_apply_planned(s, &err), err);
    }
    drive_pass(2 * SECOND);
    app_resize(d->app, DRIVE_WIDTH, DRIVE_HEIGHT, 1);
    drive_frame(d);
    assert_true(review_of(d)->index.count > MANY);
    assert_true(d->app->ui.command_count < 1000);
    drive_type(d, "+");
    assert_true(d->app->ui.command_count < 1000);
    press(d, UI_KEY_RIGHT);
    press(d, UI_KEY_RIGHT);
    assert_true(review_of(d)->has_selected);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(turn__moved_by_two_seconds__is_kept_in_the_record),
        T(turn__given_to_another_speaker__becomes_theirs),
        T(board__says_nothing__of_what_the_review_refused),
        T(turn__given_to_whom_it_was_said_to__is_said_to_nobody),
        T(turn__missed__is_inserted_where_the_finger_lands),
        T(frame__missed__is_the_speakers_and_says_only_what_was_shown),
        T(turn__missed__is_not_of_who_was_absent),
        T(turn__taken_back__is_kept_as_voided_and_undo_brings_it),
        T(undo__of_everything__ends_at_the_end_of_the_lesson),
        T(words__typed__are_said_when_the_field_is_left),
        T(step__without_room__says_why_and_changes_nothing),
        T(keys__move_zoom_and_edit),
        T(keys__enter_a_sample__where_it_is_seen),
        T(filter__by_adult_and_group__leaves_the_others_out),
        T(back__after_a_change__makes_the_sheet_again),
        T(lanes__under_fingers__zoom_and_move),
        T(targets__at_every_size__are_large_and_apart),
        T(fingers__anywhere__never_overlap_states),
        T(fingers__under_every_protocol__put_in_what_was_missed),
        T(index__of_ten_thousand__draws_no_more_than_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
