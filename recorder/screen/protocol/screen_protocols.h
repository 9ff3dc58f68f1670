/* screen_protocols.h - the protocols there are: read, check, copy, edit.
 *
 *   +--------------------------------------------------------+
 *   | < Protocols                                 check again|
 *   +----------------------+---------------------------------+
 *   | Academic talk        | what it is for, its codes       |
 *   | Number talk          |   or                            |
 *   | Our talk        ours | what is wrong, and the place    |
 *   | our-walk     2 wrong |                                 |
 *   |                      |                    copy   edit  |
 *   +----------------------+---------------------------------+
 *
 * In portrait the list lies above. What comes with the program is read-only: a
 * copy can be changed. Of a wrong file every fault is shown with its place in the
 * text, where the line can be mended. Knows no file.
 */
#ifndef RECORDER_SCREEN_SCREEN_PROTOCOLS_H
#define RECORDER_SCREEN_SCREEN_PROTOCOLS_H

#include "protocols/protocol_shelf.h"
#include "recorder/ui/ui.h"

typedef struct ProtocolsModel {
    const ProtocolShelf *shelf;
    const char *folder; /* of the own ones; "" for none */
    const char *notice; /* why the last thing asked for was not done; "" for none */
    bool looks_only;    /* another Kenkyu records: copying and changing are barred */
} ProtocolsModel;

/* All zero at first. */
typedef struct ProtocolsState {
    int32_t chosen;
    float list_scroll, detail_scroll, detail_height;
    int32_t fault;      /* whose place is shown */
    uint32_t typing_id; /* the line is being typed */
    char line[PROTOCOL_MAX_TEXT + 1];
} ProtocolsState;

typedef enum ProtocolsAskKind {
    PROTOCOLS_ASK_NONE,
    PROTOCOLS_ASK_BACK,
    PROTOCOLS_ASK_AGAIN, /* read the folder again */
    PROTOCOLS_ASK_COPY,  /* item */
    PROTOCOLS_ASK_EDIT,  /* item: a good own one */
    PROTOCOLS_ASK_MEND,  /* item, line, text: put this in place of the line */
} ProtocolsAskKind;

typedef struct ProtocolsAsk {
    ProtocolsAskKind kind;
    int32_t item; /* in the shelf */
    int32_t line; /* from 1 */
    const char *text;
} ProtocolsAsk;

ProtocolsAsk screen_protocols(Ui *ui, const ProtocolsModel *model, ProtocolsState *state);

enum {
    PROTOCOLS_ID_BACK = 1,
    PROTOCOLS_ID_AGAIN,
    PROTOCOLS_ID_LIST,
    PROTOCOLS_ID_DETAIL,
    PROTOCOLS_ID_COPY,
    PROTOCOLS_ID_EDIT,
    PROTOCOLS_ID_LINE, /* the line at the place of the fault */
    PROTOCOLS_ID_MEND,
    PROTOCOLS_ID_FAULT = 100, /* + fault */
    PROTOCOLS_ID_ITEM = 1000, /* + index in the shelf */
};

#endif
