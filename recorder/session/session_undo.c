/* session_undo.c - acts reversed by adding facts.
 *
 * An undo is an act like any other, so a redo is the undo of an undo. Acts are
 * reversed newest first: what an event was before an act is what it has to be
 * again.
 */
#include "recorder/session/session_internal.h"

/* A sample comes back: what stands in its place by now (time said that nobody
 * had answered) has to go. */
static bool take_place(Session *s, int32_t index, Err *err)
{
    const ObsEvent *e = &s->events[index];
    const Code *code = session_code(s, e);
    int32_t sampling = code->kind == CODE_INTERVAL ? session_sampling_of(s, e->code) : -1;
    if (sampling < 0)
        return true;
    int64_t every_ms = s->protocol->sampling[sampling].every_ms;
    int64_t signal = e->start_ms / every_ms;
    if (session_slot_count(s, session_slot_key(sampling, e->subject, signal)) == 0)
        return true;
    for (size_t i = 0; i < s->event_count; i++) {
        const ObsEvent *other = &s->events[i];
        if ((int32_t)i != index && !other->voided && other->code == e->code &&
            other->subject == e->subject && other->start_ms / every_ms == signal &&
            !session_plan_void(s, (int32_t)i, true, err))
            return false;
    }
    return true;
}

/* A pause is again where signals came since: nobody was asked then, and what time recorded
 * as missing is not. */
static bool clear_pause(Session *s, const LogFact *entry, const ObsEvent *before, Err *err)
{
    ObsEvent pause = s->events[entry->event];
    if (!(session_code(s, &pause)->senses & SENSE_PAUSE))
        return true;
    pause.start_ms = entry->fields & FIELD_START ? before->start_ms : pause.start_ms;
    pause.stop_ms = entry->fields & FIELD_STOP ? before->stop_ms : pause.stop_ms;
    pause.voided = entry->fields & FIELD_VOIDED ? before->voided : pause.voided;
    const LogFact *end = s->log + s->log_count;
    for (const LogFact *since = entry + 1; since < end && !pause.voided; since++) {
        const ObsEvent *e = since->kind == FACT_EVENT ? &s->events[since->event] : &pause;
        bool within = e->start_ms >= pause.start_ms && e->start_ms < pause.stop_ms;
        if (within && e->missing && !e->voided && !session_find_act(s, since->event) &&
            !session_plan_void(s, since->event, true, err))
            return false;
    }
    return true;
}

static bool reverse_change(Session *s, const LogFact *entry, Err *err)
{
    const ObsEvent *before = &s->befores[entry->before];
    if (!clear_pause(s, entry, before, err))
        return false;
    bool comes_back = entry->fields & FIELD_VOIDED && !before->voided;
    if (comes_back && s->events[entry->event].voided && !take_place(s, entry->event, err))
        return false;
    return session_plan_change(s, entry->event, entry->fields, before, err);
}

/* The end as it was. Samples that time recorded after it, while it was taken
 * back, are outside the lesson again. */
static bool end_again(Session *s, int64_t end_ms, Err *err)
{
    if (!session_plan_void_after(s, end_ms, err))
        return false;
    Fact *fact = session_plan_fact(s, FACT_END, err);
    if (fact)
        fact->event.start_ms = fact->event.stop_ms = end_ms;
    return fact != NULL;
}

static bool reverse_fact(Session *s, const LogFact *entry, Err *err)
{
    switch ((FactKind)entry->kind) {
    case FACT_EVENT:
        return session_plan_void(s, entry->event, true, err);
    case FACT_CHANGE:
        return reverse_change(s, entry, err);
    case FACT_END:
        return session_plan_fact(s, FACT_REOPEN, err) != NULL;
    case FACT_REOPEN:
        return end_again(s, entry->at_ms, err);
    case FACT_START:
        break;
    }
    return err_set(err, ERR_STATE, "the start of a lesson cannot be undone");
}

static bool plan_reverse(Session *s, const IndexList *stack, const char *doing, Err *err)
{
    if (stack->count == 0)
        return err_set(err, ERR_STATE, "nothing to %s", doing);
    if (s->log_count >= SESSION_MAX_FACTS)
        return err_set(err, ERR_LIMIT, "this lesson is full: at most %d entries can be recorded",
                       SESSION_MAX_FACTS);
    const Act *act = &s->acts[stack->items[stack->count - 1]];
    s->plan_undoes = act->action;
    for (int32_t i = act->count; i-- > 0;)
        if (!reverse_fact(s, &s->log[act->first + i], err))
            return false;
    return true;
}

bool session_undo(Session *s, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   plan_reverse(s, &s->undo, "undo", err));
}

bool session_redo(Session *s, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   plan_reverse(s, &s->redo, "redo", err));
}
