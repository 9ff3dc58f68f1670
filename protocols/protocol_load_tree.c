#include "protocols/protocol_load_tree.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "protocols/utf8.h"

/* ---- faults ---- */

static bool is_before(const ProtocolFault *a, const ProtocolFault *b)
{
    return a->line != b->line ? a->line < b->line : a->column < b->column;
}

void tree_fault(ProtocolFaults *faults, ErrKind kind, int32_t line, int32_t column, const char *fmt,
                ...)
{
    ProtocolFault fault = {.kind = kind, .line = line, .column = column};
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(fault.text, sizeof fault.text, fmt, args);
    va_end(args);
    if (n >= (int)sizeof fault.text)
        fault.text[utf8_cut(fault.text, sizeof fault.text - 1, sizeof fault.text - 2)] = '\0';

    int32_t kept = faults->count < PROTOCOL_MAX_FAULTS ? faults->count : PROTOCOL_MAX_FAULTS;
    int32_t at = kept;
    while (at > 0 && is_before(&fault, &faults->items[at - 1]))
        at--;
    faults->count++;
    if (at == PROTOCOL_MAX_FAULTS)
        return;
    int32_t moved = kept - at - (kept == PROTOCOL_MAX_FAULTS);
    memmove(&faults->items[at + 1], &faults->items[at], (size_t)moved * sizeof fault);
    faults->items[at] = fault;
}

/* ---- building ---- */

typedef struct Level {
    TreeNode *node;
    TreeNode *last; /* child */
    const char *name;
    int32_t name_line, name_column;
    bool name_again; /* the field was there before: read its value and forget it */
    bool flow;       /* [...] or {...} */
} Level;

typedef struct Builder {
    Arena *arena;
    ProtocolFaults *faults;
    Level levels[PROTOCOL_MAX_DEPTH];
    int32_t depth;
    int32_t node_count;
    TreeNode *root;
    bool done; /* the document has ended */
} Builder;

static int32_t line_of(const yaml_event_t *event)
{
    return (int32_t)event->start_mark.line + 1;
}

static int32_t column_of(const yaml_event_t *event)
{
    return (int32_t)event->start_mark.column + 1;
}

static void end_at(TreeNode *node, const yaml_event_t *event)
{
    node->end_line = (int32_t)event->end_mark.line + 1;
    node->end_column = (int32_t)event->end_mark.column + 1;
}

/* The mark of what indentation ends lies somewhere behind it. */
static void take_end(Builder *b, const yaml_event_t *event)
{
    const Level *level = &b->levels[--b->depth];
    if (level->flow)
        end_at(level->node, event);
}

static bool no_memory(Builder *b)
{
    tree_fault(b->faults, ERR_LIMIT, 0, 0, "no memory to read the file");
    return false;
}

/* A field's name. */
static bool take_name(Builder *b, Level *level, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    level->name = arena_copy(b->arena, text, len);
    if (!level->name)
        return no_memory(b);
    level->name_line = line_of(event);
    level->name_column = column_of(event);
    const TreeNode *before = tree_field(level->node, level->name);
    level->name_again = before != NULL;
    if (before)
        tree_fault(b->faults, ERR_FORMAT, level->name_line, level->name_column,
                   "field '%s' again, it already stands in line %d", utf8_quote(text, len).text,
                   (int)before->name_line);
    return true;
}

static TreeNode *add_node(Builder *b, TreeKind kind, const yaml_event_t *event)
{
    if (b->node_count == TREE_MAX_NODES) {
        tree_fault(b->faults, ERR_LIMIT, line_of(event), column_of(event),
                   "more than %d values, expected fewer", TREE_MAX_NODES);
        return NULL;
    }
    TreeNode *node = ARENA_PUSH(b->arena, TreeNode, 1);
    if (!node) {
        (void)no_memory(b);
        return NULL;
    }
    b->node_count++;
    *node = (TreeNode){.kind = kind, .line = line_of(event), .column = column_of(event)};
    if (b->depth == 0) {
        b->root = node;
        return node;
    }
    Level *level = &b->levels[b->depth - 1];
    assert(level->node);
    node->name = level->name;
    node->name_line = level->name_line;
    node->name_column = level->name_column;
    level->name = NULL;
    if (level->name_again) {
        level->name_again = false;
        return node;
    }
    if (level->last)
        level->last->next = node;
    else
        level->node->first = node;
    level->last = node;
    level->node->count++;
    return node;
}

