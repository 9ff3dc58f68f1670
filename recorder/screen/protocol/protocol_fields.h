/* protocol_fields.h - the right half of the editor: the fields of what is chosen.
 *
 *   screen_protocol.c    the bars, the outline, leaving
 *   protocol_fields.c    the fields of the protocol itself, of categories and codes
 *   protocol_lists.c     those of modifiers, look-fors, the debrief and the rules
 *   protocol_ring.c      a code's ring around the finger, a rating's scale
 *
 * An Editor lives for one build.
 */
#ifndef RECORDER_SCREEN_PROTOCOL_FIELDS_H
#define RECORDER_SCREEN_PROTOCOL_FIELDS_H

#include "recorder/screen/protocol/screen_protocol.h"

typedef struct Editor {
    Ui *ui;
    const EditorModel *model;
    EditorState *state;
    EditorAsk ask;
    const Protocol *p;
    float x, y, w; /* where the next field goes */
} Editor;

/* Adds an edit to what is asked; path as by printf. */
void editor_set(Editor *e, const char *value, const char *path, ...) PRINTF_LIKE(3, 4);
void editor_unset(Editor *e, const char *path, ...) PRINTF_LIKE(2, 3);
void editor_add(Editor *e, ProtocolEditKind kind, const char *value, int32_t to, const char *path,
                ...) PRINTF_LIKE(5, 6);

/* A strip of the column, and the gap below it. */
UiRect editor_take(Editor *e, float height, float gap);
/* A quiet line of its own, on two when it is long in large text. */
void editor_remark(Editor *e, float gap, const char *text);
void editor_heading(Editor *e, const char *text, const char *remark);

/* How high a field of this width is with its name, on as many lines as its text needs. */
float editor_field_height(Editor *e, uint32_t id, float width, const char *hint, const char *value);

/* A text at path; an optional one goes when it is emptied. */
void editor_text_field(Editor *e, uint32_t id, UiRect r, const char *name, const char *hint,
                       const char *value, bool optional, const char *path);
/* What was refused of the edit of this field, in a row of its own. */
void editor_fault_row(Editor *e, uint32_t id);

/* ---- lists ---- */

/* Controls of an item of the list that is shown. */
typedef enum EditorListControl {
    LIST_TEXT,
    LIST_SECOND,
    LIST_KEY,
    LIST_UP,
    LIST_DOWN,
    LIST_REMOVE,
    LIST_LESS,
    LIST_MORE,
} EditorListControl;
uint32_t editor_list_id(int32_t index, EditorListControl control);

/* A row for an item: room for its fields, and for one more control beside its tools. Where
 * it is narrow the tools stand below. */
typedef struct EditorItemRow {
    UiRect fields, control;
} EditorItemRow;

/* With up, down, remove at the right. height: of its fields; least: items that have to
 * stay; control: width kept free for the one more. */
EditorItemRow editor_item_row(Editor *e, float height, const char *list, int32_t index,
                              int32_t count, int32_t least, float control);
/* What that leaves for its fields. */
float editor_item_width(const Editor *e, float control);

/* What was refused of an item stands below it. */
void editor_item_fault(Editor *e, int32_t index);

/* The button below a list; most: items that fit in it. */
void editor_add_button(Editor *e, const char *text, const char *value, const char *list,
                       int32_t count, int32_t most);

/* ---- what is shown ---- */

/* The fields from e->y down; e->y is behind the last one afterwards. */
void editor_fields_whole(Editor *e);
void editor_fields_category(Editor *e);
void editor_fields_code(Editor *e);
void editor_fields_look_fors(Editor *e);
void editor_fields_debrief(Editor *e);
void editor_fields_rules(Editor *e);
void editor_fields_modifier(Editor *e); /* EditorState.code: which */

/* Within those of a code; base: its path. Nothing where it has none and can have none. */
void editor_fields_ring(Editor *e, const Code *code, const char *base);
void editor_fields_scale(Editor *e, const Code *code, const char *base);

/* Whether a code, a scale or the targets name it: then it cannot go. */
bool editor_modifier_is_used(Editor *e, int32_t modifier);

/* What a code of this kind is, in few words. */
const char *editor_kind_text(CodeKind kind);

#endif
