#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/record_read.h"
#include "reports/exchange/script_names.h"

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
        offset_hours * 60 + offset_minutes > OBSERVATION_MAX_OFFSET_MIN || offset_minutes > 59)
        return false;
    int64_t minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute;
    setup->utc_offset_min = (offset_hours * 60 + offset_minutes) * (zone[0] == '-' ? -1 : 1);
    setup->started_unix_ms = ((minutes - setup->utc_offset_min) * 60 + second) * 1000 + ms;
    return setup_start_or_unknown(setup->started_unix_ms) == setup->started_unix_ms;
}

static bool read_started(RecordReading *r, RecordValue root)
{
    const char *started = "";
    if (!record_read_text(r, root, "started", 64, &started))
        return false;
    return started[0] == '\0' || parse_started(started, &r->setup) ||
           record_refuse_field(r, record_member(root, "started"), "started",
                               "a time such as 2026-03-12T09:05:00.000-08:00");
}

/* {"EL": "yes"}; jansson has refused keys that stand twice. */
static bool read_attributes(RecordReading *r, RecordValue object, Subject *subject)
{
    RecordValue value = record_member(object, "attributes");
    size_t count = json_object_size(value.json);
    if (!value.json)
        return true;
    if (!json_is_object(value.json) || (count > 0 && subject->kind != SUBJECT_PUPIL))
        return record_refuse_field(r, value, "attributes",
                                   "an object such as {\"EL\": \"yes\"} of a pupil");
    if (count > OBSERVATION_MAX_ATTRIBUTES) {
        char what[160];
        (void)snprintf(what, sizeof what, "%zu attributes of one pupil, expected at most %d", count,
                       OBSERVATION_MAX_ATTRIBUTES);
        return record_refuse(r, value, ERR_LIMIT, what);
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
            return record_refuse_field(r, record_member(value, key), "attributes",
                                       "keys of letters, digits, - and _ that begin with a letter");
        if (!record_read_text(r, value, key, OBSERVATION_MAX_ATTRIBUTE_TEXT, &attribute->value))
            return false;
        if (attribute->value[0] == '\0')
            return record_refuse_field(r, record_member(value, key), key,
                                       "what the pupil's attribute is");
        attribute->key = arena_copy(r->arena, key, strlen(key));
        if (!attribute->key)
            return script_no_memory(r->name, r->err);
        subject->attribute_count++;
    }
    subject->attributes = attributes;
    return true;
}

static bool read_subject(RecordReading *r, RecordValue value, Subject *subject)
{
    static const char *const kinds[] = {
        [SUBJECT_ADULT] = "adult", [SUBJECT_PUPIL] = "pupil", [SUBJECT_GROUP] = "group"};
    const char *kind = "", *focus = "";
    *subject = (Subject){.group = SUBJECT_NONE};
    if (!json_is_object(value.json))
        return record_refuse(r, value, ERR_FORMAT, "no object here, expected a subject");
    if (!record_read_text(r, value, "label", OBSERVATION_MAX_LABEL, &subject->label) ||
        !record_read_text(r, value, "kind", 16, &kind) ||
        !record_read_text(r, value, "detail", OBSERVATION_MAX_LABEL, &subject->detail) ||
        !record_read_text(r, value, "predicted", OBSERVATION_MAX_TEXT, &subject->predicted) ||
        !record_read_text(r, value, "focus", 4, &focus) ||
        !record_read_fraction(r, value, "x", &subject->x) ||
        !record_read_fraction(r, value, "y", &subject->y) ||
        !record_read_bool(r, value, "absent", &subject->absent) ||
        !record_read_bool(r, value, "several", &subject->several))
        return false;
    if (subject->label[0] == '\0')
        return record_refuse_field(r, record_member(value, "label"), "label", "a label of its own");
    if (setup_find_subject(&r->setup, subject->label) != SUBJECT_NONE)
        return record_refuse(r, record_member(value, "label"), ERR_FORMAT,
                             "the label stands twice, expected every label once");
    if (!setup_focus_is_valid(focus[0]) || (focus[0] != '\0' && focus[1] != '\0'))
        return record_refuse_field(r, record_member(value, "focus"), "focus",
                                   "a letter from A to Z or null");
    subject->focus = focus[0];
    for (int i = SUBJECT_ADULT; i <= SUBJECT_GROUP; i++)
        if (strcmp(kind, kinds[i]) == 0) {
            subject->kind = (SubjectKind)i;
            return read_attributes(r, value, subject);
        }
    return record_refuse_field(r, record_member(value, "kind"), "kind", "adult, pupil or group");
}

