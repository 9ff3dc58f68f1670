#include "recorder/screen/protocol/screen_protocol.h"

#include "recorder/screen/board/board.h"
#include "recorder/screen/part/part.h"
#include "recorder/screen/protocol/protocol_fields.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float BAR = 56, ROW = 48;

/* ---- what is chosen ---- */

void editor_state_init(EditorState *state)
{
    *state = (EditorState){.category = EDITOR_WHOLE, .code = EDITOR_WHOLE};
}

int32_t editor_code_index(const Protocol *protocol, int32_t category, int32_t code)
{
    for (int32_t i = 0; i < protocol->code_count; i++)
        if (protocol->codes[i].category == category && code-- == 0)
            return i;
    return PROTOCOL_NONE;
}

static int32_t code_count_of(const Protocol *protocol, int32_t category)
{
    int32_t count = 0;
    for (int32_t i = 0; i < protocol->code_count; i++)
        count += protocol->codes[i].category == category ? 1 : 0;
    return count;
}

/* Without what is built in. */
static int32_t category_count(const Protocol *protocol)
{
    return protocol->category_count - 1;
}

void editor_follow(EditorState *state, const ProtocolDraft *draft)
{
    const Protocol *p = draft->protocol;
    state->reveal = true;
    state->typing_id = 0;
    state->fault_id = 0;
    state->fault[0] = '\0';
    if (state->category >= category_count(p))
        state->category = category_count(p) - 1;
    if (state->category == EDITOR_MODIFIER) {
        if (state->code >= p->modifier_count)
            state->code = p->modifier_count - 1;
        if (state->code < 0)
            state->category = EDITOR_WHOLE;
    }
    if (state->category < 0 && state->category != EDITOR_MODIFIER)
        state->code = EDITOR_WHOLE;
    else if (state->category >= 0 && state->code >= code_count_of(p, state->category))
        state->code = code_count_of(p, state->category) - 1;
}

static void choose(EditorState *state, int32_t category, int32_t code)
{
    state->category = category;
    state->code = code;
    state->fields_scroll = 0;
    state->choosing_kind = false;
    state->typing_id = 0;
    state->fault_id = 0;
}

/* ---- the outline ---- */

