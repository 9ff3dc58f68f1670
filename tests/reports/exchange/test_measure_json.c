/* What "kenkyu measure" prints, as JSON and as text. */
#include "check.h"

#include "reports/exchange/figures/measure_json.h"
#include "reports/lesson_builder.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>

static void assert_near(double got, double want)
{
    if (!(fabs(got - want) <= 1e-9))
        fail_msg("got %.12f, want %.12f", got, want);
}

typedef bool Writer(const Observation *o, FILE *out, Err *err);

static char *write_all(LessonBuilder *b, double end_s, Writer *writer)
{
    char *text = NULL;
    size_t len = 0;
    Err err = {0};
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    assert_ok(writer(lesson_end(b, end_s), out, &err), err);
    assert_int_equal(fclose(out), 0);
    return text;
}

static json_t *write_json(LessonBuilder *b, double end_s)
{
    char *text = write_all(b, end_s, measure_write_json);
    json_error_t error;
    json_t *lesson = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!lesson)
        fail_msg("line %d: %s", error.line, error.text);
    free(text);
    return lesson;
}

/* "talk_share.teacher.s" */
static json_t *at(json_t *value, const char *path)
{
    char key[64];
    while (*path != '\0') {
        size_t len = strcspn(path, ".");
        assert_true(len < sizeof key);
        memcpy(key, path, len);
        key[len] = '\0';
        value = json_object_get(value, key);
        if (!value)
            fail_msg("no key '%s'", key);
        path += len + (path[len] == '.');
    }
    return value;
}

static json_t *find_row(json_t *lesson, const char *code, const char *subject)
{
    size_t i;
    json_t *row, *found = NULL;
    json_array_foreach(at(lesson, "time_budget"), i, row)
    {
        json_t *whose = json_object_get(row, "subject");
        bool same = subject
                        ? json_is_string(whose) && strcmp(json_string_value(whose), subject) == 0
                        : json_is_null(whose);
        if (same && strcmp(json_string_value(json_object_get(row, "code")), code) == 0) {
            assert_null(found); /* one row each */
            found = row;
        }
    }
    if (!found)
        fail_msg("no row for %s of %s", code, subject ? subject : "all");
    return found;
}

/* Teacher 0-10, DL 12-15, SP 15-20, teacher 22-30, DL 30-31; question at 9, a frame
 * by DL at 13, a scan of table 1. 60 s. */
static void begin_lesson(LessonBuilder *b)
{
    lesson_begin(b);
    int32_t ms = lesson_adult(b, "MS"), table = lesson_group(b, "Table 1");
    int32_t dl = lesson_pupil(b, "DL", table), sp = lesson_pupil(b, "SP", table);
    lesson_state(b, b->teacher, ms, 0, 10);
    lesson_state(b, b->student, dl, 12, 15);
    lesson_state(b, b->student, sp, 15, 20);
    lesson_state(b, b->teacher, ms, 22, 30);
    lesson_state(b, b->student, dl, 30, 31);
    lesson_state(b, b->discuss, SUBJECT_NONE, 0, 40);
    lesson_point(b, b->question, ms, 9)->options[b->dok] = 2;
    lesson_point(b, b->frame, dl, 13)->options[b->function] = 0;
    lesson_scan(b, table, 20, 1, 2);
}

static void json__has_the_fixed_rows__time_budget(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_lesson(&b);
    json_t *lesson = write_json(&b, 60);
    json_t *all = find_row(lesson, "student-talk", NULL);
    assert_int_equal(json_integer_value(at(all, "n")), 3);
    assert_near(json_number_value(at(all, "total_s")), 9);
    assert_near(json_number_value(at(all, "mean_s")), 3);
    assert_near(json_number_value(at(all, "sd_s")), 2); /* 3 5 1 */
    assert_near(json_number_value(at(all, "percent")), 15);
    assert_string_equal(json_string_value(at(all, "percent_of")),
                        "all observed time, 60.000 s, pauses taken off");
    json_t *own = find_row(lesson, "student-talk", "DL");
    assert_int_equal(json_integer_value(at(own, "n")), 2);
    assert_near(json_number_value(at(own, "total_s")), 4);
    json_t *one = find_row(lesson, "student-talk", "SP");
    assert_near(json_number_value(at(one, "mean_s")), 5);
    assert_true(json_is_null(at(one, "sd_s")));
    json_t *none = find_row(lesson, "silence", NULL);
    assert_int_equal(json_integer_value(at(none, "n")), 0);
    assert_true(json_is_null(at(none, "mean_s")));
    assert_near(json_number_value(at(none, "percent")), 0);
    json_t *point = find_row(lesson, "question", NULL);
    assert_true(json_is_null(at(point, "percent")));
    assert_true(json_is_null(at(point, "mean_s")));
    assert_near(json_number_value(at(point, "total_s")), 0);
    size_t i;
    json_t *row;
    json_array_foreach(at(lesson, "time_budget"), i, row)
        assert_string_not_equal(json_string_value(at(row, "code")), "pause");
    json_decref(lesson);
    lesson_free(&b);
}

