#include "recorder/screen/board/board.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- touches ---- */

SessionTap board_pad_tap(const Board *b, int32_t code, int32_t option, int64_t landed_ms)
{
    const Code *c = &b->protocol->codes[code];
    SessionTap tap = session_tap_blank(code, board_at(b, landed_ms));
    tap.subject = board_subject_of(b, code);
    tap.waits = c->kind == CODE_POINT && (c->senses & SENSE_QUESTION) != 0;
    if (option != PROTOCOL_NONE && c->pads != PROTOCOL_NONE)
        tap.options[c->pads] = (int8_t)option;
    return tap;
}

/* Overlapping states run for each subject by itself. */
static const ObsEvent *find_open(const Board *b, int32_t code, int32_t subject)
{
    for (int32_t i = 0; i < b->open_count; i++)
        if (b->open[i]->code == code && b->open[i]->subject == subject)
            return b->open[i];
    return NULL;
}

/* The event of this pad that runs now, or NULL. */
static const ObsEvent *running_event(const Board *b, const BoardPad *pad)
{
    const Code *c = &b->protocol->codes[pad->code];
    if (c->kind != CODE_STATE)
        return NULL;
    const ObsEvent *e = NULL;
    if (b->protocol->categories[c->category].exclusive) {
        e = session_running(b->session, c->category);
        if (e && e->code != pad->code)
            e = NULL;
        /* A table that talks is lit on the chart; the pad is about the class. */
        if (e && b->has_chart && c->category == b->floor_category && e->subject != SUBJECT_NONE)
            e = NULL;
    } else {
        e = find_open(b, pad->code, board_subject_of(b, pad->code));
    }
    if (e && pad->option != PROTOCOL_NONE && e->options[c->pads] != pad->option)
        e = NULL;
    return e;
}

static void tap_pad(Board *b, const BoardPad *pad, int64_t landed_ms)
{
    const Code *c = &b->protocol->codes[pad->code];
    SessionTap tap = board_pad_tap(b, pad->code, pad->option, landed_ms);
    if (c->kind == CODE_NOTE || c->kind == CODE_RATING) {
        board_panel_open(b, c->kind == CODE_NOTE ? BOARD_PANEL_NOTE : BOARD_PANEL_RATING, pad->code,
                         pad->option, tap.subject, tap.at_ms);
        return;
    }
    const ObsEvent *running = running_event(b, pad);
    if (running && !b->protocol->categories[c->category].exclusive)
        board_ask_stop(b, running, tap.at_ms);
    else
        board_ask_tap(b, &tap);
}

/* A state that is held begins with the landing and ends with the lift. */
static void hold_state(Board *b, const BoardPad *pad, const UiTouch *t)
{
    const ObsEvent *running = running_event(b, pad);
    if (t->gesture == UI_GESTURE_HOLD) {
        int32_t selected = b->state->selected;
        board_hold(b, board_pad_id(pad->code, pad->option), running);
        if (!running)
            tap_pad(b, pad, t->landed_ms);
        b->state->selected = selected; /* whose state ends with the lift */
    } else if (b->state->held_turn) {
        b->state->held_turn = false;
        if (running)
            board_ask_stop(b, running, board_at(b, b->ui->in.at_ms));
    }
}

/* ---- a pad drawn to a seat ---- */

void board_drop_pad(Board *b, int32_t code, int32_t option, int32_t subject, int64_t landed_ms)
{
    const Code *c = &b->protocol->codes[code];
    SessionTap tap = board_pad_tap(b, code, option, landed_ms);
    tap.subject = subject;
    bool beside = c->kind == CODE_STATE && !b->protocol->categories[c->category].exclusive;
    const ObsEvent *running = beside ? find_open(b, code, subject) : NULL;
    if (c->kind == CODE_NOTE || c->kind == CODE_RATING)
        board_panel_open(b, c->kind == CODE_NOTE ? BOARD_PANEL_NOTE : BOARD_PANEL_RATING, code,
                         option, subject, tap.at_ms);
    else if (running)
        board_ask_stop(b, running, tap.at_ms);
    else
        board_ask_tap(b, &tap);
}

