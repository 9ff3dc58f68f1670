/* The window ends in mid-lesson: asked to close, destroyed by somebody else, cut off
 * from its display, or left without one. The program ends calmly, with nothing lost. */
#include "tests/touch/class.h"

#include <signal.h>
#include <stdlib.h>

enum { ROUNDS = 20 };

static const char *const NAMES[GLASS_ENDS] = {"asked to close", "destroyed", "cut off"};

/* Two turns are under way; a third touch is in the air. */
static void begin_to_speak(Class *c)
{
    float x, y;
    class_begin(c);
    class_speak(c, 0);
    class_speak(c, 9);
    class_middle(c, class_seat(4), &x, &y);
    (void)person_touch(&c->p, 1, GLASS_LAND, x, y);
}

/* The next start takes the lesson up again where it was. */
static void find_lesson_kept(Class *c)
{
    const char *const verify[] = {"verify", NULL};
    free(person_run(&c->p, verify));
    story_compare(&c->story, &c->p);
}

static void assert_calm(Class *c, const char *what, int32_t round)
{
    int code = person_wait(&c->p);
    char *said = person_read_said(&c->p);
    bool calm = code == 0 && !*said;
    if (*said)
        print_message("%s\n", said);
    free(said);
    if (!calm)
        fail_msg("%s, round %d: exit code %d", what, (int)round, code);
}

/* At any moment of any work: while it starts, while it paints what is touched. */
static void touch_about(Class *c, int32_t round)
{
    person_rest(&c->p, round * 7 % 40);
    for (int32_t i = 0; i < round; i++) {
        float x = (float)(i * 211 % c->p.window.w), y = (float)(i * 137 % c->p.window.h);
        (void)glass_touch(c->p.glass, i % 3, GLASS_LAND, x, y);
        (void)glass_touch(c->p.glass, i % 3, GLASS_LIFT, x, y);
    }
}

static void end_often(Class *c, GlassEnd how)
{
    begin_to_speak(c);
    for (int32_t round = 0; round < ROUNDS; round++) {
        if (round > 0) {
            person_start_again(&c->p);
            touch_about(c, round);
        }
        assert_true(glass_end_window(c->p.glass, how));
        assert_calm(c, NAMES[how], round);
        if (round == 0)
            find_lesson_kept(c);
    }
    print_message("%d times %s: exit code 0 each time, nothing said\n", ROUNDS, NAMES[how]);
}

/* What a display that is cut off while it is written to sends first. */
static void touch__goes_on__pipe_broken(void **state)
{
    Class *c = *state;
    begin_to_speak(c);
    assert_int_equal(kill(c->p.program, SIGPIPE), 0);
    assert_true(glass_end_window(c->p.glass, GLASS_ASK));
    assert_calm(c, "after a broken pipe", 0);
    find_lesson_kept(c);
}

static void touch__ends_calmly__asked_to_close(void **state)
{
    end_often(*state, GLASS_ASK);
}

static void touch__ends_calmly__window_destroyed(void **state)
{
    end_often(*state, GLASS_DESTROY);
}

static void touch__ends_calmly__connection_cut(void **state)
{
    end_often(*state, GLASS_CUT);
}

static void touch__ends_calmly__display_gone(void **state)
{
    Class *c = *state;
    begin_to_speak(c);
    glass_break(c->p.glass);
    assert_calm(c, "without a display", 0);
    find_lesson_kept(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(touch__goes_on__pipe_broken, class_set_up, class_tear_down),
        cmocka_unit_test_setup_teardown(touch__ends_calmly__asked_to_close, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__ends_calmly__window_destroyed, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__ends_calmly__connection_cut, class_set_up,
                                        class_tear_down),
        cmocka_unit_test_setup_teardown(touch__ends_calmly__display_gone, class_set_up,
                                        class_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
