/* Talk in numbers: share by phase, waiting, reach, chains, lengths of turns. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/chart.h"
#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define SHARE_BAR 21.0F
#define SHARE_PITCH 28.0F
#define SHARE_TIGHT 25.0F
#define SHARE_LINES 2 /* of a phase's name beside its bar */
#define SHARE_MAX_ROWS 18
#define WAIT_AXIS_S 7.0F
#define DOT_PITCH 4.1F
#define WAIT_BIN_S 0.14F
#define WAIT_FEW 5         /* fewer waits than this have no median */
#define COLUMNS_APART 6.0F /* half the gutter */
#define TURN_DOT_PITCH 6.6F
#define TURN_DOTS_HIGH 56.0F
#define WHO_TALKED_HEIGHT 216.0F /* of the tallest of its three figures */
#define LENGTH_PITCH 34.0F
#define STRIP_LOW 18.0F /* of a strip of waits, where few stand on one another */
#define STRIP_HIGH 46.0F
#define STRIP_TIGHT 28.0F /* where the pair just fits so */
#define STRIP_FOOT 27.0F

enum {
    TURN_BINS = 33, /* of the reach figure: as many dots as stand side by side */
};

/* ---- talk share ---- */

static int32_t share_rows(const Debrief *d)
{
    int32_t n = d->m.talk.phase_count;
    return n == 0 ? 1 : (n > SHARE_MAX_ROWS ? SHARE_MAX_ROWS : n);
}

static const char *share_note(Debrief *d)
{
    Layout *l = &d->l;
    const TalkShare *s = &d->m.talk.share;
    const char *more = d->m.talk.phase_count > SHARE_MAX_ROWS
                           ? layout_printf(l, "The first %d of %d phases. ", SHARE_MAX_ROWS,
                                           (int)d->m.talk.phase_count)
                           : "";
    const char *overlap = s->overlap_ms > 0
                              ? layout_printf(l, " Overlapping talk (%s) is divided equally.",
                                              words_length(l, s->overlap_ms))
                              : "";
    const char *ratio =
        s->ratio_undefined
            ? words_sentence(l, s->ratio_undefined)
            : layout_printf(l,
                            "Talk ratio, whole class: teacher / (teacher + %ss) = %.0f" PERCENT
                            " of %s; group talk left out",
                            debrief_pupil(d), 100 * s->ratio, words_length(l, s->ratio_of_ms));
    return layout_printf(
        l,
        d->m.talk.starts_only
            ? "%sTeacher dark, %ss plain, group talk hatched; pauses are inside "
              "the turns. %s.%s"
            : "%sTeacher dark, %ss plain, group talk hatched, silence white. %s.%s",
        more, debrief_pupil(d), ratio, overlap);
}

static void draw_share_bar(Debrief *d, const TalkShare *share, float x, float y, float width,
                           float height)
{
    static const Texture textures[TALK_ROLE_COUNT] = {TEXTURE_TEACHER, TEXTURE_PUPIL, TEXTURE_GROUP,
                                                      TEXTURE_SILENCE};
    Layout *l = &d->l;
    if (share->undefined) {
        layout_label(l, x, y + 14, width, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHARE_LINES,
                     words_sentence(l, share->undefined));
        return;
    }
    ChartPart parts[TALK_ROLE_COUNT];
    for (int role = 0; role < TALK_ROLE_COUNT; role++)
        parts[role] = (ChartPart){textures[role], share->share[role],
                                  layout_printf(l, "%d", (int)share->percent[role])};
    chart_parts(l, parts, TALK_ROLE_COUNT, x, y, width, height);
}

static float share_pitch(const Debrief *d)
{
    return d->tight ? SHARE_TIGHT : SHARE_PITCH;
}

static float share_height(Debrief *d, float width)
{
    return HEAD_DROP - 6 + (float)share_rows(d) * share_pitch(d) + 8 +
           LEAD_NOTE *
               (float)sheet_count_lines(d->l.sheet, width, FONT_REGULAR, SIZE_NOTE, share_note(d));
}

static const char *share_name(const Debrief *d, int32_t row)
{
    const TalkMeasures *talk = &d->m.talk;
    if (talk->phase_count == 0)
        return say(&d->l, "Lesson");
    return talk->phases[row].code == PROTOCOL_NONE
               ? say(&d->l, "No phase")
               : d->protocol->codes[talk->phases[row].code].label;
}

