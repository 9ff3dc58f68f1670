/* Focus pupils: what the team predicted beside what was observed. */
#include "reports/debrief/debrief_evidence.h"
#include "reports/layout/words.h"

#include <math.h>
#include <string.h>

enum {
    KEPT_LINES = 20, /* of a pupil: kept on one page */
};

/* Turns of pupils who are told apart: without such a code there is nothing to miss. */
static bool records_turns(const Protocol *p)
{
    for (int32_t i = 0; i < p->code_count; i++)
        if ((p->codes[i].senses & SENSE_STUDENT_TALK) && (p->codes[i].about & ABOUT_PUPIL))
            return true;
    return false;
}

/* "3 turns, 0:12 in all, 1 frame."; "" where neither is recorded of pupils. */
static const char *talk_words(Debrief *d, int32_t subject)
{
    Layout *l = &d->l;
    const TalkSubject *talk = &d->m.talk.subjects[subject];
    bool turns = talk->turns > 0 || records_turns(d->protocol);
    const char *frames = d->m.frames.undefined || !d->m.frames.pupils
                             ? ""
                             : layout_printf(l, "%s%s", turns ? ", " : "",
                                             words_number(l, d->m.frames.pupils[subject].frames,
                                                          say(l, "frame"), say(l, "frames")));
    if (!turns)
        return frames[0] ? layout_printf(l, "%s.", frames) : "";
    if (talk->turns == 0)
        return layout_printf(l, "No turn in whole-class talk%s.", frames);
    return layout_printf(l, "%s, %s in all%s.",
                         words_number(l, talk->turns, say(l, "turn"), say(l, "turns")),
                         words_length(l, talk->talk_ms), frames);
}

/* What was recorded of a pupil besides turns, frames and what is printed as an entry. */
typedef struct FocusTally {
    const Protocol *protocol;
    int32_t events, n[PROTOCOL_MAX_CODES];
    int64_t ms[PROTOCOL_MAX_CODES];
} FocusTally;

static void tally(const Observation *o, const char *label, FocusTally *ret)
{
    *ret = (FocusTally){.protocol = o->protocol};
    for (size_t i = 0; i < o->event_count; i++) {
        const ObsEvent *event = &o->events[i];
        int32_t subject = measure_event_subject(o, event);
        if (subject == SUBJECT_NONE || strcmp(o->setup->subjects[subject].label, label) != 0 ||
            !measure_event_counts(o, event) || event->missing)
            continue;
        const Code *code = &o->protocol->codes[event->code];
        if (code->built_in || (code->senses & (SENSE_TALK | SENSE_FRAME)) ||
            evidence_is_entry(o, event, false))
            continue;
        Span span = measure_event_span(o, event);
        ret->events++;
        ret->n[event->code]++;
        ret->ms[event->code] += span.stop_ms - span.start_ms;
    }
}

/* "Left out (1), Inner circle (3:20)", of whoever recorded the most. */
static const char *tally_words(Debrief *d, int32_t subject)
{
    Layout *l = &d->l;
    const char *list = "";
    FocusTally most, other;
    tally(d->o, debrief_subject(d, subject), &most);
    for (size_t i = 0; i < d->input->other_count; i++) {
        tally(d->input->others[i], debrief_subject(d, subject), &other);
        if (other.events > most.events)
            most = other;
    }
    for (int32_t i = 0; i < most.protocol->code_count && most.events > 0; i++) {
        const Code *code = &most.protocol->codes[i];
        if (most.n[i] > 0)
            list = layout_printf(l, "%s%s%s (%s)", list, list[0] ? ", " : "", code->label,
                                 code->kind == CODE_STATE ? words_length(l, most.ms[i])
                                                          : layout_printf(l, "%d", most.n[i]));
    }
    return list;
}

/* What is said of a pupil before their entries. */
typedef struct FocusWords {
    const char *talk; /* bold */
    const char *rest;
    bool nothing; /* neither turns nor frames nor anything else */
} FocusWords;

