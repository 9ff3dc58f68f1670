/* script_names.h - keeps people's names out of what is read from a file.
 *
 *     pupils "Mia Lopez", "S1", "Mia Lopez (adult)"  ->  "ML", "S1", "ML (adult)"
 *     group "Noah's table", where Noah Chan is one   ->  "Table 1"
 *     attribute "buddy" that says "Noah" once        ->  left out, of everybody
 *     title "Mia Lopez interview"                    ->  "Lesson transcript"
 *
 * A pupil's label that initials_is_name() takes for a name becomes initials, each different
 * from every other label and the same wherever it stands; where one is a name, short ones
 * ("Ana") are, too, as in a class list. What was said and noted stays as it is. Internal to
 * reports/exchange.
 */
#ifndef REPORTS_EXCHANGE_SCRIPT_NAMES_H
#define REPORTS_EXCHANGE_SCRIPT_NAMES_H

#include "reports/exchange/script_build.h"

/* Labels that do not tell pupils apart: "S", "Students", "whole class". */
bool script_names_several(const char *label);

/* subjects are those of script->setup, whose texts it changes; what was hidden is said in
 * notices. False when arena is full. */
bool script_hide_names(Script *script, ScriptFormat format, Subject *subjects, Arena *arena);

/* What a lesson is called that may not be called as its file is. */
const char *script_plain_title(ScriptFormat format);

/* A file's name, without its folder, may be that of a person; words like "lesson" and
 * "grade" are none. stem_len: without its ending. */
bool script_file_is_name(const char *base, size_t stem_len);

/* Bytes without the ending; all of it when there is none. */
size_t script_stem_len(const char *base);

/* In place of a file's name. */
#define SCRIPT_SOME_FILE "a file"

#endif
