/* The files of a lesson: which, called what, written how. */
#include "check.h"

#include "protocols/file.h"
#include "recorder/share/share.h"
#include "tests/reports/debrief/made_up.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Fixture {
    FontSet *fonts;
    LessonBuilder lesson;
    char folder[32];
} Fixture;

static Fixture f;

static int open_fonts(void **state)
{
    Err err = {0};
    (void)state;
    f.fonts = font_set_create(&err);
    return f.fonts ? 0 : -1;
}

static int close_fonts(void **state)
{
    (void)state;
    font_set_destroy(f.fonts);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(f.folder, sizeof f.folder, "share_XXXXXX");
    (void)made_up_rich(&f.lesson);
    return mkdtemp(f.folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    char command[64];
    (void)state;
    lesson_free(&f.lesson);
    (void)snprintf(command, sizeof command, "rm -r %s", f.folder);
    return system(command);
}

static int slices;

/* Runs a job to its end; name (may be NULL) gets what the files are called. */
static bool run(const ShareChoice *choice, const char *base, const char *folder, char name[100],
                Err *err)
{
    DebriefInput input = {.observation = &f.lesson.observation};
    ShareJob *job = share_job_create(&input, f.fonts, choice, base, folder, err);
    bool done = false, ok = job != NULL;
    for (slices = 0; ok && !done; slices++)
        ok = share_job_step(job, &done, err);
    if (ok && name)
        (void)snprintf(name, 100, "%s", share_job_name(job));
    share_job_destroy(job);
    return ok;
}

static long size_of(const char *ending)
{
    char path[300];
    struct stat st;
    (void)snprintf(path, sizeof path, "%s/%s", f.folder, ending);
    return stat(path, &st) == 0 ? (long)st.st_size : -1;
}

#define NAME "2026-03-12-Which-is-larger-5-8-or-3-4-Fractions-on-a-number-line"

static void share_job__writes_every_format(void **state)
{
    (void)state;
    Err err = {0};
    char name[100];
    ShareChoice choice = {
        .formats = SHARE_PDF | SHARE_PNG | SHARE_CSV | SHARE_XLSX, .dpi = 50, .language = "en"};
    assert_ok(run(&choice, NULL, f.folder, name, &err), err);
    assert_string_equal(name, NAME);
    assert_true(size_of(NAME ".pdf") > 1000);
    assert_true(size_of(NAME "-1.png") > 1000);
    assert_true(size_of(NAME "-events.csv") > 1000);
    assert_true(size_of(NAME "-talk.csv") > 1000);
    assert_true(size_of(NAME ".xlsx") > 1000);
    assert_true(slices > 12); /* no slice makes more than one page */
}

static void share_job__takes_the_name_again_for_the_same_bytes(void **state)
{
    (void)state;
    Err err = {0};
    char name[100];
    ShareChoice choice = {.formats = SHARE_PDF | SHARE_XLSX, .dpi = 50, .language = "en"};
    for (int i = 0; i < 3; i++) {
        assert_ok(run(&choice, NULL, f.folder, name, &err), err);
        assert_string_equal(name, NAME);
    }
    assert_int_equal(size_of(NAME "-2.pdf"), -1);
    /* what a person wrote on it stays */
    char path[300];
    (void)snprintf(path, sizeof path, "%s/%s.pdf", f.folder, NAME);
    assert_ok(file_write(path, "written on", 10, &err), err);
    assert_ok(run(&choice, NULL, f.folder, name, &err), err);
    assert_string_equal(name, NAME "-2");
    assert_int_equal(size_of(NAME ".pdf"), 10);
    assert_true(size_of(NAME "-2.pdf") > 1000);
}

static void share_job__with_a_name__writes_over_it(void **state)
{
    (void)state;
    Err err = {0};
    char base[64];
    ShareChoice choice = {.formats = SHARE_CSV, .language = "en"};
    (void)snprintf(base, sizeof base, "%s/mine", f.folder);
    assert_ok(run(&choice, base, NULL, NULL, &err), err);
    long first = size_of("mine-events.csv");
    f.lesson.observation.event_count /= 2;
    assert_ok(run(&choice, base, NULL, NULL, &err), err);
    assert_true(size_of("mine-events.csv") < first);
}

/* A copy for others under the name of the team's: nothing of the team's is left under it. */
static void share_job__with_a_name__leaves_nothing_of_what_it_replaces(void **state)
{
    (void)state;
    Err err = {0};
    char base[64];
    ShareChoice choice = {.formats = SHARE_CSV | SHARE_PNG, .dpi = 50, .language = "en"};
    (void)snprintf(base, sizeof base, "%s/mine", f.folder);
    assert_ok(run(&choice, base, NULL, NULL, &err), err);
    assert_true(size_of("mine-notes.csv") > 300);
    assert_true(size_of("mine-4.png") > 0);
    f.lesson.observation.event_count = 20;
    choice.sheet.for_others = true;
    choice.sheet.without = ~(1U << DEBRIEF_FLOW);
    assert_ok(run(&choice, base, NULL, NULL, &err), err);
    assert_true(size_of("mine-notes.csv") > 0 && size_of("mine-notes.csv") < 200); /* its head */
    assert_true(size_of("mine-1.png") > 0);
    assert_int_equal(size_of("mine-4.png"), -1);
    /* a table that is not there and has no row is not begun */
    (void)snprintf(base, sizeof base, "%s/new", f.folder);
    assert_ok(run(&choice, base, NULL, NULL, &err), err);
    assert_int_equal(size_of("new-notes.csv"), -1);
}

/* The file that was there is whole when the disk takes no more. */
static void share_job__on_a_full_disk__leaves_the_old_file(void **state)
{
    (void)state;
    Err err = {0};
    char base[64];
    ShareChoice choice = {.formats = SHARE_CSV, .language = "en"};
    (void)snprintf(base, sizeof base, "%s/mine", f.folder);
    assert_ok(run(&choice, base, NULL, NULL, &err), err);
    long first = size_of("mine-events.csv");
    f.lesson.observation.event_count /= 2;
    struct rlimit before, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){1000, before.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool ok = run(&choice, base, NULL, NULL, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(ok);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_int_equal(size_of("mine-events.csv"), first);
}

static void share_job__into_no_folder__says_which(void **state)
{
    (void)state;
    Err err = {0};
    ShareChoice choice = {.formats = SHARE_PDF, .language = "en"};
    assert_ok(file_write("share_file", "x", 1, &err), err);
    assert_false(run(&choice, NULL, "share_file/in", NULL, &err));
    assert_err(err, ERR_SYSTEM, "share_file: is a file, expected a folder");
    (void)unlink("share_file");
}

static void share_name__is_taken_by_every_file_system(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 1 << 20);
    static const struct {
        const char *title, *name;
    } cases[] = {{"5/8 or 3/4?", "2026-03-12-5-8-or-3-4"},
                 {"../../etc", "2026-03-12-etc"},
                 {"", "2026-03-12-lesson"},
                 {"分数 año", "2026-03-12-分数-año"},
                 {"  ", "2026-03-12-lesson"}};
    Setup setup = f.lesson.setup;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setup.title = cases[i].title;
        assert_string_equal(share_name(&setup, &arena), cases[i].name);
    }
    setup.started_unix_ms = 0;
    assert_string_equal(share_name(&setup, &arena), "lesson");
    arena_deinit(&arena);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(share_job__writes_every_format),
        CASE(share_job__takes_the_name_again_for_the_same_bytes),
        CASE(share_job__with_a_name__writes_over_it),
        CASE(share_job__with_a_name__leaves_nothing_of_what_it_replaces),
        CASE(share_job__on_a_full_disk__leaves_the_old_file),
        CASE(share_job__into_no_folder__says_which),
        CASE(share_name__is_taken_by_every_file_system),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
