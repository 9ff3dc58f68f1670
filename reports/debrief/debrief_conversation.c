/* How far the record can be trusted, and the conversation it is for: who speaks
 * first, what is asked, space to write, next steps. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

#define FOLLOW_UP_ROWS 3
#define FOLLOW_UP_PITCH 26.0F
#define FOLLOW_UP_HEIGHT 140.0F
#define STEP_MIN 74.0F
#define STEP_FOOT 8.0F
#define LIMIT_GAP 3.0F
#define WHOLE_PAGE 560.0F

/* ---- limits ---- */

enum { MAX_LIMITS = 13 + PROTOCOL_MAX_SAMPLING };

typedef struct Limits {
    Phrase items[MAX_LIMITS][2]; /* what, in bold, and the sentence */
    int32_t count;
} Limits;

static void add_limit(Limits *limits, const char *what, const char *text)
{
    assert(limits->count < MAX_LIMITS);
    Phrase *item = limits->items[limits->count++];
    item[0] = (Phrase){FONT_BOLD, what};
    item[1] = (Phrase){FONT_REGULAR, text};
}

/* Draws each, or only measures: returns their height. */
static float set_limits(Layout *l, const Limits *limits, bool draw)
{
    float total = 0;
    for (int32_t i = 0; i < limits->count; i++) {
        float height =
            layout_phrases(l, l->left, 0, l->width, SIZE_BODY, INK, limits->items[i], 2, false);
        total += height + LIMIT_GAP;
        if (!draw)
            continue;
        (void)layout_need(l, height - LEAD_BODY);
        l->y =
            layout_phrases(l, l->left, l->y, l->width, SIZE_BODY, INK, limits->items[i], 2, true) +
            LIMIT_GAP;
    }
    return total;
}

static bool has_signals(const SamplingMeasures *sampling)
{
    for (int32_t i = 0; i < sampling->row_count; i++)
        if (sampling->rows[i].signal_count > 0)
            return true;
    return false;
}

/* A list of what is not there: of what was not recorded, or of what a copy withholds. */
static const char *list_missing(Debrief *d, bool withheld)
{
    bool hides_samples = false;
    for (int32_t i = 0; i < d->input->scan_count; i++)
        hides_samples = hides_samples || d->input->scans[i].asked > 0;
    const struct {
        bool there, hidden;
        const char *name;
    } parts[] = {
        {debrief_has_talk(d), false, "talk turns"},
        {d->m.talk.phase_count > 0, false, "phases"},
        {d->m.talk.roster.roster_count > 0, debrief_withholds_pupils(d), "a class list"},
        {!d->m.frames.undefined, false, "sentence frames"},
        {d->m.questions.count > 0, false, "questions"},
        {has_signals(&d->m.sampling), hides_samples, "samples"},
    };
    const char *list = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!parts[i].there && parts[i].hidden == withheld)
            list = layout_printf(&d->l, "%s%s%s", list, list[0] ? ", " : "",
                                 say(&d->l, parts[i].name));
    return list;
}

static void say_not_there(Debrief *d, Limits *limits)
{
    Layout *l = &d->l;
    const char *missing = list_missing(d, false), *withheld = list_missing(d, true);
    if (missing[0] != '\0')
        add_limit(limits, say(l, "Not recorded:"),
                  layout_printf(l, " %s. No entry is not a no.", missing));
    if (withheld[0] != '\0')
        add_limit(limits, say(l, "Not in this copy:"),
                  layout_printf(l, " %s; what is of fewer than %d %ss stays with the team.",
                                withheld, (int)d->protocol->rules.suppress_below,
                                debrief_pupil(d)));
}

static void say_missing(Debrief *d, Limits *limits)
{
    Layout *l = &d->l;
    for (int32_t i = 0; i < d->m.sampling.row_count && i < PROTOCOL_MAX_SAMPLING; i++) {
        DebriefScans scans = debrief_scans(d, &d->m.sampling.rows[i]);
        if (scans.missing > 0)
            add_limit(limits, layout_printf(l, "%d of %d", (int)scans.missing, (int)scans.asked),
                      say(l, " scans were missed; they are in no count."));
    }
}

