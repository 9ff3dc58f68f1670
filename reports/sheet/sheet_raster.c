#include "reports/sheet/sheet_raster.h"

#include "reports/sheet/raster.h"

#include <math.h>
#include <string.h>

static const size_t SCRATCH_BYTES = (size_t)256 << 20;

typedef struct Press {
    const Sheet *sheet;
    Raster raster;
    Arena scratch;
    float scale, x, y; /* pixel = (point - x) * scale */
} Press;

static RasterPoint place(const Press *p, float x, float y)
{
    return (RasterPoint){(x - p->x) * p->scale, (y - p->y) * p->scale};
}

/* ---- lines ---- */

/* Where a stroke of width pixels around middle lies when it keeps to whole
 * pixels. */
static void snap(float middle, float width, float *ret_low, float *ret_high)
{
    float whole = fmaxf(roundf(width), 1);
    *ret_low = roundf(middle - whole / 2);
    *ret_high = *ret_low + whole;
}

/* An upright or level line. */
static void paint_straight(Press *p, RasterPoint a, RasterPoint b, float width)
{
    float x0 = fminf(a.x, b.x), x1 = fmaxf(a.x, b.x);
    float y0 = fminf(a.y, b.y), y1 = fmaxf(a.y, b.y);
    if (x1 - x0 > y1 - y0)
        snap(y0, width, &y0, &y1);
    else
        snap(x0, width, &x0, &x1);
    raster_rect(&p->raster, x0, y0, x1, y1);
}

static bool is_straight(RasterPoint a, RasterPoint b)
{
    return fabsf(a.x - b.x) < 0.01F || fabsf(a.y - b.y) < 0.01F;
}

static void paint_piece(Press *p, RasterPoint a, RasterPoint b, float width)
{
    if (is_straight(a, b))
        paint_straight(p, a, b, width);
    else
        raster_stroke(&p->raster, (const RasterPoint[]){a, b}, 2, false, width);
}

