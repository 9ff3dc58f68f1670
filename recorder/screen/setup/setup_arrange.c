#include "recorder/screen/setup/setup_arrange.h"

#include <math.h>
#include <string.h>

/* The part of the chart that is shown, in shares of it. */
static const float CROP_X = 0.02F, CROP_Y = 0.0F, SHOWN_X = 0.96F, SHOWN_Y = 0.96F;

static const float SEAT_LEAST = 13; /* radius, points */

float arrange_x(const ArrangeMap *map, float x)
{
    return map->r.x + (x - CROP_X) / SHOWN_X * map->r.w;
}

float arrange_y(const ArrangeMap *map, float y)
{
    return map->r.y + (y - CROP_Y) / SHOWN_Y * map->r.h;
}

static float chart_dx(const ArrangeMap *map, float dx)
{
    return dx / map->r.w * SHOWN_X;
}

static float chart_dy(const ArrangeMap *map, float dy)
{
    return dy / map->r.h * SHOWN_Y;
}

/* Points between two seats. */
static float apart(const ArrangeMap *map, const Seat *a, const Seat *b)
{
    return hypotf(arrange_x(map, a->x) - arrange_x(map, b->x),
                  arrange_y(map, a->y) - arrange_y(map, b->y));
}

ArrangeMap arrange_map(const FormPlaces *places, UiRect r, float most)
{
    ArrangeMap map = {.r = r};
    float nearest = most / 0.46F;
    for (int32_t i = 0; i < places->seating.count; i++)
        for (int32_t k = 0; k < i; k++)
            nearest =
                fminf(nearest, apart(&map, &places->seating.seats[i], &places->seating.seats[k]));
    map.radius = fmaxf(nearest * 0.46F, SEAT_LEAST);
    return map;
}

/* ---- undo ---- */

void arrange_note(SetupArrange *arrange, const FormPlaces *before)
{
    if (arrange->step == ARRANGE_UNDO) {
        memmove(&arrange->steps[0], &arrange->steps[1],
                (ARRANGE_UNDO - 1) * sizeof arrange->steps[0]);
        arrange->step--;
    }
    arrange->steps[arrange->step++] = *before;
    arrange->step_count = arrange->step;
}

bool arrange_can_undo(const SetupArrange *arrange)
{
    return arrange->step > 0 && arrange->drag == ARRANGE_STILL;
}

bool arrange_can_redo(const SetupArrange *arrange)
{
    return arrange->step < arrange->step_count && arrange->drag == ARRANGE_STILL;
}

/* The number of pupils is not what is undone: who came or went since stays so. */
static void go_to(SetupArrange *arrange, SetupForm *form, int32_t step)
{
    int32_t count = form->places.seating.count;
    arrange->steps[arrange->step] = form->places;
    arrange->step = step;
    form->places = arrange->steps[step];
    if (form->places.seating.count != count) {
        form->places.by_hand = true;
        setup_form_set_count(form, count);
    }
    memset(arrange->marked, 0, sizeof arrange->marked);
}

void arrange_undo(SetupArrange *arrange, SetupForm *form)
{
    if (arrange_can_undo(arrange))
        go_to(arrange, form, arrange->step - 1);
}

void arrange_redo(SetupArrange *arrange, SetupForm *form)
{
    if (arrange_can_redo(arrange))
        go_to(arrange, form, arrange->step + 1);
}

/* ---- who is chosen ---- */

int32_t arrange_marked_count(const SetupArrange *arrange, const SetupForm *form)
{
    int32_t count = 0;
    for (int32_t i = 0; i < form->places.seating.count; i++)
        count += arrange->marked[i];
    return count;
}

int32_t arrange_marked_group(const SetupArrange *arrange, const SetupForm *form)
{
    const Seating *s = &form->places.seating;
    int32_t group = SEATING_NO_GROUP;
    for (int32_t i = 0; i < s->count && group == SEATING_NO_GROUP; i++)
        if (arrange->marked[i])
            group = s->seats[i].group;
    for (int32_t i = 0; i < s->count; i++)
        if (arrange->marked[i] != (s->seats[i].group == group))
            return SEATING_NO_GROUP;
    return group;
}

