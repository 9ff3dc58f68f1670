/* cmd_walk.c - what many walk-throughs say together; the names of schools and
 * teachers, and what teachers permit. */
#include "recorder/cli/cli.h"
#include "recorder/store/visit.h"

#include "recorder/platform/platform.h"
#include "reports/exchange/figures/walk_write.h"
#include "reports/measure/calendar.h"
#include "reports/walk/sheet/walk_sheet.h"

#include <stdlib.h>
#include <string.h>

static const size_t ARENA_LIMIT = (size_t)256 << 20;
static const char WHAT[] = "walk-throughs"; /* for the list of exports */

typedef struct Walking {
    CliArgs args;
    Store *store;
    Arena arena;
    WalkOptions options;
    Uuid school, teacher;
    CliEnding format;
    WalkView view;
} Walking;

/* ---- which visits ---- */

/* The text is a day: cli_parse() looked. */
static int64_t day_of(const char *text)
{
    return calendar_day_of(strtol(text, NULL, 10), (int32_t)strtol(text + 5, NULL, 10),
                           (int32_t)strtol(text + 8, NULL, 10));
}

static const char *const kinds[] = {[NAMED_SCHOOL] = "school", [NAMED_TEACHER] = "teacher"};

/* The one that is called so, or has this id. Two of one name (of two tablets) are not
 * guessed between. */
static bool find(Store *store, NamedKind kind, const char *name, Arena *arena,
                 StoreNamed *ret_named, Err *err)
{
    StoreNamed *items;
    int32_t count, found = 0;
    Uuid id;
    bool by_id = uuid_parse(name, &id);
    if (!store_list_named(store, kind, arena, &items, &count, err))
        return false;
    for (int32_t i = 0; i < count; i++)
        if (by_id ? uuid_compare(items[i].id, id) == 0 : strcmp(items[i].name, name) == 0) {
            *ret_named = items[i];
            found++;
        }
    if (found == 0)
        return err_set(err, ERR_STATE, "no %s is called '%.60s'; 'kenkyu %s list' shows them",
                       kinds[kind], name, kinds[kind]);
    return found == 1 || err_set(err, ERR_STATE,
                                 "%d %ss are called '%.60s'; say which by its id, which 'kenkyu %s "
                                 "list' shows",
                                 (int)found, kinds[kind], name, kinds[kind]);
}

/* Figures of the visits to one teacher are shown when that teacher has said so. */
static bool find_teacher(Walking *w, Err *err)
{
    StoreNamed teacher;
    if (!find(w->store, NAMED_TEACHER, w->args.teacher, &w->arena, &teacher, err))
        return false;
    w->teacher = teacher.id;
    w->options.permitted = teacher.permits;
    w->options.filter.teacher = &w->teacher;
    return w->options.permitted ||
           err_set(err, ERR_STATE,
                   "%.60s has not permitted figures of their visits alone; 'kenkyu teacher permit "
                   "%.60s' records it when they do",
                   w->args.teacher, w->args.teacher);
}

static bool read_band(const char *text, int32_t *ret_band)
{
    static const char *const bands[WALK_BANDS] = {"K-2", "3-5", "6-8", "9-12"};
    for (int32_t i = 0; i < WALK_BANDS; i++)
        if (strcmp(text, bands[i]) == 0) {
            *ret_band = i;
            return true;
        }
    return false;
}

static bool read_options(Walking *w, Err *err)
{
    const CliArgs *args = &w->args;
    WalkFilter *filter = &w->options.filter;
    w->options = (WalkOptions){.filter = walk_filter_all(), .suppress_below = WALK_SUPPRESS_BELOW};
    if (args->suppress_below != CROSS_AS_PROTOCOL)
        w->options.suppress_below = args->suppress_below;
    filter->from_day = args->from ? day_of(args->from) : INT64_MIN;
    filter->to_day = args->to ? day_of(args->to) : INT64_MAX;
    if (filter->from_day > filter->to_day)
        return err_set(err, ERR_FORMAT, "--from %s is after --to %s", args->from, args->to);
    filter->protocol = args->protocol;
    filter->subject = args->subject;
    filter->observer = args->observer;
    filter->group = args->heading;
    if (args->period > 0)
        filter->period = args->period;
    if (args->grade && !read_band(args->grade, &filter->band))
        return err_set(err, ERR_FORMAT, "--grade needs K-2, 3-5, 6-8 or 9-12, not '%.60s'",
                       args->grade);
    return walk_parse_by(args->by ? args->by : "lookfor", &w->options.by, err);
}

