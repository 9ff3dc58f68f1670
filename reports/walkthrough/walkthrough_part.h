/* walkthrough_part.h - what the files of the walk-through sheet share. Inside
 * reports/walkthrough/ only. */
#ifndef REPORTS_WALKTHROUGH_WALKTHROUGH_PART_H
#define REPORTS_WALKTHROUGH_WALKTHROUGH_PART_H

#include "protocols/look_for.h"
#include "reports/layout/layout.h"
#include "reports/measure/talk/talk.h"

/* Words of the visit; placed: they stand beside a look-for. */
typedef struct WalkNote {
    const ObsEvent *event;
    int32_t row; /* of the look-for, or -1 */
    bool placed;
    bool whole; /* all its words are on the page */
} WalkNote;

typedef struct WalkRow {
    LookFor look_for;
    LookForAnswer answer;
    int32_t marks;              /* times it was marked seen */
    int32_t lines, label_lines; /* at most so many of its words and of its name */
} WalkRow;

typedef struct Walk {
    const Observation *o;
    bool for_others;
    const char *question; /* to think about; "" for none */
    TalkMeasures talk;
    Layout l;
    WalkRow *rows;
    int32_t row_count;
    WalkNote *notes;
    int32_t note_count;
} Walk;

/* The look-fors with their answers, the notes with their look-fors. */
bool walkthrough_gather(Walk *w, Arena *arena, Err *err);

/* The rows from w->l.y down. They are as low as they must be to leave `below` points
 * on the page. */
void walkthrough_rows(Walk *w, float below);

/* "10:12" on the wall, or m:ss where that is not known. */
const char *walkthrough_clock(Walk *w, int64_t at_ms);

/* A pupil's words in quotation marks, the observer's as they are. */
const char *walkthrough_quote(Walk *w, const WalkNote *note);

/* The same with whom it is about and when behind it. */
const char *walkthrough_note(Walk *w, const WalkNote *note);

#endif
