#include "recorder/screen/walk/screen_walk.h"

#include "protocols/look_for.h"
#include "recorder/screen/part/part.h"
#include "recorder/screen/part/when.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BAR = 72, PAD = 64, CARD = 80, CARD_MOST = 112, LABEL_LEAST = 180,
                   PAD_MOST = 128;

typedef struct Panel {
    Ui *ui;
    const WalkModel *model;
    const Protocol *protocol;
    WalkState *state;
    WalkAsk ask;
    bool running;
} Panel;

static int64_t landed_ms(const Panel *p)
{
    int64_t at_ms = ui_landed_ms(p->ui) - p->model->session_zero_ms;
    at_ms = at_ms < p->model->now_ms ? at_ms : p->model->now_ms;
    return at_ms > 0 ? at_ms : 0;
}

static void ask_tap(Panel *p, const SessionTap *tap)
{
    p->ask = (WalkAsk){.kind = WALK_ASK_TAP, .tap = *tap};
}

/* ---- cards: a name at the left, pads at the right ---- */

typedef struct Card {
    UiRect label, pads;
} Card;

/* Large words want the whole width: the name above, the pads below. */
static bool is_stacked(const Panel *p)
{
    return ui_scaled(p->ui, 100) > 130;
}

/* As high as there is room for, so that nothing lies closer than it must. */
static float card_height(const Panel *p, float room, int32_t rows)
{
    float each = rows > 0 ? (room + PART_GAP) / (float)rows - PART_GAP : CARD;
    if (is_stacked(p))
        return ui_scaled(p->ui, 24) + 4 + PAD + 16;
    return fmaxf(fminf(fmaxf(each, CARD), CARD_MOST), ui_scaled(p->ui, 44) + 24);
}

static Card stacked_card(Panel *p, UiRect r, const char *name, const char *below)
{
    UiRect in = {r.x + 16, r.y + 8, r.w - 32, r.h - 16};
    UiRect label = part_cut_top(&in, ui_scaled(p->ui, 24), 4);
    float w = fminf(ui_text_width(p->ui, TYPE_16_BOLD, name) + 16, label.w);
    ui_label(p->ui, (UiRect){label.x, label.y, w, label.h}, TYPE_16_BOLD, COLOR_INK, UI_LEFT, name);
    ui_label(p->ui, (UiRect){label.x + w, label.y, label.w - w, label.h}, TYPE_14, COLOR_INK3,
             UI_RIGHT, below);
    return (Card){label, in};
}

static Card card(Panel *p, UiRect r, float pads_w, const char *name, const char *below, bool marked)
{
    part_panel(p->ui, r);
    if (marked)
        ui_stroke(p->ui, r, 16, 1.5F, COLOR_OUTLINE);
    if (is_stacked(p))
        return stacked_card(p, r, name, below);
    UiRect in = {r.x + 16, r.y, r.w - 24, r.h};
    pads_w = fminf(pads_w, in.w - LABEL_LEAST * 0.5F);
    UiRect label = {in.x, in.y, in.w - pads_w - 12, in.h};
    float name_h = ui_paragraph_height(p->ui, label.w, TYPE_16_BOLD, name);
    float below_h = *below ? ui_scaled(p->ui, 20) : 0;
    if (name_h + below_h > r.h - 8)
        below_h = 0;
    name_h = fminf(name_h, r.h - 8 - below_h);
    UiRect text = {label.x, r.y + (r.h - name_h - below_h) / 2, label.w, name_h};
    (void)ui_paragraph_in(p->ui, text, TYPE_16_BOLD, COLOR_INK, name);
    if (below_h > 0)
        ui_label(p->ui, (UiRect){label.x, text.y + name_h, label.w, below_h}, TYPE_14, COLOR_INK3,
                 UI_LEFT, below);
    return (Card){label, {in.x + in.w - pads_w, r.y + 8, pads_w, r.h - 16}};
}

static float pads_width(const Panel *p, UiRect r, int32_t count)
{
    float free_w = r.w - 24 - 12 - ui_scaled(p->ui, LABEL_LEAST);
    float each = fminf(PAD_MOST, (free_w - PART_GAP * (float)(count - 1)) / (float)count);
    return fmaxf(each, UI_LIVE_TARGET) * (float)count + PART_GAP * (float)(count - 1);
}

/* ---- look-fors ---- */

