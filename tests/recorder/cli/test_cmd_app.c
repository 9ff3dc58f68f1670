/* The window fails in mid-lesson: what waits for the disk is written, or said to be lost. */
#include "check.h"

#include "recorder/cli/cli.h"
#include "recorder/devices.h"
#include "recorder/screen/app_state.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

bool __wrap_platform_run(const PlatformApp *app, const PlatformOptions *options, Err *err);

static Uuid lesson;
static bool stays_full;
static size_t waited;

static void disk_is_full(bool full)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = full ? 1 : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* In the place of the window: goes on with the lesson, and taps once on a full disk. */
bool __wrap_platform_run(const PlatformApp *hosted, const PlatformOptions *options, Err *err)
{
    App *app = hosted->app;
    PaintSurface surface = {.width = 1280, .height = 800, .pitch = 1280, .scale = 1};
    PaintRect dirty[PAINT_MAX_DIRTY];
    PlatformClock clock;
    int64_t wake_ms = 0;
    (void)options;
    surface.pixels = calloc(1280 * 800, sizeof *surface.pixels);
    hosted->resized(app, 1280, 800, 1);
    platform_clock(&clock);
    (void)hosted->frame(app, &surface, clock.boot_ms, dirty, &wake_ms);
    bool on = app_continue(app, lesson, err);
    if (!on)
        return false;
    disk_is_full(true);
    const int32_t talk = protocol_find_code(app->lesson.protocol, "student-talk");
    SessionTap tap = lesson_tap(talk, B2, app_session_ms(app));
    app_apply_board(app, &(BoardAsk){.kind = BOARD_ASK_TAP, .tap = tap});
    waited = recording_unsaved(app->lesson.recording);
    disk_is_full(stays_full);
    free(surface.pixels);
    return err_set(err, ERR_SYSTEM, "out of memory for a window");
}

/* What the program says on its way out. */
static int run(const Folder *folder, char said[2000])
{
    int ends[2], before = dup(STDERR_FILENO);
    char db[] = "--db", file[120], sheets[] = "--sheets", to[120];
    (void)snprintf(file, sizeof file, "%s", folder->db);
    (void)snprintf(to, sizeof to, "%s", folder->path);
    char *words[] = {db, file, sheets, to, NULL};
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    int code = cmd_app(4, words);
    assert_true(dup2(before, STDERR_FILENO) >= 0);
    disk_is_full(false);
    (void)close(before);
    (void)close(ends[1]);
    ssize_t len = read(ends[0], said, 1999);
    said[len > 0 ? len : 0] = '\0';
    (void)close(ends[0]);
    return code;
}

static void app__window_fails__what_waits_is_lost_and_said(void **state)
{
    (void)state;
    Folder folder;
    char said[2000];
    folder_make(&folder);
    lesson = device_record(folder.db, 4, 0, false);
    stays_full = true;
    assert_int_equal(run(&folder, said), 1);
    assert_true(waited > 0);
    assert_non_null(strstr(said, "out of memory for a window"));
    assert_non_null(strstr(said, "what was recorded since"));
    assert_non_null(strstr(said, " would be lost"));
    folder_remove_all(&folder);
}

static void app__window_fails__what_waits_is_written(void **state)
{
    (void)state;
    Folder folder;
    char said[2000];
    folder_make(&folder);
    lesson = device_record(folder.db, 4, 0, false);
    int64_t before = device_ask(folder.db, "SELECT count(*) FROM event");
    stays_full = false;
    assert_int_equal(run(&folder, said), 1);
    assert_non_null(strstr(said, "out of memory for a window"));
    assert_null(strstr(said, "lost"));
    assert_true(waited > 0 && device_ask(folder.db, "SELECT count(*) FROM event") > before);
    folder_remove_all(&folder);
}

int main(void)
{
    (void)signal(SIGXFSZ, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(app__window_fails__what_waits_is_lost_and_said),
        cmocka_unit_test(app__window_fails__what_waits_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
