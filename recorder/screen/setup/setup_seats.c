/* Who sits where: how many pupils, their initials, a template, who is absent. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float ROW = 48, HINT = 24, SAMPLING = 64;
static const float SEAT_MOST = 54, SEAT_LEAST = 26;

void setup_take_names(SetupForm *form, SetupState *state, const char *names)
{
    int32_t over = setup_form_take_names(form, names);
    state->notice[0] = '\0';
    if (over > 0)
        (void)snprintf(state->notice, sizeof state->notice,
                       "There are %d seats at most; the last %d names have none",
                       SEATING_MAX_PUPILS, (int)over);
    else if (initials_read(names, form->labels, 0) == 0)
        (void)snprintf(state->notice, sizeof state->notice,
                       "No names were found; part them by commas or lines");
    if (!*state->notice) {
        state->names_open = false;
        int32_t n = form->seating.count;
        (void)snprintf(state->notice, sizeof state->notice,
                       n == 1 ? "%d name became initials; the name is not kept"
                              : "%d names became initials; the names are not kept",
                       (int)n);
    }
    memset(state->names, 0, sizeof state->names);
}

/* ---- how many, and what they are called ---- */

static void pupils_row(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    char value[32];
    int32_t n = form->seating.count;
    (void)snprintf(value, sizeof value, "%d %s", (int)n, n == 1 ? "pupil" : "pupils");
    UiRect stepper = r;
    stepper.w = fminf(216, r.w * 0.47F);
    int32_t step = part_stepper(ui, SETUP_ID_PUPILS, stepper, value, n > 1, n < SEATING_MAX_PUPILS);
    if (step != 0)
        setup_form_arrange(form, form->seating_kind, n + step);
    UiRect rest = {r.x + stepper.w + PART_GAP, r.y, r.w - stepper.w - PART_GAP, r.h};
    bool named = *form->labels[0].text != '\0';
    if (ui_button(ui, SETUP_ID_NUMBERS, part_column(rest, 0, 2, PART_GAP),
                  named ? UI_BUTTON_PLAIN : UI_BUTTON_CHOSEN, ICON_NONE, "Numbers", true)) {
        setup_form_number_seats(form);
        state->names_open = false;
        state->notice[0] = '\0';
    }
    if (ui_button(ui, SETUP_ID_NAMES, part_column(rest, 1, 2, PART_GAP),
                  named || state->names_open ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, ICON_NONE,
                  "Names\xE2\x80\xA6", true))
        state->names_open = !state->names_open;
}

static SetupAsk names_row(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    UiRect field = r, take = r, paste = r;
    take.w = paste.w = 80;
    field.w = r.w - 2 * (80 + PART_GAP);
    paste.x = field.x + field.w + PART_GAP;
    take.x = paste.x + paste.w + PART_GAP;
    UiRect edited;
    bool was_edited = ui_edited(ui, &edited) == SETUP_ID_NAMES_FIELD;
    (void)ui_text_field(ui, SETUP_ID_NAMES_FIELD, field, "Ana Ruiz, Ben Lee, \xE2\x80\xA6",
                        state->names, sizeof state->names);
    bool entered =
        was_edited && ui->in.kind == UI_INPUT_KEY && ui->in.key == UI_KEY_ENTER && *state->names;
    bool asked_paste =
        ui_button(ui, SETUP_ID_NAMES_PASTE, paste, UI_BUTTON_PLAIN, ICON_NONE, "Paste", true);
    if (ui_button(ui, SETUP_ID_NAMES_TAKE, take, UI_BUTTON_CHOSEN, ICON_NONE, "Use",
                  *state->names) ||
        entered)
        setup_take_names(form, state, state->names);
    return asked_paste ? SETUP_ASK_PASTE : SETUP_ASK_NONE;
}

static int32_t templates_across(float width)
{
    return width >= 440 ? SEATING_TEMPLATE_COUNT : 3;
}

static float templates_height(float width)
{
    return part_grid_height(SEATING_TEMPLATE_COUNT, templates_across(width), ROW, PART_GAP);
}

