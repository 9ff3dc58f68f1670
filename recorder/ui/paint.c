#include "recorder/ui/paint.h"
#include "recorder/ui/icon.h"
#include "recorder/ui/paint_shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Painter {
    PaintText text;
    PaintRect bounds[UI_MAX_COMMANDS]; /* of each command, on the surface */
    uint64_t *cells, *last_cells;      /* hash of what touches each cell */
    int32_t columns, rows;
    uint8_t *row; /* scratch of paint_shape.c */
    PaintSurface last;
    bool valid; /* last_cells is what the surface shows */
};

static bool no_mask(void *user, bool bold, float size_px, const char *utf8, PaintMask *ret_mask)
{
    (void)user;
    (void)bold;
    (void)size_px;
    (void)utf8;
    (void)ret_mask;
    return false;
}

static float some_cap_height(void *user, bool bold, float size_px)
{
    (void)user;
    (void)bold;
    return size_px * 0.7F;
}

PaintText paint_no_text(void)
{
    return (PaintText){.mask = no_mask, .cap_height = some_cap_height};
}

Painter *painter_create(PaintText text, Err *err)
{
    Painter *p = calloc(1, sizeof *p);
    if (!p) {
        err_set(err, ERR_SYSTEM, "out of memory for the screen");
        return NULL;
    }
    p->text = text;
    return p;
}

void painter_destroy(Painter *painter)
{
    if (!painter)
        return;
    free(painter->cells);
    free(painter->last_cells);
    free(painter->row);
    free(painter);
}

void painter_invalidate(Painter *painter)
{
    painter->valid = false;
}

/* ---- points to pixels ---- */

/* Far outside of any screen, and far inside of what an int32 holds. */
static float pixels(float points, float scale)
{
    const float limit = 1e6F;
    float value = points * scale;
    return value > limit ? limit : value > -limit ? value : -limit;
}

static PaintRect pixel_rect(UiRect r, float scale)
{
    int32_t x0 = (int32_t)roundf(pixels(r.x, scale));
    int32_t y0 = (int32_t)roundf(pixels(r.y, scale));
    int32_t x1 = (int32_t)roundf(pixels(r.x + r.w, scale));
    int32_t y1 = (int32_t)roundf(pixels(r.y + r.h, scale));
    return (PaintRect){x0, y0, x1 - x0, y1 - y0};
}

static bool is_circle(const UiCommand *c)
{
    return fabsf(c->rect.w - c->rect.h) < 0.01F && c->radius >= c->rect.w / 2 - 0.01F;
}

/* What is thinner than a pixel is drawn as one. */
static ShapeBox box_of(const UiCommand *c, float scale)
{
    ShapeBox b;
    if (is_circle(c)) {
        b.x0 = pixels(c->rect.x, scale);
        b.y0 = pixels(c->rect.y, scale);
        b.x1 = pixels(c->rect.x + c->rect.w, scale);
        b.y1 = pixels(c->rect.y + c->rect.h, scale);
    } else {
        PaintRect r = pixel_rect(c->rect, scale);
        b.x0 = (float)r.x;
        b.y0 = (float)r.y;
        b.x1 = (float)(r.x + (c->rect.w > 0 && r.w == 0 ? 1 : r.w));
        b.y1 = (float)(r.y + (c->rect.h > 0 && r.h == 0 ? 1 : r.h));
    }
    float most = fminf(b.x1 - b.x0, b.y1 - b.y0) / 2;
    b.radius = fmaxf(fminf(c->radius * scale, most), 0);
    return b;
}

/* Along an axis a line's edges are laid on whole pixels. */
static float on_pixels(float middle, float width)
{
    bool odd = (int32_t)width % 2 != 0;
    return odd ? floorf(middle) + 0.5F : roundf(middle);
}

