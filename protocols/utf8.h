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

/* A piece of outside text for a message: cut after about 40 bytes with "...",
 * control characters and bytes that are not UTF-8 as '?'. */
typedef struct Utf8Quote {
    char text[48];
} Utf8Quote;
Utf8Quote utf8_quote(const char *text, size_t len);

/* Where a byte offset stands, for messages: lines end in \n, \r or \r\n; columns
 * count code points, but for a byte order mark in front. Both from 1. */
typedef struct Utf8Place {
    int32_t line, column;
} Utf8Place;
Utf8Place utf8_place(const char *text, size_t len, size_t offset);

/* Bytes of the line end at text, 0 where there is none, of all that YAML knows: \n, \r,
 * \r\n, and the next line (U+0085), the line and the paragraph separator (U+2028, U+2029). */
size_t utf8_break_len(const char *text, size_t len);

/* How long the text is without the blanks, tabs and line ends at its end. */
size_t utf8_trim_len(const char *text, size_t len);

/* Offset of the first byte that no text file holds: a control character other
 * than tab and line ends, U+FFFE or U+FFFF (which XML takes for none), or a byte that is
 * not UTF-8; len when there is none. */
size_t utf8_text_len(const char *text, size_t len);

/* Puts '?' in the place of each of those. Returns how long the text is then, and ends it
 * with a zero there when it became shorter. */
size_t utf8_mend(char *text, size_t len);

#endif
