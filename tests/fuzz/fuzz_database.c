/* fuzz_database.c - any bytes as a record from elsewhere: looked at, checked, joined to
 * a record of ours, opened to be recorded into. Each is refused with a sentence, or it
 * is a record; ours is whole afterwards and what was refused left no trace, the other
 * file is what it was, and nothing lies about.
 *
 * Input that begins as no database does is SQL, which is let loose on a real record
 * first, its schema writable: so that what is hostile is also well formed.
 */
#include "protocols/file.h"
#include "protocols/protocol_load.h"
#include "recorder/recording/recording.h"
#include "recorder/store/backup.h"
#include "recorder/store/merge.h"
#include "recorder/store/reread.h"
#include "recorder/store/vault.h"
#include "recorder/store/visit.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PATH = 200, SQL_STEPS = 20000 /* thousands of SQLite's own */ };

static const size_t LIMIT = (size_t)256 << 20;

/* Made once: a record with a lesson, a visit and a class; and where it all happens. */
typedef struct World {
    char folder[64], ours[PATH], theirs[PATH];
    const char *bytes; /* of the record, at rest */
    size_t len;
    BackupCounts counts;
    Store *store; /* ours, as long as nothing was joined to it */
    Arena arena;
} World;

static World world;

static void check(bool ok)
{
    if (!ok)
        abort();
}

/* Refused with a sentence, or done. */
static bool said(bool ok, Err *err)
{
    check(ok == (err->kind == ERR_NONE) && ok == (err->text[0] == '\0'));
    *err = (Err){0};
    return ok;
}

/* ---- files ---- */

static void put(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    check(file && fwrite(bytes, 1, len, file) == len);
    check(fclose(file) == 0);
}

static void drop(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", ".lock"};
    char name[PATH + 16];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        (void)snprintf(name, sizeof name, "%s%s", path, endings[i]);
        (void)unlink(name);
    }
}

static void check_nothing_lies_about(void)
{
    DIR *dir = opendir(world.folder);
    check(dir != NULL);
    for (struct dirent *entry; (entry = readdir(dir));)
        check(strncmp(entry->d_name, "ours", 4) == 0 || strncmp(entry->d_name, "theirs", 6) == 0 ||
              strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    (void)closedir(dir);
}

static void check_is(const char *path, const void *bytes, size_t len)
{
    Arena arena;
    Err err = {0};
    const char *now = NULL;
    size_t now_len = 0;
    arena_init(&arena, LIMIT);
    check(file_read(&arena, path, LIMIT, &now, &now_len, &err));
    check(now_len == len && memcmp(now, bytes, len) == 0);
    arena_deinit(&arena);
}

/* ---- a record of ours ---- */

static Subject subject(SubjectKind kind, const char *label)
{
    return (Subject){
        .kind = kind, .label = label, .detail = "", .predicted = "", .group = SUBJECT_NONE};
}

static void add_lesson(Store *store, const char *key, const char *pads, const WalkThrough *walk)
{
    static const uint64_t seed[2] = {5, 6};
    static UuidSource ids;
    static bool seeded;
    Err err = {0};
    const Protocol *protocol = NULL;
    Subject subjects[] = {subject(SUBJECT_ADULT, "T"), subject(SUBJECT_PUPIL, "A")};
    ClockAnchor anchor = {.boot_id = "b"};
    if (!seeded)
        uuid_source_init(&ids, seed);
    seeded = true;
    check(protocol_load_shipped(&world.arena, key, &protocol, &err));
    Setup setup = {.id = uuid_next(&ids, 1795428000000),
                   .title = "Fractions",
                   .class_name = "5B",
                   .place = "",
                   .observer = "JP",
                   .theme = "",
                   .goals = "",
                   .origin = "",
                   .subjects = subjects,
                   .subject_count = 2,
                   .walk = walk,
                   .started_unix_ms = 1795428000000,
                   .resolution_ms = 1};
    Recording *r = recording_begin(store, protocol, &setup, &ids, &anchor, &err);
    check(r != NULL);
    Session *s = recording_session(r);
    check(session_start(s, 0, &err) && recording_commit(r, NULL, &err));
    int32_t code = protocol_find_code(protocol, pads);
    for (int i = 1; i < 5 && code != PROTOCOL_NONE; i++) {
        SessionTap tap = session_tap_blank(code, i * 1000);
        tap.subject = walk ? SUBJECT_NONE : 1;
        bool ok = i == 3 ? session_undo(s, i * 1000, &err) : session_tap(s, &tap, i * 1000, &err);
        check(ok && recording_commit(r, NULL, &err));
    }
    check(session_end(s, 9000, &err) && recording_commit(r, NULL, &err));
    setup.walk = NULL;
    check(store_save_class(store, uuid_next(&ids, 1795428000000), &setup, key, &setup.id,
                           1795428000000, &err));
    recording_destroy(r);
}

static void remove_world(void)
{
    store_close(world.store);
    drop(world.ours);
    drop(world.theirs);
    (void)rmdir(world.folder);
    arena_deinit(&world.arena);
}

static void open_ours(void)
{
    Err err = {0};
    world.store = store_open(world.ours, STORE_WRITE, &err);
    check(world.store != NULL);
}

static void put_ours_back(void)
{
    store_close(world.store);
    drop(world.ours);
    put(world.ours, world.bytes, world.len);
    open_ours();
}

/* Small pages: what is looked at is nearly all content. */
static void make_small(void)
{
    sqlite3 *db = NULL;
    check(sqlite3_open(world.ours, &db) == SQLITE_OK);
    check(sqlite3_exec(db, "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM", NULL,
                       NULL, NULL) == SQLITE_OK);
    (void)sqlite3_close(db);
}

static void make_world(void)
{
    Err err = {0};
    const char *tmp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)snprintf(world.folder, sizeof world.folder, "%s/kenkyu-XXXXXX", tmp);
    check(mkdtemp(world.folder) != NULL);
    (void)atexit(remove_world);
    (void)snprintf(world.ours, PATH, "%s/ours.db", world.folder);
    (void)snprintf(world.theirs, PATH, "%s/theirs.db", world.folder);
    arena_init(&world.arena, LIMIT);
    open_ours();
    WalkThrough walk = {
        .school = {{1}}, .school_name = "Oak", .teacher_key = "", .subject = "science"};
    add_lesson(world.store, "academic-talk", "student-talk", NULL);
    add_lesson(world.store, "shifts-ela", "", &walk);
    store_close(world.store);
    make_small();
    check(file_read(&world.arena, world.ours, LIMIT, &world.bytes, &world.len, &err));
    check(backup_verify(world.ours, &world.counts, &err));
    check(world.counts.lessons == 2 && world.counts.facts > 6);
    open_ours();
}

