#include "recorder/screen/board/board.h"

#include <assert.h>
#include <math.h>
#include <string.h>

void board_state_init(BoardState *state)
{
    *state = (BoardState){
        .ready = true,
        .zoom = 1,
        .drag_from = SUBJECT_NONE,
        .drag_to = SUBJECT_NONE,
        .panel_code = PROTOCOL_NONE,
        .panel_option = PROTOCOL_NONE,
        .panel_subject = SUBJECT_NONE,
        .ring_petal = PROTOCOL_NONE,
        .answer_sampling = PROTOCOL_NONE,
        .answer_subject = SUBJECT_NONE,
        .selected = SUBJECT_NONE,
    };
}

uint32_t board_pad_id(int32_t code, int32_t option)
{
    return (uint32_t)(BOARD_ID_PAD + code * (PROTOCOL_MAX_OPTIONS + 1) + option + 1);
}

/* ---- what parts ask ---- */

int64_t board_at(const Board *b, int64_t landed_ms)
{
    int64_t at = landed_ms - b->model->session_zero_ms;
    at = at < b->now_ms ? at : b->now_ms;
    return at > 0 ? at : 0;
}

int64_t board_gone_ms(const Board *b, int64_t since_ms)
{
    return b->now_ms - since_ms - session_paused_ms(b->session, since_ms, b->now_ms);
}

void board_ask(Board *b, BoardAskKind kind)
{
    b->ask.kind = kind;
}

void board_ask_tap(Board *b, const SessionTap *tap)
{
    b->ask = (BoardAsk){.kind = BOARD_ASK_TAP, .tap = *tap, .at_ms = tap->at_ms};
    b->state->selected = SUBJECT_NONE;
}

void board_ask_stop(Board *b, const ObsEvent *event, int64_t at_ms)
{
    b->ask = (BoardAsk){.kind = BOARD_ASK_STOP, .event = event->id, .at_ms = at_ms};
    b->state->selected = SUBJECT_NONE;
}

/* ---- what a finger holds ---- */

void board_hold(Board *b, uint32_t id, const ObsEvent *event)
{
    BoardState *s = b->state;
    s->held_turn = true;
    s->held_id = id;
    s->held_event = event ? event->id : (Uuid){{0}};
}

static void forget_drag(BoardState *s)
{
    s->dragging = s->pad_dragging = false;
    s->drag_from = s->drag_to = SUBJECT_NONE;
}

bool screen_board_let_go(BoardState *state, const Session *session, Uuid *ret_event)
{
    const ObsEvent *e = state->held_turn ? session_find_event(session, state->held_event) : NULL;
    if (state->held_turn)
        forget_drag(state);
    state->held_turn = false;
    if (!e || e->voided || e->stop_ms != EVENT_OPEN)
        return false;
    *ret_event = e->id;
    return true;
}

static bool is_held(const Board *b)
{
    const Ui *ui = b->ui;
    for (int32_t i = 0; i < ui->target_count; i++)
        if (ui->targets[i].id == b->state->held_id)
            return ui_is_down(ui, b->state->held_id);
    return false;
}

/* What was held is no longer on the screen: its lift will be heard by nobody. */
static void end_lost_hold(Board *b)
{
    Uuid event;
    if (!ui_has_finger(b->ui))
        forget_drag(b->state);
    if (!b->state->held_turn || is_held(b) || b->ask.kind != BOARD_ASK_NONE)
        return;
    if (screen_board_let_go(b->state, b->session, &event))
        board_ask_stop(b, session_find_event(b->session, event), board_at(b, b->ui->in.at_ms));
}

/* ---- whom a pad is about ---- */

static uint32_t about_of(SubjectKind kind)
{
    switch (kind) {
    case SUBJECT_ADULT:
        return ABOUT_ADULT;
    case SUBJECT_PUPIL:
        return ABOUT_PUPIL;
    case SUBJECT_GROUP:
        break;
    }
    return ABOUT_GROUP;
}

