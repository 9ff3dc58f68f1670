/* forget.h - removing for good what is no longer to be kept.
 *
 * The one exception to "facts are only added": a lesson whose time has come, or
 * a pupil who is to be in no record any more, goes from the record, from its
 * journal and from its copies.
 *
 *   forget_lesson, forget_before, forget_pupil    rows go, in one commit
 *   forget_finish                                 bytes go: the file is written
 *                                                 anew, a fresh copy is made, and
 *                                                 older copies are removed
 *
 * What is between the two (a power cut, a full disk) is noted in the record:
 * forget_is_pending() says that forget_finish() is still to be called. Copies that
 * somebody took elsewhere are out of reach, and so are sheets and exports.
 */
#ifndef RECORDER_STORE_FORGET_H
#define RECORDER_STORE_FORGET_H

#include "recorder/store/store.h"

/* The lesson and everything about it. */
bool forget_lesson(Store *store, Uuid id, Err *err);

/* All lessons that began before that time; of those whose start is not known the
 * time of recording counts. A lesson that still runs is kept. */
bool forget_before(Store *store, int64_t unix_ms, int32_t *ret_lessons, Err *err);

/* How many forget_before() would remove. */
bool forget_count_before(Store *store, int64_t unix_ms, int32_t *ret_lessons, Err *err);

/* The pupil with this label in every lesson of the class: label, attributes,
 * prediction, place among the focus pupils, the words of events about them, ink and
 * photos pinned to them, and their name in the vault and seat in the class's list.
 * What was observed stays, as of "forgotten N", so that figures of the class stay
 * right. What somebody typed elsewhere about them is not found. *ret_lessons: in how
 * many they were; ERR_STATE when the label is nowhere. */
bool forget_pupil(Store *store, const char *class_name, const char *label, int32_t *ret_lessons,
                  Err *err);

/* In how many lessons forget_pupil() would find them; ERR_STATE as there. */
bool forget_count_pupil(Store *store, const char *class_name, const char *label,
                        int32_t *ret_lessons, Err *err);

bool forget_is_pending(Store *store, bool *ret_pending, Err *err);

/* Overwrites what was forgotten and removes copies that are older: backups and
 * records kept by a restore. A fresh, checked backup is made before the others go.
 * now_unix_ms names it. ERR_SYSTEM names a copy that cannot be removed. */
bool forget_finish(Store *store, int64_t now_unix_ms, int32_t *ret_copies_removed, Err *err);

#endif
