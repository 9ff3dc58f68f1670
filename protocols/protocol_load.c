#include "protocols/protocol_load.h"

#include <stdio.h>
#include <string.h>

#include "protocols/file.h"
#include "protocols/protocol_load_schema.h"
#include "protocols/utf8.h"
#include "shipped_protocols.h"

/* The tree of the largest file that is read (TREE_MAX_NODES nodes and their
 * texts) fits. */
enum { SCRATCH_BYTES = 4 * 1024 * 1024 };

/* What cannot be text is said in our own words: libyaml's depend on where in
 * its buffer the byte happens to lie. */
static bool check_bytes(const char *text, size_t len, ProtocolFaults *faults)
{
    if (len > PROTOCOL_MAX_BYTES) {
        tree_fault(faults, ERR_LIMIT, 0, 0, "%zu bytes, expected at most %d", len,
                   PROTOCOL_MAX_BYTES);
        return false;
    }
    size_t good = utf8_text_len(text, len);
    if (good == len)
        return true;
    Utf8Place place = tree_place(text, len, good);
    unsigned byte = (unsigned char)text[good];
    bool is_utf8 = utf8_valid_len(text + good, len - good) > 0;
    tree_fault(faults, ERR_FORMAT, place.line, place.column,
               is_utf8 ? "byte 0x%02X is a control character, expected text"
                       : "byte 0x%02X is not UTF-8, expected text saved as UTF-8",
               byte);
    return false;
}

static void read_file(Arena *arena, const char *language, const char *text, size_t len, Protocol *p,
                      ProtocolFaults *faults)
{
    if (!check_bytes(text, len, faults))
        return;
    Arena scratch;
    arena_init(&scratch, SCRATCH_BYTES);
    const TreeNode *root = tree_read(&scratch, text, len, faults);
    if (root)
        schema_read_protocol(arena, language, root, p, faults);
    arena_deinit(&scratch);
    if (faults->count > 0)
        return;
    p->text = arena_copy(arena, text, len);
    p->text_len = len;
    if (!p->text)
        tree_fault(faults, ERR_LIMIT, 0, 0, "no memory left for the protocol");
}

/* err is the first fault, with how many more there are. */
static bool report(const char *name, const ProtocolFaults *faults, Err *err)
{
    const ProtocolFault *first = &faults->items[0];
    (void)err_set(err, first->kind, "%s", first->text);
    if (first->line > 0)
        (void)err_prefix(err, "%s:%d:%d", name, (int)first->line, (int)first->column);
    else
        (void)err_prefix(err, "%s", name);
    size_t at = strlen(err->text);
    if (faults->count > 1)
        (void)snprintf(err->text + at, sizeof err->text - at, " (and %d more)",
                       (int)faults->count - 1);
    return false;
}

void protocol_language_code(const char *name, char ret_code[PROTOCOL_LANGUAGE_SIZE])
{
    size_t len = 0;
    for (; name && len < PROTOCOL_LANGUAGE_SIZE - 1; len++) {
        char lower = (char)(name[len] | 0x20);
        if (lower < 'a' || lower > 'z')
            break;
        ret_code[len] = lower;
    }
    bool ends = name && (name[len] == '\0' || strchr("-_.@", name[len]));
    if (len < 2 || !ends)
        memcpy(ret_code, PROTOCOL_LANGUAGE, sizeof PROTOCOL_LANGUAGE);
    else
        ret_code[len] = '\0';
}

bool protocol_parse(Arena *arena, const char *name, const char *text, size_t len,
                    const Protocol **ret_protocol, ProtocolFaults *faults, Err *err)
{
    return protocol_parse_in(arena, PROTOCOL_LANGUAGE, name, text, len, ret_protocol, faults, err);
}

bool protocol_parse_in(Arena *arena, const char *language, const char *name, const char *text,
                       size_t len, const Protocol **ret_protocol, ProtocolFaults *faults, Err *err)
{
    ProtocolFaults own = {.count = 0};
    ProtocolFaults *found = faults ? faults : &own;
    found->count = 0;
    ArenaMark mark = arena_mark(arena);
    Protocol *p = ARENA_PUSH(arena, Protocol, 1);
    if (p)
        read_file(arena, language, text, len, p, found);
    else
        tree_fault(found, ERR_LIMIT, 0, 0, "no memory left for the protocol");
    if (found->count > 0) {
        arena_reset(arena, mark);
        return report(name, found, err);
    }
    *ret_protocol = p;
    return true;
}

