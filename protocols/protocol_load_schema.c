#include "protocols/protocol_load_schema.h"

#include <string.h>

#include "protocols/protocol_load_field.h"

enum { BUILT_IN_CODES = 7, BUILT_IN_CATEGORIES = 1 };

typedef struct Walk {
    FieldReader reader;
    Protocol *p;
    const TreeNode *code_nodes[PROTOCOL_MAX_CODES]; /* for faults that show only at the end */
    const char *modifier_keys[PROTOCOL_MAX_MODIFIERS + 1]; /* NULL-terminated */
    bool codes_full;
} Walk;

/* ---- the words of the file, in the order of their enums ---- */

static const char *const kind_words[] = {"point", "state", "interval", "rating", "note", NULL};

/* Bits of CodeSense from 0. The built-in senses cannot be given. */
static const char *const sense_words[] = {"teacher-talk", "student-talk", "group-talk", "silence",
                                          "question",     "frame",        "unheard",    "engaged",
                                          "phase",        "strategy",     NULL};

/* Per sense: the kinds of code that can count as it. */
static const uint32_t sense_kinds[] = {
    1U << CODE_STATE,
    1U << CODE_STATE,
    1U << CODE_STATE,
    1U << CODE_STATE,
    1U << CODE_STATE | 1U << CODE_POINT,
    1U << CODE_POINT,
    1U << CODE_POINT,
    1U << CODE_INTERVAL,
    1U << CODE_STATE,
    1U << CODE_POINT | 1U << CODE_NOTE,
};

static const char *const about_words[] = {"adult", "pupil", "group", "class", NULL};
static const char *const shape_words[] = {"bar",  "diamond", "square", "circle", "triangle",
                                          "flag", "bulb",    "board",  "note",   NULL};
static const char *const hue_words[] = {"neutral",  "floor",  "teacher", "frame",
                                        "question", "sample", "mark",    NULL};
static const char *const exclusive_words[] = {"yes", "no", "each", "true", "false", NULL};
static const char *const ask_words[] = {"each-group", "class", NULL};
static const char *const unmarked_words[] = {"none", "missing", NULL};

/* ---- the fields of every map ---- */

static const FieldSpec top_fields[] = {
    {"protocol", TREE_TEXT, true},    {"key", TREE_TEXT, true},
    {"title", TREE_WORDING, true},    {"version", TREE_TEXT, true},
    {"summary", TREE_WORDING, false}, {"purpose", TREE_WORDING, false},
    {"source", TREE_WORDING, false},  {"modifiers", TREE_LIST, false},
    {"targets", TREE_MAP, false},     {"categories", TREE_LIST, true},
    {"sampling", TREE_LIST, false},   {"rules", TREE_MAP, false},
    {"debrief", TREE_LIST, false},    {"look_for", TREE_LIST, false},
    {NULL, TREE_BAD, false},
};
static const FieldSpec modifier_fields[] = {
    {"key", TREE_TEXT, true},
    {"label", TREE_WORDING, true},
    {"options", TREE_LIST, true},
    {NULL, TREE_BAD, false},
};
static const FieldSpec option_fields[] = {
    {"key", TREE_TEXT, true},      {"label", TREE_WORDING, true}, {"short", TREE_WORDING, false},
    {"missing", TREE_TEXT, false}, {NULL, TREE_BAD, false},
};
static const FieldSpec target_fields[] = {
    {"choose", TREE_TEXT, true},
    {"mark", TREE_TEXT, false},
    {NULL, TREE_BAD, false},
};
static const FieldSpec category_fields[] = {
    {"key", TREE_TEXT, true},   {"title", TREE_WORDING, true}, {"exclusive", TREE_TEXT, false},
    {"codes", TREE_LIST, true}, {NULL, TREE_BAD, false},
};
static const FieldSpec code_fields[] = {
    {"key", TREE_TEXT, true},        {"label", TREE_WORDING, true},
    {"short", TREE_WORDING, false},  {"help", TREE_WORDING, false},
    {"group", TREE_WORDING, false},  {"kind", TREE_TEXT, true},
    {"counts_as", TREE_LIST, false}, {"about", TREE_LIST, true},
    {"modifiers", TREE_LIST, false}, {"pads", TREE_TEXT, false},
    {"preset", TREE_MAP, false},     {"ring", TREE_LIST, false},
    {"shape", TREE_TEXT, false},     {"hue", TREE_TEXT, false},
    {"scale", TREE_MAP, false},      {"minutes", TREE_TEXT, false},
    {NULL, TREE_BAD, false},
};
static const FieldSpec scale_fields[] = {
    {"min", TREE_TEXT, true},
    {"max", TREE_TEXT, true},
    {"anchors", TREE_TEXT, false},
    {NULL, TREE_BAD, false},
};
static const FieldSpec petal_fields[] = {
    {"label", TREE_WORDING, true},
    {"detail", TREE_WORDING, false},
    {"set", TREE_MAP, true},
    {NULL, TREE_BAD, false},
};
static const FieldSpec sampling_fields[] = {
    {"code", TREE_TEXT, true},
    {"every_s", TREE_TEXT, true},
    {"answer_within_s", TREE_TEXT, true},
    {"ask", TREE_TEXT, true},
    {"question", TREE_WORDING, true},
    {NULL, TREE_BAD, false},
};
static const FieldSpec rule_fields[] = {
    {"wait_from_s", TREE_TEXT, false},
    {"wait_goal_s", TREE_TEXT, false},
    {"suppress_below", TREE_TEXT, false},
    {"unmarked_turn", TREE_TEXT, false},
    {"backdate_s", TREE_TEXT, false},
    {"interval_s", TREE_TEXT, false},
    {NULL, TREE_BAD, false},
};
static const FieldSpec debrief_fields[] = {
    {"who", TREE_WORDING, true},
    {"prompt", TREE_WORDING, true},
    {"minutes", TREE_TEXT, false},
    {NULL, TREE_BAD, false},
};

