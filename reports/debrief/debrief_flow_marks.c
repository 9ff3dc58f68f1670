/* Rows of marks in the flow: questions as ticks, frames as dots, other points by
 * their shapes, scans as triangles. */
#include "reports/debrief/debrief_flow.h"

#include <inttypes.h>
#include <math.h>

#define LEGEND_HEIGHT 13.0F /* of one line */

enum {
    MANY_SHAPES = 6, /* more kinds of mark than this have a row each */
};

/* ---- which rows ---- */

static bool is_mark_code(const Flow *f, int32_t i)
{
    const Code *code = &f->d->protocol->codes[i];
    return code->kind != CODE_STATE && code->kind != CODE_INTERVAL && f->used[i] > 0 &&
           !(code->senses & (SENSE_QUESTION | SENSE_FRAME | SENSE_PLACE));
}

/* The protocol's shapes, another one where two in a row are the same. */
static void choose_shapes(Flow *f, int32_t category)
{
    uint32_t taken = 0;
    for (int32_t i = 0; i < f->d->protocol->code_count; i++) {
        const Code *code = &f->d->protocol->codes[i];
        if (code->category != category || !is_mark_code(f, i))
            continue;
        int shape = code->shape == SHAPE_BAR ? SHAPE_CIRCLE : (int)code->shape;
        for (int tries = 0; tries < SHAPE_COUNT && (taken >> shape & 1); tries++)
            shape = shape + 1 < SHAPE_COUNT ? shape + 1 : SHAPE_DIAMOND;
        taken |= 1U << shape;
        f->shapes[i] = (CodeShape)shape;
    }
}

static void add_marks_of(Flow *f, int32_t category)
{
    const Protocol *p = f->d->protocol;
    int32_t kinds = 0, only = PROTOCOL_NONE;
    int64_t n = 0;
    for (int32_t i = 0; i < p->code_count; i++)
        if (p->codes[i].category == category && is_mark_code(f, i)) {
            kinds++;
            only = i;
            n += f->used[i];
        }
    choose_shapes(f, category);
    FlowRow row = {.kind = ROW_MARKS,
                   .code = only,
                   .category = category,
                   .group = "",
                   .height = FLOW_MARK_HEIGHT,
                   .n = n};
    if (kinds > 1 && kinds <= MANY_SHAPES) {
        row.code = PROTOCOL_NONE;
        row.label =
            p->codes[only].built_in ? say(&f->d->l, "Notes") : p->categories[category].title;
        f->legend = true;
        flow_add_row(f, row);
        return;
    }
    for (int32_t i = 0; i < p->code_count; i++)
        if (p->codes[i].category == category && is_mark_code(f, i)) {
            row.code = i;
            row.label = p->codes[i].label;
            row.n = f->used[i];
            flow_add_row(f, row);
        }
}

void flow_add_marks(Flow *f)
{
    const Debrief *d = f->d;
    const Protocol *p = d->protocol;
    for (int32_t i = 0; i < p->code_count; i++) {
        const Code *code = &p->codes[i];
        if (code->kind == CODE_STATE || code->kind == CODE_INTERVAL || f->used[i] == 0)
            continue;
        FlowRow row = {.code = i,
                       .label = code->label,
                       .group = "",
                       .height = FLOW_MARK_HEIGHT,
                       .n = f->used[i]};
        row.kind = code->senses & SENSE_QUESTION ? ROW_QUESTION : ROW_FRAME;
        if (code->senses & (SENSE_QUESTION | SENSE_FRAME))
            flow_add_row(f, row);
    }
    for (int32_t i = 0; i < p->category_count; i++)
        add_marks_of(f, i);
    for (int32_t i = 0; i < d->m.sampling.row_count; i++) {
        const SamplingRow *row = &d->m.sampling.rows[i];
        if (row->signal_count > 0)
            flow_add_row(f, (FlowRow){.kind = ROW_SCAN,
                                      .code = i,
                                      .group = "",
                                      .height = FLOW_MARK_HEIGHT,
                                      .label = p->codes[row->code].label,
                                      .n = row->signal_count});
    }
}

/* ---- marks ---- */

/* Marks that fall on one another on paper are drawn once. */
typedef struct LastMark {
    float x;
    int32_t look;
} LastMark;

