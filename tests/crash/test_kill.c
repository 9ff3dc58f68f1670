/* test_kill.c - nothing acknowledged is ever lost: a finger records a lesson in
 * the real app; the process is killed at some instant; the record has all that
 * the board had shown as saved, nothing that the finger did not do, and the
 * lesson goes on with its clock right.
 *
 * The finger's script is the same every time, and so are clock and ids; so what
 * is found after a kill must be the beginning of what a run to the end leaves.
 * The child says through a pipe after which step the board said "saved".
 *
 * KENKYU_KILLS=1000 kills as often, KENKYU_KILL_SEED picks other instants.
 */
#include "check.h"

#include "fact_hash.h"

#include "tests/recorder/screen/drive.h"

#include "protocols/protocol_load.h"
#include "recorder/store/backup.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { KILLS = 40, STEPS = 80, TEACHER = 0, FIRST_PUPIL = 7, PUPILS = 24, MAX_FACTS = 4096 };
static const int64_t AWAY_MS = 90000; /* from the kill to the next start */

/* What a run to the end leaves. */
typedef struct Reference {
    Arena arena;
    StoredObservation stored;
    size_t facts_after[STEPS + 1]; /* in the store after each step */
    int64_t zero_ms;               /* boot clock at session time 0 */
    PlatformClock began;
} Reference;

static Reference reference;
static const Protocol *academic;

typedef struct Tally {
    int64_t kills, early, taps_acked, facts_kept, unacked_kept, nanoseconds;
} Tally;

/* ---- the finger ---- */

static int32_t code(const char *key)
{
    return protocol_find_code(academic, key);
}

static void begin_lesson(Drive *d)
{
    drive_open(d);
    drive_tap(d, HOME_ID_NEW);
    for (int32_t i = 0; i < d->app->form.protocol_count; i++)
        if (strcmp(d->app->form.protocols[i]->key, "academic-talk") == 0)
            drive_tap(d, SETUP_ID_PROTOCOL + (uint32_t)i);
    drive_tap(d, SETUP_ID_START);
}

/* A stroke from a pupil's seat on: it is in the record when the finger lifts. */
static void write_stroke(Drive *d, int i)
{
    UiRect paper;
    drive_tap(d, BOARD_ID_INK);
    drive_frame(d);
    if (!app_find_target(d->app, BOARD_ID_INK_PAPER, &paper))
        fail_msg("there is nothing to write on");
    for (int k = 0; k <= 12; k++) {
        drive_touch(d,
                    k == 0    ? UI_INPUT_DOWN
                    : k == 12 ? UI_INPUT_UP
                              : UI_INPUT_MOVE,
                    paper.x + 60 + (float)(k * 11 + i), paper.y + 90 + (float)(k * k % 7 * 9));
        drive_pass(10);
    }
    drive_frame(d);
    drive_tap(d, BOARD_ID_INK);
}

static void step(Drive *d, int i)
{
    uint32_t pupil = BOARD_ID_SEAT + FIRST_PUPIL + (uint32_t)(i * 7 % PUPILS);
    drive_pass(900 + i * 37 % 500);
    switch (i % 8) {
    case 0:
        drive_tap(d, BOARD_ID_SEAT + TEACHER);
        break;
    case 2:
        write_stroke(d, i);
        break;
    case 3:
        drive_tap(d, board_pad_id(code("frame"), i / 8 % 3));
        break;
    case 5:
        drive_tap(d, BOARD_ID_UNDO);
        break;
    case 6:
        drive_tap(d, BOARD_ID_REDO);
        break;
    case 7:
        drive_tap(d, BOARD_ID_PAUSE);
        drive_pass(2000);
        drive_tap(d, BOARD_ID_PAUSE);
        break;
    default:
        drive_tap(d, pupil);
    }
}

static bool says_saved(Drive *d)
{
    return drive_says(d, "Saved") && !drive_says(d, "not saved yet");
}

/* ---- the record, read from outside ---- */

/* With what the events carry. */
static void read_attachments(Store *store, Arena *arena, StoredObservation *stored)
{
    Err err = {0};
    StoreAttachments from = store_attachments(store, stored->setup->id);
    Fact *facts = ARENA_PUSH(arena, Fact, stored->facts.count);
    assert_non_null(facts);
    memcpy(facts, stored->facts.items, stored->facts.count * sizeof *facts);
    for (size_t i = 0; i < stored->facts.count; i++) {
        Attachment *read = ARENA_PUSH(arena, Attachment, 1);
        assert_ok(read && from.source.read(&from.source, facts[i].id, arena, read, &err), err);
        facts[i].attachment = read->kind == ATTACHMENT_NONE ? NULL : read;
    }
    stored->facts.items = facts;
}

