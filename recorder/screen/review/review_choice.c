#include "recorder/screen/part/part.h"
#include "recorder/screen/review/review.h"

#include <stdio.h>
#include <string.h>

static const float CHOICE = 56;
static const char *const NOT_SAID = "Not said";

/* ---- whom a code can be about ---- */

bool review_may_be_about(const Protocol *protocol, const Setup *setup, int32_t code,
                         int32_t subject)
{
    static const uint32_t about[] = {[SUBJECT_ADULT] = ABOUT_ADULT,
                                     [SUBJECT_PUPIL] = ABOUT_PUPIL,
                                     [SUBJECT_GROUP] = ABOUT_GROUP};
    uint32_t bit = subject == SUBJECT_NONE ? ABOUT_CLASS : about[setup->subjects[subject].kind];
    return (protocol->codes[code].about & bit) != 0;
}

/* The code itself when it can be about the subject, else one like it that can (a turn
 * of an adult becomes a turn of a pupil), or PROTOCOL_NONE. */
static int32_t code_about(const Review *v, int32_t code, int32_t subject)
{
    if (review_may_be_about(v->protocol, v->setup, code, subject))
        return code;
    const Code *like = &v->protocol->codes[code];
    for (int32_t i = 0; i < v->protocol->code_count; i++) {
        const Code *c = &v->protocol->codes[i];
        if (c->category == like->category && c->kind == like->kind && !c->built_in &&
            !like->built_in && (c->senses & SENSE_TALK) != 0 &&
            review_may_be_about(v->protocol, v->setup, i, subject))
            return i;
    }
    return PROTOCOL_NONE;
}

static bool is_in_row(const Review *v, const ReviewLane *lane, int32_t row, int32_t subject)
{
    const Subject *s = &v->setup->subjects[subject];
    if (lane->subject != SUBJECT_NONE)
        return subject == lane->subject;
    if (lane->row_count == 1)
        return true;
    int32_t group = s->kind == SUBJECT_GROUP ? subject : s->group;
    int32_t at = group == SUBJECT_NONE ? lane->row_count - 1 : v->state->index.group_rows[group];
    bool kind = lane->kind == REVIEW_LANE_PUPILS ? s->kind == SUBJECT_PUPIL : true;
    return kind && at == row;
}

/* Who is absent at a time. */
static void find_absent(const Review *v, int64_t at_ms, bool ret_absent[OBSERVATION_MAX_SUBJECTS])
{
    size_t count = 0;
    const ObsEvent *events = session_events(v->session, &count);
    memset(ret_absent, 0, OBSERVATION_MAX_SUBJECTS * sizeof *ret_absent);
    for (size_t i = 0; i < count; i++)
        if (!events[i].voided && events[i].subject != SUBJECT_NONE &&
            v->protocol->codes[events[i].code].senses & SENSE_ABSENT &&
            events[i].start_ms <= at_ms && at_ms < events[i].stop_ms)
            ret_absent[events[i].subject] = true;
}

/* Whoever of the row has the floor at a time and can be what the code is about. */
static int32_t find_speaker(const Review *v, int32_t code, const ReviewLane *lane, int32_t row,
                            int64_t at_ms)
{
    size_t count = 0;
    const ObsEvent *events = session_events(v->session, &count), *turn = NULL;
    for (size_t i = 0; i < count; i++) {
        const ObsEvent *e = &events[i];
        if (!e->voided && e->subject != SUBJECT_NONE && e->start_ms <= at_ms &&
            at_ms < e->stop_ms && v->protocol->codes[e->code].senses & SENSE_TALK &&
            review_may_be_about(v->protocol, v->setup, code, e->subject) &&
            is_in_row(v, lane, row, e->subject) && (!turn || e->start_ms >= turn->start_ms))
            turn = e;
    }
    return turn ? turn->subject : SUBJECT_NONE;
}

int32_t review_first_subject(const Review *v, int32_t code, const ReviewLane *lane, int32_t row,
                             int64_t at_ms)
{
    bool class = review_may_be_about(v->protocol, v->setup, code, SUBJECT_NONE);
    if (class && (lane->row_count == 1 || row == lane->row_count - 1))
        return SUBJECT_NONE;
    int32_t speaker = find_speaker(v, code, lane, row, at_ms);
    if (speaker != SUBJECT_NONE)
        return speaker;
    bool absent[OBSERVATION_MAX_SUBJECTS];
    find_absent(v, at_ms, absent);
    int32_t any = SUBJECT_NONE, away = SUBJECT_NONE;
    for (int32_t i = 0; i < v->setup->subject_count; i++) {
        if (!review_may_be_about(v->protocol, v->setup, code, i))
            continue;
        bool in_row = is_in_row(v, lane, row, i);
        if (in_row && !absent[i])
            return i;
        if (in_row && away == SUBJECT_NONE)
            away = i;
        if (any == SUBJECT_NONE)
            any = i;
    }
    if (away != SUBJECT_NONE)
        return away;
    return class ? SUBJECT_NONE : any;
}

