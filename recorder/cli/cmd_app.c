/* cmd_app.c - opens the recorder. */
#include "recorder/cli/cli.h"

#include "recorder/screen/app.h"
#include "recorder/settings/settings.h"

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

/* As after a close; what could not be written is said, and fails. */
static void lost(void *user)
{
    App *app = user;
    Err err = {0};
    int code = app_lost(app, &err) ? CLI_DONE : cli_fail(&err);
    app_destroy(app);
    exit(code);
}

static bool run(App *app, const PlatformOptions *window, Err *err)
{
    PlatformApp hosted = app_platform(app);
    hosted.lost = lost;
    if (platform_run(&hosted, window, err))
        return true;
    Err unsaved = {0};
    if (!app_lost(app, &unsaved))
        (void)cli_fail(&unsaved);
    return false;
}

static bool open_app(const CliArgs *args, const PlatformOptions *window, Err *err)
{
    char db[CLI_PATH_SIZE], documents[3000], settings[SETTINGS_PATH_SIZE];
    if (!cli_db_path(args, db, err))
        return false;
    AppOptions options = {.db_path = db,
                          .sheets_folder = args->sheets,
                          .sheets_said = args->sheets != NULL,
                          .theme = theme_named(args->theme),
                          .theme_said = args->theme != NULL,
                          .paper = args->paper,
                          .paper_said = args->paper_said,
                          .clock = platform_clock,
                          .keeps_backups = true,
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
        ok = run(app, window, err);
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
