#include "reports/exchange/class_list.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "protocols/utf8.h"
#include "reports/exchange/class_column.h"
#include "reports/exchange/csv_rows.h"
#include "reports/exchange/names/initials.h"
#include "reports/exchange/names/letters.h"
#include "reports/exchange/names/name_words.h"

/* A ClassColumn, or an attribute: which. */
enum { COLUMN_ATTRIBUTE = CLASS_COLUMN_OTHER, COLUMN_NONE = -1 };

typedef struct ListReading {
    const char *name;
    Arena *arena;
    ClassList list;
    ListedPupil *pupils;
    int32_t columns[CSV_MAX_COLUMNS]; /* + COLUMN_ATTRIBUTE; COLUMN_NONE: not read */
    Utf8Quote titles[CSV_MAX_COLUMNS];
    bool left_out[CSV_MAX_COLUMNS];
    bool other_names[CSV_MAX_COLUMNS]; /* not read, but what pupils are called, too */
    NameWords words;                   /* of all that they are called */
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

/* What each column is taken for beside the others of its line. */
static void find_columns(const CsvRow *row, ClassColumn *ret_columns, bool *ret_other_names)
{
    bool seen[CLASS_COLUMN_OTHER + 1] = {false};
    for (int32_t i = 0; i < row->count; i++) {
        ret_columns[i] = class_column_of(row->cells[i].text, row->cells[i].len);
        seen[ret_columns[i]] = true;
    }
    ClassColumn name = seen[CLASS_COLUMN_GIVEN] && !seen[CLASS_COLUMN_FAMILY] ? CLASS_COLUMN_FAMILY
                                                                              : CLASS_COLUMN_GIVEN;
    ClassColumn preferred = seen[CLASS_COLUMN_GIVEN] || seen[CLASS_COLUMN_NAME]
                                ? CLASS_COLUMN_PRIVATE
                                : CLASS_COLUMN_GIVEN;
    for (int32_t i = 0; i < row->count; i++)
        if (ret_columns[i] == CLASS_COLUMN_NAME)
            ret_columns[i] = name;
        else if (ret_columns[i] == CLASS_COLUMN_PREFERRED) {
            ret_columns[i] = preferred;
            ret_other_names[i] = preferred == CLASS_COLUMN_PRIVATE;
            preferred = CLASS_COLUMN_PRIVATE; /* one is enough */
        }
}

static bool read_header(ListReading *r, const CsvRow *row)
{
    bool seen[CLASS_COLUMN_OTHER + 1] = {false};
    ClassColumn columns[CSV_MAX_COLUMNS];
    find_columns(row, columns, r->other_names);
    for (int32_t i = 0; i < row->count; i++) {
        const CsvCell *cell = &row->cells[i];
        bool once = columns[i] != CLASS_COLUMN_OTHER && columns[i] != CLASS_COLUMN_PRIVATE &&
                    columns[i] != CLASS_COLUMN_MORE_GIVEN && columns[i] != CLASS_COLUMN_MORE_FAMILY;
        if (once && seen[columns[i]])
            return refuse_cell(r, cell, "a second column for the same,",
                               "one each for name, initials, number and group");
        seen[columns[i]] = true;
        r->titles[i] = utf8_quote(cell->text, cell->len);
        r->left_out[i] = columns[i] == CLASS_COLUMN_PRIVATE;
        r->columns[i] = (int32_t)columns[i];
        if (r->left_out[i] || cell->len == 0) /* one without a name: nothing is read of it */
            r->columns[i] = COLUMN_NONE;
        else if (columns[i] == CLASS_COLUMN_OTHER &&
                 !take_attribute_column(r, cell, &r->columns[i]))
            return false;
    }
    r->column_count = row->count;
    if (!seen[CLASS_COLUMN_GIVEN] && !seen[CLASS_COLUMN_FAMILY] && !seen[CLASS_COLUMN_INITIALS] &&
        !seen[CLASS_COLUMN_NUMBER])
        return refuse(r, ERR_FORMAT, row->line, 1,
                      "no column of names here, expected one called name, initials or number");
    return true;
}

static bool names_columns(const CsvRow *row)
{
    for (int32_t i = 0; i < row->count; i++)
        if (class_column_is_title(row->cells[i].text, row->cells[i].len))
            return true;
    return false;
}

static bool begin_columns(ListReading *r, const CsvRow *first)
{
    r->headed = names_columns(first);
    if (r->headed)
        return read_header(r, first);
    if (first->count > 2)
        return err_set(r->err, ERR_FORMAT,
                       "%s:%d:1: %d columns without names, expected a first line that says what "
                       "they are, like name, group, EL",
                       r->name, (int)first->line, (int)first->count);
    r->columns[0] = CLASS_COLUMN_GIVEN;
    r->columns[1] = CLASS_COLUMN_GROUP;
    r->titles[1] = utf8_quote("the second", strlen("the second"));
    r->column_count = first->count;
    return true;
}

/* ---- pupils ---- */

/* Where the text of a column goes: names and what is said of the pupil. */
static const char **place_of(ListedPupil *pupil, int32_t column)
{
    switch (column) {
    case CLASS_COLUMN_GIVEN:
    case CLASS_COLUMN_MORE_GIVEN:
        return &pupil->given;
    case CLASS_COLUMN_FAMILY:
    case CLASS_COLUMN_MORE_FAMILY:
        return &pupil->family;
    case CLASS_COLUMN_INITIALS:
        return &pupil->initials;
    case CLASS_COLUMN_NUMBER:
        return &pupil->number;
    case CLASS_COLUMN_GROUP:
        return &pupil->group;
    default:
        return &pupil->values[column - COLUMN_ATTRIBUTE];
    }
}

static bool is_name(int32_t column)
{
    return column >= 0 && column <= CLASS_COLUMN_MORE_FAMILY;
}

static bool take_cell(ListReading *r, ListedPupil *pupil, int32_t index, const CsvCell *cell)
{
    int32_t column = r->columns[index];
    bool attribute = column >= COLUMN_ATTRIBUTE;
    if (r->other_names[index]) {
        const char *called = arena_copy(r->arena, cell->text, cell->len);
        return (called && name_words_add(&r->words, r->arena, called, "")) || no_memory(r);
    }
    size_t most = attribute ? OBSERVATION_MAX_ATTRIBUTE_TEXT : CLASS_LIST_MAX_TEXT;
    if (column == COLUMN_NONE || cell->len == 0)
        return true;
    if (!is_name(column) && memchr(cell->text, '@', cell->len)) { /* an address: of nobody */
        r->left_out[index] = true;
        return true;
    }
    const char **place = place_of(pupil, column);
    size_t before = **place ? strlen(*place) + 1 : 0; /* of a name in two columns */
    if (before + cell->len > most)
        return err_set(r->err, ERR_LIMIT, "%s:%d:%d: a cell of %zu bytes, expected at most %zu",
                       r->name, (int)cell->line, (int)cell->column, before + cell->len, most);
    bool more = column == CLASS_COLUMN_MORE_GIVEN || column == CLASS_COLUMN_MORE_FAMILY;
    char *text = before > 0 ? arena_printf(r->arena, "%s %s", more ? *place : cell->text,
                                           more ? cell->text : *place)
                            : arena_copy(r->arena, cell->text, cell->len);
    if (!text)
        return no_memory(r);
    for (char *c = text; *c; c++) /* a quoted cell may hold line ends */
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    *place = text;
    return true;
}

/* Google Classroom has the dates and points of assignments between the columns' names and
 * the pupils. */
static bool is_of_assignments(const ListReading *r, const ListedPupil *pupil)
{
    static const char *const words[] = {"Date", "Points", "Fecha", "Puntos", "Datum", "Punkte"};
    bool alone = !*pupil->given != !*pupil->family; /* in one of two columns */
    const char *text = *pupil->given ? pupil->given : pupil->family;
    bool parts = false;
    for (int32_t i = 0; i < r->column_count; i++)
        parts |= r->columns[i] == CLASS_COLUMN_FAMILY;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (parts && alone && r->list.pupil_count == 0 && strcmp(text, words[i]) == 0)
            return true;
    return false;
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
        if (!take_cell(r, pupil, i, &row->cells[i]))
            return false;
    if (!*pupil->given && !*pupil->family && !*pupil->initials && !*pupil->number)
        return refuse(r, ERR_FORMAT, row->line, 1,
                      "nobody is named here, expected a name, initials or a number");
    if (is_of_assignments(r, pupil))
        return true;
    if (!*pupil->given) { /* a family name alone is the whole name */
        pupil->given = pupil->family;
        pupil->family = "";
    }
    r->list.pupil_count++;
    return true;
}

/* ---- two columns that nobody named ---- */

static const char DIGITS[] = "0123456789";

static bool has_digit(const char *text)
{
    return strpbrk(text, DIGITS) != NULL;
}

/* "7", "7." and "7)". */
static bool is_number(const char *text)
{
    const char *behind = text + strspn(text, DIGITS);
    return behind > text && (!*behind || ((*behind == '.' || *behind == ')') && !behind[1]));
}

/* Of groups half are numbered or more, or few pupils are alone in theirs: a first name
 * comes twice in many classes, a family name in half of some, and neither may become a
 * group. */
static bool second_is_group(const ListReading *r)
{
    int32_t filled = 0, numbered = 0, distinct = 0, alone = 0;
    for (int32_t i = 0; i < r->list.pupil_count; i++) {
        const char *group = r->pupils[i].group;
        int32_t before = 0, same = 0;
        for (int32_t k = 0; k < r->list.pupil_count; k++) {
            bool is_same = strcmp(group, r->pupils[k].group) == 0;
            same += is_same;
            before += is_same && k < i;
        }
        if (!*group)
            continue;
        filled++;
        numbered += has_digit(group);
        distinct += before == 0;
        alone += same == 1;
    }
    return numbered * 2 >= filled || (distinct * 2 <= filled && alone * 2 <= distinct);
}

static bool first_is_number(const ListReading *r)
{
    for (int32_t i = 0; i < r->list.pupil_count; i++)
        if (!is_number(r->pupils[i].given))
            return false;
    return true;
}

/* They were taken for a name and a group. */
static bool sort_columns(ListReading *r)
{
    bool numbers = first_is_number(r), groups = second_is_group(r);
    for (int32_t i = 0; i < r->list.pupil_count; i++) {
        ListedPupil *pupil = &r->pupils[i];
        const char *first = pupil->given;
        if (!groups && *pupil->group) {
            pupil->given = pupil->group;
            pupil->family = numbers ? "" : first;
            pupil->group = "";
        } else if (numbers) {
            pupil->given = "";
        }
        if (!numbers)
            continue;
        pupil->number = arena_copy(r->arena, first, strspn(first, DIGITS));
        if (!pupil->number)
            return no_memory(r);
    }
    return true;
}

/* ---- names where none should be ---- */

static bool gather_names(ListReading *r)
{
    for (int32_t i = 0; i < r->list.pupil_count; i++)
        if (!name_words_add(&r->words, r->arena, r->pupils[i].given, r->pupils[i].family))
            return no_memory(r);
    name_words_sort(&r->words);
    return true;
}

/* "Mia" in a column of labels, where somebody is called so: no label, however short. Two
 * letters, or large ones alone, are initials. */
static bool is_given_name(const ListReading *r, const char *label)
{
    size_t letters = 0, small = 0, len = strlen(label);
    for (size_t i = 0, step = 0; i < len; i += step) {
        uint32_t c = utf8_decode(label + i, len - i, &step);
        letters += letters_is_letter(c);
        small += letters_to_upper(c) != c;
    }
    return letters > 2 && small > 0 && name_words_count(&r->words, label) > 0;
}

/* Names in a column of labels become names of its pupils: where one is, short ones ("Ana")
 * are, too. */
static bool name_pupils(ListReading *r, int32_t column)
{
    bool names = false;
    for (int32_t i = 0; i < r->list.pupil_count && !names; i++) {
        const char *label = *place_of(&r->pupils[i], column);
        names = initials_is_name(label, false) || is_given_name(r, label);
    }
    for (int32_t i = 0; i < r->list.pupil_count && names; i++) {
        ListedPupil *pupil = &r->pupils[i];
        const char **label = place_of(pupil, column);
        if (!initials_is_name(*label, true))
            continue;
        if (!name_words_add(&r->words, r->arena, *label, ""))
            return no_memory(r);
        pupil->given = *pupil->given ? pupil->given : *label;
        *label = "";
    }
    name_words_sort(&r->words);
    return true;
}

/* "Mia Lopez" of whom the label is "ML"; not "Reading" of "RE". */
static bool spells_out(const ListedPupil *pupil, const char *text)
{
    Initials made;
    bool words = strpbrk(text, " ,") || (unsigned char)*text >= 0x80;
    if (!*pupil->initials || !words || !initials_is_name(text, false))
        return false;
    initials_add(&made, 0, text, "", false);
    return strncasecmp(made.text, pupil->initials, strlen(made.text)) == 0;
}

/* Somebody is named in a cell of it, or most cells spell out the labels. Colours are colours: where
 * nothing else stands in the column, and most are nobody's name. */
static bool names_somebody(ListReading *r, int32_t column)
{
    int32_t filled = 0, names = 0, colours = 0, spelled = 0;
    for (int32_t i = 0; i < r->list.pupil_count; i++) {
        const char *text = *place_of(&r->pupils[i], column);
        filled += *text != '\0';
        names += name_words_count(&r->words, text) > 0;
        colours += name_words_is_colour(text);
        spelled += spells_out(&r->pupils[i], text);
    }
    return spelled * 2 > filled || (names > 0 && (colours < filled || names * 2 > filled));
}

/* Attributes that somebody's name stands in, or in whose key two words of one do. */
static void leave_out_names(ListReading *r)
{
    for (int32_t i = 0; i < r->column_count; i++) {
        int32_t column = r->columns[i];
        if (column >= COLUMN_ATTRIBUTE &&
            (names_somebody(r, column) ||
             name_words_count(&r->words, r->list.keys[column - COLUMN_ATTRIBUTE]) > 1))
            r->left_out[i] = true;
    }
}

/* Groups that are called after pupils are tables with a number, in the order they come up. */
static bool number_groups(ListReading *r)
{
    const char *before[CLASS_LIST_MAX_PUPILS], *after[CLASS_LIST_MAX_PUPILS];
    int32_t count = 0;
    if (!names_somebody(r, CLASS_COLUMN_GROUP))
        return true;
    for (int32_t i = 0; i < r->list.pupil_count; i++) {
        ListedPupil *pupil = &r->pupils[i];
        int32_t g = 0;
        if (!*pupil->group)
            continue;
        while (g < count && strcmp(before[g], pupil->group) != 0)
            g++;
        if (g == count) {
            before[g] = pupil->group;
            after[g] = arena_printf(r->arena, "Table %d", (int)g + 1);
            if (!after[g])
                return no_memory(r);
            count++;
        }
        pupil->group = after[g];
    }
    r->list.left_out = arena_printf(r->arena, "%s%sthe names of groups", r->list.left_out,
                                    *r->list.left_out ? ", " : "");
    return r->list.left_out || no_memory(r);
}

/* ---- what is left out ---- */

/* A column in which one address or name was found is taken out whole. */
static void take_out(ListReading *r, int32_t column)
{
    ClassList *list = &r->list;
    if (column == COLUMN_NONE)
        return;
    for (int32_t i = 0; i < list->pupil_count; i++)
        *place_of(&r->pupils[i], column) = "";
    if (column < COLUMN_ATTRIBUTE)
        return;
    list->key_count--;
    for (int32_t k = column - COLUMN_ATTRIBUTE; k < list->key_count; k++) {
        list->keys[k] = list->keys[k + 1];
        for (int32_t i = 0; i < list->pupil_count; i++) {
            r->pupils[i].values[k] = r->pupils[i].values[k + 1];
            r->pupils[i].values[k + 1] = "";
        }
    }
}

static bool leave_out(ListReading *r)
{
    r->list.left_out = "";
    for (int32_t i = r->column_count; i-- > 0;) { /* the last attribute first */
        if (!r->left_out[i])
            continue;
        take_out(r, r->columns[i]);
        r->list.left_out = arena_printf(r->arena, "%s%s%s", r->titles[i].text,
                                        *r->list.left_out ? ", " : "", r->list.left_out);
        if (!r->list.left_out)
            return no_memory(r);
    }
    for (int32_t i = 0; i < r->list.pupil_count; i++) {
        const ListedPupil *pupil = &r->pupils[i];
        if (!*pupil->given && !*pupil->initials && !*pupil->number)
            return refuse(r, ERR_FORMAT, 1, 1,
                          "what would name the pupils are addresses, expected a name, initials or "
                          "a number");
    }
    return true;
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
    if (!gather_names(r) || !name_pupils(r, CLASS_COLUMN_INITIALS) ||
        !name_pupils(r, CLASS_COLUMN_NUMBER))
        return false;
    leave_out_names(r);
    return leave_out(r) && (r->headed || r->column_count != 2 || sort_columns(r)) &&
           number_groups(r);
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
    bool one = row && row->count > 1 && (names_columns(row) || csv_rows_delimiter(rows) == '\t');
    csv_rows_destroy(rows);
    return one;
}

size_t class_list_title_len(const char *text, size_t len)
{
    static const char ends[] = "\r\n", blanks[] = "\r\n\t ";
    size_t begin = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (begin < len && memchr(blanks, text[begin], sizeof blanks - 1))
        begin++;
    size_t end = begin;
    while (end < len && !memchr(ends, text[end], sizeof ends - 1))
        end++;
    size_t below = end;
    while (below < len && memchr(blanks, text[below], sizeof blanks - 1))
        below++;
    return below < len && class_column_is_title(text + begin, end - begin) ? below : 0;
}
