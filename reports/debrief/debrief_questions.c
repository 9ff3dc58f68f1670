/* The teacher's questions: a row for each level, when they were asked and what
 * was waited after them on the same row. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#include <math.h>
#include <string.h>

#define ROW_PITCH 27.0F
#define LABELS 128.0F
#define LABELS_MOST 190.0F
#define COUNT_WIDTH 36.0F
#define FEW 5
#define MAX_ROWS 40

static bool has_waits(const Debrief *d)
{
    return d->m.talk.wait1.count > 0;
}

static bool is_shown(const QuestionMeasures *q, int32_t row)
{
    return q->rows[row].n > 0 || q->row_count <= 8;
}

bool debrief_is_level(const Debrief *d, int32_t modifier)
{
    return modifier != PROTOCOL_NONE && strcmp(d->protocol->modifiers[modifier].key, "dok") == 0;
}

const char *debrief_question_label(Debrief *d, const QuestionRow *row)
{
    const Code *code = &d->protocol->codes[row->code];
    if (row->modifier == PROTOCOL_NONE)
        return code->label;
    if (row->option == PROTOCOL_NONE)
        return debrief_is_level(d, row->modifier)
                   ? layout_printf(&d->l, "%s, level not said", code->label)
                   : layout_printf(&d->l, "%s, not said", code->label);
    return d->protocol->modifiers[row->modifier].options[row->option].label;
}

static void draw_ticks(Debrief *d, int32_t row, const Axis *axis, float y)
{
    const QuestionMeasures *q = &d->m.questions;
    float last = -1;
    for (size_t i = 0; i < q->count; i++) {
        if (q->items[i].row != row)
            continue;
        float x = axis_x(axis, q->items[i].at_ms);
        if (fabsf(x - last) >= 0.2F)
            sheet_line(d->l.sheet, x, y - 14, x, y, ink_stroke(INK, 0.8F));
        last = x;
    }
}

static void draw_waits(Debrief *d, int32_t row, float x0, float x1, float y)
{
    Layout *l = &d->l;
    const QuestionRow *r = &d->m.questions.rows[row];
    sheet_line(l->sheet, x0, y, x1, y, ink_stroke(INK_GRID, 0.5F));
    debrief_wait_dots(d, &(WaitDots){.time = &d->m.talk.wait1,
                                     .row = row,
                                     .x0 = x0,
                                     .x1 = x1,
                                     .y = y,
                                     .height = 17,
                                     .bin_s = 0.22F,
                                     .open_teacher = true});
    if (r->seconds.n < FEW) {
        sheet_text(l->sheet, l->right, y - 6, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                   r->seconds.n == 0 ? say(l, "no wait") : "n < 5");
        return;
    }
    float at = x0 + (x1 - x0) * (float)fmin(r->seconds.median, 7) / 7;
    sheet_line(l->sheet, at, y, at, y + 4, ink_stroke(INK, 1.6F));
    sheet_text(l->sheet, l->right, y - 6, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
               layout_printf(l, "%.1f", r->seconds.median));
}

static void draw_wait_axis(Debrief *d, float x0, float x1, float top, float y)
{
    Layout *l = &d->l;
    double goal_s = (double)d->m.talk.wait1.goal_ms / 1000;
    float goal = x0 + (x1 - x0) * (float)fmin(goal_s, 7) / 7;
    sheet_line(l->sheet, goal, top, goal, y, ink_dashes(INK, 0.5F));
    for (int s = 0; s <= 7; s++)
        sheet_text(l->sheet, x0 + (x1 - x0) * (float)s / 7, y + 11, FONT_REGULAR, SIZE_NOTE, INK,
                   SHEET_CENTRE, s == 7 ? "7 +" : layout_printf(l, "%d", s));
}

static float labels_width(Debrief *d, const int32_t *rows, int32_t count)
{
    float width = LABELS;
    for (int32_t i = 0; i < count; i++)
        width = fmaxf(
            width, 2 + COUNT_WIDTH +
                       layout_text_width(&d->l, FONT_REGULAR, SIZE_BODY,
                                         debrief_question_label(d, &d->m.questions.rows[rows[i]])));
    return fminf(width, LABELS_MOST);
}

void debrief_questions(Debrief *d)
{
    Layout *l = &d->l;
    const QuestionMeasures *q = &d->m.questions;
    if (q->count == 0)
        return;
    int32_t rows[MAX_ROWS], count = 0;
    for (int32_t i = 0; i < q->row_count && count < MAX_ROWS; i++)
        if (is_shown(q, i))
            rows[count++] = i;
    bool waits = has_waits(d);
    bool asked_by_level = q->row_count > 1 && debrief_is_level(d, q->rows[0].modifier);
    layout_section(
        l, say(l, "The teacher" APOSTROPHE "s questions"),
        layout_printf(l, "n = %s%s", words_count(l, (int64_t)q->count),
                      asked_by_level ? say(l, "; the task sets the level, not the verb") : ""),
        HEAD_DROP + 8 + ROW_PITCH * (float)(count < 8 ? count : 8) + 22);
    int32_t done = 0;
    while (done < count) {
        float q0 = l->left + labels_width(d, rows, count),
              q1 = waits ? layout_column(l, 7) : l->right;
        float w0 = q1 + 34, w1 = l->right - 48;
        sheet_text(l->sheet, q0, l->y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                   say(l, "when asked"));
        if (waits) {
            sheet_text(l->sheet, w0, l->y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                       say(l, "wait, s; open: teacher spoke"));
            sheet_text(l->sheet, l->right, l->y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                       say(l, "median"));
        }
        l->y += 8;
        float top = l->y;
        Axis axis = axis_make(q0, q1, d->o->end_ms, 6);
        for (; done < count && (l->y + ROW_PITCH + 20 <= l->body_end || done == 0); done++) {
            const QuestionRow *row = &q->rows[rows[done]];
            layout_label(l, l->left, l->y + 14, q0 - l->left - COUNT_WIDTH, FONT_REGULAR, SIZE_BODY,
                         INK, (int32_t)(ROW_PITCH / LEAD_LABEL), debrief_question_label(d, row));
            sheet_text(l->sheet, q0 - 8, l->y + 14, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
                       words_count(l, row->n));
            sheet_line(l->sheet, q0, l->y + 20, q1, l->y + 20, ink_stroke(INK_GRID, 0.5F));
            draw_ticks(d, rows[done], &axis, l->y + 20);
            if (waits)
                draw_waits(d, rows[done], w0, w1, l->y + 20);
            l->y += ROW_PITCH;
        }
        float y = l->y - 5;
        debrief_phase_lines(d, q0, q1, d->o->end_ms, top, y, INK_AXIS);
        axis_figures(l, &axis, y, SIZE_NOTE, INK);
        sheet_text(l->sheet, l->left, y + 11, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                   say(l, axis_unit(axis.step_ms)));
        if (waits)
            draw_wait_axis(d, w0, w1, top, y);
        l->y = y + 14;
        if (done < count)
            layout_continue(l);
    }
}
