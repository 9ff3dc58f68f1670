/* test_store.c - a lesson into the file and back; lists and ids. */
#include "check.h"

#include "attached.h"
#include "recorder/lesson.h"
#include "recorder/recording/recording.h"

#include <stdio.h>

static const ClockAnchor anchor = {0, 1000, 2000, "boot"};

static Store *open_memory(void)
{
    Err err = {0};
    Store *store = store_open(":memory:", STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    return store;
}

static void commit(Recording *r)
{
    Err err = {0};
    bool saved = false;
    assert_ok(recording_commit(r, &saved, &err), err);
    assert_true(saved);
}

static Recording *begin(Store *store, Lesson *l)
{
    Err err = {0};
    Recording *r = recording_begin(store, l->protocol, &l->setup, &l->ids, &anchor, &err);
    assert_ok(r != NULL, err);
    assert_ok(session_start(recording_session(r), 0, &err), err);
    commit(r);
    return r;
}

static void tap(Recording *r, const SessionTap *t, int64_t now_ms)
{
    Err err = {0};
    assert_ok(session_tap(recording_session(r), t, now_ms, &err), err);
    commit(r);
}

/* A lesson in which every kind of fact and every field occurs. */
static void record_everything(Recording *r, Lesson *l)
{
    Err err = {0};
    Session *s = recording_session(r);
    SessionTap t = lesson_tap(l->teacher_talk, TEACHER, 1000);
    t.target = A1;
    tap(r, &t, 1100);
    t = lesson_tap(l->frame, A1, 3000);
    t.text = "I predict \xC3\xB1, \"quoted\" \xE5\xAD\xA6\xE7\xBF\x92";
    t.options[protocol_find_modifier(l->protocol, "function")] = 2;
    t.options[protocol_find_modifier(l->protocol, "form")] = 1;
    tap(r, &t, 3100);
    t = lesson_tap(l->student_talk, A1, 4000);
    tap(r, &t, 4100);
    assert_ok(session_backdate(s, 500, 4200, &err), err);
    commit(r);
    assert_ok(session_answer(s, 0, TABLE_1, 1, false, 121000, &err), err);
    commit(r);
    assert_ok(session_pause(s, 122000, &err), err);
    commit(r);
    assert_ok(session_resume(s, 123000, &err), err);
    commit(r);
    assert_ok(session_end(s, 200000, &err), err);
    commit(r);
    assert_ok(session_undo(s, 201000, &err), err);
    commit(r);
    assert_ok(session_redo(s, 202000, &err), err);
    commit(r);
    size_t count;
    ObsEvent to = session_events(s, &count)[1];
    to.text = "changed";
    to.target = B1;
    to.options[protocol_find_modifier(l->protocol, "form")] = 2;
    assert_ok(
        session_change(s, to.id, FIELD_TEXT | FIELD_TARGET | FIELD_OPTIONS, &to, 203000, &err),
        err);
    commit(r);
}

static void check_fact(const Fact *a, const Fact *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_memory_equal(a->id.bytes, b->id.bytes, 16);
    assert_int_equal(a->action, b->action);
    assert_int_equal(a->undoes, b->undoes);
    assert_int_equal(a->said_ms, b->said_ms);
    assert_int_equal(a->fields, b->fields);
}

static void load__gives_back_every_event__as_it_stands(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = open_memory();
    Recording *r = begin(store, &l);
    record_everything(r, &l);
    Session *s = recording_session(r);

    StoredObservation stored;
    assert_ok(store_load(store, l.setup.id, &l.arena, &stored, &err), err);
    UuidSource ids;
    uuid_source_init(&ids, lesson_seed);
    Session *again = session_create(stored.protocol, stored.setup, &ids, &err);
    assert_ok(session_apply(again, stored.facts, &err), err);
    size_t count, other;
    const ObsEvent *a = session_events(s, &count), *b = session_events(again, &other);
    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(a[i].id.bytes, b[i].id.bytes, 16);
        assert_int_equal(a[i].code, b[i].code);
        assert_int_equal(a[i].subject, b[i].subject);
        assert_int_equal(a[i].target, b[i].target);
        assert_int_equal(a[i].start_ms, b[i].start_ms);
        assert_int_equal(a[i].stop_ms, b[i].stop_ms);
        assert_int_equal(a[i].value, b[i].value);
        assert_int_equal(a[i].of, b[i].of);
        assert_int_equal(a[i].missing, b[i].missing);
        assert_int_equal(a[i].voided, b[i].voided);
        assert_memory_equal(a[i].options, b[i].options, sizeof a[i].options);
        assert_string_equal(a[i].text, b[i].text);
    }
    assert_int_equal(session_state(again), SESSION_ENDED);
    assert_int_equal(session_action_count(again), session_action_count(s));
    check_fact(session_undo_fact(again), session_undo_fact(s));
    session_destroy(again);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
}

