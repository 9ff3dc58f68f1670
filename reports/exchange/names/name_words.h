/* name_words.h - the words of people's names, to be found again where no name should be.
 *
 *     Mia Lopez, Noah Chan:   "sits by Noah", "LÓPEZ", "noah.chan2"    hold a name
 *                             "level 2", "no", "low", "Naomi"          hold none
 *     田中花子:               "花子の隣"                               holds one
 *
 * A word counts whole, whatever the size of its letters and the marks on them. Not looked
 * for are single letters and, beside other words of a name, particles ("de la Cruz"). A
 * text that is one plain answer or level ("si", "low", "EL") is no name, whoever is called
 * so; "May" and "Will" are names: what is left out by mistake can be seen, what is kept
 * by mistake cannot.
 */
#ifndef REPORTS_EXCHANGE_NAMES_NAME_WORDS_H
#define REPORTS_EXCHANGE_NAMES_NAME_WORDS_H

#include "protocols/base.h"

enum { NAME_WORD_SIZE = 48 }; /* bytes of a word, with the zero; what is longer is cut */

typedef struct NameWord {
    char text[NAME_WORD_SIZE];
} NameWord;

/* All zero: none. */
typedef struct NameWords {
    NameWord *all;
    int32_t count, cap;
} NameWords;

/* A person's names; either may be "". False when arena is full. */
bool name_words_add(NameWords *words, Arena *arena, const char *given, const char *family);

/* Between the last name and the first text. */
void name_words_sort(NameWords *words);

/* How many words of the text are of names. */
int32_t name_words_count(const NameWords *words, const char *text);

/* Brown, Rose and Violet are colours, too: a text that is one word for a colour. */
bool name_words_is_colour(const char *text);

#endif
