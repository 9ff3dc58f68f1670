/* sheet.h - pages to draw on, without saying what draws them.
 *
 * The compose step (reports/debrief/) draws on a Sheet, which only keeps a list
 * of marks. Renderers walk the list: pdf/ makes a PDF with libharu, sheet_raster.c
 * makes pixels (the app's
 * preview, PNG pages), sheet_trace.c makes text, one mark a line, which is what
 * the golden tests compare. So what is measured, previewed and printed is one
 * thing.
 *
 * Units are points (1/72 in), origin top left, y down. Colours are 0xRRGGBB.
 * Drawing never fails: the first thing that could not be kept is remembered and
 * reported by the renderer.
 */
#ifndef REPORTS_SHEET_SHEET_H
#define REPORTS_SHEET_SHEET_H

#include "reports/sheet/font.h"
#include "reports/sheet/image.h"

#include <stdio.h>

typedef enum SheetPaper {
    SHEET_A4,     /* 595.28 x 841.89 */
    SHEET_LETTER, /* 612 x 792 */
} SheetPaper;

typedef struct SheetPoint {
    float x, y;
} SheetPoint;

typedef enum SheetAlign { SHEET_LEFT, SHEET_CENTRE, SHEET_RIGHT } SheetAlign;

typedef struct SheetInk {
    uint32_t rgb;
    float width;   /* of a stroke; 0: fill (a line, curve or polyline: 0.25) */
    float on, off; /* dashes; 0: solid */
} SheetInk;

typedef enum SheetMarkKind {
    SHEET_MARK_TEXT,
    SHEET_MARK_LINE,
    SHEET_MARK_RECT, /* radius 0 or more */
    SHEET_MARK_CIRCLE,
    SHEET_MARK_POLYGON, /* up to SHEET_MAX_POINTS, closed */
    SHEET_MARK_CURVE,   /* quadratic: from, control, to */
    SHEET_MARK_POLYLINE,
    SHEET_MARK_IMAGE,     /* x, y, w, h: where it goes; image: what */
    SHEET_MARK_SEPARATOR, /* like a line; see sheet_separator() */
} SheetMarkKind;

enum { SHEET_MAX_POINTS = 4096, SHEET_MAX_PAGES = 2000, SHEET_MAX_SIZE = 600 /* of text */ };

typedef struct SheetMark {
    SheetMarkKind kind;
    SheetInk ink;
    float x, y, w, h, radius; /* text: x left, y baseline, w its width; line: w, h to its end;
                                 circle: x, y its centre */
    FontStyle style;
    float size;
    const char *text;
    const SheetPoint *points;
    int32_t point_count;
    const Image *image; /* SHEET_MARK_IMAGE only */
} SheetMark;

typedef struct Sheet Sheet;

typedef struct SheetInfo {
    const char *title, *author, *subject, *language; /* "en"; of the document */
    int64_t unix_ms;                                 /* its date: the same data, the same bytes */
} SheetInfo;

/* Marks live in arena; fonts are borrowed and must outlive the sheet. NULL when
 * there is no memory. */
Sheet *sheet_create(Arena *arena, const FontSet *fonts, SheetPaper paper, SheetInfo info);

float sheet_width(const Sheet *sheet);
float sheet_height(const Sheet *sheet);
const FontSet *sheet_fonts(const Sheet *sheet);
Arena *sheet_arena(Sheet *sheet); /* for text that must live as long as the marks */

/* ---- drawing ---- */

/* A new page; label is its name in the outline, NULL for none. Pages can be
 * turned back to (page numbers are set last). */
void sheet_add_page(Sheet *sheet, const char *label);
int32_t sheet_page_count(const Sheet *sheet);
void sheet_go_to_page(Sheet *sheet, int32_t page);
/* A heading in the outline at y on this page. */
void sheet_add_heading(Sheet *sheet, float y, const char *text);

/* y is the baseline. Returns the width. */
float sheet_text(Sheet *sheet, float x, float y, FontStyle style, float size, uint32_t rgb,
                 SheetAlign align, const char *utf8);

/* The same for len bytes. */
float sheet_text_span(Sheet *sheet, float x, float y, FontStyle style, float size, uint32_t rgb,
                      SheetAlign align, const char *utf8, size_t len);

/* Ragged-right lines of at most width, leading apart, at most max_lines (0: as
 * many as it takes; a cut ends in an ellipsis). Returns the number of lines. A
 * width so narrow that a glyph does not fit still takes one glyph a line. Line
 * feeds are kept. A paragraph that begins right to left is set flush right. */
int32_t sheet_paragraph(Sheet *sheet, float x, float y, float width, float leading, FontStyle style,
                        float size, uint32_t rgb, int32_t max_lines, const char *utf8);
/* The lines that sheet_paragraph() would use, without drawing. */
int32_t sheet_count_lines(const Sheet *sheet, float width, FontStyle style, float size,
                          const char *utf8);

void sheet_line(Sheet *sheet, float x0, float y0, float x1, float y1, SheetInk ink);
void sheet_rect(Sheet *sheet, float x, float y, float w, float h, float radius, SheetInk ink);
void sheet_circle(Sheet *sheet, float x, float y, float r, SheetInk ink);
void sheet_polygon(Sheet *sheet, const SheetPoint *points, int32_t count, SheetInk ink);
void sheet_polyline(Sheet *sheet, const SheetPoint *points, int32_t count, SheetInk ink);
void sheet_curve(Sheet *sheet, SheetPoint from, SheetPoint control, SheetPoint to, SheetInk ink);
/* Lines at 45 degrees clipped to the rectangle, starting at multiples of spacing
 * of the page (x + y a multiple; mirrored: x - y), so that neighbours line up.
 * spacing is measured along x. */
void sheet_hatch(Sheet *sheet, float x, float y, float w, float h, float spacing, bool mirrored,
                 SheetInk ink);

/* A picture filling the rectangle: see image_fit(). Its bytes must live as long as
 * the marks. */
void sheet_image(Sheet *sheet, float x, float y, float w, float h, const Image *image);

/* A line that is not seen. Beside an upright one what stands left is read first, at a level
 * one what stands above, which readers of PDF that go by the look of a page and not by the
 * order of drawing (pdftotext) cannot know. No text may stand in its way. */
void sheet_separator(Sheet *sheet, float x0, float y0, float x1, float y1);

/* ---- looking ---- */

/* Borrowed; strings that were NULL are "". */
const SheetInfo *sheet_info(const Sheet *sheet);
const char *sheet_page_label(const Sheet *sheet, int32_t page); /* NULL for none */

typedef struct SheetHeading {
    float y;
    const char *text;
} SheetHeading;
const SheetHeading *sheet_headings(const Sheet *sheet, int32_t page, size_t *ret_count);

const SheetMark *sheet_marks(const Sheet *sheet, int32_t page, size_t *ret_count);
bool sheet_failed(const Sheet *sheet, Err *err); /* true and err filled when a mark was lost */

/* ---- rendering ---- */

/* One mark a line, numbers with one decimal in the C locale. */
bool sheet_trace_write(const Sheet *sheet, FILE *out, Err *err);

/* The PDF as bytes (malloc'ed, the caller's to free). Fonts are subset
 * (hb-subset) and embedded; the same sheet gives the same bytes. */
bool sheet_pdf_render(const Sheet *sheet, uint8_t **ret_bytes, size_t *ret_len, Err *err);

/* Renders and writes by protocols/file.h: a failure leaves the old file whole. */
bool sheet_pdf_save(const Sheet *sheet, const char *path, Err *err);

#endif
