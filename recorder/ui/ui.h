/* ui.h - immediate-mode UI core: one input step in, draw commands out.
 *
 *     ui_begin(&ui, input)     one thing that happened: a finger, a key, or time
 *     screen_...(&ui, model)   builds widgets; returns what the person asked for
 *     ui_end(&ui)              checks that the frame was balanced
 *     (apply what was asked, build again if it changed the model)
 *     painter_draw(...)        paint.h: redraws only what differs from last time
 *
 * Every input event is one step of its own, in order, with the time it landed:
 * taps shorter than a frame and twenty taps a second are just more steps.
 * Painting happens once, after the last waiting step.
 *
 * An event's time is the finger's landing; a tap counts on lift over the same
 * target; sliding off cancels. No hover. Ids are given, unique per screen, never
 * 0. Nothing tappable is smaller than UI_MIN_TARGET. Units are points. Knows
 * neither SDL nor lessons.
 *
 * A finger alone on the glass:
 *
 *   landing     moved past the slop, or moved after the hold
 *   NONE --DOWN--> pressed --------------------DRAG (each move)--> dragged
 *                   |  | UI_HOLD_MS                                  |
 *                   |  +----HOLD--> held --DRAG (each move)----------+
 *                   |                 |                              |
 *                  TAP on lift       DROP on lift                   DROP on lift
 *                  (over it; else CANCEL)
 *
 * Several fingers (the other thumb, a palm): each has its own target, and one
 * target has one finger. A hold or a drag that began before others came goes on;
 * the others, and fingers that came together, can only tap: lifted over their
 * target within UI_HOLD_MS, else CANCEL, so a palm that rests records nothing.
 * Taps count in the order of landing: one that is lifted before a finger that
 * landed earlier waits for what becomes of that one, unless that one holds and
 * has gone no further than the slop. Two fingers that land
 * within UI_PINCH_MS and both move can be taken together (ui_pinch). Fingers on
 * the ground disturb nobody.
 *
 * A finger lands on what the person saw: on the targets of the step before, the
 * topmost (built last), among round ones the nearest centre. A target that is
 * no longer built while it is held lets go of the finger without a word.
 */
#ifndef RECORDER_UI_UI_H
#define RECORDER_UI_UI_H

#include "protocols/base.h"
#include "recorder/ui/theme.h"

enum {
    UI_MIN_TARGET = 48,   /* points */
    UI_LIVE_TARGET = 64,  /* points; what is tapped during a lesson */
    UI_ROUND_REACH = 10,  /* a circle can be touched as if it were so much wider, */
    UI_ROUND_TARGET = 80, /* up to this, where nothing else is */
    UI_MAX_COMMANDS = 8192,
    UI_MAX_TARGETS = 512,
    UI_HOLD_MS = 400,        /* a touch this long without moving is a hold */
    UI_DRAG_SLOP = 12,       /* points a finger may tremble before it is a drag */
    UI_LOST_MS = 10000,      /* a finger silent for so long gives way to the next one, */
    UI_LOST_HELD_MS = 60000, /* and one that holds: it may lie still for a whole turn */
    UI_PINCH_MS = 250,       /* between the landings of two fingers that mean one thing */
    UI_MAX_FINGERS = 10,
    UI_MAX_POLYGON = 8,
    UI_MAX_BRUSH = 16,
};

/* Text is never drawn smaller than theme.h says; up to so many times larger. */
#define UI_TYPE_MOST 2.0F

typedef struct UiRect {
    float x, y, w, h;
} UiRect;

/* ---- input ---- */

typedef enum UiInputKind {
    UI_INPUT_NONE, /* only time passed */
    UI_INPUT_DOWN,
    UI_INPUT_MOVE,
    UI_INPUT_UP,
    UI_INPUT_CANCEL, /* the system took the touch away */
    UI_INPUT_KEY,
    UI_INPUT_TEXT,  /* characters for the field being edited, also pasted ones; with
                     * none edited: a letter or digit key, for shortcuts */
    UI_INPUT_WHEEL, /* over x, y */
} UiInputKind;

