/* The time budget and latencies. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/budget.h"

#include <math.h>

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

static Budget measure(LessonBuilder *b, double end_s, BudgetWindow window)
{
    Budget budget;
    Err err = {0};
    MeasureClock clock;
    const Observation *o = lesson_end(b, end_s);
    assert_ok(measure_clock_init(&clock, o, &b->arena, &err), err);
    assert_ok(budget_measure(o, &clock, window, &b->arena, &budget, &err), err);
    return budget;
}

static const BudgetRow *find_row(const Budget *budget, int32_t code, int32_t subject)
{
    for (int32_t i = 0; i < budget->row_count; i++)
        if (budget->rows[i].code == code && budget->rows[i].subject == subject)
            return &budget->rows[i];
    fail_msg("no row for code %d, subject %d", (int)code, (int)subject);
    return NULL;
}

/* P0 talks 10-14, 20-26, 40-48; P1 14-16. 100 s.
 *   P0: n 3, total 18, mean 6, sd 2, gaps 6 and 14: mean 10, sd sqrt(32), 18 %, 1.8 a min
 *   all: n 4, total 20, mean 5, sd sqrt((1 + 9 + 1 + 9) / 3), gaps 0 4 14 */
static void budget__follows_boris__by_code_and_subject(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 3);
    lesson_state(&b, b.student, p, 10, 14);
    lesson_state(&b, b.student, p + 1, 14, 16);
    lesson_state(&b, b.student, p, 20, 26);
    lesson_state(&b, b.student, p, 40, 48);
    Budget budget = measure(&b, 100, BUDGET_WHOLE);
    const BudgetRow *own = find_row(&budget, b.student, p);
    assert_int_equal(own->n, 3);
    assert_int_equal(own->total_ms, 18000);
    assert_near(own->mean_s, 6, 1e-12);
    assert_near(own->sd_s, 2, 1e-12);
    assert_int_equal(own->gap_n, 2);
    assert_near(own->gap_mean_s, 10, 1e-12);
    assert_near(own->gap_sd_s, sqrt(32), 1e-12);
    assert_near(own->percent, 18, 1e-12);
    assert_near(own->per_min, 1.8, 1e-12);
    const BudgetRow *all = find_row(&budget, b.student, BUDGET_EVERYBODY);
    assert_int_equal(all->n, 4);
    assert_near(all->sd_s, sqrt(20.0 / 3.0), 1e-12);
    assert_int_equal(all->gap_n, 3);
    assert_near(all->gap_mean_s, 6, 1e-12);
    const BudgetRow *one = find_row(&budget, b.student, p + 1);
    assert_true(one->has_mean);
    assert_false(one->has_sd);
    assert_int_equal(one->gap_n, 0);
    assert_int_equal(budget.of_ms, 100000);
    assert_string_equal(budget.percent_of, "all observed time, 100.000 s, pauses taken off");
    lesson_free(&b);
}

/* Every code that is not built in has its row, in the protocol's order; subjects
 * only where they occur; built-in codes have none. */
static void budget__has_a_row_a_code__also_without_events(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 2);
    lesson_state(&b, b.absent, p, 0, 10);
    lesson_state(&b, b.student, p + 1, 0, 10);
    Budget budget = measure(&b, 100, BUDGET_WHOLE);
    int32_t codes = b.pause; /* the first that is built in */
    assert_int_equal(budget.row_count, codes + 1);
    int32_t code = 0;
    for (int32_t i = 0; i < budget.row_count; i++)
        if (budget.rows[i].subject == BUDGET_EVERYBODY)
            assert_int_equal(budget.rows[i].code, code++);
    const BudgetRow *teacher = find_row(&budget, b.teacher, BUDGET_EVERYBODY);
    assert_int_equal(teacher->n, 0);
    assert_false(teacher->has_mean);
    assert_true(teacher->has_percent);
    assert_near(teacher->percent, 0, 0);
    lesson_free(&b);
}

/* Points have a count, a rate and gaps, and neither length nor percent. */
static void budget__gives_points_no_percent__but_gaps(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_point(&b, b.board, SUBJECT_NONE, 3);
    lesson_point(&b, b.board, SUBJECT_NONE, 9);
    Budget budget = measure(&b, 60, BUDGET_WHOLE);
    const BudgetRow *row = find_row(&budget, b.board, BUDGET_EVERYBODY);
    assert_int_equal(row->n, 2);
    assert_int_equal(row->total_ms, 0);
    assert_false(row->has_mean || row->has_sd || row->has_percent);
    assert_int_equal(row->gap_n, 1);
    assert_near(row->gap_mean_s, 6, 1e-12);
    assert_near(row->per_min, 2, 1e-12);
    lesson_free(&b);
}

/* Missing scans are counted apart: they are no events. */
static void budget__keeps_missing_apart__scans(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t table = lesson_group(&b, "Table 1");
    lesson_scan(&b, table, 10, 2, 4);
    lesson_scan(&b, table, 20, 0, -1);
    Budget budget = measure(&b, 60, BUDGET_WHOLE);
    const BudgetRow *row = find_row(&budget, b.engaged, table);
    assert_int_equal(row->n, 1);
    assert_int_equal(row->missing, 1);
    lesson_free(&b);
}

/* 0-10, pause 4-6 inside; 20-30, pause 12-18 before it. 100 - 8 = 92 observed:
 * lengths 8 and 10, the gap 10 - 6 = 4. */
