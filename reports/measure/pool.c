#include "reports/measure/pool.h"

#include "reports/measure/frame.h"
#include "reports/measure/sampling/sampling.h"

#include <string.h>

static const char BOOTSTRAP[] =
    "bootstrap over lessons, 2,000 resamples, seed 7, no narrower than Wilson";
static const char ONE_LESSON[] = "no interval: one lesson cannot be resampled";

struct Pool {
    Arena *arena;
    PoolLesson *lessons;
    int32_t count, cap;
    int32_t *k[POOL_RATE_COUNT], *n[POOL_RATE_COUNT]; /* per lesson; cap + 1 for the resampling */
    PoolMeasures sums;
    Cross *budget;
};

const char *pool_rate_name(PoolRate rate)
{
    static const char *const names[POOL_RATE_COUNT] = {
        [POOL_REACH] = "reach",
        [POOL_CHAINS] = "turns_in_chains",
        [POOL_FRAME_RATE] = "frame_rate",
        [POOL_FRAME_REACH] = "frame_reach",
        [POOL_FRAME_TAUGHT] = "frames_taught",
        [POOL_SPONTANEOUS] = "frames_spontaneous",
        [POOL_ENGAGED] = "engaged",
        [POOL_WAIT1_GOAL] = "wait1_goal",
        [POOL_WAIT2_GOAL] = "wait2_goal",
    };
    return names[rate];
}

const char *pool_rate_of(PoolRate rate)
{
    static const char *const texts[POOL_RATE_COUNT] = {
        [POOL_REACH] = "pupils who spoke, of pupils present, lesson by lesson",
        [POOL_CHAINS] = "student turns inside chains, of student turns",
        [POOL_FRAME_RATE] = "student turns with a sentence frame, of student turns coded",
        [POOL_FRAME_REACH] = "pupils who used a frame, of pupils present, lesson by lesson",
        [POOL_FRAME_TAUGHT] = "frames that were taught, of frames whose source is said",
        [POOL_SPONTANEOUS] = "frames nobody prompted, of frames whose prompting is said",
        [POOL_ENGAGED] = "pupils engaged, of pupils counted at the signals answered",
        [POOL_WAIT1_GOAL] = "waits after a question that reached the goal, of waits measured",
        [POOL_WAIT2_GOAL] = "waits after a student's turn that reached the goal, of waits measured",
    };
    return texts[rate];
}

static bool no_memory(Err *err)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory to pool these lessons");
    return false;
}

static bool make_room(Pool *p, int32_t count, Err *err)
{
    p->cap = count;
    p->lessons = ARENA_PUSH(p->arena, PoolLesson, (size_t)count);
    if (!p->lessons)
        return no_memory(err);
    for (int i = 0; i < POOL_RATE_COUNT; i++) {
        p->k[i] = ARENA_PUSH(p->arena, int32_t, (size_t)count + 1);
        p->n[i] = ARENA_PUSH(p->arena, int32_t, (size_t)count + 1);
        if (!p->k[i] || !p->n[i])
            return no_memory(err);
    }
    CrossOptions options = {.rows = {CROSS_CODE, ""},
                            .columns = {CROSS_NOTHING, ""},
                            .what = CROSS_PERCENT,
                            .suppress_below = CROSS_AS_PROTOCOL};
    p->budget = cross_begin(&options, p->arena, err);
    return p->budget != NULL;
}

Pool *pool_begin(int32_t lesson_count, Arena *arena, Err *err)
{
    if (lesson_count > POOL_MAX_LESSONS) {
        (void)err_set(err, ERR_LIMIT, "%d lessons at once, expected at most %d", (int)lesson_count,
                      POOL_MAX_LESSONS);
        return NULL;
    }
    ArenaMark mark = arena_mark(arena);
    Pool *p = ARENA_PUSH(arena, Pool, 1);
    if (!p) {
        (void)no_memory(err);
        return NULL;
    }
    p->arena = arena;
    if (make_room(p, lesson_count, err))
        return p;
    arena_reset(arena, mark);
    return NULL;
}

/* ---- one lesson ---- */

/* A figure that is undefined adds nothing: neither k nor n. */
static void add_rate(Pool *p, PoolRate rate, const Proportion *share)
{
    if (share->undefined || share->n == 0)
        return;
    p->k[rate][p->count] += (int32_t)share->k;
    p->n[rate][p->count] += (int32_t)share->n;
}

static void add_talk(PoolTalk *sum, const TalkMeasures *talk)
{
    if (talk->share.undefined)
        return;
    sum->lessons++;
    sum->observed_ms += talk->share.observed_ms;
    sum->overlap_ms += talk->share.overlap_ms;
    for (int i = 0; i < TALK_ROLE_COUNT; i++) {
        sum->ms[i] += talk->share.ms[i];
        sum->turns[i] += talk->count[i];
    }
}

static void add_wait(PoolWait *sum, const WaitTime *wait)
{
    if (wait->asked == 0)
        return;
    bool first = sum->asked == 0;
    sum->lessons++;
    sum->asked += wait->asked;
    sum->n += (int64_t)wait->count;
    sum->by_student += wait->by_student;
    sum->by_teacher += wait->by_teacher;
    for (size_t i = 0; i < wait->count; i++)
        sum->total_ms += wait->items[i].wait_ms;
    for (int i = 0; i < WAIT_LOST_COUNT; i++)
        sum->lost[i] += wait->lost[i];
    if (first || wait->goal_ms < sum->goal_min_ms)
        sum->goal_min_ms = wait->goal_ms;
    if (first || wait->goal_ms > sum->goal_max_ms)
        sum->goal_max_ms = wait->goal_ms;
}

