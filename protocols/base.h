/* base.h - what every layer may use: errors and arenas.
 *
 * Depends on the C library only. Nothing here knows what a lesson is.
 */
#ifndef PROTOCOLS_BASE_H
#define PROTOCOLS_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define PRINTF_LIKE(fmt, args)
#endif

typedef enum ErrKind {
    ERR_NONE,
    ERR_SYSTEM, /* the OS refused: file, permission, memory */
    ERR_FORMAT, /* the input is not what its format promises */
    ERR_LIMIT,  /* a documented limit was reached */
    ERR_STATE,  /* the request makes no sense right now */
    ERR_STORE,  /* SQLite refused */
    ERR_RENDER, /* the PDF writer refused */
} ErrKind;

typedef struct Err {
    ErrKind kind;
    char text[400]; /* one sentence: what is wrong and where; no final period */
} Err;

/* Fills err and returns false, so that a failing path is one statement:
 * return err_set(err, ERR_FORMAT, "...");
 * Filling an err that already holds an error is a bug and asserts. A message
 * that is too long is cut on a code-point bound and ends in an ellipsis. */
bool err_set(Err *err, ErrKind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Puts "context: " in front of the message that is already there. */
bool err_prefix(Err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* clang-tidy reads one file at a time: it is told here that both return false. */
#ifdef __clang_analyzer__
#define err_set(...) ((err_set)(__VA_ARGS__), false)
#define err_prefix(...) ((err_prefix)(__VA_ARGS__), false)
#endif

/* Memory whose contents all die together. It grows by blocks from the heap up
 * to its limit; pointers into it stay good until a reset or deinit. A zeroed
 * Arena with a limit is ready for use. */
typedef struct ArenaBlock ArenaBlock;
typedef struct Arena {
    ArenaBlock *last;  /* the block in use; older blocks hang behind it */
    ArenaBlock *spare; /* the largest given back: a reset in a loop asks the heap once */
    size_t used;       /* bytes asked for in all blocks */
    size_t limit;      /* never more than this many bytes in use */
} Arena;

void arena_init(Arena *arena, size_t limit);
void arena_deinit(Arena *arena); /* accepts a zeroed arena */

/* The same after what lay in it was overwritten: it was secret. */
void arena_wipe(Arena *arena);

/* Overwrites a secret; the compiler may not leave this out, as it may a memset() before
 * the end. */
void memory_wipe(void *bytes, size_t count);

/* FNV-1a of 64 bits, begun with FNV1A_BEGIN and gone on with: to tell what differs by chance,
 * not what somebody made alike. */
#define FNV1A_BEGIN UINT64_C(0xCBF29CE484222325)
static inline uint64_t fnv1a(uint64_t hash, const void *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * UINT64_C(0x100000001B3);
    return hash;
}

/* Zeroed memory for count items, or NULL when the limit or the heap is
 * exhausted. */
void *arena_push(Arena *arena, size_t count, size_t size, size_t align);
#define ARENA_PUSH(arena, T, count) ((T *)arena_push((arena), (count), sizeof(T), _Alignof(T)))

/* A zero-terminated copy of len bytes, or NULL. */
char *arena_copy(Arena *arena, const char *text, size_t len);

/* A formatted string, or NULL. */
char *arena_printf(Arena *arena, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Everything pushed after arena_mark() is gone after arena_reset(). */
typedef struct ArenaMark {
    ArenaBlock *block;
    size_t block_used, used;
} ArenaMark;
ArenaMark arena_mark(const Arena *arena);
void arena_reset(Arena *arena, ArenaMark mark);

#endif
