/* bare_board.h - the board alone, driven without a window or an app: a finger lands and
 * lifts, the board asks, and what it asks for is done to a session. */
#ifndef TESTS_RECORDER_SCREEN_BARE_BOARD_H
#define TESTS_RECORDER_SCREEN_BARE_BOARD_H

#include "check.h"

#include "protocols/protocol_load.h"
#include "recorder/screen/board/screen_board.h"
#include "recorder/screen/part/seating.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ZERO_MS = 5000, /* boot clock at session time 0 */
    MAX_PEOPLE = OBSERVATION_MAX_SUBJECTS,
};

static inline float text_width(void *user, bool bold, float size, const char *utf8, size_t len)
{
    (void)user;
    (void)utf8;
    return (float)len * size * (bold ? 0.58F : 0.55F);
}

typedef struct Fixture {
    Arena arena, frame;
    const Protocol *protocol;
    Subject subjects[MAX_PEOPLE];
    char labels[MAX_PEOPLE][24];
    PlannedPhase phases[8];
    Setup setup;
    UuidSource ids;
    Session *session;
    Ui ui;
    UiCommand commands[UI_MAX_COMMANDS];
    BoardState state;
    BoardModel model;
    int64_t now_ms; /* session time */
} Fixture;

static inline int32_t add_subject(Fixture *f, SubjectKind kind, const char *label, int32_t group)
{
    int32_t i = f->setup.subject_count++;
    (void)snprintf(f->labels[i], sizeof f->labels[i], "%s", label);
    f->subjects[i] = (Subject){
        .kind = kind, .label = f->labels[i], .detail = "", .predicted = "", .group = group};
    return i;
}

/* One adult, tables of four, everybody without a place. */
static inline void add_class(Fixture *f, int32_t pupils)
{
    char label[24];
    int32_t group = SUBJECT_NONE;
    (void)add_subject(f, SUBJECT_ADULT, "T", SUBJECT_NONE);
    for (int32_t i = 0; i < pupils; i++) {
        if (i % 4 == 0) {
            (void)snprintf(label, sizeof label, "Table %d", (int)(i / 4 + 1));
            group = add_subject(f, SUBJECT_GROUP, label, SUBJECT_NONE);
        }
        (void)snprintf(label, sizeof label, "P%d", (int)i + 1);
        (void)add_subject(f, SUBJECT_PUPIL, label, group);
    }
}

static inline void plan_phases(Fixture *f)
{
    f->setup.phases = f->phases;
    for (int32_t i = 0; i < f->protocol->code_count && f->setup.phase_count < 8; i++)
        if (f->protocol->codes[i].senses & SENSE_PHASE)
            f->phases[f->setup.phase_count++] =
                (PlannedPhase){i, f->protocol->codes[i].planned_min};
}

static inline Fixture *fixture_blank(void)
{
    Fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    arena_init(&f->arena, (size_t)16 << 20);
    arena_init(&f->frame, (size_t)4 << 20);
    f->setup = (Setup){.title = "Fractions",
                       .class_name = "Grade 5",
                       .place = "Room 12",
                       .observer = "",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .subjects = f->subjects,
                       .resolution_ms = 1};
    for (int32_t i = 0; i < OBSERVATION_MAX_QUESTIONS; i++)
        f->setup.questions[i] = "";
    f->setup.id.bytes[0] = 7;
    return f;
}

static inline void commit(Fixture *f)
{
    Err err = {0};
    assert_ok(session_apply_planned(f->session, &err), err);
}

static inline void begin_session(Fixture *f)
{
    Err err = {0};
    plan_phases(f);
    const uint64_t seed[2] = {1, 2};
    uuid_source_init(&f->ids, seed);
    f->session = session_create(f->protocol, &f->setup, &f->ids, &err);
    assert_non_null(f->session);
    assert_ok(session_start(f->session, 0, &err), err);
    commit(f);
    f->now_ms = 10000;
    f->model = (BoardModel){.session = f->session,
                            .session_zero_ms = ZERO_MS,
                            .clock_text = "10:23",
                            .trouble = "",
                            .message = ""};
    const UiText text = {NULL, text_width};
    ui_init(&f->ui, theme_get(THEME_LIGHT), text, f->commands, &f->frame);
    ui_resize(&f->ui, 1280, 800);
    board_state_init(&f->state);
}

static inline Fixture *fixture_of(const char *key, int32_t pupils)
{
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_load_shipped(&f->arena, key, &f->protocol, &err), err);
    add_class(f, pupils);
    begin_session(f);
    return f;
}

static inline void fixture_free(Fixture *f)
{
    session_destroy(f->session);
    arena_deinit(&f->arena);
    arena_deinit(&f->frame);
    free(f);
}

/* ---- steps ---- */

static inline BoardAsk build(Fixture *f, UiInput in)
{
    f->model.now_ms = f->now_ms;
    in.now_ms = f->now_ms + ZERO_MS;
    if (in.at_ms == 0)
        in.at_ms = in.now_ms;
    ui_begin(&f->ui, &in);
    BoardAsk ask = screen_board(&f->ui, &f->model, &f->state);
    ui_end(&f->ui);
    return ask;
}

static inline BoardAsk idle(Fixture *f)
{
    return build(f, (UiInput){.kind = UI_INPUT_NONE});
}

static inline bool find_target(const Fixture *f, uint32_t id, UiTarget *ret)
{
    for (int32_t i = 0; i < f->ui.target_count; i++) {
        if (f->ui.targets[i].id == id) {
            *ret = f->ui.targets[i];
            return true;
        }
    }
    return false;
}

