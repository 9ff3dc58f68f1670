/* The form filled in: from the last lesson, from a class, from a class list. */
#include "recorder/screen/setup/setup_form.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- who sits where ---- */

static const char *group_label(const Setup *setup, const Subject *pupil)
{
    return pupil->group == SUBJECT_NONE ? "" : setup->subjects[pupil->group].label;
}

static const char *seat_group(const Seating *seating, int32_t seat)
{
    int32_t group = seating->seats[seat].group;
    return group == SEATING_NO_GROUP ? "" : seating->groups[group];
}

static bool is_near(float a, float b)
{
    return fabsf(a - b) < 0.002F;
}

/* A template that puts pupils where they sat, in the same groups; or none. */
static SeatingTemplate template_of(const Setup *last, const Subject *const *pupils, int32_t count)
{
    int kind = 0;
    for (; kind < SEATING_TEMPLATE_COUNT; kind++) {
        Seating tried = seating_arrange((SeatingTemplate)kind, count);
        bool same = true;
        for (int32_t i = 0; i < count && same; i++)
            same = is_near(pupils[i]->x, tried.seats[i].x) &&
                   is_near(pupils[i]->y, tried.seats[i].y) &&
                   strcmp(group_label(last, pupils[i]), seat_group(&tried, i)) == 0;
        if (same)
            break;
    }
    return (SeatingTemplate)kind;
}

/* ---- groups by their whole names, of which a seating has room for the beginning ---- */

typedef struct NamedGroups {
    Seating *seating;
    char whole[SEATING_MAX_GROUPS][CLASS_LIST_MAX_TEXT + 8];
} NamedGroups;

/* A label without blanks or a hyphen at its end, except where that is all of it. */
static size_t end_label(const char *label)
{
    size_t len = strlen(label);
    while (len > 1 && strchr(" -", label[len - 1]))
        len--;
    return len;
}

/* "Reading group - Blue" and "Reading group - Red" become "Reading group" and "Reading group 2". */
static void label_group(const Seating *seating, const char *name, char *label, size_t size)
{
    setup_form_copy_text(label, size, name);
    if (strcmp(label, name) != 0)
        label[end_label(label)] = '\0';
    for (int number = 2; seating_has_group(seating, label); number++) {
        char tail[16];
        (void)snprintf(tail, sizeof tail, " %d", number);
        setup_form_copy_text(label, size - strlen(tail), name);
        size_t len = end_label(label);
        (void)snprintf(label + len, size - len, "%s", tail);
    }
}

/* The group of this name, a new one if need be; SEATING_NO_GROUP when there is no room. */
static int32_t group_named(NamedGroups *groups, const char *name)
{
    Seating *seating = groups->seating;
    int32_t g = seating->group_count;
    char whole[sizeof groups->whole[0]], label[sizeof seating->groups[0]];
    setup_form_copy_text(whole, sizeof whole, name);
    for (int32_t i = 0; i < g; i++)
        if (strcmp(groups->whole[i], whole) == 0)
            return i;
    if (g == SEATING_MAX_GROUPS)
        return SEATING_NO_GROUP;
    label_group(seating, whole, label, sizeof label);
    memcpy(groups->whole[g], whole, sizeof whole);
    memcpy(seating->groups[g], label, sizeof label);
    return seating->group_count++;
}

static float on_chart(float place)
{
    return isfinite(place) ? fminf(fmaxf(place, 0), 1) : 0.5F;
}

/* Where they sat, with seat numbers that nobody had as a label before. */
static void seat_by_hand(SetupForm *form, const Setup *last, const Subject *const *pupils,
                         int32_t count)
{
    Seating *seating = &form->places.seating;
    NamedGroups groups = {.seating = seating};
    form->places.by_hand = true;
    seating->group_count = 0;
    for (int32_t i = 0; i < count; i++) {
        Seat *seat = &seating->seats[i];
        const char *group = group_label(last, pupils[i]);
        seat->x = on_chart(pupils[i]->x);
        seat->y = on_chart(pupils[i]->y);
        seat->group = *group ? group_named(&groups, group) : SEATING_NO_GROUP;
    }
}

static void fill_attributes(SetupForm *form, const Subject *pupil, int32_t seat)
{
    for (int32_t i = 0; i < pupil->attribute_count; i++) {
        int32_t key = setup_form_key(form, pupil->attributes[i].key);
        if (key >= 0)
            setup_form_copy_text(form->values[seat][key], FORM_ATTRIBUTE_SIZE,
                                 pupil->attributes[i].value);
    }
}

/* Focus letters run from A without a gap, whatever the record had. */
static void fill_focus(SetupForm *form, const Subject *const *pupils, int32_t count)
{
    for (int letter = 'A'; letter <= 'Z'; letter++)
        for (int32_t i = 0; i < count; i++)
            if (pupils[i]->focus == letter)
                (void)setup_form_set_focus(form, i, true);
}

