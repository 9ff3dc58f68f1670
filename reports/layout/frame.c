/* Head and foot of every page: what kind of sheet, which lesson, when and where;
 * the numbers that figures depend on; page n of m. */
#include "reports/layout/layout.h"

#include <inttypes.h>
#include <math.h>

#define FOOT_RULE 54.0F
#define FOOT_TEXT 43.0F
#define FOOT_RIGHT 48.0F /* room for "12 of 34" */
#define FOOT_LINES 2
#define KICKER_BASELINE 44.0F
#define WHERE_SHARE 0.6F /* of the head, for date and place */
#define APART 16.0F

bool layout_where_is_cut(const Layout *l, const char *where)
{
    return layout_text_width(l, FONT_REGULAR, SIZE_NOTE, where) > l->width * WHERE_SHARE;
}

bool layout_foot_is_cut(const Layout *l, const char *foot)
{
    return sheet_count_lines(l->sheet, l->width - FOOT_RIGHT, FONT_REGULAR, SIZE_NOTE, foot) >
           FOOT_LINES;
}

static void draw_head(Layout *l, const LayoutFrame *frame, int32_t page)
{
    float where =
        fminf(layout_text_width(l, FONT_REGULAR, SIZE_NOTE, frame->where), l->width * WHERE_SHARE);
    layout_line(l, l->left, KICKER_BASELINE, l->width - where - APART, FONT_REGULAR, SIZE_NOTE,
                INK_SECOND, SHEET_LEFT, page == 0 ? frame->kicker : frame->running);
    layout_line(l, l->right, KICKER_BASELINE, where, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                SHEET_RIGHT, frame->where);
}

static void draw_foot(Layout *l, const LayoutFrame *frame, int32_t page, int32_t pages)
{
    float height = sheet_height(l->sheet);
    sheet_line(l->sheet, l->left, height - FOOT_RULE, l->right, height - FOOT_RULE,
               ink_stroke(INK, 0.5F));
    sheet_paragraph(l->sheet, l->left, height - FOOT_TEXT, l->width - FOOT_RIGHT, LEAD_NOTE,
                    FONT_REGULAR, SIZE_NOTE, INK_SECOND, FOOT_LINES, frame->foot);
    sheet_text(l->sheet, l->right, height - FOOT_TEXT, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
               layout_printf(l, "%" PRId32 " of %" PRId32, page + 1, pages));
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
