/* check_script.h - what must hold of every script that a reader returns. */
#ifndef TESTS_FUZZ_CHECK_SCRIPT_H
#define TESTS_FUZZ_CHECK_SCRIPT_H

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "protocols/protocol_load.h"
#include "protocols/utf8.h"
#include "reports/exchange/script.h"

static inline void check_text(const char *text)
{
    size_t len = strlen(text);
    assert(utf8_text_len(text, len) == len);
}

static inline void check_act(const Script *script, const Protocol *protocol, int32_t i)
{
    const ScriptAct *act = &script->acts[i];
    assert(act->at_ms >= 0 && act->at_ms <= act->said_ms && act->said_ms <= OBSERVATION_MAX_MS);
    assert(i == 0 || act->said_ms >= act[-1].said_ms);
    assert((act->kind == SCRIPT_END) == (i == script->act_count - 1));
    assert(act->code < protocol->code_count);
    assert(act->subject >= SUBJECT_NONE && act->subject < script->setup.subject_count);
    assert(act->target >= SUBJECT_NONE && act->target < script->setup.subject_count);
    assert(act->kind != SCRIPT_TAP || act->code >= 0);
    if (act->kind == SCRIPT_STOP && act->ref != SCRIPT_NO_REF)
        assert(act->ref < i && script->acts[act->ref].kind == SCRIPT_TAP);
    for (int32_t m = 0; m < protocol->modifier_count; m++)
        assert(act->options[m] >= PROTOCOL_NONE &&
               act->options[m] < protocol->modifiers[m].option_count);
    check_text(act->text);
}

/* A pupil is called by a label: without a number no long word stands in it but such as say
 * what somebody is. Letters of ASCII only; the rest is initials.h's to judge. */
static inline void check_label(const char *label)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char *const known[] = {
        "unnamed",  "unknown",   "speaker",     "student",  "students", "pupil",  "pupils",
        "partner",  "voice",     "voices",      "child",    "children", "group",  "groups",
        "class",    "whole",     "other",       "teacher",  "table",    "alumno", "alumna",
        "alumnos",  "alumnas",   "grupo",       "clase",    "todos",    "female", "estudiante",
        "everyone", "everybody", "estudiantes", "multiple", "several",  "adult"};
    if (strpbrk(label, "0123456789"))
        return;
    for (size_t i = strcspn(label, letters), len; label[i];
         i += len + strcspn(label + i + len, letters)) {
        bool is_known = (len = strspn(label + i, letters)) < 5;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            is_known |= strlen(known[k]) == len && strncasecmp(label + i, known[k], len) == 0;
        assert(is_known);
    }
}

static inline void check_script(const Script *script, const Protocol *protocol)
{
    assert(script->act_count > 0);
    for (int32_t i = 0; i < script->act_count; i++)
        check_act(script, protocol, i);
    for (int32_t i = 0; i < script->setup.subject_count; i++) {
        const Subject *subject = &script->setup.subjects[i];
        check_text(subject->label);
        assert(strlen(subject->label) <= OBSERVATION_MAX_LABEL);
        if (subject->kind == SUBJECT_PUPIL)
            check_label(subject->label);
        assert(setup_find_subject(&script->setup, subject->label) == i);
        assert(subject->x >= 0 && subject->x <= 1 && subject->y >= 0 && subject->y <= 1);
    }
    for (int32_t i = 0; i < script->notices.count; i++)
        check_text(script->notices.items[i]);
}

/* The protocol of that key, read once: reading it takes ten times as long as most inputs. */
static inline const Protocol *shipped(const char *key)
{
    static struct {
        Arena arena;
        const Protocol *protocol;
    } read[2];
    Err err = {0};
    size_t i = 0;
    while (read[i].protocol && strcmp(read[i].protocol->key, key) != 0)
        i++;
    assert(i < sizeof read / sizeof *read);
    if (!read[i].protocol) {
        arena_init(&read[i].arena, (size_t)64 << 20);
        bool loaded = protocol_load_shipped(&read[i].arena, key, &read[i].protocol, &err);
        assert(loaded);
    }
    return read[i].protocol;
}

/* Reads data as a file of that format; what comes out, script or sentence, is
 * checked. */
static inline int run_script(const uint8_t *data, size_t size, ScriptFormat format,
                             const char *protocol_key)
{
    Arena arena;
    arena_init(&arena, (size_t)64 << 20);
    Err err = {0};
    const Protocol *protocol = shipped(protocol_key);
    Script script;
    size_t used = arena.used;
    if (script_read("x", (const char *)data, size, format, protocol, &(ScriptChoice){0}, &arena,
                    &script, &err)) {
        check_script(&script, protocol);
    } else {
        assert(err.kind != ERR_NONE && arena.used == used);
        check_text(err.text);
    }
    ScriptFormat found;
    const char *key = NULL;
    err = (Err){0};
    if (script_detect("x", (const char *)data, size, &arena, &found, &key, &err))
        check_text(key);
    arena_deinit(&arena);
    return 0;
}

#endif
