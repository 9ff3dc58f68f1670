#include "recorder/screen/walk/walk_chart.h"

#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float CHART = 106, POINT = 52, TOP = 16;

typedef struct Chart {
    Ui *ui;
    const WalkView *view;
    const WalkRow *row;
    int32_t number;       /* of the row */
    int32_t first, count; /* groups shown: time from its end, others from their beginning */
    WalkChange change;    /* by these */
    UiRect plot;
    float step;
} Chart;

static bool is_over_time(const WalkView *view)
{
    return view->options.by == WALK_BY_WEEK || view->options.by == WALK_BY_MONTH;
}

/* The figures beside the plot. */
static float axis_of(const Ui *ui)
{
    return 8 + ui_scaled(ui, 42);
}

static float line_of(const Ui *ui)
{
    return ui_scaled(ui, 20);
}

float walk_card_height(const Ui *ui)
{
    return TOP + ui_scaled(ui, 24) + line_of(ui) + 22 + CHART + 2 * line_of(ui) + 18;
}

int32_t walk_card_room(const Ui *ui, float width)
{
    return (int32_t)fmaxf((width - 32 - axis_of(ui)) / ui_scaled(ui, POINT), 1);
}

/* "Oct", "W48", "Gr 3-5": what stands under a point; in full in the list behind it. */
static void short_label(const WalkView *view, int32_t group, char text[48])
{
    const char *label = view->groups[group].label;
    int32_t number = 0;
    switch (view->options.by) {
    case WALK_BY_MONTH:
        (void)snprintf(text, 48, "%.3s", label);
        return;
    case WALK_BY_WEEK:
        (void)snprintf(text, 48, "%s", strchr(label, 'W') ? strchr(label, 'W') : label);
        return;
    case WALK_BY_GRADE:
        (void)snprintf(text, 48, "%s", strncmp(label, "Grades ", 7) == 0 ? label + 7 : label);
        return;
    case WALK_BY_PERIOD:
        if (sscanf(label, "Period %d", &number) == 1)
            (void)snprintf(text, 48, "P%d", (int)number);
        else
            (void)snprintf(text, 48, "%s", label);
        return;
    default:
        (void)snprintf(text, 48, "%.40s", label);
    }
}

/* ---- the head of a card ---- */

static const char *change_words(WalkChange change)
{
    return change == WALK_CHANGE_CLEAR     ? "changed"
           : change == WALK_CHANGE_UNCLEAR ? "no clear change"
                                           : "";
}

static void draw_change(Ui *ui, UiRect r, WalkChange change)
{
    const char *words = change_words(change);
    if (change != WALK_CHANGE_CLEAR) {
        ui_label(ui, r, TYPE_14, COLOR_INK2, UI_RIGHT, words);
        return;
    }
    float w = ui_text_width(ui, TYPE_14_BOLD, words) + 28;
    UiRect pill = {r.x + r.w - w, r.y - 2, w, r.h + 4};
    ui_fill(ui, pill, pill.h / 2, COLOR_PRIMARY);
    ui_label(ui, pill, TYPE_14_BOLD, COLOR_PRIMARY_ON, UI_CENTRE, words);
}

enum { TOTAL_WORDS = 64 };

static void total_words(const WalkCell *total, char ret_count[TOTAL_WORDS],
                        char ret_range[TOTAL_WORDS])
{
    (void)snprintf(ret_count, TOTAL_WORDS, "%lld of %lld", (long long)total->share.k,
                   (long long)total->share.n);
    (void)snprintf(ret_range, TOTAL_WORDS, "%.0f to %.0f %%", total->share.low * 100,
                   total->share.high * 100);
}

/* Of a total with its interval. */
static float total_width(const Ui *ui, const WalkCell *total)
{
    char count[TOTAL_WORDS], range[TOTAL_WORDS];
    if (total->hidden || total->share.undefined)
        return 0;
    total_words(total, count, range);
    return ui_text_width(ui, TYPE_14_BOLD, count) + 8 + ui_text_width(ui, TYPE_14, range);
}

static void draw_total(Ui *ui, UiRect r, const WalkRow *row)
{
    const WalkCell *total = &row->total;
    char count[TOTAL_WORDS], range[TOTAL_WORDS];
    if (total->hidden) {
        ui_label(ui, r, TYPE_14, COLOR_INK2, UI_LEFT,
                 row->total_hidden_with ? "no total shown" : "No figure shown");
        return;
    }
    total_words(total, count, range);
    float w = ui_text_width(ui, TYPE_14_BOLD, count);
    ui_label(ui, r, TYPE_14_BOLD, COLOR_INK, UI_LEFT, count);
    if (total->share.undefined)
        return;
    float rest = r.w - w - 8;
    if (ui_text_width(ui, TYPE_14, range) <= rest)
        ui_label(ui, (UiRect){r.x + w + 8, r.y, rest, r.h}, TYPE_14, COLOR_INK2, UI_LEFT, range);
}

