/* session_edit.c - later words on an event: back-dating and changes. */
#include "recorder/session/session_internal.h"

#include <string.h>

/* ---- drawings ---- */

/* The other strokes of a drawing go where this one goes. One that was taken back
 * comes again by itself. */
static bool take_strokes_along(Session *s, int32_t index, uint32_t changed, const ObsEvent *to,
                               Err *err)
{
    const ObsEvent now = s->events[index];
    const uint32_t together =
        FIELD_SUBJECT | FIELD_TARGET | FIELD_START | FIELD_STOP | FIELD_VOIDED;
    for (size_t i = 0; i < s->event_count && changed & together; i++) {
        ObsEvent other = s->events[i];
        if ((int32_t)i == index || now.voided || other.voided ||
            !event_is_same_drawing(s->protocol, &other, &now))
            continue;
        other.subject = to->subject;
        other.target = to->target;
        other.start_ms = to->start_ms;
        other.stop_ms = to->stop_ms;
        other.voided = to->voided;
        if (!session_plan_change(s, (int32_t)i, changed & together, &other, err))
            return false;
    }
    return true;
}

/* ---- back-dating ---- */

/* What was recorded last: also a mark, a note, a photo, a drawing. */
static const ObsEvent *find_latest(const Session *s)
{
    for (size_t i = s->event_count; i-- > 0;) {
        const Code *code = session_code(s, &s->events[i]);
        if (!s->events[i].voided && code->kind != CODE_INTERVAL &&
            !(code->senses & (SENSE_PAUSE | SENSE_ABSENT)))
            return &s->events[i];
    }
    return NULL;
}

const Act *session_find_act(const Session *s, int32_t event)
{
    size_t at = s->log_count;
    while (at > 0 && !(s->log[at - 1].kind == FACT_EVENT && s->log[at - 1].event == event))
        at--;
    for (size_t i = s->act_count; at > 0 && i-- > 0;) {
        const Act *act = &s->acts[i];
        if ((size_t)act->first < at && at <= (size_t)act->first + (size_t)act->count)
            return act;
    }
    return NULL;
}

/* Did this act end that event where the new one starts? */
static bool was_ended(const Session *s, const Act *act, int32_t event, int64_t start_ms)
{
    for (int32_t i = 0; act && i < act->count; i++) {
        const LogFact *entry = &s->log[act->first + i];
        if (entry->event == event && entry->kind == FACT_CHANGE && entry->fields & FIELD_STOP)
            return !s->events[event].voided && s->events[event].stop_ms == start_ms;
    }
    return false;
}

/* The earliest start there is room for. */
static int64_t earliest_start(const Session *s, int32_t index, const Act *act)
{
    const ObsEvent *e = &s->events[index];
    int64_t earliest = 0;
    for (int32_t i = 0; act && i < act->count; i++) {
        int32_t other = s->log[act->first + i].event;
        if (other >= 0 && was_ended(s, act, other, e->start_ms) &&
            s->events[other].start_ms > earliest)
            earliest = s->events[other].start_ms;
    }
    if (session_code(s, e)->kind != CODE_STATE)
        return earliest;
    for (size_t i = 0; i < s->event_count; i++) {
        const ObsEvent *other = &s->events[i];
        if ((int32_t)i != index && session_excludes(s, other, e->code, e->subject) &&
            other->stop_ms <= e->start_ms && other->stop_ms > earliest &&
            !was_ended(s, act, (int32_t)i, e->start_ms))
            earliest = other->stop_ms;
    }
    return earliest;
}

static bool plan_backdate(Session *s, int64_t delta_ms, Err *err)
{
    if (!session_check_open(s, false, err))
        return false;
    const ObsEvent *latest = find_latest(s);
    if (!latest)
        return err_set(err, ERR_STATE, "there is nothing yet that could have been earlier");
    if (delta_ms <= 0)
        return err_set(err, ERR_STATE, "back-dating takes time off, %lld ms is none",
                       (long long)delta_ms);
    int32_t index = (int32_t)(latest - s->events);
    const Act *act = session_find_act(s, index);
    int64_t earliest = earliest_start(s, index, act);
    int64_t start = latest->start_ms > delta_ms ? latest->start_ms - delta_ms : 0;
    if (start < earliest)
        start = earliest;
    if (start >= latest->start_ms) {
        char at[SESSION_CLOCK_SIZE];
        return err_set(err, ERR_STATE, "%s cannot have begun before %s",
                       session_code(s, latest)->label, session_clock(latest->start_ms, at));
    }
    ObsEvent to = *latest;
    bool state = session_code(s, latest)->kind == CODE_STATE;
    to.start_ms = start;
    to.stop_ms = state ? latest->stop_ms : start;
    uint32_t fields = state ? FIELD_START : FIELD_START | FIELD_STOP;
    if (!session_plan_change(s, index, fields, &to, err) ||
        !take_strokes_along(s, index, fields, &to, err))
        return false;
    for (int32_t i = 0; act && i < act->count; i++) {
        int32_t other = s->log[act->first + i].event;
        if (other >= 0 && other != index && was_ended(s, act, other, latest->start_ms) &&
            !session_plan_stop(s, other, start, err))
            return false;
    }
    return true;
}

