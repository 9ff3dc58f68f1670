/* talk.h - who held the floor: turns, share, reach, chains, waiting.
 *
 * A talk turn is one event of a code that counts as talk (SENSE_TALK). A code
 * that counts as several kinds is the first of teacher, student, group talk,
 * silence. Sources: MEASURES.md 2.
 *
 *   talk_measure() finds the turns once; everything else is read from them.
 */
#ifndef REPORTS_MEASURE_TALK_H
#define REPORTS_MEASURE_TALK_H

#include "reports/measure/measure.h"

typedef enum TalkRole {
    TALK_TEACHER,
    TALK_STUDENT,
    TALK_GROUP, /* several groups at once */
    TALK_SILENCE,
    TALK_ROLE_COUNT,
} TalkRole;
const char *talk_role_name(TalkRole role); /* "teacher", "students", "group talk", "silence" */

/* In order of start. Turns of length 0 are turns: they count, and last 0 s. */
typedef struct TalkTurn {
    uint32_t event; /* index into Observation.events */
    TalkRole role;
    int32_t subject; /* who speaks; SUBJECT_NONE: not said */
    int32_t target;  /* spoken to; SUBJECT_NONE: not said */
    Span span;       /* cut at the end of the observation */
    int64_t talk_ms; /* pauses taken off */
    int32_t chain;   /* index of the chain it is in, or -1 */
} TalkTurn;

/* ---- talk share: four ways that add to all observed time ----
 *
 * Silence is the time coded as silence and the time with no talk state on; both
 * parts are given. Where kinds overlap, talk goes before silence, and time with
 * two or three kinds of talk on is divided equally among them (two pupils at
 * once are one kind); overlap_ms says how much that was. */
typedef struct TalkShare {
    int64_t observed_ms;              /* the denominator: pauses taken off */
    int64_t ms[TALK_ROLE_COUNT];      /* add up to observed_ms exactly */
    double share[TALK_ROLE_COUNT];    /* 0..1 */
    int32_t percent[TALK_ROLE_COUNT]; /* whole percents that add to 100 (largest remainder) */
    int64_t silence_coded_ms;         /* of ms[TALK_SILENCE] */
    int64_t silence_uncoded_ms;       /* of ms[TALK_SILENCE]: no talk state on */
    int64_t overlap_ms;
    const char *undefined;
    /* Talk ratio (whole class) = teacher / (teacher + student); group talk left
     * out. */
    int64_t ratio_of_ms; /* teacher + student */
    double ratio;
    const char *ratio_undefined;
} TalkShare;

/* A phase of the lesson; its occurrences (launch, explore, launch again) pooled. */
typedef struct TalkPhase {
    int32_t code;        /* PROTOCOL_NONE: time in no phase (a last row, when there is any) */
    int32_t occurrences; /* 0 in that row */
    int64_t first_ms;    /* start of the first */
    TalkShare share;     /* observed_ms: of the phase */
    int32_t student_turns, teacher_turns; /* that started in it */
} TalkPhase;

/* ---- turns ---- */

typedef struct TalkSubject {
    int32_t turns;
    int64_t talk_ms;
    bool counts; /* a pupil told apart and present: in reach and Gini */
} TalkSubject;

/* G = sum_i (2i - n - 1) x_i / (n sum x), x ascending, over every pupil present,
 * the silent ones with 0; corrected: times n / (n - 1). Interval by resampling
 * pupils, of the plain form. */
typedef struct Gini {
    int32_t n;     /* pupils present */
    int64_t total; /* turns, or ms */
    double plain, corrected, low, high;
    bool has_interval; /* false: low and high are 0 and 1 */
    const char *undefined, *corrected_undefined;
    const char *interval; /* how low and high were found, or why they were not */
} Gini;

typedef struct TalkLink {
    int32_t from, to; /* subjects */
    int32_t count;
} TalkLink;

/* Successive student turns by two or more different pupils with no teacher turn
 * between, as long as possible. Silence does not end a run; group talk and a
 * pause do (the floor was gone, or nobody watched). A turn of nobody told apart
 * ("several", no subject) belongs to the run and counts in its length, but never
 * as a different pupil: a run that would be a chain only with its help is not
 * one (chains_unsure counts those). */
typedef struct TalkChain {
    uint32_t first, last;     /* turns; silence may lie between */
    int32_t length, speakers; /* turns, different pupils */
} TalkChain;

typedef struct TalkChains {
    const TalkChain *items;
    size_t count;
    int32_t longest;
    double mean_length;       /* 0 when there is none */
    const int32_t *by_length; /* [length] chains, 0..longest */
    int32_t unsure;
    Proportion turns; /* student turns inside chains of all student turns; pupils resampled */
    int32_t triads;   /* teacher-student-teacher: a lone student turn between two teacher turns */
    const char *undefined;
} TalkChains;

/* ---- waiting ---- */

typedef enum WaitEnd {
    WAIT_STUDENT,
    WAIT_TEACHER,
} WaitEnd;

