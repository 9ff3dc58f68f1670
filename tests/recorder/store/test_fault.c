/* test_fault.c - the disk says no: recording goes on in memory, nothing is
 * shown as saved that is not, and everything is written when the disk is back.
 *
 * A layer over SQLite's own file layer refuses the n-th call of a kind, once or
 * from then on, for every n; so each place where a call can fail is walked
 * through. KENKYU_FAULT_STEP=1 takes every n of the long walk (the default is
 * every seventh).
 */
#include "check.h"

#include "attached.h"
#include "fact_hash.h"
#include "recorder/fault.h"
#include "recorder/lesson.h"
#include "recorder/recording/recording.h"
#include "recorder/store/backup.h"
#include "recorder/store_folder.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* Everything that the session holds is in the file, read anew. */
static void check_saved(const char *db, const Session *s)
{
    Err err = {0};
    Arena arena;
    arena_init(&arena, (size_t)16 << 20);
    Store *store = store_open(db, STORE_READ, &err);
    assert_ok(store != NULL, err);
    StoredObservation stored;
    assert_ok(store_load(store, session_setup(s)->id, &arena, &stored, &err), err);
    UuidSource ids;
    uuid_source_init(&ids, lesson_seed);
    Session *again = session_create(stored.protocol, stored.setup, &ids, &err);
    assert_ok(session_apply(again, stored.facts, &err), err);
    size_t count, other;
    const ObsEvent *events = session_events(s, &count), *others = session_events(again, &other);
    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(events[i].id.bytes, others[i].id.bytes, 16);
        assert_int_equal(events[i].stop_ms, others[i].stop_ms);
        assert_string_equal(events[i].text, others[i].text);
        if (session_protocol(s)->codes[events[i].code].senses & (SENSE_INK | SENSE_PHOTO)) {
            StoreAttachments in = store_attachments(store, session_setup(s)->id);
            bool ink = session_protocol(s)->codes[events[i].code].senses & SENSE_INK;
            Attachment read;
            assert_ok(in.source.read(&in.source, events[i].id, &arena, &read, &err), err);
            assert_same_attachment(read, ink ? attached_ink() : attached_photo());
        }
    }
    session_destroy(again);
    store_close(store);
    arena_deinit(&arena);
}

/* Seven taps, two of them ink and a photo, while the disk refuses from the n-th call on. What
 * waits can be looked at. */
static int record_with_fault(int n, int code)
{
    Folder folder;
    folder_make(&folder);
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    ClockAnchor anchor = {.boot_id = ""};
    Recording *r = recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err);
    assert_ok(r != NULL, err);
    Session *s = recording_session(r);
    assert_ok(session_start(s, 0, &err), err);
    assert_ok(recording_commit(r, NULL, &err), err);

    countdown = n;
    fault_code = code;
    hits = 0;
    size_t waiting = 0;
    const int32_t ink = protocol_find_code(l.protocol, "ink");
    const int32_t photo = protocol_find_code(l.protocol, "photo");
    const int32_t codes[] = {l.teacher_talk, ink,   l.student_talk, l.frame,
                             l.note,         photo, l.student_talk};
    const int32_t subjects[] = {TEACHER, A1, A1, A1, SUBJECT_NONE, B1, B1};
    for (int i = 0; i < 7; i++) {
        SessionTap tap = lesson_tap(codes[i], subjects[i], 1000 * i);
        Attachment carried = codes[i] == ink ? attached_ink() : attached_photo();
        bool carries = codes[i] == ink || codes[i] == photo;
        tap.text = "heard";
        tap.attachment = carries ? &carried : NULL;
        bool saved = false;
        assert_ok(session_tap(s, &tap, 1000 * i, &err), err);
        size_t planned = session_planned(s).count;
        Uuid id = session_planned(s).items[planned - 1].id;
        assert_ok(recording_commit(r, &saved, &err), err);
        if (carries) {
            AttachmentSource *source = recording_attachments(r);
            Attachment waited = carried, read;
            carried = (Attachment){.kind = ATTACHMENT_NONE}; /* only borrowed for the commit */
            int rest = countdown;
            countdown = -1;
            assert_ok(source->read(source, id, &l.arena, &read, &err), err);
            countdown = rest;
            assert_same_attachment(read, waited);
        }
        waiting = saved ? 0 : waiting + planned;
        assert_int_equal(recording_unsaved(r), waiting);
        assert_true(saved == (recording_trouble(r)[0] == '\0'));
    }
    int had = hits;
    if (waiting > 0) {
        char want[200];
        (void)snprintf(want, sizeof want, "%s: the disk is full", folder.db);
        if (code == SQLITE_FULL && countdown == 0 && strstr(recording_trouble(r), "full"))
            assert_string_equal(recording_trouble(r), want);
        assert_false(recording_flush(r, &err));
        assert_string_equal(err.text, recording_trouble(r));
        err = (Err){0};
    }
    countdown = -1;
    assert_ok(recording_flush(r, &err), err);
    assert_int_equal(recording_unsaved(r), 0);
    assert_string_equal(recording_trouble(r), "");
    check_saved(folder.db, s);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
    folder_remove(&folder);
    return had;
}

