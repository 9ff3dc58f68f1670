/* screen_review.h - review: the lesson as lanes over one time axis, looked at again
 * and put right.
 *
 *   +------------------------------------------------------------+
 *   | back  title                  undo redo  filter  debrief    |
 *   +----------------------------------------+-------------------+
 *   | Lesson   the whole, what is shown      | the event:        |
 *   |          37:00   38:00   39:00         |   start, stop     |
 *   | Phase    =========                     |   who, to, code,  |
 *   | MO         ==       ===                |   modifiers, words|
 *   | Pupils        ==  =      ==            | what was missed   |
 *   | Frames        o        o               | filter            |
 *   +----------------------------------------+                   |
 *   | previous next      fit  4 min  -  +    | take back, done   |
 *   +----------------------------------------+-------------------+
 *
 * In portrait the panel lies under the lanes. The screen looks at a session and says
 * what the person asked for; every ask is an act of the session engine. It changes
 * nothing but its own state, so drawing twice is harmless. Knows no store, no file
 * and no clock.
 *
 * Events are filed by lane and time once an act; a build looks only at those that
 * are in view.
 *
 * Replay shows the lesson on its seating chart as it happened, at 1 to 60 times, from
 * a playback of its own: nothing of it is asked for, nothing is written.
 *
 * What a finger meets: a state is touched at its time over the full height of its
 * lane, at least UI_MIN_TARGET wide; an instant in the square of UI_MIN_TARGET around
 * it; the nearest wins, and of several at one place the next one with every tap. An
 * empty place begins what was missed there.
 */
#ifndef RECORDER_SCREEN_SCREEN_REVIEW_H
#define RECORDER_SCREEN_SCREEN_REVIEW_H

#include "recorder/screen/board/screen_board.h"
#include "recorder/session/playback.h"

enum {
    REVIEW_MAX_TEXT = 1200, /* bytes of words typed here, with the zero */
    REVIEW_MAX_LANES = 64,
    REVIEW_MAX_ROWS = 128,
    REVIEW_MOST_ADULTS = 6,  /* with a lane of their own each; more share one */
    REVIEW_MOST_GROUPS = 12, /* with a row of their own each; more share one */
    REVIEW_LEAST_SPAN_MS = 1000,
};

typedef struct ReviewModel {
    const Session *session;
    int64_t length_ms; /* of the lesson: when it ended */
    const char *title, *where;
    const char *message; /* why the last act was refused; "" for none */
    const char *unsaved; /* what still waits for the disk; "" for nothing */
    bool looks_only;     /* another Kenkyu records: what would change the lesson is barred */
    /* what the selected event carries, once it was read */
    const InkPad *ink;
    const UiPicture *photo;
    const char *carried_trouble; /* why not; "" for none */
    /* as on the board: pupils called by their names; NULL: by their labels */
    const Setup *called;
    const DebriefShorter *shorter;
    bool left_handed; /* the panel stands at the left */
} ReviewModel;

typedef enum ReviewAskKind {
    REVIEW_ASK_NONE,
    REVIEW_ASK_BACK,
    REVIEW_ASK_SHEET,  /* make the debrief sheet again */
    REVIEW_ASK_UNDO,   /* session_undo */
    REVIEW_ASK_REDO,   /* session_redo */
    REVIEW_ASK_CHANGE, /* session_change: event, fields, to */
    REVIEW_ASK_MOVE,   /* session_move: event, to.start_ms, to.stop_ms */
    REVIEW_ASK_INSERT, /* session_insert: tap, stop_ms */
    REVIEW_ASK_PHOTO,  /* choose a picture from a file for tap */
} ReviewAskKind;

/* Only the members named beside the kind are meaningful. Texts live in ReviewState
 * until the next build. */
typedef struct ReviewAsk {
    ReviewAskKind kind;
    Uuid event;
    uint32_t fields;
    ObsEvent to;
    SessionTap tap;
    int64_t stop_ms;
} ReviewAsk;

typedef enum ReviewLaneKind {
    REVIEW_LANE_PHASES,
    REVIEW_LANE_ADULT,  /* states of one adult, a row a category; or of all adults */
    REVIEW_LANE_PUPILS, /* states of pupils, a row a group */
    REVIEW_LANE_STATES, /* states of a category about groups (a row each, where several can
                           be on) and the class */
    REVIEW_LANE_POINTS, /* instants of a category */
    REVIEW_LANE_SAMPLES,
    REVIEW_LANE_NOTES, /* built in: notes, marks */
    REVIEW_LANE_AWAY,  /* built in: absences, pauses */
} ReviewLaneKind;

typedef struct ReviewLane {
    ReviewLaneKind kind;
    int32_t category, subject; /* PROTOCOL_NONE, SUBJECT_NONE: any */
    const char *title;
    const char *detail;
    int32_t first_row, row_count;
} ReviewLane;

typedef struct ReviewItem {
    int64_t start_ms, stop_ms;
    uint32_t event; /* index in session_events() */
    int32_t row;
} ReviewItem;

