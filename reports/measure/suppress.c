#include "reports/measure/suppress.h"

static bool is_small(int64_t cell, int64_t limit)
{
    return cell > 0 && cell < limit;
}

/* The smallest cell that is shown and not 0, or count. */
static size_t find_smallest(const int64_t *cells, size_t count, const bool *hidden)
{
    size_t best = count;
    for (size_t i = 0; i < count; i++)
        if (!hidden[i] && cells[i] > 0 && (best == count || cells[i] < cells[best]))
            best = i;
    return best;
}

bool suppress_list(const int64_t *cells, size_t count, int64_t limit, bool *hidden)
{
    for (size_t i = 0; i < count; i++)
        hidden[i] = false;
    return suppress_list_further(cells, count, limit, hidden);
}

bool suppress_list_further(const int64_t *cells, size_t count, int64_t limit, bool *hidden)
{
    size_t hidden_count = 0;
    int64_t together = 0;
    for (size_t i = 0; i < count; i++) {
        hidden[i] |= is_small(cells[i], limit);
        hidden_count += hidden[i];
        together += hidden[i] ? cells[i] : 0;
    }
    while (hidden_count > 0 && (hidden_count == 1 || together < limit)) {
        size_t next = find_smallest(cells, count, hidden);
        if (next == count)
            return false;
        hidden[next] = true;
        hidden_count++;
        together += cells[next];
    }
    return true;
}

/* ---- tables ---- */

/* Rows and columns are places, hidden cells ways between a row and a column. A way
 * that no round trip goes over is a bridge: its cell follows from the totals. Only
 * cells that are not 0 are hidden, so every round trip leaves each of its cells room
 * to be one more or one less. */
typedef struct Ways {
    const int64_t *cells;
    bool *hidden;
    int32_t rows, columns;
    int64_t limit;
    bool *reached; /* per place: rows first */
    int32_t *queue;
} Ways;

static size_t cell_of(const Ways *w, int32_t row, int32_t column)
{
    return (size_t)row * (size_t)w->columns + (size_t)column;
}

/* Marks every place that can be reached from a row without one cell. */
static void walk(Ways *w, int32_t from_row, size_t without)
{
    int32_t count = 0, next = 0;
    for (int32_t i = 0; i < w->rows + w->columns; i++)
        w->reached[i] = false;
    w->reached[from_row] = true;
    w->queue[count++] = from_row;
    while (next < count) {
        int32_t place = w->queue[next++];
        bool is_row = place < w->rows;
        int32_t others = is_row ? w->columns : w->rows;
        for (int32_t i = 0; i < others; i++) {
            size_t cell = is_row ? cell_of(w, place, i) : cell_of(w, i, place - w->rows);
            int32_t to = is_row ? w->rows + i : i;
            if (!w->hidden[cell] || cell == without || w->reached[to])
                continue;
            w->reached[to] = true;
            w->queue[count++] = to;
        }
    }
}

/* Hides the smallest cell that leads from what was reached to what was not. */
static bool join_sides(Ways *w, bool *changed)
{
    size_t best = SIZE_MAX;
    for (int32_t row = 0; row < w->rows; row++) {
        for (int32_t column = 0; column < w->columns; column++) {
            size_t cell = cell_of(w, row, column);
            if (w->hidden[cell] || w->cells[cell] <= 0 ||
                w->reached[row] == w->reached[w->rows + column])
                continue;
            if (best == SIZE_MAX || w->cells[cell] < w->cells[best])
                best = cell;
        }
    }
    if (best == SIZE_MAX)
        return false;
    w->hidden[best] = true;
    *changed = true;
    return true;
}

static bool break_bridges(Ways *w, bool *changed)
{
    for (int32_t row = 0; row < w->rows; row++) {
        for (int32_t column = 0; column < w->columns; column++) {
            size_t cell = cell_of(w, row, column);
            if (!w->hidden[cell])
                continue;
            walk(w, row, cell);
            if (!w->reached[w->rows + column] && !join_sides(w, changed))
                return false;
        }
    }
    return true;
}

/* What is hidden in one line is together no small group either. */
static bool fill_line(Ways *w, size_t first, size_t step, int32_t count, bool *changed)
{
    int64_t together = 0;
    for (int32_t i = 0; i < count; i++)
        together += w->hidden[first + (size_t)i * step] ? w->cells[first + (size_t)i * step] : 0;
    while (is_small(together, w->limit)) {
        size_t best = SIZE_MAX;
        for (int32_t i = 0; i < count; i++) {
            size_t cell = first + (size_t)i * step;
            if (!w->hidden[cell] && w->cells[cell] > 0 &&
                (best == SIZE_MAX || w->cells[cell] < w->cells[best]))
                best = cell;
        }
        if (best == SIZE_MAX)
            return false;
        w->hidden[best] = true;
        *changed = true;
        together += w->cells[best];
    }
    return true;
}

static bool hide_more(Ways *w)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (int32_t row = 0; row < w->rows; row++)
            if (!fill_line(w, cell_of(w, row, 0), 1, w->columns, &changed))
                return false;
        for (int32_t column = 0; column < w->columns; column++)
            if (!fill_line(w, (size_t)column, (size_t)w->columns, w->rows, &changed))
                return false;
        if (!break_bridges(w, &changed))
            return false;
    }
    return true;
}

bool suppress_table(const int64_t *cells, int32_t rows, int32_t columns, int64_t limit,
                    Arena *arena, bool *hidden, bool *ret_possible, Err *err)
{
    if (rows < 0 || columns < 0 || rows > SUPPRESS_MAX_LINES || columns > SUPPRESS_MAX_LINES)
        return err_set(err, ERR_LIMIT,
                       "a table of %d by %d: at most %d lines each way can be shown", (int)rows,
                       (int)columns, SUPPRESS_MAX_LINES);
    ArenaMark mark = arena_mark(arena);
    Ways w = {.cells = cells,
              .hidden = hidden,
              .rows = rows,
              .columns = columns,
              .limit = limit,
              .reached = ARENA_PUSH(arena, bool, (size_t)(rows + columns)),
              .queue = ARENA_PUSH(arena, int32_t, (size_t)(rows + columns))};
    if (!w.reached || !w.queue) {
        arena_reset(arena, mark);
        return err_set(err, ERR_LIMIT, "not enough memory for a table of %d by %d", (int)rows,
                       (int)columns);
    }
    size_t count = (size_t)rows * (size_t)columns;
    for (size_t i = 0; i < count; i++)
        hidden[i] = is_small(cells[i], limit);
    *ret_possible = hide_more(&w);
    for (size_t i = 0; !*ret_possible && i < count; i++)
        hidden[i] = cells[i] > 0;
    arena_reset(arena, mark);
    return true;
}