/* True when the touch was a drag to the chart. */
static bool drag_pad(Board *b, const BoardPad *pad, const UiTouch *t)
{
    BoardState *s = b->state;
    bool lifted = t->gesture == UI_GESTURE_DROP;
    if (s->pad_dragging && t->gesture == UI_GESTURE_CANCEL && (t->held || t->dragged))
        s->pad_dragging = false, s->drag_to = SUBJECT_NONE;
    if (!t->dragged || t->held || !(lifted || t->gesture == UI_GESTURE_DRAG))
        return false;
    int32_t to = board_subject_at(b, t->x, t->y);
    to = to != SUBJECT_NONE && board_may_be_about(b, pad->code, to) ? to : SUBJECT_NONE;
    s->pad_dragging = !lifted && !board_inside(pad->rect, t->x, t->y);
    s->drag_to = lifted ? SUBJECT_NONE : to;
    s->drag_code = pad->code;
    s->drag_x = t->x;
    s->drag_y = t->y;
    if (lifted && to != SUBJECT_NONE)
        board_drop_pad(b, pad->code, pad->option, to, t->landed_ms);
    return lifted && to != SUBJECT_NONE;
}

void board_draw_carried(const Board *b, int32_t code, float x, float y, bool lands)
{
    const Code *c = &b->protocol->codes[code];
    ui_circle(b->ui, x, y, 24, COLOR_SURFACE);
    ui_ring(b->ui, x, y, 24, lands ? 3 : 1.5F, board_hue_edge(c));
    board_mark(b->ui, x, y, 22, c, "", true, board_hue(c));
}

void board_pads_drag(Board *b)
{
    const BoardState *s = b->state;
    if (s->pad_dragging) /* above the finger, to be seen */
        board_draw_carried(b, s->drag_code, s->drag_x, s->drag_y - 34, s->drag_to != SUBJECT_NONE);
}

static void touch_pad(Board *b, const BoardPad *pad, const UiTouch *t)
{
    if (drag_pad(b, pad, t) || board_ring_touch(b, pad, t))
        return;
    bool state = b->protocol->codes[pad->code].kind == CODE_STATE;
    bool over = board_inside(pad->rect, t->x, t->y);
    uint32_t id = board_pad_id(pad->code, pad->option);
    if (t->held && b->state->held_turn && b->state->held_id == id)
        board_hold(b, id, running_event(b, pad));
    switch (t->gesture) {
    case UI_GESTURE_TAP:
        tap_pad(b, pad, t->landed_ms);
        break;
    case UI_GESTURE_HOLD:
        if (state)
            hold_state(b, pad, t);
        break;
    case UI_GESTURE_DROP:
        if (state && b->state->held_turn)
            hold_state(b, pad, t);
        else if (over)
            tap_pad(b, pad, t->landed_ms);
        break;
    case UI_GESTURE_CANCEL:
        if (t->held && state && board_is_taken_away(b))
            hold_state(b, pad, t);
        if (t->held)
            b->state->held_turn = false;
        break;
    case UI_GESTURE_NONE:
    case UI_GESTURE_DOWN:
    case UI_GESTURE_DRAG:
        break;
    }
}

/* ---- looks ---- */

typedef struct PadLook {
    ThemeColor ground, edge, ink, ink3, mark;
    float edge_w;
    bool used, filled;
    const ObsEvent *running;
} PadLook;

/* Full is what was chosen for today; without a choice, every mark is full. */
static bool is_filled(const Board *b, const BoardPad *pad)
{
    const Code *c = &b->protocol->codes[pad->code];
    bool targets = c->pads != PROTOCOL_NONE && c->pads == b->protocol->target_modifier;
    return !targets || (b->setup->targets & (UINT32_C(1) << pad->option)) != 0;
}

static PadLook look_of(const Board *b, const BoardPad *pad, bool down)
{
    const Code *c = &b->protocol->codes[pad->code];
    PadLook look = {
        .ground = down ? COLOR_SUNK : COLOR_SURFACE,
        .edge = down ? COLOR_OUTLINE : COLOR_LINE,
        .edge_w = down ? 2 : 1,
        .ink = COLOR_INK,
        .ink3 = COLOR_INK3,
        .mark = board_hue(c),
        .filled = is_filled(b, pad),
        .running = running_event(b, pad),
    };
    look.used = (b->used[pad->code] & (UINT32_C(1) << (pad->option + 1))) != 0;
    if (look.running) {
        look.ground = board_hue(c);
        look.ink = look.ink3 = look.mark = board_hue_on(c);
        look.edge = board_hue_edge(c);
        look.edge_w = down ? 3 : 1;
    } else if (look.used) {
        look.ground = down ? COLOR_SUNK : board_hue_tint(c);
        look.edge = board_hue_edge(c);
        look.edge_w = 3;
    }
    return look;
}

