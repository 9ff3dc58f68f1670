#include "recorder/platform/input_sdl.h"

#include <SDL.h>
#include <string.h>

enum { WHEEL_STEP = 48 /* points a notch */ };

/* Unsigned subtraction: SDL's ticks wrap after 49 days. */
int64_t input_sdl_at(InputSdlNow now, uint32_t timestamp)
{
    uint32_t ago = now.ticks - timestamp;
    return ago < UINT32_MAX / 2 ? now.boot_ms - (int64_t)ago : now.boot_ms;
}

static bool pointed(UiInput *in, UiInputKind kind, int64_t finger, float x, float y)
{
    in->kind = kind;
    in->finger = finger;
    in->x = x;
    in->y = y;
    return true;
}

static void forget_finger(InputSdl *s, int64_t finger)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < s->finger_count; i++)
        if (s->fingers[i] != finger)
            s->fingers[kept++] = s->fingers[i];
    s->finger_count = kept;
}

static bool read_finger(InputSdl *s, const SDL_TouchFingerEvent *e, UiInput *in)
{
    UiInputKind kind = e->type == SDL_FINGERDOWN ? UI_INPUT_DOWN
                       : e->type == SDL_FINGERUP ? UI_INPUT_UP
                                                 : UI_INPUT_MOVE;
    if (kind != UI_INPUT_MOVE)
        forget_finger(s, e->fingerId);
    if (kind == UI_INPUT_DOWN && s->finger_count < UI_MAX_FINGERS)
        s->fingers[s->finger_count++] = e->fingerId;
    in->pressure = e->pressure > 0 && e->pressure <= 1 ? e->pressure : 0;
    return pointed(in, kind, e->fingerId, e->x * s->width / s->scale, e->y * s->height / s->scale);
}

static bool read_button(InputSdl *s, const SDL_MouseButtonEvent *e, UiInput *in)
{
    if (e->which == SDL_TOUCH_MOUSEID || e->button != SDL_BUTTON_LEFT)
        return false;
    s->mouse_down = e->type == SDL_MOUSEBUTTONDOWN;
    return pointed(in, s->mouse_down ? UI_INPUT_DOWN : UI_INPUT_UP, INPUT_SDL_MOUSE,
                   (float)e->x / s->scale, (float)e->y / s->scale);
}

static bool read_motion(InputSdl *s, const SDL_MouseMotionEvent *e, UiInput *in)
{
    if (e->which == SDL_TOUCH_MOUSEID || !s->mouse_down)
        return false;
    return pointed(in, UI_INPUT_MOVE, INPUT_SDL_MOUSE, (float)e->x / s->scale,
                   (float)e->y / s->scale);
}

static bool read_wheel(InputSdl *s, const SDL_MouseWheelEvent *e, UiInput *in)
{
    if (e->which == SDL_TOUCH_MOUSEID)
        return false;
    float notches = e->direction == SDL_MOUSEWHEEL_FLIPPED ? -e->preciseY : e->preciseY;
    in->wheel = -notches * WHEEL_STEP;
    return pointed(in, UI_INPUT_WHEEL, INPUT_SDL_MOUSE, (float)e->mouseX / s->scale,
                   (float)e->mouseY / s->scale);
}

static UiKey ctrl_key(SDL_Keycode sym, bool shift)
{
    switch (sym) {
    case SDLK_z:
        return shift ? UI_KEY_REDO : UI_KEY_UNDO;
    case SDLK_y:
        return UI_KEY_REDO;
    case SDLK_v:
        return UI_KEY_PASTE;
    default:
        return UI_KEY_NONE;
    }
}

