#include "recorder/screen/review/review.h"

#include <stdlib.h>
#include <string.h>

static const size_t INDEX_LIMIT = (size_t)256 << 20;

/* ---- lanes ---- */

static ReviewLane *add_lane(ReviewIndex *x, ReviewLaneKind kind, const char *title,
                            const char *detail)
{
    if (x->lane_count == REVIEW_MAX_LANES || x->row_count == REVIEW_MAX_ROWS)
        return NULL;
    ReviewLane *lane = &x->lanes[x->lane_count++];
    *lane = (ReviewLane){.kind = kind,
                         .category = PROTOCOL_NONE,
                         .subject = SUBJECT_NONE,
                         .title = title,
                         .detail = detail,
                         .first_row = x->row_count++,
                         .row_count = 1};
    return lane;
}

/* Does a code of this kind (of any category: PROTOCOL_NONE) stand in the protocol? */
static bool has_code(const Protocol *p, int32_t category, CodeKind kind, uint32_t about)
{
    for (int32_t i = 0; i < p->code_count; i++) {
        const Code *c = &p->codes[i];
        if (!c->built_in && c->kind == kind && c->about & about && !(c->senses & SENSE_PHASE) &&
            (category == PROTOCOL_NONE || c->category == category))
            return true;
    }
    return false;
}

static bool is_instant(CodeKind kind)
{
    return kind == CODE_POINT || kind == CODE_RATING || kind == CODE_NOTE;
}

static void add_rows(ReviewIndex *x, ReviewLane *lane, int32_t count)
{
    if (x->row_count - 1 + count > REVIEW_MAX_ROWS)
        return;
    lane->row_count = count;
    x->row_count += count - 1;
}

/* An adult can be in several states at once, of one category each: a row a
 * category. */
static void add_adults(ReviewIndex *x, const Protocol *p, const Setup *setup)
{
    int32_t count = 0, categories = 0;
    for (int32_t i = 0; i < p->category_count; i++) {
        x->adult_rows[i] = categories;
        categories += has_code(p, i, CODE_STATE, ABOUT_ADULT) ? 1 : 0;
    }
    for (int32_t i = 0; i < setup->subject_count; i++)
        count += setup->subjects[i].kind == SUBJECT_ADULT ? 1 : 0;
    if (count > REVIEW_MOST_ADULTS) {
        (void)add_lane(x, REVIEW_LANE_ADULT, "Adults", "");
        return;
    }
    for (int32_t i = 0; i < setup->subject_count; i++) {
        const Subject *subject = &setup->subjects[i];
        ReviewLane *lane = subject->kind == SUBJECT_ADULT
                               ? add_lane(x, REVIEW_LANE_ADULT, subject->label, subject->detail)
                               : NULL;
        if (lane) {
            lane->subject = i;
            add_rows(x, lane, categories);
        }
    }
}

static bool has_group_rows(const ReviewIndex *x)
{
    return x->group_count > 0 && x->group_count <= REVIEW_MOST_GROUPS;
}

/* A row for every group, and a last one for pupils of none. */
static void add_pupils(ReviewIndex *x, const Setup *setup)
{
    bool alone = false, rows = has_group_rows(x);
    for (int32_t i = 0; i < setup->subject_count; i++)
        alone |=
            setup->subjects[i].kind == SUBJECT_PUPIL && setup->subjects[i].group == SUBJECT_NONE;
    ReviewLane *lane = add_lane(x, REVIEW_LANE_PUPILS, "Pupils", rows ? "by table" : "");
    if (lane && rows)
        add_rows(x, lane, x->group_count + (alone ? 1 : 0));
}

static void count_groups(ReviewIndex *x, const Setup *setup)
{
    x->group_count = 0;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        x->group_rows[i] = x->group_count;
        x->group_count += setup->subjects[i].kind == SUBJECT_GROUP ? 1 : 0;
    }
}

/* Where groups can be in states of their own: a row a group, the last for the class. */
static void add_categories(ReviewIndex *x, const Protocol *p)
{
    for (int32_t i = 0; i < p->category_count; i++) {
        bool own = has_code(p, i, CODE_STATE, ABOUT_ADULT | ABOUT_PUPIL);
        ReviewLane *lane = NULL;
        if (has_code(p, i, CODE_STATE, ABOUT_GROUP | ABOUT_CLASS)) {
            const char *title = own ? "Class" : p->categories[i].title;
            lane = add_lane(x, REVIEW_LANE_STATES, title, own ? "groups, silence" : "");
            if (lane) {
                lane->category = i;
                bool rows = !p->categories[i].exclusive && has_group_rows(x) &&
                            has_code(p, i, CODE_STATE, ABOUT_GROUP);
                bool class = has_code(p, i, CODE_STATE, ABOUT_CLASS);
                if (rows)
                    add_rows(x, lane, x->group_count + (class ? 1 : 0));
            }
        }
    }
    for (int32_t i = 0; i < p->category_count; i++) {
        bool any = false;
        for (int32_t k = 0; k < p->code_count; k++)
            any |=
                !p->codes[k].built_in && p->codes[k].category == i && is_instant(p->codes[k].kind);
        ReviewLane *lane = any ? add_lane(x, REVIEW_LANE_POINTS, p->categories[i].title, "") : NULL;
        if (lane)
            lane->category = i;
    }
}

