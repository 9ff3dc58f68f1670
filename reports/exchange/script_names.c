#include "reports/exchange/script_names.h"

#include <stdio.h>
#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/names/initials.h"
#include "reports/exchange/names/letters.h"
#include "reports/exchange/names/name_words.h"

/* ---- words that are no names ---- */

static bool is_same_word(const char *text, size_t len, const char *word)
{
    size_t i = 0;
    for (; i < len && word[i]; i++) {
        char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
        if (c != word[i])
            return false;
    }
    return i == len && !word[i];
}

static bool is_one_of(const char *text, size_t len, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_same_word(text, len, words[i]))
            return true;
    return false;
}

bool script_names_several(const char *label)
{
    static const char *const words[] = {"s",
                                        "ss",
                                        "sn",
                                        "e",
                                        "student",
                                        "students",
                                        "pupil",
                                        "pupils",
                                        "child",
                                        "children",
                                        "kids",
                                        "all",
                                        "everyone",
                                        "everybody",
                                        "class",
                                        "whole class",
                                        "the class",
                                        "group",
                                        "groups",
                                        "unknown",
                                        "unknown student",
                                        "student unknown",
                                        "multiple students",
                                        "all students",
                                        "several students",
                                        "boy",
                                        "girl",
                                        "male",
                                        "female"};
    return is_one_of(label, strlen(label), words, sizeof words / sizeof *words);
}

enum { TEXT_SIZE = OBSERVATION_MAX_LABEL + 1 };

static bool is_role(const char *text, size_t len)
{
    static const char *const words[] = {
        "a",       "and",     "or",         "of",       "the",   "in",         "to",      "unnamed",
        "unknown", "speaker", "student",    "students", "pupil", "pupils",     "partner", "voice",
        "voices",  "boy",     "girl",       "female",   "male",  "child",      "group",   "class",
        "whole",   "all",     "other",      "teacher",  "table", "alumno",     "alumna",  "alumnos",
        "alumnas", "grupo",   "estudiante", "clase",    "todos", "estudiantes"};
    return is_one_of(text, len, words, sizeof words / sizeof *words);
}

/* None that anybody is called, as Art and English are. */
static bool is_of_lessons(const char *text, size_t len)
{
    static const char *const words[] = {
        "lesson",    "lessons", "lecture",     "transcript", "timeline",  "record",  "recording",
        "observed",  "visit",   "observation", "session",    "period",    "week",    "term",
        "year",      "grade",   "cycle",       "interview",  "video",     "audio",   "part",
        "unit",      "copy",    "draft",       "final",      "test",      "demo",    "number",
        "math",      "maths",   "algebra",     "geometry",   "fractions", "science", "biology",
        "chemistry", "physics", "history",     "geography",  "writing",   "grado",   "unidad",
        "parte",     "pt",      "mathematics", "talk",       "kenkyu"};
    return is_role(text, len) || is_one_of(text, len, words, sizeof words / sizeof *words);
}

/* What is left without such words: "Mia" of "Pupil Mia". */
static void drop_words(const char *text, size_t len, bool (*is_such)(const char *, size_t),
                       char rest[TEXT_SIZE])
{
    size_t used = 0, end;
    for (size_t i = 0, step = 1; i < len; i = end) {
        for (end = i; end < len; end += step) {
            uint32_t c = utf8_decode(text + end, len - end, &step);
            bool digit = c >= '0' && c <= '9';
            if (c != '\'' && (digit || !letters_is_letter(c)) && !letters_is_mark(c))
                break;
        }
        bool word = end > i;
        end += word ? 0 : step; /* what stands between words */
        if ((word && is_such(text + i, end - i)) || used + (end - i) >= TEXT_SIZE)
            continue;
        memcpy(rest + used, text + i, end - i);
        used += end - i;
    }
    rest[used] = '\0';
}

/* ---- labels ---- */

typedef struct Hiding {
    Script *script;
    Subject *subjects;
    int32_t count;
    Arena *arena;
    bool hidden[OBSERVATION_MAX_SUBJECTS];
    const char *bases[OBSERVATION_MAX_SUBJECTS]; /* labels without their tails */
    Initials taken[2 * OBSERVATION_MAX_SUBJECTS];
    int32_t taken_count;
    NameWords words; /* of those who are hidden */
} Hiding;

/* " (pupil)", " (adult 2)": where a label stands in both roles. */
static const char *tail_of(const char *label)
{
    static const char *const roles[] = {" (pupil", " (adult"};
    const char *tail = strrchr(label, '('), *end = label + strlen(label);
    if (!tail || tail == label || end[-1] != ')')
        return end;
    tail--;
    for (int i = 0; i < 2; i++) {
        size_t len = strlen(roles[i]);
        if (strncmp(tail, roles[i], len) == 0 &&
            tail + len + strspn(tail + len, " 0123456789") == end - 1)
            return tail;
    }
    return end;
}

