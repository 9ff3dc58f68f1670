/* test_power.c - the power is cut at every sync: while a lesson is recorded into
 * a new record in new folders, while a backup is made, while one is restored, while a record of an
 * older version is brought up to date, while another record is joined. Whatever the disk
 * kept of what was not synced, the record opens, is whole, and has every entry
 * that was acknowledged, no half act and nothing else.
 *
 * KENKYU_CUT_SEEDS=50 goes through everything so often, each time otherwise.
 */
#include "check.h"

#include "attached.h"
#include "crash/power.h"
#include "fact_hash.h"
#include "recorder/devices.h"
#include "recorder/lesson.h"
#include "recorder/older.h"
#include "recorder/recording/recording.h"
#include "recorder/store/backup.h"
#include "recorder/store/merge.h"
#include "recorder/store_folder.h"

static const int64_t NOW = INT64_C(1795428000000); /* 2026-11-23 10:00 UTC */
enum { MAX_FACTS = 4000 };

/* What was acknowledged, and what is being written right now. */
typedef struct Trial {
    Folder folder;      /* the real one */
    const char *within; /* where in it the record lies */
    Lesson lesson;
    Store *store;
    Recording *recording;
    uint64_t facts[MAX_FACTS]; /* each fact_hash() */
    Attachment carried;        /* by what is under way */
    bool plain;                /* nothing carries anything */
    size_t acked, in_flight;
    bool begun;
    int64_t copy_facts; /* in a backup that was said to be done; 0: none was */
    int64_t cuts, points;
    uint64_t seed;
    bool restoring; /* the record may be the old or the new one */
    int64_t old_facts, new_facts;
    bool joining; /* the other lesson is there wholly or not at all */
    Uuid other;
    size_t other_facts;
    bool joined; /* it was said to be there */
} Trial;

static long seeds(void)
{
    const char *asked = getenv("KENKYU_CUT_SEEDS");
    return asked ? strtol(asked, NULL, 10) : 1;
}

/* Checkpoints come often, so that there are many in a short lesson. */
static int checkpoint_often(sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
    (void)message;
    (void)api;
    return sqlite3_wal_autocheckpoint(db, 12);
}

/* ---- after a cut ---- */

static void check_facts(const Trial *t, Store *store)
{
    Err err = {0};
    Arena arena;
    arena_init(&arena, (size_t)64 << 20);
    StoredObservation stored;
    bool there = store_load(store, t->lesson.setup.id, &arena, &stored, &err);
    if (!there && t->begun)
        fail_msg("seed %llu, sync %lld: the lesson is lost: %s", (unsigned long long)t->seed,
                 (long long)power.syncs, err.text);
    if (there) {
        size_t count = stored.facts.count;
        if (count != t->acked && count != t->acked + t->in_flight)
            fail_msg("seed %llu, sync %lld: %zu facts, acknowledged were %zu, under way %zu",
                     (unsigned long long)t->seed, (long long)power.syncs, count, t->acked,
                     t->in_flight);
        StoreAttachments from = store_attachments(store, t->lesson.setup.id);
        for (size_t i = 0; i < count; i++)
            assert_true(stored_fact_hash(&from, &stored.facts.items[i], &arena) == t->facts[i]);
        err = (Err){0};
        UuidSource ids;
        uuid_source_init(&ids, lesson_seed);
        Session *s = session_create(stored.protocol, stored.setup, &ids, &err);
        assert_ok(s && session_apply(s, stored.facts, &err), err);
        session_destroy(s);
    }
    arena_deinit(&arena);
}

static void check_joined(const Trial *t, Store *store)
{
    Err err = {0};
    Arena arena;
    StoredObservation stored;
    arena_init(&arena, (size_t)64 << 20);
    bool there = store_load(store, t->other, &arena, &stored, &err);
    if (there ? stored.facts.count != t->other_facts : t->joined)
        fail_msg("seed %llu, sync %lld: the joined lesson has %zu facts of %zu",
                 (unsigned long long)t->seed, (long long)power.syncs,
                 there ? stored.facts.count : 0, t->other_facts);
    arena_deinit(&arena);
}

/* Whatever has the name of a copy is whole. */
static void check_copies(const Trial *t, const char *db)
{
    Err err = {0};
    Arena arena;
    arena_init(&arena, (size_t)1 << 20);
    BackupCopy *copies;
    BackupCounts counts;
    int32_t count;
    bool found = t->copy_facts == 0;
    assert_ok(backup_list(db, &arena, &copies, &count, &err), err);
    for (int32_t i = 0; i < count; i++) {
        assert_ok(backup_verify(copies[i].path, &counts, &err), err);
        found |= counts.facts >= t->copy_facts; /* the newest, or that and older ones */
    }
    if (!found)
        fail_msg("seed %llu, sync %lld: the backup that was done is lost",
                 (unsigned long long)t->seed, (long long)power.syncs);
    arena_deinit(&arena);
}

