#include "reports/walkthrough/walkthrough.h"

#include "protocols/look_for.h"
#include "reports/layout/words.h"
#include "reports/walkthrough/walkthrough_part.h"

#include <math.h>
#include <string.h>

#define TALK_HEIGHT 27.0F
#define NAME_ROOM 4.0F   /* beside a name, to the next */
#define LINE_LEAST 24.0F /* of a line to write on */

/* A rating that is no look-for (how much of a practice was in use, 0 to 4) has no
 * place on this sheet. */
bool walkthrough_is_one(const Protocol *protocol)
{
    for (int32_t i = 0; i < protocol->code_count; i++) {
        LookFor look_for;
        if (protocol->codes[i].kind == CODE_RATING && !look_for_of(protocol, i, &look_for))
            return false;
    }
    return look_for_list(protocol, NULL) >= WALKTHROUGH_LEAST_LOOK_FORS;
}

/* ---- what kind of visit ---- */

static int32_t minutes_of(const Walk *w)
{
    int64_t minutes = (w->o->end_ms + 30000) / 60000;
    return minutes < 1 ? 1 : (int32_t)minutes;
}

const char *walkthrough_clock(Walk *w, int64_t at_ms)
{
    const Setup *s = w->o->setup;
    if (s->started_unix_ms == 0)
        return words_moment(&w->l, at_ms);
    int64_t day = 86400000;
    int64_t local = (s->started_unix_ms + (int64_t)s->utc_offset_min * 60000 + at_ms) % day;
    if (local < 0)
        local += day;
    return layout_printf(&w->l, "%d:%02d", (int)(local / 3600000), (int)(local / 60000 % 60));
}

/* What has no room there is remembered. */
static const char *where_words(Walk *w)
{
    const Setup *s = w->o->setup;
    const char *const parts[] = {
        words_when(&w->l, s->started_unix_ms, s->utc_offset_min, w->o->end_ms), s->class_name,
        s->place};
    bool whole;
    const char *text = layout_where(&w->l, parts, 3, &whole);
    for (size_t i = 1; i < 3 && !whole; i++)
        if (!strstr(text, parts[i]))
            layout_remember_shortened(&w->l, parts[i]);
    return text;
}

/* In the copy for others a class of fewer pupils than the limit is not counted. */
static bool may_count_pupils(const Walk *w)
{
    int32_t present = w->talk.roster.present_count;
    return present > 0 && (!w->for_others || present >= w->o->protocol->rules.suppress_below);
}

static bool shows_reach(const Walk *w)
{
    return may_count_pupils(w) && !w->talk.reach.undefined && w->talk.reach.k > 0;
}

static void draw_opening(Walk *w)
{
    Layout *l = &w->l;
    const char *title = w->o->setup->title;
    int32_t present = w->talk.roster.present_count;
    const char *length = minutes_of(w) == 1
                             ? say(l, "One minute of one lesson")
                             : layout_printf(l, "%d minutes of one lesson", (int)minutes_of(w));
    const char *pupils =
        may_count_pupils(w) ? layout_printf(l, ", %d pupils present", (int)present) : "";
    const char *text = layout_printf(
        l,
        "%s%s%s%s. Written down as it happened. A short visit shows what was going on then; "
        "it is not a picture of a lesson, or of a teacher.",
        length, title[0] ? ": " : "", title, pupils);
    l->y = layout_paragraph(l, l->left, l->y + 6, l->width, FONT_REGULAR, SIZE_BODY, INK, text) -
           LEAD_BODY + 8;
}

/* ---- what pupils said ---- */

static const char *seat_of(const Walk *w, const ObsEvent *e)
{
    bool known = e->subject >= 0 && e->subject < w->o->setup->subject_count;
    return known ? w->o->setup->subjects[e->subject].label : "";
}

typedef struct Said {
    float x, width, y, end;
    int32_t left; /* notes that found no room */
} Said;

static float seat_width(const Walk *w)
{
    float width = 0;
    for (int32_t i = 0; i < w->note_count; i++)
        if (!w->notes[i].placed)
            width = fmaxf(width, layout_text_width(&w->l, FONT_BOLD, SIZE_BODY,
                                                   seat_of(w, w->notes[i].event)));
    return fminf(width, 90);
}

