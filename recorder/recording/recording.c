#include "recorder/recording/recording.h"

#include <stdlib.h>
#include <string.h>

struct Recording {
    AttachmentSource attachments; /* first: what is handed out is the recording itself */
    StoreAttachments stored;
    Store *store; /* borrowed */
    Session *session;
    Uuid id;
    const Protocol *protocol;

    /* what the store refused, in order; the texts are the session's */
    Fact *waiting;
    size_t waiting_count, waiting_cap;
    Arena carried;      /* what they carry */
    ClockAnchor anchor; /* of a lesson gone on with; waits while anchor_waits */
    bool anchor_waits;
    Err trouble;
    int64_t saved_count; /* facts of the lesson that are in the store */
};

/* What waits is not in the store yet. */
static bool read_attachment(AttachmentSource *source, Uuid event, Arena *arena,
                            Attachment *ret_attachment, Err *err)
{
    Recording *r = (Recording *)source;
    for (size_t i = 0; i < r->waiting_count; i++)
        if (r->waiting[i].attachment && uuid_compare(r->waiting[i].id, event) == 0)
            return attachment_copy(r->waiting[i].attachment, arena, ret_attachment, err);
    return r->stored.source.read(&r->stored.source, event, arena, ret_attachment, err);
}

static Recording *create(Store *store, const Protocol *protocol, const Setup *setup,
                         UuidSource *ids, Err *err)
{
    Recording *r = calloc(1, sizeof *r);
    Session *session = session_create(protocol, setup, ids, err);
    if (!r || !session) {
        if (session)
            err_set(err, ERR_SYSTEM, "there is no memory left for a lesson");
        session_destroy(session);
        free(r);
        return NULL;
    }
    r->store = store;
    r->session = session;
    r->id = setup->id;
    r->protocol = protocol;
    r->attachments = (AttachmentSource){read_attachment};
    r->stored = store_attachments(store, setup->id);
    arena_init(&r->carried, SIZE_MAX / 2);
    return r;
}

Recording *recording_begin(Store *store, const Protocol *protocol, const Setup *setup,
                           UuidSource *ids, const ClockAnchor *anchor, Err *err)
{
    Recording *r = create(store, protocol, setup, ids, err);
    if (r && !store_add_observation(store, setup, protocol, anchor, err)) {
        recording_destroy(r);
        return NULL;
    }
    return r;
}

/* The session's time at *now. A wall clock that says something impossible (it
 * was set anew, or never set) is not believed. */
static int64_t session_time(const ClockAnchor *then, const ClockAnchor *now, int64_t last_ms)
{
    bool same_boot = now->boot_id[0] != '\0' && strcmp(now->boot_id, then->boot_id) == 0 &&
                     now->boot_ms >= then->boot_ms;
    int64_t passed = same_boot ? now->boot_ms - then->boot_ms : now->unix_ms - then->unix_ms;
    if (passed < 0 || passed > OBSERVATION_MAX_MS - then->session_ms)
        return last_ms;
    return then->session_ms + passed > last_ms ? then->session_ms + passed : last_ms;
}

Recording *recording_resume(Store *store, const StoredObservation *stored, UuidSource *ids,
                            const ClockAnchor *now, int64_t *ret_now_ms, Err *err)
{
    Recording *r = create(store, stored->protocol, stored->setup, ids, err);
    if (!r)
        return NULL;
    if (!session_apply(r->session, stored->facts, err)) {
        recording_destroy(r);
        return NULL;
    }
    r->saved_count = (int64_t)stored->facts.count;
    r->anchor = *now;
    r->anchor.session_ms = session_time(&stored->anchor, now, session_last_ms(r->session));
    r->anchor_waits = true;
    Err trouble = {0};
    (void)recording_flush(r, &trouble); /* a full disk does not stop a lesson */
    *ret_now_ms = r->anchor.session_ms;
    return r;
}

void recording_note_clock(Recording *r, const ClockAnchor *now)
{
    Err trouble = {0};
    r->anchor = *now;
    r->anchor_waits = true;
    (void)recording_flush(r, &trouble);
}

void recording_destroy(Recording *r)
{
    if (!r)
        return;
    session_destroy(r->session);
    free(r->waiting);
    arena_deinit(&r->carried);
    free(r);
}

