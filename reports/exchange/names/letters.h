/* letters.h - what letters of names are, in the scripts that names come in.
 *
 * Knows no word and no name: initials.c, name_words.c and class_column.c put them together.
 */
#ifndef REPORTS_EXCHANGE_NAMES_LETTERS_H
#define REPORTS_EXCHANGE_NAMES_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

bool letters_is_mark(uint32_t c);     /* stands on the letter before it */
bool letters_is_letter(uint32_t c);   /* or a digit */
bool letters_is_caseless(uint32_t c); /* of a script without small letters */

/* Of Latin, Greek and Cyrillic small letters; others stay as they are. */
uint32_t letters_to_upper(uint32_t c);

/* The same for both sizes of a letter and, in Latin, for every mark on it: Ñ is n, ễ is e. */
uint32_t letters_fold(uint32_t c);

#endif
