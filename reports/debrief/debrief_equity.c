/* Share of turns / share of time: whether groups of pupils have their share of the
 * talk. By what the team compares pupils by (attributes); where it compares by
 * nothing, by neighbouring tables. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/chart.h"
#include "reports/layout/words.h"
#include "reports/measure/equity.h"

#include <math.h>
#include <string.h>

#define ROW_PITCH 30.0F
#define AXIS_LOW (-3.0) /* log2: 1/8 */
#define AXIS_HIGH 2.0   /* 4 */
#define BOUND_GAP 3.0F

enum { MAX_ROWS = 6, MAX_VALUES = 8 };

typedef struct EquityRow {
    const char *name, *shorter; /* shorter: where the name has no room */
    EquityGroup group;
    bool shown; /* false: suppressed */
} EquityRow;

/* What pupils are compared by. */
typedef struct EquityBy {
    const char *key; /* the attribute; "": tables */
    const char *names[MAX_VALUES], *shorter[MAX_VALUES];
    int32_t count;
} EquityBy;

struct DebriefEquity {
    EquityRow rows[MAX_ROWS];
    int32_t count;
    int64_t events;
    const char *no_room; /* attributes whose rows did not all fit */
};

static int32_t index_of(const char **values, int32_t *count, const char *value)
{
    for (int32_t i = 0; i < *count; i++)
        if (strcmp(values[i], value) == 0)
            return i;
    if (*count == MAX_VALUES)
        return EQUITY_NOT_SAID;
    values[*count] = value;
    return (*count)++;
}

static bool has_row(const EquityGroup *g)
{
    return g->group != EQUITY_NOT_SAID && g->pupils > 0;
}

/* One row a value, the pupils of whom nobody said left out; all of them or none. */
static bool add_groups(Debrief *d, struct DebriefEquity *e, const EquityBy *by,
                       const int32_t *group_of, Err *err)
{
    Layout *l = &d->l;
    const TalkMeasures *talk = &d->m.talk;
    int64_t *turns = ARENA_PUSH(d->scratch, int64_t, (size_t)d->setup->subject_count + 1);
    Equity equity;
    if (!turns)
        return err_set(err, ERR_SYSTEM, "not enough memory to compare groups of pupils");
    for (int32_t i = 0; i < d->setup->subject_count; i++)
        turns[i] = talk->subjects[i].turns;
    if (!equity_measure(d->o, &talk->roster, &talk->resample, turns, group_of, by->count,
                        d->scratch, &equity, err))
        return false;
    int32_t rows = 0;
    for (int32_t i = 0; i < equity.group_count; i++)
        rows += has_row(&equity.groups[i]);
    if (equity.events == 0)
        return true;
    if (e->count + rows > MAX_ROWS) {
        e->no_room = layout_printf(l, "%s%s%s", e->no_room, e->no_room[0] ? ", " : "", by->key);
        return true;
    }
    e->events = equity.events;
    for (int32_t i = 0; i < equity.group_count; i++) {
        const EquityGroup *g = &equity.groups[i];
        if (!has_row(g))
            continue;
        const char *name = by->names[g->group];
        const char *full = by->key[0] ? layout_printf(l, "%s: %s", by->key, name) : name;
        const char *shorter = by->shorter[g->group];
        e->rows[e->count++] = (EquityRow){full, shorter ? shorter : full, *g, !g->hidden};
    }
    return true;
}

static bool compare_attribute(Debrief *d, struct DebriefEquity *e, const char *key, Err *err)
{
    EquityBy by = {.key = key};
    int32_t *group_of = ARENA_PUSH(d->scratch, int32_t, (size_t)d->setup->subject_count + 1);
    if (!group_of)
        return err_set(err, ERR_SYSTEM, "not enough memory to compare groups of pupils");
    for (int32_t i = 0; i < d->setup->subject_count; i++) {
        const Subject *s = &d->setup->subjects[i];
        const char *value = s->kind == SUBJECT_PUPIL ? subject_attribute(s, key) : NULL;
        group_of[i] = value ? index_of(by.names, &by.count, value) : EQUITY_NOT_SAID;
    }
    return by.count < 2 || add_groups(d, e, &by, group_of, err);
}

/* Which table it is, from 1. */
static int32_t table_number(const Debrief *d, int32_t subject)
{
    int32_t number = 0;
    for (int32_t i = 0; i <= subject; i++)
        number += d->setup->subjects[i].kind == SUBJECT_GROUP;
    return number;
}