static void check_image(const Trial *t, const Folder *image)
{
    Err err = {0};
    BackupCounts counts;
    if (access(image->db, F_OK) != 0 && t->begun)
        fail_msg("seed %llu, sync %lld: the record is gone", (unsigned long long)t->seed,
                 (long long)power.syncs);
    check_copies(t, image->db);
    Store *store = store_open(image->db, STORE_WRITE, &err);
    if (!store)
        fail_msg("seed %llu, sync %lld: %s", (unsigned long long)t->seed, (long long)power.syncs,
                 err.text);
    if (!t->restoring)
        check_facts(t, store);
    if (t->joining)
        check_joined(t, store);
    store_close(store);
    assert_ok(backup_verify(image->db, &counts, &err), err);
    if (t->restoring && counts.facts != t->old_facts)
        assert_int_equal(counts.facts, t->new_facts);
}

static void place_within(Folder *folder, const char *within)
{
    (void)snprintf(folder->db, sizeof folder->db, "%s/%s", folder->path, within);
}

static void cut_now(void *user)
{
    Trial *t = user;
    t->points++;
    for (PowerCut cut = POWER_NOTHING; cut < POWER_CUTS; cut++) {
        Folder image;
        char shm[128];
        folder_make(&image);
        power_cut(cut, image.path);
        place_within(&image, t->within);
        (void)snprintf(shm, sizeof shm, "%s-shm", image.db);
        FILE *junk = fopen(shm, "wb");
        assert_non_null(junk);
        for (int i = 0; i < 32768; i++)
            (void)fputc((int)power_random(256), junk);
        (void)fclose(junk);
        check_image(t, &image);
        folder_remove_all(&image);
        t->cuts++;
    }
}

/* ---- what is cut ---- */

static void act(Trial *t, int i)
{
    Err err = {0};
    Session *s = recording_session(t->recording);
    int64_t now_ms = 1000 * (int64_t)i;
    const Lesson *l = &t->lesson;
    const int32_t codes[] = {l->teacher_talk, l->student_talk, l->frame, l->student_talk};
    const int32_t subjects[] = {TEACHER, A1, A1, B2};
    SessionTap tap = lesson_tap(codes[i % 4], subjects[i % 4], now_ms);
    tap.text = i % 4 == 2 ? "I agree with Ana because three fourths is six eighths" : "";
    if (!t->plain && (i == 8 || i == 9)) {
        t->carried = i == 9 ? attached_photo() : attached_ink();
        tap.code = protocol_find_code(l->protocol, i == 8 ? "ink" : "photo");
        tap.attachment = &t->carried;
    }
    if (i == 0)
        assert_ok(session_start(s, 0, &err), err);
    else if (i % 7 == 6)
        assert_ok(session_undo(s, now_ms, &err), err);
    else
        assert_ok(session_tap(s, &tap, now_ms, &err), err);
}

static void commit(Trial *t)
{
    Err err = {0};
    bool saved = false;
    FactSlice facts = session_planned(recording_session(t->recording));
    for (size_t i = 0; i < facts.count; i++)
        t->facts[t->acked + i] = fact_hash(&facts.items[i]);
    t->in_flight = facts.count;
    assert_ok(recording_commit(t->recording, &saved, &err), err);
    assert_true(saved);
    t->acked += t->in_flight;
    t->in_flight = 0;
}

static void begin(Trial *t, uint64_t seed)
{
    *t = (Trial){.seed = seed, .within = "lessons.kenkyu"};
    folder_make(&t->folder);
    lesson_init(&t->lesson);
    power_on(t->folder.path, seed, cut_now, t);
}

static void open_store(Trial *t)
{
    Err err = {0};
    t->store = store_open_vfs(t->folder.db, STORE_WRITE, "power", &err);
    assert_ok(t->store != NULL, err);
}

static void begin_lesson(Trial *t)
{
    Err err = {0};
    ClockAnchor anchor = {.boot_id = ""};
    t->recording = recording_begin(t->store, t->lesson.protocol, &t->lesson.setup, &t->lesson.ids,
                                   &anchor, &err);
    assert_ok(t->recording != NULL, err);
    t->begun = true;
}

