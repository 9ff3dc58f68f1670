/* The flow: one time axis, and under it everything that has a time. Planned and
 * actual phases, one lane for each state, one row of marks for each kind of
 * point, the scans. Lanes that do not fit on the page go on to the next with
 * the axis again. */
#include "reports/debrief/debrief_flow.h"
#include "reports/layout/words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define AXIS_HEIGHT 17.0F
#define GROUP_HEIGHT 13.0F
#define PLANNED_HEIGHT 16.0F
#define STEP_HEIGHT 14.0F
#define ACTUAL_HEIGHT 34.0F
#define KEPT_TOGETHER 120.0F /* of rows under the phases */
#define MIN_BAR 0.3F
#define HOUR_MS INT64_C(3600000)
#define SILENCE_DRAWN_MS 5000 /* shorter silences are drawn as nothing */
#define SILENCE_BOX_MS 14000  /* and up to here as a line */

/* ---- which rows ---- */

void flow_add_row(Flow *f, FlowRow row)
{
    f->rows[f->row_count++] = row;
}

static bool is_lane_code(const Code *code)
{
    return code->kind == CODE_STATE && !code->built_in && !(code->senses & SENSE_PHASE);
}

static void add_lanes(Flow *f)
{
    const Debrief *d = f->d;
    bool roles = debrief_lanes_are_roles(d);
    for (int role = 0; roles && role < TALK_ROLE_COUNT; role++) {
        bool there = d->m.talk.count[role] > 0 || d->m.talk.share.ms[role] > 0 ||
                     role == TALK_TEACHER || role == TALK_STUDENT;
        if (there)
            flow_add_row(f, (FlowRow){.kind = ROW_ROLE,
                                      .role = (TalkRole)role,
                                      .label = debrief_role_label(d, (TalkRole)role),
                                      .group = ""});
    }
    for (int32_t i = 0; i < d->protocol->code_count; i++) {
        const Code *code = &d->protocol->codes[i];
        bool elsewhere = d->coteaching.there && (code->category == d->coteaching.model_category ||
                                                 code->category == d->coteaching.lane_category);
        if (!is_lane_code(code) || elsewhere || (roles && (code->senses & SENSE_TALK)))
            continue;
        if (f->used[i] == 0 && !(code->senses & SENSE_TALK) && d->protocol->code_count > 24)
            continue;
        flow_add_row(f, (FlowRow){.kind = ROW_STATE,
                                  .code = i,
                                  .label = code->label,
                                  .group = code->group,
                                  .n = f->used[i]});
    }
    f->lane_count = f->row_count;
    float height = f->lane_count <= 5 ? 25.5F : (f->lane_count <= 7 ? 22 : 18);
    for (int32_t i = 0; i < f->row_count; i++)
        f->rows[i].height = height;
}

static const int64_t *count_used(Debrief *d)
{
    int64_t *used = ARENA_PUSH(d->scratch, int64_t, PROTOCOL_MAX_CODES);
    if (!used) {
        d->l.lost = true;
        return NULL;
    }
    for (size_t i = 0; i < d->o->event_count; i++) {
        int32_t code = d->o->events[i].code;
        bool stroke = debrief_code(d, &d->o->events[i])->senses & SENSE_INK;
        if (code >= 0 && code < d->protocol->code_count &&
            (!stroke || observation_begins_drawing(d->o, i)))
            used[code]++; /* a drawing is one */
    }
    return used;
}

static float widest_label(const Flow *f)
{
    float width = 52;
    for (int32_t i = 0; i < f->row_count; i++) {
        FontStyle style = i < f->lane_count ? FONT_BOLD : FONT_REGULAR;
        width = fmaxf(width, layout_text_width(&f->d->l, style, SIZE_BODY, f->rows[i].label));
    }
    return fminf(width, 132);
}

/* A name of several lines makes its row higher. */
static void fit_labels(Flow *f)
{
    f->label_width = widest_label(f);
    for (int32_t i = 0; i < f->row_count; i++) {
        FontStyle style = i < f->lane_count ? FONT_BOLD : FONT_REGULAR;
        float height =
            layout_label_height(&f->d->l, f->label_width, style, SIZE_BODY, f->rows[i].label) + 4;
        f->rows[i].height = fmaxf(f->rows[i].height, height);
    }
}

