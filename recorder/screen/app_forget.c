/* What was kept as long as the settings say: looked for once the home screen stands,
 * listed, and forgotten when somebody says so, or by itself where that was chosen. */
#include "recorder/screen/app_state.h"

#include "recorder/screen/part/when.h"
#include "reports/measure/calendar.h"

#include <stdio.h>

static const size_t LIST_BYTES = (size_t)64 << 20;
static const int64_t DAY_MS = INT64_C(86400000), MINUTE_MS = 60000;

/* ---- from when on ---- */

/* Midnight of that day, here; 0 for a day that was before any record, as when the
 * clock has lost its day. */
static int64_t begin_of(const App *app, int64_t day)
{
    int64_t at_ms = day * DAY_MS - app->clock.utc_offset_min * MINUTE_MS;
    return at_ms > 0 ? at_ms : 0;
}

/* Lessons before it are older than the settings say; 0: none are. */
static int64_t lessons_before(const App *app)
{
    int64_t year = 0;
    int32_t month = 0, day = 0;
    if (app->settings.keep_years == 0)
        return 0;
    calendar_date(calendar_day(app->clock.unix_ms, app->clock.utc_offset_min), &year, &month, &day);
    return begin_of(app, calendar_day_of(year - app->settings.keep_years, month, day));
}

/* The day after the school year's last. */
static int64_t names_before(const App *app)
{
    int64_t today = calendar_day(app->clock.unix_ms, app->clock.utc_offset_min), year = 0;
    int32_t month = 0, day = 0;
    int32_t first = app->settings.names == SETTINGS_NAMES_JULY ? 8 : 1;
    if (app->settings.names == SETTINGS_NAMES_KEEP)
        return 0;
    calendar_date(today, &year, &month, &day);
    int64_t begin = calendar_day_of(year, first, 1);
    return begin_of(app, begin <= today ? begin : calendar_day_of(year - 1, first, 1));
}

/* ---- what is due ---- */

static bool find_due(App *app, Err *err)
{
    AppForgetting *f = &app->forgetting;
    f->count = f->name_count = 0;
    f->lessons_before_ms = lessons_before(app);
    f->names_before_ms = names_before(app);
    arena_deinit(&f->arena);
    arena_init(&f->arena, LIST_BYTES);
    return (f->lessons_before_ms == 0 ||
            forget_list_before(app->store, f->lessons_before_ms, &f->arena, &f->items, &f->count,
                               err)) &&
           (f->names_before_ms == 0 ||
            forget_count_names_before(app->store, f->names_before_ms, &f->name_count, err)) &&
           forget_bears_out(app->store, app->clock.unix_ms, &f->borne_out, err);
}

/* Nothing is forgotten beside a lesson in use, and nothing where another one records. */
static bool may_look(const App *app)
{
    return app->store && !app->looks_only && !app->lesson.recording && !app->demo.replay;
}

const char *app_due_words(App *app)
{
    AppForgetting *f = &app->forgetting;
    Err err = {0};
    if (!app->store || !find_due(app, &err) || f->count + f->name_count == 0)
        return "";
    return forgetting_words(&app->frame, f->count, f->name_count);
}

/* ---- forgetting ---- */

bool app_finish_forgetting(App *app, Err *err)
{
    int32_t copies = 0;
    backup_keeper_deinit(&app->keeper); /* one that is being made has it still */
    return forget_finish(app->store, app->clock.unix_ms, &copies, &app->forgetting.left, err);
}

static bool forget_due(App *app, Err *err)
{
    AppForgetting *f = &app->forgetting;
    int32_t lessons = 0, names = 0;
    app_lock_names(app);
    return (f->count == 0 || forget_before(app->store, f->lessons_before_ms, &lessons, err)) &&
           (f->name_count == 0 ||
            forget_names_before(app->store, f->names_before_ms, &names, err)) &&
           app_finish_forgetting(app, err);
}

static void say_done(App *app, bool ok, const Err *err)
{
    AppForgetting *f = &app->forgetting;
    f->stage = ok ? FORGETTING_DONE : FORGETTING_TROUBLE;
    (void)snprintf(f->trouble, sizeof f->trouble, "%s", err->text);
    if (f->trouble[0] >= 'a' && f->trouble[0] <= 'z') /* stands alone under its title */
        f->trouble[0] = (char)(f->trouble[0] - 'a' + 'A');
    f->done_lessons = f->count;
    f->done_names = f->name_count;
    f->count = f->name_count = 0;
    app_read_home(app);
}

static void forget_now(App *app)
{
    Err err = {0};
    bool ok = forget_due(app, &err);
    say_done(app, ok, &err);
}

/* Once the first frame is on the glass; again after the settings changed. */
void app_look_at_age(App *app)
{
    AppForgetting *f = &app->forgetting;
    Err err = {0};
    bool pending = false;
    if (f->looked || app->screen != APP_HOME || !may_look(app))
        return;
    f->looked = true;
    if (!forget_is_pending(app->store, &pending, &err) ||
        (pending && !app_finish_forgetting(app, &err)) || !find_due(app, &err)) {
        say_done(app, false, &err);
        return;
    }
    if (pending && forgetting_files_left(&f->left) > 0) /* of what was cut off: told once */
        f->stage = FORGETTING_DONE;
    bool due = f->count + f->name_count > 0;
    if (due && app->settings.forgets_alone && f->borne_out)
        forget_now(app);
    else if (f->stage != FORGETTING_DONE)
        f->stage = due ? FORGETTING_DUE : FORGETTING_NOTHING;
    app->stale |= f->stage != FORGETTING_NOTHING;
}

