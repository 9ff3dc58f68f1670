/* test_pool.c - many lessons as one: sums first, then one division. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/pool.h"

#include <math.h>

enum { LESSONS = 3 };

typedef struct Fixture {
    LessonBuilder lessons[LESSONS];
    Arena arena, scratch;
    PoolMeasures pooled;
    Err err;
} Fixture;

/* The teacher talks 60 s of 100, pupils 10 (one of two) and 2 of 4 are engaged;
 * then 10 s of 20, pupils 5 (both), nobody asked; then nothing at all. */
static int setup(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    *state = f;
    if (!f)
        return 1;
    arena_init(&f->arena, (size_t)1 << 30);
    arena_init(&f->scratch, (size_t)1 << 30);
    for (int i = 0; i < LESSONS; i++) {
        lesson_begin(&f->lessons[i]);
        f->lessons[i].setup.id.bytes[0] = (uint8_t)(i + 1);
    }
    LessonBuilder *b = &f->lessons[0];
    int32_t t = lesson_adult(b, "T"), p = lesson_pupils(b, 2);
    lesson_state(b, b->teacher, t, 0, 60);
    lesson_state(b, b->student, p, 64, 74);
    lesson_point(b, b->frame, p, 65);
    lesson_scan(b, SUBJECT_NONE, 80, 2, 4);
    lesson_end(b, 100);
    b = &f->lessons[1];
    t = lesson_adult(b, "T");
    p = lesson_pupils(b, 2);
    lesson_state(b, b->teacher, t, 0, 10);
    lesson_point(b, b->question, t, 9);
    lesson_state(b, b->student, p, 14, 17);
    lesson_state(b, b->student, p + 1, 17, 19);
    lesson_end(b, 20);
    lesson_end(&f->lessons[2], 0);
    return 0;
}

static int teardown(void **state)
{
    Fixture *f = *state;
    for (int i = 0; i < LESSONS; i++)
        lesson_free(&f->lessons[i]);
    arena_deinit(&f->arena);
    arena_deinit(&f->scratch);
    free(f);
    return 0;
}

static void pool_of(Fixture *f, const int *which, int count)
{
    Pool *pool = pool_begin(count, &f->arena, &f->err);
    assert_non_null(pool);
    for (int i = 0; i < count; i++)
        assert_ok(pool_add(pool, &f->lessons[which[i]].observation, &f->scratch, &f->err), f->err);
    assert_int_equal(f->scratch.used, 0);
    assert_ok(pool_finish(pool, &f->pooled, &f->err), f->err);
}

static void check_rate(const Fixture *f, PoolRate rate, int64_t k, int64_t n, int32_t lessons)
{
    assert_int_equal(f->pooled.rates[rate].share.k, k);
    assert_int_equal(f->pooled.rates[rate].share.n, n);
    assert_int_equal(f->pooled.rates[rate].lessons, lessons);
}

static void pool__adds_then_divides__and_says_of_how_many(void **state)
{
    Fixture *f = *state;
    pool_of(f, (int[]){0, 1, 2}, 3);
    const PoolTalk *talk = &f->pooled.talk;
    assert_int_equal(f->pooled.observed_ms, 120000);
    assert_int_equal(talk->lessons, 2);
    assert_int_equal(talk->ms[TALK_TEACHER], 70000);
    assert_int_equal(talk->ms[TALK_STUDENT], 15000);
    assert_true(fabs(talk->share[TALK_TEACHER] - 70.0 / 120) < 1e-12); /* not (0.6 + 0.5) / 2 */
    assert_true(fabs(talk->ratio - 70.0 / 85) < 1e-12);
    check_rate(f, POOL_REACH, 3, 4, 2);
    assert_true(f->pooled.rates[POOL_REACH].share.has_interval);
    assert_string_equal(f->pooled.rates[POOL_REACH].share.interval,
                        "bootstrap over lessons, 2,000 resamples, seed 7, no narrower than Wilson");
    check_rate(f, POOL_FRAME_RATE, 1, 1, 1); /* in the second lesson nobody looked */
    assert_string_equal(f->pooled.rates[POOL_FRAME_RATE].share.interval,
                        "no interval: one lesson cannot be resampled");
    check_rate(f, POOL_ENGAGED, 2, 4, 1);
    check_rate(f, POOL_SPONTANEOUS, 0, 0, 0);
    assert_string_equal(f->pooled.rates[POOL_SPONTANEOUS].share.undefined,
                        "undefined: it is defined in none of these lessons");
    check_rate(f, POOL_WAIT1_GOAL, 1, 1, 1);
    assert_int_equal(f->pooled.waits[0].total_ms, 4000);
    assert_int_equal(f->pooled.waits[1].asked, 3);
    assert_int_equal(f->pooled.waits[0].lessons, 1);
    assert_int_equal(f->pooled.waits[1].lessons, 2);
    assert_int_equal(f->pooled.lesson_count, 3);
    assert_int_equal(f->pooled.lessons[0].events, 4);
    assert_int_equal(f->pooled.lessons[2].events, 0);
}

