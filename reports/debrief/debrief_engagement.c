/* Sampled counts as small multiples on one scale: a panel for each group, the
 * class pooled in a last one. A scan that nobody answered is hatched, never
 * zero, and never joined by the line. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>

#define PANEL_GAP 11.0F
#define PANEL_MAX 90.0F
#define PANEL_MIN 52.0F
#define PANEL_HEIGHT 60.0F
#define PANEL_PITCH 112.0F
#define NOTE_DROP 14.0F

typedef struct Panels {
    Debrief *d;
    const SamplingRow *row;
    int32_t per_row;
    float width;
    int32_t most; /* top of the scale: pupils of the largest group */
    int64_t first_ms, last_ms;
} Panels;

static float scan_x(const Panels *p, float x, int64_t at_ms)
{
    double length = (double)(p->last_ms - p->first_ms);
    double share = length > 0 ? (double)(at_ms - p->first_ms) / length : 0.5;
    return x + 4 + (p->width - 8) * (float)share;
}

static void draw_frame(Panels *p, float x, float base, bool first)
{
    Layout *l = &p->d->l;
    float top = base - PANEL_HEIGHT + 6, middle = base - (PANEL_HEIGHT - 6) / 2;
    sheet_line(l->sheet, x, base, x + p->width, base, ink_stroke(INK, 0.5F));
    sheet_line(l->sheet, x, top, x + p->width, top, ink_stroke(INK_GRID, 0.4F));
    sheet_line(l->sheet, x, middle, x + p->width, middle, ink_stroke(INK_GRID, 0.4F));
    if (first && !p->row->undefined) {
        sheet_text(l->sheet, x - 4, top + 3, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                   layout_printf(l, "%d", (int)p->most));
        if (p->most % 2 == 0)
            sheet_text(l->sheet, x - 4, middle + 3, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                       SHEET_RIGHT, layout_printf(l, "%d", (int)(p->most / 2)));
        sheet_text(l->sheet, x - 4, base + 2, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                   "0");
    }
    const char *from = words_moment(l, p->first_ms), *to = words_moment(l, p->last_ms);
    float room = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, from) +
                 layout_text_width(l, FONT_REGULAR, SIZE_NOTE, to) + 4;
    sheet_text(l->sheet, x, base + 10, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT, from);
    if (p->last_ms > p->first_ms && room <= p->width)
        sheet_text(l->sheet, x + p->width, base + 10, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                   SHEET_RIGHT, to);
}

static void draw_missing(Panels *p, float x, float base)
{
    float w = fminf(5.2F, p->width);
    sheet_hatch(p->d->l.sheet, x - w / 2, base - PANEL_HEIGHT + 6, w, PANEL_HEIGHT - 6, 2.2F, false,
                ink_stroke(INK_AXIS, 0.5F));
}

typedef struct Run {
    float x, y;
    bool begun;
} Run;

static void draw_point(Panels *p, Run *run, float x, float y, bool dot)
{
    if (run->begun)
        sheet_line(p->d->l.sheet, run->x, run->y, x, y, ink_stroke(INK, 0.9F));
    *run = (Run){x, y, true};
    if (dot)
        sheet_circle(p->d->l.sheet, x, y, 1.9F, ink_fill(INK));
}

static void draw_under(Panels *p, float x, float base, const char *figure, const char *note)
{
    Layout *l = &p->d->l;
    layout_line(l, x, base + 25, p->width, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT, figure);
    layout_line(l, x, base + 37, p->width + 6, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                note);
}

/* In two lines at most; of a longer one the beginning and the end, for tables are told
 * apart by a number or a word at the end. */
