#include "recorder/screen/board/board.h"
#include "recorder/screen/part/part.h"
#include "recorder/screen/review/review.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BUTTON = 56, STEP = 56, FIELD = 52;
static const int64_t SECOND = 1000, MISSED_MS = 5000;

/* From here on a field's name stands above its value, and the whole panel scrolls. */
static bool is_large(const Ui *ui)
{
    return ui->type_scale > 1.3F;
}

const ObsEvent *review_about(const Review *v)
{
    return v->state->panel == REVIEW_PANEL_INSERT ? &v->state->draft : v->selected;
}

void review_say(Review *v, uint32_t fields, const ObsEvent *to)
{
    if (v->state->panel == REVIEW_PANEL_INSERT) {
        v->state->draft = *to;
        return;
    }
    review_ask(v, REVIEW_ASK_CHANGE);
    v->ask.event = v->selected->id;
    v->ask.fields = fields;
    v->ask.to = *to;
}

/* ---- what was missed ---- */

/* The code that an empty place of the lane asks for first, or PROTOCOL_NONE. */
static int32_t first_code(const Review *v, const ReviewLane *lane, int32_t row, int64_t at_ms)
{
    const Protocol *p = v->protocol;
    for (int32_t i = 0; i < p->code_count; i++) {
        const Code *c = &p->codes[i];
        ObsEvent e = event_blank();
        e.code = i;
        e.subject = review_first_subject(v, i, lane, row, at_ms);
        int32_t at = -1;
        int32_t in = review_row_of(&v->state->index, v->setup, p, &e, &at) - lane->first_row;
        if (lane->kind == REVIEW_LANE_ADULT && in != row)
            continue;
        if (at >= 0 && lane == &v->state->index.lanes[at] && c->kind != CODE_INTERVAL &&
            !(c->senses & SENSE_PAUSE) && review_may_be_about(p, v->setup, i, e.subject))
            return i;
    }
    return PROTOCOL_NONE;
}

void review_begin_insert(Review *v, int32_t lane, int32_t row, int64_t at_ms)
{
    ReviewState *s = v->state;
    const ReviewLane *l = &s->index.lanes[lane];
    int32_t code = first_code(v, l, row, at_ms);
    s->has_selected = false;
    v->selected = NULL;
    s->field = REVIEW_FIELD_NONE;
    s->panel = REVIEW_PANEL_EVENT;
    if (code == PROTOCOL_NONE || v->model->length_ms < SECOND)
        return; /* a sample or a pause cannot be missed after the fact */
    int64_t last = v->model->length_ms - SECOND;
    at_ms = at_ms < 0 ? 0 : at_ms > last ? last : at_ms;
    at_ms -= at_ms % 100;
    s->draft = event_blank();
    s->draft.code = code;
    s->draft.subject = review_first_subject(v, code, l, row, at_ms);
    s->draft.start_ms = s->draft.stop_ms = at_ms;
    if (v->protocol->codes[code].kind == CODE_STATE) {
        int64_t stop = at_ms + MISSED_MS;
        s->draft.stop_ms = stop < v->model->length_ms ? stop : v->model->length_ms;
    }
    s->draft_lane = lane;
    s->text[0] = '\0';
    s->panel = REVIEW_PANEL_INSERT;
    s->panel_scroll = s->choice_scroll = 0;
}

static void ask_insert(Review *v)
{
    ReviewState *s = v->state;
    const ObsEvent *e = &s->draft;
    review_ask(v, REVIEW_ASK_INSERT);
    v->ask.tap = session_tap_blank(e->code, e->start_ms);
    v->ask.tap.subject = e->subject;
    v->ask.tap.target = e->target;
    v->ask.tap.value = e->value;
    v->ask.tap.text = s->text;
    v->ask.tap.exact = true; /* what the fields show and no more */
    memcpy(v->ask.tap.options, e->options, sizeof e->options);
    v->ask.stop_ms = e->stop_ms;
}

/* ---- the head ---- */

static const char *title_of(const Review *v, const ObsEvent *e)
{
    const Code *c = &v->protocol->codes[e->code];
    const char *text = c->label;
    if (c->kind == CODE_STATE && e->stop_ms != EVENT_OPEN) {
        double s = (double)(e->stop_ms - e->start_ms) / 1000;
        text = arena_printf(v->ui->frame, s < 90 ? "%s, %.1f s" : "%s, %.0f s", c->label, s);
    }
    return text ? text : "";
}

