/* test_fault_deeds.c - the disk says no while names are sealed, people and lessons are
 * forgotten, records joined, visits, classes and exports kept: for every call of SQLite's
 * file layer and of our own, once and from then on. Each step is done and said to be, or
 * not done and said why; never by half.
 *
 * KENKYU_FAULT_STEP=1 takes every n of the walks (the default is every 29th).
 */
#include "check.h"

#include "recorder/deeds.h"
#include "recorder/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>

/* ---- our own calls ---- */

int __real_open(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *bytes, size_t len);
ssize_t __real_read(int fd, void *bytes, size_t len);
int __real_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __real_link(const char *from, const char *to);
int __real_unlink(const char *path);
int __wrap_open(const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *bytes, size_t len);
ssize_t __wrap_read(int fd, void *bytes, size_t len);
int __wrap_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_link(const char *from, const char *to);
int __wrap_unlink(const char *path);

static bool own_refused(int why)
{
    if (!refused(FAULT_OWN))
        return false;
    errno = why;
    return true;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    unsigned mode = flags & O_CREAT ? va_arg(rest, unsigned) : 0;
    va_end(rest);
    return own_refused(EMFILE) ? -1 : __real_open(path, flags, mode);
}

/* A full disk takes a part of it. */
ssize_t __wrap_write(int fd, const void *bytes, size_t len)
{
    if (!own_refused(ENOSPC))
        return __real_write(fd, bytes, len);
    return len > 1 && hits == 1 ? __real_write(fd, bytes, len / 2) : -1;
}

ssize_t __wrap_read(int fd, void *bytes, size_t len)
{
    return own_refused(EIO) ? -1 : __real_read(fd, bytes, len);
}

int __wrap_fsync(int fd)
{
    return own_refused(EIO) ? -1 : __real_fsync(fd);
}

int __wrap_rename(const char *from, const char *to)
{
    return own_refused(EIO) ? -1 : __real_rename(from, to);
}

int __wrap_link(const char *from, const char *to)
{
    return own_refused(EPERM) ? -1 : __real_link(from, to);
}

int __wrap_unlink(const char *path)
{
    return own_refused(EIO) ? -1 : __real_unlink(path);
}

/* ---- the walks ---- */

static DeedPlace place;

/* How often it was refused. */
static int walk(const Deed *deed, FaultKind kind, int n, bool once,
                const uint64_t states[DEED_STEPS + 1], int32_t steps)
{
    DeedRun run;
    Err err = {0};
    deed_set_up(&run, &place);
    fault_kinds = kind;
    fault_once = once;
    hits = 0;
    countdown = n;
    bool ok = deed_do(&run, deed, &err);
    countdown = -1;
    int had = hits;
    if (ok ? run.done < steps : err.text[0] == '\0' || had == 0)
        fail_msg("%s, call %d: %d steps, '%s'", deed->name, n, (int)run.done, err.text);
    deed_check(&run, deed, states, steps);
    folder_remove_all(&run.folder);
    return had;
}

static void deed__is_done_or_not__for_every_call_refused(void **state)
{
    (void)state;
    const char *asked = getenv("KENKYU_FAULT_STEP");
    bool small = getenv("KENKYU_SMALL") != NULL; /* under valgrind */
    int stride = asked ? (int)strtol(asked, NULL, 10) : small ? 331 : 29;
    for (size_t d = 0; d < DEED_COUNT; d++) {
        uint64_t states[DEED_STEPS + 1];
        int32_t steps = deed_learn(&place, &deeds[d], states);
        int walks = 0, refusals = 0;
        for (size_t k = 0; k < FAULT_ROWS; k++) {
            fault_code = fault_rows[k].code;
            bool few = fault_rows[k].kind == FAULT_OWN || !deeds[d].needs_store;
            int least = few && !small ? 1 : stride;
            for (int once = 0; once < 2; once++) {
                int had = 1;
                for (int n = 0; had > 0; n += least, walks++)
                    refusals += had = walk(&deeds[d], fault_rows[k].kind, n, once, states, steps);
            }
        }
        print_message("%-8s %2d steps, %5d walks, %6d refusals: nothing lost, nothing by half\n",
                      deeds[d].name, (int)steps, walks, refusals);
        assert_true(refusals > 0);
    }
}

int main(void)
{
    install_faults();
    countdown = -1;
    deed_prepare(&place);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deed__is_done_or_not__for_every_call_refused),
    };
    int failed = cmocka_run_group_tests_name("fault deeds", tests, NULL, NULL);
    deed_drop(&place);
    return failed;
}
