#include "recorder/screen/board/board.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Card {
    ThemeColor ground, ink;
    bool edge;
    ThemeIcon icon;
    char title[BOARD_TEXT], detail[BOARD_TEXT];
    char shorter[BOARD_TEXT]; /* where the title has no room; "" for the title */
    int64_t since_ms;         /* shown as time gone; -1: none */
    const ObsEvent *waited;   /* the question, drawn in the icon's place; NULL: none */
} Card;

static void say(char text[BOARD_TEXT], const char *a, const char *more)
{
    text[0] = '\0';
    board_append(text, a);
    board_append(text, more);
}

/* The last mark of the turn: "Disagree". */
static const char *last_mark(const Board *b)
{
    const ObsEvent *newest = session_newest(b->session);
    if (!newest || !b->turn || newest->subject != b->speaker ||
        newest->start_ms < b->turn->start_ms)
        return "";
    const Code *c = &b->protocol->codes[newest->code];
    if (c->category == b->floor_category)
        return "";
    int32_t option = c->pads != PROTOCOL_NONE ? newest->options[c->pads] : PROTOCOL_NONE;
    return board_pad_label(b->protocol, newest->code, option);
}

/* How long the question was waited on that this turn ended, or why that is not
 * counted. */
static void wait_words(const Board *b, char detail[BOARD_TEXT])
{
    char words[BOARD_TEXT];
    if (b->wait.state == SESSION_WAIT_LOST)
        (void)snprintf(words, sizeof words, "no wait counted: %s", b->wait.lost);
    else if (b->wait.too_short)
        (void)snprintf(words, sizeof words, "spoke at once");
    else
        (void)snprintf(words, sizeof words, "wait %.1f s", (double)b->wait.wait_ms / 1000);
    if (detail[0])
        board_append(detail, " \xC2\xB7 ");
    board_append(detail, words);
}

static void turn_card(const Board *b, Card *card)
{
    const Code *code = &b->protocol->codes[b->turn->code];
    bool somebody = b->speaker != SUBJECT_NONE;
    bool talk = (code->senses & SENSE_TALK) != 0;
    bool adult = somebody && b->setup->subjects[b->speaker].kind == SUBJECT_ADULT;
    card->ground = adult ? COLOR_TEACH : somebody ? COLOR_FLOOR : board_hue(code);
    card->ink = adult ? COLOR_TEACH_ON : somebody ? COLOR_FLOOR_ON : board_hue_on(code);
    card->icon = ICON_VOICE;
    card->since_ms = b->turn->start_ms;
    if (somebody && talk) {
        say(card->title, board_subject_name(b, b->speaker), " has the floor");
        say(card->shorter, board_subject_label(b, b->speaker), " has the floor");
    } else if (somebody)
        (void)snprintf(card->title, sizeof card->title, "%.100s \xC2\xB7 %.100s", code->label,
                       board_subject_label(b, b->speaker));
    else
        say(card->title, code->label, "");
    const char *mark = last_mark(b);
    if (b->turn->target != SUBJECT_NONE)
        say(card->detail, "to ", board_subject_label(b, b->turn->target));
    else if (somebody && !mark[0])
        say(card->detail, talk ? code->label : "", "");
    bool wait = b->wait.answer == b->turn;
    if (wait && b->wait.state == SESSION_WAIT_LOST)
        say(card->detail, "", ""); /* the reason takes the line */
    if (wait && (b->wait.state == SESSION_WAIT_ENDED || b->wait.state == SESSION_WAIT_LOST))
        wait_words(b, card->detail);
    if (mark[0]) {
        board_append(card->detail, card->detail[0] ? " \xC2\xB7 " : "");
        board_append(card->detail, mark);
    }
}

/* A question waits for its answer: a quiet count, until somebody speaks. */
static void wait_card(const Board *b, Card *card)
{
    const ObsEvent *question = b->wait.question;
    const Code *code = &b->protocol->codes[question->code];
    int32_t option = code->pads != PROTOCOL_NONE ? question->options[code->pads] : PROTOCOL_NONE;
    card->ground = COLOR_SURFACE;
    card->ink = COLOR_INK;
    card->since_ms = b->wait.from_ms;
    card->waited = question;
    say(card->title, "Waiting for an answer", "");
    say(card->detail, code->label, "");
    if (option != PROTOCOL_NONE) {
        board_append(card->detail, " \xC2\xB7 ");
        board_append(card->detail, board_pad_label(b->protocol, question->code, option));
    }
    if (b->turn)
        board_append(card->detail, " \xC2\xB7 silence");
}

static void quiet_card(const Board *b, Card *card)
{
    int32_t selected = b->state->selected;
    if (selected != SUBJECT_NONE) {
        say(card->title, board_subject_name(b, selected), "");
        say(card->detail, "The next pad is about ", board_subject_label(b, selected));
        return;
    }
    bool talk = b->has_chart && (b->talk[SUBJECT_PUPIL] != PROTOCOL_NONE ||
                                 b->talk[SUBJECT_ADULT] != PROTOCOL_NONE);
    if (talk) {
        say(card->title, "Nobody has the floor", "");
        if (b->wait.state == SESSION_WAIT_LOST && !b->wait.answer)
            wait_words(b, card->detail);
        else
            say(card->detail, "Tap a seat; drag to whom they speak", "");
        return;
    }
    say(card->title, b->floor_category != PROTOCOL_NONE ? "Nothing runs yet" : "Ready", "");
    say(card->detail, b->has_chart ? "Tap a seat, then a pad" : "Tap what you see", "");
}

