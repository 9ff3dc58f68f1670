#include "reports/sheet/raster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BAND_ROWS = 32, FIRST_EDGES = 1024, MAX_EDGES = 1 << 24 };

void raster_init(Raster *raster, uint32_t *pixels, int32_t width, int32_t height, int32_t pitch)
{
    *raster = (Raster){.pixels = pixels, .width = width, .height = height, .pitch = pitch};
}

void raster_deinit(Raster *raster)
{
    free(raster->edges);
    free(raster->band);
    raster->edges = NULL;
    raster->band = NULL;
}

void raster_begin(Raster *raster, uint32_t rgb)
{
    raster->rgb = rgb & 0xFFFFFF;
    raster->count = 0;
}

/* ---- edges ---- */

static bool is_beyond(const Raster *r, RasterPoint a, RasterPoint b)
{
    return (a.y <= 0 && b.y <= 0) || (a.y >= (float)r->height && b.y >= (float)r->height);
}

static void add_edge(Raster *r, RasterPoint from, RasterPoint to)
{
    if (is_beyond(r, from, to) || !(from.y < to.y || from.y > to.y))
        return;
    if (r->count == r->cap) {
        int32_t cap = r->cap ? 2 * r->cap : FIRST_EDGES;
        RasterEdge *larger =
            cap <= MAX_EDGES ? realloc(r->edges, (size_t)cap * sizeof *larger) : NULL;
        if (!larger) {
            r->lost = true;
            return;
        }
        r->edges = larger;
        r->cap = cap;
    }
    r->edges[r->count++] = (RasterEdge){from, to};
}

void raster_polygon(Raster *r, const RasterPoint *points, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        add_edge(r, points[i], points[i + 1 < count ? i + 1 : 0]);
}

