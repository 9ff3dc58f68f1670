#include "reports/exchange/figures/figure_print.h"

#include "protocols/base.h"
#include "protocols/utf8.h"
#include "reports/exchange/csv_put.h"

#include <math.h>
#include <string.h>

enum { ARENA_BYTES = 1 << 28, MAX_COLUMNS = 64, INDENT = 2, NAME_WIDTH = 28 };

typedef struct Print {
    FILE *out;
    Arena arena;
    bool failed;
} Print;

static const char *keep(Print *p, const char *text)
{
    p->failed = p->failed || !text;
    return text ? text : "";
}

/* ---- values in few words ---- */

static bool has(const json_t *object, const char *key)
{
    return json_object_get(object, key) != NULL;
}

static const char *words_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static double number_of(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

/* To so many digits that count, at least so many decimals, without zeros at the end and
 * never with an exponent. */
static const char *plain(Print *p, double value, int digits, int decimals)
{
    enum { MOST_DECIMALS = 12 };
    int needed = value == 0.0 ? 0 : digits - 1 - (int)floor(log10(fabs(value)));
    decimals = needed > decimals ? needed : decimals;
    decimals = decimals < MOST_DECIMALS ? decimals : MOST_DECIMALS;
    const char *text = keep(p, arena_printf(&p->arena, "%.*f", decimals, value));
    size_t len = strlen(text);
    if (!strchr(text, '.'))
        return text;
    while (text[len - 1] == '0')
        len--;
    len -= text[len - 1] == '.';
    if (len == 2 && text[0] == '-' && text[1] == '0') /* too small to be seen */
        return "0";
    return keep(p, arena_copy(&p->arena, text, len));
}

static const char *count_words(Print *p, const json_t *object, const char *key)
{
    return plain(p, number_of(object, key), 6, 3);
}

static const char *value_of_spread(Print *p, const json_t *object, const char *key)
{
    return plain(p, number_of(object, key), 3, 1);
}

static bool is_proportion(const json_t *v)
{
    return has(v, "k") && has(v, "n") && has(v, "share");
}

static bool is_spread(const json_t *v)
{
    return has(v, "median") && has(v, "n");
}

static const char *proportion_words(Print *p, const json_t *v)
{
    if (json_is_null(json_object_get(v, "share")))
        return has(v, "undefined") ? words_of(v, "undefined") : "-";
    const char *bounds = "";
    if (json_is_number(json_object_get(v, "low")))
        bounds = keep(p, arena_printf(&p->arena, " (%.1f-%.1f)", 100.0 * number_of(v, "low"),
                                      100.0 * number_of(v, "high")));
    return keep(p, arena_printf(&p->arena, "%s of %s, %.1f %%%s", count_words(p, v, "k"),
                                count_words(p, v, "n"), 100.0 * number_of(v, "share"), bounds));
}

static const char *spread_words(Print *p, const json_t *v)
{
    if (json_is_null(json_object_get(v, "median")))
        return words_of(v, "undefined");
    return keep(p, arena_printf(&p->arena, "median %s, quartiles %s and %s, n = %s",
                                value_of_spread(p, v, "median"), value_of_spread(p, v, "q1"),
                                value_of_spread(p, v, "q3"), count_words(p, v, "n")));
}

static const char *kappa_words(Print *p, const json_t *v)
{
    if (json_is_null(json_object_get(v, "kappa")))
        return words_of(v, "undefined");
    return keep(p, arena_printf(&p->arena, "%.3f, raw %.1f %%, n = %.0f %s", number_of(v, "kappa"),
                                100.0 * number_of(v, "observed"), number_of(v, "n"),
                                words_of(v, "unit")));
}

/* NULL when it needs lines of its own. */
static const char *value_words(Print *p, const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_NULL:
        return "-";
    case JSON_TRUE:
        return "yes";
    case JSON_FALSE:
        return "no";
    case JSON_STRING:
        return json_string_value(v);
    case JSON_INTEGER:
        return keep(p, arena_printf(&p->arena, "%lld", (long long)json_integer_value(v)));
    case JSON_REAL:
        return plain(p, json_number_value(v), 6, 3);
    case JSON_OBJECT:
        if (is_proportion(v))
            return proportion_words(p, v);
        if (has(v, "version") && has(v, "key"))
            return keep(
                p, arena_printf(&p->arena, "%s %s", words_of(v, "key"), words_of(v, "version")));
        if (has(v, "kappa") && has(v, "observed"))
            return kappa_words(p, v);
        return is_spread(v) ? spread_words(p, v) : NULL;
    case JSON_ARRAY:
        break;
    }
    return NULL;
}

