#include "reports/exchange/class_list.h"

#include <stdlib.h>
#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/csv_rows.h"

typedef enum ColumnKind {
    COLUMN_GIVEN, /* or the whole name */
    COLUMN_FAMILY,
    COLUMN_INITIALS,
    COLUMN_NUMBER,
    COLUMN_GROUP,
    COLUMN_KINDS,
    COLUMN_ATTRIBUTE = COLUMN_KINDS, /* + which */
} ColumnKind;

typedef struct ListReading {
    const char *name;
    Arena *arena;
    ClassList list;
    ListedPupil *pupils;
    int32_t columns[CSV_MAX_COLUMNS]; /* ColumnKind */
    int32_t column_count;
    bool headed;
    Err *err;
} ListReading;

static bool refuse(const ListReading *r, ErrKind kind, int32_t line, int32_t column,
                   const char *what)
{
    return err_set(r->err, kind, "%s:%d:%d: %s", r->name, (int)line, (int)column, what);
}

static bool refuse_cell(const ListReading *r, const CsvCell *cell, const char *what,
                        const char *expected)
{
    return err_set(r->err, ERR_FORMAT, "%s:%d:%d: %s '%s', expected %s", r->name, (int)cell->line,
                   (int)cell->column, what, utf8_quote(cell->text, cell->len).text, expected);
}

static bool no_memory(const ListReading *r)
{
    return err_set(r->err, ERR_SYSTEM, "%s: no memory to read it", r->name);
}

/* ---- columns ---- */

/* Small letters, digits and what is beyond ASCII: "First Name" is "firstname". */
static void fold(const CsvCell *cell, char *to, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < cell->len && used + 1 < size; i++) {
        unsigned char c = (unsigned char)cell->text[i];
        if (c >= 'A' && c <= 'Z')
            to[used++] = (char)(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            to[used++] = (char)c;
    }
    to[used] = '\0';
}

static int32_t known_column(const CsvCell *cell)
{
    static const struct {
        const char *word;
        ColumnKind kind;
    } words[] = {
        {"name", COLUMN_GIVEN},         {"names", COLUMN_GIVEN},
        {"pupil", COLUMN_GIVEN},        {"student", COLUMN_GIVEN},
        {"studentname", COLUMN_GIVEN},  {"pupilname", COLUMN_GIVEN},
        {"fullname", COLUMN_GIVEN},     {"firstname", COLUMN_GIVEN},
        {"givenname", COLUMN_GIVEN},    {"forename", COLUMN_GIVEN},
        {"nombre", COLUMN_GIVEN},       {"nombres", COLUMN_GIVEN},
        {"alumno", COLUMN_GIVEN},       {"alumna", COLUMN_GIVEN},
        {"prénom", COLUMN_GIVEN},       {"vorname", COLUMN_GIVEN},
        {"họtên", COLUMN_GIVEN},        {"họvàtên", COLUMN_GIVEN},
        {"tên", COLUMN_GIVEN},          {"lastname", COLUMN_FAMILY},
        {"familyname", COLUMN_FAMILY},  {"surname", COLUMN_FAMILY},
        {"apellido", COLUMN_FAMILY},    {"apellidos", COLUMN_FAMILY},
        {"nachname", COLUMN_FAMILY},    {"họ", COLUMN_FAMILY},
        {"initials", COLUMN_INITIALS},  {"iniciales", COLUMN_INITIALS},
        {"initialen", COLUMN_INITIALS}, {"initiales", COLUMN_INITIALS},
        {"label", COLUMN_INITIALS},     {"number", COLUMN_NUMBER},
        {"no", COLUMN_NUMBER},          {"nr", COLUMN_NUMBER},
        {"seat", COLUMN_NUMBER},        {"número", COLUMN_NUMBER},
        {"numero", COLUMN_NUMBER},      {"nummer", COLUMN_NUMBER},
        {"group", COLUMN_GROUP},        {"table", COLUMN_GROUP},
        {"team", COLUMN_GROUP},         {"grupo", COLUMN_GROUP},
        {"mesa", COLUMN_GROUP},         {"groupe", COLUMN_GROUP},
        {"gruppe", COLUMN_GROUP},       {"tisch", COLUMN_GROUP},
        {"nhóm", COLUMN_GROUP},
    };
    char word[64];
    fold(cell, word, sizeof word);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(word, words[i].word) == 0)
            return (int32_t)words[i].kind;
    return -1;
}

/* "EL status" can be a key as "EL-status". */
static const char *key_of(const ListReading *r, const CsvCell *cell)
{
    char *key = arena_copy(r->arena, cell->text, cell->len);
    for (char *c = key; c && *c; c++)
        if (*c == ' ' || *c == '.' || *c == '/')
            *c = '-';
    return key;
}

