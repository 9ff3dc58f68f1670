#include "reports/exchange/csv_put.h"

#include <stdbool.h>
#include <string.h>

#include "protocols/utf8.h"

/* What a spreadsheet drops in front of a formula, and the mark itself, so that a text with
 * an apostrophe of its own is told from a marked one. */
static bool is_in_front(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x3000 ||
           c == 0xFEFF || c == '\'';
}

static bool begins_formula(uint32_t c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xFF1D || c == 0xFF0B ||
           c == 0xFF0D || c == 0xFF20;
}

static bool is_formula(const char *text)
{
    uint32_t c = 0;
    size_t bytes = 0;
    do {
        text += bytes;
        size_t len = strnlen(text, 4);
        c = len > 0 ? utf8_decode(text, len, &bytes) : 0;
    } while (is_in_front(c));
    return begins_formula(c);
}

static bool ends_cell(char c)
{
    return c == ';' || c == '\t' || c == '\n' || c == '\r';
}

static bool needs_quotes(const char *text)
{
    if (is_formula(text) || strpbrk(text, ",\"\r\n"))
        return true;
    for (; *text; text++)
        if (ends_cell(*text) && is_formula(text + 1))
            return true;
    return false;
}

void csv_begin_file(FILE *out)
{
    (void)fputs("\xEF\xBB\xBF", out);
}

void csv_put_text(FILE *out, const char *text)
{
    if (!needs_quotes(text)) {
        (void)fputs(text, out);
        return;
    }
    (void)fputc('"', out);
    for (bool begins = true; *text; text++) {
        if (begins && is_formula(text))
            (void)fputc('\'', out);
        if (*text == '"')
            (void)fputc('"', out);
        (void)fputc(*text, out);
        begins = ends_cell(*text);
    }
    (void)fputc('"', out);
}

void csv_unmark(char *text)
{
    char *to = text;
    for (bool begins = true; *text; text++) {
        if (begins && *text == '\'' && is_formula(text + 1))
            text++;
        begins = ends_cell(*text);
        *to++ = *text;
    }
    *to = '\0';
}
