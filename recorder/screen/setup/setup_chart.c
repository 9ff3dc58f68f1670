/* The seating chart of a new observation: pupils, what they sit at, adults, the
 * classroom's board. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float SEAT_SMALL = 27, SEAT_LARGE = 34; /* radius, at most */

/* What is handed through the chart's parts. */
typedef struct Chart {
    Ui *ui;
    SetupForm *form;
    SetupState *state;
    SetupArrange *arrange;
    ArrangeMap map;
    SetupChart kind;
    bool labels; /* there is room for all of them: half a label would be another pupil's */
} Chart;

static float seat_x(const Chart *c, int32_t seat)
{
    return arrange_x(&c->map, c->form->places.seating.seats[seat].x);
}

static float seat_y(const Chart *c, int32_t seat)
{
    return arrange_y(&c->map, c->form->places.seating.seats[seat].y);
}

/* ---- groups: what their pupils sit at ---- */

typedef struct GroupShape {
    UiRect box;    /* around its seats */
    int32_t count; /* pupils */
    bool free;     /* nobody else sits in the box: a table */
    float middle_x, middle_y;
    bool middle_is_free; /* no seat lies over the middle */
} GroupShape;

static GroupShape shape_of(const Chart *c, int32_t group)
{
    const Seating *s = &c->form->places.seating;
    float x0 = 1e9F, y0 = 1e9F, x1 = -1e9F, y1 = -1e9F, out = c->map.radius + 5;
    GroupShape shape = {.free = true, .middle_is_free = true};
    for (int32_t i = 0; i < s->count; i++) {
        if (s->seats[i].group != group)
            continue;
        x0 = fminf(x0, seat_x(c, i));
        x1 = fmaxf(x1, seat_x(c, i));
        y0 = fminf(y0, seat_y(c, i));
        y1 = fmaxf(y1, seat_y(c, i));
        shape.count++;
    }
    shape.box = (UiRect){x0 - out, y0 - out, x1 - x0 + 2 * out, y1 - y0 + 2 * out};
    shape.middle_x = (x0 + x1) / 2;
    shape.middle_y = (y0 + y1) / 2;
    for (int32_t i = 0; i < s->count; i++) {
        float x = seat_x(c, i), y = seat_y(c, i);
        bool inside = x > shape.box.x && x < shape.box.x + shape.box.w && y > shape.box.y &&
                      y < shape.box.y + shape.box.h;
        if (inside && s->seats[i].group != group)
            shape.free = false;
        if (hypotf(x - shape.middle_x, y - shape.middle_y) < c->map.radius + 12)
            shape.middle_is_free = false;
    }
    return shape;
}

/* Seats that lie apart are joined, each to the nearest of those before it. */
static void draw_band(const Chart *c, int32_t group)
{
    const Seating *s = &c->form->places.seating;
    for (int32_t i = 0; i < s->count; i++) {
        int32_t nearest = -1;
        float least = 1e9F;
        for (int32_t k = 0; k < i && s->seats[i].group == group; k++) {
            float far = hypotf(seat_x(c, i) - seat_x(c, k), seat_y(c, i) - seat_y(c, k));
            if (s->seats[k].group == group && far < least) {
                least = far;
                nearest = k;
            }
        }
        if (nearest >= 0)
            ui_line(c->ui, seat_x(c, i), seat_y(c, i), seat_x(c, nearest), seat_y(c, nearest),
                    c->map.radius * 1.1F, COLOR_SUNK);
    }
}

/* "Table 3" is 3 where there is little room. */
static const char *short_name(const char *name)
{
    const char *number = strrchr(name, ' ');
    return number && number[1] >= '0' && number[1] <= '9' ? number + 1 : name;
}

