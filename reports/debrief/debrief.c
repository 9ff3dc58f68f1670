#include "reports/debrief/debrief.h"

#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#include <string.h>

#define WHITE_MOST 320.0F /* under the last page but the conversation */
#define SHEET_ARENA_BYTES ((size_t)1 << 30)

/* ---- what there is ---- */

bool debrief_has_talk(const Debrief *d)
{
    return d->m.talk.turn_count > 0;
}

bool debrief_withholds_pupils(const Debrief *d)
{
    bool any = false;
    for (int32_t i = 0; i < d->setup->subject_count; i++)
        any = any || d->setup->subjects[i].kind == SUBJECT_PUPIL;
    return d->input->for_others && any && d->m.talk.roster.roster_count == 0;
}

const char *debrief_why(Debrief *d, const char *undefined)
{
    Layout *l = &d->l;
    if (debrief_withholds_pupils(d))
        return layout_printf(l, "Not in this copy: fewer than %d %ss.",
                             (int)d->protocol->rules.suppress_below, debrief_pupil(d));
    return layout_printf(l, "%s.", words_sentence(l, undefined));
}

DebriefScans debrief_scans(const Debrief *d, const SamplingRow *row)
{
    for (int32_t i = 0; i < d->input->scan_count; i++)
        if (d->input->scans[i].code == row->code)
            return d->input->scans[i];
    DebriefScans scans = {.code = row->code, .missing = row->missing};
    for (int32_t i = 0; i < row->series_count; i++)
        scans.asked += row->series[i].count;
    return scans;
}

bool debrief_lanes_are_roles(const Debrief *d)
{
    int32_t teacher = 0, student = 0, group = 0, silence = 0;
    for (int32_t i = 0; i < d->protocol->code_count; i++) {
        const Code *code = &d->protocol->codes[i];
        if (code->kind != CODE_STATE || code->built_in)
            continue;
        teacher += (code->senses & SENSE_TEACHER_TALK) != 0;
        student += (code->senses & SENSE_STUDENT_TALK) != 0;
        group += (code->senses & SENSE_GROUP_TALK) != 0;
        silence += (code->senses & SENSE_SILENCE) != 0;
    }
    return teacher == 1 && student == 1 && group <= 1 && silence <= 1;
}

const Code *debrief_code(const Debrief *d, const ObsEvent *event)
{
    static const Code none = {.key = "", .label = "", .short_label = "", .help = "", .group = ""};
    bool known = event->code >= 0 && event->code < d->protocol->code_count;
    return known ? &d->protocol->codes[event->code] : &none;
}

const char *debrief_subject(const Debrief *d, int32_t subject)
{
    bool known = subject >= 0 && subject < d->setup->subject_count;
    return known ? d->setup->subjects[subject].label : "";
}

bool debrief_knows_only_speakers(const Debrief *d)
{
    return d->m.talk.only_speakers;
}

bool debrief_tells_speakers(const Debrief *d)
{
    return d->m.talk.only_speakers || !d->m.talk.reach.undefined;
}

bool debrief_is_about_pupils(const Debrief *d)
{
    for (int32_t i = 0; i < d->protocol->code_count; i++)
        if (!d->protocol->codes[i].built_in && (d->protocol->codes[i].about & ABOUT_PUPIL))
            return true;
    return false;
}

const char *debrief_role_label(const Debrief *d, TalkRole role)
{
    static const char *const labels[TALK_ROLE_COUNT] = {"Teacher", "Pupils", "Group talk",
                                                        "Silence"};
    if (role == TALK_STUDENT && !debrief_is_about_pupils(d))
        return say(&d->l, "Students");
    return say(&d->l, labels[role]);
}

const char *debrief_pupil(const Debrief *d)
{
    return say(&d->l, debrief_is_about_pupils(d) ? "pupil" : "student");
}

