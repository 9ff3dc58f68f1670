/* The look-fors: label, strip of the visit, words. */
#include "reports/walkthrough/walkthrough_part.h"

#include "reports/layout/words.h"
#include "reports/walkthrough/walkthrough.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_WIDTH 132.0F
#define STRIP_X 148.0F
#define STRIP_WIDTH 110.0F
#define WORDS_X 274.0F
#define ROW_TOP 14.0F /* from a row's rule to its first baseline */
#define ROW_PAD 5.0F  /* under its last */
#define AXIS_DROP 14.0F
#define HEAD_HEIGHT 41.0F
#define HATCH_HEIGHT 14.0F

/* ---- what belongs to which ---- */

static bool is_note(const Observation *o, const ObsEvent *e)
{
    const Code *code = &o->protocol->codes[e->code];
    return e->text[0] != '\0' && !e->voided &&
           (code->kind == CODE_NOTE || code->kind == CODE_RATING ||
            (code->senses & (SENSE_NOTE | SENSE_MARK)));
}

/* The look-for it was written for, or the one seen that was marked nearest to it. */
static int32_t row_of(const Walk *w, const ObsEvent *note)
{
    int64_t nearest = WALKTHROUGH_NEAR_MS + 1;
    int32_t row = -1;
    for (int32_t r = 0; r < w->row_count; r++)
        if (w->rows[r].look_for.code == note->code)
            return r;
    for (size_t i = 0; i < w->o->event_count; i++) {
        const ObsEvent *e = &w->o->events[i];
        int64_t apart = llabs(e->start_ms - note->start_ms);
        for (int32_t r = 0; r < w->row_count && apart < nearest && !e->voided; r++)
            if (w->rows[r].look_for.code == e->code && w->rows[r].answer == LOOK_FOR_SEEN) {
                nearest = apart;
                row = r;
            }
    }
    return row;
}

bool walkthrough_gather(Walk *w, Arena *arena, Err *err)
{
    const Observation *o = w->o;
    LookFor look_fors[PROTOCOL_MAX_CODES];
    char answers[PROTOCOL_MAX_CODES + 1];
    w->row_count = look_for_list(o->protocol, look_fors);
    w->rows = ARENA_PUSH(arena, WalkRow, (size_t)w->row_count + 1);
    w->notes = ARENA_PUSH(arena, WalkNote, o->event_count + 1);
    if (!w->rows || !w->notes)
        return err_set(err, ERR_SYSTEM, "not enough memory for the rows of the visit");
    look_for_answers(o, answers);
    for (int32_t r = 0; r < w->row_count; r++) {
        w->rows[r] = (WalkRow){.look_for = look_fors[r], .answer = (LookForAnswer)answers[r]};
        for (size_t i = 0; i < o->event_count; i++)
            w->rows[r].marks += o->events[i].code == look_fors[r].code && !o->events[i].voided &&
                                o->events[i].value == look_fors[r].seen;
    }
    for (size_t i = 0; i < o->event_count; i++)
        if (is_note(o, &o->events[i]) && o->events[i].text != w->question)
            w->notes[w->note_count++] =
                (WalkNote){.event = &o->events[i], .row = row_of(w, &o->events[i])};
    return true;
}

const char *walkthrough_quote(Walk *w, const WalkNote *note)
{
    const ObsEvent *e = note->event;
    const Setup *s = w->o->setup;
    bool pupil = e->subject >= 0 && e->subject < s->subject_count &&
                 s->subjects[e->subject].kind != SUBJECT_ADULT;
    bool quoted = e->text[0] == '"' || strncmp(e->text, "\xE2\x80\x9C", 3) == 0 ||
                  strncmp(e->text, "\xC2\xAB", 2) == 0;
    if (!pupil || quoted || w->o->protocol->codes[e->code].hue != HUE_FLOOR)
        return e->text;
    return layout_printf(&w->l, "\xE2\x80\x9C%s\xE2\x80\x9D", e->text);
}

/* ---- one row ---- */

static const char *state_words(Walk *w, const WalkRow *row)
{
    Layout *l = &w->l;
    int64_t minutes = (w->o->end_ms + 30000) / 60000;
    switch (row->answer) {
    case LOOK_FOR_SEEN:
        return row->marks > 1 ? layout_printf(l, "seen, %d times", (int)row->marks)
                              : say(l, "seen");
    case LOOK_FOR_NOT_SEEN:
        return layout_printf(l, "not in these %d min", (int)(minutes < 1 ? 1 : minutes));
    case LOOK_FOR_UNSURE:
        return say(l, "could not tell");
    case LOOK_FOR_OPEN:
        return say(l, "not looked for");
    }
    return "";
}

