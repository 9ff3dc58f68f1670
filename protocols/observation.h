/* observation.h - one observer's record of one lesson under one protocol.
 *
 * What the session engine builds, the store keeps, the measures read and the
 * sheets print. Nothing here knows how it was recorded.
 *
 * Times are milliseconds since the observation's start on a clock that does
 * not jump and counts suspend; pauses are events like any other (SENSE_PAUSE),
 * so a time never depends on one. The wall clock is noted once, at the start.
 */
#ifndef PROTOCOLS_OBSERVATION_H
#define PROTOCOLS_OBSERVATION_H

#include "protocols/attachment.h"
#include "protocols/protocol.h"
#include "protocols/uuid.h"

enum {
    SUBJECT_NONE = -1,
    OBSERVATION_MAX_SUBJECTS = 400,
    OBSERVATION_MAX_EVENTS = 1000000,
    OBSERVATION_MAX_QUESTIONS = 12,
    OBSERVATION_MAX_WATCHES = 12,
    OBSERVATION_MAX_LABEL = 120,         /* bytes of a subject's label */
    OBSERVATION_MAX_LINE = 2000,         /* bytes of a title, a class, a room, an observer */
    OBSERVATION_MAX_TEXT = 200000,       /* bytes of a note, a theme, of what was said in a turn */
    OBSERVATION_MAX_ATTRIBUTES = 8,      /* of one pupil */
    OBSERVATION_MAX_ATTRIBUTE_TEXT = 40, /* bytes of a key, and of a value */
    OBSERVATION_MAX_MINUTES = 100000,    /* of a planned phase */
    OBSERVATION_MAX_OFFSET_MIN = 1080,   /* of local time from UTC, either way */
    OBSERVATION_MAX_RESOLUTION_MS = 86400000,
};

#define OBSERVATION_MAX_MS INT64_C(86400000000) /* a thousand days */
#define EVENT_OPEN INT64_MAX                    /* stop of a state that still runs */

/* Wall clocks from 1000-01-02 to 9999-12-30: in years of four digits wherever it is. */
#define OBSERVATION_FIRST_UNIX_MS INT64_C(-30610137600000)
#define OBSERVATION_LAST_UNIX_MS INT64_C(253402214399999)

typedef enum SubjectKind {
    SUBJECT_ADULT,
    SUBJECT_PUPIL,
    SUBJECT_GROUP,
} SubjectKind;

/* What a team compares pupils by, in its own words: "EL" "yes", "level" "2". A key
 * begins with a letter and has letters, digits, '-' and '_'; neither is empty. */
typedef struct Attribute {
    const char *key, *value;
} Attribute;

/* Whom an event is about. The whole class is SUBJECT_NONE. */
typedef struct Subject {
    SubjectKind kind;
    const char *label;     /* unique in the observation: seat, initials, "Table 3" */
    const char *detail;    /* an adult's part: "lead", "assists"; "" for none */
    const char *predicted; /* focus pupil: what the team expects; "" for none */
    float x, y;            /* centre on the seating chart, 0..1 from its top left */
    int32_t group;         /* index of the pupil's group, or SUBJECT_NONE */
    char focus;            /* 'A', 'B', ... or 0 */
    bool absent;           /* at the start: the session then opens an absence (SENSE_ABSENT) */
    bool several;          /* stands for pupils who are not told apart ("S", "SS"):
                              counts for time, never for reach or equity */
    const Attribute *attributes; /* a pupil's, every key once; NULL for none */
    int32_t attribute_count;
} Subject;

typedef struct ObsEvent {
    Uuid id;
    int32_t code;     /* index into Protocol.codes */
    int32_t subject;  /* index into subjects, or SUBJECT_NONE */
    int32_t target;   /* spoken to, or SUBJECT_NONE */
    int64_t start_ms; /* when the finger landed */
    int64_t stop_ms;  /* == start_ms unless a state; EVENT_OPEN while it runs */
    int32_t value;    /* CODE_RATING: the rating; CODE_INTERVAL: how many; else 0 */
    int32_t of;       /* CODE_INTERVAL: of how many present; else 0 */
    bool missing;     /* CODE_INTERVAL: nobody answered */
    bool voided;      /* taken back; kept in the record, in no measure */
    int8_t options[PROTOCOL_MAX_MODIFIERS]; /* per modifier: option or PROTOCOL_NONE */
    const char *text;                       /* note, or what was said; "" for none */
} ObsEvent;

typedef struct PlannedPhase {
    int32_t code; /* SENSE_PHASE */
    int32_t minutes;
} PlannedPhase;

