/* ink_pad.h - strokes of ink on the screen: drawn, and written by one finger.
 *
 * The pad shows one drawing as it is in the record and the stroke that is being
 * written. Palm-safe: one contact writes, all others are ignored as long as it is
 * down; a contact that only rests (it has not moved) gives way to the next one,
 * and takes over when it moves first after all. A stroke that is too long for one
 * goes on as the next. The time of a point is when the finger was there.
 *
 * Knows strokes and fingers; whose drawing it is, and when it is committed, is the
 * screen's and the app's.
 */
#ifndef RECORDER_SCREEN_PART_INK_PAD_H
#define RECORDER_SCREEN_PART_INK_PAD_H

#include "recorder/session/session.h"
#include "recorder/ui/ui.h"

/* Where the ground of the strokes lies on the screen: its top left corner, and how
 * many points a point of the ground is. */
typedef struct InkView {
    float x, y, scale;
} InkView;

/* A contact with the glass. */
typedef struct InkContact {
    bool down, moved;
    int64_t finger, landed_ms, heard_ms; /* boot clock */
    float from_x, from_y;
    InkPoint landed;
} InkContact;

typedef struct InkPad {
    /* the drawing in the record */
    Arena arena;
    Ink *strokes; /* [stroke_count], in the order they were drawn */
    Uuid *ids;
    int32_t stroke_count;
    int64_t seen_action; /* of the session when it was looked at */
    bool lost;           /* a stroke could not be read */

    /* the drawing that is written: set by the screen */
    bool begun; /* has a stroke: subject and time stand */
    int32_t subject;
    int32_t near;     /* whom the stroke under way begins near */
    int64_t start_ms; /* session time */
    InkGround ground;
    int32_t width, height; /* of the ground, units */

    /* the stroke that is written */
    InkContact pen, rest;
    InkPoint points[INK_MAX_POINTS]; /* ms since stroke_ms */
    int32_t point_count;
    int64_t stroke_ms; /* boot clock */
    Attachment stroke; /* the last one written: points into points */
} InkPad;

InkPad *ink_pad_create(Err *err);
void ink_pad_destroy(InkPad *pad); /* accepts NULL */

/* An empty drawing; a stroke that is being written is dropped. */
void ink_pad_begin(InkPad *pad);

/* What the finger of this step does in area, which is the target id; what lies over it
 * is not written on. zero_ms: boot clock at session time 0. True when a stroke is complete:
 * pad->stroke is it, good until the next call; with the first stroke of a drawing also begun,
 * start_ms. */
bool ink_pad_write(InkPad *pad, const Ui *ui, uint32_t id, UiRect area, InkView view,
                   int64_t zero_ms);

/* Before the ground changes: the stroke under way ends as if its finger had lifted, and
 * the rest of that touch means nothing. True when there was one, as with ink_pad_write(). */
bool ink_pad_lift(InkPad *pad, int64_t zero_ms);

/* Reads what is new of the drawing; a look costs nothing when nothing was done. */
void ink_pad_look(InkPad *pad, const Session *session, AttachmentSource *source, int32_t code);

/* The drawing and the stroke under way. */
void ink_pad_draw(const InkPad *pad, Ui *ui, InkView view, ThemeColor color);

/* One stroke, smooth, as wide as the finger pressed. */
void ink_draw(Ui *ui, const Ink *ink, InkView view, ThemeColor color);

#endif
