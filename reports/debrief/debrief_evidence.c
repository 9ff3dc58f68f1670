/* What was seen and heard: for each of the team's questions the entries that answer
 * it, then all others under the phase they fall in. Ink and photos stand beside the
 * entries, where they were made. */
#include "reports/debrief/debrief_evidence.h"
#include "reports/debrief/debrief_exhibit.h"
#include "reports/layout/words.h"

#include <math.h>

#define TIME_MIN 28.0F
#define COLUMN_GAP 8.0F
#define WHO_MIN 18.0F
#define WHO_MAX 84.0F
#define OBSERVER_WIDTH 24.0F
#define ENTRY_GAP 3.5F
#define QUESTION_INDENT 18.0F
#define ADD_MIN 62.0F
#define ADD_MAX 110.0F
#define STRIP_COLUMNS 3 /* of the strip that shows when, and of ink and photos */

enum {
    MANY_ENTRIES = 150, /* from here on those without words are left to the flow */
    MAX_LINES_OF_HEAD = 3,
};

/* As wide as their widest: a day's times, a name or a seat. */
typedef struct EntryColumns {
    float time_right, who_x, who_width, observer_x, what_x;
} EntryColumns;

typedef struct Section {
    Debrief *d;
    const Evidence *evidence;
    EntryColumns columns;
    uint32_t question; /* a bit; 0: what answers none */
    bool all;          /* those without words, too */
    Exhibits exhibits;
    float what_width;
} Section;

static bool is_here(const Section *s, const EvidenceEntry *entry)
{
    bool wanted = s->question ? (entry->questions & s->question) != 0 : entry->questions == 0;
    return wanted && (s->all || entry->text[0] != '\0');
}

static int32_t count_here(const Section *s)
{
    int32_t n = 0;
    for (int32_t i = 0; i < s->evidence->count; i++)
        n += is_here(s, &s->evidence->entries[i]);
    return n;
}

static EntryColumns columns_of(Debrief *d, const Evidence *evidence)
{
    Layout *l = &d->l;
    EntryColumns c = {.who_width = WHO_MIN};
    const char *last = words_moment(l, d->o->end_ms);
    c.time_right = l->left + fmaxf(TIME_MIN, layout_text_width(l, FONT_BOLD, SIZE_BODY, last));
    c.who_x = c.time_right + COLUMN_GAP;
    for (int32_t i = 0; i < evidence->count && c.who_width < WHO_MAX; i++)
        c.who_width =
            fmaxf(c.who_width, layout_text_width(l, FONT_BOLD, SIZE_BODY,
                                                 evidence_who(d, &evidence->entries[i], WHO_MAX)));
    c.who_width = fminf(c.who_width, WHO_MAX);
    c.observer_x = c.who_x + c.who_width + COLUMN_GAP;
    c.what_x = c.observer_x + (d->input->other_count > 0 ? OBSERVER_WIDTH + 2 : 0);
    return c;
}

/* One entry; long words flow on to the next page. */
static void draw_entry(Section *s, const EvidenceEntry *entry)
{
    Debrief *d = s->d;
    Layout *l = &d->l;
    const EntryColumns *c = &s->columns;
    const char *words = evidence_words(d, entry);
    int32_t lines = sheet_count_lines(l->sheet, s->what_width, FONT_REGULAR, SIZE_BODY, words);
    float height = LEAD_BODY * (float)(lines < 3 ? lines : 3);
    if (layout_need(l, height - LEAD_BODY + 4))
        exhibits_turn_page(&s->exhibits, l);
    sheet_text(l->sheet, c->time_right, l->y, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
               words_moment(l, entry->at_ms));
    layout_line(l, c->who_x, l->y, c->who_width, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                evidence_who(d, entry, c->who_width));
    if (d->input->other_count > 0)
        layout_line(l, c->observer_x, l->y, OBSERVER_WIDTH, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                    SHEET_LEFT, evidence_observers(d, entry));
    int32_t page = sheet_page_count(l->sheet);
    layout_flow_text(l, c->what_x, s->what_width, FONT_REGULAR, SIZE_BODY, INK, words);
    if (sheet_page_count(l->sheet) != page)
        exhibits_turn_page(&s->exhibits, l);
    l->y += words[0] ? ENTRY_GAP : LEAD_BODY + ENTRY_GAP;
}

