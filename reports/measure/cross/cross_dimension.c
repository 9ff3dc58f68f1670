/* cross_dimension.c - what a dimension's values are in one lesson. */
#include "reports/measure/cross/cross_internal.h"

#include "reports/measure/calendar.h"
#include "reports/measure/frame.h"

#include <stdio.h>
#include <string.h>

static const char *const kind_names[CROSS_KIND_COUNT] = {
    [CROSS_NOTHING] = "nothing",   [CROSS_CODE] = "code",     [CROSS_CATEGORY] = "category",
    [CROSS_MODIFIER] = "modifier", [CROSS_FRAME] = "frame",   [CROSS_ROLE] = "kind",
    [CROSS_SUBJECT] = "subject",   [CROSS_GROUP] = "group",   [CROSS_ATTRIBUTE] = "attribute",
    [CROSS_PHASE] = "phase",       [CROSS_LESSON] = "lesson", [CROSS_PROTOCOL] = "protocol",
    [CROSS_CLASS] = "class",       [CROSS_PLACE] = "place",   [CROSS_OBSERVER] = "observer",
    [CROSS_WEEK] = "week",         [CROSS_MONTH] = "month",
};

const char *cross_kind_name(CrossKind kind)
{
    return kind_names[kind];
}

bool cross_parse_dimension(const char *text, CrossDimension *ret_dimension, Err *err)
{
    size_t len = strcspn(text, ":");
    const char *key = text[len] == ':' ? text + len + 1 : "";
    for (int kind = CROSS_CODE; kind < CROSS_KIND_COUNT; kind++) {
        if (strlen(kind_names[kind]) != len || memcmp(kind_names[kind], text, len) != 0)
            continue;
        bool keyed = kind == CROSS_MODIFIER || kind == CROSS_ATTRIBUTE;
        if (keyed && !*key)
            return err_set(err, ERR_FORMAT, "'%s' needs to say which one, such as %s", text,
                           kind == CROSS_MODIFIER ? "modifier:function" : "attribute:EL");
        if (!keyed && text[len] == ':')
            return err_set(err, ERR_FORMAT, "'%.*s' takes nothing after it, found '%.60s'",
                           (int)len, text, text + len);
        *ret_dimension = (CrossDimension){(CrossKind)kind, key};
        return true;
    }
    return err_set(
        err, ERR_FORMAT,
        "nothing can be crossed by '%.60s', expected code, category, modifier:KEY, frame, "
        "kind, subject, group, attribute:KEY, phase, lesson, protocol, class, place, "
        "observer, week or month",
        text);
}

/* ---- buckets ---- */

/* The bucket of an identity, made with the value when it is new. */
static bool add_bucket(Cross *c, CrossAxis *axis, const char *identity, CrossValue value,
                       bool timed, int32_t *ret_bucket, Err *err)
{
    uint32_t number, before = axis->names.count;
    if (!cross_names_add(&axis->names, identity, c->arena, &number, err))
        return false;
    if (number > CROSS_MAX_VALUES)
        return err_set(err, ERR_LIMIT, "more than %d values of %s, expected fewer lessons at once",
                       CROSS_MAX_VALUES, cross_kind_name(axis->dimension.kind));
    if (axis->names.cap > axis->bucket_cap) {
        CrossBucket *grown = ARENA_PUSH(c->arena, CrossBucket, axis->names.cap);
        if (!grown)
            return cross_no_memory(err);
        for (uint32_t i = 0; i < before && axis->buckets; i++)
            grown[i] = axis->buckets[i];
        axis->buckets = grown;
        axis->bucket_cap = axis->names.cap;
    }
    if (axis->names.count > before) {
        const char **texts[] = {&value.key, &value.label, &value.class_name};
        for (int i = 0; i < 3; i++)
            if (*texts[i] && !(*texts[i] = arena_copy(c->arena, *texts[i], strlen(*texts[i]))))
                return cross_no_memory(err);
        axis->buckets[number] = (CrossBucket){.value = value};
    }
    axis->buckets[number].timed |= timed;
    *ret_bucket = (int32_t)number;
    return true;
}