static void stopped_card(const Board *b, Card *card)
{
    static const char *const titles[SESSION_STATE_COUNT] = {
        [SESSION_READY] = "Ready",
        [SESSION_RUNNING] = "",
        [SESSION_PAUSED] = "Paused",
        [SESSION_ENDED] = "The lesson has ended",
    };
    static const char *const details[SESSION_STATE_COUNT] = {
        [SESSION_READY] = "Start begins the record",
        [SESSION_RUNNING] = "",
        [SESSION_PAUSED] = "Resume goes on; paused time is taken off",
        [SESSION_ENDED] = "Undo brings it back",
    };
    card->icon = b->run == SESSION_PAUSED  ? ICON_PAUSE
                 : b->run == SESSION_READY ? ICON_CLOCK
                                           : ICON_STOP;
    say(card->title, titles[b->run], "");
    say(card->detail, details[b->run], "");
}

/* Its mark, as on its pad. */
static void draw_question(const Board *b, float x, float y, const ObsEvent *question)
{
    const Code *code = &b->protocol->codes[question->code];
    int32_t option = code->pads != PROTOCOL_NONE ? question->options[code->pads] : PROTOCOL_NONE;
    board_mark(b->ui, x, y, 28, code, board_option_digit(b->protocol, question->code, option), true,
               board_hue(code));
}

static void draw_card(const Board *b, UiRect r, const Card *card)
{
    Ui *ui = b->ui;
    ui_fill(ui, r, BOARD_RADIUS, card->ground);
    if (card->waited)
        ui_stroke(ui, r, BOARD_RADIUS, 3, board_hue_edge(&b->protocol->codes[card->waited->code]));
    else if (card->edge)
        ui_stroke(ui, r, BOARD_RADIUS, 1.5F, COLOR_OUTLINE);
    float y = r.y + r.h / 2;
    if (card->waited)
        draw_question(b, r.x + 36, y, card->waited);
    else
        ui_icon(ui, r.x + 36, y, 30, card->icon, card->ink);
    /* Two lines, each as high as it can be at large text without touching the other. */
    bool low = r.h < 64, two = card->detail[0] != '\0';
    float tall = !two ? r.h : low ? 31 : 36, middle = !two ? y : y - (low ? 11 : 13);
    UiRect line = {r.x + 68, middle - tall / 2, r.w - 84, tall};
    if (card->since_ms >= 0) {
        char clock[BOARD_TEXT];
        float w = 108;
        ui_label(ui, (UiRect){r.x + r.w - w - 20, r.y, w, r.h}, TYPE_32_BOLD, card->ink, UI_RIGHT,
                 board_clock(board_gone_ms(b, card->since_ms), clock));
        float used = ui_text_width(ui, TYPE_32_BOLD, clock);
        line.w -= used + 12;
    }
    bool whole = !card->shorter[0] || ui_text_width(ui, TYPE_20_BOLD, card->title) <= line.w;
    ui_label(ui, line, TYPE_20_BOLD, card->ink, UI_LEFT, whole ? card->title : card->shorter);
    if (!two)
        return;
    tall = low ? 26 : 29;
    line.y = y + (low ? 13 : 14) - tall / 2;
    line.h = tall;
    ui_label(ui, line, TYPE_16, card->ink, UI_LEFT, card->detail);
}

/* Why a tap was not recorded, or the class not kept, or the app not closed, whole: a long reason
 * takes the title's place too. */
static void draw_refusal(const Board *b, UiRect r, ThemeIcon icon, const char *title,
                         const char *why)
{
    Ui *ui = b->ui;
    Card card = {
        .ground = COLOR_PANEL, .ink = COLOR_INK, .edge = true, .icon = icon, .since_ms = -1};
    UiRect text = {r.x + 68, r.y, r.w - 84, r.h};
    bool fits = ui_text_width(ui, TYPE_16, why) <= text.w;
    if (fits) {
        say(card.title, title, "");
        say(card.detail, why, "");
    }
    draw_card(b, r, &card);
    if (fits)
        return;
    char whole[2 * BOARD_TEXT];
    (void)snprintf(whole, sizeof whole, "%s: %s", title, why);
    ThemeType type = TYPE_16;
    float height = ui_paragraph_height(ui, text.w, type, whole);
    if (height > r.h) {
        type = TYPE_14;
        height = ui_paragraph_height(ui, text.w, type, whole);
    }
    text.y += fmaxf((r.h - height) / 2, 0);
    (void)ui_paragraph(ui, text, type, card.ink, whole);
}

void board_floor(Board *b, UiRect r)
{
    if (b->model->message && b->model->message[0]) {
        draw_refusal(b, r, ICON_CLOSE, "Not recorded", b->model->message);
        return;
    }
    if (b->model->notice && b->model->notice[0]) {
        draw_refusal(b, r, ICON_UNSAVED, "The lesson runs", b->model->notice);
        return;
    }
    if (b->model->warning && b->model->warning[0]) {
        draw_refusal(b, r, ICON_CLOSE, "Not closed yet", b->model->warning);
        return;
    }
    Card card = {
        .ground = COLOR_PANEL, .ink = COLOR_INK2, .edge = true, .icon = ICON_VOICE, .since_ms = -1};
    if (!b->live) {
        stopped_card(b, &card);
    } else if (b->wait.state == SESSION_WAIT_ON) {
        wait_card(b, &card);
    } else if (b->turn) {
        turn_card(b, &card);
        card.edge = false;
    } else {
        quiet_card(b, &card);
    }
    if (b->shown && (!b->live || (!b->turn && b->wait.state != SESSION_WAIT_ON)))
        card.detail[0] = '\0'; /* nothing can be tapped */
    draw_card(b, r, &card);
}
