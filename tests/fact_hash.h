/* fact_hash.h - all that a fact says as one number, for tests that compare what is in a
 * record with what was done. */
#ifndef TESTS_FACT_HASH_H
#define TESTS_FACT_HASH_H

#include "recorder/store/store.h"

#include <string.h>

static inline uint64_t hash_number(uint64_t hash, int64_t number)
{
    return fnv1a(hash, &number, sizeof number);
}

static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t len)
{
    return fnv1a(hash_number(hash, (int64_t)len), bytes ? bytes : "", len);
}

static inline uint64_t hash_attachment(uint64_t hash, const Attachment *a)
{
    hash = hash_number(hash, a ? (int64_t)a->kind : ATTACHMENT_NONE);
    if (a && a->kind == ATTACHMENT_INK) {
        hash = hash_number(hash, a->ink.ground);
        hash = hash_number(hash_number(hash, a->ink.width), a->ink.height);
        for (int32_t i = 0; i < a->ink.point_count; i++) {
            const InkPoint *p = &a->ink.points[i];
            hash = hash_number(hash_number(hash, p->x), p->y);
            hash = hash_number(hash_number(hash, p->ms), p->pressure);
        }
    }
    if (a && a->kind == ATTACHMENT_PHOTO) {
        hash = hash_number(hash_number(hash, a->photo.width), a->photo.height);
        hash = hash_bytes(hash, a->photo.bytes, a->photo.len);
    }
    return hash;
}

/* Of the event those fields only. */
static inline uint64_t hash_fields(uint64_t hash, const ObsEvent *e, uint32_t fields)
{
    if (fields & FIELD_CODE)
        hash = hash_number(hash, e->code);
    if (fields & FIELD_SUBJECT)
        hash = hash_number(hash, e->subject);
    if (fields & FIELD_TARGET)
        hash = hash_number(hash, e->target);
    if (fields & FIELD_START)
        hash = hash_number(hash, e->start_ms);
    if (fields & FIELD_STOP)
        hash = hash_number(hash, e->stop_ms);
    if (fields & FIELD_VALUE)
        hash = hash_number(hash_number(hash_number(hash, e->value), e->of), e->missing);
    if (fields & FIELD_OPTIONS)
        hash = hash_bytes(hash, e->options, sizeof e->options);
    if (fields & FIELD_TEXT)
        hash = hash_bytes(hash, e->text, e->text ? strlen(e->text) : 0);
    if (fields & FIELD_VOIDED)
        hash = hash_number(hash, e->voided);
    return hash;
}

static inline uint64_t fact_hash(const Fact *f)
{
    uint64_t hash = fnv1a(FNV1A_BEGIN, f->id.bytes, sizeof f->id.bytes);
    hash = hash_number(hash_number(hash, f->kind), f->action);
    hash = hash_number(hash_number(hash, f->undoes), f->said_ms);
    if (f->kind == FACT_END)
        return hash_number(hash, f->event.start_ms);
    if (f->kind != FACT_EVENT && f->kind != FACT_CHANGE)
        return hash;
    uint32_t fields = f->kind == FACT_EVENT ? (uint32_t)FIELD_ALL : f->fields;
    hash = hash_number(hash, fields);
    hash = fnv1a(hash, f->event.id.bytes, sizeof f->event.id.bytes);
    return hash_attachment(hash_fields(hash, &f->event, fields), f->attachment);
}

/* Of one that was read from a store, with what it carries. */
static inline uint64_t stored_fact_hash(StoreAttachments *from, const Fact *stored, Arena *arena)
{
    Err err = {0};
    Fact whole = *stored;
    Attachment carried = {.kind = ATTACHMENT_NONE};
    assert_ok(from->source.read(&from->source, stored->id, arena, &carried, &err), err);
    whole.attachment = &carried;
    return fact_hash(&whole);
}

#endif
