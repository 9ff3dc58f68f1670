#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "protocols/utf8.h"

static void utf8__every_code_point_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
        if (code_point >= 0xD800 && code_point <= 0xDFFF)
            continue;
        char text[4];
        size_t len = utf8_encode(code_point, text), bytes = 0;
        assert_int_equal(utf8_decode(text, len, &bytes), code_point);
        assert_int_equal(bytes, len);
        assert_int_equal(utf8_valid_len(text, len), len);
        if (len > 1) { /* cut short it is not UTF-8 */
            assert_int_equal(utf8_decode(text, len - 1, &bytes), 0xFFFD);
            assert_int_equal(bytes, 1);
        }
    }
}

static void utf8_decode__refuses_what_is_not_utf8(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xE3\x81",
        "\xC3(",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t bytes = 0;
        assert_int_equal(utf8_decode(bad[i], strlen(bad[i]), &bytes), 0xFFFD);
        assert_int_equal(bytes, 1);
        assert_int_equal(utf8_valid_len(bad[i], strlen(bad[i])), 0);
    }
}

static void utf8_valid_len__finds_the_first_bad_byte(void **state)
{
    (void)state;
    assert_int_equal(utf8_valid_len("授業\xFFx", 8), 6);
    assert_int_equal(utf8_valid_len("\xEF\xBF\xBD", 3), 3); /* U+FFFD itself is text */
    assert_int_equal(utf8_valid_len("", 0), 0);
}

static void utf8_cut__never_splits_a_code_point(void **state)
{
    (void)state;
    static const char text[] = "a\xC3\xA9\xE6\x8E\x88\xF0\x9F\x98\x80z";
    size_t len = sizeof text - 1;
    for (size_t max = 0; max <= len + 2; max++) {
        size_t cut = utf8_cut(text, len, max);
        assert_true(cut <= max && cut <= len);
        assert_int_equal(utf8_valid_len(text, cut), cut);
    }
    assert_int_equal(utf8_cut(text, len, 2), 1);
    assert_int_equal(utf8_cut(text, len, len), len);
}

static void utf8_count__counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(utf8_count("授業研究", 12), 4);
    assert_int_equal(utf8_count("ab\xFF\xFE", 4), 4);
}

static void utf8_quote__shortens_and_cleans(void **state)
{
    (void)state;
    assert_string_equal(utf8_quote("Grade 5", 7).text, "Grade 5");
    assert_string_equal(utf8_quote("a\nb\x01\xFF\xC2\x85z", 8).text, "a?b???z");
    char many[200];
    memset(many, 'x', sizeof many);
    assert_int_equal(strlen(utf8_quote(many, sizeof many).text), 43);
    for (size_t i = 0; i + 3 <= sizeof many; i += 3)
        memcpy(many + i, "\xE6\x8E\x88", 3);
    Utf8Quote quote = utf8_quote(many, 198);
    assert_int_equal(strlen(quote.text), 42);
    assert_int_equal(utf8_valid_len(quote.text, 42), 42);
    memset(many, 'x', 40);
    assert_int_equal(strlen(utf8_quote(many, 40).text), 40);
}

