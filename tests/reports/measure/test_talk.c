/* Talk share, reach, Gini, chains and links on lessons worked out by hand. */
#include "reports/measure/talk_sample.h"

/* Teacher 10 + 4 + 5 + 5 + 1 = 25; students 6.8 + 4 + 3.5 + 1.9 = 16.2; groups 20;
 * silence 38.8, of it 10 coded. 25 + 16 + 20 + 38 = 99: the one percent that is
 * left goes to the largest rest, 0.8 of silence. */
static void share__adds_to_all_observed_time__sample(void **state)
{
    (void)state;
    Sample s;
    begin_sample(&s);
    TalkMeasures talk = measure(&s.b, 100);
    const TalkShare *share = &talk.share;
    assert_null(share->undefined);
    assert_int_equal(share->observed_ms, 100000);
    assert_int_equal(share->ms[TALK_TEACHER], 25000);
    assert_int_equal(share->ms[TALK_STUDENT], 16200);
    assert_int_equal(share->ms[TALK_GROUP], 20000);
    assert_int_equal(share->ms[TALK_SILENCE], 38800);
    assert_int_equal(share->silence_coded_ms, 10000);
    assert_int_equal(share->silence_uncoded_ms, 28800);
    assert_int_equal(share->overlap_ms, 0);
    const int32_t percent[] = {25, 16, 20, 39};
    assert_memory_equal(share->percent, percent, sizeof percent);
    assert_int_equal(share->ratio_of_ms, 41200);
    assert_near(share->ratio, 25.0 / 41.2, 1e-12);
    lesson_free(&s.b);
}

/* Launch: teacher 19, students 14.3, silence 6.7. Explore: teacher 6, students 1.9,
 * groups 20, silence 22.1. In no phase: 10 s of silence. */
static void share__is_given_by_phase__and_for_the_rest(void **state)
{
    (void)state;
    Sample s;
    begin_sample(&s);
    TalkMeasures talk = measure(&s.b, 100);
    assert_int_equal(talk.phase_count, 3);
    const TalkPhase *launch = &talk.phases[0], *explore = &talk.phases[1], *rest = &talk.phases[2];
    assert_int_equal(launch->code, s.b.launch);
    assert_int_equal(launch->share.observed_ms, 40000);
    assert_int_equal(launch->share.ms[TALK_TEACHER], 19000);
    assert_int_equal(launch->share.ms[TALK_STUDENT], 14300);
    assert_int_equal(launch->share.ms[TALK_SILENCE], 6700);
    assert_int_equal(launch->student_turns, 3);
    assert_int_equal(launch->teacher_turns, 3);
    assert_int_equal(explore->share.ms[TALK_GROUP], 20000);
    assert_int_equal(explore->share.ms[TALK_SILENCE], 22100);
    assert_int_equal(explore->share.silence_coded_ms, 10000);
    assert_int_equal(explore->teacher_turns, 2);
    assert_int_equal(rest->code, PROTOCOL_NONE);
    assert_int_equal(rest->share.ms[TALK_SILENCE], 10000);
    assert_string_equal(rest->share.ratio_undefined,
                        "undefined: neither the teacher nor a student had the floor");
    lesson_free(&s.b);
}

/* The last moment of the lesson is the last of the phase that runs until then. */
static void share__counts_a_turn_of_the_last_moment__in_its_phase(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 1);
    lesson_state(&b, b.launch, SUBJECT_NONE, 0, 50);
    lesson_state(&b, b.explore, SUBJECT_NONE, 50, 100);
    lesson_state(&b, b.student, p, 60, 70);
    lesson_state(&b, b.student, p, 100, 100);
    TalkMeasures talk = measure(&b, 100);
    assert_int_equal(talk.phase_count, 2);
    assert_int_equal(talk.phases[0].student_turns, 0);
    assert_int_equal(talk.phases[1].student_turns, 2);
    assert_int_equal(talk.phases[1].share.observed_ms, 50000);
    lesson_free(&b);
}

/* Teacher 0-12, pupil 6-18, groups 9-21, a second pupil 10-11 (same kind).
 *   0-6 T; 6-9 T+S; 9-12 T+S+G; 12-18 S+G; 18-21 G
 *   T 6 + 1.5 + 1 = 8.5; S 1.5 + 1 + 3 = 5.5; G 1 + 3 + 3 = 7; overlap 12. */
