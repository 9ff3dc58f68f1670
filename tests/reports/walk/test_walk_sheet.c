/* test_walk_sheet.c - the two pages for a staff meeting: all of it on the page, nothing
 * over another, the rules in every foot, no teacher. */
#include "check.h"

#include "reports/debrief/sheet_check.h"
#include "reports/measure/calendar.h"
#include "reports/walk/sheet/walk_sheet.h"

#include <string.h>

static FontSet *fonts;

static int open_fonts(void **state)
{
    (void)state;
    Err err = {0};
    fonts = font_set_create(&err);
    return fonts ? 0 : 1;
}

static int close_fonts(void **state)
{
    (void)state;
    font_set_destroy(fonts);
    return 0;
}

typedef struct Made {
    Arena arena;
    WalkProtocol protocol;
    WalkPages pages;
    Sheet *sheet;
} Made;

static void make_protocol(Made *m, int32_t look_fors)
{
    static const char *const labels[] = {
        "Pupils explain to each other", "Sentence frames in use",
        "A look-for whose words go on for longer than the place there is for them on any paper"};
    m->protocol = (WalkProtocol){
        .fingerprint = {{1}}, .key = "talk", .title = "Talk", .version = "1.0", .count = look_fors};
    for (int32_t i = 0; i < look_fors; i++) {
        m->protocol.codes[i] = arena_printf(&m->arena, "code-%d", (int)i);
        m->protocol.labels[i] = labels[i % 3];
        m->protocol.groups[i] = "Talk";
    }
}

static WalkView view_of(Made *m, WalkBy by, int32_t visits)
{
    static const char *const subjects[] = {"Mathematics", "Science", "English"};
    Err err = {0};
    WalkView view;
    WalkOptions options = {
        .by = by, .filter = walk_filter_all(), .suppress_below = WALK_SUPPRESS_BELOW};
    Walk *walk = walk_begin(&options, &m->arena, &err);
    assert_non_null(walk);
    int64_t first = calendar_day_of(2025, 8, 20);
    for (int32_t i = 0; i < visits; i++) {
        char answers[PROTOCOL_MAX_CODES + 1];
        for (int32_t k = 0; k < m->protocol.count; k++)
            answers[k] = "ssnu"[(i * 7 + k * (i % 5)) % 4];
        answers[m->protocol.count] = '\0';
        WalkVisit v = {.day = first + (int64_t)i * 270 / visits,
                       .protocol = &m->protocol,
                       .school_name = i % 3 ? "Lincoln" : "Rosa Parks",
                       .subject = subjects[i % 3],
                       .observer = i % 2 ? "MR" : "KL",
                       .grade = i % 13,
                       .period = 1 + i % 6,
                       .answers = answers};
        v.started_unix_ms = v.day * INT64_C(86400000) + i * INT64_C(600000);
        v.length_ms = 300000;
        v.school.bytes[15] = (uint8_t)(1 + (i % 3 > 0));
        v.teacher.bytes[14] = (uint8_t)(1 + i % 90);
        assert_ok(walk_add(walk, &v, &err), err);
    }
    assert_ok(walk_finish(walk, &view, &err), err);
    return view;
}

static void make(Made *m, SheetPaper paper, int32_t look_fors, int32_t visits)
{
    Err err = {0};
    *m = (Made){0};
    arena_init(&m->arena, (size_t)256 << 20);
    make_protocol(m, look_fors);
    m->pages = (WalkPages){.months = view_of(m, WALK_BY_MONTH, visits),
                           .schools = view_of(m, WALK_BY_SCHOOL, visits),
                           .grades = view_of(m, WALK_BY_GRADE, visits),
                           .subjects = view_of(m, WALK_BY_SUBJECT, visits)};
    m->sheet = sheet_create(&m->arena, fonts, paper, (SheetInfo){.title = "Walk-throughs"});
    assert_non_null(m->sheet);
    assert_ok(walk_sheet_compose(&m->pages, m->sheet, &err), err);
}

static bool has_text(const Sheet *sheet, int32_t page, const char *text)
{
    size_t count;
    const SheetMark *marks = sheet_marks(sheet, page, &count);
    for (size_t i = 0; i < count; i++)
        if (marks[i].kind == SHEET_MARK_TEXT && strstr(marks[i].text, text))
            return true;
    return false;
}