static void draw_said(Walk *w, Said *said)
{
    Layout *l = &w->l;
    float seat = seat_width(w);
    float words_x = seat > 0 ? said->x + seat + 8 : said->x;
    float width = said->x + said->width - words_x;
    float end = said->end - LEAD_NOTE; /* for those that are left */
    for (int32_t i = 0; i < w->note_count; i++) {
        WalkNote *note = &w->notes[i];
        if (note->placed)
            continue;
        const char *words = walkthrough_quote(w, note);
        int32_t lines = sheet_count_lines(l->sheet, width, FONT_REGULAR, SIZE_BODY, words);
        int32_t room = (int32_t)floorf((end - said->y) / LEAD_BODY) + 1;
        if (room < 1 || said->left > 0) {
            said->left++;
            continue;
        }
        layout_line(l, said->x, said->y, seat, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                    seat_of(w, note->event));
        note->whole = lines <= room;
        if (lines > room)
            lines = room;
        sheet_paragraph(l->sheet, words_x, said->y, width, LEAD_BODY, FONT_REGULAR, SIZE_BODY, INK,
                        lines, words);
        said->y += (float)lines * LEAD_BODY + 2;
    }
    if (said->left > 0)
        layout_line(l, said->x, said->y - 1, said->width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                    SHEET_LEFT, layout_printf(l, "and %d more, on the next page", (int)said->left));
}

static int32_t unplaced_notes(const Walk *w)
{
    int32_t count = 0;
    for (int32_t i = 0; i < w->note_count; i++)
        count += !w->notes[i].placed;
    return count;
}

/* Up to four, and room for one line about the rest. */
static float said_height(const Walk *w, float width)
{
    enum { SHOWN = 4 };
    float seat = seat_width(w), height = HEAD_DROP;
    int32_t shown = 0;
    for (int32_t i = 0; i < w->note_count && shown < SHOWN; i++) {
        if (w->notes[i].placed)
            continue;
        int32_t lines = sheet_count_lines(w->l.sheet, width - seat - 8, FONT_REGULAR, SIZE_BODY,
                                          w->notes[i].event->text);
        height += (float)(lines < 3 ? lines : 3) * LEAD_BODY + 2;
        shown++;
    }
    return height + LEAD_NOTE;
}

/* ---- who was heard ---- */

static bool has_talk(const Walk *w)
{
    const TalkShare *s = &w->talk.share;
    return !s->undefined && s->ms[TALK_TEACHER] + s->ms[TALK_STUDENT] + s->ms[TALK_GROUP] > 0;
}

static float heard_height(const Walk *w)
{
    return HEAD_DROP + (shows_reach(w) ? LEAD_TITLE - 2 : 0) + TALK_HEIGHT + 15 + 3 * LEAD_NOTE + 4;
}

static float draw_reach(Walk *w, float x, float y, float width)
{
    Layout *l = &w->l;
    const Proportion *reach = &w->talk.reach;
    const char *figure = layout_printf(l, "%d of %d", (int)reach->k, (int)reach->n);
    float end =
        x + layout_line(l, x, y + 6, width, FONT_BOLD, SIZE_TITLE, INK, SHEET_LEFT, figure) + 10;
    layout_line(l, end, y + 6, x + width - end, FONT_REGULAR, SIZE_BODY, INK_SECOND, SHEET_LEFT,
                layout_printf(l, "pupils, %s", words_percent(l, *reach)));
    return y + LEAD_TITLE - 2;
}

/* The name of a kind of talk goes under its part where it fits between its
 * neighbours, the figure inside. */
static void draw_share(Walk *w, float x, float y, float width)
{
    static const Texture textures[TALK_ROLE_COUNT] = {TEXTURE_TEACHER, TEXTURE_PUPIL, TEXTURE_GROUP,
                                                      TEXTURE_SILENCE};
    Layout *l = &w->l;
    const char *names[TALK_ROLE_COUNT] = {say(l, "teacher"), say(l, "pupils"), say(l, "groups"),
                                          say(l, "silence")};
    const TalkShare *share = &w->talk.share;
    float free = x;
    for (int32_t i = 0; i < TALK_ROLE_COUNT; i++) {
        float part = width * (float)share->share[i];
        if (share->ms[i] == 0)
            continue;
        layout_texture(l, textures[i], x, y, part, TALK_HEIGHT);
        const char *figure = layout_printf(l, "%d", (int)share->percent[i]);
        float middle = x + part / 2, base = y + TALK_HEIGHT / 2 + 3.4F;
        if (layout_text_width(l, FONT_BOLD, SIZE_BODY, figure) + 3 < part) {
            if (textures[i] == TEXTURE_GROUP)
                layout_boxed(l, middle, base, SIZE_BODY, figure);
            else
                sheet_text(l->sheet, middle, base, FONT_BOLD, SIZE_BODY, texture_ink(textures[i]),
                           SHEET_CENTRE, figure);
        }
        float name = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, names[i]);
        if (x >= free && name + NAME_ROOM <= part) {
            sheet_text(l->sheet, x + 1, y + TALK_HEIGHT + 11, FONT_REGULAR, SIZE_NOTE, INK,
                       SHEET_LEFT, names[i]);
            free = x + name + NAME_ROOM;
        }
        x += part;
    }
}

