#include "recorder/screen/setup/setup_form.h"

#include "protocols/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_DAY_PUPILS = 24 };

void setup_form_copy_text(char *to, size_t size, const char *from)
{
    size_t len = utf8_cut(from, strlen(from), size - 1);
    memmove(to, from, len);
    to[len] = '\0';
}

const Protocol *setup_form_protocol(const SetupForm *form)
{
    return form->protocols[form->protocol];
}

static void plan_phases(SetupForm *form)
{
    const Protocol *p = setup_form_protocol(form);
    form->phase_count = 0;
    for (int32_t i = 0; i < p->code_count && form->phase_count < FORM_MAX_PHASES; i++) {
        if (!(p->codes[i].senses & SENSE_PHASE) || p->codes[i].planned_min == 0)
            continue;
        form->phase_codes[form->phase_count] = i;
        form->phase_minutes[form->phase_count++] = p->codes[i].planned_min;
    }
    form->targets = 0;
}

void setup_form_init(SetupForm *form, const Protocol *const *protocols, int32_t count)
{
    assert(count > 0 && count <= FORM_MAX_PROTOCOLS);
    memset(form, 0, sizeof *form);
    form->protocol_count = count;
    form->adult_count = 1;
    for (int32_t i = 0; i < count; i++)
        form->protocols[i] = protocols[i];
    setup_form_copy_text(form->texts[FORM_ADULT], FORM_TEXT_SIZE, "T");
    for (int32_t i = 0; i < FORM_MAX_ADULTS; i++)
        seating_place_adult(i, &form->places.adult_x[i], &form->places.adult_y[i]);
    seating_place_board(&form->places.board_x, &form->places.board_y);
    setup_form_arrange(form, SEATING_TABLES, FIRST_DAY_PUPILS);
    plan_phases(form);
}

void setup_form_choose_protocol(SetupForm *form, int32_t index)
{
    assert(index >= 0 && index < form->protocol_count);
    if (index == form->protocol)
        return;
    form->protocol = index;
    plan_phases(form);
}

/* ---- pupils ---- */

/* An adult over whom a seat would stand goes back beside the board. */
static void clear_adults(FormPlaces *places)
{
    static const float CLEAR = 0.11F; /* heights of the chart */
    for (int32_t i = 0; i < FORM_MAX_ADULTS; i++)
        for (int32_t k = 0; k < places->seating.count; k++)
            if (hypotf((places->seating.seats[k].x - places->adult_x[i]) * SEATING_ASPECT,
                       places->seating.seats[k].y - places->adult_y[i]) < CLEAR)
                seating_place_adult(i, &places->adult_x[i], &places->adult_y[i]);
}

/* Whether it is on a seat, or the label of who sits there. */
static bool is_number_taken(const SetupForm *form, const char *number)
{
    const Seating *seating = &form->places.seating;
    for (int32_t i = 0; i < seating->count; i++)
        if (strcmp(seating->seats[i].number, number) == 0 ||
            strcmp(form->labels[i].text, number) == 0)
            return true;
    return false;
}

static void number_seat(const SetupForm *form, Seat *seat)
{
    char text[sizeof seat->number];
    int32_t number = form->places.seating.count;
    do
        (void)snprintf(text, sizeof text, "%d", (int)++number);
    while (is_number_taken(form, text));
    memcpy(seat->number, text, sizeof seat->number);
}

/* A pupil filled in may have a seat's number as a label: that seat gets another one. */
static void number_seats_apart(SetupForm *form)
{
    Seating *seating = &form->places.seating;
    for (int32_t i = 0; i < seating->count; i++)
        for (int32_t k = 0; k < seating->count && !*form->labels[i].text; k++)
            if (strcmp(form->labels[k].text, seating->seats[i].number) == 0)
                number_seat(form, &seating->seats[i]);
}

void setup_form_arrange(SetupForm *form, SeatingTemplate kind, int32_t pupils)
{
    FormPlaces *places = &form->places;
    places->kind = kind;
    places->by_hand = false;
    places->seating = seating_arrange(kind, pupils);
    number_seats_apart(form);
    clear_adults(places);
}

