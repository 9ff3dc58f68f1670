/* test_cross.c - tables of any two things, worked by hand. */
#include "check.h"

#include "reports/lesson_builder.h"
#include "reports/measure/cross/cross.h"

#include <math.h>
#include <stdio.h>

enum { MAX_LESSONS = 4 };

typedef struct Fixture {
    LessonBuilder lessons[MAX_LESSONS];
    Arena arena, scratch;
    CrossOptions options;
    CrossTable table;
    Err err;
} Fixture;

static int setup(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    *state = f;
    if (!f)
        return 1;
    arena_init(&f->arena, (size_t)1 << 30);
    arena_init(&f->scratch, (size_t)1 << 30);
    f->options.suppress_below = CROSS_AS_PROTOCOL;
    return 0;
}

static int teardown(void **state)
{
    Fixture *f = *state;
    for (int i = 0; i < MAX_LESSONS; i++)
        lesson_free(&f->lessons[i]);
    arena_deinit(&f->arena);
    arena_deinit(&f->scratch);
    free(f);
    return 0;
}

static void set_attribute(LessonBuilder *b, int32_t pupil, const char *key, const char *value)
{
    Attribute *attribute = ARENA_PUSH(&b->arena, Attribute, 1);
    assert_non_null(attribute);
    *attribute = (Attribute){key, value};
    b->subjects[pupil].attributes = attribute;
    b->subjects[pupil].attribute_count = 1;
}

/* 200 s, 10 of them paused. T asks (level 2) at 40 s and talks 0-50. A (EL yes)
 * talks 50-120, with a frame at 60; B (EL no) 130-170, over the pause 150-160; C,
 * of whom nobody said, is absent until 40 s and talks 180-190. Launch until 100,
 * then discuss. */
static const Observation *make_small(LessonBuilder *b)
{
    lesson_begin(b);
    int32_t t = lesson_adult(b, "T"), table = lesson_group(b, "Table 1");
    int32_t a = lesson_pupil(b, "A", table), x = lesson_pupil(b, "B", table);
    int32_t c = lesson_pupil(b, "C", SUBJECT_NONE);
    set_attribute(b, a, "EL", "yes");
    set_attribute(b, x, "EL", "no");
    lesson_state(b, b->launch, SUBJECT_NONE, 0, 100);
    lesson_state(b, b->discuss, SUBJECT_NONE, 100, 200);
    lesson_state(b, b->pause, SUBJECT_NONE, 150, 160);
    lesson_state(b, b->absent, c, 0, 40);
    lesson_state(b, b->teacher, t, 0, 50);
    lesson_point(b, b->question, t, 40)->options[b->dok] = 1;
    lesson_state(b, b->student, a, 50, 120);
    lesson_point(b, b->frame, a, 60)->options[b->function] = 1;
    lesson_state(b, b->student, x, 130, 170);
    lesson_state(b, b->student, c, 180, 190);
    lesson_scan(b, table, 120, 1, 2);
    lesson_scan(b, table, 190, 0, -1);
    return lesson_end(b, 200);
}

static void ask(Fixture *f, const char *rows, const char *columns, CrossWhat what, const char *of)
{
    assert_ok(cross_parse_dimension(rows, &f->options.rows, &f->err), f->err);
    f->options.columns = (CrossDimension){CROSS_NOTHING, ""};
    if (columns)
        assert_ok(cross_parse_dimension(columns, &f->options.columns, &f->err), f->err);
    f->options.what = what;
    f->options.of[0] = of;
    f->options.of_count = of != NULL;
}

static bool run(Fixture *f, int lessons)
{
    Cross *cross = cross_begin(&f->options, &f->arena, &f->err);
    for (int i = 0; cross && i < lessons; i++) {
        size_t used = f->scratch.used;
        if (!cross_add(cross, &f->lessons[i].observation, &f->scratch, &f->err))
            return false;
        assert_int_equal(f->scratch.used, used);
    }
    return cross && cross_finish(cross, &f->table, &f->err);
}

static void run_ok(Fixture *f, int lessons)
{
    assert_ok(run(f, lessons), f->err);
}