static FocusWords observed_words(Debrief *d, int32_t subject)
{
    Layout *l = &d->l;
    const Roster *roster = &d->m.talk.roster;
    const FrameMeasures *frames = &d->m.frames;
    if (!roster->is_present[subject])
        return (FocusWords){say(l, "Absent."), "", false};
    int64_t away_ms = d->m.talk.clock.observed_ms - roster->present_ms[subject];
    const char *away = away_ms >= 1000
                           ? layout_printf(l, "Absent for %s of %s.", words_length(l, away_ms),
                                           words_length(l, d->m.talk.clock.observed_ms))
                           : "";
    const char *list = tally_words(d, subject);
    bool said = frames->pupils && !frames->undefined && frames->pupils[subject].frames > 0;
    return (FocusWords){
        talk_words(d, subject),
        layout_printf(l, "%s%s%s", away, away[0] && list[0] ? " " : "", list),
        d->m.talk.subjects[subject].turns == 0 && !said && list[0] == '\0',
    };
}

/* The lines that a pupil takes, about. */
static int32_t count_focus_lines(Debrief *d, const Evidence *evidence, int32_t subject,
                                 const FocusWords *words, float width)
{
    const char *label = debrief_subject(d, subject);
    int32_t lines = sheet_count_lines(d->l.sheet, width, FONT_REGULAR, SIZE_BODY, words->rest);
    for (int32_t i = 0; i < evidence->count; i++) {
        const EvidenceEntry *entry = &evidence->entries[i];
        int32_t of = measure_event_subject(entry->o, entry->event);
        if (of != SUBJECT_NONE && strcmp(entry->o->setup->subjects[of].label, label) == 0)
            lines += sheet_count_lines(d->l.sheet, width, FONT_REGULAR, SIZE_BODY,
                                       layout_printf(&d->l, "00:00 %s", evidence_words(d, entry)));
    }
    return lines + 1;
}

/* By everybody who observed: who watched whom is theirs to share out. */
static void draw_focus_entries(Debrief *d, const Evidence *evidence, int32_t subject,
                               const FocusWords *words, float x, float width)
{
    Layout *l = &d->l;
    const char *label = debrief_subject(d, subject);
    int32_t found = 0;
    for (int32_t i = 0; i < evidence->count; i++) {
        const EvidenceEntry *entry = &evidence->entries[i];
        int32_t of = measure_event_subject(entry->o, entry->event);
        if (of == SUBJECT_NONE || strcmp(entry->o->setup->subjects[of].label, label) != 0)
            continue;
        found++;
        layout_flow_text(
            l, x, width, FONT_REGULAR, SIZE_BODY, INK,
            layout_printf(l, "%s %s", words_moment(l, entry->at_ms), evidence_words(d, entry)));
    }
    if (found > 0 || !d->m.talk.roster.is_present[subject])
        return;
    layout_flow_text(
        l, x, width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
        words->nothing
            ? say(l, "Not seen: no entry about this pupil. That is not the same as nothing done.")
            : say(l, "No notes about this pupil."));
}