/* What a map is made with. */
typedef struct Mapping {
    Cross *cross;
    CrossAxis *axis;
    CrossMap *map;
    const Observation *o;
    const bool *counted;
    Arena *scratch;
    bool any_timed; /* a state is among what is counted */
    Err *err;
} Mapping;

/* A value that can occur in this lesson. prefix tells kinds of values apart. */
static bool add_value(Mapping *m, const char *prefix, CrossValue value, bool timed,
                      int32_t *ret_bucket)
{
    ArenaMark mark = arena_mark(m->scratch);
    const char *identity =
        arena_printf(m->scratch, "%s\x1f%s\x1f%s", prefix, value.class_name ? value.class_name : "",
                     value.missing ? "" : value.key);
    if (!identity)
        return cross_no_memory(m->err);
    bool ok = add_bucket(m->cross, m->axis, identity, value, timed, ret_bucket, m->err);
    arena_reset(m->scratch, mark);
    if (!ok)
        return false;
    for (int32_t i = 0; i < m->map->value_count; i++)
        if (m->map->values[i] == *ret_bucket)
            return true;
    m->map->values[m->map->value_count++] = *ret_bucket;
    return true;
}

static bool add_not_said(Mapping *m, const char *label, bool timed, int32_t *ret_bucket)
{
    return add_value(m, "missing", (CrossValue){.key = "", .label = label, .missing = true}, timed,
                     ret_bucket);
}

/* ---- by what it is ---- */

static bool map_codes(Mapping *m)
{
    const Protocol *p = m->o->protocol;
    bool category = m->axis->dimension.kind == CROSS_CATEGORY;
    for (int32_t i = 0; i < p->code_count; i++) {
        const Code *code = &p->codes[i];
        if (!m->counted[i])
            continue;
        CrossValue value = {.key = category ? p->categories[code->category].key : code->key,
                            .label = category ? p->categories[code->category].title : code->label};
        if (!add_value(m, "value", value, code->kind == CODE_STATE, &m->map->of_code[i]))
            return false;
    }
    return true;
}

static bool map_modifier(Mapping *m)
{
    const Protocol *p = m->o->protocol;
    int32_t index = protocol_find_modifier(p, m->axis->dimension.key);
    m->map->modifier = index;
    if (index == PROTOCOL_NONE)
        return true;
    m->axis->known = true;
    bool timed = false, used = false;
    for (int32_t i = 0; i < p->code_count; i++)
        if (m->counted[i] && p->codes[i].modifiers & 1U << index) {
            used = true;
            timed |= p->codes[i].kind == CODE_STATE;
        }
    const Modifier *modifier = &p->modifiers[index];
    for (int32_t i = 0; used && i < modifier->option_count; i++) {
        const ModifierOption *option = &modifier->options[i];
        CrossValue value = {.key = option->key, .label = option->label, .missing = option->missing};
        if (!add_value(m, option->missing ? option->key : "value", value, timed,
                       &m->map->of_option[i]))
            return false;
    }
    return !used || add_not_said(m, "not said", timed, &m->map->of_option[PROTOCOL_MAX_OPTIONS]);
}

/* Student turns as frame.h sees them; nothing else can have a frame. */
static bool map_frames(Mapping *m)
{
    static const CrossValue values[] = {
        [FRAME_TURN_WITH] = {.key = "with", .label = "with a sentence frame"},
        [FRAME_TURN_WITHOUT] = {.key = "without", .label = "without one"},
        [FRAME_TURN_UNCODED] = {.key = "", .label = "not coded", .missing = true},
    };
    TalkMeasures talk;
    FrameMeasures frames;
    int32_t buckets[FRAME_TURN_UNCODED + 1] = {[FRAME_TURN_OTHER] = CROSS_OUT};
    m->map->of_event = ARENA_PUSH(m->scratch, int32_t, m->o->event_count);
    if (!m->map->of_event)
        return cross_no_memory(m->err);
    for (size_t i = 0; i < m->o->event_count; i++)
        m->map->of_event[i] = CROSS_OUT;
    if (protocol_find_sense(m->o->protocol, SENSE_FRAME) == PROTOCOL_NONE)
        return true;
    for (int i = FRAME_TURN_WITH; i <= FRAME_TURN_UNCODED; i++)
        if (!add_value(m, values[i].missing ? "missing" : "value", values[i], true, &buckets[i]))
            return false;
    if (!talk_measure(m->o, m->scratch, &talk, m->err) ||
        !frame_measure(&talk, m->scratch, &frames, m->err))
        return false;
    for (size_t i = 0; i < talk.turn_count; i++)
        m->map->of_event[talk.turns[i].event] = buckets[frames.turns[i]];
    return true;
}

