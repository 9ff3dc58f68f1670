#include "protocols/utf8.h"
#include "reports/sheet/sheet.h"

#include <errno.h>
#include <math.h>
#include <string.h>

static const char *const STYLE_NAMES[FONT_STYLE_COUNT] = {"regular", "bold", "italic"};

/* One decimal by integers, because printf's decimal point follows the locale.
 * Nothing is ever "-0.0". */
static void write_number(FILE *out, float value)
{
    long long tenths = llroundf(value * 10.0F);
    long long size = tenths < 0 ? -tenths : tenths;
    fprintf(out, " %s%lld.%lld", tenths < 0 ? "-" : "", size / 10, size % 10);
}

static void write_numbers(FILE *out, const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        write_number(out, values[i]);
}

/* Between quotation marks, on one line, valid UTF-8 whatever the text was. */
static void write_text(FILE *out, const char *text)
{
    size_t len = strlen(text);
    fputs(" \"", out);
    for (size_t at = 0, bytes = 0; at < len; at += bytes) {
        uint32_t c = utf8_decode(text + at, len - at, &bytes);
        unsigned char byte = (unsigned char)text[at];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", (int)c);
        else if (c < ' ' || c == 0x7F || (c == 0xFFFD && bytes == 1))
            fprintf(out, "\\x%02X", byte);
        else
            fwrite(text + at, 1, bytes, out);
    }
    fputs("\"", out);
}

static void write_ink(FILE *out, SheetInk ink)
{
    fprintf(out, " %06X", (unsigned)(ink.rgb & 0xFFFFFF));
    if (ink.width > 0) {
        fputs(" stroke", out);
        write_number(out, ink.width);
    } else {
        fputs(" fill", out);
    }
    if (ink.on > 0) {
        fputs(" dash", out);
        write_numbers(out, (const float[]){ink.on, ink.off}, 2);
    }
}

static void write_points(FILE *out, const SheetMark *mark)
{
    for (int32_t i = 0; i < mark->point_count; i++)
        write_numbers(out, (const float[]){mark->points[i].x, mark->points[i].y}, 2);
}

static void write_mark(FILE *out, const SheetMark *m)
{
    switch (m->kind) {
    case SHEET_MARK_TEXT:
        fputs("text", out);
        write_numbers(out, (const float[]){m->x, m->y, m->w}, 3);
        fprintf(out, " %s", STYLE_NAMES[m->style]);
        write_number(out, m->size);
        fprintf(out, " %06X", (unsigned)(m->ink.rgb & 0xFFFFFF));
        write_text(out, m->text);
        break;
    case SHEET_MARK_LINE:
        fputs("line", out);
        write_numbers(out, (const float[]){m->x, m->y, m->x + m->w, m->y + m->h}, 4);
        break;
    case SHEET_MARK_RECT:
        fputs("rect", out);
        write_numbers(out, (const float[]){m->x, m->y, m->w, m->h, m->radius}, 5);
        break;
    case SHEET_MARK_CIRCLE:
        fputs("circle", out);
        write_numbers(out, (const float[]){m->x, m->y, m->radius}, 3);
        break;
    case SHEET_MARK_POLYGON:
        fputs("polygon", out);
        break;
    case SHEET_MARK_CURVE:
        fputs("curve", out);
        break;
    case SHEET_MARK_POLYLINE:
        fputs("polyline", out);
        break;
    case SHEET_MARK_IMAGE:
        fputs("image", out);
        write_numbers(out, (const float[]){m->x, m->y, m->w, m->h}, 4);
        fprintf(out, " %s %dx%d", image_format_name(m->image->format), (int)m->image->width,
                (int)m->image->height);
        break;
    case SHEET_MARK_SEPARATOR:
        fputs("separator", out);
        write_numbers(out, (const float[]){m->x, m->y, m->x + m->w, m->y + m->h}, 4);
        break;
    }
    if (m->kind != SHEET_MARK_TEXT && m->kind != SHEET_MARK_IMAGE &&
        m->kind != SHEET_MARK_SEPARATOR) {
        write_points(out, m);
        write_ink(out, m->ink);
    }
    fputc('\n', out);
}

static void write_page(const Sheet *sheet, int32_t page, FILE *out)
{
    size_t count = 0;
    const char *label = sheet_page_label(sheet, page);
    fprintf(out, "page %d", (int)page + 1);
    if (label)
        write_text(out, label);
    fputc('\n', out);
    const SheetHeading *headings = sheet_headings(sheet, page, &count);
    for (size_t i = 0; i < count; i++) {
        fputs("heading", out);
        write_number(out, headings[i].y);
        write_text(out, headings[i].text);
        fputc('\n', out);
    }
    const SheetMark *marks = sheet_marks(sheet, page, &count);
    for (size_t i = 0; i < count; i++)
        write_mark(out, &marks[i]);
}

bool sheet_trace_write(const Sheet *sheet, FILE *out, Err *err)
{
    if (sheet_failed(sheet, err))
        return false;
    fputs("paper", out);
    write_numbers(out, (const float[]){sheet_width(sheet), sheet_height(sheet)}, 2);
    fputs("\ntitle", out);
    write_text(out, sheet_info(sheet)->title);
    fputc('\n', out);
    for (int32_t page = 0; page < sheet_page_count(sheet); page++)
        write_page(sheet, page, out);
    errno = 0;
    if (fflush(out) != 0 || ferror(out))
        return err_set(err, ERR_SYSTEM, "the trace of the sheet cannot be written: %s",
                       errno ? strerror(errno) : "the file refused");
    return true;
}
