#include "recorder/screen/board/board.h"

#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- phases, planned and actual ---- */

enum {
    MAX_PHASES = 24,
    PHASE_H = 64,
    PHASE_GAP = 6,
    KEY_W = 66, /* "planned", "actual" */
};

typedef struct Phase {
    int32_t code;
    int32_t minutes;
    float x, w;
} Phase;

typedef struct PhaseBar {
    Phase items[MAX_PHASES];
    int32_t count;
    int32_t minutes; /* planned in all; 0: no plan */
} PhaseBar;

static void add_phase(PhaseBar *bar, int32_t code, int32_t minutes)
{
    if (bar->count == MAX_PHASES)
        return;
    int32_t planned = minutes > 0 ? minutes : 0;
    bar->items[bar->count++] = (Phase){.code = code, .minutes = planned};
    bar->minutes += planned;
}

static bool has_phase(const PhaseBar *bar, int32_t code)
{
    for (int32_t i = 0; i < bar->count; i++)
        if (bar->items[i].code == code)
            return true;
    return false;
}

/* The plan of the lesson, then what the protocol has beyond it. */
static PhaseBar list_phases(const Board *b)
{
    PhaseBar bar = {0};
    for (int32_t i = 0; i < b->setup->phase_count; i++)
        add_phase(&bar, b->setup->phases[i].code, b->setup->phases[i].minutes);
    bool planned = bar.count > 0;
    for (int32_t i = 0; i < b->protocol->code_count; i++) {
        const Code *c = &b->protocol->codes[i];
        if ((c->senses & SENSE_PHASE) && !has_phase(&bar, i))
            add_phase(&bar, i, planned ? 0 : c->planned_min);
    }
    return bar;
}

/* More phases than fit: those around the one that is on. */
static void keep_near(PhaseBar *bar, int32_t fit, int32_t current)
{
    if (bar->count <= fit || fit < 1)
        return;
    int32_t first = current - fit / 2;
    first = first < bar->count - fit ? first : bar->count - fit;
    first = first > 0 ? first : 0;
    memmove(bar->items, bar->items + first, (size_t)fit * sizeof bar->items[0]);
    bar->count = fit;
    bar->minutes = 0;
    for (int32_t i = 0; i < fit; i++)
        bar->minutes += bar->items[i].minutes;
}

/* As wide as planned, but none narrower than least: what the short ones get is
 * taken from the long ones. */
static void spread_phases(PhaseBar *bar, float x, float width)
{
    float free_w = width - (float)(bar->count - 1) * PHASE_GAP;
    float least = fminf(96, free_w / (float)bar->count);
    float over = free_w - least * (float)bar->count;
    float wished = 0;
    for (int32_t i = 0; i < bar->count; i++) {
        Phase *p = &bar->items[i];
        float share =
            bar->minutes > 0 ? (float)p->minutes / (float)bar->minutes : 1 / (float)bar->count;
        p->w = fmaxf(share * free_w - least, 0);
        wished += p->w;
    }
    for (int32_t i = 0; i < bar->count; i++) {
        Phase *p = &bar->items[i];
        p->w = least + (wished > 0 ? over * p->w / wished : over / (float)bar->count);
        p->x = x;
        x += p->w + PHASE_GAP;
    }
}

/* Where a time of the lesson lies on the plan: in a planned phase by its share,
 * after the last at the end. */
static float x_of_time(const PhaseBar *bar, int64_t ms)
{
    int64_t gone = 0;
    for (int32_t i = 0; i < bar->count; i++) {
        const Phase *p = &bar->items[i];
        int64_t length = (int64_t)p->minutes * 60000;
        if (length > 0 && ms < gone + length)
            return p->x + p->w * (float)(ms - gone) / (float)length;
        gone += length;
    }
    const Phase *last = &bar->items[bar->count - 1];
    return last->x + last->w;
}

static int64_t time_in(const Board *b, int32_t code)
{
    int64_t ms = 0;
    for (int32_t i = 0; i < b->segment_count; i++)
        if (b->segments[i].code == code)
            ms += b->segments[i].stop_ms - b->segments[i].start_ms;
    return ms;
}

