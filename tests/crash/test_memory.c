/* test_memory.c - there is no memory left: an allocation fails, once and from then on,
 * through everything that is done with a lesson. Each step then works all the same or
 * says why not; nothing is half written, nothing crashes, nothing leaks
 * (AddressSanitizer).
 *
 * The allocation that fails is the first of each place that allocates (a place is a stack
 * of KENKYU_MEMORY_FRAMES calls, 2 where that is not set), and besides every n-th:
 * KENKYU_MEMORY_STEP=1 takes all (else the long walks take every 401st or so).
 *
 * Counted are our own allocations (linked with --wrap), SQLite's, jansson's and libharu's.
 * Not those inside xlsxwriter, harfbuzz, libyaml and the C library, which offer no way to
 * count them without a malloc of our own.
 */
#include "check.h"

#include "attached.h"
#include "fact_hash.h"
#include "recorder/deeds.h"
#include "recorder/session/playback.h"
#include "recorder/store/reread.h"
#include "reports/debrief/debrief.h"
#include "reports/exchange/evidence/evidence.h"
#include "reports/exchange/figures/measure_json.h"
#include "reports/exchange/record.h"
#include "reports/exchange/script.h"

#include <execinfo.h>
#include <jansson.h>
#include <sqlite3.h>

/* ---- where memory is asked for ---- */

enum { MOST_FRAMES = 60, OWN_FRAMES = 3 /* look_at_place(), refused(), and the wrapper */ };
enum { MOST_PLACES = 1 << 16 /* and a power of two */ };

static const int64_t ALL = INT64_MAX;

static bool learns;
static uint64_t places[MOST_PLACES]; /* by open addressing; 0: free */
static int64_t firsts[MOST_PLACES];  /* the first allocation of each place, in order */
static size_t first_count;

static void look_at_place(int64_t number)
{
    void *frames[OWN_FRAMES + MOST_FRAMES];
    const char *asked = getenv("KENKYU_MEMORY_FRAMES");
    int wanted = asked ? (int)strtol(asked, NULL, 10) : 2;
    int count = backtrace(frames, OWN_FRAMES + (wanted < MOST_FRAMES ? wanted : MOST_FRAMES));
    uint64_t place =
        fnv1a(FNV1A_BEGIN, frames + OWN_FRAMES, (size_t)(count - OWN_FRAMES) * sizeof *frames);
    size_t at = place % MOST_PLACES;
    while (places[at] && places[at] != place)
        at = (at + 1) % MOST_PLACES;
    if (places[at])
        return;
    assert_true(first_count < MOST_PLACES / 2);
    places[at] = place;
    firsts[first_count++] = number;
}

/* ---- allocations that fail ---- */

static int64_t countdown = -1; /* that still work; below zero: all do */
static bool fails_once;
static int64_t failures;

static bool refused(void)
{
    if (countdown < 0)
        return false;
    if (learns) {
        learns = false; /* looking asks for memory, too */
        look_at_place(ALL - countdown);
        learns = true;
    }
    if (countdown > 0) {
        countdown--;
        return false;
    }
    failures++;
    if (fails_once)
        countdown = -1;
    return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return refused() ? NULL : __real_realloc(old, size);
}

static sqlite3_mem_methods real_methods;

static void *sqlite_malloc(int size)
{
    return refused() ? NULL : real_methods.xMalloc(size);
}

static void *sqlite_realloc(void *old, int size)
{
    return refused() ? NULL : real_methods.xRealloc(old, size);
}

static void count_in_libraries(void)
{
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_methods), SQLITE_OK);
    sqlite3_mem_methods counted = real_methods;
    counted.xMalloc = sqlite_malloc;
    counted.xRealloc = sqlite_realloc;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &counted), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
    json_set_alloc_funcs(__wrap_malloc, free);
}

/* ---- what is done ---- */

typedef struct Walk {
    Folder folder;
    Lesson *lesson;
    const FontSet *fonts;
    const char *text; /* of a file that is read */
    size_t len;
    const char *name;
    uint64_t facts[100]; /* of acts that were recorded, each fact_hash() */
    size_t count;
    const DeedPlace *place; /* what is done to it, and what it is worth then */
    const Deed *deed;
    DeedRun run;
    uint64_t states[DEED_STEPS + 1];
    int32_t steps;
} Walk;

typedef bool WalkStep(Walk *w, Err *err);

static const size_t LIMIT = (size_t)64 << 20;

static bool walk_open(Walk *w, Err *err)
{
    Store *store = store_open(w->folder.db, STORE_WRITE, err);
    store_close(store);
    return store != NULL;
}

/* An act that finds no memory did not happen; what did is in the record, at the
 * latest when there is memory again. */