static void templates(Ui *ui, UiRect r, SetupForm *form)
{
    int32_t across = templates_across(r.w);
    for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        UiRect chip = part_cell(r, kind, across, ROW, PART_GAP);
        uint32_t id = SETUP_ID_SEATING + (uint32_t)kind;
        UiTouch touch = ui_touch(ui, id, chip);
        bool chosen = (SeatingTemplate)kind == form->seating_kind;
        ui_fill(ui, chip, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
        ui_stroke(ui, chip, 12, chosen ? 3 : 1, chosen ? COLOR_PRIMARY : COLOR_LINE);
        ui_label(ui, part_inset(chip, 4), chosen ? TYPE_14_BOLD : TYPE_14, COLOR_INK, UI_CENTRE,
                 seating_title((SeatingTemplate)kind));
        if (ui_is_focused(ui, id))
            ui_draw_focus(ui, chip, 12);
        if (part_tapped(&touch, chip))
            setup_form_arrange(form, (SeatingTemplate)kind, form->seating.count);
    }
}

/* ---- the chart ---- */

/* Centres on the screen, and how large a seat can be between them. */
typedef struct SeatMap {
    float x[SEATING_MAX_PUPILS], y[SEATING_MAX_PUPILS];
    float radius;
} SeatMap;

static void map_seats(const Seating *seating, UiRect r, SeatMap *map)
{
    float half = SEAT_MOST / 2 + 4;
    UiRect in = part_inset(r, half);
    float nearest = SEAT_MOST / 0.92F;
    for (int32_t i = 0; i < seating->count; i++) {
        const Seat *s = &seating->seats[i];
        map->x[i] = in.x + (s->x - 0.065F) / 0.87F * in.w;
        map->y[i] = in.y + (s->y - 0.26F) / 0.66F * in.h;
        for (int32_t k = 0; k < i; k++)
            nearest = fminf(nearest, hypotf(map->x[i] - map->x[k], map->y[i] - map->y[k]));
    }
    map->radius = fmaxf(nearest * 0.92F, SEAT_LEAST) / 2;
}

static UiRect around(const SeatMap *map, int32_t first, int32_t last)
{
    float x0 = map->x[first], x1 = x0, y0 = map->y[first], y1 = y0;
    for (int32_t i = first + 1; i <= last; i++) {
        x0 = fminf(x0, map->x[i]);
        x1 = fmaxf(x1, map->x[i]);
        y0 = fminf(y0, map->y[i]);
        y1 = fmaxf(y1, map->y[i]);
    }
    float out = map->radius + 4;
    return (UiRect){x0 - out, y0 - out, x1 - x0 + 2 * out, y1 - y0 + 2 * out};
}

/* What the pupils sit at. Seats of a group stand one after the other. */
static void draw_tables(Ui *ui, const SetupForm *form, const SeatMap *map)
{
    const Seating *seating = &form->seating;
    if (form->seating_kind != SEATING_TABLES && form->seating_kind != SEATING_PAIRS)
        return;
    for (int32_t i = 0; i < seating->count;) {
        int32_t last = i;
        if (form->seating_kind == SEATING_PAIRS)
            last = i + 1 < seating->count && map->y[i + 1] == map->y[i] ? i + 1 : i;
        while (form->seating_kind == SEATING_TABLES && last + 1 < seating->count &&
               seating->seats[last + 1].group == seating->seats[i].group)
            last++;
        UiRect table = around(map, i, last);
        ui_fill(ui, table, map->radius + 4, COLOR_SUNK);
        if (form->seating_kind == SEATING_TABLES && last - i >= 2 && map->radius > 18)
            ui_labelf(ui, table, TYPE_14_BOLD, COLOR_INK2, UI_CENTRE, "%d",
                      (int)seating->seats[i].group + 1);
        i = last + 1;
    }
}

static void seat(Ui *ui, SetupForm *form, const SeatMap *map, int32_t i)
{
    float x = map->x[i], y = map->y[i], radius = map->radius;
    uint32_t id = SETUP_ID_SEAT + (uint32_t)i;
    UiTouch touch = ui_touch_round(ui, id, x, y, radius);
    UiRect r = {x - radius, y - radius, 2 * radius, 2 * radius};
    const char *label = setup_form_label(form, i);
    ThemeType type = radius >= 24 ? TYPE_16_BOLD : TYPE_14_BOLD;
    if (form->absent[i]) {
        ui_fill(ui, r, radius, COLOR_PANEL);
        ui_dashed(ui, r, radius, 1.5F, 3, COLOR_OUTLINE);
        ui_label(ui, r, type, COLOR_INK3, UI_CENTRE, label);
        float half = fminf(ui_text_width(ui, type, label) / 2 + 4, radius - 3);
        ui_line(ui, x - half, y, x + half, y, 1.5F, COLOR_INK2);
    } else {
        ui_fill(ui, r, radius, touch.down ? COLOR_SUNK : COLOR_SURFACE);
        ui_stroke(ui, r, radius, 1.5F, COLOR_OUTLINE);
        ui_label(ui, r, type, COLOR_INK, UI_CENTRE, label);
    }
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, radius);
    if (part_tapped(&touch, r))
        form->absent[i] = !form->absent[i];
}

