#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/exchange/csv_put.h"

/* The cell with its quotes taken off. */
static void put(const char *text, char *cell, size_t size)
{
    char *out = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&out, &len);
    assert_non_null(file);
    csv_put_text(file, text);
    assert_int_equal(fclose(file), 0);
    bool quoted = len > 0 && out[0] == '"';
    assert_true(len < size && (!quoted || (len >= 2 && out[len - 1] == '"')));
    size_t used = 0;
    for (size_t i = quoted; i < len - quoted; i++) {
        cell[used++] = out[i];
        i += quoted && out[i] == '"';
    }
    cell[used] = '\0';
    free(out);
}

static void csv_put__marks__whatever_may_begin_a_formula(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"=1", "'=1"},
        {" =1", "' =1"},
        {"\xEF\xBB\xBF=1", "'\xEF\xBB\xBF=1"},
        {"＝1", "'＝1"},
        {"＋1", "'＋1"},
        {"－1", "'－1"},
        {"＠a", "'＠a"},
        {"a;=1", "a;'=1"},
        {"a\t +1;b", "a\t' +1;b"},
        {"- one\n- two", "'- one\n'- two"},
        {"'=1", "''=1"},
        {"it's a=b; c, d", "it's a=b; c, d"},
        {"a\t\tb\n\nc;;", "a\t\tb\n\nc;;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char cell[64];
        put(cases[i][0], cell, sizeof cell);
        assert_string_equal(cell, cases[i][1]);
    }
}

/* Of every text the same comes back. */
static void csv_unmark__takes_out__what_was_put_in(void **state)
{
    (void)state;
    static const char *const parts[] = {"=", "-",  "'", ";", "\t", "\n",
                                        " ", "\"", ",", "a", "＝", "\xEF\xBB\xBF"};
    enum { PARTS = sizeof parts / sizeof parts[0], DEEP = 5 };
    int total = 1;
    for (int i = 0; i < DEEP; i++)
        total *= PARTS;
    for (int n = 0; n < total; n++) {
        char text[32] = "", cell[64];
        for (int i = 0, k = n; i < DEEP; i++, k /= PARTS)
            memcpy(text + strlen(text), parts[k % PARTS], strlen(parts[k % PARTS]) + 1);
        put(text, cell, sizeof cell);
        csv_unmark(cell);
        assert_string_equal(cell, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_put__marks__whatever_may_begin_a_formula),
        cmocka_unit_test(csv_unmark__takes_out__what_was_put_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
