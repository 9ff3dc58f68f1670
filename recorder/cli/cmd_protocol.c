/* cmd_protocol.c - kenkyu protocol list | check FILE... | show KEY. */
#include "recorder/cli/cli.h"

#include "protocols/protocol_shelf.h"

#include <jansson.h>
#include <string.h>

static const size_t ARENA_LIMIT = (size_t)64 << 20;

/* Without a data folder there are no own ones, and that is no reason to fail. */
static void own_folder(const CliArgs *args, char ret_folder[CLI_PATH_SIZE])
{
    Err ignored = {0};
    char db[CLI_PATH_SIZE];
    if (!cli_db_path(args, db, &ignored) || !protocol_shelf_folder(db, ret_folder, CLI_PATH_SIZE))
        ret_folder[0] = '\0';
}

bool cli_find_protocol(const CliArgs *args, Arena *arena, const char *key,
                       const Protocol **ret_protocol, Err *err)
{
    char folder[CLI_PATH_SIZE];
    own_folder(args, folder);
    return protocol_shelf_find(arena, folder, args->language, key, ret_protocol, err);
}

/* What cannot be used is said beside the list, not in it. */
static bool read_shelf(const CliArgs *args, Arena *arena, ProtocolShelf *ret_shelf, Err *err)
{
    char folder[CLI_PATH_SIZE];
    own_folder(args, folder);
    if (!protocol_shelf_read(arena, folder, args->language, ret_shelf, err))
        return false;
    for (int32_t i = 0; i < ret_shelf->count; i++)
        if (!ret_shelf->items[i].protocol)
            cli_notice("kenkyu: %s\n", ret_shelf->items[i].trouble);
    if (ret_shelf->left_out > 0)
        cli_notice("kenkyu: %s: %d more protocols than the %d that are read\n", folder,
                   (int)ret_shelf->left_out, SHELF_MAX_OWN);
    return true;
}

static bool add_protocol(json_t *array, const ShelfItem *item)
{
    const Protocol *p = item->protocol;
    return json_array_append_new(
               array, json_pack("{s:s, s:s, s:s, s:s, s:i, s:b}", "key", p->key, "title", p->title,
                                "version", p->version, "summary", p->summary, "codes",
                                (int)p->code_count, "own", item->path != NULL)) == 0;
}

static bool list_json(void *context, FILE *out, Err *err)
{
    const ProtocolShelf *shelf = context;
    json_t *array = json_array();
    bool ok = array != NULL;
    for (int32_t i = 0; ok && i < shelf->count; i++)
        ok = !shelf->items[i].protocol || add_protocol(array, &shelf->items[i]);
    if (!ok)
        (void)err_set(err, ERR_SYSTEM, "out of memory");
    else if (json_dumpf(array, out, JSON_INDENT(2)) != 0 || fputc('\n', out) == EOF)
        ok = err_set(err, ERR_SYSTEM, "the list cannot be written");
    json_decref(array);
    return ok;
}

static bool list_text(void *context, FILE *out, Err *err)
{
    const ProtocolShelf *shelf = context;
    (void)err;
    for (int32_t i = 0; i < shelf->count; i++) {
        const Protocol *p = shelf->items[i].protocol;
        if (p)
            (void)fprintf(out, "%-20s %s %s%s: %s\n", p->key, p->title, p->version,
                          shelf->items[i].path ? " (own)" : "", p->summary);
    }
    return true;
}

static bool check_file(const char *path, Arena *arena)
{
    Err err = {0};
    const Protocol *p = NULL;
    ProtocolFaults faults = {0};
    if (protocol_load(arena, path, &p, &faults, &err)) {
        cli_print("%s: good: %s %s, %d codes", path, p->title, p->version, p->code_count);
        for (int32_t i = 0; i < p->language_count; i++)
            if (p->languages[i].texts < p->text_count)
                cli_print(", %d of %d texts in %s", (int)p->languages[i].texts, (int)p->text_count,
                          p->languages[i].code);
        cli_print("\n");
        return true;
    }
    if (faults.count == 0)
        (void)cli_fail(&err);
    for (int32_t i = 0; i < faults.count && i < PROTOCOL_MAX_FAULTS; i++) {
        const ProtocolFault *fault = &faults.items[i];
        if (fault->line > 0)
            cli_notice("%s:%d:%d: %s\n", path, fault->line, fault->column, fault->text);
        else
            cli_notice("%s: %s\n", path, fault->text);
    }
    if (faults.count > PROTOCOL_MAX_FAULTS)
        cli_notice("%s: and %d more\n", path, faults.count - PROTOCOL_MAX_FAULTS);
    return false;
}

static int check_files(const CliArgs *args)
{
    int code = CLI_DONE;
    for (int32_t i = 1; i < args->word_count; i++) {
        Arena arena;
        arena_init(&arena, ARENA_LIMIT);
        if (!check_file(args->words[i], &arena))
            code = CLI_FAILED;
        arena_deinit(&arena);
    }
    return code;
}

static bool write_source(void *context, FILE *out, Err *err)
{
    const Protocol *p = context;
    return fwrite(p->text, 1, p->text_len, out) == p->text_len ||
           err_set(err, ERR_SYSTEM, "the protocol cannot be written");
}

static int print_result(const CliArgs *args, const char *verb)
{
    Err err = {0};
    Arena arena;
    arena_init(&arena, ARENA_LIMIT);
    bool ok = false;
    if (strcmp(verb, "list") == 0) {
        ProtocolShelf shelf;
        ok = read_shelf(args, &arena, &shelf, &err) &&
             cli_write_result(args,
                              &(CliResult){.write = args->json ? list_json : list_text,
                                           .context = &shelf,
                                           .is_text = !args->json},
                              &err);
    } else {
        const Protocol *found = NULL;
        if (cli_find_protocol(args, &arena, args->words[1], &found, &err)) {
            Protocol copy = *found;
            ok =
                cli_write_result(args, &(CliResult){.write = write_source, .context = &copy}, &err);
        }
    }
    arena_deinit(&arena);
    return ok ? CLI_DONE : cli_fail(&err);
}

int cmd_protocol(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    if (!cli_parse(argc, argv, CLI_JSON | CLI_OUT | CLI_DB | CLI_LANGUAGE, &args, &err)) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    const char *verb = args.word_count > 0 ? args.words[0] : "";
    if (strcmp(verb, "list") == 0 && args.word_count == 1)
        return print_result(&args, verb);
    if (strcmp(verb, "show") == 0 && args.word_count == 2 && !args.json)
        return print_result(&args, verb);
    if (strcmp(verb, "check") == 0 && args.word_count >= 2 && !args.json && !args.out)
        return check_files(&args);
    (void)err_set(&err, ERR_FORMAT,
                  "protocol takes list [--json] [-o FILE], check FILE... or show KEY [-o FILE]");
    (void)cli_fail(&err);
    return CLI_USAGE;
}
