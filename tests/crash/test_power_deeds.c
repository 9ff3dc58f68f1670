/* test_power_deeds.c - the power is cut at every sync while names are sealed, people and
 * lessons forgotten, another record joined or put in its place, visits and classes kept,
 * exports noted. Whatever the disk kept of what was not synced: what was said to be done is done,
 * at most one step more, none by half; the record and its copies are whole; and what is being
 * forgotten can be forgotten to the end.
 *
 * KENKYU_CUT_SEEDS=50 goes through everything so often, each time otherwise.
 */
#include "check.h"

#include "crash/power.h"
#include "recorder/deeds.h"

typedef struct Trial {
    const Deed *deed;
    DeedRun run;
    uint64_t states[DEED_STEPS + 1];
    int32_t steps;
    int64_t points, cuts;
} Trial;

static DeedPlace place;

/* Lines that were said to be there are, as they were; a torn one may follow. The next
 * one stands by itself. Left is what the steps make: whole lines. */
static void check_log(const Trial *t, const DeedRun *image)
{
    static char log[8192];
    char path[200], db[200];
    Err err = {0};
    ExportEntry entry = {.unix_ms = DEED_NOW, .what = "debrief sheet", .file = "/next.pdf"};
    deed_path(&image->folder, "lessons.kenkyu-exports.csv", path, sizeof path);
    (void)snprintf(db, sizeof db, "%s", image->folder.db);
    assert_ok(export_log_add(db, &entry, &err), err);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t len = fread(log, 1, sizeof log - 1, in);
    (void)fclose(in);
    log[len] = '\0';
    size_t at = 0;
    for (int32_t line = 0; t->run.done > 0 && line <= t->run.done; line++) {
        const char *ends = strchr(log + at, '\n');
        bool as_meant = ends && strncmp(log + at, line == 0 ? "time_utc," : "2026-", 5) == 0 &&
                        (line == 0 || strstr(log + at, "fractions.pdf\n") == ends - 13);
        if (!as_meant)
            fail_msg("after %d lines the list of exports is '%s'", (int)t->run.done, log);
        at = (size_t)(ends - log) + 1;
    }
    const char *last = "2026-11-23T10:00:00Z,debrief sheet,,no,/next.pdf\n";
    assert_true(len > strlen(last) && strcmp(log + len - strlen(last), last) == 0);
    assert_int_equal(log[len - strlen(last) - 1], '\n');
    assert_int_equal(truncate(path, (off_t)at), 0);
    if (at == 0)
        assert_int_equal(unlink(path), 0);
}

/* Once that is said, nothing is left of it, even before anybody opens the record. */
static void check_gone(const Trial *t, const DeedRun *image)
{
    if (deed_holds_secret(&image->folder, image->folder.path))
        fail_msg("%s, sync %lld, %d steps: what was forgotten is still there", t->deed->name,
                 (long long)power.syncs, (int)t->run.done);
}

/* What was taken out of the record may lie about until the end of it; the record says
 * that there is something to be finished, and it can be. */
static void check_forgetting(const Trial *t, const DeedRun *image)
{
    Err err = {0};
    bool pending = false;
    int32_t removed = 0;
    Store *store = store_open(image->folder.db, STORE_WRITE, &err);
    assert_ok(store && forget_is_pending(store, &pending, &err), err);
    if (pending)
        assert_ok(forget_finish(store, DEED_NOW + 1000, &removed, NULL, &err), err);
    store_close(store);
    if (pending || t->run.done >= 1)
        check_gone(t, image);
}

static void cut_now(void *user)
{
    Trial *t = user;
    t->points++;
    for (PowerCut cut = POWER_NOTHING; cut < POWER_CUTS; cut++) {
        DeedRun image = {.place = t->run.place, .done = t->run.done};
        folder_make(&image.folder);
        power_cut(cut, image.folder.path);
        if (t->deed->act == deed_exports)
            check_log(t, &image);
        if (t->deed->act == deed_forget && t->run.done >= 3)
            check_gone(t, &image);
        deed_check(&image, t->deed, t->states, t->steps);
        if (t->deed->act == deed_forget)
            check_forgetting(t, &image);
        folder_remove_all(&image.folder);
        t->cuts++;
    }
}

static void cut_through(Trial *t, uint64_t seed)
{
    char path[200];
    Err err = {0};
    deed_set_up(&t->run, &place);
    t->run.vfs = "power";
    power_on(t->run.folder.path, seed, cut_now, t);
    power.no_links = t->deed->no_links;
    for (int32_t i = 0; i < place.file_count; i++) {
        deed_path(&t->run.folder, place.files[i].name, path, sizeof path);
        power_adopt(path);
    }
    assert_ok(deed_do(&t->run, t->deed, &err), err);
    assert_int_equal(t->run.done, t->steps);
    cut_now(t); /* and once all is said to be done */
    power_off();
    folder_remove_all(&t->run.folder);
}

static void power__cut_anywhere_in_a_deed__leaves_it_done_or_not(void **state)
{
    (void)state;
    const char *asked = getenv("KENKYU_CUT_SEEDS");
    uint64_t seeds = asked ? strtoull(asked, NULL, 10) : 1;
    for (size_t d = 0; d < DEED_COUNT; d++) {
        if (!deed_is_asked(&deeds[d]))
            continue;
        Trial t = {.deed = &deeds[d]};
        t.steps = deed_learn(&place, t.deed, t.states);
        for (uint64_t seed = 1; seed <= seeds; seed++)
            cut_through(&t, seed);
        print_message("%-17s %2d steps, %7lld points, %8lld cuts, nothing lost, none by half\n",
                      t.deed->name, (int)t.steps, (long long)t.points, (long long)t.cuts);
        assert_true(t.points >= 2 * t.steps);
    }
}

int main(void)
{
    power_install();
    deed_prepare(&place);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power__cut_anywhere_in_a_deed__leaves_it_done_or_not),
    };
    int failed = cmocka_run_group_tests_name("power deeds", tests, NULL, NULL);
    deed_drop(&place);
    return failed;
}
