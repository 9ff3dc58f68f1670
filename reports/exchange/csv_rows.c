#include "reports/exchange/csv_rows.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "protocols/utf8.h"

/* libcsv says nothing about places and calls back in the middle of a buffer, so
 * it is fed one byte at a time and the place is kept here. */
struct CsvRows {
    struct csv_parser parser;
    const char *name, *text;
    char delimiter;
    size_t len, at;
    int32_t line, column;           /* of the byte at `at` */
    int32_t cell_line, cell_column; /* where the next cell begins */
    size_t cell_bytes;              /* of it so far, quotes and all */
    char *bytes;                    /* cells of the row, each with a zero behind it */
    size_t used, cap;
    size_t offsets[CSV_MAX_COLUMNS]; /* of the cells in bytes */
    bool row_done, too_many, no_memory;
    CsvRow row;
};

static bool refuse(const CsvRows *rows, int32_t line, int32_t column, const char *text, Err *err)
{
    return err_set(err, ERR_FORMAT, "%s:%d:%d: %s", rows->name, (int)line, (int)column, text);
}

static bool make_room(CsvRows *rows, size_t more)
{
    if (rows->used + more <= rows->cap)
        return true;
    size_t cap = rows->cap * 2 + more;
    char *bytes = realloc(rows->bytes, cap);
    if (!bytes)
        return false;
    rows->bytes = bytes;
    rows->cap = cap;
    return true;
}

static void take_cell(void *data, size_t len, void *context)
{
    CsvRows *rows = context;
    if (rows->row.count == CSV_MAX_COLUMNS) {
        rows->too_many = true;
        return;
    }
    if (!make_room(rows, len + 1)) {
        rows->no_memory = true;
        return;
    }
    if (len > 0)
        memcpy(rows->bytes + rows->used, data, len);
    rows->bytes[rows->used + len] = '\0';
    rows->offsets[rows->row.count] = rows->used;
    rows->row.cells[rows->row.count++] =
        (CsvCell){.len = len, .line = rows->cell_line, .column = rows->cell_column};
    rows->used += len + 1;
    rows->cell_bytes = 0;
}

static void take_row(int end, void *context)
{
    (void)end;
    CsvRows *rows = context;
    rows->row_done = true;
}

/* ---- what parts the cells ---- */

static const char delimiters[] = {',', ';', '\t'};
enum { DELIMITER_COUNT = sizeof delimiters };

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Bytes of an Excel line in front like "sep=;", its line end left out; 0 when there is none. */
static size_t sep_line_len(const char *text, size_t len, char *ret_delimiter)
{
    static const char begin[] = "sep=";
    const size_t at = sizeof begin - 1;
    if (len <= at || strncasecmp(text, begin, at) != 0 ||
        (len > at + 1 && !is_line_end(text[at + 1])) ||
        !memchr(delimiters, text[at], DELIMITER_COUNT))
        return 0;
    *ret_delimiter = text[at];
    return at + 1;
}

/* What the first line has most of, quoted cells left out: of as many tabs as commas the tabs,
 * as in "Ruiz, Ana<tab>1". */
static char find_delimiter(const char *text, size_t len)
{
    int32_t counts[DELIMITER_COUNT] = {0};
    bool quoted = false, begun = false;
    for (size_t i = 0; i < len; i++) {
        quoted ^= text[i] == '"';
        if (!quoted && is_line_end(text[i]) && begun)
            break;
        begun |= !is_line_end(text[i]);
        for (size_t k = 0; !quoted && k < DELIMITER_COUNT; k++)
            counts[k] += text[i] == delimiters[k];
    }
    size_t best = 0;
    for (size_t k = 1; k < DELIMITER_COUNT; k++)
        if (counts[k] > counts[best] ||
            (delimiters[k] == '\t' && counts[k] == counts[best] && counts[k] > 0))
            best = k;
    return delimiters[best];
}

char csv_rows_delimiter(const CsvRows *rows)
{
    return rows->delimiter;
}

