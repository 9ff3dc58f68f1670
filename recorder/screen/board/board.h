/* board.h - what the parts of the board share; screen_board.h is the board.
 *
 *   screen_board.c      where the blocks lie; what is so, read off the session once
 *   board_bar.c         clock, place, phases, heard, saved; the row of buttons
 *   board_seating.c     where seats, tables and adults lie on the chart
 *   board_chart.c       drawing and touching them
 *   board_view.c        which part of the chart is seen, and how large
 *   board_pad_list.c    which pads a protocol has and where they lie
 *   board_pads.c        drawing and touching them
 *   board_floor.c       the card that says who has the floor
 *   board_keys.c        what fingers do by drawing, by keys
 *   board_ring.c        the modifiers around the finger
 *   board_panel.c       a note, a rating
 *   board_ink.c         what is written by hand
 *   board_strip.c       the sampling prompt
 *   board_scan.c        all tables answered for at once, by numbers or by a sweep
 *   board_shown.c       a lesson played again
 *   board_words.c       times, names and marks
 *
 * A Board lives for one build. Parts draw, read the touches of their targets and
 * call board_ask_*; they do not know each other.
 */
#ifndef RECORDER_SCREEN_BOARD_H
#define RECORDER_SCREEN_BOARD_H

#include "recorder/screen/board/screen_board.h"

enum {
    BOARD_GAP = 8,
    BOARD_MARGIN = 16,
    BOARD_RADIUS = 12,
    BOARD_PANEL_RADIUS = 16,
    BOARD_MAX_SEGMENTS = 64, /* of the lesson's phases, as they were taught */
    BOARD_MAX_OPEN = 64,
    BOARD_LOOK_BACK = 256, /* events looked at for what belongs to the turn */
    BOARD_TEXT = 256,
};

typedef struct BoardSegment {
    int32_t code;
    int64_t start_ms, stop_ms; /* cut at now */
    bool running;
} BoardSegment;

typedef struct Board {
    Ui *ui;
    const BoardModel *model;
    BoardState *state;
    BoardAsk ask;
    const Session *session;
    const Protocol *protocol;
    const Setup *setup;
    SessionState run;
    bool shown; /* played again: nothing can be touched */
    bool live;  /* the lesson runs: seats, pads, phases and answers can be tapped */
    int64_t now_ms;

    /* which codes the chart records; PROTOCOL_NONE where there is none */
    int32_t talk[3]; /* by SubjectKind */
    int32_t floor_category, phase_category;

    /* what is so */
    const ObsEvent *turn; /* what runs in the floor category, or NULL */
    const ObsEvent *late; /* the newest turn of a pupil, running or not, or NULL */
    int32_t speaker;      /* subject of turn, or SUBJECT_NONE */
    SessionPrompt prompt;
    SessionWait wait;
    const ObsEvent *open[BOARD_MAX_OPEN]; /* overlapping states that run */
    int32_t open_count;
    int32_t place; /* the code by which an adult goes somewhere, or PROTOCOL_NONE */
    int32_t stands[OBSERVATION_MAX_SUBJECTS]; /* adults: beside whom; SUBJECT_NONE: in front */
    uint32_t used[PROTOCOL_MAX_CODES];        /* marks of the turn: bit 0, bit option + 1 */
    BoardSegment segments[BOARD_MAX_SEGMENTS];
    int32_t segment_count;

    /* where the blocks lie */
    bool portrait, has_chart, has_strip;
    UiRect bar, phases, chart, strip, floor, pads, row, panel;
} Board;

/* ---- screen_board.c ---- */

/* By a panel in which somebody types, where the screen is narrow. */
bool board_chart_is_covered(const Board *b);

/* What is so, and where the blocks lie. */
Board board_look_around(Ui *ui, const BoardModel *model, BoardState *state);

/* Session time of a landing; never later than now. */
int64_t board_at(const Board *b, int64_t landed_ms);

/* How long ago; paused time is nobody's. */
int64_t board_gone_ms(const Board *b, int64_t since_ms);

/* Whom a pad of this code is about: who has the floor, or the selection, or the
 * pupil who spoke last, or the adult who leads; SUBJECT_NONE for the class. */
int32_t board_subject_of(const Board *b, int32_t code);

/* A code of this kind may be about this subject. */
bool board_may_be_about(const Board *b, int32_t code, int32_t subject);