static ShapeLine line_of(const UiCommand *c, float scale, float *ret_width)
{
    ShapeLine l = {pixels(c->points[0], scale), pixels(c->points[1], scale),
                   pixels(c->points[2], scale), pixels(c->points[3], scale)};
    float width = fmaxf(c->width * scale, 1);
    if (l.x0 == l.x1 || l.y0 == l.y1)
        width = fmaxf(roundf(width), 1);
    if (l.x0 == l.x1)
        l.x0 = l.x1 = on_pixels(l.x0, width);
    else if (l.y0 == l.y1)
        l.y0 = l.y1 = on_pixels(l.y0, width);
    *ret_width = width;
    return l;
}

/* ---- where text lies ---- */

static bool text_mask(const Painter *p, const UiCommand *c, float scale, PaintMask *ret_mask,
                      PaintRect *ret_at)
{
    float size = c->size * scale;
    PaintMask m;
    if (!p->text.mask(p->text.user, c->bold, size, c->text, &m))
        return false;
    float cap = p->text.cap_height(p->text.user, c->bold, size);
    float x = pixels(c->rect.x, scale) + (float)m.left;
    if (c->align == UI_CENTRE)
        x = pixels(c->rect.x + c->rect.w / 2, scale) - (float)m.width / 2;
    else if (c->align == UI_RIGHT)
        x = pixels(c->rect.x + c->rect.w, scale) - (float)m.width;
    float baseline = pixels(c->rect.y + c->rect.h / 2, scale) + cap / 2;
    *ret_mask = m;
    *ret_at =
        (PaintRect){(int32_t)roundf(x), (int32_t)roundf(baseline) - m.ascent, m.width, m.height};
    return true;
}

/* ---- what changed ---- */

static uint64_t stir(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 32;
}

static uint64_t stir_floats(uint64_t hash, const float *values, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        hash = stir(hash, bits);
    }
    return hash;
}

static uint64_t stir_text(uint64_t hash, const char *text)
{
    size_t len = strlen(text);
    for (; len >= 8; len -= 8, text += 8) {
        uint64_t word;
        memcpy(&word, text, sizeof word);
        hash = stir(hash, word);
    }
    uint64_t rest = len << 56;
    memcpy(&rest, text, len);
    return stir(hash, rest);
}

/* Field by field: the gaps between them hold anything. */
static uint64_t command_hash(const UiCommand *c)
{
    uint64_t h = stir(0x6B656E6B79755549U, (uint64_t)c->kind << 32 | c->rgb);
    h = stir(h, (uint64_t)c->alpha << 32 | (uint64_t)c->bold << 16 | (uint64_t)c->align << 8);
    h = stir(h, (uint64_t)c->icon << 32 | (uint64_t)c->point_count);
    const float fields[] = {c->rect.x, c->rect.y,  c->rect.w, c->rect.h, c->clip.x,
                            c->clip.y, c->clip.w,  c->clip.h, c->radius, c->width,
                            c->dash,   c->spacing, c->size};
    h = stir_floats(h, fields, (int32_t)(sizeof fields / sizeof fields[0]));
    h = c->brush ? stir_floats(h, c->brush, 3 * c->point_count)
                 : stir_floats(h, c->points, 2 * c->point_count);
    if (c->kind == UI_PICTURE || c->kind == UI_SCALED) {
        h = stir(h, (uint64_t)c->picture.width << 32 | (uint64_t)c->picture.height);
        h = stir(h, c->picture.version);
    }
    return c->text ? stir_text(h, c->text) : h;
}

/* What a command may touch: its rectangle with a margin for edges that are laid
 * on whole pixels, or its text. */
static PaintRect command_bounds(const Painter *p, const UiCommand *c, const PaintSurface *s)
{
    PaintRect r;
    if (c->kind == UI_TEXT) {
        PaintMask mask;
        if (!text_mask(p, c, s->scale, &mask, &r))
            return (PaintRect){0};
    } else {
        enum { MARGIN = 2 };
        int32_t x = (int32_t)floorf(pixels(c->rect.x, s->scale)) - MARGIN;
        int32_t y = (int32_t)floorf(pixels(c->rect.y, s->scale)) - MARGIN;
        int32_t x1 = (int32_t)ceilf(pixels(c->rect.x + c->rect.w, s->scale)) + MARGIN;
        int32_t y1 = (int32_t)ceilf(pixels(c->rect.y + c->rect.h, s->scale)) + MARGIN;
        r = (PaintRect){x, y, x1 - x, y1 - y};
    }
    r = paint_rect_meet(r, pixel_rect(c->clip, s->scale));
    return paint_rect_meet(r, (PaintRect){0, 0, s->width, s->height});
}