/* Where most room is, on a grid over the pupils' part of the chart. */
static void free_place(const Seating *seating, float *ret_x, float *ret_y)
{
    enum { ACROSS = 24, DOWN = 14 };
    float best = -1;
    for (int32_t i = 0; i < ACROSS * DOWN; i++) {
        int32_t row = i / ACROSS;
        float x = 0.07F + 0.86F * (float)(i % ACROSS) / (ACROSS - 1);
        float y = 0.90F - 0.63F * (float)row / (DOWN - 1);
        float nearest = 1;
        for (int32_t k = 0; k < seating->count; k++)
            nearest = fminf(nearest, hypotf((seating->seats[k].x - x) * SEATING_ASPECT,
                                            seating->seats[k].y - y));
        if (nearest > best + 0.001F) {
            best = nearest;
            *ret_x = x;
            *ret_y = y;
        }
    }
}

static void add_seat(SetupForm *form)
{
    Seating *seating = &form->places.seating;
    Seat seat = {.group = SEATING_NO_GROUP};
    free_place(seating, &seat.x, &seat.y);
    number_seat(form, &seat);
    seating->seats[seating->count++] = seat;
}

static void drop_empty_groups(Seating *seating)
{
    for (int32_t g = seating->group_count - 1; g >= 0; g--) {
        bool used = false;
        for (int32_t i = 0; i < seating->count; i++)
            used |= seating->seats[i].group == g;
        if (used)
            continue;
        memmove(seating->groups[g], seating->groups[g + 1],
                (size_t)(seating->group_count - g - 1) * sizeof seating->groups[0]);
        seating->group_count--;
        for (int32_t i = 0; i < seating->count; i++)
            seating->seats[i].group -= seating->seats[i].group > g ? 1 : 0;
    }
}

void setup_form_set_count(SetupForm *form, int32_t pupils)
{
    Seating *seating = &form->places.seating;
    pupils = pupils < 0 ? 0 : pupils > SEATING_MAX_PUPILS ? SEATING_MAX_PUPILS : pupils;
    while (seating->count > pupils)
        setup_form_remove_pupil(form, seating->count - 1);
    if (!form->places.by_hand) {
        setup_form_arrange(form, form->places.kind, pupils);
        return;
    }
    while (seating->count < pupils)
        add_seat(form);
}

/* What is known of a pupil, without the place. */
static void move_pupil(SetupForm *form, int32_t to, int32_t from)
{
    form->labels[to] = form->labels[from];
    form->absent[to] = form->absent[from];
    form->focus[to] = form->focus[from];
    memcpy(form->values[to], form->values[from], sizeof form->values[to]);
    memcpy(form->names[to], form->names[from], sizeof form->names[to]);
    form->written[to] = form->written[from];
}

void setup_form_remove_pupil(SetupForm *form, int32_t seat)
{
    Seating *seating = &form->places.seating;
    (void)setup_form_set_focus(form, seat, false);
    for (int32_t i = seat; i + 1 < seating->count; i++) {
        move_pupil(form, i, i + 1);
        seating->seats[i] = seating->seats[i + 1];
    }
    int32_t last = --seating->count;
    form->places.by_hand |= seat != last;
    form->labels[last] = (Initials){{0}};
    form->absent[last] = false;
    form->focus[last] = 0;
    memset(form->values[last], 0, sizeof form->values[last]);
    memory_wipe(form->names[last], sizeof form->names[last]);
    form->written[last] = false;
    drop_empty_groups(seating);
}

void setup_form_number_seats(SetupForm *form)
{
    memset(form->labels, 0, sizeof form->labels);
}

const char *setup_form_label(const SetupForm *form, int32_t seat)
{
    const char *initials = form->labels[seat].text;
    return *initials ? initials : form->places.seating.seats[seat].number;
}

