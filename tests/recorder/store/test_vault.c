/* test_vault.c - names: found again with the passphrase, and nowhere without. */
#include "check.h"

#include "recorder/lesson.h"
#include "recorder/store/backup.h"
#include "recorder/store/vault.h"
#include "recorder/store_folder.h"

#include <dirent.h>
#include <sqlite3.h>
#include <sys/stat.h>

static const int64_t NOW = INT64_C(1795428000123);
static const char PASS[] = "violet kettle 42";

static Folder folder;
static Arena arena;
static Store *store;

/* The least that libsodium takes: tests try often. */
static const VaultCost cheap = {.passes = 1, .memory_bytes = 8192};

static void open_store(void)
{
    Err err = {0};
    store = store_open(folder.db, STORE_WRITE, &err);
    assert_ok(store != NULL, err);
}

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    arena_init(&arena, (size_t)16 << 20);
    open_store();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    store_close(store);
    store = NULL;
    folder_remove_all(&folder);
    arena_deinit(&arena);
    return 0;
}

static Vault *create(void)
{
    Err err = {0};
    Vault *vault = vault_create(store, PASS, &cheap, NOW, &err);
    assert_ok(vault != NULL, err);
    return vault;
}

static void put(Vault *vault, const char *class_name, const char *label, const char *name)
{
    Err err = {0};
    assert_ok(vault_put_name(vault, class_name, label, name, &err), err);
}

static void assert_name(Vault *vault, const char *class_name, const char *label, const char *want)
{
    Err err = {0};
    const char *name = "untouched";
    assert_ok(vault_find_name(vault, class_name, label, &arena, &name, &err), err);
    if (want)
        assert_string_equal(name, want);
    else
        assert_null(name);
}

