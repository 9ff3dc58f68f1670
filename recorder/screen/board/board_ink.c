/* Ink, and photos. Ink is written over the seating chart, or on a page of its own.
 *
 * The chart stays as it is; the card with what can be chosen takes the place of
 * the pads. On the chart the first stroke says whom the drawing is about: the
 * seat it begins near, else the class. Every stroke is a tap of the code "ink", so
 * Undo takes the last one back, as always. */
#include "recorder/screen/board/board.h"

#include <math.h>

enum { BUTTON_H = UI_LIVE_TARGET, PAGE_CARD_W = 320, PAGE_CARD_H = 232, RULE = 32 };

void board_ink_open(Board *b)
{
    BoardState *s = b->state;
    int32_t subject = s->selected != SUBJECT_NONE ? s->selected : b->speaker;
    board_keep_note(b);
    ink_pad_begin(b->model->ink);
    s->panel = BOARD_PANEL_INK;
    s->panel_code = protocol_find_sense(b->protocol, SENSE_INK);
    s->panel_subject = subject;
    s->ink_on_page = !b->has_chart;
}

bool board_has_photo(const Board *b)
{
    return (b->run == SESSION_RUNNING || b->run == SESSION_PAUSED) &&
           protocol_find_sense(b->protocol, SENSE_PHOTO) != PROTOCOL_NONE;
}

void board_photo(Board *b)
{
    const BoardState *s = b->state;
    bool noted = s->panel == BOARD_PANEL_NOTE;
    int64_t at_ms = noted ? s->panel_at_ms : board_at(b, ui_landed_ms(b->ui));
    SessionTap tap = session_tap_blank(protocol_find_sense(b->protocol, SENSE_PHOTO), at_ms);
    tap.subject = noted ? s->panel_subject : s->selected != SUBJECT_NONE ? s->selected : b->speaker;
    if (board_has_note(b)) /* until the picture is chosen */
        tap.text = s->note;
    else
        b->state->panel = BOARD_PANEL_NONE;
    b->ask = (BoardAsk){.kind = BOARD_ASK_PHOTO, .tap = tap, .at_ms = at_ms};
}

/* Where is written, where the card lies, and how the ground is shown. */
typedef struct Desk {
    UiRect paper, card;
    InkView view;
    float width, height; /* of the ground, points */
} Desk;

static Desk desk_of(const Board *b)
{
    const BoardState *s = b->state;
    Desk d = {.paper = b->chart, .card = b->pads};
    if (!b->has_chart) {
        d.paper = d.card = b->pads;
        if (b->portrait) {
            d.paper.h -= PAGE_CARD_H + BOARD_GAP;
            d.card.y += d.paper.h + BOARD_GAP;
            d.card.h = PAGE_CARD_H;
        } else {
            d.paper.w -= PAGE_CARD_W + BOARD_MARGIN;
            d.card.x += b->model->left_handed ? 0 : d.paper.w + BOARD_MARGIN;
            d.card.w = PAGE_CARD_W;
            d.paper.x += b->model->left_handed ? PAGE_CARD_W + BOARD_MARGIN : 0;
        }
    }
    d.view = (InkView){d.paper.x, d.paper.y, 1};
    d.width = d.paper.w;
    d.height = d.paper.h;
    if (!s->ink_on_page) {
        d.view = (InkView){d.paper.x - s->pan_x, d.paper.y - s->pan_y, s->zoom};
        d.width = s->seating.width;
        d.height = s->seating.height;
    }
    return d;
}

/* The seat a stroke begins near; nobody when it begins in between. */
static int32_t seat_near(const Board *b, const InkPoint *p)
{
    const BoardSeating *seating = &b->state->seating;
    float x = (float)p->x / INK_UNITS, y = (float)p->y / INK_UNITS, nearest = INFINITY;
    int32_t found = SUBJECT_NONE;
    for (int32_t i = 0; i < b->setup->subject_count; i++) {
        const BoardSeat *seat = &seating->seats[i];
        float far = hypotf(x - seat->x, y - seat->y);
        if (seat->r > 0 && far <= 1.6F * seat->r && far < nearest &&
            board_may_be_about(b, b->state->panel_code, i)) {
            nearest = far;
            found = i;
        }
    }
    return found;
}