static bool add_lesson(Pool *p, const Observation *o, const TalkMeasures *talk, Err *err)
{
    const Setup *setup = o->setup;
    PoolLesson *lesson = &p->lessons[p->count];
    *lesson = (PoolLesson){.id = setup->id,
                           .started_unix_ms = setup->started_unix_ms,
                           .utc_offset_min = setup->utc_offset_min,
                           .observed_ms = talk->clock.observed_ms,
                           .student_ms = talk->roster.student_ms,
                           .present = talk->roster.present_count,
                           .ended = o->ended};
    const char **const kept[] = {&lesson->title,    &lesson->class_name, &lesson->place,
                                 &lesson->observer, &lesson->protocol,   &lesson->protocol_version};
    const char *const texts[] = {setup->title,    setup->class_name, setup->place,
                                 setup->observer, o->protocol->key,  o->protocol->version};
    for (int i = 0; i < 6; i++)
        if (!(*kept[i] = arena_copy(p->arena, texts[i], strlen(texts[i]))))
            return no_memory(err);
    for (size_t i = 0; i < o->event_count; i++)
        lesson->events += measure_event_counts(o, &o->events[i]) &&
                          !o->protocol->codes[o->events[i].code].built_in;
    p->sums.observed_ms += lesson->observed_ms;
    p->sums.student_ms += lesson->student_ms;
    return true;
}

static bool measure(Pool *p, const Observation *o, Arena *scratch, Err *err)
{
    TalkMeasures talk;
    FrameMeasures frames;
    SamplingMeasures sampling;
    if (!talk_measure(o, scratch, &talk, err) || !frame_measure(&talk, scratch, &frames, err) ||
        !sampling_measure(&talk, scratch, &sampling, err) || !add_lesson(p, o, &talk, err))
        return false;
    add_talk(&p->sums.talk, &talk);
    add_rate(p, POOL_REACH, &talk.reach);
    add_rate(p, POOL_CHAINS, &talk.chains.turns);
    add_rate(p, POOL_FRAME_RATE, &frames.rate);
    add_rate(p, POOL_FRAME_REACH, &frames.reach);
    add_rate(p, POOL_FRAME_TAUGHT, &frames.taught);
    add_rate(p, POOL_SPONTANEOUS, &frames.spontaneous);
    for (int32_t i = 0; i < sampling.row_count; i++)
        if (o->protocol->codes[sampling.rows[i].code].senses & SENSE_ENGAGED)
            add_rate(p, POOL_ENGAGED, &sampling.rows[i].pooled);
    add_rate(p, POOL_WAIT1_GOAL, &talk.wait1.goal);
    add_rate(p, POOL_WAIT2_GOAL, &talk.wait2.goal);
    add_wait(&p->sums.waits[0], &talk.wait1);
    add_wait(&p->sums.waits[1], &talk.wait2);
    return true;
}

bool pool_add(Pool *pool, const Observation *observation, Arena *scratch, Err *err)
{
    if (pool->count == pool->cap)
        return err_set(err, ERR_LIMIT, "more lessons than the %d there is room for",
                       (int)pool->cap);
    ArenaMark mark = arena_mark(scratch);
    bool ok = measure(pool, observation, scratch, err) &&
              cross_add(pool->budget, observation, scratch, err);
    arena_reset(scratch, mark);
    pool->count += ok;
    return ok;
}

/* ---- all of them ---- */

static void finish_talk(PoolTalk *talk)
{
    if (talk->lessons == 0)
        talk->undefined = "undefined: no talk was recorded in any of these lessons";
    else if (talk->observed_ms == 0)
        talk->undefined = "undefined: no time was observed";
    for (int i = 0; i < TALK_ROLE_COUNT && !talk->undefined; i++)
        talk->share[i] = (double)talk->ms[i] / (double)talk->observed_ms;
    int64_t both_ms = talk->ms[TALK_TEACHER] + talk->ms[TALK_STUDENT];
    if (both_ms == 0)
        talk->ratio_undefined = "undefined: neither a teacher nor a student spoke";
    else
        talk->ratio = (double)talk->ms[TALK_TEACHER] / (double)both_ms;
}

static PoolShare finish_rate(const Pool *p, const Resample *resample, PoolRate rate)
{
    PoolShare pooled = {.share = measure_resample_share(resample, p->k[rate], p->n[rate])};
    for (int32_t i = 0; i < p->count; i++)
        pooled.lessons += p->n[rate][i] > 0;
    if (pooled.share.undefined)
        pooled.share.undefined = "undefined: it is defined in none of these lessons";
    else
        pooled.share.interval = pooled.share.has_interval ? BOOTSTRAP : ONE_LESSON;
    return pooled;
}

bool pool_finish(Pool *pool, PoolMeasures *ret_measures, Err *err)
{
    PoolMeasures measures = pool->sums;
    measures.lessons = pool->lessons;
    measures.lesson_count = pool->count;
    finish_talk(&measures.talk);
    ArenaMark mark = arena_mark(pool->arena);
    Resample resample;
    if (!measure_resample_init_clusters(&resample, pool->count, pool->arena, err))
        return false;
    for (int i = 0; i < POOL_RATE_COUNT; i++)
        measures.rates[i] = finish_rate(pool, &resample, (PoolRate)i);
    arena_reset(pool->arena, mark);
    if (!cross_finish(pool->budget, &measures.budget, err))
        return false;
    *ret_measures = measures;
    return true;
}
