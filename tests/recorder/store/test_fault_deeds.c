/* test_fault_deeds.c - the disk says no while names are sealed, people and lessons are
 * forgotten, records joined and brought back, visits, classes and exports kept: for every call of
 * SQLite's file layer and of our own, once and from then on. Each step is done and said to be, or
 * not done and said why; never by half.
 *
 * KENKYU_FAULT_STEP=1 takes every n of the walks (the default is every 29th).
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "check.h"

#include "recorder/deeds.h"
#include "recorder/own_calls.h"

#include <sys/mman.h>
#include <sys/wait.h>

static DeedPlace place;

/* How often it was refused. */
static int walk(const Deed *deed, FaultKind kind, int n, bool once,
                const uint64_t states[DEED_STEPS + 1], int32_t steps)
{
    DeedRun run;
    Err err = {0};
    deed_set_up(&run, &place);
    own_has_no_links = deed->no_links;
    fault_kinds = kind;
    fault_once = once;
    hits = 0;
    countdown = n;
    bool ok = deed_do(&run, deed, &err);
    countdown = -1;
    int had = hits;
    if (ok ? run.done < steps : err.text[0] == '\0' || had == 0)
        fail_msg("%s, call %d: %d steps, '%s'", deed->name, n, (int)run.done, err.text);
    own_has_no_links = false;
    deed_check(&run, deed, states, steps);
    folder_remove_all(&run.folder);
    return had;
}

static void deed__is_done_or_not__for_every_call_refused(void **state)
{
    (void)state;
    const char *asked = getenv("KENKYU_FAULT_STEP");
    bool small = getenv("KENKYU_SMALL") != NULL; /* under valgrind */
    int stride = asked ? (int)strtol(asked, NULL, 10) : small ? 331 : 29;
    for (size_t d = 0; d < DEED_COUNT; d++) {
        if (!deed_is_asked(&deeds[d]))
            continue;
        uint64_t states[DEED_STEPS + 1];
        int32_t steps = deed_learn(&place, &deeds[d], states);
        int walks = 0, refusals = 0;
        for (size_t k = 0; k < FAULT_ROWS; k += small ? 4 : 1) {
            fault_code = fault_rows[k].code;
            bool few = fault_rows[k].kind == FAULT_OWN || deeds[d].act == deed_exports;
            int least = few && !small ? 1 : stride;
            for (int once = 0; once < 2; once++) {
                int had = 1;
                for (int n = 0; had > 0; n += least, walks++)
                    refusals += had = walk(&deeds[d], fault_rows[k].kind, n, once, states, steps);
            }
        }
        print_message("%-17s %2d steps, %5d walks, %6d refusals: nothing lost, nothing by half\n",
                      deeds[d].name, (int)steps, walks, refusals);
        assert_true(refusals > 0);
    }
}

/* Did it die? Every call is a place to die at, SQLite's and our own. */
static bool walk_to_death(const Deed *deed, int n, const uint64_t states[DEED_STEPS + 1],
                          int32_t steps)
{
    int status = 0;
    DeedRun *run =
        mmap(NULL, sizeof *run, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(run != MAP_FAILED);
    deed_set_up(run, &place);
    pid_t child = fork();
    if (child == 0) {
        Err err = {0};
        own_has_no_links = deed->no_links;
        fault_kinds = UINT32_MAX;
        fault_kills = true;
        countdown = n;
        _exit(deed_do(run, deed, &err) ? 0 : 1);
    }
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    bool died = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    assert_true(died || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
    run->store = NULL;
    deed_check(run, deed, states, steps);
    folder_remove_all(&run->folder);
    assert_int_equal(munmap(run, sizeof *run), 0);
    return died;
}

static void deed__is_done_or_not__for_every_call_it_dies_at(void **state)
{
    (void)state;
    const char *asked = getenv("KENKYU_FAULT_STEP");
    int stride = asked ? (int)strtol(asked, NULL, 10) : 29;
    if (getenv("KENKYU_SMALL"))
        skip();
    for (size_t d = 0; d < DEED_COUNT; d++) {
        if (!deed_is_asked(&deeds[d]))
            continue;
        uint64_t states[DEED_STEPS + 1];
        int32_t steps = deed_learn(&place, &deeds[d], states);
        int least = deeds[d].needs_store || stride < 7 ? stride : 7, deaths = 0;
        while (walk_to_death(&deeds[d], deaths * least, states, steps))
            deaths++;
        print_message("%-17s %2d steps, %5d deaths: nothing lost, nothing by half\n", deeds[d].name,
                      (int)steps, deaths);
        assert_true(deaths > 0);
    }
}

int main(void)
{
    install_faults();
    countdown = -1;
    deed_prepare(&place);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deed__is_done_or_not__for_every_call_refused),
        cmocka_unit_test(deed__is_done_or_not__for_every_call_it_dies_at),
    };
    int failed = cmocka_run_group_tests_name("fault deeds", tests, NULL, NULL);
    deed_drop(&place);
    return failed;
}
