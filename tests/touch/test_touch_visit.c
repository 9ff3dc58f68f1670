/* A whole walk-through by touch alone, standing: teacher, grade, subject, start,
 * look-fors, three talk samples, a class sweep, a note on the keyboard of the glass; then
 * the next room. Every touch is counted: how long it takes is a matter of their number. */
#include "tests/touch/person.h"

#include "recorder/screen/keyboard/keyboard.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A person looks, decides and touches once in so many ms, letters too. */
enum { PACE_MS = 1500, FIVE_MINUTES_MS = 300000, TEN_MINUTES_MS = 600000 };

typedef struct Round {
    Person p;
    int32_t touches;
} Round;

static int set_up(void **state)
{
    static Round round;
    round = (Round){0};
    *state = &round;
    return 0;
}

static int tear_down(void **state)
{
    Round *r = *state;
    person_close(&r->p);
    return 0;
}

static void tap(Round *r, uint32_t id)
{
    (void)person_tap(&r->p, id);
    r->touches++;
}

/* On the keyboard of the glass, a touch for each letter. */
static void type(Round *r, const char *text)
{
    for (; *text; text++) {
        const App *app = r->p.mirror;
        char letter[2] = {*text, '\0'};
        const char *name = *text == ' ' ? "space" : letter;
        uint32_t key = keyboard_find(&app->ui, &app->keyboard.state, app->settings.language, name);
        if (key == 0) {
            tap(r, keyboard_find(&app->ui, &app->keyboard.state, app->settings.language, "page"));
            key = keyboard_find(&app->ui, &app->keyboard.state, app->settings.language, name);
        }
        assert_int_not_equal(key, 0);
        tap(r, key);
    }
}

static void done(Round *r)
{
    const App *app = r->p.mirror;
    tap(r, keyboard_find(&app->ui, &app->keyboard.state, app->settings.language, "done"));
}

static void fill(Round *r, uint32_t field, const char *text)
{
    tap(r, field);
    type(r, text);
    done(r);
}

static uint32_t look(const Round *r, const char *code, uint32_t answer)
{
    int32_t index = protocol_find_code(r->p.mirror->lesson.protocol, code);
    assert_true(index >= 0);
    return WALK_ID_LOOK + 4 * (uint32_t)index + answer;
}

/* Eight look-fors, three samples, a sweep with two who are not at work, a note. */
static void observe(Round *r)
{
    static const char *const codes[] = {"explain",       "frames",  "listening", "deep-questions",
                                        "time-to-think", "purpose", "warm-up",   "exit-ticket"};
    int32_t sample = protocol_find_code(r->p.mirror->lesson.protocol, "talk-sample");
    for (uint32_t i = 0; i < 8; i++)
        tap(r, look(r, codes[i], i % 3));
    for (uint32_t i = 0; i < 3; i++)
        tap(r, WALK_ID_PAD + 16 * (uint32_t)sample + i);
    tap(r, WALK_ID_SWEEP);
    tap(r, WALK_ID_SWEEP);
    tap(r, WALK_ID_SWEEP + 2);
    tap(r, WALK_ID_NOTE);
    type(r, "pairs compare two drawings");
    tap(r, WALK_ID_NOTE_KEEP);
    assert_string_equal(r->p.mirror->lesson.message, "");
}

static int32_t taken(Round *r, const char *what)
{
    int32_t touches = r->touches;
    print_message("%s: %d touches, %d s at %g s a touch\n", what, (int)touches,
                  (int)(touches * PACE_MS / 1000), PACE_MS / 1000.0);
    r->touches = 0;
    return touches * PACE_MS;
}

/* What the program itself says of the visits, in the order of their start. */
static json_t *stored(Round *r)
{
    const char *const list[] = {"list", "--json", NULL};
    char *text = person_run(&r->p, list);
    json_t *visits = json_loads(text, 0, NULL), *all = json_array();
    free(text);
    assert_true(json_is_array(visits));
    for (size_t i = json_array_size(visits); i-- > 0;) { /* the newest stands first */
        const char *id = json_string_value(json_object_get(json_array_get(visits, i), "id"));
        const char *const show[] = {"show", id, "--json", NULL};
        text = person_run(&r->p, show);
        assert_int_equal(json_array_append_new(all, json_loads(text, 0, NULL)), 0);
        free(text);
    }
    json_decref(visits);
    return all;
}

static int32_t count_events(const json_t *visit, const char *code)
{
    int32_t count = 0;
    size_t i;
    json_t *event;
    json_array_foreach(json_object_get(visit, "events"), i, event) count +=
        strcmp(json_string_value(json_object_get(event, "code")), code) == 0;
    return count;
}

static void check_visit(const json_t *visit, const char *teacher)
{
    const json_t *walk = json_object_get(visit, "walk_through");
    assert_int_equal(json_integer_value(json_object_get(walk, "grade")), 4);
    assert_string_equal(json_string_value(json_object_get(walk, "subject")), "Mathematics");
    const char *named = json_string_value(json_object_get(walk, "teacher"));
    assert_string_equal(named ? named : "", teacher);
    assert_int_equal(count_events(visit, "explain"), 1);
    assert_int_equal(count_events(visit, "exit-ticket"), 1);
    assert_int_equal(count_events(visit, "talk-sample"), 3);
}

/* The first room of the day: everything is said by finger, initials too. */
static void touch__whole_visit__is_done_in_five_minutes(void **state)
{
    Round *r = *state;
    person_open(&r->p, 1280, 800, 1);
    tap(r, HOME_ID_VISIT);
    fill(r, VISIT_ID_TEACHER, "t4");
    tap(r, VISIT_ID_GRADE + 4);
    tap(r, VISIT_ID_USUAL_SUBJECT);
    fill(r, VISIT_ID_SCHOOL, "elm");
    fill(r, VISIT_ID_OBSERVER, "mr");
    tap(r, VISIT_ID_START);
    assert_int_equal(r->p.mirror->screen, APP_WALK);
    int32_t before_ms = taken(r, "before the first visit");
    observe(r);
    int32_t first_ms = taken(r, "the visit");
    assert_true(before_ms + first_ms < FIVE_MINUTES_MS);

    tap(r, WALK_ID_NEXT);
    tap(r, VISIT_ID_START);
    assert_int_equal(r->p.mirror->screen, APP_WALK); /* two taps, and it runs */
    assert_int_equal(r->touches, 2);
    observe(r);
    tap(r, WALK_ID_END);
    int32_t second_ms = taken(r, "the next room, nobody named");
    assert_true(second_ms < FIVE_MINUTES_MS / 2);
    assert_true(before_ms + first_ms + second_ms < TEN_MINUTES_MS);
    assert_int_equal(person_leave(&r->p), 0);

    json_t *visits = stored(r);
    assert_int_equal(json_array_size(visits), 2);
    check_visit(json_array_get(visits, 0), "t4");
    check_visit(json_array_get(visits, 1), "");
    json_decref(visits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(touch__whole_visit__is_done_in_five_minutes, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
