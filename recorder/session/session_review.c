/* session_review.c - what a second look at the lesson says: what was missed, and
 * other times.
 *
 *     before     |---- T ----|-- DL --|
 *     insert SP      |-SP-|               T is parted in two
 *     after      |-T-|-SP-|T-|-- DL --|
 *     DL starts earlier                   T, which it had ended, stops earlier
 *     after      |-T-|-SP-|T|-- DL ---|
 */
#include "recorder/session/session_internal.h"

#include <string.h>

/* ---- insert ---- */

/* One state gives the time from start_ms to stop_ms to another. */
static bool give_way(Session *s, int32_t index, int64_t start_ms, int64_t stop_ms, Err *err)
{
    ObsEvent e = s->events[index];
    bool before = e.start_ms<start_ms, after = e.stop_ms> stop_ms;
    if (!before && !after)
        return session_plan_void(s, index, true, err);
    if (!before) {
        e.start_ms = stop_ms;
        return session_plan_change(s, index, FIELD_START, &e, err);
    }
    if (!session_plan_stop(s, index, start_ms, err))
        return false;
    e.start_ms = stop_ms;
    e.text = ""; /* what was said is said once */
    return !after || session_plan_event(s, &e, NULL, err);
}

static bool plan_insert(Session *s, const SessionTap *tap, int64_t stop_ms, int64_t now_ms,
                        Err *err)
{
    if (!session_check_tap(s, tap, session_state(s) == SESSION_ENDED, now_ms, err))
        return false;
    ObsEvent event = session_tapped_event(s, tap);
    if (session_code(s, &event)->kind != CODE_STATE)
        return session_plan_event(s, &event, tap->attachment, err);
    if (!session_check_time(s, stop_ms, now_ms, err))
        return false;
    if (stop_ms <= tap->at_ms)
        return err_set(err, ERR_STATE, "%s needs some time between its start and its stop",
                       session_code(s, &event)->label);
    event.stop_ms = stop_ms;
    for (size_t i = 0; i < s->event_count; i++) {
        const ObsEvent *other = &s->events[i];
        if (session_excludes(s, other, event.code, event.subject) && other->start_ms < stop_ms &&
            tap->at_ms < other->stop_ms && !give_way(s, (int32_t)i, tap->at_ms, stop_ms, err))
            return false;
    }
    return session_plan_event(s, &event, NULL, err);
}

bool session_insert(Session *s, const SessionTap *tap, int64_t stop_ms, int64_t now_ms, Err *err)
{
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   plan_insert(s, tap, stop_ms, now_ms, err));
}

/* ---- other times ---- */

/* How far the edges of a state can go. */
typedef struct Room {
    int64_t earliest, latest;
} Room;

static bool touches_start(const ObsEvent *other, const ObsEvent *e)
{
    return other->stop_ms == e->start_ms;
}

static bool touches_stop(const ObsEvent *other, const ObsEvent *e)
{
    return other->start_ms == e->stop_ms && !touches_start(other, e);
}

static Room find_room(const Session *s, int32_t index, int64_t now_ms)
{
    const ObsEvent *e = &s->events[index];
    Room room = {0, s->ended ? s->end_ms : now_ms};
    for (size_t i = 0; i < s->event_count; i++) {
        const ObsEvent *other = &s->events[i];
        if ((int32_t)i == index || !session_excludes(s, other, e->code, e->subject))
            continue;
        /* One without a length goes along whole. */
        bool moves = other->start_ms == other->stop_ms &&
                     (touches_start(other, e) || touches_stop(other, e));
        if (moves)
            continue;
        int64_t before = touches_start(other, e) ? other->start_ms : other->stop_ms;
        int64_t after = touches_stop(other, e) ? other->stop_ms : other->start_ms;
        if (other->stop_ms <= e->start_ms && before > room.earliest)
            room.earliest = before;
        if (other->stop_ms > e->start_ms && other->start_ms >= e->stop_ms && after < room.latest)
            room.latest = after;
    }
    return room;
}

