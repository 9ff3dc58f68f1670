/* Replay through the whole app: played, paused, scrubbed by finger and keys; the chart
 * shows what was so, and nothing is written. */
#include "tests/recorder/screen/live.h"

#include <math.h>

enum { SECOND = 1000 };

static int64_t facts_before;

/* P1 has the floor at 10 s, speaking to P2; P2 at 20 s; the teacher at 30 s; over at
 * 120 s. */
static int set_up(void **state)
{
    static Live live;
    Live *l = &live;
    live_open(l, "academic-talk", 28);
    float x0, y0, x1, y1;
    live_rest(l, 10 * SECOND);
    live_middle(l, live_seat_id(l, "P1"), &x0, &y0);
    live_middle(l, live_seat_id(l, "P2"), &x1, &y1);
    live_finger(l, 1, UI_INPUT_DOWN, x0, y0);
    for (int32_t i = 1; i <= 6; i++)
        live_finger(l, 1, UI_INPUT_MOVE, x0 + (x1 - x0) * (float)i / 6,
                    y0 + (y1 - y0) * (float)i / 6);
    live_finger(l, 1, UI_INPUT_UP, x1, y1);
    drive_pass(20 * SECOND - live_now(l));
    live_tap_seat(l, "P2");
    drive_pass(30 * SECOND - live_now(l));
    live_tap_seat(l, "MO");
    drive_pass(119 * SECOND - live_now(l)); /* before the first signal */
    drive_tap(&l->drive, BOARD_ID_END);
    drive_tap(&l->drive, BOARD_ID_END_YES);
    drive_tap(&l->drive, SAVED_ID_REVIEW);
    assert_int_equal(l->drive.app->screen, APP_REVIEW);
    facts_before = session_action_count(live_session(l));
    *state = l;
    return 0;
}

/* Whatever was done in between, the record is as it was. */
static int tear_down(void **state)
{
    Live *l = *state;
    assert_int_equal(session_action_count(live_session(l)), facts_before);
    assert_int_equal(session_planned(live_session(l)).count, 0);
    assert_false(l->drive.app->review.changed);
    live_close(l);
    return 0;
}

static ReviewReplay *replay_of(const Live *l)
{
    return &l->drive.app->review.state.replay;
}

static void scrub_to(Live *l, int64_t at_ms)
{
    UiRect r;
    drive_frame(&l->drive);
    assert_true(app_find_target(l->drive.app, REVIEW_ID_SCRUB, &r));
    double length = (double)session_end_ms(live_session(l));
    float x = r.x + r.w * (float)((double)at_ms / length);
    live_finger(l, 1, UI_INPUT_DOWN, x, r.y + r.h / 2);
    live_finger(l, 1, UI_INPUT_UP, x, r.y + r.h / 2);
    drive_frame(&l->drive);
}

static void pause_it(Live *l)
{
    drive_tap(&l->drive, REVIEW_ID_PLAY);
    assert_false(replay_of(l)->playing);
}

static void key(Live *l, UiKey k)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = k,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(l->drive.app, &in);
    drive_frame(&l->drive);
}

static void replay__runs_by_the_clock__at_its_speed(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    drive_tap(d, REVIEW_ID_REPLAY);
    assert_true(replay_of(l)->playing);
    assert_true(d->wake_ms <= drive_clock.boot_ms + 40);
    static const int32_t speeds[] = {1, 5, 20, 60};
    for (uint32_t i = 0; i < 4; i++) {
        drive_tap(d, REVIEW_ID_SPEED + i);
        pause_it(l);
        scrub_to(l, 0);
        drive_tap(d, REVIEW_ID_PLAY);
        double from = replay_of(l)->at_ms;
        drive_pass(1000);
        drive_frame(d);
        assert_true(fabs(replay_of(l)->at_ms - from - speeds[i] * 1000.0) < 1);
    }
    drive_pass(5000); /* to its end, where it stays */
    drive_frame(d);
    assert_false(replay_of(l)->playing);
    assert_true(replay_of(l)->at_ms == (double)session_end_ms(live_session(l)));
    drive_tap(d, REVIEW_ID_PLAY); /* once more, from the start */
    assert_true(replay_of(l)->playing && replay_of(l)->at_ms < 60 * SECOND);
}

