/* deeds.h - what is done with a whole record beside recording a lesson: names sealed,
 * people and lessons forgotten, another record joined or put in its place, visits and classes
 * kept, exports noted. For tests that let each of it fail somewhere in the middle.
 *
 * A deed is a row of steps, each of which is done as a whole or not at all. The record
 * it is done to is the same every time, and so is what comes out: what a record is worth
 * after so many steps is learned once, from runs in which nothing fails.
 */
#ifndef TESTS_RECORDER_DEEDS_H
#define TESTS_RECORDER_DEEDS_H

#include "recorder/devices.h"
#include "recorder/store/backup.h"
#include "recorder/store/export_log.h"
#include "recorder/store/forget.h"
#include "recorder/store/merge.h"
#include "recorder/store/vault.h"
#include "recorder/visits.h"

#include <sys/stat.h>

enum { DEED_FILES = 8, DEED_STEPS = 16 };
static const int64_t DEED_NOW = INT64_C(1795428000123), DEED_DAY_MS = INT64_C(86400000);
static const char DEED_SECRET[] = "xylophone"; /* what A1 said */

#define DEED_REPLACED "20261101T080000000Z"

typedef struct DeedFile {
    char name[120]; /* in the folder */
    char *bytes;
    size_t len;
} DeedFile;

/* The record, at rest, with two backups and one that a restore put aside; and another
 * device's record beside it. */
typedef struct DeedPlace {
    DeedFile files[DEED_FILES];
    int32_t file_count;
    Uuid first;
    Arena arena; /* protocols, outside of what is made to fail */
    const Protocol *visited;
} DeedPlace;

typedef struct DeedRun {
    const DeedPlace *place;
    Folder folder;
    const char *vfs; /* SQLite's file layer; NULL: the usual one */
    Store *store;
    int32_t stop, done; /* steps to do; that are done and said to be */
} DeedRun;

typedef struct Deed {
    const char *name;
    void (*act)(DeedRun *run, Err *err); /* until a step fails or run->stop are done */
    bool needs_store;
    bool no_links; /* done where a file has no second name; the test sees to it */
} Deed;

/* ---- the place ---- */

static inline void deed_path(const Folder *folder, const char *name, char *path, size_t size)
{
    (void)snprintf(path, size, "%.64s/%.120s", folder->path, name);
}

static inline void deed_read_as(DeedPlace *place, const Folder *folder, const char *name,
                                const char *as)
{
    char path[200];
    struct stat st;
    DeedFile *file = &place->files[place->file_count++];
    assert_true(place->file_count <= DEED_FILES);
    deed_path(folder, name, path, sizeof path);
    assert_int_equal(stat(path, &st), 0);
    (void)snprintf(file->name, sizeof file->name, "%.119s", as);
    file->len = (size_t)st.st_size;
    file->bytes = malloc(file->len);
    FILE *in = fopen(path, "rb");
    assert_true(in && file->bytes && fread(file->bytes, 1, file->len, in) == file->len);
    (void)fclose(in);
}

static inline void deed_read(DeedPlace *place, const Folder *folder, const char *name)
{
    deed_read_as(place, folder, name, name);
}

static inline void deed_read_backups(DeedPlace *place, const Folder *folder)
{
    char path[200], name[120];
    deed_path(folder, "backups", path, sizeof path);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        (void)snprintf(name, sizeof name, "backups/%.100s", entry->d_name);
        if (entry->d_name[0] != '.')
            deed_read(place, folder, name);
    }
    (void)closedir(dir);
}

static inline void deed_back_up(const char *db, int64_t at_ms)
{
    Err err = {0};
    bool done = false;
    Backup *backup = backup_begin(db, NULL, NULL, at_ms, &err);
    while (backup && !done)
        assert_ok(backup_step(backup, &done, &err), err);
    assert_ok(backup != NULL, err);
    backup_destroy(backup);
}