static bool record(Walk *w, Store *store, Err *err)
{
    ClockAnchor anchor = {.boot_id = ""};
    const Lesson *l = w->lesson;
    bool all = true;
    Recording *r = recording_begin(store, l->protocol, &l->setup, &w->lesson->ids, &anchor, err);
    if (!r)
        return false;
    Session *s = recording_session(r);
    for (int i = 0; i < 12; i++) {
        Err refusal = {0};
        SessionTap tap = lesson_tap(i % 2 ? l->student_talk : l->frame, i % 2 ? B1 : A1, 1000 * i);
        Attachment carried = i == 8 ? attached_photo() : attached_ink();
        tap.text = "because three fourths is six eighths";
        if (i == 7 || i == 8) {
            tap.code = protocol_find_code(l->protocol, i == 8 ? "photo" : "ink");
            tap.attachment = &carried;
        }
        bool ok = i == 0   ? session_start(s, 0, &refusal)
                  : i == 5 ? session_undo(s, 1000 * i, &refusal)
                           : session_tap(s, &tap, 1000 * i, &refusal);
        uint64_t planned[16];
        FactSlice plan = session_planned(s);
        for (size_t k = 0; ok && k < plan.count; k++)
            planned[k] = fact_hash(&plan.items[k]);
        size_t count = ok ? plan.count : 0;
        ok = ok && recording_commit(r, NULL, &refusal);
        assert_true(ok == (refusal.kind == ERR_NONE));
        for (size_t k = 0; ok && k < count; k++)
            w->facts[w->count++] = planned[k];
        if (!ok && all)
            *err = refusal;
        all = all && ok;
    }
    countdown = -1;
    Err trouble = {0};
    assert_ok(recording_flush(r, &trouble), trouble);
    recording_destroy(r);
    return all;
}

static bool walk_record(Walk *w, Err *err)
{
    w->count = 0;
    Store *store = store_open(w->folder.db, STORE_WRITE, err);
    uuid_source_init(&w->lesson->ids, lesson_seed);
    w->lesson->setup.id = uuid_next(&w->lesson->ids, w->lesson->setup.started_unix_ms);
    bool ok = store && record(w, store, err);
    store_close(store);
    return ok;
}

static bool walk_read(Walk *w, Err *err)
{
    Arena arena;
    Observation o;
    StoreItem *items;
    int32_t count;
    arena_init(&arena, LIMIT);
    FILE *out = fopen("/dev/null", "w");
    Store *store = store_open(w->folder.db, STORE_READ, err);
    bool ok = store && store_list(store, &arena, 0, 0, &items, &count, err) &&
              reread_observation(store, w->lesson->setup.id, &arena, &o, err) &&
              measure_write_json(&o, out, err) && record_write_json(&o, out, err);
    store_close(store);
    (void)fclose(out);
    arena_deinit(&arena);
    return ok;
}

/* Forwards and back; where that was refused, forwards again once there is memory. */
static bool play_again(const Session *s, Err *err)
{
    Err later = {0};
    Playback *p = playback_create(s, err);
    bool ok = p && playback_seek(p, 8000, err) && playback_seek(p, 2000, err);
    countdown = -1;
    assert_true(!p || (playback_seek(p, 9000, &later) && playback_session(p)));
    playback_destroy(p);
    return ok;
}

static bool walk_play(Walk *w, Err *err)
{
    Arena arena;
    StoredObservation stored;
    UuidSource ids = w->lesson->ids;
    int64_t left = countdown;
    countdown = -1; /* walk_read() loads */
    arena_init(&arena, LIMIT);
    Store *store = store_open(w->folder.db, STORE_READ, err);
    bool ok = store && store_load(store, w->lesson->setup.id, &arena, &stored, err);
    Session *s = ok ? session_create(stored.protocol, stored.setup, &ids, err) : NULL;
    ok = s && session_apply(s, stored.facts, err);
    countdown = left;
    ok = ok && play_again(s, err);
    session_destroy(s);
    store_close(store);
    arena_deinit(&arena);
    return ok;
}

static bool walk_debrief(Walk *w, Err *err)
{
    Arena arena;
    Observation o;
    char path[128];
    arena_init(&arena, LIMIT);
    (void)snprintf(path, sizeof path, "%s/sheet.pdf", w->folder.path);
    Store *store = store_open(w->folder.db, STORE_READ, err);
    bool ok = store && reread_observation(store, w->lesson->setup.id, &arena, &o, err) &&
              debrief_save_pdf(&(DebriefInput){.observation = &o}, w->fonts, SHEET_A4, path, err);
    store_close(store);
    arena_deinit(&arena);
    assert_true(ok == (access(path, F_OK) == 0)); /* no half a sheet */
    (void)unlink(path);
    return ok;
}