/* As wide as the widest name, within bounds. */
static float share_label(const Debrief *d, float width)
{
    float label = 52;
    for (int32_t i = 0; i < share_rows(d); i++)
        label =
            fmaxf(label, 6 + layout_text_width(&d->l, FONT_REGULAR, SIZE_BODY, share_name(d, i)));
    return fminf(label, width * 0.45F);
}

static float draw_share(Debrief *d, float x, float y, float width)
{
    Layout *l = &d->l;
    const TalkMeasures *talk = &d->m.talk;
    y = layout_head(l, x, y, width,
                    talk->phase_count > 0 ? say(l, "Talk share by phase") : say(l, "Talk share"),
                    say(l, "% of time")) -
        6;
    float label = share_label(d, width);
    for (int32_t i = 0; i < share_rows(d); i++, y += share_pitch(d)) {
        const TalkShare *share = talk->phase_count > 0 ? &talk->phases[i].share : &talk->share;
        layout_label(l, x, y + 14, label - 4, FONT_REGULAR, SIZE_BODY, INK, SHARE_LINES,
                     share_name(d, i));
        draw_share_bar(d, share, x + label, y, width - label, SHARE_BAR);
    }
    return layout_paragraph(l, x, y + 8, width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                            share_note(d)) -
           LEAD_NOTE + 4;
}

/* ---- waiting ---- */

static float wait_x(float x0, float x1, double seconds)
{
    return x0 + (x1 - x0) * (float)fmin(seconds, WAIT_AXIS_S) / WAIT_AXIS_S;
}

/* The i-th wait to draw, or NULL when it belongs to another row. */
static const Wait *nth_wait(const Debrief *d, const WaitDots *w, size_t i)
{
    if (w->row < 0)
        return &w->time->items[i];
    const Question *q = &d->m.questions.items[i];
    return q->row == w->row && q->wait >= 0 ? &w->time->items[q->wait] : NULL;
}

void debrief_wait_dots(Debrief *d, const WaitDots *w)
{
    enum { MAX_BINS = 128 };
    Layout *l = &d->l;
    int32_t bins[MAX_BINS] = {0}, tallest = 0;
    int32_t bin_count = (int32_t)ceilf(WAIT_AXIS_S / w->bin_s) + 1;
    for (int pass = 0; pass < 2; pass++) {
        float pitch =
            tallest > 1 ? fminf(DOT_PITCH, (w->height - 4.4F) / (float)(tallest - 1)) : DOT_PITCH;
        memset(bins, 0, sizeof bins);
        for (size_t i = 0; i < (w->row < 0 ? w->time->count : d->m.questions.count); i++) {
            const Wait *wait = nth_wait(d, w, i);
            if (!wait)
                continue;
            double seconds = (double)wait->wait_ms / 1000;
            int32_t bin = (int32_t)(fmin(seconds, WAIT_AXIS_S) / (double)w->bin_s);
            bin = bin < bin_count - 1 ? bin : bin_count - 1;
            int32_t level = bins[bin]++;
            tallest = bins[bin] > tallest ? bins[bin] : tallest;
            if (pass == 0 || pitch * (float)level > w->height)
                continue;
            double at = ((double)bin + 0.5) * (double)w->bin_s;
            layout_dot(l, wait_x(w->x0, w->x1, at), w->y - 2.6F - (float)level * pitch, 1.8F,
                       wait->ended_by == WAIT_TEACHER && w->open_teacher ? INK_WHITE : INK, 0.6F);
        }
    }
}

/* As high as the tallest stack, within bounds. */
static float strip_dots(const Debrief *d, const WaitTime *wait)
{
    enum { BINS = 51 };
    int32_t bins[BINS] = {0}, tallest = 0;
    for (size_t i = 0; i < wait->count; i++) {
        double seconds = fmin((double)wait->items[i].wait_ms / 1000, (double)WAIT_AXIS_S);
        int32_t bin = (int32_t)(seconds / (double)WAIT_BIN_S);
        int32_t level = ++bins[bin < BINS ? bin : BINS - 1];
        tallest = level > tallest ? level : tallest;
    }
    return fminf(fmaxf((float)tallest * DOT_PITCH + 4, STRIP_LOW),
                 d->tight ? STRIP_TIGHT : STRIP_HIGH);
}

