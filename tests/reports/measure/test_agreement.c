/* Two observers of one lesson. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/agreement/agreement.h"

#include <math.h>

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

static int setup(void **state)
{
    static Arena arena;
    arena_init(&arena, (size_t)1 << 28);
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_deinit(*state);
    return 0;
}

static const int64_t GRID_A[] = {155105, 169855, 264855}, GRID_B[] = {156405, 170852, 264606};

static EventAgreement match(Arena *arena, const AgreementMark *a, size_t a_count,
                            const AgreementMark *b, size_t b_count, int32_t codes,
                            int64_t within_ms)
{
    EventAgreement result;
    Err err = {0};
    assert_ok(agreement_match(a, a_count, b, b_count, codes, within_ms, arena, &result, &err), err);
    assert_int_equal(result.agreements + (size_t)result.omissions, a_count);
    assert_int_equal(result.agreements + (size_t)result.commissions, b_count);
    return result;
}

/* The same record gives -0.019, -0.038 and 1.0, for the size of a cell. */
static void grid__moves_with_the_cell__where_matching_agrees(void **state)
{
    const double want[] = {-0.019, -0.038, 1.0};
    Err err = {0};
    for (int i = 0; i < 3; i++) {
        GridAgreement grid;
        assert_ok(
            agreement_grid(GRID_A, 3, GRID_B, 3, INT64_C(1000) * (i + 1), *state, &grid, &err),
            err);
        assert_near(grid.kappa.kappa, want[i], 0.0005);
        assert_null(grid.kappa.undefined);
    }
    AgreementMark a[3] = {{0}}, b[3] = {{0}};
    for (int i = 0; i < 3; i++) {
        a[i].at_ms = GRID_A[i];
        b[i].at_ms = GRID_B[i];
    }
    EventAgreement events = match(*state, a, 3, b, 3, 1, 2000);
    assert_int_equal(events.agreements, 3);
    assert_near(events.offset_s.median, 0.997, 1e-9);
    assert_near(events.offset_s.min, -0.249, 1e-9);
    assert_string_equal(events.kappa.undefined, "kappa undefined: both observers used one code "
                                                "only; raw agreement 100 %, n = 3");
}

static void grid__says_why__when_undefined(void **state)
{
    Err err = {0}, zero = {0};
    GridAgreement grid;
    assert_ok(agreement_grid(NULL, 0, NULL, 0, 1000, *state, &grid, &err), err);
    assert_string_equal(grid.kappa.undefined,
                        "kappa undefined: there is nothing to compare (n = 0)");
    assert_ok(agreement_grid(GRID_A, 1, GRID_A, 1, 1000, *state, &grid, &err), err);
    assert_string_equal(grid.kappa.undefined, "kappa undefined: both observers used one code only; "
                                              "raw agreement 100 %, n = 1");
    assert_false(agreement_grid(GRID_A, 1, GRID_B, 1, 0, *state, &grid, &zero));
    assert_err(zero, ERR_LIMIT, "a grid of 0 ms: from 1 ms, and at most 10000000 cells");
}

/* 48 of 50 marks of one code. */
static void match__names_raw_agreement__with_one_code(void **state)
{
    AgreementMark a[50] = {{0}}, b[50] = {{0}};
    for (int i = 0; i < 50; i++) {
        a[i].at_ms = INT64_C(10000) * i;
        b[i].at_ms = INT64_C(10000) * i + 700;
    }
    EventAgreement events = match(*state, a, 49, b + 1, 49, 1, 2000);
    assert_int_equal(events.agreements, 48);
    assert_int_equal(events.omissions, 1);
    assert_int_equal(events.commissions, 1);
    assert_string_equal(events.kappa.undefined, "kappa undefined: both observers used one code "
                                                "only; raw agreement 96 %, n = 50");
    assert_near(events.raw.share, 0.96, 1e-12);
    assert_near(events.offset_s.median, 0.7, 1e-12);
}

