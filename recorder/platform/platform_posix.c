/* Clocks, randomness and folders of a POSIX machine. */
#include "protocols/file.h"
#include "recorder/platform/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static int64_t clock_ms(clockid_t clock)
{
    struct timespec t;
    if (clock_gettime(clock, &t) != 0)
        return 0;
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Local minus UTC; the days differ by one at most. */
static int32_t utc_offset_min(int64_t unix_ms)
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm here;
    struct tm utc;
    tzset(); /* localtime_r need not */
    if (!localtime_r(&seconds, &here) || !gmtime_r(&seconds, &utc))
        return 0;
    int32_t days = here.tm_year != utc.tm_year ? (here.tm_year > utc.tm_year ? 1 : -1)
                                               : here.tm_yday - utc.tm_yday;
    return days * 1440 + (here.tm_hour - utc.tm_hour) * 60 + here.tm_min - utc.tm_min;
}

static void read_boot_id(char *ret_id, size_t size)
{
    ret_id[0] = '\0';
    FILE *f = fopen("/proc/sys/kernel/random/boot_id", "r");
    if (!f)
        return;
    if (!fgets(ret_id, (int)size, f))
        ret_id[0] = '\0';
    ret_id[strcspn(ret_id, "\n")] = '\0';
    fclose(f);
}

void platform_clock(PlatformClock *ret_clock)
{
#ifdef CLOCK_BOOTTIME
    ret_clock->boot_ms = clock_ms(CLOCK_BOOTTIME);
#else
    ret_clock->boot_ms = clock_ms(CLOCK_MONOTONIC);
#endif
    ret_clock->unix_ms = clock_ms(CLOCK_REALTIME);
    ret_clock->utc_offset_min = utc_offset_min(ret_clock->unix_ms);
    static char boot_id[sizeof ret_clock->boot_id]; /* does not change while we run */
    if (boot_id[0] == '\0')
        read_boot_id(boot_id, sizeof boot_id);
    memcpy(ret_clock->boot_id, boot_id, sizeof boot_id);
}

static size_t read_urandom(uint8_t *bytes, size_t len)
{
    size_t done = 0;
    int fd = open("/dev/urandom", O_RDONLY);
    while (fd >= 0 && done < len) {
        ssize_t n = read(fd, bytes + done, len - done);
        if (n <= 0 && errno != EINTR)
            break;
        done += n > 0 ? (size_t)n : 0;
    }
    if (fd >= 0)
        close(fd);
    return done;
}

/* Ids must differ even on a machine that offers nothing: then the clocks and the
 * process have to do. */
static void stir_clock(uint8_t *bytes, size_t len)
{
    uint64_t state = (uint64_t)clock_ms(CLOCK_REALTIME) << 22 ^ (uint64_t)getpid();
    for (size_t i = 0; i < len; i++) {
        struct timespec t = {0};
        clock_gettime(CLOCK_MONOTONIC, &t);
        state = (state ^ (uint64_t)t.tv_nsec) * 0x9E3779B97F4A7C15U;
        bytes[i] = (uint8_t)(state >> 56);
    }
}

void platform_random(void *bytes, size_t len)
{
    uint8_t *to = bytes;
    size_t done = 0;
    while (done < len) {
        ssize_t n = getrandom(to + done, len - done, 0);
        if (n < 0 && errno != EINTR)
            break;
        done += n > 0 ? (size_t)n : 0;
    }
    if (done < len)
        done += read_urandom(to + done, len - done);
    stir_clock(to + done, len - done);
}

/* ---- a secret ---- */

/* The limit alone would not do where core files are piped into a program. */
void platform_keep_memory(void)
{
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

enum { INTERRUPT = 3 /* Ctrl-C */ };

/* To the end of the line; a byte at a time, so that what follows stays unread. */
static bool read_line(char *text, size_t size, Err *err)
{
    size_t len = 0;
    char byte = 0;
    ssize_t n;
    while ((n = read(STDIN_FILENO, &byte, 1)) == 1 && byte != '\n') {
        if (byte == INTERRUPT) {
            n = 0;
            len = 0;
            break;
        }
        if (len + 1 == size)
            return err_set(err, ERR_STATE, "more than %zu letters were typed", size - 1);
        text[len++] = byte;
    }
    if (len > 0 && text[len - 1] == '\r')
        len--;
    text[len] = '\0';
    return n == 1 || len > 0 || err_set(err, ERR_STATE, "nothing was typed");
}

bool platform_read_secret(const char *prompt, char *ret_text, size_t size, Err *err)
{
    struct termios shown;
    bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        struct termios hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG); /* a program that ends here leaves it so */
        hidden.c_cc[VEOL] = INTERRUPT;
        (void)fprintf(stderr, "%s: ", prompt);
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    bool ok = read_line(ret_text, size, err);
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        (void)fputc('\n', stderr);
    }
    return ok;
}