/* Why no wait could be measured. */
static const char *no_wait_words(Debrief *d, const WaitTime *wait)
{
    Layout *l = &d->l;
    if (wait->asked == 0 || d->m.talk.starts_only)
        return words_sentence(l, wait->undefined);
    const char *of =
        wait == &d->m.talk.wait1
            ? words_number(l, wait->asked, say(l, "question"), say(l, "questions"))
            : words_number(l, wait->asked, layout_printf(l, "%s turn", debrief_pupil(d)),
                           layout_printf(l, "%s turns", debrief_pupil(d)));
    if (wait->lost[WAIT_SHORT] == 0)
        return words_sentence(
            l, layout_printf(l, "undefined: none of %s was followed by a turn to wait for", of));
    return words_sentence(
        l,
        layout_printf(l,
                      "undefined: none of %s could be measured; after %s the next turn came "
                      "less than %.1f s later, which is below what this record can show",
                      of, words_count(l, wait->lost[WAIT_SHORT]), (double)wait->floor_ms / 1000));
}

static float draw_strip(Debrief *d, const WaitTime *wait, const char *name, bool open_teacher,
                        float x, float y, float width)
{
    Layout *l = &d->l;
    float x0 = x + 2, x1 = x + width - 8;
    float label = layout_line(l, x, y, width, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT, name);
    if (wait->undefined) {
        return layout_paragraph(l, x, y + LEAD_BODY, width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                                layout_printf(l, "%s.", no_wait_words(d, wait))) +
               4;
    }
    layout_line(l, x + width, y, width - label - 8, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                SHEET_RIGHT,
                layout_printf(l, "%g s or more: %s", (double)wait->goal_ms / 1000,
                              words_share(l, wait->goal)));
    float height = strip_dots(d, wait);
    float base = y + 6 + height;
    float goal = wait_x(x0, x1, (double)wait->goal_ms / 1000);
    sheet_line(l->sheet, goal, y + 6, goal, base, ink_dashes(INK, 0.5F));
    debrief_wait_dots(d, &(WaitDots){.time = wait,
                                     .row = -1,
                                     .x0 = x0,
                                     .x1 = x1,
                                     .y = base,
                                     .height = height - 2,
                                     .bin_s = WAIT_BIN_S,
                                     .open_teacher = open_teacher});
    sheet_line(l->sheet, x0, base, x1, base, ink_stroke(INK, 0.5F));
    float median_from = x1 + 100, median_to = median_from;
    if (wait->seconds.n >= WAIT_FEW) {
        float at = wait_x(x0, x1, wait->seconds.median);
        const char *text = layout_printf(l, "median %.1f", wait->seconds.median);
        float half = layout_text_width(l, FONT_BOLD, SIZE_NOTE, text) / 2;
        float centre = fminf(fmaxf(at, x + half), x + width - half);
        sheet_line(l->sheet, at, base, at, base + 5, ink_stroke(INK, 1.5F));
        sheet_text(l->sheet, centre, base + 13.5F, FONT_BOLD, SIZE_NOTE, INK, SHEET_CENTRE, text);
        median_from = centre - half - 2, median_to = centre + half + 2;
    }
    for (int s = 0; s <= (int)WAIT_AXIS_S; s++) {
        const char *figure = s == (int)WAIT_AXIS_S ? "7 +" : layout_printf(l, "%d", s);
        float half = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, figure) / 2;
        float at = wait_x(x0, x1, s);
        if (at + half < median_from || at - half > median_to)
            sheet_text(l->sheet, at, base + 13.5F, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                       SHEET_CENTRE, figure);
    }
    return base + STRIP_FOOT;
}

static const char *wait_note(Debrief *d)
{
    Layout *l = &d->l;
    const WaitTime *a = &d->m.talk.wait1, *b = &d->m.talk.wait2;
    const char *open = a->undefined || a->by_teacher == 0
                           ? ""
                           : layout_printf(l, "Open dots: the teacher ended the wait (%s). ",
                                           words_count(l, a->by_teacher));
    const char *few =
        (!a->undefined && a->seconds.n < WAIT_FEW) || (!b->undefined && b->seconds.n < WAIT_FEW)
            ? say(l, "Fewer than 5 waits: no median. ")
            : "";
    if (a->undefined && b->undefined)
        return "";
    return layout_printf(l, "%s%sLeft out, under %g" NBSP "s: %s and %s.", open, few,
                         (double)a->floor_ms / 1000, words_count(l, a->lost[WAIT_SHORT]),
                         words_count(l, b->lost[WAIT_SHORT]));
}

