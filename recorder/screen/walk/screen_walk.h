/* screen_walk.h - a walk-through under way: look-fors, a class sweep, talk samples, a
 * note; standing, with one hand.
 *
 *   +--------------------------------------------------------+
 *   | home  4:12   Grade 4, Mathematics, Lincoln      saved  |
 *   +--------------------------+-----------------------------+
 *   | look-for  [seen][not][?] | look-for  [seen][not][?]    |
 *   | ...                      | ...                         |
 *   | who talks now  [][][][]  | class sweep  - 22 of 24 +   |
 *   +--------------------------+-----------------------------+
 *   | undo   note   (nothing is final)   end     next room   |
 *   +--------------------------------------------------------+
 *
 * Back and Escape leave a note that is being written as it is: Note goes on with it, and
 * the visit does not end before it is kept or cancelled.
 *
 * In portrait it is one column. What does not fit scrolls. Looks at a session and says
 * what was asked for; drawing twice is harmless. Knows no store and no clock.
 */
#ifndef RECORDER_SCREEN_SCREEN_WALK_H
#define RECORDER_SCREEN_SCREEN_WALK_H

#include "recorder/session/session.h"
#include "recorder/ui/ui.h"

enum { WALK_MAX_NOTE = 1200 };

typedef struct WalkModel {
    const Session *session;
    int64_t now_ms;          /* session time */
    int64_t session_zero_ms; /* boot clock at session time 0 */
    const char *words;       /* "Grade 4, Mathematics, Lincoln" */
    size_t unsaved;
    const char *trouble, *message;
    bool left_handed;
} WalkModel;

typedef enum WalkAskKind {
    WALK_ASK_NONE,
    WALK_ASK_TAP,    /* session_tap: tap */
    WALK_ASK_CHANGE, /* session_change: event, its value */
    WALK_ASK_STOP,   /* session_stop_category: of tap.code, at tap.at_ms */
    WALK_ASK_ANSWER, /* session_answer: sampling, value */
    WALK_ASK_UNDO,
    WALK_ASK_END,
    WALK_ASK_NEXT, /* it ends, and the next room is set up */
    WALK_ASK_HOME, /* leave; it goes on */
} WalkAskKind;

typedef struct WalkAsk {
    WalkAskKind kind;
    SessionTap tap; /* tap.text lives in WalkState until the next build */
    Uuid event;
    int32_t value, sampling;
} WalkAsk;

/* All zero at first. */
typedef struct WalkState {
    float scroll, height; /* of the grid */
    int32_t cards;        /* in it */
    bool noting, note_new;
    bool note_waits; /* it was to end with a note begun: that is asked for first */
    int64_t note_at_ms;
    int32_t away; /* pupils not at work, of the sweep being made */
    char note[WALK_MAX_NOTE], kept[WALK_MAX_NOTE];
} WalkState;

WalkAsk screen_walk(Ui *ui, const WalkModel *model, WalkState *state);

/* A note is begun, seen or not. */
bool screen_walk_has_note(const WalkState *state);

enum {
    WALK_ID_HOME = 1,
    WALK_ID_UNDO,
    WALK_ID_NOTE,
    WALK_ID_END,
    WALK_ID_NEXT,
    WALK_ID_GRID,
    WALK_ID_NOTE_FIELD,
    WALK_ID_NOTE_KEEP,
    WALK_ID_NOTE_CANCEL,
    WALK_ID_STOP = 20,  /* + category */
    WALK_ID_SWEEP = 60, /* fewer; + 1: more; + 2: keep; by 4 for each sampling */
    WALK_ID_LOOK = 100, /* + 4 x code: seen; + 1 not seen; + 2 could not tell */
    WALK_ID_PAD = 1000, /* + 16 x code + option */
};

#endif
