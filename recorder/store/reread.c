#include "recorder/store/reread.h"

bool reread_observation(Store *store, Uuid id, Arena *arena, Observation *ret_observation, Err *err)
{
    StoredObservation stored;
    if (!store_load(store, id, arena, &stored, err))
        return false;
    Observation observation;
    UuidSource unused = {0}; /* nothing is recorded, so no ids are made */
    Session *session = session_create(stored.protocol, stored.setup, &unused, err);
    bool ok = session && session_apply(session, stored.facts, err) &&
              session_observation(session, session_last_ms(session), arena, &observation, err);
    session_destroy(session);
    StoreAttachments *attachments = ok ? ARENA_PUSH(arena, StoreAttachments, 1) : NULL;
    if (!ok || !attachments)
        return !ok ? false : err_set(err, ERR_SYSTEM, "there is no memory left for a lesson");
    *attachments = store_attachments(store, id);
    observation.attachments = &attachments->source;
    *ret_observation = observation;
    return true;
}