/* ---- text ---- */

static void print_padded(Print *p, const char *text, size_t width)
{
    size_t letters = utf8_count(text, strlen(text));
    (void)fprintf(p->out, "%s%*s", text, letters < width ? (int)(width - letters) : 0, "");
}

static void print_value(Print *p, const char *name, const json_t *v, int indent);

/* Which fields of the items stand in the table: those that are said in few words, and
 * somewhere said at all. */
static int find_columns(Print *p, const json_t *rows, const char *columns[MAX_COLUMNS])
{
    int count = 0;
    const char *key;
    json_t *value;
    size_t i;
    const json_t *row;
    json_array_foreach(rows, i, row)
    {
        json_object_foreach((json_t *)(uintptr_t)row, key, value)
        {
            bool known = json_is_null(value) || !value_words(p, value);
            for (int k = 0; k < count && !known; k++)
                known = strcmp(columns[k], key) == 0;
            if (!known && count < MAX_COLUMNS)
                columns[count++] = key;
        }
    }
    return count;
}

static const char *cell_words(Print *p, const json_t *row, const char *column)
{
    const json_t *value = json_object_get(row, column);
    const char *text = value ? value_words(p, value) : NULL;
    return text ? text : "-";
}

/* The members that are said in few words, on one line; NULL when one is not and is no
 * list either. */
static const char *line_words(Print *p, const json_t *object)
{
    const char *text = "", *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        const char *words = value_words(p, value);
        if (!words && !json_is_array(value))
            return NULL;
        if (words && !json_is_null(value))
            text =
                keep(p, arena_printf(&p->arena, "%s%s%s %s", text, *text ? "; " : "", key, words));
    }
    return text;
}

/* What of a row needs lines of its own: an object in one, with its lists below. */
static void print_below(Print *p, const char *name, const json_t *value, int indent)
{
    const char *text = json_is_object(value) ? line_words(p, value) : NULL, *key;
    json_t *list;
    if (!text) {
        print_value(p, name, value, indent);
        return;
    }
    (void)fprintf(p->out, "%*s%s: %s\n", indent, "", name, text);
    json_object_foreach((json_t *)(uintptr_t)value, key, list)
    {
        if (json_array_size(list) > 0)
            print_value(p, key, list, indent + 2 * INDENT);
    }
}

static void print_table(Print *p, const json_t *rows, int indent)
{
    const char *columns[MAX_COLUMNS];
    size_t widths[MAX_COLUMNS];
    int count = find_columns(p, rows, columns);
    size_t i;
    const json_t *row;
    for (int k = 0; k < count; k++) {
        widths[k] = strlen(columns[k]);
        json_array_foreach(rows, i, row)
        {
            const char *text = cell_words(p, row, columns[k]);
            size_t letters = utf8_count(text, strlen(text));
            widths[k] = letters > widths[k] ? letters : widths[k];
        }
    }
    for (int k = 0; k < count; k++) {
        (void)fprintf(p->out, "%*s", k == 0 ? indent : INDENT, "");
        print_padded(p, columns[k], k + 1 < count ? widths[k] : 0);
    }
    (void)fputc('\n', p->out);
    json_array_foreach(rows, i, row)
    {
        const char *key;
        json_t *value;
        for (int k = 0; k < count; k++) {
            (void)fprintf(p->out, "%*s", k == 0 ? indent : INDENT, "");
            print_padded(p, cell_words(p, row, columns[k]), k + 1 < count ? widths[k] : 0);
        }
        (void)fputc('\n', p->out);
        json_object_foreach((json_t *)(uintptr_t)row, key, value)
        {
            if (!value_words(p, value))
                print_below(p, key, value, indent + 2 * INDENT);
        }
    }
}

static void print_list(Print *p, const json_t *items, int indent)
{
    size_t i;
    const json_t *item;
    (void)fprintf(p->out, "%*s", indent, "");
    json_array_foreach(items, i, item)
    {
        const char *words = value_words(p, item);
        (void)fprintf(p->out, "%s%s", i > 0 ? ", " : "", words ? words : "...");
    }
    (void)fputc('\n', p->out);
}

