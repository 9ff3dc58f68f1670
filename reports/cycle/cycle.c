#include "reports/cycle/cycle.h"

#include "reports/layout/chart.h"
#include "reports/layout/words.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define FLOW_LABEL 66.0F
#define FLOW_BAR 28.0F
#define FLOW_PLANNED 6.0F
#define FLOW_PITCH 48.0F
#define FLOW_AXIS 24.0F
#define ROW_PITCH 27.0F
#define TABLE_HEAD 12.0F
#define NAME_WIDTH 148.0F
#define FIRST_RIGHT 186.0F
#define SECOND_RIGHT 232.0F
#define AXIS_X 250.0F
#define VERDICT_WIDTH 96.0F
#define THINK_HEIGHT 82.0F
#define KICKER 190.0F /* of the head, for the kind of sheet and the class */

typedef struct Teaching {
    const Observation *o;
    LessonMeasures m;
} Teaching;

typedef struct Cycle {
    Layout l;
    Teaching first, second;
    CycleRow rows[CYCLE_MAX_ROWS];
    int32_t row_count;
    const char *unnamed;                  /* phases too narrow for their names, "" for none */
    bool kicker_cut, where_cut, foot_cut; /* the frame of the page has no room for all of it */
} Cycle;

/* ---- which lesson ---- */

static bool is_one_day(const Cycle *c)
{
    const int64_t day_ms = 86400000;
    const Setup *a = c->first.o->setup, *b = c->second.o->setup;
    return a->started_unix_ms != 0 && b->started_unix_ms != 0 &&
           (a->started_unix_ms + a->utc_offset_min * INT64_C(60000)) / day_ms ==
               (b->started_unix_ms + b->utc_offset_min * INT64_C(60000)) / day_ms;
}

/* Day, place and pupils of the first or the second teaching. */
static const char *where_of(Cycle *c, int32_t which, bool with_place)
{
    Layout *l = &c->l;
    const Teaching *t = which == 0 ? &c->first : &c->second;
    const Setup *s = t->o->setup;
    const char *when = words_when(l, s->started_unix_ms, s->utc_offset_min, t->o->end_ms);
    const char *comma = strrchr(when, ',');
    bool with_time = is_one_day(c); /* the day alone does not tell them apart */
    const char *day = comma && !with_time ? layout_copy(l, when, (size_t)(comma - when)) : when;
    const char *pupils = words_number(l, t->m.talk.roster.present_count, "pupil", "pupils");
    if (t->m.talk.only_speakers)
        pupils = layout_printf(l, "%s told apart", pupils);
    bool place = with_place && s->place[0] != '\0';
    return layout_printf(l, "%s%s%s%s%s", day, day[0] ? ", " : "", place ? s->place : "",
                         place ? ", " : "", pupils);
}

/* ---- what changed ---- */

/* Of all phases of the code in the plan: a lesson may come back to one. */
static int32_t planned_minutes(const Setup *s, int32_t code)
{
    int32_t minutes = 0;
    for (int32_t i = 0; i < s->phase_count; i++)
        minutes += s->phases[i].code == code ? s->phases[i].minutes : 0;
    return minutes;
}

/* The time a phase took, pauses and all, as it is drawn. */
static int64_t phase_ms(const Teaching *t, int32_t code)
{
    const MeasureIndex *index = &t->m.talk.index;
    int64_t ms = 0;
    for (size_t i = 0; i < index->count[LIST_PHASE]; i++) {
        const ObsEvent *e = &t->o->events[index->events[LIST_PHASE][i]];
        Span span = measure_event_span(t->o, e);
        ms += e->code == code ? span.stop_ms - span.start_ms : 0;
    }
    return ms;
}

typedef struct Change {
    const char *what, *seen;
} Change;
enum { MAX_CHANGES = 2 * PROTOCOL_MAX_CODES + 64 + 2 * OBSERVATION_MAX_QUESTIONS + 3 };

typedef struct Changes {
    Change items[MAX_CHANGES];
    int32_t count;
} Changes;

static void add(Changes *c, const char *what, const char *seen)
{
    assert(c->count < MAX_CHANGES);
    c->items[c->count++] = (Change){what, seen};
}

/* was: the code in the first teaching's protocol, is: in the second's; PROTOCOL_NONE
 * where the version has no such code. */
