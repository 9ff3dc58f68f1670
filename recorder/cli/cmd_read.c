/* cmd_read.c - the commands that read one observation: show, export. */
#include "recorder/cli/cli.h"

#include "reports/exchange/events_csv.h"
#include "reports/exchange/record.h"

#include <string.h>

static const size_t ARENA_LIMIT = (size_t)1 << 30;
static const size_t ATTACHMENT_LIMIT = (size_t)4 << 20; /* one at a time */

typedef bool WriteObservation(const Observation *observation, FILE *out, Err *err);

/* What the commands share: one id in, one result out. */
typedef struct Reading {
    CliArgs args;
    Arena arena;
    Observation observation;
    WriteObservation *write;
    CliResult result;
} Reading;

static bool write_reading(void *context, FILE *out, Err *err)
{
    const Reading *reading = context;
    return reading->write(&reading->observation, out, err);
}

static bool parse_one_id(int argc, char **argv, uint32_t allowed, CliArgs *ret_args, Err *err)
{
    if (!cli_parse(argc, argv, CLI_DB | allowed, ret_args, err))
        return false;
    return ret_args->word_count == 1 ||
           err_set(err, ERR_FORMAT, "one observation's id is needed; 'kenkyu list' shows them");
}

static int run_reading(Reading *reading)
{
    Err err = {0};
    arena_init(&reading->arena, ARENA_LIMIT);
    Store *store =
        cli_read_observation(&reading->args, &reading->arena, &reading->observation, &err);
    reading->result.write = write_reading;
    reading->result.context = reading;
    if (store)
        reading->result.lesson = &reading->observation.setup->id;
    bool ok = store && cli_write_result(&reading->args, &reading->result, &err);
    store_close(store);
    arena_deinit(&reading->arena);
    return ok ? CLI_DONE : cli_fail(&err);
}

static int usage(const Err *err)
{
    (void)cli_fail(err);
    return CLI_USAGE;
}

/* m:ss, as the sheets print it. */
static void format_time(int64_t ms, char *text, size_t size)
{
    (void)snprintf(text, size, "%lld:%02lld", (long long)(ms / 60000), (long long)(ms / 1000 % 60));
}

/* "12 strokes" at the first stroke of a drawing, "1600 x 1200 pixels" of a photo,
 * "" of anything else. */
static bool describe_attachment(const Observation *o, size_t event, char *text, size_t size,
                                Err *err)
{
    const ObsEvent *e = &o->events[event];
    if (observation_begins_drawing(o, event)) {
        int count = 0;
        for (size_t i = event; i < o->event_count; i = observation_next_stroke(o, i))
            count++;
        (void)snprintf(text, size, "%d stroke%s", count, count == 1 ? "" : "s");
    }
    if (!(o->protocol->codes[e->code].senses & SENSE_PHOTO))
        return true;
    Arena scratch;
    Attachment attachment;
    arena_init(&scratch, ATTACHMENT_LIMIT);
    bool ok = observation_read_attachment(o, e, &scratch, &attachment, err);
    if (ok)
        (void)snprintf(text, size, "%d x %d pixels", attachment.photo.width,
                       attachment.photo.height);
    arena_deinit(&scratch);
    return ok;
}

static bool write_show_text(const Observation *o, FILE *out, Err *err)
{
    const Setup *setup = o->setup;
    char id[UUID_TEXT_SIZE], length[32];
    uuid_format(setup->id, id);
    format_time(o->end_ms, length, sizeof length);
    (void)fprintf(out, "%s\n%s · %s %s · %s%s\n%zu events, %d subjects\n\n", id,
                  setup->title[0] ? setup->title : "(no title)", o->protocol->title,
                  o->protocol->version, length, o->ended ? "" : " (still running)", o->event_count,
                  setup->subject_count);
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *e = &o->events[i];
        char start[32], stop[32] = "", carried[80] = "";
        if (!describe_attachment(o, i, carried, sizeof carried, err))
            return false;
        if (o->protocol->codes[e->code].senses & SENSE_INK && carried[0] == '\0')
            continue; /* told with the first stroke */
        format_time(e->start_ms, start, sizeof start);
        if (e->stop_ms != e->start_ms)
            format_time(e->stop_ms, stop, sizeof stop);
        (void)fprintf(out, "%8s %8s  %-16s %-16s%s%s%s%s\n", start, stop,
                      o->protocol->codes[e->code].key,
                      e->subject == SUBJECT_NONE ? "" : setup->subjects[e->subject].label,
                      carried[0] ? "  " : "", carried, e->text[0] ? "  " : "", e->text);
    }
    return true;
}

int cmd_show(int argc, char **argv)
{
    Err err = {0};
    Reading reading = {0};
    CliEnding format = CLI_ENDS_PLAIN;
    const uint32_t may = 1U << CLI_ENDS_PLAIN | 1U << CLI_ENDS_JSON | 1U << CLI_ENDS_TXT;
    if (!parse_one_id(argc, argv, CLI_JSON | CLI_OUT | CLI_LANGUAGE, &reading.args, &err) ||
        !cli_read_ending(&reading.args, reading.args.json ? CLI_ENDS_JSON : CLI_ENDS_PLAIN, may,
                         &format, &err))
        return usage(&err);
    bool json = format == CLI_ENDS_JSON;
    reading.write = json ? record_write_json : write_show_text;
    reading.result = (CliResult){.is_text = !json, .what = json ? "record" : "events"};
    return run_reading(&reading);
}

static CliEnding said_format(const CliArgs *args)
{
    return !args->format                       ? CLI_ENDS_PLAIN
           : strcmp(args->format, "json") == 0 ? CLI_ENDS_JSON
                                               : CLI_ENDS_CSV;
}

int cmd_export(int argc, char **argv)
{
    Err err = {0};
    Reading reading = {0};
    CliEnding format = CLI_ENDS_PLAIN;
    const uint32_t may = 1U << CLI_ENDS_PLAIN | 1U << CLI_ENDS_CSV | 1U << CLI_ENDS_JSON;
    if (!parse_one_id(argc, argv, CLI_FORMAT | CLI_OUT, &reading.args, &err) ||
        !cli_read_ending(&reading.args, said_format(&reading.args), may, &format, &err))
        return usage(&err);
    bool json = format == CLI_ENDS_JSON;
    reading.write = json ? record_write_json : events_write_csv;
    reading.result = (CliResult){.what = json ? "record" : "events"};
    return run_reading(&reading);
}
