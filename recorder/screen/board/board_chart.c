#include "recorder/screen/board/board.h"

#include <math.h>
#include <string.h>

/* The chart on the screen: content moved by what was panned, and enlarged. */
typedef struct Chart {
    Board *b;
    const BoardSeating *seating;
    UiRect r;
    float x, y, zoom; /* of the content's origin */
} Chart;

static BoardSeat seat_at(const Chart *c, int32_t subject)
{
    const BoardSeat *seat = &c->seating->seats[subject];
    const UiRect *surface = &seat->surface;
    return (BoardSeat){
        .x = c->x + c->zoom * seat->x,
        .y = c->y + c->zoom * seat->y,
        .r = c->zoom * seat->r,
        .surface = {c->x + c->zoom * surface->x, c->y + c->zoom * surface->y, c->zoom * surface->w,
                    c->zoom * surface->h},
    };
}

/* ---- tables ---- */

static void draw_table(const Chart *c, int32_t group)
{
    const Board *b = c->b;
    Ui *ui = b->ui;
    BoardSeat table = seat_at(c, group);
    float radius =
        fminf(c->zoom * (c->seating->seat / 2 + 6), fminf(table.surface.w, table.surface.h) / 2);
    bool speaks = b->turn && b->speaker == group;
    bool all_speak = b->turn && b->speaker == SUBJECT_NONE &&
                     (b->protocol->codes[b->turn->code].senses & SENSE_GROUP_TALK) != 0;
    bool asked = b->prompt.sampling != PROTOCOL_NONE && b->prompt.subject == group;
    if (table.surface.w > 0) {
        bool down = table.r <= 0 && ui_is_down(b->ui, BOARD_ID_SEAT + (uint32_t)group);
        bool lit = speaks || all_speak || down;
        ui_fill(ui, table.surface, radius, lit ? COLOR_FLOOR_TINT : COLOR_SUNK);
        if (speaks || all_speak)
            ui_stroke(ui, table.surface, radius, 3, COLOR_FLOOR);
        if (asked)
            ui_dashed(ui, table.surface, radius, 3, 10, COLOR_SAMPLE_EDGE);
    }
}

/* In one line, else in two; a name of three letters is large. */
static void draw_name(Ui *ui, float cx, float cy, float w, const char *name)
{
    UiRect line = {cx - w / 2, cy - 14, w, 28};
    const char *space = strchr(name, ' ');
    if (ui_text_width(ui, TYPE_20_BOLD, name) <= w) {
        ui_label(ui, line, TYPE_20_BOLD, COLOR_INK2, UI_CENTRE, name);
    } else if (!space || ui_text_width(ui, TYPE_14_BOLD, name) <= w) {
        ui_label(ui, line, TYPE_14_BOLD, COLOR_INK2, UI_CENTRE, name);
    } else {
        line.y -= 9;
        ui_labelf(ui, line, TYPE_14_BOLD, COLOR_INK2, UI_CENTRE, "%.*s", (int)(space - name), name);
        line.y += 18;
        ui_label(ui, line, TYPE_14_BOLD, COLOR_INK2, UI_CENTRE, space + 1);
    }
}

/* Where seats leave no middle that a finger could meet, the name still stands
 * between them, if there is room; else right before the first seat, as rows have
 * it. */
static void draw_small_name(const Chart *c, int32_t group, const char *name)
{
    enum { HALF_LINE = 8, BEFORE = 48 };
    const Setup *setup = c->b->setup;
    UiRect surface = seat_at(c, group).surface;
    if (surface.w <= 0)
        return;
    Ui *ui = c->b->ui;
    float cx = surface.x + surface.w / 2, cy = surface.y + surface.h / 2;
    float room = fminf(surface.w, surface.h) / 2, left = c->r.x;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        BoardSeat other = seat_at(c, i);
        UiRect s = other.surface;
        if (setup->subjects[i].kind == SUBJECT_PUPIL && setup->subjects[i].group == group)
            room = fminf(room, hypotf(other.x - cx, other.y - cy) - other.r);
        else if (setup->subjects[i].kind == SUBJECT_GROUP && s.w > 0 && s.x + s.w <= surface.x &&
                 s.y < surface.y + surface.h && surface.y < s.y + s.h)
            left = fmaxf(left, s.x + s.w);
    }
    float w = ui_text_width(ui, TYPE_14_BOLD, name);
    UiRect line = {cx - w / 2, cy - 10, w, 20};
    if (hypotf(w / 2, HALF_LINE) > room) {
        line.w = fminf(surface.x - left - 8, BEFORE);
        line.x = surface.x - 4 - line.w;
        if (w > line.w)
            return;
    }
    ui_label(ui, line, TYPE_14_BOLD, COLOR_INK2, UI_CENTRE, name);
}