/* The event that holds: of several the last, as the figures have it. */
static const ObsEvent *answer_now(const Session *s, int32_t code)
{
    size_t count;
    const ObsEvent *events = session_events(s, &count), *last = NULL;
    for (size_t i = 0; i < count; i++)
        if (events[i].code == code && !events[i].voided &&
            (!last || events[i].start_ms >= last->start_ms))
            last = &events[i];
    return last;
}

static void answer(Panel *p, const LookFor *look_for, const ObsEvent *before, int32_t value)
{
    if (before && before->value == value)
        return;
    if (before) {
        p->ask = (WalkAsk){.kind = WALK_ASK_CHANGE, .event = before->id, .value = value};
        return;
    }
    SessionTap tap = session_tap_blank(look_for->code, landed_ms(p));
    tap.value = value;
    ask_tap(p, &tap);
}

static void look_for_card(Panel *p, UiRect r, const LookFor *look_for)
{
    const Code *code = &p->protocol->codes[look_for->code];
    const ObsEvent *before = answer_now(p->model->session, look_for->code);
    const int32_t values[3] = {look_for->seen, look_for->not_seen, look_for->unsure};
    Card c = card(p, r, pads_width(p, r, 3), code->label, code->group, before != NULL);
    for (int32_t i = 0; i < 3; i++) {
        UiRect pad = part_column(c.pads, i, 3, PART_GAP);
        bool chosen = before && before->value == values[i];
        uint32_t id = WALK_ID_LOOK + 4 * (uint32_t)look_for->code + (uint32_t)i;
        if (ui_button(p->ui, id, pad, chosen ? UI_BUTTON_PRIMARY : UI_BUTTON_PLAIN, ICON_NONE,
                      code_anchor_label(code, values[i]), p->running))
            answer(p, look_for, before, values[i]);
    }
}

/* ---- what is marked at the moment it happens ---- */

static int32_t pad_count(const Panel *p, const Code *code)
{
    return code->pads == PROTOCOL_NONE ? 1 : p->protocol->modifiers[code->pads].option_count;
}

/* Whom it is about: the class where it may be, else the adult or the pupils. */
static int32_t subject_for(const Panel *p, const Code *code)
{
    const Setup *setup = session_setup(p->model->session);
    if (code->about & ABOUT_CLASS)
        return SUBJECT_NONE;
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (setup->subjects[i].kind == SUBJECT_ADULT ? (code->about & ABOUT_ADULT) != 0
                                                     : setup->subjects[i].several)
            return i;
    return SUBJECT_NONE;
}

static void mark_pad(Panel *p, UiRect r, int32_t index, int32_t option, const char *word,
                     bool chosen)
{
    const Code *code = &p->protocol->codes[index];
    uint32_t id = WALK_ID_PAD + 16 * (uint32_t)index + (uint32_t)(option < 0 ? 0 : option);
    if (ui_button(p->ui, id, r, chosen ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE, word,
                  p->running)) {
        SessionTap tap = session_tap_blank(index, landed_ms(p));
        tap.subject = subject_for(p, code);
        if (option >= 0)
            tap.options[code->pads] = (int8_t)option;
        ask_tap(p, &tap);
    }
    int32_t count =
        code->kind == CODE_STATE ? 0 : session_count_code(p->model->session, index, option);
    if (count > 0) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d", (int)count);
        ui_label(p->ui, (UiRect){r.x, r.y + 2, r.w - 8, ui_scaled(p->ui, 18)}, TYPE_14_BOLD,
                 COLOR_INK2, UI_RIGHT, text);
    }
}

static void point_card(Panel *p, UiRect r, int32_t index)
{
    const Code *code = &p->protocol->codes[index];
    int32_t pads = pad_count(p, code), count = session_count_code(p->model->session, index, -1);
    const char *below = arena_printf(p->ui->frame, "%d marked", (int)count);
    Card c = card(p, r, pads_width(p, r, pads), code->label, below ? below : "", false);
    for (int32_t i = 0; i < pads; i++) {
        bool bare = code->pads == PROTOCOL_NONE;
        const char *word =
            bare ? code->short_label : p->protocol->modifiers[code->pads].options[i].short_label;
        mark_pad(p, part_column(c.pads, i, pads, PART_GAP), index, bare ? -1 : i, word, false);
    }
}

/* Who talks, as states that exclude each other: one pad each, and one to stop. */
static int32_t count_states(const Panel *p, int32_t category)
{
    int32_t count = 0;
    for (int32_t i = 0; i < p->protocol->code_count; i++)
        count += p->protocol->codes[i].category == category;
    return count;
}

