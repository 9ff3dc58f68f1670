/* cmd_app.c - opens the recorder. */
#include "recorder/cli/cli.h"

#include "recorder/screen/app.h"
#include "recorder/settings/settings.h"
#include "recorder/store/backup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As it was said, else as the desktop is. */
static ThemeName theme_named(const char *name)
{
    PlatformLook look = name ? PLATFORM_LOOK_LIGHT : platform_look();
    if (look == PLATFORM_LOOK_DARK || (name && strcmp(name, "dark") == 0))
        return THEME_DARK;
    bool contrast = look == PLATFORM_LOOK_CONTRAST || (name && strcmp(name, "contrast") == 0);
    return contrast ? THEME_CONTRAST : THEME_LIGHT;
}

static bool read_size(const char *size, PlatformOptions *options, Err *err)
{
    int width = 0, height = 0, end = 0;
    if (sscanf(size, "%5dx%5d%n", &width, &height, &end) != 2 || size[end] != '\0' || width < 480 ||
        height < 480 || width > 8192 || height > 8192)
        return err_set(err, ERR_FORMAT,
                       "--size needs WIDTHxHEIGHT in points, 480 to 8192 each, not '%s'", size);
    options->width_pt = width;
    options->height_pt = height;
    return true;
}

/* ---- backups between the frames ---- */

typedef struct Kept {
    App *app;
    PlatformApp inner;
    BackupKeeper keeper;
} Kept;

static void kept_input(void *user, const UiInput *in)
{
    Kept *kept = user;
    kept->inner.input(kept->inner.app, in);
}

static int32_t kept_frame(void *user, PaintSurface *surface, int64_t now_ms,
                          PaintRect dirty[PAINT_MAX_DIRTY], int64_t *ret_wake_ms)
{
    enum { BREATH_MS = 20 }; /* between slices: fingers come first */
    Kept *kept = user;
    int32_t count = kept->inner.frame(kept->inner.app, surface, now_ms, dirty, ret_wake_ms);
    PlatformClock clock;
    Err err = {0};
    bool busy = false;
    platform_clock(&clock);
    if (!backup_keeper_step(&kept->keeper, clock.boot_ms, clock.unix_ms, &busy, &err))
        (void)fprintf(stderr, "kenkyu: no backup was made: %s\n", err.text);
    int64_t again_ms = busy ? clock.boot_ms + BREATH_MS : kept->keeper.look_at_ms;
    if (*ret_wake_ms > again_ms)
        *ret_wake_ms = again_ms;
    return count;
}

static void kept_measured(void *user, float points_a_mm)
{
    Kept *kept = user;
    kept->inner.measured(kept->inner.app, points_a_mm);
}

static void kept_resized(void *user, float width_pt, float height_pt, float scale)
{
    Kept *kept = user;
    kept->inner.resized(kept->inner.app, width_pt, height_pt, scale);
}

static bool kept_wants_quit(void *user)
{
    Kept *kept = user;
    return kept->inner.wants_quit(kept->inner.app);
}

static void kept_quit_asked(void *user)
{
    Kept *kept = user;
    kept->inner.quit_asked(kept->inner.app);
}

/* As after a close; what could not be written is said, and fails. */
static void kept_lost(void *user)
{
    Kept *kept = user;
    Err err = {0};
    int code = app_lost(kept->app, &err) ? CLI_DONE : cli_fail(&err);
    backup_keeper_deinit(&kept->keeper);
    app_destroy(kept->app);
    exit(code);
}

static bool run_keeping_backups(App *app, const char *db, const PlatformOptions *window, Err *err)
{
    Kept kept = {.app = app, .inner = app_platform(app), .keeper = {.db = db}};
    PlatformApp outer = {.app = &kept,
                         .input = kept_input,
                         .frame = kept_frame,
                         .resized = kept_resized,
                         .measured = kept_measured,
                         .wants_quit = kept_wants_quit,
                         .quit_asked = kept_quit_asked,
                         .lost = kept_lost};
    bool ok = platform_run(&outer, window, err);
    backup_keeper_deinit(&kept.keeper);
    return ok;
}

static bool open_app(const CliArgs *args, const PlatformOptions *window, Err *err)
{
    char db[CLI_PATH_SIZE], documents[3000], settings[SETTINGS_PATH_SIZE];
    if (!cli_db_path(args, db, err))
        return false;
    AppOptions options = {.db_path = db,
                          .sheets_folder = args->sheets,
                          .theme = theme_named(args->theme),
                          .theme_said = args->theme != NULL,
                          .paper = args->paper,
                          .paper_said = args->paper_said,
                          .clock = platform_clock,
                          .demo_path = args->demo,
                          .demo_speed = args->speed > 0 ? args->speed : 60};
    if (!options.sheets_folder) {
        if (!platform_documents_folder(documents, sizeof documents, err))
            return false;
        options.sheets_folder = documents;
    }
    if (!args->demo && settings_path(db, settings))
        options.settings_path = settings;
    platform_random(options.seed, sizeof options.seed);

    TextRenderer *text = text_renderer_create(err);
    App *app =
        text ? app_create(&options, text_renderer_ui(text), text_renderer_paint(text), err) : NULL;
    bool ok = false;
    if (app)
        ok = run_keeping_backups(app, options.db_path, window, err);
    app_destroy(app);
    text_renderer_destroy(text);
    return ok;
}

int cmd_app(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    PlatformOptions window = {.title = "Kenkyu", .width_pt = 1280, .height_pt = 800};
    if (!cli_parse(argc, argv,
                   CLI_DB | CLI_THEME | CLI_DEMO | CLI_SPEED | CLI_SHEETS | CLI_SIZE | CLI_PAPER,
                   &args, &err) ||
        (args.word_count != 0 && !err_set(&err, ERR_FORMAT, "app takes no files or ids")) ||
        (args.size && !read_size(args.size, &window, &err))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    if (!platform_has_display()) {
        (void)err_set(&err, ERR_SYSTEM,
                      "there is no display to open the recorder on; 'kenkyu --help' shows what "
                      "works without one");
        return cli_fail(&err);
    }
    return open_app(&args, &window, &err) ? CLI_DONE : cli_fail(&err);
}
