#include "recorder/screen/names/screen_names.h"

#include "recorder/screen/part/part.h"

#include <math.h>
#include <string.h>

static const float BAR = 56, BUTTON = 64, ROW = 56, WIDTH = 640, GAP = PART_GAP;

/* A column that is measured before it is drawn: the same steps, twice. */
typedef struct Column {
    Ui *ui;
    const NamesModel *model;
    NamesState *state;
    float x, w, y;
    bool draws;
    NamesAskKind ask;
} Column;

static UiRect take(Column *c, float height, float gap)
{
    UiRect r = {c->x, c->y, c->w, height};
    c->y += height + gap;
    return r;
}

static void say(Column *c, ThemeType type, ThemeColor color, const char *text, float gap)
{
    UiRect r = take(c, ui_paragraph_height(c->ui, c->w, type, text), gap);
    if (c->draws)
        (void)ui_paragraph_in(c->ui, r, type, color, text);
}

static void head(Column *c, const char *text)
{
    say(c, TYPE_20_BOLD, COLOR_INK, text, GAP);
}

static void field(Column *c, uint32_t id, const char *name, char *buffer)
{
    UiRect r = take(c, part_field_height(c->ui), GAP);
    if (c->draws)
        (void)part_secret_field(c->ui, id, r, name, buffer, NAMES_SECRET_SIZE);
}

static bool button(Column *c, uint32_t id, float height, UiButtonStyle style, ThemeIcon icon,
                   const char *text, bool enabled)
{
    UiRect r = take(c, fmaxf(height, ui_scaled(c->ui, 32)), GAP);
    return c->draws && ui_button(c->ui, id, r, style, icon, text, enabled);
}

static void asks(Column *c, bool asked, NamesAskKind kind)
{
    if (asked)
        c->ask = kind;
}

/* What became of the last thing asked for, where it was asked. */
static void outcome(Column *c)
{
    if (*c->model->trouble)
        say(c, TYPE_16_BOLD, COLOR_INK, c->model->trouble, GAP);
    if (*c->model->done)
        say(c, TYPE_16, COLOR_INK, c->model->done, GAP);
}

static bool are_typed(const NamesState *s)
{
    return s->secret[0] && s->again[0];
}

static const char RULES[] = "At least 6 letters or digits. A PIN of digits keeps a neighbour off; "
                            "somebody who has the tablet's files is kept off by a long passphrase "
                            "only. Put it where you will find it: without it nobody can bring the "
                            "names back.";

/* ---- the three of them ---- */

static void none(Column *c)
{
    head(c, "Keep pupils' names on this device?");
    say(c, TYPE_16, COLOR_INK2,
        "Pupils are seats, initials or numbers everywhere. If you want to see whom they stand "
        "for, their names are kept encrypted on this device and open with a passphrase or a PIN. "
        "Nothing waits for it: a lesson is recorded just as well without.",
        2 * GAP);
    outcome(c);
    field(c, NAMES_ID_SECRET, "New passphrase or PIN", c->state->secret);
    field(c, NAMES_ID_AGAIN, "The same again", c->state->again);
    say(c, TYPE_14, COLOR_INK2, RULES, 2 * GAP);
    asks(c,
         button(c, NAMES_ID_GO, BUTTON, UI_BUTTON_PRIMARY, ICON_LOCK, "Keep names from now on",
                are_typed(c->state)),
         NAMES_ASK_BEGIN);
}

static void removal(Column *c)
{
    NamesState *s = c->state;
    if (!s->removing) {
        if (button(c, NAMES_ID_REMOVE, ROW, UI_BUTTON_PLAIN, ICON_NONE, "Remove all names", true))
            s->removing = true;
        return;
    }
    say(c, TYPE_16_BOLD, COLOR_INK,
        "All names go from this device and its backups, for good. Lessons, initials and figures "
        "stay as they are.",
        GAP);
    UiRect r = take(c, fmaxf(ROW, ui_scaled(c->ui, 32)), GAP);
    if (!c->draws)
        return;
    if (ui_button(c->ui, NAMES_ID_KEEP, part_column(r, 0, 2, GAP), UI_BUTTON_PLAIN, ICON_NONE,
                  "Keep them", true))
        s->removing = false;
    asks(c,
         ui_button(c->ui, NAMES_ID_REMOVE, part_column(r, 1, 2, GAP), UI_BUTTON_CHOSEN, ICON_NONE,
                   "Really remove", true),
         NAMES_ASK_REMOVE);
}

static void locked(Column *c)
{
    NamesState *s = c->state;
    head(c, "The names are locked");
    say(c, TYPE_16, COLOR_INK2,
        "Pupils are shown as seats, initials or numbers. A lesson runs and is recorded all the "
        "same.",
        2 * GAP);
    field(c, NAMES_ID_SECRET, "Passphrase or PIN", s->secret);
    outcome(c);
    asks(c,
         button(c, NAMES_ID_GO, BUTTON, UI_BUTTON_PRIMARY, ICON_LOCK_OPEN, "Open the names",
                s->secret[0]),
         NAMES_ASK_OPEN);
    if (button(c, NAMES_ID_FORGOTTEN, ROW, UI_BUTTON_QUIET,
               s->forgotten ? ICON_CHEVRON_UP : ICON_CHEVRON_DOWN, "Forgotten the passphrase?",
               true)) {
        s->forgotten = !s->forgotten;
        s->removing = false;
    }
    if (!s->forgotten)
        return;
    say(c, TYPE_16, COLOR_INK2,
        "Nobody can bring the names back without it: it is written down nowhere, and there is no "
        "second key. Nothing else is lost. Try what it may have been; after five wrong ones in a "
        "row there is a wait, which grows. If it stays forgotten, remove the names and begin "
        "anew: give the class list again, and the same initials come to the same pupils.",
        2 * GAP);
    removal(c);
}

