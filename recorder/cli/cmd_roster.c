/* cmd_roster.c - class lists: are they readable, and how will the board show them? */
#include "recorder/cli/cli.h"

#include "protocols/file.h"
#include "protocols/utf8.h"
#include "recorder/platform/platform.h"
#include "recorder/screen/setup/setup_form.h"

#include <stdlib.h>
#include <string.h>

static const size_t ARENA_LIMIT = (size_t)64 << 20;

/* What was left out is said beside the labels, not among them. */
static void say_left_out(const char *path, const ClassList *list)
{
    if (*list->left_out)
        cli_notice("kenkyu: %s: left out, as they say who somebody is: %s\n", path, list->left_out);
}

/* The people of the list as a set-up; everything but the protocols lives in arena. */
static Setup *read_people(const CliArgs *args, Arena *arena, Err *err)
{
    const char *path = args->words[0], *text = NULL;
    size_t len = 0;
    ClassList list;
    const Protocol *any = NULL;
    if (!file_read(arena, path, CLASS_LIST_MAX_BYTES, &text, &len, err) ||
        !class_list_read(path, text, len, arena, &list, err) ||
        !cli_find_protocol(args, arena, "academic-talk", &any, err))
        return NULL;
    SetupForm *form = ARENA_PUSH(arena, SetupForm, 1);
    Setup *setup = NULL;
    if (form) {
        setup_form_init(form, &any, 1);
        if (!setup_form_take_list(form, &list, &(FormNames){0})) {
            (void)err_set(err, ERR_LIMIT, "%s: more than %d groups, expected fewer", path,
                          SEATING_MAX_GROUPS);
            return NULL;
        }
        setup_form_copy_text(form->texts[FORM_CLASS], FORM_TEXT_SIZE,
                             args->class_name ? args->class_name : "");
        setup = setup_form_build(form, "", arena);
        say_left_out(path, &list);
    }
    if (!setup)
        (void)err_set(err, ERR_SYSTEM, "%s: no memory to read it", path);
    return setup;
}

/* One pupil a line: label, group, attributes. Never a name. */
static void print_people(const Setup *setup)
{
    for (int32_t i = 0; i < setup->subject_count; i++) {
        const Subject *s = &setup->subjects[i];
        if (s->kind != SUBJECT_PUPIL)
            continue;
        cli_print("%s", s->label);
        if (s->group != SUBJECT_NONE)
            cli_print("  %s", setup->subjects[s->group].label);
        for (int32_t k = 0; k < s->attribute_count; k++)
            cli_print("  %s=%s", s->attributes[k].key, s->attributes[k].value);
        cli_print("\n");
    }
}

/* Under its name, in the place of the class that was called so before. */
static bool keep(const CliArgs *args, Setup *setup, Arena *arena, Err *err)
{
    StoreClass *classes = NULL;
    int32_t count = 0;
    PlatformClock clock;
    uint64_t seed[2];
    UuidSource ids;
    Store *store = cli_open_store(args, STORE_WRITE, err);
    if (!store)
        return false;
    platform_clock(&clock);
    platform_random(seed, sizeof seed);
    uuid_source_init(&ids, seed);
    bool ok = store_list_classes(store, arena, &classes, &count, err);
    Uuid id = uuid_next(&ids, clock.unix_ms);
    const char *protocol_key = "";
    for (int32_t i = 0; i < count; i++)
        if (strcmp(classes[i].name, setup->class_name) == 0) {
            id = classes[i].id;
            protocol_key = classes[i].protocol_key;
            setup->place = classes[i].place;
        }
    ok = ok && store_save_class(store, id, setup, protocol_key, NULL, clock.unix_ms, err);
    store_close(store);
    return ok;
}

bool cli_check_class(const char *class_name, Err *err)
{
    size_t len = strlen(class_name);
    if (strspn(class_name, " ") == len)
        return err_set(err, ERR_FORMAT, "the class has no name");
    if (len >= FORM_TEXT_SIZE)
        return err_set(err, ERR_LIMIT, "the name of the class has %zu bytes, expected at most %d",
                       len, FORM_TEXT_SIZE - 1);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)class_name[i] < ' ' || class_name[i] == 0x7F)
            return err_set(err, ERR_FORMAT, "the name of the class has a sign that cannot be seen");
    if (class_name[0] == ' ' || class_name[len - 1] == ' ')
        return err_set(err, ERR_FORMAT, "the name of the class begins or ends with a space");
    return utf8_valid_len(class_name, len) == len ||
           err_set(err, ERR_FORMAT, "the name of the class is not UTF-8");
}

int cmd_roster(int argc, char **argv)
{
    Err err = {0};
    CliArgs args;
    if (!cli_parse(argc, argv, CLI_DB | CLI_SELECT, &args, &err) ||
        (args.word_count != 1 && !err_set(&err, ERR_FORMAT, "one class list (CSV) is needed")) ||
        ((args.all || args.place || args.from || args.to) &&
         !err_set(&err, ERR_FORMAT, "of a selection, roster takes --class alone")) ||
        (args.class_name && !cli_check_class(args.class_name, &err))) {
        (void)cli_fail(&err);
        return CLI_USAGE;
    }
    Arena arena;
    arena_init(&arena, ARENA_LIMIT);
    Setup *setup = read_people(&args, &arena, &err);
    bool ok = setup && (!*setup->class_name || keep(&args, setup, &arena, &err));
    if (ok)
        print_people(setup);
    arena_deinit(&arena);
    return ok ? CLI_DONE : cli_fail(&err);
}