bool session_backdate(Session *s, int64_t delta_ms, int64_t now_ms, Err *err)
{
    return session_plan_end(s,
                            session_plan_begin(s, now_ms, err) && plan_backdate(s, delta_ms, err));
}

/* ---- changes ---- */

/* The event as it would be; returns the fields that really change. */
static uint32_t change_event(const Session *s, const ObsEvent *now, uint32_t fields,
                             const ObsEvent *to, ObsEvent *ret_event)
{
    ObsEvent e = *now;
    if (fields & FIELD_CODE)
        e.code = to->code;
    if (fields & FIELD_SUBJECT)
        e.subject = to->subject;
    if (fields & FIELD_TARGET)
        e.target = to->target;
    if (fields & FIELD_START)
        e.start_ms = to->start_ms;
    if (fields & FIELD_STOP)
        e.stop_ms = to->stop_ms;
    if (fields & FIELD_VALUE) {
        e.value = to->value;
        e.of = to->of;
        e.missing = to->missing;
    }
    if (fields & FIELD_OPTIONS)
        memcpy(e.options, to->options, sizeof e.options);
    if (fields & FIELD_TEXT)
        e.text = to->text ? to->text : "";
    if (fields & FIELD_VOIDED)
        e.voided = to->voided;
    if (session_code(s, now)->kind != CODE_STATE)
        e.stop_ms = e.start_ms;
    *ret_event = e;
    bool same_value = e.value == now->value && e.of == now->of && e.missing == now->missing;
    return (e.code != now->code ? FIELD_CODE : 0U) |
           (e.subject != now->subject ? FIELD_SUBJECT : 0U) |
           (e.target != now->target ? FIELD_TARGET : 0U) |
           (e.start_ms != now->start_ms ? FIELD_START : 0U) |
           (e.stop_ms != now->stop_ms ? FIELD_STOP : 0U) | (same_value ? 0U : FIELD_VALUE) |
           (memcmp(e.options, now->options, sizeof e.options) != 0 ? FIELD_OPTIONS : 0U) |
           (strcmp(e.text, now->text) != 0 ? FIELD_TEXT : 0U) |
           (e.voided != now->voided ? FIELD_VOIDED : 0U);
}

/* The standing state, or sample of the same signal, that would be in the way, or
 * NULL. */
static const ObsEvent *find_overlap(const Session *s, int32_t index, const ObsEvent *e)
{
    const Code *code = session_code(s, e);
    int32_t sampling = code->kind == CODE_INTERVAL ? session_sampling_of(s, e->code) : -1;
    if (e->voided || (code->kind != CODE_STATE && sampling < 0))
        return NULL;
    for (size_t i = 0; i < s->event_count; i++) {
        const ObsEvent *other = &s->events[i];
        if ((int32_t)i == index || other->voided)
            continue;
        if (sampling >= 0) {
            int64_t every_ms = s->protocol->sampling[sampling].every_ms;
            if (other->code == e->code && other->subject == e->subject &&
                other->start_ms / every_ms == e->start_ms / every_ms)
                return other;
        } else if (session_excludes(s, other, e->code, e->subject) &&
                   other->start_ms < e->stop_ms && e->start_ms < other->stop_ms) {
            return other;
        }
    }
    return NULL;
}

static bool check_times(const Session *s, const ObsEvent *e, int64_t now_ms, Err *err)
{
    const Code *code = session_code(s, e);
    if (!session_check_time(s, e->start_ms, now_ms, err))
        return false;
    if (e->stop_ms == EVENT_OPEN) {
        if (s->ended || code->senses & SENSE_PAUSE)
            return err_set(err, ERR_STATE, "%s cannot be made to go on", code->label);
        return true;
    }
    if (!session_check_time(s, e->stop_ms, now_ms, err))
        return false;
    char start[SESSION_CLOCK_SIZE], stop[SESSION_CLOCK_SIZE];
    return e->stop_ms >= e->start_ms ||
           err_set(err, ERR_STATE, "%s would begin at %s and stop at %s", code->label,
                   session_clock(e->start_ms, start), session_clock(e->stop_ms, stop));
}