/* ---- what a field can be ---- */

typedef struct Choice {
    int32_t value;
    const char *title, *detail;
} Choice;

typedef struct ChoiceList {
    Choice *items;
    int32_t count, cap;
} ChoiceList;

static void add(ChoiceList *list, int32_t value, const char *title, const char *detail)
{
    if (list->count < list->cap)
        list->items[list->count++] = (Choice){value, title, detail};
}

static const char *group_of(const Review *v, int32_t subject)
{
    const Subject *s = &v->setup->subjects[subject];
    if (s->kind == SUBJECT_ADULT)
        return s->detail;
    return s->group == SUBJECT_NONE ? "" : v->setup->subjects[s->group].label;
}

/* A code that the event can become. */
static bool may_become(const Review *v, const ObsEvent *e, int32_t code)
{
    const Code *now = &v->protocol->codes[e->code], *c = &v->protocol->codes[code];
    bool insert = v->state->panel == REVIEW_PANEL_INSERT;
    const ReviewLane *lane = &v->state->index.lanes[v->state->draft_lane];
    if (insert && lane->kind == REVIEW_LANE_NOTES)
        return c->built_in && c->kind != CODE_STATE && !(c->senses & SENSE_INK);
    if (insert && lane->kind == REVIEW_LANE_POINTS)
        return !c->built_in && c->category == lane->category && c->kind != CODE_STATE &&
               c->kind != CODE_INTERVAL;
    bool phase = (c->senses & SENSE_PHASE) != 0;
    return c->kind == now->kind && !c->built_in && !now->built_in &&
           phase == ((now->senses & SENSE_PHASE) != 0) &&
           (review_may_be_about(v->protocol, v->setup, code, e->subject) ||
            c->about == ABOUT_CLASS) &&
           (!insert || c->category == now->category);
}

static void list_codes(const Review *v, const ObsEvent *e, ChoiceList *list)
{
    for (int32_t i = 0; i < v->protocol->code_count; i++) {
        const Code *c = &v->protocol->codes[i];
        if (i == e->code || may_become(v, e, i))
            add(list, i, c->label, v->protocol->categories[c->category].title);
    }
}

static void list_subjects(const Review *v, const ObsEvent *e, bool target, ChoiceList *list)
{
    if (target || code_about(v, e->code, SUBJECT_NONE) != PROTOCOL_NONE)
        add(list, SUBJECT_NONE, target ? NOT_SAID : "The class", "");
    for (int32_t i = 0; i < v->setup->subject_count; i++)
        if (target ? i != e->subject : code_about(v, e->code, i) != PROTOCOL_NONE)
            add(list, i, v->setup->subjects[i].label, group_of(v, i));
}

static void list_values(const Review *v, const ObsEvent *e, ChoiceList *list)
{
    const Code *c = &v->protocol->codes[e->code];
    for (int32_t i = c->scale_min; c->kind == CODE_RATING && i <= c->scale_max; i++) {
        const char *number = arena_printf(v->ui->frame, "%d", (int)i);
        add(list, i, number ? number : "", code_anchor_label(c, i));
    }
}

static void list_options(const Review *v, const ObsEvent *e, int32_t modifier, ChoiceList *list)
{
    if (!(v->protocol->codes[e->code].modifiers & 1U << modifier))
        return;
    const Modifier *m = &v->protocol->modifiers[modifier];
    add(list, PROTOCOL_NONE, NOT_SAID, "");
    for (int32_t i = 0; i < m->option_count; i++)
        add(list, i, m->options[i].label, "");
}

static ChoiceList list_of(const Review *v, const ObsEvent *e, int32_t field)
{
    enum { MOST = OBSERVATION_MAX_SUBJECTS + PROTOCOL_MAX_CODES };
    ChoiceList list = {.items = ARENA_PUSH(v->ui->frame, Choice, MOST)};
    list.cap = list.items ? MOST : 0;
    switch (field) {
    case REVIEW_FIELD_NONE:
        break;
    case REVIEW_FIELD_CODE:
        list_codes(v, e, &list);
        break;
    case REVIEW_FIELD_SUBJECT:
        list_subjects(v, e, false, &list);
        break;
    case REVIEW_FIELD_TARGET:
        if (v->protocol->codes[e->code].senses & SENSE_TALK)
            list_subjects(v, e, true, &list);
        break;
    case REVIEW_FIELD_VALUE:
        list_values(v, e, &list);
        break;
    default:
        list_options(v, e, field - REVIEW_FIELD_MODIFIER, &list);
        break;
    }
    return list;
}