/* Who of the team watches whom, in the team's words: "KL" "pupils A and B". */
typedef struct TeamWatch {
    const char *observer, *whom; /* observer is not empty */
} TeamWatch;

/* What a walk-through is about besides the lesson. Schools and teachers have keys
 * that survive renaming; a teacher is called by initials or a number. */
enum { WALK_NOT_SAID = -1, WALK_MAX_GRADE = 12, WALK_MAX_PERIOD = 12 };
typedef struct WalkThrough {
    Uuid school, teacher;                  /* nil: not said */
    const char *school_name, *teacher_key; /* as they are called now; "" when not said */
    const char *subject;                   /* "Mathematics"; "" when not said */
    int32_t grade;                         /* 0: kindergarten, to WALK_MAX_GRADE */
    int32_t period;                        /* of the school day, 1 to WALK_MAX_PERIOD */
} WalkThrough;

/* What is known before the lesson starts. Strings are never NULL. */
typedef struct Setup {
    Uuid id;
    const WalkThrough *walk; /* NULL: not begun as a walk-through */
    const char *title;       /* the lesson's name */
    const char *class_name;  /* "Grade 5" */
    const char *place;       /* "Room 12" */
    const char *observer;
    const char *theme;
    const char *goals;
    const char *origin; /* "" when recorded live, else what it was imported from */
    const char *questions[OBSERVATION_MAX_QUESTIONS];
    int32_t question_count;
    TeamWatch watches[OBSERVATION_MAX_WATCHES];
    int32_t watch_count;
    float board_x, board_y; /* the classroom's board on the seating chart; 0, 0: not said, then
                               it hangs at the top */
    const Subject *subjects;
    int32_t subject_count;
    const PlannedPhase *phases;
    int32_t phase_count;
    uint32_t targets;        /* bit i: option i of Protocol.target_modifier is taught today */
    int64_t started_unix_ms; /* wall clock at time 0, UTC; 0 when not known (imported) */
    int32_t utc_offset_min;
    int64_t resolution_ms; /* times are no finer than this: 1 live, 1000 from whole seconds */
} Setup;

typedef struct Observation {
    const Protocol *protocol;
    const Setup *setup;
    const ObsEvent *events; /* by start, then stop, then id; none voided, none open */
    size_t event_count;
    int64_t end_ms;                /* length of the observation, pauses included */
    bool ended;                    /* false: still running, states cut at end_ms */
    AttachmentSource *attachments; /* borrowed; NULL: nothing can be read */
} Observation;

/* The index, or SUBJECT_NONE. */
int32_t setup_find_subject(const Setup *setup, const char *label);

/* The pupil's value for the key, or NULL when nobody said. */
const char *subject_attribute(const Subject *subject, const char *key);

/* Whether the text can be the key of an attribute. */
bool attribute_key_is_valid(const char *key);

/* ---- what holds of every set-up, wherever it comes from ---- */

/* 0, a letter from A to Z; nobody, or somebody who is a group. */
bool setup_focus_is_valid(char focus);
bool setup_group_is_valid(const Setup *setup, int32_t group);

/* The wall clock, or 0 (not known) when no lesson was ever begun then. */
int64_t setup_start_or_unknown(int64_t unix_ms);

/* What cannot be in a set-up that was made here: labels that are empty or not unique in
 * their kind, groups that are none, focus pupils without a letter, attributes without a key
 * or value, phases that are none of the protocol, nobody who watches. NULL when it can be. */
const char *setup_fault(const Setup *setup, const Protocol *protocol);

/* The start of an event with everything else empty. */
ObsEvent event_blank(void);

/* Are these two strokes of one drawing (protocols/attachment.h)? */
bool event_is_same_drawing(const Protocol *protocol, const ObsEvent *a, const ObsEvent *b);

/* The strokes of a drawing, in the order they were drawn:
 *
 *     for (size_t i = 0; i < o->event_count; i++)
 *         if (observation_begins_drawing(o, i))
 *             for (size_t k = i; k < o->event_count; k = observation_next_stroke(o, k))
 *                 observation_read_attachment(o, &o->events[k], ...)
 */
bool observation_begins_drawing(const Observation *o, size_t event);
size_t observation_next_stroke(const Observation *o, size_t event); /* event_count: none */

/* What an event carries; ATTACHMENT_NONE when it carries nothing. ERR_STATE when
 * the observation comes from where nothing can be read. */
bool observation_read_attachment(const Observation *o, const ObsEvent *event, Arena *arena,
                                 Attachment *ret_attachment, Err *err);

#endif
