#include "protocols/protocol_edit.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "protocols/protocol_edit_text.h"
#include "protocols/utf8.h"

static const size_t SCRATCH_LIMIT = (size_t)64 << 20;

static bool no_memory(Err *err)
{
    (void)err_set(err, ERR_LIMIT, "there is not enough memory for this change");
    return false;
}

/* ---- paths ---- */

typedef struct Place {
    const TreeNode *parent;          /* the map or the list */
    const TreeNode *node;            /* NULL: not there */
    char name[PROTOCOL_MAX_KEY + 1]; /* of a field; "" for an item */
    int32_t index;                   /* of an item */
} Place;

static bool no_place(const char *path, Err *err)
{
    (void)err_set(err, ERR_STATE, "there is no '%s' in the protocol",
                  utf8_quote(path, strlen(path)).text);
    return false;
}

static const TreeNode *nth_child(const TreeNode *node, int32_t index)
{
    const TreeNode *child = node->first;
    while (child && index-- > 0)
        child = child->next;
    return child;
}

/* The step at *path; moves behind it. */
static bool take_step(const char **path, Place *place)
{
    const char *at = *path;
    int end = 0;
    place->name[0] = '\0';
    if (sscanf(at, "[%6d]%n", &place->index, &end) == 1 && end > 0 && place->index >= 0) {
        *path = at + end;
        return true;
    }
    at += *at == '.' ? 1 : 0;
    size_t len = strcspn(at, ".[");
    if (len == 0 || len > PROTOCOL_MAX_KEY)
        return false;
    memcpy(place->name, at, len);
    place->name[len] = '\0';
    *path = at + len;
    return true;
}

static bool find_place(const EditSource *source, const char *path, Place *ret_place, Err *err)
{
    Place place = {.node = source->root};
    for (const char *at = path; *at;) {
        place.parent = place.node;
        if (!place.parent || !take_step(&at, &place))
            return no_place(path, err);
        TreeKind kind = place.name[0] ? TREE_MAP : TREE_LIST;
        if (place.parent->kind != kind)
            return no_place(path, err);
        place.node = kind == TREE_MAP ? tree_field(place.parent, place.name)
                                      : nth_child(place.parent, place.index);
    }
    *ret_place = place;
    return place.parent || no_place(path, err);
}

/* Where the fields of every map stand, one behind the other. */
static int32_t rank_of(const char *name)
{
    static const char *const order[] = {
        "protocol",   "key",
        "code",       "title",
        "label",      "who",
        "version",    "summary",
        "purpose",    "source",
        "look_for",   "short",
        "detail",     "set",
        "missing",    "help",
        "group",      "kind",
        "counts_as",  "about",
        "minutes",    "prompt",
        "exclusive",  "codes",
        "modifiers",  "targets",
        "pads",       "preset",
        "options",    "scale",
        "min",        "max",
        "anchors",    "shape",
        "hue",        "ring",
        "every_s",    "answer_within_s",
        "ask",        "question",
        "categories", "sampling",
        "rules",      "debrief",
    };
    enum { COUNT = sizeof order / sizeof order[0] };
    for (int32_t i = 0; i < COUNT; i++)
        if (strcmp(order[i], name) == 0)
            return i;
    return COUNT;
}

