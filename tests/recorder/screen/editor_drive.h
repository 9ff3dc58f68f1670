/* editor_drive.h - the protocols and their editor, driven by finger. */
#ifndef TESTS_RECORDER_SCREEN_EDITOR_DRIVE_H
#define TESTS_RECORDER_SCREEN_EDITOR_DRIVE_H

#include "recorder/screen/protocol/protocol_fields.h"
#include "tests/recorder/screen/drive.h"

static Arena arena;

static inline int set_up(void **state)
{
    static Drive drive;
    arena_init(&arena, (size_t)64 << 20);
    drive_init(&drive);
    *state = &drive;
    return 0;
}

static inline int tear_down(void **state)
{
    drive_deinit(*state);
    arena_deinit(&arena);
    return 0;
}

static inline void open_list(Drive *d)
{
    drive_open(d);
    drive_tap(d, HOME_ID_PROTOCOLS);
    assert_int_equal(d->app->screen, APP_PROTOCOLS);
    drive_frame(d);
}

static inline const Protocol *draft(const Drive *d)
{
    return d->app->protocols.draft.protocol;
}

static inline const Code *code(const Drive *d, const char *key)
{
    int32_t index = protocol_find_code(draft(d), key);
    return index == PROTOCOL_NONE ? NULL : &draft(d)->codes[index];
}

/* The item is scrolled to by the wheel. */
static inline void tap_item(Drive *d, const char *key)
{
    const ProtocolShelf *shelf = &d->app->protocols.shelf;
    for (int32_t i = 0; i < shelf->count; i++) {
        if (strcmp(shelf->items[i].key, key) != 0)
            continue;
        d->app->protocols.list.list_scroll = (float)i * 68;
        d->app->stale = true;
        drive_tap(d, PROTOCOLS_ID_ITEM + (uint32_t)i);
        return;
    }
    fail_msg("%s is not on the shelf", key);
}

static inline void copy_academic_talk(Drive *d)
{
    open_list(d);
    tap_item(d, "academic-talk");
    drive_tap(d, PROTOCOLS_ID_COPY);
    assert_int_equal(d->app->screen, APP_EDITOR);
    drive_frame(d);
}

static inline void choose_code(Drive *d, const char *key)
{
    int32_t index = protocol_find_code(draft(d), key);
    assert_int_not_equal(index, PROTOCOL_NONE);
    d->app->protocols.editor.outline_scroll = (float)index * 48;
    d->app->stale = true;
    drive_tap(d, EDITOR_ID_CODE + (uint32_t)index);
    drive_frame(d);
}

/* What lies further down is scrolled to. */
static inline void tap_field(Drive *d, uint32_t id)
{
    UiRect r = {0};
    drive_frame(d);
    drive_frame(d);
    if (!app_find_target(d->app, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    if (r.y > 700 || r.y < 160)
        d->app->protocols.editor.fields_scroll += r.y - 400;
    d->app->stale = true;
    drive_frame(d);
    drive_tap(d, id);
}

static inline void clear_field(Drive *d)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = UI_KEY_BACKSPACE,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    in.key = UI_KEY_END;
    app_input(d->app, &in);
    in.key = UI_KEY_BACKSPACE;
    for (int i = 0; i < 60; i++)
        app_input(d->app, &in);
}

static inline void press(Drive *d, UiKey key)
{
    UiInput in = {.kind = UI_INPUT_KEY,
                  .key = key,
                  .at_ms = drive_clock.boot_ms,
                  .now_ms = drive_clock.boot_ms};
    app_input(d->app, &in);
    drive_frame(d);
}

#endif