static void pool__does_not_mind__the_order_of_lessons(void **state)
{
    Fixture *f = *state;
    pool_of(f, (int[]){0, 1, 2}, 3);
    PoolMeasures before = f->pooled;
    pool_of(f, (int[]){2, 1, 0}, 3);
    assert_memory_equal(&before.talk, &f->pooled.talk, sizeof before.talk);
    assert_memory_equal(&before.waits, &f->pooled.waits, sizeof before.waits);
    for (int i = 0; i < POOL_RATE_COUNT; i++) {
        assert_int_equal(before.rates[i].share.k, f->pooled.rates[i].share.k);
        assert_int_equal(before.rates[i].share.n, f->pooled.rates[i].share.n);
    }
}

static void pool__has_words__when_there_is_nothing(void **state)
{
    Fixture *f = *state;
    pool_of(f, (int[]){2}, 1);
    assert_string_equal(f->pooled.talk.undefined,
                        "undefined: no talk was recorded in any of these lessons");
    assert_string_equal(f->pooled.talk.ratio_undefined,
                        "undefined: neither a teacher nor a student spoke");
    pool_of(f, NULL, 0);
    assert_int_equal(f->pooled.lesson_count, 0);
    for (int i = 0; i < POOL_RATE_COUNT; i++)
        assert_non_null(f->pooled.rates[i].share.undefined);
}

static void pool__refuses__more_lessons_than_there_is_room_for(void **state)
{
    Fixture *f = *state;
    assert_null(pool_begin(POOL_MAX_LESSONS + 1, &f->arena, &f->err));
    assert_err(f->err, ERR_LIMIT, "100001 lessons at once, expected at most 100000");
    f->err = (Err){0};
    Pool *pool = pool_begin(1, &f->arena, &f->err);
    assert_non_null(pool);
    assert_ok(pool_add(pool, &f->lessons[0].observation, &f->scratch, &f->err), f->err);
    assert_false(pool_add(pool, &f->lessons[1].observation, &f->scratch, &f->err));
    assert_err(f->err, ERR_LIMIT, "more lessons than the 1 there is room for");
}

static void pool__says_so__wherever_memory_runs_out(void **state)
{
    Fixture *f = *state;
    bool done = false;
    int failures = 0;
    for (size_t limit = 0; !done && limit < 1000000; limit += 256) {
        Arena small;
        Err err = {0};
        arena_init(&small, limit);
        Pool *pool = pool_begin(2, &small, &err);
        done = pool && pool_add(pool, &f->lessons[0].observation, &f->scratch, &err) &&
               pool_add(pool, &f->lessons[1].observation, &f->scratch, &err) &&
               pool_finish(pool, &f->pooled, &err);
        if (!done) {
            assert_int_equal(err.kind, ERR_LIMIT);
            assert_int_equal(strncmp(err.text, "not enough memory", 17), 0);
            failures++;
        }
        arena_deinit(&small);
    }
    assert_true(done);
    assert_true(failures > 10);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(pool__adds_then_divides__and_says_of_how_many),
        CASE(pool__does_not_mind__the_order_of_lessons),
        CASE(pool__has_words__when_there_is_nothing),
        CASE(pool__refuses__more_lessons_than_there_is_room_for),
        CASE(pool__says_so__wherever_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