static const char *detail_of(const Review *v, const ObsEvent *e)
{
    if (v->state->panel == REVIEW_PANEL_INSERT)
        return "What was missed";
    if (e->subject == SUBJECT_NONE)
        return v->protocol->categories[v->protocol->codes[e->code].category].title;
    const Subject *s = &v->setup->subjects[e->subject];
    const char *group = s->group != SUBJECT_NONE ? v->setup->subjects[s->group].label : s->detail;
    const char *text = s->label;
    if (s->focus)
        text = arena_printf(v->ui->frame, "%s%s%s, focus pupil %c", s->label, *group ? ", " : "",
                            group, s->focus);
    else if (*group)
        text = arena_printf(v->ui->frame, "%s, %s", s->label, group);
    return text ? text : "";
}

static void draw_mark(Review *v, float cx, float cy, const ObsEvent *e)
{
    const Code *c = &v->protocol->codes[e->code];
    const Subject *s = e->subject == SUBJECT_NONE ? NULL : &v->setup->subjects[e->subject];
    bool adult = s && s->kind == SUBJECT_ADULT;
    UiRect ground = {cx - 28, cy - 28, 56, 56};
    if (c->kind != CODE_STATE || !s) {
        ui_fill(v->ui, ground, 28, COLOR_SUNK);
        if (review_carries(v, e))
            ui_icon(v->ui, cx, cy, 28, c->senses & SENSE_INK ? ICON_INK : ICON_PHOTO, COLOR_INK);
        else
            board_mark(v->ui, cx, cy, 22, c, "", true, board_hue(c));
        return;
    }
    ui_fill(v->ui, ground, adult ? 12 : 28, adult ? COLOR_TEACH : COLOR_FLOOR);
    const char *mark = s->label;
    if (v->model->called && v->model->shorter && ui_text_width(v->ui, TYPE_14_BOLD, mark) > 48)
        mark = v->model->shorter[e->subject].given;
    if (v->model->called && v->model->shorter && ui_text_width(v->ui, TYPE_14_BOLD, mark) > 48)
        mark = v->model->shorter[e->subject].label;
    ThemeType type = ui_text_width(v->ui, TYPE_20_BOLD, mark) < 48 ? TYPE_20_BOLD : TYPE_14_BOLD;
    ui_label(v->ui, part_inset(ground, 4), type, adult ? COLOR_TEACH_ON : COLOR_FLOOR_ON, UI_CENTRE,
             mark);
}

static const float HEAD_MARK = 72;

static float head_height(const Review *v, float width, const ObsEvent *e)
{
    float w = width - HEAD_MARK;
    float h = part_wrapped_height(v->ui, w, 26, TYPE_20_BOLD, title_of(v, e)) +
              part_wrapped_height(v->ui, w, 20, TYPE_14, detail_of(v, e));
    return fmaxf(h + 2, 56);
}

static void draw_head(Review *v, UiRect r, const ObsEvent *e)
{
    const char *title = title_of(v, e), *detail = detail_of(v, e);
    float w = r.w - HEAD_MARK;
    float upper = part_wrapped_height(v->ui, w, 26, TYPE_20_BOLD, title);
    float lower = part_wrapped_height(v->ui, w, 20, TYPE_14, detail);
    draw_mark(v, r.x + 28, r.y + r.h / 2, e);
    UiRect text = {r.x + HEAD_MARK, r.y + (r.h - upper - lower - 2) / 2, w, upper};
    part_wrapped(v->ui, text, TYPE_20_BOLD, COLOR_INK, title);
    text.y += upper + 1;
    text.h = lower;
    part_wrapped(v->ui, text, TYPE_14, COLOR_INK2, detail);
}

/* ---- fields ---- */

static float step_height(const Ui *ui)
{
    return is_large(ui) ? ui_scaled(ui, 22) + STEP : STEP;
}

