#include "check.h"
#include "recorder/settings/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const Settings chosen = {.theme = SETTINGS_THEME_DARK,
                                .left_handed = true,
                                .text_percent = 175,
                                .reduced_motion = true,
                                .keyboard = SETTINGS_KEYBOARD_NEVER,
                                .paper = SHEET_LETTER,
                                .folder = "/media/stick/Año 5: sheets",
                                .language = "es",
                                .lock_min = 15,
                                .keep_years = 3,
                                .names = SETTINGS_NAMES_DECEMBER,
                                .forgets_alone = true};

static void assert_same(const Settings *a, const Settings *b)
{
    assert_int_equal(a->theme, b->theme);
    assert_int_equal(a->left_handed, b->left_handed);
    assert_int_equal(a->text_percent, b->text_percent);
    assert_int_equal(a->reduced_motion, b->reduced_motion);
    assert_int_equal(a->keyboard, b->keyboard);
    assert_int_equal(a->paper, b->paper);
    assert_string_equal(a->folder, b->folder);
    assert_string_equal(a->language, b->language);
    assert_int_equal(a->lock_min, b->lock_min);
    assert_int_equal(a->keep_years, b->keep_years);
    assert_int_equal(a->names, b->names);
    assert_int_equal(a->forgets_alone, b->forgets_alone);
}

static bool parse(const char *text, Settings *ret_settings, Err *err)
{
    Settings usual = settings_usual(SHEET_A4);
    return settings_parse(text, strlen(text), &usual, ret_settings, err);
}

static void settings__of_an_empty_file__are_the_usual_ones(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"", "\n\n", "# nothing\n  # more\r\n"};
    Settings usual = settings_usual(SHEET_LETTER), got;
    Err err = {0};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        assert_ok(settings_parse(TEXTS[i], strlen(TEXTS[i]), &usual, &got, &err), err);
        assert_same(&got, &usual);
    }
    assert_int_equal(usual.text_percent, 100);
    assert_string_equal(usual.language, "en");
}

static void settings__read__what_a_person_wrote(void **state)
{
    (void)state;
    Settings got, want = settings_usual(SHEET_A4);
    Err err = {0};
    assert_ok(parse("  text :150\r\n\ttheme:  contrast  \nhand: left", &got, &err), err);
    want.text_percent = 150;
    want.theme = SETTINGS_THEME_CONTRAST;
    want.left_handed = true;
    assert_same(&got, &want);
}

static void settings__say__what_is_wrong_and_where(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
        ErrKind kind;
    } CASES[] = {
        {"theme: dark\ntext: 110\n", "line 2: text is '110', expected 100, 125, 150, 175 or 200",
         ERR_FORMAT},
        {"text: 225", "line 1: text is '225', expected 100, 125, 150, 175 or 200", ERR_FORMAT},
        {"text: -100", "line 1: text is '-100', expected 100, 125, 150, 175 or 200", ERR_FORMAT},
        {"text: 18446744073709551716",
         "line 1: text is '18446744073709551716', expected 100, 125, 150, 175 or 200", ERR_FORMAT},
        {"theme: Dark", "line 1: theme is 'Dark', expected follow, light, dark or contrast",
         ERR_FORMAT},
        {"language: English", "line 1: language is 'English', expected a language such as en or es",
         ERR_FORMAT},
        {"paper:", "line 1: paper is '', expected a4 or letter", ERR_FORMAT},
        {"lock: 0", "line 1: lock is '0', expected 1, 2, 5, 15 or 30", ERR_FORMAT},
        {"lessons: 4", "line 1: lessons is '4', expected always, 1, 2, 3 or 5", ERR_FORMAT},
        {"names: gone", "line 1: names is 'gone', expected keep, july or december", ERR_FORMAT},
        {"forgetting: 1", "line 1: forgetting is '1', expected ask or alone", ERR_FORMAT},
        {"\n\nthme: dark", "line 3: 'thme' is not a setting", ERR_FORMAT},
        {"dark", "line 1: 'dark' is no 'setting: value'", ERR_FORMAT},
        {"\xFF\x01: x",
         "line 1: '?"
         "?' is not a setting",
         ERR_FORMAT},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Settings got = chosen;
        Err err = {0};
        assert_false(parse(CASES[i].text, &got, &err));
        assert_int_equal(err.kind, CASES[i].kind);
        assert_string_equal(err.text, CASES[i].says);
        assert_same(&got, &chosen);
    }
    char long_line[1200];
    memset(long_line, 'a', sizeof long_line);
    long_line[sizeof long_line - 1] = '\0';
    Settings got = chosen;
    Err err = {0};
    assert_false(parse(long_line, &got, &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_string_equal(err.text, "line 1: longer than 1087 bytes");
    Err other = {0};
    assert_false(settings_parse("a\0b", 3, &chosen, &got, &other));
    assert_string_equal(other.text, "line 1: is no text");
}

static void settings__kept__come_back(void **state)
{
    (void)state;
    char folder[64] = "/tmp/kenkyu-settings-XXXXXX", path[128], db[128], found[SETTINGS_PATH_SIZE];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/settings.txt", folder);
    (void)snprintf(db, sizeof db, "%s/kenkyu.db", folder);
    assert_true(settings_path(db, found));
    assert_string_equal(found, path);
    assert_false(settings_path(":memory:", found));
    assert_true(settings_path("kenkyu.db", found));
    assert_string_equal(found, "settings.txt");

    Settings usual = settings_usual(SHEET_A4), got = chosen;
    Err err = {0};
    assert_ok(settings_load(path, &usual, &got, &err), err);
    assert_same(&got, &usual);
    assert_ok(settings_save(path, &chosen, &err), err);
    assert_ok(settings_load(path, &usual, &got, &err), err);
    assert_same(&got, &chosen);

    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    assert_true(fputs("text: huge\n", file) >= 0 && fclose(file) == 0);
    got = usual;
    char want[256];
    (void)snprintf(want, sizeof want,
                   "%s: line 14: text is 'huge', expected 100, 125, 150, 175 or 200", path);
    assert_false(settings_load(path, &usual, &got, &err));
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_string_equal(err.text, want);
    assert_same(&got, &usual);

    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    Err gone = {0};
    assert_false(settings_save(path, &chosen, &gone));
    assert_int_equal(gone.kind, ERR_SYSTEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings__of_an_empty_file__are_the_usual_ones),
        cmocka_unit_test(settings__read__what_a_person_wrote),
        cmocka_unit_test(settings__say__what_is_wrong_and_where),
        cmocka_unit_test(settings__kept__come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