static bool same_mark(LastMark *last, float x, int32_t look)
{
    bool same = last->look == look && fabsf(x - last->x) < 0.2F;
    *last = (LastMark){x, look};
    return same;
}

static void draw_question_ticks(Flow *f, int32_t code, float y)
{
    const QuestionMeasures *q = &f->d->m.questions;
    LastMark last = {-1, -1};
    for (size_t i = 0; i < q->count; i++) {
        const QuestionRow *row = &q->rows[q->items[i].row];
        if (row->code != code)
            continue;
        bool level = debrief_is_level(f->d, row->modifier);
        int32_t steps = level ? f->d->protocol->modifiers[row->modifier].option_count : 1;
        int32_t step = !level || row->option == PROTOCOL_NONE ? 0 : row->option + 1;
        float x = axis_x(&f->axis, q->items[i].at_ms);
        float height = level ? 3.1F + 9.4F * (float)step / (float)(steps > 0 ? steps : 1) : 8.5F;
        if (!same_mark(&last, x, step))
            sheet_line(f->d->l.sheet, x, y + 13.5F - height, x, y + 13.5F, ink_stroke(INK, 0.8F));
    }
}

static void draw_frame_dots(Flow *f, float y)
{
    const FrameMeasures *frames = &f->d->m.frames;
    LastMark last = {-1, -1};
    for (size_t i = 0; i < frames->count; i++) {
        float x = axis_x(&f->axis, frames->items[i].at_ms);
        bool own = debrief_own_choice(f->d, &frames->items[i]);
        if (!same_mark(&last, x, own))
            layout_dot(&f->d->l, x, y + 7.5F, 1.9F, own ? INK : INK_WHITE, 0.6F);
    }
}

static void draw_shape(Layout *l, CodeShape shape, float x, float y)
{
    switch (shape) {
    case SHAPE_DIAMOND: {
        SheetPoint points[4] = {{x - 3, y}, {x, y - 3}, {x + 3, y}, {x, y + 3}};
        sheet_polygon(l->sheet, points, 4, ink_fill(INK));
        break;
    }
    case SHAPE_SQUARE:
    case SHAPE_NOTE:
    case SHAPE_BOARD:
        sheet_rect(l->sheet, x - 2.2F, y - 2.2F, 4.4F, 4.4F, 0,
                   shape == SHAPE_SQUARE ? ink_fill(INK) : ink_stroke(INK, 0.7F));
        break;
    case SHAPE_TRIANGLE:
        layout_triangle(l, x, y + 3, 6, true);
        break;
    case SHAPE_FLAG: {
        SheetPoint points[3] = {{x, y - 4}, {x + 4.5F, y - 2}, {x, y}};
        sheet_line(l->sheet, x, y - 4, x, y + 4, ink_stroke(INK, 0.7F));
        sheet_polygon(l->sheet, points, 3, ink_fill(INK));
        break;
    }
    case SHAPE_BULB:
        layout_dot(l, x, y, 2.2F, INK_WHITE, 0.8F);
        break;
    case SHAPE_CIRCLE:
    case SHAPE_BAR:
    case SHAPE_COUNT:
        sheet_circle(l->sheet, x, y, 1.9F, ink_fill(INK));
        break;
    }
}

static void draw_shapes(Flow *f, const FlowRow *row, float y)
{
    const Observation *o = f->d->o;
    LastMark last = {-1, -1};
    for (size_t i = 0; i < o->event_count; i++) {
        int32_t code = o->events[i].code;
        if (code < 0 || code >= f->d->protocol->code_count || !is_mark_code(f, code))
            continue;
        bool here = row->code == PROTOCOL_NONE
                        ? f->d->protocol->codes[code].category == row->category
                        : code == row->code;
        float x = axis_x(&f->axis, o->events[i].start_ms);
        if (here && !same_mark(&last, x, code))
            draw_shape(&f->d->l, f->shapes[code], x, y + 7.5F);
    }
}

/* Where the legend has got to. */
typedef struct LegendPen {
    float x, y;
    bool draw;
} LegendPen;

