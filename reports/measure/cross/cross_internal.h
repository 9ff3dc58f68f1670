/* cross_internal.h - what the files of cross.h share; included by nobody else.
 *
 *   cross.c            adding up: cells, denominators, pupils
 *   cross_dimension.c  what a dimension's values are in one lesson
 *   cross_phase.c      time by phase, and how long each pupil was there
 *   cross_table.c      the sums as a table: order, figures, what is hidden
 */
#ifndef REPORTS_MEASURE_CROSS_INTERNAL_H
#define REPORTS_MEASURE_CROSS_INTERNAL_H

#include "reports/measure/cross/cross.h"

enum {
    CROSS_ALL_VALUES = 0, /* the bucket of the total */
    CROSS_OUT = -1,       /* the dimension does not apply */
};

/* Texts, each once, numbered from 0. */
typedef struct CrossNames {
    const char **items;
    uint32_t *slots; /* 1 + number, by hash; 0: free */
    uint32_t count, cap;
} CrossNames;

/* A value of a dimension in all lessons. Number 0 is the total. */
typedef struct CrossBucket {
    CrossValue value;
    bool timed;     /* a state can fall in it */
    bool all_there; /* the class as a whole: everybody is behind it */
} CrossBucket;

typedef struct CrossAxis {
    CrossDimension dimension;
    CrossNames names; /* item i: the identity of bucket i */
    CrossBucket *buckets;
    uint32_t bucket_cap;
    bool known; /* a lesson knew the modifier or the attribute */
} CrossAxis;

typedef struct CrossSum {
    int32_t row, column; /* buckets */
    int64_t n, time_ms, of_ms;
    int32_t lessons, last_lesson; /* last_lesson: counts from 1 */
    int32_t pupils;
} CrossSum;

/* A pupil behind a cell. */
typedef struct CrossPupil {
    uint32_t sum, person;
} CrossPupil;

struct Cross {
    CrossOptions options;
    Arena *arena;
    CrossAxis rows, columns;
    CrossSum *sums;
    uint32_t *sum_slots; /* 1 + index, by (row, column) */
    uint32_t sum_count, sum_cap;
    CrossNames people;
    CrossPupil *pupil_slots; /* person 0: free, else 1 + number */
    uint32_t pupil_count, pupil_cap;
    bool of_known[CROSS_MAX_OF];
    int32_t lessons, suppress_below;
    int64_t observed_ms;
    CrossLeftOut not_rows, not_columns;
    int64_t unanswered;
};

/* ---- one lesson ---- */

enum {
    PHASE_ANY = 0,  /* all observed time */
    PHASE_NONE = 1, /* in no phase */
    PHASE_FIRST = 2,
};

/* Where in the lesson a moment lies. Phase PHASE_FIRST + i is codes[i]. */
typedef struct CrossClock {
    MeasureClock clock;
    int32_t codes[PROTOCOL_MAX_CODES];
    int32_t count; /* phases, the first two included */
    const Span *spans[PROTOCOL_MAX_CODES + PHASE_FIRST];
    const int64_t *before[PROTOCOL_MAX_CODES + PHASE_FIRST]; /* unpaused time in earlier spans */
    size_t span_count[PROTOCOL_MAX_CODES + PHASE_FIRST];
    const int64_t *present; /* [subject][phase]: of pupils told apart, else all of the phase */
} CrossClock;
bool cross_clock_init(CrossClock *clock, const Observation *o, bool by_phase, Arena *scratch,
                      Err *err);
int64_t cross_clock_length(const CrossClock *clock, int32_t phase, Span span);
bool cross_clock_is_on(const CrossClock *clock, int32_t phase, int64_t at_ms);

/* What a dimension's values are in one lesson: a bucket for what an event has of
 * the kind of thing the dimension looks at, or CROSS_OUT. */
typedef struct CrossMap {
    const CrossAxis *axis;
    int32_t *values; /* buckets that could occur in this lesson */
    int32_t value_count;
    int32_t fixed;                       /* of the lesson; CROSS_OUT: not by lesson */
    int32_t of_code[PROTOCOL_MAX_CODES]; /* CROSS_CODE, CROSS_CATEGORY */
    int32_t modifier;
    int32_t of_option[PROTOCOL_MAX_OPTIONS + 1]; /* the last: not said */
    int32_t *of_subject;                         /* by people: per subject, the last: the class */
    int32_t *of_event;                           /* CROSS_FRAME: per event */
    int32_t of_phase[PROTOCOL_MAX_CODES + PHASE_FIRST];
} CrossMap;
bool cross_map_init(CrossMap *map, Cross *cross, CrossAxis *axis, const Observation *o,
                    const bool *counted, const CrossClock *clock, Arena *scratch, Err *err);

static inline bool cross_is_by_people(CrossKind kind)
{
    return kind == CROSS_ROLE || kind == CROSS_SUBJECT || kind == CROSS_GROUP ||
           kind == CROSS_ATTRIBUTE;
}

static inline bool cross_is_by_lesson(CrossKind kind)
{
    return kind >= CROSS_LESSON;
}

/* Few enough to be known by: what is hidden when there are few. */
static inline bool cross_can_be_small(CrossKind kind)
{
    return kind == CROSS_SUBJECT || kind == CROSS_GROUP || kind == CROSS_ATTRIBUTE;
}

/* The number of the text, which is kept (copied) when it is new. */
bool cross_names_add(CrossNames *names, const char *text, Arena *arena, uint32_t *ret_number,
                     Err *err);

static inline bool cross_no_memory(Err *err)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory for this table");
    return false;
}

#endif
