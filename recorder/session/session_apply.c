/* session_apply.c - the fold: facts in, the present state out.
 *
 * A fact is checked, room is made for it, and only then anything changes; from
 * there on nothing can fail. Counters and lists are corrected around every
 * change of an event (leave, change, enter), so reading them never counts.
 */
#include "recorder/session/session_internal.h"

#include "protocols/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The array with room for need items, or NULL with *cap as it was. By a quarter: a day's
 * record is kept in a few arrays, and room that nothing fills is memory all the same. */
static void *grow(void *items, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return items;
    size_t wanted = *cap < 16 ? 16 : *cap + *cap / 4;
    if (wanted < need)
        wanted = need;
    void *grown = realloc(items, wanted * size);
    if (grown)
        *cap = wanted;
    return grown;
}

static bool grow_list(IndexList *list, size_t more)
{
    int32_t *items = grow(list->items, &list->cap, list->count + more, sizeof *items);
    if (items)
        list->items = items;
    return items != NULL;
}

static void list_add(IndexList *list, int32_t index)
{
    assert(list->count < list->cap);
    list->items[list->count++] = index;
}

static void list_remove(IndexList *list, int32_t index)
{
    for (size_t i = list->count; i-- > 0;)
        if (list->items[i] == index) {
            list->count--;
            memmove(list->items + i, list->items + i + 1, (list->count - i) * sizeof *list->items);
            return;
        }
}

/* ---- events by id ---- */

static size_t hash_id(Uuid id)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < sizeof id.bytes; i++)
        h = (h ^ id.bytes[i]) * UINT64_C(0x100000001b3);
    return (size_t)(h ^ h >> 32);
}

int32_t session_find_index(const Session *s, Uuid id)
{
    if (s->id_cap == 0)
        return -1;
    for (size_t at = hash_id(id) & (s->id_cap - 1); s->id_table[at] != 0;
         at = (at + 1) & (s->id_cap - 1))
        if (uuid_compare(s->events[s->id_table[at] - 1].id, id) == 0)
            return s->id_table[at] - 1;
    return -1;
}

static void index_id(int32_t *table, size_t cap, Uuid id, int32_t index)
{
    size_t at = hash_id(id) & (cap - 1);
    while (table[at] != 0)
        at = (at + 1) & (cap - 1);
    table[at] = index + 1;
}

static bool grow_id_table(Session *s, size_t more)
{
    size_t need = (s->event_count + more) * 2;
    if (need <= s->id_cap)
        return true;
    size_t cap = s->id_cap < 64 ? 64 : s->id_cap;
    while (cap < need)
        cap *= 2;
    int32_t *table = calloc(cap, sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; i < s->event_count; i++)
        index_id(table, cap, s->events[i].id, (int32_t)i);
    free(s->id_table);
    s->id_table = table;
    s->id_cap = cap;
    return true;
}

/* ---- counts: of samples by signal, of strokes by drawing ---- */

uint64_t session_slot_key(int32_t sampling, int32_t subject, int64_t signal)
{
    return UINT64_C(1) << 63 | (uint64_t)signal << 11 | (uint64_t)sampling << 9 |
           (uint64_t)(subject + 1);
}

static size_t slot_place(const uint64_t *keys, size_t cap, uint64_t key)
{
    size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 24) & (cap - 1);
    while (keys[at] != 0 && keys[at] != key)
        at = (at + 1) & (cap - 1);
    return at;
}

/* As event_is_same_drawing() has it. */
static uint64_t drawing_key(const ObsEvent *stroke)
{
    return UINT64_C(1) << 63 | (uint64_t)stroke->start_ms << 16 | (uint64_t)stroke->code << 9 |
           (uint64_t)(stroke->subject + 1);
}

static int32_t slot_count(const SlotTable *slots, uint64_t key)
{
    if (slots->cap == 0)
        return 0;
    size_t at = slot_place(slots->keys, slots->cap, key);
    return slots->keys[at] == key ? slots->counts[at] : 0;
}

