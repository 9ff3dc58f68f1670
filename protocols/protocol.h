/* protocol.h - an observation protocol: what is to be observed, and how.
 *
 *   Protocol
 *     categories   "Talk turns", exclusive or not; groups of pads on the board
 *       codes      what an observer records: point, state, interval, rating, note
 *     modifiers    attributes of an event: function, depth of knowledge, ...
 *       options    their values
 *     sampling     what is asked when the signal comes
 *     phases       parts of the lesson (codes of the category "phase")
 *     look-fors    questions to hold in mind while watching
 *     debrief      who speaks in which order
 *
 * A file can hold its texts in several languages; a Protocol has them in one.
 * Whatever the language, the same code has the same index, and the file's whole
 * text is kept: protocol_in_language() (protocol_load.h) gives another one.
 *
 * A protocol is read once and never changes while it lives. It owns nothing:
 * everything it points to lives in the arena it was parsed into and dies with
 * it. How a file looks, and how it is read, is in protocol_load.h.
 *
 * Every protocol ends with the built-in category "session": pause, absent,
 * mark, note, place, ink and photo. They are there whatever the file says; only a code
 * that an older file itself calls "place", "ink" or "photo" stands for the team's own, and
 * the built-in one is not there.
 */
#ifndef PROTOCOLS_PROTOCOL_H
#define PROTOCOLS_PROTOCOL_H

#include "protocols/base.h"

enum {
    PROTOCOL_MAX_CATEGORIES = 24,
    PROTOCOL_MAX_CODES = 99,
    PROTOCOL_MAX_MODIFIERS = 8,
    PROTOCOL_MAX_OPTIONS = 16,
    PROTOCOL_MAX_PETALS = 8, /* of the ring around the finger */
    PROTOCOL_MAX_SAMPLING = 4,
    PROTOCOL_MAX_DEBRIEF = 8,
    PROTOCOL_MAX_LOOK_FORS = 8,
    PROTOCOL_MAX_LANGUAGES = 8,
    PROTOCOL_LANGUAGE_SIZE = 4, /* "es" and its zero; three letters at most */
    PROTOCOL_NONE = -1,         /* no code, no modifier, no option */
};

typedef enum CodeKind {
    CODE_POINT,    /* happens at an instant */
    CODE_STATE,    /* has a start and a stop */
    CODE_INTERVAL, /* sampled when the signal comes; see Sampling */
    CODE_RATING,   /* a value on a scale with anchors */
    CODE_NOTE,     /* words */
} CodeKind;

/* What a code counts as in the measures, whatever a team calls it. A code may
 * count as several things (a teacher's question that is a state is teacher
 * talk too); one that counts as nothing is still in the time budget. */
typedef enum CodeSense {
    SENSE_TEACHER_TALK = 1 << 0,
    SENSE_STUDENT_TALK = 1 << 1,
    SENSE_GROUP_TALK = 1 << 2, /* several groups at once */
    SENSE_SILENCE = 1 << 3,
    SENSE_QUESTION = 1 << 4, /* a teacher's question */
    SENSE_FRAME = 1 << 5,    /* a sentence frame, or that none was used */
    SENSE_UNHEARD = 1 << 6,  /* a turn that could not be heard well enough to code */
    SENSE_ENGAGED = 1 << 7,  /* counted at each signal: pupils engaged of pupils present */
    SENSE_PHASE = 1 << 8,    /* a part of the lesson */
    SENSE_STRATEGY = 1 << 9, /* a pupil's strategy or idea worth the debrief */
    SENSE_PAUSE = 1 << 10,   /* built in: the observer was not observing */
    SENSE_ABSENT = 1 << 11,  /* built in: the pupil is not in the room */
    SENSE_MARK = 1 << 12,    /* return to this */
    SENSE_NOTE = 1 << 13,    /* words of the observer */
    SENSE_INK = 1 << 14,     /* built in: a stroke (protocols/attachment.h) */
    SENSE_PHOTO = 1 << 15,   /* built in: a picture */
    SENSE_PLACE = 1 << 16,   /* built in: an adult goes to the target; to the front without one */
} CodeSense;

enum {
    SENSE_TALK = SENSE_TEACHER_TALK | SENSE_STUDENT_TALK | SENSE_GROUP_TALK | SENSE_SILENCE,
};

/* Whom a code can be about; a set. */
typedef enum About {
    ABOUT_ADULT = 1 << 0,
    ABOUT_PUPIL = 1 << 1,
    ABOUT_GROUP = 1 << 2,
    ABOUT_CLASS = 1 << 3, /* nobody in particular */
} About;

/* Shape says what colour says, for paper and for colour blindness. */
typedef enum CodeShape {
    SHAPE_BAR,
    SHAPE_DIAMOND,
    SHAPE_SQUARE,
    SHAPE_CIRCLE,
    SHAPE_TRIANGLE,
    SHAPE_FLAG,
    SHAPE_BULB,
    SHAPE_BOARD,
    SHAPE_NOTE,
    SHAPE_COUNT,
} CodeShape;

/* Names of theme colours, not colours. */
typedef enum CodeHue {
    HUE_NEUTRAL,
    HUE_FLOOR,    /* pupil talk */
    HUE_TEACHER,  /* adult */
    HUE_FRAME,    /* sentence frame */
    HUE_QUESTION, /* teacher's question */
    HUE_SAMPLE,   /* sampled */
    HUE_MARK,     /* return to this */
    HUE_COUNT,
} CodeHue;

typedef struct ModifierOption {
    const char *key;
    const char *label;
    const char *short_label; /* fits a pad; label when the file has none */
    bool missing;            /* "could not tell": kept in the record, in no denominator */
} ModifierOption;

