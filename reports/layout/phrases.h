/* phrases.h - what the sheets say in other languages.
 *
 * English is the key, as the code has it; a table a language gives the rest. What a
 * table lacks is said in English. Formats keep their conversions in order, so a
 * phrase can be handed to printf in any language; a test holds the tables to that.
 *
 * Knows nothing of the sheets: any text may be asked for.
 */
#ifndef REPORTS_LAYOUT_PHRASES_H
#define REPORTS_LAYOUT_PHRASES_H

#include "protocols/base.h"

#if defined(__GNUC__)
#define FORMAT_OF(arg) __attribute__((format_arg(arg)))
#else
#define FORMAT_OF(arg)
#endif

typedef struct Phrasebook {
    const char *language; /* "es" */
    struct PhrasePair {
        const char *english, *other;
    } const *pairs; /* in the order of strcmp() of the English */
    size_t count;
} Phrasebook;

/* By the first two letters; NULL for English and for what there is no table for. */
const Phrasebook *phrasebook_find(const char *language);

/* The phrase in the book's language; itself where the book (may be NULL) has none. */
const char *phrasebook_say(const Phrasebook *book, const char *english) FORMAT_OF(2);

#endif
