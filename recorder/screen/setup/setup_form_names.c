/* Names in the form: what becomes of them as labels, and whose they are while the names
 * are open. */
#include "recorder/screen/setup/setup_form.h"

#include "protocols/utf8.h"

#include <stdio.h>
#include <string.h>

enum {
    KNOWN_MOST = 4 * SEATING_MAX_PUPILS, /* of one class, over the years */
    LABEL_LINE = CLASS_LIST_MAX_TEXT + 2,
};

static const char DIGITS[] = "0123456789";

/* Those of the form's class. */
typedef struct Known {
    const HandoutName *names[KNOWN_MOST];
    bool used[KNOWN_MOST];
    int32_t count;
} Known;

static bool is_class(const SetupForm *form, const char *class_name)
{
    const char *typed = form->texts[FORM_CLASS];
    typed += strspn(typed, " ");
    size_t len = strlen(typed);
    while (len > 0 && typed[len - 1] == ' ')
        len--;
    return len > 0 && strlen(class_name) == len && memcmp(typed, class_name, len) == 0;
}

static void find_known(const SetupForm *form, const FormNames *names, Known *ret_known)
{
    ret_known->count = 0;
    for (int32_t i = 0; names->open && i < names->count; i++) {
        if (!is_class(form, names->all[i].class_name) || ret_known->count == KNOWN_MOST)
            continue;
        ret_known->used[ret_known->count] = false;
        ret_known->names[ret_known->count++] = &names->all[i];
    }
}

/* The initials that somebody of this name has already; NULL: nobody has. The number of a
 * seat belongs to whoever sits there. */
static const char *known_label(Known *known, const char *name)
{
    for (int32_t i = 0; i < known->count; i++) {
        const char *label = known->names[i]->label;
        bool number = strchr(DIGITS, label[0]) && !strpbrk(known->names[i]->name, DIGITS);
        if (known->used[i] || number || strlen(label) >= INITIALS_SIZE ||
            !initials_same_name(known->names[i]->name, name))
            continue;
        known->used[i] = true;
        return label;
    }
    return NULL;
}

/* ---- labels ---- */

typedef struct Labels {
    Initials all[SEATING_MAX_PUPILS + KNOWN_MOST]; /* known ones first: no other pupil gets them */
    int32_t count;
} Labels;

static void begin_labels(Labels *labels, const Known *known)
{
    labels->count = 0;
    for (int32_t i = 0; i < known->count; i++)
        setup_form_copy_text(labels->all[labels->count++].text, INITIALS_SIZE,
                             known->names[i]->label);
}

/* Without bytes that are no text: the vault would refuse it. */
static void copy_entry(char name[FORM_NAME_SIZE], const InitialsEntry *entry)
{
    size_t used = 0, step = 0;
    for (size_t i = 0; i < entry->len; i += step) {
        char bytes[5] = {0};
        uint32_t c = utf8_decode(entry->text + i, entry->len - i, &step);
        if (c == '\t')
            c = ' ';
        if (c == 0xFFFD || c < ' ')
            continue;
        (void)utf8_encode(c, bytes);
        memcpy(name + used, bytes, strlen(bytes));
        used += strlen(bytes);
    }
    name[used] = '\0';
}

/* Fills labels and, while they are open, names of so many seats. */
static void label_entries(SetupForm *form, InitialsEntry *entries, int32_t count,
                          const FormNames *names)
{
    Known known;
    Labels labels;
    find_known(form, names, &known);
    begin_labels(&labels, &known);
    for (int32_t i = 0; i < count; i++) {
        copy_entry(form->names[i], &entries[i]);
        const char *label = known_label(&known, form->names[i]);
        if (label) {
            setup_form_copy_text(form->labels[i].text, INITIALS_SIZE, label);
        } else {
            form->labels[i] = initials_of(&entries[i], labels.all, labels.count);
            labels.all[labels.count++] = form->labels[i];
        }
    }
    if (!names->open)
        setup_form_drop_names(form);
}

/* ---- names given again: what is known of a pupil goes with the pupil ---- */

/* The pupils there were. */
typedef struct Before {
    int32_t count;
    Initials labels[SEATING_MAX_PUPILS]; /* or seat numbers */
    char names[SEATING_MAX_PUPILS][FORM_NAME_SIZE];
    bool absent[SEATING_MAX_PUPILS];
    char focus[SEATING_MAX_PUPILS];
    char values[SEATING_MAX_PUPILS][OBSERVATION_MAX_ATTRIBUTES][FORM_ATTRIBUTE_SIZE];
    char predicted[FORM_MAX_FOCUS][FORM_TEXT_SIZE];
} Before;

