/* PLACHECK and the rows derived from continuous states. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/sampling/sampling.h"

#include <math.h>

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

static SamplingMeasures measure(LessonBuilder *b, double end_s)
{
    TalkMeasures talk;
    SamplingMeasures sampling;
    Err err = {0};
    assert_ok(talk_measure(lesson_end(b, end_s), &b->arena, &talk, &err), err);
    assert_ok(sampling_measure(&talk, &b->arena, &sampling, &err), err);
    return sampling;
}

/* Two groups, three signals:
 *            120 s    240 s    360 s
 *   table 1   3/4      4/4     missing      pooled 7/8, mean 0.875
 *   table 2   2/4     1/2*      0/4         pooled 3/10, mean (0.5 + 0.5 + 0)/3
 *   class     5/8      5/6      0/4         pooled 10/18
 *   mean of the signals (0.625 + 0.8333 + 0) / 3 (* two pupils were absent) */
static void placheck__pools_scans__and_leaves_missing_out(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t one = lesson_group(&b, "Table 1"), two = lesson_group(&b, "Table 2");
    lesson_scan(&b, one, 122, 3, 4);
    lesson_scan(&b, two, 131, 2, 4);
    lesson_scan(&b, two, 241, 1, 2);
    lesson_scan(&b, one, 245, 4, 4);
    lesson_scan(&b, two, 363, 0, 4);
    lesson_scan(&b, one, 420, 0, -1);
    SamplingMeasures sampling = measure(&b, 500);
    assert_int_equal(sampling.row_count, 1);
    const SamplingRow *row = &sampling.rows[0];
    assert_int_equal(row->signal_count, 3);
    assert_int_equal(row->missing, 1);
    assert_int_equal(row->pooled.k, 10);
    assert_int_equal(row->pooled.n, 18);
    assert_near(row->mean, (0.625 + 5.0 / 6.0) / 3.0, 1e-12);
    assert_string_equal(row->pooled.interval,
                        "bootstrap over groups, 2,000 resamples, seed 7, no narrower than Wilson");
    assert_int_equal(row->signals[1].share.k, 5);
    assert_int_equal(row->signals[1].share.n, 6);
    assert_int_equal(row->signals[2].missing, 1);
    assert_int_equal(row->series_count, 2);
    assert_int_equal(row->series[0].subject, one);
    assert_int_equal(row->series[0].count, 3);
    assert_int_equal(row->series[0].missing, 1);
    assert_int_equal(row->series[0].pooled.n, 8);
    assert_near(row->series[0].mean, 0.875, 1e-12);
    assert_near(row->series[1].mean, 1.0 / 3.0, 1e-12);
    assert_string_equal(row->series[0].items[2].share.undefined, "undefined: nobody answered");
    assert_false(row->series[0].pooled.has_interval);
    lesson_free(&b);
}

static void placheck__is_undefined_in_words__nobody_answered(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_scan(&b, SUBJECT_NONE, 120, 0, -1);
    SamplingMeasures sampling = measure(&b, 200);
    assert_string_equal(sampling.rows[0].undefined, "undefined: no scan was answered");
    assert_string_equal(sampling.rows[0].signals[0].share.undefined, "undefined: nobody answered");
    assert_int_equal(sampling.rows[0].pooled.n, 0);
    lesson_free(&b);
    lesson_begin_bare(&b);
    lesson_add_session(&b);
    assert_string_equal(measure(&b, 10).undefined, "undefined: the protocol samples nothing");
    lesson_free(&b);
}

/* One group alone: its pupils are the same at each scan, so no interval. A scan
 * with more engaged than present is cut; with nobody present it is undefined. */
