/* Adults who teach together: models, lanes, handovers, talk and contacts. */
#include "check.h"

#include "reports/measure/coteaching.h"
#include "tests/reports/lesson_builder.h"

typedef struct Two {
    LessonBuilder b;
    Arena arena;
    TalkMeasures talk;
    CoteachingMeasures c;
    int32_t station, team, leads, watches, contact, adult_modifier;
    int32_t first, second;
} Two;

static void begin(Two *t)
{
    LessonBuilder *b = &t->b;
    lesson_begin(b);
    arena_init(&t->arena, (size_t)1 << 26);
    int32_t model = lesson_category(b, "model", true);
    t->station = lesson_code(b, model, "station", CODE_STATE, 0, ABOUT_CLASS);
    t->team = lesson_code(b, model, "team", CODE_STATE, 0, ABOUT_CLASS);
    int32_t lanes = lesson_category(b, "adult", false);
    b->protocol.categories[lanes].lanes = true;
    t->leads = lesson_code(b, lanes, "leads", CODE_STATE, 0, ABOUT_ADULT);
    t->watches = lesson_code(b, lanes, "watches", CODE_STATE, 0, ABOUT_ADULT);
    t->adult_modifier = lesson_modifier(b, "adult", "lead second");
    int32_t reach = lesson_category(b, "reach", false);
    t->contact = lesson_code(b, reach, "contact", CODE_POINT, 0, ABOUT_PUPIL);
    b->protocol.codes[t->contact].modifiers = 1U << t->adult_modifier;
    t->first = lesson_adult(b, "MO");
    t->second = lesson_adult(b, "JK");
}

static void measure(Two *t, double end_s)
{
    Err err = {0};
    const Observation *o = lesson_end(&t->b, end_s);
    assert_ok(talk_measure(o, &t->arena, &t->talk, &err), err);
    assert_ok(coteaching_measure(&t->talk, &t->arena, &t->c, &err), err);
}

static void end(Two *t)
{
    arena_deinit(&t->arena);
    lesson_free(&t->b);
}

static void coteaching_measure__models__have_their_time_and_talk(void **state)
{
    Two t;
    (void)state;
    begin(&t);
    int32_t pupil = lesson_pupil(&t.b, "A1", SUBJECT_NONE);
    lesson_state(&t.b, t.station, SUBJECT_NONE, 0, 60);
    lesson_state(&t.b, t.team, SUBJECT_NONE, 60, 100);
    lesson_state(&t.b, t.leads, t.first, 0, 100);
    lesson_state(&t.b, t.watches, t.second, 0, 50);
    lesson_state(&t.b, t.b.pause, SUBJECT_NONE, 90, 95);
    lesson_state(&t.b, t.b.teacher, t.first, 50, 70);
    lesson_state(&t.b, t.b.teacher, t.second, 70, 80);
    lesson_state(&t.b, t.b.student, pupil, 80, 84);
    measure(&t, 100);
    assert_true(t.c.there);
    assert_int_equal(t.c.model_count, 2);
    assert_int_equal(t.c.models[0].ms, 60000);
    assert_int_equal(t.c.models[0].adult_ms[0], 10000);
    assert_int_equal(t.c.models[1].ms, 35000); /* the pause is taken off */
    assert_int_equal(t.c.models[1].adult_ms[0], 10000);
    assert_int_equal(t.c.models[1].adult_ms[1], 10000);
    assert_int_equal(t.c.models[1].pupil_ms, 4000);
    assert_int_equal(t.c.model_ms, 95000);
    end(&t);
}

static void coteaching_measure__lead__passes_when_the_other_begins(void **state)
{
    Two t;
    (void)state;
    begin(&t);
    lesson_state(&t.b, t.leads, t.first, 0, 20);
    lesson_state(&t.b, t.watches, t.second, 0, 20);
    lesson_state(&t.b, t.leads, t.second, 20, 40);
    lesson_state(&t.b, t.leads, t.second, 45, 50);
    lesson_state(&t.b, t.leads, t.first, 60, 90);
    measure(&t, 100);
    assert_int_equal(t.c.handover_count, 2);
    assert_int_equal(t.c.handovers[0], 20000);
    assert_int_equal(t.c.handovers[1], 60000);
    assert_int_equal(t.c.no_lane_ms[0], 50000);
    assert_int_equal(t.c.no_lane_ms[1], 55000);
    end(&t);
}

