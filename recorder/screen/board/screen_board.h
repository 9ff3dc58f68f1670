/* screen_board.h - the board: where a lesson is recorded by touch.
 *
 *   +------------------------------------------------------------+
 *   | bar: home, clock, place, phases planned/actual, heard, saved|
 *   +----------------------------------+-------------------------+
 *   | chart: tables, seats, adults,    | floor: who has the floor |
 *   | the speaker, whom they speak to  | pads: codes of the       |
 *   |                                  | protocol, their counts   |
 *   | strip: the sampling prompt       |                          |
 *   +----------------------------------+-------------------------+
 *   | undo, redo, 3 s ago, note, pause, totals, end              |
 *   +------------------------------------------------------------+
 *
 * In portrait the same blocks lie under each other. The board looks at a session
 * and says what the person asked for; it changes nothing but its own little
 * state, so drawing twice is harmless. Knows no store, no file and no clock. One
 * build costs the same whether nothing or 10,000 events were recorded.
 */
#ifndef RECORDER_SCREEN_SCREEN_BOARD_H
#define RECORDER_SCREEN_SCREEN_BOARD_H

#include "recorder/screen/part/ink_pad.h"
#include "recorder/session/session.h"
#include "recorder/ui/ui.h"
#include "reports/debrief/debrief.h"

enum {
    BOARD_MAX_NOTE = 1200,   /* bytes of a note, with the zero */
    BOARD_MAX_TRACKED = 256, /* phases and overlapping states kept in sight */
    BOARD_MAX_PLACES = 64,   /* steps of the adults kept in sight */
    BOARD_MAX_ZOOM = 3,      /* times the chart as it fits */
};

typedef struct BoardModel {
    const Session *session;
    int64_t now_ms;          /* session time */
    int64_t session_zero_ms; /* boot clock at session time 0: a finger that landed at
                                boot time t landed at t - session_zero_ms */
    const char *clock_text;  /* wall clock: "10:23" */
    size_t unsaved;          /* facts that wait for the disk */
    const char *trouble;     /* why they wait; "" when none do */
    const char *message;     /* why the last act was refused; "" for none */
    const char *notice;      /* what went wrong beside a lesson that began; "" for nothing */
    const char *warning;     /* what would be lost if the app closed now; "" for none */
    bool left_handed;        /* chart and pads change sides, Undo goes to the right */
    bool totals_hidden;
    InkPad *ink;         /* what is being written by hand */
    const Setup *called; /* the session's set-up with pupils called by their names; NULL: by
                            their labels */
    const DebriefShorter *shorter; /* with called: by subject, where a name has no room */
} BoardModel;

typedef enum BoardAskKind {
    BOARD_ASK_NONE,
    BOARD_ASK_TAP,      /* session_tap: tap. A note is a tap with a text, too */
    BOARD_ASK_PHOTO,    /* choose a picture from a file for tap */
    BOARD_ASK_STOP,     /* session_stop: event, at_ms */
    BOARD_ASK_ANSWER,   /* session_answer: sampling, subject, value, missing */
    BOARD_ASK_ANSWERS,  /* session_answer_all: sampling, answers, answer_count */
    BOARD_ASK_UNDO,     /* session_undo */
    BOARD_ASK_REDO,     /* session_redo */
    BOARD_ASK_BACKDATE, /* session_backdate: delta_ms */
    BOARD_ASK_START,    /* session_start (the session was not started yet) */
    BOARD_ASK_PAUSE,    /* session_pause */
    BOARD_ASK_RESUME,   /* session_resume */
    BOARD_ASK_END,      /* session_end; the person was asked twice */
    BOARD_ASK_TOTALS,   /* show or hide the totals */
    BOARD_ASK_MENU,     /* home, settings; the lesson goes on */
} BoardAskKind;

/* What the person asked for in this step; at most one thing. Only the members
 * named beside the kind are meaningful. */
typedef struct BoardAsk {
    BoardAskKind kind;
    SessionTap tap; /* tap.text lives in BoardState until the next build */
    Uuid event;
    int64_t at_ms; /* session time of the landing (of the lift, when a hold ends) */
    int64_t delta_ms;
    int32_t sampling, subject, value;
    bool missing;
    const SessionAnswer *answers; /* frame memory */
    int32_t answer_count;
} BoardAsk;

