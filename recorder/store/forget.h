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
 * forget_is_pending() says that forget_finish() is still to be called. The sheets that the
 * app laid down by itself go, too; what else was made of it is listed (left_file.h), as far
 * as it still lies where it was written. Copies that somebody took elsewhere are out of
 * reach.
 */
#ifndef RECORDER_STORE_FORGET_H
#define RECORDER_STORE_FORGET_H

#include "recorder/store/left_file.h"
#include "recorder/store/store.h"

/* The lesson and everything about it. Its id is kept, so that joining another device's
 * record does not bring it back. Names of its class go with the class's last
 * lesson, unless the class is kept to be used again; schools and teachers, what they were
 * called and what they permitted, with the last visit that speaks of them. */
bool forget_lesson(Store *store, Uuid id, Err *err);

/* All lessons that began before that time; of those whose start is not known the
 * time of recording counts. A lesson that still runs is kept. */
bool forget_before(Store *store, int64_t unix_ms, int32_t *ret_lessons, Err *err);

/* How many forget_before() would remove. */
bool forget_count_before(Store *store, int64_t unix_ms, int32_t *ret_lessons, Err *err);

/* Those lessons, oldest first, in arena. */
typedef struct ForgetItem {
    Uuid id;
    const char *title, *class_name;
    int64_t started_unix_ms; /* or, where that is not known, recorded */
} ForgetItem;
bool forget_list_before(Store *store, int64_t unix_ms, Arena *arena, ForgetItem **ret_items,
                        int32_t *ret_count, Err *err);

/* Does the record bear out that it is that time now? Lessons were recorded (their ids say
 * when) on FORGET_DAYS_SEEN different days of the FORGET_DAYS_BACK before it. A clock that
 * stands years ahead has no such days behind it, and whatever is old is old by the clock
 * alone. */
enum { FORGET_DAYS_SEEN = 3, FORGET_DAYS_BACK = 100 };
bool forget_bears_out(Store *store, int64_t now_unix_ms, bool *ret_borne_out, Err *err);

/* Real names that were given before that time, of classes that were neither observed nor
 * used from then on. */
bool forget_names_before(Store *store, int64_t unix_ms, int32_t *ret_names, Err *err);
bool forget_count_names_before(Store *store, int64_t unix_ms, int32_t *ret_names, Err *err);

/* Every real name, and what opens them; lessons, labels and figures stay. Needs no
 * passphrase: it is for when that is forgotten. */
bool forget_all_names(Store *store, Err *err);

/* The pupil with this label in every lesson of the class: label, attributes,
 * prediction, place among the focus pupils, the words of events that are about them
 * now, ink and photos pinned to them, and their name in the vault and seat in the
 * class's list. Words that were corrected to be another's are that other's, and stay.
 * What was observed stays, as of "forgotten N", so that figures of the class stay
 * right. What somebody typed elsewhere about them is not found. *ret_lessons: in how
 * many they were; ERR_STATE when the label is nowhere. */
bool forget_pupil(Store *store, const char *class_name, const char *label, int32_t *ret_lessons,
                  Err *err);

/* In how many lessons forget_pupil() would find them; ERR_STATE as there. */
bool forget_count_pupil(Store *store, const char *class_name, const char *label,
                        int32_t *ret_lessons, Err *err);

/* The files that were made of these lessons, or of the lessons of this class in which this
 * pupil is: as they stand, before anything goes. Of a pupil's, the app's own sheets are to
 * be removed by who forgets (left_files_remove()), before the pupil: the app makes them
 * anew, without. */
bool forget_files(Store *store, const Uuid *ids, int32_t count, LeftFiles *ret_files, Err *err);
bool forget_files_of_pupil(Store *store, const char *class_name, const char *label,
                           LeftFiles *ret_files, Err *err);

bool forget_is_pending(Store *store, bool *ret_pending, Err *err);

/* Overwrites what was forgotten and removes copies that are older: backups, records kept
 * by a restore, and what a killed backup, restore or merge left, of whatever age; how many
 * is *ret_copies_removed. Of lessons that were forgotten the app's own sheets are removed,
 * all other files that are still there are *ret_files (NULL: nobody hears of them), also
 * where it fails further on, and the files' names are taken out of the list of exports
 * (recorder/store/export_log.h). A fresh, checked backup is made
 * before the others go; now_unix_ms names it. ERR_SYSTEM names a copy that cannot be made
 * or removed; ERR_STORE: somebody reads the record, whose bytes are still in it. Both leave
 * it pending, and say that the rows are gone already. */
bool forget_finish(Store *store, int64_t now_unix_ms, int32_t *ret_copies_removed,
                   LeftFiles *ret_files, Err *err);

#endif
