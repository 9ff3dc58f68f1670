/* What was seen and heard: notes, marks and strategies in time order, under the
 * phase they fall in; then the focus pupils, predicted beside observed. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define TIME_MIN 36.0F
#define COLUMN_GAP 8.0F
#define WHO_MIN 20.0F
#define WHO_MAX 84.0F
#define ENTRY_GAP 3.5F

enum {
    MANY_ENTRIES = 150, /* from here on those without words are left to the flow */
};

static bool is_entry(const Debrief *d, const ObsEvent *event)
{
    const Code *code = debrief_code(d, event);
    if (code->senses & (SENSE_NOTE | SENSE_MARK | SENSE_STRATEGY))
        return true;
    if (code->kind == CODE_RATING || code->kind == CODE_NOTE)
        return true;
    return code->kind == CODE_POINT && event->text[0] != '\0';
}

static bool is_wordless(const ObsEvent *event)
{
    return event->text[0] == '\0';
}

/* "Complete, On own": what was set on this event. */
static const char *option_words(Debrief *d, const ObsEvent *event)
{
    const char *list = "";
    const Code *code = debrief_code(d, event);
    for (int32_t i = 0; i < d->protocol->modifier_count; i++) {
        const Modifier *m = &d->protocol->modifiers[i];
        int8_t option = event->options[i];
        if (!(code->modifiers >> i & 1) || option < 0 || option >= m->option_count)
            continue;
        list = layout_printf(&d->l, "%s%s%s", list, list[0] ? ", " : "",
                             m->options[option].short_label);
    }
    return list;
}

/* The value by its name, or as a number with its scale. */
static const char *rating_words(Debrief *d, const ObsEvent *event)
{
    const Code *code = debrief_code(d, event);
    const char *name = code_anchor_label(code, event->value);
    if (name[0] != '\0')
        return layout_printf(&d->l, ": %s", name);
    return layout_printf(&d->l, " %d of %d to %d", (int)event->value, (int)code->scale_min,
                         (int)code->scale_max);
}

static const char *entry_kind(Debrief *d, const ObsEvent *event)
{
    const Code *code = debrief_code(d, event);
    const char *options = option_words(d, event);
    const char *rating = code->kind == CODE_RATING ? rating_words(d, event) : "";
    bool plain_note = code->senses & SENSE_NOTE && options[0] == '\0' && event->text[0] != '\0';
    if (plain_note)
        return "";
    return layout_printf(&d->l, "%s%s%s%s", code->label, rating, options[0] ? ": " : "", options);
}

static const char *who_words(Debrief *d, const ObsEvent *event)
{
    const char *who = debrief_subject(d, event->subject);
    const char *to = debrief_subject(d, event->target);
    if (to[0] == '\0')
        return who;
    return layout_printf(&d->l, "%s%sto %s", who, who[0] ? " " : "", to);
}

/* As wide as their widest: a day's times, a name or a seat. */
typedef struct EntryColumns {
    float time_right, who_x, who_width, what_x;
} EntryColumns;

/* One entry; long words flow on to the next page. */
static void draw_entry(Debrief *d, const ObsEvent *event, const EntryColumns *c)
{
    Layout *l = &d->l;
    const char *kind = entry_kind(d, event);
    float width = l->right - c->what_x;
    int32_t lines = sheet_count_lines(l->sheet, width, FONT_REGULAR, SIZE_BODY, event->text);
    float height = LEAD_BODY * (float)(lines < 3 ? lines : 3) + (kind[0] ? LEAD_BODY : 0);
    (void)layout_need(l, height - LEAD_BODY + 4);
    sheet_text(l->sheet, c->time_right, l->y, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
               words_moment(l, event->start_ms));
    layout_line(l, c->who_x, l->y, c->who_width, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                who_words(d, event));
    if (kind[0] != '\0') {
        layout_line(l, c->what_x, l->y, width, FONT_REGULAR, SIZE_BODY,
                    is_wordless(event) ? INK : INK_SECOND, SHEET_LEFT, kind);
        l->y += LEAD_BODY;
    }
    layout_flow_text(l, c->what_x, width, FONT_REGULAR, SIZE_BODY, INK, event->text);
    if (kind[0] == '\0' && event->text[0] == '\0')
        l->y += LEAD_BODY;
    l->y += ENTRY_GAP;
}

