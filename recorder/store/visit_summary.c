/* visit_summary.c - every visit in one row, kept current, checked as it is read.
 *
 * A row holds what the facts say, so it can be made again at any time. Missing rows
 * show by their number; a row that was changed on the disk does not fit its own proof.
 */
#include "recorder/store/visit_internal.h"

#include "protocols/protocol_load.h"
#include "protocols/utf8.h"
#include "reports/measure/calendar.h"

#include <stdlib.h>
#include <string.h>

static const size_t PROTOCOLS_LIMIT = (size_t)64 << 20;
enum { MAX_DAMAGED = 256, MAX_SCHOOLS = 4096, CODES_SIZE = PROTOCOL_MAX_CODES * 96 };

/* What is kept of a protocol's text, in Store.visits. */
typedef struct VisitProtocol {
    WalkProtocol walk;
    LookFor look_fors[PROTOCOL_MAX_CODES];
    const char *codes_json; /* ["big-idea","goes-deep"]: for the statement that reads answers */
    struct VisitProtocol *next;
} VisitProtocol;

struct StoreVisits {
    Arena arena;
    VisitProtocol *protocols;
};

typedef struct Row {
    WalkVisit visit;
    Uuid protocol;
    char answers[PROTOCOL_MAX_CODES + 1];
    const VisitProtocol *kept;
    int64_t proof;
} Row;

static bool no_memory(const Store *store, Err *err)
{
    return err_set(err, ERR_SYSTEM, "%s: there is no memory left for the walk-throughs",
                   store->path);
}

/* ---- protocols ---- */

static bool keep_look_fors(Arena *arena, const Protocol *p, VisitProtocol *kept)
{
    char json[CODES_SIZE] = "[";
    size_t len = 1;
    kept->walk.count = look_for_list(p, kept->look_fors);
    for (int32_t i = 0; i < kept->walk.count; i++) {
        const Code *code = &p->codes[kept->look_fors[i].code];
        kept->walk.codes[i] = arena_copy(arena, code->key, strlen(code->key));
        kept->walk.labels[i] = arena_copy(arena, code->label, strlen(code->label));
        kept->walk.groups[i] = arena_copy(arena, code->group, strlen(code->group));
        if (!kept->walk.codes[i] || !kept->walk.labels[i] || !kept->walk.groups[i])
            return false;
        size_t key_len = strlen(code->key); /* letters, digits, '-': nothing to escape */
        if (len + key_len + 5 > sizeof json)
            return false;
        json[len++] = i > 0 ? ',' : ' ';
        json[len++] = '"';
        memcpy(json + len, code->key, key_len);
        len += key_len;
        json[len++] = '"';
    }
    json[len++] = ']';
    kept->codes_json = arena_copy(arena, json, len);
    kept->walk.key = arena_copy(arena, p->key, strlen(p->key));
    kept->walk.title = arena_copy(arena, p->title, strlen(p->title));
    kept->walk.version = arena_copy(arena, p->version, strlen(p->version));
    return kept->codes_json && kept->walk.key && kept->walk.title && kept->walk.version;
}

/* Reads the text once; the parsed protocol itself is not kept. */
static bool read_protocol(Store *store, Uuid fingerprint, VisitProtocol *kept, Err *err)
{
    bool row;
    Arena arena;
    arena_init(&arena, PROTOCOLS_LIMIT);
    store_bind_id(store, STMT_PROTOCOL_TEXT, 1, &fingerprint);
    bool ok = store_step(store, STMT_PROTOCOL_TEXT, &row, err);
    const Protocol *protocol = NULL;
    if (ok && !row)
        ok = store_damaged(store, "a protocol is missing", err);
    if (ok) {
        sqlite3_stmt *stmt = store->stmts[STMT_PROTOCOL_TEXT];
        const char *text = store_column_text(store, stmt, 0, err);
        Err unreadable = {0}; /* a lesson is not refused because its protocol grew old */
        if (text)
            (void)protocol_parse(&arena, "protocol", text, (size_t)sqlite3_column_bytes(stmt, 0),
                                 &protocol, NULL, &unreadable);
        ok = text != NULL;
    }
    store_done(store, STMT_PROTOCOL_TEXT);
    if (ok && protocol)
        ok = keep_look_fors(&store->visits->arena, protocol, kept) || no_memory(store, err);
    else if (ok)
        kept->walk.key = kept->walk.title = kept->walk.version = kept->codes_json = "";
    arena_deinit(&arena);
    return ok;
}

