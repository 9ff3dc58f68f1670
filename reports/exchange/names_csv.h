/* names_csv.h - which real name a label stands for, from a CSV file.
 *
 *     label,name
 *     LG,Lucía García
 *     NM,Nguyễn Thị Minh
 *
 * The first line says which column is which, whatever the size of its letters: a column
 * class may be there, too, as in what 'kenkyu names list' prints, whose marks against
 * formulas (csv_put.h) are taken off; others are not read. A name that is empty takes the
 * label's name out. What is read here goes into the
 * vault and nowhere else. Knows no store.
 */
#ifndef REPORTS_EXCHANGE_NAMES_CSV_H
#define REPORTS_EXCHANGE_NAMES_CSV_H

#include "protocols/base.h"

enum {
    NAMES_MAX_BYTES = 1024 * 1024,
    NAMES_MAX_ROWS = 2000,
    NAMES_MAX_TEXT = 200,  /* bytes of a name; a label has 120 */
    NAMES_MAX_CLASS = 239, /* of the name of a class, as set-up has it */
};

typedef struct NameRow {
    const char *class_name; /* "": nobody said it */
    const char *label, *name;
    int32_t line; /* of the file */
} NameRow;

/* class_name is that of rows which do not say theirs; "" when nobody knows it. The rest is
 * in arena. Messages read "file:line:column: what was found, expected what": ERR_FORMAT for
 * no UTF-8 text, no such columns, a row without a label, a label that stands twice in a
 * class, a line end in a cell; ERR_LIMIT for more rows or longer texts than above. */
bool names_csv_read(const char *file, const char *text, size_t len, const char *class_name,
                    Arena *arena, const NameRow **ret_rows, int32_t *ret_count, Err *err);

#endif
