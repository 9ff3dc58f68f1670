#include "reports/sheet/sheet.h"

#include <assert.h>
#include <math.h>
#include <string.h>

typedef struct Page {
    const char *label;
    SheetMark *marks;
    size_t mark_count, mark_cap;
    SheetHeading *headings;
    size_t heading_count, heading_cap;
} Page;

struct Sheet {
    Arena *arena;
    const FontSet *fonts;
    float width, height;
    SheetInfo info;
    Page *pages;
    int32_t page_count, page_cap;
    int32_t current; /* -1 before the first page */
    Err lost;        /* the first mark that was not kept, and why */
};

enum { FIRST_CAP = 64, MAX_HATCH_LINES = 4096 };

/* ---- the sheet ---- */

static const char *keep_text(Arena *arena, const char *text)
{
    return arena_copy(arena, text ? text : "", text ? strlen(text) : 0);
}

Sheet *sheet_create(Arena *arena, const FontSet *fonts, SheetPaper paper, SheetInfo info)
{
    Sheet *sheet = ARENA_PUSH(arena, Sheet, 1);
    if (!sheet)
        return NULL;
    *sheet = (Sheet){
        .arena = arena,
        .fonts = fonts,
        .width = paper == SHEET_LETTER ? 612.0F : 595.28F,
        .height = paper == SHEET_LETTER ? 792.0F : 841.89F,
        .info = {keep_text(arena, info.title), keep_text(arena, info.author),
                 keep_text(arena, info.subject), keep_text(arena, info.language), info.unix_ms},
        .current = -1,
    };
    const SheetInfo *kept = &sheet->info;
    return kept->title && kept->author && kept->subject && kept->language ? sheet : NULL;
}

float sheet_width(const Sheet *sheet)
{
    return sheet->width;
}

float sheet_height(const Sheet *sheet)
{
    return sheet->height;
}

const FontSet *sheet_fonts(const Sheet *sheet)
{
    return sheet->fonts;
}

Arena *sheet_arena(Sheet *sheet)
{
    return sheet->arena;
}

const SheetInfo *sheet_info(const Sheet *sheet)
{
    return &sheet->info;
}

bool sheet_failed(const Sheet *sheet, Err *err)
{
    if (sheet->lost.kind == ERR_NONE)
        return false;
    *err = sheet->lost;
    return true;
}

/* ---- keeping ---- */

static void lose(Sheet *sheet, ErrKind kind, const char *why)
{
    if (sheet->lost.kind == ERR_NONE)
        err_set(&sheet->lost, kind, "page %d of the sheet: %s", (int)sheet->current + 1, why);
}

/* Room for one more of count items in an array of the arena: doubled by moving,
 * so that a page's marks stay one array. NULL when there is no memory. */
static void *make_room(Arena *arena, void *items, size_t count, size_t *cap, size_t size,
                       size_t align)
{
    if (count < *cap)
        return items;
    size_t larger = *cap ? *cap * 2 : FIRST_CAP;
    void *moved = arena_push(arena, larger, size, align);
    if (!moved)
        return NULL;
    if (count > 0)
        memcpy(moved, items, count * size);
    *cap = larger;
    return moved;
}

static Page *current_page(Sheet *sheet)
{
    if (sheet->current < 0)
        lose(sheet, ERR_STATE, "something is drawn before the first page is there");
    return sheet->current < 0 ? NULL : &sheet->pages[sheet->current];
}

static bool is_drawable(const SheetMark *mark)
{
    const float numbers[] = {mark->x,    mark->y,         mark->w,      mark->h,      mark->radius,
                             mark->size, mark->ink.width, mark->ink.on, mark->ink.off};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (!isfinite(numbers[i]) || fabsf(numbers[i]) > 32000.0F)
            return false;
    for (int32_t i = 0; i < mark->point_count; i++)
        if (!isfinite(mark->points[i].x) || !isfinite(mark->points[i].y) ||
            fabsf(mark->points[i].x) > 32000.0F || fabsf(mark->points[i].y) > 32000.0F)
            return false;
    return mark->ink.width >= 0 && mark->ink.on >= 0 && mark->ink.off >= 0;
}

static void add_mark(Sheet *sheet, const SheetMark *mark)
{
    Page *page = current_page(sheet);
    if (!page)
        return;
    if (!is_drawable(mark)) {
        lose(sheet, ERR_LIMIT, "a mark has no place on paper");
        return;
    }
    SheetMark *marks = make_room(sheet->arena, page->marks, page->mark_count, &page->mark_cap,
                                 sizeof *marks, _Alignof(SheetMark));
    if (!marks) {
        lose(sheet, ERR_SYSTEM, "out of memory for its marks");
        return;
    }
    page->marks = marks;
    page->marks[page->mark_count++] = *mark;
}