/* A time with its steps of a second: -1, 0 or 1. */
static int stepper(Review *v, uint32_t id, UiRect r, const char *name, const char *value,
                   bool enabled)
{
    Ui *ui = v->ui;
    bool large = is_large(ui);
    UiRect head = {r.x, r.y, 60, STEP};
    if (large)
        head = part_cut_top(&r, r.h - STEP, 0);
    UiRect more = {r.x + r.w - 56, r.y, 56, r.h}, less = more;
    less.x -= 64;
    ui_label(ui, head, TYPE_16, COLOR_INK2, UI_LEFT, name);
    float left = large ? r.x : r.x + 64;
    UiRect text = {left, r.y, less.x - 12 - left, r.h};
    ui_label(ui, text, TYPE_24_BOLD, COLOR_INK, large ? UI_LEFT : UI_RIGHT, value);
    int step = 0;
    if (ui_button(ui, id, less, UI_BUTTON_PLAIN, ICON_MINUS, "", enabled))
        step = -1;
    if (ui_button(ui, id + 1, more, UI_BUTTON_PLAIN, ICON_PLUS, "", enabled))
        step = 1;
    return step;
}

static void move(Review *v, const ObsEvent *e, int64_t start_ms, int64_t stop_ms)
{
    ObsEvent to = *e;
    to.start_ms = start_ms;
    to.stop_ms = stop_ms;
    if (v->state->panel == REVIEW_PANEL_INSERT) {
        bool state = v->protocol->codes[e->code].kind == CODE_STATE;
        bool fits = start_ms >= 0 && stop_ms <= v->model->length_ms && start_ms <= stop_ms;
        if (fits && (!state || start_ms < stop_ms))
            v->state->draft = to;
        return;
    }
    review_ask(v, REVIEW_ASK_MOVE);
    v->ask.event = e->id;
    v->ask.to = to;
}

static void times(Review *v, UiRect *r, const ObsEvent *e)
{
    char text[REVIEW_WORDS];
    const Code *c = &v->protocol->codes[e->code];
    bool state = c->kind == CODE_STATE;
    UiRect row = part_cut_top(r, step_height(v->ui), PART_GAP);
    int step = stepper(v, REVIEW_ID_START, row, state ? "Start" : "Time",
                       review_clock(e->start_ms, text), c->kind != CODE_INTERVAL);
    if (step != 0)
        move(v, e, e->start_ms + step * SECOND, state ? e->stop_ms : e->start_ms + step * SECOND);
    if (!state)
        return;
    row = part_cut_top(r, step_height(v->ui), PART_GAP);
    bool open = e->stop_ms == EVENT_OPEN;
    step = stepper(v, REVIEW_ID_STOP, row, "Stop",
                   open ? "still on" : review_clock(e->stop_ms, text), !open);
    if (step != 0)
        move(v, e, e->start_ms, e->stop_ms + step * SECOND);
}

static void sample(Review *v, UiRect *r, const ObsEvent *e)
{
    char text[REVIEW_WORDS];
    (void)snprintf(text, sizeof text, "%d of %d", (int)e->value, (int)e->of);
    ObsEvent to = *e;
    UiRect row = part_cut_top(r, step_height(v->ui), PART_GAP);
    int step = stepper(v, REVIEW_ID_VALUE, row, "Count", e->missing ? "\xE2\x80\x93" : text,
                       !e->missing && e->of > 0);
    to.value += step;
    if (step != 0 && to.value >= 0 && to.value <= to.of)
        review_say(v, FIELD_VALUE, &to);
    row = part_cut_top(r, STEP, PART_GAP);
    if (part_choice(v->ui, REVIEW_ID_MISSING, row, "Could not be seen", "", e->missing)) {
        to = *e;
        to.missing = !e->missing;
        to.value = 0;
        review_say(v, FIELD_VALUE, &to);
    }
}

/* On two lines when it is long. */
static void draw_name(Ui *ui, UiRect r, const char *name)
{
    if (ui_text_width(ui, TYPE_16, name) <= r.w) {
        ui_label(ui, r, TYPE_16, COLOR_INK2, UI_LEFT, name);
        return;
    }
    UiRect in = {r.x, r.y + 2, r.w, r.h - 4};
    (void)ui_paragraph_in(ui, in, TYPE_14, COLOR_INK2, name);
}

/* What a large value leaves for the arrow beside it. */
static const float ARROW = 28;

static float field_height(const Review *v, float width, const ObsEvent *e, int32_t field)
{
    if (!is_large(v->ui))
        return FIELD;
    const char *value = review_field_value(v, e, field);
    return 16 + ui_scaled(v->ui, 20) +
           part_wrapped_height(v->ui, width - ARROW, 22, TYPE_16_BOLD, value);
}

