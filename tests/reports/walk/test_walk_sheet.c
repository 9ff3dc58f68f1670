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
    for (int by = 0; by < WALK_BY_COUNT; by++)
        m->pages.by[by] = view_of(m, (WalkBy)by, visits);
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

/* Two pages hold no names of any length: where one is cut, the sheet says where it is whole. */
static bool says_of_cut_names(const Sheet *sheet)
{
    int32_t pages = sheet_page_count(sheet), cut = 0;
    for (int32_t page = 0; page < pages; page++) {
        size_t count;
        const SheetMark *marks = sheet_marks(sheet, page, &count);
        for (size_t i = 0; i < count; i++) {
            size_t len = marks[i].kind == SHEET_MARK_TEXT ? strlen(marks[i].text) : 0;
            cut += len > 3 && strcmp(marks[i].text + len - 3, "\u2026") == 0;
        }
    }
    return cut == 0 || has_text(sheet, pages - 1, "in an ellipsis") ||
           has_text(sheet, pages - 1, "ellipsis here");
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
        assert_true(has_text(m.sheet, 1, "KL\u00A0110, MR\u00A0110"));
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
                assert_int_equal(check_places(m.sheet, "walk sheet"), 0);
                assert_true(says_of_cut_names(m.sheet));
                assert_int_equal(sheet_page_count(m.sheet), visits[k] > 0 ? 2 : 1);
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
    for (int32_t i = 0; i < m.pages.by[WALK_BY_MONTH].group_count; i++)
        assert_true(m.pages.by[WALK_BY_MONTH].rows[0].cells[i].hidden);
    arena_deinit(&m.arena);
}

/* Twenty look-fors of nine visits: a sentence, not twenty empty rows on pages. */
static void hidden__is_one_sentence__where_no_visit_may_be_shown(void **state)
{
    (void)state;
    Made m;
    make(&m, SHEET_LETTER, 20, 9);
    assert_true(m.pages.by[WALK_BY_MONTH].rows[0].total.hidden);
    assert_int_equal(sheet_page_count(m.sheet), 2);
    assert_true(has_text(m.sheet, 0, "Hidden, for n is under 10:"));
    assert_true(has_text(m.sheet, 0, "Pupils explain to each other"));
    assert_false(has_text(m.sheet, 0, "100"));
    assert_false(has_text(m.sheet, 1, "By subject"));
    assert_true(has_text(m.sheet, 1, "What we take from it"));
    assert_int_equal(check_places(m.sheet, "folded"), 0);
    arena_deinit(&m.arena);
}

