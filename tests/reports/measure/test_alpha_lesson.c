/* Krippendorff's alpha over records of one lesson. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/agreement/alpha_lesson.h"

#include <math.h>

enum { OBSERVERS = 3 };

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("%.12f, expected %.12f", got, want);
}

typedef struct Observers {
    LessonBuilder b[OBSERVERS];
    const Observation *o[OBSERVERS];
    Arena arena;
} Observers;

static int set_up(void **state)
{
    static Observers observers;
    arena_init(&observers.arena, (size_t)1 << 26);
    for (int i = 0; i < OBSERVERS; i++) {
        lesson_begin(&observers.b[i]);
        (void)lesson_adult(&observers.b[i], "T");
        (void)lesson_group(&observers.b[i], "Table 1");
    }
    *state = &observers;
    return 0;
}

static int tear_down(void **state)
{
    Observers *s = *state;
    for (int i = 0; i < OBSERVERS; i++)
        lesson_free(&s->b[i]);
    arena_deinit(&s->arena);
    return 0;
}

static const int64_t together[OBSERVERS];

static AlphaRow measure(Observers *s, double end_s, AlphaMetric metric)
{
    Err err = {0};
    const AlphaRow *rows = NULL;
    int32_t count = 0;
    for (int i = 0; i < OBSERVERS; i++)
        s->o[i] = lesson_end(&s->b[i], end_s);
    assert_ok(alpha_of_lessons((AlphaObservers){s->o, together, OBSERVERS}, 1000, &s->arena, &rows,
                               &count, &err),
              err);
    const Protocol *p = s->o[0]->protocol;
    for (int32_t i = 0; i < count; i++) {
        bool talk = rows[i].category != PROTOCOL_NONE &&
                    strcmp(p->categories[rows[i].category].key, "talk") == 0;
        if (rows[i].alpha.metric == metric && (metric != ALPHA_NOMINAL || talk))
            return rows[i];
    }
    fail_msg("no such row");
    return (AlphaRow){.code = PROTOCOL_NONE};
}

/* Moments 0..9: all say teacher, but the third says nothing in the last two. With n = 30
 * values, 28 of one and 2 of the other: Do = 2 x 2 / 30, De = 2 x 28 x 2 / (30 x 29). */
static void moments__are_compared__one_by_one(void **state)
{
    Observers *s = *state;
    for (int i = 0; i < OBSERVERS; i++)
        (void)lesson_state(&s->b[i], s->b[i].teacher, 0, 0, i == 2 ? 8 : 10);
    AlphaRow row = measure(s, 10, ALPHA_NOMINAL);
    assert_int_equal(row.alpha.units, 10);
    assert_int_equal(row.alpha.pairable, 30);
    assert_near(row.alpha.alpha, 1 - (4.0 / 30) / (112.0 / 870), 1e-12);
}

/* Who paused or had gone is missing, not silent. */
static void moments__nobody_watched__are_missing(void **state)
{
    Observers *s = *state;
    for (int i = 0; i < OBSERVERS; i++) {
        (void)lesson_state(&s->b[i], s->b[i].teacher, 0, 0, 5);
        (void)lesson_state(&s->b[i], s->b[i].student, SUBJECT_NONE, 5, 10);
    }
    (void)lesson_state(&s->b[2], s->b[2].pause, SUBJECT_NONE, 0, 10);
    (void)lesson_state(&s->b[1], s->b[1].pause, SUBJECT_NONE, 8, 10);
    AlphaRow row = measure(s, 10, ALPHA_NOMINAL);
    assert_int_equal(row.alpha.units, 8);
    assert_int_equal(row.alpha.dropped, 2);
    assert_int_equal(row.alpha.pairable, 16);
    assert_near(row.alpha.alpha, 1.0, 1e-12);
}

/* One lesson of 60 s on three clocks: the second began 20 s later, the third 10 s before
 * the first. They say the same of every moment that two of them watched. */
