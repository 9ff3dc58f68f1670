/* pool.h - the figures of many lessons as one: numerators and denominators are
 * added and only then divided; ratios are never averaged (MEASURES.md 1).
 *
 *     pool_begin() -> pool_add() for every lesson -> pool_finish()
 *
 * A lesson whose figure is undefined (its protocol has no code for talk, nobody
 * looked for frames) is in neither sum; how many lessons are in a figure stands
 * beside it. A pupil who is in two lessons counts in both. Intervals resample
 * lessons: what happens in one hangs together.
 *
 * Memory: a few numbers a lesson, whatever its length.
 */
#ifndef REPORTS_MEASURE_POOL_H
#define REPORTS_MEASURE_POOL_H

#include "reports/measure/cross/cross.h"
#include "reports/measure/talk/talk.h"

enum { POOL_MAX_LESSONS = 100000 };

/* One of the lessons. */
typedef struct PoolLesson {
    Uuid id;
    const char *title, *class_name, *place, *observer, *protocol, *protocol_version;
    int64_t started_unix_ms; /* 0: not known */
    int32_t utc_offset_min;
    int64_t observed_ms, student_ms;
    int64_t events; /* that count and are not built in */
    int32_t present;
    bool ended;
} PoolLesson;

typedef enum PoolRate {
    POOL_REACH,        /* pupils present who spoke */
    POOL_CHAINS,       /* student turns inside chains */
    POOL_FRAME_RATE,   /* student turns coded that had a frame */
    POOL_FRAME_REACH,  /* pupils present who used one */
    POOL_FRAME_TAUGHT, /* frames that were taught, of those where the source is said */
    POOL_SPONTANEOUS,  /* frames nobody prompted, of those where the prompting is said */
    POOL_ENGAGED,      /* pupils counted engaged (PLACHECK) */
    POOL_WAIT1_GOAL,   /* waits after a question that were long enough */
    POOL_WAIT2_GOAL,   /* waits after a student's turn */
    POOL_RATE_COUNT,
} PoolRate;
const char *pool_rate_name(PoolRate rate); /* "reach", as in JSON */
const char *pool_rate_of(PoolRate rate);   /* "pupils who spoke of pupils present, ..." */

typedef struct PoolShare {
    Proportion share;
    int32_t lessons; /* in which it is defined */
} PoolShare;

typedef struct PoolWait {
    int64_t n, asked; /* measured; questions, or student turns */
    int32_t lessons;  /* in which any was asked */
    int64_t total_ms; /* of those measured */
    int64_t by_student, by_teacher;
    int64_t lost[WAIT_LOST_COUNT];
    int64_t goal_min_ms, goal_max_ms; /* the lessons' goals; 0 when there are none */
} PoolWait;

typedef struct PoolTalk {
    int32_t lessons;                          /* in which talk was recorded */
    int64_t observed_ms, ms[TALK_ROLE_COUNT]; /* add up to observed_ms */
    int64_t overlap_ms;
    double share[TALK_ROLE_COUNT];
    const char *undefined;
    double ratio; /* teacher / (teacher + students) */
    const char *ratio_undefined;
    int64_t turns[TALK_ROLE_COUNT];
} PoolTalk;

typedef struct PoolMeasures {
    const PoolLesson *lessons;
    int32_t lesson_count;
    int64_t observed_ms, student_ms;
    PoolTalk talk;
    PoolShare rates[POOL_RATE_COUNT];
    PoolWait waits[2]; /* wait time 1 and 2 */
    CrossTable budget; /* rows: codes; no columns; percent of observed time */
} PoolMeasures;

typedef struct Pool Pool;

/* Room for so many lessons; everything lives in arena. */
Pool *pool_begin(int32_t lesson_count, Arena *arena, Err *err);

/* Nothing of the observation is borrowed afterwards; scratch is put back. After
 * a failure the pool is to be given up. */
bool pool_add(Pool *pool, const Observation *observation, Arena *scratch, Err *err);

bool pool_finish(Pool *pool, PoolMeasures *ret_measures, Err *err);

#endif
