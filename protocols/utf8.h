/* utf8.h - reading UTF-8 that may not be UTF-8. */
#ifndef PROTOCOLS_UTF8_H
#define PROTOCOLS_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at text (len > 0) and how many bytes it takes (1..4). Not
 * UTF-8 (cut, overlong, surrogate, beyond U+10FFFF): U+FFFD and 1. */
uint32_t utf8_decode(const char *text, size_t len, size_t *ret_bytes);

/* Offset of the first byte that is not UTF-8, or len. */
size_t utf8_valid_len(const char *text, size_t len);

/* Bytes of code_point written to out (4 bytes of room). */
size_t utf8_encode(uint32_t code_point, char *out);

/* The largest n <= max so that text[0..n) ends between code points. */
size_t utf8_cut(const char *text, size_t len, size_t max);

/* Code points; bytes that are not UTF-8 count as one each. */
size_t utf8_count(const char *text, size_t len);

#endif
