/* suppress_inside.c - a table whose lines can be seen one by one.
 *
 * As in suppress.c rows and columns are places, and hidden cells are ways between them. A
 * total that is hidden is a way, too: totals are one more row and one more column. A way
 * that no round trip goes over is a bridge: what it stands for follows from the rest.
 */
#include "reports/measure/suppress.h"

enum { NOWHERE = -1 };

/* Rows are places 0 to rows, columns those behind; the last of each is that of totals. */
typedef struct Inside {
    const int64_t *cells; /* without totals */
    bool *way, *given_up; /* with totals: [rows + 1][columns + 1] */
    int32_t rows, columns;
    int64_t limit;
    /* of a search, by place */
    int32_t *order, *low, *parent, *next, *stack;
    bool *reached;
} Inside;

static bool is_small(int64_t n, int64_t limit)
{
    return n > 0 && n < limit;
}

static int32_t place_count(const Inside *t)
{
    return t->rows + t->columns + 2;
}

static size_t way_of(const Inside *t, int32_t row, int32_t column)
{
    return (size_t)row * (size_t)(t->columns + 1) + (size_t)column;
}

static size_t way_between(const Inside *t, int32_t a, int32_t b)
{
    int32_t row = a < b ? a : b, column = (a < b ? b : a) - t->rows - 1;
    return way_of(t, row, column);
}

static int64_t cell_at(const Inside *t, int32_t row, int32_t column)
{
    return t->cells[(size_t)row * (size_t)t->columns + (size_t)column];
}

/* The next place that a way leads to, from `from` on; or NOWHERE. */
static int32_t next_place(const Inside *t, int32_t place, int32_t from)
{
    bool is_row = place <= t->rows;
    int32_t end = is_row ? place_count(t) : t->rows + 1;
    if (is_row && from <= t->rows)
        from = t->rows + 1;
    for (int32_t to = from; to < end; to++)
        if (t->way[way_between(t, place, to)])
            return to;
    return NOWHERE;
}

static void enter(Inside *t, int32_t place, int32_t parent, int32_t *time, int32_t *depth)
{
    t->order[place] = t->low[place] = ++*time;
    t->parent[place] = parent;
    t->next[place] = 0;
    t->stack[(*depth)++] = place;
}

/* Back from a place to its parent: whether the way between them is a bridge. */
static bool leave(Inside *t, int32_t place)
{
    int32_t parent = t->parent[place];
    if (parent == NOWHERE)
        return false;
    if (t->low[place] < t->low[parent])
        t->low[parent] = t->low[place];
    return t->low[place] > t->order[parent] && !t->given_up[way_between(t, parent, place)];
}

/* A bridge, found depth first (Tarjan 1974): its end that is farther; or NOWHERE. */
static int32_t find_bridge(Inside *t)
{
    int32_t time = 0, depth = 0;
    for (int32_t i = 0; i < place_count(t); i++)
        t->order[i] = 0;
    for (int32_t start = 0; start < place_count(t); start++) {
        if (t->order[start] == 0)
            enter(t, start, NOWHERE, &time, &depth);
        while (depth > 0) {
            int32_t place = t->stack[depth - 1], to = next_place(t, place, t->next[place]);
            if (to == NOWHERE) {
                depth--;
                if (leave(t, place))
                    return place;
                continue;
            }
            t->next[place] = to + 1;
            if (t->order[to] == 0)
                enter(t, to, place, &time, &depth);
            else if (to != t->parent[place] && t->order[to] < t->low[place])
                t->low[place] = t->order[to];
        }
    }
    return NOWHERE;
}

/* Marks what can be reached from a place without one way. */
static void reach(Inside *t, int32_t from, size_t without)
{
    int32_t depth = 0;
    for (int32_t i = 0; i < place_count(t); i++)
        t->reached[i] = false;
    t->reached[from] = true;
    t->stack[depth++] = from;
    while (depth > 0) {
        int32_t place = t->stack[--depth];
        for (int32_t to = next_place(t, place, 0); to != NOWHERE;
             to = next_place(t, place, to + 1)) {
            if (t->reached[to] || way_between(t, place, to) == without)
                continue;
            t->reached[to] = true;
            t->stack[depth++] = to;
        }
    }
}

