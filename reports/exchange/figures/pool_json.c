/* pool_json.c - many lessons, and tables of any two things, as JSON. */
#include "reports/exchange/figures/pool_write.h"

#include "reports/exchange/figures/figure_json.h"

#include <string.h>
#include <time.h>

static json_t *make_axis(CrossDimension d, const CrossValue *values, int32_t count)
{
    if (d.kind == CROSS_NOTHING)
        return json_null();
    json_t *array = json_array();
    for (int32_t i = 0; i < count; i++)
        array = figure_append(
            array, json_pack("{s:o, s:o, s:o, s:b}", "key", figure_text(values[i].key), "label",
                             figure_text(values[i].label), "class",
                             figure_text(values[i].class_name), "missing", (int)values[i].missing));
    return json_pack("{s:s, s:o, s:o}", "by", cross_kind_name(d.kind), "key",
                     figure_text(*d.key ? d.key : NULL), "values", array);
}

static json_t *make_share(const CrossShare *share, bool of_time)
{
    if (share->undefined)
        return json_null();
    return json_pack(
        "{s:o, s:o, s:f}", "k", of_time ? figure_seconds(share->k) : json_integer(share->k), "n",
        of_time ? figure_seconds(share->n) : json_integer(share->n), "share", share->share);
}

static json_t *make_place(int32_t index, int32_t count)
{
    return index < count ? json_integer(index) : json_null();
}

static json_t *make_cell(const CrossTable *t, int32_t row, int32_t column)
{
    static const char *const hidden[] = {
        [CROSS_SHOWN] = NULL, [CROSS_SMALL] = "small", [CROSS_COMPLEMENT] = "complement"};
    const CrossCell *cell = cross_cell(t, row, column);
    bool shown = cell->hidden == CROSS_SHOWN;
    bool of_time = t->options.what == CROSS_TIME || t->options.what == CROSS_PERCENT;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
                     "row", make_place(row, t->row_count), "row_key",
                     figure_text(row < t->row_count ? t->rows[row].key : NULL), "column",
                     make_place(column, t->column_count), "column_key",
                     figure_text(column < t->column_count ? t->columns[column].key : NULL), "n",
                     shown ? json_integer(cell->n) : json_null(), "time_s",
                     shown ? figure_seconds(cell->time_ms) : json_null(), "of_s",
                     shown ? figure_seconds(cell->of_ms) : json_null(), "lessons",
                     shown ? json_integer(cell->lessons) : json_null(), "pupils",
                     shown && cell->pupils >= 0 ? json_integer(cell->pupils) : json_null(), "value",
                     cell->undefined ? json_null() : json_real(cell->value), "undefined",
                     figure_text(cell->undefined), "hidden", figure_text(hidden[cell->hidden]),
                     "share_of_row", make_share(&cell->row, of_time), "share_of_column",
                     make_share(&cell->column, of_time));
}

static json_t *make_left(const CrossLeftOut *left)
{
    return json_pack("{s:I, s:o}", "n", (json_int_t)left->n, "time_s",
                     figure_seconds(left->time_ms));
}

static json_t *make_table(const CrossTable *t)
{
    static const char *const names[] = {
        [CROSS_N] = "n", [CROSS_TIME] = "time", [CROSS_PERCENT] = "percent", [CROSS_RATE] = "rate"};
    const CrossOptions *options = &t->options;
    json_t *counted = options->of_count > 0 ? json_array() : json_null();
    for (int32_t i = 0; i < options->of_count; i++)
        counted = figure_append(counted, figure_text(options->of[i]));
    json_t *cells = json_array();
    for (int32_t row = 0; row <= t->row_count; row++)
        for (int32_t column = 0; column <= t->column_count; column++)
            cells = figure_append(cells, make_cell(t, row, column));
    return json_pack(
        "{s:s, s:o, s:o, s:s, s:o, s:s, s:{s:i, s:s}, s:i, s:o, s:{s:o, s:o, s:I}, s:i, s:o}",
        "measure", "cross", "rows", make_axis(options->rows, t->rows, t->row_count), "columns",
        make_axis(options->columns, t->columns, t->column_count), "what", names[options->what],
        "counted", counted, "of", t->of, "settings", "suppress_below", (int)options->suppress_below,
        "interval", "none: events cluster in pupils and lessons, which a table does not keep",
        "lessons", (int)t->lessons, "observed_s", figure_seconds(t->observed_ms), "left_out",
        "rows", make_left(&t->not_rows), "columns", make_left(&t->not_columns),
        "unanswered_samples", (json_int_t)t->unanswered, "hidden", (int)t->hidden, "cells", cells);
}

