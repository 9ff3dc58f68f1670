/* What fingers do that nobody meant, and what they do at speed, in the real
 * program: nothing that was meant is lost, nothing else is recorded. */
#include "tests/touch/story.h"

#include <string.h>

/* The first set-up: one adult, six tables, then 24 pupils. */
enum { FIRST_PUPIL = 7, MARKS = 200, MARK_EVERY_MS = 50 };

typedef struct Slips {
    Person p;
    Story story;
} Slips;

static int set_up(void **state)
{
    static Slips slips;
    slips = (Slips){0};
    *state = &slips;
    return 0;
}

static int tear_down(void **state)
{
    Slips *s = *state;
    person_close(&s->p);
    return 0;
}

static uint32_t seat(int32_t pupil)
{
    return BOARD_ID_SEAT + FIRST_PUPIL + (uint32_t)pupil;
}

static void begin(Slips *s)
{
    Person *p = &s->p;
    person_open(p, 1280, 800, 1);
    (void)person_tap(p, HOME_ID_NEW);
    for (int32_t i = 0; i < p->mirror->form.protocol_count; i++)
        if (strcmp(p->mirror->form.protocols[i]->key, "academic-talk") == 0)
            (void)person_tap(p, SETUP_ID_PROTOCOL + (uint32_t)i);
    (void)person_tap(p, SETUP_ID_START);
}

static uint32_t pad(const Slips *s, const char *key)
{
    int32_t code = protocol_find_code(s->p.mirror->lesson.protocol, key);
    assert_int_not_equal(code, PROTOCOL_NONE);
    return board_pad_id(code, PROTOCOL_NONE);
}

static void finish(Slips *s)
{
    (void)person_tap(&s->p, BOARD_ID_END);
    (void)person_tap(&s->p, BOARD_ID_END_YES);
    (void)person_find(&s->p, SAVED_ID_HOME);
    assert_int_equal(person_leave(&s->p), 0);
    story_compare(&s->story, &s->p);
}

static void speak(Slips *s, int32_t pupil)
{
    int64_t at_ms = person_tap(&s->p, seat(pupil));
    (void)story_add(&s->story, "student-talk", FIRST_PUPIL + pupil, at_ms);
}

/* The middle of a target. */
static void middle(Slips *s, uint32_t id, float *ret_x, float *ret_y)
{
    UiRect r = person_find(&s->p, id);
    *ret_x = r.x + r.w / 2;
    *ret_y = r.y + r.h / 2;
}

static void touch__keeps_what_was_meant__when_fingers_slip(void **state)
{
    Slips *s = *state;
    Person *p = &s->p;
    float x, y;
    begin(s);
    speak(s, 0);
    middle(s, seat(5), &x, &y); /* trembles */
    int64_t at_ms = person_touch(p, 1, GLASS_LAND, x, y);
    (void)person_touch(p, 1, GLASS_MOVE, x + 5, y - 4);
    (void)person_touch(p, 1, GLASS_MOVE, x - 4, y + 6);
    (void)person_touch(p, 1, GLASS_LIFT, x - 4, y + 6);
    (void)story_add(&s->story, "student-talk", FIRST_PUPIL + 5, at_ms);
    (void)person_touch(p, 1, GLASS_LAND, x, y); /* the same speaker again changes nothing */
    (void)person_touch(p, 1, GLASS_LIFT, x, y);
    middle(s, pad(s, "strategy"), &x, &y); /* slides off */
    (void)person_touch(p, 1, GLASS_LAND, x, y);
    (void)person_touch(p, 1, GLASS_MOVE, x - 120, y);
    (void)person_touch(p, 1, GLASS_LIFT, x - 400, y);
    middle(s, seat(8), &x, &y); /* shorter than a frame */
    at_ms = person_touch(p, 1, GLASS_LAND, x, y);
    (void)person_touch(p, 1, GLASS_LIFT, x, y);
    (void)story_add(&s->story, "student-talk", FIRST_PUPIL + 8, at_ms);
    finish(s);
}

static void touch__counts_both_thumbs__and_no_palm(void **state)
{
    Slips *s = *state;
    Person *p = &s->p;
    float x[2], y[2];
    begin(s);
    speak(s, 0);
    for (int32_t i = 0; i < 8; i++) { /* the second lands before the first lifts */
        for (int32_t hand = 0; hand < 2; hand++)
            middle(s, seat(hand == 0 ? 2 + i : 20 - i), &x[hand], &y[hand]);
        int64_t first_ms = person_touch(p, 1, GLASS_LAND, x[0], y[0]);
        person_rest(p, 20);
        int64_t second_ms = person_touch(p, 2, GLASS_LAND, x[1], y[1]);
        bool second_first = i % 2 == 0;
        (void)person_touch(p, second_first ? 2 : 1, GLASS_LIFT, x[second_first], y[second_first]);
        (void)person_touch(p, second_first ? 1 : 2, GLASS_LIFT, x[!second_first], y[!second_first]);
        person_rest(p, 50);
        (void)story_add(&s->story, "student-talk", FIRST_PUPIL + 2 + i, first_ms);
        (void)story_add(&s->story, "student-talk", FIRST_PUPIL + 20 - i, second_ms);
    }
    middle(s, seat(23), &x[0], &y[0]); /* the palm lies on a seat, the finger taps */
    (void)person_touch(p, 3, GLASS_LAND, x[0], y[0]);
    person_rest(p, 60);
    speak(s, 0);
    person_rest(p, PERSON_HOLD_MS);
    speak(s, 1);
    (void)person_touch(p, 3, GLASS_LIFT, x[0], y[0]);
    finish(s);
}

static void touch__stores_every_tap__at_twenty_a_second(void **state)
{
    Slips *s = *state;
    Person *p = &s->p;
    float x, y;
    begin(s);
    speak(s, 0);
    middle(s, pad(s, "strategy"), &x, &y);
    int64_t begun_ms = person_now();
    for (int32_t i = 0; i < MARKS; i++) {
        int64_t at_ms = person_touch(p, 1, GLASS_LAND, x, y);
        person_rest(p, 15);
        (void)person_touch(p, 1, GLASS_LIFT, x, y);
        (void)story_add(&s->story, "strategy", FIRST_PUPIL, at_ms);
        int64_t left_ms = begun_ms + (int64_t)(i + 1) * MARK_EVERY_MS - person_now();
        person_rest(p, left_ms > 0 ? left_ms : 0);
    }
    finish(s);
}

static void touch__stores_nothing__when_the_tablet_turns_in_a_drag(void **state)
{
    Slips *s = *state;
    Person *p = &s->p;
    float x, y;
    begin(s);
    speak(s, 0);
    middle(s, seat(4), &x, &y);
    (void)person_touch(p, 1, GLASS_LAND, x, y);
    (void)person_touch(p, 1, GLASS_MOVE, x + 40, y);
    assert_true(p->mirror->lesson.board.dragging);
    person_turn(p, 800, 1280);
    person_see(p, 0.05F);
    assert_false(p->mirror->lesson.board.dragging);
    (void)person_touch(p, 1, GLASS_LIFT, 400, 400);
    speak(s, 9);
    finish(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(touch__keeps_what_was_meant__when_fingers_slip, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(touch__counts_both_thumbs__and_no_palm, set_up, tear_down),
        cmocka_unit_test_setup_teardown(touch__stores_every_tap__at_twenty_a_second, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(touch__stores_nothing__when_the_tablet_turns_in_a_drag,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