int32_t session_slot_count(const Session *s, uint64_t key)
{
    return slot_count(&s->slots, key);
}

int32_t session_stroke_count(const Session *s, const ObsEvent *stroke)
{
    return slot_count(&s->drawings, drawing_key(stroke));
}

static bool grow_slots(SlotTable *slots, size_t more)
{
    size_t need = (slots->used + more) * 2;
    if (need <= slots->cap)
        return true;
    size_t cap = slots->cap < 64 ? 64 : slots->cap;
    while (cap < need)
        cap *= 2;
    SlotTable grown = {calloc(cap, sizeof *grown.keys), calloc(cap, sizeof *grown.counts), 0, cap};
    if (!grown.keys || !grown.counts) {
        free(grown.keys);
        free(grown.counts);
        return false;
    }
    for (size_t i = 0; i < slots->cap; i++)
        if (slots->keys[i] != 0) {
            size_t at = slot_place(grown.keys, cap, slots->keys[i]);
            grown.keys[at] = slots->keys[i];
            grown.counts[at] = slots->counts[i];
            grown.used++;
        }
    free(slots->keys);
    free(slots->counts);
    *slots = grown;
    return true;
}

static void slot_add(SlotTable *slots, uint64_t key, int32_t delta)
{
    size_t at = slot_place(slots->keys, slots->cap, key);
    if (slots->keys[at] == 0) {
        slots->keys[at] = key;
        slots->used++;
    }
    slots->counts[at] += delta;
}

int32_t session_sampling_of(const Session *s, int32_t code)
{
    for (int32_t i = 0; i < s->protocol->sampling_count; i++)
        if (s->protocol->sampling[i].code == code && s->protocol->sampling[i].every_ms > 0)
            return i;
    return PROTOCOL_NONE;
}

/* Signals from this time on are to be looked at again. */
static void unsettle(Session *s, int32_t sampling, int64_t from_ms)
{
    int64_t before = from_ms / s->protocol->sampling[sampling].every_ms - 1;
    if (before < 0)
        before = 0;
    if (before < s->settled[sampling])
        s->settled[sampling] = before;
}

/* ---- counters and lists ---- */

static void count_state(Session *s, int32_t index, int32_t delta)
{
    const ObsEvent *e = &s->events[index];
    const Code *code = session_code(s, e);
    bool open = e->stop_ms == EVENT_OPEN;
    if (open && delta > 0)
        list_add(&s->open, index);
    else if (open)
        list_remove(&s->open, index);
    else if (e->stop_ms > s->closed_until[code->category])
        s->closed_until[code->category] = e->stop_ms;
    if (e->subject != SUBJECT_NONE && code->senses & (SENSE_TALK & ~(uint32_t)SENSE_SILENCE))
        s->subject_turns[e->subject] += delta;
    if (code->senses & SENSE_PAUSE) {
        delta > 0 ? list_add(&s->pauses, index) : list_remove(&s->pauses, index);
        s->pauses_open += open ? delta : 0;
    }
    if (code->senses & SENSE_ABSENT && e->subject != SUBJECT_NONE) {
        delta > 0 ? list_add(&s->absences, index) : list_remove(&s->absences, index);
        s->absent_open[e->subject] += open ? delta : 0;
    }
    if (code->senses & (SENSE_PAUSE | SENSE_ABSENT))
        for (int32_t i = 0; i < s->protocol->sampling_count; i++)
            if (s->protocol->sampling[i].every_ms > 0)
                unsettle(s, i, e->start_ms);
}

/* Does it count as something that the observer recorded? Of a drawing's strokes, which are
 * counted in and out in any order, one does: that with no other beside it. */
static bool stands(const Session *s, int32_t index)
{
    const ObsEvent *e = &s->events[index];
    uint32_t senses = session_code(s, e)->senses;
    if (senses & SENSE_INK)
        return session_stroke_count(s, e) == 0;
    return !e->missing && !(senses & (SENSE_PAUSE | SENSE_ABSENT));
}