/* ---- phases ---- */

static int64_t planned_ms(const Debrief *d)
{
    int64_t total = 0;
    for (int32_t i = 0; i < d->setup->phase_count; i++)
        total += d->setup->phases[i].minutes * INT64_C(60000);
    return total;
}

static bool is_phase(const Debrief *d, const ObsEvent *event)
{
    return (debrief_code(d, event)->senses & SENSE_PHASE) != 0;
}

static const ObsEvent *next_phase(const Debrief *d, size_t *at)
{
    while (*at < d->o->event_count) {
        const ObsEvent *event = &d->o->events[(*at)++];
        if (is_phase(d, event))
            return event;
    }
    return NULL;
}

void debrief_phase_lines(Debrief *d, float x0, float x1, int64_t end_ms, float y0, float y1,
                         uint32_t rgb)
{
    Axis axis = {.x0 = x0, .x1 = x1, .end_ms = end_ms > 0 ? end_ms : 1};
    size_t at = 0;
    for (const ObsEvent *event; (event = next_phase(d, &at));)
        if (event->start_ms > 0)
            sheet_line(d->l.sheet, axis_x(&axis, event->start_ms), y0,
                       axis_x(&axis, event->start_ms), y1, ink_stroke(rgb, 0.5F));
}

static void draw_planned(Flow *f, float y)
{
    Layout *l = &f->d->l;
    sheet_text(l->sheet, l->left, y + 11.3F, FONT_REGULAR, SIZE_BODY, INK_SECOND, SHEET_LEFT,
               say(l, "Planned"));
    int64_t from_ms = 0;
    for (int32_t i = 0; i < f->d->setup->phase_count; i++) {
        const PlannedPhase *phase = &f->d->setup->phases[i];
        const Code *code = &f->d->protocol->codes[phase->code];
        int64_t to_ms = from_ms + phase->minutes * INT64_C(60000);
        float x0 = axis_x(&f->axis, from_ms), x1 = axis_x(&f->axis, to_ms);
        sheet_rect(l->sheet, x0, y, x1 - x0, PLANNED_HEIGHT, 0, ink_stroke(INK_AXIS, 0.5F));
        layout_fitting(l, x0, x1, y + 11.3F, FONT_REGULAR, SIZE_BODY, INK_SECOND,
                       layout_printf(l, "%s %d", code->label, (int)phase->minutes),
                       layout_printf(l, "%d", (int)phase->minutes));
        from_ms = to_ms;
    }
    sheet_text(l->sheet, l->right, y + 11.3F, FONT_REGULAR, SIZE_BODY, INK_SECOND, SHEET_RIGHT,
               layout_printf(l, "%" PRId64 " min", planned_ms(f->d) / 60000));
}

/* From where a phase was planned to begin to where it began. */
static void draw_steps(Flow *f, float y)
{
    const Debrief *d = f->d;
    int64_t from_ms = 0;
    for (int32_t i = 0; i < d->setup->phase_count; i++) {
        size_t at = 0;
        const ObsEvent *event;
        while ((event = next_phase(d, &at)) && event->code != d->setup->phases[i].code)
            ;
        if (i > 0 && event)
            sheet_line(d->l.sheet, axis_x(&f->axis, from_ms), y, axis_x(&f->axis, event->start_ms),
                       y + STEP_HEIGHT, ink_stroke(INK, 0.75F));
        from_ms += d->setup->phases[i].minutes * INT64_C(60000);
    }
}

