/* test_broken_disk.c - the disk itself answers EIO, or that it is full, at every n-th
 * call, once and for good: while a visit is recorded, names are sealed, people forgotten,
 * another record is joined or put in its place, classes are kept, exports noted. What was said to
 * be done is done, at most one step more, and none by half; what is refused is said.
 *
 * KENKYU_FAULT_STEP=1 takes every call; 13 else.
 */
#include "check.h"

#include "crash/broken_disk.h"
#include "recorder/deeds.h"

#include <errno.h>

static DeedPlace place;
static BrokenDisk *disk;

static const struct {
    DiskCall call;
    const char *name;
    int error;
} rows[] = {{DISK_OPEN, "open", EIO},   {DISK_READ, "read", EIO},
            {DISK_WRITE, "write", EIO}, {DISK_WRITE, "write, full", ENOSPC},
            {DISK_SYNC, "sync", EIO},   {DISK_NAME, "names of files", EIO}};
enum { ROWS = sizeof rows / sizeof rows[0] };

/* How often it was refused. */
static int32_t walk(const Deed *deed, size_t row, int32_t n, bool once,
                    const uint64_t states[DEED_STEPS + 1], int32_t steps)
{
    DeedRun run;
    Err err = {0};
    deed_set_up(&run, &place);
    disk->calls = rows[row].call;
    disk->error = rows[row].error;
    disk->once = once;
    disk->no_links = deed->no_links;
    disk->hits = 0;
    disk->countdown = n;
    bool ok = deed_do(&run, deed, &err);
    disk->countdown = -1;
    disk->no_links = false;
    int32_t had = disk->hits;
    if (ok ? run.done < steps : err.text[0] == '\0' || had == 0)
        fail_msg("%s, %s %d: %d steps, '%s'", deed->name, rows[row].name, (int)n, (int)run.done,
                 err.text);
    deed_check(&run, deed, states, steps);
    folder_remove_all(&run.folder);
    return had;
}

static void disk__refuses_any_call__and_nothing_is_lost_or_half_done(void **state)
{
    (void)state;
    const char *asked = getenv("KENKYU_FAULT_STEP");
    int32_t stride = asked ? (int32_t)strtol(asked, NULL, 10) : 13;
    if (!disk)
        skip();
    int32_t walks[ROWS] = {0}, refusals[ROWS] = {0};
    for (size_t d = 0; d < DEED_COUNT; d++) {
        if (!deed_is_asked(&deeds[d]))
            continue;
        uint64_t states[DEED_STEPS + 1];
        int32_t steps = deed_learn(&place, &deeds[d], states);
        for (size_t row = 0; row < ROWS; row++)
            for (int once = 0; once < 2; once++) {
                int32_t had = 1;
                for (int32_t n = 0; had > 0; n += stride, walks[row]++)
                    refusals[row] += had = walk(&deeds[d], row, n, once, states, steps);
            }
    }
    for (size_t row = 0; row < ROWS; row++) {
        print_message("%-14s %-6s %6d walks, %6d refusals: nothing lost, nothing by half\n",
                      rows[row].name, rows[row].error == EIO ? "EIO" : "ENOSPC", (int)walks[row],
                      (int)refusals[row]);
        assert_true(refusals[row] > 0);
    }
}

int main(void)
{
    char path[64];
    const char *why = NULL;
    disk = broken_disk_mount(path, &why);
    if (disk)
        (void)setenv("TMPDIR", path, 1);
    else
        print_message("skipped: %s\n", why);
    deed_prepare(&place);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disk__refuses_any_call__and_nothing_is_lost_or_half_done),
    };
    int failed = cmocka_run_group_tests_name("broken disk", tests, NULL, NULL);
    deed_drop(&place);
    if (disk)
        broken_disk_unmount(disk);
    return failed;
}
