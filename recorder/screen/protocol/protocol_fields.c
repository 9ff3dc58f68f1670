#include "recorder/screen/protocol/protocol_fields.h"

#include "recorder/screen/board/board.h"
#include "recorder/screen/part/part.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = PROTOCOL_EDIT_MAX_PATH };
static const float CHIP = 48, HEADING = 32, FAULT = 28;

/* ---- edits ---- */

static void add_edit(Editor *e, ProtocolEditKind kind, const char *value, int32_t to,
                     const char *path)
{
    EditorAsk *ask = &e->ask;
    const char *copy = arena_copy(e->ui->frame, path, strlen(path));
    if (!copy || ask->edit_count == PROTOCOL_EDIT_MAX)
        return;
    if (ask->edit_count == 0) {
        ask->category = e->state->category;
        ask->code = e->state->code;
    }
    ask->kind = EDITOR_ASK_EDIT;
    ask->edits[ask->edit_count++] = (ProtocolEdit){kind, copy, value, to};
}

void editor_set(Editor *e, const char *value, const char *path, ...)
{
    char text[PATH_SIZE];
    va_list args;
    va_start(args, path);
    (void)vsnprintf(text, sizeof text, path, args);
    va_end(args);
    add_edit(e, PROTOCOL_SET, value, 0, text);
}

void editor_unset(Editor *e, const char *path, ...)
{
    char text[PATH_SIZE];
    va_list args;
    va_start(args, path);
    (void)vsnprintf(text, sizeof text, path, args);
    va_end(args);
    add_edit(e, PROTOCOL_UNSET, NULL, 0, text);
}

void editor_add(Editor *e, ProtocolEditKind kind, const char *value, int32_t to, const char *path,
                ...)
{
    char text[PATH_SIZE];
    va_list args;
    va_start(args, path);
    (void)vsnprintf(text, sizeof text, path, args);
    va_end(args);
    add_edit(e, kind, value, to, text);
}

static void set_number(Editor *e, int32_t value, const char *path)
{
    editor_set(e, arena_printf(e->ui->frame, "%d", (int)value), "%s", path);
}

/* ---- texts: a line end is typed and shown as a pilcrow ---- */

#define PILCROW "\xC2\xB6"

static void show_text(const char *text, char *ret_shown, size_t size)
{
    size_t used = 0;
    for (; *text && used + 4 < size; text++) {
        if (*text != '\n')
            ret_shown[used++] = *text;
        else if (text[1])
            used += (size_t)snprintf(ret_shown + used, size - used, PILCROW);
    }
    ret_shown[used] = '\0';
}

static char *read_text(Editor *e, const char *shown)
{
    char *text = arena_copy(e->ui->frame, shown, strlen(shown)), *to = text;
    for (const char *at = text; at && *at;) {
        bool end = strncmp(at, PILCROW, 2) == 0;
        *to++ = end ? '\n' : *at;
        at += end ? 2 : 1;
    }
    if (to)
        *to = '\0';
    return text;
}

UiRect editor_take(Editor *e, float height, float gap)
{
    UiRect r = {e->x, e->y, e->w, height};
    e->y += height + gap;
    return r;
}

/* A remark that large words leave no room for stands below. */
void editor_heading(Editor *e, const char *text, const char *remark)
{
    Ui *ui = e->ui;
    float w = ui_text_width(ui, TYPE_16_BOLD, text) + PART_PAD;
    bool below = ui->type_scale > 1 && w + ui_text_width(ui, TYPE_14, remark) > e->w;
    UiRect r = editor_take(e, ui_scaled(ui, HEADING), below ? 0 : 4);
    part_head(ui, r, text, below ? "" : remark);
    if (below)
        editor_remark(e, PART_GAP, remark);
}

void editor_remark(Editor *e, float gap, const char *text)
{
    const char *says = text ? text : "";
    float h = part_wrapped_height(e->ui, e->w, 24, TYPE_14, says);
    part_wrapped(e->ui, editor_take(e, h, gap), TYPE_14, COLOR_INK2, says);
}

