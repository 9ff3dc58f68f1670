/* Adults who teach together: the model over time, one lane an adult, time by model, the
 * talk in each, and which tables each adult came to. */
#include "reports/debrief/debrief_part.h"
#include "reports/layout/chart.h"
#include "reports/layout/words.h"

#include <math.h>
#include <string.h>

#define LABELS 62.0F
#define MODEL_HEIGHT 32.0F
#define LANE_HEIGHT 34.0F
#define LANE_PITCH 52.0F /* with room for a name under a narrow bar */
#define TIME_PITCH 17.0F
#define TALK_PITCH 35.0F
#define TALK_BAR 16.0F
#define REACH_PITCH 38.0F
#define MAX_CIRCLE 16.0F

enum {
    MOST_TIMES = 6, /* of handovers named */
};

static bool is_state_in(const Debrief *d, const ObsEvent *event, int32_t category)
{
    const Code *code = debrief_code(d, event);
    return category != PROTOCOL_NONE && code->kind == CODE_STATE && code->category == category &&
           measure_event_counts(d->o, event);
}

/* ---- the lesson in lanes ---- */

static void draw_models(Debrief *d, const Axis *axis, float y)
{
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    int32_t index = 0;
    float drawn_to = axis->x0; /* models do not overlap; a merged record's may */
    layout_line(l, l->left, y + 14, LABELS - 6, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                say(l, "Model"));
    for (size_t i = 0; i < d->o->event_count; i++) {
        const ObsEvent *event = &d->o->events[i];
        if (!is_state_in(d, event, c->model_category))
            continue;
        const Code *code = debrief_code(d, event);
        Span span = measure_event_span(d->o, event);
        float x0 = axis_x(axis, span.start_ms), x1 = axis_x(axis, span.stop_ms);
        sheet_rect(l->sheet, x0, y, x1 - x0, MODEL_HEIGHT, 0,
                   ink_fill(index++ % 2 == 0 ? INK_BAND : INK_BAND_DARK));
        sheet_rect(l->sheet, x0, y, x1 - x0, MODEL_HEIGHT, 0, ink_stroke(INK, 0.75F));
        float clear = fmaxf(x0, drawn_to);
        drawn_to = fmaxf(drawn_to, x1);
        layout_fitting(l, clear, x1, y + 14, FONT_BOLD, SIZE_HEAD, INK, code->label,
                       code->short_label);
        const char *length = words_length(l, span.stop_ms - span.start_ms);
        layout_fitting(l, clear, x1, y + 26, FONT_REGULAR, SIZE_BODY, INK, length, length);
    }
}

/* Textures by the order of the codes in their category: leading, with a group, with
 * one pupil, watching; what comes after is a thin line. */
static int32_t place_in_category(const Debrief *d, const Code *code)
{
    int32_t place = 0;
    for (const Code *other = d->protocol->codes; other < code; other++)
        place += other->category == code->category && other->kind == CODE_STATE;
    return place;
}

/* A stretch of the axis. */
typedef struct Stretch {
    float x0, x1;
} Stretch;

/* Up to where a lane has bars, and names under them. */
typedef struct LanePen {
    float drawn_to, named_to;
} LanePen;

/* The model that is on then, within which names are kept; else the whole axis. */
static Stretch model_around(const Debrief *d, const Axis *axis, int64_t at_ms)
{
    for (size_t i = 0; i < d->o->event_count; i++) {
        if (!is_state_in(d, &d->o->events[i], d->coteaching.model_category))
            continue;
        Span span = measure_event_span(d->o, &d->o->events[i]);
        if (span.start_ms <= at_ms && at_ms < span.stop_ms)
            return (Stretch){axis_x(axis, span.start_ms), axis_x(axis, span.stop_ms)};
    }
    return (Stretch){axis->x0, axis->x1};
}

