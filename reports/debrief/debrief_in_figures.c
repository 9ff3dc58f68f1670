/* The pictures in figures: what every chart of the sheet shows, as text, for whoever cannot
 * see it and for copying. In the order of the charts, all of it, on as many pages as it
 * takes. Gathered first, so that its height is known before it has a place. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAD_MIN 104.0F
#define LEAD_MOST 150.0F
#define LEAD_GAP 6.0F
#define ROW_GAP 2.0F

/* What it is, and the figures beside it. */
typedef struct Row {
    const char *lead, *text;
    struct Row *next;
} Row;

struct DebriefInFigures {
    Row *first, *last;
    float lead_width, height;
};

/* A list under way, doubled by moving: a lesson may have thousands of moments. */
typedef struct List {
    Debrief *d;
    char *text;
    size_t len, cap;
} List;

static void add_item(List *list, const char *item)
{
    Layout *l = &list->d->l;
    size_t more = strlen(item) + 3;
    if (list->len + more > list->cap) {
        size_t cap = 2 * list->cap + more + 64;
        char *moved = ARENA_PUSH(list->d->scratch, char, cap);
        if (!moved) {
            l->lost = true;
            return;
        }
        if (list->len > 0)
            memcpy(moved, list->text, list->len + 1);
        list->text = moved;
        list->cap = cap;
    }
    const char *comma = list->len > 0 ? ", " : "";
    list->len +=
        (size_t)snprintf(list->text + list->len, list->cap - list->len, "%s%s", comma, item);
}

/* What was recorded several times at one moment stands once. */
static void add_run(List *list, const char *item, int32_t times)
{
    if (times > 0)
        add_item(list,
                 times == 1 ? item : layout_printf(&list->d->l, "%s" NBSP "×%d", item, (int)times));
}

static const char *end_list(const List *list)
{
    return list->len > 0 ? list->text : "";
}

/* As wide as what is longest among the protocol's own names. */
static float lead_width(Debrief *d)
{
    Layout *l = &d->l;
    const FrameTable *table = &d->m.frames.by_function;
    float width = LEAD_MIN;
    for (int32_t i = 0; table->modifier != PROTOCOL_NONE && i < table->row_count; i++)
        if (table->rows[i].option != PROTOCOL_NONE && table->rows[i].n > 0)
            width = fmaxf(width, 7 + layout_text_width(l, FONT_BOLD, SIZE_NOTE,
                                                       d->protocol->modifiers[table->modifier]
                                                           .options[table->rows[i].option]
                                                           .label));
    for (int32_t i = 0; i < d->m.questions.row_count; i++)
        width =
            fmaxf(width, 7 + layout_text_width(l, FONT_BOLD, SIZE_NOTE,
                                               debrief_question_label(d, &d->m.questions.rows[i])));
    return fminf(width, LEAD_MOST);
}

static void put(Debrief *d, const char *lead, const char *text)
{
    struct DebriefInFigures *f = d->in_figures;
    if (text[0] == '\0')
        return;
    Row *row = ARENA_PUSH(d->scratch, Row, 1);
    if (!row) {
        d->l.lost = true;
        return;
    }
    *row = (Row){.lead = lead, .text = text};
    if (f->last)
        f->last->next = row;
    else
        f->first = row;
    f->last = row;
}

/* ---- the flow ---- */

static void put_phases(Debrief *d)
{
    Layout *l = &d->l;
    List planned = {.d = d}, actual = {.d = d};
    for (int32_t i = 0; i < d->setup->phase_count; i++)
        add_item(&planned,
                 layout_printf(l, "%s %d min", d->protocol->codes[d->setup->phases[i].code].label,
                               (int)d->setup->phases[i].minutes));
    for (size_t i = 0; i < d->o->event_count; i++) {
        const ObsEvent *event = &d->o->events[i];
        if (!(measure_event_senses(d->o, event) & SENSE_PHASE))
            continue;
        Span span = measure_event_span(d->o, event);
        add_item(&actual,
                 layout_printf(l, "%s" NBSP "%s" EN_DASH "%s", debrief_code(d, event)->label,
                               words_moment(l, span.start_ms), words_moment(l, span.stop_ms)));
    }
    put(d, say(l, "Planned phases"), end_list(&planned));
    put(d, say(l, "Actual phases"), end_list(&actual));
}

static const char *share_words(Debrief *d, const TalkShare *share)
{
    Layout *l = &d->l;
    if (share->undefined)
        return words_sentence(l, share->undefined);
    const char *list = "";
    bool starts = d->m.talk.starts_only; /* what is between turns is not silence */
    for (int role = 0; role < TALK_ROLE_COUNT; role++) {
        bool rest = starts && role == TALK_SILENCE;
        if (!rest || share->ms[role] > 0)
            list = layout_printf(l, "%s%s%s %s (%d" PERCENT ")", list, role > 0 ? ", " : "",
                                 rest ? say(l, "Nobody of these")
                                      : debrief_role_label(d, (TalkRole)role),
                                 words_length(l, share->ms[role]), (int)share->percent[role]);
    }
    return list;
}