static void placheck__bears_odd_scans__one_group(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_scan(&b, SUBJECT_NONE, 120, 9, 4);
    lesson_scan(&b, SUBJECT_NONE, 240, 0, 0);
    const SamplingRow *row = measure(&b, 300).rows;
    assert_int_equal(row->pooled.k, 4);
    assert_int_equal(row->pooled.n, 4);
    assert_near(row->mean, 1.0, 1e-12);
    assert_false(row->pooled.has_interval);
    assert_string_equal(row->pooled.interval,
                        "no interval: the same pupils are counted at every scan");
    assert_string_equal(row->signals[1].share.undefined, "undefined: nobody was present");
    lesson_free(&b);
}

/* ---- derived rows ---- */

static DerivedRows derive(LessonBuilder *b, double end_s, int32_t code, int64_t interval_ms)
{
    DerivedRows rows;
    Err err = {0};
    assert_ok(sampling_derive(lesson_end(b, end_s), code, SAMPLING_ANYBODY, interval_ms, &b->arena,
                              &rows, &err),
              err);
    return rows;
}

/* Check number: 2 s to 13 s in 5 s intervals of 0-15 s. Partial covers 15 s, the
 * truth is 11 s, momentary at the ends 10 s, whole 5 s. */
static void derive__gives_the_check_numbers__two_to_thirteen(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 2, 13);
    DerivedRows rows = derive(&b, 15, b.teacher, 5000);
    assert_int_equal(rows.interval_count, 3);
    assert_int_equal(rows.partial.k * 5, 15);
    assert_int_equal(rows.momentary.k * 5, 10);
    assert_int_equal(rows.whole.k * 5, 5);
    assert_int_equal(rows.partial.n, 3);
    const uint8_t want[] = {DERIVED_PARTIAL | DERIVED_MOMENTARY,
                            DERIVED_PARTIAL | DERIVED_MOMENTARY | DERIVED_WHOLE, DERIVED_PARTIAL};
    assert_memory_equal(rows.flags, want, sizeof want);
    lesson_free(&b);
}

/* 5-10 exactly: on at the instant 5 (half open), off at 10. All of 0-15: on at the
 * end too. Two touching halves of an interval make a whole. */
static void derive__is_half_open__at_the_bounds(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 5, 10);
    lesson_state(&b, b.student, SUBJECT_NONE, 0, 15);
    lesson_state(&b, b.group, SUBJECT_NONE, 5, 7);
    lesson_state(&b, b.group, SUBJECT_NONE, 7, 10);
    DerivedRows teacher = derive(&b, 15, b.teacher, 5000);
    assert_int_equal(teacher.flags[0], DERIVED_MOMENTARY);
    assert_int_equal(teacher.flags[1], DERIVED_PARTIAL | DERIVED_WHOLE);
    assert_int_equal(teacher.flags[2], 0);
    DerivedRows student = derive(&b, 15, b.student, 5000);
    assert_int_equal(student.momentary.k, 3);
    assert_int_equal(student.whole.k, 3);
    assert_int_equal(derive(&b, 15, b.group, 5000).whole.k, 1);
    lesson_free(&b);
}

/* 17 s in 5 s: the last 2 s cannot be scored; nor can 5-10 with a pause in it. */
static void derive__leaves_out__what_was_not_observed_in_full(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 17);
    lesson_state(&b, b.pause, SUBJECT_NONE, 6, 7);
    DerivedRows rows = derive(&b, 17, b.teacher, 5000);
    assert_int_equal(rows.interval_count, 4);
    assert_int_equal(rows.whole.n, 2);
    assert_int_equal(rows.whole.k, 2);
    assert_true(rows.flags[1] & DERIVED_UNSCORABLE);
    assert_true(rows.flags[3] & DERIVED_UNSCORABLE);
    assert_string_equal(derive(&b, 17, b.teacher, 60000).whole.undefined,
                        "undefined: no interval was observed in full");
    lesson_free(&b);
}