const char *walkthrough_note(Walk *w, const WalkNote *note)
{
    const Setup *s = w->o->setup;
    int32_t subject = note->event->subject;
    bool known = subject >= 0 && subject < s->subject_count;
    const char *who = known ? s->subjects[subject].label : "";
    return layout_printf(&w->l, "%s  %s%s%s", walkthrough_quote(w, note), who, who[0] ? ", " : "",
                         words_moment(&w->l, note->event->start_ms));
}

static float words_width(const Walk *w)
{
    return w->l.width - WORDS_X;
}

static int32_t lines_of(const Walk *w, float width, FontStyle style, const char *text)
{
    return sheet_count_lines(w->l.sheet, width, style, SIZE_BODY, text);
}

/* What is said of a look-for that has no words. */
static const char *plain_words(Walk *w, const WalkRow *row)
{
    Layout *l = &w->l;
    switch (row->answer) {
    case LOOK_FOR_NOT_SEEN:
        return layout_printf(l, "Not seen between %s and %s.", walkthrough_clock(w, 0),
                             walkthrough_clock(w, w->o->end_ms));
    case LOOK_FOR_UNSURE:
        return say(l, "It could not be told in the time there was. This is not a "
                      "\xE2\x80\x9Cno\xE2\x80\x9D.");
    case LOOK_FOR_OPEN:
        return say(l, "Nobody looked. This is not a \xE2\x80\x9Cno\xE2\x80\x9D.");
    case LOOK_FOR_SEEN:
        break;
    }
    return w->for_others ? "" : say(l, "Marked without words.");
}

/* What stands right of the strip: the notes that fit whole into so many lines, and the
 * first in any case; what does not fit stays for the notes below. "" when there are
 * none. Takes the notes that it uses when `place`. */
static const char *row_words(Walk *w, int32_t r, int32_t lines, bool place)
{
    const char *text = "";
    for (int32_t i = 0; i < w->note_count && !w->for_others; i++) {
        WalkNote *note = &w->notes[i];
        if (note->row != r)
            continue;
        const char *more =
            layout_printf(&w->l, "%s%s%s", text, text[0] ? "\n" : "", walkthrough_note(w, note));
        if (text[0] && lines_of(w, words_width(w), FONT_REGULAR, more) > lines)
            break;
        text = more;
        note->placed |= place;
    }
    return text;
}

/* ---- how high ---- */

enum { MOST_LINES = 6, FEW_LINES = 2 };

static float row_height(Walk *w, int32_t r)
{
    const WalkRow *row = &w->rows[r];
    const Code *code = &w->o->protocol->codes[row->look_for.code];
    const char *words = row_words(w, r, row->lines, false);
    int32_t label = lines_of(w, LABEL_WIDTH, FONT_BOLD, code->label);
    int32_t said =
        lines_of(w, words_width(w), FONT_REGULAR, words[0] ? words : plain_words(w, row));
    label = label < row->label_lines ? label : row->label_lines;
    said = said < row->lines ? said : row->lines;
    float left = (float)label * LEAD_BODY + LEAD_NOTE;
    return ROW_TOP + fmaxf(left, (float)said * LEAD_BODY) - LEAD_BODY + ROW_PAD + 2;
}

static float rows_height(Walk *w)
{
    float height = 0;
    for (int32_t r = 0; r < w->row_count; r++)
        height += row_height(w, r);
    return height;
}

static float begin_rows(Walk *w, int32_t lines, int32_t label_lines)
{
    for (int32_t r = 0; r < w->row_count; r++) {
        w->rows[r].lines = lines;
        w->rows[r].label_lines = label_lines;
    }
    return rows_height(w);
}

/* Every row begins with two lines, or with one where even those are too many; what
 * room is left is given out a line at a time from the top. */
static void share_room(Walk *w, float room)
{
    float height = begin_rows(w, FEW_LINES, FEW_LINES);
    if (height > room)
        height = begin_rows(w, 1, FEW_LINES);
    if (height > room)
        height = begin_rows(w, 1, 1);
    for (int32_t lines = 2; lines <= MOST_LINES; lines++)
        for (int32_t r = 0; r < w->row_count; r++) {
            WalkRow before = w->rows[r];
            float was = row_height(w, r);
            w->rows[r].lines = lines > before.lines ? lines : before.lines;
            w->rows[r].label_lines = FEW_LINES;
            float is = row_height(w, r);
            if (height + is - was > room)
                w->rows[r] = before;
            else
                height += is - was;
        }
}

/* ---- one row drawn ---- */

static float strip_x(const Walk *w, int64_t at_ms)
{
    double share = w->o->end_ms > 0 ? (double)at_ms / (double)w->o->end_ms : 0;
    return w->l.left + STRIP_X + STRIP_WIDTH * (float)fmin(fmax(share, 0), 1);
}

