/* handout.h - what a lesson gets on paper: which sheet, for whom, with what in it.
 *
 * A visit under a protocol of look-fors gets the walk-through sheet, everything else
 * the debrief sheet. Preview, PDF, pictures and prints all begin here, so that they
 * are one thing.
 */
#ifndef REPORTS_HANDOUT_HANDOUT_H
#define REPORTS_HANDOUT_HANDOUT_H

#include "reports/debrief/debrief.h"

typedef struct HandoutChoice {
    SheetPaper paper;
    bool for_others;  /* the copy that leaves the team: others.h */
    bool by_seat;     /* pupils are called by seat, not as they were typed */
    uint32_t without; /* set of DebriefSection: what is left out */
} HandoutChoice;

/* The record as the choice has it (others.h), in arena: what sheets and tables are made
 * of. */
bool handout_record(const Observation *o, const HandoutChoice *choice, Arena *arena,
                    Observation *ret_record, Err *err);

bool handout_is_walkthrough(const Protocol *protocol);

/* Composed in arena, in the language of the observation's protocol; fonts are borrowed
 * and must outlive the sheet. */
bool handout_compose(const DebriefInput *input, const FontSet *fonts, const HandoutChoice *choice,
                     Arena *arena, Sheet **ret_sheet, Err *err);

/* The same, saved as PDF at path; a failure leaves an old file whole. */
bool handout_save_pdf(const DebriefInput *input, const FontSet *fonts, const HandoutChoice *choice,
                      const char *path, Err *err);

/* The names of the sections as options have them: "flow", "map", ...; NULL after the
 * last. section i is bit i. */
const char *handout_section_name(int32_t section);

/* "talk,map" as a set; ERR_FORMAT names the word that is none and lists those there
 * are. */
bool handout_parse_sections(const char *words, uint32_t *ret_sections, Err *err);

#endif
