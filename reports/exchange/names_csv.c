#include "reports/exchange/names_csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "protocols/observation.h"
#include "protocols/utf8.h"
#include "reports/exchange/csv_put.h"
#include "reports/exchange/csv_rows.h"

typedef struct Reader {
    const char *file, *class_name; /* of rows that say none */
    Arena *arena;
    int32_t class_at, label_at, name_at; /* columns; -1: not there */
    NameRow *rows;
    int32_t count;
} Reader;

static bool no_memory(const Reader *r, Err *err)
{
    return err_set(err, ERR_SYSTEM, "%s: there is no memory left", r->file);
}

static bool check_text(const Reader *r, const char *text, size_t len, Err *err)
{
    if (len > NAMES_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "%s: %zu bytes, at most %d are read", r->file, len,
                       NAMES_MAX_BYTES);
    size_t bom = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t good = bom + utf8_text_len(text + bom, len - bom);
    Utf8Place at = utf8_place(text + bom, len - bom, good - bom);
    return good == len ||
           err_set(err, ERR_FORMAT, "%s:%d:%d: a byte that no text has, expected UTF-8 text",
                   r->file, (int)at.line, (int)at.column);
}

static bool read_head(Reader *r, CsvRows *csv, Err *err)
{
    const CsvRow *row = csv_rows_next(csv, err);
    if (!row)
        return false;
    r->class_at = r->label_at = r->name_at = -1;
    for (int32_t i = 0; i < row->count; i++) {
        if (strcasecmp(row->cells[i].text, "class") == 0)
            r->class_at = i;
        if (strcasecmp(row->cells[i].text, "label") == 0)
            r->label_at = i;
        if (strcasecmp(row->cells[i].text, "name") == 0)
            r->name_at = i;
    }
    if (r->label_at >= 0 && r->name_at >= 0)
        return true;
    return err_set(
        err, ERR_FORMAT, "%s:1:1: the first line is '%s', expected the columns 'label' and 'name'",
        r->file, row->count > 0 ? utf8_quote(row->cells[0].text, row->cells[0].len).text : "");
}

/* The cell as one line of text in arena. */
static bool take_cell(const Reader *r, const CsvCell *cell, size_t most, const char **ret_text,
                      Err *err)
{
    char *text = arena_copy(r->arena, cell->text, cell->len);
    if (!text)
        return no_memory(r, err);
    csv_unmark(text);
    size_t len = strlen(text);
    if (len > most)
        return err_set(err, ERR_LIMIT, "%s:%d:%d: %zu bytes, at most %zu fit", r->file,
                       (int)cell->line, (int)cell->column, len, most);
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            return err_set(err, ERR_FORMAT,
                           "%s:%d:%d: a line end or a sign that cannot be seen in '%s', expected "
                           "one line of text",
                           r->file, (int)cell->line, (int)cell->column, utf8_quote(text, len).text);
    *ret_text = text;
    return true;
}

static bool add_row(Reader *r, const CsvRow *row, Err *err)
{
    int32_t needs = 1 + (r->label_at > r->name_at ? r->label_at : r->name_at);
    if (needs <= r->class_at)
        needs = r->class_at + 1;
    if (row->count < needs)
        return err_set(err, ERR_FORMAT, "%s:%d:1: a row of %d cells, expected %d or more", r->file,
                       (int)row->line, (int)row->count, (int)needs);
    if (r->count == NAMES_MAX_ROWS)
        return err_set(err, ERR_LIMIT, "%s:%d:1: more than %d names", r->file, (int)row->line,
                       NAMES_MAX_ROWS);
    const CsvCell *label = &row->cells[r->label_at], *name = &row->cells[r->name_at];
    if (label->len == 0)
        return err_set(err, ERR_FORMAT, "%s:%d:%d: an empty cell, expected a label", r->file,
                       (int)label->line, (int)label->column);
    NameRow *to = &r->rows[r->count++];
    to->line = row->line;
    to->class_name = r->class_name;
    bool says_class = r->class_at >= 0 && row->cells[r->class_at].len > 0;
    return (!says_class ||
            take_cell(r, &row->cells[r->class_at], NAMES_MAX_CLASS, &to->class_name, err)) &&
           take_cell(r, label, OBSERVATION_MAX_LABEL, &to->label, err) &&
           take_cell(r, name, NAMES_MAX_TEXT, &to->name, err);
}

static bool read_rows(Reader *r, CsvRows *csv, Err *err)
{
    for (;;) {
        const CsvRow *row = csv_rows_next(csv, err);
        if (!row || row->count == 0)
            return row != NULL;
        if (!add_row(r, row, err))
            return false;
    }
}

/* Quadratic in a list of at most NAMES_MAX_ROWS short texts: a few milliseconds. */
static bool check_twice(const Reader *r, Err *err)
{
    for (int32_t i = 1; i < r->count; i++)
        for (int32_t k = 0; k < i; k++)
            if (strcmp(r->rows[i].label, r->rows[k].label) == 0 &&
                strcmp(r->rows[i].class_name, r->rows[k].class_name) == 0)
                return err_set(err, ERR_FORMAT,
                               "%s:%d:1: the label '%s' stands in line %d already, expected each "
                               "once",
                               r->file, (int)r->rows[i].line,
                               utf8_quote(r->rows[i].label, strlen(r->rows[i].label)).text,
                               (int)r->rows[k].line);
    return true;
}

bool names_csv_read(const char *file, const char *text, size_t len, const char *class_name,
                    Arena *arena, const NameRow **ret_rows, int32_t *ret_count, Err *err)
{
    Reader r = {.file = file, .class_name = class_name, .arena = arena};
    ArenaMark mark = arena_mark(arena);
    CsvRows *csv = NULL;
    bool ok = check_text(&r, text, len, err);
    if (ok) {
        r.rows = ARENA_PUSH(arena, NameRow, NAMES_MAX_ROWS);
        ok = r.rows || no_memory(&r, err);
    }
    if (ok)
        csv = csv_rows_create(file, text, len, err);
    ok = ok && csv && read_head(&r, csv, err) && read_rows(&r, csv, err) && check_twice(&r, err);
    csv_rows_destroy(csv);
    if (!ok) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_rows = r.rows;
    *ret_count = r.count;
    return true;
}