static bool take_attribute_column(ListReading *r, const CsvCell *cell, int32_t *ret_column)
{
    ClassList *list = &r->list;
    if (list->key_count == OBSERVATION_MAX_ATTRIBUTES)
        return err_set(r->err, ERR_LIMIT,
                       "%s:%d:%d: more than %d columns of attributes, expected fewer", r->name,
                       (int)cell->line, (int)cell->column, OBSERVATION_MAX_ATTRIBUTES);
    const char *key = key_of(r, cell);
    if (!key)
        return no_memory(r);
    if (!attribute_key_is_valid(key))
        return refuse_cell(r, cell, "the column", "a short name of letters, digits, '-' and '_'");
    for (int32_t i = 0; i < list->key_count; i++)
        if (strcmp(list->keys[i], key) == 0)
            return refuse_cell(r, cell, "twice the column", "each once");
    *ret_column = COLUMN_ATTRIBUTE + list->key_count;
    list->keys[list->key_count++] = key;
    return true;
}

static bool read_header(ListReading *r, const CsvRow *row)
{
    bool seen[COLUMN_KINDS] = {false};
    for (int32_t i = 0; i < row->count; i++) {
        const CsvCell *cell = &row->cells[i];
        int32_t column = known_column(cell);
        if (column >= 0 && seen[column])
            return refuse_cell(r, cell, "a second column for the same,",
                               "one each for name, initials, number and group");
        if (column >= 0)
            seen[column] = true;
        else if (cell->len == 0)
            column = -1; /* a column without a name: nothing is read of it */
        else if (!take_attribute_column(r, cell, &column))
            return false;
        r->columns[i] = column;
    }
    r->column_count = row->count;
    if (!seen[COLUMN_GIVEN] && !seen[COLUMN_FAMILY] && !seen[COLUMN_INITIALS] &&
        !seen[COLUMN_NUMBER])
        return refuse(r, ERR_FORMAT, row->line, 1,
                      "no column of names here, expected one called name, initials or number");
    return true;
}

static bool begin_columns(ListReading *r, const CsvRow *first)
{
    for (int32_t i = 0; i < first->count; i++)
        r->headed |= known_column(&first->cells[i]) >= 0;
    if (r->headed)
        return read_header(r, first);
    if (first->count > 2)
        return err_set(r->err, ERR_FORMAT,
                       "%s:%d:1: %d columns without names, expected a first line that says what "
                       "they are, like name, group, EL",
                       r->name, (int)first->line, (int)first->count);
    r->columns[0] = COLUMN_GIVEN;
    r->columns[1] = COLUMN_GROUP;
    r->column_count = first->count;
    return true;
}

/* ---- pupils ---- */

static bool take_cell(ListReading *r, ListedPupil *pupil, int32_t column, const CsvCell *cell)
{
    bool attribute = column >= COLUMN_ATTRIBUTE;
    size_t most = attribute ? OBSERVATION_MAX_ATTRIBUTE_TEXT : CLASS_LIST_MAX_TEXT;
    if (column < 0 || cell->len == 0)
        return true;
    if (cell->len > most)
        return err_set(r->err, ERR_LIMIT, "%s:%d:%d: a cell of %zu bytes, expected at most %zu",
                       r->name, (int)cell->line, (int)cell->column, cell->len, most);
    char *text = arena_copy(r->arena, cell->text, cell->len);
    if (!text)
        return no_memory(r);
    for (char *c = text; *c; c++) /* a quoted cell may hold line ends */
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    switch (column) {
    case COLUMN_GIVEN:
        pupil->given = text;
        break;
    case COLUMN_FAMILY:
        pupil->family = text;
        break;
    case COLUMN_INITIALS:
        pupil->initials = text;
        break;
    case COLUMN_NUMBER:
        pupil->number = text;
        break;
    case COLUMN_GROUP:
        pupil->group = text;
        break;
    default:
        pupil->values[column - COLUMN_ATTRIBUTE] = text;
        break;
    }
    return true;
}

