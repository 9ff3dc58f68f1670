/* test_session_property.c - what holds after any acts in any order: random
 * lessons, each from a seed that a failure names. */
#include "check.h"

#include "recorder/lesson.h"

#include <stdlib.h>

enum { LESSONS = 100, ACTS = 250 };

typedef struct Walk {
    Lesson lesson;
    uint64_t random;
    int64_t now_ms;
    Fact *facts; /* all that were applied; texts are the session's */
    size_t fact_count;
    int32_t refused, done;
} Walk;

static uint32_t draw(Walk *w, uint32_t below)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return (uint32_t)(w->random >> 33) % below;
}

static int64_t draw_time(Walk *w)
{
    static const uint32_t back[] = {1, 1, 300, 5000, 200000};
    int64_t at = w->now_ms - draw(w, back[draw(w, 5)]);
    return at < 0 ? 0 : at;
}

static Uuid draw_event(Walk *w)
{
    size_t count;
    const ObsEvent *events = session_events(w->lesson.s, &count);
    return count == 0 ? (Uuid){{1}} : events[draw(w, (uint32_t)count)].id;
}

static bool fits(const Lesson *l, int32_t code, int32_t subject)
{
    static const uint32_t about[] = {ABOUT_ADULT, ABOUT_PUPIL, ABOUT_GROUP};
    return l->protocol->codes[code].about &
           (subject == SUBJECT_NONE ? (uint32_t)ABOUT_CLASS : about[l->subjects[subject].kind]);
}

static bool tap(Walk *w, Err *err)
{
    Lesson *l = &w->lesson;
    const int32_t codes[] = {
        l->teacher_talk, l->student_talk, l->student_talk,
        l->silence,      l->frame,        l->question,
        l->note,         l->absent,       (int32_t)draw(w, (uint32_t)l->protocol->code_count)};
    SessionTap t = session_tap_blank(codes[draw(w, 9)], draw_time(w));
    t.subject = (int32_t)draw(w, SUBJECT_COUNT + 1) - 1;
    for (int i = 0; i < 3 && !fits(l, t.code, t.subject); i++)
        t.subject = (int32_t)draw(w, SUBJECT_COUNT + 1) - 1;
    t.target = draw(w, 4) == 0 ? (int32_t)draw(w, SUBJECT_COUNT) : SUBJECT_NONE;
    t.text = draw(w, 3) == 0 ? "said" : "";
    t.again = draw(w, 4) == 0;
    t.exact = draw(w, 4) == 0;
    int32_t modifier = (int32_t)draw(w, (uint32_t)l->protocol->modifier_count);
    if (draw(w, 2) == 0 && l->protocol->codes[t.code].modifiers & 1U << modifier)
        t.options[modifier] =
            (int8_t)draw(w, (uint32_t)l->protocol->modifiers[modifier].option_count);
    return session_tap(l->s, &t, w->now_ms, err);
}

static bool change(Walk *w, Err *err)
{
    Uuid id = draw_event(w);
    const ObsEvent *e = session_find_event(w->lesson.s, id);
    ObsEvent to = e ? *e : event_blank();
    to.start_ms = draw_time(w);
    to.stop_ms = draw(w, 4) == 0 ? EVENT_OPEN : draw_time(w);
    to.voided = draw(w, 2) == 0;
    to.subject = (int32_t)draw(w, SUBJECT_COUNT + 1) - 1;
    to.text = "changed";
    to.code = (int32_t)draw(w, (uint32_t)w->lesson.protocol->code_count);
    return session_change(w->lesson.s, id, draw(w, FIELD_ALL + 1), &to, w->now_ms, err);
}

static bool act(Walk *w, Err *err)
{
    Session *s = w->lesson.s;
    static const int64_t step[] = {0, 40, 900, 20000, 200000};
    w->now_ms += step[draw(w, 5)] * (int64_t)draw(w, 10) / 10;
    uint32_t what = draw(w, 100);
    if (what < 45)
        return tap(w, err);
    if (what < 52)
        return session_stop(s, draw_event(w), draw_time(w), w->now_ms, err);
    if (what < 57)
        return session_stop_category(s, (int32_t)draw(w, 3), draw_time(w), w->now_ms, err);
    if (what < 62)
        return session_backdate(s, draw(w, 4000), w->now_ms, err);
    if (what < 70)
        return change(w, err);
    if (what < 78)
        return session_undo(s, w->now_ms, err);
    if (what < 83)
        return session_redo(s, w->now_ms, err);
    if (what < 84)
        return session_pause(s, w->now_ms, err);
    if (session_state(s) == SESSION_PAUSED && what < 92)
        return session_resume(s, w->now_ms, err);
    if (what < 96)
        return session_answer(s, 0, (int32_t)draw(w, SUBJECT_COUNT), (int32_t)draw(w, 3),
                              draw(w, 4) == 0, w->now_ms, err);
    if (session_state(s) == SESSION_ENDED)
        return session_undo(s, w->now_ms, err);
    if (what < 99)
        return session_tick(s, w->now_ms, err);
    return draw(w, 2) == 0 ? session_end(s, w->now_ms, err)
                           : session_end_at(s, session_acted_ms(s), w->now_ms, err);
}

