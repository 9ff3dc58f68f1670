/* store_read.c - lists and lessons, back from the file into memory. */
#include "recorder/store/visit_internal.h"

#include "protocols/protocol_load.h"

#include <assert.h>
#include <string.h>

/* ---- columns ---- */

static bool no_room(Store *store, Err *err)
{
    return err_set(err, ERR_LIMIT, "%s: there is no room in memory for what was asked for",
                   store->path);
}

typedef struct TextColumn {
    const char **to;
    size_t most; /* bytes */
} TextColumn;

/* Text columns from first on. */
static bool column_texts(sqlite3_stmt *stmt, int first, int count, const TextColumn *columns,
                         Arena *arena)
{
    for (int i = 0; i < count; i++) {
        *columns[i].to = store_column_copy(stmt, first + i, columns[i].most, arena);
        if (!*columns[i].to)
            return false;
    }
    return true;
}

static int32_t column_int(sqlite3_stmt *stmt, int column)
{
    return (int32_t)store_column_number(stmt, column, INT32_MIN, INT32_MAX);
}

static int32_t column_offset(sqlite3_stmt *stmt, int column)
{
    return (int32_t)store_column_number(stmt, column, -OBSERVATION_MAX_OFFSET_MIN,
                                        OBSERVATION_MAX_OFFSET_MIN);
}

static int32_t column_subject(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt, column) == SQLITE_NULL ? SUBJECT_NONE
                                                            : column_int(stmt, column);
}

/* ---- lists ---- */

/* Makes the summaries that are missing. They are only kept for speed: when they
 * cannot be written, they are counted for the list alone. */
static void fill_summaries(Store *store)
{
    Uuid nobody = {{0}};
    const Uuid *busy = store->recording ? &store->recording_id : &nobody;
    Err ignored = {0};
    bool missing = false;
    store_bind_id(store, STMT_SUMMARY_MISSING, 1, busy);
    bool ok = store_step(store, STMT_SUMMARY_MISSING, &missing, &ignored);
    store_done(store, STMT_SUMMARY_MISSING);
    if (!ok || !missing)
        return;
    store_bind_id(store, STMT_SUMMARY_FILL, 1, busy);
    (void)store_run(store, STMT_SUMMARY_FILL, &ignored);
}

static bool count_summary(Store *store, StoreItem *item, Err *err)
{
    bool row;
    store_bind_id(store, STMT_SUMMARY_NOW, 1, &item->id);
    bool ok = store_step(store, STMT_SUMMARY_NOW, &row, err);
    if (ok && row) {
        sqlite3_stmt *stmt = store->stmts[STMT_SUMMARY_NOW];
        item->length_ms = sqlite3_column_int64(stmt, 0);
        item->event_count = sqlite3_column_int64(stmt, 1);
        item->ended = sqlite3_column_int(stmt, 2) != 0;
    }
    store_done(store, STMT_SUMMARY_NOW);
    return ok;
}

static bool read_item(Store *store, Stmt which, Arena *arena, StoreItem *item, Err *err)
{
    sqlite3_stmt *stmt = store->stmts[which];
    const size_t line = OBSERVATION_MAX_LINE;
    const TextColumn texts[] = {{&item->title, line},        {&item->class_name, line},
                                {&item->place, line},        {&item->observer, line},
                                {&item->protocol_key, line}, {&item->protocol_title, line},
                                {&item->origin, line}};
    item->id = visit_column_id(stmt, 0);
    if (!column_texts(stmt, 1, 7, texts, arena))
        return no_room(store, err);
    item->started_unix_ms = setup_start_or_unknown(sqlite3_column_int64(stmt, 8));
    item->utc_offset_min = column_offset(stmt, 9);
    if (sqlite3_column_type(stmt, 10) == SQLITE_NULL)
        return count_summary(store, item, err);
    item->length_ms = sqlite3_column_int64(stmt, 10);
    item->event_count = sqlite3_column_int64(stmt, 11);
    item->ended = sqlite3_column_int(stmt, 12) != 0;
    return true;
}