static void draw_actual(Board *b, const PhaseBar *bar, float y)
{
    float now_x = x_of_time(bar, b->now_ms);
    for (int32_t i = 0; i < b->segment_count; i++) {
        const BoardSegment *s = &b->segments[i];
        float x0 = x_of_time(bar, s->start_ms), x1 = x_of_time(bar, s->stop_ms);
        float gap = s->running ? 0 : PHASE_GAP;
        UiRect r = {x0, y + 48, fmaxf(x1 - x0 - gap, 4), 8};
        ui_fill(b->ui, r, 4, s->running ? COLOR_TEACH : COLOR_OUTLINE);
    }
    if (b->run != SESSION_READY)
        ui_line(b->ui, now_x, y + 30, now_x, y + 59, 3, COLOR_INK);
}

/* Without a plan: how long each was on, in its own place. */
static void draw_unplanned(Board *b, const Phase *p, float y, bool on)
{
    UiRect track = {p->x, y + 48, p->w, 8};
    if (on)
        ui_fill(b->ui, track, 4, COLOR_TEACH);
    else if (time_in(b, p->code) > 0)
        ui_fill(b->ui, track, 4, COLOR_OUTLINE);
    else
        ui_stroke(b->ui, track, 4, 1.5F, COLOR_OUTLINE);
}

static void phase_words(Board *b, const PhaseBar *bar, const Phase *p, UiRect card, bool on)
{
    Ui *ui = b->ui;
    const char *label = b->protocol->codes[p->code].short_label;
    int64_t spent = time_in(b, p->code);
    char time[BOARD_TEXT] = "";
    if (on || (spent > 0 && bar->minutes == 0)) {
        char clock[BOARD_TEXT];
        board_append(time, board_clock(spent, clock));
        float name = ui_text_width(ui, TYPE_16_BOLD, label) + 36;
        if (p->minutes > 0) {
            char all[BOARD_TEXT];
            (void)snprintf(all, sizeof all, "%.32s of %d:00", clock, (int)p->minutes);
            if (name + ui_text_width(ui, TYPE_14, all) <= card.w)
                (void)snprintf(time, sizeof time, "%s", all);
        }
        if (name + ui_text_width(ui, TYPE_14, time) > card.w)
            time[0] = '\0';
    }
    UiRect line = {card.x + 12, card.y + 6, card.w - 24, 23};
    float taken = time[0] ? ui_text_width(ui, TYPE_14, time) + 8 : 0;
    ui_label(ui, line, TYPE_14, COLOR_INK2, UI_RIGHT, time);
    line.w -= taken;
    ui_label(ui, line, on ? TYPE_16_BOLD : TYPE_16, on ? COLOR_INK : COLOR_INK2, UI_LEFT, label);
}

static void one_phase(Board *b, const PhaseBar *bar, const Phase *p, float y)
{
    Ui *ui = b->ui;
    uint32_t id = BOARD_ID_PHASE + (uint32_t)p->code;
    UiRect card = {p->x - 3, y, p->w + PHASE_GAP, PHASE_H};
    const ObsEvent *running = session_running(b->session, b->phase_category);
    bool on = running && running->code == p->code;
    UiTouch t = {0};
    if (b->live)
        t = ui_touch(ui, id, card);
    if (on || t.down) {
        ui_fill(ui, card, BOARD_RADIUS, t.down ? COLOR_SUNK : COLOR_SURFACE);
        ui_stroke(ui, card, BOARD_RADIUS, 1, COLOR_LINE);
    }
    phase_words(b, bar, p, card, on);
    if (bar->minutes > 0)
        ui_stroke(ui, (UiRect){p->x, y + 33, p->w, 7}, 3.5F, 1.5F, COLOR_OUTLINE);
    else
        draw_unplanned(b, p, y, on);
    if (part_tapped(&t, card) && !on) {
        SessionTap tap = session_tap_blank(p->code, board_at(b, t.landed_ms));
        board_ask_tap(b, &tap);
    }
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, board_inset(card, 4, 4), BOARD_RADIUS - 4);
}