static void add_phase_change(Cycle *c, Changes *changes, int32_t was, int32_t is)
{
    Layout *l = &c->l;
    const Observation *a = c->first.o, *b = c->second.o;
    int32_t before = was == PROTOCOL_NONE ? 0 : planned_minutes(a->setup, was);
    int32_t now = is == PROTOCOL_NONE ? 0 : planned_minutes(b->setup, is);
    if (before == now)
        return;
    const Code *code = is == PROTOCOL_NONE ? &a->protocol->codes[was] : &b->protocol->codes[is];
    int64_t ms = was == PROTOCOL_NONE ? 0 : phase_ms(&c->first, was);
    add(changes,
        layout_printf(l, "%s planned for %d min, before for %d.", code->label, (int)now,
                      (int)before),
        ms > 0 ? layout_printf(l, "First teaching: it took %s.", words_length(l, ms)) : "");
}

static const Code *planned_code(const Observation *o, int32_t phase)
{
    return &o->protocol->codes[o->setup->phases[phase].code];
}

static bool plans_phase(const Observation *o, const char *key)
{
    for (int32_t i = 0; i < o->setup->phase_count; i++)
        if (strcmp(planned_code(o, i)->key, key) == 0)
            return true;
    return false;
}

/* The next phase of a plan that the other has too; phase_count when there is none. */
static int32_t next_common(const Observation *o, const Observation *other, int32_t from)
{
    while (from < o->setup->phase_count && !plans_phase(other, planned_code(o, from)->key))
        from++;
    return from;
}

/* Whether the phases that both plans have follow each other alike. */
static bool has_same_order(const Observation *a, const Observation *b)
{
    int32_t i = next_common(a, b, 0), k = next_common(b, a, 0);
    for (; i < a->setup->phase_count && k < b->setup->phase_count;
         i = next_common(a, b, i + 1), k = next_common(b, a, k + 1))
        if (strcmp(planned_code(a, i)->key, planned_code(b, k)->key) != 0)
            return false;
    return i == a->setup->phase_count && k == b->setup->phase_count;
}

static bool has_same_phases(const Observation *a, const Observation *b)
{
    if (a->setup->phase_count != b->setup->phase_count)
        return false;
    for (int32_t i = 0; i < a->setup->phase_count; i++)
        if (strcmp(planned_code(a, i)->key, planned_code(b, i)->key) != 0 ||
            a->setup->phases[i].minutes != b->setup->phases[i].minutes)
            return false;
    return true;
}

static const char *phase_list(Layout *l, const Observation *o)
{
    const char *list = "";
    for (int32_t i = 0; i < o->setup->phase_count; i++)
        list = layout_printf(l, "%s%s%s %d min", list, list[0] ? ", " : "",
                             planned_code(o, i)->label, (int)o->setup->phases[i].minutes);
    return list[0] ? list : say(l, "no phases");
}

/* Phases are the same codes: the protocols have the same key, and where versions
 * differ the code is found by its own. What the minutes of each do not tell (another
 * order, other parts of the same minutes) the whole list does. */
static void find_plan_changes(Cycle *c, Changes *changes)
{
    Layout *l = &c->l;
    const Observation *a = c->first.o, *b = c->second.o;
    for (int32_t code = 0; code < b->protocol->code_count; code++)
        if (b->protocol->codes[code].senses & SENSE_PHASE)
            add_phase_change(c, changes,
                             protocol_find_code(a->protocol, b->protocol->codes[code].key), code);
    for (int32_t code = 0; code < a->protocol->code_count; code++)
        if ((a->protocol->codes[code].senses & SENSE_PHASE) &&
            protocol_find_code(b->protocol, a->protocol->codes[code].key) == PROTOCOL_NONE)
            add_phase_change(c, changes, code, PROTOCOL_NONE);
    if (!has_same_order(a, b) || (changes->count == 0 && !has_same_phases(a, b)))
        add(changes, layout_printf(l, "Phases planned: %s.", phase_list(l, b)),
            layout_printf(l, "Before: %s", phase_list(l, a)));
}

static bool has_question(const Setup *s, const char *question)
{
    for (int32_t i = 0; i < s->question_count; i++)
        if (strcmp(s->questions[i], question) == 0)
            return true;
    return false;
}

