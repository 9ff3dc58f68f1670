#include "reports/sheet/sheet.h"

#include <limits.h>
#include <string.h>

/* A right-to-left paragraph keeps its direction in lines that begin with a
 * Latin word: such a line starts with a right-to-left mark, which is not drawn. */
#define RIGHT_TO_LEFT_MARK "\u200F"
#define ELLIPSIS "\u2026"

typedef struct Paragraph {
    const FontSet *fonts;
    FontStyle style;
    float size, width;
    int32_t max_lines; /* 0: as many as it takes */
    bool right_to_left;
    const char *utf8;
    size_t len;
} Paragraph;

typedef struct TextLine {
    const char *utf8;
    size_t len;
    bool cut; /* more follows that is not shown */
} TextLine;

/* The line at *at, and *at moved behind it. */
static TextLine next_line(const Paragraph *p, size_t *at, int32_t done)
{
    const char *utf8 = p->utf8 + *at;
    size_t len = p->len - *at;
    size_t next = 0;
    TextLine line = {
        .utf8 = utf8,
        .len = font_break_line(p->fonts, p->style, p->size, p->width, utf8, len, &next),
    };
    if (done + 1 == p->max_lines && next < len) {
        float dots = font_text_width(p->fonts, p->style, p->size, ELLIPSIS, strlen(ELLIPSIS));
        float room = p->width > dots ? p->width - dots : 0.0F;
        line.len = font_break_line(p->fonts, p->style, p->size, room, utf8, line.len, &next);
        line.cut = true;
        next = len;
    }
    *at += next;
    return line;
}

static void draw_line(Sheet *sheet, const Paragraph *p, float x, float y, uint32_t rgb,
                      TextLine line)
{
    SheetAlign align = p->right_to_left ? SHEET_RIGHT : SHEET_LEFT;
    if (p->right_to_left)
        x += p->width;
    if (line.cut || p->right_to_left) {
        int len = line.len < INT_MAX ? (int)line.len : INT_MAX;
        const char *text =
            arena_printf(sheet_arena(sheet), "%s%.*s%s", p->right_to_left ? RIGHT_TO_LEFT_MARK : "",
                         len, line.utf8, line.cut ? ELLIPSIS : "");
        if (text) /* if not, the line as it is says that memory is gone */
            line = (TextLine){.utf8 = text, .len = strlen(text)};
    }
    (void)sheet_text_span(sheet, x, y, p->style, p->size, rgb, align, line.utf8, line.len);
}

int32_t sheet_paragraph(Sheet *sheet, float x, float y, float width, float leading, FontStyle style,
                        float size, uint32_t rgb, int32_t max_lines, const char *utf8)
{
    Paragraph p = {sheet_fonts(sheet), style, size, width, max_lines, false, utf8, strlen(utf8)};
    p.right_to_left = font_is_right_to_left(utf8, p.len);
    int32_t lines = 0;
    for (size_t at = 0; at < p.len && (max_lines <= 0 || lines < max_lines); lines++)
        draw_line(sheet, &p, x, y + (float)lines * leading, rgb, next_line(&p, &at, lines));
    return lines;
}

int32_t sheet_count_lines(const Sheet *sheet, float width, FontStyle style, float size,
                          const char *utf8)
{
    Paragraph p = {sheet_fonts(sheet), style, size, width, 0, false, utf8, strlen(utf8)};
    int32_t lines = 0;
    for (size_t at = 0; at < p.len; lines++)
        (void)next_line(&p, &at, lines);
    return lines;
}
