/* test_ten_starts.c - the recorder is started ten times at once on one record: one
 * records, the others say so, list the lessons and make a sheet; the same when the one
 * that records is killed, and then one of the others, or the next one started, records.
 *
 * Each is a process of its own with the platform's loop and window (SDL's dummy driver);
 * a finger in it does what the test asks for through a pipe, and answers with a letter.
 */
#include "check.h"

#include "recorder/store/backup.h"
#include "tests/recorder/screen/drive.h"

#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { STARTS = 10, FIRST_PUPIL = 7, TICK_MS = 20, PATIENCE_MS = 120000 };

/* What is asked for, and what is answered. */
enum {
    ASK_WHO = 'w',    /* RECORDS or LOOKS, once it is one of them */
    ASK_SHEET = 's',  /* DONE: the lessons are listed, and the sheet of one is made */
    ASK_BEGIN = 'b',  /* DONE: a lesson was begun and a tap is saved; it goes on tapping */
    ASK_RECORD = 'r', /* Record here: RECORDS or LOOKS */
    ASK_CLOSE = 'q',
    RECORDS = 'R',
    LOOKS = 'L',
    DONE = 'D',
    WRONG = '!',
};

/* ---- the recorder, with a finger in it ---- */

typedef struct Started {
    App *app;
    PlatformApp inner;
    int in, out;
    bool taps;
    int32_t taken;
} Started;

static void answer(Started *s, char letter)
{
    if (write(s->out, &letter, 1) != 1)
        _exit(1);
}

static void draw(Started *s)
{
    static uint32_t pixels[DRIVE_WIDTH * DRIVE_HEIGHT];
    PaintSurface surface = {.pixels = pixels,
                            .width = DRIVE_WIDTH,
                            .height = DRIVE_HEIGHT,
                            .pitch = DRIVE_WIDTH,
                            .scale = 1};
    PaintRect dirty[PAINT_MAX_DIRTY];
    PlatformClock clock;
    int64_t wake_ms;
    platform_clock(&clock);
    (void)app_frame(s->app, &surface, clock.boot_ms, dirty, &wake_ms);
}

static bool tap(Started *s, uint32_t id)
{
    UiRect r;
    PlatformClock clock;
    if (!app_find_target(s->app, id, &r))
        return false;
    platform_clock(&clock);
    UiInput in = {.kind = UI_INPUT_DOWN,
                  .finger = 1,
                  .x = r.x + r.w / 2,
                  .y = r.y + r.h / 2,
                  .at_ms = clock.boot_ms,
                  .now_ms = clock.boot_ms};
    app_input(s->app, &in);
    in.kind = UI_INPUT_UP;
    app_input(s->app, &in);
    draw(s);
    return true;
}

static bool says(const Started *s, const char *text)
{
    return ui_says(&s->app->ui, text);
}

/* 0: neither yet; the record is just being made. */
static char who(const Started *s)
{
    if (!s->app->store)
        return 0;
    if (!s->app->looks_only)
        return says(s, "Another Kenkyu") ? WRONG : RECORDS;
    bool told = says(s, "Another Kenkyu is recording into this file") &&
                says(s, "Here you can look and print, not record");
    return told ? LOOKS : 0;
}

/* The lesson that stands last in the list is over. */
static char make_sheet(Started *s)
{
    struct stat st;
    char path[700];
    app_show_home(s->app);
    draw(s);
    int32_t count = s->app->home.count;
    if (count == 0 || !tap(s, HOME_ID_ROW + (uint32_t)count - 1) || s->app->screen != APP_SAVED)
        return WRONG;
    (void)snprintf(path, sizeof path, "%s/%s", s->app->sheets_folder, s->app->saved.model.file);
    bool made = *s->app->saved.model.file && stat(path, &st) == 0 && st.st_size > 1000;
    return made && tap(s, SAVED_ID_HOME) && s->app->screen == APP_HOME ? DONE : WRONG;
}

static char begin_lesson(Started *s)
{
    bool ok = tap(s, HOME_ID_NEW) && tap(s, SETUP_ID_START) && s->app->screen == APP_BOARD &&
              tap(s, BOARD_ID_SEAT + FIRST_PUPIL) && says(s, "Saved");
    s->taps = ok;
    return ok ? DONE : WRONG;
}

static void obey(Started *s, char asked)
{
    char letter;
    switch (asked) {
    case ASK_WHO:
        letter = who(s);
        s->taken = letter ? 0 : asked;
        if (letter)
            answer(s, letter);
        break;
    case ASK_SHEET:
        answer(s, make_sheet(s));
        break;
    case ASK_BEGIN:
        answer(s, begin_lesson(s));
        break;
    case ASK_RECORD:
        (void)tap(s, HOME_ID_RECORD_HERE);
        letter = who(s);
        answer(s, letter == LOOKS && !says(s, "close that one first") ? WRONG : letter);
        break;
    case ASK_CLOSE:
        app_quit_asked(s->app);
        break;
    default:
        answer(s, WRONG);
    }
}

