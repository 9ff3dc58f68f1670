/* cmd_names.c - pupils' real names, and the list of what left the device. */
#include "recorder/cli/cli.h"

#include "protocols/file.h"
#include "recorder/platform/platform.h"
#include "recorder/store/export_log.h"
#include "recorder/store/forget.h"
#include "recorder/store/vault.h"
#include "reports/exchange/csv_put.h"
#include "reports/exchange/names_csv.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const size_t ARENA_LIMIT = (size_t)64 << 20;

enum { SECRET_SIZE = VAULT_MAX_PASSPHRASE + 2 };

typedef struct Names {
    CliArgs args;
    Store *store;
    Vault *vault;
    Arena arena;
    const VaultName *listed;
    int32_t listed_count;
} Names;

Vault *cli_unlock_names(Store *store, Err *err)
{
    Vault *vault = NULL;
    char secret[SECRET_SIZE] = "";
    PlatformClock clock;
    platform_clock(&clock);
    if (platform_read_secret("Passphrase of the names", secret, sizeof secret, err))
        vault = vault_unlock(store, secret, clock.unix_ms, err);
    memory_wipe(secret, sizeof secret);
    return vault;
}

static bool unlock(Names *n, Err *err)
{
    n->vault = cli_unlock_names(n->store, err);
    return n->vault != NULL;
}

/* Twice, since it is not shown. */
static bool read_new(char secret[SECRET_SIZE], Err *err)
{
    char again[SECRET_SIZE] = "";
    bool ok = platform_read_secret("New passphrase", secret, SECRET_SIZE, err) &&
              platform_read_secret("The same again", again, sizeof again, err) &&
              (strcmp(secret, again) == 0 ||
               err_set(err, ERR_STATE, "the two passphrases are not the same"));
    memory_wipe(again, sizeof again);
    return ok;
}

static bool run_set_up(Names *n, Err *err)
{
    char secret[SECRET_SIZE] = "";
    bool there = false;
    PlatformClock clock;
    platform_clock(&clock);
    bool ok = vault_is_set_up(n->store, &there, err) &&
              (!there || err_set(err, ERR_STATE,
                                 "names are set up already; 'kenkyu names passphrase' changes "
                                 "what opens them")) &&
              read_new(secret, err);
    if (ok)
        n->vault = vault_create(n->store, secret, NULL, clock.unix_ms, err);
    memory_wipe(secret, sizeof secret);
    if (!ok || !n->vault)
        return false;
    cli_print("Names are set up. Without the passphrase nobody can bring them back.\n");
    return true;
}

static bool run_passphrase(Names *n, Err *err)
{
    char secret[SECRET_SIZE] = "";
    bool ok =
        unlock(n, err) && read_new(secret, err) && vault_set_passphrase(n->vault, secret, err);
    memory_wipe(secret, sizeof secret);
    if (ok)
        cli_print("From now on the names open with the new passphrase.\n");
    return ok;
}

/* Each row as a name of a class: of the one that was said, if one was. */
static bool class_rows(const Names *n, const NameRow *rows, int32_t count, VaultName *names,
                       Err *err)
{
    const char *file = n->args.words[1], *said = n->args.class_name;
    for (int32_t i = 0; i < count; i++) {
        const char *own = rows[i].class_name;
        if (!*own)
            return err_set(err, ERR_FORMAT,
                           "%s:%d: say of which class the names are with --class CLASS", file,
                           (int)rows[i].line);
        if (said && strcmp(own, said) != 0)
            return err_set(err, ERR_FORMAT,
                           "%s:%d: a name of the class %.60s, not of %.60s; without --class each "
                           "goes to its own",
                           file, (int)rows[i].line, own, said);
        names[i] = (VaultName){own, rows[i].label, rows[i].name};
    }
    return true;
}