Texture debrief_texture(const Code *code)
{
    if (code->senses & SENSE_TEACHER_TALK)
        return TEXTURE_TEACHER;
    if (code->senses & SENSE_STUDENT_TALK)
        return TEXTURE_PUPIL;
    if (code->senses & SENSE_GROUP_TALK)
        return TEXTURE_GROUP;
    return code->senses & SENSE_SILENCE ? TEXTURE_SILENCE : TEXTURE_NEUTRAL;
}

bool debrief_own_choice(const Debrief *d, const FrameUse *use)
{
    int32_t modifier = d->m.frames.by_prompting.modifier;
    return modifier != PROTOCOL_NONE && use->prompting != PROTOCOL_NONE &&
           strcmp(d->protocol->modifiers[modifier].options[use->prompting].key, "spontaneous") == 0;
}

/* ---- head and foot ---- */

/* "scans every 2 min, 1 min to answer (PLACHECK)"; by their names where the
 * protocol samples several things. */
static const char *scan_rule(Debrief *d)
{
    const char *text = "";
    for (int32_t i = 0; i < d->protocol->sampling_count; i++) {
        const Sampling *s = &d->protocol->sampling[i];
        const char *name = d->protocol->sampling_count == 1 ? say(&d->l, "scans")
                                                            : d->protocol->codes[s->code].label;
        text = layout_printf(&d->l, "%s; %s every %s, %s to answer (PLACHECK)", text, name,
                             words_every(&d->l, s->every_ms), words_every(&d->l, s->answer_ms));
    }
    return text;
}

const char *debrief_rules(Debrief *d)
{
    Layout *l = &d->l;
    const Protocol *p = d->protocol;
    const char *resolution =
        d->setup->resolution_ms > 1
            ? layout_printf(l, "; times to %g s", (double)d->setup->resolution_ms / 1000)
            : "";
    const char *copy =
        say(l, d->input->for_others ? "Copy for others: no seats, tables or words. " : "");
    return layout_printf(
        l,
        "%sProtocol %s %s%s; waits from %g" NBSP "s, goal %g" NBSP
        "s%s; groups under %d not shown outside the "
        "team. 95" PERCENT
        " intervals: Wilson; over events, the wider of it and a bootstrap of %ss "
        "(%s, seed "
        "%d).",
        copy, p->title, p->version, scan_rule(d), (double)d->m.talk.wait1.floor_ms / 1000,
        (double)p->rules.wait_goal_ms / 1000, resolution, (int)p->rules.suppress_below,
        debrief_pupil(d), words_count(l, MEASURE_RESAMPLES), MEASURE_SEED);
}

/* The rules, or as many of their clauses as have room with a pointer to the rest. */
static const char *foot_words(Debrief *d)
{
    Layout *l = &d->l;
    const char *rules = debrief_rules(d), *foot = rules;
    int len = (int)strlen(rules);
    while (layout_foot_is_cut(l, foot)) {
        while (len > 0 && rules[--len] != ';')
            ;
        if (len == 0)
            return rules;
        foot = layout_printf(l, "%.*s; more under Limits.", len, rules);
    }
    return foot;
}

static const char *where_words(Debrief *d, bool *ret_whole)
{
    const Setup *s = d->setup;
    const char *const parts[] = {
        words_when(&d->l, s->started_unix_ms, s->utc_offset_min, d->o->end_ms), s->class_name,
        s->place};
    return layout_where(&d->l, parts, 3, ret_whole);
}

bool debrief_where_is_cut(Debrief *d)
{
    bool whole;
    (void)where_words(d, &whole);
    return !whole;
}

static void draw_frames_of_pages(Debrief *d)
{
    Layout *l = &d->l;
    bool whole;
    LayoutFrame frame = {
        .kicker = layout_printf(l, "Lesson debrief  " MIDDLE_DOT "  %s", d->protocol->title),
        .running = d->setup->title,
        .where = where_words(d, &whole),
        .foot = foot_words(d),
    };
    layout_frame(l, &frame);
}

/* ---- the order of the conversation ---- */

bool debrief_wants(const Debrief *d, DebriefSection section)
{
    bool by_seat = section == DEBRIEF_MAP || section == DEBRIEF_EVIDENCE;
    return !(d->input->without >> section & 1) && !(d->input->for_others && by_seat);
}

