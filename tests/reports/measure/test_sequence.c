/* What follows what, and what goes on at once. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/sequence/expected.h"
#include "reports/measure/sequence/sequence.h"

#include <math.h>

enum { A, B, C, STATES };

static void assert_near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.9f, want %.9f", got, want);
}

static Transition cell(const Transitions *t, int32_t from, int32_t to)
{
    return sequence_cell(t, from, to);
}

/* From "ABC-A" where '-' is a break. */
static Transitions follow(Arena *arena, const char *text, SequenceRules rules)
{
    Transitions t;
    Err err = {0};
    int32_t states[200];
    size_t count = strlen(text);
    assert_true(count <= 200);
    for (size_t i = 0; i < count; i++)
        states[i] = text[i] == '-' ? SEQUENCE_BREAK : text[i] - 'A';
    assert_ok(sequence_transitions(states, count, STATES, rules, arena, &t, &err), err);
    return t;
}

/* AA 1, AB 3, BA 2, BB 4 of 10: e(AA) = 4 x 3 / 10, z = (1 - 1.2) / sqrt(1.2 x 0.6 x
 * 0.7), Q = (4 - 6) / (4 + 6). */
static void transitions__give_counts_expected_residual_and_q(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    Transitions t = follow(&arena, "AABABBBBBAB", (SequenceRules){.lag = 1});
    assert_int_equal(t.n, 10);
    assert_int_equal(cell(&t, A, A).n, 1);
    assert_int_equal(cell(&t, A, B).n, 3);
    assert_int_equal(cell(&t, B, A).n, 2);
    assert_int_equal(cell(&t, B, B).n, 4);
    assert_int_equal(t.from_total[A], 4);
    assert_int_equal(t.to_total[A], 3);
    assert_near(cell(&t, A, A).expected, 1.2, 1e-12);
    assert_near(cell(&t, A, A).z, -0.2 / sqrt(1.2 * 0.6 * 0.7), 1e-12);
    assert_near(cell(&t, A, A).q, -0.2, 1e-12);
    assert_near(cell(&t, A, B).z, -cell(&t, A, A).z, 1e-12);
    assert_string_equal(cell(&t, A, C).no_z, "undefined: one of the two did not occur there");
    assert_int_equal(t.possible, 4);
    assert_int_equal(t.few, 4);
    assert_true(t.too_sparse);
    arena_deinit(&arena);
}

static void transitions__skip_places__at_lag_two(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    Transitions t = follow(&arena, "ABACB", (SequenceRules){.lag = 2, .no_repeats = true});
    assert_int_equal(t.n, 3);
    assert_int_equal(cell(&t, A, A).n, 1); /* it returns: no structural zero at lag 2 */
    assert_false(cell(&t, A, A).impossible);
    assert_int_equal(cell(&t, B, C).n, 1);
    assert_int_equal(cell(&t, A, B).n, 1);
    arena_deinit(&arena);
}

static void transitions__never_cross_a_break(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    Transitions t = follow(&arena, "AB-C", (SequenceRules){.lag = 1});
    assert_int_equal(t.n, 1);
    t = follow(&arena, "AB-C", (SequenceRules){.lag = 2});
    assert_int_equal(t.n, 0);
    assert_string_equal(t.undefined, "undefined: nothing followed anything");
    assert_string_equal(cell(&t, A, B).no_z, t.undefined);
    arena_deinit(&arena);
}

/* Totals 3, 4, 5 both ways and a diagonal that cannot occur. By symmetry x = AB =
 * BA, y = AC, z = BC: x + y = 3, x + z = 4, y + z = 5, so x = 1, y = 2, z = 3. */
static void transitions__fit_expected_counts__with_structural_zeros(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    const char *text = "ACBCBACBACBCA-BC";
    Transitions t = follow(&arena, text, (SequenceRules){.lag = 1, .no_repeats = true});
    double rows[STATES] = {0}, columns[STATES] = {0};
    for (int32_t i = 0; i < STATES; i++) {
        assert_true(cell(&t, i, i).impossible);
        assert_string_equal(cell(&t, i, i).no_z, "undefined: it cannot follow itself");
        for (int32_t j = 0; j < STATES; j++) {
            rows[i] += cell(&t, i, j).expected;
            columns[j] += cell(&t, i, j).expected;
        }
    }
    for (int32_t i = 0; i < STATES; i++) {
        assert_near(rows[i], (double)t.from_total[i], 1e-6);
        assert_near(columns[i], (double)t.to_total[i], 1e-6);
    }
    const int64_t totals[STATES] = {3, 4, 5};
    const bool zero[STATES] = {true, true, true};
    Expected e;
    Err err = {0};
    assert_ok(expected_fit(totals, totals, zero, STATES, &arena, &e, &err), err);
    assert_true(e.settled);
    assert_near(expected_cell(&e, A, B), 1, 1e-6);
    assert_near(expected_cell(&e, C, A), 2, 1e-6);
    assert_near(expected_cell(&e, B, C), 3, 1e-6);
    assert_near(expected_cell(&e, B, B), 0, 0);
    arena_deinit(&arena);
}