static void draw_fault(Editor *e, uint32_t id, UiRect r)
{
    if (e->state->fault_id != id)
        return;
    ui_icon(e->ui, r.x + 10, r.y + r.h / 2, 18, ICON_UNSAVED, COLOR_INK);
    r.x += 26;
    r.w -= 26;
    part_wrapped(e->ui, r, TYPE_14, COLOR_INK, e->state->fault);
}

/* What a field shows, in frame memory while it is not typed in; NULL: no memory. */
static char *shown_text(Editor *e, uint32_t id, const char *value)
{
    if (e->state->typing_id == id && e->ui->edit_id == id)
        return e->state->text;
    char *shown = arena_push(e->ui->frame, EDITOR_TEXT_SIZE, 1, 1);
    if (shown)
        show_text(value, shown, EDITOR_TEXT_SIZE);
    return shown;
}

float editor_field_height(Editor *e, uint32_t id, float width, const char *hint, const char *value)
{
    const char *shown = shown_text(e, id, value);
    return part_long_field_height(e->ui, width, hint, shown ? shown : "");
}

/* True when the text was changed; *ret_text is what is wanted now. */
static bool typed_in(Editor *e, uint32_t id, UiRect r, const char *name, const char *hint,
                     const char *value, const char **ret_text)
{
    EditorState *s = e->state;
    bool typing = s->typing_id == id && e->ui->edit_id == id;
    char *shown = shown_text(e, id, value);
    if (!shown)
        return false;
    bool room = part_long_field_height(e->ui, r.w, hint, shown) <= r.h + 0.5F;
    bool changed = room ? part_long_field(e->ui, id, r, name, hint, shown, EDITOR_TEXT_SIZE)
                        : part_field(e->ui, id, r, name, hint, shown, EDITOR_TEXT_SIZE);
    if (!typing && e->ui->edit_id == id) {
        s->typing_id = id;
        memcpy(s->text, shown, strlen(shown) + 1);
    }
    if (!changed)
        return false;
    *ret_text = read_text(e, shown);
    e->ask.field_id = id;
    return *ret_text != NULL;
}

void editor_fault_row(Editor *e, uint32_t id)
{
    float h = part_wrapped_height(e->ui, e->w - 26, FAULT, TYPE_14, e->state->fault);
    draw_fault(e, id, editor_take(e, h, 4));
}

void editor_text_field(Editor *e, uint32_t id, UiRect r, const char *name, const char *hint,
                       const char *value, bool optional, const char *path)
{
    const char *text = NULL;
    if (!typed_in(e, id, r, name, hint, value, &text))
        return;
    if (optional && !*text)
        editor_unset(e, "%s", path);
    else
        editor_set(e, text, "%s", path);
}

/* A field in a row of its own, with what was refused below. */
static void text_row(Editor *e, EditorText which, const char *name, const char *hint,
                     const char *value, bool optional, const char *path)
{
    uint32_t id = EDITOR_ID_TEXT + (uint32_t)which;
    float h = editor_field_height(e, id, e->w, hint, value);
    editor_text_field(e, id, editor_take(e, h, 0), name, hint, value, optional, path);
    if (e->state->fault_id == id)
        editor_fault_row(e, id);
}

/* ---- chips ---- */

static bool chip(Editor *e, uint32_t id, UiRect r, const char *text, bool chosen)
{
    return ui_button(e->ui, id, r, chosen ? UI_BUTTON_CHOSEN : UI_BUTTON_PLAIN,
                     chosen ? ICON_CHECK : ICON_NONE, text, true);
}

static int32_t across(const Editor *e, float least)
{
    int32_t n = (int32_t)((e->w + PART_GAP) / (ui_scaled(e->ui, least) + PART_GAP));
    return n > 1 ? n : 1;
}

static int32_t at_most(int32_t n, int32_t most)
{
    return n < most ? n : most;
}

static UiRect take_grid(Editor *e, int32_t count, int32_t columns)
{
    return editor_take(e, part_grid_height(count, columns, CHIP, PART_GAP), PART_PAD);
}

/* ---- the protocol itself ---- */