static int32_t find(const CrossValue *values, int32_t count, const char *key)
{
    for (int32_t i = 0; i < count; i++)
        if (strcmp(values[i].key, key) == 0)
            return i;
    return count;
}

/* "all" for a total. */
static const CrossCell *cell(const Fixture *f, const char *row, const char *column)
{
    const CrossTable *t = &f->table;
    int32_t r = find(t->rows, t->row_count, row), c = find(t->columns, t->column_count, column);
    assert_true(r < t->row_count || strcmp(row, "all") == 0);
    assert_true(c < t->column_count || strcmp(column, "all") == 0);
    return cross_cell(t, r, c);
}

#define CHECK_CELL(f, row, column, want_n, want_time_ms, want_of_ms)                               \
    do {                                                                                           \
        assert_int_equal(cell(f, row, column)->n, want_n);                                         \
        assert_int_equal(cell(f, row, column)->time_ms, want_time_ms);                             \
        assert_int_equal(cell(f, row, column)->of_ms, want_of_ms);                                 \
    } while (0)

static void cross__divides_time__by_attribute_and_phase(void **state)
{
    Fixture *f = *state;
    make_small(&f->lessons[0]);
    ask(f, "attribute:EL", "phase", CROSS_TIME, "student-talk");
    run_ok(f, 1);
    assert_int_equal(f->table.row_count, 3);
    assert_int_equal(f->table.column_count, 4); /* every phase of the protocol, "none" left out */
    assert_string_equal(f->table.rows[0].key, "no");
    assert_string_equal(f->table.rows[1].key, "yes");
    assert_true(f->table.rows[2].missing);
    CHECK_CELL(f, "yes", "launch", 1, 50000, 100000);
    CHECK_CELL(f, "yes", "discuss", 0, 20000, 90000);
    CHECK_CELL(f, "no", "launch", 0, 0, 100000);
    CHECK_CELL(f, "no", "discuss", 1, 30000, 90000);
    CHECK_CELL(f, "", "launch", 0, 0, 60000); /* C came after 40 s */
    CHECK_CELL(f, "", "discuss", 1, 10000, 90000);
    CHECK_CELL(f, "yes", "all", 1, 70000, 190000);
    CHECK_CELL(f, "", "all", 1, 10000, 150000);
    CHECK_CELL(f, "all", "launch", 1, 50000, 260000);
    CHECK_CELL(f, "all", "all", 3, 110000, 530000);
    CHECK_CELL(f, "all", "explore", 0, 0, 0);
    assert_true(cell(f, "yes", "launch")->value == 50.0);
    assert_int_equal(cell(f, "yes", "all")->column.k, 70000); /* of what is said: 70 + 30 */
    assert_int_equal(cell(f, "yes", "all")->column.n, 100000);
    assert_true(cell(f, "yes", "all")->column.share == 0.7);
    assert_string_equal(cell(f, "", "all")->column.undefined,
                        "undefined: what is not said is in no share");
    assert_int_equal(cell(f, "yes", "all")->pupils, 1);
    assert_int_equal(cell(f, "all", "all")->pupils, 3);
    assert_int_equal(f->table.hidden, 0); /* one lesson: the team's own */
}

static void cross__puts_the_last_moment__in_the_phase_that_ends_there(void **state)
{
    Fixture *f = *state;
    make_small(&f->lessons[0]);
    LessonBuilder *b = &f->lessons[0];
    lesson_point(b, b->board, 0, 200);
    lesson_point(b, b->board, 0, 100);
    lesson_end(b, 200);
    ask(f, "phase", NULL, CROSS_N, "board");
    run_ok(f, 1);
    assert_int_equal(f->table.row_count, 4);
    CHECK_CELL(f, "launch", "all", 0, 0, 100000);
    CHECK_CELL(f, "discuss", "all", 2, 0, 90000);
}

