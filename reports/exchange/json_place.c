#include "reports/exchange/json_place.h"

#include <stdbool.h>
#include <string.h>

#include "protocols/utf8.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_space(JsonPlace p, size_t at)
{
    while (at < p.len && is_space(p.text[at]))
        at++;
    return at;
}

/* Past the string whose opening quote is at `at`. */
static size_t skip_string(JsonPlace p, size_t at)
{
    for (at++; at < p.len && p.text[at] != '"'; at++)
        at += p.text[at] == '\\';
    return at < p.len ? at + 1 : p.len;
}

static bool is_any_of(const char *set, char c)
{
    return c != '\0' && strchr(set, c);
}

/* Past the value at `at`; there already when none begins there. */
static size_t skip_value(JsonPlace p, size_t at)
{
    size_t depth = 0;
    bool ended = false;
    while (at < p.len && !ended) {
        char c = p.text[at];
        bool closes = is_any_of("]}", c);
        if (closes && depth == 0)
            break;
        at = c == '"' ? skip_string(p, at) : at + 1;
        depth += is_any_of("[{", c);
        depth -= closes;
        ended = depth == 0 && (c == '"' || closes || at == p.len || is_space(p.text[at]) ||
                               is_any_of(",]}", p.text[at]));
    }
    return at;
}

/* The four digits of an escape such as \u00e9 that begin at `at`. */
static uint32_t read_unit(JsonPlace p, size_t at)
{
    uint32_t unit = 0;
    for (size_t end = at + 4; at < end && at < p.len; at++) {
        uint32_t c = (unsigned char)p.text[at];
        unit = unit << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return unit;
}

/* What the escape at *at stands for; *at comes behind it. */
static uint32_t read_escape(JsonPlace p, size_t *at)
{
    static const char short_for[] = "b\bf\fn\nr\rt\t";
    char c = *at + 1 < p.len ? p.text[*at + 1] : '\\';
    size_t begins = *at + 2;
    *at = begins;
    for (const char *s = short_for; *s; s += 2)
        if (*s == c)
            return (unsigned char)s[1];
    if (c != 'u')
        return (unsigned char)c;
    uint32_t unit = read_unit(p, begins);
    *at += 4;
    if (unit < 0xD800 || unit > 0xDBFF)
        return unit;
    *at += 6; /* the second half of a pair, \udc00 to \udfff */
    return 0x10000 + ((unit & 0x3FF) << 10 | (read_unit(p, begins + 6) & 0x3FF));
}

/* Does the string from its opening quote at `at` to `end` say name? */
static bool says(JsonPlace p, size_t at, size_t end, const char *name)
{
    for (at++; at + 1 < end;) {
        char bytes[4] = {p.text[at]};
        size_t count = 1;
        if (bytes[0] == '\\')
            count = utf8_encode(read_escape(p, &at), bytes);
        else
            at++;
        if (*name == '\0' || strncmp(name, bytes, count) != 0)
            return false;
        name += count;
    }
    return *name == '\0';
}

JsonPlace json_place_root(const char *text, size_t len)
{
    JsonPlace place = {text, len, 0};
    place.at = skip_space(place, len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0);
    return place;
}

JsonPlace json_place_member(JsonPlace object, const char *name)
{
    JsonPlace place = object;
    size_t at = skip_space(object, object.at + 1);
    while (at < object.len && object.text[at] == '"') {
        size_t end = skip_string(object, at);
        place.at = skip_space(object, skip_space(object, end) + 1); /* past the colon */
        if (says(object, at, end, name))
            return place;
        at = skip_space(object, skip_value(object, place.at));
        at = skip_space(object, at + 1); /* past the comma */
    }
    return object;
}

JsonPlace json_place_first(JsonPlace array)
{
    array.at = skip_space(array, array.at + 1);
    return array;
}

JsonPlace json_place_next(JsonPlace item)
{
    item.at = skip_space(item, skip_value(item, item.at));
    item.at = skip_space(item, item.at + 1); /* past the comma */
    return item;
}

size_t json_place_count(const char *text, size_t len)
{
    JsonPlace p = {text, len, 0};
    size_t count = 0;
    for (size_t at = 0; at < len;) {
        count += text[at] == '{' || text[at] == '[' || text[at] == ',';
        at = text[at] == '"' ? skip_string(p, at) : at + 1;
    }
    return count;
}
