#include "reports/walk/sheet/walk_sheet.h"

#include "reports/layout/words.h"
#include "reports/measure/calendar.h"
#include "reports/walk/sheet/walk_paper.h"

#include <string.h>

static const size_t MARKS_LIMIT = (size_t)256 << 20;

/* ---- what both pages share ---- */

const char *walk_paper_count(Layout *l, int64_t n, const char *one, const char *many)
{
    return layout_printf(l, "%s %s", words_count(l, n), n == 1 ? one : many);
}

const char *walk_paper_range(Layout *l, int64_t least, int64_t most, const char *one,
                             const char *many)
{
    const char *last = walk_paper_count(l, most, one, many);
    return least == most ? last : layout_printf(l, "%s to %s", words_count(l, least), last);
}

bool walk_paper_is_folded(const WalkRow *row)
{
    return row->total.hidden && !row->total_hidden_with;
}

/* In how many visits it was answered, as far as that is shown. */
static int64_t answered(const WalkView *view, const WalkRow *row)
{
    int64_t n = 0;
    if (!row->total.hidden)
        return row->total.share.n;
    for (int32_t i = 0; i < view->group_count; i++)
        n += row->cells[i].hidden ? 0 : row->cells[i].share.n;
    return n;
}

int32_t walk_paper_choose(const WalkView *view, const int32_t *rows, int32_t count, int32_t most,
                          int32_t *ret_chosen)
{
    int64_t n[WALK_MAX_LOOK_FORS];
    int32_t chosen = 0;
    for (int32_t i = 0; i < count; i++)
        n[i] = answered(view, &view->rows[rows[i]]);
    for (int32_t i = 0; i < count; i++) {
        int32_t before = 0;
        for (int32_t k = 0; k < count; k++)
            before += n[k] > n[i] || (k < i && n[k] == n[i]);
        if (before < most)
            ret_chosen[chosen++] = rows[i];
    }
    return chosen;
}

const WalkGroup *walk_paper_protocol(const WalkPaper *p, const char *key)
{
    const WalkView *v = &p->pages->by[WALK_BY_PROTOCOL];
    for (int32_t i = 0; i < v->group_count; i++)
        if (strcmp(v->groups[i].key, key) == 0)
            return &v->groups[i];
    return NULL;
}

const char *walk_paper_name(WalkPaper *p, const WalkRow *row)
{
    const WalkView *v = &p->pages->by[WALK_BY_MONTH];
    const WalkGroup *protocol = walk_paper_protocol(p, row->protocol);
    for (int32_t i = 0; i < v->row_count && protocol; i++)
        if (strcmp(v->rows[i].label, row->label) == 0 &&
            strcmp(v->rows[i].protocol, row->protocol) != 0)
            return layout_printf(&p->l, "%s (%s)", row->label, protocol->label);
    return row->label;
}

/* ---- head and foot ---- */

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
    WalkPaper p = {.pages = pages};
    const WalkView *v = &pages->by[WALK_BY_MONTH];
    Layout *l = &p.l;
    layout_init(l, sheet);
    for (int32_t i = 0; i < v->row_count; i++)
        if (!walk_paper_is_folded(&v->rows[i]))
            p.rows[p.row_count++] = i;
    layout_chapter(l, "What many visits say together");
    layout_new_page(l);
    walk_paper_picture(&p);
    layout_chapter(l, "Where, and by whom");
    if (v->visits > 0)
        layout_new_page(l);
    walk_paper_where(&p);
    LayoutFrame frame = {.kicker = "Walk-throughs  " MIDDLE_DOT "  for a staff meeting",
                         .running = "Walk-throughs",
                         .where = when_words(l, v),
                         .foot = foot(l, &v->options)};
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
                      .unix_ms = pages->by[WALK_BY_MONTH].last_day * INT64_C(86400000)};
    Sheet *sheet = sheet_create(&marks, fonts, paper, info);
    bool ok = sheet ? walk_sheet_compose(pages, sheet, err)
                    : err_set(err, ERR_SYSTEM, "not enough memory for the sheet");
    ok = ok && sheet_pdf_save(sheet, path, err);
    arena_deinit(&marks);
    return ok;
}
