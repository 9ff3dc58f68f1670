/* Where the time went: every code that was recorded, with how often, how long
 * and its share of the observed time; codes under the headings of their group.
 * Above it, where one category shares out all the time, its groups as one bar. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/chart.h"
#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define ROW_PITCH 15.5F
#define GROUP_PITCH 19.0F
#define APART 5.0F
#define LABEL_WIDTH 132.0F /* or as wide as the longest label, but not more than the most */
#define LABEL_MOST 204.0F
#define NOTE_APART 10.0F
#define INDENT 8.0F
#define MEAN_WIDTH 70.0F
#define WHOLE_PAGE_TOP 100.0F

enum { MAX_GROUPS = 3 };

typedef struct Group {
    const char *name;
    int64_t ms;
} Group;

static const BudgetRow *everybody(const Debrief *d, int32_t code)
{
    const Budget *budget = &d->m.budget;
    for (int32_t i = 0; i < budget->row_count; i++)
        if (budget->rows[i].code == code && budget->rows[i].subject == BUDGET_EVERYBODY)
            return &budget->rows[i];
    return NULL;
}

/* The groups of an exclusive category, in order; 0 when it has none, or too
 * many to be told apart by their texture. */
static int32_t gather_groups(const Debrief *d, int32_t category, Group groups[MAX_GROUPS])
{
    int32_t count = 0;
    if (!d->protocol->categories[category].exclusive)
        return 0;
    for (int32_t i = 0; i < d->protocol->code_count; i++) {
        const Code *code = &d->protocol->codes[i];
        const BudgetRow *row = everybody(d, i);
        if (code->category != category || code->kind != CODE_STATE || !row)
            continue;
        if (code->group[0] == '\0')
            return 0;
        int32_t g = 0;
        while (g < count && strcmp(groups[g].name, code->group) != 0)
            g++;
        if (g == MAX_GROUPS)
            return 0;
        if (g == count)
            groups[count++] = (Group){code->group, 0};
        groups[g].ms += row->total_ms;
    }
    return count;
}

/* Whole percents of the groups and of what was not coded, adding to 100 (largest
 * remainder, as the talk share has it). */
static void share_out(const int64_t *ms, int32_t count, int64_t of_ms, int32_t *ret_percent)
{
    int32_t left = 100;
    for (int32_t i = 0; i < count; i++) {
        ret_percent[i] = (int32_t)(100 * ms[i] / of_ms);
        left -= ret_percent[i];
    }
    for (; left > 0; left--) {
        int32_t best = 0;
        int64_t most = -1;
        for (int32_t i = 0; i < count; i++) {
            int64_t rest = 100 * ms[i] - ret_percent[i] * of_ms;
            if (rest > most)
                most = rest, best = i;
        }
        ret_percent[best]++;
    }
}

static void draw_groups(Debrief *d, Group *groups, int32_t count)
{
    static const Texture textures[MAX_GROUPS + 1] = {TEXTURE_TEACHER, TEXTURE_GROUP, TEXTURE_PUPIL,
                                                     TEXTURE_SILENCE};
    Layout *l = &d->l;
    int64_t of_ms = d->m.budget.of_ms, coded = 0, ms[MAX_GROUPS + 1] = {0};
    int32_t percent[MAX_GROUPS + 1] = {0};
    for (int32_t i = 0; i < count; i++) {
        ms[i] = groups[i].ms;
        coded += groups[i].ms;
    }
    if (coded > of_ms || of_ms <= 0)
        return;
    ms[count] = of_ms - coded;
    share_out(ms, count + 1, of_ms, percent);
    ChartPart parts[MAX_GROUPS + 1];
    for (int32_t i = 0; i <= count; i++)
        parts[i] =
            (ChartPart){i == count ? TEXTURE_SILENCE : textures[i], (double)ms[i] / (double)of_ms,
                        layout_printf(l, "%d", (int)percent[i])};
    chart_parts(l, parts, count + 1, l->left, l->y - 6, l->width, 25);
    float y = l->y - 6 + 25 + 14;
    float column = l->width / (float)(count + 1);
    for (int32_t i = 0; i <= count && (i < count || ms[i] > 0); i++) {
        float at = l->left + column * (float)i;
        Texture texture = i == count ? TEXTURE_SILENCE : textures[i];
        layout_texture(l, texture, at, y - 7, 8, 8);
        const char *name = i == count ? say(l, "Not coded") : groups[i].name;
        const char *figures = layout_printf(l, "%s, %s", words_length(l, ms[i]),
                                            ms[i] > 0 && percent[i] == 0
                                                ? "<1" NBSP "%"
                                                : layout_printf(l, "%d" PERCENT, percent[i]));
        layout_line(l, at + 12, y, column - 16, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT, name);
        sheet_text(l->sheet, at + 12, y + 11, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                   figures);
    }
    l->y = y + 28;
}

