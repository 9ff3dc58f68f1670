#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/json_place.h"
#include "reports/exchange/record.h"
#include "reports/exchange/record_attachment.h"
#include "reports/exchange/script_build.h"

/* Values in the file; what jansson needs for them stays under about 400 MB. */
enum { MAX_VALUES = 4000000, SCRATCH_BYTES = 256 * 1024 * 1024 };

/* A value with its place: everything below reads through these. */
typedef struct Value {
    json_t *json; /* NULL: not there, and then place is that of the object */
    JsonPlace place;
} Value;

typedef struct Reading {
    const char *name;
    const Protocol *protocol;
    Arena *arena;
    Setup setup;
    Subject *subjects;
    Err *err;
} Reading;

/* An event of the record, on its way to acts. */
typedef struct Entry {
    ScriptAct act; /* how it starts; for a pause SCRIPT_PAUSE */
    int64_t stop_ms;
    bool is_state;
    bool opened_at_start; /* an absence that starting the lesson opens */
    bool ends_by_itself;  /* the next state of its exclusive category begins there */
    int32_t order;        /* in the file */
    JsonPlace place;
} Entry;

/* An act, or the stop of one, before the acts are put in order. */
typedef struct Step {
    ScriptAct act;
    int32_t entry;
    int32_t rank; /* among those at the same time */
} Step;

enum {
    RANK_RESUME,
    RANK_STOP,
    RANK_TAP,
    RANK_STOP_AT_START,
    RANK_ANSWER,
    RANK_PAUSE,
    RANK_RESUME_AT_START,
    RANK_END
};

/* ---- places and refusals ---- */

static bool refuse(Reading *r, Value value, ErrKind kind, const char *what)
{
    Utf8Place at = utf8_place(value.place.text, value.place.len, value.place.at);
    return err_set(r->err, kind, "%s:%d:%d: %s", r->name, (int)at.line, (int)at.column, what);
}

static bool refuse_field(Reading *r, Value value, const char *field, const char *expected)
{
    char what[160];
    (void)snprintf(what, sizeof what, "%s '%s', expected %s", value.json ? "wrong" : "no", field,
                   expected);
    return refuse(r, value, ERR_FORMAT, what);
}

static Value member(Value object, const char *name)
{
    return (Value){json_object_get(object.json, name), json_place_member(object.place, name)};
}

/* ---- typed members ---- */

/* A string of at most max bytes; "" when absent or null. */
static bool read_text(Reading *r, Value object, const char *name, size_t max, const char **ret_text)
{
    Value value = member(object, name);
    if (!value.json || json_is_null(value.json)) {
        *ret_text = "";
        return true;
    }
    const char *text = json_string_value(value.json);
    size_t len = json_string_length(value.json);
    if (!text)
        return refuse_field(r, value, name, "text in quotes");
    if (len > max) {
        char what[160];
        (void)snprintf(what, sizeof what, "'%s' of %zu bytes, expected at most %zu", name, len,
                       max);
        return refuse(r, value, ERR_LIMIT, what);
    }
    if (utf8_text_len(text, len) != len)
        return refuse_field(r, value, name, "text without control characters");
    *ret_text = arena_copy(r->arena, text, len);
    return *ret_text || script_no_memory(r->name, r->err);
}

/* Seconds as milliseconds; *ret_ms stays when absent and not needed. */
static bool read_seconds(Reading *r, Value object, const char *name, bool needed, int64_t *ret_ms)
{
    Value value = member(object, name);
    if (!value.json && !needed)
        return true;
    double seconds = json_number_value(value.json);
    if (!json_is_number(value.json) || !(seconds >= 0) ||
        seconds > (double)OBSERVATION_MAX_MS / 1000.0)
        return refuse_field(r, value, name, "seconds of 0 or more");
    *ret_ms = llround(seconds * 1000.0);
    return true;
}

static bool read_int(Reading *r, Value object, const char *name, int32_t max, int32_t *ret_value)
{
    Value value = member(object, name);
    if (!value.json || json_is_null(value.json))
        return true;
    json_int_t number = json_integer_value(value.json);
    if (!json_is_integer(value.json) || number < 0 || number > max)
        return refuse_field(r, value, name, "a whole number of 0 or more");
    *ret_value = (int32_t)number;
    return true;
}

static bool read_bool(Reading *r, Value object, const char *name, bool *ret_value)
{
    Value value = member(object, name);
    if (value.json && !json_is_boolean(value.json))
        return refuse_field(r, value, name, "true or false");
    *ret_value = json_is_true(value.json);
    return true;
}

