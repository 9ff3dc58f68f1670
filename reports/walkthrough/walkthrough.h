/* walkthrough.h - composes the sheet of one short visit, for the teacher: what
 * pupils got to do, with the evidence, one question to think about, no score.
 *
 *     What pupils got to do
 *     15 minutes of one lesson ...
 *     -------------------------------------------------
 *     Seen and heard    10:12        10:27
 *     look-for          --o--oo---o--      words
 *     look-for          -------------      not in these 15 min
 *     look-for          /////////////      could not tell
 *     -----------------------    ----------------------
 *     What pupils said           Who was heard
 *     -------------------------------------------------
 *     One question to think about
 *
 * One page; more only where a protocol asks so much that its rows alone fill one.
 * Three states have three shapes and no colour of their own. Words stand beside the
 * look-for that they were written for; a note of the visit stands beside the look-for
 * that was marked nearest to it, at most WALKTHROUGH_NEAR_MS away. The grid is that of
 * the design's GRID.md.
 */
#ifndef REPORTS_WALKTHROUGH_WALKTHROUGH_H
#define REPORTS_WALKTHROUGH_WALKTHROUGH_H

#include "protocols/observation.h"
#include "reports/sheet/sheet.h"

enum {
    WALKTHROUGH_LEAST_LOOK_FORS = 3, /* of a protocol for walk-throughs */
    WALKTHROUGH_NEAR_MS = 60000,
};

/* Does a visit under this protocol get this sheet? It asks for look-fors and rates
 * nothing else. */
bool walkthrough_is_one(const Protocol *protocol);

/* Draws it. for_others: without words, seats and the question. scratch is for the
 * measures. Fails only when memory runs out or the sheet refuses. */
bool walkthrough_compose(const Observation *o, bool for_others, Sheet *sheet, Arena *scratch,
                         Err *err);

#endif
