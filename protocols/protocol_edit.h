/* protocol_edit.h - changes a protocol file as text, so that it stays the file
 * its authors wrote.
 *
 * Comments, order, layout and quotes stay where they stand: an edit replaces the
 * bytes of what it names and no others. A place in the file is a path:
 *
 *   title    rules.backdate_s    categories[1].codes[2].label    look_for[0]
 *
 * Indexes count from 0 in the order of the file, without what is built in.
 * Items of a list carry the comments with them that stand directly above them;
 * the blank lines between items stay where they are.
 *
 * Knows no screen and no file.
 */
#ifndef PROTOCOLS_PROTOCOL_EDIT_H
#define PROTOCOLS_PROTOCOL_EDIT_H

#include "protocols/protocol_load.h"

enum {
    PROTOCOL_EDIT_MAX = 24,      /* edits in one change */
    PROTOCOL_EDIT_MAX_PATH = 200 /* bytes of a path */
};

typedef enum ProtocolEditKind {
    PROTOCOL_SET,    /* the text at path is value; a field that is missing is added, with the map
                      * it is in. Of a text in several languages, the one in the language of the
                      * change */
    PROTOCOL_UNSET,  /* the field at path goes, with all that is in it; nothing is there: done */
    PROTOCOL_INSERT, /* value becomes the item at path, "categories[1].codes[0]"; an index beyond
                      * the end: the last. A list that is missing is made. value is YAML as it
                      * would stand at the left margin ("key: x\nlabel: X"), or one word */
    PROTOCOL_REMOVE, /* the item at path goes; the last of a list takes the list with it */
    PROTOCOL_MOVE,   /* the item at path becomes the one with index to */
    PROTOCOL_WORDS,  /* the list at path holds the words of value ("pupil adult") and no others;
                      * those that stay do not move. No words: PROTOCOL_UNSET */
} ProtocolEditKind;

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): in the order it is said */
typedef struct ProtocolEdit {
    ProtocolEditKind kind;
    const char *path;
    const char *value;
    int32_t to;
} ProtocolEdit;

/* Edits one after the other; only what comes out at the end has to be a good
 * protocol. The new text is in (*ret_protocol)->text. A change that would make the
 * file wrong is refused: err says what would be wrong (ERR_FORMAT, ERR_LIMIT), or
 * that there is no such place (ERR_STATE); *ret_protocol and arena are as they
 * were. language: of the texts that are set and of *ret_protocol. */
bool protocol_edit(Arena *arena, const char *language, const char *text, size_t len,
                   const ProtocolEdit *edits, int32_t count, const Protocol **ret_protocol,
                   Err *err);

/* The same text with other bytes in one line (from 1, its end not included), good
 * or not: to mend a wrong file. NULL when there is no such line or no memory. */
const char *protocol_edit_line(Arena *arena, const char *text, size_t len, int32_t line,
                               const char *value, size_t *ret_len);

/* The line without its end, counted as faults are (utf8_break_len()); NULL when there is
 * none. */
const char *protocol_text_line(const char *text, size_t len, int32_t line, size_t *ret_len);
int32_t protocol_text_lines(const char *text, size_t len);

/* Letters, digits and hyphens made of any words ("Group talk!" -> "group-talk"),
 * at most PROTOCOL_MAX_KEY - 4 bytes; fallback when nothing is left of them. */
void protocol_edit_key(const char *words, const char *fallback, char ret_key[PROTOCOL_MAX_KEY + 1]);

#endif
