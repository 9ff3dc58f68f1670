/* What more than one finger does, and what a finger does while the machine is busy,
 * in the real program. */
#include "tests/touch/class.h"

#include <math.h>

static void pinch(Class *c, float x, float y, float from, float to)
{
    enum { STEPS = 8, STEP_MS = 12 };
    Person *p = &c->p;
    (void)person_touch(p, 1, GLASS_LAND, x - from, y);
    person_rest(p, 40);
    (void)person_touch(p, 2, GLASS_LAND, x + from, y);
    for (int32_t i = 1; i <= STEPS; i++) {
        float d = from + (to - from) * (float)i / STEPS;
        person_rest(p, STEP_MS);
        (void)person_touch(p, 1, GLASS_MOVE, x - d, y);
        (void)person_touch(p, 2, GLASS_MOVE, x + d, y);
    }
    (void)person_touch(p, 1, GLASS_LIFT, x - to, y);
    (void)person_touch(p, 2, GLASS_LIFT, x + to, y);
}

/* Nothing is recorded by two fingers; enlarged, a tap hits who is seen there. */
static void touch__enlarges_the_chart__and_hits_right(void **state)
{
    Class *c = *state;
    float x, y;
    class_begin(c);
    class_speak(c, 0);
    class_middle(c, class_seat(9), &x, &y);
    pinch(c, x, y, 50, 110);
    assert_true(c->p.mirror->lesson.board.zoom > 1.5F);
    class_speak(c, 9);
    class_speak(c, 8);
    int64_t at_ms = person_drag(&c->p, class_seat(9), class_seat(8));
    story_add(&c->story, "student-talk", CLASS_PUPIL + 9, at_ms)->target = CLASS_PUPIL + 8;
    (void)person_tap(&c->p, BOARD_ID_WHOLE_CHART);
    class_speak(c, 23);
    class_middle(c, class_seat(9), &x, &y);
    pinch(c, x, y, 100, 60); /* smaller than whole there is nothing */
    assert_int_equal(session_event_count(recording_session(c->p.mirror->lesson.recording)), 5);
    class_speak(c, 1);
    class_finish(c);
}

/* The side of the hand comes down in several places at once and stays. */
static void touch__records_no_palm__however_wide(void **state)
{
    Class *c = *state;
    Person *p = &c->p;
    float x[3], y[3];
    class_begin(c);
    class_speak(c, 0);
    for (int32_t i = 0; i < 3; i++) {
        class_middle(c, class_seat(21 + i), &x[i], &y[i]);
        (void)person_touch(p, 2 + i, GLASS_LAND, x[i], y[i]);
        person_rest(p, 15);
    }
    person_rest(p, PERSON_HOLD_MS);
    class_speak(c, 3);
    class_speak(c, 4);
    for (int32_t i = 0; i < 3; i++) /* it rolls a little before it leaves */
        (void)person_touch(p, 2 + i, GLASS_MOVE, x[i] + 6, y[i] + 5);
    for (int32_t i = 0; i < 3; i++)
        (void)person_touch(p, 2 + i, GLASS_LIFT, x[i] + 6, y[i] + 5);
    class_speak(c, 5);
    class_finish(c);
}

/* The program gets no time to run while the finger comes and goes: the stored time
 * is the landing's, and a short touch is no hold. */
static void touch__keeps_the_landing_time__machine_busy(void **state)
{
    enum { BUSY_MS = 700 };
    Class *c = *state;
    Person *p = &c->p;
    float x, y;
    class_begin(c);
    class_speak(c, 0);
    for (int32_t i = 0; i < 3; i++) {
        class_middle(c, class_seat(4 + i), &x, &y);
        person_stall(p, true);
        int64_t at_ms = person_touch(p, 1, GLASS_LAND, x, y);
        person_rest(p, PERSON_TAP_MS);
        (void)person_touch(p, 1, GLASS_LIFT, x, y);
        person_rest(p, BUSY_MS);
        person_stall(p, false);
        (void)story_add(&c->story, "student-talk", CLASS_PUPIL + 4 + i, at_ms);
    }
    class_speak(c, 1);
    class_finish(c);
}

/* One way of the finger over all seats, table by table, answers for everybody. */
static void touch__answers_a_scan__by_one_sweep(void **state)
{
    Class *c = *state;
    Person *p = &c->p;
    float x = 0, y = 0, x1, y1;
    class_begin(c);
    class_speak(c, 0);
    person_shut_lid(p, 120500 - app_session_ms(p->mirror));
    (void)person_tap(p, BOARD_ID_SCAN);
    for (int32_t i = 0; i < CLASS_PUPILS; i++) {
        UiRect r;
        assert_true(app_find_target(p->mirror, class_seat(i), &r));
        x1 = r.x + r.w / 2;
        y1 = r.y + r.h / 2;
        if (i == 0)
            (void)person_touch(p, 1, GLASS_LAND, x1, y1);
        for (int32_t k = 1; k <= 3 && i > 0; k++) {
            person_rest(p, 8);
            (void)person_touch(p, 1, GLASS_MOVE, x + (x1 - x) * (float)k / 3,
                               y + (y1 - y) * (float)k / 3);
        }
        x = x1;
        y = y1;
    }
    (void)person_touch(p, 1, GLASS_LIFT, x, y);
    (void)person_tap(p, class_seat(7)); /* is not with the task */
    int64_t signal_ms = p->mirror->lesson.zero_ms + 120000;
    const Subject *who = &p->mirror->lesson.setup->subjects[CLASS_PUPIL + 7];
    (void)person_tap(p, BOARD_ID_SCAN_DONE);
    for (int32_t i = 0; i < CLASS_TABLES; i++) {
        Meant *m = story_add(&c->story, "engaged", CLASS_TABLE + i, signal_ms);
        m->value = who->group == CLASS_TABLE + i ? 3 : 4;
    }
    class_speak(c, 2);
    class_finish(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(touch__enlarges_the_chart__and_hits_right, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__records_no_palm__however_wide, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__keeps_the_landing_time__machine_busy, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__answers_a_scan__by_one_sweep, class_set_up,
                                        class_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
