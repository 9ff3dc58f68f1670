/* sequence.h - what follows what, and what goes on at the same time. MEASURES.md 6.
 *
 * Transitions are counted over any sequence of states; sequence_of_talk() makes
 * the two sequences of a lesson's turns.
 */
#ifndef REPORTS_MEASURE_SEQUENCE_H
#define REPORTS_MEASURE_SEQUENCE_H

#include "reports/measure/sequence/expected.h"
#include "reports/measure/talk/talk.h"

enum {
    SEQUENCE_BREAK = -1,       /* in a sequence: nothing is known to follow or to be followed */
    SEQUENCE_MAX_STATES = 512, /* different states of one table */
    SEQUENCE_FEW = 5,          /* an expected count below is small */
};

typedef struct Transition {
    int64_t n;
    double expected;         /* by chance, given the totals (expected.h) */
    double z;                /* adjusted residual; 0 when undefined */
    double q;                /* Yule's Q, -1..1; 0 when undefined */
    bool impossible;         /* a structural zero */
    const char *no_z, *no_q; /* why undefined; NULL when defined */
} Transition;

/* Lag k: the state k places after. z = (n - e) / sqrt(e (1 - r/N) (1 - c/N))
 * (Haberman 1979; approximate where the diagonal is a structural zero). Q = (ad -
 * bc) / (ad + bc) of the table cell | rest of its row / rest of its column | rest
 * (Yule 1900; Bakeman and Quera 2011, 9). */
typedef struct Transitions {
    int32_t lag, state_count;
    const int32_t *counts; /* [from][to], state_count squared; more: sequence_cell() */
    Expected expected;
    const int64_t *from_total, *to_total; /* per state */
    int64_t n;                            /* transitions */
    int64_t repeats;                      /* left out: a state that followed itself and cannot */
    int32_t possible, few;                /* cells between states that occur; of them, e < 5 */
    bool too_sparse;                      /* more than a fifth of them are few (Cochran 1954):
                                             z is not to be trusted */
    const char *undefined;                /* no transition */
} Transitions;

Transition sequence_cell(const Transitions *transitions, int32_t from, int32_t to);

typedef struct SequenceRules {
    int32_t lag;     /* >= 1 */
    bool no_repeats; /* a state cannot follow itself; at lag 1 only, at 2 it returns */
} SequenceRules;

/* states[]: 0..state_count - 1 or SEQUENCE_BREAK. Linear in count, and in
 * state_count squared. ERR_LIMIT when there are more than SEQUENCE_MAX_STATES. */
bool sequence_transitions(const int32_t *states, size_t count, int32_t state_count,
                          SequenceRules rules, Arena *arena, Transitions *ret_transitions,
                          Err *err);

/* Turns of talk at lag 1; silence may lie between, a pause breaks.
 * Roles: state i is TalkRole i, silence never; a role can follow itself.
 * Speakers: subjects[i] is who state i is; turns of nobody told apart break (the
 * next "several" may be another); one who goes on after a silence is no
 * transition: the diagonal is a structural zero. */
typedef struct TalkSequence {
    Transitions roles, speakers;
    const int32_t *subjects; /* speakers.state_count, in the order of the setup */
} TalkSequence;
bool sequence_of_talk(const TalkMeasures *talk, Arena *arena, TalkSequence *ret_sequence, Err *err);

/* ---- at the same time ---- */

/* While A was on. Paused time taken off; whoever the events are about. */
typedef struct Overlap {
    int32_t a, b;    /* codes; a is a state */
    int64_t both_ms; /* b is a state: both on */
    double share;    /* both_ms of the time a was on (convention C); 0 unless has_share */
    bool has_share;  /* both are states, and a was on at all */
    int64_t starts;  /* events of b that started while a was on */
} Overlap;

typedef struct Overlaps {
    const Overlap *items; /* a, then b, in the protocol's order; a != b; none where both figures
                             are 0 */
    int32_t count;
    const int64_t *on_ms; /* per code: on for anybody; 0 for points */
    int64_t observed_ms;
    const char *undefined; /* nothing was on at the same time as anything else */
} Overlaps;

/* A state that starts at the moment another stops is not on with it. Codes that
 * are built in are left out. Linear in events, times the states on at once. */
bool sequence_overlaps(const TalkMeasures *talk, Arena *arena, Overlaps *ret_overlaps, Err *err);

#endif