/* The phase that begins is named between the entries. */
static void draw_phase_head(Section *s, const ObsEvent *phase)
{
    Layout *l = &s->d->l;
    if (layout_need(l, 40))
        exhibits_turn_page(&s->exhibits, l);
    layout_read_first(l, l->y - LEAD_NOTE);
    const char *label = debrief_code(s->d, phase)->label;
    float right = s->columns.what_x + s->what_width;
    float w = layout_line(l, l->left, l->y, right - l->left - 30, FONT_REGULAR, SIZE_NOTE,
                          INK_SECOND, SHEET_LEFT,
                          layout_printf(l, "%s from %s", label, words_moment(l, phase->start_ms)));
    sheet_line(l->sheet, l->left + w + 6, l->y - 2.5F, right, l->y - 2.5F,
               ink_stroke(INK_GRID, 0.5F));
    l->y += LEAD_BODY + 1;
}

/* The last phase that began at or before the time, or NULL. */
static const ObsEvent *phase_at(const Debrief *d, int64_t at_ms)
{
    const ObsEvent *phase = NULL;
    for (size_t i = 0; i < d->o->event_count && d->o->events[i].start_ms <= at_ms; i++)
        if (debrief_code(d, &d->o->events[i])->senses & SENSE_PHASE)
            phase = &d->o->events[i];
    return phase;
}

static void draw_entries(Section *s, bool with_phases)
{
    const ObsEvent *named = NULL;
    for (int32_t i = 0; i < s->evidence->count; i++) {
        const EvidenceEntry *entry = &s->evidence->entries[i];
        if (!is_here(s, entry))
            continue;
        const ObsEvent *phase = with_phases ? phase_at(s->d, entry->at_ms) : NULL;
        if (phase && phase != named)
            draw_phase_head(s, phase);
        named = phase;
        draw_entry(s, entry);
    }
}

/* ---- a question ---- */

/* A line the length of the lesson with a dot for each entry. */
static void draw_when(Section *s, float y)
{
    Debrief *d = s->d;
    Layout *l = &d->l;
    float x0 = l->right - layout_span(l, STRIP_COLUMNS);
    Axis axis = axis_make(x0 + 2, l->right - 2, d->o->end_ms, 8);
    sheet_line(l->sheet, x0, y, l->right, y, ink_stroke(INK, 0.5F));
    debrief_phase_lines(d, axis.x0, axis.x1, axis.end_ms, y - 6, y, INK_AXIS);
    for (int32_t i = 0; i < s->evidence->count; i++)
        if (is_here(s, &s->evidence->entries[i]))
            sheet_circle(l->sheet, axis_x(&axis, s->evidence->entries[i].at_ms), y - 2.2F, 1.9F,
                         ink_fill(INK));
}

/* Different seats and tables among the entries. */
static int32_t count_subjects(const Section *s)
{
    bool seen[OBSERVATION_MAX_SUBJECTS] = {false};
    int32_t n = 0;
    for (int32_t i = 0; i < s->evidence->count; i++) {
        const EvidenceEntry *entry = &s->evidence->entries[i];
        int32_t subject = measure_event_subject(entry->o, entry->event);
        if (!is_here(s, entry) || subject == SUBJECT_NONE)
            continue;
        subject = setup_find_subject(s->d->setup, entry->o->setup->subjects[subject].label);
        if (subject != SUBJECT_NONE && !seen[subject])
            seen[subject] = true, n++;
    }
    return n;
}

static void draw_question_head(Section *s, int32_t question, int32_t entries)
{
    Debrief *d = s->d;
    Layout *l = &d->l;
    const char *text = d->setup->questions[question];
    float indent = question < 9 ? QUESTION_INDENT : QUESTION_INDENT + 10; /* two figures */
    float width = l->width - indent;
    sheet_add_heading(l->sheet, l->y, text);
    sheet_line(l->sheet, l->left, l->y, l->right, l->y, ink_stroke(INK, 0.75F));
    sheet_text(l->sheet, l->left, l->y + 17, FONT_BOLD, SIZE_TITLE, INK, SHEET_LEFT,
               layout_printf(l, "%d", (int)question + 1));
    int32_t lines = sheet_paragraph(l->sheet, l->left + indent, l->y + 15, width, LEAD_HEAD,
                                    FONT_BOLD, SIZE_HEAD, INK, MAX_LINES_OF_HEAD, text);
    l->y += 15 + LEAD_HEAD * (float)(lines - 1);
    const char *seats = layout_printf(
        l, "  " MIDDLE_DOT "  %s",
        words_number(l, count_subjects(s), say(l, "seat or table"), say(l, "seats or tables")));
    sheet_text(
        l->sheet, l->left + indent, l->y + 15, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
        entries == 0
            ? say(l, "no entry was put under this question")
            : layout_printf(l, "%s%s", words_number(l, entries, say(l, "entry"), say(l, "entries")),
                            count_subjects(s) > 0 ? seats : ""));
    draw_when(s, l->y + 16);
    l->y += 34;
    l->section = layout_shorten(l, FONT_BOLD, SIZE_HEAD, l->width - 70,
                                layout_printf(l, "%d  %s", (int)question + 1, text));
}

