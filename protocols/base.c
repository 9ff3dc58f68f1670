#include "protocols/base.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* gcc defines a macro, clang answers a question. */
#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#define HAS_ASAN __has_feature(address_sanitizer)
#else
#define HAS_ASAN 0
#endif

#if HAS_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, len) ((void)(at), (void)(len))
#define ASAN_UNPOISON_MEMORY_REGION(at, len) ((void)(at), (void)(len))
#endif

enum { BLOCK_BYTES = 64 * 1024 };

struct ArenaBlock {
    ArenaBlock *older;
    size_t used, cap;
    max_align_t data[];
};

/* Makes room for "..." at the end of a full buffer without splitting a
 * UTF-8 sequence. */
static void end_in_ellipsis(char *text, size_t size)
{
    size_t at = size - 4;
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    memcpy(text + at, "...", 4);
}

bool(err_set)(Err *err, ErrKind kind, const char *fmt, ...)
{
    assert(err->kind == ERR_NONE && kind != ERR_NONE);
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    if (n >= (int)sizeof err->text)
        end_in_ellipsis(err->text, sizeof err->text);
    err->kind = kind;
    return false;
}

bool(err_prefix)(Err *err, const char *fmt, ...)
{
    char old[sizeof err->text];
    memcpy(old, err->text, sizeof old);
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof err->text) {
        size_t room = sizeof err->text - (size_t)n;
        if ((size_t)snprintf(err->text + n, room, ": %s", old) < room)
            return false;
    }
    end_in_ellipsis(err->text, sizeof err->text);
    return false;
}

static void free_block(ArenaBlock *block)
{
    if (!block)
        return;
    ASAN_UNPOISON_MEMORY_REGION(block->data, block->cap);
    free(block);
}

void arena_init(Arena *arena, size_t limit)
{
    *arena = (Arena){.limit = limit};
}

void arena_deinit(Arena *arena)
{
    arena_reset(arena, (ArenaMark){0});
    free_block(arena->spare);
    *arena = (Arena){0};
}

void memory_wipe(void *bytes, size_t count)
{
    for (volatile char *c = bytes; c < (volatile char *)bytes + count; c++)
        *c = '\0';
}

static void wipe_block(ArenaBlock *block)
{
    ASAN_UNPOISON_MEMORY_REGION(block->data, block->cap);
    memory_wipe(block->data, block->cap);
}

void arena_wipe(Arena *arena)
{
    for (ArenaBlock *block = arena->last; block; block = block->older)
        wipe_block(block);
    if (arena->spare)
        wipe_block(arena->spare);
    arena_deinit(arena);
}

static bool add_block(Arena *arena, size_t bytes)
{
    size_t cap = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    ArenaBlock *block = arena->spare;
    if (block && block->cap >= cap) {
        arena->spare = NULL;
        cap = block->cap;
    } else {
        block = malloc(sizeof *block + cap);
    }
    if (!block)
        return false;
    *block = (ArenaBlock){.older = arena->last, .cap = cap};
    ASAN_POISON_MEMORY_REGION(block->data, cap);
    arena->last = block;
    return true;
}

void *arena_push(Arena *arena, size_t count, size_t size, size_t align)
{
    assert(align <= _Alignof(max_align_t) && arena->used <= arena->limit);
    if (count != 0 && size > (arena->limit - arena->used) / count)
        return NULL;
    size_t bytes = count * size;
    ArenaBlock *block = arena->last;
    size_t at = block ? (block->used + align - 1) & ~(align - 1) : 0;
    if (!block || at > block->cap || bytes > block->cap - at) {
        if (!add_block(arena, bytes))
            return NULL;
        block = arena->last;
        at = 0;
    }
    unsigned char *memory = (unsigned char *)block->data + at;
    ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
    block->used = at + bytes;
    arena->used += bytes;
    return memset(memory, 0, bytes);
}

char *arena_copy(Arena *arena, const char *text, size_t len)
{
    char *copy = ARENA_PUSH(arena, char, len + 1);
    if (copy && len > 0)
        memcpy(copy, text, len);
    return copy;
}

char *arena_printf(Arena *arena, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *text = n < 0 ? NULL : ARENA_PUSH(arena, char, (size_t)n + 1);
    if (text)
        (void)vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    return text;
}

ArenaMark arena_mark(const Arena *arena)
{
    return (ArenaMark){arena->last, arena->last ? arena->last->used : 0, arena->used};
}

void arena_reset(Arena *arena, ArenaMark mark)
{
    assert(mark.used <= arena->used);
    while (arena->last != mark.block) {
        ArenaBlock *block = arena->last;
        arena->last = block->older;
        if (arena->spare && arena->spare->cap >= block->cap) {
            free_block(block);
        } else {
            free_block(arena->spare);
            ASAN_POISON_MEMORY_REGION(block->data, block->cap);
            arena->spare = block;
        }
    }
    if (mark.block) {
        mark.block->used = mark.block_used;
        ASAN_POISON_MEMORY_REGION((unsigned char *)mark.block->data + mark.block_used,
                                  mark.block->cap - mark.block_used);
    }
    arena->used = mark.used;
}
