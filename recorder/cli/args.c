/* args.c - options and words of a command line. */
#include "recorder/cli/cli.h"

#include "protocols/protocol_load.h"
#include "protocols/utf8.h"

#include <errno.h>
#include <limits.h>
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
    {"--speed", NULL, CLI_SPEED, "a number from 0.01 to 1000000, or max"},
    {"--ack", NULL, CLI_ACK, NULL},
    {"--title", NULL, CLI_IMPORT, "a lesson's name of at most 120 bytes"},
    {"--pseudonyms", NULL, CLI_IMPORT, NULL},
    {"--paper", NULL, CLI_PAPER, "a4 or letter"},
    {"--format", NULL, CLI_FORMAT, "csv or json"},
    {"--theme", NULL, CLI_THEME, "light, dark or contrast"},
    {"--demo", NULL, CLI_DEMO, "a file"},
    {"--sheets", NULL, CLI_SHEETS, "a folder"},
    {"--size", NULL, CLI_SIZE, "WIDTHxHEIGHT in points"},
    {"--language", NULL, CLI_LANGUAGE, "a language such as en or es"},
    {"--all", NULL, CLI_SELECT, NULL},
    {"--class", NULL, CLI_SELECT, "a class"},
    {"--place", NULL, CLI_SELECT, "a place"},
    {"--from", NULL, CLI_SELECT, "a day such as 2026-03-12"},
    {"--to", NULL, CLI_SELECT, "a day such as 2026-03-12"},
    {"--by", NULL, CLI_TABLE, "what to cross, such as code or attribute:EL,phase"},
    {"--what", NULL, CLI_TABLE, "n, time, percent or rate"},
    {"--of", NULL, CLI_TABLE, "codes or categories, such as talk or student-talk,group-talk"},
    {"--suppress", NULL, CLI_TABLE, "a number, or 0 to hide nothing"},
    {"--csv", NULL, CLI_CSV, NULL},
    {"--pupil", NULL, CLI_FORGET, "the label of a pupil"},
    {"--yes", NULL, CLI_FORGET, NULL},
    {"--school", NULL, CLI_WALK, "a school's name"},
    {"--grade", NULL, CLI_WALK, "K-2, 3-5, 6-8 or 9-12"},
    {"--subject", NULL, CLI_WALK, "a school subject"},
    {"--period", NULL, CLI_WALK, "a period of the school day, 1 to 12"},
    {"--observer", NULL, CLI_WALK, "an observer's initials"},
    {"--teacher", NULL, CLI_WALK, "a teacher's key"},
    {"--heading", NULL, CLI_WALK, "a heading of look-fors"},
    {"--rebuild", NULL, CLI_WALK, NULL},
    {"--visits", NULL, CLI_GENERATE, "a number from 1 to 1000000"},
    {"--seed", NULL, CLI_GENERATE, "a whole number"},
    {"--pdf", NULL, CLI_SHARE, NULL},
    {"--png", NULL, CLI_SHARE, NULL},
    {"--xlsx", NULL, CLI_SHARE, NULL},
    {"--dpi", NULL, CLI_SHARE, "dots an inch, 36 to 600"},
    {"--for", NULL, CLI_SHARE, "team or others"},
    {"--pupils", NULL, CLI_SHARE, "labels, seats or names"},
    {"--sections", NULL, CLI_SHARE, "sections such as flow,talk,conversation"},
    {"--figure", NULL, CLI_FIGURE, "figures, such as wait_time,frames or agreement"},
    {"--within", NULL, CLI_FIGURE, "seconds, such as 2"},
    {"--step", NULL, CLI_FIGURE, "seconds, such as 1"},
    {"--late", NULL, CLI_FIGURE, "seconds, such as 1.5 or -1.5"},
    {"--every", NULL, CLI_FIGURE, "seconds, such as 120"},
    {"--lag", NULL, CLI_FIGURE, "a number from 1 to 100"},
    {"--no-repeats", NULL, CLI_FIGURE, NULL},
    {"--window", NULL, CLI_FIGURE, "whole or first-to-last"},
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
    if (end == value || *end != '\0' || !(speed >= 0.01 && speed <= 1e6))
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

