/* debrief_exhibit.h - ink and photos in the right margin of the evidence, in time order,
 * each with when and where it was made. Inside reports/debrief/ only.
 *
 * Exhibits go down the last columns beside the entries; what does not fit goes on beside
 * the entries of the next page, and the last ones take pages of their own.
 */
#ifndef REPORTS_DEBRIEF_DEBRIEF_EXHIBIT_H
#define REPORTS_DEBRIEF_DEBRIEF_EXHIBIT_H

#include "reports/debrief/debrief_evidence.h"

typedef struct Exhibits {
    Debrief *d;
    uint32_t question;   /* a bit; 0: those that answer none */
    int32_t count, next; /* next: of all, the first that may be to be drawn */
    float y;             /* where it may begin on this page */
} Exhibits;

/* All of the lesson, once. An exhibit answers a question by the mark its caption begins
 * with, or as the nearest note about the same seat does. */
bool exhibits_find(Debrief *d, const Evidence *evidence);

/* Those that answer the question (a bit; 0: none of them). */
void exhibits_gather(Exhibits *e, Debrief *d, uint32_t question);

/* The section's content begins at l->y; then whenever the page has turned; then when
 * the entries are drawn: l->y is moved under the last exhibit. */
void exhibits_begin(Exhibits *e, Layout *l);
void exhibits_turn_page(Exhibits *e, Layout *l);
void exhibits_finish(Exhibits *e, Layout *l);

#endif