/* Takes what is known out of the form. */
static void take_out(SetupForm *form, Before *ret_before)
{
    Before *b = ret_before;
    b->count = form->places.seating.count;
    for (int32_t i = 0; i < b->count; i++)
        setup_form_copy_text(b->labels[i].text, INITIALS_SIZE, setup_form_label(form, i));
    memcpy(b->names, form->names, sizeof b->names);
    memcpy(b->absent, form->absent, sizeof b->absent);
    memcpy(b->focus, form->focus, sizeof b->focus);
    memcpy(b->values, form->values, sizeof b->values);
    memcpy(b->predicted, &form->texts[FORM_PREDICTED], sizeof b->predicted);
    memset(form->labels, 0, sizeof form->labels);
    memset(form->absent, 0, sizeof form->absent);
    memset(form->focus, 0, sizeof form->focus);
    memset(form->values, 0, sizeof form->values);
    memset(&form->texts[FORM_PREDICTED], 0, sizeof b->predicted);
    setup_form_drop_names(form);
}

static bool is_number(const char *label)
{
    return *label && strchr(DIGITS, *label);
}

/* The names tell, where both are there; else the labels. */
static bool is_same_pupil(const SetupForm *form, int32_t seat, const Before *b, int32_t old)
{
    if (*form->names[seat] && *b->names[old])
        return initials_same_name(form->names[seat], b->names[old]);
    return strcmp(form->labels[seat].text, b->labels[old].text) == 0;
}

/* Where each of them sits now; -1: not there any more. A seat that had a number gets
 * initials for the first time: who sits there stays. */
static void find_again(const SetupForm *form, const Before *b, int32_t ret_seats[])
{
    bool taken[SEATING_MAX_PUPILS] = {false};
    int32_t count = form->places.seating.count;
    for (int32_t old = 0; old < b->count; old++) {
        ret_seats[old] = -1;
        for (int32_t i = 0; i < count && ret_seats[old] < 0; i++)
            if (!taken[i] && is_same_pupil(form, i, b, old))
                ret_seats[old] = i;
        if (ret_seats[old] >= 0)
            taken[ret_seats[old]] = true;
    }
    for (int32_t old = 0; old < b->count && old < count; old++)
        if (ret_seats[old] < 0 && !taken[old] && !*b->names[old] &&
            is_number(b->labels[old].text) && !is_number(form->labels[old].text))
            ret_seats[old] = old;
}

static void put_back(SetupForm *form, const Before *b)
{
    int32_t seats[SEATING_MAX_PUPILS];
    find_again(form, b, seats);
    for (int32_t old = 0; old < b->count; old++) {
        if (seats[old] < 0)
            continue;
        form->absent[seats[old]] = b->absent[old];
        memcpy(form->values[seats[old]], b->values[old], sizeof b->values[old]);
    }
    for (int32_t letter = 0; letter < FORM_MAX_FOCUS; letter++)
        for (int32_t old = 0; old < b->count; old++) {
            int32_t focus = setup_form_focus_count(form);
            if (b->focus[old] != 'A' + letter || seats[old] < 0)
                continue;
            (void)setup_form_set_focus(form, seats[old], true);
            setup_form_copy_text(form->texts[FORM_PREDICTED + focus], FORM_TEXT_SIZE,
                                 b->predicted[letter]);
        }
}

int32_t setup_form_take_names(SetupForm *form, const char *text, const FormNames *names)
{
    InitialsEntry entries[SEATING_MAX_PUPILS];
    Before before;
    int32_t count = initials_list(text, entries, SEATING_MAX_PUPILS);
    if (count == 0)
        return 0;
    int32_t kept = count < SEATING_MAX_PUPILS ? count : SEATING_MAX_PUPILS;
    take_out(form, &before);
    setup_form_set_count(form, kept);
    label_entries(form, entries, kept, names);
    put_back(form, &before);
    form->pupils_given = true;
    memory_wipe(before.names, sizeof before.names);
    return count - kept;
}

Initials setup_form_label_of(const SetupForm *form, const char *given, const char *family,
                             bool same, int32_t seats, const FormNames *names,
                             char ret_name[FORM_NAME_SIZE])
{
    Known known;
    Labels labels;
    Initials label = {{0}};
    char whole[2 * CLASS_LIST_MAX_TEXT + 2];
    (void)snprintf(whole, sizeof whole, "%s%s%s", given, *family ? " " : "", family);
    setup_form_copy_text(ret_name, FORM_NAME_SIZE, whole);
    memory_wipe(whole, sizeof whole);
    find_known(form, names, &known);
    for (int32_t i = 0; i < seats; i++)
        (void)known_label(&known, form->names[i]); /* taken by who sits before */
    const char *before = known_label(&known, ret_name);
    if (before) {
        setup_form_copy_text(label.text, sizeof label.text, before);
        return label;
    }
    begin_labels(&labels, &known);
    for (int32_t i = 0; i < seats; i++)
        labels.all[labels.count++] = form->labels[i];
    initials_add(labels.all, labels.count, given, family, same);
    return labels.all[labels.count];
}