static void draw_table_name(const Chart *c, int32_t group, bool down)
{
    const Board *b = c->b;
    Ui *ui = b->ui;
    BoardSeat table = seat_at(c, group);
    const char *name = board_short_name(b->setup->subjects[group].label);
    if (table.r <= 0) {
        draw_small_name(c, group, name);
        return;
    }
    bool target = (b->turn && b->turn->target == group) || b->state->drag_to == group;
    if (down)
        ui_circle(ui, table.x, table.y, table.r - 4, COLOR_FLOOR_TINT);
    if (target || b->state->selected == group)
        ui_ring(ui, table.x, table.y, table.r - 3, 2.5F, target ? COLOR_FLOOR : COLOR_INK);
    draw_name(ui, table.x, table.y, 2 * table.r - 4, name);
    if (ui_is_focused(ui, BOARD_ID_SEAT + (uint32_t)group))
        ui_draw_focus(ui,
                      (UiRect){table.x - table.r + 4, table.y - table.r + 4, 2 * table.r - 8,
                               2 * table.r - 8},
                      table.r - 4);
}

/* ---- seats ---- */

static ThemeType name_type(const Ui *ui, const char *name, float room, bool speaker)
{
    const float large = 84; /* an enlarged chart has larger names */
    if ((speaker || room >= large) && ui_text_width(ui, TYPE_24_BOLD, name) <= room)
        return TYPE_24_BOLD;
    if (ui_text_width(ui, TYPE_20_BOLD, name) <= room)
        return TYPE_20_BOLD;
    if (ui_text_width(ui, TYPE_16_BOLD, name) <= room)
        return TYPE_16_BOLD;
    return TYPE_14_BOLD;
}

/* Turns as a person tallies: fours crossed by the fifth; from eleven on a
 * number. */
static void draw_tallies(Ui *ui, float cx, float top, float length, int32_t count, ThemeColor color)
{
    enum { STEP = 5, FIVE = 5, MOST = 10 };
    if (count <= 0)
        return;
    if (count > MOST) {
        UiRect line = {cx - 30, top - 4, 60, length + 8};
        ui_labelf(ui, line, TYPE_14_BOLD, color, UI_CENTRE, "%d", (int)count);
        return;
    }
    int32_t fives = count / FIVE, rest = count % FIVE;
    float five_w = 3 * STEP + 6;
    float rest_w = rest > 0 ? (float)(rest - 1) * STEP : 0;
    float w = (float)fives * five_w + rest_w + (fives > 0 && rest > 0 ? 4.0F : 0);
    w += fives > 1 ? (float)(fives - 1) * 4 : 0;
    float x = cx - w / 2;
    for (int32_t f = 0; f < fives; f++) {
        for (int32_t i = 0; i < FIVE - 1; i++) {
            float at = x + 3 + (float)i * STEP;
            ui_line(ui, at, top, at, top + length, 2, color);
        }
        ui_line(ui, x, top + length - 1, x + five_w, top + 1, 2, color);
        x += five_w + 4;
    }
    for (int32_t i = 0; i < rest; i++) {
        float at = x + (float)i * STEP;
        ui_line(ui, at, top, at, top + length, 2, color);
    }
}

static void draw_absent(const Chart *c, const BoardSeat *seat, const char *name, bool marked)
{
    Ui *ui = c->b->ui;
    UiRect ring = {seat->x - seat->r + 1, seat->y - seat->r + 1, 2 * seat->r - 2, 2 * seat->r - 2};
    ui_dashed(ui, ring, seat->r - 1, 1.5F, 3, COLOR_OUTLINE);
    bool word = seat->r >= 30;
    float y = word ? seat->y - 7 : seat->y;
    float room = 2 * seat->r - 18;
    float w = fminf(ui_text_width(ui, TYPE_16, name), room);
    ui_label(ui, (UiRect){seat->x - room / 2, y - 12, room, 24}, TYPE_16, COLOR_INK3, UI_CENTRE,
             name);
    ui_line(ui, seat->x - w / 2 - 4, y, seat->x + w / 2 + 4, y, 1.5F, COLOR_INK3);
    if (!word || marked) /* the mark stands there */
        return;
    const float foot = 17; /* of the word, below the middle: as wide as the circle is there */
    float half = sqrtf(seat->r * seat->r - foot * foot) - 2.5F;
    ui_label(ui, (UiRect){seat->x - half, seat->y + 2, 2 * half, 20}, TYPE_14, COLOR_INK3,
             UI_CENTRE, "absent");
}

