#include "reports/exchange/script.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "protocols/utf8.h"
#include "reports/exchange/lecture.h"
#include "reports/exchange/record.h"
#include "reports/exchange/script_build.h"
#include "reports/exchange/script_names.h"
#include "reports/exchange/transcript.h"

/* ---- shared by the readers ---- */

/* Bytes of byte order mark and white space in front. */
static size_t skip_space(const char *text, size_t len)
{
    size_t at = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < len &&
           (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n'))
        at++;
    return at;
}

/* Refuses what is no text: nothing, too much, control characters, no UTF-8. */
static bool check_text(const char *name, const char *text, size_t len, Err *err)
{
    if (len > SCRIPT_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "%s: %zu bytes, expected at most %d", name, len,
                       SCRIPT_MAX_BYTES);
    if (skip_space(text, len) == len)
        return err_set(err, ERR_FORMAT, "%s: nothing in the file, expected a lesson", name);
    size_t good = utf8_text_len(text, len);
    if (good == len)
        return true;
    Utf8Place place = utf8_place(text, len, good);
    unsigned byte = (unsigned char)text[good];
    bool is_utf8 = utf8_valid_len(text + good, len - good) > 0;
    return err_set(err, ERR_FORMAT,
                   is_utf8 ? "%s:%d:%d: byte 0x%02X is a control character, expected text"
                           : "%s:%d:%d: byte 0x%02X is not UTF-8, expected text saved as UTF-8",
                   name, (int)place.line, (int)place.column, byte);
}

size_t script_count_lines(const char *text, size_t len)
{
    size_t lines = 1;
    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n' || text[i] == '\r';
    return lines;
}

bool script_no_memory(const char *name, Err *err)
{
    return err_set(err, ERR_LIMIT, "%s: no memory left to read it", name);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool script_begin_setup(const char *name, ScriptFormat format, Arena *arena, Setup *ret_setup,
                        Err *err)
{
    const char *base = base_name(name);
    size_t len = strlen(base), stem = script_stem_len(base);
    Setup setup = {.title = script_plain_title(format),
                   .class_name = "",
                   .place = "",
                   .observer = "",
                   .theme = "",
                   .goals = "",
                   .origin = SCRIPT_SOME_FILE,
                   .resolution_ms = 1000};
    if (!script_file_is_name(base, stem)) {
        setup.title = arena_copy(arena, base, utf8_cut(base, stem, OBSERVATION_MAX_LABEL));
        setup.origin = arena_copy(arena, base, utf8_cut(base, len, OBSERVATION_MAX_LABEL));
        if (!setup.title || !setup.origin)
            return script_no_memory(name, err);
    }
    *ret_setup = setup;
    return true;
}

ScriptAct script_act(ScriptActKind kind, int64_t at_ms, int32_t line)
{
    ScriptAct act = {.kind = kind,
                     .at_ms = at_ms,
                     .said_ms = at_ms,
                     .code = PROTOCOL_NONE,
                     .subject = SUBJECT_NONE,
                     .target = SUBJECT_NONE,
                     .ref = SCRIPT_NO_REF,
                     .sampling = PROTOCOL_NONE,
                     .of = SCRIPT_OF_PRESENT,
                     .text = "",
                     .line = line};
    memset(act.options, PROTOCOL_NONE, sizeof act.options);
    return act;
}

void script_notice(Script *script, Arena *arena, const char *fmt, ...)
{
    char text[400];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    size_t len = n < 0 ? 0 : strlen(text);
    const char *copy = arena_copy(arena, text, utf8_cut(text, len, sizeof text - 2));
    if (copy && script->notices.count < SCRIPT_MAX_NOTICES)
        script->notices.items[script->notices.count++] = copy;
}

/* Wider than deep, as most rooms are. */
static int32_t seat_columns(int32_t count)
{
    int32_t columns = (int32_t)ceil(sqrt(1.6 * (double)count));
    return columns < 1 ? 1 : columns;
}

void script_seat(Subject *subjects, int32_t count)
{
    const float top = 0.22F, bottom = 0.98F, adult_y = 0.08F;
    int32_t pupils = 0, adults = 0;
    for (int32_t i = 0; i < count; i++) {
        pupils += subjects[i].kind == SUBJECT_PUPIL;
        adults += subjects[i].kind == SUBJECT_ADULT;
    }
    int32_t columns = seat_columns(pupils), rows = (pupils + columns - 1) / columns;
    int32_t pupil = 0, adult = 0;
    for (int32_t i = 0; i < count; i++) {
        Subject *subject = &subjects[i];
        if (subject->kind == SUBJECT_ADULT) {
            subject->x = ((float)adult++ + 0.5F) / (float)adults;
            subject->y = adult_y;
        } else if (subject->kind == SUBJECT_PUPIL) {
            int32_t row = pupil / columns, column = pupil % columns;
            subject->x = ((float)column + 0.5F) / (float)columns;
            subject->y = top + (bottom - top) * ((float)row + 0.5F) / (float)rows;
            pupil++;
        }
    }
}

/* ---- columns ---- */

bool script_find_columns(const char *name, const CsvRow *header, ScriptColumn *columns,
                         int32_t count, const char *expected, Err *err)
{
    for (int32_t i = 0; i < count; i++) {
        columns[i].index = -1;
        for (int32_t k = 0; k < header->count; k++) {
            ScriptColumn here = {.index = k};
            ScriptText cell = script_cell(header, &here);
            if (!script_names(cell, columns[i].name))
                continue;
            if (columns[i].index >= 0)
                return err_set(err, ERR_FORMAT, "%s:%d:%d: column '%s' again, expected it once",
                               name, (int)cell.line, (int)cell.column, columns[i].name);
            columns[i].index = k;
        }
        if (columns[i].index < 0 && columns[i].needed)
            return err_set(err, ERR_FORMAT, "%s:%d:1: no column '%s', expected %s", name,
                           (int)header->line, columns[i].name, expected);
    }
    return true;
}

ScriptText script_cell(const CsvRow *row, const ScriptColumn *column)
{
    if (column->index < 0 || column->index >= row->count)
        return (ScriptText){0};
    const CsvCell *cell = &row->cells[column->index];
    const char *text = cell->text;
    size_t len = cell->len;
    for (; len > 0 && strchr(" \t\r\n", text[0]); text++)
        len--;
    while (len > 0 && strchr(" \t\r\n", text[len - 1]))
        len--;
    return (ScriptText){text, len, cell->line, cell->column};
}

bool script_names(ScriptText text, const char *word)
{
    return text.text && text.len == strlen(word) && strncasecmp(text.text, word, text.len) == 0;
}

bool script_text_is(ScriptText text, const char *word)
{
    return text.text && text.len == strlen(word) && memcmp(text.text, word, text.len) == 0;
}

/* ---- the three formats ---- */

static bool has_column(const CsvRow *row, const char *word)
{
    for (int32_t i = 0; i < row->count; i++) {
        ScriptColumn here = {.index = i};
        if (script_names(script_cell(row, &here), word))
            return true;
    }
    return false;
}

static bool detect_csv(const char *name, const CsvRow *header, ScriptFormat *ret_format,
                       const char **ret_protocol_key, Err *err)
{
    if (has_column(header, "t_s") ||
        (has_column(header, "speaker") && has_column(header, "role"))) {
        *ret_format = SCRIPT_TRANSCRIPT;
        *ret_protocol_key = "academic-talk";
        return true;
    }
    if (has_column(header, "time") && has_column(header, "code")) {
        *ret_format = SCRIPT_LECTURE;
        *ret_protocol_key = "fill-plus";
        return true;
    }
    if (header->count == 0)
        return err_set(err, ERR_FORMAT, "%s: nothing in the file, expected a lesson", name);
    const CsvCell *first = &header->cells[0];
    return err_set(err, ERR_FORMAT,
                   "%s:%d:%d: begins with '%s', expected the columns t_s, turn, speaker, role, "
                   "sentence (a transcript) or time, code (a lecture), or a Kenkyu record in JSON",
                   name, (int)first->line, (int)first->column,
                   utf8_quote(first->text, first->len).text);
}

bool script_detect(const char *name, const char *text, size_t len, Arena *arena,
                   ScriptFormat *ret_format, const char **ret_protocol_key, Err *err)
{
    if (!check_text(name, text, len, err))
        return false;
    if (text[skip_space(text, len)] == '{') {
        if (!record_read_protocol(name, text, len, arena, ret_protocol_key, err))
            return false;
        *ret_format = SCRIPT_RECORD;
        return true;
    }
    CsvRows *rows = csv_rows_create(name, text, len, err);
    const CsvRow *header = rows ? csv_rows_next(rows, err) : NULL;
    bool ok = header && detect_csv(name, header, ret_format, ret_protocol_key, err);
    csv_rows_destroy(rows);
    return ok;
}

bool script_read(const char *name, const char *text, size_t len, ScriptFormat format,
                 const Protocol *protocol, const ScriptChoice *choice, Arena *arena,
                 Script *ret_script, Err *err)
{
    if (!check_text(name, text, len, err))
        return false;
    ArenaMark mark = arena_mark(arena);
    Script script = {0};
    bool ok = false;
    switch (format) {
    case SCRIPT_TRANSCRIPT:
        ok = transcript_read(name, text, len, protocol, choice, arena, &script, err);
        break;
    case SCRIPT_LECTURE:
        ok = lecture_read(name, text, len, protocol, arena, &script, err);
        break;
    case SCRIPT_RECORD:
        ok = record_read(name, text, len, protocol, choice, arena, &script, err);
        break;
    }
    if (!ok) {
        arena_reset(arena, mark);
        return false;
    }
    if (choice->title)
        script.setup.title = choice->title;
    else if (script.setup.title == script_plain_title(format))
        script_notice(&script, arena,
                      "what it was called may be a person's name; the lesson is called '%s'",
                      script.setup.title);
    *ret_script = script;
    return true;
}
