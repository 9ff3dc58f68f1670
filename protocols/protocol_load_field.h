/* protocol_load_field.h - reads the fields of a map as texts, keys, numbers,
 * words and sets of words.
 *
 * Internal to the loader. Every reader reports what is wrong as a fault and
 * gives back something harmless ("" or PROTOCOL_NONE or the value that was
 * there), so that the walk goes on and finds the next fault too. A field that is
 * missing or of the wrong shape was reported by field_check_map() and is not
 * reported again.
 */
#ifndef PROTOCOLS_PROTOCOL_LOAD_FIELD_H
#define PROTOCOLS_PROTOCOL_LOAD_FIELD_H

#include "protocols/protocol_load_tree.h"

typedef struct FieldReader {
    Arena *arena; /* texts are copied here */
    ProtocolFaults *faults;
    char language[PROTOCOL_LANGUAGE_SIZE]; /* of wordings */
    /* wordings so far, as in Protocol */
    ProtocolLanguage languages[PROTOCOL_MAX_LANGUAGES];
    int32_t language_count, text_count;
} FieldReader;

/* What a map may hold. */
typedef struct FieldSpec {
    const char *name; /* NULL ends a list of specs */
    TreeKind kind;
    bool required;
} FieldSpec;

/* Whether node is a map. Unknown, misshapen and missing fields and empty texts are
 * faults. what: "a code". */
bool field_check_map(FieldReader *r, const TreeNode *node, const char *what,
                     const FieldSpec *specs);

/* The field when it has that kind and is no empty text, else NULL. */
const TreeNode *field_get(const TreeNode *map, const char *name, TreeKind kind);

/* One line of at most max bytes. "" when absent. */
const char *field_line(FieldReader *r, const TreeNode *map, const char *name, size_t max);

/* A text for people, which may be a map of languages to texts: the reader's
 * language, else English, else the first. Each of them is one line of at most max
 * bytes, or several lines when max is 0; blanks at the end are left out. "" when
 * absent or faulty. */
const char *field_wording(FieldReader *r, const TreeNode *map, const char *name, size_t max);

/* The same for an item of a list; name is in messages. */
const char *field_wording_of(FieldReader *r, const TreeNode *node, const char *name, size_t max);

/* Letters, digits and, not in front, hyphens; at most PROTOCOL_MAX_KEY; only small letters when
 * lower. "" when absent or faulty. */
const char *field_key(FieldReader *r, const TreeNode *map, const char *name, bool lower);

/* A whole number; *value stays when the field is absent or faulty. */
void field_int(FieldReader *r, const TreeNode *map, const char *name, int32_t min, int32_t max,
               int32_t *value);

/* Seconds, with up to three decimals, as milliseconds; likewise. */
void field_seconds(FieldReader *r, const TreeNode *map, const char *name, int32_t min_s,
                   int32_t max_s, int64_t *value_ms);

/* yes, no, true or false; likewise. */
void field_bool(FieldReader *r, const TreeNode *map, const char *name, bool *value);

/* words is a NULL-terminated list. The index of the field's word, or
 * PROTOCOL_NONE when absent or faulty. */
int32_t field_word(FieldReader *r, const TreeNode *map, const char *name, const char *const *words);

/* The same for a text node on its own; what: "function". */
int32_t field_find_word(FieldReader *r, const TreeNode *text, const char *what,
                        const char *const *words);

/* A list of different words: bit i for words[i]. */
uint32_t field_words(FieldReader *r, const TreeNode *map, const char *name,
                     const char *const *words);

#endif