bool board_may_be_about(const Board *b, int32_t code, int32_t subject)
{
    if (subject == SUBJECT_NONE)
        return (b->protocol->codes[code].about & ABOUT_CLASS) != 0;
    return (b->protocol->codes[code].about & about_of(b->setup->subjects[subject].kind)) != 0;
}

static int32_t lead_adult(const Setup *setup)
{
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (setup->subjects[i].kind == SUBJECT_ADULT)
            return i;
    return SUBJECT_NONE;
}

int32_t board_subject_of(const Board *b, int32_t code)
{
    int32_t choices[] = {b->state->selected, b->speaker, SUBJECT_NONE,
                         b->late ? b->late->subject : SUBJECT_NONE, lead_adult(b->setup)};
    int32_t count = (int32_t)(sizeof choices / sizeof choices[0]);
    const Code *c = &b->protocol->codes[code];
    bool of_class = (c->about & ABOUT_CLASS) != 0;
    /* Who has the floor next is not who has it now. */
    if (c->kind == CODE_STATE && c->category == b->floor_category)
        choices[1] = choices[3] = SUBJECT_NONE;
    for (int32_t i = 0; i < count; i++) {
        if (choices[i] == SUBJECT_NONE) {
            if (i == 2 && of_class)
                return SUBJECT_NONE;
        } else if (board_may_be_about(b, code, choices[i])) {
            return choices[i];
        }
    }
    return SUBJECT_NONE;
}

/* ---- what is so ---- */

/* The state by which a subject of this kind gets the floor. */
static int32_t talk_code(const Protocol *protocol, SubjectKind kind)
{
    static const uint32_t senses[] = {
        [SUBJECT_ADULT] = SENSE_TEACHER_TALK,
        [SUBJECT_PUPIL] = SENSE_STUDENT_TALK,
        [SUBJECT_GROUP] = SENSE_GROUP_TALK,
    };
    for (int32_t i = 0; i < protocol->code_count; i++) {
        const Code *c = &protocol->codes[i];
        if (c->kind == CODE_STATE && (c->senses & senses[kind]) && (c->about & about_of(kind)))
            return i;
    }
    return PROTOCOL_NONE;
}

static bool is_state_of_lesson(const Code *c)
{
    return c->kind == CODE_STATE && !c->built_in && !(c->senses & SENSE_PHASE);
}

/* Who has the floor is what the first talk code's category says; without talk,
 * what the first exclusive category says. */
static int32_t floor_category(const Protocol *protocol)
{
    int32_t first = PROTOCOL_NONE;
    for (int32_t i = 0; i < protocol->code_count; i++) {
        const Code *c = &protocol->codes[i];
        if (!is_state_of_lesson(c) || !protocol->categories[c->category].exclusive)
            continue;
        if (c->senses & SENSE_TALK)
            return c->category;
        if (first == PROTOCOL_NONE)
            first = c->category;
    }
    return first;
}

static bool is_tracked(const Board *b, const ObsEvent *e)
{
    const Code *c = &b->protocol->codes[e->code];
    if (c->category == b->phase_category)
        return true;
    return is_state_of_lesson(c) && !b->protocol->categories[c->category].exclusive;
}

static void forget(uint32_t *list, int32_t *count, int32_t at)
{
    memmove(list + at, list + at + 1, (size_t)(--*count - at) * sizeof *list);
}

/* Taken back, or the adult went elsewhere since. */
static bool is_past(const BoardState *s, const ObsEvent *events, int32_t place)
{
    const ObsEvent *e = &events[s->places[place]];
    for (int32_t i = 0; i < s->place_count; i++) {
        const ObsEvent *other = &events[s->places[i]];
        bool later = other->start_ms > e->start_ms || (other->start_ms == e->start_ms && i > place);
        if (!other->voided && other->subject == e->subject && later)
            return true;
    }
    return e->voided;
}

/* The oldest that says nothing any more makes room. */
static void keep_place(BoardState *s, const ObsEvent *events, uint32_t event)
{
    int32_t past = 0;
    if (s->place_count == BOARD_MAX_PLACES) {
        while (past < s->place_count && !is_past(s, events, past))
            past++;
        forget(s->places, &s->place_count, past < s->place_count ? past : 0);
    }
    s->places[s->place_count++] = event;
}

