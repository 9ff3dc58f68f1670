#include "reports/measure/frame.h"

static const char NO_CODE[] = "undefined: the protocol has no code for sentence frames";
static const char NO_MARK[] = "undefined: no frame was marked in this record, so it is not known "
                              "that anybody looked for them";

static bool no_memory(Err *err, size_t count)
{
    (void)err_set(err, ERR_LIMIT, "not enough memory to measure %zu sentence frames", count);
    return false;
}

/* The modifiers and options by which a protocol speaks of frames. */
typedef struct FrameWords {
    int32_t function, form, prompting, source;
    int32_t none, complete, adapted, spontaneous, prompted;
} FrameWords;

static int32_t find_option(const Protocol *protocol, int32_t modifier, const char *key)
{
    return modifier == PROTOCOL_NONE ? PROTOCOL_NONE
                                     : modifier_find_option(&protocol->modifiers[modifier], key);
}

static FrameWords find_words(const Protocol *protocol)
{
    FrameWords words = {.function = protocol_find_modifier(protocol, "function"),
                        .form = protocol_find_modifier(protocol, "form"),
                        .prompting = protocol_find_modifier(protocol, "prompting"),
                        .source = protocol->source_modifier};
    words.none = find_option(protocol, words.form, "none");
    words.complete = find_option(protocol, words.form, "complete");
    words.adapted = find_option(protocol, words.form, "adapted");
    words.spontaneous = find_option(protocol, words.prompting, "spontaneous");
    words.prompted = find_option(protocol, words.prompting, "prompted");
    return words;
}

/* ---- which turn a mark is about ---- */

typedef enum TurnMark {
    TURN_MARKED = 1 << 0, /* somebody said whether there was a frame */
    TURN_FRAMED = 1 << 1,
    TURN_UNHEARD = 1 << 2,
} TurnMark;

/* Marks and turns go by together in order. */
typedef struct Attaching {
    const TalkMeasures *talk;
    size_t passed;    /* turns that started at or before the mark */
    int32_t *last_of; /* per subject, SUBJECT_NONE at the end: latest student turn, or -1 */
    int32_t last;     /* of anybody */
    size_t subjects;
    uint8_t *marks; /* per turn: set of TurnMark */
} Attaching;

static bool begin_attaching(Attaching *a, const TalkMeasures *talk, Arena *arena, Err *err)
{
    *a = (Attaching){.talk = talk, .last = -1, .subjects = (size_t)talk->resample.subject_count};
    a->last_of = ARENA_PUSH(arena, int32_t, a->subjects + 1);
    a->marks = ARENA_PUSH(arena, uint8_t, talk->turn_count);
    if (!a->last_of || !a->marks)
        return no_memory(err, talk->turn_count);
    for (size_t i = 0; i <= a->subjects; i++)
        a->last_of[i] = -1;
    return true;
}

static int32_t find_turn(Attaching *a, const ObsEvent *event)
{
    const TalkMeasures *talk = a->talk;
    for (; a->passed < talk->turn_count; a->passed++) {
        const TalkTurn *turn = &talk->turns[a->passed];
        if (turn->span.start_ms > event->start_ms)
            break;
        if (turn->role != TALK_STUDENT)
            continue;
        a->last = (int32_t)a->passed;
        a->last_of[turn->subject == SUBJECT_NONE ? a->subjects : (size_t)turn->subject] = a->last;
    }
    int32_t subject = measure_event_subject(talk->observation, event);
    int32_t turn = subject == SUBJECT_NONE ? a->last : a->last_of[subject];
    if (turn < 0 || event->start_ms - talk->turns[turn].span.stop_ms > FRAME_LATE_MS)
        return -1;
    return turn;
}

/* ---- the list ---- */

typedef struct FrameWork {
    const TalkMeasures *talk;
    Arena *arena;
    FrameMeasures *frames;
    FrameWords words;
    FrameUse *items;
    int64_t without; /* marks of form "none" */
    const uint8_t *marks;
    uint8_t *turns; /* frames->turns */
} FrameWork;