/* The list's count and the session's are one: strokes of a drawing count once. */
static void list__counts_a_drawing_once(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = open_memory();
    Recording *r = begin(store, &l);
    Attachment ink = attached_ink(), photo = attached_photo();
    SessionTap t = lesson_tap(protocol_find_code(l.protocol, "ink"), A1, 900);
    t.attachment = &ink;
    tap(r, &t, 1000);
    tap(r, &t, 1100);
    tap(r, &t, 1200);
    t.subject = SUBJECT_NONE;
    tap(r, &t, 1300);
    tap(r, &t, 1400);
    t = lesson_tap(protocol_find_code(l.protocol, "photo"), SUBJECT_NONE, 900);
    t.attachment = &photo;
    tap(r, &t, 2000);
    assert_ok(session_undo(recording_session(r), 2100, &err), err);
    commit(r);
    StoreItem *items;
    int32_t count;
    assert_ok(store_list(store, &l.arena, 0, 0, &items, &count, &err), err);
    assert_int_equal(items[0].event_count, 2);
    assert_int_equal(session_event_count(recording_session(r)), 2);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
}

static void load__gives_back_the_setup__every_field(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    PlannedPhase phases[] = {{protocol_find_code(l.protocol, "launch"), 10},
                             {protocol_find_code(l.protocol, "explore"), 20}};
    l.subjects[TEACHER].detail = "lead";
    l.subjects[A1].predicted = "counts on fingers";
    l.subjects[A1].focus = 'A';
    l.subjects[A1].x = 0.25F;
    l.subjects[A1].y = 0.75F;
    l.subjects[A2].absent = true;
    static const Attribute attributes[] = {{"level", "2"}, {"EL", "yes"}};
    l.subjects[A1].attributes = attributes;
    l.subjects[A1].attribute_count = 2;
    l.subjects[A2].attributes = attributes + 1;
    l.subjects[A2].attribute_count = 1;
    l.setup.theme = "Listening";
    l.setup.goals = "Explain";
    l.setup.questions[0] = "Who speaks?";
    l.setup.questions[1] = "Who does not?";
    l.setup.question_count = 2;
    l.setup.watches[0] = (TeamWatch){"KL", "A and B"};
    l.setup.watches[1] = (TeamWatch){"MO", ""};
    l.setup.watch_count = 2;
    l.setup.board_x = 0.5F;
    l.setup.board_y = 1.0F;
    l.setup.phases = phases;
    l.setup.phase_count = 2;
    l.setup.targets = 1U << 1 | 1U << 4;
    l.setup.utc_offset_min = -480;
    l.setup.resolution_ms = 1000;
    Store *store = open_memory();
    assert_ok(store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);

    bool found = false;
    const Protocol *protocol;
    Setup *setup;
    assert_ok(store_last_setup(store, &l.arena, &found, &protocol, &setup, &err), err);
    assert_true(found);
    assert_string_equal(protocol->key, "academic-talk");
    assert_string_equal(setup->title, "Fractions");
    assert_string_equal(setup->class_name, "Grade 4");
    assert_string_equal(setup->place, "Room 12");
    assert_string_equal(setup->observer, "JP");
    assert_string_equal(setup->theme, "Listening");
    assert_string_equal(setup->goals, "Explain");
    assert_string_equal(setup->origin, "");
    assert_int_equal(setup->question_count, 2);
    assert_string_equal(setup->questions[1], "Who does not?");
    assert_int_equal(setup->watch_count, 2);
    assert_string_equal(setup->watches[0].observer, "KL");
    assert_string_equal(setup->watches[0].whom, "A and B");
    assert_string_equal(setup->watches[1].observer, "MO");
    assert_string_equal(setup->watches[1].whom, "");
    assert_true(setup->board_x == 0.5F && setup->board_y == 1.0F);
    assert_int_equal(setup->phase_count, 2);
    assert_int_equal(setup->phases[1].code, phases[1].code);
    assert_int_equal(setup->phases[1].minutes, 20);
    assert_int_equal(setup->targets, 1U << 1 | 1U << 4);
    assert_int_equal(setup->started_unix_ms, l.setup.started_unix_ms);
    assert_int_equal(setup->utc_offset_min, -480);
    assert_int_equal(setup->resolution_ms, 1000);
    assert_int_equal(setup->subject_count, SUBJECT_COUNT);
    for (int32_t i = 0; i < SUBJECT_COUNT; i++) {
        const Subject *a = &l.subjects[i], *b = &setup->subjects[i];
        assert_int_equal(a->kind, b->kind);
        assert_string_equal(a->label, b->label);
        assert_string_equal(a->detail, b->detail);
        assert_string_equal(a->predicted, b->predicted);
        assert_true(a->x == b->x && a->y == b->y);
        assert_int_equal(a->group, b->group);
        assert_int_equal(a->focus, b->focus);
        assert_int_equal(a->absent, b->absent);
        assert_int_equal(a->several, b->several);
        assert_int_equal(a->attribute_count, b->attribute_count);
        for (int32_t k = 0; k < a->attribute_count; k++) {
            assert_string_equal(a->attributes[k].key, b->attributes[k].key);
            assert_string_equal(a->attributes[k].value, b->attributes[k].value);
        }
    }
    StoredObservation stored;
    assert_ok(store_load(store, l.setup.id, &l.arena, &stored, &err), err);
    assert_int_equal(stored.anchor.boot_ms, 1000);
    assert_string_equal(stored.anchor.boot_id, "boot");
    assert_int_equal(stored.facts.count, 0);
    store_close(store);
    lesson_deinit(&l);
}

