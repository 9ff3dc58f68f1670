#include "check.h"

#include "recorder/platform/input_sdl.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

static const InputSdlNow now = {.boot_ms = 500000, .ticks = 2000};

static InputSdl state_of(void)
{
    return (InputSdl){.width = 1920, .height = 1200, .scale = 1.5F};
}

static SDL_Event finger(Uint32 type, SDL_FingerID id, float x, float y, Uint32 at)
{
    SDL_Event e = {
        .tfinger = {.type = type, .timestamp = at, .touchId = 3, .fingerId = id, .x = x, .y = y}};
    return e;
}

static SDL_Event key_event(SDL_Keycode sym, Uint16 mod, Uint8 repeat)
{
    SDL_Event e = {.key = {.type = SDL_KEYDOWN,
                           .timestamp = 2000,
                           .repeat = repeat,
                           .keysym = {.sym = sym, .mod = mod}}};
    return e;
}

static void finger__becomes_points_and_the_time_it_landed(void **state)
{
    (void)state;
    InputSdl s = state_of();
    UiInput in;
    SDL_Event e = finger(SDL_FINGERDOWN, 41, 0.25F, 0.5F, 1990);
    assert_true(input_sdl_read(&s, &e, now, &in));
    assert_int_equal(in.kind, UI_INPUT_DOWN);
    assert_int_equal(in.finger, 41);
    assert_true(in.x == 320 && in.y == 400);
    assert_int_equal(in.at_ms, 499990);
    assert_int_equal(in.now_ms, 500000);
    e = finger(SDL_FINGERMOTION, 41, 0.5F, 0.5F, 1995);
    assert_true(input_sdl_read(&s, &e, now, &in));
    assert_int_equal(in.kind, UI_INPUT_MOVE);
    assert_true(in.pressure == 0); /* not known */
    e.tfinger.pressure = 0.25F;
    assert_true(input_sdl_read(&s, &e, now, &in));
    assert_true(in.pressure == 0.25F);
    e = finger(SDL_FINGERUP, 41, 0.5F, 0.5F, 1996);
    assert_true(input_sdl_read(&s, &e, now, &in));
    assert_int_equal(in.kind, UI_INPUT_UP);
}

static void time__survives__wrapped_and_future_ticks(void **state)
{
    (void)state;
    const InputSdlNow wrapped = {.boot_ms = 500000, .ticks = 5};
    assert_int_equal(input_sdl_at(wrapped, UINT32_MAX - 4), 500000 - 10);
    assert_int_equal(input_sdl_at(now, 2000), 500000);
    assert_int_equal(input_sdl_at(now, 2003), 500000);
}

static void mouse__is_a_finger__but_not_the_copy_of_one(void **state)
{
    (void)state;
    InputSdl s = state_of();
    UiInput in = {0};
    SDL_Event e = {.button = {.type = SDL_MOUSEBUTTONDOWN,
                              .timestamp = 2000,
                              .which = SDL_TOUCH_MOUSEID,
                              .button = SDL_BUTTON_LEFT}};
    assert_false(input_sdl_read(&s, &e, now, &in));
    e.button.which = 0;
    e.button.button = SDL_BUTTON_RIGHT;
    assert_false(input_sdl_read(&s, &e, now, &in));
    SDL_Event move = {.motion = {.type = SDL_MOUSEMOTION, .timestamp = 2000, .x = 30, .y = 60}};
    assert_false(input_sdl_read(&s, &move, now, &in)); /* nothing is pressed: no hover */
    e.button.button = SDL_BUTTON_LEFT;
    e.button.x = 150;
    e.button.y = 300;
    assert_true(input_sdl_read(&s, &e, now, &in));
    assert_int_equal(in.finger, INPUT_SDL_MOUSE);
    assert_true(in.kind == UI_INPUT_DOWN && in.x == 100 && in.y == 200);
    assert_true(input_sdl_read(&s, &move, now, &in));
    assert_true(in.kind == UI_INPUT_MOVE && in.x == 20 && in.y == 40);
    e.type = SDL_MOUSEBUTTONUP;
    assert_true(input_sdl_read(&s, &e, now, &in));
    assert_int_equal(in.kind, UI_INPUT_UP);
    SDL_Event wheel = {
        .wheel = {
            .type = SDL_MOUSEWHEEL, .timestamp = 2000, .preciseY = -2, .mouseX = 15, .mouseY = 30}};
    assert_true(input_sdl_read(&s, &wheel, now, &in));
    assert_true(in.kind == UI_INPUT_WHEEL && in.wheel == 96 && in.x == 10 && in.y == 20);
}

