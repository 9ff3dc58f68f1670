#include "check.h"

#include "reports/exchange/names/initials.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAP = 60 };

static void add_text(char *to, size_t size, const char *text)
{
    size_t used = strlen(to);
    (void)snprintf(to + used, size - used, "%s", text);
}

/* The labels in one line, for one comparison. */
static void assert_labels(const char *names, const char *want)
{
    Initials labels[CAP] = {{{0}}};
    char found[1024] = "";
    int32_t count = initials_read(names, labels, CAP);
    for (int32_t i = 0; i < count && i < CAP; i++) {
        add_text(found, sizeof found, i > 0 ? " " : "");
        add_text(found, sizeof found, labels[i].text);
    }
    assert_string_equal(found, want);
}

static void initials__reads_names__parted_by_commas(void **state)
{
    (void)state;
    assert_labels("Sofia Perez, Diego Luna,Ana", "SP DL An");
    assert_labels("ana maria ruiz gomez", "AG");
    assert_labels("Anne-Marie O'Neill", "AO");
}

static void initials__reads_lines__with_the_family_name_first(void **state)
{
    (void)state;
    assert_labels("Perez, Sofia\r\nLuna, Diego\n\n", "SP DL");
    assert_labels("Perez, Sofia; Luna, Diego", "SP DL");
    assert_labels("Perez,\n, Diego", "Pe Di");
}

static void initials__leaves_out__the_numbers_of_a_list(void **state)
{
    (void)state;
    assert_labels("1. Sofia Perez\n2) Diego Luna\n3\tKai Wong", "SP DL KW");
    assert_labels("1A, 1B, 12", "1A 1B 12");
    assert_labels("1. 2 %, 3. Mia", "2 Mi"); /* the number of a list, no more */
}

static void initials__makes_each_different__by_the_next_letters(void **state)
{
    (void)state;
    assert_labels("Sofia Perez, Sara Pena, Soren Pike, Sofus Perle, Sofie Perk",
                  "SP SaP SoP SPe SoPe");
    assert_labels("Mia, Milo, Mira, Mila", "Mi Mil Mir Mi2");
    assert_labels("dl, DL", "Dl DL2");
    /* The same name twice: more letters would not tell them apart. */
    assert_labels("Ana Mora, Al Max, Ana Mora,Ana Mora", "AM AMa AM2 AM3");
    assert_labels("Mora, Ana\nMora, Ana\n", "AM AM2");
}

static void initials__keeps__what_is_short_already(void **state)
{
    (void)state;
    assert_labels("DL, S3, 7", "DL S3 7");
}

static void initials__reads__other_scripts(void **state)
{
    (void)state;
    assert_labels("\xC3\xA1ngel \xC3\xB1u\xC3\xB1"
                  "ez",
                  "\xC3\x81\xC3\x91");
    assert_labels("\xE7\x94\xB0\xE4\xB8\xAD \xE8\x8A\xB1\xE5\xAD\x90", "\xE7\x94\xB0\xE8\x8A\xB1");
    assert_labels("\xD0\xB0\xD0\xBD\xD0\xBD\xD0\xB0 \xD0\xB8\xD0\xB2\xD0\xB0", "\xD0\x90\xD0\x98");
    /* Spanish, Vietnamese, Arabic, Japanese, Korean, Hebrew, Hindi. */
    assert_labels("María José García López, Ángel Ñuñez", "ML ÁÑ");
    assert_labels("Nguyễn Thị Minh Khai, Trần Văn Đức, đặng thùy trâm, ơn ưu", "NK TĐ ĐT ƠƯ");
    assert_labels("محمد علي، فاطمة الزهراء", "م.ع ف.ا");
    assert_labels("عُمَر", "ع.ر");
    assert_labels("田中花子、李明，王", "田子 李 王");
    assert_labels("김민준, דוד לוי, प्रिया शर्मा", "김준 דל पश");
    assert_labels("田中 花子, 田村 花, 田中 花子", "田花 田花2 田花3");
    /* A letter and the mark on it stay together. */
    assert_labels("e\xCC\x81va", "E\xCC\x81v");
}

/* A label is stored in the clear. */
static void initials__are_never__a_whole_name(void **state)
{
    (void)state;
    assert_labels("Bo, Mira, Mia", "B Mi Mi2");
    assert_labels("Bo Li, Ben Lo, Bea Lu, Bu Le, Ba La", "BL BeL BL2 BL3 BL4");
    assert_labels("An Vo, Ai Vu", "AV AV2");
    assert_labels("ANA, BO, SOFIA, 1A, MIA", "AN B SO 1A MI");
    assert_labels("ANA RUIZ, BEN", "AR BE");
    assert_labels("ANA, BEN", "ANA BEN"); /* as good as initials */
    assert_labels("林 明, 김 한", "林 김");
}

