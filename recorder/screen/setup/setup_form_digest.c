/* What is filled in, as one number. */
/* Whether anything in the form was changed. */
#include "recorder/screen/setup/setup_form.h"

#include <string.h>

static uint64_t add_text(uint64_t digest, const char *text)
{
    return fnv1a(digest, text, strlen(text) + 1);
}

static uint64_t add_places(uint64_t d, const FormPlaces *places)
{
    const Seating *seating = &places->seating;
    d = fnv1a(d, places->adult_x, sizeof places->adult_x);
    d = fnv1a(d, places->adult_y, sizeof places->adult_y);
    d = fnv1a(d, &places->board_x, sizeof places->board_x);
    d = fnv1a(d, &places->board_y, sizeof places->board_y);
    d = fnv1a(d, &seating->count, sizeof seating->count);
    for (int32_t i = 0; i < seating->count; i++) {
        d = fnv1a(d, &seating->seats[i].x, sizeof seating->seats[i].x);
        d = fnv1a(d, &seating->seats[i].y, sizeof seating->seats[i].y);
        d = fnv1a(d, &seating->seats[i].group, sizeof seating->seats[i].group);
    }
    for (int32_t i = 0; i < seating->group_count; i++)
        d = add_text(d, seating->groups[i]);
    return d;
}

static uint64_t add_pupil(uint64_t d, const SetupForm *form, int32_t seat)
{
    d = add_text(d, setup_form_label(form, seat));
    d = fnv1a(d, &form->absent[seat], sizeof form->absent[seat]);
    d = fnv1a(d, &form->focus[seat], sizeof form->focus[seat]);
    for (int32_t k = 0; k < form->key_count; k++)
        d = add_text(d, form->values[seat][k]);
    return d;
}

uint64_t setup_form_digest(const SetupForm *form)
{
    uint64_t d = FNV1A_BEGIN;
    size_t phases = (size_t)form->phase_count * sizeof(int32_t);
    d = fnv1a(d, &form->protocol, sizeof form->protocol);
    d = fnv1a(d, &form->key_count, sizeof form->key_count);
    d = fnv1a(d, &form->adult_count, sizeof form->adult_count);
    d = fnv1a(d, &form->watch_count, sizeof form->watch_count);
    d = fnv1a(d, &form->phase_count, sizeof form->phase_count);
    d = fnv1a(d, &form->targets, sizeof form->targets);
    for (int32_t i = 0; i < FORM_TEXT_COUNT; i++)
        d = add_text(d, form->texts[i]);
    for (int32_t k = 0; k < form->key_count; k++)
        d = add_text(d, form->keys[k]);
    d = fnv1a(d, form->phase_codes, phases);
    d = fnv1a(d, form->phase_minutes, phases);
    d = add_places(d, &form->places);
    for (int32_t i = 0; i < form->places.seating.count; i++)
        d = add_pupil(d, form, i);
    return d;
}