static bool read_record(const char *db, Arena *arena, StoredObservation *ret_stored)
{
    Err err = {0};
    StoreItem *items;
    int32_t count = 0;
    Store *store = store_open(db, STORE_READ, &err);
    bool found = store && store_list(store, arena, 0, 0, &items, &count, &err) && count > 0;
    if (found) {
        assert_ok(store_load(store, items[0].id, arena, ret_stored, &err), err);
        read_attachments(store, arena, ret_stored);
    }
    assert_true(count <= 1);
    store_close(store);
    return found;
}

/* What the board shows is what is stored: so many facts, and the same events. */
static size_t check_shown(const Drive *d)
{
    Err err = {0};
    Arena arena;
    StoredObservation stored;
    UuidSource ids;
    size_t count, other;
    const uint64_t seed[2] = {3, 4};
    arena_init(&arena, (size_t)64 << 20);
    uuid_source_init(&ids, seed);
    assert_true(read_record(d->db, &arena, &stored));
    Session *again = session_create(stored.protocol, stored.setup, &ids, &err);
    assert_ok(again && session_apply(again, stored.facts, &err), err);
    const ObsEvent *shown = session_events(recording_session(d->app->lesson.recording), &count);
    const ObsEvent *kept = session_events(again, &other);
    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(shown[i].id.bytes, kept[i].id.bytes, 16);
        assert_int_equal(shown[i].start_ms, kept[i].start_ms);
        assert_int_equal(shown[i].stop_ms, kept[i].stop_ms);
        assert_int_equal(shown[i].voided, kept[i].voided);
    }
    size_t facts = stored.facts.count;
    session_destroy(again);
    arena_deinit(&arena);
    return facts;
}

static int make_reference(void **state)
{
    (void)state;
    Err err = {0};
    Drive d;
    arena_init(&reference.arena, (size_t)256 << 20);
    if (!protocol_load_shipped(&reference.arena, "academic-talk", &academic, &err))
        return -1;
    drive_init(&d);
    reference.began = drive_clock;
    begin_lesson(&d);
    reference.zero_ms = d.app->lesson.zero_ms;
    for (int i = 0; i < STEPS; i++) {
        reference.facts_after[i] = check_shown(&d);
        step(&d, i);
        assert_true(says_saved(&d));
    }
    reference.facts_after[STEPS] = check_shown(&d);
    assert_true(read_record(d.db, &reference.arena, &reference.stored));
    assert_true(reference.stored.facts.count > STEPS);
    drive_deinit(&d);
    return 0;
}

static int drop_reference(void **state)
{
    (void)state;
    arena_deinit(&reference.arena);
    return 0;
}

/* ---- kill ---- */

/* One byte for the lesson that was begun, then one after each step that the
 * board showed as saved. Never returns. */
static void record_forever(Drive *d, int out)
{
    begin_lesson(d);
    for (int i = 0; i <= STEPS; i++) {
        if (!says_saved(d) || write(out, "+", 1) != 1)
            _exit(1);
        if (i < STEPS)
            step(d, i);
    }
    for (;;)
        (void)pause();
}

/* Reads acknowledgements until the child is dead; kills it spin turns after the
 * kill_at-th (0: after the start). */
static int collect(int in, pid_t child, int kill_at, uint32_t spin)
{
    int count = 0;
    char ack;
    for (;;) {
        if (count == kill_at) {
            for (volatile uint32_t turn = 0; turn < spin; turn++)
                ; /* somewhere within what comes next */
            assert_int_equal(kill(child, SIGKILL), 0);
            kill_at = -1;
        }
        if (read(in, &ack, 1) != 1)
            return count;
        count++;
    }
}

static void check_same(const Fact *got, const Fact *want, size_t at)
{
    if (fact_hash(got) != fact_hash(want))
        fail_msg("fact %zu is not what the finger did", at);
}

