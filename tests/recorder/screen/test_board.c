/* The board, driven without a window: a finger lands and lifts, the board asks. */
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

static float text_width(void *user, bool bold, float size, const char *utf8, size_t len)
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

static int32_t add_subject(Fixture *f, SubjectKind kind, const char *label, int32_t group)
{
    int32_t i = f->setup.subject_count++;
    (void)snprintf(f->labels[i], sizeof f->labels[i], "%s", label);
    f->subjects[i] = (Subject){
        .kind = kind, .label = f->labels[i], .detail = "", .predicted = "", .group = group};
    return i;
}

/* One adult, tables of four, everybody without a place. */
static void add_class(Fixture *f, int32_t pupils)
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

static void plan_phases(Fixture *f)
{
    f->setup.phases = f->phases;
    for (int32_t i = 0; i < f->protocol->code_count && f->setup.phase_count < 8; i++)
        if (f->protocol->codes[i].senses & SENSE_PHASE)
            f->phases[f->setup.phase_count++] =
                (PlannedPhase){i, f->protocol->codes[i].planned_min};
}

static Fixture *fixture_blank(void)
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

static void commit(Fixture *f)
{
    Err err = {0};
    assert_ok(session_apply_planned(f->session, &err), err);
}

static void begin_session(Fixture *f)
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

static Fixture *fixture_of(const char *key, int32_t pupils)
{
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_load_shipped(&f->arena, key, &f->protocol, &err), err);
    add_class(f, pupils);
    begin_session(f);
    return f;
}

static void fixture_free(Fixture *f)
{
    session_destroy(f->session);
    arena_deinit(&f->arena);
    arena_deinit(&f->frame);
    free(f);
}

/* ---- steps ---- */

static BoardAsk build(Fixture *f, UiInput in)
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

static BoardAsk idle(Fixture *f)
{
    return build(f, (UiInput){.kind = UI_INPUT_NONE});
}

static bool find_target(const Fixture *f, uint32_t id, UiTarget *ret)
{
    for (int32_t i = 0; i < f->ui.target_count; i++) {
        if (f->ui.targets[i].id == id) {
            *ret = f->ui.targets[i];
            return true;
        }
    }
    return false;
}

static bool is_live(Fixture *f, uint32_t id)
{
    UiTarget t = {0};
    (void)idle(f);
    return find_target(f, id, &t) && t.focusable;
}

static void middle_of(Fixture *f, uint32_t id, float *x, float *y)
{
    UiTarget t = {0};
    (void)idle(f);
    if (!find_target(f, id, &t))
        fail_msg("target %u is not on the screen", id);
    *x = t.rect.x + t.rect.w / 2;
    *y = t.rect.y + t.rect.h / 2;
}

static BoardAsk finger(Fixture *f, UiInputKind kind, float x, float y)
{
    return build(f, (UiInput){.kind = kind, .finger = 1, .x = x, .y = y});
}

/* Lands, lifts 80 ms later; what was asked on the lift. */
static BoardAsk touch(Fixture *f, uint32_t id)
{
    float x, y;
    middle_of(f, id, &x, &y);
    assert_int_equal(finger(f, UI_INPUT_DOWN, x, y).kind, BOARD_ASK_NONE);
    f->now_ms += 80;
    BoardAsk ask = finger(f, UI_INPUT_UP, x, y);
    (void)idle(f);
    return ask;
}

static BoardAsk hold(Fixture *f, uint32_t id)
{
    float x, y;
    middle_of(f, id, &x, &y);
    (void)finger(f, UI_INPUT_DOWN, x, y);
    f->now_ms += UI_HOLD_MS + 20;
    return idle(f);
}

/* Records what was asked, as the app does. */
static void apply(Fixture *f, BoardAsk ask)
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

static int32_t code_of(const Fixture *f, const char *key)
{
    int32_t code = protocol_find_code(f->protocol, key);
    assert_true(code >= 0);
    return code;
}

static int32_t who(const Fixture *f, const char *label)
{
    int32_t subject = setup_find_subject(&f->setup, label);
    assert_true(subject >= 0);
    return subject;
}

static uint32_t seat_of(const Fixture *f, const char *label)
{
    return BOARD_ID_SEAT + (uint32_t)who(f, label);
}

static const ObsEvent *running(const Fixture *f, const char *category_of)
{
    return session_running(f->session, f->protocol->codes[code_of(f, category_of)].category);
}

/* ---- the chart ---- */

static void board__asks_for_the_floor__seat_tapped(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    f->now_ms = 20000;
    BoardAsk ask = touch(f, seat_of(f, "P3"));
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.code, code_of(f, "student-talk"));
    assert_int_equal(ask.tap.subject, who(f, "P3"));
    assert_int_equal(ask.tap.target, SUBJECT_NONE);
    assert_int_equal(ask.tap.at_ms, 20000); /* when it landed, not when it lifted */
    apply(f, ask);
    assert_int_equal(running(f, "student-talk")->subject, who(f, "P3"));
    fixture_free(f);
}

static void board__asks_for_teacher_talk__adult_tapped(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    BoardAsk ask = touch(f, seat_of(f, "T"));
    assert_int_equal(ask.tap.code, code_of(f, "teacher-talk"));
    assert_int_equal(ask.tap.subject, who(f, "T"));
    fixture_free(f);
}

static void board__asks_for_group_talk__middle_of_table_tapped(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    BoardAsk ask = touch(f, seat_of(f, "Table 2"));
    assert_int_equal(ask.tap.code, code_of(f, "group-talk"));
    assert_int_equal(ask.tap.subject, who(f, "Table 2"));
    fixture_free(f);
}

static void board__records_nothing_new__speaker_tapped_again(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    f->now_ms += 5000;
    size_t before = session_event_count(f->session);
    apply(f, touch(f, seat_of(f, "P3")));
    assert_int_equal(session_event_count(f->session), before);
    assert_int_equal(running(f, "student-talk")->stop_ms, EVENT_OPEN);
    fixture_free(f);
}