static void draw_count(const Board *b, const BoardPad *pad, const PadLook *look, UiRect line)
{
    char text[BOARD_TEXT];
    bool tall = pad->rect.h >= 96;
    if (look->running) {
        ui_label(b->ui, line, tall ? TYPE_32_BOLD : TYPE_16_BOLD, look->ink, UI_RIGHT,
                 board_clock(board_gone_ms(b, look->running->start_ms), text));
        return;
    }
    int32_t on = 0;
    for (int32_t i = 0; i < b->open_count; i++)
        on += b->open[i]->code == pad->code;
    if (on > 0) {
        ui_labelf(b->ui, line, tall ? TYPE_20_BOLD : TYPE_14_BOLD, look->ink, UI_RIGHT, "%d on",
                  (int)on);
        return;
    }
    if (b->model->totals_hidden)
        return;
    int32_t count = session_count_code(b->session, pad->code, pad->option);
    (void)snprintf(text, sizeof text, "%d", (int)count);
    ui_label(b->ui, line, tall ? TYPE_20 : TYPE_14, look->ink3, UI_RIGHT,
             count > 0 ? text : "\xE2\x80\x93");
}

static void draw_pad(const Board *b, const BoardPad *pad, const PadLook *look)
{
    Ui *ui = b->ui;
    UiRect r = pad->rect;
    const Code *c = &b->protocol->codes[pad->code];
    bool tall = r.h >= 96;
    float side = r.w < 84 ? 8 : (tall ? 16.0F : 12.0F);
    ui_fill(ui, r, BOARD_RADIUS, look->ground);
    ui_stroke(ui, r, BOARD_RADIUS, look->edge_w, look->edge);
    float size = tall ? 24 : 18;
    float mark_y = tall ? r.y + 28 : r.y + 0.31F * r.h;
    float mark_x = r.x + side + size / 2;
    if (look->running)
        ui_icon(ui, mark_x, mark_y, size + 4, ICON_VOICE, look->mark);
    else
        board_mark(ui, mark_x, mark_y, size, c,
                   board_option_digit(b->protocol, pad->code, pad->option), look->filled,
                   look->mark);
    if (look->used && !look->running)
        ui_icon(ui, mark_x + size + 2, mark_y, 18, ICON_CHECK, board_hue_edge(c));
    UiRect count = {mark_x + size, mark_y - 14, r.x + r.w - side - mark_x - size, 28};
    draw_count(b, pad, look, count);

    const char *label = board_pad_label(b->protocol, pad->code, pad->option);
    bool whole = tall && r.w >= 180;
    if (whole && c->pads == PROTOCOL_NONE)
        label = c->label;
    UiRect line = {r.x + side, r.y + 0.70F * r.h - 14, r.w - 2 * side + 2, 28};
    ThemeType type = whole ? TYPE_20_BOLD : TYPE_16_BOLD;
    if (type == TYPE_20_BOLD && ui_text_width(ui, type, label) > line.w)
        type = TYPE_16_BOLD;
    if (type == TYPE_16_BOLD && ui_text_width(ui, type, label) > line.w)
        type = TYPE_14_BOLD;
    if (type == TYPE_14_BOLD && ui_text_width(ui, type, label) > line.w)
        line.w = r.w - side - 3;
    ui_label(ui, line, type, look->ink, UI_LEFT, label);
}

/* ---- headings ---- */

/* A pupil's turn is just over: marks still go to it, and the heading says so. */
static bool goes_to_late(const Board *b, const BoardHead *head, const BoardPadList *list)
{
    if (!b->late || b->late->subject == b->speaker || b->state->selected != SUBJECT_NONE)
        return false;
    int32_t code = list->pads[head->first].code;
    return !b->protocol->codes[code].built_in && board_subject_of(b, code) == b->late->subject;
}

static bool is_one_code(const BoardHead *head, const BoardPadList *list)
{
    const BoardPad *pads = &list->pads[head->first];
    return pads[0].code == pads[head->count - 1].code;
}

/* It must be about somebody, and nobody is there to be meant. */
static bool needs_somebody(const Board *b, const BoardHead *head, const BoardPadList *list)
{
    for (int32_t i = 0; i < head->count; i++) {
        int32_t code = list->pads[head->first + i].code;
        if ((b->protocol->codes[code].about & ABOUT_CLASS) ||
            board_subject_of(b, code) != SUBJECT_NONE)
            return false;
    }
    return b->has_chart;
}