/* States that are over go first, then phases. */
static void keep_tracked(const Board *b, const ObsEvent *events, uint32_t event)
{
    BoardState *s = b->state;
    int32_t phase = PROTOCOL_NONE, over = PROTOCOL_NONE;
    for (int32_t i = s->tracked_count; s->tracked_count == BOARD_MAX_TRACKED && i-- > 0;) {
        const ObsEvent *e = &events[s->tracked[i]];
        bool is_phase = b->protocol->codes[e->code].category == b->phase_category;
        if (e->voided || (!is_phase && e->stop_ms != EVENT_OPEN))
            over = i;
        else if (e->stop_ms != EVENT_OPEN)
            phase = i;
    }
    if (s->tracked_count == BOARD_MAX_TRACKED)
        forget(s->tracked, &s->tracked_count,
               over != PROTOCOL_NONE    ? over
               : phase != PROTOCOL_NONE ? phase
                                        : 0);
    s->tracked[s->tracked_count++] = event;
}

/* Where adults stand: where they went last. */
static void note_places(Board *b, const ObsEvent *events)
{
    int64_t since[OBSERVATION_MAX_SUBJECTS];
    for (int32_t i = 0; i < OBSERVATION_MAX_SUBJECTS; i++) {
        b->stands[i] = SUBJECT_NONE;
        since[i] = -1;
    }
    for (int32_t i = 0; i < b->state->place_count; i++) {
        const ObsEvent *e = &events[b->state->places[i]];
        if (e->voided || e->subject == SUBJECT_NONE || e->start_ms < since[e->subject])
            continue;
        since[e->subject] = e->start_ms;
        b->stands[e->subject] = e->target;
    }
}

/* Each event is looked at once, when it is new; what is kept is bounded. */
static void track(Board *b, const ObsEvent *events, size_t count)
{
    BoardState *s = b->state;
    if (s->seen_events > count)
        s->seen_events = 0, s->tracked_count = s->place_count = 0;
    for (; s->seen_events < count; s->seen_events++) {
        if (events[s->seen_events].code == b->place)
            keep_place(s, events, (uint32_t)s->seen_events);
        if (is_tracked(b, &events[s->seen_events]))
            keep_tracked(b, events, (uint32_t)s->seen_events);
    }
}

static void note_tracked(Board *b, const ObsEvent *e)
{
    bool running = e->stop_ms == EVENT_OPEN;
    if (b->protocol->codes[e->code].category != b->phase_category) {
        if (running && b->open_count < BOARD_MAX_OPEN)
            b->open[b->open_count++] = e;
        return;
    }
    if (b->segment_count == BOARD_MAX_SEGMENTS)
        memmove(b->segments, b->segments + 1, (size_t)--b->segment_count * sizeof b->segments[0]);
    b->segments[b->segment_count++] = (BoardSegment){
        .code = e->code,
        .start_ms = e->start_ms,
        .stop_ms = running ? b->now_ms : e->stop_ms,
        .running = running,
    };
}

/* Which marks belong to the turn that is on, or to the pupil's turn just over. */
static void note_used(Board *b, const ObsEvent *e)
{
    const ObsEvent *turns[] = {b->turn, b->late};
    const Code *c = &b->protocol->codes[e->code];
    for (int32_t i = 0; i < 2; i++) {
        const ObsEvent *turn = turns[i];
        if (!turn || turn == e || e->subject != turn->subject || e->start_ms < turn->start_ms)
            continue;
        int32_t option = c->pads != PROTOCOL_NONE ? e->options[c->pads] : PROTOCOL_NONE;
        b->used[e->code] |= UINT32_C(1) << (option + 1);
    }
}

