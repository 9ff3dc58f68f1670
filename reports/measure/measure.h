/* measure.h - what every figure shares: proportions, spreads, observed time.
 *
 * Measures are pure functions over an Observation: no clock, no file, no
 * screen. What they need besides is an arena of the caller. Every result
 * carries its numerator, denominator and n; what is undefined says why in
 * words (a const string), never NaN. Formulas and sources: MEASURES.md of the
 * design, repeated at each function.
 *
 * An Observation that breaks its own promises (a stop before its start, a code
 * or subject that does not exist, a time after the end) does not break a
 * measure: such an event is cut to the observation or left out.
 */
#ifndef REPORTS_MEASURE_MEASURE_H
#define REPORTS_MEASURE_MEASURE_H

#include "protocols/observation.h"

enum {
    MEASURE_RESAMPLES = 2000,
    MEASURE_LANES = 16, /* resamples that are worked on side by side; divides the above */
    MEASURE_SEED = 7,   /* of every bootstrap: the same record gives the same interval */
};

/* k of n with an interval at 95 %: the Wilson score interval (Wilson 1927), z =
 * 1.959964, when the n are pupils or stand alone; the wider of it and a bootstrap over
 * pupils (see Resample) when they are events, for events cluster in pupils.
 * n == 0: share, low and high are 0 and undefined says why. */
typedef struct Proportion {
    int64_t k, n;
    double share, low, high; /* 0..1 */
    const char *undefined;   /* NULL when defined */
    bool has_interval;       /* false: low and high are 0 and 1 (0 and 0 when undefined) */
    const char *interval;    /* how low and high were found, or why they were not; NULL when
                                undefined */
} Proportion;
Proportion measure_proportion(int64_t k, int64_t n);

/* Five numbers of a set of values; quartiles by linear interpolation of order
 * statistics (Hyndman and Fan 1996, type 7). n == 0: undefined. */
typedef struct Spread {
    int64_t n;
    double min, q1, median, q3, max, mean, sd, total; /* sd: sample, 0 and sd_undefined for n < 2 */
    const char *undefined, *sd_undefined;
} Spread;
Spread measure_spread(double *values, size_t count); /* reorders values; linear in count */

/* A stretch of time, half open [start, stop). */
typedef struct Span {
    int64_t start_ms, stop_ms;
} Span;

/* Observed time: the whole observation less the union of its pauses. These two
 * walk through the events at every call; MeasureClock does not. */
int64_t measure_observed_ms(const Observation *o);

/* Length of the part of the span that was not paused. */
int64_t measure_unpaused_ms(const Observation *o, Span span);

/* The same, prepared once: pauses joined, in order. */
typedef struct MeasureClock {
    const Span *pauses;
    const int64_t *paused_before; /* per pause: paused time before it */
    size_t pause_count;
    int64_t end_ms, observed_ms;
} MeasureClock;
bool measure_clock_init(MeasureClock *clock, const Observation *o, Arena *arena, Err *err);
int64_t measure_clock_cut(const MeasureClock *clock, Span span); /* pauses cut out of it */
/* Length of the part of the span that was not paused: log of the pauses, and at once
 * where none is near. Here in full: it is asked of every event by every measure. */
static inline int64_t measure_clock_length(const MeasureClock *clock, Span span)
{
    if (span.start_ms < 0)
        span.start_ms = 0;
    if (span.stop_ms > clock->end_ms)
        span.stop_ms = clock->end_ms;
    if (span.stop_ms <= span.start_ms)
        return 0;
    size_t count = clock->pause_count;
    bool apart = count == 0 || span.stop_ms <= clock->pauses[0].start_ms ||
                 span.start_ms >= clock->pauses[count - 1].stop_ms;
    return apart ? span.stop_ms - span.start_ms : measure_clock_cut(clock, span);
}
/* Whether the observer was away at any time between the two ends. */
bool measure_clock_broken(const MeasureClock *clock, Span span);

/* Students of the roster: pupils told apart (Subject.several false). Present:
 * not absent for the whole observation. Student-minutes are in ms here. */
int32_t measure_roster_count(const Observation *o);
int32_t measure_present_count(const Observation *o);
int64_t measure_present_ms(const Observation *o, int32_t subject);

/* The pupils of the roster, prepared once. A subject that is no pupil told apart
 * has present_ms 0 and is_present false. */
typedef struct Roster {
    const int64_t *present_ms; /* per subject: observed time less absences */
    const bool *is_present;    /* per subject */
    const int32_t *present;    /* the subjects present, in the order of the setup */
    int32_t present_count, roster_count;
    int64_t student_ms; /* of all pupils present */
} Roster;
bool measure_roster_init(Roster *roster, const Observation *o, const MeasureClock *clock,
                         Arena *arena, Err *err);

/* ---- events (here in full: they are asked of every event by every measure) ---- */

/* Whether the event is one the measures count: of a known code, not taken back,
 * and started within the observation. */
static inline bool measure_event_counts(const Observation *o, const ObsEvent *event)
{
    return !event->voided && event->code >= 0 && event->code < o->protocol->code_count &&
           event->start_ms >= 0 && event->start_ms <= o->end_ms;
}
/* Set of CodeSense of an event that counts, else 0. */
static inline uint32_t measure_event_senses(const Observation *o, const ObsEvent *event)
{
    return measure_event_counts(o, event) ? o->protocol->codes[event->code].senses : 0;
}
/* Cut to the observation; a point has length 0. Only for an event that counts. */
static inline Span measure_event_span(const Observation *o, const ObsEvent *event)
{
    Span span = {event->start_ms, event->stop_ms};
    if (o->protocol->codes[event->code].kind != CODE_STATE || span.stop_ms < span.start_ms)
        span.stop_ms = span.start_ms;
    if (span.stop_ms > o->end_ms)
        span.stop_ms = o->end_ms;
    return span;
}
/* Its subject, or SUBJECT_NONE also for an index that does not exist. */
static inline int32_t measure_event_subject(const Observation *o, const ObsEvent *event)
{
    bool known = event->subject >= 0 && event->subject < o->setup->subject_count;
    return known ? event->subject : SUBJECT_NONE;
}
/* Its option of the modifier; PROTOCOL_NONE when not said, not an option, or when
 * the modifier is PROTOCOL_NONE. */