/* What lies over the pads. */
typedef enum BoardPanel {
    BOARD_PANEL_NONE,
    BOARD_PANEL_RING,   /* while the finger is down */
    BOARD_PANEL_NOTE,   /* words are typed */
    BOARD_PANEL_RATING, /* a value on the scale is chosen */
    BOARD_PANEL_SCAN,   /* all tables are answered for at once; the chart takes marks */
    BOARD_PANEL_INK,    /* the finger writes */
} BoardPanel;

/* Of a pupil, in a scan of all at once. */
typedef enum BoardScanMark {
    BOARD_UNMARKED,
    BOARD_ENGAGED,
    BOARD_NOT_ENGAGED,
    BOARD_SCAN_MARKS,
} BoardScanMark;

/* Where a subject lies on the chart, in points of the chart's content. */
typedef struct BoardSeat {
    float x, y;     /* centre; of a group: of its middle */
    float r;        /* of the target; 0: not to be tapped */
    UiRect surface; /* of a group: its table; no width: none is drawn */
} BoardSeat;

/* Worked out anew when the class or the chart's size changes. */
typedef struct BoardSeating {
    Uuid setup;
    int32_t count;          /* of subjects; 0: not worked out yet */
    float chart_w, chart_h; /* what it was worked out for */
    float seat;             /* diameter of a pupil, side of an adult */
    float width, height;    /* of the content; more than the chart has: it moves */
    BoardSeat seats[OBSERVATION_MAX_SUBJECTS];
    BoardSeat homes[OBSERVATION_MAX_SUBJECTS]; /* of adults: where the set-up has them */
    int32_t stands[OBSERVATION_MAX_SUBJECTS];  /* beside whom they are drawn, or SUBJECT_NONE */
} BoardSeating;

/* The screen's own state. All zero is a fresh board; when another session is
 * shown, board_state_init() again. */
typedef struct BoardState {
    bool ready; /* false: all zero, not yet prepared */

    /* the finger */
    bool dragging;              /* from one seat towards another */
    int32_t drag_from, drag_to; /* subjects; drag_to SUBJECT_NONE while over none */
    float drag_x, drag_y;       /* where the finger is */
    bool pad_dragging;          /* a pad's code to whom it is about: drag_x, drag_y, drag_to */
    int32_t drag_code;
    uint32_t carried;             /* the pad or the adult that a key picked up (its id), 0: none */
    float zoom;                   /* how much larger the chart is shown, 1..BOARD_MAX_ZOOM */
    float pan_x, pan_y;           /* how far the chart is moved, points >= 0 */
    float pan_from_x, pan_from_y; /* the same when the finger landed */
    bool held_turn;               /* the finger on a seat or a pad began a turn, or holds one */
    uint32_t held_id;             /* its target */
    Uuid held_event;              /* what ends with it; nil: nothing runs */

    /* the ring, a note, a rating: about which pad and whom */
    BoardPanel panel;
    bool panel_new;                   /* not built yet: its field takes the caret */
    bool ring_by_key;                 /* opened by a key: arrows choose, Enter records */
    int32_t panel_code, panel_option; /* option of the code's pads modifier */
    int32_t panel_subject;
    int64_t panel_at_ms;  /* session time of the landing */
    float ring_x, ring_y; /* its middle */
    int32_t ring_petal;   /* PROTOCOL_NONE in the middle */
    char note[BOARD_MAX_NOTE];
    char kept[BOARD_MAX_NOTE]; /* the ask's words, while another note may be begun */
    bool ink_on_page;          /* not on the chart */

    int32_t answer_low, answer_high; /* the answers shown; both 0: all of them */
    int32_t answer_sampling;         /* of which question, signal and group they are */
    int32_t answer_signal, answer_subject;
    int64_t answer_from_ms; /* boot clock: when it came up */

    uint8_t scan[OBSERVATION_MAX_SUBJECTS]; /* BoardScanMark of each pupil */
    int32_t scan_signal, scan_sampling;     /* of which signal they are */
    int32_t scan_page;                      /* of the tables */
    int64_t scan_from_ms, scan_to_ms;       /* boot clock: when it was opened, and last seen open */
    bool sweeping;                          /* a finger marks what it passes; drag_x, drag_y */
    BoardScanMark scan_paint;

    int32_t selected;     /* subject the next pad is about, or SUBJECT_NONE */
    int32_t pad_page;     /* when the pads do not fit on one */
    int64_t end_asked_ms; /* session time of the first End; 0: not asked */

    BoardSeating seating;

    /* seen of the session so far; each event is looked at once */
    size_t seen_events;
    uint32_t tracked[BOARD_MAX_TRACKED]; /* indexes of phases and overlapping states */
    int32_t tracked_count;
    uint32_t places[BOARD_MAX_PLACES]; /* indexes of where adults went */
    int32_t place_count;
} BoardState;