static void change_file(const char *sql)
{
    sqlite3 *db = NULL;
    store_close(store);
    assert_int_equal(sqlite3_open(folder.db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    open_store();
}

/* ---- tests ---- */

static void vault__gives_back__what_was_put_in(void **state)
{
    (void)state;
    Err err = {0};
    bool there = true;
    assert_ok(vault_is_set_up(store, &there, &err), err);
    assert_false(there);
    Vault *vault = create();
    put(vault, "Grade 5", "NM", "Nguyễn Thị Minh");
    put(vault, "Grade 5", "LG", "Lucía García");
    put(vault, "Grade 6", "NM", "Naoki 三浦");
    put(vault, "Grade 5", "LG", "Lucía Gómez");
    vault_lock(vault);
    store_close(store);

    open_store();
    assert_ok(vault_is_set_up(store, &there, &err), err);
    assert_true(there);
    vault = vault_unlock(store, PASS, NOW, &err);
    assert_ok(vault != NULL, err);
    assert_name(vault, "Grade 5", "LG", "Lucía Gómez");
    assert_name(vault, "Grade 6", "NM", "Naoki 三浦");
    assert_name(vault, "Grade 6", "LG", NULL);
    VaultName *names;
    int32_t count;
    assert_ok(vault_list(vault, "Grade 5", &arena, &names, &count, &err), err);
    assert_int_equal(count, 2);
    assert_string_equal(names[1].label, "NM");
    assert_string_equal(names[1].name, "Nguyễn Thị Minh");
    put(vault, "Grade 5", "LG", "");
    assert_name(vault, "Grade 5", "LG", NULL);
    assert_ok(vault_list(vault, NULL, &arena, &names, &count, &err), err);
    assert_int_equal(count, 2);
    vault_lock(vault);
}

static void vault__takes__the_longest_name(void **state)
{
    (void)state;
    Err err = {0};
    char name[VAULT_MAX_NAME + 2];
    Vault *vault = create();
    memset(name, 'x', sizeof name - 1);
    name[VAULT_MAX_NAME + 1] = '\0';
    assert_false(vault_put_name(vault, "", "1", name, &err));
    assert_err(err, ERR_LIMIT, "1: a name has at most 200 bytes");
    for (int len = VAULT_MAX_NAME; len > 0; len--) {
        name[len] = '\0';
        put(vault, "", "1", name);
        assert_name(vault, "", "1", name);
    }
    vault_lock(vault);
}

static void vault__takes__many_names_or_none(void **state)
{
    (void)state;
    Err err = {0};
    bool has = true;
    VaultName many[] = {{"5", "A", "Ana"}, {"5", "B", "Bo"}, {"5", "C", "\xFF"}};
    Vault *vault = create();
    assert_ok(vault_has_names(store, "5", &has, &err), err);
    assert_false(has);
    assert_false(vault_put_names(vault, many, 3, &err));
    assert_err(err, ERR_FORMAT, "C: the name is not UTF-8");
    assert_name(vault, "5", "A", NULL);
    many[2].name = "Cy";
    err = (Err){0};
    assert_ok(vault_put_names(vault, many, 3, &err), err);
    assert_ok(vault_put_names(vault, many, 0, &err), err);
    many[0].name = "";
    assert_ok(vault_put_names(vault, many, 2, &err), err);
    assert_name(vault, "5", "A", NULL);
    assert_name(vault, "5", "C", "Cy");
    vault_lock(vault);
    assert_ok(vault_has_names(store, "5", &has, &err), err);
    assert_true(has); /* without a passphrase */
    assert_ok(vault_has_names(store, "6", &has, &err), err);
    assert_false(has);
}

static void vault__refuses__what_is_no_name(void **state)
{
    (void)state;
    Vault *vault = create();
    Err err = {0};
    assert_false(vault_put_name(vault, "Grade 5", "", "Ana", &err));
    assert_err(err, ERR_FORMAT, "a name needs the label of a seat");
    err = (Err){0};
    assert_false(vault_put_name(vault, "Grade 5", "AN", "Ana\xFF", &err));
    assert_err(err, ERR_FORMAT, "AN: the name is not UTF-8");
    vault_lock(vault);
}

static void vault__refuses__a_second_vault_and_a_short_passphrase(void **state)
{
    (void)state;
    Err err = {0};
    char text[400];
    assert_null(vault_create(store, "12345", &cheap, NOW, &err));
    assert_err(err, ERR_LIMIT, "a passphrase needs at least 6 letters or digits");
    vault_lock(create());
    err = (Err){0};
    assert_null(vault_create(store, PASS, &cheap, NOW, &err));
    (void)snprintf(text, sizeof text, "%s: has a vault for names already", folder.db);
    assert_err(err, ERR_STATE, text);
}

static void unlock__without_a_vault__says_so(void **state)
{
    (void)state;
    Err err = {0};
    char text[400];
    assert_null(vault_unlock(store, PASS, NOW, &err));
    (void)snprintf(text, sizeof text, "%s: has no vault for names yet", folder.db);
    assert_err(err, ERR_STATE, text);
}

static void try_wrong(int64_t at_ms, const char *want)
{
    Err err = {0};
    assert_null(vault_unlock(store, "violet kettle 43", at_ms, &err));
    assert_err(err, ERR_STATE, want);
}

static void wrong_passphrases__are_followed__by_a_wait_that_survives_closing(void **state)
{
    (void)state;
    Err err = {0};
    int64_t now = NOW;
    vault_lock(create());
    for (int i = 0; i < VAULT_FREE_TRIES; i++)
        try_wrong(now, "this is not the passphrase of the names");
    store_close(store);
    open_store();
    /* Even the right one waits, and waiting is not counted. */
    assert_null(vault_unlock(store, PASS, now + 10000, &err));
    assert_err(err, ERR_STATE, "5 wrong passphrases in a row; the next may be tried in 20 seconds");
    try_wrong(now += 30000, "this is not the passphrase of the names");
    try_wrong(now + 59999, "6 wrong passphrases in a row; the next may be tried in 1 seconds");
    for (int i = 0; i < 12; i++)
        try_wrong(now += 3600000, "this is not the passphrase of the names");
    try_wrong(now + 1, "18 wrong passphrases in a row; the next may be tried in 60 minutes");
    /* A clock set back by a year waits an hour, not a year. */
    try_wrong(now - INT64_C(31536000000),
              "18 wrong passphrases in a row; the next may be tried in 60 minutes");
    err = (Err){0};
    Vault *vault = vault_unlock(store, PASS, now + 3600000, &err);
    assert_ok(vault != NULL, err);
    vault_lock(vault);
    try_wrong(now, "this is not the passphrase of the names"); /* counted from nothing again */
}

/* The tablet stood two years ahead, and was put right while somebody had to wait. */
static void a_wait__ends_by_the_new_clock__when_it_was_set_back(void **state)
{
    (void)state;
    Err err = {0};
    const int64_t ahead = NOW + INT64_C(2) * 365 * 86400000;
    vault_lock(create());
    for (int i = 0; i < VAULT_FREE_TRIES; i++)
        try_wrong(ahead, "this is not the passphrase of the names");
    try_wrong(NOW, "5 wrong passphrases in a row; the next may be tried in 30 seconds");
    try_wrong(NOW + 20000, "5 wrong passphrases in a row; the next may be tried in 10 seconds");
    store_close(store);
    open_store();
    Vault *vault = vault_unlock(store, PASS, NOW + 30000, &err);
    assert_ok(vault != NULL, err);
    vault_lock(vault);
}

static Uuid keep_class(const char *name, uint8_t number)
{
    Err err = {0};
    Subject pupil = {
        .kind = SUBJECT_PUPIL, .label = "LG", .detail = "", .predicted = "", .group = SUBJECT_NONE};
    const Setup class = {.class_name = name, .place = "", .subjects = &pupil, .subject_count = 1};
    Uuid id = {{number}};
    assert_ok(store_save_class(store, id, &class, "", NULL, NOW, &err), err);
    return id;
}

static void assert_no_name(Vault *vault, const char *class_name)
{
    Err err = {0};
    VaultName *names;
    int32_t count = -1;
    assert_ok(vault_list(vault, class_name, &arena, &names, &count, &err), err);
    assert_int_equal(count, 0);
}

static void rename_class__takes__the_names_along_and_leaves_none(void **state)
{
    (void)state;
    Err err = {0};
    Vault *vault = create();
    Uuid id = keep_class("5A", 1);
    put(vault, "5A", "LG", "Lucía García");
    put(vault, "5A", "NM", "Nguyễn Thị Minh");
    assert_ok(vault_rename_class(vault, id, "5A", "5B", &err), err);
    assert_name(vault, "5B", "LG", "Lucía García");
    assert_name(vault, "5B", "NM", "Nguyễn Thị Minh");
    assert_no_name(vault, "5A");
    /* Another class is called so, too: its names stay. */
    (void)keep_class("5B", 2);
    assert_ok(vault_rename_class(vault, id, "5B", "6B", &err), err);
    assert_name(vault, "6B", "LG", "Lucía García");
    assert_name(vault, "5B", "LG", "Lucía García");
    vault_lock(vault);
}

static void rename_class__to_where_a_label_is_anothers__changes_nothing(void **state)
{
    (void)state;
    Err err = {0};
    StoreClass *classes;
    int32_t count = -1;
    Vault *vault = create();
    Uuid id = keep_class("5A", 1);
    put(vault, "5A", "AB", "Ana Bello");
    put(vault, "5A", "LG", "Lucía García");
    put(vault, "5B", "LG", "Lena Graf");
    assert_false(vault_rename_class(vault, id, "5A", "5B", &err));
    assert_err(err, ERR_STATE, "names of 5B are kept already, and LG is another pupil there");
    err = (Err){0};
    assert_name(vault, "5A", "LG", "Lucía García");
    assert_name(vault, "5B", "LG", "Lena Graf");
    assert_ok(store_list_classes(store, &arena, &classes, &count, &err), err);
    assert_string_equal(classes[0].name, "5A");
    vault_lock(vault);
}

static void remove_class__takes__the_names_that_nothing_carries(void **state)
{
    (void)state;
    Err err = {0};
    Vault *vault = create();
    Uuid one = keep_class("5A", 1), other = keep_class("5A", 2);
    put(vault, "5A", "LG", "Lucía García");
    put(vault, "5B", "LG", "Lena Graf");
    assert_ok(store_remove_class(store, one, &err), err);
    assert_name(vault, "5A", "LG", "Lucía García");
    assert_ok(store_remove_class(store, other, &err), err);
    assert_no_name(vault, "5A");
    assert_name(vault, "5B", "LG", "Lena Graf");
    vault_lock(vault);
}

static void set_passphrase__changes__what_opens_and_nothing_else(void **state)
{
    (void)state;
    Err err = {0};
    Vault *vault = create();
    put(vault, "Grade 5", "LG", "Lucía García");
    assert_false(vault_set_passphrase(vault, "short", &err));
    assert_err(err, ERR_LIMIT, "a passphrase needs at least 6 letters or digits");
    err = (Err){0};
    assert_ok(vault_set_passphrase(vault, "another 77", &err), err);
    vault_lock(vault);
    assert_null(vault_unlock(store, PASS, NOW, &err));
    assert_err(err, ERR_STATE, "this is not the passphrase of the names");
    err = (Err){0};
    vault = vault_unlock(store, "another 77", NOW, &err);
    assert_ok(vault != NULL, err);
    assert_name(vault, "Grade 5", "LG", "Lucía García");
    vault_lock(vault);
}

static void damage__is_said__and_never_shows_a_wrong_name(void **state)
{
    (void)state;
    static const char *const damages[] = {
        /* the name of one pupil under the label of another */
        "UPDATE vault_name SET sealed = (SELECT sealed FROM vault_name WHERE label = 'NM')",
        "UPDATE vault_name SET class_name = 'Grade 6'",
        "UPDATE vault_name SET sealed = zeroblob(40)",
        "UPDATE vault_name SET sealed = zeroblob(4000)",
    };
    char text[400];
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        Err err = {0};
        VaultName *names;
        int32_t count = -1;
        if (i == 0) {
            Vault *vault = create();
            put(vault, "Grade 5", "LG", "Lucía García");
            put(vault, "Grade 5", "NM", "Nguyễn Thị Minh");
            vault_lock(vault);
        }
        change_file(damages[i]);
        Vault *vault = vault_unlock(store, PASS, NOW, &err);
        assert_ok(vault != NULL, err);
        assert_false(vault_list(vault, NULL, &arena, &names, &count, &err));
        (void)snprintf(text, sizeof text, "%s: the names are damaged; a backup may have them whole",
                       folder.db);
        assert_err(err, ERR_FORMAT, text);
        assert_int_equal(count, -1);
        vault_lock(vault);
    }
}

static void cost__of_a_hostile_file__is_not_paid(void **state)
{
    (void)state;
    Err err = {0};
    char text[400];
    vault_lock(create());
    change_file("UPDATE vault SET memory_bytes = 1 << 50");
    assert_null(vault_unlock(store, PASS, NOW, &err));
    (void)snprintf(text, sizeof text, "%s: the names are damaged; a backup may have them whole",
                   folder.db);
    assert_err(err, ERR_FORMAT, text);
}

/* ---- a stolen tablet ---- */

/* In how many files of the folder, and of those below it, the bytes stand. */
static int count_files_with(const char *path, const char *bytes, int *ret_files)
{
    int found = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char name[600];
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(name, sizeof name, "%.300s/%.255s", path, entry->d_name);
        struct stat st;
        assert_int_equal(stat(name, &st), 0);
        if (S_ISDIR(st.st_mode)) {
            found += count_files_with(name, bytes, ret_files);
            continue;
        }
        FILE *file = fopen(name, "rb");
        assert_non_null(file);
        static char all[4 << 20];
        size_t len = fread(all, 1, sizeof all, file);
        assert_true(len < sizeof all);
        (void)fclose(file);
        (*ret_files)++;
        for (size_t i = 0; i + strlen(bytes) <= len; i++)
            if (memcmp(all + i, bytes, strlen(bytes)) == 0) {
                found++;
                break;
            }
    }
    (void)closedir(dir);
    return found;
}

