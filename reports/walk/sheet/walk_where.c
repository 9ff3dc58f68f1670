/* walk_where.c - page 2: between observers, by school, grades and subject, who visited,
 * what is not shown. What has a fixed height is measured first; the tables share what is
 * left. */
#include "reports/layout/words.h"
#include "reports/walk/sheet/walk_paper.h"

#include <math.h>
#include <string.h>

#define ROW_H 11.5F
#define NAME_W 136.0F
#define SPREAD_ROW 14.0F
#define SPREAD_NAME 108.0F
#define SPREAD_SCALE 76.0F
#define GUTTER 12.0F
#define WRITING_LEAST 50.0F

enum {
    TABLES = 3,
    TABLE_GROUPS = 5,   /* columns of a table; more are for the workbook */
    TABLE_LEAST = 3,    /* rows, or it is not worth its head */
    REST_LINES = 20,    /* of look-fors that page 1 has no room for, two beside each other */
    OBSERVER_LINES = 4, /* of visits by observer */
};

typedef struct Table {
    const char *title, *what;
    const WalkView *view;
    bool drawn;
} Table;

typedef struct Where {
    WalkPaper *p;
    int32_t rest[WALK_MAX_LOOK_FORS]; /* rows that are not on page 1 */
    int32_t rest_count, rest_shown;
    int32_t spread[WALK_MAX_LOOK_FORS]; /* charted rows that have a range between observers */
    int32_t spread_count;
    Table tables[TABLES];
    int32_t table_rows[WALK_MAX_LOOK_FORS];
    int32_t table_row_count;
    bool measures; /* what is shortened is not known yet */
} Where;

static float section_height(float content)
{
    return SECTION_GAP + HEAD_DROP + content;
}

static int32_t half(int32_t count)
{
    return (count + 1) / 2;
}

/* The place of an item in two columns that are read downwards. */
static float column_x(const Layout *l, int32_t index, int32_t count)
{
    return l->left + (index < half(count) ? 0 : (l->width + GUTTER) / 2);
}

static float column_width(const Layout *l)
{
    return (l->width - GUTTER) / 2;
}

/* ---- look-fors that page 1 has no room for ---- */

static void find_rest(Where *w)
{
    const WalkPaper *p = w->p;
    for (int32_t i = 0, k = 0; i < p->row_count; i++)
        if (k < p->charted_count && p->charted[k] == p->rows[i])
            k++;
        else
            w->rest[w->rest_count++] = p->rows[i];
}

static void draw_rest(Where *w)
{
    WalkPaper *p = w->p;
    Layout *l = &p->l;
    if (w->rest_shown == 0)
        return;
    layout_section(l, "More look-fors",
                   "all visits together; month by month they are in the workbook", 0);
    float top = l->y, wide = column_width(l);
    for (int32_t i = 0; i < w->rest_shown; i++) {
        const WalkRow *row = &p->pages->by[WALK_BY_MONTH].rows[w->rest[i]];
        const char *total = row->total.hidden ? "no total shown" : words_share(l, row->total.share);
        float x = column_x(l, i, w->rest_shown);
        float y = top + ROW_H * (float)(i % half(w->rest_shown));
        float figure =
            layout_line(l, x + wide, y, wide, FONT_REGULAR, SIZE_NOTE, INK, SHEET_RIGHT, total);
        layout_line(l, x, y, wide - figure - 6, FONT_REGULAR, SIZE_NOTE, INK, SHEET_LEFT,
                    walk_paper_name(p, row));
    }
    l->y = top + ROW_H * (float)half(w->rest_shown);
}

/* ---- between observers ---- */

static void find_spread(Where *w)
{
    const WalkPaper *p = w->p;
    for (int32_t i = 0; i < p->charted_count; i++)
        if (p->pages->by[WALK_BY_MONTH].rows[p->charted[i]].spread_of > 1)
            w->spread[w->spread_count++] = p->charted[i];
}

static float spread_height(const Where *w)
{
    return w->spread_count == 0
               ? 0
               : section_height(SPREAD_ROW + SPREAD_ROW * (float)half(w->spread_count));
}

