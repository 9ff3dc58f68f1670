/* backed_up.h - a backup made in one go, what is in it, and files that are damaged. */
#ifndef TESTS_RECORDER_BACKED_UP_H
#define TESTS_RECORDER_BACKED_UP_H

#include "check.h"

#include "recorder/store/backup.h"

#include <stdio.h>
#include <string.h>

static inline void make_backup(const char *db, int64_t now_unix_ms, char ret_path[FILE_MAX_PATH])
{
    Err err = {0};
    Backup *backup = backup_begin(db, NULL, NULL, now_unix_ms, &err);
    bool done = false;
    assert_ok(backup != NULL, err);
    while (!done)
        assert_ok(backup_step(backup, &done, &err), err);
    (void)snprintf(ret_path, FILE_MAX_PATH, "%s", backup_path(backup));
    backup_destroy(backup);
}

static inline BackupCounts verified(const char *path)
{
    Err err = {0};
    BackupCounts counts = {0};
    assert_ok(backup_verify(path, &counts, &err), err);
    return counts;
}

static inline void overwrite(const char *path, long at, const char *with, size_t len)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_int_equal(fwrite(with, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

/* Of a record of which that part is damaged. */
static inline void assert_backup_refused(const char *db, int64_t now_unix_ms, const char *damaged)
{
    Err err = {0};
    bool done = false;
    Backup *backup = backup_begin(db, NULL, NULL, now_unix_ms, &err);
    bool ok = backup != NULL;
    while (ok && !done)
        ok = backup_step(backup, &done, &err);
    backup_destroy(backup);
    if (ok)
        fail_msg("%s is damaged, and the backup was made", damaged);
    assert_int_equal(err.kind, ERR_FORMAT);
    assert_non_null(strstr(err.text, ": the record is damaged ("));
}

#endif