static void say_only_starts(Debrief *d, Limits *limits)
{
    Layout *l = &d->l;
    add_limit(limits, say(l, "Only starts"),
              layout_printf(l,
                            " of turns are in this record, to %g s: a turn lasts until the next "
                            "begins, and pauses are inside it.",
                            (double)d->setup->resolution_ms / 1000));
    if (talk_is_in_whole_minutes(&d->m.talk))
        add_limit(limits, words_length(l, d->o->end_ms),
                  say(l, " in whole minutes throughout: were the stamps minutes and seconds, all "
                         "times are 60 times too long."));
}

static void say_settings(Debrief *d, Limits *limits)
{
    if (d->footer_cut)
        add_limit(limits, say(&d->l, "Settings."), layout_printf(&d->l, " %s", debrief_rules(d)));
}

static void gather_limits(Debrief *d, Limits *limits)
{
    Layout *l = &d->l;
    say_not_there(d, limits);
    if (d->m.talk.count[TALK_GROUP] > 0)
        add_limit(
            limits, say(l, "Talk in groups"),
            layout_printf(l,
                          " is counted as time, not as turns; a %s unheard here may have talked "
                          "then.",
                          debrief_pupil(d)));
    const TalkShare *share = &d->m.talk.share;
    if (d->m.talk.starts_only)
        say_only_starts(d, limits);
    else if (debrief_has_talk(d) && share->silence_uncoded_ms > 0)
        add_limit(limits, say(l, "Silence"),
                  layout_printf(l,
                                " is %s coded as silence and %s without talk, whatever else was "
                                "coded then.",
                                words_length(l, share->silence_coded_ms),
                                words_length(l, share->silence_uncoded_ms)));
    if (debrief_knows_only_speakers(d))
        add_limit(limits, say(l, "The class list"),
                  say(l, " holds nobody but those who spoke, so who was not heard is not known; "
                         "Gini is among "
                         "speakers."));
    if (d->m.frames.unheard > 0)
        add_limit(limits,
                  layout_printf(l, "%" PRId64 " of %" PRId64, d->m.frames.unheard,
                                d->m.frames.student_turns),
                  say(l, " turns of pupils could not be heard well enough to code."));
    if (d->m.talk.unidentified_turns > 0 && !debrief_withholds_pupils(d))
        add_limit(
            limits,
            layout_printf(l, "%d of %d", (int)d->m.talk.unidentified_turns,
                          (int)d->m.talk.count[TALK_STUDENT]),
            layout_printf(l,
                          " %s turns are by %ss who were not told apart; they count for time, "
                          "never for reach.",
                          debrief_pupil(d), debrief_pupil(d)));
    say_missing(d, limits);
    if (d->bad_exhibits > 0)
        add_limit(limits, layout_printf(l, "%d of %d", (int)d->bad_exhibits, (int)d->exhibit_count),
                  say(l, " pictures cannot be shown: their data are not what a photo or ink is."));
    if (d->setup->resolution_ms > 1 && !d->m.talk.starts_only)
        add_limit(limits, say(l, "Times"),
                  layout_printf(l, " are no finer than %g s; shorter waits cannot be seen.",
                                (double)d->setup->resolution_ms / 1000));
    say_settings(d, limits);
    add_limit(limits,
              d->input->other_count > 0 ? say(l, "One lesson.")
                                        : say(l, "One lesson, one observer."),
              layout_printf(l,
                            " Intervals (95" PERCENT
                            ") speak of this class on this day; those over events resample %ss, "
                            "because events cluster in %ss.",
                            debrief_pupil(d), debrief_pupil(d)));
}

