#include "reports/exchange/figures/figure_json.h"

#include "protocols/utf8.h"
#include "reports/exchange/figures/figure_print.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

json_t *figure_text(const char *text)
{
    if (!text)
        return json_null();
    size_t len = strlen(text), out = 0;
    if (utf8_valid_len(text, len) == len)
        return json_stringn(text, len);
    char *fixed = malloc(len * 4 + 1);
    if (!fixed)
        return NULL;
    for (size_t at = 0, bytes = 0; at < len; at += bytes)
        out += utf8_encode(utf8_decode(text + at, len - at, &bytes), fixed + out);
    json_t *value = json_stringn(fixed, out);
    free(fixed);
    return value;
}

json_t *figure_real(bool defined, double value)
{
    return defined && isfinite(value) ? json_real(value) : json_null();
}

json_t *figure_seconds(int64_t ms)
{
    return json_real((double)ms / 1000.0);
}

json_t *figure_code(const Observation *o, int32_t code)
{
    return code < 0 ? json_null() : figure_text(o->protocol->codes[code].key);
}

json_t *figure_subject(const Observation *o, int32_t subject)
{
    return subject < 0 ? json_null() : figure_text(o->setup->subjects[subject].label);
}

json_t *figure_proportion(const Proportion *p)
{
    bool defined = p->undefined == NULL, bounded = defined && p->has_interval;
    return json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "k", (json_int_t)p->k, "n",
                     (json_int_t)p->n, "share", figure_real(defined, p->share), "low",
                     figure_real(bounded, p->low), "high", figure_real(bounded, p->high),
                     "interval", figure_text(defined ? p->interval : NULL), "undefined",
                     figure_text(p->undefined));
}

json_t *figure_spread(const Spread *s)
{
    bool defined = s->undefined == NULL;
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "n", (json_int_t)s->n,
                     "min", figure_real(defined, s->min), "q1", figure_real(defined, s->q1),
                     "median", figure_real(defined, s->median), "q3", figure_real(defined, s->q3),
                     "max", figure_real(defined, s->max), "mean", figure_real(defined, s->mean),
                     "sd", figure_real(s->sd_undefined == NULL, s->sd), "total",
                     figure_real(defined, s->total), "undefined", figure_text(s->undefined));
}

json_t *figure_append(json_t *array, json_t *value)
{
    if (array && json_array_append_new(array, value) == 0)
        return array;
    if (!array)
        json_decref(value);
    json_decref(array);
    return NULL;
}

bool figure_write(const json_t *doc, FigureForm form, FILE *out, Err *err)
{
    if (!doc)
        return err_set(err, ERR_LIMIT, "not enough memory to write the figures");
    bool ok = true;
    if (form == FIGURE_JSON)
        ok = json_dumpf(doc, out, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) == 0 &&
             fputc('\n', out) != EOF;
    else if (form == FIGURE_CSV)
        ok = figure_print_csv(doc, out);
    else
        ok = figure_print_text(doc, out);
    if (!ok && !ferror(out))
        return err_set(err, ERR_LIMIT, "not enough memory to write the figures");
    return (ok && fflush(out) == 0) ||
           err_set(err, ERR_SYSTEM, "the figures cannot be written: %s", strerror(errno));
}
