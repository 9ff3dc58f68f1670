/* protocol_ring.c - what a code offers beyond its pad: the ring that a long press opens,
 * and the scale of a rating. */
#include "recorder/screen/protocol/protocol_fields.h"

#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdio.h>

enum { PATH_SIZE = PROTOCOL_EDIT_MAX_PATH, LEAST_PETALS = 2, MOST_VALUE = 99 };
static const float TOOL = 48;

/* ---- the ring ---- */

static int32_t count_set(const Editor *e, const Petal *petal)
{
    int32_t count = 0;
    for (int32_t m = 0; m < e->p->modifier_count; m++)
        count += petal->options[m] != PROTOCOL_NONE;
    return count;
}

/* One of its modifiers: through its options, and back to leaving it as it is. What a
 * petal sets at all stays at least one option. */
static void petal_option(Editor *e, UiRect r, const Petal *petal, int32_t index, int32_t m,
                         const char *list)
{
    const Modifier *modifier = &e->p->modifiers[m];
    int32_t now = (int32_t)petal->options[m];
    uint32_t id = EDITOR_ID_PETAL + 2 * PROTOCOL_MAX_MODIFIERS * (uint32_t)index + 2 * (uint32_t)m;
    ui_label(e->ui, part_cut_top(&r, ui_scaled(e->ui, PART_LABEL), 0), TYPE_14, COLOR_INK2, UI_LEFT,
             modifier->label);
    r.h = TOOL;
    bool only = now != PROTOCOL_NONE && count_set(e, petal) == 1;
    int32_t least = only ? 0 : PROTOCOL_NONE;
    int32_t by = part_stepper(e->ui, id, r,
                              now == PROTOCOL_NONE ? "left as it is" : modifier->options[now].label,
                              now > least, now + 1 < modifier->option_count);
    if (by == 0)
        return;
    e->ask.field_id = editor_list_id(index, LIST_TEXT);
    if (now + by == PROTOCOL_NONE)
        editor_unset(e, "%s[%d].set.%s", list, (int)index, modifier->key);
    else
        editor_set(e, modifier->options[now + by].key, "%s[%d].set.%s", list, (int)index,
                   modifier->key);
}

static void petal_row(Editor *e, const Code *code, int32_t index, const char *list)
{
    const Petal *petal = &code->petals[index];
    char path[PATH_SIZE], name[24];
    float w = part_column((UiRect){0, 0, editor_item_width(e, 0), 0}, 0, 2, PART_GAP).w;
    float h =
        fmaxf(editor_field_height(e, editor_list_id(index, LIST_TEXT), w, "", petal->label),
              editor_field_height(e, editor_list_id(index, LIST_SECOND), w, "", petal->detail));
    EditorItemRow row = editor_item_row(e, h, list, index, code->petal_count, LEAST_PETALS, 0);
    (void)snprintf(name, sizeof name, "Petal %d", (int)index + 1);
    (void)snprintf(path, sizeof path, "%s[%d].label", list, (int)index);
    editor_text_field(e, editor_list_id(index, LIST_TEXT), part_column(row.fields, 0, 2, PART_GAP),
                      name, "What it says", petal->label, false, path);
    (void)snprintf(path, sizeof path, "%s[%d].detail", list, (int)index);
    editor_text_field(e, editor_list_id(index, LIST_SECOND),
                      part_column(row.fields, 1, 2, PART_GAP), "Second line", "", petal->detail,
                      true, path);
    int32_t shown = 0, columns = (int32_t)fmaxf(1, floorf(e->w / ui_scaled(e->ui, 300)));
    UiRect line = {0};
    for (int32_t m = 0; m < e->p->modifier_count; m++) {
        if (!(code->modifiers & 1U << m))
            continue;
        if (shown % columns == 0)
            line = editor_take(e, ui_scaled(e->ui, PART_LABEL) + TOOL, PART_GAP);
        petal_option(e, part_column(line, shown++ % columns, columns, PART_PAD), petal, index, m,
                     list);
    }
    editor_item_fault(e, index);
    e->y += PART_GAP;
}