void board_ask_tap(Board *b, const SessionTap *tap);
void board_ask_stop(Board *b, const ObsEvent *event, int64_t at_ms);
void board_ask(Board *b, BoardAskKind kind);

/* The finger on this target holds; event: what runs by it by now, or NULL. */
void board_hold(Board *b, uint32_t id, const ObsEvent *event);

/* ---- board_bar.c ---- */
void board_bar(Board *b);
void board_row(Board *b);

/* ---- board_seating.c ---- */

/* Seats of at least UI_MIN_TARGET for everybody in a chart of this size: where the
 * set-up says, as large as leaves no two of them touching; where it says
 * nothing, or puts two in one place, in a plan of our own. When even the smallest
 * seats do not fit, the content is larger than the chart. */
void board_seating(const Setup *setup, float width, float height, BoardSeating *seating);

/* The adult is drawn where there is room beside a group or a pupil; at home for
 * SUBJECT_NONE, and where there is none. */
void board_seating_stand(BoardSeating *seating, const Setup *setup, int32_t adult, int32_t beside);

/* ---- board_chart.c ---- */
void board_chart(Board *b);

/* The pupil (adult, group) has the floor, and talks to target unless that is SUBJECT_NONE;
 * where the protocol does not code talk, the next pad is about them. */
void board_take_floor(Board *b, int32_t subject, int32_t target, int64_t landed_ms);

/* The adult goes to a table or a pupil; SUBJECT_NONE: to the front. */
void board_send(Board *b, int32_t adult, int32_t to, int64_t landed_ms);

/* Who is seen at a point of the screen, or SUBJECT_NONE. */
int32_t board_subject_at(Board *b, float x, float y);

/* Of a touch that was cancelled in this step: it really is over, by the system or because
 * the tablet turned. A finger that gave way to the one that lands now may still be there. */
static inline bool board_is_taken_away(const Board *b)
{
    return b->ui->in.kind != UI_INPUT_DOWN;
}

/* ---- board_view.c ---- */

/* Two fingers enlarge and move the chart, one moves it by its ground. Before the
 * seats are built: what they take together is nobody's. Returns the touch of the
 * ground. */
UiTouch board_view(Board *b);

/* Over the seats: the way back to the whole chart, and which part is seen. */
void board_view_back(Board *b);

/* ---- board_pad_list.c ---- */

typedef struct BoardPad {
    int32_t code, option;
    UiRect rect;
} BoardPad;

/* The heading of neighbouring pads. */
typedef struct BoardHead {
    const char *text;     /* "": none is drawn */
    int32_t first, count; /* its pads */
    UiRect rect;
} BoardHead;

enum { BOARD_MAX_PAGES = 24 };

typedef struct BoardPadList {
    BoardPad *pads; /* frame memory */
    BoardHead *heads;
    int32_t pad_count, head_count;
    int32_t beside_count; /* pads beside the floor card: the first ones */
    float beside;         /* width that pads of the class take beside the floor card; 0: none */
    int32_t pages;        /* more than 1: pads of other pages lie outside the area */
    int32_t page;
    UiRect area, tabs; /* where pads can be; for choosing the page */
    const char *tab_text[BOARD_MAX_PAGES];
} BoardPadList;

/* Lays the protocol's pads into area; floor is the card above it. No pads when
 * memory ran out. */
BoardPadList board_pad_list(const Board *b, UiRect floor, UiRect area);

/* The height all pads take at their full size, without pages. */
float board_pads_height(const Board *b, UiRect floor, float width);

/* ---- board_pads.c ---- */

/* With the floor card. */
void board_pads(Board *b);

/* Over the chart: the pad that a finger draws to a seat. */
void board_pads_drag(Board *b);

/* A drop on a seat is about whoever sits there, whoever has the floor; a state that
 * runs for them beside the talk ends. So a hand is up for one pupil and for another. */
void board_drop_pad(Board *b, int32_t code, int32_t option, int32_t subject, int64_t landed_ms);

/* A pad on its way to a seat; lands: it may be dropped here. */
void board_draw_carried(const Board *b, int32_t code, float x, float y, bool lands);

/* The tap that this pad records when it is touched now. */
SessionTap board_pad_tap(const Board *b, int32_t code, int32_t option, int64_t landed_ms);

/* ---- board_keys.c ---- */

