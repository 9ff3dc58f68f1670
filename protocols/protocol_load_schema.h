/* protocol_load_schema.h - what a protocol file may say, and what must hold
 * between its parts.
 *
 * Internal to the loader. protocol.schema.json says the first half to editors.
 */
#ifndef PROTOCOLS_PROTOCOL_LOAD_SCHEMA_H
#define PROTOCOLS_PROTOCOL_LOAD_SCHEMA_H

#include "protocols/protocol_load_tree.h"

/* Fills *p from the tree and reports everything that is wrong with it. Texts are
 * copied into arena, in the language (a code or a locale's name) where there are
 * several. *p is whole only when nothing was reported. */
void schema_read_protocol(Arena *arena, const char *language, const TreeNode *root, Protocol *p,
                          ProtocolFaults *faults);

#endif
