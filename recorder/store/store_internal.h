/* store_internal.h - what the files of the store share.
 *
 *   store.c          opening: identity, statements; writing
 *   store_schema.c   tables and views: brought up to date, and are they ours
 *   store_sql.c      every statement
 *   store_reopen.c   the file was away, and is there again
 *   store_file.c     the file from outside: is it ours, who else writes to it
 *   store_column.c   a column as it is, not as the schema promises
 *   store_read.c     lists and lessons back into memory
 *   store_class.c    classes to be used again
 *   store_attachment.c  ink and photos, in and out
 *   store_leftover.c    what was killed halfway
 *   store_options.c  an event's options as JSON text
 *   store_tables.c   what each table is
 *   store_remove.c   lessons out of a record
 *   merge.c          another record joined to this one
 *   forget.c         lessons and pupils removed for good
 *   vault.c          pupils' names, encrypted
 *   visit*.c         walk-throughs: whom they are about, every visit in one row
 *   backup*.c        copies of the whole file; give it back
 */
#ifndef RECORDER_STORE_STORE_INTERNAL_H
#define RECORDER_STORE_STORE_INTERNAL_H

#include "recorder/store/store.h"

#include <sqlite3.h>

enum {
    STORE_APPLICATION_ID = 0x4b4e4b59, /* "KNKY" */
    STORE_OPTIONS_SIZE = 1024,
    STORE_MAX_KEPT = 64,
};

typedef enum Stmt {
    STMT_BEGIN,
    STMT_COMMIT,
    STMT_ROLLBACK,
    STMT_PROTOCOL_ADD,
    STMT_PROTOCOL_TEXT,
    STMT_OBSERVATION_ADD,
    STMT_SUBJECT_ADD,
    STMT_ATTRIBUTE_ADD,
    STMT_PHASE_ADD,
    STMT_QUESTION_ADD,
    STMT_TARGET_ADD,
    STMT_WATCH_ADD,
    STMT_BOARD_ADD,
    STMT_ANCHOR_ADD,
    STMT_EVENT_ADD,
    STMT_CHANGE_ADD,
    STMT_MILESTONE_ADD,
    STMT_SUMMARY_DROP,
    STMT_SUMMARY_PUT,
    STMT_SUMMARY_MISSING,
    STMT_SUMMARY_FILL,
    STMT_SUMMARY_NOW,
    STMT_LIST,
    STMT_LIST_COUNTED,
    STMT_COUNT_OBSERVATIONS,
    STMT_COUNT_VISITS,
    STMT_RUNNING,
    STMT_ID_RANGE,
    STMT_LAST_SETUP,
    STMT_OBSERVATION,
    STMT_SUBJECTS,
    STMT_ATTRIBUTES,
    STMT_PHASES,
    STMT_QUESTIONS,
    STMT_TARGETS,
    STMT_WATCHES,
    STMT_BOARD,
    STMT_ANCHOR,
    STMT_FACT_COUNT,
    STMT_EVENTS,
    STMT_CHANGES,
    STMT_MILESTONES,
    STMT_CLASS_PUT,
    STMT_CLASS_RENAME,
    STMT_CLASS_DROP,
    STMT_CLASS_DROP_SUBJECTS,
    STMT_CLASS_DROP_ATTRIBUTES,
    STMT_CLASS_SUBJECT_ADD,
    STMT_CLASS_ATTRIBUTE_ADD,
    STMT_CLASSES,
    STMT_CLASS,
    STMT_CLASS_SUBJECTS,
    STMT_CLASS_ATTRIBUTES,
    STMT_VAULT,
    STMT_VAULT_PUT,
    STMT_VAULT_NAME,
    STMT_VAULT_NAMES,
    STMT_VAULT_NAME_PUT,
    STMT_VAULT_NAME_DROP,
    STMT_VAULT_CLASS_DROP,
    STMT_NAMED_ADD,
    STMT_NAMING_ADD,
    STMT_PERMISSION_ADD,
    STMT_NAMING_NEWEST,
    STMT_VISIT_NEWEST,
    STMT_PERMISSION_NEWEST,
    STMT_NAMED_LIST,
    STMT_NAMED_FIND,
    STMT_VISIT_ADD,
    STMT_VISIT_NOW,
    STMT_VISIT_FACTS,
    STMT_VISIT_ANSWERS,
    STMT_VISIT_EVENT,
    STMT_VISIT_PUT,
    STMT_VISIT_DROP_STRAY,
    STMT_VISIT_DROP,
    STMT_VISIT_CLEAR,
    STMT_VISIT_ROWS,
    STMT_VISIT_GAP,
    STMT_VISIT_MISSING,
    STMT_VISIT_ALL,
    STMT_VISIT_COUNT,
    STMT_VISIT_LAST,
    STMT_ATTACHMENT_ADD,
    STMT_ATTACHMENT,
    STMT_COUNT,
} Stmt;

extern const char *const store_sql[STMT_COUNT]; /* store_sql.c */

