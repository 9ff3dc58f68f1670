#include "protocols/protocol.h"

#include <string.h>

int32_t protocol_find_code(const Protocol *protocol, const char *key)
{
    for (int32_t i = 0; i < protocol->code_count; i++)
        if (strcmp(protocol->codes[i].key, key) == 0)
            return i;
    return PROTOCOL_NONE;
}

int32_t protocol_find_modifier(const Protocol *protocol, const char *key)
{
    for (int32_t i = 0; i < protocol->modifier_count; i++)
        if (strcmp(protocol->modifiers[i].key, key) == 0)
            return i;
    return PROTOCOL_NONE;
}

int32_t modifier_find_option(const Modifier *modifier, const char *key)
{
    for (int32_t i = 0; i < modifier->option_count; i++)
        if (strcmp(modifier->options[i].key, key) == 0)
            return i;
    return PROTOCOL_NONE;
}

const char *code_anchor_label(const Code *code, int32_t value)
{
    int32_t option = value - code->scale_min;
    bool named = code->anchors && option >= 0 && option < code->anchors->option_count;
    return named ? code->anchors->options[option].label : "";
}

int32_t protocol_find_sense(const Protocol *protocol, uint32_t senses)
{
    for (int32_t i = 0; i < protocol->code_count; i++)
        if (protocol->codes[i].senses & senses)
            return i;
    return PROTOCOL_NONE;
}
