#include <math.h>
#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/record_read.h"

bool record_refuse(RecordReading *r, RecordValue value, ErrKind kind, const char *what)
{
    Utf8Place at = utf8_place(value.place.text, value.place.len, value.place.at);
    return err_set(r->err, kind, "%s:%d:%d: %s", r->name, (int)at.line, (int)at.column, what);
}

bool record_refuse_field(RecordReading *r, RecordValue value, const char *field,
                         const char *expected)
{
    char what[160];
    (void)snprintf(what, sizeof what, "%s '%s', expected %s", value.json ? "wrong" : "no", field,
                   expected);
    return record_refuse(r, value, ERR_FORMAT, what);
}

RecordValue record_member(RecordValue object, const char *name)
{
    return (RecordValue){json_object_get(object.json, name), json_place_member(object.place, name)};
}

/* ---- typed members ---- */

bool record_read_text(RecordReading *r, RecordValue object, const char *name, size_t max,
                      const char **ret_text)
{
    RecordValue value = record_member(object, name);
    if (!value.json || json_is_null(value.json)) {
        *ret_text = "";
        return true;
    }
    const char *text = json_string_value(value.json);
    size_t len = json_string_length(value.json);
    if (!text)
        return record_refuse_field(r, value, name, "text in quotes");
    if (len > max) {
        char what[160];
        (void)snprintf(what, sizeof what, "'%s' of %zu bytes, expected at most %zu", name, len,
                       max);
        return record_refuse(r, value, ERR_LIMIT, what);
    }
    if (utf8_text_len(text, len) != len)
        return record_refuse_field(r, value, name, "text without control characters");
    *ret_text = arena_copy(r->arena, text, len);
    return *ret_text || script_no_memory(r->name, r->err);
}

bool record_read_seconds(RecordReading *r, RecordValue object, const char *name, bool needed,
                         int64_t *ret_ms)
{
    RecordValue value = record_member(object, name);
    if (!value.json && !needed)
        return true;
    double seconds = json_number_value(value.json);
    if (!json_is_number(value.json) || !(seconds >= 0) ||
        seconds > (double)OBSERVATION_MAX_MS / 1000.0)
        return record_refuse_field(r, value, name, "seconds of 0 or more");
    *ret_ms = llround(seconds * 1000.0);
    return true;
}

bool record_read_int(RecordReading *r, RecordValue object, const char *name, int32_t max,
                     int32_t *ret_value)
{
    RecordValue value = record_member(object, name);
    if (!value.json || json_is_null(value.json))
        return true;
    json_int_t number = json_integer_value(value.json);
    if (!json_is_integer(value.json) || number < 0 || number > max)
        return record_refuse_field(r, value, name, "a whole number of 0 or more");
    *ret_value = (int32_t)number;
    return true;
}

bool record_read_bool(RecordReading *r, RecordValue object, const char *name, bool *ret_value)
{
    RecordValue value = record_member(object, name);
    if (value.json && !json_is_boolean(value.json))
        return record_refuse_field(r, value, name, "true or false");
    *ret_value = json_is_true(value.json);
    return true;
}

bool record_read_fraction(RecordReading *r, RecordValue object, const char *name, float *ret_value)
{
    RecordValue value = record_member(object, name);
    double number = value.json ? json_number_value(value.json) : 0.5;
    if ((value.json && !json_is_number(value.json)) || !(number >= 0 && number <= 1))
        return record_refuse_field(r, value, name, "a number from 0 to 1");
    *ret_value = (float)number;
    return true;
}

bool record_read_list(RecordReading *r, RecordValue object, const char *name, size_t max,
                      RecordValue *ret_list, size_t *ret_count)
{
    *ret_list = record_member(object, name);
    *ret_count = json_array_size(ret_list->json);
    if (ret_list->json && !json_is_array(ret_list->json))
        return record_refuse_field(r, *ret_list, name, "a list");
    if (*ret_count > max) {
        char what[160];
        (void)snprintf(what, sizeof what, "%zu in '%s', expected at most %zu", *ret_count, name,
                       max);
        return record_refuse(r, *ret_list, ERR_LIMIT, what);
    }
    return true;
}

RecordValue record_next_item(RecordValue list, size_t i, RecordValue before)
{
    return (RecordValue){json_array_get(list.json, i),
                         i == 0 ? json_place_first(list.place) : json_place_next(before.place)};
}

bool record_read_code(RecordReading *r, RecordValue object, int32_t *ret_code)
{
    RecordValue value = record_member(object, "code");
    const char *key = json_string_value(value.json);
    if (!key)
        return record_refuse_field(r, value, "code", "the key of a code");
    *ret_code = protocol_find_code(r->protocol, key);
    if (*ret_code != PROTOCOL_NONE)
        return true;
    char what[160];
    (void)snprintf(what, sizeof what,
                   "code '%s' is not in the protocol %s, expected the key of one of its codes",
                   utf8_quote(key, strlen(key)).text, r->protocol->key);
    return record_refuse(r, value, ERR_FORMAT, what);
}

bool record_read_subject_ref(RecordReading *r, RecordValue object, const char *name,
                             int32_t *ret_subject)
{
    RecordValue value = record_member(object, name);
    *ret_subject = SUBJECT_NONE;
    if (!value.json || json_is_null(value.json))
        return true;
    const char *label = json_string_value(value.json);
    if (!label)
        return record_refuse_field(r, value, name, "a label or null");
    *ret_subject = setup_find_subject(&r->setup, label);
    if (*ret_subject != SUBJECT_NONE)
        return true;
    char what[160];
    (void)snprintf(what, sizeof what, "%s '%s' is not among the subjects", name,
                   utf8_quote(label, strlen(label)).text);
    return record_refuse(r, value, ERR_FORMAT, what);
}
