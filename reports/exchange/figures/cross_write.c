/* cross_write.c - a table of any two things as text and as CSV. */
#include "reports/exchange/figures/pool_write.h"

#include "protocols/utf8.h"
#include "reports/exchange/csv_put.h"

#include <inttypes.h>
#include <string.h>

static const char *const units[] = {
    [CROSS_N] = "events",
    [CROSS_TIME] = "seconds",
    [CROSS_PERCENT] = "percent of time",
    [CROSS_RATE] = "events per minute",
};

static bool finish(FILE *out, Err *err)
{
    return !ferror(out) || err_set(err, ERR_SYSTEM, "the table cannot be written");
}

static const char *plural(int64_t n)
{
    return n == 1 ? "" : "s";
}

/* "12:20", or "1:02:20" from an hour on. */
static void put_clock(FILE *out, int64_t ms)
{
    int64_t s = (ms + 500) / 1000;
    if (s >= 3600)
        (void)fprintf(out, "%" PRId64 ":%02d:%02d", s / 3600, (int)(s / 60 % 60), (int)(s % 60));
    else
        (void)fprintf(out, "%" PRId64 ":%02d", s / 60, (int)(s % 60));
}

static void put_dimension(FILE *out, CrossDimension d)
{
    (void)fprintf(out, "%s%s%s", cross_kind_name(d.kind), *d.key ? " " : "", d.key);
}

static void put_padded(FILE *out, const char *text, int width)
{
    int length = (int)utf8_count(text, strlen(text));
    (void)fprintf(out, "%s%*s", text, length < width ? width - length : 1, "");
}

/* A label, with its class where there can be several. */
static void put_value(FILE *out, const CrossValue *value, int indent)
{
    enum { WIDTH = 34 };
    char text[2 * OBSERVATION_MAX_LABEL + 16];
    bool has_class = value && value->class_name && *value->class_name;
    const char *class_name = has_class ? value->class_name : "";
    int cut = (int)utf8_cut(class_name, strlen(class_name), OBSERVATION_MAX_LABEL);
    (void)snprintf(text, sizeof text, "%.*s%s%.*s%s", OBSERVATION_MAX_LABEL,
                   value ? value->label : "all", has_class ? " (" : "", cut, class_name,
                   has_class ? ")" : "");
    (void)fprintf(out, "%*s", indent, "");
    put_padded(out, text, WIDTH - indent);
}

static void put_cell(FILE *out, const CrossCell *cell, CrossWhat what)
{
    if (cell->undefined) {
        (void)fprintf(out, "  %s", cell->undefined);
        if (cell->hidden == CROSS_SHOWN && cell->lessons > 0)
            (void)fprintf(out, ", n = %" PRId64, cell->n);
        (void)fputc('\n', out);
        return;
    }
    static const int decimals[] = {
        [CROSS_N] = 0, [CROSS_TIME] = 1, [CROSS_PERCENT] = 1, [CROSS_RATE] = 2};
    static const char *const marks[] = {
        [CROSS_N] = "", [CROSS_TIME] = " s", [CROSS_PERCENT] = " %", [CROSS_RATE] = " /min"};
    char value[64];
    (void)snprintf(value, sizeof value, "%9.*f%s", decimals[what], cell->value, marks[what]);
    put_padded(out, value, 15);
    (void)fprintf(out, "n = %-6" PRId64 " of ", cell->n);
    put_clock(out, cell->of_ms);
    if (!cell->row.undefined)
        (void)fprintf(out, ", %.1f %% of the row", 100.0 * cell->row.share);
    if (!cell->column.undefined)
        (void)fprintf(out, ", %.1f %% of the column", 100.0 * cell->column.share);
    if (cell->pupils >= 0)
        (void)fprintf(out, ", %d pupil%s", (int)cell->pupils, plural(cell->pupils));
    (void)fprintf(out, ", %d lesson%s\n", (int)cell->lessons, plural(cell->lessons));
}

static void put_left_out(FILE *out, const CrossLeftOut *left, CrossDimension d)
{
    if (left->n == 0)
        return;
    (void)fprintf(out, "Left out: %" PRId64 " event%s (", left->n, plural(left->n));
    put_clock(out, left->time_ms);
    (void)fputs(") that cannot be told by ", out);
    put_dimension(out, d);
    (void)fputc('\n', out);
}

