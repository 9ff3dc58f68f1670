/* record_attachment.h - ink and photos as JSON, for record.c and record_read.c.
 *
 *   "ink": {"ground": "page" or "chart", "width": w, "height": h,
 *           "points": [x, y, ms, pressure, x, y, ms, pressure, ...]}
 *   "photo": {"width": w, "height": h, "jpeg": "base64"}
 *
 * Numbers are those of protocols/attachment.h. Internal to reports/exchange.
 */
#ifndef REPORTS_EXCHANGE_RECORD_ATTACHMENT_H
#define REPORTS_EXCHANGE_RECORD_ATTACHMENT_H

#include <jansson.h>
#include <stdio.h>

#include "protocols/attachment.h"

/* The object's text; the caller has written its name. */
void record_put_attachment(const Attachment *attachment, FILE *out);

/* Reads the object; everything lives in arena. What passes also passes
 * attachment_check(). On failure *ret_expected says what was expected there. */
bool record_get_attachment(const json_t *object, AttachmentKind kind, Arena *arena,
                           Attachment *ret_attachment, const char **ret_expected);

#endif