typedef struct Modifier {
    const char *key;
    const char *label;
    ModifierOption options[PROTOCOL_MAX_OPTIONS];
    int32_t option_count;
} Modifier;

/* One direction of the ring that a long press opens: the same direction always
 * sets the same options. */
typedef struct Petal {
    const char *label;
    const char *detail;                     /* second line, "" for none */
    int8_t options[PROTOCOL_MAX_MODIFIERS]; /* per modifier: option or PROTOCOL_NONE (leave) */
} Petal;

typedef struct Code {
    const char *key;
    const char *label;
    const char *short_label; /* fits a pad; label when the file has none */
    const char *help;        /* what counts and what does not; "" for none */
    const char *group;       /* heading of neighbouring pads within a category; "" for none */
    int32_t category;
    CodeKind kind;
    uint32_t senses;    /* set of CodeSense */
    uint32_t about;     /* set of About */
    uint32_t modifiers; /* bit i: Protocol.modifiers[i] applies */
    int32_t pads;       /* modifier whose options are one pad each, or PROTOCOL_NONE */
    CodeShape shape;
    CodeHue hue;
    int8_t preset[PROTOCOL_MAX_MODIFIERS]; /* option set unless the observer says otherwise */
    Petal petals[PROTOCOL_MAX_PETALS];
    int32_t petal_count;
    int32_t scale_min, scale_max; /* CODE_RATING only */
    const Modifier *anchors;      /* names of the scale's values: option i is scale_min + i,
                                     as many as there are values; NULL for bare numbers */
    int32_t planned_min;          /* SENSE_PHASE only: minutes usually planned, 0 if not said */
    bool built_in;
} Code;

typedef struct Category {
    const char *key;
    const char *title;
    bool exclusive; /* at most one of its states is on: a start ends the one before */
    bool lanes;     /* the same for each subject by itself: one lane per adult, per group;
                       never both */
} Category;

typedef enum SamplingAsk {
    SAMPLING_EACH_GROUP, /* every group in turn at every signal */
    SAMPLING_CLASS,      /* the class as one */
} SamplingAsk;

/* Beside the continuous record: every every_ms a signal; what is not answered
 * within answer_ms is missing, not zero (PLACHECK). */
typedef struct Sampling {
    int32_t code; /* a CODE_INTERVAL */
    int64_t every_ms;
    int64_t answer_ms;
    SamplingAsk ask;
    const char *question; /* shown at the signal: "on task now?" */
} Sampling;

typedef struct DebriefStep {
    const char *who;
    const char *prompt;
    int32_t minutes;
} DebriefStep;

typedef enum UnmarkedTurn {
    UNMARKED_IS_NONE,    /* a student turn without a frame mark used no frame */
    UNMARKED_IS_MISSING, /* it was not coded and leaves the denominator */
} UnmarkedTurn;

/* The numbers a figure depends on; printed in the sheet's footer. */
typedef struct ProtocolRules {
    int64_t wait_from_ms;     /* waits shorter than this are below the resolution */
    int64_t wait_goal_ms;     /* "3 s or more" */
    int32_t suppress_below;   /* groups smaller than this are not shown outside the team */
    UnmarkedTurn unmarked;    /* how a student turn without a frame mark counts */
    int64_t backdate_step_ms; /* what "3 s ago" takes off */
    int64_t interval_ms;      /* rows of intervals are derived from the continuous record at
                                 this length (COPUS: 2 min); 0 for none */
} ProtocolRules;

/* How many of the file's texts are there in a language. A text that names no
 * language stands for all of them and is counted in none. */
typedef struct ProtocolLanguage {
    char code[PROTOCOL_LANGUAGE_SIZE]; /* ISO 639: "en", "es", "ja" */
    int32_t texts;
} ProtocolLanguage;

typedef struct Protocol {
    const char *key;
    const char *title;
    const char *version; /* of this protocol, as the file has it: "1.0" */
    const char *summary; /* one short line for lists */
    const char *purpose; /* what it is for */
    const char *source;  /* whose work it follows */
    Category categories[PROTOCOL_MAX_CATEGORIES];
    int32_t category_count;
    Code codes[PROTOCOL_MAX_CODES];
    int32_t code_count;
    Modifier modifiers[PROTOCOL_MAX_MODIFIERS];
    int32_t modifier_count;
    int32_t target_modifier; /* whose options a lesson can have as targets, or PROTOCOL_NONE */
    int32_t source_modifier; /* set by targets: option 0 for a target, 1 otherwise; or NONE */
    Sampling sampling[PROTOCOL_MAX_SAMPLING];
    int32_t sampling_count;
    DebriefStep debrief[PROTOCOL_MAX_DEBRIEF];
    int32_t debrief_count;
    const char *look_fors[PROTOCOL_MAX_LOOK_FORS]; /* questions, to choose the team's from */
    int32_t look_for_count;
    ProtocolRules rules;
    char language[PROTOCOL_LANGUAGE_SIZE]; /* the language asked for; "" when made by hand */
    ProtocolLanguage languages[PROTOCOL_MAX_LANGUAGES]; /* of the file, in its order */
    int32_t language_count;
    int32_t text_count; /* texts a person reads; a language with as many is complete */
    const char *text;   /* the file as it was read: stored with every observation */
    size_t text_len;
} Protocol;

/* The index, or PROTOCOL_NONE. */
int32_t protocol_find_code(const Protocol *protocol, const char *key);
int32_t protocol_find_modifier(const Protocol *protocol, const char *key);
int32_t modifier_find_option(const Modifier *modifier, const char *key);

/* The first code that counts as any of the senses, or PROTOCOL_NONE. */
int32_t protocol_find_sense(const Protocol *protocol, uint32_t senses);

/* What the value of a rating is called, or "" when its scale has bare numbers. */
const char *code_anchor_label(const Code *code, int32_t value);

#endif