/* Two letters of a script without small ones: initials, where Kenkyu wrote the file. */
static bool is_short_caseless(const char *text)
{
    int letters = 0;
    for (size_t i = 0, len = strlen(text), step = 0; i < len; i += step) {
        uint32_t c = utf8_decode(text + i, len - i, &step);
        letters += letters_is_letter(c) && !letters_is_mark(c);
        if (c != '.' && !letters_is_mark(c) && !letters_is_caseless(c))
            return false;
    }
    return letters <= 2;
}

static bool is_name(const Hiding *h, int32_t i, ScriptFormat format, bool among_names)
{
    const char *base = h->bases[i];
    char rest[TEXT_SIZE];
    if (h->subjects[i].kind != SUBJECT_PUPIL || script_names_several(base) ||
        (format == SCRIPT_RECORD && is_short_caseless(base)))
        return false;
    drop_words(base, strlen(base), is_role, rest);
    return initials_is_name(rest, among_names) && initials_is_name(base, among_names);
}

static bool find_names(Hiding *h, ScriptFormat format, int32_t *ret_pupils)
{
    *ret_pupils = 0;
    for (int32_t i = 0; i < h->count; i++) {
        const char *label = h->subjects[i].label;
        h->bases[i] = arena_copy(h->arena, label, (size_t)(tail_of(label) - label));
        if (!h->bases[i])
            return false;
        h->hidden[i] = is_name(h, i, format, false);
        *ret_pupils += h->hidden[i];
    }
    for (int32_t i = 0; i<h->count && * ret_pupils> 0; i++)
        if (!h->hidden[i] && is_name(h, i, format, true)) {
            h->hidden[i] = true;
            (*ret_pupils)++;
        }
    return true;
}

/* Somebody who stands there in another role, too. */
static void find_same_names(Hiding *h)
{
    for (int32_t i = 0; i < h->count; i++)
        for (int32_t k = 0; k < h->count && !h->hidden[i]; k++)
            h->hidden[i] = h->subjects[i].kind != SUBJECT_PUPIL && h->hidden[k] &&
                           h->subjects[k].kind == SUBJECT_PUPIL &&
                           initials_same_name(h->bases[i], h->bases[k]);
}

static bool gather_words(Hiding *h)
{
    for (int32_t i = 0; i < h->count; i++) {
        char rest[TEXT_SIZE];
        if (!h->hidden[i])
            continue;
        drop_words(h->bases[i], strlen(h->bases[i]), is_role, rest);
        if (!name_words_add(&h->words, h->arena, rest, ""))
            return false;
    }
    name_words_sort(&h->words);
    return true;
}

static void take(Hiding *h, const char *label)
{
    Initials *taken = &h->taken[h->taken_count];
    if (strlen(label) < sizeof taken->text) { /* else no initials are like it */
        memcpy(taken->text, label, strlen(label) + 1);
        h->taken_count++;
    }
}

/* The initials of who is hidden, as they were made where the same stood before. */
static const char *initials_for(Hiding *h, int32_t index, const Initials *made[])
{
    bool same = false;
    for (int32_t i = 0; i < index; i++) {
        if (!h->hidden[i])
            continue;
        if (strcmp(h->bases[i], h->bases[index]) == 0) {
            made[index] = made[i];
            return made[index]->text;
        }
        same |= initials_same_name(h->bases[i], h->bases[index]);
    }
    initials_add(h->taken, h->taken_count, h->bases[index], "", same);
    made[index] = &h->taken[h->taken_count++];
    return made[index]->text;
}

static bool label_hidden(Hiding *h)
{
    const Initials *made[OBSERVATION_MAX_SUBJECTS] = {NULL};
    for (int32_t i = 0; i < h->count; i++)
        if (!h->hidden[i])
            take(h, h->bases[i]);
    for (int32_t i = 0; i < h->count; i++) {
        Subject *subject = &h->subjects[i];
        if (!h->hidden[i])
            continue;
        subject->label =
            arena_printf(h->arena, "%s%s", initials_for(h, i, made), tail_of(subject->label));
        if (!subject->label)
            return false;
    }
    return true;
}

/* ---- what else their names stand in ---- */

/* "Table 1", the first that nobody is called. */
static bool number_groups(Hiding *h, int32_t *ret_groups)
{
    int number = 0;
    *ret_groups = 0;
    for (int32_t i = 0; i < h->count; i++) {
        Subject *group = &h->subjects[i];
        if (group->kind != SUBJECT_GROUP || name_words_count(&h->words, group->label) == 0)
            continue;
        const char *label = NULL;
        while (!label || setup_find_subject(&h->script->setup, label) != SUBJECT_NONE)
            if (!(label = arena_printf(h->arena, "Table %d", ++number)))
                return false;
        group->label = label;
        (*ret_groups)++;
    }
    return true;
}

typedef struct Keys {
    const char *all[OBSERVATION_MAX_SUBJECTS]; /* each once */
    int32_t count;
} Keys;

