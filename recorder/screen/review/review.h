/* review.h - what the parts of the review share; screen_review.h is the screen.
 *
 *   screen_review.c     where the blocks lie; the bar, the keys
 *   review_index.c      lanes; events filed by lane and time
 *   review_timeline.c   the whole lesson, the axis, moving about, touching
 *   review_lane.c       drawing what lies in a lane
 *   review_panel.c      the event and its fields; what was missed; the filter
 *   review_carried.c    ink and photos
 *   review_replay.c     the lesson as it happened
 *   review_choice.c     what a field can be
 *
 * A Review lives for one build.
 */
#ifndef RECORDER_SCREEN_REVIEW_H
#define RECORDER_SCREEN_REVIEW_H

#include "recorder/screen/review/screen_review.h"

enum { REVIEW_BLOCK = 64, REVIEW_WORDS = 160 };

typedef struct Review {
    Ui *ui;
    const ReviewModel *model;
    ReviewState *state;
    ReviewAsk ask;
    const Session *session;
    const Protocol *protocol;
    const Setup *setup;
    const ObsEvent *events;
    const ObsEvent *selected; /* NULL: none */
    bool portrait;

    UiRect bar, overview, axis, lanes, names, foot, panel;
    float lane_heights[REVIEW_MAX_LANES];
} Review;

/* ---- review_index.c ---- */

/* Makes the index anew when it has to be; false when memory ran out. */
bool review_index(Review *v);

/* The lane of an event, and its row. */
int32_t review_row_of(const ReviewIndex *index, const Setup *setup, const Protocol *protocol,
                      const ObsEvent *event, int32_t *ret_lane);

/* The next item of the row from the i-th on that is there between two times, or
 * UINT32_MAX. */
uint32_t review_next_item(const ReviewIndex *index, int32_t row, uint32_t i, int64_t from_ms,
                          int64_t to_ms);

/* Position in index->order of the first item not before this time and event. */
uint32_t review_find_order(const ReviewIndex *index, int64_t start_ms, uint32_t event);

/* ---- review_timeline.c ---- */
void review_timeline(Review *v);
void review_zoom(Review *v, double factor, double at_ms); /* factor over 1: less time is shown */
float review_x(const Review *v, int64_t ms);
/* The middle of an event on the surface; false when it is not in view. */
bool review_place_of(const Review *v, const ObsEvent *e, float *ret_x, float *ret_y);
/* Each as high as its rows and its name need; before anything else of the timeline. */
void review_measure_lanes(Review *v);

/* Every row of the whole lesson as a thin line. */
void review_overview_rows(Review *v, UiRect r);

/* ---- review_carried.c ---- */
bool review_carries(const Review *v, const ObsEvent *e);
void review_carried(Review *v, UiRect r, const ObsEvent *e); /* small; tapped, it opens */
void review_viewer(Review *v, const ObsEvent *e);

/* ---- review_replay.c ---- */
void review_replay_begin(Review *v, int64_t at_ms);
void review_replay_end(ReviewState *state);
void review_replay(Review *v);

/* ---- review_lane.c ---- */
void review_lane(Review *v, const ReviewLane *lane, UiRect r);
void review_draft(Review *v, const ReviewLane *lane, UiRect r);

/* ---- review_panel.c ---- */
void review_panel(Review *v);
void review_begin_insert(Review *v, int32_t lane, int32_t row, int64_t at_ms);
/* A later word on the selected event, or on what is being inserted. */
void review_say(Review *v, uint32_t fields, const ObsEvent *to);
/* The event the panel is about. */
const ObsEvent *review_about(const Review *v);

/* ---- review_choice.c ---- */

/* Whether the field has anything to choose from. */
bool review_has_field(const Review *v, const ObsEvent *e, int32_t field);
const char *review_field_name(const Review *v, const ObsEvent *e, int32_t field);
const char *review_field_value(const Review *v, const ObsEvent *e, int32_t field);
void review_choices(Review *v, UiRect r);
void review_filter(Review *v, UiRect r);
/* Whom the code is first thought to be about at a time: who of a lane's row has the floor,
 * else the first of the row who is not absent, else the first who can be. */
int32_t review_first_subject(const Review *v, int32_t code, const ReviewLane *lane, int32_t row,
                             int64_t at_ms);
bool review_may_be_about(const Protocol *protocol, const Setup *setup, int32_t code,
                         int32_t subject);

/* ---- screen_review.c ---- */

/* "38:10.2" */
const char *review_clock(int64_t ms, char ret_text[REVIEW_WORDS]);
void review_ask(Review *v, ReviewAskKind kind);

#endif
