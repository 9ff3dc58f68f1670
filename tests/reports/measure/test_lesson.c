/* All measures at once: properties that hold for any lesson, and lessons at the
 * edges. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/lesson.h"

#include <math.h>

enum { PUPILS = 8, GROUPS = 2, LESSON_MS = 600000 };

static uint32_t next_draw(uint32_t *draw, uint32_t below)
{
    *draw = *draw * 1664525U + 1013904223U;
    return (*draw >> 8) % below;
}

static LessonMeasures measure(LessonBuilder *b)
{
    LessonMeasures m;
    Err err = {0};
    assert_ok(
        lesson_measure(lesson_end(b, (double)b->observation.end_ms / 1000.0), &b->arena, &m, &err),
        err);
    return m;
}

static void begin_class(LessonBuilder *b, int64_t end_ms)
{
    lesson_begin(b);
    lesson_adult(b, "MS");
    for (int i = 0; i < GROUPS; i++)
        lesson_group(b, i == 0 ? "Table 1" : "Table 2");
    lesson_pupils(b, PUPILS);
    b->observation.end_ms = end_ms;
}

/* Subjects of begin_class(): 0 the adult, then groups, then pupils. */
static int32_t any_pupil(uint32_t *draw)
{
    return 1 + GROUPS + (int32_t)next_draw(draw, PUPILS);
}

/* Any event anywhere, overlapping as it likes. */
static void add_random(LessonBuilder *b, uint32_t *draw, int64_t end_ms)
{
    int64_t start = next_draw(draw, (uint32_t)end_ms), stop = start + next_draw(draw, 20000);
    stop = stop > end_ms ? end_ms : stop;
    switch (next_draw(draw, 10)) {
    case 0:
        lesson_event(b, b->teacher, 0, start, stop);
        break;
    case 1:
    case 2:
    case 3:
        lesson_event(b, b->student, any_pupil(draw), start, stop);
        break;
    case 4:
        lesson_event(b, b->group, SUBJECT_NONE, start, stop);
        break;
    case 5:
        lesson_event(b, b->silence, SUBJECT_NONE, start, stop);
        break;
    case 6:
        lesson_event(b, b->question, 0, start, start)->options[b->dok] = (int8_t)next_draw(draw, 4);
        break;
    case 7:
        lesson_event(b, b->frame, any_pupil(draw), start, start)->options[b->function] =
            (int8_t)next_draw(draw, 12);
        break;
    case 8:
        lesson_event(b, b->launch, SUBJECT_NONE, start, stop);
        break;
    default: {
        ObsEvent *scan = lesson_event(b, b->engaged, 1, start, start);
        scan->value = (int32_t)next_draw(draw, 5);
        scan->of = 4;
    }
    }
}

/* ---- properties ---- */

static void assert_not_lower(const LessonMeasures *less, const LessonMeasures *more)
{
    for (int i = 0; i < TALK_ROLE_COUNT; i++)
        assert_true(more->talk.count[i] >= less->talk.count[i]);
    assert_true(more->talk.reach.k >= less->talk.reach.k);
    assert_true(more->talk.wait1.asked >= less->talk.wait1.asked);
    assert_true(more->frames.count >= less->frames.count);
    assert_true(more->frames.reach.k >= less->frames.reach.k);
    assert_true(more->sampling.rows[0].pooled.n >= less->sampling.rows[0].pooled.n);
    assert_true(more->talk.share.ms[TALK_SILENCE] <= less->talk.share.ms[TALK_SILENCE] ||
                less->talk.share.undefined);
    for (int32_t i = 0, j = 0; i < less->budget.row_count; i++, j++) {
        while (more->budget.rows[j].code != less->budget.rows[i].code ||
               more->budget.rows[j].subject != less->budget.rows[i].subject)
            j++;
        assert_true(more->budget.rows[j].n >= less->budget.rows[i].n);
        assert_true(more->budget.rows[j].total_ms >= less->budget.rows[i].total_ms);
    }
}

static void lesson__never_counts_less__with_one_event_more(void **state)
{
    (void)state;
    uint32_t draw = 11;
    LessonBuilder b;
    begin_class(&b, LESSON_MS);
    LessonMeasures before = measure(&b);
    for (int i = 0; i < 120; i++) {
        add_random(&b, &draw, LESSON_MS);
        LessonMeasures after = measure(&b);
        assert_not_lower(&before, &after);
        before = after;
    }
    lesson_free(&b);
}

/* The parts of the events within [from, to), moved to start at 0. Points at the cut
 * go to the later part. */