static void states_card(Panel *p, UiRect r, int32_t category)
{
    int32_t states = count_states(p, category), at = 0;
    const ObsEvent *on = session_running(p->model->session, category);
    Card c = card(p, r, pads_width(p, r, states + 1), p->protocol->categories[category].title,
                  on ? "running; tap who talks now" : "tap who talks now", on != NULL);
    for (int32_t i = 0; i < p->protocol->code_count; i++) {
        if (p->protocol->codes[i].category != category)
            continue;
        mark_pad(p, part_column(c.pads, at++, states + 1, PART_GAP), i, -1,
                 p->protocol->codes[i].short_label, on && on->code == i);
    }
    UiRect stop = part_column(c.pads, states, states + 1, PART_GAP);
    bool stops = ui_button(p->ui, WALK_ID_STOP + (uint32_t)category, stop, UI_BUTTON_PLAIN,
                           ICON_NONE, "Stop", on != NULL && p->running);
    if (stops && on) {
        p->ask = (WalkAsk){.kind = WALK_ASK_STOP};
        p->ask.tap = session_tap_blank(on->code, landed_ms(p));
    }
}

/* ---- the class sweep ---- */

static const ObsEvent *last_sweep(const Session *s, int32_t code)
{
    size_t count;
    const ObsEvent *events = session_events(s, &count), *last = NULL;
    for (size_t i = 0; i < count; i++)
        if (events[i].code == code && !events[i].voided && !events[i].missing)
            last = &events[i];
    return last;
}

static void sweep_card(Panel *p, UiRect r, int32_t sampling)
{
    WalkState *state = p->state;
    const Code *code = &p->protocol->codes[p->protocol->sampling[sampling].code];
    int32_t present = session_present_count(p->model->session, SUBJECT_NONE);
    const ObsEvent *last = last_sweep(p->model->session, p->protocol->sampling[sampling].code);
    state->away = state->away < present ? state->away : present;
    const char *below =
        last ? arena_printf(p->ui->frame, "kept: %d of %d", (int)last->value, (int)last->of)
             : "class sweep";
    Card c = card(p, r, pads_width(p, r, 4), code->label, below ? below : "", last != NULL);
    uint32_t id = WALK_ID_SWEEP + 4 * (uint32_t)sampling;
    char value[24];
    (void)snprintf(value, sizeof value, "%d of %d", (int)(present - state->away), (int)present);
    UiRect less = part_column(c.pads, 0, 4, PART_GAP), more = part_column(c.pads, 2, 4, PART_GAP);
    if (ui_button(p->ui, id, less, UI_BUTTON_PLAIN, ICON_MINUS, "",
                  p->running && state->away < present))
        state->away++;
    ui_label(p->ui, part_column(c.pads, 1, 4, PART_GAP), TYPE_20_BOLD, COLOR_INK, UI_CENTRE, value);
    if (ui_button(p->ui, id + 1, more, UI_BUTTON_PLAIN, ICON_PLUS, "",
                  p->running && state->away > 0))
        state->away--;
    if (ui_button(p->ui, id + 2, part_column(c.pads, 3, 4, PART_GAP), UI_BUTTON_PLAIN, ICON_CHECK,
                  "Keep", p->running && present > 0))
        p->ask = (WalkAsk){
            .kind = WALK_ASK_ANSWER, .sampling = sampling, .value = present - state->away};
}

/* ---- the grid ---- */

typedef struct Grid {
    UiRect area;
    int32_t across, next;
    float y, height;
} Grid;

static UiRect next_cell(Grid *g)
{
    UiRect r = part_cell(g->area, g->next++, g->across, g->height, PART_GAP);
    r.y += g->y - g->area.y;
    return r;
}

static bool is_talk(const Panel *p, int32_t category)
{
    for (int32_t i = 0; i < p->protocol->code_count; i++) {
        const Code *code = &p->protocol->codes[i];
        if (code->category == category && (code->kind != CODE_STATE || code->built_in))
            return false;
    }
    return p->protocol->categories[category].exclusive && count_states(p, category) > 0;
}

