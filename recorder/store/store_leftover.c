/* store_leftover.c - whole records in the clear that a killed backup, restore or merge
 * left under a temporary name. */
#include "recorder/store/store_internal.h"

#include "protocols/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const store_file_endings[STORE_FILE_ENDINGS] = {"", "-wal", "-shm", "-journal",
                                                            ".lock"};

static bool is_leftover(const char *name)
{
    size_t len = file_temporary_len(name);
    for (int i = 0; i < STORE_FILE_ENDINGS && len > 0; i++)
        if (strcmp(name + len, store_file_endings[i]) == 0)
            return true;
    return false;
}

bool store_remove_leftovers(const char *path, int64_t before_unix_ms, int32_t *removed, Err *err)
{
    char folder[FILE_MAX_PATH], name[FILE_MAX_PATH];
    struct stat st;
    bool ok = true, any = false;
    const char *slash = strrchr(path, '/');
    (void)snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 2,
                   slash ? path : "./");
    DIR *dir = opendir(folder);
    if (!dir)
        return errno == ENOENT ||
               err_set(err, ERR_SYSTEM, "%s: this folder cannot be read", folder);
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        if (!is_leftover(entry->d_name))
            continue;
        (void)snprintf(name, sizeof name, "%.3800s%.255s", folder, entry->d_name);
        if (lstat(name, &st) != 0 || !S_ISREG(st.st_mode) ||
            (int64_t)st.st_mtime * 1000 >= before_unix_ms)
            continue;
        ok = unlink(name) == 0 || errno == ENOENT ||
             err_set(err, ERR_SYSTEM, "%s: this unfinished copy cannot be removed", name);
        *removed += ok && entry->d_name[file_temporary_len(entry->d_name)] == '\0';
        any = true;
    }
    (void)closedir(dir);
    return ok && (!any || file_sync_folder_of(path, err));
}
