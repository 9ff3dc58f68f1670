#include "reports/measure/coteaching.h"

#include <string.h>

/* ---- what the protocol has ---- */

static bool is_state_of(const Protocol *p, int32_t code, int32_t category)
{
    return p->codes[code].category == category && p->codes[code].kind == CODE_STATE;
}

static int32_t find_model(const Protocol *p)
{
    for (int32_t i = 0; i < p->category_count; i++)
        if (p->categories[i].exclusive && strcmp(p->categories[i].key, "model") == 0)
            return i;
    return PROTOCOL_NONE;
}

static int32_t find_lanes(const Protocol *p)
{
    for (int32_t i = 0; i < p->code_count; i++) {
        const Code *code = &p->codes[i];
        if (code->kind == CODE_STATE && !code->built_in && p->categories[code->category].lanes &&
            (code->about & ABOUT_ADULT))
            return code->category;
    }
    return PROTOCOL_NONE;
}

static bool is_in(const Observation *o, const ObsEvent *event, int32_t category)
{
    return category != PROTOCOL_NONE && measure_event_counts(o, event) &&
           is_state_of(o->protocol, event->code, category);
}

static int32_t index_of(const int32_t *items, int32_t count, int32_t item)
{
    for (int32_t i = 0; i < count; i++)
        if (items[i] == item)
            return i;
    return -1;
}

/* ---- who ---- */

/* The adult whom option n of the modifier means. */
static int32_t nth_adult(const Observation *o, int32_t n)
{
    for (int32_t i = 0; i < o->setup->subject_count; i++)
        if (o->setup->subjects[i].kind == SUBJECT_ADULT && n-- == 0)
            return i;
    return SUBJECT_NONE;
}

static void find_adults(const TalkMeasures *talk, int32_t modifier, CoteachingMeasures *c)
{
    const Observation *o = talk->observation;
    bool there[OBSERVATION_MAX_SUBJECTS] = {false};
    int32_t lanes = 0;
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        int32_t subject = measure_event_subject(o, event);
        if (subject != SUBJECT_NONE && is_in(o, event, c->lane_category)) {
            lanes += !there[subject] && o->setup->subjects[subject].kind == SUBJECT_ADULT;
            there[subject] = true;
        }
    }
    for (size_t i = 0; i < talk->turn_count; i++)
        if (talk->turns[i].role == TALK_TEACHER && talk->turns[i].subject != SUBJECT_NONE)
            there[talk->turns[i].subject] = true;
    for (size_t i = 0; i < o->event_count && modifier != PROTOCOL_NONE; i++) {
        int32_t option = measure_event_option(o, &o->events[i], modifier);
        int32_t adult = option == PROTOCOL_NONE || !measure_event_counts(o, &o->events[i])
                            ? SUBJECT_NONE
                            : nth_adult(o, option);
        if (adult != SUBJECT_NONE)
            there[adult] = true;
    }
    for (int32_t i = 0; i < o->setup->subject_count; i++)
        if (there[i] && o->setup->subjects[i].kind == SUBJECT_ADULT &&
            c->adult_count < COTEACHING_MAX_ADULTS)
            c->adults[c->adult_count++] = i;
    c->there = lanes > 1;
}

/* ---- lanes ---- */

static int32_t first_code(const Protocol *p, int32_t category)
{
    for (int32_t i = 0; i < p->code_count; i++)
        if (is_state_of(p, i, category))
            return i;
    return PROTOCOL_NONE;
}

static bool measure_lanes(const TalkMeasures *talk, CoteachingMeasures *c, Arena *arena, Err *err)
{
    const Observation *o = talk->observation;
    int32_t leads = first_code(o->protocol, c->lane_category), leader = SUBJECT_NONE;
    int64_t *handovers = ARENA_PUSH(arena, int64_t, o->event_count + 1);
    if (!handovers)
        return err_set(err, ERR_SYSTEM, "not enough memory to measure co-teaching");
    c->handovers = handovers;
    for (int32_t a = 0; a < c->adult_count; a++)
        c->no_lane_ms[a] = talk->clock.observed_ms;
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        int32_t a = index_of(c->adults, c->adult_count, event->subject);
        if (a < 0 || !is_in(o, event, c->lane_category))
            continue;
        c->no_lane_ms[a] -= measure_clock_length(&talk->clock, measure_event_span(o, event));
        if (event->code != leads)
            continue;
        if (leader != SUBJECT_NONE && leader != event->subject)
            handovers[c->handover_count++] = event->start_ms;
        leader = event->subject;
    }
    for (int32_t a = 0; a < c->adult_count; a++)
        c->no_lane_ms[a] = c->no_lane_ms[a] > 0 ? c->no_lane_ms[a] : 0;
    return true;
}

/* ---- models ---- */

