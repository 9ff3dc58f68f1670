/* The lesson: theme, goals and the team's questions on the left, the facts of
 * the record on the right. Long words take the whole width and flow on. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define PURPOSE_LABEL 56.0F
#define FACT_LABEL 68.0F
#define ROW_GAP 3.0F
#define APART 6.0F        /* half the gutter */
#define BESIDE_MAX 200.0F /* higher than this the left block takes the whole width */

enum { MAX_ROWS = OBSERVATION_MAX_QUESTIONS + 12 };

/* As wide as the widest label, which another language may make wider. */
#define LABEL_MOST 92.0F

typedef struct Row {
    const char *label;
    const char *text;
    const char *number; /* of a question; "" for none */
} Row;

typedef struct Rows {
    Row items[MAX_ROWS];
    int32_t count;
    float label_width;
} Rows;

static void add(Rows *rows, const char *label, const char *text)
{
    if (text[0] != '\0')
        rows->items[rows->count++] = (Row){label, text, ""};
}

static void gather_purpose(Debrief *d, Rows *rows)
{
    const Setup *s = d->setup;
    if (sheet_count_lines(d->l.sheet, d->l.width, FONT_BOLD, SIZE_TITLE, s->title) > 2)
        add(rows, say(&d->l, "Lesson"), s->title);
    add(rows, say(&d->l, "Theme"), s->theme);
    add(rows, say(&d->l, "Goals"), s->goals);
    for (int32_t i = 0; i < s->question_count; i++) {
        if (s->questions[i][0] == '\0')
            continue;
        const char *number = s->question_count > 1 ? layout_printf(&d->l, "%d", (int)(i + 1)) : "";
        rows->items[rows->count++] =
            (Row){i == 0 ? say(&d->l, "Questions") : "", s->questions[i], number};
    }
}

/* "; 3D left at 38:00", "; 2A came at 5:00", "; 3D out from 1:40 to 2:10" for those who
 * came back; more than a few are only counted, every pupil once. */
static const char *left_words(Debrief *d)
{
    enum { NAMED = 3 };
    static const struct {
        const char *one, *more;
    } words[] = {
        [ABSENCE_LATE] = {"; 1 came late", "came late"},
        [ABSENCE_OUT] = {"; 1 out for a time", "out for a time"},
        [ABSENCE_LEFT] = {"; 1 left early", "left early"},
    };
    static const AbsenceKind order[] = {ABSENCE_LATE, ABSENCE_LEFT, ABSENCE_OUT};
    Layout *l = &d->l;
    DebriefAbsences away;
    if (!debrief_absences(d, &away))
        return "";
    const char *list = "";
    for (size_t i = 0; i < away.count && away.count <= NAMED && !d->input->for_others; i++) {
        const DebriefAbsence *a = &away.items[i];
        const char *name = layout_isolated(l, debrief_subject(d, a->subject));
        const char *from = words_moment(l, a->span.start_ms);
        const char *to = words_moment(l, a->span.stop_ms);
        list = a->kind == ABSENCE_LEFT ? layout_printf(l, "%s; %s left at %s", list, name, from)
               : a->kind == ABSENCE_LATE
                   ? layout_printf(l, "%s; %s came at %s", list, name, to)
                   : layout_printf(l, "%s; %s out from %s to %s", list, name, from, to);
    }
    for (size_t k = 0; k < 3 && (away.count > NAMED || d->input->for_others); k++) {
        int32_t n = away.pupils[order[k]];
        const char *counted =
            n == 1 ? say(l, words[order[k]].one)
                   : layout_printf(l, "; %d %s", (int)n, say(l, words[order[k]].more));
        list = n > 0 ? layout_printf(l, "%s%s", list, counted) : list;
    }
    return list;
}

static const char *present_words(Debrief *d)
{
    const TalkMeasures *talk = &d->m.talk;
    if (talk->roster.roster_count == 0)
        return "";
    if (debrief_knows_only_speakers(d))
        return layout_printf(&d->l, "%s told apart; only those who spoke are known",
                             words_number(&d->l, talk->roster.present_count, say(&d->l, "pupil"),
                                          say(&d->l, "pupils")));
    return layout_printf(
        &d->l, "%d of %s%s, %s pupil minutes", (int)talk->roster.present_count,
        words_number(&d->l, talk->roster.roster_count, say(&d->l, "pupil"), say(&d->l, "pupils")),
        left_words(d), words_count(&d->l, (talk->roster.student_ms + 30000) / 60000));
}

static const char *focus_words(Debrief *d)
{
    const char *list = "";
    for (int32_t i = 0; i < d->setup->subject_count; i++) {
        const Subject *s = &d->setup->subjects[i];
        if (s->focus != 0)
            list = layout_printf(&d->l, "%s%s%s", list, list[0] ? ", " : "",
                                 layout_isolated(&d->l, s->label));
    }
    return list;
}

static const char *join(Debrief *d, const char *a, const char *b)
{
    if (a[0] == '\0' || b[0] == '\0')
        return a[0] ? a : b;
    return layout_printf(&d->l, "%s, %s", a, b);
}

/* Each observer on a line: by letter where their records are here, and whom they were
 * to watch where the team said so. */
