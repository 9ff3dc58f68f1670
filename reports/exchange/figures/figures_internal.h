/* figures_internal.h - what the files of figures.h share; included by nobody else. */
#ifndef REPORTS_EXCHANGE_FIGURES_INTERNAL_H
#define REPORTS_EXCHANGE_FIGURES_INTERNAL_H

#include "reports/exchange/figures/figures.h"

enum { FIGURES_MAX_STATES = 128 }; /* codes of a sequence, of all lessons together */

/* Values that grow; from the heap. */
typedef struct FigureList {
    void *items;
    size_t count, cap;
} FigureList;

/* Room for more items at the end, zeroed; NULL when there is no memory. */
void *figure_list_grow(FigureList *list, size_t more, size_t item_size);

/* A pupil in a lesson; one person's lessons are put together at the end. */
typedef struct FigurePupil {
    const char *person; /* measure_person */
    int64_t events, present_ms;
    int32_t group; /* index of its text, or EQUITY_NOT_SAID */
} FigurePupil;

typedef struct FigureObserver {
    const Observation *o;
} FigureObserver;

typedef enum FigureKind {
    FIGURE_LESSONS,
    FIGURE_EQUITY,
    FIGURE_LATENCY,
    FIGURE_SEQUENCE,
    FIGURE_AGREEMENT,
} FigureKind;

struct Figures {
    FiguresQuery query;
    FigureKind kind;
    Arena *arena;
    json_t *lessons; /* what is known of each, and its own figures */
    int32_t lesson_count;
    int32_t suppress_below; /* the largest of the protocols */
    FigureList pupils;      /* FigurePupil */
    const char *groups[64]; /* equity: texts of the groups */
    int32_t group_count;
    int64_t outside;
    FigureList seconds; /* double */
    int64_t asked;
    FigureList states; /* int32_t */
    const char *state_keys[FIGURES_MAX_STATES];
    int32_t state_count;
    FigureList observers; /* FigureObserver */
};

/* Whether the code is among those asked for, by its key or its category's. */
bool figures_is_of(const FiguresQuery *query, const Protocol *protocol, int32_t code);

bool figures_add_equity(Figures *f, const Observation *o, Arena *scratch, Err *err);
bool figures_add_latency(Figures *f, const Observation *o, Arena *scratch, Err *err);
bool figures_add_sequence(Figures *f, const Observation *o, Arena *scratch, Err *err);

/* Each the value of its own part of the document; NULL on failure. */
json_t *figures_make_equity(Figures *f, Err *err);
json_t *figures_make_latency(Figures *f, Err *err);
json_t *figures_make_sequence(Figures *f, Err *err);
json_t *figures_make_agreement(Figures *f, Err *err);

#endif
