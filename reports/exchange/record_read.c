#include <assert.h>
#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/record_attachment.h"
#include "reports/exchange/record_read.h"
#include "reports/exchange/script_names.h"

/* Values in the file; what jansson needs for them stays under about 400 MB. */
enum { MAX_VALUES = 4000000, SCRATCH_BYTES = 256 * 1024 * 1024 };

/* ---- events ---- */

static bool read_options(RecordReading *r, RecordValue event,
                         int8_t ret_options[PROTOCOL_MAX_MODIFIERS])
{
    RecordValue value = record_member(event, "options");
    if (!value.json)
        return true;
    if (!json_is_object(value.json))
        return record_refuse_field(r, value, "options", "an object of modifiers and their options");
    for (void *it = json_object_iter(value.json); it; it = json_object_iter_next(value.json, it)) {
        const char *key = json_object_iter_key(it);
        const char *option = json_string_value(json_object_iter_value(it));
        int32_t m = protocol_find_modifier(r->protocol, key);
        int32_t o = m != PROTOCOL_NONE && option
                        ? modifier_find_option(&r->protocol->modifiers[m], option)
                        : PROTOCOL_NONE;
        if (o == PROTOCOL_NONE)
            return record_refuse_field(r, record_member(value, key), "options",
                                       "a modifier of the protocol with one of its options");
        ret_options[m] = (int8_t)o;
    }
    return true;
}

static bool read_times(RecordReading *r, RecordValue value, int64_t length_ms, RecordEntry *entry)
{
    int64_t start_ms = 0;
    if (!record_read_seconds(r, value, "start_s", true, &start_ms))
        return false;
    entry->act.at_ms = entry->act.said_ms = entry->stop_ms = start_ms;
    if (!record_read_seconds(r, value, "stop_s", entry->is_state, &entry->stop_ms))
        return false;
    if (entry->stop_ms < start_ms || (!entry->is_state && entry->stop_ms != start_ms))
        return record_refuse_field(r, record_member(value, "stop_s"), "stop_s",
                                   entry->is_state ? "a time not before start_s"
                                                   : "the same as start_s");
    return entry->stop_ms <= length_ms ||
           record_refuse_field(r, record_member(value, "stop_s"), "stop_s",
                               "a time not after length_s");
}

static bool read_sample(RecordReading *r, RecordValue value, ScriptAct *act)
{
    act->kind = SCRIPT_ANSWER;
    for (int32_t i = 0; i < r->protocol->sampling_count; i++)
        if (r->protocol->sampling[i].code == act->code)
            act->sampling = i;
    if (!record_read_bool(r, value, "missing", &act->missing))
        return false;
    if (!act->missing && !json_is_integer(record_member(value, "value").json))
        return record_refuse_field(r, record_member(value, "value"), "value",
                                   "the number of pupils, for the sample is not missing");
    if (!record_read_int(r, value, "of", 1000000, &act->of))
        return false;
    if (!act->missing && act->of != SCRIPT_OF_PRESENT && act->value > act->of)
        return record_refuse_field(r, record_member(value, "value"), "value",
                                   "a number of pupils that is not above 'of'");
    return true;
}

/* What ink and photos cannot be without. */
static bool read_attachment(RecordReading *r, RecordValue event, AttachmentKind kind,
                            ScriptAct *act)
{
    const char *name = kind == ATTACHMENT_INK ? "ink" : "photo", *expected = "";
    RecordValue value = record_member(event, name);
    Attachment *attachment = ARENA_PUSH(r->arena, Attachment, 1);
    if (!attachment)
        return script_no_memory(r->name, r->err);
    if (!record_get_attachment(value.json, kind, r->arena, attachment, &expected))
        return record_refuse_field(r, value, name, expected);
    act->attachment = attachment;
    return true;
}