static void draw_spread_scale(Layout *l, float x, float y)
{
    static const char *const marks[] = {"0", "50", "100" NBSP "%"};
    for (int i = 0; i < 3; i++)
        sheet_text(l->sheet, x + SPREAD_SCALE * (float)i / 2, y, FONT_REGULAR, SIZE_NOTE,
                   INK_SECOND, SHEET_CENTRE, marks[i]);
}

/* From the least to the greatest share as a bar, all of them together as a dot. */
static void draw_range(WalkPaper *p, float x, float y, const WalkRow *row)
{
    Layout *l = &p->l;
    float scale = x + SPREAD_NAME + 8, middle = y - 3;
    layout_line(l, x, y, SPREAD_NAME, FONT_REGULAR, SIZE_NOTE, INK, SHEET_LEFT,
                walk_paper_name(p, row));
    for (int i = 0; i < 3; i++) {
        float at = scale + SPREAD_SCALE * (float)i / 2;
        sheet_line(l->sheet, at, y - 10, at, y + 4, ink_stroke(INK_GRID, 0.4F));
    }
    float low = scale + SPREAD_SCALE * (float)row->spread_low;
    float high = scale + SPREAD_SCALE * (float)row->spread_high;
    sheet_rect(l->sheet, low, middle - 2.5F, fmaxf(high - low, 0.6F), 5, 0, ink_fill(INK_ONCE));
    sheet_line(l->sheet, low, middle - 3.5F, low, middle + 3.5F, ink_stroke(INK, 0.8F));
    sheet_line(l->sheet, high, middle - 3.5F, high, middle + 3.5F, ink_stroke(INK, 0.8F));
    if (!row->total.hidden && !row->total.share.undefined)
        layout_dot(l, scale + SPREAD_SCALE * (float)row->total.share.share, middle, 2.2F, INK,
                   0.8F);
    sheet_text(l->sheet, x + column_width(l), y, FONT_REGULAR, SIZE_NOTE, INK, SHEET_RIGHT,
               layout_printf(l, "%.0f" RANGE_DASH "%.0f" PERCENT, row->spread_low * 100,
                             row->spread_high * 100));
}

static void draw_spread(Where *w)
{
    WalkPaper *p = w->p;
    Layout *l = &p->l;
    if (w->spread_count == 0)
        return;
    int32_t most = 0;
    for (int32_t i = 0; i < w->spread_count; i++)
        if (p->pages->by[WALK_BY_MONTH].rows[w->spread[i]].spread_of > most)
            most = p->pages->by[WALK_BY_MONTH].rows[w->spread[i]].spread_of;
    const char *aside = layout_printf(
        l, "least and greatest share among up to %d observers; they saw different rooms; dot: all",
        (int)most);
    layout_section(l, "Between observers", aside, 0);
    float top = l->y + SPREAD_ROW;
    draw_spread_scale(l, l->left + SPREAD_NAME + 8, top - SPREAD_ROW);
    if (w->spread_count > 1)
        draw_spread_scale(l, column_x(l, 1, 1) + SPREAD_NAME + 8, top - SPREAD_ROW);
    for (int32_t i = 0; i < w->spread_count; i++)
        draw_range(p, column_x(l, i, w->spread_count),
                   top + SPREAD_ROW * (float)(i % half(w->spread_count)),
                   &p->pages->by[WALK_BY_MONTH].rows[w->spread[i]]);
    l->y = top + SPREAD_ROW * (float)half(w->spread_count);
}

/* ---- tables ---- */

static float table_column(const Layout *l, int32_t groups)
{
    return (l->width - NAME_W) / (float)(groups + 1);
}

/* The long form where all of the table has room for it. */
static const char *cell_words(Layout *l, const WalkCell *cell, bool brief)
{
    if (cell->hidden)
        return "hidden";
    if (cell->share.undefined)
        return EN_DASH;
    const char *n = words_count(l, cell->share.n);
    return brief ? layout_printf(l, "%.0f" PERCENT " of %s", cell->share.share * 100, n)
                 : layout_printf(l, "%s of %s  %.0f" PERCENT, words_count(l, cell->share.k), n,
                                 cell->share.share * 100);
}

