#include "check.h"

#include "reports/sheet/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const SheetInfo INFO = {"Debrief", "A team", "Fractions", "en", 1700000000000};
static const SheetInk THIN = {.rgb = 0x595959, .width = 0.5F};
static const SheetInk INK = {.rgb = 0x1A1A1A};

typedef struct Fixture {
    FontSet *fonts;
    Arena arena;
    Sheet *sheet;
} Fixture;

static int set_up_fonts(void **state)
{
    static Fixture fixture;
    Err err = {0};
    fixture.fonts = font_set_create(&err);
    *state = &fixture;
    return fixture.fonts ? 0 : -1;
}

static int tear_down_fonts(void **state)
{
    Fixture *f = *state;
    font_set_destroy(f->fonts);
    return 0;
}

static int set_up(void **state)
{
    Fixture *f = *state;
    arena_init(&f->arena, (size_t)16 << 20);
    f->sheet = sheet_create(&f->arena, f->fonts, SHEET_LETTER, INFO);
    return f->sheet ? 0 : -1;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    arena_deinit(&f->arena);
    return 0;
}

/* The trace as text, in the arena. */
static const char *trace(Fixture *f)
{
    Err err = {0};
    FILE *out = tmpfile();
    assert_non_null(out);
    assert_ok(sheet_trace_write(f->sheet, out, &err), err);
    long size = ftell(out);
    char *text = ARENA_PUSH(&f->arena, char, (size_t)size + 1);
    rewind(out);
    assert_int_equal(fread(text, 1, (size_t)size, out), size);
    fclose(out);
    return text;
}

static void assert_lost(const Fixture *f, ErrKind kind, const char *text)
{
    Err err = {0};
    assert_true(sheet_failed(f->sheet, &err));
    assert_err(err, kind, text);
}

/* ---- trace ---- */

static void sheet_trace_write__writes__a_line_for_every_mark(void **state)
{
    Fixture *f = *state;
    const SheetPoint points[] = {{10, 10}, {20, 10}, {15, 20.06F}};
    sheet_add_page(f->sheet, "The lesson");
    sheet_add_heading(f->sheet, 90, "Flow \"1\"");
    (void)sheet_text(f->sheet, 48, 44, FONT_BOLD, 18, 0x1A1A1A, SHEET_LEFT, "Año \\ 山田\xFF");
    (void)sheet_text(f->sheet, 100, 44, FONT_REGULAR, 10, 0, SHEET_RIGHT, "07");
    (void)sheet_text(f->sheet, 100, 44, FONT_ITALIC, 10, 0, SHEET_CENTRE, "07");
    sheet_line(f->sheet, 48, 50, 564, 50, THIN);
    sheet_line(f->sheet, 48, 52, 48, 40, (SheetInk){.rgb = 0, .width = 0.5F, .on = 2, .off = 1});
    sheet_rect(f->sheet, 48, 60, -8, 40, 30, INK);
    sheet_circle(f->sheet, 5, 6, 1.9F, THIN);
    sheet_polygon(f->sheet, points, 3, INK);
    sheet_add_page(f->sheet, NULL);
    sheet_polyline(f->sheet, points, 2, THIN);
    sheet_curve(f->sheet, points[0], points[1], points[2], THIN);
    sheet_go_to_page(f->sheet, 0);
    sheet_line(f->sheet, -0.04F, 0, 1, 1, THIN);
    assert_string_equal(trace(f), "paper 612.0 792.0\n"
                                  "title \"Debrief\"\n"
                                  "page 1 \"The lesson\"\n"
                                  "heading 90.0 \"Flow \\\"1\\\"\"\n"
                                  "text 48.0 44.0 106.2 bold 18.0 1A1A1A \"Año \\\\ 山田\\xFF\"\n"
                                  "text 88.6 44.0 11.4 regular 10.0 000000 \"07\"\n"
                                  "text 94.5 44.0 11.0 italic 10.0 000000 \"07\"\n"
                                  "line 48.0 50.0 564.0 50.0 595959 stroke 0.5\n"
                                  "line 48.0 52.0 48.0 40.0 000000 stroke 0.5 dash 2.0 1.0\n"
                                  "rect 40.0 60.0 8.0 40.0 4.0 1A1A1A fill\n"
                                  "circle 5.0 6.0 1.9 595959 stroke 0.5\n"
                                  "polygon 10.0 10.0 20.0 10.0 15.0 20.1 1A1A1A fill\n"
                                  "line 0.0 0.0 1.0 1.0 595959 stroke 0.5\n"
                                  "page 2\n"
                                  "polyline 10.0 10.0 20.0 10.0 595959 stroke 0.5\n"
                                  "curve 10.0 10.0 20.0 10.0 15.0 20.1 595959 stroke 0.5\n");
}