static void all_cards(Panel *p, Grid *g)
{
    LookFor look_fors[PROTOCOL_MAX_CODES];
    int32_t count = look_for_list(p->protocol, look_fors);
    for (int32_t i = 0; i < count; i++)
        look_for_card(p, next_cell(g), &look_fors[i]);
    for (int32_t i = 0; i < p->protocol->category_count; i++)
        if (is_talk(p, i))
            states_card(p, next_cell(g), i);
    for (int32_t i = 0; i < p->protocol->code_count; i++)
        if (p->protocol->codes[i].kind == CODE_POINT && !p->protocol->codes[i].built_in)
            point_card(p, next_cell(g), i);
    for (int32_t i = 0; i < p->protocol->sampling_count; i++)
        sweep_card(p, next_cell(g), i);
}

static void grid(Panel *p, UiRect r)
{
    WalkState *state = p->state;
    float y = ui_scroll_begin(p->ui, WALK_ID_GRID, r, state->height, &state->scroll);
    int32_t across = r.w >= PART_WIDE ? 2 : 1, rows = (state->cards + across - 1) / across;
    Grid g = {.area = r, .across = across, .y = y, .height = card_height(p, r.h, rows)};
    all_cards(p, &g);
    ui_scroll_end(p->ui);
    p->ui->rebuild |= state->cards != g.next;
    state->cards = g.next;
    float height = part_grid_height(g.next, g.across, g.height, PART_GAP);
    if (fabsf(height - state->height) > 0.5F) {
        state->height = height;
        p->ui->rebuild = true;
    }
}

/* ---- the bars ---- */

bool screen_walk_has_note(const WalkState *state)
{
    return state->note[strspn(state->note, " \t")] != '\0';
}

/* What is written stays for the next time. */
static void back(Panel *p)
{
    if (p->state->noting)
        p->state->noting = p->state->note_waits = false;
    else
        p->ask.kind = WALK_ASK_HOME;
}

static void top_bar(Panel *p, UiRect r)
{
    Ui *ui = p->ui;
    char clock[WHEN_SIZE];
    when_format_clock(p->running ? p->model->now_ms : session_end_ms(p->model->session), clock);
    UiRect home = {r.x, r.y, 64, r.h};
    if (ui_button(ui, WALK_ID_HOME, home, UI_BUTTON_QUIET, ICON_BACK, "", true) ||
        ui_key(ui) == UI_KEY_ESCAPE)
        back(p);
    float clock_w = ui_text_width(ui, TYPE_32_BOLD, "00:00") + 16;
    ui_label(ui, (UiRect){r.x + 72, r.y, clock_w, r.h}, TYPE_32_BOLD, COLOR_INK, UI_LEFT, clock);
    bool waits = p->model->unsaved > 0;
    const char *saved = waits ? "Waits for the disk" : "Saved";
    float saved_w = ui_text_width(ui, TYPE_14, saved) + 8;
    UiRect words = {r.x + 72 + clock_w, r.y, r.w - 72 - clock_w - saved_w - 44, r.h};
    ui_label(ui, words, TYPE_16_BOLD, COLOR_INK, UI_LEFT,
             *p->model->words ? p->model->words : p->protocol->title);
    ui_icon(ui, r.x + r.w - saved_w - 18, r.y + r.h / 2, 22, waits ? ICON_UNSAVED : ICON_SAVED,
            COLOR_INK2);
    ui_label(ui, (UiRect){r.x + r.w - saved_w, r.y, saved_w, r.h}, TYPE_14, COLOR_INK2, UI_RIGHT,
             saved);
}

static void begin_note(Panel *p)
{
    WalkState *state = p->state;
    state->noting = state->note_new = true;
    if (!screen_walk_has_note(state)) {
        state->note_at_ms = landed_ms(p);
        state->note[0] = '\0';
    }
}

static void bottom_bar(Panel *p, UiRect r)
{
    Ui *ui = p->ui;
    static const struct {
        const char *word;
        uint32_t id;
        WalkAskKind kind;
        ThemeIcon icon;
        UiButtonStyle style;
    } buttons[4] = {
        {"Undo", WALK_ID_UNDO, WALK_ASK_UNDO, ICON_UNDO, UI_BUTTON_PRIMARY},
        {"Note", WALK_ID_NOTE, WALK_ASK_NONE, ICON_NOTE, UI_BUTTON_PLAIN},
        {"End", WALK_ID_END, WALK_ASK_END, ICON_STOP, UI_BUTTON_PLAIN},
        {"Next room", WALK_ID_NEXT, WALK_ASK_NEXT, ICON_FORWARD, UI_BUTTON_PLAIN},
    };
    for (int32_t i = 0; i < 4; i++) {
        int32_t at = p->model->left_handed ? 3 - i : i;
        UiRect cell = part_column(r, at, 4, PART_GAP);
        bool can = i == 0 ? session_undo_fact(p->model->session) != NULL : p->running;
        bool begun = buttons[i].id == WALK_ID_NOTE && screen_walk_has_note(p->state);
        if (!ui_button(ui, buttons[i].id, cell, begun ? UI_BUTTON_CHOSEN : buttons[i].style,
                       buttons[i].icon, buttons[i].word, can))
            continue;
        bool ends = buttons[i].kind == WALK_ASK_END || buttons[i].kind == WALK_ASK_NEXT;
        p->state->note_waits = ends && screen_walk_has_note(p->state);
        if (buttons[i].id == WALK_ID_NOTE || p->state->note_waits)
            begin_note(p);
        else
            p->ask.kind = buttons[i].kind;
    }
}

