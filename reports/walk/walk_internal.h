/* walk_internal.h - what walk.c counts and walk_view.c puts into words. */
#ifndef REPORTS_WALK_WALK_INTERNAL_H
#define REPORTS_WALK_WALK_INTERNAL_H

#include "reports/walk/key_table.h"
#include "reports/walk/walk.h"

typedef struct WalkCount {
    int64_t seen, not_seen, unsure, open;
} WalkCount;

enum { WALK_PARTS = 5, WALK_LEFT_SETS = 1 << WALK_LEFT_COUNT };

/* Where a filter chooses one value (a school): the visits that all its other members let
 * in, by that value. */
typedef struct WalkPart {
    bool counted;
    KeyTable keys;
    int64_t *n[WALK_MAX_GROUPS]; /* answered, by look-for; WALK_MAX_LOOK_FORS */
    int32_t own;                 /* the value chosen; -1: no visit has it */
    /* The same by what the view is grouped by, when that is something else. */
    bool has_bins;
    KeyTable bins;
    int32_t **in_bin[WALK_MAX_GROUPS]; /* [value][bin][look-for]; what is NULL has no visit */
    /* From the end of counting: values and bins by their keys, and the bin of each group. */
    int32_t *values_by_key, *bins_by_key, *bin_of_group;
} WalkPart;

/* A look-for, whatever texts of its protocol it stood in. */
typedef struct WalkLook {
    const char *protocol, *code, *label, *group;
    int32_t position;      /* in the newest text */
    const char *old_label; /* it was called otherwise before; or NULL */
    bool let_in;           /* in a visit that the filter lets in */
    WalkCount total;
} WalkLook;

/* A value of what the visits are grouped by. */
typedef struct WalkBin {
    const char *label;
    int64_t visits;
    WalkCount *counts; /* by look-for; WALK_MAX_LOOK_FORS */
} WalkBin;

/* Who made visits; under "" all those who gave no name, who are nobody to be counted. */
typedef struct WalkWatcher {
    int64_t visits;
    Uuid id;                                /* of the visit before */
    int64_t started_unix_ms, until_unix_ms; /* of the visit before */
    Uuid protocol;
    WalkCount *counts;
} WalkWatcher;

/* A text of a protocol, with where its look-fors are counted. */
typedef struct WalkText {
    const WalkProtocol *protocol;
    int32_t looks[PROTOCOL_MAX_CODES];
    bool let_in;
    struct WalkText *next;
} WalkText;

struct Walk {
    WalkOptions options;
    Arena *arena;
    WalkText *texts;
    KeyTable look_keys; /* "protocol code" */
    WalkLook looks[WALK_MAX_LOOK_FORS];
    KeyTable group_keys;
    WalkBin groups[WALK_MAX_GROUPS];
    KeyTable observer_keys;
    WalkWatcher observers[WALK_MAX_GROUPS];
    KeyTable teacher_keys;
    int64_t *teachers; /* visits of each; teacher_cap */
    int32_t teacher_cap;
    bool *meetings; /* [group][observer]: this observer was there */
    int64_t visits, visits_all, first_day, last_day, without_teacher;
    int64_t left[WALK_LEFT_SETS]; /* visits, by the members that leave them out */
    WalkPart parts[WALK_PARTS];
    int64_t twice, overlaps;
    const char *notices[WALK_MAX_NOTICES];
    int32_t notice_count;
};

/* The numbers of a table's keys in the order of the texts: what is hidden must not depend
 * on which view it is asked in. */
void walk_order_keys(const KeyTable *table, int32_t *ret_numbers);

/* ---- walk_cover.c ---- */

void walk_cover_begin(Walk *walk);
/* Whether a visit that these members leave out is counted for another value. */
bool walk_cover_counts(const Walk *walk, uint32_t left);
bool walk_cover_add(Walk *walk, const WalkVisit *visit, const WalkText *text, uint32_t left,
                    Err *err);
/* When all visits are counted, before what follows. */
bool walk_cover_end(Walk *walk, Err *err);
bool walk_cover_hides(const Walk *walk, int32_t look);
/* Marks groups, by number, whose figure would tell that of another value's there. */
bool walk_cover_hide_groups(const Walk *walk, int32_t look, bool *hidden, Err *err);
/* Without some of the filter's members it would be a few visits more. */
bool walk_cover_few(const Walk *walk);

#endif
