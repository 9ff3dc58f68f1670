#include "reports/exchange/csv_put.h"

#include <stdbool.h>
#include <string.h>

static bool is_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]);
}

void csv_put_text(FILE *out, const char *text)
{
    bool formula = is_formula(text);
    if (!formula && !strpbrk(text, ",\"\r\n")) {
        (void)fputs(text, out);
        return;
    }
    (void)fputc('"', out);
    if (formula)
        (void)fputc('\'', out);
    for (; *text; text++) {
        if (*text == '"')
            (void)fputc('"', out);
        (void)fputc(*text, out);
    }
    (void)fputc('"', out);
}
