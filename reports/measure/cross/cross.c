#include "reports/measure/cross/cross_internal.h"

#include <string.h>

/* ---- names ---- */

static uint32_t hash_text(const char *text)
{
    uint32_t h = UINT32_C(2166136261); /* FNV-1a */
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT32_C(16777619);
    return h ^ h >> 15;
}

static uint32_t hash_pair(uint32_t a, uint32_t b)
{
    uint64_t h = ((uint64_t)a << 32 | b) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h >> 32 ^ h >> 12);
}

/* Tables are at most half full, and a power of two long. */
static bool grow_names(CrossNames *names, Arena *arena, Err *err)
{
    uint32_t cap = names->cap == 0 ? 32 : names->cap * 2;
    const char **items = ARENA_PUSH(arena, const char *, cap);
    uint32_t *slots = ARENA_PUSH(arena, uint32_t, (size_t)cap * 2);
    if (!items || !slots)
        return cross_no_memory(err);
    for (uint32_t i = 0; i < names->count; i++) {
        uint32_t at = hash_text(names->items[i]) & (cap * 2 - 1);
        while (slots[at] != 0)
            at = (at + 1) & (cap * 2 - 1);
        slots[at] = i + 1;
        items[i] = names->items[i];
    }
    names->items = items;
    names->slots = slots;
    names->cap = cap;
    return true;
}

bool cross_names_add(CrossNames *names, const char *text, Arena *arena, uint32_t *ret_number,
                     Err *err)
{
    if (names->count == names->cap && !grow_names(names, arena, err))
        return false;
    uint32_t mask = names->cap * 2 - 1, at = hash_text(text) & mask;
    for (; names->slots[at] != 0; at = (at + 1) & mask)
        if (strcmp(names->items[names->slots[at] - 1], text) == 0) {
            *ret_number = names->slots[at] - 1;
            return true;
        }
    const char *copy = arena_copy(arena, text, strlen(text));
    if (!copy)
        return cross_no_memory(err);
    names->items[names->count] = copy;
    names->slots[at] = ++names->count;
    *ret_number = names->count - 1;
    return true;
}

/* ---- cells ---- */

static bool grow_sums(Cross *c, Err *err)
{
    uint32_t cap = c->sum_cap == 0 ? 64 : c->sum_cap * 2;
    CrossSum *sums = ARENA_PUSH(c->arena, CrossSum, cap);
    uint32_t *slots = ARENA_PUSH(c->arena, uint32_t, (size_t)cap * 2);
    if (!sums || !slots)
        return cross_no_memory(err);
    for (uint32_t i = 0; i < c->sum_count; i++) {
        sums[i] = c->sums[i];
        uint32_t at = hash_pair((uint32_t)sums[i].row, (uint32_t)sums[i].column) & (cap * 2 - 1);
        while (slots[at] != 0)
            at = (at + 1) & (cap * 2 - 1);
        slots[at] = i + 1;
    }
    c->sums = sums;
    c->sum_slots = slots;
    c->sum_cap = cap;
    return true;
}

/* The cell, made when it is new; NULL on failure. Good until the next call. */
static CrossSum *find_sum(Cross *c, int32_t row, int32_t column, Err *err)
{
    if (c->sum_count == c->sum_cap && !grow_sums(c, err))
        return NULL;
    uint32_t mask = c->sum_cap * 2 - 1, at = hash_pair((uint32_t)row, (uint32_t)column) & mask;
    for (; c->sum_slots[at] != 0; at = (at + 1) & mask) {
        CrossSum *sum = &c->sums[c->sum_slots[at] - 1];
        if (sum->row == row && sum->column == column)
            return sum;
    }
    if (c->sum_count == CROSS_MAX_CELLS) {
        (void)err_set(err, ERR_LIMIT, "this table has more than %d cells", CROSS_MAX_CELLS);
        return NULL;
    }
    c->sum_slots[at] = c->sum_count + 1;
    CrossSum *sum = &c->sums[c->sum_count++];
    *sum = (CrossSum){.row = row, .column = column};
    return sum;
}

static bool grow_pupils(Cross *c, Err *err)
{
    uint32_t cap = c->pupil_cap == 0 ? 256 : c->pupil_cap * 2;
    CrossPupil *slots = ARENA_PUSH(c->arena, CrossPupil, cap);
    if (!slots)
        return cross_no_memory(err);
    for (uint32_t i = 0; i < c->pupil_cap; i++) {
        CrossPupil pupil = c->pupil_slots[i];
        if (pupil.person == 0)
            continue;
        uint32_t at = hash_pair(pupil.sum, pupil.person) & (cap - 1);
        while (slots[at].person != 0)
            at = (at + 1) & (cap - 1);
        slots[at] = pupil;
    }
    c->pupil_slots = slots;
    c->pupil_cap = cap;
    return true;
}

