#include "check.h"

#include "recorder/platform/platform.h"

#include <SDL.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* An app that notes what the host does with it, and quits when its script has
 * been played: each frame pushes one batch of events. */
typedef struct Probe {
    UiInput inputs[128];
    int32_t input_count, frames, batch;
    void (*script)(struct Probe *p);
    bool quit, quit_asked;
    float width, height, scale;
    int64_t wake_in_ms; /* asked for in each frame; 0: never */
} Probe;

static void probe_input(void *app, const UiInput *in)
{
    Probe *p = app;
    assert_true(in->at_ms <= in->now_ms);
    assert_true(p->input_count < 128);
    p->inputs[p->input_count++] = *in;
}

static int32_t probe_frame(void *app, PaintSurface *surface, int64_t now_ms,
                           PaintRect dirty[PAINT_MAX_DIRTY], int64_t *ret_wake_ms)
{
    Probe *p = app;
    for (int32_t y = 0; y < surface->height; y++)
        for (int32_t x = 0; x < surface->width; x++)
            surface->pixels[y * surface->pitch + x] = 0xFF112233;
    dirty[0] = (PaintRect){0, 0, surface->width, surface->height};
    p->frames++;
    p->script(p);
    p->batch++;
    *ret_wake_ms = p->wake_in_ms != 0 ? now_ms + p->wake_in_ms : INT64_MAX;
    return 1;
}

static void probe_resized(void *app, float width_pt, float height_pt, float scale)
{
    Probe *p = app;
    p->width = width_pt;
    p->height = height_pt;
    p->scale = scale;
}

static bool probe_wants_quit(void *app)
{
    return ((Probe *)app)->quit;
}

static void probe_quit_asked(void *app)
{
    ((Probe *)app)->quit_asked = ((Probe *)app)->quit = true;
}

static void play_at(Probe *p, void (*script)(Probe *), float scale)
{
    p->script = script;
    PlatformApp app = {.app = p,
                       .input = probe_input,
                       .frame = probe_frame,
                       .resized = probe_resized,
                       .wants_quit = probe_wants_quit,
                       .quit_asked = probe_quit_asked};
    PlatformOptions options = {.title = "Test", .width_pt = 640, .height_pt = 400, .scale = scale};
    Err err = {0};
    assert_ok(platform_run(&app, &options, &err), err);
}

static void push_finger(Uint32 type, SDL_FingerID id, float x, float y)
{
    SDL_Event e = {.tfinger = {.type = type, .touchId = 1, .fingerId = id, .x = x, .y = y}};
    assert_int_equal(SDL_PushEvent(&e), 1);
}

static void push_key(SDL_Keycode sym, Uint16 mod)
{
    SDL_Event e = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = sym, .mod = mod}}};
    assert_int_equal(SDL_PushEvent(&e), 1);
}

static void push_quit(void)
{
    SDL_Event e = {.type = SDL_QUIT};
    SDL_PushEvent(&e);
}

static void play(Probe *p, void (*script)(Probe *))
{
    play_at(p, script, 1.5F);
}

/* ---- scripts ---- */

static void taps_script(Probe *p)
{
    if (p->batch == 0)
        for (SDL_FingerID i = 0; i < 20; i++) {
            push_finger(SDL_FINGERDOWN, i, 0.25F, 0.5F);
            push_finger(SDL_FINGERUP, i, 0.25F, 0.5F);
        }
    else
        push_quit();
}

static void run__gives_each_event_as_a_step__in_order(void **state)
{
    (void)state;
    Probe p = {0};
    play(&p, taps_script);
    assert_true(p.quit_asked);
    assert_int_equal(p.input_count, 40);
    for (int32_t i = 0; i < 40; i++) {
        assert_int_equal(p.inputs[i].kind, i % 2 ? UI_INPUT_UP : UI_INPUT_DOWN);
        assert_int_equal(p.inputs[i].finger, i / 2);
        assert_true(p.inputs[i].x == 160 && p.inputs[i].y == 200);
    }
    assert_int_equal(p.frames, 2); /* one frame for all of them */
}

static void silence_script(Probe *p)
{
    assert_int_equal(SDL_WasInit(SDL_INIT_AUDIO), 0);
    assert_true(SDL_WasInit(SDL_INIT_VIDEO) != 0);
    p->quit_asked = true;
    push_quit();
}

static void run__in_a_classroom__makes_no_sound(void **state)
{
    (void)state;
    Probe p = {0};
    play(&p, silence_script);
    assert_true(p.quit_asked);
}

static void quit_script(Probe *p)
{
    (void)p;
    push_quit();
}