static float strip_height(Debrief *d, const WaitTime *wait, float width)
{
    if (!wait->undefined)
        return 6 + strip_dots(d, wait) + STRIP_FOOT;
    return LEAD_BODY + 4 +
           LEAD_NOTE *
               (float)sheet_count_lines(d->l.sheet, width, FONT_REGULAR, SIZE_NOTE,
                                        layout_printf(&d->l, "%s.", no_wait_words(d, wait)));
}

static float wait_height(Debrief *d, float width)
{
    return HEAD_DROP + strip_height(d, &d->m.talk.wait1, width) +
           strip_height(d, &d->m.talk.wait2, width) +
           LEAD_NOTE *
               (float)sheet_count_lines(d->l.sheet, width, FONT_REGULAR, SIZE_NOTE, wait_note(d));
}

static float draw_wait(Debrief *d, float x, float y, float width)
{
    Layout *l = &d->l;
    y = layout_head(l, x, y, width, say(l, "Wait time"), say(l, "seconds, one dot per wait"));
    y = draw_strip(d, &d->m.talk.wait1, say(l, "After a question"), true, x, y, width);
    y = draw_strip(d, &d->m.talk.wait2, layout_printf(l, "After a %s", debrief_pupil(d)), false, x,
                   y, width);
    const char *note = wait_note(d);
    if (note[0] == '\0')
        return y - LEAD_NOTE;
    return layout_paragraph(l, x, y - 1, width, FONT_REGULAR, SIZE_NOTE, INK_SECOND, note) -
           LEAD_NOTE + 4;
}

static bool has_waits(const Debrief *d)
{
    return d->m.talk.wait1.asked > 0 || d->m.talk.wait2.asked > 0;
}

static float waits_x(const Layout *l)
{
    return layout_column(l, 6) - 14;
}

static float pair_height(Debrief *d)
{
    Layout *l = &d->l;
    if (!has_waits(d))
        return SECTION_GAP + share_height(d, l->width);
    return SECTION_GAP +
           fmaxf(share_height(d, layout_span(l, 5)), wait_height(d, l->right - waits_x(l)));
}

/* Closer together where only so it fits on this page. */
float debrief_talk_share_height(Debrief *d)
{
    if (!debrief_has_talk(d))
        return 0;
    d->tight = false;
    float height = pair_height(d);
    if (height <= layout_room(&d->l))
        return height;
    d->tight = true;
    float tight = pair_height(d);
    d->tight = tight <= layout_room(&d->l);
    return d->tight ? tight : height;
}

void debrief_talk_share(Debrief *d)
{
    Layout *l = &d->l;
    if (!debrief_has_talk(d))
        return;
    float left = layout_span(l, 5);
    float wait_x0 = waits_x(l), wait_width = l->right - wait_x0;
    bool waits = has_waits(d);
    float height = debrief_talk_share_height(d) - SECTION_GAP;
    layout_block(l, height);
    sheet_add_heading(l->sheet, l->y, say(l, "Talk share"));
    float y = l->y;
    float end = draw_share(d, l->left, y, waits ? left : l->width);
    if (waits) {
        end = fmaxf(end, draw_wait(d, wait_x0, y, wait_width));
        layout_read_left(l, (l->left + left + wait_x0) / 2, y, end);
    }
    l->y = end;
}

/* ---- reach ---- */

/* Pupils by number of turns: bin 0 has none, the others per_bin numbers each. */
typedef struct TurnBins {
    int32_t counts[TURN_BINS];
    int32_t per_bin, last, tallest;
} TurnBins;

static TurnBins count_turn_bins(const TalkMeasures *talk)
{
    TurnBins bins = {.per_bin = 1};
    int32_t most = 0;
    for (int32_t i = 0; i < talk->roster.present_count; i++) {
        int32_t turns = talk->subjects[talk->roster.present[i]].turns;
        most = turns > most ? turns : most;
    }
    bins.per_bin = (most + TURN_BINS - 2) / (TURN_BINS - 1);
    bins.per_bin = bins.per_bin > 0 ? bins.per_bin : 1;
    bins.last = (most + bins.per_bin - 1) / bins.per_bin;
    for (int32_t i = 0; i < talk->roster.present_count; i++) {
        int32_t turns = talk->subjects[talk->roster.present[i]].turns;
        int32_t count = ++bins.counts[(turns + bins.per_bin - 1) / bins.per_bin];
        bins.tallest = count > bins.tallest ? count : bins.tallest;
    }
    return bins;
}

