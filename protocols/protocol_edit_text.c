#include "protocols/protocol_edit_text.h"

#include <string.h>

#include "protocols/utf8.h"

enum { FOLD_WIDTH = 80 };

/* ---- lines: as libyaml counts them ---- */

/* Bytes of the line end at text, or 0. NEL, LS and PS are line ends too. */
static size_t break_at(const char *text, size_t len)
{
    const unsigned char *c = (const unsigned char *)text;
    if (c[0] == '\r')
        return len > 1 && c[1] == '\n' ? 2 : 1;
    if (c[0] == '\n')
        return 1;
    if (len > 1 && c[0] == 0xC2 && c[1] == 0x85)
        return 2;
    return len > 2 && c[0] == 0xE2 && c[1] == 0x80 && (c[2] == 0xA8 || c[2] == 0xA9) ? 3 : 0;
}

static int32_t find_lines(const char *text, size_t len, size_t *lines)
{
    int32_t count = 0;
    /* A byte order mark is in no column. */
    size_t at = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    lines[count++] = at;
    while (at < len) {
        size_t bytes = break_at(text + at, len - at);
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

bool edit_splice(EditSource *source, const EditSplice *splices, int32_t count, Err *err)
{
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
        while (block && end > begin && is_space(source->text[end - 1]))
            end--;
        return end;
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
    for (size_t at = source->lines[line]; at < source->lines[line + 1]; at++)
        if (!is_space(source->text[at]))
            return source->text[at];
    return '\0';
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

bool edit_can_be_plain(const char *value, bool flow, bool wording)
{
    size_t len = strlen(value);
    if (len == 0 || is_space(value[0]) || is_space(value[len - 1]))
        return false;
    if (strchr("-?:,[]{}#&*!|>'\"%@`=", value[0]) || value[len - 1] == ':')
        return false;
    if (strpbrk(value, "\n\r\t") || strstr(value, ": ") || strstr(value, " #"))
        return false;
    if (flow && strpbrk(value, ",[]{}"))
        return false;
    for (size_t at = 0; at < len; at++)
        if ((unsigned char)value[at] >= 0x80 && break_at(value + at, len - at))
            return false;
    return !wording || !looks_like_no_text(value);
}

static const char *escaped(Arena *arena, const char *value, char quote)
{
    size_t len = strlen(value), used = 0;
    char *out = arena_push(arena, 2 * len + 3, 1, 1);
    if (!out)
        return NULL;
    out[used++] = quote;
    for (size_t i = 0; i < len; i++) {
        char c = value[i];
        if (quote == '\'' ? c == '\'' : c == '"' || c == '\\')
            out[used++] = quote == '\'' ? '\'' : '\\';
        if (quote == '"' && (c == '\n' || c == '\t' || c == '\r')) {
            out[used++] = '\\';
            c = c == '\n' ? 'n' : (c == '\t' ? 't' : 'r');
        }
        out[used++] = c;
    }
    out[used++] = quote;
    return out;
}

const char *edit_quoted(Arena *arena, const char *value)
{
    return escaped(arena, value, '"');
}

const char *edit_single_quoted(Arena *arena, const char *value)
{
    return escaped(arena, value, '\'');
}

/* A line that may stand in a block text: no blank at either end. */
static bool is_block_line(const char *line, size_t len)
{
    return len > 0 && !is_space(line[0]) && !is_space(line[len - 1]) && !memchr(line, '\t', len) &&
           !memchr(line, '\r', len);
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