/* ---- the table ---- */

typedef struct Columns {
    float label_width, bar, n, total, percent, mean, rate;
    float bar_width;
} Columns;

static Columns columns_of(const Debrief *d)
{
    const Layout *l = &d->l;
    float label = LABEL_WIDTH;
    for (int32_t i = 0; i < d->m.budget.row_count; i++)
        if (d->m.budget.rows[i].n > 0)
            label = fmaxf(label, INDENT + layout_text_width(
                                              l, FONT_REGULAR, SIZE_BODY,
                                              d->protocol->codes[d->m.budget.rows[i].code].label));
    label = fminf(label, LABEL_MOST);
    Columns c = {.label_width = label,
                 .rate = l->right,
                 .mean = l->right - 62,
                 .percent = l->right - 140,
                 .bar = l->left + label + 8};
    c.total = c.percent -
              fmaxf(50, layout_text_width(l, FONT_REGULAR, SIZE_NOTE, say(l, "% of time")) + 10);
    c.n = c.total - 56;
    c.bar_width = c.n - 30 - c.bar;
    return c;
}

static void draw_heads(Debrief *d, const Columns *c)
{
    Layout *l = &d->l;
    const struct {
        float x;
        const char *text;
    } heads[] = {{c->n, "n"},
                 {c->total, "time"},
                 {c->percent, "% of time"},
                 {c->mean, "mean (sd)"},
                 {c->rate, "per min"}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        sheet_text(l->sheet, heads[i].x, l->y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                   say(l, heads[i].text));
    l->y += 5;
}

/* "8.3 (3.5) s"; from a minute and a half on in m:ss; without the sd where there
 * is no room. */
static const char *mean_words(Layout *l, const BudgetRow *row)
{
    bool is_long = row->mean_s >= 90 || (row->has_sd && row->sd_s >= 90);
    const char *mean = is_long ? words_length(l, (int64_t)llround(row->mean_s * 1000))
                               : layout_printf(l, "%.1f", row->mean_s);
    const char *unit = is_long ? "" : NBSP "s";
    const char *alone = layout_printf(l, "%s%s", mean, unit);
    if (!row->has_sd)
        return alone;
    const char *sd = is_long ? words_length(l, (int64_t)llround(row->sd_s * 1000))
                             : layout_printf(l, "%.1f", row->sd_s);
    const char *both = layout_printf(l, "%s (%s)%s", mean, sd, unit);
    return layout_text_width(l, FONT_REGULAR, SIZE_BODY, both) <= MEAN_WIDTH ? both : alone;
}

static float name_height(const Debrief *d, float width, const Code *code)
{
    float height = layout_label_height(&d->l, width, FONT_REGULAR, SIZE_BODY, code->label);
    return fmaxf(ROW_PITCH, height + 4);
}

/* Marks of the code which say that a turn had no frame; they are no frames. */
static int64_t without_frame(const Debrief *d, const BudgetRow *row)
{
    const FrameMeasures *frames = &d->m.frames;
    int64_t n = row->n;
    if (!(d->protocol->codes[row->code].senses & SENSE_FRAME))
        return 0;
    for (size_t i = 0; i < frames->count; i++)
        n -= d->o->events[frames->items[i].event].code == row->code;
    return n > 0 ? n : 0;
}

static void draw_code(Debrief *d, const Columns *c, const BudgetRow *row, bool indented)
{
    Layout *l = &d->l;
    const Code *code = &d->protocol->codes[row->code];
    float indent = indented ? INDENT : 0;
    float more = name_height(d, c->label_width - indent, code) - ROW_PITCH;
    float y = l->y + 10 + more / 2;
    int64_t n = row->n - without_frame(d, row);
    layout_label(l, l->left + indent, y, c->label_width - indent, FONT_REGULAR, SIZE_BODY, INK, 0,
                 code->label);
    sheet_text(l->sheet, c->n, y, FONT_REGULAR, SIZE_BODY, INK, SHEET_RIGHT, words_count(l, n));
    if (row->has_percent) {
        float w = c->bar_width * (float)fmin(row->percent / 100, 1);
        sheet_line(l->sheet, c->bar, y + 3.5F, c->bar + c->bar_width, y + 3.5F,
                   ink_stroke(INK_GRID, 0.4F));
        layout_texture(l, debrief_texture(code), c->bar, y - 6.5F, fmaxf(w, 0.3F), 8);
        sheet_text(l->sheet, c->percent, y, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
                   layout_printf(l, "%.1f", row->percent));
        sheet_text(l->sheet, c->total, y, FONT_REGULAR, SIZE_BODY, INK, SHEET_RIGHT,
                   words_length(l, row->total_ms));
    }
    if (row->has_mean)
        sheet_text(l->sheet, c->mean, y, FONT_REGULAR, SIZE_BODY, INK, SHEET_RIGHT,
                   mean_words(l, row));
    sheet_text(l->sheet, c->rate, y, FONT_REGULAR, SIZE_BODY, INK, SHEET_RIGHT,
               layout_printf(l, "%.2f", row->per_min * (double)n / (double)row->n));
    l->y += ROW_PITCH + more;
}

static const char *group_of(const Debrief *d, int32_t code)
{
    const Code *c = &d->protocol->codes[code];
    return c->group[0] ? c->group : d->protocol->categories[c->category].title;
}

/* What is in no row: codes that were not used, marks that say that there was no frame. */
static const char *unused_words(Debrief *d)
{
    const char *list = "", *none = "";
    int64_t without = 0;
    for (int32_t i = 0; i < d->m.budget.row_count; i++) {
        const BudgetRow *row = &d->m.budget.rows[i];
        without += row->subject == BUDGET_EVERYBODY ? without_frame(d, row) : 0;
        if (row->subject == BUDGET_EVERYBODY && row->n == 0 && row->missing == 0)
            list = layout_printf(&d->l, "%s%s%s", list, list[0] ? ", " : "",
                                 d->protocol->codes[row->code].label);
    }
    if (without > 0)
        none = layout_printf(&d->l, "In no row: %s of turns without a frame. ",
                             words_number(&d->l, without, say(&d->l, "mark"), say(&d->l, "marks")));
    return list[0] ? layout_printf(&d->l, "%sNot recorded in this lesson: %s.", none, list) : none;
}

/* What the table shows: rows, each with the heading it stands under. */
typedef struct TableRow {
    const BudgetRow *row;
    const char *heading; /* before this row; NULL for none */
    bool indent;         /* under a heading; a code alone in its group has none */
    bool apart;          /* alone, after a group */
} TableRow;

typedef struct Table {
    TableRow rows[PROTOCOL_MAX_CODES];
    int32_t count;
    float height;
} Table;

static float row_height(const Debrief *d, float label_width, const TableRow *row)
{
    float width = label_width - (row->indent ? INDENT : 0);
    return name_height(d, width, &d->protocol->codes[row->row->code]) +
           (row->heading ? GROUP_PITCH : 0) + (row->apart ? APART : 0);
}

static bool same_group(const Debrief *d, const TableRow *a, const TableRow *b)
{
    return strcmp(group_of(d, a->row->code), group_of(d, b->row->code)) == 0;
}

static Table gather_table(const Debrief *d)
{
    Table t = {0};
    float label_width = columns_of(d).label_width;
    for (int32_t i = 0; i < d->m.budget.row_count && t.count < PROTOCOL_MAX_CODES; i++)
        if (d->m.budget.rows[i].subject == BUDGET_EVERYBODY && d->m.budget.rows[i].n > 0)
            t.rows[t.count++].row = &d->m.budget.rows[i];
    for (int32_t i = 0; i < t.count; i++) {
        bool before = i > 0 && same_group(d, &t.rows[i], &t.rows[i - 1]);
        bool after = i + 1 < t.count && same_group(d, &t.rows[i], &t.rows[i + 1]);
        t.rows[i].indent = before || after;
        if (after && !before)
            t.rows[i].heading = group_of(d, t.rows[i].row->code);
        t.rows[i].apart = i > 0 && t.rows[i - 1].indent && !t.rows[i].indent;
        t.height += row_height(d, label_width, &t.rows[i]);
    }
    return t;
}

static void draw_table(Debrief *d, const Table *t)
{
    Layout *l = &d->l;
    Columns c = columns_of(d);
    draw_heads(d, &c);
    for (int32_t i = 0; i < t->count; i++) {
        const TableRow *row = &t->rows[i];
        if (layout_need(l, row_height(d, c.label_width, row)))
            draw_heads(d, &c);
        l->y += row->apart ? APART : 0;
        if (row->heading) {
            layout_line(l, l->left, l->y + 12, l->width, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                        row->heading);
            l->y += GROUP_PITCH - 4;
        }
        draw_code(d, &c, row->row, row->indent);
    }
}

/* Two adults at work for ten minutes each are twenty minutes. */
static const char *lanes_words(Debrief *d)
{
    for (int32_t i = 0; i < d->protocol->code_count; i++) {
        const Code *code = &d->protocol->codes[i];
        const Category *category = &d->protocol->categories[code->category];
        const BudgetRow *row = everybody(d, i);
        if (code->kind == CODE_STATE && category->lanes && row && row->n > 0)
            return layout_printf(&d->l, "; %s: added up, may pass 100" PERCENT, category->title);
    }
    return "";
}

static const char *budget_aside(Debrief *d)
{
    Layout *l = &d->l;
    if (d->m.budget.undefined)
        return words_sentence(l, d->m.budget.undefined);
    return layout_printf(
        l, "convention C: percent of the observed time, %s%s%s", words_length(l, d->m.budget.of_ms),
        d->m.talk.clock.pause_count > 0 ? say(l, ", pauses taken off") : "", lanes_words(d));
}

static int32_t find_groups(const Debrief *d, Group groups[MAX_GROUPS])
{
    int32_t count = 0;
    for (int32_t i = 0; i < d->protocol->category_count && count == 0; i++)
        count = gather_groups(d, i, groups);
    return d->m.budget.undefined ? 0 : count;
}

/* In one piece where it fits on a page. */
static float height_of(Debrief *d, const Table *table, int32_t group_count)
{
    float head = HEAD_DROP + 8 + (group_count > 0 ? 66 : 0);
    const char *unused = unused_words(d);
    int32_t lines = sheet_count_lines(d->l.sheet, d->l.width, FONT_REGULAR, SIZE_NOTE, unused);
    float note = unused[0] == '\0' ? 0 : NOTE_APART + LEAD_NOTE * (float)(lines - 1);
    bool whole = head + table->height + note <= d->l.body_end - WHOLE_PAGE_TOP;
    return head + (whole ? table->height + note : 100);
}

float debrief_budget_height(Debrief *d)
{
    Group groups[MAX_GROUPS];
    Table table = gather_table(d);
    return table.count == 0 ? 0 : SECTION_GAP + height_of(d, &table, find_groups(d, groups));
}

void debrief_budget(Debrief *d)
{
    Layout *l = &d->l;
    Table table = gather_table(d);
    Group groups[MAX_GROUPS];
    if (table.count == 0)
        return;
    int32_t group_count = find_groups(d, groups);
    layout_section(l, say(l, "Time budget"), budget_aside(d), height_of(d, &table, group_count));
    if (group_count > 0)
        draw_groups(d, groups, group_count);
    draw_table(d, &table);
    const char *unused = unused_words(d);
    if (unused[0] != '\0') {
        layout_need(l, 2 * LEAD_NOTE);
        l->y += NOTE_APART;
        layout_flow_text(l, l->left, l->width, FONT_REGULAR, SIZE_NOTE, INK_SECOND, unused);
        l->y -= LEAD_NOTE - 4;
    }
}
