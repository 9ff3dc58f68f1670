/* session_sample.c - signals, answers, and samples that nobody answered. */
#include "recorder/session/session_internal.h"

#include <assert.h>
#include <string.h>

/* Who is asked at a signal, and how many of them are there. */
typedef struct Asked {
    int32_t subjects[OBSERVATION_MAX_SUBJECTS];
    int32_t present[OBSERVATION_MAX_SUBJECTS];
    int32_t count;
} Asked;

/* Nobody waits for a signal in what was imported, nor in a walk-through: there the
 * observer looks round when there is a moment for it. */
static bool is_free(const Session *s)
{
    return s->setup->origin[0] != '\0' || s->setup->walk;
}

static bool in_pause(const Session *s, int64_t at_ms)
{
    for (size_t i = 0; i < s->pauses.count; i++) {
        const ObsEvent *pause = &s->events[s->pauses.items[i]];
        if (pause->start_ms <= at_ms && at_ms < pause->stop_ms)
            return true;
    }
    return false;
}

/* Pupils present at at_ms, by group; the class as a whole stands last. */
static void count_present(const Session *s, int64_t at_ms, int32_t *by_group)
{
    bool absent[OBSERVATION_MAX_SUBJECTS] = {false};
    for (size_t i = 0; i < s->absences.count; i++) {
        const ObsEvent *absence = &s->events[s->absences.items[i]];
        if (absence->start_ms <= at_ms && at_ms < absence->stop_ms)
            absent[absence->subject] = true;
    }
    memset(by_group, 0, (OBSERVATION_MAX_SUBJECTS + 1) * sizeof *by_group);
    for (int32_t i = 0; i < s->setup->subject_count; i++) {
        const Subject *subject = &s->setup->subjects[i];
        if (subject->kind != SUBJECT_PUPIL || subject->several || absent[i])
            continue;
        by_group[OBSERVATION_MAX_SUBJECTS]++;
        if (subject->group != SUBJECT_NONE)
            by_group[subject->group]++;
    }
}

bool session_was_present(const Session *s, int32_t subject, int64_t at_ms)
{
    for (size_t i = 0; i < s->absences.count; i++) {
        const ObsEvent *absence = &s->events[s->absences.items[i]];
        if (absence->subject == subject && absence->start_ms <= at_ms && at_ms < absence->stop_ms)
            return false;
    }
    return true;
}

int32_t session_was_present_count(const Session *s, int32_t group, int64_t at_ms)
{
    int32_t by_group[OBSERVATION_MAX_SUBJECTS + 1];
    count_present(s, at_ms, by_group);
    return by_group[group == SUBJECT_NONE ? OBSERVATION_MAX_SUBJECTS : group];
}

static void find_asked(const Session *s, const Sampling *sampling, int64_t at_ms, Asked *asked)
{
    int32_t by_group[OBSERVATION_MAX_SUBJECTS + 1];
    asked->count = 0;
    if (in_pause(s, at_ms))
        return;
    count_present(s, at_ms, by_group);
    bool groups = false;
    for (int32_t i = 0; i < s->setup->subject_count && sampling->ask == SAMPLING_EACH_GROUP; i++) {
        if (s->setup->subjects[i].kind != SUBJECT_GROUP)
            continue;
        groups = true;
        if (by_group[i] == 0)
            continue;
        asked->subjects[asked->count] = i;
        asked->present[asked->count++] = by_group[i];
    }
    if (!groups && by_group[OBSERVATION_MAX_SUBJECTS] > 0) {
        asked->subjects[0] = SUBJECT_NONE;
        asked->present[0] = by_group[OBSERVATION_MAX_SUBJECTS];
        asked->count = 1;
    }
}

static int64_t window_ms(const Sampling *sampling)
{
    return sampling->answer_ms > 0 && sampling->answer_ms < sampling->every_ms ? sampling->answer_ms
                                                                               : sampling->every_ms;
}