static void phase_bar(Board *b, UiRect r)
{
    PhaseBar bar = list_phases(b);
    if (bar.count == 0 || r.w < UI_LIVE_TARGET)
        return;
    const ObsEvent *running = session_running(b->session, b->phase_category);
    int32_t current = 0;
    for (int32_t i = 0; i < bar.count; i++)
        if (running && bar.items[i].code == running->code)
            current = i;
    bool key = bar.minutes > 0 && r.w > 320;
    float wide = r.w - (key ? KEY_W : 3);
    keep_near(&bar, (int32_t)((wide + PHASE_GAP) / (UI_LIVE_TARGET + 2)), current);
    spread_phases(&bar, r.x + 3, wide - 3);
    for (int32_t i = 0; i < bar.count; i++)
        one_phase(b, &bar, &bar.items[i], r.y);
    if (bar.minutes > 0)
        draw_actual(b, &bar, r.y);
    if (!key)
        return;
    UiRect words = {r.x + r.w - KEY_W + 10, r.y + 27, KEY_W - 10, 18};
    ui_label(b->ui, words, TYPE_14, COLOR_INK3, UI_LEFT, "planned");
    words.y += 17;
    ui_label(b->ui, words, TYPE_14, COLOR_INK3, UI_LEFT, "actual");
}

/* ---- heard, events, saved ---- */

static void count_heard(const Board *b, int32_t *ret_heard, int32_t *ret_pupils)
{
    *ret_heard = *ret_pupils = 0;
    for (int32_t i = 0; i < b->setup->subject_count; i++) {
        const Subject *s = &b->setup->subjects[i];
        if (s->kind != SUBJECT_PUPIL || s->several || !session_is_present(b->session, i))
            continue;
        *ret_pupils += 1;
        *ret_heard += session_count_subject(b->session, i) > 0;
    }
}

static void draw_heard(Board *b, UiRect line)
{
    Ui *ui = b->ui;
    int32_t heard, pupils;
    count_heard(b, &heard, &pupils);
    if (b->model->totals_hidden || b->talk[SUBJECT_PUPIL] == PROTOCOL_NONE || pupils == 0)
        return;
    char rest[BOARD_TEXT], number[16];
    (void)snprintf(rest, sizeof rest, " of %d heard", (int)pupils);
    (void)snprintf(number, sizeof number, "%d", (int)heard);
    float w = ui_label_width(ui, line, TYPE_20, rest);
    ui_label(ui, line, TYPE_20, COLOR_INK, UI_RIGHT, rest);
    line.w -= w;
    ui_label(ui, line, TYPE_20_BOLD, COLOR_INK, UI_RIGHT, number);
}

static void draw_saved(Board *b, UiRect line)
{
    Ui *ui = b->ui;
    float w = ui_label_width(ui, line, TYPE_14_BOLD, "Saved");
    UiRect text = {line.x + line.w - w, line.y, w, line.h};
    ui_label(ui, text, TYPE_14_BOLD, COLOR_INK2, UI_LEFT, "Saved");
    ui_icon(ui, text.x - 16, line.y + line.h / 2, 22, ICON_SAVED, COLOR_INK2);
    size_t events = session_event_count(b->session);
    line.w -= w + 38;
    if (!b->model->totals_hidden && line.w >= 40)
        ui_labelf(ui, line, TYPE_14, COLOR_INK3, UI_RIGHT, events == 1 ? "%zu event" : "%zu events",
                  events);
}

/* Nothing is called saved that is not; why takes the place of the totals. */
static void draw_unsaved(Board *b, UiRect r)
{
    Ui *ui = b->ui;
    const char *why = b->model->trouble ? b->model->trouble : "";
    ui_icon(ui, r.x + 11, r.y + 11, 22, ICON_UNSAVED, COLOR_MARK);
    ui_labelf(ui, (UiRect){r.x + 28, r.y, r.w - 28, 22}, TYPE_16_BOLD, COLOR_INK, UI_LEFT,
              "%zu not saved yet", b->model->unsaved);
    UiRect rest = {r.x, r.y + 23, r.w, 40};
    ui_clip_begin(ui, rest);
    char words[BOARD_TEXT] = "Recording goes on", reason[BOARD_TEXT];
    board_reason(why, reason);
    board_append(words, reason[0] ? ": " : "");
    board_append(words, reason);
    (void)ui_paragraph(ui, rest, TYPE_14, COLOR_INK, words);
    ui_clip_end(ui);
}

/* ---- the bar ---- */

