/* A time axis: its figures never touch, however narrow it is and however long a lesson. */
#include "check.h"

#include "reports/layout/words.h"
#include "tests/reports/debrief/sheet_check.h"

static int32_t count_figures(const Sheet *sheet)
{
    size_t count = 0;
    int32_t figures = 0;
    const SheetMark *marks = sheet_marks(sheet, 0, &count);
    for (size_t i = 0; i < count; i++)
        figures += marks[i].kind == SHEET_MARK_TEXT;
    return figures;
}

static void axis_figures__do_not_touch__on_any_axis(void **state)
{
    static const int64_t lengths_ms[] = {
        1, 999, 45000, 600000, 3600000, 5400000, 28800000, 66600000, 86400000, 900000000,
    };
    Err err = {0};
    (void)state;
    FontSet *fonts = font_set_create(&err);
    assert_ok(fonts != NULL, err);
    for (size_t i = 0; i < sizeof lengths_ms / sizeof lengths_ms[0]; i++)
        for (float width = 30; width < 500; width += 23) {
            Arena arena;
            Layout l;
            arena_init(&arena, (size_t)16 << 20);
            Sheet *sheet = sheet_create(&arena, fonts, SHEET_LETTER, (SheetInfo){.title = "t"});
            assert_non_null(sheet);
            sheet_add_page(sheet, "1");
            layout_init(&l, sheet);
            Axis axis = axis_make(60, 60 + width, lengths_ms[i], 12);
            axis_figures(&l, &axis, 200, 6, 0);
            if (check_sheet(sheet, "axis") > 0)
                fail_msg("%lld ms on %.0f points", (long long)lengths_ms[i], (double)width);
            assert_true(count_figures(sheet) >= 1);
            arena_deinit(&arena);
        }
    font_set_destroy(fonts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(axis_figures__do_not_touch__on_any_axis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
