#include "recorder/screen/board/board.h"

#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The strip keeps its place between signals, so a prompt covers and moves
 * nothing. */

enum { ANSWER = UI_LIVE_TARGET, CANT_SEE_W = 64, ALL_W = 64, WORDS_W = 150 };

typedef struct Strip {
    UiRect r;
    const Sampling *sampling;
    int32_t of;    /* pupils present at the signal */
    float words_w; /* of the question */
    bool all;      /* all tables can be answered for at once */
    int32_t slots; /* for answers */
    float slot_w;
} Strip;

static const char *whom(const Board *b)
{
    return b->prompt.subject == SUBJECT_NONE ? "Class" : board_subject_label(b, b->prompt.subject);
}

static void draw_quiet(const Board *b, UiRect r)
{
    Ui *ui = b->ui;
    ui_stroke(ui, r, BOARD_PANEL_RADIUS, 1, COLOR_LINE);
    char words[BOARD_TEXT];
    int64_t next = b->prompt.next_ms;
    if (!b->live || next == EVENT_OPEN) {
        (void)snprintf(words, sizeof words, "%s",
                       b->run == SESSION_PAUSED ? "no scans while paused" : "no scan is due");
    } else {
        char clock[BOARD_TEXT];
        int64_t left = next - b->now_ms + 999;
        (void)snprintf(words, sizeof words, "next scan in %s", board_clock(left, clock));
    }
    UiRect line = {r.x + 24, r.y, r.w - 48, r.h};
    ui_label(ui, line, TYPE_14, COLOR_INK3, UI_LEFT, words);
}

/* ---- answers ---- */

/* More answers than fit are asked for in two steps: a range, then a number. */
static int32_t range_step(int32_t answers, int32_t slots)
{
    int32_t step = 1;
    while ((answers + step - 1) / step > slots)
        step++;
    return step;
}

static void answer(Board *b, int32_t value, bool missing)
{
    b->ask.sampling = b->prompt.sampling;
    b->ask.subject = b->prompt.subject;
    b->ask.value = value;
    b->ask.missing = missing;
    b->ask.at_ms = board_at(b, ui_landed_ms(b->ui));
    board_ask(b, BOARD_ASK_ANSWER);
    b->state->answer_low = b->state->answer_high = 0;
}

/* A finger that landed before the question came up answers another one, which is gone. */
static bool is_answered(const Board *b, const UiTouch *t, UiRect r)
{
    return part_tapped(t, r) && t->landed_ms >= b->state->answer_from_ms;
}

static bool answer_button(Board *b, uint32_t id, UiRect r, const char *text)
{
    Ui *ui = b->ui;
    UiTouch t = {0};
    if (b->live)
        t = ui_touch(ui, id, r);
    ui_fill(ui, r, BOARD_RADIUS, t.down ? COLOR_SAMPLE_TRACK : COLOR_SURFACE);
    ui_stroke(ui, r, BOARD_RADIUS, t.down ? 3 : 1.5F, COLOR_SAMPLE_EDGE);
    bool large = ui_text_width(ui, TYPE_24_BOLD, text) <= r.w - 12;
    ui_label(ui, r, large ? TYPE_24_BOLD : TYPE_16_BOLD, COLOR_INK, UI_CENTRE, text);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, board_inset(r, 4, 4), BOARD_RADIUS);
    return is_answered(b, &t, r);
}

static UiRect slot(const Strip *s, int32_t index)
{
    UiRect r = s->r;
    float end = r.x + r.w - 8 - (s->all ? ALL_W + BOARD_GAP : 0);
    float x = end - CANT_SEE_W - BOARD_GAP - (float)(s->slots - index) * (s->slot_w + BOARD_GAP) +
              BOARD_GAP;
    return (UiRect){x, r.y + r.h / 2 - ANSWER / 2.0F, s->slot_w, ANSWER};
}

