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
 * target; sliding off cancels. No hover. The first finger is the pointer until
 * it lifts. Ids are given, unique per screen, never 0. Nothing tappable is
 * smaller than UI_MIN_TARGET. Units are points. Knows neither SDL nor lessons.
 */
#ifndef RECORDER_UI_UI_H
#define RECORDER_UI_UI_H

#include "protocols/base.h"
#include "recorder/ui/theme.h"

enum {
    UI_MIN_TARGET = 48,  /* points */
    UI_LIVE_TARGET = 64, /* points; what is tapped during a lesson */
    UI_MAX_COMMANDS = 8192,
    UI_MAX_TARGETS = 512,
    UI_HOLD_MS = 400,  /* a touch this long without moving is a hold */
    UI_DRAG_SLOP = 12, /* points a finger may tremble before it is a drag */
    UI_MAX_POLYGON = 8,
};

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
    UI_INPUT_TEXT, /* characters for the field that has the focus */
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
    UI_KEY_UNDO, /* Ctrl+Z */
    UI_KEY_REDO, /* Ctrl+Shift+Z, Ctrl+Y */
    UI_KEY_PASTE,
} UiKey;

typedef struct UiInput {
    UiInputKind kind;
    int64_t finger; /* which; the mouse is one of its own */
    float x, y;
    int64_t at_ms;  /* when it happened: landing time for UI_INPUT_DOWN */
    int64_t now_ms; /* never before at_ms */
    UiKey key;
    char text[64]; /* UTF-8, whole code points */
} UiInput;

/* ---- output ---- */

typedef enum UiCommandKind {
    UI_FILL,   /* rounded rectangle; a circle when radius is half the side */
    UI_STROKE, /* its edge, drawn inside; width; dash 0 or the length of a dash */
    UI_LINE,   /* from (x,y) to (x2,y2), round ends */
    UI_CURVE,  /* cubic through four points, round ends */
    UI_POLYGON,
    UI_ARC,   /* centre, radius, from..to in turns clockwise from the top, width */
    UI_HATCH, /* 45 degrees in rect, spacing, width */
    UI_TEXT,  /* one line, centred on its cap height in rect */
} UiCommandKind;

typedef enum UiAlign { UI_LEFT, UI_CENTRE, UI_RIGHT } UiAlign;

typedef struct UiCommand {
    UiCommandKind kind;
    UiRect rect;  /* bounds: everything drawn lies inside */
    UiRect clip;  /* nothing is drawn outside */
    uint32_t rgb; /* 0xRRGGBB */
    uint8_t alpha;
    bool bold;
    UiAlign align;
    float radius, width, dash, spacing;
    float size; /* of text, points */
    float points[UI_MAX_POLYGON * 2];
    int32_t point_count;
    const char *text; /* frame memory */
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
    UI_GESTURE_DRAG,   /* moved further than the slop, or moved after a hold */
    UI_GESTURE_TAP,    /* lifted over the target; neither held nor dragged */
    UI_GESTURE_DROP,   /* lifted after a hold or a drag, anywhere */
    UI_GESTURE_CANCEL, /* slid off without being wanted, or taken away */
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
    UiRect rect;
    bool round, focusable;
} UiTarget;

typedef struct Ui {
    /* lives as long as the app */
    const Theme *theme;
    UiText text;
    float width, height; /* of the surface, points */
    int64_t pointer_finger;
    uint32_t pointer_id; /* target the pointer landed on, 0 for none */
    bool pointer_down, pointer_held, pointer_dragged;
    float pointer_x, pointer_y, pointer_from_x, pointer_from_y;
    int64_t pointer_landed_ms;
    uint32_t focus_id; /* keyboard focus, 0 for none; drawn only after a key was used */
    bool focus_visible;
    uint32_t edit_id;   /* text field being edited, 0 for none */
    int32_t edit_caret; /* bytes */
    /* lives for one step */
    UiInput in;
    Arena *frame; /* text of commands; reset by ui_begin() */
    UiCommand *commands;
    int32_t command_count;
    UiTarget targets[UI_MAX_TARGETS];
    int32_t target_count;
    UiRect clip;
    int64_t wake_ms; /* build again then at the latest; INT64_MAX: only on input */
} Ui;

void ui_init(Ui *ui, const Theme *theme, UiText text, UiCommand *commands, Arena *frame);
void ui_resize(Ui *ui, float width_pt, float height_pt);
void ui_begin(Ui *ui, const UiInput *in);
void ui_end(Ui *ui);

/* Asks to be built again at this time: the next second of a clock, a hold. */
void ui_wake_at(Ui *ui, int64_t at_ms);

/* A new screen: nothing is held, focused or edited. */
void ui_forget(Ui *ui);

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
void ui_arc(Ui *ui, float cx, float cy, float r, float from, float to, float width,
            ThemeColor color);
void ui_hatch(Ui *ui, UiRect r, float spacing, float width, ThemeColor color);

/* Everything drawn until ui_clip_end() keeps inside r. No nesting. */
void ui_clip_begin(Ui *ui, UiRect r);
void ui_clip_end(Ui *ui);

/* One line, cut with an ellipsis on a code-point bound when it is too wide. The
 * text is copied. */
void ui_label(Ui *ui, UiRect r, ThemeType type, ThemeColor color, UiAlign align, const char *utf8);
void ui_labelf(Ui *ui, UiRect r, ThemeType type, ThemeColor color, UiAlign align, const char *fmt,
               ...) PRINTF_LIKE(6, 7);
/* Lines broken at spaces from the top of r; returns the height used. */
float ui_paragraph(Ui *ui, UiRect r, ThemeType type, ThemeColor color, const char *utf8);
float ui_text_width(const Ui *ui, ThemeType type, const char *utf8);

/* ---- targets ---- */

/* The plain form: what the pointer does with this target in this step. */
UiTouch ui_touch(Ui *ui, uint32_t id, UiRect r);
UiTouch ui_touch_round(Ui *ui, uint32_t id, float cx, float cy, float r);

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

/* Icon above or left of the word; ICON_NONE for none. True in the step of the
 * tap. A disabled button draws but never fires. */
bool ui_button(Ui *ui, uint32_t id, UiRect r, UiButtonStyle style, ThemeIcon icon, const char *text,
               bool enabled);

/* An icon of the 24-point grid, size points square, centred. */
void ui_icon(Ui *ui, float cx, float cy, float size, ThemeIcon icon, ThemeColor color);

/* A one-line text field over buffer of size bytes (with the zero). True when the
 * text changed in this step. max_chars: code points. */
bool ui_text_field(Ui *ui, uint32_t id, UiRect r, const char *placeholder, char *buffer,
                   size_t size);

/* A column that scrolls by drag: content is built between begin and end, moved
 * up by *offset, which a drag changes. Returns the content's origin y. */
float ui_scroll_begin(Ui *ui, uint32_t id, UiRect r, float content_height, float *offset);
void ui_scroll_end(Ui *ui);

#endif