static void budget__takes_pauses_off__lengths_gaps_and_denominator(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 10);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 20, 30);
    lesson_state(&b, b.pause, SUBJECT_NONE, 4, 6);
    lesson_state(&b, b.pause, SUBJECT_NONE, 12, 18);
    Budget budget = measure(&b, 100, BUDGET_WHOLE);
    const BudgetRow *row = find_row(&budget, b.teacher, BUDGET_EVERYBODY);
    assert_int_equal(row->total_ms, 18000);
    assert_near(row->gap_mean_s, 4, 1e-12);
    assert_near(row->percent, 100.0 * 18 / 92, 1e-12);
    lesson_free(&b);
}

/* First event at 10, last stop at 60: 20 s of 50. The pause and the absence are no
 * events of the lesson. */
static void budget__can_be_of_first_to_last__built_in_left_out(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 1);
    lesson_state(&b, b.absent, p, 0, 5);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 10, 30);
    lesson_point(&b, b.board, SUBJECT_NONE, 60);
    lesson_state(&b, b.pause, SUBJECT_NONE, 80, 90);
    Budget budget = measure(&b, 100, BUDGET_FIRST_TO_LAST);
    assert_int_equal(budget.of_ms, 50000);
    assert_string_equal(budget.percent_of, "first event to last stop, 50.000 s, pauses taken off");
    assert_near(find_row(&budget, b.teacher, BUDGET_EVERYBODY)->percent, 40, 1e-12);
    lesson_free(&b);
}

static void budget__is_undefined_in_words__no_time(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_point(&b, b.board, SUBJECT_NONE, 0);
    Budget budget = measure(&b, 0, BUDGET_WHOLE);
    assert_string_equal(budget.undefined, "undefined: no time was observed");
    const BudgetRow *row = find_row(&budget, b.teacher, BUDGET_EVERYBODY);
    assert_false(row->has_percent);
    assert_near(row->per_min, 0, 0);
    assert_int_equal(find_row(&budget, b.board, BUDGET_EVERYBODY)->n, 1);
    lesson_free(&b);
}

/* Overlapping events have no gap between them: 0-10, 5-8, 12-13 gives one, 10-12. */
static void budget__has_no_negative_gaps__overlap(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 2);
    lesson_state(&b, b.student, p, 0, 10);
    lesson_state(&b, b.student, p + 1, 5, 8);
    lesson_state(&b, b.student, p, 12, 13);
    Budget budget = measure(&b, 20, BUDGET_WHOLE);
    const BudgetRow *all = find_row(&budget, b.student, BUDGET_EVERYBODY);
    assert_int_equal(all->gap_n, 1);
    assert_near(all->gap_mean_s, 2, 1e-12);
    lesson_free(&b);
}

/* ---- latency ---- */

static Spread latency(LessonBuilder *b, double end_s, int32_t code_a, int32_t code_b)
{
    Spread seconds;
    Err err = {0};
    assert_ok(budget_latency(lesson_end(b, end_s), code_a, code_b, &b->arena, &seconds, &err), err);
    return seconds;
}

/* A (teacher) stops at 5, 12 and 50 (started at 1, still on at 14); B at 2 has no A
 * before it, at 8 comes 3 after, at 14 comes 2 after, at 20 comes 8 after. */
static void latency__runs_from_the_latest_stop__before(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 5);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 1, 50);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 10, 12);
    const double starts[] = {2, 8, 14, 20};
    for (int i = 0; i < 4; i++)
        lesson_state(&b, b.student, SUBJECT_NONE, starts[i], starts[i] + 1);
    Spread seconds = latency(&b, 60, b.teacher, b.student);
    assert_int_equal(seconds.n, 3);
    assert_near(seconds.min, 2, 1e-12);
    assert_near(seconds.median, 3, 1e-12);
    assert_near(seconds.max, 8, 1e-12);
    lesson_free(&b);
}

/* Of a code to itself: an event is not before itself, also when it has no length;
 * two at the same moment are 0 apart, once. A pause is taken off. */
static void latency__is_not_to_itself__same_code(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_point(&b, b.board, SUBJECT_NONE, 1);
    lesson_point(&b, b.board, SUBJECT_NONE, 1);
    lesson_point(&b, b.board, SUBJECT_NONE, 5);
    lesson_state(&b, b.pause, SUBJECT_NONE, 2, 3);
    Spread seconds = latency(&b, 10, b.board, b.board);
    assert_int_equal(seconds.n, 2);
    assert_near(seconds.min, 0, 0);
    assert_near(seconds.max, 3, 1e-12);
    assert_string_equal(latency(&b, 10, b.teacher, b.board).undefined,
                        "undefined: none came after the other");
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(budget__follows_boris__by_code_and_subject),
        cmocka_unit_test(budget__has_a_row_a_code__also_without_events),
        cmocka_unit_test(budget__gives_points_no_percent__but_gaps),
        cmocka_unit_test(budget__keeps_missing_apart__scans),
        cmocka_unit_test(budget__takes_pauses_off__lengths_gaps_and_denominator),
        cmocka_unit_test(budget__can_be_of_first_to_last__built_in_left_out),
        cmocka_unit_test(budget__is_undefined_in_words__no_time),
        cmocka_unit_test(budget__has_no_negative_gaps__overlap),
        cmocka_unit_test(latency__runs_from_the_latest_stop__before),
        cmocka_unit_test(latency__is_not_to_itself__same_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