static int32_t started_frame(void *user, PaintSurface *surface, int64_t now_ms,
                             PaintRect dirty[PAINT_MAX_DIRTY], int64_t *ret_wake_ms)
{
    Started *s = user;
    int32_t count = s->inner.frame(s->app, surface, now_ms, dirty, ret_wake_ms);
    struct pollfd asked = {.fd = s->in, .events = POLLIN};
    char letter = (char)s->taken;
    if (letter)
        obey(s, letter);
    else if (poll(&asked, 1, 0) > 0 && read(s->in, &letter, 1) == 1)
        obey(s, letter);
    else if (asked.revents)
        _exit(5); /* the test is gone */
    if (s->taps)
        (void)tap(s, BOARD_ID_SEAT + FIRST_PUPIL + (uint32_t)(now_ms % 20));
    if (*ret_wake_ms > now_ms + TICK_MS)
        *ret_wake_ms = now_ms + TICK_MS;
    return count;
}

static void started_input(void *user, const UiInput *in)
{
    app_input(((Started *)user)->app, in);
}

static void started_resized(void *user, float width_pt, float height_pt, float scale)
{
    app_resize(((Started *)user)->app, width_pt, height_pt, scale);
}

static bool started_wants_quit(void *user)
{
    return app_wants_quit(((Started *)user)->app);
}

static void started_quit_asked(void *user)
{
    app_quit_asked(((Started *)user)->app);
}

/* Never returns. */
static void run(const char *db, const char *sheets, int go, int in, int out)
{
    Err err = {0};
    char none;
    PlatformOptions window = {
        .title = "Kenkyu", .width_pt = DRIVE_WIDTH, .height_pt = DRIVE_HEIGHT, .scale = 1};
    AppOptions options = {
        .db_path = db, .sheets_folder = sheets, .keeps_backups = true, .clock = platform_clock};
    platform_random(options.seed, sizeof options.seed);
    TextRenderer *text = text_renderer_create(&err);
    if (!text || read(go, &none, 1) != 0) /* until the test closes its end */
        _exit(2);
    App *app = app_create(&options, text_renderer_ui(text), text_renderer_paint(text), &err);
    if (!app)
        _exit(3);
    Started s = {.app = app, .inner = app_platform(app), .in = in, .out = out};
    PlatformApp hosted = {.app = &s,
                          .input = started_input,
                          .frame = started_frame,
                          .resized = started_resized,
                          .wants_quit = started_wants_quit,
                          .quit_asked = started_quit_asked};
    bool ok = platform_run(&hosted, &window, &err);
    app_destroy(app);
    text_renderer_destroy(text);
    _exit(ok ? 0 : 4);
}

/* ---- the test's side ---- */

typedef struct Process {
    pid_t pid;
    int ask, answers;
    char is; /* RECORDS or LOOKS */
} Process;

typedef struct Many {
    char folder[256], db[300], sheets[300];
    Process started[STARTS + 1];
    int count;
} Many;

/* All of them wait for go, and then begin at once. */
static void start(Many *m, int count)
{
    int go[2];
    assert_int_equal(pipe(go), 0);
    for (int i = 0; i < count; i++) {
        int ask[2], answers[2];
        Process *p = &m->started[m->count++];
        assert_int_equal(pipe(ask) | pipe(answers), 0);
        p->pid = fork();
        assert_true(p->pid >= 0);
        if (p->pid == 0) {
            (void)close(go[1]);
            for (int k = 0; k < m->count - 1; k++) {
                (void)close(m->started[k].ask);
                (void)close(m->started[k].answers);
            }
            (void)close(ask[1]);
            (void)close(answers[0]);
            run(m->db, m->sheets, go[0], ask[0], answers[1]);
        }
        (void)close(ask[0]);
        (void)close(answers[1]);
        p->ask = ask[1];
        p->answers = answers[0];
    }
    (void)close(go[0]);
    (void)close(go[1]);
}

static void say(const Process *p, char letter)
{
    assert_int_equal(write(p->ask, &letter, 1), 1);
}

static char hear(const Process *p)
{
    struct pollfd answers = {.fd = p->answers, .events = POLLIN};
    char letter = 0;
    if (poll(&answers, 1, PATIENCE_MS) <= 0 || read(p->answers, &letter, 1) != 1)
        fail_msg("process %d does not answer", (int)p->pid);
    return letter;
}

static char ask(const Process *p, char letter)
{
    say(p, letter);
    return hear(p);
}

