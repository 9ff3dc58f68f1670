#include "recorder/session/session_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

Session *session_create(const Protocol *protocol, const Setup *setup, UuidSource *ids, Err *err)
{
    if (setup->subject_count > OBSERVATION_MAX_SUBJECTS) {
        err_set(err, ERR_LIMIT, "%d people and groups, at most %d can be observed",
                (int)setup->subject_count, OBSERVATION_MAX_SUBJECTS);
        return NULL;
    }
    Session *s = calloc(1, sizeof *s);
    if (!s) {
        err_set(err, ERR_SYSTEM, "there is no memory left for a lesson");
        return NULL;
    }
    s->protocol = protocol;
    s->setup = setup;
    s->ids = ids;
    arena_init(&s->texts, SIZE_MAX / 2);
    arena_init(&s->plan_texts, SIZE_MAX / 2);
    return s;
}

void session_destroy(Session *s)
{
    if (!s)
        return;
    free(s->events);
    free(s->id_table);
    free(s->log);
    free(s->befores);
    free(s->acts);
    free(s->undo.items);
    free(s->redo.items);
    free(s->open.items);
    free(s->pauses.items);
    free(s->absences.items);
    free(s->slots.keys);
    free(s->slots.counts);
    free(s->drawings.keys);
    free(s->drawings.counts);
    free(s->plan);
    arena_deinit(&s->texts);
    arena_deinit(&s->plan_texts);
    free(s);
}

FactSlice session_planned(const Session *s)
{
    return (FactSlice){s->plan, s->plan_count};
}

SessionState session_state(const Session *s)
{
    if (!s->started)
        return SESSION_READY;
    if (s->ended)
        return SESSION_ENDED;
    return s->pauses_open > 0 ? SESSION_PAUSED : SESSION_RUNNING;
}

const Setup *session_setup(const Session *s)
{
    return s->setup;
}

const Protocol *session_protocol(const Session *s)
{
    return s->protocol;
}

int64_t session_end_ms(const Session *s)
{
    return s->end_ms;
}

int64_t session_end_said_ms(const Session *s)
{
    return s->end_said_ms;
}

int64_t session_last_ms(const Session *s)
{
    return s->last_ms;
}

int64_t session_acted_ms(const Session *s)
{
    return s->acted_ms;
}

int64_t session_action_count(const Session *s)
{
    return s->last_action;
}

const ObsEvent *session_events(const Session *s, size_t *ret_count)
{
    *ret_count = s->event_count;
    return s->events;
}

const ObsEvent *session_find_event(const Session *s, Uuid id)
{
    int32_t index = session_find_index(s, id);
    return index < 0 ? NULL : &s->events[index];
}

const ObsEvent *session_running(const Session *s, int32_t category)
{
    const ObsEvent *found = NULL;
    for (size_t i = 0; i < s->open.count; i++) {
        const ObsEvent *e = &s->events[s->open.items[i]];
        if (session_code(s, e)->category == category && (!found || e->start_ms >= found->start_ms))
            found = e;
    }
    return found;
}

const ObsEvent *session_newest(const Session *s)
{
    for (size_t i = s->event_count; i-- > 0;) {
        const Code *code = session_code(s, &s->events[i]);
        if (!s->events[i].voided && !code->built_in && code->kind != CODE_INTERVAL)
            return &s->events[i];
    }
    return NULL;
}

int64_t session_paused_ms(const Session *s, int64_t from_ms, int64_t to_ms)
{
    int64_t paused = 0;
    for (size_t i = 0; i < s->pauses.count; i++) {
        const ObsEvent *pause = &s->events[s->pauses.items[i]];
        int64_t start = pause->start_ms > from_ms ? pause->start_ms : from_ms;
        int64_t stop = pause->stop_ms < to_ms ? pause->stop_ms : to_ms;
        paused += stop > start ? stop - start : 0;
    }
    return paused;
}

bool session_is_present(const Session *s, int32_t subject)
{
    if (subject == SUBJECT_NONE)
        return true;
    return s->started ? s->absent_open[subject] == 0 : !s->setup->subjects[subject].absent;
}

int32_t session_present_count(const Session *s, int32_t group)
{
    int32_t count = 0;
    for (int32_t i = 0; i < s->setup->subject_count; i++) {
        const Subject *subject = &s->setup->subjects[i];
        count += subject->kind == SUBJECT_PUPIL && !subject->several &&
                 (group == SUBJECT_NONE || subject->group == group) && session_is_present(s, i);
    }
    return count;
}

int32_t session_count_code(const Session *s, int32_t code, int32_t option)
{
    return s->code_counts[code][option == PROTOCOL_NONE ? 0 : option + 1];
}

int32_t session_count_subject(const Session *s, int32_t subject)
{
    return subject == SUBJECT_NONE ? 0 : s->subject_turns[subject];
}

size_t session_event_count(const Session *s)
{
    return s->standing;
}

const Fact *session_undo_fact(const Session *s)
{
    return s->undo.count > 0 ? &s->undo_fact : NULL;
}

const Fact *session_redo_fact(const Session *s)
{
    return s->redo.count > 0 ? &s->redo_fact : NULL;
}

static int compare_events(const void *a, const void *b)
{
    const ObsEvent *left = a, *right = b;
    if (left->start_ms != right->start_ms)
        return left->start_ms < right->start_ms ? -1 : 1;
    if (left->stop_ms != right->stop_ms)
        return left->stop_ms < right->stop_ms ? -1 : 1;
    return uuid_compare(left->id, right->id);
}

/* The standing events, cut at end_ms, their texts copied. */
static bool copy_events(const Session *s, int64_t end_ms, Arena *arena, Observation *o)
{
    ObsEvent *events = ARENA_PUSH(arena, ObsEvent, s->event_count);
    if (!events)
        return false;
    for (size_t i = 0; i < s->event_count; i++) {
        if (s->events[i].voided)
            continue;
        ObsEvent *e = &events[o->event_count++];
        *e = s->events[i];
        e->start_ms = e->start_ms < end_ms ? e->start_ms : end_ms;
        e->stop_ms = e->stop_ms < end_ms ? e->stop_ms : end_ms;
        e->text = e->text[0] == '\0' ? "" : arena_copy(arena, e->text, strlen(e->text));
        if (!e->text)
            return false;
    }
    if (o->event_count > 0)
        qsort(events, o->event_count, sizeof *events, compare_events);
    o->events = events;
    return true;
}

bool session_observation(const Session *s, int64_t now_ms, Arena *arena,
                         Observation *ret_observation, Err *err)
{
    int64_t now = now_ms > s->last_ms ? now_ms : s->last_ms;
    Observation o = {.protocol = s->protocol,
                     .setup = s->setup,
                     .end_ms = s->ended ? s->end_ms : now,
                     .ended = s->ended};
    ArenaMark mark = arena_mark(arena);
    if (!copy_events(s, o.end_ms, arena, &o)) {
        arena_reset(arena, mark);
        return err_set(err, ERR_LIMIT, "there is no room for the %zu events of this lesson",
                       s->event_count);
    }
    *ret_observation = o;
    return true;
}