static inline void deed_prepare(DeedPlace *place)
{
    Folder folder;
    char theirs[200];
    Err err = {0};
    *place = (DeedPlace){0};
    arena_init(&place->arena, (size_t)64 << 20);
    assert_ok(protocol_load_shipped(&place->arena, "shifts-math", &place->visited, &err), err);
    folder_make(&folder);
    deed_path(&folder, "theirs.kenkyu", theirs, sizeof theirs);
    place->first = device_record(folder.db, 1, 0, true);
    (void)device_record(folder.db, 2, 9, true);
    (void)device_record(theirs, 2, 9, true);
    (void)device_record(theirs, 3, 12, true);
    deed_back_up(folder.db, DEED_NOW - 9 * DEED_DAY_MS);
    deed_back_up(folder.db, DEED_NOW - 2 * DEED_DAY_MS);
    deed_read(place, &folder, "lessons.kenkyu");
    deed_read_as(place, &folder, "lessons.kenkyu", "lessons.kenkyu-replaced-" DEED_REPLACED);
    deed_read(place, &folder, "theirs.kenkyu");
    deed_read_backups(place, &folder);
    folder_remove_all(&folder);
}

static inline void deed_drop(DeedPlace *place)
{
    for (int32_t i = 0; i < place->file_count; i++)
        free(place->files[i].bytes);
    arena_deinit(&place->arena);
}

static inline void deed_set_up(DeedRun *run, const DeedPlace *place)
{
    char path[200];
    *run = (DeedRun){.place = place, .stop = DEED_STEPS};
    folder_make(&run->folder);
    deed_path(&run->folder, "backups", path, sizeof path);
    assert_int_equal(mkdir(path, 0700), 0);
    for (int32_t i = 0; i < place->file_count; i++) {
        const DeedFile *file = &place->files[i];
        deed_path(&run->folder, file->name, path, sizeof path);
        FILE *out = fopen(path, "wb");
        assert_true(out && fwrite(file->bytes, 1, file->len, out) == file->len);
        assert_int_equal(fclose(out), 0);
    }
}

/* ---- the deeds ---- */

/* Is there another step to do? */
static inline bool deed_step(DeedRun *run, bool ok)
{
    run->done += ok;
    return ok && run->done < run->stop;
}

static inline void deed_names(DeedRun *run, Err *err)
{
    static const VaultCost cheap = {.passes = 1, .memory_bytes = 8192};
    static const VaultName names[] = {
        {"Grade 4", "A1", "Aya Ito"}, {"Grade 4", "A2", "Ben Ode"}, {"Grade 4", "B1", "Cleo Paz"}};
    Vault *vault = vault_create(run->store, "correct horse", &cheap, DEED_NOW, err);
    bool on = deed_step(run, vault != NULL);
    if (on)
        on = deed_step(run, vault_put_names(vault, names, 3, err));
    if (on)
        on = deed_step(run, vault_put_name(vault, "Grade 4", "A2", "", err));
    if (on)
        on = deed_step(run, vault_set_passphrase(vault, "battery staple", err));
    vault_lock(vault);
    vault = NULL;
    if (on) {
        vault = vault_unlock(run->store, "battery staple", DEED_NOW, err);
        on = deed_step(run, vault != NULL);
    }
    if (on) {
        Arena arena;
        VaultName *kept = NULL;
        int32_t count = 0;
        arena_init(&arena, (size_t)1 << 20);
        bool ok = vault_list(vault, NULL, &arena, &kept, &count, err);
        assert_true(!ok || (count == 2 && strcmp(kept[0].name, "Aya Ito") == 0));
        on = deed_step(run, ok);
        arena_deinit(&arena);
    }
    vault_lock(vault);
    if (on)
        (void)deed_step(run, forget_all_names(run->store, err));
}

static inline void deed_forget(DeedRun *run, Err *err)
{
    int32_t count = 0;
    bool on = deed_step(run, forget_pupil(run->store, "Grade 4", "A1", &count, err));
    if (on)
        on = deed_step(run, forget_lesson(run->store, run->place->first, err));
    if (on)
        on = deed_step(run, forget_finish(run->store, DEED_NOW, &count, NULL, err));
    if (on)
        (void)deed_step(run, forget_before(run->store, DEED_NOW, &count, err));
}