static void draw_actual(Flow *f, float y)
{
    Debrief *d = f->d;
    Layout *l = &d->l;
    sheet_text(l->sheet, l->left, y + STEP_HEIGHT + 20, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
               say(l, "Actual"));
    sheet_text(l->sheet, l->right, y + STEP_HEIGHT + 20, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
               words_length(l, d->o->end_ms));
    size_t at = 0;
    int32_t index = 0;
    float label_end = 0, drawn_to = 0;
    float top = y + STEP_HEIGHT;
    for (const ObsEvent *event; (event = next_phase(d, &at)); index++) {
        const Code *code = debrief_code(d, event);
        Span span = measure_event_span(d->o, event);
        float x0 = axis_x(&f->axis, span.start_ms), x1 = axis_x(&f->axis, span.stop_ms);
        sheet_rect(l->sheet, x0, top, x1 - x0, ACTUAL_HEIGHT, 0,
                   ink_fill(index % 2 == 0 ? INK_BAND : INK_BAND_DARK));
        sheet_rect(l->sheet, x0, top, x1 - x0, ACTUAL_HEIGHT, 0, ink_stroke(INK, 0.75F));
        float clear = fmaxf(x0, drawn_to); /* phases do not overlap; a merged record's may */
        drawn_to = fmaxf(drawn_to, x1);
        layout_fitting(l, clear, x1, top + 15, FONT_BOLD, SIZE_HEAD, INK, code->label,
                       code->short_label);
        const char *length = words_length(l, span.stop_ms - span.start_ms);
        layout_fitting(l, clear, x1, top + 28, FONT_REGULAR, SIZE_BODY, INK, length, length);
        const char *moment = words_moment(l, span.start_ms);
        float width = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, moment);
        if (span.start_ms > 0 && x0 + 2.5F > label_end && x0 + 2.5F + width <= f->axis.x1 + 4) {
            sheet_text(l->sheet, x0 + 2.5F, top - 3.5F, FONT_REGULAR, SIZE_NOTE, INK, SHEET_LEFT,
                       moment);
            label_end = x0 + 2.5F + width + 3;
        }
    }
}

static bool has_phase_events(const Debrief *d)
{
    size_t at = 0;
    return next_phase(d, &at) != NULL;
}

static float phases_height(const Flow *f, bool planned)
{
    if (!has_phase_events(f->d))
        return planned ? PLANNED_HEIGHT + 12 : 0;
    return (planned ? PLANNED_HEIGHT : 0) + STEP_HEIGHT + ACTUAL_HEIGHT + 9;
}

static void draw_phases(Flow *f, bool planned)
{
    float y = f->d->l.y;
    if (planned)
        draw_planned(f, y);
    if (has_phase_events(f->d)) {
        float below = y + (planned ? PLANNED_HEIGHT : 0);
        if (planned)
            draw_steps(f, below);
        draw_actual(f, below);
    }
    f->d->l.y = y + phases_height(f, planned);
}

/* ---- lanes ---- */

/* Bars of one lane. Neighbours that touch on paper become one rectangle, so
 * that twenty thousand turns are still a page. */
typedef struct Bars {
    Flow *f;
    Texture texture;
    float y, h, x0, x1;
    bool any;
} Bars;

static void bars_flush(Bars *b)
{
    if (b->any)
        layout_texture(&b->f->d->l, b->texture, b->x0, b->y, b->x1 - b->x0, b->h);
    b->any = false;
}

static void bars_add(Bars *b, Span span)
{
    float x0 = axis_x(&b->f->axis, span.start_ms), x1 = axis_x(&b->f->axis, span.stop_ms);
    if (x1 - x0 < MIN_BAR)
        x1 = x0 + MIN_BAR;
    bool solid = b->texture == TEXTURE_TEACHER || b->texture == TEXTURE_PUPIL ||
                 b->texture == TEXTURE_NEUTRAL;
    if (b->any && x0 <= b->x1 + (solid ? 0.02F : -1) && x0 >= b->x0) {
        b->x1 = fmaxf(b->x1, x1);
        return;
    }
    bars_flush(b);
    b->x0 = x0, b->x1 = x1, b->any = true;
}