static inline int32_t measure_event_option(const Observation *o, const ObsEvent *event,
                                           int32_t modifier)
{
    if (modifier == PROTOCOL_NONE)
        return PROTOCOL_NONE;
    int32_t option = (int32_t)event->options[modifier];
    bool known = option >= 0 && option < o->protocol->modifiers[modifier].option_count;
    return known ? option : PROTOCOL_NONE;
}
/* Whether an option says something: there is one, and it is not one of those that mean
 * "could not tell" (ModifierOption.missing): they are in no denominator. */
static inline bool measure_option_is_told(const Observation *o, int32_t modifier, int32_t option)
{
    return modifier != PROTOCOL_NONE && option != PROTOCOL_NONE &&
           !o->protocol->modifiers[modifier].options[option].missing;
}
/* A pupil who is told apart from the others. */
static inline bool measure_is_pupil(const Observation *o, int32_t subject)
{
    return subject >= 0 && subject < o->setup->subject_count &&
           o->setup->subjects[subject].kind == SUBJECT_PUPIL &&
           !o->setup->subjects[subject].several;
}

/* Who a subject is over several lessons: its label within its class; where the class has
 * no name, within its lesson. In arena; NULL: no memory. */
const char *measure_person(const Setup *setup, int32_t subject, Arena *arena);

/* The events that the measures look at, found once: indexes in order, those that
 * do not count left out. An event can be in several lists. */
typedef enum MeasureList {
    LIST_TALK,     /* SENSE_TALK */
    LIST_PHASE,    /* SENSE_PHASE */
    LIST_QUESTION, /* SENSE_QUESTION */
    LIST_FRAME,    /* SENSE_FRAME, SENSE_UNHEARD */
    LIST_SAMPLE,   /* of kind CODE_INTERVAL */
    LIST_COUNT,
} MeasureList;
typedef struct MeasureIndex {
    const uint32_t *events[LIST_COUNT];
    size_t count[LIST_COUNT];
} MeasureIndex;
bool measure_index_init(MeasureIndex *index, const Observation *o, Arena *arena, Err *err);

/* ---- intervals that resample pupils ---- */

/* MEASURE_RESAMPLES times as many pupils as were present, drawn with replacement
 * (Efron 1979; pupils as clusters: Davison and Hinkley 1997, 3.8). Drawn once and
 * shared by all rates of a lesson. Events of nobody told apart (the teacher ended
 * the wait, "several", the whole class) stand together as one further pupil who
 * is drawn apart from the others (Poisson, mean 1).
 * Clusters are numbered: roster.present[i] is i, the further one is the last. */
typedef struct ResampleFactor {
    uint16_t k[MEASURE_LANES], n[MEASURE_LANES]; /* a number for every lane */
    int32_t cluster;
} ResampleFactor;
typedef struct Resample {
    const uint8_t *weights; /* how often drawn: [block of MEASURE_LANES][cluster][lane] */
    const int32_t *cluster; /* per subject: its cluster; not a pupil present: the last */
    int32_t subject_count;
    int32_t cluster_count;
    float *work;             /* 2 x MEASURE_RESAMPLES */
    ResampleFactor *factors; /* work, too: per cluster */
} Resample;
bool measure_resample_init(Resample *r, const Observation *o, const Roster *roster, Arena *arena,
                           Err *err);
/* The same over any clusters, without subjects: groups, for instance. */
bool measure_resample_init_clusters(Resample *r, int32_t clusters, Arena *arena, Err *err);
int32_t measure_resample_cluster(const Resample *r, int32_t subject); /* SUBJECT_NONE: the last */

/* k and n per cluster. The interval is the 2.5th to the 97.5th percentile of the
 * resampled shares (resamples without any n are left out), each end moved out to
 * Wilson's where that is further: a few clusters that happen to be alike would give
 * an interval far too narrow, or of no width (few clusters: Cameron, Gelbach and
 * Miller 2008; never more exact than as many events alone, as where the effective n
 * is held to n: Korn and Graubard 1998). With no pupil told apart among the n it is
 * Wilson's and says so; with one pupil told apart only there is none: those of nobody
 * are no second one. */
Proportion measure_resample_share(const Resample *r, const int32_t *k, const int32_t *n);

/* The middle 95 % of the Gini coefficient of the values (per cluster, the further
 * one left out) over the resamples; order: the clusters by value, ascending.
 * False when no resample has a total. */
bool measure_resample_gini(const Resample *r, const int64_t *values, const int32_t *order,
                           double *ret_low, double *ret_high);

/* The middle 95 % of (events of mine / all events) / (ms of mine / all ms) over the
 * resamples, per pupil present; those without events or without one of mine are left
 * out. False when none is left. */
bool measure_resample_ratio(const Resample *r, const int64_t *events, const int64_t *ms,
                            const bool *mine, double *ret_low, double *ret_high);

/* ---- order ---- */

/* Sorts keys (>= 0) in place, values[] along (may be NULL); stable, linear. The
 * scratch is put back. */
bool measure_sort(int64_t *keys, uint32_t *values, size_t count, Arena *arena, Err *err);

#endif
