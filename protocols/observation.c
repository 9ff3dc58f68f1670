#include "protocols/observation.h"

#include <string.h>

int32_t setup_find_subject(const Setup *setup, const char *label)
{
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (strcmp(setup->subjects[i].label, label) == 0)
            return i;
    return SUBJECT_NONE;
}

const char *subject_attribute(const Subject *subject, const char *key)
{
    for (int32_t i = 0; i < subject->attribute_count; i++)
        if (strcmp(subject->attributes[i].key, key) == 0)
            return subject->attributes[i].value;
    return NULL;
}

/* ASCII, whatever the locale: a key is written on command lines and in files. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool attribute_key_is_valid(const char *key)
{
    size_t len = 0;
    for (; key[len]; len++)
        if (!is_letter(key[len]) && (len == 0 || !strchr("0123456789-_", key[len])))
            return false;
    return len > 0 && len <= OBSERVATION_MAX_ATTRIBUTE_TEXT;
}

ObsEvent event_blank(void)
{
    ObsEvent event = {
        .code = PROTOCOL_NONE, .subject = SUBJECT_NONE, .target = SUBJECT_NONE, .text = ""};
    memset(event.options, PROTOCOL_NONE, sizeof event.options);
    return event;
}
