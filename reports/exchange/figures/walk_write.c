#include "reports/exchange/figures/walk_write.h"

#include "reports/exchange/evidence/evidence.h"
#include "reports/measure/calendar.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

enum { DAY_SIZE = 16 };
static const size_t TABLE_LIMIT = (size_t)256 << 20;

static const char *format_day(int64_t day, char text[DAY_SIZE])
{
    int64_t year;
    int32_t month, of_month;
    text[0] = '\0';
    if (day == 0)
        return NULL;
    calendar_date(day, &year, &month, &of_month);
    (void)snprintf(text, DAY_SIZE, "%04d-%02d-%02d", (int)(year % 10000), (int)month,
                   (int)of_month);
    return text;
}

static const char *const change_names[] = {
    [WALK_CHANGE_NONE] = NULL,
    [WALK_CHANGE_UNCLEAR] = "no clear change",
    [WALK_CHANGE_CLEAR] = "changed",
};

/* ---- JSON ---- */

static json_t *maybe_text(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *maybe_count(bool there, int64_t n)
{
    return there ? json_integer((json_int_t)n) : json_null();
}

static json_t *maybe_real(bool there, double value)
{
    return there ? json_real(value) : json_null();
}

static json_t *cell_json(const WalkCell *cell)
{
    bool there = !cell->hidden, share = there && !cell->share.undefined;
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "k", maybe_count(there, cell->seen), "n",
        maybe_count(there, cell->share.n), "share", maybe_real(share, cell->share.share), "low",
        maybe_real(share, cell->share.low), "high", maybe_real(share, cell->share.high),
        "could_not_tell", maybe_count(there, cell->unsure), "not_answered",
        maybe_count(there, cell->open), "hidden", cell->hidden);
}

static json_t *row_json(const WalkView *view, const WalkRow *row)
{
    json_t *cells = json_array();
    bool ok = cells != NULL;
    for (int32_t i = 0; ok && i < view->group_count; i++)
        ok = json_array_append_new(cells, cell_json(&row->cells[i])) == 0;
    bool spread = row->spread_of > 1;
    json_t *between = json_pack("{s:i, s:i, s:o, s:o}", "observers", (int)row->observers, "shown",
                                (int)row->spread_of, "low", maybe_real(spread, row->spread_low),
                                "high", maybe_real(spread, row->spread_high));
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "protocol", row->protocol, "code",
                     row->code, "label", row->label, "heading", row->group, "total",
                     cell_json(&row->total), "cells", cells, "change",
                     maybe_text(change_names[row->change]), "between_observers", between);
}

static json_t *filter_json(const WalkFilter *f)
{
    char from[DAY_SIZE], to[DAY_SIZE], school[UUID_TEXT_SIZE], teacher[UUID_TEXT_SIZE];
    if (f->school)
        uuid_format(*f->school, school);
    if (f->teacher)
        uuid_format(*f->teacher, teacher);
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "from",
        maybe_text(f->from_day == INT64_MIN ? NULL : format_day(f->from_day, from)), "to",
        maybe_text(f->to_day == INT64_MAX ? NULL : format_day(f->to_day, to)), "protocol",
        maybe_text(f->protocol), "heading", maybe_text(f->group), "school",
        maybe_text(f->school ? school : NULL), "teacher", maybe_text(f->teacher ? teacher : NULL),
        "grades", maybe_text(f->band == WALK_ANY ? NULL : walk_band_label(f->band)), "subject",
        maybe_text(f->subject), "period", maybe_count(f->period != WALK_ANY, f->period), "observer",
        maybe_text(f->observer));
}

static json_t *groups_json(const WalkView *view)
{
    json_t *groups = json_array();
    bool ok = groups != NULL;
    for (int32_t i = 0; ok && i < view->group_count; i++)
        ok = json_array_append_new(groups,
                                   json_pack("{s:s, s:s, s:I, s:I}", "key", view->groups[i].key,
                                             "label", view->groups[i].label, "visits",
                                             (json_int_t)view->groups[i].visits, "observers",
                                             (json_int_t)view->groups[i].observers)) == 0;
    if (ok)
        return groups;
    json_decref(groups);
    return NULL;
}