void editor_fields_whole(Editor *e)
{
    const Protocol *p = e->p;
    text_row(e, EDITOR_TITLE, "Title", "What the team calls it", p->title, false, "title");
    text_row(e, EDITOR_SUMMARY, "In one line, for lists", "Talk turns and questions", p->summary,
             true, "summary");
    text_row(e, EDITOR_PURPOSE, "What it is for", "What the team wants to see with it", p->purpose,
             true, "purpose");
    text_row(e, EDITOR_SOURCE, "Whose work it follows", "Authors and year", p->source, true,
             "source");
    text_row(e, EDITOR_VERSION, "Version", "1.0", p->version, false, "version");
    editor_remark(e, 4, arena_printf(e->ui->frame, "Key in records and exports: %s", p->key));
    const char *name = strrchr(e->model->draft->path, '/');
    editor_remark(e, PART_PAD,
                  arena_printf(e->ui->frame, "File: %s", name ? name + 1 : e->model->draft->path));
}

/* ---- a category ---- */

void editor_fields_category(Editor *e)
{
    static const char *const texts[] = {"Several at once", "One at a time", "One for each person"};
    static const char *const words[] = {"no", "yes", "each"};
    int32_t c = e->state->category;
    const Category *category = &e->p->categories[c];
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "categories[%d].title", (int)c);
    text_row(e, EDITOR_TITLE, "Heading of its pads", "Talk turns", category->title, false, path);
    editor_heading(e, "Its states", "at most one of them, or as they come");
    int32_t now = category->exclusive ? 1 : (category->lanes ? 2 : 0);
    int32_t columns = at_most(across(e, 170), 3);
    UiRect r = take_grid(e, 3, columns);
    for (int32_t i = 0; i < 3; i++) {
        UiRect cell = part_cell(r, i, columns, CHIP, PART_GAP);
        uint32_t id = EDITOR_ID_EXCLUSIVE + (uint32_t)i;
        if (!chip(e, id, cell, texts[i], i == now) || i == now)
            continue;
        e->ask.field_id = EDITOR_ID_EXCLUSIVE;
        editor_set(e, words[i], "categories[%d].exclusive", (int)c);
    }
    if (e->state->fault_id == EDITOR_ID_EXCLUSIVE)
        editor_fault_row(e, EDITOR_ID_EXCLUSIVE);
    editor_remark(e, PART_PAD,
                  arena_printf(e->ui->frame, "Key in records and exports: %s", category->key));
}

/* ---- a code ---- */

typedef struct Word {
    const char *word, *text;
    uint32_t kinds; /* of codes it is for */
} Word;

enum {
    POINT = 1 << CODE_POINT,
    STATE = 1 << CODE_STATE,
    INTERVAL = 1 << CODE_INTERVAL,
    NOTE = 1 << CODE_NOTE,
    ANY_KIND = POINT | STATE | INTERVAL | NOTE | 1 << CODE_RATING,
};

static const Word about_words[] = {{"adult", "An adult", ANY_KIND},
                                   {"pupil", "A pupil", ANY_KIND},
                                   {"group", "A group", ANY_KIND},
                                   {"class", "The class", ANY_KIND}};
static const Word sense_words[] = {{"teacher-talk", "Teacher talk", STATE},
                                   {"student-talk", "Pupil talk", STATE},
                                   {"group-talk", "Talk in groups", STATE},
                                   {"silence", "Silence", STATE},
                                   {"question", "Question", STATE | POINT},
                                   {"frame", "Sentence frame", POINT},
                                   {"unheard", "Not heard", POINT},
                                   {"engaged", "Engaged", INTERVAL},
                                   {"phase", "Phase", STATE},
                                   {"strategy", "Strategy", POINT | NOTE}};
enum { ABOUT_COUNT = 4, SENSE_COUNT = 10 };

const char *editor_kind_text(CodeKind kind)
{
    static const char *const texts[] = {
        [CODE_POINT] = "Point: happens at an instant",
        [CODE_STATE] = "State: goes on until it ends",
        [CODE_INTERVAL] = "Sample: asked at a signal",
        [CODE_RATING] = "Rating: a value on a scale",
        [CODE_NOTE] = "Note: words of the observer",
    };
    return texts[kind];
}