static EntryColumns entry_columns(Debrief *d, bool all)
{
    Layout *l = &d->l;
    EntryColumns c = {.who_width = WHO_MIN};
    const char *last = words_moment(l, d->o->end_ms);
    c.time_right = l->left + fmaxf(TIME_MIN, layout_text_width(l, FONT_BOLD, SIZE_BODY, last));
    c.who_x = c.time_right + COLUMN_GAP;
    for (size_t i = 0; i < d->o->event_count && c.who_width < WHO_MAX; i++) {
        const ObsEvent *event = &d->o->events[i];
        if (is_entry(d, event) && (all || !is_wordless(event)))
            c.who_width =
                fmaxf(c.who_width, layout_text_width(l, FONT_BOLD, SIZE_BODY, who_words(d, event)));
    }
    c.who_width = fminf(c.who_width, WHO_MAX);
    c.what_x = c.who_x + c.who_width + COLUMN_GAP;
    return c;
}

/* The phase that begins is named between the entries. */
static void draw_phase_head(Debrief *d, const ObsEvent *phase)
{
    Layout *l = &d->l;
    (void)layout_need(l, 40);
    const char *label = debrief_code(d, phase)->label;
    float w = layout_line(l, l->left, l->y, l->width - 60, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                          SHEET_LEFT,
                          layout_printf(l, "%s from %s", label, words_moment(l, phase->start_ms)));
    sheet_line(l->sheet, l->left + w + 6, l->y - 2.5F, l->right, l->y - 2.5F,
               ink_stroke(INK_GRID, 0.5F));
    l->y += LEAD_BODY + 1;
}

static void draw_entries(Debrief *d, bool all)
{
    const ObsEvent *phase = NULL;
    bool unnamed = false; /* a phase has begun and no entry stands in it yet */
    EntryColumns columns = entry_columns(d, all);
    d->l.y += 2;
    for (size_t i = 0; i < d->o->event_count; i++) {
        const ObsEvent *event = &d->o->events[i];
        if (debrief_code(d, event)->senses & SENSE_PHASE)
            phase = event, unnamed = true;
        if (!is_entry(d, event) || (!all && is_wordless(event)))
            continue;
        if (unnamed)
            draw_phase_head(d, phase);
        unnamed = false;
        draw_entry(d, event, &columns);
    }
}

static void draw_notes(Debrief *d)
{
    Layout *l = &d->l;
    int64_t entries = 0, wordless = 0;
    for (size_t i = 0; i < d->o->event_count; i++)
        if (is_entry(d, &d->o->events[i])) {
            entries++;
            wordless += is_wordless(&d->o->events[i]);
        }
    if (entries == 0)
        return;
    bool all = entries <= MANY_ENTRIES;
    int64_t shown = all ? entries : entries - wordless;
    layout_section(l, "Notes and marks",
                   layout_printf(l, "in time order  " MIDDLE_DOT "  %s",
                                 words_number(l, shown, "entry", "entries")),
                   HEAD_DROP + 44);
    if (!all)
        l->y = layout_paragraph(l, l->left, l->y, l->width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                                layout_printf(l,
                                              "%s without words are not in this list; the flow "
                                              "shows when they were.",
                                              words_number(l, wordless, "mark", "marks"))) +
               ENTRY_GAP;
    draw_entries(d, all);
    l->y -= LEAD_BODY - 4;
}

/* ---- focus pupils ---- */

static const char *observed_words(Debrief *d, int32_t subject)
{
    Layout *l = &d->l;
    const TalkSubject *talk = &d->m.talk.subjects[subject];
    const char *frames =
        d->m.frames.undefined || !d->m.frames.pupils
            ? ""
            : layout_printf(l, ", %s",
                            words_number(l, d->m.frames.pupils[subject].frames, "frame", "frames"));
    if (talk->turns == 0)
        return layout_printf(l, "No turn in whole-class talk%s.", frames);
    return layout_printf(l, "%s, %s in all%s.", words_number(l, talk->turns, "turn", "turns"),
                         words_length(l, talk->talk_ms), frames);
}