/* The name and the total are one target: all visits of the look-for. */
static bool head(Chart *c, UiRect r)
{
    Ui *ui = c->ui;
    const WalkRow *row = c->row;
    UiRect target = {r.x, r.y, r.w, TOP + ui_scaled(ui, 24) + line_of(ui) + 8};
    bool shown = !row->total.hidden && row->total.share.n > 0, asked = false;
    uint32_t id = WALKS_ID_ROW + (uint32_t)c->number;
    if (shown) {
        UiTouch touch = ui_touch(ui, id, target);
        if (touch.down)
            ui_fill(ui, target, 16, COLOR_SUNK);
        asked = part_tapped(&touch, target);
    }
    UiRect name = {r.x + 16, r.y + TOP - 2, r.w - 32, ui_scaled(ui, 24)};
    ui_label(ui, name, TYPE_16_BOLD, COLOR_INK, UI_LEFT, row->label);
    UiRect line = {name.x, name.y + name.h + 2, name.w, line_of(ui)};
    const char *change = change_words(c->change);
    bool clear = c->change == WALK_CHANGE_CLEAR;
    float change_w = !*change ? 0
                     : clear  ? ui_text_width(ui, TYPE_14_BOLD, change) + 38
                              : ui_text_width(ui, TYPE_14, change) + 10;
    /* Where there is no room for both, the interval says the more. */
    bool both = clear || total_width(ui, &row->total) <= line.w - change_w;
    draw_total(ui, (UiRect){line.x, line.y, both ? line.w - change_w : line.w, line.h}, row);
    if (both)
        draw_change(ui, line, c->change);
    if (shown && ui_is_focused(ui, id))
        ui_draw_focus(ui, target, 16);
    return asked;
}

/* ---- the plot ---- */

static void draw_axis(Chart *c)
{
    static const char *const marks[] = {"100 %", "50", "0"};
    for (int i = 0; i < 3; i++) {
        float y = c->plot.y + c->plot.h * (float)i / 2;
        ui_line(c->ui, c->plot.x, y, c->plot.x + c->plot.w, y, 1, COLOR_LINE);
        float w = axis_of(c->ui), h = line_of(c->ui);
        ui_label(c->ui, (UiRect){c->plot.x - w, y - h / 2, w - 8, h}, TYPE_14, COLOR_INK2, UI_RIGHT,
                 marks[i]);
    }
}

static float y_of(const Chart *c, double share)
{
    return c->plot.y + c->plot.h * (1 - (float)share);
}

static float x_of(const Chart *c, int32_t index)
{
    return c->plot.x + c->step * ((float)index + 0.5F);
}

static void draw_line(Chart *c)
{
    int32_t before = -1;
    for (int32_t i = 0; i < c->count && is_over_time(c->view); i++) {
        const WalkCell *cell = &c->row->cells[c->first + i];
        if (cell->hidden) {
            before = -1; /* what is not known is not joined */
            continue;
        }
        if (cell->share.undefined)
            continue;
        if (before >= 0)
            ui_line(c->ui, x_of(c, before), y_of(c, c->row->cells[c->first + before].share.share),
                    x_of(c, i), y_of(c, cell->share.share), 1.5F, COLOR_OUTLINE);
        before = i;
    }
}

static void draw_hidden(Chart *c, int32_t index)
{
    float w = fminf(c->step - 8, 44);
    UiRect r = {x_of(c, index) - w / 2, c->plot.y, w, c->plot.h};
    ui_fill(c->ui, r, 8, COLOR_BG);
    ui_hatch(c->ui, r, 8, 1.5F, COLOR_OUTLINE);
}

static void draw_point(Chart *c, int32_t index, const Proportion *p)
{
    float x = x_of(c, index), low = y_of(c, p->low), high = y_of(c, p->high);
    ui_line(c->ui, x, low, x, high, 3, COLOR_FLOOR);
    ui_line(c->ui, x - 6, low, x + 6, low, 2, COLOR_FLOOR);
    ui_line(c->ui, x - 6, high, x + 6, high, 2, COLOR_FLOOR);
    ui_circle(c->ui, x, y_of(c, p->share), 8, COLOR_PANEL);
    ui_circle(c->ui, x, y_of(c, p->share), 6, COLOR_FLOOR);
}

