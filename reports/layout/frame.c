/* Head and foot of every page: what kind of sheet, which lesson, when and where;
 * the numbers that figures depend on; page n of m. */
#include "reports/layout/layout.h"
#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define FOOT_RULE 54.0F
#define FOOT_TEXT 43.0F
#define FOOT_RIGHT 48.0F /* room for "12 of 34" */
#define FOOT_LINES 2
#define KICKER_BASELINE 44.0F
#define WHERE_SHARE 0.6F /* of the head, for date and place */
#define APART 16.0F

static const char DOT[] = "  " MIDDLE_DOT "  ";

/* Two lines, parted at one of its dots where one is too wide: the first line. NULL where
 * neither does. */
static const char *first_of_two(Layout *l, const char *text, float width)
{
    for (const char *at = text; (at = strstr(at, DOT)); at += sizeof DOT - 1) {
        const char *first = layout_copy(l, text, (size_t)(at - text));
        if (layout_text_width(l, FONT_REGULAR, SIZE_NOTE, first) <= width &&
            layout_text_width(l, FONT_REGULAR, SIZE_NOTE, at + sizeof DOT - 1) <= width)
            return first;
    }
    return NULL;
}

const char *layout_where(Layout *l, const char *const *parts, int32_t count, bool *ret_whole)
{
    const char *text = "";
    *ret_whole = true;
    for (int32_t i = 0; i < count; i++) {
        const char *more = layout_printf(l, "%s%s%s", text, text[0] ? DOT : "", parts[i]);
        float width = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, more);
        bool fits =
            width <= l->width * WHERE_SHARE || first_of_two(l, more, l->width * WHERE_SHARE);
        if (parts[i][0] != '\0' && fits)
            text = more;
        *ret_whole = *ret_whole && (fits || parts[i][0] == '\0');
    }
    return text;
}

bool layout_foot_is_cut(const Layout *l, const char *foot)
{
    return sheet_count_lines(l->sheet, l->width - FOOT_RIGHT, FONT_REGULAR, SIZE_NOTE, foot) >
           FOOT_LINES;
}

/* In one line, or two of which the upper stands in the margin. Returns its width. */
static float draw_where(Layout *l, const char *where)
{
    float most = l->width * WHERE_SHARE, upper = 0;
    bool wide = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, where) > most;
    const char *first = wide ? first_of_two(l, where, most) : NULL;
    if (first) {
        upper = sheet_text(l->sheet, l->right, KICKER_BASELINE - LEAD_NOTE, FONT_REGULAR, SIZE_NOTE,
                           INK_SECOND, SHEET_RIGHT, first);
        where += strlen(first) + sizeof DOT - 1;
    }
    return fmaxf(upper, layout_line(l, l->right, KICKER_BASELINE, most, FONT_REGULAR, SIZE_NOTE,
                                    INK_SECOND, SHEET_RIGHT, where));
}

static void draw_head(Layout *l, const LayoutFrame *frame, int32_t page)
{
    enum { LINES = 2 };
    float width = l->width - draw_where(l, frame->where) - APART;
    const char *text = page == 0 ? frame->kicker : frame->running;
    int32_t lines = sheet_count_lines(l->sheet, width, FONT_REGULAR, SIZE_NOTE, text);
    sheet_paragraph(l->sheet, l->left, KICKER_BASELINE - (lines > 1 ? LEAD_NOTE : 0), width,
                    LEAD_NOTE, FONT_REGULAR, SIZE_NOTE, INK_SECOND, LINES, text);
}

static void draw_foot(Layout *l, const LayoutFrame *frame, int32_t page, int32_t pages)
{
    float height = sheet_height(l->sheet);
    sheet_line(l->sheet, l->left, height - FOOT_RULE, l->right, height - FOOT_RULE,
               ink_stroke(INK, 0.5F));
    sheet_paragraph(l->sheet, l->left, height - FOOT_TEXT, l->width - FOOT_RIGHT, LEAD_NOTE,
                    FONT_REGULAR, SIZE_NOTE, INK_SECOND, FOOT_LINES, frame->foot);
    const char *number = layout_printf(l, "%" PRId32 " of %" PRId32, page + 1, pages);
    if (layout_text_width(l, FONT_BOLD, SIZE_BODY, number) > FOOT_RIGHT - 4)
        number = layout_printf(l, "%" PRId32 "/%" PRId32, page + 1, pages);
    layout_line(l, l->right, height - FOOT_TEXT, FOOT_RIGHT - 4, FONT_BOLD, SIZE_BODY, INK,
                SHEET_RIGHT, number);
}

void layout_frame(Layout *l, const LayoutFrame *frame)
{
    int32_t pages = sheet_page_count(l->sheet);
    for (int32_t page = 0; page < pages; page++) {
        sheet_go_to_page(l->sheet, page);
        draw_head(l, frame, page);
        draw_foot(l, frame, page, pages);
    }
}
