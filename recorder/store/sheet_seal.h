/* sheet_seal.h - a PDF that Kenkyu made of a lesson, known again as long as nobody has
 * touched it.
 *
 * A comment before its last "startxref", "%Kenkyu 0123456789abcdef": a digest (FNV-1a) of
 * the lesson's id and of every other byte. It says nothing about the lesson to who does not
 * have its id. What an editor saves, or a person writes on it, does not fit any more.
 */
#ifndef RECORDER_STORE_SHEET_SEAL_H
#define RECORDER_STORE_SHEET_SEAL_H

#include "protocols/base.h"
#include "protocols/uuid.h"

enum { SHEET_SEAL_BYTES = 8 + 16 + 1 };

/* Puts it in; bytes has room for SHEET_SEAL_BYTES more. What is no PDF stays as it is.
 * How long it is then. */
size_t sheet_seal_put(uint8_t *bytes, size_t len, Uuid lesson);

/* Whether it is the sheet of this lesson, to the last byte. */
bool sheet_seal_fits(const uint8_t *bytes, size_t len, Uuid lesson);

#endif
