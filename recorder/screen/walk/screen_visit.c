#include "recorder/screen/walk/screen_visit.h"

#include "protocols/look_for.h"
#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PERIODS = 8, SUBJECTS = 4 };
static const float CHIP = 48, CHIP_LEAST = 52, FIELD_LEAST = 150;
static const char *const usual_subjects[SUBJECTS] = {"Mathematics", "English", "Science",
                                                     "Social studies"};

typedef struct Column {
    Ui *ui;
    float x, w, y; /* y: where the next thing begins */
} Column;

static UiRect take(Column *c, float height, float gap)
{
    UiRect r = {c->x, c->y, c->w, height};
    c->y += height + gap;
    return r;
}

static void head(Column *c, const char *text, const char *remark)
{
    part_head(c->ui, take(c, PART_HEAD, 0), text, remark);
}

/* ---- chips: one of several words in a row, on to the next when it is full ---- */

typedef struct Chips {
    Column *column;
    float x;
    bool begun;
} Chips;

static UiRect place(Chips *chips, float width)
{
    Column *c = chips->column;
    width = fminf(width, c->w);
    if (chips->begun && chips->x + width > c->x + c->w) {
        c->y += CHIP + PART_GAP;
        chips->begun = false;
    }
    if (!chips->begun)
        chips->x = c->x;
    UiRect r = {chips->x, c->y, width, CHIP};
    chips->x += width + PART_GAP;
    chips->begun = true;
    return r;
}

static bool chip(Chips *chips, uint32_t id, const char *text, bool chosen)
{
    Ui *ui = chips->column->ui;
    float width = fmaxf(ui_text_width(ui, TYPE_16_BOLD, text) + 32, CHIP_LEAST);
    return ui_button(ui, id, place(chips, width), chosen ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN,
                     ICON_NONE, text, true);
}

static void end_chips(Chips *chips, float gap)
{
    chips->column->y += (chips->begun ? CHIP : 0) + gap;
}

static void put(char to[VISIT_TEXT], const char *from)
{
    (void)snprintf(to, VISIT_TEXT, "%s", from);
}

/* ---- the parts ---- */

static void protocols(Column *c, VisitForm *form)
{
    head(c, "Look-fors", "");
    for (int32_t i = 0; i < form->protocol_count; i++) {
        const Protocol *p = form->protocols[i];
        float h = part_choice_height(c->ui, c->w, p->title, p->summary);
        if (part_choice(c->ui, VISIT_ID_PROTOCOL + (uint32_t)i, take(c, h, PART_GAP), p->title,
                        p->summary, form->chosen == i))
            form->chosen = i;
    }
    c->y += PART_GAP;
}

static void school(Column *c, VisitForm *form)
{
    head(c, "School", "");
    Chips chips = {.column = c};
    for (int32_t i = 0; i < form->school_count; i++)
        if (chip(&chips, VISIT_ID_KNOWN_SCHOOL + (uint32_t)i, form->schools[i],
                 strcmp(form->school, form->schools[i]) == 0))
            put(form->school, form->schools[i]);
    end_chips(&chips, form->school_count > 0 ? PART_GAP : 0);
    (void)ui_text_field(c->ui, VISIT_ID_SCHOOL, take(c, CHIP, PART_MARGIN), "Its name",
                        form->school, sizeof form->school);
}

static void observer(Column *c, VisitForm *form)
{
    head(c, "Who observes", "initials");
    (void)ui_text_field(c->ui, VISIT_ID_OBSERVER, take(c, CHIP, PART_MARGIN), "Your initials",
                        form->observer, sizeof form->observer);
}

static void teacher(Column *c, VisitForm *form)
{
    head(c, "Teacher", "initials or number, never ranked");
    Chips chips = {.column = c};
    if (chip(&chips, VISIT_ID_NO_TEACHER, "No teacher", !*form->teacher))
        form->teacher[0] = '\0';
    for (int32_t i = 0; i < form->teacher_count; i++)
        if (chip(&chips, VISIT_ID_KNOWN_TEACHER + (uint32_t)i, form->teachers[i],
                 strcmp(form->teacher, form->teachers[i]) == 0))
            put(form->teacher, form->teachers[i]);
    end_chips(&chips, PART_GAP);
    (void)ui_text_field(c->ui, VISIT_ID_TEACHER, take(c, CHIP, PART_MARGIN), "Initials or number",
                        form->teacher, sizeof form->teacher);
}

