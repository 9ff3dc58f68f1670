#include "recorder/screen/app_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t FRAME_LIMIT = (size_t)4 << 20;

/* ---- create, destroy ---- */

static char *copy_path(const char *path)
{
    size_t size = strlen(path) + 1;
    char *copy = malloc(size);
    if (copy)
        memcpy(copy, path, size);
    return copy;
}

static bool copy_options(App *app, const AppOptions *options)
{
    app->options = *options;
    app->options.clock = options->clock ? options->clock : platform_clock;
    app->options.text_begin = options->text_begin ? options->text_begin : platform_text_begin;
    app->options.text_end = options->text_end ? options->text_end : platform_text_end;
    app->options.paste = options->paste ? options->paste : platform_paste;
    app->db_path = copy_path(options->db_path);
    app->sheets_folder = copy_path(options->sheets_folder);
    app->photos_folder = options->photos_folder ? copy_path(options->photos_folder) : NULL;
    app->demo_path = options->demo_path ? copy_path(options->demo_path) : NULL;
    app->settings_path = options->settings_path ? copy_path(options->settings_path) : NULL;
    return app->db_path && app->sheets_folder && (app->demo_path || !options->demo_path) &&
           (app->photos_folder || !options->photos_folder) &&
           (app->settings_path || !options->settings_path);
}

App *app_create(const AppOptions *options, UiText ui_text, PaintText paint_text, Err *err)
{
    App *app = calloc(1, sizeof *app);
    if (app)
        app->commands = malloc(UI_MAX_COMMANDS * sizeof *app->commands);
    if (!app || !app->commands || !copy_options(app, options)) {
        (void)err_set(err, ERR_SYSTEM, "there is not enough memory to open the recorder");
        app_destroy(app);
        return NULL;
    }
    app->painter = painter_create(paint_text, err);
    if (!app->painter) {
        app_destroy(app);
        return NULL;
    }
    arena_init(&app->frame, FRAME_LIMIT);
    ui_init(&app->ui, theme_get(options->theme), ui_text, app->commands, &app->frame);
    ui_resize(&app->ui, 1280, 800);
    app->scale = 1;
    uuid_source_init(&app->ids, options->seed);
    app->options.clock(&app->clock);
    app->keeper.db = app->db_path;
    app_open_store(app);
    app_show_home(app);
    app_open_settings(app);
    if (app->demo_path)
        app_begin_demo(app);
    return app;
}

void app_destroy(App *app)
{
    if (!app)
        return;
    app_end_demo(app);
    app_close_debrief(app); /* notes what was written while names and settings are there */
    app_close_photo(app);
    app_close_lesson(app);
    backup_keeper_deinit(&app->keeper);
    app_close_names(app);
    store_close(app->store);
    font_set_destroy(app->fonts);
    painter_destroy(app->painter);
    arena_deinit(&app->demo.arena);
    arena_deinit(&app->saved.arena);
    app_close_review(app);
    arena_deinit(&app->home.arena);
    arena_deinit(&app->forgetting.arena);
    left_files_deinit(&app->forgetting.files);
    left_files_deinit(&app->forgetting.left);
    arena_deinit(&app->setup_lists.arena);
    protocol_draft_close(&app->protocols.draft);
    arena_deinit(&app->protocols.arena);
    arena_deinit(&app->visit.arena);
    arena_deinit(&app->walks.arena);
    arena_deinit(&app->frame);
    free(app->commands);
    free(app->db_path);
    free(app->sheets_folder);
    free(app->photos_folder);
    free(app->demo_path);
    free(app->settings_path);
    free(app);
}

/* ---- steps ---- */

void app_show(App *app, AppScreen screen)
{
    if (app->screen == APP_BOARD && screen != APP_BOARD)
        app_leave_board(app);
    app->screen = screen;
    app->stale = true;
    app->overlay = (AppOverlay){0};
    ui_forget(&app->ui);
}

void app_wake_at(App *app, int64_t boot_ms)
{
    if (boot_ms < app->wake_ms)
        app->wake_ms = boot_ms;
}