static void sheet_trace_write__reports__a_full_disk(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    FILE *out = fopen("/dev/full", "w");
    if (!out) {
        print_message("skipped: this system has no /dev/full\n");
        skip();
    }
    sheet_add_page(f->sheet, "A");
    assert_false(sheet_trace_write(f->sheet, out, &err));
    (void)fclose(out);
    assert_err(err, ERR_SYSTEM,
               "the trace of the sheet cannot be written: No space left on device");
}

static void sheet_create__tells__paper_and_info(void **state)
{
    Fixture *f = *state;
    size_t count = 9;
    Sheet *a4 = sheet_create(&f->arena, f->fonts, SHEET_A4, (SheetInfo){0});
    assert_non_null(a4);
    assert_true(sheet_width(a4) == 595.28F && sheet_height(a4) == 841.89F);
    assert_string_equal(sheet_info(a4)->title, "");
    assert_ptr_equal(sheet_fonts(a4), f->fonts);
    assert_int_equal(sheet_page_count(a4), 0);
    sheet_add_page(a4, "One");
    assert_string_equal(sheet_page_label(a4, 0), "One");
    assert_null(sheet_marks(a4, 0, &count));
    assert_int_equal(count, 0);
}

/* ---- what cannot be kept ---- */

static void sheet__remembers__a_mark_before_the_first_page(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    assert_false(sheet_failed(f->sheet, &err));
    sheet_line(f->sheet, 0, 0, 1, 1, THIN);
    assert_lost(f, ERR_STATE,
                "page 0 of the sheet: something is drawn before the first page is there");
}

static void sheet__remembers__a_mark_without_a_place(void **state)
{
    Fixture *f = *state;
    sheet_add_page(f->sheet, NULL);
    sheet_add_page(f->sheet, NULL);
    sheet_line(f->sheet, NAN, 0, 1, 1, THIN);
    assert_lost(f, ERR_LIMIT, "page 2 of the sheet: a mark has no place on paper");
    size_t count = 9;
    (void)sheet_marks(f->sheet, 1, &count);
    assert_int_equal(count, 0);
}

static void sheet__remembers__infinity_and_distance(void **state)
{
    Fixture *f = *state;
    const SheetPoint points[] = {{0, 0}, {INFINITY, 1}, {2, 2}};
    sheet_add_page(f->sheet, NULL);
    sheet_polygon(f->sheet, points, 3, INK);
    assert_lost(f, ERR_LIMIT, "page 1 of the sheet: a mark has no place on paper");
}

static void sheet__remembers__text_of_impossible_size(void **state)
{
    Fixture *f = *state;
    sheet_add_page(f->sheet, NULL);
    (void)sheet_text(f->sheet, 0, 0, FONT_REGULAR, NAN, 0, SHEET_LEFT, "a");
    assert_lost(f, ERR_LIMIT,
                "page 1 of the sheet: text is larger than nothing and at most 600 points");
}

static void sheet__remembers__a_shape_of_too_many_points(void **state)
{
    Fixture *f = *state;
    static SheetPoint points[SHEET_MAX_POINTS + 1];
    sheet_add_page(f->sheet, NULL);
    sheet_polygon(f->sheet, points, SHEET_MAX_POINTS, INK);
    Err err = {0};
    assert_false(sheet_failed(f->sheet, &err));
    sheet_polyline(f->sheet, points, SHEET_MAX_POINTS + 1, THIN);
    assert_lost(f, ERR_LIMIT, "page 1 of the sheet: a shape has at most 4096 points");
}