static const VisitProtocol *find_protocol(Store *store, Uuid fingerprint, Err *err)
{
    if (!store->visits) {
        store->visits = calloc(1, sizeof *store->visits);
        if (!store->visits) {
            (void)no_memory(store, err);
            return NULL;
        }
        arena_init(&store->visits->arena, PROTOCOLS_LIMIT);
    }
    for (VisitProtocol *kept = store->visits->protocols; kept; kept = kept->next)
        if (uuid_compare(kept->walk.fingerprint, fingerprint) == 0)
            return kept;
    VisitProtocol *kept = ARENA_PUSH(&store->visits->arena, VisitProtocol, 1);
    if (!kept) {
        (void)no_memory(store, err);
        return NULL;
    }
    if (!read_protocol(store, fingerprint, kept, err))
        return NULL;
    kept->walk.fingerprint = fingerprint;
    kept->next = store->visits->protocols;
    store->visits->protocols = kept;
    return kept;
}

void visit_forget(Store *store)
{
    if (store->visits)
        arena_deinit(&store->visits->arena);
    free(store->visits);
    store->visits = NULL;
}

/* ---- the proof of a row ---- */

/* The finisher of splitmix64 over eight bytes at a time: every row is proven at every
 * look. */
static uint64_t hash_word(uint64_t h, uint64_t word)
{
    h = (h ^ word) * UINT64_C(0xbf58476d1ce4e5b9);
    return (h ^ h >> 29) * UINT64_C(0x94d049bb133111eb) + UINT64_C(0x9e3779b97f4a7c15);
}

static uint64_t hash_number(uint64_t h, int64_t number)
{
    return hash_word(h, (uint64_t)number);
}

/* The length goes in too: "ab" and "c" are not "a" and "bc". */
static uint64_t hash_bytes(uint64_t h, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    h = hash_word(h, len);
    for (; len > 0; at += 8) {
        uint64_t word = 0;
        size_t some = len < sizeof word ? len : sizeof word;
        memcpy(&word, at, some);
        h = hash_word(h, word);
        len -= some;
    }
    return h;
}

static uint64_t hash_text(uint64_t h, const char *text)
{
    return hash_bytes(h, text, strlen(text));
}

/* On machines of either byte order: numbers go in as the machine has them, and a file
 * that is moved to one of the other order is simply made again. */
static int64_t proof_of(const Row *row)
{
    const WalkVisit *v = &row->visit;
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    h = hash_number(h, v->day);
    h = hash_number(h, v->started_unix_ms);
    h = hash_bytes(h, v->id.bytes, 16);
    h = hash_number(h, v->length_ms);
    h = hash_bytes(h, row->protocol.bytes, 16);
    h = hash_bytes(h, v->school.bytes, 16);
    h = hash_bytes(h, v->teacher.bytes, 16);
    h = hash_number(h, v->grade);
    h = hash_text(h, v->subject);
    h = hash_number(h, v->period);
    h = hash_text(h, v->observer);
    h = hash_text(h, v->answers);
    return (int64_t)h;
}

/* ---- a row from the facts ---- */

/* Events come by start, then id: the last word on each look-for stays. */
static bool read_answers(Store *store, Row *row, Err *err)
{
    const VisitProtocol *kept = row->kept;
    memset(row->answers, LOOK_FOR_OPEN, (size_t)kept->walk.count);
    row->answers[kept->walk.count] = '\0';
    row->visit.answers = row->answers;
    if (kept->walk.count == 0)
        return true;
    store_bind_id(store, STMT_VISIT_ANSWERS, 1, &row->visit.id);
    store_bind_text(store, STMT_VISIT_ANSWERS, 2, kept->codes_json);
    bool more = true, ok = true;
    while (ok && more) {
        ok = store_step(store, STMT_VISIT_ANSWERS, &more, err);
        if (!ok || !more)
            break;
        sqlite3_stmt *stmt = store->stmts[STMT_VISIT_ANSWERS];
        const char *code = (const char *)sqlite3_column_text(stmt, 0);
        for (int32_t i = 0; code && i < kept->walk.count; i++)
            if (strcmp(code, kept->walk.codes[i]) == 0)
                row->answers[i] =
                    (char)look_for_answer(&kept->look_fors[i], sqlite3_column_int(stmt, 1));
    }
    store_done(store, STMT_VISIT_ANSWERS);
    return ok;
}

