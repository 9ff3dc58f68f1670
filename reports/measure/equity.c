#include "reports/measure/equity.h"

#include "reports/measure/suppress.h"

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory for the equity of %zu pupils", count);
    return false;
}

/* Per pupil present, in the roster's order: as the resamples number them. */
typedef struct EquityWork {
    const Roster *roster;
    int64_t *events, *present_ms;
    int32_t *row; /* of the result */
    bool *mine;
    int32_t count;
} EquityWork;

static bool begin(EquityWork *w, Arena *arena, Err *err)
{
    size_t count = (size_t)w->count;
    w->events = ARENA_PUSH(arena, int64_t, count);
    w->present_ms = ARENA_PUSH(arena, int64_t, count);
    w->row = ARENA_PUSH(arena, int32_t, count);
    w->mine = ARENA_PUSH(arena, bool, count);
    return (w->events && w->present_ms && w->row && w->mine) || no_memory(err, count);
}

static void add_pupils(EquityWork *w, const int64_t *events, const int32_t *group_of,
                       EquityGroup *groups, Equity *equity)
{
    int32_t not_said = equity->group_count;
    for (int32_t i = 0; i < w->count; i++) {
        int32_t subject = w->roster->present[i], group = group_of[subject];
        w->row[i] = group >= 0 && group < not_said ? group : not_said;
        w->events[i] = events[subject] > 0 ? events[subject] : 0;
        w->present_ms[i] = w->roster->present_ms[subject];
        EquityGroup *row = &groups[w->row[i]];
        row->pupils++;
        row->events += w->events[i];
        row->student_ms += w->present_ms[i];
        equity->events += w->events[i];
        equity->student_ms += w->present_ms[i];
    }
    equity->pupils = w->count;
    equity->group_count += groups[not_said].pupils > 0;
}

static const char *find_reason(const Equity *equity, const EquityGroup *group)
{
    if (group->pupils == 0)
        return "undefined: no pupil of this group was present";
    if (equity->events == 0)
        return "undefined: nothing happened to share";
    return group->student_ms == 0 ? "undefined: no time was observed" : NULL;
}

static void finish_group(EquityWork *w, const Resample *resample, const Equity *equity,
                         EquityGroup *group, int32_t row)
{
    group->undefined = find_reason(equity, group);
    if (group->undefined)
        return;
    group->ratio = (double)group->events / (double)equity->events * (double)equity->student_ms /
                   (double)group->student_ms;
    group->interval = "no interval: the group is the whole class";
    if (group->pupils == w->count)
        return;
    group->interval = "no interval: one pupil only";
    if (group->pupils < 2)
        return;
    for (int32_t i = 0; i < w->count; i++)
        w->mine[i] = w->row[i] == row;
    group->has_interval = measure_resample_ratio(resample, w->events, w->present_ms, w->mine,
                                                 &group->low, &group->high);
    group->interval = "bootstrap over pupils, 2,000 resamples, seed 7";
}

static bool hide_small(const Observation *o, EquityGroup *groups, Equity *equity, Arena *arena,
                       Err *err)
{
    ArenaMark mark = arena_mark(arena);
    int64_t *cells = ARENA_PUSH(arena, int64_t, (size_t)equity->group_count);
    bool *hidden = ARENA_PUSH(arena, bool, (size_t)equity->group_count);
    if (!cells || !hidden)
        return no_memory(err, (size_t)equity->group_count);
    for (int32_t i = 0; i < equity->group_count; i++)
        cells[i] = groups[i].pupils;
    equity->totals_hidden = !suppress_list(cells, (size_t)equity->group_count,
                                           o->protocol->rules.suppress_below, hidden);
    for (int32_t i = 0; i < equity->group_count; i++)
        groups[i].hidden = hidden[i];
    arena_reset(arena, mark);
    return true;
}

bool equity_measure(const Observation *o, const Roster *roster, const Resample *resample,
                    const int64_t *events, const int32_t *group_of, int32_t group_count,
                    Arena *arena, Equity *ret_equity, Err *err)
{
    if (group_count < 0 || group_count > EQUITY_MAX_GROUPS)
        return err_set(err, ERR_LIMIT, "%d groups: equity takes at most %d", (int)group_count,
                       EQUITY_MAX_GROUPS);
    ArenaMark mark = arena_mark(arena);
    Equity equity = {.group_count = group_count};
    EquityGroup *groups = ARENA_PUSH(arena, EquityGroup, (size_t)group_count + 1);
    if (!groups)
        return no_memory(err, (size_t)group_count);
    for (int32_t i = 0; i <= group_count; i++)
        groups[i].group = i < group_count ? i : EQUITY_NOT_SAID;
    ArenaMark results = arena_mark(arena);
    EquityWork w = {.roster = roster, .count = roster->present_count};
    if (!begin(&w, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    add_pupils(&w, events, group_of, groups, &equity);
    for (int32_t i = 0; i < resample->subject_count; i++)
        equity.outside += roster->is_present[i] || events[i] < 0 ? 0 : events[i];
    for (int32_t i = 0; i < equity.group_count; i++)
        finish_group(&w, resample, &equity, &groups[i], i);
    if (!hide_small(o, groups, &equity, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    arena_reset(arena, results);
    equity.groups = groups;
    *ret_equity = equity;
    return true;
}
