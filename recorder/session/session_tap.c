/* session_tap.c - taps and stops: what a new state does to those it excludes.
 *
 * The rule stands in session.h under "Exclusive categories".
 */
#include "recorder/session/session_internal.h"

#include <string.h>

/* The states that can be on at at_ms or later: those that run, unless a closed
 * one of the category may reach beyond at_ms; then all have to be looked at
 * (rare: the finger landed before another one's tap was over). */
typedef struct Candidates {
    const Session *s;
    const int32_t *items; /* NULL: all events */
    size_t count, next;
} Candidates;

static Candidates candidates(const Session *s, int32_t category, int64_t at_ms)
{
    if (at_ms < s->closed_until[category])
        return (Candidates){s, NULL, s->event_count, 0};
    return (Candidates){s, s->open.items, s->open.count, 0};
}

/* Index of the next one, or -1. */
static int32_t next_candidate(Candidates *c)
{
    if (c->next == c->count)
        return -1;
    size_t at = c->next++;
    return c->items ? c->items[at] : (int32_t)at;
}

static bool is_on(const ObsEvent *e, int64_t at_ms)
{
    return e->start_ms <= at_ms && at_ms < e->stop_ms;
}

/* The state of this code and subject that is on at at_ms, or -1. */
static int32_t find_same(const Session *s, const SessionTap *tap, int64_t at_ms)
{
    Candidates c = candidates(s, s->protocol->codes[tap->code].category, at_ms);
    for (int32_t i; (i = next_candidate(&c)) >= 0;) {
        const ObsEvent *e = &s->events[i];
        if (!e->voided && e->code == tap->code && e->subject == tap->subject && is_on(e, at_ms))
            return i;
    }
    return -1;
}

/* Clears the time from at_ms on for a state of code and subject: what began
 * later is taken back, what is on at at_ms stops. keep (or -1) stays. */
static bool clear_from(Session *s, int32_t code, int32_t subject, int64_t at_ms, int32_t keep,
                       Err *err)
{
    Candidates c = candidates(s, s->protocol->codes[code].category, at_ms);
    for (int32_t i; (i = next_candidate(&c)) >= 0;) {
        const ObsEvent *e = &s->events[i];
        if (i == keep || !session_excludes(s, e, code, subject))
            continue;
        if (e->start_ms > at_ms && !session_plan_void(s, i, true, err))
            return false;
        if (is_on(e, at_ms) && !session_plan_stop(s, i, at_ms, err))
            return false;
    }
    return true;
}

/* Ends the absence of somebody who is seen to be there. */
static bool come_back(Session *s, int32_t subject, int64_t at_ms, Err *err)
{
    if (subject == SUBJECT_NONE)
        return true;
    for (size_t i = 0; i < s->open.count; i++) {
        const ObsEvent *e = &s->events[s->open.items[i]];
        if (e->subject == subject && session_code(s, e)->senses & SENSE_ABSENT &&
            e->start_ms <= at_ms && !session_plan_stop(s, s->open.items[i], at_ms, err))
            return false;
    }
    return true;
}

/* Who is away does not hold the floor. */
static bool leave(Session *s, int32_t subject, int64_t at_ms, Err *err)
{
    for (size_t i = 0; i < s->open.count; i++) {
        const ObsEvent *e = &s->events[s->open.items[i]];
        if (e->subject == subject && !(session_code(s, e)->senses & SENSE_ABSENT) &&
            e->start_ms <= at_ms && !session_plan_stop(s, s->open.items[i], at_ms, err))
            return false;
    }
    return true;
}

/* Another of the pads that the code has: it did not do this all along. */
static bool is_other_pad(const Session *s, const ObsEvent *state, const SessionTap *tap)
{
    int32_t pads = s->protocol->codes[tap->code].pads;
    return pads != PROTOCOL_NONE && tap->options[pads] != PROTOCOL_NONE &&
           state->options[pads] != PROTOCOL_NONE && tap->options[pads] != state->options[pads];
}

void session_follow_target(const Session *s, const ObsEvent *now, ObsEvent *to)
{
    int32_t source = s->protocol->source_modifier, target = s->protocol->target_modifier;
    if (source != PROTOCOL_NONE && target != PROTOCOL_NONE &&
        session_code(s, to)->modifiers & 1U << source &&
        to->options[target] != now->options[target] && to->options[source] == now->options[source])
        to->options[source] = session_source_option(s, session_code(s, to), to->options);
}

/* What the tap says about a state that is on already. Said late, the state goes
 * on from at_ms, whatever was recorded after it. */
