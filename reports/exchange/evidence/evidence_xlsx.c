#include "protocols/file.h"
#include "protocols/utf8.h"
#include "reports/exchange/evidence/evidence.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* libxlsxwriter writes to a name, not to memory, and does not wait for the disk: it
 * is given a temporary file, whose bytes are read back. It makes files of its own under
 * names that can be guessed: in a folder that nobody else can enter. It writes through the
 * result of a failed malloc: what it will need is seen to be there first. A text goes in by
 * worksheet_write_string() alone, which makes shared strings: such a cell is no formula
 * whatever it begins with. */

static const size_t ARENA_LIMIT = (size_t)1 << 30;
static const size_t MAX_BYTES = (size_t)1 << 28; /* of the workbook */

/* What it takes at the most: at all (its hash tables, the packing), and for a cell beside
 * its text. */
static const size_t BOOK_BYTES = (size_t)8 << 20;
static const size_t CELL_BYTES = 512;

enum { CELL_CHARS = 32767 /* of one cell, at most */, NARROW = 11, WIDE = 60 };

typedef struct Book {
    lxw_workbook *workbook;
    lxw_format *head, *words, *whole, *tenths, *thousandths;
    Arena *arena;
} Book;

/* What the file format takes: UTF-8, no longer than a cell holds; what is cut says so. */
static const char *fit_text(Book *book, const char *text)
{
    static const char cut[] = " ... (cut: the CSV has all of it)";
    size_t len = strlen(text);
    if (utf8_valid_len(text, len) == len && len <= CELL_CHARS)
        return text;
    bool fits = utf8_count(text, len) <= CELL_CHARS;
    size_t most = fits ? CELL_CHARS : CELL_CHARS - (sizeof cut - 1);
    char *fit = ARENA_PUSH(book->arena, char, 3 * len + sizeof cut);
    size_t used = 0, bytes = 0;
    for (size_t at = 0, chars = 0; fit && at < len && chars < most; at += bytes, chars++)
        used += utf8_encode(utf8_decode(text + at, len - at, &bytes), fit + used);
    if (fit && !fits)
        memcpy(fit + used, cut, sizeof cut);
    return fit;
}

static lxw_error write_cell(Book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                            const EvidenceCell *cell)
{
    if (!cell->text) {
        lxw_format *format = cell->decimals == 0   ? book->whole
                             : cell->decimals == 1 ? book->tenths
                                                   : book->thousandths;
        return worksheet_write_number(sheet, row, column, cell->number, format);
    }
    if (cell->text[0] == '\0')
        return LXW_NO_ERROR;
    const char *text = fit_text(book, cell->text);
    return text ? worksheet_write_string(sheet, row, column, text, book->words)
                : LXW_ERROR_MEMORY_MALLOC_FAILED;
}

static bool is_long(const char *column)
{
    static const char *const names[] = {"text", "words", "value", "label"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(column, names[i]) == 0)
            return true;
    return false;
}

static bool has_room(size_t bytes)
{
    void *room = malloc(bytes);
    free(room);
    return room != NULL;
}

static bool has_room_for(const EvidenceTable *table)
{
    size_t count = (table->row_count + 1) * (size_t)table->column_count;
    size_t bytes = BOOK_BYTES + count * CELL_BYTES;
    for (size_t i = 0; i < table->row_count * (size_t)table->column_count; i++)
        if (table->cells[i].text)
            bytes += 4 * strlen(table->cells[i].text); /* once repaired, once shared */
    return has_room(bytes);
}

static bool write_table(Book *book, const EvidenceTable *table, Err *err)
{
    if (!has_room_for(table))
        return err_set(err, ERR_SYSTEM, "out of memory for the sheet '%s'", table->name);
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, table->name);
    lxw_error failed = sheet ? LXW_NO_ERROR : LXW_ERROR_MEMORY_MALLOC_FAILED;
    for (int32_t i = 0; !failed && i < table->column_count; i++) {
        lxw_col_t column = (lxw_col_t)i;
        failed = worksheet_write_string(sheet, 0, column, table->columns[i], book->head);
        if (!failed)
            failed = worksheet_set_column(
                sheet, column, column,
                is_long(table->columns[i]) && strcmp(table->name, "events") != 0 ? WIDE : NARROW,
                NULL);
    }
    for (size_t row = 0; !failed && row < table->row_count; row++)
        for (int32_t i = 0; !failed && i < table->column_count; i++)
            failed = write_cell(book, sheet, (lxw_row_t)row + 1, (lxw_col_t)i,
                                &table->cells[row * (size_t)table->column_count + (size_t)i]);
    if (failed)
        return err_set(err, ERR_RENDER, "the sheet '%s' cannot be made: %s", table->name,
                       lxw_strerror(failed));
    worksheet_freeze_panes(sheet, 1, 0);
    return true;
}

static char *own(Book *book, const char *text)
{
    return arena_copy(book->arena, text, strlen(text));
}

static void describe(Book *book, const EvidenceBook *what)
{
    char *strings[] = {own(book, what->title), own(book, what->author),
                       arena_printf(book->arena, "Kenkyu %s", KENKYU_VERSION)};
    lxw_doc_properties properties = {.title = strings[0],
                                     .author = strings[1],
                                     .comments = strings[2],
                                     .created = (time_t)(what->unix_ms / 1000)};
    if (properties.created == 0)
        properties.created = 1; /* 0 would be the time of writing: never the same bytes */
    (void)workbook_set_properties(book->workbook, &properties);
}