static void look(Board *b)
{
    size_t count = 0;
    const ObsEvent *events = session_events(b->session, &count);
    track(b, events, count);
    note_places(b, events);
    for (int32_t i = 0; i < b->state->tracked_count; i++) {
        const ObsEvent *e = &events[b->state->tracked[i]];
        if (!e->voided && is_tracked(b, e))
            note_tracked(b, e);
    }
    b->turn =
        b->floor_category == PROTOCOL_NONE ? NULL : session_running(b->session, b->floor_category);
    b->speaker = b->turn ? b->turn->subject : SUBJECT_NONE;
    size_t from = count > BOARD_LOOK_BACK ? count - BOARD_LOOK_BACK : 0;
    for (size_t i = count; i-- > from && !b->late;) {
        const ObsEvent *e = &events[i];
        if (!e->voided && e->code == b->talk[SUBJECT_PUPIL] && e->subject != SUBJECT_NONE)
            b->late = e;
    }
    for (size_t i = count; i-- > from;)
        if (!events[i].voided)
            note_used(b, &events[i]);
    b->prompt = session_prompt(b->session, b->now_ms);
    b->wait = session_wait(b->session, b->now_ms);
    if (b->wait.state == SESSION_WAIT_ON) {
        const ObsEvent *question = b->wait.question;
        int32_t pads = b->protocol->codes[question->code].pads;
        int32_t option = pads != PROTOCOL_NONE ? question->options[pads] : PROTOCOL_NONE;
        b->used[question->code] |= UINT32_C(1) << (option + 1);
    }
}

/* ---- where the blocks lie ---- */

/* There is somebody to tap, and a code that can be about them. */
static bool needs_chart(const Board *b)
{
    for (int32_t i = 0; i < b->setup->subject_count; i++)
        for (int32_t k = 0; k < b->protocol->code_count; k++) {
            const Code *c = &b->protocol->codes[k];
            if (!c->built_in && c->kind != CODE_INTERVAL && board_may_be_about(b, k, i))
                return true;
        }
    return false;
}

static void place_landscape(Board *b)
{
    float w = b->ui->width, h = b->ui->height;
    bool low = h < 680;
    float top = low ? 80 : 84;
    float row_h = low ? 64 : 72;
    float under = low ? BOARD_GAP : BOARD_MARGIN;
    float bottom = h - under - row_h - (low ? BOARD_GAP : 12);
    float pads_w = fminf(fmaxf(0.346F * (w - 32), 384), 480);
    pads_w += 80 * (b->ui->type_scale - 1); /* large words take some of the chart's room */
    float chart_w = w - 3 * BOARD_MARGIN - pads_w;
    float floor_h = low ? 56 : 64;
    bool left = b->model->left_handed;
    float chart_x = left ? 2 * BOARD_MARGIN + pads_w : BOARD_MARGIN;
    float pads_x = left ? BOARD_MARGIN : 2 * BOARD_MARGIN + chart_w;
    float strip_h = b->has_strip ? (low ? 72.0F : 80.0F) : 0;

    b->bar = (UiRect){0, 0, w, top};
    b->row = (UiRect){BOARD_MARGIN, h - under - row_h, w - 2 * BOARD_MARGIN, row_h};
    if (!b->has_chart) {
        b->floor = (UiRect){BOARD_MARGIN, top, w - 2 * BOARD_MARGIN, floor_h + 8};
        chart_x = pads_x = BOARD_MARGIN;
        chart_w = pads_w = w - 2 * BOARD_MARGIN;
    } else {
        b->floor = (UiRect){pads_x, top, pads_w, floor_h};
        b->chart = (UiRect){chart_x, top, chart_w,
                            bottom - top - (b->has_strip ? strip_h + BOARD_GAP : 0)};
    }
    b->strip = (UiRect){chart_x, bottom - strip_h, chart_w, strip_h};
    float y = b->floor.y + b->floor.h + BOARD_GAP;
    float end = !b->has_chart && b->has_strip ? b->strip.y - BOARD_GAP : bottom;
    b->pads = (UiRect){pads_x, y, pads_w, end - y};
    b->panel = (UiRect){pads_x, top, pads_w, end - top};
}

