/* initials.h - from a list of names to the labels of seats.
 *
 * What is typed or pasted as names is never kept: it becomes initials at once,
 * each different from the others.
 *
 *     "Sofia Perez, Diego Luna"       SP  DL
 *     one name a line, "Perez, Sofia" SP
 *     two of a kind                   SP  SaP (the next letters), then SP2
 *     the same name twice             SP  SP2
 *     one word, "Mia", "Bo"           Mi  B
 *     already short, "DL", "7", "1A"  as it is; not in a list of names in capitals
 *     "田中 花子", "田中花子"         田花, 田子
 *     "محمد علي"                      م.ع, for joined they would be a word
 *
 * No label is a whole name of more than one letter.
 */
#ifndef REPORTS_EXCHANGE_NAMES_INITIALS_H
#define REPORTS_EXCHANGE_NAMES_INITIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    INITIALS_SIZE = 20,      /* bytes of a label, with the zero */
    INITIALS_MOST = 128,     /* labels made at a time */
    INITIALS_MAX_NAME = 200, /* bytes of a name; what comes after them is left out */
};

typedef struct Initials {
    char text[INITIALS_SIZE];
} Initials;

/* Names are parted by line ends and semicolons, or, when the text has neither,
 * by commas. Numbers of a numbered list and bytes that are no letters are left
 * out. Fills at most cap (INITIALS_MOST) labels, different from each other; returns how many
 * names there are in the text, which may be more than cap. */
int32_t initials_read(const char *text, Initials *labels, int32_t cap);

/* A name in the text, at least one letter, without the space around it and the number of
 * a list. */
typedef struct InitialsEntry {
    const char *text;
    size_t len;
    bool by_line; /* "Perez, Sofia" is one name */
    bool loud;    /* all of the list is in capitals: ANA is a name */
    bool same;    /* this very name stood before */
} InitialsEntry;

/* The names that initials_read() makes labels of, at most cap; returns how many there
 * are. initials_of() is the label of one, different from count others. */
int32_t initials_list(const char *text, InitialsEntry *entries, int32_t cap);
Initials initials_of(const InitialsEntry *entry, const Initials *labels, int32_t count);

/* The label of one more name at labels[count], different from those before it;
 * family may be "". same: somebody before has this very name. "" when there is no
 * letter in either. */
void initials_add(Initials *labels, int32_t count, const char *given, const char *family,
                  bool same);

/* The same name, however it was typed: "Perez,  Sofia", "sofia perez". */
bool initials_same_name(const char *a, const char *b);

/* Whether what stands where a label should is a name: of five letters or more, or of any
 * number among_names; with a number behind it, of two words. Texts longer than
 * INITIALS_MAX_NAME are none. */
bool initials_is_name(const char *text, bool among_names);

/* Makes label differ from the count labels before it (a letter's size does not
 * make a difference) by counting it up: SP, SP2, SP3. */
void initials_make_unique(Initials *label, const Initials *labels, int32_t count);

#endif
