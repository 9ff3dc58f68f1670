#include "reports/walk/sheet/walk_sheet.h"

#include "reports/layout/layout.h"
#include "reports/layout/words.h"
#include "reports/measure/calendar.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAME_W 168.0F /* of a look-for's name and total */
#define AXIS_W 26.0F  /* for 100, 50, 0 */
#define CHART_LEAST 28.0F
#define CHART_MOST 46.0F
#define UNDER_CHART 31.0F /* two lines of counts, and what is free below them */
#define MOST_POINTS 12    /* months beside each other: the last ones */
#define WRITING_LEAST 70.0F
#define TABLE_GROUPS 5 /* columns of a table; more are for the workbook */
#define TABLE_NAME_W 136.0F
#define TABLE_ROW 12.5F

static const size_t MARKS_LIMIT = (size_t)256 << 20;

typedef struct Pages {
    Layout l;
    const WalkPages *pages;
    float chart_h; /* of a look-for's plot: as high as there is room for all on one page */
} Pages;

static const char *count_words(Layout *l, int64_t n, const char *one, const char *many)
{
    return layout_printf(l, "%s %s", words_count(l, n), n == 1 ? one : many);
}

/* ---- the top of the first page ---- */

static const char *day_words(Layout *l, int64_t day)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t year;
    int32_t month, of_month;
    calendar_date(day, &year, &month, &of_month);
    return layout_printf(l, "%d %s %d", (int)of_month, months[month - 1], (int)year);
}

static const char *when_words(Layout *l, const WalkView *v)
{
    if (v->first_day == 0)
        return "";
    return layout_printf(l, "%s " EN_DASH " %s", day_words(l, v->first_day),
                         day_words(l, v->last_day));
}

static void intro(Pages *p)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->months;
    const char *teachers = v->teachers == 0
                               ? "no teacher named"
                               : layout_printf(l, "%s, %lld to %lld visits each (median %g)",
                                               count_words(l, v->teachers, "teacher", "teachers"),
                                               (long long)v->teacher_least,
                                               (long long)v->teacher_most, v->teacher_median);
    const char *text = layout_printf(
        l, "%s by %s; %s%s.", count_words(l, v->visits, "visit", "visits"),
        count_words(l, v->observer_count, "observer", "observers"), teachers,
        v->visits_without_teacher > 0 && v->teachers > 0
            ? layout_printf(l, "; %s without a teacher named",
                            count_words(l, v->visits_without_teacher, "visit", "visits"))
            : "");
    l->y = layout_paragraph(l, l->left, l->y + 12, l->width, FONT_REGULAR, SIZE_BODY, INK, text);
    for (int32_t i = 0; i < v->notice_count; i++)
        l->y = layout_paragraph(l, l->left, l->y + 2, l->width, FONT_BOLD, SIZE_BODY, INK,
                                words_sentence(l, v->notices[i]));
    l->y += 2;
}

/* ---- a look-for, month by month ---- */

typedef struct Strip {
    float x, y, w, h, step; /* of the plot */
    int32_t first, count;
} Strip;

static Strip strip_at(const Pages *p, float y)
{
    const Layout *l = &p->l;
    int32_t groups = p->pages->months.group_count;
    Strip s = {.x = l->left + NAME_W + AXIS_W, .y = y, .h = p->chart_h};
    s.w = l->right - s.x;
    s.count = groups < MOST_POINTS ? groups : MOST_POINTS;
    s.first = groups - s.count;
    s.step = s.count > 0 ? fminf(s.w / (float)s.count, 60) : s.w;
    return s;
}

static float share_y(const Strip *s, double share)
{
    return s->y + s->h * (1 - (float)share);
}

static float point_x(const Strip *s, int32_t index)
{
    return s->x + s->step * ((float)index + 0.5F);
}

static void draw_scale(Pages *p, const Strip *s)
{
    static const char *const marks[] = {"100" NBSP "%", "50", "0"};
    for (int i = 0; i < 3; i++) {
        float y = s->y + s->h * (float)i / 2;
        sheet_line(p->l.sheet, s->x, y, s->x + s->step * (float)s->count, y,
                   ink_stroke(INK_GRID, 0.4F));
        sheet_text(p->l.sheet, s->x - 4, y + 2.8F, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                   marks[i]);
    }
}

