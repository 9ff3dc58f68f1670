/* Pupils' real names on the sheet that is shown. The vault is open for as long as it
 * takes to read them; what is read is let go when they are locked again. */
#include "recorder/screen/app_state.h"

#include <stdio.h>
#include <string.h>

static const size_t NAMES_BYTES = (size_t)64 << 20;

enum { OPEN_MS = 5 * 60 * 1000 }; /* without a touch */

/* The compiler may not leave this out, as it may a memset() before the end. */
static void wipe(DebriefState *state)
{
    for (size_t i = 0; i < sizeof state->passphrase; i++)
        ((volatile char *)state->passphrase)[i] = '\0';
}

void app_find_names(App *app)
{
    AppDebrief *d = &app->debrief;
    Err err = {0};
    bool there = false;
    if (!vault_is_set_up(app->store, &there, &err))
        (void)snprintf(d->names_trouble, sizeof d->names_trouble, "%s", err.text);
    d->names_state = there ? DEBRIEF_NAMES_LOCKED : DEBRIEF_NAMES_NONE;
}

static bool read_names(App *app, Err *err)
{
    AppDebrief *d = &app->debrief;
    VaultName *kept = NULL;
    int32_t count = 0;
    arena_deinit(&d->names_arena);
    arena_init(&d->names_arena, NAMES_BYTES);
    if (!app_may_write(app, err)) /* what was tried in vain is counted in the record */
        return false;
    Vault *vault = vault_unlock(app->store, d->state.passphrase, app->clock.unix_ms, err);
    bool ok = vault && vault_list(vault, NULL, &d->names_arena, &kept, &count, err);
    vault_lock(vault);
    HandoutName *names = ok ? ARENA_PUSH(&d->names_arena, HandoutName, (size_t)count + 1) : NULL;
    if (ok && !names)
        return err_set(err, ERR_SYSTEM, "there is not enough memory for the names");
    for (int32_t i = 0; ok && i < count; i++)
        names[i] = (HandoutName){kept[i].class_name, kept[i].label, kept[i].name};
    d->names = names;
    d->name_count = ok ? count : 0;
    return ok;
}

void app_unlock_names(App *app)
{
    AppDebrief *d = &app->debrief;
    Err err = {0};
    if (d->working)
        return;
    bool ok = read_names(app, &err);
    wipe(&d->state);
    (void)snprintf(d->names_trouble, sizeof d->names_trouble, "%s%s",
                   ok ? "" : "Not opened: ", err.text);
    if (!ok)
        return;
    d->names_state = DEBRIEF_NAMES_OPEN;
    d->choice.sheet.pupils = HANDOUT_NAMES;
    d->choice.sheet.names = d->names;
    d->choice.sheet.name_count = d->name_count;
    d->state.naming = false;
    d->result[0] = '\0';
    app_show_sheet_again(app);
}

void app_lock_names(App *app)
{
    AppDebrief *d = &app->debrief;
    if (d->working || d->names_state != DEBRIEF_NAMES_OPEN)
        return;
    if (d->choice.sheet.pupils == HANDOUT_NAMES)
        d->choice.sheet.pupils = HANDOUT_LABELS;
    d->choice.sheet.names = d->names = NULL;
    d->choice.sheet.name_count = d->name_count = 0;
    d->names_state = DEBRIEF_NAMES_LOCKED;
    arena_deinit(&d->names_arena);
    app_show_sheet_again(app);
}

/* Files that are being made are finished first. */
void app_watch_names(App *app)
{
    if (app->debrief.names_state == DEBRIEF_NAMES_OPEN &&
        app->clock.boot_ms >= app->touched_ms + OPEN_MS)
        app_lock_names(app);
}

void app_wake_for_names(App *app)
{
    if (app->debrief.names_state == DEBRIEF_NAMES_OPEN)
        app_wake_at(app, app->touched_ms + OPEN_MS);
}
