/* recording.h - a session whose every act is committed before it is so.
 *
 *   act (tap, undo, ...)  ->  session plans  ->  store commits  ->  session applies
 *
 * The one way in: the board, replayed files and the demo all record through
 * this. Knows the session and the store; no screen and no clock (the caller
 * passes session time).
 *
 * When the store refuses (disk full, storage gone), recording goes on in
 * memory: the facts wait in order, recording_flush() writes them all when it
 * can, and recording_unsaved() says how many wait. Nothing is shown as saved
 * that is not.
 */
#ifndef RECORDER_RECORDING_RECORDING_H
#define RECORDER_RECORDING_RECORDING_H

#include "recorder/store/store.h"

typedef struct Recording Recording;

/* Begins a new observation: adds it to the store (READY; nothing is recorded
 * until recording_commit() after session_start()). Everything is borrowed and
 * must outlive the recording. */
Recording *recording_begin(Store *store, const Protocol *protocol, const Setup *setup,
                           UuidSource *ids, const ClockAnchor *anchor, Err *err);

/* Goes on with a stored one. now: the clock as it is; *ret_now_ms is the session
 * time now: by the boot clock when the machine has not been started anew since,
 * else by the wall clock, never before the last fact; a wall clock that went
 * back, or more than a thousand days on, is not believed. Adds an anchor (which
 * may wait like a fact). stored lives as long as the recording. ERR_FORMAT when
 * the facts contradict each other. */
Recording *recording_resume(Store *store, const StoredObservation *stored, UuidSource *ids,
                            const ClockAnchor *now, int64_t *ret_now_ms, Err *err);

/* The machine's clock was set while the lesson runs: where it stands now (session_ms
 * too), so that the lesson goes on at the right time all the same. May wait like a fact. */
void recording_note_clock(Recording *r, const ClockAnchor *now);

void recording_destroy(Recording *r); /* accepts NULL; what is unsaved is lost: ask first */

/* The session to plan acts on and to look at. */
Session *recording_session(const Recording *r);

/* Commits and applies what the session planned; an empty plan is fine. ret_saved
 * (may be NULL): whether it is on the disk. What waits from before is tried with
 * it, in order. False only when it could not even be kept in memory. */
bool recording_commit(Recording *r, bool *ret_saved, Err *err);

/* Tries to write what waits, in one commit. True when nothing waits any more. */
bool recording_flush(Recording *r, Err *err);

/* Tries it through a new connection to the record (store_reopen()): for when what waits was
 * refused again and again, or the file was away. */
bool recording_flush_anew(Recording *r, Err *err);

/* What events carry, whether it is on the disk already or still waits: for
 * Observation.attachments. Lives as long as the recording. */
AttachmentSource *recording_attachments(Recording *r);

size_t recording_unsaved(const Recording *r);      /* facts that wait */
const char *recording_trouble(const Recording *r); /* why, "" when nothing waits */
int64_t recording_unsaved_ms(const Recording *r);  /* session time since when it waits; 0: none */

#endif