/* Everybody speaks between two turns of A: no other table has these totals. */
static void transitions__are_what_they_must__when_one_is_in_every_pair(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    Transitions t = follow(&arena, "ABACABACA", (SequenceRules){.lag = 1, .no_repeats = true});
    assert_near(cell(&t, A, B).expected, 2, 1e-12);
    assert_near(cell(&t, C, A).expected, 2, 1e-12);
    assert_near(cell(&t, B, C).expected, 0, 1e-12);
    assert_string_equal(cell(&t, B, C).no_z, "undefined: the totals leave no other count");
    arena_deinit(&arena);
}

static void transitions__count_repeats_apart__where_none_can_be(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    Transitions t = follow(&arena, "AABB", (SequenceRules){.lag = 1, .no_repeats = true});
    assert_int_equal(t.n, 1);
    assert_int_equal(t.repeats, 2);
    arena_deinit(&arena);
}

static void transitions__trust_a_full_table(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    char text[121];
    for (size_t i = 0; i < 120; i++)
        text[i] = "AABBA"[i % 5];
    text[120] = '\0';
    Transitions t = follow(&arena, text, (SequenceRules){.lag = 1});
    assert_int_equal(t.few, 0);
    assert_false(t.too_sparse);
    arena_deinit(&arena);
}

static void transitions__refuse__what_makes_no_table(void **state)
{
    (void)state;
    Arena arena;
    Transitions t;
    Err lag = {0}, states = {0};
    arena_init(&arena, 1 << 20);
    assert_false(sequence_transitions(NULL, 0, 3, (SequenceRules){.lag = 0}, &arena, &t, &lag));
    assert_err(lag, ERR_LIMIT, "a lag of 0: the least is 1");
    assert_false(
        sequence_transitions(NULL, 0, 513, (SequenceRules){.lag = 1}, &arena, &t, &states));
    assert_err(states, ERR_LIMIT, "513 states: transitions can be shown between at most 512");
    arena_deinit(&arena);
}

/* Teacher 0-10, DL 12-15, SP 15-20, DL 21-22 and again 23-24, "S" 25-26, pause
 * 26-30, teacher 31-40. */
static void talk__follows_roles_and_speakers(void **state)
{
    (void)state;
    LessonBuilder b;
    TalkMeasures talk;
    TalkSequence s;
    Err err = {0};
    lesson_begin(&b);
    int32_t ms = lesson_adult(&b, "MS"), dl = lesson_pupil(&b, "DL", SUBJECT_NONE);
    int32_t several = lesson_pupil(&b, "S", SUBJECT_NONE),
            sp = lesson_pupil(&b, "SP", SUBJECT_NONE);
    b.subjects[several].several = true;
    lesson_state(&b, b.teacher, ms, 0, 10);
    lesson_state(&b, b.silence, SUBJECT_NONE, 10, 12);
    lesson_state(&b, b.student, dl, 12, 15);
    lesson_state(&b, b.student, sp, 15, 20);
    lesson_state(&b, b.student, dl, 21, 22);
    lesson_state(&b, b.student, dl, 23, 24);
    lesson_state(&b, b.student, several, 25, 26);
    lesson_state(&b, b.pause, SUBJECT_NONE, 26, 30);
    lesson_state(&b, b.teacher, ms, 31, 40);
    assert_ok(talk_measure(lesson_end(&b, 60), &b.arena, &talk, &err), err);
    assert_ok(sequence_of_talk(&talk, &b.arena, &s, &err), err);
    assert_int_equal(s.roles.n, 5);
    assert_int_equal(cell(&s.roles, TALK_TEACHER, TALK_STUDENT).n, 1);
    assert_int_equal(cell(&s.roles, TALK_STUDENT, TALK_STUDENT).n, 4);
    assert_int_equal(cell(&s.roles, TALK_STUDENT, TALK_TEACHER).n, 0);
    assert_int_equal(s.speakers.state_count, 3);
    assert_int_equal(s.subjects[1], dl);
    assert_int_equal(s.subjects[2], sp);
    assert_int_equal(s.speakers.n, 3);
    assert_int_equal(s.speakers.repeats, 1);
    assert_int_equal(cell(&s.speakers, 1, 2).n, 1);
    assert_int_equal(cell(&s.speakers, 2, 1).n, 1);
    lesson_free(&b);
}