void board_state_init(BoardState *state);

/* Builds the board over the whole surface. */
BoardAsk screen_board(Ui *ui, const BoardModel *model, BoardState *state);

/* Another screen comes: nobody hears any more of a finger that holds. True when a state
 * ends with that. */
bool screen_board_let_go(BoardState *state, const Session *session, Uuid *ret_event);

/* Words are being written; whatever is tapped next keeps them. */
bool screen_board_has_note(const BoardState *state);

/* The note that is written, which is closed by it. */
SessionTap screen_board_take_note(BoardState *state, const Protocol *protocol);

/* The lesson as it was at model->now_ms, nothing of it to be touched: the chart, who
 * has the floor, what happened lately (newest first). */
void board_show(Ui *ui, const BoardModel *model, BoardState *state, UiRect chart, UiRect floor,
                UiRect log);

/* Ids of the targets, for tests and for what comes back to a place. */
enum {
    BOARD_ID_MENU = 1,
    BOARD_ID_UNDO,
    BOARD_ID_REDO,
    BOARD_ID_BACKDATE,
    BOARD_ID_NOTE,
    BOARD_ID_PAUSE, /* Start, Pause, Resume */
    BOARD_ID_TOTALS,
    BOARD_ID_END,
    BOARD_ID_END_YES,
    BOARD_ID_END_NO,
    BOARD_ID_CHART,       /* the ground between the seats */
    BOARD_ID_WHOLE_CHART, /* back from an enlarged one */
    BOARD_ID_CANT_SEE,
    BOARD_ID_ANSWER_BACK, /* from a range of answers to all of them */
    BOARD_ID_PANEL_FIELD,
    BOARD_ID_PANEL_OK,
    BOARD_ID_PANEL_CANCEL,
    BOARD_ID_SCAN, /* all tables at once */
    BOARD_ID_SCAN_DONE,
    BOARD_ID_SCAN_CLOSE,
    BOARD_ID_SCAN_NEXT,     /* page of tables */
    BOARD_ID_PANEL_SUBJECT, /* the note is about nobody in particular */
    BOARD_ID_INK,
    BOARD_ID_PHOTO,
    BOARD_ID_INK_PAPER, /* what is written on */
    BOARD_ID_INK_CHART,
    BOARD_ID_INK_PAGE,
    BOARD_ID_INK_NEW,
    BOARD_ID_PAGE = 100,   /* + page of pads */
    BOARD_ID_RATE = 200,   /* + value - scale_min */
    BOARD_ID_ANSWER = 500, /* + value */
    BOARD_ID_PHASE = 1000, /* + code */
    BOARD_ID_SEAT = 1200,  /* + subject (pupil, adult, middle of a table) */
    BOARD_ID_PAD = 2000,   /* see board_pad_id() */
    BOARD_ID_GRID = 65536, /* + BOARD_GRID_ROW * table asked, counted + value; the last of a
                              row: can't see */
};

enum { BOARD_GRID_ROW = 64 };

/* The pad of a code; option PROTOCOL_NONE when it is one pad. */
uint32_t board_pad_id(int32_t code, int32_t option);

#endif
