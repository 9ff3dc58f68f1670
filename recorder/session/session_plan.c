/* session_plan.c - how a plan is made, what may be planned, and the acts that
 * begin, pause and end a lesson. */
#include "recorder/session/session_internal.h"

#include "protocols/utf8.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the plan ---- */

bool session_plan_begin(Session *s, int64_t now_ms, Err *err)
{
    s->plan_count = 0;
    s->plan_kept = false;
    arena_reset(&s->plan_texts, (ArenaMark){0});
    s->plan_now_ms = now_ms;
    /* In a record from elsewhere they may have come to their end. */
    s->plan_action = s->last_action < INT64_MAX ? s->last_action + 1 : INT64_MAX;
    s->plan_undoes = 0;
    if (now_ms < s->last_ms) {
        char now[SESSION_CLOCK_SIZE], last[SESSION_CLOCK_SIZE];
        return err_set(err, ERR_STATE, "the clock went back from %s to %s",
                       session_clock(s->last_ms, last), session_clock(now_ms, now));
    }
    if (now_ms < 0 || now_ms > OBSERVATION_MAX_MS)
        return err_set(err, ERR_LIMIT, "a lesson takes at most a thousand days");
    return true;
}

bool session_plan_end(Session *s, bool ok)
{
    if (!ok)
        s->plan_count = 0;
    return ok;
}

Fact *session_plan_fact(Session *s, FactKind kind, Err *err)
{
    if (s->plan_count == s->plan_cap) {
        size_t cap = s->plan_cap == 0 ? 16 : s->plan_cap * 2;
        Fact *plan = realloc(s->plan, cap * sizeof *plan);
        if (!plan) {
            err_set(err, ERR_SYSTEM, "there is no memory left for this entry");
            return NULL;
        }
        s->plan = plan;
        s->plan_cap = cap;
    }
    Fact *fact = &s->plan[s->plan_count++];
    *fact = (Fact){.kind = kind,
                   .id = uuid_next(s->ids, s->setup->started_unix_ms + s->plan_now_ms),
                   .action = s->plan_action,
                   .undoes = s->plan_undoes,
                   .said_ms = s->plan_now_ms,
                   .event = event_blank()};
    return fact;
}

static bool plan_text(Session *s, Fact *fact, const char *text, Err *err)
{
    fact->event.text = "";
    if (text && text[0] != '\0')
        fact->event.text = arena_copy(&s->plan_texts, text, strlen(text));
    return fact->event.text || err_set(err, ERR_SYSTEM, "there is no memory left for this text");
}

bool session_plan_event(Session *s, const ObsEvent *event, const Attachment *attachment, Err *err)
{
    if (s->event_count + s->plan_count >= OBSERVATION_MAX_EVENTS)
        return err_set(err, ERR_LIMIT, "this lesson is full: at most %d events can be recorded",
                       OBSERVATION_MAX_EVENTS);
    Fact *fact = session_plan_fact(s, FACT_EVENT, err);
    if (!fact)
        return false;
    Uuid id = fact->id;
    fact->event = *event;
    fact->event.id = id;
    fact->attachment = attachment;
    return plan_text(s, fact, event->text, err);
}

bool session_plan_change(Session *s, int32_t index, uint32_t fields, const ObsEvent *to, Err *err)
{
    Fact *fact = session_plan_fact(s, FACT_CHANGE, err);
    if (!fact)
        return false;
    fact->fields = fields;
    fact->event = *to;
    fact->event.id = s->events[index].id;
    return plan_text(s, fact, fields & FIELD_TEXT ? to->text : "", err);
}

bool session_plan_stop(Session *s, int32_t index, int64_t stop_ms, Err *err)
{
    ObsEvent to = s->events[index];
    to.stop_ms = stop_ms;
    return session_plan_change(s, index, FIELD_STOP, &to, err);
}

bool session_plan_void(Session *s, int32_t index, bool voided, Err *err)
{
    ObsEvent to = s->events[index];
    to.voided = voided;
    return session_plan_change(s, index, FIELD_VOIDED, &to, err);
}

bool session_plan_void_after(Session *s, int64_t end_ms, Err *err)
{
    for (size_t i = 0; i < s->event_count; i++)
        if (!s->events[i].voided && s->events[i].start_ms > end_ms &&
            !session_plan_void(s, (int32_t)i, true, err))
            return false;
    return true;
}

/* ---- what may be planned ---- */

