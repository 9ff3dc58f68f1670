#include "reports/measure/equity.h"

#include "reports/measure/suppress.h"

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory for the equity of %zu pupils", count);
    return false;
}

typedef struct EquityWork {
    const EquityPupils *pupils;
    int32_t *row; /* of the result, per pupil */
    bool *mine;
} EquityWork;

static void add_pupils(EquityWork *w, EquityGroup *groups, Equity *equity)
{
    const EquityPupils *pupils = w->pupils;
    int32_t not_said = equity->group_count;
    for (int32_t i = 0; i < pupils->count; i++) {
        int32_t group = pupils->group[i];
        w->row[i] = group >= 0 && group < not_said ? group : not_said;
        EquityGroup *row = &groups[w->row[i]];
        row->pupils++;
        row->events += pupils->events[i];
        row->student_ms += pupils->present_ms[i];
        equity->events += pupils->events[i];
        equity->student_ms += pupils->present_ms[i];
    }
    equity->pupils = pupils->count;
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
    if (group->pupils == w->pupils->count)
        return;
    group->interval = "no interval: one pupil only";
    if (group->pupils < 2)
        return;
    for (int32_t i = 0; i < w->pupils->count; i++)
        w->mine[i] = w->row[i] == row;
    group->has_interval = measure_resample_ratio(resample, w->pupils->events, w->pupils->present_ms,
                                                 w->mine, &group->low, &group->high);
    group->interval = "bootstrap over pupils, 2,000 resamples, seed 7";
}

static bool hide_small(int64_t suppress_below, EquityGroup *groups, Equity *equity, Arena *arena,
                       Err *err)
{
    ArenaMark mark = arena_mark(arena);
    int64_t *cells = ARENA_PUSH(arena, int64_t, (size_t)equity->group_count);
    bool *hidden = ARENA_PUSH(arena, bool, (size_t)equity->group_count);
    if (!cells || !hidden)
        return no_memory(err, (size_t)equity->group_count);
    for (int32_t i = 0; i < equity->group_count; i++)
        cells[i] = groups[i].pupils;
    equity->totals_hidden =
        !suppress_list(cells, (size_t)equity->group_count, suppress_below, hidden);
    for (int32_t i = 0; i < equity->group_count; i++)
        groups[i].hidden = hidden[i];
    arena_reset(arena, mark);
    return true;
}

bool equity_of_pupils(const EquityPupils *pupils, int32_t group_count, int64_t suppress_below,
                      const Resample *resample, Arena *arena, Equity *ret_equity, Err *err)
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
    EquityWork w = {.pupils = pupils,
                    .row = ARENA_PUSH(arena, int32_t, (size_t)pupils->count),
                    .mine = ARENA_PUSH(arena, bool, (size_t)pupils->count)};
    if (!w.row || !w.mine) {
        arena_reset(arena, mark);
        return no_memory(err, (size_t)pupils->count);
    }
    add_pupils(&w, groups, &equity);
    for (int32_t i = 0; i < equity.group_count; i++)
        finish_group(&w, resample, &equity, &groups[i], i);
    if (!hide_small(suppress_below, groups, &equity, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    arena_reset(arena, results);
    equity.groups = groups;
    *ret_equity = equity;
    return true;
}

bool equity_measure(const Observation *o, const Roster *roster, const Resample *resample,
                    const int64_t *events, const int32_t *group_of, int32_t group_count,
                    Arena *arena, Equity *ret_equity, Err *err)
{
    size_t count = (size_t)roster->present_count;
    ArenaMark mark = arena_mark(arena);
    int64_t *mine = ARENA_PUSH(arena, int64_t, count);
    int64_t *present_ms = ARENA_PUSH(arena, int64_t, count);
    int32_t *group = ARENA_PUSH(arena, int32_t, count);
    if (!mine || !present_ms || !group) {
        arena_reset(arena, mark);
        return no_memory(err, count);
    }
    for (size_t i = 0; i < count; i++) {
        int32_t subject = roster->present[i];
        mine[i] = events[subject] > 0 ? events[subject] : 0;
        present_ms[i] = roster->present_ms[subject];
        group[i] = group_of[subject];
    }
    EquityPupils pupils = {mine, present_ms, group, roster->present_count};
    Equity equity;
    if (!equity_of_pupils(&pupils, group_count, o->protocol->rules.suppress_below, resample, arena,
                          &equity, err)) {
        arena_reset(arena, mark);
        return false;
    }
    for (int32_t i = 0; i < resample->subject_count; i++)
        equity.outside += roster->is_present[i] || events[i] < 0 ? 0 : events[i];
    *ret_equity = equity;
    return true;
}