static void find_word_changes(Cycle *c, Changes *changes)
{
    Layout *l = &c->l;
    const Setup *a = c->first.o->setup, *b = c->second.o->setup;
    if (strcmp(a->theme, b->theme) != 0)
        add(changes,
            b->theme[0] ? layout_printf(l, "Theme: %s", b->theme) : say(l, "No theme any more."),
            a->theme[0] ? layout_printf(l, "Before: %s", a->theme) : "");
    if (strcmp(a->goals, b->goals) != 0)
        add(changes,
            b->goals[0] ? layout_printf(l, "Goals: %s", b->goals) : say(l, "No goals any more."),
            a->goals[0] ? layout_printf(l, "Before: %s", a->goals) : "");
    for (int32_t i = 0; i < b->question_count; i++)
        if (b->questions[i][0] != '\0' && !has_question(a, b->questions[i]))
            add(changes, layout_printf(l, "New question: %s", b->questions[i]), "");
    for (int32_t i = 0; i < a->question_count; i++)
        if (a->questions[i][0] != '\0' && !has_question(b, a->questions[i]))
            add(changes, layout_printf(l, "Not asked any more: %s", a->questions[i]), "");
}

static void find_target_changes(Cycle *c, Changes *changes)
{
    Layout *l = &c->l;
    const Protocol *p = c->second.o->protocol;
    int32_t modifier = p->target_modifier;
    uint32_t added = c->second.o->setup->targets & ~c->first.o->setup->targets;
    uint32_t dropped = c->first.o->setup->targets & ~c->second.o->setup->targets;
    for (int32_t i = 0; modifier != PROTOCOL_NONE && i < p->modifiers[modifier].option_count; i++) {
        const char *label = p->modifiers[modifier].options[i].label;
        if (added >> i & 1)
            add(changes, layout_printf(l, "Taught now: %s", label), "");
        if (dropped >> i & 1)
            add(changes, layout_printf(l, "Not taught any more: %s", label), "");
    }
}

static bool has_same_plan(const Observation *first, const Observation *second)
{
    const Setup *a = first->setup, *b = second->setup;
    bool same = has_same_phases(first, second) && a->targets == b->targets &&
                a->question_count == b->question_count && strcmp(a->goals, b->goals) == 0 &&
                strcmp(a->theme, b->theme) == 0;
    for (int32_t i = 0; same && i < a->question_count; i++)
        same = strcmp(a->questions[i], b->questions[i]) == 0;
    return same;
}

/* Which lesson, and what the head of the page had no room for: under the title. */
static void draw_lesson(Cycle *c)
{
    Layout *l = &c->l;
    const char *title = c->second.o->setup->title;
    l->y += 4;
    if (title[0] != '\0')
        layout_flow_text(l, l->left, l->width, FONT_REGULAR, SIZE_HEAD, INK, title);
    l->y -= title[0] != '\0' ? 3 : 0;
    if (c->kicker_cut)
        layout_flow_text(l, l->left, l->width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                         c->second.o->setup->class_name);
    for (int32_t i = 0; i < 2 && c->where_cut; i++)
        layout_flow_text(l, l->left, l->width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                         where_of(c, i, true));
    l->y -= title[0] != '\0' || c->kicker_cut || c->where_cut ? 7 : 4;
}

/* Beside each other; what is longer than a few lines one after the other. */
static void draw_change(Layout *l, const Change *change, float left_width, float right)
{
    enum { FEW_LINES = 8 };
    float right_width = l->right - right;
    int32_t a = sheet_count_lines(l->sheet, left_width, FONT_REGULAR, SIZE_BODY, change->what);
    int32_t b = sheet_count_lines(l->sheet, right_width, FONT_REGULAR, SIZE_BODY, change->seen);
    int32_t lines = a > b ? a : b;
    if (lines > FEW_LINES) {
        layout_flow_text(l, l->left, l->width, FONT_REGULAR, SIZE_BODY, INK, change->what);
        layout_flow_text(l, l->left, l->width, FONT_REGULAR, SIZE_BODY, INK_SECOND, change->seen);
    } else {
        layout_need(l, (float)(lines - 1) * LEAD_BODY);
        layout_paragraph(l, l->left, l->y, left_width, FONT_REGULAR, SIZE_BODY, INK, change->what);
        layout_paragraph(l, right, l->y, right_width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                         change->seen);
        l->y += (float)lines * LEAD_BODY;
    }
    l->y += 2;
}

