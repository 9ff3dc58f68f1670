/* class_list.h - a class list from a CSV file, as other programs write them.
 *
 *     name;group;EL;level          Ana Ruiz,1        Ana Ruiz
 *     Ana Ruiz;Table 1;yes;2       Ben Lee,1         Ben Lee
 *     Ben Lee;Table 1;no;3         Chi Pham,2        Chi Pham
 *
 * Cells are parted as csv_rows.h says. A first line that names columns is found by one
 * known word in it (name, first name, last name, initials, number, group; also in
 * Spanish, French, German, Vietnamese), or by any title with "name" in it: every other column is
 * then an attribute of the pupils with the column's name as its key. Middle names and second family
 * names go behind the others. Left out, and said so, are columns that say who somebody is or how
 * they are reached (e-mail, phone, address, birth, id, guardians, teachers), and any in
 * which a cell has an '@' or the name of somebody in the list (name_words.h), or most of whose
 * cells spell out the labels ("Mia Lopez" beside ML): "Sits beside", "Notes". In a column of labels
 * with names in it they are names of the pupils. Groups that are called after somebody become
 * "Table 1", "Table 2". Without such a line there is one column, names, or there are two: names or
 * numbers ("7", "7."), and groups. The second is groups when half of its cells or more have a
 * digit, or few pupils are alone in theirs; else it is the given names, or the names beside
 * numbers. The lines "Date" and "Points" that Google Classroom has in front are no pupils.
 *
 * What is read here holds real names: it is for who makes initials of them and
 * lets go of the rest. Knows no screen and no record.
 */
#ifndef REPORTS_EXCHANGE_CLASS_LIST_H
#define REPORTS_EXCHANGE_CLASS_LIST_H

#include "protocols/base.h"
#include "protocols/observation.h"

enum {
    CLASS_LIST_MAX_BYTES = 1024 * 1024,
    CLASS_LIST_MAX_PUPILS = 120,
    CLASS_LIST_MAX_TEXT = 120, /* bytes of a name, a group */
};

typedef struct ListedPupil {
    const char *given, *family; /* family "": given is the whole name */
    const char *initials, *number;
    const char *group; /* "" for none */
    const char
        *values[OBSERVATION_MAX_ATTRIBUTES]; /* by ClassList.keys; "" where nothing is said */
} ListedPupil;

typedef struct ClassList {
    const char *keys[OBSERVATION_MAX_ATTRIBUTES]; /* each can be the key of an attribute */
    int32_t key_count;
    const ListedPupil *pupils; /* each has a name, initials or a number; texts are never NULL */
    int32_t pupil_count;       /* at least 1 */
    const char *left_out;      /* names of columns, "the names of groups", parted by commas; "" */
} ClassList;

/* Everything is in arena; a failure leaves it as it was. name is the file's name
 * for messages, which read "name:line:column: what was found, expected what":
 * ERR_FORMAT for bytes that are no UTF-8 text, a quote that does not belong, a row
 * with more cells than there are columns, one that names nobody, a column whose
 * name cannot be a key or stands twice, a file without pupils; ERR_LIMIT for more
 * pupils, columns or bytes than above. */
bool class_list_read(const char *name, const char *text, size_t len, Arena *arena,
                     ClassList *ret_roster, Err *err);

/* A text from the clipboard is a class list: cells are parted by tabs, or the first
 * line names columns, more than one. */
bool class_list_is_one(const char *text, size_t len);

/* Bytes of a first line that is the title of one column ("Name"), with its line end; 0 when
 * there is none, or nothing below it. */
size_t class_list_title_len(const char *text, size_t len);

#endif
