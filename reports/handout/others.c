#include "reports/handout/others.h"

#include "reports/measure/sampling/sampling.h"

#include <stdlib.h>
#include <string.h>

/* ---- who ---- */

static bool is_pupil_or_group(const Setup *s, int32_t subject)
{
    return subject >= 0 && subject < s->subject_count && s->subjects[subject].kind != SUBJECT_ADULT;
}

static const Subject *copy_subjects(const Observation *o, Arena *arena)
{
    const Setup *s = o->setup;
    Subject *subjects = ARENA_PUSH(arena, Subject, (size_t)s->subject_count + 1);
    bool few = measure_present_count(o) < o->protocol->rules.suppress_below;
    for (int32_t i = 0; subjects && i < s->subject_count; i++) {
        const Subject *from = &s->subjects[i];
        if (from->kind == SUBJECT_ADULT) {
            subjects[i] = *from;
            subjects[i].group = SUBJECT_NONE;
            continue;
        }
        subjects[i] = (Subject){.kind = from->kind,
                                .label = "",
                                .detail = "",
                                .predicted = "",
                                .group = SUBJECT_NONE,
                                .absent = from->absent,
                                .several = from->several || (few && from->kind == SUBJECT_PUPIL)};
    }
    return subjects;
}

static const Setup *copy_setup(const Observation *o, Arena *arena)
{
    Setup *setup = ARENA_PUSH(arena, Setup, 1);
    if (!setup)
        return NULL;
    *setup = *o->setup;
    setup->subjects = copy_subjects(o, arena);
    setup->walk = NULL;
    setup->watch_count = 0;
    return setup->subjects ? setup : NULL;
}

/* ---- by seat ---- */

/* The first number in a table's label, else which of the groups it is. */
static int32_t table_number(const Setup *s, int32_t group)
{
    int32_t number = 0, place = 1;
    for (const char *c = s->subjects[group].label; *c && number < 1000; c++) {
        if (*c >= '0' && *c <= '9')
            number = 10 * number + (*c - '0');
        else if (number > 0)
            break;
    }
    for (int32_t i = 0; i < group; i++)
        place += s->subjects[i].kind == SUBJECT_GROUP;
    return number > 0 ? number : place;
}

static bool is_taken(const Subject *subjects, int32_t count, const char *label)
{
    for (int32_t i = 0; i < count; i++)
        if (strcmp(subjects[i].label, label) == 0)
            return true;
    return false;
}

/* Pupils at the table, or without one, before this one. */
static int32_t pupils_before(const Setup *s, int32_t subject)
{
    int32_t count = 0;
    for (int32_t i = 0; i < subject; i++)
        count += s->subjects[i].kind == SUBJECT_PUPIL && !s->subjects[i].several &&
                 s->subjects[i].group == s->subjects[subject].group;
    return count;
}

/* Two tables of one number, or an adult called "4B", leave the seat with a mark: labels
 * are unique. */
static const char *seat_label(const Setup *s, const Subject *subjects, int32_t subject,
                              Arena *arena)
{
    int32_t group = s->subjects[subject].group, n = pupils_before(s, subject);
    bool sits = group >= 0 && group < s->subject_count;
    const char *label = !sits ? arena_printf(arena, "%d", (int)n + 1)
                        : n < 26
                            ? arena_printf(arena, "%d%c", (int)table_number(s, group), 'A' + n)
                            : arena_printf(arena, "%d-%d", (int)table_number(s, group), (int)n);
    while (label && is_taken(subjects, subject, label))
        label = arena_printf(arena, "%s'", label);
    return label;
}

bool seats_observation(const Observation *o, Arena *arena, Observation *ret_copy, Err *err)
{
    const Setup *s = o->setup;
    Setup *setup = ARENA_PUSH(arena, Setup, 1);
    Subject *subjects = ARENA_PUSH(arena, Subject, (size_t)s->subject_count + 1);
    bool ok = setup && subjects;
    for (int32_t i = 0; ok && i < s->subject_count; i++) {
        subjects[i] = s->subjects[i];
        if (subjects[i].kind == SUBJECT_PUPIL && !subjects[i].several)
            subjects[i].label = seat_label(s, subjects, i, arena);
        ok = subjects[i].label != NULL;
    }
    if (!ok)
        return err_set(err, ERR_SYSTEM, "not enough memory for the seats of the lesson");
    *setup = *s;
    setup->subjects = subjects;
    *ret_copy = *o;
    ret_copy->setup = setup;
    return true;
}

/* ---- what ---- */

static bool stays(const Code *code)
{
    return code->kind != CODE_NOTE && code->kind != CODE_INTERVAL &&
           !(code->senses & (SENSE_NOTE | SENSE_INK | SENSE_PHOTO));
}

static ObsEvent without_words(const Setup *s, ObsEvent e)
{
    bool group = is_pupil_or_group(s, e.subject) && s->subjects[e.subject].kind == SUBJECT_GROUP;
    e.text = "";
    e.target = SUBJECT_NONE;
    if (group)
        e.subject = SUBJECT_NONE;
    return e;
}

bool others_withholds(const Protocol *protocol, const ScanSignal *signal)
{
    return signal->answered > 0 && signal->share.n < protocol->rules.suppress_below;
}

/* One sample of the class for each signal. */
static size_t pool_samples(const Observation *o, const SamplingMeasures *sampling, ObsEvent *events)
{
    size_t count = 0;
    for (int32_t r = 0; r < sampling->row_count; r++) {
        const SamplingRow *row = &sampling->rows[r];
        for (int32_t i = 0; i < row->signal_count; i++) {
            const ScanSignal *signal = &row->signals[i];
            if (others_withholds(o->protocol, signal))
                continue;
            ObsEvent *e = &events[count++];
            *e = event_blank();
            e->code = row->code;
            e->start_ms = e->stop_ms = signal->at_ms;
            e->missing = signal->answered == 0;
            e->value = e->missing ? 0 : (int32_t)signal->share.k;
            e->of = e->missing ? 0 : (int32_t)signal->share.n;
            e->id.bytes[0] = (uint8_t)r; /* apart from each other; no event has this id */
            e->id.bytes[14] = (uint8_t)(i >> 8);
            e->id.bytes[15] = (uint8_t)i;
        }
    }
    return count;
}

static int by_start(const void *a, const void *b)
{
    const ObsEvent *x = a, *y = b;
    if (x->start_ms != y->start_ms)
        return x->start_ms < y->start_ms ? -1 : 1;
    if (x->stop_ms != y->stop_ms)
        return x->stop_ms < y->stop_ms ? -1 : 1;
    return uuid_compare(x->id, y->id);
}

bool others_observation(const Observation *o, Arena *arena, Observation *ret_copy, Err *err)
{
    TalkMeasures talk;
    SamplingMeasures sampling;
    if (!talk_measure(o, arena, &talk, err) || !sampling_measure(&talk, arena, &sampling, err))
        return false;
    Observation copy = *o;
    ObsEvent *events = ARENA_PUSH(arena, ObsEvent, o->event_count + 1);
    copy.setup = copy_setup(o, arena);
    if (!events || !copy.setup)
        return err_set(err, ERR_SYSTEM, "not enough memory for the copy for others");
    size_t count = 0;
    for (size_t i = 0; i < o->event_count; i++)
        if (stays(&o->protocol->codes[o->events[i].code]))
            events[count++] = without_words(o->setup, o->events[i]);
    count += pool_samples(o, &sampling, events + count);
    qsort(events, count, sizeof *events, by_start);
    copy.attachments = NULL;
    copy.events = events;
    copy.event_count = count;
    *ret_copy = copy;
    return true;
}