static void draw_state(Debrief *d, const Code *code, float x0, float x1, float y,
                       const Stretch *within, LanePen *pen)
{
    static const Texture textures[] = {TEXTURE_TEACHER, TEXTURE_GROUP, TEXTURE_PUPIL,
                                       TEXTURE_SILENCE};
    enum { TEXTURES = sizeof textures / sizeof *textures };
    Layout *l = &d->l;
    int32_t place = place_in_category(d, code);
    if (place >= TEXTURES) {
        sheet_line(l->sheet, x0, y + LANE_HEIGHT, x1, y + LANE_HEIGHT, ink_stroke(INK, 1.6F));
    } else {
        layout_texture(l, textures[place], x0, y, x1 - x0, LANE_HEIGHT);
        if (textures[place] == TEXTURE_SILENCE)
            sheet_rect(l->sheet, x0, y, x1 - x0, LANE_HEIGHT, 0, ink_stroke(INK, 0.5F));
    }
    const char *forms[] = {code->label, code->short_label};
    const float sizes[] = {SIZE_BODY, SIZE_NOTE};
    float clear = fmaxf(x0, pen->drawn_to);
    pen->drawn_to = fmaxf(pen->drawn_to, x1);
    for (int i = 0; place < TEXTURES && i < 4; i++) {
        float width = layout_text_width(l, FONT_REGULAR, sizes[i % 2], forms[i / 2]);
        if (width + 6 > x1 - clear)
            continue;
        float middle = (clear + x1) / 2, base = y + LANE_HEIGHT / 2 + 3.4F;
        if (textures[place] == TEXTURE_GROUP)
            sheet_rect(l->sheet, middle - width / 2 - 2, base - 9, width + 4, 12, 0,
                       ink_fill(INK_WHITE));
        sheet_text(l->sheet, middle, base, FONT_REGULAR, sizes[i % 2], texture_ink(textures[place]),
                   SHEET_CENTRE, forms[i / 2]);
        return;
    }
    float width = layout_text_width(l, FONT_REGULAR, SIZE_NOTE, code->short_label);
    float from = fmaxf(pen->named_to, within->x0 + 1), to = within->x1 - 1 - width;
    float x = fminf(fmaxf((x0 + x1 - width) / 2, from), to);
    if (x < from || fabsf(x + width / 2 - (x0 + x1) / 2) > width)
        return; /* its neighbour's name stands there: the table under it has the times */
    sheet_text(l->sheet, x, y + LANE_HEIGHT + 9, FONT_REGULAR, SIZE_NOTE, INK, SHEET_LEFT,
               code->short_label);
    pen->named_to = x + width + 4;
}

static void draw_lane(Debrief *d, const Axis *axis, int32_t subject, float y)
{
    Layout *l = &d->l;
    LanePen pen = {axis->x0, axis->x0};
    layout_line(l, l->left, y + 20, LABELS - 6, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                debrief_subject(d, subject));
    sheet_line(l->sheet, axis->x0, y + LANE_HEIGHT, axis->x1, y + LANE_HEIGHT,
               ink_stroke(INK_GRID, 0.5F));
    for (size_t i = 0; i < d->o->event_count; i++) {
        const ObsEvent *event = &d->o->events[i];
        if (event->subject != subject || !is_state_in(d, event, d->coteaching.lane_category))
            continue;
        Span span = measure_event_span(d->o, event);
        float x0 = axis_x(axis, span.start_ms), x1 = axis_x(axis, span.stop_ms);
        Stretch within = model_around(d, axis, span.start_ms);
        draw_state(d, debrief_code(d, event), x0, fmaxf(x1, x0 + 0.3F), y, &within, &pen);
    }
}

static const char *handover_words(Debrief *d)
{
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    const char *times = "", *idle = "";
    for (int32_t i = 0; i < c->handover_count && i < MOST_TIMES; i++)
        times =
            layout_printf(l, "%s%s%s", times, i > 0 ? ", " : "", words_moment(l, c->handovers[i]));
    for (int32_t a = 0; a < c->adult_count; a++)
        if (c->no_lane_ms[a] >= 1000)
            idle =
                layout_printf(l, "%s%s%s for %s", idle, idle[0] ? ", " : "",
                              words_length(l, c->no_lane_ms[a]), debrief_subject(d, c->adults[a]));
    const char *more =
        c->handover_count > MOST_TIMES
            ? layout_printf(l, " and %d times more", (int)(c->handover_count - MOST_TIMES))
            : "";
    const char *lead =
        c->handover_count == 0
            ? say(l, "The lead did not pass between the adults.")
            : layout_printf(l, "The lead passed between the adults %s, at %s%s.",
                            c->handover_count == 1
                                ? say(l, "once")
                                : layout_printf(l, "%d times", (int)c->handover_count),
                            times, more);
    return idle[0] ? layout_printf(l, "%s Time in no lane: %s.", lead, idle) : lead;
}