static void draw_answers(Board *b, const Strip *s)
{
    BoardState *state = b->state;
    bool narrowed = state->answer_high > 0;
    int32_t low = narrowed ? state->answer_low : 0;
    int32_t high = narrowed ? state->answer_high : s->of;
    int32_t room = narrowed ? s->slots - 1 : s->slots;
    int32_t step = range_step(high - low + 1, room);
    int32_t used = (high - low + step) / step;
    /* Few answers stand at the right, beside "can't see". */
    int32_t at = s->slots - used;
    if (narrowed) {
        if (answer_button(b, BOARD_ID_ANSWER_BACK, slot(s, at - 1), "\xE2\x80\xA6"))
            state->answer_low = state->answer_high = 0;
    }
    for (int32_t value = low; value <= high; value += step, at++) {
        int32_t last = value + step - 1 < high ? value + step - 1 : high;
        char text[32];
        if (last > value)
            (void)snprintf(text, sizeof text, "%d\xE2\x80\x93%d", (int)value, (int)last);
        else
            (void)snprintf(text, sizeof text, "%d", (int)value);
        if (!answer_button(b, BOARD_ID_ANSWER + (uint32_t)value, slot(s, at), text))
            continue;
        if (last == value) {
            answer(b, value, false);
        } else {
            state->answer_low = value;
            state->answer_high = last;
        }
    }
}

/* A digit key answers, where one digit is a whole answer. */
static void answer_by_key(Board *b, const Strip *s)
{
    const Ui *ui = b->ui;
    if (!b->live || ui->in.kind != UI_INPUT_TEXT || ui->edit_id || s->of > 9)
        return;
    int32_t value = ui->in.text[0] - '0';
    if (value >= 0 && value <= s->of && ui->in.text[1] == '\0')
        answer(b, value, false);
}

/* ---- the prompt ---- */

static void draw_countdown(const Board *b, UiRect r)
{
    Ui *ui = b->ui;
    float cx = r.x + 44, cy = r.y + r.h / 2;
    int64_t whole = b->prompt.until_ms - b->prompt.signal_ms;
    int64_t left = b->prompt.until_ms - b->now_ms;
    left = left > 0 ? left : 0;
    int64_t seconds = (left + 999) / 1000;
    /* It steps once a second, as its number does. */
    float share = whole > 0 ? fminf((float)(seconds * 1000) / (float)whole, 1) : 0;
    ui_ring(ui, cx, cy, 29, 5, COLOR_SAMPLE_TRACK);
    if (share > 0)
        ui_arc(ui, cx, cy, 26.5F, 0, share, 5, COLOR_SAMPLE_EDGE);
    ui_labelf(ui, (UiRect){cx - 22, cy - 16, 44, 32}, TYPE_20_BOLD, COLOR_INK, UI_CENTRE, "%d",
              (int)seconds);
}

static void draw_question(const Board *b, const Strip *s)
{
    Ui *ui = b->ui;
    char question[BOARD_TEXT] = "";
    float y = s->r.y + s->r.h / 2;
    board_append(question, whom(b));
    board_append(question, ": ");
    board_append(question, s->sampling->question);
    UiRect line = {s->r.x + 88, y - 26, s->words_w, 28};
    bool large = ui_text_width(ui, TYPE_20_BOLD, question) <= line.w;
    char detail[BOARD_TEXT];
    (void)snprintf(detail, sizeof detail, "Scan %d. No answer: missing", (int)b->prompt.signal);
    if (!large && ui_text_width(ui, TYPE_16_BOLD, question) > line.w) {
        /* A long question takes both lines. */
        line.w += 4;
        line.h = s->r.h - 8;
        line.y = y - line.h / 2;
        (void)ui_paragraph_in(ui, line, TYPE_16_BOLD, COLOR_INK, question);
        return;
    }
    ui_label(ui, line, large ? TYPE_20_BOLD : TYPE_16_BOLD, COLOR_INK, UI_LEFT, question);
    line.y += 29;
    line.h = 22;
    ui_label(ui, line, TYPE_14, COLOR_INK2, UI_LEFT, detail);
}

/* All at once: the answers are on the panel and on the seats. */
static void draw_marking(const Board *b, UiRect r)
{
    UiRect line = {r.x + 88, r.y + r.h / 2 - 26, r.w - 104, 28};
    ui_label(b->ui, line, TYPE_20_BOLD, COLOR_INK, UI_LEFT, "Sweep over who is engaged");
    line.y += 29;
    line.h = 22;
    ui_label(b->ui, line, TYPE_14, COLOR_INK2, UI_LEFT,
             "Tap: engaged, not engaged, no mark. Done: tables with every seat marked");
}