/* ---- helpers ---- */

static void fault_at(Walk *w, const TreeNode *node, const char *text)
{
    tree_fault(w->reader.faults, ERR_FORMAT, node->line, node->column, "%s", text);
}

/* The first item of a list field with the number of items that are read: at
 * most max; more, or none, is a fault. */
static const TreeNode *begin_list(Walk *w, const TreeNode *map, const char *name, int32_t min,
                                  int32_t max, int32_t *ret_count)
{
    const TreeNode *list = field_get(map, name, TREE_LIST);
    *ret_count = list ? list->count : 0;
    if (!list)
        return NULL;
    if (list->count < min)
        tree_fault(w->reader.faults, ERR_FORMAT, list->line, list->column,
                   "%d in '%s', expected at least %d", (int)list->count, name, (int)min);
    if (list->count > max) {
        tree_fault(w->reader.faults, ERR_LIMIT, list->line, list->column,
                   "%d in '%s', expected at most %d", (int)list->count, name, (int)max);
        *ret_count = max;
    }
    return list->first;
}

/* A key that must be the only one among count others. */
static void check_key_is_new(Walk *w, const TreeNode *map, const char *what, const char *key,
                             const char *other)
{
    const TreeNode *node = field_get(map, "key", TREE_TEXT);
    if (node && key[0] != '\0' && strcmp(key, other) == 0)
        tree_fault(w->reader.faults, ERR_FORMAT, node->line, node->column,
                   "%s '%s' again, expected every key once", what, key);
}

static void no_options(int8_t options[PROTOCOL_MAX_MODIFIERS])
{
    memset(options, PROTOCOL_NONE, PROTOCOL_MAX_MODIFIERS);
}

/* ---- modifiers ---- */

static void read_option(Walk *w, const TreeNode *node, Modifier *modifier)
{
    ModifierOption option = {"", "", "", false};
    if (field_check_map(&w->reader, node, "an option", option_fields)) {
        option.key = field_key(&w->reader, node, "key", false);
        option.label = field_wording(&w->reader, node, "label", PROTOCOL_MAX_LABEL);
        option.short_label = field_wording(&w->reader, node, "short", PROTOCOL_MAX_SHORT);
        if (option.short_label[0] == '\0')
            option.short_label = option.label;
        field_bool(&w->reader, node, "missing", &option.missing);
        for (int32_t i = 0; i < modifier->option_count; i++)
            check_key_is_new(w, node, "option", option.key, modifier->options[i].key);
    }
    modifier->options[modifier->option_count++] = option;
}