static void head_note(const Board *b, const BoardHead *head, const BoardPadList *list,
                      char ret_text[BOARD_TEXT])
{
    const Code *c = &b->protocol->codes[list->pads[head->first].code];
    ret_text[0] = '\0';
    if (goes_to_late(b, head, list)) {
        board_append(ret_text, "about ");
        board_append(ret_text, board_subject_label(b, b->late->subject));
        board_append(ret_text, ", last to speak");
    } else if (needs_somebody(b, head, list)) {
        board_append(ret_text, "tap a seat first");
    } else if (c->pads == PROTOCOL_NONE || !is_one_code(head, list)) {
        return;
    } else if (c->pads == b->protocol->target_modifier && b->setup->targets != 0) {
        board_append(ret_text, "filled: taught today");
    } else {
        board_append(ret_text, b->protocol->modifiers[c->pads].label);
    }
}

static void draw_head(const Board *b, const BoardHead *head, const BoardPadList *list)
{
    Ui *ui = b->ui;
    UiRect r = head->rect;
    if (r.h <= 0)
        return;
    UiRect line = {r.x, r.y + r.h - 21, r.w, 20};
    char note[BOARD_TEXT];
    head_note(b, head, list, note);
    float text_w = ui_text_width(ui, TYPE_14_BOLD, head->text);
    float note_w = ui_text_width(ui, TYPE_14, note);
    if (text_w + 16 + note_w <= line.w)
        ui_label(ui, line, TYPE_14, COLOR_INK3, UI_RIGHT, note);
    ui_label(ui, line, TYPE_14_BOLD, COLOR_INK2, UI_LEFT, head->text);
}

/* ---- pages ---- */

static void page_tabs(Board *b, const BoardPadList *list)
{
    UiRect r = list->tabs;
    float w = (r.w - (float)(list->pages - 1) * BOARD_GAP) / (float)list->pages;
    if (w >= UI_LIVE_TARGET) {
        for (int32_t i = 0; i < list->pages; i++) {
            char text[BOARD_TEXT];
            const char *name = list->tab_text[i];
            (void)snprintf(text, sizeof text, name[0] ? "%d \xC2\xB7 %.200s" : "%d", (int)i + 1,
                           name);
            UiRect tab = {r.x + (float)i * (w + BOARD_GAP), r.y, w, r.h};
            if (ui_button(b->ui, BOARD_ID_PAGE + (uint32_t)i, tab,
                          i == list->page ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE, text,
                          true))
                b->state->pad_page = i;
        }
        return;
    }
    /* Too many for a tab each: back and forth. */
    UiRect back = {r.x, r.y, 72, r.h}, next = {r.x + r.w - 72, r.y, 72, r.h};
    if (ui_button(b->ui, BOARD_ID_PAGE, back, UI_BUTTON_PLAIN, ICON_BACK, "", list->page > 0))
        b->state->pad_page = list->page - 1;
    ui_labelf(b->ui, (UiRect){r.x + 80, r.y, r.w - 160, r.h}, TYPE_16_BOLD, COLOR_INK, UI_CENTRE,
              "%d of %d \xC2\xB7 %.200s", (int)list->page + 1, (int)list->pages,
              list->tab_text[list->page]);
    if (ui_button(b->ui, BOARD_ID_PAGE + 1, next, UI_BUTTON_PLAIN, ICON_FORWARD, "",
                  list->page + 1 < list->pages))
        b->state->pad_page = list->page + 1;
}

/* ---- all of them ---- */

static bool on_page(const BoardPadList *list, UiRect r)
{
    if (list->pages <= 1)
        return true;
    return r.y >= list->area.y - 0.5F && r.y + r.h <= list->area.y + list->area.h + 0.5F;
}

static void one_pad(Board *b, const BoardPad *pad)
{
    uint32_t id = board_pad_id(pad->code, pad->option);
    UiTouch t = {0};
    if (b->live)
        t = ui_touch(b->ui, id, pad->rect);
    PadLook look = look_of(b, pad, t.down && board_inside(pad->rect, t.x, t.y));
    draw_pad(b, pad, &look);
    touch_pad(b, pad, &t);
    if (ui_is_focused(b->ui, id))
        ui_draw_focus(b->ui, board_inset(pad->rect, 3, 3), BOARD_RADIUS - 3);
}

void board_pads(Board *b)
{
    BoardPadList list = board_pad_list(b, b->floor, b->pads);
    UiRect floor = b->floor;
    floor.w -= list.beside;
    board_floor(b, floor);
    for (int32_t i = 0; i < list.head_count; i++)
        if (on_page(&list, list.heads[i].rect))
            draw_head(b, &list.heads[i], &list);
    for (int32_t i = 0; i < list.pad_count; i++)
        if (i < list.beside_count || on_page(&list, list.pads[i].rect))
            one_pad(b, &list.pads[i]);
    if (list.pages > 1)
        page_tabs(b, &list);
}