static void place_portrait(Board *b)
{
    float w = b->ui->width, h = b->ui->height;
    float wide = w - 2 * BOARD_MARGIN;
    float y = 80;
    b->bar = (UiRect){0, 0, w, y};
    if (b->phase_category != PROTOCOL_NONE) {
        b->phases = (UiRect){BOARD_MARGIN, y, wide, 64};
        y += 64 + BOARD_GAP;
    }
    b->row = (UiRect){BOARD_MARGIN, h - 76, wide, 68};
    float bottom = b->row.y - 12;
    float strip_h = b->has_strip ? 72.0F : 0, strip_gap = b->has_strip ? BOARD_GAP : 0;
    UiRect floor = {BOARD_MARGIN, 0, wide, 72};
    if (!b->has_chart) {
        floor.y = y;
        b->floor = floor;
        b->strip = (UiRect){BOARD_MARGIN, bottom - strip_h, wide, strip_h};
        float top = floor.y + floor.h + BOARD_GAP;
        b->pads = (UiRect){BOARD_MARGIN, top, wide, bottom - strip_h - strip_gap - top};
        b->panel = (UiRect){BOARD_MARGIN, y, wide, b->pads.y + b->pads.h - y};
        return;
    }
    float between = strip_h + strip_gap + floor.h + 2 * BOARD_GAP;
    float pads_h = board_pads_height(b, floor, wide);
    float room = bottom - y - between;
    pads_h = fminf(pads_h, room - fminf(0.42F * h, room * 0.55F));
    b->pads = (UiRect){BOARD_MARGIN, bottom - pads_h, wide, pads_h};
    floor.y = b->pads.y - BOARD_GAP - floor.h;
    b->floor = floor;
    b->strip = (UiRect){BOARD_MARGIN, floor.y - strip_gap - strip_h, wide, strip_h};
    b->chart = (UiRect){BOARD_MARGIN, y, wide, b->strip.y - BOARD_GAP - y};
    b->panel = b->chart;
}

/* ---- the screen ---- */

static void keys(Board *b)
{
    switch (ui_key(b->ui)) {
    case UI_KEY_UNDO:
        board_ask(b, BOARD_ASK_UNDO);
        break;
    case UI_KEY_REDO:
        board_ask(b, BOARD_ASK_REDO);
        break;
    case UI_KEY_ESCAPE:
        b->state->panel = BOARD_PANEL_NONE;
        b->state->end_asked_ms = 0;
        b->state->selected = SUBJECT_NONE;
        b->state->carried = 0;
        break;
    default:
        break;
    }
}

Board board_look_around(Ui *ui, const BoardModel *model, BoardState *state)
{
    const Session *session = model->session;
    Board b = {
        .ui = ui,
        .model = model,
        .state = state,
        .session = session,
        .protocol = session_protocol(session),
        .setup = model->called ? model->called : session_setup(session),
        .run = session_state(session),
        .speaker = SUBJECT_NONE,
    };
    b.live = b.run == SESSION_RUNNING;
    state->held_turn = state->held_turn && b.live; /* no seat is there to be let go of */
    b.place = protocol_find_sense(b.protocol, SENSE_PLACE);
    b.now_ms = b.run == SESSION_ENDED ? session_end_ms(session) : model->now_ms;
    for (int32_t kind = SUBJECT_ADULT; kind <= SUBJECT_GROUP; kind++)
        b.talk[kind] = talk_code(b.protocol, (SubjectKind)kind);
    b.floor_category = floor_category(b.protocol);
    int32_t phase = protocol_find_sense(b.protocol, SENSE_PHASE);
    b.phase_category = phase == PROTOCOL_NONE ? PROTOCOL_NONE : b.protocol->codes[phase].category;
    look(&b);
    b.portrait = ui->width < 1.05F * ui->height;
    b.has_chart = needs_chart(&b);
    b.has_strip = b.protocol->sampling_count > 0;
    if (b.portrait)
        place_portrait(&b);
    else
        place_landscape(&b);
    return b;
}