static RasterPoint between(RasterPoint a, RasterPoint b, float share)
{
    return (RasterPoint){a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/* Dashes run on around corners. */
static void paint_dashes(Press *p, const RasterPoint *points, int32_t count, bool closed,
                         SheetInk ink)
{
    float width = ink.width * p->scale;
    float on = ink.on * p->scale;
    float off = (ink.off > 0 ? ink.off : ink.on) * p->scale;
    float left = on; /* of the dash or gap that is being drawn */
    bool drawn = true;
    for (int32_t i = 0; i < count - !closed; i++) {
        RasterPoint a = points[i], b = points[(i + 1) % count];
        float length = hypotf(b.x - a.x, b.y - a.y);
        for (float at = 0; at < length;) {
            float to = fminf(at + left, length);
            if (drawn)
                paint_piece(p, between(a, b, at / length), between(a, b, to / length), width);
            left -= to - at;
            at = to;
            if (left <= 0.001F) {
                drawn = !drawn;
                left = fmaxf(drawn ? on : off, 0.01F);
            }
        }
    }
}

static void paint_path(Press *p, const RasterPoint *points, int32_t count, bool closed,
                       SheetInk ink)
{
    raster_begin(&p->raster, ink.rgb);
    if (!(ink.width > 0))
        raster_polygon(&p->raster, points, count);
    else if (ink.on > 0)
        paint_dashes(p, points, count, closed, ink);
    else if (count == 2)
        paint_piece(p, points[0], points[1], ink.width * p->scale);
    else
        raster_stroke(&p->raster, points, count, closed, fmaxf(ink.width * p->scale, 1));
    raster_fill(&p->raster);
}

/* ---- shapes ---- */

static void paint_points(Press *p, const SheetMark *m)
{
    RasterPoint *points = ARENA_PUSH(&p->scratch, RasterPoint, (size_t)m->point_count);
    if (!points) {
        p->raster.lost = true;
        return;
    }
    for (int32_t i = 0; i < m->point_count; i++)
        points[i] = place(p, m->points[i].x, m->points[i].y);
    paint_path(p, points, m->point_count, m->kind == SHEET_MARK_POLYGON, m->ink);
}

static void paint_curve(Press *p, const SheetMark *m)
{
    enum { PIECES = 32 };
    RasterPoint points[PIECES + 1];
    for (int32_t i = 0; i <= PIECES; i++) {
        float t = (float)i / PIECES, u = 1 - t;
        points[i] =
            place(p, u * u * m->points[0].x + 2 * u * t * m->points[1].x + t * t * m->points[2].x,
                  u * u * m->points[0].y + 2 * u * t * m->points[1].y + t * t * m->points[2].y);
    }
    paint_path(p, points, PIECES + 1, false, m->ink);
}

enum { CIRCLE_POINTS = 128 };

/* A quarter and more of a circle, clockwise from `from` (turns from the right). */
static int32_t add_arc(RasterPoint *points, int32_t count, RasterPoint centre, float r, float from,
                       float to, int32_t pieces)
{
    const float turn = 6.28318530718F;
    for (int32_t i = 0; i <= pieces; i++) {
        float a = (from + (to - from) * (float)i / (float)pieces) * turn;
        points[count++] = (RasterPoint){centre.x + r * cosf(a), centre.y + r * sinf(a)};
    }
    return count;
}

static int32_t pieces_of(float r)
{
    float most = (float)CIRCLE_POINTS / 4 - 1;
    return (int32_t)fminf(fmaxf(ceilf(2 * sqrtf(r)), 3), most);
}

static void paint_circle(Press *p, const SheetMark *m)
{
    RasterPoint points[CIRCLE_POINTS + 1];
    float r = m->radius * p->scale;
    int32_t count =
        add_arc(points, 0, place(p, m->x, m->y), r, 0, 1, 4 * pieces_of(r)) - 1; /* it closes */
    paint_path(p, points, count, true, m->ink);
}

/* Sharp corners: areas lie where they lie, frames on whole pixels. */
static void paint_box(Press *p, const SheetMark *m)
{
    RasterPoint a = place(p, m->x, m->y), b = place(p, m->x + m->w, m->y + m->h);
    raster_begin(&p->raster, m->ink.rgb);
    if (!(m->ink.width > 0)) {
        raster_rect(&p->raster, a.x, a.y, b.x, b.y);
    } else {
        float width = m->ink.width * p->scale;
        float l0, l1, t0, t1, r0, r1, b0, b1;
        snap(a.x, width, &l0, &l1);
        snap(a.y, width, &t0, &t1);
        snap(b.x, width, &r0, &r1);
        snap(b.y, width, &b0, &b1);
        raster_rect(&p->raster, l0, t0, r1, t1);
        raster_rect(&p->raster, l0, b0, r1, b1);
        raster_rect(&p->raster, l0, t1, l1, b0);
        raster_rect(&p->raster, r0, t1, r1, b0);
    }
    raster_fill(&p->raster);
}

static void paint_rect(Press *p, const SheetMark *m)
{
    RasterPoint points[CIRCLE_POINTS + 8];
    if (!(m->radius > 0) && !(m->ink.width > 0 && m->ink.on > 0)) {
        paint_box(p, m);
        return;
    }
    RasterPoint a = place(p, m->x, m->y), b = place(p, m->x + m->w, m->y + m->h);
    float r = m->radius * p->scale;
    int32_t pieces = pieces_of(r);
    int32_t count = add_arc(points, 0, (RasterPoint){b.x - r, b.y - r}, r, 0, 0.25F, pieces);
    count = add_arc(points, count, (RasterPoint){a.x + r, b.y - r}, r, 0.25F, 0.5F, pieces);
    count = add_arc(points, count, (RasterPoint){a.x + r, a.y + r}, r, 0.5F, 0.75F, pieces);
    count = add_arc(points, count, (RasterPoint){b.x - r, a.y + r}, r, 0.75F, 1, pieces);
    paint_path(p, points, count, true, m->ink);
}

/* ---- text ---- */

/* The outline of one run, flattened into closed contours. */
typedef struct Contours {
    RasterPoint *points;
    int32_t count, cap;
    int32_t begin; /* of the contour being drawn */
} Contours;

static void add_point(Press *p, Contours *c, RasterPoint point)
{
    if (c->count == c->cap) {
        int32_t cap = c->cap ? 2 * c->cap : 256;
        RasterPoint *larger = ARENA_PUSH(&p->scratch, RasterPoint, (size_t)cap);
        if (!larger) {
            p->raster.lost = true;
            return;
        }
        if (c->count > 0)
            memcpy(larger, c->points, (size_t)c->count * sizeof *larger);
        c->points = larger;
        c->cap = cap;
    }
    c->points[c->count++] = point;
}

static void add_bend(Press *p, Contours *c, const RasterPoint *controls, int32_t degree)
{
    RasterPoint from = c->count > 0 ? c->points[c->count - 1] : controls[0];
    float way = 0;
    RasterPoint last = from;
    for (int32_t i = 0; i < degree; i++) {
        way += hypotf(controls[i].x - last.x, controls[i].y - last.y);
        last = controls[i];
    }
    int32_t pieces = (int32_t)fminf(fmaxf(ceilf(1.3F * sqrtf(way)), 2), 24);
    for (int32_t i = 1; i <= pieces; i++) {
        float t = (float)i / (float)pieces;
        RasterPoint b[4] = {from, controls[0], controls[1], degree == 3 ? controls[2] : last};
        for (int32_t level = degree; level > 0; level--)
            for (int32_t k = 0; k < level; k++)
                b[k] = between(b[k], b[k + 1], t);
        add_point(p, c, b[0]);
    }
}

static void close_contour(Press *p, Contours *c, float thick)
{
    int32_t count = c->count - c->begin;
    if (count > 2 && thick > 0)
        raster_stroke(&p->raster, c->points + c->begin, count, true, thick);
    else if (count > 2)
        raster_polygon(&p->raster, c->points + c->begin, count);
    c->begin = c->count;
}

static void add_outline(Press *p, const FontStroke *strokes, int32_t count, float left, float base,
                        float size, float thick)
{
    Contours c = {0};
    for (int32_t i = 0; i < count; i++) {
        const FontStroke *s = &strokes[i];
        RasterPoint at[3];
        for (int k = 0; k < 3; k++)
            at[k] = place(p, left + s->x[k] * size, base - s->y[k] * size);
        switch (s->kind) {
        case FONT_MOVE:
            close_contour(p, &c, thick);
            add_point(p, &c, at[0]);
            break;
        case FONT_LINE:
            add_point(p, &c, at[0]);
            break;
        case FONT_QUADRATIC:
            add_bend(p, &c, at, 2);
            break;
        case FONT_CUBIC:
            add_bend(p, &c, at, 3);
            break;
        case FONT_CLOSE:
            close_contour(p, &c, thick);
            break;
        }
    }
    close_contour(p, &c, thick);
}

static bool paint_run(Press *p, const SheetMark *m, const FontRun *run, float left, Err *err)
{
    FontStroke *strokes = NULL;
    int32_t count = 0;
    if (!font_outline(sheet_fonts(p->sheet), &p->scratch, run, &strokes, &count, err))
        return false;
    raster_begin(&p->raster, m->ink.rgb);
    add_outline(p, strokes, count, left, m->y, m->size, 0);
    raster_fill(&p->raster);
    if (run->thicken && !run->shaped) {
        raster_begin(&p->raster, m->ink.rgb);
        add_outline(p, strokes, count, left, m->y, m->size, m->size * FONT_THICKEN * p->scale);
        raster_fill(&p->raster);
    }
    return true;
}

/* What lies outside the part that is painted is not even laid out. */
static bool is_in_sight(const Press *p, const SheetMark *m)
{
    RasterPoint a = place(p, m->x, m->y - 2 * m->size);
    RasterPoint b = place(p, m->x + m->w, m->y + m->size);
    return b.x >= -8 && b.y >= 0 && a.x <= (float)p->raster.width + 8 &&
           a.y <= (float)p->raster.height;
}

static bool paint_text(Press *p, const SheetMark *m, Err *err)
{
    FontRun *runs = NULL;
    int32_t count = 0;
    float x = m->x;
    if (!is_in_sight(p, m))
        return true;
    if (!font_layout(sheet_fonts(p->sheet), &p->scratch, m->style, m->text, strlen(m->text), &runs,
                     &count, err))
        return false;
    for (int32_t i = 0; i < count; i++) {
        if (!paint_run(p, m, &runs[i], x, err))
            return false;
        x += runs[i].width * m->size;
    }
    return true;
}

/* ---- pictures ---- */

/* Each pixel whose middle lies in the rectangle takes the nearest of the picture,
 * which was cut down to about as many before. */
static bool paint_image(Press *p, const SheetMark *m, Err *err)
{
    RasterPoint from = place(p, m->x, m->y), to = place(p, m->x + m->w, m->y + m->h);
    float w = to.x - from.x, h = to.y - from.y;
    ImagePixels pixels;
    if (to.x <= 0 || to.y <= 0 || from.x >= (float)p->raster.width ||
        from.y >= (float)p->raster.height || !(w > 0) || !(h > 0))
        return true;
    if (!image_decode(m->image->bytes, m->image->len, (int32_t)ceilf(w), (int32_t)ceilf(h),
                      &p->scratch, &pixels, err))
        return false;
    int32_t y1 = (int32_t)fminf(ceilf(to.y - 0.5F), (float)p->raster.height);
    int32_t x1 = (int32_t)fminf(ceilf(to.x - 0.5F), (float)p->raster.width);
    for (int32_t y = (int32_t)fmaxf(ceilf(from.y - 0.5F), 0); y < y1; y++) {
        int32_t row = (int32_t)(((float)y + 0.5F - from.y) / h * (float)pixels.height);
        row = row < pixels.height ? row : pixels.height - 1;
        for (int32_t x = (int32_t)fmaxf(ceilf(from.x - 0.5F), 0); x < x1; x++) {
            int32_t column = (int32_t)(((float)x + 0.5F - from.x) / w * (float)pixels.width);
            column = column < pixels.width ? column : pixels.width - 1;
            const uint8_t *rgb =
                pixels.rgb + ((size_t)row * (size_t)pixels.width + (size_t)column) * 3;
            p->raster.pixels[(ptrdiff_t)y * p->raster.pitch + x] =
                0xFF000000U | (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
        }
    }
    return true;
}

/* ---- a page ---- */

static bool paint_mark(Press *p, const SheetMark *m, Err *err)
{
    switch (m->kind) {
    case SHEET_MARK_TEXT:
        return paint_text(p, m, err);
    case SHEET_MARK_LINE: {
        const RasterPoint ends[] = {place(p, m->x, m->y), place(p, m->x + m->w, m->y + m->h)};
        paint_path(p, ends, 2, false, m->ink);
        return true;
    }
    case SHEET_MARK_RECT:
        paint_rect(p, m);
        return true;
    case SHEET_MARK_CIRCLE:
        paint_circle(p, m);
        return true;
    case SHEET_MARK_CURVE:
        paint_curve(p, m);
        return true;
    case SHEET_MARK_POLYGON:
    case SHEET_MARK_POLYLINE:
        paint_points(p, m);
        return true;
    case SHEET_MARK_IMAGE:
        return paint_image(p, m, err);
    case SHEET_MARK_SEPARATOR:
        return true;
    }
    return true;
}

bool sheet_raster_page(const Sheet *sheet, int32_t page, float scale, float x, float y,
                       const SheetRaster *target, Err *err)
{
    if (sheet_failed(sheet, err))
        return false;
    if (target->width > SHEET_RASTER_MAX_SIDE || target->height > SHEET_RASTER_MAX_SIDE)
        return err_set(err, ERR_LIMIT, "a picture of a page is at most %d pixels wide and high",
                       SHEET_RASTER_MAX_SIDE);
    Press p = {.sheet = sheet, .scale = scale, .x = x, .y = y};
    arena_init(&p.scratch, SCRATCH_BYTES);
    raster_init(&p.raster, target->pixels, target->width, target->height, target->pitch);
    for (int32_t row = 0; row < target->height; row++)
        memset(target->pixels + (ptrdiff_t)row * target->pitch, 0xFF,
               (size_t)target->width * sizeof *target->pixels);
    size_t count = 0;
    const SheetMark *marks = sheet_marks(sheet, page, &count);
    bool ok = true;
    for (size_t i = 0; i < count && ok && !p.raster.lost; i++) {
        ArenaMark mark = arena_mark(&p.scratch);
        ok = paint_mark(&p, &marks[i], err);
        arena_reset(&p.scratch, mark);
    }
    if (ok && p.raster.lost)
        ok = err_set(err, ERR_SYSTEM, "out of memory for a picture of page %d", (int)page + 1);
    raster_deinit(&p.raster);
    arena_deinit(&p.scratch);
    return ok;
}
