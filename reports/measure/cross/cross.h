/* cross.h - a table of any two things, over one lesson or thousands.
 *
 *                  columns ...      all
 *     rows ...     cell             total of the row
 *     all          total            total
 *
 * Lessons are added one at a time and then forgotten: numerators and
 * denominators add up, and only the sums are divided (MEASURES.md 1: pool, then
 * divide). Memory grows with the cells, not with the events or the lessons; time
 * is linear in events.
 *
 *     cross_begin() -> cross_add() for every lesson -> cross_finish()
 *
 * What is counted: events of the codes that are not built in (or of some:
 * CrossOptions.of), a sample when somebody answered. Time is that of states,
 * pauses taken off; a state that goes through several phases is divided among
 * them and counts, as an event, where it began. What a dimension cannot place (a
 * teacher's event in a table by pupils' attribute) is left out and counted; what
 * it could place but nobody said is a value of its own, "not said", which is in
 * the totals and in no share.
 *
 * The denominator of percent and rate is the observed time of the lessons that
 * could have held the cell (their protocol has the code), of the phase where
 * phases are crossed; by subject or attribute it is the time those pupils were
 * there (student time): who is absent leaves the denominator.
 *
 * Codes, modifiers and options of different protocols are one when their keys
 * are; cross with the protocol to keep them apart. Labels of people and groups
 * are one within a class; in lessons of no named class every lesson is its own.
 *
 * A cell has no interval: events cluster in pupils and lessons, and a table that
 * keeps neither has nothing to resample. Figures with intervals: pool.h.
 */
#ifndef REPORTS_MEASURE_CROSS_H
#define REPORTS_MEASURE_CROSS_H

#include "reports/measure/measure.h"

enum {
    CROSS_MAX_VALUES = 4000,  /* rows, and columns */
    CROSS_MAX_CELLS = 200000, /* that occur or could have */
    CROSS_MAX_OF = 32,
    CROSS_AS_PROTOCOL = -1, /* CrossOptions.suppress_below */
};

typedef enum CrossKind {
    CROSS_NOTHING, /* no columns but the total */
    CROSS_CODE,
    CROSS_CATEGORY,
    CROSS_MODIFIER,  /* key: the modifier's; an event whose code it applies to */
    CROSS_FRAME,     /* of a student turn: with a sentence frame, without, not coded */
    CROSS_ROLE,      /* "kind": adult, pupil, group, class */
    CROSS_SUBJECT,   /* seat, initials */
    CROSS_GROUP,     /* a pupil's group, or the group itself */
    CROSS_ATTRIBUTE, /* key: the attribute's; pupils told apart */
    CROSS_PHASE,
    CROSS_LESSON,
    CROSS_PROTOCOL,
    CROSS_CLASS,
    CROSS_PLACE,
    CROSS_OBSERVER,
    CROSS_WEEK,  /* ISO 8601, of the lesson's own local time: 2026-W11 */
    CROSS_MONTH, /* 2026-03 */
    CROSS_KIND_COUNT,
} CrossKind;

typedef struct CrossDimension {
    CrossKind kind;
    const char *key; /* CROSS_MODIFIER, CROSS_ATTRIBUTE; else "" */
} CrossDimension;

/* "code", "attribute:EL", "modifier:function", ...: see cross_kind_name(). text is
 * kept (the key points into it). */
bool cross_parse_dimension(const char *text, CrossDimension *ret_dimension, Err *err);
const char *cross_kind_name(CrossKind kind);

/* The monday of a day's week decides (ISO 8601): "2026-W01". day: since
 * 1970-01-01. */
void cross_format_week(int64_t day, char ret_text[16]);

typedef enum CrossWhat {
    CROSS_N,       /* events */
    CROSS_TIME,    /* seconds */
    CROSS_PERCENT, /* of the denominator's time (convention C) */
    CROSS_RATE,    /* events per minute of the denominator */
} CrossWhat;

typedef struct CrossOptions {
    CrossDimension rows, columns; /* not the same */
    CrossWhat what;
    const char *of[CROSS_MAX_OF]; /* keys of codes and categories that are counted */
    int32_t of_count;             /* 0: all that are not built in */
    int32_t suppress_below;       /* cells of fewer pupils are hidden; 0: none; CROSS_AS_PROTOCOL:
                                     by the largest ProtocolRules.suppress_below when there are several
                                     lessons, none when there is one */
} CrossOptions;

typedef struct CrossValue {
    const char *key;        /* stable: a code's key, a seat, "2026-W11"; "" when not said */
    const char *label;      /* for people */
    const char *class_name; /* people and groups: whose; else NULL */
    bool missing;           /* not said, not known: in no share */
} CrossValue;

typedef enum CrossHidden {
    CROSS_SHOWN,
    CROSS_SMALL,      /* fewer pupils than suppress_below */
    CROSS_COMPLEMENT, /* else a hidden one could be told from the totals */
} CrossHidden;

/* A figure with the numbers it is made of. */
typedef struct CrossShare {
    int64_t k, n; /* events, or ms */
    double share; /* 0..1 */
    const char *undefined;
} CrossShare;

/* Of a hidden cell all numbers are 0. */
typedef struct CrossCell {
    int64_t n, time_ms;
    int64_t of_ms;          /* the denominator of percent and rate */
    int32_t lessons;        /* that could have held it */
    int32_t pupils;         /* different ones present behind the row and column; -1: the table is
                               not by people */
    bool timed;             /* states can fall in it */
    double value;           /* what was asked for */
    const char *undefined;  /* why there is no value */
    CrossShare row, column; /* of the row's and column's total without what is missing: of n, or
                               of time when time or percent was asked for */
    CrossHidden hidden;
} CrossCell;

typedef struct CrossLeftOut {
    int64_t n;
    int64_t time_ms;
} CrossLeftOut;

typedef struct CrossTable {
    CrossOptions options; /* suppress_below: what was applied */
    const CrossValue *rows, *columns;
    int32_t row_count, column_count; /* without the totals; column_count 0: no columns */
    const CrossCell *cells;          /* (row_count + 1) x (column_count + 1), totals last */
    const char *of;                  /* the denominator in words */
    int32_t lessons;
    int64_t observed_ms;
    CrossLeftOut not_rows, not_columns; /* events that the dimension does not apply to */
    int64_t unanswered;                 /* samples */
    int32_t hidden;                     /* cells, totals included */
} CrossTable;

static inline const CrossCell *cross_cell(const CrossTable *t, int32_t row, int32_t column)
{
    return &t->cells[(size_t)row * (size_t)(t->column_count + 1) + (size_t)column];
}

typedef struct Cross Cross;

/* Everything lives in arena; of the options the texts are borrowed. NULL when
 * rows and columns are the same or memory runs out. */
Cross *cross_begin(const CrossOptions *options, Arena *arena, Err *err);

/* Nothing of the observation is borrowed afterwards; scratch is put back.
 * ERR_LIMIT when the table grows too large. After a failure the table is to be
 * given up. */
bool cross_add(Cross *cross, const Observation *observation, Arena *scratch, Err *err);

/* ERR_FORMAT when none of the lessons knows a modifier, an attribute, a code or a
 * category that was asked for. */
bool cross_finish(Cross *cross, CrossTable *ret_table, Err *err);

#endif
