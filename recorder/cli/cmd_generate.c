/* cmd_generate.c - a store of made-up visits. */
#include "recorder/cli/cli.h"
#include "recorder/cli/made_up.h"

int cmd_generate(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    if (!cli_parse(argc, argv, CLI_DB | CLI_GENERATE, &args, &err) ||
        (args.word_count != 0 && !err_set(&err, ERR_FORMAT, "generate takes no files or ids")) ||
        (!args.db && !err_set(&err, ERR_FORMAT,
                              "made-up visits never go into your own record: say where with --db "
                              "FILE")) ||
        (args.visits == 0 && !err_set(&err, ERR_FORMAT, "say how many with --visits N"))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    MadeUp made;
    Store *store = store_open(args.db, STORE_WRITE, &err);
    bool ok = store && made_up_visits(store, args.visits, args.seed, &made, &err);
    store_close(store);
    if (!ok)
        return cli_fail(&err);
    cli_print("%lld made-up %s with %lld events: %d %s, %d %s, %d %s; nobody was observed\n",
              (long long)made.visits, made.visits == 1 ? "visit" : "visits", (long long)made.events,
              (int)made.schools, made.schools == 1 ? "school" : "schools", (int)made.teachers,
              made.teachers == 1 ? "teacher" : "teachers", (int)made.observers,
              made.observers == 1 ? "observer" : "observers");
    return CLI_DONE;
}
