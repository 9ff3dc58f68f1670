#include "recorder/screen/board/board.h"

#include <math.h>
#include <string.h>

/* The ring is a marking menu: what counts is which way the finger went from
 * where it landed, so a direction means the same wherever the ring had to be
 * drawn to stay on the screen. */
static const float RING_R = 188, PETAL_AT = 132, PETAL_R = 46, MIDDLE_R = 50;

enum { CARD_H = 102 };

static const float TURN = 6.28318531F;

/* How far the finger goes before it means a direction: less near an edge, where
 * there is no further to go. */
static float dead_zone(const Ui *ui, float x, float y)
{
    float edge = fminf(fminf(x, ui->width - x), fminf(y, ui->height - y));
    return fminf(fmaxf(0.6F * edge, 12), 36);
}

static int32_t petal_towards(const Ui *ui, const UiTouch *t, int32_t count)
{
    float dx = t->x - t->from_x, dy = t->y - t->from_y;
    if (hypotf(dx, dy) < dead_zone(ui, t->from_x, t->from_y))
        return PROTOCOL_NONE;
    float turns = atan2f(dx, -dy) / TURN;
    turns = turns < 0 ? turns + 1 : turns;
    int32_t petal = (int32_t)(turns * (float)count);
    return petal < count ? petal : count - 1;
}

static bool is_open_for(const BoardState *s, const BoardPad *pad)
{
    return s->panel == BOARD_PANEL_RING && s->panel_code == pad->code &&
           s->panel_option == pad->option;
}

static void open_ring(Board *b, const BoardPad *pad, float x, float y, int64_t landed_ms)
{
    BoardState *s = b->state;
    float r = RING_R + 4;
    board_keep_note(b);
    s->panel = BOARD_PANEL_RING;
    s->panel_code = pad->code;
    s->panel_option = pad->option;
    s->panel_subject = board_subject_of(b, pad->code);
    s->panel_at_ms = board_at(b, landed_ms);
    s->ring_x = fminf(fmaxf(x, r), b->ui->width - r);
    s->ring_y = fminf(fmaxf(y, r), fmaxf(b->row.y - r - 4, r)); /* Undo stays to be seen */
    s->ring_petal = PROTOCOL_NONE;
    s->ring_by_key = false;
}

static void close_ring(BoardState *s)
{
    s->panel = BOARD_PANEL_NONE;
    s->ring_petal = PROTOCOL_NONE;
    s->ring_by_key = false;
}

static void record(Board *b, const BoardPad *pad)
{
    BoardState *s = b->state;
    if (s->ring_petal != PROTOCOL_NONE) {
        const Petal *petal = &b->protocol->codes[pad->code].petals[s->ring_petal];
        SessionTap tap = board_pad_tap(b, pad->code, pad->option, 0);
        tap.at_ms = s->panel_at_ms;
        tap.subject = s->panel_subject;
        for (int32_t i = 0; i < b->protocol->modifier_count; i++)
            if (petal->options[i] != PROTOCOL_NONE)
                tap.options[i] = petal->options[i];
        board_ask_tap(b, &tap);
    }
    close_ring(s);
}

/* Right opens the ring of the focused pad; left and right go round, Enter
 * records, Escape closes. */
static bool ring_keys(Board *b, const BoardPad *pad)
{
    BoardState *s = b->state;
    int32_t count = b->protocol->codes[pad->code].petal_count;
    UiKey key = ui_key(b->ui);
    if (!ui_is_focused(b->ui, board_pad_id(pad->code, pad->option)))
        return false;
    if (!is_open_for(s, pad)) {
        if (key != UI_KEY_RIGHT || s->panel != BOARD_PANEL_NONE)
            return false;
        UiRect r = pad->rect;
        open_ring(b, pad, r.x + r.w / 2, r.y + r.h / 2, b->ui->in.at_ms);
        s->ring_by_key = true;
        s->ring_petal = 0;
    } else if (key == UI_KEY_RIGHT || key == UI_KEY_LEFT) {
        s->ring_petal = (s->ring_petal + (key == UI_KEY_RIGHT ? 1 : count - 1)) % count;
    }
    if (key >= UI_KEY_LEFT && key <= UI_KEY_DOWN)
        ui_use_key(b->ui);
    return true;
}