const char *session_clock(int64_t ms, char ret_text[SESSION_CLOCK_SIZE])
{
    bool negative = ms < 0;
    int64_t most = OBSERVATION_MAX_MS;
    int64_t shown = ms < -most || ms > most ? most : negative ? -ms : ms;
    (void)snprintf(ret_text, SESSION_CLOCK_SIZE, "%s%d:%02d", negative ? "-" : "",
                   (int)(shown / 60000), (int)(shown / 1000 % 60));
    return ret_text;
}

bool session_check_open(const Session *s, bool note, Err *err)
{
    if (s->log_count >= SESSION_MAX_FACTS)
        return err_set(err, ERR_LIMIT, "this lesson is full: at most %d entries can be recorded",
                       SESSION_MAX_FACTS);
    switch (session_state(s)) {
    case SESSION_READY:
        return err_set(err, ERR_STATE, "the lesson has not started yet");
    case SESSION_PAUSED:
        return note || err_set(err, ERR_STATE, "the lesson is paused");
    case SESSION_ENDED:
        return note || err_set(err, ERR_STATE, "the lesson has ended");
    default:
        return true;
    }
}

bool session_check_time(const Session *s, int64_t at_ms, int64_t now_ms, Err *err)
{
    char at[SESSION_CLOCK_SIZE], limit[SESSION_CLOCK_SIZE];
    if (at_ms < 0)
        return err_set(err, ERR_STATE, "that would be before the lesson began");
    if (s->ended && at_ms > s->end_ms)
        return err_set(err, ERR_STATE, "%s is after the end of the lesson at %s",
                       session_clock(at_ms, at), session_clock(s->end_ms, limit));
    if (at_ms > now_ms)
        return err_set(err, ERR_STATE, "%s has not come yet, it is %s", session_clock(at_ms, at),
                       session_clock(now_ms, limit));
    return true;
}

bool session_check_subject(const Session *s, const Code *code, int32_t subject, Err *err)
{
    if (subject < SUBJECT_NONE || subject >= s->setup->subject_count)
        return err_set(err, ERR_STATE, "nobody in this lesson has the number %d", (int)subject);
    uint32_t about = ABOUT_CLASS;
    if (subject != SUBJECT_NONE) {
        static const uint32_t about_kind[] = {[SUBJECT_ADULT] = ABOUT_ADULT,
                                              [SUBJECT_PUPIL] = ABOUT_PUPIL,
                                              [SUBJECT_GROUP] = ABOUT_GROUP};
        about = about_kind[s->setup->subjects[subject].kind];
    }
    if (code->about & about)
        return true;
    if (subject == SUBJECT_NONE)
        return err_set(err, ERR_STATE, "%s is about somebody; say first who", code->label);
    return err_set(err, ERR_STATE, "%s cannot be recorded about %s", code->label,
                   s->setup->subjects[subject].label);
}

bool session_check_text(const char *text, Err *err)
{
    size_t len = text ? strlen(text) : 0;
    if (len > OBSERVATION_MAX_TEXT)
        return err_set(err, ERR_LIMIT, "a text of %zu bytes, at most %d fit", len,
                       OBSERVATION_MAX_TEXT);
    size_t valid = len > 0 ? utf8_valid_len(text, len) : 0;
    if (valid != len)
        return err_set(err, ERR_FORMAT, "the text is not UTF-8 at byte %zu", valid + 1);
    return true;
}

bool session_check_value(const Code *code, int32_t value, Err *err)
{
    if (code->kind == CODE_RATING && (value < code->scale_min || value > code->scale_max))
        return err_set(err, ERR_STATE, "%s: %d is not on the scale from %d to %d", code->label,
                       (int)value, (int)code->scale_min, (int)code->scale_max);
    return true;
}

bool session_check_options(const Session *s, const Code *code, const int8_t *options, Err *err)
{
    for (int32_t i = 0; i < PROTOCOL_MAX_MODIFIERS; i++) {
        if (options[i] == PROTOCOL_NONE)
            continue;
        if (i >= s->protocol->modifier_count || !(code->modifiers & 1U << i))
            return err_set(err, ERR_STATE, "%s has no modifier %d", code->label, (int)i + 1);
        const Modifier *modifier = &s->protocol->modifiers[i];
        if (options[i] < 0 || options[i] >= modifier->option_count)
            return err_set(err, ERR_STATE, "%s has no option %d", modifier->label,
                           (int)options[i] + 1);
    }
    return true;
}

