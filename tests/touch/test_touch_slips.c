/* What fingers do that nobody meant, and what they do at speed, in the real
 * program: nothing that was meant is lost, nothing else is recorded. */
#include "tests/touch/class.h"

enum { MARKS = 200, MARK_EVERY_MS = 50 };

static uint32_t pad(const Class *c, const char *key)
{
    int32_t code = protocol_find_code(c->p.mirror->lesson.protocol, key);
    assert_int_not_equal(code, PROTOCOL_NONE);
    return board_pad_id(code, PROTOCOL_NONE);
}

static void touch__keeps_what_was_meant__when_fingers_slip(void **state)
{
    Class *c = *state;
    Person *p = &c->p;
    float x, y;
    class_begin(c);
    class_speak(c, 0);
    class_middle(c, class_seat(5), &x, &y); /* trembles */
    int64_t at_ms = person_touch(p, 1, GLASS_LAND, x, y);
    (void)person_touch(p, 1, GLASS_MOVE, x + 5, y - 4);
    (void)person_touch(p, 1, GLASS_MOVE, x - 4, y + 6);
    (void)person_touch(p, 1, GLASS_LIFT, x - 4, y + 6);
    (void)story_add(&c->story, "student-talk", CLASS_PUPIL + 5, at_ms);
    (void)person_touch(p, 1, GLASS_LAND, x, y); /* the same speaker again changes nothing */
    (void)person_touch(p, 1, GLASS_LIFT, x, y);
    class_middle(c, pad(c, "strategy"), &x, &y); /* slides off */
    (void)person_touch(p, 1, GLASS_LAND, x, y);
    (void)person_touch(p, 1, GLASS_MOVE, x - 120, y);
    (void)person_touch(p, 1, GLASS_LIFT, x - 400, y);
    class_middle(c, class_seat(8), &x, &y); /* shorter than a frame */
    at_ms = person_touch(p, 1, GLASS_LAND, x, y);
    (void)person_touch(p, 1, GLASS_LIFT, x, y);
    (void)story_add(&c->story, "student-talk", CLASS_PUPIL + 8, at_ms);
    class_finish(c);
}

static void touch__counts_both_thumbs__and_no_palm(void **state)
{
    Class *c = *state;
    Person *p = &c->p;
    float x[2], y[2];
    class_begin(c);
    class_speak(c, 0);
    for (int32_t i = 0; i < 8; i++) { /* the second lands before the first lifts */
        for (int32_t hand = 0; hand < 2; hand++)
            class_middle(c, class_seat(hand == 0 ? 2 + i : 20 - i), &x[hand], &y[hand]);
        int64_t first_ms = person_touch(p, 1, GLASS_LAND, x[0], y[0]);
        person_rest(p, 20);
        int64_t second_ms = person_touch(p, 2, GLASS_LAND, x[1], y[1]);
        bool second_first = i % 2 == 0;
        (void)person_touch(p, second_first ? 2 : 1, GLASS_LIFT, x[second_first], y[second_first]);
        (void)person_touch(p, second_first ? 1 : 2, GLASS_LIFT, x[!second_first], y[!second_first]);
        person_rest(p, 50);
        (void)story_add(&c->story, "student-talk", CLASS_PUPIL + 2 + i, first_ms);
        (void)story_add(&c->story, "student-talk", CLASS_PUPIL + 20 - i, second_ms);
    }
    class_middle(c, class_seat(23), &x[0], &y[0]); /* the palm lies on a seat, the finger taps */
    (void)person_touch(p, 3, GLASS_LAND, x[0], y[0]);
    person_rest(p, 60);
    class_speak(c, 0);
    person_rest(p, PERSON_HOLD_MS);
    class_speak(c, 1);
    (void)person_touch(p, 3, GLASS_LIFT, x[0], y[0]);
    class_finish(c);
}

static void touch__stores_every_tap__at_twenty_a_second(void **state)
{
    Class *c = *state;
    Person *p = &c->p;
    float x, y;
    class_begin(c);
    class_speak(c, 0);
    class_middle(c, pad(c, "strategy"), &x, &y);
    int64_t begun_ms = person_now();
    for (int32_t i = 0; i < MARKS; i++) {
        int64_t at_ms = person_touch(p, 1, GLASS_LAND, x, y);
        person_rest(p, 15);
        (void)person_touch(p, 1, GLASS_LIFT, x, y);
        (void)story_add(&c->story, "strategy", CLASS_PUPIL, at_ms);
        int64_t left_ms = begun_ms + (int64_t)(i + 1) * MARK_EVERY_MS - person_now();
        person_rest(p, left_ms > 0 ? left_ms : 0);
    }
    class_finish(c);
}

static void touch__stores_nothing__when_the_tablet_turns_in_a_drag(void **state)
{
    Class *c = *state;
    Person *p = &c->p;
    float x, y;
    class_begin(c);
    class_speak(c, 0);
    class_middle(c, class_seat(4), &x, &y);
    (void)person_touch(p, 1, GLASS_LAND, x, y);
    (void)person_touch(p, 1, GLASS_MOVE, x + 40, y);
    assert_true(p->mirror->lesson.board.dragging);
    person_turn(p, 800, 1280);
    person_see(p, 0.05F);
    assert_false(p->mirror->lesson.board.dragging);
    (void)person_touch(p, 1, GLASS_LIFT, 400, 400);
    class_speak(c, 9);
    class_finish(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(touch__keeps_what_was_meant__when_fingers_slip,
                                        class_set_up, class_tear_down),
        cmocka_unit_test_setup_teardown(touch__counts_both_thumbs__and_no_palm, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__stores_every_tap__at_twenty_a_second, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__stores_nothing__when_the_tablet_turns_in_a_drag,
                                        class_set_up, class_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
