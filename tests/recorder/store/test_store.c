/* test_store.c - a lesson into the file and back. */
#include "check.h"

#include "recorder/lesson.h"
#include "recorder/session/recording.h"

static void load__gives_back_what_was_added__every_field(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = store_open(":memory:", STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    ClockAnchor anchor = {0, 1000, 2000, "boot"};
    Recording *r = recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err);
    assert_ok(r != NULL, err);
    Session *s = recording_session(r);
    assert_ok(session_start(s, 0, &err), err);
    assert_ok(recording_commit(r, NULL, &err), err);
    SessionTap tap = lesson_tap(l.teacher_talk, TEACHER, 1000);
    assert_ok(session_tap(s, &tap, 1100, &err), err);
    bool saved = false;
    assert_ok(recording_commit(r, &saved, &err), err);
    assert_true(saved);
    tap = lesson_tap(l.frame, A1, 3000);
    tap.text = "I predict ñé";
    assert_ok(session_tap(s, &tap, 3100, &err), err);
    assert_ok(recording_commit(r, &saved, &err), err);
    assert_ok(session_end(s, 9000, &err), err);
    assert_ok(recording_commit(r, &saved, &err), err);

    StoredObservation stored;
    assert_ok(store_load(store, l.setup.id, &l.arena, &stored, &err), err);
    Session *again = session_create(stored.protocol, stored.setup, &l.ids, &err);
    assert_ok(session_apply(again, stored.facts, &err), err);
    size_t count, count_again;
    const ObsEvent *events = session_events(s, &count),
                   *other = session_events(again, &count_again);
    assert_int_equal(count, count_again);
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(&events[i].id, &other[i].id, 16);
        assert_int_equal(events[i].stop_ms, other[i].stop_ms);
        assert_string_equal(events[i].text, other[i].text);
        assert_memory_equal(events[i].options, other[i].options, sizeof events[i].options);
    }
    StoreItem *items;
    int32_t n;
    assert_ok(store_list(store, &l.arena, 0, 0, &items, &n, &err), err);
    assert_int_equal(n, 1);
    assert_int_equal(items[0].event_count, 2);
    assert_int_equal(items[0].length_ms, 9000);
    assert_true(items[0].ended);
    session_destroy(again);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load__gives_back_what_was_added__every_field),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
