/* store_folder.h - a folder of its own for a test that needs files. */
#ifndef TESTS_RECORDER_STORE_FOLDER_H
#define TESTS_RECORDER_STORE_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
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

#endif
