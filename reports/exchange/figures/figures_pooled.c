/* figures_pooled.c - equity, latency and sequences over all lessons together. */
#include "reports/exchange/figures/figures_internal.h"

#include "reports/measure/equity.h"
#include "reports/measure/sequence/sequence.h"

#include <stdlib.h>
#include <string.h>

static bool no_memory(Err *err, const char *what)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory for %s", what);
    return false;
}

/* ---- equity ---- */

static const char *group_text(const Figures *f, const Observation *o, int32_t subject)
{
    const Subject *pupil = &o->setup->subjects[subject];
    if (f->query.by.kind == CROSS_ATTRIBUTE)
        return subject_attribute(pupil, f->query.by.key);
    bool grouped = pupil->group >= 0 && pupil->group < o->setup->subject_count;
    return grouped ? o->setup->subjects[pupil->group].label : NULL;
}

static bool find_group(Figures *f, const char *text, int32_t *ret_group, Err *err)
{
    *ret_group = EQUITY_NOT_SAID;
    for (int32_t i = 0; text && i < f->group_count; i++)
        if (strcmp(f->groups[i], text) == 0)
            *ret_group = i;
    if (!text || *ret_group != EQUITY_NOT_SAID)
        return true;
    if (f->group_count == EQUITY_MAX_GROUPS)
        return err_set(err, ERR_LIMIT, "more than %d groups: equity takes no more",
                       EQUITY_MAX_GROUPS);
    f->groups[f->group_count] = arena_copy(f->arena, text, strlen(text));
    if (!f->groups[f->group_count])
        return no_memory(err, "the names of groups");
    *ret_group = f->group_count++;
    return true;
}

/* What is counted when nobody says: pupils' turns. */
static bool is_counted(const Figures *f, const Protocol *protocol, int32_t code)
{
    return f->query.of_count > 0 ? figures_is_of(&f->query, protocol, code)
                                 : (protocol->codes[code].senses & SENSE_STUDENT_TALK) != 0;
}

bool figures_add_equity(Figures *f, const Observation *o, Arena *scratch, Err *err)
{
    ArenaMark mark = arena_mark(scratch);
    size_t subjects = o->setup->subject_count > 0 ? (size_t)o->setup->subject_count : 0;
    int64_t *events = ARENA_PUSH(scratch, int64_t, subjects);
    MeasureClock clock;
    Roster roster;
    if (!events)
        return no_memory(err, "equity");
    if (!measure_clock_init(&clock, o, scratch, err) ||
        !measure_roster_init(&roster, o, &clock, scratch, err))
        return false;
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (!measure_event_counts(o, event) || event->missing ||
            !is_counted(f, o->protocol, event->code))
            continue;
        int32_t subject = measure_event_subject(o, event);
        bool here = subject != SUBJECT_NONE && roster.is_present[subject];
        f->outside += !here;
        if (here)
            events[subject]++;
    }
    FigurePupil *pupils =
        figure_list_grow(&f->pupils, (size_t)roster.present_count, sizeof *pupils);
    if (!pupils)
        return no_memory(err, "equity");
    for (int32_t i = 0; i < roster.present_count; i++) {
        int32_t subject = roster.present[i];
        pupils[i].person = measure_person(o->setup, subject, f->arena);
        if (!pupils[i].person)
            return no_memory(err, "equity");
        pupils[i].events = events[subject];
        pupils[i].present_ms = roster.present_ms[subject];
        if (!find_group(f, group_text(f, o, subject), &pupils[i].group, err))
            return false;
    }
    arena_reset(scratch, mark);
    return true;
}