Session *recording_session(const Recording *r)
{
    return r->session;
}

/* What was planned is borrowed; what waits needs its own. */
static bool keep_carried(Recording *r, Fact *facts, size_t count, Err *err)
{
    ArenaMark mark = arena_mark(&r->carried);
    for (size_t i = 0; i < count; i++) {
        if (!facts[i].attachment)
            continue;
        Attachment *copy = ARENA_PUSH(&r->carried, Attachment, 1);
        if (!copy)
            return err_set(err, ERR_SYSTEM, "there is no memory left for this entry");
        if (!attachment_copy(facts[i].attachment, &r->carried, copy, err)) {
            arena_reset(&r->carried, mark);
            return false;
        }
        facts[i].attachment = copy;
    }
    return true;
}

static bool keep_waiting(Recording *r, FactSlice facts, Err *err)
{
    size_t need = r->waiting_count + facts.count;
    if (need > r->waiting_cap) {
        size_t cap = need < 64 ? 64 : need * 2;
        Fact *waiting = realloc(r->waiting, cap * sizeof *waiting);
        if (!waiting)
            return err_set(err, ERR_SYSTEM, "there is no memory left for this entry");
        r->waiting = waiting;
        r->waiting_cap = cap;
    }
    memcpy(r->waiting + r->waiting_count, facts.items, facts.count * sizeof *facts.items);
    if (!keep_carried(r, r->waiting + r->waiting_count, facts.count, err))
        return false;
    r->waiting_count = need;
    return true;
}

static bool add_facts(Recording *r, FactSlice facts, Err *err)
{
    if (!store_add_facts(r->store, r->id, r->protocol, facts, err))
        return false;
    r->saved_count += (int64_t)facts.count;
    return true;
}

/* Room first, then the disk, then the session: what is on the disk is in the
 * session, always. */
bool recording_commit(Recording *r, bool *ret_saved, Err *err)
{
    bool saved = false;
    Err trouble = {0};
    if (!session_prepare_planned(r->session, err))
        return false;
    FactSlice facts = session_planned(r->session);
    bool clear = !r->anchor_waits && r->waiting_count == 0;
    if (clear)
        saved = add_facts(r, facts, &trouble);
    if (!saved) {
        if (facts.count > 0 && !keep_waiting(r, facts, err))
            return false;
        if (clear)
            r->trouble = trouble;
        else
            saved = recording_flush(r, &trouble);
    }
    if (!session_apply_planned(r->session, err))
        return false;
    if (ret_saved)
        *ret_saved = saved;
    return true;
}

bool recording_flush(Recording *r, Err *err)
{
    Err trouble = {0};
    if (r->anchor_waits && !store_add_anchor(r->store, r->id, &r->anchor, &trouble))
        goto refused;
    r->anchor_waits = false;
    if (!add_facts(r, (FactSlice){r->waiting, r->waiting_count}, &trouble))
        goto refused;
    r->waiting_count = 0;
    arena_reset(&r->carried, (ArenaMark){0});
    r->trouble = (Err){0};
    return true;
refused:
    r->trouble = trouble;
    *err = trouble;
    return false;
}

/* What waits was refused from its beginning on each time: what of it is in the record all
 * the same, because only the answer was lost, is its beginning. */
bool recording_flush_anew(Recording *r, Err *err)
{
    int64_t there = 0;
    Err trouble = {0};
    if (!store_reopen(r->store, r->id, r->saved_count, r->saved_count + (int64_t)r->waiting_count,
                      &there, &trouble)) {
        r->trouble = trouble;
        *err = trouble;
        return false;
    }
    size_t written = (size_t)(there - r->saved_count);
    r->waiting_count -= written;
    if (written > 0)
        memmove(r->waiting, r->waiting + written, r->waiting_count * sizeof *r->waiting);
    r->saved_count = there;
    return recording_flush(r, err);
}

size_t recording_unsaved(const Recording *r)
{
    return r->waiting_count;
}

const char *recording_trouble(const Recording *r)
{
    return r->trouble.text;
}

AttachmentSource *recording_attachments(Recording *r)
{
    return &r->attachments;
}

int64_t recording_unsaved_ms(const Recording *r)
{
    return r->waiting_count > 0 ? r->waiting[0].said_ms : 0;
}