static void share__divides_overlaps_equally__three_kinds(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 2);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 12);
    lesson_state(&b, b.student, p, 6, 18);
    lesson_state(&b, b.group, SUBJECT_NONE, 9, 21);
    lesson_state(&b, b.student, p + 1, 10, 11);
    lesson_state(&b, b.silence, SUBJECT_NONE, 0, 21);
    TalkMeasures talk = measure(&b, 21);
    assert_int_equal(talk.share.ms[TALK_TEACHER], 8500);
    assert_int_equal(talk.share.ms[TALK_STUDENT], 5500);
    assert_int_equal(talk.share.ms[TALK_GROUP], 7000);
    assert_int_equal(talk.share.ms[TALK_SILENCE], 0);
    assert_int_equal(talk.share.overlap_ms, 12000);
    lesson_free(&b);
}

/* One millisecond of three kinds at once: a third each, rounded so that the sum
 * is still one. */
static void share__adds_up__thirds_of_a_millisecond(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_event(&b, b.teacher, SUBJECT_NONE, 0, 1);
    lesson_event(&b, b.student, SUBJECT_NONE, 0, 1);
    lesson_event(&b, b.group, SUBJECT_NONE, 0, 1);
    TalkMeasures talk = measure(&b, 0.001);
    int64_t sum = 0;
    int32_t percent = 0;
    for (int i = 0; i < TALK_ROLE_COUNT; i++) {
        sum += talk.share.ms[i];
        percent += talk.share.percent[i];
    }
    assert_int_equal(sum, 1);
    assert_int_equal(percent, 100);
    lesson_free(&b);
}

/* Teacher 0-20 with a pause 5-15: 10 s of talk in 20 - 10 = 10 observed... and 20-30
 * nothing: 10 of 20. */
static void share__takes_pauses_off__within_a_turn(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 20);
    lesson_state(&b, b.pause, SUBJECT_NONE, 5, 15);
    TalkMeasures talk = measure(&b, 30);
    assert_int_equal(talk.share.observed_ms, 20000);
    assert_int_equal(talk.share.ms[TALK_TEACHER], 10000);
    assert_near(talk.lengths[TALK_TEACHER].median, 10.0, 0);
    lesson_free(&b);
}

static void share__is_undefined_in_words__no_code_no_talk_no_time(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin_bare(&b);
    lesson_add_session(&b);
    assert_string_equal(measure(&b, 10).share.undefined,
                        "undefined: the protocol has no code for talk");
    lesson_free(&b);
    lesson_begin(&b);
    assert_string_equal(measure(&b, 10).share.undefined, "undefined: no talk was recorded");
    lesson_event(&b, b.teacher, SUBJECT_NONE, 0, 0);
    assert_string_equal(measure(&b, 0).share.undefined, "undefined: no time was observed");
    lesson_free(&b);
}

/* ---- lengths, reach, Gini ---- */

/* Teacher turns of 10 4 5 5 1 s: sorted 1 4 5 5 10. */
static void lengths__are_given_by_role__sample(void **state)
{
    (void)state;
    Sample s;
    begin_sample(&s);
    TalkMeasures talk = measure(&s.b, 100);
    const Spread *teacher = &talk.lengths[TALK_TEACHER];
    assert_int_equal(teacher->n, 5);
    assert_near(teacher->q1, 4, 1e-12);
    assert_near(teacher->median, 5, 1e-12);
    assert_near(teacher->q3, 5, 1e-12);
    assert_near(teacher->max, 10, 1e-12);
    assert_int_equal(talk.lengths[TALK_SILENCE].n, 1);
    lesson_free(&s.b);
}

/* A, B, C of four. Turns 0 1 1 2: G = (-1 + 1 + 6) / (4 x 4) = 0.375, corrected 0.5. */
static void reach_and_gini__count_the_silent__sample(void **state)
{
    (void)state;
    Sample s;
    begin_sample(&s);
    TalkMeasures talk = measure(&s.b, 100);
    assert_int_equal(talk.reach.k, 3);
    assert_int_equal(talk.reach.n, 4);
    assert_string_equal(talk.reach.interval, "Wilson 95 %");
    assert_int_equal(talk.subjects[s.a].turns, 2);
    assert_int_equal(talk.subjects[s.a].talk_ms, 10300);
    assert_near(talk.gini_turns.plain, 0.375, 1e-12);
    assert_near(talk.gini_turns.corrected, 0.5, 1e-12);
    assert_true(talk.gini_turns.has_interval);
    assert_true(talk.gini_turns.low <= 0.375 && talk.gini_turns.high >= 0.375);
    lesson_free(&s.b);
}

