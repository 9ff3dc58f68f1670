/* fuzz_export_log.c - any bytes as a list of exports: lines of lessons that are gone lose
 * their files' names, the rest stays byte for byte; done twice it is as done once. What is
 * read of it are paths from the root. */
#include "recorder/store/export_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const size_t LIMIT = (size_t)64 << 20;

static void check(bool ok)
{
    if (!ok)
        abort();
}

static bool is_odd(void *context, Uuid lesson, bool *ret_gone, Err *err)
{
    int *asked = context;
    (void)err;
    ++*asked;
    *ret_gone = lesson.bytes[15] & 1;
    return true;
}

static void read_list(const char *path, Arena *arena, const char **ret_text, size_t *ret_len)
{
    Err err = {0};
    check(file_read(arena, path, LIMIT, ret_text, ret_len, &err));
}

/* Only what says so has changed. */
static void check_changed(const char *was, size_t was_len, const char *is, size_t is_len)
{
    static const char said[] = ",forgotten\n";
    const size_t len = sizeof said - 1;
    bool found = is_len == was_len && memcmp(was, is, is_len) == 0;
    for (size_t i = 0; !found && i + len <= is_len; i++)
        found = memcmp(is + i, said, len) == 0;
    check(found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char db[64], path[FILE_MAX_PATH];
    Arena arena;
    Err err = {0};
    const char *once, *twice;
    size_t once_len, twice_len;
    int asked = 0;
    if (!db[0]) {
        const char *tmp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        (void)snprintf(db, sizeof db, "%s/kenkyu-fuzz-list-%ld", tmp, (long)getpid());
        check(export_log_path(db, path, &err));
    }
    ExportLine *lines = NULL;
    int32_t count = 0;
    FILE *list = fopen(path, "wb");
    check(list && fwrite(data, 1, size, list) == size && fclose(list) == 0);
    arena_init(&arena, 3 * LIMIT);
    check(export_log_read(db, &arena, &lines, &count, &err));
    for (int32_t i = 0; i < count; i++)
        check(lines[i].file[0] == '/' && lines[i].what);
    check(export_log_forget(db, is_odd, &asked, &err));
    read_list(path, &arena, &once, &once_len);
    check_changed((const char *)data, size, once, once_len);
    check(asked > 0 || once_len == size);
    check(export_log_forget(db, is_odd, &asked, &err));
    read_list(path, &arena, &twice, &twice_len);
    check(twice_len == once_len && memcmp(once, twice, once_len) == 0);
    check(unlink(path) == 0);
    arena_deinit(&arena);
    return 0;
}