static void draw_silence(Flow *f, Span span, float y, float h)
{
    int64_t length = span.stop_ms - span.start_ms;
    float x0 = axis_x(&f->axis, span.start_ms), x1 = axis_x(&f->axis, span.stop_ms);
    Sheet *sheet = f->d->l.sheet;
    if (length < SILENCE_DRAWN_MS)
        return;
    if (length < SILENCE_BOX_MS || x1 - x0 < 1.5F) {
        sheet_line(sheet, (x0 + x1) / 2, y, (x0 + x1) / 2, y + h, ink_stroke(INK_AXIS, 0.6F));
        return;
    }
    sheet_rect(sheet, x0, y, x1 - x0, h, 0, ink_fill(INK_WHITE));
    sheet_rect(sheet, x0, y, x1 - x0, h, 0, ink_stroke(INK, 0.5F));
}

/* Silence is what was coded so and what lies between: nobody held the floor and
 * the observer was there. */
static void draw_silences(Flow *f, float y, float h)
{
    const Observation *o = f->d->o;
    int64_t busy_ms = 0;
    for (size_t i = 0; i < o->event_count; i++) {
        uint32_t senses = measure_event_senses(o, &o->events[i]);
        if (!(senses & (SENSE_TEACHER_TALK | SENSE_STUDENT_TALK | SENSE_GROUP_TALK | SENSE_PAUSE)))
            continue;
        Span span = measure_event_span(o, &o->events[i]);
        if (span.start_ms > busy_ms)
            draw_silence(f, (Span){busy_ms, span.start_ms}, y, h);
        if (span.stop_ms > busy_ms)
            busy_ms = span.stop_ms;
    }
    if (o->end_ms > busy_ms)
        draw_silence(f, (Span){busy_ms, o->end_ms}, y, h);
}

static void draw_role(Flow *f, TalkRole role, float y, float h)
{
    static const Texture textures[TALK_ROLE_COUNT] = {TEXTURE_TEACHER, TEXTURE_PUPIL, TEXTURE_GROUP,
                                                      TEXTURE_SILENCE};
    if (role == TALK_SILENCE) {
        draw_silences(f, y, h);
        return;
    }
    const TalkMeasures *talk = &f->d->m.talk;
    Bars bars = {.f = f, .texture = textures[role], .y = y, .h = h};
    for (size_t i = 0; i < talk->turn_count; i++)
        if (talk->turns[i].role == role)
            bars_add(&bars, talk->turns[i].span);
    bars_flush(&bars);
}

static void draw_state(Flow *f, int32_t code, float y, float h)
{
    const Observation *o = f->d->o;
    Bars bars = {.f = f, .texture = debrief_texture(&f->d->protocol->codes[code]), .y = y, .h = h};
    for (size_t i = 0; i < o->event_count; i++)
        if (o->events[i].code == code)
            bars_add(&bars, measure_event_span(o, &o->events[i]));
    bars_flush(&bars);
}

/* Of many at once: a percent of the time could pass 100. */
static bool adds_up(const Flow *f, const FlowRow *row)
{
    const Protocol *p = f->d->protocol;
    return row->kind != ROW_ROLE && p->categories[p->codes[row->code].category].lanes;
}

/* m:ss small, percent large, so that the lanes read down as the talk share. */
static void draw_total(Flow *f, const FlowRow *row, float y)
{
    Layout *l = &f->d->l;
    int64_t ms = 0;
    const char *large = "", *small = NULL;
    if (row->kind == ROW_ROLE) {
        const TalkShare *share = &f->d->m.talk.share;
        ms = share->ms[row->role];
        large = share->undefined ? EN_DASH
                                 : layout_printf(l, "%d" PERCENT, (int)share->percent[row->role]);
        small = share->undefined ? "" : NULL; /* no talk was recorded: not the same as none */
    } else {
        const Budget *budget = &f->d->m.budget;
        for (int32_t i = 0; i < budget->row_count; i++)
            if (budget->rows[i].code == row->code && budget->rows[i].subject == BUDGET_EVERYBODY) {
                ms = budget->rows[i].total_ms;
                if (budget->rows[i].has_percent)
                    large = words_whole_percent(l, budget->rows[i].percent);
            }
    }
    if (adds_up(f, row)) {
        large = words_length(l, ms);
        small = "";
    }
    bool high = row->height >= 22 && !adds_up(f, row); /* "10:19:47" has no room */
    float size = high ? SIZE_TITLE : SIZE_BODY;
    float baseline = y + row->height / 2 + (high ? 6.5F : 3.4F);
    float width =
        sheet_text(l->sheet, l->right, baseline, FONT_BOLD, size, INK, SHEET_RIGHT, large);
    small = small ? small : words_length(l, ms);
    float room = f->totals_width - 4 - fmaxf(width, size > 10 ? 42 : 26) - 5;
    if (layout_text_width(l, FONT_REGULAR, SIZE_NOTE, small) <= room)
        sheet_text(l->sheet, l->right - fmaxf(width, size > 10 ? 42 : 26) - 5, baseline,
                   FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT, small);
}

