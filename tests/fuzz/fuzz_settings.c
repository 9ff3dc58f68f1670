/* fuzz_settings.c - any bytes as settings: refused with one sentence and nothing
 * touched, or settings that are within their bounds. */
#include "recorder/settings/settings.h"

#include "protocols/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Settings usual = settings_usual(SHEET_A4), got = usual;
    Err err = {0};
    if (settings_parse((const char *)data, size, &usual, &got, &err)) {
        if (got.text_percent < SETTINGS_TEXT_LEAST || got.text_percent > SETTINGS_TEXT_MOST ||
            got.theme > SETTINGS_THEME_CONTRAST || got.keyboard > SETTINGS_KEYBOARD_NEVER ||
            !got.language[0] || err.kind != ERR_NONE)
            abort();
        return 0;
    }
    size_t len = strlen(err.text);
    if (err.kind == ERR_NONE || len == 0 || utf8_text_len(err.text, len) != len ||
        memcmp(&got, &usual, sizeof got) != 0)
        abort();
    return 0;
}