static void make_lanes(ReviewIndex *x, const Protocol *p, const Setup *setup)
{
    x->lane_count = x->row_count = 0;
    count_groups(x, setup);
    if (protocol_find_sense(p, SENSE_PHASE) != PROTOCOL_NONE)
        (void)add_lane(x, REVIEW_LANE_PHASES, "Phase", "");
    if (has_code(p, PROTOCOL_NONE, CODE_STATE, ABOUT_ADULT))
        add_adults(x, p, setup);
    if (has_code(p, PROTOCOL_NONE, CODE_STATE, ABOUT_PUPIL))
        add_pupils(x, setup);
    add_categories(x, p);
    if (p->sampling_count > 0)
        (void)add_lane(x, REVIEW_LANE_SAMPLES, "Samples", "");
    (void)add_lane(x, REVIEW_LANE_NOTES, "Notes", "and marks");
    (void)add_lane(x, REVIEW_LANE_AWAY, "Away", "and pauses");
}

/* ---- which lane ---- */

static ReviewLaneKind kind_of(const Code *code, const Subject *subject)
{
    if (code->senses & SENSE_PHASE)
        return REVIEW_LANE_PHASES;
    if (code->built_in)
        return code->kind == CODE_STATE ? REVIEW_LANE_AWAY : REVIEW_LANE_NOTES;
    if (code->kind == CODE_INTERVAL)
        return REVIEW_LANE_SAMPLES;
    if (code->kind != CODE_STATE)
        return REVIEW_LANE_POINTS;
    if (subject && subject->kind == SUBJECT_ADULT)
        return REVIEW_LANE_ADULT;
    return subject && subject->kind == SUBJECT_PUPIL ? REVIEW_LANE_PUPILS : REVIEW_LANE_STATES;
}

/* The row within the lane. */
static int32_t inner_row(const ReviewIndex *x, const ReviewLane *lane, const Setup *setup,
                         const Code *code, int32_t subject)
{
    int32_t group = subject;
    if (lane->row_count == 1)
        return 0;
    if (lane->kind == REVIEW_LANE_ADULT)
        return x->adult_rows[code->category];
    if (subject != SUBJECT_NONE && setup->subjects[subject].kind == SUBJECT_PUPIL)
        group = setup->subjects[subject].group;
    return group == SUBJECT_NONE ? lane->row_count - 1 : x->group_rows[group];
}

int32_t review_row_of(const ReviewIndex *x, const Setup *setup, const Protocol *protocol,
                      const ObsEvent *event, int32_t *ret_lane)
{
    const Code *code = &protocol->codes[event->code];
    const Subject *subject =
        event->subject == SUBJECT_NONE ? NULL : &setup->subjects[event->subject];
    ReviewLaneKind kind = kind_of(code, subject);
    for (int32_t i = 0; i < x->lane_count; i++) {
        const ReviewLane *lane = &x->lanes[i];
        if (lane->kind != kind ||
            (lane->category != PROTOCOL_NONE && lane->category != code->category) ||
            (lane->subject != SUBJECT_NONE && lane->subject != event->subject))
            continue;
        *ret_lane = i;
        return lane->first_row + inner_row(x, lane, setup, code, event->subject);
    }
    return -1;
}

/* ---- filing ---- */

static bool is_asked_for(const ReviewState *state, const Setup *setup, const ObsEvent *e)
{
    if (e->voided || (state->filter_code != PROTOCOL_NONE && e->code != state->filter_code))
        return false;
    int32_t want = state->filter_subject;
    if (want == SUBJECT_NONE || e->subject == want || e->target == want)
        return true;
    return e->subject != SUBJECT_NONE && setup->subjects[e->subject].group == want;
}

static int compare(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_row(const void *a, const void *b)
{
    const ReviewItem *x = a, *y = b;
    int order = compare(x->row, y->row);
    order = order ? order : compare(x->start_ms, y->start_ms);
    return order ? order : compare(x->event, y->event);
}

static int by_time(const void *a, const void *b)
{
    const ReviewItem *x = a, *y = b;
    int order = compare(x->start_ms, y->start_ms);
    return order ? order : compare(x->event, y->event);
}

/* In time order first, so that the order by time can be noted down. */
static bool file_items(ReviewIndex *x)
{
    typedef struct Place {
        ReviewItem item;
        uint32_t at;
    } Place;
    uint32_t blocks = x->count / REVIEW_BLOCK + 1;
    x->order = ARENA_PUSH(&x->arena, uint32_t, x->count + 1);
    x->latest = ARENA_PUSH(&x->arena, int64_t, blocks);
    Place *places = ARENA_PUSH(&x->arena, Place, x->count + 1);
    if (!x->order || !x->latest || !places)
        return false;
    if (x->count > 0)
        qsort(x->items, x->count, sizeof *x->items, by_row);
    for (uint32_t i = 0; i < blocks; i++)
        x->latest[i] = 0;
    int32_t row = 0;
    x->rows[0] = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        const ReviewItem *item = &x->items[i];
        places[i] = (Place){*item, i};
        int64_t *latest = &x->latest[i / REVIEW_BLOCK];
        *latest = item->stop_ms > *latest ? item->stop_ms : *latest;
        while (row < item->row)
            x->rows[++row] = i;
    }
    while (row < REVIEW_MAX_ROWS)
        x->rows[++row] = x->count;
    if (x->count > 0)
        qsort(places, x->count, sizeof *places, by_time);
    for (uint32_t i = 0; i < x->count; i++)
        x->order[i] = places[i].at;
    return true;
}