void raster_rect(Raster *r, float x0, float y0, float x1, float y1)
{
    raster_polygon(r, (const RasterPoint[]){{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, 4);
}

/* Half the width across the way from a to b, to its right. */
static RasterPoint across(RasterPoint a, RasterPoint b, float half)
{
    float dx = b.x - a.x, dy = b.y - a.y;
    float length = hypotf(dx, dy);
    return length > 0 ? (RasterPoint){-dy / length * half, dx / length * half} : (RasterPoint){0};
}

/* Clockwise, whichever way the line runs: pieces that lie over each other add up
 * and never take from each other. */
static void add_bar(Raster *r, RasterPoint a, RasterPoint b, float half)
{
    RasterPoint n = across(a, b, half);
    raster_polygon(r,
                   (const RasterPoint[]){{a.x - n.x, a.y - n.y},
                                         {b.x - n.x, b.y - n.y},
                                         {b.x + n.x, b.y + n.y},
                                         {a.x + n.x, a.y + n.y}},
                   4);
}

/* The wedge that two bars leave open on the outer side of their corner, round. It
 * shares its edges with them, so that no pixel is covered twice. */
static void add_joint(Raster *r, RasterPoint a, RasterPoint corner, RasterPoint b, float half)
{
    enum { MOST = 12 };
    RasterPoint n1 = across(a, corner, half), n2 = across(corner, b, half);
    float turn = atan2f(n1.x * n2.y - n1.y * n2.x, n1.x * n2.x + n1.y * n2.y);
    float side = turn > 0 ? -1.0F : 1.0F;
    int32_t pieces = 1 + (int32_t)(fabsf(turn) / 3.15F * (MOST - 2));
    RasterPoint points[MOST + 2] = {corner};
    for (int32_t i = 0; i <= pieces; i++) {
        int32_t step = turn > 0 ? i : pieces - i;
        float by = turn * (float)step / (float)pieces;
        points[1 + i] = (RasterPoint){corner.x + side * (n1.x * cosf(by) - n1.y * sinf(by)),
                                      corner.y + side * (n1.x * sinf(by) + n1.y * cosf(by))};
    }
    if (fabsf(turn) > 0.001F)
        raster_polygon(r, points, pieces + 2);
}

void raster_stroke(Raster *r, const RasterPoint *points, int32_t count, bool closed, float width)
{
    float half = width / 2;
    for (int32_t i = 0; i < count - !closed; i++)
        add_bar(r, points[i], points[i + 1 < count ? i + 1 : 0], half);
    for (int32_t i = closed ? 0 : 1; i < count - !closed; i++)
        add_joint(r, points[i > 0 ? i - 1 : count - 1], points[i],
                  points[i + 1 < count ? i + 1 : 0], half);
}

/* ---- sums ---- */

/* How one row of an edge, from x0 to x1, spreads its signed height d over the
 * pixels: what is right of it is covered. */
static void add_row(float *row, float x0, float x1, float d)
{
    float left = fminf(x0, x1), right = fmaxf(x0, x1);
    float floor_left = floorf(left);
    int32_t first = (int32_t)floor_left, end = (int32_t)ceilf(right);
    if (end <= first + 1) {
        float share = (left + right) / 2 - floor_left;
        row[first] += d - d * share;
        row[first + 1] += d * share;
        return;
    }
    float slope = 1 / (right - left);
    float in = 1 - (left - floor_left);
    float head = slope * in * in / 2;
    float out = right - (float)end + 1;
    float tail = slope * out * out / 2;
    row[first] += d * head;
    if (end == first + 2) {
        row[first + 1] += d * (1 - head - tail);
    } else {
        float second = slope * (in + 0.5F);
        row[first + 1] += d * (second - head);
        for (int32_t x = first + 2; x < end - 1; x++)
            row[x] += d * slope;
        row[end - 1] += d * (1 - (second + (float)(end - first - 3) * slope) - tail);
    }
    row[end] += d * tail;
}

/* The same where part of it lies left or right of the columns: what is left of
 * them covers them whole, what is right of them not at all. */
static void add_row_within(float *row, int32_t columns, float x0, float x1, float d)
{
    const float edges[] = {0, (float)columns};
    for (int i = 0; i < 2; i++) {
        float low = fminf(x0, x1), high = fmaxf(x0, x1);
        if (low >= edges[i] || high <= edges[i])
            continue;
        float share = (edges[i] - x0) / (x1 - x0);
        add_row_within(row, columns, x0, edges[i], d * share);
        add_row_within(row, columns, edges[i], x1, d * (1 - share));
        return;
    }
    if (fmaxf(x0, x1) <= 0)
        row[0] += d;
    else if (fminf(x0, x1) < (float)columns)
        add_row(row, x0, x1, d);
}

/* The pixels that a fill can reach; columns of a band are counted from left. */
typedef struct Reach {
    int32_t left, right, top, bottom;
} Reach;

static void add_to_band(float *band, const Reach *reach, int32_t top, int32_t bottom,
                        const RasterEdge *edge)
{
    float sign = edge->from.y < edge->to.y ? 1.0F : -1.0F;
    RasterPoint a = sign > 0 ? edge->from : edge->to;
    RasterPoint b = sign > 0 ? edge->to : edge->from;
    float slope = (b.x - a.x) / (b.y - a.y);
    int32_t columns = reach->right - reach->left;
    int32_t y0 = a.y > (float)top ? (int32_t)floorf(a.y) : top;
    int32_t y1 = b.y < (float)bottom ? (int32_t)ceilf(b.y) : bottom;
    for (int32_t y = y0; y < y1; y++) {
        float from = fmaxf((float)y, a.y), to = fminf((float)y + 1, b.y);
        float x0 = a.x + (from - a.y) * slope - (float)reach->left;
        float x1 = a.x + (to - a.y) * slope - (float)reach->left;
        add_row_within(band + (ptrdiff_t)(y - top) * (columns + 2), columns, x0, x1,
                       sign * (to - from));
    }
}

static uint32_t mix(uint32_t under, uint32_t rgb, uint32_t alpha)
{
    uint32_t rest = 255 - alpha;
    uint32_t rb = (rgb & 0xFF00FF) * alpha + (under & 0xFF00FF) * rest + 0x800080;
    uint32_t g = (rgb >> 8 & 0xFF) * alpha + (under >> 8 & 0xFF) * rest + 0x80;
    rb = (rb + (rb >> 8 & 0xFF00FF)) >> 8 & 0xFF00FF;
    g = (g + (g >> 8)) >> 8 & 0xFF;
    return 0xFF000000 | rb | g << 8;
}

static void paint_row(const Raster *r, const float *row, const Reach *reach, int32_t y)
{
    uint32_t *pixel = r->pixels + (ptrdiff_t)y * r->pitch + reach->left;
    float sum = 0;
    for (int32_t x = 0; x < reach->right - reach->left; x++) {
        sum += row[x];
        uint32_t alpha = (uint32_t)(fminf(fabsf(sum), 1) * 255 + 0.5F);
        if (alpha == 255)
            pixel[x] = 0xFF000000 | r->rgb;
        else if (alpha > 0)
            pixel[x] = mix(pixel[x], r->rgb, alpha);
    }
}

static int32_t clamped(float value, int32_t most)
{
    return value < 0 ? 0 : value > (float)most ? most : (int32_t)value;
}

static Reach find_reach(const Raster *r)
{
    float x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int32_t i = 0; i < r->count; i++) {
        const RasterEdge *e = &r->edges[i];
        x0 = fminf(x0, fminf(e->from.x, e->to.x));
        x1 = fmaxf(x1, fmaxf(e->from.x, e->to.x));
        y0 = fminf(y0, fminf(e->from.y, e->to.y));
        y1 = fmaxf(y1, fmaxf(e->from.y, e->to.y));
    }
    return (Reach){clamped(floorf(x0), r->width), clamped(ceilf(x1), r->width),
                   clamped(floorf(y0), r->height), clamped(ceilf(y1), r->height)};
}

void raster_fill(Raster *r)
{
    if (r->count == 0)
        return;
    Reach reach = find_reach(r);
    int32_t columns = reach.right - reach.left;
    if (columns <= 0 || reach.bottom <= reach.top)
        return;
    if (!r->band)
        r->band = malloc((size_t)(r->width + 2) * BAND_ROWS * sizeof *r->band);
    if (!r->band) {
        r->lost = true;
        return;
    }
    for (int32_t top = reach.top; top < reach.bottom; top += BAND_ROWS) {
        int32_t bottom = top + BAND_ROWS < reach.bottom ? top + BAND_ROWS : reach.bottom;
        memset(r->band, 0, (size_t)(columns + 2) * (size_t)(bottom - top) * sizeof *r->band);
        for (int32_t i = 0; i < r->count; i++)
            add_to_band(r->band, &reach, top, bottom, &r->edges[i]);
        for (int32_t y = top; y < bottom; y++)
            paint_row(r, r->band + (ptrdiff_t)(y - top) * (columns + 2), &reach, y);
    }
}
