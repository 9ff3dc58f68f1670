/* record_read.h - what the files that read and write a record share; included by nobody
 * else.
 *
 *   record.c          writes it
 *   record_read.c     the file, its events
 *   record_value.c    values of it, each with its place for messages
 *   record_setup.c    the lesson as it was set up
 *   record_acts.c     events as the acts that record them again
 */
#ifndef REPORTS_EXCHANGE_RECORD_READ_H
#define REPORTS_EXCHANGE_RECORD_READ_H

#include <jansson.h>

#include "reports/exchange/json_place.h"
#include "reports/exchange/record.h"
#include "reports/exchange/script_build.h"

/* A value with its place: everything below reads through these. */
typedef struct RecordValue {
    json_t *json; /* NULL: not there, and then place is that of the object */
    JsonPlace place;
} RecordValue;

typedef struct RecordReading {
    const char *name;
    const Protocol *protocol;
    Arena *arena;
    Setup setup;
    Subject *subjects;
    Err *err;
} RecordReading;

/* FNV-1a of the protocol's file, 64 bits in hexadecimal: whether two are the same text. */
typedef struct RecordMark {
    char text[17];
} RecordMark;
RecordMark record_protocol_mark(const Protocol *protocol);

/* An event of the record, on its way to acts. */
typedef struct RecordEntry {
    ScriptAct act; /* how it starts; for a pause SCRIPT_PAUSE */
    int64_t stop_ms;
    bool is_state;
    bool opened_at_start; /* an absence that starting the lesson opens */
    bool ends_by_itself;  /* the next state of its exclusive category begins there */
    int32_t order;        /* in the file */
    JsonPlace place;
} RecordEntry;

/* ---- values: false when they are not as they should be, err filled ---- */

bool record_refuse(RecordReading *r, RecordValue value, ErrKind kind, const char *what);
bool record_refuse_field(RecordReading *r, RecordValue value, const char *field,
                         const char *expected);
RecordValue record_member(RecordValue object, const char *name);
/* A string of at most max bytes; "" when absent or null. */
bool record_read_text(RecordReading *r, RecordValue object, const char *name, size_t max,
                      const char **ret_text);
/* Seconds as milliseconds; *ret_ms stays when absent and not needed. */
bool record_read_seconds(RecordReading *r, RecordValue object, const char *name, bool needed,
                         int64_t *ret_ms);
bool record_read_int(RecordReading *r, RecordValue object, const char *name, int32_t max,
                     int32_t *ret_value);
bool record_read_bool(RecordReading *r, RecordValue object, const char *name, bool *ret_value);
bool record_read_fraction(RecordReading *r, RecordValue object, const char *name, float *ret_value);
/* An array with at most max items; NULL and 0 when absent. */
bool record_read_list(RecordReading *r, RecordValue object, const char *name, size_t max,
                      RecordValue *ret_list, size_t *ret_count);
/* Item i of a list, when `before` is item i - 1 (or anything for the first). */
RecordValue record_next_item(RecordValue list, size_t i, RecordValue before);
/* The code with the key that `code` must hold. */
bool record_read_code(RecordReading *r, RecordValue object, int32_t *ret_code);
/* A label of a subject; absent or null is nobody. */
bool record_read_subject_ref(RecordReading *r, RecordValue object, const char *name,
                             int32_t *ret_subject);

/* ---- the parts ---- */

bool record_read_setup(RecordReading *r, RecordValue root);
/* scratch holds what lives only during this call. */
bool record_make_acts(RecordReading *r, RecordEntry *entries, size_t count, int64_t length_ms,
                      Arena *scratch, Script *script);

#endif
