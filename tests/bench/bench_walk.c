/* bench_walk.c - views over 100, 1,000 and 10,000 made-up visits (1,000,000 events).
 *
 * Budgets: any view over 10,000 visits within 20 ms and flat memory; summaries kept
 * current at 10 us an event or less; cost grows with what is shown. The baseline is one
 * reading of all summary rows by SQLite alone: what a view costs on top is the ratio.
 * Times are those of the processor.
 *
 * What a summary costs over the life of a visit: nothing at a tap but the look whether it
 * has ended, the making of one row at its end, nothing when words, talk or samples are put
 * right. An answer put right by itself reads the few events that bear it and writes a page
 * of its own into the commit: more than 10 us, and less than the commit costs without it.
 * Spread over a visit's hundred events, with one answer in ten put right, it is 2 to 3 us.
 */
#include "recorder/cli/made_up.h"
#include "recorder/store/visit_internal.h"
#include "reports/measure/calendar.h"
#include "tests/bench/measured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 15, REFRESHES = 3000 };
static const size_t ARENA_LIMIT = (size_t)256 << 20;

static void stop(const char *what)
{
    (void)fprintf(stderr, "bench_walk: %s\n", what);
    exit(1);
}

typedef struct Timed {
    double median_ms, worst_ms;
    long grown_kib; /* resident memory at the end against the first round's end */
    int64_t visits;
} Timed;

static Timed time_view(Store *store, const WalkOptions *options)
{
    double ms[ROUNDS];
    Timed timed = {0};
    long first = 0;
    for (int i = 0; i < ROUNDS; i++) {
        Arena arena;
        WalkView view;
        Err err = {0};
        arena_init(&arena, ARENA_LIMIT);
        double from = measured_cpu_ms();
        if (!store_view_visits(store, options, &arena, &view, &err))
            stop(err.text);
        ms[i] = measured_cpu_ms() - from;
        timed.visits = view.visits;
        arena_deinit(&arena);
        first = i == 0 ? measured_resident_kib() : first;
    }
    timed.grown_kib = measured_resident_kib() - first;
    timed.median_ms = measured_median(ms, ROUNDS);
    timed.worst_ms = ms[ROUNDS - 1];
    return timed;
}

/* Every column of every row, and nothing done with it. */
static double time_rows(const char *path)
{
    double ms[ROUNDS];
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT * FROM visit_summary", -1, &stmt, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(db));
    for (int i = 0; i < ROUNDS; i++) {
        double from = measured_cpu_ms();
        while (sqlite3_step(stmt) == SQLITE_ROW)
            for (int k = 0; k < sqlite3_column_count(stmt); k++)
                (void)sqlite3_column_text(stmt, k);
        (void)sqlite3_reset(stmt);
        ms[i] = measured_cpu_ms() - from;
    }
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
    return measured_median(ms, ROUNDS);
}

static void print_view(const char *name, const Timed *t, double rows_ms)
{
    (void)printf("    %-28s %6lld visits  %7.2f ms  (worst %.2f; %.1f x reading all rows; memory "
                 "%+ld KiB)%s\n",
                 name, (long long)t->visits, t->median_ms, t->worst_ms, t->median_ms / rows_ms,
                 t->grown_kib, t->median_ms <= 20 ? "" : "  OVER 20 ms");
}

static void time_views(Store *store, double rows_ms)
{
    WalkOptions options = {.filter = walk_filter_all(), .suppress_below = WALK_SUPPRESS_BELOW};
    for (int by = 0; by < WALK_BY_COUNT; by++) {
        options.by = (WalkBy)by;
        Timed t = time_view(store, &options);
        print_view(walk_by_name((WalkBy)by), &t, rows_ms);
    }
    options.by = WALK_BY_MONTH;
    options.filter.subject = "Science";
    options.filter.band = 1;
    Timed t = time_view(store, &options);
    print_view("month, one subject and band", &t, rows_ms);
    options.filter.band = WALK_ANY;
    options.by = WALK_BY_WEEK;
    t = time_view(store, &options);
    print_view("week, one subject", &t, rows_ms);
    options.by = WALK_BY_OBSERVER;
    t = time_view(store, &options);
    print_view("observer, one subject", &t, rows_ms);
    options.filter = walk_filter_all();
    options.filter.from_day = calendar_day_of(2026, 3, 1);
    options.filter.to_day = calendar_day_of(2026, 3, 31);
    options.by = WALK_BY_WEEK;
    t = time_view(store, &options);
    print_view("week, of March alone", &t, rows_ms);
    options.filter.from_day = options.filter.to_day = calendar_day_of(2026, 3, 3);
    t = time_view(store, &options);
    print_view("week, of one day", &t, rows_ms);
}

