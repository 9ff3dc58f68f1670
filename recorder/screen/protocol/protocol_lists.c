/* protocol_lists.c - the fields of what a protocol lists besides its codes: modifiers
 * and their options, look-fors, the debrief, and its rules. */
#include "recorder/screen/protocol/protocol_fields.h"

#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = PROTOCOL_EDIT_MAX_PATH };
static const float TOOL = 48;

uint32_t editor_list_id(int32_t index, EditorListControl control)
{
    return EDITOR_ID_LIST + EDITOR_LIST_IDS * (uint32_t)index + (uint32_t)control;
}

void editor_item_fault(Editor *e, int32_t index)
{
    uint32_t first = editor_list_id(index, LIST_TEXT), id = e->state->fault_id;
    if (id >= first && id < first + EDITOR_LIST_IDS)
        editor_fault_row(e, id);
}

static void moved(Editor *e, uint32_t id, ProtocolEditKind kind, int32_t to, const char *list,
                  int32_t index)
{
    e->ask.field_id = id;
    editor_add(e, kind, NULL, to, "%s[%d]", list, (int)index);
}

static const float NARROW = 620;

static bool is_narrow(const Editor *e)
{
    return e->w < ui_scaled(e->ui, NARROW);
}

float editor_item_width(const Editor *e, float control)
{
    float tools = 3 * (TOOL + PART_GAP) + (control > 0 ? control + PART_GAP : 0);
    return is_narrow(e) ? e->w : e->w - tools;
}

EditorItemRow editor_item_row(Editor *e, float height, const char *list, int32_t index,
                              int32_t count, int32_t least, float control)
{
    UiRect r = editor_take(e, height, 0), tools = r;
    bool narrow = is_narrow(e);
    tools.h = TOOL;
    tools.y += ui_scaled(e->ui, PART_LABEL);
    if (narrow)
        tools = editor_take(e, TOOL, PART_GAP);
    UiRect remove = {tools.x + tools.w - TOOL, tools.y, TOOL, TOOL}, down = remove, up = remove;
    down.x -= TOOL + PART_GAP;
    up.x = down.x - TOOL - PART_GAP;
    if (ui_button(e->ui, editor_list_id(index, LIST_UP), up, UI_BUTTON_PLAIN, ICON_CHEVRON_UP, "",
                  index > 0))
        moved(e, editor_list_id(index, LIST_UP), PROTOCOL_MOVE, index - 1, list, index);
    if (ui_button(e->ui, editor_list_id(index, LIST_DOWN), down, UI_BUTTON_PLAIN, ICON_CHEVRON_DOWN,
                  "", index + 1 < count))
        moved(e, editor_list_id(index, LIST_DOWN), PROTOCOL_MOVE, index + 1, list, index);
    if (ui_button(e->ui, editor_list_id(index, LIST_REMOVE), remove, UI_BUTTON_PLAIN, ICON_CLOSE,
                  "", count > least))
        moved(e, editor_list_id(index, LIST_REMOVE), PROTOCOL_REMOVE, 0, list, index);
    UiRect beside = {up.x - PART_GAP - control, tools.y, control, TOOL};
    r.w = editor_item_width(e, control);
    return (EditorItemRow){r, beside};
}

void editor_add_button(Editor *e, const char *text, const char *value, const char *list,
                       int32_t count, int32_t most)
{
    e->y += PART_GAP;
    UiRect r = editor_take(e, TOOL, PART_PAD);
    r.w = fminf(r.w, ui_scaled(e->ui, 260));
    if (ui_button(e->ui, EDITOR_ID_LIST_ADD, r, UI_BUTTON_PLAIN, ICON_PLUS, text, count < most)) {
        e->ask.field_id = EDITOR_ID_LIST_ADD;
        editor_add(e, PROTOCOL_INSERT, value, 0, "%s[%d]", list, (int)count);
    }
    if (e->state->fault_id == EDITOR_ID_LIST_ADD)
        editor_fault_row(e, EDITOR_ID_LIST_ADD);
}

/* ---- look-fors ---- */

