/* debrief_flow.h - the rows of the flow, shared by its two files: lanes of
 * states (debrief_flow.c) and rows of marks (debrief_flow_marks.c).
 */
#ifndef REPORTS_DEBRIEF_DEBRIEF_FLOW_H
#define REPORTS_DEBRIEF_DEBRIEF_FLOW_H

#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#define FLOW_TOTALS_WIDTH 76.0F
#define FLOW_MARK_HEIGHT 13.5F

typedef enum RowKind {
    ROW_ROLE,  /* a kind of talk */
    ROW_STATE, /* one state code */
    ROW_QUESTION,
    ROW_FRAME,
    ROW_MARKS, /* the other points, notes and ratings of a category, told apart by shape */
    ROW_SCAN,  /* one sampled code */
} RowKind;

typedef struct FlowRow {
    RowKind kind;
    int32_t code;     /* ROW_SCAN: index into sampling.rows; ROW_MARKS: or NONE */
    int32_t category; /* ROW_MARKS with code NONE */
    TalkRole role;
    const char *label, *group;
    float height;
    int64_t n;
} FlowRow;

typedef struct Flow {
    Debrief *d;
    Axis axis;
    float label_width, totals_width;
    FlowRow rows[PROTOCOL_MAX_CODES + TALK_ROLE_COUNT];
    int32_t row_count;
    int32_t lane_count;
    const int64_t *used; /* events per code */
    CodeShape shapes[PROTOCOL_MAX_CODES];
    bool legend; /* some row has several shapes */
    float legend_height;
} Flow;

void flow_add_row(Flow *f, FlowRow row);

/* Rows for questions, frames, the other points of each category, and scans, as
 * far as there are any. */
void flow_add_marks(Flow *f);
void flow_draw_marks(Flow *f, const FlowRow *row, float y);

/* What the shapes stand for, from the baseline y down. Returns its height. */
float flow_legend(Flow *f, float y, bool draw);

#endif
