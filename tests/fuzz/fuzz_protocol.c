/* fuzz_protocol.c - any bytes as a protocol file: refused with faults in the
 * order of lines, of which one is mended, or a protocol whose every index is good, also
 * after some edits. */
#include <assert.h>
#include <string.h>

#include "protocols/protocol_load.h"
#include "protocols/utf8.h"
#include "tests/fuzz/edit_protocol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
    size_t len = strlen(text);
    assert(utf8_text_len(text, len) == len);
}

static void check_options(const Protocol *p, const int8_t *options)
{
    for (int32_t i = 0; i < PROTOCOL_MAX_MODIFIERS; i++)
        assert(options[i] == PROTOCOL_NONE || (i < p->modifier_count && options[i] >= 0 &&
                                               options[i] < p->modifiers[i].option_count));
}

static void check_code(const Protocol *p, const Code *code)
{
    check_text(code->key);
    check_text(code->label);
    check_text(code->short_label);
    check_text(code->help);
    check_text(code->group);
    assert(code->key[0] && code->label[0] && code->about != 0);
    assert(code->category >= 0 && code->category < p->category_count);
    assert(code->modifiers >> p->modifier_count == 0);
    assert(code->pads == PROTOCOL_NONE || code->modifiers & 1U << code->pads);
    assert(code->kind == CODE_STATE || !p->categories[code->category].exclusive);
    assert(protocol_find_code(p, code->key) == (int32_t)(code - p->codes));
    check_options(p, code->preset);
    for (int32_t i = 0; i < code->petal_count; i++)
        check_options(p, code->petals[i].options);
}

static void check_protocol(const Protocol *p)
{
    for (int32_t i = 0; i < p->code_count; i++)
        check_code(p, &p->codes[i]);
    for (int32_t i = 0; i < p->sampling_count; i++) {
        assert(p->codes[p->sampling[i].code].kind == CODE_INTERVAL);
        assert(p->sampling[i].answer_ms > 0 && p->sampling[i].answer_ms <= p->sampling[i].every_ms);
    }
    assert(p->target_modifier < p->modifier_count && p->source_modifier < p->modifier_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { EDITS = 6 };
    Arena arena;
    arena_init(&arena, (size_t)32 << 20);
    const Protocol *p = NULL;
    ProtocolFaults faults;
    Err err = {0};
    bool ok = protocol_parse(&arena, "x", (const char *)data, size, &p, &faults, &err);
    assert(ok == (faults.count == 0) && ok == (err.kind == ERR_NONE));
    Draw draw = draw_of((const char *)data, size);
    if (ok) {
        check_protocol(p);
        const Protocol *rough = draw_below(&draw, 2) ? roughen(&draw, &arena, p) : NULL;
        check_protocol(edit_some(&draw, &arena, rough ? rough : p, EDITS));
    } else {
        check_text(err.text);
        mend_some(&draw, &arena, (const char *)data, size, &faults);
    }
    for (int32_t i = 1; i < faults.count && i < PROTOCOL_MAX_FAULTS; i++) {
        assert(faults.items[i - 1].line <= faults.items[i].line);
        check_text(faults.items[i].text);
    }
    arena_deinit(&arena);
    return 0;
}
