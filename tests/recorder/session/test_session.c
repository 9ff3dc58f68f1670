/* test_session.c - taps, stops, pause, back-dating, changes, the end. */
#include "check.h"

#include "recorder/lesson.h"

#include <stdio.h>

static void check_span(const Lesson *l, Uuid id, int64_t start_ms, int64_t stop_ms)
{
    const ObsEvent *e = session_find_event(l->s, id);
    assert_non_null(e);
    assert_false(e->voided);
    assert_int_equal(e->start_ms, start_ms);
    assert_int_equal(e->stop_ms, stop_ms);
}

static void check_refused(Lesson *l, bool ok, const Err *err, ErrKind kind, const char *text)
{
    assert_false(ok);
    assert_err(*err, kind, text);
    assert_int_equal(session_planned(l->s).count, 0);
}

/* A tap that is refused with this sentence. */
static void check_tap_refused(Lesson *l, const SessionTap *tap, int64_t now_ms, const char *text)
{
    Err err = {0};
    bool ok = session_tap(l->s, tap, now_ms, &err);
    check_refused(l, ok, &err, ERR_STATE, text);
}

static void tap__ends_the_one_before__in_an_exclusive_category(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Uuid teacher = lesson_record(&l, l.teacher_talk, TEACHER, 1000, 1010);
    Uuid pupil = lesson_record(&l, l.student_talk, A1, 5000, 5200);
    check_span(&l, teacher, 1000, 5000);
    check_span(&l, pupil, 5000, EVENT_OPEN);
    assert_ptr_equal(session_running(l.s, l.talk), session_find_event(l.s, pupil));
    assert_int_equal(session_count_subject(l.s, A1), 1);
    assert_int_equal(session_count_code(l.s, l.teacher_talk, PROTOCOL_NONE), 1);
    assert_int_equal(session_event_count(l.s), 2);
    lesson_deinit(&l);
}

