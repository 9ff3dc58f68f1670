/* script.h - a lesson read from a file, as a list of acts to be replayed.
 *
 * Three readers make the same thing: transcript.c (TalkMoves-style CSV),
 * lecture.c (FILL+ timeline CSV) and record.c (Kenkyu's own JSON, what
 * "kenkyu show --json" prints). A script is replayed through the session
 * engine like a finger's taps; it is never written into the store directly.
 *
 * A reader checks the whole file before it returns anything: a bad file gives
 * one sentence with file, line and column, and nothing of it is recorded. Times
 * are never invented.
 */
#ifndef REPORTS_EXCHANGE_SCRIPT_H
#define REPORTS_EXCHANGE_SCRIPT_H

#include "protocols/observation.h"

enum {
    SCRIPT_MAX_BYTES = 64 * 1024 * 1024,
    SCRIPT_MAX_ACTS = 200000,
    SCRIPT_MAX_NOTICES = 20,
    SCRIPT_NO_REF = -1,
    SCRIPT_OF_PRESENT = -1, /* ScriptAct.of: as many as are present when it is played */
};

typedef enum ScriptActKind {
    SCRIPT_TAP,         /* a code: start of a state, a point, a note, a rating */
    SCRIPT_STOP,        /* a state stops: the one act `ref` started, see there */
    SCRIPT_FALL_SILENT, /* whatever runs in the category of `code` stops; nothing running is fine */
    SCRIPT_ANSWER,      /* a sample: value of the pupils present, or missing */
    SCRIPT_PAUSE,
    SCRIPT_RESUME,
    SCRIPT_END,
} ScriptActKind;

typedef struct ScriptAct {
    ScriptActKind kind;
    int64_t at_ms; /* when it happened: the finger's landing */
    int64_t
        said_ms; /* when it is played (now_ms); at_ms, or the end of the pause that at_ms is in */
    int32_t code, subject, target;
    int8_t options[PROTOCOL_MAX_MODIFIERS];
    bool exact; /* these options and no others: presets and targets add none */
    bool again; /* SCRIPT_TAP: a new event even if the same state already runs */
    int32_t value;
    int32_t of; /* SCRIPT_ANSWER: of how many, as it was recorded; or SCRIPT_OF_PRESENT */
    bool missing;
    int32_t ref;      /* SCRIPT_STOP: index of the act that started it, or SCRIPT_NO_REF: the
                         open state of `code` about `subject` (an absence from the start) */
    int32_t sampling; /* SCRIPT_ANSWER: index into Protocol.sampling */
    const char *text; /* "" for none */
    const Attachment *attachment; /* of ink and photos */
    int32_t line;                 /* of the file, for messages */
} ScriptAct;

/* Something that was read but not recorded, said once each. */
typedef struct ScriptNotices {
    const char *items[SCRIPT_MAX_NOTICES];
    int32_t count;
} ScriptNotices;

typedef struct Script {
    Setup setup;           /* id is nil and for the one who replays to give */
    const ScriptAct *acts; /* by said_ms; the last, and only the last, is SCRIPT_END */
    int32_t act_count;
    ScriptNotices notices;
} Script;

/* What the person says about the file; all zero: nothing. */
typedef struct ScriptChoice {
    bool pseudonyms;   /* labels of pupils are nobody's names: they stay */
    const char *title; /* of the lesson; NULL: see script_read() */
} ScriptChoice;

typedef enum ScriptFormat { SCRIPT_TRANSCRIPT, SCRIPT_LECTURE, SCRIPT_RECORD } ScriptFormat;

/* What the file is, by its first bytes; and the protocol it is usually replayed
 * under (a record names its own). name is the file's name for messages.
 * ERR_FORMAT says what was found and what was expected. */
bool script_detect(const char *name, const char *text, size_t len, Arena *arena,
                   ScriptFormat *ret_format, const char **ret_protocol_key, Err *err);

/* Reads the text; everything lives in arena, and so that a failure leaves it as
 * it was. Messages read "name:line:column: what was found, expected what".
 * Files larger than SCRIPT_MAX_BYTES, labels longer than OBSERVATION_MAX_LABEL
 * and texts longer than OBSERVATION_MAX_TEXT are ERR_LIMIT.
 *
 * setup.origin is the file's name without its folder; setup.title the same
 * without its ending (a record has its own); where that may be a person's name, both
 * are plain words. Labels of pupils that look like names become initials, and where else
 * these names stand they are taken out (script_names.h); notices say so. */
bool script_read(const char *name, const char *text, size_t len, ScriptFormat format,
                 const Protocol *protocol, const ScriptChoice *choice, Arena *arena,
                 Script *ret_script, Err *err);

#endif