/* A veil over what cannot be tapped while the lesson does not run. */
static void veil(Board *b, UiRect r)
{
    if (b->live)
        return;
    ui_set_alpha(b->ui, 150);
    ui_fill(b->ui, board_inset(r, -6, -6), BOARD_PANEL_RADIUS, COLOR_BG);
    ui_set_alpha(b->ui, 255);
}

/* What of the state is seen; a change late in a build is shown by another. */
typedef struct Seen {
    BoardPanel panel;
    int32_t panel_subject, selected, pad_page, answer_low, answer_high;
    uint32_t carried;
    bool end_asked;
} Seen;

static Seen seen_of(const BoardState *s)
{
    return (Seen){
        .panel = s->panel,
        .panel_subject = s->panel_subject,
        .selected = s->selected,
        .pad_page = s->pad_page,
        .answer_low = s->answer_low,
        .answer_high = s->answer_high,
        .carried = s->carried,
        .end_asked = s->end_asked_ms > 0,
    };
}

static bool is_same(Seen a, Seen b)
{
    return a.panel == b.panel && a.panel_subject == b.panel_subject && a.selected == b.selected &&
           a.pad_page == b.pad_page && a.answer_low == b.answer_low &&
           a.answer_high == b.answer_high && a.end_asked == b.end_asked && a.carried == b.carried;
}

/* A question that nobody answers is taken back. */
static void forget_end(const Board *b)
{
    enum { PATIENCE_MS = 15000 };
    int64_t asked = b->state->end_asked_ms;
    if (asked > 0 && b->now_ms - asked >= PATIENCE_MS)
        b->state->end_asked_ms = 0;
}

static bool is_typing(const Board *b)
{
    return b->state->panel == BOARD_PANEL_NOTE || b->state->panel == BOARD_PANEL_RATING;
}

bool board_chart_is_covered(const Board *b)
{
    return is_typing(b) && b->portrait && b->has_chart;
}

bool board_is_warned(const Board *b)
{
    return b->model->warning && b->model->warning[0];
}

/* A panel in the place of the floor has what would be lost said over its end. */
static void warn_over(Board *b, UiRect panel)
{
    if (board_is_warned(b))
        board_floor(b, (UiRect){panel.x, panel.y + panel.h - b->floor.h, panel.w, b->floor.h});
}

BoardAsk screen_board(Ui *ui, const BoardModel *model, BoardState *state)
{
    if (!state->ready)
        board_state_init(state);
    Board board = board_look_around(ui, model, state);
    Board *b = &board;
    forget_end(b);
    Seen before = seen_of(state);
    if (state->panel == BOARD_PANEL_SCAN) {
        state->scan_to_ms = ui->in.at_ms;
        if (board_scan_is_over(b))
            state->panel = BOARD_PANEL_NONE;
    }
    bool typing = is_typing(b), covers_chart = board_chart_is_covered(b);

    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    board_bar(b);
    if (b->has_chart && !covers_chart) {
        board_chart(b);
        veil(b, b->chart);
    }
    if (state->panel == BOARD_PANEL_SCAN) {
        board_scan(b);
        warn_over(b, b->pads);
    } else if (state->panel == BOARD_PANEL_INK) {
        board_floor(b, b->floor);
        board_ink(b);
    } else if (!typing || covers_chart) {
        board_pads(b);
        veil(b, b->pads);
    }
    if (typing) {
        board_panel(b);
        if (state->panel == BOARD_PANEL_RATING)
            warn_over(b, b->panel);
    }
    if (b->has_strip)
        board_strip(b);
    board_row(b);
    board_pads_drag(b);
    board_keys(b);
    if (state->panel == BOARD_PANEL_RING)
        board_ring(b);
    keys(b);
    end_lost_hold(b);
    if (b->run == SESSION_RUNNING || b->run == SESSION_PAUSED)
        ui_wake_at(ui, ui->in.now_ms + 1000 - b->now_ms % 1000);
    if (!is_same(before, seen_of(state)))
        ui->rebuild = true;
    return b->ask;
}
