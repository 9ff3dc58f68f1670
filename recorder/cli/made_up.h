/* made_up.h - a store of visits that never were, from a seed: for trying, for teaching,
 * for measuring speed.
 *
 * Synthetic. Nobody was observed; what comes out says nothing about any school. Every
 * visit goes through the session engine and the store like one that was recorded, and
 * says so itself: its origin is "made up, seed S". The same seed and number give the
 * same visits. Plausible in this: school days from August to May, visits of five to ten
 * minutes one after the other for each observer, a few visits per teacher, look-fors of
 * different frequency that differ between teachers and drift over the year, observers
 * who see more or less, some things that could not be told.
 */
#ifndef RECORDER_CLI_MADE_UP_H
#define RECORDER_CLI_MADE_UP_H

#include "recorder/store/visit.h"

enum { MADE_UP_MAX_VISITS = 1000000 };

typedef struct MadeUp {
    int64_t visits, events;
    int32_t schools, teachers, observers;
} MadeUp;

/* store must hold no lessons yet (ERR_STATE): made-up visits never stand among real
 * ones. */
bool made_up_visits(Store *store, int64_t visits, uint64_t seed, MadeUp *ret_made, Err *err);

#endif
