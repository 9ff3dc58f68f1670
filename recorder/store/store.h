/* store.h - observations on disk, in one SQLite file.
 *
 * The only header that promises durability: when a store_ call that writes
 * returns true, what it wrote survives a flat battery. SQL lives in
 * recorder/store/sql/ and in the *.c files of this folder, nowhere else.
 *
 * Facts (recorder/session/session.h) are only ever added. One writing
 * connection at a time, guarded by a lock beside the file; any number of
 * readers. sqlite3.h is included in this folder only.
 */
#ifndef RECORDER_STORE_STORE_H
#define RECORDER_STORE_STORE_H

#include "recorder/session/session.h"

typedef struct Store Store;

typedef enum StoreMode {
    STORE_WRITE, /* creates and migrates; refuses a second writer */
    STORE_READ,  /* never changes the file; works on a read-only folder */
} StoreMode;

/* Opens the file; a new one is made with mode 0600, and one that others could read is
 * theirs no more once it is opened to be written to. ":memory:" works with STORE_WRITE.
 * Refuses, each with its own sentence that begins with path, and without writing to it: a
 * file that is not a database, a file of another program (application_id "KNKY"), a file of
 * a newer version (user_version), a second writer (ERR_STATE), a folder that is not there or
 * read-only. NULL on failure.
 *
 * Where path is a link, the record is where it leads to: sentences name that, and lock,
 * journal and backups lie beside it, whatever name it is opened by.
 *
 * The lock is "<path>.lock", which stays when the store is closed. Commits are
 * WAL with synchronous=FULL. */
Store *store_open(const char *path, StoreMode mode, Err *err);

/* The same through the file layer that is registered with SQLite under this name
 * (NULL: the usual one), for a machine whose files are kept in a way of their
 * own and for tests that cut the power. The path must be a file of the system
 * all the same: its mode and its lock are the system's. */
Store *store_open_vfs(const char *path, StoreMode mode, const char *vfs, Err *err);
void store_close(Store *store); /* accepts NULL */

/* The file was away, and may be there again: a card was pulled and put back, or a copy was
 * put in its place. Opens what is at the path now and goes on with that, if it is the record:
 * it has the lesson with least to most facts (*ret_facts: how many). What was refused may be
 * there all the same. ERR_STATE: there is none, or it is another. A file that was opened
 * already and cannot be again, or has lost some, is neither written nor read until a later
 * call succeeds; else what is refused leaves the store as it was. */
bool store_reopen(Store *store, Uuid lesson, int64_t least, int64_t most, int64_t *ret_facts,
                  Err *err);

int32_t store_schema_version(const Store *store);

/* Did another connection write since this was asked last (at first: since it was
 * opened)? Then what was read may be older than the record. */
bool store_has_changed(Store *store);

/* ---- writing: one call, one commit ---- */

/* Where the clock stood: joins a session's time to the machine's, so that a
 * lesson that was cut off goes on at the right time. Added whenever an
 * observation is begun or opened again for recording. */
typedef struct ClockAnchor {
    int64_t session_ms; /* session time */
    int64_t boot_ms;    /* clock that counts suspend, since the machine started */
    int64_t unix_ms;    /* wall clock, UTC */
    char boot_id[40];   /* names the start of the machine; "" when not known */
} ClockAnchor;

/* The set-up and the protocol's text. The id is setup->id. */
bool store_add_observation(Store *store, const Setup *setup, const Protocol *protocol,
                           const ClockAnchor *anchor, Err *err);
bool store_add_anchor(Store *store, Uuid observation, const ClockAnchor *anchor, Err *err);

/* What waits for the disk is the caller's to keep: on failure nothing of this
 * call is in the file, and it can be made again.
 *
 * Adds the facts of one act (or of several) in one commit. Adding nothing is
 * true without a commit. */
bool store_add_facts(Store *store, Uuid observation, const Protocol *protocol, FactSlice facts,
                     Err *err);

/* ---- reading: everything returned lives in arena ---- */

typedef struct StoreItem {
    Uuid id;
    const char *title, *class_name, *place, *observer;
    const char *protocol_key, *protocol_title;
    const char *origin;
    int64_t started_unix_ms;
    int32_t utc_offset_min;
    int64_t length_ms;   /* to the end, or to the last fact while it runs */
    int64_t event_count; /* what the observer recorded, as session_event_count() */
    bool ended;
} StoreItem;

