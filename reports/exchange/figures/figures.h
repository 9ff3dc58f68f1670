/* figures.h - any measure over any lessons, as one document (figure_json.h).
 *
 *     figures_begin() -> figures_add() for every lesson -> figures_finish()
 *
 *   names of a lesson's figures   one object a lesson with just these ("reach",
 *   ("time_budget", ...)          "wait_time", ...: keys of measure_json.h), and with
 *                                 what every figure needs: settings, observed time, roster
 *   "equity"     ER per group of pupils, all lessons together (equity.h)
 *   "latency"    from one code to another, all lessons together (budget.h)
 *   "sequence"   lag-k transitions of codes, all lessons together (sequence.h)
 *   "agreement"  lessons as the records of several observers of one lesson: every
 *                pair, IOA among it, and alpha (agreement.h, ioa.h, alpha_lesson.h)
 *
 * Described by tests/schema/measure-figures.schema.json; only ever gets further keys.
 */
#ifndef REPORTS_EXCHANGE_FIGURES_H
#define REPORTS_EXCHANGE_FIGURES_H

#include "reports/exchange/figures/figure_json.h"
#include "reports/measure/budget.h"
#include "reports/measure/cross/cross.h"

enum { FIGURES_MAX_NAMES = 24 };

typedef struct FiguresQuery {
    const char *names[FIGURES_MAX_NAMES]; /* borrowed, as all texts here */
    int32_t name_count;
    const char *of[CROSS_MAX_OF]; /* codes, and but for latency categories */
    int32_t of_count;
    CrossDimension by;          /* equity: CROSS_GROUP or CROSS_ATTRIBUTE */
    int32_t suppress_below;     /* equity: as CrossOptions */
    int32_t lag;                /* sequence; 0: 1 */
    bool no_repeats;            /* sequence: a code cannot follow itself */
    int64_t within_ms, step_ms; /* agreement; 0: the usual ones */
    bool late_said;             /* else late_ms is by when each started */
    int64_t late_ms;            /* agreement, of the second of two */
    int64_t every_ms;           /* derived rows, and IOA; 0: the usual ones */
    BudgetWindow window;        /* time_budget */
} FiguresQuery;

typedef struct Figures Figures;

/* ERR_FORMAT when there is no such figure, or figures that do not go together, or one
 * needs what the query does not say, or none takes what it says. Everything lives in arena. */
Figures *figures_begin(const FiguresQuery *query, Arena *arena, Err *err);

/* Whether the lessons have to live until figures_finish(); else nothing of one is
 * borrowed once it is added. */
bool figures_keeps_lessons(const Figures *figures);
bool figures_add(Figures *figures, const Observation *observation, Arena *scratch, Err *err);

/* To be given up by json_decref(); NULL on failure. figures_drop() frees what a run
 * that failed before holds; NULL is allowed. */
json_t *figures_finish(Figures *figures, Err *err);
void figures_drop(Figures *figures);

#endif