static void run__says_the_size__before_the_first_frame(void **state)
{
    (void)state;
    Probe p = {0};
    play(&p, quit_script);
    assert_true(p.width == 640 && p.height == 400 && p.scale == 1.5F);
    assert_int_equal(p.frames, 1);
    assert_int_equal(p.input_count, 0);
}

/* 0: from the display; where that is not known, a point is a pixel. */
static void run__never_shrinks_points__below_a_pixel(void **state)
{
    (void)state;
    Probe p = {0};
    play_at(&p, quit_script, 0);
    assert_true(p.width == 640 && p.height == 400 && p.scale == 1);
}

static void run__lets_the_environment__set_the_scale(void **state)
{
    (void)state;
    Probe p = {0};
    SDL_setenv("KENKYU_SCALE", "2", 1);
    play(&p, quit_script);
    assert_true(p.width == 640 && p.scale == 2);
    Probe q = {0};
    SDL_setenv("KENKYU_SCALE", "nonsense", 1);
    play(&q, quit_script);
    assert_true(q.scale == 1.5F);
    SDL_setenv("KENKYU_SCALE", "", 1);
}

static void wake_script(Probe *p)
{
    p->wake_in_ms = 1;
    if (p->batch == 1)
        push_quit();
}

static void run__passes_time__when_the_app_asked_for_it(void **state)
{
    (void)state;
    Probe p = {0};
    play(&p, wake_script);
    assert_true(p.input_count >= 1);
    assert_int_equal(p.inputs[0].kind, UI_INPUT_NONE);
}

/* What the app waited for was due before the lift (two milliseconds, because the
 * two clocks need not tick together): time passes first. */
static void late_script(Probe *p)
{
    p->wake_in_ms = -2;
    if (p->batch == 0)
        push_finger(SDL_FINGERUP, 1, 0.5F, 0.5F);
    else
        push_quit();
}

static void run__passes_time_first__before_a_later_event(void **state)
{
    (void)state;
    Probe p = {0};
    play(&p, late_script);
    assert_true(p.input_count >= 2);
    assert_int_equal(p.inputs[0].kind, UI_INPUT_NONE);
    assert_int_equal(p.inputs[1].kind, UI_INPUT_UP);
    assert_true(p.inputs[0].now_ms <= p.inputs[1].at_ms);
}

static void text_script(Probe *p)
{
    if (p->batch == 0) {
        push_key(SDLK_m, 0); /* a shortcut */
        return;
    }
    if (p->batch == 1) {
        platform_text_begin((UiRect){10, 10, 200, 48});
        SDL_SetClipboardText("Jos\xC3\xA9 and a text that is longer than one step of input can "
                             "carry, \xE5\xB1\xB1");
        push_key(SDLK_m, 0);          /* comes as text by itself */
        push_key(SDLK_v, KMOD_LCTRL); /* paste */
        return;
    }
    platform_text_end();
    push_quit();
}

static void run__pastes_as_typed_text__in_whole_characters(void **state)
{
    (void)state;
    Probe p = {0};
    play(&p, text_script);
    assert_int_equal(p.input_count, 3);
    assert_string_equal(p.inputs[0].text, "m");
    char text[256] = {0};
    for (int32_t i = 1; i < p.input_count; i++) {
        assert_int_equal(p.inputs[i].kind, UI_INPUT_TEXT);
        strncat(text, p.inputs[i].text, sizeof text - strlen(text) - 1);
    }
    assert_string_equal(text, "Jos\xC3\xA9 and a text that is longer than one step of input can "
                              "carry, \xE5\xB1\xB1");
}

static void hide_script(Probe *p)
{
    if (p->batch == 0) {
        push_finger(SDL_FINGERDOWN, 5, 0.5F, 0.5F);
        SDL_Event e = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_HIDDEN}};
        SDL_PushEvent(&e);
    } else {
        push_quit();
    }
}

static void run__takes_fingers_away__from_a_hidden_window(void **state)
{
    (void)state;
    Probe p = {0};
    play(&p, hide_script);
    assert_int_equal(p.input_count, 2);
    assert_int_equal(p.inputs[1].kind, UI_INPUT_CANCEL);
    assert_int_equal(p.inputs[1].finger, 5);
}