bool protocol_load(Arena *arena, const char *path, const Protocol **ret_protocol,
                   ProtocolFaults *faults, Err *err)
{
    return protocol_load_in(arena, PROTOCOL_LANGUAGE, path, ret_protocol, faults, err);
}

bool protocol_load_in(Arena *arena, const char *language, const char *path,
                      const Protocol **ret_protocol, ProtocolFaults *faults, Err *err)
{
    if (faults)
        faults->count = 0;
    Arena scratch;
    arena_init(&scratch, PROTOCOL_MAX_BYTES + 1024);
    const char *text = NULL;
    size_t len = 0;
    bool ok = file_read(&scratch, path, PROTOCOL_MAX_BYTES, &text, &len, err) &&
              protocol_parse_in(arena, language, path, text, len, ret_protocol, faults, err);
    arena_deinit(&scratch);
    return ok;
}

bool protocol_in_language(Arena *arena, const Protocol *protocol, const char *language,
                          const Protocol **ret_protocol, Err *err)
{
    char code[PROTOCOL_LANGUAGE_SIZE];
    protocol_language_code(language, code);
    if (protocol->text_len == 0 || strcmp(code, protocol->language) == 0) {
        *ret_protocol = protocol;
        return true;
    }
    return protocol_parse_in(arena, code, protocol->key, protocol->text, protocol->text_len,
                             ret_protocol, NULL, err);
}

/* ---- shipped ---- */

/* In the order they are offered. A test sees that every shipped file is here. */
static const char *const shipped_keys[] = {"academic-talk",
                                           "lesson-study",
                                           "co-teaching",
                                           "number-talk",
                                           "dok-questions",
                                           "talk-moves",
                                           "formative-assessment",
                                           "three-act",
                                           "fish-bowl",
                                           "gallery-walk",
                                           "stepping-stone",
                                           "math-practices",
                                           "science-practices",
                                           "group-work",
                                           "engagement-sampling",
                                           "snapshots",
                                           "pupil-talk",
                                           "shifts-math",
                                           "shifts-ela",
                                           "workshop",
                                           "workshop-follow-up",
                                           "copus",
                                           "fill-plus"};
enum { SHIPPED_COUNT = sizeof shipped_keys / sizeof shipped_keys[0] };

_Static_assert((int)SHIPPED_COUNT == (int)SHIPPED_PROTOCOLS_COUNT,
               "every protocols/*.yaml is named in shipped_keys");

int32_t protocol_shipped_count(void)
{
    return SHIPPED_COUNT;
}

ShippedProtocol protocol_shipped(int32_t index)
{
    ShippedProtocol shipped = {.key = shipped_keys[index], .text = "", .len = 0};
    size_t key_len = strlen(shipped.key);
    for (int32_t i = 0; i < SHIPPED_COUNT; i++)
        if (strncmp(shipped_protocols[i].name, shipped.key, key_len) == 0 &&
            strcmp(shipped_protocols[i].name + key_len, ".yaml") == 0) {
            shipped.text = (const char *)shipped_protocols[i].bytes;
            shipped.len = shipped_protocols[i].len;
        }
    return shipped;
}

bool protocol_load_shipped(Arena *arena, const char *key, const Protocol **ret_protocol, Err *err)
{
    return protocol_load_shipped_in(arena, PROTOCOL_LANGUAGE, key, ret_protocol, err);
}

bool protocol_load_shipped_in(Arena *arena, const char *language, const char *key,
                              const Protocol **ret_protocol, Err *err)
{
    for (int32_t i = 0; i < SHIPPED_COUNT; i++) {
        ShippedProtocol shipped = protocol_shipped(i);
        if (strcmp(shipped.key, key) == 0)
            return protocol_parse_in(arena, language, key, shipped.text, shipped.len, ret_protocol,
                                     NULL, err);
    }
    char known[400] = "";
    for (int32_t i = 0; i < SHIPPED_COUNT; i++) {
        size_t at = strlen(known);
        (void)snprintf(known + at, sizeof known - at, "%s%s", i > 0 ? ", " : "", shipped_keys[i]);
    }
    return err_set(err, ERR_STATE, "no protocol '%s', expected one of %s",
                   utf8_quote(key, strlen(key)).text, known);
}