/* Beside entries without pictures there is room for what was not yet written down. */
static void draw_room_to_add(const Section *s, float from)
{
    Layout *l = &s->d->l;
    float width = layout_span(l, STRIP_COLUMNS), x = l->right - width;
    if (s->exhibits.count > 0 || l->y - from < ADD_MIN)
        return;
    sheet_text(l->sheet, x, from, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
               say(l, "Add what you saw"));
    layout_writing_lines(l, x, width, from + 2, fminf(l->y - LEAD_BODY, from + ADD_MAX));
}

static void finish_section(Section *s)
{
    Layout *l = &s->d->l;
    exhibits_finish(&s->exhibits, l);
    l->y -= LEAD_BODY - 4;
}

static void draw_question(Section *s, int32_t question)
{
    Debrief *d = s->d;
    Layout *l = &d->l;
    if (d->setup->questions[question][0] == '\0')
        return;
    s->question = 1U << question;
    int32_t entries = count_here(s);
    exhibits_gather(&s->exhibits, d, s->question);
    s->what_width = layout_column(l, 8) - 4 - s->columns.what_x;
    layout_block(l, 34 + LEAD_HEAD + (entries > 0 ? 3 * LEAD_BODY : 70));
    draw_question_head(s, question, entries);
    exhibits_begin(&s->exhibits, l);
    if (entries == 0) {
        layout_writing_lines(l, l->left + QUESTION_INDENT,
                             layout_column(l, 8) - 16 - l->left - QUESTION_INDENT, l->y - 20,
                             l->y + 26);
        l->y += 26 + LEAD_BODY;
    }
    float from = l->y;
    int32_t page = sheet_page_count(l->sheet);
    draw_entries(s, false);
    if (sheet_page_count(l->sheet) == page)
        draw_room_to_add(s, from);
    finish_section(s);
}

/* ---- what answers none ---- */

static void draw_rest(Section *s)
{
    Debrief *d = s->d;
    Layout *l = &d->l;
    s->question = 0;
    int32_t entries = count_here(s);
    exhibits_gather(&s->exhibits, d, 0);
    if (entries == 0 && s->exhibits.count == 0 && (s->all || s->evidence->wordless == 0))
        return;
    bool beside = s->exhibits.count > 0;
    s->what_width = (beside ? layout_column(l, 8) - 4 : l->right) - s->columns.what_x;
    const char *title = say(l, s->evidence->answered ? "Other notes and marks" : "Notes and marks");
    layout_section(l, title,
                   layout_printf(l, "in time order  " MIDDLE_DOT "  %s",
                                 words_number(l, entries, say(l, "entry"), say(l, "entries"))),
                   HEAD_DROP + 44);
    exhibits_begin(&s->exhibits, l);
    if (!s->all)
        l->y = layout_paragraph(
                   l, l->left, l->y, s->columns.what_x + s->what_width - l->left, FONT_REGULAR,
                   SIZE_BODY, INK_SECOND,
                   layout_printf(
                       l, "%s without words are not in this list; the flow shows when they were.",
                       words_number(l, s->evidence->wordless, say(l, "mark"), say(l, "marks")))) +
               ENTRY_GAP;
    l->y += 2;
    draw_entries(s, true);
    finish_section(s);
}

void debrief_evidence(Debrief *d)
{
    Evidence evidence;
    if (!evidence_gather(d, &evidence) || !exhibits_find(d, &evidence))
        return;
    for (int32_t i = 0; i < d->exhibit_count; i++)
        evidence.answered |= d->exhibits[i].questions;
    Section s = {.d = d,
                 .evidence = &evidence,
                 .columns = columns_of(d, &evidence),
                 .all = evidence.count <= MANY_ENTRIES};
    for (int32_t i = 0; evidence.answered && i < d->setup->question_count; i++)
        draw_question(&s, i);
    draw_rest(&s);
    if (!evidence.answered && evidence.count > 0 && d->setup->question_count > 0) {
        Layout *l = &d->l;
        (void)layout_need(l, 20);
        l->y =
            layout_paragraph(l, l->left, l->y + 14, l->width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                             say(l, "A note that begins with the number of a question, such as "
                                    "Q2, is put under that question.")) -
            LEAD_NOTE + 4;
    }
}