static bool first_id(void *context, const WalkVisit *visit, Err *err)
{
    (void)err;
    *(Uuid *)context = visit->id;
    return false;
}

enum { ACTS = 90 };

typedef struct Ids {
    Uuid items[ACTS];
    int32_t count;
} Ids;

static bool next_id(void *context, const WalkVisit *visit, Err *err)
{
    (void)err;
    Ids *ids = context;
    ids->items[ids->count++] = visit->id;
    return ids->count < ACTS;
}

/* One act on a visit that has ended, committed alone as in the app: its answer to a
 * look-for, or words that no summary holds. */
static double time_act(Store *store, Uuid id, uint32_t field, UuidSource *ids)
{
    Err err = {0};
    StoredObservation stored;
    Arena arena;
    LookFor look_for = {0};
    Fact fact = {.kind = FACT_CHANGE, .action = 1000, .said_ms = 10000000, .fields = field};
    arena_init(&arena, ARENA_LIMIT);
    if (!store_load(store, id, &arena, &stored, &err))
        stop(err.text);
    for (size_t i = 0; i < stored.facts.count; i++)
        if (stored.facts.items[i].kind == FACT_EVENT &&
            look_for_of(stored.protocol, stored.facts.items[i].event.code, &look_for))
            fact.event = stored.facts.items[i].event;
    fact.id = uuid_next(ids, INT64_C(1800000000000));
    fact.event.value = look_for.not_seen;
    fact.event.text = "words";
    double from = measured_cpu_ms();
    if (!store_add_facts(store, id, stored.protocol, (FactSlice){&fact, 1}, &err))
        stop(err.text);
    double us = (measured_cpu_ms() - from) * 1e3;
    arena_deinit(&arena);
    return us;
}

/* The middle one of many, each on a visit of its own. */
static double time_acts(Store *store, uint32_t field)
{
    const uint64_t seed[2] = {5, field};
    double us[ACTS];
    UuidSource source;
    Ids ids = {.count = 0};
    Err err = {0};
    uuid_source_init(&source, seed);
    if (!store_each_visit(store, INT64_MIN, INT64_MAX, next_id, &ids, NULL, &err))
        stop(err.text);
    for (int32_t i = 0; i < ids.count; i++)
        us[i] = time_act(store, ids.items[i], field, &source);
    return measured_median(us, (size_t)ids.count);
}

/* What keeping the summary costs: a visit's row made anew once (when it ends, or when it
 * is put right), and all of them. */
static void time_upkeep(Store *store, const MadeUp *made)
{
    Err err = {0};
    Uuid id = {{0}};
    int64_t visits = 0;
    if (!store_each_visit(store, INT64_MIN, INT64_MAX, first_id, &id, NULL, &err) ||
        !store_begin_many(store, &err))
        stop(err.text);
    double from = measured_cpu_ms();
    for (int i = 0; i < REFRESHES; i++)
        if (!visit_refresh(store, &id, &err))
            stop(err.text);
    double one_us = (measured_cpu_ms() - from) * 1e3 / REFRESHES;
    if (!store_end_many(store, true, &err))
        stop(err.text);
    double per_visit = (double)made->events / (double)made->visits;
    double plain_us = time_acts(store, FIELD_TEXT);
    double answer_us = time_acts(store, FIELD_VALUE);
    from = measured_cpu_ms();
    if (!store_rebuild_visits(store, &visits, &err))
        stop(err.text);
    double all_ms = measured_cpu_ms() - from;
    (void)printf("    one visit's summary anew     %.0f us: %.2f us an event of it\n", one_us,
                 one_us / per_visit);
    (void)printf("    an act after the end         %.0f us of the processor, without its disk; one "
                 "that puts an answer right %+.0f us\n",
                 plain_us, answer_us - plain_us);
    (void)printf("    all summaries anew           %.0f ms for %lld events: %.2f us an event%s\n",
                 all_ms, (long long)made->events, all_ms * 1e3 / (double)made->events,
                 all_ms * 1e3 / (double)made->events <= 10 ? "" : "  OVER 10 us");
}