static void draw_changes(Cycle *c)
{
    Layout *l = &c->l;
    Changes changes = {0};
    find_plan_changes(c, &changes);
    find_target_changes(c, &changes);
    find_word_changes(c, &changes);
    float right = layout_column(l, 6) + 6, left_width = right - 18 - l->left;
    const char *none = say(l, has_same_plan(c->first.o, c->second.o)
                                  ? "the plans of both are the same; to be filled in"
                                  : "no change found in these plans; to be filled in");
    layout_section(l, say(l, "What the team changed, and what it had seen"),
                   changes.count > 0 ? "" : none, HEAD_DROP + 3 * LEAD_BODY);
    for (int32_t i = 0; i < changes.count; i++)
        draw_change(l, &changes.items[i], left_width, right);
    if (changes.count == 0) {
        layout_writing_lines(l, l->left, left_width, l->y - 12, l->y + 34);
        layout_writing_lines(l, right, l->right - right, l->y - 12, l->y + 34);
        l->y += 44;
    }
    l->y -= LEAD_BODY - 5;
}

/* ---- the flow ---- */

static void draw_planned(Cycle *c, const Teaching *t, const Axis *axis, float y)
{
    Layout *l = &c->l;
    int64_t at = 0;
    for (int32_t i = 0; i < t->o->setup->phase_count; i++) {
        int64_t ms = (int64_t)t->o->setup->phases[i].minutes * 60000;
        if (ms <= 0 || at >= axis->end_ms)
            continue;
        float x0 = axis_x(axis, at), x1 = axis_x(axis, at + ms);
        sheet_rect(l->sheet, x0, y, x1 - x0, FLOW_PLANNED, 0, ink_stroke(INK_AXIS, 0.5F));
        at += ms;
    }
}

/* A phase's name inside its bar in the first form that fits, said in ret_named; below it
 * how long. Right of free, where names stand already (phases of a strange record may
 * overlap). Returns what is free then. */
static float name_phase(Cycle *c, const Code *code, float x0, float x1, float y, int64_t ms,
                        float free, bool *ret_named)
{
    Layout *l = &c->l;
    const char *forms[] = {code->label, code->label, code->short_label, code->short_label};
    const float sizes[] = {SIZE_BODY, SIZE_NOTE, SIZE_BODY, SIZE_NOTE};
    x0 = fmaxf(x0, free);
    float width = x1 - x0 - 4, middle = (x0 + x1) / 2;
    for (int32_t i = 0; i < 4; i++)
        if (layout_text_width(l, FONT_BOLD, sizes[i], forms[i]) <= width) {
            sheet_text(l->sheet, middle, y + 12, FONT_BOLD, sizes[i], INK, SHEET_CENTRE, forms[i]);
            *ret_named = true;
            break;
        }
    const char *length = words_length(l, ms);
    if (layout_text_width(l, FONT_REGULAR, SIZE_NOTE, length) <= width)
        sheet_text(l->sheet, middle, y + 23, FONT_REGULAR, SIZE_NOTE, INK, SHEET_CENTRE, length);
    return fmaxf(free, x1);
}

/* Phases whose name has room in none of their bars stand in words under the table. */
static void list_unnamed(Cycle *c, const Teaching *t, const bool named[PROTOCOL_MAX_CODES])
{
    enum { MOST = 3 };
    Layout *l = &c->l;
    int32_t more = 0, count = 0;
    for (int32_t i = 0; i < t->o->protocol->code_count; i++) {
        const Code *code = &t->o->protocol->codes[i];
        if (named[i] || !(code->senses & SENSE_PHASE) || phase_ms(t, i) == 0)
            continue;
        if (count++ < MOST)
            c->unnamed = layout_printf(
                l, "%s%s%s" NBSP "%s (%s)", c->unnamed, c->unnamed[0] ? ", " : "", code->label,
                words_length(l, phase_ms(t, i)), say(l, t == &c->first ? "first" : "second"));
        else
            more++;
    }
    if (more > 0)
        c->unnamed = layout_printf(l, "%s and %d more", c->unnamed, (int)more);
}

