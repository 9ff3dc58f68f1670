/* cmd_replay.c - records a lesson from a file through the session engine.
 *
 * The whole file is read and checked first: of a bad file nothing is recorded.
 * An end of the program in the middle (Ctrl-C, a flat battery) leaves what was
 * acknowledged.
 */
#include "recorder/cli/cli.h"

#include "protocols/file.h"
#include "protocols/protocol_load.h"
#include "recorder/platform/platform.h"
#include "recorder/recording/replay.h"

#include <string.h>
#include <time.h>

static const size_t ARENA_LIMIT = (size_t)1 << 30;

static bool is_protocol_file(const char *name)
{
    size_t len = strlen(name);
    return strchr(name, '/') || (len > 5 && strcmp(name + len - 5, ".yaml") == 0);
}

static bool read_lesson(const CliArgs *args, Arena *arena, const Protocol **ret_protocol,
                        Script *ret_script, Err *err)
{
    const char *path = args->words[0], *text = NULL, *usual_key = NULL;
    size_t len = 0;
    ScriptFormat format;
    if (!file_read(arena, path, SCRIPT_MAX_BYTES, &text, &len, err) ||
        !script_detect(path, text, len, arena, &format, &usual_key, err))
        return false;
    const char *key = args->protocol ? args->protocol : usual_key;
    bool ok = is_protocol_file(key) ? protocol_load(arena, key, ret_protocol, NULL, err)
                                    : cli_find_protocol(args, arena, key, ret_protocol, err);
    ScriptChoice choice = {.pseudonyms = args->pseudonyms, .title = args->title};
    return ok &&
           script_read(path, text, len, format, *ret_protocol, &choice, arena, ret_script, err);
}

/* The time of a lesson that is replayed at a speed: real time since the start,
 * times the speed. */
static void sleep_until(int64_t zero_boot_ms, int64_t at_ms, double speed)
{
    PlatformClock clock;
    platform_clock(&clock);
    double wait_ms = (double)at_ms / speed - (double)(clock.boot_ms - zero_boot_ms);
    if (wait_ms <= 0)
        return;
    struct timespec wait = {.tv_sec = (time_t)(wait_ms / 1000.0)};
    wait.tv_nsec = (long)((wait_ms - (double)wait.tv_sec * 1000.0) * 1e6);
    (void)nanosleep(&wait, NULL);
}

static bool play(const CliArgs *args, Replay *replay, Err *err)
{
    PlatformClock start;
    platform_clock(&start);
    int64_t acknowledged = 0;
    for (int64_t at_ms; (at_ms = replay_next_ms(replay)) != EVENT_OPEN;) {
        if (args->speed > 0)
            sleep_until(start.boot_ms, at_ms, args->speed);
        Uuid event;
        if (!replay_step(replay, &event, err))
            return false;
        if (args->ack && !uuid_is_nil(event)) {
            char id[UUID_TEXT_SIZE];
            uuid_format(event, id);
            cli_print("ack %lld %s\n", (long long)++acknowledged, id);
            (void)fflush(stdout);
        }
    }
    return true;
}

static bool record(const CliArgs *args, Store *store, const Protocol *protocol, Script *script,
                   Err *err)
{
    PlatformClock clock;
    platform_clock(&clock);
    uint64_t seed[2];
    platform_random(seed, sizeof seed);
    UuidSource ids;
    uuid_source_init(&ids, seed);
    script->setup.id = uuid_next(&ids, clock.unix_ms);
    ClockAnchor anchor = {.boot_ms = clock.boot_ms, .unix_ms = clock.unix_ms};
    memcpy(anchor.boot_id, clock.boot_id, sizeof anchor.boot_id);

    Recording *recording = recording_begin(store, protocol, &script->setup, &ids, &anchor, err);
    Replay *replay = recording ? replay_create(script, recording, err) : NULL;
    bool ok = replay && play(args, replay, err);
    if (ok && recording_unsaved(recording) > 0 && !recording_flush(recording, err))
        ok = false;
    replay_destroy(replay);
    recording_destroy(recording);
    return ok;
}

int cmd_replay(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    if (!cli_parse(argc, argv, CLI_DB | CLI_PROTOCOL | CLI_SPEED | CLI_ACK | CLI_IMPORT, &args,
                   &err) ||
        (args.word_count != 1 && !err_set(&err, ERR_FORMAT, "replay takes one file"))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    Arena arena;
    arena_init(&arena, ARENA_LIMIT);
    const Protocol *protocol = NULL;
    Script script;
    Store *store = NULL;
    bool ok = read_lesson(&args, &arena, &protocol, &script, &err);
    if (ok) {
        for (int32_t i = 0; i < script.notices.count; i++)
            cli_notice("kenkyu: %s: %s\n", args.words[0], script.notices.items[i]);
        store = cli_open_store(&args, STORE_WRITE, &err);
        ok = store && record(&args, store, protocol, &script, &err);
    }
    store_close(store);
    if (ok) {
        char id[UUID_TEXT_SIZE];
        uuid_format(script.setup.id, id);
        cli_print("%s\n", id);
    }
    arena_deinit(&arena);
    return ok ? CLI_DONE : cli_fail(&err);
}