static int64_t shared_ms(const MeasureClock *clock, Span a, Span b)
{
    Span both = {a.start_ms > b.start_ms ? a.start_ms : b.start_ms,
                 a.stop_ms < b.stop_ms ? a.stop_ms : b.stop_ms};
    return both.stop_ms > both.start_ms ? measure_clock_length(clock, both) : 0;
}

static void add_talk(const TalkMeasures *talk, const CoteachingMeasures *c, Span span,
                     CoteachingModel *model)
{
    for (size_t i = 0; i < talk->turn_count; i++) {
        const TalkTurn *turn = &talk->turns[i];
        int64_t ms = shared_ms(&talk->clock, span, turn->span);
        int32_t a = index_of(c->adults, c->adult_count, turn->subject);
        if (turn->role == TALK_TEACHER)
            *(a < 0 ? &model->other_ms : &model->adult_ms[a]) += ms;
        else if (turn->role == TALK_STUDENT)
            model->pupil_ms += ms;
        else if (turn->role == TALK_GROUP)
            model->group_ms += ms;
    }
}

static bool measure_models(const TalkMeasures *talk, CoteachingMeasures *c, Arena *arena, Err *err)
{
    const Observation *o = talk->observation;
    const Protocol *p = o->protocol;
    CoteachingModel *models = ARENA_PUSH(arena, CoteachingModel, PROTOCOL_MAX_CODES);
    int32_t at[PROTOCOL_MAX_CODES];
    if (!models)
        return err_set(err, ERR_SYSTEM, "not enough memory to measure co-teaching");
    c->models = models;
    for (int32_t i = 0; i < p->code_count; i++) {
        at[i] = c->model_count;
        if (is_state_of(p, i, c->model_category))
            models[c->model_count++].code = i;
    }
    for (size_t i = 0; i < o->event_count; i++) {
        if (!is_in(o, &o->events[i], c->model_category))
            continue;
        CoteachingModel *model = &models[at[o->events[i].code]];
        Span span = measure_event_span(o, &o->events[i]);
        int64_t ms = measure_clock_length(&talk->clock, span);
        model->ms += ms;
        model->occurrences++;
        c->model_ms += ms;
        add_talk(talk, c, span, model);
    }
    return true;
}

/* ---- contacts ---- */

static int32_t table_of(const Observation *o, int32_t subject)
{
    if (subject == SUBJECT_NONE)
        return SUBJECT_NONE;
    const Subject *s = &o->setup->subjects[subject];
    return s->kind == SUBJECT_GROUP ? subject : s->group;
}

static bool measure_contacts(const Observation *o, int32_t modifier, CoteachingMeasures *c,
                             Arena *arena, Err *err)
{
    int32_t *tables = ARENA_PUSH(arena, int32_t, COTEACHING_MAX_TABLES);
    if (!tables)
        return err_set(err, ERR_SYSTEM, "not enough memory to measure co-teaching");
    c->tables = tables;
    for (int32_t n = 0;
         modifier != PROTOCOL_NONE && n < o->protocol->modifiers[modifier].option_count; n++) {
        int32_t a = index_of(c->adults, c->adult_count, nth_adult(o, n));
        if (a >= 0)
            c->contacts_told[a] = true;
    }
    for (int32_t i = 0; i < o->setup->subject_count && c->table_count < COTEACHING_MAX_TABLES; i++)
        if (o->setup->subjects[i].kind == SUBJECT_GROUP)
            tables[c->table_count++] = i;
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if (!measure_event_counts(o, event))
            continue;
        int32_t option = measure_event_option(o, event, modifier);
        if (option == PROTOCOL_NONE)
            continue;
        int32_t adult = index_of(c->adults, c->adult_count, nth_adult(o, option));
        if (adult < 0)
            continue; /* of nobody who is in this lesson */
        int32_t table =
            index_of(tables, c->table_count, table_of(o, measure_event_subject(o, event)));
        if (table < 0) {
            c->contacts_elsewhere++;
        } else {
            c->contacts[adult][table]++;
            c->contact_count++;
        }
    }
    return true;
}

bool coteaching_measure(const TalkMeasures *talk, Arena *arena, CoteachingMeasures *ret, Err *err)
{
    const Observation *o = talk->observation;
    CoteachingMeasures c = {.model_category = find_model(o->protocol),
                            .lane_category = find_lanes(o->protocol)};
    ArenaMark mark = arena_mark(arena);
    int32_t modifier = protocol_find_modifier(o->protocol, "adult");
    if (c.model_category != PROTOCOL_NONE || c.lane_category != PROTOCOL_NONE ||
        modifier != PROTOCOL_NONE)
        find_adults(talk, modifier, &c);
    if (!measure_lanes(talk, &c, arena, err) || !measure_models(talk, &c, arena, err) ||
        !measure_contacts(o, modifier, &c, arena, err)) {
        arena_reset(arena, mark);
        return false;
    }
    *ret = c;
    return true;
}