static bool read_list(Store *store, Stmt which, Arena *arena, int32_t offset, int64_t most,
                      StoreItem *items, int32_t *ret_count, Err *err)
{
    int32_t count = 0;
    bool row = true, ok = true;
    store_bind_int(store, which, 1, most);
    store_bind_int(store, which, 2, offset);
    while (ok && row) {
        ok = store_step(store, which, &row, err);
        /* Another process may have added one since they were counted. */
        if (ok && row && (row = count < most))
            ok = read_item(store, which, arena, &items[count++], err);
    }
    store_done(store, which);
    if (ok)
        *ret_count = count;
    return ok;
}

bool store_list(Store *store, Arena *arena, int32_t offset, int32_t limit, StoreItem **ret_items,
                int32_t *ret_count, Err *err)
{
    int64_t total;
    if (store->mode == STORE_WRITE)
        fill_summaries(store);
    if (!store_count(store, &total, err))
        return false;
    int64_t most = total > offset ? total - offset : 0;
    if (limit > 0 && limit < most)
        most = limit;
    ArenaMark mark = arena_mark(arena);
    StoreItem *items = ARENA_PUSH(arena, StoreItem, (size_t)most);
    if (!items)
        return no_room(store, err);
    ArenaMark texts = arena_mark(arena);
    bool ok = read_list(store, STMT_LIST, arena, offset, most, items, ret_count, err);
    if (!ok && err->kind == ERR_FORMAT) { /* a damaged summary is no reason to lose the list */
        *err = (Err){0};
        arena_reset(arena, texts);
        ok = read_list(store, STMT_LIST_COUNTED, arena, offset, most, items, ret_count, err);
    }
    if (!ok) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_items = items;
    return true;
}

static bool count_by(Store *store, Stmt which, int64_t *ret_count, Err *err)
{
    bool row;
    bool ok = store_step(store, which, &row, err);
    if (ok)
        *ret_count = sqlite3_column_int64(store->stmts[which], 0);
    store_done(store, which);
    return ok;
}

bool store_count(Store *store, int64_t *ret_count, Err *err)
{
    return count_by(store, STMT_COUNT_OBSERVATIONS, ret_count, err);
}

bool store_count_visits(Store *store, int64_t *ret_count, Err *err)
{
    return count_by(store, STMT_COUNT_VISITS, ret_count, err);
}

/* The id in the only row of a statement. */
static bool find_one(Store *store, Stmt which, bool *ret_found, Uuid *ret_id, Err *err)
{
    bool row;
    bool ok = store_step(store, which, &row, err);
    if (ok) {
        *ret_found = row;
        if (row)
            *ret_id = visit_column_id(store->stmts[which], 0);
    }
    store_done(store, which);
    return ok;
}

bool store_find_running(Store *store, bool *ret_found, Uuid *ret_id, Err *err)
{
    return find_one(store, STMT_RUNNING, ret_found, ret_id, err);
}

/* ---- ids from text ---- */

enum { MIN_ID_DIGITS = 8, ID_DIGITS = 32 };

/* The smallest and the greatest id that begin like text; false when text is not
 * the beginning of an id. */
static bool id_range(const char *text, Uuid *ret_low, Uuid *ret_high)
{
    memset(ret_low->bytes, 0x00, sizeof ret_low->bytes);
    memset(ret_high->bytes, 0xFF, sizeof ret_high->bytes);
    int count = 0;
    for (; *text; text++) {
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        if (*text == '-' && count > 0)
            continue;
        const char *digit = strchr(digits, *text);
        if (!digit || count == ID_DIGITS)
            return false;
        int value = (int)(digit - digits) % 16, shift = count % 2 == 0 ? 4 : 0;
        uint8_t *low = &ret_low->bytes[count / 2], *high = &ret_high->bytes[count / 2];
        *low = (uint8_t)(*low | value << shift);
        *high = (uint8_t)((*high & ~(0xF << shift)) | value << shift);
        count++;
    }
    return count >= MIN_ID_DIGITS;
}

