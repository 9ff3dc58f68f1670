/* How far several observers of the lesson agree: second by second and event by event,
 * code by code, and where their records differ. Folds when one person observed. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/chart.h"
#include "reports/layout/words.h"
#include "reports/measure/agreement/agreement.h"
#include "reports/measure/agreement/alpha_lesson.h"

#include <inttypes.h>
#include <math.h>

#define MATRIX_PITCH 16.0F
#define FIGURE_PITCH 15.5F
#define FIGURE_LEAD 126.0F /* name and n before the axis */
#define ROW_PITCH 15.0F
#define NUMBERS 308.0F /* of a row, beside its name */
#define STRIP_HEIGHT 13.0F
#define STRIP_PITCH 16.0F
#define STRIP_LABEL 42.0F
#define DIFFER_MS 1000 /* shorter differences are not drawn */

enum {
    MOST_CODES = 6,  /* of a matrix that can be read */
    MOST_PAIRS = 28, /* of observers */
    ALPHA_UNIT_MS = 1000,
};

static const Observation *observer(const Debrief *d, size_t i)
{
    return i == 0 ? d->o : d->input->others[i - 1];
}

static bool compare(Debrief *d, size_t a, size_t b, Agreement *ret)
{
    Err err = {0};
    AgreementSettings settings = {.within_ms = AGREEMENT_WITHIN_MS,
                                  .step_ms = AGREEMENT_STEP_MS,
                                  .b_late_ms = agreement_late_ms(observer(d, a), observer(d, b))};
    if (agreement_measure(observer(d, a), observer(d, b), settings, d->scratch, ret, &err))
        return true;
    d->l.lost = d->l.lost || err.kind == ERR_SYSTEM;
    return false;
}

/* ---- two observers ---- */

/* The category that is talked about: of talk, else the first with time on. */
static const CategoryAgreement *headline(const Debrief *d, const Agreement *g)
{
    const CategoryAgreement *first = NULL;
    for (int32_t i = 0; i < g->category_count; i++) {
        const CategoryAgreement *c = &g->categories[i];
        if (c->time.table.n == 0)
            continue;
        for (int32_t k = 0; k < c->code_count; k++)
            if (d->protocol->codes[c->codes[k]].senses & SENSE_TALK)
                return c;
        first = first ? first : c;
    }
    return first;
}

static const char *code_name(Debrief *d, const CategoryAgreement *c, int32_t i)
{
    return i < c->code_count ? d->protocol->codes[c->codes[i]].short_label : say(&d->l, "nothing");
}

/* What A had on against what B had on, in seconds; the same state in both is grey. */
static float draw_matrix(Debrief *d, const CategoryAgreement *c, float x, float y, float width)
{
    Layout *l = &d->l;
    const AgreementTable *t = &c->time.table;
    float label = 50, column = (width - label) / (float)t->size;
    for (int32_t i = 0; i < t->size; i++)
        layout_line(l, x + label + column * (float)(i + 1) - 4, y, column - 1, FONT_REGULAR,
                    SIZE_NOTE, INK_SECOND, SHEET_RIGHT, code_name(d, c, i));
    for (int32_t a = 0; a < t->size; a++) {
        float at = y + MATRIX_PITCH * (float)(a + 1);
        layout_line(l, x, at, label - 4, FONT_REGULAR, SIZE_BODY, INK, SHEET_LEFT,
                    code_name(d, c, a));
        for (int32_t b = 0; b < t->size; b++) {
            int64_t s = (t->cells[a * t->size + b] + 500) / 1000;
            float right = x + label + column * (float)(b + 1);
            if (a == b)
                sheet_rect(l->sheet, right - column + 2, at - 10, column - 2, 14, 0,
                           ink_fill(INK_BAND_DARK));
            layout_line(l, right - 4, at, column - 6, a == b ? FONT_BOLD : FONT_REGULAR, SIZE_BODY,
                        s == 0 ? INK_SECOND : INK, SHEET_RIGHT, words_count(l, s));
        }
    }
    return layout_paragraph(
        l, x, y + MATRIX_PITCH * (float)(t->size + 1), width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
        layout_printf(l, "seconds, A down, B across, %s in all; grey: the same in both",
                      words_length(l, t->n)));
}

