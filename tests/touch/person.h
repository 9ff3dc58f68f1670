/* person.h - a person at the tablet: the real program in a real window, touched.
 *
 * The person finds a place by knowing the screens, not by asking the program: a
 * second app of the same size (the mirror) lives in the test, gets the same
 * touches, and says where its targets are. Before they tap, people look: until
 * the window shows at that place what the mirror shows, they wait. So nothing
 * here sleeps, except fingers.
 */
#ifndef TESTS_TOUCH_PERSON_H
#define TESTS_TOUCH_PERSON_H

#include "check.h"

#include "recorder/screen/app_state.h"
#include "tests/touch/glass.h"

enum {
    PERSON_TAP_MS = 40,   /* a finger rests so long on what it taps */
    PERSON_HOLD_MS = 650, /* and so long on what it holds */
    PERSON_PATIENCE_MS = 20000,
};

typedef struct Person {
    char folder[256], db[300], sheets[300], mirror_db[300], mirror_sheets[300], clock[300];
    char said[300]; /* the file that takes what the program says on standard error */
    Glass *glass;
    pid_t program;
    GlassRect window;
    float scale; /* pixels a point */
    TextRenderer *text;
    App *mirror;
    PaintSurface surface; /* what the mirror shows */
    uint32_t *seen;       /* room for what the window shows */
    int64_t wake_ms;
    int64_t lifted_ms; /* when a finger was lifted last (boot clock) */
} Person;

/* Opens the program in a window of this size (points). Skips the test where there
 * can be no touch screen, after printing why. */
void person_open(Person *p, int32_t width, int32_t height, float scale);
void person_close(Person *p); /* also after a failure */

/* The machine is switched off: the program is asked to end, as any is then, and
 * waited for. Its exit code. */
int person_leave(Person *p);

/* The program ends by itself, for what was done to it: its exit code. */
int person_wait(Person *p);
/* After it has ended, it is started again; the mirror knows nothing of that. */
void person_start_again(Person *p);
/* What the program said since it was started; malloc'ed. */
char *person_read_said(Person *p);

int64_t person_now(void);                    /* boot clock, ms, with what it was put ahead */
void person_rest(Person *p, int64_t ms);     /* fingers stay as they are */
void person_shut_lid(Person *p, int64_t ms); /* the tablet sleeps for so long */
void person_turn(Person *p, int32_t width, int32_t height);
/* The program gets no time to run until it is let go: a machine under load. */
void person_stall(Person *p, bool stalled);

/* Looks until the target is there to be seen, in the window too. */
UiRect person_find(Person *p, uint32_t id);
/* Looks until the whole window is as it should be but for a share of its pixels:
 * clocks need not agree. */
void person_see(Person *p, float most_different);

/* One finger, points of the window. Landing time (boot clock). */
int64_t person_touch(Person *p, int32_t finger, GlassTouch touch, float x, float y);

/* With one finger, found first; landing time. */
int64_t person_tap(Person *p, uint32_t id);
int64_t person_hold(Person *p, uint32_t id);
int64_t person_drag(Person *p, uint32_t from, uint32_t to);

/* With the keyboard, ASCII, into the field that is being edited. */
void person_type(Person *p, const char *text);

/* A command of the same program on the same store: its standard output, malloc'ed. */
char *person_run(Person *p, const char *const *args);

#endif
