#include "protocols/protocol_edit_text.h"

#include <string.h>

#include "protocols/utf8.h"

enum { FOLD_WIDTH = 80 };

/* ---- lines: as libyaml counts them ---- */

static int32_t find_lines(const char *text, size_t len, size_t *lines)
{
    int32_t count = 0;
    /* A byte order mark is in no column. */
    size_t at = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    lines[count++] = at;
    while (at < len) {
        size_t bytes = utf8_break_len(text + at, len - at);
        at += bytes ? bytes : 1;
        if (bytes && at < len)
            lines[count++] = at;
    }
    lines[count] = len;
    return count;
}

static const char *newline_of(const char *text, size_t len)
{
    const char *first = memchr(text, '\n', len);
    return first && first > text && first[-1] == '\r' ? "\r\n" : "\n";
}

static bool no_memory(Err *err)
{
    return err_set(err, ERR_LIMIT, "there is not enough memory for this change");
}

bool edit_read(EditSource *source, Arena *arena, const char *text, size_t len, Err *err)
{
    EditSource read = {.arena = arena, .newline = newline_of(text, len)};
    bool ends = len > 0 && text[len - 1] == '\n';
    read.text = arena_printf(arena, "%.*s%s", (int)len, text, ends ? "" : read.newline);
    if (!read.text)
        return no_memory(err);
    read.len = strlen(read.text);
    size_t *lines = ARENA_PUSH(arena, size_t, read.len + 2);
    if (!lines)
        return no_memory(err);
    read.line_count = find_lines(read.text, read.len, lines);
    read.lines = lines;
    ProtocolFaults *faults = ARENA_PUSH(arena, ProtocolFaults, 1);
    if (!faults)
        return no_memory(err);
    read.root = tree_read(arena, read.text, read.len, faults);
    if (!read.root || faults->count > 0)
        return err_set(err, faults->items[0].kind, "%s", faults->items[0].text);
    *source = read;
    return true;
}

/* Layouts that are not read right end here, not in bytes that are moved about. */
static bool check_order(const EditSource *source, const EditSplice *splices, int32_t count,
                        Err *err)
{
    size_t at = 0;
    for (int32_t i = 0; i < count; i++) {
        if (splices[i].from < at || splices[i].to < splices[i].from || splices[i].to > source->len)
            return err_set(err, ERR_STATE,
                           "line %d cannot be changed as it is laid out, expected a plainer layout",
                           (int)edit_line_of(source, splices[i].from) + 1);
        at = splices[i].to;
    }
    return true;
}

bool edit_splice(EditSource *source, const EditSplice *splices, int32_t count, Err *err)
{
    if (!check_order(source, splices, count, err))
        return false;
    size_t len = source->len;
    for (int32_t i = 0; i < count; i++)
        len = len + splices[i].len - (splices[i].to - splices[i].from);
    char *text = arena_push(source->arena, len + 1, 1, 1);
    if (!text)
        return no_memory(err);
    size_t at = 0, from = 0;
    for (int32_t i = 0; i <= count; i++) {
        size_t to = i < count ? splices[i].from : source->len;
        memcpy(text + at, source->text + from, to - from);
        at += to - from;
        if (i == count)
            break;
        memcpy(text + at, splices[i].text, splices[i].len);
        at += splices[i].len;
        from = splices[i].to;
    }
    return edit_read(source, source->arena, text, len, err);
}

/* ---- places ---- */

static size_t offset_of(const EditSource *source, int32_t line, int32_t column)
{
    if (line > source->line_count)
        return source->len;
    size_t at = source->lines[line - 1];
    for (size_t bytes = 0; column > 1 && at < source->len; column--, at += bytes)
        (void)utf8_decode(source->text + at, source->len - at, &bytes);
    return at;
}

size_t edit_begin(const EditSource *source, const TreeNode *node)
{
    return offset_of(source, node->line, node->column);
}