static void read_modifier(Walk *w, const TreeNode *node)
{
    Modifier *modifier = &w->p->modifiers[w->p->modifier_count];
    *modifier = (Modifier){.key = "", .label = ""};
    if (field_check_map(&w->reader, node, "a modifier", modifier_fields)) {
        modifier->key = field_key(&w->reader, node, "key", false);
        modifier->label = field_wording(&w->reader, node, "label", PROTOCOL_MAX_LABEL);
        for (int32_t i = 0; i < w->p->modifier_count; i++)
            check_key_is_new(w, node, "modifier", modifier->key, w->p->modifiers[i].key);
        int32_t count;
        const TreeNode *item = begin_list(w, node, "options", 2, PROTOCOL_MAX_OPTIONS, &count);
        for (int32_t i = 0; i < count; i++, item = item->next)
            read_option(w, item, modifier);
    }
    w->modifier_keys[w->p->modifier_count++] = modifier->key;
}

/* {modifier: option, ...} of a preset or a petal. */
static void read_options(Walk *w, const TreeNode *map, uint32_t allowed,
                         int8_t ret_options[PROTOCOL_MAX_MODIFIERS])
{
    for (const TreeNode *node = map->first; node; node = node->next) {
        int32_t m = protocol_find_modifier(w->p, node->name);
        if (m == PROTOCOL_NONE || !(allowed & 1U << m)) {
            tree_fault(w->reader.faults, ERR_FORMAT, node->name_line, node->name_column,
                       "'%.40s' is no modifier of this code, expected one from its 'modifiers'",
                       node->name);
            continue;
        }
        if (node->kind != TREE_TEXT) {
            if (node->kind != TREE_BAD)
                fault_at(w, node, "expected the key of an option");
            continue;
        }
        const Modifier *modifier = &w->p->modifiers[m];
        const char *words[PROTOCOL_MAX_OPTIONS + 1] = {NULL};
        for (int32_t i = 0; i < modifier->option_count; i++)
            words[i] = modifier->options[i].key;
        ret_options[m] = (int8_t)field_find_word(&w->reader, node, modifier->key, words);
    }
}

static void read_targets(Walk *w, const TreeNode *root)
{
    w->p->target_modifier = w->p->source_modifier = PROTOCOL_NONE;
    const TreeNode *node = field_get(root, "targets", TREE_MAP);
    if (!node || !field_check_map(&w->reader, node, "targets", target_fields))
        return;
    w->p->target_modifier = field_word(&w->reader, node, "choose", w->modifier_keys);
    w->p->source_modifier = field_word(&w->reader, node, "mark", w->modifier_keys);
    if (w->p->source_modifier != PROTOCOL_NONE && w->p->source_modifier == w->p->target_modifier)
        fault_at(w, field_get(node, "mark", TREE_TEXT),
                 "'mark' is the modifier that is chosen from, expected another one");
}

/* ---- codes ---- */

static void read_petal(Walk *w, const TreeNode *node, Code *code)
{
    Petal *petal = &code->petals[code->petal_count++];
    petal->label = petal->detail = "";
    no_options(petal->options);
    if (!field_check_map(&w->reader, node, "a petal", petal_fields))
        return;
    petal->label = field_wording(&w->reader, node, "label", PROTOCOL_MAX_SHORT);
    petal->detail = field_wording(&w->reader, node, "detail", PROTOCOL_MAX_SHORT);
    const TreeNode *set = field_get(node, "set", TREE_MAP);
    if (set)
        read_options(w, set, code->modifiers, petal->options);
}

