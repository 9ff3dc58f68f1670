/* cross_table.c - the sums as a table: order, figures, what is hidden. */
#include "reports/measure/cross/cross_internal.h"

#include <stdlib.h>
#include <string.h>

static const char HIDDEN_SMALL[] = "hidden: too few pupils are behind it";
static const char HIDDEN_TOO[] = "hidden: a hidden figure could be told from it and the totals";
static const char NO_SUCH[] = "undefined: it cannot occur in any of these lessons";
static const char NO_LENGTH[] = "undefined: what is counted here has no length";
static const char NO_TIME[] = "undefined: no time was observed";
static const char NOT_SAID[] = "undefined: what is not said is in no share";
static const char NO_EVENTS[] = "undefined: there is nothing to have a share of";
static const char A_TOTAL[] = "undefined: a total has no share of itself";

/* ---- order ---- */

typedef struct Place {
    int32_t bucket;
    const CrossValue *value;
    bool by_key;
} Place;

/* As they came, or by key; what is not said comes last. */
static int compare_places(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    if (x->value->missing != y->value->missing)
        return x->value->missing ? 1 : -1;
    int order = x->by_key ? strcmp(x->value->key, y->value->key) : 0;
    return order != 0 ? order : (x->bucket > y->bucket) - (x->bucket < y->bucket);
}

/* One side of the table. */
typedef struct Side {
    const CrossAxis *axis;
    CrossValue *values;
    int32_t count;
    int32_t *place; /* per bucket: its line; the total: count; -1: left out */
    bool *timed;    /* per line, the total included */
    bool *all_there;
} Side;

/* Lines that nobody needs: "not said" that never happened. */
static bool is_empty(const CrossAxis *axis, int32_t bucket, const CrossSum *total)
{
    const CrossValue *value = &axis->buckets[bucket].value;
    if (total->n > 0 || (*value->key && !value->missing))
        return false;
    return axis->dimension.kind == CROSS_PHASE ? total->of_ms == 0 && total->time_ms == 0
                                               : total->pupils == 0;
}

static bool make_side(Side *side, const CrossAxis *axis, const CrossSum *totals, Arena *arena,
                      Err *err)
{
    CrossKind kind = axis->dimension.kind;
    bool by_key = kind == CROSS_ATTRIBUTE || kind >= CROSS_PROTOCOL;
    size_t most = axis->names.count;
    Place *places = ARENA_PUSH(arena, Place, most);
    *side = (Side){.axis = axis,
                   .values = ARENA_PUSH(arena, CrossValue, most),
                   .place = ARENA_PUSH(arena, int32_t, most),
                   .timed = ARENA_PUSH(arena, bool, most),
                   .all_there = ARENA_PUSH(arena, bool, most)};
    if (!places || !side->values || !side->place || !side->timed || !side->all_there)
        return cross_no_memory(err);
    for (int32_t bucket = 1; bucket < (int32_t)most; bucket++) {
        side->place[bucket] = -1;
        if (!is_empty(axis, bucket, &totals[bucket]))
            places[side->count++] = (Place){bucket, &axis->buckets[bucket].value, by_key};
    }
    qsort(places, (size_t)side->count, sizeof *places, compare_places);
    side->timed[side->count] = kind == CROSS_NOTHING;
    for (int32_t i = 0; i < side->count; i++) {
        const CrossBucket *bucket = &axis->buckets[places[i].bucket];
        side->values[i] = bucket->value;
        side->place[places[i].bucket] = i;
        side->timed[i] = bucket->timed;
        side->timed[side->count] |= bucket->timed;
        side->all_there[i] = bucket->all_there;
    }
    side->place[CROSS_ALL_VALUES] = side->count;
    return true;
}

/* ---- the table while it is made ---- */

typedef struct Making {
    const Cross *cross;
    CrossTable *table;
    Side rows, columns;
    CrossCell *cells;
} Making;

static CrossCell *cell_at(const Making *m, int32_t row, int32_t column)
{
    return &m->cells[(size_t)row * (size_t)(m->columns.count + 1) + (size_t)column];
}

