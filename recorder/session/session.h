/* session.h - the session engine: the rules of recording a lesson.
 *
 *              start               pause
 *     READY ----------> RUNNING ------------> PAUSED
 *                        |   ^                 |  |
 *                        |   +---- resume -----+  |
 *                        | end                    | end
 *                        +--------> ENDED <-------+
 *                                     |
 *                                     +-- undo of the end: RUNNING again
 *
 * The engine has no clock, no file and no screen. Every call says when it
 * happened (at_ms: when the finger landed) and when it is said (now_ms, which
 * never goes backwards); both are milliseconds since the start.
 *
 * Nothing is changed in place. A call *plans* facts; the caller commits them to
 * the store and then *applies* them:
 *
 *     session_tap(&s, tap, &err)          plans: stop DL's turn, start SP's
 *     store_add_facts(..., session_planned(&s))
 *     session_apply_planned(&s)           now it is so
 *
 * Opening a record is applying its facts again, so a lesson that was cut off
 * comes back exactly as it was, undo included. Facts applied in the order of
 * their ids give the same record on every device.
 *
 * A pause is an event of the built-in code "pause": states go on under it and
 * the measures take paused time off. While paused only resume, end, note, ink,
 * photo, undo and redo are possible. Once ended, notes, ink and photos about the
 * lesson, changes, moves, what was missed, undo and redo are.
 *
 * What an event carries (protocols/attachment.h) goes through the plan to the
 * store and is not kept here. A change or a move of a stroke is one of its whole
 * drawing; only undo takes strokes one by one.
 *
 * Exclusive categories: at every instant at most one of their states is on, a
 * state being half open, [start, stop). A tap that is said late, with an at_ms
 * in the past, is taken at its word: from at_ms on the new state is on, up to
 * now. What ran at at_ms stops there, even if it had stopped later by itself;
 * what began after at_ms is taken back (kept in the record as voided, and one
 * undo brings it all again). So the time before at_ms stays as it was, the time
 * after it belongs to the new state, and no instant falls between two states.
 * Two states tapped at the same instant leave the first with a length of zero.
 * States of one code about one subject never overlap each other either.
 * In a category with lanes all this holds for each subject by itself.
 */
#ifndef RECORDER_SESSION_SESSION_H
#define RECORDER_SESSION_SESSION_H

#include "protocols/observation.h"

typedef enum SessionState {
    SESSION_READY,
    SESSION_RUNNING,
    SESSION_PAUSED,
    SESSION_ENDED,
    SESSION_STATE_COUNT,
} SessionState;

/* Undo, redo and change add facts without adding events; this is the end of it. */
enum { SESSION_MAX_FACTS = 4 * OBSERVATION_MAX_EVENTS };

typedef enum FactKind {
    FACT_EVENT = 1,  /* something was observed; all fields are said */
    FACT_CHANGE = 2, /* a later word on an event: fields says on what */
    FACT_START = 3,  /* the lesson began; at time 0 */
    FACT_END = 4,    /* the observation ends at start_ms */
    FACT_REOPEN = 5, /* the end was taken back */
} FactKind;

typedef enum FactField {
    FIELD_CODE = 1 << 0,
    FIELD_SUBJECT = 1 << 1,
    FIELD_TARGET = 1 << 2,
    FIELD_START = 1 << 3,
    FIELD_STOP = 1 << 4,
    FIELD_VALUE = 1 << 5, /* value, of, missing */
    FIELD_OPTIONS = 1 << 6,
    FIELD_TEXT = 1 << 7,
    FIELD_VOIDED = 1 << 8,
    FIELD_ALL = (1 << 9) - 1,
} FactField;

/* One row of the record; only ever added. */
typedef struct Fact {
    FactKind kind;
    Uuid id;         /* its own; for FACT_EVENT event.id is the same */
    int64_t action;  /* facts of one act of the observer share it; counts up from 1. 0: nobody
                        acted, time did (a sample that was not answered): not undone */
    int64_t undoes;  /* the act that this one reverses: an undo names an act, a redo names
                        the undo; 0 for a new act */
    int64_t said_ms; /* now_ms of the act */
    uint32_t fields; /* FACT_CHANGE: set of FactField */
    ObsEvent event;  /* event.id says which; only the fields said are meaningful */
    const Attachment *attachment; /* FACT_EVENT: ink or photo, on its way to the store; NULL for
                                     none, and in facts that were read from a store */
} Fact;