static bool has_to_be_brief(Where *w, const WalkView *v)
{
    Layout *l = &w->p->l;
    float most = table_column(l, v->group_count) - 6;
    for (int32_t i = 0; i < w->table_row_count; i++) {
        const WalkRow *row = &v->rows[w->table_rows[i]];
        for (int32_t k = 0; k <= v->group_count; k++) {
            const WalkCell *cell = k == v->group_count ? &row->total : &row->cells[k];
            if (layout_text_width(l, FONT_BOLD, SIZE_NOTE, cell_words(l, cell, false)) > most)
                return true;
        }
    }
    return false;
}

static void table_head(Layout *l, const WalkView *v)
{
    float step = table_column(l, v->group_count);
    for (int32_t i = 0; i <= v->group_count; i++) {
        const char *label = i == v->group_count ? "all" : v->groups[i].label;
        float right = l->left + NAME_W + step * (float)(i + 1);
        layout_line(l, right, l->y, step - 6, FONT_BOLD, SIZE_NOTE, INK, SHEET_RIGHT, label);
    }
    l->y += ROW_H;
}

static void draw_table(Where *w, const Table *table)
{
    WalkPaper *p = w->p;
    Layout *l = &p->l;
    const WalkView *v = table->view;
    if (!table->drawn)
        return;
    bool brief = has_to_be_brief(w, v);
    const char *which = w->table_row_count < p->row_count
                            ? layout_printf(l, "; the %d look-fors answered in most visits",
                                            (int)w->table_row_count)
                            : "";
    layout_section(
        l, table->title,
        layout_printf(l, "%s%s", brief ? "the share of n" : "k of n, and the share", which), 0);
    table_head(l, v);
    float step = table_column(l, v->group_count);
    for (int32_t i = 0; i < w->table_row_count; i++) {
        const WalkRow *row = &v->rows[w->table_rows[i]];
        layout_line(l, l->left, l->y, NAME_W - 8, FONT_REGULAR, SIZE_NOTE, INK, SHEET_LEFT,
                    walk_paper_name(p, row));
        for (int32_t k = 0; k <= v->group_count; k++) {
            const WalkCell *cell = k == v->group_count ? &row->total : &row->cells[k];
            layout_line(l, l->left + NAME_W + step * (float)(k + 1), l->y, step - 4,
                        k == v->group_count && !cell->hidden ? FONT_BOLD : FONT_REGULAR, SIZE_NOTE,
                        cell->hidden ? INK_SECOND : INK, SHEET_RIGHT, cell_words(l, cell, brief));
        }
        l->y += ROW_H;
    }
}

/* ---- who visited ---- */

/* In a few lines; how many more there are is said. */
static const char *observer_words(WalkPaper *p)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    const char *text = "";
    for (int32_t i = 0; i < v->observer_count; i++) {
        const char *more =
            layout_printf(l, "%s%s%s" NBSP "%s", text, i > 0 ? ", " : "",
                          *v->observers[i].name ? v->observers[i].name : "nobody named",
                          words_count(l, v->observers[i].visits));
        const char *full = layout_printf(l, "%s and %d more in the workbook", more, 999);
        if (i > 0 &&
            sheet_count_lines(l->sheet, l->width, FONT_REGULAR, SIZE_BODY, full) > OBSERVER_LINES)
            return layout_printf(l, "%s and %d more in the workbook", text,
                                 (int)(v->observer_count - i));
        text = more;
    }
    return text;
}

/* How many visits each teacher had, without any teacher. */
static const char *teacher_words(WalkPaper *p)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    if (v->teachers == 0)
        return "No teacher was named.";
    const char *without =
        v->visits_without_teacher > 0
            ? layout_printf(l, "; %s without a teacher named",
                            walk_paper_count(l, v->visits_without_teacher, "visit", "visits"))
            : "";
    return layout_printf(l, "Per teacher: %s, median %g (%s)%s.",
                         walk_paper_range(l, v->teacher_least, v->teacher_most, "visit", "visits"),
                         v->teacher_median, walk_paper_count(l, v->teachers, "teacher", "teachers"),
                         without);
}