/* Counts the pupil behind the cell, once over all lessons. */
static bool add_pupil(Cross *c, int32_t row, int32_t column, uint32_t person, Err *err)
{
    CrossSum *sum = find_sum(c, row, column, err);
    if (!sum || (c->pupil_count * 2 >= c->pupil_cap && !grow_pupils(c, err)))
        return false;
    uint32_t index = (uint32_t)(sum - c->sums), mask = c->pupil_cap - 1;
    uint32_t at = hash_pair(index, person + 1) & mask;
    for (; c->pupil_slots[at].person != 0; at = (at + 1) & mask)
        if (c->pupil_slots[at].sum == index && c->pupil_slots[at].person == person + 1)
            return true;
    c->pupil_slots[at] = (CrossPupil){index, person + 1};
    c->pupil_count++;
    sum->pupils++;
    return true;
}

/* ---- one lesson ---- */

typedef struct Adding {
    Cross *cross;
    const Observation *o;
    Arena *scratch;
    CrossClock clock;
    CrossMap rows, columns;
    bool counted[PROTOCOL_MAX_CODES];
} Adding;

static bool is_counted(Cross *c, const Protocol *p, int32_t code)
{
    if (c->options.of_count == 0)
        return !p->codes[code].built_in;
    bool counted = false;
    for (int32_t i = 0; i < c->options.of_count; i++)
        if (strcmp(c->options.of[i], p->codes[code].key) == 0 ||
            strcmp(c->options.of[i], p->categories[p->codes[code].category].key) == 0)
            counted = c->of_known[i] = true;
    return counted;
}

/* The bucket of an event; a dimension by phase is looked at apart from this. */
static int32_t find_bucket(const Adding *a, const CrossMap *map, size_t event)
{
    const ObsEvent *e = &a->o->events[event];
    switch (map->axis->dimension.kind) {
    case CROSS_CODE:
    case CROSS_CATEGORY:
        return map->of_code[e->code];
    case CROSS_MODIFIER: {
        if (map->modifier == PROTOCOL_NONE ||
            !(a->o->protocol->codes[e->code].modifiers & 1U << map->modifier))
            return CROSS_OUT;
        int32_t option = measure_event_option(a->o, e, map->modifier);
        return map->of_option[option == PROTOCOL_NONE ? PROTOCOL_MAX_OPTIONS : option];
    }
    case CROSS_FRAME:
        return map->of_event[event];
    case CROSS_ROLE:
    case CROSS_SUBJECT:
    case CROSS_GROUP:
    case CROSS_ATTRIBUTE: {
        int32_t subject = measure_event_subject(a->o, e);
        return map->of_subject[subject == SUBJECT_NONE ? a->o->setup->subject_count : subject];
    }
    default:
        return map->fixed;
    }
}

static bool add_to(Adding *a, int32_t row, int32_t column, int64_t n, int64_t time_ms, Err *err)
{
    CrossSum *sum = find_sum(a->cross, row, column, err);
    if (!sum)
        return false;
    sum->n += n;
    sum->time_ms += time_ms;
    return true;
}

/* To the cell and to what it is in; a total is not put into itself twice. */
static bool add_event(Adding *a, int32_t row, int32_t column, int64_t time_ms, Err *err)
{
    return add_to(a, row, column, 1, time_ms, err) &&
           (column == CROSS_ALL_VALUES || add_to(a, row, CROSS_ALL_VALUES, 1, time_ms, err)) &&
           add_to(a, CROSS_ALL_VALUES, column, 1, time_ms, err) &&
           (column == CROSS_ALL_VALUES ||
            add_to(a, CROSS_ALL_VALUES, CROSS_ALL_VALUES, 1, time_ms, err));
}

/* Where one side is the phase: the event's time in each, and itself where it
 * began. other: the bucket of the other side. */
static bool add_by_phase(Adding *a, int32_t other, Span span, bool phase_is_row, Err *err)
{
    const CrossMap *phases = phase_is_row ? &a->rows : &a->columns;
    for (int32_t phase = PHASE_NONE; phase < a->clock.count; phase++) {
        int64_t n = cross_clock_is_on(&a->clock, phase, span.start_ms);
        int64_t time_ms = cross_clock_length(&a->clock, phase, span);
        if (n == 0 && time_ms == 0)
            continue;
        int32_t bucket = phases->of_phase[phase], all = CROSS_ALL_VALUES;
        if (!add_to(a, phase_is_row ? bucket : other, phase_is_row ? other : bucket, n, time_ms,
                    err) ||
            (other != all &&
             !add_to(a, phase_is_row ? bucket : all, phase_is_row ? all : bucket, n, time_ms, err)))
            return false;
    }
    int64_t whole_ms = cross_clock_length(&a->clock, PHASE_ANY, span);
    return add_to(a, phase_is_row ? CROSS_ALL_VALUES : other,
                  phase_is_row ? other : CROSS_ALL_VALUES, 1, whole_ms, err) &&
           (other == CROSS_ALL_VALUES ||
            add_to(a, CROSS_ALL_VALUES, CROSS_ALL_VALUES, 1, whole_ms, err));
}