static void draw_large_field(Review *v, UiRect r, const ObsEvent *e, int32_t field)
{
    UiRect in = {r.x, r.y + 8, r.w - ARROW, r.h - 16};
    UiRect name = part_cut_top(&in, ui_scaled(v->ui, 20), 0);
    ui_label(v->ui, name, TYPE_14, COLOR_INK2, UI_LEFT, review_field_name(v, e, field));
    part_wrapped(v->ui, in, TYPE_16_BOLD, COLOR_INK, review_field_value(v, e, field));
}

static void draw_field(Review *v, UiRect r, const ObsEvent *e, int32_t field)
{
    float name = fminf(r.w * 0.38F, 128);
    UiRect left = {r.x, r.y, name - 8, r.h};
    draw_name(v->ui, left, review_field_name(v, e, field));
    UiRect value = {r.x + name, r.y, r.w - name - ARROW, r.h};
    ui_label(v->ui, value, TYPE_16_BOLD, COLOR_INK, UI_LEFT, review_field_value(v, e, field));
}

static void field_row(Review *v, UiRect r, const ObsEvent *e, int32_t field)
{
    Ui *ui = v->ui;
    uint32_t id = REVIEW_ID_FIELD + (uint32_t)field;
    UiTouch t = ui_touch(ui, id, r);
    if (t.down)
        ui_fill(ui, r, 12, COLOR_SUNK);
    if (is_large(ui))
        draw_large_field(v, r, e, field);
    else
        draw_field(v, r, e, field);
    ui_icon(ui, r.x + r.w - 12, r.y + r.h / 2, 20, ICON_FORWARD, COLOR_INK2);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, part_inset(r, 4), 12);
    if (part_tapped(&t, r)) {
        v->state->field = field;
        v->state->choice_scroll = 0;
        ui->rebuild = true;
    }
}

/* The words of an event are edited in a field of its own and said with Enter or by
 * leaving it. */
static void words(Review *v, UiRect *r, const ObsEvent *e)
{
    ReviewState *s = v->state;
    bool insert = s->panel == REVIEW_PANEL_INSERT;
    bool editing = uuid_compare(s->text_of, e->id) == 0;
    UiRect row = part_cut_top(r, part_field_height(v->ui), PART_GAP);
    if (strlen(e->text) >= sizeof s->text) {
        ui_label(v->ui, row, TYPE_14, COLOR_INK2, UI_LEFT, "These words are too long to edit here");
        return;
    }
    uint32_t was = ui_edited(v->ui, &(UiRect){0});
    if (!insert && (!editing || was != REVIEW_ID_TEXT)) {
        if (editing && strcmp(s->text, e->text) != 0 && !s->text_said) {
            ObsEvent to = *e;
            to.text = s->text;
            s->text_said = true;
            review_say(v, FIELD_TEXT, &to);
        } else if (!editing || strcmp(s->text, e->text) != 0) {
            (void)snprintf(s->text, sizeof s->text, "%s", e->text);
            s->text_of = e->id;
            s->text_said = false;
        }
    }
    bool note = v->protocol->codes[e->code].kind == CODE_NOTE;
    const char *name = note ? "Words" : review_carries(v, e) ? "Caption" : "What was said";
    if (part_field(v->ui, REVIEW_ID_TEXT, row, name, "", s->text, sizeof s->text))
        s->text_said = false;
}

static float fields_height(const Review *v, float width, const ObsEvent *e)
{
    float h = part_field_height(v->ui) + PART_GAP + 24;
    const Code *c = &v->protocol->codes[e->code];
    if (c->kind == CODE_INTERVAL)
        return step_height(v->ui) + STEP + 2 * PART_GAP;
    for (int32_t f = REVIEW_FIELD_CODE; f < REVIEW_FIELD_MODIFIER + PROTOCOL_MAX_MODIFIERS; f++)
        h += review_has_field(v, e, f) ? field_height(v, width, e, f) : 0;
    return h;
}

static void field_rows(Review *v, UiRect in, const ObsEvent *e)
{
    Ui *ui = v->ui;
    const Code *c = &v->protocol->codes[e->code];
    if (c->kind == CODE_INTERVAL) {
        sample(v, &in, e);
        return;
    }
    for (int32_t f = REVIEW_FIELD_CODE; f < REVIEW_FIELD_MODIFIER + PROTOCOL_MAX_MODIFIERS; f++) {
        if (!review_has_field(v, e, f))
            continue;
        UiRect row = part_cut_top(&in, field_height(v, in.w, e, f), 0);
        field_row(v, row, e, f);
        float y = row.y + row.h - 1;
        ui_line(ui, row.x, y, row.x + row.w, y, 1, COLOR_LINE);
    }
    (void)part_cut_top(&in, 8, 0);
    if (!(c->senses & (SENSE_PAUSE | SENSE_INK)))
        words(v, &in, e);
}