int32_t setup_form_absent_count(const SetupForm *form)
{
    int32_t count = 0;
    for (int32_t i = 0; i < form->places.seating.count; i++)
        count += form->absent[i] ? 1 : 0;
    return count;
}

int32_t setup_form_focus_count(const SetupForm *form)
{
    int32_t count = 0;
    for (int32_t i = 0; i < form->places.seating.count; i++)
        count += form->focus[i] != 0;
    return count;
}

int32_t setup_form_focus_seat(const SetupForm *form, int32_t focus)
{
    for (int32_t i = 0; i < form->places.seating.count; i++)
        if (form->focus[i] == 'A' + focus)
            return i;
    return -1;
}

bool setup_form_set_focus(SetupForm *form, int32_t seat, bool focus)
{
    int32_t count = setup_form_focus_count(form);
    if (focus == (form->focus[seat] != 0))
        return true;
    if (focus) {
        if (count == FORM_MAX_FOCUS)
            return false;
        form->focus[seat] = (char)('A' + count);
        form->texts[FORM_PREDICTED + count][0] = '\0';
        return true;
    }
    int32_t letter = form->focus[seat] - 'A';
    form->focus[seat] = 0;
    for (int32_t i = 0; i < form->places.seating.count; i++)
        if (form->focus[i] > 'A' + letter)
            form->focus[i]--;
    char(*predicted)[FORM_TEXT_SIZE] = &form->texts[FORM_PREDICTED];
    memmove(predicted[letter], predicted[letter + 1],
            (size_t)(FORM_MAX_FOCUS - letter - 1) * FORM_TEXT_SIZE);
    predicted[FORM_MAX_FOCUS - 1][0] = '\0';
    return true;
}

int32_t setup_form_key(SetupForm *form, const char *key)
{
    for (int32_t i = 0; i < form->key_count; i++)
        if (strcmp(form->keys[i], key) == 0)
            return i;
    if (!attribute_key_is_valid(key) || form->key_count == OBSERVATION_MAX_ATTRIBUTES)
        return -1;
    setup_form_copy_text(form->keys[form->key_count], FORM_ATTRIBUTE_SIZE, key);
    return form->key_count++;
}

/* ---- groups ---- */

/* "Table" at tables, else "Group", with the first free number. */
static void name_group(const FormPlaces *places, char *name, size_t size)
{
    const char *word = places->kind == SEATING_TABLES ? "Table" : "Group";
    for (int number = 1; number == 1 || seating_has_group(&places->seating, name); number++)
        (void)snprintf(name, size, "%s %d", word, number);
}

void setup_form_join(SetupForm *form, const bool *marked, int32_t group)
{
    Seating *seating = &form->places.seating;
    for (int32_t i = 0; i < seating->count; i++)
        if (marked[i])
            seating->seats[i].group = group;
    form->places.by_hand = true;
    drop_empty_groups(seating);
}

int32_t setup_form_group(SetupForm *form, const bool *marked)
{
    Seating *seating = &form->places.seating;
    int32_t first = -1;
    for (int32_t i = seating->count - 1; i >= 0; i--)
        first = marked[i] ? i : first;
    if (first < 0)
        return SEATING_NO_GROUP;
    setup_form_ungroup(form, marked); /* makes room: a whole group grouped anew is one */
    if (seating->group_count == SEATING_MAX_GROUPS)
        return SEATING_NO_GROUP;
    char name[sizeof seating->groups[0]];
    name_group(&form->places, name, sizeof name);
    memcpy(seating->groups[seating->group_count], name, sizeof name);
    setup_form_join(form, marked, seating->group_count++);
    return seating->seats[first].group;
}

void setup_form_ungroup(SetupForm *form, const bool *marked)
{
    setup_form_join(form, marked, SEATING_NO_GROUP);
}

/* ---- adults and the team ---- */

static void remove_text(SetupForm *form, FormText first, int32_t index, int32_t most)
{
    memmove(form->texts[(int32_t)first + index], form->texts[(int32_t)first + index + 1],
            (size_t)(most - index - 1) * FORM_TEXT_SIZE);
    form->texts[(int32_t)first + most - 1][0] = '\0';
}

