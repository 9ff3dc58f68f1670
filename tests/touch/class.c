#include "tests/touch/class.h"

#include <string.h>

int class_set_up(void **state)
{
    static Class class;
    class = (Class){0};
    *state = &class;
    return 0;
}

int class_tear_down(void **state)
{
    Class *c = *state;
    person_close(&c->p);
    return 0;
}

void class_begin(Class *c)
{
    Person *p = &c->p;
    person_open(p, 1280, 800, 1);
    (void)person_tap(p, HOME_ID_NEW);
    for (int32_t i = 0; i < p->mirror->form.protocol_count; i++)
        if (strcmp(p->mirror->form.protocols[i]->key, "academic-talk") == 0)
            (void)person_tap(p, SETUP_ID_PROTOCOL + (uint32_t)i);
    (void)person_tap(p, SETUP_ID_START);
}

void class_finish(Class *c)
{
    (void)person_tap(&c->p, BOARD_ID_END);
    (void)person_tap(&c->p, BOARD_ID_END_YES);
    (void)person_find(&c->p, SAVED_ID_HOME);
    assert_int_equal(person_leave(&c->p), 0);
    story_compare(&c->story, &c->p);
}

uint32_t class_seat(int32_t pupil)
{
    return BOARD_ID_SEAT + CLASS_PUPIL + (uint32_t)pupil;
}

void class_speak(Class *c, int32_t pupil)
{
    int64_t at_ms = person_tap(&c->p, class_seat(pupil));
    (void)story_add(&c->story, "student-talk", CLASS_PUPIL + pupil, at_ms);
}

void class_middle(Class *c, uint32_t id, float *ret_x, float *ret_y)
{
    UiRect r = person_find(&c->p, id);
    *ret_x = r.x + r.w / 2;
    *ret_y = r.y + r.h / 2;
}