/* A commit that was refused may be in the record all the same: its pages were written, the
 * answer was lost. A new connection finds them. */
static void flush_anew__doubles_nothing__for_every_refused_call(void **state)
{
    (void)state;
    int n = 0;
    for (int had = 1; had > 0; n++) {
        Folder folder;
        Lesson l;
        Err err = {0};
        ClockAnchor anchor = {.boot_id = ""};
        folder_make(&folder);
        lesson_init(&l);
        Store *store = store_open(folder.db, STORE_WRITE, &err);
        Recording *r = recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err);
        assert_ok(r != NULL, err);
        Session *s = recording_session(r);
        assert_ok(session_start(s, 0, &err) && recording_commit(r, NULL, &err), err);
        fault_kinds = FAULT_WRITE | FAULT_SYNC;
        fault_code = SQLITE_IOERR_WRITE;
        hits = 0;
        countdown = n;
        for (int i = 0; i < 4; i++) {
            SessionTap tap = lesson_tap(l.student_talk, A1 + i % 2, 1000 * i);
            assert_ok(session_tap(s, &tap, 1000 * i, &err) && recording_commit(r, NULL, &err), err);
        }
        had = hits;
        countdown = -1;
        size_t waited = recording_unsaved(r);
        assert_true((waited > 0) == (had > 0));
        assert_ok(recording_flush_anew(r, &err), err);
        assert_int_equal(recording_unsaved(r), 0);
        check_saved(folder.db, s);
        recording_destroy(r);
        store_close(store);
        lesson_deinit(&l);
        folder_remove(&folder);
    }
    assert_in_range(n, 5, 1000);
}

static void commit__keeps_in_memory_and_flushes__for_every_refused_write(void **state)
{
    (void)state;
    static const int codes[] = {SQLITE_FULL, SQLITE_IOERR_WRITE};
    for (size_t c = 0; c < 2; c++) {
        int n = 0;
        while (record_with_fault(n, codes[c]) > 0)
            n++;
        assert_in_range(n, 10, 1000); /* at least a write and a sync for each tap */
    }
}

static void begin__says_so__on_a_full_disk(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    ClockAnchor anchor = {.boot_id = ""};
    countdown = 0;
    fault_code = SQLITE_FULL;
    assert_null(recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err));
    char want[200];
    (void)snprintf(want, sizeof want, "%s: the disk is full", folder.db);
    assert_err(err, ERR_STORE, want);
    countdown = -1;
    err = (Err){0};
    int64_t count = -1;
    assert_ok(store_count(store, &count, &err), err);
    assert_int_equal(count, 0);
    store_close(store);
    lesson_deinit(&l);
    folder_remove(&folder);
}

static void open__leaves_no_half_made_file__for_every_refused_write(void **state)
{
    (void)state;
    bool opened = false;
    for (int n = 0; !opened; n++) {
        assert_in_range(n, 0, 200);
        Folder folder;
        folder_make(&folder);
        Err err = {0};
        countdown = n;
        fault_code = SQLITE_FULL;
        Store *store = store_open(folder.db, STORE_WRITE, &err);
        opened = store && countdown > 0;
        countdown = -1;
        store_close(store);
        err = (Err){0};
        store = store_open(folder.db, STORE_WRITE, &err); /* whatever was left is good */
        assert_ok(store != NULL, err);
        assert_int_equal(store_schema_version(store), store_folder_newest());
        store_close(store);
        folder_remove(&folder);
    }
}