/* ---- theirs ---- */

static int count_down(void *steps)
{
    return --*(int *)steps <= 0;
}

/* What would change this process, not the file. */
static int authorize(void *none, int action, const char *what, const char *b, const char *c,
                     const char *d)
{
    static const char *const denied[] = {"hard_heap_limit", "soft_heap_limit",
                                         "temp_store_directory", "data_store_directory"};
    (void)none, (void)b, (void)c, (void)d;
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
        if (action == SQLITE_PRAGMA && sqlite3_stricmp(what, denied[i]) == 0)
            return SQLITE_DENY;
    return SQLITE_OK;
}

/* What somebody with sqlite3 and time can make of a record. */
static void let_loose(const uint8_t *data, size_t size)
{
    sqlite3 *db = NULL;
    int steps = SQL_STEPS;
    put(world.theirs, world.bytes, world.len);
    check(sqlite3_open(world.theirs, &db) == SQLITE_OK);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
    (void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1 << 20);
    (void)sqlite3_set_authorizer(db, authorize, NULL);
    sqlite3_progress_handler(db, 1000, count_down, &steps);
    char *sql = sqlite3_mprintf("PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;%.*s",
                                (int)size, (const char *)data);
    (void)sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    (void)sqlite3_close(db);
}

/* Everything that is read of a record. */
static void read_all(Store *store)
{
    Arena arena;
    Err err = {0};
    StoreItem *items = NULL;
    StoreClass *classes = NULL;
    StoreNamed *named = NULL;
    int32_t count = 0;
    bool found = false;
    Uuid id;
    arena_init(&arena, LIMIT);
    if (said(store_list(store, &arena, 0, 40, &items, &count, &err), &err))
        for (int32_t i = 0; i < count; i++) {
            Observation o;
            (void)said(reread_observation(store, items[i].id, &arena, &o, &err), &err);
        }
    (void)said(store_find_running(store, &found, &id, &err), &err);
    if (said(store_list_classes(store, &arena, &classes, &count, &err), &err))
        for (int32_t i = 0; i < count && i < 40; i++) {
            Setup *setup = NULL;
            (void)said(store_load_class(store, classes[i].id, &arena, &setup, &err), &err);
        }
    (void)said(store_list_named(store, NAMED_SCHOOL, &arena, &named, &count, &err), &err);
    (void)said(vault_is_set_up(store, &found, &err), &err);
    WalkOptions options = {.by = WALK_BY_MONTH};
    WalkView view;
    (void)said(store_view_visits(store, &options, &arena, &view, &err), &err);
    arena_deinit(&arena);
}

static void join(void)
{
    Err err = {0};
    MergeCounts counts;
    BackupCounts after;
    int64_t lessons = 0;
    if (said(merge_record(world.store, world.theirs, &counts, &err), &err)) {
        check(counts.lessons >= 0 && counts.facts >= 0 && counts.known >= 0);
        check(backup_verify(world.ours, &after, &err));
        check(after.lessons == world.counts.lessons + counts.lessons);
        check(after.facts == world.counts.facts + counts.facts);
        read_all(world.store);
        put_ours_back();
    } else {
        check(store_count(world.store, &lessons, &err) && lessons == world.counts.lessons);
        check(backup_verify(world.ours, &after, &err) && after.facts == world.counts.facts);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Err err = {0};
    BackupCounts counts;
    Arena arena;
    const char *bytes = NULL;
    size_t len = 0;
    if (!world.bytes)
        make_world();
    if (size >= 6 && memcmp(data, "SQLite", 6) == 0)
        put(world.theirs, data, size);
    else
        let_loose(data, size);
    arena_init(&arena, LIMIT);
    check(file_read(&arena, world.theirs, LIMIT, &bytes, &len, &err));

    Store *store = store_open(world.theirs, STORE_READ, &err);
    if (said(store != NULL, &err))
        read_all(store);
    store_close(store);
    (void)said(backup_verify(world.theirs, &counts, &err), &err);
    join();
    check_is(world.theirs, bytes, len);
    store = store_open(world.theirs, STORE_WRITE, &err);
    if (said(store != NULL, &err))
        read_all(store);
    store_close(store);
    check_nothing_lies_about();
    drop(world.theirs);
    arena_deinit(&arena);
    return 0;
}
