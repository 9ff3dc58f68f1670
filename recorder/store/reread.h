/* reread.h - an observation as it now stands, read back from the store.
 *
 * Applies the stored facts with the same session engine that recorded them.
 */
#ifndef RECORDER_STORE_REREAD_H
#define RECORDER_STORE_REREAD_H

#include "recorder/store/store.h"

/* Everything lives in arena, but ink and photos, which are read from the store as
 * long as it is open. An observation that was cut off is as long as its last fact
 * says. */
bool reread_observation(Store *store, Uuid id, Arena *arena, Observation *ret_observation,
                        Err *err);

#endif