static void draw_joined(Pages *p, const Strip *s, const WalkRow *row)
{
    int32_t before = -1;
    for (int32_t i = 0; i < s->count; i++) {
        const WalkCell *cell = &row->cells[s->first + i];
        if (cell->hidden)
            before = -1; /* what is not known is not joined */
        if (cell->hidden || cell->share.undefined)
            continue;
        if (before >= 0)
            sheet_line(p->l.sheet, point_x(s, before),
                       share_y(s, row->cells[s->first + before].share.share), point_x(s, i),
                       share_y(s, cell->share.share), ink_stroke(INK_AXIS, 0.8F));
        before = i;
    }
}

static void draw_point(Pages *p, const Strip *s, int32_t index, const WalkCell *cell)
{
    Layout *l = &p->l;
    float x = point_x(s, index), w = fminf(s->step - 6, 20);
    float base = s->y + s->h + 10.5F;
    if (cell->hidden) {
        sheet_hatch(l->sheet, x - w / 2, s->y, w, s->h, 3, false, ink_stroke(INK_AXIS, 0.5F));
        sheet_text(l->sheet, x, base, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_CENTRE, "hidden");
        return;
    }
    const Proportion *share = &cell->share;
    if (!share->undefined) {
        float low = share_y(s, share->low), high = share_y(s, share->high);
        sheet_line(l->sheet, x, low, x, high, ink_stroke(INK, 1.2F));
        sheet_line(l->sheet, x - 2.5F, low, x + 2.5F, low, ink_stroke(INK, 0.8F));
        sheet_line(l->sheet, x - 2.5F, high, x + 2.5F, high, ink_stroke(INK, 0.8F));
        layout_dot(l, x, share_y(s, share->share), 2.6F, INK, 0.8F);
    }
    if (share->n == 0) {
        sheet_text(l->sheet, x, base, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_CENTRE, EN_DASH);
        return;
    }
    sheet_text(l->sheet, x, base, FONT_BOLD, SIZE_NOTE, INK, SHEET_CENTRE,
               words_count(l, share->k));
    sheet_text(l->sheet, x, base + 9, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_CENTRE,
               words_count(l, share->n));
}

static void draw_name(Pages *p, const WalkRow *row, float y)
{
    Layout *l = &p->l;
    float w = NAME_W - 14;
    y = layout_paragraph(l, l->left, y, w, FONT_BOLD, SIZE_BODY, INK, row->label);
    const char *total = row->total.hidden ? "no total shown" : words_share(l, row->total.share);
    y = layout_paragraph(l, l->left, y, w, FONT_REGULAR, SIZE_NOTE, INK, total);
    const char *change = row->change == WALK_CHANGE_CLEAR     ? "changed"
                         : row->change == WALK_CHANGE_UNCLEAR ? "no clear change"
                                                              : "";
    const char *between =
        row->spread_of > 1
            ? layout_printf(l, "%sobservers %.0f" RANGE_DASH "%.0f" PERCENT, *change ? "; " : "",
                            row->spread_low * 100, row->spread_high * 100)
            : "";
    Phrase phrases[] = {
        {row->change == WALK_CHANGE_CLEAR ? FONT_BOLD : FONT_REGULAR, change},
        {FONT_REGULAR, between},
    };
    (void)layout_phrases(l, l->left, y, w, SIZE_NOTE, INK_SECOND, phrases, 2, true);
}

/* Names of the months over the points. */
static void draw_months(Pages *p)
{
    Layout *l = &p->l;
    Strip s = strip_at(p, l->y);
    const WalkView *v = &p->pages->months;
    for (int32_t i = 0; i < s.count; i++) {
        const char *label = v->groups[s.first + i].label;
        sheet_text(l->sheet, point_x(&s, i), l->y, FONT_BOLD, SIZE_NOTE, INK, SHEET_CENTRE,
                   layout_printf(l, "%.3s", label));
    }
    l->y += 8;
}

static void draw_look_for(Pages *p, const WalkRow *row)
{
    Layout *l = &p->l;
    Strip s = strip_at(p, l->y + 4);
    draw_name(p, row, l->y + 10);
    if (s.count == 0)
        return;
    draw_scale(p, &s);
    draw_joined(p, &s, row);
    for (int32_t i = 0; i < s.count; i++)
        draw_point(p, &s, i, &row->cells[s.first + i]);
}

/* Of so few visits that nothing of it may be shown: it has a name and no more. */
static bool is_folded(const WalkRow *row)
{
    return row->total.hidden && !row->total_hidden_with;
}