static void keep(Walk *w)
{
    FactSlice plan = session_planned(w->lesson.s);
    Err err = {0};
    assert_ok(session_prepare_planned(w->lesson.s, &err), err);
    plan = session_planned(w->lesson.s);
    if (plan.count == 0)
        return;
    Fact *facts = realloc(w->facts, (w->fact_count + plan.count) * sizeof *facts);
    assert_non_null(facts);
    memcpy(facts + w->fact_count, plan.items, plan.count * sizeof *facts);
    w->facts = facts;
    w->fact_count += plan.count;
    lesson_apply(&w->lesson);
}

/* ---- what has to hold ---- */

static bool excludes(const Protocol *p, const ObsEvent *a, const ObsEvent *b)
{
    const Code *code = &p->codes[a->code], *other = &p->codes[b->code];
    if (code->kind == CODE_INTERVAL) /* one sample of a group at a signal */
        return a->code == b->code && a->subject == b->subject &&
               a->start_ms / p->sampling[0].every_ms == b->start_ms / p->sampling[0].every_ms;
    if (code->kind != CODE_STATE || other->kind != CODE_STATE)
        return false;
    return (a->code == b->code && a->subject == b->subject) ||
           (code->category == other->category && p->categories[code->category].exclusive);
}

static void check_overlaps(const Walk *w)
{
    size_t count;
    const ObsEvent *e = session_events(w->lesson.s, &count);
    const Protocol *p = w->lesson.protocol;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            if (!e[i].voided && !e[k].voided && excludes(p, &e[i], &e[k]) &&
                (p->codes[e[i].code].kind == CODE_INTERVAL ||
                 (e[i].start_ms < e[k].stop_ms && e[k].start_ms < e[i].stop_ms)))
                fail_msg("events %zu [%lld, %lld) and %zu [%lld, %lld) overlap", i,
                         (long long)e[i].start_ms, (long long)e[i].stop_ms, k,
                         (long long)e[k].start_ms, (long long)e[k].stop_ms);
}

/* An ended lesson has nothing behind its end. */
static void check_end(const Walk *w)
{
    size_t count;
    const ObsEvent *e = session_events(w->lesson.s, &count);
    int64_t end_ms = session_end_ms(w->lesson.s);
    for (size_t i = 0; session_state(w->lesson.s) == SESSION_ENDED && i < count; i++)
        if (!e[i].voided && (e[i].start_ms > end_ms || e[i].stop_ms > end_ms))
            fail_msg("event %zu [%lld, %lld) is behind the end at %lld", i,
                     (long long)e[i].start_ms, (long long)e[i].stop_ms, (long long)end_ms);
}

static void check_counts(const Walk *w)
{
    const Lesson *l = &w->lesson;
    size_t count, standing = 0;
    const ObsEvent *e = session_events(l->s, &count);
    int32_t codes[PROTOCOL_MAX_CODES] = {0}, options[PROTOCOL_MAX_OPTIONS] = {0};
    for (size_t i = 0; i < count; i++) {
        if (e[i].voided)
            continue;
        codes[e[i].code]++;
        standing +=
            !e[i].missing && !(l->protocol->codes[e[i].code].senses & (SENSE_PAUSE | SENSE_ABSENT));
        int32_t pads = l->protocol->codes[l->frame].pads;
        if (e[i].code == l->frame && e[i].options[pads] != PROTOCOL_NONE)
            options[e[i].options[pads]]++;
    }
    for (int32_t i = 0; i < l->protocol->code_count; i++)
        assert_int_equal(session_count_code(l->s, i, PROTOCOL_NONE), codes[i]);
    for (int32_t i = 0; i < PROTOCOL_MAX_OPTIONS; i++)
        assert_int_equal(session_count_code(l->s, l->frame, i), options[i]);
    assert_int_equal(session_event_count(l->s), standing);
}

static void check_event(const ObsEvent *a, const ObsEvent *b)
{
    assert_memory_equal(a->id.bytes, b->id.bytes, 16);
    assert_int_equal(a->code, b->code);
    assert_int_equal(a->subject, b->subject);
    assert_int_equal(a->target, b->target);
    assert_int_equal(a->start_ms, b->start_ms);
    assert_int_equal(a->stop_ms, b->stop_ms);
    assert_int_equal(a->value, b->value);
    assert_int_equal(a->of, b->of);
    assert_int_equal(a->missing, b->missing);
    assert_int_equal(a->voided, b->voided);
    assert_memory_equal(a->options, b->options, sizeof a->options);
    assert_string_equal(a->text, b->text);
}