static const char *bin_figure(Layout *l, const TurnBins *bins, int32_t bin)
{
    int32_t low = bin == 0 ? 0 : (bin - 1) * bins->per_bin + 1;
    if (bin == 0 || bins->per_bin == 1)
        return layout_printf(l, "%d", (int)low);
    return layout_printf(l, "%d" RANGE_DASH "%d", (int)low, (int)(low + bins->per_bin - 1));
}

/* A dot for each pupil over an axis; returns where the axis is. */
static float draw_turn_dots(Debrief *d, float x, float y, float width)
{
    Layout *l = &d->l;
    TurnBins bins = count_turn_bins(&d->m.talk);
    float step = fminf((width - 8) / (float)(bins.last + 1), 10);
    float pitch = bins.tallest > 8 ? TURN_DOTS_HIGH / (float)bins.tallest : TURN_DOT_PITCH;
    float r = fmaxf(fminf(0.41F * pitch, 0.45F * step), 0.5F);
    float base = y + fmaxf(pitch * (float)bins.tallest, 3 * TURN_DOT_PITCH) + 4;
    float free_from = x - 1;
    int32_t every = bins.last / 5 + 1;
    sheet_line(l->sheet, x, base, x + width, base, ink_stroke(INK, 0.5F));
    for (int32_t bin = 0; bin <= bins.last; bin++) {
        float at = x + 4 + step * ((float)bin + 0.5F);
        for (int32_t level = 0; level < bins.counts[bin]; level++)
            layout_dot(l, at, base - 4 - (float)level * pitch, r, bin == 0 ? INK_WHITE : INK_PUPIL,
                       0.6F);
        const char *figure = bin_figure(l, &bins, bin);
        float half = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, figure) / 2;
        if (bin % every != 0 || at - half <= free_from || at + half > x + width)
            continue;
        sheet_text(l->sheet, at, base + 10, FONT_REGULAR, SIZE_NOTE, INK, SHEET_CENTRE, figure);
        free_from = at + half + 2;
    }
    return base;
}

static float draw_reach(Debrief *d, float x, float y, float width)
{
    Layout *l = &d->l;
    const TalkMeasures *talk = &d->m.talk;
    bool speakers = debrief_knows_only_speakers(d);
    /* Turns of pupils not told apart can have been anybody's. */
    bool some = talk->unidentified_turns > 0 && !talk->reach.undefined && !speakers;
    y = layout_head(l, x, y, width, say(l, "Reach"),
                    speakers ? say(l, "of a class not known")
                    : some   ? say(l, "pupils known to have spoken / present")
                             : say(l, "pupils heard / present"));
    if (talk->reach.undefined && !speakers)
        return layout_paragraph(l, x, y, width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                                debrief_why(d, talk->reach.undefined));
    float w = sheet_text(
        l->sheet, x, y + 14, FONT_BOLD, SIZE_TITLE, INK, SHEET_LEFT,
        speakers ? layout_printf(l, "%d", (int)talk->heard)
                 : layout_printf(l, "%" PRId64 " of %" PRId64, talk->reach.k, talk->reach.n));
    layout_line(l, x + w + 8, y + 14, width - w - 8, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                SHEET_LEFT,
                some        ? layout_printf(l, "at least %.0f" PERCENT, 100 * talk->reach.share)
                : !speakers ? words_percent(l, talk->reach)
                : talk->heard == 1 ? say(l, "pupil spoke")
                                   : say(l, "pupils spoke"));
    y = draw_turn_dots(d, x, y + 24, width);
    y = layout_paragraph(l, x, y + 22, width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                         say(l, "turns; one dot per pupil, unnamed")) +
        3;
    const Gini *g = &talk->gini_turns;
    const char *none = g->undefined ? g->undefined : g->n < 2 ? g->corrected_undefined : NULL;
    if (none)
        return layout_paragraph(l, x, y, width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                                layout_printf(l, "Gini %s.", say(l, none)));
    const char *interval = g->low < g->high && (g->low > 0 || g->high < 1)
                               ? layout_printf(l, " (%.2f" RANGE_DASH "%.2f)", g->low, g->high)
                               : "";
    const char *corrected =
        g->corrected_undefined ? "" : layout_printf(l, " (%.2f corrected for n)", g->corrected);
    const char *over = layout_printf(l,
                                     speakers ? "the %d who spoke"
                                     : some   ? "all %d, by the turns told apart"
                                              : "all %d, silent pupils as 0",
                                     (int)g->n);
    Phrase phrases[] = {
        {FONT_BOLD, layout_printf(l, "Gini %.2f", g->plain)},
        {FONT_REGULAR, layout_printf(l,
                                     "%s over %s%s. 0" NBSP "=" NBSP "equal turns, 1" NBSP "=" NBSP
                                     "one pupil has all.",
                                     interval, over, corrected)},
    };
    return layout_phrases(l, x, y, width, SIZE_BODY, INK, phrases, 2, true);
}