static void run__says_why__without_a_display(void **state)
{
    (void)state;
    char driver[64] = "dummy";
    const char *before = SDL_getenv("SDL_VIDEODRIVER");
    if (before)
        SDL_strlcpy(driver, before, sizeof driver);
    SDL_setenv("SDL_VIDEODRIVER", "none-such", 1);
    Probe p = {.script = quit_script};
    PlatformApp app = {.app = &p,
                       .input = probe_input,
                       .frame = probe_frame,
                       .resized = probe_resized,
                       .wants_quit = probe_wants_quit,
                       .quit_asked = probe_quit_asked};
    PlatformOptions options = {.title = "Test", .width_pt = 640, .height_pt = 400};
    Err err = {0};
    assert_false(platform_has_display());
    assert_false(platform_run(&app, &options, &err));
    assert_err(err, ERR_SYSTEM, "no display can be used: none-such not available");
    assert_int_equal(p.frames, 0);
    SDL_setenv("SDL_VIDEODRIVER", driver, 1);
    assert_true(platform_has_display());
}

static void has_display__is_false__where_only_drawing_for_nobody_is_left(void **state)
{
    (void)state;
    static const char *const names[] = {"SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY",
                                        "XDG_RUNTIME_DIR"};
    char kept[4][256] = {""};
    for (int i = 0; i < 4; i++) {
        const char *value = getenv(names[i]);
        if (value)
            (void)snprintf(kept[i], sizeof kept[i], "%s", value);
        (void)unsetenv(names[i]);
    }
    bool nobody = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0 &&
                  strcmp(SDL_GetCurrentVideoDriver(), "offscreen") == 0;
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    bool seen = platform_has_display();
    SDL_setenv("SDL_VIDEODRIVER", "offscreen", 1);
    bool asked = !nobody || platform_has_display();
    (void)unsetenv("SDL_VIDEODRIVER");
    for (int i = 0; i < 4; i++)
        if (kept[i][0])
            SDL_setenv(names[i], kept[i], 1);
    assert_true(asked);
    if (!nobody) {
        (void)puts("skipped: SDL reaches a display of this machine without being told of one");
        skip();
    }
    assert_false(seen);
}

static const char *bus_after_start(const char *said, const char *folder)
{
    Probe p = {0};
    assert_int_equal(said ? setenv("DBUS_SESSION_BUS_ADDRESS", said, 1)
                          : unsetenv("DBUS_SESSION_BUS_ADDRESS"),
                     0);
    assert_int_equal(folder ? setenv("XDG_RUNTIME_DIR", folder, 1) : unsetenv("XDG_RUNTIME_DIR"),
                     0);
    play(&p, quit_script);
    return getenv("DBUS_SESSION_BUS_ADDRESS");
}

/* libdbus would start one, by a program along PATH, where no address is said and none of
 * the account's is there. */
static void run__starts_no_message_bus(void **state)
{
    (void)state;
    char folder[] = "/tmp/kenkyu-bus-XXXXXX", odd[64], want[64];
    struct sockaddr_un bus = {.sun_family = AF_UNIX};
    assert_non_null(mkdtemp(folder));
    assert_string_equal(bus_after_start(NULL, NULL), "disabled:");
    assert_string_equal(bus_after_start("", folder), "disabled:");
    assert_string_equal(bus_after_start("unix:path=/nowhere", folder), "unix:path=/nowhere");
    (void)snprintf(bus.sun_path, sizeof bus.sun_path, "%s/bus", folder);
    int fd = open(bus.sun_path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_string_equal(bus_after_start(NULL, folder), "disabled:"); /* no socket */
    assert_int_equal(unlink(bus.sun_path), 0);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0); /* nobody answers */
    assert_int_equal(bind(listener, (const struct sockaddr *)&bus, sizeof bus), 0);
    (void)snprintf(want, sizeof want, "unix:path=%s", bus.sun_path);
    assert_string_equal(bus_after_start(NULL, folder), want);
    (void)snprintf(odd, sizeof odd, "%s/,x=", folder);
    assert_string_equal(bus_after_start(NULL, odd), "disabled:");
    (void)close(listener);
    assert_int_equal(unlink(bus.sun_path), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_display__is_false__where_only_drawing_for_nobody_is_left),
        cmocka_unit_test(run__gives_each_event_as_a_step__in_order),
        cmocka_unit_test(run__in_a_classroom__makes_no_sound),
        cmocka_unit_test(run__says_the_size__before_the_first_frame),
        cmocka_unit_test(run__never_shrinks_points__below_a_pixel),
        cmocka_unit_test(run__lets_the_environment__set_the_scale),
        cmocka_unit_test(run__passes_time__when_the_app_asked_for_it),
        cmocka_unit_test(run__passes_time_first__before_a_later_event),
        cmocka_unit_test(run__pastes_as_typed_text__in_whole_characters),
        cmocka_unit_test(run__takes_fingers_away__from_a_hidden_window),
        cmocka_unit_test(run__starts_no_message_bus),
        cmocka_unit_test(run__says_why__without_a_display),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