bool store_find_id(Store *store, const char *text, Uuid *ret_id, Err *err)
{
    Uuid low, high, found = {{0}};
    if (!id_range(text, &low, &high))
        return err_set(err, ERR_FORMAT,
                       "'%.60s' is not a lesson's id, expected 8 to 32 digits 0-9 a-f", text);
    store_bind_id(store, STMT_ID_RANGE, 1, &low);
    store_bind_id(store, STMT_ID_RANGE, 2, &high);
    int count = 0;
    bool row = true, ok = true;
    while (ok && row) {
        ok = store_step(store, STMT_ID_RANGE, &row, err);
        if (ok && row && count++ == 0)
            found = visit_column_id(store->stmts[STMT_ID_RANGE], 0);
    }
    store_done(store, STMT_ID_RANGE);
    if (!ok)
        return false;
    if (count == 0)
        return err_set(err, ERR_STATE, "%s: no lesson has the id %s", store->path, text);
    if (count > 1)
        return err_set(err, ERR_STATE, "%s: several lessons have ids that begin with %s",
                       store->path, text);
    *ret_id = found;
    return true;
}

/* ---- one lesson: the set-up ---- */

/* Calls read for every row of a statement about one observation. */
typedef struct Reader {
    Store *store;
    Arena *arena;
    const Protocol *protocol;
    Setup *setup;
    Subject *subjects;
    Attribute *attributes; /* of the pupil whose are being read */
    PlannedPhase *phases;
} Reader;

typedef bool (*ReadRow)(Reader *r, sqlite3_stmt *stmt, Err *err);

static bool read_rows_of(Reader *r, const Uuid *id, Stmt which, ReadRow read, Err *err)
{
    store_bind_id(r->store, which, 1, id);
    bool row = true, ok = true;
    while (ok && row) {
        ok = store_step(r->store, which, &row, err);
        if (ok && row)
            ok = read(r, r->store->stmts[which], err);
    }
    store_done(r->store, which);
    return ok;
}

static bool read_rows(Reader *r, Stmt which, ReadRow read, Err *err)
{
    return read_rows_of(r, &r->setup->id, which, read, err);
}

static bool read_subject(Reader *r, sqlite3_stmt *stmt, Err *err)
{
    int32_t number = column_int(stmt, 0);
    if (number != r->setup->subject_count || number >= OBSERVATION_MAX_SUBJECTS)
        return store_damaged(r->store, "people and groups are not numbered in order", err);
    Subject *subject = &r->subjects[r->setup->subject_count++];
    const char *kind = store_column_text(r->store, stmt, 1, err);
    if (!kind)
        return false;
    for (int i = 0; i < 3; i++)
        if (strcmp(kind, store_subject_kinds[i]) == 0)
            subject->kind = (SubjectKind)i;
    const TextColumn texts[] = {{&subject->label, OBSERVATION_MAX_LABEL},
                                {&subject->detail, OBSERVATION_MAX_LABEL},
                                {&subject->predicted, OBSERVATION_MAX_TEXT}};
    if (!column_texts(stmt, 2, 3, texts, r->arena))
        return no_room(r->store, err);
    const unsigned char *focus = sqlite3_column_text(stmt, 8);
    subject->x = store_column_fraction(stmt, 5);
    subject->y = store_column_fraction(stmt, 6);
    subject->group = column_subject(stmt, 7);
    subject->focus = focus ? (char)focus[0] : '\0';
    subject->absent = sqlite3_column_int(stmt, 9) != 0;
    subject->several = sqlite3_column_int(stmt, 10) != 0;
    return true;
}