static void board__asks_for_directed_talk__dragged_to_a_seat(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    float x0, y0, x1, y1;
    middle_of(f, seat_of(f, "P1"), &x0, &y0);
    middle_of(f, seat_of(f, "P6"), &x1, &y1);
    f->now_ms = 30000;
    (void)finger(f, UI_INPUT_DOWN, x0, y0);
    f->now_ms += 200;
    (void)finger(f, UI_INPUT_MOVE, (x0 + x1) / 2, (y0 + y1) / 2);
    assert_true(f->state.dragging);
    (void)finger(f, UI_INPUT_MOVE, x1, y1);
    assert_int_equal(f->state.drag_to, who(f, "P6"));
    BoardAsk ask = finger(f, UI_INPUT_UP, x1, y1);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.subject, who(f, "P1"));
    assert_int_equal(ask.tap.target, who(f, "P6"));
    assert_int_equal(ask.tap.at_ms, 30000);
    assert_false(f->state.dragging);
    fixture_free(f);
}

static void board__asks_nothing__dragged_to_bare_ground(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 4);
    float x, y;
    middle_of(f, seat_of(f, "P1"), &x, &y);
    (void)finger(f, UI_INPUT_DOWN, x, y);
    (void)finger(f, UI_INPUT_MOVE, 60, 560);
    assert_int_equal(finger(f, UI_INPUT_UP, 60, 560).kind, BOARD_ASK_NONE);
    assert_false(f->state.dragging);
    fixture_free(f);
}

static void board__ends_the_turn_on_lift__seat_held(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    f->now_ms = 40000;
    BoardAsk ask = hold(f, seat_of(f, "P5"));
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.at_ms, 40000);
    apply(f, ask);
    float x, y;
    middle_of(f, seat_of(f, "P5"), &x, &y);
    f->now_ms = 43000;
    ask = finger(f, UI_INPUT_UP, x, y);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    assert_int_equal(ask.at_ms, 43000);
    Uuid id = ask.event;
    apply(f, ask);
    const ObsEvent *turn = session_find_event(f->session, id);
    assert_int_equal(turn->start_ms, 40000);
    assert_int_equal(turn->stop_ms, 43000);
    fixture_free(f);
}

static void board__selects__protocol_codes_no_talk(void **unused)
{
    (void)unused;
    static const char text[] =
        "protocol: 1\nkey: plain\ntitle: Plain\nversion: \"1\"\nsummary: s\npurpose: p\n"
        "source: s\ncategories:\n  - key: seen\n    title: Seen\n    codes:\n"
        "      - {key: hand, label: Hand up, kind: point, about: [pupil]}\n"
        "      - {key: help, label: Helps, kind: state, about: [class]}\n"
        "      - {key: away, label: Away, kind: state, about: [pupil]}\n";
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_parse(&f->arena, "plain", text, sizeof text - 1, &f->protocol, NULL, &err),
              err);
    add_class(f, 5);
    begin_session(f);
    assert_int_equal(touch(f, seat_of(f, "P2")).kind, BOARD_ASK_NONE);
    assert_int_equal(f->state.selected, who(f, "P2"));
    BoardAsk ask = touch(f, board_pad_id(code_of(f, "hand"), PROTOCOL_NONE));
    assert_int_equal(ask.tap.subject, who(f, "P2"));
    assert_int_equal(f->state.selected, SUBJECT_NONE);

    /* A state that excludes nothing is started and stopped by its pad. */
    uint32_t help = board_pad_id(code_of(f, "help"), PROTOCOL_NONE);
    ask = touch(f, help);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    apply(f, ask);
    f->now_ms += 3000;
    ask = touch(f, help);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    apply(f, ask);
    assert_int_equal(touch(f, help).kind, BOARD_ASK_TAP);

    /* For each pupil by itself. */
    uint32_t away = board_pad_id(code_of(f, "away"), PROTOCOL_NONE);
    (void)touch(f, seat_of(f, "P1"));
    apply(f, touch(f, away));
    (void)touch(f, seat_of(f, "P2"));
    ask = touch(f, away);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    apply(f, ask);
    (void)touch(f, seat_of(f, "P1"));
    ask = touch(f, away);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    assert_int_equal(session_find_event(f->session, ask.event)->subject, who(f, "P1"));

    /* Held, it ends with the lift, whoever was selected. */
    float x, y;
    (void)touch(f, seat_of(f, "P4"));
    apply(f, hold(f, away));
    middle_of(f, away, &x, &y);
    ask = finger(f, UI_INPUT_UP, x, y);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    assert_int_equal(session_find_event(f->session, ask.event)->subject, who(f, "P4"));
    fixture_free(f);
}

/* ---- pads and the ring ---- */

static void board__attaches_to_the_speaker__pad_tapped(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    int32_t frame = code_of(f, "frame");
    int32_t function = f->protocol->codes[frame].pads;
    BoardAsk ask = touch(f, board_pad_id(frame, 8));
    assert_int_equal(ask.tap.code, frame);
    assert_int_equal(ask.tap.subject, who(f, "P3"));
    assert_int_equal(ask.tap.options[function], 8);
    apply(f, ask);
    assert_int_equal(session_count_code(f->session, frame, 8), 1);

    /* The teacher answers quickly: a frame still goes to the pupil, a question
     * to the teacher. */
    apply(f, touch(f, seat_of(f, "T")));
    assert_int_equal(touch(f, board_pad_id(frame, 1)).tap.subject, who(f, "P3"));
    int32_t question = code_of(f, "question");
    assert_int_equal(touch(f, board_pad_id(question, 2)).tap.subject, who(f, "T"));
    fixture_free(f);
}

static void board__is_about_the_class__silence_while_a_pupil_speaks(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "Table 1")));
    BoardAsk ask = touch(f, board_pad_id(code_of(f, "group-talk"), PROTOCOL_NONE));
    assert_int_equal(ask.tap.subject, SUBJECT_NONE);
    ask = touch(f, board_pad_id(code_of(f, "silence"), PROTOCOL_NONE));
    assert_int_equal(ask.tap.code, code_of(f, "silence"));
    assert_int_equal(ask.tap.subject, SUBJECT_NONE);
    fixture_free(f);
}