/* The words of the bits that are set, parted by blanks; in frame memory. */
static const char *join_words(Editor *e, const Word *words, int32_t count, uint32_t bits)
{
    const char *text = "";
    for (int32_t i = 0; text && i < count; i++)
        if (bits & 1U << i)
            text = arena_printf(e->ui->frame, "%s%s%s", text, *text ? " " : "", words[i].word);
    return text;
}

/* Chips of a set; field: of the code. */
static void word_chips(Editor *e, const Code *code, uint32_t first_id, const Word *words,
                       int32_t count, uint32_t bits, const char *field)
{
    int32_t shown = 0, columns = across(e, 150);
    for (int32_t i = 0; i < count; i++)
        shown += words[i].kinds & 1U << code->kind ? 1 : 0;
    UiRect grid = take_grid(e, shown, columns);
    for (int32_t i = 0, at = 0; i < count; i++) {
        if (!(words[i].kinds & 1U << code->kind))
            continue;
        UiRect cell = part_cell(grid, at++, columns, CHIP, PART_GAP);
        uint32_t bit = 1U << i;
        if (!chip(e, first_id + (uint32_t)i, cell, words[i].text, bits & bit))
            continue;
        const char *value = join_words(e, words, count, bits ^ bit);
        e->ask.field_id = first_id;
        if (value)
            editor_add(e, PROTOCOL_WORDS, value, 0, "categories[%d].codes[%d].%s",
                       (int)e->state->category, (int)e->state->code, field);
    }
    if (e->state->fault_id == first_id)
        editor_fault_row(e, first_id);
}

static const char *const shape_words[SHAPE_COUNT] = {
    "bar", "diamond", "square", "circle", "triangle", "flag", "bulb", "board", "note"};
static const char *const hue_words[HUE_COUNT] = {"neutral",  "floor",  "teacher", "frame",
                                                 "question", "sample", "mark"};
static const char *const hue_texts[HUE_COUNT] = {"Neutral",  "Pupil",  "Adult",    "Frame",
                                                 "Question", "Sample", "Return to"};

/* Chosen is said by the edge, not by the colour. */
static bool swatch(Editor *e, uint32_t id, UiRect r, const Code *code, const char *name,
                   bool chosen)
{
    Ui *ui = e->ui;
    UiTouch touch = ui_touch(ui, id, r);
    ui_fill(ui, r, 12, touch.down ? COLOR_SUNK : COLOR_SURFACE);
    ui_stroke(ui, r, 12, chosen ? 3 : 1, chosen ? COLOR_INK : COLOR_LINE);
    float line = ui_scaled(ui, 20);
    board_mark(ui, r.x + r.w / 2, r.y + (*name ? 20 : r.h / 2), 20, code, "", true,
               board_hue(code));
    ui_label(ui, (UiRect){r.x + 2, r.y + r.h - line - 4, r.w - 4, line}, TYPE_14,
             chosen ? COLOR_INK : COLOR_INK2, UI_CENTRE, name);
    if (ui_is_focused(ui, id))
        ui_draw_focus(ui, r, 12);
    return part_tapped(&touch, r);
}

static void swatches(Editor *e, const Code *code)
{
    editor_heading(e, "Shape and colour", "the shape says it on paper, too");
    int32_t columns = at_most(across(e, 54), SHAPE_COUNT);
    UiRect grid = editor_take(e, part_grid_height(SHAPE_COUNT, columns, 52, PART_GAP), PART_GAP);
    for (int32_t i = 0; i < SHAPE_COUNT; i++) {
        Code sample = *code;
        sample.shape = (CodeShape)i;
        if (swatch(e, EDITOR_ID_SHAPE + (uint32_t)i, part_cell(grid, i, columns, 52, PART_GAP),
                   &sample, "", sample.shape == code->shape))
            editor_set(e, shape_words[i], "categories[%d].codes[%d].shape", (int)e->state->category,
                       (int)e->state->code);
    }
    float tall = 40 + ui_scaled(e->ui, 20);
    columns = at_most(across(e, 84), HUE_COUNT);
    grid = editor_take(e, part_grid_height(HUE_COUNT, columns, tall, PART_GAP), PART_PAD);
    for (int32_t i = 0; i < HUE_COUNT; i++) {
        Code sample = *code;
        sample.hue = (CodeHue)i;
        if (swatch(e, EDITOR_ID_HUE + (uint32_t)i, part_cell(grid, i, columns, tall, PART_GAP),
                   &sample, hue_texts[i], sample.hue == code->hue))
            editor_set(e, hue_words[i], "categories[%d].codes[%d].hue", (int)e->state->category,
                       (int)e->state->code);
    }
}