/* Names of whom no lesson and no kept class knows are kept, too: the class may come. */
static bool say_unknown(const Names *n, const VaultName *names, int32_t count, Err *err)
{
    int32_t unknown = 0, lessons = 0;
    const VaultName *first = NULL;
    for (int32_t i = 0; i < count; i++) {
        Err none = {0};
        if (!*names[i].name ||
            forget_count_pupil(n->store, names[i].class_name, names[i].label, &lessons, &none))
            continue;
        if (none.kind != ERR_STATE) {
            *err = none;
            return false;
        }
        first = first ? first : &names[i];
        unknown++;
    }
    if (unknown > 0)
        cli_notice("kenkyu: %s: of %d %s no lesson and no class that is kept knows the label, "
                   "the first is %s of %s\n",
                   n->args.words[1], (int)unknown, unknown == 1 ? "name" : "names", first->label,
                   first->class_name);
    return true;
}

static void print_imported(const Names *n, const VaultName *names, int32_t count)
{
    int32_t kept = 0, classes = 0;
    for (int32_t i = 0; i < count; i++) {
        bool again = false;
        for (int32_t k = 0; k < i; k++)
            again |= strcmp(names[k].class_name, names[i].class_name) == 0;
        classes += !again;
        kept += *names[i].name != '\0';
    }
    cli_print("%d %s of ", (int)kept, kept == 1 ? "name" : "names");
    if (classes > 1)
        cli_print("%d classes", (int)classes);
    else
        cli_print("%s", count > 0 ? names[0].class_name : "no class");
    cli_print(" %s kept encrypted; ", kept == 1 ? "is" : "are");
    if (count > kept)
        cli_print("%d %s taken out; ", (int)(count - kept), count - kept == 1 ? "is" : "are");
    cli_print("%s still has them in the clear.\n", n->args.words[1]);
}

static bool run_import(Names *n, Err *err)
{
    const char *text, *file = n->args.words[1];
    const char *said = n->args.class_name ? n->args.class_name : "";
    size_t len;
    const NameRow *rows;
    int32_t count;
    if (!file_read(&n->arena, file, NAMES_MAX_BYTES, &text, &len, err) ||
        !names_csv_read(file, text, len, said, &n->arena, &rows, &count, err))
        return false;
    VaultName *names = ARENA_PUSH(&n->arena, VaultName, (size_t)count + 1);
    if (!names)
        return err_set(err, ERR_SYSTEM, "%s: there is no memory left", file);
    if (!class_rows(n, rows, count, names, err) || !unlock(n, err) ||
        !say_unknown(n, names, count, err) || !vault_put_names(n->vault, names, count, err))
        return false;
    print_imported(n, names, count);
    return true;
}

static bool write_list(void *context, FILE *out, Err *err)
{
    const Names *n = context;
    (void)err;
    (void)fputs("class,label,name\n", out);
    for (int32_t i = 0; i < n->listed_count; i++) {
        csv_put_text(out, n->listed[i].class_name);
        (void)fputc(',', out);
        csv_put_text(out, n->listed[i].label);
        (void)fputc(',', out);
        csv_put_text(out, n->listed[i].name);
        (void)fputc('\n', out);
    }
    return true;
}

static bool run_list(Names *n, Err *err)
{
    VaultName *listed;
    if (!unlock(n, err) ||
        !vault_list(n->vault, n->args.class_name, &n->arena, &listed, &n->listed_count, err))
        return false;
    n->listed = listed;
    CliResult result = {.write = write_list, .context = n, .what = "list of names", .names = true};
    return cli_write_result(&n->args, &result, err);
}

/* Without the passphrase: it may be forgotten. */
static bool run_remove(Names *n, Err *err)
{
    bool there = false;
    if (!vault_is_set_up(n->store, &there, err))
        return false;
    if (!there)
        return err_set(err, ERR_STATE, "no names are kept yet");
    if (!n->args.yes) {
        cli_print("All names would go, and what opens them; lessons and labels stay.\n");
        cli_print("Nothing was removed yet; say it again with --yes.\n");
        return true;
    }
    if (!forget_all_names(n->store, err) || !cli_finish_forgetting(n->store, err))
        return false;
    cli_print("All names are removed.\n");
    return true;
}

enum { TAKES_CLASS = 1, TAKES_OUT = 2, TAKES_YES = 4 };