static void draw_title(Board *b, UiRect r)
{
    const Setup *setup = b->setup;
    bool class_name = setup->class_name[0] != '\0';
    UiRect line = {r.x, r.y + 6, r.w, 30};
    const char *title = setup->title[0] ? setup->title : b->protocol->title;
    if (!class_name)
        line.y += 13;
    ui_label(b->ui, line, TYPE_20_BOLD, COLOR_INK, UI_LEFT, title);
    line.y += 27;
    if (class_name)
        ui_label(b->ui, line, TYPE_14, COLOR_INK2, UI_LEFT, setup->class_name);
}

static void draw_clock(Board *b, UiRect r)
{
    char clock[BOARD_TEXT], place[BOARD_TEXT] = "";
    float y = r.y + r.h / 2;
    ui_label(b->ui, (UiRect){72, y - 33, 136, 40}, TYPE_32_BOLD, COLOR_INK, UI_LEFT,
             board_clock(b->now_ms, clock));
    board_append(place, b->model->clock_text ? b->model->clock_text : "");
    if (b->setup->place[0]) {
        board_append(place, place[0] ? " \xC2\xB7 " : "");
        board_append(place, b->setup->place);
    }
    ui_label(b->ui, (UiRect){72, y + 8, 140, 20}, TYPE_14, COLOR_INK2, UI_LEFT, place);
}

void board_bar(Board *b)
{
    Ui *ui = b->ui;
    UiRect r = b->bar;
    float y = r.y + r.h / 2;
    UiRect home = {0, y - 32, UI_LIVE_TARGET, UI_LIVE_TARGET};
    UiTouch t = ui_touch(ui, BOARD_ID_MENU, home);
    if (t.down)
        ui_fill(ui, board_inset(home, 6, 6), BOARD_RADIUS, COLOR_SUNK);
    ui_icon(ui, home.x + 30, y, 28, ICON_MENU, COLOR_INK);
    if (ui_is_focused(ui, BOARD_ID_MENU))
        ui_draw_focus(ui, board_inset(home, 8, 8), BOARD_RADIUS);
    if (part_tapped(&t, home))
        board_ask(b, BOARD_ASK_MENU);
    draw_clock(b, r);

    bool phases = b->phase_category != PROTOCOL_NONE;
    float right = r.w - BOARD_MARGIN;
    float right_w = fmaxf(b->portrait && phases ? 420 : 220, 0.21F * r.w);
    right_w = fminf(right_w, right - 216);
    if (b->model->unsaved > 0) {
        draw_unsaved(b, (UiRect){right - right_w, y - 32, right_w, 64});
    } else {
        draw_heard(b, (UiRect){right - right_w, y - 28, right_w, 28});
        draw_saved(b, (UiRect){right - right_w, y + 6, right_w, 20});
    }
    UiRect middle = {216, y - 32, right - right_w - 16 - 216, PHASE_H};
    if (phases)
        phase_bar(b, b->portrait ? b->phases : middle);
    else
        draw_title(b, middle);
}

/* ---- the row ---- */

/* What an undo takes back: "Disagree on DL, 38:21". */
static void undo_words(const Board *b, const Fact *fact, char ret_text[BOARD_TEXT])
{
    char clock[BOARD_TEXT];
    ret_text[0] = '\0';
    if (!fact) {
        board_append(ret_text, "Nothing to take back");
        return;
    }
    if (fact->kind == FACT_END) {
        board_append(ret_text, "End of the lesson");
        return;
    }
    const ObsEvent *e = session_find_event(b->session, fact->event.id);
    if (!e)
        e = &fact->event;
    if (fact->kind == FACT_CHANGE)
        board_append(ret_text, fact->fields & FIELD_START  ? "Earlier: "
                               : fact->fields & FIELD_STOP ? "End of "
                                                           : "Change of ");
    char words[BOARD_TEXT];
    board_event_words(b, e, words);
    board_append(ret_text, words);
    bool stop = fact->kind == FACT_CHANGE && (fact->fields & FIELD_STOP) != 0;
    int64_t at = stop && e->stop_ms != EVENT_OPEN ? e->stop_ms : e->start_ms;
    board_append(ret_text, ", ");
    board_append(ret_text, board_clock(at, clock));
}