/* A protocol that was read, by the fingerprint of its text. */
typedef struct StoreProtocol {
    Uuid fingerprint;
    const Protocol *protocol;
} StoreProtocol;

struct Store {
    sqlite3 *db;
    sqlite3_stmt *stmts[STMT_COUNT];
    char *path;
    const char *vfs; /* the file layer's registered name; NULL: the usual one */
    int lock;        /* descriptor of the lock file, or -1 */
    struct StoreFile {
        uint64_t device, number; /* of the file that was opened: another may take its place */
    } file;
    bool is_strange; /* nobody recorded into the file here before */
    bool adrift;     /* there is no connection to the file: store_reopen() did not get one */
    StoreMode mode;
    int32_t version;
    int64_t data_version; /* as store_has_changed() saw it last */
    Arena *protocols;     /* store_keep_protocols(); NULL: each lesson has its own */
    StoreProtocol kept[STORE_MAX_KEPT];
    int32_t kept_count;
    bool spares_visits; /* a summary of one is damaged: facts are kept without, views go by them */
    struct StoreVisits *visits; /* what is kept of protocols for walk-throughs; visit_summary.c */
    bool many;                  /* between store_begin_many() and store_end_many() */
    bool recording;             /* the lesson of recording_id has no summary and is written to */
    Uuid recording_id;
};

/* ---- store.c ---- */

/* Is the file that was opened still at its path? One in memory always is. */
bool store_is_in_its_place(const Store *store);

/* What SQLite refused, as a sentence that begins with the file. */
bool store_fail(const Store *store, Err *err);

/* A connection as every one is: guarded by what sqlite.org advises for files that may come
 * from elsewhere (sqlite.org/security.html), its limits lowered to what no record of ours
 * comes near, before anything of the file is read. *ret_db is to be closed even on failure;
 * NULL: no memory. */
int store_connect(const char *path, int flags, const char *vfs, sqlite3 **ret_db);

/* The same to a file that nobody writes to, without shared memory or locks. */
int store_connect_immutable(const char *path, const char *vfs, sqlite3 **ret_db);

/* One more file beside the main one, for ATTACH and VACUUM; else there is none. */
void store_allow_attached(sqlite3 *db, bool allowed);

/* A store to read from over that connection, which is the store's from now on, even on
 * failure; shown: how sentences call the file. What an older version wrote is brought up
 * to date in memory, on a copy. */
Store *store_adopt(sqlite3 *db, const char *shown, Err *err);

/* The first column of the first row. SQLITE_OK; SQLITE_DONE, and nothing given, when there
 * is no row; or what went wrong. */
int store_ask(sqlite3 *db, const char *sql, int64_t *ret_value);

/* A bound statement is run by store_run (no rows) or store_step (a row: true,
 * *ret_row says whether there is one); store_done leaves it ready for reuse. */
bool store_run(Store *store, Stmt which, Err *err);
bool store_step(Store *store, Stmt which, bool *ret_row, Err *err);
void store_done(Store *store, Stmt which);

void store_bind_int(Store *store, Stmt which, int index, int64_t value);
void store_bind_id(Store *store, Stmt which, int index, const Uuid *id);     /* id must live on */
void store_bind_text(Store *store, Stmt which, int index, const char *text); /* the same */
void store_bind_real(Store *store, Stmt which, int index, double value);

/* One commit: begins it, unless the store was opened for reading; ends it, taking
 * back everything when what came in between did not work out (ok). Returns ok and
 * that the commit worked. */
bool store_begin(Store *store, Err *err);
bool store_end(Store *store, bool ok, Err *err);

/* How kinds of subjects are called in the tables. */
extern const char *const store_subject_kinds[3];

/* ---- store_schema.c ---- */

/* The version that this program writes. */
int32_t store_newest_version(void);

/* Brings the file up to that version. */
bool store_migrate(Store *store, Err *err);

/* Is every table, view and index of ours in the file to the letter as this version of the
 * record has it, and no index of somebody else's on our tables? Reading runs what stands in a
 * view, for ever if its writer liked, and checking what stands in a constraint. *ret_alone:
 * and there is nothing else in it. (Tables and views of one's own may be: nobody reads them.)
 * ERR_FORMAT when not; sentences begin with the name shown. */
bool store_check_schema(sqlite3 *db, const char *shown, bool *ret_alone, Err *err);

/* A fingerprint (BLAKE2b) of every row of a file's schema; that of the newest version is
 * known. False: the file does not say, or no memory. */
enum { STORE_SCHEMA_PRINT = 32 };
extern const unsigned char store_schema_newest[STORE_SCHEMA_PRINT];
bool store_schema_print(sqlite3 *db, unsigned char ret_print[STORE_SCHEMA_PRINT]);

/* ---- store_remove.c ---- */

/* Within a commit: makes the temporary table "gone" of ids, empty. Then, when it is filled,
 * those lessons and all that is only about them go from the record of that schema ("main",
 * or an attached one): schools and teachers, what they were called and what they permitted,
 * with the last visit that speaks of them. SQLite's codes. */
