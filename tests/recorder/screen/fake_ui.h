/* fake_ui.h - a Ui without a window: text as wide as its bytes, and what was
 * drawn as words to look for. */
#ifndef TESTS_RECORDER_SCREEN_FAKE_UI_H
#define TESTS_RECORDER_SCREEN_FAKE_UI_H

#include "recorder/ui/ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline float fake_width(void *user, bool bold, float size, const char *utf8, size_t len)
{
    (void)user;
    (void)bold;
    (void)utf8;
    return size * 0.5F * (float)len;
}

static inline UiText fake_text(void)
{
    return (UiText){.width = fake_width};
}

/* True when a text that contains this was drawn in the last step. */
static inline bool ui_says(const Ui *ui, const char *text)
{
    for (int32_t i = 0; i < ui->command_count; i++)
        if (ui->commands[i].kind == UI_TEXT && strstr(ui->commands[i].text, text))
            return true;
    return false;
}

static inline bool ui_has(const Ui *ui, uint32_t id, UiRect *ret_rect)
{
    for (int32_t i = 0; i < ui->target_count; i++) {
        if (ui->targets[i].id == id && ui->targets[i].focusable) {
            *ret_rect = ui->targets[i].rect;
            return true;
        }
    }
    return false;
}

/* text at the end of to, cut to its size. */
static inline void add_text(char *to, size_t size, const char *text)
{
    size_t used = strlen(to);
    (void)snprintf(to + used, size - used, "%s", text);
}

typedef struct FakeUi {
    Ui ui;
    UiCommand *commands;
    Arena frame;
    int64_t now_ms;
} FakeUi;

static inline void fake_ui_init(FakeUi *fake, float width, float height)
{
    *fake = (FakeUi){.commands = malloc(UI_MAX_COMMANDS * sizeof(UiCommand))};
    arena_init(&fake->frame, (size_t)1 << 22);
    ui_init(&fake->ui, theme_get(THEME_LIGHT), fake_text(), fake->commands, &fake->frame);
    ui_resize(&fake->ui, width, height);
}

static inline void fake_ui_deinit(FakeUi *fake)
{
    arena_deinit(&fake->frame);
    free(fake->commands);
}

#endif
