/* cmd_forget.c - lessons, or a pupil, removed for good. */
#include "recorder/cli/cli.h"

#include "recorder/platform/platform.h"
#include "recorder/store/forget.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { IDS_LIMIT = 1 << 20, LIST_LIMIT = 64 << 20 };

typedef enum Whom { WHOM_LESSONS, WHOM_BEFORE, WHOM_PUPIL } Whom;

/* Which of the three forms it is. */
static bool read_form(const CliArgs *args, Whom *ret_whom, Err *err)
{
    bool pupil = args->pupil != NULL, before = args->to != NULL, lessons = args->word_count > 0;
    if (args->all || args->from || args->place || pupil + before + lessons != 1 ||
        pupil != (args->class_name != NULL))
        return err_set(err, ERR_FORMAT,
                       "say what is to be forgotten: ids, or --to DAY, or --class and --pupil");
    *ret_whom = pupil ? WHOM_PUPIL : before ? WHOM_BEFORE : WHOM_LESSONS;
    return true;
}

/* The end of the day, here. */
static int64_t day_after(const char *day)
{
    struct tm t = {.tm_isdst = -1};
    (void)sscanf(day, "%4d-%2d-%2d", &t.tm_year, &t.tm_mon, &t.tm_mday); /* NOLINT(cert-err34-c) */
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    t.tm_mday += 1;
    return (int64_t)mktime(&t) * 1000;
}

/* All ids are looked up before the first lesson goes. */
static bool forget_lessons(Store *store, const CliArgs *args, LeftFiles *files,
                           int32_t *ret_lessons, Err *err)
{
    Arena arena = {.limit = IDS_LIMIT};
    Uuid *ids = NULL;
    int32_t count = 0;
    bool ok = cli_find_ids(args, store, &arena, &ids, &count, err) &&
              (args->yes || forget_files(store, ids, count, files, err));
    for (int32_t i = 0; i < count && ok && args->yes; i++)
        ok = forget_lesson(store, ids[i], err);
    arena_deinit(&arena);
    if (ok)
        *ret_lessons = count;
    return ok;
}

static bool look_before(Store *store, int64_t unix_ms, LeftFiles *files, int32_t *ret_lessons,
                        Err *err)
{
    Arena arena = {.limit = LIST_LIMIT};
    ForgetItem *items = NULL;
    int32_t count = 0;
    bool ok = forget_list_before(store, unix_ms, &arena, &items, &count, err);
    Uuid *ids = ok ? ARENA_PUSH(&arena, Uuid, (size_t)count + 1) : NULL;
    if (ok && !ids)
        ok = err_set(err, ERR_SYSTEM, "there is no memory left for the list");
    for (int32_t i = 0; ok && i < count; i++)
        ids[i] = items[i].id;
    ok = ok && forget_files(store, ids, count, files, err);
    arena_deinit(&arena);
    if (ok)
        *ret_lessons = count;
    return ok;
}

/* The sheets that show them go first: the lessons stay, and from them come new ones. */
static bool forget_one(Store *store, const CliArgs *args, LeftFiles *files, int32_t *ret_lessons,
                       Err *err)
{
    if (!forget_files_of_pupil(store, args->class_name, args->pupil, files, err))
        return false;
    if (!args->yes)
        return forget_count_pupil(store, args->class_name, args->pupil, ret_lessons, err);
    left_files_remove(files);
    return forget_pupil(store, args->class_name, args->pupil, ret_lessons, err);
}

static bool forget_some(Store *store, const CliArgs *args, Whom whom, LeftFiles *files,
                        int32_t *ret_lessons, Err *err)
{
    switch (whom) {
    case WHOM_LESSONS:
        return forget_lessons(store, args, files, ret_lessons, err);
    case WHOM_BEFORE:
        return args->yes ? forget_before(store, day_after(args->to), ret_lessons, err)
                         : look_before(store, day_after(args->to), files, ret_lessons, err);
    case WHOM_PUPIL:
        return forget_one(store, args, files, ret_lessons, err);
    }
    return false;
}