/* A point and its two lines of words; true when it was tapped. */
static bool group(Chart *c, int32_t index)
{
    Ui *ui = c->ui;
    int32_t number = c->first + index;
    const WalkCell *cell = &c->row->cells[number];
    bool shown = !cell->hidden && !cell->share.undefined, asked = false;
    char label[48], count[48] = "no visit";
    float x = c->plot.x + c->step * (float)index;
    UiRect target = {x, c->plot.y - 8, c->step, c->plot.h + 16 + 2 * line_of(ui)};
    uint32_t id = WALKS_ID_POINT + (uint32_t)(c->number * WALK_MAX_GROUPS + number);
    if (shown) {
        UiTouch touch = ui_touch(ui, id, target);
        if (touch.down)
            ui_fill(ui, target, 12, COLOR_SUNK);
        asked = part_tapped(&touch, target);
        draw_point(c, index, &cell->share);
        (void)snprintf(count, sizeof count, "%lld/%lld", (long long)cell->share.k,
                       (long long)cell->share.n);
    } else if (cell->hidden) {
        draw_hidden(c, index);
        (void)snprintf(count, sizeof count, "hidden");
    } else if (cell->unsure + cell->open > 0) {
        (void)snprintf(count, sizeof count, "0/0");
    }
    short_label(c->view, number, label);
    UiRect line = {x + 1, c->plot.y + c->plot.h + 8, c->step - 2, line_of(ui)};
    ui_label(ui, line, TYPE_14, COLOR_INK2, UI_CENTRE, label);
    line.y += line.h;
    ui_label(ui, line, shown ? TYPE_14_BOLD : TYPE_14, shown ? COLOR_INK : COLOR_INK3, UI_CENTRE,
             count);
    if (shown && ui_is_focused(ui, id))
        ui_draw_focus(ui, target, 12);
    return asked;
}

/* All of it is too small: one hatched field says so. */
static void all_hidden(Chart *c, UiRect r)
{
    UiRect field = {r.x + 16, c->plot.y, r.w - 32, r.y + r.h - 16 - c->plot.y};
    char why[64];
    ui_fill(c->ui, field, 12, COLOR_BG);
    ui_hatch(c->ui, field, 10, 1.5F, COLOR_LINE);
    (void)snprintf(why, sizeof why, "fewer than %d visits", (int)c->view->options.suppress_below);
    const char *words = c->view->all_hidden         ? "would follow from what is left out"
                        : c->row->total_hidden_with ? "would tell of a small group"
                                                    : why;
    float w = fminf(fmaxf(ui_text_width(c->ui, TYPE_14, words) + 40, 184), field.w - 16);
    float h = ui_scaled(c->ui, 24) + line_of(c->ui) + 12;
    UiRect box = {field.x + (field.w - w) / 2, field.y + (field.h - h) / 2, w, h};
    ui_fill(c->ui, box, 10, COLOR_PANEL);
    ui_label(c->ui, (UiRect){box.x, box.y + 6, box.w, ui_scaled(c->ui, 24)}, TYPE_16_BOLD,
             COLOR_INK, UI_CENTRE, "Hidden");
    ui_label(c->ui, (UiRect){box.x, box.y + 6 + ui_scaled(c->ui, 24), box.w, line_of(c->ui)},
             TYPE_14, COLOR_INK2, UI_CENTRE, words);
}

/* Without groups: the total as one interval over the width. */
static void total_only(Chart *c, UiRect r)
{
    const Proportion *p = &c->row->total.share;
    float x = r.x + 24, w = r.w - 48, y = c->plot.y + c->plot.h / 2;
    static const char *const marks[] = {"0", "50", "100 %"};
    for (int i = 0; i < 3; i++) {
        float at = x + w * (float)i / 2;
        ui_line(c->ui, at, c->plot.y + 16, at, c->plot.y + c->plot.h - 12, 1, COLOR_LINE);
        ui_label(c->ui, (UiRect){at - 40, c->plot.y + c->plot.h - 8, 80, 20}, TYPE_14, COLOR_INK2,
                 UI_CENTRE, marks[i]);
    }
    if (p->undefined)
        return;
    float low = x + w * (float)p->low, high = x + w * (float)p->high;
    ui_line(c->ui, low, y, high, y, 3, COLOR_FLOOR);
    ui_line(c->ui, low, y - 6, low, y + 6, 2, COLOR_FLOOR);
    ui_line(c->ui, high, y - 6, high, y + 6, 2, COLOR_FLOOR);
    ui_circle(c->ui, x + w * (float)p->share, y, 8, COLOR_PANEL);
    ui_circle(c->ui, x + w * (float)p->share, y, 6, COLOR_FLOOR);
    char aside[96];
    (void)snprintf(aside, sizeof aside, "could not tell %lld, not answered %lld",
                   (long long)c->row->total.unsure, (long long)c->row->total.open);
    ui_label(c->ui, (UiRect){r.x + 16, c->plot.y + c->plot.h + 16, r.w - 32, line_of(c->ui)},
             TYPE_14, COLOR_INK2, UI_LEFT, aside);
}