static void grade(Column *c, VisitForm *form)
{
    head(c, "Grade", "");
    Chips chips = {.column = c};
    for (int32_t i = 0; i <= WALK_MAX_GRADE; i++) {
        char text[8] = "K";
        if (i > 0)
            (void)snprintf(text, sizeof text, "%d", (int)i);
        if (chip(&chips, VISIT_ID_GRADE + (uint32_t)i, text, form->grade == i))
            form->grade = form->grade == i ? WALK_NOT_SAID : i;
    }
    end_chips(&chips, PART_MARGIN);
}

static void subject(Column *c, VisitForm *form)
{
    head(c, "Subject", "");
    Chips chips = {.column = c};
    for (int32_t i = 0; i < SUBJECTS; i++)
        if (chip(&chips, VISIT_ID_USUAL_SUBJECT + (uint32_t)i, usual_subjects[i],
                 strcmp(form->subject, usual_subjects[i]) == 0))
            put(form->subject, usual_subjects[i]);
    float rest = c->x + c->w - chips.x;
    UiRect field = {chips.x, c->y, rest, CHIP};
    if (rest < FIELD_LEAST) {
        end_chips(&chips, PART_GAP);
        field = (UiRect){c->x, c->y, c->w, CHIP};
    }
    c->y += CHIP + PART_MARGIN;
    (void)ui_text_field(c->ui, VISIT_ID_SUBJECT, field, "Another one", form->subject,
                        sizeof form->subject);
}

static void period(Column *c, VisitForm *form)
{
    head(c, "Period", "of the school day");
    Chips chips = {.column = c};
    for (int32_t i = 1; i <= PERIODS; i++) {
        char text[8];
        (void)snprintf(text, sizeof text, "%d", (int)i);
        if (chip(&chips, VISIT_ID_PERIOD + (uint32_t)i, text, form->period == i))
            form->period = form->period == i ? WALK_NOT_SAID : i;
    }
    end_chips(&chips, PART_MARGIN);
}

static void pupils(Column *c, VisitForm *form)
{
    char text[32];
    head(c, "Pupils in the room", "for the class sweep");
    (void)snprintf(text, sizeof text, "%d", (int)form->pupils);
    UiRect r = take(c, 56, PART_MARGIN);
    r.w = fminf(r.w, 280);
    form->pupils += part_stepper(c->ui, VISIT_ID_PUPILS, r, text, form->pupils > 1,
                                 form->pupils < VISIT_MOST_PUPILS);
}

typedef void Part(Column *c, VisitForm *form);

/* A panel that scrolls when it has to: its content is as high as it was a build ago. */
static void column(Ui *ui, UiRect r, int32_t index, VisitForm *form, VisitState *state,
                   Part *const *parts, int32_t count)
{
    part_panel(ui, r);
    UiRect in = part_inset(r, PART_PAD);
    in.y -= 8;
    in.h += 16;
    float height = state->height[index];
    float room = part_keyboard_room(ui, height, in.h, state->scroll[index]), width = in.w;
    in.w += 12; /* for the bar */
    float y = ui_scroll_begin(ui, VISIT_ID_COLUMN + (uint32_t)index, in, height + room,
                              &state->scroll[index]);
    Column c = {ui, in.x, width, y + 8};
    for (int32_t i = 0; i < count; i++)
        parts[i](&c, form);
    ui_scroll_end(ui);
    UiRect field;
    if (ui_edited(ui, &field) && field.x >= in.x && field.x < in.x + in.w) /* not the other's */
        part_lift_edited(ui, &state->scroll[index]);
    float now = c.y - y;
    if (fabsf(now - height) > 0.5F) {
        state->height[index] = now;
        ui_wake_at(ui, ui->in.now_ms);
        ui->rebuild = true;
    }
}

/* ---- the bars ---- */

static const float BOTTOM = 72;