static void cross__divides_by_observed_time__by_code(void **state)
{
    Fixture *f = *state;
    make_small(&f->lessons[0]);
    ask(f, "code", NULL, CROSS_PERCENT, NULL);
    run_ok(f, 1);
    CHECK_CELL(f, "student-talk", "all", 3, 110000, 190000);
    CHECK_CELL(f, "teacher-talk", "all", 1, 50000, 190000);
    CHECK_CELL(f, "frame", "all", 1, 0, 190000);
    CHECK_CELL(f, "engaged", "all", 1, 0, 190000);
    CHECK_CELL(f, "silence", "all", 0, 0, 190000);
    assert_int_equal(f->table.unanswered, 1);
    assert_true(fabs(cell(f, "student-talk", "all")->value - 100.0 * 110 / 190) < 1e-12);
    assert_string_equal(cell(f, "frame", "all")->undefined,
                        "undefined: what is counted here has no length");
    assert_int_equal(cell(f, "student-talk", "all")->pupils, -1);
    ask(f, "code", NULL, CROSS_RATE, NULL);
    run_ok(f, 1);
    assert_true(fabs(cell(f, "frame", "all")->value - 60.0 / 190) < 1e-12);
}

static void cross__takes_talk_time__by_attribute_and_frame(void **state)
{
    Fixture *f = *state;
    make_small(&f->lessons[0]);
    ask(f, "attribute:EL", "frame", CROSS_TIME, NULL);
    run_ok(f, 1);
    assert_int_equal(f->table.column_count, 2);
    CHECK_CELL(f, "yes", "with", 1, 70000, 190000);
    CHECK_CELL(f, "yes", "without", 0, 0, 190000);
    CHECK_CELL(f, "no", "without", 1, 30000, 190000);
    CHECK_CELL(f, "", "without", 1, 10000, 150000);
    CHECK_CELL(f, "all", "all", 3, 110000, 530000);
    /* The teacher's three, the class's phases and the table's scan are nobody's with an
     * attribute; the frame itself is no turn. */
    assert_int_equal(f->table.not_rows.n, 5);
    assert_int_equal(f->table.not_rows.time_ms, 240000);
    assert_int_equal(f->table.not_columns.n, 1);
}

static void cross__counts_options__also_those_not_used(void **state)
{
    Fixture *f = *state;
    make_small(&f->lessons[0]);
    LessonBuilder *b = &f->lessons[0];
    lesson_point(b, b->frame, 2, 70); /* function not said */
    lesson_end(b, 200);
    ask(f, "modifier:function", "kind", CROSS_N, NULL);
    run_ok(f, 1);
    assert_int_equal(f->table.row_count, 13);
    assert_int_equal(f->table.column_count, 4);
    CHECK_CELL(f, "predict", "pupil", 1, 0, 190000);
    CHECK_CELL(f, "predict", "adult", 0, 0, 190000);
    CHECK_CELL(f, "opinion", "all", 0, 0, 190000);
    CHECK_CELL(f, "", "pupil", 1, 0, 190000);
    CHECK_CELL(f, "all", "pupil", 2, 0, 190000);
    assert_int_equal(cell(f, "predict", "pupil")->column.n, 1);
    assert_int_equal(f->table.not_rows.n, 8);
    assert_true(f->table.rows[12].missing);
}

static void cross__knows_groups_and_seats__and_the_class(void **state)
{
    Fixture *f = *state;
    make_small(&f->lessons[0]);
    ask(f, "subject", "category", CROSS_N, NULL);
    run_ok(f, 1);
    CHECK_CELL(f, "C", "talk", 1, 10000, 150000);
    CHECK_CELL(f, "T", "talk", 1, 50000, 190000);
    CHECK_CELL(f, "", "phase", 2, 190000, 190000);
    assert_string_equal(f->table.rows[0].class_name, "Grade 5");
    ask(f, "group", NULL, CROSS_PERCENT, "talk");
    run_ok(f, 1);
    CHECK_CELL(f, "Table 1", "all", 2, 100000, 190000);
    CHECK_CELL(f, "", "all", 1, 10000, 190000);
    CHECK_CELL(f, "all", "all", 3, 110000, 190000);
}

