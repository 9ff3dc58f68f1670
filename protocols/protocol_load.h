/* protocol_load.h - reads a protocol file: YAML that a teacher can change.
 *
 *   protocol: 1                    format of the file
 *   key: academic-talk             a-z 0-9 - ; by custom the name of the file too
 *   title: Academic talk
 *   version: "1.0"
 *   summary: talk turns, frames, questions
 *   purpose: ...
 *   source: ...
 *   look_for: [Who builds on a classmate's idea?, ...]
 *   modifiers:
 *     - key: function
 *       label: Language function
 *       options: [{key: opinion, label: Express an opinion, short: Opinion}, ...]
 *     - key: evidence              also names the values of a scale, see anchors
 *       label: Evidence
 *       options: [{key: unsure, label: Could not tell, missing: yes}, {key: no, ...}, ...]
 *   targets: {choose: function, mark: source}
 *   categories:
 *     - key: talk
 *       title: Talk turns
 *       exclusive: yes             or each: for each adult, pupil or group by itself
 *       codes:
 *         - key: student-talk
 *           label: Student talk
 *           kind: state
 *           counts_as: [student-talk]
 *           about: [pupil]
 *           short: Pupil  help: ...  group: ...  shape: bar  hue: floor
 *           modifiers: [...]  pads: function  preset: {form: complete}
 *           ring: [{label: Complete, detail: on own, set: {form: complete, ...}}, ...]
 *         - {key: launch, label: ..., kind: state, counts_as: [phase], minutes: 8, about: ...}
 *         - {key: clear, label: ..., kind: rating, scale: {min: 1, max: 4}, about: ...}
 *         - {key: shown, ..., kind: rating, scale: {min: 0, max: 2, anchors: evidence}}
 *   sampling: [{code: engaged, every_s: 120, answer_within_s: 60, ask: each-group, question: ...}]
 *   rules: {wait_from_s: 0.4, wait_goal_s: 3, suppress_below: 10,   (these are what holds
 *           unmarked_turn: none, backdate_s: 3, interval_s: 0}       when nothing is said)
 *   debrief: [{who: The teacher who taught, minutes: 10, prompt: ...}]
 *
 * What a person reads (title, summary, purpose, source, label, short, help,
 * group, detail, question, prompt, who, look_for) is plain text, or a text for
 * each language:
 *
 *   label: {en: Launch, es: Inicio}
 *
 * Reading chooses one language: the one asked for, else English, else the first
 * that is there, text by text. The limits hold for every language, so whether a
 * file is good does not depend on the one that is asked for.
 *
 * protocols/protocol.schema.json says the same to editors. Every scalar is text
 * until a field says otherwise, so a label "no" stays "no". Anchors, aliases,
 * tags, duplicate keys, unknown fields and unknown values are faults.
 */
#ifndef PROTOCOLS_PROTOCOL_LOAD_H
#define PROTOCOLS_PROTOCOL_LOAD_H

#include "protocols/protocol.h"

enum {
    PROTOCOL_MAX_BYTES = 256 * 1024,
    PROTOCOL_MAX_DEPTH = 12,
    PROTOCOL_MAX_FAULTS = 50, /* listed; more are only counted */
    PROTOCOL_MAX_TEXT = 2000, /* bytes of one scalar */
    PROTOCOL_MAX_KEY = 40,
    PROTOCOL_MAX_LABEL = 120, /* bytes of a label or title: one line */
    PROTOCOL_MAX_SHORT = 40,  /* bytes of a short label: it stands on a pad */
    PROTOCOL_MAX_LINE = 240,  /* bytes of a summary or question: one line */
};

/* What is read when nobody says otherwise. */
#define PROTOCOL_LANGUAGE "en"

/* The language of a code or of a locale's name ("es", "es-MX", "es_MX.UTF-8"):
 * its first two or three letters in lower case; PROTOCOL_LANGUAGE for NULL and
 * for what names no language ("", "C", "POSIX"). */
void protocol_language_code(const char *name, char ret_code[PROTOCOL_LANGUAGE_SIZE]);

typedef struct ProtocolFault {
    ErrKind kind;         /* ERR_FORMAT, or ERR_LIMIT when something is too large */
    int32_t line, column; /* from 1; 0 when the fault has no place */
    char text[240];       /* what was found, what was expected */
} ProtocolFault;

/* Everything that is wrong with a file, in one go, in the order of lines. */
typedef struct ProtocolFaults {
    ProtocolFault items[PROTOCOL_MAX_FAULTS];
    int32_t count; /* all faults found; items holds the first PROTOCOL_MAX_FAULTS */
} ProtocolFaults;

/* Parses len bytes into arena. name appears only in messages, which read
 * "name:line:column: what was found, what was expected". faults may be NULL;
 * err gets the first fault, with how many more there are. On failure
 * *ret_protocol and arena are as they were. The text is copied into
 * Protocol.text. */
bool protocol_parse(Arena *arena, const char *name, const char *text, size_t len,
                    const Protocol **ret_protocol, ProtocolFaults *faults, Err *err);

/* The same in a language (a code or a locale's name). */
bool protocol_parse_in(Arena *arena, const char *language, const char *name, const char *text,
                       size_t len, const Protocol **ret_protocol, ProtocolFaults *faults, Err *err);

/* The same for the file at path. */
bool protocol_load(Arena *arena, const char *path, const Protocol **ret_protocol,
                   ProtocolFaults *faults, Err *err);
bool protocol_load_in(Arena *arena, const char *language, const char *path,
                      const Protocol **ret_protocol, ProtocolFaults *faults, Err *err);

/* The same protocol in another language, from the text it was read from. Codes,
 * modifiers and options keep their indexes, so an observation can point to it
 * instead. A protocol that is in that language already, or that was not read from
 * a text, is given back as it is. */
bool protocol_in_language(Arena *arena, const Protocol *protocol, const char *language,
                          const Protocol **ret_protocol, Err *err);

/* The protocols that are shipped with the program (compiled in). */
typedef struct ShippedProtocol {
    const char *key;
    const char *text;
    size_t len;
} ShippedProtocol;
int32_t protocol_shipped_count(void);
ShippedProtocol protocol_shipped(int32_t index);

/* Parses the shipped protocol with this key; ERR_STATE names the known keys
 * when there is none. */
bool protocol_load_shipped(Arena *arena, const char *key, const Protocol **ret_protocol, Err *err);
bool protocol_load_shipped_in(Arena *arena, const char *language, const char *key,
                              const Protocol **ret_protocol, Err *err);

#endif