static void replay__shows_who_had_the_floor__and_to_whom(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    drive_tap(d, REVIEW_ID_REPLAY);
    pause_it(l);
    scrub_to(l, 15 * SECOND);
    assert_true(drive_says(d, "P1 has the floor"));
    assert_true(drive_says(d, "to P2"));
    int32_t curves = 0;
    for (int32_t i = 0; i < d->app->ui.command_count; i++)
        curves += d->app->ui.commands[i].kind == UI_CURVE;
    assert_int_equal(curves, 2); /* the directed talk, with its halo */
    scrub_to(l, 25 * SECOND);
    assert_true(drive_says(d, "P2 has the floor"));
    scrub_to(l, 5 * SECOND);
    assert_true(drive_says(d, "Nobody has the floor"));
    assert_false(drive_says(d, "Tap a seat; drag to whom they speak"));
    scrub_to(l, 40 * SECOND);
    assert_true(drive_says(d, "MO has the floor"));
}

/* No seat, no pad: a tap on the chart is nothing. */
static void replay__takes_no_tap__on_its_chart(void **state)
{
    Live *l = *state;
    Drive *d = &l->drive;
    drive_tap(d, REVIEW_ID_REPLAY);
    pause_it(l);
    scrub_to(l, 15 * SECOND);
    for (int32_t i = 0; i < 40; i++) {
        float x = 40 + (float)(i % 8) * 100, y = 110 + (float)(i / 8) * 100;
        live_finger(l, 1, UI_INPUT_DOWN, x, y);
        drive_pass(30);
        live_finger(l, 1, UI_INPUT_UP, x, y);
    }
    drive_frame(d);
    assert_true(drive_says(d, "P1 has the floor"));
    for (int32_t i = 0; i < d->app->ui.seen_count; i++)
        assert_true(d->app->ui.seen[i].id < BOARD_ID_PHASE);
}

static void replay__is_worked__by_keys(void **state)
{
    Live *l = *state;
    drive_tap(&l->drive, REVIEW_ID_REPLAY);
    l->drive.app->ui.focus_id = 0;
    key(l, UI_KEY_SPACE);
    assert_false(replay_of(l)->playing);
    double at = replay_of(l)->at_ms;
    key(l, UI_KEY_RIGHT);
    key(l, UI_KEY_RIGHT);
    assert_true(replay_of(l)->at_ms == at + 10 * SECOND);
    key(l, UI_KEY_LEFT);
    assert_true(replay_of(l)->at_ms == at + 5 * SECOND);
    assert_int_equal(replay_of(l)->speed, 5);
    key(l, UI_KEY_UP);
    assert_int_equal(replay_of(l)->speed, 20);
    key(l, UI_KEY_DOWN);
    assert_int_equal(replay_of(l)->speed, 5);
    key(l, UI_KEY_ESCAPE);
    assert_null(replay_of(l)->playback);
    assert_true(drive_shows(&l->drive, REVIEW_ID_REPLAY));
}

static void replay__begins__at_what_is_chosen(void **state)
{
    Live *l = *state;
    drive_tap(&l->drive, REVIEW_ID_NEXT);
    drive_tap(&l->drive, REVIEW_ID_NEXT);
    const ObsEvent *e = session_find_event(live_session(l), l->drive.app->review.state.selected);
    assert_non_null(e);
    drive_tap(&l->drive, REVIEW_ID_REPLAY);
    assert_true(fabs(replay_of(l)->at_ms - (double)e->start_ms) < 300);
    drive_tap(&l->drive, REVIEW_ID_BACK);
    assert_true(drive_shows(&l->drive, REVIEW_ID_REPLAY));
    drive_tap(&l->drive, REVIEW_ID_BACK);
    assert_int_equal(l->drive.app->screen, APP_SAVED);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(replay__runs_by_the_clock__at_its_speed),
        CASE(replay__shows_who_had_the_floor__and_to_whom),
        CASE(replay__takes_no_tap__on_its_chart),
        CASE(replay__is_worked__by_keys),
        CASE(replay__begins__at_what_is_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