static void board__offers_no_pad__nobody_it_can_be_about(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 0);
    assert_false(is_live(f, board_pad_id(code_of(f, "frame"), 0)));
    assert_false(is_live(f, board_pad_id(code_of(f, "student-talk"), PROTOCOL_NONE)));
    assert_true(is_live(f, board_pad_id(code_of(f, "question"), 0)));
    assert_true(is_live(f, board_pad_id(code_of(f, "silence"), PROTOCOL_NONE)));
    fixture_free(f);
}

static void board__ends_the_state_on_lift__pad_held(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    uint32_t pad = board_pad_id(code_of(f, "silence"), PROTOCOL_NONE);
    f->now_ms = 30000;
    apply(f, hold(f, pad));
    assert_int_equal(running(f, "silence")->start_ms, 30000);
    float x, y;
    middle_of(f, pad, &x, &y);
    f->now_ms = 34000;
    BoardAsk ask = finger(f, UI_INPUT_UP, x, y);
    assert_int_equal(ask.kind, BOARD_ASK_STOP);
    assert_int_equal(ask.at_ms, 34000);
    apply(f, ask);
    assert_null(running(f, "silence"));
    fixture_free(f);
}

static void board__asks_nothing__finger_slides_off_a_pad(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    float x, y;
    middle_of(f, board_pad_id(code_of(f, "question"), 0), &x, &y);
    (void)finger(f, UI_INPUT_DOWN, x, y);
    (void)finger(f, UI_INPUT_MOVE, x - 200, y);
    assert_int_equal(finger(f, UI_INPUT_UP, x - 200, y).kind, BOARD_ASK_NONE);
    fixture_free(f);
}

/* From the pad's middle so far in this direction, lifted there. */
static BoardAsk ring(Fixture *f, uint32_t pad, float dx, float dy)
{
    float x, y;
    middle_of(f, pad, &x, &y);
    assert_int_equal(hold(f, pad).kind, BOARD_ASK_NONE);
    assert_int_equal(f->state.panel, BOARD_PANEL_RING);
    (void)finger(f, UI_INPUT_MOVE, x + dx, y + dy);
    BoardAsk ask = finger(f, UI_INPUT_UP, x + dx, y + dy);
    assert_int_equal(f->state.panel, BOARD_PANEL_NONE);
    return ask;
}

static void board__sets_the_petals_options__ring_lifted_on_a_petal(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    int32_t frame = code_of(f, "frame");
    const Code *code = &f->protocol->codes[frame];
    int32_t form = protocol_find_modifier(f->protocol, "form");
    f->now_ms = 50000;
    for (int32_t i = 0; i < code->petal_count; i++) {
        float angle = 6.2831853F * ((float)i + 0.5F) / (float)code->petal_count;
        int64_t landed = f->now_ms;
        BoardAsk ask = ring(f, board_pad_id(frame, 4), 60 * sinf(angle), -60 * cosf(angle));
        assert_int_equal(ask.kind, BOARD_ASK_TAP);
        assert_int_equal(ask.tap.at_ms, landed);
        assert_int_equal(ask.tap.subject, who(f, "P3"));
        assert_int_equal(ask.tap.options[form], code->petals[i].options[form]);
    }
    fixture_free(f);
}

static void board__records_nothing__ring_back_in_the_middle(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    uint32_t pad = board_pad_id(code_of(f, "frame"), 4);
    assert_int_equal(ring(f, pad, 2, 3).kind, BOARD_ASK_NONE);
    fixture_free(f);
}

static void board__reaches_every_petal__pad_in_any_corner(void **unused)
{
    (void)unused;
    static const float sizes[][2] = {{1280, 800}, {820, 1180}, {1024, 600}};
    Fixture *f = fixture_of("academic-talk", 28);
    int32_t frame = code_of(f, "frame");
    const Code *code = &f->protocol->codes[frame];
    int32_t options = f->protocol->modifiers[code->pads].option_count;
    for (int32_t size = 0; size < 3; size++) {
        ui_resize(&f->ui, sizes[size][0], sizes[size][1]);
        for (int32_t option = 0; option < options; option++) {
            uint32_t pad = board_pad_id(frame, option);
            if (!is_live(f, pad))
                continue;
            float x, y;
            middle_of(f, pad, &x, &y);
            for (int32_t i = 0; i < code->petal_count; i++) {
                float angle = 6.2831853F * ((float)i + 0.5F) / (float)code->petal_count;
                float room = fminf(fminf(x, f->ui.width - x), fminf(y, f->ui.height - y)) - 2;
                float far = fminf(room, 90);
                BoardAsk ask = ring(f, pad, far * sinf(angle), -far * cosf(angle));
                assert_int_equal(ask.kind, BOARD_ASK_TAP);
            }
            assert_true(f->state.ring_x - 188 >= 0 && f->state.ring_x + 188 <= f->ui.width);
            assert_true(f->state.ring_y - 188 >= 0 && f->state.ring_y + 188 <= f->ui.height);
        }
    }
    fixture_free(f);
}

/* A finger at the very edge of the screen has little way to go outwards. */
static void board__reaches_outward_petals__landed_at_the_edge(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    uint32_t pad = board_pad_id(code_of(f, "frame"), 2); /* the last of its row */
    UiTarget t = {0};
    assert_true(is_live(f, pad) && find_target(f, pad, &t));
    float x = t.rect.x + t.rect.w - 2, y = t.rect.y + t.rect.h / 2;
    assert_true(f->ui.width - x < 20);
    (void)finger(f, UI_INPUT_DOWN, x, y);
    f->now_ms += UI_HOLD_MS + 20;
    (void)idle(f);
    (void)finger(f, UI_INPUT_MOVE, f->ui.width - 1, y + 4);
    assert_int_equal(f->state.ring_petal, 2); /* right of the middle, below it */
    fixture_free(f);
}

static void board__opens_by_key__ring_of_the_focused_pad(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    int32_t frame = code_of(f, "frame");
    uint32_t pad = board_pad_id(frame, 0);
    (void)idle(f);
    for (int32_t i = 0; i < UI_MAX_TARGETS && f->ui.focus_id != pad; i++)
        (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_TAB});
    assert_int_equal(f->ui.focus_id, pad);
    (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_RIGHT});
    assert_int_equal(f->state.panel, BOARD_PANEL_RING);
    (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_RIGHT});
    BoardAsk ask = build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_ENTER});
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    int32_t form = protocol_find_modifier(f->protocol, "form");
    assert_int_equal(ask.tap.options[form], f->protocol->codes[frame].petals[1].options[form]);

    (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_RIGHT});
    assert_int_equal(f->state.panel, BOARD_PANEL_RING);
    (void)build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_ESCAPE});
    assert_int_equal(f->state.panel, BOARD_PANEL_NONE);
    fixture_free(f);
}