/* ---- chains ---- */

static float draw_chain_bars(Debrief *d, float x, float y, float width)
{
    enum { MAX_BARS = 9 };
    Layout *l = &d->l;
    const TalkChains *chains = &d->m.talk.chains;
    int32_t bars = chains->longest - 1 < MAX_BARS ? chains->longest - 1 : MAX_BARS;
    int32_t counts[MAX_BARS] = {0}, most = 1;
    for (int32_t length = 2; length <= chains->longest; length++) {
        int32_t bar = length - 2 < MAX_BARS - 1 ? length - 2 : MAX_BARS - 1;
        counts[bar] += chains->by_length[length];
        most = counts[bar] > most ? counts[bar] : most;
    }
    float pitch = fminf(64 / (float)bars, 10.5F), unit = fminf((width - 44) / (float)most, 9);
    for (int32_t i = 0; i < bars; i++) {
        float at = y + (float)i * fmaxf(pitch, 9);
        bool open = i == MAX_BARS - 1 && chains->longest - 2 > i;
        sheet_text(l->sheet, x + 14, at + 6.5F, FONT_REGULAR, SIZE_NOTE, INK, SHEET_RIGHT,
                   layout_printf(l, open ? "%d+" : "%d", (int)i + 2));
        for (int32_t j = 0; unit >= 2 && j < counts[i]; j++)
            sheet_rect(l->sheet, x + 19 + (float)j * unit, at, unit - 1, 7, 0, ink_fill(INK_PUPIL));
        if (unit < 2)
            sheet_rect(l->sheet, x + 19, at, (float)counts[i] * unit, 7, 0, ink_fill(INK_PUPIL));
        sheet_text(l->sheet, x + 22 + (float)counts[i] * unit, at + 6.5F, FONT_BOLD, SIZE_NOTE, INK,
                   SHEET_LEFT, layout_printf(l, "%d", (int)counts[i]));
    }
    return y + (float)bars * fmaxf(pitch, 9);
}

static float draw_chains(Debrief *d, float x, float y, float width)
{
    Layout *l = &d->l;
    const TalkChains *chains = &d->m.talk.chains;
    y = layout_head(l, x, y, width, say(l, "Chains"), "");
    if (chains->undefined)
        return layout_paragraph(
            l, x, y, width, FONT_REGULAR, SIZE_BODY, INK_SECOND,
            d->m.talk.count[TALK_STUDENT] > 0
                ? debrief_why(d, chains->undefined)
                : layout_printf(l, "%s.", words_sentence(l, chains->undefined)));
    float w = sheet_text(l->sheet, x, y + 14, FONT_BOLD, SIZE_TITLE, INK, SHEET_LEFT,
                         layout_printf(l, "%zu", chains->count));
    layout_line(l, x + w + 5, y + 14, width - w - 5, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                SHEET_LEFT,
                chains->count == 1 ? say(l, "run of pupils") : say(l, "runs of pupils"));
    y += 26;
    if (chains->count > 0)
        y = layout_paragraph(l, x, draw_chain_bars(d, x, y, width) + 9, width, FONT_REGULAR,
                             SIZE_NOTE, INK_SECOND, say(l, "turns in a row, no teacher")) +
            3;
    else
        y += 6;
    const char *unsure =
        chains->unsure > 0 ? layout_printf(l, " %s more may be chains: not all speakers are known.",
                                           words_count(l, chains->unsure))
                           : "";
    const char *mean = chains->count > 0 ? layout_printf(l, "Mean %.1f, longest %d. ",
                                                         chains->mean_length, (int)chains->longest)
                                         : "";
    Phrase phrases[] = {
        {FONT_REGULAR, mean},
        {FONT_BOLD, layout_printf(l, "%" PRId64 " of %" PRId64, chains->turns.k, chains->turns.n)},
        {FONT_REGULAR,
         layout_printf(l,
                       " pupil turns in a chain. Teacher" EN_DASH "pupil" EN_DASH "teacher: %d.%s",
                       (int)chains->triads, unsure)},
    };
    return layout_phrases(l, x, y, width, SIZE_BODY, INK, phrases, 3, true);
}