static void cross__pools_then_divides__and_leaves_out_who_could_not(void **state)
{
    Fixture *f = *state;
    make_small(&f->lessons[0]);
    LessonBuilder *b = &f->lessons[1];
    lesson_begin(b);
    b->setup.id.bytes[0] = 2;
    b->setup.class_name = "Grade 6";
    b->setup.started_unix_ms += INT64_C(7) * 86400000;
    int32_t t = lesson_adult(b, "T");
    lesson_state(b, b->teacher, t, 0, 30);
    lesson_end(b, 60);
    LessonBuilder *bare = &f->lessons[2];
    lesson_begin_bare(bare);
    int32_t category = lesson_category(bare, "talk", true);
    lesson_code(bare, category, "student-talk", CODE_STATE, SENSE_STUDENT_TALK, ABOUT_PUPIL);
    bare->setup.class_name = "";
    bare->setup.started_unix_ms = 0;
    lesson_event(bare, 0, SUBJECT_NONE, 0, 40000);
    lesson_end(bare, 100);

    ask(f, "code", "week", CROSS_PERCENT, NULL);
    run_ok(f, 3);
    assert_int_equal(f->table.lessons, 3);
    assert_int_equal(f->table.observed_ms, 350000);
    CHECK_CELL(f, "teacher-talk", "all", 2, 80000, 250000);
    assert_true(cell(f, "teacher-talk", "all")->value == 32.0);
    assert_int_equal(cell(f, "teacher-talk", "all")->lessons, 2);
    CHECK_CELL(f, "student-talk", "all", 4, 150000, 350000);
    CHECK_CELL(f, "teacher-talk", "2026-W11", 1, 50000, 190000);
    CHECK_CELL(f, "teacher-talk", "2026-W12", 1, 30000, 60000);
    CHECK_CELL(f, "student-talk", "", 1, 40000, 100000);
    assert_string_equal(cell(f, "teacher-talk", "")->undefined,
                        "undefined: it cannot occur in any of these lessons");
    assert_string_equal(f->table.columns[2].label, "date not known");
    ask(f, "class", "month", CROSS_N, NULL);
    run_ok(f, 3);
    assert_string_equal(f->table.rows[0].key, "Grade 5");
    assert_true(f->table.rows[2].missing);
    CHECK_CELL(f, "Grade 6", "2026-03", 1, 30000, 60000);
    CHECK_CELL(f, "", "", 1, 40000, 100000);
    CHECK_CELL(f, "all", "all", 11, 420000, 350000);
}

/* 4 pupils "yes", 12 "no", 11 "maybe", one turn of 10 s each, over two classes. */
static void make_classes(Fixture *f)
{
    static const char *const values[] = {"yes", "no", "maybe"};
    static const int counts[2][3] = {{3, 6, 6}, {1, 6, 5}};
    for (int i = 0; i < 2; i++) {
        LessonBuilder *b = &f->lessons[i];
        lesson_begin(b);
        b->setup.id.bytes[0] = (uint8_t)(i + 1);
        b->setup.class_name = i == 0 ? "Grade 5" : "Grade 6";
        double at = 0;
        for (int v = 0; v < 3; v++)
            for (int k = 0; k < counts[i][v]; k++, at += 10) {
                int32_t pupil = lesson_pupils(b, 1);
                b->subjects[pupil].label = arena_printf(&b->arena, "%s %d", values[v], k);
                set_attribute(b, pupil, "EL", values[v]);
                lesson_state(b, b->student, pupil, at, at + 10);
            }
        lesson_end(b, 200);
    }
}