static void draw_focus_letter(Ui *ui, const BoardSeat *seat, float r, char letter)
{
    float x = seat->x + 0.74F * r, y = seat->y - 0.74F * r;
    char text[2] = {letter, '\0'};
    ui_circle(ui, x, y, 13, COLOR_PANEL);
    ui_circle(ui, x, y, 11, COLOR_TEACH);
    ui_label(ui, (UiRect){x - 11, y - 11, 22, 22}, TYPE_14_BOLD, COLOR_TEACH_ON, UI_CENTRE, text);
}

/* States that run beside the talk: a hand that is up. */
static void draw_states(const Chart *c, int32_t subject, float r)
{
    enum { MOST = 3, SIZE = 22 };
    const Board *b = c->b;
    BoardSeat seat = seat_at(c, subject);
    int32_t shown = 0;
    for (int32_t i = 0; i < b->open_count && shown < MOST; i++) {
        if (b->open[i]->subject != subject)
            continue;
        const Code *code = &b->protocol->codes[b->open[i]->code];
        float x = seat.x - 0.74F * r + (float)shown * (SIZE + 4), y = seat.y + 0.78F * r;
        ui_circle(b->ui, x, y, SIZE / 2.0F + 3, COLOR_PANEL);
        ui_ring(b->ui, x, y, SIZE / 2.0F + 3, 1.5F, board_hue_edge(code));
        board_mark(b->ui, x, y, SIZE - 8, code, "", true, board_hue(code));
        shown++;
    }
}

typedef struct SeatLook {
    bool speaks, spoken_to, down, selected, focused;
} SeatLook;

/* In a scan of all at once: engaged, or not. */
static void draw_mark(const Chart *c, int32_t subject, bool speaks)
{
    const Board *b = c->b;
    BoardSeat seat = seat_at(c, subject);
    uint8_t mark = b->state->scan[subject];
    if (mark == BOARD_UNMARKED)
        return;
    bool engaged = mark == BOARD_ENGAGED;
    ui_ring(b->ui, seat.x, seat.y, seat.r - 2, engaged ? 4 : 2, COLOR_SAMPLE_EDGE);
    float y = seat.y + 0.46F * seat.r;
    ui_icon(b->ui, seat.x, y, seat.r >= 30 ? 22 : 18, engaged ? ICON_CHECK : ICON_MINUS,
            speaks ? COLOR_FLOOR_ON : COLOR_SAMPLE_EDGE);
}

/* Has it room at 100 %, the smallest that a label shrinks to? */
static bool fits(const Ui *ui, const char *name, float room)
{
    return ui_text_width(ui, TYPE_14_BOLD, name) / ui->type_scale <= room;
}

/* The given name, the name, or the label: the first that has room, and is no other's. */
static const char *seat_name(const Chart *c, int32_t subject, float room)
{
    const Board *b = c->b;
    const char *name = b->setup->subjects[subject].label;
    if (!b->model->called || !b->model->shorter)
        return name;
    const DebriefShorter *shorter = &b->model->shorter[subject];
    if (strcmp(shorter->given, shorter->label) != 0 && fits(b->ui, shorter->given, room))
        return shorter->given;
    return fits(b->ui, name, room) ? name : shorter->label;
}