static json_t *make_group(const Figures *f, const EquityGroup *group, bool hide)
{
    const char *text = group->group == EQUITY_NOT_SAID ? NULL : f->groups[group->group];
    if (hide && group->hidden)
        return json_pack("{s:o, s:b, s:n, s:n, s:n, s:n, s:n, s:n, s:n, s:s}", "group",
                         figure_text(text), "hidden", 1, "pupils", "events", "student_minutes",
                         "ratio", "low", "high", "interval", "undefined",
                         "hidden: too few pupils, or another group's number would follow");
    bool defined = group->undefined == NULL, bounded = defined && group->has_interval;
    return json_pack(
        "{s:o, s:b, s:i, s:I, s:f, s:o, s:o, s:o, s:o, s:o}", "group", figure_text(text), "hidden",
        0, "pupils", (int)group->pupils, "events", (json_int_t)group->events, "student_minutes",
        (double)group->student_ms / 60000.0, "ratio", figure_real(defined, group->ratio), "low",
        figure_real(bounded, group->low), "high", figure_real(bounded, group->high), "interval",
        figure_text(defined ? group->interval : NULL), "undefined", figure_text(group->undefined));
}

static json_t *make_equity(const Figures *f, const Equity *equity, int32_t suppress_below)
{
    json_t *groups = json_array();
    for (int32_t i = 0; i < equity->group_count; i++)
        groups = figure_append(groups, make_group(f, &equity->groups[i], suppress_below > 0));
    bool shown = suppress_below == 0 || !equity->totals_hidden;
    return json_pack(
        "{s:s, s:s, s:o, s:s, s:{s:i, s:i, s:i}, s:o, s:o, s:o, s:o, s:s, s:o}", "of",
        "share of the events / share of the student-minutes present; 1 is proportional", "by",
        cross_kind_name(f->query.by.kind), "key",
        figure_text(f->query.by.kind == CROSS_ATTRIBUTE ? f->query.by.key : NULL), "counts",
        f->query.of_count > 0 ? "events of the codes and categories counted"
                              : "turns of pupils (codes that count as student talk)",
        "settings", "suppress_below", (int)suppress_below, "resamples", (int)MEASURE_RESAMPLES,
        "seed", (int)MEASURE_SEED, "pupils", shown ? json_integer(equity->pupils) : json_null(),
        "events", shown ? json_integer(equity->events) : json_null(), "student_minutes",
        shown ? json_real((double)equity->student_ms / 60000.0) : json_null(), "outside",
        shown ? json_integer(f->outside) : json_null(), "pupils_are",
        "present, told apart; one label in several lessons of a named class is one pupil, once in "
        "each group it was in",
        "groups", groups);
}

typedef struct PupilAt {
    const FigurePupil *pupil;
    size_t at; /* in the list */
} PupilAt;

static int compare_pupils(const void *left, const void *right)
{
    const PupilAt *a = left, *b = right;
    int by = strcmp(a->pupil->person, b->pupil->person);
    by = by ? by : (a->pupil->group > b->pupil->group) - (a->pupil->group < b->pupil->group);
    return by ? by : (a->at > b->at) - (a->at < b->at);
}

/* Pupils are counted and resampled, not their lessons: what one has in several is added
 * up, in the place of the first. Group by group: who changed it has minutes in both. */
static bool join_lessons(Figures *f, FigurePupil *pupils, size_t *count, Err *err)
{
    ArenaMark mark = arena_mark(f->arena);
    PupilAt *order = ARENA_PUSH(f->arena, PupilAt, *count + 1);
    /* Of each: the first in the list who is the same in the same group. */
    size_t *first = ARENA_PUSH(f->arena, size_t, *count + 1), kept = 0;
    if (!order || !first)
        return no_memory(err, "equity");
    for (size_t i = 0; i < *count; i++)
        order[i] = (PupilAt){&pupils[i], i};
    if (*count > 0)
        qsort(order, *count, sizeof *order, compare_pupils);
    for (size_t i = 0; i < *count; i++) {
        const FigurePupil *here = order[i].pupil, *before = i > 0 ? order[i - 1].pupil : NULL;
        bool same =
            before && before->group == here->group && strcmp(before->person, here->person) == 0;
        first[order[i].at] = same ? first[order[i - 1].at] : order[i].at;
    }
    for (size_t i = 0; i < *count; i++)
        if (first[i] != i) {
            pupils[first[i]].events += pupils[i].events;
            pupils[first[i]].present_ms += pupils[i].present_ms;
        }
    for (size_t i = 0; i < *count; i++)
        if (first[i] == i)
            pupils[kept++] = pupils[i];
    *count = kept;
    arena_reset(f->arena, mark);
    return true;
}

