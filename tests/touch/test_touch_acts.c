/* Acts that cross each other, in the real program: a lesson ended or paused under a finger,
 * everything undone, a key between two touches. */
#include "tests/touch/class.h"

static int32_t standing(const Class *c)
{
    return (int32_t)session_event_count(recording_session(c->p.mirror->lesson.recording));
}

static void tap_with_second(Class *c, uint32_t id)
{
    float x, y;
    class_middle(c, id, &x, &y);
    (void)person_touch(&c->p, 2, GLASS_LAND, x, y);
    person_rest(&c->p, PERSON_TAP_MS);
    (void)person_touch(&c->p, 2, GLASS_LIFT, x, y);
}

/* One finger holds a pupil, who so has the floor; another ends the lesson. */
static void touch__ends_the_lesson__a_finger_holds_a_seat(void **state)
{
    Class *c = *state;
    Person *p = &c->p;
    float x, y;
    class_begin(c);
    class_speak(c, 0);
    class_middle(c, class_seat(6), &x, &y);
    int64_t at_ms = person_touch(p, 1, GLASS_LAND, x, y);
    person_rest(p, PERSON_HOLD_MS);
    tap_with_second(c, BOARD_ID_END);
    tap_with_second(c, BOARD_ID_END_YES);
    (void)person_touch(p, 1, GLASS_LIFT, x, y);
    (void)person_find(p, SAVED_ID_HOME);
    (void)story_add(&c->story, "student-talk", CLASS_PUPIL + 6, at_ms);
    assert_int_equal(person_leave(p), 0);
    story_compare(&c->story, p);
}

/* Under way when observing pauses, a turn goes on after it; nothing is recorded meanwhile. */
static void touch__pauses__a_turn_under_way(void **state)
{
    Class *c = *state;
    Person *p = &c->p;
    class_begin(c);
    class_speak(c, 3);
    (void)person_tap(p, BOARD_ID_PAUSE);
    for (int32_t i = 0; i < 4; i++) { /* seats are no buttons now */
        UiRect r;
        if (app_find_target(p->mirror, class_seat(i), &r))
            (void)person_tap(p, class_seat(i));
    }
    assert_int_equal(session_state(recording_session(p->mirror->lesson.recording)), SESSION_PAUSED);
    (void)person_tap(p, BOARD_ID_PAUSE);
    class_speak(c, 4);
    class_finish(c);
}

/* Back to the beginning, beyond it, and forth again. */
static void touch__undoes_everything__and_does_it_again(void **state)
{
    enum { TURNS = 6 };
    Class *c = *state;
    Person *p = &c->p;
    UiRect r;
    class_begin(c);
    for (int32_t i = 0; i < TURNS; i++)
        class_speak(c, i * 3);
    for (int32_t i = 0; i < TURNS; i++)
        (void)person_tap(p, BOARD_ID_UNDO);
    assert_int_equal(standing(c), 0);
    if (app_find_target(p->mirror, BOARD_ID_UNDO, &r))
        (void)person_tap(p, BOARD_ID_UNDO); /* there is nothing before it */
    assert_int_equal(session_state(recording_session(p->mirror->lesson.recording)),
                     SESSION_RUNNING);
    for (int32_t i = 0; i < TURNS; i++)
        (void)person_tap(p, BOARD_ID_REDO);
    assert_int_equal(standing(c), TURNS);
    class_finish(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(touch__ends_the_lesson__a_finger_holds_a_seat, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__pauses__a_turn_under_way, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__undoes_everything__and_does_it_again, class_set_up,
                                        class_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