static void draw_actual(Cycle *c, const Teaching *t, const Axis *axis, float y)
{
    Layout *l = &c->l;
    const MeasureIndex *index = &t->m.talk.index;
    bool named[PROTOCOL_MAX_CODES] = {false};
    float free = 0;
    for (size_t i = 0; i < index->count[LIST_PHASE]; i++) {
        const ObsEvent *e = &t->o->events[index->events[LIST_PHASE][i]];
        Span span = measure_event_span(t->o, e);
        float x0 = axis_x(axis, span.start_ms), x1 = axis_x(axis, span.stop_ms);
        sheet_rect(l->sheet, x0, y, x1 - x0, FLOW_BAR, 0,
                   ink_fill(i % 2 == 0 ? INK_BAND : INK_BAND_DARK));
        sheet_rect(l->sheet, x0, y, x1 - x0, FLOW_BAR, 0, ink_stroke(INK, 0.75F));
        free = name_phase(c, &t->o->protocol->codes[e->code], x0, x1, y,
                          span.stop_ms - span.start_ms, free, &named[e->code]);
    }
    list_unnamed(c, t, named);
    if (index->count[LIST_PHASE] == 0) {
        float x0 = axis_x(axis, 0), x1 = axis_x(axis, t->o->end_ms);
        sheet_rect(l->sheet, x0, y, x1 - x0, FLOW_BAR, 0, ink_stroke(INK_AXIS, 0.5F));
        const char *words = say(l, "phases were not recorded");
        bool inside = layout_text_width(l, FONT_REGULAR, SIZE_BODY, words) <= x1 - x0 - 8;
        float x = (inside ? x0 : x1) + 6;
        layout_line(l, x, y + 17, l->right - x, FONT_REGULAR, SIZE_BODY, INK_SECOND, SHEET_LEFT,
                    words);
    }
}

static int64_t planned_ms(const Setup *s)
{
    int64_t ms = 0;
    for (int32_t i = 0; i < s->phase_count; i++)
        ms += (int64_t)s->phases[i].minutes * 60000;
    return ms;
}

static void draw_flow(Cycle *c)
{
    Layout *l = &c->l;
    const Teaching *both[] = {&c->first, &c->second};
    const char *names[] = {say(l, "First"), say(l, "Second")};
    int64_t end = 0;
    for (int32_t i = 0; i < 2; i++) {
        int64_t planned = planned_ms(both[i]->o->setup);
        end = both[i]->o->end_ms > end ? both[i]->o->end_ms : end;
        end = planned > end ? planned : end;
    }
    layout_section(l, say(l, "The flow"),
                   say(l, "one scale; thin: planned, thick: actual; minutes"),
                   HEAD_DROP + 2 * FLOW_PITCH + FLOW_AXIS);
    Axis axis = axis_make(l->left + FLOW_LABEL, l->right - 6, end, 11);
    float y = l->y - 8;
    for (int32_t i = 0; i < 2; i++, y += FLOW_PITCH) {
        layout_line(l, l->left, y + FLOW_PLANNED + 21, FLOW_LABEL - 6, FONT_BOLD, SIZE_BODY, INK,
                    SHEET_LEFT, names[i]);
        draw_planned(c, both[i], &axis, y);
        draw_actual(c, both[i], &axis, y + FLOW_PLANNED + 3);
    }
    axis_figures(l, &axis, y - FLOW_PITCH + FLOW_PLANNED + 3 + FLOW_BAR, SIZE_NOTE, INK_SECOND);
    l->y = y - FLOW_PITCH + FLOW_PLANNED + FLOW_BAR + FLOW_AXIS;
}

/* ---- side by side ---- */

static float table_x(const Layout *l, double share)
{
    float x1 = l->right - VERDICT_WIDTH - 8;
    return l->left + AXIS_X + (x1 - l->left - AXIS_X) * (float)share;
}

static void draw_table_head(Cycle *c, float bottom)
{
    Layout *l = &c->l;
    float y = l->y - 4;
    sheet_text(l->sheet, l->left + FIRST_RIGHT, y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
               say(l, "first"));
    sheet_text(l->sheet, l->left + SECOND_RIGHT, y, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
               SHEET_RIGHT, say(l, "second"));
    for (int32_t tick = 0; tick <= 100; tick += 25) {
        float x = table_x(l, tick / 100.0);
        const char *figure = layout_printf(l, tick == 100 ? "%d" PERCENT : "%d", (int)tick);
        sheet_text(l->sheet, x, y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_CENTRE, figure);
        sheet_line(l->sheet, x, l->y + 2, x, bottom, ink_stroke(INK_GRID, 0.4F));
    }
}