static void end(Trial *t)
{
    recording_destroy(t->recording);
    store_close(t->store);
    power_off();
    lesson_deinit(&t->lesson);
    folder_remove_all(&t->folder);
}

static void say(const char *what, int64_t points, int64_t cuts)
{
    print_message("%-28s %7lld points, %8lld cuts, nothing lost\n", what, (long long)points,
                  (long long)cuts);
}

static void power__cut_anywhere_in_a_lesson__loses_nothing(void **state)
{
    (void)state;
    int64_t points = 0, cuts = 0;
    for (uint64_t seed = 1; seed <= (uint64_t)seeds(); seed++) {
        Trial t;
        Err err = {0};
        begin(&t, seed);
        open_store(&t); /* the first migration too */
        begin_lesson(&t);
        for (int i = 0; i < 24; i++) {
            act(&t, i);
            commit(&t);
        }
        assert_ok(session_end(recording_session(t.recording), 30000, &err), err);
        commit(&t);
        store_close(t.store); /* the last checkpoint */
        t.store = NULL;
        open_store(&t); /* and a new journal */
        points += t.points;
        cuts += t.cuts;
        end(&t);
    }
    assert_true(points > 60);
    say("a lesson in a new record", points, cuts);
}

/* The very first record, and the folders it lies in. */
static void power__cut_anywhere_in_the_first_lesson__loses_nothing(void **state)
{
    (void)state;
    int64_t points = 0, cuts = 0;
    for (uint64_t seed = 1; seed <= (uint64_t)seeds(); seed++) {
        Trial t;
        Err err = {0};
        char folder[128];
        begin(&t, seed);
        t.within = "data/kenkyu/lessons.kenkyu";
        place_within(&t.folder, t.within);
        (void)snprintf(folder, sizeof folder, "%s/data/kenkyu", t.folder.path);
        power.at_sync = NULL; /* without a folder there is no record to look for */
        assert_ok(file_make_folder(folder, &err), err);
        open_store(&t);
        begin_lesson(&t);
        power.at_sync = cut_now;
        for (int i = 0; i < 6; i++) {
            act(&t, i);
            commit(&t);
            cut_now(&t);
        }
        points += t.points;
        cuts += t.cuts;
        end(&t);
    }
    say("the first lesson", points, cuts);
}

static void power__cut_anywhere_in_a_backup__loses_nothing(void **state)
{
    (void)state;
    int64_t points = 0, cuts = 0;
    for (uint64_t seed = 1; seed <= (uint64_t)seeds(); seed++) {
        Trial t;
        Err err = {0};
        begin(&t, seed);
        power.at_sync = NULL; /* this part is the other test's */
        open_store(&t);
        begin_lesson(&t);
        for (int i = 0; i < 12; i++) {
            act(&t, i);
            commit(&t);
        }
        power.at_sync = cut_now;
        for (int64_t day = 9; day >= 7; day--) { /* the third removes the second */
            int64_t facts = (int64_t)t.acked;
            Backup *backup = backup_begin(t.folder.db, "power", NULL, NOW - day * 1000, &err);
            assert_ok(backup != NULL, err);
            for (bool done = false; !done;)
                assert_ok(backup_step(backup, &done, &err), err);
            t.copy_facts = facts;
            backup_destroy(backup);
            act(&t, 21 - (int)day);
            commit(&t);
        }
        points += t.points;
        cuts += t.cuts;
        end(&t);
    }
    assert_true(points > 20);
    say("backups while recording", points, cuts);
}

static void power__cut_anywhere_in_a_restore__leaves_one_or_the_other(void **state)
{
    (void)state;
    int64_t points = 0, cuts = 0;
    for (uint64_t seed = 1; seed <= (uint64_t)seeds(); seed++) {
        Trial t;
        Err err = {0};
        char out[128], aside[FILE_MAX_PATH];
        BackupCounts counts;
        begin(&t, seed);
        power.at_sync = NULL;
        open_store(&t);
        begin_lesson(&t);
        act(&t, 0);
        commit(&t);
        (void)snprintf(out, sizeof out, "%s/copy.backup", t.folder.path);
        Backup *backup = backup_begin(t.folder.db, NULL, out, NOW, &err);
        for (bool done = false; !done;)
            assert_ok(backup && backup_step(backup, &done, &err), err);
        backup_destroy(backup);
        for (int i = 1; i < 6; i++) {
            act(&t, i);
            commit(&t);
        }
        recording_destroy(t.recording);
        store_close(t.store);
        t.recording = NULL;
        t.store = NULL;
        power_off();
        power_on(t.folder.path, seed, cut_now, &t);
        power_adopt(t.folder.db);
        power_adopt(out);
        t.restoring = true;
        t.old_facts = (int64_t)t.acked;
        t.new_facts = 1;
        assert_ok(backup_restore(out, t.folder.db, NOW, false, aside, &counts, &err), err);
        assert_int_equal(counts.facts, 1);
        t.old_facts = 1; /* it is said to be done: from here on only this */
        cut_now(&t);
        points += t.points;
        cuts += t.cuts;
        end(&t);
    }
    assert_true(points >= 5);
    say("restores", points, cuts);
}

