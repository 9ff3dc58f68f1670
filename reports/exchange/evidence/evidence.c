#include "reports/exchange/evidence/evidence.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

const char *evidence_name(EvidenceKind kind)
{
    static const char *const names[EVIDENCE_KIND_COUNT] = {
        "events", "talk", "frames", "questions", "samples", "notes", "settings"};
    return names[kind];
}

/* ---- filling ---- */

/* A table being filled: cells of a row from left to right. */
typedef struct Filling {
    const Observation *o;
    const LessonMeasures *m;
    Arena *arena;
    bool for_others;
    EvidenceTable *table;
    EvidenceCell *cells;
    size_t used, cap;
    bool lost;
} Filling;

static void name_columns(Filling *f, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        f->table->columns[f->table->column_count++] = names[i];
}

static void put(Filling *f, EvidenceCell cell)
{
    if (f->used == f->cap) {
        size_t cap = f->cap ? 2 * f->cap : 256;
        EvidenceCell *larger = ARENA_PUSH(f->arena, EvidenceCell, cap);
        if (!larger) {
            f->lost = true;
            return;
        }
        if (f->used > 0)
            memcpy(larger, f->cells, f->used * sizeof *larger);
        f->cells = larger;
        f->cap = cap;
    }
    f->cells[f->used++] = cell;
}

static void put_text(Filling *f, const char *text)
{
    put(f, (EvidenceCell){.text = text});
}

static void put_count(Filling *f, int64_t count)
{
    put(f, (EvidenceCell){.number = (double)count});
}

static void put_if(Filling *f, bool there, double number, int32_t decimals)
{
    EvidenceCell cell = {.number = number, .decimals = decimals};
    if (!there)
        cell.text = "";
    put(f, cell);
}

static void put_ms(Filling *f, int64_t ms)
{
    put(f, (EvidenceCell){.number = (double)ms / 1000, .decimals = 3});
}

/* What would say who it was, or what somebody said. */
static void put_private(Filling *f, const char *text)
{
    put_text(f, f->for_others ? "" : text);
}

/* ---- words ---- */

static const char *label_of(const Setup *setup, int32_t subject)
{
    bool known = subject >= 0 && subject < setup->subject_count;
    return known ? setup->subjects[subject].label : "";
}

static const char *group_of(const Setup *setup, int32_t subject)
{
    bool known = subject >= 0 && subject < setup->subject_count;
    return known ? label_of(setup, setup->subjects[subject].group) : "";
}

static const char *kind_of(const Setup *setup, int32_t subject)
{
    static const char *const kinds[] = {
        [SUBJECT_ADULT] = "adult", [SUBJECT_PUPIL] = "pupil", [SUBJECT_GROUP] = "group"};
    bool known = subject >= 0 && subject < setup->subject_count;
    return known ? kinds[setup->subjects[subject].kind] : "";
}

static const char *option_of(const Protocol *p, int32_t modifier, int32_t option)
{
    bool known = modifier >= 0 && modifier < p->modifier_count && option >= 0 &&
                 option < p->modifiers[modifier].option_count;
    return known ? p->modifiers[modifier].options[option].key : "";
}

/* The phase that ran at this time; of several the one that began last. */
static const char *phase_at(const Filling *f, int64_t at_ms)
{
    const MeasureIndex *index = &f->m->talk.index;
    const char *label = "";
    for (size_t i = 0; i < index->count[LIST_PHASE]; i++) {
        const ObsEvent *e = &f->o->events[index->events[LIST_PHASE][i]];
        if (e->start_ms <= at_ms && at_ms < e->stop_ms)
            label = f->o->protocol->codes[e->code].label;
    }
    return label;
}

/* ---- events ---- */