static void json__has_every_measure__with_its_counts(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_lesson(&b);
    json_t *lesson = write_json(&b, 60);
    assert_string_equal(json_string_value(at(lesson, "observation")),
                        "01000000-0000-0000-0000-000000000000");
    assert_string_equal(json_string_value(at(lesson, "protocol.key")), "academic-talk");
    assert_near(json_number_value(at(lesson, "settings.wait_goal_s")), 3);
    assert_near(json_number_value(at(lesson, "observed_s")), 60);
    assert_near(json_number_value(at(lesson, "talk_share.teacher.s")), 18);
    assert_int_equal(json_integer_value(at(lesson, "talk_share.teacher.percent")), 30);
    assert_near(json_number_value(at(lesson, "talk_share.silence_uncoded_s")), 33);
    assert_int_equal(json_array_size(at(lesson, "talk_share.phases")), 2);
    assert_near(json_number_value(at(lesson, "talk_ratio.share")), 18.0 / 27.0);
    assert_true(json_is_null(at(lesson, "talk_ratio.low")));
    assert_int_equal(json_integer_value(at(lesson, "reach.k")), 2);
    assert_int_equal(json_integer_value(at(lesson, "reach.n")), 2);
    assert_near(json_number_value(at(lesson, "gini.by_turns.gini")), 1.0 / 6.0); /* 1 2 */
    assert_int_equal(json_integer_value(at(lesson, "chains.count")), 1);
    assert_int_equal(json_integer_value(at(lesson, "chains.student_turns.k")), 2);
    assert_near(json_number_value(at(lesson, "wait_time.after_question.seconds.median")), 2);
    assert_int_equal(json_integer_value(at(lesson, "wait_time.after_student.left_out.nothing")), 1);
    assert_int_equal(json_array_size(at(lesson, "questions.rows")), 4);
    assert_int_equal(json_integer_value(at(lesson, "frames.rate.k")), 1);
    assert_int_equal(json_integer_value(at(lesson, "frames.rate.n")), 3);
    json_t *scans = json_array_get(at(lesson, "engagement.rows"), 0);
    assert_int_equal(json_integer_value(at(scans, "pooled.k")), 1);
    assert_true(json_is_null(at(scans, "pooled.low")));
    assert_true(json_is_null(at(lesson, "reach.undefined")));
    json_decref(lesson);
    lesson_free(&b);
}

/* Teacher DL SP teacher DL, silence between left out; discuss 0-40 over all of it. */
static void json__has_sequences_and_derived_rows(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_lesson(&b);
    b.protocol.rules.interval_ms = 10000;
    b.protocol.codes[b.teacher].group = "Talking";
    json_t *lesson = write_json(&b, 60), *row;
    assert_int_equal(json_integer_value(at(lesson, "transitions.by_role.n")), 4);
    assert_int_equal(json_array_size(at(lesson, "transitions.by_role.cells")), 9);
    assert_true(json_is_true(at(lesson, "transitions.by_speaker.too_sparse")));
    assert_int_equal(json_array_size(at(lesson, "transitions.by_speaker.states")), 3);
    row = json_array_get(at(lesson, "transitions.by_speaker.cells"), 0);
    assert_string_equal(json_string_value(at(row, "from")), "MS");
    assert_string_equal(json_string_value(at(row, "to")), "DL");
    assert_int_equal(json_integer_value(at(row, "n")), 2);
    row = json_array_get(at(lesson, "co_occurrence.pairs"), 0);
    assert_string_equal(json_string_value(at(row, "while")), "discuss");
    assert_string_equal(json_string_value(at(row, "code")), "teacher-talk");
    assert_near(json_number_value(at(row, "both_s")), 18);
    assert_near(json_number_value(at(row, "share")), 0.45);
    assert_int_equal(json_integer_value(at(lesson, "derived.intervals")), 6);
    assert_near(json_number_value(at(lesson, "derived.interval_s")), 10);
    row = json_array_get(at(lesson, "derived.codes"), 4);
    assert_string_equal(json_string_value(at(row, "code")), "teacher-talk");
    assert_string_equal(json_string_value(at(row, "intervals")), "602000"); /* 0-10, 22-30 */
    assert_int_equal(json_integer_value(at(row, "partial.k")), 2);
    row = json_array_get(at(lesson, "derived.collapsed"), 0);
    assert_string_equal(json_string_value(at(row, "group")), "Talking");
    json_decref(lesson);
    lesson_free(&b);
}