static void name_tables(Debrief *d, EquityBy *by, int32_t group, int32_t first, int32_t last)
{
    const char *a = debrief_subject(d, first), *b = debrief_subject(d, last);
    by->names[group] = first == last ? a : layout_printf(&d->l, "%s to %s", a, b);
    by->shorter[group] = first == last
                             ? NULL
                             : layout_printf(&d->l, "tables %d to %d", (int)table_number(d, first),
                                             (int)table_number(d, last));
}

/* Neighbouring tables together, until there are enough pupils to say something: no groups
 * where there are not two. */
static void pool_tables(Debrief *d, int32_t *group_of, EquityBy *by)
{
    int32_t tables = 0, count = 0, pupils = 0, first = SUBJECT_NONE, last = SUBJECT_NONE;
    int32_t *pooled = group_of + d->setup->subject_count; /* per subject: group of a table */
    for (int32_t t = 0; t < d->setup->subject_count && count < MAX_ROWS; t++) {
        int32_t here = 0;
        for (int32_t i = 0; i < d->setup->subject_count; i++)
            here += d->setup->subjects[i].group == t && d->m.talk.roster.is_present[i];
        if (d->setup->subjects[t].kind != SUBJECT_GROUP || here == 0)
            continue;
        pooled[t] = count + 1;
        first = tables++ == 0 ? t : first;
        last = t;
        pupils += here;
        if (pupils < d->protocol->rules.suppress_below)
            continue;
        name_tables(d, by, count++, first, last);
        tables = 0, pupils = 0;
    }
    for (int32_t t = 0; t < d->setup->subject_count; t++) /* the rest joins the last */
        pooled[t] = pooled[t] > count ? count : pooled[t];
    if (tables > 0 && count > 0) {
        int32_t from = SUBJECT_NONE;
        for (int32_t t = d->setup->subject_count - 1; t >= 0; t--)
            from = pooled[t] == count ? t : from;
        name_tables(d, by, count - 1, from, last);
    }
    for (int32_t i = 0; i < d->setup->subject_count; i++) {
        int32_t table = d->setup->subjects[i].group;
        bool sits = d->setup->subjects[i].kind == SUBJECT_PUPIL && table != SUBJECT_NONE;
        group_of[i] = sits ? pooled[table] - 1 : EQUITY_NOT_SAID;
    }
    by->count = count < 2 ? 0 : count;
}

static bool compare_tables(Debrief *d, struct DebriefEquity *e, Err *err)
{
    EquityBy by = {.key = ""};
    int32_t *group_of = ARENA_PUSH(d->scratch, int32_t, 2 * (size_t)d->setup->subject_count + 1);
    if (!group_of)
        return err_set(err, ERR_SYSTEM, "not enough memory to compare tables");
    pool_tables(d, group_of, &by);
    return by.count == 0 || add_groups(d, e, &by, group_of, err);
}

bool debrief_measure_equity(Debrief *d, Err *err)
{
    const char *keys[MAX_VALUES];
    int32_t count = 0;
    struct DebriefEquity *e = ARENA_PUSH(d->scratch, struct DebriefEquity, 1);
    if (!e)
        return err_set(err, ERR_SYSTEM, "not enough memory to compare groups of pupils");
    e->no_room = "";
    d->equity = e;
    if (d->m.talk.count[TALK_STUDENT] == 0 || debrief_knows_only_speakers(d))
        return true;
    for (int32_t i = 0; i < d->setup->subject_count; i++) {
        const Subject *s = &d->setup->subjects[i];
        for (int32_t j = 0; s->kind == SUBJECT_PUPIL && j < s->attribute_count; j++)
            (void)index_of(keys, &count, s->attributes[j].key);
    }
    for (int32_t i = 0; i < count; i++)
        if (!compare_attribute(d, e, keys[i], err))
            return false;
    return e->count > 0 || compare_tables(d, e, err);
}

bool debrief_has_equity(const Debrief *d)
{
    return d->equity->count > 0;
}

/* ---- drawn ---- */

static double on_axis(double ratio)
{
    return (log2(ratio) - AXIS_LOW) / (AXIS_HIGH - AXIS_LOW);
}

static void draw_bound(Layout *l, float x, float y, SheetAlign align, double bound)
{
    const char *figure = layout_printf(l, "%.2f", bound);
    float width = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, figure);
    float left = align == SHEET_RIGHT ? x - width : x;
    sheet_rect(l->sheet, left - 1, y - 7, width + 2, 9, 0, ink_fill(INK_WHITE));
    sheet_text(l->sheet, x, y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, align, figure);
}

/* Few pupils, or enough, whose figure would give away that of the few. */
static const char *hidden_words(Debrief *d, const EquityRow *row)
{
    return row->group.pupils < d->protocol->rules.suppress_below
               ? layout_printf(&d->l, "%s: not shown, too few pupils", row->name)
               : layout_printf(&d->l, "%s: not shown, it would tell the other’s", row->name);
}