static void hash_cells(Painter *p, const Ui *ui, const PaintSurface *s)
{
    memset(p->cells, 0, (size_t)(p->columns * p->rows) * sizeof p->cells[0]);
    for (int32_t i = 0; i < ui->command_count; i++) {
        PaintRect r = p->bounds[i] = command_bounds(p, &ui->commands[i], s);
        if (r.w == 0)
            continue;
        uint64_t hash = command_hash(&ui->commands[i]);
        for (int32_t y = r.y / PAINT_CELL; y <= (r.y + r.h - 1) / PAINT_CELL; y++)
            for (int32_t x = r.x / PAINT_CELL; x <= (r.x + r.w - 1) / PAINT_CELL; x++) {
                uint64_t *cell = &p->cells[y * p->columns + x];
                *cell = stir(*cell, hash);
            }
    }
}

static PaintRect join(PaintRect a, PaintRect b)
{
    int32_t x = a.x < b.x ? a.x : b.x;
    int32_t y = a.y < b.y ? a.y : b.y;
    int32_t x1 = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    int32_t y1 = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (PaintRect){x, y, x1 - x, y1 - y};
}

static int64_t area(PaintRect r)
{
    return (int64_t)r.w * r.h;
}

/* Adds a run of cells; when there are too many rectangles, the two whose union
 * wastes least become one. */
static int32_t add_dirty(PaintRect *dirty, int32_t count, PaintRect run)
{
    for (int32_t i = 0; i < count; i++) /* the same run one row further up */
        if (dirty[i].x == run.x && dirty[i].w == run.w && dirty[i].y + dirty[i].h == run.y) {
            dirty[i].h += run.h;
            return count;
        }
    if (count < PAINT_MAX_DIRTY) {
        dirty[count] = run;
        return count + 1;
    }
    int32_t best_a = 0;
    int32_t best_b = -1; /* -1: the new run */
    int64_t least = INT64_MAX;
    for (int32_t a = 0; a < count; a++)
        for (int32_t b = -1; b < a; b++) {
            PaintRect other = b < 0 ? run : dirty[b];
            int64_t waste = area(join(dirty[a], other)) - area(dirty[a]) - area(other);
            if (waste < least) {
                least = waste;
                best_a = a;
                best_b = b;
            }
        }
    if (best_b < 0) {
        dirty[best_a] = join(dirty[best_a], run);
    } else {
        dirty[best_b] = join(dirty[best_a], dirty[best_b]);
        dirty[best_a] = run;
    }
    return count;
}

static int32_t find_dirty(const Painter *p, const PaintSurface *s, PaintRect *dirty)
{
    int32_t count = 0;
    PaintRect whole = {0, 0, s->width, s->height};
    for (int32_t y = 0; y < p->rows; y++)
        for (int32_t x = 0; x < p->columns; x++) {
            int32_t from = x;
            while (x < p->columns &&
                   p->cells[y * p->columns + x] != p->last_cells[y * p->columns + x])
                x++;
            if (x > from)
                count = add_dirty(dirty, count,
                                  (PaintRect){from * PAINT_CELL, y * PAINT_CELL,
                                              (x - from) * PAINT_CELL, PAINT_CELL});
        }
    for (int32_t i = 0; i < count; i++)
        dirty[i] = paint_rect_meet(dirty[i], whole);
    return count;
}

/* ---- drawing ---- */