/* The texts of the row point into the statement, which stays on it: done by the caller.
 * *ret_ended false: it goes on, or there is no such observation. */
static bool make_row(Store *store, const Uuid *observation, Row *row, bool *ret_ended, Err *err)
{
    store_bind_id(store, STMT_VISIT_FACTS, 1, observation);
    if (!store_step(store, STMT_VISIT_FACTS, ret_ended, err) || !*ret_ended)
        return !*ret_ended && err->kind == ERR_NONE;
    sqlite3_stmt *stmt = store->stmts[STMT_VISIT_FACTS];
    int64_t started = setup_start_or_unknown(sqlite3_column_int64(stmt, 0));
    const char *observer = store_column_text(store, stmt, 3, err);
    const char *subject = observer ? store_column_text(store, stmt, 8, err) : NULL;
    if (!subject)
        return false;
    *row = (Row){.protocol = visit_column_id(stmt, 2)};
    row->visit = (WalkVisit){
        .id = *observation,
        .day = started == 0 ? 0 : calendar_day(started, sqlite3_column_int(stmt, 1)),
        .started_unix_ms = started,
        .observer = observer,
        .length_ms = sqlite3_column_int64(stmt, 4),
        .school = visit_column_id(stmt, 5),
        .teacher = visit_column_id(stmt, 6),
        .grade = visit_column_number(stmt, 7, WALK_MAX_GRADE),
        .subject = subject,
        .period = visit_column_number(stmt, 9, WALK_MAX_PERIOD),
    };
    row->kept = find_protocol(store, row->protocol, err);
    if (!row->kept)
        return false;
    row->visit.protocol = &row->kept->walk;
    if (!read_answers(store, row, err))
        return false;
    row->proof = proof_of(row);
    return true;
}

static void bind_id_or_null(Store *store, Stmt which, int index, const Uuid *id)
{
    if (!uuid_is_nil(*id))
        store_bind_id(store, which, index, id);
}

static bool put_row(Store *store, const Row *row, Err *err)
{
    const Stmt put = STMT_VISIT_PUT;
    const WalkVisit *v = &row->visit;
    store_bind_int(store, put, 1, v->day);
    store_bind_int(store, put, 2, v->started_unix_ms);
    store_bind_id(store, put, 3, &v->id);
    store_bind_int(store, put, 4, v->length_ms);
    store_bind_id(store, put, 5, &row->protocol);
    bind_id_or_null(store, put, 6, &v->school);
    bind_id_or_null(store, put, 7, &v->teacher);
    if (v->grade >= 0)
        store_bind_int(store, put, 8, v->grade);
    store_bind_text(store, put, 9, v->subject);
    if (v->period > 0)
        store_bind_int(store, put, 10, v->period);
    store_bind_text(store, put, 11, v->observer);
    store_bind_text(store, put, 12, row->answers);
    store_bind_int(store, put, 13, row->proof);
    return store_run(store, put, err);
}

static bool drop_row(Store *store, const Uuid *observation, Err *err)
{
    store_bind_id(store, STMT_VISIT_DROP, 1, observation);
    return store_run(store, STMT_VISIT_DROP, err);
}

/* Where it lies already it is written over: a page is written, not two. A row that has
 * the wrong day was damaged. */
static bool replace_row(Store *store, const Row *row, Err *err)
{
    store_bind_id(store, STMT_VISIT_DROP_STRAY, 1, &row->visit.id);
    store_bind_int(store, STMT_VISIT_DROP_STRAY, 2, row->visit.day);
    store_bind_int(store, STMT_VISIT_DROP_STRAY, 3, row->visit.started_unix_ms);
    return store_run(store, STMT_VISIT_DROP_STRAY, err) && put_row(store, row, err);
}