/* Check number: five equal talkers in a class of 20. */
static void gini__is_three_quarters__five_equal_of_twenty(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 20);
    for (int i = 0; i < 10; i++)
        lesson_state(&b, b.student, p + i % 5, i, i + 1);
    TalkMeasures talk = measure(&b, 10);
    assert_near(talk.gini_turns.plain, 0.75, 1e-12);
    assert_near(talk.gini_turns.corrected, 0.789473684, 1e-9);
    assert_near(talk.gini_time.plain, 0.75, 1e-12);
    int64_t values[20] = {3, 3, 3, 3, 3};
    Gini alone = talk_gini(values, 20);
    assert_near(alone.plain, 0.75, 1e-12);
    assert_near(alone.corrected, 15.0 / 19.0, 1e-12);
    assert_false(alone.has_interval);
    lesson_free(&b);
}

static void gini__knows_its_ends__equal_one_has_all_nobody(void **state)
{
    (void)state;
    int64_t equal[] = {4, 4, 4, 4}, one[] = {0, 9, 0, 0}, none[] = {0, 0}, single[] = {5};
    assert_near(talk_gini(equal, 4).plain, 0.0, 1e-12);
    assert_near(talk_gini(one, 4).plain, 0.75, 1e-12);
    assert_near(talk_gini(one, 4).corrected, 1.0, 1e-12);
    assert_string_equal(talk_gini(none, 2).undefined,
                        "undefined: no pupil who is told apart spoke");
    assert_string_equal(talk_gini(single, 1).corrected_undefined, "undefined: one pupil only");
    assert_string_equal(talk_gini(NULL, 0).undefined, "undefined: no pupil was present");
}

static void reach__leaves_the_absent_out__of_both(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 3);
    lesson_state(&b, b.absent, p, 0, 30);
    lesson_state(&b, b.student, p + 1, 1, 2);
    TalkMeasures talk = measure(&b, 30);
    assert_int_equal(talk.reach.k, 1);
    assert_int_equal(talk.reach.n, 2);
    assert_int_equal(talk.gini_turns.n, 2);
    lesson_free(&b);
}

static void reach__is_undefined_in_words__everyone_absent_or_no_roster(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    assert_string_equal(measure(&b, 30).reach.undefined,
                        "undefined: no pupils are told apart in this record");
    int32_t p = lesson_pupils(&b, 2);
    lesson_state(&b, b.absent, p, 0, 30);
    lesson_state(&b, b.absent, p + 1, 0, 30);
    TalkMeasures talk = measure(&b, 30);
    assert_string_equal(talk.reach.undefined, "undefined: no pupil was present");
    assert_string_equal(talk.gini_turns.undefined, "undefined: no pupil was present");
    lesson_free(&b);
}

/* Turns of pupils not told apart may be anybody's: with nothing else it is not known
 * who was heard; beside others it is at least so many. */
static void reach__is_undefined__when_no_speaker_is_told_apart(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 3);
    assert_int_equal(measure(&b, 30).reach.n, 3); /* nobody spoke: 0 of 3 */
    lesson_state(&b, b.student, SUBJECT_NONE, 1, 2);
    lesson_state(&b, b.student, SUBJECT_NONE, 3, 4);
    TalkMeasures talk = measure(&b, 30);
    assert_string_equal(talk.reach.undefined, "undefined: no pupil who spoke is told apart");
    assert_int_equal(talk.reach.n, 0);
    assert_string_equal(talk.gini_turns.undefined, talk.reach.undefined);
    assert_string_equal(talk.gini_time.undefined, talk.reach.undefined);
    lesson_state(&b, b.student, p, 5, 6);
    talk = measure(&b, 30);
    assert_null(talk.reach.undefined);
    assert_int_equal(talk.reach.k, 1);
    assert_int_equal(talk.reach.n, 3);
    lesson_free(&b);
}

/* ---- chains and links ---- */

/* A B is the one chain; A between 30.5 and 34 stands between two teacher turns;
 * C is followed by nobody. */
static void chains__are_runs_without_the_teacher__sample(void **state)
{
    (void)state;
    Sample s;
    begin_sample(&s);
    TalkMeasures talk = measure(&s.b, 100);
    assert_int_equal(talk.chains.count, 1);
    assert_int_equal(talk.chains.items[0].length, 2);
    assert_int_equal(talk.chains.items[0].speakers, 2);
    assert_int_equal(talk.chains.by_length[2], 1);
    assert_int_equal(talk.chains.turns.k, 2);
    assert_int_equal(talk.chains.turns.n, 4);
    assert_int_equal(talk.chains.triads, 1);
    assert_int_equal(talk.turns[1].chain, 0);
    assert_int_equal(talk.turns[4].chain, -1);
    lesson_free(&s.b);
}