static void draw_lanes(Debrief *d)
{
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    bool models = c->model_ms > 0;
    float height = (models ? MODEL_HEIGHT + 10 : 0) + LANE_PITCH * (float)c->adult_count + 60;
    layout_section(l, say(l, "The lesson in lanes"),
                   layout_printf(l,
                                 models ? "one lane an adult; the model above; %s, one scale"
                                        : "one lane an adult; %s, one scale",
                                 words_length(l, d->o->end_ms)),
                   HEAD_DROP + height);
    Axis axis = axis_make(l->left + LABELS, l->right - 4, d->o->end_ms, 11);
    float y = l->y - 8, top = y;
    if (models) {
        draw_models(d, &axis, y);
        y += MODEL_HEIGHT + 10;
    }
    float lanes = y;
    y += LANE_PITCH * (float)c->adult_count;
    axis_grid(l, &axis, lanes - 4, y);
    for (size_t i = 0; i < d->o->event_count; i++) /* a model's end runs behind the lanes */
        if (is_state_in(d, &d->o->events[i], c->model_category) && d->o->events[i].start_ms > 0) {
            float x = axis_x(&axis, d->o->events[i].start_ms);
            sheet_line(l->sheet, x, top, x, y, ink_stroke(INK, 0.5F));
        }
    for (int32_t a = 0; a < c->adult_count; a++)
        draw_lane(d, &axis, c->adults[a], lanes + LANE_PITCH * (float)a);
    sheet_line(l->sheet, axis.x0, y, axis.x1, y, ink_stroke(INK, 0.5F));
    axis_figures(l, &axis, y, SIZE_BODY, INK);
    sheet_text(l->sheet, l->left, y + 12, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_LEFT,
               say(l, axis_unit(axis.step_ms)));
    l->y = layout_paragraph(l, l->left, y + 32, l->width, FONT_REGULAR, SIZE_BODY, INK,
                            handover_words(d)) -
           LEAD_BODY + 5;
}

/* ---- by model ---- */

static float draw_time(Debrief *d, float x, float y, float width)
{
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    bool drawn[PROTOCOL_MAX_CODES] = {false};
    y = layout_head(l, x, y, width, say(l, "Time by model"),
                    layout_printf(l, "%% of time, %s", words_length(l, d->m.budget.of_ms)));
    float bar = x + 118, room = width - 118 - 78;
    for (int32_t n = 0; n < c->model_count; n++) { /* the longest first */
        int32_t best = 0;
        while (drawn[best])
            best++;
        for (int32_t i = best + 1; i < c->model_count; i++)
            if (!drawn[i] && c->models[i].ms > c->models[best].ms)
                best = i;
        const CoteachingModel *m = &c->models[best];
        drawn[best] = true;
        const char *label = d->protocol->codes[m->code].label;
        if (layout_text_width(l, FONT_REGULAR, SIZE_BODY, label) > 114)
            label = d->protocol->codes[m->code].short_label;
        layout_line(l, x, y, 114, FONT_REGULAR, SIZE_BODY, INK, SHEET_LEFT, label);
        sheet_line(l->sheet, bar, y - 9, bar, y + 4, ink_stroke(INK, 0.5F));
        if (m->ms == 0) {
            sheet_text(l->sheet, x + width, y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                       say(l, "not used"));
        } else {
            double share = d->m.budget.of_ms > 0 ? (double)m->ms / (double)d->m.budget.of_ms : 0;
            sheet_rect(l->sheet, bar, y - 8, fmaxf(room * (float)fmin(share, 1), 0.3F), 11, 0,
                       ink_fill(INK_AXIS));
            sheet_text(l->sheet, x + width, y, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
                       words_whole_percent(l, 100 * share));
            sheet_text(l->sheet, x + width - 36, y, FONT_REGULAR, SIZE_BODY, INK, SHEET_RIGHT,
                       words_length(l, m->ms));
        }
        y += TIME_PITCH;
    }
    return y - 8;
}

