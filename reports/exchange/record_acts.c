#include <stdlib.h>

#include "reports/exchange/record_read.h"

/* An act, or the stop of one, before the acts are put in order. */
typedef struct Step {
    ScriptAct act;
    int32_t entry;
    int32_t rank; /* among those at the same time */
} Step;

enum {
    RANK_RESUME,
    RANK_STOP,
    RANK_TAP,
    RANK_STOP_AT_START,
    RANK_ANSWER,
    RANK_PAUSE,
    RANK_RESUME_AT_START,
    RANK_END
};

static int compare_times(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_entries(const void *left, const void *right)
{
    const RecordEntry *a = left, *b = right;
    int by = compare_times(a->act.at_ms, b->act.at_ms);
    by = by ? by : compare_times(a->stop_ms, b->stop_ms);
    return by ? by : compare_times(a->order, b->order);
}

/* By when they are played. What lies in a pause is played when the pause is
 * over, after the resume and before what happens then. */
static int compare_steps(const void *left, const void *right)
{
    const Step *a = left, *b = right;
    int by = compare_times(a->act.said_ms, b->act.said_ms);
    by = by ? by : compare_times(a->rank != RANK_RESUME, b->rank != RANK_RESUME);
    by = by ? by : compare_times(a->act.at_ms, b->act.at_ms);
    by = by ? by : compare_times(a->rank, b->rank);
    return by ? by : compare_times(a->entry, b->entry);
}

/* The states of one category (of the whole class, or of each subject by itself
 * where it has lanes) follow one another; PROTOCOL_NONE: the pauses do. Entries
 * are in order. */
static bool check_category(RecordReading *r, RecordEntry *entries, size_t count, int32_t category)
{
    RecordEntry *last[OBSERVATION_MAX_SUBJECTS + 1] = {NULL};
    bool pauses = category == PROTOCOL_NONE;
    bool lanes = !pauses && r->protocol->categories[category].lanes;
    for (size_t i = 0; i < count; i++) {
        RecordEntry *entry = &entries[i];
        bool is_pause = entry->act.kind == SCRIPT_PAUSE;
        if (is_pause != pauses)
            continue;
        if (!pauses &&
            (!entry->is_state || r->protocol->codes[entry->act.code].category != category))
            continue;
        RecordEntry **before = &last[lanes ? entry->act.subject + 1 : 0];
        if (*before && (*before)->stop_ms > entry->act.at_ms)
            return record_refuse(
                r, (RecordValue){NULL, entry->place}, ERR_FORMAT,
                "an event that begins before the one it follows has stopped, expected "
                "the states of an exclusive category one after the other");
        if (*before && !pauses)
            (*before)->ends_by_itself = (*before)->stop_ms == entry->act.at_ms;
        *before = entry;
    }
    return true;
}

static bool check_overlaps(RecordReading *r, RecordEntry *entries, size_t count)
{
    for (int32_t i = 0; i < r->protocol->category_count; i++) {
        const Category *category = &r->protocol->categories[i];
        if ((category->exclusive || category->lanes) && !check_category(r, entries, count, i))
            return false;
    }
    return check_category(r, entries, count, PROTOCOL_NONE);
}

/* Starting the lesson opens an absence for everybody who is absent: of those who
 * have one in the record. */
static void find_first_absences(RecordReading *r, RecordEntry *entries, size_t count)
{
    bool opened[OBSERVATION_MAX_SUBJECTS] = {false};
    for (size_t i = 0; i < count && entries[i].act.at_ms == 0; i++) {
        int32_t subject = entries[i].act.subject;
        if (!(r->protocol->codes[entries[i].act.code].senses & SENSE_ABSENT) ||
            !r->subjects[subject].absent || opened[subject])
            continue;
        opened[subject] = entries[i].opened_at_start = true;
    }
    for (int32_t i = 0; i < r->setup.subject_count; i++)
        r->subjects[i].absent = opened[i];
}

/* The end of the pause that at_ms lies in, or at_ms. */
static int64_t said_at(const RecordEntry *const *pauses, size_t count, int64_t at_ms)
{
    size_t low = 0, high = count; /* the first pause that begins at at_ms or later */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pauses[middle]->act.at_ms < at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && pauses[low - 1]->stop_ms > at_ms ? pauses[low - 1]->stop_ms : at_ms;
}

static int32_t start_rank(ScriptActKind kind)
{
    return kind == SCRIPT_PAUSE ? RANK_PAUSE : kind == SCRIPT_ANSWER ? RANK_ANSWER : RANK_TAP;
}

/* The act that stops an entry. */
static Step stop_step(const RecordEntry *entry)
{
    bool pause = entry->act.kind == SCRIPT_PAUSE, at_start = entry->stop_ms == entry->act.at_ms;
    Step step = {
        .act = script_act(pause ? SCRIPT_RESUME : SCRIPT_STOP, entry->stop_ms, entry->act.line)};
    step.act.code = entry->act.code;
    step.act.subject = entry->act.subject;
    if (pause)
        step.rank = at_start ? RANK_RESUME_AT_START : RANK_RESUME;
    else
        step.rank = at_start ? RANK_STOP_AT_START : RANK_STOP;
    return step;
}

static size_t make_steps(const RecordEntry *entries, size_t count, const RecordEntry *const *pauses,
                         size_t pause_count, int64_t length_ms, Step *steps)
{
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        const RecordEntry *entry = &entries[i];
        bool pause = entry->act.kind == SCRIPT_PAUSE;
        if (!entry->opened_at_start) {
            steps[made] = (Step){entry->act, (int32_t)i, start_rank(entry->act.kind)};
            if (!pause)
                steps[made].act.said_ms = said_at(pauses, pause_count, entry->act.at_ms);
            made++;
        }
        bool to_end = entry->stop_ms == length_ms; /* the end stops it */
        if (pause || (entry->is_state && !entry->ends_by_itself && !to_end)) {
            steps[made] = stop_step(entry);
            steps[made].entry = (int32_t)i;
            if (!pause)
                steps[made].act.said_ms = said_at(pauses, pause_count, entry->stop_ms);
            made++;
        }
    }
    steps[made] = (Step){script_act(SCRIPT_END, length_ms, 1), (int32_t)count, RANK_END};
    return made + 1;
}

