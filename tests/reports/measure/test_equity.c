/* Equity ratios, and what of small groups is not shown. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/equity.h"
#include "reports/measure/suppress.h"

#include <math.h>

enum { CELLS = 9, SIDE = 3 };

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

typedef struct Class {
    LessonBuilder b;
    int64_t events[OBSERVATION_MAX_SUBJECTS];
    int32_t groups[OBSERVATION_MAX_SUBJECTS];
} Class;

static Equity measure(Class *c, double end_s, int32_t group_count)
{
    Arena *arena = &c->b.arena;
    const Observation *o = lesson_end(&c->b, end_s);
    MeasureClock clock;
    Roster roster;
    Resample resample;
    Equity equity;
    Err err = {0};
    assert_ok(measure_clock_init(&clock, o, arena, &err), err);
    assert_ok(measure_roster_init(&roster, o, &clock, arena, &err), err);
    assert_ok(measure_resample_init(&resample, o, &roster, arena, &err), err);
    assert_ok(equity_measure(o, &roster, &resample, c->events, c->groups, group_count, arena,
                             &equity, &err),
              err);
    return equity;
}

static Class *begin(int32_t pupils)
{
    static Class c;
    memset(&c, 0, sizeof c);
    lesson_begin(&c.b);
    lesson_pupils(&c.b, pupils);
    return &c;
}

/* Group 0: two pupils, one absent half the time, 6 turns; group 1: three, 3 turns. 100
 * s: (6 / 9) / (150 / 450) = 2 and (3 / 9) / (300 / 450) = 0.5. */
static void equity__is_by_present_minutes(void **state)
{
    (void)state;
    Class *c = begin(5);
    const int64_t events[] = {4, 2, 0, 1, 2};
    for (int i = 0; i < 5; i++) {
        c->events[i] = events[i];
        c->groups[i] = i >= 2;
    }
    int32_t adult = lesson_adult(&c->b, "MS");
    c->events[adult] = 7;
    lesson_state(&c->b, c->b.absent, 1, 50, 100);
    Equity equity = measure(c, 100, 2);
    assert_int_equal(equity.group_count, 2);
    assert_int_equal(equity.events, 9);
    assert_int_equal(equity.outside, 7);
    assert_int_equal(equity.student_ms, 450000);
    assert_near(equity.groups[0].ratio, 2, 1e-12);
    assert_near(equity.groups[1].ratio, 0.5, 1e-12);
    assert_true(equity.groups[0].has_interval);
    assert_true(equity.groups[0].low < 2 && equity.groups[0].high > 2);
    assert_true(equity.groups[0].low >= 0);
    assert_string_equal(equity.groups[0].interval,
                        "bootstrap over pupils, 2,000 resamples, seed 7");
    lesson_free(&c->b);
}

static void equity__says_why__when_undefined(void **state)
{
    (void)state;
    Class *c = begin(4);
    c->groups[3] = EQUITY_NOT_SAID;
    c->events[0] = 1;
    Equity equity = measure(c, 100, 2);
    assert_int_equal(equity.group_count, 3);
    assert_int_equal(equity.groups[2].group, EQUITY_NOT_SAID);
    assert_int_equal(equity.groups[2].pupils, 1);
    assert_string_equal(equity.groups[2].interval, "no interval: one pupil only");
    assert_string_equal(equity.groups[1].undefined,
                        "undefined: no pupil of this group was present");
    c->events[0] = 0;
    assert_string_equal(measure(c, 100, 2).groups[0].undefined,
                        "undefined: nothing happened to share");
    c->groups[3] = 0;
    c->events[1] = 2;
    equity = measure(c, 100, 1);
    assert_near(equity.groups[0].ratio, 1, 0);
    assert_string_equal(equity.groups[0].interval, "no interval: the group is the whole class");
    assert_string_equal(measure(c, 0, 1).groups[0].undefined, "undefined: no time was observed");
    lesson_free(&c->b);
}

/* 12, 11 and 4 pupils: the 4 are hidden, and the 11 with them. */
static void equity__hides_small_groups(void **state)
{
    (void)state;
    Class *c = begin(27);
    for (int i = 0; i < 27; i++)
        c->groups[i] = (i >= 12) + (i >= 23);
    Equity equity = measure(c, 100, 3);
    assert_false(equity.groups[0].hidden);
    assert_true(equity.groups[1].hidden);
    assert_true(equity.groups[2].hidden);
    assert_false(equity.totals_hidden);
    lesson_free(&c->b);
}