static bool add_events(Adding *a, Err *err)
{
    Cross *c = a->cross;
    bool phase_rows = c->rows.dimension.kind == CROSS_PHASE;
    bool phase_columns = c->columns.dimension.kind == CROSS_PHASE;
    for (size_t i = 0; i < a->o->event_count; i++) {
        const ObsEvent *event = &a->o->events[i];
        if (!measure_event_counts(a->o, event) || !a->counted[event->code])
            continue;
        if (a->o->protocol->codes[event->code].kind == CODE_INTERVAL && event->missing) {
            c->unanswered++;
            continue;
        }
        Span span = measure_event_span(a->o, event);
        int64_t time_ms = measure_clock_length(&a->clock.clock, span);
        int32_t row = phase_rows ? CROSS_ALL_VALUES : find_bucket(a, &a->rows, i);
        int32_t column = phase_columns ? CROSS_ALL_VALUES : find_bucket(a, &a->columns, i);
        CrossLeftOut *out = row == CROSS_OUT ? &c->not_rows : &c->not_columns;
        if (row == CROSS_OUT || column == CROSS_OUT) {
            out->n++;
            out->time_ms += time_ms;
            continue;
        }
        bool ok = phase_rows      ? add_by_phase(a, column, span, true, err)
                  : phase_columns ? add_by_phase(a, row, span, false, err)
                                  : add_event(a, row, column, time_ms, err);
        if (!ok)
            return false;
    }
    return true;
}

/* ---- denominators ---- */

/* Of a table by people, one of them at a time; else of the class. */
typedef struct Exposing {
    Adding *adding;
    int32_t subject; /* index; subject_count: the class */
    bool student_time;
} Exposing;

static bool expose(Exposing *x, int32_t row, int32_t column, int32_t phase, Err *err)
{
    Adding *a = x->adding;
    CrossSum *sum = find_sum(a->cross, row, column, err);
    if (!sum)
        return false;
    bool first = sum->last_lesson != a->cross->lessons;
    sum->lessons += first;
    sum->last_lesson = a->cross->lessons;
    size_t of = (size_t)(x->student_time ? x->subject : a->o->setup->subject_count);
    if (first || x->student_time)
        sum->of_ms += a->clock.present[of * (size_t)a->clock.count + (size_t)phase];
    return true;
}

/* The values of one side that this person can be behind, the total included:
 * the i-th, or false. */
static bool nth_value(const Exposing *x, const CrossMap *map, int32_t i, int32_t *ret_bucket,
                      int32_t *ret_phase)
{
    CrossKind kind = map->axis->dimension.kind;
    *ret_bucket = CROSS_ALL_VALUES;
    *ret_phase = PHASE_ANY;
    if (i == 0)
        return true;
    if (cross_is_by_people(kind)) {
        *ret_bucket = map->of_subject[x->subject];
        return i == 1;
    }
    if (i > map->value_count)
        return false;
    *ret_bucket = map->values[i - 1];
    if (kind == CROSS_PHASE)
        *ret_phase = PHASE_NONE + i - 1;
    return true;
}

static bool expose_person(Exposing *x, Err *err)
{
    const CrossMap *rows = &x->adding->rows, *columns = &x->adding->columns;
    int32_t row, column, row_phase, column_phase;
    for (int32_t i = 0; nth_value(x, rows, i, &row, &row_phase); i++)
        for (int32_t k = 0; nth_value(x, columns, k, &column, &column_phase); k++)
            if (!expose(x, row, column, row_phase == PHASE_ANY ? column_phase : row_phase, err))
                return false;
    return true;
}

/* Behind the cells of a table by people: what is not about people or the lesson
 * is the same for all its columns, and is counted in the total. */
