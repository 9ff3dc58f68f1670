/* test_session_ink.c - strokes and photos as events: what needs them, and that a
 * drawing is one thing in many strokes. */
#include "check.h"

#include "attached.h"
#include "recorder/lesson.h"
#include "recorder/recording/recording.h"

typedef struct Codes {
    int32_t ink, photo, mark;
} Codes;

static Codes codes_of(const Lesson *l)
{
    return (Codes){protocol_find_code(l->protocol, "ink"), protocol_find_code(l->protocol, "photo"),
                   protocol_find_code(l->protocol, "mark")};
}

static void begin(Lesson *l)
{
    Err err = {0};
    lesson_init(l);
    assert_ok(session_start(l->s, 0, &err), err);
    lesson_apply(l);
}

static const ObsEvent *stroke(Lesson *l, int32_t subject, int64_t at_ms, int64_t now_ms)
{
    Err err = {0};
    Attachment ink = attached_ink();
    SessionTap tap = lesson_tap(codes_of(l).ink, subject, at_ms);
    tap.attachment = &ink;
    assert_ok(session_tap(l->s, &tap, now_ms, &err), err);
    assert_ptr_equal(session_planned(l->s).items[0].attachment, &ink);
    lesson_apply(l);
    size_t count;
    const ObsEvent *events = session_events(l->s, &count);
    return &events[count - 1];
}

static void refused(Lesson *l, SessionTap tap, const Attachment *attachment, ErrKind kind,
                    const char *sentence)
{
    Err err = {0};
    tap.attachment = attachment;
    assert_false(session_tap(l->s, &tap, tap.at_ms, &err));
    assert_err(err, kind, sentence);
    assert_int_equal(session_planned(l->s).count, 0);
}

static void tap__needs_what_the_code_carries__and_nothing_else(void **state)
{
    (void)state;
    Lesson l;
    begin(&l);
    const Codes c = codes_of(&l);
    Attachment ink = attached_ink(), photo = attached_photo(), bad = attached_ink();
    refused(&l, lesson_tap(c.ink, A1, 10), NULL, ERR_STATE, "Ink needs a stroke");
    refused(&l, lesson_tap(c.ink, A1, 10), &photo, ERR_STATE, "Ink needs a stroke");
    refused(&l, lesson_tap(c.photo, A1, 10), NULL, ERR_STATE, "Photo needs a picture");
    refused(&l, lesson_tap(c.mark, A1, 10), &ink, ERR_STATE,
            "Return to carries neither ink nor a photo");
    bad.ink.point_count = 0;
    refused(&l, lesson_tap(c.ink, A1, 10), &bad, ERR_FORMAT, "a stroke without a point");
    lesson_deinit(&l);
}

