#include "reports/measure/sequence/sequence.h"

#include <math.h>

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory for the transitions of %zu states", count);
    return false;
}

typedef struct Table {
    int32_t *counts;
    int64_t *from, *to;
    int32_t count;
    bool *zero; /* NULL: every cell can occur */
} Table;

static bool begin_table(Table *t, int32_t count, bool zeros, Arena *arena, Err *err)
{
    size_t states = (size_t)count;
    t->count = count;
    t->counts = ARENA_PUSH(arena, int32_t, states * states);
    t->from = ARENA_PUSH(arena, int64_t, states);
    t->to = ARENA_PUSH(arena, int64_t, states);
    t->zero = zeros ? ARENA_PUSH(arena, bool, states) : NULL;
    if (!t->counts || !t->from || !t->to || (zeros && !t->zero))
        return no_memory(err, states);
    for (size_t i = 0; zeros && i < states; i++)
        t->zero[i] = true;
    return true;
}

/* Pairs with a break at either end or between the two do not count. */
static void count_pairs(Table *t, Transitions *result, const int32_t *states, size_t count)
{
    size_t run = 0; /* states since the last break */
    for (size_t i = 0; i < count; i++) {
        if (states[i] < 0 || states[i] >= t->count) {
            run = 0;
            continue;
        }
        if (++run <= (size_t)result->lag)
            continue;
        int32_t from = states[i - (size_t)result->lag];
        if (t->zero && from == states[i]) {
            result->repeats++;
            continue;
        }
        t->counts[(size_t)from * (size_t)t->count + (size_t)states[i]]++;
        t->from[from]++;
        t->to[states[i]]++;
        result->n++;
    }
}

static void find_residual(const Transitions *t, Transition *cell, double from, double to)
{
    double all = (double)t->n;
    double spread = cell->expected * (1.0 - from / all) * (1.0 - to / all);
    if (!t->expected.settled)
        cell->no_z = "undefined: the expected counts did not settle";
    else if (spread > 0.0)
        cell->z = ((double)cell->n - cell->expected) / sqrt(spread);
    else
        cell->no_z = from > 0.0 && to > 0.0 ? "undefined: the totals leave no other count"
                                            : "undefined: one of the two did not occur there";
}

static void find_yule(const Transitions *t, Transition *cell, double from, double to)
{
    double a = (double)cell->n, b = from - a, c = to - a, d = (double)t->n - from - to + a;
    double sum = a * d + b * c;
    if (sum > 0.0)
        cell->q = (a * d - b * c) / sum;
    else
        cell->no_q = "undefined: the two by two table has an empty row or column";
}

Transition sequence_cell(const Transitions *transitions, int32_t from, int32_t to)
{
    const Transitions *t = transitions;
    Transition cell = {.n = t->counts[(size_t)from * (size_t)t->state_count + (size_t)to]};
    cell.impossible = t->expected.zero && from == to && t->expected.zero[from];
    if (cell.impossible) {
        cell.no_z = cell.no_q = "undefined: it cannot follow itself";
    } else if (t->undefined) {
        cell.no_z = cell.no_q = t->undefined;
    } else {
        cell.expected = expected_cell(&t->expected, from, to);
        find_residual(t, &cell, (double)t->from_total[from], (double)t->to_total[to]);
        find_yule(t, &cell, (double)t->from_total[from], (double)t->to_total[to]);
    }
    return cell;
}

static void count_few(Transitions *result)
{
    for (int32_t from = 0; from < result->state_count; from++) {
        for (int32_t to = 0; to < result->state_count; to++) {
            bool zero = result->expected.zero && from == to && result->expected.zero[from];
            if (zero || result->from_total[from] == 0 || result->to_total[to] == 0)
                continue;
            result->possible++;
            result->few += expected_cell(&result->expected, from, to) < SEQUENCE_FEW;
        }
    }
    result->too_sparse = 5 * result->few > result->possible;
}

