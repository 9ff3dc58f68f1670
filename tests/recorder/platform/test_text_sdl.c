#include "check.h"

#include "recorder/platform/platform.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static TextRenderer *renderer(void)
{
    Err err = {0};
    TextRenderer *t = text_renderer_create(&err);
    if (!t)
        fail_msg("%s", err.text);
    return t;
}

static float width(TextRenderer *t, float size, const char *text)
{
    UiText ui = text_renderer_ui(t);
    return ui.width(ui.user, false, size, text, strlen(text));
}

static bool mask(TextRenderer *t, bool bold, float size_px, const char *text, PaintMask *ret)
{
    PaintText paint = text_renderer_paint(t);
    return paint.mask(paint.user, bold, size_px, text, ret);
}

static int64_t ink(const PaintMask *m, int32_t from_x, int32_t to_x)
{
    int64_t sum = 0;
    for (int32_t y = 0; y < m->height; y++)
        for (int32_t x = from_x; x < to_x; x++)
            sum += m->coverage[y * m->pitch + x];
    return sum;
}

static int64_t ink_of_row(const PaintMask *m, int32_t y)
{
    int64_t sum = 0;
    for (int32_t x = 0; x < m->width; x++)
        sum += m->coverage[y * m->pitch + x];
    return sum;
}

static void width__is_that__of_what_is_drawn(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    const char *texts[] = {"Paraphrase", "jaja", "5:19 of 18:00", "\xE5\xB1\xB1\xE7\x94\xB0 Hanako",
                           "Nguy\xE1\xBB\x85n"};
    const float scales[] = {1, 1.5F, 2};
    for (size_t s = 0; s < 3; s++) {
        text_renderer_set_scale(t, scales[s]);
        for (size_t i = 0; i < 5; i++) {
            PaintMask m;
            assert_true(mask(t, false, 16 * scales[s], texts[i], &m));
            float drawn = (float)m.width / scales[s];
            assert_true(fabsf(width(t, 16, texts[i]) - drawn) <= 2);
        }
    }
    text_renderer_destroy(t);
}

static void width__grows_with_size__without_jumps(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    const char *text = "Comparing fractions on a number line";
    float em = width(t, 64, text) / 64;
    for (int32_t size = 14; size <= 32; size += 2)
        assert_true(fabsf(width(t, (float)size, text) - em * (float)size) <= 1);
    text_renderer_destroy(t);
}

static void figures__are_tabular(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    float one = width(t, 32, "1111");
    for (int32_t digit = 0; digit <= 9; digit++) {
        char c = (char)('0' + digit);
        const char text[] = {c, c, c, c, '\0'};
        assert_true(fabsf(width(t, 32, text) - one) <= 1);
    }
    text_renderer_destroy(t);
}

static void mask__stands__on_its_baseline(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    PaintText paint = text_renderer_paint(t);
    PaintMask m;
    assert_true(mask(t, true, 40, "HEH", &m));
    float cap = paint.cap_height(paint.user, true, 40);
    assert_true(cap > 27 && cap < 30); /* 0.714 of the size */
    int64_t letters = 0;
    int64_t elsewhere = 0;
    for (int32_t y = 0; y < m.height; y++)
        for (int32_t x = 0; x < m.width; x++) {
            bool inside = y >= m.ascent - (int32_t)cap - 1 && y < m.ascent;
            *(inside ? &letters : &elsewhere) += m.coverage[y * m.pitch + x];
        }
    assert_true(letters > 0 && elsewhere == 0);
    text_renderer_destroy(t);
}

/* Where the ink ends, counted from the baseline down. */
static int32_t lowest(TextRenderer *t, const char *text)
{
    PaintMask m;
    assert_true(mask(t, false, 40, text, &m));
    int32_t y = m.height - 1;
    while (y > 0 && ink_of_row(&m, y) == 0)
        y--;
    return y - m.ascent;
}

static void mask__keeps_the_baseline__under_piled_marks(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    int32_t letter = lowest(t, "A");
    assert_int_equal(lowest(t, "\xE1\xBA\xA4"), letter); /* Vietnamese */
    assert_int_equal(lowest(t, "\xE1\xBA\xA4\xCC\x82\xCC\x82\xCC\x82"), letter);
    assert_int_equal(lowest(t, "\xE0\xA4\x95\xEA\xA3\xB0"), lowest(t, "\xE0\xA4\x95"));
    text_renderer_destroy(t);
}