static void json__says_why_in_words__empty_lesson(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    json_t *lesson = write_json(&b, 0);
    assert_true(json_is_null(at(lesson, "reach.share")));
    assert_string_equal(json_string_value(at(lesson, "reach.undefined")),
                        "undefined: no pupils are told apart in this record");
    assert_true(json_is_null(at(lesson, "talk_share.teacher.share")));
    assert_true(json_is_null(at(find_row(lesson, "teacher-talk", NULL), "percent")));
    json_decref(lesson);
    lesson_free(&b);
}

/* A label with a byte that is no UTF-8, a quote and a line end. */
static void json__is_json__whatever_the_labels(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    b.setup.title = "\"\n\xE3\x81";
    lesson_state(&b, b.student, lesson_pupil(&b, "A\xFF\xC3\xB1", SUBJECT_NONE), 0, 1);
    json_t *lesson = write_json(&b, 10);
    find_row(lesson, "student-talk", "A\xEF\xBF\xBD\xC3\xB1");
    json_decref(lesson);
    lesson_free(&b);
}

static void write__says_so__when_the_disk_is_full(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_lesson(&b);
    Writer *const writers[] = {measure_write_json, measure_write_text};
    for (int i = 0; i < 2; i++) {
        FILE *full = fopen("/dev/full", "w");
        if (!full) {
            print_message("skipped: this system has no /dev/full\n");
            skip();
        }
        Err err = {0};
        assert_false(writers[i](lesson_end(&b, 60), full, &err));
        char want[200];
        (void)snprintf(want, sizeof want, "the figures cannot be written: %s", strerror(ENOSPC));
        assert_err(err, ERR_SYSTEM, want);
        (void)fclose(full);
    }
    lesson_free(&b);
}

static void text__aligns_figures__with_denominators(void **state)
{
    (void)state;
    LessonBuilder b;
    begin_lesson(&b);
    char *text = write_all(&b, 60, measure_write_text);
    const char *const lines[] = {
        "1:00 observed of 1:00; 2 of 2 pupils present, 2 student-minutes\n",
        "  teacher                       0:18  30 %\n",
        "  talk ratio                    66.7 % teacher / (teacher + students) of 0:27; group talk "
        "left out\n",
        "  reach: heard / present         2 of 2      100.0 %  (34.2-100.0; Wilson 95 %)\n",
        "Wait time after a teacher's question: 1 measured of 1\n",
        "  left out                       1: another student spoke next\n",
        "  student-talk                   3      9.000     3.00     2.00   15.00    3.00\n",
        "    DL                           2      4.000     2.00     1.41    6.67    2.00\n",
        "  question                       1      0.000        -        -       -    1.00\n",
        "What followed what, by role: 4 transitions; too sparse to trust z (4 of 4 expected counts "
        "under 5)\n",
        "  teacher > students             2       1.5   1.2   1.00\n",
        "  MS > DL                        2       1.4   1.0   1.00\n",
        "  discuss: teacher-talk          2 started, on 0:18 of 0:40, 45.0 %\n",
        "Derived rows of 2:00: 1 intervals, 0 observed in full\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!strstr(text, lines[i]))
            fail_msg("no line \"%s\" in:\n%s", lines[i], text);
    free(text);
    lesson_free(&b);
}

static void text__says_why_in_words__empty_lesson(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin_bare(&b);
    lesson_add_session(&b);
    b.setup.title = "";
    char *text = write_all(&b, 0, measure_write_text);
    assert_non_null(strstr(text, "Untitled lesson\n"));
    assert_non_null(strstr(text, "undefined: the protocol has no code for talk\n"));
    assert_non_null(strstr(text, "Samples: undefined: the protocol samples nothing\n"));
    assert_null(strstr(text, "nan"));
    free(text);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json__has_the_fixed_rows__time_budget),
        cmocka_unit_test(json__has_every_measure__with_its_counts),
        cmocka_unit_test(json__has_sequences_and_derived_rows),
        cmocka_unit_test(json__says_why_in_words__empty_lesson),
        cmocka_unit_test(json__is_json__whatever_the_labels),
        cmocka_unit_test(write__says_so__when_the_disk_is_full),
        cmocka_unit_test(text__aligns_figures__with_denominators),
        cmocka_unit_test(text__says_why_in_words__empty_lesson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