/* The figures stand before the conversation; where that would take a page for a few
 * lines, under it. Where they leave most of a page white, it is space for notes. */
static void compose_end(Debrief *d)
{
    Layout *l = &d->l;
    float figures = debrief_in_figures_height(d);
    bool conversation = debrief_wants(d, DEBRIEF_CONVERSATION);
    bool under =
        conversation && figures > layout_room(l) && figures <= debrief_conversation_spare(d);
    layout_chapter(l, say(l, "The pictures in figures"));
    if (!under)
        debrief_pictures_in_figures(d);
    if (conversation && layout_room(l) > WHITE_MOST && d->o->event_count > 0 &&
        !d->input->for_others)
        debrief_space_to_add(d);
    layout_chapter(l, say(l, "The conversation"));
    if (conversation)
        debrief_conversation(d, under ? figures : 0);
    if (under)
        debrief_pictures_in_figures(d);
}

static void compose_parts(Debrief *d)
{
    Layout *l = &d->l;
    layout_chapter(l, d->setup->title[0] ? d->setup->title : say(l, "A lesson without a name"));
    debrief_lesson(d);
    if (d->o->event_count == 0) {
        (void)layout_need(l, 60);
        l->y = layout_paragraph(
            l, l->left, l->y + 30, l->width, FONT_REGULAR, SIZE_HEAD, INK,
            say(l, "Nothing was recorded in this observation, so there is nothing to "
                   "show. The space to talk is on the next page."));
    }
    if (debrief_wants(d, DEBRIEF_FLOW))
        debrief_flow(d);
    bool roles = debrief_lanes_are_roles(d);
    if (!roles && debrief_wants(d, DEBRIEF_TIME)) {
        layout_chapter(l, say(l, "Where the time went"));
        debrief_budget(d);
    }
    /* The pair beside one another stays together: with the lesson, or before
     * the rest of the talk. */
    bool room = debrief_talk_share_height(d) <= layout_room(l);
    bool talk = debrief_wants(d, DEBRIEF_TALK);
    if (room && talk)
        debrief_talk_share(d);
    debrief_coteaching(d);
    layout_chapter(l, say(l, "Who talked, and to whom"));
    if (!room && talk)
        debrief_talk_share(d);
    /* The map is large: where it has to wait for the next page, the figures fill
     * this one. */
    bool map_first = debrief_talk_map_height(d) <= layout_room(l) ||
                     debrief_who_talked_height(d) > layout_room(l);
    if (!map_first && talk)
        debrief_who_talked(d);
    bool budget = roles && debrief_wants(d, DEBRIEF_TIME);
    if (!map_first && budget && debrief_budget_height(d) <= layout_room(l)) {
        debrief_budget(d);
        budget = false;
    }
    if (debrief_wants(d, DEBRIEF_MAP))
        debrief_talk_map(d);
    if (map_first && talk)
        debrief_who_talked(d);
    layout_chapter(l, say(l, "What the talk was made of"));
    if (debrief_wants(d, DEBRIEF_FRAMES))
        debrief_frames(d);
    if (debrief_wants(d, DEBRIEF_QUESTIONS))
        debrief_questions(d);
    layout_chapter(l, say(l, "What the scans show"));
    if (debrief_wants(d, DEBRIEF_ENGAGEMENT))
        debrief_engagement(d);
    layout_chapter(l, say(l, "What was seen and heard"));
    float before = l->y;
    if (debrief_wants(d, DEBRIEF_EVIDENCE)) {
        debrief_evidence(d);
        debrief_focus(d);
    }
    /* What stays white under the notes is space for more of them. */
    bool turns = !budget || debrief_budget_height(d) > layout_room(l);
    if (l->y != before && turns && layout_room(l) > DEBRIEF_ADD_HEIGHT + SECTION_GAP)
        debrief_space_to_add(d);
    /* Where a page begins with the record's limits, it is about them. */
    const char *trust = say(l, "How far this record can be trusted");
    bool time = d->input->other_count == 0 && (budget || d->lengths_later);
    layout_chapter(l, time ? say(l, "Where the time went") : trust);
    if (talk)
        debrief_lengths(d);
    if (budget)
        debrief_budget(d);
    if (time && !l->chapter_begun)
        layout_chapter(l, trust);
    debrief_agreement(d);
    debrief_limits(d);
    compose_end(d);
}