void app_look_again(App *app)
{
    app->forgetting.looked = false;
    app->forgetting.stage = FORGETTING_NOTHING;
}

/* ---- the home screen says so ---- */

static const char *done_words(App *app)
{
    int32_t left = forgetting_files_left(&app->forgetting.left);
    const char *gone = "For good: from the record, its journal and every backup here.";
    const char *text =
        left == 0
            ? gone
            : arena_printf(&app->frame, "%s %d %s of it, or of several lessons, %s still there.",
                           gone, (int)left,
                           left == 1 ? "file that was made" : "files that were made",
                           left == 1 ? "is" : "are");
    return text ? text : gone;
}

static const char *done_title(App *app)
{
    const AppForgetting *f = &app->forgetting;
    const char *text =
        f->done_lessons + f->done_names == 0
            ? "Forgetting has come to its end"
            : arena_printf(&app->frame, "Forgotten: %s",
                           forgetting_words(&app->frame, f->done_lessons, f->done_names));
    return text ? text : "";
}

static const char *kept_words(App *app)
{
    const char *text = arena_printf(
        &app->frame, "The settings say that lessons are kept for %d %s.",
        (int)app->settings.keep_years, app->settings.keep_years == 1 ? "year" : "years");
    return text ? text : "";
}

static const char *names_words(const App *app)
{
    switch (app->settings.names) {
    case SETTINGS_NAMES_JULY:
        return "Names of classes that were not observed since July are forgotten.";
    case SETTINGS_NAMES_DECEMBER:
        return "Names of classes that were not observed since December are forgotten.";
    case SETTINGS_NAMES_KEEP:
        break;
    }
    return "";
}

/* A clock that stands ahead makes everything old: then somebody is to look at it. */
static const char *due_words(App *app, const char *why)
{
    char day[WHEN_SIZE];
    when_format_date(app->clock.unix_ms, app->clock.utc_offset_min, day);
    const char *text =
        app->forgetting.borne_out
            ? arena_printf(&app->frame, "%s Nothing goes before you say so.", why)
            : arena_printf(&app->frame,
                           "%s Is today %s? The clock of this device says so, but few lessons are "
                           "that new. Nothing goes before you say so.",
                           why, day);
    return text ? text : "";
}

HomeBanner app_forgetting_banner(App *app)
{
    AppForgetting *f = &app->forgetting;
    Arena *frame = &app->frame;
    const char *why = f->count > 0 ? kept_words(app) : names_words(app), *title = "";
    if (!may_look(app))
        return (HomeBanner){"", "", ""};
    switch (f->stage) {
    case FORGETTING_NOTHING:
        break;
    case FORGETTING_DUE:
        title = arena_printf(frame, "%s may be forgotten",
                             forgetting_words(frame, f->count, f->name_count));
        return (HomeBanner){title ? title : "", due_words(app, why), "Look at them"};
    case FORGETTING_DONE:
        return (HomeBanner){done_title(app), done_words(app),
                            forgetting_files_left(&f->left) > 0 ? "Look at them" : "Good"};
    case FORGETTING_TROUBLE:
        return (HomeBanner){"Forgetting did not come to its end", f->trouble, "Try again"};
    }
    return (HomeBanner){"", "", ""};
}

/* What was made of lessons that are due is looked for when they are looked at. */
static void show_list(App *app, bool left)
{
    AppForgetting *f = &app->forgetting;
    Err err = {0};
    Uuid *ids = ARENA_PUSH(&f->arena, Uuid, (size_t)f->count + 1);
    f->state = (ForgettingState){0};
    f->shows_left = left;
    for (int32_t i = 0; ids && i < f->count; i++)
        ids[i] = f->items[i].id;
    if (!left && ids && !forget_files(app->store, ids, f->count, &f->files, &err))
        left_files_deinit(&f->files); /* forgetting says what is wrong with the list */
    app_show(app, APP_FORGETTING);
}

void app_apply_forgetting_banner(App *app)
{
    AppForgetting *f = &app->forgetting;
    app->stale = true;
    switch (f->stage) {
    case FORGETTING_NOTHING:
        break;
    case FORGETTING_DUE:
        show_list(app, false);
        break;
    case FORGETTING_DONE:
        if (forgetting_files_left(&f->left) > 0)
            show_list(app, true);
        else
            f->stage = FORGETTING_NOTHING;
        break;
    case FORGETTING_TROUBLE:
        f->stage = FORGETTING_NOTHING;
        f->looked = false;
        break;
    }
}

/* ---- the screen ---- */

ForgettingAsk app_build_forgetting(App *app)
{
    AppForgetting *f = &app->forgetting;
    ForgettingModel model = {.items = f->items,
                             .count = f->shows_left ? 0 : f->count,
                             .name_count = f->name_count,
                             .files = f->shows_left ? &f->left : &f->files,
                             .done = f->shows_left,
                             .lessons_why = kept_words(app),
                             .names_why = names_words(app),
                             .now_unix_ms = app->clock.unix_ms,
                             .utc_offset_min = app->clock.utc_offset_min};
    return screen_forgetting(&app->ui, &model, &f->state);
}

void app_apply_forgetting(App *app, ForgettingAsk ask)
{
    AppForgetting *f = &app->forgetting;
    switch (ask) {
    case FORGETTING_ASK_NONE:
        return;
    case FORGETTING_ASK_LATER: /* until the app starts again */
        f->stage = FORGETTING_NOTHING;
        break;
    case FORGETTING_ASK_GOOD:
        left_files_deinit(&f->left);
        app_look_again(app); /* what is due by now was not told beside it */
        break;
    case FORGETTING_ASK_FORGET:
        forget_now(app);
        break;
    }
    app_show_home(app);
}