bool board_ring_touch(Board *b, const BoardPad *pad, const UiTouch *t)
{
    BoardState *s = b->state;
    int32_t count = b->protocol->codes[pad->code].petal_count;
    if (count == 0)
        return false;
    if (t->gesture == UI_GESTURE_HOLD)
        open_ring(b, pad, t->from_x, t->from_y, t->landed_ms);
    else if (!is_open_for(s, pad))
        return ring_keys(b, pad);
    else if (t->gesture == UI_GESTURE_DRAG)
        s->ring_petal = petal_towards(b->ui, t, count);
    else if (t->gesture == UI_GESTURE_DROP) {
        s->ring_petal = petal_towards(b->ui, t, count);
        record(b, pad);
    } else if (t->gesture == UI_GESTURE_TAP)
        record(b, pad);
    else if (t->gesture == UI_GESTURE_CANCEL)
        close_ring(s);
    else
        (void)ring_keys(b, pad);
    return true;
}

/* ---- looks ---- */

static const char *form_of(const Board *b, const Petal *petal)
{
    int32_t form = protocol_find_modifier(b->protocol, "form");
    if (form == PROTOCOL_NONE || petal->options[form] == PROTOCOL_NONE)
        return "";
    return b->protocol->modifiers[form].options[petal->options[form]].key;
}

static void half_diamond(Ui *ui, float x, float y, float r, ThemeColor color)
{
    const float left[6] = {x, y - r, x, y + r, x - r, y};
    ui_polygon(ui, left, 3, color);
    board_diamond(ui, x, y, r, false, color);
}

