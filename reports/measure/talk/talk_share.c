/* Talk share by one sweep over four streams of moments in order: where phases
 * and turns stop and start. Time is kept in sixths of a millisecond, so that
 * halves and thirds of overlapping talk add up exactly. */
#include "reports/measure/talk/talk_internal.h"

enum { SIXTHS = 6, NO_PHASE_ROW = 1, MAX_ROWS = PROTOCOL_MAX_CODES + NO_PHASE_ROW };

typedef struct Tally {
    int64_t sixths[TALK_ROLE_COUNT];
    int64_t observed_ms, coded_silence_ms, overlap_ms;
} Tally;

/* Times in order, and what begins or ends at each. */
typedef struct Stream {
    const int64_t *at_ms;
    const uint32_t *what;
    size_t count, next;
} Stream;

typedef enum StreamName {
    PHASE_STOPS,
    PHASE_STARTS,
    TURN_STARTS,
    TURN_STOPS,
    STREAM_COUNT,
} StreamName;

typedef struct Sweep {
    const TalkWork *w;
    Stream streams[STREAM_COUNT];
    Tally whole, rows[MAX_ROWS];
    TalkPhase *phases;
    int32_t row_count; /* of phases; the row behind them is for time in no phase */
    int32_t row_on[PROTOCOL_MAX_CODES];
    int32_t rows_on;
    int32_t role_on[TALK_ROLE_COUNT];
} Sweep;

static void tally_add(Tally *tally, const int32_t role_on[TALK_ROLE_COUNT], int64_t length_ms)
{
    int32_t kinds =
        (role_on[TALK_TEACHER] > 0) + (role_on[TALK_STUDENT] > 0) + (role_on[TALK_GROUP] > 0);
    tally->observed_ms += length_ms;
    tally->overlap_ms += kinds > 1 ? length_ms : 0;
    if (kinds == 0) {
        tally->sixths[TALK_SILENCE] += SIXTHS * length_ms;
        tally->coded_silence_ms += role_on[TALK_SILENCE] > 0 ? length_ms : 0;
        return;
    }
    for (int role = TALK_TEACHER; role < TALK_SILENCE; role++)
        if (role_on[role] > 0)
            tally->sixths[role] += SIXTHS / kinds * length_ms;
}

/* Shares out what rounding down left over, one each, to the largest rests. */
static void share_out(const int64_t rests[TALK_ROLE_COUNT], int64_t left,
                      int64_t parts[TALK_ROLE_COUNT])
{
    bool given[TALK_ROLE_COUNT] = {false};
    for (; left > 0; left--) {
        int best = -1;
        for (int i = 0; i < TALK_ROLE_COUNT; i++)
            if (!given[i] && (best < 0 || rests[i] > rests[best]))
                best = i;
        if (best < 0)
            return;
        given[best] = true;
        parts[best]++;
    }
}

static void find_ratio(TalkShare *share)
{
    share->ratio_of_ms = share->ms[TALK_TEACHER] + share->ms[TALK_STUDENT];
    if (share->ratio_of_ms == 0)
        share->ratio_undefined = "undefined: neither the teacher nor a student had the floor";
    else
        share->ratio = (double)share->ms[TALK_TEACHER] / (double)share->ratio_of_ms;
}