static void add_frame(FrameWork *w, uint32_t index, int32_t turn, uint8_t *mark)
{
    const Observation *o = w->talk->observation;
    const ObsEvent *event = &o->events[index];
    int32_t form = measure_event_option(o, event, w->words.form);
    bool used = form == PROTOCOL_NONE || form != w->words.none;
    if (mark)
        *mark |= (uint8_t)(TURN_MARKED | (used ? TURN_FRAMED : 0));
    w->without += !used;
    if (!used)
        return;
    w->frames->outside += turn < 0;
    w->items[w->frames->count++] =
        (FrameUse){.event = index,
                   .at_ms = event->start_ms,
                   .subject = measure_event_subject(o, event),
                   .turn = turn,
                   .function = measure_event_option(o, event, w->words.function),
                   .form = form,
                   .prompting = measure_event_option(o, event, w->words.prompting),
                   .source = measure_event_option(o, event, w->words.source)};
}

static bool list_frames(FrameWork *w, Err *err)
{
    const Observation *o = w->talk->observation;
    size_t count = w->talk->index.count[LIST_FRAME];
    w->items = ARENA_PUSH(w->arena, FrameUse, count);
    if (!w->items)
        return no_memory(err, count);
    Attaching attaching;
    if (!begin_attaching(&attaching, w->talk, w->arena, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t index = w->talk->index.events[LIST_FRAME][i];
        uint32_t senses = o->protocol->codes[o->events[index].code].senses;
        int32_t turn = find_turn(&attaching, &o->events[index]);
        uint8_t *mark = turn >= 0 ? &attaching.marks[turn] : NULL;
        if (senses & SENSE_FRAME)
            add_frame(w, index, turn, mark);
        else if (mark)
            *mark |= TURN_UNHEARD;
    }
    w->marks = attaching.marks;
    w->frames->items = w->items;
    return true;
}

/* ---- rates ---- */

/* Counters of one rate, per cluster. */
typedef struct Rate {
    int32_t *k, *n;
} Rate;

static bool begin_rate(FrameWork *w, Rate *rate, Err *err)
{
    size_t clusters = (size_t)w->talk->resample.cluster_count;
    *rate =
        (Rate){ARENA_PUSH(w->arena, int32_t, clusters), ARENA_PUSH(w->arena, int32_t, clusters)};
    return (rate->k && rate->n) || no_memory(err, clusters);
}

static Proportion end_rate(const FrameWork *w, const Rate *rate, const char *undefined)
{
    Proportion share = measure_resample_share(&w->talk->resample, rate->k, rate->n);
    if (share.undefined)
        share.undefined = undefined;
    return share;
}

static bool is_coded(const FrameWork *w, uint8_t mark)
{
    if (mark & TURN_MARKED)
        return true;
    bool none = w->talk->observation->protocol->rules.unmarked == UNMARKED_IS_NONE;
    return none && (mark & TURN_UNHEARD) == 0;
}

static bool rate_turns(FrameWork *w, FramePupil *pupils, Err *err)
{
    Rate rate;
    w->turns = ARENA_PUSH(w->arena, uint8_t, w->talk->turn_count);
    if (!w->turns)
        return no_memory(err, w->talk->turn_count);
    w->frames->turns = w->turns;
    if (!begin_rate(w, &rate, err))
        return false;
    for (size_t i = 0; i < w->talk->turn_count; i++) {
        const TalkTurn *turn = &w->talk->turns[i];
        if (turn->role != TALK_STUDENT)
            continue;
        bool coded = is_coded(w, w->marks[i]), framed = (w->marks[i] & TURN_FRAMED) != 0;
        bool unheard = !coded && (w->marks[i] & TURN_UNHEARD) != 0;
        w->turns[i] = !coded ? FRAME_TURN_UNCODED : framed ? FRAME_TURN_WITH : FRAME_TURN_WITHOUT;
        w->frames->student_turns++;
        w->frames->unheard += unheard;
        w->frames->uncoded += !coded && !unheard;
        if (!coded)
            continue;
        int32_t cluster = measure_resample_cluster(&w->talk->resample, turn->subject);
        rate.n[cluster]++;
        rate.k[cluster] += framed;
        if (turn->subject != SUBJECT_NONE) {
            pupils[turn->subject].turns++;
            pupils[turn->subject].turns_with += framed;
        }
    }
    w->frames->rate =
        end_rate(w, &rate,
                 w->frames->student_turns == 0 ? "undefined: no student turn was recorded"
                                               : "undefined: no student turn was coded");
    return true;
}

typedef struct Uses {
    Rate taught, spontaneous, complete;
} Uses;

static void count_use(const FrameWork *w, const FrameUse *use, Uses *uses)
{
    const Observation *o = w->talk->observation;
    int32_t cluster = measure_resample_cluster(&w->talk->resample, use->subject);
    if (measure_option_is_told(o, w->words.source, use->source)) {
        uses->taught.n[cluster]++;
        uses->taught.k[cluster] += use->source == 0;
    }
    if (measure_option_is_told(o, w->words.prompting, use->prompting)) {
        uses->spontaneous.n[cluster]++;
        uses->spontaneous.k[cluster] += use->prompting == w->words.spontaneous;
    }
    if (measure_option_is_told(o, w->words.form, use->form)) {
        uses->complete.n[cluster]++;
        uses->complete.k[cluster] +=
            use->form == w->words.complete || use->form == w->words.adapted;
    }
}

static bool rate_uses(FrameWork *w, FramePupil *pupils, Err *err)
{
    Uses uses;
    if (!begin_rate(w, &uses.taught, err) || !begin_rate(w, &uses.spontaneous, err) ||
        !begin_rate(w, &uses.complete, err))
        return false;
    for (size_t i = 0; i < w->frames->count; i++) {
        count_use(w, &w->items[i], &uses);
        if (w->items[i].subject != SUBJECT_NONE)
            pupils[w->items[i].subject].frames++;
    }
    FrameMeasures *frames = w->frames;
    frames->taught =
        end_rate(w, &uses.taught, "undefined: of no frame it is said where it is from");
    frames->spontaneous =
        end_rate(w, &uses.spontaneous, "undefined: of no frame it is said who prompted it");
    frames->complete =
        end_rate(w, &uses.complete, "undefined: of no frame it is said how complete it was");
    return true;
}

static void find_reach(FrameWork *w, const FramePupil *pupils)
{
    const Roster *roster = &w->talk->roster;
    int64_t users = 0;
    for (int32_t i = 0; i < roster->present_count; i++)
        users += pupils[roster->present[i]].frames > 0;
    w->frames->reach = measure_proportion(users, roster->present_count);
    if ((users == 0 || w->talk->only_speakers) && w->talk->reach.undefined)
        w->frames->reach = (Proportion){.undefined = w->talk->reach.undefined};
}

/* ---- tables ---- */

typedef enum FrameColumn {
    COLUMN_FUNCTION,
    COLUMN_FORM,
    COLUMN_PROMPTING,
    COLUMN_SOURCE,
} FrameColumn;

static int32_t column_option(const FrameUse *use, FrameColumn column)
{
    switch (column) {
    case COLUMN_FUNCTION:
        return use->function;
    case COLUMN_FORM:
        return use->form;
    case COLUMN_PROMPTING:
        return use->prompting;
    case COLUMN_SOURCE:
        return use->source;
    }
    return PROTOCOL_NONE;
}

static void fill_table(const FrameWork *w, FrameColumn column, FrameRow *rows, int32_t options,
                       bool *users)
{
    size_t subjects = (size_t)w->talk->resample.subject_count;
    for (size_t i = 0; i < w->frames->count; i++) {
        const FrameUse *use = &w->items[i];
        int32_t option = column_option(use, column);
        int32_t at = option == PROTOCOL_NONE ? options : option;
        rows[at].n++;
        bool told = measure_option_is_told(w->talk->observation, w->words.source, use->source);
        rows[at].taught += told && use->source == 0;
        rows[at].other += told && use->source > 0;
        rows[at].spontaneous +=
            use->prompting != PROTOCOL_NONE && use->prompting == w->words.spontaneous;
        rows[at].prompted += use->prompting != PROTOCOL_NONE && use->prompting == w->words.prompted;
        if (use->subject != SUBJECT_NONE)
            users[(size_t)at * subjects + (size_t)use->subject] = true;
    }
}

static bool make_table(FrameWork *w, FrameColumn column, int32_t modifier, FrameTable *ret_table,
                       Err *err)
{
    const Observation *o = w->talk->observation;
    const Roster *roster = &w->talk->roster;
    *ret_table = (FrameTable){.modifier = modifier};
    if (modifier == PROTOCOL_NONE)
        return true;
    int32_t options = o->protocol->modifiers[modifier].option_count;
    size_t subjects = (size_t)w->talk->resample.subject_count;
    FrameRow *rows = ARENA_PUSH(w->arena, FrameRow, (size_t)options + 1);
    ArenaMark mark = arena_mark(w->arena);
    bool *users = ARENA_PUSH(w->arena, bool, ((size_t)options + 1) * subjects);
    if (!rows || !users)
        return no_memory(err, w->frames->count);
    fill_table(w, column, rows, options, users);
    for (int32_t i = 0; i <= options; i++) {
        int64_t pupils = 0;
        for (int32_t p = 0; p < roster->present_count; p++)
            pupils += users[(size_t)i * subjects + (size_t)roster->present[p]];
        rows[i].option = i < options ? i : PROTOCOL_NONE;
        rows[i].pupils = measure_proportion(pupils, roster->present_count);
        if (pupils == 0 && w->talk->reach.undefined)
            rows[i].pupils = (Proportion){.undefined = w->talk->reach.undefined};
        rows[i].targeted = column == COLUMN_FUNCTION && i < options &&
                           modifier == o->protocol->target_modifier &&
                           (o->setup->targets >> i & 1) != 0;
    }
    if (column == COLUMN_FORM && w->words.none != PROTOCOL_NONE)
        rows[w->words.none].n = w->without;
    arena_reset(w->arena, mark);
    ret_table->rows = rows;
    ret_table->row_count = options + (rows[options].n > 0);
    return true;
}

static bool measure_all(FrameWork *w, Err *err)
{
    size_t subjects = (size_t)w->talk->resample.subject_count;
    FramePupil *pupils = ARENA_PUSH(w->arena, FramePupil, subjects);
    if (!pupils)
        return no_memory(err, subjects);
    w->frames->pupils = pupils;
    if (!list_frames(w, err) || !rate_turns(w, pupils, err) || !rate_uses(w, pupils, err))
        return false;
    find_reach(w, pupils);
    FrameMeasures *frames = w->frames;
    return make_table(w, COLUMN_FUNCTION, w->words.function, &frames->by_function, err) &&
           make_table(w, COLUMN_FORM, w->words.form, &frames->by_form, err) &&
           make_table(w, COLUMN_PROMPTING, w->words.prompting, &frames->by_prompting, err) &&
           make_table(w, COLUMN_SOURCE, w->words.source, &frames->by_source, err);
}

bool frame_measure(const TalkMeasures *talk, Arena *arena, FrameMeasures *ret_frames, Err *err)
{
    const Protocol *protocol = talk->observation->protocol;
    FrameMeasures frames = {0};
    FrameWork w = {.talk = talk, .arena = arena, .frames = &frames, .words = find_words(protocol)};
    ArenaMark mark = arena_mark(arena);
    if (!measure_all(&w, err)) {
        arena_reset(arena, mark);
        return false;
    }
    if (protocol_find_sense(protocol, SENSE_FRAME) == PROTOCOL_NONE)
        frames.undefined = NO_CODE;
    else if (frames.count == 0 && w.without == 0)
        frames.undefined = NO_MARK;
    if (frames.undefined) {
        /* Turns that nobody coded are not turns without a frame. */
        Proportion none = {.undefined = frames.undefined};
        frames.rate = frames.reach = frames.taught = frames.spontaneous = frames.complete = none;
        frames.uncoded = frames.student_turns;
        frames.unheard = 0;
        for (size_t i = 0; i < talk->turn_count; i++)
            if (w.turns[i] != FRAME_TURN_OTHER)
                w.turns[i] = FRAME_TURN_UNCODED;
    }
    *ret_frames = frames;
    return true;
}