/* ---- pages ---- */

void sheet_add_page(Sheet *sheet, const char *label)
{
    const char *kept = label ? keep_text(sheet->arena, label) : NULL;
    if (sheet->page_count == SHEET_MAX_PAGES) {
        lose(sheet, ERR_LIMIT, "a sheet has at most 2000 pages");
        return;
    }
    size_t cap = (size_t)sheet->page_cap;
    Page *pages = make_room(sheet->arena, sheet->pages, (size_t)sheet->page_count, &cap,
                            sizeof *pages, _Alignof(Page));
    if (!pages || (label && !kept)) {
        lose(sheet, ERR_SYSTEM, "out of memory for another page");
        return;
    }
    sheet->pages = pages;
    sheet->page_cap = (int32_t)cap;
    sheet->current = sheet->page_count++;
    sheet->pages[sheet->current] = (Page){.label = kept};
}

int32_t sheet_page_count(const Sheet *sheet)
{
    return sheet->page_count;
}

void sheet_go_to_page(Sheet *sheet, int32_t page)
{
    assert(page >= 0 && page < sheet->page_count);
    sheet->current = page;
}

const char *sheet_page_label(const Sheet *sheet, int32_t page)
{
    assert(page >= 0 && page < sheet->page_count);
    return sheet->pages[page].label;
}

void sheet_add_heading(Sheet *sheet, float y, const char *text)
{
    Page *page = current_page(sheet);
    if (!page)
        return;
    const char *kept = keep_text(sheet->arena, text);
    SheetHeading *headings =
        make_room(sheet->arena, page->headings, page->heading_count, &page->heading_cap,
                  sizeof *headings, _Alignof(SheetHeading));
    if (!headings || !kept) {
        lose(sheet, ERR_SYSTEM, "out of memory for its headings");
        return;
    }
    page->headings = headings;
    page->headings[page->heading_count++] = (SheetHeading){isfinite(y) ? y : 0.0F, kept};
}

const SheetHeading *sheet_headings(const Sheet *sheet, int32_t page, size_t *ret_count)
{
    assert(page >= 0 && page < sheet->page_count);
    *ret_count = sheet->pages[page].heading_count;
    return sheet->pages[page].headings;
}

const SheetMark *sheet_marks(const Sheet *sheet, int32_t page, size_t *ret_count)
{
    assert(page >= 0 && page < sheet->page_count);
    *ret_count = sheet->pages[page].mark_count;
    return sheet->pages[page].marks;
}

/* ---- marks ---- */

float sheet_text(Sheet *sheet, float x, float y, FontStyle style, float size, uint32_t rgb,
                 SheetAlign align, const char *utf8)
{
    return sheet_text_span(sheet, x, y, style, size, rgb, align, utf8, strlen(utf8));
}

float sheet_text_span(Sheet *sheet, float x, float y, FontStyle style, float size, uint32_t rgb,
                      SheetAlign align, const char *utf8, size_t len)
{
    if (len == 0)
        return 0.0F;
    if (!(size > 0) || size > SHEET_MAX_SIZE) {
        lose(sheet, ERR_LIMIT, "text is larger than nothing and at most 600 points");
        return 0.0F;
    }
    float width = font_text_width(sheet->fonts, style, size, utf8, len);
    const char *kept = arena_copy(sheet->arena, utf8, len);
    if (!kept) {
        lose(sheet, ERR_SYSTEM, "out of memory for its text");
        return width;
    }
    if (align == SHEET_CENTRE)
        x -= width / 2;
    else if (align == SHEET_RIGHT)
        x -= width;
    add_mark(sheet, &(SheetMark){.kind = SHEET_MARK_TEXT,
                                 .ink = {.rgb = rgb},
                                 .x = x,
                                 .y = y,
                                 .w = width,
                                 .h = size,
                                 .style = style,
                                 .size = size,
                                 .text = kept});
    return width;
}

/* A line has no inside to fill: without a width it is as thin as can be seen. */
static SheetInk as_stroke(SheetInk ink)
{
    ink.width = ink.width > 0 ? ink.width : 0.25F;
    return ink;
}

void sheet_line(Sheet *sheet, float x0, float y0, float x1, float y1, SheetInk ink)
{
    add_mark(
        sheet,
        &(SheetMark){
            .kind = SHEET_MARK_LINE, .ink = ink, .x = x0, .y = y0, .w = x1 - x0, .h = y1 - y0});
}