static void cant_see(Board *b, const Strip *s)
{
    Ui *ui = b->ui;
    UiRect r = s->r;
    float end = r.x + r.w - 8 - (s->all ? ALL_W + BOARD_GAP : 0);
    UiRect place = {end - CANT_SEE_W, r.y + r.h / 2 - ANSWER / 2.0F, CANT_SEE_W, ANSWER};
    UiTouch t = {0};
    if (b->live)
        t = ui_touch(ui, BOARD_ID_CANT_SEE, place);
    if (t.down)
        ui_fill(ui, place, BOARD_RADIUS, COLOR_SAMPLE_TRACK);
    UiRect line = {place.x, place.y + 11, place.w, 20};
    ui_label(ui, line, TYPE_14_BOLD, COLOR_INK, UI_CENTRE, "Can\xE2\x80\x99t");
    line.y += 21;
    ui_label(ui, line, TYPE_14_BOLD, COLOR_INK, UI_CENTRE, "see");
    if (ui_is_focused(ui, BOARD_ID_CANT_SEE))
        ui_draw_focus(ui, board_inset(place, 4, 4), BOARD_RADIUS);
    if (is_answered(b, &t, place))
        answer(b, 0, true);
}

/* All tables on one panel, or by one sweep over the seats. */
static void all_at_once(Board *b, const Strip *s)
{
    UiRect r = {s->r.x + s->r.w - 8 - ALL_W, s->r.y + s->r.h / 2 - ANSWER / 2.0F, ALL_W, ANSWER};
    if (s->all && ui_button(b->ui, BOARD_ID_SCAN, r, UI_BUTTON_PLAIN, ICON_PEOPLE, "All", b->live))
        board_scan_open(b);
}

/* One touch is better than two: answers get narrower before they become ranges. */
static void share_room(Strip *s)
{
    float room = s->r.w - 88 - CANT_SEE_W - 8 - BOARD_GAP - (s->all ? ALL_W + BOARD_GAP : 0);
    int32_t answers = s->of + 1;
    s->slot_w = floorf((room - WORDS_W) / (float)answers) - BOARD_GAP;
    s->slot_w = fminf(s->slot_w, ANSWER);
    s->slots = answers;
    if (s->slot_w < UI_MIN_TARGET) {
        int32_t fit = (int32_t)((room - WORDS_W) / (ANSWER + BOARD_GAP));
        s->slots = fit > 3 ? fit : 3;
        s->slot_w = ANSWER;
    }
    s->words_w = room - (float)s->slots * (s->slot_w + BOARD_GAP) - BOARD_GAP;
}

void board_strip(Board *b)
{
    BoardState *state = b->state;
    UiRect r = b->strip;
    const SessionPrompt *p = &b->prompt;
    if (p->sampling == PROTOCOL_NONE) {
        state->answer_low = state->answer_high = 0;
        draw_quiet(b, r);
        return;
    }
    if (state->answer_sampling != p->sampling || state->answer_signal != p->signal ||
        state->answer_subject != p->subject) {
        state->answer_low = state->answer_high = 0;
        state->answer_sampling = p->sampling;
        state->answer_signal = p->signal;
        state->answer_subject = p->subject;
        state->answer_from_ms = b->ui->in.at_ms;
    }
    Strip s = {.r = r, .sampling = &b->protocol->sampling[p->sampling]};
    s.of = session_was_present_count(b->session, p->subject, p->signal_ms);
    s.all = b->has_chart;
    share_room(&s);
    ui_fill(b->ui, r, BOARD_PANEL_RADIUS, COLOR_SAMPLE_TINT);
    ui_stroke(b->ui, r, BOARD_PANEL_RADIUS, 1.5F, COLOR_SAMPLE_EDGE);
    draw_countdown(b, r);
    if (state->panel == BOARD_PANEL_SCAN) {
        draw_marking(b, r);
        return;
    }
    draw_question(b, &s);
    draw_answers(b, &s);
    cant_see(b, &s);
    all_at_once(b, &s);
    answer_by_key(b, &s);
}
