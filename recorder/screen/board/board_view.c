#include "recorder/screen/board/board.h"

#include <math.h>

static const float KEY_PAN = 96, KEY_ZOOM = 1.25F;

static float limited(float v, float least, float most)
{
    return fminf(fmaxf(v, least), fmaxf(most, least));
}

/* The content as it is shown, points. */
static float wide(const Board *b)
{
    return b->state->zoom * b->state->seating.width;
}

static float high(const Board *b)
{
    return b->state->zoom * b->state->seating.height;
}

static bool is_larger(const Board *b)
{
    return wide(b) > b->chart.w + 1 || high(b) > b->chart.h + 1;
}

/* What lies under (x, y) stays there. */
static void zoom_to(Board *b, float zoom, float x, float y)
{
    BoardState *s = b->state;
    float to = limited(zoom, 1, BOARD_MAX_ZOOM), times = to / s->zoom;
    x -= b->chart.x;
    y -= b->chart.y;
    s->pan_x = (s->pan_x + x) * times - x;
    s->pan_y = (s->pan_y + y) * times - y;
    s->zoom = to;
}

static void pinch(Board *b)
{
    enum { BESIDE = 24 }; /* a finger just off the chart means it, too */
    UiPinch p = ui_pinch(b->ui, board_inset(b->chart, -BESIDE, -BESIDE));
    if (!p.moved)
        return;
    zoom_to(b, b->state->zoom * p.scale, p.x - p.dx, p.y - p.dy);
    b->state->pan_x -= p.dx;
    b->state->pan_y -= p.dy;
}

/* ---- one finger, the wheel, keys ---- */

static UiTouch drag_ground(Board *b)
{
    BoardState *s = b->state;
    UiTouch t = ui_touch_ground(b->ui, BOARD_ID_CHART, b->chart);
    if (board_scan_takes(b, &t))
        return t; /* it sweeps */
    if (t.gesture == UI_GESTURE_DOWN) {
        s->pan_from_x = s->pan_x;
        s->pan_from_y = s->pan_y;
    }
    if (t.dragged && (t.down || t.gesture == UI_GESTURE_DROP)) {
        s->pan_x = s->pan_from_x - (t.x - t.from_x);
        s->pan_y = s->pan_from_y - (t.y - t.from_y);
    }
    if (t.gesture == UI_GESTURE_TAP)
        s->selected = SUBJECT_NONE;
    return t;
}

static void turn_wheel(Board *b)
{
    const UiInput *in = &b->ui->in;
    if (in->kind == UI_INPUT_WHEEL && board_inside(b->chart, in->x, in->y))
        b->state->pan_y += in->wheel;
}

static void pan_by_key(Board *b)
{
    UiKey key = ui_key(b->ui);
    if (key >= UI_KEY_LEFT && key <= UI_KEY_DOWN)
        ui_use_key(b->ui);
    switch (key) {
    case UI_KEY_LEFT:
        b->state->pan_x -= KEY_PAN;
        break;
    case UI_KEY_RIGHT:
        b->state->pan_x += KEY_PAN;
        break;
    case UI_KEY_UP:
        b->state->pan_y -= KEY_PAN;
        break;
    case UI_KEY_DOWN:
        b->state->pan_y += KEY_PAN;
        break;
    default:
        break;
    }
}

/* Plus and minus enlarge and shrink around what has the focus. */
static void zoom_by_key(Board *b)
{
    const Ui *ui = b->ui;
    if (ui->in.kind != UI_INPUT_TEXT || ui->edit_id || ui->in.text[1] != '\0')
        return;
    float x = b->chart.x + b->chart.w / 2, y = b->chart.y + b->chart.h / 2;
    uint32_t focus = ui->focus_id;
    if (focus >= BOARD_ID_SEAT && focus < BOARD_ID_SEAT + OBSERVATION_MAX_SUBJECTS) {
        const BoardSeat *seat = &b->state->seating.seats[focus - BOARD_ID_SEAT];
        x = b->chart.x - b->state->pan_x + b->state->zoom * seat->x;
        y = b->chart.y - b->state->pan_y + b->state->zoom * seat->y;
    }
    if (ui->in.text[0] == '+' || ui->in.text[0] == '=')
        zoom_to(b, b->state->zoom * KEY_ZOOM, x, y);
    else if (ui->in.text[0] == '-')
        zoom_to(b, b->state->zoom / KEY_ZOOM, x, y);
}

/* ---- both ---- */

UiTouch board_view(Board *b)
{
    BoardState *s = b->state;
    pinch(b);
    UiTouch ground = drag_ground(b);
    turn_wheel(b);
    zoom_by_key(b);
    uint32_t focus = b->ui->focus_id;
    if (is_larger(b) && (focus == 0 || (focus >= BOARD_ID_SEAT && focus < BOARD_ID_PAD)))
        pan_by_key(b);
    s->pan_x = limited(s->pan_x, 0, wide(b) - b->chart.w);
    s->pan_y = limited(s->pan_y, 0, high(b) - b->chart.h);
    return ground;
}

/* How much of the content is seen, and which part. */
static void draw_thumbs(const Board *b)
{
    const BoardState *s = b->state;
    UiRect r = b->chart;
    if (high(b) > r.h + 1) {
        float length = r.h * r.h / high(b);
        float y = r.y + s->pan_y * r.h / high(b);
        ui_fill(b->ui, (UiRect){r.x + r.w - 7, y + 6, 4, length - 12}, 2, COLOR_OUTLINE);
    }
    if (wide(b) > r.w + 1) {
        float length = r.w * r.w / wide(b);
        float x = r.x + s->pan_x * r.w / wide(b);
        ui_fill(b->ui, (UiRect){x + 6, r.y + r.h - 7, length - 12, 4}, 2, COLOR_OUTLINE);
    }
}

/* In the corner away from the pads: nobody rests a hand there. */
void board_view_back(Board *b)
{
    enum { WIDTH = 168, HEIGHT = UI_LIVE_TARGET };
    BoardState *s = b->state;
    UiRect r = b->chart;
    draw_thumbs(b);
    if (s->zoom <= 1)
        return;
    float x = b->model->left_handed ? r.x + r.w - WIDTH - 14 : r.x + 12;
    UiRect button = {x, r.y + r.h - HEIGHT - 14, WIDTH, HEIGHT};
    if (!ui_button(b->ui, BOARD_ID_WHOLE_CHART, button, UI_BUTTON_CHOSEN, ICON_WHOLE, "Whole chart",
                   true))
        return;
    s->zoom = 1;
    s->pan_x = s->pan_y = 0;
    b->ui->rebuild = true;
}
