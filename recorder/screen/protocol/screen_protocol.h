/* screen_protocol.h - the editor of one of the team's protocols.
 *
 *   +--------------------------------------------------------+
 *   | < Academic talk, ours        undo  redo           Save |
 *   +----------------------+---------------------------------+
 *   | About this protocol  | the chosen one:  up down remove |
 *   | Look-fors            |   label, short, help            |
 *   | Debrief              |   about whom, counts as         |
 *   | Rules                |   shapes, colours               |
 *   | Talk turns           |   modifiers, ring               |
 *   |   - Teacher talk     |   sampling                      |
 *   | Modifiers            |                                 |
 *   |     How it was used  |                                 |
 *   | +Code +Category +Mod.|                                 |
 *   +----------------------+---------------------------------+
 *
 * In portrait the outline lies above the fields. What the draft refuses stands
 * under the field it was typed in. The kind and the key of a code that is recorded
 * with are its identity and stay. Changes nothing but its own state: what the
 * person wants comes back as edits of the file.
 */
#ifndef RECORDER_SCREEN_SCREEN_PROTOCOL_H
#define RECORDER_SCREEN_SCREEN_PROTOCOL_H

#include "recorder/screen/protocol/protocol_draft.h"
#include "recorder/ui/ui.h"

enum { EDITOR_TEXT_SIZE = PROTOCOL_MAX_TEXT + 1 };

/* What is chosen instead of a category. */
enum {
    EDITOR_WHOLE = -1, /* the protocol itself */
    EDITOR_LOOK_FORS = -2,
    EDITOR_DEBRIEF = -3,
    EDITOR_RULES = -4,
    EDITOR_MODIFIER = -5, /* code: which */
};

typedef struct EditorModel {
    const ProtocolDraft *draft;
    const char *notice; /* why it could not be saved; "" for nothing */
} EditorModel;

/* init: all zero, category and code EDITOR_WHOLE. */
typedef struct EditorState {
    int32_t category; /* chosen, or one of the above */
    int32_t code;     /* in that category, or EDITOR_WHOLE: the category itself */
    float outline_scroll, fields_scroll, fields_height;
    bool reveal;        /* bring the chosen row of the outline into view */
    bool choosing_kind; /* of a code to be added */
    bool leaving;       /* asked to leave with changes that are not saved */
    uint32_t typing_id; /* field that text belongs to, 0 for none */
    char text[EDITOR_TEXT_SIZE];
    uint32_t fault_id; /* field of the edit that was refused, 0 for none */
    char fault[400];   /* and why; "" for none */
} EditorState;

void editor_state_init(EditorState *state);

typedef enum EditorAskKind {
    EDITOR_ASK_NONE,
    EDITOR_ASK_EDIT, /* edits; then the choice */
    EDITOR_ASK_UNDO,
    EDITOR_ASK_REDO,
    EDITOR_ASK_SAVE,
    EDITOR_ASK_SAVE_LEAVE,
    EDITOR_ASK_LEAVE, /* nothing is lost by it, or that was agreed to */
} EditorAskKind;

/* Texts live as long as the step. */
typedef struct EditorAsk {
    EditorAskKind kind;
    ProtocolEdit edits[PROTOCOL_EDIT_MAX];
    int32_t edit_count;
    uint32_t field_id;      /* whose text it is, 0 for none */
    int32_t category, code; /* chosen once the edit is made */
} EditorAsk;

EditorAsk screen_protocol(Ui *ui, const EditorModel *model, EditorState *state);

/* The draft changed under the screen (undo): what was typed is what is there. */
void editor_follow(EditorState *state, const ProtocolDraft *draft);

/* Index in Protocol.codes of a category's code, or PROTOCOL_NONE. */
int32_t editor_code_index(const Protocol *protocol, int32_t category, int32_t code);

typedef enum EditorText {
    EDITOR_TITLE,
    EDITOR_SUMMARY,
    EDITOR_PURPOSE,
    EDITOR_SOURCE,
    EDITOR_VERSION,
    EDITOR_LABEL,
    EDITOR_SHORT,
    EDITOR_HELP,
    EDITOR_GROUP,
    EDITOR_KEY,
    EDITOR_QUESTION,
} EditorText;

enum {
    EDITOR_ID_BACK = 1,
    EDITOR_ID_SAVE,
    EDITOR_ID_UNDO,
    EDITOR_ID_REDO,
    EDITOR_ID_OUTLINE,
    EDITOR_ID_FIELDS,
    EDITOR_ID_WHOLE, /* about this protocol */
    EDITOR_ID_ADD_CODE,
    EDITOR_ID_ADD_CATEGORY,
    EDITOR_ID_UP,
    EDITOR_ID_DOWN,
    EDITOR_ID_REMOVE,
    EDITOR_ID_LEAVE_SAVE,
    EDITOR_ID_LEAVE_DISCARD,
    EDITOR_ID_LEAVE_STAY,
    EDITOR_ID_ADD_MODIFIER,
    EDITOR_ID_LOOK_FORS,
    EDITOR_ID_DEBRIEF,
    EDITOR_ID_RULES,
    EDITOR_ID_KIND = 30,      /* + CodeKind */
    EDITOR_ID_EXCLUSIVE = 40, /* + 0 several at once, 1 one at a time, 2 one for each */
    EDITOR_ID_EVERY = 50,     /* shorter; + 1: longer */
    EDITOR_ID_ANSWER = 52,    /* likewise */
    EDITOR_ID_MINUTES = 54,   /* fewer; + 1: more */
    EDITOR_ID_ASK = 56,       /* + SamplingAsk */
    EDITOR_ID_ABOUT = 60,     /* + bit of About */
    EDITOR_ID_SENSE = 80,     /* + bit of CodeSense */
    EDITOR_ID_SHAPE = 120,    /* + CodeShape */
    EDITOR_ID_HUE = 140,      /* + CodeHue */
    EDITOR_ID_MODIFIER = 160, /* + modifier */
    EDITOR_ID_TEXT = 200,     /* + EditorText */
    EDITOR_ID_NO_RING = 480,
    EDITOR_ID_SCALE = 482,    /* its least value: less, + 1 more; its greatest: + 2, + 3 */
    EDITOR_ID_RULE = 400,     /* + 2 x rule; fewer, and + 1 more */
    EDITOR_ID_UNMARKED = 420, /* + UnmarkedTurn */
    EDITOR_ID_LIST_ADD = 490,
    EDITOR_ID_LIST = 500, /* + EDITOR_LIST_IDS x item of the list that is shown */
    EDITOR_LIST_IDS = 8,
    EDITOR_ID_MODIFIER_ROW = 900, /* + modifier */
    EDITOR_ID_ANCHORS = 920,      /* bare numbers; + 1 + modifier */
    EDITOR_ID_CATEGORY = 1000,    /* + category */
    EDITOR_ID_CODE = 2000,        /* + index in Protocol.codes */
    EDITOR_ID_PETAL = 3000,       /* + 16 x petal + 2 x modifier: the option before; + 1 behind */
};

#endif
