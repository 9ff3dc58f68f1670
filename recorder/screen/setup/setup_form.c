#include "recorder/screen/setup/setup_form.h"

#include "protocols/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_DAY_PUPILS = 24 };

static void copy_text(char *to, size_t size, const char *from)
{
    size_t len = utf8_cut(from, strlen(from), size - 1);
    memcpy(to, from, len);
    to[len] = '\0';
}

const Protocol *setup_form_protocol(const SetupForm *form)
{
    return form->protocols[form->protocol];
}

static void plan_phases(SetupForm *form)
{
    const Protocol *p = setup_form_protocol(form);
    form->phase_count = 0;
    for (int32_t i = 0; i < p->code_count && form->phase_count < FORM_MAX_PHASES; i++) {
        if (!(p->codes[i].senses & SENSE_PHASE))
            continue;
        form->phase_codes[form->phase_count] = i;
        form->phase_minutes[form->phase_count++] = p->codes[i].planned_min;
    }
    form->targets = 0;
}

void setup_form_init(SetupForm *form, const Protocol *const *protocols, int32_t count)
{
    assert(count > 0 && count <= FORM_MAX_PROTOCOLS);
    *form = (SetupForm){.protocol_count = count};
    for (int32_t i = 0; i < count; i++)
        form->protocols[i] = protocols[i];
    copy_text(form->texts[FORM_TEACHER], FORM_TEXT_SIZE, "T");
    setup_form_arrange(form, SEATING_TABLES, FIRST_DAY_PUPILS);
    plan_phases(form);
}

void setup_form_choose_protocol(SetupForm *form, int32_t index)
{
    assert(index >= 0 && index < form->protocol_count);
    if (index == form->protocol)
        return;
    form->protocol = index;
    plan_phases(form);
}

void setup_form_arrange(SetupForm *form, SeatingTemplate kind, int32_t pupils)
{
    if (kind != form->seating_kind || pupils != form->seating.count)
        memset(form->absent, 0, sizeof form->absent);
    form->seating_kind = kind;
    form->seating = seating_arrange(kind, pupils);
}

void setup_form_number_seats(SetupForm *form)
{
    memset(form->labels, 0, sizeof form->labels);
}

int32_t setup_form_take_names(SetupForm *form, const char *names)
{
    Initials labels[SEATING_MAX_PUPILS] = {0};
    int32_t count = initials_read(names, labels, SEATING_MAX_PUPILS);
    if (count == 0)
        return 0;
    memcpy(form->labels, labels, sizeof form->labels);
    setup_form_arrange(form, form->seating_kind, count);
    return count > SEATING_MAX_PUPILS ? count - SEATING_MAX_PUPILS : 0;
}

const char *setup_form_label(const SetupForm *form, int32_t seat)
{
    const char *initials = form->labels[seat].text;
    return *initials ? initials : form->seating.seats[seat].number;
}

int32_t setup_form_absent_count(const SetupForm *form)
{
    int32_t count = 0;
    for (int32_t i = 0; i < form->seating.count; i++)
        count += form->absent[i] ? 1 : 0;
    return count;
}

int32_t setup_form_planned_min(const SetupForm *form)
{
    int32_t minutes = 0;
    for (int32_t i = 0; i < form->phase_count; i++)
        minutes += form->phase_minutes[i];
    return minutes;
}

/* ---- from the last lesson ---- */

/* The template that puts pupils where they sat. */
static SeatingTemplate template_of(const Setup *last, int32_t pupils)
{
    for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        Seating tried = seating_arrange((SeatingTemplate)kind, pupils);
        int32_t seat = 0;
        bool same = true;
        for (int32_t i = 0; i < last->subject_count && same; i++) {
            const Subject *s = &last->subjects[i];
            if (s->kind != SUBJECT_PUPIL)
                continue;
            same = fabsf(s->x - tried.seats[seat].x) < 0.002F &&
                   fabsf(s->y - tried.seats[seat].y) < 0.002F;
            seat++;
        }
        if (same)
            return (SeatingTemplate)kind;
    }
    return SEATING_TABLES;
}