bool visit_refresh(Store *store, const Uuid *observation, Err *err)
{
    Row row;
    bool ended = false;
    bool ok = make_row(store, observation, &row, &ended, err) &&
              (ended ? replace_row(store, &row, err) : drop_row(store, observation, err));
    store_done(store, STMT_VISIT_FACTS);
    return ok;
}

/* The event is a rating of a look-for, or was one, or may have become one. */
static bool is_of_look_for(Store *store, const Uuid *observation, const Protocol *protocol,
                           const Uuid *event, bool *ret_is, Err *err)
{
    bool row;
    LookFor ignored;
    store_bind_id(store, STMT_VISIT_EVENT, 1, observation);
    store_bind_id(store, STMT_VISIT_EVENT, 2, event);
    bool ok = store_step(store, STMT_VISIT_EVENT, &row, err);
    sqlite3_stmt *stmt = store->stmts[STMT_VISIT_EVENT];
    if (ok && row) {
        const char *key = (const char *)sqlite3_column_text(stmt, 0);
        int32_t code = key ? protocol_find_code(protocol, key) : PROTOCOL_NONE;
        *ret_is = sqlite3_column_int(stmt, 1) != 0 || code == PROTOCOL_NONE ||
                  look_for_of(protocol, code, &ignored);
    }
    store_done(store, STMT_VISIT_EVENT);
    return ok;
}

static bool can_change(Store *store, const Uuid *observation, const Protocol *protocol,
                       const Fact *fact, bool *ret_can, Err *err)
{
    static const uint32_t fields = FIELD_CODE | FIELD_START | FIELD_VALUE | FIELD_VOIDED;
    LookFor ignored;
    *ret_can = true; /* it begins, ends, goes on; an event that is not there yet */
    if (fact->kind == FACT_EVENT)
        *ret_can = look_for_of(protocol, fact->event.code, &ignored);
    else if (fact->kind == FACT_CHANGE && !(fact->fields & fields))
        *ret_can = false;
    else if (fact->kind == FACT_CHANGE)
        return is_of_look_for(store, observation, protocol, &fact->event.id, ret_can, err);
    return true;
}

bool visit_follow(Store *store, const Uuid *observation, const Protocol *protocol, FactSlice facts,
                  Err *err)
{
    bool can = false;
    for (size_t i = 0; i < facts.count && !can && !store->spares_visits; i++)
        if (!can_change(store, observation, protocol, &facts.items[i], &can, err))
            return false;
    return !can || visit_refresh(store, observation, err);
}

/* ---- reading the rows ---- */

typedef struct Round {
    Store *store;
    int64_t from_day, to_day;
    bool enough; /* fn wants no more */
    bool begun;  /* rows up to `last` were given */
    WalkVisit last;
    bool orphan; /* a damaged row belonged to no observation: another has none now */
    StoreVisitFn *fn;
    void *context;
    StoreCare care;
    WalkVisit *missing; /* made from the facts, in their order, to be given among the rows */
    size_t missing_count, missing_given;
    Uuid damaged[MAX_DAMAGED]; /* to be made again after the round */
    int32_t damaged_count;
    StoreNamed *schools;
    int32_t school_count;
    Arena arena;
} Round;

static const char *school_name(const Round *round, Uuid school)
{
    for (int32_t i = 0; i < round->school_count; i++)
        if (uuid_compare(round->schools[i].id, school) == 0)
            return round->schools[i].name;
    return "";
}

/* What no text holds is mended where it is shown (store_column_copy()): a row's proof is of
 * the text as it is. */
static bool mend_text(Round *round, const char **text, Err *err)
{
    size_t len = strlen(*text);
    if (len <= OBSERVATION_MAX_LINE && utf8_text_len(*text, len) == len)
        return true;
    len = utf8_cut(*text, len, OBSERVATION_MAX_LINE);
    char *copy = arena_copy(&round->arena, *text, len);
    if (!copy)
        return no_memory(round->store, err);
    (void)utf8_mend(copy, len);
    *text = copy;
    return true;
}

static bool is_when_a_lesson_was(const WalkVisit *visit)
{
    const int64_t day_ms = 86400000;
    return setup_start_or_unknown(visit->started_unix_ms) != 0 &&
           visit->day >= OBSERVATION_FIRST_UNIX_MS / day_ms - 1 &&
           visit->day <= OBSERVATION_LAST_UNIX_MS / day_ms + 1;
}