/* Rows come by subject, in order: those of one subject lie together. */
static bool read_attribute(Reader *r, sqlite3_stmt *stmt, Err *err)
{
    int32_t number = column_int(stmt, 0);
    if (number < 0 || number >= r->setup->subject_count)
        return store_damaged(r->store, "an attribute of nobody", err);
    Subject *subject = &r->subjects[number];
    if (subject->kind != SUBJECT_PUPIL || sqlite3_column_int(stmt, 1) != subject->attribute_count ||
        subject->attribute_count == OBSERVATION_MAX_ATTRIBUTES)
        return store_damaged(r->store, "attributes of a pupil are not numbered in order", err);
    if (subject->attribute_count == 0) {
        r->attributes = ARENA_PUSH(r->arena, Attribute, OBSERVATION_MAX_ATTRIBUTES);
        subject->attributes = r->attributes;
    }
    if (!r->attributes)
        return no_room(r->store, err);
    Attribute *attribute = &r->attributes[subject->attribute_count];
    const TextColumn texts[] = {{&attribute->key, OBSERVATION_MAX_ATTRIBUTE_TEXT},
                                {&attribute->value, OBSERVATION_MAX_ATTRIBUTE_TEXT}};
    if (!column_texts(stmt, 2, 2, texts, r->arena))
        return no_room(r->store, err);
    subject->attribute_count++;
    return true;
}

static bool read_phase(Reader *r, sqlite3_stmt *stmt, Err *err)
{
    if (r->setup->phase_count == PROTOCOL_MAX_CODES)
        return store_damaged(r->store, "more planned phases than codes", err);
    const char *key = store_column_text(r->store, stmt, 0, err);
    if (!key)
        return false;
    int32_t code = protocol_find_code(r->protocol, key);
    if (code == PROTOCOL_NONE)
        return store_damaged(r->store, "a planned phase that the protocol does not have", err);
    r->phases[r->setup->phase_count++] =
        (PlannedPhase){code, (int32_t)store_column_number(stmt, 1, 0, OBSERVATION_MAX_MINUTES)};
    return true;
}

static bool read_question(Reader *r, sqlite3_stmt *stmt, Err *err)
{
    if (r->setup->question_count == OBSERVATION_MAX_QUESTIONS)
        return store_damaged(r->store, "more questions than a team can have", err);
    const char *text = store_column_copy(stmt, 0, OBSERVATION_MAX_TEXT, r->arena);
    if (!text)
        return no_room(r->store, err);
    r->setup->questions[r->setup->question_count++] = text;
    return true;
}

static bool read_target(Reader *r, sqlite3_stmt *stmt, Err *err)
{
    const char *key = store_column_text(r->store, stmt, 0, err);
    if (!key)
        return false;
    int32_t target = r->protocol->target_modifier;
    int32_t option = PROTOCOL_NONE;
    if (target != PROTOCOL_NONE)
        option = modifier_find_option(&r->protocol->modifiers[target], key);
    if (option == PROTOCOL_NONE)
        return store_damaged(r->store, "a target that the protocol does not have", err);
    r->setup->targets |= 1U << option;
    return true;
}

static bool read_watch(Reader *r, sqlite3_stmt *stmt, Err *err)
{
    if (r->setup->watch_count == OBSERVATION_MAX_WATCHES)
        return store_damaged(r->store, "more observers than a team can have", err);
    TeamWatch *watch = &r->setup->watches[r->setup->watch_count++];
    const TextColumn texts[] = {{&watch->observer, OBSERVATION_MAX_LABEL},
                                {&watch->whom, OBSERVATION_MAX_TEXT}};
    return column_texts(stmt, 0, 2, texts, r->arena) || no_room(r->store, err);
}

static bool read_board(Reader *r, sqlite3_stmt *stmt, Err *err)
{
    (void)err;
    r->setup->board_x = store_column_fraction(stmt, 0);
    r->setup->board_y = store_column_fraction(stmt, 1);
    return true;
}

static bool check_setup(const Reader *r, Err *err)
{
    const char *fault = setup_fault(r->setup, r->protocol);
    return !fault || store_damaged(r->store, fault, err);
}

bool store_read_subjects(Store *store, Arena *arena, const Uuid *id, Stmt subjects, Stmt attributes,
                         Setup *setup, Err *err)
{
    Reader r = {.store = store, .arena = arena, .setup = setup};
    r.subjects = ARENA_PUSH(arena, Subject, OBSERVATION_MAX_SUBJECTS);
    if (!r.subjects)
        return no_room(store, err);
    setup->subjects = r.subjects;
    return read_rows_of(&r, id, subjects, read_subject, err) &&
           read_rows_of(&r, id, attributes, read_attribute, err) && check_setup(&r, err);
}