json_t *figures_make_equity(Figures *f, Err *err)
{
    FigurePupil *all = f->pupils.items;
    size_t count = f->pupils.count;
    if (!join_lessons(f, all, &count, err))
        return NULL;
    int64_t *events = ARENA_PUSH(f->arena, int64_t, count);
    int64_t *present_ms = ARENA_PUSH(f->arena, int64_t, count);
    int32_t *group = ARENA_PUSH(f->arena, int32_t, count);
    if (!events || !present_ms || !group) {
        (void)no_memory(err, "equity");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        events[i] = all[i].events;
        present_ms[i] = all[i].present_ms;
        group[i] = all[i].group;
    }
    int32_t suppress_below = f->query.suppress_below;
    if (suppress_below == CROSS_AS_PROTOCOL)
        suppress_below = f->lesson_count > 1 ? f->suppress_below : 0;
    EquityPupils pupils = {events, present_ms, group, (int32_t)count};
    Resample resample;
    Equity equity;
    if (!measure_resample_init_clusters(&resample, (int32_t)count, f->arena, err) ||
        !equity_of_pupils(&pupils, f->group_count, suppress_below, &resample, f->arena, &equity,
                          err))
        return NULL;
    return make_equity(f, &equity, suppress_below);
}

/* ---- latency ---- */

bool figures_add_latency(Figures *f, const Observation *o, Arena *scratch, Err *err)
{
    int32_t a = protocol_find_code(o->protocol, f->query.of[0]);
    int32_t b = protocol_find_code(o->protocol, f->query.of[1]);
    if (a == PROTOCOL_NONE || b == PROTOCOL_NONE)
        return err_set(err, ERR_FORMAT, "the protocol %s has no code '%s'", o->protocol->key,
                       f->query.of[a == PROTOCOL_NONE ? 0 : 1]);
    ArenaMark mark = arena_mark(scratch);
    double *seconds = NULL;
    size_t count = 0, asked = 0;
    if (!budget_latencies(o, a, b, scratch, &seconds, &count, &asked, err))
        return false;
    double *kept = figure_list_grow(&f->seconds, count, sizeof *kept);
    if (!kept)
        return no_memory(err, "latencies");
    if (count > 0)
        memcpy(kept, seconds, count * sizeof *kept);
    f->asked += (int64_t)asked;
    arena_reset(scratch, mark);
    return true;
}

json_t *figures_make_latency(Figures *f, Err *err)
{
    (void)err;
    Spread spread = measure_spread(f->seconds.items, f->seconds.count);
    if (f->seconds.count == 0)
        spread.undefined = "undefined: none came after the other";
    return json_pack("{s:o, s:o, s:s, s:I, s:o}", "from", figure_text(f->query.of[0]), "to",
                     figure_text(f->query.of[1]), "of",
                     "seconds from the stop of the latest first to the start of each second, "
                     "pauses taken off; those before any first are asked, not measured",
                     "asked", (json_int_t)f->asked, "seconds", figure_spread(&spread));
}

/* ---- sequences ---- */

static bool find_state(Figures *f, const char *key, int32_t *ret_state, Err *err)
{
    for (int32_t i = 0; i < f->state_count; i++)
        if (strcmp(f->state_keys[i], key) == 0) {
            *ret_state = i;
            return true;
        }
    if (f->state_count == FIGURES_MAX_STATES)
        return err_set(err, ERR_LIMIT, "more than %d codes in a sequence", FIGURES_MAX_STATES);
    f->state_keys[f->state_count] = arena_copy(f->arena, key, strlen(key));
    if (!f->state_keys[f->state_count])
        return no_memory(err, "a sequence");
    *ret_state = f->state_count++;
    return true;
}