typedef struct FactSlice {
    const Fact *items;
    size_t count;
} FactSlice;

typedef struct Session Session;

/* setup and protocol are borrowed and must outlive the session. Ids are made
 * from ids (borrowed) and setup->started_unix_ms + now_ms. */
Session *session_create(const Protocol *protocol, const Setup *setup, UuidSource *ids, Err *err);
void session_destroy(Session *s); /* accepts NULL */

/* ---- what was planned ---- */

/* The facts of the last call; empty when it changed nothing (the speaker was
 * tapped again). Good until the next planning call. */
FactSlice session_planned(const Session *s);

/* Makes room for the plan, so that session_apply_planned() cannot fail: to be
 * called before the plan is committed. From here on the texts of the planned
 * facts live as long as the session. */
bool session_prepare_planned(Session *s, Err *err);

/* Makes the plan so, and empties it. Out of memory is reported and changes
 * nothing. Pointers to events are good until the next call of session_apply*. */
bool session_apply_planned(Session *s, Err *err);

/* Applies facts read from a store, in the order of their ids. Of two changes of
 * one field the later one (by id) holds. Facts that contradict the record or
 * name unknown events or codes are ERR_FORMAT; those before them are applied
 * then, and the session is to be given up. Texts are copied. */
bool session_apply(Session *s, FactSlice facts, Err *err);

/* ---- acts of the observer; each plans and returns false with a sentence when
 *      the act makes no sense now (nothing is planned then). ERR_STATE: not now,
 *      or not about this; ERR_LIMIT: too many events, too long a text or lesson;
 *      ERR_FORMAT: a text that is not UTF-8 ---- */

/* Also opens an absence for every subject that is absent. */
bool session_start(Session *s, int64_t now_ms, Err *err);
bool session_pause(Session *s, int64_t now_ms, Err *err);
bool session_resume(Session *s, int64_t now_ms, Err *err);

/* Closes every open state at now_ms, pauses and absences too. A prompt that is
 * still on is missing. Undone, all of them are open again. */
bool session_end(Session *s, int64_t now_ms, Err *err);

/* The same at a time that is past by now: at session_acted_ms() of a tablet that lay there
 * since. What begins after it, samples that time alone recorded, is taken back. */
bool session_end_at(Session *s, int64_t end_ms, int64_t now_ms, Err *err);

typedef struct SessionTap {
    int32_t code;
    int32_t subject, target;                /* or SUBJECT_NONE */
    int64_t at_ms;                          /* when the finger landed; at most now_ms */
    int8_t options[PROTOCOL_MAX_MODIFIERS]; /* PROTOCOL_NONE: the preset, if any */
    int32_t value;                          /* CODE_RATING */
    const char *text;                       /* CODE_NOTE, or what was said; "" for none */
    const Attachment *attachment;           /* of ink and photos, which need one; borrowed
                                               until the plan was applied */
    bool again; /* start a new turn even if the same state already runs; it ends that one */
    bool exact; /* these options and no others: preset and targets add none (a record replayed) */
    bool waits; /* a question that is waited on: the adult's talk, if it runs, ends with it */
} SessionTap;

/* A tap with nothing but a code. */
SessionTap session_tap_blank(int32_t code, int64_t at_ms);

/* A point, note or rating is recorded. A state starts at at_ms; in an exclusive
 * category it ends the one that runs there (a state that began after at_ms is
 * taken back, for the new one covers it). The same code and subject again
 * changes nothing, or only the target and options that were given (the source
 * follows the lesson's targets); with tap.again, or another option of the code's
 * pads than it has, it begins anew. Said late, it goes on from there. A tap on a
 * pupil who is absent, or spoken to, ends the absence (they came back); an absence
 * ends the pupil's own states. Options not given take the preset; the source
 * modifier follows the lesson's targets when there are any. Pauses and samples
 * have calls of their own. */
bool session_tap(Session *s, const SessionTap *tap, int64_t now_ms, Err *err);