/* Hides the smallest cell between what was reached and what was not. */
static bool join_sides(Inside *t)
{
    int32_t best_row = NOWHERE, best_column = NOWHERE;
    for (int32_t row = 0; row < t->rows; row++)
        for (int32_t column = 0; column < t->columns; column++) {
            int64_t n = cell_at(t, row, column);
            if (n == 0 || t->way[way_of(t, row, column)] ||
                t->reached[row] == t->reached[t->rows + 1 + column])
                continue;
            if (best_row == NOWHERE || n < cell_at(t, best_row, best_column)) {
                best_row = row;
                best_column = column;
            }
        }
    if (best_row == NOWHERE)
        return false;
    t->way[way_of(t, best_row, best_column)] = true;
    return true;
}

static bool break_bridges(Inside *t)
{
    bool changed = false;
    for (int32_t end = find_bridge(t); end != NOWHERE; end = find_bridge(t)) {
        size_t way = way_between(t, t->parent[end], end);
        reach(t, end, way);
        if (join_sides(t))
            changed = true;
        else
            t->given_up[way] = true; /* it follows from the totals alone */
    }
    return changed;
}

/* What is hidden of a line whose total is shown is together no small group either. */
static bool fill_line(Inside *t, bool is_row, int32_t line)
{
    int32_t count = is_row ? t->columns : t->rows;
    bool changed = false;
    if (t->way[is_row ? way_of(t, line, t->columns) : way_of(t, t->rows, line)])
        return false;
    for (;;) {
        int64_t together = 0, least = 0;
        size_t next = SIZE_MAX;
        for (int32_t i = 0; i < count; i++) {
            int32_t row = is_row ? line : i, column = is_row ? i : line;
            int64_t n = cell_at(t, row, column);
            if (t->way[way_of(t, row, column)]) {
                together += n;
            } else if (n > 0 && (next == SIZE_MAX || n < least)) {
                next = way_of(t, row, column);
                least = n;
            }
        }
        if (!is_small(together, t->limit) || next == SIZE_MAX)
            return changed;
        changed = t->way[next] = true;
    }
}

static void hide_more(Inside *t)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (int32_t row = 0; row < t->rows; row++)
            changed |= fill_line(t, true, row);
        for (int32_t column = 0; column < t->columns; column++)
            changed |= fill_line(t, false, column);
        changed |= break_bridges(t);
    }
}

static bool take_room(Inside *t, Arena *arena)
{
    size_t places = (size_t)place_count(t), ways = (size_t)(t->rows + 1) * (size_t)(t->columns + 1);
    t->way = ARENA_PUSH(arena, bool, ways);
    t->given_up = ARENA_PUSH(arena, bool, ways);
    t->order = ARENA_PUSH(arena, int32_t, places);
    t->low = ARENA_PUSH(arena, int32_t, places);
    t->parent = ARENA_PUSH(arena, int32_t, places);
    t->next = ARENA_PUSH(arena, int32_t, places);
    t->stack = ARENA_PUSH(arena, int32_t, places);
    t->reached = ARENA_PUSH(arena, bool, places);
    return t->way && t->given_up && t->order && t->low && t->parent && t->next && t->stack &&
           t->reached;
}

bool suppress_inside(const int64_t *cells, int32_t rows, int32_t columns, int64_t limit,
                     const bool *rows_hidden, const bool *columns_hidden, Arena *arena,
                     bool *hidden, Err *err)
{
    if (rows < 0 || columns < 0 || rows > SUPPRESS_MAX_LINES || columns > SUPPRESS_MAX_LINES)
        return err_set(err, ERR_LIMIT,
                       "a table of %d by %d: at most %d lines each way can be shown", (int)rows,
                       (int)columns, SUPPRESS_MAX_LINES);
    ArenaMark mark = arena_mark(arena);
    Inside t = {.cells = cells, .rows = rows, .columns = columns, .limit = limit};
    if (!take_room(&t, arena)) {
        arena_reset(arena, mark);
        return err_set(err, ERR_LIMIT, "not enough memory for a table of %d by %d", (int)rows,
                       (int)columns);
    }
    for (int32_t row = 0; row < rows; row++) {
        t.way[way_of(&t, row, columns)] = rows_hidden[row];
        for (int32_t column = 0; column < columns; column++) {
            int64_t n = cell_at(&t, row, column);
            t.way[way_of(&t, row, column)] = is_small(n, limit) || (n > 0 && rows_hidden[row]);
        }
    }
    for (int32_t column = 0; column < columns; column++)
        t.way[way_of(&t, rows, column)] = columns_hidden[column];
    hide_more(&t);
    for (int32_t row = 0; row < rows; row++)
        for (int32_t column = 0; column < columns; column++)
            hidden[(size_t)row * (size_t)columns + (size_t)column] = t.way[way_of(&t, row, column)];
    arena_reset(arena, mark);
    return true;
}
