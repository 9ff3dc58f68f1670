#include "reports/exchange/names/letters.h"

#include <stddef.h>

bool letters_is_mark(uint32_t c)
{
    static const uint32_t RANGES[][2] = {
        {0x300, 0x36F},                   /* Latin */
        {0x591, 0x5BD},   {0x5BF, 0x5C7}, /* Hebrew */
        {0x610, 0x61A},   {0x640, 0x640},   {0x64B, 0x65F},
        {0x670, 0x670},   {0x6D6, 0x6ED},                   /* Arabic */
        {0x900, 0x903},   {0x93A, 0x93C},   {0x93E, 0x94F}, /* Hindi */
        {0xE31, 0xE31},   {0xE34, 0xE3A},   {0xE47, 0xE4E}, /* Thai */
        {0x1AB0, 0x1AFF}, {0x3099, 0x309A},
    };
    for (size_t i = 0; c >= 0x300 && i < sizeof RANGES / sizeof RANGES[0]; i++)
        if (c >= RANGES[i][0] && c <= RANGES[i][1])
            return true;
    return false;
}

bool letters_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (c < 0xC0)
        return c == 0xAA || c == 0xB5 || c == 0xBA;
    bool punctuation = c == 0xD7 || c == 0xF7 || c == 0x60C || c == 0x61B || c == 0x61F ||
                       (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x3004) ||
                       (c >= 0x3008 && c <= 0x3020) || (c >= 0xFF00 && c <= 0xFF0F) ||
                       c == 0xFF1B || c == 0x30FB || c == 0xFEFF;
    return !punctuation && c != 0xFFFD;
}

bool letters_is_caseless(uint32_t c)
{
    return (c >= 0x590 && c < 0x1E00) || c >= 0x2C00;
}

uint32_t letters_to_upper(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7))
        return c - 0x20;
    if (c == 0xFF)
        return 0x178;
    if (c == 0x1A1 || c == 0x1B0) /* Vietnamese */
        return c - 1;
    if (c >= 0x1E01 && c <= 0x1EFF && (c <= 0x1E95 || c >= 0x1EA1))
        return c % 2 == 1 ? c - 1 : c;
    bool odd_pairs = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if (odd_pairs)
        return c % 2 == 0 ? c - 1 : c;
    if (c >= 0x100 && c <= 0x177 && c != 0x131 && c != 0x138)
        return c % 2 == 1 ? c - 1 : c;
    if (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2)
        return c - 0x20;
    if (c >= 0x430 && c <= 0x44F)
        return c - 0x20;
    return c >= 0x450 && c <= 0x45F ? c - 0x50 : c;
}

uint32_t letters_fold(uint32_t c)
{
    static const char latin[] = /* from U+00C0, and from U+0100 */
        "aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo*ouuuuypy"
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllll"
        "lnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
    static const char vietnamese[] = /* from U+1EA0 */
        "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiii"
        "oooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy";
    if (c >= 0xC0 && c <= 0x17F)
        return (unsigned char)latin[c - 0xC0];
    if (c >= 0x1EA0 && c <= 0x1EF9)
        return (unsigned char)vietnamese[c - 0x1EA0];
    if (c == 0x1A0 || c == 0x1A1)
        return 'o';
    if (c == 0x1AF || c == 0x1B0)
        return 'u';
    if (c >= 'A' && c <= 'Z')
        return c + ('a' - 'A');
    return c < 0x80 ? c : letters_to_upper(c); /* beyond these the large ones stand for both */
}