/* ---- targets ---- */

static bool rects_meet(const UiTarget *a, const UiTarget *b)
{
    enum { HAIR = 1 };
    return a->rect.x + HAIR < b->rect.x + b->rect.w && b->rect.x + HAIR < a->rect.x + a->rect.w &&
           a->rect.y + HAIR < b->rect.y + b->rect.h && b->rect.y + HAIR < a->rect.y + a->rect.h;
}

static bool targets_meet(const UiTarget *a, const UiTarget *b)
{
    if (!a->round || !b->round)
        return rects_meet(a, b);
    float dx = a->rect.x + a->rect.w / 2 - b->rect.x - b->rect.w / 2;
    float dy = a->rect.y + a->rect.h / 2 - b->rect.y - b->rect.h / 2;
    return hypotf(dx, dy) < (a->rect.w + b->rect.w) / 2 - 1;
}

static void check_targets(const Fixture *f, const char *what)
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

/* ---- the strip ---- */

static void board__asks_each_group__prompt_is_on(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 8);
    f->now_ms = 100000;
    assert_false(is_live(f, BOARD_ID_ANSWER));
    f->now_ms = 125000;
    BoardAsk ask = touch(f, BOARD_ID_ANSWER + 3);
    assert_int_equal(ask.kind, BOARD_ASK_ANSWER);
    assert_int_equal(ask.subject, who(f, "Table 1"));
    assert_int_equal(ask.value, 3);
    assert_false(ask.missing);
    apply(f, ask);
    ask = build(f, (UiInput){.kind = UI_INPUT_TEXT, .text = "2"}); /* a digit key */
    assert_int_equal(ask.kind, BOARD_ASK_ANSWER);
    assert_int_equal(ask.value, 2);
    assert_int_equal(build(f, (UiInput){.kind = UI_INPUT_TEXT, .text = "5"}).kind, BOARD_ASK_NONE);
    ask = touch(f, BOARD_ID_CANT_SEE);
    assert_int_equal(ask.subject, who(f, "Table 2"));
    assert_true(ask.missing);
    apply(f, ask);
    assert_false(is_live(f, BOARD_ID_CANT_SEE));
    fixture_free(f);
}

/* Answers leave room for the question. */
static void check_answers(const Fixture *f)
{
    for (int32_t i = 0; i < f->ui.target_count; i++) {
        const UiTarget *t = &f->ui.targets[i];
        if (t->id >= BOARD_ID_ANSWER && t->id < BOARD_ID_PHASE && t->rect.x < 280)
            fail_msg("answer %u lies over the question", t->id - BOARD_ID_ANSWER);
    }
}

/* Groups of thirty: the answer is given by ranges, every number can be said. */
static void board__narrows_down__more_answers_than_fit(void **unused)
{
    (void)unused;
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_load_shipped(&f->arena, "academic-talk", &f->protocol, &err), err);
    int32_t group = add_subject(f, SUBJECT_GROUP, "Everybody", SUBJECT_NONE);
    for (int32_t i = 0; i < 30; i++) {
        char label[24];
        (void)snprintf(label, sizeof label, "P%d", (int)i + 1);
        (void)add_subject(f, SUBJECT_PUPIL, label, group);
    }
    begin_session(f);
    for (int32_t want = 0; want <= 30; want++) {
        f->now_ms = (int64_t)(want + 1) * 120000 + 2000;
        BoardAsk ask = {0};
        for (int32_t step = 0; step < 6 && ask.kind == BOARD_ASK_NONE; step++) {
            (void)idle(f);
            int32_t nearest = -1;
            for (int32_t value = 0; value <= want; value++) {
                UiTarget t = {0};
                if (find_target(f, BOARD_ID_ANSWER + (uint32_t)value, &t))
                    nearest = value;
            }
            assert_true(nearest >= 0);
            check_targets(f, "answers");
            check_answers(f);
            ask = touch(f, BOARD_ID_ANSWER + (uint32_t)nearest);
        }
        assert_int_equal(ask.kind, BOARD_ASK_ANSWER);
        assert_int_equal(ask.value, want);
    }
    f->now_ms = 120000 + 2000;
    (void)touch(f, BOARD_ID_ANSWER);
    assert_true(f->state.answer_high > 0);
    (void)touch(f, BOARD_ID_ANSWER_BACK);
    assert_int_equal(f->state.answer_high, 0);
    fixture_free(f);
}

static void board__moves_nothing__prompt_comes(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    f->now_ms = 119000;
    (void)idle(f);
    int32_t count = f->ui.target_count;
    UiTarget *before = malloc((size_t)count * sizeof *before);
    assert_non_null(before);
    memcpy(before, f->ui.targets, (size_t)count * sizeof *before);
    f->now_ms = 121000;
    (void)idle(f);
    assert_true(f->ui.target_count > count);
    for (int32_t i = 0; i < count; i++) {
        UiTarget now = {0};
        assert_true(find_target(f, before[i].id, &now));
        assert_memory_equal(&now.rect, &before[i].rect, sizeof now.rect);
    }
    free(before);
    fixture_free(f);
}

/* ---- the row and the bar ---- */

static void board__asks_once__each_button(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    BoardAsk ask = touch(f, BOARD_ID_BACKDATE);
    assert_int_equal(ask.kind, BOARD_ASK_BACKDATE);
    assert_int_equal(ask.delta_ms, 3000);
    assert_int_equal(touch(f, BOARD_ID_TOTALS).kind, BOARD_ASK_TOTALS);
    assert_int_equal(touch(f, BOARD_ID_MENU).kind, BOARD_ASK_MENU);
    assert_false(is_live(f, BOARD_ID_REDO));
    ask = touch(f, BOARD_ID_UNDO);
    assert_int_equal(ask.kind, BOARD_ASK_UNDO);
    apply(f, ask);
    assert_null(running(f, "student-talk"));
    assert_int_equal(touch(f, BOARD_ID_REDO).kind, BOARD_ASK_REDO);
    assert_int_equal(touch(f, BOARD_ID_PAUSE).kind, BOARD_ASK_PAUSE);
    assert_int_equal(build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_REDO}).kind,
                     BOARD_ASK_REDO);
    assert_int_equal(build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_UNDO}).kind,
                     BOARD_ASK_UNDO);
    fixture_free(f);
}

