/* test_kill.c - nothing acknowledged is ever lost: a child records taps and says
 * after every commit which event it was; it is killed at some instant; the
 * record has every one of them, and at most one more.
 *
 * KENKYU_KILLS=200 kills as often. The instants come from a seed.
 */
#include "check.h"

#include "recorder/lesson.h"
#include "recorder/session/recording.h"
#include "recorder/store_folder.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLS = 30, MAX_ACKS = 4000 };

/* The child: taps as fast as the disk allows, one line a commit. */
static void record_forever(const char *db, int out)
{
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = store_open(db, STORE_WRITE, &err);
    ClockAnchor anchor = {.boot_id = ""};
    Recording *r =
        store ? recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err) : NULL;
    if (!r || !session_start(recording_session(r), 0, &err) || !recording_commit(r, NULL, &err))
        _exit(1);
    const int32_t codes[] = {l.teacher_talk, l.student_talk, l.frame};
    const int32_t subjects[] = {TEACHER, A1, B1};
    for (int64_t i = 0; i < MAX_ACKS; i++) {
        SessionTap tap = lesson_tap(codes[i % 3], subjects[i % 3], i * 500);
        Session *s = recording_session(r);
        bool saved = false;
        if (!session_tap(s, &tap, i * 500, &err))
            _exit(1);
        FactSlice plan = session_planned(s);
        Uuid id = plan.items[plan.count - 1].id;
        if (!recording_commit(r, &saved, &err) || !saved ||
            write(out, id.bytes, sizeof id.bytes) != (ssize_t)sizeof id.bytes)
            _exit(1);
    }
    for (;;)
        (void)pause();
}

/* Reads acknowledgements until the child is dead; kills it after kill_at. */
static int32_t collect(int in, pid_t child, int32_t kill_at, uint32_t wait_us, Uuid *acks)
{
    int32_t count = 0;
    uint8_t bytes[16];
    size_t have = 0;
    for (ssize_t n; (n = read(in, bytes + have, sizeof bytes - have)) > 0;) {
        have += (size_t)n;
        if (have < sizeof bytes)
            continue;
        memcpy(acks[count].bytes, bytes, sizeof bytes);
        have = 0;
        if (++count == kill_at) {
            for (volatile uint32_t spin = 0; spin < wait_us * 100; spin++)
                ; /* somewhere within the next commit */
            assert_int_equal(kill(child, SIGKILL), 0);
        }
    }
    return count;
}

static void check_record(const char *db, const Uuid *acks, int32_t count)
{
    Err err = {0};
    Arena arena;
    arena_init(&arena, (size_t)64 << 20);
    Store *store = store_open(db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    bool found = false;
    Uuid id;
    assert_ok(store_find_running(store, &found, &id, &err), err);
    assert_true(found);
    StoredObservation stored;
    assert_ok(store_load(store, id, &arena, &stored, &err), err);
    UuidSource ids;
    uuid_source_init(&ids, lesson_seed);
    ClockAnchor now = {.boot_id = ""};
    int64_t now_ms;
    Recording *r = recording_resume(store, &stored, &ids, &now, &now_ms, &err);
    assert_ok(r != NULL, err);
    Session *s = recording_session(r);
    size_t events;
    (void)session_events(s, &events);
    assert_in_range(events, (size_t)count, (size_t)count + 1);
    for (int32_t i = 0; i < count; i++)
        if (!session_find_event(s, acks[i]))
            fail_msg("acknowledged event %d of %d is lost", (int)i, (int)count);
    assert_int_equal(session_state(s), SESSION_RUNNING);
    assert_true(now_ms >= session_last_ms(s));
    recording_destroy(r);
    store_close(store);
    arena_deinit(&arena);
}

static void kill__loses_nothing_acknowledged__at_any_instant(void **state)
{
    (void)state;
    const char *asked = getenv("KENKYU_KILLS");
    long kills = asked ? strtol(asked, NULL, 10) : KILLS;
    uint64_t random = 20240611;
    Uuid *acks = calloc(MAX_ACKS, sizeof *acks);
    assert_non_null(acks);
    for (long i = 0; i < kills; i++) {
        Folder folder;
        folder_make(&folder);
        int pipes[2];
        assert_int_equal(pipe(pipes), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            (void)close(pipes[0]);
            record_forever(folder.db, pipes[1]);
        }
        (void)close(pipes[1]);
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int32_t kill_at = 1 + (int32_t)((random >> 33) % (i % 5 == 0 ? 400 : 120));
        int32_t count = collect(pipes[0], child, kill_at, (uint32_t)(random >> 50) % 400, acks);
        (void)close(pipes[0]);
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        assert_true(count >= kill_at);
        check_record(folder.db, acks, count);
        folder_remove(&folder);
    }
    free(acks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kill__loses_nothing_acknowledged__at_any_instant),
    };
    return cmocka_run_group_tests_name("kill", tests, NULL, NULL);
}