/* Asked all at once, so that what they do happens side by side. */
static void ask_readers(const Many *m, char letter, char want)
{
    for (int i = 0; i < m->count; i++)
        if (m->started[i].is == LOOKS)
            say(&m->started[i], letter);
    for (int i = 0; i < m->count; i++)
        if (m->started[i].is == LOOKS)
            assert_int_equal(hear(&m->started[i]), want);
}

static Process *sort_out(Many *m)
{
    Process *writer = NULL;
    for (int i = 0; i < m->count; i++)
        say(&m->started[i], ASK_WHO);
    for (int i = 0; i < m->count; i++) {
        Process *p = &m->started[i];
        p->is = hear(p);
        assert_true(p->is == RECORDS || p->is == LOOKS);
        assert_true(p->is == LOOKS || !writer);
        writer = p->is == RECORDS ? p : writer;
    }
    assert_non_null(writer);
    return writer;
}

static void end(Process *p, int signal_number)
{
    int status = 0;
    if (signal_number)
        assert_int_equal(kill(p->pid, signal_number), 0);
    else
        say(p, ASK_CLOSE);
    assert_int_equal(waitpid(p->pid, &status, 0), p->pid);
    assert_true(signal_number ? WIFSIGNALED(status) : WIFEXITED(status) && !WEXITSTATUS(status));
    (void)close(p->ask);
    (void)close(p->answers);
    p->is = 0;
}

static void end_all(Many *m)
{
    for (int i = 0; i < m->count; i++)
        if (m->started[i].is)
            end(&m->started[i], 0);
}

static int64_t facts_in(const Many *m)
{
    Err err = {0};
    BackupCounts counts;
    assert_ok(backup_verify(m->db, &counts, &err), err);
    return counts.facts;
}

/* ---- tests ---- */

static int set_up(void **state)
{
    static Many many;
    const char *tmp = getenv("TMPDIR");
    many = (Many){0};
    (void)snprintf(many.folder, sizeof many.folder, "%.200s/kenkyu-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(many.folder));
    (void)snprintf(many.db, sizeof many.db, "%s/kenkyu.db", many.folder);
    (void)snprintf(many.sheets, sizeof many.sheets, "%s/sheets", many.folder);
    *state = &many;
    return 0;
}

static int tear_down(void **state)
{
    Many *m = *state;
    drive_remove_folder(m->folder);
    return 0;
}

/* A lesson that is over, to be listed. */
static void add_lesson(const Many *m)
{
    Drive d;
    drive_init(&d);
    drive_remove_folder(d.folder);
    d.options.db_path = m->db;
    d.options.sheets_folder = m->sheets;
    drive_open(&d);
    drive_tap(&d, HOME_ID_NEW);
    drive_tap(&d, SETUP_ID_START);
    drive_pass(60000);
    drive_tap(&d, BOARD_ID_SEAT + FIRST_PUPIL);
    drive_pass(60000);
    drive_tap(&d, BOARD_ID_END);
    drive_tap(&d, BOARD_ID_END_YES);
    assert_int_equal(d.app->screen, APP_SAVED);
    drive_deinit(&d);
}

static void ten__on_no_record_yet__one_makes_it(void **state)
{
    Many *m = *state;
    start(m, STARTS);
    Process *writer = sort_out(m);
    assert_int_equal(ask(writer, ASK_BEGIN), DONE);
    end_all(m);
    assert_true(facts_in(m) >= 2);
}

static void ten__on_one_record__one_records_and_nine_read(void **state)
{
    Many *m = *state;
    add_lesson(m);
    start(m, STARTS);
    Process *writer = sort_out(m);
    assert_int_equal(ask(writer, ASK_BEGIN), DONE);
    ask_readers(m, ASK_SHEET, DONE); /* while it records */
    ask_readers(m, ASK_RECORD, LOOKS);
    int64_t before = facts_in(m);
    end(writer, SIGKILL);
    ask_readers(m, ASK_SHEET, DONE);
    assert_true(facts_in(m) >= before); /* what the killed one recorded is read as well */
    start(m, 1);
    Process *next = &m->started[m->count - 1];
    assert_int_equal(next->is = ask(next, ASK_WHO), RECORDS);
    ask_readers(m, ASK_RECORD, LOOKS);
    end(next, 0);
    Process *first = NULL;
    for (int i = 0; i < m->count; i++)
        if (m->started[i].is == LOOKS)
            first = &m->started[i];
    assert_int_equal(first->is = ask(first, ASK_RECORD), RECORDS);
    ask_readers(m, ASK_RECORD, LOOKS);
    assert_int_equal(ask(first, ASK_SHEET), DONE);
    end_all(m);
    assert_true(facts_in(m) >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ten__on_no_record_yet__one_makes_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ten__on_one_record__one_records_and_nine_read, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("ten starts", tests, NULL, NULL);
}
