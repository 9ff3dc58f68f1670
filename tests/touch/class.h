/* class.h - a lesson of the first set-up, touched: what the scripts of touch tests share. */
#ifndef TESTS_TOUCH_CLASS_H
#define TESTS_TOUCH_CLASS_H

#include "tests/touch/story.h"

/* The first set-up: one adult, six tables, then 24 pupils. */
enum { CLASS_TEACHER = 0, CLASS_TABLE = 1, CLASS_TABLES = 6, CLASS_PUPIL = 7, CLASS_PUPILS = 24 };

typedef struct Class {
    Person p;
    Story story;
} Class;

/* Of a test: *state is an empty Class; closed afterwards, also after a failure. */
int class_set_up(void **state);
int class_tear_down(void **state);

/* The window at 1280 x 800, and a lesson with academic talk under way. */
void class_begin(Class *c);
/* Ends the lesson and the program; what is stored is what the story says. */
void class_finish(Class *c);

uint32_t class_seat(int32_t pupil);
/* A tap on the pupil, who has the floor from then. */
void class_speak(Class *c, int32_t pupil);
/* The middle of a target. */
void class_middle(Class *c, uint32_t id, float *ret_x, float *ret_y);

#endif