static float observers_height(WalkPaper *p, const char *text)
{
    Layout *l = &p->l;
    int32_t lines =
        sheet_count_lines(l->sheet, l->width, FONT_REGULAR, SIZE_BODY, text) +
        sheet_count_lines(l->sheet, l->width, FONT_REGULAR, SIZE_BODY, teacher_words(p));
    return *text ? section_height(LEAD_BODY * (float)lines) : 0;
}

static void draw_observers(WalkPaper *p, const char *text)
{
    Layout *l = &p->l;
    if (!*text)
        return;
    layout_section(l, "Visits by observer", "in the order of initials", 0);
    l->y = layout_paragraph(l, l->left, l->y, l->width, FONT_REGULAR, SIZE_BODY, INK, text);
    l->y = layout_paragraph(l, l->left, l->y, l->width, FONT_REGULAR, SIZE_BODY, INK,
                            teacher_words(p));
}

/* ---- what is not shown ---- */

static const char *listed(Layout *l, const char *text, const char *more)
{
    return layout_printf(l, "%s%s%s", text, *text ? "; " : "", more);
}

/* "Figures hidden: by month 112 of 260; by subject 0 of 50." Of one group alone nothing
 * is hidden but its total. */
static const char *hidden_words(WalkPaper *p)
{
    const WalkPages *pages = p->pages;
    const WalkView *const views[] = {&pages->by[WALK_BY_MONTH], &pages->by[WALK_BY_SCHOOL],
                                     &pages->by[WALK_BY_GRADE], &pages->by[WALK_BY_SUBJECT]};
    static const char *const bys[] = {"month", "school", "grades", "subject"};
    const char *text = "";
    for (int i = 0; i < 4; i++) {
        int32_t hidden = 0, all = 0;
        for (int32_t r = 0; r < p->row_count && views[i]->group_count > 1; r++)
            for (int32_t k = 0; k < views[i]->group_count; k++) {
                const WalkCell *cell = &views[i]->rows[p->rows[r]].cells[k];
                hidden += cell->hidden;
                all += cell->hidden || cell->share.n > 0;
            }
        if (all > 0)
            text = listed(&p->l, text,
                          layout_printf(&p->l, "by %s %d of %d", bys[i], (int)hidden, (int)all));
    }
    return *text ? layout_printf(&p->l, "Figures hidden: %s.", text) : "";
}

static const char *elsewhere(Where *w)
{
    WalkPaper *p = w->p;
    Layout *l = &p->l;
    const char *text = "";
    if (w->rest_shown < w->rest_count)
        text = layout_printf(l, "%d look-fors", (int)(w->rest_count - w->rest_shown));
    for (int i = 0; i < TABLES; i++)
        if (!w->tables[i].drawn && w->tables[i].view->group_count > 1 && p->row_count > 0)
            text = listed(
                l, text,
                layout_printf(l, "%d %s", (int)w->tables[i].view->group_count, w->tables[i].what));
    text = listed(l, text, "weeks, periods and each observer's figures");
    if (w->measures || layout_has_shortened(l))
        text = listed(l, text, "names that end in an ellipsis here, in full");
    return layout_printf(l, "In the workbook, not on these pages: %s.", text);
}

/* In the smallest type, one paragraph under the other. */
static void not_shown(Where *w, const char *ret_texts[3])
{
    WalkPaper *p = w->p;
    const WalkPages *pages = p->pages;
    const WalkOptions *options = &pages->by[WALK_BY_MONTH].options;
    char rules[WALK_RULES_SIZE];
    walk_format_rules(options, rules);
    ret_texts[0] = ret_texts[1] = "";
    if (p->row_count > 0 && options->suppress_below > 1 && !options->permitted)
        ret_texts[0] = hidden_words(p);
    if (pages->by[WALK_BY_MONTH].visits > 0)
        ret_texts[1] = elsewhere(w);
    ret_texts[2] = layout_copy(&p->l, rules, strlen(rules));
}

