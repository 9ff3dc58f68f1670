/* Rows of an interval protocol, derived from the continuous record. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/sampling/derived.h"

#include <math.h>

enum { MINUTE = 60 };

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

static DerivedSheet measure(LessonBuilder *b, double end_s, int64_t interval_ms)
{
    const Observation *o = lesson_end(b, end_s);
    MeasureClock clock;
    DerivedSheet sheet;
    Err err = {0};
    assert_ok(measure_clock_init(&clock, o, &b->arena, &err), err);
    assert_ok(derived_measure(o, &clock, interval_ms, &b->arena, &sheet, &err), err);
    return sheet;
}

static const DerivedRow *row_of(const DerivedSheet *sheet, int32_t code)
{
    for (int32_t i = 0; i < sheet->code_count; i++)
        if (sheet->codes[i].code == code)
            return &sheet->codes[i];
    fail_msg("no row for code %d", (int)code);
    return NULL;
}

/* A few codes of COPUS. */
typedef struct Copus {
    LessonBuilder b;
    int32_t listen, answer, ask, lecture, write, pose;
} Copus;

static int32_t add_code(Copus *c, int32_t category, const char *key, const char *group)
{
    int32_t code = lesson_code(&c->b, category, key, CODE_STATE, 0, ABOUT_CLASS);
    c->b.protocol.codes[code].group = group;
    return code;
}

static void begin_copus(Copus *c)
{
    lesson_begin_bare(&c->b);
    int32_t students = lesson_category(&c->b, "students", false);
    c->listen = add_code(c, students, "L", "Receiving");
    c->answer = add_code(c, students, "AnQ-S", "Talking");
    c->ask = add_code(c, students, "SQ", "Talking");
    int32_t instructor = lesson_category(&c->b, "instructor", false);
    c->lecture = add_code(c, instructor, "Lec", "Presenting");
    c->write = add_code(c, instructor, "RtW", "Presenting");
    c->pose = add_code(c, instructor, "PQ", "Guiding");
    lesson_add_session(&c->b);
}

/* Ten minutes, five rows of two:       0    2    4    6    8
 *   L     0-5 min                      x    x    x
 *   AnQ   at 5 min and 5.5 min, 5 s              x
 *   SQ    7 min, 2 s                                  x
 *   Lec   0-5                          x    x    x
 *   RtW   1-1.5                        x
 *   PQ    5-5.2, 9-9.1                           x         x
 * Students: 5 checks, instructor 6. */
static void copus__checks_what_occurs__both_conventions(void **state)
{
    (void)state;
    static Copus c;
    begin_copus(&c);
    lesson_state(&c.b, c.listen, SUBJECT_NONE, 0, 5 * MINUTE);
    lesson_state(&c.b, c.answer, SUBJECT_NONE, 5 * MINUTE, 5 * MINUTE + 5);
    lesson_state(&c.b, c.answer, SUBJECT_NONE, 5 * MINUTE + 30, 5 * MINUTE + 35);
    lesson_state(&c.b, c.ask, SUBJECT_NONE, 7 * MINUTE, 7 * MINUTE + 2);
    lesson_state(&c.b, c.lecture, SUBJECT_NONE, 0, 5 * MINUTE);
    lesson_state(&c.b, c.write, SUBJECT_NONE, MINUTE, MINUTE + 30);
    lesson_state(&c.b, c.pose, SUBJECT_NONE, 5 * MINUTE, 5 * MINUTE + 12);
    lesson_state(&c.b, c.pose, SUBJECT_NONE, 9 * MINUTE, 9 * MINUTE + 6);
    DerivedSheet sheet = measure(&c.b, 10 * MINUTE, DERIVED_USUAL_MS);
    assert_int_equal(sheet.interval_count, 5);
    assert_int_equal(sheet.scorable, 5);
    assert_int_equal(row_of(&sheet, c.listen)->partial.k, 3);
    assert_int_equal(row_of(&sheet, c.listen)->momentary.k, 2);
    assert_int_equal(row_of(&sheet, c.listen)->whole.k, 2);
    assert_int_equal(row_of(&sheet, c.answer)->partial.k, 1);
    assert_near(row_of(&sheet, c.listen)->partial.share, 0.6, 1e-12);         /* A */
    assert_near(row_of(&sheet, c.listen)->of_marks.share, 3.0 / 5.0, 1e-12);  /* B */
    assert_near(row_of(&sheet, c.lecture)->of_marks.share, 3.0 / 6.0, 1e-12); /* B */
    assert_false(row_of(&sheet, c.listen)->of_marks.has_interval);
    assert_int_equal(sheet.collapsed_count, 4);
    assert_string_equal(sheet.collapsed[1].group, "Talking");
    assert_int_equal(sheet.collapsed[1].partial.k, 2);
    assert_int_equal(sheet.collapsed[2].partial.k, 3); /* Lec and RtW in one row: one */
    assert_near(sheet.collapsed[2].of_marks.share, 3.0 / 5.0, 1e-12);
    assert_string_equal(sheet.collapsed[1].whole.undefined,
                        "undefined: of a collapsed category only checks are counted");
    lesson_free(&c.b);
}

/* The check number of sampling, by the way of all codes at once: 2-13 s in 5 s. */
static void rows__are_those_of_one_code_alone(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 2, 13);
    lesson_point(&b, b.question, SUBJECT_NONE, 7);
    DerivedSheet sheet = measure(&b, 15, 5000);
    const DerivedRow *teacher = row_of(&sheet, b.teacher), *question = row_of(&sheet, b.question);
    assert_int_equal(teacher->partial.k * 5, 15);
    assert_int_equal(teacher->momentary.k * 5, 10);
    assert_int_equal(teacher->whole.k * 5, 5);
    assert_int_equal(question->partial.k, 1);
    assert_string_equal(question->whole.undefined, "undefined: a point has no duration");
    assert_string_equal(row_of(&sheet, b.launch)->of_marks.undefined,
                        "undefined: nothing of this category was checked");
    assert_int_equal(sheet.collapsed_count, 0);
    for (int32_t i = 0; i < sheet.code_count; i++)
        assert_false(b.protocol.codes[sheet.codes[i].code].built_in);
    lesson_free(&b);
}

static void rows__say_why__when_undefined(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 2, 13);
    assert_string_equal(measure(&b, 15, 60000).undefined,
                        "undefined: no interval was observed in full");
    assert_string_equal(measure(&b, 0, 60000).undefined,
                        "undefined: no interval was observed in full");
    DerivedSheet many = measure(&b, 1000, 1);
    assert_string_equal(many.undefined,
                        "undefined: the lesson has more than 100,000 such intervals");
    assert_int_equal(many.code_count, 0);
    MeasureClock clock = {0};
    Err err = {0};
    assert_false(derived_measure(lesson_end(&b, 9), &clock, 0, &b.arena, &many, &err));
    assert_err(err, ERR_LIMIT, "intervals of 0 ms: the least is 1 ms");
    assert_int_equal(derived_interval_ms(&b.protocol), DERIVED_USUAL_MS);
    b.protocol.rules.interval_ms = 30000;
    assert_int_equal(derived_interval_ms(&b.protocol), 30000);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copus__checks_what_occurs__both_conventions),
        cmocka_unit_test(rows__are_those_of_one_code_alone),
        cmocka_unit_test(rows__say_why__when_undefined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
