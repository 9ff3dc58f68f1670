/* visit_form.h - what is said before a walk-through begins. Plain data; knows no store
 * and no screen. Filled in from the visit before, so that the next room is two taps
 * away. */
#ifndef RECORDER_SCREEN_VISIT_FORM_H
#define RECORDER_SCREEN_VISIT_FORM_H

#include "protocols/observation.h"

enum {
    VISIT_MAX_PROTOCOLS = 24,
    VISIT_MAX_KNOWN = 12, /* names offered */
    VISIT_TEXT = 81,
    VISIT_MOST_PUPILS = 60,
    VISIT_STALE_MS = 90 * 60 * 1000, /* after so long the period of the day is another one */
};

typedef struct VisitForm {
    const Protocol *protocols[VISIT_MAX_PROTOCOLS]; /* those with look-fors; borrowed */
    int32_t protocol_count, chosen;
    char school[VISIT_TEXT], teacher[VISIT_TEXT], subject[VISIT_TEXT], observer[VISIT_TEXT];
    int32_t grade, period; /* WALK_NOT_SAID */
    int32_t pupils;        /* in the room; for the class sweep */
    const char *schools[VISIT_MAX_KNOWN], *teachers[VISIT_MAX_KNOWN]; /* known names; borrowed */
    int32_t school_count, teacher_count;
} VisitForm;

/* Those of the list that have look-fors. */
void visit_form_init(VisitForm *form, const Protocol *const *protocols, int32_t count);

/* As in the visit before, but for the teacher; the period only when that was just now. */
void visit_form_fill(VisitForm *form, const Setup *last, const char *protocol_key,
                     int64_t now_unix_ms);

/* "Grade 4, Mathematics, Lincoln"; what was not said is left out. text: size bytes. */
void visit_words(const WalkThrough *walk, char *text, size_t size);

/* The set-up without ids of school and teacher, in arena; NULL: no memory. */
Setup *visit_form_build(const VisitForm *form, Arena *arena, WalkThrough **ret_walk);

#endif