static void check_same(const Session *a, const Session *b)
{
    size_t count, other;
    const ObsEvent *events = session_events(a, &count), *others = session_events(b, &other);
    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++)
        check_event(&events[i], &others[i]);
    assert_int_equal(session_state(a), session_state(b));
    assert_int_equal(session_end_ms(a), session_end_ms(b));
    assert_int_equal(session_last_ms(a), session_last_ms(b));
    assert_int_equal(session_action_count(a), session_action_count(b));
    assert_int_equal(session_event_count(a), session_event_count(b));
    const Fact *undo = session_undo_fact(a), *undo_other = session_undo_fact(b);
    const Fact *redo = session_redo_fact(a), *redo_other = session_redo_fact(b);
    assert_true((undo == NULL) == (undo_other == NULL) && (redo == NULL) == (redo_other == NULL));
    if (undo)
        assert_memory_equal(undo->id.bytes, undo_other->id.bytes, 16);
    if (redo)
        assert_memory_equal(redo->id.bytes, redo_other->id.bytes, 16);
}

static int by_id(const void *a, const void *b)
{
    return uuid_compare(((const Fact *)a)->id, ((const Fact *)b)->id);
}

/* The facts in any order, sorted by id, give the same record. */
static void check_fold(Walk *w)
{
    Err err = {0};
    UuidSource ids;
    uuid_source_init(&ids, lesson_seed);
    Fact *facts = malloc(w->fact_count * sizeof *facts);
    assert_non_null(facts);
    memcpy(facts, w->facts, w->fact_count * sizeof *facts);
    for (size_t i = w->fact_count; i > 1; i--) {
        size_t k = draw(w, (uint32_t)i);
        Fact swap = facts[i - 1];
        facts[i - 1] = facts[k];
        facts[k] = swap;
    }
    qsort(facts, w->fact_count, sizeof *facts, by_id);
    Session *again = session_create(w->lesson.protocol, &w->lesson.setup, &ids, &err);
    assert_ok(session_apply(again, (FactSlice){facts, w->fact_count}, &err), err);
    check_same(w->lesson.s, again);
    session_destroy(again);
    free(facts);
}

/* Undo until nothing is left, redo until all is back: the same lesson. */
static void check_undo_all(Walk *w)
{
    Session *s = w->lesson.s;
    Err err = {0};
    while (session_redo_fact(s)) {
        assert_ok(session_redo(s, w->now_ms, &err), err);
        keep(w);
    }
    size_t count, i;
    const ObsEvent *events = session_events(s, &count);
    ObsEvent *before = malloc((count + 1) * sizeof *before);
    assert_non_null(before);
    memcpy(before, events, count * sizeof *before);
    while (session_undo(s, w->now_ms, &err))
        keep(w);
    assert_err(err, ERR_STATE, "nothing to undo");
    err = (Err){0};
    events = session_events(s, &count);
    for (i = 0; i < count; i++)
        if (!events[i].voided) /* time's own and the start's stay */
            assert_true(events[i].missing || events[i].start_ms == 0);
    while (session_redo(s, w->now_ms, &err))
        keep(w);
    assert_err(err, ERR_STATE, "nothing to redo");
    events = session_events(s, &count);
    for (i = 0; i < count; i++)
        check_event(&events[i], &before[i]);
    free(before);
}

static void any_acts__keep_the_record_consistent__from_every_seed(void **state)
{
    (void)state;
    int64_t done = 0, refused = 0;
    for (uint64_t seed = 1; seed <= LESSONS; seed++) {
        Walk w = {.random = seed * UINT64_C(0x9E3779B97F4A7C15)};
        lesson_init(&w.lesson);
        w.lesson.subjects[B2].absent = seed % 3 == 0;
        w.lesson.setup.targets = seed % 2 ? 5 : 0;
        Err err = {0};
        assert_ok(session_start(w.lesson.s, 0, &err), err);
        keep(&w);
        for (int i = 0; i < ACTS; i++) {
            if (act(&w, &err)) {
                keep(&w);
                check_overlaps(&w);
                check_end(&w);
                done++;
            } else {
                assert_int_equal(session_planned(w.lesson.s).count, 0);
                assert_true(err.kind == ERR_STATE && err.text[0] != '\0');
                refused++;
                err = (Err){0};
            }
        }
        check_counts(&w);
        check_fold(&w);
        check_undo_all(&w);
        check_counts(&w);
        check_fold(&w);
        free(w.facts);
        lesson_deinit(&w.lesson);
    }
    print_message("%d acts, %d refused\n", (int)done, (int)refused);
    assert_true(done > LESSONS * ACTS / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_acts__keep_the_record_consistent__from_every_seed),
    };
    return cmocka_run_group_tests_name("session_property", tests, NULL, NULL);
}