static int32_t rows_shown(const WalkView *v)
{
    int32_t shown = 0;
    for (int32_t i = 0; i < v->row_count; i++)
        shown += !is_folded(&v->rows[i]);
    return shown;
}

/* Those that are folded, in one sentence. Returns its height. */
static float folded_words(Pages *p, bool draw)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->months;
    const char *names = "";
    for (int32_t i = 0; i < v->row_count; i++)
        if (is_folded(&v->rows[i]))
            names = layout_printf(l, "%s%s%s", names, *names ? ", " : "", v->rows[i].label);
    if (!*names)
        return 0;
    Phrase phrases[] = {
        {FONT_BOLD,
         layout_printf(l, "Hidden, for n is under %d: ", (int)v->options.suppress_below)},
        {FONT_REGULAR, layout_printf(l, "%s.", names)},
    };
    float y = layout_phrases(l, l->left, 0, l->width, SIZE_BODY, INK_SECOND, phrases, 2, false);
    if (draw) {
        (void)layout_need(l, y);
        l->y =
            layout_phrases(l, l->left, l->y + 8, l->width, SIZE_BODY, INK_SECOND, phrases, 2, true);
    }
    return y;
}

static void look_fors(Pages *p)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->months;
    if (v->row_count == 0)
        return;
    int32_t shown = rows_shown(v);
    const char *aside = v->group_count > MOST_POINTS ? "the last twelve months; under each point "
                                                       "k, seen, and n"
                                                     : "under each point k, seen, and n";
    float room = layout_room(l) - HEAD_DROP - SECTION_GAP - 10 - folded_words(p, false);
    float each = room / (float)(shown > 0 ? shown : 1);
    p->chart_h = fminf(fmaxf(each - UNDER_CHART, CHART_LEAST), CHART_MOST);
    float row_h = p->chart_h + UNDER_CHART;
    layout_section(l, "Seen in k of n visits", shown > 0 ? aside : "", row_h + 10);
    if (shown > 0)
        draw_months(p);
    for (int32_t i = 0; i < v->row_count; i++) {
        if (is_folded(&v->rows[i]))
            continue;
        if (layout_need(l, row_h - 6))
            draw_months(p);
        draw_look_for(p, &v->rows[i]);
        l->y += row_h;
    }
    (void)folded_words(p, true);
}

/* ---- tables ---- */

static float table_column(const Layout *l, int32_t groups)
{
    return (l->width - TABLE_NAME_W) / (float)(groups + 1);
}

static void put_cell(Layout *l, float right, const WalkCell *cell, FontStyle style)
{
    if (cell->hidden) {
        sheet_text(l->sheet, right, l->y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                   "hidden");
        return;
    }
    const char *text =
        cell->share.undefined
            ? EN_DASH
            : layout_printf(l, "%s of %s  %.0f" PERCENT, words_count(l, cell->share.k),
                            words_count(l, cell->share.n), cell->share.share * 100);
    sheet_text(l->sheet, right, l->y, style, SIZE_NOTE, INK, SHEET_RIGHT, text);
}

static void table_head(Layout *l, const WalkView *v)
{
    float step = table_column(l, v->group_count);
    for (int32_t i = 0; i <= v->group_count; i++) {
        const char *label = i == v->group_count ? "all" : v->groups[i].label;
        float right = l->left + TABLE_NAME_W + step * (float)(i + 1);
        layout_line(l, right, l->y, step - 6, FONT_BOLD, SIZE_NOTE, INK, SHEET_RIGHT, label);
    }
    l->y += TABLE_ROW;
}

static void table(Pages *p, const char *title, const WalkView *v)
{
    Layout *l = &p->l;
    int32_t shown = rows_shown(v);
    if (shown == 0 || v->group_count < 2)
        return;
    if (v->group_count > TABLE_GROUPS) {
        layout_section(l, title, "", 30);
        l->y = layout_paragraph(
            l, l->left, l->y, l->width, FONT_REGULAR, SIZE_BODY, INK,
            layout_printf(l, "%d of them are too many for a page: the workbook has them.",
                          (int)v->group_count));
        return;
    }
    layout_section(l, title, "k of n, and the share", 3 * TABLE_ROW);
    table_head(l, v);
    float step = table_column(l, v->group_count);
    for (int32_t i = 0; i < v->row_count; i++) {
        if (is_folded(&v->rows[i]))
            continue;
        if (layout_need(l, TABLE_ROW))
            table_head(l, v);
        layout_line(l, l->left, l->y, TABLE_NAME_W - 8, FONT_REGULAR, SIZE_NOTE, INK, SHEET_LEFT,
                    v->rows[i].label);
        for (int32_t k = 0; k <= v->group_count; k++)
            put_cell(l, l->left + TABLE_NAME_W + step * (float)(k + 1),
                     k == v->group_count ? &v->rows[i].total : &v->rows[i].cells[k],
                     k == v->group_count ? FONT_BOLD : FONT_REGULAR);
        l->y += TABLE_ROW;
    }
}

