/* cmd_protocol.c - kenkyu protocol list | check FILE... | show KEY. */
#include "recorder/cli/cli.h"

#include "protocols/protocol_load.h"

#include <jansson.h>
#include <string.h>

static const size_t ARENA_LIMIT = (size_t)64 << 20;

static bool add_protocol(json_t *array, const Protocol *p)
{
    return json_array_append_new(array,
                                 json_pack("{s:s, s:s, s:s, s:s, s:i}", "key", p->key, "title",
                                           p->title, "version", p->version, "summary", p->summary,
                                           "codes", (int)p->code_count)) == 0;
}

static bool list_json(void *context, FILE *out, Err *err)
{
    Arena *arena = context;
    json_t *array = json_array();
    bool ok = array != NULL;
    for (int32_t i = 0; ok && i < protocol_shipped_count(); i++) {
        const Protocol *p = NULL;
        ok = protocol_load_shipped(arena, protocol_shipped(i).key, &p, err) &&
             (add_protocol(array, p) || err_set(err, ERR_SYSTEM, "out of memory"));
    }
    if (ok && (json_dumpf(array, out, JSON_INDENT(2)) != 0 || fputc('\n', out) == EOF))
        ok = err_set(err, ERR_SYSTEM, "the list cannot be written");
    json_decref(array);
    return ok;
}

static bool list_text(void *context, FILE *out, Err *err)
{
    Arena *arena = context;
    for (int32_t i = 0; i < protocol_shipped_count(); i++) {
        const Protocol *p = NULL;
        if (!protocol_load_shipped(arena, protocol_shipped(i).key, &p, err))
            return false;
        (void)fprintf(out, "%-16s %s %s: %s\n", p->key, p->title, p->version, p->summary);
    }
    return true;
}

static bool check_file(const char *path, Arena *arena)
{
    Err err = {0};
    const Protocol *p = NULL;
    ProtocolFaults faults = {0};
    if (protocol_load(arena, path, &p, &faults, &err)) {
        (void)printf("%s: good: %s %s, %d codes\n", path, p->title, p->version, p->code_count);
        return true;
    }
    if (faults.count == 0)
        (void)cli_fail(&err);
    for (int32_t i = 0; i < faults.count && i < PROTOCOL_MAX_FAULTS; i++) {
        const ProtocolFault *fault = &faults.items[i];
        if (fault->line > 0)
            (void)fprintf(stderr, "%s:%d:%d: %s\n", path, fault->line, fault->column, fault->text);
        else
            (void)fprintf(stderr, "%s: %s\n", path, fault->text);
    }
    if (faults.count > PROTOCOL_MAX_FAULTS)
        (void)fprintf(stderr, "%s: and %d more\n", path, faults.count - PROTOCOL_MAX_FAULTS);
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
        ok = cli_write_result(args, args->json ? list_json : list_text, &arena, &err);
    } else {
        const Protocol *found = NULL;
        if (protocol_load_shipped(&arena, args->words[1], &found, &err)) {
            Protocol copy = *found;
            ok = cli_write_result(args, write_source, &copy, &err);
        }
    }
    arena_deinit(&arena);
    return ok ? CLI_DONE : cli_fail(&err);
}

int cmd_protocol(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    if (!cli_parse(argc, argv, CLI_JSON | CLI_OUT, &args, &err)) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    const char *verb = args.word_count > 0 ? args.words[0] : "";
    if (strcmp(verb, "list") == 0 && args.word_count == 1)
        return print_result(&args, verb);
    if (strcmp(verb, "show") == 0 && args.word_count == 2)
        return print_result(&args, verb);
    if (strcmp(verb, "check") == 0 && args.word_count >= 2)
        return check_files(&args);
    (void)err_set(&err, ERR_FORMAT, "protocol takes list, check FILE... or show KEY");
    (void)cli_fail(&err);
    return CLI_USAGE;
}