/* The nearest first would leave two alone: 0 2 | 1.9 3.9 pairs 0-1.9, 2-3.9. */
static void match__pairs_as_many_as_can_be(void **state)
{
    const AgreementMark a[] = {{0, 0, 0}, {2000, 0, 0}}, b[] = {{1900, 0, 0}, {3900, 0, 0}};
    EventAgreement events = match(*state, a, 2, b, 2, 1, 2000);
    assert_int_equal(events.agreements, 2);
    assert_int_equal(events.pairs[0].b, 0);
    assert_int_equal(events.pairs[1].b, 1);
}

/* At t: code 0 by both; code 0 against code 1 (off the diagonal); a lone 1 of B; the
 * same code about another subject. n = 5: 1 on the diagonal. */
static void match__tells_another_code_from_nothing(void **state)
{
    const AgreementMark a[] = {{0, 0, 1}, {10000, 0, 1}, {30000, 1, 1}};
    const AgreementMark b[] = {{500, 0, 1}, {10500, 1, 1}, {20000, 1, 1}, {30000, 1, 2}};
    EventAgreement events = match(*state, a, 3, b, 4, 2, 2000);
    const int64_t want[9] = {1, 1, 0, 0, 0, 1, 0, 2, 0};
    assert_int_equal(events.agreements, 1);
    assert_int_equal(events.table.n, 5);
    assert_memory_equal(events.table.cells, want, sizeof want);
    assert_near(events.kappa.observed, 0.2, 1e-12);
    assert_null(events.kappa.undefined);
}

/* Nothing was missed, so nil is empty and chance is that of any table. */
static void match__gives_kappa_one__when_all_agree(void **state)
{
    const AgreementMark a[] = {{0, 0, 1}, {10000, 1, 1}, {30000, 1, 1}};
    EventAgreement events = match(*state, a, 3, a, 3, 2, 2000);
    assert_near(events.kappa.kappa, 1, 1e-9);
    assert_near(events.kappa.expected, (1.0 + 4.0) / 9.0, 1e-9);
}

/* Small records at random against trying every way to pair. */
static int best_by_trying(const AgreementMark *a, size_t a_count, const AgreementMark *b,
                          size_t b_count, unsigned used, int64_t *cost)
{
    if (a_count == 0) {
        *cost = 0;
        return 0;
    }
    int best = best_by_trying(a + 1, a_count - 1, b, b_count, used, cost);
    for (size_t j = 0; j < b_count; j++) {
        int64_t apart = a->at_ms > b[j].at_ms ? a->at_ms - b[j].at_ms : b[j].at_ms - a->at_ms;
        if ((used >> j & 1) || apart > 20 || a->code != b[j].code)
            continue;
        int64_t rest;
        int pairs = 1 + best_by_trying(a + 1, a_count - 1, b, b_count, used | 1U << j, &rest);
        if (pairs > best || (pairs == best && rest + apart < *cost)) {
            best = pairs;
            *cost = rest + apart;
        }
    }
    return best;
}

static void match__is_optimal__of_any_records(void **state)
{
    Arena *arena = *state;
    uint32_t draw = 7;
    for (int round = 0; round < 1500; round++) {
        AgreementMark marks[2][6] = {{{0}}};
        ArenaMark mark = arena_mark(arena);
        for (int i = 0; i < 12; i++) {
            draw = draw * 1664525U + 1013904223U;
            marks[i / 6][i % 6] = (AgreementMark){(draw >> 16) % 80, (int32_t)(draw >> 30) % 2, 0};
        }
        size_t a_count = (draw >> 8) % 7, b_count = (draw >> 12) % 7;
        int64_t want_cost, cost = 0;
        int want = best_by_trying(marks[0], a_count, marks[1], b_count, 0, &want_cost);
        EventAgreement got = match(arena, marks[0], a_count, marks[1], b_count, 2, 20);
        assert_int_equal(got.agreements, want);
        for (size_t i = 0; i < got.agreements; i++) {
            int64_t apart = marks[0][got.pairs[i].a].at_ms - marks[1][got.pairs[i].b].at_ms;
            cost += apart < 0 ? -apart : apart;
        }
        assert_int_equal(cost, want_cost);
        if (!got.kappa.undefined && !(got.kappa.kappa >= -1.0 && got.kappa.kappa <= 1.0))
            fail_msg("kappa %f", got.kappa.kappa);
        arena_reset(arena, mark);
    }
}