/* The source that the lesson's targets give to these options of a protocol that has a
 * source modifier, or what is there. */
int8_t session_source_option(const Session *s, const Code *code, const int8_t *options);

/* Ends an open state (not a pause). at_ms before its start is refused. */
bool session_stop(Session *s, Uuid event, int64_t at_ms, int64_t now_ms, Err *err);

/* Ends whatever runs in an exclusive category; nothing running plans nothing. As
 * with a tap, what began after at_ms is taken back. */
bool session_stop_category(Session *s, int32_t category, int64_t at_ms, int64_t now_ms, Err *err);

/* The answer to the current prompt for one group (SUBJECT_NONE: the class):
 * value of the pupils present, or missing (can't see). Any group of the current
 * signal that was not answered yet may be answered. The event starts at the
 * signal, not at the answer. In an imported record (Setup.origin) and in a
 * walk-through (Setup.walk) no signal is waited for: the event starts at now_ms. */
bool session_answer(Session *s, int32_t sampling, int32_t subject, int32_t value, bool missing,
                    int64_t now_ms, Err *err);

typedef struct SessionAnswer {
    int32_t subject, value;
    bool missing;
} SessionAnswer;

/* An answer of an imported record, of as many (>= 0) as were present when it was recorded:
 * not of those who are there when it is replayed. */
bool session_answer_of(Session *s, int32_t sampling, const SessionAnswer *answer, int32_t of,
                       int64_t now_ms, Err *err);

/* As session_answer() of several groups at once, as one act. */
bool session_answer_all(Session *s, int32_t sampling, const SessionAnswer *answers, int32_t count,
                        int64_t now_ms, Err *err);

/* Takes delta_ms (> 0) off the start of what was recorded last and stands (a mark, a
 * note, a photo, a whole drawing as well; not a pause, an absence, a sample), and moves
 * what its start had ended along with it; never before the start of what it ended, nor
 * into a state that it excludes, nor before 0. ERR_STATE when there is no room left. */
bool session_backdate(Session *s, int64_t delta_ms, int64_t now_ms, Err *err);

/* Any later word on an event: fields says which members of *to are meant. What
 * is already so is left out; nothing left plans nothing. An instant's stop follows
 * its start. Refused when two states that exclude each other would overlap, and a
 * code of another kind; a sample stays at its signal and group. The source modifier
 * follows the target modifier. */
bool session_change(Session *s, Uuid event, uint32_t fields, const ObsEvent *to, int64_t now_ms,
                    Err *err);

/* Records what was missed, from tap->at_ms to stop_ms (of an instant: no matter);
 * also once the lesson has ended. What a state excludes gives way: it is cut where
 * they meet, parted in two when the new one lies inside it, taken back when it lies
 * inside the new one. Absences stay as they are. */
bool session_insert(Session *s, const SessionTap *tap, int64_t stop_ms, int64_t now_ms, Err *err);

/* Other times for an event, both given. A state that touches it, and that it
 * excludes, goes along with the edge, never past its own other end; an edge that
 * would go further, or into a state that it does not touch, goes as far as there is
 * room. ERR_STATE when there is none. An open state stays open. */
bool session_move(Session *s, Uuid event, int64_t start_ms, int64_t stop_ms, int64_t now_ms,
                  Err *err);

/* Takes back, and brings again, whole acts, newest first; nothing left is
 * ERR_STATE ("nothing to undo"). A new act ends the possibility to redo. The
 * start cannot be undone. */
bool session_undo(Session *s, int64_t now_ms, Err *err);
bool session_redo(Session *s, int64_t now_ms, Err *err);

/* Time passing: plans the samples that were not answered in time as missing.
 * Usually plans nothing. After a gap (suspend) all signals that came and went
 * are missing; at most SESSION_TICK_FACTS at a time, so tick until nothing is
 * planned. Signals come at k * every_ms, k >= 1, not while paused and not in an
 * imported record (nothing is invented there) or a walk-through; groups with nobody present at the
 * signal are not asked; a set-up without groups is asked as one class. */
enum { SESSION_TICK_FACTS = 256 };
bool session_tick(Session *s, int64_t now_ms, Err *err);

/* ---- what is so ---- */

