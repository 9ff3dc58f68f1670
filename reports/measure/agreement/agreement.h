/* agreement.h - how far two observers of one lesson agree. MEASURES.md 7.
 *
 *   agreement_match   event by event: who noted what the other noted
 *   agreement_time    second by second: what was on, after the one and the other
 *   agreement_grid    cells of a time grid, to compare with programs that use one
 *   agreement_measure all of it for two observations, per code and overall
 *
 * Observer A is the one agreed with: an omission is what A has and B has not, a
 * commission what B has and A has not. Every kappa comes with its raw agreement, n
 * and table, or with the reason why there is none. More than two observers: alpha.h.
 */
#ifndef REPORTS_MEASURE_AGREEMENT_H
#define REPORTS_MEASURE_AGREEMENT_H

#include "reports/measure/agreement/ioa.h"
#include "reports/measure/measure.h"

enum {
    AGREEMENT_WITHIN_MS = 2000,       /* usual tolerance */
    AGREEMENT_STEP_MS = 1000,         /* usual time unit */
    AGREEMENT_EVERY_MS = 60000,       /* usual interval of the IOA figures */
    AGREEMENT_MAX_WITHIN_MS = 600000, /* ten minutes */
    AGREEMENT_MAX_CODES = 128,
    AGREEMENT_MAX_PAIRS = 16000000, /* pairs near enough to be matched */
    AGREEMENT_MAX_STEPS = 10000000,
};

/* What A gave against what B gave: [a][b], code_count + 1 each; the last is nil,
 * nothing. In events, ms or time units. */
typedef struct AgreementTable {
    const int64_t *cells;
    int32_t size;
    int64_t n; /* sum */
} AgreementTable;

/* kappa = (observed - expected) / (1 - expected) (Cohen 1960). */
typedef struct Kappa {
    double kappa;              /* at most 1 */
    double observed, expected; /* raw agreement, and by chance: shares 0..1 */
    const char *undefined;     /* with the raw agreement and n */
    const char *why;           /* of it, the reason alone; NULL when defined */
} Kappa;

/* ---- event by event ---- */

typedef struct AgreementMark {
    int64_t at_ms;
    int32_t code;    /* 0..code_count - 1 */
    int32_t subject; /* >= -1, numbered alike in both records */
} AgreementMark;

typedef struct AgreementPair {
    uint32_t a, b; /* indexes into the two lists */
} AgreementPair;

typedef struct EventAgreement {
    int64_t within_ms;
    const AgreementPair *pairs; /* the same code and subject, in the order of a's time */
    size_t agreements;
    int64_t omissions, commissions;
    Proportion raw;       /* agreements of agreements + omissions + commissions */
    Spread offset_s;      /* b - a of the pairs: a constant lag is a fact about the observers */
    AgreementTable table; /* of codes; one noted under another code at most within_ms away, about
                             the same subject, is off the diagonal; nil: not noted */
    Kappa kappa;          /* what is in neither record is in no table, so the cell nil | nil is a
                             structural zero (expected.h; Bakeman, Quera and Gnisci 2009) */
} EventAgreement;

/* One to one, as many pairs as can be, and of those the ones with the smallest sum of
 * distances. Marks in any order. ERR_LIMIT beyond the limits above. */
bool agreement_match(const AgreementMark *a, size_t a_count, const AgreementMark *b, size_t b_count,
                     int32_t code_count, int64_t within_ms, Arena *arena,
                     EventAgreement *ret_agreement, Err *err);

/* ---- second by second ---- */

typedef struct AgreementState {
    Span span;
    int32_t code;
} AgreementState;

typedef struct TimeAgreement {
    int64_t step_ms;      /* 0: continuous time */
    AgreementTable table; /* ms; or time units, where step_ms > 0 */
    Kappa kappa;
} TimeAgreement;

typedef struct AgreementRecord {
    const AgreementState *states; /* by start; of one that runs when another code starts the rest
                                     is dropped, of the same code they join */
    size_t count;
} AgreementRecord;

/* Over the time both watched (spans in order, apart). States are half open [start,
 * stop): cut at every boundary of either record, each piece weighs its length. With a
 * step the state is read every step_ms from the first watched moment instead. */
bool agreement_time(AgreementRecord a, AgreementRecord b, int32_t code_count, const Span *watched,
                    size_t watched_count, int64_t step_ms, Arena *arena,
                    TimeAgreement *ret_agreement, Err *err);

/* ---- on a grid ---- */

typedef struct GridAgreement {
    int64_t step_ms;
    int64_t cells[2][2]; /* [A noted it][B noted it] */
    int64_t n;
    Kappa kappa;
} GridAgreement;

/* Points of one code on a grid from the first to before the last of both records;
 * a point counts in the cell whose centre is within half a cell [-, +), and in none
 * when that lies behind the grid. Small shifts move it a lot: agreement_match() is
 * what to trust. Times in order; undefined sentences live in arena. */
bool agreement_grid(const int64_t *a_ms, size_t a_count, const int64_t *b_ms, size_t b_count,
                    int64_t step_ms, Arena *arena, GridAgreement *ret_agreement, Err *err);

/* ---- two observations ---- */

typedef struct AgreementSettings {
    int64_t within_ms, step_ms; /* both > 0 */
    int64_t b_late_ms;          /* what b's clock shows more than a's at the same moment */
    int64_t every_ms;           /* intervals of the IOA figures; 0: AGREEMENT_EVERY_MS */
} AgreementSettings;

typedef struct CodeAgreement {
    int32_t code;          /* of a's protocol */
    EventAgreement events; /* of this code alone */
    TimeAgreement time;    /* on or off, whoever it is about; of states */
    bool has_time;
    IoaCounts counts;       /* events in intervals of watched time, the last one as long as it is */
    IoaDurations durations; /* states: of all together, and of the pairs one by one */
} CodeAgreement;

typedef struct CategoryAgreement {
    int32_t category;     /* of a's protocol; exclusive */
    const int32_t *codes; /* per row and column of the tables but the last (nil) */
    int32_t code_count;
    TimeAgreement time, stepped; /* continuous (the headline), and by time units */
} CategoryAgreement;

typedef struct Agreement {
    AgreementSettings settings;
    int64_t watched_ms;    /* by both */
    EventAgreement events; /* over all codes; rows as in codes */
    const CodeAgreement *codes;
    int32_t code_count;
    const CategoryAgreement *categories;
    int32_t category_count;
    int64_t unknown_a, unknown_b; /* events of codes that the other's protocol does not have */
    const char *undefined;        /* the two did not watch at the same time */
} Agreement;

/* What b's clock shows more than a's at the same moment, by the wall clocks at which
 * each started; 0 where one is not known or the two records do not overlap. */
int64_t agreement_late_ms(const Observation *a, const Observation *b);

/* Codes are matched by key (and kind), subjects by label, so the two may be under
 * different protocols and rosters. Points, states and ratings; built-in codes, samples
 * and notes are left out, and what starts while one of the two did not watch. */
bool agreement_measure(const Observation *a, const Observation *b, AgreementSettings settings,
                       Arena *arena, Agreement *ret_agreement, Err *err);

#endif