/* A month without a visit has no figure: 0 of 0 would read as not seen. */
static void a_month_without_visits__has_a_dash(void **state)
{
    (void)state;
    Made m;
    make(&m, SHEET_A4, 2, 220);
    WalkRow row = m.pages.by[WALK_BY_MONTH].rows[0];
    WalkCell cells[24];
    assert_in_range(m.pages.by[WALK_BY_MONTH].group_count, 2, 24);
    memcpy(cells, row.cells, sizeof *cells * (size_t)m.pages.by[WALK_BY_MONTH].group_count);
    cells[1] = (WalkCell){.share = measure_proportion(0, 0)};
    row.cells = cells;
    m.pages.by[WALK_BY_MONTH].rows = &row;
    m.pages.by[WALK_BY_MONTH].row_count = 1;
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

/* ---- any mix ---- */

typedef struct MonthOf {
    int seen, not_seen;
} MonthOf;

/* One look-for, in so many visits of each month from August 2025 on. */
static void make_months(Made *m, const MonthOf *months, int32_t count)
{
    Err err = {0};
    *m = (Made){0};
    arena_init(&m->arena, (size_t)256 << 20);
    make_protocol(m, 1);
    for (int by = 0; by < WALK_BY_COUNT; by++) {
        WalkOptions options = {
            .by = (WalkBy)by, .filter = walk_filter_all(), .suppress_below = WALK_SUPPRESS_BELOW};
        Walk *walk = walk_begin(&options, &m->arena, &err);
        assert_non_null(walk);
        for (int32_t i = 0; i < count; i++)
            for (int k = 0; k < months[i].seen + months[i].not_seen; k++) {
                WalkVisit v = {.day = calendar_day_of(2025 + (7 + i) / 12, 1 + (7 + i) % 12, 10),
                               .protocol = &m->protocol,
                               .school_name = "",
                               .subject = "",
                               .observer = "",
                               .answers = k < months[i].seen ? "s" : "n"};
                assert_ok(walk_add(walk, &v, &err), err);
            }
        assert_ok(walk_finish(walk, &m->pages.by[by], &err), err);
    }
    m->sheet = sheet_create(&m->arena, fonts, SHEET_A4, (SheetInfo){.title = "Walk-throughs"});
    assert_ok(m->sheet && walk_sheet_compose(&m->pages, m->sheet, &err), err);
}

/* The first two of fourteen months are not on the page, and all others are alike. */
static void change__is_between_points__that_are_on_the_page(void **state)
{
    (void)state;
    Made m;
    MonthOf months[14] = {{0, 30}, {0, 30}};
    for (int i = 2; i < 14; i++)
        months[i] = (MonthOf){20, 10};
    make_months(&m, months, 14);
    assert_int_equal(m.pages.by[WALK_BY_MONTH].rows[0].change, WALK_CHANGE_CLEAR);
    assert_true(has_text(m.sheet, 0, "the last twelve months"));
    assert_true(has_text(m.sheet, 0, "no clear change"));
    assert_false(has_text(m.sheet, 0, "changed"));
    arena_deinit(&m.arena);
    make_months(&m, months, 12); /* all of them are */
    assert_true(has_text(m.sheet, 0, "changed"));
    arena_deinit(&m.arena);
}

static void change__is_not_said__where_months_are_not_drawn(void **state)
{
    (void)state;
    Made m;
    MonthOf months[14] = {{0, 20}};
    for (int i = 1; i < 13; i++)
        months[i] = (MonthOf){1, 1};
    months[13] = (MonthOf){20, 0};
    make_months(&m, months, 14);
    assert_int_equal(m.pages.by[WALK_BY_MONTH].rows[0].change, WALK_CHANGE_CLEAR);
    assert_true(has_text(m.sheet, 0, "all visits together"));
    assert_false(has_text(m.sheet, 0, "changed") || has_text(m.sheet, 0, "no clear change"));
    arena_deinit(&m.arena);
}

typedef struct Mix {
    WalkProtocol protocols[12];
    int32_t protocol_count, schools, observers, teachers, subjects, days, visits, undated;
    uint64_t dice;
} Mix;

static int32_t throw_dice(Mix *mix, int32_t below)
{
    mix->dice ^= mix->dice << 13;
    mix->dice ^= mix->dice >> 7;
    mix->dice ^= mix->dice << 17;
    return (int32_t)((mix->dice >> 33) % (uint64_t)below);
}

static const char *some_words(Mix *mix, Arena *arena, int32_t most)
{
    static const char *const words[] = {"pupils",       "explain",
                                        "to",           "each",
                                        "other",        "a",
                                        "frames",       "Donaudampfschifffahrtsgesellschaft",
                                        "use",          "understanding",
                                        "\u8AAC\u660E", "\u00BFqui\u00E9n?"};
    const char *text = "Look";
    for (int32_t i = throw_dice(mix, most); i > 0; i--)
        text = arena_printf(arena, "%s %s", text, words[throw_dice(mix, 12)]);
    return text;
}

static void make_mix(Mix *mix, Arena *arena, uint64_t seed)
{
    static const int32_t sizes[] = {60, 64, 90, 200, 700, 3000, 10000};
    *mix = (Mix){.dice = seed * UINT64_C(0x9e3779b97f4a7c15)};
    mix->protocol_count = 1 + throw_dice(mix, 12);
    mix->schools = 1 + throw_dice(mix, throw_dice(mix, 2) ? 5 : 40);
    mix->observers = 1 + throw_dice(mix, throw_dice(mix, 2) ? 6 : 300);
    mix->teachers = 1 + throw_dice(mix, 400);
    mix->subjects = 1 + throw_dice(mix, 9);
    mix->days = 1 + throw_dice(mix, throw_dice(mix, 2) ? 200 : 1500);
    mix->visits = sizes[throw_dice(mix, 7)];
    mix->undated = throw_dice(mix, 3);
    for (int32_t i = 0; i < mix->protocol_count; i++) {
        WalkProtocol *p = &mix->protocols[i];
        *p = (WalkProtocol){.fingerprint = {{(uint8_t)(i + 1)}},
                            .key = arena_printf(arena, "protocol-%d", (int)i),
                            .title = some_words(mix, arena, 12),
                            .version = "1",
                            .count = 1 + throw_dice(mix, 20)};
        for (int32_t k = 0; k < p->count; k++) {
            p->codes[k] = arena_printf(arena, "code-%d", (int)k);
            p->labels[k] = some_words(mix, arena, 24);
            p->groups[k] = "";
        }
    }
}

static WalkView view_of_mix(Mix mix, const WalkOptions *options, WalkBy by, Arena *arena)
{
    Err err = {0};
    WalkView view;
    WalkOptions one = *options;
    one.by = by;
    Walk *walk = walk_begin(&one, arena, &err);
    assert_non_null(walk);
    int64_t first = calendar_day_of(2024, 8, 20);
    for (int32_t i = 0; i < mix.visits; i++) {
        char answers[PROTOCOL_MAX_CODES + 1], subject[16], observer[16], school[40];
        const WalkProtocol *p = &mix.protocols[throw_dice(&mix, mix.protocol_count)];
        for (int32_t k = 0; k < p->count; k++)
            answers[k] = "ssnnnu-"[throw_dice(&mix, k % 2 ? 5 : 7)];
        answers[p->count] = '\0';
        int32_t at = throw_dice(&mix, mix.schools);
        (void)snprintf(subject, sizeof subject, "Subject %d", (int)throw_dice(&mix, mix.subjects));
        (void)snprintf(observer, sizeof observer, "O%d", (int)throw_dice(&mix, mix.observers));
        (void)snprintf(school, sizeof school, "School of the long name, number %d", (int)at);
        WalkVisit v = {.day = first + (int64_t)i * mix.days / mix.visits,
                       .protocol = p,
                       .school_name = school,
                       .subject = subject,
                       .observer = observer,
                       .grade = throw_dice(&mix, 14) - 1,
                       .period = throw_dice(&mix, 9) - 1,
                       .answers = answers};
        if (mix.undated == 1 && throw_dice(&mix, 20) == 0)
            v.day = 0;
        v.started_unix_ms = v.day == 0 ? 0 : v.day * INT64_C(86400000) + i * INT64_C(600000);
        v.length_ms = 300000;
        v.school.bytes[15] = (uint8_t)at; /* 0: not said */
        int32_t teacher = throw_dice(&mix, mix.teachers);
        v.teacher.bytes[14] = (uint8_t)teacher;
        v.teacher.bytes[13] = (uint8_t)(teacher >> 8);
        assert_ok(walk_add(walk, &v, &err), err);
    }
    assert_ok(walk_finish(walk, &view, &err), err);
    return view;
}

/* Black, white and what lies between: on a printer without colour it is the same sheet. */
static int check_grey(const Sheet *sheet)
{
    int faults = 0;
    for (int32_t page = 0; page < sheet_page_count(sheet); page++) {
        size_t count;
        const SheetMark *marks = sheet_marks(sheet, page, &count);
        for (size_t i = 0; i < count; i++) {
            uint32_t rgb = marks[i].ink.rgb;
            faults += (rgb >> 16 & 0xFF) != (rgb & 0xFF) || (rgb >> 8 & 0xFF) != (rgb & 0xFF);
        }
    }
    return faults;
}

static void sheet__is_two_pages__for_any_mix(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        Arena arena;
        Mix mix;
        Err err = {0};
        arena_init(&arena, (size_t)512 << 20);
        make_mix(&mix, &arena, seed);
        WalkOptions options = {.filter = walk_filter_all(),
                               .suppress_below = seed % 7 == 0 ? 0 : WALK_SUPPRESS_BELOW};
        if (seed % 5 == 0)
            options.filter.protocol = "protocol-0";
        if (seed % 11 == 0)
            options.filter.subject = "Subject 0";
        WalkPages pages;
        for (int by = 0; by < WALK_BY_COUNT; by++)
            pages.by[by] = view_of_mix(mix, &options, (WalkBy)by, &arena);
        for (int paper = SHEET_A4; paper <= SHEET_LETTER; paper++) {
            Sheet *sheet = sheet_create(&arena, fonts, (SheetPaper)paper,
                                        (SheetInfo){.title = "Walk-throughs"});
            assert_non_null(sheet);
            assert_ok(walk_sheet_compose(&pages, sheet, &err), err);
            assert_true(says_of_cut_names(sheet));
            if (sheet_page_count(sheet) != (pages.by[WALK_BY_MONTH].visits > 0 ? 2 : 1) ||
                check_places(sheet, "mix") != 0 || check_grey(sheet) != 0)
                fail_msg("seed %d, paper %d: %d pages", (int)seed, paper,
                         (int)sheet_page_count(sheet));
        }
        arena_deinit(&arena);
    }
}

/* What is left out is said with its number, and by what rule. */
static void sheet__says__what_it_leaves_out(void **state)
{
    (void)state;
    Made m;
    make(&m, SHEET_A4, 90, 700);
    char rule[80], more[80];
    int32_t charted = 0, rest = 0;
    while (charted < 90) {
        (void)snprintf(rule, sizeof rule, "the %d of 90 look-fors answered in most visits",
                       (int)++charted);
        if (has_text(m.sheet, 0, rule))
            break;
    }
    assert_in_range(charted, 8, 12);
    for (rest = 1; rest < 90; rest++) {
        (void)snprintf(more, sizeof more, "not on these pages: %d look-fors", (int)rest);
        if (has_text(m.sheet, 1, more))
            break;
    }
    assert_in_range(rest, 30, 60);
    assert_int_equal(90 - charted - rest, 40); /* those on page 2 */
    assert_true(has_text(m.sheet, 1, "More look-fors"));
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
        cmocka_unit_test(change__is_between_points__that_are_on_the_page),
        cmocka_unit_test(change__is_not_said__where_months_are_not_drawn),
        cmocka_unit_test(sheet__is_two_pages__for_any_mix),
        cmocka_unit_test(sheet__says__what_it_leaves_out),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
