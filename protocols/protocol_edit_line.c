/* protocol_edit_line.c - lines of a protocol file, and values as they are written
 * into one. */
#include "protocols/protocol_edit.h"

#include <stdio.h>
#include <string.h>

#include "protocols/protocol_edit_text.h"

/* ---- lines ---- */

const char *protocol_text_line(const char *text, size_t len, int32_t line, size_t *ret_len)
{
    size_t at = 0;
    for (int32_t i = 1; i < line && at < len; i++) {
        const char *end = memchr(text + at, '\n', len - at);
        at = end ? (size_t)(end - text) + 1 : len;
    }
    if (line < 1 || (at >= len && line > 1))
        return NULL;
    const char *end = memchr(text + at, '\n', len - at);
    size_t line_len = (end ? (size_t)(end - text) : len) - at;
    *ret_len = line_len > 0 && text[at + line_len - 1] == '\r' ? line_len - 1 : line_len;
    return text + at;
}

int32_t protocol_text_lines(const char *text, size_t len)
{
    int32_t count = len > 0 && text[len - 1] != '\n' ? 1 : 0;
    for (size_t i = 0; i < len; i++)
        count += text[i] == '\n' ? 1 : 0;
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