static void keys__map__and_repeat_only_where_it_helps(void **state)
{
    (void)state;
    const struct {
        SDL_Keycode sym;
        Uint16 mod;
        Uint8 repeat;
        UiKey want; /* UI_KEY_NONE: not read */
    } cases[] = {
        {SDLK_RETURN, 0, 0, UI_KEY_ENTER},
        {SDLK_RETURN, 0, 1, UI_KEY_NONE},
        {SDLK_SPACE, 0, 0, UI_KEY_SPACE},
        {SDLK_TAB, 0, 1, UI_KEY_TAB},
        {SDLK_TAB, KMOD_LSHIFT, 0, UI_KEY_BACK_TAB},
        {SDLK_BACKSPACE, 0, 1, UI_KEY_BACKSPACE},
        {SDLK_z, KMOD_LCTRL, 0, UI_KEY_UNDO},
        {SDLK_z, KMOD_LCTRL, 1, UI_KEY_NONE},
        {SDLK_z, KMOD_LCTRL | KMOD_LSHIFT, 0, UI_KEY_REDO},
        {SDLK_y, KMOD_RCTRL, 0, UI_KEY_REDO},
        {SDLK_v, KMOD_LCTRL, 0, UI_KEY_PASTE},
        {SDLK_INSERT, KMOD_LSHIFT, 0, UI_KEY_PASTE},
        {SDLK_AC_BACK, 0, 0, UI_KEY_ESCAPE},
        {SDLK_F4, 0, 0, UI_KEY_NONE},
        {SDLK_F1, 0, 0, UI_KEY_HELP},
        {SDLK_SLASH, KMOD_LSHIFT, 0, UI_KEY_HELP},
        {SDLK_QUESTION, 0, 0, UI_KEY_HELP},
        {SDLK_LEFT, 0, 1, UI_KEY_LEFT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        InputSdl s = state_of();
        UiInput in = {0};
        SDL_Event e = key_event(cases[i].sym, cases[i].mod, cases[i].repeat);
        bool read = input_sdl_read(&s, &e, now, &in);
        assert_int_equal(read, cases[i].want != UI_KEY_NONE);
        assert_int_equal(in.key, cases[i].want);
    }
}

static void letters__are_shortcuts__until_a_field_is_edited(void **state)
{
    (void)state;
    InputSdl s = state_of();
    UiInput in;
    SDL_Event e = key_event(SDLK_m, 0, 0);
    assert_true(input_sdl_read(&s, &e, now, &in));
    assert_int_equal(in.kind, UI_INPUT_TEXT);
    assert_string_equal(in.text, "m");
    SDL_Event text = {.text = {.type = SDL_TEXTINPUT, .timestamp = 2000}};
    memcpy(text.text.text, "\xC3\xB1", 3);
    assert_false(input_sdl_read(&s, &text, now, &in));
    s.text_on = true;
    assert_false(input_sdl_read(&s, &e, now, &in));
    assert_true(input_sdl_read(&s, &text, now, &in));
    assert_string_equal(in.text, "\xC3\xB1");
    memset(text.text.text, 'x', sizeof text.text.text); /* not ended, as it should be */
    assert_true(input_sdl_read(&s, &text, now, &in));
    assert_int_equal(strlen(in.text), sizeof text.text.text - 1);
}

static void lose__takes_away__what_was_down(void **state)
{
    (void)state;
    InputSdl s = state_of();
    UiInput in;
    assert_false(input_sdl_lose(&s, now, &in));
    SDL_Event e = finger(SDL_FINGERDOWN, 41, 0.25F, 0.5F, 1990);
    SDL_Event second = finger(SDL_FINGERDOWN, 42, 0.5F, 0.5F, 1991);
    assert_true(input_sdl_read(&s, &e, now, &in));
    assert_true(input_sdl_read(&s, &second, now, &in));
    assert_true(input_sdl_lose(&s, now, &in));
    assert_true(in.kind == UI_INPUT_CANCEL && in.finger == 42);
    assert_true(input_sdl_lose(&s, now, &in));
    assert_true(in.kind == UI_INPUT_CANCEL && in.finger == 41);
    assert_false(input_sdl_lose(&s, now, &in));
    e.type = SDL_FINGERUP;
    assert_true(input_sdl_read(&s, &e, now, &in));
    assert_false(input_sdl_lose(&s, now, &in));
}

/* ---- all the way to a button ---- */

static float text_width(void *user, bool bold, float size, const char *utf8, size_t len)
{
    (void)user;
    (void)bold;
    (void)utf8;
    return size * (float)len / 2;
}

typedef struct Pad {
    Ui ui;
    Arena arena;
    UiCommand *commands;
    InputSdl sdl;
    int32_t taps;
    int64_t last_landed_ms;
} Pad;

static void feed(Pad *p, const SDL_Event *e, InputSdlNow at)
{
    UiInput in;
    if (e && !input_sdl_read(&p->sdl, e, at, &in))
        return;
    if (!e)
        in = (UiInput){.at_ms = at.boot_ms, .now_ms = at.boot_ms};
    ui_begin(&p->ui, &in);
    if (ui_button(&p->ui, 1, (UiRect){100, 100, 102, 64}, UI_BUTTON_PLAIN, ICON_FLAG, "Return to",
                  true)) {
        p->taps++;
        p->last_landed_ms = ui_landed_ms(&p->ui);
    }
    ui_end(&p->ui);
}

static Pad *pad_create(void)
{
    Pad *p = calloc(1, sizeof *p);
    assert_non_null(p);
    p->commands = calloc(UI_MAX_COMMANDS, sizeof *p->commands);
    assert_non_null(p->commands);
    arena_init(&p->arena, 1 << 20);
    ui_init(&p->ui, theme_get(THEME_LIGHT), (UiText){.width = text_width}, p->commands, &p->arena);
    ui_resize(&p->ui, 1280, 800);
    p->sdl = (InputSdl){.width = 1280, .height = 800, .scale = 1};
    feed(p, NULL, (InputSdlNow){.boot_ms = 1, .ticks = 1});
    return p;
}

static void pad_destroy(Pad *p)
{
    arena_deinit(&p->arena);
    free(p->commands);
    free(p);
}

/* Twenty a second, each shorter than a frame, all read in one go afterwards, with
 * a second finger and the mouse copies SDL makes when it is not told otherwise. */
static void taps__all_count_once__however_they_come(void **state)
{
    (void)state;
    Pad *p = pad_create();
    const InputSdlNow late = {.boot_ms = 90000, .ticks = 3000};
    for (Uint32 i = 0; i < 20; i++) {
        Uint32 at = 2000 + i * 50;
        SDL_Event down = finger(SDL_FINGERDOWN, 100 + (SDL_FingerID)i, 0.1F, 0.15F, at);
        SDL_Event palm = finger(SDL_FINGERDOWN, 7, 0.1F, 0.16F, at);
        SDL_Event copy = {.button = {.type = SDL_MOUSEBUTTONDOWN,
                                     .timestamp = at,
                                     .x = 128,
                                     .y = 120,
                                     .which = SDL_TOUCH_MOUSEID,
                                     .button = SDL_BUTTON_LEFT}};
        feed(p, &down, late);
        feed(p, &copy, late);
        feed(p, &palm, late);
        palm.type = SDL_FINGERUP;
        feed(p, &palm, late);
        SDL_Event up = finger(SDL_FINGERUP, 100 + (SDL_FingerID)i, 0.1F, 0.15F, at + 1);
        copy.type = SDL_MOUSEBUTTONUP;
        feed(p, &copy, late);
        feed(p, &up, late);
        assert_int_equal(p->taps, i + 1);
        assert_int_equal(p->last_landed_ms, 89000 + i * 50);
    }
    pad_destroy(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finger__becomes_points_and_the_time_it_landed),
        cmocka_unit_test(time__survives__wrapped_and_future_ticks),
        cmocka_unit_test(mouse__is_a_finger__but_not_the_copy_of_one),
        cmocka_unit_test(keys__map__and_repeat_only_where_it_helps),
        cmocka_unit_test(letters__are_shortcuts__until_a_field_is_edited),
        cmocka_unit_test(lose__takes_away__what_was_down),
        cmocka_unit_test(taps__all_count_once__however_they_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