static void sheet__is_two_pages__with_the_rules_in_both_feet(void **state)
{
    (void)state;
    for (int paper = SHEET_A4; paper <= SHEET_LETTER; paper++) {
        Made m;
        make(&m, (SheetPaper)paper, 8, 220);
        assert_int_equal(sheet_page_count(m.sheet), 2);
        for (int32_t page = 0; page < 2; page++) {
            assert_true(has_text(m.sheet, page, "Wilson"));
            assert_true(has_text(m.sheet, page, "never ranked"));
        }
        assert_true(has_text(m.sheet, 0, "220 visits by 2 observers"));
        assert_true(has_text(m.sheet, 1, "By school"));
        assert_true(has_text(m.sheet, 1, "KL 110, MR 110"));
        arena_deinit(&m.arena);
    }
}

static void sheet__keeps_to_the_page__whatever_is_on_it(void **state)
{
    (void)state;
    static const int32_t look_fors[] = {1, 8, 10, 28}, visits[] = {0, 1, 14, 64, 700};
    for (int paper = SHEET_A4; paper <= SHEET_LETTER; paper++)
        for (int i = 0; i < 4; i++)
            for (int k = 0; k < 5; k++) {
                Made m;
                make(&m, (SheetPaper)paper, look_fors[i], visits[k]);
                assert_int_equal(check_sheet(m.sheet, "walk sheet"), 0);
                arena_deinit(&m.arena);
            }
}

static void sheet__says_so__when_there_is_nothing(void **state)
{
    (void)state;
    Made m;
    make(&m, SHEET_A4, 8, 0);
    assert_true(has_text(m.sheet, 0, "No walk-through has ended yet"));
    arena_deinit(&m.arena);
}

static void hidden__is_hatched_and_has_no_figure(void **state)
{
    (void)state;
    Made m;
    make(&m, SHEET_A4, 2, 64); /* seven a month: all months are hidden */
    assert_true(has_text(m.sheet, 0, "hidden"));
    for (int32_t i = 0; i < m.pages.months.group_count; i++)
        assert_true(m.pages.months.rows[0].cells[i].hidden);
    arena_deinit(&m.arena);
}

/* Twenty look-fors of nine visits: a sentence, not twenty empty rows on pages. */
static void hidden__is_one_sentence__where_no_visit_may_be_shown(void **state)
{
    (void)state;
    Made m;
    make(&m, SHEET_LETTER, 20, 9);
    assert_true(m.pages.months.rows[0].total.hidden);
    assert_int_equal(sheet_page_count(m.sheet), 2);
    assert_true(has_text(m.sheet, 0, "Hidden, for n is under 10:"));
    assert_true(has_text(m.sheet, 0, "Pupils explain to each other"));
    assert_false(has_text(m.sheet, 0, "100"));
    assert_false(has_text(m.sheet, 1, "By subject"));
    assert_true(has_text(m.sheet, 1, "What we take from it"));
    assert_int_equal(check_sheet(m.sheet, "folded"), 0);
    arena_deinit(&m.arena);
}

/* A month without a visit has no figure: 0 of 0 would read as not seen. */
static void a_month_without_visits__has_a_dash(void **state)
{
    (void)state;
    Made m;
    make(&m, SHEET_A4, 2, 220);
    WalkRow row = m.pages.months.rows[0];
    WalkCell cells[24];
    assert_in_range(m.pages.months.group_count, 2, 24);
    memcpy(cells, row.cells, sizeof *cells * (size_t)m.pages.months.group_count);
    cells[1] = (WalkCell){.share = measure_proportion(0, 0)};
    row.cells = cells;
    m.pages.months.rows = &row;
    m.pages.months.row_count = 1;
    m.sheet = sheet_create(&m.arena, fonts, SHEET_A4, (SheetInfo){.title = "Walk-throughs"});
    Err err = {0};
    assert_ok(walk_sheet_compose(&m.pages, m.sheet, &err), err);
    size_t count, dashes = 0;
    const SheetMark *marks = sheet_marks(m.sheet, 0, &count);
    for (size_t i = 0; i < count; i++)
        dashes += marks[i].kind == SHEET_MARK_TEXT && strcmp(marks[i].text, "\u2013") == 0;
    assert_int_equal(dashes, 1);
    arena_deinit(&m.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheet__is_two_pages__with_the_rules_in_both_feet),
        cmocka_unit_test(sheet__keeps_to_the_page__whatever_is_on_it),
        cmocka_unit_test(sheet__says_so__when_there_is_nothing),
        cmocka_unit_test(hidden__is_hatched_and_has_no_figure),
        cmocka_unit_test(hidden__is_one_sentence__where_no_visit_may_be_shown),
        cmocka_unit_test(a_month_without_visits__has_a_dash),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
