/* Sentence frames: a row for each function, taught ones first, a dot where it
 * was said. A function that was taught keeps its row when nobody used it. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define ROW_PITCH 17.0F
#define ROW_PITCH_MANY 15.0F
#define MANY_ROWS 9
#define LABELS 128.0F
#define LABELS_MOST 200.0F
#define COLUMNS 108.0F

typedef struct Chart {
    Debrief *d;
    Axis axis;
    float n_x, own_x, pupils_x;
    float top; /* of the phase lines */
    float pitch;
} Chart;

static bool is_shown(const FrameRow *row, bool targeted)
{
    return row->targeted == targeted && (row->targeted || row->n > 0);
}

/* As wide as the widest function that is shown. */
static float labels_width(const Debrief *d)
{
    const FrameTable *table = &d->m.frames.by_function;
    float width = LABELS;
    for (int32_t i = 0; i < table->row_count; i++)
        if ((is_shown(&table->rows[i], true) || is_shown(&table->rows[i], false)) &&
            table->rows[i].option != PROTOCOL_NONE)
            width = fmaxf(width, 16 + layout_text_width(&d->l, FONT_REGULAR, SIZE_BODY,
                                                        d->protocol->modifiers[table->modifier]
                                                            .options[table->rows[i].option]
                                                            .label));
    return fminf(width, LABELS_MOST);
}

static int32_t shown_rows(const FrameTable *table, bool targeted)
{
    int32_t n = 0;
    for (int32_t i = 0; i < table->row_count; i++)
        n += is_shown(&table->rows[i], targeted);
    return n;
}

static void draw_row(Chart *c, const FrameRow *row, float indent)
{
    Debrief *d = c->d;
    Layout *l = &d->l;
    const FrameMeasures *frames = &d->m.frames;
    const Modifier *functions = &d->protocol->modifiers[frames->by_function.modifier];
    float y = l->y + 6;
    sheet_line(l->sheet, c->axis.x0, y, c->axis.x1, y, ink_stroke(INK_GRID, 0.4F));
    layout_label(l, l->left + indent, y + 3.5F, c->axis.x0 - l->left - indent - 6, FONT_REGULAR,
                 SIZE_BODY, INK, (int32_t)(c->pitch / LEAD_LABEL),
                 row->option == PROTOCOL_NONE ? say(l, "Function not said")
                                              : functions->options[row->option].label);
    float last[2] = {-1, -1};
    for (size_t i = 0; i < frames->count; i++) {
        if (frames->items[i].function != row->option)
            continue;
        bool own = debrief_own_choice(d, &frames->items[i]);
        float x = axis_x(&c->axis, frames->items[i].at_ms);
        if (fabsf(x - last[own]) >= 0.3F)
            layout_dot(l, x, y, 3, own ? INK : INK_WHITE, 0.8F);
        last[own] = x;
    }
    sheet_text(l->sheet, c->n_x, y + 3.5F, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
               words_count(l, row->n));
    sheet_text(l->sheet, c->own_x, y + 3.5F, FONT_REGULAR, SIZE_BODY, INK, SHEET_RIGHT,
               words_count(l, row->spontaneous));
    sheet_text(l->sheet, c->pupils_x, y + 3.5F, FONT_REGULAR, SIZE_BODY, INK, SHEET_RIGHT,
               row->pupils.undefined ? EN_DASH : words_count(l, row->pupils.k));
    l->y += c->pitch;
}

static void draw_group(Chart *c, const char *name, bool targeted)
{
    Layout *l = &c->d->l;
    const FrameTable *table = &c->d->m.frames.by_function;
    if (shown_rows(table, targeted) == 0)
        return;
    if (name[0] != '\0') {
        sheet_text(l->sheet, l->left, l->y + 9, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT, name);
        l->y += 15;
    }
    for (int32_t i = 0; i < table->row_count; i++)
        if (is_shown(&table->rows[i], targeted))
            draw_row(c, &table->rows[i], name[0] != '\0' ? 8 : 0);
    l->y += 4;
}

/* Names of the phases over the chart, those that fit. */
static void draw_phase_names(Chart *c, float y)
{
    Debrief *d = c->d;
    Layout *l = &d->l;
    float free_from = 0;
    for (size_t i = 0; i < d->o->event_count; i++) {
        const Code *code = debrief_code(d, &d->o->events[i]);
        if (!(code->senses & SENSE_PHASE))
            continue;
        Span span = measure_event_span(d->o, &d->o->events[i]);
        float x = (axis_x(&c->axis, span.start_ms) + axis_x(&c->axis, span.stop_ms)) / 2;
        float half = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, code->label) / 2;
        if (x - half < free_from || x + half > c->n_x - 20 || x - half < l->left)
            continue;
        sheet_text(l->sheet, x, y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_CENTRE, code->label);
        free_from = x + half + 4;
    }
}

static void draw_axis(Chart *c)
{
    Layout *l = &c->d->l;
    float y = l->y - 4;
    debrief_phase_lines(c->d, c->axis.x0, c->axis.x1, c->axis.end_ms, c->top, y, INK_AXIS);
    sheet_line(l->sheet, c->axis.x0, y, c->axis.x1, y, ink_stroke(INK, 0.5F));
    axis_figures(l, &c->axis, y, SIZE_NOTE, INK);
    sheet_text(l->sheet, l->left, y + 11, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
               say(l, axis_unit(c->axis.step_ms)));
    l->y = y + 30;
}