static void sheet__remembers__a_hatch_of_too_many_lines(void **state)
{
    Fixture *f = *state;
    sheet_add_page(f->sheet, NULL);
    sheet_hatch(f->sheet, 0, 0, 500, 500, 0.01F, false, THIN);
    assert_lost(f, ERR_LIMIT, "page 1 of the sheet: a hatch has at most 4096 lines");
}

static void sheet__remembers__that_memory_is_gone__at_every_size(void **state)
{
    Fixture *f = *state;
    size_t limit = 0;
    for (bool lost = true; lost; limit += 64) {
        Arena small;
        Err err = {0};
        arena_init(&small, limit);
        Sheet *sheet = sheet_create(&small, f->fonts, SHEET_A4, INFO);
        lost = !sheet;
        if (sheet) {
            const SheetPoint points[] = {{0, 0}, {1, 1}, {2, 0}};
            sheet_add_page(sheet, "One");
            if (sheet_page_count(sheet) > 0) {
                sheet_add_heading(sheet, 1, "Heading");
                for (int i = 0; i < 70; i++)
                    sheet_circle(sheet, 9, 9, 1, INK);
                sheet_polygon(sheet, points, 3, INK);
                (void)sheet_paragraph(sheet, 0, 9, 20, 10, FONT_REGULAR, 9, 0, 2, "a b c d שלום");
            }
            lost = sheet_failed(sheet, &err);
            if (lost) {
                assert_int_equal(err.kind, ERR_SYSTEM);
                assert_non_null(strstr(err.text, ": out of memory for "));
            }
        }
        arena_deinit(&small);
        assert_true(limit < (size_t)1 << 20);
    }
    assert_true(limit > 1000);
}

/* ---- hatches ---- */

static void sheet_hatch__stays__inside_and_on_the_page_grid(void **state)
{
    Fixture *f = *state;
    for (int mirrored = 0; mirrored <= 1; mirrored++) {
        sheet_add_page(f->sheet, NULL);
        sheet_hatch(f->sheet, 50.3F, 70.7F, 41, 17, 3, mirrored, THIN);
        size_t count = 0;
        const SheetMark *marks = sheet_marks(f->sheet, mirrored, &count);
        assert_int_equal(count, 19); /* (41 + 17) / 3 lines cross it */
        for (size_t i = 0; i < count; i++) {
            const SheetMark *m = &marks[i];
            const float xs[] = {m->x, m->x + m->w};
            const float ys[] = {m->y, m->y + m->h};
            for (int end = 0; end < 2; end++) {
                assert_true(xs[end] > 50.299F && xs[end] < 91.301F);
                assert_true(ys[end] > 70.699F && ys[end] < 87.701F);
                float c = mirrored ? xs[end] - ys[end] : xs[end] + ys[end];
                assert_true(fabsf(remainderf(c, 3)) < 0.001F);
            }
        }
    }
}

static void sheet_hatch__draws__nothing_in_nothing(void **state)
{
    Fixture *f = *state;
    Err err = {0};
    size_t count = 9;
    sheet_add_page(f->sheet, NULL);
    sheet_hatch(f->sheet, 0, 0, 0, 10, 3, false, THIN);
    sheet_hatch(f->sheet, 0, 0, 10, -1, 3, false, THIN);
    sheet_hatch(f->sheet, 0, 0, 10, 10, 0, false, THIN);
    (void)sheet_marks(f->sheet, 0, &count);
    assert_int_equal(count, 0);
    assert_false(sheet_failed(f->sheet, &err));
}

/* ---- paragraphs ---- */

static const char *line_of(const Fixture *f, size_t line)
{
    size_t count = 0;
    const SheetMark *marks = sheet_marks(f->sheet, 0, &count);
    assert_true(line < count);
    return marks[line].text;
}