static TalkShare finish_share(const Tally *tally, const char *undefined)
{
    TalkShare share = {.observed_ms = tally->observed_ms, .undefined = undefined};
    if (!undefined && tally->observed_ms == 0)
        share.undefined = "undefined: no time was observed";
    share.ratio_undefined = share.undefined;
    if (share.undefined)
        return share;
    int64_t rests[TALK_ROLE_COUNT], left = tally->observed_ms;
    for (int i = 0; i < TALK_ROLE_COUNT; i++) {
        share.ms[i] = tally->sixths[i] / SIXTHS;
        rests[i] = tally->sixths[i] % SIXTHS;
        left -= share.ms[i];
    }
    share_out(rests, left, share.ms);
    int64_t percent[TALK_ROLE_COUNT], hundred = 100;
    for (int i = 0; i < TALK_ROLE_COUNT; i++) {
        share.share[i] = (double)share.ms[i] / (double)share.observed_ms;
        percent[i] = 100 * share.ms[i] / share.observed_ms;
        rests[i] = 100 * share.ms[i] % share.observed_ms;
        hundred -= percent[i];
    }
    share_out(rests, hundred, percent);
    for (int i = 0; i < TALK_ROLE_COUNT; i++)
        share.percent[i] = (int32_t)percent[i];
    share.silence_coded_ms = tally->coded_silence_ms;
    share.silence_uncoded_ms = share.ms[TALK_SILENCE] - tally->coded_silence_ms;
    share.overlap_ms = tally->overlap_ms;
    find_ratio(&share);
    return share;
}

/* ---- the streams ---- */

static bool add_turns(Sweep *s, Err *err)
{
    const TalkWork *w = s->w;
    size_t count = w->talk->turn_count;
    int64_t *starts = ARENA_PUSH(w->arena, int64_t, count);
    int64_t *stops = ARENA_PUSH(w->arena, int64_t, count);
    uint32_t *started = ARENA_PUSH(w->arena, uint32_t, count);
    uint32_t *stopped = ARENA_PUSH(w->arena, uint32_t, count);
    if (!starts || !stops || !started || !stopped)
        return talk_no_memory(err, "talk turns", count);
    for (size_t i = 0; i < count; i++) {
        starts[i] = w->turns[i].span.start_ms;
        stops[i] = w->turns[i].span.stop_ms;
        started[i] = stopped[i] = (uint32_t)i;
    }
    s->streams[TURN_STARTS] = (Stream){starts, started, count, 0};
    s->streams[TURN_STOPS] = (Stream){stops, stopped, count, 0};
    return measure_sort(starts, started, count, w->arena, err) &&
           measure_sort(stops, stopped, count, w->arena, err);
}

/* Phases of no length count as occurrences and cover nothing. */
static bool add_phases(Sweep *s, Err *err)
{
    const TalkWork *w = s->w;
    size_t count = w->talk->index.count[LIST_PHASE];
    int64_t *starts = ARENA_PUSH(w->arena, int64_t, count);
    int64_t *stops = ARENA_PUSH(w->arena, int64_t, count);
    uint32_t *started = ARENA_PUSH(w->arena, uint32_t, count);
    uint32_t *stopped = ARENA_PUSH(w->arena, uint32_t, count);
    if (!starts || !stops || !started || !stopped)
        return talk_no_memory(err, "phases", count);
    int32_t row_of[PROTOCOL_MAX_CODES];
    for (int32_t i = 0; i < PROTOCOL_MAX_CODES; i++)
        row_of[i] = -1;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const ObsEvent *event = &w->o->events[w->talk->index.events[LIST_PHASE][i]];
        Span span = measure_event_span(w->o, event);
        int32_t row = row_of[event->code];
        if (row < 0) {
            row = row_of[event->code] = s->row_count++;
            s->phases[row] = (TalkPhase){.code = event->code, .first_ms = span.start_ms};
        }
        s->phases[row].occurrences++;
        if (span.stop_ms == span.start_ms)
            continue;
        starts[at] = span.start_ms;
        stops[at] = span.stop_ms;
        started[at] = stopped[at] = (uint32_t)row;
        at++;
    }
    s->streams[PHASE_STARTS] = (Stream){starts, started, at, 0};
    s->streams[PHASE_STOPS] = (Stream){stops, stopped, at, 0};
    return measure_sort(starts, started, at, w->arena, err) &&
           measure_sort(stops, stopped, at, w->arena, err);
}

/* ---- the sweep ---- */

