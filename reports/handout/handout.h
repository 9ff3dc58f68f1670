/* handout.h - what a lesson gets on paper: which sheet, for whom, with what in it.
 *
 * A visit under a protocol of look-fors gets the walk-through sheet, everything else
 * the debrief sheet. Preview, PDF, pictures and prints all begin here, so that they
 * are one thing.
 */
#ifndef REPORTS_HANDOUT_HANDOUT_H
#define REPORTS_HANDOUT_HANDOUT_H

#include "reports/handout/named.h"

typedef enum HandoutPupils {
    HANDOUT_LABELS, /* as they were typed */
    HANDOUT_SEATS,  /* by table and place */
    HANDOUT_NAMES,  /* by real name; never together with for_others */
} HandoutPupils;

typedef struct HandoutChoice {
    SheetPaper paper;
    bool for_others; /* the copy that leaves the team: others.h */
    HandoutPupils pupils;
    const HandoutName *names; /* HANDOUT_NAMES: of this class and others; borrowed */
    int32_t name_count;
    uint32_t without; /* set of DebriefSection: what is left out */
} HandoutChoice;

/* The record as the choice has it (others.h), in arena: what sheets and tables are made
 * of. ERR_STATE when names are asked for in the copy for others. */
bool handout_record(const Observation *o, const HandoutChoice *choice, Arena *arena,
                    Observation *ret_record, Err *err);

/* Whether there is a name of this class among those of the choice. */
bool handout_has_names(const HandoutChoice *choice, const char *class_name);

bool handout_is_walkthrough(const Protocol *protocol);

/* Composed in arena, in the language of the observation's protocol; fonts are borrowed
 * and must outlive the sheet. */
bool handout_compose(const DebriefInput *input, const FontSet *fonts, const HandoutChoice *choice,
                     Arena *arena, Sheet **ret_sheet, Err *err);

/* The same, saved as PDF at path; a failure leaves an old file whole. */
bool handout_save_pdf(const DebriefInput *input, const FontSet *fonts, const HandoutChoice *choice,
                      const char *path, Err *err);

/* "talk,map" as a set; ERR_FORMAT names the word that is none and lists those there
 * are. */
bool handout_parse_sections(const char *words, uint32_t *ret_sections, Err *err);

#endif
