/* setup_arrange.h - seats, tables, adults and the board moved by hand.
 *
 *      lands on a seat ---- moves past the slop ----> it, or all that are chosen
 *      lands on a table --- moves past the slop ----> all of its pupils
 *      lands on an adult, the board ----------------> that
 *      lands beside all ---- draws -----------------> whom it goes round is chosen
 *
 * A tap never moves anything. While it is dragged a thing stands where the finger
 * says, drawn gently (within ARRANGE_SNAP points) to the lines of the other seats;
 * dropped on another pupil's seat, the two change places; dropped too near, it
 * gives way. Each move is one step of undo. Knows the form, no drawing.
 */
#ifndef RECORDER_SCREEN_SETUP_ARRANGE_H
#define RECORDER_SCREEN_SETUP_ARRANGE_H

#include "recorder/screen/setup/setup_form.h"
#include "recorder/ui/ui.h"

enum { ARRANGE_UNDO = 20, ARRANGE_PATH = 256, ARRANGE_SNAP = 6 };

typedef enum ArrangeDrag {
    ARRANGE_STILL,
    ARRANGE_SEATS,
    ARRANGE_ADULT,
    ARRANGE_BOARD,
    ARRANGE_LASSO,
} ArrangeDrag;

typedef struct ArrangePoint {
    float x, y; /* on the screen */
} ArrangePoint;

/* All zero at first. */
typedef struct SetupArrange {
    bool marked[SEATING_MAX_PUPILS]; /* chosen */
    FormPlaces steps[ARRANGE_UNDO + 1];
    int32_t step, step_count; /* steps[step] is what is (once something was undone) */
    ArrangeDrag drag;
    uint32_t drag_id;
    int32_t dragged; /* seat, adult */
    FormPlaces before;
    bool moves[SEATING_MAX_PUPILS];
    bool guide_x, guide_y;           /* the dragged seat stands in line with another */
    ArrangePoint path[ARRANGE_PATH]; /* of the lasso */
    int32_t path_count;
} SetupArrange;

/* Places on the chart as they lie on the screen. */
typedef struct ArrangeMap {
    UiRect r;
    float radius; /* of a seat, points */
} ArrangeMap;
ArrangeMap arrange_map(const FormPlaces *places, UiRect r, float most);
float arrange_x(const ArrangeMap *map, float x);
float arrange_y(const ArrangeMap *map, float y);

/* What a finger that landed on a thing does with it; true when something is or was
 * moved (the touch is then no tap). Call it in every step for everything that can be
 * moved. kind: what id is; index: which seat or adult; whole: the table of the seat. */
bool arrange_touch(SetupArrange *arrange, SetupForm *form, const ArrangeMap *map, uint32_t id,
                   ArrangeDrag kind, int32_t index, bool whole, const UiTouch *touch);

/* The ground: draws the lasso. True when it was closed: whom it goes round is marked. */
bool arrange_lasso(SetupArrange *arrange, const SetupForm *form, const ArrangeMap *map, uint32_t id,
                   const UiTouch *touch);

/* Before anything of a chart is built: a drag whose finger is gone without a word is taken
 * back, and every drag when nothing of the chart can be moved now. */
void arrange_check(SetupArrange *arrange, SetupForm *form, const Ui *ui, bool movable);

/* Before a change: it can be undone afterwards. */
void arrange_note(SetupArrange *arrange, const FormPlaces *before);
bool arrange_can_undo(const SetupArrange *arrange);
bool arrange_can_redo(const SetupArrange *arrange);
void arrange_undo(SetupArrange *arrange, SetupForm *form);
void arrange_redo(SetupArrange *arrange, SetupForm *form);

int32_t arrange_marked_count(const SetupArrange *arrange, const SetupForm *form);
/* The group that is exactly what is marked, or SEATING_NO_GROUP. */
int32_t arrange_marked_group(const SetupArrange *arrange, const SetupForm *form);
void arrange_mark_whole_groups(SetupArrange *arrange, const SetupForm *form);

/* Moves what is marked (or the seat alone) by keys: dx, dy in points. */
void arrange_nudge(SetupArrange *arrange, SetupForm *form, const ArrangeMap *map, int32_t seat,
                   float dx, float dy);

#endif