/* Every script the app may meet in a class list draws something of its own, not
 * the box of a missing glyph. */
static void text__finds_a_face__for_each_script(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    PaintMask box;
    assert_true(mask(t, false, 32, "\xF3\xB0\x80\x80", &box)); /* private use: no face has it */
    int64_t box_ink = ink(&box, 0, box.width);
    const char *texts[] = {
        "\xE2\x89\xA5", /* greater or equal */
        "\xE2\x9C\x93", /* check mark */
        "\xE2\x86\x92", /* arrow */
        "\xE2\x88\x92", /* minus */
        "\xE5\xB1\xB1", /* Japanese */
        "\xD7\xA9",     /* Hebrew */
        "\xD9\x85",     /* Arabic */
        "\xE0\xA4\xB9", /* Devanagari */
        "\xD0\x96",     /* Cyrillic */
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        PaintMask m;
        assert_true(mask(t, false, 32, texts[i], &m));
        int64_t own = ink(&m, 0, m.width);
        if (own == 0 || own == box_ink)
            fail_msg("text %zu is not drawn", i);
    }
    text_renderer_destroy(t);
}

/* Columns without ink between the first and the last that has some. */
static int32_t gaps(const PaintMask *m)
{
    int32_t first = 0;
    int32_t last = m->width - 1;
    while (first < last && ink(m, first, first + 1) == 0)
        first++;
    while (last > first && ink(m, last, last + 1) == 0)
        last--;
    int32_t empty = 0;
    for (int32_t x = first; x <= last; x++)
        empty += ink(m, x, x + 1) == 0;
    return empty;
}

/* Shin, wide, then yod, narrow: reading order puts shin rightmost, and what
 * follows in Latin letters left of both. */
static void text__runs_right_to_left__in_hebrew_and_arabic(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    PaintMask line;
    PaintMask shin;
    assert_true(mask(t, false, 64, "\xD7\xA9", &shin));
    int64_t shin_ink = ink(&shin, 0, shin.width);
    int32_t shin_width = shin.width;
    const char *texts[] = {"\xD7\xA9\xD7\x99", "\xD7\xA9 iii", "iii \xD7\xA9\xD7\x99"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(mask(t, false, 64, texts[i], &line));
        int64_t last = ink(&line, line.width - shin_width, line.width);
        if (llabs((long long)(last - shin_ink)) > shin_ink / 50)
            fail_msg("text %zu ends in something else than shin", i);
    }
    /* Arabic letters join, unless a non-joiner stands between them. */
    assert_true(mask(t, false, 64, "\xD8\xA8\xD8\xA8", &line));
    assert_int_equal(gaps(&line), 0);
    assert_true(mask(t, false, 64, "\xD8\xA8\xE2\x80\x8C\xD8\xA8", &line));
    assert_true(gaps(&line) > 0);
    text_renderer_destroy(t);
}

static void text__is_safe__whatever_the_bytes(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    char text[64];
    uint64_t random = 88172645463325252U;
    PaintMask m;
    for (int32_t round = 0; round < 300; round++) {
        size_t len = (size_t)(round % 60) + 1;
        for (size_t i = 0; i < len; i++) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            text[i] = (char)(1 + random % 255);
        }
        text[len] = '\0';
        assert_true(width(t, 14, text) >= 0);
        if (mask(t, false, 14, text, &m))
            assert_true(m.width > 0 && m.height > 0);
    }
    assert_false(mask(t, false, 14, "", &m));
    assert_true(width(t, 14, "") == 0);
    assert_true(width(t, 14, "\n\x01") == width(t, 14, "  "));
    assert_true(width(t, 14, "\xFF") == width(t, 14, "\xEF\xBF\xBD"));
    text_renderer_destroy(t);
}

/* A mark without a letter hangs out to the left: over a narrow letter of another script
 * it begins before the line does. */
