/* cmd_measure.c - figures of one observation, of several, and tables of any two
 * things.
 *
 * Several are read one at a time, into memory that the next one gets again. */
#include "recorder/cli/cli.h"

#include "protocols/protocol_load.h"
#include "recorder/store/reread.h"
#include "reports/exchange/figures/figures.h"
#include "reports/exchange/figures/measure_json.h"
#include "reports/exchange/figures/pool_write.h"

#include <string.h>

static const size_t ARENA_LIMIT = (size_t)1 << 30;

enum { MAX_BY = 200 };

typedef struct Measuring {
    CliArgs args;
    char by[MAX_BY], of[MAX_BY], names[MAX_BY]; /* of args, cut at the commas */
    CrossOptions options;
    FiguresQuery query;
    Store *store;
    Arena kept;   /* the list, the sums */
    Arena lesson; /* the one that is being read */
    const Uuid *ids;
    int32_t id_count;
    Cross *cross;
    Pool *pool;
    Figures *figures;
    json_t *document; /* of the figures */
    CrossTable table;
    PoolMeasures measures;
    Observation observation; /* of one only */
    bool not_understood;     /* the figures that were asked for */
} Measuring;

/* ---- the command line ---- */

/* Cuts text at its commas; the parts follow each other, *ret_count of them. */
static bool split(const char *text, char *copy, const char *option, const char **parts, int32_t cap,
                  int32_t *ret_count, Err *err)
{
    if (strlen(text) >= MAX_BY)
        return err_set(err, ERR_LIMIT, "%s of %zu bytes, expected fewer than %d", option,
                       strlen(text), MAX_BY);
    (void)memcpy(copy, text, strlen(text) + 1);
    int32_t count = 0;
    for (char *part = copy; part;) {
        char *comma = strchr(part, ',');
        if (comma)
            *comma = '\0';
        if (*part == '\0')
            return err_set(err, ERR_FORMAT, "%s has nothing between two commas: '%s'", option,
                           text);
        if (count == cap)
            return err_set(err, ERR_LIMIT, "%s '%s' has more than %d parts", option, text,
                           (int)cap);
        parts[count++] = part;
        part = comma ? comma + 1 : NULL;
    }
    *ret_count = count;
    return true;
}

static bool read_table(Measuring *m, Err *err)
{
    const char *dimensions[2] = {"", ""};
    int32_t count = 0;
    if (!m->args.by)
        return (!m->args.of && m->args.suppress_below == CROSS_AS_PROTOCOL &&
                m->args.what == CROSS_N) ||
               err_set(err, ERR_FORMAT, "--of, --what and --suppress are of a table: say --by too");
    m->options.what = m->args.what;
    m->options.suppress_below = m->args.suppress_below;
    if (!split(m->args.by, m->by, "--by", dimensions, 2, &count, err) ||
        !cross_parse_dimension(dimensions[0], &m->options.rows, err))
        return false;
    m->options.columns = (CrossDimension){CROSS_NOTHING, ""};
    if (count == 2 && !cross_parse_dimension(dimensions[1], &m->options.columns, err))
        return false;
    return !m->args.of ||
           split(m->args.of, m->of, "--of", m->options.of, CROSS_MAX_OF, &m->options.of_count, err);
}

static bool needs_figure(const CliArgs *args)
{
    return args->within_ms != 0 || args->step_ms != 0 || args->late_said || args->every_ms != 0 ||
           args->lag != 0 || args->no_repeats || args->first_to_last;
}

static bool read_figures(Measuring *m, Err *err)
{
    const CliArgs *args = &m->args;
    FiguresQuery *query = &m->query;
    if (args->what != CROSS_N)
        return err_set(err, ERR_FORMAT, "--what is of a table: say --by without --figure");
    *query = (FiguresQuery){.suppress_below = args->suppress_below,
                            .lag = args->lag,
                            .no_repeats = args->no_repeats,
                            .within_ms = args->within_ms,
                            .step_ms = args->step_ms,
                            .late_said = args->late_said,
                            .late_ms = args->late_ms,
                            .every_ms = args->every_ms,
                            .window = args->first_to_last ? BUDGET_FIRST_TO_LAST : BUDGET_WHOLE};
    return split(args->figure, m->names, "--figure", query->names, FIGURES_MAX_NAMES,
                 &query->name_count, err) &&
           (!args->by || cross_parse_dimension(args->by, &query->by, err)) &&
           (!args->of ||
            split(args->of, m->of, "--of", query->of, CROSS_MAX_OF, &query->of_count, err));
}

/* As --json or --csv says, else as -o ends. */
static bool read_format(CliArgs *args, Err *err)
{
    CliEnding format;
    if (args->json && args->csv)
        return err_set(err, ERR_FORMAT, "either --json or --csv, not both");
    if (!cli_read_ending(args,
                         args->json  ? CLI_ENDS_JSON
                         : args->csv ? CLI_ENDS_CSV
                                     : CLI_ENDS_PLAIN,
                         1U << CLI_ENDS_PLAIN | 1U << CLI_ENDS_CSV | 1U << CLI_ENDS_JSON |
                             1U << CLI_ENDS_TXT,
                         &format, err))
        return false;
    args->json = format == CLI_ENDS_JSON;
    args->csv = format == CLI_ENDS_CSV;
    return true;
}