static lxw_format *make_number_format(Book *book, const char *pattern)
{
    lxw_format *format = workbook_add_format(book->workbook);
    if (format)
        format_set_num_format(format, pattern);
    return format;
}

static bool make_formats(Book *book)
{
    book->head = workbook_add_format(book->workbook);
    book->words = workbook_add_format(book->workbook);
    book->whole = make_number_format(book, "0");
    book->tenths = make_number_format(book, "0.0");
    book->thousandths = make_number_format(book, "0.000");
    if (!book->head || !book->words || !book->whole || !book->tenths || !book->thousandths)
        return false;
    format_set_bold(book->head);
    format_set_bottom(book->head, LXW_BORDER_THIN);
    format_set_align(book->words, LXW_ALIGN_VERTICAL_TOP);
    return true;
}

static bool fill_book(Book *book, const EvidenceBook *what, Err *err)
{
    describe(book, what);
    bool ok = make_formats(book) || err_set(err, ERR_SYSTEM, "out of memory for the workbook");
    bool there = true;
    for (int32_t number = 0; ok && there; number++) {
        ArenaMark mark = arena_mark(book->arena);
        EvidenceTable table;
        ok = what->next(what->context, number, book->arena, &table, &there, err) &&
             (!there || write_table(book, &table, err));
        arena_reset(book->arena, mark);
    }
    return ok;
}

/* A folder that only we can enter, for the files that the library makes and removes. */
static bool make_private_folder(char ret_folder[FILE_MAX_PATH], Err *err)
{
    const char *chosen = getenv("TMPDIR");
    const char *tmp = chosen && *chosen ? chosen : "/tmp";
    (void)snprintf(ret_folder, FILE_MAX_PATH, "%s/kenkyu-XXXXXX", tmp);
    if (mkdtemp(ret_folder))
        return true;
    return err_set(err, ERR_SYSTEM, "%s: no folder for a workbook can be made there: %s", tmp,
                   strerror(errno));
}

static bool write_book(const EvidenceBook *what, Arena *arena, char *path, char *folder, Err *err)
{
    Book book = {.arena = arena};
    lxw_workbook_options options = {.tmpdir = folder};
    book.workbook = has_room(BOOK_BYTES) ? workbook_new_opt(path, &options) : NULL;
    if (!book.workbook)
        return err_set(err, ERR_SYSTEM, "out of memory for the workbook");
    bool ok = fill_book(&book, what, err);
    bool packs = has_room(BOOK_BYTES);
    if (ok && !packs)
        ok = err_set(err, ERR_SYSTEM, "out of memory for the workbook");
    if (!packs) {
        lxw_workbook_free(book.workbook);
        return false;
    }
    /* Closing writes, and frees what there is, also after a failure. */
    lxw_error failed = workbook_close(book.workbook);
    if (ok && failed)
        ok = err_set(err, ERR_SYSTEM, "the workbook cannot be written: %s", lxw_strerror(failed));
    return ok;
}

/* The workbook as bytes in arena; a temporary file lies beside that path meanwhile. */
static bool make_book(const EvidenceBook *what, const char *beside, Arena *arena,
                      const char **ret_bytes, size_t *ret_len, Err *err)
{
    char temporary[FILE_MAX_PATH], folder[FILE_MAX_PATH];
    Arena scratch;
    int file = file_open_temporary(beside, temporary, err);
    if (file < 0)
        return false;
    (void)close(file);
    arena_init(&scratch, ARENA_LIMIT);
    bool ok = make_private_folder(folder, err);
    if (ok) {
        ok = write_book(what, &scratch, temporary, folder, err) || err_prefix(err, "%s", beside);
        (void)rmdir(folder);
    }
    ok = ok && file_read(arena, temporary, MAX_BYTES, ret_bytes, ret_len, err);
    (void)unlink(temporary);
    arena_deinit(&scratch);
    return ok;
}

bool evidence_save_book(const EvidenceBook *book, const char *path, Err *err)
{
    Arena arena;
    const char *bytes = NULL;
    size_t len = 0;
    arena_init(&arena, ARENA_LIMIT);
    bool ok = make_book(book, path, &arena, &bytes, &len, err) && file_write(path, bytes, len, err);
    arena_deinit(&arena);
    return ok;
}

/* ---- of one lesson ---- */

typedef struct LessonBook {
    const Observation *o;
    LessonMeasures measures;
    bool for_others;
} LessonBook;

static bool next_table(void *context, int32_t number, Arena *arena, EvidenceTable *ret_table,
                       bool *ret_there, Err *err)
{
    const LessonBook *l = context;
    *ret_there = number < EVIDENCE_KIND_COUNT;
    return !*ret_there || evidence_table(l->o, &l->measures, (EvidenceKind)number, l->for_others,
                                         arena, ret_table, err);
}

bool evidence_make_xlsx(const Observation *o, bool for_others, const char *beside, Arena *arena,
                        const char **ret_bytes, size_t *ret_len, Err *err)
{
    Arena scratch;
    arena_init(&scratch, ARENA_LIMIT);
    LessonBook lesson = {.o = o, .for_others = for_others};
    EvidenceBook book = {.title = o->setup->title,
                         .author = o->setup->observer,
                         .unix_ms = o->setup->started_unix_ms,
                         .next = next_table,
                         .context = &lesson};
    bool ok = lesson_measure(o, &scratch, &lesson.measures, err) &&
              make_book(&book, beside, arena, ret_bytes, ret_len, err);
    arena_deinit(&scratch);
    return ok;
}
