#include "reports/layout/chart.h"

#include <math.h>

#define CAP 3.0F   /* of an interval's end, to each side */
#define ARROW 4.0F /* the head where an interval leaves the axis */

void chart_parts(Layout *l, const ChartPart *parts, int32_t count, float x, float y, float width,
                 float height)
{
    for (int32_t i = 0; i < count; i++) {
        float w = width * (float)parts[i].share;
        if (w <= 0)
            continue;
        layout_texture(l, parts[i].texture, x, y, w, height);
        float size = height > 23 ? SIZE_HEAD : SIZE_BODY;
        float figure = layout_text_width(l, FONT_BOLD, size, parts[i].figure);
        float base = y + height / 2 + size * 0.36F;
        if (w > figure + 3 &&
            (parts[i].texture == TEXTURE_GROUP || parts[i].texture == TEXTURE_SECOND))
            layout_boxed(l, x + w / 2, base, size, parts[i].figure);
        else if (w > figure + 3)
            sheet_text(l->sheet, x + w / 2, base, FONT_BOLD, size, texture_ink(parts[i].texture),
                       SHEET_CENTRE, parts[i].figure);
        x += w;
    }
}

/* The end of an interval: a cap, or an arrowhead where it goes on beyond. */
static void draw_end(Layout *l, const ChartInterval *c, float x, float y, bool beyond, float side)
{
    if (beyond) {
        SheetPoint head[3] = {
            {x, y}, {x - side * ARROW, y - ARROW / 2}, {x - side * ARROW, y + ARROW / 2}};
        sheet_polygon(l->sheet, head, 3, ink_fill(INK));
    } else if (c->caps) {
        sheet_line(l->sheet, x, y - CAP, x, y + CAP, ink_stroke(INK, c->weight));
    }
}

void chart_interval(Layout *l, const ChartInterval *c, float y)
{
    float width = c->x1 - c->x0;
    if (c->has_interval) {
        float low = c->x0 + width * (float)fmin(fmax(c->low, 0), 1);
        float high = c->x0 + width * (float)fmin(fmax(c->high, 0), 1);
        sheet_line(l->sheet, low, y, high, y, ink_stroke(INK, c->weight));
        draw_end(l, c, low, y, c->low < 0, -1);
        draw_end(l, c, high, y, c->high > 1, 1);
    }
    if (c->value >= 0 && c->value <= 1)
        layout_dot(l, c->x0 + width * (float)c->value, y, c->r, c->open ? INK_WHITE : INK, 0.8F);
}