/* Parts too narrow for a name: all four stand in the words below. */
static const char *share_words(Walk *w)
{
    Layout *l = &w->l;
    const TalkShare *s = &w->talk.share;
    return layout_printf(
        l,
        "%s of time, %s: teacher %d, pupils %d, groups %d, silence %d. Shares of so "
        "short a time depend on which minutes they were.",
        "%", words_length(l, s->observed_ms), (int)s->percent[TALK_TEACHER],
        (int)s->percent[TALK_STUDENT], (int)s->percent[TALK_GROUP], (int)s->percent[TALK_SILENCE]);
}

static void draw_heard(Walk *w, float x, float y, float width)
{
    Layout *l = &w->l;
    y = layout_head(l, x, y, width, say(l, "Who was heard"),
                    layout_printf(l, "whole-class talk, %s" EN_DASH "%s", walkthrough_clock(w, 0),
                                  walkthrough_clock(w, w->o->end_ms)));
    if (shows_reach(w))
        y = draw_reach(w, x, y, width);
    draw_share(w, x, y, width);
    sheet_paragraph(l->sheet, x, y + TALK_HEIGHT + 26, width, LEAD_NOTE, FONT_REGULAR, SIZE_NOTE,
                    INK_SECOND, 3, share_words(w));
}

static bool ends_in_question(const char *text)
{
    size_t len = strlen(text);
    while (len > 0 && strchr(" \n\"", text[len - 1]))
        len--;
    return len > 1 && text[len - 1] == '?';
}

/* What the visitor wrote last as a question, not for a pupil; else the first of the
 * visit's questions; else the first that the protocol gives to hold in mind. */
static const char *question_of(const Walk *w)
{
    const Setup *s = w->o->setup;
    for (size_t i = w->o->event_count; i-- > 0;) {
        const ObsEvent *e = &w->o->events[i];
        bool pupil = e->subject >= 0 && e->subject < s->subject_count &&
                     s->subjects[e->subject].kind != SUBJECT_ADULT;
        if (!pupil && !e->voided && ends_in_question(e->text))
            return e->text;
    }
    for (int32_t i = 0; i < s->question_count; i++)
        if (s->questions[i][0] != '\0')
            return s->questions[i];
    return w->o->protocol->look_for_count > 0 ? w->o->protocol->look_fors[0] : "";
}

enum { QUESTION_LINES = 4 };

static int32_t question_lines(const Walk *w)
{
    int32_t lines = sheet_count_lines(w->l.sheet, w->l.width, FONT_REGULAR, SIZE_HEAD, w->question);
    return lines < QUESTION_LINES ? lines : QUESTION_LINES;
}

/* The least: the question, and a line to write on. */
static float question_height(const Walk *w)
{
    return HEAD_DROP + (float)question_lines(w) * LEAD_HEAD + LINE_LEAST;
}

/* What must be left under the rows. */
static float pair_height(const Walk *w)
{
    return has_talk(w) ? heard_height(w) + SECTION_GAP : 0;
}