static void a_stolen_tablet__has_no_name__in_the_clear(void **state)
{
    (void)state;
    Err err = {0};
    bool done = false;
    int files = 0;
    Vault *vault = create();
    put(vault, "Grade 5", "LG", "Lucia Garcia Marquez");
    put(vault, "Grade 5", "QQ", "Quentin Quillfeather");
    put(vault, "Grade 5", "QQ", "");
    Backup *backup = backup_begin(folder.db, NULL, NULL, NOW, &err);
    while (backup && !done)
        assert_ok(backup_step(backup, &done, &err), err);
    backup_destroy(backup);
    /* The record, its journal, its shared memory, its lock, the backup: all there. */
    static const char *const secrets[] = {"Lucia",        "Garcia", "Marquez", "Quentin",
                                          "Quillfeather", "violet", "kettle"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        files = 0;
        assert_int_equal(count_files_with(folder.path, secrets[i], &files), 0);
        assert_int_equal(files, 5);
    }
    assert_true(count_files_with(folder.path, "Grade 5", &files) > 0); /* it does look */
    vault_lock(vault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(vault__gives_back__what_was_put_in),
        T(vault__takes__the_longest_name),
        T(vault__takes__many_names_or_none),
        T(vault__refuses__what_is_no_name),
        T(vault__refuses__a_second_vault_and_a_short_passphrase),
        T(unlock__without_a_vault__says_so),
        T(wrong_passphrases__are_followed__by_a_wait_that_survives_closing),
        T(rename_class__takes__the_names_along_and_leaves_none),
        T(rename_class__to_where_a_label_is_anothers__changes_nothing),
        T(remove_class__takes__the_names_that_nothing_carries),
        T(a_wait__ends_by_the_new_clock__when_it_was_set_back),
        T(set_passphrase__changes__what_opens_and_nothing_else),
        T(damage__is_said__and_never_shows_a_wrong_name),
        T(cost__of_a_hostile_file__is_not_paid),
        T(a_stolen_tablet__has_no_name__in_the_clear),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
