#include "reports/debrief/debrief_evidence.h"
#include "reports/layout/words.h"
#include "reports/measure/agreement/agreement.h"

#include <stdlib.h>
#include <string.h>

enum {
    MANY_QUOTES = 60,
    SAME_MS = 5000,
};

static const Code *code_of(const Observation *o, const ObsEvent *event)
{
    static const Code none = {.key = "", .label = "", .short_label = "", .help = "", .group = ""};
    bool known = event->code >= 0 && event->code < o->protocol->code_count;
    return known ? &o->protocol->codes[event->code] : &none;
}

static const char *label_of(const Observation *o, int32_t subject)
{
    bool known = subject >= 0 && subject < o->setup->subject_count;
    return known ? o->setup->subjects[subject].label : "";
}

/* What was said in a turn, where turns have words now and then; a transcript, in which
 * most have, is no list of evidence. */
static bool has_few_quotes(const Observation *o)
{
    size_t n = 0, turns = 0;
    for (size_t i = 0; i < o->event_count; i++) {
        bool turn = code_of(o, &o->events[i])->senses & SENSE_TALK;
        turns += turn;
        n += turn && o->events[i].text[0] != '\0';
    }
    return 2 * n <= turns && n <= MANY_QUOTES;
}

bool evidence_is_entry(const Observation *o, const ObsEvent *event, bool quotes)
{
    const Code *code = code_of(o, event);
    if (code->senses & (SENSE_INK | SENSE_PHOTO))
        return false; /* an exhibit */
    if (code->kind == CODE_STATE)
        return quotes && event->text[0] != '\0' && !code->built_in;
    if (code->senses & (SENSE_NOTE | SENSE_MARK | SENSE_STRATEGY))
        return true;
    if (code->kind == CODE_RATING || code->kind == CODE_NOTE)
        return true;
    return code->kind == CODE_POINT && event->text[0] != '\0';
}

/* ---- which question ---- */

uint32_t evidence_questions(const char *text, int32_t question_count, const char **ret_rest)
{
    uint32_t set = 0;
    const char *at = text;
    *ret_rest = text;
    if (*at != 'Q' && *at != 'q' && *at != 'P' && *at != 'p')
        return 0;
    do {
        char *end;
        at++;
        if (*at < '1' || *at > '9')
            return 0;
        long n = strtol(at, &end, 10);
        if (n > question_count)
            return 0;
        set |= 1U << (n - 1);
        at = end;
    } while (*at == ',' || *at == '+');
    if (*at == ':' || *at == '.')
        at++;
    else if (*at != ' ' && *at != '\0')
        return 0;
    while (*at == ' ')
        at++;
    *ret_rest = at;
    return set;
}

static uint32_t chosen_question(const Observation *o, const ObsEvent *event, int32_t question_count)
{
    int32_t modifier = protocol_find_modifier(o->protocol, "question");
    int32_t option = measure_event_option(o, event, modifier);
    if (option == PROTOCOL_NONE)
        return 0;
    long n = strtol(o->protocol->modifiers[modifier].options[option].key, NULL, 10);
    return n >= 1 && n <= question_count ? 1U << (n - 1) : 0;
}

/* ---- everybody's entries ---- */

static size_t count_entries(const Observation *o)
{
    size_t n = 0;
    bool quotes = has_few_quotes(o);
    for (size_t i = 0; i < o->event_count; i++)
        n += evidence_is_entry(o, &o->events[i], quotes);
    return n;
}

int64_t debrief_shift_ms(const Debrief *d, const Observation *other)
{
    return -agreement_late_ms(d->o, other);
}

static int by_time(const void *a, const void *b)
{
    const EvidenceEntry *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    if (x->observers != y->observers)
        return x->observers < y->observers ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

static bool is_same(const EvidenceEntry *a, const EvidenceEntry *b)
{
    return strcmp(a->text, b->text) == 0 &&
           strcmp(code_of(a->o, a->event)->key, code_of(b->o, b->event)->key) == 0 &&
           strcmp(label_of(a->o, a->event->subject), label_of(b->o, b->event->subject)) == 0 &&
           strcmp(label_of(a->o, a->event->target), label_of(b->o, b->event->target)) == 0;
}

/* What two observers noted alike at the same time is one entry of both. */
static void join_same(EvidenceEntry *entries, int32_t *count)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < *count; i++) {
        int32_t same = kept - 1;
        while (same >= 0 && entries[i].at_ms - entries[same].at_ms <= SAME_MS &&
               ((entries[same].observers & entries[i].observers) ||
                !is_same(&entries[same], &entries[i])))
            same--;
        if (same >= 0 && entries[i].at_ms - entries[same].at_ms <= SAME_MS)
            entries[same].observers |= entries[i].observers;
        else
            entries[kept++] = entries[i];
    }
    *count = kept;
}