static void put_talk(Debrief *d)
{
    Layout *l = &d->l;
    const TalkMeasures *talk = &d->m.talk;
    if (!debrief_has_talk(d))
        return;
    put(d, say(l, "Talk, all"), share_words(d, &talk->share));
    for (int32_t i = 0; i < talk->phase_count; i++)
        put(d,
            layout_printf(l, "Talk, %s",
                          talk->phases[i].code == PROTOCOL_NONE
                              ? say(l, "No phase")
                              : d->protocol->codes[talk->phases[i].code].label),
            share_words(d, &talk->phases[i].share));
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void put_waits(Debrief *d, const char *lead, const WaitTime *wait)
{
    Layout *l = &d->l;
    List list = {.d = d};
    int64_t *ms = ARENA_PUSH(d->scratch, int64_t, wait->count + 1);
    if (!ms) {
        l->lost = true;
        return;
    }
    for (size_t i = 0; i < wait->count; i++)
        ms[i] = wait->items[i].wait_ms;
    if (wait->count > 1)
        qsort(ms, wait->count, sizeof *ms, by_value);
    for (size_t i = 0; i < wait->count; i++)
        add_item(&list, layout_printf(l, "%.1f", (double)ms[i] / 1000));
    put(d, lead, wait->count > 0 ? layout_printf(l, "%s s", end_list(&list)) : "");
}

/* ---- who talked ---- */

static const char *name_of(Debrief *d, int32_t subject)
{
    return layout_isolated(&d->l, debrief_subject(d, subject));
}

/* Who came late, left or was out, which the head of the sheet says of a few only. */
static void put_left(Debrief *d)
{
    Layout *l = &d->l;
    List lists[] = {[ABSENCE_LATE] = {.d = d}, [ABSENCE_OUT] = {.d = d}, [ABSENCE_LEFT] = {.d = d}};
    DebriefAbsences away;
    if (!debrief_absences(d, &away))
        return;
    for (size_t i = 0; i < away.count; i++) {
        const DebriefAbsence *a = &away.items[i];
        const char *from = words_moment(l, a->span.start_ms),
                   *to = words_moment(l, a->span.stop_ms);
        const char *when = a->kind == ABSENCE_LATE ? to
                           : a->kind == ABSENCE_LEFT
                               ? from
                               : layout_printf(l, "%s" RANGE_DASH "%s", from, to);
        add_item(&lists[a->kind], layout_printf(l, "%s" NBSP "%s", name_of(d, a->subject), when));
    }
    put(d, say(l, "Came late"), end_list(&lists[ABSENCE_LATE]));
    put(d, say(l, "Left early"), end_list(&lists[ABSENCE_LEFT]));
    put(d, say(l, "Out for a time"), end_list(&lists[ABSENCE_OUT]));
}

static void put_turns(Debrief *d)
{
    Layout *l = &d->l;
    const TalkMeasures *talk = &d->m.talk;
    List turns = {.d = d}, links = {.d = d}, chains = {.d = d};
    for (int32_t i = 0; i < talk->roster.present_count && debrief_tells_speakers(d); i++) {
        int32_t subject = talk->roster.present[i];
        add_item(&turns, layout_printf(l, "%s" NBSP "%d", name_of(d, subject),
                                       (int)talk->subjects[subject].turns));
    }
    if (talk->unidentified_turns > 0 && talk->roster.present_count > 0)
        add_item(&turns,
                 layout_printf(l, "not told apart" NBSP "%d", (int)talk->unidentified_turns));
    bool said = talk->spoken_to_count > 0;
    const TalkLink *link = said ? talk->spoken_to : talk->followed;
    for (int32_t i = 0; i < (said ? talk->spoken_to_count : talk->followed_count); i++)
        if (measure_is_pupil(d->o, link[i].from) && measure_is_pupil(d->o, link[i].to))
            add_item(&links, layout_printf(l,
                                           said ? "%s" NBSP "to" NBSP "%s" NBSP "%d"
                                                : "%s" NBSP "after" NBSP "%s" NBSP "%d",
                                           name_of(d, link[i].from), name_of(d, link[i].to),
                                           (int)link[i].count));
    for (int32_t n = 2; !talk->chains.undefined && n <= talk->chains.longest; n++)
        if (talk->chains.by_length[n] > 0)
            add_item(&chains,
                     layout_printf(l, "%d of length %d", (int)talk->chains.by_length[n], (int)n));
    if (debrief_wants(d, DEBRIEF_MAP)) {
        put(d, say(l, debrief_knows_only_speakers(d) ? "Turns, by pupil" : "Turns, by seat"),
            end_list(&turns));
        put(d, say(l, "Pupil to pupil"), end_list(&links));
        put_left(d);
    }
    put(d, say(l, "Chains"), end_list(&chains));
}

/* ---- what the talk was made of ---- */

static void put_frames(Debrief *d)
{
    Layout *l = &d->l;
    const FrameMeasures *f = &d->m.frames;
    const FrameTable *table = &f->by_function;
    for (int32_t row = 0; table->modifier != PROTOCOL_NONE && row < table->row_count; row++) {
        List times = {.d = d};
        int32_t option = table->rows[row].option;
        for (size_t i = 0; i < f->count; i++)
            if (f->items[i].function == option)
                add_item(
                    &times,
                    layout_printf(l, "%s%s", words_moment(l, f->items[i].at_ms),
                                  debrief_own_choice(d, &f->items[i]) ? say(l, NBSP "own") : ""));
        put(d,
            option == PROTOCOL_NONE ? say(l, "Function not said")
                                    : d->protocol->modifiers[table->modifier].options[option].label,
            end_list(&times));
    }
}

static void put_questions(Debrief *d)
{
    Layout *l = &d->l;
    const QuestionMeasures *q = &d->m.questions;
    for (int32_t row = 0; row < q->row_count; row++) {
        if (d->protocol->codes[q->rows[row].code].kind == CODE_STATE)
            continue; /* its times stand with the other states */
        List times = {.d = d};
        for (size_t i = 0; i < q->count; i++)
            if (q->items[i].row == row)
                add_item(&times, words_moment(l, q->items[i].at_ms));
        put(d, debrief_question_label(d, &q->rows[row]), end_list(&times));
    }
}

static void put_scans(Debrief *d, const SamplingRow *row)
{
    Layout *l = &d->l;
    const char *label = d->protocol->codes[row->code].label;
    List at = {.d = d};
    for (int32_t i = 0; i < row->signal_count; i++)
        add_item(&at, words_moment(l, row->signals[i].at_ms));
    put(d, label,
        row->signal_count > 0 ? layout_printf(l, "counted / present, scans at %s", end_list(&at))
                              : "");
    for (int32_t s = 0; s < row->series_count; s++) {
        const ScanSeries *series = &row->series[s];
        List scans = {.d = d};
        for (int32_t i = 0; i < series->count; i++)
            add_item(&scans, series->items[i].missing
                                 ? say(l, "missed")
                                 : layout_printf(l, "%d/%d", (int)series->items[i].engaged,
                                                 (int)series->items[i].present));
        put(d,
            series->subject == SUBJECT_NONE ? say(l, "Class") : debrief_subject(d, series->subject),
            end_list(&scans));
    }
}

/* ---- whatever else was recorded: states that are no talk roles, and points ---- */

static bool is_said_elsewhere(const Debrief *d, const Code *code)
{
    const uint32_t elsewhere = SENSE_PHASE | SENSE_FRAME | SENSE_QUESTION | SENSE_NOTE | SENSE_INK |
                               SENSE_PHOTO | SENSE_PAUSE | SENSE_ABSENT;
    bool lane = d->coteaching.there && (code->category == d->coteaching.model_category ||
                                        code->category == d->coteaching.lane_category);
    bool role = debrief_lanes_are_roles(d) && (code->senses & SENSE_TALK);
    return (code->senses & elsewhere & ~(code->kind == CODE_STATE ? SENSE_QUESTION : 0U)) || lane ||
           role || code->kind == CODE_INTERVAL || code->kind == CODE_NOTE;
}

static void put_code(Debrief *d, int32_t code)
{
    Layout *l = &d->l;
    List times = {.d = d};
    const char *run = "";
    int32_t run_length = 0;
    for (size_t i = 0; i < d->o->event_count; i++) {
        const ObsEvent *event = &d->o->events[i];
        if (event->code != code || !measure_event_counts(d->o, event))
            continue;
        Span span = measure_event_span(d->o, event);
        const char *when = words_moment(l, span.start_ms);
        if (span.stop_ms > span.start_ms)
            when = layout_printf(l, "%s" EN_DASH "%s", when, words_moment(l, span.stop_ms));
        if (run_length > 0 && strcmp(when, run) == 0) {
            run_length++;
            continue;
        }
        add_run(&times, run, run_length);
        run = when, run_length = 1;
    }
    add_run(&times, run, run_length);
    put(d, d->protocol->codes[code].label, end_list(&times));
}

/* ---- two adults ---- */

static void put_lanes(Debrief *d)
{
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    for (int32_t a = -1; c->there && a < c->adult_count; a++) {
        List states = {.d = d};
        int32_t category = a < 0 ? c->model_category : c->lane_category;
        for (size_t i = 0; i < d->o->event_count; i++) {
            const ObsEvent *event = &d->o->events[i];
            const Code *code = debrief_code(d, event);
            if (code->kind != CODE_STATE || category == PROTOCOL_NONE ||
                code->category != category || !measure_event_counts(d->o, event) ||
                (a >= 0 && event->subject != c->adults[a]))
                continue;
            Span span = measure_event_span(d->o, event);
            add_item(&states,
                     layout_printf(l, "%s" NBSP "%s" EN_DASH "%s", code->label,
                                   words_moment(l, span.start_ms), words_moment(l, span.stop_ms)));
        }
        put(d, a < 0 ? say(l, "Model") : debrief_subject(d, c->adults[a]), end_list(&states));
    }
}

/* ---- all of it ---- */

static void gather(Debrief *d)
{
    Layout *l = &d->l;
    put_phases(d);
    put_talk(d);
    put_lanes(d);
    for (int32_t i = 0; i < d->protocol->code_count; i++)
        if (!is_said_elsewhere(d, &d->protocol->codes[i]))
            put_code(d, i);
    put_waits(d, say(l, "Wait, question"), &d->m.talk.wait1);
    put_waits(d, layout_printf(l, "Wait, %s", say(l, debrief_pupil(d))), &d->m.talk.wait2);
    if (debrief_has_talk(d))
        put_turns(d);
    if (debrief_wants(d, DEBRIEF_FRAMES))
        put_frames(d);
    if (debrief_wants(d, DEBRIEF_QUESTIONS))
        put_questions(d);
    for (int32_t i = 0; debrief_wants(d, DEBRIEF_ENGAGEMENT) && i < d->m.sampling.row_count; i++)
        put_scans(d, &d->m.sampling.rows[i]);
}

static int32_t lead_lines(const Debrief *d, const Row *row)
{
    return sheet_count_lines(d->l.sheet, d->in_figures->lead_width - LEAD_GAP, FONT_BOLD, SIZE_NOTE,
                             row->lead);
}

static float row_height(const Debrief *d, const Row *row)
{
    int32_t lines = sheet_count_lines(d->l.sheet, d->l.width - d->in_figures->lead_width,
                                      FONT_REGULAR, SIZE_NOTE, row->text);
    return LEAD_NOTE * (float)(lines > lead_lines(d, row) ? lines : lead_lines(d, row)) + ROW_GAP;
}

float debrief_in_figures_height(Debrief *d)
{
    if (d->o->event_count == 0)
        return 0;
    if (!d->in_figures) {
        d->in_figures = ARENA_PUSH(d->scratch, struct DebriefInFigures, 1);
        if (!d->in_figures) {
            d->l.lost = true;
            return 0;
        }
        *d->in_figures = (struct DebriefInFigures){.lead_width = lead_width(d)};
        gather(d);
        for (const Row *row = d->in_figures->first; row; row = row->next)
            d->in_figures->height += row_height(d, row);
    }
    return SECTION_GAP + HEAD_DROP + d->in_figures->height - LEAD_NOTE;
}

static void draw(Debrief *d, const Row *row)
{
    Layout *l = &d->l;
    float width = d->in_figures->lead_width;
    float lead_height = LEAD_NOTE * (float)lead_lines(d, row);
    float together = fminf(row_height(d, row) - ROW_GAP, fmaxf(lead_height, 2 * LEAD_NOTE));
    (void)layout_need(l, together - LEAD_NOTE);
    float y = l->y;
    int32_t page = sheet_page_count(l->sheet);
    layout_paragraph(l, l->left, y, width - LEAD_GAP, FONT_BOLD, SIZE_NOTE, INK, row->lead);
    layout_flow_text(l, l->left + width, l->width - width, FONT_REGULAR, SIZE_NOTE, INK, row->text);
    if (sheet_page_count(l->sheet) == page)
        l->y = fmaxf(l->y, y + lead_height);
    l->y += ROW_GAP;
}

void debrief_pictures_in_figures(Debrief *d)
{
    Layout *l = &d->l;
    (void)debrief_in_figures_height(d);
    if (!d->in_figures || !d->in_figures->first)
        return;
    layout_section(l, say(l, "What the charts show"),
                   d->o->end_ms < 3600000
                       ? say(l, "for whoever cannot see them; times are minutes:seconds")
                       : say(l, "for whoever cannot see them; times are hours:minutes:seconds"),
                   fminf(HEAD_DROP + 40, HEAD_DROP + d->in_figures->height - LEAD_NOTE));
    for (const Row *row = d->in_figures->first; row; row = row->next)
        draw(d, row);
    l->y -= LEAD_NOTE;
}