void editor_fields_look_fors(Editor *e)
{
    const Protocol *p = e->p;
    editor_heading(e, "Questions to watch with", "the team chooses from these for a lesson");
    for (int32_t i = 0; i < p->look_for_count; i++) {
        char path[PATH_SIZE], name[24];
        (void)snprintf(path, sizeof path, "look_for[%d]", (int)i);
        (void)snprintf(name, sizeof name, "Question %d", (int)i + 1);
        const char *hint = "What do pupils say or do?";
        uint32_t id = editor_list_id(i, LIST_TEXT);
        float h = editor_field_height(e, id, editor_item_width(e, 0), hint, p->look_fors[i]);
        EditorItemRow row = editor_item_row(e, h, "look_for", i, p->look_for_count, 0, 0);
        editor_text_field(e, id, row.fields, name, hint, p->look_fors[i], false, path);
        editor_item_fault(e, i);
    }
    editor_add_button(e, "Question", "What do we look for?", "look_for", p->look_for_count,
                      PROTOCOL_MAX_LOOK_FORS);
}

/* ---- the debrief ---- */

static void step_minutes(Editor *e, UiRect r, const DebriefStep *step, int32_t index)
{
    char value[32] = "not said";
    if (step->minutes > 0)
        (void)snprintf(value, sizeof value, "%d min", (int)step->minutes);
    ui_label(e->ui, part_cut_top(&r, ui_scaled(e->ui, PART_LABEL), 0), TYPE_14, COLOR_INK2, UI_LEFT,
             "Takes");
    r.h = TOOL;
    int32_t by = part_stepper(e->ui, editor_list_id(index, LIST_LESS), r, value, step->minutes > 0,
                              step->minutes < 240);
    if (by == 0)
        return;
    e->ask.field_id = editor_list_id(index, LIST_LESS);
    if (step->minutes + by == 0)
        editor_unset(e, "debrief[%d].minutes", (int)index);
    else
        editor_set(e, arena_printf(e->ui->frame, "%d", (int)(step->minutes + by)),
                   "debrief[%d].minutes", (int)index);
}

/* What is spoken about, and how long: beside each other where there is room. */
static void prompt_row(Editor *e, const DebriefStep *step, int32_t index)
{
    const char *hint = "What did pupils say and do?";
    float minutes_w = 2 * TOOL + ui_scaled(e->ui, 64);
    float w = is_narrow(e) ? e->w : e->w - minutes_w - PART_GAP;
    char path[PATH_SIZE];
    uint32_t id = editor_list_id(index, LIST_TEXT);
    UiRect r = editor_take(e, editor_field_height(e, id, w, hint, step->prompt), PART_GAP);
    UiRect minutes = {r.x + w + PART_GAP, r.y, minutes_w, part_field_height(e->ui)};
    if (is_narrow(e)) {
        minutes = editor_take(e, part_field_height(e->ui), PART_GAP);
        minutes.w = fminf(minutes.w, ui_scaled(e->ui, 220));
    }
    (void)snprintf(path, sizeof path, "debrief[%d].prompt", (int)index);
    editor_text_field(e, id, (UiRect){r.x, r.y, w, r.h}, "About what", hint, step->prompt, false,
                      path);
    step_minutes(e, minutes, step, index);
}

void editor_fields_debrief(Editor *e)
{
    const Protocol *p = e->p;
    editor_heading(e, "Who speaks, and about what", "in this order, the one who taught first");
    for (int32_t i = 0; i < p->debrief_count; i++) {
        const DebriefStep *step = &p->debrief[i];
        char path[PATH_SIZE];
        EditorItemRow row =
            editor_item_row(e, part_field_height(e->ui), "debrief", i, p->debrief_count, 0, 0);
        (void)snprintf(path, sizeof path, "debrief[%d].who", (int)i);
        editor_text_field(e, editor_list_id(i, LIST_SECOND), row.fields, "Who speaks",
                          "The observers", step->who, false, path);
        prompt_row(e, step, i);
        editor_item_fault(e, i);
    }
    editor_add_button(e, "Step", "who: Everyone\nprompt: What did we see?\nminutes: 5", "debrief",
                      p->debrief_count, PROTOCOL_MAX_DEBRIEF);
}

/* ---- modifiers ---- */

/* What uses it, so that it cannot go; "" for nothing. In frame memory. */
static const char *find_users(Editor *e, int32_t modifier)
{
    const Protocol *p = e->p;
    const char *text = "";
    for (int32_t i = 0; text && i < p->code_count; i++) {
        const Code *code = &p->codes[i];
        if (code->modifiers & 1U << modifier || code->anchors == &p->modifiers[modifier])
            text = arena_printf(e->ui->frame, "%s%s%s", text, *text ? ", " : "", code->label);
    }
    if (text && (p->target_modifier == modifier || p->source_modifier == modifier))
        text = arena_printf(e->ui->frame, "%s%sthe targets of a lesson", text, *text ? ", " : "");
    return text ? text : "";
}

bool editor_modifier_is_used(Editor *e, int32_t modifier)
{
    return *find_users(e, modifier) != '\0';
}