static void cross__hides_small_groups__and_what_would_tell_them(void **state)
{
    Fixture *f = *state;
    make_classes(f);
    ask(f, "attribute:EL", "code", CROSS_N, "talk");
    run_ok(f, 2);
    assert_int_equal(f->table.options.suppress_below, 10);
    assert_int_equal(cell(f, "yes", "student-talk")->hidden, CROSS_SMALL);
    assert_int_equal(cell(f, "yes", "student-talk")->n, 0);
    assert_int_equal(cell(f, "yes", "all")->hidden, CROSS_SMALL);
    assert_int_equal(cell(f, "maybe", "student-talk")->hidden, CROSS_COMPLEMENT);
    assert_string_equal(cell(f, "maybe", "student-talk")->undefined,
                        "hidden: a hidden figure could be told from it and the totals");
    assert_int_equal(cell(f, "no", "student-talk")->n, 12);
    assert_int_equal(cell(f, "no", "student-talk")->pupils, 12);
    assert_int_equal(cell(f, "all", "all")->n, 27);
    /* By class every cell is small, and the classes' totals are not. */
    ask(f, "attribute:EL", "class", CROSS_N, "talk");
    run_ok(f, 2);
    for (int r = 0; r < 3; r++)
        for (int c = 0; c < 2; c++)
            assert_int_not_equal(cross_cell(&f->table, r, c)->hidden, CROSS_SHOWN);
    assert_int_equal(cell(f, "all", "Grade 5")->n, 15);
    assert_int_equal(cell(f, "no", "all")->n, 12);
    /* When asked, nothing is hidden; the same pupil in two lessons is one. */
    f->options.suppress_below = 0;
    memcpy(&f->lessons[2], &f->lessons[1], sizeof f->lessons[2]);
    Cross *cross = cross_begin(&f->options, &f->arena, &f->err);
    assert_non_null(cross);
    for (int i = 0; i < 3; i++)
        assert_ok(cross_add(cross, &f->lessons[i].observation, &f->scratch, &f->err), f->err);
    memset(&f->lessons[2], 0, sizeof f->lessons[2]);
    assert_ok(cross_finish(cross, &f->table, &f->err), f->err);
    assert_int_equal(f->table.hidden, 0);
    CHECK_CELL(f, "yes", "Grade 6", 2, 20000, 400000);
    assert_int_equal(cell(f, "yes", "Grade 6")->pupils, 1);
    assert_int_equal(cell(f, "all", "all")->pupils, 27);
}

/* Two lessons of one class have its pupils; where no class is named each has its own. */
static void cross__tells_pupils_apart__by_class_else_by_lesson(void **state)
{
    static const struct {
        const char *class_name;
        int pupils;
    } cases[] = {{"5B", 24}, {"", 48}};
    for (int i = 0; i < 2; i++) {
        Fixture *f = NULL;
        assert_int_equal(setup((void **)&f), 0);
        for (int k = 0; k < 2; k++) {
            LessonBuilder *b = &f->lessons[k];
            lesson_begin(b);
            b->setup.id.bytes[0] = (uint8_t)(k + 1);
            b->setup.class_name = cases[i].class_name;
            int32_t first = lesson_pupils(b, 24);
            for (int p = 0; p < 24; p++) {
                set_attribute(b, first + p, "EL", p < 12 ? "yes" : "no");
                lesson_state(b, b->student, first + p, p, p + 1);
            }
            lesson_end(b, 100);
        }
        ask(f, "attribute:EL", "code", CROSS_N, "talk");
        run_ok(f, 2);
        assert_int_equal(cell(f, "all", "all")->pupils, cases[i].pupils);
        assert_int_equal(cell(f, "yes", "all")->pupils, cases[i].pupils / 2);
        void *given = f;
        assert_int_equal(teardown(&given), 0);
    }
    (void)state;
}

/* 2 and 3 pupils are hidden, and five together are still too few: 12 more are. */
static void cross__hides_more__while_those_hidden_are_few_together(void **state)
{
    Fixture *f = *state;
    static const struct {
        const char *level;
        int count;
    } levels[] = {{"1", 2}, {"2", 3}, {"3", 12}, {"4", 20}};
    for (int i = 0; i < 2; i++) {
        LessonBuilder *b = &f->lessons[i];
        lesson_begin(b);
        for (size_t v = 0; v < 4; v++)
            for (int k = 0; k < levels[v].count; k++)
                set_attribute(b, lesson_pupils(b, 1), "level", levels[v].level);
        for (int32_t k = 0; k < b->setup.subject_count; k++)
            b->subjects[k].label = arena_printf(&b->arena, "P%d", (int)k);
        lesson_end(b, 10);
    }
    ask(f, "attribute:level", NULL, CROSS_N, NULL);
    run_ok(f, 2);
    assert_int_equal(cell(f, "1", "all")->hidden, CROSS_SMALL);
    assert_int_equal(cell(f, "2", "all")->hidden, CROSS_SMALL);
    assert_int_equal(cell(f, "3", "all")->hidden, CROSS_COMPLEMENT);
    assert_int_equal(cell(f, "4", "all")->hidden, CROSS_SHOWN);
    assert_int_equal(cell(f, "all", "all")->pupils, 37);
}

/* Of count parts and their total not just one is unknown, and those that are
 * unknown are together not too few. */
