#include "recorder/session/reread.h"

bool reread_observation(Store *store, Uuid id, Arena *arena, Observation *ret_observation, Err *err)
{
    StoredObservation stored;
    if (!store_load(store, id, arena, &stored, err))
        return false;
    UuidSource unused = {0}; /* nothing is recorded, so no ids are made */
    Session *session = session_create(stored.protocol, stored.setup, &unused, err);
    bool ok = session && session_apply(session, stored.facts, err) &&
              session_observation(session, session_last_ms(session), arena, ret_observation, err);
    session_destroy(session);
    return ok;
}
