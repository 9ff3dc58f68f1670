/* "Could not tell" (ModifierOption.missing) stays in the record and is in no
 * denominator, in every measure that reads options. */
#include "check.h"
#include "reports/lesson_builder.h"
#include "reports/measure/cross/cross.h"
#include "reports/measure/lesson.h"

static LessonMeasures measure(LessonBuilder *b, double end_s)
{
    LessonMeasures m;
    Err err = {0};
    assert_ok(lesson_measure(lesson_end(b, end_s), &b->arena, &m, &err), err);
    return m;
}

static void could_not_tell(LessonBuilder *b, int32_t modifier, int32_t option)
{
    b->protocol.modifiers[modifier].options[option].missing = true;
}

static void question__whose_level_could_not_be_told__is_in_no_share(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    could_not_tell(&b, b.dok, 3);
    int32_t teacher = lesson_adult(&b, "T");
    static const int8_t levels[] = {0, 0, 1, 3, 3};
    for (int i = 0; i < 5; i++)
        lesson_event(&b, b.question, teacher, 1000 * (10 * i), 1000 * (10 * i))->options[b.dok] =
            levels[i];
    LessonMeasures m = measure(&b, 60);
    assert_int_equal(m.questions.count, 5);
    const QuestionRow *rows = m.questions.rows;
    assert_int_equal(rows[0].of_all.k, 2);
    assert_int_equal(rows[0].of_all.n, 3);
    assert_int_equal(rows[1].of_all.n, 3);
    assert_int_equal(rows[3].n, 2);
    assert_string_equal(rows[3].of_all.undefined,
                        "undefined: of these it could not be told; they are in no share");
    lesson_free(&b);
}

static void frame__of_which_it_could_not_be_told__is_used_and_in_no_rate_of_it(void **state)
{
    (void)state;
    LessonBuilder b;
    lesson_begin(&b);
    could_not_tell(&b, b.form, 2);
    could_not_tell(&b, b.prompting, 1);
    could_not_tell(&b, b.source, 1);
    int32_t pupil = lesson_pupils(&b, 2);
    for (int i = 0; i < 4; i++) {
        lesson_event(&b, b.student, pupil + i % 2, 1000 * (10 * i), 1000 * (10 * i + 5));
        ObsEvent *frame =
            lesson_event(&b, b.frame, pupil + i % 2, 1000 * (10 * i + 1), 1000 * (10 * i + 1));
        frame->options[b.form] = (int8_t)(i < 2 ? 0 : 2);
        frame->options[b.prompting] = (int8_t)(i < 1 ? 0 : 1);
        frame->options[b.source] = (int8_t)(i < 3 ? 0 : 1);
    }
    LessonMeasures m = measure(&b, 60);
    assert_int_equal(m.frames.count, 4);
    assert_int_equal(m.frames.rate.k, 4);
    assert_int_equal(m.frames.complete.k, 2);
    assert_int_equal(m.frames.complete.n, 2);
    assert_int_equal(m.frames.spontaneous.n, 1);
    assert_int_equal(m.frames.taught.k, 3);
    assert_int_equal(m.frames.taught.n, 3);
    assert_int_equal(m.frames.by_form.rows[2].n, 2);
    assert_int_equal(m.frames.by_form.rows[2].taught, 1);
    assert_int_equal(m.frames.by_form.rows[2].other, 0);
    lesson_free(&b);
}

static void cross__of_what_could_not_be_told__is_in_no_share(void **state)
{
    (void)state;
    LessonBuilder b;
    Err err = {0};
    lesson_begin(&b);
    could_not_tell(&b, b.dok, 3);
    int32_t teacher = lesson_adult(&b, "T");
    static const int8_t levels[] = {0, 0, 1, 3};
    for (int i = 0; i < 4; i++)
        lesson_event(&b, b.question, teacher, 1000 * (10 * i), 1000 * (10 * i))->options[b.dok] =
            levels[i];
    CrossOptions options = {.rows = {CROSS_MODIFIER, "dok"}, .columns = {CROSS_NOTHING, ""}};
    Arena kept;
    arena_init(&kept, (size_t)1 << 24);
    Cross *cross = cross_begin(&options, &kept, &err);
    assert_non_null(cross);
    assert_ok(cross_add(cross, lesson_end(&b, 60), &b.arena, &err), err);
    CrossTable table;
    assert_ok(cross_finish(cross, &table, &err), err);
    for (int32_t row = 0; row < table.row_count; row++) {
        const CrossCell *cell = cross_cell(&table, row, 0);
        if (table.rows[row].missing)
            assert_non_null(cell->column.undefined);
        else if (cell->n > 0)
            assert_int_equal(cell->column.n, 3);
    }
    arena_deinit(&kept);
    lesson_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(question__whose_level_could_not_be_told__is_in_no_share),
        cmocka_unit_test(frame__of_which_it_could_not_be_told__is_used_and_in_no_rate_of_it),
        cmocka_unit_test(cross__of_what_could_not_be_told__is_in_no_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
