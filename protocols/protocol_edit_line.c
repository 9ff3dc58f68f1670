/* protocol_edit_line.c - lines of a protocol file, and values as they are written
 * into one. */
#include "protocols/protocol_edit.h"

#include <stdio.h>
#include <string.h>

#include "protocols/utf8.h"

/* ---- lines ---- */

/* Up to the end of the line that at is in. */
static size_t line_len(const char *text, size_t len, size_t at)
{
    size_t end = at;
    while (end < len &&
           ((text[end] >= ' ' && text[end] <= '~') || utf8_break_len(text + end, len - end) == 0))
        end++;
    return end - at;
}

const char *protocol_text_line(const char *text, size_t len, int32_t line, size_t *ret_len)
{
    size_t at = 0;
    for (int32_t i = 1; i < line && at < len; i++) {
        at += line_len(text, len, at);
        at += utf8_break_len(text + at, len - at);
    }
    if (line < 1 || (at >= len && line > 1))
        return NULL;
    *ret_len = line_len(text, len, at);
    return text + at;
}

int32_t protocol_text_lines(const char *text, size_t len)
{
    int32_t count = 0;
    for (size_t at = 0; at < len; count++) {
        at += line_len(text, len, at);
        at += utf8_break_len(text + at, len - at);
    }
    return count;
}

const char *protocol_edit_line(Arena *arena, const char *text, size_t len, int32_t line,
                               const char *value, size_t *ret_len)
{
    size_t line_len = 0, value_len = strlen(value);
    const char *old = protocol_text_line(text, len, line, &line_len);
    char *out = old ? arena_push(arena, len - line_len + value_len + 1, 1, 1) : NULL;
    if (!out)
        return NULL;
    size_t before = (size_t)(old - text), behind = len - before - line_len;
    memcpy(out, text, before);
    memcpy(out + before, value, value_len + 1);
    memcpy(out + before + value_len, old + line_len, behind);
    *ret_len = before + value_len + behind;
    return out;
}

/* ---- values ---- */

void protocol_edit_key(const char *words, const char *fallback, char ret_key[PROTOCOL_MAX_KEY + 1])
{
    enum { MOST = PROTOCOL_MAX_KEY - 4 };
    size_t used = 0;
    bool gap = false;
    for (; *words && used < MOST; words++) {
        char c = *words;
        c = c >= 'A' && c <= 'Z' ? (char)(c + 0x20) : c;
        bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (good && gap && used > 0 && used + 1 < MOST)
            ret_key[used++] = '-';
        if (good)
            ret_key[used++] = c;
        gap = !good;
    }
    ret_key[used] = '\0';
    if (used == 0)
        (void)snprintf(ret_key, PROTOCOL_MAX_KEY + 1, "%s", fallback);
}
