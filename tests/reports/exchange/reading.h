/* reading.h - what the tests of the readers share: a protocol, an arena, and one
 * call that reads a text as a script. */
#ifndef TESTS_REPORTS_EXCHANGE_READING_H
#define TESTS_REPORTS_EXCHANGE_READING_H

#include "check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/protocol_load.h"
#include "reports/exchange/script.h"

typedef struct Reading {
    Arena arena;
    const Protocol *talk, *fill, *study;
    Script script;
    Err err;
} Reading;

static inline int reading_setup(void **state)
{
    Reading *r = calloc(1, sizeof *r);
    *state = r;
    if (!r)
        return 1;
    arena_init(&r->arena, (size_t)1 << 30);
    return !protocol_load_shipped(&r->arena, "academic-talk", &r->talk, &r->err) ||
           !protocol_load_shipped(&r->arena, "fill-plus", &r->fill, &r->err) ||
           !protocol_load_shipped(&r->arena, "lesson-study", &r->study, &r->err);
}

static inline int reading_teardown(void **state)
{
    Reading *r = *state;
    arena_deinit(&r->arena);
    free(r);
    return 0;
}

static inline bool read_script(Reading *r, const char *name, ScriptFormat format,
                               const Protocol *protocol, const char *text, size_t len)
{
    r->err = (Err){0};
    return script_read(name, text, len, format, protocol, &(ScriptChoice){0}, &r->arena, &r->script,
                       &r->err);
}

/* A refusal leaves the script and the arena as they were. */
static inline void assert_refused(Reading *r, ScriptFormat format, const Protocol *protocol,
                                  const char *text, ErrKind kind, const char *sentence)
{
    size_t used = r->arena.used;
    Script before = r->script;
    assert_false(read_script(r, "x", format, protocol, text, strlen(text)));
    assert_err(r->err, kind, sentence);
    assert_int_equal(r->arena.used, used);
    assert_memory_equal(&before, &r->script, sizeof before);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, reading_setup, reading_teardown)

#endif