/* Counts an event in (+1) or out (-1). */
static void count_event(Session *s, int32_t index, int32_t delta)
{
    const ObsEvent *e = &s->events[index];
    const Code *code = session_code(s, e);
    if (e->voided)
        return;
    s->code_counts[e->code][0] += delta;
    if (code->pads != PROTOCOL_NONE && e->options[code->pads] != PROTOCOL_NONE)
        s->code_counts[e->code][e->options[code->pads] + 1] += delta;
    bool ink = code->senses & SENSE_INK;
    if (ink && delta < 0)
        slot_add(&s->drawings, drawing_key(e), delta);
    if (stands(s, index)) /* in drawings are the others */
        s->standing = delta > 0 ? s->standing + 1 : s->standing - 1;
    if (ink && delta > 0)
        slot_add(&s->drawings, drawing_key(e), delta);
    if (code->kind == CODE_STATE)
        count_state(s, index, delta);
    int32_t sampling = code->kind == CODE_INTERVAL ? session_sampling_of(s, e->code) : -1;
    if (sampling >= 0) {
        int64_t signal = e->start_ms / s->protocol->sampling[sampling].every_ms;
        slot_add(&s->slots, session_slot_key(sampling, e->subject, signal), delta);
        unsettle(s, sampling, e->start_ms);
    }
}

/* ---- checks ---- */

static bool wrong(const Fact *fact, const char *what, Err *err)
{
    char id[UUID_TEXT_SIZE];
    uuid_format(fact->id, id);
    return err_set(err, ERR_FORMAT, "entry %s: %s", id, what);
}

static bool check_time(const Fact *fact, int64_t ms, Err *err)
{
    return (ms >= 0 && ms <= OBSERVATION_MAX_MS) ||
           wrong(fact, "a time outside the thousand days a lesson may take", err);
}

static bool check_options(const Session *s, const Fact *fact, Err *err)
{
    for (int32_t i = 0; i < PROTOCOL_MAX_MODIFIERS; i++) {
        int32_t count =
            i < s->protocol->modifier_count ? s->protocol->modifiers[i].option_count : 0;
        int8_t option = fact->event.options[i];
        if (option != PROTOCOL_NONE && (option < 0 || option >= count))
            return wrong(fact, "an option that the protocol does not have", err);
    }
    return true;
}

static bool check_text(const Fact *fact, Err *err)
{
    const char *text = fact->event.text;
    if (!text)
        return wrong(fact, "no text where a text was promised", err);
    size_t len = strlen(text);
    if (len > OBSERVATION_MAX_TEXT)
        return wrong(fact, "a text that is longer than a note may be", err);
    if (utf8_valid_len(text, len) != len)
        return wrong(fact, "a text that is not UTF-8", err);
    return true;
}

static bool check_subject(const Session *s, const Fact *fact, int32_t subject, Err *err)
{
    return (subject >= SUBJECT_NONE && subject < s->setup->subject_count) ||
           wrong(fact, "somebody who is not in the set-up", err);
}

/* The fields that the fact says, each for itself. */
static bool check_fields(const Session *s, const Fact *fact, uint32_t fields, Err *err)
{
    const ObsEvent *e = &fact->event;
    if (fields & FIELD_CODE && (e->code < 0 || e->code >= s->protocol->code_count))
        return wrong(fact, "a code that the protocol does not have", err);
    if (fields & FIELD_SUBJECT && !check_subject(s, fact, e->subject, err))
        return false;
    if (fields & FIELD_TARGET && !check_subject(s, fact, e->target, err))
        return false;
    if (fields & FIELD_START && !check_time(fact, e->start_ms, err))
        return false;
    if (fields & FIELD_STOP && e->stop_ms != EVENT_OPEN && !check_time(fact, e->stop_ms, err))
        return false;
    if (fields & FIELD_VALUE && (e->of < 0 || (e->of > 0 && (e->value < 0 || e->value > e->of))))
        return wrong(fact, "a sample of more pupils than were present", err);
    if (fields & FIELD_OPTIONS && !check_options(s, fact, err))
        return false;
    return !(fields & FIELD_TEXT) || check_text(fact, err);
}