/* ---- files ---- */

static void print_kind(const LeftFiles *files, LeftKind kind, const char *said)
{
    if (left_files_count(files, kind) == 0)
        return;
    cli_print("%s\n", said);
    for (int32_t i = 0; i < files->count; i++) {
        const LeftFile *file = &files->items[i];
        if (file->kind == kind)
            cli_print("  %s (%s)%s%s\n", file->path, file->what, *file->reason ? ": " : "",
                      file->reason);
    }
}

static void print_files(const LeftFiles *files, bool gone, bool with_several)
{
    print_kind(files, LEFT_GOES,
               gone ? "Kenkyu had made these by itself; they are removed:"
                    : "Kenkyu made these by itself; they go, too:");
    print_kind(files, LEFT_STAYS, "These stay; remove what is not to be kept:");
    if (with_several)
        print_kind(files, LEFT_SEVERAL,
                   "These are of several lessons, or of all, and stay; it may be in them:");
    print_kind(files, LEFT_AWAY,
               "The folder of these is not here now; look there, too, when it is:");
}

static void print_outcome(const CliArgs *args, int32_t lessons)
{
    const char *plural = lessons == 1 ? "" : "s";
    if (args->pupil)
        cli_print("%s of %s: %s forgotten in %d lesson%s\n", args->pupil, args->class_name,
                  args->yes ? "is" : "would be", (int)lessons, plural);
    else
        cli_print("%d lesson%s: %s forgotten\n", (int)lessons, plural,
                  !args->yes     ? "would be"
                  : lessons == 1 ? "is"
                                 : "are");
}

/* What is finished may be of an earlier time: its files are told where they are removed. */
static bool finish(Store *store, LeftFiles *files, Err *err)
{
    bool pending = false;
    int32_t copies = 0;
    PlatformClock clock;
    platform_clock(&clock);
    if (!forget_is_pending(store, &pending, err))
        return false;
    if (!pending)
        return true;
    if (!forget_finish(store, clock.unix_ms, &copies, files, err))
        return false;
    cli_print("The file was written anew, with one fresh backup; %d older %s removed.\n",
              (int)copies, copies == 1 ? "copy was" : "copies were");
    return true;
}

bool cli_finish_forgetting(Store *store, Err *err)
{
    LeftFiles files = {0};
    bool ok = finish(store, &files, err);
    print_files(&files, true, true);
    left_files_deinit(&files);
    return ok;
}

int cmd_forget(int argc, char **argv)
{
    Err err = {0}, unfinished = {0};
    CliArgs args;
    Whom whom = WHOM_LESSONS;
    LeftFiles files = {0}, finished_files = {0};
    int32_t lessons = 0;
    if (!cli_parse(argc, argv, CLI_DB | CLI_SELECT | CLI_FORGET, &args, &err) ||
        !read_form(&args, &whom, &err)) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    Store *store =
        args.yes ? cli_change_store(&args, &err) : cli_open_store(&args, STORE_READ, &err);
    bool ok = store && forget_some(store, &args, whom, &files, &lessons, &err);
    /* Whatever came of it: what went before, and what an earlier time left, is finished. */
    bool finished = !store || !args.yes || finish(store, &finished_files, &unfinished);
    if (ok && finished)
        print_outcome(&args, lessons);
    print_files(&files, args.yes, true);
    print_files(&finished_files, true, files.count == 0);
    if (ok && !args.yes)
        cli_print("Nothing was removed yet; say it again with --yes.\n");
    left_files_deinit(&files);
    left_files_deinit(&finished_files);
    store_close(store);
    if (!finished)
        (void)cli_fail(&unfinished);
    if (!ok)
        (void)cli_fail(&err);
    return ok && finished ? CLI_DONE : CLI_FAILED;
}
