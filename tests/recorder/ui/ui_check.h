/* ui_check.h - a Ui with a text renderer of its own, for tests without fonts:
 * every code point is half its size wide, and drawn as a block. */
#ifndef TESTS_RECORDER_UI_UI_CHECK_H
#define TESTS_RECORDER_UI_UI_CHECK_H

#include "check.h"

#include "protocols/utf8.h"
#include "recorder/ui/paint.h"

#include <stdlib.h>
#include <string.h>

static inline float block_width(void *user, bool bold, float size, const char *utf8, size_t len)
{
    (void)user;
    (void)bold;
    return size / 2 * (float)utf8_count(utf8, len);
}

static inline bool block_mask(void *user, bool bold, float size_px, const char *utf8,
                              PaintMask *ret_mask)
{
    static uint8_t coverage[64 * 1024];
    (void)user;
    int32_t width = (int32_t)(size_px / 2 * (float)utf8_count(utf8, strlen(utf8)));
    int32_t height = (int32_t)size_px;
    if (width <= 0 || width * height > (int32_t)sizeof coverage)
        return false;
    memset(coverage, bold ? 255 : 128, (size_t)width * (size_t)height);
    *ret_mask = (PaintMask){coverage, width, height, width, 0, height};
    return true;
}

static inline float block_cap_height(void *user, bool bold, float size_px)
{
    (void)user;
    (void)bold;
    return size_px;
}

typedef struct Bench {
    Ui ui;
    UiCommand *commands;
    Arena arena;
    int64_t now_ms;
} Bench;

static inline Bench *bench_create(float width, float height)
{
    Bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->commands = calloc(UI_MAX_COMMANDS, sizeof *b->commands);
    assert_non_null(b->commands);
    arena_init(&b->arena, 1 << 20);
    ui_init(&b->ui, theme_get(THEME_LIGHT), (UiText){.width = block_width}, b->commands, &b->arena);
    ui_resize(&b->ui, width, height);
    return b;
}

static inline void bench_destroy(Bench *b)
{
    arena_deinit(&b->arena);
    free(b->commands);
    free(b);
}

static inline void block_text_paint(PaintText *ret_text)
{
    *ret_text = (PaintText){.mask = block_mask, .cap_height = block_cap_height};
}

#endif
