#include "reports/exchange/figures/figures.h"

#include "reports/exchange/figures/figures_internal.h"
#include "reports/exchange/figures/measure_json.h"

#include <stdlib.h>
#include <string.h>

/* Of one lesson; as in measure_json.h. */
static const char *const lesson_figures[] = {"talk_share",    "talk_ratio",
                                             "turn_lengths",  "turns_by_subject",
                                             "directed_talk", "reach",
                                             "gini",          "chains",
                                             "wait_time",     "questions",
                                             "frames",        "engagement",
                                             "transitions",   "co_occurrence",
                                             "derived",       "time_budget",
                                             "co_teaching",   NULL};
static const char *const own_figures[] = {[FIGURE_EQUITY] = "equity",
                                          [FIGURE_LATENCY] = "latency",
                                          [FIGURE_SEQUENCE] = "sequence",
                                          [FIGURE_AGREEMENT] = "agreement"};

/* What every figure is read with. */
static const char *const always[] = {"observation", "title", "protocol", "settings",
                                     "observed_s",  "ended", "roster",   NULL};

void *figure_list_grow(FigureList *list, size_t more, size_t item_size)
{
    if (!list->items || list->count + more > list->cap) {
        size_t cap = list->cap < 64 ? 64 : list->cap * 2;
        while (cap < list->count + more)
            cap *= 2;
        void *items = realloc(list->items, cap * item_size);
        if (!items)
            return NULL;
        list->items = items;
        list->cap = cap;
    }
    void *at = (char *)list->items + list->count * item_size;
    memset(at, 0, more * item_size);
    list->count += more;
    return at;
}

bool figures_is_of(const FiguresQuery *query, const Protocol *protocol, int32_t code)
{
    const Code *c = &protocol->codes[code];
    for (int32_t i = 0; i < query->of_count; i++)
        if (strcmp(query->of[i], c->key) == 0 ||
            strcmp(query->of[i], protocol->categories[c->category].key) == 0)
            return true;
    return false;
}

