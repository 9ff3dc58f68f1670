/* edit_protocol.h - edits of every kind, drawn from the bytes of the input: each is
 * refused with one sentence and nothing is changed, or it is done, and all the rest of
 * the file says what it said. */
#ifndef TESTS_FUZZ_EDIT_PROTOCOL_H
#define TESTS_FUZZ_EDIT_PROTOCOL_H

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "protocols/protocol_edit.h"
#include "protocols/protocol_load_tree.h"
#include "protocols/utf8.h"

enum { DRAWN_VALUE = 400 };

/* Numbers that follow from the input, and the input itself. */
typedef struct Draw {
    uint64_t state;
    const char *text;
    size_t len;
} Draw;

static inline Draw draw_of(const char *text, size_t len)
{
    return (Draw){fnv1a(FNV1A_BEGIN, text, len), text, len};
}

static inline uint32_t draw_below(Draw *d, uint32_t n)
{
    uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) % n);
}

/* ---- what is set ---- */

/* A piece of the input, or one of what is easily written wrong. */
static inline const char *draw_value(Draw *d, char ret_value[DRAWN_VALUE])
{
    static const char *const values[] = {
        "",
        "Plain words",
        "With: colon",
        "no",
        "7",
        "a # hash",
        "it's \"so\" \\",
        " blanks about ",
        "two\nlines",
        "two\n\n\n  lines\n",
        "a\ttab",
        "a\rreturn",
        "\xE2\x80\xA8"
        "between\xE2\x80\xA9"
        "separators\xC2\x85",
        "- dash",
        "[list",
        "{a: b}",
        "? x",
        "> y",
        "...",
        "---",
        "\xEF\xBB\xBF",
        ("a long text that goes on and on, word after word, until it is wider than a line of a "
         "file may be"),
        "averyveryverylongwordwithoutanyblankinitthatgoesonandonandonandonandonandonandonandon "
        "end",
    };
    enum { COUNT = sizeof values / sizeof values[0] };
    size_t at = draw_below(d, (uint32_t)d->len + 1);
    size_t len = draw_below(d, draw_below(d, 8) == 0 ? DRAWN_VALUE - 1 : 24);
    len = len < d->len - at ? len : d->len - at;
    bool piece = draw_below(d, 2) == 0 && utf8_valid_len(d->text + at, len) == len &&
                 !memchr(d->text + at, '\0', len);
    (void)snprintf(ret_value, DRAWN_VALUE, "%.*s", piece ? (int)len : DRAWN_VALUE - 1,
                   piece ? d->text + at : values[draw_below(d, COUNT)]);
    return ret_value;
}

/* What can stand in that list, mostly. */
static inline const char *draw_item(Draw *d, const char *path)
{
    static const struct {
        const char *list, *item;
    } items[] = {
        {"codes", "key: drawn\nlabel: New\nkind: point\nabout: [pupil, group, class]"},
        {"codes", "key: drawn\nlabel: New\nkind: rating\nabout: [class]\nscale: {min: 1, max: 4}"},
        {"categories", "key: drawn\ntitle: New\ncodes:\n  - key: drawn-too\n    label: New\n"
                       "    kind: point\n    about: [class]"},
        {"modifiers", "key: drawn\nlabel: New\noptions:\n  - {key: one, label: One}\n"
                      "  - {key: two, label: Two}"},
        {"options", "key: drawn\nlabel: New"},
        {"debrief", "who: The team\nminutes: 5\nprompt: What was seen?"},
        {"about", "adult"},
        {"about", "group"},
        {"look_for", "Who"},
        {"look_for", "en: Who spoke?\nes: \"\xC2\xBFQui\xC3\xA9n?\""},
        {"ring", "label: New\nset: {form: full}"},
    };
    enum { COUNT = sizeof items / sizeof items[0], TRIES = 30 };
    uint32_t i = draw_below(d, COUNT);
    for (int n = 0; n < TRIES && !strstr(path, items[i].list); n++)
        i = draw_below(d, COUNT);
    return items[i].item;
}

static inline const char *draw_words(Draw *d)
{
    static const char *const words[] = {
        "",         "pupil", "group class adult", "pupil pupil", "form",
        "ask mark", "class", "adult pupil"};
    return words[draw_below(d, sizeof words / sizeof words[0])];
}

static inline const char *draw_field(Draw *d)
{
    static const char *const fields[] = {
        "title",  "label",     "who",      "summary", "purpose",  "source", "version", "short",
        "detail", "help",      "group",    "prompt",  "question", "key",    "kind",    "hue",
        "shape",  "minutes",   "en",       "es",      "about",    "codes",  "options", "pads",
        "ring",   "modifiers", "look_for", "debrief", "rules",    "set",    "scale",   "preset",
    };
    return fields[draw_below(d, sizeof fields / sizeof fields[0])];
}