static void fill_pupils(SetupForm *form, const Setup *last)
{
    const Subject *pupils[SEATING_MAX_PUPILS];
    int32_t count = 0;
    for (int32_t i = 0; i < last->subject_count && count < SEATING_MAX_PUPILS; i++)
        if (last->subjects[i].kind == SUBJECT_PUPIL && !last->subjects[i].several)
            pupils[count++] = &last->subjects[i];
    if (count == 0)
        return;
    setup_form_arrange(form, template_of(last, count), count);
    setup_form_number_seats(form);
    for (int32_t i = 0; i < count; i++)
        if (strcmp(pupils[i]->label, form->seating.seats[i].number) != 0)
            copy_text(form->labels[i].text, sizeof form->labels[i].text, pupils[i]->label);
}

static void fill_adults(SetupForm *form, const Setup *last)
{
    int32_t text = FORM_TEACHER;
    for (int32_t i = 0; i < last->subject_count && text <= FORM_ASSISTANT; i++)
        if (last->subjects[i].kind == SUBJECT_ADULT)
            copy_text(form->texts[text++], FORM_TEXT_SIZE, last->subjects[i].label);
}

static void fill_phases(SetupForm *form, const Setup *last, const Protocol *last_protocol)
{
    const Protocol *p = setup_form_protocol(form);
    for (int32_t i = 0; i < last->phase_count; i++) {
        const char *key = last_protocol->codes[last->phases[i].code].key;
        for (int32_t k = 0; k < form->phase_count; k++)
            if (strcmp(p->codes[form->phase_codes[k]].key, key) == 0)
                form->phase_minutes[k] = last->phases[i].minutes;
    }
}

/* Options are found by their keys: the protocol may have changed since. */
static void fill_targets(SetupForm *form, const Setup *last, const Protocol *last_protocol)
{
    const Protocol *p = setup_form_protocol(form);
    if (p->target_modifier == PROTOCOL_NONE || last_protocol->target_modifier == PROTOCOL_NONE)
        return;
    const Modifier *now = &p->modifiers[p->target_modifier];
    const Modifier *then = &last_protocol->modifiers[last_protocol->target_modifier];
    for (int32_t i = 0; i < then->option_count; i++) {
        int32_t option = modifier_find_option(now, then->options[i].key);
        if ((last->targets >> i & 1) && option != PROTOCOL_NONE)
            form->targets |= UINT32_C(1) << option;
    }
}

void setup_form_fill(SetupForm *form, const Setup *last, const Protocol *last_protocol)
{
    bool known = false;
    for (int32_t i = 0; i < form->protocol_count && !known; i++) {
        known = strcmp(form->protocols[i]->key, last_protocol->key) == 0;
        if (known)
            setup_form_choose_protocol(form, i);
    }
    if (*last->origin)
        return;
    const struct {
        FormText text;
        const char *from;
    } same[] = {{FORM_CLASS, last->class_name},
                {FORM_PLACE, last->place},
                {FORM_OBSERVER, last->observer},
                {FORM_THEME, last->theme}};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        copy_text(form->texts[same[i].text], FORM_TEXT_SIZE, same[i].from);
    for (int32_t i = 0; i < last->question_count && i < FORM_MAX_QUESTIONS; i++)
        copy_text(form->texts[FORM_QUESTION + i], FORM_TEXT_SIZE, last->questions[i]);
    fill_pupils(form, last);
    fill_adults(form, last);
    if (known) {
        fill_phases(form, last, last_protocol);
        fill_targets(form, last, last_protocol);
    }
    form->from_earlier = true;
}

/* ---- to a set-up ---- */

/* Text without blanks around it, in arena. */
static const char *trimmed(Arena *arena, const char *text)
{
    while (*text == ' ')
        text++;
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return arena_copy(arena, text, len);
}

/* Subjects as they are added; every label differs from those before it. */
typedef struct Cast {
    Subject *subjects;
    int32_t count;
    Arena *arena;
    bool failed; /* out of memory */
} Cast;

static bool is_label_taken(const Cast *cast, const char *label)
{
    for (int32_t i = 0; i < cast->count; i++)
        if (strcmp(cast->subjects[i].label, label) == 0)
            return true;
    return false;
}

static Subject *add_subject(Cast *cast, SubjectKind kind, const char *wanted)
{
    enum { ROOM_FOR_NUMBER = 12 };
    int len = (int)utf8_cut(wanted, strlen(wanted), OBSERVATION_MAX_LABEL - ROOM_FOR_NUMBER);
    const char *label = arena_printf(cast->arena, "%.*s", len, wanted);
    for (int number = 2; label && is_label_taken(cast, label); number++)
        label = arena_printf(cast->arena, "%.*s%d", len, wanted, number);
    cast->failed |= !label;
    Subject *s = &cast->subjects[cast->count++];
    *s = (Subject){.kind = kind,
                   .label = label ? label : "",
                   .detail = "",
                   .predicted = "",
                   .group = SUBJECT_NONE};
    return s;
}

