/* test_playback.c - a lesson played again says at every time what was so then. */
#include "check.h"

#include "attached.h"
#include "recorder/lesson.h"
#include "recorder/session/playback.h"

/* T 1 s, A1 to B1 5 s, a frame 6 s (and one taken back), B1 9 s to 12 s, paused 15 s to
 * 20 s, A2 away from 21 s; ended at 30 s. */
static void record(Lesson *l)
{
    Err err = {0};
    lesson_start(l);
    (void)lesson_record(l, l->teacher_talk, TEACHER, 1000, 1000);
    SessionTap tap = lesson_tap(l->student_talk, A1, 5000);
    tap.target = B1;
    assert_ok(session_tap(l->s, &tap, 5000, &err), err);
    lesson_apply(l);
    (void)lesson_record(l, l->frame, A1, 6000, 6000);
    (void)lesson_record(l, l->frame, A1, 7000, 7000);
    assert_ok(session_undo(l->s, 7500, &err), err);
    lesson_apply(l);
    (void)lesson_record(l, l->student_talk, B1, 9000, 9000);
    assert_ok(session_stop_category(l->s, l->talk, 12000, 12000, &err), err);
    lesson_apply(l);
    assert_ok(session_pause(l->s, 15000, &err), err);
    lesson_apply(l);
    assert_ok(session_resume(l->s, 20000, &err), err);
    lesson_apply(l);
    (void)lesson_record(l, l->absent, A2, 21000, 21000);
    assert_ok(session_end(l->s, 30000, &err), err);
    lesson_apply(l);
}

typedef struct Then {
    int64_t ms;
    int32_t speaker, target; /* SUBJECT_NONE: nobody */
    int32_t frames;
    SessionState state;
    bool away;
} Then;

static const Then thens[] = {
    {0, SUBJECT_NONE, SUBJECT_NONE, 0, SESSION_RUNNING, false},
    {1000, TEACHER, SUBJECT_NONE, 0, SESSION_RUNNING, false},
    {4999, TEACHER, SUBJECT_NONE, 0, SESSION_RUNNING, false},
    {5000, A1, B1, 0, SESSION_RUNNING, false},
    {8999, A1, B1, 1, SESSION_RUNNING, false},
    {9000, B1, SUBJECT_NONE, 1, SESSION_RUNNING, false},
    {12000, SUBJECT_NONE, SUBJECT_NONE, 1, SESSION_RUNNING, false},
    {16000, SUBJECT_NONE, SUBJECT_NONE, 1, SESSION_PAUSED, false},
    {20000, SUBJECT_NONE, SUBJECT_NONE, 1, SESSION_RUNNING, false},
    {25000, SUBJECT_NONE, SUBJECT_NONE, 1, SESSION_RUNNING, true},
};
enum { THENS = sizeof thens / sizeof thens[0] };

static void check(const Lesson *l, Playback *p, const Then *then)
{
    Err err = {0};
    assert_ok(playback_seek(p, then->ms, &err), err);
    const Session *s = playback_session(p);
    const ObsEvent *turn = session_running(s, l->talk);
    assert_int_equal(turn ? turn->subject : SUBJECT_NONE, then->speaker);
    assert_int_equal(turn ? turn->target : SUBJECT_NONE, then->target);
    assert_int_equal(session_count_code(s, l->frame, PROTOCOL_NONE), then->frames);
    assert_int_equal(session_state(s), then->state);
    assert_int_equal(session_is_present(s, A2), !then->away);
    assert_int_equal(playback_ms(p), then->ms);
}

static void seek__shows_what_was_so__forward_and_back(void **state)
{
    (void)state;
    Lesson l;
    Err err = {0};
    record(&l);
    Playback *p = playback_create(l.s, &err);
    assert_non_null(p);
    for (int i = 0; i < THENS; i++)
        check(&l, p, &thens[i]);
    for (int i = THENS; i-- > 0;)
        check(&l, p, &thens[i]);
    uint32_t random = 7;
    for (int i = 0; i < 200; i++) {
        random = random * 1664525U + 1013904223U;
        check(&l, p, &thens[(random >> 16) % THENS]);
    }
    playback_destroy(p);
    lesson_deinit(&l);
}

/* The lesson itself, its ids and its plan are as they were. */
static void seek__writes_nothing(void **state)
{
    (void)state;
    Lesson l;
    Err err = {0};
    record(&l);
    UuidSource before = l.ids;
    int64_t acts = session_action_count(l.s);
    Playback *p = playback_create(l.s, &err);
    assert_ok(playback_seek(p, 40000, &err), err);
    assert_int_equal(session_planned(l.s).count, 0);
    assert_int_equal(session_planned(playback_session(p)).count, 0);
    assert_int_equal(session_action_count(l.s), acts);
    assert_memory_equal(&before, &l.ids, sizeof before);
    playback_destroy(p);
    lesson_deinit(&l);
}

/* At its end it holds what the lesson holds. */
static void seek__to_the_end__has_every_standing_event(void **state)
{
    (void)state;
    Lesson l;
    Err err = {0};
    record(&l);
    Attachment ink = attached_ink();
    for (int i = 0; i < 3; i++) {
        SessionTap tap = lesson_tap(protocol_find_code(l.protocol, "ink"), A1, 2000);
        tap.attachment = &ink;
        assert_ok(session_insert(l.s, &tap, 2000, 31000, &err), err);
        lesson_apply(&l);
    }
    Playback *p = playback_create(l.s, &err);
    assert_ok(playback_seek(p, 31000, &err), err);
    assert_int_equal(session_event_count(playback_session(p)), session_event_count(l.s));
    for (int32_t i = 0; i < l.protocol->code_count; i++)
        assert_int_equal(session_count_code(playback_session(p), i, PROTOCOL_NONE),
                         session_count_code(l.s, i, PROTOCOL_NONE));
    playback_destroy(p);
    playback_destroy(NULL);
    lesson_deinit(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seek__shows_what_was_so__forward_and_back),
        cmocka_unit_test(seek__writes_nothing),
        cmocka_unit_test(seek__to_the_end__has_every_standing_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