/* ---- lengths of turns ---- */

static float length_x(float x0, float x1, double seconds, double most)
{
    double top = log2(fmax(most, 2));
    return x0 + (x1 - x0) * (float)(log2(fmin(fmax(seconds, 1), most)) / top);
}

static void draw_length_axis(Debrief *d, float x0, float x1, float y0, int32_t rows, double most)
{
    static const int ticks[] = {1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 36000};
    Layout *l = &d->l;
    float y1 = y0 + (float)rows * LENGTH_PITCH - 8, free_from = x0 - 10;
    sheet_line(l->sheet, x0, y1, x1, y1, ink_stroke(INK, 0.5F));
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks && ticks[i] <= most; i++) {
        float x = length_x(x0, x1, ticks[i], most);
        const char *figure = ticks[i] < 60     ? layout_printf(l, "%d", ticks[i])
                             : ticks[i] < 3600 ? layout_printf(l, "%d min", ticks[i] / 60)
                                               : layout_printf(l, "%d h", ticks[i] / 3600);
        float half = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, figure) / 2;
        if (x - half < free_from || x + half > x1 + 8)
            continue;
        free_from = x + half + 2;
        for (int32_t row = 0; row < rows; row++) {
            float y = y0 + (float)row * LENGTH_PITCH;
            sheet_line(l->sheet, x, y + 10, x, y + 22, ink_stroke(INK_GRID, 0.4F));
        }
        sheet_line(l->sheet, x, y1, x, y1 + 3, ink_stroke(INK, 0.5F));
        sheet_text(l->sheet, x, y1 + 11, FONT_REGULAR, SIZE_NOTE, INK, SHEET_CENTRE, figure);
    }
}

static float draw_lengths(Debrief *d, float x, float y, float width)
{
    static const uint32_t fills[TALK_ROLE_COUNT] = {INK_TEACHER, INK_PUPIL, INK_WHITE, INK_WHITE};
    Layout *l = &d->l;
    const TalkMeasures *talk = &d->m.talk;
    y = layout_head(l, x, y, width, say(l, "Length of turns"), say(l, "seconds, log scale"));
    double most = 2;
    for (int role = 0; role < TALK_SILENCE; role++)
        if (!talk->lengths[role].undefined)
            most = fmax(most, talk->lengths[role].max);
    float x0 = x + 6, x1 = x + width - 6, top = y;
    int32_t rows = 0;
    for (int role = 0; role < TALK_SILENCE; role++)
        rows += talk->count[role] > 0;
    draw_length_axis(d, x0, x1, top, rows, most);
    for (int role = 0; role < TALK_SILENCE; role++) {
        const Spread *s = &talk->lengths[role];
        if (talk->count[role] == 0 || s->undefined)
            continue;
        const char *name = debrief_role_label(d, (TalkRole)role);
        const char *n = words_number(l, s->n, say(l, "turn"), say(l, "turns"));
        const char *median = layout_printf(l, "median %s", words_seconds(l, s->median));
        float mw = layout_text_width(l, FONT_BOLD, SIZE_NOTE, median);
        float nw = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, n);
        float name_room = width - mw - nw - 18;
        float w =
            layout_line(l, x, y + 4, name_room, FONT_REGULAR, SIZE_BODY, INK, SHEET_LEFT, name);
        sheet_text(l->sheet, x + w + 5, y + 4, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT, n);
        sheet_text(l->sheet, x + width, y + 4, FONT_BOLD, SIZE_NOTE, INK, SHEET_RIGHT, median);
        float at = y + 16;
        sheet_line(l->sheet, length_x(x0, x1, s->min, most), at, length_x(x0, x1, s->max, most), at,
                   ink_stroke(INK, 0.6F));
        float q1 = length_x(x0, x1, s->q1, most), q3 = length_x(x0, x1, s->q3, most);
        sheet_rect(l->sheet, q1, at - 4, fmaxf(q3 - q1, 0.6F), 8, 0, ink_fill(fills[role]));
        sheet_rect(l->sheet, q1, at - 4, fmaxf(q3 - q1, 0.6F), 8, 0, ink_stroke(INK, 0.6F));
        float m = length_x(x0, x1, s->median, most);
        sheet_line(l->sheet, m, at - 7, m, at + 7, ink_stroke(INK, 1.6F));
        if (role == TALK_TEACHER)
            sheet_line(l->sheet, m, at - 4, m, at + 4, ink_stroke(INK_WHITE, 1.6F));
        layout_dot(l, length_x(x0, x1, s->max, most), at, 1.9F, INK, 0.6F);
        y += LENGTH_PITCH;
    }
    return layout_paragraph(l, x, y + 16, width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                            say(l,
                                "Bar: middle half of the turns, thick tick: median, dot: longest. "
                                "Under 1 s drawn at 1."));
}

