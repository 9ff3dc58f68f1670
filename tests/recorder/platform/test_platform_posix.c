#define _XOPEN_SOURCE 700 /* a terminal of our own */
#include "check.h"

#include "recorder/platform/platform.h"

#include <fcntl.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* A folder of its own for each test, below the working directory. */
static char root[256];

static int make_root(void **state)
{
    (void)state;
    char here[128];
    if (!getcwd(here, sizeof here))
        return -1;
    snprintf(root, sizeof root, "%s/platform-XXXXXX", here);
    return mkdtemp(root) ? 0 : -1;
}

static const char *below(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static void remove_below(const char *name)
{
    const char *path = below(name);
    if (unlink(path) != 0)
        rmdir(path);
}

static int remove_root(void **state)
{
    (void)state;
    const char *names[] = {"picture.png",
                           "data/kenkyu",
                           "data",
                           "home/.local/share/kenkyu",
                           "home/.local/share",
                           "home/.local",
                           "home/Papers",
                           "home/Documents",
                           "home/.config/user-dirs.dirs",
                           "home/.config",
                           "home"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        remove_below(names[i]);
    return rmdir(root);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void clock__is_sane__and_never_goes_back(void **state)
{
    (void)state;
    PlatformClock a;
    PlatformClock b;
    platform_clock(&a);
    platform_clock(&b);
    assert_true(a.boot_ms > 0 && b.boot_ms >= a.boot_ms);
    assert_true(a.unix_ms > INT64_C(1577836800000)); /* 2020 */
    assert_true(a.utc_offset_min >= -12 * 60 && a.utc_offset_min <= 14 * 60);
    assert_string_equal(a.boot_id, b.boot_id);
}

static void clock__knows_the_zone(void **state)
{
    (void)state;
    const struct {
        const char *zone;
        int32_t offset_min;
    } zones[] = {{"XXX-9", 540}, {"XXX+11", -660}, {"XXX-5:30", 330}, {"UTC0", 0}};
    PlatformClock c;
    for (size_t i = 0; i < 4; i++) {
        setenv("TZ", zones[i].zone, 1);
        platform_clock(&c);
        assert_int_equal(c.utc_offset_min, zones[i].offset_min);
    }
    unsetenv("TZ");
}

static void random__differs__each_time(void **state)
{
    (void)state;
    uint8_t a[64] = {0};
    uint8_t b[64] = {0};
    uint8_t zero[64] = {0};
    platform_random(a, 63);
    platform_random(b, 63);
    assert_memory_not_equal(a, b, 63);
    assert_memory_not_equal(a, zero, 63);
    assert_int_equal(a[63], 0);
}

static void data_folder__follows__the_xdg_rules(void **state)
{
    (void)state;
    Err err = {0};
    char path[512];
    setenv("XDG_DATA_HOME", below("data"), 1);
    assert_ok(platform_data_folder(path, sizeof path, &err), err);
    assert_string_equal(path, below("data/kenkyu"));
    assert_true(is_folder(path));
    setenv("HOME", below("home"), 1);
    setenv("XDG_DATA_HOME", "relative", 1);
    assert_ok(platform_data_folder(path, sizeof path, &err), err);
    assert_string_equal(path, below("home/.local/share/kenkyu"));
    assert_true(is_folder(path));
    char twice[600];
    snprintf(twice, sizeof twice, "//%s//", below("data"));
    setenv("XDG_DATA_HOME", twice, 1);
    assert_ok(platform_data_folder(path, sizeof path, &err), err);
    assert_string_equal(path, below("data/kenkyu"));
    setenv("XDG_DATA_HOME", below("data"), 1);
    char small[8] = "before";
    assert_false(platform_data_folder(small, sizeof small, &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_non_null(strstr(err.text, "the path is longer than 7 bytes"));
    assert_string_equal(small, "before");
}

static void documents_folder__is_the_persons_own(void **state)
{
    (void)state;
    Err err = {0};
    char path[512];
    unsetenv("XDG_CONFIG_HOME");
    setenv("HOME", below("home"), 1);
    assert_ok(platform_documents_folder(path, sizeof path, &err), err);
    assert_string_equal(path, below("home"));
    assert_int_equal(mkdir(below("home/Documents"), 0700), 0);
    assert_ok(platform_documents_folder(path, sizeof path, &err), err);
    assert_string_equal(path, below("home/Documents"));
    assert_int_equal(mkdir(below("home/.config"), 0700), 0);
    FILE *f = fopen(below("home/.config/user-dirs.dirs"), "w");
    assert_non_null(f);
    fputs("# comment\nXDG_MUSIC_DIR=\"$HOME/Music\"\nXDG_DOCUMENTS_DIR=\"$HOME/Papers\"\n", f);
    fclose(f);
    assert_ok(platform_documents_folder(path, sizeof path, &err), err);
    assert_string_equal(path, below("home/Papers"));
    assert_true(is_folder(path));
}

/* ---- pictures ---- */

static void png__keeps__every_pixel(void **state)
{
    (void)state;
    uint32_t pixels[5 * 3];
    for (uint32_t i = 0; i < 15; i++)
        pixels[i] = 0xFF000000 | i * 0x110F0D;
    PaintSurface s = {pixels, 4, 3, 5, 1}; /* a pitch beyond the width */
    Err err = {0};
    assert_ok(platform_save_png(&s, below("picture.png"), &err), err);
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_file(&image, below("picture.png")));
    assert_true(image.width == 4 && image.height == 3);
    image.format = PNG_FORMAT_RGB;
    uint8_t rgb[4 * 3 * 3];
    assert_true(png_image_finish_read(&image, NULL, rgb, 0, NULL));
    for (int32_t y = 0; y < 3; y++)
        for (int32_t x = 0; x < 4; x++) {
            const uint8_t *p = rgb + (ptrdiff_t)3 * (4 * y + x);
            uint32_t got = 0xFF000000 | (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
            assert_int_equal(got, pixels[5 * y + x]);
        }
}

static void png__says_where__it_could_not_be_written(void **state)
{
    (void)state;
    uint32_t pixel = 0xFF000000;
    PaintSurface s = {&pixel, 1, 1, 1, 1};
    Err err = {0};
    assert_false(platform_save_png(&s, below("none/picture.png"), &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_memory_equal(err.text, below("none/picture.png"), strlen(below("none/picture.png")));
}

/* What is written to the terminal is typed; its modes before are its modes afterwards. */
static bool type_secret(int terminal, const char *keys, char ret_text[16])
{
    struct termios before, after;
    Err err = {0};
    assert_int_equal(tcgetattr(STDIN_FILENO, &before), 0);
    pid_t typist = fork();
    if (typist == 0) {
        struct termios now;
        do
            (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        while (tcgetattr(STDIN_FILENO, &now) == 0 && now.c_lflag & ECHO);
        _exit(write(terminal, keys, strlen(keys)) == (ssize_t)strlen(keys) ? 0 : 1);
    }
    assert_true(typist > 0);
    bool ok = platform_read_secret("Passphrase", ret_text, 16, &err);
    assert_int_equal(waitpid(typist, NULL, 0), typist);
    assert_true(ok == (err.kind == ERR_NONE));
    assert_int_equal(tcgetattr(STDIN_FILENO, &after), 0);
    assert_int_equal(after.c_lflag, before.c_lflag);
    return ok;
}

static void secret__is_not_shown__and_leaves_the_terminal_as_it_was(void **state)
{
    (void)state;
    char text[16], shown[64] = "";
    int terminal = posix_openpt(O_RDWR | O_NOCTTY), input = dup(STDIN_FILENO);
    assert_true(terminal >= 0 && input >= 0);
    assert_true(grantpt(terminal) == 0 && unlockpt(terminal) == 0);
    int line = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    assert_true(line >= 0 && dup2(line, STDIN_FILENO) == STDIN_FILENO);
    assert_true(type_secret(terminal, "apple pie\n", text));
    assert_string_equal(text, "apple pie");
    assert_false(type_secret(terminal, "app\x03", text)); /* Ctrl-C */
    assert_int_equal(fcntl(terminal, F_SETFL, O_NONBLOCK), 0);
    (void)!read(terminal, shown, sizeof shown - 1);
    assert_null(strstr(shown, "app"));
    assert_int_equal(dup2(input, STDIN_FILENO), STDIN_FILENO);
    (void)close(input);
    (void)close(line);
    (void)close(terminal);
}

static void memory__is_kept__from_core_files_and_debuggers(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit;
        platform_keep_memory();
        bool kept = getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 &&
                    limit.rlim_max == 0 && prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
        _exit(kept ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clock__is_sane__and_never_goes_back),
        cmocka_unit_test(clock__knows_the_zone),
        cmocka_unit_test(random__differs__each_time),
        cmocka_unit_test(data_folder__follows__the_xdg_rules),
        cmocka_unit_test(documents_folder__is_the_persons_own),
        cmocka_unit_test(secret__is_not_shown__and_leaves_the_terminal_as_it_was),
        cmocka_unit_test(memory__is_kept__from_core_files_and_debuggers),
        cmocka_unit_test(png__keeps__every_pixel),
        cmocka_unit_test(png__says_where__it_could_not_be_written),
    };
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