/* What something is called in records can be chosen while it is new, and while it is
 * being typed. */
static bool can_be_named(const Editor *e, uint32_t id, const char *key)
{
    bool typing = e->state->typing_id == id && e->ui->edit_id == id;
    return typing || strncmp(key, "new-", 4) == 0;
}

static void option_row(Editor *e, const Modifier *m, int32_t index, const char *list)
{
    const ModifierOption *option = &m->options[index];
    const char *short_label = option->short_label == option->label ? "" : option->short_label;
    char path[PATH_SIZE];
    bool is_new = can_be_named(e, editor_list_id(index, LIST_KEY), option->key);
    int32_t columns = is_new ? 3 : 2;
    float control = ui_scaled(e->ui, 136);
    UiRect wide = {0, 0, editor_item_width(e, control), 0};
    float w = part_column(wide, 0, columns, PART_GAP).w;
    float h =
        editor_field_height(e, editor_list_id(index, LIST_TEXT), w, "What it says", option->label);
    h = fmaxf(h, editor_field_height(e, editor_list_id(index, LIST_SECOND), w, option->label,
                                     short_label));
    EditorItemRow row = editor_item_row(e, h, list, index, m->option_count, 2, control);
    UiRect r = row.fields;
    (void)snprintf(path, sizeof path, "%s[%d].label", list, (int)index);
    editor_text_field(e, editor_list_id(index, LIST_TEXT), part_column(r, 0, columns, PART_GAP),
                      "Label", "What it says", option->label, false, path);
    (void)snprintf(path, sizeof path, "%s[%d].short", list, (int)index);
    editor_text_field(e, editor_list_id(index, LIST_SECOND), part_column(r, 1, columns, PART_GAP),
                      "Short, for its pad", option->label, short_label, true, path);
    (void)snprintf(path, sizeof path, "%s[%d].key", list, (int)index);
    if (is_new)
        editor_text_field(e, editor_list_id(index, LIST_KEY), part_column(r, 2, columns, PART_GAP),
                          "Key in records", "how", option->key, false, path);
    if (ui_button(e->ui, editor_list_id(index, LIST_LESS), row.control,
                  option->missing ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN,
                  option->missing ? ICON_CHECK : ICON_NONE, "Could not tell", true)) {
        e->ask.field_id = editor_list_id(index, LIST_LESS);
        if (option->missing)
            editor_unset(e, "%s[%d].missing", list, (int)index);
        else
            editor_set(e, "yes", "%s[%d].missing", list, (int)index);
    }
    editor_item_fault(e, index);
}

/* "new-option", "new-option-2", ...: a key this modifier has not yet. */
static const char *new_option(Editor *e, const Modifier *m)
{
    const char *key = "new-option";
    for (int n = 2; key && modifier_find_option(m, key) != PROTOCOL_NONE; n++)
        key = arena_printf(e->ui->frame, "new-option-%d", n);
    return key ? arena_printf(e->ui->frame, "key: %s\nlabel: New option", key) : NULL;
}

void editor_fields_modifier(Editor *e)
{
    int32_t index = e->state->code;
    const Modifier *m = &e->p->modifiers[index];
    char path[PATH_SIZE], list[PATH_SIZE];
    (void)snprintf(path, sizeof path, "modifiers[%d].label", (int)index);
    editor_text_field(e, EDITOR_ID_TEXT + EDITOR_LABEL, editor_take(e, part_field_height(e->ui), 0),
                      "What the observer adds", "How it was said", m->label, false, path);
    if (e->state->fault_id == EDITOR_ID_TEXT + EDITOR_LABEL)
        editor_fault_row(e, EDITOR_ID_TEXT + EDITOR_LABEL);
    editor_heading(e, "Options", "could not tell: kept in the record, in no figure");
    (void)snprintf(list, sizeof list, "modifiers[%d].options", (int)index);
    for (int32_t i = 0; i < m->option_count; i++)
        option_row(e, m, i, list);
    const char *value = new_option(e, m);
    if (value)
        editor_add_button(e, "Option", value, list, m->option_count, PROTOCOL_MAX_OPTIONS);
    const char *users = find_users(e, index);
    const char *text = *users ? arena_printf(e->ui->frame, "Used by %s.", users)
                              : "Used by nothing yet: choose it in a code.";
    UiRect r = editor_take(e, ui_paragraph_height(e->ui, e->w, TYPE_14, text ? text : ""), 4);
    (void)ui_paragraph(e->ui, r, TYPE_14, COLOR_INK2, text ? text : "");
    if (can_be_named(e, EDITOR_ID_TEXT + EDITOR_KEY, m->key) && !*users) {
        (void)snprintf(path, sizeof path, "modifiers[%d].key", (int)index);
        editor_text_field(e, EDITOR_ID_TEXT + EDITOR_KEY,
                          editor_take(e, part_field_height(e->ui), 0), "Key in records and exports",
                          "form", m->key, false, path);
        if (e->state->fault_id == EDITOR_ID_TEXT + EDITOR_KEY)
            editor_fault_row(e, EDITOR_ID_TEXT + EDITOR_KEY);
        return;
    }
    editor_remark(e, PART_PAD,
                  arena_printf(e->ui->frame, "Key in records and exports: %s", m->key));
}

