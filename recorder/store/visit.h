/* visit.h - walk-throughs in the store: schools, teachers, permissions, and every
 * visit in one look.
 *
 * A visit is an observation that has ended and whose protocol has look-fors
 * (protocols/look_for.h). Its answers lie in a summary table (visit_summary) that is
 * written with the facts it follows from, in the same commit; what is missing or
 * damaged there is found when it is read, and made again.
 */
#ifndef RECORDER_STORE_VISIT_H
#define RECORDER_STORE_VISIT_H

#include "recorder/store/store.h"
#include "reports/walk/walk.h"

/* ---- keys that survive renaming ---- */

typedef enum NamedKind { NAMED_SCHOOL, NAMED_TEACHER } NamedKind;

typedef struct StoreNamed {
    Uuid id;
    const char *name;
    bool permits; /* a teacher: the last word on figures of their visits alone was yes */
    int64_t permitted_unix_ms;
} StoreNamed;

enum { STORE_MAX_NAME = 80 }; /* bytes */

/* By name; everything lives in arena. */
bool store_list_named(Store *store, NamedKind kind, Arena *arena, StoreNamed **ret_items,
                      int32_t *ret_count, Err *err);

/* The one that is called so now; *ret_found false when there is none. Of several of one
 * name the first. */
bool store_find_named(Store *store, NamedKind kind, const char *name, bool *ret_found, Uuid *ret_id,
                      Err *err);

/* Says what it is called from now on: a new one, when the id is not known yet. ids: where
 * ids of new facts come from; this and the words below hold against every earlier one,
 * whatever the clock said then. ERR_LIMIT: the name is too long; ERR_FORMAT: it is empty
 * or no UTF-8. */
bool store_add_name(Store *store, NamedKind kind, Uuid id, UuidSource *ids, int64_t unix_ms,
                    const char *name, Err *err);

/* The teacher says yes, or no longer, to figures of the visits to them alone. */
bool store_add_permission(Store *store, Uuid teacher, UuidSource *ids, int64_t unix_ms,
                          bool granted, const char *heard_by, Err *err);

/* ---- visits ---- */

/* A later word on what a visit was about; all members are said. */
bool store_add_visit(Store *store, Uuid observation, UuidSource *ids, int64_t unix_ms,
                     const WalkThrough *walk, Err *err);

/* What was amiss in the summaries. Opened for writing it has been put right. */
typedef struct StoreCare {
    int64_t missing, damaged;
    bool unreadable; /* the disk does not give them back: all was made from the facts */
} StoreCare;

/* Calls fn for every visit from one day to another (both included; INT64_MIN, INT64_MAX:
 * all), in the order of day, start and id; what is there is read, not what is stored.
 * False from fn ends the round, with its error when it filled one. Texts are good during
 * the call only, but for the protocol, which lives as long as the store. A protocol that
 * this program can no longer read counts as one without look-fors. */
typedef bool StoreVisitFn(void *context, const WalkVisit *visit, Err *err);
bool store_each_visit(Store *store, int64_t from_day, int64_t to_day, StoreVisitFn *fn,
                      void *context, StoreCare *ret_care, Err *err);

/* Throws every summary away and makes it again from the facts; how many visits. */
bool store_rebuild_visits(Store *store, int64_t *ret_visits, Err *err);

/* The whole of a view: every visit through walk_add(), with a notice when summaries had
 * to be made again. Everything lives in arena. */
bool store_view_visits(Store *store, const WalkOptions *options, Arena *arena, WalkView *ret_view,
                       Err *err);

/* The walk-through that was begun last on this device; *ret_found false when there is
 * none. The protocol comes with it. */
bool store_last_visit(Store *store, Arena *arena, bool *ret_found, const Protocol **ret_protocol,
                      Setup **ret_setup, Err *err);

/* All views at once; options->by does not matter. */
bool store_view_pages(Store *store, const WalkOptions *options, Arena *arena, WalkPages *ret_pages,
                      Err *err);

/* ---- many at once ---- */

/* Until store_end_many() everything written is one commit. ok false takes all of it
 * back. For imports and made-up stores; a lesson is never recorded so. */
bool store_begin_many(Store *store, Err *err);
bool store_end_many(Store *store, bool ok, Err *err);

#endif