typedef enum UiKey {
    UI_KEY_NONE,
    UI_KEY_ENTER,
    UI_KEY_SPACE,
    UI_KEY_TAB,
    UI_KEY_BACK_TAB,
    UI_KEY_ESCAPE,
    UI_KEY_BACKSPACE,
    UI_KEY_DELETE,
    UI_KEY_LEFT,
    UI_KEY_RIGHT,
    UI_KEY_UP,
    UI_KEY_DOWN,
    UI_KEY_HOME,
    UI_KEY_END,
    UI_KEY_UNDO,  /* Ctrl+Z */
    UI_KEY_REDO,  /* Ctrl+Shift+Z, Ctrl+Y */
    UI_KEY_HELP,  /* F1, question mark */
    UI_KEY_PASTE, /* while a field is edited the paste comes as UI_INPUT_TEXT instead */
} UiKey;

typedef struct UiInput {
    UiInputKind kind;
    int64_t finger; /* which; the mouse is one of its own */
    float x, y;
    int64_t at_ms;  /* when it happened: landing time for UI_INPUT_DOWN */
    int64_t now_ms; /* never before at_ms */
    UiKey key;
    char text[64];  /* UTF-8, whole code points */
    float wheel;    /* points the content under x, y moves up */
    float pressure; /* of the finger, 0..1; 0: the device does not say */
} UiInput;

/* ---- output ---- */

typedef enum UiCommandKind {
    UI_FILL,   /* rounded rectangle; a circle when radius is half the side */
    UI_STROKE, /* its edge, drawn inside; width; dash 0 or the length of a dash: gaps
                * are 0.7 of it, for dots (under 6 points) twice it */
    UI_LINE,   /* from (x,y) to (x2,y2), round ends */
    UI_CURVE,  /* cubic through four points, round ends */
    UI_POLYGON,
    UI_ARC,     /* centre, radius, from..to in turns clockwise from the top, width */
    UI_HATCH,   /* 45 degrees in rect, spacing, width */
    UI_TEXT,    /* one line, centred on its cap height in rect */
    UI_PICTURE, /* pixels as they are, from the top left of rect */
    UI_ICON,    /* of the 24-point grid, filling rect; width: of its lines */
    UI_BRUSH,   /* a line whose width changes from point to point, round ends */
    UI_SCALED,  /* a picture, filling rect */
} UiCommandKind;

/* Pixels made by somebody else: 0xFFRRGGBB. */
typedef struct UiPicture {
    const uint32_t *pixels;
    int32_t width, height, pitch; /* pixels */
    uint64_t version;             /* another for every change */
} UiPicture;

typedef enum UiAlign { UI_LEFT, UI_CENTRE, UI_RIGHT } UiAlign;

typedef struct UiCommand {
    UiCommandKind kind;
    UiRect rect;  /* bounds: everything drawn lies inside (text may hang over) */
    UiRect clip;  /* nothing is drawn outside */
    uint32_t rgb; /* 0xRRGGBB */
    uint8_t alpha;
    bool bold;
    UiAlign align;
    float radius, width, dash, spacing;
    float size; /* of text, points */
    /* UI_LINE: both ends; UI_CURVE: four; UI_POLYGON: its corners; UI_ARC: the
     * centre, then from and to */
    float points[UI_MAX_POLYGON * 2];
    int32_t point_count;
    ThemeIcon icon;
    UiPicture picture;
    const char *text;   /* frame memory */
    const float *brush; /* UI_BRUSH: x, y, width of each of point_count points; frame memory */
} UiCommand;

/* Text is measured and drawn by the platform's text renderer, behind this. */
typedef struct UiText {
    void *user;
    float (*width)(void *user, bool bold, float size, const char *utf8, size_t len); /* points */
} UiText;

/* ---- the core ---- */

typedef enum UiGesture {
    UI_GESTURE_NONE,
    UI_GESTURE_DOWN,   /* the finger landed on the target */
    UI_GESTURE_HOLD,   /* stayed UI_HOLD_MS without moving; once */
    UI_GESTURE_DRAG,   /* moved further than the slop, or moved after a hold; each move */
    UI_GESTURE_TAP,    /* lifted over the target; neither held nor dragged */
    UI_GESTURE_DROP,   /* lifted after a hold or a drag, anywhere */
    UI_GESTURE_CANCEL, /* slid off without being wanted, taken away, or only rests */
} UiGesture;

typedef struct UiTouch {
    UiGesture gesture; /* of this step */
    bool down;         /* the finger is on it now (held, dragged) */
    bool held, dragged;
    float x, y, from_x, from_y;
    int64_t landed_ms; /* when the finger landed */
} UiTouch;

typedef struct UiTarget {
    uint32_t id;
    UiRect rect, clip; /* the part outside clip cannot be touched */
    bool round, focusable;
    bool aside;         /* neither takes the focus nor ends editing */
    uint32_t scroll_id; /* of the scrolled column it is in, 0 for none */
} UiTarget;

