/* talk_internal.h - what the files of talk.h share; included by nobody else. */
#ifndef REPORTS_MEASURE_TALK_INTERNAL_H
#define REPORTS_MEASURE_TALK_INTERNAL_H

#include "reports/measure/talk/talk.h"

/* The measures while they are made. */
typedef struct TalkWork {
    const Observation *o;
    Arena *arena;
    TalkMeasures *talk;
    TalkTurn *turns;        /* talk->turns */
    const uint32_t *speech; /* the turns that are not silence, in order */
    size_t speech_count;
} TalkWork;

/* The p-th turn that is not silence. */
static inline const TalkTurn *talk_speech(const TalkWork *w, size_t p)
{
    return &w->turns[w->speech[p]];
}

/* Whether the observer watched from the end of speech p - 1 to the start of p. */
static inline bool talk_is_watched(const TalkWork *w, size_t p)
{
    Span gap = {talk_speech(w, p - 1)->span.stop_ms, talk_speech(w, p)->span.start_ms};
    return !measure_clock_broken(&w->talk->clock, gap);
}

/* A student's turn by a pupil who is told apart. */
static inline bool talk_is_known(const TalkWork *w, const TalkTurn *turn)
{
    return turn->role == TALK_STUDENT && measure_is_pupil(w->o, turn->subject);
}

static inline bool talk_no_memory(Err *err, const char *what, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory to measure %zu %s", count, what);
    return false;
}

extern const char TALK_NOT_APART[]; /* talk_chain.c: a reason */

bool talk_find_share(TalkWork *w, Err *err);  /* talk_share.c */
bool talk_find_chains(TalkWork *w, Err *err); /* talk_chain.c */
bool talk_find_links(TalkWork *w, Err *err);  /* talk_chain.c */
bool talk_find_waits(TalkWork *w, Err *err);  /* talk_wait.c */

#endif