static const char *observer_words(Debrief *d)
{
    Layout *l = &d->l;
    const Setup *s = d->setup;
    const char *list = "";
    if (d->input->other_count == 0 && s->watch_count == 0)
        return s->observer;
    for (size_t i = 0; d->input->other_count > 0 && i <= d->input->other_count; i++) {
        const char *name = i == 0 ? s->observer : d->input->others[i - 1]->setup->observer;
        list = layout_printf(l, "%s%s%c  %s", list, list[0] ? "\n" : "", 'A' + (int)i,
                             name[0] ? name : say(l, "no name given"));
    }
    for (int32_t i = 0; i < s->watch_count; i++)
        list = layout_printf(l, "%s%s%s: %s", list, list[0] ? "\n" : "", s->watches[i].observer,
                             s->watches[i].whom);
    return list;
}

static void gather_facts(Debrief *d, Rows *rows)
{
    const Setup *s = d->setup;
    add(rows,
        say(&d->l, d->input->other_count > 0 || s->watch_count > 0 ? "Observers" : "Observed by"),
        observer_words(d));
    if (debrief_where_is_cut(d))
        add(rows, say(&d->l, "Class"), join(d, s->class_name, s->place));
    add(rows, debrief_knows_only_speakers(d) ? say(&d->l, "Pupils") : say(&d->l, "Present"),
        present_words(d));
    add(rows, say(&d->l, "Focus pupils"), focus_words(d));
    add(rows, say(&d->l, "Length"),
        layout_printf(&d->l, "%s%s", words_length(&d->l, d->o->end_ms),
                      d->o->ended ? "" : say(&d->l, ", still running when this sheet was made")));
    add(rows, say(&d->l, "Read from"), s->origin);
}

static void fit_labels(const Layout *l, Rows *rows)
{
    for (int32_t i = 0; i < rows->count; i++) {
        float width = layout_text_width(l, FONT_BOLD, SIZE_BODY, rows->items[i].label) + 5;
        rows->label_width = fmaxf(rows->label_width, fminf(width, LABEL_MOST));
    }
}

static float text_x(const Rows *rows, const Row *row)
{
    return rows->label_width + (row->number[0] ? 12 : 0);
}

static float draw_rows(Layout *l, const Rows *rows, int32_t first, int32_t last, float x, float y,
                       float width, bool draw)
{
    for (int32_t i = first; i < last; i++) {
        const Row *row = &rows->items[i];
        if (draw && i > first && row->label[0])
            sheet_separator(l->sheet, x, y - LEAD_BODY + 2.5F, x + width, y - LEAD_BODY + 2.5F);
        if (draw) {
            layout_line(l, x, y, rows->label_width - 4, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                        row->label);
            layout_line(l, x + rows->label_width, y, 12, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                        row->number);
        }
        Phrase phrase = {FONT_REGULAR, row->text};
        y = layout_phrases(l, x + text_x(rows, row), y, width - text_x(rows, row), SIZE_BODY, INK,
                           &phrase, 1, draw);
        y += row->number[0] ? 0 : ROW_GAP;
    }
    return y;
}

/* Over the whole width, line by line on to the next page. */
static void flow_rows(Layout *l, const Rows *rows)
{
    for (int32_t i = 0; i < rows->count; i++) {
        const Row *row = &rows->items[i];
        layout_need(l, 2 * LEAD_BODY);
        layout_line(l, l->left, l->y, rows->label_width - 4, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                    row->label);
        layout_line(l, l->left + rows->label_width, l->y, 12, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                    row->number);
        layout_flow_text(l, l->left + text_x(rows, row), l->width - text_x(rows, row), FONT_REGULAR,
                         SIZE_BODY, INK, row->text);
        l->y += ROW_GAP;
    }
}

void debrief_lesson(Debrief *d)
{
    Layout *l = &d->l;
    Rows purpose = {.label_width = PURPOSE_LABEL}, facts = {.label_width = FACT_LABEL};
    gather_purpose(d, &purpose);
    gather_facts(d, &facts);
    fit_labels(l, &purpose);
    fit_labels(l, &facts);
    float left_width = layout_span(l, 7);
    float right = layout_column(l, 7), right_width = l->right - right;
    layout_block(l, 60);
    float top = l->y;
    SheetInk rule = ink_stroke(INK, 0.75F);
    int32_t half = (facts.count + 1) / 2;
    if (purpose.count == 0) {
        sheet_line(l->sheet, l->left, top, l->right, top, rule);
        float y1 = draw_rows(l, &facts, 0, half, l->left, top + 15, layout_span(l, 6), true);
        float y2 = draw_rows(l, &facts, half, facts.count, layout_column(l, 6), top + 15,
                             layout_span(l, 6), true);
        layout_read_left(l, layout_column(l, 6) - APART, top, fmaxf(y1, y2) - LEAD_BODY);
        l->y = fmaxf(y1, y2) - ROW_GAP - 6;
        return;
    }
    float height = draw_rows(l, &purpose, 0, purpose.count, l->left, 0, left_width, false);
    if (height <= BESIDE_MAX) {
        sheet_line(l->sheet, l->left, top, l->left + left_width, top, rule);
        sheet_line(l->sheet, right, top, l->right, top, rule);
        float y1 = draw_rows(l, &purpose, 0, purpose.count, l->left, top + 15, left_width, true);
        float y2 = draw_rows(l, &facts, 0, facts.count, right, top + 15, right_width, true);
        layout_read_left(l, right - APART, top, fmaxf(y1, y2) - LEAD_BODY);
        l->y = fmaxf(y1, y2) - ROW_GAP - 6;
        return;
    }
    sheet_line(l->sheet, l->left, top, l->right, top, rule);
    l->y = top + 15;
    flow_rows(l, &purpose);
    flow_rows(l, &facts);
    l->y -= 6;
}