static bool read_subjects(RecordReading *r, RecordValue root)
{
    RecordValue list, item = {0};
    size_t count;
    if (!record_read_list(r, root, "subjects", OBSERVATION_MAX_SUBJECTS, &list, &count))
        return false;
    r->subjects = ARENA_PUSH(r->arena, Subject, count + 1);
    if (!r->subjects)
        return script_no_memory(r->name, r->err);
    r->setup.subjects = r->subjects;
    for (size_t i = 0; i < count; i++) {
        item = record_next_item(list, i, item);
        if (!read_subject(r, item, &r->subjects[i]))
            return false;
        r->setup.subject_count++;
    }
    for (size_t i = 0; i < count; i++) { /* a group may stand behind its pupils */
        item = record_next_item(list, i, item);
        if (!record_read_subject_ref(r, item, "group", &r->subjects[i].group))
            return false;
        if (!setup_group_is_valid(&r->setup, r->subjects[i].group))
            return record_refuse_field(r, record_member(item, "group"), "group",
                                       "the label of a group");
    }
    return true;
}

static bool read_questions(RecordReading *r, RecordValue root)
{
    RecordValue list, item = {0};
    size_t count;
    if (!record_read_list(r, root, "questions", OBSERVATION_MAX_QUESTIONS, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        item = record_next_item(list, i, item);
        const char *text = json_string_value(item.json);
        size_t len = json_string_length(item.json);
        if (!text || len > OBSERVATION_MAX_TEXT || utf8_text_len(text, len) != len)
            return record_refuse(r, item, ERR_FORMAT,
                                 "no question here, expected text without control characters");
        r->setup.questions[i] = arena_copy(r->arena, text, len);
        if (!r->setup.questions[i])
            return script_no_memory(r->name, r->err);
        r->setup.question_count++;
    }
    return true;
}

static bool read_watches(RecordReading *r, RecordValue root)
{
    RecordValue list, item = {0};
    size_t count;
    if (!record_read_list(r, root, "watches", OBSERVATION_MAX_WATCHES, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        item = record_next_item(list, i, item);
        TeamWatch *watch = &r->setup.watches[i];
        if (!json_is_object(item.json))
            return record_refuse(r, item, ERR_FORMAT, "no object here, expected who watches whom");
        if (!record_read_text(r, item, "observer", OBSERVATION_MAX_LABEL, &watch->observer) ||
            !record_read_text(r, item, "whom", OBSERVATION_MAX_TEXT, &watch->whom))
            return false;
        if (watch->observer[0] == '\0')
            return record_refuse_field(r, record_member(item, "observer"), "observer", "who it is");
        r->setup.watch_count++;
    }
    return true;
}

static bool read_board(RecordReading *r, RecordValue root)
{
    RecordValue board = record_member(root, "board");
    if (!board.json)
        return true;
    if (!json_is_object(board.json))
        return record_refuse_field(r, board, "board", "its place");
    return record_read_fraction(r, board, "x", &r->setup.board_x) &&
           record_read_fraction(r, board, "y", &r->setup.board_y);
}

static bool read_targets(RecordReading *r, RecordValue root)
{
    RecordValue list, item = {0};
    size_t count;
    if (!record_read_list(r, root, "targets", PROTOCOL_MAX_OPTIONS, &list, &count))
        return false;
    int32_t m = r->protocol->target_modifier;
    for (size_t i = 0; i < count; i++) {
        item = record_next_item(list, i, item);
        const char *key = json_string_value(item.json);
        int32_t option = key && m != PROTOCOL_NONE
                             ? modifier_find_option(&r->protocol->modifiers[m], key)
                             : PROTOCOL_NONE;
        if (option == PROTOCOL_NONE)
            return record_refuse(r, item, ERR_FORMAT,
                                 "no target of this protocol here, expected the key of one");
        r->setup.targets |= 1U << option;
    }
    return true;
}

static bool read_phases(RecordReading *r, RecordValue root)
{
    RecordValue list, item = {0};
    size_t count;
    if (!record_read_list(r, root, "phases", PROTOCOL_MAX_CODES, &list, &count))
        return false;
    PlannedPhase *phases = ARENA_PUSH(r->arena, PlannedPhase, count + 1);
    if (!phases)
        return script_no_memory(r->name, r->err);
    for (size_t i = 0; i < count; i++) {
        item = record_next_item(list, i, item);
        if (!json_is_object(item.json))
            return record_refuse(r, item, ERR_FORMAT, "no object here, expected a phase");
        if (!record_read_code(r, item, &phases[i].code) ||
            !record_read_int(r, item, "minutes", OBSERVATION_MAX_MINUTES, &phases[i].minutes))
            return false;
        if (!(r->protocol->codes[phases[i].code].senses & SENSE_PHASE))
            return record_refuse_field(r, record_member(item, "code"), "code",
                                       "a phase of the protocol");
    }
    r->setup.phases = phases;
    r->setup.phase_count = (int32_t)count;
    return true;
}

/* A name and its key, both or neither. */
static bool read_named(RecordReading *r, RecordValue walk, const char *what, const char *key,
                       Uuid *ret_id, const char **ret_name)
{
    const char *text = "";
    if (!record_read_text(r, walk, what, OBSERVATION_MAX_LABEL, ret_name) ||
        !record_read_text(r, walk, key, UUID_TEXT_SIZE, &text))
        return false;
    if (!*text && !**ret_name)
        return true;
    if (!uuid_parse(text, ret_id) || uuid_is_nil(*ret_id))
        return record_refuse_field(r, record_member(walk, key), key,
                                   "the key of the one that is named");
    return **ret_name || record_refuse_field(r, record_member(walk, what), what,
                                             "the name that goes with the key");
}

static bool read_walk(RecordReading *r, RecordValue root)
{
    RecordValue value = record_member(root, "walk_through");
    if (!value.json || json_is_null(value.json))
        return true;
    if (!json_is_object(value.json))
        return record_refuse_field(r, value, "walk_through", "an object");
    WalkThrough *walk = ARENA_PUSH(r->arena, WalkThrough, 1);
    if (!walk)
        return script_no_memory(r->name, r->err);
    walk->grade = walk->period = WALK_NOT_SAID;
    if (!read_named(r, value, "school", "school_key", &walk->school, &walk->school_name) ||
        !read_named(r, value, "teacher", "teacher_key", &walk->teacher, &walk->teacher_key) ||
        !record_read_text(r, value, "subject", OBSERVATION_MAX_LABEL, &walk->subject) ||
        !record_read_int(r, value, "grade", WALK_MAX_GRADE, &walk->grade) ||
        !record_read_int(r, value, "period", WALK_MAX_PERIOD, &walk->period))
        return false;
    walk->period = walk->period == 0 ? WALK_NOT_SAID : walk->period;
    r->setup.walk = walk;
    return true;
}

bool record_read_setup(RecordReading *r, RecordValue root)
{
    Setup *setup = &r->setup;
    const char *origin = "", *imported_from = setup->origin;
    setup->resolution_ms = 1;
    if (!record_read_text(r, root, "title", OBSERVATION_MAX_LINE, &setup->title) ||
        !record_read_text(r, root, "class", OBSERVATION_MAX_LINE, &setup->class_name) ||
        !record_read_text(r, root, "place", OBSERVATION_MAX_LINE, &setup->place) ||
        !record_read_text(r, root, "observer", OBSERVATION_MAX_LINE, &setup->observer) ||
        !record_read_text(r, root, "theme", OBSERVATION_MAX_TEXT, &setup->theme) ||
        !record_read_text(r, root, "goals", OBSERVATION_MAX_TEXT, &setup->goals) ||
        !record_read_text(r, root, "origin", OBSERVATION_MAX_LINE, &origin) ||
        !record_read_seconds(r, root, "resolution_s", false, &setup->resolution_ms) ||
        !read_started(r, root))
        return false;
    if (setup->resolution_ms > OBSERVATION_MAX_RESOLUTION_MS)
        return record_refuse_field(r, record_member(root, "resolution_s"), "resolution_s",
                                   "seconds of a day at most");
    setup->resolution_ms = setup->resolution_ms > 0 ? setup->resolution_ms : 1;
    size_t stem = script_stem_len(origin); /* it may be the name of a file */
    setup->origin = !origin[0]                                          ? imported_from
                    : origin[stem] && script_file_is_name(origin, stem) ? SCRIPT_SOME_FILE
                                                                        : origin;
    return read_subjects(r, root) && read_questions(r, root) && read_targets(r, root) &&
           read_phases(r, root) && read_watches(r, root) && read_board(r, root) &&
           read_walk(r, root);
}
