/* initials.h - from a list of names to the labels of seats.
 *
 * What is typed or pasted as names is never kept: it becomes initials at once,
 * each different from the others.
 *
 *     "Sofia Perez, Diego Luna"       SP  DL
 *     one name a line, "Perez, Sofia" SP
 *     two of a kind                   SP  SaP (the next letters), then SP2
 *     the same name twice             SP  SP2
 *     one word, "Mia"                 Mi
 *     already short, "DL", "7", "1A"  as it is
 *     "田中 花子", "田中花子"         田花, 田子
 *     "محمد علي"                      م.ع, for joined they would be a word
 */
#ifndef RECORDER_SCREEN_INITIALS_H
#define RECORDER_SCREEN_INITIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { INITIALS_SIZE = 20 }; /* bytes of a label, with the zero */

typedef struct Initials {
    char text[INITIALS_SIZE];
} Initials;

/* Names are parted by line ends and semicolons, or, when the text has neither,
 * by commas. Numbers of a numbered list and bytes that are no letters are left
 * out. Fills at most cap labels, different from each other; returns how many
 * names there are in the text, which may be more than cap. */
int32_t initials_read(const char *text, Initials *labels, int32_t cap);

/* The label of one more name at labels[count], different from those before it;
 * family may be "". same: somebody before has this very name. "" when there is no
 * letter in either. */
void initials_add(Initials *labels, int32_t count, const char *given, const char *family,
                  bool same);

/* Makes label differ from the count labels before it (a letter's size does not
 * make a difference) by counting it up: SP, SP2, SP3. */
void initials_make_unique(Initials *label, const Initials *labels, int32_t count);

#endif