/* A tap in a running visit: what the summary adds to its commit. */
static void time_running(void)
{
    Err err = {0};
    Store *store = store_open(":memory:", STORE_WRITE, &err);
    MadeUp made;
    Uuid nobody = {{9}};
    if (!store || !made_up_visits(store, 50, 1, &made, &err) || !store_begin_many(store, &err))
        stop(err.text);
    double from = measured_cpu_ms();
    for (int i = 0; i < REFRESHES; i++)
        if (!visit_refresh(store, &nobody, &err)) /* as for one that has not ended */
            stop(err.text);
    (void)printf("a tap in a running visit: %.2f us for its summary\n",
                 (measured_cpu_ms() - from) * 1e3 / REFRESHES);
    (void)store_end_many(store, true, &err);
    store_close(store);
}

static void bench(int64_t visits, const char *folder)
{
    char path[400];
    Err err = {0};
    MadeUp made;
    (void)snprintf(path, sizeof path, "%s/%lld.db", folder, (long long)visits);
    double from = measured_cpu_ms();
    Store *store = store_open(path, STORE_WRITE, &err);
    if (!store || !made_up_visits(store, visits, 1, &made, &err))
        stop(err.text);
    (void)printf("%lld visits, %lld events, made up in %.1f s\n", (long long)visits,
                 (long long)made.events, (measured_cpu_ms() - from) / 1e3);
    double rows_ms = time_rows(path);
    (void)printf("    %-28s %22.2f ms  (the baseline)\n", "reading all rows", rows_ms);
    time_views(store, rows_ms);
    time_upkeep(store, &made);
    store_close(store);
}

/* For walk_peers.py: one line of JSON about a store that is there. */
static int time_store(const char *path)
{
    Err err = {0};
    int64_t visits = 0;
    WalkOptions options = {.filter = walk_filter_all(), .by = WALK_BY_MONTH};
    Store *store = store_open(path, STORE_WRITE, &err);
    if (!store)
        stop(err.text);
    Timed month = time_view(store, &options);
    options.by = WALK_BY_SUBJECT;
    Timed subject = time_view(store, &options);
    long resident = measured_resident_kib();
    double from = measured_cpu_ms();
    if (!store_rebuild_visits(store, &visits, &err))
        stop(err.text);
    double raw_ms = measured_cpu_ms() - from;
    (void)printf("{\"rows_month_ms\": %.2f, \"rows_subject_ms\": %.2f, \"raw_month_ms\": %.2f, "
                 "\"raw_subject_ms\": %.2f, \"peak_mib\": %.1f}\n",
                 month.median_ms, subject.median_ms, raw_ms + month.median_ms,
                 raw_ms + subject.median_ms, (double)resident / 1024);
    store_close(store);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--db") == 0)
        return time_store(argv[2]);
    const char *tmp = getenv("TMPDIR");
    char folder[300], command[320];
    int64_t most = argc > 1 ? strtoll(argv[1], NULL, 10) : 10000;
    (void)snprintf(folder, sizeof folder, "%.200s/kenkyu-walk-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        stop("no folder to work in");
    for (int64_t visits = 100; visits <= most; visits *= 10)
        bench(visits, folder);
    time_running();
    for (int64_t visits = 100; visits <= most; visits *= 10) {
        static const char *const endings[] = {"", "-wal", "-shm", ".lock"};
        for (int i = 0; i < 4; i++) {
            (void)snprintf(command, sizeof command, "%.250s/%lld.db%s", folder, (long long)visits,
                           endings[i]);
            (void)unlink(command);
        }
    }
    (void)rmdir(folder);
    return 0;
}
