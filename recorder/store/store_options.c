/* store_options.c - an event's options as JSON text, with keys instead of
 * numbers, so that the record can be read without us.
 *
 * Keys are a-z, 0-9 and hyphens (protocol_load.h): nothing is ever escaped.
 */
#include "recorder/store/store_internal.h"

#include <stdio.h>
#include <string.h>

bool store_options_format(const Protocol *protocol, const int8_t *options,
                          char ret_text[STORE_OPTIONS_SIZE], Err *err)
{
    size_t len = 1;
    ret_text[0] = '{';
    for (int32_t i = 0; i < protocol->modifier_count; i++) {
        if (options[i] == PROTOCOL_NONE)
            continue;
        const Modifier *modifier = &protocol->modifiers[i];
        int n = snprintf(ret_text + len, STORE_OPTIONS_SIZE - len, "%s\"%s\":\"%s\"",
                         len > 1 ? "," : "", modifier->key, modifier->options[options[i]].key);
        if (n < 0 || (size_t)n + 2 > STORE_OPTIONS_SIZE - len)
            return err_set(err, ERR_LIMIT, "the options of an event take more than %d bytes",
                           STORE_OPTIONS_SIZE);
        len += (size_t)n;
    }
    memcpy(ret_text + len, "}", 2);
    return true;
}

static const char *skip_space(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

/* A quoted key into key; NULL when there is none that fits. */
static const char *read_key(const char *text, char *key, size_t size)
{
    const char *end = *text == '"' ? strchr(text + 1, '"') : NULL;
    if (!end || (size_t)(end - text) > size)
        return NULL;
    memcpy(key, text + 1, (size_t)(end - text - 1));
    key[end - text - 1] = '\0';
    return skip_space(end + 1);
}

/* One "modifier":"option" and what is behind it, or NULL. */
static const char *read_option(const Protocol *protocol, const char *at, int8_t *options)
{
    char modifier[128], option[128];
    at = read_key(at, modifier, sizeof modifier);
    if (!at || *at != ':')
        return NULL;
    at = read_key(skip_space(at + 1), option, sizeof option);
    int32_t m = at ? protocol_find_modifier(protocol, modifier) : PROTOCOL_NONE;
    int32_t o =
        m != PROTOCOL_NONE ? modifier_find_option(&protocol->modifiers[m], option) : PROTOCOL_NONE;
    if (o == PROTOCOL_NONE)
        return NULL;
    options[m] = (int8_t)o;
    return at;
}

bool store_options_parse(const Protocol *protocol, const char *text, int8_t *ret_options, Err *err)
{
    int8_t options[PROTOCOL_MAX_MODIFIERS];
    memset(options, PROTOCOL_NONE, sizeof options);
    const char *at = skip_space(text);
    bool ok = *at == '{';
    at = skip_space(at + (ok ? 1 : 0));
    for (bool first = true; ok && *at != '}'; first = false) {
        if (!first)
            ok = *at == ',';
        at = ok ? read_option(protocol, first ? at : skip_space(at + 1), options) : at;
        ok = ok && at;
    }
    if (!ok || *skip_space(at + 1) != '\0')
        return err_set(err, ERR_FORMAT, "options that are not in the protocol: %s", text);
    memcpy(ret_options, options, sizeof options);
    return true;
}
