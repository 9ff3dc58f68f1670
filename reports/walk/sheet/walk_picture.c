/* walk_picture.c - page 1: what there is, and each look-for month by month. */
#include "reports/layout/words.h"
#include "reports/walk/sheet/walk_paper.h"

#include <math.h>
#include <string.h>

#define NAME_W 168.0F /* of a look-for's name and total */
#define AXIS_W 26.0F  /* for 100, 50, 0 */
#define CHART_LEAST 26.0F
#define CHART_MOST 46.0F
#define UNDER_CHART 31.0F   /* two lines of counts, and what is free below them */
#define PROTOCOL_HEAD 17.0F /* a line with the protocol's title */
#define LINE_LEAST 44.0F    /* of a look-for without months */
#define LINE_MOST 60.0F
#define MOST_POINTS 12 /* months beside each other: the last ones */
#define MOST_LINES 5   /* of remarks, and of names that are hidden */

/* ---- the top ---- */

static const char *joined(Layout *l, const char *before, const char *more)
{
    return layout_printf(l, "%s%s%s", before, *before ? ", " : "", more);
}

/* "School Alder, grades 3-5, Science": what the visits were chosen by, but for the days,
 * which stand in the head. */
static const char *selection(WalkPaper *p)
{
    Layout *l = &p->l;
    const WalkFilter *f = &p->pages->by[WALK_BY_MONTH].options.filter;
    const WalkView *schools = &p->pages->by[WALK_BY_SCHOOL];
    const char *text = "";
    if (f->protocol) {
        const WalkGroup *protocol = walk_paper_protocol(p, f->protocol);
        text = joined(l, text, protocol ? protocol->label : f->protocol);
    }
    if (f->group)
        text = joined(l, text, layout_printf(l, "look-fors under \"%s\"", f->group));
    if (f->school)
        text = joined(l, text, schools->group_count == 1 ? schools->groups[0].label : "one school");
    if (f->band != WALK_ANY)
        text = joined(l, text, f->band < 0 ? "grade not said" : walk_band_label(f->band));
    if (f->subject)
        text = joined(l, text, *f->subject ? f->subject : "subject not said");
    if (f->period != WALK_ANY)
        text = joined(l, text,
                      f->period < 0 ? "period not said"
                                    : layout_printf(l, "period %d", (int)f->period));
    if (f->observer)
        text = joined(l, text,
                      *f->observer ? layout_printf(l, "visits by %s", f->observer)
                                   : "visits by nobody named");
    if (f->teacher)
        text = joined(l, text, "one teacher, who permits it");
    return text;
}

static void remarks(WalkPaper *p)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    int32_t lines = 0;
    for (int32_t i = 0; i < v->notice_count; i++) {
        const char *text = words_sentence(l, v->notices[i]);
        int32_t more = sheet_count_lines(l->sheet, l->width, FONT_BOLD, SIZE_BODY, text);
        if (lines > 0 && lines + more > MOST_LINES) {
            text = layout_printf(
                l, "%s in the workbook.",
                walk_paper_count(l, v->notice_count - i, "more remark is", "more remarks are"));
            i = v->notice_count;
        }
        lines += more;
        l->y = layout_paragraph(l, l->left, l->y + 2, l->width, FONT_BOLD, SIZE_BODY, INK, text);
    }
}

static void intro(WalkPaper *p)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    const char *teachers =
        v->teachers == 0 ? "no teacher named"
                         : layout_printf(l, "%s, %s each (median %g)",
                                         walk_paper_count(l, v->teachers, "teacher", "teachers"),
                                         walk_paper_range(l, v->teacher_least, v->teacher_most,
                                                          "visit", "visits"),
                                         v->teacher_median);
    const char *observers =
        v->observers_named == 0
            ? "no observer named"
            : layout_printf(l, "by %s",
                            walk_paper_count(l, v->observers_named, "observer", "observers"));
    const char *text = layout_printf(
        l, "%s%s%s; %s%s. ", walk_paper_count(l, v->visits, "visit", "visits"),
        v->observers_named == 0 ? "; " : " ", observers, teachers,
        v->visits_without_teacher > 0 && v->teachers > 0
            ? layout_printf(l, "; %s without a teacher named",
                            walk_paper_count(l, v->visits_without_teacher, "visit", "visits"))
            : "");
    const char *chosen = selection(p);
    Phrase phrases[] = {
        {FONT_REGULAR, text},
        {FONT_BOLD, *chosen ? layout_printf(l, "Only: %s.", chosen) : ""},
    };
    l->y = layout_phrases(l, l->left, l->y + 12, l->width, SIZE_BODY, INK, phrases, 2, true);
    remarks(p);
    l->y += 2;
}