static json_t *observers_json(const WalkView *view)
{
    json_t *observers = json_array();
    bool ok = observers != NULL;
    for (int32_t i = 0; ok && i < view->observer_count; i++)
        ok = json_array_append_new(observers,
                                   json_pack("{s:s, s:I}", "observer", view->observers[i].name,
                                             "visits", (json_int_t)view->observers[i].visits)) == 0;
    if (ok)
        return observers;
    json_decref(observers);
    return NULL;
}

static json_t *rows_json(const WalkView *view)
{
    json_t *rows = json_array();
    bool ok = rows != NULL;
    for (int32_t i = 0; ok && i < view->row_count; i++)
        ok = json_array_append_new(rows, row_json(view, &view->rows[i])) == 0;
    if (ok)
        return rows;
    json_decref(rows);
    return NULL;
}

static json_t *notices_json(const WalkView *view)
{
    json_t *notices = json_array();
    bool ok = notices != NULL;
    for (int32_t i = 0; ok && i < view->notice_count; i++)
        ok = json_array_append_new(notices, json_string(view->notices[i])) == 0;
    if (ok)
        return notices;
    json_decref(notices);
    return NULL;
}

static json_t *teachers_json(const WalkView *view)
{
    bool any = view->teachers > 0;
    return json_pack("{s:I, s:o, s:o, s:o, s:I}", "count", (json_int_t)view->teachers,
                     "least_visits", maybe_count(any, view->teacher_least), "median_visits",
                     maybe_real(any, view->teacher_median), "most_visits",
                     maybe_count(any, view->teacher_most), "visits_without",
                     (json_int_t)view->visits_without_teacher);
}

bool walk_write_json(const WalkView *view, FILE *out, Err *err)
{
    char first[DAY_SIZE], last[DAY_SIZE], rules[WALK_RULES_SIZE];
    walk_format_rules(&view->options, rules);
    json_t *root = json_pack(
        "{s:s, s:o, s:{s:i, s:s, s:b}, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "by",
        walk_by_name(view->options.by), "filter", filter_json(&view->options.filter), "settings",
        "suppress_below", (int)view->options.suppress_below, "interval", "Wilson 95 %", "permitted",
        view->options.permitted, "visits", (json_int_t)view->visits, "first_day",
        maybe_text(format_day(view->first_day, first)), "last_day",
        maybe_text(format_day(view->last_day, last)), "teachers", teachers_json(view), "observers",
        observers_json(view), "groups", groups_json(view), "look_fors", rows_json(view), "notices",
        notices_json(view), "rules", rules);
    bool ok = root && json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) == 0 &&
              fputc('\n', out) != EOF;
    json_decref(root);
    return ok || err_set(err, ERR_SYSTEM, "the figures cannot be written");
}

/* ---- tables ---- */

static const EvidenceCell empty = {.text = ""};

static EvidenceCell text_cell(const char *text)
{
    return (EvidenceCell){.text = text};
}

static EvidenceCell number_cell(double number, int32_t decimals)
{
    return (EvidenceCell){.number = number, .decimals = decimals};
}

static const char *const columns[] = {"protocol",     "look_for", "label", "by",
                                      "group",        "visits",   "k",     "n",
                                      "percent",      "low",      "high",  "could_not_tell",
                                      "not_answered", "hidden",   "change"};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* From the column k on. */
static void fill_figures(EvidenceCell *cells, const WalkCell *cell)
{
    for (int i = 0; i < 7; i++)
        cells[i] = empty;
    cells[7] = text_cell(cell->hidden ? "yes" : "no");
    if (cell->hidden)
        return;
    cells[0] = number_cell((double)cell->share.k, 0);
    cells[1] = number_cell((double)cell->share.n, 0);
    if (!cell->share.undefined) {
        cells[2] = number_cell(cell->share.share * 100, 1);
        cells[3] = number_cell(cell->share.low * 100, 1);
        cells[4] = number_cell(cell->share.high * 100, 1);
    }
    cells[5] = number_cell((double)cell->unsure, 0);
    cells[6] = number_cell((double)cell->open, 0);
}