static float draw_figure(Debrief *d, const char *name, const char *n, ChartInterval c,
                         const char *undefined, float y, float right)
{
    Layout *l = &d->l;
    float x = c.x0 - FIGURE_LEAD, more = 0;
    const char *why = undefined ? words_sentence(l, undefined) : "";
    if (undefined)
        more = fmaxf(0, layout_label_height(l, right - c.x0, FONT_REGULAR, SIZE_NOTE, why) + 4 -
                            FIGURE_PITCH);
    y += more / 2;
    layout_line(l, x, y + 3.4F, FIGURE_LEAD - 10 - layout_text_width(l, FONT_REGULAR, SIZE_NOTE, n),
                FONT_REGULAR, SIZE_BODY, INK, SHEET_LEFT, name);
    sheet_text(l->sheet, c.x0 - 6, y + 3.4F, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT, n);
    if (undefined) {
        layout_label(l, c.x0, y + 3.4F, right - c.x0, FONT_REGULAR, SIZE_NOTE, INK_SECOND, 0, why);
        return y + FIGURE_PITCH + more / 2;
    }
    sheet_line(l->sheet, c.x0, y, c.x1, y, ink_stroke(INK_GRID, 0.4F));
    chart_interval(l, &c, y);
    sheet_text(l->sheet, right, y + 3.4F, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
               layout_printf(l, "%.2f", c.value));
    return y + FIGURE_PITCH;
}

/* Raw agreement and n stand beside it. */
static const char *why_undefined(Layout *l, const Kappa *k)
{
    return k->why ? layout_printf(l, "undefined: %s", say(l, k->why)) : NULL;
}

static float draw_figures(Debrief *d, const Agreement *g, const CategoryAgreement *c, float x,
                          float y, float width)
{
    Layout *l = &d->l;
    const EventAgreement *e = &g->events;
    ChartInterval dot = {
        .x0 = x + FIGURE_LEAD, .x1 = x + width - 30, .weight = 1.6F, .r = 3, .open = true};
    float right = x + width;
    if (c) {
        const Kappa *k = &c->time.kappa;
        dot.value = k->observed;
        y = draw_figure(d, say(l, "Time, raw"), words_length(l, c->time.table.n), dot, NULL, y,
                        right);
        dot.value = k->kappa;
        y = draw_figure(d, say(l, "Time, kappa"), say(l, "by seconds"), dot, why_undefined(l, k), y,
                        right);
    }
    ChartInterval raw = dot;
    raw.open = !e->raw.has_interval;
    raw.value = e->raw.share, raw.low = e->raw.low, raw.high = e->raw.high;
    raw.has_interval = e->raw.has_interval;
    y = draw_figure(d, say(l, "Events, raw"), layout_printf(l, "n = %" PRId64, e->raw.n), raw,
                    e->raw.undefined, y, right);
    dot.value = e->kappa.kappa;
    y = draw_figure(d, say(l, "Events, kappa"), say(l, "with nil"), dot,
                    why_undefined(l, &e->kappa), y, right);
    for (int i = 0; i <= 2; i++)
        sheet_text(l->sheet, dot.x0 + (dot.x1 - dot.x0) * (float)i / 2, y + 2, FONT_REGULAR,
                   SIZE_NOTE, INK, SHEET_CENTRE, i == 1 ? "0.5" : layout_printf(l, "%d", i / 2));
    const char *lag =
        e->offset_s.undefined
            ? ""
            : layout_printf(l,
                            " B" APOSTROPHE "s marks come %.1f s %s (median): a constant lag, "
                            "kept apart from disagreement.",
                            fabs(e->offset_s.median),
                            say(l, e->offset_s.median >= 0 ? "later" : "earlier"));
    return layout_paragraph(
        l, x, y + 18, width, FONT_REGULAR, SIZE_BODY, INK,
        layout_printf(l,
                      "%s matched within %g s, same code and %s; A alone %s, B alone %s.%s Time: "
                      "what was on, not which %s. Open dots carry no interval.",
                      words_number(l, (int64_t)e->agreements, say(l, "mark"), say(l, "marks")),
                      (double)e->within_ms / 1000, debrief_pupil(d), words_count(l, e->omissions),
                      words_count(l, e->commissions), lag, debrief_pupil(d)));
}

/* ---- code by code ---- */

static const char *kappa_words(Layout *l, const Kappa *k)
{
    return k->undefined ? EN_DASH : layout_printf(l, "%.2f", k->kappa);
}

static const char *raw_words(Layout *l, Proportion p)
{
    return p.undefined ? EN_DASH : layout_printf(l, "%.0f" PERCENT, 100 * p.share);
}