static void draw_curve(const Ink *ink, const UiCommand *c, float scale)
{
    enum { PIECES = 48 };
    ShapeLine lines[PIECES];
    float p[8];
    for (int32_t i = 0; i < 8; i++)
        p[i] = pixels(c->points[i], scale);
    float x = p[0];
    float y = p[1];
    for (int32_t i = 0; i < PIECES; i++) {
        float t = (float)(i + 1) / PIECES;
        float u = 1 - t;
        float a = u * u * u;
        float b = 3 * u * u * t;
        float d = 3 * u * t * t;
        float e = t * t * t;
        lines[i] = (ShapeLine){x, y, a * p[0] + b * p[2] + d * p[4] + e * p[6],
                               a * p[1] + b * p[3] + d * p[5] + e * p[7]};
        x = lines[i].x1;
        y = lines[i].y1;
    }
    ink_lines(ink, lines, PIECES, c->width * scale);
}

static void draw_arc(const Ink *ink, const UiCommand *c, float scale)
{
    enum { MOST = 192 };
    const float turn = 6.28318530718F;
    ShapeLine lines[MOST];
    float cx = pixels(c->points[0], scale);
    float cy = pixels(c->points[1], scale);
    float r = pixels(c->radius, scale);
    float by = fminf(fmaxf(c->points[3] - c->points[2], -1), 1);
    int32_t count = (int32_t)ceilf(fabsf(by) * MOST);
    if (count == 0)
        return;
    for (int32_t i = 0; i < count; i++) {
        float a = (c->points[2] + by * (float)i / (float)count) * turn;
        float b = (c->points[2] + by * (float)(i + 1) / (float)count) * turn;
        lines[i] =
            (ShapeLine){cx + r * sinf(a), cy - r * cosf(a), cx + r * sinf(b), cy - r * cosf(b)};
    }
    ink_lines(ink, lines, count, c->width * scale);
}

static void draw_icon(const Ink *ink, const UiCommand *c, float scale)
{
    IconLine icon[ICON_MAX_LINES];
    ShapeLine lines[ICON_MAX_LINES];
    int32_t count = icon_flatten(c->icon, icon);
    float x = pixels(c->rect.x, scale);
    float y = pixels(c->rect.y, scale);
    float unit = c->rect.w * scale / ICON_GRID;
    for (int32_t i = 0; i < count; i++)
        lines[i] = (ShapeLine){x + icon[i].x0 * unit, y + icon[i].y0 * unit, x + icon[i].x1 * unit,
                               y + icon[i].y1 * unit};
    ink_lines(ink, lines, count, c->width * scale);
}

static void draw_brush(const Ink *ink, const UiCommand *c, float scale)
{
    float xyw[3 * UI_MAX_BRUSH];
    for (int32_t i = 0; i < 3 * c->point_count; i++)
        xyw[i] = pixels(c->brush[i], scale);
    ink_brush(ink, xyw, c->point_count);
}

static void draw_polygon(const Ink *ink, const UiCommand *c, float scale)
{
    ShapeLine edges[UI_MAX_POLYGON];
    const float *from = c->points + (ptrdiff_t)2 * (c->point_count - 1);
    const float *to = c->points;
    for (int32_t i = 0; i < c->point_count; i++, from = to, to += 2)
        edges[i] = (ShapeLine){pixels(from[0], scale), pixels(from[1], scale), pixels(to[0], scale),
                               pixels(to[1], scale)};
    ink_polygon(ink, edges, c->point_count);
}

static void draw_frame(const Ink *ink, const UiCommand *c, float scale)
{
    float gap = c->dash < 6 ? 2 * c->dash : 0.7F * c->dash;
    ink_frame(ink, box_of(c, scale), c->width * scale, c->dash * scale, gap * scale);
}