static bool plan_same(Session *s, int32_t index, const SessionTap *tap, Err *err)
{
    ObsEvent to = s->events[index];
    uint32_t fields = 0;
    if (to.stop_ms != EVENT_OPEN) {
        to.stop_ms = EVENT_OPEN;
        fields |= FIELD_STOP;
    }
    if (tap->target != SUBJECT_NONE && tap->target != to.target) {
        to.target = tap->target;
        fields |= FIELD_TARGET;
    }
    for (int32_t i = 0; i < PROTOCOL_MAX_MODIFIERS; i++)
        if (tap->options[i] != PROTOCOL_NONE && tap->options[i] != to.options[i]) {
            to.options[i] = tap->options[i];
            fields |= FIELD_OPTIONS;
        }
    if (!tap->exact)
        session_follow_target(s, &s->events[index], &to);
    if (!clear_from(s, tap->code, tap->subject, tap->at_ms, index, err))
        return false;
    return fields == 0 || session_plan_change(s, index, fields, &to, err);
}

ObsEvent session_tapped_event(const Session *s, const SessionTap *tap)
{
    const Code *code = &s->protocol->codes[tap->code];
    ObsEvent e = event_blank();
    e.code = tap->code;
    e.subject = tap->subject;
    e.target = tap->target;
    e.start_ms = tap->at_ms;
    e.stop_ms = code->kind == CODE_STATE ? EVENT_OPEN : tap->at_ms;
    e.value = code->kind == CODE_RATING ? tap->value : 0;
    e.text = tap->text;
    memcpy(e.options, tap->options, sizeof e.options);
    if (tap->exact)
        return e;
    for (int32_t i = 0; i < s->protocol->modifier_count; i++)
        if (e.options[i] == PROTOCOL_NONE && code->modifiers & 1U << i)
            e.options[i] = code->preset[i];
    int32_t source = s->protocol->source_modifier;
    if (source != PROTOCOL_NONE && code->modifiers & 1U << source &&
        tap->options[source] == PROTOCOL_NONE)
        e.options[source] = session_source_option(s, code, e.options);
    return e;
}

/* Ink is ink and a photo is one; nothing else carries anything. */
static bool check_attachment(const Session *s, const SessionTap *tap, Err *err)
{
    const Code *code = &s->protocol->codes[tap->code];
    AttachmentKind wanted = code->senses & SENSE_INK     ? ATTACHMENT_INK
                            : code->senses & SENSE_PHOTO ? ATTACHMENT_PHOTO
                                                         : ATTACHMENT_NONE;
    AttachmentKind kind = tap->attachment ? tap->attachment->kind : ATTACHMENT_NONE;
    if (kind != wanted)
        return err_set(err, ERR_STATE,
                       wanted == ATTACHMENT_INK     ? "%s needs a stroke"
                       : wanted == ATTACHMENT_PHOTO ? "%s needs a picture"
                                                    : "%s carries neither ink nor a photo",
                       code->label);
    if (kind == ATTACHMENT_NONE)
        return true;
    if (!attachment_check(tap->attachment, err))
        return false;
    ObsEvent event = session_tapped_event(s, tap);
    return kind != ATTACHMENT_INK || session_stroke_count(s, &event) < INK_MAX_STROKES ||
           err_set(err, ERR_LIMIT, "this drawing is full: at most %d strokes fit", INK_MAX_STROKES);
}

bool session_check_tap(const Session *s, const SessionTap *tap, bool late, int64_t now_ms, Err *err)
{
    if (tap->code < 0 || tap->code >= s->protocol->code_count)
        return err_set(err, ERR_STATE, "this protocol has no code number %d", (int)tap->code);
    const Code *code = &s->protocol->codes[tap->code];
    bool about = code->kind == CODE_NOTE || code->senses & (SENSE_INK | SENSE_PHOTO);
    if (!session_check_open(s, late || about, err) ||
        !session_check_time(s, tap->at_ms, now_ms, err) ||
        !session_check_subject(s, code, tap->subject, err) || !session_check_text(tap->text, err) ||
        !session_check_value(code, tap->value, err) ||
        !session_check_options(s, code, tap->options, err) || !check_attachment(s, tap, err))
        return false;
    if (tap->target < SUBJECT_NONE || tap->target >= s->setup->subject_count)
        return err_set(err, ERR_STATE, "nobody in this lesson has the number %d", (int)tap->target);
    if (code->kind == CODE_INTERVAL)
        return err_set(err, ERR_STATE, "%s is recorded when the signal comes", code->label);
    if (code->senses & SENSE_PAUSE)
        return err_set(err, ERR_STATE, "a pause begins with Pause, not with a code");
    if (code->kind == CODE_NOTE && (!tap->text || tap->text[0] == '\0'))
        return err_set(err, ERR_STATE, "a note needs words");
    return true;
}

