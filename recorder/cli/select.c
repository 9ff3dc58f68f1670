/* select.c - which observations a command works on: ids, or a selection. */
#include "recorder/cli/cli.h"

#include <string.h>
#include <time.h>

bool cli_is_selection(const CliArgs *args)
{
    return args->all || args->protocol || args->class_name || args->place || args->from || args->to;
}

/* The day in the lesson's own offset, as 2026-03-12; "" when it is not known. */
static void format_day(const StoreItem *item, char ret_text[16])
{
    time_t local = (time_t)(item->started_unix_ms / 1000) + item->utc_offset_min * INT64_C(60);
    struct tm parts;
    ret_text[0] = '\0';
    if (item->started_unix_ms != 0 && gmtime_r(&local, &parts))
        (void)strftime(ret_text, 16, "%Y-%m-%d", &parts);
}

static bool is_selected(const CliArgs *args, const StoreItem *item)
{
    char day[16];
    format_day(item, day);
    return (!args->protocol || strcmp(args->protocol, item->protocol_key) == 0) &&
           (!args->class_name || strcmp(args->class_name, item->class_name) == 0) &&
           (!args->place || strcmp(args->place, item->place) == 0) &&
           (!args->from || (day[0] && strcmp(day, args->from) >= 0)) &&
           (!args->to || (day[0] && strcmp(day, args->to) <= 0));
}

/* Oldest first. */
static bool select_ids(const CliArgs *args, Store *store, Arena *arena, Uuid **ret_ids,
                       int32_t *ret_count, Err *err)
{
    StoreItem *items;
    int32_t count, chosen = 0;
    if (!store_list(store, arena, 0, 0, &items, &count, err))
        return false;
    Uuid *ids = ARENA_PUSH(arena, Uuid, (size_t)count + 1);
    if (!ids)
        return err_set(err, ERR_LIMIT, "not enough memory for a list of %d lessons", (int)count);
    for (int32_t i = count; i-- > 0;)
        if (is_selected(args, &items[i]))
            ids[chosen++] = items[i].id;
    *ret_ids = ids;
    *ret_count = chosen;
    return chosen > 0 || err_set(err, ERR_STATE,
                                 "none of %d observations fits this selection; 'kenkyu list' "
                                 "shows them",
                                 (int)count);
}

bool cli_find_ids(const CliArgs *args, Store *store, Arena *arena, Uuid **ret_ids,
                  int32_t *ret_count, Err *err)
{
    if (args->word_count == 0)
        return select_ids(args, store, arena, ret_ids, ret_count, err);
    Uuid *ids = ARENA_PUSH(arena, Uuid, CLI_MAX_WORDS);
    if (!ids)
        return err_set(err, ERR_LIMIT, "not enough memory for a list of lessons");
    for (int32_t i = 0; i < args->word_count; i++) {
        if (!store_find_id(store, args->words[i], &ids[i], err))
            return false;
        for (int32_t k = 0; k < i; k++)
            if (uuid_compare(ids[i], ids[k]) == 0)
                return err_set(err, ERR_STATE, "the observation %s was given twice",
                               args->words[i]);
    }
    *ret_ids = ids;
    *ret_count = args->word_count;
    return true;
}