/* Between ui_scroll_begin() and ui_scroll_end(). */
typedef struct UiScroll {
    uint32_t id; /* 0: none is open */
    UiRect rect;
    float content_height;
    float *offset;
} UiScroll;

/* A finger on the glass, or one whose tap waits for its turn. */
typedef struct UiFinger {
    int64_t finger;     /* which */
    uint32_t id;        /* target it landed on; 0: none, or it let go of it */
    uint32_t cancel_id; /* target that loses it in this step */
    bool down, held, dragged;
    bool ground; /* of a target that lies under others */
    bool joined; /* others were there: it can only tap */
    bool waits;  /* lifted; counts when those that landed earlier are done */
    bool pinches;
    bool built; /* its target, in this step */
    float x, y, from_x, from_y;
    int64_t landed_ms, heard_ms;
} UiFinger;

/* Two fingers taken together. */
typedef struct UiPinch {
    bool down, moved;   /* they are there; one of them moved in this step */
    float scale;        /* how much further apart than a step before */
    float x, y, dx, dy; /* the middle between them, and its way in this step */
} UiPinch;

typedef struct Ui {
    /* lives as long as the app */
    const Theme *theme;
    UiText text;
    float width, height;              /* of the surface, points */
    float mm;                         /* points a millimetre of the glass; 0: not known */
    bool reduced_motion;              /* everything is where it goes at once */
    float type_scale;                 /* the text size the person chose, UI_TYPE_MOST at most */
    UiFinger fingers[UI_MAX_FINGERS]; /* in the order of landing */
    int32_t finger_count;
    UiFinger key_finger; /* Enter and Space are a finger, too */
    uint32_t focus_id;   /* keyboard focus, 0 for none; drawn only after a key was used */
    bool focus_visible;
    uint32_t edit_id;              /* text field being edited, 0 for none */
    int32_t edit_caret;            /* bytes */
    float edit_scroll;             /* points of the text hidden at its left */
    UiRect edit_rect;              /* of that field (of its line with the caret), as last built */
    UiTarget seen[UI_MAX_TARGETS]; /* targets of the step before: what fingers land on */
    int32_t seen_count;
    /* lives for one step */
    UiInput in;
    Arena *frame; /* text of commands; reset by ui_begin() */
    UiCommand *commands;
    int32_t command_count;
    UiTarget targets[UI_MAX_TARGETS];
    int32_t target_count;
    UiFinger *step;         /* the finger of this step, NULL for none */
    UiGesture step_gesture; /* and whose it is */
    uint32_t step_id;
    bool edit_built, key_used, rebuild, drag_began;
    float lift, seen_lift;  /* how far this step, and the one before, was moved up */
    bool bring_focus;       /* a key moved the focus: into view with it */
    float step_dx, step_dy; /* its way in this step */
    UiScroll scroll;
    UiRect clip, outer_clip;
    uint8_t alpha;
    bool barred;     /* buttons look disabled and answer all the same: what they ask for is
                        refused, with a reason */
    int64_t wake_ms; /* build again then at the latest; INT64_MAX: only on input */
} Ui;

/* commands: room for UI_MAX_COMMANDS; what a step draws beyond that, and targets
 * beyond UI_MAX_TARGETS, are left out. */
void ui_init(Ui *ui, const Theme *theme, UiText text, UiCommand *commands, Arena *frame);
/* Another size (the tablet was turned) takes the targets from under the fingers. */
void ui_resize(Ui *ui, float width_pt, float height_pt);
void ui_begin(Ui *ui, const UiInput *in);
void ui_end(Ui *ui);

/* After ui_end(): a widget changed something that is drawn before it (a scroll
 * brought the focus into view); build once more with UI_INPUT_NONE. */
bool ui_wants_rebuild(const Ui *ui);

/* Asks to be built again at this time: the next second of a clock, a hold. */
void ui_wake_at(Ui *ui, int64_t at_ms);

/* How far a movement of length_ms is, 0 to 1, passed_ms after it began; asks to be
 * built again while it lasts. 1 with reduced motion. */
float ui_motion(Ui *ui, int64_t passed_ms, int64_t length_ms);

/* A new screen: nothing is held, focused or edited, and until it is built no
 * finger lands on anything. */
void ui_forget(Ui *ui);

/* The key of this step when it is free for the screen: UI_KEY_NONE when the core
 * used it (Tab; Enter and Space on what has the focus) or a field is edited. */