/* ---- a label that was typed ---- */

/* "Perez, Sofia" is one name: in a list it would have a line of its own. */
static bool read_one(const char *text, char line[LABEL_LINE], InitialsEntry *ret_entry)
{
    int len = snprintf(line, LABEL_LINE, "%s\n", text);
    return len > 0 && len < LABEL_LINE && initials_list(line, ret_entry, 1) > 0;
}

static bool is_label_of_another(const SetupForm *form, int32_t seat, const char *label)
{
    for (int32_t i = 0; i < form->places.seating.count; i++)
        if (i != seat && strcmp(setup_form_label(form, i), label) == 0)
            return true;
    return false;
}

/* As label_entries() has it, for one seat among the others. */
static void label_entry(SetupForm *form, int32_t seat, const InitialsEntry *entry,
                        const FormNames *names)
{
    Known known;
    Labels labels;
    char name[FORM_NAME_SIZE];
    copy_entry(name, entry);
    find_known(form, names, &known);
    for (int32_t i = 0; i < form->places.seating.count; i++)
        if (i != seat)
            (void)known_label(&known, form->names[i]);
    const char *before = known_label(&known, name);
    if (before && !is_label_of_another(form, seat, before)) {
        setup_form_copy_text(form->labels[seat].text, INITIALS_SIZE, before);
    } else {
        begin_labels(&labels, &known);
        for (int32_t i = 0; i < form->places.seating.count; i++)
            if (i != seat)
                labels.all[labels.count++] = form->labels[i];
        form->labels[seat] = initials_of(entry, labels.all, labels.count);
    }
    if (names->open && !*form->names[seat])
        memcpy(form->names[seat], name, sizeof name);
    memory_wipe(name, sizeof name);
}

bool setup_form_tidy_label(SetupForm *form, int32_t seat, const FormNames *names)
{
    InitialsEntry entry;
    char typed[LABEL_LINE];
    if (!initials_is_name(form->labels[seat].text, false) ||
        !read_one(form->labels[seat].text, typed, &entry))
        return false;
    label_entry(form, seat, &entry, names);
    memory_wipe(typed, sizeof typed);
    return true;
}

/* ---- whose they are ---- */

void setup_form_drop_names(SetupForm *form)
{
    memory_wipe(form->names, sizeof form->names);
    memset(form->written, 0, sizeof form->written);
}

void setup_form_name_pupils(SetupForm *form, const FormNames *names)
{
    Known known;
    find_known(form, names, &known);
    for (int32_t seat = 0; seat < form->places.seating.count; seat++)
        for (int32_t i = 0; i < known.count && !*form->names[seat] && !form->written[seat]; i++)
            if (strcmp(known.names[i]->label, setup_form_label(form, seat)) == 0)
                setup_form_copy_text(form->names[seat], FORM_NAME_SIZE, known.names[i]->name);
}

static const char *kept_name(const FormNames *names, const char *class_name, const char *label)
{
    for (int32_t i = 0; i < names->count; i++)
        if (strcmp(names->all[i].class_name, class_name) == 0 &&
            strcmp(names->all[i].label, label) == 0)
            return names->all[i].name;
    return "";
}

bool setup_form_has_pupils_of(const SetupForm *form, const char *class_name)
{
    return form->pupils_given || strcmp(form->pupils_of, class_name) == 0;
}

int32_t setup_form_changed_names(const SetupForm *form, const Setup *setup, const FormNames *names,
                                 HandoutName *ret_changed, const char **ret_other)
{
    int32_t seat = -1, count = 0;
    *ret_other = "";
    for (int32_t i = 0; i < setup->subject_count; i++) {
        if (setup->subjects[i].kind != SUBJECT_PUPIL || ++seat >= form->places.seating.count)
            continue;
        const char *name = form->names[seat], *label = setup->subjects[i].label;
        const char *kept = kept_name(names, setup->class_name, label);
        bool written = form->written[seat];
        if (strcmp(kept, name) == 0 || (!*name && !written))
            continue;
        if (written || !*kept || initials_same_name(kept, name))
            ret_changed[count++] = (HandoutName){setup->class_name, label, name};
        else if (!**ret_other)
            *ret_other = label;
    }
    return count;
}