static inline bool is_live(Fixture *f, uint32_t id)
{
    UiTarget t = {0};
    (void)idle(f);
    return find_target(f, id, &t) && t.focusable;
}

static inline void middle_of(Fixture *f, uint32_t id, float *x, float *y)
{
    UiTarget t = {0};
    (void)idle(f);
    if (!find_target(f, id, &t))
        fail_msg("target %u is not on the screen", id);
    *x = t.rect.x + t.rect.w / 2;
    *y = t.rect.y + t.rect.h / 2;
}

static inline BoardAsk finger(Fixture *f, UiInputKind kind, float x, float y)
{
    return build(f, (UiInput){.kind = kind, .finger = 1, .x = x, .y = y});
}

/* Lands, lifts 80 ms later; what was asked on the lift. */
static inline BoardAsk touch(Fixture *f, uint32_t id)
{
    float x, y;
    middle_of(f, id, &x, &y);
    assert_int_equal(finger(f, UI_INPUT_DOWN, x, y).kind, BOARD_ASK_NONE);
    f->now_ms += 80;
    BoardAsk ask = finger(f, UI_INPUT_UP, x, y);
    (void)idle(f);
    return ask;
}

static inline BoardAsk hold(Fixture *f, uint32_t id)
{
    float x, y;
    middle_of(f, id, &x, &y);
    (void)finger(f, UI_INPUT_DOWN, x, y);
    f->now_ms += UI_HOLD_MS + 20;
    return idle(f);
}

/* Records what was asked, as the app does. */
static inline void apply(Fixture *f, BoardAsk ask)
{
    Err err = {0};
    bool ok = true;
    switch (ask.kind) {
    case BOARD_ASK_TAP:
        ok = session_tap(f->session, &ask.tap, f->now_ms, &err);
        break;
    case BOARD_ASK_STOP:
        ok = session_stop(f->session, ask.event, ask.at_ms, f->now_ms, &err);
        break;
    case BOARD_ASK_ANSWER:
        ok = session_answer(f->session, ask.sampling, ask.subject, ask.value, ask.missing,
                            f->now_ms, &err);
        break;
    case BOARD_ASK_UNDO:
        ok = session_undo(f->session, f->now_ms, &err);
        break;
    case BOARD_ASK_PAUSE:
        ok = session_pause(f->session, f->now_ms, &err);
        break;
    case BOARD_ASK_END:
        ok = session_end(f->session, f->now_ms, &err);
        break;
    default:
        fail_msg("nothing to apply for ask %d", (int)ask.kind);
    }
    assert_ok(ok, err);
    commit(f);
}

static inline int32_t code_of(const Fixture *f, const char *key)
{
    int32_t code = protocol_find_code(f->protocol, key);
    assert_true(code >= 0);
    return code;
}

static inline int32_t who(const Fixture *f, const char *label)
{
    int32_t subject = setup_find_subject(&f->setup, label);
    assert_true(subject >= 0);
    return subject;
}

static inline uint32_t seat_of(const Fixture *f, const char *label)
{
    return BOARD_ID_SEAT + (uint32_t)who(f, label);
}

static inline const ObsEvent *running(const Fixture *f, const char *category_of)
{
    return session_running(f->session, f->protocol->codes[code_of(f, category_of)].category);
}

static inline bool says(const Fixture *f, const char *text)
{
    for (int32_t i = 0; i < f->ui.command_count; i++)
        if (f->ui.commands[i].kind == UI_TEXT && strcmp(f->ui.commands[i].text, text) == 0)
            return true;
    return false;
}

/* ---- targets ---- */

static inline bool rects_meet(const UiTarget *a, const UiTarget *b)
{
    enum { HAIR = 1 };
    return a->rect.x + HAIR < b->rect.x + b->rect.w && b->rect.x + HAIR < a->rect.x + a->rect.w &&
           a->rect.y + HAIR < b->rect.y + b->rect.h && b->rect.y + HAIR < a->rect.y + a->rect.h;
}

static inline bool targets_meet(const UiTarget *a, const UiTarget *b)
{
    if (!a->round || !b->round)
        return rects_meet(a, b);
    float dx = a->rect.x + a->rect.w / 2 - b->rect.x - b->rect.w / 2;
    float dy = a->rect.y + a->rect.h / 2 - b->rect.y - b->rect.h / 2;
    return hypotf(dx, dy) < (a->rect.w + b->rect.w) / 2 - 1;
}

static inline void check_targets(const Fixture *f, const char *what)
{
    assert_true(f->ui.target_count < UI_MAX_TARGETS);
    assert_true(f->ui.command_count < UI_MAX_COMMANDS);
    for (int32_t i = 0; i < f->ui.target_count; i++) {
        const UiTarget *t = &f->ui.targets[i];
        if (!t->focusable)
            continue;
        UiRect r = t->rect;
        if (r.w < UI_MIN_TARGET - 0.01F || r.h < UI_MIN_TARGET - 0.01F)
            fail_msg("%s: target %u is %.1f x %.1f", what, t->id, (double)r.w, (double)r.h);
        if (r.x < -0.5F || r.y < -0.5F || r.x + r.w > f->ui.width + 0.5F ||
            r.y + r.h > f->ui.height + 0.5F)
            fail_msg("%s: target %u leaves the screen at %.0f %.0f", what, t->id, (double)r.x,
                     (double)r.y);
        for (int32_t k = 0; k < i; k++) {
            const UiTarget *other = &f->ui.targets[k];
            if (other->id == t->id)
                fail_msg("%s: two targets are %u", what, t->id);
            if (other->focusable && targets_meet(t, other))
                fail_msg("%s: targets %u and %u overlap", what, t->id, other->id);
        }
    }
}

#endif