static void copy_part(LessonBuilder *to, const LessonBuilder *from, int64_t from_ms, int64_t to_ms)
{
    begin_class(to, to_ms - from_ms);
    for (size_t i = 0; i < from->event_count; i++) {
        ObsEvent event = from->events[i];
        bool state = to->protocol.codes[event.code].kind == CODE_STATE;
        if (event.start_ms >= to_ms ||
            (state ? event.stop_ms <= from_ms : event.start_ms < from_ms))
            continue;
        int64_t start = event.start_ms < from_ms ? from_ms : event.start_ms;
        int64_t stop = event.stop_ms > to_ms ? to_ms : event.stop_ms;
        ObsEvent *part =
            lesson_event(to, event.code, event.subject, start - from_ms, stop - from_ms);
        memcpy(part->options, event.options, sizeof part->options);
        part->value = event.value;
        part->of = event.of;
    }
}

static int64_t budget_total(const LessonMeasures *m, int32_t code, int32_t subject)
{
    for (int32_t i = 0; i < m->budget.row_count; i++)
        if (m->budget.rows[i].code == code && m->budget.rows[i].subject == subject)
            return m->budget.rows[i].total_ms;
    return 0;
}

static void assert_pooled(const LessonMeasures *whole, const LessonMeasures *a,
                          const LessonMeasures *b)
{
    assert_int_equal(whole->talk.clock.observed_ms,
                     a->talk.clock.observed_ms + b->talk.clock.observed_ms);
    assert_int_equal(whole->talk.roster.student_ms,
                     a->talk.roster.student_ms + b->talk.roster.student_ms);
    assert_int_equal(whole->questions.count, a->questions.count + b->questions.count);
    assert_int_equal(whole->frames.count, a->frames.count + b->frames.count);
    const SamplingRow *scans = whole->sampling.rows;
    assert_int_equal(scans->pooled.k, a->sampling.rows->pooled.k + b->sampling.rows->pooled.k);
    assert_int_equal(scans->pooled.n, a->sampling.rows->pooled.n + b->sampling.rows->pooled.n);
    for (int i = 0; i < TALK_ROLE_COUNT; i++) {
        int64_t parts = a->talk.share.ms[i] + b->talk.share.ms[i];
        if (llabs(whole->talk.share.ms[i] - parts) > 2) /* thirds are rounded in each part */
            fail_msg("%s: %lld and %lld", talk_role_name((TalkRole)i),
                     (long long)whole->talk.share.ms[i], (long long)parts);
    }
    for (int32_t i = 0; i < whole->budget.row_count; i++) {
        const BudgetRow *row = &whole->budget.rows[i];
        assert_int_equal(row->total_ms, budget_total(a, row->code, row->subject) +
                                            budget_total(b, row->code, row->subject));
    }
}

static void lesson__pools_to_the_same_totals__split_anywhere(void **state)
{
    (void)state;
    uint32_t draw = 5;
    LessonBuilder whole;
    begin_class(&whole, LESSON_MS);
    for (int i = 0; i < 150; i++)
        add_random(&whole, &draw, LESSON_MS);
    lesson_event(&whole, whole.pause, SUBJECT_NONE, 100000, 130000);
    lesson_event(&whole, whole.absent, 4, 50000, 400000);
    LessonMeasures all = measure(&whole);
    for (int64_t cut = 20000; cut < LESSON_MS; cut += 37001) {
        LessonBuilder first, second;
        copy_part(&first, &whole, 0, cut);
        copy_part(&second, &whole, cut, LESSON_MS);
        LessonMeasures a = measure(&first), b = measure(&second);
        assert_pooled(&all, &a, &b);
        lesson_free(&first);
        lesson_free(&second);
    }
    lesson_free(&whole);
}

/* Whatever the lesson, shares add to all of it and every wait is accounted for. */
static void lesson__adds_up__random(void **state)
{
    (void)state;
    uint32_t draw = 3;
    for (int round = 0; round < 40; round++) {
        LessonBuilder b;
        begin_class(&b, LESSON_MS);
        for (int i = 0; i < 10 * round; i++)
            add_random(&b, &draw, LESSON_MS);
        lesson_event(&b, b.teacher, 0, 0, 1);
        LessonMeasures m = measure(&b);
        int64_t time = 0, lost1 = 0, lost2 = 0;
        int32_t percent = 0;
        for (int i = 0; i < TALK_ROLE_COUNT; i++) {
            time += m.talk.share.ms[i];
            percent += m.talk.share.percent[i];
        }
        for (int i = 0; i < WAIT_LOST_COUNT; i++) {
            lost1 += m.talk.wait1.lost[i];
            lost2 += m.talk.wait2.lost[i];
        }
        assert_int_equal(time, m.talk.share.observed_ms);
        assert_int_equal(percent, 100);
        assert_int_equal(lost1, m.talk.wait1.asked);
        assert_int_equal(lost2, m.talk.wait2.asked);
        assert_int_equal(m.talk.wait1.lost[WAIT_MEASURED], (int64_t)m.talk.wait1.count);
        assert_int_equal(m.frames.rate.n + m.frames.unheard + m.frames.uncoded,
                         m.frames.student_turns);
        int32_t chained = 0;
        for (size_t i = 0; i < m.talk.chains.count; i++)
            chained += m.talk.chains.items[i].length;
        assert_int_equal(chained, m.talk.chains.turns.k);
        lesson_free(&b);
    }
}

