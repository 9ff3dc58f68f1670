/* walk_cover.c - what a selection would tell of the visits that it leaves out. */
#include "reports/measure/suppress.h"
#include "reports/walk/walk_internal.h"

#include <string.h>

/* The members of a filter that choose one value of those there are. */
static const struct {
    WalkLeft member;
    WalkBy by;
} chosen[WALK_PARTS] = {
    {WALK_LEFT_SCHOOL, WALK_BY_SCHOOL},     {WALK_LEFT_GRADE, WALK_BY_GRADE},
    {WALK_LEFT_PERIOD, WALK_BY_PERIOD},     {WALK_LEFT_SUBJECT, WALK_BY_SUBJECT},
    {WALK_LEFT_OBSERVER, WALK_BY_OBSERVER},
};

static bool is_chosen(const WalkFilter *f, WalkLeft member)
{
    switch (member) {
    case WALK_LEFT_SCHOOL:
        return f->school != NULL;
    case WALK_LEFT_GRADE:
        return f->band != WALK_ANY;
    case WALK_LEFT_PERIOD:
        return f->period != WALK_ANY;
    case WALK_LEFT_SUBJECT:
        return f->subject != NULL;
    default:
        return f->observer != NULL;
    }
}

void walk_cover_begin(Walk *walk)
{
    for (int i = 0; i < WALK_PARTS; i++) {
        walk->parts[i].counted = !walk->options.permitted && walk->options.suppress_below > 0 &&
                                 is_chosen(&walk->options.filter, chosen[i].member);
        walk->parts[i].keys = key_table(walk->arena, WALK_MAX_GROUPS);
        walk->parts[i].bins = key_table(walk->arena, WALK_MAX_GROUPS);
        walk->parts[i].has_bins =
            walk->options.by != WALK_BY_LOOKFOR && walk->options.by != chosen[i].by;
        walk->parts[i].own = -1;
    }
}

bool walk_cover_counts(const Walk *walk, uint32_t left)
{
    for (int i = 0; i < WALK_PARTS; i++)
        if (walk->parts[i].counted && (left & ~(1U << chosen[i].member)) == 0)
            return true;
    return false;
}

static bool no_memory(Err *err)
{
    return err_set(err, ERR_LIMIT, "not enough memory for this view of the walk-throughs");
}

static bool is_answered(const WalkVisit *visit, int32_t look)
{
    return visit->answers[look] == LOOK_FOR_SEEN || visit->answers[look] == LOOK_FOR_NOT_SEEN;
}

static bool add_to_bin(Walk *walk, WalkPart *part, int32_t value, const WalkVisit *visit,
                       const WalkText *text, Err *err)
{
    char buffer[WALK_KEY_SIZE];
    int32_t bin = 0;
    bool fresh = false;
    if (!key_table_add(&part->bins, walk_key(walk->options.by, visit, buffer),
                       walk_by_name(walk->options.by), &bin, &fresh, err))
        return false;
    if (!part->in_bin[value])
        part->in_bin[value] = ARENA_PUSH(walk->arena, int32_t *, WALK_MAX_GROUPS);
    int32_t **counts = part->in_bin[value];
    if (counts && !counts[bin])
        counts[bin] = ARENA_PUSH(walk->arena, int32_t, WALK_MAX_LOOK_FORS);
    if (!counts || !counts[bin])
        return no_memory(err);
    for (int32_t k = 0; k < visit->protocol->count && visit->answers[k]; k++)
        counts[bin][text->looks[k]] += is_answered(visit, k);
    return true;
}

bool walk_cover_add(Walk *walk, const WalkVisit *visit, const WalkText *text, uint32_t left,
                    Err *err)
{
    for (int i = 0; i < WALK_PARTS; i++) {
        WalkPart *part = &walk->parts[i];
        char buffer[WALK_KEY_SIZE];
        int32_t bin = 0;
        bool fresh = false;
        if (!part->counted || (left & ~(1U << chosen[i].member)) != 0)
            continue;
        if (!key_table_add(&part->keys, walk_key(chosen[i].by, visit, buffer),
                           walk_by_name(chosen[i].by), &bin, &fresh, err))
            return false;
        if (!part->n[bin])
            part->n[bin] = ARENA_PUSH(walk->arena, int64_t, WALK_MAX_LOOK_FORS);
        if (!part->n[bin])
            return no_memory(err);
        if (part->has_bins && !add_to_bin(walk, part, bin, visit, text, err))
            return false;
        if (left == 0)
            part->own = bin;
        for (int32_t k = 0; k < visit->protocol->count && visit->answers[k]; k++)
            part->n[bin][text->looks[k]] += is_answered(visit, k);
    }
    return true;
}

void walk_order_keys(const KeyTable *table, int32_t *ret_numbers)
{
    for (int32_t i = 0; i < table->count; i++) {
        int32_t at = i;
        for (; at > 0 && strcmp(table->keys[ret_numbers[at - 1]], table->keys[i]) > 0; at--)
            ret_numbers[at] = ret_numbers[at - 1];
        ret_numbers[at] = i;
    }
}

