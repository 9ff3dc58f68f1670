/* test_session_lanes.c - a category with lanes: each group has its own states. */
#include "check.h"

#include "recorder/lesson.h"

typedef struct Lanes {
    Lesson lesson;
    int32_t together, apart, waiting;
} Lanes;

static void begin(Lanes *lanes)
{
    Lesson *l = &lanes->lesson;
    Err err = {0};
    lesson_init(l);
    session_destroy(l->s);
    assert_ok(protocol_load_shipped(&l->arena, "group-work", &l->protocol, &err), err);
    lanes->together = protocol_find_code(l->protocol, "together");
    lanes->apart = protocol_find_code(l->protocol, "apart");
    lanes->waiting = protocol_find_code(l->protocol, "waiting");
    l->s = session_create(l->protocol, &l->setup, &l->ids, &err);
    assert_non_null(l->s);
    assert_ok(session_start(l->s, 0, &err), err);
    lesson_apply(l);
}

static void assert_stops(const Lesson *l, const int64_t *stops, size_t count)
{
    size_t found = 0;
    const ObsEvent *events = session_events(l->s, &found);
    assert_int_equal(found, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(events[i].stop_ms, stops[i]);
}

static void tap__in_a_lane__ends_only_what_is_on_in_that_lane(void **state)
{
    (void)state;
    Lanes lanes;
    begin(&lanes);
    Lesson *l = &lanes.lesson;
    (void)lesson_record(l, lanes.together, TABLE_1, 1000, 1000);
    (void)lesson_record(l, lanes.together, TABLE_2, 2000, 2000);
    assert_stops(l, (int64_t[]){EVENT_OPEN, EVENT_OPEN}, 2);
    (void)lesson_record(l, lanes.apart, TABLE_1, 5000, 5000);
    assert_stops(l, (int64_t[]){5000, EVENT_OPEN, EVENT_OPEN}, 3);
    (void)lesson_record(l, lanes.waiting, TABLE_2, 6000, 6000);
    assert_stops(l, (int64_t[]){5000, 6000, EVENT_OPEN, EVENT_OPEN}, 4);
    lesson_deinit(l);
}

static void tap__in_a_lane__said_late__takes_back_what_began_after_it_there(void **state)
{
    (void)state;
    Lanes lanes;
    begin(&lanes);
    Lesson *l = &lanes.lesson;
    (void)lesson_record(l, lanes.together, TABLE_1, 1000, 1000);
    (void)lesson_record(l, lanes.together, TABLE_2, 8000, 8000);
    (void)lesson_record(l, lanes.apart, TABLE_1, 9000, 9000);
    (void)lesson_record(l, lanes.waiting, TABLE_1, 7000, 10000);
    size_t count = 0;
    const ObsEvent *events = session_events(l->s, &count);
    assert_int_equal(count, 4);
    assert_int_equal(events[0].stop_ms, 7000);
    assert_false(events[1].voided);
    assert_int_equal(events[1].stop_ms, EVENT_OPEN);
    assert_true(events[2].voided);
    assert_int_equal(events[3].stop_ms, EVENT_OPEN);
    lesson_deinit(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tap__in_a_lane__ends_only_what_is_on_in_that_lane),
        cmocka_unit_test(tap__in_a_lane__said_late__takes_back_what_began_after_it_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