int8_t session_source_option(const Session *s, const Code *code, const int8_t *options)
{
    int32_t target = s->protocol->target_modifier, source = s->protocol->source_modifier;
    assert(source != PROTOCOL_NONE);
    if (target == PROTOCOL_NONE || s->setup->targets == 0 || options[target] == PROTOCOL_NONE ||
        !(code->modifiers & 1U << target))
        return options[source];
    return s->setup->targets & 1U << options[target] ? 0 : 1;
}

bool session_excludes(const Session *s, const ObsEvent *state, int32_t code, int32_t subject)
{
    const Code *other = session_code(s, state);
    if (state->voided || other->kind != CODE_STATE)
        return false;
    if (state->code == code && state->subject == subject)
        return true;
    int32_t category = s->protocol->codes[code].category;
    const Category *rule = &s->protocol->categories[category];
    return other->category == category &&
           (rule->exclusive || (rule->lanes && state->subject == subject));
}

/* ---- begin, pause, end ---- */

static bool plan_start(Session *s, Err *err)
{
    if (s->started)
        return err_set(err, ERR_STATE, "the lesson has already started");
    if (!session_plan_fact(s, FACT_START, err))
        return false;
    int32_t absent = protocol_find_sense(s->protocol, SENSE_ABSENT);
    for (int32_t i = 0; i < s->setup->subject_count; i++) {
        if (!s->setup->subjects[i].absent)
            continue;
        if (absent == PROTOCOL_NONE)
            return err_set(err, ERR_STATE, "this protocol has no code for an absent pupil");
        ObsEvent event = event_blank();
        event.code = absent;
        event.subject = i;
        event.stop_ms = EVENT_OPEN;
        if (!session_plan_event(s, &event, NULL, err))
            return false;
    }
    return true;
}

bool session_start(Session *s, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) && plan_start(s, err));
}

static bool plan_pause(Session *s, int64_t now_ms, Err *err)
{
    if (session_state(s) == SESSION_PAUSED)
        return err_set(err, ERR_STATE, "the lesson is already paused");
    if (!session_check_open(s, false, err))
        return false;
    ObsEvent event = event_blank();
    event.code = protocol_find_sense(s->protocol, SENSE_PAUSE);
    event.start_ms = now_ms;
    event.stop_ms = EVENT_OPEN;
    if (event.code == PROTOCOL_NONE)
        return err_set(err, ERR_STATE, "this protocol has no code for a pause");
    return session_plan_event(s, &event, NULL, err);
}

bool session_pause(Session *s, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) && plan_pause(s, now_ms, err));
}

static bool plan_resume(Session *s, int64_t now_ms, Err *err)
{
    if (session_state(s) == SESSION_RUNNING)
        return err_set(err, ERR_STATE, "the lesson is not paused");
    if (!session_check_open(s, session_state(s) == SESSION_PAUSED, err))
        return false;
    for (size_t i = 0; i < s->open.count; i++) {
        int32_t index = s->open.items[i];
        if (session_code(s, &s->events[index])->senses & SENSE_PAUSE &&
            !session_plan_stop(s, index, now_ms, err))
            return false;
    }
    return true;
}

bool session_resume(Session *s, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) && plan_resume(s, now_ms, err));
}

/* Signals that are over are nobody's act and stay missing when the end is taken
 * back; a prompt that is still on can be answered again then. */
static bool plan_end(Session *s, int64_t end_ms, Err *err)
{
    if (!s->started)
        return err_set(err, ERR_STATE, "the lesson has not started yet");
    if (s->ended)
        return err_set(err, ERR_STATE, "the lesson has already ended");
    if (!session_plan_missing(s, end_ms, true, SIZE_MAX, err) ||
        !session_plan_missing(s, end_ms, false, SIZE_MAX, err) ||
        !session_plan_void_after(s, end_ms, err))
        return false;
    for (size_t i = 0; i < s->open.count; i++) {
        int32_t index = s->open.items[i];
        int64_t start_ms = s->events[index].start_ms;
        if (!session_plan_stop(s, index, end_ms > start_ms ? end_ms : start_ms, err))
            return false;
    }
    Fact *end = session_plan_fact(s, FACT_END, err);
    if (!end)
        return false;
    end->event.start_ms = end->event.stop_ms = end_ms;
    return true;
}

bool session_end(Session *s, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) && plan_end(s, now_ms, err));
}

bool session_end_at(Session *s, int64_t end_ms, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   session_check_time(s, end_ms, now_ms, err) &&
                                   plan_end(s, end_ms, err));
}