/* The totals of each side's buckets, from all sums. */
static bool find_totals(const Cross *c, CrossSum **ret_rows, CrossSum **ret_columns, Err *err)
{
    CrossSum *rows = ARENA_PUSH(c->arena, CrossSum, c->rows.names.count);
    CrossSum *columns = ARENA_PUSH(c->arena, CrossSum, c->columns.names.count);
    if (!rows || !columns)
        return cross_no_memory(err);
    for (uint32_t i = 0; i < c->sum_count; i++) {
        if (c->sums[i].column == CROSS_ALL_VALUES)
            rows[c->sums[i].row] = c->sums[i];
        if (c->sums[i].row == CROSS_ALL_VALUES)
            columns[c->sums[i].column] = c->sums[i];
    }
    *ret_rows = rows;
    *ret_columns = columns;
    return true;
}

static bool fill_cells(Making *m, Err *err)
{
    const Cross *c = m->cross;
    size_t count = (size_t)(m->rows.count + 1) * (size_t)(m->columns.count + 1);
    if (count > CROSS_MAX_CELLS)
        return err_set(err, ERR_LIMIT, "this table has %zu cells, expected at most %d", count,
                       CROSS_MAX_CELLS);
    m->cells = ARENA_PUSH(c->arena, CrossCell, count);
    if (!m->cells)
        return cross_no_memory(err);
    for (uint32_t i = 0; i < c->sum_count; i++) {
        const CrossSum *sum = &c->sums[i];
        int32_t row = m->rows.place[sum->row], column = m->columns.place[sum->column];
        if (row < 0 || column < 0)
            continue;
        CrossCell *cell = cell_at(m, row, column);
        cell->n = sum->n;
        cell->time_ms = sum->time_ms;
        cell->of_ms = sum->of_ms;
        cell->lessons = sum->lessons;
        cell->pupils = sum->pupils;
    }
    for (int32_t row = 0; row <= m->rows.count; row++)
        for (int32_t column = 0; column <= m->columns.count; column++)
            cell_at(m, row, column)->timed = m->rows.timed[row] && m->columns.timed[column];
    return true;
}

/* Pupils were counted where they differ: by people and by lesson. The other
 * cells of a line have those of its total. Totals come last, so every cell is
 * read before it is overwritten. */
static void spread_pupils(Making *m)
{
    CrossKind row_kind = m->rows.axis->dimension.kind;
    CrossKind column_kind = m->columns.axis->dimension.kind;
    bool by_people = cross_can_be_small(row_kind) || cross_can_be_small(column_kind);
    bool own_row = cross_is_by_people(row_kind) || cross_is_by_lesson(row_kind);
    bool own_column = cross_is_by_people(column_kind) || cross_is_by_lesson(column_kind);
    for (int32_t row = 0; row <= m->rows.count; row++)
        for (int32_t column = 0; column <= m->columns.count; column++) {
            bool whole_row = !own_row || m->rows.all_there[row];
            bool whole_column = !own_column || m->columns.all_there[column];
            const CrossCell *from = cell_at(m, whole_row ? m->rows.count : row,
                                            whole_column ? m->columns.count : column);
            cell_at(m, row, column)->pupils = by_people ? from->pupils : -1;
        }
}

/* ---- what is hidden ---- */

/* Parts and their total: whoever knows all but one knows that one. */
typedef struct Line {
    Making *m;
    bool is_row;
    int32_t index, count;
} Line;

static CrossCell *line_cell(const Line *line, int32_t i)
{
    return line->is_row ? cell_at(line->m, line->index, i) : cell_at(line->m, i, line->index);
}

static bool has_anything(const CrossCell *cell)
{
    return cell->n > 0 || cell->pupils > 0;
}

/* Hides one more of the line, the one with the fewest pupils; else the total. */
static void hide_one_more(const Line *line)
{
    CrossCell *least = NULL;
    for (int32_t i = 0; i < line->count; i++) {
        CrossCell *cell = line_cell(line, i);
        if (cell->hidden == CROSS_SHOWN && has_anything(cell) &&
            (!least || cell->pupils < least->pupils))
            least = cell;
    }
    if (!least)
        least = line_cell(line, line->count);
    least->hidden = CROSS_COMPLEMENT;
}

