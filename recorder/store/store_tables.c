/* store_tables.c - what each table of the record is, for what goes over all of
 * them: joining two records, and forgetting. A test sees that none is left out. */
#include "recorder/store/store_internal.h"

const StoreTable store_tables[] = {
    {"protocol", TABLE_FACTS, NULL},
    {"observation", TABLE_FACTS, "id"},
    {"subject", TABLE_FACTS, "observation"},
    {"subject_attribute", TABLE_FACTS, "observation"},
    {"planned_phase", TABLE_FACTS, "observation"},
    {"team_question", TABLE_FACTS, "observation"},
    {"team_watch", TABLE_FACTS, "observation"},
    {"board_place", TABLE_FACTS, "observation"},
    {"target", TABLE_FACTS, "observation"},
    {"clock_anchor", TABLE_CLOCKS, "observation"},
    {"event", TABLE_FACTS, "observation"},
    {"change", TABLE_FACTS, "observation"},
    {"attachment", TABLE_FACTS, "observation"},
    {"milestone", TABLE_FACTS, "observation"},
    {"named", TABLE_FACTS, NULL},
    {"naming", TABLE_FACTS, NULL},
    {"permission", TABLE_FACTS, NULL},
    {"visit", TABLE_FACTS, "observation"},
    {"visit_summary", TABLE_FOLLOWS, "observation"},
    {"summary", TABLE_FOLLOWS, "observation"},
    {"class", TABLE_OF_DEVICE, NULL},
    {"class_subject", TABLE_OF_DEVICE, NULL},
    {"class_attribute", TABLE_OF_DEVICE, NULL},
    {"vault", TABLE_OF_DEVICE, NULL},
    {"vault_name", TABLE_OF_DEVICE, NULL},
    {"forgetting", TABLE_OF_DEVICE, NULL},
};
const int store_table_count = (int)(sizeof store_tables / sizeof *store_tables);

static bool is_ours(const char *name)
{
    for (int i = 0; i < store_table_count; i++)
        if (sqlite3_stricmp(store_tables[i].name, name) == 0)
            return true;
    return false;
}

int store_look_at_tables(sqlite3 *db, bool *ret_ours)
{
    static const char sql[] = "SELECT name FROM pragma_table_list"
                              " WHERE schema = 'main' AND type IN ('view', 'virtual')";
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    *ret_ours = true;
    while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        rc = name ? SQLITE_OK : SQLITE_NOMEM;
        *ret_ours = *ret_ours && name && !is_ours(name);
    }
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

bool store_refuse_tables(const char *shown, Err *err)
{
    return err_set(err, ERR_FORMAT, "%s: its tables are not those of a record of lessons", shown);
}