static bool is_fixed_column(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void fill_event(Filling *f, const ObsEvent *e)
{
    static const char *const kinds[] = {
        [CODE_POINT] = "point",   [CODE_STATE] = "state", [CODE_INTERVAL] = "interval",
        [CODE_RATING] = "rating", [CODE_NOTE] = "note",
    };
    const Protocol *p = f->o->protocol;
    const Setup *setup = f->o->setup;
    const Code *code = &p->codes[e->code];
    bool sample = code->kind == CODE_INTERVAL;
    bool counted = sample && !e->missing && !f->for_others;
    char *id = ARENA_PUSH(f->arena, char, UUID_TEXT_SIZE);
    put_ms(f, e->start_ms);
    put_ms(f, e->stop_ms);
    put_ms(f, e->stop_ms - e->start_ms);
    put_text(f, code->key);
    put_text(f, code->label);
    put_text(f, kinds[code->kind]);
    put_text(f, p->categories[code->category].key);
    put_private(f, label_of(setup, e->subject));
    put_text(f, kind_of(setup, e->subject));
    put_private(f, group_of(setup, e->subject));
    put_private(f, label_of(setup, e->target));
    for (int32_t i = 0; i < p->modifier_count; i++)
        put_text(f, option_of(p, i, e->options[i]));
    put_if(f, code->kind == CODE_RATING || counted, e->value, 0);
    put_if(f, sample && !f->for_others, e->of, 0);
    put_text(f, !sample ? "" : e->missing ? "yes" : "no");
    put_private(f, e->text);
    if (id)
        uuid_format(e->id, id);
    put_text(f, id ? id : "");
    f->lost |= !id;
}

static void fill_events(Filling *f)
{
    static const char *const first[] = {"start_s",      "stop_s", "duration_s", "code",
                                        "label",        "kind",   "category",   "subject",
                                        "subject_kind", "group",  "target"};
    static const char *const last[] = {"value", "of", "missing", "text", "id"};
    enum { FIRST = sizeof first / sizeof *first, LAST = sizeof last / sizeof *last };
    const Protocol *p = f->o->protocol;
    name_columns(f, first, FIRST);
    for (int32_t i = 0; i < p->modifier_count; i++) {
        const char *name = p->modifiers[i].key;
        if (is_fixed_column(first, FIRST, name) || is_fixed_column(last, LAST, name))
            name = arena_printf(f->arena, "modifier_%s", name);
        f->lost |= !name;
        f->table->columns[f->table->column_count++] = name ? name : "";
    }
    name_columns(f, last, LAST);
    for (size_t i = 0; i < f->o->event_count; i++)
        fill_event(f, &f->o->events[i]);
}

/* ---- what the measures found ---- */

static void fill_talk(Filling *f)
{
    static const char *const names[] = {"turn",  "start_s", "stop_s", "talk_s", "role", "subject",
                                        "group", "target",  "phase",  "chain",  "words"};
    const TalkMeasures *talk = &f->m->talk;
    name_columns(f, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < talk->turn_count; i++) {
        const TalkTurn *turn = &talk->turns[i];
        put_count(f, (int64_t)i + 1);
        put_ms(f, turn->span.start_ms);
        put_ms(f, turn->span.stop_ms);
        put_ms(f, turn->talk_ms);
        put_text(f, talk_role_name(turn->role));
        put_private(f, label_of(f->o->setup, turn->subject));
        put_private(f, group_of(f->o->setup, turn->subject));
        put_private(f, label_of(f->o->setup, turn->target));
        put_text(f, phase_at(f, turn->span.start_ms));
        put_if(f, turn->chain >= 0, turn->chain + 1, 0);
        put_private(f, f->o->events[turn->event].text);
    }
}

static void fill_frames(Filling *f)
{
    static const char *const names[] = {"at_s", "subject", "group",     "turn",  "function",
                                        "form", "source",  "prompting", "phase", "words"};
    const FrameMeasures *frames = &f->m->frames;
    const Protocol *p = f->o->protocol;
    name_columns(f, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < frames->count; i++) {
        const FrameUse *use = &frames->items[i];
        put_ms(f, use->at_ms);
        put_private(f, label_of(f->o->setup, use->subject));
        put_private(f, group_of(f->o->setup, use->subject));
        put_if(f, use->turn >= 0, use->turn + 1, 0);
        put_text(f, option_of(p, frames->by_function.modifier, use->function));
        put_text(f, option_of(p, frames->by_form.modifier, use->form));
        put_text(f, option_of(p, frames->by_source.modifier, use->source));
        put_text(f, option_of(p, frames->by_prompting.modifier, use->prompting));
        put_text(f, phase_at(f, use->at_ms));
        put_private(f, f->o->events[use->event].text);
    }
}

static void fill_questions(Filling *f)
{
    static const char *const names[] = {"at_s",   "code",     "level",   "phase",
                                        "wait_s", "ended_by", "no_wait", "words"};
    const QuestionMeasures *questions = &f->m->questions;
    const Protocol *p = f->o->protocol;
    name_columns(f, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < questions->count; i++) {
        const Question *q = &questions->items[i];
        const QuestionRow *row = &questions->rows[q->row];
        bool measured = q->lost == WAIT_MEASURED && q->wait >= 0;
        const Wait *wait = measured ? &f->m->talk.wait1.items[q->wait] : NULL;
        put_ms(f, q->at_ms);
        put_text(f, p->codes[row->code].key);
        put_text(f, option_of(p, row->modifier, row->option));
        put_text(f, phase_at(f, q->at_ms));
        put_if(f, wait, wait ? (double)wait->wait_ms / 1000 : 0, 3);
        put_text(f, !wait ? "" : wait->ended_by == WAIT_TEACHER ? "teacher" : "student");
        put_text(f, wait ? "" : talk_wait_lost_name(q->lost));
        put_private(f, f->o->events[q->event].text);
    }
}

static void fill_scan(Filling *f, const char *code, int32_t signal, int64_t at_ms,
                      const char *group, Proportion share, bool missing)
{
    bool few = f->for_others && share.n < f->o->protocol->rules.suppress_below;
    bool shown = !missing && !few;
    put_count(f, signal + 1);
    put_ms(f, at_ms);
    put_text(f, code);
    put_text(f, group);
    put_if(f, shown, (double)share.k, 0);
    put_if(f, shown, (double)share.n, 0);
    put_if(f, shown && !share.undefined, 100 * share.share, 1);
    put_text(f, missing ? "missing: nobody answered" : few ? "hidden: too few pupils" : "");
}

static void fill_samples(Filling *f)
{
    static const char *const names[] = {"signal",  "at_s",    "code",    "group",
                                        "engaged", "present", "percent", "remark"};
    const SamplingMeasures *sampling = &f->m->sampling;
    name_columns(f, names, sizeof names / sizeof *names);
    for (int32_t r = 0; r < sampling->row_count; r++) {
        const SamplingRow *row = &sampling->rows[r];
        const char *code = f->o->protocol->codes[row->code].key;
        for (int32_t i = 0; f->for_others && i < row->signal_count; i++) {
            const ScanSignal *s = &row->signals[i];
            fill_scan(f, code, i, s->at_ms, "", s->share, s->answered == 0);
        }
        for (int32_t i = 0; !f->for_others && i < row->series_count; i++)
            for (int32_t k = 0; k < row->series[i].count; k++) {
                const Scan *s = &row->series[i].items[k];
                Proportion share = s->share;
                share.k = s->engaged;
                share.n = s->present;
                fill_scan(f, code, s->signal, s->at_ms, label_of(f->o->setup, s->subject), share,
                          s->missing);
            }
    }
}

static void fill_notes(Filling *f)
{
    static const char *const names[] = {"at_s",  "code",  "label", "subject",
                                        "group", "phase", "words"};
    name_columns(f, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < f->o->event_count && !f->for_others; i++) {
        const ObsEvent *e = &f->o->events[i];
        const Code *code = &f->o->protocol->codes[e->code];
        bool noted = code->kind == CODE_NOTE || (code->senses & (SENSE_NOTE | SENSE_MARK));
        if (!noted && e->text[0] == '\0')
            continue;
        put_ms(f, e->start_ms);
        put_text(f, code->key);
        put_text(f, code->label);
        put_text(f, label_of(f->o->setup, e->subject));
        put_text(f, group_of(f->o->setup, e->subject));
        put_text(f, phase_at(f, e->start_ms));
        put_text(f, e->text);
    }
}

/* ---- settings ---- */

static void set(Filling *f, const char *name, EvidenceCell value, const char *unit)
{
    put_text(f, name);
    put(f, value);
    put_text(f, unit);
}

static void set_text(Filling *f, const char *name, const char *value)
{
    set(f, name, (EvidenceCell){.text = value}, "");
}

static void set_number(Filling *f, const char *name, double value, int32_t decimals,
                       const char *unit)
{
    set(f, name, (EvidenceCell){.number = value, .decimals = decimals}, unit);
}

/* 2026-03-12 09:05 on the clock of the room; "" when it is not known. */
static const char *started(Filling *f)
{
    const Setup *s = f->o->setup;
    time_t local = (time_t)(s->started_unix_ms / 1000 + (int64_t)s->utc_offset_min * 60);
    struct tm t;
    if (s->started_unix_ms == 0 || !gmtime_r(&local, &t))
        return "";
    const char *text = arena_printf(f->arena, "%04d-%02d-%02d %02d:%02d", t.tm_year + 1900,
                                    t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min);
    f->lost |= !text;
    return text ? text : "";
}

static void set_lesson(Filling *f)
{
    const Setup *s = f->o->setup;
    char *id = ARENA_PUSH(f->arena, char, UUID_TEXT_SIZE);
    if (id)
        uuid_format(s->id, id);
    f->lost |= !id;
    set_text(f, "lesson", s->title);
    set_text(f, "class", s->class_name);
    set_text(f, "place", s->place);
    set_text(f, "observer", s->observer);
    set_text(f, "started", started(f));
    set_text(f, "theme", s->theme);
    set_text(f, "goals", s->goals);
    for (int32_t i = 0; i < s->question_count; i++)
        set_text(f, "question", s->questions[i]);
    set_text(f, "read_from", s->origin);
    set_text(f, "id", id ? id : "");
    set_text(f, "copy",
             f->for_others ? "for others: without pupils, seats, tables and words" : "of the team");
    set_number(f, "length", (double)f->o->end_ms / 1000, 3, "s");
    set_number(f, "observed", (double)f->m->talk.clock.observed_ms / 1000, 3,
               "s, pauses taken off");
    set_number(f, "pupils_on_roster", f->m->talk.roster.roster_count, 0, "pupils");
    set_number(f, "pupils_present", f->m->talk.roster.present_count, 0, "pupils");
}

static void set_rules(Filling *f)
{
    const Protocol *p = f->o->protocol;
    set_text(f, "protocol", p->key);
    set_text(f, "protocol_title", p->title);
    set_text(f, "protocol_version", p->version);
    set_number(f, "resolution", (double)f->o->setup->resolution_ms / 1000, 3, "s");
    set_number(f, "wait_from", (double)f->m->talk.wait1.floor_ms / 1000, 3, "s");
    set_number(f, "wait_goal", (double)p->rules.wait_goal_ms / 1000, 3, "s");
    set_number(f, "suppress_below", p->rules.suppress_below, 0, "pupils");
    set_text(f, "unmarked_turn",
             p->rules.unmarked == UNMARKED_IS_NONE ? "counts as a turn without a frame"
                                                   : "was not coded: in no denominator");
    for (int32_t i = 0; i < p->sampling_count; i++) {
        set_text(f, "sampled", p->codes[p->sampling[i].code].key);
        set_number(f, "sampled_every", (double)p->sampling[i].every_ms / 1000, 3, "s");
        set_number(f, "time_to_answer", (double)p->sampling[i].answer_ms / 1000, 3, "s");
    }
    for (int32_t i = 0; p->target_modifier != PROTOCOL_NONE && i < 32; i++)
        if (f->o->setup->targets >> i & 1)
            set_text(f, "taught_today", option_of(p, p->target_modifier, i));
    set_text(f, "made_by", "Kenkyu " KENKYU_VERSION);
}

static void fill_settings(Filling *f)
{
    static const char *const names[] = {"setting", "value", "unit"};
    name_columns(f, names, sizeof names / sizeof *names);
    set_lesson(f);
    set_rules(f);
}

bool evidence_table(const Observation *o, const LessonMeasures *m, EvidenceKind kind,
                    bool for_others, Arena *arena, EvidenceTable *ret_table, Err *err)
{
    static void (*const fill[EVIDENCE_KIND_COUNT])(Filling *) = {
        fill_events,  fill_talk,  fill_frames,  fill_questions,
        fill_samples, fill_notes, fill_settings};
    EvidenceTable table = {.name = evidence_name(kind)};
    Filling f = {.o = o, .m = m, .arena = arena, .for_others = for_others, .table = &table};
    fill[kind](&f);
    if (f.lost)
        return err_set(err, ERR_SYSTEM, "out of memory for the table of %s", table.name);
    table.cells = f.cells;
    table.row_count = f.used / (size_t)table.column_count;
    *ret_table = table;
    return true;
}