/* In its size, else in a smaller one, else a shorter form of it. */
static void draw_focus_label(Debrief *d, int32_t subject, float width)
{
    static const float sizes[] = {SIZE_TITLE, SIZE_HEAD, SIZE_BODY, SIZE_NOTE};
    Layout *l = &d->l;
    const char *label = d->setup->subjects[subject].label;
    const DebriefShorter *all = d->input->shorter;
    const char *forms[] = {label, all ? all[subject].given : label,
                           all ? all[subject].label : label};
    for (size_t f = 0; all && f < sizeof forms / sizeof *forms; f++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            if (layout_text_width(l, FONT_BOLD, sizes[i], forms[f]) <= width) {
                sheet_text(l->sheet, l->left, l->y + 5, FONT_BOLD, sizes[i], INK, SHEET_LEFT,
                           forms[f]);
                return;
            }
    layout_line(l, l->left, l->y + 5, width, FONT_BOLD, SIZE_TITLE, INK, SHEET_LEFT, forms[2]);
}

static void draw_focus_heads(Debrief *d)
{
    Layout *l = &d->l;
    float predicted_x = l->left + 100;
    sheet_text(l->sheet, predicted_x, l->y, FONT_BOLD, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
               say(l, "Predicted by the team"));
    sheet_text(l->sheet, predicted_x + l->width * 0.36F + 16, l->y, FONT_BOLD, SIZE_NOTE,
               INK_SECOND, SHEET_LEFT, say(l, "Observed"));
    l->y += 18;
}

static void draw_focus_pupil(Debrief *d, const Evidence *evidence, int32_t subject)
{
    Layout *l = &d->l;
    const Subject *s = &d->setup->subjects[subject];
    float predicted_x = l->left + 100, predicted_width = l->width * 0.36F;
    float observed_x = predicted_x + predicted_width + 16, observed_width = l->right - observed_x;
    int32_t lines =
        sheet_count_lines(l->sheet, predicted_width, FONT_REGULAR, SIZE_BODY, s->predicted);
    const FocusWords words = observed_words(d, subject);
    int32_t seen = count_focus_lines(d, evidence, subject, &words, observed_width);
    int32_t kept = seen < KEPT_LINES ? seen : 4;
    float height = LEAD_BODY * (float)(lines > kept ? lines : kept > 4 ? kept : 4);
    bool beside = height < l->body_end - 140;
    if (layout_need(l, beside ? height : 80))
        draw_focus_heads(d);
    sheet_line(l->sheet, l->left, l->y - 13, l->right, l->y - 13, ink_stroke(INK_GRID, 0.5F));
    draw_focus_label(d, subject, 92);
    const char *predicted = s->predicted[0] ? s->predicted : say(l, "Nothing was predicted.");
    float y1 = l->y;
    if (beside) {
        y1 = layout_paragraph(l, predicted_x, l->y, predicted_width, FONT_REGULAR, SIZE_BODY,
                              s->predicted[0] ? INK : INK_SECOND, predicted);
    } else {
        layout_flow_text(l, predicted_x, predicted_width, FONT_REGULAR, SIZE_BODY, INK, predicted);
    }
    int32_t page = sheet_page_count(l->sheet);
    layout_flow_text(l, observed_x, observed_width, FONT_BOLD, SIZE_BODY, INK, words.talk);
    layout_flow_text(l, observed_x, observed_width, FONT_REGULAR, SIZE_BODY, INK, words.rest);
    draw_focus_entries(d, evidence, subject, &words, observed_x, observed_width);
    if (sheet_page_count(l->sheet) == page)
        l->y = fmaxf(l->y, y1);
    l->y += 14;
}

void debrief_focus(Debrief *d)
{
    Layout *l = &d->l;
    int32_t count = 0;
    for (int32_t i = 0; i < d->setup->subject_count; i++)
        count += d->setup->subjects[i].focus != 0;
    Evidence evidence;
    if (count == 0 || !evidence_gather(d, &evidence))
        return;
    layout_section(
        l, say(l, "Focus pupils"),
        say(l, "read the prediction first, then what was seen, before any talk of teaching"),
        HEAD_DROP + 90);
    draw_focus_heads(d);
    for (int32_t i = 0; i < d->setup->subject_count; i++)
        if (d->setup->subjects[i].focus != 0)
            draw_focus_pupil(d, &evidence, i);
    l->y -= 20;
}

void debrief_space_to_add(Debrief *d)
{
    Layout *l = &d->l;
    layout_section(l, say(l, "Add what you saw"), say(l, "time, seat, what was said or done"),
                   DEBRIEF_ADD_HEIGHT);
    layout_writing_lines(l, l->left, l->width, l->y - 12, l->body_end - 10);
    l->y = l->body_end;
}