/* Adults come first, so that they keep their label when a pupil has the same. */
static void add_adults(Cast *cast, const char *teacher, const char *assistant)
{
    Subject *lead = add_subject(cast, SUBJECT_ADULT, *teacher ? teacher : "T");
    seating_place_adult(0, &lead->x, &lead->y);
    if (!*assistant)
        return;
    Subject *second = add_subject(cast, SUBJECT_ADULT, assistant);
    seating_place_adult(1, &second->x, &second->y);
    lead->detail = "lead";
    second->detail = "assists";
}

/* A group lies in the middle of its seats. */
static void add_groups(Cast *cast, const Seating *seating)
{
    for (int32_t g = 0; g < seating->group_count; g++) {
        Subject *s = add_subject(cast, SUBJECT_GROUP, seating->groups[g]);
        float members = 0;
        for (int32_t i = 0; i < seating->count; i++) {
            if (seating->seats[i].group != g)
                continue;
            s->x += seating->seats[i].x;
            s->y += seating->seats[i].y;
            members++;
        }
        s->x /= fmaxf(members, 1);
        s->y /= fmaxf(members, 1);
    }
}

static void add_pupils(Cast *cast, const SetupForm *form, int32_t first_group)
{
    for (int32_t i = 0; i < form->seating.count; i++) {
        const Seat *seat = &form->seating.seats[i];
        Subject *s = add_subject(cast, SUBJECT_PUPIL, setup_form_label(form, i));
        s->x = seat->x;
        s->y = seat->y;
        s->group = seat->group == SEATING_NO_GROUP ? SUBJECT_NONE : first_group + seat->group;
        s->absent = form->absent[i];
    }
}

static bool build_subjects(const SetupForm *form, const char *const *texts, Setup *setup,
                           Arena *arena)
{
    int32_t cap = SEATING_MAX_ADULTS + form->seating.group_count + form->seating.count;
    Cast cast = {.subjects = ARENA_PUSH(arena, Subject, (size_t)cap), .arena = arena};
    if (!cast.subjects)
        return false;
    add_adults(&cast, texts[FORM_TEACHER], texts[FORM_ASSISTANT]);
    int32_t first_group = cast.count;
    add_groups(&cast, &form->seating);
    add_pupils(&cast, form, first_group);
    setup->subjects = cast.subjects;
    setup->subject_count = cast.count;
    return !cast.failed;
}

static bool build_phases(const SetupForm *form, Setup *setup, Arena *arena)
{
    PlannedPhase *phases = ARENA_PUSH(arena, PlannedPhase, FORM_MAX_PHASES);
    if (!phases)
        return false;
    setup->phases = phases;
    for (int32_t i = 0; i < form->phase_count; i++)
        if (form->phase_minutes[i] > 0)
            phases[setup->phase_count++] =
                (PlannedPhase){form->phase_codes[i], form->phase_minutes[i]};
    return true;
}

Setup *setup_form_build(const SetupForm *form, const char *default_title, Arena *arena)
{
    Setup *setup = ARENA_PUSH(arena, Setup, 1);
    const char *texts[FORM_TEXT_COUNT];
    for (int32_t i = 0; setup && i < FORM_TEXT_COUNT; i++) {
        texts[i] = trimmed(arena, form->texts[i]);
        if (!texts[i])
            return NULL;
    }
    if (!setup)
        return NULL;
    setup->title = *texts[FORM_TITLE] ? texts[FORM_TITLE]
                                      : arena_copy(arena, default_title, strlen(default_title));
    setup->class_name = texts[FORM_CLASS];
    setup->place = texts[FORM_PLACE];
    setup->observer = texts[FORM_OBSERVER];
    setup->theme = texts[FORM_THEME];
    setup->goals = setup->origin = "";
    for (int32_t i = 0; i < FORM_MAX_QUESTIONS; i++)
        if (*texts[FORM_QUESTION + i])
            setup->questions[setup->question_count++] = texts[FORM_QUESTION + i];
    setup->targets = form->targets;
    setup->resolution_ms = 1;
    if (!setup->title || !build_subjects(form, texts, setup, arena) ||
        !build_phases(form, setup, arena))
        return NULL;
    return setup;
}