static const char *form_words(Debrief *d)
{
    const FrameTable *forms = &d->m.frames.by_form;
    const char *list = "";
    for (int32_t i = 0; i < forms->row_count; i++) {
        const FrameRow *row = &forms->rows[i];
        if (row->n == 0 || row->option == PROTOCOL_NONE ||
            strcmp(d->protocol->modifiers[forms->modifier].options[row->option].key, "none") == 0)
            continue;
        list = layout_printf(&d->l, "%s%s%s" NBSP "%" PRId64, list, list[0] ? ", " : "",
                             d->protocol->modifiers[forms->modifier].options[row->option].label,
                             row->n);
    }
    return list[0] ? layout_printf(&d->l, " By form: %s.", list) : "";
}

static float rate_words(Debrief *d, float x, float y, float width, bool draw)
{
    Layout *l = &d->l;
    const FrameMeasures *f = &d->m.frames;
    if (f->rate.undefined) {
        Phrase phrase = {FONT_REGULAR,
                         layout_printf(l, "Frame rate: %s.", say(l, f->rate.undefined))};
        return layout_phrases(l, x, y, width, SIZE_BODY, INK, &phrase, 1, draw);
    }
    const char *unheard =
        f->unheard == 0
            ? ""
            : layout_printf(l, "; %s could not be heard well enough to code",
                            words_number(l, f->unheard, say(l, "turn"), say(l, "turns")));
    const char *uncoded =
        f->uncoded == 0
            ? ""
            : layout_printf(l, "; %s not coded",
                            words_number(l, f->uncoded, say(l, "turn was"), say(l, "turns were")));
    const char *outside = f->outside == 0
                              ? ""
                              : layout_printf(l, " %s outside any turn and not in this rate.",
                                              words_number(l, f->outside, say(l, "frame was"),
                                                           say(l, "frames were")));
    Phrase phrases[] = {
        {FONT_BOLD,
         layout_printf(l, "%s of %s", words_count(l, f->rate.k), words_count(l, f->rate.n))},
        {FONT_REGULAR, layout_printf(l, " coded pupil turns carried a frame, %s%s%s.%s",
                                     words_percent(l, f->rate), unheard, uncoded, outside)},
    };
    return layout_phrases(l, x, y, width, SIZE_BODY, INK, phrases, 2, draw);
}

static float reach_words(Debrief *d, float x, float y, float width, bool draw)
{
    Layout *l = &d->l;
    const FrameMeasures *f = &d->m.frames;
    const char *taught =
        f->taught.undefined ? "" : layout_printf(l, " Taught: %s.", words_share(l, f->taught));
    const char *own = f->spontaneous.undefined
                          ? ""
                          : layout_printf(l, " Own choice: %s.", words_share(l, f->spontaneous));
    Phrase phrases[] = {
        {FONT_REGULAR, f->reach.undefined ? "" : say(l, "Used by ")},
        {FONT_BOLD, f->reach.undefined
                        ? ""
                        : layout_printf(l, "%" PRId64 " of %" PRId64, f->reach.k, f->reach.n)},
        {FONT_REGULAR, f->reach.undefined
                           ? debrief_why(d, f->reach.undefined)
                           : layout_printf(l, " pupils present, %s.", words_percent(l, f->reach))},
        {FONT_REGULAR, layout_printf(l, "%s%s%s", taught, own, form_words(d))},
    };
    return layout_phrases(l, x, y, width, SIZE_BODY, INK, phrases, 4, draw);
}

void debrief_frames(Debrief *d)
{
    Layout *l = &d->l;
    const FrameMeasures *f = &d->m.frames;
    if (f->undefined || (f->count == 0 && f->student_turns == 0))
        return;
    float half = layout_span(l, 6) - 6;
    float words = fmaxf(rate_words(d, 0, 0, half, false), reach_words(d, 0, 0, half, false));
    int32_t targeted = shown_rows(&f->by_function, true),
            other = shown_rows(&f->by_function, false);
    bool chart = targeted + other > 0;
    float pitch = targeted + other > MANY_ROWS ? ROW_PITCH_MANY : ROW_PITCH;
    float height = HEAD_DROP + words - 6;
    if (chart)
        height += 10 + (float)(targeted + other) * pitch + (targeted > 0 ? 19 : 0) +
                  (other > 0 ? 19 : 0) + 26;
    layout_section(l, say(l, "Sentence frames"),
                   chart ? say(l, "one mark per frame  " MIDDLE_DOT "  filled: the pupil" APOSTROPHE
                                  "s own choice  " MIDDLE_DOT "  open: prompted, or not said")
                         : "",
                   height);
    if (chart) {
        Chart c = {.d = d,
                   .pitch = pitch,
                   .n_x = l->right - 80,
                   .own_x = l->right - 44,
                   .pupils_x = l->right};
        c.axis = axis_make(l->left + labels_width(d), l->right - COLUMNS, d->o->end_ms, 8);
        c.top = l->y + 4;
        draw_phase_names(&c, l->y);
        const char *heads[3] = {"n", "own", "pupils"};
        const float at[3] = {c.n_x, c.own_x, c.pupils_x};
        for (int i = 0; i < 3; i++)
            sheet_text(l->sheet, at[i], l->y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                       say(l, heads[i]));
        l->y += 6;
        draw_group(&c, say(l, "Taught in this lesson"), true);
        draw_group(&c, targeted > 0 ? say(l, "Other frames") : "", false);
        draw_axis(&c);
    }
    float y1 = rate_words(d, l->left, l->y, half, true);
    layout_read_left(l, layout_column(l, 6) - 6, l->y - LEAD_BODY, l->y + words);
    float y2 = reach_words(d, layout_column(l, 6), l->y, layout_span(l, 6), true);
    l->y = fmaxf(y1, y2) - LEAD_BODY + 5;
}