/* Lessons without look-fors have rows too, so that a missing row shows. */
static bool give(Round *round, const WalkVisit *visit, Err *err)
{
    WalkVisit given = *visit;
    if (!is_when_a_lesson_was(visit))
        given.started_unix_ms = given.day = 0;
    if (visit->protocol->count == 0 || round->enough || given.day < round->from_day ||
        given.day > round->to_day)
        return true;
    if (!mend_text(round, &given.observer, err) || !mend_text(round, &given.subject, err))
        return false;
    given.school_name = school_name(round, visit->school);
    if (round->fn(round->context, &given, err))
        return true;
    round->enough = true;
    return err->kind == ERR_NONE;
}

static const char *text_or_nothing(sqlite3_stmt *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    return text ? text : "";
}

/* False: it does not fit its proof, or names a protocol that is not there. */
static bool read_row(Round *round, sqlite3_stmt *stmt, Row *row)
{
    *row = (Row){.protocol = visit_column_id(stmt, 4), .proof = sqlite3_column_int64(stmt, 12)};
    row->visit = (WalkVisit){
        .day = sqlite3_column_int64(stmt, 0),
        .started_unix_ms = sqlite3_column_int64(stmt, 1),
        .id = visit_column_id(stmt, 2),
        .length_ms = sqlite3_column_int64(stmt, 3),
        .school = visit_column_id(stmt, 5),
        .teacher = visit_column_id(stmt, 6),
        .grade = visit_column_number(stmt, 7, WALK_MAX_GRADE),
        .subject = text_or_nothing(stmt, 8),
        .period = visit_column_number(stmt, 9, WALK_MAX_PERIOD),
        .observer = text_or_nothing(stmt, 10),
        .answers = text_or_nothing(stmt, 11),
    };
    if (proof_of(row) != row->proof)
        return false;
    Err ignored = {0};
    row->kept = find_protocol(round->store, row->protocol, &ignored);
    if (!row->kept)
        return false;
    row->visit.protocol = &row->kept->walk;
    return true;
}

/* From the facts, past the summary. */
static bool give_from_facts(Round *round, const Uuid *observation, bool *ret_ended, Err *err)
{
    Row row;
    bool ok = make_row(round->store, observation, &row, ret_ended, err) &&
              (!*ret_ended || give(round, &row.visit, err));
    store_done(round->store, STMT_VISIT_FACTS);
    return ok;
}

static bool mend(Round *round, const Row *row, Err *err)
{
    bool ended = false;
    round->care.damaged++;
    if (round->damaged_count < MAX_DAMAGED)
        round->damaged[round->damaged_count++] = row->visit.id;
    if (!give_from_facts(round, &row->visit.id, &ended, err))
        return false;
    round->orphan |= !ended;
    return true;
}

/* ---- what is missing ---- */

/* Ids of observations, those that go on too; into round->arena. */
static bool list_ids(Round *round, Stmt which, Uuid **ret_ids, size_t *ret_count, Err *err)
{
    Store *store = round->store;
    size_t count = 0, cap = 0;
    Uuid *ids = NULL;
    bool more = true, ok = true;
    while (ok && more) {
        ok = store_step(store, which, &more, err);
        if (!ok || !more)
            break;
        if (count == cap) {
            cap = cap * 2 + 64;
            Uuid *grown = ARENA_PUSH(&round->arena, Uuid, cap);
            if (!grown) {
                ok = no_memory(store, err);
                break;
            }
            if (count > 0)
                memcpy(grown, ids, count * sizeof *ids);
            ids = grown;
        }
        ids[count++] = visit_column_id(store->stmts[which], 0);
    }
    store_done(store, which);
    *ret_ids = ids;
    *ret_count = count;
    return ok;
}

/* Those without a row. */
static bool list_missing(Round *round, Uuid **ret_ids, size_t *ret_count, Err *err)
{
    return list_ids(round, STMT_VISIT_MISSING, ret_ids, ret_count, err);
}

/* Rows and observations are as many, when nothing goes on and nothing is missing. */
static bool is_complete(Store *store, bool *ret_complete, Err *err)
{
    bool row;
    bool ok = store_step(store, STMT_VISIT_GAP, &row, err);
    if (ok)
        *ret_complete = sqlite3_column_int64(store->stmts[STMT_VISIT_GAP], 0) == 0;
    store_done(store, STMT_VISIT_GAP);
    return ok;
}