bool record_make_acts(RecordReading *r, RecordEntry *entries, size_t count, int64_t length_ms,
                      Arena *scratch, Script *script)
{
    const RecordEntry **pauses = ARENA_PUSH(scratch, const RecordEntry *, count + 1);
    Step *steps = ARENA_PUSH(scratch, Step, 2 * count + 1);
    int32_t *act_of = ARENA_PUSH(scratch, int32_t, count + 1);
    ScriptAct *acts = ARENA_PUSH(r->arena, ScriptAct, 2 * count + 1);
    if (!pauses || !steps || !act_of || !acts)
        return script_no_memory(r->name, r->err);
    for (size_t i = 0; i < count; i++)
        entries[i].order = (int32_t)i;
    qsort(entries, count, sizeof *entries, compare_entries);
    if (!check_overlaps(r, entries, count))
        return false;
    find_first_absences(r, entries, count);
    size_t pause_count = 0;
    for (size_t i = 0; i < count; i++)
        if (entries[i].act.kind == SCRIPT_PAUSE)
            pauses[pause_count++] = &entries[i];

    size_t made = make_steps(entries, count, pauses, pause_count, length_ms, steps);
    qsort(steps, made, sizeof *steps, compare_steps);
    for (size_t i = 0; i < count; i++)
        act_of[i] = SCRIPT_NO_REF;
    for (size_t i = 0; i < made; i++) {
        acts[i] = steps[i].act;
        if (acts[i].kind == SCRIPT_STOP)
            acts[i].ref = act_of[steps[i].entry];
        else
            act_of[steps[i].entry] = (int32_t)i;
    }
    script->acts = acts;
    script->act_count = (int32_t)made;
    return true;
}
