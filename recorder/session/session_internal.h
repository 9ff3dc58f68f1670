/* session_internal.h - what the files of the session engine share.
 *
 *   session_apply.c   the fold: facts in, present state out
 *   session_plan.c    the plan, and the acts that begin, pause and end
 *   session_tap.c     taps, stops: states that exclude each other
 *   session_edit.c    back-dating and later words on an event
 *   session_undo.c    acts reversed
 *   session_sample.c  signals, answers, samples that nobody answered
 *   session_wait.c    how long a question was waited on
 *   session_review.c  what is added after the lesson
 *   session.c         looking at what is so
 *
 * Only session_apply.c changes the present state; everything in it can be had
 * again by applying the facts again. (Planning remembers, besides, which signals
 * asked nobody: Session.settled.)
 */
#ifndef RECORDER_SESSION_SESSION_INTERNAL_H
#define RECORDER_SESSION_SESSION_INTERNAL_H

#include "recorder/session/session.h"

/* A fact as undo needs it. */
typedef struct LogFact {
    Uuid id;
    int64_t said_ms;
    int64_t at_ms;   /* FACT_END, FACT_REOPEN: the end that was set or taken back */
    int32_t event;   /* index, or -1 */
    int32_t before;  /* FACT_CHANGE: index into befores, or -1 */
    uint32_t fields; /* FACT_CHANGE */
    uint32_t kind;   /* FactKind */
} LogFact;

/* Facts log[first .. first + count) are one act of the observer. */
typedef struct Act {
    int64_t action;
    int64_t undoes;
    int32_t first, count;
    int32_t root; /* the act that was first done: of an undo or redo, what it is about */
} Act;

typedef struct IndexList {
    int32_t *items;
    size_t count, cap;
} IndexList;

/* A hash table of counts. */
typedef struct SlotTable {
    uint64_t *keys; /* 0: free */
    int32_t *counts;
    size_t used, cap; /* cap is a power of two */
} SlotTable;

struct Session {
    /* borrowed */
    const Protocol *protocol;
    const Setup *setup;
    UuidSource *ids;

    /* the record */
    ObsEvent *events; /* as they now stand, in the order they were recorded */
    size_t event_count, event_cap;
    int32_t *id_table; /* event index + 1 by hash of id; 0: free */
    size_t id_cap;     /* a power of two */
    Arena texts;
    bool started, ended;
    int64_t end_ms, end_said_ms, last_ms, acted_ms, last_action;
    Uuid last_id;

    /* acts, for undo */
    LogFact *log;
    size_t log_count, log_cap;
    ObsEvent *befores;
    size_t before_count, before_cap;
    Act *acts;
    size_t act_count, act_cap;
    bool act_open;        /* the next fact of the same action belongs to the last act */
    IndexList undo, redo; /* indexes of acts, newest last */
    Fact undo_fact, redo_fact;

    /* kept current with every fact; all about events that are not voided */
    IndexList open;     /* states that run */
    IndexList pauses;   /* all pauses */
    IndexList absences; /* all absences */
    int32_t pauses_open;
    int32_t absent_open[OBSERVATION_MAX_SUBJECTS];
    int64_t closed_until[PROTOCOL_MAX_CATEGORIES]; /* no closed state stops later */
    int32_t code_counts[PROTOCOL_MAX_CODES][PROTOCOL_MAX_OPTIONS + 1];
    int32_t subject_turns[OBSERVATION_MAX_SUBJECTS];
    size_t standing;    /* session_event_count() */
    SlotTable slots;    /* samples that a group has at a signal: session_slot_key() */
    SlotTable drawings; /* strokes that a drawing has: session_stroke_count() */
    int64_t settled[PROTOCOL_MAX_SAMPLING]; /* signals up to this one need no look any more */

    /* the plan */
    Fact *plan;
    size_t plan_count, plan_cap;
    Arena plan_texts;
    bool plan_kept; /* room was made; the texts are the session's */
    int64_t plan_now_ms, plan_action, plan_undoes;
};

/* ---- session_apply.c ---- */
int32_t session_find_index(const Session *s, Uuid id); /* or -1 */
uint64_t session_slot_key(int32_t sampling, int32_t subject, int64_t signal);
int32_t session_slot_count(const Session *s, uint64_t key);
/* Standing strokes of the drawing that this one belongs to. */
int32_t session_stroke_count(const Session *s, const ObsEvent *stroke);
int32_t session_sampling_of(const Session *s, int32_t code); /* or PROTOCOL_NONE */

/* ---- session_plan.c ---- */

/* Starts a plan; every act begins with it. */
bool session_plan_begin(Session *s, int64_t now_ms, Err *err);
/* Ends it: a plan that did not work out is emptied. Returns ok. */
bool session_plan_end(Session *s, bool ok);
/* A fact without event. */
Fact *session_plan_fact(Session *s, FactKind kind, Err *err);
/* A new event; its id is made, its text copied, its attachment (or NULL) borrowed. */
bool session_plan_event(Session *s, const ObsEvent *event, const Attachment *attachment, Err *err);
bool session_plan_change(Session *s, int32_t index, uint32_t fields, const ObsEvent *to, Err *err);
bool session_plan_stop(Session *s, int32_t index, int64_t stop_ms, Err *err);
bool session_plan_void(Session *s, int32_t index, bool voided, Err *err);
/* What begins after end_ms is outside the lesson. */
bool session_plan_void_after(Session *s, int64_t end_ms, Err *err);

bool session_check_open(const Session *s, bool note, Err *err); /* may an act be recorded now */
bool session_check_time(const Session *s, int64_t at_ms, int64_t now_ms, Err *err);
bool session_check_subject(const Session *s, const Code *code, int32_t subject, Err *err);
bool session_check_text(const char *text, Err *err);
bool session_check_value(const Code *code, int32_t value, Err *err);
bool session_check_options(const Session *s, const Code *code, const int8_t *options, Err *err);

/* Do standing states of these two exclude each other? */
bool session_excludes(const Session *s, const ObsEvent *state, int32_t code, int32_t subject);

/* "12:05" */
enum { SESSION_CLOCK_SIZE = 24 };
const char *session_clock(int64_t ms, char ret_text[SESSION_CLOCK_SIZE]);

/* ---- session_tap.c ---- */

/* May this be recorded? late: also now that the lesson is over. */
bool session_check_tap(const Session *s, const SessionTap *tap, bool late, int64_t now_ms,
                       Err *err);
/* The source follows a target that is another one than before, unless it is said itself. */
void session_follow_target(const Session *s, const ObsEvent *now, ObsEvent *to);
/* The event it records, presets and source filled in. */
ObsEvent session_tapped_event(const Session *s, const SessionTap *tap);

/* ---- session_edit.c ---- */

/* The act that recorded the event; NULL: time did. */
const Act *session_find_act(const Session *s, int32_t event);

/* ---- session_sample.c ---- */

/* Plans what was not answered. closed: of signals whose time to answer is over,
 * else of those that are on. Goes no further once most facts are planned. */
bool session_plan_missing(Session *s, int64_t now_ms, bool closed, size_t most, Err *err);

/* ---- the fold's helper ---- */
static inline const Code *session_code(const Session *s, const ObsEvent *event)
{
    return &s->protocol->codes[event->code];
}

#endif