/* ---- everything that is done with a record, every call refused ---- */

typedef struct Walk {
    Folder folder;
    Lesson *lesson;
    uint64_t facts[400]; /* as they were planned, each fact_hash() */
    size_t planned, acked;
    size_t bounds[40]; /* where acts end */
    size_t act_count;
    bool begun, copied;
} Walk;

/* A call may be refused, but then it says why. */
static bool said(bool ok, Err *err)
{
    if (ok)
        assert_int_equal(err->kind, ERR_NONE);
    else if (err->kind == ERR_NONE || err->text[0] == '\0')
        fail_msg("refused without a word");
    *err = (Err){0};
    return ok;
}

static void walk_acts(Walk *w, Recording *r)
{
    Err err = {0};
    Session *s = recording_session(r);
    const int32_t codes[] = {w->lesson->teacher_talk, w->lesson->student_talk, w->lesson->frame};
    for (int i = 0; i < 8; i++) {
        bool saved = false;
        SessionTap tap = lesson_tap(codes[i % 3], i % 3 ? A1 : TEACHER, 1000 * i);
        Attachment carried = attached_ink();
        if (i == 4) {
            tap.code = protocol_find_code(w->lesson->protocol, "ink");
            tap.attachment = &carried;
        }
        bool ok = i == 0   ? session_start(s, 0, &err)
                  : i == 5 ? session_undo(s, 1000 * i, &err)
                  : i == 7 ? session_end(s, 1000 * i, &err)
                           : session_tap(s, &tap, 1000 * i, &err);
        assert_ok(ok, err);
        FactSlice plan = session_planned(s);
        for (size_t k = 0; k < plan.count; k++)
            w->facts[w->planned++] = fact_hash(&plan.items[k]);
        w->bounds[w->act_count++] = w->planned;
        assert_ok(recording_commit(r, &saved, &err), err); /* memory is not refused here */
        assert_true(saved == (recording_unsaved(r) == 0));
        if (saved)
            w->acked = w->planned;
    }
}

static void walk_reading(Walk *w, Store *store)
{
    Err err = {0};
    Arena arena;
    StoreItem *items;
    int32_t count;
    bool found;
    Uuid id;
    StoredObservation stored;
    arena_init(&arena, (size_t)64 << 20);
    (void)said(store_list(store, &arena, 0, 0, &items, &count, &err), &err);
    (void)said(store_find_running(store, &found, &id, &err), &err);
    (void)said(store_load(store, w->lesson->setup.id, &arena, &stored, &err), &err);
    arena_deinit(&arena);
}

static void walk_backup(Walk *w)
{
    Err err = {0};
    BackupCounts counts;
    char aside[FILE_MAX_PATH], other[200], path[FILE_MAX_PATH] = "";
    bool due, done = false, ok;
    (void)said(backup_is_due(w->folder.db, NULL, 1795428000000, &due, &err), &err);
    Backup *backup = backup_begin(w->folder.db, NULL, NULL, 1795428000000, &err);
    ok = said(backup != NULL, &err);
    while (ok && !done)
        ok = said(backup_step(backup, &done, &err), &err);
    if (ok)
        (void)snprintf(path, sizeof path, "%s", backup_path(backup));
    backup_destroy(backup);
    w->copied = ok;
    if (!ok)
        return;
    (void)said(backup_verify(path, &counts, &err), &err);
    (void)snprintf(other, sizeof other, "%s/other.kenkyu", w->folder.path);
    (void)said(backup_restore(path, other, 1795428000000, false, aside, &counts, &err), &err);
}