void arrange_mark_whole_groups(SetupArrange *arrange, const SetupForm *form)
{
    const Seating *s = &form->places.seating;
    bool wanted[SEATING_MAX_GROUPS] = {false};
    for (int32_t i = 0; i < s->count; i++)
        if (arrange->marked[i] && s->seats[i].group != SEATING_NO_GROUP)
            wanted[s->seats[i].group] = true;
    for (int32_t i = 0; i < s->count; i++)
        if (s->seats[i].group != SEATING_NO_GROUP && wanted[s->seats[i].group])
            arrange->marked[i] = true;
}

/* ---- dragging ---- */

static float on_chart(float place, float least, float most)
{
    return fminf(fmaxf(place, least), most);
}

static void begin(SetupArrange *arrange, const SetupForm *form, uint32_t id, ArrangeDrag kind,
                  int32_t index, bool whole)
{
    const Seating *s = &form->places.seating;
    arrange->drag = kind;
    arrange->drag_id = id;
    arrange->dragged = index;
    arrange->before = form->places;
    for (int32_t i = 0; i < s->count && kind == ARRANGE_SEATS; i++) {
        bool of_table = whole && s->seats[i].group == s->seats[index].group;
        bool chosen = arrange->marked[index] && arrange->marked[i] && !whole;
        arrange->moves[i] = i == index || of_table || chosen;
    }
}

/* In line with a seat that stays, when it is nearly so. */
static void snap(SetupArrange *arrange, const ArrangeMap *map, float *dx, float *dy)
{
    const Seating *s = &arrange->before.seating;
    const Seat *seat = &s->seats[arrange->dragged];
    float best_x = ARRANGE_SNAP, best_y = ARRANGE_SNAP;
    float x = seat->x + *dx, y = seat->y + *dy, snapped_x = x, snapped_y = y;
    arrange->guide_x = arrange->guide_y = false;
    for (int32_t i = 0; i < s->count; i++) {
        if (arrange->moves[i])
            continue;
        float off_x = fabsf(arrange_x(map, s->seats[i].x) - arrange_x(map, x));
        float off_y = fabsf(arrange_y(map, s->seats[i].y) - arrange_y(map, y));
        if (off_x <= best_x) {
            best_x = off_x;
            snapped_x = s->seats[i].x;
            arrange->guide_x = true;
        }
        if (off_y <= best_y) {
            best_y = off_y;
            snapped_y = s->seats[i].y;
            arrange->guide_y = true;
        }
    }
    *dx = snapped_x - seat->x;
    *dy = snapped_y - seat->y;
}

/* As far as everybody who moves stays on the chart. */
static void move_seats(SetupArrange *arrange, SetupForm *form, float dx, float dy)
{
    const Seating *before = &arrange->before.seating;
    for (int32_t i = 0; i < before->count; i++) {
        if (!arrange->moves[i])
            continue;
        dx = on_chart(before->seats[i].x + dx, 0.05F, 0.95F) - before->seats[i].x;
        dy = on_chart(before->seats[i].y + dy, 0.06F, 0.92F) - before->seats[i].y;
    }
    for (int32_t i = 0; i < before->count; i++) {
        if (!arrange->moves[i])
            continue;
        form->places.seating.seats[i].x = before->seats[i].x + dx;
        form->places.seating.seats[i].y = before->seats[i].y + dy;
    }
}

/* The board hangs on the wall that is nearest. */
static void move_board(FormPlaces *places, float x, float y)
{
    static const float SIDE = 0.035F, TOP = 0.012F, BOTTOM = 0.945F;
    float left = x, right = 1 - x, top = y, bottom = 1 - y;
    float least = fminf(fminf(left, right), fminf(top, bottom));
    places->board_x = on_chart(x, 0.15F, 0.85F);
    places->board_y = on_chart(y, 0.15F, 0.82F);
    if (least == top || least == bottom)
        places->board_y = least == top ? TOP : BOTTOM;
    else
        places->board_x = least == left ? SIDE : 1 - SIDE;
    if (fabsf(places->board_x - 0.5F) < 0.03F)
        places->board_x = 0.5F;
    if (fabsf(places->board_y - 0.5F) < 0.03F)
        places->board_y = 0.5F;
}