static bool read_fraction(Reading *r, Value object, const char *name, float *ret_value)
{
    Value value = member(object, name);
    double number = value.json ? json_number_value(value.json) : 0.5;
    if ((value.json && !json_is_number(value.json)) || !(number >= 0 && number <= 1))
        return refuse_field(r, value, name, "a number from 0 to 1");
    *ret_value = (float)number;
    return true;
}

/* An array with at most max items; NULL and 0 when absent. */
static bool read_list(Reading *r, Value object, const char *name, size_t max, Value *ret_list,
                      size_t *ret_count)
{
    *ret_list = member(object, name);
    *ret_count = json_array_size(ret_list->json);
    if (ret_list->json && !json_is_array(ret_list->json))
        return refuse_field(r, *ret_list, name, "a list");
    if (*ret_count > max) {
        char what[160];
        (void)snprintf(what, sizeof what, "%zu in '%s', expected at most %zu", *ret_count, name,
                       max);
        return refuse(r, *ret_list, ERR_LIMIT, what);
    }
    return true;
}

/* Item i of a list, when `before` is item i - 1 (or anything for the first). */
static Value next_item(Value list, size_t i, Value before)
{
    return (Value){json_array_get(list.json, i),
                   i == 0 ? json_place_first(list.place) : json_place_next(before.place)};
}

/* The code with the key that `code` must hold. */
static bool read_code(Reading *r, Value object, int32_t *ret_code)
{
    Value value = member(object, "code");
    const char *key = json_string_value(value.json);
    if (!key)
        return refuse_field(r, value, "code", "the key of a code");
    *ret_code = protocol_find_code(r->protocol, key);
    if (*ret_code != PROTOCOL_NONE)
        return true;
    char what[160];
    (void)snprintf(what, sizeof what, "code '%s' is not in the protocol %s",
                   utf8_quote(key, strlen(key)).text, r->protocol->key);
    return refuse(r, value, ERR_FORMAT, what);
}

/* A label of a subject; absent or null is nobody. */
static bool read_subject_ref(Reading *r, Value object, const char *name, int32_t *ret_subject)
{
    Value value = member(object, name);
    *ret_subject = SUBJECT_NONE;
    if (!value.json || json_is_null(value.json))
        return true;
    const char *label = json_string_value(value.json);
    if (!label)
        return refuse_field(r, value, name, "a label or null");
    *ret_subject = setup_find_subject(&r->setup, label);
    if (*ret_subject != SUBJECT_NONE)
        return true;
    char what[160];
    (void)snprintf(what, sizeof what, "%s '%s' is not among the subjects", name,
                   utf8_quote(label, strlen(label)).text);
    return refuse(r, value, ERR_FORMAT, what);
}

/* ---- the set-up ---- */

static bool digits(const char *text, size_t count, int *ret_value)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    *ret_value = value;
    return true;
}

/* Days from 1970-01-01 in the Gregorian calendar (H. Hinnant, days_from_civil). */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* 2026-03-12T09:05:00.250-08:00, as record_write_json() writes it. */
static bool parse_started(const char *text, Setup *setup)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd.ddd";
    int year, month, day, hour, minute, second, ms, offset_hours, offset_minutes;
    if (strlen(text) != sizeof form - 1 + 6)
        return false;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] != 'd' && text[i] != form[i])
            return false;
    const char *zone = text + sizeof form - 1;
    if (!digits(text, 4, &year) || !digits(text + 5, 2, &month) || !digits(text + 8, 2, &day) ||
        !digits(text + 11, 2, &hour) || !digits(text + 14, 2, &minute) ||
        !digits(text + 17, 2, &second) || !digits(text + 20, 3, &ms) || !strchr("+-", zone[0]) ||
        !digits(zone + 1, 2, &offset_hours) || zone[3] != ':' ||
        !digits(zone + 4, 2, &offset_minutes))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60 ||
        offset_hours > 18 || offset_minutes > 59)
        return false;
    int64_t minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute;
    setup->utc_offset_min = (offset_hours * 60 + offset_minutes) * (zone[0] == '-' ? -1 : 1);
    setup->started_unix_ms = ((minutes - setup->utc_offset_min) * 60 + second) * 1000 + ms;
    return true;
}