void store_keep_protocols(Store *store, Arena *arena)
{
    store->protocols = arena;
    store->kept_count = 0;
}

/* The protocol of the observation's row, read before or now. */
static bool read_protocol(Reader *r, sqlite3_stmt *stmt, Err *err)
{
    Store *store = r->store;
    Uuid fingerprint = visit_column_id(stmt, 12);
    for (int32_t i = 0; i < store->kept_count; i++)
        if (uuid_compare(store->kept[i].fingerprint, fingerprint) == 0) {
            r->protocol = store->kept[i].protocol;
            return true;
        }
    const char *key = store_column_text(store, stmt, 0, err);
    const char *text = key ? store_column_text(store, stmt, 1, err) : NULL;
    if (!text)
        return false;
    bool keep = store->protocols && store->kept_count < STORE_MAX_KEPT;
    if (!protocol_parse(keep ? store->protocols : r->arena, key, text,
                        (size_t)sqlite3_column_bytes(stmt, 1), &r->protocol, NULL, err))
        return err_prefix(err, "%s", store->path);
    if (keep)
        store->kept[store->kept_count++] = (StoreProtocol){fingerprint, r->protocol};
    return true;
}

/* The row of the observation itself, and with it the protocol. */
static bool read_observation(Reader *r, Err *err)
{
    Store *store = r->store;
    sqlite3_stmt *stmt = store->stmts[STMT_OBSERVATION];
    bool row = false;
    store_bind_id(store, STMT_OBSERVATION, 1, &r->setup->id);
    bool ok = store_step(store, STMT_OBSERVATION, &row, err);
    if (ok && !row) {
        char id[UUID_TEXT_SIZE];
        uuid_format(r->setup->id, id);
        ok = err_set(err, ERR_STATE, "%s: no lesson has the id %s", store->path, id);
    }
    ok = ok && read_protocol(r, stmt, err);
    Setup *setup = r->setup;
    const size_t line = OBSERVATION_MAX_LINE, text = OBSERVATION_MAX_TEXT;
    const TextColumn texts[] = {{&setup->title, line}, {&setup->class_name, line},
                                {&setup->place, line}, {&setup->observer, line},
                                {&setup->theme, text}, {&setup->goals, text},
                                {&setup->origin, line}};
    if (ok && !column_texts(stmt, 2, 7, texts, r->arena))
        ok = no_room(store, err);
    if (ok) {
        setup->started_unix_ms = setup_start_or_unknown(sqlite3_column_int64(stmt, 9));
        setup->utc_offset_min = column_offset(stmt, 10);
        setup->resolution_ms = store_column_number(stmt, 11, 1, OBSERVATION_MAX_RESOLUTION_MS);
    }
    store_done(store, STMT_OBSERVATION);
    return ok;
}

static bool load_setup(Reader *r, Err *err)
{
    r->setup = ARENA_PUSH(r->arena, Setup, 1);
    r->subjects = ARENA_PUSH(r->arena, Subject, OBSERVATION_MAX_SUBJECTS);
    r->phases = ARENA_PUSH(r->arena, PlannedPhase, PROTOCOL_MAX_CODES);
    if (!r->setup || !r->subjects || !r->phases)
        return no_room(r->store, err);
    r->setup->subjects = r->subjects;
    r->setup->phases = r->phases;
    return true;
}

static bool read_setup(Reader *r, Uuid id, Err *err)
{
    if (!load_setup(r, err))
        return false;
    r->setup->id = id;
    return read_observation(r, err) && read_rows(r, STMT_SUBJECTS, read_subject, err) &&
           read_rows(r, STMT_ATTRIBUTES, read_attribute, err) &&
           read_rows(r, STMT_PHASES, read_phase, err) &&
           read_rows(r, STMT_QUESTIONS, read_question, err) &&
           read_rows(r, STMT_TARGETS, read_target, err) &&
           read_rows(r, STMT_WATCHES, read_watch, err) &&
           read_rows(r, STMT_BOARD, read_board, err) &&
           visit_read_setup(r->store, r->arena, r->setup, err) && check_setup(r, err);
}