static void class_rows(Column *c)
{
    const NamesModel *m = c->model;
    for (int32_t i = 0; i < m->class_count; i++) {
        UiRect r = take(c, fmaxf(40, ui_scaled(c->ui, 32)), 0);
        if (!c->draws)
            continue;
        if (i > 0)
            ui_line(c->ui, r.x, r.y, r.x + r.w, r.y, 1, COLOR_LINE);
        float count = ui_scaled(c->ui, 96);
        ui_label(c->ui, (UiRect){r.x, r.y, r.w - count, r.h}, TYPE_16_BOLD, COLOR_INK, UI_LEFT,
                 m->classes[i].name);
        ui_labelf(c->ui, (UiRect){r.x + r.w - count, r.y, count, r.h}, TYPE_16, COLOR_INK2,
                  UI_RIGHT, "%d %s", (int)m->classes[i].count,
                  m->classes[i].count == 1 ? "name" : "names");
    }
    if (m->class_count > 0)
        (void)take(c, 0, 2 * GAP);
}

static void change(Column *c)
{
    NamesState *s = c->state;
    if (button(c, NAMES_ID_CHANGE, ROW, UI_BUTTON_QUIET,
               s->changing ? ICON_CHEVRON_UP : ICON_CHEVRON_DOWN, "Another passphrase, or no names",
               true)) {
        s->changing = !s->changing;
        s->removing = false;
        s->secret[0] = s->again[0] = '\0';
    }
    if (!s->changing)
        return;
    field(c, NAMES_ID_SECRET, "New passphrase or PIN", s->secret);
    field(c, NAMES_ID_AGAIN, "The same again", s->again);
    say(c, TYPE_14, COLOR_INK2, RULES, 2 * GAP);
    asks(c,
         button(c, NAMES_ID_CHANGE_GO, ROW, UI_BUTTON_PLAIN, ICON_NONE, "Use the new one",
                are_typed(s)),
         NAMES_ASK_CHANGE);
    removal(c);
}

static void open_names(Column *c)
{
    const NamesModel *m = c->model;
    head(c, "The names are open");
    const char *text = arena_printf(
        c->ui->frame,
        "The board, the review and set-up show them. They are locked again after %d %s without a "
        "touch, when the app closes, or now. A sheet has them only where you choose it.",
        (int)m->lock_min, m->lock_min == 1 ? "minute" : "minutes");
    say(c, TYPE_16, COLOR_INK2, text ? text : "", 2 * GAP);
    outcome(c);
    asks(c, button(c, NAMES_ID_GO, BUTTON, UI_BUTTON_PRIMARY, ICON_LOCK, "Lock the names", true),
         NAMES_ASK_LOCK);
    (void)take(c, 0, GAP);
    if (m->class_count == 0)
        say(c, TYPE_16, COLOR_INK2,
            "None are kept yet. Give a class its list in set-up: New lesson, Names.", 2 * GAP);
    class_rows(c);
    change(c);
}

static void column(Column *c)
{
    switch (c->model->are) {
    case NAMES_NONE:
        none(c);
        break;
    case NAMES_LOCKED:
        locked(c);
        break;
    case NAMES_OPEN:
        open_names(c);
        break;
    }
}

/* Enter in the last field is the button below it. */
static bool entered(const Ui *ui, const NamesModel *m, const NamesState *s, uint32_t edited)
{
    if (ui->in.kind != UI_INPUT_KEY || ui->in.key != UI_KEY_ENTER)
        return false;
    if (m->are == NAMES_LOCKED)
        return edited == NAMES_ID_SECRET && s->secret[0];
    return edited == NAMES_ID_AGAIN && are_typed(s);
}

NamesAskKind screen_names(Ui *ui, const NamesModel *model, NamesState *state)
{
    UiRect all = {0, 0, ui->width, ui->height}, was = {0};
    uint32_t edited = ui_edited(ui, &was);
    bool by_enter = entered(ui, model, state, edited);
    ui_fill(ui, all, 0, COLOR_BG);
    UiRect area = part_inset(all, PART_MARGIN);
    UiRect bar = part_cut_top(&area, BAR, PART_MARGIN);
    UiRect back = {bar.x - 8, bar.y, 56, bar.h};
    bool leave = ui_button(ui, NAMES_ID_BACK, back, UI_BUTTON_QUIET, ICON_BACK, "", true) ||
                 ui_key(ui) == UI_KEY_ESCAPE;
    ui_label(ui, (UiRect){bar.x + 56, bar.y, bar.w - 56, bar.h}, TYPE_24_BOLD, COLOR_INK, UI_LEFT,
             "Pupils' names");
    float w = fminf(area.w, ui_scaled(ui, WIDTH)), x = area.x + floorf((area.w - w) / 2);
    Column c = {.ui = ui, .model = model, .state = state, .x = x + 24, .w = w - 48};
    column(&c);
    float content = c.y + 48;
    UiRect panel = {x, area.y, w, fminf(area.h, content)};
    part_panel(ui, panel);
    float room = part_keyboard_room(ui, content, panel.h, state->scroll);
    c.y = ui_scroll_begin(ui, NAMES_ID_COLUMN, panel, content + room, &state->scroll) + 24;
    c.draws = true;
    column(&c);
    ui_scroll_end(ui);
    part_lift_edited(ui, &state->scroll);
    if (by_enter)
        c.ask = model->are == NAMES_LOCKED ? NAMES_ASK_OPEN
                : model->are == NAMES_NONE ? NAMES_ASK_BEGIN
                                           : NAMES_ASK_CHANGE;
    return leave ? NAMES_ASK_BACK : c.ask;
}