static void fill_pupils(SetupForm *form, const Setup *last)
{
    const Subject *pupils[SEATING_MAX_PUPILS];
    int32_t count = 0;
    for (int32_t i = 0; i < last->subject_count && count < SEATING_MAX_PUPILS; i++)
        if (last->subjects[i].kind == SUBJECT_PUPIL && !last->subjects[i].several)
            pupils[count++] = &last->subjects[i];
    setup_form_set_count(form, 0);
    setup_form_drop_names(form);
    form->key_count = 0;
    SeatingTemplate kind = template_of(last, pupils, count);
    bool by_hand = kind == SEATING_TEMPLATE_COUNT;
    setup_form_arrange(form, by_hand ? SEATING_TABLES : kind, count);
    if (by_hand)
        seat_by_hand(form, last, pupils, count);
    for (int32_t i = 0; i < count; i++) {
        if (strcmp(pupils[i]->label, form->places.seating.seats[i].number) != 0)
            setup_form_copy_text(form->labels[i].text, sizeof form->labels[i].text,
                                 pupils[i]->label);
        fill_attributes(form, pupils[i], i);
    }
    fill_focus(form, pupils, count);
}

static void fill_adults(SetupForm *form, const Setup *last)
{
    FormPlaces *places = &form->places;
    int32_t count = 0;
    for (int32_t i = 0; i < last->subject_count && count < FORM_MAX_ADULTS; i++) {
        const Subject *adult = &last->subjects[i];
        if (adult->kind != SUBJECT_ADULT)
            continue;
        setup_form_copy_text(form->texts[FORM_ADULT + count], FORM_TEXT_SIZE, adult->label);
        setup_form_copy_text(form->texts[FORM_PART + count], FORM_TEXT_SIZE, adult->detail);
        places->adult_x[count] = on_chart(adult->x);
        places->adult_y[count++] = on_chart(adult->y);
    }
    form->adult_count = count > 0 ? count : form->adult_count;
    if (last->board_x != 0 || last->board_y != 0) {
        places->board_x = on_chart(last->board_x);
        places->board_y = on_chart(last->board_y);
    }
}

void setup_form_fill_class(SetupForm *form, const Setup *class_setup)
{
    setup_form_copy_text(form->texts[FORM_CLASS], FORM_TEXT_SIZE, class_setup->class_name);
    setup_form_copy_text(form->pupils_of, FORM_TEXT_SIZE, class_setup->class_name);
    form->pupils_given = false;
    setup_form_copy_text(form->texts[FORM_PLACE], FORM_TEXT_SIZE, class_setup->place);
    fill_pupils(form, class_setup);
    fill_adults(form, class_setup);
}

/* ---- what for ---- */

/* The phases as they were planned, in their order; those that the protocol has no
 * longer are left out. */
static void fill_phases(SetupForm *form, const Setup *last, const Protocol *last_protocol)
{
    const Protocol *p = setup_form_protocol(form);
    if (last->phase_count == 0)
        return;
    form->phase_count = 0;
    for (int32_t i = 0; i < last->phase_count; i++) {
        int32_t code = protocol_find_code(p, last_protocol->codes[last->phases[i].code].key);
        if (code == PROTOCOL_NONE || !(p->codes[code].senses & SENSE_PHASE) ||
            !setup_form_add_phase(form, code))
            continue;
        form->phase_minutes[form->phase_count - 1] = last->phases[i].minutes;
    }
}

/* Options are found by their keys: the protocol may have changed since. */
static void fill_targets(SetupForm *form, const Setup *last, const Protocol *last_protocol)
{
    const Protocol *p = setup_form_protocol(form);
    if (p->target_modifier == PROTOCOL_NONE || last_protocol->target_modifier == PROTOCOL_NONE)
        return;
    const Modifier *now = &p->modifiers[p->target_modifier];
    const Modifier *then = &last_protocol->modifiers[last_protocol->target_modifier];
    for (int32_t i = 0; i < then->option_count; i++) {
        int32_t option = modifier_find_option(now, then->options[i].key);
        if ((last->targets >> i & 1) && option != PROTOCOL_NONE)
            form->targets |= UINT32_C(1) << option;
    }
}

static void fill_team(SetupForm *form, const Setup *last)
{
    const struct {
        FormText text;
        const char *from;
    } same[] = {
        {FORM_OBSERVER, last->observer}, {FORM_THEME, last->theme}, {FORM_GOALS, last->goals}};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        setup_form_copy_text(form->texts[same[i].text], FORM_TEXT_SIZE, same[i].from);
    for (int32_t i = 0; i < last->question_count && i < FORM_MAX_QUESTIONS; i++)
        setup_form_copy_text(form->texts[FORM_QUESTION + i], FORM_TEXT_SIZE, last->questions[i]);
    form->watch_count = 0;
    for (int32_t i = 0; i < last->watch_count && setup_form_add_watch(form); i++) {
        setup_form_copy_text(form->texts[FORM_WATCHER + i], FORM_TEXT_SIZE,
                             last->watches[i].observer);
        setup_form_copy_text(form->texts[FORM_WHOM + i], FORM_TEXT_SIZE, last->watches[i].whom);
    }
}