void debrief_limits(Debrief *d)
{
    Layout *l = &d->l;
    Limits limits = {0};
    if (d->o->event_count == 0 && !d->footer_cut && !layout_has_shortened(l))
        return;
    if (d->o->event_count > 0)
        gather_limits(d, &limits);
    else
        say_settings(d, &limits);
    float height = set_limits(l, &limits, false);
    layout_section(l, say(l, "Limits of this record"), "",
                   height < WHOLE_PAGE ? HEAD_DROP + height - LEAD_BODY : HEAD_DROP + 40);
    (void)set_limits(l, &limits, true);
    if (layout_has_shortened(l)) {
        (void)layout_need(l, LEAD_BODY);
        sheet_text(l->sheet, l->left, l->y, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                   say(l, "Shortened above, here in full:"));
        l->y += LEAD_BODY;
        layout_flow_shortened(l);
    }
    l->y -= LEAD_BODY;
}

/* ---- the conversation ---- */

static const DebriefStep default_steps[] = {
    {"The teacher who taught",
     "What did pupils do that you expected, and what that you did not? Where did you leave the "
     "plan, and what had you seen?",
     10},
    {"The team",
     "Each question in turn. Start from a time, a seat, a quotation; then what it might mean.", 25},
    {"The knowledgeable other", "One thread through the evidence of today.", 10},
};

static float prompt_x(const Layout *l)
{
    return layout_column(l, 5) - 8;
}

/* The team's questions beside the lines, as far as they fit above end. */
static void draw_questions(Debrief *d, float x, float y, float width, float end)
{
    enum { MOST_LINES = 3 };
    Layout *l = &d->l;
    for (int32_t i = 0; i < d->setup->question_count; i++) {
        const char *question = d->setup->questions[i];
        int32_t lines = sheet_count_lines(l->sheet, width - 14, FONT_REGULAR, SIZE_NOTE, question);
        float height = LEAD_NOTE * (float)(lines > MOST_LINES ? MOST_LINES : lines);
        if (lines == 0)
            continue;
        if (y + height > end)
            return;
        sheet_text(l->sheet, x, y, FONT_BOLD, SIZE_NOTE, INK, SHEET_LEFT,
                   layout_printf(l, "%d", (int)(i + 1)));
        sheet_paragraph(l->sheet, x + 14, y, width - 14, LEAD_NOTE, FONT_REGULAR, SIZE_NOTE,
                        INK_SECOND, MOST_LINES, question);
        y += height + 6;
    }
}

static void draw_step(Debrief *d, const DebriefStep *step, int32_t number, float height,
                      bool with_questions)
{
    Layout *l = &d->l;
    float y = l->y, x = prompt_x(l), width = l->right - x;
    layout_read_first(l, y);
    sheet_line(l->sheet, l->left, y, l->right, y, ink_stroke(INK, 0.75F));
    sheet_text(l->sheet, l->left, y + 20, FONT_BOLD, SIZE_TITLE, INK, SHEET_LEFT,
               layout_printf(l, "%d", (int)number));
    float room = x - l->left - 36;
    int32_t lines = sheet_paragraph(l->sheet, l->left + 24, y + 17, room, LEAD_HEAD, FONT_BOLD,
                                    SIZE_HEAD, INK, 0, say(l, step->who));
    float below = y + 15 + LEAD_HEAD * (float)(lines > 0 ? lines : 1);
    if (step->minutes > 0)
        sheet_text(l->sheet, l->left + 24, below, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                   layout_printf(l, "%d min", (int)step->minutes));
    if (with_questions)
        draw_questions(d, l->left + 24, below + 18, room, y + height - STEP_FOOT);
    layout_read_left(l, x - 6, y, y + height - STEP_FOOT);
    float next =
        layout_paragraph(l, x, y + 16, width, FONT_REGULAR, SIZE_BODY, INK, say(l, step->prompt));
    layout_writing_lines(l, x, width, next - 6, y + height - STEP_FOOT);
    l->y = y + height;
}

