/* walk_paper.h - what the two pages of the sheet share. Inside reports/walk/sheet/.
 *
 * Two pages, whatever there is. Where there is more than fits, the look-fors that were
 * answered in most visits stay, in the order they have anyway; what is left out is
 * counted in words on the page. How often a look-for was seen chooses nothing.
 */
#ifndef REPORTS_WALK_SHEET_WALK_PAPER_H
#define REPORTS_WALK_SHEET_WALK_PAPER_H

#include "reports/layout/layout.h"
#include "reports/walk/walk.h"

typedef struct WalkPaper {
    Layout l;
    const WalkPages *pages;
    int32_t rows[WALK_MAX_LOOK_FORS]; /* of which something may be shown, in order */
    int32_t row_count;
    int32_t charted[WALK_MAX_LOOK_FORS]; /* of these, those on page 1 */
    int32_t charted_count;
} WalkPaper;

/* Of so few visits that nothing of it may be shown: it has a name and no more. */
bool walk_paper_is_folded(const WalkRow *row);

/* The `most` of some rows that were answered in most visits, as far as that is shown, in
 * the order they stand in; returns how many. */
int32_t walk_paper_choose(const WalkView *view, const int32_t *rows, int32_t count, int32_t most,
                          int32_t *ret_chosen);

/* The protocol's title and visits; NULL when there is none of that key. */
const WalkGroup *walk_paper_protocol(const WalkPaper *p, const char *key);

/* What the row is called; with its protocol where another one has a look-for of that name. */
const char *walk_paper_name(WalkPaper *p, const WalkRow *row);

/* "1 visit", "1,200 visits" */
const char *walk_paper_count(Layout *l, int64_t n, const char *one, const char *many);
/* "1 visit", "1 to 3 visits" */
const char *walk_paper_range(Layout *l, int64_t least, int64_t most, const char *one,
                             const char *many);

/* Page 1: what there is, and each look-for month by month. */
void walk_paper_picture(WalkPaper *p);

/* Page 2: the look-fors that page 1 has no room for, between observers, by school, grades
 * and subject, who visited, what is not shown. */
void walk_paper_where(WalkPaper *p);

#endif
