#include "recorder/screen/part/ink_pad.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const size_t PAD_LIMIT = (size_t)64 << 20;
static const float WIDTH = 3;      /* points, of a finger whose pressure is not known */
static const float THINNEST = 1.5; /* however small the drawing is shown */

InkPad *ink_pad_create(Err *err)
{
    InkPad *pad = calloc(1, sizeof *pad);
    if (!pad) {
        err_set(err, ERR_SYSTEM, "there is no memory left for ink");
        return NULL;
    }
    arena_init(&pad->arena, PAD_LIMIT);
    ink_pad_begin(pad);
    return pad;
}

void ink_pad_destroy(InkPad *pad)
{
    if (!pad)
        return;
    arena_deinit(&pad->arena);
    free(pad);
}

void ink_pad_begin(InkPad *pad)
{
    arena_reset(&pad->arena, (ArenaMark){0});
    pad->strokes = NULL;
    pad->ids = NULL;
    pad->stroke_count = pad->point_count = 0;
    pad->seen_action = -1;
    pad->begun = pad->lost = false;
    pad->subject = pad->near = SUBJECT_NONE;
    pad->start_ms = 0;
    pad->pen = pad->rest = (InkContact){.down = false};
}

/* ---- writing ---- */

static bool inside(UiRect r, float x, float y)
{
    return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

static int32_t units(float points)
{
    float value = roundf(points * INK_UNITS);
    return (int32_t)fminf(fmaxf(value, -INK_MAX_SIDE), 2.0F * INK_MAX_SIDE);
}

/* Where the finger of this step is; when, put_point() says. */
static InkPoint point_of(const UiInput *in, InkView view)
{
    return (InkPoint){.x = units((in->x - view.x) / view.scale),
                      .y = units((in->y - view.y) / view.scale),
                      .pressure = in->pressure > 0
                                      ? (uint8_t)fmaxf(roundf(in->pressure * UINT8_MAX), 1)
                                      : INK_NO_PRESSURE};
}

static int32_t within_a_day(int64_t ms)
{
    return ms < 0 ? 0 : ms > INK_MAX_MS ? INK_MAX_MS : (int32_t)ms;
}

static void put_point(InkPad *pad, InkPoint p, int64_t at_ms)
{
    const InkPoint *last = pad->point_count > 0 ? &pad->points[pad->point_count - 1] : NULL;
    if (last && last->x == p.x && last->y == p.y)
        return;
    if (!last)
        pad->stroke_ms = at_ms;
    p.ms = within_a_day(at_ms - pad->stroke_ms);
    if (last && p.ms < last->ms)
        p.ms = last->ms;
    if (pad->point_count < INK_MAX_POINTS)
        pad->points[pad->point_count++] = p;
}

static void land(InkPad *pad, InkContact *contact)
{
    pad->pen = *contact;
    pad->point_count = 0;
    put_point(pad, contact->landed, contact->landed_ms);
}

/* A device that has no pressure says the same all the time. */
static bool is_constant(const InkPad *pad)
{
    for (int32_t i = 1; i < pad->point_count; i++)
        if (pad->points[i].pressure != pad->points[0].pressure)
            return false;
    return true;
}

/* Points in the record count from the drawing's start. */
static bool finish(InkPad *pad, int64_t zero_ms)
{
    if (pad->point_count == 0)
        return false;
    int64_t stroke_ms = pad->stroke_ms > zero_ms ? pad->stroke_ms - zero_ms : 0;
    if (!pad->begun || pad->stroke_count == 0)
        pad->start_ms = stroke_ms;
    pad->begun = true;
    bool constant = is_constant(pad);
    for (int32_t i = 0; i < pad->point_count; i++) {
        pad->points[i].ms = within_a_day(stroke_ms - pad->start_ms + pad->points[i].ms);
        if (constant)
            pad->points[i].pressure = INK_NO_PRESSURE;
    }
    pad->stroke = (Attachment){.kind = ATTACHMENT_INK,
                               .ink = {.ground = pad->ground,
                                       .width = pad->width,
                                       .height = pad->height,
                                       .points = pad->points,
                                       .point_count = pad->point_count}};
    pad->point_count = 0;
    return true;
}

static bool has_moved(const InkContact *contact, const UiInput *in)
{
    return hypotf(in->x - contact->from_x, in->y - contact->from_y) > UI_DRAG_SLOP;
}

/* A new contact: it writes, unless another one is writing. */
static bool touch_down(InkPad *pad, const UiInput *in, InkPoint p, int64_t zero_ms)
{
    InkContact contact = {.down = true,
                          .finger = in->finger,
                          .landed_ms = in->at_ms,
                          .heard_ms = in->at_ms,
                          .from_x = in->x,
                          .from_y = in->y,
                          .landed = p};
    bool lost = pad->pen.down &&
                (pad->pen.finger == in->finger || in->at_ms - pad->pen.heard_ms > UI_LOST_MS);
    if (lost) { /* its lift never came */
        bool done = finish(pad, zero_ms);
        pad->pen.down = false;
        if (done) {
            pad->rest = contact; /* writes with its next move */
            return true;
        }
    }
    if (pad->pen.down && pad->pen.moved)
        return false;
    if (pad->pen.down)
        pad->rest = pad->pen;
    land(pad, &contact);
    return false;
}

static bool touch_move(InkPad *pad, const UiInput *in, InkPoint p, int64_t zero_ms)
{
    InkContact *pen = &pad->pen, *rest = &pad->rest;
    if (rest->down && rest->finger == in->finger && !(pen->down && pen->moved) &&
        has_moved(rest, in)) { /* it was the one after all */
        InkContact swap = *rest;
        *rest = *pen;
        land(pad, &swap);
    }
    if (!pen->down || pen->finger != in->finger)
        return false;
    pen->heard_ms = in->at_ms;
    pen->moved = pen->moved || has_moved(pen, in);
    put_point(pad, p, in->at_ms);
    if (pad->point_count < INK_MAX_POINTS)
        return false;
    pen->landed = p;
    pen->landed_ms = in->at_ms;
    pen->from_x = in->x;
    pen->from_y = in->y;
    return finish(pad, zero_ms);
}

static bool touch_up(InkPad *pad, const UiInput *in, InkPoint p, int64_t zero_ms)
{
    if (pad->rest.down && pad->rest.finger == in->finger)
        pad->rest.down = false;
    if (!pad->pen.down || pad->pen.finger != in->finger)
        return false;
    pad->pen.down = false;
    if (in->kind == UI_INPUT_UP)
        put_point(pad, p, in->at_ms);
    return finish(pad, zero_ms);
}

bool ink_pad_lift(InkPad *pad, int64_t zero_ms)
{
    bool writes = pad->pen.down;
    pad->pen.down = pad->rest.down = false;
    return writes && finish(pad, zero_ms);
}

/* A second finger on one target has none of its own. */
static bool is_meant(const Ui *ui, uint32_t id, UiRect area)
{
    for (int32_t i = 0; i < ui->finger_count; i++)
        if (ui->fingers[i].finger == ui->in.finger && ui->fingers[i].down &&
            ui->fingers[i].id != 0 && ui->fingers[i].id != id)
            return false;
    return inside(area, ui->in.x, ui->in.y);
}

bool ink_pad_write(InkPad *pad, const Ui *ui, uint32_t id, UiRect area, InkView view,
                   int64_t zero_ms)
{
    const UiInput *in = &ui->in;
    InkPoint p = point_of(in, view);
    if (pad->pen.down && pad->point_count == 0) /* a long line goes on */
        put_point(pad, pad->pen.landed, pad->pen.landed_ms);
    switch (in->kind) {
    case UI_INPUT_DOWN:
        return is_meant(ui, id, area) && touch_down(pad, in, p, zero_ms);
    case UI_INPUT_MOVE:
        return touch_move(pad, in, p, zero_ms);
    case UI_INPUT_UP:
    case UI_INPUT_CANCEL:
        return touch_up(pad, in, p, zero_ms);
    default:
        return false;
    }
}

/* ---- the drawing in the record ---- */

/* Room for all strokes a drawing may have, once. */
static bool make_room(InkPad *pad)
{
    if (pad->strokes)
        return true;
    pad->strokes = ARENA_PUSH(&pad->arena, Ink, INK_MAX_STROKES);
    pad->ids = ARENA_PUSH(&pad->arena, Uuid, INK_MAX_STROKES);
    return pad->strokes && pad->ids;
}

static bool is_of(const InkPad *pad, const ObsEvent *e, int32_t code)
{
    return !e->voided && e->code == code && e->subject == pad->subject &&
           e->start_ms == pad->start_ms;
}

/* How many of the strokes at hand are still the drawing's first ones; those behind
 * them were taken back, or others came between. */
static int32_t still_there(const InkPad *pad, const ObsEvent *events, size_t count, int32_t code)
{
    int32_t same = 0;
    for (size_t i = 0; i < count && same < pad->stroke_count; i++) {
        if (!is_of(pad, &events[i], code))
            continue;
        if (uuid_compare(events[i].id, pad->ids[same]) != 0)
            break;
        same++;
    }
    return same;
}

/* The drawing was moved in time, its first stroke says whereto: what is written from now
 * on still belongs to it. */
static void follow(InkPad *pad, const Session *session)
{
    const ObsEvent *first = pad->stroke_count > 0 ? session_find_event(session, pad->ids[0]) : NULL;
    if (first && !first->voided)
        pad->start_ms = first->start_ms;
}

void ink_pad_look(InkPad *pad, const Session *session, AttachmentSource *source, int32_t code)
{
    int64_t action = session_action_count(session);
    if (action == pad->seen_action)
        return;
    pad->seen_action = action;
    pad->lost = false;
    if (!pad->begun || !make_room(pad))
        return;
    follow(pad, session);
    size_t count;
    const ObsEvent *events = session_events(session, &count);
    int32_t kept = still_there(pad, events, count, code), seen = 0;
    pad->stroke_count = kept;
    for (size_t i = 0; i < count && pad->stroke_count < INK_MAX_STROKES; i++) {
        if (!is_of(pad, &events[i], code) || seen++ < kept)
            continue;
        Attachment read;
        Err err = {0};
        if (!source->read(source, events[i].id, &pad->arena, &read, &err) ||
            read.kind != ATTACHMENT_INK) {
            pad->lost = true;
            continue;
        }
        pad->ids[pad->stroke_count] = events[i].id;
        pad->strokes[pad->stroke_count++] = read.ink;
    }
}

/* ---- on the screen ---- */

/* Collects points of a line and hands them on in pieces. */
typedef struct Brush {
    Ui *ui;
    ThemeColor color;
    float xyw[3 * UI_MAX_BRUSH];
    int32_t count;
} Brush;

static void put(Brush *brush, float x, float y, float width)
{
    float *to = brush->xyw + 3 * (ptrdiff_t)brush->count++;
    to[0] = x;
    to[1] = y;
    to[2] = width;
    if (brush->count < UI_MAX_BRUSH)
        return;
    ui_brush(brush->ui, brush->xyw, brush->count, brush->color);
    brush->xyw[0] = x;
    brush->xyw[1] = y;
    brush->xyw[2] = width;
    brush->count = 1;
}

typedef struct Spot {
    float x, y, width;
} Spot;

static Spot spot_of(const InkPoint *p, InkView view, bool pressed)
{
    float share = pressed ? 0.55F + 0.9F * (float)p->pressure / UINT8_MAX : 1;
    return (Spot){view.x + (float)p->x / INK_UNITS * view.scale,
                  view.y + (float)p->y / INK_UNITS * view.scale,
                  fmaxf(WIDTH * view.scale * share, THINNEST)};
}

static Spot between(Spot a, Spot b)
{
    return (Spot){(a.x + b.x) / 2, (a.y + b.y) / 2, (a.width + b.width) / 2};
}

/* The parabola from a to b whose sides meet in c: through the middles between the
 * points, so that the line has no corners (Chaikin). */
static void put_bend(Brush *brush, Spot a, Spot c, Spot b)
{
    enum { MOST = 6 };
    float length = hypotf(c.x - a.x, c.y - a.y) + hypotf(b.x - c.x, b.y - c.y);
    int32_t pieces = (int32_t)fminf(fmaxf(ceilf(length / 4), 1), MOST);
    for (int32_t i = 1; i <= pieces; i++) {
        float t = (float)i / (float)pieces, u = 1 - t;
        put(brush, u * u * a.x + 2 * u * t * c.x + t * t * b.x,
            u * u * a.y + 2 * u * t * c.y + t * t * b.y,
            u * u * a.width + 2 * u * t * c.width + t * t * b.width);
    }
}

void ink_draw(Ui *ui, const Ink *ink, InkView view, ThemeColor color)
{
    if (ink->point_count < 1)
        return;
    bool pressed = false;
    for (int32_t i = 1; i < ink->point_count && !pressed; i++)
        pressed = ink->points[i].pressure != ink->points[0].pressure;
    Brush brush = {.ui = ui, .color = color};
    Spot last = spot_of(&ink->points[0], view, pressed), from = last;
    put(&brush, last.x, last.y, last.width);
    for (int32_t i = 1; i < ink->point_count; i++) {
        Spot next = spot_of(&ink->points[i], view, pressed), middle = between(last, next);
        put_bend(&brush, from, last, middle);
        from = middle;
        last = next;
    }
    if (ink->point_count > 1)
        put(&brush, last.x, last.y, last.width);
    ui_brush(ui, brush.xyw, brush.count, color);
}

void ink_pad_draw(const InkPad *pad, Ui *ui, InkView view, ThemeColor color)
{
    for (int32_t i = 0; i < pad->stroke_count; i++)
        ink_draw(ui, &pad->strokes[i], view, color);
    const Ink now = {.points = pad->points, .point_count = pad->point_count};
    if (pad->pen.down)
        ink_draw(ui, &now, view, color);
}
