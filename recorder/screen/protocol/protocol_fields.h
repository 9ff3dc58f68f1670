/* protocol_fields.h - the right half of the editor: the fields of what is chosen.
 *
 *   screen_protocol.c    the bars, the outline, leaving
 *   protocol_fields.c    the fields
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

/* Where the chosen one's sampling stands, or PROTOCOL_NONE. */
int32_t editor_sampling_of(const Protocol *protocol, int32_t code);

/* The fields from e->y down; e->y is behind the last one afterwards. */
void editor_fields_whole(Editor *e);
void editor_fields_category(Editor *e);
void editor_fields_code(Editor *e);

/* What a code of this kind is, in few words. */
const char *editor_kind_text(CodeKind kind);

#endif