bool review_has_field(const Review *v, const ObsEvent *e, int32_t field)
{
    const Code *c = &v->protocol->codes[e->code];
    bool sample = c->kind == CODE_INTERVAL, pause = (c->senses & SENSE_PAUSE) != 0;
    if ((sample || pause) && field != REVIEW_FIELD_NONE)
        return false;
    ArenaMark mark = arena_mark(v->ui->frame);
    bool some = list_of(v, e, field).count > 1;
    arena_reset(v->ui->frame, mark);
    return some;
}

static int32_t value_of(const ObsEvent *e, int32_t field)
{
    switch (field) {
    case REVIEW_FIELD_CODE:
        return e->code;
    case REVIEW_FIELD_SUBJECT:
        return e->subject;
    case REVIEW_FIELD_TARGET:
        return e->target;
    case REVIEW_FIELD_VALUE:
        return e->value;
    default:
        return e->options[field - REVIEW_FIELD_MODIFIER];
    }
}

const char *review_field_name(const Review *v, const ObsEvent *e, int32_t field)
{
    switch (field) {
    case REVIEW_FIELD_CODE:
        return "What";
    case REVIEW_FIELD_SUBJECT:
        return v->protocol->codes[e->code].senses & SENSE_TALK ? "Speaker" : "About";
    case REVIEW_FIELD_TARGET:
        return "To";
    case REVIEW_FIELD_VALUE:
        return "Value";
    default:
        return v->protocol->modifiers[field - REVIEW_FIELD_MODIFIER].label;
    }
}

const char *review_field_value(const Review *v, const ObsEvent *e, int32_t field)
{
    int32_t value = value_of(e, field);
    switch (field) {
    case REVIEW_FIELD_CODE:
        return v->protocol->codes[value].label;
    case REVIEW_FIELD_SUBJECT:
        return value == SUBJECT_NONE ? "The class" : v->setup->subjects[value].label;
    case REVIEW_FIELD_TARGET:
        return value == SUBJECT_NONE ? NOT_SAID : v->setup->subjects[value].label;
    case REVIEW_FIELD_VALUE: {
        const char *text = arena_printf(v->ui->frame, "%d", (int)value);
        return text ? text : "";
    }
    default:
        return value == PROTOCOL_NONE
                   ? NOT_SAID
                   : v->protocol->modifiers[field - REVIEW_FIELD_MODIFIER].options[value].label;
    }
}

/* ---- choosing ---- */

/* In what is put in, a chosen frame shows at once whether it was taught for this lesson;
 * a change of what was recorded gets it from the session. */
static void mark_source(const Review *v, ObsEvent *e, int32_t modifier)
{
    const Code *code = &v->protocol->codes[e->code];
    int32_t source = v->protocol->source_modifier;
    if (v->state->panel == REVIEW_PANEL_INSERT && source != PROTOCOL_NONE &&
        modifier == v->protocol->target_modifier && code->modifiers & 1U << source)
        e->options[source] = session_source_option(v->session, code, e->options);
}

/* Options of modifiers that the new code does not have are left behind. */
static uint32_t become(const Review *v, ObsEvent *e, int32_t code)
{
    const Code *c = &v->protocol->codes[code];
    e->code = code;
    for (int32_t i = 0; i < PROTOCOL_MAX_MODIFIERS; i++)
        if (!(c->modifiers & 1U << i))
            e->options[i] = PROTOCOL_NONE;
    return FIELD_CODE | FIELD_OPTIONS;
}

static void choose(Review *v, const ObsEvent *now, int32_t field, int32_t value)
{
    ObsEvent to = *now;
    uint32_t fields = 0;
    switch (field) {
    case REVIEW_FIELD_CODE:
        fields = become(v, &to, value);
        if (!review_may_be_about(v->protocol, v->setup, value, to.subject)) {
            const ReviewLane *lane = &v->state->index.lanes[v->state->draft_lane];
            to.subject = review_first_subject(v, value, lane, 0, to.start_ms);
            fields |= FIELD_SUBJECT;
        }
        break;
    case REVIEW_FIELD_SUBJECT:
        to.subject = value;
        fields = FIELD_SUBJECT;
        if (code_about(v, to.code, value) != to.code)
            fields |= become(v, &to, code_about(v, to.code, value));
        break;
    case REVIEW_FIELD_TARGET:
        to.target = value;
        fields = FIELD_TARGET;
        break;
    case REVIEW_FIELD_VALUE:
        to.value = value;
        fields = FIELD_VALUE;
        break;
    default:
        to.options[field - REVIEW_FIELD_MODIFIER] = (int8_t)value;
        mark_source(v, &to, field - REVIEW_FIELD_MODIFIER);
        fields = FIELD_OPTIONS;
        break;
    }
    if (fields & FIELD_SUBJECT && to.subject == to.target) { /* nobody talks to themselves */
        to.target = SUBJECT_NONE;
        fields |= FIELD_TARGET;
    }
    review_say(v, fields, &to);
}