static void fields(Review *v, UiRect r, const ObsEvent *e)
{
    float all = fields_height(v, r.w, e);
    float y = ui_scroll_begin(v->ui, REVIEW_ID_PANEL, r, all, &v->state->panel_scroll);
    field_rows(v, (UiRect){r.x, y, all > r.h ? r.w - 8 : r.w, all}, e);
    ui_scroll_end(v->ui);
}

/* ---- the whole panel ---- */

static const char *law_of(const Review *v)
{
    return v->state->panel == REVIEW_PANEL_INSERT ? "Added to the record; undo takes it back."
                                                  : "Changes are added; nothing is erased.";
}

static bool shows_carried(const Review *v, const ObsEvent *e)
{
    return v->state->panel != REVIEW_PANEL_INSERT && review_carries(v, e);
}

/* Everything but the buttons in one column that scrolls. */
static void large_body(Review *v, UiRect r, const ObsEvent *e)
{
    enum { CARRIED = 200 };
    Ui *ui = v->ui;
    UiRect in = {r.x, r.y, r.w - 8, 0};
    float side = v->portrait ? floorf((in.w - 24) * 0.46F) : in.w;
    float beside = v->portrait ? in.w - side - 24 : in.w;
    bool state = v->protocol->codes[e->code].kind == CODE_STATE;
    float first = (step_height(ui) + PART_GAP) * (state ? 2 : 1);
    first += shows_carried(v, e) ? CARRIED + PART_GAP : 0;
    float second = fields_height(v, beside, e);
    float head = head_height(v, in.w, e), law = ui_paragraph_height(ui, in.w, TYPE_14, law_of(v));
    in.h = head + law + 2 * PART_GAP + (v->portrait ? fmaxf(first, second) : first + second);
    in.y = ui_scroll_begin(ui, REVIEW_ID_PANEL, r, in.h, &v->state->panel_scroll);
    draw_head(v, part_cut_top(&in, head, PART_GAP), e);
    (void)ui_paragraph(ui, part_cut_bottom(&in, law, PART_GAP), TYPE_14, COLOR_INK2, law_of(v));
    UiRect left = {in.x, in.y, side, in.h};
    times(v, &left, e);
    if (shows_carried(v, e))
        review_carried(v, part_cut_top(&left, CARRIED, PART_GAP), e);
    UiRect right = {in.x + in.w - beside, in.y, beside, in.h};
    field_rows(v, v->portrait ? right : left, e);
    ui_scroll_end(ui);
}

static void body(Review *v, UiRect in, const ObsEvent *e)
{
    Ui *ui = v->ui;
    float lines = ui_paragraph_height(ui, in.w, TYPE_14, law_of(v));
    (void)ui_paragraph(ui, part_cut_bottom(&in, lines, PART_GAP), TYPE_14, COLOR_INK2, law_of(v));
    draw_head(v, part_cut_top(&in, head_height(v, in.w, e), PART_GAP), e);
    UiRect side = in;
    if (v->portrait) { /* times beside the fields */
        in.w = floorf((in.w - 24) * 0.46F);
        side.x += in.w + 24;
        side.w -= in.w + 24;
    }
    times(v, &in, e);
    if (shows_carried(v, e)) {
        float room = v->portrait ? in.h : in.h - fields_height(v, in.w, e) - PART_GAP;
        review_carried(v, part_cut_top(&in, fminf(fmaxf(room, UI_MIN_TARGET), 280), PART_GAP), e);
    }
    fields(v, v->portrait ? side : in, e);
}

