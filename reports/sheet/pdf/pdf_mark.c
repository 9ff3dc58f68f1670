#include "reports/sheet/pdf/pdf.h"

#include <math.h>
#include <stdio.h>

static const float DOT_RADIUS = 6;     /* full circles up to here are ends of lines */
static const float KAPPA = 0.5522847F; /* a quarter circle as a Bezier curve */

/* ---- ink ---- */

static float part(uint32_t rgb, int shift)
{
    return (float)(rgb >> shift & 0xFF) / 255.0F;
}

void pdf_set_fill(Pdf *pdf, uint32_t rgb)
{
    if (pdf->state.fill != rgb)
        HPDF_Page_SetRGBFill(pdf->page, part(rgb, 16), part(rgb, 8), part(rgb, 0));
    pdf->state.fill = rgb;
}

/* Through the page's own stream: libharu rounds dashes to whole points. */
static void write_dash(Pdf *pdf, float on, float off)
{
    HPDF_PageAttr attr = pdf->page->attr;
    HPDF_Stream_WriteStr(attr->stream, "[");
    if (on > 0) {
        HPDF_Stream_WriteReal(attr->stream, on);
        HPDF_Stream_WriteStr(attr->stream, " ");
        HPDF_Stream_WriteReal(attr->stream, off > 0 ? off : on);
    }
    HPDF_Stream_WriteStr(attr->stream, "] 0 d\012");
}

bool pdf_differ(float a, float b)
{
    return a < b || a > b;
}

void pdf_set_stroke(Pdf *pdf, SheetInk ink)
{
    PageState *state = &pdf->state;
    if (state->stroke != ink.rgb)
        HPDF_Page_SetRGBStroke(pdf->page, part(ink.rgb, 16), part(ink.rgb, 8), part(ink.rgb, 0));
    if (pdf_differ(state->width, ink.width))
        HPDF_Page_SetLineWidth(pdf->page, ink.width);
    if (pdf_differ(state->on, ink.on) || pdf_differ(state->off, ink.off))
        write_dash(pdf, ink.on, ink.off);
    state->stroke = ink.rgb;
    state->width = ink.width;
    state->on = ink.on;
    state->off = ink.off;
}

/* ---- paths: written by us, to a hundredth of a point ----
 *
 * libharu writes five decimals and looks at its state before each; a sheet has
 * thousands of marks. */