static bool is_answered(const Session *s, int32_t sampling, int32_t subject, int64_t signal)
{
    return session_slot_count(s, session_slot_key(sampling, subject, signal)) > 0;
}

/* ---- time passing ---- */

/* The samples of one signal that are not there; *ret_none says that none was
 * missing. A lesson that is full takes no more. */
static bool plan_signal(Session *s, int32_t index, int64_t signal, bool *ret_none, Err *err)
{
    const Sampling *sampling = &s->protocol->sampling[index];
    Asked asked;
    find_asked(s, sampling, signal * sampling->every_ms, &asked);
    *ret_none = true;
    for (int32_t i = 0; i < asked.count; i++) {
        if (is_answered(s, index, asked.subjects[i], signal))
            continue;
        *ret_none = false;
        if (s->event_count + s->plan_count >= OBSERVATION_MAX_EVENTS)
            return true;
        ObsEvent event = event_blank();
        event.code = sampling->code;
        event.subject = asked.subjects[i];
        event.start_ms = event.stop_ms = signal * sampling->every_ms;
        event.of = asked.present[i];
        event.missing = true;
        if (!session_plan_event(s, &event, NULL, err))
            return false;
    }
    return true;
}

bool session_plan_missing(Session *s, int64_t now_ms, bool closed, size_t most, Err *err)
{
    if (is_free(s))
        return true;
    int64_t action = s->plan_action;
    s->plan_action = closed ? 0 : action;
    bool ok = true;
    for (int32_t i = 0; ok && i < s->protocol->sampling_count; i++) {
        const Sampling *sampling = &s->protocol->sampling[i];
        int64_t last = sampling->every_ms > 0 ? now_ms / sampling->every_ms : 0;
        for (int64_t k = s->settled[i] + 1; ok && k <= last; k++) {
            bool over = k * sampling->every_ms + window_ms(sampling) <= now_ms;
            bool none = false;
            if (over != closed)
                continue;
            ok = plan_signal(s, i, k, &none, err);
            if (none && closed && k == s->settled[i] + 1)
                s->settled[i] = k;
            if (s->plan_count >= most)
                break;
        }
    }
    s->plan_action = action;
    return ok;
}

bool session_tick(Session *s, int64_t now_ms, Err *err)
{
    if (!session_plan_begin(s, now_ms, err))
        return false;
    if (!s->started || s->ended)
        return true;
    return session_plan_end(s, session_plan_missing(s, now_ms, true, SESSION_TICK_FACTS, err));
}

/* ---- the prompt ---- */

SessionPrompt session_prompt(const Session *s, int64_t now_ms)
{
    SessionPrompt on = {.sampling = PROTOCOL_NONE, .subject = SUBJECT_NONE, .next_ms = EVENT_OPEN};
    if (session_state(s) != SESSION_RUNNING || is_free(s))
        return on;
    int64_t next_ms = EVENT_OPEN;
    Asked asked;
    for (int32_t i = 0; i < s->protocol->sampling_count; i++) {
        const Sampling *sampling = &s->protocol->sampling[i];
        if (sampling->every_ms <= 0)
            continue;
        int64_t signal = now_ms / sampling->every_ms;
        int64_t signal_ms = signal * sampling->every_ms;
        int64_t until_ms = signal_ms + window_ms(sampling);
        bool sooner = on.sampling == PROTOCOL_NONE || until_ms < on.until_ms;
        if (signal > 0 && now_ms < until_ms && sooner) {
            find_asked(s, sampling, signal_ms, &asked);
            int32_t at = 0;
            while (at < asked.count && is_answered(s, i, asked.subjects[at], signal))
                at++;
            if (at < asked.count)
                on = (SessionPrompt){i,         (int32_t)signal, asked.subjects[at],
                                     signal_ms, until_ms,        EVENT_OPEN};
        }
        find_asked(s, sampling, now_ms, &asked);
        if (asked.count > 0 && signal_ms + sampling->every_ms < next_ms)
            next_ms = signal_ms + sampling->every_ms;
    }
    if (on.sampling == PROTOCOL_NONE)
        on.next_ms = next_ms;
    return on;
}

