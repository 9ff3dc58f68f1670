/* replay.h - plays a script into a recording, act by act, as a finger would.
 *
 * Used by "kenkyu replay" (as fast as it goes, or at a speed) and by the demo on
 * the board. Has no clock: the caller says up to which session time to play.
 */
#ifndef RECORDER_RECORDING_REPLAY_H
#define RECORDER_RECORDING_REPLAY_H

#include "recorder/recording/recording.h"
#include "reports/exchange/script.h"

typedef struct Replay Replay;

/* Borrows both. */
Replay *replay_create(const Script *script, Recording *recording, Err *err);
void replay_destroy(Replay *replay); /* accepts NULL */

/* When the next act is due; EVENT_OPEN when all are played. */
int64_t replay_next_ms(const Replay *replay);

/* Plays the next act at its own time (said_ms) and commits it; the first step
 * starts a lesson that nobody has started. *ret_event (may be NULL): the event it
 * recorded, nil when it was none (a stop, an end) or when it is not on the disk
 * yet (recording_unsaved()). Messages begin with the line of the file. A script
 * that is not an import (Setup.origin "") has signals like any lesson: who plays
 * it ticks. */
bool replay_step(Replay *replay, Uuid *ret_event, Err *err);

#endif
