/* cmd_forget.c - lessons, or a pupil, removed for good. */
#include "recorder/cli/cli.h"

#include "recorder/platform/platform.h"
#include "recorder/store/forget.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { IDS_LIMIT = 1 << 20 };

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
static bool forget_lessons(Store *store, const CliArgs *args, int32_t *ret_lessons, Err *err)
{
    Arena arena = {.limit = IDS_LIMIT};
    Uuid *ids = NULL;
    int32_t count = 0;
    bool ok = cli_find_ids(args, store, &arena, &ids, &count, err);
    for (int32_t i = 0; i < count && ok && args->yes; i++)
        ok = forget_lesson(store, ids[i], err);
    arena_deinit(&arena);
    if (ok)
        *ret_lessons = count;
    return ok;
}

static bool forget_some(Store *store, const CliArgs *args, Whom whom, int32_t *ret_lessons,
                        Err *err)
{
    switch (whom) {
    case WHOM_LESSONS:
        return forget_lessons(store, args, ret_lessons, err);
    case WHOM_BEFORE:
        return args->yes ? forget_before(store, day_after(args->to), ret_lessons, err)
                         : forget_count_before(store, day_after(args->to), ret_lessons, err);
    case WHOM_PUPIL:
        return args->yes
                   ? forget_pupil(store, args->class_name, args->pupil, ret_lessons, err)
                   : forget_count_pupil(store, args->class_name, args->pupil, ret_lessons, err);
    }
    return false;
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
    if (!args->yes)
        cli_print("Nothing was removed yet; say it again with --yes.\n");
}

bool cli_finish_forgetting(Store *store, Err *err)
{
    bool pending = false;
    int32_t copies = 0;
    PlatformClock clock;
    platform_clock(&clock);
    if (!forget_is_pending(store, &pending, err))
        return false;
    if (!pending)
        return true;
    if (!forget_finish(store, clock.unix_ms, &copies, err))
        return false;
    cli_print("The file was written anew, with one fresh backup; %d older %s removed.\n",
              (int)copies, copies == 1 ? "copy was" : "copies were");
    return true;
}

int cmd_forget(int argc, char **argv)
{
    Err err = {0}, unfinished = {0};
    CliArgs args;
    Whom whom = WHOM_LESSONS;
    int32_t lessons = 0;
    if (!cli_parse(argc, argv, CLI_DB | CLI_SELECT | CLI_FORGET, &args, &err) ||
        !read_form(&args, &whom, &err)) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    Store *store =
        args.yes ? cli_change_store(&args, &err) : cli_open_store(&args, STORE_READ, &err);
    bool ok = store && forget_some(store, &args, whom, &lessons, &err);
    /* Whatever came of it: what went before, and what an earlier time left, is finished. */
    bool finished = !store || !args.yes || cli_finish_forgetting(store, &unfinished);
    if (ok && finished)
        print_outcome(&args, lessons);
    store_close(store);
    if (!finished)
        (void)cli_fail(&unfinished);
    if (!ok)
        (void)cli_fail(&err);
    return ok && finished ? CLI_DONE : CLI_FAILED;
}