/* ---- by whom it is about ---- */

static bool map_role(Mapping *m)
{
    static const CrossValue values[] = {
        [SUBJECT_ADULT] = {.key = "adult", .label = "adults"},
        [SUBJECT_PUPIL] = {.key = "pupil", .label = "pupils"},
        [SUBJECT_GROUP] = {.key = "group", .label = "groups"},
        {.key = "class", .label = "the class"},
    };
    const Setup *setup = m->o->setup;
    for (int kind = SUBJECT_ADULT; kind <= SUBJECT_GROUP; kind++)
        for (int32_t i = 0; i < setup->subject_count; i++)
            if ((int)setup->subjects[i].kind == kind &&
                !add_value(m, "value", values[kind], m->any_timed, &m->map->of_subject[i]))
                return false;
    return add_value(m, "value", values[SUBJECT_GROUP + 1], m->any_timed,
                     &m->map->of_subject[setup->subject_count]);
}

/* Seats are one within a class; without a class, within the lesson. */
static bool map_person(Mapping *m, int32_t subject, int32_t *ret_bucket)
{
    const Setup *setup = m->o->setup;
    char id[UUID_TEXT_SIZE] = "";
    if (!*setup->class_name)
        uuid_format(setup->id, id);
    CrossValue value = {.key = setup->subjects[subject].label,
                        .label = setup->subjects[subject].label,
                        .class_name = setup->class_name};
    return add_value(m, id, value, m->any_timed, ret_bucket);
}

static bool map_subjects(Mapping *m)
{
    int32_t count = m->o->setup->subject_count, *of = m->map->of_subject;
    for (int32_t i = 0; i < count; i++)
        if (!map_person(m, i, &of[i]))
            return false;
    CrossValue class_value = {.key = "", .label = "the class"};
    if (!add_value(m, "class", class_value, m->any_timed, &of[count]))
        return false;
    m->axis->buckets[of[count]].all_there = true;
    return true;
}

static bool map_groups(Mapping *m)
{
    const Setup *setup = m->o->setup;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        const Subject *s = &setup->subjects[i];
        bool in_group = s->group >= 0 && s->group < setup->subject_count;
        bool ok = true;
        if (s->kind == SUBJECT_GROUP)
            ok = map_person(m, i, &m->map->of_subject[i]);
        else if (s->kind == SUBJECT_PUPIL && in_group)
            ok = map_person(m, s->group, &m->map->of_subject[i]);
        else if (s->kind == SUBJECT_PUPIL)
            ok = add_not_said(m, "of no group", m->any_timed, &m->map->of_subject[i]);
        if (!ok)
            return false;
    }
    return true;
}

static bool map_attribute(Mapping *m)
{
    const Setup *setup = m->o->setup;
    for (int32_t i = 0; i < setup->subject_count; i++) {
        if (!measure_is_pupil(m->o, i))
            continue;
        const char *said = subject_attribute(&setup->subjects[i], m->axis->dimension.key);
        m->axis->known |= said != NULL;
        CrossValue value = {.key = said, .label = said};
        if (!(said ? add_value(m, "value", value, m->any_timed, &m->map->of_subject[i])
                   : add_not_said(m, "not said", m->any_timed, &m->map->of_subject[i])))
            return false;
    }
    return true;
}

/* ---- by when, and by lesson ---- */

static bool map_phases(Mapping *m, const CrossClock *clock)
{
    if (!add_value(m, "none", (CrossValue){.key = "", .label = "in no phase"}, m->any_timed,
                   &m->map->of_phase[PHASE_NONE]))
        return false;
    for (int32_t phase = PHASE_FIRST; phase < clock->count; phase++) {
        const Code *code = &m->o->protocol->codes[clock->codes[phase - PHASE_FIRST]];
        CrossValue value = {.key = code->key, .label = code->label};
        if (!add_value(m, "value", value, m->any_timed, &m->map->of_phase[phase]))
            return false;
    }
    return true;
}