static void draw_pupil(const Chart *c, int32_t subject, SeatLook look)
{
    const Board *b = c->b;
    Ui *ui = b->ui;
    const Subject *pupil = &b->setup->subjects[subject];
    BoardSeat seat = seat_at(c, subject);
    bool absent = !session_is_present(b->session, subject);
    bool scan = b->state->panel == BOARD_PANEL_SCAN;
    float r = look.speaks ? seat.r * 44 / 36 : seat.r - 1;
    ThemeColor ink = look.speaks ? COLOR_FLOOR_ON : COLOR_INK;
    float room = 2 * r - (pupil->focus ? 24 : 12); /* beside its letter */
    const char *name = seat_name(c, subject, room);
    if (absent) {
        draw_absent(c, &seat, name, scan && b->state->scan[subject] != BOARD_UNMARKED);
    } else if (look.speaks) {
        enum { HALO_MS = 80 };
        float grown = ui_motion(ui, b->now_ms - b->turn->start_ms, HALO_MS);
        ui_circle(ui, seat.x, seat.y, r + seat.r * 8 / 36 * grown, COLOR_FLOOR_TINT);
        ui_circle(ui, seat.x, seat.y, r, COLOR_FLOOR);
    } else {
        ui_circle(ui, seat.x, seat.y, r, look.down ? COLOR_FLOOR_TINT : COLOR_SURFACE);
        ui_ring(ui, seat.x, seat.y, r,
                look.spoken_to  ? 2.5F
                : look.selected ? 3
                                : 1.5F,
                look.spoken_to  ? COLOR_FLOOR
                : look.selected ? COLOR_INK
                                : COLOR_OUTLINE);
    }
    if (!absent) {
        bool room_for_tallies = seat.r >= 27;
        float y = seat.y - (room_for_tallies ? 6 : 5);
        ui_label(ui, (UiRect){seat.x - room / 2, y - 16, room, 32},
                 name_type(ui, name, room, look.speaks), ink, UI_CENTRE, name);
        if (!scan && !b->model->totals_hidden)
            draw_tallies(ui, seat.x, seat.y + (room_for_tallies ? 13 : 9),
                         look.speaks ? 12 : (room_for_tallies ? 10 : 8),
                         session_count_subject(b->session, subject),
                         look.speaks ? COLOR_FLOOR_ON : COLOR_INK2);
    }
    if (scan) /* also of one who has left since the signal */
        draw_mark(c, subject, look.speaks);
    if (pupil->focus)
        draw_focus_letter(ui, &seat, r, pupil->focus);
    draw_states(c, subject, r);
    if (look.focused)
        ui_draw_focus(ui, (UiRect){seat.x - r, seat.y - r, 2 * r, 2 * r}, r);
}

static void draw_adult(const Chart *c, int32_t subject, SeatLook look)
{
    const Board *b = c->b;
    Ui *ui = b->ui;
    const Subject *adult = &b->setup->subjects[subject];
    BoardSeat seat = seat_at(c, subject);
    float r = look.speaks ? seat.r * 42 / 36 : seat.r;
    UiRect square = {seat.x - r, seat.y - r, 2 * r, 2 * r};
    if (look.speaks)
        ui_fill(ui, board_inset(square, -8, -8), 20, COLOR_FLOOR_TINT);
    ui_fill(ui, square, BOARD_RADIUS, look.down ? COLOR_OUTLINE : COLOR_TEACH);
    if (look.speaks)
        ui_stroke(ui, board_inset(square, -8, -8), 20, 3, COLOR_TEACH);
    if (look.spoken_to || look.selected)
        ui_stroke(ui, board_inset(square, -5, -5), BOARD_RADIUS + 5, 3,
                  look.spoken_to ? COLOR_FLOOR : COLOR_INK);
    float room = 2 * r - 10;
    bool part = adult->detail[0] != '\0' && seat.r >= 30;
    float y = part ? seat.y - 9 : seat.y;
    ui_label(ui, (UiRect){seat.x - room / 2, y - 16, room, 32},
             name_type(ui, adult->label, room, look.speaks), COLOR_TEACH_ON, UI_CENTRE,
             adult->label);
    if (part)
        ui_label(ui, (UiRect){seat.x - room / 2, seat.y + 5, room, 20}, TYPE_14, COLOR_TEACH_ON,
                 UI_CENTRE, adult->detail);
    draw_states(c, subject, r);
    if (look.focused)
        ui_draw_focus(ui, square, BOARD_RADIUS);
}

static void draw_seat(const Chart *c, int32_t subject, bool down)
{
    const Board *b = c->b;
    SeatLook look = {
        .speaks = b->turn && b->speaker == subject,
        .spoken_to = (b->turn && b->turn->target == subject) || b->state->drag_to == subject,
        .down = down,
        .selected = b->state->selected == subject,
        .focused = ui_is_focused(b->ui, BOARD_ID_SEAT + (uint32_t)subject),
    };
    if (b->setup->subjects[subject].kind == SUBJECT_ADULT)
        draw_adult(c, subject, look);
    else
        draw_pupil(c, subject, look);
}

/* ---- who speaks to whom ---- */

/* A curve from one place to another; bend: its two inner points to the left of
 * the straight line, in shares of its length. */
