/* protocol_fields.h - the right half of the editor: the fields of what is chosen.
 *
 *   screen_protocol.c    the bars, the outline, leaving
 *   protocol_fields.c    the fields of the protocol itself, of categories and codes
 *   protocol_lists.c     those of modifiers, look-fors, the debrief and the rules
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

/* A text at path; an optional one goes when it is emptied. */
void editor_text_field(Editor *e, uint32_t id, UiRect r, const char *name, const char *hint,
                       const char *value, bool optional, const char *path);
/* What was refused of the edit of this field, in a row of its own. */
void editor_fault_row(Editor *e, uint32_t id);

/* Where the chosen one's sampling stands, or PROTOCOL_NONE. */
int32_t editor_sampling_of(const Protocol *protocol, int32_t code);

/* The fields from e->y down; e->y is behind the last one afterwards. */
void editor_fields_whole(Editor *e);
void editor_fields_category(Editor *e);
void editor_fields_code(Editor *e);
void editor_fields_look_fors(Editor *e);
void editor_fields_debrief(Editor *e);
void editor_fields_rules(Editor *e);
void editor_fields_modifier(Editor *e); /* EditorState.code: which */

/* Whether a code, a scale or the targets name it: then it cannot go. */
bool editor_modifier_is_used(Editor *e, int32_t modifier);

/* What a code of this kind is, in few words. */
const char *editor_kind_text(CodeKind kind);

#endif