static void print_object(Print *p, const json_t *object, int indent)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        if (!json_is_null(value) || strcmp(key, "undefined") != 0)
            print_value(p, key, value, indent);
    }
}

static void print_value(Print *p, const char *name, const json_t *v, int indent)
{
    const char *words = value_words(p, v);
    if (words) {
        (void)fprintf(p->out, "%*s", indent, "");
        print_padded(p, name, NAME_WIDTH);
        (void)fprintf(p->out, "  %s\n", words);
        return;
    }
    if (json_is_array(v) && json_array_size(v) == 0) {
        (void)fprintf(p->out, "%*s", indent, "");
        print_padded(p, name, NAME_WIDTH);
        (void)fputs("  none\n", p->out);
        return;
    }
    (void)fprintf(p->out, "%s%*s%s\n", indent == 0 ? "\n" : "", indent, "", name);
    if (json_is_object(v))
        print_object(p, v, indent + INDENT);
    else if (json_is_object(json_array_get(v, 0)))
        print_table(p, v, indent + INDENT);
    else
        print_list(p, v, indent + INDENT);
}

bool figure_print_text(const json_t *doc, FILE *out)
{
    Print p = {.out = out};
    arena_init(&p.arena, ARENA_BYTES);
    print_object(&p, doc, 0);
    arena_deinit(&p.arena);
    return !p.failed && !ferror(out);
}

/* ---- CSV ---- */

/* What tells the items of a list apart, and so names a row. */
static bool is_name(const char *key)
{
    static const char *const names[] = {"observation", "code",   "subject",  "category", "group",
                                        "modifier",    "option", "from",     "to",       "while",
                                        "state",       "at_s",   "observer", "a",        "b",
                                        "metric",      "length", "key",      NULL};
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], key) == 0)
            return true;
    return false;
}

static const char *name_row(Print *p, const char *above, const json_t *item, size_t index)
{
    const char *text = "", *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)item, key, value)
    {
        const char *words = is_name(key) && !json_is_null(value) ? value_words(p, value) : NULL;
        if (words)
            text =
                keep(p, arena_printf(&p->arena, "%s%s%s=%s", text, *text ? "; " : "", key, words));
    }
    if (*text == '\0')
        text = keep(p, arena_printf(&p->arena, "%zu", index + 1));
    return *above ? keep(p, arena_printf(&p->arena, "%s / %s", above, text)) : text;
}

static void put_line(Print *p, const char *figure, const char *row, const char *field,
                     const json_t *value)
{
    const char *texts[] = {figure, row, field};
    for (int i = 0; i < 3; i++) {
        csv_put_text(p->out, texts[i]);
        (void)fputc(',', p->out);
    }
    if (json_is_string(value))
        csv_put_text(p->out, json_string_value(value));
    else if (json_is_integer(value))
        (void)fprintf(p->out, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        (void)fprintf(p->out, "%.15g", json_real_value(value));
    else if (json_is_boolean(value))
        (void)fputs(json_is_true(value) ? "yes" : "no", p->out);
    (void)fputs("\r\n", p->out);
}

static void put_values(Print *p, const char *figure, const char *row, const json_t *object,
                       bool named)
{
    const char *key;
    json_t *value;
    size_t i;
    const json_t *item;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        if (named && is_name(key))
            continue;
        if (!json_is_object(value) && !json_is_array(value)) {
            put_line(p, figure, row, key, value);
            continue;
        }
        const char *inner = *figure ? keep(p, arena_printf(&p->arena, "%s.%s", figure, key)) : key;
        if (json_is_object(value)) {
            put_values(p, inner, row, value, false);
            continue;
        }
        json_array_foreach(value, i, item)
        {
            const char *name = name_row(p, row, item, i);
            if (json_is_object(item))
                put_values(p, inner, name, item, true);
            else
                put_line(p, inner, name, "", item);
        }
    }
}

bool figure_print_csv(const json_t *doc, FILE *out)
{
    Print p = {.out = out};
    arena_init(&p.arena, ARENA_BYTES);
    (void)fputs("figure,row,field,value\r\n", out);
    put_values(&p, "", "", doc, false);
    arena_deinit(&p.arena);
    return !p.failed && !ferror(out);
}