static void bend_curve(float x0, float y0, float x1, float y1, const float bend[2], float ret[8])
{
    float dx = x1 - x0, dy = y1 - y0;
    const float curve[8] = {x0,
                            y0,
                            x0 + 0.36F * dx + bend[0] * dy,
                            y0 + 0.36F * dy - bend[0] * dx,
                            x0 + 0.72F * dx + bend[1] * dy,
                            y0 + 0.72F * dy - bend[1] * dx,
                            x1,
                            y1};
    memcpy(ret, curve, sizeof curve);
}

/* Takes the ends of a curve between centres back to the seats' edges. */
static void shorten(float curve[8], float at_start, float at_end)
{
    float dx = curve[2] - curve[0], dy = curve[3] - curve[1];
    float length = fmaxf(hypotf(dx, dy), 1);
    curve[0] += at_start * dx / length;
    curve[1] += at_start * dy / length;
    dx = curve[4] - curve[6];
    dy = curve[5] - curve[7];
    length = fmaxf(hypotf(dx, dy), 1);
    curve[6] += at_end * dx / length;
    curve[7] += at_end * dy / length;
}

/* How much of a curve lies on people it is not about. */
static float crossed(const Chart *c, const float curve[8], int32_t from, int32_t to)
{
    enum { STEPS = 14 };
    float sum = 0;
    for (int32_t step = 1; step < STEPS; step++) {
        float t = (float)step / STEPS, u = 1 - t;
        const float w[4] = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
        float x = 0, y = 0;
        for (size_t i = 0; i < 4; i++) {
            x += w[i] * curve[2 * i];
            y += w[i] * curve[2 * i + 1];
        }
        if (!board_inside(board_inset(c->r, 6, 6), x, y))
            sum += 2;
        for (int32_t i = 0; i < c->b->setup->subject_count; i++) {
            BoardSeat seat = seat_at(c, i);
            float reach = c->b->setup->subjects[i].kind == SUBJECT_GROUP ? 14 : seat.r + 5;
            if (i != from && i != to && seat.r > 0 && hypotf(seat.x - x, seat.y - y) < reach)
                sum += 1;
        }
    }
    return sum;
}

static void draw_arrow(Ui *ui, const float curve[8])
{
    ui_curve(ui, curve, 10, COLOR_PANEL);
    ui_curve(ui, curve, 4, COLOR_FLOOR);
    float tx = curve[6] - curve[4], ty = curve[7] - curve[5];
    float length = fmaxf(hypotf(tx, ty), 1);
    static const float BACK = 13, SIDE = 8.5F;
    float bx = BACK * tx / length, by = BACK * ty / length;
    float sx = SIDE * ty / length, sy = SIDE * tx / length;
    float x = curve[6], y = curve[7];
    ui_line(ui, x, y, x - bx - sx, y - by + sy, 4, COLOR_FLOOR);
    ui_line(ui, x, y, x - bx + sx, y - by - sy, 4, COLOR_FLOOR);
}

/* From the edge of one seat to just before the other, round those between. */
static void draw_talk(const Chart *c, int32_t from, int32_t to)
{
    static const float bends[][2] = {
        {0.10F, -0.05F}, {-0.10F, 0.05F}, {0.16F, 0.16F},  {-0.16F, -0.16F}, {0.34F, -0.06F},
        {-0.34F, 0.06F}, {0.06F, -0.34F}, {-0.06F, 0.34F}, {0.34F, 0.30F},   {-0.34F, -0.30F},
        {0.40F, -0.30F}, {-0.40F, 0.30F}, {0.55F, 0.45F},  {-0.55F, -0.45F}, {0.60F, 0},
        {-0.60F, 0},     {0, 0.60F},      {0, -0.60F},
    };
    BoardSeat a = seat_at(c, from), z = seat_at(c, to);
    float best[8] = {0}, least = INFINITY;
    if (hypotf(z.x - a.x, z.y - a.y) < a.r + z.r)
        return;
    for (size_t i = 0; i < sizeof bends / sizeof bends[0] && least > 0; i++) {
        float curve[8];
        bend_curve(a.x, a.y, z.x, z.y, bends[i], curve);
        shorten(curve, a.r * 44 / 36 + 2, fmaxf(z.r, 20) + 6);
        float sum = crossed(c, curve, from, to) + 0.05F * (float)i;
        if (sum < least) {
            least = sum;
            memcpy(best, curve, sizeof best);
        }
        if (sum < 1)
            break;
    }
    draw_arrow(c->b->ui, best);
}