/* ---- places ---- */

/* A walk from the root to some place, there or not; "" when it ends at once. */
static inline const TreeNode *draw_path(Draw *d, const TreeNode *root, size_t room, char *path)
{
    const TreeNode *node = root;
    size_t used = 0;
    path[0] = '\0';
    while (node && (node->kind == TREE_MAP || node->kind == TREE_LIST)) {
        uint32_t index =
            draw_below(d, (uint32_t)node->count + (node->count == 0 || draw_below(d, 4) == 0));
        const TreeNode *child = node->first;
        for (uint32_t i = 0; i < index && child; i++)
            child = child->next;
        int n = node->kind == TREE_LIST
                    ? snprintf(path + used, room - used, "[%u]", (unsigned)index)
                    : snprintf(path + used, room - used, "%s%s", used > 0 ? "." : "",
                               child ? child->name : draw_field(d));
        used += (size_t)n;
        if (used >= room) {
            path[0] = '\0';
            return NULL;
        }
        node = child;
        if (draw_below(d, 6) == 0)
            break;
    }
    return node;
}

/* What stands at a path; NULL: nothing. */
static inline const TreeNode *node_at(const TreeNode *root, const char *path)
{
    const TreeNode *node = root;
    while (node && *path) {
        int end = 0, index = 0;
        if (sscanf(path, "[%d]%n", &index, &end) == 1 && end > 0) {
            node = node->kind == TREE_LIST ? node->first : NULL;
            while (node && index-- > 0)
                node = node->next;
            path += end;
            continue;
        }
        char name[PROTOCOL_EDIT_MAX_PATH];
        path += *path == '.';
        size_t len = strcspn(path, ".[");
        (void)snprintf(name, sizeof name, "%.*s", (int)len, path);
        node = tree_field(node, name);
        path += len;
    }
    return node;
}

/* Cuts the last step off; false when that leaves the root. */
static inline bool path_up(char *path)
{
    char *dot = strrchr(path, '.'), *bracket = strrchr(path, '[');
    char *end = !dot || (bracket && bracket > dot) ? bracket : dot;
    path[end ? end - path : 0] = '\0';
    return end != NULL;
}

/* What the node says, but for one that is left out; whatever its layout is. */
static inline uint64_t meaning_of(const TreeNode *node, const TreeNode *left_out)
{
    uint64_t h = fnv1a(FNV1A_BEGIN, &node->kind, sizeof node->kind);
    if (node->kind == TREE_TEXT)
        h = fnv1a(h, node->text, utf8_trim_len(node->text, strlen(node->text)));
    for (const TreeNode *child = node->first; child; child = child->next) {
        uint64_t of_child = child == left_out ? 0 : meaning_of(child, left_out);
        if (child == left_out)
            continue;
        if (child->name)
            h = fnv1a(h, child->name, strlen(child->name) + 1);
        h = fnv1a(h, &of_child, sizeof of_child);
    }
    return h;
}

/* ---- what must be so afterwards ---- */

typedef struct Edited {
    const TreeNode *before, *after; /* roots */
    const char *language;
    ProtocolEdit edit;
} Edited;

static inline void assert_same_but(const Edited *e, const TreeNode *before, const TreeNode *after)
{
    assert(meaning_of(e->before, before) == meaning_of(e->after, after));
}

static inline bool says(const TreeNode *node, const char *value)
{
    size_t len =
        node && node->kind == TREE_TEXT ? utf8_trim_len(node->text, strlen(node->text)) : 0;
    return node && node->kind == TREE_TEXT &&
           (strcmp(node->text, value) == 0 ||
            (len == strlen(value) && memcmp(node->text, value, len) == 0));
}

static inline void assert_set(const Edited *e)
{
    char path[PROTOCOL_EDIT_MAX_PATH + 8];
    (void)snprintf(path, sizeof path, "%s", e->edit.path);
    const TreeNode *before = node_at(e->before, path);
    if (before && before->kind == TREE_MAP) { /* a text in several languages */
        (void)snprintf(path, sizeof path, "%s.%s", e->edit.path, e->language);
        before = node_at(e->before, path);
    }
    const TreeNode *after = node_at(e->after, path);
    assert(says(after, e->edit.value));
    if (!before && path_up(path) && !node_at(e->before, path)) { /* with the map it is in */
        after = node_at(e->after, path);
        assert(after && after->kind == TREE_MAP && after->count == 1);
    }
    assert_same_but(e, before, after);
}