static UiKey plain_key(SDL_Keycode sym, bool shift)
{
    static const struct {
        SDL_Keycode sym;
        UiKey key;
    } keys[] = {
        {SDLK_RETURN, UI_KEY_ENTER},   {SDLK_KP_ENTER, UI_KEY_ENTER},
        {SDLK_SPACE, UI_KEY_SPACE},    {SDLK_ESCAPE, UI_KEY_ESCAPE},
        {SDLK_AC_BACK, UI_KEY_ESCAPE}, {SDLK_BACKSPACE, UI_KEY_BACKSPACE},
        {SDLK_DELETE, UI_KEY_DELETE},  {SDLK_LEFT, UI_KEY_LEFT},
        {SDLK_RIGHT, UI_KEY_RIGHT},    {SDLK_UP, UI_KEY_UP},
        {SDLK_DOWN, UI_KEY_DOWN},      {SDLK_HOME, UI_KEY_HOME},
        {SDLK_END, UI_KEY_END},        {SDLK_UNDO, UI_KEY_UNDO},
        {SDLK_PASTE, UI_KEY_PASTE},    {SDLK_F1, UI_KEY_HELP},
        {SDLK_HELP, UI_KEY_HELP},
    };
    if (sym == SDLK_TAB)
        return shift ? UI_KEY_BACK_TAB : UI_KEY_TAB;
    if (sym == SDLK_INSERT && shift)
        return UI_KEY_PASTE;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].sym == sym)
            return keys[i].key;
    return UI_KEY_NONE;
}

/* A key held down goes on moving and deleting, but taps and undoes once. */
static bool may_repeat(UiKey key)
{
    return key == UI_KEY_TAB || key == UI_KEY_BACK_TAB || key == UI_KEY_BACKSPACE ||
           key == UI_KEY_DELETE || (key >= UI_KEY_LEFT && key <= UI_KEY_DOWN);
}

static bool read_key(const InputSdl *s, const SDL_KeyboardEvent *e, UiInput *in)
{
    SDL_Keycode sym = e->keysym.sym;
    bool shift = (e->keysym.mod & KMOD_SHIFT) != 0;
    bool ctrl = (e->keysym.mod & (KMOD_CTRL | KMOD_GUI)) != 0;
    bool alt = (e->keysym.mod & (KMOD_LALT | KMOD_MODE)) != 0;
    UiKey key = ctrl ? ctrl_key(sym, shift) : alt ? UI_KEY_NONE : plain_key(sym, shift);
    bool question = sym == SDLK_QUESTION || (sym == SDLK_SLASH && shift);
    if (question && !s->text_on && !ctrl && !alt)
        key = UI_KEY_HELP;
    if (key != UI_KEY_NONE) {
        in->kind = UI_INPUT_KEY;
        in->key = key;
        return e->repeat == 0 || may_repeat(key);
    }
    bool letter = sym > ' ' && sym < 0x7F && !ctrl && !alt;
    if (!letter || s->text_on || e->repeat != 0)
        return false;
    in->kind = UI_INPUT_TEXT;
    in->text[0] = (char)sym;
    return true;
}

static bool read_text(const InputSdl *s, const SDL_TextInputEvent *e, UiInput *in)
{
    _Static_assert(sizeof e->text <= sizeof in->text, "one event is one step");
    if (!s->text_on || e->text[0] == '\0')
        return false;
    in->kind = UI_INPUT_TEXT;
    memcpy(in->text, e->text, sizeof e->text);
    in->text[sizeof e->text - 1] = '\0';
    return true;
}

bool input_sdl_read(InputSdl *state, const SDL_Event *event, InputSdlNow now, UiInput *ret_in)
{
    UiInput in = {.at_ms = input_sdl_at(now, event->common.timestamp), .now_ms = now.boot_ms};
    bool read = false;
    switch (event->type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
        read = read_finger(state, &event->tfinger, &in);
        break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        read = read_button(state, &event->button, &in);
        break;
    case SDL_MOUSEMOTION:
        read = read_motion(state, &event->motion, &in);
        break;
    case SDL_MOUSEWHEEL:
        read = read_wheel(state, &event->wheel, &in);
        break;
    case SDL_KEYDOWN:
        read = read_key(state, &event->key, &in);
        break;
    case SDL_TEXTINPUT:
        read = read_text(state, &event->text, &in);
        break;
    default:
        break;
    }
    if (read)
        *ret_in = in;
    return read;
}

bool input_sdl_lose(InputSdl *state, InputSdlNow now, UiInput *ret_in)
{
    if (state->finger_count == 0 && !state->mouse_down)
        return false;
    bool mouse = state->finger_count == 0;
    *ret_in = (UiInput){.kind = UI_INPUT_CANCEL,
                        .finger = mouse ? INPUT_SDL_MOUSE : state->fingers[state->finger_count - 1],
                        .at_ms = now.boot_ms,
                        .now_ms = now.boot_ms};
    if (mouse)
        state->mouse_down = false;
    else
        state->finger_count--;
    return true;
}