/* ---- one lesson: the facts ---- */

static bool read_values(Reader *r, sqlite3_stmt *stmt, Fact *fact, Err *err)
{
    ObsEvent *e = &fact->event;
    uint32_t fields = fact->fields;
    if (fields & FIELD_CODE) {
        const char *key = store_column_text(r->store, stmt, 4, err);
        if (!key)
            return false;
        e->code = protocol_find_code(r->protocol, key);
        if (e->code == PROTOCOL_NONE)
            return err_set(err, ERR_FORMAT, "%s: the protocol has no code '%s'", r->store->path,
                           key);
    }
    e->subject = column_subject(stmt, 5);
    e->target = column_subject(stmt, 6);
    e->start_ms = sqlite3_column_int64(stmt, 7);
    bool open = sqlite3_column_type(stmt, 8) == SQLITE_NULL;
    e->stop_ms = open ? EVENT_OPEN : sqlite3_column_int64(stmt, 8);
    e->value = column_int(stmt, 9);
    e->of = column_int(stmt, 10);
    e->missing = sqlite3_column_int(stmt, 11) != 0;
    e->voided = sqlite3_column_int(stmt, 12) != 0;
    e->text =
        fields & FIELD_TEXT ? store_column_copy(stmt, 14, OBSERVATION_MAX_TEXT, r->arena) : "";
    if (!e->text)
        return no_room(r->store, err);
    const char *options = (const char *)sqlite3_column_text(stmt, 13);
    if (fields & FIELD_OPTIONS &&
        !store_options_parse(r->protocol, options ? options : "", e->options, err))
        return err_prefix(err, "%s", r->store->path);
    return true;
}

static bool read_fact(Reader *r, Stmt which, Fact *ret_fact, Err *err)
{
    sqlite3_stmt *stmt = r->store->stmts[which];
    Fact fact = {.id = visit_column_id(stmt, 0),
                 .action = sqlite3_column_int64(stmt, 1),
                 .undoes = sqlite3_column_int64(stmt, 2),
                 .said_ms = sqlite3_column_int64(stmt, 3),
                 .event = event_blank()};
    if (which == STMT_MILESTONES) {
        const char *kind = store_column_text(r->store, stmt, 4, err);
        if (!kind)
            return false;
        fact.kind = strcmp(kind, "start") == 0 ? FACT_START
                    : strcmp(kind, "end") == 0 ? FACT_END
                                               : FACT_REOPEN;
        fact.event.start_ms = fact.event.stop_ms = sqlite3_column_int64(stmt, 5);
        *ret_fact = fact;
        return true;
    }
    fact.kind = which == STMT_EVENTS ? FACT_EVENT : FACT_CHANGE;
    fact.event.id = visit_column_id(stmt, 15);
    fact.fields = (uint32_t)sqlite3_column_int(stmt, 16);
    if (!read_values(r, stmt, &fact, err))
        return false;
    fact.fields = which == STMT_EVENTS ? 0 : fact.fields;
    *ret_fact = fact;
    return true;
}

static bool count_facts(Reader *r, size_t *ret_count, Err *err)
{
    bool row;
    store_bind_id(r->store, STMT_FACT_COUNT, 1, &r->setup->id);
    bool ok = store_step(r->store, STMT_FACT_COUNT, &row, err);
    if (ok)
        *ret_count = (size_t)sqlite3_column_int64(r->store->stmts[STMT_FACT_COUNT], 0);
    store_done(r->store, STMT_FACT_COUNT);
    return ok;
}