/* What the observer adds to an event of this code. */
static void read_code_modifiers(Walk *w, const TreeNode *node, Code *code)
{
    code->modifiers = field_words(&w->reader, node, "modifiers", w->modifier_keys);
    code->pads = field_word(&w->reader, node, "pads", w->modifier_keys);
    if (code->pads != PROTOCOL_NONE && !(code->modifiers & 1U << code->pads))
        fault_at(w, field_get(node, "pads", TREE_TEXT),
                 "'pads' is no modifier of this code, expected one from its 'modifiers'");
    no_options(code->preset);
    const TreeNode *preset = field_get(node, "preset", TREE_MAP);
    if (preset)
        read_options(w, preset, code->modifiers, code->preset);
    int32_t count;
    const TreeNode *petal = begin_list(w, node, "ring", 2, PROTOCOL_MAX_PETALS, &count);
    for (int32_t i = 0; i < count; i++, petal = petal->next)
        read_petal(w, petal, code);
}

/* The options of a modifier name the values of the scale, in their order. */
static void read_anchors(Walk *w, const TreeNode *scale, Code *code)
{
    int32_t modifier = field_word(&w->reader, scale, "anchors", w->modifier_keys);
    if (modifier == PROTOCOL_NONE)
        return;
    code->anchors = &w->p->modifiers[modifier];
    int32_t values = code->scale_max - code->scale_min + 1;
    const TreeNode *at = tree_field(scale, "anchors");
    if (values > 1 && code->anchors->option_count != values)
        tree_fault(w->reader.faults, ERR_FORMAT, at->line, at->column,
                   "%d options in '%s' for %d values, expected one for each",
                   (int)code->anchors->option_count, at->text, (int)values);
}

static void read_scale(Walk *w, const TreeNode *node, Code *code)
{
    const TreeNode *scale = field_get(node, "scale", TREE_MAP);
    if (!scale) {
        if (code->kind == CODE_RATING && !tree_field(node, "scale"))
            fault_at(w, node, "no field 'scale', expected one in a rating");
        return;
    }
    if (code->kind != CODE_RATING)
        fault_at(w, scale, "'scale' in a code that is no rating, expected none");
    if (!field_check_map(&w->reader, scale, "a scale", scale_fields))
        return;
    code->scale_min = 0;
    code->scale_max = 1;
    field_int(&w->reader, scale, "min", 0, 98, &code->scale_min);
    field_int(&w->reader, scale, "max", 1, 99, &code->scale_max);
    if (code->scale_min >= code->scale_max)
        tree_fault(w->reader.faults, ERR_FORMAT, scale->line, scale->column,
                   "a scale from %d to %d, expected min below max", (int)code->scale_min,
                   (int)code->scale_max);
    read_anchors(w, scale, code);
}

static void read_senses(Walk *w, const TreeNode *node, Code *code)
{
    code->senses = field_words(&w->reader, node, "counts_as", sense_words);
    const TreeNode *list = field_get(node, "counts_as", TREE_LIST);
    for (int32_t i = 0; sense_words[i]; i++)
        if (code->senses & 1U << i && !(sense_kinds[i] & 1U << code->kind))
            tree_fault(w->reader.faults, ERR_FORMAT, list->line, list->column,
                       "a %s cannot count as '%s', expected another kind or nothing",
                       kind_words[code->kind], sense_words[i]);
    uint32_t talk = code->senses & SENSE_TALK;
    if (talk & (talk - 1))
        fault_at(w, list,
                 "counts as talk of two sorts, expected one of teacher-talk, "
                 "student-talk, group-talk, silence");
    if (code->senses & SENSE_PHASE)
        field_int(&w->reader, node, "minutes", 1, 600, &code->planned_min);
    else if (field_get(node, "minutes", TREE_TEXT))
        fault_at(w, tree_field(node, "minutes"),
                 "'minutes' in a code that is no phase, expected none");
}

static void check_code_key(Walk *w, const TreeNode *node, const Code *code)
{
    static const char *const taken[] = {"pause", "absent", "mark", "note"};
    for (int32_t i = 0; i < w->p->code_count; i++)
        check_key_is_new(w, node, "code", code->key, w->p->codes[i].key);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcmp(code->key, taken[i]) == 0)
            tree_fault(w->reader.faults, ERR_FORMAT, tree_field(node, "key")->line,
                       tree_field(node, "key")->column,
                       "code '%s' is built in, expected another key", code->key);
}

