#include "reports/exchange/lecture.h"

#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/script_build.h"

enum { COLUMN_TIME, COLUMN_CODE, COLUMN_COUNT };

typedef struct Lecture {
    const char *name;
    const Protocol *protocol;
    ScriptColumn columns[COLUMN_COUNT];
    ScriptAct *acts;
    int32_t act_count;
    int32_t code; /* last state; PROTOCOL_NONE before the first */
    int64_t last_ms;
    int32_t last_line;
    bool ended;
} Lecture;

static bool refuse(const Lecture *l, ScriptText at, const char *what, const char *expected,
                   Err *err)
{
    return err_set(err, ERR_FORMAT, "%s:%d:%d: %s '%s', expected %s", l->name, (int)at.line,
                   (int)at.column, what, utf8_quote(at.text, at.len).text, expected);
}

/* hh:mm:ss; -1 when it is not that. */
static int64_t parse_time(ScriptText text)
{
    static const char form[] = "00:00:00";
    if (text.len != sizeof form - 1)
        return -1;
    int64_t parts[3] = {0};
    for (size_t i = 0; i < text.len; i++) {
        bool digit = text.text[i] >= '0' && text.text[i] <= '9';
        if (digit != (form[i] == '0') || (!digit && text.text[i] != ':'))
            return -1;
        if (digit)
            parts[i / 3] = parts[i / 3] * 10 + (text.text[i] - '0');
    }
    if (parts[1] > 59 || parts[2] > 59)
        return -1;
    return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000;
}

static bool refuse_order(const Lecture *l, ScriptText time, Err *err)
{
    int64_t s = l->last_ms / 1000;
    return err_set(err, ERR_FORMAT,
                   "%s:%d:%d: time '%.*s' comes after '%02d:%02d:%02d' in the row above, expected "
                   "times in order",
                   l->name, (int)time.line, (int)time.column, (int)time.len, time.text,
                   (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

static bool check_code(const Lecture *l, int32_t code, ScriptText at, Err *err)
{
    if (code == PROTOCOL_NONE || l->protocol->codes[code].built_in)
        return err_set(
            err, ERR_FORMAT,
            "%s:%d:%d: code '%s' is not in the protocol %s, expected the key of one of its codes",
            l->name, (int)at.line, (int)at.column, utf8_quote(at.text, at.len).text,
            l->protocol->key);
    const Code *c = &l->protocol->codes[code];
    if (c->kind != CODE_STATE || !l->protocol->categories[c->category].exclusive)
        return refuse(l, at, "code", "a state of an exclusive category", err);
    if (!(c->about & ABOUT_CLASS))
        return refuse(l, at, "code", "one that is about the class", err);
    if (l->code != PROTOCOL_NONE && l->protocol->codes[l->code].category != c->category)
        return refuse(l, at, "code", "one of the same category as the codes before it", err);
    return true;
}

/* The key as a string for the protocol's own look-up. */
static int32_t find_code(const Protocol *protocol, ScriptText text)
{
    char key[64] = "";
    if (text.len >= sizeof key)
        return PROTOCOL_NONE;
    memcpy(key, text.text, text.len);
    key[text.len] = '\0';
    return protocol_find_code(protocol, key);
}

static bool take_code(Lecture *l, ScriptText code, int64_t at_ms, Err *err)
{
    if (script_text_is(code, "END")) {
        l->acts[l->act_count++] = script_act(SCRIPT_END, at_ms, code.line);
        l->ended = true;
        return true;
    }
    if (script_text_is(code, "NA")) {
        if (l->code == PROTOCOL_NONE) /* nothing runs yet */
            return true;
        ScriptAct act = script_act(SCRIPT_FALL_SILENT, at_ms, code.line);
        act.code = l->code;
        l->acts[l->act_count++] = act;
        return true;
    }
    int32_t found = find_code(l->protocol, code);
    if (!check_code(l, found, code, err))
        return false;
    ScriptAct act = script_act(SCRIPT_TAP, at_ms, code.line);
    act.code = l->code = found;
    act.again = true;
    l->acts[l->act_count++] = act;
    return true;
}

static bool take_row(Lecture *l, const CsvRow *row, Err *err)
{
    ScriptText time = script_cell(row, &l->columns[COLUMN_TIME]);
    ScriptText code = script_cell(row, &l->columns[COLUMN_CODE]);
    if (!time.text || !code.text)
        return err_set(err, ERR_FORMAT, "%s:%d:1: %d columns, expected a time and a code", l->name,
                       (int)row->line, (int)row->count);
    if (l->ended)
        return refuse(l, time, "a row after END with the time", "END in the last row", err);
    int64_t at_ms = parse_time(time);
    if (at_ms < 0)
        return refuse(l, time, "time", "hh:mm:ss", err);
    if (at_ms < l->last_ms)
        return refuse_order(l, time, err);
    if (l->act_count == SCRIPT_MAX_ACTS)
        return err_set(err, ERR_LIMIT, "%s:%d:1: more than %d rows, expected fewer", l->name,
                       (int)row->line, SCRIPT_MAX_ACTS);
    l->last_ms = at_ms;
    l->last_line = row->line;
    return take_code(l, code, at_ms, err);
}

static bool read_rows(Lecture *l, CsvRows *rows, Err *err)
{
    const CsvRow *row = csv_rows_next(rows, err);
    if (!row || !script_find_columns(l->name, row, l->columns, COLUMN_COUNT, "time,code", err))
        return false;
    l->last_line = row->line;
    while ((row = csv_rows_next(rows, err)) != NULL && row->count > 0)
        if (!take_row(l, row, err))
            return false;
    if (!row)
        return false;
    return l->ended || err_set(err, ERR_FORMAT,
                               "%s:%d:1: the file ends here without END, expected END in the last "
                               "row, for without it the last state has no end",
                               l->name, (int)l->last_line);
}

bool lecture_read(const char *name, const char *text, size_t len, const Protocol *protocol,
                  Arena *arena, Script *ret_script, Err *err)
{
    Lecture lecture = {
        .name = name,
        .protocol = protocol,
        .columns = {[COLUMN_TIME] = {"time", true, -1}, [COLUMN_CODE] = {"code", true, -1}},
        .code = PROTOCOL_NONE,
    };
    Script script = {0};
    if (!script_begin_setup(name, SCRIPT_LECTURE, arena, &script.setup, err))
        return false;
    size_t lines = script_count_lines(text, len);
    lecture.acts = ARENA_PUSH(arena, ScriptAct, lines < SCRIPT_MAX_ACTS ? lines : SCRIPT_MAX_ACTS);
    if (!lecture.acts)
        return script_no_memory(name, err);
    CsvRows *rows = csv_rows_create(name, text, len, err);
    bool ok = rows && read_rows(&lecture, rows, err);
    csv_rows_destroy(rows);
    if (!ok)
        return false;
    script.acts = lecture.acts;
    script.act_count = lecture.act_count;
    *ret_script = script;
    return true;
}