/* What lies over the screen is built last. */
static void end_step(App *app, const UiInput *in)
{
    app->over.typed = app_build_keyboard(app);
    app->ui.in.kind = in->kind;
    app->over.tapped = app_build_overlay(app);
    ui_end(&app->ui);
}

/* One thing that happened: the screen is built with it, and what was asked for
 * is applied. */
static void build_and_apply(App *app, const UiInput *in)
{
    ui_begin(&app->ui, in);
    if (app_overlay_takes(app, in))
        app->ui.in.kind = UI_INPUT_NONE;
    switch (app->screen) {
    case APP_HOME: {
        HomeAsk ask = app_build_home(app);
        end_step(app, in);
        app_apply_home(app, &ask);
        break;
    }
    case APP_SETUP: {
        SetupAsk ask = app_build_setup(app);
        end_step(app, in);
        app_apply_setup(app, ask);
        break;
    }
    case APP_BOARD: {
        BoardAsk ask = app_build_board(app);
        end_step(app, in);
        app_apply_board(app, &ask);
        break;
    }
    case APP_REVIEW: {
        ReviewAsk ask = app_build_review(app);
        end_step(app, in);
        app_apply_review(app, &ask);
        break;
    }
    case APP_PHOTO: {
        PhotoAsk ask = app_build_photo(app);
        end_step(app, in);
        app_apply_photo(app, &ask);
        break;
    }
    case APP_SAVED: {
        app->saved.model.left_handed = app->settings.left_handed;
        SavedAsk ask = screen_saved(&app->ui, &app->saved.model, &app->saved.scroll);
        end_step(app, in);
        app_apply_saved(app, ask);
        break;
    }
    case APP_PROTOCOLS: {
        ProtocolsAsk ask = app_build_protocols(app);
        end_step(app, in);
        app_apply_protocols(app, &ask);
        break;
    }
    case APP_VISIT: {
        VisitAsk ask = app_build_visit(app);
        end_step(app, in);
        app_apply_visit(app, ask);
        break;
    }
    case APP_WALK: {
        WalkAsk ask = app_build_walk(app);
        end_step(app, in);
        app_apply_walk(app, &ask);
        break;
    }
    case APP_WALKTHROUGHS: {
        WalkthroughsAsk ask = app_build_walkthroughs(app);
        end_step(app, in);
        app_apply_walkthroughs(app, &ask);
        break;
    }
    case APP_SETTINGS: {
        SettingsAsk ask = app_build_settings(app);
        end_step(app, in);
        app_apply_settings(app, &ask);
        break;
    }
    case APP_DEBRIEF: {
        DebriefAsk ask = app_build_debrief(app);
        end_step(app, in);
        app_apply_debrief(app, &ask);
        break;
    }
    case APP_NAMES: {
        NamesAskKind ask = app_build_names(app);
        end_step(app, in);
        app_apply_names(app, ask);
        break;
    }
    case APP_FORGETTING: {
        ForgettingAsk ask = app_build_forgetting(app);
        end_step(app, in);
        app_apply_forgetting(app, ask);
        break;
    }
    case APP_EDITOR: {
        EditorAsk ask = app_build_editor(app);
        end_step(app, in);
        app_apply_editor(app, &ask);
        break;
    }
    }
}

/* What the keyboard on the glass types comes as a step of its own, the way of any
 * other keyboard. */
static void step(App *app, const UiInput *in)
{
    build_and_apply(app, in);
    app_apply_overlay(app, app->over.tapped);
    KeyboardAsk typed = app->over.typed;
    if (typed.kind == UI_INPUT_NONE)
        return;
    UiInput next = {
        .kind = typed.kind, .key = typed.key, .at_ms = in->now_ms, .now_ms = in->now_ms};
    memcpy(next.text, typed.text, sizeof typed.text);
    build_and_apply(app, &next);
    app->stale = true;
}

/* A tablet opens its keyboard only inside the handler of the finger's lift. */
static void follow_editing(App *app)
{
    UiRect rect = {0};
    uint32_t edited = ui_edited(&app->ui, &rect);
    if (edited == app->edited)
        return;
    app->keyboard.by_touch = edited && !app->ui.focus_visible;
    app->stale = true;
    if (edited)
        app->options.text_begin(rect);
    else
        app->options.text_end();
    app->edited = edited;
}