static void board__goes_on__end_tapped_twice_in_one_place(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    float x, y;
    middle_of(f, BOARD_ID_END, &x, &y);
    for (int32_t i = 0; i < 4; i++) {
        (void)finger(f, UI_INPUT_DOWN, x, y);
        assert_int_equal(finger(f, UI_INPUT_UP, x, y).kind, BOARD_ASK_NONE);
        (void)idle(f);
    }
    assert_int_equal(touch(f, BOARD_ID_END).kind, BOARD_ASK_NONE);
    assert_int_equal(touch(f, BOARD_ID_END_YES).kind, BOARD_ASK_END);

    /* A question that nobody answers goes away. */
    (void)touch(f, BOARD_ID_END);
    f->now_ms += 16000;
    assert_false(is_live(f, BOARD_ID_END_YES));
    assert_true(is_live(f, BOARD_ID_END));
    fixture_free(f);
}

static void board__offers_only_what_is_possible__paused(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, BOARD_ID_PAUSE));
    f->now_ms += 1000;
    assert_false(is_live(f, seat_of(f, "P3")));
    assert_false(is_live(f, board_pad_id(code_of(f, "frame"), 0)));
    assert_false(is_live(f, BOARD_ID_BACKDATE));
    assert_false(is_live(f, BOARD_ID_PHASE + (uint32_t)code_of(f, "launch")));
    assert_true(is_live(f, BOARD_ID_UNDO));
    assert_true(is_live(f, BOARD_ID_NOTE));
    assert_int_equal(touch(f, BOARD_ID_PAUSE).kind, BOARD_ASK_RESUME);
    fixture_free(f);
}

static void board__changes_sides__left_handed(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    float undo, pad, seat, y;
    for (int32_t left = 0; left < 2; left++) {
        f->model.left_handed = left;
        middle_of(f, BOARD_ID_UNDO, &undo, &y);
        middle_of(f, board_pad_id(code_of(f, "frame"), 0), &pad, &y);
        middle_of(f, seat_of(f, "P1"), &seat, &y);
        assert_int_equal(undo > 640, left);
        assert_int_equal(pad < seat, left);
    }
    fixture_free(f);
}

static void board__starts_a_phase__tapped_in_the_bar(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    uint32_t explore = BOARD_ID_PHASE + (uint32_t)code_of(f, "explore");
    BoardAsk ask = touch(f, explore);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.code, code_of(f, "explore"));
    apply(f, ask);
    assert_int_equal(touch(f, explore).kind, BOARD_ASK_NONE); /* it is on already */
    fixture_free(f);
}

static void type(Fixture *f, const char *words)
{
    UiInput in = {.kind = UI_INPUT_TEXT};
    (void)snprintf(in.text, sizeof in.text, "%s", words);
    (void)build(f, in);
}

static void board__pins_a_note__to_when_and_whom(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    apply(f, touch(f, seat_of(f, "P3")));
    f->now_ms = 60000;
    (void)touch(f, BOARD_ID_NOTE);
    assert_int_equal(f->ui.edit_id, BOARD_ID_PANEL_FIELD);
    assert_false(is_live(f, BOARD_ID_PANEL_OK)); /* nothing to keep */
    f->now_ms = 75000;
    type(f, "says \xC2\xBD of \xC2\xBD");
    BoardAsk ask = touch(f, BOARD_ID_PANEL_OK);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.code, code_of(f, "note"));
    assert_int_equal(ask.tap.subject, who(f, "P3"));
    assert_int_equal(ask.tap.at_ms, 60000);
    assert_string_equal(ask.tap.text, "says \xC2\xBD of \xC2\xBD");
    apply(f, ask);
    assert_int_equal(f->state.panel, BOARD_PANEL_NONE);

    (void)touch(f, BOARD_ID_NOTE);
    (void)touch(f, BOARD_ID_PANEL_SUBJECT);
    assert_int_equal(f->state.panel_subject, SUBJECT_NONE);
    type(f, "quiet room");
    (void)touch(f, BOARD_ID_PANEL_CANCEL);
    assert_int_equal(f->state.panel, BOARD_PANEL_NONE);
    assert_true(is_live(f, board_pad_id(code_of(f, "frame"), 0)));
    fixture_free(f);
}

static void board__keeps_a_note__enter_in_the_field(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("lesson-study", 5);
    (void)touch(f, board_pad_id(code_of(f, "quote"), PROTOCOL_NONE));
    type(f, "it is less");
    BoardAsk ask = build(f, (UiInput){.kind = UI_INPUT_KEY, .key = UI_KEY_ENTER});
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.code, code_of(f, "quote"));
    assert_string_equal(ask.tap.text, "it is less");
    fixture_free(f);
}

static bool says(const Fixture *f, const char *text)
{
    for (int32_t i = 0; i < f->ui.command_count; i++)
        if (f->ui.commands[i].kind == UI_TEXT && strcmp(f->ui.commands[i].text, text) == 0)
            return true;
    return false;
}

/* A look-for: its values have names. */
static void board__names_the_values__of_a_scale_with_anchors(void **unused)
{
    (void)unused;
    static const float SIZES[][2] = {{1280, 800}, {820, 1180}, {1024, 600}, {600, 960}};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        Fixture *f = fixture_of("shifts-math", 28);
        ui_resize(&f->ui, SIZES[i][0], SIZES[i][1]);
        int32_t code = code_of(f, "focus-goal");
        (void)touch(f, board_pad_id(code, PROTOCOL_NONE));
        (void)build(f, (UiInput){.kind = UI_INPUT_NONE});
        assert_int_equal(f->state.panel, BOARD_PANEL_RATING);
        assert_true(says(f, "Could not tell") && says(f, "Not seen") && says(f, "Seen"));
        BoardAsk ask = touch(f, BOARD_ID_RATE + 2);
        assert_int_equal(ask.kind, BOARD_ASK_TAP);
        assert_int_equal(ask.tap.code, code);
        assert_int_equal(ask.tap.value, 2);
        fixture_free(f);
    }
}