static inline void deed_merge(DeedRun *run, Err *err)
{
    char theirs[200];
    MergeCounts counts;
    deed_path(&run->folder, "theirs.kenkyu", theirs, sizeof theirs);
    if (deed_step(run, merge_record(run->store, theirs, &counts, err)))
        (void)deed_step(run, merge_record(run->store, theirs, &counts, err));
}

/* On the disk, not in memory until there is room. */
static inline bool deed_commit(Recording *r, Err *err)
{
    bool saved = false;
    return recording_commit(r, &saved, err) &&
           (saved || err_set(err, ERR_STORE, "%s", recording_trouble(r)));
}

static inline void deed_visit(DeedRun *run, Err *err)
{
    static const ClockAnchor anchor = {.boot_id = ""};
    static const uint64_t seed[2] = {8, 9};
    const Protocol *protocol = run->place->visited;
    LookFor look_fors[PROTOCOL_MAX_CODES];
    UuidSource ids;
    WalkThrough walk = visits_walk();
    uuid_source_init(&ids, seed);
    walk.school = visits_key(1);
    walk.school_name = "Oak School";
    walk.teacher = visits_key(2);
    walk.teacher_key = "T7";
    Setup setup = {.id = uuid_next(&ids, DEED_NOW),
                   .walk = &walk,
                   .title = "Visit",
                   .class_name = "",
                   .place = "",
                   .observer = "JP",
                   .theme = "",
                   .goals = "",
                   .origin = "",
                   .started_unix_ms = DEED_NOW,
                   .resolution_ms = 1};
    if (look_for_list(protocol, look_fors) < 1)
        return;
    Recording *r = recording_begin(run->store, protocol, &setup, &ids, &anchor, err);
    bool on = deed_step(run, r != NULL);
    Session *s = r ? recording_session(r) : NULL;
    if (on)
        on = deed_step(run, session_start(s, 0, err) && deed_commit(r, err));
    SessionTap tap = session_tap_blank(look_fors[0].code, 1000);
    tap.value = look_fors[0].seen;
    if (on)
        on = deed_step(run, session_tap(s, &tap, 1000, err) && deed_commit(r, err));
    if (on)
        on = deed_step(run, session_end(s, 2000, err) && deed_commit(r, err));
    recording_destroy(r);
    if (on)
        on = deed_step(
            run, store_add_permission(run->store, walk.teacher, &ids, DEED_NOW, true, "JP", err));
    if (on)
        on = deed_step(run, store_add_name(run->store, NAMED_TEACHER, walk.teacher, &ids, DEED_NOW,
                                           "T8", err));
    walk.grade = 4;
    if (on)
        on = deed_step(run, store_add_visit(run->store, setup.id, &ids, DEED_NOW, &walk, err));
    int64_t visits = 0;
    if (on)
        (void)deed_step(run, store_rebuild_visits(run->store, &visits, err));
}

static inline void deed_class(DeedRun *run, Err *err)
{
    Subject subjects[] = {{.kind = SUBJECT_PUPIL,
                           .label = "A1",
                           .detail = "",
                           .predicted = "",
                           .group = SUBJECT_NONE}};
    Setup setup = {.class_name = "Grade 4",
                   .title = "",
                   .place = "",
                   .observer = "",
                   .theme = "",
                   .goals = "",
                   .origin = "",
                   .subjects = subjects,
                   .subject_count = 1};
    Uuid id = visits_key(9);
    bool on = deed_step(run, store_save_class(run->store, id, &setup, "academic-talk",
                                              &run->place->first, DEED_NOW, err));
    if (on)
        on = deed_step(run, store_rename_class(run->store, id, "Grade 5", err));
    if (on)
        on = deed_step(run, store_remove_class(run->store, id, err));
}

/* No part of the record; a line each. */
static inline void deed_exports(DeedRun *run, Err *err)
{
    ExportEntry entry = {.unix_ms = DEED_NOW,
                         .what = "debrief sheet",
                         .lesson = &run->place->first,
                         .file = "/home/ana/fractions.pdf"};
    bool on = deed_step(run, export_log_add(run->folder.db, &entry, err));
    if (on)
        (void)deed_step(run, export_log_add(run->folder.db, &entry, err));
}