typedef struct Wait {
    int64_t from_ms, wait_ms;
    WaitEnd ended_by;
    int32_t next;    /* the turn that ended it */
    int32_t turn;    /* the turn it followed; -1: a question outside any turn */
    uint32_t source; /* the event: the question, or the student turn */
} Wait;

/* Why a question or a student turn has no measured wait. */
typedef enum WaitLost {
    WAIT_MEASURED,
    WAIT_SHORT,   /* shorter than floor_ms, overlapping speech included */
    WAIT_GROUP,   /* group talk came next */
    WAIT_PAUSED,  /* a pause came between */
    WAIT_NOTHING, /* nobody spoke before the end */
    WAIT_EARLIER, /* wait 1: a later question is the one waited on */
    WAIT_NO_TURN, /* wait 1: marked while others spoke, no teacher turn up to QUESTION_LATE_MS
                     before; or nothing is known of the teacher's talk */
    WAIT_OTHER,   /* wait 2: a student spoke next */
    WAIT_LOST_COUNT,
} WaitLost;
const char *talk_wait_lost_name(WaitLost lost); /* in words, for a foot */

enum {
    QUESTION_LATE_MS = 5000, /* a question marked this long after the turn is still the turn's */
};

/* The times are no finer than floor_ms: the larger of the protocol's
 * wait_from_ms and the record's resolution_ms; shorter gaps are left out and
 * counted. */
typedef struct WaitTime {
    const Wait *items; /* measured, in order */
    size_t count;
    int64_t asked;                 /* questions, or student turns */
    int64_t lost[WAIT_LOST_COUNT]; /* they add up to asked */
    int64_t floor_ms, goal_ms;
    Spread seconds;
    Proportion goal; /* waits >= goal_ms of those measured; pupils resampled */
    int64_t by_student, by_teacher;
    const char *undefined; /* why no wait could be measured */
} WaitTime;

/* A teacher's question and what became of its wait. */
typedef struct TalkQuestion {
    uint32_t event;
    WaitLost lost; /* WAIT_MEASURED: wait is an index into wait1.items, else -1 */
    int32_t wait;
} TalkQuestion;

/* ---- all of it ---- */

typedef struct TalkMeasures {
    const Observation *observation;
    MeasureIndex index;
    MeasureClock clock;
    Roster roster;
    Resample resample;

    /* Read from a file in which a turn lasts until the next begins: pauses are inside
     * the turns, no wait and no silence can be seen. So where nearly every turn ends as
     * the next begins, to the second, and no silence was coded. */
    bool starts_only;
    const TalkTurn *turns;
    size_t turn_count;
    int32_t count[TALK_ROLE_COUNT];  /* turns */
    Spread lengths[TALK_ROLE_COUNT]; /* seconds */
    TalkShare share;
    const TalkPhase *phases; /* in order of their first occurrence */
    int32_t phase_count;

    const TalkSubject *subjects; /* per subject */
    int32_t heard;               /* pupils present who spoke */
    Proportion reach;            /* of pupils present (Wilson); undefined where only_speakers */
    /* A record read from a file in which everybody who is told apart spoke, and nothing else
     * is known of anybody (a table, an attribute, an absence), as a class list would have it:
     * who was not heard is not known, so that there is no share of the class. */
    bool only_speakers;
    int32_t unidentified_turns; /* student turns of nobody told apart */
    Gini gini_turns, gini_time;

    /* Who spoke to whom, as the observer said; and whose turn each turn directly
     * followed (from: who speaks, to: who spoke before; silence may lie between,
     * group talk and pauses may not; only where both are known and differ).
     * Adults included. By from, then to. */
    const TalkLink *spoken_to, *followed;
    int32_t spoken_to_count, followed_count;
    int32_t pupil_after_pupil; /* turns in followed where both are pupils */

    TalkChains chains;

    /* Wait time 1: end of a teacher's question to the next speech by a student or
     * the teacher. A question that is a state ends at its stop. A question that
     * is a point ends at the stop of the teacher's turn that ran when it was
     * marked (or that had ended at most QUESTION_LATE_MS before); with no such turn,
     * and while nobody speaks, at its own mark, which is made when the question ends.
     * Of several in one turn, or with no speech between, the last is the one waited
     * on. Rowe 1972. */
    WaitTime wait1;
    const TalkQuestion *questions; /* in order; wait1.asked of them */
    /* Wait time 2: end of a student's turn to the teacher's turn that comes next. */
    WaitTime wait2;
} TalkMeasures;

/* Such a record of eight hours or more in whole minutes: stamps of minutes and seconds
 * that were taken for hours and minutes look like it. */
bool talk_is_in_whole_minutes(const TalkMeasures *talk);

/* Everything lives in arena. Fails only when memory runs out. */
bool talk_measure(const Observation *o, Arena *arena, TalkMeasures *ret_talk, Err *err);

/* G of n values; sorts them. */
Gini talk_gini(int64_t *values, int32_t n);

#endif