static void event_count__is_what_the_observer_recorded__notes_and_marks_too(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    lesson_record(&l, l.student_talk, A1, 1000, 1000);
    SessionTap note = lesson_tap(protocol_find_code(l.protocol, "note"), SUBJECT_NONE, 2000);
    note.text = "They turned to the board";
    assert_ok(session_tap(l.s, &note, 2000, &err), err);
    lesson_apply(&l);
    lesson_record(&l, protocol_find_code(l.protocol, "mark"), SUBJECT_NONE, 3000, 3000);
    assert_int_equal(session_event_count(l.s), 3);
    lesson_record(&l, protocol_find_code(l.protocol, "absent"), B1, 4000, 4000);
    assert_ok(session_pause(l.s, 5000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_event_count(l.s), 3);
    lesson_deinit(&l);
}

static void tap__changes_nothing__when_the_same_speaker_is_tapped_again(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    Uuid pupil = lesson_record(&l, l.student_talk, A1, 1000, 1000);
    SessionTap tap = lesson_tap(l.student_talk, A1, 2000);
    assert_ok(session_tap(l.s, &tap, 2000, &err), err);
    assert_int_equal(session_planned(l.s).count, 0);
    lesson_apply(&l);
    tap.target = B1;
    assert_ok(session_tap(l.s, &tap, 2100, &err), err);
    assert_int_equal(session_planned(l.s).count, 1);
    assert_int_equal(session_planned(l.s).items[0].fields, FIELD_TARGET);
    lesson_apply(&l);
    assert_int_equal(session_find_event(l.s, pupil)->target, B1);
    tap.again = true;
    assert_ok(session_tap(l.s, &tap, 3000, &err), err);
    lesson_apply(&l);
    check_span(&l, pupil, 1000, 2000);
    assert_int_equal(session_count_subject(l.s, A1), 2);
    lesson_deinit(&l);
}

/* A [1000, 4000) B [4000, 6000) C from 6000; then D, landed at 3000. */
static void tap__covers_what_came_after__when_it_is_said_late(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Uuid a = lesson_record(&l, l.teacher_talk, TEACHER, 1000, 1000);
    Uuid b = lesson_record(&l, l.student_talk, A1, 4000, 4000);
    Uuid c = lesson_record(&l, l.student_talk, A2, 6000, 6000);
    Uuid d = lesson_record(&l, l.student_talk, B1, 3000, 7000);
    check_span(&l, a, 1000, 3000);
    assert_true(session_find_event(l.s, b)->voided);
    assert_true(session_find_event(l.s, c)->voided);
    check_span(&l, d, 3000, EVENT_OPEN);
    Err err = {0};
    assert_ok(session_undo(l.s, 7100, &err), err);
    lesson_apply(&l);
    check_span(&l, a, 1000, 4000);
    check_span(&l, b, 4000, 6000);
    check_span(&l, c, 6000, EVENT_OPEN);
    lesson_deinit(&l);
}

static void tap__goes_on_with_the_state_of_then__when_the_same_is_said_late(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Uuid a = lesson_record(&l, l.student_talk, A1, 1000, 1000);
    Uuid b = lesson_record(&l, l.student_talk, A2, 4000, 4000);
    Uuid none = lesson_record(&l, l.student_talk, A1, 3000, 5000);
    assert_true(uuid_is_nil(none));
    check_span(&l, a, 1000, EVENT_OPEN);
    assert_true(session_find_event(l.s, b)->voided);
    lesson_deinit(&l);
}

static void tap__leaves_a_length_of_zero__at_the_same_instant(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Uuid a = lesson_record(&l, l.teacher_talk, TEACHER, 1000, 1000);
    Uuid b = lesson_record(&l, l.student_talk, A1, 1000, 1000);
    check_span(&l, a, 1000, 1000);
    check_span(&l, b, 1000, EVENT_OPEN);
    lesson_deinit(&l);
}

static void tap__presets_and_marks_the_source__from_the_lessons_targets(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    l.setup.targets = 1U << 2;
    Err err = {0};
    assert_ok(session_start(l.s, 0, &err), err);
    lesson_apply(&l);
    int32_t function = protocol_find_modifier(l.protocol, "function");
    int32_t source = protocol_find_modifier(l.protocol, "source");
    assert_int_equal(source, l.protocol->source_modifier);
    SessionTap tap = lesson_tap(l.frame, A1, 100);
    for (int8_t option = 2; option <= 3; option++) {
        tap.options[function] = option;
        assert_ok(session_tap(l.s, &tap, 100, &err), err);
        assert_int_equal(session_planned(l.s).items[0].event.options[source], option - 2);
        lesson_apply(&l);
    }
    assert_int_equal(session_count_code(l.s, l.frame, 2), 1);
    assert_int_equal(session_count_code(l.s, l.frame, 4), 0);
    assert_int_equal(session_count_code(l.s, l.frame, PROTOCOL_NONE), 2);
    ObsEvent to = *session_newest(l.s);
    to.options[function] = 2; /* the source follows */
    assert_ok(session_change(l.s, to.id, FIELD_OPTIONS, &to, 200, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_newest(l.s)->options[source], 0);
    assert_int_equal(session_count_code(l.s, l.frame, 2), 2);
    assert_int_equal(session_count_code(l.s, l.frame, 3), 0);
    tap.exact = true;
    assert_ok(session_tap(l.s, &tap, 300, &err), err);
    assert_int_equal(session_planned(l.s).items[0].event.options[source], PROTOCOL_NONE);
    lesson_deinit(&l);
}

static void tap__brings_back__who_was_absent(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    l.subjects[A1].absent = true;
    assert_false(session_is_present(l.s, A1));
    Err err = {0};
    assert_ok(session_start(l.s, 0, &err), err);
    assert_int_equal(session_planned(l.s).count, 2);
    lesson_apply(&l);
    assert_int_equal(session_present_count(l.s, TABLE_1), 1);
    assert_int_equal(session_present_count(l.s, SUBJECT_NONE), 3);
    (void)lesson_record(&l, l.student_talk, A1, 9000, 9100);
    assert_true(session_is_present(l.s, A1));
    size_t count;
    assert_int_equal(session_events(l.s, &count)[0].stop_ms, 9000);
    (void)lesson_record(&l, l.absent, A1, 12000, 12000); /* and leaves, and says no more */
    assert_false(session_is_present(l.s, A1));
    assert_null(session_running(l.s, l.talk));
    assert_int_equal(session_count_code(l.s, l.absent, PROTOCOL_NONE), 2);
    lesson_deinit(&l);
}

static void tap__is_refused__with_a_sentence(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    SessionTap tap = lesson_tap(l.student_talk, A1, 100);
    check_tap_refused(&l, &tap, 100, "the lesson has not started yet");
    Err err = {0};
    assert_ok(session_start(l.s, 0, &err), err);
    lesson_apply(&l);
    tap.at_ms = 61000;
    check_tap_refused(&l, &tap, 59000, "1:01 has not come yet, it is 0:59");
    tap.at_ms = -1;
    check_tap_refused(&l, &tap, 100, "that would be before the lesson began");
    tap.at_ms = 50;
    tap.subject = TEACHER;
    check_tap_refused(&l, &tap, 100, "Student talk cannot be recorded about T");
    tap.subject = SUBJECT_NONE;
    check_tap_refused(&l, &tap, 100, "Student talk is about somebody; say first who");
    tap.subject = SUBJECT_COUNT;
    check_tap_refused(&l, &tap, 100, "nobody in this lesson has the number 8");
    tap.subject = A1;
    tap.target = 99;
    check_tap_refused(&l, &tap, 100, "nobody in this lesson has the number 99");
    tap.target = SUBJECT_NONE;
    tap.code = 96;
    check_tap_refused(&l, &tap, 100, "this protocol has no code number 96");
    tap.code = l.student_talk;
    tap.options[0] = 1;
    check_tap_refused(&l, &tap, 100, "Student talk has no modifier 1");
    tap = lesson_tap(l.engaged, TABLE_1, 100);
    check_tap_refused(&l, &tap, 100, "Engaged with the task is recorded when the signal comes");
    tap = lesson_tap(l.note, SUBJECT_NONE, 100);
    check_tap_refused(&l, &tap, 100, "a note needs words");
    tap = lesson_tap(protocol_find_code(l.protocol, "pause"), SUBJECT_NONE, 100);
    check_tap_refused(&l, &tap, 100, "a pause begins with Pause, not with a code");
    lesson_deinit(&l);
}

static void tap__limits_texts__and_wants_utf8(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    static char text[OBSERVATION_MAX_TEXT + 2];
    memset(text, 'a', sizeof text - 1);
    SessionTap tap = lesson_tap(l.note, SUBJECT_NONE, 0);
    tap.text = text;
    Err err = {0};
    bool ok = session_tap(l.s, &tap, 0, &err);
    char want[100];
    (void)snprintf(want, sizeof want, "a text of %d bytes, at most %d fit",
                   OBSERVATION_MAX_TEXT + 1, OBSERVATION_MAX_TEXT);
    check_refused(&l, ok, &err, ERR_LIMIT, want);
    text[OBSERVATION_MAX_TEXT] = '\0';
    err = (Err){0};
    assert_ok(session_tap(l.s, &tap, 0, &err), err);
    text[2] = '\xFF';
    ok = session_tap(l.s, &tap, 0, &err);
    check_refused(&l, ok, &err, ERR_FORMAT, "the text is not UTF-8 at byte 3");
    lesson_deinit(&l);
}

static void stop__is_refused__when_there_is_nothing_to_stop(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    Uuid talk = lesson_record(&l, l.student_talk, A1, 60000, 60000);
    Uuid frame = lesson_record(&l, l.frame, A1, 60000, 60000);
    bool ok = session_stop(l.s, (Uuid){{7}}, 60000, 60000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "there is nothing to stop");
    err = (Err){0};
    ok = session_stop(l.s, frame, 60000, 60000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "Sentence frame has no length and cannot be stopped");
    err = (Err){0};
    ok = session_stop(l.s, talk, 59000, 60000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "Student talk began at 1:00 and cannot stop at 0:59");
    err = (Err){0};
    assert_ok(session_stop(l.s, talk, 61000, 61000, &err), err);
    lesson_apply(&l);
    ok = session_stop(l.s, talk, 62000, 62000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "Student talk has already stopped at 1:01");
    err = (Err){0};
    ok = session_stop_category(l.s, l.protocol->codes[l.frame].category, 1, 62000, &err);
    check_refused(&l, ok, &err, ERR_STATE,
                  "Sentence frame: several can be on at once, say which one stops");
    err = (Err){0};
    assert_ok(session_stop_category(l.s, l.talk, 62000, 62000, &err), err); /* silence already */
    assert_int_equal(session_planned(l.s).count, 0);
    ok = session_tick(l.s, 10000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "the clock went back from 1:01 to 0:10");
    lesson_deinit(&l);
}

static void pause__leaves_states_running__and_allows_notes_only(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    Uuid talk = lesson_record(&l, l.student_talk, A1, 1000, 1000);
    assert_ok(session_pause(l.s, 2000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_state(l.s), SESSION_PAUSED);
    check_span(&l, talk, 1000, EVENT_OPEN);
    bool ok = session_pause(l.s, 2000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "the lesson is already paused");
    SessionTap tap = lesson_tap(l.student_talk, A2, 2500);
    check_tap_refused(&l, &tap, 2500, "the lesson is paused");
    tap = lesson_tap(l.note, SUBJECT_NONE, 2500);
    tap.text = "fire drill";
    err = (Err){0};
    assert_ok(session_tap(l.s, &tap, 2500, &err), err);
    lesson_apply(&l);
    assert_ok(session_resume(l.s, 3000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_state(l.s), SESSION_RUNNING);
    ok = session_resume(l.s, 3000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "the lesson is not paused");
    lesson_deinit(&l);
}

static void backdate__moves_what_it_had_ended__and_not_further(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    bool ok = session_backdate(l.s, 3000, 0, &err);
    check_refused(&l, ok, &err, ERR_STATE, "there is nothing yet that could have been earlier");
    Uuid a = lesson_record(&l, l.teacher_talk, TEACHER, 5000, 5000);
    Uuid b = lesson_record(&l, l.student_talk, A1, 9000, 9000);
    err = (Err){0};
    assert_ok(session_backdate(l.s, 3000, 9100, &err), err);
    lesson_apply(&l);
    check_span(&l, a, 5000, 6000);
    check_span(&l, b, 6000, EVENT_OPEN);
    assert_ok(session_backdate(l.s, 3000, 9200, &err), err);
    lesson_apply(&l);
    check_span(&l, a, 5000, 5000);
    check_span(&l, b, 5000, EVENT_OPEN);
    ok = session_backdate(l.s, 3000, 9300, &err);
    check_refused(&l, ok, &err, ERR_STATE, "Student talk cannot have begun before 0:05");
    err = (Err){0};
    Uuid frame = lesson_record(&l, l.frame, A1, 9400, 9400);
    assert_ok(session_backdate(l.s, 3000, 9400, &err), err);
    lesson_apply(&l);
    check_span(&l, frame, 6400, 6400);
    lesson_deinit(&l);
}

/* The turn before had stopped by itself: it stays as it was. */
static void backdate__does_not_reach_into__a_turn_it_did_not_end(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    Uuid a = lesson_record(&l, l.teacher_talk, TEACHER, 1000, 1000);
    assert_ok(session_stop(l.s, a, 4000, 4000, &err), err);
    lesson_apply(&l);
    Uuid b = lesson_record(&l, l.student_talk, A1, 5000, 5000);
    assert_ok(session_backdate(l.s, 3000, 5000, &err), err);
    lesson_apply(&l);
    check_span(&l, a, 1000, 4000);
    check_span(&l, b, 4000, EVENT_OPEN);
    lesson_deinit(&l);
}

/* What was tapped last, whatever it is; the turn under it stays. */
static void backdate__moves__a_mark_or_a_note(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    Uuid a = lesson_record(&l, l.teacher_talk, TEACHER, 5000, 5000);
    Uuid b = lesson_record(&l, l.student_talk, A1, 9000, 9000);
    static const char *const keys[] = {"mark", "note", "place"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        int32_t code = protocol_find_code(l.protocol, keys[i]);
        SessionTap tap = lesson_tap(code, TEACHER, 9500);
        tap.text = l.protocol->codes[code].kind == CODE_NOTE ? "says why" : NULL;
        assert_ok(session_tap(l.s, &tap, 9900, &err), err);
        lesson_apply(&l);
        size_t count;
        const Uuid id = session_events(l.s, &count)[count - 1].id;
        assert_ok(session_backdate(l.s, 3000, 9900, &err), err);
        lesson_apply(&l);
        check_span(&l, id, 6500, 6500);
        check_span(&l, a, 5000, 9000);
        check_span(&l, b, 9000, EVENT_OPEN);
        assert_ok(session_undo(l.s, 9900, &err), err);
        lesson_apply(&l);
        check_span(&l, id, 9500, 9500);
        assert_ok(session_undo(l.s, 9900, &err), err); /* taken back: the turn is the last */
        lesson_apply(&l);
    }
    assert_ok(session_backdate(l.s, 3000, 9900, &err), err);
    lesson_apply(&l);
    check_span(&l, b, 6000, EVENT_OPEN);
    lesson_deinit(&l);
}

static void change__is_refused__when_it_would_overlap_or_make_no_sense(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    Uuid a = lesson_record(&l, l.teacher_talk, TEACHER, 1000, 1000);
    Uuid b = lesson_record(&l, l.student_talk, A1, 5000, 5000);
    ObsEvent to = *session_find_event(l.s, a);
    to.stop_ms = 6000;
    bool ok = session_change(l.s, a, FIELD_STOP, &to, 9000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "that would overlap Student talk from 0:05");
    err = (Err){0};
    to.stop_ms = 500;
    ok = session_change(l.s, a, FIELD_STOP, &to, 9000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "Teacher talk would begin at 0:01 and stop at 0:00");
    err = (Err){0};
    to.code = l.question;
    ok = session_change(l.s, a, FIELD_CODE, &to, 9000, &err);
    check_refused(&l, ok, &err, ERR_STATE,
                  "Teacher talk cannot become Teacher question, they are recorded in different "
                  "ways");
    err = (Err){0};
    ok = session_change(l.s, (Uuid){{3}}, FIELD_CODE, &to, 9000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "there is no such event in this lesson");
    err = (Err){0};
    to = *session_find_event(l.s, a);
    assert_ok(session_change(l.s, a, FIELD_ALL, &to, 9000, &err), err);
    assert_int_equal(session_planned(l.s).count, 0);
    to.stop_ms = 3000; /* a gap is fine */
    to.text = "explains";
    assert_ok(session_change(l.s, a, FIELD_ALL, &to, 9000, &err), err);
    lesson_apply(&l);
    check_span(&l, a, 1000, 3000);
    check_span(&l, b, 5000, EVENT_OPEN);
    assert_string_equal(session_find_event(l.s, a)->text, "explains");
    lesson_deinit(&l);
}

static void end__closes_everything__and_undo_opens_it_again(void **state)
{
    (void)state;
    Lesson l;
    lesson_init(&l);
    l.subjects[B1].absent = true;
    Err err = {0};
    bool ok = session_end(l.s, 0, &err);
    check_refused(&l, ok, &err, ERR_STATE, "the lesson has not started yet");
    err = (Err){0};
    assert_ok(session_start(l.s, 0, &err), err);
    lesson_apply(&l);
    Uuid talk = lesson_record(&l, l.student_talk, A1, 1000, 1000);
    assert_ok(session_pause(l.s, 2000, &err), err);
    lesson_apply(&l);
    assert_ok(session_end(l.s, 9000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_state(l.s), SESSION_ENDED);
    assert_int_equal(session_end_ms(l.s), 9000);
    check_span(&l, talk, 1000, 9000);
    size_t count;
    const ObsEvent *events = session_events(l.s, &count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(events[i].stop_ms, 9000);
    assert_int_equal(session_undo_fact(l.s)->kind, FACT_END);
    SessionTap tap = lesson_tap(l.student_talk, A1, 9000);
    check_tap_refused(&l, &tap, 9500, "the lesson has ended");
    tap = lesson_tap(l.note, SUBJECT_NONE, 9400);
    tap.text = "afterwards";
    check_tap_refused(&l, &tap, 9500, "0:09 is after the end of the lesson at 0:09");
    err = (Err){0};
    assert_ok(session_undo(l.s, 9500, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_state(l.s), SESSION_PAUSED);
    check_span(&l, talk, 1000, EVENT_OPEN);
    assert_false(session_is_present(l.s, B1));
    assert_ok(session_redo(l.s, 9600, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_end_ms(l.s), 9000);
    check_span(&l, talk, 1000, 9000);
    lesson_deinit(&l);
}

static void undo__names_what_it_takes_back__and_never_the_start(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    bool ok = session_undo(l.s, 0, &err);
    check_refused(&l, ok, &err, ERR_STATE, "nothing to undo");
    assert_null(session_undo_fact(l.s));
    (void)lesson_record(&l, l.teacher_talk, TEACHER, 1000, 1000);
    Uuid b = lesson_record(&l, l.student_talk, A1, 2000, 2000);
    assert_memory_equal(session_undo_fact(l.s)->event.id.bytes, b.bytes, 16);
    err = (Err){0};
    for (int i = 0; i < 3; i++) { /* undo, redo, undo: always about b */
        assert_ok(i % 2 ? session_redo(l.s, 3000, &err) : session_undo(l.s, 3000, &err), err);
        lesson_apply(&l);
        const Fact *fact = i % 2 ? session_undo_fact(l.s) : session_redo_fact(l.s);
        assert_memory_equal(fact->event.id.bytes, b.bytes, 16);
        assert_int_equal(session_count_code(l.s, l.student_talk, PROTOCOL_NONE), i % 2);
    }
    (void)lesson_record(&l, l.student_talk, A2, 4000, 4000);
    ok = session_redo(l.s, 4000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "nothing to redo");
    lesson_deinit(&l);
}

static void observation__is_sorted_and_cut__and_leaves_voided_out(void **state)
{
    (void)state;
    Lesson l;
    lesson_start(&l);
    Err err = {0};
    Uuid b = lesson_record(&l, l.student_talk, A1, 5000, 5000);
    Uuid a = lesson_record(&l, l.frame, A1, 2000, 5100);
    (void)lesson_record(&l, l.frame, A2, 3000, 5200);
    assert_ok(session_undo(l.s, 5300, &err), err);
    lesson_apply(&l);
    Observation o;
    assert_ok(session_observation(l.s, 8000, &l.arena, &o, &err), err);
    assert_int_equal(o.event_count, 2);
    assert_memory_equal(o.events[0].id.bytes, a.bytes, 16);
    assert_memory_equal(o.events[1].id.bytes, b.bytes, 16);
    assert_int_equal(o.events[1].stop_ms, 8000);
    assert_int_equal(o.end_ms, 8000);
    assert_false(o.ended);
    Arena small;
    arena_init(&small, 100);
    assert_false(session_observation(l.s, 8000, &small, &o, &err));
    assert_err(err, ERR_LIMIT, "there is no room for the 3 events of this lesson");
    assert_int_equal(small.used, 0);
    lesson_deinit(&l);
}

static void change__brings_back_no_open_state__once_the_lesson_has_ended(void **state)
{
    (void)state;
    Lesson l;
    Err err = {0};
    lesson_start(&l);
    Uuid talk = lesson_record(&l, l.student_talk, A1, 1000, 1000);
    ObsEvent to = *session_find_event(l.s, talk);
    to.voided = true;
    assert_ok(session_change(l.s, talk, FIELD_VOIDED, &to, 2000, &err), err);
    lesson_apply(&l);
    assert_ok(session_end(l.s, 5000, &err), err);
    lesson_apply(&l);
    to.voided = false;
    bool ok = session_change(l.s, talk, FIELD_VOIDED, &to, 6000, &err);
    check_refused(&l, ok, &err, ERR_STATE, "Student talk cannot be made to go on");
    err = (Err){0};
    to.stop_ms = 4000;
    assert_ok(session_change(l.s, talk, FIELD_VOIDED | FIELD_STOP, &to, 6000, &err), err);
    lesson_apply(&l);
    assert_int_equal(session_find_event(l.s, talk)->stop_ms, 4000);
    lesson_deinit(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tap__ends_the_one_before__in_an_exclusive_category),
        cmocka_unit_test(event_count__is_what_the_observer_recorded__notes_and_marks_too),
        cmocka_unit_test(tap__changes_nothing__when_the_same_speaker_is_tapped_again),
        cmocka_unit_test(tap__covers_what_came_after__when_it_is_said_late),
        cmocka_unit_test(tap__goes_on_with_the_state_of_then__when_the_same_is_said_late),
        cmocka_unit_test(tap__leaves_a_length_of_zero__at_the_same_instant),
        cmocka_unit_test(tap__presets_and_marks_the_source__from_the_lessons_targets),
        cmocka_unit_test(tap__brings_back__who_was_absent),
        cmocka_unit_test(tap__is_refused__with_a_sentence),
        cmocka_unit_test(tap__limits_texts__and_wants_utf8),
        cmocka_unit_test(stop__is_refused__when_there_is_nothing_to_stop),
        cmocka_unit_test(pause__leaves_states_running__and_allows_notes_only),
        cmocka_unit_test(backdate__moves_what_it_had_ended__and_not_further),
        cmocka_unit_test(backdate__does_not_reach_into__a_turn_it_did_not_end),
        cmocka_unit_test(backdate__moves__a_mark_or_a_note),
        cmocka_unit_test(change__is_refused__when_it_would_overlap_or_make_no_sense),
        cmocka_unit_test(end__closes_everything__and_undo_opens_it_again),
        cmocka_unit_test(undo__names_what_it_takes_back__and_never_the_start),
        cmocka_unit_test(observation__is_sorted_and_cut__and_leaves_voided_out),
        cmocka_unit_test(change__brings_back_no_open_state__once_the_lesson_has_ended),
    };
    return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