static void initials__know__the_same_name_again(void **state)
{
    (void)state;
    assert_true(initials_same_name("Sofia Perez", "Perez,  Sofia"));
    assert_true(initials_same_name("  sofia\tPEREZ ", "Sofia Perez"));
    assert_true(initials_same_name("Nguyễn Thị Minh", "NGUYỄN THỊ MINH"));
    assert_true(initials_same_name("", " , "));
    assert_false(initials_same_name("Sofia Perez", "Sofia Pere"));
    assert_false(initials_same_name("Sofia Perez", "Perez Sofia"));
    assert_false(initials_same_name("Bo Li", "BoLi"));
    char long_name[1200];
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_false(initials_same_name(long_name, "Bo"));
}

static void initials_is_name__tells__names_from_labels(void **state)
{
    (void)state;
    static const char *const names[] = {"Mia Lopez", "MIA LOPEZ",   "Lopez, Mia", "Stephanie",
                                        "Bo Li",     "lucia.mora7", "Ana Ruiz 2", "山田",
                                        "محمد علي",  "Иван Петров"};
    static const char *const labels[] = {"Ana",  "José",  "Иван",  "S1", "SS",   "7",
                                         "1A",   "",      "T1-3",  "ML", "SaP2", "Speaker 3",
                                         "ÉrÖs", "SoPe2", "田花2", "---"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(initials_is_name(names[i], false));
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        assert_false(initials_is_name(labels[i], false));
    assert_true(initials_is_name("Ana", true));
    assert_true(initials_is_name("José", true));
    assert_false(initials_is_name("S1", true));
    assert_false(initials_is_name("Speaker 3", true));
    assert_false(initials_is_name("ML", true));
}

static void initials__survives__what_is_no_name(void **state)
{
    (void)state;
    assert_labels("", "");
    assert_labels(" , ,\n;;--", "");
    assert_labels("\xFF\xFE\x80 A\xC3", "A");
    char *long_name = malloc(10001);
    assert_non_null(long_name);
    memset(long_name, 'x', 10000);
    long_name[10000] = '\0';
    assert_labels(long_name, "Xx");
    memset(long_name, '*', INITIALS_MAX_NAME);
    assert_labels(long_name, ""); /* its letters come too late to be kept */
    free(long_name);
}

static void initials__counts__more_names_than_seats(void **state)
{
    (void)state;
    Initials labels[2] = {{{0}}};
    assert_int_equal(initials_read("Ana Ruiz, Ben Lee, Cy Fox", labels, 2), 3);
    assert_string_equal(labels[1].text, "BL");
}

/* The number before it does not make it another name. */
static void initials__count_up__the_same_name_of_a_numbered_list(void **state)
{
    (void)state;
    assert_labels("1. Sofia Perez\n2. Ana Ruiz\n3.  Sofia Perez", "SP AR SP2");
    assert_labels("1. Sofia Perez\n2. Sofia Perezz", "SP SoP");
    assert_labels("Sofia Perez, Sofia Perez , Sofia", "SP SP2 So");
}

/* What is beyond the labels is counted, and compared with nothing. */
static void initials__counts__a_whole_book_of_names(void **state)
{
    (void)state;
    enum { LINES = 20000, LINE = 24 };
    char *book = malloc((size_t)LINES * LINE + 1);
    assert_non_null(book);
    size_t used = 0;
    for (int i = 0; i < LINES; i++)
        used += (size_t)snprintf(book + used, LINE, "Sofia Perez %c%c\n", 'a' + i % 26,
                                 'a' + i / 26 % 26);
    Initials labels[2] = {{{0}}};
    assert_int_equal(initials_read(book, labels, 2), LINES);
    assert_string_equal(labels[0].text, "SA");
    assert_string_equal(labels[1].text, "SB");
    free(book);
}

static void initials__stay_different__of_a_hundred_equal_names(void **state)
{
    (void)state;
    char names[1200] = "";
    for (int i = 0; i < CAP; i++)
        add_text(names, sizeof names, "Sofia Perez,");
    Initials labels[CAP] = {{{0}}};
    assert_int_equal(initials_read(names, labels, CAP), CAP);
    for (int32_t i = 0; i < CAP; i++)
        for (int32_t k = 0; k < i; k++)
            assert_string_not_equal(labels[i].text, labels[k].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(initials__reads_names__parted_by_commas),
        cmocka_unit_test(initials__reads_lines__with_the_family_name_first),
        cmocka_unit_test(initials__leaves_out__the_numbers_of_a_list),
        cmocka_unit_test(initials__makes_each_different__by_the_next_letters),
        cmocka_unit_test(initials__keeps__what_is_short_already),
        cmocka_unit_test(initials__reads__other_scripts),
        cmocka_unit_test(initials__are_never__a_whole_name),
        cmocka_unit_test(initials__know__the_same_name_again),
        cmocka_unit_test(initials_is_name__tells__names_from_labels),
        cmocka_unit_test(initials__survives__what_is_no_name),
        cmocka_unit_test(initials__counts__more_names_than_seats),
        cmocka_unit_test(initials__count_up__the_same_name_of_a_numbered_list),
        cmocka_unit_test(initials__counts__a_whole_book_of_names),
        cmocka_unit_test(initials__stay_different__of_a_hundred_equal_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