bool sequence_transitions(const int32_t *states, size_t count, int32_t state_count,
                          SequenceRules rules, Arena *arena, Transitions *ret_transitions, Err *err)
{
    if (rules.lag < 1)
        return err_set(err, ERR_LIMIT, "a lag of %d: the least is 1", (int)rules.lag);
    if (state_count < 0 || state_count > SEQUENCE_MAX_STATES)
        return err_set(err, ERR_LIMIT, "%d states: transitions can be shown between at most %d",
                       (int)state_count, SEQUENCE_MAX_STATES);
    ArenaMark mark = arena_mark(arena);
    Table t;
    Transitions result = {.lag = rules.lag, .state_count = state_count};
    if (!begin_table(&t, state_count, rules.no_repeats && rules.lag == 1, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    count_pairs(&t, &result, states, count);
    if (!expected_fit(t.from, t.to, t.zero, t.count, arena, &result.expected, err)) {
        arena_reset(arena, mark);
        return false;
    }
    result.counts = t.counts;
    result.from_total = t.from;
    result.to_total = t.to;
    if (result.n == 0)
        result.undefined = "undefined: nothing followed anything";
    else
        count_few(&result);
    *ret_transitions = result;
    return true;
}

/* ---- talk ---- */

typedef struct Speakers {
    int32_t *state_of; /* per subject, or SEQUENCE_BREAK */
    int32_t *subjects;
    int32_t count;
} Speakers;

/* Who had a turn and is told apart. */
static bool find_speakers(Speakers *s, const TalkMeasures *talk, Arena *arena, Err *err)
{
    const Setup *setup = talk->observation->setup;
    size_t count = setup->subject_count > 0 ? (size_t)setup->subject_count : 0;
    s->state_of = ARENA_PUSH(arena, int32_t, count);
    s->subjects = ARENA_PUSH(arena, int32_t, count);
    if (!s->state_of || !s->subjects)
        return no_memory(err, count);
    for (size_t i = 0; i < count; i++) {
        const Subject *subject = &setup->subjects[i];
        bool known =
            talk->subjects[i].turns > 0 && subject->kind != SUBJECT_GROUP && !subject->several;
        s->state_of[i] = known ? s->count : SEQUENCE_BREAK;
        if (known)
            s->subjects[s->count++] = (int32_t)i;
    }
    return true;
}

/* Both sequences, side by side; at most one break between two turns. */
static size_t list_turns(const TalkMeasures *talk, const Speakers *speakers, int32_t *roles,
                         int32_t *who)
{
    size_t count = 0;
    const TalkTurn *last = NULL;
    for (size_t i = 0; i < talk->turn_count; i++) {
        const TalkTurn *turn = &talk->turns[i];
        if (turn->role == TALK_SILENCE)
            continue;
        if (last &&
            measure_clock_broken(&talk->clock, (Span){last->span.stop_ms, turn->span.start_ms})) {
            roles[count] = who[count] = SEQUENCE_BREAK;
            count++;
        }
        bool known = turn->role != TALK_GROUP && turn->subject != SUBJECT_NONE;
        roles[count] = (int32_t)turn->role;
        who[count] = known ? speakers->state_of[turn->subject] : SEQUENCE_BREAK;
        count++;
        last = turn;
    }
    return count;
}

bool sequence_of_talk(const TalkMeasures *talk, Arena *arena, TalkSequence *ret_sequence, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    TalkSequence sequence;
    Speakers speakers = {0};
    size_t room = 2 * talk->turn_count;
    bool done = find_speakers(&speakers, talk, arena, err);
    int32_t *roles = ARENA_PUSH(arena, int32_t, room), *who = ARENA_PUSH(arena, int32_t, room);
    if (done && (!roles || !who))
        done = no_memory(err, room);
    size_t count = done ? list_turns(talk, &speakers, roles, who) : 0;
    if (!done ||
        !sequence_transitions(roles, count, TALK_SILENCE, (SequenceRules){.lag = 1}, arena,
                              &sequence.roles, err) ||
        !sequence_transitions(who, count, speakers.count,
                              (SequenceRules){.lag = 1, .no_repeats = true}, arena,
                              &sequence.speakers, err)) {
        arena_reset(arena, mark);
        return false;
    }
    sequence.subjects = speakers.subjects;
    *ret_sequence = sequence;
    return true;
}