static void draw_drag(const Chart *c)
{
    const BoardState *s = c->b->state;
    if (!s->dragging)
        return;
    BoardSeat a = seat_at(c, s->drag_from);
    bool adult = c->b->setup->subjects[s->drag_from].kind == SUBJECT_ADULT;
    if (s->drag_to != SUBJECT_NONE) {
        draw_talk(c, s->drag_from, s->drag_to);
    } else if (adult && c->b->place != PROTOCOL_NONE) { /* it goes there */
        UiRect square = {s->drag_x - a.r, s->drag_y - a.r, 2 * a.r, 2 * a.r};
        ui_dashed(c->b->ui, square, BOARD_RADIUS, 2.5F, 8, COLOR_TEACH);
    } else if (hypotf(s->drag_x - a.x, s->drag_y - a.y) > a.r + 24) {
        static const float bend[2] = {0.10F, -0.05F};
        float curve[8];
        bend_curve(a.x, a.y, s->drag_x, s->drag_y, bend, curve);
        shorten(curve, a.r + 2, 0);
        draw_arrow(c->b->ui, curve);
    }
}

/* ---- touches ---- */

static int32_t subject_under(const Chart *c, float x, float y)
{
    int32_t best = SUBJECT_NONE;
    float nearest = INFINITY;
    if (!board_inside(c->r, x, y))
        return SUBJECT_NONE;
    for (int32_t i = 0; i < c->b->setup->subject_count; i++) {
        BoardSeat seat = seat_at(c, i);
        float far = hypotf(x - seat.x, y - seat.y);
        if (seat.r > 0 && far <= seat.r + 6 && far < nearest) {
            nearest = far;
            best = i;
        }
    }
    return best;
}

void board_take_floor(Board *b, int32_t subject, int32_t target, int64_t landed_ms)
{
    int32_t code = b->talk[b->setup->subjects[subject].kind];
    if (code == PROTOCOL_NONE) {
        b->state->selected = b->state->selected == subject ? SUBJECT_NONE : subject;
        return;
    }
    SessionTap tap = session_tap_blank(code, board_at(b, landed_ms));
    tap.subject = subject;
    tap.target = target;
    board_ask_tap(b, &tap);
}

static void let_go(BoardState *s)
{
    s->dragging = s->held_turn = false;
    s->drag_from = s->drag_to = SUBJECT_NONE;
}

/* A hold that was not drawn to somebody else ends with the finger. */
static void end_hold(Board *b, int32_t subject)
{
    if (b->turn && b->turn->subject == subject)
        board_ask_stop(b, b->turn, board_at(b, b->ui->in.at_ms));
}

static int32_t seat_under(const void *chart, float x, float y)
{
    return subject_under(chart, x, y);
}

/* ---- where adults stand ---- */

static bool may_go(const Chart *c, int32_t subject, float x, float y)
{
    const Board *b = c->b;
    return b->place != PROTOCOL_NONE && b->setup->subjects[subject].kind == SUBJECT_ADULT &&
           !b->state->held_turn && board_inside(c->r, x, y);
}

static float outside(UiRect r, float x, float y)
{
    float dx = fmaxf(fmaxf(r.x - x, x - r.x - r.w), 0);
    float dy = fmaxf(fmaxf(r.y - y, y - r.y - r.h), 0);
    return hypotf(dx, dy);
}

/* The table a point lies at, or the pupil where there are no tables; SUBJECT_NONE:
 * in front. */
static int32_t place_at(const Chart *c, float x, float y)
{
    const Setup *setup = c->b->setup;
    float nearest = c->zoom * c->seating->seat;
    int32_t best = SUBJECT_NONE;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        BoardSeat seat = seat_at(c, i);
        UiRect disc = {seat.x - seat.r, seat.y - seat.r, 2 * seat.r, 2 * seat.r};
        bool table = setup->subjects[i].kind == SUBJECT_GROUP && seat.surface.w > 0;
        bool alone =
            setup->subjects[i].kind == SUBJECT_PUPIL && setup->subjects[i].group == SUBJECT_NONE;
        float far = table ? outside(seat.surface, x, y) : alone ? outside(disc, x, y) : INFINITY;
        if (far < nearest) {
            nearest = far;
            best = i;
        }
    }
    return best;
}

void board_send(Board *b, int32_t adult, int32_t to, int64_t landed_ms)
{
    if (to == b->stands[adult])
        return;
    SessionTap tap = session_tap_blank(b->place, board_at(b, landed_ms));
    tap.subject = adult;
    tap.target = to;
    board_ask_tap(b, &tap);
}