static void fill_row(EvidenceCell *cells, const WalkView *view, const WalkRow *row, int32_t group)
{
    bool total = group < 0;
    const char *change = total ? change_names[row->change] : NULL;
    cells[0] = text_cell(row->protocol);
    cells[1] = text_cell(row->code);
    cells[2] = text_cell(row->label);
    cells[3] = text_cell(walk_by_name(view->options.by));
    cells[4] = text_cell(total ? "all" : view->groups[group].label);
    cells[5] = number_cell((double)(total ? view->visits : view->groups[group].visits), 0);
    fill_figures(cells + 6, total ? &row->total : &row->cells[group]);
    cells[14] = text_cell(change ? change : "");
}

static void fill_remark(EvidenceCell *cells, const char *kind, const char *text)
{
    for (int i = 0; i < COLUMNS; i++)
        cells[i] = empty;
    cells[0] = text_cell(kind);
    cells[1] = text_cell(text);
}

static bool make_table(const WalkView *view, Arena *arena, EvidenceTable *ret_table, Err *err)
{
    size_t rows =
        (size_t)view->row_count * (size_t)(view->group_count + 1) + (size_t)view->notice_count + 1;
    EvidenceCell *cells = ARENA_PUSH(arena, EvidenceCell, rows * COLUMNS), *at = cells;
    char *rules = ARENA_PUSH(arena, char, WALK_RULES_SIZE);
    if (!cells || !rules)
        return err_set(err, ERR_LIMIT, "not enough memory for the table of walk-throughs");
    for (int32_t i = 0; i < view->row_count; i++)
        for (int32_t k = 0; k <= view->group_count; k++, at += COLUMNS)
            fill_row(at, view, &view->rows[i], k == view->group_count ? -1 : k);
    for (int32_t i = 0; i < view->notice_count; i++, at += COLUMNS)
        fill_remark(at, "# notice", view->notices[i]);
    walk_format_rules(&view->options, rules);
    fill_remark(at, "# rules", rules);
    const char *name = arena_printf(arena, "by %s", walk_by_name(view->options.by));
    if (!name)
        return err_set(err, ERR_LIMIT, "not enough memory for the table of walk-throughs");
    *ret_table =
        (EvidenceTable){.name = name, .column_count = COLUMNS, .cells = cells, .row_count = rows};
    memcpy(ret_table->columns, columns, sizeof columns);
    return true;
}

bool walk_write_csv(const WalkView *view, FILE *out, Err *err)
{
    Arena arena;
    EvidenceTable table;
    arena_init(&arena, TABLE_LIMIT);
    bool ok = make_table(view, &arena, &table, err) && evidence_write_csv(&table, out, err);
    arena_deinit(&arena);
    return ok;
}

typedef struct Book {
    const WalkView *views;
    int32_t count;
} Book;

/* Who was there: the groups of each view, then the observers. */
static bool make_visits(const Book *book, Arena *arena, EvidenceTable *ret_table, Err *err)
{
    static const char *const names[] = {"what", "name", "visits", "observers"};
    const WalkView *view = &book->views[0];
    size_t rows = (size_t)view->observer_count + 1;
    for (int32_t i = 0; i < book->count; i++)
        rows += (size_t)book->views[i].group_count;
    EvidenceCell *cells = ARENA_PUSH(arena, EvidenceCell, rows * 4), *at = cells;
    if (!cells)
        return err_set(err, ERR_LIMIT, "not enough memory for the table of walk-throughs");
    for (int32_t i = 0; i < book->count; i++)
        for (int32_t k = 0; k < book->views[i].group_count; k++) {
            const WalkGroup *group = &book->views[i].groups[k];
            *at++ = text_cell(walk_by_name(book->views[i].options.by));
            *at++ = text_cell(group->label);
            *at++ = number_cell((double)group->visits, 0);
            *at++ = number_cell((double)group->observers, 0);
        }
    for (int32_t i = 0; i < view->observer_count; i++) {
        *at++ = text_cell("each observer");
        *at++ = text_cell(view->observers[i].name);
        *at++ = number_cell((double)view->observers[i].visits, 0);
        *at++ = number_cell(*view->observers[i].name ? 1 : 0, 0);
    }
    *at++ = text_cell("all");
    *at++ = empty;
    *at++ = number_cell((double)view->visits, 0);
    *at++ = number_cell(view->observers_named, 0);
    *ret_table =
        (EvidenceTable){.name = "visits", .column_count = 4, .cells = cells, .row_count = rows};
    memcpy(ret_table->columns, names, sizeof names);
    return true;
}

