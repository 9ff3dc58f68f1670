#include "recorder/screen/app_state.h"

#include "recorder/screen/part/when.h"

#include <stdio.h>
#include <string.h>

enum { PAGE = 64 /* lessons read at a time */ };
static const size_t LIST_LIMIT = (size_t)64 << 20;

/* ---- what is read of the store ---- */

static void give_up(App *app, const Err *err)
{
    (void)snprintf(app->home.notice, sizeof app->home.notice, "%s", err->text);
    app->home.total = app->home.count;
}

/* The next page at the end of the list. Pages are copied into one array, which
 * doubles. */
static void read_page(App *app)
{
    AppHome *home = &app->home;
    Err err = {0};
    StoreItem *page = NULL;
    int32_t count = 0;
    if (!store_list(app->store, &home->arena, home->count, PAGE, &page, &count, &err)) {
        give_up(app, &err);
        return;
    }
    if (home->count + count > home->cap) {
        int32_t cap = home->cap * 2 + PAGE;
        StoreItem *items = ARENA_PUSH(&home->arena, StoreItem, (size_t)cap);
        if (!items) {
            home->total = home->count;
            return;
        }
        if (home->count > 0)
            memcpy(items, home->items, (size_t)home->count * sizeof *items);
        home->items = items;
        home->cap = cap;
    }
    if (count > 0)
        memcpy(home->items + home->count, page, (size_t)count * sizeof *page);
    home->count += count;
    if (count == 0)
        home->total = home->count;
}

static StoreItem *find_item(App *app, Uuid id)
{
    AppHome *home = &app->home;
    for (int32_t i = 0;; i++) {
        if (i == home->count && home->count < home->total)
            read_page(app);
        if (i >= home->count)
            return NULL;
        if (uuid_compare(home->items[i].id, id) == 0)
            return &home->items[i];
    }
}

/* By the boot clock when the machine was not started anew since, else by the
 * wall clock; as recording_resume() will have it. */
static int64_t zero_of(const App *app, const ClockAnchor *anchor)
{
    const PlatformClock *now = &app->clock;
    bool same_boot = *now->boot_id && strcmp(now->boot_id, anchor->boot_id) == 0;
    if (same_boot)
        return anchor->boot_ms - anchor->session_ms;
    return now->boot_ms - (now->unix_ms - anchor->unix_ms + anchor->session_ms);
}

/* When somebody last did something: samples that nobody answered come by themselves. */
static int64_t acted_ms(FactSlice facts)
{
    int64_t at_ms = 0;
    for (size_t i = 0; i < facts.count; i++)
        if (facts.items[i].action > 0 && facts.items[i].said_ms > at_ms)
            at_ms = facts.items[i].said_ms;
    return at_ms;
}

static void find_running(App *app)
{
    AppHome *home = &app->home;
    Err err = {0};
    bool found = false;
    Uuid id;
    if (!store_find_running(app->store, &found, &id, &err)) {
        give_up(app, &err);
        return;
    }
    StoredObservation stored;
    StoreItem *item = found ? find_item(app, id) : NULL;
    if (!item)
        return;
    if (!store_load(app->store, id, &home->arena, &stored, &err)) {
        give_up(app, &err);
        return;
    }
    /* The list may grow, and its items move. */
    StoreItem *running = ARENA_PUSH(&home->arena, StoreItem, 1);
    if (!running)
        return;
    home->running_zero_ms = zero_of(app, &stored.anchor);
    home->running_saved_ms = home->running_acted_ms = acted_ms(stored.facts);
    if (app->lesson.recording && uuid_compare(app->lesson.setup->id, id) == 0)
        home->running_acted_ms = session_acted_ms(app_session(app)); /* also what waits */
    item->length_ms = home->running_acted_ms;
    *running = *item;
    home->running = running;
}

void app_read_home(App *app)
{
    AppHome *home = &app->home;
    arena_deinit(&home->arena);
    arena_init(&home->arena, LIST_LIMIT);
    home->items = NULL;
    home->count = home->cap = 0;
    home->total = home->visits = 0;
    home->running = NULL;
    app->stale = true;
    if (!app->store)
        return;
    Err err = {0};
    if (!store_count(app->store, &home->total, &err) ||
        !store_count_visits(app->store, &home->visits, &err)) {
        give_up(app, &err);
        return;
    }
    if (home->total > 0)
        read_page(app);
    find_running(app);
}

void app_show_home(App *app)
{
    app->home.state = (HomeState){0};
    app->home.notice[0] = '\0';
    app_read_home(app);
    app_show(app, APP_HOME);
}

