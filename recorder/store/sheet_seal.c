#include "recorder/store/sheet_seal.h"

#include <stdio.h>
#include <string.h>

static const char mark[] = "%Kenkyu ";
enum { MARK = sizeof mark - 1, TAIL_MOST = 64 };

/* Where "startxref" stands at the beginning of a line near the end; len: nowhere. */
static size_t find_end(const uint8_t *bytes, size_t len)
{
    static const char word[] = "\nstartxref";
    const size_t word_len = sizeof word - 1;
    for (size_t from_end = word_len; from_end <= len && from_end <= TAIL_MOST; from_end++)
        if (memcmp(bytes + len - from_end, word, word_len) == 0)
            return len - from_end + 1;
    return len;
}

static void write_seal(const uint8_t *bytes, size_t before, const uint8_t *rest, size_t rest_len,
                       Uuid lesson, char ret_seal[SHEET_SEAL_BYTES + 1])
{
    uint64_t hash = fnv1a(FNV1A_BEGIN, lesson.bytes, sizeof lesson.bytes);
    hash = fnv1a(fnv1a(hash, bytes, before), rest, rest_len);
    (void)snprintf(ret_seal, SHEET_SEAL_BYTES + 1, "%s%016llx\n", mark, (unsigned long long)hash);
}

size_t sheet_seal_put(uint8_t *bytes, size_t len, Uuid lesson)
{
    char seal[SHEET_SEAL_BYTES + 1];
    size_t at = find_end(bytes, len);
    if (at == len)
        return len;
    write_seal(bytes, at, bytes + at, len - at, lesson, seal);
    memmove(bytes + at + SHEET_SEAL_BYTES, bytes + at, len - at);
    memcpy(bytes + at, seal, SHEET_SEAL_BYTES);
    return len + SHEET_SEAL_BYTES;
}

bool sheet_seal_fits(const uint8_t *bytes, size_t len, Uuid lesson)
{
    char seal[SHEET_SEAL_BYTES + 1];
    size_t end = find_end(bytes, len);
    if (end == len || end < SHEET_SEAL_BYTES)
        return false;
    size_t at = end - SHEET_SEAL_BYTES;
    if (memcmp(bytes + at, mark, MARK) != 0)
        return false;
    write_seal(bytes, at, bytes + end, len - end, lesson, seal);
    return memcmp(bytes + at, seal, SHEET_SEAL_BYTES) == 0;
}