static bool read_args(Measuring *m, int argc, char **argv, Err *err)
{
    CliArgs *args = &m->args;
    if (!cli_parse(argc, argv,
                   CLI_DB | CLI_JSON | CLI_CSV | CLI_OUT | CLI_LANGUAGE | CLI_PROTOCOL |
                       CLI_SELECT | CLI_TABLE | CLI_FIGURE,
                   args, err))
        return false;
    if (args->word_count == 0 && !cli_is_selection(args))
        return err_set(err, ERR_FORMAT,
                       "an observation's id or a selection such as --all is needed; 'kenkyu list' "
                       "shows them");
    if (args->word_count > 0 && cli_is_selection(args))
        return err_set(err, ERR_FORMAT, "either ids or a selection, not both");
    if (!read_format(args, err))
        return false;
    if (!args->figure && needs_figure(args))
        return err_set(err, ERR_FORMAT,
                       "--within, --step, --late, --every, --lag, --no-repeats and --window are of "
                       "a figure: say --figure too");
    return args->figure ? read_figures(m, err) : read_table(m, err);
}

static bool find_ids(Measuring *m, Err *err)
{
    Uuid *ids = NULL;
    if (!cli_find_ids(&m->args, m->store, &m->kept, &ids, &m->id_count, err))
        return false;
    m->ids = ids;
    return true;
}

/* ---- figures ---- */

/* One observation in full. */
static bool is_single(const Measuring *m)
{
    return m->args.word_count == 1 && !m->args.by && !m->args.figure;
}

static bool read_one(Measuring *m, Uuid id, Arena *arena, Err *err)
{
    return reread_observation(m->store, id, arena, &m->observation, err) &&
           protocol_in_language(arena, m->observation.protocol, m->args.language,
                                &m->observation.protocol, err);
}

static bool add_one(Measuring *m, Uuid id, Err *err)
{
    if (m->figures && figures_keeps_lessons(m->figures)) {
        Observation *kept = ARENA_PUSH(&m->kept, Observation, 1);
        if (!kept)
            return err_set(err, ERR_LIMIT, "not enough memory for %d lessons", (int)m->id_count);
        if (!read_one(m, id, &m->kept, err))
            return false;
        *kept = m->observation;
        return figures_add(m->figures, kept, &m->lesson, err);
    }
    bool ok = read_one(m, id, &m->lesson, err) &&
              (m->cross     ? cross_add(m->cross, &m->observation, &m->lesson, err)
               : m->figures ? figures_add(m->figures, &m->observation, &m->lesson, err)
                            : pool_add(m->pool, &m->observation, &m->lesson, err));
    arena_reset(&m->lesson, (ArenaMark){0});
    return ok;
}

/* What was asked for is not understood before a lesson is read. */
static bool begin_all(Measuring *m, Err *err)
{
    if (m->args.figure)
        m->figures = figures_begin(&m->query, &m->kept, err);
    else if (m->args.by)
        m->cross = cross_begin(&m->options, &m->kept, err);
    else
        m->pool = pool_begin(m->id_count, &m->kept, err);
    m->not_understood = !m->cross && !m->pool && !m->figures && err->kind == ERR_FORMAT;
    return m->cross || m->pool || m->figures;
}

static bool finish_all(Measuring *m, Err *err)
{
    if (m->figures)
        m->document = figures_finish(m->figures, err);
    return m->figures ? m->document != NULL
           : m->cross ? cross_finish(m->cross, &m->table, err)
                      : pool_finish(m->pool, &m->measures, err);
}

static bool measure_all(Measuring *m, Err *err)
{
    if (is_single(m))
        return read_one(m, m->ids[0], &m->lesson, err);
    if (!begin_all(m, err))
        return false;
    for (int32_t i = 0; i < m->id_count; i++)
        if (!add_one(m, m->ids[i], err))
            return false;
    return finish_all(m, err);
}

static bool write_measures(void *context, FILE *out, Err *err)
{
    const Measuring *m = context;
    const CliArgs *args = &m->args;
    if (m->document)
        return figure_write(m->document,
                            args->json  ? FIGURE_JSON
                            : args->csv ? FIGURE_CSV
                                        : FIGURE_TEXT,
                            out, err);
    if (m->cross)
        return args->json  ? cross_write_json(&m->table, out, err)
               : args->csv ? cross_write_csv(&m->table, out, err)
                           : cross_write_text(&m->table, out, err);
    if (m->pool)
        return args->json  ? pool_write_json(&m->measures, out, err)
               : args->csv ? pool_write_csv(&m->measures, out, err)
                           : pool_write_text(&m->measures, out, err);
    return args->json  ? measure_write_json(&m->observation, out, err)
           : args->csv ? measure_write_csv(&m->observation, out, err)
                       : measure_write_text(&m->observation, out, err);
}

int cmd_measure(int argc, char **argv)
{
    Err err = {0};
    Measuring m = {.ids = NULL};
    if (!read_args(&m, argc, argv, &err)) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    arena_init(&m.kept, ARENA_LIMIT);
    arena_init(&m.lesson, ARENA_LIMIT);
    m.store = cli_open_store(&m.args, STORE_READ, &err);
    if (m.store)
        store_keep_protocols(m.store, &m.kept);
    bool ok = m.store && find_ids(&m, &err) && measure_all(&m, &err);
    CliResult result = {.write = write_measures,
                        .context = &m,
                        .is_text = !m.args.json && !m.args.csv,
                        .what = "measures",
                        .lesson = m.id_count == 1 ? &m.ids[0] : NULL};
    ok = ok && cli_write_result(&m.args, &result, &err);
    store_close(m.store);
    json_decref(m.document);
    figures_drop(m.figures);
    arena_deinit(&m.lesson);
    arena_deinit(&m.kept);
    if (!ok)
        (void)cli_fail(&err);
    return ok ? CLI_DONE : m.not_understood ? CLI_USAGE : CLI_FAILED;
}
