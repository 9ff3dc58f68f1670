/* disk.h - what a test finds on the disk: bytes in any file of a folder; and a backup made
 * whole. */
#ifndef TESTS_RECORDER_DISK_H
#define TESTS_RECORDER_DISK_H

#include "check.h"

#include "recorder/store/backup.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static inline bool disk_holds(const char *all, size_t len, const char *bytes)
{
    size_t want = strlen(bytes);
    for (size_t i = 0; i + want <= len; i++)
        if (memcmp(all + i, bytes, want) == 0)
            return true;
    return false;
}

/* How many files under path have the bytes in them: record, journal, lock, backups, all
 * there is but what lies in a folder named aside (NULL for none). */
static inline int disk_count_files_with(const char *path, const char *bytes, const char *aside)
{
    static char all[16 << 20];
    int found = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char name[600];
        struct stat st;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            (aside && strcmp(entry->d_name, aside) == 0))
            continue;
        (void)snprintf(name, sizeof name, "%.300s/%.255s", path, entry->d_name);
        assert_int_equal(stat(name, &st), 0);
        if (S_ISDIR(st.st_mode)) {
            found += disk_count_files_with(name, bytes, aside);
            continue;
        }
        FILE *file = fopen(name, "rb");
        assert_non_null(file);
        size_t len = fread(all, 1, sizeof all, file);
        assert_true(len < sizeof all);
        (void)fclose(file);
        found += disk_holds(all, len, bytes);
    }
    (void)closedir(dir);
    return found;
}

static inline void disk_back_up(const char *db, int64_t at_ms)
{
    Err err = {0};
    bool done = false;
    Backup *backup = backup_begin(db, NULL, NULL, at_ms, &err);
    while (backup && !done)
        assert_ok(backup_step(backup, &done, &err), err);
    backup_destroy(backup);
}

#endif