/* A complete stroke; with the first one it is said whom the drawing is about. */
static void ask_stroke(Board *b)
{
    InkPad *pad = b->model->ink;
    if (pad->stroke_count == 0)
        pad->subject = pad->near;
    if (pad->start_ms > b->now_ms)
        pad->start_ms = b->now_ms;
    SessionTap tap = session_tap_blank(b->state->panel_code, pad->start_ms);
    tap.subject = pad->subject;
    tap.attachment = &pad->stroke;
    board_ask_tap(b, &tap);
}

/* The tablet was turned: nothing of the drawing would lie where it was drawn. It is kept
 * as it is, with what there is of the stroke under way, and what comes is another. True
 * when there was such a stroke. */
static bool change_ground(Board *b, int32_t width, int32_t height)
{
    InkPad *pad = b->model->ink;
    bool kept = ink_pad_lift(pad, b->model->session_zero_ms);
    if (kept)
        ask_stroke(b);
    ink_pad_begin(pad);
    pad->width = width;
    pad->height = height;
    return kept;
}

static void write(Board *b, const Desk *d)
{
    InkPad *pad = b->model->ink;
    BoardState *s = b->state;
    int32_t width = (int32_t)lroundf(d->width * INK_UNITS);
    int32_t height = (int32_t)lroundf(d->height * INK_UNITS);
    if ((width != pad->width || height != pad->height) && change_ground(b, width, height))
        return;
    pad->ground = s->ink_on_page ? INK_ON_PAGE : INK_ON_CHART;
    bool complete =
        ink_pad_write(pad, b->ui, BOARD_ID_INK_PAPER, d->paper, d->view, b->model->session_zero_ms);
    if (complete || pad->pen.down) /* now, while the seats lie where they are */
        pad->near = s->ink_on_page ? s->panel_subject : seat_near(b, &pad->points[0]);
    if (complete)
        ask_stroke(b);
}

/* A ruled page; or the chart, paler, so that the ink stands out. */
static void draw_ground(const Board *b, UiRect r)
{
    if (!b->state->ink_on_page) {
        ui_set_alpha(b->ui, 110);
        ui_fill(b->ui, r, BOARD_PANEL_RADIUS, COLOR_PANEL);
        ui_set_alpha(b->ui, 255);
        return;
    }
    ui_fill(b->ui, r, BOARD_PANEL_RADIUS, COLOR_SURFACE);
    int32_t rules = (int32_t)(r.h / RULE);
    for (int32_t i = 1; i < rules; i++) {
        float y = r.y + (float)(i * RULE);
        ui_line(b->ui, r.x + RULE, y, r.x + r.w - RULE, y, 1, COLOR_LINE);
    }
}

static void draw_about(Board *b, UiRect r)
{
    const InkPad *pad = b->model->ink;
    BoardState *s = b->state;
    bool drawn = pad->stroke_count > 0;
    int32_t subject = drawn ? pad->subject : s->panel_subject;
    char words[BOARD_TEXT] = "About ";
    if (!drawn && !s->ink_on_page) {
        ui_label(b->ui, r, TYPE_16, COLOR_INK2, UI_LEFT, "Begin near whom it is about");
        return;
    }
    board_append(words, subject == SUBJECT_NONE ? "the lesson" : board_subject_label(b, subject));
    if (drawn || subject == SUBJECT_NONE) {
        ui_label(b->ui, r, TYPE_16, COLOR_INK2, UI_LEFT, words);
        return;
    }
    r.w = fminf(r.w, ui_text_width(b->ui, TYPE_16_BOLD, words) + 84);
    if (ui_button(b->ui, BOARD_ID_PANEL_SUBJECT, r, UI_BUTTON_PLAIN, ICON_CLOSE, words, true))
        s->panel_subject = SUBJECT_NONE;
}

