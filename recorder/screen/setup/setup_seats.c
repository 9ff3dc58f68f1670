/* Who sits where: how many pupils, their initials, a template, who is absent. */
#include "recorder/screen/part/part.h"
#include "recorder/screen/setup/setup_section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float ROW = 48, HINT = 28, SAMPLING = 64;
enum { MOST = 60 /* pupils that a finger finds on the small chart */ };

/* ---- names from outside ---- */

void setup_forget_moves(SetupState *state)
{
    state->arrange.step = state->arrange.step_count = 0;
    state->arrange.drag = ARRANGE_STILL;
    memset(state->arrange.marked, 0, sizeof state->arrange.marked);
}

void setup_take_list(SetupForm *form, SetupState *state, const char *name, const char *text,
                     size_t len, const FormNames *names)
{
    Arena arena;
    ClassList list;
    Err err = {0};
    arena_init(&arena, (size_t)4 << 20);
    if (!class_list_read(name, text, len, &arena, &list, &err)) {
        (void)snprintf(state->notice, sizeof state->notice, "%s", err.text);
    } else if (!setup_form_take_list(form, &list, names)) {
        (void)snprintf(state->notice, sizeof state->notice,
                       "%s has more than %d groups; nothing was changed", name, SEATING_MAX_GROUPS);
    } else {
        int32_t n = form->places.seating.count, groups = form->places.seating.group_count;
        setup_forget_moves(state);
        (void)snprintf(state->notice, sizeof state->notice,
                       "%d %s in %d %s; names became initials, %s%s%.200s", (int)n,
                       n == 1 ? "pupil" : "pupils", (int)groups, groups == 1 ? "group" : "groups",
                       names->open ? "and are kept encrypted; the list itself is as it was"
                                   : "they are not kept",
                       *list.left_out ? ". Left out: " : "", list.left_out);
    }
    arena_wipe(&arena);
}

static void say_taken(SetupState *state, int32_t count, bool kept)
{
    if (kept)
        (void)snprintf(state->notice, sizeof state->notice,
                       count == 1 ? "%d name became initials, and is kept encrypted"
                                  : "%d names became initials, and are kept encrypted",
                       (int)count);
    else
        (void)snprintf(state->notice, sizeof state->notice,
                       count == 1 ? "%d name became initials; the name is not kept"
                                  : "%d names became initials; the names are not kept",
                       (int)count);
}

void setup_take_names(SetupForm *form, SetupState *state, const char *text, const FormNames *names)
{
    state->notice[0] = '\0';
    if (class_list_is_one(text, strlen(text))) {
        setup_take_list(form, state, "what was pasted", text, strlen(text), names);
        return;
    }
    text += class_list_title_len(text, strlen(text));
    Initials first;
    int32_t before = form->places.seating.count;
    int32_t over = setup_form_take_names(form, text, names);
    int32_t n = form->places.seating.count;
    if (over > 0)
        (void)snprintf(state->notice, sizeof state->notice,
                       "There are %d seats at most; the last %d names have none",
                       SEATING_MAX_PUPILS, (int)over);
    else if (initials_read(text, &first, 1) == 0)
        (void)snprintf(state->notice, sizeof state->notice,
                       "No names were found; part them by commas or lines");
    else
        say_taken(state, n, names->open);
    if (n != before)
        setup_forget_moves(state);
    memory_wipe(state->names, sizeof state->names);
}

/* ---- how many, and where ---- */

void setup_pupil_stepper(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    char value[32];
    int32_t n = form->places.seating.count;
    (void)snprintf(value, sizeof value, "%d %s", (int)n, n == 1 ? "pupil" : "pupils");
    int32_t step = part_stepper(ui, SETUP_ID_PUPILS, r, value, n > 0, n < SEATING_MAX_PUPILS);
    if (step == 0)
        return;
    setup_form_set_count(form, n + step);
    if (step < 0)
        state->arrange.marked[n - 1] = false;
}

