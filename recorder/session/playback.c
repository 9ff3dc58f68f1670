#include "recorder/session/playback.h"

#include <stdlib.h>
#include <string.h>

/* A start or a stop; at one time stops come first, but for what has no length. */
typedef struct PlayStep {
    int64_t at_ms;
    uint32_t event;
    bool stop;
} PlayStep;

struct Playback {
    const Session *of; /* borrowed */
    Session *session;
    UuidSource ids;
    PlayStep *steps;
    size_t step_count, next;
    Uuid *made; /* id of each event here; nil: not yet */
    int64_t ms;
};

static int compare(const void *left, const void *right)
{
    const PlayStep *a = left, *b = right;
    if (a->at_ms != b->at_ms)
        return a->at_ms < b->at_ms ? -1 : 1;
    if (a->stop != b->stop)
        return a->stop ? -1 : 1;
    return a->event < b->event ? -1 : a->event > b->event;
}

static bool apply(Playback *p, Session *session, Fact fact, Err *err)
{
    fact.id = uuid_next(&p->ids, 1);
    if (fact.kind == FACT_EVENT)
        fact.event.id = fact.id;
    return session_apply(session, (FactSlice){&fact, 1}, err);
}

/* Back to the start; what is there stays when there is no memory. */
static bool begin(Playback *p, Err *err)
{
    const uint64_t seed[2] = {1, 2};
    UuidSource before = p->ids;
    uuid_source_init(&p->ids, seed);
    Session *s = session_create(session_protocol(p->of), session_setup(p->of), &p->ids, err);
    if (!s || !apply(p, s, (Fact){.kind = FACT_START, .action = 1, .event = event_blank()}, err)) {
        session_destroy(s);
        p->ids = before;
        return false;
    }
    session_destroy(p->session);
    p->session = s;
    p->next = 0;
    p->ms = 0;
    return true;
}

Playback *playback_create(const Session *s, Err *err)
{
    size_t count;
    const ObsEvent *events = session_events(s, &count);
    Playback *p = calloc(1, sizeof *p);
    if (p) {
        p->of = s;
        p->steps = calloc(2 * count + 1, sizeof *p->steps);
        p->made = calloc(count + 1, sizeof *p->made);
    }
    if (!p || !p->steps || !p->made) {
        playback_destroy(p);
        err_set(err, ERR_SYSTEM, "there is not enough memory to play this lesson");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const ObsEvent *e = &events[i];
        if (e->voided)
            continue;
        p->steps[p->step_count++] = (PlayStep){e->start_ms, (uint32_t)i, false};
        if (e->stop_ms != e->start_ms && e->stop_ms != EVENT_OPEN)
            p->steps[p->step_count++] = (PlayStep){e->stop_ms, (uint32_t)i, true};
    }
    qsort(p->steps, p->step_count, sizeof *p->steps, compare);
    if (!begin(p, err)) {
        playback_destroy(p);
        return NULL;
    }
    return p;
}

void playback_destroy(Playback *playback)
{
    if (!playback)
        return;
    session_destroy(playback->session);
    free(playback->steps);
    free(playback->made);
    free(playback);
}

static bool play(Playback *p, const PlayStep *step, Err *err)
{
    size_t count;
    const ObsEvent *e = &session_events(p->of, &count)[step->event];
    Fact fact = {.kind = step->stop ? FACT_CHANGE : FACT_EVENT,
                 .action = (int64_t)p->next + 2,
                 .said_ms = step->at_ms,
                 .fields = step->stop ? FIELD_STOP : 0,
                 .event = *e};
    if (step->stop)
        fact.event.id = p->made[step->event];
    else if (e->stop_ms != e->start_ms)
        fact.event.stop_ms = EVENT_OPEN;
    if (!apply(p, p->session, fact, err))
        return false;
    if (!step->stop) {
        const ObsEvent *made = session_events(p->session, &count);
        p->made[step->event] = made[count - 1].id;
    }
    return true;
}

bool playback_seek(Playback *playback, int64_t ms, Err *err)
{
    Playback *p = playback;
    if (ms < p->ms && !begin(p, err))
        return false;
    while (p->next < p->step_count && p->steps[p->next].at_ms <= ms) {
        if (!play(p, &p->steps[p->next], err))
            return false;
        p->next++;
    }
    p->ms = ms;
    return true;
}

int64_t playback_ms(const Playback *playback)
{
    return playback->ms;
}

const Session *playback_session(const Playback *playback)
{
    return playback->session;
}