WalkthroughsAsk walk_card(Ui *ui, UiRect r, const WalkView *view, int32_t row)
{
    WalkthroughsAsk ask = {.kind = WALKS_ASK_NONE, .row = row, .group = -1};
    Chart c = {.ui = ui, .view = view, .row = &view->rows[row], .number = row};
    int32_t room = walk_card_room(ui, r.w);
    c.count = view->group_count < room ? view->group_count : room;
    c.first = is_over_time(view) ? view->group_count - c.count : 0;
    c.change = walk_change(view, c.row, c.first, c.count);
    float top = r.y + TOP + ui_scaled(ui, 24) + line_of(ui) + 22;
    float axis = axis_of(ui);
    c.plot = (UiRect){r.x + 16 + axis, top, r.w - 32 - axis, CHART};
    c.step = c.count > 0 ? c.plot.w / (float)c.count : c.plot.w;
    part_panel(ui, r);
    if (head(&c, r))
        ask.kind = WALKS_ASK_LIST;
    bool any = false;
    for (int32_t i = 0; i < view->group_count; i++)
        any |= !c.row->cells[i].hidden && !c.row->cells[i].share.undefined;
    if (c.row->total.hidden && !any) {
        all_hidden(&c, r);
        return ask;
    }
    if (view->group_count == 0) {
        total_only(&c, r);
        return ask;
    }
    draw_axis(&c);
    draw_line(&c);
    for (int32_t i = 0; i < c.count; i++)
        if (group(&c, i)) {
            ask.kind = WALKS_ASK_LIST;
            ask.group = c.first + i;
        }
    return ask;
}

/* ---- the legend ---- */

typedef enum LegendMark { MARK_POINT, MARK_HIDDEN, MARK_CHANGED, MARK_NONE } LegendMark;

static float draw_mark(Ui *ui, UiRect r, LegendMark mark, bool draw)
{
    float y = r.y + r.h / 2;
    if (mark == MARK_CHANGED) {
        float w = ui_text_width(ui, TYPE_14_BOLD, "changed") + 28;
        if (draw) {
            ui_fill(ui, (UiRect){r.x, y - 12, w, 24}, 12, COLOR_PRIMARY);
            ui_label(ui, (UiRect){r.x, y - 12, w, 24}, TYPE_14_BOLD, COLOR_PRIMARY_ON, UI_CENTRE,
                     "changed");
        }
        return w + 12;
    }
    if (mark == MARK_POINT && draw) {
        ui_line(ui, r.x + 12, y - 12, r.x + 12, y + 12, 3, COLOR_FLOOR);
        ui_circle(ui, r.x + 12, y, 6, COLOR_FLOOR);
    } else if (mark == MARK_HIDDEN && draw) {
        UiRect box = {r.x, y - 10, 24, 20};
        ui_hatch(ui, box, 8, 1.5F, COLOR_OUTLINE);
    }
    return mark == MARK_NONE ? 0 : 32;
}

float walk_legend(Ui *ui, UiRect r, const WalkView *view, bool draw)
{
    char hidden[120];
    (void)snprintf(hidden, sizeof hidden,
                   "Hidden: n under %d, and one more so that it cannot be worked out.",
                   (int)view->options.suppress_below);
    const struct {
        LegendMark mark;
        const char *text;
    } lines[4] = {
        {MARK_POINT, "Share of visits where it was seen, k/n, with its 95 % interval (Wilson)."},
        {MARK_CHANGED, "The intervals of the first and the last point shown do not overlap."},
        {MARK_HIDDEN, hidden},
        {MARK_NONE, "Could not tell, and not answered, are left out of n."},
    };
    int32_t across = r.w >= PART_WIDE ? 2 : 1;
    float y = r.y;
    for (int32_t i = 0; i < 4; i += across) {
        float high = 0;
        for (int32_t k = i; k < i + across; k++) {
            UiRect cell = part_column((UiRect){r.x, y, r.w, ui_scaled(ui, 24)}, k - i, across, 16);
            float used = draw_mark(ui, cell, lines[k].mark, draw);
            UiRect text = {cell.x + used, cell.y + 2, cell.w - used, cell.h};
            float h = ui_paragraph_height(ui, text.w, TYPE_14, lines[k].text);
            if (draw)
                (void)ui_paragraph(ui, text, TYPE_14, COLOR_INK2, lines[k].text);
            high = fmaxf(high, fmaxf(h + 4, cell.h));
        }
        y += high + 10;
    }
    return y - r.y - 10;
}
