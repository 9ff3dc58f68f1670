/* test_names_csv.c - lists of names: read, or refused with the place. */
#include "check.h"

#include "reports/exchange/names_csv.h"

#include <string.h>

static Arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)4 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_deinit(&arena);
    return 0;
}

static void names__are_read__whatever_else_is_in_the_file(void **state)
{
    (void)state;
    Err err = {0};
    const NameRow *rows;
    int32_t count;
    static const char text[] = "\xEF\xBB\xBFnumber,name,label\r\n1,Lucía García,LG\r\n\r\n"
                               "2,\"Lee, Ben\",BL\r\n3,,CF\r\n";
    assert_ok(names_csv_read("n.csv", text, sizeof text - 1, "", &arena, &rows, &count, &err), err);
    assert_int_equal(count, 3);
    assert_string_equal(rows[0].label, "LG");
    assert_string_equal(rows[0].name, "Lucía García");
    assert_string_equal(rows[1].name, "Lee, Ben");
    assert_string_equal(rows[2].label, "CF");
    assert_string_equal(rows[2].name, "");
}

/* A list of all classes, as 'names list' prints it. */
static void names__are_read__from_a_list_of_classes(void **state)
{
    (void)state;
    Err err = {0};
    const NameRow *rows;
    int32_t count;
    static const char text[] =
        "sep=;\r\nClass;LABEL;Name\r\n5B;'=x;''-Ana\r\n5A;'=x;Ben\r\n;LG;\r\n";
    assert_ok(names_csv_read("n.csv", text, sizeof text - 1, "", &arena, &rows, &count, &err), err);
    assert_int_equal(count, 3);
    assert_string_equal(rows[0].class_name, "5B");
    assert_string_equal(rows[0].label, "=x");
    assert_string_equal(rows[0].name, "'-Ana");
    assert_int_equal(rows[0].line, 3);
    assert_string_equal(rows[1].class_name, "5A");
    assert_string_equal(rows[2].class_name, "");
}

static void refused(const char *text, ErrKind kind, const char *want)
{
    Err err = {0};
    const NameRow *rows = NULL;
    int32_t count = -1;
    assert_false(names_csv_read("n.csv", text, strlen(text), "5A", &arena, &rows, &count, &err));
    assert_err(err, kind, want);
    assert_null(rows);
    assert_int_equal(count, -1);
}

static void names__are_refused__with_the_place(void **state)
{
    (void)state;
    char longer[400] = "label,name\nA1,";
    refused("", ERR_FORMAT,
            "n.csv:1:1: the first line is '', expected the columns 'label' and 'name'");
    refused("seat,name\nA1,Ana\n", ERR_FORMAT,
            "n.csv:1:1: the first line is 'seat', expected the columns 'label' and 'name'");
    refused("label,name\nA1,Ana\nA2\n", ERR_FORMAT,
            "n.csv:3:1: a row of 1 cells, expected 2 or more");
    refused("label,name\n,Ana\n", ERR_FORMAT, "n.csv:2:1: an empty cell, expected a label");
    refused("label,name\nA1,Ana\nA2,Ben\nA1,Cy\n", ERR_FORMAT,
            "n.csv:4:1: the label 'A1' stands in line 2 already, expected each once");
    refused("label,name\nA1,A\xFF\n", ERR_FORMAT,
            "n.csv:2:5: a byte that no text has, expected UTF-8 text");
    refused("\xEF\xBB\xBF"
            "label,name\xFF\nA1,Ana\n",
            ERR_FORMAT, "n.csv:1:11: a byte that no text has, expected UTF-8 text");
    refused("label,name\nA1,\"Ana\nRuiz\"\n", ERR_FORMAT,
            "n.csv:2:4: a line end or a sign that cannot be seen in 'Ana?Ruiz', expected one line "
            "of text");
    refused("class,label,name\n5B,A1,Ana\n5A,A1,Ben\n5B,A1,Cy\n", ERR_FORMAT,
            "n.csv:4:1: the label 'A1' stands in line 2 already, expected each once");
    refused("class,label,name\n5B,A1,Ana\n,A1,Ben\n5A,A1,Cy\n",
            ERR_FORMAT, /* the class that was said */
            "n.csv:4:1: the label 'A1' stands in line 3 already, expected each once");
    memset(longer + strlen(longer), 'x', NAMES_MAX_TEXT + 1);
    refused(longer, ERR_LIMIT, "n.csv:2:4: 201 bytes, at most 200 fit");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names__are_read__whatever_else_is_in_the_file, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(names__are_read__from_a_list_of_classes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names__are_refused__with_the_place, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