static inline void assert_unset(const Edited *e)
{
    assert(!node_at(e->after, e->edit.path));
    assert_same_but(e, node_at(e->before, e->edit.path), NULL);
}

static inline void assert_inserted(const Edited *e, const TreeNode *value)
{
    char path[PROTOCOL_EDIT_MAX_PATH];
    int index = 0;
    (void)snprintf(path, sizeof path, "%s", e->edit.path);
    (void)sscanf(strrchr(path, '['), "[%d]", &index);
    (void)path_up(path);
    const TreeNode *before = node_at(e->before, path), *after = node_at(e->after, path);
    int32_t count = before ? before->count : 0;
    assert(after && after->kind == TREE_LIST && after->count == count + 1);
    const TreeNode *item = after->first;
    for (int32_t i = 0; i < index && item->next; i++)
        item = item->next;
    assert(meaning_of(item, NULL) == meaning_of(value, NULL));
    assert_same_but(e, NULL, before ? item : after);
}

static inline void assert_removed(const Edited *e)
{
    char path[PROTOCOL_EDIT_MAX_PATH];
    (void)snprintf(path, sizeof path, "%s", e->edit.path);
    (void)path_up(path);
    const TreeNode *list = node_at(e->before, path);
    bool last = list->count == 1;
    assert(last == !node_at(e->after, path));
    assert_same_but(e, last ? list : node_at(e->before, e->edit.path), NULL);
}

static inline void assert_moved(const Edited *e)
{
    char path[PROTOCOL_EDIT_MAX_PATH];
    (void)snprintf(path, sizeof path, "%s", e->edit.path);
    (void)path_up(path);
    const TreeNode *before = node_at(e->before, path), *after = node_at(e->after, path);
    const TreeNode *moved = node_at(e->before, e->edit.path);
    assert(after && after->count == before->count);
    const TreeNode *item = after->first, *old = before->first;
    for (int32_t i = 0; item; i++, item = item->next) {
        bool is = i == e->edit.to;
        old = !is && old == moved ? old->next : old;
        assert(meaning_of(item, NULL) == meaning_of(is ? moved : old, NULL));
        old = is ? old : old->next;
    }
    assert_same_but(e, before, after);
}

static inline void assert_words(const Edited *e)
{
    const TreeNode *before = node_at(e->before, e->edit.path);
    const TreeNode *after = node_at(e->after, e->edit.path);
    int32_t count = 0;
    for (const char *at = e->edit.value; *at; at += strspn(at, " "), count++) {
        const TreeNode *item = after ? after->first : NULL;
        size_t len = strcspn(at, " ");
        while (item && (strlen(item->text) != len || memcmp(item->text, at, len) != 0))
            item = item->next;
        assert(item);
        at += len;
    }
    assert((count == 0) == !after && (!after || after->count <= count));
    assert_same_but(e, before, after);
}

static inline void assert_done(Arena *arena, const Edited *e)
{
    ProtocolFaults none = {0};
    switch (e->edit.kind) {
    case PROTOCOL_SET:
        assert_set(e);
        break;
    case PROTOCOL_UNSET:
        assert_unset(e);
        break;
    case PROTOCOL_INSERT:
        assert_inserted(e, tree_read(arena, e->edit.value, strlen(e->edit.value), &none));
        break;
    case PROTOCOL_REMOVE:
        assert_removed(e);
        break;
    case PROTOCOL_MOVE:
        assert_moved(e);
        break;
    case PROTOCOL_WORDS:
        assert_words(e);
        break;
    }
}

/* ---- edits of a good file ---- */

/* "codes[1]" of "categories[0].codes[1]". */
static inline const char *last_list(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot ? dot + 1 : path;
}

/* A protocol that says the same with other line ends, comments and empty lines; NULL when
 * none comes of it. */
