/* walk.c - counts visits, one after the other. */
#include "reports/walk/walk_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MAX_TEACHERS = 1 << 20, NOTICE_SIZE = 400 };

static bool no_memory(Err *err)
{
    return err_set(err, ERR_LIMIT, "not enough memory for this view of the walk-throughs");
}

Walk *walk_begin(const WalkOptions *options, Arena *arena, Err *err)
{
    Walk *walk = ARENA_PUSH(arena, Walk, 1);
    bool *meetings = ARENA_PUSH(arena, bool, (size_t)WALK_MAX_GROUPS *WALK_MAX_GROUPS);
    if (!walk || !meetings) {
        (void)no_memory(err);
        return NULL;
    }
    walk->options = *options;
    walk->arena = arena;
    walk->meetings = meetings;
    walk->look_keys = key_table(arena, WALK_MAX_LOOK_FORS);
    walk->group_keys = key_table(arena, WALK_MAX_GROUPS);
    walk->observer_keys = key_table(arena, WALK_MAX_GROUPS);
    walk->teacher_keys = key_table(arena, MAX_TEACHERS);
    walk_cover_begin(walk);
    return walk;
}

void walk_notice(Walk *walk, const char *fmt, ...)
{
    if (walk->notice_count == WALK_MAX_NOTICES)
        return;
    char text[NOTICE_SIZE];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    const char *copy = arena_copy(walk->arena, text, strlen(text));
    if (copy)
        walk->notices[walk->notice_count++] = copy;
}

/* ---- look-fors ---- */

static bool add_look(Walk *walk, const WalkProtocol *p, int32_t position, int32_t *ret_look,
                     Err *err)
{
    const char *key = arena_printf(walk->arena, "%s %s", p->key, p->codes[position]);
    bool fresh = false;
    if (!key)
        return no_memory(err);
    if (!key_table_add(&walk->look_keys, key, "look-fors", ret_look, &fresh, err))
        return false;
    WalkLook *look = &walk->looks[*ret_look];
    if (!fresh && strcmp(look->label, p->labels[position]) != 0)
        look->old_label = look->label;
    *look = (WalkLook){.protocol = p->key,
                       .code = p->codes[position],
                       .label = p->labels[position],
                       .group = p->groups[position],
                       .position = position,
                       .old_label = look->old_label,
                       .total = look->total};
    return true;
}

/* Texts are few and come again and again: the one of the visit before mostly. */
static WalkText *find_text(Walk *walk, const WalkProtocol *protocol, Err *err)
{
    for (WalkText *text = walk->texts; text; text = text->next)
        if (text->protocol == protocol)
            return text;
    WalkText *text = ARENA_PUSH(walk->arena, WalkText, 1);
    if (!text) {
        (void)no_memory(err);
        return NULL;
    }
    text->protocol = protocol;
    for (int32_t i = 0; i < protocol->count; i++)
        if (!add_look(walk, protocol, i, &text->looks[i], err))
            return NULL;
    text->next = walk->texts;
    walk->texts = text;
    return text;
}

/* What is shown of a text is shown for its visits that were let in. */
static void let_in(Walk *walk, WalkText *text)
{
    if (text->let_in)
        return;
    text->let_in = true;
    for (int32_t i = 0; i < text->protocol->count; i++)
        walk->looks[text->looks[i]].let_in = true;
}

/* ---- whom and where ---- */

static bool counts_for(Walk *walk, WalkCount **counts, Err *err)
{
    if (!*counts)
        *counts = ARENA_PUSH(walk->arena, WalkCount, WALK_MAX_LOOK_FORS);
    return *counts || no_memory(err);
}

static bool find_observer(Walk *walk, const WalkVisit *visit, int32_t *ret_observer, Err *err)
{
    bool fresh = false;
    return key_table_add(&walk->observer_keys, visit->observer, "observers", ret_observer, &fresh,
                         err) &&
           counts_for(walk, &walk->observers[*ret_observer].counts, err);
}

static const char *label_of(WalkBy by, const WalkVisit *visit)
{
    switch (by) {
    case WALK_BY_PROTOCOL:
        return visit->protocol->title;
    case WALK_BY_SCHOOL:
        return visit->school_name;
    default:
        return "";
    }
}

static bool find_group(Walk *walk, const WalkVisit *visit, int32_t *ret_group, Err *err)
{
    WalkBy by = walk->options.by;
    char buffer[WALK_KEY_SIZE];
    bool fresh = false;
    *ret_group = -1;
    if (by == WALK_BY_LOOKFOR)
        return true;
    if (!key_table_add(&walk->group_keys, walk_key(by, visit, buffer), walk_by_name(by), ret_group,
                       &fresh, err))
        return false;
    WalkBin *group = &walk->groups[*ret_group];
    if (fresh) {
        const char *label = label_of(by, visit);
        group->label = arena_copy(walk->arena, label, strlen(label));
    }
    return (group->label || no_memory(err)) && counts_for(walk, &group->counts, err);
}

