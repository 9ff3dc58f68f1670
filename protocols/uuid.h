/* uuid.h - ids of everything that is recorded: UUID version 7 (RFC 9562).
 *
 * The first 48 bits are Unix milliseconds, so ids sort by the time they were
 * made; records made on several devices can be joined without renaming.
 */
#ifndef PROTOCOLS_UUID_H
#define PROTOCOLS_UUID_H

#include <stdbool.h>
#include <stdint.h>

enum { UUID_TEXT_SIZE = 37 }; /* 8-4-4-4-12 and the final zero */

typedef struct Uuid {
    uint8_t bytes[16];
} Uuid;

/* A source of ids. The seed comes from the platform's random source; the same
 * seed and times give the same ids, which is what tests want. */
typedef struct UuidSource {
    uint64_t random[2];  /* state of the generator */
    int64_t last_ms;     /* ids never go back, even when the clock does */
    uint16_t last_count; /* counts up within one millisecond */
} UuidSource;

void uuid_source_init(UuidSource *source, const uint64_t seed[2]);

/* The next id, always greater than the one before. unix_ms: wall clock, UTC. */
Uuid uuid_next(UuidSource *source, int64_t unix_ms);

/* Ids that are made from now on come after this one, whatever the wall clock says: the
 * order of ids is the order in which things were said. */
void uuid_pass(UuidSource *source, Uuid id);

bool uuid_is_nil(Uuid id);
int uuid_compare(Uuid a, Uuid b); /* as memcmp */

/* Lower-case text with hyphens. */
void uuid_format(Uuid id, char ret_text[UUID_TEXT_SIZE]);

/* Accepts upper and lower case; false leaves *ret_id untouched. */
bool uuid_parse(const char *text, Uuid *ret_id);

#endif