/* ---- a note ---- */

static int32_t note_code(const Protocol *protocol)
{
    for (int32_t i = 0; i < protocol->code_count; i++)
        if (protocol->codes[i].kind == CODE_NOTE && protocol->codes[i].about & ABOUT_CLASS &&
            !protocol->codes[i].built_in)
            return i;
    return protocol_find_sense(protocol, SENSE_NOTE);
}

static void drop_note(WalkState *state)
{
    state->noting = state->note_waits = false;
    state->note[0] = '\0';
}

static void keep_note(Panel *p)
{
    WalkState *state = p->state;
    memcpy(state->kept, state->note, sizeof state->kept);
    SessionTap tap = session_tap_blank(note_code(p->protocol), state->note_at_ms);
    tap.text = state->kept;
    ask_tap(p, &tap);
    drop_note(state);
}

static void note(Panel *p, UiRect r)
{
    WalkState *state = p->state;
    Ui *ui = p->ui;
    part_panel(ui, r);
    UiRect in = part_inset(r, 24);
    if (state->note_new) { /* ready to be typed into */
        ui->edit_id = ui->focus_id = WALK_ID_NOTE_FIELD;
        ui->edit_caret = (int32_t)strlen(state->note);
        state->note_new = false;
    }
    if (state->note_waits)
        part_head(ui, part_cut_top(&in, PART_HEAD, 4), "This note is not kept yet",
                  "keep it, or cancel it; then the visit can end");
    else
        part_head(ui, part_cut_top(&in, PART_HEAD, 4), "What you saw or heard",
                  "what pupils did or said, without what it may mean");
    bool was_edited = ui->edit_id == WALK_ID_NOTE_FIELD;
    (void)ui_text_field(ui, WALK_ID_NOTE_FIELD, part_cut_top(&in, 56, 16), "A few words",
                        state->note, sizeof state->note);
    bool entered = was_edited && ui->in.kind == UI_INPUT_KEY && ui->in.key == UI_KEY_ENTER;
    bool words = screen_walk_has_note(state);
    UiRect row = part_cut_top(&in, PAD, 0);
    if (ui_button(ui, WALK_ID_NOTE_CANCEL, part_column(row, 0, 2, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_CLOSE, "Cancel", true))
        drop_note(state);
    else if ((ui_button(ui, WALK_ID_NOTE_KEEP, part_column(row, 1, 2, PART_GAP), UI_BUTTON_PRIMARY,
                        ICON_CHECK, "Keep", words) ||
              entered) &&
             words)
        keep_note(p);
}

WalkAsk screen_walk(Ui *ui, const WalkModel *model, WalkState *state)
{
    Panel p = {.ui = ui,
               .model = model,
               .protocol = session_protocol(model->session),
               .state = state,
               .running = session_state(model->session) == SESSION_RUNNING};
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    UiRect area = part_inset((UiRect){0, 0, ui->width, ui->height}, PART_MARGIN);
    top_bar(&p, part_cut_top(&area, 56, 12));
    bool noting = state->noting;
    if (noting)
        note(&p, part_cut_top(&area, 24 + PART_HEAD + 4 + 56 + 16 + PAD + 24, 12));
    else
        bottom_bar(&p, part_cut_bottom(&area, BAR, 12));
    const char *said = *model->message ? model->message : model->trouble;
    if (*said)
        part_notice(ui, part_cut_top(&area, part_notice_height(ui, area.w, said), 12),
                    *model->message ? "This could not be done" : "Not on the disk yet", said);
    if (!noting)
        grid(&p, area);
    return p.ask;
}