static void list__hides_until_nothing_follows(void **state)
{
    (void)state;
    bool hidden[4];
    const int64_t plenty[] = {10, 20, 30}, one[] = {4, 12, 30, 0}, few[] = {1, 2, 40, 12};
    const int64_t all[] = {3, 4, 0}, alone[] = {3, 0};
    assert_true(suppress_list(plenty, 3, 10, hidden));
    assert_false(hidden[0] || hidden[1] || hidden[2]);
    assert_true(suppress_list(one, 4, 10, hidden));
    assert_true(hidden[0] && hidden[1] && !hidden[2] && !hidden[3]);
    assert_true(suppress_list(few, 4, 10, hidden)); /* 1 + 2 would be a small group */
    assert_true(hidden[0] && hidden[1] && hidden[3] && !hidden[2]);
    assert_false(suppress_list(all, 3, 10, hidden));
    assert_true(hidden[0] && hidden[1] && !hidden[2]);
    assert_false(suppress_list(alone, 2, 10, hidden));
    assert_true(suppress_list(NULL, 0, 10, hidden));
}

/* Whether a hidden cell could be another number as well: one more or one less along a
 * round trip, found by trying every table whose hidden cells differ by at most 1. */
static bool is_open(const int64_t *cells, const bool *hidden, int wanted)
{
    int at[CELLS], count = 0, ways = 1;
    for (int i = 0; i < CELLS; i++)
        if (hidden[i])
            at[count++] = i;
    for (int i = 0; i < count; i++)
        ways *= 3;
    for (int way = 0; way < ways; way++) {
        int64_t rows[SIDE] = {0}, columns[SIDE] = {0};
        bool fits = true, other = false;
        for (int i = 0, rest = way; i < count; i++, rest /= 3) {
            int64_t change = rest % 3 - 1;
            fits = fits && cells[at[i]] + change >= 0;
            rows[at[i] / SIDE] += change;
            columns[at[i] % SIDE] += change;
            other = other || (at[i] == wanted && change != 0);
        }
        for (int i = 0; i < SIDE; i++)
            fits = fits && rows[i] == 0 && columns[i] == 0;
        if (fits && other)
            return true;
    }
    return false;
}

static void table__lets_no_hidden_cell_follow__of_any_numbers(void **state)
{
    (void)state;
    uint32_t draw = 3;
    int possible_count = 0;
    for (int round = 0; round < 400; round++) {
        int64_t cells[CELLS];
        bool hidden[CELLS], possible = false;
        Arena arena;
        Err err = {0};
        for (int i = 0; i < CELLS; i++) {
            draw = draw * 1664525U + 1013904223U;
            cells[i] = (draw >> 16) % 4 == 0 ? (draw >> 20) % 10 : 8 + (draw >> 20) % 20;
        }
        arena_init(&arena, 1 << 16);
        assert_ok(suppress_table(cells, SIDE, SIDE, 10, &arena, hidden, &possible, &err), err);
        arena_deinit(&arena);
        possible_count += possible;
        for (int i = 0; i < CELLS; i++) {
            assert_true(hidden[i] || cells[i] == 0 || cells[i] >= 10);
            if (possible && hidden[i] && !is_open(cells, hidden, i))
                fail_msg("round %d: cell %d follows from the totals", round, i);
        }
    }
    assert_true(possible_count > 200);
}

static void table__says_so__when_totals_must_go(void **state)
{
    (void)state;
    const int64_t cells[] = {3, 0, 0, 20};
    bool hidden[4], possible = true;
    Arena arena;
    Err err = {0}, limit = {0};
    arena_init(&arena, 1 << 16);
    assert_ok(suppress_table(cells, 2, 2, 10, &arena, hidden, &possible, &err), err);
    assert_false(possible);
    assert_true(hidden[0] && hidden[3] && !hidden[1]);
    assert_false(suppress_table(cells, 513, 1, 10, &arena, hidden, &possible, &limit));
    assert_err(limit, ERR_LIMIT, "a table of 513 by 1: at most 512 lines each way can be shown");
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equity__is_by_present_minutes),
        cmocka_unit_test(equity__says_why__when_undefined),
        cmocka_unit_test(equity__hides_small_groups),
        cmocka_unit_test(list__hides_until_nothing_follows),
        cmocka_unit_test(table__lets_no_hidden_cell_follow__of_any_numbers),
        cmocka_unit_test(table__says_so__when_totals_must_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