static void walk(Walk *w)
{
    Err err = {0};
    ClockAnchor anchor = {.boot_id = ""};
    Store *store = store_open(w->folder.db, STORE_WRITE, &err);
    if (!said(store != NULL, &err))
        return;
    uuid_source_init(&w->lesson->ids, lesson_seed);
    w->lesson->setup.id = uuid_next(&w->lesson->ids, w->lesson->setup.started_unix_ms);
    Recording *r = recording_begin(store, w->lesson->protocol, &w->lesson->setup, &w->lesson->ids,
                                   &anchor, &err);
    w->begun = said(r != NULL, &err);
    if (w->begun) {
        walk_acts(w, r);
        if (said(recording_flush(r, &err), &err))
            w->acked = w->planned;
        walk_reading(w, store);
    }
    recording_destroy(r);
    walk_backup(w);
    store_close(store);
}

/* The disk is well again: what was acknowledged is there, and no half act. */
static void check_walk(const Walk *w)
{
    Err err = {0};
    Arena arena;
    BackupCopy *copies;
    BackupCounts counts;
    int32_t count;
    StoredObservation stored;
    arena_init(&arena, (size_t)64 << 20);
    Store *store = store_open(w->folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    bool there = store_load(store, w->lesson->setup.id, &arena, &stored, &err);
    if (w->begun && !there)
        fail_msg("the lesson is lost: %s", err.text);
    err = (Err){0};
    if (there) {
        bool whole = stored.facts.count == 0;
        for (size_t i = 0; i < w->act_count; i++)
            whole |= w->bounds[i] == stored.facts.count;
        assert_true(whole);
        assert_in_range(stored.facts.count, w->acked, w->planned);
        StoreAttachments from = store_attachments(store, w->lesson->setup.id);
        for (size_t i = 0; i < stored.facts.count; i++)
            assert_true(stored_fact_hash(&from, &stored.facts.items[i], &arena) == w->facts[i]);
    }
    store_close(store);
    assert_ok(backup_verify(w->folder.db, &counts, &err), err);
    assert_ok(backup_list(w->folder.db, &arena, &copies, &count, &err), err);
    assert_true(count == 1 || !w->copied);
    for (int32_t i = 0; i < count; i++)
        assert_ok(backup_verify(copies[i].path, &counts, &err), err);
    arena_deinit(&arena);
}

/* How often it was refused. */
static int walk_with_fault(Lesson *lesson, FaultKind kind, int n, bool once)
{
    Walk w = {.lesson = lesson};
    folder_make(&w.folder);
    fault_kinds = kind;
    fault_once = once;
    hits = 0;
    countdown = n;
    walk(&w);
    countdown = -1;
    int had = hits;
    check_walk(&w);
    folder_remove_all(&w.folder);
    return had;
}

static void record__says_so_or_tries_again__for_every_call_refused(void **state)
{
    (void)state;
    const char *asked = getenv("KENKYU_FAULT_STEP");
    bool small = getenv("KENKYU_SMALL") != NULL; /* under valgrind */
    int stride = asked ? (int)strtol(asked, NULL, 10) : small ? 131 : 7;
    Lesson lesson;
    lesson_init(&lesson);
    for (size_t k = 0; k < FAULT_OWN_ROW; k++) {
        int walks = 0, refusals = 0;
        fault_code = fault_rows[k].code;
        for (int once = 0; once < 2; once++) {
            int had = 1;
            for (int n = 0; had > 0; n += stride, walks++)
                refusals += had = walk_with_fault(&lesson, fault_rows[k].kind, n, once);
        }
        print_message("%-14s %5d walks, %6d refusals: nothing lost, nothing half written\n",
                      fault_rows[k].name, walks, refusals);
        assert_true(refusals > 0);
    }
    fault_once = false;
    fault_kinds = FAULT_WRITE | FAULT_SYNC;
    lesson_deinit(&lesson);
}

/* ---- the real file system says no ---- */

/* A file system of its own that is really full; who may not mount one skips this. */
static void record__goes_on__on_a_full_file_system(void **state)
{
    (void)state;
    Folder folder;
    char ballast[128];
    static char filling[4096];
    folder_make(&folder);
    if (mount("tmpfs", folder.path, "tmpfs", 0, "size=1500k") != 0) {
        folder_remove(&folder);
        print_message("not run: %s\n", strerror(errno));
        skip();
    }
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    bool done = false;
    ClockAnchor anchor = {.boot_id = ""};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    Recording *r = recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err);
    assert_ok(r != NULL, err);
    Session *s = recording_session(r);
    (void)snprintf(ballast, sizeof ballast, "%s/ballast", folder.path);
    FILE *out = fopen(ballast, "wb");
    assert_non_null(out);
    (void)setvbuf(out, NULL, _IONBF, 0);
    while (fwrite(filling, 1, sizeof filling, out) == sizeof filling)
        ;
    (void)fclose(out);
    assert_ok(session_start(s, 0, &err), err);
    for (int64_t i = 1; i < 200; i++) {
        SessionTap tap = lesson_tap(l.frame, A1, i * 100);
        tap.text = "there is more to write than there is room for";
        assert_ok(recording_commit(r, NULL, &err) && session_tap(s, &tap, i * 100, &err), err);
    }
    assert_true(recording_unsaved(r) > 50);
    assert_non_null(strstr(recording_trouble(r), ": the disk is full"));
    Backup *backup = backup_begin(folder.db, NULL, NULL, 1795428000000, &err);
    bool ok = backup != NULL;
    while (ok && !done)
        ok = backup_step(backup, &done, &err);
    assert_false(ok);
    assert_int_not_equal(err.kind, ERR_NONE);
    backup_destroy(backup);
    assert_int_equal(unlink(ballast), 0);
    err = (Err){0};
    assert_ok(recording_commit(r, &ok, &err), err);
    assert_true(ok);
    check_saved(folder.db, s);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
    assert_int_equal(umount(folder.path), 0);
    assert_int_equal(rmdir(folder.path), 0);
}