typedef struct RowWords {
    const char *name, *cells[5];
} RowWords;

static float row_height(const Layout *l, const char *name)
{
    float height = layout_label_height(l, l->width - NUMBERS, FONT_REGULAR, SIZE_BODY, name);
    return fmaxf(ROW_PITCH, height + 4);
}

static void draw_row(Layout *l, const RowWords *row, bool head)
{
    static const float from_right[5] = {250, 194, 138, 74, 0};
    float more = row_height(l, row->name) - ROW_PITCH;
    l->y += more / 2;
    layout_label(l, l->left, l->y, l->width - NUMBERS, FONT_REGULAR, SIZE_BODY, INK, 0, row->name);
    for (int i = 0; i < 5; i++)
        sheet_text(l->sheet, l->right - from_right[i], l->y, FONT_REGULAR,
                   head ? SIZE_NOTE : SIZE_BODY, head ? INK_SECOND : INK, SHEET_RIGHT,
                   row->cells[i]);
    l->y += ROW_PITCH + more / 2;
}

static void draw_codes(Debrief *d, const Agreement *g)
{
    Layout *l = &d->l;
    int32_t shown = 0;
    for (int32_t i = 0; i < g->code_count; i++)
        shown += g->codes[i].events.raw.n > 0;
    if (shown == 0)
        return;
    layout_need(l, ROW_PITCH * (float)(shown < 6 ? shown + 1 : 6));
    RowWords head = {"",
                     {say(l, "both"), say(l, "A alone"), say(l, "B alone"), say(l, "agree"),
                      say(l, "kappa of time")}};
    draw_row(l, &head, true);
    for (int32_t i = 0; i < g->code_count; i++) {
        const CodeAgreement *c = &g->codes[i];
        if (c->events.raw.n == 0)
            continue;
        RowWords row = {d->protocol->codes[c->code].label,
                        {words_count(l, (int64_t)c->events.agreements),
                         words_count(l, c->events.omissions), words_count(l, c->events.commissions),
                         raw_words(l, c->events.raw),
                         c->has_time ? kappa_words(l, &c->time.kappa) : ""}};
        layout_need(l, row_height(l, row.name));
        draw_row(l, &row, false);
    }
}

static void draw_two(Debrief *d)
{
    Layout *l = &d->l;
    Agreement g;
    if (!compare(d, 0, 1, &g))
        return;
    if (g.undefined) {
        layout_section(l, say(l, "Agreement"), say(l, "two observers"), HEAD_DROP + 20);
        l->y = layout_paragraph(l, l->left, l->y, l->width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                                layout_printf(l, "%s.", words_sentence(l, g.undefined))) -
               LEAD_BODY + 4;
        return;
    }
    const CategoryAgreement *c = headline(d, &g);
    bool matrix = c && c->code_count <= MOST_CODES;
    float height = matrix ? MATRIX_PITCH * (float)(c->code_count + 3) + 20 : 60;
    layout_section(
        l, say(l, "Agreement"),
        layout_printf(l, "two observers, %s watched by both", words_length(l, g.watched_ms)),
        HEAD_DROP + fmaxf(height, 160));
    float half = layout_span(l, 6) - 8, y = l->y;
    float y1 = matrix ? draw_matrix(d, c, l->left, y, half) : y;
    float y2 =
        draw_figures(d, &g, c, matrix ? l->right - half : l->left, y + 2, matrix ? half : l->width);
    if (matrix)
        layout_read_left(l, l->right - half - 8, y - LEAD_BODY, fmaxf(y1, y2));
    l->y = fmaxf(y1, y2) + 4;
    draw_codes(d, &g);
    l->y -= ROW_PITCH - 4;
}

/* ---- more observers ---- */

/* The talk state that is on at a time of the sheet's clock: its code's index in our
 * protocol, by key; -1 outside the record or when nothing is on. */
static int32_t state_at(const Debrief *d, const Observation *o, int64_t shift, int64_t at_ms,
                        size_t *cursor)
{
    int32_t found = -1;
    int64_t at = at_ms - shift;
    for (size_t i = *cursor; i < o->event_count && o->events[i].start_ms <= at; i++) {
        if (!(measure_event_senses(o, &o->events[i]) & SENSE_TALK))
            continue;
        Span span = measure_event_span(o, &o->events[i]);
        if (span.stop_ms <= at)
            continue;
        if (found < 0)
            *cursor = i;
        found = protocol_find_code(d->protocol, o->protocol->codes[o->events[i].code].key);
    }
    return found;
}

