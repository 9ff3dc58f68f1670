/* The set-up that a form makes. */
#include "recorder/screen/setup/setup_form.h"

#include "protocols/utf8.h"

#include <math.h>
#include <string.h>

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
    const SetupForm *form;
    const char *const *texts;
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
static void add_adults(Cast *cast)
{
    const SetupForm *form = cast->form;
    for (int32_t i = 0; i < form->adult_count; i++) {
        const char *label = cast->texts[FORM_ADULT + i], *part = setup_form_part(form, i);
        Subject *s = add_subject(cast, SUBJECT_ADULT, *label ? label : setup_form_adult(form, i));
        const char *detail = trimmed(cast->arena, part);
        size_t len = detail ? utf8_cut(detail, strlen(detail), OBSERVATION_MAX_LABEL) : 0;
        s->detail = detail ? arena_copy(cast->arena, detail, len) : NULL;
        cast->failed |= !s->detail;
        s->x = form->places.adult_x[i];
        s->y = form->places.adult_y[i];
    }
}

/* A group lies in the middle of its seats. */
static void add_groups(Cast *cast)
{
    const Seating *seating = &cast->form->places.seating;
    for (int32_t g = 0; g < seating->group_count; g++) {
        const char *name = trimmed(cast->arena, seating->groups[g]);
        Subject *s = add_subject(cast, SUBJECT_GROUP, name && *name ? name : "Group");
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

static void add_attributes(Cast *cast, Subject *s, int32_t seat)
{
    const SetupForm *form = cast->form;
    int32_t said = 0;
    for (int32_t k = 0; k < form->key_count; k++)
        said += form->values[seat][k][0] != '\0';
    if (said == 0)
        return;
    Attribute *attributes = ARENA_PUSH(cast->arena, Attribute, (size_t)said);
    cast->failed |= !attributes;
    for (int32_t k = 0; attributes && k < form->key_count; k++) {
        const char *value = trimmed(cast->arena, form->values[seat][k]);
        const char *key = arena_copy(cast->arena, form->keys[k], strlen(form->keys[k]));
        cast->failed |= !value || !key;
        if (value && key && *value)
            attributes[s->attribute_count++] = (Attribute){key, value};
    }
    s->attributes = s->attribute_count > 0 ? attributes : NULL;
}

static void add_pupils(Cast *cast, int32_t first_group)
{
    const SetupForm *form = cast->form;
    const Seating *seating = &form->places.seating;
    for (int32_t i = 0; i < seating->count; i++) {
        const Seat *seat = &seating->seats[i];
        Subject *s = add_subject(cast, SUBJECT_PUPIL, setup_form_label(form, i));
        s->x = seat->x;
        s->y = seat->y;
        s->group = seat->group == SEATING_NO_GROUP ? SUBJECT_NONE : first_group + seat->group;
        s->absent = form->absent[i];
        s->focus = form->focus[i];
        if (s->focus)
            s->predicted = cast->texts[FORM_PREDICTED + s->focus - 'A'];
        add_attributes(cast, s, i);
    }
}

static bool build_subjects(const SetupForm *form, const char *const *texts, Setup *setup,
                           Arena *arena)
{
    const Seating *seating = &form->places.seating;
    int32_t cap = FORM_MAX_ADULTS + seating->group_count + seating->count;
    Cast cast = {.form = form,
                 .texts = texts,
                 .subjects = ARENA_PUSH(arena, Subject, (size_t)cap),
                 .arena = arena};
    if (!cast.subjects)
        return false;
    add_adults(&cast);
    int32_t first_group = cast.count;
    add_groups(&cast);
    add_pupils(&cast, first_group);
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

static void build_team(const SetupForm *form, const char *const *texts, Setup *setup)
{
    for (int32_t i = 0; i < FORM_MAX_QUESTIONS; i++)
        if (*texts[FORM_QUESTION + i])
            setup->questions[setup->question_count++] = texts[FORM_QUESTION + i];
    for (int32_t i = 0; i < form->watch_count; i++)
        if (*texts[FORM_WATCHER + i])
            setup->watches[setup->watch_count++] =
                (TeamWatch){texts[FORM_WATCHER + i], texts[FORM_WHOM + i]};
    float x, y;
    seating_place_board(&x, &y);
    if (form->places.board_x != x || form->places.board_y != y) {
        setup->board_x = form->places.board_x;
        setup->board_y = form->places.board_y;
    }
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
    setup->goals = texts[FORM_GOALS];
    setup->origin = "";
    build_team(form, texts, setup);
    setup->targets = form->targets;
    setup->resolution_ms = 1;
    if (!setup->title || !build_subjects(form, texts, setup, arena) ||
        !build_phases(form, setup, arena))
        return NULL;
    return setup;
}