static bool count_pupil(Adding *a, int32_t subject, Err *err)
{
    const CrossMap *maps[2] = {&a->rows, &a->columns};
    int32_t of[2][2], counts[2];
    for (int i = 0; i < 2; i++) {
        CrossKind kind = maps[i]->axis->dimension.kind;
        of[i][0] = CROSS_ALL_VALUES;
        of[i][1] = cross_is_by_people(kind)   ? maps[i]->of_subject[subject]
                   : cross_is_by_lesson(kind) ? maps[i]->fixed
                                              : CROSS_ALL_VALUES;
        counts[i] = of[i][1] == CROSS_ALL_VALUES ? 1 : 2;
    }
    ArenaMark mark = arena_mark(a->scratch);
    const char *id = measure_person(a->o->setup, subject, a->scratch);
    uint32_t person;
    if (!id)
        return cross_no_memory(err);
    if (!cross_names_add(&a->cross->people, id, a->cross->arena, &person, err))
        return false;
    arena_reset(a->scratch, mark);
    for (int32_t i = 0; i < counts[0]; i++)
        for (int32_t k = 0; k < counts[1]; k++)
            if (!add_pupil(a->cross, of[0][i], of[1][k], person, err))
                return false;
    return true;
}

/* In the room for some of the time; when nothing was observed, at its start. */
static bool is_present(const Adding *a, int32_t subject)
{
    const CrossClock *clock = &a->clock;
    return clock->clock.observed_ms > 0 ? clock->present[(size_t)subject * (size_t)clock->count] > 0
                                        : !a->o->setup->subjects[subject].absent;
}

static bool add_denominators(Adding *a, Err *err)
{
    CrossKind kinds[2] = {a->cross->rows.dimension.kind, a->cross->columns.dimension.kind};
    bool by_people = false, student_time = false, small = false;
    for (int i = 0; i < 2; i++) {
        by_people |= cross_is_by_people(kinds[i]);
        student_time |= kinds[i] == CROSS_SUBJECT || kinds[i] == CROSS_ATTRIBUTE;
        small |= cross_can_be_small(kinds[i]);
    }
    int32_t count = a->o->setup->subject_count;
    for (int32_t s = by_people ? 0 : count; s <= count; s++) {
        if ((cross_is_by_people(kinds[0]) && a->rows.of_subject[s] == CROSS_OUT) ||
            (cross_is_by_people(kinds[1]) && a->columns.of_subject[s] == CROSS_OUT))
            continue;
        Exposing x = {a, s, student_time};
        bool pupil = measure_is_pupil(a->o, s);
        if (!expose_person(&x, err) ||
            (small && pupil && is_present(a, s) && !count_pupil(a, s, err)))
            return false;
    }
    return true;
}

/* ---- the calls ---- */

Cross *cross_begin(const CrossOptions *options, Arena *arena, Err *err)
{
    const CrossDimension *rows = &options->rows, *columns = &options->columns;
    if (rows->kind == columns->kind && strcmp(rows->key, columns->key) == 0) {
        (void)err_set(err, ERR_FORMAT, "rows and columns are both by %s",
                      cross_kind_name(rows->kind));
        return NULL;
    }
    ArenaMark mark = arena_mark(arena);
    Cross *c = ARENA_PUSH(arena, Cross, 1);
    if (!c) {
        (void)cross_no_memory(err);
        return NULL;
    }
    *c = (Cross){.options = *options,
                 .arena = arena,
                 .rows = {.dimension = *rows},
                 .columns = {.dimension = *columns}};
    uint32_t number; /* the total's name cannot be a value's: those begin with a letter */
    if (!cross_names_add(&c->rows.names, "", arena, &number, err) ||
        !cross_names_add(&c->columns.names, "", arena, &number, err)) {
        arena_reset(arena, mark);
        return NULL;
    }
    return c;
}

bool cross_add(Cross *cross, const Observation *observation, Arena *scratch, Err *err)
{
    const Protocol *p = observation->protocol;
    ArenaMark mark = arena_mark(scratch);
    Adding *a = ARENA_PUSH(scratch, Adding, 1);
    if (!a)
        return cross_no_memory(err);
    a->cross = cross;
    a->o = observation;
    a->scratch = scratch;
    cross->lessons++;
    if (p->rules.suppress_below > cross->suppress_below)
        cross->suppress_below = p->rules.suppress_below;
    for (int32_t i = 0; i < p->code_count; i++)
        a->counted[i] = is_counted(cross, p, i);
    bool by_phase =
        cross->rows.dimension.kind == CROSS_PHASE || cross->columns.dimension.kind == CROSS_PHASE;
    bool ok = cross_clock_init(&a->clock, observation, by_phase, scratch, err) &&
              cross_map_init(&a->rows, cross, &cross->rows, observation, a->counted, &a->clock,
                             scratch, err) &&
              cross_map_init(&a->columns, cross, &cross->columns, observation, a->counted,
                             &a->clock, scratch, err) &&
              add_events(a, err) && add_denominators(a, err);
    cross->observed_ms += a->clock.clock.observed_ms;
    arena_reset(scratch, mark);
    return ok;
}
