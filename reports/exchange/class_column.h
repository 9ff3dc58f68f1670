/* class_column.h - what a column of a class list holds, by its name.
 *
 * Internal to class_list.c. Words in English, Spanish, French, German, Vietnamese and
 * Japanese, whatever the size of their letters, their accents, and what stands between
 * them.
 */
#ifndef REPORTS_EXCHANGE_CLASS_COLUMN_H
#define REPORTS_EXCHANGE_CLASS_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

typedef enum ClassColumn {
    CLASS_COLUMN_NAME,  /* "name": the family name beside a given one, else the whole */
    CLASS_COLUMN_GIVEN, /* or the whole name */
    CLASS_COLUMN_FAMILY,
    CLASS_COLUMN_MORE_GIVEN,  /* goes behind the given name */
    CLASS_COLUMN_MORE_FAMILY, /* goes behind the family name */
    CLASS_COLUMN_PREFERRED,   /* in place of a given name when there is none */
    CLASS_COLUMN_INITIALS,
    CLASS_COLUMN_NUMBER,
    CLASS_COLUMN_GROUP,
    CLASS_COLUMN_PRIVATE, /* says who somebody is or how they are reached: is left out */
    CLASS_COLUMN_OTHER,   /* what pupils may be compared by */
} ClassColumn;

ClassColumn class_column_of(const char *text, size_t len);

/* Nobody is called so: a known name of a column that is not private, or one with a word like
 * "name" or "surname" in it. */
bool class_column_is_title(const char *text, size_t len);

#endif
