/* named.h - a lesson with pupils called by their real names, where a person chose so.
 *
 * Names come from outside (recorder/store/vault.h); the record itself never has any.
 */
#ifndef REPORTS_HANDOUT_NAMED_H
#define REPORTS_HANDOUT_NAMED_H

#include "reports/debrief/debrief.h"

/* Whom a label of a class stands for. */
typedef struct HandoutName {
    const char *class_name, *label, *name;
} HandoutName;

/* The same record with every pupil of class_name called by name. Who has none keeps the
 * label; where two of the class have one name, or it is somebody's label, the own label
 * stands behind it: "Ana Ruiz (AR2)". What observers wrote stays as it is.
 *
 * ret_shorter, NULL or for every subject: what stands where the name has no room, first
 * the given name (before the first blank, after a comma: "Ruiz, Ana") when nobody else in
 * the record is called so, then the label. In arena; everything else is borrowed. */
bool named_observation(const Observation *o, const char *class_name, const HandoutName *names,
                       int32_t name_count, Arena *arena, Observation *ret_copy,
                       const DebriefShorter **ret_shorter, Err *err);

#endif