static void read_code(Walk *w, const TreeNode *node)
{
    Code *code = &w->p->codes[w->p->code_count];
    *code = (Code){.key = "",
                   .label = "",
                   .short_label = "",
                   .help = "",
                   .group = "",
                   .category = w->p->category_count,
                   .pads = PROTOCOL_NONE};
    w->code_nodes[w->p->code_count] = node;
    if (field_check_map(&w->reader, node, "a code", code_fields)) {
        code->key = field_key(&w->reader, node, "key", false);
        code->label = field_wording(&w->reader, node, "label", PROTOCOL_MAX_LABEL);
        code->short_label = field_wording(&w->reader, node, "short", PROTOCOL_MAX_SHORT);
        if (code->short_label[0] == '\0')
            code->short_label = code->label;
        code->help = field_wording(&w->reader, node, "help", 0);
        code->group = field_wording(&w->reader, node, "group", PROTOCOL_MAX_LABEL);
        check_code_key(w, node, code);

        int32_t kind = field_word(&w->reader, node, "kind", kind_words);
        code->kind = kind == PROTOCOL_NONE ? CODE_POINT : (CodeKind)kind;
        if (kind != PROTOCOL_NONE) {
            read_senses(w, node, code);
            read_scale(w, node, code);
        }
        code->about = field_words(&w->reader, node, "about", about_words);
        int32_t count;
        (void)begin_list(w, node, "about", 1, 4, &count);
        read_code_modifiers(w, node, code);
        int32_t shape = field_word(&w->reader, node, "shape", shape_words);
        int32_t hue = field_word(&w->reader, node, "hue", hue_words);
        code->shape = shape == PROTOCOL_NONE ? SHAPE_BAR : (CodeShape)shape;
        code->hue = hue == PROTOCOL_NONE ? HUE_NEUTRAL : (CodeHue)hue;
    }
    w->p->code_count++;
}

/* ---- categories ---- */

/* At most one state at a time has no meaning for what has no duration, and a
 * lesson is in one phase at a time. */
static void check_exclusive(Walk *w, const TreeNode *node, const Category *category, int32_t first)
{
    for (int32_t i = first; i < w->p->code_count; i++) {
        const TreeNode *kind = field_get(w->code_nodes[i], "kind", TREE_TEXT);
        if ((category->exclusive || category->lanes) && kind && w->p->codes[i].kind != CODE_STATE)
            tree_fault(w->reader.faults, ERR_FORMAT, kind->line, kind->column,
                       "kind '%s' in an exclusive category, expected state", kind->text);
        if (!category->exclusive && w->p->codes[i].senses & SENSE_PHASE)
            tree_fault(w->reader.faults, ERR_FORMAT, node->line, node->column,
                       "category '%s' has phases and is not exclusive, expected 'exclusive: yes'",
                       category->key);
    }
}

/* The limit is on all categories together, and is reported once. */
static bool has_room_for_code(Walk *w, const TreeNode *node)
{
    enum { MOST = PROTOCOL_MAX_CODES - BUILT_IN_CODES };
    if (w->p->code_count < MOST)
        return true;
    if (!w->codes_full)
        tree_fault(w->reader.faults, ERR_LIMIT, node->line, node->column,
                   "more than %d codes in all, expected fewer", MOST);
    w->codes_full = true;
    return false;
}

static void read_category(Walk *w, const TreeNode *node)
{
    Category *category = &w->p->categories[w->p->category_count];
    *category = (Category){.key = "", .title = ""};
    if (field_check_map(&w->reader, node, "a category", category_fields)) {
        category->key = field_key(&w->reader, node, "key", false);
        category->title = field_wording(&w->reader, node, "title", PROTOCOL_MAX_LABEL);
        int32_t exclusive = field_word(&w->reader, node, "exclusive", exclusive_words);
        category->exclusive = exclusive == 0 || exclusive == 3;
        category->lanes = exclusive == 2;
        for (int32_t i = 0; i < w->p->category_count; i++)
            check_key_is_new(w, node, "category", category->key, w->p->categories[i].key);
        if (strcmp(category->key, "session") == 0)
            fault_at(w, tree_field(node, "key"),
                     "category 'session' is built in, expected another key");
        int32_t count, first = w->p->code_count;
        const TreeNode *code = begin_list(w, node, "codes", 1, INT32_MAX, &count);
        for (int32_t i = 0; i < count && has_room_for_code(w, code); i++, code = code->next)
            read_code(w, code);
        check_exclusive(w, node, category, first);
    }
    w->p->category_count++;
}

