/* cli.h - the command line: what each command reads from its arguments.
 *
 * kenkyu COMMAND ... prints its result on standard output and everything else
 * (notices, errors) on standard error. Exit codes: 0 done, 1 it could not be
 * done (one sentence says why), 2 the command line was not understood, 141 who read
 * the output went before its end.
 *
 * What --json prints is described by the schemas in tests/schema/ and only ever
 * gets further keys.
 */
#ifndef RECORDER_CLI_CLI_H
#define RECORDER_CLI_CLI_H

#include "recorder/share/share.h"
#include "recorder/store/store.h"
#include "recorder/store/vault.h"
#include "reports/handout/handout.h"
#include "reports/measure/cross/cross.h"
#include "reports/sheet/sheet.h"

enum {
    CLI_DONE = 0,
    CLI_FAILED = 1,
    CLI_USAGE = 2,
    CLI_CLOSED = 141, /* as a shell counts what SIGPIPE ends */
};
enum { CLI_MAX_WORDS = 64 };

/* Which options a command takes; a set. */
typedef enum CliOption {
    CLI_DB = 1 << 0,
    CLI_JSON = 1 << 1,
    CLI_OUT = 1 << 2,
    CLI_PROTOCOL = 1 << 3,
    CLI_SPEED = 1 << 4,
    CLI_ACK = 1 << 5,
    CLI_PAPER = 1 << 6,
    CLI_FORMAT = 1 << 7,
    CLI_THEME = 1 << 8,
    CLI_DEMO = 1 << 9,
    CLI_SHEETS = 1 << 10,
    CLI_SIZE = 1 << 11,
    CLI_LANGUAGE = 1 << 12,
    CLI_SELECT = 1 << 13, /* --all, --class, --place, --from, --to */
    CLI_TABLE = 1 << 14,  /* --by, --what, --of, --suppress */
    CLI_CSV = 1 << 15,
    CLI_FORGET = 1 << 30,   /* --pupil, --yes */
    CLI_WALK = 1 << 16,     /* --school, --grade, --subject, --period, --observer, ... */
    CLI_GENERATE = 1 << 17, /* --visits, --seed */
    CLI_SHARE = 1 << 18,    /* --pdf, --png, --xlsx, --dpi, --for, --pupils, --sections */
    CLI_IMPORT = 1 << 19,   /* --title, --pseudonyms */
    CLI_FIGURE = 1 << 24,   /* --figure and what figures need: FiguresQuery */
} CliOption;

typedef struct CliArgs {
    const char *words[CLI_MAX_WORDS]; /* what is no option, in order */
    int32_t word_count;
    const char *db; /* NULL: the person's own store */
    const char *out, *protocol, *format, *theme, *demo, *sheets, *size;
    const char *language; /* of the protocol's texts; PROTOCOL_LANGUAGE when not said */
    const char *title;    /* of what is read from a file; NULL: not said */
    double speed;         /* times real time; 0: as fast as it goes */
    SheetPaper paper;     /* of the locale when not said */
    bool paper_said;
    bool json, ack, csv, yes;
    bool pseudonyms; /* what pupils are called in the file is nobody's name */
    bool pdf, png, xlsx, for_others;
    HandoutPupils pupils;           /* what they are called on sheets */
    const char *sections;           /* of the sheet; NULL: all */
    int32_t dpi;                    /* of pictures; 0: not said */
    bool all;                       /* of the stored observations; the next four choose */
    const char *class_name, *place; /* exactly; NULL: any */
    const char *from, *to;          /* 2026-03-12, both included; NULL: any */
    const char *pupil;              /* label; NULL: not said */
    const char *by, *of;            /* ROWS[,COLUMNS]; codes and categories counted */
    CrossWhat what;
    int32_t suppress_below; /* CROSS_AS_PROTOCOL when not said */
    /* which walk-throughs; NULL or 0: all */
    const char *school, *grade, *subject, *observer, *teacher, *heading;
    int32_t period;
    bool rebuild;   /* their summaries */
    int64_t visits; /* to make up */
    uint64_t seed;
    const char *figure;                   /* names, parted by commas */
    int64_t within_ms, step_ms, every_ms; /* 0 when not said */
    bool late_said;
    int64_t late_ms;
    int32_t lag;
    bool no_repeats, first_to_last;
} CliArgs;

/* Reads argv[0..argc) against the options allowed. Options and words mix; "--"
 * ends the options. ERR_FORMAT says which argument is wrong and how. */
bool cli_parse(int argc, char **argv, uint32_t allowed, CliArgs *ret_args, Err *err);

/* The whole program: argv as main() gets it. */
int cli_main(int argc, char **argv);

/* ---- shared by the commands ---- */

/* Prints the sentence on standard error and returns CLI_FAILED. */
int cli_fail(const Err *err);

/* To standard output and standard error, as printf() would, but for control characters in
 * the values: they are shown, not obeyed. A line end stands at the end of fmt only. */