static void draw_name(Panels *p, float x, float y, const char *name)
{
    Layout *l = &p->d->l;
    if (sheet_count_lines(l->sheet, p->width, FONT_BOLD, SIZE_NOTE, name) <= 2) {
        layout_label(l, x, y, p->width, FONT_BOLD, SIZE_BODY, INK, 2, name);
        return;
    }
    const char *end = name, *shown = name;
    do {
        end++;
        while (((unsigned char)*end & 0xC0) == 0x80)
            end++;
        shown = layout_printf(l, "…%s", end);
    } while (*end != '\0' && layout_text_width(l, FONT_BOLD, SIZE_NOTE, shown) > p->width);
    sheet_text(l->sheet, x, y - LEAD_LABEL / 2, FONT_BOLD, SIZE_NOTE, INK, SHEET_LEFT,
               layout_shorten(l, FONT_BOLD, SIZE_NOTE, p->width, name));
    sheet_text(l->sheet, x, y + LEAD_LABEL / 2, FONT_BOLD, SIZE_NOTE, INK, SHEET_LEFT, shown);
    layout_remember_shortened(l, name);
}

static void draw_series(Panels *p, const ScanSeries *series, float x, float y, bool first)
{
    Debrief *d = p->d;
    Layout *l = &d->l;
    float base = y + 14 + PANEL_HEIGHT;
    draw_name(p, x, y + 4,
              series->subject == SUBJECT_NONE ? say(l, "Class")
                                              : debrief_subject(d, series->subject));
    draw_frame(p, x, base, first);
    for (int32_t i = 0; i < series->count; i++)
        if (series->items[i].missing)
            draw_missing(p, scan_x(p, x, series->items[i].at_ms), base);
    Run run = {0};
    for (int32_t i = 0; i < series->count; i++) {
        const Scan *scan = &series->items[i];
        float share = fminf((float)scan->engaged / (float)p->most, 1);
        if (scan->missing)
            run.begun = false;
        else
            draw_point(p, &run, scan_x(p, x, scan->at_ms), base - (PANEL_HEIGHT - 6) * share, true);
    }
    int32_t missing =
        p->row->series_count == 1 ? debrief_scans(d, p->row).missing : series->missing;
    const char *missed =
        missing == 0 ? say(l, "none missed") : layout_printf(l, "%d missed", (int)missing);
    const char *figure =
        series->pooled.undefined
            ? say(l, "none answered")
            : layout_printf(l, "%" PRId64 " of %" PRId64, series->pooled.k, series->pooled.n);
    draw_under(p, x, base, figure, missed);
}

/* Pooled, not averaged: everybody engaged of everybody present at the signal. */
static void draw_pooled(Panels *p, float x, float y)
{
    Layout *l = &p->d->l;
    float base = y + 14 + PANEL_HEIGHT;
    layout_line(l, x, y + 4, p->width, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                say(l, "All, pooled"));
    draw_frame(p, x, base, false);
    Run run = {0};
    for (int32_t i = 0; i < p->row->signal_count; i++) {
        const ScanSignal *signal = &p->row->signals[i];
        if (signal->share.undefined) {
            run.begun = false;
            continue;
        }
        draw_point(p, &run, scan_x(p, x, signal->at_ms),
                   base - (PANEL_HEIGHT - 6) * (float)signal->share.share, false);
    }
    const Proportion *pooled = &p->row->pooled;
    draw_under(p, x, base,
               pooled->undefined
                   ? say(l, "none answered")
                   : layout_printf(l, "%" PRId64 " of %" PRId64, pooled->k, pooled->n),
               pooled->undefined ? "" : words_percent(l, *pooled));
}

static void measure_panels(Panels *p, int32_t panels)
{
    float width = p->d->l.width;
    int32_t per_row = panels <= 10 ? panels : (panels + 1) / 2;
    while (per_row > 1 && (width - (float)(per_row - 1) * PANEL_GAP) / (float)per_row < PANEL_MIN)
        per_row--;
    p->per_row = per_row;
    p->width = fminf((width - (float)(per_row - 1) * PANEL_GAP) / (float)per_row, PANEL_MAX);
    if (per_row == 1)
        p->width = 180;
    p->most = 1;
    p->first_ms = INT64_MAX, p->last_ms = 0;
    for (int32_t i = 0; i < p->row->series_count; i++)
        for (int32_t j = 0; j < p->row->series[i].count; j++) {
            const Scan *scan = &p->row->series[i].items[j];
            p->most = scan->present > p->most ? scan->present : p->most;
            p->most = scan->engaged > p->most ? scan->engaged : p->most;
            p->first_ms = scan->at_ms < p->first_ms ? scan->at_ms : p->first_ms;
            p->last_ms = scan->at_ms > p->last_ms ? scan->at_ms : p->last_ms;
        }
}