static float lengths_height(const Debrief *d)
{
    int32_t rows = 0;
    for (int role = 0; role < TALK_SILENCE; role++)
        rows += d->m.talk.count[role] > 0;
    return HEAD_DROP + (float)rows * LENGTH_PITCH + 30;
}

static float equity_width(const Layout *l)
{
    return layout_span(l, 5) - 4;
}

/* Silence alone has no speaker. */
static bool has_turns(const Debrief *d)
{
    int32_t turns = 0;
    for (int role = 0; role < TALK_SILENCE; role++)
        turns += d->m.talk.count[role];
    return turns > 0;
}

float debrief_who_talked_height(Debrief *d)
{
    if (!has_turns(d))
        return 0;
    float equity = debrief_has_equity(d) ? debrief_equity_height(d, equity_width(&d->l)) : 0;
    float more = d->m.talk.unidentified_turns > 0 ? LEAD_BODY : 0; /* it takes longer to say */
    return SECTION_GAP + fmaxf(WHO_TALKED_HEIGHT + more, equity);
}

void debrief_who_talked(Debrief *d)
{
    Layout *l = &d->l;
    const TalkMeasures *talk = &d->m.talk;
    bool pupils = talk->roster.present_count > 0 && talk->count[TALK_STUDENT] > 0;
    bool chains = talk->count[TALK_STUDENT] > 0 && debrief_is_about_pupils(d);
    bool equity = pupils && debrief_has_equity(d);
    if (!has_turns(d))
        return;
    float widths[3] = {layout_span(l, 4) - 4, layout_span(l, 3), equity_width(l)};
    float at[3] = {layout_column(l, 0), layout_column(l, 4), l->right - equity_width(l)};
    layout_block(l, debrief_who_talked_height(d) - SECTION_GAP);
    sheet_add_heading(l->sheet, l->y, say(l, pupils ? "Reach" : "Length of turns"));
    float y = l->y, end = y;
    if (pupils)
        end = fmaxf(end, draw_reach(d, at[0], y, widths[0]));
    if (chains)
        end = fmaxf(
            end, draw_chains(d, pupils ? at[1] : at[0], y, pupils ? widths[1] : layout_span(l, 4)));
    float lx = pupils ? at[2] : chains ? layout_column(l, 5) : l->left;
    if (equity) {
        sheet_add_heading(l->sheet, l->y, say(l, "Share of turns / share of time"));
        float under = debrief_draw_equity(d, lx, y, l->right - lx);
        bool fits = under + lengths_height(d) <= l->body_end;
        if (fits)
            under = draw_lengths(d, lx, under, l->right - lx);
        d->lengths_later = !fits;
        end = fmaxf(end, under);
    } else {
        end = fmaxf(end, draw_lengths(d, lx, y, l->right - lx));
    }
    l->y = end - LEAD_NOTE + 4;
    if (pupils && chains)
        layout_read_left(l, at[1] - COLUMNS_APART, y, l->y);
    if (lx > l->left)
        layout_read_left(l, lx - COLUMNS_APART, y, l->y);
}

void debrief_lengths(Debrief *d)
{
    Layout *l = &d->l;
    if (!d->lengths_later)
        return;
    layout_block(l, lengths_height(d));
    sheet_add_heading(l->sheet, l->y, say(l, "Length of turns"));
    l->y = draw_lengths(d, l->left, l->y, l->width) - 6;
}
