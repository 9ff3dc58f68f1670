/* debrief_evidence.h - what was written down: notes, marks, strategies, ratings, by
 * everybody who observed, in time order, each under the team's questions it answers.
 * Inside reports/debrief/ only.
 *
 * An entry answers question 2 when it begins with "Q2" ("P2" in Spanish; "Q1,3" for
 * two of them), or when its code has a modifier with the key "question" and the option
 * set has the key "2". The mark at the beginning is not printed.
 */
#ifndef REPORTS_DEBRIEF_DEBRIEF_EVIDENCE_H
#define REPORTS_DEBRIEF_DEBRIEF_EVIDENCE_H

#include "reports/debrief/debrief_part.h"

typedef struct EvidenceEntry {
    const Observation *o; /* whose it is */
    const ObsEvent *event;
    int64_t at_ms;      /* on the clock of the sheet's own record */
    uint32_t observers; /* bit 0: the sheet's own, bit i: others[i - 1] */
    uint32_t questions; /* bit i: question i */
    const char *text;   /* without the mark */
} EvidenceEntry;

typedef struct Evidence {
    const EvidenceEntry *entries; /* by at_ms */
    int32_t count;
    int32_t wordless;  /* of count */
    uint32_t answered; /* bit i: question i has an entry */
} Evidence;

bool evidence_gather(Debrief *d, Evidence *ret_evidence);

/* Whether an event is an entry; what was said in a turn where quotes count as such. */
bool evidence_is_entry(const Observation *o, const ObsEvent *event, bool quotes);

/* The questions that the mark at the beginning of a text names ("Q1,3: "), as bits, and
 * what follows it; 0 and the text itself when there is none. */
uint32_t evidence_questions(const char *text, int32_t question_count, const char **ret_rest);

/* Who noted it: "A", "A, B". */
const char *evidence_observers(Debrief *d, const EvidenceEntry *entry);
/* Seat, table or name, and to whom: in the longest form that width has room for. */
const char *evidence_who(Debrief *d, const EvidenceEntry *entry, float width);
/* Kind and words in one. */
const char *evidence_words(Debrief *d, const EvidenceEntry *entry);

#endif