/* Those that touched the state at an edge that moved. */
static bool take_along(Session *s, int32_t index, int64_t start_ms, int64_t stop_ms, Err *err)
{
    const ObsEvent e = s->events[index];
    for (size_t i = 0; i < s->event_count; i++) {
        ObsEvent other = s->events[i];
        if ((int32_t)i == index || !session_excludes(s, &other, e.code, e.subject))
            continue;
        bool empty = other.start_ms == other.stop_ms;
        bool first = start_ms != e.start_ms && touches_start(&other, &e);
        bool last = stop_ms != e.stop_ms && touches_stop(&other, &e);
        if (!first && !last)
            continue;
        uint32_t fields = empty ? FIELD_START | FIELD_STOP : first ? FIELD_STOP : FIELD_START;
        if (fields & FIELD_START)
            other.start_ms = first ? start_ms : stop_ms;
        if (fields & FIELD_STOP)
            other.stop_ms = first ? start_ms : stop_ms;
        if (!session_plan_change(s, (int32_t)i, fields, &other, err))
            return false;
    }
    return true;
}

static bool check_move(const Session *s, const ObsEvent *now, const ObsEvent *to, int64_t now_ms,
                       Err *err)
{
    const Code *code = session_code(s, now);
    bool open = now->stop_ms == EVENT_OPEN;
    char start[SESSION_CLOCK_SIZE], stop[SESSION_CLOCK_SIZE];
    if (open && to->stop_ms != EVENT_OPEN)
        return err_set(err, ERR_STATE, "%s still runs; stop it first", code->label);
    if (!session_check_time(s, to->start_ms, now_ms, err) ||
        (!open && !session_check_time(s, to->stop_ms, now_ms, err)))
        return false;
    return to->stop_ms > to->start_ms ||
           err_set(err, ERR_STATE, "%s would begin at %s and stop at %s", code->label,
                   session_clock(to->start_ms, start), session_clock(to->stop_ms, stop));
}

static bool plan_move(Session *s, Uuid event, int64_t start_ms, int64_t stop_ms, int64_t now_ms,
                      Err *err)
{
    if (!session_check_open(s, session_state(s) == SESSION_ENDED, err))
        return false;
    int32_t index = session_find_index(s, event);
    if (index < 0 || s->events[index].voided)
        return err_set(err, ERR_STATE, "there is no such event in this lesson");
    const ObsEvent *now = &s->events[index];
    Room room = find_room(s, index, now_ms);
    ObsEvent to = *now;
    to.start_ms = start_ms < room.earliest ? room.earliest : start_ms;
    to.stop_ms = stop_ms != EVENT_OPEN && stop_ms > room.latest ? room.latest : stop_ms;
    if (start_ms == now->start_ms && stop_ms == now->stop_ms)
        return true;
    if (to.start_ms == now->start_ms && to.stop_ms == now->stop_ms) {
        char at[SESSION_CLOCK_SIZE];
        return err_set(err, ERR_STATE, "%s has no room beyond %s", session_code(s, now)->label,
                       session_clock(start_ms < to.start_ms ? to.start_ms : to.stop_ms, at));
    }
    if (!check_move(s, now, &to, now_ms, err))
        return false;
    uint32_t fields = (to.start_ms != now->start_ms ? FIELD_START : 0U) |
                      (to.stop_ms != now->stop_ms ? FIELD_STOP : 0U);
    return session_plan_change(s, index, fields, &to, err) &&
           take_along(s, index, to.start_ms, to.stop_ms, err);
}

bool session_move(Session *s, Uuid event, int64_t start_ms, int64_t stop_ms, int64_t now_ms,
                  Err *err)
{
    const ObsEvent *now = session_find_event(s, event);
    if (now && session_code(s, now)->kind != CODE_STATE) {
        ObsEvent to = *now;
        to.start_ms = to.stop_ms = start_ms;
        return session_change(s, event, FIELD_START, &to, now_ms, err);
    }
    return session_plan_end(s, session_plan_begin(s, now_ms, err) &&
                                   plan_move(s, event, start_ms, stop_ms, now_ms, err));
}
