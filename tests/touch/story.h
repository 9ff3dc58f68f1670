/* story.h - what the script of a touch test meant, and what was stored of it. */
#ifndef TESTS_TOUCH_STORY_H
#define TESTS_TOUCH_STORY_H

#include "tests/touch/person.h"

/* How far a stored time may be off, ms. The display server stamps a touch when it
 * takes it from the device, however long a frame of ours is; the test itself may be
 * held up between reading the clock and touching. */
enum { STORY_LATE_MS = 40 };

enum { STORY_MAX = 512 };

typedef struct Meant {
    const char *code;
    int32_t subject, target;       /* of the set-up, or SUBJECT_NONE */
    int64_t at_ms, stop_ms;        /* boot clock; stop_ms 0: not looked at */
    const char *modifier, *option; /* NULL: not looked at */
    const char *text;              /* NULL: none */
    int32_t value;                 /* of a sample */
} Meant;

typedef struct Story {
    Meant meant[STORY_MAX];
    int32_t count;
} Story;

/* The new entry, about a subject; the rest is filled in by the caller. */
Meant *story_add(Story *story, const char *code, int32_t subject, int64_t at_ms);
void story_take_back(Story *story); /* the last one */

/* The newest lesson of the store holds exactly what was meant (and who was absent
 * and when it was paused, which are left alone), in order and in time. Prints
 * the comparison, a line for each event. */
void story_compare(const Story *story, Person *p);

#endif