UiKey ui_key(const Ui *ui);

/* The screen used it. An arrow that nobody used moves the focus to the nearest
 * target on that side. */
void ui_use_key(Ui *ui);

/* Something lies over all that was built so far in this step: no finger, no focus
 * and no key reaches it any more. */
void ui_cover(Ui *ui);

/* Moves all that was built so far in this step up by so many points, and nothing of
 * it can be touched from bottom on: a keyboard comes there. Fingers are told where
 * they are on what was built. */
void ui_lift(Ui *ui, float up, float bottom);

/* Some finger is on the glass. */
bool ui_has_finger(const Ui *ui);

/* The text field being edited and where it is: the app calls the platform's
 * text_begin and text_end when the id changes. 0 for none. */
uint32_t ui_edited(const Ui *ui, UiRect *ret_rect);
void ui_edit_end(Ui *ui);

/* ---- text size ---- */

/* The face of a type at the text size in use: the only place that grows it. */
ThemeFace ui_face(const Ui *ui, ThemeType type);

/* A length that belongs to text (the height of a line, of a row of two lines, of
 * a column of words), given as at 100 %, at the text size in use. What is not
 * text (targets, icons, margins) keeps its size: a row is
 * fmaxf(UI_MIN_TARGET, ui_scaled(ui, 48)). */
float ui_scaled(const Ui *ui, float points);

/* ---- drawing ---- */
uint32_t ui_color(const Ui *ui, ThemeColor color);
void ui_fill(Ui *ui, UiRect r, float radius, ThemeColor color);
void ui_stroke(Ui *ui, UiRect r, float radius, float width, ThemeColor color);
void ui_dashed(Ui *ui, UiRect r, float radius, float width, float dash, ThemeColor color);
void ui_circle(Ui *ui, float cx, float cy, float r, ThemeColor color);
void ui_ring(Ui *ui, float cx, float cy, float r, float width, ThemeColor color);
void ui_line(Ui *ui, float x0, float y0, float x1, float y1, float width, ThemeColor color);
void ui_curve(Ui *ui, const float xy[8], float width, ThemeColor color);
void ui_polygon(Ui *ui, const float *xy, int32_t count, ThemeColor color);
/* Through count points of x, y and width each, at most UI_MAX_BRUSH of them: a long
 * line is several that begin where the one before ended, so that only what is new
 * is drawn anew. */
void ui_brush(Ui *ui, const float *xyw, int32_t count, ThemeColor color);
/* Fills r, whatever the shape of the picture; smooth when it is made smaller. The
 * pixels are borrowed until it is painted. */
void ui_scaled_picture(Ui *ui, UiRect r, const UiPicture *picture);
void ui_arc(Ui *ui, float cx, float cy, float r, float from, float to, float width,
            ThemeColor color);
void ui_hatch(Ui *ui, UiRect r, float spacing, float width, ThemeColor color);

/* Pixel for pixel from x, y (which lie on whole pixels); w, h: its size in points at
 * the scale of the screen. It is drawn anew when its version changes; borrowed until
 * then. */
void ui_picture(Ui *ui, float x, float y, float w, float h, const UiPicture *picture);

/* What is drawn from now on in this step; 255 at its begin. */
void ui_set_alpha(Ui *ui, uint8_t alpha);

/* Everything drawn and touched until ui_clip_end() keeps inside r. No nesting,
 * except once inside a scrolled column. */
void ui_clip_begin(Ui *ui, UiRect r);
void ui_clip_end(Ui *ui);

/* One line. Where r has no room for it at the text size in use, it takes the
 * largest size down to 100 % at which it fits; what does not fit at 100 % either
 * is cut with an ellipsis on a code-point bound. The text is copied. */
void ui_label(Ui *ui, UiRect r, ThemeType type, ThemeColor color, UiAlign align, const char *utf8);
void ui_labelf(Ui *ui, UiRect r, ThemeType type, ThemeColor color, UiAlign align, const char *fmt,
               ...) PRINTF_LIKE(6, 7);
/* Lines broken at spaces, at newlines and between CJK characters, from the top
 * of r; returns the height used, which may be more than r has. */
float ui_paragraph(Ui *ui, UiRect r, ThemeType type, ThemeColor color, const char *utf8);
float ui_paragraph_height(const Ui *ui, float width, ThemeType type, const char *utf8);
/* The same where the room is what it is: in the middle of r's height, at the
 * largest size down to 100 % at which it fits and no word breaks. */
