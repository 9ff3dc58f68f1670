/* check.h - what every test file includes, in the order cmocka wants. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "protocols/base.h"

/* The message is part of the contract: a test that only checks "it failed"
 * passes when it failed for another reason. */
#define assert_err(err, want_kind, want_text)                                                      \
    do {                                                                                           \
        assert_string_equal((err).text, (want_text));                                              \
        assert_int_equal((err).kind, (want_kind));                                                 \
    } while (0)

/* For a step that must work: shows the sentence when it does not. */
#define assert_ok(call, err)                                                                       \
    do {                                                                                           \
        if (!(call))                                                                               \
            fail_msg("%s: %s", #call, (err).text);                                                 \
    } while (0)

/* How often something random is tried; a tenth under tests/valgrind. */
static inline int32_t check_rounds(int32_t rounds)
{
    return getenv("KENKYU_SMALL") ? (rounds + 9) / 10 : rounds;
}

#endif
