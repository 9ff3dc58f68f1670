#include "reports/exchange/json_place.h"

#include <stdbool.h>
#include <string.h>

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
    return at + 1;
}

/* Past the value at `at`. */
static size_t skip_value(JsonPlace p, size_t at)
{
    size_t depth = 0;
    do {
        if (p.text[at] == '"') {
            at = skip_string(p, at);
        } else if (strchr("{[", p.text[at])) {
            depth++;
            at++;
        } else if (strchr("}]", p.text[at])) {
            depth--;
            at++;
        } else if (depth > 0) {
            at++;
        } else {
            while (at < p.len && !is_space(p.text[at]) && !strchr(",]}", p.text[at]))
                at++;
        }
    } while (depth > 0 && at < p.len);
    return at;
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
    size_t name_len = strlen(name);
    size_t at = skip_space(object, object.at + 1);
    while (at < object.len && object.text[at] == '"') {
        size_t end = skip_string(object, at);
        place.at = skip_space(object, skip_space(object, end) + 1); /* past the colon */
        if (end - at == name_len + 2 && memcmp(object.text + at + 1, name, name_len) == 0)
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