bool walk_cover_end(Walk *walk, Err *err)
{
    for (int i = 0; i < WALK_PARTS; i++) {
        WalkPart *part = &walk->parts[i];
        if (!part->counted || part->own < 0)
            continue;
        part->values_by_key = ARENA_PUSH(walk->arena, int32_t, (size_t)part->keys.count + 1);
        part->bins_by_key = ARENA_PUSH(walk->arena, int32_t, (size_t)part->bins.count + 1);
        part->bin_of_group = ARENA_PUSH(walk->arena, int32_t, (size_t)walk->group_keys.count + 1);
        if (!part->values_by_key || !part->bins_by_key || !part->bin_of_group)
            return no_memory(err);
        walk_order_keys(&part->keys, part->values_by_key);
        walk_order_keys(&part->bins, part->bins_by_key);
        bool fresh = false; /* never: every visit of a group was counted in its bin */
        for (int32_t g = 0; part->has_bins && g < walk->group_keys.count; g++)
            if (!key_table_add(&part->bins, walk->group_keys.keys[g],
                               walk_by_name(walk->options.by), &part->bin_of_group[g], &fresh, err))
                return false;
    }
    return true;
}

/* How often it was answered, value by value; which of these numbers a view of all values
 * hides. */
static void hide_values(const Walk *walk, const WalkPart *part, int32_t look,
                        bool hidden[WALK_MAX_GROUPS])
{
    int64_t cells[WALK_MAX_GROUPS];
    for (int32_t k = 0; k < part->keys.count; k++)
        cells[k] = part->n[part->values_by_key[k]][look];
    (void)suppress_list(cells, (size_t)part->keys.count, walk->options.suppress_below, hidden);
}

/* A look-for that is hidden among the values of what was chosen is hidden when one of
 * them is chosen, too: else the others could be taken off the whole, one by one. */
bool walk_cover_hides(const Walk *walk, int32_t look)
{
    bool hidden[WALK_MAX_GROUPS];
    for (int i = 0; i < WALK_PARTS; i++) {
        const WalkPart *part = &walk->parts[i];
        if (!part->counted || part->own < 0)
            continue;
        hide_values(walk, part, look, hidden);
        for (int32_t k = 0; k < part->keys.count; k++)
            if (hidden[k] && part->values_by_key[k] == part->own)
                return true;
    }
    return false;
}

/* A part as a table: a row for each value, a column for each bin, both by their keys. */
typedef struct Table {
    int64_t *cells, *totals; /* totals: of the columns */
    bool *hidden, *rows_hidden, *columns_hidden;
    int32_t rows, columns;
} Table;

static bool make_table(const Walk *walk, const WalkPart *part, int32_t look, Table *t, Err *err)
{
    t->rows = part->keys.count;
    t->columns = part->bins.count;
    size_t count = (size_t)t->rows * (size_t)t->columns;
    t->cells = ARENA_PUSH(walk->arena, int64_t, count + 1);
    t->totals = ARENA_PUSH(walk->arena, int64_t, (size_t)t->columns + 1);
    t->hidden = ARENA_PUSH(walk->arena, bool, count + 1);
    t->rows_hidden = ARENA_PUSH(walk->arena, bool, WALK_MAX_GROUPS);
    t->columns_hidden = ARENA_PUSH(walk->arena, bool, WALK_MAX_GROUPS);
    if (!t->cells || !t->totals || !t->hidden || !t->rows_hidden || !t->columns_hidden)
        return no_memory(err);
    for (int32_t k = 0; k < t->rows; k++) {
        int32_t *const *in_bin = part->in_bin[part->values_by_key[k]];
        for (int32_t b = 0; b < t->columns; b++) {
            const int32_t *counts = in_bin ? in_bin[part->bins_by_key[b]] : NULL;
            int64_t n = counts ? counts[look] : 0;
            t->cells[(size_t)k * (size_t)t->columns + (size_t)b] = n;
            t->totals[b] += n;
        }
    }
    hide_values(walk, part, look, t->rows_hidden);
    (void)suppress_list(t->totals, (size_t)t->columns, walk->options.suppress_below,
                        t->columns_hidden);
    return true;
}

static bool hide_bins(const Walk *walk, const WalkPart *part, int32_t look, bool *hidden, Err *err)
{
    Table t;
    if (!make_table(walk, part, look, &t, err) ||
        !suppress_inside(t.cells, t.rows, t.columns, walk->options.suppress_below, t.rows_hidden,
                         t.columns_hidden, walk->arena, t.hidden, err))
        return false;
    int32_t own = 0;
    while (part->values_by_key[own] != part->own)
        own++;
    for (int32_t b = 0; b < t.columns; b++)
        for (int32_t g = 0; g < walk->group_keys.count; g++)
            if (part->bin_of_group[g] == part->bins_by_key[b])
                hidden[g] |= t.hidden[(size_t)own * (size_t)t.columns + (size_t)b];
    return true;
}

bool walk_cover_hide_groups(const Walk *walk, int32_t look, bool *hidden, Err *err)
{
    for (int i = 0; i < WALK_PARTS; i++) {
        const WalkPart *part = &walk->parts[i];
        ArenaMark mark = arena_mark(walk->arena);
        if (part->counted && part->own >= 0 && part->has_bins &&
            !hide_bins(walk, part, look, hidden, err))
            return false;
        arena_reset(walk->arena, mark);
    }
    return true;
}

/* The view without some members of the filter, less this one, has the visits that only
 * these leave out. Other protocols have other look-fors. */
bool walk_cover_few(const Walk *walk)
{
    const uint32_t protocol = 1U << WALK_LEFT_PROTOCOL;
    for (uint32_t without = 1; without < WALK_LEFT_SETS && !walk->options.permitted; without++) {
        int64_t more = 0;
        for (uint32_t set = 1; set < WALK_LEFT_SETS; set++)
            if (!(set & ~without) && !(set & protocol))
                more += walk->left[set];
        if (more > 0 && more < walk->options.suppress_below)
            return true;
    }
    return false;
}