static void text__stays_in_its_picture__where_a_mark_hangs_out(void **state)
{
    (void)state;
    static const char *const marks[] = {"\xE0\xB8\xB1\xE0\xB9\x89\xE0\xB9\x89",
                                        "\xE0\xBA\xB1",
                                        "\xE1\x80\xAD",
                                        "\xE1\x9E\xB7",
                                        "\xD6\xB0",
                                        "\xE0\xA5\x87"};
    static const char *const letters[] = {"i", ".", "'", "", "\xE2\x80\x89"};
    TextRenderer *t = renderer();
    PaintMask m;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        for (size_t k = 0; k < sizeof letters / sizeof *letters; k++)
            for (int32_t size = 12; size < 64; size += 2) {
                char text[64];
                (void)snprintf(text, sizeof text, "%s%si", letters[k], marks[i]);
                assert_true(mask(t, size % 4 == 0, (float)size, text, &m));
                assert_true(ink(&m, 0, m.width) > 0);
            }
    text_renderer_destroy(t);
}

static void text__comes_back__after_no_file_could_be_opened(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    PaintMask m;
    struct rlimit before, none;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    assert_false(mask(t, true, 20, "Lesson", &m));
    float lost = width(t, 20, "Turns");
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_true(lost == 0);
    assert_true(mask(t, true, 20, "Lesson", &m));
    assert_true(width(t, 20, "Turns") > 0);
    text_renderer_destroy(t);
}

static void text__longer_than_any_screen__is_cut_not_lost(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    char *text = calloc(100001, 1);
    assert_non_null(text);
    memset(text, 'm', 100000);
    assert_true(width(t, 14, text) > 10000);
    free(text);
    text_renderer_destroy(t);
}

/* More lines than the cache keeps: what is asked again comes out the same. */
static void cache__forgets__without_forgetting_how(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    char text[32];
    float first = width(t, 20, "line 0");
    PaintMask m;
    for (int32_t i = 0; i < 6000; i++) {
        snprintf(text, sizeof text, "line %d", i);
        assert_true(width(t, 20, text) > 0);
        if (i % 10 == 0)
            assert_true(mask(t, i % 20 == 0, 20, text, &m));
    }
    assert_true(width(t, 20, "line 0") == first);
    for (int32_t size = 10; size < 60; size++) /* more sizes than stay open */
        assert_true(mask(t, false, (float)size, "size", &m));
    assert_true(mask(t, false, 1e9F, "size", &m));
    assert_true(mask(t, false, 0, "size", &m));
    text_renderer_destroy(t);
}

/* A screen asks for the same lines over and over; what passed by meanwhile goes. */
static void cache__forgets_what_passed_by__not_what_is_shown(void **state)
{
    (void)state;
    TextRenderer *t = renderer();
    PaintMask m;
    assert_true(mask(t, true, 20, "0:59", &m));
    int64_t passed = ink(&m, 0, m.width);
    assert_true(mask(t, true, 20, "has the floor", &m));
    int64_t shown = ink(&m, 0, m.width);
    for (int32_t i = 0; i < 50000; i++)
        assert_true(width(t, 16, i % 1000 == 0 ? "1:00" : "P5") > 0);
    assert_true(mask(t, true, 20, "has the floor", &m));
    assert_int_equal(ink(&m, 0, m.width), shown);
    assert_true(width(t, 20, "1:01") > 0);
    assert_true(mask(t, true, 20, "0:59", &m));
    assert_int_equal(ink(&m, 0, m.width), passed);
    text_renderer_destroy(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(width__is_that__of_what_is_drawn),
        cmocka_unit_test(width__grows_with_size__without_jumps),
        cmocka_unit_test(figures__are_tabular),
        cmocka_unit_test(mask__stands__on_its_baseline),
        cmocka_unit_test(mask__keeps_the_baseline__under_piled_marks),
        cmocka_unit_test(text__finds_a_face__for_each_script),
        cmocka_unit_test(text__runs_right_to_left__in_hebrew_and_arabic),
        cmocka_unit_test(text__is_safe__whatever_the_bytes),
        cmocka_unit_test(text__stays_in_its_picture__where_a_mark_hangs_out),
        cmocka_unit_test(text__comes_back__after_no_file_could_be_opened),
        cmocka_unit_test(text__longer_than_any_screen__is_cut_not_lost),
        cmocka_unit_test(cache__forgets__without_forgetting_how),
        cmocka_unit_test(cache__forgets_what_passed_by__not_what_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