/* acked: acknowledgements read; 0: not even the beginning of the lesson. */
static void check_record(const Drive *d, int acked, Tally *tally)
{
    Arena arena;
    StoredObservation stored = {0};
    arena_init(&arena, (size_t)64 << 20);
    bool found = read_record(d->db, &arena, &stored);
    if (!found && acked > 0)
        fail_msg("the lesson is lost, %d steps were acknowledged", acked - 1);
    size_t least = acked > 0 ? reference.facts_after[acked - 1] : 0;
    size_t most = reference.facts_after[acked < STEPS ? acked : STEPS];
    if (found && (stored.facts.count < least || stored.facts.count > most))
        fail_msg("%zu facts after %d acknowledged steps, expected %zu to %zu", stored.facts.count,
                 acked - 1, least, most);
    for (size_t i = 0; found && i < stored.facts.count; i++)
        check_same(&stored.facts.items[i], &reference.stored.facts.items[i], i);
    tally->facts_kept += (int64_t)stored.facts.count;
    tally->unacked_kept += (int64_t)(stored.facts.count - (found ? least : 0));
    tally->taps_acked += acked > 0 ? acked - 1 : 0;
    arena_deinit(&arena);
}

/* The same app, started anew: by the boot clock, or after an empty battery. */
static void go_on(Drive *d, bool same_boot, Tally *tally)
{
    Err err = {0};
    BackupCounts before = {0}, after;
    drive_clock = reference.began;
    drive_pass(600000 + AWAY_MS);
    if (!same_boot) {
        drive_clock.boot_ms = 7000;
        (void)snprintf(drive_clock.boot_id, sizeof drive_clock.boot_id, "second");
    }
    int64_t session_ms = reference.began.boot_ms + 600000 + AWAY_MS - reference.zero_ms;
    drive_open(d);
    assert_non_null(d->app->store);
    if (!drive_shows(d, HOME_ID_CONTINUE)) {
        tally->early++;
        drive_close(d);
        return;
    }
    drive_tap(d, HOME_ID_CONTINUE);
    assert_int_equal(d->app->screen, APP_BOARD);
    assert_int_equal(app_session_ms(d->app), session_ms + DRIVE_TOUCH_MS);
    if (session_state(recording_session(d->app->lesson.recording)) == SESSION_PAUSED)
        drive_tap(d, BOARD_ID_PAUSE);
    assert_ok(backup_verify(d->db, &before, &err), err);
    drive_tap(d, BOARD_ID_SEAT + FIRST_PUPIL);
    drive_tap(d, BOARD_ID_SEAT + TEACHER);
    assert_true(says_saved(d));
    drive_close(d);
    assert_ok(backup_verify(d->db, &after, &err), err);
    assert_true(after.facts >= before.facts + 2);
}

static void kill_once(uint64_t random, long nth, Tally *tally)
{
    Drive d;
    int pipes[2], status = 0;
    struct timespec begun, killed;
    drive_init(&d);
    assert_int_equal(pipe(pipes), 0);
    (void)clock_gettime(CLOCK_MONOTONIC, &begun);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(pipes[0]);
        record_forever(&d, pipes[1]);
    }
    (void)close(pipes[1]);
    int kill_at = (int)(random >> 33) % (nth % 4 == 0 ? STEPS : 24);
    int acked = collect(pipes[0], child, kill_at, (uint32_t)(random >> 20) % 2000000);
    (void)close(pipes[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    (void)clock_gettime(CLOCK_MONOTONIC, &killed);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    check_record(&d, acked, tally);
    go_on(&d, nth % 2 == 0, tally);
    drive_deinit(&d);
    tally->kills++;
    tally->nanoseconds +=
        (killed.tv_sec - begun.tv_sec) * INT64_C(1000000000) + killed.tv_nsec - begun.tv_nsec;
}

static void kill__loses_nothing_and_invents_nothing__at_any_instant(void **state)
{
    (void)state;
    const char *asked = getenv("KENKYU_KILLS"), *seed = getenv("KENKYU_KILL_SEED");
    long kills = asked ? strtol(asked, NULL, 10) : KILLS;
    uint64_t random = seed ? strtoull(seed, NULL, 10) : 20240611;
    Tally tally = {0};
    for (long i = 0; i < kills; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        kill_once(random, i, &tally);
    }
    print_message("%lld kills, %lld before the lesson began; %lld steps shown as saved, 0 lost; "
                  "%lld facts found, 0 invented (%lld of a step under way); %.0f ms to a kill\n",
                  (long long)tally.kills, (long long)tally.early, (long long)tally.taps_acked,
                  (long long)tally.facts_kept, (long long)tally.unacked_kept,
                  (double)tally.nanoseconds / 1e6 / (double)tally.kills);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kill__loses_nothing_and_invents_nothing__at_any_instant),
    };
    return cmocka_run_group_tests_name("kill", tests, make_reference, drop_reference);
}
