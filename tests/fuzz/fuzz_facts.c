/* fuzz_facts.c - bytes become acts on a session, and facts for another: whatever
 * comes, the first one's facts give the same record again, and the second one
 * refuses with a sentence or goes on. */
#include "protocols/protocol_load.h"
#include "recorder/session/session.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SUBJECTS = 6, MAX_FACTS = 4096 };

typedef struct Input {
    const uint8_t *at, *end;
} Input;

static uint8_t take(Input *in)
{
    return in->at < in->end ? *in->at++ : 0;
}

/* Mostly small; sometimes as large or as negative as it gets. */
static int64_t take_number(Input *in)
{
    uint8_t shape = take(in);
    int64_t value = take(in);
    if (shape == 255)
        return INT64_MIN;
    if (shape == 254)
        return EVENT_OPEN;
    return shape & 1 ? value * 1000 * shape : value - (shape & 2 ? 200 : 0);
}

typedef struct World {
    const Protocol *protocol;
    Subject subjects[SUBJECTS];
    Setup setup;
    UuidSource ids;
    Session *session;
    Fact facts[MAX_FACTS];
    size_t fact_count;
    int64_t now_ms;
} World;

static void check(bool ok)
{
    if (!ok)
        abort();
}

static Session *create(World *w, UuidSource *ids)
{
    static const uint64_t seed[2] = {5, 6};
    Err err = {0};
    uuid_source_init(ids, seed);
    Session *s = session_create(w->protocol, &w->setup, ids, &err);
    check(s != NULL);
    return s;
}

static void world_init(World *w, bool imported)
{
    static Arena shelf; /* the protocol is read once */
    static const Protocol *protocol;
    Err err = {0};
    if (!protocol) {
        arena_init(&shelf, (size_t)16 << 20);
        check(protocol_load_shipped(&shelf, "academic-talk", &protocol, &err));
    }
    w->protocol = protocol;
    w->fact_count = 0;
    w->now_ms = 0;
    static const char *const labels[SUBJECTS] = {"T", "G", "A", "B", "C", "SS"};
    for (int i = 0; i < SUBJECTS; i++)
        w->subjects[i] = (Subject){.kind = i == 0   ? SUBJECT_ADULT
                                           : i == 1 ? SUBJECT_GROUP
                                                    : SUBJECT_PUPIL,
                                   .label = labels[i],
                                   .detail = "",
                                   .predicted = "",
                                   .group = i == 2 || i == 3 ? 1 : SUBJECT_NONE,
                                   .absent = i == 4,
                                   .several = i == 5};
    w->setup = (Setup){.title = "",
                       .class_name = "",
                       .place = "",
                       .observer = "",
                       .theme = "",
                       .goals = "",
                       .origin = imported ? "file" : "",
                       .subjects = w->subjects,
                       .subject_count = SUBJECTS,
                       .targets = 6,
                       .started_unix_ms = 1000,
                       .resolution_ms = 1};
    w->session = create(w, &w->ids);
}

static Uuid take_event(World *w, Input *in)
{
    size_t count;
    const ObsEvent *events = session_events(w->session, &count);
    uint8_t which = take(in);
    return count == 0 || which == 255 ? (Uuid){{which}} : events[which % count].id;
}

static ObsEvent take_fields(Input *in, const char *text)
{
    ObsEvent e = event_blank();
    e.code = (int32_t)take_number(in) % 64;
    e.subject = (int8_t)take(in) % 8;
    e.target = (int8_t)take(in) % 8;
    e.start_ms = take_number(in);
    e.stop_ms = take_number(in);
    e.value = (int8_t)take(in);
    e.of = (int8_t)take(in);
    e.missing = take(in) & 1;
    e.voided = take(in) & 1;
    e.options[take(in) % PROTOCOL_MAX_MODIFIERS] = (int8_t)take(in);
    e.text = text;
    return e;
}

static bool act(World *w, Input *in, Err *err)
{
    static const char *const texts[] = {"", "words", "\xFF", "\xC3\xB1"};
    Session *s = w->session;
    uint8_t what = take(in);
    int64_t back = take_number(in), step = take(in);
    w->now_ms += (what & 0x80) ? step * 1000 : step;
    int64_t at = w->now_ms - back % 300000, now = what == 0x7F ? back : w->now_ms;
    if ((what & 0x0F) < 5) {
        SessionTap tap = session_tap_blank(take(in) % 48 - 1, at);
        tap.subject = take(in) % (SUBJECTS + 2) - 1;
        tap.target = take(in) % 16 - 1;
        tap.again = what & 0x10;
        tap.exact = what & 0x20;
        tap.text = texts[what >> 4 & 3];
        tap.value = (int8_t)step;
        if (what & 0x40)
            tap.options[take(in) % PROTOCOL_MAX_MODIFIERS] = (int8_t)(take(in) % 20 - 1);
        return session_tap(s, &tap, now, err);
    }
    switch (what & 0x0F) {
    case 5:
        return session_stop(s, take_event(w, in), at, now, err);
    case 6:
        return session_stop_category(s, (int8_t)take(in), at, now, err);
    case 7:
        return session_backdate(s, back, now, err);
    case 8: {
        Uuid id = take_event(w, in);
        ObsEvent to = take_fields(in, texts[take(in) % 4]);
        return session_change(s, id, (uint32_t)take(in) << 1 | (what >> 4 & 1), &to, now, err);
    }
    case 9:
        return session_undo(s, now, err);
    case 10:
        return session_redo(s, now, err);
    case 11:
        return what & 0x10 ? session_pause(s, now, err) : session_resume(s, now, err);
    case 12:
        return session_answer(s, (int8_t)take(in) % 3, (int8_t)take(in) % 8, (int8_t)take(in),
                              what & 0x10, now, err);
    case 13:
        return session_tick(s, now, err);
    case 14:
        return session_start(s, now, err);
    default:
        return session_end(s, now, err);
    }
}