static void add_segment(Sweep *s, int64_t from_ms, int64_t to_ms)
{
    int64_t length_ms = measure_clock_length(&s->w->talk->clock, (Span){from_ms, to_ms});
    if (length_ms == 0)
        return;
    tally_add(&s->whole, s->role_on, length_ms);
    if (s->rows_on == 0)
        tally_add(&s->rows[s->row_count], s->role_on, length_ms);
    for (int32_t row = 0; s->rows_on > 0 && row < s->row_count; row++)
        if (s->row_on[row] > 0)
            tally_add(&s->rows[row], s->role_on, length_ms);
}

static void count_turn(Sweep *s, TalkRole role)
{
    for (int32_t row = 0; row <= s->row_count; row++) {
        bool on = row < s->row_count ? s->row_on[row] > 0 : s->rows_on == 0;
        s->phases[row].teacher_turns += on && role == TALK_TEACHER;
        s->phases[row].student_turns += on && role == TALK_STUDENT;
    }
}

/* At one moment phases change before turns do, so that a turn that starts with a
 * phase is in it. A turn of no length may stop before it starts: the count is
 * right again before time goes on. */
static void apply(Sweep *s, StreamName name, uint32_t what)
{
    if (name == PHASE_STARTS || name == PHASE_STOPS) {
        int32_t before = s->row_on[what] > 0;
        s->row_on[what] += name == PHASE_STARTS ? 1 : -1;
        s->rows_on += (s->row_on[what] > 0) - before;
        return;
    }
    TalkRole role = s->w->turns[what].role;
    s->role_on[role] += name == TURN_STARTS ? 1 : -1;
    if (name == TURN_STARTS)
        count_turn(s, role);
}

/* The last moment belongs to the phase that runs until then. */
static void run(Sweep *s)
{
    int64_t now_ms = 0;
    for (;;) {
        int first = -1;
        for (int i = 0; i < STREAM_COUNT; i++) {
            const Stream *stream = &s->streams[i];
            if (stream->next == stream->count)
                continue;
            if (first < 0 ||
                stream->at_ms[stream->next] < s->streams[first].at_ms[s->streams[first].next])
                first = i;
        }
        if (first < 0)
            break;
        Stream *stream = &s->streams[first];
        int64_t at_ms = stream->at_ms[stream->next];
        if (at_ms > now_ms)
            add_segment(s, now_ms, at_ms);
        now_ms = at_ms > now_ms ? at_ms : now_ms;
        uint32_t what = stream->what[stream->next++];
        if (first != PHASE_STOPS || at_ms < s->w->o->end_ms)
            apply(s, (StreamName)first, what);
    }
    add_segment(s, now_ms, s->w->o->end_ms);
}

bool talk_find_share(TalkWork *w, Err *err)
{
    TalkMeasures *talk = w->talk;
    TalkPhase *phases = ARENA_PUSH(w->arena, TalkPhase, MAX_ROWS);
    ArenaMark mark = arena_mark(w->arena);
    Sweep *s = ARENA_PUSH(w->arena, Sweep, 1);
    if (!phases || !s)
        return talk_no_memory(err, "phases", talk->index.count[LIST_PHASE]);
    s->w = w;
    s->phases = phases;
    if (!add_turns(s, err) || !add_phases(s, err))
        return false;
    run(s);
    const char *undefined = NULL;
    if (protocol_find_sense(w->o->protocol, SENSE_TALK) == PROTOCOL_NONE)
        undefined = "undefined: the protocol has no code for talk";
    else if (talk->turn_count == 0)
        undefined = "undefined: no talk was recorded";
    talk->share = finish_share(&s->whole, undefined);
    for (int32_t row = 0; row < s->row_count; row++)
        phases[row].share = finish_share(&s->rows[row], undefined);
    talk->phase_count = s->row_count;
    if (s->row_count > 0 && s->rows[s->row_count].observed_ms > 0) {
        TalkPhase *rest = &phases[talk->phase_count++];
        rest->code = PROTOCOL_NONE;
        rest->share = finish_share(&s->rows[s->row_count], undefined);
    }
    talk->phases = phases;
    arena_reset(w->arena, mark);
    return true;
}
