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

bool setup_focus_is_valid(char focus)
{
    return focus == '\0' || (focus >= 'A' && focus <= 'Z');
}

bool setup_group_is_valid(const Setup *setup, int32_t group)
{
    return group == SUBJECT_NONE || (group >= 0 && group < setup->subject_count &&
                                     setup->subjects[group].kind == SUBJECT_GROUP);
}

int64_t setup_start_or_unknown(int64_t unix_ms)
{
    bool known = unix_ms >= OBSERVATION_FIRST_UNIX_MS && unix_ms <= OBSERVATION_LAST_UNIX_MS;
    return known ? unix_ms : 0;
}

static bool is_label_twice(const Setup *setup, int32_t index)
{
    const Subject *subject = &setup->subjects[index];
    for (int32_t i = 0; i < index; i++)
        if (setup->subjects[i].kind == subject->kind &&
            strcmp(setup->subjects[i].label, subject->label) == 0)
            return true;
    return false;
}

static bool are_attributes_valid(const Subject *subject)
{
    for (int32_t i = 0; i < subject->attribute_count; i++) {
        const Attribute *attribute = &subject->attributes[i];
        if (!attribute_key_is_valid(attribute->key) || attribute->value[0] == '\0' ||
            subject_attribute(subject, attribute->key) != attribute->value)
            return false;
    }
    return true;
}

static const char *subject_fault(const Setup *setup, int32_t index)
{
    const Subject *subject = &setup->subjects[index];
    if (subject->label[0] == '\0')
        return "somebody without a label";
    if (is_label_twice(setup, index))
        return "a label stands twice";
    if (!setup_group_is_valid(setup, subject->group))
        return "a pupil's group is not there";
    if (!setup_focus_is_valid(subject->focus))
        return "a focus pupil without a letter";
    return are_attributes_valid(subject) ? NULL : "an attribute without a key or a value";
}

const char *setup_fault(const Setup *setup, const Protocol *protocol)
{
    for (int32_t i = 0; i < setup->subject_count; i++) {
        const char *fault = subject_fault(setup, i);
        if (fault)
            return fault;
    }
    for (int32_t i = 0; i < setup->phase_count; i++)
        if (!(protocol->codes[setup->phases[i].code].senses & SENSE_PHASE))
            return "a planned phase that the protocol does not have";
    for (int32_t i = 0; i < setup->watch_count; i++)
        if (setup->watches[i].observer[0] == '\0')
            return "nobody who watches somebody";
    return NULL;
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