/* Three states, three shapes: marks on a line, an empty line, a hatch. What nobody
 * looked for has no strip at all. */
static void draw_strip(Walk *w, const WalkRow *row, float y)
{
    Layout *l = &w->l;
    float x0 = strip_x(w, 0), x1 = strip_x(w, w->o->end_ms);
    if (w->o->end_ms == 0)
        x1 = x0 + STRIP_WIDTH;
    if (row->answer == LOOK_FOR_OPEN)
        return;
    if (row->answer == LOOK_FOR_UNSURE) {
        float top = y - HATCH_HEIGHT / 2;
        sheet_hatch(l->sheet, x0, top, x1 - x0, HATCH_HEIGHT, 3, false, ink_stroke(INK_AXIS, 0.5F));
        sheet_rect(l->sheet, x0, top, x1 - x0, HATCH_HEIGHT, 0, ink_stroke(INK_AXIS, 0.4F));
        return;
    }
    sheet_line(l->sheet, x0, y, x1, y, ink_stroke(INK_AXIS, 0.5F));
    for (size_t i = 0; i < w->o->event_count && row->answer == LOOK_FOR_SEEN; i++) {
        const ObsEvent *e = &w->o->events[i];
        if (e->code == row->look_for.code && !e->voided && e->value == row->look_for.seen)
            sheet_circle(l->sheet, fminf(fmaxf(strip_x(w, e->start_ms), x0 + 3.2F), x1 - 3.2F), y,
                         3.2F, ink_fill(INK));
    }
}

static void draw_row(Walk *w, int32_t r)
{
    Layout *l = &w->l;
    const WalkRow *row = &w->rows[r];
    const Code *code = &w->o->protocol->codes[row->look_for.code];
    float height = row_height(w, r), top = l->y;
    layout_read_first(l, top);
    sheet_line(l->sheet, l->left, top, l->right, top, ink_stroke(INK_GRID, 0.5F));
    int32_t lines = sheet_paragraph(l->sheet, l->left, top + ROW_TOP, LABEL_WIDTH, LEAD_BODY,
                                    FONT_BOLD, SIZE_BODY, INK, row->label_lines, code->label);
    if (lines_of(w, LABEL_WIDTH, FONT_BOLD, code->label) > row->label_lines)
        layout_remember_shortened(l, code->label);
    layout_line(l, l->left, top + ROW_TOP + (float)lines * LEAD_BODY - 1, LABEL_WIDTH, FONT_REGULAR,
                SIZE_NOTE, INK_SECOND, SHEET_LEFT, state_words(w, row));
    draw_strip(w, row, top + ROW_TOP - 3.4F + LEAD_BODY / 2);
    const char *words = row_words(w, r, row->lines, true);
    bool whole = lines_of(w, words_width(w), FONT_REGULAR, words) <= row->lines;
    for (int32_t i = 0; i < w->note_count; i++)
        w->notes[i].whole |= w->notes[i].placed && w->notes[i].row == r && whole;
    const char *said = words[0] ? words : plain_words(w, row);
    sheet_paragraph(l->sheet, l->left + WORDS_X, top + ROW_TOP, words_width(w), LEAD_BODY,
                    FONT_REGULAR, SIZE_BODY, words[0] ? INK : INK_SECOND, row->lines, said);
    if (words[0] == '\0' && lines_of(w, words_width(w), FONT_REGULAR, said) > row->lines)
        layout_remember_shortened(l, said);
    l->y = top + height;
}

/* ---- all of them ---- */

static void draw_axis(Walk *w)
{
    Layout *l = &w->l;
    float y = l->y - HEAD_DROP + HEAD_HEIGHT - 8;
    sheet_text(l->sheet, l->left + STRIP_X, y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
               walkthrough_clock(w, 0));
    sheet_text(l->sheet, l->left + STRIP_X + STRIP_WIDTH, y, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
               SHEET_RIGHT, walkthrough_clock(w, w->o->end_ms));
    layout_line(l, l->left + WORDS_X, y, l->width - WORDS_X, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                SHEET_LEFT, w->for_others ? "" : say(l, "heard or seen"));
    l->y += HEAD_HEIGHT - HEAD_DROP;
}

void walkthrough_rows(Walk *w, float below)
{
    Layout *l = &w->l;
    layout_section(
        l, say(l, "Seen and heard"),
        say(l, "each mark is a moment; an empty line: not seen; hatched: could not tell"),
        HEAD_HEIGHT + 60);
    draw_axis(w);
    share_room(w, layout_room(l) - below);
    for (int32_t r = 0; r < w->row_count; r++) {
        layout_need(l, row_height(w, r));
        draw_row(w, r);
    }
}