/* A day of the calendar, as 2026-03-12. */
static bool is_day(const char *value)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char form[] = "dddd-dd-dd";
    if (strlen(value) != sizeof form - 1)
        return false;
    for (size_t i = 0; form[i]; i++)
        if (form[i] == 'd' ? value[i] < '0' || value[i] > '9' : value[i] != form[i])
            return false;
    int year = (int)strtol(value, NULL, 10), month = (int)strtol(value + 5, NULL, 10);
    int day = (int)strtol(value + 8, NULL, 10);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= lengths[month - 1] + (month == 2 && leap);
}

static bool read_count(const char *value, int32_t *ret_count)
{
    enum { MOST = 10000 };
    char *end = NULL;
    long count = strtol(value, &end, 10);
    if (end == value || *end != '\0' || count < 0 || count > MOST)
        return false;
    *ret_count = (int32_t)count;
    return true;
}

static bool read_what(const char *value, CrossWhat *ret_what)
{
    static const char *const names[] = {
        [CROSS_N] = "n", [CROSS_TIME] = "time", [CROSS_PERCENT] = "percent", [CROSS_RATE] = "rate"};
    for (int i = CROSS_N; i <= CROSS_RATE; i++)
        if (strcmp(value, names[i]) == 0) {
            *ret_what = (CrossWhat)i;
            return true;
        }
    return false;
}

/* Which observations; name: of the option. */
static bool set_selection(CliArgs *args, const char *name, const char *value)
{
    if (strcmp(name, "--all") == 0) {
        args->all = true;
        return true;
    }
    bool is_from = strcmp(name, "--from") == 0;
    if (is_from || strcmp(name, "--to") == 0) {
        *(is_from ? &args->from : &args->to) = value;
        return is_day(value);
    }
    *(strcmp(name, "--class") == 0 ? &args->class_name : &args->place) = value;
    return *value != '\0';
}

static bool set_table(CliArgs *args, const char *name, const char *value)
{
    if (strcmp(name, "--what") == 0)
        return read_what(value, &args->what);
    if (strcmp(name, "--suppress") == 0)
        return read_count(value, &args->suppress_below);
    *(strcmp(name, "--by") == 0 ? &args->by : &args->of) = value;
    return *value != '\0';
}

static bool read_whole(const char *value, long long least, long long most, long long *ret_number)
{
    char *end = NULL;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (end == value || *end != '\0' || errno != 0 || number < least || number > most)
        return false;
    *ret_number = number;
    return true;
}

static bool set_walk(CliArgs *args, const char *name, const char *value)
{
    static const char *const names[] = {"--school",   "--grade",   "--subject",
                                        "--observer", "--teacher", "--heading"};
    const char **const texts[] = {&args->school,   &args->grade,   &args->subject,
                                  &args->observer, &args->teacher, &args->heading};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0) {
            *texts[i] = value;
            return *value != '\0';
        }
    if (strcmp(name, "--rebuild") == 0) {
        args->rebuild = true;
        return true;
    }
    long long period = 0;
    bool ok = read_whole(value, 1, WALK_MAX_PERIOD, &period);
    args->period = (int32_t)period;
    return ok;
}

static bool set_generate(CliArgs *args, const char *name, const char *value)
{
    bool visits = strcmp(name, "--visits") == 0;
    long long number = 0;
    if (!read_whole(value, visits ? 1 : 0, visits ? 1000000 : LLONG_MAX, &number))
        return false;
    if (visits)
        args->visits = number;
    else
        args->seed = (uint64_t)number;
    return true;
}

static bool set_share(CliArgs *args, const char *name, const char *value)
{
    enum { LEAST_DPI = 36, MOST_DPI = 600 };
    if (strcmp(name, "--dpi") == 0)
        return read_count(value, &args->dpi) && args->dpi >= LEAST_DPI && args->dpi <= MOST_DPI;
    if (strcmp(name, "--for") == 0) {
        args->for_others = strcmp(value, "others") == 0;
        return args->for_others || strcmp(value, "team") == 0;
    }
    if (strcmp(name, "--pupils") == 0) {
        static const char *const pupils[] = {
            [HANDOUT_LABELS] = "labels", [HANDOUT_SEATS] = "seats", [HANDOUT_NAMES] = "names"};
        for (size_t i = 0; i < sizeof pupils / sizeof *pupils; i++)
            if (strcmp(value, pupils[i]) == 0) {
                args->pupils = (HandoutPupils)i;
                return true;
            }
        return false;
    }
    if (strcmp(name, "--sections") == 0) {
        args->sections = value;
        return *value != '\0';
    }
    *(strcmp(name, "--pdf") == 0   ? &args->pdf
      : strcmp(name, "--png") == 0 ? &args->png
                                   : &args->xlsx) = true;
    return true;
}