bool evidence_gather(Debrief *d, Evidence *ret_evidence)
{
    const DebriefInput *in = d->input;
    size_t most = count_entries(d->o);
    for (size_t i = 0; i < in->other_count; i++)
        most += count_entries(in->others[i]);
    EvidenceEntry *entries = ARENA_PUSH(d->scratch, EvidenceEntry, most + 1);
    if (!entries) {
        d->l.lost = true;
        return false;
    }
    *ret_evidence = (Evidence){.entries = entries};
    for (size_t who = 0; who <= in->other_count; who++) {
        const Observation *o = who == 0 ? d->o : in->others[who - 1];
        int64_t shift = who == 0 ? 0 : debrief_shift_ms(d, o);
        bool quotes = has_few_quotes(o);
        for (size_t i = 0; i < o->event_count; i++) {
            const ObsEvent *event = &o->events[i];
            if (!evidence_is_entry(o, event, quotes))
                continue;
            EvidenceEntry entry = {o, event, event->start_ms + shift, 1U << who, 0, event->text};
            entry.questions =
                evidence_questions(event->text, d->setup->question_count, &entry.text);
            entry.questions |= chosen_question(o, event, d->setup->question_count);
            entry.at_ms = entry.at_ms > 0 ? entry.at_ms : 0;
            ret_evidence->answered |= entry.questions;
            ret_evidence->wordless += entry.text[0] == '\0';
            entries[ret_evidence->count++] = entry;
        }
    }
    if (ret_evidence->count > 1)
        qsort(entries, (size_t)ret_evidence->count, sizeof *entries, by_time);
    if (in->other_count > 0)
        join_same(entries, &ret_evidence->count);
    return true;
}

/* ---- in words ---- */

const char *evidence_observers(Debrief *d, const EvidenceEntry *entry)
{
    const char *list = "";
    for (int32_t i = 0; i <= DEBRIEF_MAX_OTHERS; i++)
        if (entry->observers >> i & 1)
            list = layout_printf(&d->l, "%s%s%c", list, list[0] ? ", " : "", 'A' + (int)i);
    return list;
}

/* "Complete, On own": what was set on this event, but for the question it answers. */
static const char *option_words(Debrief *d, const EvidenceEntry *entry)
{
    const char *list = "";
    const Protocol *p = entry->o->protocol;
    const Code *code = code_of(entry->o, entry->event);
    for (int32_t i = 0; i < p->modifier_count; i++) {
        const Modifier *m = &p->modifiers[i];
        int8_t option = entry->event->options[i];
        if (!(code->modifiers >> i & 1) || option < 0 || option >= m->option_count ||
            strcmp(m->key, "question") == 0)
            continue;
        list = layout_printf(&d->l, "%s%s%s", list, list[0] ? ", " : "",
                             m->options[option].short_label);
    }
    return list;
}

/* The value by its name, or as a number with its scale. */
static const char *rating_words(Debrief *d, const Code *code, int32_t value)
{
    const char *name = code_anchor_label(code, value);
    if (name[0] != '\0')
        return layout_printf(&d->l, ": %s", name);
    return layout_printf(&d->l, " %d of %d to %d", (int)value, (int)code->scale_min,
                         (int)code->scale_max);
}

/* "Strategy", "Quote: complete"; "" for a note that is only its words. */
static const char *kind_words(Debrief *d, const EvidenceEntry *entry)
{
    const Code *code = code_of(entry->o, entry->event);
    const char *options = option_words(d, entry);
    const char *rating =
        code->kind == CODE_RATING ? rating_words(d, code, entry->event->value) : "";
    bool note = code->senses & SENSE_NOTE || code->kind == CODE_NOTE || code->kind == CODE_STATE;
    if (note && options[0] == '\0' && entry->text[0] != '\0')
        return "";
    return layout_printf(&d->l, "%s%s%s%s", code->label, rating, options[0] ? ": " : "", options);
}

/* Of the subject called so; itself when there is nothing shorter. */
static const char *form_of(const Debrief *d, const char *label, int form)
{
    int32_t subject = setup_find_subject(d->setup, label);
    if (form == 0 || !d->input->shorter || subject == SUBJECT_NONE)
        return label;
    return form == 1 ? d->input->shorter[subject].given : d->input->shorter[subject].label;
}

static const char *who_in_form(Debrief *d, const EvidenceEntry *entry, int form)
{
    const char *who = form_of(d, label_of(entry->o, entry->event->subject), form);
    const char *to = form_of(d, label_of(entry->o, entry->event->target), form);
    if (to[0] == '\0')
        return who;
    return who[0] ? layout_printf(&d->l, "%s to %s", who, to) : layout_printf(&d->l, "to %s", to);
}

const char *evidence_who(Debrief *d, const EvidenceEntry *entry, float width)
{
    enum { SHORTEST = 2 };
    int form = 0;
    while (form < SHORTEST &&
           layout_text_width(&d->l, FONT_BOLD, SIZE_BODY, who_in_form(d, entry, form)) > width)
        form++;
    return who_in_form(d, entry, form);
}

const char *evidence_words(Debrief *d, const EvidenceEntry *entry)
{
    const char *kind = kind_words(d, entry);
    bool said = code_of(entry->o, entry->event)->kind == CODE_STATE;
    if (said && kind[0] == '\0')
        return layout_printf(&d->l, "\xE2\x80\x9C%s\xE2\x80\x9D", entry->text);
    if (kind[0] == '\0' || entry->text[0] == '\0')
        return kind[0] ? kind : entry->text;
    return layout_printf(&d->l, "%s: %s", kind, entry->text);
}