static void put_shape(Flow *f, LegendPen *pen, int32_t code)
{
    Layout *l = &f->d->l;
    const char *text = layout_printf(l, "%s, %s", f->d->protocol->codes[code].label,
                                     words_count(l, f->used[code]));
    float start = f->axis.x0 + 3, width = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, text);
    if (pen->x > start && pen->x + 8 + width > l->right) {
        pen->x = start;
        pen->y += LEAD_NOTE;
    }
    float room = l->right - pen->x - 8;
    int32_t lines = sheet_count_lines(l->sheet, room, FONT_REGULAR, SIZE_NOTE, text);
    if (pen->draw) {
        draw_shape(l, f->shapes[code], pen->x, pen->y - 2.8F);
        if (lines == 1)
            sheet_text(l->sheet, pen->x + 6, pen->y, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                       SHEET_LEFT, text);
        else
            sheet_paragraph(l->sheet, pen->x + 6, pen->y, room, LEAD_NOTE, FONT_REGULAR, SIZE_NOTE,
                            INK_SECOND, 0, text);
    }
    pen->x += 6 + fminf(width, room) + 14;
    pen->y += LEAD_NOTE * (float)(lines - 1);
}

float flow_legend(Flow *f, float y, bool draw)
{
    LegendPen pen = {f->axis.x0 + 3, y, draw};
    for (int32_t r = f->lane_count; r < f->row_count; r++)
        for (int32_t i = 0; i < f->d->protocol->code_count; i++)
            if (f->rows[r].kind == ROW_MARKS && f->rows[r].code == PROTOCOL_NONE &&
                f->d->protocol->codes[i].category == f->rows[r].category && is_mark_code(f, i))
                put_shape(f, &pen, i);
    return pen.y - y + LEGEND_HEIGHT;
}

static void draw_scans(Flow *f, int32_t row, float y)
{
    const SamplingRow *sampling = &f->d->m.sampling.rows[row];
    LastMark last = {-1, -1};
    for (int32_t i = 0; i < sampling->signal_count; i++) {
        float x = axis_x(&f->axis, sampling->signals[i].at_ms);
        bool answered = sampling->signals[i].answered > 0;
        if (!same_mark(&last, x, answered))
            layout_triangle(&f->d->l, x, y + 10.5F, 6, answered);
    }
}

static const char *mark_row_words(Flow *f, const FlowRow *row)
{
    Layout *l = &f->d->l;
    const char *n = words_count(l, row->n);
    const char *more = NULL;
    if (row->kind == ROW_SCAN && f->d->m.sampling.rows[row->code].every_ms > 0)
        more =
            layout_printf(l, "every %s", words_every(l, f->d->m.sampling.rows[row->code].every_ms));
    if (row->kind == ROW_FRAME && f->d->m.frames.by_prompting.modifier != PROTOCOL_NONE)
        more = say(l, "filled = own");
    if (row->kind == ROW_QUESTION) {
        int32_t pads = f->d->protocol->codes[row->code].pads;
        const Modifier *m = pads == PROTOCOL_NONE ? NULL : &f->d->protocol->modifiers[pads];
        if (m && m->option_count > 0 && debrief_is_level(f->d, pads))
            more = layout_printf(l, "tall = %s", m->options[m->option_count - 1].short_label);
    }
    if (!more)
        return n;
    const char *both = layout_printf(l, "%s, %s", n, more);
    bool fits = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, both) <= f->totals_width - 3;
    return fits ? both : n;
}

void flow_draw_marks(Flow *f, const FlowRow *row, float y)
{
    Layout *l = &f->d->l;
    y += (row->height - FLOW_MARK_HEIGHT) / 2;
    layout_label(l, l->left, y + 10.9F, f->label_width, FONT_REGULAR, SIZE_BODY, INK, 0,
                 row->label);
    FlowRow shown = *row;
    switch (row->kind) {
    case ROW_SCAN:
        draw_scans(f, row->code, y);
        break;
    case ROW_QUESTION:
        draw_question_ticks(f, row->code, y);
        break;
    case ROW_FRAME:
        shown.n = (int64_t)f->d->m.frames.count;
        draw_frame_dots(f, y);
        break;
    default:
        draw_shapes(f, row, y);
        break;
    }
    sheet_text(l->sheet, l->right, y + 10.9F, FONT_REGULAR, SIZE_NOTE, INK, SHEET_RIGHT,
               mark_row_words(f, &shown));
}