/* Whoever waits for an answer does not talk. */
static bool fall_silent(Session *s, int32_t adult, int64_t at_ms, Err *err)
{
    for (size_t i = 0; i < s->open.count; i++) {
        const ObsEvent *e = &s->events[s->open.items[i]];
        bool own = adult == SUBJECT_NONE || e->subject == SUBJECT_NONE || e->subject == adult;
        if (own && (session_code(s, e)->senses & SENSE_TEACHER_TALK) != 0 && e->start_ms <= at_ms &&
            !session_plan_stop(s, s->open.items[i], at_ms, err))
            return false;
    }
    return true;
}

static bool plan_tap(Session *s, const SessionTap *tap, Err *err)
{
    const Code *code = &s->protocol->codes[tap->code];
    ObsEvent event = session_tapped_event(s, tap);
    if (code->kind == CODE_STATE) {
        int32_t same = tap->again ? -1 : find_same(s, tap, tap->at_ms);
        if (same >= 0 && is_other_pad(s, &s->events[same], tap))
            same = -1;
        if (code->senses & SENSE_ABSENT) {
            if (same < 0 && !leave(s, tap->subject, tap->at_ms, err))
                return false;
        } else if (!come_back(s, tap->subject, tap->at_ms, err) ||
                   (tap->target != tap->subject && !come_back(s, tap->target, tap->at_ms, err))) {
            return false;
        }
        if (same >= 0)
            return plan_same(s, same, tap, err);
        return clear_from(s, tap->code, tap->subject, tap->at_ms, -1, err) &&
               session_plan_event(s, &event, NULL, err);
    }
    /* A note may be about somebody who is away. */
    bool there =
        code->kind != CODE_NOTE && !(code->senses & (SENSE_INK | SENSE_PHOTO | SENSE_PLACE));
    if (there && (!come_back(s, tap->subject, tap->at_ms, err) ||
                  (tap->target != tap->subject && !come_back(s, tap->target, tap->at_ms, err))))
        return false;
    if (tap->waits && !fall_silent(s, tap->subject, tap->at_ms, err))
        return false;
    return session_plan_event(s, &event, tap->attachment, err);
}

SessionTap session_tap_blank(int32_t code, int64_t at_ms)
{
    SessionTap tap = {
        .code = code, .subject = SUBJECT_NONE, .target = SUBJECT_NONE, .at_ms = at_ms, .text = ""};
    memset(tap.options, PROTOCOL_NONE, sizeof tap.options);
    return tap;
}

bool session_tap(Session *s, const SessionTap *tap, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   session_check_tap(s, tap, false, now_ms, err) &&
                                   plan_tap(s, tap, err));
}

static bool plan_stop(Session *s, Uuid event, int64_t at_ms, int64_t now_ms, Err *err)
{
    if (!session_check_open(s, false, err) || !session_check_time(s, at_ms, now_ms, err))
        return false;
    int32_t index = session_find_index(s, event);
    if (index < 0 || s->events[index].voided)
        return err_set(err, ERR_STATE, "there is nothing to stop");
    const ObsEvent *e = &s->events[index];
    const Code *code = session_code(s, e);
    char at[SESSION_CLOCK_SIZE], other[SESSION_CLOCK_SIZE];
    if (code->kind != CODE_STATE)
        return err_set(err, ERR_STATE, "%s has no length and cannot be stopped", code->label);
    if (e->stop_ms != EVENT_OPEN)
        return err_set(err, ERR_STATE, "%s has already stopped at %s", code->label,
                       session_clock(e->stop_ms, other));
    if (at_ms < e->start_ms)
        return err_set(err, ERR_STATE, "%s began at %s and cannot stop at %s", code->label,
                       session_clock(e->start_ms, other), session_clock(at_ms, at));
    return session_plan_stop(s, index, at_ms, err);
}

bool session_stop(Session *s, Uuid event, int64_t at_ms, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   plan_stop(s, event, at_ms, now_ms, err));
}

static bool plan_stop_category(Session *s, int32_t category, int64_t at_ms, int64_t now_ms,
                               Err *err)
{
    if (category < 0 || category >= s->protocol->category_count)
        return err_set(err, ERR_STATE, "this protocol has no category number %d", (int)category);
    if (!s->protocol->categories[category].exclusive)
        return err_set(err, ERR_STATE, "%s: several can be on at once, say which one stops",
                       s->protocol->categories[category].title);
    if (!session_check_open(s, false, err) || !session_check_time(s, at_ms, now_ms, err))
        return false;
    const ObsEvent *running = session_running(s, category);
    return !running || clear_from(s, running->code, running->subject, at_ms, -1, err);
}

bool session_stop_category(Session *s, int32_t category, int64_t at_ms, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   plan_stop_category(s, category, at_ms, now_ms, err));
}
