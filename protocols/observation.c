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

bool event_is_same_drawing(const Protocol *protocol, const ObsEvent *a, const ObsEvent *b)
{
    return protocol->codes[a->code].senses & SENSE_INK && a->code == b->code &&
           a->subject == b->subject && a->start_ms == b->start_ms;
}

bool observation_begins_drawing(const Observation *o, size_t event)
{
    const ObsEvent *e = &o->events[event];
    if (!(o->protocol->codes[e->code].senses & SENSE_INK))
        return false;
    for (size_t i = event; i-- > 0 && o->events[i].start_ms == e->start_ms;)
        if (event_is_same_drawing(o->protocol, &o->events[i], e))
            return false;
    return true;
}

size_t observation_next_stroke(const Observation *o, size_t event)
{
    const ObsEvent *e = &o->events[event];
    for (size_t i = event + 1; i < o->event_count && o->events[i].start_ms == e->start_ms; i++)
        if (event_is_same_drawing(o->protocol, &o->events[i], e))
            return i;
    return o->event_count;
}

bool observation_read_attachment(const Observation *o, const ObsEvent *event, Arena *arena,
                                 Attachment *ret_attachment, Err *err)
{
    if (!(o->protocol->codes[event->code].senses & (SENSE_INK | SENSE_PHOTO))) {
        *ret_attachment = (Attachment){.kind = ATTACHMENT_NONE};
        return true;
    }
    if (!o->attachments)
        return err_set(err, ERR_STATE, "ink and photos of this record are not at hand");
    return o->attachments->read(o->attachments, event->id, arena, ret_attachment, err);
}
