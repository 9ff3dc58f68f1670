/* session_wait.c - the wait after the last question, as the measures will count it
 * (wait time 1, reports/measure/talk/talk.h). */
#include "recorder/session/session_internal.h"

#include "reports/measure/talk/talk.h"

enum { LOOK_BACK = 512 /* events; a wait is not looked for further back */ };

typedef struct Recent {
    const Session *s;
    const ObsEvent *events;
    size_t count;
} Recent;

static Recent recent_of(const Session *s)
{
    size_t from = s->event_count > LOOK_BACK ? s->event_count - LOOK_BACK : 0;
    return (Recent){s, s->events + from, s->event_count - from};
}

static bool is_speech(const Recent *r, const ObsEvent *e)
{
    const Code *code = session_code(r->s, e);
    return !e->voided && code->kind == CODE_STATE && (code->senses & SENSE_TALK) != 0 &&
           (code->senses & SENSE_TALK) != SENSE_SILENCE;
}

static bool is_teacher(const Recent *r, const ObsEvent *e)
{
    return is_speech(r, e) && (session_code(r->s, e)->senses & SENSE_TEACHER_TALK) != 0;
}

static const ObsEvent *last_question(const Recent *r)
{
    const ObsEvent *last = NULL;
    for (size_t i = 0; i < r->count; i++) {
        const ObsEvent *e = &r->events[i];
        bool question = !e->voided && (session_code(r->s, e)->senses & SENSE_QUESTION) != 0;
        if (question && (!last || e->start_ms >= last->start_ms))
            last = e;
    }
    return last;
}

/* The teacher's turn that the question ends with: of the adult it is about, or of
 * nobody named; NULL when none was there. */
static const ObsEvent *asking_turn(const Recent *r, const ObsEvent *question)
{
    const ObsEvent *turn = NULL;
    for (size_t i = 0; i < r->count; i++) {
        const ObsEvent *e = &r->events[i];
        if (!is_teacher(r, e) || e->start_ms > question->start_ms)
            continue;
        bool own = question->subject == SUBJECT_NONE || e->subject == SUBJECT_NONE ||
                   e->subject == question->subject;
        if (own && (!turn || e->start_ms >= turn->start_ms))
            turn = e;
    }
    bool open = turn && turn->stop_ms == EVENT_OPEN;
    if (!turn || (!open && question->start_ms - turn->stop_ms > QUESTION_LATE_MS))
        return NULL;
    return turn;
}

/* The first to speak from from_ms on; *ret_over: who else spoke on beyond it. */
static const ObsEvent *next_speech(const Recent *r, const ObsEvent *asking, int64_t from_ms,
                                   const ObsEvent **ret_over)
{
    const ObsEvent *next = NULL;
    for (size_t i = 0; i < r->count; i++) {
        const ObsEvent *e = &r->events[i];
        if (e == asking || !is_speech(r, e))
            continue;
        if (e->start_ms >= from_ms)
            next = !next || e->start_ms < next->start_ms ? e : next;
        else if (e->stop_ms > from_ms)
            *ret_over = e;
    }
    return next;
}

static bool paused_between(const Session *s, int64_t from_ms, int64_t until_ms)
{
    for (size_t i = 0; i < s->pauses.count; i++) {
        const ObsEvent *pause = &s->events[s->pauses.items[i]];
        if (!pause->voided && pause->start_ms < until_ms && pause->stop_ms > from_ms)
            return true;
    }
    return false;
}

/* Whoever speaks at this time, or NULL. */
static const ObsEvent *speaking_at(const Recent *r, int64_t at_ms)
{
    for (size_t i = r->count; i-- > 0;) {
        const ObsEvent *e = &r->events[i];
        if (is_speech(r, e) && e->start_ms <= at_ms && e->stop_ms > at_ms)
            return e;
    }
    return NULL;
}

static SessionWait lost(const ObsEvent *question, const ObsEvent *answer, const char *why)
{
    return (SessionWait){
        .state = SESSION_WAIT_LOST, .question = question, .answer = answer, .lost = why};
}

/* From when the answer is waited for. */
static SessionWait wait_from(const Recent *r, const ObsEvent *question, const ObsEvent *asking,
                             int64_t from_ms, int64_t now_ms)
{
    const Session *s = r->s;
    const ObsEvent *over = NULL;
    const ObsEvent *next = next_speech(r, asking, from_ms, &over);
    int64_t until_ms = next ? next->start_ms : now_ms;
    if (over)
        return lost(question, over, "others spoke on");
    if (paused_between(s, from_ms, until_ms))
        return lost(question, next, "there was a pause");
    if (next && (session_code(s, next)->senses & (SENSE_TEACHER_TALK | SENSE_STUDENT_TALK)) == 0)
        return lost(question, next, "groups talk");
    int64_t floor_ms = s->protocol->rules.wait_from_ms;
    floor_ms = floor_ms > s->setup->resolution_ms ? floor_ms : s->setup->resolution_ms;
    SessionWait wait = {.state = next ? SESSION_WAIT_ENDED : SESSION_WAIT_ON,
                        .question = question,
                        .answer = next,
                        .from_ms = from_ms,
                        .wait_ms = until_ms > from_ms ? until_ms - from_ms : 0};
    wait.too_short = next && wait.wait_ms < floor_ms;
    return wait;
}

SessionWait session_wait(const Session *s, int64_t now_ms)
{
    SessionWait none = {.state = SESSION_WAIT_NONE};
    Recent r = recent_of(s);
    const ObsEvent *question = last_question(&r);
    if (!question)
        return none;
    bool state = session_code(s, question)->kind == CODE_STATE;
    const ObsEvent *asking = state ? question : asking_turn(&r, question);
    if (asking)
        return asking->stop_ms == EVENT_OPEN
                   ? none
                   : wait_from(&r, question, asking, asking->stop_ms, now_ms);
    if (protocol_find_sense(s->protocol, SENSE_TEACHER_TALK) == PROTOCOL_NONE)
        return none;
    const ObsEvent *other = speaking_at(&r, question->start_ms);
    return other ? lost(question, other, "others spoke")
                 : wait_from(&r, question, NULL, question->start_ms, now_ms);
}