static int32_t talk_parts(Debrief *d, const CoteachingModel *m, ChartPart *parts)
{
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    int64_t ms[COTEACHING_MAX_ADULTS + 4], sum = 0;
    Texture textures[COTEACHING_MAX_ADULTS + 4];
    int32_t count = 0;
    for (int32_t a = 0; a < c->adult_count; a++) {
        textures[count] = a == 0 ? TEXTURE_TEACHER : TEXTURE_SECOND;
        ms[count++] = m->adult_ms[a];
    }
    textures[count] = TEXTURE_SECOND;
    ms[count++] = m->other_ms;
    textures[count] = TEXTURE_PUPIL;
    ms[count++] = m->pupil_ms;
    textures[count] = TEXTURE_GROUP;
    ms[count++] = m->group_ms;
    for (int32_t i = 0; i < count; i++)
        sum += ms[i];
    int64_t of_ms = sum > m->ms ? sum : m->ms;
    textures[count] = TEXTURE_SILENCE;
    ms[count++] = of_ms - sum;
    for (int32_t i = 0; i < count; i++) {
        double share = of_ms > 0 ? (double)ms[i] / (double)of_ms : 0;
        parts[i] = (ChartPart){textures[i], share, layout_printf(l, "%.0f", 100 * share)};
    }
    return count;
}

static float draw_talk(Debrief *d, float x, float y, float width)
{
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    y = layout_head(l, x, y, width, say(l, "Talk, by model"), say(l, "% of its time"));
    for (int32_t i = 0; i < c->model_count; i++) {
        const CoteachingModel *m = &c->models[i];
        ChartPart parts[COTEACHING_MAX_ADULTS + 4];
        if (m->ms == 0)
            continue;
        layout_line(l, x, y, width - 44, FONT_REGULAR, SIZE_BODY, INK, SHEET_LEFT,
                    d->protocol->codes[m->code].label);
        sheet_text(l->sheet, x + width, y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
                   words_length(l, m->ms));
        int32_t count = talk_parts(d, m, parts);
        chart_parts(l, parts, count, x, y + 5, width, TALK_BAR);
        y += TALK_PITCH;
    }
    return layout_paragraph(
        l, x, y, width, FONT_REGULAR, SIZE_NOTE, INK_SECOND,
        layout_printf(l,
                      "%s dark, other adults crossed, pupils plain, groups hatched, silence and "
                      "what was not coded white.",
                      debrief_subject(d, c->adults[0])));
}

static void draw_by_model(Debrief *d)
{
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    int32_t used = 0;
    for (int32_t i = 0; i < c->model_count; i++)
        used += c->models[i].ms > 0;
    if (used == 0)
        return;
    bool talk = debrief_has_talk(d);
    float half = layout_span(l, 6) - 6, height = HEAD_DROP + TIME_PITCH * (float)c->model_count;
    if (talk)
        height = fmaxf(height, HEAD_DROP + TALK_PITCH * (float)used + 3 * LEAD_NOTE);
    layout_block(l, height);
    sheet_add_heading(l->sheet, l->y, say(l, "Time by model"));
    float y = l->y, end = draw_time(d, l->left, y, talk ? half : l->width);
    if (talk) {
        end = fmaxf(end, draw_talk(d, l->right - half, y, half) - LEAD_NOTE + 4);
        layout_read_left(l, l->right - half - 6, y, end);
    }
    l->y = end;
}

/* ---- whom each adult came to ---- */