bool setup_form_add_adult(SetupForm *form)
{
    if (form->adult_count == FORM_MAX_ADULTS)
        return false;
    form->texts[FORM_ADULT + form->adult_count][0] = '\0';
    form->texts[FORM_PART + form->adult_count][0] = '\0';
    form->adult_count++;
    return true;
}

void setup_form_remove_adult(SetupForm *form, int32_t adult)
{
    FormPlaces *places = &form->places;
    assert(adult > 0 && adult < form->adult_count);
    remove_text(form, FORM_ADULT, adult, FORM_MAX_ADULTS);
    remove_text(form, FORM_PART, adult, FORM_MAX_ADULTS);
    for (int32_t i = adult; i + 1 < FORM_MAX_ADULTS; i++) {
        places->adult_x[i] = places->adult_x[i + 1];
        places->adult_y[i] = places->adult_y[i + 1];
    }
    form->adult_count--;
    seating_place_adult(FORM_MAX_ADULTS - 1, &places->adult_x[FORM_MAX_ADULTS - 1],
                        &places->adult_y[FORM_MAX_ADULTS - 1]);
}

const char *setup_form_adult(const SetupForm *form, int32_t adult)
{
    static const char *const NAMES[FORM_MAX_ADULTS] = {"T", "T2", "T3", "T4"};
    const char *typed = form->texts[FORM_ADULT + adult];
    return *typed ? typed : NAMES[adult];
}

const char *setup_form_part(const SetupForm *form, int32_t adult)
{
    const char *typed = form->texts[FORM_PART + adult];
    if (*typed || form->adult_count == 1)
        return typed;
    return adult == 0 ? "lead" : "assists";
}

bool setup_form_add_watch(SetupForm *form)
{
    if (form->watch_count == FORM_MAX_WATCHES)
        return false;
    form->texts[FORM_WATCHER + form->watch_count][0] = '\0';
    form->texts[FORM_WHOM + form->watch_count][0] = '\0';
    form->watch_count++;
    return true;
}

void setup_form_remove_watch(SetupForm *form, int32_t watch)
{
    remove_text(form, FORM_WATCHER, watch, FORM_MAX_WATCHES);
    remove_text(form, FORM_WHOM, watch, FORM_MAX_WATCHES);
    form->watch_count--;
}

/* ---- the plan ---- */

bool setup_form_add_phase(SetupForm *form, int32_t code)
{
    enum { USUAL_MIN = 10 };
    if (form->phase_count == FORM_MAX_PHASES)
        return false;
    int32_t planned = setup_form_protocol(form)->codes[code].planned_min;
    form->phase_codes[form->phase_count] = code;
    form->phase_minutes[form->phase_count++] = planned > 0 ? planned : USUAL_MIN;
    return true;
}

void setup_form_remove_phase(SetupForm *form, int32_t phase)
{
    size_t rest = (size_t)(form->phase_count - phase - 1) * sizeof(int32_t);
    memmove(&form->phase_codes[phase], &form->phase_codes[phase + 1], rest);
    memmove(&form->phase_minutes[phase], &form->phase_minutes[phase + 1], rest);
    form->phase_count--;
}

bool setup_form_move_phase(SetupForm *form, int32_t phase, int32_t by)
{
    int32_t other = phase + by;
    if (other < 0 || other >= form->phase_count)
        return false;
    int32_t code = form->phase_codes[phase], minutes = form->phase_minutes[phase];
    form->phase_codes[phase] = form->phase_codes[other];
    form->phase_minutes[phase] = form->phase_minutes[other];
    form->phase_codes[other] = code;
    form->phase_minutes[other] = minutes;
    return true;
}

int32_t setup_form_planned_min(const SetupForm *form)
{
    int32_t minutes = 0;
    for (int32_t i = 0; i < form->phase_count; i++)
        minutes += form->phase_minutes[i];
    return minutes;
}