static void choose_ground(Board *b, UiRect r)
{
    BoardState *s = b->state;
    float half = (r.w - BOARD_GAP) / 2;
    UiRect chart = {r.x, r.y, half, r.h}, page = {r.x + half + BOARD_GAP, r.y, half, r.h};
    bool to_chart =
        ui_button(b->ui, BOARD_ID_INK_CHART, chart,
                  s->ink_on_page ? UI_BUTTON_PLAIN : UI_BUTTON_CHOSEN, ICON_NONE, "Chart", true);
    bool to_page =
        ui_button(b->ui, BOARD_ID_INK_PAGE, page,
                  s->ink_on_page ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE, "Page", true);
    if ((to_chart && s->ink_on_page) || (to_page && !s->ink_on_page)) {
        s->ink_on_page = to_page;
        ink_pad_begin(b->model->ink);
    }
}

static void buttons(Board *b, UiRect r)
{
    if (b->has_chart) {
        choose_ground(b, (UiRect){r.x, r.y, r.w, BUTTON_H});
        r.y += BUTTON_H + BOARD_GAP;
    }
    UiRect another = {r.x, r.y, (r.w - BOARD_GAP) / 2, BUTTON_H};
    UiRect done = {r.x + another.w + BOARD_GAP, r.y, another.w, BUTTON_H};
    if (ui_button(b->ui, BOARD_ID_INK_NEW, another, UI_BUTTON_PLAIN, ICON_PLUS, "New drawing",
                  b->model->ink->stroke_count > 0))
        ink_pad_begin(b->model->ink);
    if (ui_button(b->ui, BOARD_ID_PANEL_OK, done, UI_BUTTON_PRIMARY, ICON_CHECK, "Done", true))
        b->state->panel = BOARD_PANEL_NONE;
}

static void card(Board *b, UiRect r)
{
    Ui *ui = b->ui;
    const InkPad *pad = b->model->ink;
    char clock[BOARD_TEXT];
    ui_fill(ui, r, BOARD_PANEL_RADIUS, COLOR_PANEL);
    ui_stroke(ui, r, BOARD_PANEL_RADIUS, 1.5F, COLOR_LINE);
    r = board_inset(r, 24, 16);
    bool wide = r.w > 560;
    UiRect words = r, row = r;
    words.h = UI_MIN_TARGET;
    if (wide) {
        words.w = row.w = (r.w - 24) / 2;
        row.x += words.w + 24;
    }
    ui_label(ui, (UiRect){words.x, words.y, words.w - 90, 36}, TYPE_24_BOLD, COLOR_INK, UI_LEFT,
             b->protocol->codes[b->state->panel_code].label);
    if (pad->stroke_count > 0)
        ui_label(ui, (UiRect){words.x, words.y, words.w, 36}, TYPE_20, COLOR_INK3, UI_RIGHT,
                 board_clock(pad->start_ms, clock));
    words.y += 40;
    draw_about(b, words);
    words.y += UI_MIN_TARGET + BOARD_GAP;
    if (!wide)
        row.y = words.y;
    buttons(b, row);
    float used = (b->has_chart ? 2 * BUTTON_H + BOARD_GAP : BUTTON_H) + 16;
    UiRect hint = {words.x, wide ? words.y : row.y + used, words.w, 0};
    hint.h = r.y + r.h - hint.y;
    const char *text = pad->lost ? "A stroke could not be read from the record"
                                 : "Each stroke is kept when the finger lifts. "
                                   "Undo takes the last one back.";
    if (hint.h >= ui_paragraph_height(ui, hint.w, TYPE_14, text))
        (void)ui_paragraph(ui, hint, TYPE_14, COLOR_INK3, text);
}

void board_ink(Board *b)
{
    Desk d = desk_of(b);
    draw_ground(b, d.paper);
    (void)ui_touch(b->ui, BOARD_ID_INK_PAPER, d.paper); /* nothing beneath is touched */
    write(b, &d);
    ui_clip_begin(b->ui, d.paper);
    ink_pad_draw(b->model->ink, b->ui, d.view, COLOR_INK);
    ui_clip_end(b->ui);
    ui_stroke(b->ui, d.paper, BOARD_PANEL_RADIUS, 3, COLOR_INK);
    if (ui_is_focused(b->ui, BOARD_ID_INK_PAPER))
        ui_draw_focus(b->ui, board_inset(d.paper, 8, 8), BOARD_PANEL_RADIUS - 8);
    card(b, d.card);
}