/* Whether a code of another category is called the same, or a category's rows are. */
static bool is_repeated(const Protocol *p, const Code *code)
{
    for (int32_t i = 0; i < p->code_count; i++)
        if (!p->codes[i].built_in && p->codes[i].category != code->category &&
            strcmp(p->codes[i].label, code->label) == 0)
            return true;
    for (int32_t i = 0; i < p->category_count; i++)
        if (i != code->category && strcmp(p->categories[i].title, code->label) == 0)
            return true;
    return false;
}

/* Codes that are called alike in two categories can be told apart on the sheet: by the
 * category in brackets. */
static bool tell_codes_apart(Debrief *d, Err *err)
{
    const Protocol *p = d->o->protocol;
    Protocol *copy = NULL;
    for (int32_t i = 0; i < p->code_count; i++) {
        if (p->codes[i].built_in || !is_repeated(p, &p->codes[i]))
            continue;
        bool first = copy == NULL;
        copy = first ? ARENA_PUSH(d->scratch, Protocol, 1) : copy;
        if (copy && first)
            *copy = *p;
        const char *label = arena_printf(d->scratch, "%s (%s)", p->codes[i].label,
                                         p->categories[p->codes[i].category].title);
        if (!copy || !label)
            return err_set(err, ERR_SYSTEM, "not enough memory for the debrief sheet");
        copy->codes[i].label = label;
    }
    d->protocol = copy ? copy : p;
    return true;
}

bool debrief_compose(const DebriefInput *input, Sheet *sheet, Arena *scratch, Err *err)
{
    const Observation *o = input->observation;
    Debrief d = {
        .o = o, .input = input, .protocol = o->protocol, .setup = o->setup, .scratch = scratch};
    if (input->other_count > DEBRIEF_MAX_OTHERS)
        return err_set(err, ERR_LIMIT, "a sheet compares at most %d observers",
                       DEBRIEF_MAX_OTHERS + 1);
    if (!lesson_measure(o, scratch, &d.m, err) ||
        !coteaching_measure(&d.m.talk, scratch, &d.coteaching, err))
        return err_prefix(err, "measuring the lesson");
    layout_init(&d.l, sheet);
    if (!tell_codes_apart(&d, err) || !debrief_measure_equity(&d, err))
        return false;
    d.footer_cut = layout_foot_is_cut(&d.l, debrief_rules(&d));
    compose_parts(&d);
    draw_frames_of_pages(&d);
    if (sheet_failed(sheet, err))
        return false;
    if (d.l.lost)
        return err_set(err, ERR_SYSTEM, "not enough memory to lay out the debrief sheet");
    return true;
}

SheetInfo debrief_info(const DebriefInput *input)
{
    const Observation *o = input->observation;
    return (SheetInfo){.title = o->setup->title,
                       .author = o->setup->observer,
                       .subject = o->protocol->title,
                       .language = o->protocol->language[0] ? o->protocol->language : "en",
                       .unix_ms = o->setup->started_unix_ms};
}

bool debrief_save_pdf(const DebriefInput *input, const FontSet *fonts, SheetPaper paper,
                      const char *path, Err *err)
{
    Arena marks, scratch;
    arena_init(&marks, SHEET_ARENA_BYTES);
    arena_init(&scratch, SHEET_ARENA_BYTES);
    Sheet *sheet = sheet_create(&marks, fonts, paper, debrief_info(input));
    bool ok = sheet ? debrief_compose(input, sheet, &scratch, err)
                    : err_set(err, ERR_SYSTEM, "not enough memory for the debrief sheet");
    ok = ok && sheet_pdf_save(sheet, path, err);
    arena_deinit(&scratch);
    arena_deinit(&marks);
    return ok;
}
