#include "protocols/utf8.h"

#include <string.h>

uint32_t utf8_decode(const char *text, size_t len, size_t *ret_bytes)
{
    const unsigned char *s = (const unsigned char *)text;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t bytes = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    *ret_bytes = 1;
    if (bytes == 1)
        return s[0];
    if (bytes == 0 || s[0] > 0xF4 || bytes > len)
        return 0xFFFD;
    uint32_t code_point = s[0] & (0xFFU >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0xFFFD;
        code_point = code_point << 6 | (s[i] & 0x3FU);
    }
    if (code_point < least[bytes] || code_point > 0x10FFFF ||
        (code_point >= 0xD800 && code_point <= 0xDFFF))
        return 0xFFFD;
    *ret_bytes = bytes;
    return code_point;
}

size_t utf8_valid_len(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len) {
        size_t bytes = 0;
        if (utf8_decode(text + at, len - at, &bytes) == 0xFFFD && bytes == 1)
            return at;
        at += bytes;
    }
    return len;
}

size_t utf8_encode(uint32_t code_point, char *out)
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t bytes = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = bytes - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    out[0] = (char)(lead[bytes] | code_point);
    return bytes;
}

size_t utf8_cut(const char *text, size_t len, size_t max)
{
    if (max >= len)
        return len;
    while (max > 0 && ((unsigned char)text[max] & 0xC0) == 0x80)
        max--;
    return max;
}

size_t utf8_count(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t at = 0, bytes = 0; at < len; at += bytes, count++)
        (void)utf8_decode(text + at, len - at, &bytes);
    return count;
}

static bool is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

Utf8Quote utf8_quote(const char *text, size_t len)
{
    enum { MOST = 40 };
    Utf8Quote quote = {0};
    size_t out = 0;
    for (size_t at = 0, bytes = 0; at < len; at += bytes) {
        uint32_t code_point = utf8_decode(text + at, len - at, &bytes);
        if (out + bytes > MOST) {
            memcpy(quote.text + out, "...", 4);
            break;
        }
        if (is_control(code_point) || (code_point == 0xFFFD && bytes == 1))
            quote.text[out++] = '?';
        else {
            memcpy(quote.text + out, text + at, bytes);
            out += bytes;
        }
    }
    return quote;
}

Utf8Place utf8_place(const char *text, size_t len, size_t offset)
{
    Utf8Place place = {1, 1};
    size_t mark = len >= 3 && offset >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (size_t at = mark, bytes = 0; at < offset && at < len; at += bytes) {
        (void)utf8_decode(text + at, len - at, &bytes);
        bool end =
            text[at] == '\n' || (text[at] == '\r' && !(at + 1 < len && text[at + 1] == '\n'));
        place.line += end;
        place.column = end ? 1 : place.column + 1;
    }
    return place;
}

size_t utf8_break_len(const char *text, size_t len)
{
    const unsigned char *c = (const unsigned char *)text;
    if (len > 0 && c[0] == '\r')
        return len > 1 && c[1] == '\n' ? 2 : 1;
    if (len > 0 && c[0] == '\n')
        return 1;
    if (len > 1 && c[0] == 0xC2 && c[1] == 0x85)
        return 2;
    return len > 2 && c[0] == 0xE2 && c[1] == 0x80 && (c[2] == 0xA8 || c[2] == 0xA9) ? 3 : 0;
}

size_t utf8_trim_len(const char *text, size_t len)
{
    enum { MOST = 3 /* bytes of a line end */ };
    for (size_t bytes = 1; bytes <= MOST && bytes <= len; bytes++) {
        const char *last = text + len - bytes;
        if ((bytes == 1 && (*last == ' ' || *last == '\t')) ||
            utf8_break_len(last, bytes) == bytes) {
            len -= bytes;
            bytes = 0;
        }
    }
    return len;
}

static bool is_of_text(uint32_t code_point, size_t bytes)
{
    if (code_point >= 0xFFFD && code_point <= 0xFFFF)
        return code_point == 0xFFFD && bytes > 1; /* of one byte: not UTF-8 */
    return code_point == '\t' || code_point == '\n' || code_point == '\r' || code_point == 0x85 ||
           !is_control(code_point);
}

/* Most texts are letters of ASCII from end to end: where they stop being so. */
static size_t plain_len(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len && text[at] >= ' ' && text[at] < 0x7F)
        at++;
    return at;
}

size_t utf8_text_len(const char *text, size_t len)
{
    for (size_t at = plain_len(text, len), bytes = 0; at < len; at += bytes) {
        uint32_t code_point = utf8_decode(text + at, len - at, &bytes);
        if (!is_of_text(code_point, bytes))
            return at;
    }
    return len;
}

size_t utf8_mend(char *text, size_t len)
{
    size_t out = plain_len(text, len);
    for (size_t at = out, bytes = 0; at < len; at += bytes) {
        uint32_t code_point = utf8_decode(text + at, len - at, &bytes);
        if (!is_of_text(code_point, bytes))
            text[out++] = '?';
        else
            for (size_t i = 0; i < bytes; i++)
                text[out++] = text[at + i];
    }
    if (out < len)
        text[out] = '\0';
    return out;
}