static bool has_key(const Keys *keys, const char *key)
{
    for (int32_t i = 0; i < keys->count; i++)
        if (strcmp(keys->all[i], key) == 0)
            return true;
    return false;
}

static bool is_of_names(const Hiding *h, const Attribute *a)
{
    return name_words_count(&h->words, a->value) > 0 || name_words_count(&h->words, a->key) > 1;
}

/* An attribute with a name in it, of whomever, is left out of everybody. */
static bool leave_out_attributes(Hiding *h, Keys *keys)
{
    keys->count = 0;
    for (int32_t i = 0; i < h->count; i++)
        for (int32_t k = 0; k < h->subjects[i].attribute_count; k++) {
            const Attribute *a = &h->subjects[i].attributes[k];
            if (keys->count < OBSERVATION_MAX_SUBJECTS && !has_key(keys, a->key) &&
                is_of_names(h, a))
                keys->all[keys->count++] = a->key;
        }
    for (int32_t i = 0; i < h->count && keys->count > 0; i++) {
        Subject *s = &h->subjects[i];
        Attribute *kept = ARENA_PUSH(h->arena, Attribute, (size_t)s->attribute_count + 1);
        int32_t count = 0;
        if (!kept)
            return false;
        for (int32_t k = 0; k < s->attribute_count; k++)
            if (!has_key(keys, s->attributes[k].key) && !is_of_names(h, &s->attributes[k]))
                kept[count++] = s->attributes[k];
        s->attributes = count > 0 ? kept : NULL;
        s->attribute_count = count;
    }
    return true;
}

/* ---- what the lesson is called, and where it is from; who does what in it ---- */

const char *script_plain_title(ScriptFormat format)
{
    static const char *const titles[] = {[SCRIPT_TRANSCRIPT] = "Lesson transcript",
                                         [SCRIPT_LECTURE] = "Lecture timeline",
                                         [SCRIPT_RECORD] = "Lesson"};
    return titles[format];
}

size_t script_stem_len(const char *base)
{
    const char *dot = strrchr(base, '.');
    return dot && dot > base ? (size_t)(dot - base) : strlen(base);
}

bool script_file_is_name(const char *base, size_t stem_len)
{
    char rest[TEXT_SIZE];
    if (stem_len >= TEXT_SIZE)
        return true; /* who knows */
    drop_words(base, stem_len, is_of_lessons, rest);
    return initials_is_name(rest, false);
}

static void name_lesson(Hiding *h, ScriptFormat format)
{
    Setup *setup = &h->script->setup;
    for (int32_t i = 0; i < h->count; i++)
        if (name_words_count(&h->words, h->subjects[i].detail) > 0)
            h->subjects[i].detail = "";
    if (name_words_count(&h->words, setup->title) > 0)
        setup->title = script_plain_title(format);
    if (name_words_count(&h->words, setup->origin) > 0)
        setup->origin = SCRIPT_SOME_FILE;
}

/* ---- the whole ---- */

static void say_hidden(Hiding *h, int32_t pupils, int32_t groups, const Keys *keys)
{
    char list[200] = "";
    if (pupils == 1)
        script_notice(h->script, h->arena,
                      "a pupil's label looks like a name and became initials; the name is not "
                      "kept");
    else if (pupils > 1)
        script_notice(h->script, h->arena,
                      "%d pupils' labels look like names and became initials; the names are not "
                      "kept",
                      (int)pupils);
    if (groups > 0)
        script_notice(h->script, h->arena, "%d %s called after pupils and became %s with a number",
                      (int)groups, groups == 1 ? "group is" : "groups are",
                      groups == 1 ? "a table" : "tables");
    for (int32_t i = 0; i < keys->count; i++) {
        size_t used = strlen(list);
        (void)snprintf(list + used, sizeof list - used, "%s%.44s", i > 0 ? ", " : "", keys->all[i]);
    }
    if (keys->count > 0)
        script_notice(h->script, h->arena, "left out, as they say who somebody is: %s", list);
}

bool script_hide_names(Script *script, ScriptFormat format, Subject *subjects, Arena *arena)
{
    Hiding *h = ARENA_PUSH(arena, Hiding, 1);
    Keys *keys = ARENA_PUSH(arena, Keys, 1);
    int32_t pupils = 0, groups = 0;
    if (!h || !keys)
        return false;
    *h = (Hiding){.script = script,
                  .subjects = subjects,
                  .count = script->setup.subject_count,
                  .arena = arena};
    if (!find_names(h, format, &pupils))
        return false;
    if (pupils == 0)
        return true;
    find_same_names(h);
    if (!gather_words(h) || !label_hidden(h) || !number_groups(h, &groups) ||
        !leave_out_attributes(h, keys))
        return false;
    name_lesson(h, format);
    say_hidden(h, pupils, groups, keys);
    return true;
}
