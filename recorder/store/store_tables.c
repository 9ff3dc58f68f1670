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
    {"forgotten", TABLE_OF_DEVICE, NULL},
};
const int store_table_count = (int)(sizeof store_tables / sizeof *store_tables);