static inline void deed_aside_name(int32_t step, char name[120])
{
    (void)snprintf(name, 120, "lessons.kenkyu-replaced-20261123T10000%d123Z", (int)step);
}

/* The other device's record in the place of ours, and ours brought back. */
static inline void deed_restore(DeedRun *run, Err *err)
{
    static const char *const from[] = {"theirs.kenkyu", "lessons.kenkyu-replaced-" DEED_REPLACED};
    bool on = true;
    for (int32_t i = 0; i < 2 && on; i++) {
        char path[200], name[120], aside[FILE_MAX_PATH];
        BackupCounts counts;
        deed_path(&run->folder, from[i], path, sizeof path);
        deed_aside_name(i, name);
        bool ok =
            backup_restore(path, run->folder.db, DEED_NOW + 1000 * i, false, aside, &counts, err);
        assert_true(!ok || strstr(aside, name));
        on = deed_step(run, ok);
    }
}

static const Deed deeds[] = {
    {"names", deed_names, true, false},      {"forget", deed_forget, true, false},
    {"merge", deed_merge, true, false},      {"visit", deed_visit, true, false},
    {"class", deed_class, true, false},      {"exports", deed_exports, false, false},
    {"restore", deed_restore, false, false}, {"restore, no links", deed_restore, false, true},
};
enum { DEED_COUNT = sizeof deeds / sizeof deeds[0] };

/* KENKYU_DEED=restore takes those alone whose name begins so. */
static inline bool deed_is_asked(const Deed *deed)
{
    const char *asked = getenv("KENKYU_DEED");
    return !asked || strncmp(deed->name, asked, strlen(asked)) == 0;
}

/* False: something was refused, and err says what. */
static inline bool deed_do(DeedRun *run, const Deed *deed, Err *err)
{
    if (deed->needs_store)
        run->store = store_open_vfs(run->folder.db, STORE_WRITE, run->vfs, err);
    if (run->store || !deed->needs_store)
        deed->act(run, err);
    store_close(run->store);
    run->store = NULL;
    return err->kind == ERR_NONE;
}

/* ---- what came of it ---- */

static inline void deed_hash(uint64_t *hash, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++)
        *hash = (*hash ^ at[i]) * UINT64_C(0x100000001b3);
    *hash = (*hash ^ len) * UINT64_C(0x100000001b3);
}

static inline void deed_hash_rows(sqlite3 *db, const char *sql, uint64_t *hash)
{
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const void *bytes = sqlite3_column_blob(stmt, i);
            deed_hash(hash, bytes ? bytes : "", (size_t)sqlite3_column_bytes(stmt, i));
        }
    assert_int_equal(rc, SQLITE_DONE);
    (void)sqlite3_finalize(stmt);
}

/* A disk that takes half a line and does not let it be taken back leaves it there: the next
 * one stands by itself. The first line alone is the same as none. */
static inline size_t deed_whole_lines(const char *log, size_t len)
{
    size_t first = 0;
    while (first < len && log[first] != '\n')
        first++;
    while (len > 0 && log[len - 1] != '\n')
        len--;
    return len > first + 1 ? len : 0;
}

/* Everything but what is made again from the rest; of the vault, whose salt is another
 * each time, how much is in it; and the list of exports. */
static inline uint64_t deed_state(const DeedRun *run)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    assert_int_equal(sqlite3_open(run->folder.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                        "name NOT LIKE '%summary' ORDER BY name",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        char sql[200];
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        bool sealed = strncmp(name, "vault", 5) == 0;
        (void)snprintf(sql, sizeof sql, "SELECT %s FROM %s", sealed ? "count(*)" : "*", name);
        deed_hash(&hash, name, strlen(name));
        deed_hash_rows(db, sql, &hash);
    }
    (void)sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    static char log[4096];
    char path[200];
    deed_path(&run->folder, "lessons.kenkyu-exports.csv", path, sizeof path);
    FILE *in = fopen(path, "rb");
    size_t len = in ? fread(log, 1, sizeof log, in) : 0;
    if (in)
        (void)fclose(in);
    deed_hash(&hash, log, deed_whole_lines(log, len));
    return hash;
}