static void draw_focus_entries(Debrief *d, int32_t subject, float x, float width)
{
    Layout *l = &d->l;
    int32_t found = 0;
    for (size_t i = 0; i < d->o->event_count; i++) {
        const ObsEvent *event = &d->o->events[i];
        if (event->subject != subject || !is_entry(d, event))
            continue;
        found++;
        const char *kind = entry_kind(d, event);
        layout_flow_text(l, x, width, FONT_REGULAR, SIZE_BODY, INK,
                         layout_printf(l, "%s %s%s%s", words_moment(l, event->start_ms), kind,
                                       kind[0] && event->text[0] ? ": " : "", event->text));
    }
    if (found == 0)
        layout_flow_text(l, x, width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                         "No entry about this pupil. That is not the same as nothing done.");
}

static void draw_focus_pupil(Debrief *d, int32_t subject)
{
    Layout *l = &d->l;
    const Subject *s = &d->setup->subjects[subject];
    float predicted_x = l->left + 100, predicted_width = l->width * 0.36F;
    float observed_x = predicted_x + predicted_width + 16, observed_width = l->right - observed_x;
    int32_t lines =
        sheet_count_lines(l->sheet, predicted_width, FONT_REGULAR, SIZE_BODY, s->predicted);
    float height = LEAD_BODY * (float)(lines > 4 ? lines : 4);
    bool beside = height < l->body_end - 140;
    if (layout_need(l, beside ? height : 80))
        l->y += 10;
    sheet_line(l->sheet, l->left, l->y - 13, l->right, l->y - 13, ink_stroke(INK_GRID, 0.5F));
    layout_line(l, l->left, l->y + 5, 92, FONT_BOLD, SIZE_TITLE, INK, SHEET_LEFT, s->label);
    const char *predicted = s->predicted[0] ? s->predicted : "Nothing was predicted.";
    float y1 = l->y;
    if (beside) {
        y1 = layout_paragraph(l, predicted_x, l->y, predicted_width, FONT_REGULAR, SIZE_BODY,
                              s->predicted[0] ? INK : INK_SECOND, predicted);
    } else {
        layout_flow_text(l, predicted_x, predicted_width, FONT_REGULAR, SIZE_BODY, INK, predicted);
    }
    int32_t page = sheet_page_count(l->sheet);
    layout_flow_text(l, observed_x, observed_width, FONT_BOLD, SIZE_BODY, INK,
                     observed_words(d, subject));
    draw_focus_entries(d, subject, observed_x, observed_width);
    if (sheet_page_count(l->sheet) == page)
        l->y = fmaxf(l->y, y1);
    l->y += 14;
}

static void draw_focus(Debrief *d)
{
    Layout *l = &d->l;
    int32_t count = 0;
    for (int32_t i = 0; i < d->setup->subject_count; i++)
        count += d->setup->subjects[i].focus != 0;
    if (count == 0)
        return;
    layout_section(l, "Focus pupils",
                   "read the prediction first, then what was seen, before any talk of teaching",
                   HEAD_DROP + 90);
    float predicted_x = l->left + 100;
    sheet_text(l->sheet, predicted_x, l->y, FONT_BOLD, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
               "Predicted by the team");
    sheet_text(l->sheet, predicted_x + l->width * 0.36F + 16, l->y, FONT_BOLD, SIZE_NOTE,
               INK_SECOND, SHEET_LEFT, "Observed");
    l->y += 18;
    for (int32_t i = 0; i < d->setup->subject_count; i++)
        if (d->setup->subjects[i].focus != 0)
            draw_focus_pupil(d, i);
    l->y -= 20;
}

void debrief_space_to_add(Debrief *d)
{
    Layout *l = &d->l;
    layout_section(l, "Add what you saw", "time, seat, what was said or done", DEBRIEF_ADD_HEIGHT);
    layout_writing_lines(l, l->left, l->width, l->y - 12, l->body_end - 10);
    l->y = l->body_end;
}

void debrief_notes(Debrief *d)
{
    draw_notes(d);
    draw_focus(d);
}