static void draw_lane(Flow *f, const FlowRow *row, float y)
{
    Layout *l = &f->d->l;
    layout_label(l, l->left, y + row->height / 2 + 3.4F, f->label_width, FONT_BOLD, SIZE_BODY, INK,
                 0, row->label);
    float inset = row->height >= 22 ? 3 : 2;
    if (row->kind == ROW_ROLE)
        draw_role(f, row->role, y + inset, row->height - 2 * inset);
    else
        draw_state(f, row->code, y + inset, row->height - 2 * inset);
    sheet_line(l->sheet, f->axis.x0, y + row->height, f->axis.x1, y + row->height,
               ink_stroke(INK_GRID, 0.4F));
    draw_total(f, row, y);
}

/* ---- pages of rows ---- */

static bool begins_group(const Flow *f, int32_t row, int32_t first)
{
    const FlowRow *r = &f->rows[row];
    if (r->group[0] == '\0')
        return false;
    return row == first || strcmp(r->group, f->rows[row - 1].group) != 0;
}

static float row_height(const Flow *f, int32_t row, int32_t first)
{
    return f->rows[row].height + (begins_group(f, row, first) ? GROUP_HEIGHT : 0) +
           (row == f->lane_count && row > first ? 3 : 0);
}

static int32_t rows_that_fit(const Flow *f, int32_t first, float room, float *ret_height)
{
    float height = 0;
    int32_t row = first;
    while (row < f->row_count && (row == first || height + row_height(f, row, first) <= room))
        height += row_height(f, row++, first);
    *ret_height = height;
    return row;
}

static void draw_pauses(Flow *f, float y0, float y1)
{
    const MeasureClock *clock = &f->d->m.talk.clock;
    for (size_t i = 0; i < clock->pause_count; i++) {
        float x0 = axis_x(&f->axis, clock->pauses[i].start_ms);
        float x1 = fmaxf(axis_x(&f->axis, clock->pauses[i].stop_ms), x0 + 1);
        sheet_rect(f->d->l.sheet, x0, y0, x1 - x0, y1 - y0, 0, ink_fill(INK_WHITE));
        sheet_hatch(f->d->l.sheet, x0, y0, x1 - x0, y1 - y0, 2.2F, false,
                    ink_stroke(INK_AXIS, 0.5F));
    }
}

/* Rows first..last-1 with grid before and axis under them. */
static void draw_rows(Flow *f, int32_t first, int32_t last, float height)
{
    Debrief *d = f->d;
    Layout *l = &d->l;
    float y = l->y, end = y + height;
    axis_grid(l, &f->axis, y, end + 3);
    draw_pauses(f, y, end + 3);
    for (int32_t i = first; i < last; i++) {
        if (begins_group(f, i, first)) {
            layout_line(l, l->left, y + 10, f->label_width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                        SHEET_LEFT, f->rows[i].group);
            y += GROUP_HEIGHT;
            sheet_line(l->sheet, f->axis.x0, y, f->axis.x1, y, ink_stroke(INK_GRID, 0.4F));
        }
        if (i == f->lane_count && i > first)
            y += 3;
        if (i < f->lane_count)
            draw_lane(f, &f->rows[i], y);
        else
            flow_draw_marks(f, &f->rows[i], y);
        y += f->rows[i].height;
    }
    float above = first == 0 && has_phase_events(d) ? 9 : 0;
    debrief_phase_lines(d, f->axis.x0, f->axis.x1, f->axis.end_ms, l->y - above, end + 3, INK);
    sheet_line(l->sheet, f->axis.x0, end + 3, f->axis.x1, end + 3, ink_stroke(INK, 0.75F));
    axis_figures(l, &f->axis, end + 3, SIZE_BODY, INK);
    sheet_text(l->sheet, l->left, end + 15, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
               say(l, axis_unit(f->axis.step_ms)));
    bool percents = false, sums = false;
    for (int32_t i = first; i < last && i < f->lane_count; i++) {
        bool sum = adds_up(f, &f->rows[i]);
        sums = sums || sum;
        percents = percents || (f->rows[i].kind == ROW_ROLE ? !d->m.talk.share.undefined : !sum);
    }
    if (percents || sums)
        sheet_text(l->sheet, l->right, end + 15, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                   percents ? say(l, "% of time") : say(l, "time added up"));
    l->y = end + 3 + AXIS_HEIGHT;
    if (last == f->row_count && f->legend) {
        (void)flow_legend(f, l->y + 9, true);
        l->y += f->legend_height;
    }
}

