/* bench_commit.c - what a tap costs beside the barest commit there is.
 *
 * One tap through the session and the store, until it is on the disk, against
 * one row into a plain table in the same folder with the same settings, turn by
 * turn in the same run, in an empty lesson and in one of 10,000 events. The
 * budget is a ratio of 1.5 at the 99th percentile.
 *
 *   bench_commit [FOLDER] [TAPS]
 */
#include "protocols/protocol_load.h"
#include "recorder/recording/recording.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TAPS = 2000, MANY = 10000, FOLDER_SIZE = 200 };

typedef struct Bench {
    char db[FOLDER_SIZE + 40], bare_db[FOLDER_SIZE + 40];
    sqlite3 *bare;
    sqlite3_stmt *insert;
    Arena arena;
    const Protocol *protocol;
    Subject subjects[3];
    Setup setup;
    UuidSource ids;
    Store *store;
    Recording *recording;
    int64_t now_ms;
} Bench;

static void stop(const char *what)
{
    (void)fprintf(stderr, "bench_commit: %s\n", what);
    exit(1);
}

static int64_t clock_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void open_bare(Bench *b)
{
    const char *sql = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA mmap_size = 0;"
                      "CREATE TABLE t (id INTEGER PRIMARY KEY, code INTEGER, at_ms INTEGER)";
    if (sqlite3_open(b->bare_db, &b->bare) != SQLITE_OK ||
        sqlite3_exec(b->bare, sql, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(b->bare, "INSERT INTO t (code, at_ms) VALUES (?1, ?2)", -1, &b->insert,
                           NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(b->bare));
}

static void open_lesson(Bench *b)
{
    Err err = {0};
    const uint64_t seed[2] = {3, 4};
    uuid_source_init(&b->ids, seed);
    arena_init(&b->arena, (size_t)16 << 20);
    if (!protocol_load_shipped(&b->arena, "academic-talk", &b->protocol, &err))
        stop(err.text);
    static const char *const labels[] = {"T", "A1", "A2"};
    for (int i = 0; i < 3; i++)
        b->subjects[i] = (Subject){.kind = i == 0 ? SUBJECT_ADULT : SUBJECT_PUPIL,
                                   .label = labels[i],
                                   .detail = "",
                                   .predicted = "",
                                   .group = SUBJECT_NONE};
    b->setup = (Setup){.id = uuid_next(&b->ids, 1),
                       .title = "",
                       .class_name = "",
                       .place = "",
                       .observer = "",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .subjects = b->subjects,
                       .subject_count = 3,
                       .started_unix_ms = INT64_C(1790000000000),
                       .resolution_ms = 1};
    ClockAnchor anchor = {.boot_id = ""};
    b->store = store_open(b->db, STORE_WRITE, &err);
    if (!b->store)
        stop(err.text);
    b->recording = recording_begin(b->store, b->protocol, &b->setup, &b->ids, &anchor, &err);
    if (!b->recording || !session_start(recording_session(b->recording), 0, &err) ||
        !recording_commit(b->recording, NULL, &err))
        stop(err.text);
}

/* A turn that ends the one before: an event and a change in one commit. */
static void plan_tap(Bench *b)
{
    static const char *const codes[] = {"teacher-talk", "student-talk", "student-talk"};
    Err err = {0};
    int32_t who = (int32_t)(b->now_ms / 500 % 3);
    b->now_ms += 500;
    SessionTap tap = session_tap_blank(protocol_find_code(b->protocol, codes[who]), b->now_ms);
    tap.subject = who;
    if (!session_tap(recording_session(b->recording), &tap, b->now_ms, &err))
        stop(err.text);
}

static int64_t time_tap(Bench *b)
{
    Err err = {0};
    bool saved = false;
    int64_t start = clock_ns();
    plan_tap(b);
    if (!recording_commit(b->recording, &saved, &err) || !saved)
        stop("a tap was not saved");
    return clock_ns() - start;
}

static int64_t time_bare(Bench *b)
{
    int64_t start = clock_ns();
    (void)sqlite3_bind_int64(b->insert, 1, 7);
    (void)sqlite3_bind_int64(b->insert, 2, b->now_ms);
    if (sqlite3_step(b->insert) != SQLITE_DONE)
        stop(sqlite3_errmsg(b->bare));
    (void)sqlite3_reset(b->insert);
    return clock_ns() - start;
}

/* Many events at once: the session folds them, one commit writes them. */
static void fill(Bench *b, size_t events)
{
    Err err = {0};
    Session *s = recording_session(b->recording);
    size_t count = 0, cap = 0;
    Fact *facts = NULL;
    while (session_event_count(s) < events) {
        plan_tap(b);
        FactSlice plan = session_planned(s);
        if (count + plan.count > cap) {
            cap = cap * 2 + plan.count + 1024;
            Fact *grown = realloc(facts, cap * sizeof *facts);
            if (!grown)
                stop("no memory");
            facts = grown;
        }
        memcpy(facts + count, plan.items, plan.count * sizeof *facts);
        count += plan.count;
        if (!session_apply_planned(s, &err))
            stop(err.text);
    }
    if (!store_add_facts(b->store, b->setup.id, b->protocol, (FactSlice){facts, count}, &err))
        stop(err.text);
    free(facts);
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void report(const char *what, int64_t *tap, int64_t *bare, size_t n)
{
    qsort(tap, n, sizeof *tap, compare);
    qsort(bare, n, sizeof *bare, compare);
    static const int percent[] = {50, 99};
    for (int i = 0; i < 2; i++) {
        size_t at = n * (size_t)percent[i] / 100;
        double ratio = (double)tap[at] / (double)bare[at];
        (void)printf("%-14s p%d  tap %8.3f ms  bare %8.3f ms  ratio %5.2f%s\n", what, percent[i],
                     (double)tap[at] / 1e6, (double)bare[at] / 1e6, ratio,
                     percent[i] != 99 ? ""
                     : ratio <= 1.5   ? "  (budget 1.5: kept)"
                                      : "  (budget 1.5: missed)");
    }
}

static void measure(Bench *b, const char *what, size_t n)
{
    int64_t *tap = calloc(n, sizeof *tap), *bare = calloc(n, sizeof *bare);
    if (!tap || !bare)
        stop("no memory");
    for (size_t i = 0; i < n; i++) { /* in turn, and each as often first */
        if (i % 2 == 0)
            tap[i] = time_tap(b);
        bare[i] = time_bare(b);
        if (i % 2 == 1)
            tap[i] = time_tap(b);
    }
    report(what, tap, bare, n);
    free(tap);
    free(bare);
}

static void remove_files(const char *db)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".lock"};
    for (int i = 0; i < 4; i++) {
        char name[FOLDER_SIZE + 60];
        (void)snprintf(name, sizeof name, "%s%s", db, endings[i]);
        (void)unlink(name);
    }
}

int main(int argc, char **argv)
{
    static Bench b;
    char folder[FOLDER_SIZE];
    long asked = argc > 2 ? strtol(argv[2], NULL, 10) : TAPS;
    size_t n = asked >= 100 ? (size_t)asked : TAPS;
    (void)snprintf(folder, sizeof folder, "%.150s/kenkyu-bench-XXXXXX", argc > 1 ? argv[1] : ".");
    if (!mkdtemp(folder))
        stop("no folder for the files can be made there");
    (void)snprintf(b.db, sizeof b.db, "%s/lesson.kenkyu", folder);
    (void)snprintf(b.bare_db, sizeof b.bare_db, "%s/bare.db", folder);
    open_bare(&b);
    open_lesson(&b);
    measure(&b, "empty lesson", n);
    fill(&b, MANY);
    measure(&b, "10,000 events", n);
    recording_destroy(b.recording);
    store_close(b.store);
    (void)sqlite3_finalize(b.insert);
    (void)sqlite3_close(b.bare);
    arena_deinit(&b.arena);
    remove_files(b.db);
    remove_files(b.bare_db);
    (void)rmdir(folder);
    return 0;
}
