#include "recorder/recording/replay.h"

#include <stdlib.h>
#include <string.h>

struct Replay {
    const Script *script; /* borrowed, as is the recording */
    Recording *recording;
    int32_t next;
    Uuid *events; /* per act: the event it recorded or found, or nil */
};

Replay *replay_create(const Script *script, Recording *recording, Err *err)
{
    Replay *replay = calloc(1, sizeof *replay);
    Uuid *events = calloc((size_t)script->act_count + 1, sizeof *events);
    if (!replay || !events) {
        free(replay);
        free(events);
        err_set(err, ERR_SYSTEM, "there is no memory left to replay %d lines",
                (int)script->act_count);
        return NULL;
    }
    *replay = (Replay){.script = script, .recording = recording, .events = events};
    return replay;
}

void replay_destroy(Replay *replay)
{
    if (!replay)
        return;
    free(replay->events);
    free(replay);
}

int64_t replay_next_ms(const Replay *replay)
{
    return replay->next < replay->script->act_count ? replay->script->acts[replay->next].said_ms
                                                    : EVENT_OPEN;
}

static bool plan_tap(Replay *replay, const ScriptAct *act, Err *err)
{
    SessionTap tap = session_tap_blank(act->code, act->at_ms);
    tap.subject = act->subject;
    tap.target = act->target;
    tap.value = act->value;
    tap.text = act->text;
    tap.attachment = act->attachment;
    tap.again = act->again;
    tap.exact = act->exact;
    memcpy(tap.options, act->options, sizeof tap.options);
    return session_tap(recording_session(replay->recording), &tap, act->said_ms, err);
}

/* The state that an act without ref stops: an absence from the start. */
static Uuid find_open(const Session *session, int32_t code, int32_t subject)
{
    size_t count;
    const ObsEvent *events = session_events(session, &count);
    for (size_t i = 0; i < count; i++)
        if (!events[i].voided && events[i].stop_ms == EVENT_OPEN && events[i].code == code &&
            events[i].subject == subject)
            return events[i].id;
    return (Uuid){{0}};
}

/* A state that another one has ended at this very time needs no stop. */
static bool plan_stop(Replay *replay, const ScriptAct *act, Err *err)
{
    Session *session = recording_session(replay->recording);
    Uuid id = act->ref == SCRIPT_NO_REF ? find_open(session, act->code, act->subject)
                                        : replay->events[act->ref];
    const ObsEvent *event = session_find_event(session, id);
    if (event && !event->voided && event->stop_ms == act->at_ms)
        return true; /* the plan is empty since the last commit */
    return session_stop(session, id, act->at_ms, act->said_ms, err);
}

static bool plan_answer(Session *session, const ScriptAct *act, Err *err)
{
    SessionAnswer answer = {act->subject, act->value, act->missing};
    return act->of == SCRIPT_OF_PRESENT
               ? session_answer(session, act->sampling, act->subject, act->value, act->missing,
                                act->said_ms, err)
               : session_answer_of(session, act->sampling, &answer, act->of, act->said_ms, err);
}

static bool plan_act(Replay *replay, const ScriptAct *act, Err *err)
{
    Session *session = recording_session(replay->recording);
    switch (act->kind) {
    case SCRIPT_TAP:
        return plan_tap(replay, act, err);
    case SCRIPT_STOP:
        return plan_stop(replay, act, err);
    case SCRIPT_FALL_SILENT:
        return session_stop_category(session, session_protocol(session)->codes[act->code].category,
                                     act->at_ms, act->said_ms, err);
    case SCRIPT_ANSWER:
        return plan_answer(session, act, err);
    case SCRIPT_PAUSE:
        return session_pause(session, act->said_ms, err);
    case SCRIPT_RESUME:
        return session_resume(session, act->said_ms, err);
    case SCRIPT_END:
        return session_end(session, act->said_ms, err);
    }
    return err_set(err, ERR_FORMAT, "an act of an unknown kind");
}

static bool start(Replay *replay, Err *err)
{
    Session *session = recording_session(replay->recording);
    return session_state(session) != SESSION_READY ||
           (session_start(session, session_last_ms(session), err) &&
            recording_commit(replay->recording, NULL, err));
}

/* The event that the plan records; else, for a later stop, the one it goes on
 * with. */
static Uuid planned_event(const Session *session)
{
    FactSlice plan = session_planned(session);
    for (size_t i = 0; i < plan.count; i++)
        if (plan.items[i].kind == FACT_EVENT)
            return plan.items[i].id;
    return (Uuid){{0}};
}

bool replay_step(Replay *replay, Uuid *ret_event, Err *err)
{
    Session *session = recording_session(replay->recording);
    const ScriptAct *act = &replay->script->acts[replay->next];
    bool saved = false;
    if (!start(replay, err) || !plan_act(replay, act, err))
        return err_prefix(err, "line %d", (int)act->line);
    Uuid event = planned_event(session);
    if (!recording_commit(replay->recording, &saved, err))
        return err_prefix(err, "line %d", (int)act->line);
    replay->events[replay->next] = event;
    if (uuid_is_nil(event) && act->kind == SCRIPT_TAP)
        replay->events[replay->next] = find_open(session, act->code, act->subject);
    replay->next++;
    if (ret_event)
        *ret_event = saved ? event : (Uuid){{0}};
    return true;
}
