/* cmd_merge.c - other devices' records joined to this one. */
#include "recorder/cli/cli.h"

#include "recorder/store/backup.h"
#include "recorder/store/merge.h"

#include <stdio.h>

static bool merge_one(Store *store, const char *file, Err *err)
{
    MergeCounts counts;
    if (!merge_record(store, file, &counts, err))
        return false;
    cli_print("%s: %lld new %s, %lld new %s, %lld known already", file, (long long)counts.lessons,
              counts.lessons == 1 ? "lesson" : "lessons", (long long)counts.facts,
              counts.facts == 1 ? "fact" : "facts", (long long)counts.known);
    if (counts.kept > 0)
        cli_print(", %lld of them kept as here, where a pupil was forgotten; forget the pupil "
                  "there too",
                  (long long)counts.kept);
    if (counts.forgotten > 0)
        cli_print(", %lld left out that %s forgotten here", (long long)counts.forgotten,
                  counts.forgotten == 1 ? "was" : "were");
    cli_print("\n");
    return true;
}

/* A record that is not there yet is begun by what can be taken over, not by a mistake. */
static bool check_all(const CliArgs *args, Err *err)
{
    BackupCounts counts;
    Err none = {0};
    bool there = cli_store_is_there(args, &none), ok = true;
    for (int32_t i = 0; i < args->word_count && ok && !there; i++)
        ok = backup_verify(args->words[i], &counts, err);
    return ok;
}

int cmd_merge(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    if (!cli_parse(argc, argv, CLI_DB, &args, &err) ||
        (args.word_count == 0 &&
         !err_set(&err, ERR_FORMAT, "say which files of other devices are to be taken over"))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    Store *store = check_all(&args, &err) ? cli_open_store(&args, STORE_WRITE, &err) : NULL;
    bool ok = store != NULL;
    for (int32_t i = 0; i < args.word_count && ok; i++)
        ok = merge_one(store, args.words[i], &err);
    store_close(store);
    return ok ? CLI_DONE : cli_fail(&err);
}
