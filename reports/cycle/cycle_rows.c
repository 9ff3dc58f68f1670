/* What two teachings are compared by, and what may be called a change. */
#include "reports/cycle/cycle.h"

#include <string.h>

CycleChange cycle_change(const CycleRow *row)
{
    const Proportion *a = &row->first, *b = &row->second;
    if (a->undefined || b->undefined || !a->has_interval || !b->has_interval)
        return CYCLE_UNKNOWN;
    return a->high < b->low || b->high < a->low ? CYCLE_APART : CYCLE_NO_CLEAR_CHANGE;
}

/* Questions whose depth of knowledge is 3 or 4, of those where it was said. Wilson:
 * they are the teacher's. */
static Proportion deep_questions(const LessonMeasures *m)
{
    const Protocol *p = m->talk.observation->protocol;
    int32_t modifier = protocol_find_modifier(p, "dok");
    int64_t k = 0, n = 0;
    for (int32_t i = 0; i < m->questions.row_count && modifier != PROTOCOL_NONE; i++) {
        const QuestionRow *row = &m->questions.rows[i];
        if (row->modifier != modifier || row->option == PROTOCOL_NONE)
            continue;
        const char *key = p->modifiers[modifier].options[row->option].key;
        n += row->n;
        k += strcmp(key, "3") == 0 || strcmp(key, "4") == 0 ? row->n : 0;
    }
    return measure_proportion(k, n);
}

static Proportion engaged(const LessonMeasures *m)
{
    for (int32_t i = 0; i < m->sampling.row_count; i++)
        if (m->talk.observation->protocol->codes[m->sampling.rows[i].code].senses & SENSE_ENGAGED)
            return m->sampling.rows[i].pooled;
    return measure_proportion(0, 0);
}

int32_t cycle_rows(const LessonMeasures *first, const LessonMeasures *second,
                   CycleRow rows[CYCLE_MAX_ROWS])
{
    const CycleRow all[] = {
        {"Pupils heard", "of pupils present", first->talk.reach, second->talk.reach},
        {"Turns inside chains", "of pupil turns", first->talk.chains.turns,
         second->talk.chains.turns},
        {"Turns with a frame", "of coded pupil turns", first->frames.rate, second->frames.rate},
        {"Pupils who used a frame", "of pupils present", first->frames.reach, second->frames.reach},
        {"Frames by own choice", "of frames", first->frames.spontaneous,
         second->frames.spontaneous},
        {"Questions at DOK 3 or 4", "of questions with a level", deep_questions(first),
         deep_questions(second)},
        {"Waits after a question", "long enough, of waits", first->talk.wait1.goal,
         second->talk.wait1.goal},
        {"Waits after a pupil", "long enough, of waits", first->talk.wait2.goal,
         second->talk.wait2.goal},
        {"Engaged at scans", "of pupils present", engaged(first), engaged(second)},
    };
    int32_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].first.n > 0 || all[i].second.n > 0)
            rows[count++] = all[i];
    return count;
}

bool cycle_check(const Observation *first, const Observation *second, Err *err)
{
    if (uuid_compare(first->setup->id, second->setup->id) == 0)
        return err_set(err, ERR_STATE, "the first and the second teaching are the same lesson");
    if (strcmp(first->protocol->key, second->protocol->key) != 0)
        return err_set(err, ERR_STATE,
                       "the first teaching was observed with %s, the second with %s: what they "
                       "count is not the same",
                       first->protocol->title, second->protocol->title);
    return true;
}
