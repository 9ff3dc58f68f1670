/* Waits: from the end of something said to the start of what is said next. */
#include "reports/measure/talk/talk_internal.h"

#include <string.h>

static const char *const LOST_NAMES[WAIT_LOST_COUNT] = {
    "measured",
    "shorter than the record can show",
    "group talk came next",
    "observing was paused between",
    "nobody spoke before the end",
    "a later question is the one waited on",
    "marked while somebody else spoke",
    "another student spoke next",
};

const char *talk_wait_lost_name(WaitLost lost)
{
    return LOST_NAMES[lost];
}

/* Per speech: the latest stop of all speeches up to it, whose it is, and the
 * latest stop of the others. Tells whether anybody spoke when one stopped. */
typedef struct Reached {
    int64_t latest_ms, second_ms;
    uint32_t latest; /* speech */
} Reached;

typedef struct Waits {
    TalkWork *w;
    const Reached *reached; /* per speech */
    int64_t floor_ms;
    WaitTime *result;
    Wait *items;
    int32_t *goal_k, *goal_n; /* per cluster */
} Waits;

enum { NO_SPEECH = -1 };

static bool find_reached(TalkWork *w, const Reached **ret_reached, Err *err)
{
    Reached *reached = ARENA_PUSH(w->arena, Reached, w->speech_count);
    if (!reached)
        return talk_no_memory(err, "talk turns", w->speech_count);
    for (size_t p = 0; p < w->speech_count; p++) {
        Reached here = p > 0 ? reached[p - 1] : (Reached){-1, -1, 0};
        int64_t stop_ms = talk_speech(w, p)->span.stop_ms;
        if (stop_ms >= here.latest_ms) {
            here.second_ms = here.latest_ms;
            here.latest_ms = stop_ms;
            here.latest = (uint32_t)p;
        } else if (stop_ms > here.second_ms) {
            here.second_ms = stop_ms;
        }
        reached[p] = here;
    }
    *ret_reached = reached;
    return true;
}

/* The first speech from `from` on that starts at or after at_ms; looks ahead in
 * doubling steps, for it is nearly always the very next. */
