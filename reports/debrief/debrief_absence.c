/* Who came late, who went while the lesson lasted, and whether they came back. */
#include "reports/debrief/debrief_part.h"

/* Joins it to the pupil's last absence where the two touch. */
static void add_absence(DebriefAbsences *ret, DebriefAbsence *items, int32_t *last, int32_t subject,
                        Span span)
{
    DebriefAbsence *before = last[subject] >= 0 ? &items[last[subject]] : NULL;
    if (before && span.start_ms <= before->span.stop_ms) {
        if (span.stop_ms > before->span.stop_ms)
            before->span.stop_ms = span.stop_ms;
        return;
    }
    last[subject] = (int32_t)ret->count;
    items[ret->count++] = (DebriefAbsence){.subject = subject, .span = span};
}

/* Who was never there is no pupil of this lesson. */
static void sort_out(DebriefAbsences *ret, DebriefAbsence *items, int64_t end_ms)
{
    size_t kept = 0;
    for (size_t i = 0; i < ret->count; i++) {
        bool late = items[i].span.start_ms <= 0, left = items[i].span.stop_ms >= end_ms;
        if (late && left)
            continue;
        items[kept] = items[i];
        items[kept++].kind = late ? ABSENCE_LATE : left ? ABSENCE_LEFT : ABSENCE_OUT;
    }
    ret->count = kept;
}

static void count_pupils(DebriefAbsences *ret, const DebriefAbsence *items, int32_t subjects,
                         int32_t *last)
{
    for (int32_t i = 0; i < subjects; i++)
        last[i] = -1;
    for (size_t i = 0; i < ret->count; i++)
        last[items[i].subject] = (int32_t)i;
    for (int32_t i = 0; i < subjects; i++)
        if (last[i] >= 0)
            ret->pupils[items[last[i]].kind]++;
}

bool debrief_absences(Debrief *d, DebriefAbsences *ret)
{
    const Observation *o = d->o;
    int32_t subjects = o->setup->subject_count;
    size_t count = 0;
    for (size_t i = 0; i < o->event_count; i++)
        count += (measure_event_senses(o, &o->events[i]) & SENSE_ABSENT) != 0;
    DebriefAbsence *items = ARENA_PUSH(d->scratch, DebriefAbsence, count + 1);
    int32_t *last = ARENA_PUSH(d->scratch, int32_t, (size_t)subjects + 1);
    if (!items || !last) {
        d->l.lost = true;
        return false;
    }
    *ret = (DebriefAbsences){.items = items};
    for (int32_t i = 0; i < subjects; i++)
        last[i] = -1;
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        if ((measure_event_senses(o, event) & SENSE_ABSENT) && measure_is_pupil(o, event->subject))
            add_absence(ret, items, last, event->subject, measure_event_span(o, event));
    }
    sort_out(ret, items, o->end_ms);
    count_pupils(ret, items, subjects, last);
    return true;
}