/* What pupils said beside who was heard; either alone takes the whole width. */
static void draw_pair(Walk *w)
{
    Layout *l = &w->l;
    bool heard = has_talk(w), said = !w->for_others && unplaced_notes(w) > 0;
    if (!heard && !said)
        return;
    float left_width = heard && said ? layout_span(l, 6) - 12 : l->width;
    float right_x = said ? layout_column(l, 6) + 12 : l->left;
    float right_width = said ? l->right - right_x : layout_span(l, 7);
    float height = fmaxf(heard ? heard_height(w) : 0, said ? said_height(w, left_width) : 0);
    float room = layout_room(l) - 2 * SECTION_GAP - question_height(w);
    float least = heard ? heard_height(w) : HEAD_DROP + 2 * LEAD_BODY;
    if (room < least) /* the rows took the page: they and the question matter more */
        return;
    height = fmaxf(fminf(height, room), least);
    layout_block(l, height);
    float top = l->y;
    if (heard)
        draw_heard(w, right_x, top, right_width);
    if (said) {
        float y = layout_head(l, l->left, top, left_width, say(l, "Also noted"), "");
        draw_said(w, &(Said){l->left, left_width, y, top + height, 0});
    }
    if (heard && said)
        layout_read_left(l, right_x - 8, top, top + height);
    l->y = top + height;
}

static void draw_question(Walk *w)
{
    Layout *l = &w->l;
    int32_t lines = sheet_count_lines(l->sheet, l->width, FONT_REGULAR, SIZE_HEAD, w->question);
    if (lines > QUESTION_LINES)
        layout_remember_shortened(l, w->question);
    float text = (float)question_lines(w) * LEAD_HEAD;
    layout_section(l, say(l, w->question[0] ? "One question to think about" : "Notes"), "",
                   question_height(w));
    sheet_paragraph(l->sheet, l->left, l->y + 4, l->width, LEAD_HEAD, FONT_REGULAR, SIZE_HEAD, INK,
                    QUESTION_LINES, w->question);
    layout_writing_lines(l, l->left, l->width, l->y - 6 + text, l->body_end);
}

/* ---- the page ---- */

/* A visit is one page. What was written in it and found no room there, whole, follows on
 * another. */
static void draw_left_over(Walk *w)
{
    Layout *l = &w->l;
    int32_t left = 0;
    for (int32_t i = 0; i < w->note_count && !w->for_others; i++)
        left += !w->notes[i].whole;
    if (left == 0 && !layout_has_shortened(l))
        return;
    layout_chapter(l, say(l, "What had no room on the first page"));
    layout_new_page(l);
    l->y += 18;
    layout_flow_shortened(l);
    for (int32_t i = 0; i < w->note_count && left > 0; i++) {
        const WalkNote *note = &w->notes[i];
        if (note->whole)
            continue;
        layout_flow_text(l, l->left, l->width, FONT_REGULAR, SIZE_BODY, INK,
                         walkthrough_note(w, note));
        l->y += 3;
    }
}

static const char *foot_words(Walk *w)
{
    Layout *l = &w->l;
    const Protocol *p = w->o->protocol;
    return layout_printf(
        l,
        "Protocol %s %s: %d look-fors, each seen, not seen or could not tell. 95" PERCENT
        " interval: Wilson. No score is computed or kept. %s",
        p->title, p->version, (int)w->row_count,
        w->for_others ? say(l, "Copy for others: without words, seats and tables.")
                      : say(l, "The teacher decides who else reads this."));
}

bool walkthrough_compose(const Observation *o, bool for_others, Sheet *sheet, Arena *scratch,
                         Err *err)
{
    Walk w = {.o = o, .for_others = for_others};
    if (!talk_measure(o, scratch, &w.talk, err))
        return err_prefix(err, "measuring the visit");
    layout_init(&w.l, sheet);
    w.question = for_others ? "" : question_of(&w);
    if (!walkthrough_gather(&w, scratch, err))
        return false;
    layout_chapter(&w.l, say(&w.l, "What pupils got to do"));
    layout_new_page(&w.l);
    draw_opening(&w);
    walkthrough_rows(&w, pair_height(&w) + question_height(&w) + 2 * SECTION_GAP);
    draw_pair(&w);
    draw_question(&w);
    const char *where = where_words(&w), *foot = foot_words(&w);
    if (layout_foot_is_cut(&w.l, foot))
        layout_remember_shortened(&w.l, foot);
    draw_left_over(&w);
    LayoutFrame frame = {.kicker = say(&w.l, "Walk-through sheet  " MIDDLE_DOT "  for the teacher"),
                         .running = o->setup->title,
                         .where = where,
                         .foot = foot};
    layout_frame(&w.l, &frame);
    if (sheet_failed(sheet, err))
        return false;
    if (w.l.lost)
        return err_set(err, ERR_SYSTEM, "not enough memory to lay out the walk-through sheet");
    return true;
}