static bool find_names(Walking *w, Err *err)
{
    if (w->args.school) {
        StoreNamed school;
        if (!find(w->store, NAMED_SCHOOL, w->args.school, &w->arena, &school, err))
            return false;
        w->school = school.id;
        w->options.filter.school = &w->school;
    }
    return !w->args.teacher || find_teacher(w, err);
}

/* ---- what comes out ---- */

static bool read_format(Walking *w, Err *err)
{
    const CliArgs *args = &w->args;
    const uint32_t may = 1U << CLI_ENDS_PDF | 1U << CLI_ENDS_XLSX | 1U << CLI_ENDS_CSV |
                         1U << CLI_ENDS_JSON | 1U << CLI_ENDS_TXT;
    if (args->json && args->csv)
        return err_set(err, ERR_FORMAT, "--json and --csv are two things; choose one");
    if (args->rebuild && (args->json || args->csv || args->out))
        return err_set(err, ERR_FORMAT,
                       "--rebuild writes nothing: it takes no -o, --json or --csv");
    return cli_read_ending(args,
                           args->json  ? CLI_ENDS_JSON
                           : args->csv ? CLI_ENDS_CSV
                                       : CLI_ENDS_PLAIN,
                           may, &w->format, err);
}

static bool write_view(void *context, FILE *out, Err *err)
{
    const Walking *w = context;
    if (w->format == CLI_ENDS_JSON)
        return walk_write_json(&w->view, out, err);
    if (w->format == CLI_ENDS_CSV)
        return walk_write_csv(&w->view, out, err);
    return walk_write_text(&w->view, out, err);
}

/* Two pages for a staff meeting. */
static bool save_sheet(const Walking *w, const WalkPages *pages, Err *err)
{
    FontSet *fonts = font_set_create(err);
    bool ok = fonts && walk_sheet_save_pdf(pages, fonts, w->args.paper, w->args.out, err);
    font_set_destroy(fonts);
    return ok;
}

/* A heading that was mistyped would be a page without a row. */
static bool check_heading(const Walking *w, const WalkView *view, Err *err)
{
    return !w->args.heading || view->row_count > 0 || view->visits == 0 ||
           err_set(err, ERR_STATE, "no look-for of these visits stands under a heading '%.60s'",
                   w->args.heading);
}

static bool show(Walking *w, Err *err)
{
    bool pdf = w->format == CLI_ENDS_PDF, xlsx = w->format == CLI_ENDS_XLSX;
    bool text = w->format != CLI_ENDS_JSON && w->format != CLI_ENDS_CSV;
    CliResult result = {.write = write_view, .context = w, .is_text = text, .what = WHAT};
    if (!find_names(w, err))
        return false;
    if (pdf || (xlsx && !w->args.by)) {
        WalkPages pages;
        return store_view_pages(w->store, &w->options, &w->arena, &pages, err) &&
               check_heading(w, &pages.by[WALK_BY_LOOKFOR], err) &&
               cli_note_before(&w->args, WHAT, NULL, false, err) &&
               (pdf ? save_sheet(w, &pages, err)
                    : walk_save_xlsx(pages.by, WALK_BY_COUNT, w->args.out, err)) &&
               cli_note_after(&w->args, WHAT, NULL, false, err);
    }
    return store_view_visits(w->store, &w->options, &w->arena, &w->view, err) &&
           check_heading(w, &w->view, err) &&
           (xlsx ? cli_note_before(&w->args, WHAT, NULL, false, err) &&
                       walk_save_xlsx(&w->view, 1, w->args.out, err) &&
                       cli_note_after(&w->args, WHAT, NULL, false, err)
                 : cli_write_result(&w->args, &result, err));
}

static bool rebuild(Walking *w, Err *err)
{
    int64_t visits = 0;
    bool ok = store_rebuild_visits(w->store, &visits, err);
    if (!ok && err->kind == ERR_FORMAT) {
        *err = (Err){0};
        (void)err_set(err, ERR_FORMAT,
                      "no summary can be made again in a damaged file; figures are made from the "
                      "record until 'kenkyu restore' brings a whole backup back");
    }
    if (!ok)
        return false;
    cli_print("the summaries of %lld visits were made again from the record\n", (long long)visits);
    return true;
}

static int usage(const Err *err)
{
    (void)cli_fail(err);
    return CLI_USAGE;
}