static void refuse_anchor_and_tag(Builder *b, const yaml_event_t *event, const yaml_char_t *anchor,
                                  const yaml_char_t *tag)
{
    if (anchor)
        tree_fault(b->faults, ERR_FORMAT, line_of(event), column_of(event),
                   "an anchor (&%s), expected none: write the value out",
                   utf8_quote((const char *)anchor, strlen((const char *)anchor)).text);
    if (tag)
        tree_fault(b->faults, ERR_FORMAT, line_of(event), column_of(event),
                   "a tag (%s), expected none: put text that begins with ! in quotes",
                   utf8_quote((const char *)tag, strlen((const char *)tag)).text);
}

/* A map's odd children are names; only text can be one. */
static bool expects_name(const Builder *b)
{
    return b->depth > 0 && b->levels[b->depth - 1].node->kind == TREE_MAP &&
           !b->levels[b->depth - 1].name;
}

static bool take_scalar(Builder *b, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    refuse_anchor_and_tag(b, event, event->data.scalar.anchor, event->data.scalar.tag);
    if (expects_name(b))
        return take_name(b, &b->levels[b->depth - 1], event);

    TreeNode *node = add_node(b, TREE_TEXT, event);
    if (!node)
        return false;
    end_at(node, event);
    if (len > PROTOCOL_MAX_TEXT) {
        tree_fault(b->faults, ERR_LIMIT, node->line, node->column,
                   "a text of %zu bytes, expected at most %d", len, PROTOCOL_MAX_TEXT);
        node->kind = TREE_BAD;
        return true;
    }
    if (utf8_text_len(text, len) != len) {
        tree_fault(b->faults, ERR_FORMAT, node->line, node->column,
                   "text with a control character ('%s'), expected none",
                   utf8_quote(text, len).text);
        node->kind = TREE_BAD;
        return true;
    }
    node->text = arena_copy(b->arena, text, len);
    return node->text || no_memory(b);
}

static bool take_start(Builder *b, TreeKind kind, const yaml_event_t *event)
{
    if (kind == TREE_MAP)
        refuse_anchor_and_tag(b, event, event->data.mapping_start.anchor,
                              event->data.mapping_start.tag);
    else
        refuse_anchor_and_tag(b, event, event->data.sequence_start.anchor,
                              event->data.sequence_start.tag);
    if (expects_name(b)) {
        tree_fault(b->faults, ERR_FORMAT, line_of(event), column_of(event),
                   "%s as the name of a field, expected text", tree_kind_name(kind));
        return false;
    }
    if (b->depth == PROTOCOL_MAX_DEPTH) {
        tree_fault(b->faults, ERR_LIMIT, line_of(event), column_of(event),
                   "lists and maps nested deeper than %d, expected fewer", PROTOCOL_MAX_DEPTH);
        return false;
    }
    TreeNode *node = add_node(b, kind, event);
    if (!node)
        return false;
    bool flow = kind == TREE_MAP ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                                 : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    b->levels[b->depth++] = (Level){.node = node, .flow = flow};
    return true;
}

static bool take_alias(Builder *b, const yaml_event_t *event)
{
    const char *anchor = (const char *)event->data.alias.anchor;
    tree_fault(b->faults, ERR_FORMAT, line_of(event), column_of(event),
               "an alias (*%s), expected none: write the value out",
               utf8_quote(anchor, strlen(anchor)).text);
    return !expects_name(b) && add_node(b, TREE_BAD, event);
}

static bool take_document(Builder *b, const yaml_event_t *event)
{
    if (!b->done)
        return true;
    tree_fault(b->faults, ERR_FORMAT, line_of(event), column_of(event),
               "a second document (---), expected one protocol in a file");
    return false;
}