static void draw_row(Debrief *d, const EquityRow *row, float x, float y, float width)
{
    Layout *l = &d->l;
    const EquityGroup *g = &row->group;
    if (!row->shown) {
        layout_line(l, x, y + 4, width, FONT_ITALIC, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                    hidden_words(d, row));
        return;
    }
    const char *n = words_number(l, g->pupils, say(l, "pupil"), say(l, "pupils"));
    float nw = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, n), room = width - nw - 40;
    bool fits = layout_text_width(l, FONT_REGULAR, SIZE_BODY, row->name) <= room;
    float name = layout_line(l, x, y + 4, room, FONT_REGULAR, SIZE_BODY, INK, SHEET_LEFT,
                             fits ? row->name : row->shorter);
    sheet_text(l->sheet, x + name + 5, y + 4, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT, n);
    sheet_text(l->sheet, x + width, y + 4, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
               g->undefined ? EN_DASH : layout_printf(l, "%.2f", g->ratio));
    if (g->undefined)
        return;
    ChartInterval c = {.x0 = x + 26,
                       .x1 = x + width - 26,
                       .low = on_axis(g->low),
                       .value = on_axis(g->ratio),
                       .high = on_axis(g->high),
                       .has_interval = g->has_interval,
                       .weight = 1.2F,
                       .r = 3,
                       .caps = true};
    chart_interval(l, &c, y + 16);
    float span = c.x1 - c.x0;
    if (g->has_interval) {
        float low = c.x0 + span * (float)fmin(fmax(c.low, 0), 1);
        float high = c.x0 + span * (float)fmin(fmax(c.high, 0), 1);
        draw_bound(l, low - BOUND_GAP, y + 19, SHEET_RIGHT, g->low);
        draw_bound(l, high + BOUND_GAP, y + 19, SHEET_LEFT, g->high);
    }
}

static const char *note_words(Debrief *d)
{
    Layout *l = &d->l;
    const char *words =
        layout_printf(l,
                      "1" NBSP "=" NBSP "proportional to minutes present; n" NBSP "=" NBSP
                      "%s turns; intervals 95" PERCENT ", pupils resampled",
                      words_count(l, d->equity->events));
    return d->equity->no_room[0]
               ? layout_printf(l, "%s; no room for: %s", words, d->equity->no_room)
               : words;
}

float debrief_equity_height(Debrief *d, float width)
{
    return HEAD_DROP + ROW_PITCH * (float)d->equity->count + 18 +
           LEAD_NOTE *
               (float)sheet_count_lines(d->l.sheet, width, FONT_REGULAR, SIZE_NOTE, note_words(d));
}

float debrief_draw_equity(Debrief *d, float x, float y, float width)
{
    static const struct {
        double at;
        const char *figure;
    } ticks[] = {{0.125, "\xE2\x85\x9B"},
                 {0.25, "\xC2\xBC"},
                 {0.5, "\xC2\xBD"},
                 {1, "1"},
                 {2, "2"},
                 {4, "4"}};
    Layout *l = &d->l;
    y = layout_head(l, x, y, width, say(l, "Share of turns / share of time"), "");
    float x0 = x + 26, x1 = x + width - 26;
    float end = y + ROW_PITCH * (float)d->equity->count - 4;
    float one = x0 + (x1 - x0) * (float)on_axis(1);
    for (int32_t i = 0; i < d->equity->count; i++) { /* the line at 1, clear of the names */
        float row = y + ROW_PITCH * (float)i;
        if (d->equity->rows[i].shown)
            sheet_line(l->sheet, one, row + 8, one, row + 24, ink_stroke(INK, 0.5F));
    }
    for (int32_t i = 0; i < d->equity->count; i++)
        draw_row(d, &d->equity->rows[i], x, y + ROW_PITCH * (float)i, width);
    sheet_line(l->sheet, x0, end, x1, end, ink_stroke(INK, 0.5F));
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
        float at = x0 + (x1 - x0) * (float)on_axis(ticks[i].at);
        sheet_line(l->sheet, at, end, at, end + 3, ink_stroke(INK, 0.5F));
        sheet_text(l->sheet, at, end + 11,
                   ticks[i].at < 1 || ticks[i].at > 1 ? FONT_REGULAR : FONT_BOLD, SIZE_NOTE, INK,
                   SHEET_CENTRE, ticks[i].figure);
    }
    return layout_paragraph(l, x, end + 23, width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                            note_words(d));
}
