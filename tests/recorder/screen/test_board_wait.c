/* The count after a question, through the whole app: what the board says is what
 * the measures find in the record. */
#include "tests/recorder/screen/live.h"

#include "reports/measure/talk/talk.h"

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

static void rest(int64_t ms)
{
    drive_pass(ms - DRIVE_TOUCH_MS); /* the tap before took its time */
}

static void measure(Live *l, Arena *arena, TalkMeasures *ret_talk)
{
    Err err = {0};
    Observation o;
    arena_init(arena, (size_t)64 << 20);
    assert_ok(session_observation(live_session(l), live_now(l), arena, &o, &err), err);
    assert_ok(talk_measure(&o, arena, ret_talk, &err), err);
}

static void board__counts_the_wait__question_tapped(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "MO");
    rest(5000);
    live_tap_pad(l, "question", 2);
    assert_true(drive_says(&l->drive, "Waiting for an answer"));
    assert_true(drive_says(&l->drive, "Reason"));
    /* Who waits does not talk. */
    const ObsEvent *turn = live_event(l, "teacher-talk", 0);
    assert_int_equal(turn->stop_ms, live_event(l, "question", 0)->start_ms);
    rest(3200);
    drive_frame(&l->drive);
    assert_true(drive_says(&l->drive, "0:03"));
    live_tap_seat(l, "P5");
    assert_true(drive_says(&l->drive, "P5 has the floor"));
    assert_true(drive_says(&l->drive, "wait 3.2 s"));
    rest(4000);
    live_tap_seat(l, "P6");
    assert_false(drive_says(&l->drive, "wait"));
    Arena arena;
    TalkMeasures talk;
    measure(l, &arena, &talk);
    assert_int_equal(talk.wait1.count, 1);
    assert_int_equal(talk.wait1.items[0].wait_ms, 3200);
    assert_int_equal(talk.wait1.items[0].ended_by, WAIT_STUDENT);
    assert_int_equal(talk.turns[talk.wait1.items[0].next].subject, live_who(l, "P5"));
    arena_deinit(&arena);
}

static void board__says_who_went_on__teacher_answers_herself(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "MO");
    rest(5000);
    live_tap_pad(l, "question", 0);
    rest(1400);
    live_tap_seat(l, "MO");
    assert_true(drive_says(&l->drive, "MO has the floor"));
    assert_true(drive_says(&l->drive, "wait 1.4 s"));
    Arena arena;
    TalkMeasures talk;
    measure(l, &arena, &talk);
    assert_int_equal(talk.wait1.count, 1);
    assert_int_equal(talk.wait1.by_teacher, 1);
    arena_deinit(&arena);
}

static void board__goes_on_counting__silence_tapped(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "MO");
    rest(5000);
    live_tap_pad(l, "question", 0);
    rest(1000);
    live_tap_pad(l, "silence", PROTOCOL_NONE);
    rest(2000);
    drive_frame(&l->drive);
    assert_true(drive_says(&l->drive, "Waiting for an answer"));
    live_tap_seat(l, "P1");
    assert_true(drive_says(&l->drive, "wait 3.0 s"));
}

static void board__takes_the_question_back__one_undo(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "MO");
    rest(5000);
    live_tap_pad(l, "question", 0);
    drive_tap(&l->drive, BOARD_ID_UNDO);
    assert_false(drive_says(&l->drive, "Waiting for an answer"));
    assert_true(drive_says(&l->drive, "MO has the floor"));
    assert_int_equal(live_event(l, "teacher-talk", 0)->stop_ms, EVENT_OPEN);
    assert_null(live_event(l, "question", 0));
}

static void board__counts_nothing__groups_talk_or_observing_pauses(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "MO");
    rest(5000);
    live_tap_pad(l, "question", 0);
    rest(2000);
    live_tap_pad(l, "group-talk", PROTOCOL_NONE);
    assert_true(drive_says(&l->drive, "no wait counted: groups talk"));
    live_tap_seat(l, "MO");
    rest(5000);
    live_tap_pad(l, "question", 0);
    drive_tap(&l->drive, BOARD_ID_PAUSE);
    rest(2000);
    drive_tap(&l->drive, BOARD_ID_PAUSE);
    assert_false(drive_says(&l->drive, "Waiting"));
    assert_true(drive_says(&l->drive, "no wait counted: there was a pause"));
    live_tap_seat(l, "P1");
    assert_true(drive_says(&l->drive, "no wait counted: there was a pause"));
    live_tap_seat(l, "P2");
    assert_false(drive_says(&l->drive, "wait"));
}

