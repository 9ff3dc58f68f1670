/* record.h - Kenkyu's own JSON: one observation, complete, for machines.
 *
 *   {"kenkyu": 1, "id": "019...", "protocol": "academic-talk", "protocol_title": "...",
 *    "protocol_version": "1.0", "protocol_mark": "...", "title": "...", "class": "...", "place":
 * "...", "observer": "...", "theme": "...", "goals": "...", "origin": "", "started":
 * "2026-03-12T09:05:00.250-08:00" or null, "resolution_s": 0.001, "ended": true, "length_s": 3000,
 *    "questions": ["..."], "targets": ["disagree"], "phases": [{"code", "minutes"}],
 *    "subjects": [{"label", "kind": "adult"|"pupil"|"group", "detail", "predicted",
 *                  "x", "y", "group": label or null, "focus": "A" or null,
 *                  "absent", "several", "attributes": {key: value}}],
 *    "events": [{"id", "code", "kind", "subject": label or null, "target", "start_s",
 *                "stop_s", "value", "of", "missing", "options": {modifier: option}, "text",
 *                "ink" or "photo" where the event carries one (record_attachment.h)}]}
 *
 * Times are seconds with up to three decimals since the observation's start; a
 * point stops when it starts. value is null unless the event is a rating or a
 * sample, of is null unless it is a sample, missing says that nobody answered.
 * x and y have six decimals. attributes stands only where a pupil has any. Further keys may come;
 * readers ignore those they do not know. protocol_mark is of the protocol's text; where it
 * or the version is not that of the protocol it is read under, a notice says so. This is what
 * "kenkyu show ID --json" prints, and "kenkyu replay" reads it back.
 */
#ifndef REPORTS_EXCHANGE_RECORD_H
#define REPORTS_EXCHANGE_RECORD_H

#include <stdio.h>

#include "reports/exchange/script.h"

/* Writes the object and a line end. ERR_SYSTEM when out refuses. */
bool record_write_json(const Observation *observation, FILE *out, Err *err);

/* The key of the protocol the record was made under. */
bool record_read_protocol(const char *name, const char *text, size_t len, Arena *arena,
                          const char **ret_protocol_key, Err *err);

/* As script_read(). Events may stand in any order. An observation replayed from
 * the script has the same events again, under new ids. */
bool record_read(const char *name, const char *text, size_t len, const Protocol *protocol,
                 const ScriptChoice *choice, Arena *arena, Script *ret_script, Err *err);

#endif