static void draw_group_name(const Chart *c, const GroupShape *shape, const char *name)
{
    UiRect r = {shape->middle_x - 40, shape->middle_y - 12, 80, 24};
    if (shape->middle_is_free && shape->free) {
        r.w = fmaxf(fminf(shape->box.w - 2 * c->map.radius, 80), 24);
        r.x = shape->middle_x - r.w / 2;
        ui_label(c->ui, r, TYPE_14_BOLD, COLOR_INK2, UI_CENTRE, short_name(name));
    } else if (c->kind == SETUP_CHART_LARGE) {
        r = (UiRect){shape->middle_x - 80, shape->box.y - 19, 160, 20};
        ui_label(c->ui, r, TYPE_14_BOLD, COLOR_INK2, UI_CENTRE, name);
    }
}

/* A table is touched in its middle: a drag moves it, a tap chooses its pupils. */
static void touch_table(Chart *c, int32_t group, const GroupShape *shape)
{
    static const float REACH = UI_MIN_TARGET / 2.0F;
    const Seating *s = &c->form->places.seating;
    uint32_t id = SETUP_ID_TABLE + (uint32_t)group;
    if (!shape->middle_is_free || !shape->free)
        return;
    UiTouch touch = ui_touch_round(c->ui, id, shape->middle_x, shape->middle_y, REACH);
    int32_t first = 0;
    while (s->seats[first].group != group)
        first++;
    bool moved =
        arrange_touch(c->arrange, c->form, &c->map, id, ARRANGE_SEATS, first, true, &touch);
    if (ui_is_focused(c->ui, id))
        ui_draw_focus(c->ui, shape->box, c->map.radius + 4);
    bool tapped = touch.gesture == UI_GESTURE_TAP || touch.gesture == UI_GESTURE_DROP;
    if (moved || !tapped)
        return;
    bool all = true;
    for (int32_t i = 0; i < s->count; i++)
        all &= s->seats[i].group != group || c->arrange->marked[i];
    for (int32_t i = 0; i < s->count; i++)
        if (s->seats[i].group == group)
            c->arrange->marked[i] = !all;
}

/* Pairs sit at a table each, whatever the group. */
static void draw_pairs(const Chart *c)
{
    const Seating *s = &c->form->places.seating;
    float out = c->map.radius + 4;
    for (int32_t i = 0; i < s->count; i++) {
        bool two = i + 1 < s->count && s->seats[i + 1].y == s->seats[i].y &&
                   s->seats[i + 1].group == s->seats[i].group;
        float x = seat_x(c, i), w = two ? seat_x(c, i + 1) - x : 0;
        ui_fill(c->ui, (UiRect){x - out, seat_y(c, i) - out, w + 2 * out, 2 * out}, out,
                COLOR_SUNK);
        i += two ? 1 : 0;
    }
}

static void groups(Chart *c)
{
    const FormPlaces *places = &c->form->places;
    bool pairs = places->kind == SEATING_PAIRS && !places->by_hand;
    if (pairs)
        draw_pairs(c);
    for (int32_t g = 0; g < places->seating.group_count; g++) {
        GroupShape shape = shape_of(c, g);
        if (shape.count == 0)
            continue;
        if (!pairs && shape.free && shape.count > 1)
            ui_fill(c->ui, shape.box, c->map.radius + 5, COLOR_SUNK);
        else if (!pairs)
            draw_band(c, g);
        draw_group_name(c, &shape, places->seating.groups[g]);
    }
}

static void touch_groups(Chart *c)
{
    for (int32_t g = 0; g < c->form->places.seating.group_count; g++) {
        GroupShape shape = shape_of(c, g);
        if (shape.count > 1)
            touch_table(c, g, &shape);
    }
}

/* ---- adults and the board ---- */