/* The number and a space; returns where the next goes. */
static char *put_number(char *at, float value)
{
    char digits[12] = "";
    int count = 0;
    long n = lroundf(value * 100);
    if (n < 0) {
        *at++ = '-';
        n = -n;
    }
    int decimals = n % 100 == 0 ? 0 : n % 10 == 0 ? 1 : 2;
    for (long rest = n / 100; rest > 0 || count == 0; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    while (count > 0)
        *at++ = digits[--count];
    if (decimals > 0) {
        *at++ = '.';
        *at++ = (char)('0' + n / 10 % 10);
    }
    if (decimals > 1)
        *at++ = (char)('0' + n % 10);
    *at++ = ' ';
    return at;
}

/* Numbers, six at most, and their operator. */
static void put(Pdf *pdf, const float *numbers, int count, const char *operator)
{
    HPDF_PageAttr attr = pdf->page->attr;
    char line[6 * 16 + 8];
    char *at = line;
    for (int i = 0; i < count; i++)
        at = put_number(at, numbers[i]);
    (void)snprintf(at, 8, "%s\n", operator);
    HPDF_Stream_WriteStr(attr->stream, line);
}

static void begin_path(Pdf *pdf, SheetInk ink)
{
    HPDF_PageAttr attr = pdf->page->attr;
    if (ink.width > 0 && pdf->state.round) {
        HPDF_Stream_WriteStr(attr->stream, "0 J\n");
        pdf->state.round = false;
    }
    if (ink.width > 0)
        pdf_set_stroke(pdf, ink);
    else
        pdf_set_fill(pdf, ink.rgb);
}

static void end_path(Pdf *pdf, SheetInk ink)
{
    put(pdf, NULL, 0, ink.width > 0 ? "S" : "f");
}

static void put_move(Pdf *pdf, float x, float y)
{
    put(pdf, (const float[]){x, y}, 2, "m");
}

static void put_line(Pdf *pdf, float x, float y)
{
    put(pdf, (const float[]){x, y}, 2, "l");
}

static void put_curve(Pdf *pdf, float ax, float ay, float bx, float by, float x, float y)
{
    put(pdf, (const float[]){ax, ay, bx, by, x, y}, 6, "c");
}

static void path_rect(Pdf *pdf, const SheetMark *m)
{
    float x0 = m->x;
    float x1 = m->x + m->w;
    float y0 = pdf->height - m->y - m->h;
    float y1 = pdf->height - m->y;
    float r = m->radius;
    float k = r * (1 - KAPPA);
    if (!(r > 0)) {
        put(pdf, (const float[]){x0, y0, m->w, m->h}, 4, "re");
        return;
    }
    put_move(pdf, x0 + r, y0);
    put_line(pdf, x1 - r, y0);
    put_curve(pdf, x1 - k, y0, x1, y0 + k, x1, y0 + r);
    put_line(pdf, x1, y1 - r);
    put_curve(pdf, x1, y1 - k, x1 - k, y1, x1 - r, y1);
    put_line(pdf, x0 + r, y1);
    put_curve(pdf, x0 + k, y1, x0, y1 - k, x0, y1 - r);
    put_line(pdf, x0, y0 + r);
    put_curve(pdf, x0, y0 + k, x0 + k, y0, x0 + r, y0);
    put(pdf, NULL, 0, "h");
}

static void path_circle(Pdf *pdf, float x, float y, float r)
{
    float k = r * KAPPA;
    put_move(pdf, x - r, y);
    put_curve(pdf, x - r, y + k, x - k, y + r, x, y + r);
    put_curve(pdf, x + k, y + r, x + r, y + k, x + r, y);
    put_curve(pdf, x + r, y - k, x + k, y - r, x, y - r);
    put_curve(pdf, x - k, y - r, x - r, y - k, x - r, y);
    put(pdf, NULL, 0, "h");
}

static void path_points(Pdf *pdf, const SheetMark *m)
{
    put_move(pdf, m->points[0].x, pdf->height - m->points[0].y);
    for (int32_t i = 1; i < m->point_count; i++)
        put_line(pdf, m->points[i].x, pdf->height - m->points[i].y);
    if (m->kind == SHEET_MARK_POLYGON)
        put(pdf, NULL, 0, "h");
}

/* A quadratic curve is the cubic one whose controls stand two thirds of the way
 * to its control. */
static void path_curve(Pdf *pdf, const SheetMark *m)
{
    const SheetPoint *p = m->points;
    float cx = p[1].x, cy = p[1].y;
    put_move(pdf, p[0].x, pdf->height - p[0].y);
    put_curve(pdf, p[0].x + (cx - p[0].x) * 2 / 3, pdf->height - (p[0].y + (cy - p[0].y) * 2 / 3),
              p[2].x + (cx - p[2].x) * 2 / 3, pdf->height - (p[2].y + (cy - p[2].y) * 2 / 3),
              p[2].x, pdf->height - p[2].y);
}

/* The bytes were made by image_fit(), so libharu's loaders meet nothing they do not
 * know. */
static void draw_image(Pdf *pdf, const SheetMark *m)
{
    HPDF_UINT len = (HPDF_UINT)m->image->len;
    HPDF_Image image = m->image->format == IMAGE_JPEG
                           ? HPDF_LoadJpegImageFromMem(pdf->doc, m->image->bytes, len)
                           : HPDF_LoadPngImageFromMem(pdf->doc, m->image->bytes, len);
    if (image)
        HPDF_Page_DrawImage(pdf->page, image, m->x, pdf->height - m->y - m->h, m->w, m->h);
}

/* A full circle is the round end of a line as good as without length: a tenth of the
 * bytes of four curves, and a sheet has hundreds. */
static void draw_dot(Pdf *pdf, const SheetMark *m)
{
    HPDF_PageAttr attr = pdf->page->attr;
    float y = pdf->height - m->y;
    if (!pdf->state.round)
        HPDF_Stream_WriteStr(attr->stream, "1 J\n");
    pdf->state.round = true;
    pdf_set_stroke(pdf, (SheetInk){.rgb = m->ink.rgb, .width = 2 * m->radius});
    put_move(pdf, m->x, y);
    put_line(pdf, m->x + 0.01F, y);
    put(pdf, NULL, 0, "S");
}

/* Readers may shift such an end by part of a pixel: not where an outline follows. */
static bool is_dot(const SheetMark *m, const SheetMark *next)
{
    bool outlined = next && next->kind == SHEET_MARK_CIRCLE && !pdf_differ(next->x, m->x) &&
                    !pdf_differ(next->y, m->y);
    return m->kind == SHEET_MARK_CIRCLE && !(m->ink.width > 0) && m->radius < DOT_RADIUS &&
           !outlined;
}

bool pdf_draw_mark(Pdf *pdf, const SheetMark *m, const SheetMark *next, const LaidText *text,
                   Err *err)
{
    if (m->kind == SHEET_MARK_TEXT)
        return pdf_draw_text(pdf, m, text, err);
    if (m->kind == SHEET_MARK_SEPARATOR)
        return pdf_draw_separator(pdf, m, err);
    if (m->kind == SHEET_MARK_IMAGE) {
        draw_image(pdf, m);
        return true;
    }
    if (is_dot(m, next)) {
        draw_dot(pdf, m);
        return true;
    }
    begin_path(pdf, m->ink);
    switch (m->kind) {
    case SHEET_MARK_TEXT:
    case SHEET_MARK_IMAGE:
    case SHEET_MARK_SEPARATOR:
        break;
    case SHEET_MARK_LINE:
        put_move(pdf, m->x, pdf->height - m->y);
        put_line(pdf, m->x + m->w, pdf->height - m->y - m->h);
        break;
    case SHEET_MARK_RECT:
        path_rect(pdf, m);
        break;
    case SHEET_MARK_CIRCLE:
        path_circle(pdf, m->x, pdf->height - m->y, m->radius);
        break;
    case SHEET_MARK_CURVE:
        path_curve(pdf, m);
        break;
    case SHEET_MARK_POLYGON:
    case SHEET_MARK_POLYLINE:
        path_points(pdf, m);
        break;
    }
    end_path(pdf, m->ink);
    return true;
}
