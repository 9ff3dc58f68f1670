#include "reports/handout/named.h"

#include <string.h>

typedef struct Names {
    const HandoutName *all;
    int32_t count;
    const char *class_name;
} Names;

static const HandoutName *find_name(const Names *names, const char *label)
{
    for (int32_t i = 0; i < names->count; i++)
        if (strcmp(names->all[i].label, label) == 0 &&
            strcmp(names->all[i].class_name, names->class_name) == 0)
            return &names->all[i];
    return NULL;
}

/* Whether another one of the class has this very name, here or not: in every observer's
 * record the same pupil is called the same. */
static bool is_shared(const Names *names, const HandoutName *name)
{
    for (int32_t i = 0; i < names->count; i++)
        if (&names->all[i] != name && strcmp(names->all[i].name, name->name) == 0 &&
            strcmp(names->all[i].class_name, names->class_name) == 0)
            return true;
    return false;
}

static bool is_pupil(const Subject *subject)
{
    return subject->kind == SUBJECT_PUPIL && !subject->several;
}

static const char *called(const Setup *s, const Names *names, int32_t subject, Arena *arena)
{
    const char *label = s->subjects[subject].label;
    const HandoutName *name = is_pupil(&s->subjects[subject]) ? find_name(names, label) : NULL;
    if (!name)
        return label;
    int32_t other = setup_find_subject(s, name->name);
    if (is_shared(names, name) || (other != SUBJECT_NONE && other != subject))
        return arena_printf(arena, "%s (%s)", name->name, label);
    return name->name;
}

/* ---- shorter ---- */

static const char *given_name(const char *name, Arena *arena)
{
    const char *comma = strchr(name, ',');
    if (comma)
        return comma + 1 + strspn(comma + 1, " ");
    return arena_copy(arena, name, strcspn(name, " "));
}

static bool is_only_one(const DebriefShorter *shorter, const Subject *subjects, int32_t count,
                        int32_t subject)
{
    const char *given = shorter[subject].given;
    for (int32_t i = 0; i < count; i++)
        if (i != subject &&
            (strcmp(shorter[i].given, given) == 0 || strcmp(subjects[i].label, given) == 0 ||
             strcmp(shorter[i].label, given) == 0))
            return false;
    return true;
}

/* subjects are called by name already. */
static const DebriefShorter *shorten(const Setup *s, const Subject *subjects, Arena *arena)
{
    size_t count = (size_t)s->subject_count + 1;
    DebriefShorter *all = ARENA_PUSH(arena, DebriefShorter, count);
    DebriefShorter *kept = ARENA_PUSH(arena, DebriefShorter, count);
    if (!all || !kept)
        return NULL;
    for (int32_t i = 0; i < s->subject_count; i++) {
        const char *label = s->subjects[i].label;
        all[i] = (DebriefShorter){subjects[i].label, label};
        if (subjects[i].label != label)
            all[i].given = given_name(subjects[i].label, arena);
        if (!all[i].given)
            return NULL;
    }
    for (int32_t i = 0; i < s->subject_count; i++) {
        bool good = all[i].given[0] != '\0' && is_only_one(all, subjects, s->subject_count, i);
        kept[i] = (DebriefShorter){good ? all[i].given : all[i].label, all[i].label};
    }
    return kept;
}

bool named_observation(const Observation *o, const char *class_name, const HandoutName *names,
                       int32_t name_count, Arena *arena, Observation *ret_copy,
                       const DebriefShorter **ret_shorter, Err *err)
{
    const Names known = {names, name_count, class_name};
    const Setup *s = o->setup;
    Setup *setup = ARENA_PUSH(arena, Setup, 1);
    Subject *subjects = ARENA_PUSH(arena, Subject, (size_t)s->subject_count + 1);
    const DebriefShorter *shorter = NULL;
    bool ok = setup && subjects;
    for (int32_t i = 0; ok && i < s->subject_count; i++) {
        subjects[i] = s->subjects[i];
        subjects[i].label = called(s, &known, i, arena);
        ok = subjects[i].label != NULL;
    }
    if (ok && ret_shorter) {
        shorter = shorten(s, subjects, arena);
        ok = shorter != NULL;
        *ret_shorter = shorter;
    }
    if (!ok)
        return err_set(err, ERR_SYSTEM, "not enough memory for the names of the lesson");
    *setup = *s;
    setup->subjects = subjects;
    *ret_copy = *o;
    ret_copy->setup = setup;
    return true;
}