int store_begin_removal(sqlite3 *db);
int store_remove_lessons(sqlite3 *db, const char *schema);

/* ---- store_column.c ---- */

/* "FILE: the record is damaged (what)" */
bool store_damaged(const Store *store, const char *what, Err *err);

/* The text of a column that has one in every record that is whole, as long as the row is
 * stood on. NULL: it has none (NULL, a number, a blob), and err is filled: the schema may say
 * NOT NULL, and have said otherwise when the row was written. */
const char *store_column_text(const Store *store, sqlite3_stmt *stmt, int column, Err *err);

/* A copy of what a column holds, as text: of at most that many bytes, with '?' for what no
 * text holds (control characters, bytes that are not UTF-8); "" for nothing. A fault of that
 * kind is no reason to lose a lesson: the record keeps it, and nothing that is shown or
 * written has it. NULL: the arena is full. */
const char *store_column_copy(sqlite3_stmt *stmt, int column, size_t most, Arena *arena);

/* The number nearest to what a column holds in that range; from 0 to 1. */
int64_t store_column_number(sqlite3_stmt *stmt, int column, int64_t least, int64_t most);
float store_column_fraction(sqlite3_stmt *stmt, int column);

/* ---- store_read.c ---- */

/* The people and groups that two statements give for an id (bound as their first
 * parameter), into setup. */
bool store_read_subjects(Store *store, Arena *arena, const Uuid *id, Stmt subjects, Stmt attributes,
                         Setup *setup, Err *err);

/* ---- store_file.c ---- */

/* Looks at the file without writing: is it a record that this program can
 * open, or, for STORE_WRITE, a place for a new one? */
bool store_file_check(const char *path, StoreMode mode, const char *vfs, int32_t newest_version,
                      Err *err);

/* ERR_FORMAT when this application id is not ours. */
bool store_file_check_id(const char *path, uint32_t id, Err *err);

/* ERR_FORMAT when it is none of this program's; a negative one (SQLite knows signs) is as
 * new as its bits say. */
bool store_file_check_version(const char *path, uint32_t version, int32_t newest_version, Err *err);

/* Takes the writer's lock and sees to it that the file is there, for its owner
 * only. *ret_lock is closed to give the lock back. */
bool store_file_claim(const char *path, int *ret_lock, Err *err);

/* A record that may be from elsewhere: no lock lies beside it, as one does beside each that
 * was ever recorded into here. */
bool store_file_is_strange(const char *path);

/* Which file is at path; false: none. */
bool store_file_identify(const char *path, struct StoreFile *ret_file);

/* Does the folder of path take a file and what is written into it? It is removed again. */
bool store_file_try_folder(const char *path, Err *err);

/* The lock alone. */
bool store_file_lock(const char *path, int *ret_lock, Err *err);

/* A database, and one that names another program as its own. */
bool store_file_is_foreign(const char *path);

/* Is there a journal with something in it beside the file? */
bool store_file_has_journal(const char *path);

/* ---- store_class.c ---- */

/* Within a commit: names of a class that no lesson and no kept class carries any more. */
bool store_drop_names_of(Store *store, const char *class_name, Err *err);

/* The row alone; what becomes of the names is the caller's to see to. */
bool store_call_class(Store *store, const Uuid *id, const char *name, Err *err);

/* ---- store_leftover.c ---- */

/* What may lie beside a record and belongs to it, and "" for itself. */
enum { STORE_FILE_ENDINGS = 5 };
extern const char *const store_file_endings[STORE_FILE_ENDINGS];

/* Removes the unfinished files in the folder of path that were last written to before
 * that time: whole records in the clear, when a merge or a restore was killed.
 * *removed counts them on, journals and locks not. */
bool store_remove_leftovers(const char *path, int64_t before_unix_ms, int32_t *removed, Err *err);

/* ---- store_attachment.c ---- */

/* What an event carries, in the transaction that adds the event. */
bool store_add_attachment(Store *store, const Uuid *observation, const Fact *fact, Err *err);

/* ---- store_tables.c ---- */

typedef enum TableRole {
    TABLE_FACTS,     /* only ever added to; two records are joined by union */
    TABLE_CLOCKS,    /* the same, but what stands in both may differ: this device's stays */
    TABLE_FOLLOWS,   /* made anew from the facts when rows are missing */
    TABLE_OF_DEVICE, /* this device's own; not joined */
} TableRole;

typedef struct StoreTable {
    const char *name;
    TableRole role;
    const char *observation; /* the column that names the lesson; NULL: none does */
} StoreTable;

extern const StoreTable store_tables[];
extern const int store_table_count;

/* ---- store_options.c ---- */

/* {"function":"predict","form":"complete"} */
bool store_options_format(const Protocol *protocol, const int8_t *options,
                          char ret_text[STORE_OPTIONS_SIZE], Err *err);
bool store_options_parse(const Protocol *protocol, const char *text, int8_t *ret_options, Err *err);

#endif
