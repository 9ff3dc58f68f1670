/* walk_cover.c - what a selection would tell of the visits that it leaves out. */
#include "reports/measure/suppress.h"
#include "reports/walk/walk_internal.h"

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
            return err_set(err, ERR_LIMIT, "not enough memory for this view of the walk-throughs");
        if (left == 0)
            part->own = bin;
        for (int32_t k = 0; k < visit->protocol->count && visit->answers[k]; k++)
            part->n[bin][text->looks[k]] +=
                visit->answers[k] == LOOK_FOR_SEEN || visit->answers[k] == LOOK_FOR_NOT_SEEN;
    }
    return true;
}

/* A look-for that is hidden among the values of what was chosen is hidden when one of
 * them is chosen, too: else the others could be taken off the whole, one by one. */
bool walk_cover_hides(const Walk *walk, int32_t look)
{
    int64_t cells[WALK_MAX_GROUPS];
    bool hidden[WALK_MAX_GROUPS];
    for (int i = 0; i < WALK_PARTS; i++) {
        const WalkPart *part = &walk->parts[i];
        if (!part->counted || part->own < 0)
            continue;
        for (int32_t k = 0; k < part->keys.count; k++) {
            cells[k] = part->n[k][look];
            hidden[k] = false;
        }
        (void)suppress_list(cells, (size_t)part->keys.count, walk->options.suppress_below, hidden);
        if (hidden[part->own])
            return true;
    }
    return false;
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