static void assert_place(const char *text, size_t offset, int32_t line, int32_t column)
{
    Utf8Place place = utf8_place(text, strlen(text), offset);
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void utf8_place__counts_lines_and_code_points(void **state)
{
    (void)state;
    assert_place("ab\ncd", 0, 1, 1);
    assert_place("ab\ncd", 2, 1, 3);
    assert_place("ab\ncd", 4, 2, 2);
    assert_place("ab\r\ncd", 5, 2, 2);
    assert_place("ab\rcd", 4, 2, 2);
    assert_place("授業\nx", 3, 1, 2);
    assert_place("ab", 99, 1, 3);
    assert_place("\xEF\xBB\xBF"
                 "ab",
                 0, 1, 1);
    assert_place("\xEF\xBB\xBF"
                 "ab",
                 3, 1, 1);
    assert_place("\xEF\xBB\xBF"
                 "ab",
                 4, 1, 2);
    assert_place("a\n\xEF\xBB\xBF"
                 "b",
                 5, 2, 2);
}

static void utf8_text_len__stops_at_what_is_no_text(void **state)
{
    (void)state;
    assert_int_equal(utf8_text_len("a\tb\r\n", 5), 5);
    assert_int_equal(utf8_text_len("ab\0c", 4), 2);
    assert_int_equal(utf8_text_len("\x1B[1m", 4), 0);
    assert_int_equal(utf8_text_len("x\x7F", 2), 1);
    assert_int_equal(utf8_text_len("x\xC2\x9F", 3), 1); /* a C1 control */
    assert_int_equal(utf8_text_len("x\xC3", 2), 1);
}

static void utf8_break_len__knows__every_line_end(void **state)
{
    (void)state;
    static const char *const ends[] = {"\n",       "\r",           "\r\n",
                                       "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t len = strlen(ends[i]);
        assert_int_equal(utf8_break_len(ends[i], len), len);
        assert_int_equal(utf8_break_len(ends[i], len - 1), i == 2 ? 1 : 0);
    }
    assert_int_equal(utf8_break_len("\xE2\x80\xA7", 3), 0);
    assert_int_equal(utf8_break_len("\xC2\xA0", 2), 0);
    assert_int_equal(utf8_break_len(" \n", 2), 0);
}

static void utf8_trim_len__leaves_out__blanks_and_line_ends_behind(void **state)
{
    (void)state;
    const char *text = " a \xE2\x80\xA8 b\xC2\x85 \t\xE2\x80\xA9\xE2\x80\xA8\r\n";
    assert_int_equal(utf8_trim_len(text, strlen(text)), 8);
    assert_int_equal(utf8_trim_len("\xE2\x80\xA8 \n", 5), 0);
    assert_int_equal(utf8_trim_len("\x80\xA8", 2), 2);
    assert_int_equal(utf8_trim_len("", 0), 0);
}

static void assert_mended(const char *text, size_t len, const char *want)
{
    char copy[40];
    memcpy(copy, text, len);
    copy[len] = '\0';
    assert_int_equal(utf8_mend(copy, len), strlen(want));
    assert_string_equal(copy, want);
}

static void utf8_mend__leaves_text_alone__and_nothing_else(void **state)
{
    (void)state;
    assert_mended("", 0, "");
    assert_mended("5/8 \xC3\xA9\xE6\x8E\x88\xF0\x9F\x98\x80\r\n\t.", 17,
                  "5/8 \xC3\xA9\xE6\x8E\x88\xF0\x9F\x98\x80\r\n\t.");
    assert_mended("\x1B[1m\x7F\0\xC2\x9Fz", 9, "?[1m???z");
    assert_mended("\xFF\xC3\xEF\xBF\xBF\xEF\xBF\xBE\xEF\xBF\xBD", 11, "????\xEF\xBF\xBD");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8__every_code_point_goes_there_and_back),
        cmocka_unit_test(utf8_decode__refuses_what_is_not_utf8),
        cmocka_unit_test(utf8_valid_len__finds_the_first_bad_byte),
        cmocka_unit_test(utf8_cut__never_splits_a_code_point),
        cmocka_unit_test(utf8_count__counts_code_points),
        cmocka_unit_test(utf8_mend__leaves_text_alone__and_nothing_else),
        cmocka_unit_test(utf8_quote__shortens_and_cleans),
        cmocka_unit_test(utf8_place__counts_lines_and_code_points),
        cmocka_unit_test(utf8_break_len__knows__every_line_end),
        cmocka_unit_test(utf8_trim_len__leaves_out__blanks_and_line_ends_behind),
        cmocka_unit_test(utf8_text_len__stops_at_what_is_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
