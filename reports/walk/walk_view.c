/* walk_view.c - counts become figures: shares, intervals, what is hidden, what is said. */
#include "reports/measure/suppress.h"
#include "reports/walk/walk_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void walk_format_rules(const WalkOptions *options, char ret_text[WALK_RULES_SIZE])
{
    char limit[200];
    if (options->permitted)
        (void)snprintf(limit, sizeof limit, "Shown with this teacher's own permission.");
    else if (options->suppress_below <= 1)
        (void)snprintf(limit, sizeof limit, "Nothing is hidden, however few the visits.");
    else
        (void)snprintf(limit, sizeof limit,
                       "Hidden: n under %d, and so much more that it does not follow from a total.",
                       (int)options->suppress_below);
    (void)snprintf(
        ret_text, WALK_RULES_SIZE,
        "Seen in k of n visits in which the look-for was answered seen or not seen; "
        "could not tell and not answered are in no n. Intervals: Wilson 95\xC2\xA0%%; visits "
        "to one teacher are not independent, so the true ones are wider. Changed: the "
        "intervals of the first and the last point shown do not overlap. %s Teachers "
        "are never ranked.",
        limit);
}

typedef struct Order {
    const Walk *walk;
    int32_t *groups, *looks; /* numbers, in the order shown */
    int32_t *groups_by_key;  /* in the order of their keys */
    int32_t group_count, look_count;
} Order;

static bool no_memory(Err *err)
{
    return err_set(err, ERR_LIMIT, "not enough memory for this view of the walk-throughs");
}

/* ---- the order of what is shown ---- */

static const char *group_label(const Walk *walk, int32_t group, Arena *arena)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    const char *key = walk->group_keys.keys[group];
    int number = atoi(key), month = (number % 100 + 100) % 100;
    switch (walk->options.by) {
    case WALK_BY_WEEK:
        return *key ? arena_printf(arena, "%04d-W%02d", number / 100, number % 100)
                    : "date not known";
    case WALK_BY_MONTH:
        return *key
                   ? arena_printf(arena, "%s %d", months[(month + 11) % 12], (number - month) / 100)
                   : "date not known";
    case WALK_BY_GRADE:
        return *key ? walk_band_label(number) : "grade not said";
    case WALK_BY_PERIOD:
        return *key ? arena_printf(arena, "Period %d", number) : "period not said";
    case WALK_BY_SCHOOL:
        return *key ? walk->groups[group].label : "school not said";
    case WALK_BY_PROTOCOL:
        return walk->groups[group].label;
    default:
        return *key ? key : "not said";
    }
}

/* Time by time, grades and periods by number, all else by name; what was not said comes
 * last. Never by a figure. */
static int compare_groups(const Walk *walk, int32_t a, int32_t b)
{
    const char *x = walk->group_keys.keys[a], *y = walk->group_keys.keys[b];
    if (!*x || !*y)
        return (*x == '\0') - (*y == '\0');
    switch (walk->options.by) {
    case WALK_BY_WEEK:
    case WALK_BY_MONTH:
    case WALK_BY_GRADE:
    case WALK_BY_PERIOD:
        return atoi(x) - atoi(y);
    case WALK_BY_SCHOOL:
    case WALK_BY_PROTOCOL: {
        int order = strcmp(walk->groups[a].label, walk->groups[b].label);
        return order != 0 ? order : strcmp(x, y);
    }
    default:
        return strcmp(x, y);
    }
}

static int compare_looks(const Walk *walk, int32_t a, int32_t b)
{
    const WalkLook *x = &walk->looks[a], *y = &walk->looks[b];
    int order = strcmp(x->protocol, y->protocol);
    return order != 0 ? order : x->position - y->position;
}