static bool check_event(const Session *s, const Fact *fact, Err *err)
{
    if (uuid_compare(fact->id, fact->event.id) != 0)
        return wrong(fact, "an event under another id", err);
    if (!s->started)
        return wrong(fact, "something was observed before the lesson began", err);
    if (s->event_count >= OBSERVATION_MAX_EVENTS)
        return err_set(err, ERR_LIMIT, "more than %d events in a lesson", OBSERVATION_MAX_EVENTS);
    if (!check_fields(s, fact, FIELD_ALL, err))
        return false;
    if (fact->event.stop_ms < fact->event.start_ms)
        return wrong(fact, "an event that stops before it starts", err);
    if (session_code(s, &fact->event)->kind != CODE_STATE &&
        fact->event.stop_ms != fact->event.start_ms)
        return wrong(fact, "a length for something that has none", err);
    return true;
}

static bool check_fact(const Session *s, const Fact *fact, Err *err)
{
    if (uuid_compare(fact->id, s->last_id) <= 0)
        return wrong(fact, "out of order, or twice", err);
    if (fact->id.bytes[0] == 0xFF) /* near the end of time no id comes after it */
        return wrong(fact, "of a time eight thousand years from now", err);
    if (fact->action < 0 || fact->undoes < 0 || !check_time(fact, fact->said_ms, err))
        return err->kind != ERR_NONE ? false : wrong(fact, "a number below zero", err);
    if (s->log_count >= INT32_MAX / 2)
        return err_set(err, ERR_LIMIT, "more than %d entries in a record", INT32_MAX / 2);
    switch (fact->kind) {
    case FACT_EVENT:
        return check_event(s, fact, err);
    case FACT_CHANGE:
        if (fact->fields == 0 || fact->fields & ~(uint32_t)FIELD_ALL)
            return wrong(fact, "a change of nothing that is known", err);
        if (session_find_index(s, fact->event.id) < 0)
            return wrong(fact, "a change of an event that is not in the record", err);
        return check_fields(s, fact, fact->fields, err);
    case FACT_START:
        return !s->started || wrong(fact, "the lesson begins a second time", err);
    case FACT_END:
        if (!s->started)
            return wrong(fact, "the lesson ends before it began", err);
        return check_time(fact, fact->event.start_ms, err);
    case FACT_REOPEN:
        return s->started || wrong(fact, "the lesson goes on before it began", err);
    }
    return wrong(fact, "of an unknown kind", err);
}

/* ---- the fold ---- */

static bool reserve(Session *s, size_t n, Err *err)
{
    ObsEvent *events = grow(s->events, &s->event_cap, s->event_count + n, sizeof *events);
    s->events = events ? events : s->events;
    LogFact *log = grow(s->log, &s->log_cap, s->log_count + n, sizeof *log);
    s->log = log ? log : s->log;
    ObsEvent *befores = grow(s->befores, &s->before_cap, s->before_count + n, sizeof *befores);
    s->befores = befores ? befores : s->befores;
    Act *acts = grow(s->acts, &s->act_cap, s->act_count + n, sizeof *acts);
    s->acts = acts ? acts : s->acts;
    if (!events || !log || !befores || !acts || !grow_id_table(s, n) || !grow_slots(&s->slots, n) ||
        !grow_list(&s->undo, n) || !grow_list(&s->redo, n) || !grow_list(&s->open, n) ||
        !grow_list(&s->pauses, n) || !grow_list(&s->absences, n) || !grow_slots(&s->drawings, n))
        return err_set(err, ERR_SYSTEM, "there is no memory left for this entry");
    return true;
}

/* Takes the newest act with this number off a stack; -1 when there is none. */
static int32_t take_act(const Session *s, IndexList *stack, int64_t action)
{
    for (size_t i = stack->count; i-- > 0;)
        if (s->acts[stack->items[i]].action == action) {
            int32_t act = stack->items[i];
            list_remove(stack, act);
            return act;
        }
    return -1;
}

/* Files a new act on the stacks. An undo moves from one to the other; what it
 * names is on top, except in a record that several devices changed. */