size_t edit_name_begin(const EditSource *source, const TreeNode *node)
{
    return offset_of(source, node->name_line, node->name_column);
}

bool edit_is_flow(const TreeNode *node)
{
    return (node->kind == TREE_LIST || node->kind == TREE_MAP) && node->end_line > 0;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t edit_end(const EditSource *source, const TreeNode *node)
{
    size_t begin = edit_begin(source, node);
    if (node->end_line > 0) {
        size_t end = offset_of(source, node->end_line, node->end_column);
        bool block = node->kind == TREE_TEXT && end > begin && strchr(">|", source->text[begin]);
        return block ? begin + utf8_trim_len(source->text + begin, end - begin) : end;
    }
    const TreeNode *last = node->first;
    while (last && last->next)
        last = last->next;
    return last ? edit_end(source, last) : begin;
}

int32_t edit_line_of(const EditSource *source, size_t offset)
{
    int32_t low = 0, high = source->line_count - 1;
    while (low < high) {
        int32_t middle = (low + high + 1) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

size_t edit_line_begin(const EditSource *source, size_t offset)
{
    return source->lines[edit_line_of(source, offset)];
}

size_t edit_line_end(const EditSource *source, size_t offset)
{
    return source->lines[edit_line_of(source, offset) + 1];
}

int32_t edit_indent(const EditSource *source, int32_t line)
{
    size_t at = source->lines[line];
    while (at < source->lines[line + 1] && source->text[at] == ' ')
        at++;
    return (int32_t)(at - source->lines[line]);
}

static char first_of(const EditSource *source, int32_t line)
{
    size_t at = source->lines[line], end = source->lines[line + 1];
    while (at < end && (source->text[at] == ' ' || source->text[at] == '\t'))
        at++;
    return utf8_break_len(source->text + at, end - at) == 0 ? source->text[at] : '\0';
}

bool edit_is_blank(const EditSource *source, int32_t line)
{
    return first_of(source, line) == '\0';
}

bool edit_is_comment(const EditSource *source, int32_t line)
{
    return first_of(source, line) == '#';
}

/* ---- values ---- */

static bool looks_like_no_text(const char *value)
{
    static const char *const words[] = {"yes", "no", "true", "false", "on", "off", "null", "~"};
    size_t len = strlen(value);
    if (strspn(value, "0123456789.,:-+eExX_") == len)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t k = 0;
        while (words[i][k] && k < len && (value[k] | 0x20) == (words[i][k] | 0x20))
            k++;
        if (k == len && words[i][k] == '\0')
            return true;
    }
    return false;
}

static bool has_break(const char *text, size_t len)
{
    for (size_t at = 0; at < len; at++)
        if (utf8_break_len(text + at, len - at) > 0)
            return true;
    return false;
}

bool edit_can_be_plain(const char *value, bool flow, bool wording)
{
    size_t len = strlen(value);
    if (len == 0 || is_space(value[0]) || is_space(value[len - 1]))
        return false;
    if (strchr("-?:,[]{}#&*!|>'\"%@`=", value[0]) || value[len - 1] == ':')
        return false;
    if (strchr(value, '\t') || strstr(value, ": ") || strstr(value, " #"))
        return false;
    if (flow && strpbrk(value, ",[]{}"))
        return false;
    return !has_break(value, len) && (!wording || !looks_like_no_text(value));
}

typedef struct Writer {
    char *out;
    size_t used;
} Writer;

static void put(Writer *w, const char *text, size_t len)
{
    memcpy(w->out + w->used, text, len);
    w->used += len;
}

/* What cannot stand in "..." as it is, or would be read as a line end there. */
static const char *escape_of(const char *text, size_t len, size_t *ret_bytes)
{
    static const struct {
        const char *text, *escape;
    } escapes[] = {
        {"\"", "\\\""}, {"\\", "\\\\"},      {"\n", "\\n"},           {"\t", "\\t"},
        {"\r", "\\r"},  {"\xC2\x85", "\\N"}, {"\xE2\x80\xA8", "\\L"}, {"\xE2\x80\xA9", "\\P"},
    };
    for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
        *ret_bytes = strlen(escapes[i].text);
        if (*ret_bytes <= len && memcmp(text, escapes[i].text, *ret_bytes) == 0)
            return escapes[i].escape;
    }
    return NULL;
}

const char *edit_quoted(Arena *arena, const char *value)
{
    size_t len = strlen(value), bytes = 0;
    Writer w = {.out = arena_push(arena, 2 * len + 3, 1, 1)};
    if (!w.out)
        return NULL;
    put(&w, "\"", 1);
    for (size_t at = 0; at < len; at += bytes) {
        const char *escape = escape_of(value + at, len - at, &bytes);
        bytes = escape ? bytes : 1;
        put(&w, escape ? escape : value + at, escape ? strlen(escape) : 1);
    }
    put(&w, "\"", 1);
    return w.out;
}

const char *edit_single_quoted(Arena *arena, const char *value)
{
    size_t len = strlen(value);
    Writer w = {.out = arena_push(arena, 2 * len + 3, 1, 1)};
    if (!w.out)
        return NULL;
    put(&w, "'", 1);
    for (size_t at = 0; at < len; at++)
        put(&w, value[at] == '\'' ? "''" : value + at, value[at] == '\'' ? 2 : 1);
    put(&w, "'", 1);
    return w.out;
}

/* A line that may stand in a block text: no blank at either end. */
static bool is_block_line(const char *line, size_t len)
{
    return len > 0 && !is_space(line[0]) && !is_space(line[len - 1]) && !memchr(line, '\t', len) &&
           !has_break(line, len);
}

static void put_line(Writer *w, const EditSource *source, const char *line, size_t len,
                     int32_t indent)
{
    if (w->used > 0)
        put(w, source->newline, strlen(source->newline));
    memset(w->out + w->used, ' ', (size_t)indent);
    w->used += (size_t)indent;
    put(w, line, len);
}

/* How much of the text goes into one line: up to the last single blank that
 * leaves it short enough, else up to the first. */
static size_t fold_at(const char *text, size_t len, size_t width)
{
    size_t best = len;
    for (size_t i = 1; i + 1 < len; i++) {
        bool can = text[i] == ' ' && text[i - 1] != ' ' && text[i + 1] != ' ';
        if (can && (i <= width || best == len))
            best = i;
        if (i > width && best < len)
            break;
    }
    return len <= width ? len : best;
}

static const char *block_text(const EditSource *source, const char *value, int32_t indent,
                              bool fold)
{
    size_t len = strlen(value), width = FOLD_WIDTH - 20;
    if (indent < FOLD_WIDTH / 2)
        width = (size_t)(FOLD_WIDTH - indent);
    Writer w = {.out = arena_push(source->arena, (len + 1) * ((size_t)indent + 4) + 1, 1, 1)};
    if (!w.out)
        return NULL;
    for (size_t at = 0; at <= len; at++) {
        const char *line = value + at;
        size_t line_len = strcspn(line, "\n");
        if (!is_block_line(line, line_len))
            return NULL;
        if (fold && at > 0)
            put(&w, source->newline, strlen(source->newline));
        for (size_t part = 0, rest = line_len; rest > 0;) {
            size_t n = fold ? fold_at(line + part, rest, width) : rest;
            put_line(&w, source, line + part, n, indent);
            part += n + (n < rest ? 1 : 0);
            rest = line_len - part;
        }
        at += line_len;
    }
    return w.out;
}

const char *edit_folded(const EditSource *source, const char *value, int32_t indent)
{
    return block_text(source, value, indent, true);
}

const char *edit_literal(const EditSource *source, const char *value, int32_t indent)
{
    return block_text(source, value, indent, false);
}