/* ---- the screen ---- */

static const char *advice_for(const Err *trouble)
{
    switch (trouble->kind) {
    case ERR_STATE:
        return "Close Kenkyu where it is already open, then try again. Nothing was changed.";
    case ERR_FORMAT:
        return "Open it with the program that made it, or move it to another place and try "
               "again: a new record is begun. Nothing was changed.";
    default:
        return "See that the folder is there, has room and can be written to, then try again. "
               "Nothing was changed.";
    }
}

/* The lessons are as safe as before; only the copies are not as new as they should be. */
static const char *backup_text(App *app)
{
    const BackupKeeper *keeper = &app->keeper;
    char time[WHEN_SIZE];
    if (keeper->trouble.kind == ERR_NONE)
        return "";
    when_format_time(keeper->failed_unix_ms, app->clock.utc_offset_min, time);
    const char *text = arena_printf(
        &app->frame,
        "%s. Your lessons are safe where they are, but there is no new copy of them. See that the "
        "folder backups beside them can be written to and the disk has room. Tried at %s, and "
        "again every ten minutes.",
        keeper->trouble.text, time);
    return text ? text : keeper->trouble.text;
}

static const char *names_words(const App *app)
{
    static const char *const WORDS[] = {
        [NAMES_NONE] = "names are not kept; seats are initials or numbers",
        [NAMES_LOCKED] = "names are locked; seats are initials or numbers",
        [NAMES_OPEN] = "names are open; the menu locks them"};
    return WORDS[app_names_state(app)];
}

HomeAsk app_build_home(App *app)
{
    AppHome *home = &app->home;
    HomeModel model = {
        .looks_only = app->looks_only,
        .backup_trouble = backup_text(app),
        .trouble = home->trouble.text,
        .advice = advice_for(&home->trouble),
        .notice = home->notice,
        .running = home->running,
        .running_saved_ms = home->running_saved_ms,
        .running_acted_ms = home->running_acted_ms,
        .items = home->items,
        .count = home->count,
        .total = home->total,
        .visits = home->visits,
        .now_unix_ms = app->clock.unix_ms,
        .sheets_folder = app->sheets_folder,
        .names = names_words(app),
        .forgetting = app_forgetting_banner(app),
    };
    if (home->running) {
        int64_t now_ms = app->clock.boot_ms - home->running_zero_ms;
        model.running_ms = now_ms > home->running_acted_ms ? now_ms : home->running_acted_ms;
        ui_wake_at(&app->ui, app->clock.boot_ms + 1000 - model.running_ms % 1000);
    }
    return screen_home(&app->ui, &model, &home->state);
}

static void record_here(App *app)
{
    Err err = {0};
    bool ok = app_record_here(app, &err);
    app_show_home(app);
    if (!ok)
        (void)snprintf(app->home.notice, sizeof app->home.notice, "%s", err.text);
}

void app_apply_home(App *app, const HomeAsk *ask)
{
    AppHome *home = &app->home;
    Err err = {0};
    if (ask->kind != HOME_ASK_NONE)
        home->notice[0] = '\0';
    switch (ask->kind) {
    case HOME_ASK_NONE:
        if (ask->needs_more && app->store) {
            read_page(app);
            app->stale = true;
        }
        break;
    case HOME_ASK_NEW:
        app_show_setup(app);
        break;
    case HOME_ASK_MENU:
        app_open_menu(app);
        break;
    case HOME_ASK_VISIT:
        app_show_visit(app);
        break;
    case HOME_ASK_WALKTHROUGHS:
        app_show_walkthroughs(app);
        break;
    case HOME_ASK_PROTOCOLS:
        app_show_protocols(app);
        break;
    case HOME_ASK_CONTINUE:
        if (!app_continue(app, ask->id, &err))
            (void)snprintf(home->notice, sizeof home->notice, "%s", err.text);
        break;
    case HOME_ASK_END:
        if (!app_end_where_it_stopped(app, ask->id, &err))
            (void)snprintf(home->notice, sizeof home->notice, "%s", err.text);
        break;
    case HOME_ASK_SHEET:
        app_make_sheet(app, ask->id);
        break;
    case HOME_ASK_RETRY:
        app_open_store(app);
        app_show_home(app);
        break;
    case HOME_ASK_RECORD_HERE:
        record_here(app);
        break;
    case HOME_ASK_BACK_UP:
        app_back_up_now(app);
        break;
    case HOME_ASK_FORGETTING:
        app_apply_forgetting_banner(app);
        break;
    }
}
