/* bench_measure_many.c - a term's lessons from the store into one figure.
 *
 * The budget is 1,000 lessons in under 1 s, in memory that does not grow with
 * their number. The lessons are made here and kept in a store of their own; then
 * they are read back one by one and pooled, and crossed. The baseline is the same
 * reading without measuring anything: what the measures cost on top is the ratio.
 */
#include "protocols/protocol_load.h"
#include "recorder/store/reread.h"
#include "reports/measure/pool.h"
#include "tests/bench/measured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PUPILS = 24, TURNS = 60, MAX_LESSONS = 1000, MAX_FACTS = 400 };

typedef enum Task { TASK_READ, TASK_POOL, TASK_CROSS, TASK_COUNT } Task;

typedef struct Bench {
    Arena arena;
    const Protocol *protocol;
    Subject subjects[PUPILS + 1];
    char labels[PUPILS + 1][8];
    Setup setup;
    UuidSource ids;
    Store *store;
    Uuid made[MAX_LESSONS];
    Fact facts[MAX_FACTS];
    size_t fact_count;
    int32_t teacher_talk, student_talk, frame, question;
    size_t most_bytes; /* of one lesson */
} Bench;

static void stop(const char *what)
{
    (void)fprintf(stderr, "bench_measure_many: %s\n", what);
    exit(1);
}

/* What is resident now, in KiB; 0 where /proc does not say. */
static void begin(Bench *b, const char *path)
{
    static const Attribute el[2] = {{"EL", "yes"}, {"EL", "no"}};
    const uint64_t seed[2] = {5, 6};
    Err err = {0};
    arena_init(&b->arena, (size_t)64 << 20);
    uuid_source_init(&b->ids, seed);
    if (!protocol_load_shipped(&b->arena, "academic-talk", &b->protocol, &err))
        stop(err.text);
    for (int i = 0; i <= PUPILS; i++) {
        (void)snprintf(b->labels[i], sizeof b->labels[i], "%c%d", i == 0 ? 'T' : 'P', i);
        b->subjects[i] = (Subject){.kind = i == 0 ? SUBJECT_ADULT : SUBJECT_PUPIL,
                                   .label = b->labels[i],
                                   .detail = "",
                                   .predicted = "",
                                   .group = SUBJECT_NONE,
                                   .attributes = i == 0 ? NULL : &el[i % 2],
                                   .attribute_count = i != 0};
    }
    b->teacher_talk = protocol_find_code(b->protocol, "teacher-talk");
    b->student_talk = protocol_find_code(b->protocol, "student-talk");
    b->frame = protocol_find_code(b->protocol, "frame");
    b->question = protocol_find_code(b->protocol, "question");
    b->store = store_open(path, STORE_WRITE, &err);
    if (!b->store)
        stop(err.text);
}

static void keep_plan(Bench *b, Session *s, bool ok, Err *err)
{
    FactSlice plan = session_planned(s);
    if (!ok || b->fact_count + plan.count > MAX_FACTS)
        stop(ok ? "too many facts" : err->text);
    if (plan.count > 0)
        memcpy(&b->facts[b->fact_count], plan.items, plan.count * sizeof *plan.items);
    b->fact_count += plan.count;
    if (!session_apply_planned(s, err))
        stop(err->text);
}

static void tap(Bench *b, Session *s, int32_t code, int32_t subject, int64_t at_ms)
{
    Err err = {0};
    SessionTap t = session_tap_blank(code, at_ms);
    t.subject = subject;
    keep_plan(b, s, session_tap(s, &t, at_ms, &err), &err);
}