int cmd_walkthroughs(int argc, char **argv)
{
    Err err = {0};
    Walking w = {0};
    if (!cli_parse(argc, argv,
                   CLI_DB | CLI_JSON | CLI_CSV | CLI_OUT | CLI_PAPER | CLI_PROTOCOL | CLI_SELECT |
                       CLI_TABLE | CLI_WALK,
                   &w.args, &err) ||
        (w.args.word_count != 0 &&
         !err_set(&err, ERR_FORMAT, "walkthroughs takes no files or ids")) ||
        ((w.args.of || w.args.what != CROSS_N || w.args.class_name || w.args.place) &&
         !err_set(&err, ERR_FORMAT, "--of, --what, --class and --place are of other commands")) ||
        !read_format(&w, &err) || !read_options(&w, &err))
        return usage(&err);
    arena_init(&w.arena, ARENA_LIMIT);
    w.store = w.args.rebuild ? cli_change_store(&w.args, &err)
                             : cli_open_store(&w.args, STORE_READ, &err);
    bool ok = w.store && (w.args.rebuild ? rebuild(&w, &err) : show(&w, &err));
    store_close(w.store);
    arena_deinit(&w.arena);
    return ok ? CLI_DONE : cli_fail(&err);
}

/* ---- schools and teachers ---- */

typedef struct Naming {
    Store *store;
    Arena arena;
    NamedKind kind;
    UuidSource ids;
    int64_t now_ms;
} Naming;

static bool list_names(Naming *n, Err *err)
{
    StoreNamed *items;
    int32_t count;
    if (!store_list_named(n->store, n->kind, &n->arena, &items, &count, err))
        return false;
    for (int32_t i = 0; i < count; i++) {
        char id[UUID_TEXT_SIZE];
        uuid_format(items[i].id, id);
        cli_print("%s  %s%s\n", id, items[i].name,
                  items[i].permits ? "  (permits figures of their visits)" : "");
    }
    if (count == 0)
        cli_print("none yet\n");
    return true;
}

static bool rename_it(Naming *n, const char *from, const char *to, Err *err)
{
    StoreNamed named;
    bool taken = false;
    Uuid other;
    if (!find(n->store, n->kind, from, &n->arena, &named, err) ||
        !store_find_named(n->store, n->kind, to, &taken, &other, err))
        return false;
    if (taken && uuid_compare(other, named.id) != 0)
        return err_set(err, ERR_STATE, "another %s is called '%.60s' already", kinds[n->kind], to);
    return store_add_name(n->store, n->kind, named.id, &n->ids, n->now_ms, to, err);
}

static bool permit(Naming *n, const char *name, bool granted, Err *err)
{
    StoreNamed named;
    return find(n->store, n->kind, name, &n->arena, &named, err) &&
           store_add_permission(n->store, named.id, &n->ids, n->now_ms, granted, "", err);
}

static int run_names(int argc, char **argv, NamedKind kind)
{
    Err err = {0};
    CliArgs args;
    if (!cli_parse(argc, argv, CLI_DB, &args, &err))
        return usage(&err);
    const char *verb = args.word_count > 0 ? args.words[0] : "";
    bool list = strcmp(verb, "list") == 0 && args.word_count == 1;
    bool rename = strcmp(verb, "rename") == 0 && args.word_count == 3;
    bool grant = strcmp(verb, "permit") == 0, withdraw = strcmp(verb, "withdraw") == 0;
    bool permits = kind == NAMED_TEACHER && (grant || withdraw) && args.word_count == 2;
    if (!list && !rename && !permits) {
        (void)err_set(&err, ERR_FORMAT, "expected list or rename OLD NEW%s",
                      kind == NAMED_TEACHER ? ", permit KEY or withdraw KEY" : "");
        return usage(&err);
    }
    PlatformClock clock;
    uint64_t seed[2];
    platform_clock(&clock);
    platform_random(seed, sizeof seed);
    Naming n = {.kind = kind, .now_ms = clock.unix_ms};
    uuid_source_init(&n.ids, seed);
    arena_init(&n.arena, ARENA_LIMIT);
    n.store = list ? cli_open_store(&args, STORE_READ, &err) : cli_change_store(&args, &err);
    bool ok = n.store && (list     ? list_names(&n, &err)
                          : rename ? rename_it(&n, args.words[1], args.words[2], &err)
                                   : permit(&n, args.words[1], grant, &err));
    store_close(n.store);
    arena_deinit(&n.arena);
    return ok ? CLI_DONE : cli_fail(&err);
}

int cmd_school(int argc, char **argv)
{
    return run_names(argc, argv, NAMED_SCHOOL);
}

int cmd_teacher(int argc, char **argv)
{
    return run_names(argc, argv, NAMED_TEACHER);
}
