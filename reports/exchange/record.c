#include "reports/exchange/record.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "protocols/utf8.h"
#include "reports/exchange/record_attachment.h"
#include "reports/exchange/record_read.h"

/* Written by hand, not through jansson: a record of a million events would be a
 * million objects in memory first. */
typedef struct JsonOut {
    FILE *file;
    bool first; /* in the object or array that is open */
} JsonOut;

enum { SCRATCH_BYTES = 4 * 1024 * 1024 }; /* for what one event carries */

static const char *const kind_names[] = {
    [CODE_POINT] = "point",   [CODE_STATE] = "state", [CODE_INTERVAL] = "interval",
    [CODE_RATING] = "rating", [CODE_NOTE] = "note",
};

static void put_string(JsonOut *j, const char *text)
{
    (void)fputc('"', j->file);
    size_t len = strlen(text);
    for (size_t at = 0, bytes = 0; at < len; at += bytes) {
        unsigned char c = (unsigned char)text[at];
        if (utf8_decode(text + at, len - at, &bytes) == 0xFFFD && bytes == 1)
            (void)fputs("\xEF\xBF\xBD", j->file); /* what is no UTF-8 has no place in JSON */
        else if (c == '"' || c == '\\')
            (void)fprintf(j->file, "\\%c", c);
        else if (c == '\n')
            (void)fputs("\\n", j->file);
        else if (c < 0x20)
            (void)fprintf(j->file, "\\u%04x", c);
        else
            (void)fwrite(text + at, 1, bytes, j->file);
    }
    (void)fputc('"', j->file);
}

static void put_name(JsonOut *j, const char *name)
{
    if (!j->first)
        (void)fputs(", ", j->file);
    j->first = false;
    put_string(j, name);
    (void)fputs(": ", j->file);
}

/* A string, or null. */
static void put_text(JsonOut *j, const char *name, const char *text)
{
    put_name(j, name);
    if (text)
        put_string(j, text);
    else
        (void)fputs("null", j->file);
}

static void put_bool(JsonOut *j, const char *name, bool value)
{
    put_name(j, name);
    (void)fputs(value ? "true" : "false", j->file);
}

static void put_int(JsonOut *j, const char *name, int64_t value)
{
    put_name(j, name);
    (void)fprintf(j->file, "%" PRId64, value);
}

static void put_int_or_null(JsonOut *j, const char *name, bool there, int64_t value)
{
    if (there)
        put_int(j, name, value);
    else
        put_text(j, name, NULL);
}

/* Whole milliseconds as seconds, without floating point: 12, 0.5, 3.042. */
static void put_seconds(JsonOut *j, const char *name, int64_t ms)
{
    put_name(j, name);
    (void)fprintf(j->file, "%" PRId64, ms / 1000);
    int64_t rest = ms % 1000;
    if (rest % 100 == 0 && rest > 0)
        (void)fprintf(j->file, ".%" PRId64, rest / 100);
    else if (rest % 10 == 0 && rest > 0)
        (void)fprintf(j->file, ".%02" PRId64, rest / 10);
    else if (rest > 0)
        (void)fprintf(j->file, ".%03" PRId64, rest);
}

/* 0..1 by millionths: printf's own fraction follows the locale. */
static void put_fraction(JsonOut *j, const char *name, float value)
{
    long millionths = value > 0.0F ? lroundf(value < 1.0F ? value * 1e6F : 1e6F) : 0;
    put_name(j, name);
    (void)fprintf(j->file, "%ld.%06ld", millionths / 1000000, millionths % 1000000);
}

static void begin(JsonOut *j, const char *name, char bracket)
{
    if (name)
        put_name(j, name);
    else if (!j->first)
        (void)fputs(",", j->file);
    (void)fputc(bracket, j->file);
    j->first = true;
}

static void end(JsonOut *j, char bracket)
{
    (void)fputc(bracket, j->file);
    j->first = false;
}

static void item(JsonOut *j)
{
    if (!j->first)
        (void)fputs(",", j->file);
    (void)fputs("\n    ", j->file);
    j->first = true;
}

/* 2026-03-12T09:05:00.250-08:00. The local time is the UTC time moved by the
 * offset: no time zone of this machine has a part in it. */