static void draw_follow_ups(Debrief *d)
{
    Layout *l = &d->l;
    float columns[] = {l->left, layout_column(l, 7), layout_column(l, 9) + 10};
    float ends[] = {columns[1] - 12, columns[2] - 12, l->right};
    const char *const heads[] = {
        layout_printf(l, "Next step: what will %ss do differently?", debrief_pupil(d)),
        say(l, "Who"), say(l, "By when")};
    layout_read_first(l, l->y);
    l->y = layout_head(l, l->left, l->y, l->width, say(l, "Before the next teaching"), "");
    for (int i = 0; i < 3; i++)
        sheet_text(l->sheet, columns[i], l->y, FONT_BOLD, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
                   heads[i]);
    for (int row = 0; row < FOLLOW_UP_ROWS; row++) {
        l->y += FOLLOW_UP_PITCH;
        for (int i = 0; i < 3; i++)
            sheet_line(l->sheet, columns[i], l->y, ends[i], l->y, ink_stroke(INK, 0.5F));
        sheet_rect(l->sheet, l->left, l->y - 13, 9, 9, 0, ink_stroke(INK, 0.6F));
    }
    layout_paragraph(
        l, l->left, l->y + 20, l->width, FONT_ITALIC, SIZE_BODY, INK,
        layout_printf(l,
                      "We speak about what %ss did and said. We do not rate the teacher or rank "
                      "%ss. Names stay in the room.",
                      debrief_pupil(d), debrief_pupil(d)));
    l->y += 24;
}

static int32_t step_weight(const DebriefStep *step)
{
    return step->minutes > 0 ? step->minutes : 1;
}

/* Its words and two lines to write on. */
static float step_height(const Layout *l, const DebriefStep *step)
{
    int32_t lines = sheet_count_lines(l->sheet, l->right - prompt_x(l), FONT_REGULAR, SIZE_BODY,
                                      say(l, step->prompt));
    int32_t who = sheet_count_lines(l->sheet, prompt_x(l) - l->left - 36, FONT_BOLD, SIZE_HEAD,
                                    say(l, step->who));
    float left = 17 + LEAD_HEAD * (float)who + STEP_FOOT;
    return fmaxf(fmaxf(STEP_MIN, left), 16 + LEAD_BODY * (float)lines - 6 + 2 * 20 + STEP_FOOT);
}

static int32_t find_steps(const Debrief *d, const DebriefStep **ret_steps)
{
    *ret_steps = d->protocol->debrief_count > 0 ? d->protocol->debrief : default_steps;
    return d->protocol->debrief_count > 0 ? d->protocol->debrief_count
                                          : (int32_t)(sizeof default_steps / sizeof *default_steps);
}

float debrief_conversation_spare(Debrief *d)
{
    const DebriefStep *steps;
    int32_t count = find_steps(d, &steps);
    float room = d->l.body_end - LAYOUT_FIRST_RULE - FOLLOW_UP_HEIGHT;
    for (int32_t i = 0; i < count; i++)
        room -= step_height(&d->l, &steps[i]);
    return room;
}

void debrief_conversation(Debrief *d, float below)
{
    Layout *l = &d->l;
    const DebriefStep *steps;
    int32_t count = find_steps(d, &steps);
    layout_new_page(l);
    float heights[PROTOCOL_MAX_DEBRIEF], room = layout_room(l) - FOLLOW_UP_HEIGHT - below;
    int32_t minutes = 0;
    for (int32_t i = 0; i < count; i++) {
        heights[i] = step_height(l, &steps[i]);
        minutes += step_weight(&steps[i]);
        room -= heights[i];
    }
    /* Whoever speaks longer has more lines; nobody has fewer than a few. */
    for (int32_t i = 0; i < count && room > 0; i++)
        heights[i] += room * (float)step_weight(&steps[i]) / (float)minutes;
    for (int32_t i = 0; i < count; i++) {
        layout_need(l, heights[i]);
        bool questions = d->setup->question_count > 0 && count > 1 && i == 1;
        draw_step(d, &steps[i], i + 1, heights[i], questions);
    }
    layout_need(l, FOLLOW_UP_HEIGHT);
    draw_follow_ups(d);
}