static const char *flow_aside(Debrief *d)
{
    Layout *l = &d->l;
    const TalkMeasures *talk = &d->m.talk;
    const char *observed =
        layout_printf(l, "%s observed", words_length(l, talk->clock.observed_ms));
    const char *paused =
        talk->clock.pause_count == 0
            ? ""
            : layout_printf(l, ", %s paused (hatched)",
                            words_length(l, talk->clock.end_ms - talk->clock.observed_ms));
    int32_t turns = talk->count[TALK_TEACHER] + talk->count[TALK_STUDENT];
    if (turns == 0 || !debrief_lanes_are_roles(d))
        return layout_printf(l, "%s%s  " MIDDLE_DOT "  every bar at its true length", observed,
                             paused);
    return layout_printf(
        l, "%s%s  " MIDDLE_DOT "  %s: %s %s, %s %s  " MIDDLE_DOT "  every bar at its true length",
        observed, paused, words_number(l, turns, say(l, "talk turn"), say(l, "talk turns")),
        say(l, "teacher"), words_count(l, talk->count[TALK_TEACHER]), say(l, "pupils"),
        words_count(l, talk->count[TALK_STUDENT]));
}

void debrief_flow(Debrief *d)
{
    Layout *l = &d->l;
    Flow f = {.d = d, .used = count_used(d)};
    if (!f.used || d->o->event_count == 0)
        return;
    add_lanes(&f);
    flow_add_marks(&f);
    int64_t plan_ms = planned_ms(d), end_ms = d->o->end_ms;
    bool planned = plan_ms > 0 && plan_ms <= end_ms + end_ms / 2;
    fit_labels(&f);
    f.totals_width = FLOW_TOTALS_WIDTH + (end_ms >= HOUR_MS ? 18 : 0);
    f.axis = axis_make(l->left + f.label_width + 8, l->right - f.totals_width,
                       planned && plan_ms > end_ms ? plan_ms : end_ms, 11);
    float height;
    f.legend_height = flow_legend(&f, 0, false);
    float phases = phases_height(&f, planned);
    (void)rows_that_fit(&f, 0, KEPT_TOGETHER, &height);
    layout_section(l, say(l, "The flow"), flow_aside(d),
                   HEAD_DROP + phases + height + 3 + AXIS_HEIGHT + f.legend_height);
    l->y -= 5;
    draw_phases(&f, planned);
    for (int32_t row = 0; row < f.row_count;) {
        int32_t last =
            rows_that_fit(&f, row, layout_room(l) - 3 - AXIS_HEIGHT - f.legend_height, &height);
        draw_rows(&f, row, last, height);
        row = last;
        if (row < f.row_count) {
            layout_continue(l);
            l->y -= 5;
        }
    }
    if (plan_ms > 0 && !planned)
        l->y = layout_paragraph(l, l->left, l->y + 9, l->width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
                                layout_printf(l,
                                              "Planned: %" PRId64 " min; the record is too "
                                              "short to draw it beside the plan.",
                                              plan_ms / 60000)) -
               6;
}