/* Turns of 20 s by the teacher, with a question, and by a pupil, with a frame. */
static void make_lesson(Bench *b, int32_t number)
{
    Err err = {0};
    char class_name[16];
    (void)snprintf(class_name, sizeof class_name, "Class %d", number % 20);
    b->setup = (Setup){.title = "Lesson",
                       .class_name = class_name,
                       .place = "Room 1",
                       .observer = "AB",
                       .theme = "",
                       .goals = "",
                       .origin = "",
                       .subjects = b->subjects,
                       .subject_count = PUPILS + 1,
                       .started_unix_ms = INT64_C(1790000000000) + number * INT64_C(86400000),
                       .resolution_ms = 1};
    b->setup.id = b->made[number] = uuid_next(&b->ids, b->setup.started_unix_ms);
    b->fact_count = 0;
    Session *s = session_create(b->protocol, &b->setup, &b->ids, &err);
    if (!s)
        stop(err.text);
    keep_plan(b, s, session_start(s, 0, &err), &err);
    for (int32_t i = 0; i < TURNS; i++) {
        int64_t at = i * INT64_C(20000);
        bool pupil = i % 2 == 1;
        int32_t who = pupil ? 1 + (i * 7 + number) % PUPILS : 0;
        tap(b, s, pupil ? b->student_talk : b->teacher_talk, who, at);
        tap(b, s, pupil ? b->frame : b->question, who, at + 9000);
    }
    keep_plan(b, s, session_end(s, TURNS * INT64_C(20000), &err), &err);
    ClockAnchor anchor = {.boot_id = ""};
    if (!store_add_observation(b->store, &b->setup, b->protocol, &anchor, &err) ||
        !store_add_facts(b->store, b->setup.id, b->protocol, (FactSlice){b->facts, b->fact_count},
                         &err))
        stop(err.text);
    session_destroy(s);
}

static const char *const task_names[TASK_COUNT] = {"read", "pool", "cross"};

static double run(Bench *b, Task task, int32_t lessons, double *ret_keep)
{
    Arena kept, lesson;
    Err err = {0};
    CrossOptions options = {.rows = {CROSS_ATTRIBUTE, "EL"},
                            .columns = {CROSS_FRAME, ""},
                            .what = CROSS_TIME,
                            .suppress_below = CROSS_AS_PROTOCOL};
    double start = measured_wall_ms();
    arena_init(&kept, (size_t)1 << 30);
    store_keep_protocols(b->store, &kept);
    arena_init(&lesson, (size_t)1 << 30);
    Cross *cross = task == TASK_CROSS ? cross_begin(&options, &kept, &err) : NULL;
    Pool *pool = task == TASK_POOL ? pool_begin(lessons, &kept, &err) : NULL;
    for (int32_t i = 0; i < lessons; i++) {
        Observation o;
        if (!reread_observation(b->store, b->made[i], &lesson, &o, &err) ||
            (cross && !cross_add(cross, &o, &lesson, &err)) ||
            (pool && !pool_add(pool, &o, &lesson, &err)))
            stop(err.text);
        b->most_bytes = lesson.used > b->most_bytes ? lesson.used : b->most_bytes;
        arena_reset(&lesson, (ArenaMark){0});
    }
    CrossTable table;
    PoolMeasures measures;
    if ((cross && !cross_finish(cross, &table, &err)) ||
        (pool && !pool_finish(pool, &measures, &err)))
        stop(err.text);
    *ret_keep += pool ? measures.talk.ratio : cross ? (double)table.row_count : 0.0;
    double took = measured_wall_ms() - start;
    arena_deinit(&lesson);
    arena_deinit(&kept);
    return took;
}

int main(void)
{
    static Bench bench;
    char folder[] = "/tmp/bench_measure_many.XXXXXX", path[64];
    if (!mkdtemp(folder))
        stop("no folder for the store");
    (void)snprintf(path, sizeof path, "%s/bench.db", folder);
    begin(&bench, path);
    for (int32_t i = 0; i < MAX_LESSONS; i++)
        make_lesson(&bench, i);
    double keep = 0.0;
    (void)printf("%8s %10s %10s %8s %12s %14s %14s\n", "lessons", "task", "ms", "ratio",
                 "us a lesson", "resident KiB", "lesson bytes");
    for (int32_t lessons = 10; lessons <= MAX_LESSONS; lessons *= 10) {
        double read_ms = 1.0;
        for (int task = 0; task < TASK_COUNT; task++) {
            double best = run(&bench, (Task)task, lessons, &keep);
            double again = run(&bench, (Task)task, lessons, &keep);
            best = again < best ? again : best;
            read_ms = task == TASK_READ ? best : read_ms;
            (void)printf("%8d %10s %10.1f %8.2f %12.1f %14ld %14zu\n", (int)lessons,
                         task_names[task], best, best / read_ms, best * 1e3 / lessons,
                         measured_resident_kib(), bench.most_bytes);
        }
    }
    store_close(bench.store);
    arena_deinit(&bench.arena);
    static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
    for (int i = 0; i < 4; i++) {
        char file[96];
        (void)snprintf(file, sizeof file, "%s%s", path, ends[i]);
        (void)unlink(file);
    }
    (void)rmdir(folder);
    return keep > 0.0 ? 0 : 1;
}