static bool walk_workbook(Walk *w, Err *err)
{
    Arena arena;
    Observation o;
    const char *bytes;
    size_t len;
    arena_init(&arena, LIMIT);
    Store *store = store_open(w->folder.db, STORE_READ, err);
    bool ok = store && reread_observation(store, w->lesson->setup.id, &arena, &o, err) &&
              evidence_make_xlsx(&o, false, w->folder.db, &arena, &bytes, &len, err);
    store_close(store);
    arena_deinit(&arena);
    return ok;
}

static bool walk_protocol(Walk *w, Err *err)
{
    (void)w;
    Arena arena;
    const Protocol *protocol;
    arena_init(&arena, LIMIT);
    bool ok = protocol_load_shipped(&arena, "fill-plus", &protocol, err);
    arena_deinit(&arena);
    return ok;
}

static bool walk_script(Walk *w, Err *err)
{
    Arena arena;
    ScriptFormat format;
    const char *key;
    const Protocol *protocol;
    Script script;
    arena_init(&arena, LIMIT);
    bool ok = script_detect(w->name, w->text, w->len, &arena, &format, &key, err) &&
              protocol_load_shipped(&arena, key, &protocol, err) &&
              script_read(w->name, w->text, w->len, format, protocol, &(ScriptChoice){0}, &arena,
                          &script, err);
    arena_deinit(&arena);
    return ok;
}

static bool walk_backup(Walk *w, Err *err)
{
    static int64_t now_ms = 1795428000000; /* every walk is a minute later */
    now_ms += 60000;
    BackupCounts counts;
    char aside[FILE_MAX_PATH], path[FILE_MAX_PATH];
    bool due, done = false;
    bool ok = backup_is_due(w->folder.db, NULL, now_ms, &due, err);
    Backup *backup = ok ? backup_begin(w->folder.db, NULL, NULL, now_ms, err) : NULL;
    ok = backup != NULL;
    while (ok && !done)
        ok = backup_step(backup, &done, err);
    if (ok)
        (void)snprintf(path, sizeof path, "%s", backup_path(backup));
    backup_destroy(backup);
    return ok && backup_verify(path, &counts, err) &&
           backup_restore(path, w->folder.db, now_ms, false, aside, &counts, err);
}

static bool walk_deed(Walk *w, Err *err)
{
    deed_set_up(&w->run, w->place);
    return deed_do(&w->run, w->deed, err);
}

/* ---- afterwards, with memory ---- */

static void check_deed(const Walk *w)
{
    deed_check(&w->run, w->deed, w->states, w->steps);
    folder_remove_all(&w->run.folder);
}