static bool next_table(void *context, int32_t number, Arena *arena, EvidenceTable *ret_table,
                       bool *ret_there, Err *err)
{
    const Book *book = context;
    *ret_there = number <= book->count;
    if (!*ret_there)
        return true;
    return number < book->count ? make_table(&book->views[number], arena, ret_table, err)
                                : make_visits(book, arena, ret_table, err);
}

bool walk_save_xlsx(const WalkView *views, int32_t count, const char *path, Err *err)
{
    Book tables = {views, count};
    EvidenceBook book = {.title = "Walk-throughs",
                         .author = "",
                         .unix_ms = views[0].last_day * INT64_C(86400000),
                         .next = next_table,
                         .context = &tables};
    return evidence_save_book(&book, path, err);
}

/* ---- text ---- */

static void print_cell(FILE *out, const char *label, const WalkCell *cell)
{
    (void)fprintf(out, "    %-24s", label);
    if (cell->hidden)
        (void)fputs("  hidden\n", out);
    else if (cell->share.undefined)
        (void)fprintf(out, "  0 of 0%s\n", cell->unsure > 0 ? "  (could not tell)" : "");
    else
        (void)fprintf(out, "  %4" PRId64 " of %-5" PRId64 " %3.0f %%  (%.0f to %.0f)\n",
                      cell->share.k, cell->share.n, cell->share.share * 100, cell->share.low * 100,
                      cell->share.high * 100);
}

static void print_count(FILE *out, int64_t n, const char *what, const char *after)
{
    (void)fprintf(out, "%" PRId64 " %s%s%s", n, what, n == 1 ? "" : "s", after);
}

bool walk_write_text(const WalkView *view, FILE *out, Err *err)
{
    char rules[WALK_RULES_SIZE], first[DAY_SIZE], last[DAY_SIZE];
    print_count(out, view->visits, "visit", ", ");
    print_count(out, view->teachers, "teacher", ", ");
    print_count(out, view->observers_named, "observer", "");
    if (view->teachers > 0 && view->teacher_least == view->teacher_most)
        (void)fprintf(out, ", %" PRId64 " %s per teacher", view->teacher_most,
                      view->teacher_most == 1 ? "visit" : "visits");
    else if (view->teachers > 0)
        (void)fprintf(out, ", %" PRId64 " to %" PRId64 " visits per teacher", view->teacher_least,
                      view->teacher_most);
    if (view->first_day != 0)
        (void)fprintf(out, ", %s to %s", format_day(view->first_day, first),
                      format_day(view->last_day, last));
    (void)fputc('\n', out);
    for (int32_t i = 0; i < view->notice_count; i++)
        (void)fprintf(out, "* %s\n", view->notices[i]);
    for (int32_t i = 0; i < view->row_count; i++) {
        const WalkRow *row = &view->rows[i];
        const char *change = change_names[row->change];
        (void)fprintf(out, "\n%s%s%s\n", row->label, change ? "  -  " : "", change ? change : "");
        for (int32_t k = 0; k < view->group_count; k++)
            print_cell(out, view->groups[k].label, &row->cells[k]);
        print_cell(out, "all", &row->total);
        if (row->spread_of > 1)
            (void)fprintf(out, "    between %d of %d observers: %.0f to %.0f %%\n",
                          (int)row->spread_of, (int)row->observers, row->spread_low * 100,
                          row->spread_high * 100);
    }
    walk_format_rules(&view->options, rules);
    (void)fprintf(out, "\n%s\n", rules);
    return !ferror(out) || err_set(err, ERR_SYSTEM, "the figures cannot be written");
}