/* The clock of each observer's own record. */
static bool find_clocks(Debrief *d, MeasureClock clocks[DEBRIEF_MAX_OTHERS + 1])
{
    Err err = {0};
    for (size_t who = 0; who <= d->input->other_count; who++)
        if (!measure_clock_init(&clocks[who], observer(d, who), d->scratch, &err)) {
            d->l.lost = true;
            return false;
        }
    return true;
}

/* Who paused, or was not there yet or any more, saw neither talk nor silence. */
static bool watches(const MeasureClock *clock, int64_t at_ms)
{
    return measure_clock_length(clock, (Span){at_ms, at_ms + 1}) > 0;
}

/* The exclusive category of the talk states; PROTOCOL_NONE: there is none. */
static int32_t talk_category(const Debrief *d)
{
    for (int32_t i = 0; i < d->protocol->code_count; i++) {
        const Code *code = &d->protocol->codes[i];
        if (code->kind == CODE_STATE && code->senses & SENSE_TALK &&
            code->category != PROTOCOL_NONE && d->protocol->categories[code->category].exclusive)
            return code->category;
    }
    return PROTOCOL_NONE;
}

static bool measure_alpha(Debrief *d, Alpha *ret)
{
    const Observation *all[DEBRIEF_MAX_OTHERS + 1];
    int64_t late_ms[DEBRIEF_MAX_OTHERS + 1];
    int32_t category = talk_category(d), count = (int32_t)d->input->other_count + 1;
    Err err = {0};
    if (category == PROTOCOL_NONE)
        return false;
    for (int32_t who = 0; who < count; who++) {
        all[who] = observer(d, (size_t)who);
        late_ms[who] = agreement_late_ms(d->o, all[who]);
    }
    AlphaObservers observers = {all, late_ms, count};
    return alpha_of_category(observers, category, ALPHA_UNIT_MS, d->scratch, ret, &err);
}

static void draw_pairs(Debrief *d)
{
    Layout *l = &d->l;
    size_t observers = d->input->other_count + 1;
    Alpha alpha;
    bool has_alpha = debrief_has_talk(d) && measure_alpha(d, &alpha);
    layout_section(l, say(l, "Agreement"),
                   layout_printf(l, "%d observers, each beside each", (int)observers),
                   HEAD_DROP + 90);
    if (has_alpha)
        l->y = layout_paragraph(
                   l, l->left, l->y, l->width, FONT_REGULAR, SIZE_BODY, INK,
                   alpha.undefined
                       ? layout_printf(l, "Krippendorff" APOSTROPHE "s alpha: %s.",
                                       say(l, alpha.undefined))
                       : layout_printf(l,
                                       "Krippendorff" APOSTROPHE "s alpha of the talk, second by "
                                       "second: %.2f (nominal, %s seconds, %s values). Alpha and "
                                       "kappa: what was on, not which %s; agree: same code and "
                                       "%s within %g s.",
                                       alpha.alpha, words_count(l, alpha.units),
                                       words_count(l, alpha.pairable), debrief_pupil(d),
                                       debrief_pupil(d), (double)AGREEMENT_WITHIN_MS / 1000)) +
               4;
    RowWords head = {say(l, "both watched"),
                     {say(l, "both"), say(l, "first alone"), say(l, "second alone"),
                      say(l, "agree"), say(l, "kappa of time")}};
    draw_row(l, &head, true);
    int32_t rows = 0;
    for (size_t a = 0; a < observers; a++)
        for (size_t b = a + 1; b < observers && rows < MOST_PAIRS; b++, rows++) {
            Agreement g;
            if (!compare(d, a, b, &g))
                continue;
            const CategoryAgreement *c = g.undefined ? NULL : headline(d, &g);
            const char *name = layout_printf(l, "%c and %c, %s", 'A' + (int)a, 'A' + (int)b,
                                             words_length(l, g.watched_ms));
            RowWords row = {name, {"", "", "", EN_DASH, EN_DASH}};
            if (!g.undefined)
                row = (RowWords){name,
                                 {words_count(l, (int64_t)g.events.agreements),
                                  words_count(l, g.events.omissions),
                                  words_count(l, g.events.commissions), raw_words(l, g.events.raw),
                                  c ? kappa_words(l, &c->time.kappa) : ""}};
            layout_need(l, ROW_PITCH);
            draw_row(l, &row, false);
        }
    l->y -= ROW_PITCH - 4;
}