void cross_format_week(int64_t day, char ret_text[16])
{
    int64_t year;
    int32_t week;
    calendar_week(day, &year, &week);
    (void)snprintf(ret_text, 16, "%04d-W%02d", (int)(year % 10000), (int)week);
}

static bool map_date(Mapping *m)
{
    const Setup *setup = m->o->setup;
    if (setup->started_unix_ms <= 0)
        return add_not_said(m, "date not known", m->any_timed, &m->map->fixed);
    int64_t day = calendar_day(setup->started_unix_ms, setup->utc_offset_min), year;
    char text[16];
    int32_t month, of_month;
    calendar_date(day, &year, &month, &of_month);
    if (m->axis->dimension.kind == CROSS_WEEK)
        cross_format_week(day, text);
    else
        (void)snprintf(text, sizeof text, "%04d-%02d", (int)(year % 10000), (int)month);
    return add_value(m, "value", (CrossValue){.key = text, .label = text}, m->any_timed,
                     &m->map->fixed);
}

static bool map_lesson(Mapping *m)
{
    const Setup *setup = m->o->setup;
    char id[UUID_TEXT_SIZE];
    uuid_format(setup->id, id);
    const char *key = "", *label = "";
    switch (m->axis->dimension.kind) {
    case CROSS_LESSON:
        key = id;
        label = *setup->title ? setup->title : id;
        break;
    case CROSS_PROTOCOL:
        key = m->o->protocol->key;
        label = m->o->protocol->title;
        break;
    case CROSS_CLASS:
        key = label = setup->class_name;
        break;
    case CROSS_PLACE:
        key = label = setup->place;
        break;
    case CROSS_OBSERVER:
        key = label = setup->observer;
        break;
    default:
        return map_date(m);
    }
    if (!*key)
        return add_not_said(m, "not said", m->any_timed, &m->map->fixed);
    return add_value(m, "value", (CrossValue){.key = key, .label = label}, m->any_timed,
                     &m->map->fixed);
}

static void fill_out(int32_t *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        items[i] = CROSS_OUT;
}

bool cross_map_init(CrossMap *map, Cross *cross, CrossAxis *axis, const Observation *o,
                    const bool *counted, const CrossClock *clock, Arena *scratch, Err *err)
{
    size_t subjects = (size_t)o->setup->subject_count + 1;
    size_t most = subjects + PROTOCOL_MAX_CODES + PROTOCOL_MAX_OPTIONS + PHASE_FIRST;
    *map = (CrossMap){.axis = axis, .fixed = CROSS_OUT, .modifier = PROTOCOL_NONE};
    map->values = ARENA_PUSH(scratch, int32_t, most);
    map->of_subject = ARENA_PUSH(scratch, int32_t, subjects);
    if (!map->values || !map->of_subject)
        return cross_no_memory(err);
    fill_out(map->of_subject, subjects);
    fill_out(map->of_code, PROTOCOL_MAX_CODES);
    fill_out(map->of_option, PROTOCOL_MAX_OPTIONS + 1);
    fill_out(map->of_phase, PROTOCOL_MAX_CODES + PHASE_FIRST);
    Mapping m = {cross, axis, map, o, counted, scratch, false, err};
    for (int32_t i = 0; i < o->protocol->code_count; i++)
        m.any_timed |= counted[i] && o->protocol->codes[i].kind == CODE_STATE;
    switch (axis->dimension.kind) {
    case CROSS_NOTHING:
        map->fixed = CROSS_ALL_VALUES;
        return true;
    case CROSS_CODE:
    case CROSS_CATEGORY:
        return map_codes(&m);
    case CROSS_MODIFIER:
        return map_modifier(&m);
    case CROSS_FRAME:
        return map_frames(&m);
    case CROSS_ROLE:
        return map_role(&m);
    case CROSS_SUBJECT:
        return map_subjects(&m);
    case CROSS_GROUP:
        return map_groups(&m);
    case CROSS_ATTRIBUTE:
        return map_attribute(&m);
    case CROSS_PHASE:
        return map_phases(&m, clock);
    default:
        return map_lesson(&m);
    }
}