/* What was recorded last comes first (by id, not by the lesson's own start: a
 * lesson imported just now leads), at most limit (0: all), after skipping offset.
 * Lengths and counts come from a summary table; what is missing there is counted,
 * and with STORE_WRITE kept (but for the lesson that is being recorded). */
bool store_list(Store *store, Arena *arena, int32_t offset, int32_t limit, StoreItem **ret_items,
                int32_t *ret_count, Err *err);
bool store_count(Store *store, int64_t *ret_count, Err *err);
/* How many of them were begun as a walk-through. */
bool store_count_visits(Store *store, int64_t *ret_count, Err *err);

/* The running lesson that was begun last; *ret_found false when there is none. */
bool store_find_running(Store *store, bool *ret_found, Uuid *ret_id, Err *err);

/* An id from its text, or from an unambiguous beginning of at least 8
 * characters; ERR_STATE says that there is none or that several fit. */
bool store_find_id(Store *store, const char *text, Uuid *ret_id, Err *err);

/* Reads what the events of one observation carry, one at a time. Borrows the
 * store, which must stay open; &attachments.source is what an Observation is
 * given. */
typedef struct StoreAttachments {
    AttachmentSource source;
    Store *store;
    Uuid observation;
} StoreAttachments;
StoreAttachments store_attachments(Store *store, Uuid observation);

typedef struct StoredObservation {
    const Protocol *protocol; /* as it was when recorded, from the stored text */
    Setup *setup;
    ClockAnchor anchor; /* the newest */
    FactSlice facts;    /* in the order of their ids */
} StoredObservation;
bool store_load(Store *store, Uuid id, Arena *arena, StoredObservation *ret_stored, Err *err);

/* From now on a protocol is parsed once, into this arena, and shared by all
 * lessons that are read: for going through many of them. The arena (borrowed)
 * must outlive the store and what is read from it. */
void store_keep_protocols(Store *store, Arena *arena);

/* The set-up that was used last (to fill in the next one); false in *ret_found
 * when there is none. The protocol comes with it. */
bool store_last_setup(Store *store, Arena *arena, bool *ret_found, const Protocol **ret_protocol,
                      Setup **ret_setup, Err *err);

/* The set-up of one lesson with its protocol, without its facts. */
bool store_load_setup(Store *store, Uuid id, Arena *arena, const Protocol **ret_protocol,
                      Setup **ret_setup, Err *err);

/* ---- classes: what is used again from lesson to lesson ----
 *
 * Not facts: a class is changed and removed; lessons recorded with it stay as
 * they are. */

enum { STORE_MAX_CLASSES = 200 /* that are listed */ };

typedef struct StoreClass {
    Uuid id;
    const char *name, *place, *protocol_key;
    Uuid lesson; /* recorded with it last; has_lesson false: none yet */
    bool has_lesson;
    int64_t used_unix_ms;
    int32_t pupil_count;
} StoreClass;

/* Of class_setup: class_name (not empty), place, subjects with their attributes (not who
 * was absent nor what was predicted) and the board; a class with this id is
 * replaced. lesson NULL: the one noted before stays. */
bool store_save_class(Store *store, Uuid id, const Setup *class_setup, const char *protocol_key,
                      const Uuid *lesson, int64_t used_unix_ms, Err *err);

/* True also when there is no such class. Real names stay under the old name:
 * vault_rename_class() takes them along. */
bool store_rename_class(Store *store, Uuid id, const char *name, Err *err);

/* Its real names go with it, unless a lesson or another kept class carries its name. */
bool store_remove_class(Store *store, Uuid id, Err *err);

/* What was used last comes first; at most STORE_MAX_CLASSES. In arena. */
bool store_list_classes(Store *store, Arena *arena, StoreClass **ret_classes, int32_t *ret_count,
                        Err *err);

/* As store_save_class() was given it, every other text "". ERR_STATE: no such class. */
bool store_load_class(Store *store, Uuid id, Arena *arena, Setup **ret_setup, Err *err);

#endif
