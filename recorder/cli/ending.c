/* ending.c - what the name of a result says of its format. */
#include "recorder/cli/cli.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static const char *const endings[] = {
    [CLI_ENDS_PLAIN] = "",     [CLI_ENDS_PDF] = ".pdf", [CLI_ENDS_PNG] = ".png",
    [CLI_ENDS_XLSX] = ".xlsx", [CLI_ENDS_CSV] = ".csv", [CLI_ENDS_JSON] = ".json",
    [CLI_ENDS_TXT] = ".txt"};
enum { ENDING_COUNT = sizeof endings / sizeof endings[0] };

CliEnding cli_ending_of(const char *path, size_t *ret_stem)
{
    size_t len = strlen(path);
    for (int i = CLI_ENDS_PDF; i < ENDING_COUNT; i++) {
        size_t end = strlen(endings[i]);
        if (len > end && strcasecmp(path + len - end, endings[i]) == 0) {
            *ret_stem = len - end;
            return (CliEnding)i;
        }
    }
    *ret_stem = len;
    return CLI_ENDS_PLAIN;
}

/* ".pdf, .png or .csv" */
static void list_endings(uint32_t may, char *text, size_t size)
{
    int last = ENDING_COUNT - 1;
    while (last > CLI_ENDS_PDF && !(may & 1U << last))
        last--;
    text[0] = '\0';
    for (int i = CLI_ENDS_PDF; i <= last; i++) {
        size_t at = strlen(text);
        if (may & 1U << i)
            (void)snprintf(text + at, size - at, "%s%s",
                           at == 0     ? ""
                           : i == last ? " or "
                                       : ", ",
                           endings[i]);
    }
}

bool cli_read_ending(const CliArgs *args, CliEnding said, uint32_t may, CliEnding *ret_ending,
                     Err *err)
{
    struct stat st;
    *ret_ending = said;
    if (!args->out || (stat(args->out, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
        return true; /* a pipe or a device has a name of its own */
    size_t stem;
    CliEnding ending = cli_ending_of(args->out, &stem);
    if (said != CLI_ENDS_PLAIN && ending != CLI_ENDS_PLAIN && ending != CLI_ENDS_TXT &&
        ending != said)
        return err_set(err, ERR_FORMAT, "what is written is %s, and '%.200s' is the name of a %s",
                       endings[said], args->out, endings[ending]);
    if (said != CLI_ENDS_PLAIN)
        return true;
    char known[80];
    list_endings(may, known, sizeof known);
    *ret_ending = ending;
    return (may & 1U << ending) ||
           err_set(err, ERR_FORMAT, "-o needs a name that ends in %s, not '%.200s'", known,
                   args->out);
}