static void draw_contact_row(Debrief *d, int32_t adult, int32_t most, float x0, float step, float y)
{
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    int32_t all = 0;
    layout_line(l, l->left, y + 3.4F, LABELS - 6, FONT_BOLD, SIZE_BODY, INK, SHEET_LEFT,
                debrief_subject(d, c->adults[adult]));
    sheet_line(l->sheet, x0, y, l->right - 34, y, ink_stroke(INK_GRID, 0.5F));
    for (int32_t t = 0; t < c->table_count; t++) {
        int32_t n = c->contacts[adult][t];
        float x = x0 + step * ((float)t + 0.5F);
        float r = n == 0 ? 2 : MAX_CIRCLE * sqrtf((float)n / (float)most);
        const char *figure = layout_printf(l, "%d", (int)n);
        float width = layout_text_width(l, FONT_BOLD, SIZE_NOTE, figure);
        layout_dot(l, x, y, fminf(r, step / 2 - 1), n > 0 && adult == 0 ? INK_BAND_DARK : INK_WHITE,
                   0.8F);
        if (n > 0 && r > width / 2 + 2)
            sheet_text(l->sheet, x, y + 2.9F, FONT_BOLD, SIZE_NOTE, INK, SHEET_CENTRE, figure);
        else if (n > 0 && r + 3 + width < step / 2)
            sheet_text(l->sheet, x + r + 2, y + 2.9F, FONT_BOLD, SIZE_NOTE, INK, SHEET_LEFT,
                       figure);
        all += n;
    }
    sheet_text(l->sheet, l->right, y + 3.4F, FONT_BOLD, SIZE_BODY, INK, SHEET_RIGHT,
               layout_printf(l, "%d", (int)all));
}

static void draw_contacts(Debrief *d)
{
    enum { MOST_TABLES = 12 };
    Layout *l = &d->l;
    const CoteachingMeasures *c = &d->coteaching;
    int32_t most = 1, rows = 0;
    if (c->contact_count == 0 || c->table_count > MOST_TABLES)
        return;
    for (int32_t a = 0; a < c->adult_count; a++)
        rows += c->contacts_told[a];
    for (int32_t a = 0; a < c->adult_count; a++)
        for (int32_t t = 0; t < c->table_count; t++)
            most = c->contacts[a][t] > most ? c->contacts[a][t] : most;
    layout_section(l, say(l, "Which tables each adult came to"),
                   say(l, "contacts with a table or one of its pupils; area = contacts"),
                   HEAD_DROP + REACH_PITCH * (float)rows + 40);
    float x0 = l->left + LABELS, step = (l->right - 34 - x0) / (float)c->table_count;
    for (int32_t t = 0; t < c->table_count; t++)
        layout_fitting(l, x0 + step * (float)t, x0 + step * (float)(t + 1), l->y, FONT_REGULAR,
                       SIZE_NOTE, INK_SECOND, debrief_subject(d, c->tables[t]),
                       layout_printf(l, "%d", (int)t + 1));
    sheet_text(l->sheet, l->right, l->y, FONT_REGULAR, SIZE_NOTE, INK_SECOND, SHEET_RIGHT,
               say(l, "all"));
    for (int32_t a = 0, row = 0; a < c->adult_count; a++)
        if (c->contacts_told[a])
            draw_contact_row(d, a, most, x0, step, l->y + 24 + REACH_PITCH * (float)row++);
    const char *elsewhere =
        c->contacts_elsewhere > 0
            ? layout_printf(l, " %s not at a table.",
                            words_number(l, c->contacts_elsewhere, say(l, "contact was"),
                                         say(l, "contacts were")))
            : "";
    l->y = layout_paragraph(
               l, l->left, l->y + 16 + REACH_PITCH * (float)rows + 6, l->width, FONT_REGULAR,
               SIZE_NOTE, INK_SECOND,
               layout_printf(l, "Small open circle: no contact was recorded.%s", elsewhere)) -
           LEAD_NOTE + 4;
}

void debrief_coteaching(Debrief *d)
{
    static const char *const titles[] = {"Two adults, one lesson", "Three adults, one lesson",
                                         "Four adults, one lesson"};
    Layout *l = &d->l;
    if (!d->coteaching.there)
        return;
    layout_chapter(l, say(l, titles[d->coteaching.adult_count - 2]));
    layout_new_page(l);
    draw_lanes(d);
    draw_by_model(d);
    draw_contacts(d);
    if (layout_room(l) > DEBRIEF_ADD_HEIGHT + SECTION_GAP) {
        layout_section(l, say(l, "To talk about together"), "", DEBRIEF_ADD_HEIGHT);
        layout_writing_lines(l, l->left, l->width, l->y - 12, l->body_end - 10);
        l->y = l->body_end;
    }
}
