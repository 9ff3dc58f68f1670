/* visit_internal.h - what the files about visits share with the rest of the store. */
#ifndef RECORDER_STORE_VISIT_INTERNAL_H
#define RECORDER_STORE_VISIT_INTERNAL_H

#include "recorder/store/store_internal.h"
#include "recorder/store/visit.h"

#include <string.h>

/* ---- visit.c ---- */

/* With the observation: what it is about, and whom by what name. In its commit. */
bool visit_add_setup(Store *store, const Setup *setup, Err *err);
bool visit_read_setup(Store *store, Arena *arena, Setup *setup, Err *err);

/* ---- visit_summary.c ---- */

/* After facts were added, in their commit: makes the summary anew when one of them can
 * change it. Most cannot: talk, notes, samples, whom an event was about. */
bool visit_follow(Store *store, const Uuid *observation, const Protocol *protocol, FactSlice facts,
                  Err *err);

/* The summary of an observation that has ended is made anew; one that goes on has none. */
bool visit_refresh(Store *store, const Uuid *observation, Err *err);

/* Gives back what was kept of protocols. */
void visit_forget(Store *store);

static inline Uuid visit_column_id(sqlite3_stmt *stmt, int column)
{
    Uuid id = {{0}};
    const void *bytes = sqlite3_column_blob(stmt, column);
    if (bytes && sqlite3_column_bytes(stmt, column) == 16)
        memcpy(id.bytes, bytes, 16);
    return id;
}

/* A grade or a period of the day; what is none was not said. */
static inline int32_t visit_column_number(sqlite3_stmt *stmt, int column, int32_t most)
{
    int64_t number = sqlite3_column_int64(stmt, column);
    bool is_said = sqlite3_column_type(stmt, column) == SQLITE_INTEGER;
    return is_said && number >= 0 && number <= most ? (int32_t)number : WALK_NOT_SAID;
}

#endif