/* ---- sampling, rules, debrief ---- */

static void read_sampling(Walk *w, const TreeNode *node)
{
    Sampling *sampling = &w->p->sampling[w->p->sampling_count++];
    *sampling = (Sampling){.code = PROTOCOL_NONE, .question = ""};
    if (!field_check_map(&w->reader, node, "a sampling", sampling_fields))
        return;
    field_seconds(&w->reader, node, "every_s", 10, 3600, &sampling->every_ms);
    field_seconds(&w->reader, node, "answer_within_s", 5, 3600, &sampling->answer_ms);
    if (sampling->every_ms > 0 && sampling->answer_ms > sampling->every_ms)
        fault_at(w, field_get(node, "answer_within_s", TREE_TEXT),
                 "'answer_within_s' is longer than 'every_s', expected at most as long");
    sampling->question = field_wording(&w->reader, node, "question", PROTOCOL_MAX_LINE);
    int32_t ask = field_word(&w->reader, node, "ask", ask_words);
    sampling->ask = ask == PROTOCOL_NONE ? SAMPLING_CLASS : (SamplingAsk)ask;

    const char *keys[PROTOCOL_MAX_CODES + 1] = {NULL};
    int32_t codes[PROTOCOL_MAX_CODES], count = 0;
    for (int32_t i = 0; i < w->p->code_count; i++)
        if (w->p->codes[i].kind == CODE_INTERVAL) {
            keys[count] = w->p->codes[i].key;
            codes[count++] = i;
        }
    int32_t found = field_word(&w->reader, node, "code", keys);
    if (found == PROTOCOL_NONE)
        return;
    sampling->code = codes[found];
    const TreeNode *at = tree_field(node, "code");
    for (int32_t i = 0; i + 1 < w->p->sampling_count; i++)
        if (w->p->sampling[i].code == sampling->code)
            fault_at(w, at, "this code is sampled twice, expected once");
    uint32_t about = sampling->ask == SAMPLING_CLASS ? ABOUT_CLASS : ABOUT_GROUP;
    if (ask != PROTOCOL_NONE && !(w->p->codes[sampling->code].about & about))
        fault_at(w, at,
                 sampling->ask == SAMPLING_CLASS
                     ? "asked of the class, but its code is not about 'class', expected it there"
                     : "asked of each group, but its code is not about 'group', expected it there");
}

static void check_all_intervals_sampled(Walk *w)
{
    for (int32_t i = 0; i < w->p->code_count; i++) {
        bool sampled = w->p->codes[i].kind != CODE_INTERVAL;
        for (int32_t s = 0; s < w->p->sampling_count; s++) /* NONE was reported already */
            sampled =
                sampled || w->p->sampling[s].code == i || w->p->sampling[s].code == PROTOCOL_NONE;
        if (!sampled)
            fault_at(w, w->code_nodes[i],
                     "an interval code that is never asked, expected it under 'sampling'");
    }
}

static void read_rules(Walk *w, const TreeNode *root)
{
    ProtocolRules *rules = &w->p->rules;
    *rules = (ProtocolRules){.wait_from_ms = 400,
                             .wait_goal_ms = 3000,
                             .suppress_below = 10,
                             .unmarked = UNMARKED_IS_NONE,
                             .backdate_step_ms = 3000};
    const TreeNode *node = field_get(root, "rules", TREE_MAP);
    if (!node || !field_check_map(&w->reader, node, "rules", rule_fields))
        return;
    field_seconds(&w->reader, node, "wait_from_s", 0, 60, &rules->wait_from_ms);
    field_seconds(&w->reader, node, "wait_goal_s", 0, 60, &rules->wait_goal_ms);
    field_int(&w->reader, node, "suppress_below", 0, 1000, &rules->suppress_below);
    field_seconds(&w->reader, node, "backdate_s", 1, 60, &rules->backdate_step_ms);
    field_seconds(&w->reader, node, "interval_s", 0, 3600, &rules->interval_ms);
    int32_t unmarked = field_word(&w->reader, node, "unmarked_turn", unmarked_words);
    if (unmarked != PROTOCOL_NONE)
        rules->unmarked = (UnmarkedTurn)unmarked;
}