static bool read_event(RecordReading *r, RecordValue value, int64_t length_ms, RecordEntry *entry)
{
    if (!json_is_object(value.json))
        return record_refuse(r, value, ERR_FORMAT, "no object here, expected an event");
    *entry = (RecordEntry){.act = script_act(SCRIPT_TAP, 0, 0), .place = value.place};
    ScriptAct *act = &entry->act;
    if (!record_read_code(r, value, &act->code))
        return false;
    const Code *code = &r->protocol->codes[act->code];
    entry->is_state = code->kind == CODE_STATE;
    act->again = act->exact = true;
    if (!read_times(r, value, length_ms, entry) ||
        !record_read_subject_ref(r, value, "subject", &act->subject) ||
        !record_read_subject_ref(r, value, "target", &act->target) ||
        !record_read_int(r, value, "value", 1000000, &act->value) ||
        !read_options(r, value, act->options) ||
        !record_read_text(r, value, "text", OBSERVATION_MAX_TEXT, &act->text))
        return false;
    if (code->kind == CODE_INTERVAL)
        return read_sample(r, value, act);
    if (code->senses & (SENSE_INK | SENSE_PHOTO))
        return read_attachment(r, value,
                               code->senses & SENSE_INK ? ATTACHMENT_INK : ATTACHMENT_PHOTO, act);
    if (code->senses & SENSE_PAUSE)
        act->kind = SCRIPT_PAUSE;
    if (code->senses & SENSE_ABSENT && act->subject == SUBJECT_NONE)
        return record_refuse_field(r, record_member(value, "subject"), "subject",
                                   "the pupil who is absent");
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

static bool read_events(RecordReading *r, RecordValue root, int64_t length_ms, Arena *scratch,
                        RecordEntry **ret_entries, size_t *ret_count)
{
    RecordValue list, item = {0};
    size_t count;
    if (!json_is_array(record_member(root, "events").json))
        return record_refuse_field(r, record_member(root, "events"), "events", "a list");
    if (!record_read_list(r, root, "events", SCRIPT_MAX_ACTS / 2 - 1, &list, &count))
        return false;
    RecordEntry *entries = ARENA_PUSH(scratch, RecordEntry, count + 1);
    if (!entries)
        return script_no_memory(r->name, r->err);
    JsonPlace before = json_place_root(list.place.text, list.place.len);
    int32_t line = 1;
    for (size_t i = 0; i < count; i++) {
        item = record_next_item(list, i, item);
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

/* ---- the whole ---- */

static bool load(const char *name, const char *text, size_t len, json_t **ret_root, Err *err)
{
    if (json_place_count(text, len) > MAX_VALUES)
        return err_set(err, ERR_LIMIT, "%s: more than %d values, expected fewer", name, MAX_VALUES);
    JsonPlace start = json_place_root(text, len); /* jansson takes no byte order mark */
    json_error_t error;
    json_t *root = json_loadb(text + start.at, len - start.at, JSON_REJECT_DUPLICATES, &error);
    if (!root) /* jansson shows what it found up to a byte that may stand inside a character */
        (void)utf8_mend(error.text, strlen(error.text));
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
    RecordReading reading = {.name = name, .arena = arena, .err = err};
    json_t *root = NULL;
    if (!load(name, text, len, &root, err))
        return false;
    RecordValue value = {root, json_place_root(text, len)};
    const char *key = NULL;
    bool ok = record_read_text(&reading, value, "protocol", OBSERVATION_MAX_TEXT, &key);
    json_decref(root);
    if (ok)
        *ret_protocol_key = key;
    return ok;
}

/* Other codes under the same keys are other figures. */
static bool compare_protocol(RecordReading *r, RecordValue root, Script *script)
{
    const char *version = "", *mark = "";
    if (!record_read_text(r, root, "protocol_version", OBSERVATION_MAX_TEXT, &version) ||
        !record_read_text(r, root, "protocol_mark", OBSERVATION_MAX_TEXT, &mark))
        return false;
    const Protocol *p = r->protocol;
    if (*version && strcmp(version, p->version) != 0)
        script_notice(script, r->arena,
                      "recorded under version %s of the protocol '%s' and read under %s: figures "
                      "may come out otherwise",
                      utf8_quote(version, strlen(version)).text, p->key, p->version);
    else if (*mark && strcmp(mark, record_protocol_mark(p).text) != 0)
        script_notice(script, r->arena,
                      "the protocol '%s' was changed since this was recorded, or another one is "
                      "called so here: figures may come out otherwise",
                      p->key);
    return true;
}

static bool read_record(RecordReading *r, RecordValue root, Arena *scratch, Script *script)
{
    int64_t length_ms = 0;
    RecordEntry *entries = NULL;
    size_t count = 0;
    if (json_integer_value(record_member(root, "kenkyu").json) != 1)
        return record_refuse_field(r, record_member(root, "kenkyu"), "kenkyu",
                                   "1, the format of this version");
    if (!record_read_setup(r, root) ||
        !record_read_seconds(r, root, "length_s", true, &length_ms) ||
        !read_events(r, root, length_ms, scratch, &entries, &count))
        return false;
    assert(entries); /* at least room for one */
    if (!compare_protocol(r, root, script) ||
        !record_make_acts(r, entries, count, length_ms, scratch, script))
        return false;
    script->setup = r->setup;
    return true;
}

bool record_read(const char *name, const char *text, size_t len, const Protocol *protocol,
                 const ScriptChoice *choice, Arena *arena, Script *ret_script, Err *err)
{
    RecordReading reading = {.name = name, .protocol = protocol, .arena = arena, .err = err};
    Script script = {0};
    json_t *root = NULL;
    if (!script_begin_setup(name, SCRIPT_RECORD, arena, &reading.setup, err) ||
        !load(name, text, len, &root, err))
        return false;
    Arena scratch;
    arena_init(&scratch, SCRATCH_BYTES);
    RecordValue value = {root, json_place_root(text, len)};
    bool ok = read_record(&reading, value, &scratch, &script);
    if (ok && !choice->pseudonyms &&
        !script_hide_names(&script, SCRIPT_RECORD, reading.subjects, arena))
        ok = script_no_memory(name, err);
    arena_deinit(&scratch);
    json_decref(root);
    if (ok)
        *ret_script = script;
    return ok;
}
