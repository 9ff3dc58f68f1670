/* A lesson that nobody ended: the tablet lies there, the signals of the sampling come and
 * go, and hours later somebody says that it is over. Through the whole app. */
#include "tests/recorder/screen/live.h"

enum { MINUTE = 60000, ACTED = 10 * MINUTE };

/* P1 is tapped at 10:00; the last that anybody did. */
static int set_up(void **state)
{
    static Live live;
    live_open(&live, "academic-talk", 28);
    drive_pass(ACTED);
    live_tap_seat(&live, "P1");
    *state = &live;
    return 0;
}

static int tear_down(void **state)
{
    live_close(*state);
    return 0;
}

/* A frame at a time: time is noted on every screen. */
static void lie_there(Live *l, int32_t minutes)
{
    for (int32_t i = 0; i < minutes; i++) {
        drive_pass(MINUTE);
        drive_frame(&l->drive);
    }
}

static void go_home(Live *l)
{
    drive_tap(&l->drive, BOARD_ID_MENU);
    drive_tap(&l->drive, APP_ID_MENU_HOME);
    assert_int_equal(l->drive.app->screen, APP_HOME);
}

static void end_where_it_was_left(Live *l)
{
    Drive *d = &l->drive;
    assert_true(drive_says(d, "Saved, last at 10:00"));
    assert_true(drive_says(d, "It ended at 10:00"));
    assert_true(drive_says(d, "10 min, 1 event")); /* in the list, too */
    drive_tap(d, HOME_ID_END);
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_string_equal(d->app->saved.model.trouble, "");
    Session *s = live_session(l);
    int64_t end_ms = session_end_ms(s);
    assert_true(end_ms >= ACTED && end_ms <= ACTED + DRIVE_TOUCH_MS);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, end_ms);
    size_t count = 0, scans = 0;
    const ObsEvent *events = session_events(s, &count);
    for (size_t i = 0; i < count; i++) {
        assert_true(events[i].voided || events[i].start_ms <= end_ms);
        scans += !events[i].voided && events[i].code == live_code(l, "engaged");
    }
    assert_int_equal(scans, 7 * 5); /* of each table, at 2:00, 4:00, ... 10:00 */
}

static void home__ends_it_at_the_last_act__an_hour_in_a_bag(void **state)
{
    Live *l = *state;
    go_home(l);
    lie_there(l, 60);
    end_where_it_was_left(l);
    /* The end was said an hour after it, and is none of what was put right since. */
    drive_tap(&l->drive, SAVED_ID_REVIEW);
    assert_int_equal(l->drive.app->screen, APP_REVIEW);
    drive_tap(&l->drive, REVIEW_ID_UNDO);
    assert_int_equal(session_state(live_session(l)), SESSION_ENDED);
}

static void home__offers_the_end__board_left_open(void **state)
{
    Live *l = *state;
    lie_there(l, 60);
    go_home(l);
    end_where_it_was_left(l);
}

static void home__offers_the_end__gone_on_with_by_mistake(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    drive_close(d);
    drive_pass(20 * 60 * INT64_C(60000));
    drive_open(d);
    drive_tap(d, HOME_ID_CONTINUE);
    lie_there(l, 3);
    go_home(l);
    end_where_it_was_left(l);
    Uuid id = l->setup.id;
    drive_close(d);
    drive_open(d);
    drive_tap(d, HOME_ID_ROW); /* and so it is on the disk */
    assert_int_equal(uuid_compare(d->app->saved.id, id), 0);
    assert_string_equal(d->app->saved.model.figures[0].value, "10 min");
}

static void saved__brings_it_back_whole__the_end_undone(void **state)
{
    Live *l = *state;
    go_home(l);
    lie_there(l, 60);
    end_where_it_was_left(l);
    drive_tap(&l->drive, SAVED_ID_REOPEN);
    assert_int_equal(l->drive.app->screen, APP_BOARD);
    assert_int_equal(session_state(live_session(l)), SESSION_RUNNING);
    assert_int_equal(live_event(l, "student-talk", 0)->stop_ms, EVENT_OPEN);
    assert_non_null(live_event(l, "engaged", 7 * 34 - 1));
}

static int set_up_untouched(void **state)
{
    static Live live;
    live_open(&live, "academic-talk", 28);
    *state = &live;
    return 0;
}

/* Begun, and never touched: no lesson was seen. */
static void home__ends_it_at_its_beginning__nobody_did_anything(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    lie_there(l, 60);
    go_home(l);
    assert_true(drive_says(d, "It ended at 0:00"));
    drive_tap(d, HOME_ID_END);
    assert_int_equal(d->app->screen, APP_SAVED);
    assert_int_equal(session_end_ms(live_session(l)), 0);
    assert_int_equal(session_event_count(live_session(l)), 0);
    assert_null(live_event(l, "engaged", 0));
    drive_tap(d, SAVED_ID_SHEET);
    drive_frame(d);
    app_apply_debrief(d->app, &(DebriefAsk){.kind = DEBRIEF_ASK_BACK});
    drive_frame(d);
    drive_tap(d, SAVED_ID_REVIEW);
    assert_int_equal(d->app->screen, APP_REVIEW);
    drive_tap(d, REVIEW_ID_BACK);
    drive_tap(d, SAVED_ID_REOPEN);
    assert_int_equal(session_state(live_session(l)), SESSION_RUNNING);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(home__ends_it_at_the_last_act__an_hour_in_a_bag),
        CASE(home__offers_the_end__board_left_open),
        CASE(home__offers_the_end__gone_on_with_by_mistake),
        CASE(saved__brings_it_back_whole__the_end_undone),
        cmocka_unit_test_setup_teardown(home__ends_it_at_its_beginning__nobody_did_anything,
                                        set_up_untouched, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
