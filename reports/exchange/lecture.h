/* lecture.h - reads a lecture's timeline (FILL+ CSV): time,code.
 *
 * A row starts the state `code` at `time` (hh:mm:ss); it lasts until the next
 * row. NA: nothing to code. The last row is END. The same code again is a new
 * event. Codes are keys of states in one exclusive category of the protocol.
 */
#ifndef REPORTS_EXCHANGE_LECTURE_H
#define REPORTS_EXCHANGE_LECTURE_H

#include "reports/exchange/script.h"

/* As script_read(). */
bool lecture_read(const char *name, const char *text, size_t len, const Protocol *protocol,
                  Arena *arena, Script *ret_script, Err *err);

#endif
