#include "reports/layout/phrases.h"

#include "reports/layout/phrases_es.h"

#include <stdlib.h>
#include <string.h>

static const Phrasebook books[] = {
    {"es", phrases_es, sizeof phrases_es / sizeof *phrases_es},
};

const Phrasebook *phrasebook_find(const char *language)
{
    for (size_t i = 0; i < sizeof books / sizeof *books; i++)
        if (strncmp(language, books[i].language, 2) == 0)
            return &books[i];
    return NULL;
}

static int compare(const void *key, const void *pair)
{
    return strcmp(key, ((const struct PhrasePair *)pair)->english);
}

const char *phrasebook_say(const Phrasebook *book, const char *english)
{
    const struct PhrasePair *pair =
        book ? bsearch(english, book->pairs, book->count, sizeof *book->pairs, compare) : NULL;
    return pair ? pair->other : english;
}