/* ---- answers ---- */

static const char *name_of(const Session *s, int32_t subject)
{
    return subject == SUBJECT_NONE ? "the class" : s->setup->subjects[subject].label;
}

/* When the answered signal came and how many were there then. */
static bool find_signal(const Session *s, int32_t index, int32_t subject, int64_t now_ms,
                        int64_t *ret_at_ms, int32_t *ret_present, Err *err)
{
    const Sampling *sampling = &s->protocol->sampling[index];
    if (is_free(s)) {
        *ret_at_ms = now_ms;
        *ret_present = session_present_count(s, subject);
        return true;
    }
    int64_t signal = sampling->every_ms > 0 ? now_ms / sampling->every_ms : 0;
    int64_t signal_ms = signal * sampling->every_ms;
    Asked asked = {.count = 0};
    if (signal > 0 && now_ms < signal_ms + window_ms(sampling))
        find_asked(s, sampling, signal_ms, &asked);
    if (asked.count == 0)
        return err_set(err, ERR_STATE, "no signal is on that could be answered");
    int32_t at = 0;
    while (at < asked.count && asked.subjects[at] != subject)
        at++;
    if (at == asked.count)
        return err_set(err, ERR_STATE, "%s is not asked at this signal", name_of(s, subject));
    if (is_answered(s, index, subject, signal))
        return err_set(err, ERR_STATE, "%s was answered already", name_of(s, subject));
    *ret_at_ms = signal_ms;
    *ret_present = asked.present[at];
    return true;
}

enum { OF_PRESENT = -1 };

/* of: how many were there, or OF_PRESENT: as many as are. */
static bool plan_answer(Session *s, int32_t sampling, SessionAnswer answer, int32_t of,
                        int64_t now_ms, Err *err)
{
    int32_t subject = answer.subject;
    if (sampling < 0 || sampling >= s->protocol->sampling_count)
        return err_set(err, ERR_STATE, "this protocol has no sampling number %d", (int)sampling);
    if (subject < SUBJECT_NONE || subject >= s->setup->subject_count)
        return err_set(err, ERR_STATE, "nobody in this lesson has the number %d", (int)subject);
    int64_t at_ms = 0;
    int32_t present = 0;
    if (!session_check_open(s, false, err) ||
        !find_signal(s, sampling, subject, now_ms, &at_ms, &present, err))
        return false;
    if (of != OF_PRESENT)
        present = of;
    if (!answer.missing && (answer.value < 0 || answer.value > present))
        return err_set(err, ERR_STATE, "%d of %s cannot be, %d are present", (int)answer.value,
                       name_of(s, subject), (int)present);
    ObsEvent event = event_blank();
    event.code = s->protocol->sampling[sampling].code;
    event.subject = subject;
    event.start_ms = event.stop_ms = at_ms;
    event.value = answer.missing ? 0 : answer.value;
    event.of = present;
    event.missing = answer.missing;
    return session_plan_event(s, &event, NULL, err);
}

bool session_answer(Session *s, int32_t sampling, int32_t subject, int32_t value, bool missing,
                    int64_t now_ms, Err *err)
{
    SessionAnswer answer = {subject, value, missing};
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   plan_answer(s, sampling, answer, OF_PRESENT, now_ms, err));
}

bool session_answer_of(Session *s, int32_t sampling, const SessionAnswer *answer, int32_t of,
                       int64_t now_ms, Err *err)
{
    assert(of >= 0);
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   plan_answer(s, sampling, *answer, of, now_ms, err));
}

bool session_answer_all(Session *s, int32_t sampling, const SessionAnswer *answers, int32_t count,
                        int64_t now_ms, Err *err)
{
    bool ok = session_plan_begin(s, now_ms, err);
    for (int32_t i = 0; i < count && ok; i++)
        ok = plan_answer(s, sampling, answers[i], OF_PRESENT, now_ms, err);
    return session_plan_end(s, ok);
}