static void follow(SetupArrange *arrange, SetupForm *form, const ArrangeMap *map,
                   const UiTouch *touch)
{
    FormPlaces *places = &form->places;
    const FormPlaces *before = &arrange->before;
    float dx = chart_dx(map, touch->x - touch->from_x);
    float dy = chart_dy(map, touch->y - touch->from_y);
    int32_t i = arrange->dragged;
    switch (arrange->drag) {
    case ARRANGE_SEATS:
        snap(arrange, map, &dx, &dy);
        move_seats(arrange, form, dx, dy);
        break;
    case ARRANGE_ADULT:
        places->adult_x[i] = on_chart(before->adult_x[i] + dx, 0.05F, 0.95F);
        places->adult_y[i] = on_chart(before->adult_y[i] + dy, 0.06F, 0.92F);
        break;
    case ARRANGE_BOARD:
        move_board(places, before->board_x + dx, before->board_y + dy);
        break;
    default:
        break;
    }
}

/* ---- dropping ---- */

/* On another pupil's seat: the two change places, and tables. */
static bool swap_seats(SetupArrange *arrange, SetupForm *form, const ArrangeMap *map)
{
    Seating *s = &form->places.seating;
    int32_t i = arrange->dragged;
    for (int32_t k = 0; k < s->count; k++) {
        if (k == i || apart(map, &s->seats[i], &s->seats[k]) > map->radius * 0.9F)
            continue;
        const Seat *was = &arrange->before.seating.seats[i];
        Seat *a = &s->seats[i], *b = &s->seats[k];
        int32_t group = b->group;
        a->x = b->x;
        a->y = b->y;
        b->x = was->x;
        b->y = was->y;
        b->group = was->group;
        a->group = group;
        return true;
    }
    return false;
}

/* Too near others: it gives way until it is clear of them, or has tried enough. */
static void give_way(SetupForm *form, const ArrangeMap *map, int32_t i)
{
    enum { TRIES = 24 };
    Seating *s = &form->places.seating;
    float clear = map->radius / 0.46F;
    for (int tries = 0; tries < TRIES; tries++) {
        int32_t nearest = -1;
        float least = clear - 0.5F;
        for (int32_t k = 0; k < s->count; k++) {
            float far = k == i ? clear : apart(map, &s->seats[i], &s->seats[k]);
            if (far < least) {
                least = far;
                nearest = k;
            }
        }
        if (nearest < 0)
            return;
        float dx = arrange_x(map, s->seats[i].x) - arrange_x(map, s->seats[nearest].x);
        float dy = arrange_y(map, s->seats[i].y) - arrange_y(map, s->seats[nearest].y);
        float far = hypotf(dx, dy);
        dx = far > 0.01F ? dx / far : 1;
        dy = far > 0.01F ? dy / far : 0;
        s->seats[i].x =
            on_chart(s->seats[i].x + chart_dx(map, dx * (clear - least + 1)), 0.05F, 0.95F);
        s->seats[i].y =
            on_chart(s->seats[i].y + chart_dy(map, dy * (clear - least + 1)), 0.06F, 0.92F);
    }
}

static void settle(SetupArrange *arrange, SetupForm *form, const ArrangeMap *map)
{
    int32_t moved = 0;
    for (int32_t i = 0; i < form->places.seating.count; i++)
        moved += arrange->moves[i];
    /* Seats shrank while one stood on another: measured as it was before. */
    ArrangeMap was = arrange_map(&arrange->before, map->r, 40);
    if (moved == 1 && !swap_seats(arrange, form, &was))
        give_way(form, &was, arrange->dragged);
}

static void drop(SetupArrange *arrange, SetupForm *form, const ArrangeMap *map)
{
    if (arrange->drag == ARRANGE_SEATS)
        settle(arrange, form, map);
    form->places.by_hand |= arrange->drag == ARRANGE_SEATS;
    arrange_note(arrange, &arrange->before);
    arrange->drag = ARRANGE_STILL;
    memset(arrange->moves, 0, sizeof arrange->moves);
}

static void give_up(SetupArrange *arrange, SetupForm *form)
{
    if (arrange->drag != ARRANGE_LASSO)
        form->places = arrange->before;
    arrange->drag = ARRANGE_STILL;
    arrange->path_count = 0;
    memset(arrange->moves, 0, sizeof arrange->moves);
}

