#include "check.h"

#include "protocols/utf8.h"
#include "reports/sheet/font.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FontSet *fonts;
static Arena arena;

static int set_up(void **state)
{
    (void)state;
    Err err = {0};
    fonts = font_set_create(&err);
    arena_init(&arena, (size_t)64 << 20);
    if (!fonts)
        print_message("%s\n", err.text);
    return fonts ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    font_set_destroy(fonts);
    arena_deinit(&arena);
    return 0;
}

/* ---- help ---- */

static bool face_is(uint32_t code_point, FontStyle style, const char *file)
{
    int32_t face = font_find_face(fonts, style, code_point);
    return face >= 0 && strstr(font_face_path(fonts, face), file) != NULL;
}

/* All runs of a text behind one another, as they stand on paper. */
static const char *laid_out(FontStyle style, const char *utf8, size_t len)
{
    Err err = {0};
    FontRun *runs = NULL;
    int32_t count = 0;
    assert_ok(font_layout(fonts, &arena, style, utf8, len, &runs, &count, &err), err);
    const char *all = "";
    for (int32_t i = 0; i < count; i++)
        all = arena_printf(&arena, "%s%.*s", all, (int)runs[i].len, runs[i].utf8);
    return all;
}

static const char *laid(const char *utf8)
{
    return laid_out(FONT_REGULAR, utf8, strlen(utf8));
}

static float runs_width(FontStyle style, const char *utf8, size_t len)
{
    Err err = {0};
    FontRun *runs = NULL;
    int32_t count = 0;
    float width = 0;
    assert_ok(font_layout(fonts, &arena, style, utf8, len, &runs, &count, &err), err);
    for (int32_t i = 0; i < count; i++)
        width += runs[i].width;
    return width;
}

static uint32_t random_state = 1;
static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525U + 1013904223U;
    return (random_state >> 8) % n;
}

/* Bytes of everything that may meet a sheet: words, scripts, accents apart,
 * direction marks, emoji, and bytes that are not UTF-8. */
static size_t random_text(char *out, size_t max)
{
    static const char *const parts[] = {
        "a",          "the ",    "co-taught ", "3.5",      "12:04 ",     "Nguyễn ",  "é",
        "e\u0301",    "、",      "「",         "」",       "授業",       "子どもの", "（約",
        "３０分）。", "김민준 ", "陈晓华",     "العربية ", "لا",         "שלום ",    "हिन्दी ",
        "\u200F",     "😀",       "👩\u200D🏫",   "\xFF",     "\xE3\x81",   "\t",       "\n",
        "  ",         "\u00A0",  "\u3000",     "ー",       "WWWWWWWWWW", "…",        "\u202E",
        "\x01",       "(",       ")",          "“",        "” ",         "ไทย",      "\u0301",
    };
    size_t len = 0;
    size_t want = random_below(40) + 1;
    for (size_t i = 0; i < want; i++) {
        const char *part = parts[random_below(sizeof parts / sizeof parts[0])];
        if (len + strlen(part) > max)
            break;
        while (*part)
            out[len++] = *part++;
    }
    return len;
}

/* ---- the set ---- */

static void font_set_create__names__the_file_and_package_that_are_missing(void **state)
{
    (void)state;
    Err err = {0};
    const char *const nowhere[] = {"/nonexistent", NULL};
    assert_null(font_set_create_in(nowhere, &err));
    assert_err(err, ERR_SYSTEM,
               "the font NotoSans-Regular.ttf is missing or not TrueType: install the package "
               "fonts-noto-core");
    font_set_destroy(NULL);
}

