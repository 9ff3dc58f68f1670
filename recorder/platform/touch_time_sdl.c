#include "recorder/platform/touch_time_sdl.h"

#include <SDL.h>

#ifdef KENKYU_XINPUT
#include <SDL_syswm.h>
#include <X11/extensions/XInput2.h>
#endif

void touch_time_note(TouchTime *times, TouchNote note)
{
    if (times->count == TOUCH_TIME_MOST) {
        times->first = (times->first + 1) % TOUCH_TIME_MOST;
        times->count--;
    }
    times->notes[(times->first + times->count++) % TOUCH_TIME_MOST] = note;
}

bool touch_time_take(TouchTime *times, const SDL_Event *event, uint32_t *ret_time)
{
    for (uint32_t i = 0; i < times->count; i++) {
        const TouchNote *note = &times->notes[(times->first + i) % TOUCH_TIME_MOST];
        if (note->type != event->type || note->finger != event->tfinger.fingerId)
            continue;
        *ret_time = note->time;
        times->first = (times->first + i + 1) % TOUCH_TIME_MOST;
        times->count -= i + 1;
        return true;
    }
    return false;
}

bool touch_time_on_boot(uint32_t time, int64_t boot_ms, int64_t mono_ms, int64_t *ret_boot_ms)
{
    enum { OLDEST_MS = 60000, AHEAD_MS = 50 }; /* the two clocks are read one after the other */
    uint32_t ago = (uint32_t)mono_ms - time;
    if (ago > UINT32_MAX - AHEAD_MS)
        ago = 0;
    if (ago > OLDEST_MS)
        return false;
    *ret_boot_ms = boot_ms - (int64_t)ago;
    return true;
}

#ifdef KENKYU_XINPUT

/* SDL hands on the server's own event right after its copy, and its data only while
 * this is called. */
static int SDLCALL watch(void *user, SDL_Event *event)
{
    if (event->type != SDL_SYSWMEVENT || !event->syswm.msg ||
        event->syswm.msg->subsystem != SDL_SYSWM_X11)
        return 0;
    const XEvent *x = &event->syswm.msg->msg.x11.event;
    if (x->type != GenericEvent || !x->xcookie.data)
        return 0;
    uint32_t type = x->xcookie.evtype == XI_TouchBegin    ? SDL_FINGERDOWN
                    : x->xcookie.evtype == XI_TouchUpdate ? SDL_FINGERMOTION
                    : x->xcookie.evtype == XI_TouchEnd    ? SDL_FINGERUP
                                                          : 0;
    if (type == 0)
        return 0;
    const XIDeviceEvent *touch = x->xcookie.data;
    touch_time_note(user, (TouchNote){touch->detail, type, (uint32_t)touch->time});
    return 0;
}

void touch_time_start(TouchTime *times)
{
    *times = (TouchTime){.count = 0};
    SDL_AddEventWatch(watch, times);
    (void)SDL_EventState(SDL_SYSWMEVENT, SDL_ENABLE);
}

void touch_time_stop(TouchTime *times)
{
    (void)SDL_EventState(SDL_SYSWMEVENT, SDL_DISABLE);
    SDL_DelEventWatch(watch, times);
}

#else

void touch_time_start(TouchTime *times)
{
    *times = (TouchTime){.count = 0};
}

void touch_time_stop(TouchTime *times)
{
    (void)times;
}

#endif