/* A lesson, and from then on every sync is a cut. The record is closed. */
static void record_before(Trial *t, uint64_t seed, bool plain)
{
    Err err = {0};
    begin(t, seed);
    t->plain = plain;
    power.at_sync = NULL;
    open_store(t);
    begin_lesson(t);
    for (int i = 0; i < 12; i++) {
        act(t, i);
        commit(t);
    }
    assert_ok(session_end(recording_session(t->recording), 30000, &err), err);
    commit(t);
    recording_destroy(t->recording);
    store_close(t->store);
    t->recording = NULL;
    t->store = NULL;
    power_off();
}

static void power__cut_anywhere_in_a_migration__loses_nothing(void **state)
{
    (void)state;
    int64_t points = 0, cuts = 0;
    for (int version = 1; version < store_folder_newest(); version++)
        for (uint64_t seed = 1; seed <= (uint64_t)seeds(); seed++) {
            Trial t;
            Arena arena;
            char newer[200];
            arena_init(&arena, (size_t)4 << 20);
            record_before(&t, seed, version < OLDER_WITH_ATTACHMENTS);
            (void)snprintf(newer, sizeof newer, "%s/newer", t.folder.path);
            assert_int_equal(rename(t.folder.db, newer), 0);
            older_make(t.folder.db, version, newer, &arena);
            assert_int_equal(unlink(newer), 0);
            arena_deinit(&arena);
            power_on(t.folder.path, seed, cut_now, &t);
            power_adopt(t.folder.db);
            open_store(&t);
            cut_now(&t); /* and once it is said to be done */
            store_close(t.store);
            t.store = NULL;
            points += t.points;
            cuts += t.cuts;
            end(&t);
        }
    assert_true(points >= 3 * (store_folder_newest() - 1));
    say("migrations", points, cuts);
}

static void power__cut_anywhere_in_a_merge__takes_all_or_nothing(void **state)
{
    (void)state;
    int64_t points = 0, cuts = 0;
    for (uint64_t seed = 1; seed <= (uint64_t)seeds(); seed++) {
        Trial t;
        Folder elsewhere;
        Err err = {0};
        MergeCounts counts;
        record_before(&t, seed, false);
        folder_make(&elsewhere);
        t.other = device_record(elsewhere.db, 1000 + seed, 3, true);
        t.other_facts = (size_t)device_ask(elsewhere.db, "SELECT (SELECT count(*) FROM event) +"
                                                         " (SELECT count(*) FROM change) +"
                                                         " (SELECT count(*) FROM milestone)");
        power_on(t.folder.path, seed, cut_now, &t);
        power_adopt(t.folder.db);
        t.joining = true;
        open_store(&t);
        assert_ok(merge_record(t.store, elsewhere.db, &counts, &err), err);
        assert_int_equal(counts.facts, t.other_facts);
        t.joined = true;
        cut_now(&t);
        store_close(t.store);
        t.store = NULL;
        points += t.points;
        cuts += t.cuts;
        end(&t);
        folder_remove_all(&elsewhere);
    }
    assert_true(points >= 4);
    say("merges", points, cuts);
}

int main(void)
{
    power_install();
    (void)sqlite3_auto_extension((void (*)(void))checkpoint_often);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power__cut_anywhere_in_a_lesson__loses_nothing),
        cmocka_unit_test(power__cut_anywhere_in_the_first_lesson__loses_nothing),
        cmocka_unit_test(power__cut_anywhere_in_a_backup__loses_nothing),
        cmocka_unit_test(power__cut_anywhere_in_a_restore__leaves_one_or_the_other),
        cmocka_unit_test(power__cut_anywhere_in_a_migration__loses_nothing),
        cmocka_unit_test(power__cut_anywhere_in_a_merge__takes_all_or_nothing),
    };
    return cmocka_run_group_tests_name("power", tests, NULL, NULL);
}