/* ---- modifiers ---- */

/* A modifier goes from everything of the code that names it. */
static void drop_modifier(Editor *e, const Code *code, int32_t m, const char *base)
{
    const char *key = e->p->modifiers[m].key;
    int32_t presets = 0;
    for (int32_t i = 0; i < e->p->modifier_count; i++)
        presets += code->preset[i] != PROTOCOL_NONE ? 1 : 0;
    if (code->pads == m)
        editor_unset(e, "%s.pads", base);
    if (code->preset[m] != PROTOCOL_NONE && presets == 1)
        editor_unset(e, "%s.preset", base);
    else if (code->preset[m] != PROTOCOL_NONE)
        editor_unset(e, "%s.preset.%s", base, key);
    for (int32_t i = 0; i < code->petal_count; i++)
        if (code->petals[i].options[m] != PROTOCOL_NONE)
            editor_unset(e, "%s.ring[%d].set.%s", base, (int)i, key);
}

static void toggle_modifier(Editor *e, const Code *code, int32_t m, const char *base)
{
    uint32_t bits = code->modifiers ^ 1U << m;
    const char *words = "";
    for (int32_t i = 0; words && i < e->p->modifier_count; i++)
        if (bits & 1U << i)
            words = arena_printf(e->ui->frame, "%s%s%s", words, *words ? " " : "",
                                 e->p->modifiers[i].key);
    if (!words)
        return;
    if (code->modifiers & 1U << m)
        drop_modifier(e, code, m, base);
    e->ask.field_id = EDITOR_ID_MODIFIER;
    editor_add(e, PROTOCOL_WORDS, words, 0, "%s.modifiers", base);
}

static void modifiers(Editor *e, const Code *code, const char *base)
{
    if (e->p->modifier_count == 0)
        return;
    editor_heading(e, "Modifiers", "what the observer adds to it");
    int32_t columns = across(e, 200);
    UiRect grid = take_grid(e, e->p->modifier_count, columns);
    for (int32_t i = 0; i < e->p->modifier_count; i++) {
        UiRect cell = part_cell(grid, i, columns, CHIP, PART_GAP);
        if (chip(e, EDITOR_ID_MODIFIER + (uint32_t)i, cell, e->p->modifiers[i].label,
                 code->modifiers & 1U << i))
            toggle_modifier(e, code, i, base);
    }
    if (e->state->fault_id == EDITOR_ID_MODIFIER)
        editor_fault_row(e, EDITOR_ID_MODIFIER);
}

/* ---- sampling, phases ---- */

/* Where the code's sampling stands, or PROTOCOL_NONE. */
static int32_t sampling_of(const Protocol *protocol, int32_t code)
{
    for (int32_t i = 0; i < protocol->sampling_count; i++)
        if (protocol->sampling[i].code == code)
            return i;
    return PROTOCOL_NONE;
}

static int32_t stepped(int32_t now, int32_t by, int32_t step, int32_t least, int32_t most)
{
    int32_t next = by > 0 ? (now / step + 1) * step : (now - 1) / step * step;
    return next < least ? least : (next > most ? most : next);
}