static bool read_started(Reading *r, Value root)
{
    const char *started = "";
    if (!read_text(r, root, "started", 64, &started))
        return false;
    return started[0] == '\0' || parse_started(started, &r->setup) ||
           refuse_field(r, member(root, "started"), "started",
                        "a time such as 2026-03-12T09:05:00.000-08:00");
}

/* {"EL": "yes"}; jansson has refused keys that stand twice. */
static bool read_attributes(Reading *r, Value object, Subject *subject)
{
    Value value = member(object, "attributes");
    size_t count = json_object_size(value.json);
    if (!value.json)
        return true;
    if (!json_is_object(value.json) || (count > 0 && subject->kind != SUBJECT_PUPIL))
        return refuse_field(r, value, "attributes",
                            "an object such as {\"EL\": \"yes\"} of a pupil");
    if (count > OBSERVATION_MAX_ATTRIBUTES) {
        char what[160];
        (void)snprintf(what, sizeof what, "%zu attributes of one pupil, expected at most %d", count,
                       OBSERVATION_MAX_ATTRIBUTES);
        return refuse(r, value, ERR_LIMIT, what);
    }
    Attribute *attributes = ARENA_PUSH(r->arena, Attribute, count);
    if (!attributes)
        return script_no_memory(r->name, r->err);
    const char *key;
    json_t *ignored;
    json_object_foreach(value.json, key, ignored)
    {
        Attribute *attribute = &attributes[subject->attribute_count];
        if (!attribute_key_is_valid(key))
            return refuse_field(r, member(value, key), "attributes",
                                "keys of letters, digits, - and _ that begin with a letter");
        if (!read_text(r, value, key, OBSERVATION_MAX_ATTRIBUTE_TEXT, &attribute->value))
            return false;
        if (attribute->value[0] == '\0')
            return refuse_field(r, member(value, key), key, "what the pupil's attribute is");
        attribute->key = arena_copy(r->arena, key, strlen(key));
        if (!attribute->key)
            return script_no_memory(r->name, r->err);
        subject->attribute_count++;
    }
    subject->attributes = attributes;
    return true;
}

static bool read_subject(Reading *r, Value value, Subject *subject)
{
    static const char *const kinds[] = {
        [SUBJECT_ADULT] = "adult", [SUBJECT_PUPIL] = "pupil", [SUBJECT_GROUP] = "group"};
    const char *kind = "", *focus = "";
    *subject = (Subject){.group = SUBJECT_NONE};
    if (!json_is_object(value.json))
        return refuse(r, value, ERR_FORMAT, "no object here, expected a subject");
    if (!read_text(r, value, "label", OBSERVATION_MAX_LABEL, &subject->label) ||
        !read_text(r, value, "kind", 16, &kind) ||
        !read_text(r, value, "detail", OBSERVATION_MAX_LABEL, &subject->detail) ||
        !read_text(r, value, "predicted", OBSERVATION_MAX_TEXT, &subject->predicted) ||
        !read_text(r, value, "focus", 4, &focus) || !read_fraction(r, value, "x", &subject->x) ||
        !read_fraction(r, value, "y", &subject->y) ||
        !read_bool(r, value, "absent", &subject->absent) ||
        !read_bool(r, value, "several", &subject->several))
        return false;
    if (subject->label[0] == '\0')
        return refuse_field(r, member(value, "label"), "label", "a label of its own");
    if (setup_find_subject(&r->setup, subject->label) != SUBJECT_NONE)
        return refuse(r, member(value, "label"), ERR_FORMAT,
                      "the label stands twice, expected every label once");
    if (focus[0] != '\0' && (focus[1] != '\0' || focus[0] < 'A' || focus[0] > 'Z'))
        return refuse_field(r, member(value, "focus"), "focus", "a letter from A to Z or null");
    subject->focus = focus[0];
    for (int i = SUBJECT_ADULT; i <= SUBJECT_GROUP; i++)
        if (strcmp(kind, kinds[i]) == 0) {
            subject->kind = (SubjectKind)i;
            return read_attributes(r, value, subject);
        }
    return refuse_field(r, member(value, "kind"), "kind", "adult, pupil or group");
}

