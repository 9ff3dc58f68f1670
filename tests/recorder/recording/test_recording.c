/* test_recording.c - lessons gone on with, and scripts played. */
#include "check.h"

#include "recorder/lesson.h"
#include "recorder/recording/replay.h"

#include <stdio.h>

static Store *open_memory(void)
{
    Err err = {0};
    Store *store = store_open(":memory:", STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    return store;
}

/* A lesson that was begun at boot time 1000, wall time 500000, with one tap at
 * 7000, and was cut off. */
static void cut_off(Store *store, Lesson *l)
{
    Err err = {0};
    ClockAnchor anchor = {0, 1000, 500000, "first"};
    Recording *r = recording_begin(store, l->protocol, &l->setup, &l->ids, &anchor, &err);
    assert_ok(r != NULL, err);
    Session *s = recording_session(r);
    assert_ok(session_start(s, 0, &err), err);
    assert_ok(recording_commit(r, NULL, &err), err);
    SessionTap tap = lesson_tap(l->student_talk, A1, 7000);
    assert_ok(session_tap(s, &tap, 7000, &err), err);
    assert_ok(recording_commit(r, NULL, &err), err);
    recording_destroy(r);
}

static int64_t resume_at(ClockAnchor now)
{
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = open_memory();
    cut_off(store, &l);
    StoredObservation stored;
    assert_ok(store_load(store, l.setup.id, &l.arena, &stored, &err), err);
    int64_t now_ms = -1;
    Recording *r = recording_resume(store, &stored, &l.ids, &now, &now_ms, &err);
    assert_ok(r != NULL, err);
    assert_int_equal(session_state(recording_session(r)), SESSION_RUNNING);
    assert_non_null(session_running(recording_session(r), l.talk));
    assert_ok(session_undo(recording_session(r), now_ms, &err), err);
    assert_ok(recording_commit(r, NULL, &err), err);
    assert_int_equal(recording_unsaved(r), 0);
    recording_destroy(r);
    StoredObservation again;
    assert_ok(store_load(store, l.setup.id, &l.arena, &again, &err), err);
    assert_int_equal(again.anchor.session_ms, now_ms);
    assert_int_equal(again.facts.count, 3);
    store_close(store);
    lesson_deinit(&l);
    return now_ms;
}

static void resume__takes_the_boot_clock__when_the_machine_ran_on(void **state)
{
    (void)state;
    assert_int_equal(resume_at((ClockAnchor){0, 61000, 999, "first"}), 60000);
}

static void resume__takes_the_wall_clock__after_a_new_start(void **state)
{
    (void)state;
    assert_int_equal(resume_at((ClockAnchor){0, 61000, 590000, "second"}), 90000);
    assert_int_equal(resume_at((ClockAnchor){0, 61000, 590000, ""}), 90000);
}

static void resume__never_goes_before_the_last_fact__whatever_the_clocks_say(void **state)
{
    (void)state;
    assert_int_equal(resume_at((ClockAnchor){0, 2000, 0, "first"}), 7000);
    assert_int_equal(resume_at((ClockAnchor){0, 0, 100, "second"}), 7000);
    assert_int_equal(resume_at((ClockAnchor){0, 0, INT64_C(90000000000000), "second"}), 7000);
}

static void resume__refuses__a_record_that_contradicts_itself(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = open_memory();
    cut_off(store, &l);
    StoredObservation stored;
    assert_ok(store_load(store, l.setup.id, &l.arena, &stored, &err), err);
    stored.facts.items++; /* the start is gone */
    stored.facts.count--;
    char id[UUID_TEXT_SIZE], want[120];
    uuid_format(stored.facts.items[0].id, id);
    (void)snprintf(want, sizeof want, "entry %s: something was observed before the lesson began",
                   id);
    int64_t now_ms = -1;
    ClockAnchor now = {.boot_id = ""};
    assert_null(recording_resume(store, &stored, &l.ids, &now, &now_ms, &err));
    assert_err(err, ERR_FORMAT, want);
    assert_int_equal(now_ms, -1);
    store_close(store);
    lesson_deinit(&l);
}

/* ---- replay ---- */

static ScriptAct script_act(ScriptActKind kind, int64_t at_ms, int32_t code, int32_t subject)
{
    ScriptAct act = {.kind = kind,
                     .at_ms = at_ms,
                     .said_ms = at_ms,
                     .code = code,
                     .subject = subject,
                     .target = SUBJECT_NONE,
                     .ref = SCRIPT_NO_REF,
                     .of = SCRIPT_OF_PRESENT,
                     .text = "",
                     .line = (int32_t)(at_ms / 1000) + 1};
    memset(act.options, PROTOCOL_NONE, sizeof act.options);
    return act;
}

static void replay__records_what_the_script_says__through_the_session(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    l.setup.origin = "lesson.csv";
    l.subjects[B2].absent = true;
    ScriptAct acts[] = {
        script_act(SCRIPT_TAP, 1000, l.teacher_talk, TEACHER),
        script_act(SCRIPT_TAP, 2000, l.student_talk, A1),
        script_act(SCRIPT_STOP, 2000, 0, 0), /* ended by the tap already */
        script_act(SCRIPT_TAP, 3000, l.student_talk, A1),
        script_act(SCRIPT_STOP, 4000, l.absent, B2),
        script_act(SCRIPT_ANSWER, 5000, l.engaged, TABLE_1),
        script_act(SCRIPT_PAUSE, 6000, 0, SUBJECT_NONE),
        script_act(SCRIPT_RESUME, 7000, 0, SUBJECT_NONE),
        script_act(SCRIPT_FALL_SILENT, 8000, l.student_talk, SUBJECT_NONE),
        script_act(SCRIPT_END, 9000, 0, SUBJECT_NONE),
    };
    acts[2].ref = 0;
    acts[3].again = true;
    acts[5].value = 2;
    Script script = {.setup = l.setup, .acts = acts, .act_count = 10};
    Err err = {0};
    Store *store = open_memory();
    ClockAnchor anchor = {.boot_id = ""};
    Recording *r = recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err);
    Replay *replay = replay_create(&script, r, &err);
    assert_ok(replay != NULL, err);
    static const bool records[] = {true, true, false, true, false, true, true, false, false, false};
    for (int i = 0; i < 10; i++) {
        assert_int_equal(replay_next_ms(replay), acts[i].said_ms);
        Uuid id;
        assert_ok(replay_step(replay, &id, &err), err);
        assert_int_equal(!uuid_is_nil(id), records[i]);
    }
    assert_int_equal(replay_next_ms(replay), EVENT_OPEN);
    const Session *s = recording_session(r);
    assert_int_equal(session_state(s), SESSION_ENDED);
    assert_int_equal(session_end_ms(s), 9000);
    assert_int_equal(session_count_subject(s, A1), 2);
    assert_int_equal(session_count_code(s, l.engaged, PROTOCOL_NONE), 1);
    size_t count;
    const ObsEvent *e = session_events(s, &count);
    assert_int_equal(count, 6); /* with the absence and the pause; nothing invented */
    assert_int_equal(e[1].stop_ms, 2000);
    assert_int_equal(e[2].stop_ms, 3000);
    assert_int_equal(e[3].stop_ms, 8000);
    assert_int_equal(e[0].stop_ms, 4000);
    replay_destroy(replay);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
}