static bool has_ended(Store *store, const Uuid *id, bool *ret_ended, Err *err)
{
    store_bind_id(store, STMT_VISIT_FACTS, 1, id);
    bool ok = store_step(store, STMT_VISIT_FACTS, ret_ended, err);
    store_done(store, STMT_VISIT_FACTS);
    return ok;
}

/* Those that have ended, to the front. */
static bool keep_ended(Round *round, Uuid *ids, size_t *count, Err *err)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        bool ended = false;
        if (!has_ended(round->store, &ids[i], &ended, err))
            return false;
        if (ended)
            ids[kept++] = ids[i];
    }
    *count = kept;
    return true;
}

static bool refresh_all(Store *store, const Uuid *ids, size_t count, Err *err)
{
    if (count == 0)
        return true;
    if (!store_begin(store, err))
        return false;
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++)
        ok = visit_refresh(store, &ids[i], err);
    return store_end(store, ok, err);
}

static int compare_visits(const void *a, const void *b)
{
    const WalkVisit *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->started_unix_ms != y->started_unix_ms)
        return x->started_unix_ms < y->started_unix_ms ? -1 : 1;
    return uuid_compare(x->id, y->id);
}

/* The row's texts live on in round->arena. */
static bool copy_visit(Round *round, const WalkVisit *visit, WalkVisit *copy)
{
    const char *const from[] = {visit->subject, visit->observer, visit->answers};
    const char **const to[] = {&copy->subject, &copy->observer, &copy->answers};
    *copy = *visit;
    for (int i = 0; i < 3; i++) {
        *to[i] = arena_copy(&round->arena, from[i], strlen(from[i]));
        if (!*to[i])
            return false;
    }
    return true;
}

/* Opened for reading nothing is written: the missing rows are made for this round. */
static bool make_missing(Round *round, const Uuid *ids, size_t count, Err *err)
{
    round->missing = ARENA_PUSH(&round->arena, WalkVisit, count + 1);
    if (!round->missing)
        return no_memory(round->store, err);
    for (size_t i = 0; i < count; i++) {
        Row row;
        bool ended = false;
        bool ok = make_row(round->store, &ids[i], &row, &ended, err);
        if (ok && ended)
            ok = copy_visit(round, &row.visit, &round->missing[round->missing_count++]) ||
                 no_memory(round->store, err);
        store_done(round->store, STMT_VISIT_FACTS);
        if (!ok)
            return false;
    }
    qsort(round->missing, round->missing_count, sizeof *round->missing, compare_visits);
    return true;
}

static bool find_missing(Round *round, Err *err)
{
    bool complete = false;
    Uuid *ids = NULL;
    size_t count = 0;
    if (!is_complete(round->store, &complete, err))
        return false;
    if (complete)
        return true;
    if (!list_missing(round, &ids, &count, err) || !keep_ended(round, ids, &count, err))
        return false;
    round->care.missing = (int64_t)count;
    return round->store->mode == STORE_READ ? make_missing(round, ids, count, err)
                                            : refresh_all(round->store, ids, count, err);
}

/* ---- the round ---- */

/* Those that come before a row; NULL: all that are left. */
static bool give_missing(Round *round, const WalkVisit *before, Err *err)
{
    while (round->missing_given < round->missing_count &&
           (!before || compare_visits(&round->missing[round->missing_given], before) < 0))
        if (!give(round, &round->missing[round->missing_given++], err))
            return false;
    return true;
}

static bool read_rows(Round *round, Err *err)
{
    Store *store = round->store;
    bool more = true, ok = true;
    store_bind_int(store, STMT_VISIT_ROWS, 1, round->from_day);
    store_bind_int(store, STMT_VISIT_ROWS, 2, round->to_day);
    while (ok && more && !round->enough) {
        ok = store_step(store, STMT_VISIT_ROWS, &more, err);
        if (!ok || !more)
            break;
        Row row;
        bool good = read_row(round, store->stmts[STMT_VISIT_ROWS], &row);
        ok = give_missing(round, &row.visit, err) &&
             (good ? give(round, &row.visit, err) : mend(round, &row, err));
        if (good) {
            round->last = row.visit; /* its place, not its texts */
            round->begun = true;
        }
    }
    store_done(store, STMT_VISIT_ROWS);
    return ok && give_missing(round, NULL, err);
}

