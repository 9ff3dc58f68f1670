/* coteaching.h - adults who teach together: which model for how long, what each did at
 * the same time, whom each reached.
 *
 * Looks for, in any protocol:
 *   the model    the exclusive category with the key "model": its states about the class
 *   the lanes    the first category that is exclusive for each subject ("exclusive: each")
 *                and has states about adults; its first code is leading the class
 *   the contacts points with a modifier of the key "adult": option 0 is the first adult of
 *                the setup, option 1 the second
 *
 * In a protocol with any of these, an adult is whoever has a state in the lanes, a turn,
 * or a contact.
 */
#ifndef REPORTS_MEASURE_COTEACHING_H
#define REPORTS_MEASURE_COTEACHING_H

#include "reports/measure/talk/talk.h"

enum {
    COTEACHING_MAX_ADULTS = 4,
    COTEACHING_MAX_TABLES = 40,
};

typedef struct CoteachingModel {
    int32_t code;
    int64_t ms; /* pauses taken off */
    int32_t occurrences;
    /* Of its time (pauses in it too), who had the floor; the rest of ms is silence or
     * uncoded. Talk at the same time counts for each. */
    int64_t adult_ms[COTEACHING_MAX_ADULTS], pupil_ms, group_ms;
    int64_t other_ms; /* of adults of whom nobody said who, or of more than there is room for */
} CoteachingModel;

typedef struct CoteachingMeasures {
    int32_t model_category, lane_category; /* PROTOCOL_NONE: the protocol has none */
    int32_t adults[COTEACHING_MAX_ADULTS]; /* subjects, in the setup's order */
    int32_t adult_count;
    const CoteachingModel *models; /* every code of the category, also those not used */
    int32_t model_count;
    int64_t model_ms; /* of all models */
    /* Times at which another adult began to lead than led before. */
    const int64_t *handovers;
    int32_t handover_count;
    int64_t no_lane_ms[COTEACHING_MAX_ADULTS]; /* observed, and in no state */
    const int32_t *tables;                     /* groups that occur, in the setup's order */
    int32_t table_count;
    int32_t contacts[COTEACHING_MAX_ADULTS][COTEACHING_MAX_TABLES];
    bool contacts_told[COTEACHING_MAX_ADULTS]; /* the modifier has an option for this adult */
    int32_t contact_count; /* with a table; the others are in contacts_elsewhere */
    int32_t contacts_elsewhere;
    bool there; /* two adults or more with states in the lanes */
} CoteachingMeasures;

bool coteaching_measure(const TalkMeasures *talk, Arena *arena, CoteachingMeasures *ret, Err *err);

#endif