/* Whether something had to be hidden so that nothing hidden can be told: one
 * part from its total, or a few who are still too few together. */
static bool protect_line(const Line *line, int32_t limit)
{
    const CrossCell *total = line_cell(line, line->count);
    int32_t hidden = 0, shown = 0;
    int64_t pupils = 0;
    for (int32_t i = 0; i < line->count; i++) {
        const CrossCell *cell = line_cell(line, i);
        if (!has_anything(cell))
            continue;
        hidden += cell->hidden != CROSS_SHOWN;
        shown += cell->hidden == CROSS_SHOWN;
        pupils += cell->hidden != CROSS_SHOWN ? cell->pupils : 0;
    }
    bool open = total->hidden == CROSS_SHOWN ? hidden == 1 || (hidden > 1 && pupils < limit)
                                             : hidden == 0 && shown > 0;
    if (open)
        hide_one_more(line);
    return open;
}

static void hide_small(Making *m, int32_t limit)
{
    for (int32_t row = 0; row <= m->rows.count; row++)
        for (int32_t column = 0; column <= m->columns.count; column++) {
            CrossCell *cell = cell_at(m, row, column);
            if (cell->pupils >= 0 && cell->pupils < limit && has_anything(cell))
                cell->hidden = CROSS_SMALL;
        }
    for (bool changed = true; changed;) {
        changed = false;
        for (int32_t i = 0; m->columns.count > 0 && i <= m->rows.count; i++)
            changed |= protect_line(&(Line){m, true, i, m->columns.count}, limit);
        for (int32_t i = 0; m->rows.count > 0 && i <= m->columns.count; i++)
            changed |= protect_line(&(Line){m, false, i, m->rows.count}, limit);
    }
}

/* ---- figures ---- */

static bool is_of_time(const Making *m)
{
    CrossWhat what = m->cross->options.what;
    return what == CROSS_TIME || what == CROSS_PERCENT;
}

static int64_t share_of(const Making *m, const CrossCell *cell)
{
    return is_of_time(m) ? cell->time_ms : cell->n;
}

/* The shares of a line's parts in what is said of it. */
static void fill_shares(Making *m, const Line *line, const CrossValue *values)
{
    int64_t sum = 0;
    bool hidden = line_cell(line, line->count)->hidden != CROSS_SHOWN;
    for (int32_t i = 0; i < line->count; i++) {
        const CrossCell *cell = line_cell(line, i);
        sum += values[i].missing ? 0 : share_of(m, cell);
        hidden |= values[i].missing && cell->hidden != CROSS_SHOWN;
    }
    for (int32_t i = 0; i <= line->count; i++) {
        CrossCell *cell = line_cell(line, i);
        CrossShare *share = line->is_row ? &cell->row : &cell->column;
        *share = (CrossShare){.k = share_of(m, cell), .n = sum};
        if (i == line->count)
            share->undefined = A_TOTAL;
        else if (cell->hidden != CROSS_SHOWN || hidden)
            share->undefined = HIDDEN_TOO;
        else if (values[i].missing)
            share->undefined = NOT_SAID;
        else if (is_of_time(m) && !cell->timed)
            share->undefined = NO_LENGTH;
        else if (sum == 0)
            share->undefined = NO_EVENTS;
        else
            share->share = (double)share->k / (double)sum;
        if (share->undefined)
            share->k = share->n = 0;
    }
}

static const char *find_undefined(const CrossCell *cell, CrossWhat what)
{
    if (cell->lessons == 0)
        return NO_SUCH;
    if ((what == CROSS_TIME || what == CROSS_PERCENT) && !cell->timed)
        return NO_LENGTH;
    if ((what == CROSS_PERCENT || what == CROSS_RATE) && cell->of_ms == 0)
        return NO_TIME;
    return NULL;
}

static void fill_value(CrossCell *cell, CrossWhat what)
{
    cell->undefined = find_undefined(cell, what);
    if (cell->undefined)
        return;
    switch (what) {
    case CROSS_N:
        cell->value = (double)cell->n;
        break;
    case CROSS_TIME:
        cell->value = (double)cell->time_ms / 1000.0;
        break;
    case CROSS_PERCENT:
        cell->value = 100.0 * (double)cell->time_ms / (double)cell->of_ms;
        break;
    case CROSS_RATE:
        cell->value = (double)cell->n * 60000.0 / (double)cell->of_ms;
        break;
    }
}

