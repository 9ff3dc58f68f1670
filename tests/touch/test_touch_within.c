/* The display is cut off while the app itself asks for something of it: what waits for the
 * disk must still be looked after, as at any other moment. */
#include "check.h"

#include "recorder/platform/platform.h"
#include "recorder/store_folder.h"
#include "tests/touch/glass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOKED_AFTER = 7, NOT_CUT = 9 };

static void lost(void *app)
{
    (void)app;
    _exit(LOOKED_AFTER);
}

/* Every connection of this process, the display's among them. */
static void cut_connections(void)
{
    for (int fd = 3; fd < 256; fd++)
        (void)shutdown(fd, SHUT_RDWR);
}

static int32_t frame(void *app, PaintSurface *surface, int64_t now_ms,
                     PaintRect dirty[PAINT_MAX_DIRTY], int64_t *ret_wake_ms)
{
    int *frames = app;
    (void)surface, (void)dirty;
    *ret_wake_ms = now_ms;
    if (++*frames == 3) {
        cut_connections();
        free(platform_paste());
        _exit(NOT_CUT);
    }
    return 0;
}

static void input(void *app, const UiInput *in)
{
    (void)app, (void)in;
}

static void resized(void *app, float width_pt, float height_pt, float scale)
{
    (void)app, (void)width_pt, (void)height_pt, (void)scale;
}

static bool wants_quit(void *app)
{
    (void)app;
    return false;
}

static void quit_asked(void *app)
{
    (void)app;
}

static void run(const char *display)
{
    int frames = 0;
    Err err = {0};
    PlatformApp app = {.app = &frames,
                       .input = input,
                       .frame = frame,
                       .resized = resized,
                       .wants_quit = wants_quit,
                       .quit_asked = quit_asked,
                       .lost = lost};
    PlatformOptions options = {.title = "Test", .width_pt = 640, .height_pt = 400, .scale = 1};
    for (int fd = 3; fd < 256; fd++)
        (void)close(fd); /* the test's own connection is not to be cut */
    (void)setenv("SDL_VIDEODRIVER", "x11", 1);
    (void)setenv("DISPLAY", display, 1);
    (void)platform_run(&app, &options, &err);
    _exit(NOT_CUT);
}

static void display__cut_off_in_a_call_of_the_app__asks_it_what_waits(void **state)
{
    (void)state;
    char folder[] = "/tmp/kenkyu-within-XXXXXX", why[400] = "";
    int status = 0;
    assert_non_null(mkdtemp(folder));
    Glass *glass = glass_open(folder, why, sizeof why);
    if (!glass) {
        print_message("no touch screen: %s\n", why);
        (void)rmdir(folder);
        skip();
    }
    pid_t child = fork();
    if (child == 0)
        run(glass_display(glass));
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    glass_close(glass);
    folder_empty(folder);
    (void)rmdir(folder);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), LOOKED_AFTER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(display__cut_off_in_a_call_of_the_app__asks_it_what_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