static void touch_seat(Chart *c, int32_t subject, const UiTouch *t)
{
    Board *b = c->b;
    BoardState *s = b->state;
    if (board_scan_takes(b, t)) {
        board_scan_touch(b, subject, t, seat_under, c);
        return;
    }
    uint32_t id = BOARD_ID_SEAT + (uint32_t)subject;
    bool codes_talk = b->talk[b->setup->subjects[subject].kind] != PROTOCOL_NONE;
    if (t->held && s->held_turn && s->held_id == id)
        board_hold(b, id, b->speaker == subject ? b->turn : NULL);
    switch (t->gesture) {
    case UI_GESTURE_TAP:
        board_take_floor(b, subject, SUBJECT_NONE, t->landed_ms);
        break;
    case UI_GESTURE_HOLD:
        if (codes_talk)
            board_hold(b, id, b->speaker == subject ? b->turn : NULL);
        if (codes_talk && b->speaker != subject)
            board_take_floor(b, subject, SUBJECT_NONE, t->landed_ms);
        break;
    case UI_GESTURE_DRAG:
        s->drag_to = subject_under(c, t->x, t->y);
        s->drag_to = s->drag_to == subject ? SUBJECT_NONE : s->drag_to;
        s->dragging = codes_talk || may_go(c, subject, t->x, t->y);
        s->drag_from = subject;
        s->drag_x = t->x;
        s->drag_y = t->y;
        break;
    case UI_GESTURE_DROP: {
        int32_t to = t->dragged ? subject_under(c, t->x, t->y) : SUBJECT_NONE;
        if (to != SUBJECT_NONE && to != subject && codes_talk)
            board_take_floor(b, subject, to, t->landed_ms);
        else if (t->dragged && to == SUBJECT_NONE && may_go(c, subject, t->x, t->y))
            board_send(b, subject, place_at(c, t->x, t->y), t->landed_ms);
        else if (s->held_turn)
            end_hold(b, subject);
        else if (to == subject)
            board_take_floor(b, subject, SUBJECT_NONE, t->landed_ms);
        let_go(s);
        break;
    }
    case UI_GESTURE_CANCEL:
        if (t->held && s->held_turn && board_is_taken_away(b))
            end_hold(b, subject);
        if (t->held || t->dragged) /* else another finger may hold or drag */
            let_go(s);
        break;
    case UI_GESTURE_NONE:
    case UI_GESTURE_DOWN:
        break;
    }
}

/* Too little of a target to be met by a finger is none: its middle and its name are
 * to be seen. */
static bool is_in_view(const Chart *c, const BoardSeat *seat)
{
    float reach = fminf(seat->r, UI_MIN_TARGET / 2.0F) - 0.5F;
    return seat->r > 0 && seat->x - reach >= c->r.x && seat->x + reach <= c->r.x + c->r.w &&
           seat->y - reach >= c->r.y && seat->y + reach <= c->r.y + c->r.h;
}

static bool seat_target(Chart *c, int32_t subject)
{
    Board *b = c->b;
    BoardSeat seat = seat_at(c, subject);
    uint32_t id = BOARD_ID_SEAT + (uint32_t)subject;
    bool held = ui_is_down(b->ui, id);
    if (b->shown || b->state->panel == BOARD_PANEL_INK) /* the finger writes */
        return false;
    if (b->live && seat.r <= 0 && seat.surface.w > 0) {
        UiTouch table = ui_touch_ground(b->ui, id, seat.surface);
        touch_seat(c, subject, &table);
        return table.down;
    }
    if (!b->live || !(is_in_view(c, &seat) || held))
        return false;
    UiRect square = {seat.x - seat.r, seat.y - seat.r, 2 * seat.r, 2 * seat.r};
    UiTouch t = b->setup->subjects[subject].kind == SUBJECT_ADULT
                    ? ui_touch(b->ui, id, square)
                    : ui_touch_round(b->ui, id, seat.x, seat.y, seat.r);
    touch_seat(c, subject, &t);
    return t.down;
}

/* ---- the chart ---- */