static bool take_row(ListReading *r, const CsvRow *row)
{
    bool empty = true;
    for (int32_t i = 0; i < row->count; i++)
        empty &= row->cells[i].len == 0;
    if (empty)
        return true;
    if (row->count > r->column_count) {
        const CsvCell *cell = &row->cells[r->column_count];
        return err_set(r->err, ERR_FORMAT, "%s:%d:%d: %d cells, expected %d as in the first line",
                       r->name, (int)cell->line, (int)cell->column, (int)row->count,
                       (int)r->column_count);
    }
    if (r->list.pupil_count == CLASS_LIST_MAX_PUPILS)
        return err_set(r->err, ERR_LIMIT, "%s:%d:1: more than %d pupils, expected fewer", r->name,
                       (int)row->line, CLASS_LIST_MAX_PUPILS);
    ListedPupil *pupil = &r->pupils[r->list.pupil_count];
    *pupil = (ListedPupil){"", "", "", "", "", {0}};
    for (int32_t i = 0; i < OBSERVATION_MAX_ATTRIBUTES; i++)
        pupil->values[i] = "";
    for (int32_t i = 0; i < row->count; i++)
        if (!take_cell(r, pupil, r->columns[i], &row->cells[i]))
            return false;
    if (!*pupil->given && !*pupil->family && !*pupil->initials && !*pupil->number)
        return refuse(r, ERR_FORMAT, row->line, 1,
                      "nobody is named here, expected a name, initials or a number");
    if (!*pupil->given) { /* a family name alone is the whole name */
        pupil->given = pupil->family;
        pupil->family = "";
    }
    r->list.pupil_count++;
    return true;
}

static bool has_digit(const char *text)
{
    return text[strcspn(text, "0123456789")] != '\0';
}

/* Two columns that nobody named: of groups some come twice or are numbered. */
static void turn_names(ListReading *r)
{
    int32_t n = r->list.pupil_count;
    for (int32_t i = 0; i < n; i++) {
        if (!*r->pupils[i].group || has_digit(r->pupils[i].group))
            return;
        for (int32_t k = 0; k < i; k++)
            if (strcmp(r->pupils[i].group, r->pupils[k].group) == 0)
                return;
    }
    for (int32_t i = 0; i < n; i++) {
        r->pupils[i].family = r->pupils[i].given;
        r->pupils[i].given = r->pupils[i].group;
        r->pupils[i].group = "";
    }
}

static bool read_rows(ListReading *r, CsvRows *rows)
{
    const CsvRow *row = csv_rows_next(rows, r->err);
    if (!row)
        return false;
    if (row->count == 0)
        return refuse(r, ERR_FORMAT, 1, 1, "the file is empty, expected a class list");
    if (!begin_columns(r, row) || (!r->headed && !take_row(r, row)))
        return false;
    while ((row = csv_rows_next(rows, r->err)) != NULL && row->count > 0)
        if (!take_row(r, row))
            return false;
    if (!row)
        return false;
    if (r->list.pupil_count == 0)
        return refuse(r, ERR_FORMAT, 1, 1, "no pupils here, expected one in each line");
    if (!r->headed && r->column_count == 2)
        turn_names(r);
    return true;
}

static bool check_text(const ListReading *r, const char *text, size_t len)
{
    if (len > CLASS_LIST_MAX_BYTES)
        return err_set(r->err, ERR_LIMIT, "%s: larger than %d KiB, expected a class list", r->name,
                       CLASS_LIST_MAX_BYTES / 1024);
    size_t bom = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t good = bom + utf8_text_len(text + bom, len - bom);
    if (good == len)
        return true;
    Utf8Place place = utf8_place(text + bom, len - bom, good - bom);
    return refuse(r, ERR_FORMAT, place.line, place.column,
                  "no UTF-8 text here, expected a file saved as \"CSV UTF-8\"");
}

bool class_list_read(const char *name, const char *text, size_t len, Arena *arena,
                     ClassList *ret_roster, Err *err)
{
    ListReading r = {.name = name, .arena = arena, .err = err};
    if (!check_text(&r, text, len))
        return false;
    ArenaMark mark = arena_mark(arena);
    r.pupils = ARENA_PUSH(arena, ListedPupil, CLASS_LIST_MAX_PUPILS);
    if (!r.pupils)
        return no_memory(&r);
    r.list.pupils = r.pupils;
    CsvRows *rows = csv_rows_create(name, text, len, err);
    bool ok = rows && read_rows(&r, rows);
    csv_rows_destroy(rows);
    if (!ok) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_roster = r.list;
    return true;
}

bool class_list_is_one(const char *text, size_t len)
{
    Err ignored = {0};
    CsvRows *rows = csv_rows_create("", text, len, &ignored);
    const CsvRow *row = rows ? csv_rows_next(rows, &ignored) : NULL;
    bool known = false;
    for (int32_t i = 0; row && i < row->count; i++)
        known |= known_column(&row->cells[i]) >= 0;
    bool one = row && row->count > 1 && (known || csv_rows_delimiter(rows) == '\t');
    csv_rows_destroy(rows);
    return one;
}