static void undo_button(Board *b, UiRect r)
{
    Ui *ui = b->ui;
    const Fact *fact = session_undo_fact(b->session);
    UiTouch t = ui_touch(ui, BOARD_ID_UNDO, r);
    char words[BOARD_TEXT];
    undo_words(b, fact, words);
    ThemeColor ink = COLOR_PRIMARY_ON;
    if (fact) {
        ui_fill(ui, r, BOARD_RADIUS, COLOR_PRIMARY);
        if (t.down)
            ui_stroke(ui, board_inset(r, 4, 4), BOARD_RADIUS - 4, 2, COLOR_PRIMARY_ON);
    } else {
        ui_fill(ui, r, BOARD_RADIUS, COLOR_SUNK);
        ink = COLOR_INK2;
    }
    float y = r.y + r.h / 2;
    ui_icon(ui, r.x + 36, y, 32, ICON_UNDO, ink);
    /* As high as large words can be without touching each other. */
    const float apart = 14, upper = 34, lower = 28;
    UiRect line = {r.x + 68, y - apart - upper / 2, r.w - 80, upper};
    ui_label(ui, line, TYPE_20_BOLD, ink, UI_LEFT, "Undo");
    line.y = y + apart - lower / 2;
    line.h = lower;
    bool fits = ui_text_width(ui, TYPE_16, words) <= line.w;
    ui_label(ui, line, fits ? TYPE_16 : TYPE_14, ink, UI_LEFT, words);
    if (ui_is_focused(ui, BOARD_ID_UNDO))
        ui_draw_focus(ui, board_inset(r, 3, 3), BOARD_RADIUS);
    if (fact && part_tapped(&t, r))
        board_ask(b, BOARD_ASK_UNDO);
}

/* The cells of the row beside Undo; a wide one has one for photos. */
enum { CELLS = 7, WIDE_CELLS = 8 };

typedef struct Cells {
    float x, y, w, h;
    int32_t count;
} Cells;

static UiRect cell(const Cells *c, int32_t index)
{
    return (UiRect){c->x + (float)index * (c->w + BOARD_GAP), c->y, c->w, c->h};
}

/* End is asked twice, and the second question lies elsewhere: tapping twice in
 * one place goes on recording. */
static void end_question(Board *b, const Cells *c)
{
    UiRect yes = cell(c, 0), no = cell(c, c->count - 1), words = cell(c, 2);
    yes.w = 2 * c->w + BOARD_GAP;
    words.w = no.x - BOARD_GAP - words.x;
    if (ui_button(b->ui, BOARD_ID_END_YES, yes, UI_BUTTON_PLAIN, ICON_STOP, "End the lesson",
                  true)) {
        b->state->end_asked_ms = 0;
        board_ask(b, BOARD_ASK_END);
    }
    UiRect line = {words.x + 8, words.y, words.w - 16, words.h};
    bool wide = ui_text_width(b->ui, TYPE_16, "Then the debrief. Undo brings it back.") <= line.w;
    ui_label(b->ui, line, TYPE_16, COLOR_INK2, UI_CENTRE,
             wide ? "Then the debrief. Undo brings it back." : "Undo brings it back");
    if (ui_button(b->ui, BOARD_ID_END_NO, no, UI_BUTTON_PLAIN, ICON_CLOSE, "Not yet", true))
        b->state->end_asked_ms = 0;
}

static void pause_button(Board *b, UiRect r)
{
    static const struct {
        const char *word;
        ThemeIcon icon;
        BoardAskKind ask;
    } faces[SESSION_STATE_COUNT] = {
        [SESSION_READY] = {"Start", ICON_PLAY, BOARD_ASK_START},
        [SESSION_RUNNING] = {"Pause", ICON_PAUSE, BOARD_ASK_PAUSE},
        [SESSION_PAUSED] = {"Resume", ICON_PLAY, BOARD_ASK_RESUME},
        [SESSION_ENDED] = {"Ended", ICON_STOP, BOARD_ASK_NONE},
    };
    bool main_one = b->run == SESSION_READY || b->run == SESSION_PAUSED;
    if (ui_button(b->ui, BOARD_ID_PAUSE, r, main_one ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN,
                  faces[b->run].icon, faces[b->run].word, b->run != SESSION_ENDED))
        board_ask(b, faces[b->run].ask);
}

