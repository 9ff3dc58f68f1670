/* A note that is being typed is not lost because something else is opened. */
#include "tests/recorder/screen/live.h"

static int set_up(void **state)
{
    static Live live;
    live_open(&live, "academic-talk", 28);
    *state = &live;
    return 0;
}

static int tear_down(void **state)
{
    live_close(*state);
    return 0;
}

static void type_note(Live *l, const char *text)
{
    live_tap_seat(l, "P6");
    drive_tap(&l->drive, BOARD_ID_NOTE);
    drive_type(&l->drive, text);
    drive_frame(&l->drive);
    assert_string_equal(l->drive.app->lesson.board.note, text);
}

static void assert_kept(const Live *l, size_t nth, const char *text)
{
    const ObsEvent *note = live_event(l, "note", nth);
    assert_non_null(note);
    assert_string_equal(note->text, text);
    assert_int_equal(note->subject, live_who(l, "P6"));
}

static void turn(Live *l)
{
    Drive *d = &l->drive;
    app_resize(d->app, 820, 1180, 1);
    free(d->surface.pixels);
    d->surface.pixels = calloc((size_t)820 * 1180, sizeof(uint32_t));
    assert_non_null(d->surface.pixels);
    d->surface.width = d->surface.pitch = 820;
    d->surface.height = 1180;
    drive_frame(d);
}

static void note__is_kept__when_another_is_begun(void **state)
{
    Live *l = *state;
    type_note(l, "Counts on");
    drive_tap(&l->drive, BOARD_ID_NOTE);
    assert_kept(l, 0, "Counts on");
    assert_string_equal(l->drive.app->lesson.board.note, "");
    drive_type(&l->drive, "and back");
    drive_tap(&l->drive, BOARD_ID_PANEL_OK);
    assert_kept(l, 1, "and back");
}

static void note__is_kept__when_ink_is_opened(void **state)
{
    Live *l = *state;
    type_note(l, "Draws a line");
    drive_tap(&l->drive, BOARD_ID_INK);
    assert_kept(l, 0, "Draws a line");
    assert_int_equal(l->drive.app->lesson.board.panel, BOARD_PANEL_INK);
}

/* Only closing the window does not keep it, and says so first. */
static void note__is_asked_about__when_the_window_closes(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    type_note(l, "Counts on");
    app_quit_asked(d->app);
    drive_frame(d);
    assert_false(app_wants_quit(d->app));
    assert_true(drive_says(d, "Not closed yet"));
    turn(l);
    assert_true(drive_says(d, "Not closed yet"));
    drive_type(d, " from five");
    app_quit_asked(d->app);
    assert_false(app_wants_quit(d->app)); /* more would be */
    drive_tap(d, BOARD_ID_PANEL_OK);
    assert_kept(l, 0, "Counts on from five");
    drive_tap(d, BOARD_ID_NOTE);
    drive_type(d, "  ");
    app_quit_asked(d->app);
    assert_true(app_wants_quit(d->app));
}

static void note__is_kept__when_the_lesson_ends(void **state)
{
    Live *l = *state;
    type_note(l, "Packs up");
    drive_tap(&l->drive, BOARD_ID_END);
    assert_kept(l, 0, "Packs up");
}

static void note__is_kept__when_a_signal_is_answered(void **state)
{
    Live *l = *state;
    drive_pass(121000);
    drive_frame(&l->drive);
    type_note(l, "All look up");
    drive_tap(&l->drive, BOARD_ID_SCAN);
    assert_kept(l, 0, "All look up");
    assert_int_equal(l->drive.app->lesson.board.panel, BOARD_PANEL_SCAN);
}

static void note__is_kept__when_a_ring_opens(void **state)
{
    Live *l = *state;
    float x, y;
    turn(l);
    type_note(l, "Says why");
    int32_t frame = live_code(l, "frame");
    live_middle(l, board_pad_id(frame, 2), &x, &y);
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    live_rest(l, 800);
    assert_int_equal(l->drive.app->lesson.board.panel, BOARD_PANEL_RING);
    assert_kept(l, 0, "Says why");
    live_finger(l, 1, UI_INPUT_UP, x, y);
}

/* Nobody is seen under the note, so nobody is meant there. */
static void pad__drawn_over_an_open_note__is_not_about_who_is_beneath(void **state)
{
    Live *l = *state;
    float x, y, seat_x, seat_y;
    turn(l);
    live_middle(l, live_seat_id(l, "P1"), &seat_x, &seat_y);
    type_note(l, "Shares");
    size_t before = 0, after = 0;
    (void)session_events(live_session(l), &before);
    int32_t frame = live_code(l, "frame");
    live_middle(l, board_pad_id(frame, 2), &x, &y);
    live_finger(l, 1, UI_INPUT_DOWN, x, y);
    live_finger(l, 1, UI_INPUT_MOVE, (x + seat_x) / 2, (y + seat_y) / 2);
    live_finger(l, 1, UI_INPUT_MOVE, seat_x, seat_y);
    live_finger(l, 1, UI_INPUT_UP, seat_x, seat_y);
    const ObsEvent *events = session_events(live_session(l), &after);
    for (size_t i = before; i < after; i++)
        assert_int_not_equal(events[i].subject, live_who(l, "P1"));
}