static bool dump(json_t *json, FILE *out, Err *err)
{
    bool ok = json && json_dumpf(json, out, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) == 0 &&
              fputc('\n', out) != EOF;
    json_decref(json);
    return ok || err_set(err, ERR_SYSTEM, "the figures cannot be written");
}

bool cross_write_json(const CrossTable *table, FILE *out, Err *err)
{
    return dump(make_table(table), out, err);
}

/* ---- many lessons ---- */

/* ISO 8601 in the lesson's own offset, or null. */
static json_t *make_start(const PoolLesson *lesson)
{
    int minutes = lesson->utc_offset_min < 0 ? -lesson->utc_offset_min : lesson->utc_offset_min;
    time_t local = (time_t)(lesson->started_unix_ms / 1000) + lesson->utc_offset_min * INT64_C(60);
    struct tm parts;
    char date[40], text[64];
    if (lesson->started_unix_ms == 0 || !gmtime_r(&local, &parts) ||
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts) == 0)
        return json_null();
    (void)snprintf(text, sizeof text, "%s%c%02d:%02d", date, lesson->utc_offset_min < 0 ? '-' : '+',
                   minutes / 60, minutes % 60);
    return json_string(text);
}

static json_t *make_lesson(const PoolLesson *lesson)
{
    char id[UUID_TEXT_SIZE];
    uuid_format(lesson->id, id);
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:f, s:i, s:I, s:b}", "id", id,
                     "title", figure_text(lesson->title), "class", figure_text(lesson->class_name),
                     "place", figure_text(lesson->place), "observer", figure_text(lesson->observer),
                     "protocol", figure_text(lesson->protocol), "protocol_version",
                     figure_text(lesson->protocol_version), "started", make_start(lesson),
                     "observed_s", figure_seconds(lesson->observed_ms), "student_minutes",
                     (double)lesson->student_ms / 60000.0, "present", (int)lesson->present,
                     "events", (json_int_t)lesson->events, "ended", (int)lesson->ended);
}

static json_t *make_rate(PoolRate rate, const PoolShare *pooled)
{
    const Proportion *p = &pooled->share;
    bool defined = !p->undefined, interval = defined && p->has_interval;
    return json_pack("{s:s, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:i}", "of", pool_rate_of(rate), "k",
                     (json_int_t)p->k, "n", (json_int_t)p->n, "share",
                     defined ? json_real(p->share) : json_null(), "low",
                     interval ? json_real(p->low) : json_null(), "high",
                     interval ? json_real(p->high) : json_null(), "interval",
                     figure_text(defined ? p->interval : NULL), "undefined",
                     figure_text(p->undefined), "lessons", (int)pooled->lessons);
}

static json_t *make_rates(const PoolMeasures *m)
{
    json_t *object = json_object();
    for (int i = 0; object && i < POOL_RATE_COUNT; i++)
        if (json_object_set_new(object, pool_rate_name((PoolRate)i),
                                make_rate((PoolRate)i, &m->rates[i])) != 0) {
            json_decref(object);
            return NULL;
        }
    return object;
}

static json_t *make_role(const PoolTalk *talk, TalkRole role)
{
    return json_pack("{s:o, s:o, s:I}", "s", figure_seconds(talk->ms[role]), "share",
                     talk->undefined ? json_null() : json_real(talk->share[role]), "turns",
                     (json_int_t)talk->turns[role]);
}