/* Whom the signal asks about; the code is then about them, too. */
static void sampling_ask(Editor *e, int32_t index, const Sampling *sampling)
{
    static const uint32_t about[] = {ABOUT_GROUP, ABOUT_CLASS};
    static const char *const words[] = {"each-group", "class"};
    static const char *const texts[] = {"Every group in turn", "The class as one"};
    UiRect r = editor_take(e, CHIP, PART_PAD);
    for (int32_t i = 0; i < 2; i++) {
        uint32_t id = EDITOR_ID_ASK + (uint32_t)i;
        bool chosen = (int32_t)sampling->ask == i;
        if (!chip(e, id, part_column(r, i, 2, PART_GAP), texts[i], chosen) || chosen)
            continue;
        e->ask.field_id = EDITOR_ID_ASK;
        editor_set(e, words[i], "sampling[%d].ask", (int)index);
        const char *whom =
            join_words(e, about_words, ABOUT_COUNT, e->p->codes[sampling->code].about | about[i]);
        if (whom)
            editor_add(e, PROTOCOL_WORDS, whom, 0, "categories[%d].codes[%d].about",
                       (int)e->state->category, (int)e->state->code);
    }
    if (e->state->fault_id == EDITOR_ID_ASK)
        editor_fault_row(e, EDITOR_ID_ASK);
}

static void sampling(Editor *e, int32_t code)
{
    int32_t s = sampling_of(e->p, code);
    if (s == PROTOCOL_NONE)
        return;
    const Sampling *sampling = &e->p->sampling[s];
    int32_t every = (int32_t)(sampling->every_ms / 1000);
    int32_t answer = (int32_t)(sampling->answer_ms / 1000);
    char path[PATH_SIZE], value[32];
    editor_heading(e, "Sampling", "no answer in time: missing, not zero");
    UiRect row = editor_take(e, ui_scaled(e->ui, PART_LABEL) + CHIP, PART_PAD);
    UiRect left = part_column(row, 0, 2, PART_PAD), right = part_column(row, 1, 2, PART_PAD);
    ui_label(e->ui, part_cut_top(&left, ui_scaled(e->ui, PART_LABEL), 0), TYPE_14, COLOR_INK2,
             UI_LEFT, "A signal every");
    ui_label(e->ui, part_cut_top(&right, ui_scaled(e->ui, PART_LABEL), 0), TYPE_14, COLOR_INK2,
             UI_LEFT, "Answered within");
    (void)snprintf(value, sizeof value, "%d s", (int)every);
    int32_t by = part_stepper(e->ui, EDITOR_ID_EVERY, left, value, every > 10, every < 3600);
    int32_t next = stepped(every, by, 30, 10, 3600);
    (void)snprintf(path, sizeof path, "sampling[%d].every_s", (int)s);
    if (by)
        set_number(e, next, path);
    (void)snprintf(value, sizeof value, "%d s", (int)answer);
    int32_t more = part_stepper(e->ui, EDITOR_ID_ANSWER, right, value, answer > 5, answer < every);
    int32_t most = by ? next : every;
    int32_t within = more ? stepped(answer, more, 15, 5, most) : (answer < most ? answer : most);
    (void)snprintf(path, sizeof path, "sampling[%d].answer_within_s", (int)s);
    if (within != answer)
        set_number(e, within, path);
    sampling_ask(e, s, sampling);
    (void)snprintf(path, sizeof path, "sampling[%d].question", (int)s);
    text_row(e, EDITOR_QUESTION, "What is asked", "on task now?", sampling->question, false, path);
}

static void planned_minutes(Editor *e, const Code *code, const char *base)
{
    if (!(code->senses & SENSE_PHASE))
        return;
    char value[32] = "not said";
    if (code->planned_min > 0)
        (void)snprintf(value, sizeof value, "%d min", (int)code->planned_min);
    UiRect r = editor_take(e, ui_scaled(e->ui, PART_LABEL) + CHIP, PART_PAD);
    r.w = fminf(r.w, ui_scaled(e->ui, 280));
    ui_label(e->ui, part_cut_top(&r, ui_scaled(e->ui, PART_LABEL), 0), TYPE_14, COLOR_INK2, UI_LEFT,
             "Usually planned");
    int32_t by = part_stepper(e->ui, EDITOR_ID_MINUTES, r, value, code->planned_min > 0,
                              code->planned_min < 600);
    if (by == 0)
        return;
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s.minutes", base);
    if (code->planned_min + by == 0)
        editor_unset(e, "%s", path);
    else
        set_number(e, code->planned_min + by, path);
}

