/* merge.h - another device's record joined to this one.
 *
 * Facts are only added and their ids are their own, so joining is union: in any
 * order, and as often as one likes, the same record comes out. What a device has
 * for itself (classes, names, settings) stays where it is.
 *
 * The other file comes from elsewhere and is not trusted: it is copied, checked
 * as a backup is, brought up to this version, and each of its lessons must read back from the
 * joined facts before anything is committed. It is never changed.
 */
#ifndef RECORDER_STORE_MERGE_H
#define RECORDER_STORE_MERGE_H

#include "recorder/store/store.h"

typedef struct MergeCounts {
    int64_t lessons;   /* that this record did not have */
    int64_t facts;     /* that it did not have, of all lessons */
    int64_t known;     /* lessons that it had already, perhaps less of them */
    int64_t kept;      /* of those: stay as they are here, since a pupil was forgotten in them */
    int64_t forgotten; /* lessons that were forgotten here: left out */
} MergeCounts;

/* All of it or nothing, but for lessons that were forgotten here, or in which a pupil was:
 * nothing of those is taken over, nor of schools and teachers of whom only those speak. Messages
 * begin with the other file's name. ERR_FORMAT: it is not a whole record, or a lesson of the same
 * id differs here; ERR_STATE: it is this record itself, or has a journal beside it, or a pupil was
 * forgotten there who is here in the same lesson; ERR_STORE: there is no room. */
bool merge_record(Store *store, const char *from, MergeCounts *ret_counts, Err *err);

#endif
