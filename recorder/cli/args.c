/* args.c - options and words of a command line. */
#include "recorder/cli/cli.h"

#include "protocols/protocol_load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct OptionRule {
    const char *name, *shorthand;
    CliOption option;
    const char *value; /* what it takes, in words; NULL for none */
} OptionRule;

static const OptionRule rules[] = {
    {"--db", NULL, CLI_DB, "a file"},
    {"--json", NULL, CLI_JSON, NULL},
    {"--output", "-o", CLI_OUT, "a file"},
    {"--protocol", NULL, CLI_PROTOCOL, "a protocol's key or file"},
    {"--speed", NULL, CLI_SPEED, "a number greater than 0, or max"},
    {"--ack", NULL, CLI_ACK, NULL},
    {"--paper", NULL, CLI_PAPER, "a4 or letter"},
    {"--format", NULL, CLI_FORMAT, "csv or json"},
    {"--theme", NULL, CLI_THEME, "light, dark or contrast"},
    {"--demo", NULL, CLI_DEMO, "a file"},
    {"--sheets", NULL, CLI_SHEETS, "a folder"},
    {"--size", NULL, CLI_SIZE, "WIDTHxHEIGHT in points"},
    {"--language", NULL, CLI_LANGUAGE, "a language such as en or es"},
};

static const OptionRule *find_rule(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const char *names[] = {rules[i].name, rules[i].shorthand};
        for (int k = 0; k < 2; k++)
            if (names[k] && strlen(names[k]) == len && memcmp(names[k], word, len) == 0)
                return &rules[i];
    }
    return NULL;
}

static bool is_one_of(const char *value, const char *const *choices)
{
    for (; *choices; choices++)
        if (strcmp(value, *choices) == 0)
            return true;
    return false;
}

static bool read_speed(const char *value, double *ret_speed)
{
    if (strcmp(value, "max") == 0) {
        *ret_speed = 0;
        return true;
    }
    char *end = NULL;
    double speed = strtod(value, &end);
    if (end == value || *end != '\0' || !isfinite(speed) || speed <= 0)
        return false;
    *ret_speed = speed;
    return true;
}

/* What protocol_language_code() would not take for another one. */
static bool is_language(const char *value)
{
    char code[PROTOCOL_LANGUAGE_SIZE];
    protocol_language_code(value, code);
    return strncmp(value, code, strlen(code)) == 0;
}

/* False when the value is not what the option takes. */
static bool set_option(CliArgs *args, CliOption option, const char *value)
{
    static const char *const formats[] = {"csv", "json", NULL};
    static const char *const themes[] = {"light", "dark", "contrast", NULL};
    switch (option) {
    case CLI_DB:
        args->db = value;
        return *value != '\0';
    case CLI_JSON:
        args->json = true;
        return true;
    case CLI_OUT:
        args->out = value;
        return *value != '\0';
    case CLI_PROTOCOL:
        args->protocol = value;
        return *value != '\0';
    case CLI_SPEED:
        return read_speed(value, &args->speed);
    case CLI_ACK:
        args->ack = true;
        return true;
    case CLI_PAPER:
        args->paper = strcmp(value, "letter") == 0 ? SHEET_LETTER : SHEET_A4;
        return args->paper == SHEET_LETTER || strcmp(value, "a4") == 0;
    case CLI_FORMAT:
        args->format = value;
        return is_one_of(value, formats);
    case CLI_THEME:
        args->theme = value;
        return is_one_of(value, themes);
    case CLI_DEMO:
        args->demo = value;
        return *value != '\0';
    case CLI_SHEETS:
        args->sheets = value;
        return *value != '\0';
    case CLI_SIZE:
        args->size = value;
        return true;
    case CLI_LANGUAGE:
        args->language = value;
        return is_language(value);
    }
    return false;
}

/* Letter where Letter is used, else A4. */
static SheetPaper paper_of_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_PAPER", "LANG"};
    static const char *const letter[] = {"_US", "_CA", "_MX", "_PH", "_CL", "_CO", "_VE", "_PR"};
    const char *locale = NULL;
    for (size_t i = 0; i < 3 && (!locale || !*locale); i++)
        locale = getenv(names[i]);
    for (size_t i = 0; locale && i < sizeof letter / sizeof letter[0]; i++)
        if (strstr(locale, letter[i]))
            return SHEET_LETTER;
    return SHEET_A4;
}

bool cli_parse(int argc, char **argv, uint32_t allowed, CliArgs *ret_args, Err *err)
{
    CliArgs args = {.paper = paper_of_locale(), .language = PROTOCOL_LANGUAGE};
    bool options_ended = false;
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        if (options_ended || word[0] != '-' || word[1] == '\0') {
            if (args.word_count == CLI_MAX_WORDS)
                return err_set(err, ERR_LIMIT, "more than %d files or ids at once", CLI_MAX_WORDS);
            args.words[args.word_count++] = word;
            continue;
        }
        if (strcmp(word, "--") == 0) {
            options_ended = true;
            continue;
        }
        const char *equals = strchr(word, '=');
        size_t len = equals ? (size_t)(equals - word) : strlen(word);
        const OptionRule *rule = find_rule(word, len);
        if (!rule || !(allowed & rule->option))
            return err_set(err, ERR_FORMAT, "there is no option '%.*s' here", (int)len, word);
        const char *value = equals ? equals + 1 : NULL;
        if (!rule->value && value)
            return err_set(err, ERR_FORMAT, "%s takes no value", rule->name);
        if (rule->value && !value) {
            if (i + 1 == argc)
                return err_set(err, ERR_FORMAT, "%s needs %s", rule->name, rule->value);
            value = argv[++i];
        }
        if (!set_option(&args, rule->option, value))
            return err_set(err, ERR_FORMAT, "%s needs %s, not '%s'", rule->name, rule->value,
                           value);
    }
    *ret_args = args;
    return true;
}