static bool set_import(CliArgs *args, const char *name, const char *value)
{
    size_t len = strlen(value);
    if (strcmp(name, "--pseudonyms") == 0) {
        args->pseudonyms = true;
        return true;
    }
    args->title = value;
    return len > 0 && len <= OBSERVATION_MAX_LABEL && utf8_text_len(value, len) == len &&
           strcspn(value, "\r\n\t") == len;
}

/* Seconds as ms. Negative ones only where may_be_negative. */
static bool read_seconds(const char *value, bool may_be_negative, int64_t *ret_ms)
{
    const double most = 1e6;
    char *end = NULL;
    double seconds = strtod(value, &end);
    if (end == value || *end != '\0' || !isfinite(seconds) || fabs(seconds) > most ||
        (!may_be_negative && seconds < 0.001))
        return false;
    *ret_ms = llround(seconds * 1000.0);
    return true;
}

static bool set_figure(CliArgs *args, const char *name, const char *value)
{
    if (strcmp(name, "--no-repeats") == 0) {
        args->no_repeats = true;
        return true;
    }
    if (strcmp(name, "--figure") == 0) {
        args->figure = value;
        return *value != '\0';
    }
    if (strcmp(name, "--lag") == 0)
        return read_count(value, &args->lag) && args->lag >= 1 && args->lag <= 100;
    if (strcmp(name, "--window") == 0) {
        args->first_to_last = strcmp(value, "first-to-last") == 0;
        return args->first_to_last || strcmp(value, "whole") == 0;
    }
    if (strcmp(name, "--late") == 0) {
        args->late_said = true;
        return read_seconds(value, true, &args->late_ms);
    }
    if (strcmp(name, "--every") == 0)
        return read_seconds(value, false, &args->every_ms);
    return read_seconds(value, false,
                        strcmp(name, "--within") == 0 ? &args->within_ms : &args->step_ms);
}

/* False when the value is not what the option takes. */
static bool set_option(CliArgs *args, const OptionRule *rule, const char *value)
{
    static const char *const formats[] = {"csv", "json", NULL};
    static const char *const themes[] = {"light", "dark", "contrast", NULL};
    switch (rule->option) {
    case CLI_DB:
        args->db = value;
        return *value != '\0';
    case CLI_JSON:
        args->json = true;
        return true;
    case CLI_OUT: /* "-": standard output, as elsewhere */
        args->out = strcmp(value, "-") == 0 ? NULL : value;
        return *value != '\0';
    case CLI_PROTOCOL:
        args->protocol = value;
        return *value != '\0';
    case CLI_SPEED:
        return read_speed(value, &args->speed);
    case CLI_ACK:
        args->ack = true;
        return true;
    case CLI_IMPORT:
        return set_import(args, rule->name, value);
    case CLI_PAPER:
        args->paper = strcmp(value, "letter") == 0 ? SHEET_LETTER : SHEET_A4;
        args->paper_said = true;
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
    case CLI_SELECT:
        return set_selection(args, rule->name, value);
    case CLI_TABLE:
        return set_table(args, rule->name, value);
    case CLI_CSV:
        args->csv = true;
        return true;
    case CLI_FORGET:
        if (rule->value)
            args->pupil = value;
        else
            args->yes = true;
        return !rule->value || *value != '\0';
    case CLI_WALK:
        return set_walk(args, rule->name, value);
    case CLI_GENERATE:
        return set_generate(args, rule->name, value);
    case CLI_SHARE:
        return set_share(args, rule->name, value);
    case CLI_FIGURE:
        return set_figure(args, rule->name, value);
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
    CliArgs args = {.paper = paper_of_locale(),
                    .language = PROTOCOL_LANGUAGE,
                    .suppress_below = CROSS_AS_PROTOCOL};
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
        if (!set_option(&args, rule, value ? value : ""))
            return err_set(err, ERR_FORMAT, "%s needs %s, not '%s'", rule->name, rule->value,
                           value);
    }
    if (args.out && !cli_may_write_to(&args, args.out, err))
        return false;
    *ret_args = args;
    return true;
}