static void open_act(Session *s, const Fact *fact)
{
    assert(s->acts && s->act_count < s->act_cap);
    int32_t index = (int32_t)s->act_count++;
    int32_t undone = fact->undoes ? take_act(s, &s->undo, fact->undoes) : -1;
    int32_t redone = fact->undoes && undone < 0 ? take_act(s, &s->redo, fact->undoes) : -1;
    int32_t root = undone >= 0 ? undone : redone;
    s->acts[index] = (Act){.action = fact->action,
                           .undoes = fact->undoes,
                           .first = (int32_t)s->log_count,
                           .root = root >= 0 ? s->acts[root].root : index};
    s->act_open = true;
    if (undone >= 0) {
        list_add(&s->redo, index);
    } else if (fact->kind != FACT_START) {
        if (redone < 0)
            s->redo.count = 0;
        list_add(&s->undo, index);
    }
}

static void log_fact(Session *s, const Fact *fact, LogFact entry)
{
    const Act *last = s->act_count > 0 ? &s->acts[s->act_count - 1] : NULL;
    /* Numbers are counted on each device: two that were joined can have the same. */
    bool same = s->act_open && last && last->action == fact->action &&
                last->undoes == fact->undoes && s->log[last->first].said_ms == fact->said_ms;
    if (fact->action == 0)
        s->act_open = false;
    else if (!same)
        open_act(s, fact);
    if (s->act_open)
        s->acts[s->act_count - 1].count++;
    entry.id = fact->id;
    entry.said_ms = fact->said_ms;
    entry.kind = (uint32_t)fact->kind;
    s->log[s->log_count++] = entry;
}

/* An instant has no length, and what was changed piece by piece (on several
 * devices) may cross: the same answer everywhere. */
static void straighten(const Session *s, ObsEvent *e)
{
    if (session_code(s, e)->kind != CODE_STATE || e->stop_ms < e->start_ms)
        e->stop_ms = e->start_ms;
}

static void fold_event(Session *s, const Fact *fact, const char *text)
{
    int32_t index = (int32_t)s->event_count++;
    s->events[index] = fact->event;
    s->events[index].text = text;
    index_id(s->id_table, s->id_cap, fact->id, index);
    log_fact(s, fact, (LogFact){.event = index, .before = -1});
    count_event(s, index, +1);
}

static void fold_change(Session *s, const Fact *fact, const char *text)
{
    int32_t index = session_find_index(s, fact->event.id);
    const ObsEvent *to = &fact->event;
    s->befores[s->before_count] = s->events[index];
    log_fact(
        s, fact,
        (LogFact){.event = index, .before = (int32_t)s->before_count++, .fields = fact->fields});
    count_event(s, index, -1);
    ObsEvent *e = &s->events[index];
    if (fact->fields & FIELD_CODE)
        e->code = to->code;
    if (fact->fields & FIELD_SUBJECT)
        e->subject = to->subject;
    if (fact->fields & FIELD_TARGET)
        e->target = to->target;
    if (fact->fields & FIELD_START)
        e->start_ms = to->start_ms;
    if (fact->fields & FIELD_STOP)
        e->stop_ms = to->stop_ms;
    if (fact->fields & FIELD_VALUE) {
        e->value = to->value;
        e->of = to->of;
        e->missing = to->missing;
    }
    if (fact->fields & FIELD_OPTIONS)
        memcpy(e->options, to->options, sizeof e->options);
    if (fact->fields & FIELD_TEXT)
        e->text = text;
    if (fact->fields & FIELD_VOIDED)
        e->voided = to->voided;
    straighten(s, e);
    count_event(s, index, +1);
}