bool arrange_touch(SetupArrange *arrange, SetupForm *form, const ArrangeMap *map, uint32_t id,
                   ArrangeDrag kind, int32_t index, bool whole, const UiTouch *touch)
{
    bool ours = arrange->drag == kind && arrange->drag_id == id;
    if (touch->gesture == UI_GESTURE_DRAG && arrange->drag == ARRANGE_STILL) {
        begin(arrange, form, id, kind, index, whole);
        ours = true;
    }
    if (!ours)
        return false;
    switch (touch->gesture) {
    case UI_GESTURE_DRAG:
        follow(arrange, form, map, touch);
        break;
    case UI_GESTURE_DROP:
        follow(arrange, form, map, touch);
        drop(arrange, form, map);
        break;
    case UI_GESTURE_CANCEL:
        give_up(arrange, form);
        break;
    default:
        break;
    }
    return true;
}

void arrange_check(SetupArrange *arrange, SetupForm *form, const Ui *ui, bool movable)
{
    bool there = ui_is_down(ui, arrange->drag_id) || ui->step_id == arrange->drag_id;
    if (arrange->drag != ARRANGE_STILL && !(movable && there))
        give_up(arrange, form);
}

/* ---- the lasso ---- */

/* Is the point inside the closed path? (crossings of a ray) */
static bool is_inside(const ArrangePoint *path, int32_t count, float x, float y)
{
    bool inside = false;
    for (int32_t i = 0, k = count - 1; i < count; k = i++) {
        const ArrangePoint *a = &path[i], *b = &path[k];
        if ((a->y > y) != (b->y > y) && x < (b->x - a->x) * (y - a->y) / (b->y - a->y) + a->x)
            inside = !inside;
    }
    return inside;
}

static void add_point(SetupArrange *arrange, float x, float y)
{
    static const float STEP = 4;
    ArrangePoint *path = arrange->path;
    int32_t n = arrange->path_count;
    if (n > 0 && hypotf(x - path[n - 1].x, y - path[n - 1].y) < STEP)
        return;
    if (n == ARRANGE_PATH) { /* every other point is enough of a long way */
        n = ARRANGE_PATH / 2;
        for (int32_t i = 0, from = 0; i < n; i++, from += 2)
            path[i] = path[from];
    }
    path[n] = (ArrangePoint){x, y};
    arrange->path_count = n + 1;
}

bool arrange_lasso(SetupArrange *arrange, const SetupForm *form, const ArrangeMap *map, uint32_t id,
                   const UiTouch *touch)
{
    const Seating *s = &form->places.seating;
    bool moves = touch->gesture == UI_GESTURE_DRAG || touch->gesture == UI_GESTURE_DROP;
    if (arrange->drag == ARRANGE_STILL && touch->gesture == UI_GESTURE_DRAG) {
        arrange->drag = ARRANGE_LASSO;
        arrange->drag_id = id;
        arrange->path_count = 0;
        add_point(arrange, touch->from_x, touch->from_y);
    }
    if (arrange->drag != ARRANGE_LASSO)
        return false;
    if (moves)
        add_point(arrange, touch->x, touch->y);
    if (touch->gesture != UI_GESTURE_DROP && touch->gesture != UI_GESTURE_CANCEL)
        return false;
    for (int32_t i = 0; i < s->count && touch->gesture == UI_GESTURE_DROP; i++)
        arrange->marked[i] =
            is_inside(arrange->path, arrange->path_count, arrange_x(map, s->seats[i].x),
                      arrange_y(map, s->seats[i].y));
    arrange->drag = ARRANGE_STILL;
    arrange->path_count = 0;
    return touch->gesture == UI_GESTURE_DROP;
}

/* ---- keys ---- */

void arrange_nudge(SetupArrange *arrange, SetupForm *form, const ArrangeMap *map, int32_t seat,
                   float dx, float dy)
{
    if (arrange->drag != ARRANGE_STILL)
        return;
    begin(arrange, form, 0, ARRANGE_SEATS, seat, false);
    move_seats(arrange, form, chart_dx(map, dx), chart_dy(map, dy));
    drop(arrange, form, map);
}