static bool count_teacher(Walk *walk, Uuid teacher, Err *err)
{
    if (uuid_is_nil(teacher)) {
        walk->without_teacher++;
        return true;
    }
    char key[UUID_TEXT_SIZE];
    int32_t number = 0;
    bool fresh = false;
    uuid_format(teacher, key);
    if (!key_table_add(&walk->teacher_keys, key, "teachers", &number, &fresh, err))
        return false;
    if (number >= walk->teacher_cap) {
        int32_t cap = walk->teacher_cap > 0 ? walk->teacher_cap * 2 : 64;
        int64_t *more = ARENA_PUSH(walk->arena, int64_t, (size_t)cap);
        if (!more)
            return no_memory(err);
        if (walk->teacher_cap > 0)
            memcpy(more, walk->teachers, (size_t)walk->teacher_cap * sizeof *more);
        walk->teachers = more;
        walk->teacher_cap = cap;
    }
    walk->teachers[number]++;
    return true;
}

/* ---- one visit ---- */

static void count_answer(WalkCount *count, char answer)
{
    switch (answer) {
    case LOOK_FOR_SEEN:
        count->seen++;
        break;
    case LOOK_FOR_NOT_SEEN:
        count->not_seen++;
        break;
    case LOOK_FOR_UNSURE:
        count->unsure++;
        break;
    default:
        count->open++;
    }
}

static void count_answers(Walk *walk, const WalkVisit *visit, const WalkText *text, int32_t group,
                          WalkWatcher *observer)
{
    bool over = false; /* answers may be fewer: what is not there nobody said */
    for (int32_t i = 0; i < visit->protocol->count; i++) {
        int32_t look = text->looks[i];
        over = over || !visit->answers[i];
        char answer = over ? (char)LOOK_FOR_OPEN : visit->answers[i];
        count_answer(&walk->looks[look].total, answer);
        count_answer(&observer->counts[look], answer);
        if (group >= 0)
            count_answer(&walk->groups[group].counts[look], answer);
    }
}

/* The same visit from two files: one observer cannot begin twice at one instant. Whoever
 * gave no name may be several. */
static bool is_the_same(const WalkWatcher *observer, const WalkVisit *visit)
{
    if (!uuid_is_nil(visit->id) && uuid_compare(observer->id, visit->id) == 0)
        return true;
    return *visit->observer && visit->started_unix_ms != 0 &&
           observer->started_unix_ms == visit->started_unix_ms &&
           uuid_compare(observer->protocol, visit->protocol->fingerprint) == 0;
}

static void note_time(Walk *walk, WalkWatcher *observer, const WalkVisit *visit, bool let_in)
{
    if (visit->started_unix_ms == 0)
        return;
    int64_t until = visit->started_unix_ms + visit->length_ms;
    bool first = observer->started_unix_ms == 0;
    if (*visit->observer && !first && visit->started_unix_ms < observer->until_unix_ms && let_in)
        walk->overlaps++;
    observer->started_unix_ms = visit->started_unix_ms;
    observer->protocol = visit->protocol->fingerprint;
    if (first || until > observer->until_unix_ms)
        observer->until_unix_ms = until;
    if (!let_in)
        return;
    if (walk->first_day == 0 || visit->day < walk->first_day)
        walk->first_day = visit->day;
    if (visit->day > walk->last_day || walk->last_day == 0)
        walk->last_day = visit->day;
}

bool walk_wants_more(const Walk *walk)
{
    return !walk->options.permitted &&
           walk->left[1U << WALK_LEFT_WHEN] < walk->options.suppress_below;
}

bool walk_add(Walk *walk, const WalkVisit *visit, Err *err)
{
    int32_t number = 0, group = -1;
    if (!find_observer(walk, visit, &number, err))
        return false;
    WalkWatcher *observer = &walk->observers[number];
    if (is_the_same(observer, visit)) {
        walk->twice++;
        return true;
    }
    observer->id = visit->id;
    uint32_t left = walk_filter_leaves(&walk->options.filter, visit);
    walk->visits_all++;
    walk->left[left]++;
    note_time(walk, observer, visit, left == 0);
    if (left != 0 && !walk_cover_counts(walk, left))
        return true;
    WalkText *text = find_text(walk, visit->protocol, err);
    if (!text || !walk_cover_add(walk, visit, text, left, err))
        return false;
    if (left != 0)
        return true;
    let_in(walk, text);
    if (!find_group(walk, visit, &group, err) || !count_teacher(walk, visit->teacher, err))
        return false;
    walk->visits++;
    observer->visits++;
    if (group >= 0) {
        walk->groups[group].visits++;
        walk->meetings[(size_t)group * WALK_MAX_GROUPS + (size_t)number] = true;
    }
    count_answers(walk, visit, text, group, observer);
    return true;
}