/* By insertion: they are few, and qsort has no room for the walk. */
static void sort(const Walk *walk, int32_t *items, int32_t count,
                 int (*compare)(const Walk *walk, int32_t a, int32_t b))
{
    for (int32_t i = 1; i < count; i++) {
        int32_t item = items[i], at = i;
        for (; at > 0 && compare(walk, items[at - 1], item) > 0; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

static bool order_all(const Walk *walk, Order *order, Arena *arena, Err *err)
{
    order->walk = walk;
    order->groups = ARENA_PUSH(arena, int32_t, WALK_MAX_GROUPS);
    order->looks = ARENA_PUSH(arena, int32_t, WALK_MAX_LOOK_FORS);
    order->groups_by_key = ARENA_PUSH(arena, int32_t, WALK_MAX_GROUPS);
    if (!order->groups || !order->looks || !order->groups_by_key)
        return no_memory(err);
    walk_order_keys(&walk->group_keys, order->groups_by_key);
    for (int32_t i = 0; i < walk->group_keys.count; i++)
        order->groups[order->group_count++] = i;
    const char *wanted = walk->options.filter.group;
    for (int32_t i = 0; i < walk->look_keys.count; i++)
        if (walk->looks[i].let_in && (!wanted || strcmp(walk->looks[i].group, wanted) == 0))
            order->looks[order->look_count++] = i;
    sort(walk, order->groups, order->group_count, compare_groups);
    sort(walk, order->looks, order->look_count, compare_looks);
    return true;
}

/* ---- cells ---- */

static int64_t n_of(const WalkCount *count)
{
    return count->seen + count->not_seen;
}

static WalkCell cell_of(const WalkCount *count, bool hidden)
{
    if (hidden) {
        WalkCell cell = {.share = measure_proportion(0, 0), .hidden = true};
        cell.share.undefined = "hidden";
        return cell;
    }
    return (WalkCell){.seen = count->seen,
                      .not_seen = count->not_seen,
                      .unsure = count->unsure,
                      .open = count->open,
                      .share = measure_proportion(count->seen, n_of(count))};
}

WalkChange walk_change(const WalkView *view, const WalkRow *row, int32_t first, int32_t count)
{
    WalkBy by = view->options.by;
    int32_t from = -1, to = -1;
    for (int32_t i = first; i < first + count && (by == WALK_BY_WEEK || by == WALK_BY_MONTH); i++) {
        if (row->cells[i].hidden || row->cells[i].share.n == 0 || !*view->groups[i].key)
            continue;
        from = from < 0 ? i : from;
        to = i;
    }
    if (from == to)
        return WALK_CHANGE_NONE;
    const Proportion *a = &row->cells[from].share, *b = &row->cells[to].share;
    return a->high < b->low || b->high < a->low ? WALK_CHANGE_CLEAR : WALK_CHANGE_UNCLEAR;
}

typedef struct Scratch {
    int64_t cells[WALK_MAX_GROUPS];
    bool hidden[WALK_MAX_GROUPS];
    bool groups_hidden[WALK_MAX_GROUPS]; /* by number */
} Scratch;

static bool is_named(const Walk *walk, int32_t observer)
{
    return *walk->observer_keys.keys[observer] != '\0';
}

static void spread_between(const Walk *walk, int32_t look, int64_t limit, Scratch *s, WalkRow *row)
{
    int32_t count = walk->observer_keys.count;
    for (int32_t i = 0; i < count; i++) {
        s->cells[i] = n_of(&walk->observers[i].counts[look]);
        row->observers += is_named(walk, i) && s->cells[i] > 0;
    }
    memset(s->hidden, 0, sizeof s->hidden);
    if (limit > 0)
        (void)suppress_list(s->cells, (size_t)count, limit, s->hidden);
    for (int32_t i = 0; i < count; i++) {
        if (s->hidden[i] || s->cells[i] == 0 || !is_named(walk, i))
            continue;
        double share = (double)walk->observers[i].counts[look].seen / (double)s->cells[i];
        if (row->spread_of == 0 || share < row->spread_low)
            row->spread_low = share;
        if (row->spread_of == 0 || share > row->spread_high)
            row->spread_high = share;
        row->spread_of++;
    }
    if (row->spread_of < 2) /* of one there is no between */
        row->spread_low = row->spread_high = 0;
}

/* Which groups are hidden, by number, so that none follows from the total nor from another
 * view; *ret_whole false: the total goes as well. limit 0 hides nothing. */
static bool hide_groups(const Order *order, int32_t look, int64_t limit, bool covered, Scratch *s,
                        bool *ret_whole, Err *err)
{
    const Walk *walk = order->walk;
    int32_t count = order->group_count;
    memset(s->groups_hidden, 0, sizeof s->groups_hidden);
    memset(s->hidden, 0, sizeof s->hidden);
    *ret_whole = true;
    if (limit <= 0)
        return true;
    if (covered && !walk_cover_hide_groups(walk, look, s->groups_hidden, err))
        return false;
    for (int32_t i = 0; i < count; i++) {
        int32_t number = order->groups_by_key[i];
        s->cells[i] = n_of(&walk->groups[number].counts[look]);
        s->hidden[i] = s->groups_hidden[number];
    }
    *ret_whole = suppress_list_further(s->cells, (size_t)count, limit, s->hidden);
    for (int32_t i = 0; i < count; i++)
        s->groups_hidden[order->groups_by_key[i]] = s->hidden[i];
    return true;
}

static bool make_row(const Order *order, int32_t look, bool all_hidden, Scratch *s, Arena *arena,
                     WalkRow *row, Err *err)
{
    const Walk *walk = order->walk;
    const WalkLook *from = &walk->looks[look];
    int64_t limit = walk->options.permitted ? 0 : walk->options.suppress_below;
    int64_t n = n_of(&from->total);
    WalkCell *cells = ARENA_PUSH(arena, WalkCell, (size_t)order->group_count + 1);
    if (!cells)
        return no_memory(err);
    bool covers = walk_cover_hides(walk, look);
    bool small = all_hidden || covers || (n > 0 && n < limit);
    bool whole = true;
    if (!hide_groups(order, look, limit, !small, s, &whole, err))
        return false;
    for (int32_t i = 0; i < order->group_count; i++) {
        const WalkCount *count = &walk->groups[order->groups[i]].counts[look];
        cells[i] = cell_of(count, (small && n_of(count) > 0) || s->groups_hidden[order->groups[i]]);
    }
    *row = (WalkRow){.protocol = from->protocol,
                     .code = from->code,
                     .label = from->label,
                     .group = from->group,
                     .total = cell_of(&from->total, small || !whole),
                     .total_hidden_with = covers || (!small && !whole),
                     .cells = cells};
    if (!small)
        spread_between(walk, look, limit, s, row);
    return true;
}

/* ---- what is worth a sentence ---- */

static const char *plural(int64_t n, const char *one, const char *many)
{
    return n == 1 ? one : many;
}

static void say_what_was_changed(Walk *walk)
{
    for (const WalkText *text = walk->texts; text; text = text->next) {
        const WalkText *other = text->next;
        while (other && (!other->let_in || strcmp(other->protocol->key, text->protocol->key) != 0))
            other = other->next;
        if (!other || !text->let_in)
            continue;
        walk_notice(walk,
                    "the protocol \"%s\" was changed during this time; a look-for counts together "
                    "under its key, each visit by the look-fors it had",
                    text->protocol->title);
        break;
    }
    for (int32_t i = 0; i < walk->look_keys.count; i++)
        if (walk->looks[i].old_label && walk->looks[i].let_in)
            walk_notice(walk, "\"%s\" was called \"%s\" before", walk->looks[i].label,
                        walk->looks[i].old_label);
}

/* Each member of the filter by itself lets in nothing: that is the one to say. */
static void say_what_is_not_there(Walk *walk)
{
    static const char *const none[WALK_LEFT_COUNT] = {
        [WALK_LEFT_WHEN] = "none lies between these days",
        [WALK_LEFT_PROTOCOL] = "none was made under this protocol",
        [WALK_LEFT_SCHOOL] = "none was made in this school",
        [WALK_LEFT_TEACHER] = "none was made to this teacher",
        [WALK_LEFT_GRADE] = "none was made in these grades",
        [WALK_LEFT_PERIOD] = "none was made in this period",
        [WALK_LEFT_SUBJECT] = "none has this subject",
        [WALK_LEFT_OBSERVER] = "none is by this observer",
    };
    for (int i = 0; i < WALK_LEFT_COUNT; i++) {
        int64_t left = 0;
        for (uint32_t set = 1; set < WALK_LEFT_SETS; set++)
            left += set & 1U << i ? walk->left[set] : 0;
        if (left == walk->visits_all)
            walk_notice(walk, "%s", none[i]);
    }
}

static void say_all(Walk *walk, bool all_hidden, int32_t covering)
{
    if (walk->visits_all == 0) {
        walk_notice(walk, "no walk-through has ended yet");
    } else if (walk->visits == 0) {
        walk_notice(walk, "no visit fits this selection");
        say_what_is_not_there(walk);
    } else if (walk->visits == 1) {
        walk_notice(walk, "one visit alone: it says what was seen once, and nothing about how "
                          "often");
    }
    if (all_hidden && walk->visits > 0)
        walk_notice(walk,
                    "this selection leaves out fewer than %d visits, which would follow from it: "
                    "nothing is shown",
                    (int)walk->options.suppress_below);
    if (covering > 0 && !all_hidden)
        walk_notice(walk,
                    "%d %s hidden in this selection: with it, the figures of a small group could "
                    "be worked out",
                    (int)covering, covering == 1 ? "look-for is" : "look-fors are");
    if (walk->twice > 0)
        walk_notice(walk,
                    "%lld %s in the record twice (one observer, one start, one protocol) and "
                    "counted once",
                    (long long)walk->twice, plural(walk->twice, "visit is", "visits are"));
    if (walk->overlaps > 0)
        walk_notice(walk,
                    "%lld %s before the observer's visit before had ended: a clock may be "
                    "wrong; all are counted",
                    (long long)walk->overlaps,
                    plural(walk->overlaps, "visit begins",
                           "visits "
                           "begin"));
    say_what_was_changed(walk);
}

/* ---- the view ---- */

static int compare_counts(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void view_teachers(Walk *walk, WalkView *view)
{
    int32_t count = walk->teacher_keys.count;
    view->teachers = count;
    view->visits_without_teacher = walk->without_teacher;
    if (count == 0)
        return;
    qsort(walk->teachers, (size_t)count, sizeof *walk->teachers, compare_counts);
    int32_t lower = (count - 1) / 2, upper = count / 2;
    view->teacher_least = walk->teachers[0];
    view->teacher_most = walk->teachers[count - 1];
    view->teacher_median = (double)(walk->teachers[lower] + walk->teachers[upper]) / 2;
}

static bool view_observers(const Walk *walk, WalkView *view, Err *err)
{
    int32_t count = walk->observer_keys.count;
    WalkObserver *observers = ARENA_PUSH(walk->arena, WalkObserver, (size_t)count + 1);
    if (!observers)
        return no_memory(err);
    for (int32_t i = 0; i < count; i++) {
        if (walk->observers[i].visits == 0)
            continue;
        const char *name = walk->observer_keys.keys[i];
        int32_t at = view->observer_count++;
        view->observers_named += is_named(walk, i);
        for (; at > 0 && strcmp(observers[at - 1].name, name) > 0; at--)
            observers[at] = observers[at - 1];
        observers[at] = (WalkObserver){name, walk->observers[i].visits};
    }
    view->observers = observers;
    return true;
}

/* Two schools of one name are two schools. */
static const char *distinct_label(const WalkGroup *groups, int32_t count, const char *label,
                                  Arena *arena)
{
    int32_t same = 1;
    for (int32_t i = 0; label && i < count; i++) {
        size_t len = strlen(label);
        const char *other = groups[i].label;
        same +=
            strncmp(other, label, len) == 0 && (!other[len] || strncmp(other + len, " (", 2) == 0);
    }
    return same == 1 || !label ? label : arena_printf(arena, "%s (%d)", label, (int)same);
}

static bool view_groups(const Order *order, WalkView *view, Err *err)
{
    const Walk *walk = order->walk;
    WalkGroup *groups = ARENA_PUSH(walk->arena, WalkGroup, (size_t)order->group_count + 1);
    if (!groups)
        return no_memory(err);
    for (int32_t i = 0; i < order->group_count; i++) {
        int32_t number = order->groups[i];
        const char *label = group_label(walk, number, walk->arena);
        label = distinct_label(groups, i, label, walk->arena);
        if (!label)
            return no_memory(err);
        groups[i] = (WalkGroup){.key = walk->group_keys.keys[number],
                                .label = label,
                                .visits = walk->groups[number].visits};
        for (int32_t k = 0; k < walk->observer_keys.count; k++)
            groups[i].observers +=
                is_named(walk, k) && walk->meetings[(size_t)number * WALK_MAX_GROUPS + (size_t)k];
    }
    view->groups = groups;
    view->group_count = order->group_count;
    return true;
}

bool walk_finish(Walk *walk, WalkView *ret_view, Err *err)
{
    Order order = {0};
    WalkView view = {.options = walk->options,
                     .visits = walk->visits,
                     .first_day = walk->first_day,
                     .last_day = walk->last_day};
    Scratch *scratch = ARENA_PUSH(walk->arena, Scratch, 1);
    if (!walk_cover_end(walk, err) || !order_all(walk, &order, walk->arena, err))
        return false;
    WalkRow *rows = ARENA_PUSH(walk->arena, WalkRow, (size_t)order.look_count + 1);
    if (!scratch || !rows)
        return no_memory(err);
    view.all_hidden = walk_cover_few(walk);
    for (int32_t i = 0; i < order.look_count; i++)
        if (!make_row(&order, order.looks[i], view.all_hidden, scratch, walk->arena, &rows[i], err))
            return false;
    view.rows = rows;
    view.row_count = order.look_count;
    view_teachers(walk, &view);
    if (!view_groups(&order, &view, err) || !view_observers(walk, &view, err))
        return false;
    for (int32_t i = 0; i < order.look_count; i++)
        rows[i].change = walk_change(&view, &rows[i], 0, view.group_count);
    int32_t covering = 0;
    for (int32_t i = 0; i < order.look_count; i++)
        covering += walk_cover_hides(walk, order.looks[i]);
    say_all(walk, view.all_hidden, covering);
    memcpy(view.notices, walk->notices, sizeof view.notices);
    view.notice_count = walk->notice_count;
    *ret_view = view;
    return true;
}
