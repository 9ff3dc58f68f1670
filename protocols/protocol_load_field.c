#include "protocols/protocol_load_field.h"

#include <stdio.h>
#include <string.h>

#include "protocols/utf8.h"

/* "a, b, c", cut where it gets too long for a message. */
typedef struct Joined {
    char text[150];
} Joined;

static void join_word(Joined *joined, const char *word)
{
    size_t at = strlen(joined->text);
    (void)snprintf(joined->text + at, sizeof joined->text - at, "%s%s", at > 0 ? ", " : "", word);
}

static Utf8Quote quote(const TreeNode *text)
{
    return utf8_quote(text->text, strlen(text->text));
}

/* ---- maps ---- */

static const FieldSpec *find_spec(const FieldSpec *specs, const char *name)
{
    for (; specs->name; specs++)
        if (strcmp(specs->name, name) == 0)
            return specs;
    return NULL;
}

static void report_unknown(FieldReader *r, const TreeNode *node, const FieldSpec *specs)
{
    Joined known = {0};
    for (; specs->name; specs++)
        join_word(&known, specs->name);
    tree_fault(r->faults, ERR_FORMAT, node->name_line, node->name_column,
               "unknown field '%s', expected one of %s",
               utf8_quote(node->name, strlen(node->name)).text, known.text);
}

static void check_field(FieldReader *r, const TreeNode *node, const FieldSpec *specs)
{
    const FieldSpec *spec = find_spec(specs, node->name);
    if (!spec)
        report_unknown(r, node, specs);
    else if (node->kind == TREE_BAD)
        return;
    else if (node->kind != spec->kind)
        tree_fault(r->faults, ERR_FORMAT, node->line, node->column, "'%s' is %s, expected %s",
                   spec->name, tree_kind_name(node->kind), tree_kind_name(spec->kind));
    else if (node->kind == TREE_TEXT && node->text[0] == '\0')
        tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                   "'%s' is empty, expected text%s", spec->name,
                   spec->required ? "" : ", or no such field");
}

bool field_check_map(FieldReader *r, const TreeNode *node, const char *what, const FieldSpec *specs)
{
    if (node->kind == TREE_BAD)
        return false;
    if (node->kind != TREE_MAP) {
        tree_fault(r->faults, ERR_FORMAT, node->line, node->column, "%s is %s, expected %s", what,
                   tree_kind_name(node->kind), tree_kind_name(TREE_MAP));
        return false;
    }
    for (const TreeNode *child = node->first; child; child = child->next)
        check_field(r, child, specs);
    for (const FieldSpec *spec = specs; spec->name; spec++)
        if (spec->required && !tree_field(node, spec->name))
            tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                       "no field '%s', expected one in %s", spec->name, what);
    return true;
}

const TreeNode *field_get(const TreeNode *map, const char *name, TreeKind kind)
{
    const TreeNode *node = tree_field(map, name);
    bool fits = node && node->kind == kind && !(kind == TREE_TEXT && node->text[0] == '\0');
    return fits ? node : NULL;
}

/* ---- texts ---- */

static const char *copy_text(FieldReader *r, const char *text, size_t len)
{
    const char *copy = arena_copy(r->arena, text, len);
    if (copy)
        return copy;
    tree_fault(r->faults, ERR_LIMIT, 0, 0, "no memory left for the protocol");
    return "";
}

const char *field_line(FieldReader *r, const TreeNode *map, const char *name, size_t max)
{
    const TreeNode *node = field_get(map, name, TREE_TEXT);
    if (!node)
        return "";
    size_t len = strlen(node->text);
    if (len > max)
        tree_fault(r->faults, ERR_LIMIT, node->line, node->column,
                   "'%s' of %zu bytes, expected at most %zu", name, len, max);
    else if (strpbrk(node->text, "\n\r\t"))
        tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                   "'%s' has a line end or tab in it ('%s'), expected one line", name,
                   quote(node).text);
    else
        return copy_text(r, node->text, len);
    return "";
}

const char *field_lines(FieldReader *r, const TreeNode *map, const char *name)
{
    const TreeNode *node = field_get(map, name, TREE_TEXT);
    if (!node)
        return "";
    size_t len = strlen(node->text);
    while (len > 0 && strchr("\n\r\t ", node->text[len - 1]))
        len--;
    return copy_text(r, node->text, len);
}

static bool is_key_char(char c, bool lower)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           (!lower && c >= 'A' && c <= 'Z');
}