static bool is_among_missing(const Round *round, Uuid id)
{
    for (size_t i = 0; i < round->missing_count; i++)
        if (uuid_compare(round->missing[i].id, id) == 0)
            return true;
    return false;
}

static bool was_given(const Round *round, const WalkVisit *visit)
{
    for (int32_t i = 0; i < round->damaged_count; i++)
        if (uuid_compare(round->damaged[i], visit->id) == 0)
            return true;
    return round->begun && compare_visits(visit, &round->last) <= 0;
}

/* The disk does not give the table back: what comes after the last row that was given is
 * made from the facts, and nothing is written into such a file. */
static bool go_on_from_facts(Round *round, Err *err)
{
    Uuid *ids = NULL;
    size_t count = 0;
    round->missing_count = round->missing_given = 0;
    round->care.unreadable = true;
    if (!list_ids(round, STMT_VISIT_ALL, &ids, &count, err) ||
        !make_missing(round, ids, count, err))
        return false;
    for (size_t i = 0; i < round->missing_count; i++)
        if (!was_given(round, &round->missing[i]) && !give(round, &round->missing[i], err))
            return false;
    return true;
}

static bool go_round(Round *round, Err *err)
{
    Uuid *lost = NULL;
    size_t lost_count = 0;
    if (!store_list_named(round->store, NAMED_SCHOOL, &round->arena, &round->schools,
                          &round->school_count, err))
        return false;
    if (!find_missing(round, err) || !read_rows(round, err)) {
        if (err->kind != ERR_FORMAT || round->enough)
            return false;
        *err = (Err){0};
        return go_on_from_facts(round, err);
    }
    if (round->orphan && (!list_missing(round, &lost, &lost_count, err) ||
                          !keep_ended(round, lost, &lost_count, err)))
        return false;
    for (size_t i = 0; i < lost_count && !round->enough; i++) {
        bool ended = false;
        if (!is_among_missing(round, lost[i]) && !give_from_facts(round, &lost[i], &ended, err))
            return false;
    }
    if (round->store->mode == STORE_READ || round->damaged_count == 0)
        return true;
    return refresh_all(round->store, round->damaged, (size_t)round->damaged_count, err) &&
           refresh_all(round->store, lost, lost_count, err);
}

bool store_each_visit(Store *store, int64_t from_day, int64_t to_day, StoreVisitFn *fn,
                      void *context, StoreCare *ret_care, Err *err)
{
    Round *round = calloc(1, sizeof *round);
    if (!round)
        return no_memory(store, err);
    round->store = store;
    round->from_day = from_day;
    round->to_day = to_day;
    round->fn = fn;
    round->context = context;
    arena_init(&round->arena, PROTOCOLS_LIMIT);
    bool ok = go_round(round, err);
    if (ok && ret_care) {
        ret_care->missing += round->care.missing;
        ret_care->damaged += round->care.damaged;
        ret_care->unreadable |= round->care.unreadable;
    }
    arena_deinit(&round->arena);
    free(round);
    return ok;
}

bool store_rebuild_visits(Store *store, int64_t *ret_visits, Err *err)
{
    Round *round = calloc(1, sizeof *round);
    if (!round)
        return no_memory(store, err);
    round->store = store;
    arena_init(&round->arena, PROTOCOLS_LIMIT);
    Uuid *ids = NULL;
    size_t count = 0;
    bool ok = store_begin(store, err);
    if (ok) {
        ok = store_run(store, STMT_VISIT_CLEAR, err) && list_missing(round, &ids, &count, err);
        for (size_t i = 0; i < count && ok; i++)
            ok = visit_refresh(store, &ids[i], err);
        ok = store_end(store, ok, err);
    }
    bool row;
    ok = ok && store_step(store, STMT_VISIT_COUNT, &row, err);
    if (ok)
        *ret_visits = sqlite3_column_int64(store->stmts[STMT_VISIT_COUNT], 0);
    store_done(store, STMT_VISIT_COUNT);
    arena_deinit(&round->arena);
    free(round);
    return ok;
}
