/* protocol_load_tree.h - a protocol file as a tree of texts, lists and maps.
 *
 * Internal to the loader. Knows YAML and nothing of protocols: every scalar is
 * text, every node knows its place. What YAML allows and a protocol file does
 * not (anchors, aliases, tags, a field given twice, a second document) is a
 * fault here.
 */
#ifndef PROTOCOLS_PROTOCOL_LOAD_TREE_H
#define PROTOCOLS_PROTOCOL_LOAD_TREE_H

#include "protocols/protocol_load.h"
#include "protocols/utf8.h"

enum { TREE_MAX_NODES = 10000 };

typedef enum TreeKind {
    TREE_TEXT,
    TREE_LIST,
    TREE_MAP,
    TREE_BAD,     /* already reported; whatever it is, say nothing more about it */
    TREE_WORDING, /* only as what is expected: text, or a map of languages to texts */
} TreeKind;

typedef struct TreeNode TreeNode;
struct TreeNode {
    TreeKind kind;
    int32_t line, column; /* from 1 */
    /* Just behind it, where its own text ends: a text (with the blank lines behind
     * one in block style), [...] or {...}; 0 where indentation ends it. */
    int32_t end_line, end_column;
    const char *name; /* in a map: the field's name, else NULL */
    int32_t name_line, name_column;
    const char *text;             /* TREE_TEXT */
    const TreeNode *first, *next; /* children; next in the same list or map */
    int32_t count;                /* children */
};

/* Adds a fault at its place in the order of lines. Beyond PROTOCOL_MAX_FAULTS
 * the last in that order falls out, so that items are the first ones. */
void tree_fault(ProtocolFaults *faults, ErrKind kind, int32_t line, int32_t column, const char *fmt,
                ...) PRINTF_LIKE(5, 6);

/* The tree of the one document in text, or NULL when it cannot be read to its
 * end. There may be faults in both cases; NULL always has one. The tree lives in
 * arena. */
const TreeNode *tree_read(Arena *arena, const char *text, size_t len, ProtocolFaults *faults);

/* utf8_place(), with lines as libyaml counts them. */
Utf8Place tree_place(const char *text, size_t len, size_t offset);

/* The field of a map, or NULL; a node that is no map has no fields. */
const TreeNode *tree_field(const TreeNode *map, const char *name);

const char *tree_kind_name(TreeKind kind); /* "text", "a list", "a map of fields", ... */

#endif