/* No file of this process may grow beyond bytes; writing there is EFBIG. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void record__goes_on__when_the_file_may_not_grow(void **state)
{
    (void)state;
    Folder folder;
    folder_make(&folder);
    (void)signal(SIGXFSZ, SIG_IGN);
    Lesson l;
    lesson_init(&l);
    Err err = {0};
    ClockAnchor anchor = {.boot_id = ""};
    Store *store = store_open(folder.db, STORE_WRITE, &err);
    Recording *r = recording_begin(store, l.protocol, &l.setup, &l.ids, &anchor, &err);
    assert_ok(r != NULL, err);
    Session *s = recording_session(r);
    limit_files(300000);
    assert_ok(session_start(s, 0, &err), err);
    int64_t i = 1;
    for (; i < 400; i++) {
        SessionTap tap = lesson_tap(l.frame, A1, i * 100);
        tap.text = "there is more to write than there is room for";
        assert_ok(recording_commit(r, NULL, &err) && session_tap(s, &tap, i * 100, &err), err);
    }
    assert_true(recording_unsaved(r) > 100);
    assert_non_null(strstr(recording_trouble(r), ": the disk "));
    Backup *backup = backup_begin(folder.db, NULL, NULL, 1795428000000, &err);
    bool done = false, ok = backup != NULL;
    limit_files(4096);
    while (ok && !done)
        ok = backup_step(backup, &done, &err);
    assert_false(ok);
    assert_int_not_equal(err.kind, ERR_NONE);
    backup_destroy(backup);
    limit_files(RLIM_INFINITY);
    err = (Err){0};
    assert_ok(recording_commit(r, &ok, &err), err);
    assert_true(ok);
    check_saved(folder.db, s);
    recording_destroy(r);
    store_close(store);
    lesson_deinit(&l);
    folder_remove_all(&folder);
}

int main(void)
{
    install_faults();
    countdown = -1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commit__keeps_in_memory_and_flushes__for_every_refused_write),
        cmocka_unit_test(flush_anew__doubles_nothing__for_every_refused_call),
        cmocka_unit_test(begin__says_so__on_a_full_disk),
        cmocka_unit_test(open__leaves_no_half_made_file__for_every_refused_write),
        cmocka_unit_test(record__says_so_or_tries_again__for_every_call_refused),
        cmocka_unit_test(record__goes_on__when_the_file_may_not_grow),
        cmocka_unit_test(record__goes_on__on_a_full_file_system),
    };
    return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
