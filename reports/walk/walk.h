/* walk.h - what many walk-throughs say together. MEASURES.md 8.
 *
 *   visits, one after the other --> walk_add() --> counts --> walk_finish() --> WalkView
 *
 * Pure: knows no store, no screen, no clock. A visit is looked at once and forgotten,
 * so memory grows with what is shown (look-fors, groups, teachers to be counted), not
 * with how many visits there were.
 *
 * Rules that hold for every figure here:
 *   - k of n: seen in k of the n visits in which the look-for was answered seen or not
 *     seen. "Could not tell" and what nobody answered are counted beside it and are in
 *     no denominator.
 *   - Wilson 95 % at every n. Visits to one teacher are not independent of each other;
 *     the interval does not know that, and the foot of the page says so.
 *   - A change is called one only where the intervals of the first and the last month
 *     (week) shown do not overlap.
 *   - n below the limit is hidden, and so much with it that nothing hidden follows from
 *     a total that is shown (suppress.h). The same for what a filter leaves out, and for
 *     the other values of what it chooses, in all and group by group (walk_cover.c).
 *   - Teachers are counted, never compared: there is no grouping by teacher, and a
 *     teacher is named only in a view that the teacher's own permission opens.
 *   - Groups stand in the order of their names, time in the order of time; nothing is
 *     ordered by a figure.
 */
#ifndef REPORTS_WALK_WALK_H
#define REPORTS_WALK_WALK_H

#include "protocols/look_for.h"
#include "reports/measure/measure.h"

enum {
    WALK_MAX_LOOK_FORS = 256, /* of all protocols in a view */
    WALK_MAX_GROUPS = 512,    /* SUPPRESS_MAX_LINES */
    WALK_SUPPRESS_BELOW = 10,
    WALK_ANY = -2,         /* of a filter: whatever it is, not said too */
    WALK_MAX_NOTICES = 12, /* sentences about what was found wrong */
    WALK_BANDS = 4,
};

/* ---- one visit ---- */

/* One text of a protocol: two that differ have the same key and another fingerprint. */
typedef struct WalkProtocol {
    Uuid fingerprint;
    const char *key, *title, *version;
    const char *codes[PROTOCOL_MAX_CODES];  /* keys of its look-fors, in its order */
    const char *labels[PROTOCOL_MAX_CODES]; /* and what they are called */
    const char *groups[PROTOCOL_MAX_CODES]; /* heading they stand under; "" for none */
    int32_t count;
} WalkProtocol;

typedef struct WalkVisit {
    Uuid id;
    int64_t day; /* local, since 1970-01-01; 0: not known */
    int64_t started_unix_ms, length_ms;
    const WalkProtocol *protocol; /* lives as long as the view */
    Uuid school, teacher;         /* nil: not said */
    const char *school_name, *subject, *observer;
    int32_t grade, period; /* WALK_NOT_SAID */
    const char *answers;   /* a LookForAnswer for each look-for of the protocol */
} WalkVisit;

/* Of a band of grades, 0 to WALK_BANDS - 1 (K-2, 3-5, 6-8, 9-12): "Grades 3-5" with a dash
 * for people. */
const char *walk_band_label(int32_t band);

/* ---- what is asked ---- */

typedef enum WalkBy {
    WALK_BY_LOOKFOR, /* no groups: the totals alone */
    WALK_BY_PROTOCOL,
    WALK_BY_SCHOOL,
    WALK_BY_GRADE, /* band */
    WALK_BY_SUBJECT,
    WALK_BY_PERIOD,
    WALK_BY_WEEK, /* ISO 8601 */
    WALK_BY_MONTH,
    WALK_BY_OBSERVER,
    WALK_BY_COUNT,
} WalkBy;

const char *walk_by_name(WalkBy by); /* "lookfor", "protocol", ... */
/* ERR_FORMAT lists what there is; "teacher" has a sentence of its own. */
bool walk_parse_by(const char *text, WalkBy *ret_by, Err *err);

/* Each member chooses; what is NULL, nil or WALK_ANY chooses all. */
typedef struct WalkFilter {
    int64_t from_day, to_day; /* both included; INT64_MIN, INT64_MAX: all */
    const char *protocol;     /* its key */
    const char *group;        /* heading of look-fors: leaves out look-fors, not visits */
    const Uuid *school, *teacher;
    int32_t band, period;
    const char *subject, *observer;
} WalkFilter;
WalkFilter walk_filter_all(void);