float ui_paragraph_in(Ui *ui, UiRect r, ThemeType type, ThemeColor color, const char *utf8);
/* The bytes of the first line of it, without the blanks at its end; *ret_next: where the
 * second one begins (len: there is none). */
size_t ui_line_break(const Ui *ui, ThemeType type, const char *utf8, size_t len, float width,
                     size_t *ret_next);
float ui_text_width(const Ui *ui, ThemeType type, const char *utf8);
/* The same as ui_label() would draw it in r. */
float ui_label_width(const Ui *ui, UiRect r, ThemeType type, const char *utf8);

/* ---- targets ---- */

/* The plain form: what the pointer does with this target in this step. Enter and
 * Space on the focused target are a tap in its middle. A target smaller than
 * UI_MIN_TARGET can be touched as if it had that size, where nothing else is. */
UiTouch ui_touch(Ui *ui, uint32_t id, UiRect r);
UiTouch ui_touch_round(Ui *ui, uint32_t id, float cx, float cy, float r);
/* Ground under other targets (a timeline, what lies around an opened menu): takes
 * what they leave, never the focus. */
UiTouch ui_touch_ground(Ui *ui, uint32_t id, UiRect r);

/* A key of a keyboard on the glass, or (ground) what lies around the keys: a finger
 * there leaves the focus and what is edited as they are, and Tab passes by. */
UiTouch ui_touch_aside(Ui *ui, uint32_t id, UiRect r, bool ground);

/* Two fingers that landed in r and both move, whatever they landed on, which gets
 * UI_GESTURE_CANCEL: call it before the targets in r are built. */
UiPinch ui_pinch(Ui *ui, UiRect r);

/* When the finger of this step landed; of the step itself when there is none. */
int64_t ui_landed_ms(const Ui *ui);

/* A finger is on this target. */
bool ui_is_down(const Ui *ui, uint32_t id);

/* Keyboard focus is on it (and to be shown). Targets take the focus in the order
 * in which they are built; Enter and Space tap. */
bool ui_is_focused(const Ui *ui, uint32_t id);
void ui_draw_focus(Ui *ui, UiRect r, float radius);

typedef enum UiButtonStyle {
    UI_BUTTON_PLAIN,   /* surface, hairline edge */
    UI_BUTTON_PRIMARY, /* the one main action */
    UI_BUTTON_CHOSEN,  /* one of several, this one */
    UI_BUTTON_QUIET,   /* no ground until touched */
} UiButtonStyle;

/* Icon above or left of the word; ICON_NONE for none. True in the step in which
 * the finger lifts over it, however long it stayed. A disabled button draws but
 * never fires; a barred one (Ui.barred) looks the same and fires. */
bool ui_button(Ui *ui, uint32_t id, UiRect r, UiButtonStyle style, ThemeIcon icon, const char *text,
               bool enabled);

/* An icon of the 24-point grid, size points square, centred; lines of 2 points
 * (2.5 from a size of 30 on). */
void ui_icon(Ui *ui, float cx, float cy, float size, ThemeIcon icon, ThemeColor color);

/* A one-line text field over buffer of size bytes (with the zero). True when the
 * text changed in this step. A tap begins editing, as does the focus coming by
 * Tab; Enter, Escape, Tab or a touch elsewhere ends it. */
bool ui_text_field(Ui *ui, uint32_t id, UiRect r, const char *placeholder, char *buffer,
                   size_t size);

/* The same for what nobody is to read over a shoulder: a dot for each letter. */
bool ui_secret_field(Ui *ui, uint32_t id, UiRect r, const char *placeholder, char *buffer,
                     size_t size);

/* The same on as many lines as its text needs: r is ui_long_field_height() high. Up and
 * down move between its lines; a line end of pasted text becomes a blank there, too. */
float ui_long_field_height(const Ui *ui, float width, const char *placeholder, const char *text);
bool ui_long_field(Ui *ui, uint32_t id, UiRect r, const char *placeholder, char *buffer,
                   size_t size);

/* A column that scrolls by drag and wheel: content is built between begin and
 * end, moved up by *offset, which a drag changes. Returns the content's origin y.
 * A mainly vertical drag is taken over from what it began on, which gets
 * UI_GESTURE_CANCEL. The focus is brought into view. */
float ui_scroll_begin(Ui *ui, uint32_t id, UiRect r, float content_height, float *offset);
void ui_scroll_end(Ui *ui);

#endif
