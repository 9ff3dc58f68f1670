/* protocol_shelf.h - the protocols there are to choose from: those that come with
 * the program, and the team's own in a folder beside its lessons.
 *
 *   kenkyu.db
 *   protocols/our-talk.yaml       any name that ends in .yaml
 *   protocols/number-talk-2.yaml
 *
 * An own file that is wrong is on the shelf too, with everything that is wrong
 * with it: it can be read and mended, not used. So is one whose key is taken: what
 * comes with the program, then the file whose name is first, has it.
 */
#ifndef PROTOCOLS_PROTOCOL_SHELF_H
#define PROTOCOLS_PROTOCOL_SHELF_H

#include "protocols/protocol_load.h"

enum {
    SHELF_MAX_OWN = 64, /* own files that are read; more are counted */
    SHELF_MAX_PATH = 4096,
};

typedef struct ShelfItem {
    const char *key;  /* of a wrong file: its name without .yaml */
    const char *path; /* NULL: comes with the program */
    const char *text; /* of the file; "" when it cannot be read */
    size_t len;
    const Protocol *protocol;     /* NULL: wrong */
    const ProtocolFaults *faults; /* of a wrong file; NULL when it has none of its own */
    const char *trouble;          /* why it cannot be used, in a sentence; "" when it can */
} ShelfItem;

typedef struct ProtocolShelf {
    const ShelfItem *items; /* shipped ones first, then own ones by file name */
    int32_t count;
    int32_t own_count, left_out; /* own files on the shelf, and beyond SHELF_MAX_OWN */
} ProtocolShelf;

/* Everything in arena. folder: of the own ones; "" or one that is not there: none.
 * language: of the protocols (protocol_parse_in). False when the folder cannot be
 * read or memory runs out. */
bool protocol_shelf_read(Arena *arena, const char *folder, const char *language,
                         ProtocolShelf *ret_shelf, Err *err);

/* The shipped or own protocol with this key. An own one that is wrong gives its
 * trouble; ERR_STATE names the known keys when there is none. */
bool protocol_shelf_find(Arena *arena, const char *folder, const char *language, const char *key,
                         const Protocol **ret_protocol, Err *err);

/* The folder of own protocols for the lessons in the file db; "" for a store that
 * is no file. False when size bytes are too few. */
bool protocol_shelf_folder(const char *db, char *ret_folder, size_t size);

/* A key near wanted that no protocol on the shelf has: "talk", "talk-2", ... */
void protocol_shelf_free_key(const ProtocolShelf *shelf, const char *wanted,
                             char ret_key[PROTOCOL_MAX_KEY + 1]);

#endif
