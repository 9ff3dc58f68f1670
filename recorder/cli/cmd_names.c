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
    (void)puts("Names are set up. Without the passphrase nobody can bring them back.");
    return true;
}

static bool run_passphrase(Names *n, Err *err)
{
    char secret[SECRET_SIZE] = "";
    bool ok =
        unlock(n, err) && read_new(secret, err) && vault_set_passphrase(n->vault, secret, err);
    memory_wipe(secret, sizeof secret);
    if (ok)
        (void)puts("From now on the names open with the new passphrase.");
    return ok;
}

static bool run_import(Names *n, Err *err)
{
    const char *text, *file = n->args.words[1];
    size_t len;
    const NameRow *rows;
    int32_t count;
    if (!file_read(&n->arena, file, NAMES_MAX_BYTES, &text, &len, err) ||
        !names_csv_read(file, text, len, &n->arena, &rows, &count, err) || !unlock(n, err))
        return false;
    for (int32_t i = 0; i < count; i++)
        if (!vault_put_name(n->vault, n->args.class_name, rows[i].label, rows[i].name, err))
            return false;
    (void)printf("%d %s of %s are kept encrypted; %s still has them in the clear.\n", (int)count,
                 count == 1 ? "name" : "names", n->args.class_name, file);
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
    return cli_write_result(&n->args, write_list, n, err) &&
           cli_note_export(&n->args, "list of names", NULL, true, err);
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
        (void)puts("All names would go, and what opens them; lessons and labels stay.\n"
                   "Nothing was removed yet; say it again with --yes.");
        return true;
    }
    if (!forget_all_names(n->store, err) || !cli_finish_forgetting(n->store, err))
        return false;
    (void)puts("All names are removed.");
    return true;
}

typedef struct Verb {
    const char *name;
    bool (*run)(Names *n, Err *err);
    int32_t words; /* with the verb */
    bool needs_class;
    bool begins; /* a record, where there is none yet */
} Verb;

static const Verb *find_verb(const CliArgs *args, Err *err)
{
    static const Verb verbs[] = {{"set-up", run_set_up, 1, false, true},
                                 {"import", run_import, 2, true, false},
                                 {"list", run_list, 1, false, false},
                                 {"passphrase", run_passphrase, 1, false, false},
                                 {"remove", run_remove, 1, false, false}};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs && args->word_count > 0; i++) {
        if (strcmp(args->words[0], verbs[i].name) != 0)
            continue;
        if (args->word_count != verbs[i].words)
            break;
        if (verbs[i].needs_class && !args->class_name) {
            (void)err_set(err, ERR_FORMAT, "say of which class the names are with --class CLASS");
            return NULL;
        }
        return &verbs[i];
    }
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
    arena_deinit(&n.arena);
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
    bool ok =
        cli_db_path(&args, db, &err) && export_log_path(db, path, &err) &&
        (access(path, F_OK) != 0 || file_read(&arena, path, LOG_MOST, &log.text, &log.len, &err)) &&
        cli_write_result(&args, write_log, &log, &err);
    arena_deinit(&arena);
    return ok ? CLI_DONE : cli_fail(&err);
}