static void sheet_paragraph__sets__lines_ragged_right(void **state)
{
    Fixture *f = *state;
    sheet_add_page(f->sheet, NULL);
    const char text[] = "We looked at who speaks.\n\nNext";
    assert_int_equal(sheet_count_lines(f->sheet, 80, FONT_REGULAR, 10, text), 4);
    assert_int_equal(sheet_paragraph(f->sheet, 48, 100, 80, 13, FONT_REGULAR, 10, 0, 0, text), 4);
    assert_string_equal(line_of(f, 0), "We looked at");
    assert_string_equal(line_of(f, 1), "who speaks.");
    assert_string_equal(line_of(f, 2), "Next");
    size_t count = 0;
    const SheetMark *marks = sheet_marks(f->sheet, 0, &count);
    assert_int_equal(count, 3); /* the empty line has no mark */
    assert_true(marks[2].y == 100 + 3 * 13 && marks[2].x == 48);
    assert_int_equal(sheet_paragraph(f->sheet, 0, 0, 60, 13, FONT_REGULAR, 10, 0, 0, ""), 0);
}

static void sheet_paragraph__cuts__with_an_ellipsis(void **state)
{
    Fixture *f = *state;
    sheet_add_page(f->sheet, NULL);
    const char text[] = "We looked at who speaks to whom and when";
    assert_int_equal(sheet_paragraph(f->sheet, 48, 100, 80, 13, FONT_REGULAR, 10, 0, 2, text), 2);
    assert_string_equal(line_of(f, 0), "We looked at");
    assert_string_equal(line_of(f, 1), "who speaks to…");
    assert_int_equal(sheet_paragraph(f->sheet, 48, 100, 80, 13, FONT_REGULAR, 10, 0, 2, "it fits"),
                     1);
    assert_string_equal(line_of(f, 2), "it fits");
}

static void sheet_paragraph__sets__right_to_left_flush_right(void **state)
{
    Fixture *f = *state;
    sheet_add_page(f->sheet, NULL);
    assert_int_equal(
        sheet_paragraph(f->sheet, 48, 100, 60, 13, FONT_REGULAR, 10, 0, 0, "שלום עולם abc גדול"),
        2);
    assert_string_equal(line_of(f, 1), "\u200Fabc גדול"); /* the mark keeps the direction */
    size_t count = 0;
    const SheetMark *marks = sheet_marks(f->sheet, 0, &count);
    for (size_t i = 0; i < count; i++)
        assert_true(fabsf(marks[i].x + marks[i].w - 108) < 0.01F);
}

static void sheet_paragraph__survives__names_of_10000_characters(void **state)
{
    Fixture *f = *state;
    static char name[30001];
    Err err = {0};
    for (size_t i = 0; i < 30000; i++)
        name[i] = "\xE5\xB1\xB1"[i % 3]; /* a mountain */
    sheet_add_page(f->sheet, NULL);
    assert_int_equal(sheet_paragraph(f->sheet, 0, 0, 100, 1, FONT_REGULAR, 10, 0, 0, name), 1000);
    assert_true(sheet_text(f->sheet, 0, 0, FONT_REGULAR, 1, 0, SHEET_LEFT, name) == 10000.0F);
    assert_false(sheet_failed(f->sheet, &err));
}

#define WITH_SHEET(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SHEET(sheet_trace_write__writes__a_line_for_every_mark),
        WITH_SHEET(sheet_trace_write__reports__a_full_disk),
        WITH_SHEET(sheet_create__tells__paper_and_info),
        WITH_SHEET(sheet__remembers__a_mark_before_the_first_page),
        WITH_SHEET(sheet__remembers__a_mark_without_a_place),
        WITH_SHEET(sheet__remembers__infinity_and_distance),
        WITH_SHEET(sheet__remembers__text_of_impossible_size),
        WITH_SHEET(sheet__remembers__a_shape_of_too_many_points),
        WITH_SHEET(sheet__remembers__a_hatch_of_too_many_lines),
        WITH_SHEET(sheet__remembers__that_memory_is_gone__at_every_size),
        WITH_SHEET(sheet_hatch__stays__inside_and_on_the_page_grid),
        WITH_SHEET(sheet_hatch__draws__nothing_in_nothing),
        WITH_SHEET(sheet_paragraph__sets__lines_ragged_right),
        WITH_SHEET(sheet_paragraph__cuts__with_an_ellipsis),
        WITH_SHEET(sheet_paragraph__sets__right_to_left_flush_right),
        WITH_SHEET(sheet_paragraph__survives__names_of_10000_characters),
    };
    return cmocka_run_group_tests(tests, set_up_fonts, tear_down_fonts);
}