/* Who asks need not have been given the floor before. */
static void board__counts_from_the_mark__nobody_has_the_floor(void **state)
{
    Live *l = *state;
    live_tap_pad(l, "question", 1);
    assert_true(drive_says(&l->drive, "Waiting for an answer"));
    rest(2600);
    live_tap_seat(l, "P5");
    assert_true(drive_says(&l->drive, "wait 2.6 s"));
    Arena arena;
    TalkMeasures talk;
    measure(l, &arena, &talk);
    assert_int_equal(talk.wait1.count, 1);
    assert_int_equal(talk.wait1.items[0].wait_ms, 2600);
    arena_deinit(&arena);
}

static void board__says_why_no_wait_is_counted__a_pupil_speaks(void **state)
{
    Live *l = *state;
    live_tap_seat(l, "P5");
    rest(2000);
    live_tap_pad(l, "question", 1);
    assert_true(drive_says(&l->drive, "P5 has the floor"));
    assert_true(drive_says(&l->drive, "no wait counted: others spoke"));
    live_tap_seat(l, "P6");
    assert_false(drive_says(&l->drive, "wait"));
    Arena arena;
    TalkMeasures talk;
    measure(l, &arena, &talk);
    assert_int_equal(talk.wait1.lost[WAIT_NO_TURN], 1);
    arena_deinit(&arena);
}

/* Whatever is tapped: while a wait is shown as ended, the measures have the same
 * one; what they measured was shown. */
static void board__agrees_with_the_measures__anything_tapped(void **state)
{
    Live *l = *state;
    static const char *const seats[] = {"MO", "P1", "P2", "P3"};
    static const char *const pads[] = {"silence", "group-talk", "strategy"};
    uint32_t random = 7;
    size_t shown = 0;
    for (int32_t i = 0; i < 400; i++) {
        random = random * 1664525U + 1013904223U;
        uint32_t what = random >> 16 & 15;
        drive_pass(1 + (random >> 8 & 4095));
        if (what < 7)
            live_tap_seat(l, seats[what % 4]);
        else if (what < 12)
            live_tap_pad(l, "question", (int32_t)(what - 8 > 3 ? 0 : what - 8));
        else if (what < 14)
            live_tap_pad(l, pads[what % 3], PROTOCOL_NONE);
        else if (session_undo_fact(live_session(l)))
            drive_tap(&l->drive, what == 14 ? BOARD_ID_UNDO : BOARD_ID_BACKDATE);
        SessionWait wait = session_wait(live_session(l), live_now(l));
        Arena arena;
        TalkMeasures talk;
        measure(l, &arena, &talk);
        bool found = false;
        for (size_t k = 0; k < talk.wait1.count && wait.state == SESSION_WAIT_ENDED; k++) {
            const Wait *w = &talk.wait1.items[k];
            bool same = w->from_ms == wait.from_ms && w->wait_ms == wait.wait_ms;
            found = found || (same && uuid_compare(talk.observation->events[w->source].id,
                                                   wait.question->id) == 0);
        }
        assert_int_equal(found, wait.state == SESSION_WAIT_ENDED && !wait.too_short);
        shown += found;
        arena_deinit(&arena);
    }
    assert_true(shown > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(board__counts_the_wait__question_tapped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__says_who_went_on__teacher_answers_herself, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__goes_on_counting__silence_tapped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__takes_the_question_back__one_undo, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__counts_nothing__groups_talk_or_observing_pauses,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(board__counts_from_the_mark__nobody_has_the_floor, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__says_why_no_wait_is_counted__a_pupil_speaks, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(board__agrees_with_the_measures__anything_tapped, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