static size_t find_next(const TalkWork *w, size_t from, int64_t at_ms)
{
    size_t low = from, step = 1;
    while (low + step <= w->speech_count && talk_speech(w, low + step - 1)->span.start_ms < at_ms) {
        low += step;
        step *= 2;
    }
    size_t high = low + step < w->speech_count ? low + step : w->speech_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (talk_speech(w, middle)->span.start_ms < at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What became of the wait after end_ms; self: the speech that ended then, or
 * NO_SPEECH; from: a speech not after end_ms. */
static WaitLost find_end(const Waits *v, int64_t end_ms, int64_t self, size_t from,
                         size_t *ret_next)
{
    const TalkWork *w = v->w;
    size_t next = find_next(w, from, end_ms);
    if (next > 0) {
        const Reached *before = &v->reached[next - 1];
        int64_t others_ms =
            self >= 0 && before->latest == (uint32_t)self ? before->second_ms : before->latest_ms;
        if (others_ms > end_ms)
            return WAIT_SHORT;
    }
    if (next == w->speech_count)
        return WAIT_NOTHING;
    const TalkTurn *turn = talk_speech(w, next);
    *ret_next = next;
    if (measure_clock_broken(&w->talk->clock, (Span){end_ms, turn->span.start_ms}))
        return WAIT_PAUSED;
    if (turn->role == TALK_GROUP)
        return WAIT_GROUP;
    bool is_short = w->talk->starts_only || turn->span.start_ms - end_ms < v->floor_ms;
    return is_short ? WAIT_SHORT : WAIT_MEASURED;
}

static void add_wait(Waits *v, int64_t end_ms, size_t next, int32_t turn, uint32_t source,
                     int32_t about)
{
    const TalkTurn *after = talk_speech(v->w, next);
    Wait wait = {.from_ms = end_ms,
                 .wait_ms = after->span.start_ms - end_ms,
                 .ended_by = after->role == TALK_TEACHER ? WAIT_TEACHER : WAIT_STUDENT,
                 .next = (int32_t)v->w->speech[next],
                 .turn = turn,
                 .source = source};
    v->items[v->result->count++] = wait;
    v->result->by_teacher += wait.ended_by == WAIT_TEACHER;
    v->result->by_student += wait.ended_by == WAIT_STUDENT;
    int32_t cluster = measure_resample_cluster(&v->w->talk->resample, about);
    v->goal_n[cluster]++;
    v->goal_k[cluster] += wait.wait_ms >= v->result->goal_ms;
}

static bool begin_waits(Waits *v, TalkWork *w, WaitTime *result, size_t most, Err *err)
{
    size_t clusters = (size_t)w->talk->resample.cluster_count;
    *v = (Waits){.w = w, .result = result};
    v->items = ARENA_PUSH(w->arena, Wait, most);
    v->goal_k = ARENA_PUSH(w->arena, int32_t, clusters);
    v->goal_n = ARENA_PUSH(w->arena, int32_t, clusters);
    int64_t from_ms = w->o->protocol->rules.wait_from_ms;
    v->floor_ms = w->o->setup->resolution_ms > from_ms ? w->o->setup->resolution_ms : from_ms;
    result->floor_ms = v->floor_ms;
    result->goal_ms = w->o->protocol->rules.wait_goal_ms;
    result->items = v->items;
    if (!v->items || !v->goal_k || !v->goal_n)
        return talk_no_memory(err, "waits", most);
    return true;
}

static bool say_undefined(Waits *v, const char *nothing, const char *what, Err *err)
{
    WaitTime *result = v->result;
    int letters = (int)strlen(what) - (result->asked == 1); /* "1 question" */
    if (result->asked == 0) {
        result->undefined = nothing;
    } else if (v->w->talk->starts_only) {
        result->undefined = "undefined: the record has only the starts of turns; pauses are inside "
                            "them";
    } else if (result->lost[WAIT_SHORT] > 0) {
        result->undefined = arena_printf(
            v->w->arena,
            "undefined: none of %lld %.*s could be measured; after %lld the next turn came less "
            "than %.1f s later, which is below what this record can show",
            (long long)result->asked, letters, what, (long long)result->lost[WAIT_SHORT],
            (double)v->floor_ms / 1000.0);
    } else {
        result->undefined = arena_printf(
            v->w->arena, "undefined: none of %lld %.*s was followed by a turn to wait for",
            (long long)result->asked, letters, what);
    }
    result->seconds.undefined = result->undefined;
    result->seconds.sd_undefined = result->undefined;
    result->goal.undefined = result->undefined;
    if (!result->undefined)
        return talk_no_memory(err, "waits", (size_t)result->asked);
    return true;
}

static bool finish_waits(Waits *v, const char *nothing, const char *what, Err *err)
{
    WaitTime *result = v->result;
    ArenaMark mark = arena_mark(v->w->arena);
    double *seconds = ARENA_PUSH(v->w->arena, double, result->count);
    if (!seconds)
        return talk_no_memory(err, "waits", result->count);
    for (size_t i = 0; i < result->count; i++)
        seconds[i] = (double)result->items[i].wait_ms / 1000.0;
    result->seconds = measure_spread(seconds, result->count);
    arena_reset(v->w->arena, mark);
    result->goal = measure_resample_share(&v->w->talk->resample, v->goal_k, v->goal_n);
    return result->count > 0 || say_undefined(v, nothing, what, err);
}

/* ---- wait time 2 ---- */

static bool find_wait2(TalkWork *w, const Reached *reached, Err *err)
{
    Waits v;
    WaitTime *result = &w->talk->wait2;
    if (!begin_waits(&v, w, result, (size_t)w->talk->count[TALK_STUDENT], err))
        return false;
    v.reached = reached;
    for (size_t p = 0; p < w->speech_count; p++) {
        const TalkTurn *turn = talk_speech(w, p);
        if (turn->role != TALK_STUDENT)
            continue;
        size_t next = 0;
        WaitLost lost = find_end(&v, turn->span.stop_ms, (int64_t)p, p + 1, &next);
        if ((lost == WAIT_SHORT || lost == WAIT_MEASURED) && next > 0 &&
            talk_speech(w, next)->role == TALK_STUDENT)
            lost = WAIT_OTHER;
        result->asked++;
        result->lost[lost]++;
        if (lost == WAIT_MEASURED)
            add_wait(&v, turn->span.stop_ms, next, (int32_t)w->speech[p], turn->event,
                     turn->subject);
    }
    return finish_waits(&v, "undefined: no student turn was recorded", "student turns", err);
}

/* ---- wait time 1 ---- */

/* The teacher's turn that a question belongs to, found while questions and turns
 * go by in order. */
typedef struct Asking {
    size_t passed;    /* speeches that started at or before the question */
    int64_t *last_of; /* per subject, SUBJECT_NONE at the end: latest teacher speech */
    int64_t last;     /* of anybody */
    size_t subjects;
    int32_t *question_of; /* per speech: the question waiting for its end, or -1 */
} Asking;

static void pass_turns(Asking *a, const TalkWork *w, int64_t at_ms)
{
    for (; a->passed < w->speech_count; a->passed++) {
        const TalkTurn *turn = talk_speech(w, a->passed);
        if (turn->span.start_ms > at_ms)
            return;
        if (turn->role != TALK_TEACHER)
            continue;
        a->last = (int64_t)a->passed;
        a->last_of[turn->subject == SUBJECT_NONE ? a->subjects : (size_t)turn->subject] = a->last;
    }
}

/* The speech that the question is part of, or NO_SPEECH. Of the adult it is
 * about, or of nobody named; when it is about nobody, of any. */
static int64_t find_asking(const Asking *a, const TalkWork *w, const ObsEvent *event)
{
    int64_t speech = a->last;
    int32_t subject = measure_event_subject(w->o, event);
    if (subject != SUBJECT_NONE) {
        int64_t own = a->last_of[subject], unnamed = a->last_of[a->subjects];
        speech = own > unnamed ? own : unnamed;
    }
    if (speech < 0 ||
        event->start_ms - talk_speech(w, (size_t)speech)->span.stop_ms > QUESTION_LATE_MS)
        return NO_SPEECH;
    return speech;
}

/* The speech that is this very event: a question that counts as talk too. */
static int64_t find_own_speech(const Asking *a, const TalkWork *w, uint32_t event)
{
    for (size_t p = a->passed; p-- > 0;) {
        const TalkTurn *turn = talk_speech(w, p);
        if (turn->event == event)
            return (int64_t)p;
        if (turn->event < event)
            return NO_SPEECH;
    }
    return NO_SPEECH;
}

typedef struct Ending {
    int64_t end_ms, speech; /* speech: NO_SPEECH when no turn ends there */
} Ending;

/* Nobody speaks at the mark: what was asked ends there. Where the protocol knows no
 * talk of the teacher's, it cannot be told who speaks next. */
static bool is_asked_alone(const Waits *v, const Asking *a, int64_t at_ms)
{
    return protocol_find_sense(v->w->o->protocol, SENSE_TEACHER_TALK) != PROTOCOL_NONE &&
           (a->passed == 0 || v->reached[a->passed - 1].latest_ms <= at_ms);
}

/* Where the question ends; false: it cannot be known. */
static bool find_ending(const Waits *v, Asking *a, uint32_t index, Ending *ret_ending)
{
    const TalkWork *w = v->w;
    const ObsEvent *event = &w->o->events[index];
    if (w->o->protocol->codes[event->code].kind == CODE_STATE) {
        *ret_ending =
            (Ending){measure_event_span(w->o, event).stop_ms, find_own_speech(a, w, index)};
        return true;
    }
    int64_t speech = find_asking(a, w, event);
    if (speech == NO_SPEECH) {
        *ret_ending = (Ending){event->start_ms, NO_SPEECH};
        return is_asked_alone(v, a, event->start_ms);
    }
    *ret_ending = (Ending){talk_speech(w, (size_t)speech)->span.stop_ms, speech};
    return true;
}

static bool begin_asking(Asking *a, TalkWork *w, Err *err)
{
    *a = (Asking){.last = NO_SPEECH, .subjects = (size_t)w->talk->resample.subject_count};
    a->last_of = ARENA_PUSH(w->arena, int64_t, a->subjects + 1);
    a->question_of = ARENA_PUSH(w->arena, int32_t, w->speech_count);
    if (!a->last_of || !a->question_of)
        return talk_no_memory(err, "questions", w->speech_count);
    for (size_t i = 0; i <= a->subjects; i++)
        a->last_of[i] = NO_SPEECH;
    for (size_t p = 0; p < w->speech_count; p++)
        a->question_of[p] = -1;
    return true;
}

/* The teacher spoke again by asking this question at its mark, and no other speech began
 * since the last question ended: that one's wait is over, nobody knows since when. */
static bool asks_again(const Asking *a, const TalkWork *w, const Ending *last, const Ending *now)
{
    bool quiet = a->passed == 0 || talk_speech(w, a->passed - 1)->span.start_ms < last->end_ms;
    return now->speech == NO_SPEECH && last->end_ms <= now->end_ms && quiet;
}

/* First every question is given the turn it ends with, then its wait is looked
 * for: only the last one of a turn, or of a silence, has one. */
static void attach_questions(const Waits *v, Asking *a, TalkQuestion *questions, Ending *endings)
{
    const TalkWork *w = v->w;
    int32_t last = -1; /* that is waited on */
    for (int32_t i = 0; i < (int32_t)w->talk->index.count[LIST_QUESTION]; i++) {
        uint32_t event = w->talk->index.events[LIST_QUESTION][i];
        bool point = w->o->protocol->codes[w->o->events[event].code].kind != CODE_STATE;
        pass_turns(a, w, w->o->events[event].start_ms);
        questions[i] = (TalkQuestion){.event = event, .lost = WAIT_MEASURED, .wait = -1};
        if (!find_ending(v, a, event, &endings[i])) {
            questions[i].lost = WAIT_NO_TURN;
            continue;
        }
        if (endings[i].speech >= 0) {
            int32_t *holder = &a->question_of[endings[i].speech];
            if (*holder >= 0)
                questions[*holder].lost = WAIT_EARLIER;
            *holder = i;
        } else if (last >= 0 && point && asks_again(a, w, &endings[last], &endings[i])) {
            questions[last].lost = WAIT_EARLIER;
        }
        last = i;
    }
}

static bool find_wait1(TalkWork *w, const Reached *reached, Err *err)
{
    size_t count = w->talk->index.count[LIST_QUESTION];
    TalkQuestion *questions = ARENA_PUSH(w->arena, TalkQuestion, count);
    Waits v;
    WaitTime *result = &w->talk->wait1;
    if (!begin_waits(&v, w, result, count, err))
        return false;
    v.reached = reached;
    Asking asking;
    ArenaMark mark = arena_mark(w->arena);
    Ending *endings = ARENA_PUSH(w->arena, Ending, count);
    if (!questions || !endings)
        return talk_no_memory(err, "questions", count);
    if (!begin_asking(&asking, w, err))
        return false;
    attach_questions(&v, &asking, questions, endings);
    for (size_t i = 0; i < count; i++) {
        TalkQuestion *question = &questions[i];
        size_t next = 0, from = endings[i].speech >= 0 ? (size_t)endings[i].speech + 1 : 0;
        if (question->lost == WAIT_MEASURED)
            question->lost = find_end(&v, endings[i].end_ms, endings[i].speech, from, &next);
        result->lost[question->lost]++;
        if (question->lost != WAIT_MEASURED)
            continue;
        question->wait = (int32_t)result->count;
        const TalkTurn *after = talk_speech(w, next);
        add_wait(&v, endings[i].end_ms, next,
                 endings[i].speech >= 0 ? (int32_t)w->speech[endings[i].speech] : -1,
                 question->event, after->role == TALK_STUDENT ? after->subject : SUBJECT_NONE);
    }
    arena_reset(w->arena, mark);
    result->asked = (int64_t)count;
    w->talk->questions = questions;
    bool known = protocol_find_sense(w->o->protocol, SENSE_QUESTION) != PROTOCOL_NONE;
    return finish_waits(&v,
                        known ? "undefined: no question was recorded"
                              : "undefined: the protocol has no code for a teacher's question",
                        "questions", err);
}

bool talk_find_waits(TalkWork *w, Err *err)
{
    const Reached *reached = NULL;
    if (!find_reached(w, &reached, err))
        return false;
    return find_wait1(w, reached, err) && find_wait2(w, reached, err);
}