static void drawing__counts_once__and_undo_takes_the_last_stroke(void **state)
{
    (void)state;
    Lesson l;
    begin(&l);
    Err err = {0};
    (void)stroke(&l, A1, 1000, 1200);
    (void)stroke(&l, A1, 1000, 2400);
    (void)stroke(&l, A1, 1000, 3600);
    (void)stroke(&l, B1, 1000, 4000); /* another seat: another drawing */
    assert_int_equal(session_event_count(l.s), 2);
    assert_int_equal(session_count_code(l.s, codes_of(&l).ink, PROTOCOL_NONE), 4);
    assert_ok(session_undo(l.s, 5000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_event_count(l.s), 1);
    assert_ok(session_undo(l.s, 5000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_event_count(l.s), 1);
    assert_int_equal(session_count_code(l.s, codes_of(&l).ink, PROTOCOL_NONE), 2);
    assert_ok(session_redo(l.s, 5000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_count_code(l.s, codes_of(&l).ink, PROTOCOL_NONE), 3);
    lesson_deinit(&l);
}

static void change__of_a_stroke__is_one_of_its_drawing(void **state)
{
    (void)state;
    Lesson l;
    begin(&l);
    Err err = {0};
    Uuid first = stroke(&l, A1, 1000, 1200)->id, undone = stroke(&l, A1, 1000, 2000)->id;
    assert_ok(session_undo(l.s, 2100, &err), err);
    lesson_apply(&l);
    Uuid second = stroke(&l, A1, 1000, 2400)->id, other = stroke(&l, A1, 9000, 9100)->id;
    ObsEvent to = *session_find_event(l.s, second);
    to.subject = B1;
    to.start_ms = 4000;
    assert_ok(session_change(l.s, second, FIELD_SUBJECT | FIELD_START, &to, 9200, &err), err);
    lesson_apply(&l);
    const Uuid moved[] = {first, second};
    for (int i = 0; i < 2; i++) {
        const ObsEvent *e = session_find_event(l.s, moved[i]);
        assert_int_equal(e->subject, B1);
        assert_int_equal(e->start_ms, 4000);
        assert_int_equal(e->stop_ms, 4000);
    }
    assert_int_equal(session_find_event(l.s, undone)->subject, A1);
    assert_int_equal(session_find_event(l.s, other)->subject, A1);
    assert_int_equal(session_event_count(l.s), 2);

    assert_ok(session_move(l.s, first, 2500, 2500, 9300, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_find_event(l.s, second)->start_ms, 2500);
    to = *session_find_event(l.s, first);
    to.voided = true;
    assert_ok(session_change(l.s, first, FIELD_VOIDED, &to, 9400, &err), err);
    lesson_apply(&l);
    assert_true(session_find_event(l.s, second)->voided);
    assert_int_equal(session_event_count(l.s), 1);
    assert_ok(session_undo(l.s, 9500, &err), err);
    lesson_apply(&l);
    assert_false(session_find_event(l.s, first)->voided);
    assert_false(session_find_event(l.s, second)->voided);
    assert_true(session_find_event(l.s, undone)->voided);
    lesson_deinit(&l);
}

static void backdate__moves__the_whole_drawing(void **state)
{
    (void)state;
    Lesson l;
    begin(&l);
    Err err = {0};
    Uuid first = stroke(&l, A1, 5000, 5200)->id, other = stroke(&l, B1, 6000, 6100)->id;
    Uuid last = stroke(&l, A1, 5000, 7000)->id;
    assert_ok(session_backdate(l.s, 3000, 7100, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_find_event(l.s, first)->start_ms, 2000);
    assert_int_equal(session_find_event(l.s, last)->start_ms, 2000);
    assert_int_equal(session_find_event(l.s, last)->stop_ms, 2000);
    assert_int_equal(session_find_event(l.s, other)->start_ms, 6000);
    assert_int_equal(session_event_count(l.s), 2);
    assert_ok(session_undo(l.s, 7200, &err), err); /* one act */
    lesson_apply(&l);
    assert_int_equal(session_find_event(l.s, first)->start_ms, 5000);
    assert_int_equal(session_find_event(l.s, last)->start_ms, 5000);
    lesson_deinit(&l);
}

static void change__cannot_make_ink_of_a_mark(void **state)
{
    (void)state;
    Lesson l;
    begin(&l);
    Err err = {0};
    Uuid mark = lesson_record(&l, codes_of(&l).mark, A1, 1000, 1000);
    ObsEvent to = *session_find_event(l.s, mark);
    to.code = codes_of(&l).ink;
    assert_false(session_change(l.s, mark, FIELD_CODE, &to, 2000, &err));
    assert_err(err, ERR_STATE, "Return to cannot become Ink, they are recorded in different ways");
    lesson_deinit(&l);
}

/* From a record that is not ours: a stroke that is "not answered" is one all the same. */
static void drawing__counts_once__whatever_is_said_of_its_strokes(void **state)
{
    (void)state;
    Lesson l;
    begin(&l);
    Err err = {0};
    Fact facts[4] = {{0}};
    const int32_t kinds[4] = {FACT_EVENT, FACT_EVENT, FACT_CHANGE, FACT_CHANGE};
    for (int i = 0; i < 4; i++) {
        ObsEvent e = event_blank();
        facts[i] = (Fact){.kind = (FactKind)kinds[i],
                          .id = uuid_next(&l.ids, 1795428000000 + i),
                          .action = 10 + i,
                          .said_ms = 1000 + i,
                          .fields = i < 2 ? 0 : FIELD_VOIDED};
        e.id = i < 2 ? facts[i].id : facts[i - 2].id;
        e.code = codes_of(&l).ink;
        e.subject = A1;
        e.start_ms = e.stop_ms = 1000;
        e.missing = i == 0;
        e.voided = i >= 2;
        facts[i].event = e;
    }
    assert_ok(session_apply(l.s, (FactSlice){facts, 2}, &err), err);
    assert_int_equal(session_event_count(l.s), 1);
    assert_ok(session_apply(l.s, (FactSlice){facts + 2, 2}, &err), err);
    assert_int_equal(session_event_count(l.s), 0);
    lesson_deinit(&l);
}

static uint32_t random_below(uint32_t n)
{
    static uint32_t state = 7;
    state = state * 1664525U + 1013904223U;
    return (state >> 8) % n;
}

/* By comparing each with each. */
static size_t drawings_of(const Lesson *l)
{
    size_t count, drawings = 0;
    const ObsEvent *events = session_events(l->s, &count);
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < i &&
               (events[k].voided || !event_is_same_drawing(l->protocol, &events[k], &events[i])))
            k++;
        drawings += k == i && !events[i].voided;
    }
    return drawings;
}

/* Strokes that come, move, go and come again in any order. */
static void drawings__are_counted__as_each_compared_with_each(void **state)
{
    (void)state;
    enum { FACTS = 600, STROKES = 40 };
    const int32_t subjects[] = {SUBJECT_NONE, A1, B1};
    Lesson l;
    begin(&l);
    for (int i = 0; i < FACTS; i++) {
        size_t count;
        const ObsEvent *events = session_events(l.s, &count);
        bool is_new = count < STROKES && random_below(4) == 0;
        Fact fact = {.kind = is_new || count == 0 ? FACT_EVENT : FACT_CHANGE,
                     .id = uuid_next(&l.ids, 1795428000000 + i),
                     .action = 10 + i,
                     .said_ms = 1000 + i};
        fact.event =
            fact.kind == FACT_EVENT ? event_blank() : events[random_below((uint32_t)count)];
        if (fact.kind == FACT_EVENT)
            fact.event.id = fact.id;
        else
            fact.fields = FIELD_SUBJECT | FIELD_START | FIELD_STOP | FIELD_VOIDED;
        fact.event.code = codes_of(&l).ink;
        fact.event.subject = subjects[random_below(3)];
        fact.event.start_ms = fact.event.stop_ms = 500 + 70000000 * (int64_t)random_below(3);
        fact.event.voided = fact.kind == FACT_CHANGE && random_below(3) == 0;
        Err err = {0};
        assert_ok(session_apply(l.s, (FactSlice){&fact, 1}, &err), err);
        assert_int_equal(session_event_count(l.s), drawings_of(&l));
    }
    lesson_deinit(&l);
}

static void ink_and_photos__are_taken__in_a_pause_and_about_who_is_away(void **state)
{
    (void)state;
    Lesson l;
    begin(&l);
    Err err = {0};
    (void)lesson_record(&l, l.absent, A1, 500, 500);
    assert_ok(session_pause(l.s, 1000, &err), err);
    lesson_apply(&l);
    (void)stroke(&l, A1, 1500, 1600);
    assert_false(session_is_present(l.s, A1));
    assert_ok(session_end(l.s, 3000, &err), err);
    lesson_apply(&l);
    Attachment photo = attached_photo();
    SessionTap tap = lesson_tap(codes_of(&l).photo, SUBJECT_NONE, 2000);
    tap.attachment = &photo;
    tap.text = "the board";
    assert_ok(session_insert(l.s, &tap, 2000, 4000, &err), err);
    assert_ptr_equal(session_planned(l.s).items[0].attachment, &photo);
    lesson_apply(&l);
    lesson_deinit(&l);
}

static void drawing__is_full__at_its_limit(void **state)
{
    (void)state;
    Lesson l;
    begin(&l);
    for (int i = 0; i < INK_MAX_STROKES; i++)
        (void)stroke(&l, A1, 1000, 1000 + i);
    Attachment ink = attached_ink();
    Err err = {0};
    SessionTap tap = lesson_tap(codes_of(&l).ink, A1, 1000);
    tap.attachment = &ink;
    assert_false(session_tap(l.s, &tap, 9000, &err));
    assert_err(err, ERR_LIMIT, "this drawing is full: at most 1000 strokes fit");
    (void)stroke(&l, A1, 1001, 9000);
    lesson_deinit(&l);
}

static void observation__finds_the_strokes__of_a_drawing(void **state)
{
    (void)state;
    Lesson l;
    begin(&l);
    Err err = {0};
    (void)stroke(&l, A1, 1000, 1200);
    (void)stroke(&l, B1, 1000, 1300);
    (void)stroke(&l, A1, 1000, 1400);
    (void)lesson_record(&l, codes_of(&l).mark, A1, 1000, 1500);
    (void)stroke(&l, A1, 1000, 1600);
    Observation o;
    assert_ok(session_observation(l.s, 2000, &l.arena, &o, &err), err);
    assert_int_equal(o.event_count, 5);
    const bool begins[] = {true, true, false, false, false};
    const size_t next[] = {2, 5, 4, 5, 5};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(observation_begins_drawing(&o, i), begins[i]);
        if (i != 3)
            assert_int_equal(observation_next_stroke(&o, i), next[i]);
    }
    Attachment a;
    assert_false(observation_read_attachment(&o, &o.events[0], &l.arena, &a, &err));
    assert_err(err, ERR_STATE, "ink and photos of this record are not at hand");
    assert_ok(observation_read_attachment(&o, &o.events[3], &l.arena, &a, &err), err);
    assert_int_equal(a.kind, ATTACHMENT_NONE);
    lesson_deinit(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tap__needs_what_the_code_carries__and_nothing_else),
        cmocka_unit_test(drawing__counts_once__and_undo_takes_the_last_stroke),
        cmocka_unit_test(change__of_a_stroke__is_one_of_its_drawing),
        cmocka_unit_test(backdate__moves__the_whole_drawing),
        cmocka_unit_test(change__cannot_make_ink_of_a_mark),
        cmocka_unit_test(drawings__are_counted__as_each_compared_with_each),
        cmocka_unit_test(ink_and_photos__are_taken__in_a_pause_and_about_who_is_away),
        cmocka_unit_test(drawing__is_full__at_its_limit),
        cmocka_unit_test(drawing__counts_once__whatever_is_said_of_its_strokes),
        cmocka_unit_test(observation__finds_the_strokes__of_a_drawing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