static void draw_interval(Layout *l, const Proportion *p, float y, bool second)
{
    if (p->undefined)
        return;
    ChartInterval interval = {.x0 = table_x(l, 0),
                              .x1 = table_x(l, 1),
                              .low = p->low,
                              .value = p->share,
                              .high = p->high,
                              .has_interval = p->has_interval,
                              .weight = second ? 1.6F : 0.8F,
                              .r = 2.8F,
                              .open = !second};
    chart_interval(l, &interval, y);
}

static void draw_verdict(Layout *l, const CycleRow *row, float top)
{
    float middle = top + ROW_PITCH / 2 + 3;
    if (cycle_change(row) == CYCLE_APART) {
        sheet_text(l->sheet, l->right, top + 12, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
                   layout_printf(l, "%.0f to %.0f" PERCENT, 100 * row->first.share,
                                 100 * row->second.share));
        sheet_text(l->sheet, l->right, top + 23, FONT_REGULAR, SIZE_NOTE, INK, SHEET_RIGHT,
                   say(l, "intervals apart"));
        return;
    }
    const char *words = say(l, "no clear change");
    if (cycle_change(row) == CYCLE_UNKNOWN) {
        words = row->first.n == 0    ? say(l, "first: none to count")
                : row->second.n == 0 ? say(l, "second: none to count")
                                     : say(l, "too few to say");
    }
    bool said = cycle_change(row) == CYCLE_UNKNOWN;
    layout_line(l, l->right, middle, VERDICT_WIDTH, FONT_REGULAR, said ? SIZE_NOTE : SIZE_BODY,
                INK_SECOND, SHEET_RIGHT, words);
}

static void draw_count(Layout *l, const Proportion *p, float right, float y)
{
    if (p->n > 0)
        sheet_text(l->sheet, right, y, FONT_REGULAR, SIZE_NOTE, INK, SHEET_RIGHT,
                   layout_printf(l, "%s/%s", words_count(l, p->k), words_count(l, p->n)));
}

static const char *note_words(Cycle *c)
{
    Layout *l = &c->l;
    double goal = (double)c->second.o->protocol->rules.wait_goal_ms / 1000;
    const char *text =
        layout_printf(l,
                      "Two lessons. A difference is a difference between two lessons; nothing "
                      "here says what caused it. %s: now and then one will part by chance. "
                      "Long enough: %g s or more. Missed scans and unheard turns are outside the "
                      "counts.",
                      words_number(l, c->row_count, "comparison", "comparisons"), goal);
    if (c->unnamed[0] != '\0')
        text = layout_printf(l, "%s Without a name in the flow: %s.", text, c->unnamed);
    if (c->foot_cut)
        text = layout_printf(l, "%s Protocol: %s.", text, c->second.o->protocol->title);
    if (strcmp(c->first.o->protocol->version, c->second.o->protocol->version) == 0)
        return text;
    return layout_printf(l, "%s The protocol was version %s, then %s.", text,
                         c->first.o->protocol->version, c->second.o->protocol->version);
}

static void draw_table(Cycle *c)
{
    Layout *l = &c->l;
    const char *note = note_words(c);
    float rows = (float)c->row_count * ROW_PITCH;
    int32_t lines = sheet_count_lines(l->sheet, l->width, FONT_REGULAR, SIZE_NOTE, note);
    layout_section(l, say(l, "Side by side"),
                   layout_printf(l, "share with its 95" PERCENT
                                    " interval; a change is called one only where "
                                    "the intervals do not overlap"),
                   HEAD_DROP + TABLE_HEAD + rows + LEAD_NOTE * (float)(lines + 1));
    if (c->row_count == 0) {
        l->y = layout_paragraph(l, l->left, l->y, l->width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                                say(l, "Neither teaching has anything recorded that could be "
                                       "compared.")) -
               LEAD_BODY + 5;
        return;
    }
    draw_table_head(c, l->y + 2 + rows);
    float y = l->y + 2;
    for (int32_t i = 0; i < c->row_count; i++, y += ROW_PITCH) {
        const CycleRow *row = &c->rows[i];
        layout_read_first(l, y);
        sheet_line(l->sheet, l->left, y, l->right, y, ink_stroke(INK_GRID, 0.5F));
        layout_line(l, l->left, y + 12, NAME_WIDTH, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                    say(l, row->name));
        layout_line(l, l->left, y + 23, NAME_WIDTH, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                    say(l, row->of));
        draw_count(l, &row->first, l->left + FIRST_RIGHT, y + 12);
        draw_count(l, &row->second, l->left + SECOND_RIGHT, y + 12);
        draw_interval(l, &row->first, y + 9, false);
        draw_interval(l, &row->second, y + 19, true);
        draw_verdict(l, row, y);
    }
    sheet_line(l->sheet, l->left, y, l->right, y, ink_stroke(INK, 0.75F));
    l->y =
        layout_paragraph(l, l->left, y + 13, l->width, FONT_REGULAR, SIZE_NOTE, INK_SECOND, note) -
        LEAD_NOTE + 4;
}