static void read_debrief_step(Walk *w, const TreeNode *node)
{
    DebriefStep *step = &w->p->debrief[w->p->debrief_count++];
    *step = (DebriefStep){"", "", 0};
    if (!field_check_map(&w->reader, node, "a debrief step", debrief_fields))
        return;
    step->who = field_wording(&w->reader, node, "who", PROTOCOL_MAX_LABEL);
    step->prompt = field_wording(&w->reader, node, "prompt", 0);
    field_int(&w->reader, node, "minutes", 0, 240, &step->minutes);
}

static void read_look_for(Walk *w, const TreeNode *node)
{
    const char **look_for = &w->p->look_fors[w->p->look_for_count++];
    *look_for = "";
    if (node->kind == TREE_LIST || (node->kind == TREE_TEXT && node->text[0] == '\0'))
        tree_fault(w->reader.faults, ERR_FORMAT, node->line, node->column,
                   "'look_for' has %s in it, expected questions",
                   node->kind == TREE_LIST ? tree_kind_name(TREE_LIST) : "an empty text");
    else
        *look_for = field_wording_of(&w->reader, node, "look_for", PROTOCOL_MAX_LINE);
}

/* ---- the whole ---- */

static void read_lists(Walk *w, const TreeNode *root)
{
    int32_t count;
    const TreeNode *item = begin_list(w, root, "modifiers", 0, PROTOCOL_MAX_MODIFIERS, &count);
    for (int32_t i = 0; i < count; i++, item = item->next)
        read_modifier(w, item);
    read_targets(w, root);

    int32_t most = PROTOCOL_MAX_CATEGORIES - BUILT_IN_CATEGORIES;
    item = begin_list(w, root, "categories", 1, most, &count);
    for (int32_t i = 0; i < count; i++, item = item->next)
        read_category(w, item);

    item = begin_list(w, root, "sampling", 0, PROTOCOL_MAX_SAMPLING, &count);
    for (int32_t i = 0; i < count; i++, item = item->next)
        read_sampling(w, item);
    check_all_intervals_sampled(w);
    read_rules(w, root);
    item = begin_list(w, root, "debrief", 0, PROTOCOL_MAX_DEBRIEF, &count);
    for (int32_t i = 0; i < count; i++, item = item->next)
        read_debrief_step(w, item);
    item = begin_list(w, root, "look_for", 0, PROTOCOL_MAX_LOOK_FORS, &count);
    for (int32_t i = 0; i < count; i++, item = item->next)
        read_look_for(w, item);
}

/* ---- what is built in ---- */

/* A text of the program itself, in the languages it knows. */
typedef struct OwnText {
    const char *en, *es;
} OwnText;

static const char *own_text(const Protocol *p, OwnText text)
{
    return strcmp(p->language, "es") == 0 ? text.es : text.en;
}