static void match__refuses__what_is_too_much(void **state)
{
    EventAgreement result;
    Err within = {0}, codes = {0}, pairs = {0};
    Arena *arena = *state;
    assert_false(agreement_match(NULL, 0, NULL, 0, 1, 600001, arena, &result, &within));
    assert_err(within, ERR_LIMIT, "events within 600001 ms: from 0 to 600000 can be matched");
    assert_false(agreement_match(NULL, 0, NULL, 0, 129, 2000, arena, &result, &codes));
    assert_err(codes, ERR_LIMIT, "129 codes: agreement takes at most 128");
    AgreementMark *same = ARENA_PUSH(arena, AgreementMark, 5000);
    assert_false(agreement_match(same, 5000, same, 5000, 1, 2000, arena, &result, &pairs));
    assert_err(pairs, ERR_LIMIT,
               "more than 16000000 pairs of events lie within 2000 ms of each "
               "other");
}

/* A: 0 on 0-6, 1 on 6-10. B: 0 on 0-5, 1 on 5-8, nothing 8-10. Agree 5 + 2 of 10 s; by
 * chance 0.6 x 0.5 + 0.4 x 0.3. */
static void time__weighs_pieces_by_their_length(void **state)
{
    const AgreementState a[] = {{{0, 6000}, 0}, {{6000, 10000}, 1}};
    const AgreementState b[] = {{{0, 5000}, 0}, {{5000, 8000}, 1}};
    const Span watched[] = {{0, 10000}};
    const int64_t want[9] = {5000, 1000, 0, 0, 2000, 2000, 0, 0, 0};
    TimeAgreement time, steps;
    Err err = {0};
    AgreementRecord from_a = {a, 2}, from_b = {b, 2};
    assert_ok(agreement_time(from_a, from_b, 2, watched, 1, 0, *state, &time, &err), err);
    assert_memory_equal(time.table.cells, want, sizeof want);
    assert_near(time.kappa.observed, 0.7, 1e-12);
    assert_near(time.kappa.expected, 0.42, 1e-12);
    assert_near(time.kappa.kappa, 0.28 / 0.58, 1e-12);
    assert_ok(agreement_time(from_a, from_b, 2, watched, 1, 1000, *state, &steps, &err), err);
    assert_int_equal(steps.table.n, 10);
    assert_near(steps.kappa.kappa, time.kappa.kappa, 1e-12); /* all bounds are whole seconds */
}

/* Of the same code they join; another code's start ends the one before; what is not
 * watched does not count. */
static void time__reads_overlaps_and_pauses(void **state)
{
    const AgreementState a[] = {{{0, 9000}, 0}, {{2000, 4000}, 0}, {{6000, 8000}, 1}};
    const AgreementState b[] = {{{0, 10000}, 0}};
    const Span watched[] = {{0, 3000}, {5500, 10000}};
    const int64_t want[9] = {3500, 0, 0, 2000, 0, 0, 2000, 0, 0};
    TimeAgreement time, steps;
    Err err = {0};
    assert_ok(agreement_time((AgreementRecord){a, 3}, (AgreementRecord){b, 1}, 2, watched, 2, 0,
                             *state, &time, &err),
              err);
    assert_memory_equal(time.table.cells, want, sizeof want);
    assert_ok(agreement_time((AgreementRecord){a, 3}, (AgreementRecord){b, 1}, 2, watched, 2, 1000,
                             *state, &steps, &err),
              err);
    assert_int_equal(steps.table.n, 7); /* 0 1 2, 6 7 8 9 */
}

