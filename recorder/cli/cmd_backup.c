/* cmd_backup.c - copies of the record: make one, check them, bring one back. */
#include "recorder/cli/cli.h"

#include "protocols/file.h"
#include "recorder/platform/platform.h"
#include "recorder/store/backup.h"

#include <stdio.h>

static const size_t ARENA_LIMIT = (size_t)16 << 20;

static void print_counts(const char *path, const char *word, BackupCounts counts)
{
    cli_print("%s: %s: %lld %s, %lld %s\n", path, word, (long long)counts.lessons,
              counts.lessons == 1 ? "lesson" : "lessons", (long long)counts.facts,
              counts.facts == 1 ? "fact" : "facts");
}

static bool make(const char *db, const char *out, Err *err)
{
    PlatformClock clock;
    platform_clock(&clock);
    Backup *backup = backup_begin(db, NULL, out, clock.unix_ms, err);
    bool done = false, ok = backup != NULL;
    while (ok && !done)
        ok = backup_step(backup, &done, err);
    if (ok) {
        file_remove_unfinished(backup_path(backup));
        print_counts(backup_path(backup), "made and checked", backup_counts(backup));
    }
    backup_destroy(backup);
    return ok;
}

int cmd_backup(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    char db[CLI_PATH_SIZE];
    if (!cli_parse(argc, argv, CLI_DB | CLI_OUT, &args, &err) ||
        (args.word_count != 0 &&
         !err_set(&err, ERR_FORMAT, "backup takes no files; -o FILE says where the copy goes"))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    if (!cli_db_path(&args, db, &err) || !make(db, args.out, &err))
        return cli_fail(&err);
    if (args.out && !cli_note_after(&args, "backup", NULL, false, &err))
        return cli_fail(&err);
    return CLI_DONE;
}

static bool verify_one(const char *path)
{
    Err err = {0};
    BackupCounts counts;
    if (!backup_verify(path, &counts, &err)) {
        (void)cli_fail(&err);
        return false;
    }
    print_counts(path, "good", counts);
    return true;
}

/* The record and every copy of it. */
static bool verify_all(const char *db)
{
    Arena arena;
    arena_init(&arena, ARENA_LIMIT);
    BackupCopy *copies = NULL;
    int32_t count = 0;
    Err err = {0};
    bool ok = verify_one(db);
    if (!backup_list(db, &arena, &copies, &count, &err)) {
        (void)cli_fail(&err);
        ok = false;
    }
    for (int32_t i = 0; i < count; i++)
        ok = verify_one(copies[i].path) && ok;
    arena_deinit(&arena);
    return ok;
}

int cmd_verify(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    char db[CLI_PATH_SIZE];
    if (!cli_parse(argc, argv, CLI_DB, &args, &err) ||
        (args.word_count > 0 && args.db &&
         !err_set(&err, ERR_FORMAT, "verify takes files or --db, not both"))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    if (args.word_count == 0 && !cli_db_path(&args, db, &err))
        return cli_fail(&err);
    bool ok = args.word_count > 0 || verify_all(db);
    for (int32_t i = 0; i < args.word_count; i++)
        ok = verify_one(args.words[i]) && ok;
    return ok ? CLI_DONE : CLI_FAILED;
}

static bool restore(const char *from, const char *db, bool as_it_is, Err *err)
{
    PlatformClock clock;
    char aside[FILE_MAX_PATH];
    BackupCounts counts;
    platform_clock(&clock);
    if (!backup_restore(from, db, clock.unix_ms, as_it_is, aside, &counts, err))
        return false;
    print_counts(db, "restored", counts);
    if (aside[0])
        cli_print("What was there before is kept as %s\n", aside);
    return true;
}

int cmd_restore(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    char db[CLI_PATH_SIZE];
    if (!cli_parse(argc, argv, CLI_DB | CLI_FORGET, &args, &err) ||
        ((args.word_count != 1 || args.pupil) &&
         !err_set(&err, ERR_FORMAT, "restore takes one file"))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    return cli_db_path(&args, db, &err) && restore(args.words[0], db, args.yes, &err)
               ? CLI_DONE
               : cli_fail(&err);
}