static void read_clock(App *app, int64_t now_ms)
{
    app->options.clock(&app->clock);
    if (app->clock.boot_ms < now_ms) { /* the clock is read after the event was stamped */
        app->clock.unix_ms += now_ms - app->clock.boot_ms;
        app->clock.boot_ms = now_ms;
    }
}

/* In a list of names a line end parts two of them; the field holds one line. */
static void keep_line_ends(const App *app, UiInput *in)
{
    if (in->kind != UI_INPUT_TEXT || app->screen != APP_SETUP ||
        app->edited != SETUP_ID_NAMES_FIELD)
        return;
    for (char *c = in->text; *c; c++)
        if (*c == '\n' || *c == '\r')
            *c = ';';
}

void app_input(App *app, const UiInput *in)
{
    UiInput given = *in;
    read_clock(app, in->now_ms);
    app_watch_names(app); /* a tablet that slept is woken by a touch, of whomever */
    if (in->kind != UI_INPUT_NONE)
        app->demo.leave_ms = 0, app->touched_ms = in->now_ms; /* somebody is there */
    if (in->kind == UI_INPUT_DOWN || in->kind == UI_INPUT_KEY || in->kind == UI_INPUT_TEXT)
        app->warned.of_quit = false; /* and goes on */
    keep_line_ends(app, &given);
    if (in->kind == UI_INPUT_TEXT || in->kind == UI_INPUT_KEY)
        app->keyboard.by_touch = false; /* there is another keyboard, and it is used */
    step(app, &given);
    follow_editing(app);
    app->stale = true;
}

static int32_t draw_frame(App *app, PaintSurface *surface, int64_t now_ms,
                          PaintRect dirty[PAINT_MAX_DIRTY], int64_t *ret_wake_ms)
{
    enum { BUILDS = 4 }; /* of one frame: asks that follow from asks */
    read_clock(app, now_ms);
    if (now_ms >= app->wake_ms)
        app->stale = true;
    app_play_demo(app);
    app_share_some(app);
    app_watch_names(app);
    app_watch_store(app);
    app_pass_time(app);
    if (!app->stale) {
        *ret_wake_ms = app->wake_ms;
        return 0;
    }
    UiInput time = {.at_ms = now_ms, .now_ms = now_ms};
    for (int i = 0; i < BUILDS && app->stale; i++) {
        app->stale = false;
        app->wake_ms = INT64_MAX;
        step(app, &time);
        app->stale |= ui_wants_rebuild(&app->ui);
    }
    follow_editing(app);
    app_wake_at(app, app->stale ? now_ms : app->ui.wake_ms);
    app_wake_for_lesson(app);
    app_wake_for_demo(app);
    app_wake_for_names(app);
    app_wake_for_store(app);
    *ret_wake_ms = app->wake_ms;
    return painter_draw(app->painter, &app->ui, surface, dirty);
}

int32_t app_frame(App *app, PaintSurface *surface, int64_t now_ms, PaintRect dirty[PAINT_MAX_DIRTY],
                  int64_t *ret_wake_ms)
{
    int32_t count = draw_frame(app, surface, now_ms, dirty, ret_wake_ms);
    app_keep_backups(app, ret_wake_ms);
    app_look_at_age(app);
    if (app->stale && *ret_wake_ms > now_ms)
        *ret_wake_ms = now_ms;
    return count;
}

void app_measured(App *app, float points_a_mm)
{
    app->ui.mm = points_a_mm;
    app->stale = true;
}

void app_resize(App *app, float width_pt, float height_pt, float scale)
{
    ui_resize(&app->ui, width_pt, height_pt);
    app->scale = scale;
    app->stale = true;
    painter_invalidate(app->painter);
}

/* ---- leaving ---- */

bool app_wants_quit(const App *app)
{
    return app->quit;
}

