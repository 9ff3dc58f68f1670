/* store_folder.h - a folder of its own for a test that needs files. */
#ifndef TESTS_RECORDER_STORE_FOLDER_H
#define TESTS_RECORDER_STORE_FOLDER_H

#include "recorder/store/store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Folder {
    char path[64], db[96];
} Folder;

static inline void folder_make(Folder *folder)
{
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(folder->path, sizeof folder->path, "%.40s/kenkyu-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(folder->path));
    (void)snprintf(folder->db, sizeof folder->db, "%s/lessons.kenkyu", folder->path);
}

static inline void folder_empty(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char name[600];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        (void)snprintf(name, sizeof name, "%.300s/%.255s", path, entry->d_name);
        if (unlink(name) != 0) {
            folder_empty(name);
            (void)rmdir(name);
        }
    }
    (void)closedir(dir);
}

/* The version of the record that a new file gets. */
static inline int store_folder_newest(void)
{
    Err err = {0};
    Store *store = store_open(":memory:", STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    int version = (int)store_schema_version(store);
    store_close(store);
    return version;
}

/* Fails when there is anything but a record and what belongs to it. */
static inline void folder_remove(const Folder *folder)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", ".lock"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[128];
        (void)snprintf(name, sizeof name, "%s%s", folder->db, endings[i]);
        (void)unlink(name);
    }
    assert_int_equal(rmdir(folder->path), 0);
}

/* Backups and all. */
static inline void folder_remove_all(const Folder *folder)
{
    folder_empty(folder->path);
    assert_int_equal(rmdir(folder->path), 0);
}

#endif