/* ---- where they differ ---- */

static void draw_strip(Debrief *d, const Axis *axis, const Observation *o, int64_t shift, float y)
{
    for (size_t i = 0; i < o->event_count; i++) {
        const Code *code = &o->protocol->codes[o->events[i].code < 0 ? 0 : o->events[i].code];
        uint32_t senses = measure_event_senses(o, &o->events[i]) & SENSE_TALK;
        if (!senses || senses == SENSE_SILENCE)
            continue;
        Span span = measure_event_span(o, &o->events[i]);
        if (span.stop_ms + shift <= 0 || span.start_ms + shift >= axis->end_ms)
            continue;
        float x0 = axis_x(axis, span.start_ms + shift), x1 = axis_x(axis, span.stop_ms + shift);
        layout_texture(&d->l, debrief_texture(code), x0, y, fmaxf(x1 - x0, 0.3F), STRIP_HEIGHT);
    }
}

/* A black box for every stretch of at least DIFFER_MS in which not all who watched have
 * the same. */
static void draw_differences(Debrief *d, const Axis *axis, float y)
{
    enum { STEP_MS = 250 };
    size_t cursors[DEBRIEF_MAX_OTHERS + 1] = {0}, observers = d->input->other_count + 1;
    MeasureClock clocks[DEBRIEF_MAX_OTHERS + 1];
    int64_t from = -1;
    if (!find_clocks(d, clocks))
        return;
    for (int64_t at = 0; at <= axis->end_ms; at += STEP_MS) {
        bool differ = false;
        int32_t first = -1;
        for (size_t who = 0; who < observers && at < axis->end_ms; who++) {
            const Observation *o = observer(d, who);
            int64_t shift = who == 0 ? 0 : debrief_shift_ms(d, o);
            if (!watches(&clocks[who], at - shift))
                continue;
            int32_t state = state_at(d, o, shift, at, &cursors[who]) + 1;
            differ = differ || (first >= 0 && state != first);
            first = first >= 0 ? first : state;
        }
        if (differ && from < 0)
            from = at;
        if (!differ && from >= 0) {
            if (at - from >= DIFFER_MS) {
                float x0 = axis_x(axis, from), x1 = axis_x(axis, at);
                sheet_rect(d->l.sheet, x0, y, fmaxf(x1 - x0, 0.6F), STRIP_HEIGHT - 3, 0,
                           ink_fill(INK));
            }
            from = -1;
        }
    }
}

static void draw_strips(Debrief *d)
{
    Layout *l = &d->l;
    size_t observers = d->input->other_count + 1;
    float height = STRIP_PITCH * (float)(observers + 1) + 22;
    if (!debrief_has_talk(d) || d->o->end_ms / 250 > 400000)
        return;
    layout_section(
        l, say(l, observers == 2 ? "Where the two records differ" : "Where the records differ"),
        layout_printf(l, "what was on, not which %s; black: differ for 1 s or more",
                      debrief_pupil(d)),
        HEAD_DROP + height);
    Axis axis = axis_make(l->left + STRIP_LABEL, l->right - 4, d->o->end_ms, 12);
    float y = l->y - 10;
    for (size_t who = 0; who < observers; who++, y += STRIP_PITCH) {
        const Observation *o = observer(d, who);
        sheet_text(l->sheet, l->left, y + 10, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                   layout_printf(l, "%c", 'A' + (int)who));
        draw_strip(d, &axis, o, who == 0 ? 0 : debrief_shift_ms(d, o), y);
    }
    sheet_text(l->sheet, l->left, y + 9, FONT_REGULAR, SIZE_BODY, INK, SHEET_LEFT,
               say(l, "differ"));
    draw_differences(d, &axis, y);
    y += STRIP_HEIGHT - 2;
    sheet_line(l->sheet, axis.x0, y, axis.x1, y, ink_stroke(INK, 0.5F));
    axis_figures(l, &axis, y, SIZE_NOTE, INK);
    sheet_text(l->sheet, l->left, y + 11, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
               say(l, axis_unit(axis.step_ms)));
    l->y = y + 16;
}

void debrief_agreement(Debrief *d)
{
    if (d->input->other_count == 0)
        return;
    if (d->input->other_count == 1)
        draw_two(d);
    else
        draw_pairs(d);
    draw_strips(d);
}