static bool check_value(const Code *code, const ObsEvent *e, Err *err)
{
    if (code->kind == CODE_INTERVAL && (e->of < 0 || e->value < 0 || e->value > e->of))
        return err_set(err, ERR_STATE, "%s: %d of %d cannot be", code->label, (int)e->value,
                       (int)e->of);
    if (code->kind != CODE_INTERVAL && (e->of != 0 || e->missing))
        return err_set(err, ERR_STATE, "%s is not a sample", code->label);
    if (code->kind != CODE_INTERVAL && code->kind != CODE_RATING && e->value != 0)
        return err_set(err, ERR_STATE, "%s has no value", code->label);
    return session_check_value(code, e->value, err);
}

static bool check_code(const Session *s, const ObsEvent *now, int32_t code, Err *err)
{
    if (code < 0 || code >= s->protocol->code_count)
        return err_set(err, ERR_STATE, "this protocol has no code number %d", (int)code);
    const Code *from = session_code(s, now), *to = &s->protocol->codes[code];
    const uint32_t carries = SENSE_INK | SENSE_PHOTO;
    if (from->kind != to->kind || from->built_in != to->built_in ||
        (from->senses & carries) != (to->senses & carries))
        return err_set(err, ERR_STATE, "%s cannot become %s, they are recorded in different ways",
                       from->label, to->label);
    return true;
}

static bool check_change(const Session *s, int32_t index, uint32_t changed, const ObsEvent *e,
                         int64_t now_ms, Err *err)
{
    const Code *code = session_code(s, e);
    if (changed & (FIELD_CODE | FIELD_SUBJECT | FIELD_START) && code->kind == CODE_INTERVAL)
        return err_set(err, ERR_STATE, "%s belongs to its signal and cannot be moved to another",
                       code->label);
    if (changed & (FIELD_CODE | FIELD_SUBJECT) && !session_check_subject(s, code, e->subject, err))
        return false;
    if (changed & FIELD_TARGET &&
        (e->target < SUBJECT_NONE || e->target >= s->setup->subject_count))
        return err_set(err, ERR_STATE, "nobody in this lesson has the number %d", (int)e->target);
    bool comes_back = changed & FIELD_VOIDED && !e->voided;
    if ((comes_back || changed & (FIELD_START | FIELD_STOP)) && !check_times(s, e, now_ms, err))
        return false;
    if (changed & (FIELD_CODE | FIELD_VALUE) && !check_value(code, e, err))
        return false;
    if (changed & (FIELD_CODE | FIELD_OPTIONS) && !session_check_options(s, code, e->options, err))
        return false;
    if (changed & FIELD_TEXT && !session_check_text(e->text, err))
        return false;
    uint32_t moving = FIELD_CODE | FIELD_SUBJECT | FIELD_START | FIELD_STOP | FIELD_VOIDED;
    const ObsEvent *overlap = changed & moving ? find_overlap(s, index, e) : NULL;
    char at[SESSION_CLOCK_SIZE];
    return !overlap ||
           err_set(err, ERR_STATE, "that would overlap %s from %s", session_code(s, overlap)->label,
                   session_clock(overlap->start_ms, at));
}

static bool plan_change(Session *s, Uuid event, uint32_t fields, const ObsEvent *to, int64_t now_ms,
                        Err *err)
{
    SessionState state = session_state(s);
    if (!session_check_open(s, state == SESSION_ENDED, err))
        return false;
    int32_t index = session_find_index(s, event);
    if (index < 0)
        return err_set(err, ERR_STATE, "there is no such event in this lesson");
    const ObsEvent *now = &s->events[index];
    ObsEvent e;
    uint32_t changed = change_event(s, now, fields, to, &e);
    if (changed & FIELD_CODE && !check_code(s, now, e.code, err))
        return false;
    if (changed & FIELD_OPTIONS) {
        if (!session_check_options(s, session_code(s, &e), e.options, err))
            return false;
        session_follow_target(s, now, &e);
    }
    if (changed == 0)
        return true;
    return check_change(s, index, changed, &e, now_ms, err) &&
           session_plan_change(s, index, changed, &e, err) &&
           take_strokes_along(s, index, changed, &e, err);
}

bool session_change(Session *s, Uuid event, uint32_t fields, const ObsEvent *to, int64_t now_ms,
                    Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   plan_change(s, event, fields, to, now_ms, err));
}