/* ---- edges ---- */

static void assert_no_nan(const LessonMeasures *m)
{
    const TalkMeasures *t = &m->talk;
    const double values[] = {t->share.ratio,
                             t->gini_turns.plain,
                             t->gini_turns.corrected,
                             t->gini_time.plain,
                             t->chains.mean_length,
                             t->chains.turns.share,
                             t->wait1.goal.share,
                             t->wait2.goal.high,
                             t->wait1.seconds.median,
                             t->wait1.seconds.sd,
                             t->reach.low,
                             t->lengths[0].mean,
                             m->frames.rate.share,
                             m->frames.rate.low,
                             m->frames.reach.share,
                             m->questions.per_min,
                             t->share.share[TALK_SILENCE]};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_true(isfinite(values[i]));
    for (int32_t i = 0; i < m->sampling.row_count; i++)
        assert_true(isfinite(m->sampling.rows[i].mean) &&
                    isfinite(m->sampling.rows[i].pooled.share));
    for (int32_t i = 0; i < m->budget.row_count; i++)
        assert_true(isfinite(m->budget.rows[i].mean_s) && isfinite(m->budget.rows[i].sd_s) &&
                    isfinite(m->budget.rows[i].gap_sd_s) && isfinite(m->budget.rows[i].percent) &&
                    isfinite(m->budget.rows[i].per_min));
}

static void lesson__is_measured__without_events_subjects_time(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    LessonMeasures m = measure(&b);
    assert_no_nan(&m);
    assert_int_equal(m.talk.clock.observed_ms, 0);
    assert_non_null(m.talk.share.undefined);
    assert_non_null(m.questions.undefined);
    lesson_free(&b);
}

static void lesson__is_measured__one_event_of_each_code(void **state)
{
    (void)state;
    for (int32_t code = 0; code < 18; code++) {
        LessonBuilder b;
        begin_class(&b, 10000);
        assert_true(code < b.protocol.code_count);
        bool is_state = b.protocol.codes[code].kind == CODE_STATE;
        lesson_event(&b, code, 3, 2000, is_state ? 4000 : 2000);
        LessonMeasures m = measure(&b);
        assert_no_nan(&m);
        lesson_free(&b);
    }
}

/* States of no length count, and last no time. */
static void lesson__is_measured__states_of_no_length(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_class(&b, 10000);
    for (int32_t code = b.launch; code <= b.silence; code++)
        for (int i = 0; i < 3; i++)
            lesson_event(&b, code, code == b.student ? 3 + i : SUBJECT_NONE, 10000 * (i > 0),
                         10000 * (i > 0));
    LessonMeasures m = measure(&b);
    assert_no_nan(&m);
    assert_int_equal(m.talk.count[TALK_STUDENT], 3);
    assert_int_equal(m.talk.share.ms[TALK_SILENCE], 10000);
    assert_int_equal(m.talk.phases[0].occurrences, 3);
    assert_string_equal(m.talk.phases[0].share.undefined, "undefined: no time was observed");
    lesson_free(&b);
}

static void lesson__is_measured__everyone_absent(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_class(&b, 10000);
    for (int32_t i = 0; i < PUPILS; i++)
        lesson_event(&b, b.absent, 1 + GROUPS + i, 0, 10000);
    lesson_event(&b, b.teacher, 0, 0, 5000);
    LessonMeasures m = measure(&b);
    assert_no_nan(&m);
    assert_int_equal(m.talk.roster.present_count, 0);
    assert_string_equal(m.talk.reach.undefined, "undefined: no pupil was present");
    assert_int_equal(m.talk.share.ms[TALK_TEACHER], 5000);
    lesson_free(&b);
}

/* A whole lesson at one millisecond: the order of ids decides, nothing is lost. */
static void lesson__is_measured__all_at_the_same_moment(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_class(&b, 10000);
    for (int i = 0; i < 50; i++) {
        lesson_event(&b, b.student, 3 + i % 2, 5000, 5000);
        lesson_event(&b, b.frame, 3 + i % 2, 5000, 5000);
        lesson_event(&b, b.question, 0, 5000, 5000);
        lesson_event(&b, b.engaged, 1, 5000, 5000)->of = 4;
    }
    LessonMeasures m = measure(&b);
    assert_no_nan(&m);
    assert_int_equal(m.talk.count[TALK_STUDENT], 50);
    assert_int_equal(m.talk.chains.count, 1);
    assert_int_equal(m.talk.chains.longest, 50);
    assert_int_equal(m.sampling.rows[0].signal_count, 50);
    lesson_free(&b);
}

