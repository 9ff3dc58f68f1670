#include "check.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/exchange/csv_rows.h"

/* All rows as "line:column=text|..." with a line end after each row. */
static bool dump(const char *text, size_t len, char *out, size_t size, Err *err)
{
    out[0] = '\0';
    CsvRows *rows = csv_rows_create("x.csv", text, len, err);
    const CsvRow *row;
    while (rows && (row = csv_rows_next(rows, err)) != NULL && row->count > 0) {
        for (int32_t i = 0; i < row->count; i++) {
            const CsvCell *cell = &row->cells[i];
            assert_int_equal(strlen(cell->text), cell->len);
            size_t at = strlen(out);
            (void)snprintf(out + at, size - at, "%d:%d=%s%s", cell->line, cell->column, cell->text,
                           i + 1 < row->count ? "|" : "\n");
        }
    }
    csv_rows_destroy(rows);
    return err->kind == ERR_NONE;
}

static void assert_rows(const char *text, const char *expected)
{
    char out[1000];
    Err err = {0};
    assert_ok(dump(text, strlen(text), out, sizeof out, &err), err);
    assert_string_equal(out, expected);
}

static void assert_refuses(const char *text, ErrKind kind, const char *sentence)
{
    char out[1000];
    Err err = {0};
    assert_false(dump(text, strlen(text), out, sizeof out, &err));
    assert_err(err, kind, sentence);
}

static void csv_rows__gives_cells_with_their_places(void **state)
{
    (void)state;
    assert_rows("a,b\n1,22\n", "1:1=a|1:3=b\n2:1=1|2:3=22\n");
    assert_rows("授業,é,x", "1:1=授業|1:4=é|1:6=x\n");
    assert_rows("a,,\n", "1:1=a|1:3=|1:4=\n");
}

static void csv_rows__counts_line_ends_inside_quotes(void **state)
{
    (void)state;
    assert_rows("\"a\nb\",c\r\nd,e\r\n", "1:1=a\nb|2:4=c\n3:1=d|3:3=e\n");
    assert_rows("\"say \"\"hi\"\", all\",x\n", "1:1=say \"hi\", all|1:19=x\n");
    assert_rows("\"\n\n\"\nz\n", "1:1=\n\n\n4:1=z\n");
}

static void csv_rows__takes_every_line_end(void **state)
{
    (void)state;
    assert_rows("a\nb\n", "1:1=a\n2:1=b\n");
    assert_rows("a\r\nb\r\n", "1:1=a\n2:1=b\n");
    assert_rows("a\rb", "1:1=a\n2:1=b\n");
}

static void csv_rows__finds_what_parts_the_cells(void **state)
{
    (void)state;
    assert_rows("a;b\n1,5;2\n", "1:1=a|1:3=b\n2:1=1,5|2:5=2\n");
    assert_rows("a\tb, c\td\n1\t\t\n", "1:1=a|1:3=b, c|1:8=d\n2:1=1|2:3=|2:4=\n");
    assert_rows("\"x;y;z\",b\n", "1:1=x;y;z|1:9=b\n");
    assert_rows("one\na,b\n", "1:1=one\n2:1=a|2:3=b\n");
    assert_rows("sep=;\r\na,b\r\n1;2\r\n", "2:1=a,b\n3:1=1|3:3=2\n");
    assert_rows("\xEF\xBB\xBFSEP=,\na;b;c\n", "2:1=a;b;c\n");
    assert_rows("sep=\t", "");
    assert_rows("sep=x\n", "1:1=sep=x\n");
    assert_rows("sep=,b\n", "1:1=sep=|1:6=b\n");
}

static void csv_rows__skips_empty_lines_spaces_and_a_byte_order_mark(void **state)
{
    (void)state;
    assert_rows("\xEF\xBB\xBF"
                "a,b\n\n  \n\n c , d\n\n",
                "1:1=a|1:3=b\n5:2=c|5:6=d\n");
    assert_rows("", "");
    assert_rows("\n\n", "");
}

static void csv_rows__refuses_quotes_that_do_not_belong(void **state)
{
    (void)state;
    assert_refuses(
        "a,b\nc,d\"e\"\n", ERR_FORMAT,
        "x.csv:2:4: a quote or text beside a quoted cell, expected quotes round the whole "
        "cell and each quote inside doubled");
    assert_refuses(
        "a,\"b\"c\n", ERR_FORMAT,
        "x.csv:1:6: a quote or text beside a quoted cell, expected quotes round the whole "
        "cell and each quote inside doubled");
    assert_refuses("a,b\nc,\"d\ne\n", ERR_FORMAT,
                   "x.csv:2:3: a quote opens here and none closes it before the file ends");
}

static void csv_rows__names_its_limits(void **state)
{
    (void)state;
    char text[CSV_MAX_CELL + 10];
    memset(text, ',', CSV_MAX_COLUMNS);
    text[CSV_MAX_COLUMNS - 1] = '\0';
    Err err = {0};
    char out[1000];
    assert_ok(dump(text, strlen(text), out, sizeof out, &err), err);
    memset(text, ',', CSV_MAX_COLUMNS);
    text[CSV_MAX_COLUMNS] = '\0';
    assert_refuses(text, ERR_LIMIT, "x.csv:1:65: more than 64 columns, expected fewer");

    memset(text, 'x', sizeof text);
    text[CSV_MAX_CELL + 1] = '\0';
    assert_refuses(text, ERR_LIMIT,
                   "x.csv:1:1: a cell of more than 20000 bytes, expected fewer (is a quote "
                   "missing?)");
    text[0] = '"';
    memset(text + 1, '\n', CSV_MAX_CELL);
    assert_refuses(text, ERR_LIMIT,
                   "x.csv:1:1: a cell of more than 20000 bytes, expected fewer (is a quote "
                   "missing?)");
}

static void csv_rows_destroy__accepts_null(void **state)
{
    (void)state;
    csv_rows_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_rows__gives_cells_with_their_places),
        cmocka_unit_test(csv_rows__counts_line_ends_inside_quotes),
        cmocka_unit_test(csv_rows__takes_every_line_end),
        cmocka_unit_test(csv_rows__finds_what_parts_the_cells),
        cmocka_unit_test(csv_rows__skips_empty_lines_spaces_and_a_byte_order_mark),
        cmocka_unit_test(csv_rows__refuses_quotes_that_do_not_belong),
        cmocka_unit_test(csv_rows__names_its_limits),
        cmocka_unit_test(csv_rows_destroy__accepts_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