static inline const Protocol *roughen(Draw *d, Arena *arena, const Protocol *p)
{
    static const char *const ends[] = {"\r\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
    enum { MOST = 16, OTHER = sizeof ends / sizeof ends[0] };
    char *text = arena_push(arena, (p->text_len + 1) * MOST, 1, 1);
    uint32_t seldom = 1 + draw_below(d, 12), used = 0;
    for (size_t i = 0; i < p->text_len && text; i++) {
        bool end = p->text[i] == '\n', other = end && draw_below(d, seldom) == 0;
        if (!other) {
            text[used++] = p->text[i];
            continue;
        }
        const char *with = ends[draw_below(d, OTHER)];
        const char *more[] = {"", "", "", "\n", "  ", with, "# drawn\n", "    # drawn\n"};
        used += (uint32_t)snprintf(text + used, MOST + 1, "%s%s", draw_below(d, 4) ? with : "\n",
                                   more[draw_below(d, sizeof more / sizeof more[0])]);
    }
    const Protocol *rough = NULL;
    ProtocolFaults faults;
    Err err = {0};
    return text && protocol_parse(arena, "x", text, used, &rough, &faults, &err) ? rough : NULL;
}

static inline ProtocolEdit draw_edit(Draw *d, const TreeNode *root,
                                     char path[PROTOCOL_EDIT_MAX_PATH], char value[DRAWN_VALUE])
{
    ProtocolEdit edit = {(ProtocolEditKind)draw_below(d, PROTOCOL_WORDS + 1), path, NULL, 0};
    (void)draw_path(d, root, PROTOCOL_EDIT_MAX_PATH, path);
    bool item =
        edit.kind == PROTOCOL_INSERT || edit.kind == PROTOCOL_REMOVE || edit.kind == PROTOCOL_MOVE;
    if (item && draw_below(d, 8) > 0) /* most places are in no list */
        while (*path && path[strlen(path) - 1] != ']')
            (void)path_up(path);
    switch (edit.kind) {
    case PROTOCOL_SET:
        edit.value = draw_value(d, value);
        break;
    case PROTOCOL_INSERT:
        edit.value = draw_item(d, last_list(path));
        break;
    case PROTOCOL_WORDS:
        edit.value = draw_words(d);
        break;
    case PROTOCOL_MOVE:
        edit.to = (int32_t)draw_below(d, 6) - (draw_below(d, 16) == 0);
        break;
    default:
        break;
    }
    return edit;
}

/* One edit, and where it is done the next one of what comes out; the protocol, changed or
 * not. */
static inline const Protocol *edit_some(Draw *d, Arena *arena, const Protocol *p, int32_t rounds)
{
    for (int32_t i = 0; i < rounds; i++) {
        char path[PROTOCOL_EDIT_MAX_PATH], value[DRAWN_VALUE];
        ProtocolFaults faults = {0};
        Err err = {0};
        Edited e = {.before = tree_read(arena, p->text, p->text_len, &faults),
                    .language = draw_below(d, 3) ? "en" : "es"};
        const Protocol *next = NULL;
        assert(e.before && faults.count == 0);
        e.edit = draw_edit(d, e.before, path, value);
        size_t used = arena->used;
        if (!protocol_edit(arena, e.language, p->text, p->text_len, &e.edit, 1, &next, &err)) {
            size_t len = strlen(err.text);
            assert(!next && arena->used == used && err.kind != ERR_NONE && len > 10);
            assert(utf8_text_len(err.text, len) == len && !strchr(err.text, '\n'));
            continue;
        }
        e.after = tree_read(arena, next->text, next->text_len, &faults);
        assert(e.after && faults.count == 0 && next->text[next->text_len] == '\0');
        assert_done(arena, &e);
        p = next;
    }
    return p;
}

/* ---- a line of a wrong file ---- */

static inline void mend_some(Draw *d, Arena *arena, const char *text, size_t len,
                             const ProtocolFaults *faults)
{
    int32_t count = faults->count < PROTOCOL_MAX_FAULTS ? faults->count : PROTOCOL_MAX_FAULTS;
    int32_t line = faults->items[draw_below(d, (uint32_t)count)].line;
    char value[DRAWN_VALUE];
    size_t old_len = 0, new_len = 0, all = 0;
    const char *old = protocol_text_line(text, len, line, &old_len);
    assert(line <= protocol_text_lines(text, len) + 1);
    const char *mended = protocol_edit_line(arena, text, len, line, draw_value(d, value), &all);
    assert(!old == !mended);
    if (!mended)
        return;
    size_t before = (size_t)(old - text), behind = len - before - old_len;
    assert(all == before + strlen(value) + behind && memcmp(mended, text, before) == 0);
    assert(memcmp(mended + all - behind, text + len - behind, behind) == 0);
    const char *now = protocol_text_line(mended, all, line, &new_len);
    for (size_t i = 0; value[i]; i++)
        if (utf8_break_len(value + i, strlen(value + i)) > 0)
            return;
    assert(value[0] == '\0' || (now == mended + before && new_len == strlen(value)));
    const Protocol *p = NULL;
    ProtocolFaults again;
    Err err = {0};
    (void)protocol_parse(arena, "x", mended, all, &p, &again, &err);
}

#endif