static void lesson__is_measured__paused_all_the_time(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_class(&b, 10000);
    lesson_event(&b, b.pause, SUBJECT_NONE, 0, 10000);
    lesson_event(&b, b.teacher, 0, 0, 10000);
    LessonMeasures m = measure(&b);
    assert_no_nan(&m);
    assert_string_equal(m.talk.share.undefined, "undefined: no time was observed");
    assert_string_equal(m.budget.undefined, "undefined: no time was observed");
    lesson_free(&b);
}

/* Eight hours with a turn every ten seconds: teacher 5 s, a pupil 3 s, 2 s silence. */
static void lesson__is_measured__eight_hours(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_class(&b, INT64_C(8) * 3600 * 1000);
    for (int64_t i = 0; i < 2880; i++) {
        lesson_event(&b, b.teacher, 0, 10000 * i, 10000 * i + 5000);
        lesson_event(&b, b.student, 3 + (int32_t)(i % PUPILS), 10000 * i + 5000, 10000 * i + 8000);
    }
    LessonMeasures m = measure(&b);
    const int32_t percent[] = {50, 30, 0, 20};
    assert_memory_equal(m.talk.share.percent, percent, sizeof percent);
    assert_int_equal(m.talk.wait2.lost[WAIT_MEASURED], 2879);
    assert_int_equal(m.talk.chains.triads, 2879);
    lesson_free(&b);
}

/* The limit: a million events, half of them turns. Numbers that say it was all
 * counted; the time it takes is the benchmark's matter. */
static void lesson__is_measured__a_million_events(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_class(&b, INT64_C(1000000) * 1000);
    for (int64_t i = 0; i < 250000; i++) {
        int64_t at = 4000 * i;
        int32_t pupil = 3 + (int32_t)(i % PUPILS);
        lesson_event(&b, b.teacher, 0, at, at + 1000);
        lesson_event(&b, b.question, 0, at + 500, at + 500);
        lesson_event(&b, b.student, pupil, at + 2000, at + 3000);
        lesson_event(&b, b.frame, pupil, at + 2500, at + 2500);
    }
    LessonMeasures m = measure(&b);
    assert_no_nan(&m);
    assert_int_equal(m.talk.wait1.count, 250000);
    assert_int_equal(m.frames.rate.k, 250000);
    assert_int_equal(m.talk.share.ms[TALK_TEACHER], 250000000);
    assert_int_equal(m.talk.reach.k, PUPILS);
    lesson_free(&b);
}

/* ---- memory ---- */

/* Every arena that is too small gives a sentence, and the arena back. */
static void lesson__says_so__in_every_arena_that_is_too_small(void **state)
{
    (void)state;
    uint32_t draw = 9;
    LessonBuilder b;
    begin_class(&b, LESSON_MS);
    for (int i = 0; i < 40; i++)
        add_random(&b, &draw, LESSON_MS);
    const Observation *o = lesson_end(&b, LESSON_MS / 1000.0);
    size_t failed = 0;
    for (size_t limit = 0;; limit += 61 + limit / 64) {
        Arena arena;
        arena_init(&arena, limit);
        LessonMeasures m;
        Err err = {0};
        if (lesson_measure(o, &arena, &m, &err)) {
            arena_deinit(&arena);
            break;
        }
        assert_int_equal(err.kind, ERR_LIMIT);
        assert_true(strncmp(err.text, "not enough memory ", 18) == 0);
        assert_int_equal(arena.used, 0);
        arena_deinit(&arena);
        failed++;
    }
    assert_true(failed > 100);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lesson__never_counts_less__with_one_event_more),
        cmocka_unit_test(lesson__pools_to_the_same_totals__split_anywhere),
        cmocka_unit_test(lesson__adds_up__random),
        cmocka_unit_test(lesson__is_measured__without_events_subjects_time),
        cmocka_unit_test(lesson__is_measured__one_event_of_each_code),
        cmocka_unit_test(lesson__is_measured__states_of_no_length),
        cmocka_unit_test(lesson__is_measured__everyone_absent),
        cmocka_unit_test(lesson__is_measured__all_at_the_same_moment),
        cmocka_unit_test(lesson__is_measured__paused_all_the_time),
        cmocka_unit_test(lesson__is_measured__eight_hours),
        cmocka_unit_test(lesson__is_measured__a_million_events),
        cmocka_unit_test(lesson__says_so__in_every_arena_that_is_too_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
