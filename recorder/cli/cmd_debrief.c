/* cmd_debrief.c - sheets and evidence of one lesson, of many, and of two teachings. */
#include "recorder/cli/cli.h"

#include "protocols/file.h"
#include "protocols/protocol_load.h"
#include "recorder/share/share.h"
#include "recorder/store/reread.h"
#include "reports/cycle/cycle.h"

#include <string.h>
#include <sys/stat.h>

static const size_t ARENA_LIMIT = (size_t)1 << 30;

/* One run of the command. */
typedef struct Debriefing {
    CliArgs args;
    ShareChoice choice;
    Arena arena;
    Store *store;
    FontSet *fonts;
    Uuid *ids;
    int32_t id_count;
    Err not_noted; /* what was written, in the list of exports; the first of them */
} Debriefing;

/* ---- what is asked for ---- */

static bool is_folder(const char *path)
{
    struct stat st;
    size_t len = strlen(path);
    return (len > 0 && path[len - 1] == '/') || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

static bool is_many(const CliArgs *args)
{
    return cli_is_selection(args) || is_folder(args->out);
}

/* What is said, else what the name of the file says; into a folder go PDFs. */
static bool read_formats(const CliArgs *args, uint32_t *ret_formats, Err *err)
{
    const uint32_t any =
        1U << CLI_ENDS_PDF | 1U << CLI_ENDS_PNG | 1U << CLI_ENDS_CSV | 1U << CLI_ENDS_XLSX;
    uint32_t formats = (args->pdf ? SHARE_PDF : 0U) | (args->png ? SHARE_PNG : 0U) |
                       (args->csv ? SHARE_CSV : 0U) | (args->xlsx ? SHARE_XLSX : 0U);
    CliEnding ending = CLI_ENDS_PDF;
    if (!is_many(args) && (formats == 0 || formats == SHARE_PDF) &&
        !cli_read_ending(args, CLI_ENDS_PLAIN, formats ? 1U << CLI_ENDS_PDF : any, &ending, err))
        return false;
    *ret_formats = formats                   ? formats
                   : ending == CLI_ENDS_PNG  ? SHARE_PNG
                   : ending == CLI_ENDS_CSV  ? SHARE_CSV
                   : ending == CLI_ENDS_XLSX ? SHARE_XLSX
                                             : SHARE_PDF;
    return true;
}

static bool read_args(Debriefing *d, int argc, char **argv, Err *err)
{
    CliArgs *args = &d->args;
    if (!cli_parse(argc, argv,
                   CLI_DB | CLI_OUT | CLI_PAPER | CLI_LANGUAGE | CLI_CSV | CLI_SHARE | CLI_SELECT |
                       CLI_PROTOCOL,
                   args, err))
        return false;
    if (args->word_count == 0 && !cli_is_selection(args))
        return err_set(err, ERR_FORMAT,
                       "an observation's id or a selection such as --all is needed; 'kenkyu list' "
                       "shows them");
    if (args->word_count > 0 && cli_is_selection(args))
        return err_set(err, ERR_FORMAT, "either ids or a selection, not both");
    if (!args->out)
        return err_set(err, ERR_FORMAT,
                       "say where the sheet goes with -o OUT.pdf (or a folder for many)");
    if (args->for_others && args->pupils == HANDOUT_NAMES)
        return err_set(err, ERR_FORMAT,
                       "the copy for others never has pupils' names in it: --pupils labels or "
                       "seats, or --for team");
    uint32_t only = 0, formats = 0;
    if (!read_formats(args, &formats, err))
        return false;
    if (args->sections && !handout_parse_sections(args->sections, &only, err))
        return false;
    d->choice =
        (ShareChoice){.sheet = {.paper = args->paper,
                                .for_others = args->for_others,
                                .pupils = args->pupils,
                                .without = only ? ~only & ((1U << DEBRIEF_SECTION_COUNT) - 1) : 0},
                      .formats = formats,
                      .dpi = args->dpi > 0 ? args->dpi : SHARE_SCREEN_DPI,
                      .language = args->language};
    return true;
}

/* As the list of exports calls it. */
static const char *what_of(const ShareChoice *choice)
{
    bool tables = (choice->formats & (SHARE_CSV | SHARE_XLSX)) != 0;
    if (choice->sheet.for_others)
        return tables ? "sheet and tables, copy for others" : "sheet, copy for others";
    return tables ? "sheet and tables" : "debrief sheet";
}

static void note(Debriefing *d, const char *what, const ShareWritten *written)
{
    Err err = {0};
    if (!cli_note_written(&d->args, what, written, &err) && d->not_noted.kind == ERR_NONE)
        d->not_noted = err;
}

/* ---- one lesson ---- */

static bool read_lesson(const Debriefing *d, Arena *arena, Uuid id, Observation *ret_o, Err *err)
{
    return reread_observation(d->store, id, arena, ret_o, err) &&
           protocol_in_language(arena, ret_o->protocol, d->args.language, &ret_o->protocol, err);
}

/* Ids after the first are other observers' records of the same lesson. */
static bool read_all(Debriefing *d, DebriefInput *ret_input, Err *err)
{
    Observation *all = ARENA_PUSH(&d->arena, Observation, (size_t)d->id_count);
    const Observation **others = ARENA_PUSH(&d->arena, const Observation *, (size_t)d->id_count);
    if (!all || !others)
        return err_set(err, ERR_SYSTEM, "not enough memory for the records");
    for (int32_t i = 0; i < d->id_count; i++) {
        if (!read_lesson(d, &d->arena, d->ids[i], &all[i], err))
            return false;
        if (i > 0)
            others[i - 1] = &all[i];
    }
    if (d->choice.sheet.pupils == HANDOUT_NAMES &&
        !handout_has_names(&d->choice.sheet, all[0].setup->class_name))
        return err_set(
            err, ERR_STATE, "no names of %s are kept; 'kenkyu names import' takes them in",
            all[0].setup->class_name[0] ? all[0].setup->class_name : "a class without a name");
    *ret_input = (DebriefInput){
        .observation = &all[0], .others = others, .other_count = (size_t)d->id_count - 1};
    return true;
}

/* The name without an ending that says a format. */
static const char *base_of(Debriefing *d)
{
    size_t stem;
    CliEnding ending = cli_ending_of(d->args.out, &stem);
    bool made = ending == CLI_ENDS_PDF || ending == CLI_ENDS_PNG || ending == CLI_ENDS_CSV ||
                ending == CLI_ENDS_XLSX;
    return made ? arena_copy(&d->arena, d->args.out, stem) : d->args.out;
}

typedef bool NoteIt(const CliArgs *args, const char *what, const Uuid *lesson, bool names,
                    Err *err);

/* A line about each lesson of which something is in the file. */
static void note_one(Debriefing *d, ShareWritten written)
{
    for (int32_t i = 0; written.files > 0 && i < d->id_count; i++) {
        written.lesson = d->ids[i];
        note(d, what_of(&d->choice), &written);
    }
}

static bool note_each(const Debriefing *d, NoteIt *note_it, const char *what, bool names, Err *err)
{
    for (int32_t i = 0; i < d->id_count; i++)
        if (!note_it(&d->args, what, &d->ids[i], names, err))
            return false;
    return true;
}

static bool make_pdf(Debriefing *d, const DebriefInput *input, Err *err)
{
    bool names = d->choice.sheet.pupils == HANDOUT_NAMES;
    const char *what = what_of(&d->choice);
    return note_each(d, cli_note_before, what, names, err) &&
           handout_save_pdf(input, d->fonts, &d->choice.sheet, d->args.out, err) &&
           note_each(d, cli_note_after, what, names, err);
}

static bool make_one(Debriefing *d, Err *err)
{
    DebriefInput input;
    if (!read_all(d, &input, err))
        return false;
    if (d->choice.formats == SHARE_PDF) /* exactly the file that was named */
        return make_pdf(d, &input, err);
    const char *base = base_of(d);
    ShareJob *job = share_job_create(&input, d->fonts, &d->choice, base, NULL, err);
    bool done = false, ok = job != NULL;
    while (ok && !done)
        ok = share_job_step(job, &done, err);
    if (job)
        note_one(d, share_job_written(job));
    share_job_destroy(job);
    return ok;
}

/* ---- many ---- */

static void hear_of_sheet(void *user, const ShareWritten *written)
{
    Debriefing *d = user;
    note(d, what_of(&d->choice), written);
}

/* Everything that can be made is made; what failed is listed with its reason. */
static bool make_many(Debriefing *d, Err *err)
{
    size_t len = strlen(d->args.out);
    while (len > 1 && d->args.out[len - 1] == '/')
        len--;
    const char *folder = arena_copy(&d->arena, d->args.out, len);
    ShareBatch *batch = folder ? share_batch_create(d->store, d->ids, d->id_count, d->fonts,
                                                    &d->choice, folder, err)
                               : NULL;
    if (!batch)
        return err->kind != ERR_NONE ? false : err_set(err, ERR_SYSTEM, "not enough memory");
    share_batch_tell(batch, hear_of_sheet, d);
    int32_t shown = -1;
    for (bool more = true; more;) {
        more = share_batch_step(batch);
        ShareProgress p = share_batch_progress(batch);
        if (p.done / 10 > shown / 10 && p.total > 20)
            cli_notice("%d of %d lessons\n", (int)p.done, (int)p.total);
        shown = p.done;
    }
    ShareProgress p = share_batch_progress(batch);
    for (int32_t i = 0; i < p.failure_count; i++)
        cli_notice("kenkyu: %s: %s\n", p.failures[i].title, p.failures[i].reason);
    cli_print("%d %s of %d %s in %s\n", (int)p.files, p.files == 1 ? "file" : "files",
              (int)(p.done - p.failed), p.done - p.failed == 1 ? "lesson" : "lessons", folder);
    int32_t failed = p.failed, total = p.total;
    share_batch_destroy(batch);
    return failed == 0 ||
           err_set(err, ERR_STATE, "%d of %d lessons have no sheet", (int)failed, (int)total);
}

/* ---- the commands ---- */

/* Of all classes; the vault is locked again before a sheet is made. */
static bool read_names(Debriefing *d, Err *err)
{
    VaultName *kept;
    int32_t count;
    Vault *vault = cli_unlock_names(d->store, err);
    bool ok = vault && vault_list(vault, NULL, &d->arena, &kept, &count, err);
    vault_lock(vault);
    HandoutName *names = ok ? ARENA_PUSH(&d->arena, HandoutName, (size_t)count + 1) : NULL;
    if (ok && !names)
        return err_set(err, ERR_SYSTEM, "not enough memory for the names");
    for (int32_t i = 0; ok && i < count; i++)
        names[i] = (HandoutName){kept[i].class_name, kept[i].label, kept[i].name};
    d->choice.sheet.names = names;
    d->choice.sheet.name_count = ok ? count : 0;
    return ok;
}

static bool open_all(Debriefing *d, Err *err)
{
    bool named = d->choice.sheet.pupils == HANDOUT_NAMES; /* each try is counted in the store */
    d->store = named ? cli_change_store(&d->args, err) : cli_open_store(&d->args, STORE_READ, err);
    d->fonts = d->store ? font_set_create(err) : NULL;
    return d->fonts && cli_find_ids(&d->args, d->store, &d->arena, &d->ids, &d->id_count, err) &&
           (!named || read_names(d, err));
}

static void close_all(Debriefing *d)
{
    font_set_destroy(d->fonts);
    arena_deinit(&d->arena);
    store_close(d->store);
}

static int finish(const Debriefing *d, bool ok, const Err *err)
{
    int code = ok ? CLI_DONE : cli_fail(err);
    return d->not_noted.kind == ERR_NONE ? code : cli_fail(&d->not_noted);
}

int cmd_debrief(int argc, char **argv)
{
    Err err = {0};
    Debriefing d = {0};
    if (!read_args(&d, argc, argv, &err)) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    arena_init(&d.arena, ARENA_LIMIT);
    bool many = is_many(&d.args);
    bool ok = open_all(&d, &err) && (many ? make_many(&d, &err) : make_one(&d, &err));
    close_all(&d);
    return finish(&d, ok, &err);
}

static bool check_cycle_out(const CliArgs *args, Err *err)
{
    CliEnding ending;
    return args->out ? cli_read_ending(args, CLI_ENDS_PLAIN, 1U << CLI_ENDS_PDF, &ending, err)
                     : err_set(err, ERR_FORMAT, "say where the sheet goes with -o OUT.pdf");
}

static bool make_cycle(Debriefing *d, Err *err)
{
    Observation first, second;
    Arena scratch;
    if (!read_lesson(d, &d->arena, d->ids[0], &first, err) ||
        !read_lesson(d, &d->arena, d->ids[1], &second, err))
        return false;
    arena_init(&scratch, ARENA_LIMIT);
    SheetInfo info = debrief_info(&(DebriefInput){.observation = &second});
    Sheet *sheet = sheet_create(&d->arena, d->fonts, d->args.paper, info);
    bool ok = sheet || err_set(err, ERR_SYSTEM, "not enough memory for the sheet");
    ok = ok && cycle_compose(&first, &second, sheet, &scratch, err) &&
         note_each(d, cli_note_before, "cycle sheet", false, err) &&
         sheet_pdf_save(sheet, d->args.out, err) &&
         note_each(d, cli_note_after, "cycle sheet", false, err);
    arena_deinit(&scratch);
    return ok;
}

int cmd_cycle(int argc, char **argv)
{
    Err err = {0};
    Debriefing d = {0};
    if (!cli_parse(argc, argv, CLI_DB | CLI_OUT | CLI_PAPER | CLI_LANGUAGE, &d.args, &err) ||
        (d.args.word_count != 2 &&
         !err_set(&err, ERR_FORMAT,
                  "two ids are needed: the first and the second teaching; 'kenkyu list' shows "
                  "them")) ||
        !check_cycle_out(&d.args, &err)) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    arena_init(&d.arena, ARENA_LIMIT);
    bool ok = open_all(&d, &err) && make_cycle(&d, &err);
    close_all(&d);
    return finish(&d, ok, &err);
}