static void moments__are_the_same__on_clocks_that_began_at_other_times(void **state)
{
    Observers *s = *state;
    static const double begins[OBSERVERS] = {0, 20, -10};
    static const int64_t late_ms[OBSERVERS] = {0, -20000, 10000};
    for (int i = 0; i < OBSERVERS; i++) {
        (void)lesson_state(&s->b[i], s->b[i].teacher, 0, fmax(0, -begins[i]), 30 - begins[i]);
        (void)lesson_state(&s->b[i], s->b[i].student, SUBJECT_NONE, 30 - begins[i], 60 - begins[i]);
        s->o[i] = lesson_end(&s->b[i], 60 - begins[i]);
    }
    Err err = {0};
    Alpha alpha;
    int32_t talk = s->o[0]->protocol->codes[s->b[0].teacher].category;
    assert_ok(alpha_of_category((AlphaObservers){s->o, late_ms, OBSERVERS}, talk, 1000, &s->arena,
                                &alpha, &err),
              err);
    assert_near(alpha.alpha, 1.0, 1e-12);
    assert_int_equal(alpha.units, 60);
    assert_int_equal(alpha.dropped, 10);
    assert_ok(alpha_of_category((AlphaObservers){s->o, together, OBSERVERS}, talk, 1000, &s->arena,
                                &alpha, &err),
              err);
    assert_true(alpha.alpha < 0.7);
}

/* The rows of all and one alone say the same. */
static void category__alone__is_as_among_all(void **state)
{
    Observers *s = *state;
    for (int i = 0; i < OBSERVERS; i++) {
        (void)lesson_state(&s->b[i], s->b[i].teacher, 0, i, 5);
        (void)lesson_state(&s->b[i], s->b[i].student, SUBJECT_NONE, 5 + i, 10);
    }
    AlphaRow row = measure(s, 10, ALPHA_NOMINAL);
    Err err = {0};
    Alpha alpha;
    assert_ok(alpha_of_category((AlphaObservers){s->o, together, OBSERVERS}, row.category, 1000,
                                &s->arena, &alpha, &err),
              err);
    assert_near(alpha.alpha, row.alpha.alpha, 0);
    assert_true(alpha.alpha < 1);
}

/* A state that starts ends the one before, as an exclusive category has it. */
static void moments__of_two_states_at_once__are_the_later_ones(void **state)
{
    Observers *s = *state;
    for (int i = 0; i < OBSERVERS; i++) {
        (void)lesson_state(&s->b[i], s->b[i].teacher, 0, 0, i == 0 ? 10 : 4);
        (void)lesson_state(&s->b[i], s->b[i].student, SUBJECT_NONE, 4, 6);
    }
    assert_near(measure(s, 10, ALPHA_NOMINAL).alpha.alpha, 1.0, 1e-12);
}

static void scans__are_numbers__and_missing_where_nobody_answered(void **state)
{
    Observers *s = *state;
    static const int32_t values[OBSERVERS][3] = {{4, 2, 3}, {4, 2, 1}, {4, 1, 3}};
    for (int i = 0; i < OBSERVERS; i++)
        for (int k = 0; k < 3; k++) {
            ObsEvent *scan = lesson_event(&s->b[i], s->b[i].engaged, 1, 120000 * k, 120000 * k);
            scan->value = values[i][k];
            scan->of = 4;
            scan->missing = k == 2;
        }
    AlphaRow row = measure(s, 300, ALPHA_INTERVAL);
    assert_int_equal(row.code, s->b[0].engaged);
    assert_int_equal(row.alpha.units, 2);
    assert_int_equal(row.alpha.pairable, 6);
    /* Do: in the second unit 2 2 1, squares 4 of pairs over (3 - 1), of n = 6; De: 4 4 4 2 2 1. */
    double observed = 4.0 / 2 / 6, expected = 2.0 * (6 * 4 + 3 * 9 + 2 * 1) / (6 * 5);
    assert_near(row.alpha.alpha, 1 - observed / expected, 1e-12);
}

