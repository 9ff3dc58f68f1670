#include "tests/touch/person.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SLICE_MS = 10, MAX_ENV = 256 };

extern char **environ;

/* How far ahead the clocks of the program and of the mirror are. */
static volatile int64_t *ahead;

static void read_clock(PlatformClock *ret_clock)
{
    platform_clock(ret_clock);
    ret_clock->boot_ms += ahead ? *ahead : 0;
    ret_clock->unix_ms += ahead ? *ahead : 0;
}

int64_t person_now(void)
{
    PlatformClock clock;
    read_clock(&clock);
    return clock.boot_ms;
}

static void sleep_ms(int64_t ms)
{
    struct timespec t = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
    while (nanosleep(&t, &t) != 0 && errno == EINTR)
        continue;
}

/* ---- the mirror ---- */

static void look_at_mirror(Person *p)
{
    PaintRect dirty[PAINT_MAX_DIRTY];
    (void)app_frame(p->mirror, &p->surface, person_now(), dirty, &p->wake_ms);
}

static void fit_mirror(Person *p, int32_t width, int32_t height)
{
    p->surface =
        (PaintSurface){.pixels = realloc(p->surface.pixels, (size_t)width * (size_t)height * 4),
                       .width = width,
                       .height = height,
                       .pitch = width,
                       .scale = p->scale};
    p->seen = realloc(p->seen, (size_t)width * (size_t)height * 4);
    assert_non_null(p->surface.pixels);
    assert_non_null(p->seen);
    app_resize(p->mirror, (float)width / p->scale, (float)height / p->scale, p->scale);
    look_at_mirror(p);
}

static void open_mirror(Person *p)
{
    Err err = {0};
    AppOptions options = {.db_path = p->mirror_db,
                          .sheets_folder = p->mirror_sheets,
                          .seed = {3, 5},
                          .clock = read_clock};
    p->text = text_renderer_create(&err);
    if (p->text)
        p->mirror =
            app_create(&options, text_renderer_ui(p->text), text_renderer_paint(p->text), &err);
    if (!p->mirror)
        fail_msg("%s", err.text);
}

/* ---- the program ---- */

typedef struct Environment {
    char *items[MAX_ENV];
    char added[8][400];
    size_t count, added_count;
} Environment;

static void add_variable(Environment *e, const char *name, const char *value)
{
    size_t len = strlen(name);
    size_t kept = 0;
    for (size_t i = 0; i < e->count; i++)
        if (strncmp(e->items[i], name, len) != 0 || e->items[i][len] != '=')
            e->items[kept++] = e->items[i];
    e->count = kept;
    char *text = e->added[e->added_count++];
    (void)snprintf(text, sizeof e->added[0], "%s=%s", name, value);
    e->items[e->count++] = text;
    e->items[e->count] = NULL;
}

static void set_up_environment(const Person *p, Environment *e)
{
    *e = (Environment){0};
    for (size_t i = 0; environ[i] && e->count < MAX_ENV - 10; i++)
        e->items[e->count++] = environ[i];
    char scale[16];
    (void)snprintf(scale, sizeof scale, "%g", (double)p->scale);
    add_variable(e, "DISPLAY", p->glass ? glass_display(p->glass) : "");
    add_variable(e, "SDL_VIDEODRIVER", "x11");
    add_variable(e, "KENKYU_SCALE", scale);
    add_variable(e, "KENKYU_TEST_CLOCK", p->clock);
    add_variable(e, "LD_PRELOAD", getenv("KENKYU_CLOCK_AHEAD"));
    add_variable(e, "ASAN_OPTIONS", "verify_asan_link_order=0");
    add_variable(e, "LSAN_OPTIONS",
                 "print_suppressions=0:suppressions=" TEST_SOURCE_DIR "/tests/lsan.supp");
}

static void start_program(Person *p, int32_t width, int32_t height)
{
    char size[32];
    (void)snprintf(size, sizeof size, "%dx%d", (int)width, (int)height);
    char *program = getenv("KENKYU_BIN");
    char *args[] = {program,   (char[]){"--db"},   p->db, (char[]){"--sheets"},
                    p->sheets, (char[]){"--size"}, size,  NULL};
    static Environment e;
    set_up_environment(p, &e);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, p->said, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    int spawned = posix_spawn(&p->program, program, &files, NULL, args, e.items);
    posix_spawn_file_actions_destroy(&files);
    assert_int_equal(spawned, 0);
}

