/* playback.h - a lesson as it stands, played again.
 *
 * A session of its own that knows at every time what had happened by then: who had
 * the floor, to whom, what was counted. What was taken back never happens. Nothing
 * of it is planned, so nothing can be written.
 */
#ifndef RECORDER_SESSION_PLAYBACK_H
#define RECORDER_SESSION_PLAYBACK_H

#include "recorder/session/session.h"

typedef struct Playback Playback;

/* At time 0. Borrows the protocol and the set-up of s, and its texts: when s is
 * changed, create another. NULL when memory runs out. */
Playback *playback_create(const Session *s, Err *err);
void playback_destroy(Playback *playback); /* accepts NULL */

/* Goes to a time. Forward costs what happens in between; backward begins anew. */
bool playback_seek(Playback *playback, int64_t ms, Err *err);

int64_t playback_ms(const Playback *playback);
const Session *playback_session(const Playback *playback);

#endif