typedef struct WalkOptions {
    WalkBy by;
    WalkFilter filter;
    int32_t suppress_below; /* WALK_SUPPRESS_BELOW; 0 hides nothing */
    bool permitted;         /* the filter's teacher said yes: small n is shown to them */
} WalkOptions;

/* The members that leave the visit out, as a set of 1 << WalkLeft; 0: all let it in. */
typedef enum WalkLeft {
    WALK_LEFT_WHEN,
    WALK_LEFT_PROTOCOL,
    WALK_LEFT_SCHOOL,
    WALK_LEFT_TEACHER,
    WALK_LEFT_GRADE,
    WALK_LEFT_PERIOD,
    WALK_LEFT_SUBJECT,
    WALK_LEFT_OBSERVER,
    WALK_LEFT_COUNT,
} WalkLeft;
uint32_t walk_filter_leaves(const WalkFilter *filter, const WalkVisit *visit);

/* The value of the visit in a dimension, as text that is a key: "202611", "Science", a
 * school's id; "" when it was not said. buffer holds what has to be made. */
enum { WALK_KEY_SIZE = 40 };
const char *walk_key(WalkBy by, const WalkVisit *visit, char buffer[WALK_KEY_SIZE]);

/* ---- what comes out ---- */

typedef struct WalkCell {
    int64_t seen, not_seen, unsure, open; /* visits; all 0 when hidden */
    Proportion share;                     /* seen of seen and not seen */
    bool hidden;
} WalkCell;

typedef enum WalkChange {
    WALK_CHANGE_NONE, /* fewer than two points, or not over time */
    WALK_CHANGE_UNCLEAR,
    WALK_CHANGE_CLEAR, /* the first and the last interval do not overlap */
} WalkChange;

typedef struct WalkRow {
    const char *protocol, *code, *label, *group;
    WalkCell total;
    bool total_hidden_with;         /* the total is large enough and hidden to cover a part */
    const WalkCell *cells;          /* one for each group of the view */
    WalkChange change;              /* over all groups of the view: walk_change() */
    int32_t observers;              /* named, who answered it seen or not seen */
    int32_t spread_of;              /* of these, those whose share may be shown */
    double spread_low, spread_high; /* least and greatest share among them */
} WalkRow;

typedef struct WalkGroup {
    const char *key, *label;
    int64_t visits, observers;
} WalkGroup;

typedef struct WalkObserver {
    const char *name;
    int64_t visits;
} WalkObserver;

typedef struct WalkView {
    WalkOptions options;
    int64_t visits;              /* that the filter let in */
    int64_t first_day, last_day; /* of those with a date; 0 when none has */
    int64_t teachers, visits_without_teacher;
    int64_t teacher_least, teacher_most; /* visits per teacher */
    double teacher_median;
    const WalkRow *rows;
    int32_t row_count;
    const WalkGroup *groups;
    int32_t group_count;
    const WalkObserver *observers;
    int32_t observer_count;
    int32_t observers_named; /* without "", under which those stand who gave no name */
    bool all_hidden;         /* what a filter leaves out is small, and would follow */
    const char *notices[WALK_MAX_NOTICES];
    int32_t notice_count;
} WalkView;

/* The same visits in every way, for a sheet and a workbook. */
typedef struct WalkPages {
    WalkView by[WALK_BY_COUNT];
} WalkPages;

typedef struct Walk Walk;

/* Everything lives in arena. NULL: no memory, with a sentence. */
Walk *walk_begin(const WalkOptions *options, Arena *arena, Err *err);

/* Visits in the order of day, start and id. The same visit twice (one observer, one
 * start, one protocol, or one id) is counted once, and said; of visits without an
 * observer's name only the id tells. ERR_LIMIT: too many different values
 * or look-fors. */
bool walk_add(Walk *walk, const WalkVisit *visit, Err *err);

/* Of visits on other days than those chosen: whether it is still open that these alone
 * leave out so few that they would follow. */
bool walk_wants_more(const Walk *walk);

/* More that is worth a sentence: "2 summaries were damaged and made again". */
void walk_notice(Walk *walk, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* No visit at all is no failure: the view then says so in a notice. */
bool walk_finish(Walk *walk, WalkView *ret_view, Err *err);

/* Whether a row changed over time, by those points alone that are shown: count groups of
 * the view from first on. Groups without a date are no points. */
WalkChange walk_change(const WalkView *view, const WalkRow *row, int32_t first, int32_t count);

/* The rules that stand in every foot, with this view's limit. */
enum { WALK_RULES_SIZE = 700 };
void walk_format_rules(const WalkOptions *options, char ret_text[WALK_RULES_SIZE]);

#endif