/* Who began later, or paused, has no scan of the first signals: those of one moment are
 * compared, not the first of one with the first of another. */
static void scans__of_one_moment__are_compared(void **state)
{
    Observers *s = *state;
    static const int32_t values[4] = {1, 2, 1, 2};
    static const int64_t late[OBSERVERS] = {0, -120000, 0};
    Err err = {0};
    for (int i = 0; i < OBSERVERS; i++) {
        for (int k = i > 0; k < 4; k++) { /* the third observer paused at the first signal */
            int64_t at_ms = 120000 * (k + 1) + late[i];
            ObsEvent *scan = lesson_event(&s->b[i], s->b[i].engaged, 1, at_ms, at_ms);
            scan->value = values[k];
            scan->of = 2;
        }
        s->o[i] = lesson_end(&s->b[i], 600);
    }
    const AlphaRow *rows = NULL;
    int32_t count = 0;
    assert_ok(alpha_of_lessons((AlphaObservers){s->o, late, OBSERVERS}, 1000, &s->arena, &rows,
                               &count, &err),
              err);
    const Alpha *alpha = &rows[count - 1].alpha;
    assert_int_equal(rows[count - 1].code, s->b[0].engaged);
    assert_near(alpha->alpha, 1.0, 1e-12);
    assert_int_equal(alpha->units, 3);
    assert_int_equal(alpha->dropped, 1);
    assert_int_equal(alpha->pairable, 9);
}

static void alpha__refuses__what_cannot_be(void **state)
{
    Observers *s = *state;
    Err err = {0};
    const AlphaRow *rows = NULL;
    int32_t count = 0;
    s->o[0] = lesson_end(&s->b[0], 60);
    assert_false(
        alpha_of_lessons((AlphaObservers){s->o, together, 1}, 0, &s->arena, &rows, &count, &err));
    assert_err(err, ERR_LIMIT, "a time unit of 0 ms: the least is 1");
    err = (Err){0};
    assert_false(
        alpha_of_lessons((AlphaObservers){s->o, together, 0}, 1, &s->arena, &rows, &count, &err));
    assert_err(err, ERR_LIMIT, "0 observers: alpha takes 1 to 64");
    err = (Err){0};
    s->o[0] = lesson_end(&s->b[0], 20000);
    assert_false(
        alpha_of_lessons((AlphaObservers){s->o, together, 1}, 1, &s->arena, &rows, &count, &err));
    assert_err(err, ERR_LIMIT, "20000000 moments of 1 observers: at most 10000000 together");
    assert_null(rows);
}

/* In every arena that is too small it says so and leaves it as it was. */
static void alpha__says_so__without_memory(void **state)
{
    Observers *s = *state;
    (void)lesson_state(&s->b[0], s->b[0].teacher, 0, 0, 10);
    s->o[0] = lesson_end(&s->b[0], 60);
    bool done = false;
    for (size_t limit = 64; !done; limit += 4096) {
        Arena small;
        Err err = {0};
        const AlphaRow *rows = NULL;
        int32_t count = 0;
        arena_init(&small, limit);
        done = alpha_of_lessons((AlphaObservers){s->o, together, 1}, 1000, &small, &rows, &count,
                                &err);
        if (!done) {
            assert_int_equal(err.kind, ERR_LIMIT);
            assert_int_equal(small.used, 0);
        }
        arena_deinit(&small);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(moments__are_compared__one_by_one),
        TEST(moments__nobody_watched__are_missing),
        TEST(moments__are_the_same__on_clocks_that_began_at_other_times),
        TEST(category__alone__is_as_among_all),
        TEST(moments__of_two_states_at_once__are_the_later_ones),
        TEST(scans__are_numbers__and_missing_where_nobody_answered),
        TEST(scans__of_one_moment__are_compared),
        TEST(alpha__refuses__what_cannot_be),
        TEST(alpha__says_so__without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