static bool outline_row(Editor *e, uint32_t id, UiRect r, const Code *code, const char *text,
                        bool chosen)
{
    Ui *ui = e->ui;
    UiTouch touch = ui_touch(ui, id, r);
    if (chosen || touch.down)
        ui_fill(ui, r, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
    if (chosen)
        ui_stroke(ui, r, 12, 3, COLOR_INK);
    float x = r.x + 16;
    if (code) {
        board_mark(ui, r.x + 34, r.y + r.h / 2, 16, code, "", true, board_hue(code));
        x = r.x + 56;
    }
    bool of_list = code || (id >= EDITOR_ID_MODIFIER_ROW && id < EDITOR_ID_CATEGORY);
    UiRect label = {x, r.y, r.x + r.w - x - 12, r.h};
    ui_label(ui, label, of_list ? TYPE_16 : TYPE_16_BOLD, COLOR_INK, UI_LEFT, text);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    return part_tapped(&touch, r);
}

/* The rows above the categories: the protocol itself and its lists. */
typedef struct HeadRow {
    uint32_t id;
    int32_t part;
    const char *text;
} HeadRow;
static const HeadRow head_rows[] = {
    {EDITOR_ID_WHOLE, EDITOR_WHOLE, "About this protocol"},
    {EDITOR_ID_LOOK_FORS, EDITOR_LOOK_FORS, "Look-fors"},
    {EDITOR_ID_DEBRIEF, EDITOR_DEBRIEF, "Debrief"},
    {EDITOR_ID_RULES, EDITOR_RULES, "Rules"},
};
enum { HEAD_ROWS = sizeof head_rows / sizeof head_rows[0] };

/* The chosen row is scrolled to when something else than a finger chose it. */
static void reveal_chosen(Editor *e, float height)
{
    EditorState *s = e->state;
    float y = 0;
    if (!s->reveal)
        return;
    s->reveal = false;
    int32_t last = s->category == EDITOR_MODIFIER ? category_count(e->p) : s->category;
    for (int32_t c = 0; c < last; c++)
        y += ROW * (float)(1 + code_count_of(e->p, c)) + PART_GAP;
    if (s->category >= 0 || s->category == EDITOR_MODIFIER)
        y += ROW * (float)(HEAD_ROWS + 1 + s->code) + PART_GAP;
    if (y < s->outline_scroll || y + ROW > s->outline_scroll + height)
        s->outline_scroll = fmaxf(y - height / 2, 0);
}

static float category_rows(Editor *e, UiRect row)
{
    EditorState *s = e->state;
    const Protocol *p = e->p;
    for (int32_t c = 0; c < category_count(p); c++) {
        row.y += PART_GAP;
        if (outline_row(e, EDITOR_ID_CATEGORY + (uint32_t)c, row, NULL, p->categories[c].title,
                        s->category == c && s->code == EDITOR_WHOLE))
            choose(s, c, EDITOR_WHOLE);
        row.y += ROW;
        for (int32_t k = 0, i; (i = editor_code_index(p, c, k)) != PROTOCOL_NONE; k++) {
            if (outline_row(e, EDITOR_ID_CODE + (uint32_t)i, row, &p->codes[i], p->codes[i].label,
                            s->category == c && s->code == k))
                choose(s, c, k);
            row.y += ROW;
        }
    }
    return row.y;
}

static void modifier_rows(Editor *e, UiRect row)
{
    EditorState *s = e->state;
    const Protocol *p = e->p;
    if (p->modifier_count == 0)
        return;
    row.y += PART_GAP;
    UiRect head = {row.x + 16, row.y, row.w - 28, ROW};
    ui_label(e->ui, head, TYPE_16_BOLD, COLOR_INK2, UI_LEFT, "Modifiers");
    row.y += ROW;
    row.x += 40;
    row.w -= 40;
    for (int32_t i = 0; i < p->modifier_count; i++) {
        bool chosen = s->category == EDITOR_MODIFIER && s->code == i;
        if (outline_row(e, EDITOR_ID_MODIFIER_ROW + (uint32_t)i, row, NULL, p->modifiers[i].label,
                        chosen))
            choose(s, EDITOR_MODIFIER, i);
        row.y += ROW;
    }
}

static void outline_rows(Editor *e, UiRect r)
{
    EditorState *s = e->state;
    const Protocol *p = e->p;
    int32_t rows = HEAD_ROWS + category_count(p) + (p->modifier_count > 0) + p->modifier_count;
    for (int32_t i = 0; i < p->code_count; i++)
        rows += p->codes[i].built_in ? 0 : 1;
    float height = (float)rows * ROW + (float)(category_count(p) + 1) * PART_GAP;
    reveal_chosen(e, r.h);
    UiRect row = {r.x + 8, ui_scroll_begin(e->ui, EDITOR_ID_OUTLINE, r, height, &s->outline_scroll),
                  r.w - 20, ROW};
    for (int32_t i = 0; i < HEAD_ROWS; i++) {
        const HeadRow *head = &head_rows[i];
        if (outline_row(e, head->id, row, NULL, head->text, s->category == head->part))
            choose(s, head->part, EDITOR_WHOLE);
        row.y += ROW;
    }
    row.y = category_rows(e, row);
    modifier_rows(e, row);
    ui_scroll_end(e->ui);
}

/* ---- adding ---- */

/* "new-code", "new-code-2", ...: a key nothing here has yet. */
static const char *new_key(Editor *e, const char *what)
{
    const char *key = NULL;
    bool taken = true;
    for (int n = 1; n < 1000 && taken; n++) {
        key = n == 1 ? arena_printf(e->ui->frame, "new-%s", what)
                     : arena_printf(e->ui->frame, "new-%s-%d", what, n);
        if (!key)
            return "new";
        taken = protocol_find_code(e->p, key) != PROTOCOL_NONE;
        for (int32_t i = 0; i < e->p->category_count; i++)
            taken = taken || strcmp(e->p->categories[i].key, key) == 0;
        taken = taken || protocol_find_modifier(e->p, key) != PROTOCOL_NONE;
    }
    return key;
}

static void add_code(Editor *e, CodeKind kind)
{
    static const char *const words[] = {"point", "state", "interval", "rating", "note"};
    int32_t c = e->state->category;
    int32_t at = e->state->code == EDITOR_WHOLE ? code_count_of(e->p, c) : e->state->code + 1;
    const char *key = new_key(e, "code");
    const char *about = kind == CODE_INTERVAL ? "group" : "pupil, group, class";
    const char *scale = kind == CODE_RATING ? "\nscale: {min: 1, max: 4}" : "";
    const char *code =
        arena_printf(e->ui->frame, "key: %s\nlabel: New code\nkind: %s\nabout: [%s]%s", key,
                     words[kind], about, scale);
    if (!code)
        return;
    editor_add(e, PROTOCOL_INSERT, code, 0, "categories[%d].codes[%d]", (int)c, (int)at);
    if (kind == CODE_INTERVAL) {
        const char *ask = arena_printf(e->ui->frame,
                                       "code: %s\nevery_s: 120\nanswer_within_s: 60\n"
                                       "ask: each-group\nquestion: on task now?",
                                       key);
        if (ask)
            editor_add(e, PROTOCOL_INSERT, ask, 0, "sampling[%d]", (int)e->p->sampling_count);
    }
    e->ask.code = at;
    e->ask.field_id = EDITOR_ID_ADD_CODE;
    e->state->choosing_kind = false;
}

static void add_category(Editor *e)
{
    int32_t at = e->state->category < 0 ? category_count(e->p) : e->state->category + 1;
    const char *value =
        arena_printf(e->ui->frame,
                     "key: %s\ntitle: New category\ncodes:\n  - key: %s\n    label: New code\n"
                     "    kind: point\n    about: [pupil, group, class]",
                     new_key(e, "category"), new_key(e, "code"));
    if (!value)
        return;
    editor_add(e, PROTOCOL_INSERT, value, 0, "categories[%d]", (int)at);
    e->ask.category = at;
    e->ask.code = EDITOR_WHOLE;
    e->ask.field_id = EDITOR_ID_ADD_CODE;
}

static void add_modifier(Editor *e)
{
    const char *value =
        arena_printf(e->ui->frame,
                     "key: %s\nlabel: New modifier\noptions:\n  - {key: new-option, label: One}\n"
                     "  - {key: new-option-2, label: Another}",
                     new_key(e, "modifier"));
    if (!value)
        return;
    editor_add(e, PROTOCOL_INSERT, value, 0, "modifiers[%d]", (int)e->p->modifier_count);
    e->ask.category = EDITOR_MODIFIER;
    e->ask.code = e->p->modifier_count;
    e->ask.field_id = EDITOR_ID_ADD_CODE;
}

static void choose_kind(Editor *e)
{
    const Category *category = &e->p->categories[e->state->category];
    bool states_only = category->exclusive || category->lanes;
    UiRect r = {e->x, e->y, e->w, 32};
    part_head(e->ui, r, "What is the new code?", states_only ? "states only in this category" : "");
    e->y += 44;
    for (int32_t i = 0; i <= CODE_NOTE; i++) {
        UiRect row = {e->x, e->y, e->w, 56};
        bool can = !states_only || i == CODE_STATE;
        if (ui_button(e->ui, EDITOR_ID_KIND + (uint32_t)i, row, UI_BUTTON_PLAIN, ICON_NONE,
                      editor_kind_text((CodeKind)i), can))
            add_code(e, (CodeKind)i);
        e->y += 56 + PART_GAP;
    }
}

static void outline(Editor *e, UiRect r)
{
    part_panel(e->ui, r);
    UiRect in = {r.x, r.y + 8, r.w, r.h - 16};
    /* As many beside each other as have room for the longest word. */
    const float tall = 48;
    float wide = r.w - 2 * PART_PAD, word = part_button_width(e->ui, 0, ICON_NONE, "Category");
    int32_t across = 3 * word + 2 * PART_GAP <= wide ? 3 : 2 * word + PART_GAP <= wide ? 2 : 1;
    UiRect buttons = part_cut_bottom(&in, part_grid_height(3, across, tall, PART_GAP), 8);
    buttons.x += PART_PAD;
    buttons.w = wide;
    outline_rows(e, in);
    bool in_category = e->state->category >= 0;
    if (ui_button(e->ui, EDITOR_ID_ADD_CODE, part_cell(buttons, 0, across, tall, PART_GAP),
                  UI_BUTTON_PLAIN, ICON_PLUS, "Code", in_category)) {
        e->state->choosing_kind = true;
        e->state->fields_scroll = 0;
    }
    if (ui_button(e->ui, EDITOR_ID_ADD_CATEGORY, part_cell(buttons, 1, across, tall, PART_GAP),
                  UI_BUTTON_PLAIN, ICON_NONE, "Category", true))
        add_category(e);
    if (ui_button(e->ui, EDITOR_ID_ADD_MODIFIER, part_cell(buttons, 2, across, tall, PART_GAP),
                  UI_BUTTON_PLAIN, ICON_NONE, "Modifier",
                  e->p->modifier_count < PROTOCOL_MAX_MODIFIERS))
        add_modifier(e);
}

/* ---- moving, removing ---- */

static void move_chosen(Editor *e, int32_t by)
{
    EditorState *s = e->state;
    if (s->category == EDITOR_MODIFIER) {
        editor_add(e, PROTOCOL_MOVE, NULL, s->code + by, "modifiers[%d]", (int)s->code);
        e->ask.code = s->code + by;
        return;
    }
    if (s->code == EDITOR_WHOLE)
        editor_add(e, PROTOCOL_MOVE, NULL, s->category + by, "categories[%d]", (int)s->category);
    else
        editor_add(e, PROTOCOL_MOVE, NULL, s->code + by, "categories[%d].codes[%d]",
                   (int)s->category, (int)s->code);
    e->ask.category = s->code == EDITOR_WHOLE ? s->category + by : s->category;
    e->ask.code = s->code == EDITOR_WHOLE ? EDITOR_WHOLE : s->code + by;
}

/* What is sampled goes with its sampling, from the last so that the places of the
 * others stay. */
static void remove_chosen(Editor *e)
{
    EditorState *s = e->state;
    if (s->category == EDITOR_MODIFIER) {
        editor_add(e, PROTOCOL_REMOVE, NULL, 0, "modifiers[%d]", (int)s->code);
        e->ask.field_id = EDITOR_ID_REMOVE;
        return;
    }
    int32_t only =
        s->code == EDITOR_WHOLE ? PROTOCOL_NONE : editor_code_index(e->p, s->category, s->code);
    for (int32_t i = e->p->sampling_count - 1; i >= 0; i--) {
        int32_t code = e->p->sampling[i].code;
        if (code == only || (only == PROTOCOL_NONE && e->p->codes[code].category == s->category))
            editor_add(e, PROTOCOL_REMOVE, NULL, 0, "sampling[%d]", (int)i);
    }
    if (s->code == EDITOR_WHOLE)
        editor_add(e, PROTOCOL_REMOVE, NULL, 0, "categories[%d]", (int)s->category);
    else
        editor_add(e, PROTOCOL_REMOVE, NULL, 0, "categories[%d].codes[%d]", (int)s->category,
                   (int)s->code);
    e->ask.field_id = EDITOR_ID_REMOVE;
}

/* What is chosen can be moved among count of its kind, and can it go? */
typedef struct Chosen {
    const char *title;
    int32_t at, count;
    bool can_go;
} Chosen;

static Chosen find_chosen(Editor *e)
{
    const EditorState *s = e->state;
    const Protocol *p = e->p;
    if (s->category == EDITOR_MODIFIER)
        return (Chosen){p->modifiers[s->code].label, s->code, p->modifier_count,
                        !editor_modifier_is_used(e, s->code)};
    bool code = s->code != EDITOR_WHOLE;
    int32_t count = code ? code_count_of(p, s->category) : category_count(p);
    return (Chosen){code ? p->codes[editor_code_index(p, s->category, s->code)].label
                         : p->categories[s->category].title,
                    code ? s->code : s->category, count, count > 1};
}

static void fields_head(Editor *e, UiRect r)
{
    EditorState *s = e->state;
    for (int32_t i = 0; i < HEAD_ROWS; i++)
        if (s->category == head_rows[i].part) {
            ui_label(e->ui, r, TYPE_20_BOLD, COLOR_INK, UI_LEFT, head_rows[i].text);
            return;
        }
    Chosen chosen = find_chosen(e);
    float remove_w = part_button_width(e->ui, 132, ICON_CLOSE, "Remove");
    UiRect remove = {r.x + r.w - remove_w, r.y, remove_w, r.h};
    UiRect down = {remove.x - 56, r.y, 48, r.h}, up = {down.x - 56, r.y, 48, r.h};
    ui_label(e->ui, (UiRect){r.x, r.y, up.x - r.x - 8, r.h}, TYPE_20_BOLD, COLOR_INK, UI_LEFT,
             chosen.title);
    if (ui_button(e->ui, EDITOR_ID_UP, up, UI_BUTTON_PLAIN, ICON_CHEVRON_UP, "", chosen.at > 0))
        move_chosen(e, -1);
    if (ui_button(e->ui, EDITOR_ID_DOWN, down, UI_BUTTON_PLAIN, ICON_CHEVRON_DOWN, "",
                  chosen.at + 1 < chosen.count))
        move_chosen(e, 1);
    if (ui_button(e->ui, EDITOR_ID_REMOVE, remove, UI_BUTTON_PLAIN, ICON_CLOSE, "Remove",
                  chosen.can_go))
        remove_chosen(e);
}

/* ---- the fields ---- */

static void fields(Editor *e, UiRect r)
{
    EditorState *s = e->state;
    part_panel(e->ui, r);
    UiRect in = {r.x + PART_PAD, r.y + 8, r.w - 2 * PART_PAD, r.h - 16};
    s->choosing_kind = s->choosing_kind && s->category >= 0; /* a code is of a category */
    if (!s->choosing_kind)
        fields_head(e, part_cut_top(&in, 48, 8));
    if (s->fault_id == EDITOR_ID_ADD_CODE || s->fault_id == EDITOR_ID_REMOVE) {
        float h = part_notice_height(e->ui, in.w, s->fault);
        part_notice(e->ui, part_cut_top(&in, h, 8), "This was not changed", s->fault);
    }
    UiRect view = {r.x, in.y, r.w, in.h};
    float room = part_keyboard_room(e->ui, s->fields_height, view.h, s->fields_scroll);
    float top =
        ui_scroll_begin(e->ui, EDITOR_ID_FIELDS, view, s->fields_height + room, &s->fields_scroll);
    e->x = in.x;
    e->y = top;
    e->w = in.w;
    if (s->choosing_kind)
        choose_kind(e);
    else if (s->category == EDITOR_WHOLE)
        editor_fields_whole(e);
    else if (s->category == EDITOR_LOOK_FORS)
        editor_fields_look_fors(e);
    else if (s->category == EDITOR_DEBRIEF)
        editor_fields_debrief(e);
    else if (s->category == EDITOR_RULES)
        editor_fields_rules(e);
    else if (s->category == EDITOR_MODIFIER)
        editor_fields_modifier(e);
    else if (s->code == EDITOR_WHOLE)
        editor_fields_category(e);
    else
        editor_fields_code(e);
    ui_scroll_end(e->ui);
    part_lift_edited(e->ui, &s->fields_scroll);
    /* How high they are is known once they are built. */
    if (fabsf(e->y - top - s->fields_height) > 0.5F) {
        s->fields_height = e->y - top;
        ui_wake_at(e->ui, e->ui->in.now_ms);
    }
}

/* ---- the bars ---- */

static void ask_for(Editor *e, EditorAskKind kind)
{
    if (e->ask.kind == EDITOR_ASK_NONE)
        e->ask.kind = kind;
}

static void leave(Editor *e)
{
    if (protocol_draft_is_changed(e->model->draft))
        e->state->leaving = true;
    else
        ask_for(e, EDITOR_ASK_LEAVE);
}

typedef struct BarPlaces {
    bool words; /* there is room for them beside the icons */
    UiRect back, text, undo, redo, save;
} BarPlaces;

static BarPlaces bar_places(const Ui *ui, UiRect r)
{
    BarPlaces p = {.words = r.w >= PART_WIDE - 2 * PART_MARGIN && ui->type_scale < 1.3F};
    float y = r.y + (r.h - BAR) / 2, w = p.words ? 112 : 56;
    float save_w = part_button_width(ui, 160, ICON_CHECK, "Save");
    p.back = (UiRect){r.x - 8, y, 56, BAR};
    p.save = (UiRect){r.x + r.w - save_w, y, save_w, BAR};
    p.redo = (UiRect){p.save.x - w - 16, y, w, BAR};
    p.undo = (UiRect){p.redo.x - w - 8, y, w, BAR};
    p.text = (UiRect){r.x + 56, r.y, p.undo.x - r.x - 72, r.h};
    return p;
}

static const char *law_of(const Editor *e)
{
    return protocol_draft_is_changed(e->model->draft)
               ? "Not saved yet. Lessons that are recorded keep the protocol they began with."
               : "Saved. Lessons that are recorded keep the protocol they began with.";
}

static float bar_height(const Editor *e, UiRect area)
{
    float w = bar_places(e->ui, area).text.w;
    return fmaxf(BAR, part_title_height(e->ui, w, e->p->title, law_of(e)));
}

static void top_bar(Editor *e, UiRect r)
{
    const ProtocolDraft *draft = e->model->draft;
    BarPlaces p = bar_places(e->ui, r);
    if (ui_button(e->ui, EDITOR_ID_BACK, p.back, UI_BUTTON_QUIET, ICON_BACK, "", true))
        leave(e);
    part_title(e->ui, p.text, e->p->title, law_of(e));
    if (ui_button(e->ui, EDITOR_ID_UNDO, p.undo, UI_BUTTON_PLAIN, ICON_UNDO, p.words ? "Undo" : "",
                  protocol_draft_can_undo(draft)))
        ask_for(e, EDITOR_ASK_UNDO);
    if (ui_button(e->ui, EDITOR_ID_REDO, p.redo, UI_BUTTON_PLAIN, ICON_REDO, p.words ? "Redo" : "",
                  protocol_draft_can_redo(draft)))
        ask_for(e, EDITOR_ASK_REDO);
    if (ui_button(e->ui, EDITOR_ID_SAVE, p.save, UI_BUTTON_PRIMARY, ICON_CHECK, "Save",
                  protocol_draft_is_changed(draft)))
        ask_for(e, EDITOR_ASK_SAVE);
}

static void keys(Editor *e)
{
    switch (ui_key(e->ui)) {
    case UI_KEY_ESCAPE:
        if (e->state->choosing_kind)
            e->state->choosing_kind = false;
        else
            leave(e);
        break;
    case UI_KEY_UNDO:
        ask_for(e, EDITOR_ASK_UNDO);
        break;
    case UI_KEY_REDO:
        ask_for(e, EDITOR_ASK_REDO);
        break;
    default:
        break;
    }
}

/* ---- leaving ---- */

static void leave_card(Editor *e)
{
    Ui *ui = e->ui;
    UiRect in =
        part_question(ui, "Leave this protocol?", "There are changes that are not in its file yet.",
                      e->model->notice, 3);
    if (ui_button(ui, EDITOR_ID_LEAVE_SAVE, part_cut_top(&in, 64, PART_GAP), UI_BUTTON_PRIMARY,
                  ICON_CHECK, "Save and leave", true))
        ask_for(e, EDITOR_ASK_SAVE_LEAVE);
    if (ui_button(ui, EDITOR_ID_LEAVE_STAY, part_cut_top(&in, 64, PART_GAP), UI_BUTTON_PLAIN,
                  ICON_NONE, "Go on editing", true) ||
        ui_key(ui) == UI_KEY_ESCAPE)
        e->state->leaving = false;
    if (ui_button(ui, EDITOR_ID_LEAVE_DISCARD, part_cut_top(&in, 64, 0), UI_BUTTON_PLAIN, ICON_NONE,
                  "Leave without saving", true))
        ask_for(e, EDITOR_ASK_LEAVE);
}

/* ---- the whole ---- */

EditorAsk screen_protocol(Ui *ui, const EditorModel *model, EditorState *state)
{
    Editor e = {.ui = ui, .model = model, .state = state, .p = model->draft->protocol};
    ui_fill(ui, (UiRect){0, 0, ui->width, ui->height}, 0, COLOR_BG);
    if (state->leaving) {
        leave_card(&e);
        return e.ask;
    }
    UiRect area = part_inset((UiRect){0, 0, ui->width, ui->height}, PART_MARGIN);
    top_bar(&e, part_cut_top(&area, bar_height(&e, area), PART_MARGIN));
    UiRect left, right;
    part_not_done(ui, &area, model->notice);
    part_list_and_chosen(ui, area, 0.34F, 0.36F, &left, &right);
    /* The fields are of what was chosen when the step began. */
    int32_t category = state->category, code = state->code;
    outline(&e, left);
    if (category == state->category && code == state->code)
        fields(&e, right);
    else
        ui_wake_at(ui, ui->in.now_ms);
    keys(&e);
    return e.ask;
}