/* P0 P1 (silence) P0 P0 | groups | P0 P1 | pause | P0 P0 T: chains of 4 and 2; the
 * last run has one pupil only. Mean 3; six of eight turns in chains. */
static void chains__go_over_silence__not_over_groups_and_pauses(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 2);
    lesson_state(&b, b.student, p, 0, 1);
    lesson_state(&b, b.student, p + 1, 1, 2);
    lesson_state(&b, b.silence, SUBJECT_NONE, 2, 9);
    lesson_state(&b, b.student, p, 9, 10);
    lesson_state(&b, b.student, p, 10, 11);
    lesson_state(&b, b.group, SUBJECT_NONE, 11, 20);
    lesson_state(&b, b.student, p, 20, 21);
    lesson_state(&b, b.student, p + 1, 21, 22);
    lesson_state(&b, b.pause, SUBJECT_NONE, 22, 25);
    lesson_state(&b, b.student, p, 25, 26);
    lesson_state(&b, b.student, p, 26, 27);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 27, 28);
    TalkMeasures talk = measure(&b, 30);
    assert_int_equal(talk.chains.count, 2);
    assert_int_equal(talk.chains.longest, 4);
    assert_int_equal(talk.chains.by_length[4], 1);
    assert_int_equal(talk.chains.by_length[3], 0);
    assert_near(talk.chains.mean_length, 3.0, 1e-12);
    assert_int_equal(talk.chains.turns.k, 6);
    assert_int_equal(talk.chains.turns.n, 8);
    assert_int_equal(talk.chains.triads, 0);
    assert_int_equal(talk.pupil_after_pupil, 3);
    lesson_free(&b);
}

/* "S" may be anybody: P0 S is no chain for sure; P0 S P1 is one of length 3. */
static void chains__never_rest_on_the_unknown__several(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t p = lesson_pupils(&b, 2), s = lesson_pupil(&b, "S", SUBJECT_NONE);
    b.subjects[s].several = true;
    lesson_state(&b, b.student, p, 0, 1);
    lesson_state(&b, b.student, s, 1, 2);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 2, 3);
    lesson_state(&b, b.student, p, 3, 4);
    lesson_state(&b, b.student, s, 4, 5);
    lesson_state(&b, b.student, p + 1, 5, 6);
    TalkMeasures talk = measure(&b, 6);
    assert_int_equal(talk.chains.count, 1);
    assert_int_equal(talk.chains.items[0].length, 3);
    assert_int_equal(talk.chains.unsure, 1);
    assert_int_equal(talk.unidentified_turns, 2);
    assert_int_equal(talk.reach.n, 2);
    assert_int_equal(talk.pupil_after_pupil, 0);
    lesson_free(&b);
}

static void chains__are_undefined_in_words__nobody_told_apart(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 0, 1);
    lesson_state(&b, b.student, SUBJECT_NONE, 1, 2);
    lesson_state(&b, b.teacher, SUBJECT_NONE, 2, 3);
    TalkMeasures talk = measure(&b, 3);
    assert_string_equal(talk.chains.undefined, "undefined: no pupil who spoke is told apart");
    assert_int_equal(talk.chains.triads, 1);
    lesson_free(&b);
}

static int32_t find_link(const TalkLink *links, int32_t count, int32_t from, int32_t to)
{
    for (int32_t i = 0; i < count; i++)
        if (links[i].from == from && links[i].to == to)
            return links[i].count;
    return 0;
}

/* A follows T twice, B follows A, T follows B and A, C follows T; T after the
 * groups follows nobody, T after T is no link. */