/* Large words have room for the second line, too. */
static float choice_height(const Ui *ui, const ChoiceList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        if (*list->items[i].detail)
            return ui_scaled(ui, CHOICE + 2) - 2;
    return CHOICE;
}

/* Rows of choices; the position of the one tapped, or -1. */
static int32_t choice_rows(Review *v, UiRect r, const ChoiceList *list, int32_t chosen)
{
    Ui *ui = v->ui;
    int32_t tapped = -1;
    float tall = choice_height(ui, list), all = (float)list->count * (tall + PART_GAP);
    float y = ui_scroll_begin(ui, REVIEW_ID_PANEL, r, all, &v->state->choice_scroll);
    for (int32_t i = 0; i < list->count; i++) {
        UiRect row = {r.x + 4, y + (float)i * (tall + PART_GAP) + 4, r.w - 16, tall};
        if (row.y + row.h < r.y - tall || row.y > r.y + r.h + tall)
            continue;
        const Choice *choice = &list->items[i];
        if (part_choice(ui, REVIEW_ID_CHOICE + (uint32_t)i, row, choice->title, choice->detail,
                        choice->value == chosen))
            tapped = i;
    }
    ui_scroll_end(ui);
    return tapped;
}

static bool head(Review *v, UiRect *r, const char *title)
{
    UiRect bar = part_cut_top(r, 48, PART_GAP);
    UiRect back = {bar.x, bar.y, 48, 48}, text = {bar.x + 56, bar.y, bar.w - 56, 48};
    ui_label(v->ui, text, TYPE_20_BOLD, COLOR_INK, UI_LEFT, title);
    bool left = ui_button(v->ui, REVIEW_ID_CHOICE_BACK, back, UI_BUTTON_QUIET, ICON_BACK, "", true);
    return left || ui_key(v->ui) == UI_KEY_ESCAPE;
}

void review_choices(Review *v, UiRect r)
{
    const ObsEvent *e = review_about(v);
    int32_t field = v->state->field;
    bool back = head(v, &r, review_field_name(v, e, field));
    ChoiceList list = list_of(v, e, field);
    int32_t at = choice_rows(v, r, &list, value_of(e, field));
    if (at >= 0)
        choose(v, e, field, list.items[at].value);
    if (back || at >= 0)
        v->state->field = REVIEW_FIELD_NONE;
}

/* ---- the filter ---- */

enum { FILTER_PEOPLE = 1000, FILTER_ALL = 5000 };

static void list_people(const Review *v, SubjectKind kind, ChoiceList *list)
{
    for (int32_t i = 0; i < v->setup->subject_count; i++)
        if (v->setup->subjects[i].kind == kind)
            add(list, FILTER_PEOPLE + i, v->setup->subjects[i].label, group_of(v, i));
}

/* Everything, or one: the few first, the pupils last. */
void review_filter(Review *v, UiRect r)
{
    enum { MOST = OBSERVATION_MAX_SUBJECTS + PROTOCOL_MAX_CODES + 1 };
    ReviewState *s = v->state;
    const Protocol *p = v->protocol;
    bool back = head(v, &r, "Show only");
    ChoiceList list = {.items = ARENA_PUSH(v->ui->frame, Choice, MOST)};
    list.cap = list.items ? MOST : 0;
    add(&list, FILTER_ALL, "Everything", "");
    list_people(v, SUBJECT_ADULT, &list);
    list_people(v, SUBJECT_GROUP, &list);
    for (int32_t i = 0; i < p->code_count; i++)
        add(&list, i, p->codes[i].label, p->categories[p->codes[i].category].title);
    list_people(v, SUBJECT_PUPIL, &list);
    int32_t chosen = s->filter_subject != SUBJECT_NONE ? FILTER_PEOPLE + s->filter_subject
                     : s->filter_code != PROTOCOL_NONE ? s->filter_code
                                                       : FILTER_ALL;
    int32_t at = choice_rows(v, r, &list, chosen);
    if (at >= 0) {
        int32_t value = list.items[at].value;
        s->filter_subject =
            value >= FILTER_PEOPLE && value < FILTER_ALL ? value - FILTER_PEOPLE : SUBJECT_NONE;
        s->filter_code = value < FILTER_PEOPLE ? value : PROTOCOL_NONE;
        v->ui->rebuild = true;
    }
    if (back || at >= 0)
        s->panel = REVIEW_PANEL_EVENT;
}
