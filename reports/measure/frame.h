/* frame.h - sentence frames: who used which, on whose prompting. MEASURES.md 3.
 *
 * An event that counts as a frame (SENSE_FRAME) says something about a student's
 * turn. Which one: the turn of the same pupil that ran at its time (started
 * last, if several), else the one that ended last, at most FRAME_LATE_MS before.
 * A frame about nobody goes to any student turn by the same rule. A frame that
 * belongs to no turn (said during group talk) counts in everything but the rate.
 *
 * The words it looks for in a protocol are keys: modifier "function"; modifier
 * "form" with the options "none", "attempted", "complete", "adapted"; modifier
 * "prompting" with "spontaneous", "prompted"; Protocol.source_modifier with
 * option 0 for a taught frame. A frame event whose form is "none" says that the
 * turn was coded and had no frame. An option that means "could not tell"
 * (ModifierOption.missing) has its row in the tables and is said of nothing.
 */
#ifndef REPORTS_MEASURE_FRAME_H
#define REPORTS_MEASURE_FRAME_H

#include "reports/measure/talk/talk.h"

enum {
    FRAME_LATE_MS = 5000,
};

typedef struct FrameUse {
    uint32_t event;
    int64_t at_ms;
    int32_t subject;
    int32_t turn;                              /* of talk.turns, or -1 */
    int32_t function, form, prompting, source; /* options, or PROTOCOL_NONE */
} FrameUse;

/* One option of one modifier (or none of them said). */
typedef struct FrameRow {
    int32_t option;                /* PROTOCOL_NONE: not said; a last row, when there is any */
    int64_t n;                     /* frames */
    int64_t taught, other;         /* of n; the rest not said */
    int64_t spontaneous, prompted; /* of n; the rest not said */
    Proportion pupils;             /* pupils present who used it (Wilson) */
    bool targeted;                 /* function only: taught in this lesson */
} FrameRow;

typedef struct FrameTable {
    int32_t modifier; /* PROTOCOL_NONE: the protocol has none, no rows */
    const FrameRow *rows;
    int32_t row_count;
} FrameTable;

/* Of a turn: what is known of frames in it. */
typedef enum FrameTurn {
    FRAME_TURN_OTHER, /* not a student's */
    FRAME_TURN_WITH,
    FRAME_TURN_WITHOUT,
    FRAME_TURN_UNCODED, /* not marked, or unheard */
} FrameTurn;

/* Frames of one pupil. */
typedef struct FramePupil {
    int32_t frames, turns, turns_with; /* turns: coded ones */
} FramePupil;

typedef struct FrameMeasures {
    const FrameUse *items; /* frames used, in order; form "none" left out */
    size_t count;
    Proportion rate;   /* student turns with a frame of student turns coded; pupils resampled */
    Proportion reach;  /* pupils present who used a frame of pupils present (Wilson) */
    Proportion taught; /* taught frames of those where the source is said; resampled */
    Proportion spontaneous; /* of those where the prompting is said; resampled */
    Proportion complete;    /* complete or adapted, of those where the form is said; resampled */
    /* How the student turns fall: coded (rate.n), unheard, not marked and so not
     * coded (rule UNMARKED_IS_MISSING). */
    int64_t student_turns, unheard, uncoded;
    int64_t outside; /* frames of no turn */
    FrameTable by_function, by_form, by_prompting, by_source;
    const FramePupil *pupils; /* per subject */
    const uint8_t *turns;     /* per turn of the talk: a FrameTurn */
    const char *undefined;    /* the protocol has no code for frames; or not one mark, of a frame or
                                 of none, was made: then nobody is known to have looked */
} FrameMeasures;

bool frame_measure(const TalkMeasures *talk, Arena *arena, FrameMeasures *ret_frames, Err *err);

#endif