/* ---- all of a code ---- */

/* What it is called in records is its own; only a new one's can be chosen. */
static void key_row(Editor *e, const Code *code, int32_t index, const char *base)
{
    const EditorState *state = e->state;
    bool typing = state->typing_id == EDITOR_ID_TEXT + EDITOR_KEY &&
                  e->ui->edit_id == EDITOR_ID_TEXT + EDITOR_KEY;
    if (!typing && strncmp(code->key, "new-", 4) != 0) {
        editor_remark(e, PART_GAP,
                      arena_printf(e->ui->frame, "Key in records and exports: %s", code->key));
        return;
    }
    const char *text = NULL;
    uint32_t id = EDITOR_ID_TEXT + EDITOR_KEY;
    int32_t s = sampling_of(e->p, index);
    if (typed_in(e, id, editor_take(e, part_field_height(e->ui), 0), "Key in records and exports",
                 "group-talk", code->key, &text)) {
        editor_set(e, text, "%s.key", base);
        if (s != PROTOCOL_NONE)
            editor_set(e, text, "sampling[%d].code", (int)s);
    }
    if (e->state->fault_id == id)
        editor_fault_row(e, id);
}

static void texts_of_code(Editor *e, const Code *code, const char *base)
{
    char path[PATH_SIZE];
    const char *short_label = code->short_label == code->label ? "" : code->short_label;
    (void)snprintf(path, sizeof path, "%s.label", base);
    text_row(e, EDITOR_LABEL, "Label", "What happens", code->label, false, path);
    UiRect row = editor_take(e, part_field_height(e->ui), 0);
    uint32_t id = EDITOR_ID_TEXT + EDITOR_SHORT;
    (void)snprintf(path, sizeof path, "%s.short", base);
    editor_text_field(e, id, part_column(row, 0, 2, PART_GAP), "Short, for its pad", code->label,
                      short_label, true, path);
    (void)snprintf(path, sizeof path, "%s.group", base);
    editor_text_field(e, EDITOR_ID_TEXT + EDITOR_GROUP, part_column(row, 1, 2, PART_GAP),
                      "Heading above its pad", "none", code->group, true, path);
    if (e->state->fault_id == id || e->state->fault_id == EDITOR_ID_TEXT + EDITOR_GROUP)
        editor_fault_row(e, e->state->fault_id);
    (void)snprintf(path, sizeof path, "%s.help", base);
    text_row(e, EDITOR_HELP, "What counts, and what does not", "A rule everyone codes by",
             code->help, true, path);
}

void editor_fields_code(Editor *e)
{
    int32_t index = editor_code_index(e->p, e->state->category, e->state->code);
    if (index == PROTOCOL_NONE)
        return;
    const Code *code = &e->p->codes[index];
    char base[64];
    (void)snprintf(base, sizeof base, "categories[%d].codes[%d]", (int)e->state->category,
                   (int)e->state->code);
    ui_label(e->ui, editor_take(e, ui_scaled(e->ui, 24), PART_GAP), TYPE_16, COLOR_INK2, UI_LEFT,
             editor_kind_text(code->kind));
    texts_of_code(e, code, base);
    editor_heading(e, "About whom", "who can be tapped for it");
    word_chips(e, code, EDITOR_ID_ABOUT, about_words, ABOUT_COUNT, code->about, "about");
    planned_minutes(e, code, base);
    sampling(e, index);
    swatches(e, code);
    modifiers(e, code, base);
    editor_fields_ring(e, code, base);
    editor_fields_scale(e, code, base);
    if (code->kind != CODE_RATING) {
        editor_heading(e, "Counts as", "in the figures, whatever it is called");
        word_chips(e, code, EDITOR_ID_SENSE, sense_words, SENSE_COUNT, code->senses, "counts_as");
    }
    key_row(e, code, index, base);
}
