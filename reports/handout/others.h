/* others.h - a lesson as anybody outside the observing team may see it.
 *
 * The copy is a record of its own, made before anything is measured or drawn: what is
 * not in it cannot be shown by mistake, whatever makes a sheet or a table of it.
 * MEASURES.md 1: seats, tables, focus pupils and quotations stay with the team; small
 * groups are hidden.
 *
 * What goes: labels, places and attributes of pupils and groups, predictions, every
 * note, drawing, photo and word, who was spoken to, who watched whom, whose room it was. Samples of
 * groups become one sample of the class a signal, left out where fewer pupils were there than the
 * protocol's limit. In a class below the limit no pupil is told apart any more: times remain, reach
 * and all that counts pupils goes.
 */
#ifndef REPORTS_HANDOUT_OTHERS_H
#define REPORTS_HANDOUT_OTHERS_H

#include "protocols/observation.h"
#include "reports/measure/sampling/sampling.h"

/* In arena; the protocol is borrowed. Fails only when memory runs out. */
bool others_observation(const Observation *o, Arena *arena, Observation *ret_copy, Err *err);

/* Whether the copy leaves this signal out: fewer pupils were there than the limit. */
bool others_withholds(const Protocol *protocol, const ScanSignal *signal);

/* The same record with every pupil called by seat instead of what was typed (initials,
 * a nickname): the number of the table, as its label has it, and a letter in the order
 * of the set-up: "4B"; without tables a number. What observers wrote stays as it is. In
 * arena; everything else is borrowed. */
bool seats_observation(const Observation *o, Arena *arena, Observation *ret_copy, Err *err);

#endif