/* Texts for people: they may come in several languages. */
static bool is_wording(const char *name)
{
    static const char *const names[] = {"title",  "label",    "who",     "summary", "purpose",
                                        "source", "short",    "detail",  "help",    "group",
                                        "prompt", "question", "version", ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* ---- fields ---- */

static int32_t column_of_names(const TreeNode *map)
{
    return map->first ? map->first->name_column - 1 : map->column - 1;
}

static const char *spaces(Arena *arena, int32_t count)
{
    return arena_printf(arena, "%*s", (int)count, "");
}

/* name: raw, behind the field that stands before it. raw of several lines brings
 * its own indents. */
static bool add_field(EditSource *source, const TreeNode *map, const char *name, const char *raw,
                      Err *err)
{
    const TreeNode *before = map->first;
    for (const TreeNode *node = map->first; node; node = node->next)
        if (rank_of(node->name) <= rank_of(name))
            before = node;
    EditSplice splice = {0};
    if (edit_is_flow(map)) {
        splice.from = before ? edit_end(source, before) : edit_begin(source, map) + 1;
        splice.text = arena_printf(source->arena, "%s%s: %s", before ? ", " : "", name, raw);
    } else {
        assert(before);
        const char *indent = spaces(source->arena, column_of_names(map));
        splice.from = edit_line_end(source, edit_end(source, before));
        const char *gap = strchr("\r\n", raw[0]) ? "" : " ";
        splice.text = arena_printf(source->arena, "%s%s:%s%s%s", indent ? indent : "", name, gap,
                                   raw, source->newline);
    }
    if (!splice.text)
        return no_memory(err);
    splice.to = splice.from;
    splice.len = strlen(splice.text);
    return edit_splice(source, &splice, 1, err);
}

/* How a new text is written: folded when it is long. */
static const char *new_scalar(const EditSource *source, const TreeNode *map, const char *name,
                              const char *value)
{
    enum { LONG = 72 };
    bool flow = edit_is_flow(map);
    int32_t indent = column_of_names(map) + 2;
    if (!flow && (strlen(value) > LONG || strchr(value, '\n'))) {
        const char *lines = edit_folded(source, value, indent);
        if (lines)
            return arena_printf(source->arena, ">%s%s", source->newline, lines);
    }
    if (edit_can_be_plain(value, flow, is_wording(name)))
        return value;
    return edit_quoted(source->arena, value);
}

/* The comma that parts child index from the one before it (index > 0). */
static size_t comma_before(const EditSource *source, size_t from, size_t to)
{
    for (size_t at = from; at < to; at++) {
        if (source->text[at] == '#')
            at = edit_line_end(source, at) - 1;
        else if (source->text[at] == ',')
            return at;
    }
    return to;
}

static size_t child_begin(const EditSource *source, const TreeNode *child)
{
    return child->name ? edit_name_begin(source, child) : edit_begin(source, child);
}

static size_t skip_blanks(const EditSource *source, size_t at)
{
    while (at < source->len && source->text[at] == ' ')
        at++;
    return at;
}

/* A child of [...] or {...} goes with its comma; comments stay. */
static bool cut_flow_child(EditSource *source, const TreeNode *parent, const TreeNode *child,
                           Err *err)
{
    const TreeNode *before = NULL;
    for (const TreeNode *node = parent->first; node != child; node = node->next)
        before = node;
    size_t begin = child_begin(source, child), end = edit_end(source, child);
    EditSplice splices[2] = {{.from = begin, .to = end, .text = ""}};
    int32_t count = 1;
    if (child->next) {
        size_t next = child_begin(source, child->next);
        size_t comma = comma_before(source, end, next);
        if (skip_blanks(source, end) == comma)
            splices[0].to = skip_blanks(source, comma + 1);
        else
            splices[count++] = (EditSplice){.from = comma, .to = comma + 1, .text = ""};
    } else if (before) {
        size_t comma = comma_before(source, edit_end(source, before), begin);
        if (skip_blanks(source, comma + 1) == begin) {
            splices[0].from = comma;
        } else {
            splices[1] = splices[0];
            splices[0] = (EditSplice){.from = comma, .to = comma + 1, .text = ""};
            count = 2;
        }
    }
    return edit_splice(source, splices, count, err);
}

static bool cut_block_field(EditSource *source, const TreeNode *node, Err *err)
{
    size_t begin = edit_name_begin(source, node), line = edit_line_begin(source, begin);
    EditSplice splice = {line, edit_line_end(source, edit_end(source, node)), "", 0};
    if (skip_blanks(source, line) != begin) { /* behind the dash of an item */
        if (!node->next)
            return err_set(err, ERR_STATE, "'%s' is all there is, expected it to stay", node->name);
        splice.from = begin;
        splice.to = edit_name_begin(source, node->next);
        if (edit_line_of(source, edit_end(source, node)) + 1 != edit_line_of(source, splice.to))
            return err_set(err, ERR_STATE, "there is a comment behind '%s', expected none",
                           node->name);
    }
    return edit_splice(source, &splice, 1, err);
}

static bool cut_field(EditSource *source, const Place *place, Err *err)
{
    if (!place->node)
        return true;
    if (edit_is_flow(place->parent))
        return cut_flow_child(source, place->parent, place->node, err);
    return cut_block_field(source, place->node, err);
}

/* ---- texts ---- */

/* Of "|" or ">-" and the like. */
static size_t token_end(const EditSource *source, size_t at)
{
    size_t line_end = edit_line_end(source, at);
    while (at < line_end && !strchr(" \t", source->text[at]) &&
           utf8_break_len(source->text + at, line_end - at) == 0)
        at++;
    return at;
}

/* The lines of a text in block style; false when it must be written otherwise. */
static bool set_block_text(EditSource *source, const TreeNode *node, const char *value, Err *err)
{
    size_t begin = edit_begin(source, node), end = edit_end(source, node);
    size_t content = edit_line_end(source, begin);
    if (end <= content ||
        strcspn(source->text + begin, "0123456789") < token_end(source, begin) - begin)
        return false;
    int32_t line = edit_line_of(source, content);
    while (edit_is_blank(source, line))
        line++;
    int32_t indent = edit_indent(source, line);
    bool fold = source->text[begin] == '>';
    const char *lines =
        fold ? edit_folded(source, value, indent) : edit_literal(source, value, indent);
    if (!lines)
        return false;
    EditSplice splice = {content, end, lines, strlen(lines)};
    return edit_splice(source, &splice, 1, err);
}

/* Quoted in place of whatever was there. */
static bool set_quoted_text(EditSource *source, const TreeNode *node, const char *value, Err *err)
{
    const char *text = edit_quoted(source->arena, value);
    if (!text)
        return no_memory(err);
    size_t begin = edit_begin(source, node), end = edit_end(source, node);
    EditSplice splices[2] = {{begin, end, text, strlen(text)}};
    bool block = end > begin && strchr(">|", source->text[begin]);
    size_t content = block ? edit_line_end(source, begin) : 0;
    if (!block)
        return edit_splice(source, splices, 1, err);
    splices[0].to = token_end(source, begin);
    splices[1] = (EditSplice){content, edit_line_end(source, end), "", 0};
    return edit_splice(source, splices, end > content ? 2 : 1, err);
}

static bool set_inline_text(EditSource *source, const Place *place, const char *value, Err *err)
{
    size_t begin = edit_begin(source, place->node), end = edit_end(source, place->node);
    char first = end > begin ? source->text[begin] : '\0';
    bool flow = edit_is_flow(place->parent);
    const char *text = NULL;
    if (first == '\'' && !strpbrk(value, "\n\r\t"))
        text = edit_single_quoted(source->arena, value);
    else if (first != '"' && edit_can_be_plain(value, flow, is_wording(place->name)))
        text = first ? value : arena_printf(source->arena, " %s", value);
    else
        text = edit_quoted(source->arena, value);
    if (!text)
        return no_memory(err);
    EditSplice splice = {begin, end, text, strlen(text)};
    return edit_splice(source, &splice, 1, err);
}

static bool is_set(const EditSource *source, const char *path, const char *value)
{
    Err ignored = {0};
    Place place;
    if (!find_place(source, path, &place, &ignored) || !place.node || place.node->kind != TREE_TEXT)
        return false;
    const char *text = place.node->text;
    size_t len = utf8_trim_len(text, strlen(text)); /* as it is loaded */
    return strcmp(text, value) == 0 || (len == strlen(value) && memcmp(text, value, len) == 0);
}

/* In the style it has, where the value can be written in it. */
static bool set_text(EditSource *source, const char *path, const Place *place, const char *value,
                     Err *err)
{
    const EditSource before = *source;
    size_t begin = edit_begin(source, place->node);
    Err own = {0};
    bool block = strchr(">|", source->text[begin]) && edit_end(source, place->node) > begin;
    bool ok = block ? set_block_text(source, place->node, value, &own)
                    : set_inline_text(source, place, value, &own);
    if (ok && is_set(source, path, value))
        return true;
    *source = before;
    return set_quoted_text(source, place->node, value, err);
}

/* "rules.backdate_s" of a file without rules: the map is made with the field in it.
 * *ret_made false: it is there already, or its own place is not. */
static bool make_map(EditSource *source, const char *path, const char *value, bool *ret_made,
                     Err *err)
{
    char map[PROTOCOL_EDIT_MAX_PATH + 1];
    const char *dot = strrchr(path, '.');
    Place place;
    Err none = {0};
    *ret_made = false;
    if (!dot || (size_t)(dot - path) >= sizeof map)
        return true;
    (void)snprintf(map, sizeof map, "%.*s", (int)(dot - path), path);
    if (!find_place(source, map, &place, &none) || place.node || !place.name[0])
        return true;
    const char *text = edit_can_be_plain(value, true, is_wording(dot + 1))
                           ? value
                           : edit_quoted(source->arena, value);
    const char *raw = text ? arena_printf(source->arena, "{%s: %s}", dot + 1, text) : NULL;
    *ret_made = true;
    return raw ? add_field(source, place.parent, place.name, raw, err) : no_memory(err);
}

static bool set_field(EditSource *source, const char *language, const char *path, const char *value,
                      Err *err)
{
    Place place;
    bool made = false;
    if (!make_map(source, path, value, &made, err))
        return false;
    if (made)
        return true;
    if (!find_place(source, path, &place, err))
        return false;
    if (utf8_text_len(value, strlen(value)) != strlen(value))
        return err_set(err, ERR_FORMAT, "text with a control character ('%s'), expected none",
                       utf8_quote(value, strlen(value)).text);
    char deeper[PROTOCOL_EDIT_MAX_PATH + 8];
    if (place.node && place.node->kind == TREE_MAP && is_wording(place.name)) {
        (void)snprintf(deeper, sizeof deeper, "%s.%s", path, language);
        path = deeper;
        if (!find_place(source, path, &place, err))
            return false;
    }
    if (!place.node && !place.name[0])
        return no_place(path, err);
    if (!place.node) {
        const char *raw = new_scalar(source, place.parent, place.name, value);
        return raw ? add_field(source, place.parent, place.name, raw, err) : no_memory(err);
    }
    if (place.node->kind != TREE_TEXT)
        return err_set(err, ERR_STATE, "'%s' is %s, expected text", path,
                       tree_kind_name(place.node->kind));
    return set_text(source, path, &place, value, err);
}

static bool unset_field(EditSource *source, const char *path, Err *err)
{
    Place place;
    if (!find_place(source, path, &place, err))
        return false;
    if (!place.name[0])
        return no_place(path, err);
    return cut_field(source, &place, err);
}

/* ---- items ---- */

/* The lines of an item: from the comments directly above it. */
typedef struct Block {
    size_t from, to;
} Block;

static bool is_dash(const EditSource *source, int32_t line, int32_t column)
{
    size_t at = source->lines[line] + (size_t)column;
    return edit_indent(source, line) == column && source->text[at] == '-';
}

/* Items in [...]: their own bytes. */
static bool find_flow_blocks(const EditSource *source, const TreeNode *list, Block *blocks)
{
    int32_t i = 0;
    for (const TreeNode *item = list->first; item; item = item->next)
        blocks[i++] = (Block){edit_begin(source, item), edit_end(source, item)};
    return true;
}

static bool find_line_blocks(const EditSource *source, const TreeNode *list, Block *blocks,
                             Err *err)
{
    int32_t column = list->column - 1, i = 0;
    int32_t least = edit_line_of(source, edit_begin(source, list)); /* of its first dash */
    for (const TreeNode *item = list->first; item; item = item->next) {
        int32_t line = edit_line_of(source, edit_begin(source, item));
        while (line > least && !is_dash(source, line, column))
            line--;
        if (line < least || !is_dash(source, line, column))
            return err_set(err, ERR_STATE, "line %d holds more than one item, expected one",
                           (int)line + 1);
        int32_t last = edit_line_of(source, edit_end(source, item));
        while (last + 1 < source->line_count && edit_is_comment(source, last + 1) &&
               edit_indent(source, last + 1) > column)
            last++;
        int32_t top = i == 0 ? 0 : least;
        while (line > top && edit_is_comment(source, line - 1) &&
               edit_indent(source, line - 1) == column)
            line--;
        blocks[i++] = (Block){source->lines[line], source->lines[last + 1]};
        least = last + 1;
    }
    return true;
}

/* NULL with err when the items cannot be told apart. */
static Block *find_blocks(EditSource *source, const TreeNode *list, Err *err)
{
    Block *blocks = ARENA_PUSH(source->arena, Block, (size_t)list->count + 1);
    if (!blocks) {
        (void)no_memory(err);
        return NULL;
    }
    bool ok = edit_is_flow(list) ? find_flow_blocks(source, list, blocks)
                                 : find_line_blocks(source, list, blocks, err);
    return ok ? blocks : NULL;
}

static bool move_item(EditSource *source, const char *path, int32_t to, Err *err)
{
    Place place;
    if (!find_place(source, path, &place, err))
        return false;
    if (place.name[0] || !place.node || to < 0 || to >= place.parent->count)
        return no_place(path, err);
    Block *blocks = find_blocks(source, place.parent, err);
    int32_t from = place.index, count = place.parent->count, used = 0;
    EditSplice *splices = ARENA_PUSH(source->arena, EditSplice, (size_t)count);
    if (!blocks || !splices)
        return blocks ? no_memory(err) : false;
    int32_t low = from < to ? from : to, high = from < to ? to : from;
    for (int32_t i = low; i <= high; i++) {
        int32_t taken = i == to ? from : (from < to ? i + 1 : i - 1);
        splices[used++] =
            (EditSplice){blocks[i].from, blocks[i].to, source->text + blocks[taken].from,
                         blocks[taken].to - blocks[taken].from};
    }
    return from == to || edit_splice(source, splices, used, err);
}

/* The path of the list an item is in. */
static bool list_path(const char *path, char ret_path[PROTOCOL_EDIT_MAX_PATH], Err *err)
{
    const char *bracket = strrchr(path, '[');
    size_t len = bracket ? (size_t)(bracket - path) : 0;
    if (len == 0 || len >= PROTOCOL_EDIT_MAX_PATH || strcspn(bracket, "]") + 1 != strlen(bracket))
        return no_place(path, err);
    memcpy(ret_path, path, len);
    ret_path[len] = '\0';
    return true;
}

static bool remove_item(EditSource *source, const char *path, Err *err)
{
    Place place;
    char above[PROTOCOL_EDIT_MAX_PATH];
    if (!find_place(source, path, &place, err) || !list_path(path, above, err))
        return false;
    if (place.name[0] || !place.node)
        return no_place(path, err);
    if (place.parent->count == 1)
        return unset_field(source, above, err);
    if (edit_is_flow(place.parent))
        return cut_flow_child(source, place.parent, place.node, err);
    Block *blocks = find_blocks(source, place.parent, err);
    if (!blocks)
        return false;
    Block *block = &blocks[place.index];
    int32_t first = edit_line_of(source, block->from);
    int32_t behind = edit_line_of(source, block->to - 1) + 1;
    if (place.index > 0)
        while (first > 0 && edit_is_blank(source, first - 1))
            first--;
    else
        while (behind < source->line_count && edit_is_blank(source, behind))
            behind++;
    EditSplice splice = {source->lines[first], source->lines[behind], "", 0};
    return edit_splice(source, &splice, 1, err);
}

/* The lines of value, the first behind a dash. */
static const char *dashed(const EditSource *source, const char *value, int32_t column)
{
    const char *indent = spaces(source->arena, column);
    const char *out = indent ? arena_printf(source->arena, "%s- ", indent) : NULL;
    for (const char *at = value; out && *at;) {
        size_t len = strcspn(at, "\n");
        const char *next = at + len + (at[len] ? 1 : 0);
        const char *more =
            *next && *next != '\n' ? arena_printf(source->arena, "%s  ", indent) : "";
        out = more ? arena_printf(source->arena, "%s%.*s%s%s", out, (int)len, at, source->newline,
                                  more)
                   : NULL;
        at = next;
    }
    return out;
}

static bool make_list(EditSource *source, const Place *place, const char *value, Err *err)
{
    if (!place->parent || place->parent->kind != TREE_MAP)
        return no_place(place->name, err);
    const char *raw = NULL;
    if (edit_is_flow(place->parent) || !strpbrk(value, ":\n")) {
        raw = arena_printf(source->arena, "[%s]", value);
    } else {
        const char *item = dashed(source, value, column_of_names(place->parent) + 2);
        size_t len = item ? strlen(item) - strlen(source->newline) : 0;
        raw = item ? arena_printf(source->arena, "%s%.*s", source->newline, (int)len, item) : NULL;
    }
    return raw ? add_field(source, place->parent, place->name, raw, err) : no_memory(err);
}

static bool insert_flow_item(EditSource *source, const TreeNode *list, int32_t index,
                             const char *value, Err *err)
{
    const TreeNode *next = nth_child(list, index), *last = list->first;
    while (last && last->next)
        last = last->next;
    EditSplice splice = {0};
    if (next) {
        splice.from = edit_begin(source, next);
        splice.text = arena_printf(source->arena, "%s, ", value);
    } else {
        splice.from = last ? edit_end(source, last) : edit_begin(source, list) + 1;
        splice.text = arena_printf(source->arena, "%s%s", last ? ", " : "", value);
    }
    if (!splice.text)
        return no_memory(err);
    splice.to = splice.from;
    splice.len = strlen(splice.text);
    return edit_splice(source, &splice, 1, err);
}

static bool insert_line_item(EditSource *source, const TreeNode *list, int32_t index,
                             const char *value, Err *err)
{
    Block *blocks = find_blocks(source, list, err);
    const char *item = blocks ? dashed(source, value, list->column - 1) : NULL;
    if (!blocks)
        return false;
    /* Apart from the others as they are from each other. */
    int32_t second = list->count > 1 ? edit_line_of(source, blocks[1].from) : 0;
    const char *gap = second > 0 && edit_is_blank(source, second - 1) ? source->newline : "";
    bool last = index >= list->count;
    EditSplice splice = {.from = last ? blocks[list->count - 1].to : blocks[index].from};
    if (item)
        splice.text = arena_printf(source->arena, "%s%s%s", last ? gap : "", item, last ? "" : gap);
    if (!splice.text)
        return no_memory(err);
    splice.to = splice.from;
    splice.len = strlen(splice.text);
    return edit_splice(source, &splice, 1, err);
}

static bool insert_item(EditSource *source, const char *path, const char *value, Err *err)
{
    char above[PROTOCOL_EDIT_MAX_PATH];
    Place place;
    if (!list_path(path, above, err) || !find_place(source, above, &place, err))
        return false;
    int32_t index = 0;
    if (sscanf(path + strlen(above), "[%6d]", &index) != 1 || index < 0)
        return no_place(path, err);
    if (!place.node)
        return make_list(source, &place, value, err);
    if (place.node->kind != TREE_LIST)
        return no_place(path, err);
    if (edit_is_flow(place.node))
        return insert_flow_item(source, place.node, index, value, err);
    return insert_line_item(source, place.node, index, value, err);
}

/* ---- lists of words ---- */

/* The next of words parted by blanks; 0 at the end. */
static size_t next_word(const char **at)
{
    *at += strspn(*at, " ");
    return strcspn(*at, " ");
}

static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (size_t n; (n = next_word(&words)) > 0; words += n)
        if (n == len && memcmp(words, word, n) == 0)
            return true;
    return false;
}

static bool lists_word(const TreeNode *list, const char *word, size_t len)
{
    for (const TreeNode *item = list->first; item; item = item->next)
        if (item->kind == TREE_TEXT && strlen(item->text) == len &&
            memcmp(item->text, word, len) == 0)
            return true;
    return false;
}

/* The first item that is no longer wanted, or NULL. Of the last one left the list
 * is rid only once a wanted one is there. */
static const TreeNode *find_unwanted(const TreeNode *list, const char *words, int32_t *ret_index)
{
    *ret_index = 0;
    for (const TreeNode *item = list->first; item; item = item->next, (*ret_index)++)
        if (item->kind != TREE_TEXT || !has_word(words, item->text))
            return item;
    return NULL;
}

static bool set_words(EditSource *source, const char *path, const char *words, Err *err)
{
    char item[PROTOCOL_EDIT_MAX_PATH + 16];
    const char *at = words;
    if (next_word(&at) == 0)
        return unset_field(source, path, err);
    Place place;
    for (size_t len; (len = next_word(&at)) > 0; at += len) {
        const char *word = arena_copy(source->arena, at, len);
        if (!word || !find_place(source, path, &place, err))
            return word ? false : no_memory(err);
        (void)snprintf(item, sizeof item, "%s[%d]", path, place.node ? (int)place.node->count : 0);
        if ((!place.node || !lists_word(place.node, at, len)) &&
            !insert_item(source, item, word, err))
            return false;
    }
    int32_t index;
    while (find_place(source, path, &place, err) && find_unwanted(place.node, words, &index)) {
        (void)snprintf(item, sizeof item, "%s[%d]", path, (int)index);
        if (!remove_item(source, item, err))
            return false;
    }
    return err->kind == ERR_NONE;
}

/* ---- a change ---- */

static bool apply_edit(EditSource *source, const char *language, const ProtocolEdit *edit, Err *err)
{
    if (strlen(edit->path) >= PROTOCOL_EDIT_MAX_PATH)
        return no_place(edit->path, err);
    switch (edit->kind) {
    case PROTOCOL_SET:
        return set_field(source, language, edit->path, edit->value, err);
    case PROTOCOL_UNSET:
        return unset_field(source, edit->path, err);
    case PROTOCOL_INSERT:
        return insert_item(source, edit->path, edit->value, err);
    case PROTOCOL_REMOVE:
        return remove_item(source, edit->path, err);
    case PROTOCOL_MOVE:
        return move_item(source, edit->path, edit->to, err);
    case PROTOCOL_WORDS:
        return set_words(source, edit->path, edit->value, err);
    }
    return false;
}

static bool apply_edits(Arena *scratch, Arena *arena, const char *language, const char *text,
                        size_t len, const ProtocolEdit *edits, int32_t count,
                        const Protocol **ret_protocol, Err *err)
{
    EditSource source;
    char code[PROTOCOL_LANGUAGE_SIZE];
    protocol_language_code(language, code);
    if (!edit_read(&source, scratch, text, len, err))
        return false;
    for (int32_t i = 0; i < count; i++)
        if (!apply_edit(&source, code, &edits[i], err))
            return false;
    ProtocolFaults *faults = ARENA_PUSH(scratch, ProtocolFaults, 1);
    if (!faults)
        return no_memory(err);
    Err own = {0};
    if (protocol_parse_in(arena, code, "", source.text, source.len, ret_protocol, faults, &own))
        return true;
    return err_set(err, faults->items[0].kind, "%s", faults->items[0].text);
}

bool protocol_edit(Arena *arena, const char *language, const char *text, size_t len,
                   const ProtocolEdit *edits, int32_t count, const Protocol **ret_protocol,
                   Err *err)
{
    if (count > PROTOCOL_EDIT_MAX)
        return err_set(err, ERR_LIMIT, "%d edits in one change, expected at most %d", (int)count,
                       PROTOCOL_EDIT_MAX);
    if (len > PROTOCOL_MAX_BYTES || utf8_text_len(text, len) != len)
        return err_set(err, ERR_FORMAT, "the file is no text of at most %d bytes",
                       PROTOCOL_MAX_BYTES);
    Arena scratch;
    arena_init(&scratch, SCRATCH_LIMIT);
    bool ok = apply_edits(&scratch, arena, language, text, len, edits, count, ret_protocol, err);
    arena_deinit(&scratch);
    return ok;
}