static int32_t note_code(const Protocol *protocol)
{
    return protocol_find_code(protocol, "note");
}

static void buttons(Board *b, const Cells *c)
{
    bool open = b->run == SESSION_RUNNING || b->run == SESSION_PAUSED;
    if (ui_button(b->ui, BOARD_ID_REDO, cell(c, 0), UI_BUTTON_PLAIN, ICON_REDO, "Redo",
                  session_redo_fact(b->session) != NULL))
        board_ask(b, BOARD_ASK_REDO);

    int64_t step = b->protocol->rules.backdate_step_ms;
    char word[BOARD_TEXT];
    if (step % 1000 == 0)
        (void)snprintf(word, sizeof word, "%d s ago", (int)(step / 1000));
    else
        (void)snprintf(word, sizeof word, "%.1f s ago", (double)step / 1000);
    if (ui_button(b->ui, BOARD_ID_BACKDATE, cell(c, 1), UI_BUTTON_PLAIN, ICON_BACKDATE, word,
                  b->live && session_event_count(b->session) > 0)) {
        b->ask.delta_ms = step;
        board_ask(b, BOARD_ASK_BACKDATE);
    }
    int32_t note = note_code(b->protocol);
    if (ui_button(b->ui, BOARD_ID_NOTE, cell(c, 2), UI_BUTTON_PLAIN, ICON_NOTE, "Note",
                  open && note != PROTOCOL_NONE)) {
        int32_t subject = b->state->selected != SUBJECT_NONE ? b->state->selected : b->speaker;
        board_panel_open(b, BOARD_PANEL_NOTE, note, PROTOCOL_NONE, subject,
                         board_at(b, ui_landed_ms(b->ui)));
    }
    if (ui_button(b->ui, BOARD_ID_INK, cell(c, 3),
                  b->state->panel == BOARD_PANEL_INK ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_INK,
                  "Ink", open && protocol_find_sense(b->protocol, SENSE_INK) != PROTOCOL_NONE)) {
        if (b->state->panel == BOARD_PANEL_INK)
            b->state->panel = BOARD_PANEL_NONE;
        else
            board_ink_open(b);
    }
    int32_t next = 4;
    if (c->count == WIDE_CELLS && ui_button(b->ui, BOARD_ID_PHOTO, cell(c, next++), UI_BUTTON_PLAIN,
                                            ICON_PHOTO, "Photo", board_has_photo(b)))
        board_photo(b);
    pause_button(b, cell(c, next++));
    bool hidden = b->model->totals_hidden;
    bool wide = c->w >= 116;
    if (ui_button(b->ui, BOARD_ID_TOTALS, cell(c, next++), UI_BUTTON_PLAIN,
                  hidden ? ICON_EYE : ICON_EYE_OFF,
                  !wide    ? "Totals"
                  : hidden ? "Show totals"
                           : "Hide totals",
                  true))
        board_ask(b, BOARD_ASK_TOTALS);
    if (ui_button(b->ui, BOARD_ID_END, cell(c, next), UI_BUTTON_PLAIN, ICON_STOP, "End", open)) {
        board_keep_note(b);
        b->state->end_asked_ms = b->now_ms > 0 ? b->now_ms : 1;
    }
}

void board_row(Board *b)
{
    UiRect r = b->row;
    float undo_w = fminf(fmaxf((b->portrait ? 0.32F : 0.27F) * r.w, 216), 336);
    float gap = b->portrait ? BOARD_GAP : BOARD_MARGIN;
    bool left = b->model->left_handed;
    UiRect undo = {left ? r.x + r.w - undo_w : r.x, r.y, undo_w, r.h};
    int32_t count = b->portrait ? CELLS : WIDE_CELLS;
    float w = (r.w - undo_w - gap - (float)(count - 1) * BOARD_GAP) / (float)count;
    Cells c = {left ? r.x : r.x + undo_w + gap, r.y, w, r.h, count};
    undo_button(b, undo);
    bool open = b->run == SESSION_RUNNING || b->run == SESSION_PAUSED;
    if (b->state->end_asked_ms > 0 && open)
        end_question(b, &c);
    else
        buttons(b, &c);
}