static void draw_command(const Painter *p, const Ink *ink, const UiCommand *c, float scale)
{
    switch (c->kind) {
    case UI_FILL:
        ink_box(ink, box_of(c, scale));
        break;
    case UI_STROKE:
        draw_frame(ink, c, scale);
        break;
    case UI_LINE: {
        float width;
        ShapeLine line = line_of(c, scale, &width);
        ink_lines(ink, &line, 1, width);
        break;
    }
    case UI_CURVE:
        draw_curve(ink, c, scale);
        break;
    case UI_POLYGON:
        draw_polygon(ink, c, scale);
        break;
    case UI_ARC:
        draw_arc(ink, c, scale);
        break;
    case UI_HATCH:
        ink_hatch(ink, pixel_rect(c->rect, scale), c->spacing * scale, c->width * scale);
        break;
    case UI_TEXT: {
        PaintMask mask;
        PaintRect at;
        if (text_mask(p, c, scale, &mask, &at))
            ink_mask(ink, &mask, at.x, at.y);
        break;
    }
    case UI_PICTURE:
        ink_picture(ink, c->picture.pixels, c->picture.pitch,
                    (PaintRect){(int32_t)lrintf(pixels(c->rect.x, scale)),
                                (int32_t)lrintf(pixels(c->rect.y, scale)), c->picture.width,
                                c->picture.height});
        break;
    case UI_ICON:
        draw_icon(ink, c, scale);
        break;
    case UI_BRUSH:
        draw_brush(ink, c, scale);
        break;
    case UI_SCALED:
        ink_scaled(ink, pixel_rect(c->rect, scale), &c->picture);
        break;
    }
}

/* Begins on black, so that a part without ground does not pile up. */
static void draw_part(const Painter *p, const Ui *ui, const PaintSurface *s, PaintRect part)
{
    Ink ink = {.pixels = s->pixels, .pitch = s->pitch, .clip = part, .alpha = 255, .row = p->row};
    ShapeBox all = {(float)part.x, (float)part.y, (float)(part.x + part.w),
                    (float)(part.y + part.h), 0};
    ink_box(&ink, all);
    for (int32_t i = 0; i < ui->command_count; i++) {
        const UiCommand *c = &ui->commands[i];
        ink.clip = paint_rect_meet(part, p->bounds[i]);
        if (ink.clip.w == 0)
            continue;
        ink.rgb = c->rgb;
        ink.alpha = c->alpha;
        draw_command(p, &ink, c, s->scale);
    }
}

/* False when there is no memory for a surface of this size: nothing is drawn. */
static bool fit_surface(Painter *p, const PaintSurface *s)
{
    bool same = p->last.pixels == s->pixels && p->last.width == s->width &&
                p->last.height == s->height && p->last.pitch == s->pitch &&
                p->last.scale == s->scale;
    if (same && p->cells)
        return true;
    if (p->text.set_scale && p->last.scale != s->scale)
        p->text.set_scale(p->text.user, s->scale);
    free(p->cells);
    free(p->last_cells);
    free(p->row);
    p->columns = (s->width + PAINT_CELL - 1) / PAINT_CELL;
    p->rows = (s->height + PAINT_CELL - 1) / PAINT_CELL;
    size_t count = (size_t)p->columns * (size_t)p->rows;
    p->cells = calloc(count, sizeof p->cells[0]);
    p->last_cells = calloc(count, sizeof p->cells[0]);
    p->row = calloc((size_t)s->width, 1);
    p->valid = false;
    p->last = *s;
    if (p->cells && p->last_cells && p->row)
        return true;
    p->last = (PaintSurface){0};
    return false;
}

int32_t painter_draw(Painter *painter, const Ui *ui, PaintSurface *surface,
                     PaintRect dirty[PAINT_MAX_DIRTY])
{
    if (surface->width <= 0 || surface->height <= 0 || !fit_surface(painter, surface))
        return 0;
    hash_cells(painter, ui, surface);
    int32_t count = 1;
    if (painter->valid)
        count = find_dirty(painter, surface, dirty);
    else
        dirty[0] = (PaintRect){0, 0, surface->width, surface->height};
    for (int32_t i = 0; i < count; i++)
        draw_part(painter, ui, surface, dirty[i]);
    uint64_t *swap = painter->cells;
    painter->cells = painter->last_cells;
    painter->last_cells = swap;
    painter->valid = true;
    return count;
}