/* There whatever the file says; see protocol.h. */
static void add_built_in(Protocol *p)
{
    enum { ANYBODY = ABOUT_ADULT | ABOUT_PUPIL | ABOUT_GROUP | ABOUT_CLASS };
    static const struct {
        const char *key;
        OwnText label, help;
        CodeKind kind;
        uint32_t sense, about;
        CodeShape shape;
        CodeHue hue;
    } codes[BUILT_IN_CODES] = {
        {"pause",
         {"Pause", "Pausa"},
         {"The observer is not observing; paused time is in no figure.",
          "No se está observando; el tiempo en pausa no entra en ninguna cifra."},
         CODE_STATE,
         SENSE_PAUSE,
         ABOUT_CLASS,
         SHAPE_BAR,
         HUE_NEUTRAL},
        {"absent",
         {"Absent", "Ausente"},
         {"The pupil is not in the room and leaves every denominator.",
          "El alumno no está en el salón y no cuenta en ningún denominador."},
         CODE_STATE,
         SENSE_ABSENT,
         ABOUT_PUPIL,
         SHAPE_BAR,
         HUE_NEUTRAL},
        {"mark",
         {"Return to", "Retomar"},
         {"A moment to come back to in the debrief.",
          "Un momento para retomar en la conversación posterior."},
         CODE_POINT,
         SENSE_MARK,
         ANYBODY,
         SHAPE_FLAG,
         HUE_MARK},
        {"note",
         {"Note", "Nota"},
         {"What was seen or heard, in words.", "Lo que se vio u oyó, en palabras."},
         CODE_NOTE,
         SENSE_NOTE,
         ANYBODY,
         SHAPE_NOTE,
         HUE_NEUTRAL},
        {"place",
         {"Goes to", "Va a"},
         {"Where an adult stands in the room from now on.",
          "Dónde está un adulto en el salón desde ahora."},
         CODE_POINT,
         SENSE_PLACE,
         ABOUT_ADULT,
         SHAPE_SQUARE,
         HUE_TEACHER},
        {"ink",
         {"Ink", "Tinta"},
         {"What was drawn or written by hand, stroke by stroke.",
          "Lo que se dibujó o escribió a mano, trazo por trazo."},
         CODE_POINT,
         SENSE_INK,
         ANYBODY,
         SHAPE_NOTE,
         HUE_NEUTRAL},
        {"photo",
         {"Photo", "Foto"},
         {"A picture of the board or of pupils' work.",
          "Una imagen de la pizarra o del trabajo de los alumnos."},
         CODE_POINT,
         SENSE_PHOTO,
         ANYBODY,
         SHAPE_NOTE,
         HUE_NEUTRAL},
    };
    static const OwnText title = {"Session", "Sesión"};
    p->categories[p->category_count] = (Category){.key = "session", .title = own_text(p, title)};
    for (int32_t i = 0; i < BUILT_IN_CODES; i++) {
        if (protocol_find_code(p, codes[i].key) != PROTOCOL_NONE)
            continue; /* see protocol.h */
        Code *code = &p->codes[p->code_count++];
        *code = (Code){.key = codes[i].key,
                       .label = own_text(p, codes[i].label),
                       .short_label = own_text(p, codes[i].label),
                       .help = own_text(p, codes[i].help),
                       .group = "",
                       .category = p->category_count,
                       .kind = codes[i].kind,
                       .senses = codes[i].sense,
                       .about = codes[i].about,
                       .pads = PROTOCOL_NONE,
                       .shape = codes[i].shape,
                       .hue = codes[i].hue,
                       .built_in = true};
        no_options(code->preset);
    }
    p->category_count++;
}

void schema_read_protocol(Arena *arena, const char *language, const TreeNode *root, Protocol *p,
                          ProtocolFaults *faults)
{
    Walk walk = {.reader = {.arena = arena, .faults = faults}, .p = p};
    FieldReader *reader = &walk.reader;
    protocol_language_code(language, reader->language);
    if (!field_check_map(reader, root, "the file", top_fields))
        return;
    static const char *const formats[] = {"1", NULL};
    (void)field_word(reader, root, "protocol", formats);
    p->key = field_key(reader, root, "key", true);
    p->title = field_wording(reader, root, "title", PROTOCOL_MAX_LABEL);
    p->version = field_line(reader, root, "version", PROTOCOL_MAX_SHORT);
    p->summary = field_wording(reader, root, "summary", PROTOCOL_MAX_LINE);
    p->purpose = field_wording(reader, root, "purpose", 0);
    p->source = field_wording(reader, root, "source", 0);
    read_lists(&walk, root);
    memcpy(p->language, reader->language, sizeof p->language);
    memcpy(p->languages, reader->languages, sizeof p->languages);
    p->language_count = reader->language_count;
    p->text_count = reader->text_count;
    add_built_in(p);
}