static void put_started(JsonOut *j, const Setup *setup)
{
    if (setup->started_unix_ms == 0) {
        put_text(j, "started", NULL);
        return;
    }
    int64_t local_ms = setup->started_unix_ms + setup->utc_offset_min * INT64_C(60000);
    int64_t ms = ((local_ms % 1000) + 1000) % 1000;
    time_t seconds = (time_t)((local_ms - ms) / 1000);
    struct tm tm;
    char text[40] = "", full[80];
    if (!gmtime_r(&seconds, &tm) || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm) == 0) {
        put_text(j, "started", NULL);
        return;
    }
    int offset = setup->utc_offset_min < 0 ? -setup->utc_offset_min : setup->utc_offset_min;
    (void)snprintf(full, sizeof full, "%s.%03d%c%02d:%02d", text, (int)ms,
                   setup->utc_offset_min < 0 ? '-' : '+', offset / 60, offset % 60);
    put_text(j, "started", full);
}

static const char *subject_label(const Setup *setup, int32_t subject)
{
    return subject == SUBJECT_NONE ? NULL : setup->subjects[subject].label;
}

static void put_subject(JsonOut *j, const Setup *setup, const Subject *subject)
{
    static const char *const kinds[] = {
        [SUBJECT_ADULT] = "adult", [SUBJECT_PUPIL] = "pupil", [SUBJECT_GROUP] = "group"};
    const char focus[2] = {subject->focus, '\0'};
    item(j);
    (void)fputc('{', j->file);
    put_text(j, "label", subject->label);
    put_text(j, "kind", kinds[subject->kind]);
    put_text(j, "detail", subject->detail);
    put_text(j, "group", subject_label(setup, subject->group));
    put_fraction(j, "x", subject->x);
    put_fraction(j, "y", subject->y);
    put_bool(j, "absent", subject->absent);
    put_bool(j, "several", subject->several);
    put_text(j, "focus", subject->focus ? focus : NULL);
    put_text(j, "predicted", subject->predicted);
    if (subject->attribute_count > 0) {
        begin(j, "attributes", '{');
        for (int32_t i = 0; i < subject->attribute_count; i++)
            put_text(j, subject->attributes[i].key, subject->attributes[i].value);
        end(j, '}');
    }
    end(j, '}');
}

static void put_options(JsonOut *j, const Protocol *p, const ObsEvent *e)
{
    begin(j, "options", '{');
    for (int32_t i = 0; i < p->modifier_count; i++)
        if (e->options[i] != PROTOCOL_NONE)
            put_text(j, p->modifiers[i].key, p->modifiers[i].options[e->options[i]].key);
    end(j, '}');
}

/* One at a time: many photos take the memory of one. */
static bool put_attachment(JsonOut *j, const Observation *o, const ObsEvent *e, Arena *scratch,
                           Err *err)
{
    Attachment attachment;
    ArenaMark mark = arena_mark(scratch);
    if (!o->attachments)
        return true;
    if (!observation_read_attachment(o, e, scratch, &attachment, err))
        return false;
    if (attachment.kind != ATTACHMENT_NONE) {
        put_name(j, attachment.kind == ATTACHMENT_INK ? "ink" : "photo");
        record_put_attachment(&attachment, j->file);
    }
    arena_reset(scratch, mark);
    return true;
}

static bool put_event(JsonOut *j, const Observation *o, const ObsEvent *e, Arena *scratch, Err *err)
{
    const Code *code = &o->protocol->codes[e->code];
    char id[UUID_TEXT_SIZE];
    uuid_format(e->id, id);
    bool sample = code->kind == CODE_INTERVAL;
    item(j);
    (void)fputc('{', j->file);
    put_text(j, "id", id);
    put_text(j, "code", code->key);
    put_text(j, "kind", kind_names[code->kind]);
    put_text(j, "subject", subject_label(o->setup, e->subject));
    put_text(j, "target", subject_label(o->setup, e->target));
    put_seconds(j, "start_s", e->start_ms);
    put_seconds(j, "stop_s", e->stop_ms);
    put_int_or_null(j, "value", code->kind == CODE_RATING || (sample && !e->missing), e->value);
    put_int_or_null(j, "of", sample, e->of);
    put_bool(j, "missing", e->missing);
    put_options(j, o->protocol, e);
    put_text(j, "text", e->text);
    bool ok = put_attachment(j, o, e, scratch, err);
    end(j, '}');
    return ok;
}

