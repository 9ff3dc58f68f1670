#include "recorder/ui/paint_shape.h"

#include <math.h>
#include <string.h>

static const float PI = 3.14159265359F;

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static float unit(float value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

static float coverage_at(float distance)
{
    return unit(0.5F - distance);
}

PaintRect paint_rect_meet(PaintRect a, PaintRect b)
{
    int32_t x = most(a.x, b.x);
    int32_t y = most(a.y, b.y);
    int32_t w = least(a.x + a.w, b.x + b.w) - x;
    int32_t h = least(a.y + a.h, b.y + b.h) - y;
    return w > 0 && h > 0 ? (PaintRect){x, y, w, h} : (PaintRect){x, y, 0, 0};
}

/* ---- mixing ---- */

/* Two channels at a time; exact division by 255, rounded. */
static uint32_t mix(uint32_t under, uint32_t rgb, uint32_t alpha)
{
    uint32_t rest = 255 - alpha;
    uint32_t rb = (rgb & 0xFF00FF) * alpha + (under & 0xFF00FF) * rest + 0x800080;
    uint32_t g = ((rgb >> 8) & 0xFF) * alpha + ((under >> 8) & 0xFF) * rest + 0x80;
    rb = ((rb + ((rb >> 8) & 0xFF00FF)) >> 8) & 0xFF00FF;
    g = ((g + (g >> 8)) >> 8) & 0xFF;
    return 0xFF000000 | rb | g << 8;
}

static uint32_t scaled(uint32_t coverage, uint32_t alpha)
{
    uint32_t product = coverage * alpha + 0x80;
    return (product + (product >> 8)) >> 8;
}

static void put(const Ink *ink, uint32_t *pixel, uint32_t coverage)
{
    uint32_t alpha = scaled(coverage, ink->alpha);
    if (alpha == 255)
        *pixel = 0xFF000000 | ink->rgb;
    else if (alpha > 0)
        *pixel = mix(*pixel, ink->rgb, alpha);
}

/* x0 .. x1 of a row with one coverage (0..1). */
static void span(const Ink *ink, int32_t y, int32_t x0, int32_t x1, float coverage)
{
    x0 = most(x0, ink->clip.x);
    x1 = least(x1, ink->clip.x + ink->clip.w);
    uint32_t alpha = scaled((uint32_t)lrintf(coverage * 255), ink->alpha);
    uint32_t *pixel = ink->pixels + (ptrdiff_t)y * ink->pitch;
    if (alpha == 255) {
        uint32_t solid = 0xFF000000 | ink->rgb;
        for (int32_t x = x0; x < x1; x++)
            pixel[x] = solid;
        return;
    }
    if (alpha == 0)
        return;
    for (int32_t x = x0; x < x1; x++)
        pixel[x] = mix(pixel[x], ink->rgb, alpha);
}

void ink_mask(const Ink *ink, const PaintMask *mask, int32_t x, int32_t y)
{
    PaintRect r = paint_rect_meet(ink->clip, (PaintRect){x, y, mask->width, mask->height});
    for (int32_t row = r.y; row < r.y + r.h; row++) {
        const uint8_t *from = mask->coverage + (ptrdiff_t)(row - y) * mask->pitch;
        uint32_t *to = ink->pixels + (ptrdiff_t)row * ink->pitch;
        for (int32_t column = r.x; column < r.x + r.w; column++)
            if (from[column - x])
                put(ink, &to[column], from[column - x]);
    }
}

void ink_picture(const Ink *ink, const uint32_t *pixels, int32_t pitch, PaintRect at)
{
    PaintRect r = paint_rect_meet(ink->clip, at);
    for (int32_t y = r.y; y < r.y + r.h; y++)
        memcpy(ink->pixels + (ptrdiff_t)y * ink->pitch + r.x,
               pixels + (ptrdiff_t)(y - at.y) * pitch + (r.x - at.x), (size_t)r.w * sizeof *pixels);
}

/* ---- boxes ---- */

static float box_distance(const ShapeBox *b, float x, float y)
{
    float qx = fmaxf(b->x0 + b->radius - x, x - (b->x1 - b->radius));
    float qy = fmaxf(b->y0 + b->radius - y, y - (b->y1 - b->radius));
    if (qx > 0 && qy > 0)
        return sqrtf(qx * qx + qy * qy) - b->radius;
    return fmaxf(qx, qy) - b->radius;
}

/* How a box lies in the row of pixels y: covered from out0 to out1, and evenly
 * (by middle) from in0 to in1; in between pixel by pixel. */
typedef struct BoxRow {
    float middle;
    int32_t out0, in0, in1, out1;
} BoxRow;

static float chord(float radius, float dy)
{
    return sqrtf(fmaxf(radius * radius - dy * dy, 0));
}

static bool box_row(const ShapeBox *b, int32_t y, BoxRow *ret_row)
{
    float yc = (float)y + 0.5F;
    float r = b->radius;
    float middle = coverage_at(fmaxf(b->y0 - yc, yc - b->y1));
    if (middle <= 0 || b->x1 <= b->x0)
        return false;
    float dy = fmaxf(fmaxf(b->y0 + r - yc, yc - (b->y1 - r)), 0);
    float out = dy > 0 ? r - chord(r + 0.5F, dy) : -0.5F;
    float in = dy > 0 ? r - chord(r - 0.5F, dy) : 0.5F;
    if (dy > 0 && dy > r - 0.5F)
        in = r;
    *ret_row = (BoxRow){
        .middle = middle,
        .out0 = (int32_t)floorf(b->x0 + out - 0.5F),
        .in0 = (int32_t)ceilf(b->x0 + in),
        .in1 = (int32_t)floorf(b->x1 - in),
        .out1 = (int32_t)ceilf(b->x1 - out + 0.5F),
    };
    if (ret_row->in1 < ret_row->in0)
        ret_row->in0 = ret_row->in1 = ret_row->out1;
    return true;
}

static void box_pixels(const Ink *ink, const ShapeBox *b, int32_t y, int32_t x0, int32_t x1)
{
    x0 = most(x0, ink->clip.x);
    x1 = least(x1, ink->clip.x + ink->clip.w);
    uint32_t *pixel = ink->pixels + (ptrdiff_t)y * ink->pitch;
    for (int32_t x = x0; x < x1; x++) {
        float c = coverage_at(box_distance(b, (float)x + 0.5F, (float)y + 0.5F));
        put(ink, &pixel[x], (uint32_t)lrintf(c * 255));
    }
}

void ink_box(const Ink *ink, ShapeBox box)
{
    int32_t y0 = most((int32_t)floorf(box.y0 - 0.5F), ink->clip.y);
    int32_t y1 = least((int32_t)ceilf(box.y1 + 0.5F), ink->clip.y + ink->clip.h);
    for (int32_t y = y0; y < y1; y++) {
        BoxRow row;
        if (!box_row(&box, y, &row))
            continue;
        box_pixels(ink, &box, y, row.out0, row.in0);
        span(ink, y, row.in0, row.in1, row.middle);
        box_pixels(ink, &box, y, row.in1, row.out1);
    }
}

/* ---- frames ---- */

typedef struct Dashes {
    float period, on; /* on 0: no dashes */
    float side_x, side_y, corner;
} Dashes;

typedef struct Frame {
    ShapeBox outer, inner;
    Dashes dashes;
} Frame;

static Dashes dashes_of(const ShapeBox *outer, float width, float on, float gap)
{
    Dashes d = {
        .side_x = outer->x1 - outer->x0 - 2 * outer->radius,
        .side_y = outer->y1 - outer->y0 - 2 * outer->radius,
        .corner = fmaxf(outer->radius - width / 2, 0) * PI / 2,
    };
    float length = 2 * (d.side_x + d.side_y) + 4 * d.corner;
    float count = fmaxf(roundf(length / (on + gap)), 1);
    d.period = length / count;
    d.on = on > 0 ? d.period * on / (on + gap) : 0;
    return d;
}

/* How far around the frame a pixel lies, clockwise from the left end of the top
 * side. */
static float way_around(const Frame *f, float x, float y)
{
    const ShapeBox *b = &f->outer;
    const Dashes *d = &f->dashes;
    float r = b->radius;
    float left = b->x0 + r;
    float right = b->x1 - r;
    float top = b->y0 + r;
    float bottom = b->y1 - r;
    float quarter = d->corner / (PI / 2); /* pixels a radian */
    if (y < top && x > right)
        return d->side_x + quarter * atan2f(x - right, top - y);
    if (y > bottom && x > right)
        return d->side_x + d->corner + d->side_y + quarter * atan2f(y - bottom, x - right);
    if (y > bottom && x < left)
        return 2 * d->side_x + 2 * d->corner + d->side_y + quarter * atan2f(left - x, y - bottom);
    if (y < top && x < left)
        return 2 * (d->side_x + d->side_y) + 3 * d->corner + quarter * atan2f(top - y, left - x);
    float nearest = fminf(fminf(y - b->y0, b->y1 - y), fminf(x - b->x0, b->x1 - x));
    if (nearest == y - b->y0)
        return x - left;
    if (nearest == b->x1 - x)
        return d->side_x + d->corner + (y - top);
    if (nearest == b->y1 - y)
        return d->side_x + 2 * d->corner + d->side_y + (right - x);
    return 2 * d->side_x + 3 * d->corner + d->side_y + (bottom - y);
}

static float dash_coverage(const Frame *f, float x, float y)
{
    const Dashes *d = &f->dashes;
    float half = d->period / 2;
    float at = fmodf(way_around(f, x, y) - d->on / 2 + half, d->period);
    if (at < 0)
        at += d->period;
    return unit(d->on / 2 - fabsf(at - half) + 0.5F);
}

static void frame_pixels(const Ink *ink, const Frame *f, int32_t y, int32_t x0, int32_t x1)
{
    x0 = most(x0, ink->clip.x);
    x1 = least(x1, ink->clip.x + ink->clip.w);
    uint32_t *pixel = ink->pixels + (ptrdiff_t)y * ink->pitch;
    float yc = (float)y + 0.5F;
    for (int32_t x = x0; x < x1; x++) {
        float xc = (float)x + 0.5F;
        float c = coverage_at(box_distance(&f->outer, xc, yc)) -
                  coverage_at(box_distance(&f->inner, xc, yc));
        if (c <= 0)
            continue;
        if (f->dashes.on > 0)
            c *= dash_coverage(f, xc, yc);
        put(ink, &pixel[x], (uint32_t)lrintf(c * 255));
    }
}

void ink_frame(const Ink *ink, ShapeBox box, float width, float on, float gap)
{
    width = fmaxf(width, 1);
    if (2 * width >= fminf(box.x1 - box.x0, box.y1 - box.y0)) {
        ink_box(ink, box);
        return;
    }
    Frame f = {.outer = box,
               .inner = {box.x0 + width, box.y0 + width, box.x1 - width, box.y1 - width,
                         fmaxf(box.radius - width, 0)},
               .dashes = dashes_of(&box, width, on, gap)};
    int32_t y0 = most((int32_t)floorf(box.y0 - 0.5F), ink->clip.y);
    int32_t y1 = least((int32_t)ceilf(box.y1 + 0.5F), ink->clip.y + ink->clip.h);
    for (int32_t y = y0; y < y1; y++) {
        BoxRow outer;
        BoxRow inner;
        if (!box_row(&f.outer, y, &outer))
            continue;
        bool hole = box_row(&f.inner, y, &inner) && inner.middle >= 1;
        frame_pixels(ink, &f, y, outer.out0, hole ? inner.in0 : outer.out1);
        if (hole)
            frame_pixels(ink, &f, y, inner.in1, outer.out1);
    }
}

/* ---- lines ---- */

static float line_distance(const ShapeLine *l, float x, float y)
{
    float dx = l->x1 - l->x0;
    float dy = l->y1 - l->y0;
    float length2 = dx * dx + dy * dy;
    float t = length2 > 0 ? unit(((x - l->x0) * dx + (y - l->y0) * dy) / length2) : 0;
    float ex = x - l->x0 - t * dx;
    float ey = y - l->y0 - t * dy;
    return sqrtf(ex * ex + ey * ey);
}

/* The pixels of a row that a line can reach: those over the part of it whose y
 * lies within reach of the row. */
static bool line_row(const ShapeLine *l, float reach, float yc, float *ret_x0, float *ret_x1)
{
    float low = fminf(l->y0, l->y1);
    float high = fmaxf(l->y0, l->y1);
    if (yc < low - reach || yc > high + reach)
        return false;
    float xa = l->x0;
    float xb = l->x1;
    if (high - low > 0.01F) {
        float slope = (l->x1 - l->x0) / (l->y1 - l->y0);
        float from = fmaxf(yc - reach, low);
        float to = fminf(yc + reach, high);
        xa = l->x0 + (from - l->y0) * slope;
        xb = l->x0 + (to - l->y0) * slope;
    }
    *ret_x0 = fminf(xa, xb) - reach;
    *ret_x1 = fmaxf(xa, xb) + reach;
    return true;
}

static PaintRect lines_bounds(const ShapeLine *lines, int32_t count, float reach)
{
    float x0 = INFINITY;
    float y0 = INFINITY;
    float x1 = -INFINITY;
    float y1 = -INFINITY;
    for (int32_t i = 0; i < count; i++) {
        x0 = fminf(x0, fminf(lines[i].x0, lines[i].x1));
        y0 = fminf(y0, fminf(lines[i].y0, lines[i].y1));
        x1 = fmaxf(x1, fmaxf(lines[i].x0, lines[i].x1));
        y1 = fmaxf(y1, fmaxf(lines[i].y0, lines[i].y1));
    }
    int32_t x = (int32_t)floorf(x0 - reach);
    int32_t y = (int32_t)floorf(y0 - reach);
    return (PaintRect){x, y, (int32_t)ceilf(x1 + reach) - x, (int32_t)ceilf(y1 + reach) - y};
}

void ink_lines(const Ink *ink, const ShapeLine *lines, int32_t count, float width)
{
    if (count == 0)
        return;
    float half = fmaxf(width, 1) / 2;
    float reach = half + 0.5F;
    PaintRect r = paint_rect_meet(ink->clip, lines_bounds(lines, count, reach));
    for (int32_t y = r.y; y < r.y + r.h; y++) {
        float yc = (float)y + 0.5F;
        memset(ink->row + r.x, 0, (size_t)r.w);
        for (int32_t i = 0; i < count; i++) {
            float from;
            float to;
            if (!line_row(&lines[i], reach, yc, &from, &to))
                continue;
            int32_t x0 = most((int32_t)floorf(from), r.x);
            int32_t x1 = least((int32_t)ceilf(to), r.x + r.w);
            for (int32_t x = x0; x < x1; x++) {
                float d = line_distance(&lines[i], (float)x + 0.5F, yc) - half;
                uint8_t c = (uint8_t)lrintf(coverage_at(d) * 255);
                if (c > ink->row[x])
                    ink->row[x] = c;
            }
        }
        uint32_t *pixel = ink->pixels + (ptrdiff_t)y * ink->pitch;
        for (int32_t x = r.x; x < r.x + r.w; x++)
            if (ink->row[x])
                put(ink, &pixel[x], ink->row[x]);
    }
}

/* Negative inside. Between two points the width grows evenly. */
static float taper_distance(const float *a, const float *b, float x, float y)
{
    float dx = b[0] - a[0];
    float dy = b[1] - a[1];
    float length = dx * dx + dy * dy;
    float t = length > 0 ? ((x - a[0]) * dx + (y - a[1]) * dy) / length : 0;
    t = fminf(fmaxf(t, 0), 1);
    float half = fmaxf(a[2] + t * (b[2] - a[2]), 1) / 2;
    return hypotf(x - a[0] - t * dx, y - a[1] - t * dy) - half;
}

void ink_brush(const Ink *ink, const float *xyw, int32_t count)
{
    enum { PER_POINT = 3 };
    for (int32_t i = 0; i < ink->clip.h; i++) {
        int32_t y = ink->clip.y + i;
        float yc = (float)y + 0.5F;
        memset(ink->row + ink->clip.x, 0, (size_t)ink->clip.w);
        for (int32_t k = 0; k < (count > 1 ? count - 1 : 1); k++) {
            const float *a = xyw + (ptrdiff_t)PER_POINT * k;
            const float *b = count > 1 ? a + PER_POINT : a;
            float reach = fmaxf(fmaxf(a[2], b[2]), 1) / 2 + 0.5F;
            if (yc < fminf(a[1], b[1]) - reach || yc > fmaxf(a[1], b[1]) + reach)
                continue;
            int32_t x0 = most((int32_t)floorf(fminf(a[0], b[0]) - reach), ink->clip.x);
            int32_t x1 =
                least((int32_t)ceilf(fmaxf(a[0], b[0]) + reach), ink->clip.x + ink->clip.w);
            for (int32_t x = x0; x < x1; x++) {
                float d = taper_distance(a, b, (float)x + 0.5F, yc);
                uint8_t c = (uint8_t)lrintf(coverage_at(d) * 255);
                if (c > ink->row[x])
                    ink->row[x] = c;
            }
        }
        uint32_t *pixel = ink->pixels + (ptrdiff_t)y * ink->pitch;
        for (int32_t x = ink->clip.x; x < ink->clip.x + ink->clip.w; x++)
            if (ink->row[x])
                put(ink, &pixel[x], ink->row[x]);
    }
}

/* ---- pictures ---- */

/* First pixel of a picture's side that target pixel i of n covers, and how many. */
static int32_t covered(int32_t i, int32_t n, int32_t side, int32_t *ret_count)
{
    int32_t from = (int32_t)((int64_t)i * side / n);
    int32_t to = (int32_t)((int64_t)(i + 1) * side / n);
    *ret_count = to > from ? to - from : 1;
    return from < side ? from : side - 1;
}

static uint32_t mean_of(const UiPicture *p, int32_t x, int32_t columns, int32_t y, int32_t rows)
{
    uint32_t red = 0;
    uint32_t green = 0;
    uint32_t blue = 0;
    uint32_t n = (uint32_t)(columns * rows);
    for (int32_t row = y; row < y + rows; row++)
        for (int32_t column = x; column < x + columns; column++) {
            uint32_t rgb = p->pixels[(ptrdiff_t)row * p->pitch + column];
            red += rgb >> 16 & 255;
            green += rgb >> 8 & 255;
            blue += rgb & 255;
        }
    return (red / n) << 16 | (green / n) << 8 | blue / n;
}

void ink_scaled(const Ink *ink, PaintRect box, const UiPicture *picture)
{
    PaintRect r = paint_rect_meet(ink->clip, box);
    Ink one = *ink;
    for (int32_t y = r.y; y < r.y + r.h; y++) {
        int32_t rows;
        int32_t top = covered(y - box.y, box.h, picture->height, &rows);
        uint32_t *to = ink->pixels + (ptrdiff_t)y * ink->pitch;
        for (int32_t x = r.x; x < r.x + r.w; x++) {
            int32_t columns;
            int32_t left = covered(x - box.x, box.w, picture->width, &columns);
            one.rgb = mean_of(picture, left, columns, top, rows);
            put(&one, &to[x], 255);
        }
    }
}

/* ---- polygons and hatches ---- */

/* Distance to the nearest edge, negative inside (even-odd rule). */
static float polygon_distance(const ShapeLine *edges, int32_t count, float x, float y)
{
    float nearest = INFINITY;
    bool inside = false;
    for (int32_t i = 0; i < count; i++) {
        const ShapeLine *e = &edges[i];
        nearest = fminf(nearest, line_distance(e, x, y));
        if ((e->y0 > y) != (e->y1 > y) &&
            x < e->x0 + (y - e->y0) * (e->x1 - e->x0) / (e->y1 - e->y0))
            inside = !inside;
    }
    return inside ? -nearest : nearest;
}

void ink_polygon(const Ink *ink, const ShapeLine *edges, int32_t count)
{
    PaintRect r = paint_rect_meet(ink->clip, lines_bounds(edges, count, 0.5F));
    for (int32_t y = r.y; y < r.y + r.h; y++) {
        uint32_t *pixel = ink->pixels + (ptrdiff_t)y * ink->pitch;
        for (int32_t x = r.x; x < r.x + r.w; x++) {
            float d = polygon_distance(edges, count, (float)x + 0.5F, (float)y + 0.5F);
            put(ink, &pixel[x], (uint32_t)lrintf(coverage_at(d) * 255));
        }
    }
}

void ink_hatch(const Ink *ink, PaintRect box, float spacing, float width)
{
    const float root = 1.41421356F;
    PaintRect r = paint_rect_meet(ink->clip, box);
    float half = fmaxf(width, 1) / 2;
    for (int32_t y = r.y; y < r.y + r.h; y++) {
        uint32_t *pixel = ink->pixels + (ptrdiff_t)y * ink->pitch;
        for (int32_t x = r.x; x < r.x + r.w; x++) {
            float across = fmodf((float)(x + y + 1) / root, spacing);
            float d = fminf(across, spacing - across) - half;
            put(ink, &pixel[x], (uint32_t)lrintf(coverage_at(d) * 255));
        }
    }
}