static void time__says_why__when_undefined(void **state)
{
    const AgreementState a[] = {{{0, 10000}, 0}};
    const Span watched[] = {{0, 10000}};
    AgreementRecord on = {a, 1}, off = {NULL, 0};
    TimeAgreement time;
    Err err = {0}, step = {0};
    assert_ok(agreement_time(on, on, 1, watched, 1, 0, *state, &time, &err), err);
    assert_string_equal(time.kappa.undefined, "kappa undefined: both observers used one code only; "
                                              "raw agreement 100 %, n = 10.0 s");
    assert_ok(agreement_time(off, off, 1, watched, 1, 0, *state, &time, &err), err);
    assert_string_equal(time.kappa.undefined, "kappa undefined: neither observer recorded any; "
                                              "raw agreement 100 %, n = 10.0 s");
    assert_ok(agreement_time(on, off, 1, watched, 0, 0, *state, &time, &err), err);
    assert_string_equal(time.kappa.undefined,
                        "kappa undefined: there is nothing to compare (n = 0)");
    assert_false(agreement_time(on, off, 1, watched, 1, -1, *state, &time, &step));
    assert_err(step, ERR_LIMIT, "a time unit of -1 ms in 10000 ms: at most 10000000 can be read");
}

/* ---- two observations ---- */

/* A: teacher 0-10, pupil X 12-20, question at 9. B's roster is the other way round, the
 * clock 5 s ahead and the hand a little slow. */
static void begin_two(LessonBuilder *a, LessonBuilder *b)
{
    lesson_begin(a);
    lesson_begin(b);
    int32_t teacher = lesson_adult(a, "MS"), pupil = lesson_pupil(a, "X", SUBJECT_NONE);
    int32_t b_pupil = lesson_pupil(b, "X", SUBJECT_NONE), b_teacher = lesson_adult(b, "MS");
    lesson_state(a, a->teacher, teacher, 0, 10);
    lesson_state(a, a->student, pupil, 12, 20);
    lesson_point(a, a->question, teacher, 9);
    lesson_state(b, b->teacher, b_teacher, 5, 16);
    lesson_state(b, b->student, b_pupil, 17.5, 25);
    lesson_point(b, b->question, b_teacher, 14.5);
    lesson_point(b, b->board, b_pupil, 20);
}

static const AgreementSettings USUAL = {AGREEMENT_WITHIN_MS, AGREEMENT_STEP_MS, 5000, 0};

static void lesson__compares_by_key_and_label(void **state)
{
    static LessonBuilder a, b;
    Agreement result;
    Err err = {0};
    begin_two(&a, &b);
    lesson_state(&b, b.pause, SUBJECT_NONE, 30, 40);
    const Observation *from_a = lesson_end(&a, 60), *from_b = lesson_end(&b, 60);
    assert_ok(agreement_measure(from_a, from_b, USUAL, *state, &result, &err), err);
    assert_int_equal(result.watched_ms, 45000); /* 0-55 on a's clock, less the pause */
    assert_null(result.undefined);
    assert_int_equal(result.events.agreements, 3);
    assert_int_equal(result.events.omissions, 0);
    assert_int_equal(result.events.commissions, 1);
    assert_near(result.events.offset_s.median, 0.5, 1e-12);
    const CodeAgreement *teacher = NULL;
    for (int32_t i = 0; i < result.code_count; i++)
        if (result.codes[i].code == a.teacher)
            teacher = &result.codes[i];
    if (!teacher) {
        fail_msg("no row for the teacher's talk");
        return;
    }
    assert_int_equal(teacher->events.agreements, 1);
    assert_true(teacher->has_time);
    assert_int_equal(teacher->time.table.cells[0], 10000); /* both on; B 1 s longer */
    assert_int_equal(teacher->time.table.cells[2], 1000);
    assert_int_equal(result.category_count, 2); /* phase, talk */
    assert_int_equal(result.categories[1].code_count, 4);
    assert_int_equal(result.categories[1].time.table.n, 45000);
    assert_int_equal(result.categories[1].stepped.table.n, 45);
    assert_string_equal(result.categories[0].time.kappa.undefined,
                        "kappa undefined: neither observer recorded any; raw agreement 100 %, n = "
                        "45.0 s");
    lesson_free(&a);
    lesson_free(&b);
}