/* Over everything: what keys pick up and drop. */
void board_keys(Board *b);

/* ---- board_floor.c ---- */

/* Who has the floor, since when, to whom; or why nothing can be recorded. */
void board_floor(Board *b, UiRect r);

/* ---- board_ring.c ---- */

/* Touches of a pad with petals, before the pad's own; true when they were the
 * ring's. */
bool board_ring_touch(Board *b, const BoardPad *pad, const UiTouch *touch);
void board_ring(Board *b);

/* The words of a petal whose circle has its middle there: within it, whatever they are
 * and however large. */
void board_petal_words(Ui *ui, float x, float y, const Petal *petal, ThemeColor color,
                       ThemeColor color2);

/* ---- board_panel.c ---- */
void board_panel_open(Board *b, BoardPanel panel, int32_t code, int32_t option, int32_t subject,
                      int64_t at_ms);
void board_panel(Board *b);
/* The window was to be closed, and what would be lost is said (in the floor's place). */
bool board_is_warned(const Board *b);

/* Words were typed into the note that is open; it is recorded and closed before
 * something else takes its place. */
bool board_has_note(const Board *b);
void board_keep_note(Board *b);

/* ---- board_ink.c ---- */

/* A picture from a file, about whom a note would be; the words of a note that is open
 * become its caption. */
void board_photo(Board *b);
bool board_has_photo(const Board *b); /* it can be kept now */
void board_ink_open(Board *b);
void board_ink(Board *b);

/* ---- board_strip.c ---- */
void board_strip(Board *b);

/* ---- board_scan.c ---- */

/* Who is under a finger on this chart, or SUBJECT_NONE. */
typedef int32_t (*BoardSeatUnder)(const void *chart, float x, float y);

void board_scan_open(Board *b);
bool board_scan_is_over(const Board *b); /* the signal it was opened for is answered or gone */
void board_scan(Board *b);

/* The finger landed while a scan was open: it marks, or means nothing once the scan is
 * closed. One that landed before goes on with what it began. */
bool board_scan_takes(const Board *b, const UiTouch *t);

/* A seat, a table or the ground (SUBJECT_NONE) has such a touch. */
void board_scan_touch(Board *b, int32_t subject, const UiTouch *t, BoardSeatUnder under,
                      const void *chart);

/* ---- board_words.c ---- */

/* "38:24" */
const char *board_clock(int64_t ms, char ret_text[BOARD_TEXT]);
/* "Disagree", also when it is one option of a code */
const char *board_pad_label(const Protocol *protocol, int32_t code, int32_t option);
/* An option that is a number shows it in the mark: depth of knowledge 3; else "". */
const char *board_option_digit(const Protocol *protocol, int32_t code, int32_t option);
/* "" for the class; while names are open the given name, and the whole one. */
const char *board_subject_label(const Board *b, int32_t subject);
const char *board_subject_name(const Board *b, int32_t subject);
const char *board_short_name(const char *label); /* "Table 3" is 3; a name is itself */
/* The event in a few words: "Disagree on DL", "DL to SP". */
void board_event_words(const Board *b, const ObsEvent *event, char ret_text[BOARD_TEXT]);
/* Why the disk refuses, in a few words: without the file's path and the number of the
 * error. */
void board_reason(const char *trouble, char ret_text[BOARD_TEXT]);
/* Appends to a text, cut on a code-point bound. */
void board_append(char text[BOARD_TEXT], const char *more);

ThemeColor board_hue(const Code *code);      /* of its mark */
ThemeColor board_hue_edge(const Code *code); /* of its mark's edge, of the chosen pad's */
ThemeColor board_hue_on(const Code *code);   /* of text on board_hue */
ThemeColor board_hue_tint(const Code *code); /* ground of a chosen pad */

/* The code's mark of this size around a point. digit: in a square, or "".
 * filled: what was taught today, or simply the mark; else its outline. */
void board_mark(Ui *ui, float cx, float cy, float size, const Code *code, const char *digit,
                bool filled, ThemeColor color);
void board_diamond(Ui *ui, float cx, float cy, float r, bool filled, ThemeColor color);

static inline UiRect board_inset(UiRect r, float dx, float dy)
{
    return (UiRect){r.x + dx, r.y + dy, r.w - 2 * dx, r.h - 2 * dy};
}

static inline bool board_inside(UiRect r, float x, float y)
{
    return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

#endif