void editor_fields_ring(Editor *e, const Code *code, const char *base)
{
    int32_t first = 0;
    while (first < e->p->modifier_count && !(code->modifiers & 1U << first))
        first++;
    if (first == e->p->modifier_count)
        return;
    char list[PATH_SIZE];
    (void)snprintf(list, sizeof list, "%s.ring", base);
    editor_heading(e, "Ring around the finger",
                   "what a long press offers, from the top, clockwise");
    for (int32_t i = 0; i < code->petal_count; i++)
        petal_row(e, code, i, list);
    const Modifier *modifier = &e->p->modifiers[first];
    const char *petal = arena_printf(e->ui->frame, "label: New petal\nset: {%s: %s}", modifier->key,
                                     modifier->options[0].key);
    if (!petal)
        return;
    if (code->petal_count == 0) {
        /* A ring has two sides at least. */
        UiRect r = editor_take(e, TOOL, PART_PAD);
        r.w = fminf(r.w, ui_scaled(e->ui, 260));
        if (ui_button(e->ui, EDITOR_ID_LIST_ADD, r, UI_BUTTON_PLAIN, ICON_PLUS, "A ring", true)) {
            e->ask.field_id = EDITOR_ID_LIST_ADD;
            for (int i = 0; i < LEAST_PETALS; i++)
                editor_add(e, PROTOCOL_INSERT, petal, 0, "%s[%d]", list, i);
        }
        return;
    }
    editor_add_button(e, "Petal", petal, list, code->petal_count, PROTOCOL_MAX_PETALS);
    UiRect r = editor_take(e, TOOL, PART_PAD);
    r.w = fminf(r.w, ui_scaled(e->ui, 260));
    if (ui_button(e->ui, EDITOR_ID_NO_RING, r, UI_BUTTON_PLAIN, ICON_CLOSE, "No ring", true)) {
        e->ask.field_id = EDITOR_ID_LIST_ADD;
        editor_unset(e, "%s", list);
    }
}

/* ---- the scale ---- */

static int32_t scale_value(Editor *e, UiRect r, uint32_t id, const char *name, int32_t value,
                           bool can_lower, bool can_raise)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%d", (int)value);
    ui_label(e->ui, part_cut_top(&r, ui_scaled(e->ui, PART_LABEL), 0), TYPE_14, COLOR_INK2, UI_LEFT,
             name);
    r.h = TOOL;
    return part_stepper(e->ui, id, r, text, can_lower, can_raise);
}

static void set_end(Editor *e, const char *base, const char *end, int32_t value)
{
    e->ask.field_id = EDITOR_ID_SCALE;
    editor_set(e, arena_printf(e->ui->frame, "%d", (int)value), "%s.scale.%s", base, end);
}

/* With names there are as many values as names: the greatest goes with the least. */
static void scale_ends(Editor *e, const Code *code, const char *base)
{
    UiRect row = editor_take(e, ui_scaled(e->ui, PART_LABEL) + TOOL, PART_GAP);
    int32_t from = code->scale_min, to = code->scale_max;
    bool named = code->anchors != NULL;
    int32_t lift = scale_value(e, part_column(row, 0, 2, PART_PAD), EDITOR_ID_SCALE, "From", from,
                               from > 0, named ? to < MOST_VALUE : from + 1 < to);
    int32_t stretch = scale_value(e, part_column(row, 1, 2, PART_PAD), EDITOR_ID_SCALE + 2, "To",
                                  to, !named && to - 1 > from, !named && to < MOST_VALUE);
    stretch = named ? lift : stretch;
    if (lift != 0)
        set_end(e, base, "min", from + lift);
    if (stretch != 0)
        set_end(e, base, "max", to + stretch);
}

static bool name_chip(Editor *e, uint32_t id, UiRect r, const char *text, bool chosen)
{
    return ui_button(e->ui, id, r, chosen ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN,
                     chosen ? ICON_CHECK : ICON_NONE, text, true) &&
           !chosen;
}

void editor_fields_scale(Editor *e, const Code *code, const char *base)
{
    if (code->kind != CODE_RATING)
        return;
    editor_heading(e, "Scale", "the values that can be given");
    scale_ends(e, code, base);
    ui_label(e->ui, editor_take(e, ui_scaled(e->ui, PART_LABEL), 0), TYPE_14, COLOR_INK2, UI_LEFT,
             "What the values are called");
    int32_t columns = (int32_t)fmaxf(1, floorf(e->w / ui_scaled(e->ui, 200)));
    int32_t count = e->p->modifier_count + 1;
    UiRect grid = editor_take(e, part_grid_height(count, columns, TOOL, PART_GAP), PART_PAD);
    if (name_chip(e, EDITOR_ID_ANCHORS, part_cell(grid, 0, columns, TOOL, PART_GAP), "Bare numbers",
                  !code->anchors))
        editor_unset(e, "%s.scale.anchors", base);
    for (int32_t m = 0; m < e->p->modifier_count; m++) {
        const Modifier *modifier = &e->p->modifiers[m];
        if (!name_chip(e, EDITOR_ID_ANCHORS + 1 + (uint32_t)m,
                       part_cell(grid, m + 1, columns, TOOL, PART_GAP), modifier->label,
                       code->anchors == modifier))
            continue;
        editor_set(e, modifier->key, "%s.scale.anchors", base);
        editor_set(
            e,
            arena_printf(e->ui->frame, "%d", (int)(code->scale_min + modifier->option_count - 1)),
            "%s.scale.max", base);
    }
    if (e->state->fault_id == EDITOR_ID_SCALE)
        editor_fault_row(e, EDITOR_ID_SCALE);
}