static void put_head(FILE *out, const CrossTable *t)
{
    const CrossOptions *options = &t->options;
    (void)fprintf(out, "%c%s by ", units[options->what][0] - 'a' + 'A', units[options->what] + 1);
    put_dimension(out, options->rows);
    if (options->columns.kind != CROSS_NOTHING) {
        (void)fputs(" and ", out);
        put_dimension(out, options->columns);
    }
    (void)fprintf(out, "; %d lesson%s, ", (int)t->lessons, plural(t->lessons));
    put_clock(out, t->observed_ms);
    (void)fputs(" observed\nCounted: ", out);
    for (int32_t i = 0; i < options->of_count; i++)
        (void)fprintf(out, "%s%s", i > 0 ? ", " : "", options->of[i]);
    (void)fprintf(out, "%s\n\"of\" is %s\n",
                  options->of_count == 0 ? "every code of the protocol" : "", t->of);
    put_left_out(out, &t->not_rows, options->rows);
    put_left_out(out, &t->not_columns, options->columns);
    if (t->unanswered > 0)
        (void)fprintf(out, "Left out: %" PRId64 " sample%s nobody answered\n", t->unanswered,
                      plural(t->unanswered));
    if (t->hidden > 0)
        (void)fprintf(out,
                      "Hidden: %d figure%s of fewer than %d pupils, and what would tell them "
                      "(--suppress 0 shows all)\n",
                      (int)t->hidden, plural(t->hidden), (int)options->suppress_below);
    (void)fputc('\n', out);
}

bool cross_write_text(const CrossTable *table, FILE *out, Err *err)
{
    put_head(out, table);
    for (int32_t row = 0; row <= table->row_count; row++) {
        const CrossValue *value = row < table->row_count ? &table->rows[row] : NULL;
        if (table->column_count > 0)
            (void)fprintf(out, "%s%s\n", row > 0 ? "\n" : "", value ? value->label : "all");
        else
            put_value(out, value, 0);
        for (int32_t column = 0; column < table->column_count; column++) {

            put_value(out, &table->columns[column], 4);
            put_cell(out, cross_cell(table, row, column), table->options.what);
        }
        if (table->column_count > 0)
            put_value(out, NULL, 4);
        put_cell(out, cross_cell(table, row, table->column_count), table->options.what);
    }
    return finish(out, err);
}

/* ---- CSV ---- */

static void put_csv_value(FILE *out, const CrossValue *value)
{
    csv_put_text(out, value ? value->key : "");
    (void)fputc(',', out);
    csv_put_text(out, value ? value->label : "all");
    (void)fputc(',', out);
    csv_put_text(out, value && value->class_name ? value->class_name : "");
    (void)fprintf(out, ",%s", !value ? "total" : value->missing ? "missing" : "value");
}

static void put_csv_share(FILE *out, const CrossShare *share)
{
    (void)fputc(',', out);
    if (!share->undefined)
        (void)fprintf(out, "%.6f", share->share);
}

static void put_csv_cell(FILE *out, const CrossCell *cell)
{
    if (cell->hidden != CROSS_SHOWN) {
        (void)fprintf(out, ",,,,,,,,,%s\n", cell->undefined);
        return;
    }
    (void)fprintf(out, ",%" PRId64 ",%.3f,%.3f,%d,", cell->n, (double)cell->time_ms / 1000.0,
                  (double)cell->of_ms / 1000.0, (int)cell->lessons);
    if (cell->pupils >= 0)
        (void)fprintf(out, "%d", (int)cell->pupils);
    (void)fputc(',', out);
    if (!cell->undefined)
        (void)fprintf(out, "%.6f", cell->value);
    put_csv_share(out, &cell->row);
    put_csv_share(out, &cell->column);
    (void)fprintf(out, ",%s\n", cell->undefined ? cell->undefined : "");
}

bool cross_write_csv(const CrossTable *table, FILE *out, Err *err)
{
    (void)fputs("row,row_label,row_class,row_is,column,column_label,column_class,column_is,what,"
                "n,time_s,of_s,lessons,pupils,value,share_of_row,share_of_column,note\n",
                out);
    for (int32_t row = 0; row <= table->row_count; row++)
        for (int32_t column = 0; column <= table->column_count; column++) {
            put_csv_value(out, row < table->row_count ? &table->rows[row] : NULL);
            (void)fputc(',', out);
            put_csv_value(out, column < table->column_count ? &table->columns[column] : NULL);
            (void)fprintf(out, ",%s", units[table->options.what]);
            put_csv_cell(out, cross_cell(table, row, column));
        }
    return finish(out, err);
}