/* Of drawings: event index + 1 of the first stroke, by hash of what its strokes share; 0: free. */
typedef struct Drawings {
    uint32_t *table;
    uint32_t cap; /* a power of two */
} Drawings;

static bool make_drawings(Arena *arena, size_t events, Drawings *ret_drawings)
{
    uint32_t cap = 64;
    while (cap / 2 < events)
        cap *= 2;
    *ret_drawings = (Drawings){ARENA_PUSH(arena, uint32_t, cap), cap};
    return ret_drawings->table != NULL;
}

/* A drawing is filed once, by its first stroke. */
static bool is_drawn_on(const Review *v, const ObsEvent *events, uint32_t at, Drawings *drawings)
{
    const ObsEvent *e = &events[at];
    if (!(v->protocol->codes[e->code].senses & SENSE_INK))
        return false;
    uint64_t hash = fnv1a(FNV1A_BEGIN, &e->code, sizeof e->code);
    hash = fnv1a(hash, &e->subject, sizeof e->subject);
    hash = fnv1a(hash, &e->start_ms, sizeof e->start_ms);
    uint32_t i = (uint32_t)(hash ^ hash >> 32) & (drawings->cap - 1);
    for (; drawings->table[i] != 0; i = (i + 1) & (drawings->cap - 1))
        if (event_is_same_drawing(v->protocol, &events[drawings->table[i] - 1], e))
            return true;
    drawings->table[i] = at + 1;
    return false;
}

static bool make(Review *v)
{
    ReviewIndex *x = &v->state->index;
    size_t count = 0;
    const ObsEvent *events = session_events(v->session, &count);
    arena_deinit(&x->arena);
    arena_init(&x->arena, INDEX_LIMIT);
    x->count = 0;
    memset(x->rows, 0, sizeof x->rows);
    make_lanes(x, v->protocol, v->setup);
    x->items = ARENA_PUSH(&x->arena, ReviewItem, count + 1);
    Drawings drawings;
    if (!x->items || !make_drawings(&x->arena, count, &drawings))
        return false;
    for (size_t i = 0; i < count; i++) {
        int32_t lane = 0;
        const ObsEvent *e = &events[i];
        int32_t row = is_asked_for(v->state, v->setup, e)
                          ? review_row_of(x, v->setup, v->protocol, e, &lane)
                          : -1;
        if (row >= 0 && !is_drawn_on(v, events, (uint32_t)i, &drawings))
            x->items[x->count++] = (ReviewItem){e->start_ms, e->stop_ms, (uint32_t)i, row};
    }
    return file_items(x);
}

bool review_index(Review *v)
{
    ReviewIndex *x = &v->state->index;
    size_t count = 0;
    (void)session_events(v->session, &count);
    if (x->made && x->action == session_action_count(v->session) && x->events == count &&
        x->subject == v->state->filter_subject && x->code == v->state->filter_code)
        return true;
    x->made = make(v);
    if (!x->made)
        x->count = 0;
    x->action = session_action_count(v->session);
    x->events = count;
    x->subject = v->state->filter_subject;
    x->code = v->state->filter_code;
    return x->made;
}

/* ---- finding ---- */

uint32_t review_next_item(const ReviewIndex *x, int32_t row, uint32_t i, int64_t from_ms,
                          int64_t to_ms)
{
    uint32_t end = x->rows[row + 1];
    i = i > x->rows[row] ? i : x->rows[row];
    while (i < end) {
        if (i % REVIEW_BLOCK == 0 && x->latest[i / REVIEW_BLOCK] < from_ms) {
            i += REVIEW_BLOCK;
            continue;
        }
        if (x->items[i].start_ms > to_ms)
            return UINT32_MAX;
        if (x->items[i].stop_ms >= from_ms)
            return i;
        i++;
    }
    return UINT32_MAX;
}

uint32_t review_find_order(const ReviewIndex *x, int64_t start_ms, uint32_t event)
{
    uint32_t low = 0, high = x->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const ReviewItem *item = &x->items[x->order[middle]];
        if (item->start_ms < start_ms || (item->start_ms == start_ms && item->event < event))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