/* The events by row and time; made anew after an act or another filter. */
typedef struct ReviewIndex {
    Arena arena;
    bool made;
    int64_t action;
    size_t events;
    int32_t subject, code; /* the filter */
    ReviewLane lanes[REVIEW_MAX_LANES];
    int32_t lane_count, row_count;
    int32_t group_count;
    int32_t group_rows[OBSERVATION_MAX_SUBJECTS]; /* row of a group within a lane */
    int32_t adult_rows[PROTOCOL_MAX_CATEGORIES];  /* of a category within an adult's lane */
    ReviewItem *items;                            /* by row, then start */
    uint32_t count;
    uint32_t rows[REVIEW_MAX_ROWS + 1]; /* first item of a row */
    int64_t *latest;                    /* newest stop of every REVIEW_BLOCK items */
    uint32_t *order;                    /* items by time */
} ReviewIndex;

typedef enum ReviewPanel {
    REVIEW_PANEL_EVENT,  /* the selected event, or what can be done */
    REVIEW_PANEL_INSERT, /* what was missed */
    REVIEW_PANEL_FILTER,
} ReviewPanel;

/* A row of the panel; a modifier is REVIEW_FIELD_MODIFIER + its index. */
typedef enum ReviewField {
    REVIEW_FIELD_NONE,
    REVIEW_FIELD_CODE,
    REVIEW_FIELD_SUBJECT,
    REVIEW_FIELD_TARGET,
    REVIEW_FIELD_VALUE,
    REVIEW_FIELD_MODIFIER,
} ReviewField;

typedef struct ReviewReplay {
    bool playing;
    int32_t speed;      /* lesson seconds a second */
    double at_ms;       /* of the lesson */
    int64_t heard_ms;   /* boot clock when it was there */
    Playback *playback; /* NULL: the lanes are shown */
    BoardState board;
} ReviewReplay;

/* The screen's own state; review_state_init() first, review_state_deinit() last. */
typedef struct ReviewState {
    double from_ms, span_ms; /* what is shown; a span of 0: the whole lesson */
    float scroll;            /* of the lanes */
    double drag_from_ms;     /* from_ms and scroll when the finger landed */
    float drag_scroll;

    bool has_selected;
    Uuid selected;
    bool bring; /* the selected event comes into view */

    ReviewPanel panel;
    int32_t field; /* ReviewField that is being chosen */
    float panel_scroll, choice_scroll;
    ObsEvent draft; /* REVIEW_PANEL_INSERT; its text is text */
    int32_t draft_lane;
    Uuid text_of; /* the event whose words text holds */
    char text[REVIEW_MAX_TEXT];
    bool text_said; /* text was asked for and is, or was refused */

    int32_t filter_subject; /* an adult, a pupil, a group with its pupils; SUBJECT_NONE: all */
    int32_t filter_code;    /* PROTOCOL_NONE: all */

    bool viewing; /* what the selected event carries, large */
    ReviewReplay replay;
    ReviewIndex index;
} ReviewState;

void review_state_init(ReviewState *state);
void review_state_deinit(ReviewState *state);

/* Builds the review over the whole surface. */
ReviewAsk screen_review(Ui *ui, const ReviewModel *model, ReviewState *state);

/* Selects the event that an insert has just recorded. */
void review_select(ReviewState *state, Uuid event);

/* Where on the surface the lane is that holds this event, and its time there; for
 * tests. False when it is not in view. */
bool review_find_event(Ui *ui, const ReviewModel *model, ReviewState *state, Uuid event,
                       float *ret_x, float *ret_y);

enum {
    REVIEW_ID_BACK = 1,
    REVIEW_ID_UNDO,
    REVIEW_ID_REDO,
    REVIEW_ID_FILTER,
    REVIEW_ID_SHEET,
    REVIEW_ID_OVERVIEW, /* ground */
    REVIEW_ID_LANES,    /* ground */
    REVIEW_ID_PREVIOUS,
    REVIEW_ID_NEXT,
    REVIEW_ID_FIT,
    REVIEW_ID_OUT, /* shows more time */
    REVIEW_ID_IN,
    REVIEW_ID_START, /* a second less; + 1: a second more */
    REVIEW_ID_STOP = REVIEW_ID_START + 2,
    REVIEW_ID_VALUE = REVIEW_ID_STOP + 2,
    REVIEW_ID_MISSING = REVIEW_ID_VALUE + 2,
    REVIEW_ID_TEXT,
    REVIEW_ID_TAKE_BACK, /* Cancel of an insert */
    REVIEW_ID_DONE,      /* Add of an insert */
    REVIEW_ID_CHOICE_BACK,
    REVIEW_ID_PANEL, /* the scrolled column */
    REVIEW_ID_OPEN,  /* ink, a photo: larger */
    REVIEW_ID_CLOSE,
    REVIEW_ID_REPLAY, /* begins it */
    REVIEW_ID_PLAY,   /* and pauses */
    REVIEW_ID_SCRUB,
    REVIEW_ID_SPEED,        /* + 0..3: 1, 5, 20, 60 */
    REVIEW_ID_FIELD = 50,   /* + ReviewField + modifier */
    REVIEW_ID_CHOICE = 100, /* + position in the list */
};

#endif