/* ---- rules ---- */

/* A number of the file, changed in steps; in the unit of the file times per. */
typedef struct Rule {
    const char *field, *name, *unit;
    int64_t value, step, least, most; /* in thousandths where decimal */
    bool decimal;
} Rule;

static void rule_row(Editor *e, const Rule *rule, int32_t index)
{
    char value[32], path[PATH_SIZE];
    UiRect r = editor_take(e, ui_scaled(e->ui, PART_LABEL) + TOOL, PART_PAD);
    ui_label(e->ui, part_cut_top(&r, ui_scaled(e->ui, PART_LABEL), 0), TYPE_14, COLOR_INK2, UI_LEFT,
             rule->name);
    r.w = fminf(r.w, ui_scaled(e->ui, 320));
    if (rule->decimal)
        (void)snprintf(value, sizeof value, "%.1f %s", (double)rule->value / 1000.0, rule->unit);
    else if (rule->value == 0)
        (void)snprintf(value, sizeof value, "none");
    else
        (void)snprintf(value, sizeof value, "%lld%s%s", (long long)rule->value,
                       *rule->unit ? " " : "", rule->unit);
    uint32_t id = EDITOR_ID_RULE + 2 * (uint32_t)index;
    int32_t by =
        part_stepper(e->ui, id, r, value, rule->value > rule->least, rule->value < rule->most);
    if (by == 0)
        return;
    int64_t next = rule->value + by * rule->step;
    next = next < rule->least ? rule->least : (next > rule->most ? rule->most : next);
    (void)snprintf(path, sizeof path, "rules.%s", rule->field);
    e->ask.field_id = id;
    editor_set(e,
               rule->decimal ? arena_printf(e->ui->frame, "%.1f", (double)next / 1000.0)
                             : arena_printf(e->ui->frame, "%lld", (long long)next),
               "%s", path);
    if (e->state->fault_id == id)
        editor_fault_row(e, id);
}

void editor_fields_rules(Editor *e)
{
    const ProtocolRules *now = &e->p->rules;
    const Rule rules[] = {
        {"wait_from_s", "Waits shorter than this are left out", "s", now->wait_from_ms, 100, 0,
         10000, true},
        {"wait_goal_s", "A wait is long enough from", "s", now->wait_goal_ms, 500, 500, 60000,
         true},
        {"suppress_below", "Groups smaller than this stay with the team", "pupils",
         now->suppress_below, 1, 0, 100, false},
        {"backdate_s", "“That was a moment ago” takes off", "s", now->backdate_step_ms / 1000, 1, 1,
         60, false},
        {"interval_s", "Rows of intervals are worked out for every", "s", now->interval_ms / 1000,
         30, 0, 3600, false},
    };
    editor_heading(e, "Numbers every figure depends on", "printed at the foot of the sheet");
    for (int32_t i = 0; i < (int32_t)(sizeof rules / sizeof rules[0]); i++)
        rule_row(e, &rules[i], i);
    static const char *const words[] = {"none", "missing"};
    static const char *const texts[] = {"It had no frame", "It was not coded"};
    editor_heading(e, "A pupil's turn without a mark", "of a sentence frame");
    UiRect r = editor_take(e, TOOL, PART_PAD);
    for (int32_t i = 0; i < 2; i++) {
        uint32_t id = EDITOR_ID_UNMARKED + (uint32_t)i;
        bool chosen = (now->unmarked == UNMARKED_IS_MISSING) == (i == 1);
        if (!ui_button(e->ui, id, part_column(r, i, 2, PART_GAP),
                       chosen ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN, chosen ? ICON_CHECK : ICON_NONE,
                       texts[i], true) ||
            chosen)
            continue;
        e->ask.field_id = id;
        editor_set(e, words[i], "rules.unmarked_turn");
    }
}