static bool read_subjects(Reading *r, Value root)
{
    Value list, item = {0};
    size_t count;
    if (!read_list(r, root, "subjects", OBSERVATION_MAX_SUBJECTS, &list, &count))
        return false;
    r->subjects = ARENA_PUSH(r->arena, Subject, count + 1);
    if (!r->subjects)
        return script_no_memory(r->name, r->err);
    r->setup.subjects = r->subjects;
    for (size_t i = 0; i < count; i++) {
        item = next_item(list, i, item);
        if (!read_subject(r, item, &r->subjects[i]))
            return false;
        r->setup.subject_count++;
    }
    for (size_t i = 0; i < count; i++) { /* a group may stand behind its pupils */
        item = next_item(list, i, item);
        if (!read_subject_ref(r, item, "group", &r->subjects[i].group))
            return false;
        int32_t group = r->subjects[i].group;
        if (group != SUBJECT_NONE && r->subjects[group].kind != SUBJECT_GROUP)
            return refuse_field(r, member(item, "group"), "group", "the label of a group");
    }
    return true;
}

static bool read_questions(Reading *r, Value root)
{
    Value list, item = {0};
    size_t count;
    if (!read_list(r, root, "questions", OBSERVATION_MAX_QUESTIONS, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        item = next_item(list, i, item);
        const char *text = json_string_value(item.json);
        size_t len = json_string_length(item.json);
        if (!text || len > OBSERVATION_MAX_TEXT || utf8_text_len(text, len) != len)
            return refuse(r, item, ERR_FORMAT,
                          "no question here, expected text without control characters");
        r->setup.questions[i] = arena_copy(r->arena, text, len);
        if (!r->setup.questions[i])
            return script_no_memory(r->name, r->err);
        r->setup.question_count++;
    }
    return true;
}

static bool read_watches(Reading *r, Value root)
{
    Value list, item = {0};
    size_t count;
    if (!read_list(r, root, "watches", OBSERVATION_MAX_WATCHES, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        item = next_item(list, i, item);
        TeamWatch *watch = &r->setup.watches[i];
        if (!json_is_object(item.json))
            return refuse(r, item, ERR_FORMAT, "no object here, expected who watches whom");
        if (!read_text(r, item, "observer", OBSERVATION_MAX_LABEL, &watch->observer) ||
            !read_text(r, item, "whom", OBSERVATION_MAX_TEXT, &watch->whom))
            return false;
        if (watch->observer[0] == '\0')
            return refuse_field(r, member(item, "observer"), "observer", "who it is");
        r->setup.watch_count++;
    }
    return true;
}

static bool read_board(Reading *r, Value root)
{
    Value board = member(root, "board");
    if (!board.json)
        return true;
    if (!json_is_object(board.json))
        return refuse_field(r, board, "board", "its place");
    return read_fraction(r, board, "x", &r->setup.board_x) &&
           read_fraction(r, board, "y", &r->setup.board_y);
}

static bool read_targets(Reading *r, Value root)
{
    Value list, item = {0};
    size_t count;
    if (!read_list(r, root, "targets", PROTOCOL_MAX_OPTIONS, &list, &count))
        return false;
    int32_t m = r->protocol->target_modifier;
    for (size_t i = 0; i < count; i++) {
        item = next_item(list, i, item);
        const char *key = json_string_value(item.json);
        int32_t option = key && m != PROTOCOL_NONE
                             ? modifier_find_option(&r->protocol->modifiers[m], key)
                             : PROTOCOL_NONE;
        if (option == PROTOCOL_NONE)
            return refuse(r, item, ERR_FORMAT,
                          "no target of this protocol here, expected the key of one");
        r->setup.targets |= 1U << option;
    }
    return true;
}

static bool read_phases(Reading *r, Value root)
{
    Value list, item = {0};
    size_t count;
    if (!read_list(r, root, "phases", PROTOCOL_MAX_CODES, &list, &count))
        return false;
    PlannedPhase *phases = ARENA_PUSH(r->arena, PlannedPhase, count + 1);
    if (!phases)
        return script_no_memory(r->name, r->err);
    for (size_t i = 0; i < count; i++) {
        item = next_item(list, i, item);
        if (!json_is_object(item.json))
            return refuse(r, item, ERR_FORMAT, "no object here, expected a phase");
        if (!read_code(r, item, &phases[i].code) ||
            !read_int(r, item, "minutes", 100000, &phases[i].minutes))
            return false;
        if (!(r->protocol->codes[phases[i].code].senses & SENSE_PHASE))
            return refuse_field(r, member(item, "code"), "code", "a phase of the protocol");
    }
    r->setup.phases = phases;
    r->setup.phase_count = (int32_t)count;
    return true;
}

static bool read_setup(Reading *r, Value root)
{
    Setup *setup = &r->setup;
    const char *origin = "", *imported_from = setup->origin;
    setup->resolution_ms = 1;
    if (!read_text(r, root, "title", OBSERVATION_MAX_TEXT, &setup->title) ||
        !read_text(r, root, "class", OBSERVATION_MAX_TEXT, &setup->class_name) ||
        !read_text(r, root, "place", OBSERVATION_MAX_TEXT, &setup->place) ||
        !read_text(r, root, "observer", OBSERVATION_MAX_TEXT, &setup->observer) ||
        !read_text(r, root, "theme", OBSERVATION_MAX_TEXT, &setup->theme) ||
        !read_text(r, root, "goals", OBSERVATION_MAX_TEXT, &setup->goals) ||
        !read_text(r, root, "origin", OBSERVATION_MAX_TEXT, &origin) ||
        !read_seconds(r, root, "resolution_s", false, &setup->resolution_ms) ||
        !read_started(r, root))
        return false;
    setup->origin = origin[0] ? origin : imported_from;
    return read_subjects(r, root) && read_questions(r, root) && read_targets(r, root) &&
           read_phases(r, root) && read_watches(r, root) && read_board(r, root);
}

/* ---- events ---- */

static bool read_options(Reading *r, Value event, int8_t ret_options[PROTOCOL_MAX_MODIFIERS])
{
    Value value = member(event, "options");
    if (!value.json)
        return true;
    if (!json_is_object(value.json))
        return refuse_field(r, value, "options", "an object of modifiers and their options");
    for (void *it = json_object_iter(value.json); it; it = json_object_iter_next(value.json, it)) {
        const char *key = json_object_iter_key(it);
        const char *option = json_string_value(json_object_iter_value(it));
        int32_t m = protocol_find_modifier(r->protocol, key);
        int32_t o = m != PROTOCOL_NONE && option
                        ? modifier_find_option(&r->protocol->modifiers[m], option)
                        : PROTOCOL_NONE;
        if (o == PROTOCOL_NONE)
            return refuse_field(r, member(value, key), "options",
                                "a modifier of the protocol with one of its options");
        ret_options[m] = (int8_t)o;
    }
    return true;
}

static bool read_times(Reading *r, Value value, int64_t length_ms, Entry *entry)
{
    int64_t start_ms = 0;
    if (!read_seconds(r, value, "start_s", true, &start_ms))
        return false;
    entry->act.at_ms = entry->act.said_ms = entry->stop_ms = start_ms;
    if (!read_seconds(r, value, "stop_s", entry->is_state, &entry->stop_ms))
        return false;
    if (entry->stop_ms < start_ms || (!entry->is_state && entry->stop_ms != start_ms))
        return refuse_field(r, member(value, "stop_s"), "stop_s",
                            entry->is_state ? "a time not before start_s" : "the same as start_s");
    return entry->stop_ms <= length_ms ||
           refuse_field(r, member(value, "stop_s"), "stop_s", "a time not after length_s");
}

static bool read_sample(Reading *r, Value value, ScriptAct *act)
{
    act->kind = SCRIPT_ANSWER;
    for (int32_t i = 0; i < r->protocol->sampling_count; i++)
        if (r->protocol->sampling[i].code == act->code)
            act->sampling = i;
    if (!read_bool(r, value, "missing", &act->missing))
        return false;
    if (!act->missing && !json_is_integer(member(value, "value").json))
        return refuse_field(r, member(value, "value"), "value",
                            "the number of pupils, for the sample is not missing");
    return true;
}

/* What ink and photos cannot be without. */
static bool read_attachment(Reading *r, Value event, AttachmentKind kind, ScriptAct *act)
{
    const char *name = kind == ATTACHMENT_INK ? "ink" : "photo", *expected = "";
    Value value = member(event, name);
    Attachment *attachment = ARENA_PUSH(r->arena, Attachment, 1);
    if (!attachment)
        return script_no_memory(r->name, r->err);
    if (!record_get_attachment(value.json, kind, r->arena, attachment, &expected))
        return refuse_field(r, value, name, expected);
    act->attachment = attachment;
    return true;
}

static bool read_event(Reading *r, Value value, int64_t length_ms, Entry *entry)
{
    if (!json_is_object(value.json))
        return refuse(r, value, ERR_FORMAT, "no object here, expected an event");
    *entry = (Entry){.act = script_act(SCRIPT_TAP, 0, 0), .place = value.place};
    ScriptAct *act = &entry->act;
    if (!read_code(r, value, &act->code))
        return false;
    const Code *code = &r->protocol->codes[act->code];
    entry->is_state = code->kind == CODE_STATE;
    act->again = act->exact = true;
    if (!read_times(r, value, length_ms, entry) ||
        !read_subject_ref(r, value, "subject", &act->subject) ||
        !read_subject_ref(r, value, "target", &act->target) ||
        !read_int(r, value, "value", 1000000, &act->value) ||
        !read_options(r, value, act->options) ||
        !read_text(r, value, "text", OBSERVATION_MAX_TEXT, &act->text))
        return false;
    if (code->kind == CODE_INTERVAL)
        return read_sample(r, value, act);
    if (code->senses & (SENSE_INK | SENSE_PHOTO))
        return read_attachment(r, value,
                               code->senses & SENSE_INK ? ATTACHMENT_INK : ATTACHMENT_PHOTO, act);
    if (code->senses & SENSE_PAUSE)
        act->kind = SCRIPT_PAUSE;
    if (code->senses & SENSE_ABSENT && act->subject == SUBJECT_NONE)
        return refuse_field(r, member(value, "subject"), "subject", "the pupil who is absent");
    return true;
}

/* utf8_place() counts from the beginning of the text; events stand in order, so
 * counting goes on from the event before. */
static int32_t count_lines(const JsonPlace *from, const JsonPlace *to)
{
    int32_t lines = 0;
    for (size_t i = from->at; i < to->at; i++)
        lines += to->text[i] == '\n';
    return lines;
}

static bool read_events(Reading *r, Value root, int64_t length_ms, Arena *scratch,
                        Entry **ret_entries, size_t *ret_count)
{
    Value list, item = {0};
    size_t count;
    if (!json_is_array(member(root, "events").json))
        return refuse_field(r, member(root, "events"), "events", "a list");
    if (!read_list(r, root, "events", SCRIPT_MAX_ACTS / 2 - 1, &list, &count))
        return false;
    Entry *entries = ARENA_PUSH(scratch, Entry, count + 1);
    if (!entries)
        return script_no_memory(r->name, r->err);
    JsonPlace before = json_place_root(list.place.text, list.place.len);
    int32_t line = 1;
    for (size_t i = 0; i < count; i++) {
        item = next_item(list, i, item);
        line += count_lines(&before, &item.place);
        before = item.place;
        if (!read_event(r, item, length_ms, &entries[i]))
            return false;
        entries[i].act.line = line;
    }
    *ret_entries = entries;
    *ret_count = count;
    return true;
}

/* ---- acts ---- */

static int compare_times(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_entries(const void *left, const void *right)
{
    const Entry *a = left, *b = right;
    int by = compare_times(a->act.at_ms, b->act.at_ms);
    by = by ? by : compare_times(a->stop_ms, b->stop_ms);
    return by ? by : compare_times(a->order, b->order);
}

/* By when they are played. What lies in a pause is played when the pause is
 * over, after the resume and before what happens then. */
static int compare_steps(const void *left, const void *right)
{
    const Step *a = left, *b = right;
    int by = compare_times(a->act.said_ms, b->act.said_ms);
    by = by ? by : compare_times(a->rank != RANK_RESUME, b->rank != RANK_RESUME);
    by = by ? by : compare_times(a->act.at_ms, b->act.at_ms);
    by = by ? by : compare_times(a->rank, b->rank);
    return by ? by : compare_times(a->entry, b->entry);
}

/* The states of one category (of the whole class, or of each subject by itself
 * where it has lanes) follow one another; PROTOCOL_NONE: the pauses do. Entries
 * are in order. */
static bool check_category(Reading *r, Entry *entries, size_t count, int32_t category)
{
    Entry *last[OBSERVATION_MAX_SUBJECTS + 1] = {NULL};
    bool pauses = category == PROTOCOL_NONE;
    bool lanes = !pauses && r->protocol->categories[category].lanes;
    for (size_t i = 0; i < count; i++) {
        Entry *entry = &entries[i];
        bool is_pause = entry->act.kind == SCRIPT_PAUSE;
        if (is_pause != pauses)
            continue;
        if (!pauses &&
            (!entry->is_state || r->protocol->codes[entry->act.code].category != category))
            continue;
        Entry **before = &last[lanes ? entry->act.subject + 1 : 0];
        if (*before && (*before)->stop_ms > entry->act.at_ms)
            return refuse(r, (Value){NULL, entry->place}, ERR_FORMAT,
                          "an event that begins before the one it follows has stopped, expected "
                          "the states of an exclusive category one after the other");
        if (*before && !pauses)
            (*before)->ends_by_itself = (*before)->stop_ms == entry->act.at_ms;
        *before = entry;
    }
    return true;
}

static bool check_overlaps(Reading *r, Entry *entries, size_t count)
{
    for (int32_t i = 0; i < r->protocol->category_count; i++) {
        const Category *category = &r->protocol->categories[i];
        if ((category->exclusive || category->lanes) && !check_category(r, entries, count, i))
            return false;
    }
    return check_category(r, entries, count, PROTOCOL_NONE);
}

/* Starting the lesson opens an absence for everybody who is absent: of those who
 * have one in the record. */
static void find_first_absences(Reading *r, Entry *entries, size_t count)
{
    bool opened[OBSERVATION_MAX_SUBJECTS] = {false};
    for (size_t i = 0; i < count && entries[i].act.at_ms == 0; i++) {
        int32_t subject = entries[i].act.subject;
        if (!(r->protocol->codes[entries[i].act.code].senses & SENSE_ABSENT) ||
            !r->subjects[subject].absent || opened[subject])
            continue;
        opened[subject] = entries[i].opened_at_start = true;
    }
    for (int32_t i = 0; i < r->setup.subject_count; i++)
        r->subjects[i].absent = opened[i];
}

/* The end of the pause that at_ms lies in, or at_ms. */
static int64_t said_at(const Entry *const *pauses, size_t count, int64_t at_ms)
{
    size_t low = 0, high = count; /* the first pause that begins at at_ms or later */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pauses[middle]->act.at_ms < at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && pauses[low - 1]->stop_ms > at_ms ? pauses[low - 1]->stop_ms : at_ms;
}

static int32_t start_rank(ScriptActKind kind)
{
    return kind == SCRIPT_PAUSE ? RANK_PAUSE : kind == SCRIPT_ANSWER ? RANK_ANSWER : RANK_TAP;
}

/* The act that stops an entry. */
static Step stop_step(const Entry *entry)
{
    bool pause = entry->act.kind == SCRIPT_PAUSE, at_start = entry->stop_ms == entry->act.at_ms;
    Step step = {
        .act = script_act(pause ? SCRIPT_RESUME : SCRIPT_STOP, entry->stop_ms, entry->act.line)};
    step.act.code = entry->act.code;
    step.act.subject = entry->act.subject;
    if (pause)
        step.rank = at_start ? RANK_RESUME_AT_START : RANK_RESUME;
    else
        step.rank = at_start ? RANK_STOP_AT_START : RANK_STOP;
    return step;
}

static size_t make_steps(const Entry *entries, size_t count, const Entry *const *pauses,
                         size_t pause_count, int64_t length_ms, Step *steps)
{
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        const Entry *entry = &entries[i];
        bool pause = entry->act.kind == SCRIPT_PAUSE;
        if (!entry->opened_at_start) {
            steps[made] = (Step){entry->act, (int32_t)i, start_rank(entry->act.kind)};
            if (!pause)
                steps[made].act.said_ms = said_at(pauses, pause_count, entry->act.at_ms);
            made++;
        }
        bool to_end = entry->stop_ms == length_ms; /* the end stops it */
        if (pause || (entry->is_state && !entry->ends_by_itself && !to_end)) {
            steps[made] = stop_step(entry);
            steps[made].entry = (int32_t)i;
            if (!pause)
                steps[made].act.said_ms = said_at(pauses, pause_count, entry->stop_ms);
            made++;
        }
    }
    steps[made] = (Step){script_act(SCRIPT_END, length_ms, 1), (int32_t)count, RANK_END};
    return made + 1;
}

/* scratch holds what lives only during this call. */
static bool make_acts(Reading *r, Entry *entries, size_t count, int64_t length_ms, Arena *scratch,
                      Script *script)
{
    const Entry **pauses = ARENA_PUSH(scratch, const Entry *, count + 1);
    Step *steps = ARENA_PUSH(scratch, Step, 2 * count + 1);
    int32_t *act_of = ARENA_PUSH(scratch, int32_t, count + 1);
    ScriptAct *acts = ARENA_PUSH(r->arena, ScriptAct, 2 * count + 1);
    if (!pauses || !steps || !act_of || !acts)
        return script_no_memory(r->name, r->err);
    for (size_t i = 0; i < count; i++)
        entries[i].order = (int32_t)i;
    qsort(entries, count, sizeof *entries, compare_entries);
    if (!check_overlaps(r, entries, count))
        return false;
    find_first_absences(r, entries, count);
    size_t pause_count = 0;
    for (size_t i = 0; i < count; i++)
        if (entries[i].act.kind == SCRIPT_PAUSE)
            pauses[pause_count++] = &entries[i];

    size_t made = make_steps(entries, count, pauses, pause_count, length_ms, steps);
    qsort(steps, made, sizeof *steps, compare_steps);
    for (size_t i = 0; i < count; i++)
        act_of[i] = SCRIPT_NO_REF;
    for (size_t i = 0; i < made; i++) {
        acts[i] = steps[i].act;
        if (acts[i].kind == SCRIPT_STOP)
            acts[i].ref = act_of[steps[i].entry];
        else
            act_of[steps[i].entry] = (int32_t)i;
    }
    script->acts = acts;
    script->act_count = (int32_t)made;
    return true;
}

/* ---- the whole ---- */

static bool load(const char *name, const char *text, size_t len, json_t **ret_root, Err *err)
{
    if (json_place_count(text, len) > MAX_VALUES)
        return err_set(err, ERR_LIMIT, "%s: more than %d values, expected fewer", name, MAX_VALUES);
    JsonPlace start = json_place_root(text, len); /* jansson takes no byte order mark */
    json_error_t error;
    json_t *root = json_loadb(text + start.at, len - start.at, JSON_REJECT_DUPLICATES, &error);
    if (!root && error.line < 0)
        return err_set(err, ERR_FORMAT, "%s: not readable as JSON (%s)", name, error.text);
    if (!root) {
        Utf8Place base = utf8_place(text, len, start.at);
        return err_set(
            err, ERR_FORMAT, "%s:%d:%d: not readable as JSON (%s), expected a Kenkyu record", name,
            (int)base.line + error.line - 1, error.column > 0 ? error.column : 1, error.text);
    }
    if (json_is_object(root) && json_is_string(json_object_get(root, "protocol")) &&
        json_is_integer(json_object_get(root, "kenkyu"))) {
        *ret_root = root;
        return true;
    }
    json_decref(root);
    return err_set(err, ERR_FORMAT,
                   "%s:1:1: no 'kenkyu' and 'protocol' in this JSON, expected a record that Kenkyu "
                   "wrote",
                   name);
}

bool record_read_protocol(const char *name, const char *text, size_t len, Arena *arena,
                          const char **ret_protocol_key, Err *err)
{
    json_t *root = NULL;
    if (!load(name, text, len, &root, err))
        return false;
    const json_t *key = json_object_get(root, "protocol");
    const char *copy = arena_copy(arena, json_string_value(key), json_string_length(key));
    json_decref(root);
    if (!copy)
        return script_no_memory(name, err);
    *ret_protocol_key = copy;
    return true;
}

static bool read_record(Reading *r, Value root, Arena *scratch, Script *script)
{
    int64_t length_ms = 0;
    Entry *entries = NULL;
    size_t count = 0;
    if (json_integer_value(member(root, "kenkyu").json) != 1)
        return refuse_field(r, member(root, "kenkyu"), "kenkyu", "1, the format of this version");
    if (!read_setup(r, root) || !read_seconds(r, root, "length_s", true, &length_ms) ||
        !read_events(r, root, length_ms, scratch, &entries, &count))
        return false;
    assert(entries); /* at least room for one */
    if (!make_acts(r, entries, count, length_ms, scratch, script))
        return false;
    script->setup = r->setup;
    return true;
}

bool record_read(const char *name, const char *text, size_t len, const Protocol *protocol,
                 Arena *arena, Script *ret_script, Err *err)
{
    Reading reading = {.name = name, .protocol = protocol, .arena = arena, .err = err};
    Script script = {0};
    json_t *root = NULL;
    if (!script_begin_setup(name, arena, &reading.setup, err) || !load(name, text, len, &root, err))
        return false;
    Arena scratch;
    arena_init(&scratch, SCRATCH_BYTES);
    Value value = {root, json_place_root(text, len)};
    bool ok = read_record(&reading, value, &scratch, &script);
    arena_deinit(&scratch);
    json_decref(root);
    if (ok)
        *ret_script = script;
    return ok;
}