/* ---- folders ---- */

static const char *home_folder(void)
{
    const char *home = getenv("HOME");
    if (home && home[0] == '/')
        return home;
    const struct passwd *user = getpwuid(getuid());
    return user && user->pw_dir && user->pw_dir[0] == '/' ? user->pw_dir : NULL;
}

/* The folder base, or where rest begins, the one below it: "/" and "/kenkyu" are "/kenkyu". */
static bool make_path(char *ret_path, size_t size, const char *base, const char *rest, Err *err)
{
    while (base[0] == '/' && base[1] == '/')
        base++;
    size_t base_len = strlen(base);
    while (rest[0] != '\0' && base_len > 0 && base[base_len - 1] == '/')
        base_len--;
    size_t len = base_len + strlen(rest);
    if (len >= size)
        return err_set(err, ERR_LIMIT, "%.60s...: the path is longer than %zu bytes", base,
                       size - 1);
    char *path = malloc(len + 1);
    if (!path)
        return err_set(err, ERR_SYSTEM, "out of memory for a folder name");
    snprintf(path, len + 1, "%.*s%s", (int)base_len, base, rest);
    bool ok = file_make_folder(path, err);
    if (ok)
        memcpy(ret_path, path, len + 1);
    free(path);
    return ok;
}

static bool no_home(Err *err)
{
    return err_set(err, ERR_SYSTEM, "no home folder is known, set HOME to a folder of your own");
}

/* XDG Base Directory: a relative path is to be ignored. */
bool platform_data_folder(char *ret_path, size_t size, Err *err)
{
    const char *data = getenv("XDG_DATA_HOME");
    if (data && data[0] == '/')
        return make_path(ret_path, size, data, "/kenkyu", err);
    const char *home = home_folder();
    if (!home)
        return no_home(err);
    return make_path(ret_path, size, home, "/.local/share/kenkyu", err);
}

/* XDG_DOCUMENTS_DIR="$HOME/Documents", as xdg-user-dirs writes it; "" when there
 * is no such line. key: with the = and the first quote. */
static void read_user_dir(const char *path, const char *key, const char *home, char *ret,
                          size_t size)
{
    ret[0] = '\0';
    FILE *f = fopen(path, "r");
    if (!f)
        return;
    char line[1024];
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, key, strlen(key)) != 0)
            continue;
        char *value = line + strlen(key);
        value[strcspn(value, "\"\n")] = '\0';
        if (strncmp(value, "$HOME/", 6) == 0)
            snprintf(ret, size, "%s%s", home, value + 5);
        else if (value[0] == '/')
            snprintf(ret, size, "%s", value);
    }
    fclose(f);
}

/* The folder that a line names, or the usual one in the home folder where it is
 * there, or that itself. */
static bool user_folder(const char *key, const char *usual, char *ret_path, size_t size, Err *err)
{
    const char *home = home_folder();
    if (!home)
        return no_home(err);
    char list[1024];
    char named[1024];
    const char *config = getenv("XDG_CONFIG_HOME");
    int n = config && config[0] == '/'
                ? snprintf(list, sizeof list, "%s/user-dirs.dirs", config)
                : snprintf(list, sizeof list, "%s/.config/user-dirs.dirs", home);
    named[0] = '\0';
    if (n > 0 && (size_t)n < sizeof list)
        read_user_dir(list, key, home, named, sizeof named);
    if (named[0] != '\0')
        return make_path(ret_path, size, named, "", err);
    struct stat st;
    n = snprintf(list, sizeof list, "%s%s", home, usual);
    bool there = n > 0 && (size_t)n < sizeof list && stat(list, &st) == 0 && S_ISDIR(st.st_mode);
    return make_path(ret_path, size, home, there ? usual : "", err);
}

bool platform_documents_folder(char *ret_path, size_t size, Err *err)
{
    return user_folder("XDG_DOCUMENTS_DIR=\"", "/Documents", ret_path, size, err);
}

bool platform_pictures_folder(char *ret_path, size_t size, Err *err)
{
    return user_folder("XDG_PICTURES_DIR=\"", "/Pictures", ret_path, size, err);
}