char *person_read_said(Person *p)
{
    enum { MOST = 64 << 10 };
    char *text = malloc(MOST);
    assert_non_null(text);
    int fd = open(p->said, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd >= 0 ? read(fd, text, MOST - 1) : 0;
    if (fd >= 0)
        (void)close(fd);
    text[len > 0 ? len : 0] = '\0';
    return text;
}

/* Where something went wrong, what it said is worth reading. */
static int exit_code(Person *p, int status)
{
    p->program = 0;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    char *said = code != 0 ? person_read_said(p) : NULL;
    if (said)
        print_message("the program ended with %d and said: %s\n", code, said);
    free(said);
    return code;
}

/* True when the program is gone, which it should not be. */
static bool is_gone(Person *p)
{
    int status = 0;
    if (p->program <= 0 || waitpid(p->program, &status, WNOHANG) != p->program)
        return p->program <= 0;
    (void)exit_code(p, status);
    return true;
}

static void wait_for_window(Person *p, int32_t width, int32_t height)
{
    int64_t until = person_now() + PERSON_PATIENCE_MS;
    while (!glass_find_window(p->glass, &p->window) || p->window.w != width ||
           p->window.h != height) {
        if (is_gone(p) || person_now() > until)
            fail_msg("no window of %d x %d pixels is seen", (int)width, (int)height);
        sleep_ms(SLICE_MS);
    }
}

/* ---- open, close ---- */

static void make_folder(Person *p)
{
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(p->folder, sizeof p->folder, "%.200s/kenkyu-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(p->folder));
    (void)snprintf(p->db, sizeof p->db, "%s/kenkyu.db", p->folder);
    (void)snprintf(p->sheets, sizeof p->sheets, "%s/sheets", p->folder);
    (void)snprintf(p->mirror_db, sizeof p->mirror_db, "%s/mirror.db", p->folder);

    (void)snprintf(p->mirror_sheets, sizeof p->mirror_sheets, "%s/mirror", p->folder);
    (void)snprintf(p->said, sizeof p->said, "%s/said", p->folder);
    (void)snprintf(p->clock, sizeof p->clock, "%s/clock", p->folder);
    int fd = open(p->clock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, sizeof *ahead), 0);
    void *page = mmap(NULL, sizeof *ahead, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    (void)close(fd);
    assert_true(page != MAP_FAILED);
    ahead = page;
}

static void remove_folder(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char name[600];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        (void)snprintf(name, sizeof name, "%.300s/%.255s", path, entry->d_name);
        if (unlink(name) != 0)
            remove_folder(name);
    }
    (void)closedir(dir);
    (void)rmdir(path);
}

void person_open(Person *p, int32_t width, int32_t height, float scale)
{
    char why[400] = "";
    int32_t w = (int32_t)((float)width * scale), h = (int32_t)((float)height * scale);
    *p = (Person){.scale = scale};
    make_folder(p);
    p->glass = glass_open(p->folder, why, sizeof why);
    if (!p->glass) {
        print_message("no touch screen: %s\n", why);
        person_close(p);
        skip();
    }
    open_mirror(p);
    fit_mirror(p, w, h);
    start_program(p, width, height);
    wait_for_window(p, w, h);
}

int person_leave(Person *p)
{
    int status = 0;
    if (p->program > 0) {
        (void)kill(p->program, SIGTERM);
        (void)waitpid(p->program, &status, 0);
    }
    return exit_code(p, status);
}

int person_wait(Person *p)
{
    int status = 0;
    for (int64_t until = person_now() + PERSON_PATIENCE_MS; person_now() < until;) {
        if (waitpid(p->program, &status, WNOHANG) == p->program)
            return exit_code(p, status);
        sleep_ms(SLICE_MS);
    }
    fail_msg("the program goes on without a window");
    return -1;
}

void person_start_again(Person *p)
{
    start_program(p, (int32_t)((float)p->window.w / p->scale),
                  (int32_t)((float)p->window.h / p->scale));
    wait_for_window(p, p->window.w, p->window.h);
}

void person_close(Person *p)
{
    if (p->program > 0) {
        (void)kill(p->program, SIGTERM);
        (void)waitpid(p->program, NULL, 0);
    }
    glass_close(p->glass);
    app_destroy(p->mirror);
    text_renderer_destroy(p->text);
    free(p->surface.pixels);
    free(p->seen);
    if (ahead)
        (void)munmap((void *)(uintptr_t)ahead, sizeof *ahead);
    ahead = NULL;
    remove_folder(p->folder);
    *p = (Person){0};
}

/* ---- looking ---- */

void person_rest(Person *p, int64_t ms)
{
    for (int64_t until = person_now() + ms; person_now() < until;) {
        int64_t left = until - person_now();
        sleep_ms(left < SLICE_MS ? left : SLICE_MS);
        look_at_mirror(p);
    }
}

void person_shut_lid(Person *p, int64_t ms)
{
    *ahead += ms;
    look_at_mirror(p);
}

void person_stall(Person *p, bool stalled)
{
    (void)kill(p->program, stalled ? SIGSTOP : SIGCONT);
}

void person_turn(Person *p, int32_t width, int32_t height)
{
    int32_t w = (int32_t)((float)width * p->scale), h = (int32_t)((float)height * p->scale);
    glass_resize_window(p->glass, w, h);
    wait_for_window(p, w, h);
    fit_mirror(p, w, h);
}

/* Share of the pixels in which window and mirror differ. */
static float difference(Person *p, UiRect r)
{
    const PaintSurface *s = &p->surface;
    int32_t x0 = (int32_t)(r.x * p->scale), y0 = (int32_t)(r.y * p->scale);
    int32_t x1 = (int32_t)((r.x + r.w) * p->scale), y1 = (int32_t)((r.y + r.h) * p->scale);
    x0 = x0 < 0 ? 0 : x0;
    y0 = y0 < 0 ? 0 : y0;
    x1 = x1 > s->width ? s->width : x1;
    y1 = y1 > s->height ? s->height : y1;
    GlassRect part = {p->window.x + x0, p->window.y + y0, x1 - x0, y1 - y0};
    if (part.w <= 0 || part.h <= 0 || !glass_read(p->glass, part, p->seen))
        return 1;
    int32_t differ = 0;
    for (int32_t y = 0; y < part.h; y++)
        for (int32_t x = 0; x < part.w; x++)
            differ += ((s->pixels[(y0 + y) * s->pitch + x0 + x] ^ p->seen[y * part.w + x]) &
                       0xFFFFFF) != 0;
    return (float)differ / (float)(part.w * part.h);
}

static bool look_for(Person *p, UiRect r, float most_different)
{
    float differs = 1;
    for (int64_t until = person_now() + PERSON_PATIENCE_MS; person_now() < until;) {
        look_at_mirror(p);
        differs = difference(p, r);
        if (differs <= most_different)
            return true;
        if (is_gone(p))
            fail_msg("the program is gone");
        sleep_ms(SLICE_MS);
    }
    print_message("%.1f %% of what is seen is something else\n", (double)differs * 100);
    return false;
}

UiRect person_find(Person *p, uint32_t id)
{
    UiRect r;
    look_at_mirror(p);
    if (!app_find_target(p->mirror, id, &r))
        fail_msg("target %u is not on the screen", (unsigned)id);
    if (!look_for(p, r, 0.1F))
        fail_msg("target %u does not look as it should", (unsigned)id);
    return r;
}

void person_see(Person *p, float most_different)
{
    UiRect all = {0, 0, (float)p->surface.width / p->scale, (float)p->surface.height / p->scale};
    if (!look_for(p, all, most_different))
        fail_msg("the window does not look as it should");
}

/* ---- touching ---- */

int64_t person_touch(Person *p, int32_t finger, GlassTouch touch, float x, float y)
{
    static const UiInputKind kinds[] = {UI_INPUT_DOWN, UI_INPUT_MOVE, UI_INPUT_UP};
    int64_t at_ms = person_now();
    if (!glass_touch(p->glass, finger, touch, (float)p->window.x + x * p->scale,
                     (float)p->window.y + y * p->scale))
        fail_msg("the touch screen is gone");
    UiInput in = {
        .kind = kinds[touch], .finger = finger, .x = x, .y = y, .at_ms = at_ms, .now_ms = at_ms};
    app_input(p->mirror, &in);
    p->lifted_ms = touch == GLASS_LIFT ? at_ms : p->lifted_ms;
    return at_ms;
}

static int64_t press(Person *p, uint32_t id, int64_t ms)
{
    UiRect r = person_find(p, id);
    float x = r.x + r.w / 2, y = r.y + r.h / 2;
    int64_t landed_ms = person_touch(p, 1, GLASS_LAND, x, y);
    person_rest(p, ms);
    (void)person_touch(p, 1, GLASS_LIFT, x, y);
    look_at_mirror(p);
    return landed_ms;
}

int64_t person_tap(Person *p, uint32_t id)
{
    return press(p, id, PERSON_TAP_MS);
}

int64_t person_hold(Person *p, uint32_t id)
{
    return press(p, id, PERSON_HOLD_MS);
}

int64_t person_drag(Person *p, uint32_t from, uint32_t to)
{
    enum { STEPS = 8, STEP_MS = 8 };
    UiRect a = person_find(p, from), z = person_find(p, to);
    float x = a.x + a.w / 2, y = a.y + a.h / 2;
    float dx = z.x + z.w / 2 - x, dy = z.y + z.h / 2 - y;
    int64_t landed_ms = person_touch(p, 1, GLASS_LAND, x, y);
    for (int32_t i = 1; i <= STEPS; i++) {
        float share = (float)i / STEPS;
        person_rest(p, STEP_MS);
        (void)person_touch(p, 1, GLASS_MOVE, x + dx * share, y + dy * share);
    }
    (void)person_touch(p, 1, GLASS_LIFT, x + dx, y + dy);
    look_at_mirror(p);
    return landed_ms;
}

void person_type(Person *p, const char *text)
{
    static Environment e;
    char *args[] = {(char[]){"xdotool"}, (char[]){"type"}, (char[]){"--"}, (char *)(uintptr_t)text,
                    NULL};
    pid_t pid = 0;
    int status = 0;
    e = (Environment){0};
    for (size_t i = 0; environ[i] && e.count < MAX_ENV - 10; i++)
        e.items[e.count++] = environ[i];
    add_variable(&e, "DISPLAY", glass_display(p->glass));
    assert_int_equal(posix_spawnp(&pid, args[0], NULL, NULL, args, e.items), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    for (; *text; text++) {
        int64_t now_ms = person_now();
        UiInput in = {
            .kind = UI_INPUT_TEXT, .at_ms = now_ms, .now_ms = now_ms, .text = {*text, '\0'}};
        app_input(p->mirror, &in);
        look_at_mirror(p);
    }
}

/* ---- what is stored ---- */

char *person_run(Person *p, const char *const *args)
{
    enum { MOST = 16 << 20 };
    char *all[16] = {getenv("KENKYU_BIN")};
    size_t count = 1;
    for (size_t i = 0; args[i] && count < 13; i++)
        all[count++] = (char *)(uintptr_t)args[i];
    all[count++] = (char[]){"--db"};
    all[count] = p->db;
    int out[2];
    assert_int_equal(pipe(out), 0);
    (void)fcntl(out[0], F_SETFD, FD_CLOEXEC);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&files, out[1]);
    pid_t pid = 0;
    int spawned = posix_spawn(&pid, all[0], &files, NULL, all, environ);
    posix_spawn_file_actions_destroy(&files);
    (void)close(out[1]);
    assert_int_equal(spawned, 0);
    char *text = malloc(MOST);
    assert_non_null(text);
    size_t len = 0;
    for (ssize_t n; len < MOST - 1 && (n = read(out[0], text + len, MOST - 1 - len)) > 0;)
        len += (size_t)n;
    text[len] = '\0';
    (void)close(out[0]);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    return text;
}