/* In the order of the record; a pause and the end of a lesson break it. */
bool figures_add_sequence(Figures *f, const Observation *o, Arena *scratch, Err *err)
{
    ArenaMark mark = arena_mark(scratch);
    MeasureClock clock;
    if (!measure_clock_init(&clock, o, scratch, err))
        return false;
    int32_t state_of[PROTOCOL_MAX_CODES];
    memset(state_of, SEQUENCE_BREAK, sizeof state_of); /* -1 in every byte */
    for (int32_t i = 0; i < o->protocol->code_count; i++) {
        if (figures_is_of(&f->query, o->protocol, i) &&
            !find_state(f, o->protocol->codes[i].key, &state_of[i], err))
            return false;
    }
    int64_t last_ms = -1;
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (!measure_event_counts(o, event) || event->missing ||
            state_of[event->code] == SEQUENCE_BREAK)
            continue;
        Span span = measure_event_span(o, event);
        bool broken = last_ms >= 0 && measure_clock_broken(&clock, (Span){last_ms, span.start_ms});
        int32_t *states = figure_list_grow(&f->states, broken ? 2 : 1, sizeof *states);
        if (!states)
            return no_memory(err, "a sequence");
        states[0] = SEQUENCE_BREAK;
        states[broken] = state_of[event->code];
        last_ms = span.stop_ms > last_ms ? span.stop_ms : last_ms;
    }
    int32_t *end = figure_list_grow(&f->states, 1, sizeof *end);
    if (!end)
        return no_memory(err, "a sequence");
    *end = SEQUENCE_BREAK;
    arena_reset(scratch, mark);
    return true;
}

static json_t *make_cells(const Figures *f, const Transitions *t)
{
    json_t *cells = json_array();
    for (int32_t i = 0; i < t->state_count * t->state_count; i++) {
        int32_t from = i / t->state_count, to = i % t->state_count;
        Transition cell = sequence_cell(t, from, to);
        cells = figure_append(cells, json_pack("{s:o, s:o, s:I, s:o, s:o, s:o, s:b, s:o}", "from",
                                               figure_text(f->state_keys[from]), "to",
                                               figure_text(f->state_keys[to]), "n",
                                               (json_int_t)cell.n, "expected",
                                               figure_real(t->undefined == NULL, cell.expected),
                                               "z", figure_real(cell.no_z == NULL, cell.z), "q",
                                               figure_real(cell.no_q == NULL, cell.q), "impossible",
                                               (int)cell.impossible, "undefined",
                                               figure_text(cell.no_z ? cell.no_z : cell.no_q)));
    }
    return cells;
}

json_t *figures_make_sequence(Figures *f, Err *err)
{
    Transitions t;
    SequenceRules rules = {f->query.lag > 0 ? f->query.lag : 1, f->query.no_repeats};
    if (f->state_count == 0) {
        (void)err_set(err, ERR_FORMAT, "none of these lessons has a code or category '%s'",
                      f->query.of[0]);
        return NULL;
    }
    if (!sequence_transitions(f->states.items, f->states.count, f->state_count, rules, f->arena, &t,
                              err))
        return NULL;
    json_t *states = json_array();
    for (int32_t i = 0; i < t.state_count; i++)
        states = figure_append(
            states, json_pack("{s:o, s:I, s:I}", "state", figure_text(f->state_keys[i]), "before",
                              (json_int_t)t.from_total[i], "after", (json_int_t)t.to_total[i]));
    return json_pack("{s:s, s:i, s:b, s:I, s:I, s:i, s:i, s:b, s:o, s:o, s:o}", "of",
                     "transitions from one event to the next in order of start; a pause and the "
                     "end of a lesson break the sequence",
                     "lag", (int)t.lag, "no_repeats", (int)f->query.no_repeats, "n",
                     (json_int_t)t.n, "repeats", (json_int_t)t.repeats, "possible", (int)t.possible,
                     "expected_under_5", (int)t.few, "too_sparse", (int)t.too_sparse, "states",
                     states, "cells", make_cells(f, &t), "undefined", figure_text(t.undefined));
}