const char *field_key(FieldReader *r, const TreeNode *map, const char *name, bool lower)
{
    const TreeNode *node = field_get(map, name, TREE_TEXT);
    if (!node)
        return "";
    size_t len = strlen(node->text);
    if (len > PROTOCOL_MAX_KEY) {
        tree_fault(r->faults, ERR_LIMIT, node->line, node->column,
                   "'%s' of %zu characters, expected at most %d", name, len, PROTOCOL_MAX_KEY);
        return "";
    }
    for (size_t i = 0; i < len; i++)
        if (!is_key_char(node->text[i], lower) || node->text[0] == '-') {
            tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                       "%s '%s', expected only %s, 0-9 and - after the first", name,
                       quote(node).text, lower ? "a-z" : "a-z, A-Z");
            return "";
        }
    return copy_text(r, node->text, len);
}

/* ---- numbers ---- */

/* Digits with up to `decimals` places as a count of the smallest place; -1 when
 * the text is no such number or too large to matter. */
static int64_t parse_decimal(const char *text, int decimals)
{
    int64_t value = 0;
    int places = -1; /* none seen */
    bool digit = false;
    for (; *text; text++) {
        if (*text == '.' && places < 0 && decimals > 0 && digit) {
            places = 0;
            digit = false;
            continue;
        }
        if (*text < '0' || *text > '9' || value > INT64_C(1000000000000) || places == decimals)
            return -1;
        value = value * 10 + (*text - '0');
        digit = true;
        places += places >= 0;
    }
    if (!digit)
        return -1;
    for (int i = places < 0 ? 0 : places; i < decimals; i++)
        value *= 10;
    return value;
}

void field_int(FieldReader *r, const TreeNode *map, const char *name, int32_t min, int32_t max,
               int32_t *value)
{
    const TreeNode *node = field_get(map, name, TREE_TEXT);
    if (!node)
        return;
    bool negative = node->text[0] == '-';
    int64_t number = parse_decimal(node->text + negative, 0);
    int64_t found = negative ? -number : number;
    if (number < 0 || found < min || found > max)
        tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                   "%s '%s', expected a whole number from %d to %d", name, quote(node).text,
                   (int)min, (int)max);
    else
        *value = (int32_t)found;
}

void field_seconds(FieldReader *r, const TreeNode *map, const char *name, int32_t min_s,
                   int32_t max_s, int64_t *value_ms)
{
    const TreeNode *node = field_get(map, name, TREE_TEXT);
    if (!node)
        return;
    int64_t ms = parse_decimal(node->text, 3);
    if (ms < (int64_t)min_s * 1000 || ms > (int64_t)max_s * 1000)
        tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                   "%s '%s', expected seconds from %d to %d", name, quote(node).text, (int)min_s,
                   (int)max_s);
    else
        *value_ms = ms;
}

/* ---- words ---- */

int32_t field_find_word(FieldReader *r, const TreeNode *text, const char *what,
                        const char *const *words)
{
    for (int32_t i = 0; words[i]; i++)
        if (strcmp(words[i], text->text) == 0)
            return i;
    Joined known = {0};
    for (int32_t i = 0; words[i]; i++)
        join_word(&known, words[i]);
    tree_fault(r->faults, ERR_FORMAT, text->line, text->column,
               "unknown %s '%s', expected one of %s", what, quote(text).text,
               words[0] ? known.text : "none, for there are none here");
    return PROTOCOL_NONE;
}

int32_t field_word(FieldReader *r, const TreeNode *map, const char *name, const char *const *words)
{
    const TreeNode *node = field_get(map, name, TREE_TEXT);
    if (!node)
        return PROTOCOL_NONE;
    return field_find_word(r, node, name, words);
}

uint32_t field_words(FieldReader *r, const TreeNode *map, const char *name,
                     const char *const *words)
{
    uint32_t set = 0;
    const TreeNode *list = field_get(map, name, TREE_LIST);
    for (const TreeNode *node = list ? list->first : NULL; node; node = node->next) {
        if (node->kind == TREE_BAD)
            continue;
        if (node->kind != TREE_TEXT) {
            tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                       "%s in '%s', expected words", tree_kind_name(node->kind), name);
            continue;
        }
        int32_t word = field_find_word(r, node, name, words);
        if (word == PROTOCOL_NONE)
            continue;
        if (set & 1U << word)
            tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                       "'%s' twice in '%s', expected once", words[word], name);
        set |= 1U << word;
    }
    return set;
}

void field_bool(FieldReader *r, const TreeNode *map, const char *name, bool *value)
{
    static const char *const words[] = {"yes", "no", "true", "false", NULL};
    int32_t word = field_word(r, map, name, words);
    if (word != PROTOCOL_NONE)
        *value = word == 0 || word == 2;
}
