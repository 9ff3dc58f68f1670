#include "reports/exchange/events_csv.h"

#include "reports/exchange/csv_put.h"

#include <inttypes.h>
#include <string.h>

static const char *const first_columns[] = {"start_s",      "stop_s", "duration_s", "code",
                                            "label",        "kind",   "category",   "subject",
                                            "subject_kind", "group",  "target"};
static const char *const last_columns[] = {"value", "of", "missing", "text", "id"};

enum {
    FIRST_COUNT = sizeof first_columns / sizeof first_columns[0],
    LAST_COUNT = sizeof last_columns / sizeof last_columns[0]
};

static void put_cell(FILE *out, const char *text)
{
    (void)fputc(',', out);
    csv_put_text(out, text);
}

static void put_seconds(FILE *out, int64_t ms)
{
    (void)fprintf(out, "%" PRId64 ".%03" PRId64, ms / 1000, ms % 1000);
}

static void put_count(FILE *out, bool there, int32_t value)
{
    if (there)
        (void)fprintf(out, ",%" PRId32, value);
    else
        (void)fputc(',', out);
}

static bool is_column(const char *name)
{
    for (size_t i = 0; i < FIRST_COUNT; i++)
        if (strcmp(first_columns[i], name) == 0)
            return true;
    for (size_t i = 0; i < LAST_COUNT; i++)
        if (strcmp(last_columns[i], name) == 0)
            return true;
    return false;
}

static void put_header(const Protocol *p, FILE *out)
{
    for (size_t i = 0; i < FIRST_COUNT; i++)
        (void)fprintf(out, "%s%s", i > 0 ? "," : "", first_columns[i]);
    for (int32_t i = 0; i < p->modifier_count; i++)
        (void)fprintf(out, ",%s%s", is_column(p->modifiers[i].key) ? "modifier_" : "",
                      p->modifiers[i].key);
    for (size_t i = 0; i < LAST_COUNT; i++)
        (void)fprintf(out, ",%s", last_columns[i]);
    (void)fputs("\r\n", out);
}

static void put_subject(FILE *out, const Setup *setup, const ObsEvent *e)
{
    static const char *const kinds[] = {
        [SUBJECT_ADULT] = "adult", [SUBJECT_PUPIL] = "pupil", [SUBJECT_GROUP] = "group"};
    static const Subject nobody = {.label = "", .group = SUBJECT_NONE};
    bool anybody = e->subject != SUBJECT_NONE;
    const Subject *subject = anybody ? &setup->subjects[e->subject] : &nobody;
    int32_t group = subject->group;
    put_cell(out, subject->label);
    put_cell(out, anybody ? kinds[subject->kind] : "");
    put_cell(out, group == SUBJECT_NONE ? "" : setup->subjects[group].label);
    put_cell(out, e->target == SUBJECT_NONE ? "" : setup->subjects[e->target].label);
}

static void put_event(FILE *out, const Observation *o, const ObsEvent *e)
{
    static const char *const kinds[] = {
        [CODE_POINT] = "point",   [CODE_STATE] = "state", [CODE_INTERVAL] = "interval",
        [CODE_RATING] = "rating", [CODE_NOTE] = "note",
    };
    const Protocol *p = o->protocol;
    const Code *code = &p->codes[e->code];
    char id[UUID_TEXT_SIZE];
    uuid_format(e->id, id);
    bool sample = code->kind == CODE_INTERVAL;

    put_seconds(out, e->start_ms);
    (void)fputc(',', out);
    put_seconds(out, e->stop_ms);
    (void)fputc(',', out);
    put_seconds(out, e->stop_ms - e->start_ms);
    put_cell(out, code->key);
    put_cell(out, code->label);
    put_cell(out, kinds[code->kind]);
    put_cell(out, p->categories[code->category].key);
    put_subject(out, o->setup, e);
    for (int32_t i = 0; i < p->modifier_count; i++)
        put_cell(out,
                 e->options[i] == PROTOCOL_NONE ? "" : p->modifiers[i].options[e->options[i]].key);
    put_count(out, code->kind == CODE_RATING || (sample && !e->missing), e->value);
    put_count(out, sample, e->of);
    put_cell(out, !sample ? "" : e->missing ? "yes" : "no");
    put_cell(out, e->text);
    put_cell(out, id);
    (void)fputs("\r\n", out);
}

bool events_write_csv(const Observation *observation, FILE *out, Err *err)
{
    put_header(observation->protocol, out);
    for (size_t i = 0; i < observation->event_count; i++)
        put_event(out, observation, &observation->events[i]);
    return !ferror(out) || err_set(err, ERR_SYSTEM, "the table cannot be written");
}