static void put_plan(JsonOut *j, const Observation *o)
{
    const Setup *setup = o->setup;
    const Protocol *p = o->protocol;
    begin(j, "questions", '[');
    for (int32_t i = 0; i < setup->question_count; i++) {
        item(j);
        put_string(j, setup->questions[i]);
        j->first = false;
    }
    end(j, ']');
    begin(j, "targets", '[');
    int32_t m = p->target_modifier;
    for (int32_t i = 0; m != PROTOCOL_NONE && i < p->modifiers[m].option_count; i++)
        if (setup->targets & 1U << i) {
            item(j);
            put_string(j, p->modifiers[m].options[i].key);
            j->first = false;
        }
    end(j, ']');
    begin(j, "phases", '[');
    for (int32_t i = 0; i < setup->phase_count; i++) {
        item(j);
        (void)fputc('{', j->file);
        put_text(j, "code", p->codes[setup->phases[i].code].key);
        put_int(j, "minutes", setup->phases[i].minutes);
        end(j, '}');
    }
    end(j, ']');
}

/* Only where there is anything to say. */
static void put_team(JsonOut *j, const Setup *setup)
{
    if (setup->watch_count > 0) {
        begin(j, "watches", '[');
        for (int32_t i = 0; i < setup->watch_count; i++) {
            item(j);
            (void)fputc('{', j->file);
            put_text(j, "observer", setup->watches[i].observer);
            put_text(j, "whom", setup->watches[i].whom);
            end(j, '}');
        }
        end(j, ']');
    }
    if (setup->board_x == 0 && setup->board_y == 0)
        return;
    begin(j, "board", '{');
    put_fraction(j, "x", setup->board_x);
    put_fraction(j, "y", setup->board_y);
    end(j, '}');
}

static void put_named(JsonOut *j, const char *what, const char *key, Uuid id, const char *name)
{
    char text[UUID_TEXT_SIZE];
    if (uuid_is_nil(id))
        return;
    uuid_format(id, text);
    put_text(j, what, name);
    put_text(j, key, text);
}

/* What a walk-through is about; what was not said is left out. */
static void put_walk(JsonOut *j, const WalkThrough *walk)
{
    if (!walk)
        return;
    begin(j, "walk_through", '{');
    put_named(j, "school", "school_key", walk->school, walk->school_name);
    put_named(j, "teacher", "teacher_key", walk->teacher, walk->teacher_key);
    if (walk->grade >= 0)
        put_int(j, "grade", walk->grade);
    put_text(j, "subject", walk->subject);
    if (walk->period > 0)
        put_int(j, "period", walk->period);
    end(j, '}');
}

RecordMark record_protocol_mark(const Protocol *protocol)
{
    uint64_t mark = fnv1a(FNV1A_BEGIN, protocol->text, protocol->text_len);
    RecordMark text;
    (void)snprintf(text.text, sizeof text.text, "%016" PRIx64, mark);
    return text;
}

static void put_head(JsonOut *j, const Observation *o)
{
    const Setup *setup = o->setup;
    char id[UUID_TEXT_SIZE];
    uuid_format(setup->id, id);
    put_int(j, "kenkyu", 1);
    put_text(j, "id", id);
    put_text(j, "protocol", o->protocol->key);
    put_text(j, "protocol_title", o->protocol->title);
    put_text(j, "protocol_version", o->protocol->version);
    put_text(j, "protocol_mark", record_protocol_mark(o->protocol).text);
    put_text(j, "title", setup->title);
    put_text(j, "class", setup->class_name);
    put_text(j, "place", setup->place);
    put_text(j, "observer", setup->observer);
    put_text(j, "theme", setup->theme);
    put_text(j, "goals", setup->goals);
    put_text(j, "origin", setup->origin);
    put_started(j, setup);
    put_seconds(j, "resolution_s", setup->resolution_ms);
    put_bool(j, "ended", o->ended);
    put_seconds(j, "length_s", o->end_ms);
    put_walk(j, setup->walk);
}

bool record_write_json(const Observation *observation, FILE *out, Err *err)
{
    const Setup *setup = observation->setup;
    JsonOut j = {out, true};
    begin(&j, NULL, '{');
    put_head(&j, observation);
    put_plan(&j, observation);
    put_team(&j, setup);
    begin(&j, "subjects", '[');
    for (int32_t i = 0; i < setup->subject_count; i++)
        put_subject(&j, setup, &setup->subjects[i]);
    end(&j, ']');
    begin(&j, "events", '[');
    Arena scratch;
    arena_init(&scratch, SCRATCH_BYTES);
    bool ok = true;
    for (size_t i = 0; i < observation->event_count && ok; i++)
        ok = put_event(&j, observation, &observation->events[i], &scratch, err);
    arena_deinit(&scratch);
    if (!ok)
        return false;
    end(&j, ']');
    end(&j, '}');
    (void)fputc('\n', out);
    return !ferror(out) || err_set(err, ERR_SYSTEM, "the record cannot be written");
}