static void derive__counts_points_as_partial__only(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_point(&b, b.question, SUBJECT_NONE, 4.999);
    lesson_point(&b, b.question, SUBJECT_NONE, 10);
    lesson_point(&b, b.question, SUBJECT_NONE, 15);
    DerivedRows rows = derive(&b, 15, b.question, 5000);
    assert_int_equal(rows.partial.k, 2); /* the one at the very end is in the last */
    assert_string_equal(rows.momentary.undefined, "undefined: a point has no duration");
    lesson_free(&b);
}

static void derive__can_be_about_one_subject__others_left_out(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 2);
    lesson_state(&b, b.student, p, 0, 5);
    lesson_state(&b, b.student, p + 1, 5, 15);
    DerivedRows rows;
    Err err = {0};
    assert_ok(sampling_derive(lesson_end(&b, 15), b.student, p + 1, 5000, &b.arena, &rows, &err),
              err);
    assert_int_equal(rows.whole.k, 2);
    lesson_free(&b);
}

static void derive__refuses__too_many_and_no_intervals(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    DerivedRows rows;
    Err err = {0};
    const Observation *o = lesson_end(&b, 3600);
    assert_false(sampling_derive(o, b.teacher, SAMPLING_ANYBODY, 1, &b.arena, &rows, &err));
    assert_err(err, ERR_LIMIT,
               "intervals of 1 ms in a lesson of 3600000 ms: from 1 to 1000000 intervals can be "
               "scored");
    err = (Err){0};
    assert_false(sampling_derive(o, b.teacher, SAMPLING_ANYBODY, 0, &b.arena, &rows, &err));
    assert_err(err, ERR_LIMIT,
               "intervals of 0 ms in a lesson of 3600000 ms: from 1 to 1000000 intervals can be "
               "scored");
    assert_int_equal(derive(&b, 0, b.teacher, 1000).interval_count, 0);
    lesson_free(&b);
}

/* Against a plain reading millisecond by millisecond, of random states. */
static void derive__agrees_with_looking_at_every_ms__random(void **state)
{
    (void)state;
    uint32_t draw = 7;
    for (int round = 0; round < 60; round++) {
        LessonBuilder b;
        lesson_begin(&b);
        bool on[101] = {false};
        for (int i = 0; i < 6; i++) {
            draw = draw * 1664525U + 1013904223U;
            int64_t start = (draw >> 8) % 100, length = (draw >> 20) % 20;
            lesson_event(&b, b.teacher, SUBJECT_NONE, start, start + length);
            for (int64_t t = start; t < start + length && t < 100; t++)
                on[t] = true;
            if (start + length >= 100 && length > 0)
                on[100] = true;
        }
        int64_t step = 1 + round % 13;
        DerivedRows rows = derive(&b, 0.1, b.teacher, step);
        for (int64_t i = 0; i < 100 / step; i++) {
            int64_t count = 0;
            for (int64_t t = i * step; t < (i + 1) * step; t++)
                count += on[t];
            assert_int_equal((rows.flags[i] & DERIVED_WHOLE) != 0, count == step);
            assert_int_equal((rows.flags[i] & DERIVED_MOMENTARY) != 0, on[(i + 1) * step]);
            if (count > 0)
                assert_true(rows.flags[i] & DERIVED_PARTIAL);
        }
        lesson_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(placheck__pools_scans__and_leaves_missing_out),
        cmocka_unit_test(placheck__is_undefined_in_words__nobody_answered),
        cmocka_unit_test(placheck__bears_odd_scans__one_group),
        cmocka_unit_test(derive__gives_the_check_numbers__two_to_thirteen),
        cmocka_unit_test(derive__is_half_open__at_the_bounds),
        cmocka_unit_test(derive__leaves_out__what_was_not_observed_in_full),
        cmocka_unit_test(derive__counts_points_as_partial__only),
        cmocka_unit_test(derive__can_be_about_one_subject__others_left_out),
        cmocka_unit_test(derive__refuses__too_many_and_no_intervals),
        cmocka_unit_test(derive__agrees_with_looking_at_every_ms__random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