static void blank(CrossCell *cell)
{
    *cell = (CrossCell){.hidden = cell->hidden,
                        .timed = cell->timed,
                        .row = cell->row,
                        .column = cell->column,
                        .undefined = cell->hidden == CROSS_SMALL ? HIDDEN_SMALL : HIDDEN_TOO};
}

static void fill_figures(Making *m)
{
    for (int32_t row = 0; row <= m->rows.count; row++)
        fill_shares(m, &(Line){m, true, row, m->columns.count}, m->columns.values);
    for (int32_t column = 0; column <= m->columns.count; column++)
        fill_shares(m, &(Line){m, false, column, m->rows.count}, m->rows.values);
    for (int32_t row = 0; row <= m->rows.count; row++)
        for (int32_t column = 0; column <= m->columns.count; column++) {
            CrossCell *cell = cell_at(m, row, column);
            if (cell->hidden == CROSS_SHOWN) {
                fill_value(cell, m->cross->options.what);
                continue;
            }
            blank(cell);
            m->table->hidden++;
        }
}

/* ---- the call ---- */

/* What was asked for must be there in some lesson: else it is a slip of the pen. */
static bool check_known(const Cross *c, Err *err)
{
    for (int32_t i = 0; c->lessons > 0 && i < c->options.of_count; i++)
        if (!c->of_known[i])
            return err_set(err, ERR_FORMAT, "none of these lessons has a code or category '%.60s'",
                           c->options.of[i]);
    const CrossAxis *axes[] = {&c->rows, &c->columns};
    for (int i = 0; c->lessons > 0 && i < 2; i++) {
        const CrossDimension *d = &axes[i]->dimension;
        if (axes[i]->known)
            continue;
        if (d->kind == CROSS_MODIFIER)
            return err_set(err, ERR_FORMAT, "no protocol of these lessons has the modifier '%.60s'",
                           d->key);
        if (d->kind == CROSS_ATTRIBUTE)
            return err_set(err, ERR_FORMAT, "no pupil of these lessons has the attribute '%.60s'",
                           d->key);
    }
    return true;
}

static bool is_of_student_time(const Cross *c)
{
    const CrossKind kinds[] = {c->rows.dimension.kind, c->columns.dimension.kind};
    for (int i = 0; i < 2; i++)
        if (kinds[i] == CROSS_SUBJECT || kinds[i] == CROSS_ATTRIBUTE)
            return true;
    return false;
}

bool cross_finish(Cross *cross, CrossTable *ret_table, Err *err)
{
    if (!check_known(cross, err))
        return false;
    CrossTable table = {
        .options = cross->options,
        .of = is_of_student_time(cross)
                  ? "time they were there, added up; pauses taken off"
                  : "observed time of the lessons that could hold it; pauses taken off",
        .lessons = cross->lessons,
        .observed_ms = cross->observed_ms,
        .not_rows = cross->not_rows,
        .not_columns = cross->not_columns,
        .unanswered = cross->unanswered};
    int32_t *limit = &table.options.suppress_below;
    if (*limit < 0)
        *limit = cross->lessons > 1 ? cross->suppress_below : 0;
    Making m = {.cross = cross, .table = &table};
    CrossSum *row_totals = NULL, *column_totals = NULL;
    if (!find_totals(cross, &row_totals, &column_totals, err) ||
        !make_side(&m.rows, &cross->rows, row_totals, cross->arena, err) ||
        !make_side(&m.columns, &cross->columns, column_totals, cross->arena, err) ||
        !fill_cells(&m, err))
        return false;
    spread_pupils(&m);
    hide_small(&m, *limit);
    fill_figures(&m);
    table.rows = m.rows.values;
    table.columns = m.columns.values;
    table.row_count = m.rows.count;
    table.column_count = m.columns.count;
    table.cells = m.cells;
    *ret_table = table;
    return true;
}
