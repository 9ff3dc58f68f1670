/* visits.h - visits under the shipped protocol "shifts-math", for the tests of
 * walk-throughs. */
#ifndef TESTS_RECORDER_VISITS_H
#define TESTS_RECORDER_VISITS_H

#include "protocols/protocol_load.h"
#include "recorder/recording/recording.h"
#include "recorder/store/visit.h"

#include <string.h>

enum { VISIT_MINUTES = 8 };

typedef struct Visits {
    Arena arena;
    Store *store;
    UuidSource ids;
    const Protocol *protocol;
    LookFor look_fors[PROTOCOL_MAX_CODES];
    int32_t look_for_count;
} Visits;

/* What one visit is to be. */
typedef struct VisitWish {
    int64_t started_unix_ms;
    WalkThrough walk;
    const char *observer;
    const char *answers;      /* a letter for each look-for; shorter: the rest is not answered */
    const Protocol *protocol; /* NULL: that of Visits */
} VisitWish;

static inline void visits_init(Visits *v, const char *path)
{
    static const uint64_t seed[2] = {3, 4};
    Err err = {0};
    *v = (Visits){0};
    arena_init(&v->arena, (size_t)256 << 20);
    uuid_source_init(&v->ids, seed);
    v->store = store_open(path, STORE_WRITE, &err);
    assert_ok(v->store != NULL, err);
    assert_ok(protocol_load_shipped(&v->arena, "shifts-math", &v->protocol, &err), err);
    v->look_for_count = look_for_list(v->protocol, v->look_fors);
}

static inline void visits_deinit(Visits *v)
{
    store_close(v->store);
    arena_deinit(&v->arena);
}

static inline WalkThrough visits_walk(void)
{
    return (WalkThrough){.school_name = "",
                         .teacher_key = "",
                         .subject = "",
                         .grade = WALK_NOT_SAID,
                         .period = WALK_NOT_SAID};
}

/* A key for a school or teacher, the same for the same number. */
static inline Uuid visits_key(uint8_t number)
{
    Uuid id = {{0x01, 0x90}};
    id.bytes[15] = number;
    return id;
}

static inline void visits_commit(Recording *r)
{
    Err err = {0};
    bool saved = false;
    assert_ok(recording_commit(r, &saved, &err), err);
    assert_true(saved);
}

static inline void visits_answer(Recording *r, const LookFor *look_for, char answer, int64_t now_ms)
{
    Err err = {0};
    SessionTap tap = session_tap_blank(look_for->code, now_ms);
    tap.value = answer == 's'   ? look_for->seen
                : answer == 'n' ? look_for->not_seen
                                : look_for->unsure;
    assert_ok(session_tap(recording_session(r), &tap, now_ms, &err), err);
    visits_commit(r);
}

static inline const Setup *visits_setup(Visits *v, const VisitWish *wish)
{
    Setup *setup = ARENA_PUSH(&v->arena, Setup, 1);
    WalkThrough *walk = ARENA_PUSH(&v->arena, WalkThrough, 1);
    *walk = wish->walk;
    *setup = (Setup){.id = uuid_next(&v->ids, wish->started_unix_ms + 1),
                     .walk = walk,
                     .title = "Visit",
                     .class_name = "",
                     .place = "",
                     .observer = wish->observer,
                     .theme = "",
                     .goals = "",
                     .origin = "",
                     .started_unix_ms = wish->started_unix_ms,
                     .resolution_ms = 1};
    return setup;
}

/* Begins it and answers; the recording goes on. */
static inline Recording *visits_begin(Visits *v, const VisitWish *wish)
{
    static const ClockAnchor anchor = {0, 1000, 2000, "boot"};
    Err err = {0};
    const Setup *setup = visits_setup(v, wish);
    const Protocol *protocol = wish->protocol ? wish->protocol : v->protocol;
    Recording *r = recording_begin(v->store, protocol, setup, &v->ids, &anchor, &err);
    assert_ok(r != NULL, err);
    assert_ok(session_start(recording_session(r), 0, &err), err);
    visits_commit(r);
    LookFor look_fors[PROTOCOL_MAX_CODES];
    (void)look_for_list(protocol, look_fors);
    for (int32_t i = 0; wish->answers[i]; i++)
        if (wish->answers[i] != '-')
            visits_answer(r, &look_fors[i], wish->answers[i], 1000 * (i + 1));
    return r;
}

static inline Uuid visits_end(Recording *r)
{
    Err err = {0};
    Session *s = recording_session(r);
    int64_t at_ms = VISIT_MINUTES * 60000;
    at_ms = at_ms > session_last_ms(s) ? at_ms : session_last_ms(s);
    assert_ok(session_end(s, at_ms, &err), err);
    visits_commit(r);
    Uuid id = session_setup(s)->id;
    recording_destroy(r);
    return id;
}

static inline Uuid visits_add(Visits *v, const VisitWish *wish)
{
    return visits_end(visits_begin(v, wish));
}

static inline WalkOptions visits_options(WalkBy by)
{
    return (WalkOptions){
        .by = by, .filter = walk_filter_all(), .suppress_below = WALK_SUPPRESS_BELOW};
}

static inline WalkView visits_view(Visits *v, const WalkOptions *options)
{
    Err err = {0};
    WalkView view;
    assert_ok(store_view_visits(v->store, options, &v->arena, &view, &err), err);
    return view;
}

static inline bool view_says(const WalkView *view, const char *text)
{
    for (int32_t i = 0; i < view->notice_count; i++)
        if (strstr(view->notices[i], text))
            return true;
    return false;
}

#endif