static void font_set_create__refuses__a_file_that_is_no_font(void **state)
{
    (void)state;
    Err err = {0};
    char folder[] = "font_XXXXXX";
    char path[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/NotoSans-Regular.ttf", folder);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs("this is not a font", out);
    fclose(out);
    const char *const folders[] = {folder, NULL};
    assert_null(font_set_create_in(folders, &err));
    assert_err(err, ERR_SYSTEM,
               "the font NotoSans-Regular.ttf is missing or not TrueType: install the package "
               "fonts-noto-core");
    assert_int_equal(remove(path), 0);
    assert_int_equal(remove(folder), 0);
}

static void font_set__opens__only_the_faces_that_are_asked_for(void **state)
{
    (void)state;
    Err err = {0};
    FontSet *set = font_set_create(&err);
    assert_non_null(set);
    const char latin[] = "Año, Nguyễn Thị Ánh, Łódź – “½” …";
    (void)font_text_width(set, FONT_REGULAR, 9.5F, latin, strlen(latin));
    for (int32_t face = FONT_STYLE_COUNT; face < font_face_count(set); face++)
        assert_false(font_face_is_open(set, face));
    int32_t japanese = font_find_face(set, FONT_REGULAR, 0x5C71);
    assert_true(japanese < 0 || font_face_is_open(set, japanese));
    font_set_destroy(set);
}

static void font_set__does_without__the_fallbacks(void **state)
{
    (void)state;
    Err err = {0};
    size_t len = 0;
    const char *const noto[] = {"/usr/share/fonts/truetype/noto", NULL};
    FontSet *set = font_set_create_in(noto, &err);
    if (!set) {
        print_message("skipped: Noto Sans is not where Debian puts it\n");
        skip();
    }
    FontRun *runs = NULL;
    int32_t count = 0;
    assert_int_equal(font_find_face(set, FONT_REGULAR, 0x5C71), -1);
    assert_ok(font_layout(set, &arena, FONT_REGULAR, "a山", 4, &runs, &count, &err), err);
    /* Symbols 2 of the same package still has the box. */
    assert_memory_equal(runs[0].utf8, "a\u25A1", 4);
    assert_null(font_face_data(set, font_face_count(set) - 1, &len));
    assert_non_null(font_face_data(set, FONT_BOLD, &len));
    assert_true(len > 10000);
    font_set_destroy(set);
}

static void font_find_face__falls_back__by_character(void **state)
{
    (void)state;
    assert_true(face_is('a', FONT_REGULAR, "NotoSans-Regular.ttf"));
    assert_true(face_is('a', FONT_BOLD, "NotoSans-Bold.ttf"));
    assert_true(face_is('a', FONT_ITALIC, "NotoSans-Italic.ttf"));
    assert_true(face_is(0x1EC5, FONT_BOLD, "NotoSans-Bold.ttf"));   /* e circumflex tilde */
    assert_true(face_is(0x2212, FONT_REGULAR, "DejaVuSans.ttf"));   /* minus */
    assert_true(face_is(0x2265, FONT_BOLD, "DejaVuSans-Bold.ttf")); /* at least */
    assert_true(face_is(0x2713, FONT_ITALIC, "DejaVuSans.ttf"));    /* check mark */
    assert_true(face_is(0x627, FONT_REGULAR, "NotoSansArabic-Regular.ttf"));
    assert_true(face_is(0x5D0, FONT_BOLD, "NotoSansHebrew-Bold.ttf"));
    assert_true(face_is(0x5C71, FONT_BOLD, "ipag.ttf"));
    assert_true(face_is(0x9648, FONT_REGULAR, "DroidSansFallbackFull.ttf"));
    assert_int_equal(font_find_face(fonts, FONT_REGULAR, 0x1F600), -1);
    assert_true(face_is(0x20B9F, FONT_BOLD, "ipag.ttf")); /* beyond U+FFFF */
    assert_int_equal(font_find_face(fonts, FONT_REGULAR, 0x3FFFF), -1);
}

/* ---- layout ---- */

static void font_layout__keeps__what_can_be_printed(void **state)
{
    (void)state;
    assert_string_equal(laid("Año, Nguyễn Thị Ánh, 山田太郎, 王小明"),
                        "Año, Nguyễn Thị Ánh, 山田太郎, 王小明");
    assert_string_equal(laid(""), "");
}

static void font_layout__shows__what_no_face_has(void **state)
{
    (void)state;
    assert_string_equal(laid("a😀b"), "a\u25A1b");
    assert_string_equal(laid("a\xFF\xC3z"), "a\uFFFD\uFFFDz");
    assert_string_equal(laid("a\x01z"), "a\uFFFDz");
    assert_string_equal(laid("a\tb\nc"), "a b c");
    assert_string_equal(laid("soft\u00ADhyphen\u200Dzwj\uFE0F"), "softhyphenzwj");
}

static void font_layout__keeps_apart__what_lies_beyond(void **state)
{
    (void)state;
    FontRun *runs = NULL;
    int32_t count = 0;
    Err err = {0};
    Arena own;
    const char *text = "先𠮟𠮟田";
    arena_init(&own, 1 << 20);
    assert_ok(font_layout(fonts, &own, FONT_REGULAR, text, strlen(text), &runs, &count, &err), err);
    assert_int_equal(count, 3);
    assert_false(runs[0].beyond || runs[2].beyond);
    assert_true(runs[1].beyond);
    assert_int_equal(runs[1].len, 8);
    assert_true(runs[1].width > 1.9F && runs[1].width < 2.1F);
    FontStroke *strokes = NULL;
    assert_ok(font_outline(fonts, &own, &runs[1], &strokes, &count, &err), err);
    assert_true(count > 40);
    arena_deinit(&own);
}

static void font_layout__composes__loose_accents(void **state)
{
    (void)state;
    assert_string_equal(laid("Nguye\u0302\u0303n Thi\u0323 A\u0301nh"), "Nguyễn Thị Ánh");
    assert_string_equal(laid("か\u3099"), "が");
}

static void font_layout__orders__right_to_left(void **state)
{
    (void)state;
    assert_string_equal(laid("שלום (abc) 12"), "12 (abc) םולש");
    assert_string_equal(laid("abc שלום"), "abc םולש");
    assert_string_equal(laid("א(ב)"), "(ב)א");
}

static void font_layout__joins__arabic(void **state)
{
    (void)state;
    /* seen, lam, alef, meem: initial, the ligature's end form, isolated. */
    assert_string_equal(laid("سلام"), "\uFEE1\uFEFC\uFEB3");
    assert_string_equal(laid("\u06CC\u0648"), "\uFEEE\uFBFE"); /* Persian yeh joins too */
}

static void font_plain_text__leads_back__from_every_joined_form(void **state)
{
    (void)state;
    for (uint32_t letter = 0x621; letter <= 0x6D3; letter++) {
        char between[16];
        size_t len = utf8_encode(0x628, between);
        len += utf8_encode(letter, between + len);
        len += utf8_encode(0x628, between + len);
        const char *text = laid_out(FONT_REGULAR, between, len);
        for (size_t at = 0, bytes = 0; text[at]; at += bytes) {
            uint32_t plain = font_plain_text(utf8_decode(text + at, strlen(text + at), &bytes));
            if (plain != 0x628 && plain != letter && plain < 0xFE00)
                fail_msg("U+%04X came back as U+%04X", letter, plain);
            assert_true(plain < 0xFB50 || (plain >= 0xFEF5 && plain <= 0xFEFC));
        }
    }
    assert_int_equal(font_plain_text('a'), 'a');
    assert_int_equal(font_plain_text(0xFEFC), 0xFEFC);
    assert_int_equal(font_plain_text(0xFEF4), 0x64A);
    assert_int_equal(font_plain_text(0xFBB1), 0x6D3);
}

static void font_layout__takes__a_chinese_name_from_one_face(void **state)
{
    (void)state;
    Err err = {0};
    FontRun *runs = NULL;
    int32_t count = 0;
    /* The last character alone would come from the Japanese face. */
    assert_ok(font_layout(fonts, &arena, FONT_REGULAR, "陈小华", 9, &runs, &count, &err), err);
    assert_int_equal(count, 1);
    assert_non_null(strstr(font_face_path(fonts, runs[0].face), "DroidSansFallback"));
    assert_ok(font_layout(fonts, &arena, FONT_REGULAR, "山田太郎", 12, &runs, &count, &err), err);
    assert_int_equal(count, 1);
    assert_non_null(strstr(font_face_path(fonts, runs[0].face), "ipag"));
}

static void font_layout__thickens__only_where_bold_is_missing(void **state)
{
    (void)state;
    Err err = {0};
    FontRun *runs = NULL;
    int32_t count = 0;
    assert_ok(font_layout(fonts, &arena, FONT_BOLD, "S07 山田", 10, &runs, &count, &err), err);
    assert_int_equal(count, 2);
    assert_false(runs[0].thicken);
    assert_true(runs[1].thicken);
    assert_ok(font_layout(fonts, &arena, FONT_ITALIC, "山田", 6, &runs, &count, &err), err);
    assert_false(runs[0].thicken);
}

static void font_layout__reports__every_arena_that_is_too_small(void **state)
{
    (void)state;
    const char text[] = "S07 שלום 山田";
    FontRun *runs = NULL;
    int32_t count = -1;
    for (size_t limit = 0;; limit += 16) {
        Arena small;
        Err err = {0};
        arena_init(&small, limit);
        bool ok =
            font_layout(fonts, &small, FONT_REGULAR, text, sizeof text - 1, &runs, &count, &err);
        arena_deinit(&small);
        if (ok)
            break;
        assert_err(err, ERR_SYSTEM, "out of memory for a text of 19 bytes");
        assert_int_equal(count, -1);
        assert_true(limit < 100000);
    }
    assert_true(count >= 3);
}

/* ---- shaping ---- */

static FontRun one_run(const char *utf8)
{
    Err err = {0};
    FontRun *runs = NULL;
    int32_t count = 0;
    assert_ok(font_layout(fonts, &arena, FONT_REGULAR, utf8, strlen(utf8), &runs, &count, &err),
              err);
    assert_int_equal(count, 1);
    return runs[0];
}

static void font_layout__shapes__scripts_that_need_it(void **state)
{
    (void)state;
    assert_false(one_run("山田").shaped);
    assert_false(one_run("مرحبا").shaped);
    assert_true(one_run("ไทย").shaped);
    FontRun hindi = one_run("हिन्दी");
    assert_true(hindi.shaped);
    assert_true(hindi.width < hindi.plain); /* n + virama + d join into one */
    assert_memory_equal(one_run("न्\u200Dद").utf8, "न्\u200Dद", 12); /* joiners are kept */
}

static void font_outline__draws__inside_the_width_of_the_run(void **state)
{
    (void)state;
    Err err = {0};
    FontStroke *strokes = NULL;
    int32_t count = 0;
    FontRun run = one_run("हिन्दी");
    assert_ok(font_outline(fonts, &arena, &run, &strokes, &count, &err), err);
    assert_true(count > 50);
    assert_int_equal(strokes[0].kind, FONT_MOVE);
    assert_int_equal(strokes[count - 1].kind, FONT_CLOSE);
    float right = 0;
    for (int32_t i = 0; i < count; i++)
        if (strokes[i].kind == FONT_MOVE || strokes[i].kind == FONT_LINE)
            right = strokes[i].x[0] > right ? strokes[i].x[0] : right;
    assert_true(right > run.width * 0.8F && right < run.width * 1.1F);
}

static void font_outline__reports__an_arena_that_is_too_small(void **state)
{
    (void)state;
    Err err = {0};
    FontStroke *strokes = NULL;
    int32_t count = -1;
    FontRun run = one_run("ไทย");
    Arena small;
    arena_init(&small, 64);
    assert_false(font_outline(fonts, &small, &run, &strokes, &count, &err));
    assert_err(err, ERR_SYSTEM, "out of memory for the outline of a text");
    assert_int_equal(count, -1);
    arena_deinit(&small);
}

/* ---- widths ---- */

static void font_text_width__adds__the_advances(void **state)
{
    (void)state;
    /* Noto Sans has 1000 units: i 258, m 935 (hmtx); figures are all 572. */
    assert_true(font_text_width(fonts, FONT_REGULAR, 10, "im", 2) == 11.93F);
    assert_true(font_text_width(fonts, FONT_REGULAR, 1000, "0", 1) == 572.0F);
    assert_true(font_text_width(fonts, FONT_REGULAR, 1000, "7", 1) == 572.0F);
    assert_true(font_text_width(fonts, FONT_REGULAR, 10, "山田太郎", 12) == 40.0F);
    assert_true(font_text_width(fonts, FONT_REGULAR, 10, "", 0) == 0.0F);
    assert_true(font_text_width(fonts, FONT_REGULAR, 10, "\u200F\u2060", 6) == 0.0F);
}

static void font_text_width__agrees__with_the_layout(void **state)
{
    (void)state;
    char text[2000];
    random_state = 7;
    for (int i = 0; i < 1500; i++) {
        size_t len = random_text(text, sizeof text);
        FontStyle style = (FontStyle)random_below(FONT_STYLE_COUNT);
        ArenaMark mark = arena_mark(&arena);
        float want = runs_width(style, text, len);
        float got = font_text_width(fonts, style, 1, text, len);
        arena_reset(&arena, mark);
        assert_true(got > want - 0.0005F && got < want + 0.0005F);
    }
}

/* ---- breaking ---- */

/* The lines of text at this width, with "|" between them. */
static const char *broken(float width, const char *text)
{
    const char *all = "";
    size_t len = strlen(text);
    for (size_t at = 0, next = 0; at < len; at += next) {
        size_t end = font_break_line(fonts, FONT_REGULAR, 10, width, text + at, len - at, &next);
        all = arena_printf(&arena, "%s%s%.*s", all, at ? "|" : "", (int)end, text + at);
    }
    return all;
}

static void font_break_line__breaks__at_spaces_and_hyphens(void **state)
{
    (void)state;
    assert_string_equal(broken(1000, "one line"), "one line");
    assert_string_equal(broken(42, "words as  they were"), "words as|they|were");
    assert_string_equal(broken(45, "a co-taught unit"), "a co-|taught|unit");
    assert_string_equal(broken(30, "from -5 to"), "from|-5 to");
    assert_string_equal(broken(1000, "two\nlines\n\nend "), "two|lines||end");
    assert_string_equal(broken(25, "5\u00A0% of it"), "5\u00A0%|of it");
}

static void font_break_line__keeps__kinsoku(void **state)
{
    (void)state;
    assert_string_equal(broken(40, "子どもの発言を"), "子どもの|発言を");
    assert_string_equal(broken(40, "子どもは、発言"),
                        "子ども|は、発言");                           /* no line begins with it */
    assert_string_equal(broken(40, "授業の「発言"), "授業の|「発言"); /* none ends with it */
    assert_string_equal(broken(30, "ノートート"), "ノー|トート");
    assert_string_equal(broken(40, "約３０分）。次"), "約３０|分）。次");
    assert_string_equal(broken(20, "）））））"), "））|））|）"); /* nothing else is left to do */
}

static void font_break_line__splits__only_words_that_are_too_wide(void **state)
{
    (void)state;
    assert_string_equal(broken(20, "mmmmm"), "mm|mm|m");
    assert_string_equal(broken(1, "abc"), "a|b|c");
    assert_string_equal(broken(0, "e\u0301e\u0301"), "e\u0301|e\u0301");
    assert_string_equal(broken(-5, "ab"), "a|b");
    assert_string_equal(broken(1, "👩\u200D🏫x"), "👩\u200D🏫|x");
}

static void font_break_line__never__makes_a_line_too_wide_or_loses_a_byte(void **state)
{
    (void)state;
    char text[2000];
    random_state = 42;
    for (int i = 0; i < 1500; i++) {
        size_t len = random_text(text, sizeof text);
        float width = (float)random_below(200);
        FontStyle style = (FontStyle)random_below(FONT_STYLE_COUNT);
        for (size_t at = 0, next = 0; at < len; at += next) {
            size_t end = font_break_line(fonts, style, 9.5F, width, text + at, len - at, &next);
            assert_true(next > 0 && next <= len - at && end <= next);
            for (size_t k = end; k < next; k++) /* only white space is left out */
                assert_non_null(strchr(" \t\r\n\xE3\x80\x82\x8B\xE2", text[at + k]));
            float got = font_text_width(fonts, style, 9.5F, text + at, end);
            size_t first = 0;
            (void)font_break_line(fonts, style, 9.5F, 0, text + at, len - at, &first);
            assert_true(got <= width + 0.01F || end <= first);
        }
    }
}

static void font_break_line__takes__a_word_of_10000_characters(void **state)
{
    (void)state;
    static char word[10000];
    memset(word, 'm', sizeof word);
    size_t lines = 0;
    for (size_t at = 0, next = 0; at < sizeof word; at += next, lines++) {
        size_t end =
            font_break_line(fonts, FONT_REGULAR, 10, 100, word + at, sizeof word - at, &next);
        assert_int_equal(end, next);
    }
    assert_int_equal(lines, 1000); /* 9.35 points each: ten a line */
}

/* ---- subset ---- */

static void font_subset__keeps__only_what_is_used(void **state)
{
    (void)state;
    static uint8_t used[FONT_USED_BYTES];
    Err err = {0};
    uint8_t *bytes = NULL;
    size_t len = 0;
    size_t whole = 0;
    used['A' / 8] |= 1U << 'A' % 8;
    assert_ok(font_subset(fonts, FONT_REGULAR, used, &bytes, &len, &err), err);
    assert_non_null(font_face_data(fonts, FONT_REGULAR, &whole));
    assert_true(len > 500 && len < whole / 50);
    assert_memory_equal(bytes, "\x00\x01\x00\x00", 4);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(font_set_create__names__the_file_and_package_that_are_missing),
        cmocka_unit_test(font_set_create__refuses__a_file_that_is_no_font),
        cmocka_unit_test(font_set__opens__only_the_faces_that_are_asked_for),
        cmocka_unit_test(font_set__does_without__the_fallbacks),
        cmocka_unit_test(font_find_face__falls_back__by_character),
        cmocka_unit_test(font_layout__keeps__what_can_be_printed),
        cmocka_unit_test(font_layout__shows__what_no_face_has),
        cmocka_unit_test(font_layout__keeps_apart__what_lies_beyond),
        cmocka_unit_test(font_layout__composes__loose_accents),
        cmocka_unit_test(font_layout__orders__right_to_left),
        cmocka_unit_test(font_layout__joins__arabic),
        cmocka_unit_test(font_plain_text__leads_back__from_every_joined_form),
        cmocka_unit_test(font_layout__takes__a_chinese_name_from_one_face),
        cmocka_unit_test(font_layout__thickens__only_where_bold_is_missing),
        cmocka_unit_test(font_layout__reports__every_arena_that_is_too_small),
        cmocka_unit_test(font_layout__shapes__scripts_that_need_it),
        cmocka_unit_test(font_outline__draws__inside_the_width_of_the_run),
        cmocka_unit_test(font_outline__reports__an_arena_that_is_too_small),
        cmocka_unit_test(font_text_width__adds__the_advances),
        cmocka_unit_test(font_text_width__agrees__with_the_layout),
        cmocka_unit_test(font_break_line__breaks__at_spaces_and_hyphens),
        cmocka_unit_test(font_break_line__keeps__kinsoku),
        cmocka_unit_test(font_break_line__splits__only_words_that_are_too_wide),
        cmocka_unit_test(font_break_line__never__makes_a_line_too_wide_or_loses_a_byte),
        cmocka_unit_test(font_break_line__takes__a_word_of_10000_characters),
        cmocka_unit_test(font_subset__keeps__only_what_is_used),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
