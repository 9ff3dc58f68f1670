#include "protocols/uuid.h"

#include <stdio.h>
#include <string.h>

void uuid_source_init(UuidSource *source, const uint64_t seed[2])
{
    *source = (UuidSource){.random = {seed[0], seed[1] | 1}};
}

/* xoroshiro128+: ids need to differ, not to be secret. */
static uint64_t next_random(UuidSource *source)
{
    uint64_t a = source->random[0], b = source->random[1];
    uint64_t result = a + b;
    b ^= a;
    source->random[0] = (a << 24 | a >> 40) ^ b ^ (b << 16);
    source->random[1] = b << 37 | b >> 27;
    return result;
}

/* RFC 9562, 6.2, method 1: 12 bits count up within one millisecond; when they
 * are used up the millisecond is borrowed from the future. */
Uuid uuid_next(UuidSource *source, int64_t unix_ms)
{
    if (unix_ms > source->last_ms) {
        source->last_ms = unix_ms;
        source->last_count = 0;
    } else if (source->last_count == 0xFFF) {
        source->last_ms++;
        source->last_count = 0;
    } else {
        source->last_count++;
    }

    Uuid id;
    uint64_t ms = (uint64_t)source->last_ms, random = next_random(source);
    for (int i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
    id.bytes[6] = (uint8_t)(0x70 | source->last_count >> 8);
    id.bytes[7] = (uint8_t)source->last_count;
    for (int i = 0; i < 8; i++)
        id.bytes[8 + i] = (uint8_t)(random >> (56 - 8 * i));
    id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3F));
    return id;
}

void uuid_pass(UuidSource *source, Uuid id)
{
    int64_t ms = 0;
    for (int i = 0; i < 6; i++)
        ms = ms << 8 | id.bytes[i];
    uint16_t count = (uint16_t)((id.bytes[6] & 0x0F) << 8 | id.bytes[7]);
    if (ms > source->last_ms) {
        source->last_ms = ms;
        source->last_count = count;
    } else if (ms == source->last_ms && count > source->last_count) {
        source->last_count = count;
    }
}

bool uuid_is_nil(Uuid id)
{
    static const Uuid nil;
    return uuid_compare(id, nil) == 0;
}

int uuid_compare(Uuid a, Uuid b)
{
    return memcmp(a.bytes, b.bytes, sizeof a.bytes);
}

void uuid_format(Uuid id, char ret_text[UUID_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    char *out = ret_text;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        *out++ = digits[id.bytes[i] >> 4];
        *out++ = digits[id.bytes[i] & 15];
    }
    *out = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool uuid_parse(const char *text, Uuid *ret_id)
{
    Uuid id;
    for (int i = 0; i < 16; i++) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
            return false;
        int high = hex_value(text[0]);
        int low = high < 0 ? -1 : hex_value(text[1]);
        if (low < 0)
            return false;
        id.bytes[i] = (uint8_t)(high << 4 | low);
        text += 2;
    }
    if (*text != '\0')
        return false;
    *ret_id = id;
    return true;
}
