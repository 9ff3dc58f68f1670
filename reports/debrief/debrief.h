/* debrief.h - composes the debrief sheet: what the page says, in what order.
 *
 * Reads measures, draws on a Sheet, knows neither PDF nor screen. Sections
 * without data fold away; long lessons flow to more pages. Grid, type and the
 * construction of every chart follow the design's GRID.md; the numbers follow
 * MEASURES.md, each with its denominator.
 */
#ifndef REPORTS_DEBRIEF_DEBRIEF_H
#define REPORTS_DEBRIEF_DEBRIEF_H

#include "protocols/observation.h"
#include "reports/sheet/sheet.h"

/* Parts that can be left out. The lesson, and the limits of the record, cannot. */
typedef enum DebriefSection {
    DEBRIEF_FLOW,
    DEBRIEF_TALK, /* share, waits, reach, chains */
    DEBRIEF_MAP,  /* who spoke to whom, by seat */
    DEBRIEF_FRAMES,
    DEBRIEF_QUESTIONS,
    DEBRIEF_ENGAGEMENT,
    DEBRIEF_EVIDENCE, /* notes, words, focus pupils */
    DEBRIEF_TIME,     /* where the time went */
    DEBRIEF_CONVERSATION,
    DEBRIEF_SECTION_COUNT,
} DebriefSection;

/* What a subject is called where its label has no room; both its label when there is
 * nothing shorter. */
typedef struct DebriefShorter {
    const char *given, *label;
} DebriefShorter;

/* Of one code, in the record that a copy for others pools: scans of all groups. */
typedef struct DebriefScans {
    int32_t code, asked, missing;
    int32_t withheld; /* signals of too few pupils: not in the copy's record */
} DebriefScans;

typedef struct DebriefInput {
    const Observation *observation;   /* whose figures the sheet shows */
    const Observation *const *others; /* of the same lesson by other observers: for their
                                         agreement, and who watched what; NULL for none */
    size_t other_count;
    const DebriefShorter *shorter; /* for every subject; NULL: labels are short */
    uint32_t without;              /* set of DebriefSection (bit i): what is left out */
    bool for_others;               /* the record is a copy without seats, tables and words
                                      (reports/handout/others.h): parts that live by them go, and
                                      the foot says so */
    const DebriefScans *scans;     /* for_others: of every code that is sampled */
    int32_t scan_count;
} DebriefInput;

enum { DEBRIEF_MAX_OTHERS = 15 };

/* Draws all pages in the sheet's language (SheetInfo.language; reports/layout/phrases.h
 * has those there are). scratch is for the measures and can be thrown away after. Fails
 * only when memory runs out or the sheet refuses; an observation without events gives a
 * sheet that says so. */
bool debrief_compose(const DebriefInput *input, Sheet *sheet, Arena *scratch, Err *err);

/* What the document says of itself: the lesson, the observer, the protocol, its
 * language. Strings are borrowed. */
SheetInfo debrief_info(const DebriefInput *input);

/* The three steps at once: measure, compose, save as PDF at path. */
bool debrief_save_pdf(const DebriefInput *input, const FontSet *fonts, SheetPaper paper,
                      const char *path, Err *err);

#endif
