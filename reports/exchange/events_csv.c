#include "reports/exchange/events_csv.h"

#include "reports/exchange/evidence/evidence.h"

static const size_t ARENA_LIMIT = (size_t)1 << 30;

bool events_write_csv(const Observation *observation, FILE *out, Err *err)
{
    Arena arena;
    EvidenceTable table;
    arena_init(&arena, ARENA_LIMIT);
    bool ok = evidence_table(observation, NULL, EVIDENCE_EVENTS, false, &arena, &table, err) &&
              evidence_write_csv(&table, out, err);
    arena_deinit(&arena);
    return ok;
}
