/* cmd_list.c - the stored observations. */
#include "recorder/cli/cli.h"

#include <errno.h>
#include <jansson.h>
#include <sys/stat.h>
#include <time.h>

static const size_t ARENA_LIMIT = (size_t)256 << 20;

typedef struct Listing {
    const StoreItem *items;
    int32_t count;
} Listing;

/* ISO 8601 in the lesson's own offset; "" when the start is not known. */
static void format_start(const StoreItem *item, char *text, size_t size)
{
    text[0] = '\0';
    if (item->started_unix_ms == 0)
        return;
    time_t local = (time_t)(item->started_unix_ms / 1000) + (time_t)item->utc_offset_min * 60;
    struct tm parts;
    char offset[16];
    int minutes = item->utc_offset_min;
    (void)snprintf(offset, sizeof offset, "%c%02d:%02d", minutes < 0 ? '-' : '+',
                   (minutes < 0 ? -minutes : minutes) / 60,
                   (minutes < 0 ? -minutes : minutes) % 60);
    size_t n = gmtime_r(&local, &parts) ? strftime(text, size, "%Y-%m-%dT%H:%M:%S", &parts) : 0;
    (void)snprintf(text + n, size - n, "%s", n > 0 ? offset : "");
}

static json_t *item_json(const StoreItem *item)
{
    char id[UUID_TEXT_SIZE], started[64];
    uuid_format(item->id, id);
    format_start(item, started, sizeof started);
    json_t *start = started[0] ? json_string(started) : json_null();
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:f, s:I, s:b}", "id", id,
                     "title", item->title, "class", item->class_name, "place", item->place,
                     "observer", item->observer, "protocol", item->protocol_key, "protocol_title",
                     item->protocol_title, "origin", item->origin, "started", start, "length_s",
                     (double)item->length_ms / 1000.0, "events", (json_int_t)item->event_count,
                     "ended", item->ended);
}

static bool write_json(void *context, FILE *out, Err *err)
{
    const Listing *listing = context;
    json_t *array = json_array();
    bool ok = array != NULL;
    for (int32_t i = 0; ok && i < listing->count; i++)
        ok = json_array_append_new(array, item_json(&listing->items[i])) == 0;
    ok = ok && json_dumpf(array, out, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) == 0 &&
         fputc('\n', out) != EOF;
    json_decref(array);
    return ok || err_set(err, ERR_SYSTEM, "the list cannot be written");
}

static bool write_text(void *context, FILE *out, Err *err)
{
    (void)err;
    const Listing *listing = context;
    if (listing->count == 0)
        (void)fputs("no observations yet\n", out);
    for (int32_t i = 0; i < listing->count; i++) {
        const StoreItem *item = &listing->items[i];
        char id[UUID_TEXT_SIZE], started[64];
        uuid_format(item->id, id);
        format_start(item, started, sizeof started);
        (void)fprintf(out, "%s  %-16.16s  %3lld min  %5lld events  ", id,
                      started[0] ? started : "start not known",
                      (long long)(item->length_ms / 60000), (long long)item->event_count);
        cli_put_line(out, item->title[0] ? item->title : item->origin);
        (void)fprintf(out, "%s  (%s)\n", item->ended ? "" : "  still running", item->protocol_key);
    }
    return true;
}

/* Before the first lesson there is no store yet, and that is no error; a DB that
 * was named and is not there is one. */
static bool is_before_first(const CliArgs *args)
{
    char path[CLI_PATH_SIZE];
    struct stat st;
    Err err = {0};
    return !args->db && cli_db_path(args, path, &err) && stat(path, &st) != 0 && errno == ENOENT;
}

int cmd_list(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    if (!cli_parse(argc, argv, CLI_DB | CLI_JSON, &args, &err) ||
        (args.word_count != 0 && !err_set(&err, ERR_FORMAT, "list takes no files or ids"))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    Arena arena;
    arena_init(&arena, ARENA_LIMIT);
    StoreItem *items = NULL;
    Listing listing = {0};
    bool empty = is_before_first(&args);
    Store *store = empty ? NULL : cli_open_store(&args, STORE_READ, &err);
    bool ok = empty || (store && store_list(store, &arena, 0, 0, &items, &listing.count, &err));
    listing.items = items;
    CliResult result = {
        .write = args.json ? write_json : write_text, .context = &listing, .is_text = !args.json};
    ok = ok && cli_write_result(&args, &result, &err);
    store_close(store);
    arena_deinit(&arena);
    return ok ? CLI_DONE : cli_fail(&err);
}
