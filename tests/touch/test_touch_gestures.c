/* What more than one finger does, and what a finger does while the machine is busy,
 * in the real program. */
#include "tests/touch/story.h"

#include <math.h>
#include <string.h>

/* The first set-up: one adult, six tables, then 24 pupils. */
enum { FIRST_TABLE = 1, TABLES = 6, FIRST_PUPIL = 7, PUPILS = 24 };

typedef struct Gestures {
    Person p;
    Story story;
} Gestures;

static int set_up(void **state)
{
    static Gestures gestures;
    gestures = (Gestures){0};
    *state = &gestures;
    return 0;
}

static int tear_down(void **state)
{
    Gestures *g = *state;
    person_close(&g->p);
    return 0;
}

static uint32_t seat(int32_t pupil)
{
    return BOARD_ID_SEAT + FIRST_PUPIL + (uint32_t)pupil;
}

static void begin(Gestures *g)
{
    Person *p = &g->p;
    person_open(p, 1280, 800, 1);
    (void)person_tap(p, HOME_ID_NEW);
    for (int32_t i = 0; i < p->mirror->form.protocol_count; i++)
        if (strcmp(p->mirror->form.protocols[i]->key, "academic-talk") == 0)
            (void)person_tap(p, SETUP_ID_PROTOCOL + (uint32_t)i);
    (void)person_tap(p, SETUP_ID_START);
}

static void finish(Gestures *g)
{
    (void)person_tap(&g->p, BOARD_ID_END);
    (void)person_tap(&g->p, BOARD_ID_END_YES);
    (void)person_find(&g->p, SAVED_ID_HOME);
    assert_int_equal(person_leave(&g->p), 0);
    story_compare(&g->story, &g->p);
}

static void speak(Gestures *g, int32_t pupil)
{
    int64_t at_ms = person_tap(&g->p, seat(pupil));
    (void)story_add(&g->story, "student-talk", FIRST_PUPIL + pupil, at_ms);
}

static void middle(Gestures *g, uint32_t id, float *ret_x, float *ret_y)
{
    UiRect r = person_find(&g->p, id);
    *ret_x = r.x + r.w / 2;
    *ret_y = r.y + r.h / 2;
}

static void pinch(Gestures *g, float x, float y, float from, float to)
{
    enum { STEPS = 8, STEP_MS = 12 };
    Person *p = &g->p;
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
    Gestures *g = *state;
    float x, y;
    begin(g);
    speak(g, 0);
    middle(g, seat(9), &x, &y);
    pinch(g, x, y, 50, 110);
    assert_true(g->p.mirror->lesson.board.zoom > 1.5F);
    speak(g, 9);
    speak(g, 8);
    int64_t at_ms = person_drag(&g->p, seat(9), seat(8));
    story_add(&g->story, "student-talk", FIRST_PUPIL + 9, at_ms)->target = FIRST_PUPIL + 8;
    (void)person_tap(&g->p, BOARD_ID_WHOLE_CHART);
    speak(g, 23);
    middle(g, seat(9), &x, &y);
    pinch(g, x, y, 100, 60); /* smaller than whole there is nothing */
    assert_int_equal(session_event_count(recording_session(g->p.mirror->lesson.recording)), 5);
    speak(g, 1);
    finish(g);
}

/* The side of the hand comes down in several places at once and stays. */
static void touch__records_no_palm__however_wide(void **state)
{
    Gestures *g = *state;
    Person *p = &g->p;
    float x[3], y[3];
    begin(g);
    speak(g, 0);
    for (int32_t i = 0; i < 3; i++) {
        middle(g, seat(21 + i), &x[i], &y[i]);
        (void)person_touch(p, 2 + i, GLASS_LAND, x[i], y[i]);
        person_rest(p, 15);
    }
    person_rest(p, PERSON_HOLD_MS);
    speak(g, 3);
    speak(g, 4);
    for (int32_t i = 0; i < 3; i++) /* it rolls a little before it leaves */
        (void)person_touch(p, 2 + i, GLASS_MOVE, x[i] + 6, y[i] + 5);
    for (int32_t i = 0; i < 3; i++)
        (void)person_touch(p, 2 + i, GLASS_LIFT, x[i] + 6, y[i] + 5);
    speak(g, 5);
    finish(g);
}

/* The program gets no time to run while the finger comes and goes: the stored time
 * is the landing's, and a short touch is no hold. */
static void touch__keeps_the_landing_time__machine_busy(void **state)
{
    enum { BUSY_MS = 700 };
    Gestures *g = *state;
    Person *p = &g->p;
    float x, y;
    begin(g);
    speak(g, 0);
    for (int32_t i = 0; i < 3; i++) {
        middle(g, seat(4 + i), &x, &y);
        person_stall(p, true);
        int64_t at_ms = person_touch(p, 1, GLASS_LAND, x, y);
        person_rest(p, PERSON_TAP_MS);
        (void)person_touch(p, 1, GLASS_LIFT, x, y);
        person_rest(p, BUSY_MS);
        person_stall(p, false);
        (void)story_add(&g->story, "student-talk", FIRST_PUPIL + 4 + i, at_ms);
    }
    speak(g, 1);
    finish(g);
}

/* One way of the finger over all seats, table by table, answers for everybody. */
static void touch__answers_a_scan__by_one_sweep(void **state)
{
    Gestures *g = *state;
    Person *p = &g->p;
    float x = 0, y = 0, x1, y1;
    begin(g);
    speak(g, 0);
    person_shut_lid(p, 120500 - app_session_ms(p->mirror));
    (void)person_tap(p, BOARD_ID_SCAN);
    for (int32_t i = 0; i < PUPILS; i++) {
        UiRect r;
        assert_true(app_find_target(p->mirror, seat(i), &r));
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
    (void)person_tap(p, seat(7)); /* is not with the task */
    int64_t signal_ms = p->mirror->lesson.zero_ms + 120000;
    const Subject *who = &p->mirror->lesson.setup->subjects[FIRST_PUPIL + 7];
    (void)person_tap(p, BOARD_ID_SCAN_DONE);
    for (int32_t i = 0; i < TABLES; i++) {
        Meant *m = story_add(&g->story, "engaged", FIRST_TABLE + i, signal_ms);
        m->value = who->group == FIRST_TABLE + i ? 3 : 4;
    }
    speak(g, 2);
    finish(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(touch__enlarges_the_chart__and_hits_right, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(touch__records_no_palm__however_wide, set_up, tear_down),
        cmocka_unit_test_setup_teardown(touch__keeps_the_landing_time__machine_busy, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(touch__answers_a_scan__by_one_sweep, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