static void go_home(Live *l)
{
    drive_tap(&l->drive, BOARD_ID_MENU);
    drive_tap(&l->drive, APP_ID_MENU_HOME);
}

/* Home leaves it open; another lesson would put an end to it. */
static void note__is_asked_about__when_another_lesson_is_opened(void **state)
{
    static const char LOST[] = "a note that was begun would be lost";
    Live *l = *state;
    Drive *d = &l->drive;
    drive_tap(d, BOARD_ID_END);
    drive_tap(d, BOARD_ID_END_YES);
    drive_tap(d, SAVED_ID_NEXT);
    drive_tap(d, SETUP_ID_START);
    drive_tap(d, SETUP_ID_START);
    Uuid second = d->app->lesson.setup->id;
    drive_tap(d, BOARD_ID_NOTE);
    drive_type(d, "Counts on");
    go_home(l);

    drive_tap(d, HOME_ID_NEW);
    drive_tap(d, SETUP_ID_START);
    drive_tap(d, SETUP_ID_START);
    assert_int_equal(d->app->screen, APP_SETUP);
    assert_true(drive_says(d, LOST));
    drive_tap(d, SETUP_ID_BACK);

    drive_tap(d, HOME_ID_ROW + 1);
    drive_tap(d, SAVED_ID_REVIEW);
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_true(drive_says(d, "Not opened") && drive_says(d, LOST));
    drive_tap(d, SAVED_ID_HOME);

    drive_tap(d, HOME_ID_VISIT);
    drive_tap(d, VISIT_ID_TEACHER);
    drive_type(d, "T14");
    drive_tap(d, VISIT_ID_GRADE + 4);
    drive_tap(d, VISIT_ID_USUAL_SUBJECT);
    drive_tap(d, VISIT_ID_SCHOOL);
    drive_type(d, "Lincoln");
    drive_tap(d, VISIT_ID_OBSERVER);
    drive_type(d, "MR");
    drive_tap(d, VISIT_ID_START);
    assert_int_equal(d->app->screen, APP_VISIT);
    assert_string_equal(d->app->visit.trouble, "a note that was begun would be lost; continue what "
                                               "is still running, and keep it or close it");
    drive_tap(d, VISIT_ID_BACK);

    drive_tap(d, HOME_ID_CONTINUE);
    assert_int_equal(uuid_compare(d->app->lesson.setup->id, second), 0);
    drive_tap(d, BOARD_ID_PANEL_OK);
    size_t count = 0;
    const ObsEvent *events = session_events(live_session(l), &count);
    assert_string_equal(events[count - 1].text, "Counts on");
    go_home(l);
    drive_tap(d, HOME_ID_ROW + 1);
    drive_tap(d, SAVED_ID_REVIEW);
    assert_int_equal(d->app->screen, APP_REVIEW);
}

/* The lesson ended while it was being written, and nobody said so for an hour. */
static void note__is_kept__when_the_lesson_is_said_to_have_ended_before(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    drive_pass(30000);
    live_tap_seat(l, "P6");
    int64_t acted_ms = session_acted_ms(live_session(l));
    drive_pass(5000);
    drive_tap(d, BOARD_ID_NOTE);
    drive_type(d, "Counts on");
    go_home(l);
    drive_pass(2 * HOME_LONG_AGO_MS);
    drive_frame(d);
    drive_tap(d, HOME_ID_END);
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_kept(l, 0, "Counts on");
    assert_int_equal(session_end_ms(live_session(l)), acted_ms);
    assert_int_equal(live_event(l, "note", 0)->start_ms, acted_ms);
    drive_tap(d, SAVED_ID_REOPEN);
    assert_int_equal(session_state(live_session(l)), SESSION_RUNNING);
    assert_kept(l, 0, "Counts on");
    assert_false(screen_board_has_note(&d->app->lesson.board));
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(note__is_kept__when_another_is_begun),
        CASE(note__is_kept__when_ink_is_opened),
        CASE(note__is_asked_about__when_the_window_closes),
        CASE(note__is_kept__when_the_lesson_ends),
        CASE(note__is_kept__when_a_signal_is_answered),
        CASE(note__is_kept__when_a_ring_opens),
        CASE(note__is_asked_about__when_another_lesson_is_opened),
        CASE(note__is_kept__when_the_lesson_is_said_to_have_ended_before),
        CASE(pad__drawn_over_an_open_note__is_not_about_who_is_beneath),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