static void board__records_the_value__rating_chosen(void **unused)
{
    (void)unused;
    static const char text[] =
        "protocol: 1\nkey: rated\ntitle: Rated\nversion: \"1\"\nsummary: s\npurpose: p\n"
        "source: s\ncategories:\n  - key: clear\n    title: Clear\n    codes:\n"
        "      - {key: goal, label: Goal is clear, kind: rating, about: [class], "
        "scale: {min: 1, max: 5}}\n";
    Fixture *f = fixture_blank();
    Err err = {0};
    assert_ok(protocol_parse(&f->arena, "rated", text, sizeof text - 1, &f->protocol, NULL, &err),
              err);
    begin_session(f);
    f->now_ms = 30000;
    (void)touch(f, board_pad_id(code_of(f, "goal"), PROTOCOL_NONE));
    f->now_ms = 33000;
    BoardAsk ask = touch(f, BOARD_ID_RATE + 3);
    assert_int_equal(ask.kind, BOARD_ASK_TAP);
    assert_int_equal(ask.tap.value, 4);
    assert_int_equal(ask.tap.at_ms, 30000);
    fixture_free(f);
}

static void board__is_all_pads__nobody_to_tap(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("fill-plus", 28); /* its codes are about the class only */
    assert_false(is_live(f, seat_of(f, "P1")));
    BoardAsk ask = touch(f, board_pad_id(code_of(f, "LT"), PROTOCOL_NONE));
    assert_int_equal(ask.tap.subject, SUBJECT_NONE);
    apply(f, ask);
    f->now_ms += 2000;
    apply(f, touch(f, board_pad_id(code_of(f, "SQ"), PROTOCOL_NONE)));
    assert_int_equal(running(f, "LT")->code, code_of(f, "SQ"));
    fixture_free(f);
}

/* ---- the layout, for any class, protocol and screen ---- */

/* One code, a point about pupils. */
static void load_one(Fixture *f)
{
    static const char text[] = "protocol: 1\nkey: one\ntitle: One\nversion: \"1\"\nsummary: s\n"
                               "purpose: p\nsource: s\ncategories:\n  - key: c\n    title: C\n"
                               "    codes:\n      - {key: hand, label: Hand raised, kind: point, "
                               "about: [pupil]}\n";
    Err err = {0};
    assert_ok(protocol_parse(&f->arena, "one", text, sizeof text - 1, &f->protocol, NULL, &err),
              err);
}

/* 60 codes in 6 categories, long names. */
static void load_many(Fixture *f)
{
    char *text = malloc(32768);
    assert_non_null(text);
    int len = snprintf(text, 32768,
                       "protocol: 1\nkey: many\ntitle: Many\nversion: \"1\"\nsummary: s\n"
                       "purpose: p\nsource: s\ncategories:\n");
    for (int category = 0; category < 6; category++) {
        len += snprintf(text + len, 32768 - (size_t)len,
                        "  - key: cat%d\n    title: A category with a long name %d\n%s    codes:\n",
                        category, category, category == 0 ? "    exclusive: yes\n" : "");
        for (int i = 0; i < 10; i++)
            len += snprintf(text + len, 32768 - (size_t)len,
                            "      - {key: c%d-%d, label: A rather long label of a code %d, "
                            "kind: %s, about: [pupil, class]}\n",
                            category, i, i, category < 2 ? "state" : "point");
    }
    Err err = {0};
    assert_ok(protocol_parse(&f->arena, "many", text, (size_t)len, &f->protocol, NULL, &err), err);
    free(text);
}

static const float SIZES[][2] = {{1280, 800}, {820, 1180}, {1024, 600}, {1600, 1000}, {768, 1024}};

/* Every seat, pad and button of every page and every part of the chart. */
static int32_t check_everywhere(Fixture *f, const char *what)
{
    int32_t seats = 0;
    bool seen[MAX_PEOPLE] = {0};
    enum { ACROSS = 6, DOWN = 8 };
    for (int32_t part = 0; part < ACROSS * DOWN; part++) {
        f->state.pad_page = part;
        int32_t column = part % ACROSS, row = part / ACROSS;
        f->state.pan_x = (float)column * 160;
        f->state.pan_y = (float)row * 160;
        (void)idle(f);
        check_targets(f, what);
        for (int32_t i = 0; i < f->ui.target_count; i++) {
            uint32_t id = f->ui.targets[i].id;
            bool seat = id >= BOARD_ID_SEAT && id < BOARD_ID_SEAT + MAX_PEOPLE;
            if (seat && !seen[id - BOARD_ID_SEAT]) {
                seen[id - BOARD_ID_SEAT] = true;
                seats++;
            }
        }
    }
    return seats;
}

static void board__keeps_targets_apart__any_class_protocol_and_screen(void **unused)
{
    (void)unused;
    static const struct {
        const char *key;
        bool pupils, teacher; /* can be tapped */
    } protocols[] = {
        {"academic-talk", true, true}, {"lesson-study", true, true},
        {"fill-plus", false, false},   {"co-teaching", true, true},
        {"number-talk", true, true},   {"group-work", true, false},
        {"copus", false, false},       {"", true, false},
        {"one", true, false},
    };
    enum { COUNT = sizeof protocols / sizeof protocols[0] };
    static const int32_t classes[] = {0, 1, 5, 28, 45, 120};
    for (size_t p = 0; p < COUNT; p++) {
        for (size_t c = 0; c < 6; c++) {
            Fixture *f = fixture_blank();
            Err err = {0};
            if (strcmp(protocols[p].key, "one") == 0)
                load_one(f);
            else if (protocols[p].key[0])
                assert_ok(protocol_load_shipped(&f->arena, protocols[p].key, &f->protocol, &err),
                          err);
            else
                load_many(f);
            add_class(f, classes[c]);
            begin_session(f);
            f->now_ms = 125000; /* a prompt is on, where there is sampling */
            bool chart = classes[c] > 0 ? protocols[p].pupils : protocols[p].teacher;
            for (int32_t size = 0; size < 5; size++) {
                for (int32_t left = 0; left < 2; left++) {
                    char what[96];
                    (void)snprintf(what, sizeof what, "protocol %d, %d pupils, size %d%s", (int)p,
                                   (int)classes[c], (int)size, left ? ", left" : "");
                    ui_resize(&f->ui, SIZES[size][0], SIZES[size][1]);
                    f->model.left_handed = left;
                    int32_t seats = check_everywhere(f, what);
                    if (seats != (chart ? f->setup.subject_count : 0))
                        fail_msg("%s: %d of %d seats can be reached", what, (int)seats,
                                 (int)f->setup.subject_count);
                }
            }
            fixture_free(f);
        }
    }
}