static void check_line(const CrossTable *t, int32_t row, int32_t column, int32_t count, bool down)
{
    int hidden = 0, shown_pupils = 0;
    for (int32_t i = 0; i <= count; i++) {
        const CrossCell *part = cross_cell(t, down ? i : row, down ? column : i);
        hidden += part->hidden != CROSS_SHOWN;
        shown_pupils += i < count ? part->pupils : 0;
    }
    assert_int_not_equal(hidden, 1);
    const CrossCell *total = cross_cell(t, down ? count : row, down ? column : count);
    if (hidden > 0 && total->hidden == CROSS_SHOWN)
        assert_true(total->pupils - shown_pupils >= t->options.suppress_below);
}

/* From what is shown, nothing that is hidden can be told. */
static void cross__leaves_no_line__with_one_unknown(void **state)
{
    Fixture *f = *state;
    uint32_t draw = 5;
    for (int round = 0; round < 60; round++) {
        for (int i = 0; i < 3; i++) {
            LessonBuilder *b = &f->lessons[i];
            lesson_free(b);
            lesson_begin(b);
            b->setup.id.bytes[0] = (uint8_t)(i + 1);
            b->setup.class_name = arena_printf(&b->arena, "Class %d", i);
            int32_t first = lesson_pupils(b, 30);
            for (int k = 0; k < 30; k++) {
                draw = draw * 1664525U + 1013904223U;
                set_attribute(b, first + k, "level",
                              arena_printf(&b->arena, "%u", (draw >> 20) % 7 * ((draw >> 28) % 3)));
                lesson_state(b, b->student, first + k, k, k + 1);
            }
            lesson_end(b, 60);
        }
        ask(f, "attribute:level", "class", CROSS_N, NULL);
        run_ok(f, 3);
        const CrossTable *t = &f->table;
        for (int32_t r = 0; r <= t->row_count; r++)
            check_line(t, r, 0, t->column_count, false);
        for (int32_t c = 0; c <= t->column_count; c++)
            check_line(t, 0, c, t->row_count, true);
    }
}

static void cross__does_not_mind__the_order_of_lessons(void **state)
{
    Fixture *f = *state;
    make_classes(f);
    f->options.suppress_below = 0;
    ask(f, "attribute:EL", "class", CROSS_RATE, NULL);
    run_ok(f, 2);
    CrossTable one = f->table;
    Cross *cross = cross_begin(&f->options, &f->arena, &f->err);
    assert_non_null(cross);
    for (int i = 1; i >= 0; i--)
        assert_ok(cross_add(cross, &f->lessons[i].observation, &f->scratch, &f->err), f->err);
    assert_ok(cross_finish(cross, &f->table, &f->err), f->err);
    assert_int_equal(one.row_count, f->table.row_count);
    for (int32_t r = 0; r <= one.row_count; r++)
        for (int32_t c = 0; c <= one.column_count; c++) {
            const CrossCell *a = cross_cell(&one, r, c), *b = cross_cell(&f->table, r, c);
            assert_int_equal(a->n, b->n);
            assert_int_equal(a->of_ms, b->of_ms);
            assert_int_equal(a->pupils, b->pupils);
            assert_true(a->value == b->value);
        }
}

static void cross__has_an_answer__for_empty_lessons(void **state)
{
    Fixture *f = *state;
    static const char *const rows[] = {"code",    "category", "modifier:dok", "frame",  "kind",
                                       "subject", "group",    "phase",        "lesson", "protocol",
                                       "class",   "place",    "observer",     "week",   "month"};
    lesson_begin(&f->lessons[0]);
    lesson_end(&f->lessons[0], 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
            ask(f, rows[i], k == i ? NULL : rows[k], CROSS_PERCENT, NULL);
            run_ok(f, 1);
            const CrossCell *total =
                cross_cell(&f->table, f->table.row_count, f->table.column_count);
            assert_int_equal(total->n, 0);
            assert_non_null(total->undefined);
        }
    ask(f, "code", "class", CROSS_N, NULL);
    run_ok(f, 0);
    assert_int_equal(f->table.row_count, 0);
}

