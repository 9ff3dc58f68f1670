/* json_place.h - where things stand in a JSON text that is known to be valid.
 *
 * jansson gives places in its own errors but none on the values it has read; a
 * sentence about a wrong value needs one. These walk the text itself. They read
 * only text that json_loadb() accepted, so nothing is checked again; whatever they are
 * asked for, they do not read beyond its end.
 */
#ifndef REPORTS_EXCHANGE_JSON_PLACE_H
#define REPORTS_EXCHANGE_JSON_PLACE_H

#include <stddef.h>
#include <stdint.h>

/* A value in the text; offset of its first byte. */
typedef struct JsonPlace {
    const char *text;
    size_t len, at;
} JsonPlace;

/* The outermost value. */
JsonPlace json_place_root(const char *text, size_t len);

/* The value of a member of the object at `object`, with its key written plainly or with
 * escapes; the object itself when it has no such member. */
JsonPlace json_place_member(JsonPlace object, const char *name);

/* The first item of the array at `array`, and the one after `item`; only as
 * often as there are items. */
JsonPlace json_place_first(JsonPlace array);
JsonPlace json_place_next(JsonPlace item);

/* How many values, at most, the text holds (brackets and commas outside of
 * strings); also for a text that is not valid. */
size_t json_place_count(const char *text, size_t len);

#endif
