#include "recorder/screen/walk/visit_form.h"

#include "protocols/look_for.h"

#include <stdio.h>
#include <string.h>

enum { USUAL_PUPILS = 24, ACROSS = 6 };

void visit_form_init(VisitForm *form, const Protocol *const *protocols, int32_t count)
{
    *form = (VisitForm){.grade = WALK_NOT_SAID, .period = WALK_NOT_SAID, .pupils = USUAL_PUPILS};
    for (int32_t i = 0; i < count && form->protocol_count < VISIT_MAX_PROTOCOLS; i++)
        if (look_for_list(protocols[i], NULL) > 0)
            form->protocols[form->protocol_count++] = protocols[i];
}

static void take(char to[VISIT_TEXT], const char *from)
{
    (void)snprintf(to, VISIT_TEXT, "%s", from);
}

static int32_t count_pupils(const Setup *setup)
{
    int32_t count = 0;
    for (int32_t i = 0; i < setup->subject_count; i++)
        count += setup->subjects[i].kind == SUBJECT_PUPIL && !setup->subjects[i].several;
    return count;
}

void visit_form_fill(VisitForm *form, const Setup *last, const char *protocol_key,
                     int64_t now_unix_ms)
{
    const WalkThrough *walk = last->walk;
    for (int32_t i = 0; i < form->protocol_count; i++)
        if (strcmp(form->protocols[i]->key, protocol_key) == 0)
            form->chosen = i;
    take(form->observer, last->observer);
    if (!walk)
        return;
    take(form->school, walk->school_name);
    take(form->subject, walk->subject);
    form->grade = walk->grade;
    int64_t ago_ms = now_unix_ms - last->started_unix_ms;
    form->period = ago_ms >= 0 && ago_ms < VISIT_STALE_MS ? walk->period : WALK_NOT_SAID;
    form->pupils = count_pupils(last) > 0 ? count_pupils(last) : USUAL_PUPILS;
}

void visit_words(const WalkThrough *walk, char *text, size_t size)
{
    char grade[24] = "";
    if (walk->grade == 0)
        (void)snprintf(grade, sizeof grade, "Kindergarten");
    else if (walk->grade > 0)
        (void)snprintf(grade, sizeof grade, "Grade %d", (int)walk->grade);
    const char *const parts[] = {grade, walk->subject, walk->school_name, walk->teacher_key};
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!*parts[i] || used >= size)
            continue;
        int n = snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", parts[i]);
        used += n > 0 ? (size_t)n : 0;
    }
}

/* The teacher, pupils who are not told apart (for talk), and as many as are in the
 * room (for the sweep). */
static bool add_subjects(const VisitForm *form, Arena *arena, Setup *setup)
{
    int32_t count = form->pupils + 2;
    Subject *subjects = ARENA_PUSH(arena, Subject, (size_t)count);
    if (!subjects)
        return false;
    for (int32_t i = 0; i < count; i++) {
        const char *label = i == 0   ? "Teacher"
                            : i == 1 ? "Pupil"
                                     : arena_printf(arena, "%d", (int)i - 1);
        int32_t row = (i - 2 + ACROSS) / ACROSS;
        if (!label)
            return false;
        subjects[i] = (Subject){.kind = i == 0 ? SUBJECT_ADULT : SUBJECT_PUPIL,
                                .label = label,
                                .detail = "",
                                .predicted = "",
                                .x = 0.1F + 0.16F * (float)((i - 2 + ACROSS) % ACROSS),
                                .y = 0.1F + 0.09F * (float)row,
                                .group = SUBJECT_NONE,
                                .several = i == 1};
    }
    setup->subjects = subjects;
    setup->subject_count = count;
    return true;
}

Setup *visit_form_build(const VisitForm *form, Arena *arena, WalkThrough **ret_walk)
{
    Setup *setup = ARENA_PUSH(arena, Setup, 1);
    WalkThrough *walk = ARENA_PUSH(arena, WalkThrough, 1);
    const char *const from[] = {form->school, form->teacher, form->subject, form->observer};
    const char *texts[4];
    char title[4 * VISIT_TEXT];
    for (int i = 0; i < 4; i++)
        texts[i] = arena_copy(arena, from[i], strlen(from[i]));
    if (!setup || !walk || !texts[0] || !texts[1] || !texts[2] || !texts[3])
        return NULL;
    *walk = (WalkThrough){.school_name = texts[0],
                          .teacher_key = texts[1],
                          .subject = texts[2],
                          .grade = form->grade,
                          .period = form->period};
    WalkThrough unnamed = *walk; /* a title may stand on paper: nobody's key in it */
    unnamed.teacher_key = "";
    visit_words(&unnamed, title, sizeof title);
    const char *named = arena_printf(arena, "Walk-through%s%s", *title ? ": " : "", title);
    *setup = (Setup){.walk = walk,
                     .title = named,
                     .class_name = "",
                     .place = texts[0],
                     .observer = texts[3],
                     .theme = "",
                     .goals = "",
                     .origin = "",
                     .resolution_ms = 1};
    *ret_walk = walk;
    return named && add_subjects(form, arena, setup) ? setup : NULL;
}