static bool is_among(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

/* ---- what is asked ---- */

static bool find_kind(const FiguresQuery *query, FigureKind *ret_kind, Err *err)
{
    *ret_kind = FIGURE_LESSONS;
    for (int32_t i = 0; i < query->name_count; i++) {
        const char *name = query->names[i];
        for (int k = FIGURE_EQUITY; k <= FIGURE_AGREEMENT; k++)
            if (strcmp(name, own_figures[k]) == 0)
                *ret_kind = (FigureKind)k;
        if (*ret_kind != FIGURE_LESSONS && query->name_count > 1)
            return err_set(err, ERR_FORMAT, "%s is a figure of its own: ask for it alone", name);
        if (*ret_kind == FIGURE_LESSONS && !is_among(name, lesson_figures))
            return err_set(err, ERR_FORMAT,
                           "there is no figure '%s', expected one such as wait_time, time_budget, "
                           "derived, equity, latency, sequence or agreement",
                           name);
    }
    return query->name_count > 0 || err_set(err, ERR_FORMAT, "no figure is named");
}

/* What would be ignored is not taken. */
static bool check_settings(const FiguresQuery *query, Err *err)
{
    const struct {
        bool said;
        const char *what, *of;
    } settings[] = {
        {query->of_count > 0, "a choice of codes is", "equity, latency or sequence"},
        {query->by.kind != CROSS_NOTHING, "groups are", "equity"},
        {query->suppress_below > 0, "hiding small groups is", "equity"},
        {query->lag != 0, "a lag is", "sequence"},
        {query->no_repeats, "that a code cannot follow itself is", "sequence"},
        {query->within_ms != 0, "a distance is", "agreement"},
        {query->step_ms != 0, "a step is", "agreement"},
        {query->late_said, "a delay is", "agreement"},
        {query->every_ms != 0, "an interval is", "derived or agreement"},
        {query->window != BUDGET_WHOLE, "a window is", "time_budget"},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        bool used = !settings[i].said;
        for (int32_t k = 0; k < query->name_count; k++) /* no figure's name is part of another's */
            used = used || strstr(settings[i].of, query->names[k]);
        if (!used)
            return err_set(err, ERR_FORMAT, "%s of %s, not of %s", settings[i].what, settings[i].of,
                           query->names[0]);
    }
    return true;
}

static bool check_query(const FiguresQuery *query, FigureKind kind, Err *err)
{
    if (kind == FIGURE_EQUITY && query->by.kind != CROSS_GROUP && query->by.kind != CROSS_ATTRIBUTE)
        return err_set(err, ERR_FORMAT,
                       "equity is by group or by attribute:KEY, such as attribute:EL");
    if (kind == FIGURE_LATENCY && query->of_count != 2)
        return err_set(err, ERR_FORMAT,
                       "latency is from one code to another, such as question,answer");
    if (kind == FIGURE_SEQUENCE && query->of_count == 0)
        return err_set(err, ERR_FORMAT, "a sequence is of codes or categories, such as talk");
    if (query->lag < 0 || query->lag > 100)
        return err_set(err, ERR_LIMIT, "a lag of %d: from 1 to 100", (int)query->lag);
    return check_settings(query, err);
}

Figures *figures_begin(const FiguresQuery *query, Arena *arena, Err *err)
{
    FigureKind kind = FIGURE_LESSONS;
    if (!find_kind(query, &kind, err) || !check_query(query, kind, err))
        return NULL;
    Figures *f = ARENA_PUSH(arena, Figures, 1);
    if (!f) {
        (void)err_set(err, ERR_LIMIT, "not enough memory for figures");
        return NULL;
    }
    *f = (Figures){.query = *query, .kind = kind, .arena = arena, .lessons = json_array()};
    return f;
}

bool figures_keeps_lessons(const Figures *figures)
{
    return figures->kind == FIGURE_AGREEMENT;
}

/* ---- lessons ---- */

static json_t *pick_figures(const Figures *f, json_t *whole)
{
    json_t *part = json_object();
    const char *key;
    json_t *value;
    json_object_foreach(whole, key, value)
    {
        bool wanted = is_among(key, always);
        for (int32_t i = 0; f->kind == FIGURE_LESSONS && i < f->query.name_count; i++)
            wanted = wanted || strcmp(key, f->query.names[i]) == 0;
        if (wanted && part && json_object_set(part, key, value) != 0) {
            json_decref(part);
            return NULL;
        }
    }
    return part;
}

static bool add_lesson(Figures *f, const Observation *o, Arena *scratch, Err *err)
{
    MeasureSettings settings = {.interval_ms = f->query.every_ms, .window = f->query.window};
    json_t *whole = measure_make_json(o, &settings, scratch, err);
    if (!whole)
        return false;
    f->lessons = figure_append(f->lessons, pick_figures(f, whole));
    json_decref(whole);
    return f->lessons || err_set(err, ERR_LIMIT, "not enough memory for the figures of a lesson");
}

/* Of a figure of all lessons together only which they were. */
static bool name_lesson(Figures *f, const Observation *o, Err *err)
{
    char id[UUID_TEXT_SIZE];
    uuid_format(o->setup->id, id);
    json_t *lesson =
        json_pack("{s:s, s:o, s:o, s:o, s:{s:o, s:o}, s:o, s:b}", "observation", id, "title",
                  figure_text(o->setup->title), "class", figure_text(o->setup->class_name),
                  "observer", figure_text(o->setup->observer), "protocol", "key",
                  figure_text(o->protocol->key), "version", figure_text(o->protocol->version),
                  "observed_s", figure_seconds(measure_observed_ms(o)), "ended", (int)o->ended);
    f->lessons = figure_append(f->lessons, lesson);
    return f->lessons || err_set(err, ERR_LIMIT, "not enough memory for the list of lessons");
}

bool figures_add(Figures *f, const Observation *o, Arena *scratch, Err *err)
{
    f->lesson_count++;
    if (o->protocol->rules.suppress_below > f->suppress_below)
        f->suppress_below = o->protocol->rules.suppress_below;
    if (f->kind == FIGURE_LESSONS)
        return add_lesson(f, o, scratch, err);
    if (!name_lesson(f, o, err))
        return false;
    switch (f->kind) {
    case FIGURE_EQUITY:
        return figures_add_equity(f, o, scratch, err);
    case FIGURE_LATENCY:
        return figures_add_latency(f, o, scratch, err);
    case FIGURE_SEQUENCE:
        return figures_add_sequence(f, o, scratch, err);
    case FIGURE_LESSONS:
    case FIGURE_AGREEMENT:
        break;
    }
    FigureObserver *observer = figure_list_grow(&f->observers, 1, sizeof *observer);
    if (!observer)
        return err_set(err, ERR_LIMIT, "not enough memory for %d observers", (int)f->lesson_count);
    observer->o = o;
    return true;
}

/* ---- the document ---- */

static json_t *make_names(const char *const *names, int32_t count)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < count; i++)
        array = figure_append(array, figure_text(names[i]));
    return array;
}

json_t *figures_finish(Figures *f, Err *err)
{
    json_t *lessons = f->lessons, *own = NULL;
    f->lessons = NULL;
    switch (f->kind) {
    case FIGURE_LESSONS:
        return json_pack("{s:s, s:o, s:o}", "measure", "figures", "figures",
                         make_names(f->query.names, f->query.name_count), "lessons", lessons);
    case FIGURE_EQUITY:
        own = figures_make_equity(f, err);
        break;
    case FIGURE_LATENCY:
        own = figures_make_latency(f, err);
        break;
    case FIGURE_SEQUENCE:
        own = figures_make_sequence(f, err);
        break;
    case FIGURE_AGREEMENT:
        own = figures_make_agreement(f, err);
        break;
    }
    if (!own) {
        if (err->text[0] == '\0')
            (void)err_set(err, ERR_LIMIT, "not enough memory for the figures");
        json_decref(lessons);
        return NULL;
    }
    return json_pack("{s:s, s:o, s:o, s:o}", "measure", own_figures[f->kind], "counted",
                     make_names(f->query.of, f->query.of_count), "lessons", lessons,
                     own_figures[f->kind], own);
}

void figures_drop(Figures *f)
{
    if (!f)
        return;
    json_decref(f->lessons);
    free(f->pupils.items);
    free(f->seconds.items);
    free(f->states.items);
    free(f->observers.items);
}