/* False when reading is to stop, with a fault. */
static bool take_event(Builder *b, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return take_document(b, event);
    case YAML_DOCUMENT_END_EVENT:
        b->done = true;
        return true;
    case YAML_ALIAS_EVENT:
        return take_alias(b, event);
    case YAML_SCALAR_EVENT:
        return take_scalar(b, event);
    case YAML_SEQUENCE_START_EVENT:
        return take_start(b, TREE_LIST, event);
    case YAML_MAPPING_START_EVENT:
        return take_start(b, TREE_MAP, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        take_end(b, event);
        return true;
    default:
        return true;
    }
}

/* ---- reading ---- */

Utf8Place tree_place(const char *text, size_t len, size_t offset)
{
    Utf8Place place = {1, 1};
    size_t at = len >= 3 && offset >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < offset && at < len) {
        size_t bytes = utf8_break_len(text + at, len - at);
        bool end = bytes > 0 && at + bytes <= offset;
        if (bytes == 0)
            (void)utf8_decode(text + at, len - at, &bytes);
        place.line += end;
        place.column = end ? 1 : place.column + 1;
        at += bytes;
    }
    return place;
}

/* libyaml's own sentence, with a hint for what most often causes it. */
static void report_syntax(const yaml_parser_t *parser, const char *text, size_t len,
                          ProtocolFaults *faults)
{
    if (parser->error == YAML_MEMORY_ERROR) {
        tree_fault(faults, ERR_SYSTEM, 0, 0, "no memory to read the file");
        return;
    }
    if (parser->error == YAML_READER_ERROR) {
        Utf8Place place = tree_place(text, len, parser->problem_offset);
        tree_fault(faults, ERR_FORMAT, place.line, place.column,
                   "a character that YAML does not "
                   "allow, expected text");
        return;
    }
    int32_t line = (int32_t)parser->problem_mark.line + 1;
    int32_t column = (int32_t)parser->problem_mark.column + 1;
    size_t at = parser->problem_mark.index; /* counts characters */
    size_t offset = 0;
    for (size_t bytes = 0; at > 0 && offset < len; at--, offset += bytes)
        (void)utf8_decode(text + offset, len - offset, &bytes);
    if (offset < len && text[offset] == '\t')
        tree_fault(faults, ERR_FORMAT, line, column, "a tab in front, expected spaces");
    else
        tree_fault(faults, ERR_FORMAT, line, column,
                   "not readable as YAML from here (%s), expected 'name: value' lines and '- item' "
                   "lists indented by spaces, and quotes round text with : or #",
                   parser->problem ? parser->problem : "unknown reason");
}

static bool read_events(yaml_parser_t *parser, Builder *b, const char *text, size_t len)
{
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            report_syntax(parser, text, len, b->faults);
            return false;
        }
        bool last = event.type == YAML_STREAM_END_EVENT;
        bool ok = take_event(b, &event);
        yaml_event_delete(&event);
        if (last || !ok)
            return ok;
    }
}

const TreeNode *tree_read(Arena *arena, const char *text, size_t len, ProtocolFaults *faults)
{
    Builder builder = {.arena = arena, .faults = faults};
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        (void)no_memory(&builder);
        return NULL;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
    bool ok = read_events(&parser, &builder, text, len);
    yaml_parser_delete(&parser);
    if (ok && !builder.root)
        tree_fault(faults, ERR_FORMAT, 1, 1, "nothing in the file, expected a protocol");
    return ok ? builder.root : NULL;
}

const TreeNode *tree_field(const TreeNode *map, const char *name)
{
    if (map->kind != TREE_MAP)
        return NULL;
    for (const TreeNode *node = map->first; node; node = node->next)
        if (strcmp(node->name, name) == 0)
            return node;
    return NULL;
}

const char *tree_kind_name(TreeKind kind)
{
    static const char *const names[] = {[TREE_TEXT] = "text",
                                        [TREE_LIST] = "a list",
                                        [TREE_MAP] = "a map of fields",
                                        [TREE_BAD] = "something else",
                                        [TREE_WORDING] = "text or a map of languages"};
    return names[kind];
}
