/* protocol_draft.h - one of the team's protocols while it is being changed.
 *
 * Every change goes through protocol_edit(), so what is here is always a good
 * protocol and always the file as its authors wrote it, but for what was changed.
 * Changes can be taken back, one by one, as long as the draft lives. Knows no
 * screen.
 */
#ifndef RECORDER_SCREEN_PROTOCOL_DRAFT_H
#define RECORDER_SCREEN_PROTOCOL_DRAFT_H

#include "protocols/protocol_edit.h"
#include "protocols/protocol_shelf.h"

enum { DRAFT_MAX_STEPS = 200 }; /* that can be taken back; the oldest fall out */

typedef struct ProtocolDraft {
    const Protocol *protocol; /* as it is now; good until the next change */
    char path[SHELF_MAX_PATH];
    Arena arenas[2]; /* the protocol lives in one, the next is read into the other */
    int32_t arena;
    char *steps[DRAFT_MAX_STEPS]; /* texts, oldest first; from the heap */
    int32_t step_count, step;     /* step: the one that is shown */
    char *on_disk;  /* what the file held when it was read or written; NULL: no file */
    bool overwrite; /* the file was changed by others, and that was said */
    char typed[PROTOCOL_EDIT_MAX_PATH]; /* of the text that is being typed: one step */
} ProtocolDraft;

/* A good own protocol, to be changed. A draft that is open is to be closed first;
 * a zeroed one is closed. */
bool protocol_draft_open(ProtocolDraft *draft, const ShelfItem *item, Err *err);

/* A copy of any good protocol under a key and a title of its own, to be saved in
 * folder. */
bool protocol_draft_copy(ProtocolDraft *draft, const ShelfItem *item, const ProtocolShelf *shelf,
                         const char *folder, Err *err);
void protocol_draft_close(ProtocolDraft *draft);

/* One step that can be taken back; typing on in the same text is one step. Refused
 * as by protocol_edit(): nothing is changed. */
bool protocol_draft_edit(ProtocolDraft *draft, const ProtocolEdit *edits, int32_t count, Err *err);

bool protocol_draft_can_undo(const ProtocolDraft *draft);
bool protocol_draft_can_redo(const ProtocolDraft *draft);
bool protocol_draft_undo(ProtocolDraft *draft, Err *err);
bool protocol_draft_redo(ProtocolDraft *draft, Err *err);

/* Not yet in the file as it is. */
bool protocol_draft_is_changed(const ProtocolDraft *draft);

/* Writes the file, whole or not at all; makes the folder. Refused once, with a
 * sentence, when somebody else changed the file in the meantime. */
bool protocol_draft_save(ProtocolDraft *draft, Err *err);

#endif