static json_t *make_talk(const PoolTalk *talk)
{
    return json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "lessons", (int)talk->lessons,
                     "observed_s", figure_seconds(talk->observed_ms), "teacher",
                     make_role(talk, TALK_TEACHER), "students", make_role(talk, TALK_STUDENT),
                     "group_talk", make_role(talk, TALK_GROUP), "silence",
                     make_role(talk, TALK_SILENCE), "overlap_s", figure_seconds(talk->overlap_ms),
                     "undefined", figure_text(talk->undefined));
}

static json_t *make_ratio(const PoolTalk *talk)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "of",
                     "seconds of teacher / (teacher + students); group talk left out", "k",
                     figure_seconds(talk->ms[TALK_TEACHER]), "n",
                     figure_seconds(talk->ms[TALK_TEACHER] + talk->ms[TALK_STUDENT]), "share",
                     talk->ratio_undefined ? json_null() : json_real(talk->ratio), "undefined",
                     figure_text(talk->ratio_undefined));
}

static const char *const LOST_KEYS[WAIT_LOST_COUNT] = {
    "measured", "short", "group_talk", "paused", "nothing", "earlier", "no_turn", "other_student"};

static json_t *make_wait(const PoolWait *wait)
{
    json_t *lost = json_object();
    for (int i = WAIT_MEASURED + 1; lost && i < WAIT_LOST_COUNT; i++)
        if (json_object_set_new(lost, LOST_KEYS[i], json_integer(wait->lost[i])) != 0) {
            json_decref(lost);
            return NULL;
        }
    return json_pack("{s:i, s:I, s:I, s:o, s:o, s:I, s:I, s:o, s:o, s:o}", "lessons",
                     (int)wait->lessons, "asked", (json_int_t)wait->asked, "measured",
                     (json_int_t)wait->n, "total_s", figure_seconds(wait->total_ms), "mean_s",
                     wait->n == 0 ? json_null()
                                  : json_real((double)wait->total_ms / 1000.0 / (double)wait->n),
                     "ended_by_student", (json_int_t)wait->by_student, "ended_by_teacher",
                     (json_int_t)wait->by_teacher, "goal_from_s", figure_seconds(wait->goal_min_ms),
                     "goal_to_s", figure_seconds(wait->goal_max_ms), "left_out", lost);
}

static json_t *make_budget(const CrossTable *t)
{
    json_t *rows = json_array();
    for (int32_t i = 0; i < t->row_count; i++) {
        const CrossCell *cell = cross_cell(t, i, 0);
        double of_min = (double)cell->of_ms / 60000.0;
        rows = figure_append(
            rows,
            json_pack("{s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:i, s:o}", "code",
                      figure_text(t->rows[i].key), "label", figure_text(t->rows[i].label), "n",
                      (json_int_t)cell->n, "total_s", figure_seconds(cell->time_ms), "of_s",
                      figure_seconds(cell->of_ms), "percent",
                      cell->undefined ? json_null() : json_real(cell->value), "per_min",
                      of_min > 0.0 ? json_real((double)cell->n / of_min) : json_null(), "lessons",
                      (int)cell->lessons, "undefined", figure_text(cell->undefined)));
    }
    return rows;
}

bool pool_write_json(const PoolMeasures *measures, FILE *out, Err *err)
{
    json_t *lessons = json_array();
    for (int32_t i = 0; i < measures->lesson_count; i++)
        lessons = figure_append(lessons, make_lesson(&measures->lessons[i]));
    json_t *json = json_pack(
        "{s:s, s:o, s:o, s:f, s:{s:i, s:i}, s:o, s:o, s:o, s:{s:o, s:o}, s:{s:s, s:o}}", "measure",
        "pooled", "lessons", lessons, "observed_s", figure_seconds(measures->observed_ms),
        "student_minutes", (double)measures->student_ms / 60000.0, "settings", "resamples",
        (int)MEASURE_RESAMPLES, "seed", (int)MEASURE_SEED, "talk_share", make_talk(&measures->talk),
        "talk_ratio", make_ratio(&measures->talk), "rates", make_rates(measures), "wait_time",
        "after_questions", make_wait(&measures->waits[0]), "after_student_turns",
        make_wait(&measures->waits[1]), "time_budget", "percent_of", measures->budget.of, "codes",
        make_budget(&measures->budget));
    return dump(json, out, err);
}
