/* look_for.h - which codes of a protocol are look-fors of a walk-through.
 *
 * A look-for is answered, not counted: a rating of three named anchors of which one
 * is marked "missing" (could not tell). Of the other two the higher means seen.
 */
#ifndef PROTOCOLS_LOOK_FOR_H
#define PROTOCOLS_LOOK_FOR_H

#include "protocols/observation.h"

/* What was found of a look-for in one visit; the letters are those of the record. */
typedef enum LookForAnswer {
    LOOK_FOR_SEEN = 's',
    LOOK_FOR_NOT_SEEN = 'n',
    LOOK_FOR_UNSURE = 'u', /* could not tell: in no denominator */
    LOOK_FOR_OPEN = '-',   /* nobody said: in no denominator */
} LookForAnswer;

typedef struct LookFor {
    int32_t code; /* index into Protocol.codes */
    int32_t seen, not_seen, unsure;
} LookFor;

/* False when the code is not one. */
bool look_for_of(const Protocol *protocol, int32_t code, LookFor *ret_look_for);

/* All of them, in the protocol's order; the count. look_fors: room for
 * PROTOCOL_MAX_CODES, or NULL to count. */
int32_t look_for_list(const Protocol *protocol, LookFor *look_fors);

LookForAnswer look_for_answer(const LookFor *look_for, int32_t value);

/* The answers of a whole visit, one letter each and a zero: of several ratings of one
 * look-for the last holds, by start and then by id. */
void look_for_answers(const Observation *o, char ret_answers[PROTOCOL_MAX_CODES + 1]);

#endif