static void coteaching_measure__contacts__count_at_the_table_of_the_pupil(void **state)
{
    Two t;
    (void)state;
    begin(&t);
    int32_t table = lesson_group(&t.b, "Table 1");
    int32_t pupil = lesson_pupil(&t.b, "1A", table), alone = lesson_pupil(&t.b, "X", SUBJECT_NONE);
    lesson_point(&t.b, t.contact, pupil, 1)->options[t.adult_modifier] = 1;
    lesson_point(&t.b, t.contact, table, 2)->options[t.adult_modifier] = 1;
    lesson_point(&t.b, t.contact, alone, 3)->options[t.adult_modifier] = 0;
    lesson_point(&t.b, t.contact, pupil, 4); /* nobody said which adult */
    measure(&t, 10);
    assert_false(t.c.there);
    assert_int_equal(t.c.table_count, 1);
    assert_int_equal(t.c.contacts[1][0], 2);
    assert_int_equal(t.c.contacts[0][0], 0);
    assert_int_equal(t.c.contact_count, 2);
    assert_int_equal(t.c.contacts_elsewhere, 1);
    end(&t);
}

/* What one adult says and whom they reach is never put down to another. */
static void coteaching_measure__of_three_adults__keeps_them_apart(void **state)
{
    enum { MO, JK, SP };
    Two t;
    (void)state;
    begin(&t);
    int32_t third = lesson_adult(&t.b, "SP"), table = lesson_group(&t.b, "Table 1");
    lesson_state(&t.b, t.station, SUBJECT_NONE, 0, 100);
    lesson_state(&t.b, t.leads, t.first, 0, 50);
    lesson_state(&t.b, t.leads, third, 50, 100); /* JK has no lane */
    lesson_state(&t.b, t.b.teacher, t.first, 0, 10);
    lesson_state(&t.b, t.b.teacher, t.second, 10, 40);
    lesson_state(&t.b, t.b.teacher, third, 40, 45);
    lesson_state(&t.b, t.b.teacher, SUBJECT_NONE, 45, 52); /* nobody said who */
    lesson_point(&t.b, t.contact, table, 60)->options[t.adult_modifier] = 0;
    for (int i = 0; i < 3; i++)
        lesson_point(&t.b, t.contact, table, 61 + i)->options[t.adult_modifier] = 1;
    measure(&t, 100);
    assert_true(t.c.there);
    assert_int_equal(t.c.adult_count, 3);
    assert_int_equal(t.c.adults[JK], t.second);
    assert_int_equal(t.c.models[0].adult_ms[MO], 10000);
    assert_int_equal(t.c.models[0].adult_ms[JK], 30000);
    assert_int_equal(t.c.models[0].adult_ms[SP], 5000);
    assert_int_equal(t.c.models[0].other_ms, 7000);
    assert_int_equal(t.c.contacts[MO][0], 1);
    assert_int_equal(t.c.contacts[JK][0], 3);
    assert_int_equal(t.c.contacts[SP][0], 0);
    assert_true(t.c.contacts_told[MO] && t.c.contacts_told[JK]);
    assert_false(t.c.contacts_told[SP]); /* the protocol has no word for a third */
    assert_int_equal(t.c.no_lane_ms[JK], 100000);
    end(&t);
}

/* The one without a lane does not make two who teach together. */
static void coteaching_measure__of_one_lane__is_no_teaching_together(void **state)
{
    Two t;
    (void)state;
    begin(&t);
    lesson_state(&t.b, t.leads, t.first, 0, 50);
    lesson_state(&t.b, t.b.teacher, t.second, 10, 40);
    measure(&t, 100);
    assert_false(t.c.there);
    end(&t);
}

static void coteaching_measure__another_protocol__has_nothing_of_it(void **state)
{
    LessonBuilder b;
    Arena arena;
    Err err = {0};
    TalkMeasures talk;
    CoteachingMeasures c;
    (void)state;
    arena_init(&arena, (size_t)1 << 26);
    lesson_begin(&b);
    lesson_state(&b, b.teacher, lesson_adult(&b, "MO"), 0, 5);
    const Observation *o = lesson_end(&b, 10);
    assert_ok(talk_measure(o, &arena, &talk, &err), err);
    assert_ok(coteaching_measure(&talk, &arena, &c, &err), err);
    assert_false(c.there);
    assert_int_equal(c.model_category, PROTOCOL_NONE);
    assert_int_equal(c.lane_category, PROTOCOL_NONE);
    assert_int_equal(c.adult_count, 0);
    arena_deinit(&arena);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coteaching_measure__models__have_their_time_and_talk),
        cmocka_unit_test(coteaching_measure__lead__passes_when_the_other_begins),
        cmocka_unit_test(coteaching_measure__contacts__count_at_the_table_of_the_pupil),
        cmocka_unit_test(coteaching_measure__of_three_adults__keeps_them_apart),
        cmocka_unit_test(coteaching_measure__of_one_lane__is_no_teaching_together),
        cmocka_unit_test(coteaching_measure__another_protocol__has_nothing_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