/* Every pad of a protocol with many codes is on some page. */
static void board__turns_pages__more_pads_than_fit(void **unused)
{
    (void)unused;
    Fixture *f = fixture_blank();
    load_many(f);
    add_class(f, 28);
    begin_session(f);
    ui_resize(&f->ui, 1024, 600);
    bool seen[PROTOCOL_MAX_CODES] = {0};
    for (int32_t page = 0; page < 24; page++) {
        f->state.pad_page = page;
        for (int32_t i = 0; i < f->protocol->code_count; i++)
            seen[i] |= is_live(f, board_pad_id(i, PROTOCOL_NONE));
    }
    for (int32_t i = 0; i < f->protocol->code_count; i++)
        if (!f->protocol->codes[i].built_in && !seen[i])
            fail_msg("code %s is on no page", f->protocol->codes[i].key);
    fixture_free(f);
}

/* Places of the set-up are kept where they leave room. */
static void board__seats_where_the_setup_says__room_enough(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 4);
    for (int32_t i = 0; i < f->setup.subject_count; i++) {
        f->subjects[i].x = 0.2F + 0.1F * (float)i;
        f->subjects[i].y = 0.5F;
    }
    f->setup.id.bytes[0]++;
    float x1, y1, x2, y2;
    middle_of(f, seat_of(f, "P1"), &x1, &y1);
    middle_of(f, seat_of(f, "P2"), &x2, &y2);
    assert_true(fabsf(x2 - x1 - 80) < 1); /* a tenth of a chart 800 wide */
    assert_true(fabsf(y2 - y1) < 1);
    check_targets(f, "placed");

    f->subjects[who(f, "P2")].x = f->subjects[who(f, "P1")].x; /* one on top of the other */
    f->setup.id.bytes[0]++;
    (void)idle(f);
    check_targets(f, "two in one place");
    assert_true(is_live(f, seat_of(f, "P1")) && is_live(f, seat_of(f, "P2")));
    fixture_free(f);
}

static void sit_down(Fixture *f, const Seating *seating)
{
    float x, y;
    int32_t first_group = f->setup.subject_count;
    for (int32_t g = 0; g < seating->group_count; g++)
        (void)add_subject(f, SUBJECT_GROUP, seating->groups[g], SUBJECT_NONE);
    for (int32_t i = 0; i < seating->count; i++) {
        const Seat *seat = &seating->seats[i];
        char label[24];
        (void)snprintf(label, sizeof label, "P%d", (int)i + 1);
        int32_t group = seat->group == SEATING_NO_GROUP ? SUBJECT_NONE : first_group + seat->group;
        int32_t pupil = add_subject(f, SUBJECT_PUPIL, label, group);
        f->subjects[pupil].x = seat->x;
        f->subjects[pupil].y = seat->y;
    }
    for (int32_t i = 0; i < SEATING_MAX_ADULTS; i++) {
        int32_t adult = add_subject(f, SUBJECT_ADULT, i ? "T2" : "T1", SUBJECT_NONE);
        seating_place_adult(i, &x, &y);
        f->subjects[adult].x = x;
        f->subjects[adult].y = y;
    }
}

static void board__seats_everybody__any_template(void **unused)
{
    (void)unused;
    static const int32_t counts[] = {1, 2, 5, 12, 24, 28, 31, 45, 60};
    for (int32_t kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
            Fixture *f = fixture_blank();
            Err err = {0};
            assert_ok(protocol_load_shipped(&f->arena, "academic-talk", &f->protocol, &err), err);
            Seating seating = seating_arrange((SeatingTemplate)kind, counts[c]);
            sit_down(f, &seating);
            begin_session(f);
            for (size_t size = 0; size < sizeof SIZES / sizeof SIZES[0]; size++) {
                char what[96];
                (void)snprintf(what, sizeof what, "%s, %d pupils, size %d",
                               seating_title((SeatingTemplate)kind), (int)counts[c], (int)size);
                ui_resize(&f->ui, SIZES[size][0], SIZES[size][1]);
                int32_t seats = check_everywhere(f, what);
                if (seats < counts[c] + SEATING_MAX_ADULTS)
                    fail_msg("%s: %d seats can be reached", what, (int)seats);
            }
            fixture_free(f);
        }
    }
}

/* ---- cost ---- */

static void board__draws_no_more__ten_thousand_events(void **unused)
{
    (void)unused;
    Fixture *f = fixture_of("academic-talk", 28);
    Err err = {0};
    (void)idle(f);
    int32_t empty = f->ui.command_count;
    int32_t code = code_of(f, "student-talk");
    for (int32_t i = 0; i < 10000; i++) {
        SessionTap tap = session_tap_blank(code, f->now_ms);
        tap.subject = who(f, i % 2 ? "P1" : "P2");
        assert_ok(session_tap(f->session, &tap, f->now_ms, &err), err);
        commit(f);
        f->now_ms += 200;
    }
    (void)idle(f);
    assert_int_equal(f->state.seen_events, 10000);
    assert_true(f->state.tracked_count <= BOARD_MAX_TRACKED);
    assert_true(f->ui.command_count < empty + 40);
    fixture_free(f);
}