/* The classroom's board: at the top, or on the wall where it was put at set-up. */
static void draw_board(const Chart *c)
{
    const Setup *setup = c->b->setup;
    Ui *ui = c->b->ui;
    float x = setup->board_x, y = setup->board_y;
    float cx = c->x + c->zoom * c->seating->width * x, right = c->x + c->zoom * c->seating->width;
    float cy = c->y + c->zoom * c->seating->height * y;
    if (x > 0 && (x < 0.1F || x > 0.9F)) {
        ui_fill(ui, (UiRect){x < 0.5F ? c->x + 10 : right - 18, cy - 80, 8, 160}, 4, COLOR_SUNK);
        UiRect word = {x < 0.5F ? c->x + 26 : right - 86, cy - 10, 60, 20};
        ui_label(ui, word, TYPE_14, COLOR_INK3, x < 0.5F ? UI_LEFT : UI_RIGHT, "Board");
        return;
    }
    if (y < 0.5F)
        cy = c->y + 14;
    else
        cy = c->y + c->zoom * c->seating->height - 14;
    if (x == 0)
        cx = c->x + c->zoom * c->seating->width / 2;
    ui_fill(ui, (UiRect){cx - 84, cy - 4, 200, 8}, 4, COLOR_SUNK);
    ui_label(ui, (UiRect){cx + 128, cy - 10, 60, 20}, TYPE_14, COLOR_INK3, UI_LEFT, "Board");
}

static void draw_ground(const Chart *c)
{
    const Board *b = c->b;
    Ui *ui = b->ui;
    bool silence = b->turn && (b->protocol->codes[b->turn->code].senses & SENSE_SILENCE) != 0;
    if (silence)
        ui_dashed(ui, board_inset(c->r, 2, 2), BOARD_PANEL_RADIUS, 3, 10, COLOR_OUTLINE);
    draw_board(c);
}

static void draw_all(Chart *c, const bool *down)
{
    const Board *b = c->b;
    int32_t count = b->setup->subject_count;
    for (int32_t i = 0; i < count; i++)
        if (b->setup->subjects[i].kind == SUBJECT_GROUP)
            draw_table(c, i);
    for (int32_t i = 0; i < count; i++)
        if (b->setup->subjects[i].kind == SUBJECT_GROUP)
            draw_table_name(c, i, down[i]);
    bool directed = !b->state->dragging && b->turn && b->speaker != SUBJECT_NONE &&
                    b->turn->target != SUBJECT_NONE;
    if (directed)
        draw_talk(c, b->speaker, b->turn->target);
    for (int32_t i = 0; i < count; i++)
        if (b->setup->subjects[i].kind != SUBJECT_GROUP && i != b->speaker)
            draw_seat(c, i, down[i]);
    if (b->speaker != SUBJECT_NONE && b->setup->subjects[b->speaker].kind != SUBJECT_GROUP)
        draw_seat(c, b->speaker, down[b->speaker]);
    draw_drag(c);
}

static Chart chart_of(Board *b)
{
    return (Chart){.b = b,
                   .seating = &b->state->seating,
                   .r = b->chart,
                   .x = b->chart.x - b->state->pan_x,
                   .y = b->chart.y - b->state->pan_y,
                   .zoom = b->state->zoom};
}

/* Of what lies under an open note nobody is meant. */
int32_t board_subject_at(Board *b, float x, float y)
{
    Chart c = chart_of(b);
    return b->has_chart && !board_chart_is_covered(b) ? subject_under(&c, x, y) : SUBJECT_NONE;
}

void board_chart(Board *b)
{
    UiRect r = b->chart;
    board_seating(b->setup, r.w, r.h, &b->state->seating);
    bool still = b->shown || b->state->panel == BOARD_PANEL_INK;
    UiTouch ground = {.gesture = UI_GESTURE_NONE};
    if (!still)
        ground = board_view(b);
    for (int32_t i = 0; i < b->setup->subject_count; i++)
        if (b->setup->subjects[i].kind == SUBJECT_ADULT)
            board_seating_stand(&b->state->seating, b->setup, i, b->stands[i]);
    Chart c = chart_of(b);
    if (board_scan_takes(b, &ground))
        board_scan_touch(b, SUBJECT_NONE, &ground, seat_under, &c);
    bool down[OBSERVATION_MAX_SUBJECTS] = {0};
    ui_fill(b->ui, r, BOARD_PANEL_RADIUS, COLOR_PANEL);
    ui_clip_begin(b->ui, r);
    draw_ground(&c);
    for (int32_t i = 0; i < b->setup->subject_count; i++) /* tables lie under seats */
        if (b->setup->subjects[i].kind == SUBJECT_GROUP)
            down[i] = seat_target(&c, i);
    for (int32_t i = 0; i < b->setup->subject_count; i++)
        if (b->setup->subjects[i].kind != SUBJECT_GROUP)
            down[i] = seat_target(&c, i);
    draw_all(&c, down);
    if (!still)
        board_view_back(b);
    ui_clip_end(b->ui);
}