static void event_panel(Review *v, UiRect in, const ObsEvent *e)
{
    ReviewState *s = v->state;
    Ui *ui = v->ui;
    bool insert = s->panel == REVIEW_PANEL_INSERT;
    bool photo = (v->protocol->codes[e->code].senses & SENSE_PHOTO) != 0;
    UiRect foot = part_cut_bottom(&in, BUTTON, PART_GAP);
    ui->barred = v->model->looks_only;
    if (is_large(ui))
        large_body(v, in, e);
    else
        body(v, in, e);
    UiRect left = part_column(foot, 0, 2, PART_MARGIN),
           right = part_column(foot, 1, 2, PART_MARGIN);
    ui->barred = v->model->looks_only && !insert;
    bool remove = ui_button(ui, REVIEW_ID_TAKE_BACK, left, UI_BUTTON_PLAIN, ICON_NONE,
                            insert ? "Cancel" : "Take back", true);
    ui->barred = v->model->looks_only && insert;
    bool done = ui_button(ui, REVIEW_ID_DONE, right, UI_BUTTON_PRIMARY, ICON_NONE,
                          insert && photo ? "Choose"
                          : insert        ? "Add"
                                          : "Done",
                          true);
    ui->barred = false;
    if (done && insert) {
        ask_insert(v);
        if (photo)
            v->ask.kind = REVIEW_ASK_PHOTO;
    } else if (remove && !insert) {
        ObsEvent to = *e;
        to.voided = true;
        review_say(v, FIELD_VOIDED, &to);
    }
    if (remove || (done && !insert)) {
        s->panel = REVIEW_PANEL_EVENT;
        s->has_selected = false;
        ui->rebuild = true;
    }
}

static void nothing_chosen(Review *v, UiRect r)
{
    static const struct {
        ThemeIcon icon;
        const char *title, *text;
    } SAYS[] = {
        {ICON_CHECK, "Put right", "Tap an event to see and change it."},
        {ICON_PLUS, "Add what was missed", "Tap an empty place of a lane."},
        {ICON_CLOCK, "Look closer", "Two fingers or \xE2\x88\x92 and + zoom, one finger moves."},
        {ICON_SAVED, "Nothing is erased", "A change adds to the record; undo always works."},
    };
    enum { COUNT = sizeof SAYS / sizeof SAYS[0] };
    Ui *ui = v->ui;
    const float beside = 64, gap = v->portrait ? 24 : 32;
    int32_t across = v->portrait ? 2 : 1;
    float w = part_column(r, 0, across, gap).w - beside - 8;
    float title_h[COUNT], row_h[COUNT] = {0}, all = -gap;
    for (int32_t i = 0; i < COUNT; i++) {
        title_h[i] = part_lines_height(ui, w, TYPE_16_BOLD, 2, SAYS[i].title);
        float h = title_h[i] + ui_paragraph_height(ui, w, TYPE_16, SAYS[i].text);
        row_h[i / across] = fmaxf(row_h[i / across], fmaxf(h, 48));
    }
    for (int32_t i = 0; i < COUNT / across; i++)
        all += row_h[i] + gap;
    float y = ui_scroll_begin(ui, REVIEW_ID_PANEL, r, all, &v->state->panel_scroll);
    for (int32_t i = 0; i < COUNT; i++) {
        UiRect cell = part_column(r, i % across, across, gap);
        ui_fill(ui, (UiRect){cell.x, y, 48, 48}, 12, COLOR_SUNK);
        ui_icon(ui, cell.x + 24, y + 24, 24, SAYS[i].icon, COLOR_INK);
        UiRect text = {cell.x + beside, y, w, title_h[i]};
        part_lines(ui, text, TYPE_16_BOLD, COLOR_INK, SAYS[i].title);
        text.y += text.h;
        (void)ui_paragraph(ui, text, TYPE_16, COLOR_INK2, SAYS[i].text);
        y += i % across == across - 1 ? row_h[i / across] + gap : 0;
    }
    ui_scroll_end(ui);
}

void review_panel(Review *v)
{
    part_card(v->ui, v->panel);
    UiRect in = part_inset(v->panel, PART_MARGIN);
    const char *says = *v->model->message     ? v->model->message
                       : v->model->looks_only ? "Another Kenkyu is recording into this file; "
                                                "here you can look, not change"
                                              : v->model->unsaved;
    if (*says) {
        float h = ui_paragraph_height(v->ui, in.w - 24, TYPE_14_BOLD, says) + 20;
        UiRect note = part_cut_top(&in, h, PART_GAP);
        ui_fill(v->ui, note, 12, COLOR_SUNK);
        (void)ui_paragraph(v->ui, part_inset(note, 10), TYPE_14_BOLD, COLOR_INK, says);
    }
    const ObsEvent *e = review_about(v);
    if (v->state->panel == REVIEW_PANEL_FILTER)
        review_filter(v, in);
    else if (!e)
        nothing_chosen(v, in);
    else if (v->state->field != REVIEW_FIELD_NONE)
        review_choices(v, in);
    else
        event_panel(v, in, e);
}