static void links__say_who_followed_whom__sample(void **state)
{
    (void)state;
    Sample s;
    begin_sample(&s);
    s.b.events[0].target = s.a + 3;
    TalkMeasures talk = measure(&s.b, 100);
    assert_int_equal(talk.followed_count, 5);
    assert_int_equal(find_link(talk.followed, talk.followed_count, s.a, s.t), 2);
    assert_int_equal(find_link(talk.followed, talk.followed_count, s.a + 1, s.a), 1);
    assert_int_equal(find_link(talk.followed, talk.followed_count, s.t, s.a + 1), 1);
    assert_int_equal(find_link(talk.followed, talk.followed_count, s.t, s.a), 1);
    assert_int_equal(find_link(talk.followed, talk.followed_count, s.a + 2, s.t), 1);
    assert_int_equal(talk.pupil_after_pupil, 1);
    assert_int_equal(talk.spoken_to_count, 1);
    assert_int_equal(find_link(talk.spoken_to, talk.spoken_to_count, s.t, s.a + 3), 1);
    lesson_free(&s.b);
}

/* A group that had the floor is nobody to follow, though it has a name. */
static void links__stop_at_group_talk__named_group(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    int32_t table = lesson_group(&b, "Table 1"), p = lesson_pupils(&b, 1);
    lesson_state(&b, b.student, p, 0, 5);
    lesson_state(&b, b.group, table, 5, 9);
    lesson_state(&b, b.student, p, 9, 12);
    assert_int_equal(measure(&b, 12).followed_count, 0);
    lesson_free(&b);
}

/* Two who both spoke, read from a file: a transcript, unless something says that there
 * was a class list. */
static void only_speakers__are_known__not_where_there_was_a_class_list(void **state)
{
    static const Attribute attribute = {"english", "learning"};
    enum { TRANSCRIPT, HERE, TABLE, GROUP, ATTRIBUTE, AWAY, NEVER_THERE, CASES };
    (void)state;
    for (int i = 0; i < CASES; i++) {
        LessonBuilder b;
        lesson_begin(&b);
        b.setup.origin = i == HERE ? "" : "a-file.json";
        int32_t first = lesson_pupils(&b, 2);
        lesson_state(&b, b.student, first, 1, 5);
        lesson_state(&b, b.student, first + 1, 6, 9);
        if (i == TABLE) /* at which nobody sits, as in the copy for others */
            (void)lesson_group(&b, "");
        if (i == GROUP)
            b.subjects[first + 1].group = lesson_group(&b, "Table 1");
        if (i == ATTRIBUTE)
            b.subjects[first].attributes = &attribute, b.subjects[first].attribute_count = 1;
        if (i == AWAY)
            lesson_state(&b, b.absent, first, 20, 30);
        if (i == NEVER_THERE)
            lesson_state(&b, b.absent, lesson_pupil(&b, "P2", SUBJECT_NONE), 0, 60);
        TalkMeasures talk = measure(&b, 60);
        assert_int_equal(talk.heard, 2);
        assert_int_equal(talk.only_speakers, i == TRANSCRIPT);
        if (i == TRANSCRIPT)
            assert_string_equal(talk.reach.undefined, "undefined: only those who spoke are known");
        else
            assert_int_equal(talk.reach.k, talk.reach.n);
        lesson_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(share__adds_to_all_observed_time__sample),
        cmocka_unit_test(share__is_given_by_phase__and_for_the_rest),
        cmocka_unit_test(share__counts_a_turn_of_the_last_moment__in_its_phase),
        cmocka_unit_test(share__divides_overlaps_equally__three_kinds),
        cmocka_unit_test(share__adds_up__thirds_of_a_millisecond),
        cmocka_unit_test(share__takes_pauses_off__within_a_turn),
        cmocka_unit_test(share__is_undefined_in_words__no_code_no_talk_no_time),
        cmocka_unit_test(lengths__are_given_by_role__sample),
        cmocka_unit_test(reach_and_gini__count_the_silent__sample),
        cmocka_unit_test(gini__is_three_quarters__five_equal_of_twenty),
        cmocka_unit_test(gini__knows_its_ends__equal_one_has_all_nobody),
        cmocka_unit_test(reach__leaves_the_absent_out__of_both),
        cmocka_unit_test(reach__is_undefined_in_words__everyone_absent_or_no_roster),
        cmocka_unit_test(reach__is_undefined__when_no_speaker_is_told_apart),
        cmocka_unit_test(chains__are_runs_without_the_teacher__sample),
        cmocka_unit_test(chains__go_over_silence__not_over_groups_and_pauses),
        cmocka_unit_test(chains__never_rest_on_the_unknown__several),
        cmocka_unit_test(chains__are_undefined_in_words__nobody_told_apart),
        cmocka_unit_test(links__say_who_followed_whom__sample),
        cmocka_unit_test(links__stop_at_group_talk__named_group),
        cmocka_unit_test(only_speakers__are_known__not_where_there_was_a_class_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
