/* protocol_edit_text.h - where the nodes of a protocol file lie in its bytes, and
 * how a value is written.
 *
 * Internal to protocol_edit.
 */
#ifndef PROTOCOLS_PROTOCOL_EDIT_TEXT_H
#define PROTOCOLS_PROTOCOL_EDIT_TEXT_H

#include "protocols/protocol_load_tree.h"

/* A file that ends in a line end, read as a tree. */
typedef struct EditSource {
    Arena *arena; /* of the change: texts, trees */
    const char *text;
    size_t len;
    const size_t *lines; /* where each begins; one more at the end */
    int32_t line_count;
    const char *newline; /* "\n" or "\r\n", as the first line has it */
    const TreeNode *root;
} EditSource;

/* Bytes to be replaced. */
typedef struct EditSplice {
    size_t from, to;
    const char *text;
    size_t len;
} EditSplice;

/* False with a fault when it cannot be read as YAML. */
bool edit_read(EditSource *source, Arena *arena, const char *text, size_t len, Err *err);

/* Splices in the order of the text, none over another, else ERR_STATE. */
bool edit_splice(EditSource *source, const EditSplice *splices, int32_t count, Err *err);

size_t edit_begin(const EditSource *source, const TreeNode *node);
size_t edit_name_begin(const EditSource *source, const TreeNode *node);
/* Behind the last byte that is the node's: of lists and maps that indentation
 * ends, the last descendant's. Blank lines behind a block text are not its own. */
size_t edit_end(const EditSource *source, const TreeNode *node);
bool edit_is_flow(const TreeNode *node); /* [...] or {...} */

int32_t edit_line_of(const EditSource *source, size_t offset); /* from 0 */
size_t edit_line_begin(const EditSource *source, size_t offset);
size_t edit_line_end(const EditSource *source, size_t offset); /* begin of the next */
int32_t edit_indent(const EditSource *source, int32_t line);   /* spaces in front */
bool edit_is_blank(const EditSource *source, int32_t line);
bool edit_is_comment(const EditSource *source, int32_t line); /* nothing else in it */

/* Whether value can stand as it is. flow: inside [...] or {...}; wording: a text
 * for people, which never stands there looking like a number or a yes. */
bool edit_can_be_plain(const char *value, bool flow, bool wording);
const char *edit_quoted(Arena *arena, const char *value); /* "...", or NULL */
const char *edit_single_quoted(Arena *arena, const char *value);
/* Lines of about 80 bytes for a text in folded style, each with the indent in
 * front and all but the last with a line end; NULL when it cannot be written so. */
const char *edit_folded(const EditSource *source, const char *value, int32_t indent);
const char *edit_literal(const EditSource *source, const char *value, int32_t indent);

#endif
