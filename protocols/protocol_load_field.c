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

static bool is_kind(TreeKind found, TreeKind expected)
{
    return found == expected ||
           (expected == TREE_WORDING && (found == TREE_TEXT || found == TREE_MAP));
}

static void check_field(FieldReader *r, const TreeNode *node, const FieldSpec *specs)
{
    const FieldSpec *spec = find_spec(specs, node->name);
    if (!spec)
        report_unknown(r, node, specs);
    else if (node->kind == TREE_BAD)
        return;
    else if (!is_kind(node->kind, spec->kind))
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

/* shown: the field's name as it stands in messages. */
static bool is_one_line(FieldReader *r, const TreeNode *node, const char *shown, size_t max)
{
    size_t len = strlen(node->text);
    if (len > max)
        tree_fault(r->faults, ERR_LIMIT, node->line, node->column,
                   "%s of %zu bytes, expected at most %zu", shown, len, max);
    else if (strpbrk(node->text, "\n\r\t"))
        tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                   "%s has a line end or tab in it ('%s'), expected one line", shown,
                   quote(node).text);
    else
        return true;
    return false;
}

typedef struct Shown {
    char text[80];
} Shown;

static Shown shown_field(const char *name, const char *language)
{
    Shown shown;
    (void)snprintf(shown.text, sizeof shown.text, "'%.40s'%s%.8s", name, *language ? " in " : "",
                   language);
    return shown;
}

const char *field_line(FieldReader *r, const TreeNode *map, const char *name, size_t max)
{
    const TreeNode *node = field_get(map, name, TREE_TEXT);
    if (!node || !is_one_line(r, node, shown_field(name, "").text, max))
        return "";
    return copy_text(r, node->text, strlen(node->text));
}

/* ---- wordings ---- */

/* Never to nothing: who says a blank gets a blank. */
static const char *copy_wording(FieldReader *r, const TreeNode *node)
{
    size_t len = utf8_trim_len(node->text, strlen(node->text));
    return copy_text(r, node->text, len > 0 ? len : strlen(node->text));
}

static bool is_wording(FieldReader *r, const TreeNode *node, const char *shown, size_t max)
{
    return max == 0 || is_one_line(r, node, shown, max);
}

static bool is_language(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz");
    return name[len] == '\0' && len >= 2 && len < PROTOCOL_LANGUAGE_SIZE;
}

/* One more text in this language; false when there are too many languages. */
static bool count_language(FieldReader *r, const TreeNode *node)
{
    int32_t i = 0;
    while (i < r->language_count && strcmp(r->languages[i].code, node->name) != 0)
        i++;
    if (i == PROTOCOL_MAX_LANGUAGES) {
        tree_fault(r->faults, ERR_LIMIT, node->name_line, node->name_column,
                   "'%s' is one more language than %d, expected fewer", node->name,
                   PROTOCOL_MAX_LANGUAGES);
        return false;
    }
    if (i == r->language_count) {
        memcpy(r->languages[i].code, node->name, strlen(node->name) + 1);
        r->language_count++;
    }
    r->languages[i].texts++;
    return true;
}

/* Whether the text in one language is there; what is wrong is a fault. */
static bool check_language(FieldReader *r, const TreeNode *node, const char *name)
{
    if (node->kind == TREE_BAD)
        return false;
    if (!is_language(node->name)) {
        tree_fault(r->faults, ERR_FORMAT, node->name_line, node->name_column,
                   "language '%s' in '%s', expected two or three small letters such as en or es",
                   utf8_quote(node->name, strlen(node->name)).text, name);
        return false;
    }
    if (node->kind != TREE_TEXT || node->text[0] == '\0') {
        tree_fault(r->faults, ERR_FORMAT, node->line, node->column, "%s is %s, expected text",
                   shown_field(name, node->name).text,
                   node->kind == TREE_TEXT ? "empty" : tree_kind_name(node->kind));
        return false;
    }
    return count_language(r, node);
}

/* How well a language fits what is asked for. */
static int fit_of(const FieldReader *r, const char *language)
{
    if (strcmp(language, r->language) == 0)
        return 3;
    return strcmp(language, PROTOCOL_LANGUAGE) == 0 ? 2 : 1;
}

const char *field_wording_of(FieldReader *r, const TreeNode *node, const char *name, size_t max)
{
    if (!is_kind(node->kind, TREE_WORDING))
        return "";
    r->text_count++;
    if (node->kind == TREE_TEXT)
        return is_wording(r, node, shown_field(name, "").text, max) ? copy_wording(r, node) : "";
    if (node->count == 0)
        tree_fault(r->faults, ERR_FORMAT, node->line, node->column,
                   "'%s' has no language, expected text in one such as en or es", name);
    const TreeNode *chosen = NULL;
    int best = 0;
    for (const TreeNode *child = node->first; child; child = child->next) {
        if (!check_language(r, child, name) ||
            !is_wording(r, child, shown_field(name, child->name).text, max))
            continue;
        int fit = fit_of(r, child->name);
        if (fit > best) {
            best = fit;
            chosen = child;
        }
    }
    return chosen ? copy_wording(r, chosen) : "";
}

const char *field_wording(FieldReader *r, const TreeNode *map, const char *name, size_t max)
{
    const TreeNode *node = tree_field(map, name);
    return node ? field_wording_of(r, node, name, max) : "";
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