static void dashed_diamond(Ui *ui, float x, float y, float r, ThemeColor color)
{
    static const float corner[5][2] = {{0, -1}, {1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    for (int32_t i = 0; i < 4; i++) {
        float x0 = x + r * corner[i][0], y0 = y + r * corner[i][1];
        float dx = r * (corner[i + 1][0] - corner[i][0]),
              dy = r * (corner[i + 1][1] - corner[i][1]);
        ui_line(ui, x0 + 0.12F * dx, y0 + 0.12F * dy, x0 + 0.32F * dx, y0 + 0.32F * dy, 2, color);
        ui_line(ui, x0 + 0.68F * dx, y0 + 0.68F * dy, x0 + 0.88F * dx, y0 + 0.88F * dy, 2, color);
    }
}

/* A frame's form is its diamond's: full complete, half attempted, with a plus
 * adapted, dashed none. */
static void draw_petal_mark(const Board *b, const Code *code, const Petal *petal, float x, float y,
                            ThemeColor color)
{
    Ui *ui = b->ui;
    const char *form = form_of(b, petal);
    if (code->shape != SHAPE_DIAMOND) {
        board_mark(ui, x, y, 16, code, "", true, color);
        return;
    }
    if (strcmp(form, "attempted") == 0)
        half_diamond(ui, x, y, 7, color);
    else if (strcmp(form, "none") == 0)
        dashed_diamond(ui, x, y, 8, color);
    else
        board_diamond(ui, x, y, 7, form[0] != '\0', color);
    if (strcmp(form, "adapted") == 0) {
        ui_line(ui, x + 8, y - 5, x + 16, y - 5, 2, color);
        ui_line(ui, x + 12, y - 9, x + 12, y - 1, 2, color);
    }
}

enum { WORDS = 20 }; /* height of a line in a circle */

/* A line whose letters stay within a circle, its middle so far below the circle's. */
static UiRect line_in(float x, float y, float radius, float below)
{
    const float rim = 4;
    float far = fabsf(below) + 0.48F * WORDS; /* to the end of what hangs below the line */
    float half = sqrtf(radius * radius - far * far) - rim;
    return (UiRect){x - half, y + below - WORDS / 2.0F, 2 * half, WORDS};
}

/* The blank nearest to the middle, where the words are parted; 0: there is none. */
static size_t middle_blank(const char *text)
{
    size_t len = strlen(text), best = 0;
    for (size_t i = 1; i < len; i++) {
        size_t from_middle = i * 2 > len ? i * 2 - len : len - i * 2;
        size_t best_from = best * 2 > len ? best * 2 - len : len - best * 2;
        if (text[i] == ' ' && from_middle < best_from)
            best = i;
    }
    return best;
}

/* What stands on a petal, from the top. */
typedef struct PetalLines {
    struct {
        const char *text;
        int32_t len;
        bool detail;
    } lines[3];
    int32_t count;
} PetalLines;

static void add_line(PetalLines *l, const char *text, size_t len, bool detail)
{
    l->lines[l->count].text = text;
    l->lines[l->count].len = (int32_t)len;
    l->lines[l->count++].detail = detail;
}

/* Parted where it is too long for this at 100 %, while there is room for a line more. */
static void add_words(const Ui *ui, PetalLines *l, const char *text, float width, int32_t most,
                      bool detail)
{
    ThemeType type = detail ? TYPE_14 : TYPE_14_BOLD;
    bool fits = ui_text_width(ui, type, text) / ui->type_scale <= width;
    size_t blank = fits || l->count + 2 > most ? 0 : middle_blank(text);
    if (blank > 0) {
        add_line(l, text, blank, detail);
        text += blank + 1;
    }
    if (*text)
        add_line(l, text, strlen(text), detail);
}

void board_petal_words(Ui *ui, float x, float y, const Petal *petal, ThemeColor color,
                       ThemeColor color2)
{
    static const float below[3][3] = {{10}, {0, 17}, {-6, 9, 24}};
    const float wide = line_in(x, y, PETAL_R, 0).w;
    bool two = petal->detail[0] != '\0';
    float detail_w = line_in(x, y, PETAL_R, below[1][1]).w;
    PetalLines l = {.count = 0};
    add_words(ui, &l, petal->label, two ? wide : line_in(x, y, PETAL_R, below[0][0]).w, 2, false);
    add_words(ui, &l, petal->detail, detail_w, 3, true);
    for (int32_t i = 0; i < l.count; i++) {
        UiRect r = line_in(x, y, PETAL_R, below[l.count - 1][i]);
        const float tight = 18; /* three lines */
        if (l.count == 3)
            r = (UiRect){r.x, r.y + (r.h - tight) / 2, r.w, tight};
        bool detail = l.lines[i].detail;
        ui_labelf(ui, r, detail ? TYPE_14 : TYPE_14_BOLD, detail ? color2 : color, UI_CENTRE,
                  "%.*s", (int)l.lines[i].len, l.lines[i].text);
    }
}

static void draw_petal(const Board *b, const Code *code, int32_t index, bool chosen)
{
    Ui *ui = b->ui;
    const BoardState *s = b->state;
    const Petal *petal = &code->petals[index];
    float turns = ((float)index + 0.5F) / (float)code->petal_count;
    float x = s->ring_x + PETAL_AT * sinf(turns * TURN);
    float y = s->ring_y - PETAL_AT * cosf(turns * TURN);
    if (chosen) {
        ui_line(ui, s->ring_x, s->ring_y, x, y, 6, board_hue_edge(code));
        ui_circle(ui, x, y, PETAL_R + 2, board_hue(code));
    } else {
        ui_circle(ui, x, y, PETAL_R, COLOR_SURFACE);
        ui_ring(ui, x, y, PETAL_R, 1.5F, COLOR_OUTLINE);
    }
    ThemeColor on = board_hue_on(code);
    draw_petal_mark(b, code, petal, x, y - 22, chosen ? on : board_hue(code));
    board_petal_words(ui, x, y, petal, chosen ? on : COLOR_INK, chosen ? on : COLOR_INK2);
}

static void draw_middle(const Board *b, const Code *code)
{
    Ui *ui = b->ui;
    const BoardState *s = b->state;
    const char *label = board_pad_label(b->protocol, s->panel_code, s->panel_option);
    ui_circle(ui, s->ring_x, s->ring_y, MIDDLE_R, board_hue_tint(code));
    ui_ring(ui, s->ring_x, s->ring_y, MIDDLE_R, 3, board_hue_edge(code));
    UiRect upper = line_in(s->ring_x, s->ring_y, MIDDLE_R, -9);
    bool large = ui_text_width(ui, TYPE_16_BOLD, label) <= upper.w;
    ui_label(ui, upper, large ? TYPE_16_BOLD : TYPE_14_BOLD, COLOR_INK, UI_CENTRE, label);
    ui_label(ui, line_in(s->ring_x, s->ring_y, MIDDLE_R, 13), TYPE_16, COLOR_INK2, UI_CENTRE,
             board_subject_label(b, s->panel_subject));
}

/* What lifting the finger records. */
static void draw_card(const Board *b, const Code *code, UiRect r)
{
    Ui *ui = b->ui;
    const BoardState *s = b->state;
    const Petal *petal = s->ring_petal == PROTOCOL_NONE ? NULL : &code->petals[s->ring_petal];
    char words[BOARD_TEXT] = "";
    board_append(words, board_pad_label(b->protocol, s->panel_code, s->panel_option));
    if (petal) {
        board_append(words, ", ");
        board_append(words, petal->label);
        board_append(words, petal->detail[0] ? ", " : "");
        board_append(words, petal->detail);
    }
    ui_fill(ui, r, BOARD_PANEL_RADIUS, COLOR_PANEL);
    ui_stroke(ui, r, BOARD_PANEL_RADIUS, 1.5F, COLOR_LINE);
    if (petal)
        draw_petal_mark(b, code, petal, r.x + 28, r.y + 32, board_hue(code));
    else
        board_mark(ui, r.x + 28, r.y + 32, 18, code, "", true, board_hue(code));
    UiRect line = {r.x + 52, r.y + 18, r.w - 68, 28};
    bool large = ui_text_width(ui, TYPE_20_BOLD, words) <= line.w;
    ui_label(ui, line, large ? TYPE_20_BOLD : TYPE_16_BOLD, COLOR_INK, UI_LEFT, words);
    UiRect help = {r.x + 20, r.y + 60, r.w - 36, 26};
    ui_label(ui, help, TYPE_16, COLOR_INK2, UI_LEFT,
             s->ring_by_key ? "Arrows choose, Enter records, Escape cancels."
             : petal        ? "Lift to record. Back to the middle to cancel."
                            : "Slide to choose. Lift here to cancel.");
}

/* Under the ring, else over it, else beside it: where it hides no more than pads. */
static UiRect card_place(const Board *b)
{
    const BoardState *s = b->state;
    bool column = b->has_chart && !b->portrait;
    float low = b->row.y - BOARD_GAP, high = b->has_chart ? b->floor.y : b->bar.y + b->bar.h;
    float w = column ? b->pads.w : fminf(432, b->ui->width - 2 * BOARD_MARGIN);
    UiRect r = {column ? b->pads.x : s->ring_x - w / 2, s->ring_y + RING_R + BOARD_MARGIN, w,
                CARD_H};
    if (r.y + r.h > low)
        r.y = s->ring_y - RING_R - BOARD_MARGIN - r.h;
    if (r.y < high) {
        bool left = s->ring_x > b->ui->width / 2;
        float out = RING_R + BOARD_MARGIN;
        float room = (left ? s->ring_x : b->ui->width - s->ring_x) - out - BOARD_MARGIN;
        if (room >= 260) {
            r.w = fminf(w, room);
            r.x = left ? s->ring_x - out - r.w : s->ring_x + out;
            r.y = s->ring_y - CARD_H / 2.0F;
        } else {
            r.y = fmaxf(r.y, BOARD_GAP);
        }
    }
    r.x = fminf(fmaxf(r.x, BOARD_MARGIN), b->ui->width - BOARD_MARGIN - r.w);
    return r;
}

void board_ring(Board *b)
{
    BoardState *s = b->state;
    Ui *ui = b->ui;
    uint32_t id = board_pad_id(s->panel_code, s->panel_option);
    bool held = s->ring_by_key ? ui->focus_id == id : ui_is_down(ui, id);
    if (!held || !b->live) {
        close_ring(s);
        return;
    }
    const Code *code = &b->protocol->codes[s->panel_code];
    float top = b->floor.y, bottom = b->pads.y + b->pads.h;
    UiRect veil = {b->pads.x - 8, top - 8, b->pads.w + 16, bottom - top + 16};
    ui_set_alpha(ui, 242);
    ui_fill(ui, veil, 0, COLOR_BG);
    ui_set_alpha(ui, 255);
    ui_circle(ui, s->ring_x, s->ring_y, RING_R, COLOR_PANEL);
    ui_ring(ui, s->ring_x, s->ring_y, RING_R, 1.5F, COLOR_LINE);
    for (int32_t i = 0; i < code->petal_count; i++)
        if (i != s->ring_petal)
            draw_petal(b, code, i, false);
    if (s->ring_petal != PROTOCOL_NONE)
        draw_petal(b, code, s->ring_petal, true);
    draw_middle(b, code);
    draw_card(b, code, card_place(b));
}