static const Overlap *overlap(const Overlaps *o, int32_t a, int32_t b)
{
    for (int32_t i = 0; i < o->count; i++)
        if (o->items[i].a == a && o->items[i].b == b)
            return &o->items[i];
    return NULL;
}

/* Discuss 0-30, teacher 0-10, two pupils 12-20 and 15-25 (13 s together), reflect
 * 30-60, pause 40-50, teacher 35-55; a question at 30, at the bound. */
static void overlaps__are_time_both_on__and_starts(void **state)
{
    (void)state;
    LessonBuilder b;
    TalkMeasures talk;
    Overlaps o;
    Err err = {0};
    lesson_begin(&b);
    int32_t ms = lesson_adult(&b, "MS"), p = lesson_pupils(&b, 2);
    lesson_state(&b, b.discuss, SUBJECT_NONE, 0, 30);
    lesson_state(&b, b.teacher, ms, 0, 10);
    lesson_state(&b, b.student, p, 12, 20);
    lesson_state(&b, b.student, p + 1, 15, 25);
    lesson_state(&b, b.reflect, SUBJECT_NONE, 30, 60);
    lesson_state(&b, b.teacher, ms, 35, 55);
    lesson_state(&b, b.pause, SUBJECT_NONE, 40, 50);
    lesson_point(&b, b.question, ms, 30);
    assert_ok(talk_measure(lesson_end(&b, 60), &b.arena, &talk, &err), err);
    assert_ok(sequence_overlaps(&talk, &b.arena, &o, &err), err);
    assert_int_equal(o.on_ms[b.student], 13000);
    assert_int_equal(o.on_ms[b.teacher], 20000);
    assert_int_equal(overlap(&o, b.discuss, b.student)->both_ms, 13000);
    assert_near(overlap(&o, b.discuss, b.student)->share, 13.0 / 30.0, 1e-12);
    assert_near(overlap(&o, b.student, b.discuss)->share, 1, 0);
    assert_int_equal(overlap(&o, b.discuss, b.student)->starts, 2);
    assert_int_equal(overlap(&o, b.discuss, b.teacher)->starts, 1); /* at the same moment */
    assert_int_equal(overlap(&o, b.reflect, b.teacher)->both_ms, 10000);
    assert_null(overlap(&o, b.discuss, b.question));
    assert_int_equal(overlap(&o, b.reflect, b.question)->starts, 1);
    assert_false(overlap(&o, b.reflect, b.question)->has_share);
    assert_null(overlap(&o, b.teacher, b.student));
    assert_null(overlap(&o, b.discuss, b.reflect));
    lesson_free(&b);
}

static void overlaps__say_so__when_nothing_meets(void **state)
{
    (void)state;
    LessonBuilder b;
    TalkMeasures talk;
    Overlaps o;
    Err err = {0};
    lesson_begin(&b);
    lesson_state(&b, b.launch, SUBJECT_NONE, 5, 5); /* of no length */
    lesson_point(&b, b.question, lesson_adult(&b, "MS"), 5);
    assert_ok(talk_measure(lesson_end(&b, 9), &b.arena, &talk, &err), err);
    assert_ok(sequence_overlaps(&talk, &b.arena, &o, &err), err);
    assert_string_equal(o.undefined, "undefined: nothing was on at the same time as anything else");
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transitions__give_counts_expected_residual_and_q),
        cmocka_unit_test(transitions__skip_places__at_lag_two),
        cmocka_unit_test(transitions__never_cross_a_break),
        cmocka_unit_test(transitions__fit_expected_counts__with_structural_zeros),
        cmocka_unit_test(transitions__are_what_they_must__when_one_is_in_every_pair),
        cmocka_unit_test(transitions__count_repeats_apart__where_none_can_be),
        cmocka_unit_test(transitions__trust_a_full_table),
        cmocka_unit_test(transitions__refuse__what_makes_no_table),
        cmocka_unit_test(talk__follows_roles_and_speakers),
        cmocka_unit_test(overlaps__are_time_both_on__and_starts),
        cmocka_unit_test(overlaps__say_so__when_nothing_meets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