SessionState session_state(const Session *s);
const Setup *session_setup(const Session *s);
const Protocol *session_protocol(const Session *s);
int64_t session_end_ms(const Session *s);      /* 0 unless ended */
int64_t session_end_said_ms(const Session *s); /* later acts are of after the lesson */
int64_t session_last_ms(const Session *s);     /* newest said_ms: the clock must not go back */
int64_t session_acted_ms(const Session *s);    /* newest of an act: not of time passing */
int64_t session_action_count(const Session *s);

/* Events as they now stand, in the order they were first recorded, voided ones
 * included. */
const ObsEvent *session_events(const Session *s, size_t *ret_count);
const ObsEvent *session_find_event(const Session *s, Uuid id); /* or NULL */

/* The open state of an exclusive category, or NULL. */
const ObsEvent *session_running(const Session *s, int32_t category);

/* The event recorded last that is not voided, built-in and sampled codes left
 * out, or NULL. */
const ObsEvent *session_newest(const Session *s);

/* How much of this time the lesson was paused. */
int64_t session_paused_ms(const Session *s, int64_t from_ms, int64_t to_ms);

/* Present: no open absence; before the start, as the set-up has it. */
bool session_is_present(const Session *s, int32_t subject);
int32_t session_present_count(const Session *s, int32_t group); /* SUBJECT_NONE: all pupils */

/* The same at an instant: whom a signal of that time asks about, whoever came or left
 * since. */
bool session_was_present(const Session *s, int32_t subject, int64_t at_ms);
int32_t session_was_present_count(const Session *s, int32_t group, int64_t at_ms);

/* How many events that are not voided have this code, option (PROTOCOL_NONE:
 * any; of the code's pads modifier) and subject (SUBJECT_NONE: any). Kept
 * current, not counted: the cost does not grow with the lesson. */
int32_t session_count_code(const Session *s, int32_t code, int32_t option);
int32_t session_count_subject(const Session *s, int32_t subject); /* talk turns of the subject */

/* What the observer recorded and did not take back, notes and marks too; not
 * pauses, absences and samples that nobody answered. A drawing counts once,
 * however many strokes it has. */
size_t session_event_count(const Session *s);

/* What an undo (redo) would take back (bring again), as a sentence's subject: of
 * the act that was first done, the event it recorded, else its end of the lesson,
 * else its first change; or NULL. event holds the event as it is now. Good until
 * the next call of session_apply*. */
const Fact *session_undo_fact(const Session *s);
const Fact *session_redo_fact(const Session *s);

/* The prompt that is on now. */
typedef struct SessionPrompt {
    int32_t sampling; /* PROTOCOL_NONE: no prompt */
    int32_t signal;   /* counts from 1 */
    int32_t subject;  /* group asked next, or SUBJECT_NONE for the class */
    int64_t signal_ms, until_ms;
    int64_t next_ms; /* when no prompt is on: the next signal; EVENT_OPEN if none will come
                        (not running, imported, nothing to sample, nobody present) */
} SessionPrompt;
SessionPrompt session_prompt(const Session *s, int64_t now_ms);

/* The wait after the last question, as the measures count it (wait time 1): from
 * the end of the adult's talk that it ended, or of itself when it is a state or was
 * asked while nobody talked, to the next speech. None: no question lately, or the
 * adult still talks. */
typedef enum SessionWaitState {
    SESSION_WAIT_NONE,
    SESSION_WAIT_ON,    /* nobody has spoken yet */
    SESSION_WAIT_ENDED, /* answer did */
    SESSION_WAIT_LOST,  /* not counted, for what is said of answer (NULL: nobody speaks) */
} SessionWaitState;

typedef struct SessionWait {
    SessionWaitState state;
    const ObsEvent *question, *answer; /* as session_events() */
    const char *lost;                  /* why, of a wait that is not counted */
    int64_t from_ms, wait_ms;
    bool too_short; /* ended sooner than the record can show: in no measure */
} SessionWait;
SessionWait session_wait(const Session *s, int64_t now_ms);

/* The record as the measures want it; states that still run are cut at now_ms
 * (at the end when ended). Lives in arena, but for setup and protocol. */
bool session_observation(const Session *s, int64_t now_ms, Arena *arena,
                         Observation *ret_observation, Err *err);

#endif