/* Three tables, each in the order of ids, become one list in the order of ids. */
static bool merge_facts(Reader *r, Fact *facts, size_t cap, size_t *ret_count, Err *err)
{
    static const Stmt tables[] = {STMT_EVENTS, STMT_CHANGES, STMT_MILESTONES};
    bool row[3];
    for (int i = 0; i < 3; i++) {
        store_bind_id(r->store, tables[i], 1, &r->setup->id);
        if (!store_step(r->store, tables[i], &row[i], err))
            return false;
    }
    size_t count = 0;
    for (;;) {
        int first = -1;
        Uuid first_id = {{0}};
        for (int i = 0; i < 3; i++) {
            Uuid id = row[i] ? visit_column_id(r->store->stmts[tables[i]], 0) : (Uuid){{0}};
            if (row[i] && (first < 0 || uuid_compare(id, first_id) < 0)) {
                first = i;
                first_id = id;
            }
        }
        if (first < 0 || count == cap)
            break;
        if (!read_fact(r, tables[first], &facts[count++], err) ||
            !store_step(r->store, tables[first], &row[first], err))
            return false;
    }
    *ret_count = count;
    return true;
}

static bool load_facts(Reader *r, FactSlice *ret_facts, Err *err)
{
    size_t cap = 0, count = 0;
    if (!count_facts(r, &cap, err))
        return false;
    Fact *facts = ARENA_PUSH(r->arena, Fact, cap);
    if (!facts)
        return no_room(r->store, err);
    bool ok = merge_facts(r, facts, cap, &count, err);
    store_done(r->store, STMT_EVENTS);
    store_done(r->store, STMT_CHANGES);
    store_done(r->store, STMT_MILESTONES);
    *ret_facts = (FactSlice){facts, count};
    return ok;
}

static bool load_anchor(Reader *r, ClockAnchor *ret_anchor, Err *err)
{
    sqlite3_stmt *stmt = r->store->stmts[STMT_ANCHOR];
    bool row;
    store_bind_id(r->store, STMT_ANCHOR, 1, &r->setup->id);
    bool ok = store_step(r->store, STMT_ANCHOR, &row, err);
    const char *boot_id = ok && row ? store_column_text(r->store, stmt, 3, err) : NULL;
    if (boot_id) {
        ClockAnchor anchor = {.session_ms = store_column_number(stmt, 0, 0, OBSERVATION_MAX_MS),
                              .boot_ms = store_column_number(stmt, 1, 0, OBSERVATION_LAST_UNIX_MS),
                              .unix_ms = setup_start_or_unknown(sqlite3_column_int64(stmt, 2))};
        size_t len = strlen(boot_id);
        memcpy(anchor.boot_id, boot_id, len < sizeof anchor.boot_id ? len : 0);
        *ret_anchor = anchor;
    }
    store_done(r->store, STMT_ANCHOR);
    return ok && (boot_id || !row);
}

bool store_load(Store *store, Uuid id, Arena *arena, StoredObservation *ret_stored, Err *err)
{
    ArenaMark mark = arena_mark(arena);
    Reader r = {.store = store, .arena = arena};
    StoredObservation stored = {.protocol = NULL};
    if (!read_setup(&r, id, err) || !load_anchor(&r, &stored.anchor, err) ||
        !load_facts(&r, &stored.facts, err)) {
        arena_reset(arena, mark);
        return false;
    }
    stored.protocol = r.protocol;
    stored.setup = r.setup;
    *ret_stored = stored;
    return true;
}

bool store_load_setup(Store *store, Uuid id, Arena *arena, const Protocol **ret_protocol,
                      Setup **ret_setup, Err *err)
{
    Reader r = {.store = store, .arena = arena};
    ArenaMark mark = arena_mark(arena);
    if (!read_setup(&r, id, err)) {
        arena_reset(arena, mark);
        return false;
    }
    *ret_protocol = r.protocol;
    *ret_setup = r.setup;
    return true;
}

bool store_last_setup(Store *store, Arena *arena, bool *ret_found, const Protocol **ret_protocol,
                      Setup **ret_setup, Err *err)
{
    bool found;
    Uuid id;
    if (!find_one(store, STMT_LAST_SETUP, &found, &id, err))
        return false;
    if (found && !store_load_setup(store, id, arena, ret_protocol, ret_setup, err))
        return false;
    *ret_found = found;
    return true;
}