static void load__parses_a_protocol_once__when_it_is_kept(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Arena kept;
    arena_init(&kept, (size_t)16 << 20);
    Store *store = open_memory();
    assert_ok(store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);
    StoredObservation own[2], shared[2];
    for (int i = 0; i < 2; i++)
        assert_ok(store_load(store, l.setup.id, &l.arena, &own[i], &err), err);
    assert_ptr_not_equal(own[0].protocol, own[1].protocol);
    store_keep_protocols(store, &kept);
    for (int i = 0; i < 2; i++) {
        ArenaMark mark = arena_mark(&l.arena);
        assert_ok(store_load(store, l.setup.id, &l.arena, &shared[i], &err), err);
        arena_reset(&l.arena, mark);
    }
    assert_ptr_equal(shared[0].protocol, shared[1].protocol);
    assert_string_equal(shared[0].protocol->key, "academic-talk");
    assert_int_equal(shared[0].protocol->code_count, own[0].protocol->code_count);
    store_close(store);
    arena_deinit(&kept);
    lesson_deinit(&l);
}

static void add__refuses__the_same_lesson_twice(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = open_memory();
    assert_ok(store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);
    assert_false(store_add_observation(store, &l.setup, l.protocol, &anchor, &err));
    assert_err(err, ERR_STATE, ":memory:: this lesson is in the record already");
    store_close(store);
    lesson_deinit(&l);
}

static void list__shows_the_newest_first__with_counts_that_stay_right(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = open_memory();
    Recording *r = begin(store, &l);
    record_everything(r, &l);
    recording_destroy(r);
    l.setup.id = uuid_next(&l.ids, 0);
    l.setup.title = "Later";
    l.setup.started_unix_ms -= 86400000; /* recorded later, from a film of the day before */
    r = begin(store, &l);
    SessionTap t = lesson_tap(l.student_talk, A1, 500);
    tap(r, &t, 600);

    StoreItem *items;
    int32_t count;
    for (int i = 0; i < 2; i++) { /* counted, then kept */
        assert_ok(store_list(store, &l.arena, 0, 0, &items, &count, &err), err);
        assert_int_equal(count, 2);
        assert_string_equal(items[0].title, "Later");
        assert_false(items[0].ended);
        assert_int_equal(items[0].event_count, 1);
        assert_int_equal(items[0].length_ms, 600);
        assert_string_equal(items[1].title, "Fractions");
        assert_string_equal(items[1].protocol_title, l.protocol->title);
        assert_true(items[1].ended);
        assert_int_equal(items[1].length_ms, 200000);
        assert_int_equal(items[1].event_count,
                         4); /* not the group that did not answer, nor the pause */
    }
    assert_ok(session_undo(recording_session(r), 700, &err), err);
    commit(r);
    assert_ok(store_list(store, &l.arena, 0, 1, &items, &count, &err), err);
    assert_int_equal(count, 1);
    assert_int_equal(items[0].event_count, 0);
    assert_ok(store_list(store, &l.arena, 1, 5, &items, &count, &err), err);
    assert_int_equal(count, 1);
    assert_string_equal(items[0].title, "Fractions");
    assert_ok(store_list(store, &l.arena, 9, 5, &items, &count, &err), err);
    assert_int_equal(count, 0);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
}

