#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "reports/exchange/names/name_words.h"

static Arena arena;
static NameWords words;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)4 << 20);
    words = (NameWords){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static void knows(const char *given, const char *family)
{
    assert_true(name_words_add(&words, &arena, given, family));
    name_words_sort(&words);
}

static void finds(const char *const *texts, bool any)
{
    for (; *texts; texts++)
        if ((name_words_count(&words, *texts) > 0) != any)
            fail_msg("'%s' %s", *texts, any ? "holds a name" : "holds none");
}

static void name_words__are_found__whole_and_however_they_are_written(void **state)
{
    (void)state;
    static const char *const with[] = {
        "Mia",      "next to LÓPEZ", "lopez, m.",     "mia's",        "noah.chan2",
        "NoahChan", "(Noah)",        "lo\xCC\x81pez", "Mia and Noah", "nguyen",
        "Khải",     "D'angelo",      "MCDONALD",      "mcDonald",     NULL};
    static const char *const none[] = {"",   "2",     "level 2", "los",   "Miami", "Naomi",
                                       "lo", "chant", "table",   "M. L.", "yes",   NULL};
    assert_int_equal(name_words_count(&words, "Mia"), 0); /* nobody is known */
    knows("Mia", "Lopez");
    knows("Noah Chan", "");
    knows("Khai", "Nguyễn");
    knows("Ana", "D'Angelo");
    knows("Bo", "McDonald");
    finds(with, true);
    finds(none, false);
    assert_int_equal(name_words_count(&words, "Sits-beside-Noah-Chan"), 2);
}

static void name_words__know__what_is_no_name_alone(void **state)
{
    (void)state;
    static const char *const none[] = {"si", "Sí.", "NO", "low", "EL", "la mesa de arriba", NULL};
    static const char *const with[] = {"May",        "will try", "sits by Si", "Low and others",
                                       "Maria Cruz", "Van",      NULL};
    knows("Si", "Low");
    knows("May", "No");
    knows("Will", "El");
    knows("María de la Cruz", "");
    knows("Lan", "Van"); /* a particle is a name where it is all there is */
    finds(none, false);
    finds(with, true);
}

static void name_words__are_found__where_words_are_not_parted(void **state)
{
    (void)state;
    static const char *const with[] = {"田中花子",  "花子の隣", "田中さん", "王芳", "王 芳",
                                       "민준이 옆", "김민준",   "محمد",     NULL};
    static const char *const none[] = {"田", "隣", "花", "中花", "민", NULL};
    knows("田中花子", "");
    knows("芳", "王");
    knows("김민준", "");
    knows("محمد علي", "");
    finds(with, true);
    finds(none, false);
}

static void name_words__know__colours(void **state)
{
    (void)state;
    assert_true(name_words_is_colour("Rose"));
    assert_true(name_words_is_colour(" GREEN "));
    assert_false(name_words_is_colour("Rose table"));
    assert_false(name_words_is_colour(""));
    assert_false(name_words_is_colour("Mia"));
}

static void name_words__hold__long_and_many_names(void **state)
{
    (void)state;
    char name[400];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    for (int i = 0; i < 26 * 20; i++) {
        name[0] = (char)('a' + i % 26);
        name[1] = (char)('a' + i / 26 % 26);
        assert_true(name_words_add(&words, &arena, name, "\xFF\xC3"));
    }
    name_words_sort(&words);
    assert_true(name_words_count(&words, name) == 1);
    name[0] = name[1] = 'x';
    assert_true(name_words_count(&words, name) == 0);
    Arena small;
    arena_init(&small, 1000);
    NameWords none = {0};
    assert_false(name_words_add(&none, &small, "Mia", ""));
    assert_int_equal(none.count, 0);
    arena_deinit(&small);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(name_words__are_found__whole_and_however_they_are_written),
        TEST(name_words__know__what_is_no_name_alone),
        TEST(name_words__are_found__where_words_are_not_parted),
        TEST(name_words__know__colours),
        TEST(name_words__hold__long_and_many_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