/* Everything that would be lost is said. */
static bool may_close(App *app, Err *err)
{
    enum { KINDS = 4 };
    Err lost[KINDS] = {{0}};
    char all[sizeof err->text] = "";
    (void)app_may_close_lesson(app, &lost[0]);
    (void)app_may_close_note(app, &lost[1]);
    (void)app_may_close_editor(app, &lost[2]);
    (void)app_may_close_setup(app, &lost[3]);
    for (int i = 0; i < KINDS; i++) {
        size_t len = strlen(all);
        if (lost[i].kind != ERR_NONE)
            (void)snprintf(all + len, sizeof all - len, "%s%s", len > 0 ? ", and " : "",
                           lost[i].text);
    }
    return !*all || err_set(err, ERR_STATE, "%s", all);
}

/* What would be lost is no more than what was warned of: nobody touched anything since,
 * and time added nothing to the lesson. */
static bool was_warned(const App *app)
{
    const Recording *recording = app->lesson.recording;
    return app->warned.of_quit &&
           app->warned.unsaved == (recording ? recording_unsaved(recording) : 0) &&
           app->warned.since_ms == (recording ? recording_unsaved_ms(recording) : 0);
}

/* What is not on the disk is worth one more question. */
void app_quit_asked(App *app)
{
    Err err = {0};
    if (may_close(app, &err) || was_warned(app)) {
        app->quit = true;
        return;
    }
    char *const says[] = {[APP_HOME] = app->home.notice,
                          [APP_SETUP] = app->setup_trouble,
                          [APP_BOARD] = app->lesson.warning,
                          [APP_REVIEW] = app->lesson.message,
                          [APP_PHOTO] = app->photo.trouble,
                          [APP_SAVED] = app->home.notice /* this screen says it anyway */,
                          [APP_PROTOCOLS] = app->protocols.notice,
                          [APP_EDITOR] = app->protocols.notice,
                          [APP_VISIT] = app->visit.trouble,
                          [APP_WALK] = app->lesson.message,
                          [APP_WALKTHROUGHS] = app->walks.notice,
                          [APP_SETTINGS] = app->settings_screen.notice,
                          [APP_DEBRIEF] = app->debrief.result,
                          [APP_NAMES] = app->names.trouble,
                          [APP_FORGETTING] = app->home.notice /* shown next */};
    const char *title = app->screen == APP_BOARD ? "" : "not closed yet: "; /* the board has one */
    (void)snprintf(says[app->screen], APP_SENTENCE_SIZE, "%s%s; close again to close all the same",
                   title, err.text);
    const Recording *recording = app->lesson.recording;
    app->warned = (AppWarned){true, recording ? recording_unsaved(recording) : 0,
                              recording ? recording_unsaved_ms(recording) : 0};
    app->stale = true;
}

bool app_lost(App *app, Err *err)
{
    return may_close(app, err) || err_prefix(err, "the window is gone");
}

/* ---- the same for the platform ---- */

static void input_of(void *app, const UiInput *in)
{
    app_input(app, in);
}

static int32_t frame_of(void *app, PaintSurface *surface, int64_t now_ms,
                        PaintRect dirty[PAINT_MAX_DIRTY], int64_t *ret_wake_ms)
{
    return app_frame(app, surface, now_ms, dirty, ret_wake_ms);
}

static void resized_of(void *app, float width_pt, float height_pt, float scale)
{
    app_resize(app, width_pt, height_pt, scale);
}

static void measured_of(void *app, float points_a_mm)
{
    app_measured(app, points_a_mm);
}

static bool wants_quit_of(void *app)
{
    return app_wants_quit(app);
}

static void quit_asked_of(void *app)
{
    app_quit_asked(app);
}

PlatformApp app_platform(App *app)
{
    return (PlatformApp){.app = app,
                         .input = input_of,
                         .frame = frame_of,
                         .resized = resized_of,
                         .measured = measured_of,
                         .wants_quit = wants_quit_of,
                         .quit_asked = quit_asked_of};
}

bool app_find_target(const App *app, uint32_t id, UiRect *ret_rect)
{
    for (int32_t i = 0; i < app->ui.target_count; i++) {
        if (app->ui.targets[i].id == id) {
            *ret_rect = app->ui.targets[i].rect;
            return true;
        }
    }
    return false;
}