static void chart(Ui *ui, UiRect r, SetupForm *form)
{
    UiRect front = part_cut_top(&r, 16, 0);
    UiRect strip = {front.x + front.w / 2 - 80, front.y + 5, 160, 6};
    ui_fill(ui, strip, 3, COLOR_SUNK);
    ui_label(ui, (UiRect){strip.x + 172, front.y, 80, 16}, TYPE_14, COLOR_INK3, UI_LEFT, "Board");
    SeatMap map;
    map_seats(&form->seating, r, &map);
    draw_tables(ui, form, &map);
    for (int32_t i = 0; i < form->seating.count; i++)
        seat(ui, form, &map, i);
}

/* ---- what is sampled beside the talk ---- */

static void sampling_strip(Ui *ui, UiRect r, const Protocol *p)
{
    const Sampling *s = &p->sampling[0];
    ui_fill(ui, r, 12, COLOR_SAMPLE_TINT);
    ui_stroke(ui, r, 12, 1.5F, COLOR_SAMPLE_EDGE);
    ui_ring(ui, r.x + 34, r.y + r.h / 2, 16, 4, COLOR_SAMPLE_EDGE);
    UiRect text = {r.x + 68, r.y + r.h / 2 - 24, r.w - 80, 24};
    const char *whom = s->ask == SAMPLING_EACH_GROUP ? "Each group" : "The class";
    if (s->every_ms % 60000 == 0)
        ui_labelf(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, "%s every %d min", whom,
                  (int)(s->every_ms / 60000));
    else
        ui_labelf(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, "%s every %d s", whom,
                  (int)(s->every_ms / 1000));
    text.y += 25;
    text.h = 20;
    ui_labelf(ui, text, TYPE_14, COLOR_INK2, UI_LEFT,
              "\xE2\x80\x9C%s\xE2\x80\x9D beside the talk, without a sound", s->question);
}

static float seats_height(const Ui *ui, const SetupForm *form, const SetupState *state, float width)
{
    (void)ui;
    float chart_h = fminf(fmaxf(width * 0.52F, 288), 420);
    float h = PART_HEAD + ROW + PART_GAP + templates_height(width) + PART_GAP + chart_h + HINT;
    h += state->names_open ? ROW + PART_GAP : 0;
    h += *state->notice ? HINT : 0;
    return h + (setup_form_protocol(form)->sampling_count > 0 ? SAMPLING + PART_GAP : 0);
}

static SetupAsk seats_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    SetupAsk ask = SETUP_ASK_NONE;
    const Protocol *p = setup_form_protocol(form);
    int32_t absent = setup_form_absent_count(form);
    char remark[64];
    (void)snprintf(remark, sizeof remark, "%d present, %d absent",
                   (int)(form->seating.count - absent), (int)absent);
    part_head(ui, part_cut_top(&r, PART_HEAD, 0), "Who sits where", remark);
    pupils_row(ui, part_cut_top(&r, ROW, PART_GAP), form, state);
    if (state->names_open)
        ask = names_row(ui, part_cut_top(&r, ROW, PART_GAP), form, state);
    if (*state->notice)
        ui_label(ui, part_cut_top(&r, HINT, 0), TYPE_14, COLOR_INK2, UI_LEFT, state->notice);
    templates(ui, part_cut_top(&r, templates_height(r.w), PART_GAP), form);
    if (p->sampling_count > 0)
        sampling_strip(ui, part_cut_bottom(&r, SAMPLING, PART_GAP), p);
    ui_label(ui, part_cut_bottom(&r, HINT, 0), TYPE_14, COLOR_INK2, UI_LEFT,
             "Tap a seat: absent today. Tap again: present.");
    chart(ui, r, form);
    return ask;
}

const SetupSection SETUP_SEATS = {seats_height, seats_build};
