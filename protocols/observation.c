#include "protocols/observation.h"

#include <string.h>

int32_t setup_find_subject(const Setup *setup, const char *label)
{
    for (int32_t i = 0; i < setup->subject_count; i++)
        if (strcmp(setup->subjects[i].label, label) == 0)
            return i;
    return SUBJECT_NONE;
}

ObsEvent event_blank(void)
{
    ObsEvent event = {
        .code = PROTOCOL_NONE, .subject = SUBJECT_NONE, .target = SUBJECT_NONE, .text = ""};
    memset(event.options, PROTOCOL_NONE, sizeof event.options);
    return event;
}