static const char *panels_note(const Panels *p)
{
    Layout *l = &p->d->l;
    DebriefScans scans = debrief_scans(p->d, p->row);
    const char *mean =
        p->row->undefined
            ? ""
            : layout_printf(l, " The mean of the signals is %.0f" PERCENT ".", 100 * p->row->mean);
    return layout_printf(l,
                         p->d->input->for_others
                             ? "Convention A, counted / present at the scan, %s, all groups "
                               "together. A scan nobody answered, %d of %d, is missing, not zero, "
                               "and leaves the count; hatched: no group" APOSTROPHE "s was "
                               "answered.%s"
                             : "Convention A, counted / present at the scan, %s. Hatched: a scan "
                               "nobody answered, %d of %d; it is missing, not zero, and leaves the "
                               "count.%s",
                         words_number(l, p->row->signal_count, "signal", "signals"),
                         (int)scans.missing, (int)scans.asked, mean);
}

static const char *note_words(const Panels *p)
{
    Layout *l = &p->d->l;
    int32_t withheld = debrief_scans(p->d, p->row).withheld;
    if (withheld == 0)
        return panels_note(p);
    return layout_printf(l, "%s Not in this copy: %s of fewer than %d pupils.", panels_note(p),
                         words_number(l, withheld, "signal", "signals"),
                         (int)p->d->protocol->rules.suppress_below);
}

static void draw_sampling(Debrief *d, const SamplingRow *row)
{
    Layout *l = &d->l;
    bool pooled = row->series_count > 1;
    int32_t count = row->series_count + (pooled ? 1 : 0);
    Panels p = {.d = d, .row = row};
    measure_panels(&p, count);
    const Code *code = &d->protocol->codes[row->code];
    const char *note = note_words(&p);
    float words =
        NOTE_DROP - LEAD_NOTE + 3 +
        LEAD_NOTE * (float)sheet_count_lines(l->sheet, l->width, FONT_REGULAR, SIZE_NOTE, note);
    bool groups = row->series_count > 1;
    layout_section(l, layout_printf(l, groups ? "%s, group by group" : "%s", code->label),
                   row->undefined
                       ? say(l, "no scan was answered")
                       : layout_printf(l, "pupils at each scan, 0 to %d; one scale", (int)p.most),
                   HEAD_DROP + PANEL_PITCH + (count <= p.per_row ? words : 0));
    for (int32_t i = 0; i < count; i++) {
        int32_t place = i % p.per_row;
        if (place == 0 && i > 0) {
            l->y += PANEL_PITCH + 8;
            (void)layout_need(l, PANEL_PITCH + words);
        }
        float x = l->left + (float)place * (p.width + PANEL_GAP);
        if (i < row->series_count)
            draw_series(&p, &row->series[i], x, l->y, place == 0);
        else
            draw_pooled(&p, x, l->y);
    }
    l->y = layout_paragraph(l, l->left, l->y + PANEL_PITCH + NOTE_DROP, l->width, FONT_REGULAR,
                            SIZE_NOTE, INK_SECOND, note) -
           LEAD_NOTE + 4;
}

void debrief_engagement(Debrief *d)
{
    for (int32_t i = 0; i < d->m.sampling.row_count; i++)
        if (d->m.sampling.rows[i].signal_count > 0)
            draw_sampling(d, &d->m.sampling.rows[i]);
}