typedef struct Verb {
    const char *name;
    bool (*run)(Names *n, Err *err);
    int32_t words; /* with the verb */
    uint32_t takes;
    const char *takes_said;
    bool begins; /* a record, where there is none yet */
} Verb;

/* An option that does nothing here was meant to do something. */
static bool check_options(const CliArgs *args, const Verb *verb, Err *err)
{
    bool ok = !args->all && !args->place && !args->from && !args->to && !args->pupil &&
              (!args->class_name || (verb->takes & TAKES_CLASS)) &&
              (!args->out || (verb->takes & TAKES_OUT)) &&
              (!args->yes || (verb->takes & TAKES_YES));
    return ok ? !args->class_name || cli_check_class(args->class_name, err)
              : err_set(err, ERR_FORMAT, "names %s takes %s alone", verb->name, verb->takes_said);
}

static const Verb *find_verb(const CliArgs *args, Err *err)
{
    static const Verb verbs[] = {
        {"set-up", run_set_up, 1, 0, "--db", true},
        {"import", run_import, 2, TAKES_CLASS, "--class and --db", false},
        {"list", run_list, 1, TAKES_CLASS | TAKES_OUT, "--class, -o and --db", false},
        {"passphrase", run_passphrase, 1, 0, "--db", false},
        {"remove", run_remove, 1, TAKES_YES, "--yes and --db", false}};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs && args->word_count > 0; i++)
        if (strcmp(args->words[0], verbs[i].name) == 0 && args->word_count == verbs[i].words)
            return check_options(args, &verbs[i], err) ? &verbs[i] : NULL;
    (void)err_set(err, ERR_FORMAT,
                  "say what is to be done with names: set-up, import FILE, list, passphrase "
                  "or remove");
    return NULL;
}

int cmd_names(int argc, char **argv)
{
    Err err = {0};
    Names n = {0};
    const Verb *verb = NULL;
    if (!cli_parse(argc, argv, CLI_DB | CLI_OUT | CLI_SELECT | CLI_FORGET, &n.args, &err) ||
        !(verb = find_verb(&n.args, &err))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    arena_init(&n.arena, ARENA_LIMIT);
    n.store =
        verb->begins ? cli_open_store(&n.args, STORE_WRITE, &err) : cli_change_store(&n.args, &err);
    bool ok = n.store && verb->run(&n, &err);
    vault_lock(n.vault);
    store_close(n.store);
    arena_wipe(&n.arena);
    return ok ? CLI_DONE : cli_fail(&err);
}

/* ---- what left the device ---- */

typedef struct Log {
    const char *text;
    size_t len;
} Log;

static bool write_log(void *context, FILE *out, Err *err)
{
    const Log *log = context;
    return fwrite(log->text, 1, log->len, out) == log->len ||
           err_set(err, ERR_SYSTEM, "out of memory");
}

int cmd_exports(int argc, char **argv)
{
    enum { LOG_MOST = 64 << 20 };
    Err err = {0};
    CliArgs args;
    Log log = {"nothing was exported yet\n", 25};
    char db[CLI_PATH_SIZE], path[FILE_MAX_PATH];
    if (!cli_parse(argc, argv, CLI_DB | CLI_OUT, &args, &err) ||
        (args.word_count != 0 && !err_set(&err, ERR_FORMAT, "exports takes no files or ids"))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    Arena arena;
    arena_init(&arena, (size_t)LOG_MOST + 4096);
    if (args.out) /* a table without a row is one, too */
        log = (Log){EXPORT_LOG_HEAD, sizeof EXPORT_LOG_HEAD - 1};
    bool ok =
        cli_db_path(&args, db, &err) && export_log_path(db, path, &err) &&
        (access(path, F_OK) != 0 || file_read(&arena, path, LOG_MOST, &log.text, &log.len, &err)) &&
        cli_write_result(&args, &(CliResult){.write = write_log, .context = &log}, &err);
    arena_deinit(&arena);
    return ok ? CLI_DONE : cli_fail(&err);
}