static void find_running__finds_the_last_begun__until_it_ends(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = open_memory();
    bool found = true;
    Uuid id;
    assert_ok(store_find_running(store, &found, &id, &err), err);
    assert_false(found);
    Recording *r = begin(store, &l);
    assert_ok(store_find_running(store, &found, &id, &err), err);
    assert_true(found);
    assert_memory_equal(id.bytes, l.setup.id.bytes, 16);
    Session *s = recording_session(r);
    assert_ok(session_end(s, 1000, &err), err);
    commit(r);
    assert_ok(store_find_running(store, &found, &id, &err), err);
    assert_false(found);
    assert_ok(session_undo(s, 1000, &err), err);
    commit(r);
    assert_ok(store_find_running(store, &found, &id, &err), err);
    assert_true(found);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
}

static void find_id__takes_a_beginning__that_fits_one(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = open_memory();
    const char *const texts[] = {"01234567-89ab-7000-8000-000000000001",
                                 "01234567-89ab-7000-8000-000000000002",
                                 "01234568-0000-7000-8000-000000000003"};
    for (int i = 0; i < 3; i++) {
        assert_true(uuid_parse(texts[i], &l.setup.id));
        assert_ok(store_add_observation(store, &l.setup, l.protocol, &anchor, &err), err);
    }
    Uuid id;
    assert_ok(store_find_id(store, "01234568", &id, &err), err);
    assert_memory_equal(id.bytes, l.setup.id.bytes, 16);
    assert_ok(store_find_id(store, "01234568-0", &id, &err), err);
    assert_ok(store_find_id(store, texts[1], &id, &err), err);
    assert_int_equal(id.bytes[15], 2);
    assert_ok(store_find_id(store, "0123456789AB70008000000000000001", &id, &err), err);
    assert_int_equal(id.bytes[15], 1);
    assert_false(store_find_id(store, "01234567-89ab", &id, &err));
    assert_err(err, ERR_STATE, ":memory:: several lessons have ids that begin with 01234567-89ab");
    err = (Err){0};
    assert_false(store_find_id(store, "fffffffff", &id, &err));
    assert_err(err, ERR_STATE, ":memory:: no lesson has the id fffffffff");
    static const char *const bad[] = {"0123456",   "nonsense",
                                      "",          "-01234567",
                                      "01234567x", "01234567-89ab-7000-8000-0000000000010"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char want[200];
        (void)snprintf(want, sizeof want,
                       "'%s' is not a lesson's id, expected 8 to 32 digits 0-9 a-f", bad[i]);
        err = (Err){0};
        assert_false(store_find_id(store, bad[i], &id, &err));
        assert_err(err, ERR_FORMAT, want);
    }
    store_close(store);
    lesson_deinit(&l);
}

static void load__says_so__when_there_is_no_such_lesson_or_no_room(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = open_memory();
    Recording *r = begin(store, &l);
    record_everything(r, &l);
    StoredObservation stored;
    Uuid none = {{9}};
    assert_false(store_load(store, none, &l.arena, &stored, &err));
    assert_err(err, ERR_STATE,
               ":memory:: no lesson has the id 09000000-0000-0000-0000-000000000000");
    for (size_t limit = 0;; limit += 997) { /* every size of arena that does not do */
        Arena arena;
        arena_init(&arena, limit);
        err = (Err){0};
        bool ok = store_load(store, l.setup.id, &arena, &stored, &err);
        assert_true(ok || (err.kind == ERR_LIMIT && arena.used == 0));
        arena_deinit(&arena);
        if (ok)
            break;
    }
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load__gives_back_every_event__as_it_stands),
        cmocka_unit_test(list__counts_a_drawing_once),
        cmocka_unit_test(load__gives_back_the_setup__every_field),
        cmocka_unit_test(load__parses_a_protocol_once__when_it_is_kept),
        cmocka_unit_test(add__refuses__the_same_lesson_twice),
        cmocka_unit_test(list__shows_the_newest_first__with_counts_that_stay_right),
        cmocka_unit_test(find_running__finds_the_last_begun__until_it_ends),
        cmocka_unit_test(find_id__takes_a_beginning__that_fits_one),
        cmocka_unit_test(load__says_so__when_there_is_no_such_lesson_or_no_room),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