/* ---- what it means is the team's ---- */

static void draw_thoughts(Cycle *c)
{
    Layout *l = &c->l;
    float right = layout_column(l, 6) + 6, left_width = right - 18 - l->left;
    layout_block(l, THINK_HEIGHT);
    sheet_add_heading(l->sheet, l->y, say(l, "What we now think"));
    float y = layout_head(l, l->left, l->y, left_width, say(l, "What we now think"), "");
    (void)layout_head(l, right, l->y, l->right - right, say(l, "What we still do not know"), "");
    layout_writing_lines(l, l->left, left_width, y - 12, l->body_end);
    layout_writing_lines(l, right, l->right - right, y - 12, l->body_end);
}

/* ---- the page ---- */

/* The rules; the protocol's title stands under the table where it has no room here. */
static const char *foot_words(Cycle *c, bool with_title)
{
    const Protocol *was = c->first.o->protocol, *p = c->second.o->protocol;
    const char *version = strcmp(was->version, p->version) == 0
                              ? p->version
                              : layout_printf(&c->l, "%s / %s", was->version, p->version);
    return layout_printf(
        &c->l,
        "Protocol %s %s in both teachings. 95" PERCENT
        " intervals: Wilson; over events, the wider of it and a bootstrap of pupils "
        "(%s, seed %d). Two "
        "lessons of one plan are two cases, not a test.",
        with_title ? p->title : "", version, words_count(&c->l, MEASURE_RESAMPLES), MEASURE_SEED);
}

static const char *kicker_words(Cycle *c, bool with_class)
{
    const char *class_name = with_class ? c->second.o->setup->class_name : "";
    return layout_printf(&c->l, "Lesson-study cycle%s%s", class_name[0] ? "  " MIDDLE_DOT "  " : "",
                         class_name);
}

static const char *where_words(Cycle *c)
{
    const char *const whole[] = {where_of(c, 0, true), where_of(c, 1, true)};
    const char *const days[] = {where_of(c, 0, false), where_of(c, 1, false)};
    bool fits;
    const char *text = layout_where(&c->l, whole, 2, &fits);
    c->where_cut = !fits;
    return fits ? text : layout_where(&c->l, days, 2, &fits);
}

bool cycle_compose(const Observation *first, const Observation *second, Sheet *sheet,
                   Arena *scratch, Err *err)
{
    Cycle c = {.first = {.o = first}, .second = {.o = second}, .unnamed = ""};
    if (!cycle_check(first, second, err))
        return false;
    if (!lesson_measure(first, scratch, &c.first.m, err) ||
        !lesson_measure(second, scratch, &c.second.m, err))
        return err_prefix(err, "measuring the two teachings");
    Layout *l = &c.l;
    layout_init(l, sheet);
    c.row_count = cycle_rows(&c.first.m, &c.second.m, c.rows);
    LayoutFrame frame = {.running = second->setup->title, .where = where_words(&c)};
    c.kicker_cut = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, kicker_words(&c, true)) > KICKER;
    c.foot_cut = layout_foot_is_cut(l, foot_words(&c, true));
    frame.kicker = kicker_words(&c, !c.kicker_cut);
    frame.foot = foot_words(&c, !c.foot_cut);
    layout_chapter(l, say(l, "First and second teaching"));
    layout_new_page(l);
    draw_lesson(&c);
    draw_changes(&c);
    draw_flow(&c);
    draw_table(&c);
    draw_thoughts(&c);
    layout_frame(l, &frame);
    if (sheet_failed(sheet, err))
        return false;
    return !l->lost ||
           err_set(err, ERR_SYSTEM, "not enough memory to lay out the sheet of the cycle");
}