static void pupils_row(Ui *ui, UiRect r, SetupForm *form, SetupState *state, SetupAsk *ask)
{
    UiRect stepper = r;
    stepper.w = fminf(ui_scaled(ui, 216), r.w * 0.44F);
    setup_pupil_stepper(ui, stepper, form, state);
    UiRect rest = {r.x + stepper.w + PART_GAP, r.y, r.w - stepper.w - PART_GAP, r.h};
    if (ui_button(ui, SETUP_ID_NAMES, part_column(rest, 0, 2, PART_GAP), UI_BUTTON_PLAIN, ICON_NONE,
                  "Names", true)) {
        setup_open_sheet(ui, state, SETUP_SHEET_NAMES);
        ask->kind = SETUP_ASK_LISTS;
    }
    if (ui_button(ui, SETUP_ID_ARRANGE, part_column(rest, 1, 2, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Arrange", true))
        setup_open_sheet(ui, state, SETUP_SHEET_ARRANGE);
}

static int32_t templates_across(const Ui *ui, float width)
{
    return width >= ui_scaled(ui, 440) ? SEATING_TEMPLATE_COUNT : 3;
}

float setup_templates_height(const Ui *ui, float width)
{
    return part_grid_height(SEATING_TEMPLATE_COUNT, templates_across(ui, width), ROW, PART_GAP);
}

void setup_templates(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    int32_t across = templates_across(ui, r.w);
    for (int kind = 0; kind < SEATING_TEMPLATE_COUNT; kind++) {
        UiRect chip = part_cell(r, kind, across, ROW, PART_GAP);
        uint32_t id = SETUP_ID_SEATING + (uint32_t)kind;
        UiTouch touch = ui_touch(ui, id, chip);
        bool chosen = (SeatingTemplate)kind == form->places.kind && !form->places.by_hand;
        ui_fill(ui, chip, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
        ui_stroke(ui, chip, 12, chosen ? 3 : 1, chosen ? COLOR_PRIMARY : COLOR_LINE);
        ui_label(ui, part_inset(chip, 4), chosen ? TYPE_14_BOLD : TYPE_14, COLOR_INK, UI_CENTRE,
                 seating_title((SeatingTemplate)kind));
        if (ui_is_focused(ui, id))
            ui_draw_focus(ui, chip, 12);
        if (!part_tapped(&touch, chip) || chosen)
            continue;
        arrange_note(&state->arrange, &form->places);
        setup_form_arrange(form, (SeatingTemplate)kind, form->places.seating.count);
        memset(state->arrange.marked, 0, sizeof state->arrange.marked);
    }
}

/* ---- what is sampled beside the talk ---- */

static void sampling_strip(Ui *ui, UiRect r, const Protocol *p)
{
    const Sampling *s = &p->sampling[0];
    ui_fill(ui, r, 12, COLOR_SAMPLE_TINT);
    ui_stroke(ui, r, 12, 1.5F, COLOR_SAMPLE_EDGE);
    ui_ring(ui, r.x + 34, r.y + r.h / 2, 16, 4, COLOR_SAMPLE_EDGE);
    float line = ui_scaled(ui, 24);
    UiRect text = {r.x + 68, r.y + r.h / 2 - line, r.w - 80, line};
    const char *whom = s->ask == SAMPLING_EACH_GROUP ? "Each group" : "The class";
    if (s->every_ms % 60000 == 0)
        ui_labelf(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, "%s every %d min", whom,
                  (int)(s->every_ms / 60000));
    else
        ui_labelf(ui, text, TYPE_16_BOLD, COLOR_INK, UI_LEFT, "%s every %d s", whom,
                  (int)(s->every_ms / 1000));
    text.y += line + 1;
    text.h = ui_scaled(ui, 20);
    ui_labelf(ui, text, TYPE_14, COLOR_INK2, UI_LEFT,
              "\xE2\x80\x9C%s\xE2\x80\x9D beside the talk, without a sound", s->question);
}

/* ---- the section ---- */

static float above_chart(const Ui *ui, float width)
{
    return part_head_height(ui) + ROW + PART_GAP + setup_templates_height(ui, width) + PART_GAP;
}

static float seats_height(const Ui *ui, const SetupForm *form, const SetupState *state, float width)
{
    (void)state;
    bool sampled = setup_form_protocol(form)->sampling_count > 0;
    float chart = fminf(fmaxf(width * 0.56F, 288), 480);
    return above_chart(ui, width) + chart + ui_scaled(ui, HINT) +
           (sampled ? ui_scaled(ui, SAMPLING) + PART_GAP : 0);
}

static void hint_row(Ui *ui, UiRect r, SetupForm *form, SetupState *state, bool movable)
{
    bool undo = movable && arrange_can_undo(&state->arrange);
    UiRect text = r;
    float w = 48 + ui_scaled(ui, 48);
    text.w -= undo ? w + PART_GAP : 0;
    const char *hint = movable ? "Tap a seat: absent. Hold: the pupil. Drag: move."
                               : "Tap a seat: absent today. Hold: the pupil's card.";
    bool picture = form->places.seating.count > MOST;
    if (state->picks_focus)
        hint = picture ? "Tap the chart, then the seat of the focus pupil."
                       : "Tap the seat of the focus pupil.";
    else if (picture)
        hint = "Tap the chart to see it large.";
    ui_label(ui, text, TYPE_14, COLOR_INK2, UI_LEFT, hint);
    UiRect button = {r.x + r.w - w, r.y, w, r.h};
    if (undo && ui_button(ui, SETUP_ID_UNDO, button, UI_BUTTON_PLAIN, ICON_UNDO, "Undo", true))
        arrange_undo(&state->arrange, form);
}

static SetupAsk seats_build(Ui *ui, UiRect r, SetupForm *form, SetupState *state)
{
    SetupAsk ask = {SETUP_ASK_NONE, 0};
    const Protocol *p = setup_form_protocol(form);
    int32_t absent = setup_form_absent_count(form);
    char remark[64];
    (void)snprintf(remark, sizeof remark, "%d present, %d absent",
                   (int)(form->places.seating.count - absent), (int)absent);
    part_head(ui, part_cut_top(&r, part_head_height(ui), 0), "Who sits where", remark);
    pupils_row(ui, part_cut_top(&r, ROW, PART_GAP), form, state, &ask);
    setup_templates(ui, part_cut_top(&r, setup_templates_height(ui, r.w), PART_GAP), form, state);
    if (p->sampling_count > 0)
        sampling_strip(ui, part_cut_bottom(&r, ui_scaled(ui, SAMPLING), PART_GAP), p);
    bool movable = ui->scroll.content_height <= ui->scroll.rect.h;
    /* As high as Undo, whether there is anything to take back or not: the chart keeps its
     * size under the finger. */
    float high = ui_scaled(ui, HINT);
    UiRect hint = part_cut_bottom(&r, movable ? fmaxf(high, ROW) : high, 0);
    SetupChart kind = movable ? SETUP_CHART_SMALL : SETUP_CHART_STILL;
    setup_chart(ui, r, form->places.seating.count > MOST ? SETUP_CHART_PICTURE : kind, form, state);
    hint_row(ui, hint, form, state, movable);
    return ask;
}

const SetupSection SETUP_SEATS = {seats_height, seats_build};