static void replay__names_the_line__of_an_act_that_makes_no_sense(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    ScriptAct acts[] = {script_act(SCRIPT_TAP, 1000, l.student_talk, TEACHER),
                        script_act(SCRIPT_END, 2000, 0, SUBJECT_NONE)};
    Script script = {.setup = l.setup, .acts = acts, .act_count = 2};
    Err err = {0};
    Store *store = open_memory();
    ClockAnchor anchor = {.boot_id = ""};
    Recording *r = recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err);
    Replay *replay = replay_create(&script, r, &err);
    assert_false(replay_step(replay, NULL, &err));
    assert_err(err, ERR_STATE, "line 2: Student talk cannot be recorded about T");
    replay_destroy(replay);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resume__takes_the_boot_clock__when_the_machine_ran_on),
        cmocka_unit_test(resume__takes_the_wall_clock__after_a_new_start),
        cmocka_unit_test(resume__never_goes_before_the_last_fact__whatever_the_clocks_say),
        cmocka_unit_test(resume__refuses__a_record_that_contradicts_itself),
        cmocka_unit_test(replay__records_what_the_script_says__through_the_session),
        cmocka_unit_test(replay__names_the_line__of_an_act_that_makes_no_sense),
    };
    return cmocka_run_group_tests_name("recording", tests, NULL, NULL);
}