static void adult(Chart *c, int32_t i)
{
    Ui *ui = c->ui;
    const FormPlaces *places = &c->form->places;
    float half = c->kind == SETUP_CHART_LARGE ? 32 : 24;
    float x = arrange_x(&c->map, places->adult_x[i]), y = arrange_y(&c->map, places->adult_y[i]);
    UiRect r = {x - half, y - half, 2 * half, 2 * half};
    uint32_t id = SETUP_ID_ADULT + (uint32_t)i;
    if (c->kind == SETUP_CHART_LARGE) {
        UiTouch touch = ui_touch(ui, id, r);
        (void)arrange_touch(c->arrange, c->form, &c->map, id, ARRANGE_ADULT, i, false, &touch);
    }
    const char *part = setup_form_part(c->form, i);
    ui_fill(ui, r, 12, COLOR_TEACH);
    bool two = *part && half > 24;
    UiRect name = {r.x + 3, two ? y - 22 : r.y, r.w - 6, two ? 24 : r.h};
    ui_label(ui, name, TYPE_16_BOLD, COLOR_TEACH_ON, UI_CENTRE, setup_form_adult(c->form, i));
    if (two)
        ui_label(ui, (UiRect){r.x + 3, y + 2, r.w - 6, 20}, TYPE_14, COLOR_TEACH_ON, UI_CENTRE,
                 part);
    if (c->kind == SETUP_CHART_LARGE && ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
}

static void board_bar(Chart *c)
{
    Ui *ui = c->ui;
    const FormPlaces *places = &c->form->places;
    float x = arrange_x(&c->map, places->board_x), y = arrange_y(&c->map, places->board_y);
    bool side = places->board_x < 0.1F || places->board_x > 0.9F;
    float length = c->kind == SETUP_CHART_LARGE ? 120 : 80;
    UiRect bar = {x - length, y - 3, 2 * length, 6};
    if (side)
        bar = (UiRect){x - 3, y - length, 6, 2 * length};
    ui_fill(ui, bar, 3, COLOR_OUTLINE);
    UiRect word = {bar.x + bar.w + 8, y - 10, 64, 20};
    UiAlign align = UI_LEFT;
    if (side) {
        bool right = places->board_x > 0.5F;
        word = (UiRect){right ? bar.x - 72 : bar.x + 14, y - 10, 64, 20};
        align = right ? UI_RIGHT : UI_LEFT;
    }
    ui_label(ui, word, TYPE_14, COLOR_INK3, align, "Board");
    if (c->kind != SETUP_CHART_LARGE)
        return;
    /* On the chart's side of the wall. */
    float in_x = fminf(fmaxf(x - 24, c->map.r.x), c->map.r.x + c->map.r.w - 48);
    float in_y = fminf(fmaxf(y - 24, c->map.r.y - 12), c->map.r.y + c->map.r.h - 36);
    UiRect touched = side ? (UiRect){in_x, bar.y, 48, bar.h} : (UiRect){bar.x, in_y, bar.w, 48};
    UiTouch touch = ui_touch(ui, SETUP_ID_BOARD_BAR, touched);
    (void)arrange_touch(c->arrange, c->form, &c->map, SETUP_ID_BOARD_BAR, ARRANGE_BOARD, 0, false,
                        &touch);
    if (ui_is_focused(ui, SETUP_ID_BOARD_BAR))
        ui_draw_focus(ui, touched, 12);
}

/* ---- seats ---- */

/* On the outer side of its table, where no number stands. */
static float letter_side(const Chart *c, int32_t seat)
{
    const Seating *s = &c->form->places.seating;
    float left = 0, right = 0;
    for (int32_t i = 0; i < s->count; i++)
        if (s->seats[i].group == s->seats[seat].group) {
            left += s->seats[i].x < s->seats[seat].x ? 1.0F : 0;
            right += s->seats[i].x > s->seats[seat].x ? 1.0F : 0;
        }
    return right > left ? -1.0F : 1.0F;
}

static void draw_focus_letter(Ui *ui, float x, float y, float r, float side, char letter)
{
    char text[2] = {letter, '\0'};
    float cx = x + 0.8F * side * r, cy = y - 0.8F * r, size = fminf(11, r * 0.6F);
    ui_circle(ui, cx, cy, size + 2, COLOR_PANEL);
    ui_circle(ui, cx, cy, size, COLOR_TEACH);
    ui_label(ui, (UiRect){cx - 9, cy - 9, 18, 18}, TYPE_14_BOLD, COLOR_TEACH_ON, UI_CENTRE, text);
}

static bool has_labels(const Chart *c)
{
    const float small = 18;
    float room = c->map.radius * 1.7F;
    for (int32_t i = 0; c->map.radius < small && i < c->form->places.seating.count; i++)
        if (ui_text_width(c->ui, TYPE_14_BOLD, setup_form_label(c->form, i)) > room)
            return false;
    return true;
}

static void draw_seat(const Chart *c, int32_t i, bool down)
{
    Ui *ui = c->ui;
    float x = seat_x(c, i), y = seat_y(c, i), radius = c->map.radius;
    UiRect r = {x - radius, y - radius, 2 * radius, 2 * radius};
    const char *label = setup_form_label(c->form, i);
    bool marked = c->kind == SETUP_CHART_LARGE && c->arrange->marked[i];
    ThemeType type = radius >= 22 ? TYPE_16_BOLD : TYPE_14_BOLD;
    if (!c->labels)
        label = "";
    float rim = c->form->focus[i] ? radius * 0.4F : radius * 0.15F; /* the letter's */
    UiRect word = {r.x + rim, r.y + rim, r.w - 2 * rim, r.h - 2 * rim};
    if (c->form->absent[i]) {
        ui_fill(ui, r, radius, COLOR_PANEL);
        ui_dashed(ui, r, radius, 1.5F, 3, COLOR_OUTLINE);
        ui_label(ui, word, type, COLOR_INK3, UI_CENTRE, label);
        float half = fminf(ui_text_width(ui, type, label) / 2 + 4, radius - 3);
        ui_line(ui, x - half, y, x + half, y, 1.5F, COLOR_INK2);
    } else {
        ui_fill(ui, r, radius, down ? COLOR_SUNK : COLOR_SURFACE);
        ui_stroke(ui, r, radius, 1.5F, COLOR_OUTLINE);
        ui_label(ui, word, type, COLOR_INK, UI_CENTRE, label);
    }
    if (marked) {
        UiRect around = part_inset(r, -3);
        ui_stroke(ui, around, radius + 3, 4, COLOR_PRIMARY);
    }
    if (c->form->focus[i])
        draw_focus_letter(ui, x, y, radius, letter_side(c, i), c->form->focus[i]);
}

/* Arrows move who is chosen, when one of them has the focus; else the focus. */
static void nudge_by_key(Chart *c, int32_t i)
{
    static const float STEP = 8;
    float dx = 0, dy = 0;
    switch (ui_key(c->ui)) {
    case UI_KEY_LEFT:
        dx = -STEP;
        break;
    case UI_KEY_RIGHT:
        dx = STEP;
        break;
    case UI_KEY_UP:
        dy = -STEP;
        break;
    case UI_KEY_DOWN:
        dy = STEP;
        break;
    default:
        return;
    }
    ui_use_key(c->ui);
    arrange_nudge(c->arrange, c->form, &c->map, i, dx, dy);
}

static void tap_seat(Chart *c, int32_t i)
{
    SetupState *state = c->state;
    if (state->picks_focus) {
        (void)setup_form_set_focus(c->form, i, c->form->focus[i] == 0);
        state->picks_focus = false;
        if (c->kind == SETUP_CHART_LARGE) /* what is expected stands on the form */
            setup_open_sheet(c->ui, state, SETUP_SHEET_NONE);
    } else if (c->kind == SETUP_CHART_LARGE) {
        c->arrange->marked[i] = !c->arrange->marked[i];
    } else {
        c->form->absent[i] = !c->form->absent[i];
    }
}

static void seat(Chart *c, int32_t i)
{
    Ui *ui = c->ui;
    float radius = c->map.radius;
    if (c->kind == SETUP_CHART_PICTURE) {
        draw_seat(c, i, false);
        return;
    }
    uint32_t id = SETUP_ID_SEAT + (uint32_t)i;
    UiTouch touch = ui_touch_round(ui, id, seat_x(c, i), seat_y(c, i), radius);
    bool moved = c->kind != SETUP_CHART_STILL &&
                 arrange_touch(c->arrange, c->form, &c->map, id, ARRANGE_SEATS, i, false, &touch);
    draw_seat(c, i, touch.down);
    if (ui_is_focused(ui, id)) {
        float x = seat_x(c, i), y = seat_y(c, i);
        ui_draw_focus(ui, (UiRect){x - radius, y - radius, 2 * radius, 2 * radius}, radius);
        if (c->kind == SETUP_CHART_LARGE && c->arrange->marked[i])
            nudge_by_key(c, i);
    }
    bool large = c->kind == SETUP_CHART_LARGE;
    if (touch.gesture == UI_GESTURE_TAP ||
        (large && touch.gesture == UI_GESTURE_DROP && !moved && !touch.dragged))
        tap_seat(c, i);
    if (!large && touch.gesture == UI_GESTURE_HOLD) {
        c->state->pupil = i;
        setup_open_sheet(ui, c->state, SETUP_SHEET_PUPIL);
    }
}

/* ---- the whole ---- */

static void draw_guides(const Chart *c)
{
    const SetupArrange *a = c->arrange;
    if (a->drag != ARRANGE_SEATS)
        return;
    float x = seat_x(c, a->dragged), y = seat_y(c, a->dragged);
    if (a->guide_x)
        ui_line(c->ui, x, c->map.r.y, x, c->map.r.y + c->map.r.h, 1, COLOR_OUTLINE);
    if (a->guide_y)
        ui_line(c->ui, c->map.r.x, y, c->map.r.x + c->map.r.w, y, 1, COLOR_OUTLINE);
}

static void draw_lasso(const Chart *c)
{
    const SetupArrange *a = c->arrange;
    for (int32_t i = 1; i < a->path_count; i++)
        ui_line(c->ui, a->path[i - 1].x, a->path[i - 1].y, a->path[i].x, a->path[i].y, 3,
                COLOR_PRIMARY);
    if (a->path_count > 2) { /* how it will be closed */
        const ArrangePoint *last = &a->path[a->path_count - 1];
        ui_line(c->ui, last->x, last->y, a->path[0].x, a->path[0].y, 1, COLOR_OUTLINE);
    }
}

/* Too many for a finger: the whole opens the large chart, to pick there who is asked for. */
static void touch_picture(const Chart *c)
{
    bool picks = c->state->picks_focus;
    UiTouch touch = ui_touch(c->ui, SETUP_ID_CHART, c->map.r);
    if (ui_is_focused(c->ui, SETUP_ID_CHART))
        ui_draw_focus(c->ui, c->map.r, 12);
    if (!part_tapped(&touch, c->map.r))
        return;
    setup_open_sheet(c->ui, c->state, SETUP_SHEET_ARRANGE);
    c->state->picks_focus = picks;
}

void setup_chart(Ui *ui, UiRect r, SetupChart kind, SetupForm *form, SetupState *state)
{
    float most = kind == SETUP_CHART_LARGE ? SEAT_LARGE : SEAT_SMALL;
    bool movable = kind == SETUP_CHART_SMALL || kind == SETUP_CHART_LARGE;
    arrange_check(&state->arrange, form, ui, movable);
    Chart c = {ui, form, state, &state->arrange, arrange_map(&form->places, r, most), kind, true};
    c.labels = has_labels(&c);
    if (kind == SETUP_CHART_LARGE) {
        UiTouch ground = ui_touch_ground(ui, SETUP_ID_CHART, r);
        if (ground.gesture == UI_GESTURE_TAP)
            memset(c.arrange->marked, 0, sizeof c.arrange->marked);
        (void)arrange_lasso(c.arrange, form, &c.map, SETUP_ID_CHART, &ground);
    }
    if (kind == SETUP_CHART_PICTURE)
        touch_picture(&c);
    groups(&c);
    board_bar(&c);
    if (kind == SETUP_CHART_LARGE)
        touch_groups(&c);
    for (int32_t i = 0; i < form->adult_count; i++)
        adult(&c, i);
    draw_guides(&c);
    int32_t dragged = c.arrange->drag == ARRANGE_SEATS ? c.arrange->dragged : -1;
    for (int32_t i = 0; i < form->places.seating.count; i++)
        if (i != dragged)
            seat(&c, i);
    if (dragged >= 0 && dragged < form->places.seating.count)
        seat(&c, dragged); /* above the others */
    draw_lasso(&c);
}