static VisitAsk top_bar(Ui *ui, UiRect r, const VisitModel *model)
{
    UiRect back = {r.x, r.y, 56, r.h};
    bool asked = ui_button(ui, VISIT_ID_BACK, back, UI_BUTTON_QUIET, ICON_BACK, "", true) ||
                 ui_key(ui) == UI_KEY_ESCAPE;
    UiRect title = {r.x + 64, r.y, r.w - 64, r.h};
    ui_label(ui, title, TYPE_24_BOLD, COLOR_INK, UI_LEFT, "New walk-through");
    float w = ui_text_width(ui, TYPE_24_BOLD, "New walk-through") + 24;
    if (*model->ended && w < title.w)
        ui_label(ui, (UiRect){title.x + w, title.y, title.w - w, title.h}, TYPE_16, COLOR_INK2,
                 UI_RIGHT, model->ended);
    return asked ? VISIT_ASK_BACK : VISIT_ASK_NONE;
}

/* What is about to begin, and under which protocol. */
typedef struct Beginning {
    char room[4 * VISIT_TEXT];
    const char *protocol;
    float start_w, text_w, room_h, protocol_h;
} Beginning;

static Beginning beginning(const Ui *ui, float width, const VisitForm *form)
{
    enum { LINES = 2 };
    WalkThrough walk = {.school_name = form->school,
                        .teacher_key = form->teacher,
                        .subject = form->subject,
                        .grade = form->grade};
    Beginning b = {.start_w = fminf(280, width * 0.45F)};
    visit_words(&walk, b.room, sizeof b.room);
    if (!b.room[0])
        (void)snprintf(b.room, sizeof b.room, "Nothing said about the room yet");
    b.protocol = form->protocol_count > 0 ? form->protocols[form->chosen]->title
                                          : "No protocol here has look-fors";
    b.text_w = width - b.start_w - PART_MARGIN;
    b.room_h = part_lines_height(ui, b.text_w, TYPE_16_BOLD, LINES, b.room);
    b.protocol_h = part_lines_height(ui, b.text_w, TYPE_14, LINES, b.protocol);
    return b;
}

static VisitAsk bottom_bar(Ui *ui, UiRect r, const VisitForm *form, const Beginning *b)
{
    UiRect start = {r.x + r.w - b->start_w, r.y + (r.h - BOTTOM) / 2, b->start_w, BOTTOM};
    UiRect text = {r.x, r.y + (r.h - b->room_h - b->protocol_h) / 2, b->text_w, b->room_h};
    part_lines(ui, text, TYPE_16_BOLD, COLOR_INK, b->room);
    text.y += text.h;
    text.h = b->protocol_h;
    part_lines(ui, text, TYPE_14, COLOR_INK2, b->protocol);
    return ui_button(ui, VISIT_ID_START, start, UI_BUTTON_PRIMARY, ICON_PLAY, "Start",
                     form->protocol_count > 0)
               ? VISIT_ASK_START
               : VISIT_ASK_NONE;
}

VisitAsk screen_visit(Ui *ui, VisitForm *form, VisitState *state, const VisitModel *model)
{
    static Part *const left[] = {teacher, grade, subject, period};
    static Part *const right[] = {protocols, school, observer, pupils};
    static Part *const all[] = {teacher, grade,  subject,   period,
                                school,  pupils, protocols, observer};
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    UiRect area = part_inset((UiRect){0, 0, ui->width, ui->height}, PART_MARGIN);
    VisitAsk back = top_bar(ui, part_cut_top(&area, 56, 8), model);
    Beginning begins = beginning(ui, area.w, form);
    float high = fmaxf(BOTTOM, begins.room_h + begins.protocol_h);
    VisitAsk start = bottom_bar(ui, part_cut_bottom(&area, high, PART_MARGIN), form, &begins);
    part_not_done(ui, &area, model->trouble);
    if (ui->width >= PART_WIDE) {
        UiRect a = area, b = area;
        a.w = floorf((area.w - PART_MARGIN) * 0.58F);
        b.x += a.w + PART_MARGIN;
        b.w -= a.w + PART_MARGIN;
        column(ui, a, 0, form, state, left, 4);
        column(ui, b, 1, form, state, right, 4);
    } else {
        column(ui, area, 0, form, state, all, 8);
    }
    return back != VISIT_ASK_NONE ? back : start;
}