static void lesson__says_why__when_nothing_was_watched_together(void **state)
{
    static LessonBuilder a, b;
    Agreement result;
    Err err = {0}, step = {0}, late = {0};
    begin_two(&a, &b);
    lesson_state(&a, a.pause, SUBJECT_NONE, 0, 60);
    b.protocol.codes[b.board].key = "elsewhere";
    const Observation *from_a = lesson_end(&a, 60), *from_b = lesson_end(&b, 60);
    assert_ok(agreement_measure(from_a, from_b, USUAL, *state, &result, &err), err);
    assert_string_equal(result.undefined, "undefined: the two did not watch at the same time");
    assert_int_equal(result.unknown_b, 1);
    assert_int_equal(result.unknown_a, 0);
    assert_string_equal(result.events.raw.undefined, "undefined: neither observer noted any");
    assert_string_equal(result.events.offset_s.undefined, "undefined: nothing was noted by both");
    assert_false(agreement_measure(from_a, from_b, (AgreementSettings){2000, 0, 0, 0}, *state,
                                   &result, &step));
    assert_err(step, ERR_LIMIT, "a time unit of 0 ms: the least is 1");
    assert_false(agreement_measure(from_a, from_b, (AgreementSettings){2000, 1, INT64_MAX, 0},
                                   *state, &result, &late));
    assert_err(late, ERR_LIMIT,
               "a clock that is 9223372036854775807 ms late: at most a thousand days");
    lesson_free(&a);
    lesson_free(&b);
}

/* Exchanging the two exchanges omissions and commissions, and nothing else. */
static void lesson__is_the_same__the_other_way_round(void **state)
{
    static LessonBuilder a, b;
    Agreement one, other;
    Err err = {0};
    begin_two(&a, &b);
    const Observation *from_a = lesson_end(&a, 60), *from_b = lesson_end(&b, 60);
    AgreementSettings back = USUAL;
    back.b_late_ms = -USUAL.b_late_ms;
    assert_ok(agreement_measure(from_a, from_b, USUAL, *state, &one, &err), err);
    assert_ok(agreement_measure(from_b, from_a, back, *state, &other, &err), err);
    assert_int_equal(one.watched_ms, other.watched_ms);
    assert_int_equal(one.events.agreements, other.events.agreements);
    assert_int_equal(one.events.omissions, other.events.commissions);
    assert_near(one.events.offset_s.median, -other.events.offset_s.median, 1e-12);
    assert_near(one.events.kappa.kappa, other.events.kappa.kappa, 1e-9);
    assert_near(one.categories[1].time.kappa.kappa, other.categories[1].time.kappa.kappa, 1e-12);
    lesson_free(&a);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grid__moves_with_the_cell__where_matching_agrees),
        cmocka_unit_test(grid__says_why__when_undefined),
        cmocka_unit_test(match__names_raw_agreement__with_one_code),
        cmocka_unit_test(match__pairs_as_many_as_can_be),
        cmocka_unit_test(match__tells_another_code_from_nothing),
        cmocka_unit_test(match__gives_kappa_one__when_all_agree),
        cmocka_unit_test(match__is_optimal__of_any_records),
        cmocka_unit_test(match__refuses__what_is_too_much),
        cmocka_unit_test(time__weighs_pieces_by_their_length),
        cmocka_unit_test(time__reads_overlaps_and_pauses),
        cmocka_unit_test(time__says_why__when_undefined),
        cmocka_unit_test(lesson__compares_by_key_and_label),
        cmocka_unit_test(lesson__says_why__when_nothing_was_watched_together),
        cmocka_unit_test(lesson__is_the_same__the_other_way_round),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