static void look(const World *w)
{
    const Session *s = w->session;
    Err err = {0};
    (void)session_prompt(s, w->now_ms);
    (void)session_newest(s);
    (void)session_running(s, 0);
    (void)session_present_count(s, 1);
    check(session_event_count(s) <= (size_t)OBSERVATION_MAX_EVENTS);
    Arena arena;
    arena_init(&arena, (size_t)8 << 20);
    Observation o;
    check(session_observation(s, w->now_ms, &arena, &o, &err));
    for (size_t i = 0; i < o.event_count; i++)
        check(o.events[i].stop_ms >= o.events[i].start_ms && o.events[i].stop_ms <= o.end_ms &&
              (i == 0 || o.events[i - 1].start_ms <= o.events[i].start_ms));
    arena_deinit(&arena);
}

static void play_acts(World *w, Input *in)
{
    while (in->at < in->end) {
        Err err = {0};
        bool ok = act(w, in, &err);
        FactSlice plan = session_planned(w->session);
        check(ok ? err.kind == ERR_NONE : err.text[0] != '\0' && plan.count == 0);
        if (!ok || w->fact_count + plan.count > MAX_FACTS)
            continue;
        check(session_prepare_planned(w->session, &err));
        plan = session_planned(w->session);
        if (plan.count > 0)
            memcpy(w->facts + w->fact_count, plan.items, plan.count * sizeof *plan.items);
        w->fact_count += plan.count;
        check(session_apply_planned(w->session, &err));
    }
    look(w);
}

/* The facts again, all at once: the same events. */
static void fold_again(World *w)
{
    Err err = {0};
    UuidSource ids;
    Session *again = create(w, &ids);
    check(session_apply(again, (FactSlice){w->facts, w->fact_count}, &err));
    size_t count, other;
    const ObsEvent *a = session_events(w->session, &count), *b = session_events(again, &other);
    check(count == other && session_state(w->session) == session_state(again));
    for (size_t i = 0; i < count; i++)
        check(a[i].start_ms == b[i].start_ms && a[i].stop_ms == b[i].stop_ms &&
              a[i].voided == b[i].voided && strcmp(a[i].text, b[i].text) == 0);
    session_destroy(again);
}

/* Facts that no session planned. */
static void play_facts(World *w, Input *in)
{
    static const char *const texts[] = {"", "words", "\xFF", NULL};
    static const Uuid nil;
    Fact start = {.kind = FACT_START, .action = 1, .event = event_blank()};
    start.id.bytes[1] = 1;
    Err err = {0};
    check(session_apply(w->session, (FactSlice){&start, 1}, &err));
    Uuid id = start.id;
    for (int n = 0; in->at < in->end; n++) {
        uint8_t what = take(in);
        Fact fact = {.kind = (FactKind)(what % 7), .said_ms = n};
        id.bytes[2] = (uint8_t)(n >> 8);
        id.bytes[3] = (uint8_t)n;
        fact.id = what == 255 ? nil : id;
        fact.action = what & 0x10 ? take(in) % 8 : n;
        fact.undoes = what & 0x20 ? take(in) % 8 : 0;
        fact.fields = (uint32_t)take(in) << 1 | (what >> 6 & 1);
        fact.event = take_fields(in, texts[take(in) % 32 < 28 ? what % 2 : what % 4]);
        fact.event.id = fact.kind == FACT_EVENT && what != 254 ? fact.id : take_event(w, in);
        err = (Err){0};
        bool ok = session_apply(w->session, (FactSlice){&fact, 1}, &err);
        check(ok || ((err.kind == ERR_FORMAT || err.kind == ERR_LIMIT) && err.text[0] != '\0'));
    }
    w->now_ms = session_last_ms(w->session);
    look(w);
    /* and an observer goes on with what is there */
    err = (Err){0};
    for (int i = 0; i < 4 && session_undo(w->session, w->now_ms, &err); i++)
        check(session_apply_planned(w->session, &err));
    err = (Err){0};
    if (session_tick(w->session, w->now_ms, &err))
        check(session_apply_planned(w->session, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static World world; /* too large for a stack */
    Input in = {data, data + size};
    uint8_t mode = take(&in);
    world_init(&world, mode & 2);
    if (mode & 1) {
        play_facts(&world, &in);
    } else {
        play_acts(&world, &in);
        fold_again(&world);
    }
    session_destroy(world.session);
    return 0;
}