/* ---- who visited, and how to read it ---- */

static void who_visited(Pages *p)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->months;
    if (v->observer_count == 0)
        return;
    const char *text = "";
    for (int32_t i = 0; i < v->observer_count; i++)
        text = layout_printf(l, "%s%s%s %s", text, i > 0 ? ", " : "",
                             *v->observers[i].name ? v->observers[i].name : "nobody named",
                             words_count(l, v->observers[i].visits));
    layout_section(l, "Visits by observer", "in the order of initials", 30);
    layout_flow_text(l, l->left, l->width, FONT_REGULAR, SIZE_BODY, INK, text);
}

static void how_to_read(Pages *p)
{
    Layout *l = &p->l;
    char rules[WALK_RULES_SIZE];
    walk_format_rules(&p->pages->months.options, rules);
    layout_section(l, "How to read this", "", 60);
    l->y = layout_paragraph(l, l->left, l->y, l->width, FONT_REGULAR, SIZE_NOTE, INK, rules);
    if (layout_room(l) < WRITING_LEAST + SECTION_GAP + HEAD_DROP)
        return;
    layout_section(l, "What we take from it", "to be filled in together", WRITING_LEAST);
    layout_writing_lines(l, l->left, l->width, l->y + 8, l->body_end);
    l->y = l->body_end;
}

static const char *foot(Layout *l, const WalkOptions *options)
{
    const char *hidden = options->permitted ? "shown with this teacher's own permission"
                         : options->suppress_below > 1
                             ? layout_printf(l, "n under %d hidden, and what would tell it",
                                             (int)options->suppress_below)
                             : "nothing hidden";
    return layout_printf(l,
                         "k seen of n seen or not seen; could not tell is in no n. 95" PERCENT
                         " intervals: Wilson. Changed: first and last interval apart; %s. Teachers "
                         "are never ranked.",
                         hidden);
}

bool walk_sheet_compose(const WalkPages *pages, Sheet *sheet, Err *err)
{
    Pages p = {.pages = pages};
    Layout *l = &p.l;
    layout_init(l, sheet);
    layout_chapter(l, "What many visits say together");
    layout_new_page(l);
    intro(&p);
    look_fors(&p);
    layout_chapter(l, "Where, and by whom");
    if (pages->months.visits > 0)
        layout_new_page(l);
    table(&p, "By school", &pages->schools);
    table(&p, "By grades", &pages->grades);
    table(&p, "By subject", &pages->subjects);
    who_visited(&p);
    how_to_read(&p);
    LayoutFrame frame = {.kicker = "Walk-throughs  " MIDDLE_DOT "  for a staff meeting",
                         .running = "Walk-throughs",
                         .where = when_words(l, &pages->months),
                         .foot = foot(l, &pages->months.options)};
    layout_frame(l, &frame);
    if (sheet_failed(sheet, err))
        return false;
    return !l->lost || err_set(err, ERR_SYSTEM, "not enough memory to lay out the sheet");
}

bool walk_sheet_save_pdf(const WalkPages *pages, const FontSet *fonts, SheetPaper paper,
                         const char *path, Err *err)
{
    Arena marks;
    arena_init(&marks, MARKS_LIMIT);
    SheetInfo info = {.title = "Walk-throughs",
                      .author = "",
                      .subject = "What many visits say together",
                      .language = "en",
                      .unix_ms = pages->months.last_day * INT64_C(86400000)};
    Sheet *sheet = sheet_create(&marks, fonts, paper, info);
    bool ok = sheet ? walk_sheet_compose(pages, sheet, err)
                    : err_set(err, ERR_SYSTEM, "not enough memory for the sheet");
    ok = ok && sheet_pdf_save(sheet, path, err);
    arena_deinit(&marks);
    return ok;
}