static float not_shown_height(Where *w)
{
    const Layout *l = &w->p->l;
    const char *texts[3];
    int32_t lines = 0;
    not_shown(w, texts);
    for (int i = 0; i < 3; i++)
        lines += *texts[i]
                     ? sheet_count_lines(l->sheet, l->width, FONT_REGULAR, SIZE_NOTE, texts[i])
                     : 0;
    return section_height(LEAD_NOTE * (float)lines);
}

static void draw_not_shown(Where *w)
{
    Layout *l = &w->p->l;
    const char *texts[3];
    not_shown(w, texts);
    layout_section(l, "What is not shown, and how to read this", "", 0);
    for (int i = 0; i < 3; i++)
        if (*texts[i])
            l->y = layout_paragraph(l, l->left, l->y, l->width, FONT_REGULAR, SIZE_NOTE, INK,
                                    texts[i]);
}

static void what_we_take(Layout *l)
{
    if (layout_room(l) < section_height(WRITING_LEAST))
        return;
    layout_section(l, "What we take from it", "one thing to try, who, until when", 0);
    layout_writing_lines(l, l->left, l->width, l->y, l->body_end);
}

/* ---- what fits ---- */

/* So many tables that each has enough rows. */
static void choose_tables(Where *w, float room)
{
    const WalkPaper *p = w->p;
    int32_t worth = 0, most = 0;
    for (int i = 0; i < TABLES; i++)
        worth +=
            w->tables[i].view->group_count > 1 && w->tables[i].view->group_count <= TABLE_GROUPS;
    int32_t least = p->charted_count < TABLE_LEAST ? p->charted_count : TABLE_LEAST;
    for (; worth > 0; worth--) {
        most = (int32_t)floorf((room / (float)worth - section_height(ROW_H)) / ROW_H);
        if (most >= least)
            break;
    }
    if (p->charted_count == 0 || worth == 0)
        return;
    w->table_row_count = walk_paper_choose(&p->pages->by[WALK_BY_MONTH], p->charted,
                                           p->charted_count, most, w->table_rows);
    for (int i = 0; i < TABLES && worth > 0; i++)
        if (w->tables[i].view->group_count > 1 && w->tables[i].view->group_count <= TABLE_GROUPS) {
            w->tables[i].drawn = true;
            worth--;
        }
}

static void share_room(Where *w, float room)
{
    int32_t lines = half(w->rest_count);
    int32_t most = (int32_t)floorf((room - section_height(0)) / ROW_H);
    lines = lines < REST_LINES ? lines : REST_LINES;
    lines = lines < most ? lines : most;
    w->rest_shown = w->table_row_count = 0;
    for (int i = 0; i < TABLES; i++)
        w->tables[i].drawn = false;
    if (lines > 0) {
        w->rest_shown = w->rest_count < 2 * lines ? w->rest_count : 2 * lines;
        room -= section_height(ROW_H * (float)lines);
    }
    choose_tables(w, room);
}

/* First as if nothing were drawn, for what is not drawn has to be said; then with the
 * room that the words of the first choice leave, which is never less. */
static void plan(Where *w, const char *observers)
{
    float room = layout_room(&w->p->l) - spread_height(w) - observers_height(w->p, observers);
    w->measures = true;
    share_room(w, room - not_shown_height(w));
    share_room(w, room - not_shown_height(w));
    w->measures = false;
}

void walk_paper_where(WalkPaper *p)
{
    const WalkPages *pages = p->pages;
    Where w = {.p = p,
               .tables = {{"By school", "schools", &pages->by[WALK_BY_SCHOOL], false},
                          {"By grades", "groups of grades", &pages->by[WALK_BY_GRADE], false},
                          {"By subject", "subjects", &pages->by[WALK_BY_SUBJECT], false}}};
    const char *observers = observer_words(p);
    find_rest(&w);
    find_spread(&w);
    plan(&w, observers);
    draw_rest(&w);
    draw_spread(&w);
    for (int i = 0; i < TABLES; i++)
        draw_table(&w, &w.tables[i]);
    draw_observers(p, observers);
    draw_not_shown(&w);
    what_we_take(&p->l);
}