static void check_whole(const Walk *w)
{
    Err err = {0};
    BackupCounts counts;
    Arena arena;
    BackupCopy *copies;
    int32_t count;
    arena_init(&arena, LIMIT);
    Store *store = store_open(w->folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
    store_close(store);
    assert_ok(backup_verify(w->folder.db, &counts, &err), err);
    assert_ok(backup_list(w->folder.db, &arena, &copies, &count, &err), err);
    for (int32_t i = 0; i < count; i++)
        assert_ok(backup_verify(copies[i].path, &counts, &err), err);
    arena_deinit(&arena);
}

static void check_facts(const Walk *w)
{
    Err err = {0};
    Arena arena;
    StoredObservation stored;
    check_whole(w);
    if (w->count == 0)
        return;
    arena_init(&arena, LIMIT);
    Store *store = store_open(w->folder.db, STORE_READ, &err);
    assert_ok(store && store_load(store, w->lesson->setup.id, &arena, &stored, &err), err);
    assert_int_equal(stored.facts.count, w->count);
    StoreAttachments from = store_attachments(store, w->lesson->setup.id);
    for (size_t i = 0; i < w->count; i++)
        assert_true(stored_fact_hash(&from, &stored.facts.items[i], &arena) == w->facts[i]);
    store_close(store);
    arena_deinit(&arena);
}

/* What is walked, and how: stride, how many allocations further the next walk goes; fresh,
 * every walk has a new record; else all have the one in w->folder. */
typedef struct Course {
    const char *what;
    WalkStep *step;
    void (*check)(const Walk *);
    bool fresh;
    int64_t stride;
} Course;

/* True if the step asked for more than that many allocations. */
static bool walk_to(Walk *w, const Course *course, int64_t allocations)
{
    Err err = {0};
    if (course->fresh)
        folder_make(&w->folder);
    failures = 0;
    countdown = allocations;
    bool ok = course->step(w, &err);
    countdown = -1;
    bool failed = failures > 0;
    if (ok != (err.kind == ERR_NONE) || ok != (err.text[0] == '\0') || (!ok && !failed))
        fail_msg("%s, allocation %lld: %s, but says '%s'", course->what, (long long)allocations,
                 ok ? "works" : "is refused", err.text);
    if (course->check)
        course->check(w);
    if (course->fresh)
        folder_remove_all(&w->folder);
    return failed;
}

static void learn_places(Walk *w, const Course *course)
{
    memset(places, 0, sizeof places);
    first_count = 0;
    learns = true;
    (void)walk_to(w, course, ALL);
    learns = false;
}

static void walk_through(Walk *w, Course course)
{
    const char *asked = getenv("KENKYU_MEMORY_STEP");
    int64_t walks = 0, total = 0;
    if (asked && strtol(asked, NULL, 10) < course.stride)
        course.stride = strtol(asked, NULL, 10);
    learn_places(w, &course);
    for (int once = 0; once < 2; once++) {
        size_t next = 0;
        fails_once = once == 1;
        for (int64_t n = 0; walk_to(w, &course, n); walks++) {
            total += failures;
            while (next < first_count && firsts[next] <= n)
                next++;
            n += course.stride - n % course.stride;
            if (next < first_count && firsts[next] < n)
                n = firsts[next];
        }
    }
    print_message("%-18s %6zu places, %6lld walks, %8lld allocations refused\n", course.what,
                  first_count, (long long)walks, (long long)total);
    assert_true(total > 0);
}

/* ---- tests ---- */

static void memory__runs_out__while_a_lesson_is_recorded(void **state)
{
    Walk w = {.lesson = *state};
    walk_through(&w, (Course){"open", walk_open, check_whole, true, 401});
    walk_through(&w, (Course){"record", walk_record, check_facts, true, 401});
}

static void memory__runs_out__while_a_lesson_is_read(void **state)
{
    Err err = {0};
    Walk w = {.lesson = *state};
    folder_make(&w.folder);
    assert_ok(walk_record(&w, &err), err);
    FontSet *fonts = font_set_create(&err);
    assert_ok(fonts != NULL, err);
    w.fonts = fonts;
    walk_through(&w, (Course){"read and measure", walk_read, NULL, false, 401});
    walk_through(&w, (Course){"play again", walk_play, NULL, false, 1});
    walk_through(&w, (Course){"debrief sheet", walk_debrief, NULL, false, 401});
    walk_through(&w, (Course){"workbook", walk_workbook, NULL, false, 401});
    walk_through(&w, (Course){"backup and restore", walk_backup, check_facts, false, 601});
    font_set_destroy(fonts);
    folder_remove_all(&w.folder);
}

/* Names, forgetting, joining, visits, classes. */
static void memory__runs_out__while_something_is_done_with_a_record(void **state)
{
    DeedPlace place;
    Walk w = {.lesson = *state, .place = &place};
    deed_prepare(&place);
    for (size_t i = 0; i < DEED_COUNT; i++) {
        if (!deeds[i].needs_store) /* the C library's memory is not counted */
            continue;
        w.deed = &deeds[i];
        w.steps = deed_learn(&place, w.deed, w.states);
        walk_through(&w, (Course){w.deed->name, walk_deed, check_deed, false, 997});
    }
    deed_drop(&place);
}

static void memory__runs_out__while_files_are_read(void **state)
{
    static const char *const files[] = {"tests/end_to_end/data/transcript.csv",
                                        "tests/end_to_end/data/lecture.csv",
                                        "assets/demo-lesson.json"};
    Walk w = {.lesson = *state};
    walk_through(&w, (Course){"protocol", walk_protocol, NULL, false, 1});
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Err err = {0};
        Arena arena;
        char path[600];
        arena_init(&arena, LIMIT);
        (void)snprintf(path, sizeof path, "%s/%s", TEST_SOURCE_DIR, files[i]);
        assert_ok(file_read(&arena, path, LIMIT, &w.text, &w.len, &err), err);
        w.name = strrchr(files[i], '/') + 1;
        walk_through(&w, (Course){w.name, walk_script, NULL, false, i < 2 ? 1 : 401});
        arena_deinit(&arena);
    }
}

static int set_up(void **state)
{
    static Lesson lesson;
    lesson_init(&lesson);
    *state = &lesson;
    return 0;
}

static int tear_down(void **state)
{
    lesson_deinit(*state);
    return 0;
}

int main(void)
{
    count_in_libraries();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory__runs_out__while_a_lesson_is_recorded),
        cmocka_unit_test(memory__runs_out__while_a_lesson_is_read),
        cmocka_unit_test(memory__runs_out__while_something_is_done_with_a_record),
        cmocka_unit_test(memory__runs_out__while_files_are_read),
    };
    return cmocka_run_group_tests_name("memory", tests, set_up, tear_down);
}