/* A table's number stands at its table: not at another one, nor on a seat. */
static void board__numbers_each_table__where_it_is(void **state)
{
    (void)state;
    static const struct {
        int32_t pupils;
        float width, height;
    } cases[] = {{60, 1280, 800}, {28, 1024, 600}, {40, 820, 1180}, {1, 1280, 800}};
    for (int k = 0; k < 4; k++) {
        Fixture *f = fixture_of("academic-talk", cases[k].pupils);
        Seating seating = seating_arrange(SEATING_TABLES, cases[k].pupils);
        for (int32_t i = 0, seat = 0; i < f->setup.subject_count; i++)
            if (f->subjects[i].kind == SUBJECT_PUPIL) {
                f->subjects[i].x = seating.seats[seat].x;
                f->subjects[i].y = seating.seats[seat++].y;
            }
        ui_resize(&f->ui, cases[k].width, cases[k].height);
        (void)idle(f);
        for (int32_t g = 0; g < f->setup.subject_count; g++) {
            if (f->subjects[g].kind != SUBJECT_GROUP)
                continue;
            float left = 10000, right = 0;
            for (int32_t i = 0; i < f->setup.subject_count; i++) {
                UiTarget t = {0};
                if (f->subjects[i].group == g && find_target(f, BOARD_ID_SEAT + (uint32_t)i, &t)) {
                    left = fminf(left, t.rect.x);
                    right = fmaxf(right, t.rect.x + t.rect.w);
                }
            }
            const char *number = strrchr(f->labels[g], ' ') + 1;
            for (int32_t i = 0; i < f->ui.command_count; i++) {
                const UiCommand *c = &f->ui.commands[i];
                if (c->kind != UI_TEXT || strcmp(c->text, number) != 0 || c->rect.y < 90 ||
                    c->rect.x > 840)
                    continue;
                float x = c->rect.x + c->rect.w / 2;
                if (x > left - 60 && x < right)
                    left = -1; /* found */
            }
            if (left >= 0 && right > 0) /* in sight */
                fail_msg("%d pupils: no number at table %s", (int)cases[k].pupils, number);
        }
        fixture_free(f);
    }
}

/* Every word of a refusal stands on the board, in lines that its card holds. */
static void board__says_the_whole_reason__tap_refused(void **state)
{
    (void)state;
    const float card_height = 60;
    static const struct {
        float width, height;
    } sizes[] = {{1280, 800}, {1024, 600}, {820, 1180}};
    Fixture *f = fixture_of("academic-talk", 28);
    f->model.message = "Engaged with the task cannot become Sentence frame, they are recorded in "
                       "different ways";
    for (int i = 0; i < 3; i++) {
        ui_resize(&f->ui, sizes[i].width, sizes[i].height);
        (void)idle(f);
        (void)idle(f);
        bool begun = false, ended = false;
        float top = 0;
        for (int32_t k = 0; k < f->ui.command_count; k++) {
            const UiCommand *c = &f->ui.commands[k];
            if (c->kind != UI_TEXT)
                continue;
            bool begins = strncmp(c->text, "Not recorded", 12) == 0;
            size_t len = strlen(c->text);
            bool ends = len >= 4 && strcmp(c->text + len - 4, "ways") == 0;
            if (begins || (begun && !ended))
                assert_null(strstr(c->text, "\xE2\x80\xA6"));
            if (ends)
                assert_true(c->rect.y + c->rect.h - top <= card_height);
            if (begins)
                top = c->rect.y;
            begun = begun || begins;
            ended = ended || ends;
        }
        assert_true(begun && ended);
    }
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(board__numbers_each_table__where_it_is),
        cmocka_unit_test(board__says_the_whole_reason__tap_refused),
        cmocka_unit_test(board__asks_for_the_floor__seat_tapped),
        cmocka_unit_test(board__asks_for_teacher_talk__adult_tapped),
        cmocka_unit_test(board__asks_for_group_talk__middle_of_table_tapped),
        cmocka_unit_test(board__records_nothing_new__speaker_tapped_again),
        cmocka_unit_test(board__asks_for_directed_talk__dragged_to_a_seat),
        cmocka_unit_test(board__asks_nothing__dragged_to_bare_ground),
        cmocka_unit_test(board__ends_the_turn_on_lift__seat_held),
        cmocka_unit_test(board__selects__protocol_codes_no_talk),
        cmocka_unit_test(board__attaches_to_the_speaker__pad_tapped),
        cmocka_unit_test(board__is_about_the_class__silence_while_a_pupil_speaks),
        cmocka_unit_test(board__offers_no_pad__nobody_it_can_be_about),
        cmocka_unit_test(board__ends_the_state_on_lift__pad_held),
        cmocka_unit_test(board__asks_nothing__finger_slides_off_a_pad),
        cmocka_unit_test(board__sets_the_petals_options__ring_lifted_on_a_petal),
        cmocka_unit_test(board__records_nothing__ring_back_in_the_middle),
        cmocka_unit_test(board__reaches_every_petal__pad_in_any_corner),
        cmocka_unit_test(board__reaches_outward_petals__landed_at_the_edge),
        cmocka_unit_test(board__opens_by_key__ring_of_the_focused_pad),
        cmocka_unit_test(board__asks_each_group__prompt_is_on),
        cmocka_unit_test(board__narrows_down__more_answers_than_fit),
        cmocka_unit_test(board__moves_nothing__prompt_comes),
        cmocka_unit_test(board__asks_once__each_button),
        cmocka_unit_test(board__goes_on__end_tapped_twice_in_one_place),
        cmocka_unit_test(board__offers_only_what_is_possible__paused),
        cmocka_unit_test(board__changes_sides__left_handed),
        cmocka_unit_test(board__starts_a_phase__tapped_in_the_bar),
        cmocka_unit_test(board__pins_a_note__to_when_and_whom),
        cmocka_unit_test(board__keeps_a_note__enter_in_the_field),
        cmocka_unit_test(board__names_the_values__of_a_scale_with_anchors),
        cmocka_unit_test(board__records_the_value__rating_chosen),
        cmocka_unit_test(board__is_all_pads__nobody_to_tap),
        cmocka_unit_test(board__keeps_targets_apart__any_class_protocol_and_screen),
        cmocka_unit_test(board__turns_pages__more_pads_than_fit),
        cmocka_unit_test(board__seats_where_the_setup_says__room_enough),
        cmocka_unit_test(board__seats_everybody__any_template),
        cmocka_unit_test(board__draws_no_more__ten_thousand_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