static void cross__refuses__what_is_not_there(void **state)
{
    Fixture *f = *state;
    make_small(&f->lessons[0]);
    CrossDimension d;
    assert_false(cross_parse_dimension("colour", &d, &f->err));
    assert_err(f->err, ERR_FORMAT,
               "nothing can be crossed by 'colour', expected code, category, modifier:KEY, frame, "
               "kind, subject, group, attribute:KEY, phase, lesson, protocol, class, place, "
               "observer, week or month");
    f->err = (Err){0};
    assert_false(cross_parse_dimension("attribute", &d, &f->err));
    assert_err(f->err, ERR_FORMAT, "'attribute' needs to say which one, such as attribute:EL");
    f->err = (Err){0};
    assert_false(cross_parse_dimension("code:frame", &d, &f->err));
    assert_err(f->err, ERR_FORMAT, "'code' takes nothing after it, found ':frame'");
    f->err = (Err){0};
    ask(f, "code", "code", CROSS_N, NULL);
    assert_false(run(f, 1));
    assert_err(f->err, ERR_FORMAT, "rows and columns are both by code");
    f->err = (Err){0};
    ask(f, "attribute:age", NULL, CROSS_N, NULL);
    assert_false(run(f, 1));
    assert_err(f->err, ERR_FORMAT, "no pupil of these lessons has the attribute 'age'");
    f->err = (Err){0};
    ask(f, "modifier:mood", NULL, CROSS_N, NULL);
    assert_false(run(f, 1));
    assert_err(f->err, ERR_FORMAT, "no protocol of these lessons has the modifier 'mood'");
    f->err = (Err){0};
    ask(f, "code", NULL, CROSS_N, "shout");
    assert_false(run(f, 1));
    assert_err(f->err, ERR_FORMAT, "none of these lessons has a code or category 'shout'");
}

static void cross__says_so__wherever_memory_runs_out(void **state)
{
    Fixture *f = *state;
    make_small(&f->lessons[0]);
    ask(f, "attribute:EL", "frame", CROSS_N, NULL);
    bool done = false;
    for (size_t limit = 0; !done && limit < 400000; limit += 64) {
        Arena small;
        Err err = {0};
        arena_init(&small, limit);
        Cross *cross = cross_begin(&f->options, &small, &err);
        done = cross && cross_add(cross, &f->lessons[0].observation, &f->scratch, &err) &&
               cross_finish(cross, &f->table, &err);
        if (!done)
            assert_err(err, ERR_LIMIT, "not enough memory for this table");
        arena_deinit(&small);
    }
    assert_true(done);
}

static void week__is_iso_8601__at_the_turns_of_years(void **state)
{
    (void)state;
    static const struct {
        int64_t day;
        const char *week;
    } cases[] = {{0, "1970-W01"},     {12784, "2004-W53"}, {12785, "2004-W53"}, {12786, "2005-W01"},
                 {13878, "2008-W01"}, {14242, "2009-W01"}, {14612, "2009-W53"}, {14613, "2010-W01"},
                 {20524, "2026-W11"}, {-1, "1970-W01"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[16];
        cross_format_week(cases[i].day, text);
        assert_string_equal(text, cases[i].week);
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(cross__divides_time__by_attribute_and_phase),
        CASE(cross__puts_the_last_moment__in_the_phase_that_ends_there),
        CASE(cross__divides_by_observed_time__by_code),
        CASE(cross__takes_talk_time__by_attribute_and_frame),
        CASE(cross__counts_options__also_those_not_used),
        CASE(cross__knows_groups_and_seats__and_the_class),
        CASE(cross__pools_then_divides__and_leaves_out_who_could_not),
        CASE(cross__hides_small_groups__and_what_would_tell_them),
        CASE(cross__tells_pupils_apart__by_class_else_by_lesson),
        CASE(cross__hides_more__while_those_hidden_are_few_together),
        CASE(cross__leaves_no_line__with_one_unknown),
        CASE(cross__does_not_mind__the_order_of_lessons),
        CASE(cross__has_an_answer__for_empty_lessons),
        CASE(cross__refuses__what_is_not_there),
        CASE(cross__says_so__wherever_memory_runs_out),
        cmocka_unit_test(week__is_iso_8601__at_the_turns_of_years),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