void sheet_rect(Sheet *sheet, float x, float y, float w, float h, float radius, SheetInk ink)
{
    if (w < 0) {
        x += w;
        w = -w;
    }
    if (h < 0) {
        y += h;
        h = -h;
    }
    float most = fminf(w, h) / 2;
    radius = radius < 0 ? 0 : radius > most ? most : radius;
    add_mark(
        sheet,
        &(SheetMark){
            .kind = SHEET_MARK_RECT, .ink = ink, .x = x, .y = y, .w = w, .h = h, .radius = radius});
}

void sheet_circle(Sheet *sheet, float x, float y, float r, SheetInk ink)
{
    if (!(r > 0))
        return; /* an area of nothing */
    add_mark(sheet,
             &(SheetMark){.kind = SHEET_MARK_CIRCLE, .ink = ink, .x = x, .y = y, .radius = r});
}

static void add_points(Sheet *sheet, SheetMarkKind kind, const SheetPoint *points, int32_t count,
                       SheetInk ink)
{
    if (count > SHEET_MAX_POINTS) {
        lose(sheet, ERR_LIMIT, "a shape has at most 4096 points");
        return;
    }
    if (count < 2)
        return; /* no line and no area */
    SheetPoint *kept = ARENA_PUSH(sheet->arena, SheetPoint, (size_t)count);
    if (!kept) {
        lose(sheet, ERR_SYSTEM, "out of memory for its shapes");
        return;
    }
    memcpy(kept, points, (size_t)count * sizeof *points);
    add_mark(sheet, &(SheetMark){.kind = kind, .ink = ink, .points = kept, .point_count = count});
}

void sheet_polygon(Sheet *sheet, const SheetPoint *points, int32_t count, SheetInk ink)
{
    add_points(sheet, SHEET_MARK_POLYGON, points, count, ink);
}

void sheet_polyline(Sheet *sheet, const SheetPoint *points, int32_t count, SheetInk ink)
{
    add_points(sheet, SHEET_MARK_POLYLINE, points, count, as_stroke(ink));
}

void sheet_curve(Sheet *sheet, SheetPoint from, SheetPoint control, SheetPoint to, SheetInk ink)
{
    const SheetPoint points[] = {from, control, to};
    add_points(sheet, SHEET_MARK_CURVE, points, 3, as_stroke(ink));
}

void sheet_image(Sheet *sheet, float x, float y, float w, float h, const Image *image)
{
    Image *kept = ARENA_PUSH(sheet->arena, Image, 1);
    if (!kept) {
        lose(sheet, ERR_SYSTEM, "out of memory for its pictures");
        return;
    }
    *kept = *image;
    add_mark(sheet,
             &(SheetMark){.kind = SHEET_MARK_IMAGE, .x = x, .y = y, .w = w, .h = h, .image = kept});
}

void sheet_separator(Sheet *sheet, float x0, float y0, float x1, float y1)
{
    add_mark(
        sheet,
        &(SheetMark){.kind = SHEET_MARK_SEPARATOR, .x = x0, .y = y0, .w = x1 - x0, .h = y1 - y0});
}

/* The line x + y = c (mirrored: x - y = c) runs from (x_at, c - x_at) on; inside
 * the rectangle x goes from the larger of the left edge and where it crosses one
 * horizontal edge to the smaller of the right edge and where it crosses the
 * other. */
void sheet_hatch(Sheet *sheet, float x, float y, float w, float h, float spacing, bool mirrored,
                 SheetInk ink)
{
    if (!(w > 0) || !(h > 0) || !(spacing > 0))
        return;
    float low = mirrored ? x - (y + h) : x + y;
    if ((w + h) / spacing > (float)MAX_HATCH_LINES || !isfinite(low)) {
        lose(sheet, ERR_LIMIT, "a hatch has at most 4096 lines");
        return;
    }
    int64_t first = (int64_t)floorf(low / spacing) + 1;
    for (int64_t i = first; (float)i * spacing < low + w + h; i++) {
        float c = (float)i * spacing;
        float at_top = mirrored ? c + y : c - y; /* x where it crosses that edge */
        float at_bottom = mirrored ? c + y + h : c - y - h;
        float x0 = fmaxf(x, fminf(at_top, at_bottom));
        float x1 = fminf(x + w, fmaxf(at_top, at_bottom));
        if (x1 > x0)
            sheet_line(sheet, x0, mirrored ? x0 - c : c - x0, x1, mirrored ? x1 - c : c - x1, ink);
    }
}