/* The states after 0, 1, ... steps; returns how many steps there are. */
static inline int32_t deed_learn(const DeedPlace *place, const Deed *deed,
                                 uint64_t states[DEED_STEPS + 1])
{
    int32_t count = 0;
    for (int32_t stop = 0; stop <= count + 1 && stop <= DEED_STEPS; stop++) {
        DeedRun run;
        Err err = {0};
        deed_set_up(&run, place);
        run.stop = stop;
        if (stop > 0)
            assert_ok(deed_do(&run, deed, &err), err);
        states[stop] = deed_state(&run);
        count = run.done;
        folder_remove_all(&run.folder);
        if (stop > 0 && run.done < stop)
            break;
    }
    assert_true(count > 0);
    return count;
}

/* What a restore took the place of is kept, as it was. */
static inline void deed_check_aside(const DeedRun *run, const uint64_t states[DEED_STEPS + 1],
                                    int32_t steps)
{
    char name[120];
    for (int32_t i = 0; i < steps; i++) {
        DeedRun aside = {.folder = run->folder};
        deed_aside_name(i, name);
        deed_path(&run->folder, name, aside.folder.db, sizeof aside.folder.db);
        if (deed_state(&aside) != states[i])
            fail_msg("%s is not what it should be", name);
    }
}

static inline bool deed_is_in(const char *path, const char *bytes)
{
    static char all[4 << 20];
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t len = fread(all, 1, sizeof all, file), want = strlen(bytes);
    assert_true(len < sizeof all);
    (void)fclose(file);
    for (size_t i = 0; i + want <= len; i++)
        if (memcmp(all + i, bytes, want) == 0)
            return true;
    return false;
}

/* In the record, beside it, or in a copy; not in the other device's record. */
static inline bool deed_holds_secret(const Folder *folder, const char *path)
{
    bool found = false;
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && !found && (entry = readdir(dir));) {
        char name[600];
        (void)snprintf(name, sizeof name, "%.300s/%.255s", path, entry->d_name);
        if (strcmp(entry->d_name, "backups") == 0)
            found = deed_holds_secret(folder, name);
        else if (strncmp(entry->d_name, "theirs", 6) != 0 && entry->d_name[0] != '.')
            found = deed_is_in(name, DEED_SECRET);
    }
    if (dir)
        (void)closedir(dir);
    return found;
}

/* With nothing failing any more: what was said to be done is done, at most one step more
 * (the answer was lost, not the deed), and none by half; record and copies are whole. */
static inline void deed_check(const DeedRun *run, const Deed *deed,
                              const uint64_t states[DEED_STEPS + 1], int32_t steps)
{
    Err err = {0};
    Arena arena;
    BackupCounts counts;
    BackupCopy *copies = NULL;
    int32_t count = 0;
    WalkOptions options = {.by = WALK_BY_SCHOOL};
    WalkView view;
    arena_init(&arena, (size_t)64 << 20);
    Store *store = store_open(run->folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    assert_ok(store_view_visits(store, &options, &arena, &view, &err), err);
    store_close(store);
    uint64_t state = deed_state(run);
    bool known =
        state == states[run->done] || (run->done < steps && state == states[run->done + 1]);
    if (!known)
        fail_msg("%s: after %d steps the record is not what it should be", deed->name,
                 (int)run->done);
    if (deed->act == deed_restore)
        deed_check_aside(run, states, run->done + (state != states[run->done]));
    assert_ok(backup_verify(run->folder.db, &counts, &err), err);
    assert_ok(backup_list(run->folder.db, &arena, &copies, &count, &err), err);
    assert_true(count >= 1);
    for (int32_t i = 0; i < count; i++)
        assert_ok(backup_verify(copies[i].path, &counts, &err), err);
    arena_deinit(&arena);
    if (deed->act == deed_forget && run->done >= 3 &&
        deed_holds_secret(&run->folder, run->folder.path))
        fail_msg("what was forgotten is still there");
}

#endif
