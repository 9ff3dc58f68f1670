/* cli.c - dispatch, help and what the commands share. */
#include "recorder/cli/cli.h"

#include "protocols/protocol_load.h"
#include "recorder/platform/platform.h"
#include "recorder/store/reread.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} Command;

static const Command commands[] = {
    {"app", cmd_app,
     "kenkyu [app] [--db DB] [--theme light|dark|contrast] [--sheets FOLDER] [--size WxH]\n"
     "             [--paper a4|letter] [--demo FILE [--speed N]]\n"
     "\n"
     "Opens the recorder. Lessons are kept in DB, debrief sheets are left in FOLDER\n"
     "(your documents folder). --demo plays a lesson on the board, N times as fast.\n"
     "\n"
     "  kenkyu\n"
     "  kenkyu --db room12.db --theme dark\n"
     "  kenkyu --demo assets/demo-lesson.json --speed 60\n"},
    {"replay", cmd_replay,
     "kenkyu replay FILE [--protocol KEY] [--title TEXT] [--pseudonyms] [--db DB]\n"
     "             [--speed N|max] [--ack]\n"
     "\n"
     "Records the lesson of FILE as if a finger tapped it, and prints the new\n"
     "observation's id. FILE is a transcript (CSV with t_s, turn, speaker, role,\n"
     "sentence; role T or teacher, S or student), a lecture timeline (CSV with time,\n"
     "code) or a record that 'kenkyu show --json' printed. CSV may have commas, semicolons\n"
     "or tabs. --speed: times real time; max is the default.\n"
     "What pupils are called becomes initials where it looks like a name, and names are not\n"
     "kept; with --pseudonyms they are nobody's names, and stay. --title: what the lesson is\n"
     "called; else as the file, but where that looks like a name.\n"
     "--ack prints 'ack N EVENT-ID' for every event, after it is safely stored.\n"
     "\n"
     "  kenkyu replay lecture.csv\n"
     "  kenkyu replay transcript.csv --protocol lesson-study --db term.db\n"
     "  kenkyu replay t12.csv --title \"Fractions, group 2\" --pseudonyms\n"
     "  kenkyu replay assets/demo-lesson.json --speed 60 --ack\n"},
    {"debrief", cmd_debrief,
     "kenkyu debrief ID [ID...] -o OUT.pdf [--pdf] [--png] [--csv] [--xlsx] [--dpi N]\n"
     "              [--paper a4|letter] [--language en|es] [--for team|others]\n"
     "              [--pupils labels|seats|names] [--sections LIST] [--db DB]\n"
     "kenkyu debrief ID... | --all [--protocol KEY] [--class TEXT] [--place TEXT]\n"
     "              [--from DAY] [--to DAY] -o FOLDER/ ...\n"
     "\n"
     "Makes the sheet of an observation: the debrief sheet, or for a visit under a\n"
     "protocol of look-fors the walk-through sheet. ID may be cut short (8 characters or\n"
     "more). Further ids are other observers' records of the same lesson: the sheet\n"
     "adds their notes and how far they agree.\n"
     "\n"
     "--png: a picture a page (OUT-1.png, ...); --csv: the evidence as tables\n"
     "(OUT-events.csv, ...); --xlsx: the same as one workbook. --for others: the copy that\n"
     "leaves the team, without seats, tables, focus pupils and words, small groups hidden.\n"
     "--pupils seats: called by table and place (4B), not as they were typed.\n"
     "--pupils names: by their real names ('kenkyu names --help'), which asks for the\n"
     "passphrase; never together with --for others.\n"
     "--sections: only these of flow, talk, map, frames, questions, engagement, evidence,\n"
     "time, conversation. Without --paper the locale decides.\n"
     "\n"
     "Into a folder goes one set of files a lesson, named by its day and title; what fails\n"
     "is listed at the end with its reason, and the rest is made.\n"
     "\n"
     "  kenkyu debrief 0197c3a2 -o fractions.pdf\n"
     "  kenkyu debrief 0197c3a2 -o fractions.pdf --pdf --xlsx --for others\n"
     "  kenkyu debrief --all --class 'Grade 5' -o sheets/\n"},
    {"cycle", cmd_cycle,
     "kenkyu cycle FIRST SECOND -o OUT.pdf [--paper a4|letter] [--language en|es] [--db DB]\n"
     "\n"
     "Two teachings of one lesson side by side on one page: what the team changed, how the\n"
     "time went, and each figure with its interval. A change is called one only where the\n"
     "intervals do not overlap.\n"
     "\n"
     "  kenkyu cycle 0197c3a2 0197e81b -o cycle.pdf\n"},
    {"measure", cmd_measure,
     "kenkyu measure ID... | --all [--protocol KEY] [--class TEXT] [--place TEXT]\n"
     "              [--from DAY] [--to DAY] [--by ROWS[,COLUMNS] [--what n|time|percent|rate]\n"
     "              [--of CODES] [--suppress N]] [--json|--csv] [-o FILE] [--db DB]\n"
     "              [--language en|es]\n"
     "kenkyu measure ID... | SELECTION --figure NAMES [--json|--csv] [-o FILE] [--db DB]\n"
     "\n"
     "Of one observation: every figure, with its denominator and n. Of several, or of\n"
     "a selection (any one of --all, --protocol, --class, ... makes one): numerators and\n"
     "denominators added, and only then divided. Days are the lesson's own: 2026-03-12.\n"
     "\n"
     "--by crosses any two of: code, category, modifier:KEY, frame, kind (adult, pupil,\n"
     "group, class), subject, group, attribute:KEY, phase, lesson, protocol, class, place,\n"
     "observer, week, month. --of counts only these codes or categories. Over several\n"
     "observations figures of few pupils are hidden; --suppress N sets how few, 0 none.\n"
     "--language: of the protocol's texts; keys stay as they are.\n"
     "\n"
     "--figure gives some figures of each observation (talk_share, talk_ratio,\n"
     "turn_lengths, turns_by_subject, directed_talk, reach, gini, chains, wait_time,\n"
     "questions, frames, engagement, transitions, co_occurrence, co_teaching; derived\n"
     "[--every S]; time_budget [--window whole|first-to-last]), or one of all together:\n"
     "  equity --by group|attribute:KEY [--of CODES] [--suppress N]\n"
     "  latency --of FROM,TO\n"
     "  sequence --of CODES [--lag N] [--no-repeats]\n"
     "  agreement [--within S] [--step S] [--late S] [--every S]: the observations are\n"
     "            the records of two or more observers of one lesson; --late: what the\n"
     "            second's clock shows more, else by when each record started\n"
     "\n"
     "  kenkyu measure 0197c3a2\n"
     "  kenkyu measure 0197c3a2 --json | jq '.time_budget[] | select(.subject == null)'\n"
     "  kenkyu measure --all --class 'Grade 5' --from 2026-01-01\n"
     "  kenkyu measure --all --by code,week --what percent --csv -o term.csv\n"
     "  kenkyu measure --all --by attribute:EL,frame --what time --of student-talk\n"
     "  kenkyu measure --all --figure wait_time,chains --csv -o waits.csv\n"
     "  kenkyu measure --all --figure equity --by attribute:EL --of student-talk\n"
     "  kenkyu measure 0197c3a2 0197c3b7 --figure agreement --within 2\n"},
    {"list", cmd_list,
     "kenkyu list [--db DB] [--json]\n"
     "\n"
     "The stored observations, the one recorded last first.\n"
     "\n"
     "  kenkyu list\n"
     "  kenkyu list --db term.db --json | jq -r '.[].id'\n"},
    {"show", cmd_show,
     "kenkyu show ID [--db DB] [--json] [-o FILE] [--language en|es]\n"
     "\n"
     "One observation with all its events; with --json as a record that\n"
     "'kenkyu replay' reads back.\n"
     "\n"
     "  kenkyu show 0197c3a2\n"
     "  kenkyu show 0197c3a2 --json > lesson.json\n"},
    {"export", cmd_export,
     "kenkyu export ID [--db DB] [--format csv|json] [-o FILE]\n"
     "\n"
     "The events as CSV for a spreadsheet (the default), or the record as JSON.\n"
     "\n"
     "  kenkyu export 0197c3a2 -o events.csv\n"
     "  kenkyu export 0197c3a2 --format json -o lesson.json\n"},
    {"protocol", cmd_protocol,
     "kenkyu protocol list [--language en|es] [--json] [--db DB]\n"
     "kenkyu protocol check FILE...\n"
     "kenkyu protocol show KEY [--db DB]\n"
     "\n"
     "Lists the protocols that come with Kenkyu and your own (*.yaml in the folder\n"
     "'protocols' beside the lessons), checks protocol files (all faults with line\n"
     "and column), or prints one to start your own from.\n"
     "\n"
     "  kenkyu protocol list\n"
     "  kenkyu protocol show academic-talk > our-talk.yaml\n"
     "  kenkyu protocol check our-talk.yaml\n"},
    {"walkthroughs", cmd_walkthroughs,
     "kenkyu walkthroughs [--by lookfor|protocol|school|grade|subject|period|week|month|\n"
     "                     observer] [--from DAY] [--to DAY] [--protocol KEY] [--heading TEXT]\n"
     "                    [--school NAME] [--grade K-2|3-5|6-8|9-12] [--subject TEXT]\n"
     "                    [--period N] [--observer TEXT] [--teacher KEY] [--suppress N]\n"
     "                    [--json|--csv] [-o OUT.pdf|.xlsx|.csv|.json] [--paper a4|letter]\n"
     "                    [--db DB]\n"
     "kenkyu walkthroughs --rebuild [--db DB]\n"
     "\n"
     "What many visits say together: each look-for, seen in k of n, with its 95 % interval\n"
     "(Wilson); could not tell and not answered are counted beside it. Fewer than 10 visits\n"
     "are hidden (--suppress N sets how few, 0 none). Teachers are never ranked; --teacher\n"
     "shows the visits to one who permits it. -o OUT.pdf makes the two pages for a staff\n"
     "meeting; -o OUT.xlsx has a sheet for every view, with --by for that one alone.\n"
     "--rebuild makes all summaries again from the record.\n"
     "\n"
     "  kenkyu walkthroughs --by month\n"
     "  kenkyu walkthroughs --by school --subject Science --json\n"
     "  kenkyu walkthroughs --from 2026-08-01 -o staff-meeting.pdf\n"
     "  kenkyu walkthroughs -o district.xlsx\n"},
    {"school", cmd_school,
     "kenkyu school list [--db DB]\n"
     "kenkyu school rename OLD NEW [--db DB]\n"
     "\n"
     "The schools of walk-throughs. A school keeps its key when it is renamed, so its\n"
     "figures stay together.\n"
     "\n"
     "  kenkyu school rename Lincoln 'Harriet Tubman'\n"},
    {"teacher", cmd_teacher,
     "kenkyu teacher list [--db DB]\n"
     "kenkyu teacher rename OLD NEW [--db DB]\n"
     "kenkyu teacher permit KEY [--db DB]\n"
     "kenkyu teacher withdraw KEY [--db DB]\n"
     "\n"
     "The teachers of walk-throughs, by initials or number. permit records that the teacher\n"
     "allows figures of the visits to them alone; withdraw, that they no longer do.\n"
     "\n"
     "  kenkyu teacher permit T014\n"
     "  kenkyu walkthroughs --teacher T014\n"},
    {"generate", cmd_generate,
     "kenkyu generate --visits N [--seed S] --db DB\n"
     "\n"
     "Makes a record of N made-up walk-throughs, about 100 events each, for trying and for\n"
     "measuring. Synthetic: nobody was observed, every visit says so (its origin), and the\n"
     "figures say nothing about any school. The same seed gives the same visits. DB must\n"
     "hold no lessons yet.\n"
     "\n"
     "  kenkyu generate --visits 10000 --seed 1 --db made-up.db\n"
     "  kenkyu walkthroughs --by month --db made-up.db\n"},
    {"roster", cmd_roster,
     "kenkyu roster FILE [--class NAME [--db DB]]\n"
     "\n"
     "Reads a class list (CSV: name or initials, number, group, and what you compare\n"
     "by, like EL) and prints the labels the board will show; a fault with its line and\n"
     "column. Names become initials and are not kept; columns of addresses, ids and the\n"
     "like, and any in which a pupil is named, are left out, and said so. With --class the\n"
     "class is kept to be used in the recorder, in the place of one that was called so.\n"
     "\n"
     "  kenkyu roster 5b.csv\n"
     "  kenkyu roster 5b.csv --class 5B\n"},
    {"backup", cmd_backup,
     "kenkyu backup [--db DB] [-o FILE]\n"
     "\n"
     "Makes a whole, checked copy of the record, also while lessons are recorded.\n"
     "Without -o it goes to the folder 'backups' beside DB, where the newest of 7\n"
     "days and of 4 weeks are kept; the recorder does the same once a day and after\n"
     "every lesson.\n"
     "\n"
     "  kenkyu backup\n"
     "  kenkyu backup --db term.db -o /media/stick/term.backup\n"},
    {"verify", cmd_verify,
     "kenkyu verify [--db DB]\n"
     "kenkyu verify FILE...\n"
     "\n"
     "Looks at every page of a record and its backups, or of the files named, opens\n"
     "every lesson in them, and says how much there is. Changes nothing.\n"
     "\n"
     "  kenkyu verify\n"
     "  kenkyu verify /media/stick/term.backup\n"},
    {"restore", cmd_restore,
     "kenkyu restore FILE [--db DB] [--yes]\n"
     "\n"
     "Puts a copy of FILE in the place of the record, after checking it. FILE stays\n"
     "as it is, and the record that was there is kept beside under the name that is\n"
     "printed. The recorder must be closed. A backup in which a lesson cannot be\n"
     "opened is refused; with --yes it is brought back all the same, for the others.\n"
     "\n"
     "  kenkyu restore ~/.local/share/kenkyu/backups/kenkyu.db-20261123T101500000Z.backup\n"
     "  kenkyu restore /media/stick/term.backup --db term.db\n"},
    {"merge", cmd_merge,
     "kenkyu merge FILE... [--db DB]\n"
     "\n"
     "Takes over what other devices recorded: every lesson of FILE that DB does not\n"
     "have, and what it has less of. FILE is a record that is closed, or a copy that\n"
     "'kenkyu backup -o' made; it stays as it is. In any order, and as often as you\n"
     "like, the same record comes out.\n"
     "\n"
     "  kenkyu merge /media/stick/tablet-2.backup\n"
     "  kenkyu merge a.backup b.backup --db term.db\n"},
    {"forget", cmd_forget,
     "kenkyu forget ID... [--yes] [--db DB]\n"
     "kenkyu forget --to DAY [--yes] [--db DB]\n"
     "kenkyu forget --class CLASS --pupil LABEL [--yes] [--db DB]\n"
     "\n"
     "Removes for good: lessons; every lesson up to and with a day; or a pupil from\n"
     "every lesson of a class (label, attributes, words, ink and photos about them, and\n"
     "their name; counts stay, as of 'forgotten N'). The file is written anew and its\n"
     "backups are replaced by one fresh copy. Schools and teachers go with the last visit\n"
     "about them; in 'kenkyu exports' the lesson's lines stay without the file's name.\n"
     "'kenkyu merge' brings back no lesson that was forgotten here; a pupil comes with\n"
     "lessons that only the other device has, to be forgotten again.\n"
     "Sheets that the app left by itself go, too, while nobody has changed or asked for\n"
     "them; other files that 'kenkyu exports' knows of are listed where they still are.\n"
     "What was taken elsewhere, and notes that speak of somebody, are yours to look for.\n"
     "A day ends as it does here, by this device's clock. Without --yes only says what\n"
     "would go.\n"
     "\n"
     "  kenkyu forget --to 2025-07-31\n"
     "  kenkyu forget --to 2025-07-31 --yes\n"
     "  kenkyu forget --class 'Grade 5' --pupil LG --yes\n"},
    {"names", cmd_names,
     "kenkyu names set-up [--db DB]\n"
     "kenkyu names import FILE.csv [--class CLASS] [--db DB]\n"
     "kenkyu names list [--class CLASS] [-o FILE] [--db DB]\n"
     "kenkyu names passphrase [--db DB]\n"
     "kenkyu names remove [--yes] [--db DB]\n"
     "\n"
     "Pupils' real names, encrypted, apart from the record. set-up asks for a\n"
     "passphrase that opens them; nobody can bring them back without it. FILE.csv has\n"
     "the columns label and name, and class or --class. The passphrase is asked for on the\n"
     "terminal, or read from standard input. list writes the names as CSV, which import\n"
     "reads. remove takes all of them away, from the backups, too: when the passphrase is\n"
     "forgotten, names begin anew by it.\n"
     "\n"
     "  kenkyu names set-up\n"
     "  kenkyu names import grade5.csv --class 'Grade 5'\n"
     "  kenkyu names list --class 'Grade 5'\n"},
    {"exports", cmd_exports,
     "kenkyu exports [--db DB] [-o FILE]\n"
     "\n"
     "What left this device: every sheet, table, copy and list that was written, when,\n"
     "of which lesson, and whether real names were in it. As CSV.\n"
     "\n"
     "  kenkyu exports\n"
     "  kenkyu exports --db term.db -o exports.csv\n"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static const char overview[] =
    "Kenkyu records what happens in a classroom and makes the sheet to talk about it.\n"
    "\n"
    "  kenkyu                                 opens the recorder\n"
    "  kenkyu replay lesson.csv               records a lesson from a file, prints its id\n"
    "  kenkyu debrief ID -o sheet.pdf         makes the debrief sheet\n"
    "  kenkyu cycle ID ID -o sheet.pdf        two teachings of a lesson side by side\n"
    "  kenkyu measure ID... | --all           every figure, with its denominator\n"
    "  kenkyu walkthroughs                    what many visits say together\n"
    "  kenkyu school, kenkyu teacher          their names, and what teachers permit\n"
    "  kenkyu generate --visits N --db FILE   made-up visits, for trying\n"
    "  kenkyu list                            the stored observations\n"
    "  kenkyu show ID                         one observation with all its events\n"
    "  kenkyu export ID -o events.csv         the events for a spreadsheet\n"
    "  kenkyu protocol list|check|show        the observation protocols\n"
    "  kenkyu backup                          a whole, checked copy of the record\n"
    "  kenkyu verify                          is the record, and are its backups, whole?\n"
    "  kenkyu restore FILE                    brings a backup back\n"
    "  kenkyu merge FILE                      takes over another device's lessons\n"
    "  kenkyu forget ID... | --to DAY         removes lessons, or a pupil, for good\n"
    "  kenkyu roster class.csv                a class list as the board will show it\n"
    "  kenkyu names set-up|import|list        pupils' names, encrypted\n"
    "  kenkyu exports                         what left this device, and when\n"
    "\n"
    "  kenkyu COMMAND --help                  examples for one command\n"
    "  kenkyu --version\n"
    "\n"
    "Lessons are kept in the file given by --db DB, else in your data folder\n"
    "($XDG_DATA_HOME/kenkyu/kenkyu.db). -o replaces a file, but never the record or what\n"
    "belongs to it; the ending of the name says what is written (a .csv begins with the\n"
    "mark by which spreadsheets know UTF-8), and - is standard output.\n"
    "Exit codes: 0 done, 1 it could not be done, 2 the command line was not understood,\n"
    "141 who read the output (a pipe) went before its end.\n";

static const Command *find_command(const char *name)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* A command that is done is done when what it printed has gone out. */
static int finish(int code)
{
    if ((fflush(stdout) == 0 && !ferror(stdout)) || code != CLI_DONE)
        return code;
    if (cli_output_is_closed())
        return CLI_CLOSED;
    cli_notice("kenkyu: standard output cannot be written\n");
    return CLI_FAILED;
}

/* What was closed by who started the program would be the number of the next file that is
 * opened, and messages would go into the record. */
static void open_standard(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        (void)close(fd);
}

int cli_main(int argc, char **argv)
{
    platform_keep_memory();
    open_standard();
    /* A file that may not grow is an error like a full disk, not the end. */
    (void)signal(SIGXFSZ, SIG_IGN);
    /* Who reads may go when they have seen enough: what is done here is done all the same. */
    (void)signal(SIGPIPE, SIG_IGN);
    if (argc > 1 && is_help(argv[1])) {
        (void)fputs(overview, stdout);
        return finish(CLI_DONE);
    }
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        (void)puts("kenkyu " KENKYU_VERSION);
        return finish(CLI_DONE);
    }
    bool named = argc > 1 && argv[1][0] != '-';
    const Command *command = find_command(named ? argv[1] : "app");
    if (!command) {
        cli_notice("kenkyu: there is no command '%s'; 'kenkyu --help' lists them\n", argv[1]);
        return CLI_USAGE;
    }
    int skip = named ? 2 : 1;
    for (int i = skip; i < argc; i++)
        if (is_help(argv[i])) {
            (void)fputs(command->help, stdout);
            return finish(CLI_DONE);
        }
    int code = finish(command->run(argc - skip, argv + skip));
    if (code == CLI_USAGE)
        cli_notice("kenkyu: 'kenkyu %s --help' shows how\n", command->name);
    return code;
}

int cli_fail(const Err *err)
{
    cli_notice("kenkyu: %s\n", err->text);
    return CLI_FAILED;
}

bool cli_db_path(const CliArgs *args, char ret_path[CLI_PATH_SIZE], Err *err)
{
    char folder[CLI_PATH_SIZE - 16] = "";
    if (!args->db && !platform_data_folder(folder, sizeof folder, err))
        return false;
    int len = args->db ? snprintf(ret_path, CLI_PATH_SIZE, "%s", args->db)
                       : snprintf(ret_path, CLI_PATH_SIZE, "%s/kenkyu.db", folder);
    return len < CLI_PATH_SIZE ||
           err_set(err, ERR_LIMIT, "%.100s...: the name is too long", args->db);
}

Store *cli_open_store(const CliArgs *args, StoreMode mode, Err *err)
{
    char path[CLI_PATH_SIZE];
    return cli_db_path(args, path, err) ? store_open(path, mode, err) : NULL;
}

bool cli_store_is_there(const CliArgs *args, Err *err)
{
    char path[CLI_PATH_SIZE];
    struct stat st;
    return cli_db_path(args, path, err) &&
           (stat(path, &st) == 0 || errno != ENOENT ||
            err_set(err, ERR_SYSTEM, "%s: there is no such file", path));
}

Store *cli_change_store(const CliArgs *args, Err *err)
{
    return cli_store_is_there(args, err) ? cli_open_store(args, STORE_WRITE, err) : NULL;
}

Store *cli_read_observation(const CliArgs *args, Arena *arena, Observation *ret_observation,
                            Err *err)
{
    Store *store = cli_open_store(args, STORE_READ, err);
    if (!store)
        return NULL;
    Uuid id;
    if (store_find_id(store, args->words[0], &id, err) &&
        reread_observation(store, id, arena, ret_observation, err) &&
        protocol_in_language(arena, ret_observation->protocol, args->language,
                             &ret_observation->protocol, err))
        return store;
    store_close(store);
    return NULL;
}