void setup_form_fill(SetupForm *form, const Setup *last, const Protocol *last_protocol)
{
    bool known = false;
    for (int32_t i = 0; i < form->protocol_count && !known; i++) {
        known = strcmp(form->protocols[i]->key, last_protocol->key) == 0;
        if (known)
            setup_form_choose_protocol(form, i);
    }
    if (*last->origin)
        return;
    setup_form_fill_class(form, last);
    fill_team(form, last);
    if (known) {
        fill_phases(form, last, last_protocol);
        fill_targets(form, last, last_protocol);
    }
    form->from_earlier = true;
}

/* ---- a class list ---- */

/* Of the pupil at this seat; those before have theirs. */
static Initials list_label(SetupForm *form, const ListedPupil *pupil, bool same, int32_t seat,
                           const FormNames *names)
{
    Initials label = {{0}};
    char name[FORM_NAME_SIZE];
    if (*pupil->given || *pupil->family) {
        label = setup_form_label_of(form, pupil->given, pupil->family, same, seat, names, name);
        if (names->open)
            memcpy(form->names[seat], name, sizeof name);
        memory_wipe(name, sizeof name);
    }
    if (*pupil->initials || !*pupil->given) {
        setup_form_copy_text(label.text, sizeof label.text,
                             *pupil->initials ? pupil->initials : pupil->number);
        initials_make_unique(&label, form->labels, seat);
    } else if (!*label.text) { /* a name without a letter */
        (void)snprintf(label.text, sizeof label.text, "%d", (int)seat + 1);
        initials_make_unique(&label, form->labels, seat);
    }
    return label;
}

/* "3" is "Group 3"; a name stays as it is. */
static void list_group_name(const char *group, char *name, size_t size)
{
    bool number = group[strspn(group, "0123456789")] == '\0';
    (void)snprintf(name, size, "%s%s", number ? "Group " : "", group);
}

/* The group of each pupil by the order in which groups come up; false when there
 * are too many. */
static bool list_groups(const ClassList *list, Seating *names, int32_t *ret_groups)
{
    *names = (Seating){.count = 0};
    NamedGroups named = {.seating = names};
    for (int32_t i = 0; i < list->pupil_count; i++) {
        char name[sizeof named.whole[0]];
        ret_groups[i] = SEATING_NO_GROUP;
        if (!*list->pupils[i].group)
            continue;
        list_group_name(list->pupils[i].group, name, sizeof name);
        ret_groups[i] = group_named(&named, name);
        if (ret_groups[i] == SEATING_NO_GROUP)
            return false;
    }
    return true;
}

static bool is_same_name(const ListedPupil *a, const ListedPupil *b)
{
    return strcmp(a->given, b->given) == 0 && strcmp(a->family, b->family) == 0;
}

static void take_pupil(SetupForm *form, const ClassList *list, int32_t index, int32_t seat,
                       int32_t *order, const FormNames *open)
{
    bool same = false; /* whose label is made already: those who sit before */
    for (int32_t i = 0; i < seat; i++)
        same |= is_same_name(&list->pupils[order[i]], &list->pupils[index]);
    order[seat] = index;
    form->labels[seat] = list_label(form, &list->pupils[index], same, seat, open);
    for (int32_t k = 0; k < list->key_count; k++) {
        int32_t key = setup_form_key(form, list->keys[k]);
        if (key >= 0)
            setup_form_copy_text(form->values[seat][key], FORM_ATTRIBUTE_SIZE,
                                 list->pupils[index].values[k]);
    }
}

bool setup_form_take_list(SetupForm *form, const ClassList *list, const FormNames *open)
{
    Seating names;
    int32_t groups[SEATING_MAX_PUPILS] = {0}, sizes[SEATING_MAX_GROUPS + 1] = {0};
    int32_t order[SEATING_MAX_PUPILS]; /* by seat: who of the list sits there */
    int32_t count = list->pupil_count, seat = 0;
    if (!list_groups(list, &names, groups))
        return false;
    setup_form_set_count(form, 0);
    setup_form_drop_names(form);
    form->key_count = 0;
    form->pupils_given = true;
    if (names.group_count == 0) {
        setup_form_arrange(form, form->places.kind, count);
        for (int32_t i = 0; i < count; i++)
            take_pupil(form, list, i, i, order, open);
        return true;
    }
    /* Pupils of a group sit together; those of none come last. */
    for (int32_t i = 0; i < count; i++)
        sizes[groups[i] == SEATING_NO_GROUP ? names.group_count : groups[i]]++;
    setup_form_arrange(form, SEATING_TABLES, 0);
    form->places.seating =
        seating_arrange_groups(sizes, names.group_count, sizes[names.group_count]);
    memcpy(form->places.seating.groups, names.groups, sizeof names.groups);
    form->places.by_hand = true;
    for (int32_t g = 0; g <= names.group_count; g++)
        for (int32_t i = 0; i < count; i++)
            if (groups[i] == (g < names.group_count ? g : SEATING_NO_GROUP))
                take_pupil(form, list, i, seat++, order, open);
    return true;
}