void cli_print(const char *fmt, ...) PRINTF_LIKE(1, 2);
void cli_notice(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* Text as a part of one line of a result. */
void cli_put_line(FILE *out, const char *text);

/* Nobody reads standard output any more. */
bool cli_output_is_closed(void);

/* args->db, or the store in the person's data folder. */
enum { CLI_PATH_SIZE = 4096 };
bool cli_db_path(const CliArgs *args, char ret_path[CLI_PATH_SIZE], Err *err);

/* Opens args->db, or the store in the person's data folder. NULL on failure. */
Store *cli_open_store(const CliArgs *args, StoreMode mode, Err *err);

/* The same to write into a record that is there: a name that was mistyped makes no new
 * one. */
Store *cli_change_store(const CliArgs *args, Err *err);
bool cli_store_is_there(const CliArgs *args, Err *err);

/* Opens the store to read, finds the observation args->words[0] and reads it,
 * its protocol's texts in args->language. Ink and photos are read from the store,
 * which is the caller's to close; NULL on failure. */
Store *cli_read_observation(const CliArgs *args, Arena *arena, Observation *ret_observation,
                            Err *err);

/* Whether any of --all, --protocol, --class, ... was given (select.c). */
bool cli_is_selection(const CliArgs *args);

/* The ids that were given, each once, or those that the selection chooses, oldest
 * first; in arena. ERR_STATE when there is none. */
bool cli_find_ids(const CliArgs *args, Store *store, Arena *arena, Uuid **ret_ids,
                  int32_t *ret_count, Err *err);

/* The bytes of what was forgotten, also an earlier time that was cut off; says so. */
bool cli_finish_forgetting(Store *store, Err *err);

/* Asks for the passphrase of the names and opens them; the store is open for writing.
 * NULL on failure (cmd_names.c). */
Vault *cli_unlock_names(Store *store, Err *err);

/* The name of a class that something is kept of: one line that set-up can have
 * (cmd_roster.c). */
bool cli_check_class(const char *class_name, Err *err);

/* The protocol with this key: shipped, or the team's own beside its lessons
 * (cmd_protocol.c). */
bool cli_find_protocol(const CliArgs *args, Arena *arena, const char *key,
                       const Protocol **ret_protocol, Err *err);

/* ERR_STATE when out is the record, what lies beside it for it, a backup of it or what a
 * restore replaced, by whatever name. cli_parse() asks for args->out (out.c). */
bool cli_may_write_to(const CliArgs *args, const char *out, Err *err);

/* What the name of a result says of its format, whatever the size of its letters
 * (ending.c); the stem is what stands before. PLAIN: none of these. */
typedef enum CliEnding {
    CLI_ENDS_PLAIN,
    CLI_ENDS_PDF,
    CLI_ENDS_PNG,
    CLI_ENDS_XLSX,
    CLI_ENDS_CSV,
    CLI_ENDS_JSON,
    CLI_ENDS_TXT,
} CliEnding;
CliEnding cli_ending_of(const char *path, size_t *ret_stem);

/* What is said, by --json or the like, else what args->out ends in; PLAIN without both.
 * may: a set of 1 << CliEnding. ERR_FORMAT when the name is that of another format than
 * what is said, or nothing is said and the name ends in none of these. */
bool cli_read_ending(const CliArgs *args, CliEnding said, uint32_t may, CliEnding *ret_ending,
                     Err *err);

/* What is written to args->out or standard output: to memory first, so that a failure
 * leaves an old file whole. */
typedef bool CliWriter(void *context, FILE *out, Err *err);
typedef struct CliResult {
    CliWriter *write;
    void *context;
    bool is_text;       /* for people: control characters that come from a record are shown, not
                           obeyed. Else (CSV, JSON) it stays as it is, but on a terminal */
    const char *what;   /* for the list of exports (export_log.h); NULL: is not noted */
    const Uuid *lesson; /* NULL: figures over several, or all */
    bool names;         /* real ones are in it */
} CliResult;
bool cli_write_result(const CliArgs *args, const CliResult *result, Err *err);

/* For what a command writes to args->out itself. What cannot be called back (standard
 * output, a pipe, a device) is noted before its first byte, and nothing is written when it
 * cannot be noted; a file is noted once it is in its place, and stays when it cannot be
 * noted: the sentence says both. Each call does its part. */
bool cli_note_before(const CliArgs *args, const char *what, const Uuid *lesson, bool names,
                     Err *err);
bool cli_note_after(const CliArgs *args, const char *what, const Uuid *lesson, bool names,
                    Err *err);
bool cli_note_written(const CliArgs *args, const char *what, const ShareWritten *written, Err *err);

/* ---- commands: argv without the program and command names ---- */
int cmd_app(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_debrief(int argc, char **argv);
int cmd_cycle(int argc, char **argv);
int cmd_measure(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_protocol(int argc, char **argv);
int cmd_roster(int argc, char **argv);
int cmd_backup(int argc, char **argv);
int cmd_verify(int argc, char **argv);
int cmd_restore(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_forget(int argc, char **argv);
int cmd_names(int argc, char **argv);
int cmd_exports(int argc, char **argv);
int cmd_walkthroughs(int argc, char **argv);
int cmd_school(int argc, char **argv);
int cmd_teacher(int argc, char **argv);
int cmd_generate(int argc, char **argv);

#endif