/* ---- a look-for, month by month ---- */

typedef struct Strip {
    float x, y, w, h, step; /* of the plot */
    int32_t first, count;
} Strip;

static Strip strip_at(const WalkPaper *p, float y, float height)
{
    const Layout *l = &p->l;
    int32_t groups = p->pages->by[WALK_BY_MONTH].group_count;
    Strip s = {.x = l->left + NAME_W + AXIS_W, .y = y, .h = height};
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

static void draw_scale(Layout *l, const Strip *s)
{
    static const char *const marks[] = {"100" NBSP "%", "50", "0"};
    for (int i = 0; i < 3; i++) {
        float y = s->y + s->h * (float)i / 2;
        sheet_line(l->sheet, s->x, y, s->x + s->step * (float)s->count, y,
                   ink_stroke(INK_GRID, 0.4F));
        sheet_text(l->sheet, s->x - 4, y + 2.8F, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                   marks[i]);
    }
}

static void draw_joined(Layout *l, const Strip *s, const WalkRow *row)
{
    int32_t before = -1;
    for (int32_t i = 0; i < s->count; i++) {
        const WalkCell *cell = &row->cells[s->first + i];
        if (cell->hidden)
            before = -1; /* what is not known is not joined */
        if (cell->hidden || cell->share.undefined)
            continue;
        if (before >= 0)
            sheet_line(l->sheet, point_x(s, before),
                       share_y(s, row->cells[s->first + before].share.share), point_x(s, i),
                       share_y(s, cell->share.share), ink_stroke(INK_AXIS, 0.8F));
        before = i;
    }
}

/* Under a point: in full, or in thousands where there is no room for it. */
static void draw_number(Layout *l, const Strip *s, int32_t index, float y, FontStyle style,
                        uint32_t rgb, int64_t n)
{
    float x = point_x(s, index);
    layout_fitting(l, x - s->step / 2 + 1, x + s->step / 2 - 1, y, style, SIZE_NOTE, rgb,
                   words_count(l, n), layout_printf(l, "%lldk", (long long)(n / 1000)));
}

static void draw_point(Layout *l, const Strip *s, int32_t index, const WalkCell *cell)
{
    float x = point_x(s, index), w = fminf(s->step - 6, 20);
    float base = s->y + s->h + 10.5F;
    if (cell->hidden) {
        sheet_hatch(l->sheet, x - w / 2, s->y, w, s->h, 3, false, ink_stroke(INK_AXIS, 0.5F));
        layout_fitting(l, x - s->step / 2 + 1, x + s->step / 2 - 1, base, FONT_REGULAR, SIZE_NOTE,
                       INK_SECOND, "hidden", "");
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
    draw_number(l, s, index, base, FONT_BOLD, INK, share->k);
    draw_number(l, s, index, base + 9, FONT_REGULAR, INK_SECOND, share->n);
}

/* change: by the points that are drawn beside it. */
static void draw_name(WalkPaper *p, const WalkRow *row, WalkChange change, float y)
{
    Layout *l = &p->l;
    float w = NAME_W - 14;
    int32_t lines = sheet_paragraph(l->sheet, l->left, y, w, LEAD_BODY, FONT_BOLD, SIZE_BODY, INK,
                                    2, row->label);
    if (sheet_count_lines(l->sheet, w, FONT_BOLD, SIZE_BODY, row->label) > lines)
        layout_remember_shortened(l, row->label);
    y += LEAD_BODY * (float)lines;
    const char *total = row->total.hidden ? "no total shown" : words_share(l, row->total.share);
    y += LEAD_NOTE * (float)sheet_paragraph(l->sheet, l->left, y, w, LEAD_NOTE, FONT_REGULAR,
                                            SIZE_NOTE, INK, 1, total);
    if (change != WALK_CHANGE_NONE)
        sheet_text(l->sheet, l->left, y, change == WALK_CHANGE_CLEAR ? FONT_BOLD : FONT_REGULAR,
                   SIZE_NOTE, change == WALK_CHANGE_CLEAR ? INK : INK_SECOND, SHEET_LEFT,
                   change == WALK_CHANGE_CLEAR ? "changed" : "no clear change");
}

/* Where no month has enough visits: all of them together, on a scale from left to right. */
static void draw_line(WalkPaper *p, const WalkRow *row, float height)
{
    Layout *l = &p->l;
    float x = l->left + NAME_W + AXIS_W, w = l->right - x - 12, y = l->y + height / 2 - 4;
    draw_name(p, row, WALK_CHANGE_NONE, l->y + 10);
    for (int i = 0; i < 5; i++)
        sheet_line(l->sheet, x + w * (float)i / 4, l->y + 2, x + w * (float)i / 4,
                   l->y + height - 8, ink_stroke(INK_GRID, 0.4F));
    const Proportion *share = &row->total.share;
    if (row->total.hidden || share->undefined)
        return;
    float low = x + w * (float)share->low, high = x + w * (float)share->high;
    sheet_line(l->sheet, low, y, high, y, ink_stroke(INK, 1.2F));
    sheet_line(l->sheet, low, y - 3, low, y + 3, ink_stroke(INK, 0.8F));
    sheet_line(l->sheet, high, y - 3, high, y + 3, ink_stroke(INK, 0.8F));
    layout_dot(l, x + w * (float)share->share, y, 3, INK, 0.8F);
}

static void draw_line_scale(WalkPaper *p)
{
    static const char *const marks[] = {"0", "25", "50", "75", "100\xC2\xA0%"};
    Layout *l = &p->l;
    float x = l->left + NAME_W + AXIS_W, w = l->right - x - 12;
    for (int i = 0; i < 5; i++)
        sheet_text(l->sheet, x + w * (float)i / 4, l->y, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                   SHEET_CENTRE, marks[i]);
    l->y += 8;
}

static void draw_look_for(WalkPaper *p, const WalkRow *row, float height)
{
    Layout *l = &p->l;
    Strip s = strip_at(p, l->y + 4, height);
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    draw_name(p, row, walk_change(v, row, s.first, s.count), l->y + 10);
    if (s.count == 0)
        return;
    draw_scale(l, &s);
    draw_joined(l, &s, row);
    for (int32_t i = 0; i < s.count; i++)
        draw_point(l, &s, i, &row->cells[s.first + i]);
}

/* Names of the months over the points; a dash for visits without a date. */
static void draw_months(WalkPaper *p)
{
    Layout *l = &p->l;
    Strip s = strip_at(p, l->y, 0);
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    for (int32_t i = 0; i < s.count; i++) {
        const WalkGroup *month = &v->groups[s.first + i];
        sheet_text(l->sheet, point_x(&s, i), l->y, FONT_BOLD, SIZE_NOTE, INK, SHEET_CENTRE,
                   *month->key ? layout_printf(l, "%.3s", month->label) : "?");
    }
    l->y += 8;
}

/* ---- all of them ---- */

static bool begins_protocol(const WalkPaper *p, const int32_t *rows, int32_t i)
{
    const WalkRow *all = p->pages->by[WALK_BY_MONTH].rows;
    return p->pages->by[WALK_BY_PROTOCOL].group_count > 1 &&
           (i == 0 || strcmp(all[rows[i]].protocol, all[rows[i - 1]].protocol) != 0);
}

static float heads_height(const WalkPaper *p, const int32_t *rows, int32_t count)
{
    float height = 0;
    for (int32_t i = 0; i < count; i++)
        height += begins_protocol(p, rows, i) ? PROTOCOL_HEAD : 0;
    return height;
}

/* How many figures of a month by itself there are, and how many of them may be shown. */
static int32_t count_months(const WalkPaper *p, int32_t *ret_shown)
{
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    int32_t all = 0;
    *ret_shown = 0;
    for (int32_t i = 0; i < p->row_count && v->group_count > 1; i++)
        for (int32_t k = 0; k < v->group_count; k++) {
            const WalkCell *cell = &v->rows[p->rows[i]].cells[k];
            all += cell->hidden || cell->share.n > 0;
            *ret_shown += !cell->hidden && cell->share.n > 0;
        }
    return all;
}

/* Where most of a page would be hatched, all visits together say more. */
static bool has_months(const WalkPaper *p)
{
    int32_t shown, all = count_months(p, &shown);
    return shown > 0 && shown * 4 >= all;
}

/* As many as there is room for. */
static void choose_charted(WalkPaper *p, float room, float row_least)
{
    int32_t most = (int32_t)(room / row_least);
    most = most < p->row_count ? most : p->row_count;
    do
        p->charted_count = walk_paper_choose(&p->pages->by[WALK_BY_MONTH], p->rows, p->row_count,
                                             most--, p->charted);
    while (most > 0 &&
           (float)p->charted_count * row_least + heads_height(p, p->charted, p->charted_count) >
               room);
}

static void protocol_head(WalkPaper *p, const WalkRow *row)
{
    Layout *l = &p->l;
    const WalkGroup *protocol = walk_paper_protocol(p, row->protocol);
    const char *visits = protocol ? walk_paper_count(l, protocol->visits, "visit", "visits") : "";
    float room = l->width - layout_text_width(l, FONT_REGULAR, SIZE_NOTE, visits) - 6;
    sheet_line(l->sheet, l->left, l->y, l->right, l->y, ink_stroke(INK_AXIS, 0.4F));
    float end = layout_line(l, l->left, l->y + 11, room, FONT_BOLD, SIZE_NOTE, INK_SECOND,
                            SHEET_LEFT, protocol ? protocol->label : row->protocol);
    sheet_text(l->sheet, l->left + end + 6, l->y + 11, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
               SHEET_LEFT, visits);
    l->y += PROTOCOL_HEAD;
}

/* Those of which nothing may be shown, in one sentence of a few lines. Returns the height. */
static float folded_words(WalkPaper *p, bool draw)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    const char *text = "";
    for (int32_t i = 0, named = 0, left = v->row_count - p->row_count; i < v->row_count; i++) {
        if (!walk_paper_is_folded(&v->rows[i]))
            continue;
        const char *more = joined(l, text, walk_paper_name(p, &v->rows[i]));
        if (named > 0 &&
            sheet_count_lines(l->sheet, l->width, FONT_BOLD, SIZE_BODY, more) > MOST_LINES - 1) {
            text = layout_printf(l, "%s and %d more", text, (int)(left - named));
            break;
        }
        named++;
        text = more;
    }
    if (!*text)
        return 0;
    const char *why =
        v->all_hidden
            ? "Hidden, for they would tell what is left out: "
            : layout_printf(l, "Hidden, for n is under %d: ", (int)v->options.suppress_below);
    Phrase phrases[] = {{FONT_BOLD, why}, {FONT_REGULAR, layout_printf(l, "%s.", text)}};
    float height =
        layout_phrases(l, l->left, 0, l->width, SIZE_BODY, INK_SECOND, phrases, 2, false);
    if (draw)
        l->y =
            layout_phrases(l, l->left, l->y + 8, l->width, SIZE_BODY, INK_SECOND, phrases, 2, true);
    return height;
}

static const char *aside(WalkPaper *p, bool months)
{
    Layout *l = &p->l;
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    const char *which = p->charted_count < p->row_count
                            ? layout_printf(l, "the %d of %d look-fors answered in most visits; ",
                                            (int)p->charted_count, (int)p->row_count)
                            : "";
    if (!months) {
        int32_t shown, all = count_months(p, &shown);
        int limit = (int)v->options.suppress_below;
        return all == 0 ? layout_printf(l, "%sall visits together", which)
               : shown == 0
                   ? layout_printf(l, "%sall visits together: no month has an n of %d or more",
                                   which, limit)
                   : layout_printf(l,
                                   "%sall visits together: few months have an n of %d or more, and "
                                   "these are in the workbook",
                                   which, limit);
    }
    bool undated = v->group_count > 0 && !*v->groups[v->group_count - 1].key;
    return layout_printf(l, "%s%sunder each point k, seen, and n%s", which,
                         v->group_count > MOST_POINTS ? "the last twelve months; " : "",
                         undated ? "; ?: date not known" : "");
}

static void look_fors(WalkPaper *p, float folded)
{
    Layout *l = &p->l;
    bool months = has_months(p);
    float least = months ? CHART_LEAST + UNDER_CHART : LINE_LEAST;
    float most = months ? CHART_MOST + UNDER_CHART : LINE_MOST;
    float room = layout_room(l) - SECTION_GAP - HEAD_DROP - 8 - folded;
    choose_charted(p, room, least);
    float each = (room - heads_height(p, p->charted, p->charted_count)) /
                 (float)(p->charted_count > 0 ? p->charted_count : 1);
    each = fminf(fmaxf(each, least), most);
    layout_section(l, "Seen in k of n visits", aside(p, months), 0);
    if (months)
        draw_months(p);
    else
        draw_line_scale(p);
    for (int32_t i = 0; i < p->charted_count; i++) {
        const WalkRow *row = &p->pages->by[WALK_BY_MONTH].rows[p->charted[i]];
        if (begins_protocol(p, p->charted, i))
            protocol_head(p, row);
        if (months)
            draw_look_for(p, row, each - UNDER_CHART);
        else
            draw_line(p, row, each);
        l->y += each;
    }
}

void walk_paper_picture(WalkPaper *p)
{
    intro(p);
    float folded = folded_words(p, false);
    if (p->row_count > 0)
        look_fors(p, folded);
    (void)folded_words(p, true);
}