static void fold(Session *s, const Fact *fact, const char *text)
{
    switch (fact->kind) {
    case FACT_EVENT:
        fold_event(s, fact, text);
        break;
    case FACT_CHANGE:
        fold_change(s, fact, text);
        break;
    case FACT_START:
        s->started = true;
        log_fact(s, fact, (LogFact){.event = -1, .before = -1});
        break;
    case FACT_END:
        s->ended = true;
        s->end_ms = fact->event.start_ms;
        s->end_said_ms = fact->said_ms;
        log_fact(s, fact, (LogFact){.event = -1, .before = -1, .at_ms = s->end_ms});
        break;
    case FACT_REOPEN:
        log_fact(s, fact, (LogFact){.event = -1, .before = -1, .at_ms = s->end_ms});
        s->ended = false;
        s->end_ms = s->end_said_ms = 0;
        break;
    }
    s->last_id = fact->id;
    if (fact->said_ms > s->last_ms)
        s->last_ms = fact->said_ms;
    if (fact->action > 0 && fact->said_ms > s->acted_ms)
        s->acted_ms = fact->said_ms;
    if (fact->action > s->last_action)
        s->last_action = fact->action;
    uuid_pass(s->ids, fact->id);
}

/* See session_undo_fact(). */
static Fact tell_act(const Session *s, const IndexList *stack)
{
    Fact fact = {.event = event_blank()};
    if (stack->count == 0)
        return fact;
    const Act *act = &s->acts[s->acts[stack->items[stack->count - 1]].root];
    const LogFact *told = &s->log[act->first];
    for (int32_t i = 0; i < act->count && told->kind != FACT_EVENT; i++) {
        const LogFact *entry = &s->log[act->first + i];
        if (entry->kind == FACT_EVENT || entry->kind == FACT_END)
            told = entry;
    }
    fact.kind = (FactKind)told->kind;
    fact.id = told->id;
    fact.action = act->action;
    fact.undoes = act->undoes;
    fact.said_ms = told->said_ms;
    fact.fields = told->fields;
    if (told->event >= 0)
        fact.event = s->events[told->event];
    else
        fact.event.start_ms = fact.event.stop_ms = told->at_ms;
    return fact;
}

static void tell_acts(Session *s)
{
    s->undo_fact = tell_act(s, &s->undo);
    s->redo_fact = tell_act(s, &s->redo);
}

static bool keep_text(Session *s, const Fact *fact, const char **ret_text, Err *err)
{
    bool said =
        fact->kind == FACT_EVENT || (fact->kind == FACT_CHANGE && fact->fields & FIELD_TEXT);
    const char *text = "";
    if (said && fact->event.text[0] != '\0')
        text = arena_copy(&s->texts, fact->event.text, strlen(fact->event.text));
    if (!text)
        return err_set(err, ERR_SYSTEM, "there is no memory left for this text");
    *ret_text = text;
    return true;
}

bool session_apply(Session *s, FactSlice facts, Err *err)
{
    bool ok = true;
    for (size_t i = 0; i < facts.count && ok; i++) {
        const Fact *fact = &facts.items[i];
        const char *text = "";
        ok = check_fact(s, fact, err) && reserve(s, 1, err) && keep_text(s, fact, &text, err);
        if (ok)
            fold(s, fact, text);
    }
    tell_acts(s);
    return ok;
}

bool session_prepare_planned(Session *s, Err *err)
{
    if (s->plan_kept || s->plan_count == 0)
        return true;
    if (!reserve(s, s->plan_count, err))
        return false;
    ArenaMark mark = arena_mark(&s->texts);
    for (size_t i = 0; i < s->plan_count; i++) {
        /* A text that is kept twice when memory runs out half way is put back. */
        if (!keep_text(s, &s->plan[i], &s->plan[i].event.text, err)) {
            arena_reset(&s->texts, mark);
            s->plan_count = 0;
            return false;
        }
    }
    s->plan_kept = true;
    return true;
}

bool session_apply_planned(Session *s, Err *err)
{
    if (!session_prepare_planned(s, err))
        return false;
    for (size_t i = 0; i < s->plan_count; i++) {
        assert(check_fact(s, &s->plan[i], err));
        fold(s, &s->plan[i], s->plan[i].event.text);
    }
    s->plan_count = 0;
    if (s->act_count > 0 || s->log_count > 0)
        tell_acts(s);
    return true;
}