CsvRows *csv_rows_create(const char *name, const char *text, size_t len, Err *err)
{
    CsvRows *rows = calloc(1, sizeof *rows);
    if (!rows || csv_init(&rows->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        free(rows);
        (void)err_set(err, ERR_SYSTEM, "%s: no memory to read it", name);
        return NULL;
    }
    size_t at = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t said = sep_line_len(text + at, len - at, &rows->delimiter);
    if (said == 0)
        rows->delimiter = find_delimiter(text + at, len - at);
    csv_set_delim(&rows->parser, (unsigned char)rows->delimiter);
    rows->name = name;
    rows->text = text;
    rows->len = len;
    rows->at = at + said;
    rows->line = rows->column = rows->cell_line = rows->cell_column = 1;
    return rows;
}

void csv_rows_destroy(CsvRows *rows)
{
    if (!rows)
        return;
    csv_free(&rows->parser);
    free(rows->bytes);
    free(rows);
}

/* Moves past the byte at `at`. */
static void advance(CsvRows *rows)
{
    unsigned char byte = (unsigned char)rows->text[rows->at++];
    bool end =
        byte == '\n' || (byte == '\r' && !(rows->at < rows->len && rows->text[rows->at] == '\n'));
    rows->line += end;
    if (end)
        rows->column = 1;
    else if ((byte & 0xC0) != 0x80)
        rows->column++;
    if (rows->cell_bytes == 0) { /* the cell begins behind what was just passed */
        rows->cell_line = rows->line;
        rows->cell_column = rows->column;
    }
}

static bool check_parser(CsvRows *rows, Err *err)
{
    if (rows->too_many)
        return err_set(err, ERR_LIMIT, "%s:%d:%d: more than %d columns, expected fewer", rows->name,
                       (int)rows->cell_line, (int)rows->cell_column, CSV_MAX_COLUMNS);
    if (rows->cell_bytes > CSV_MAX_CELL)
        return err_set(err, ERR_LIMIT,
                       "%s:%d:%d: a cell of more than %d bytes, expected fewer (is a quote "
                       "missing?)",
                       rows->name, (int)rows->cell_line, (int)rows->cell_column, CSV_MAX_CELL);
    int code = csv_error(&rows->parser);
    if (rows->no_memory || code == CSV_ENOMEM || code == CSV_ETOOBIG)
        return err_set(err, ERR_SYSTEM, "%s: no memory to read it", rows->name);
    return code == CSV_SUCCESS;
}

/* Feeds the byte at `at`. */
static bool feed(CsvRows *rows, Err *err)
{
    const char *byte = rows->text + rows->at;
    rows->cell_bytes++;
    size_t fed = csv_parse(&rows->parser, byte, 1, take_cell, take_row, rows);
    if (!check_parser(rows, err))
        return err->kind == ERR_NONE
                   ? refuse(rows, rows->line, rows->column,
                            "a quote or text beside a quoted cell, expected quotes round the whole "
                            "cell and each quote inside doubled",
                            err)
                   : false;
    if (fed != 1)
        return refuse(rows, rows->line, rows->column, "not readable as CSV", err);
    bool blank = *byte && strchr(" \t\r\n", *byte) && *byte != rows->delimiter;
    if (rows->cell_bytes == 1 && blank) /* space in front of a cell */
        rows->cell_bytes = 0;
    advance(rows);
    return true;
}

const CsvRow *csv_rows_next(CsvRows *rows, Err *err)
{
    rows->row.count = 0;
    rows->row_done = false;
    rows->used = 0;
    while (!rows->row_done && rows->at < rows->len)
        if (!feed(rows, err))
            return NULL;
    if (!rows->row_done) {
        if (csv_fini(&rows->parser, take_cell, take_row, rows) != 0) {
            (void)refuse(rows, rows->cell_line, rows->cell_column,
                         "a quote opens here and none closes it before the file ends", err);
            return NULL;
        }
        if (!check_parser(rows, err))
            return NULL;
    }
    for (int32_t i = 0; i < rows->row.count; i++)
        rows->row.cells[i].text = rows->bytes + rows->offsets[i];
    rows->row.line = rows->row.count > 0 ? rows->row.cells[0].line : rows->line;
    return &rows->row;
}
