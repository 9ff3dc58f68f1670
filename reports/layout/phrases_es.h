/* phrases_es.h - the sheets in Spanish. Inside reports/layout/ only; in the order of
 * strcmp() of the English (tests/reports/layout/test_phrases.c says where not). */
#ifndef REPORTS_LAYOUT_PHRASES_ES_H
#define REPORTS_LAYOUT_PHRASES_ES_H

#include "reports/layout/phrases.h"

static const struct PhrasePair phrases_es[] = {
    {"continued", "continúa"},
};

#endif
