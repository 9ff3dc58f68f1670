#include "recorder/store/vault.h"

#include "protocols/utf8.h"
#include "recorder/store/store_internal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_BYTES = crypto_secretbox_KEYBYTES,
    SEALED_KEY_BYTES = crypto_secretbox_NONCEBYTES + KEY_BYTES + crypto_secretbox_MACBYTES,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    NAME_BLOCK = 64, /* names are padded to a multiple of this */
    PADDED_MAX = (VAULT_MAX_NAME / NAME_BLOCK + 1) * NAME_BLOCK,
    SEALED_NAME_MAX = NONCE_BYTES + PADDED_MAX + TAG_BYTES,
};

/* A file from elsewhere may ask for any cost; what is beyond these is damage. */
static const int64_t PASSES_MOST = 16, MEMORY_MOST = INT64_C(1) << 30;
static const size_t MOVE_LIMIT = (size_t)64 << 20;
static const VaultCost usual_cost = {.passes = 4, .memory_bytes = INT64_C(64) << 20};

struct Vault {
    Store *store;
    unsigned char *key; /* locked memory of sodium_malloc() */
    int64_t opened_unix_ms;
};

/* What stands in the table. */
typedef struct Lock {
    unsigned char salt[crypto_pwhash_SALTBYTES], sealed_key[SEALED_KEY_BYTES];
    VaultCost cost;
    int64_t wrong_tries, wait_until_unix_ms;
} Lock;

static bool start_crypto(Err *err)
{
    return sodium_init() >= 0 ||
           err_set(err, ERR_SYSTEM, "the names cannot be encrypted on this machine");
}

static bool no_memory(const Store *store, Err *err)
{
    return err_set(err, ERR_SYSTEM, "%s: there is no memory left for the names", store->path);
}

static bool damaged(const Store *store, Err *err)
{
    return err_set(err, ERR_FORMAT, "%s: the names are damaged; a backup may have them whole",
                   store->path);
}

/* ---- the row of the lock ---- */

static bool read_lock(Store *store, bool *ret_found, Lock *ret_lock, Err *err)
{
    sqlite3_stmt *stmt = store->stmts[STMT_VAULT];
    Lock lock = {0};
    bool ok = store_step(store, STMT_VAULT, ret_found, err);
    if (ok && *ret_found) {
        const void *salt = sqlite3_column_blob(stmt, 0), *key = sqlite3_column_blob(stmt, 3);
        if (!salt || !key || sqlite3_column_bytes(stmt, 0) != (int)sizeof lock.salt ||
            sqlite3_column_bytes(stmt, 3) != SEALED_KEY_BYTES) {
            ok = damaged(store, err);
        } else {
            memcpy(lock.salt, salt, sizeof lock.salt);
            memcpy(lock.sealed_key, key, sizeof lock.sealed_key);
            lock.cost = (VaultCost){.passes = sqlite3_column_int64(stmt, 1),
                                    .memory_bytes = sqlite3_column_int64(stmt, 2)};
            lock.wrong_tries = sqlite3_column_int64(stmt, 4);
            lock.wait_until_unix_ms = sqlite3_column_int64(stmt, 5);
            *ret_lock = lock;
        }
    }
    store_done(store, STMT_VAULT);
    return ok;
}

static bool write_lock(Store *store, const Lock *lock, Err *err)
{
    sqlite3_stmt *stmt = store->stmts[STMT_VAULT_PUT];
    if (!store_begin(store, err))
        return false;
    (void)sqlite3_bind_blob(stmt, 1, lock->salt, sizeof lock->salt, SQLITE_STATIC);
    store_bind_int(store, STMT_VAULT_PUT, 2, lock->cost.passes);
    store_bind_int(store, STMT_VAULT_PUT, 3, lock->cost.memory_bytes);
    (void)sqlite3_bind_blob(stmt, 4, lock->sealed_key, sizeof lock->sealed_key, SQLITE_STATIC);
    store_bind_int(store, STMT_VAULT_PUT, 5, lock->wrong_tries);
    store_bind_int(store, STMT_VAULT_PUT, 6, lock->wait_until_unix_ms);
    return store_end(store, store_run(store, STMT_VAULT_PUT, err), err);
}

bool vault_is_set_up(Store *store, bool *ret_set_up, Err *err)
{
    Lock lock;
    return read_lock(store, ret_set_up, &lock, err);
}

bool vault_has_names(Store *store, const char *class_name, bool *ret_has, Err *err)
{
    store_bind_text(store, STMT_VAULT_NAMES, 1, class_name);
    bool ok = store_step(store, STMT_VAULT_NAMES, ret_has, err);
    store_done(store, STMT_VAULT_NAMES);
    return ok;
}

/* ---- the passphrase ---- */

static bool check_passphrase(const char *passphrase, Err *err)
{
    size_t len = strlen(passphrase);
    if (len < VAULT_MIN_PASSPHRASE)
        return err_set(err, ERR_LIMIT, "a passphrase needs at least %d letters or digits",
                       VAULT_MIN_PASSPHRASE);
    return len <= VAULT_MAX_PASSPHRASE ||
           err_set(err, ERR_LIMIT, "a passphrase has at most %d letters", VAULT_MAX_PASSPHRASE);
}

/* ret_key: of the key. */
static bool stretch(const Store *store, const char *passphrase, const Lock *lock,
                    unsigned char *ret_key, Err *err)
{
    if (lock->cost.passes < 1 || lock->cost.passes > PASSES_MOST ||
        lock->cost.memory_bytes < (int64_t)crypto_pwhash_MEMLIMIT_MIN ||
        lock->cost.memory_bytes > MEMORY_MOST)
        return damaged(store, err);
    return crypto_pwhash(ret_key, KEY_BYTES, passphrase, strlen(passphrase), lock->salt,
                         (unsigned long long)lock->cost.passes, (size_t)lock->cost.memory_bytes,
                         crypto_pwhash_ALG_ARGON2ID13) == 0 ||
           no_memory(store, err);
}

/* Seals key for the passphrase; the cost is in *lock. */
static bool seal_key(const Store *store, const char *passphrase, const unsigned char *key,
                     Lock *lock, Err *err)
{
    unsigned char outer[KEY_BYTES];
    randombytes_buf(lock->salt, sizeof lock->salt);
    bool ok = stretch(store, passphrase, lock, outer, err);
    if (ok) {
        randombytes_buf(lock->sealed_key, crypto_secretbox_NONCEBYTES);
        (void)crypto_secretbox_easy(lock->sealed_key + crypto_secretbox_NONCEBYTES, key, KEY_BYTES,
                                    lock->sealed_key, outer);
    }
    sodium_memzero(outer, sizeof outer);
    return ok;
}

static Vault *make_vault(Store *store, int64_t now_unix_ms, Err *err)
{
    Vault *vault = calloc(1, sizeof *vault);
    if (vault)
        vault->key = sodium_malloc(KEY_BYTES);
    if (!vault || !vault->key) {
        free(vault);
        (void)no_memory(store, err);
        return NULL;
    }
    vault->store = store;
    vault->opened_unix_ms = now_unix_ms;
    return vault;
}

void vault_lock(Vault *vault)
{
    if (!vault)
        return;
    sodium_free(vault->key); /* wipes */
    free(vault);
}

Vault *vault_create(Store *store, const char *passphrase, const VaultCost *cost,
                    int64_t now_unix_ms, Err *err)
{
    Lock lock = {0};
    bool there = false;
    if (!start_crypto(err) || !check_passphrase(passphrase, err) ||
        !read_lock(store, &there, &lock, err))
        return NULL;
    if (there) {
        (void)err_set(err, ERR_STATE, "%s: has a vault for names already", store->path);
        return NULL;
    }
    Vault *vault = make_vault(store, now_unix_ms, err);
    if (!vault)
        return NULL;
    lock = (Lock){.cost = cost ? *cost : usual_cost};
    randombytes_buf(vault->key, KEY_BYTES);
    if (seal_key(store, passphrase, vault->key, &lock, err) && write_lock(store, &lock, err))
        return vault;
    vault_lock(vault);
    return NULL;
}

/* ---- tries ---- */

/* How long to wait after so many wrong tries in a row. */
static int64_t wait_ms(int64_t wrong_tries)
{
    int64_t wait_s = VAULT_FIRST_WAIT_S;
    if (wrong_tries < VAULT_FREE_TRIES)
        return 0;
    for (int64_t i = VAULT_FREE_TRIES; i < wrong_tries && wait_s < VAULT_LONGEST_WAIT_S; i++)
        wait_s *= 2;
    return (wait_s < VAULT_LONGEST_WAIT_S ? wait_s : VAULT_LONGEST_WAIT_S) * 1000;
}

/* A clock that was set back, or put right, leaves a wait that is longer than any: from
 * then on it is the wait itself, by the new clock. */
static bool shorten_wait(Store *store, Lock *lock, int64_t now_unix_ms, Err *err)
{
    int64_t latest_ms = now_unix_ms + wait_ms(lock->wrong_tries);
    if (lock->wait_until_unix_ms <= latest_ms)
        return true;
    lock->wait_until_unix_ms = latest_ms;
    return write_lock(store, lock, err);
}

static bool may_try(const Lock *lock, int64_t now_unix_ms, Err *err)
{
    if (lock->wait_until_unix_ms <= now_unix_ms)
        return true;
    int64_t left_s = (lock->wait_until_unix_ms - now_unix_ms + 999) / 1000;
    if (left_s < 120)
        return err_set(err, ERR_STATE,
                       "%d wrong passphrases in a row; the next may be tried in %d seconds",
                       (int)lock->wrong_tries, (int)left_s);
    return err_set(err, ERR_STATE,
                   "%d wrong passphrases in a row; the next may be tried in %d minutes",
                   (int)lock->wrong_tries, (int)((left_s + 59) / 60));
}

/* Counted as wrong before it is tried: a program that is killed meanwhile has
 * had its try. */
static bool count_try(Store *store, Lock *lock, int64_t now_unix_ms, Err *err)
{
    lock->wrong_tries++;
    lock->wait_until_unix_ms = now_unix_ms + wait_ms(lock->wrong_tries);
    return write_lock(store, lock, err);
}

static bool open_key(Vault *vault, const char *passphrase, const Lock *lock, Err *err)
{
    unsigned char outer[KEY_BYTES];
    bool ok = stretch(vault->store, passphrase, lock, outer, err);
    if (ok && crypto_secretbox_open_easy(vault->key, lock->sealed_key + crypto_secretbox_NONCEBYTES,
                                         SEALED_KEY_BYTES - crypto_secretbox_NONCEBYTES,
                                         lock->sealed_key, outer) != 0)
        ok = err_set(err, ERR_STATE, "this is not the passphrase of the names");
    sodium_memzero(outer, sizeof outer);
    return ok;
}

Vault *vault_unlock(Store *store, const char *passphrase, int64_t now_unix_ms, Err *err)
{
    Lock lock = {0};
    bool there = false;
    if (!start_crypto(err) || !read_lock(store, &there, &lock, err))
        return NULL;
    if (!there) {
        (void)err_set(err, ERR_STATE, "%s: has no vault for names yet", store->path);
        return NULL;
    }
    if (!shorten_wait(store, &lock, now_unix_ms, err) || !may_try(&lock, now_unix_ms, err) ||
        !count_try(store, &lock, now_unix_ms, err))
        return NULL;
    Vault *vault = make_vault(store, now_unix_ms, err);
    bool ok = vault && open_key(vault, passphrase, &lock, err);
    if (ok) {
        lock.wrong_tries = 0;
        lock.wait_until_unix_ms = 0;
        ok = write_lock(store, &lock, err);
    }
    if (ok)
        return vault;
    vault_lock(vault);
    return NULL;
}

bool vault_set_passphrase(Vault *vault, const char *passphrase, Err *err)
{
    Lock lock = {0};
    bool there = false;
    if (!check_passphrase(passphrase, err) || !read_lock(vault->store, &there, &lock, err))
        return false;
    if (!there)
        return err_set(err, ERR_STATE, "%s: has no vault for names yet", vault->store->path);
    return seal_key(vault->store, passphrase, vault->key, &lock, err) &&
           write_lock(vault->store, &lock, err);
}

/* ---- names ---- */

/* What a sealed name is bound to: both texts with their closing zeros. */
static unsigned char *bind_to(const char *class_name, const char *label, size_t *ret_len)
{
    size_t first = strlen(class_name) + 1, second = strlen(label) + 1;
    unsigned char *bound = malloc(first + second);
    if (bound) {
        memcpy(bound, class_name, first);
        memcpy(bound + first, label, second);
        *ret_len = first + second;
    }
    return bound;
}

static bool seal_name(const Vault *vault, const char *class_name, const char *label,
                      const char *name, size_t len, unsigned char *ret_sealed, size_t *ret_len,
                      Err *err)
{
    unsigned char padded[PADDED_MAX];
    size_t padded_len = 0, bound_len = 0;
    unsigned long long sealed_len = 0;
    unsigned char *bound = bind_to(class_name, label, &bound_len);
    if (!bound)
        return no_memory(vault->store, err);
    memcpy(padded, name, len);
    (void)sodium_pad(&padded_len, padded, len, NAME_BLOCK, sizeof padded);
    randombytes_buf(ret_sealed, NONCE_BYTES);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(ret_sealed + NONCE_BYTES, &sealed_len, padded,
                                                     padded_len, bound, bound_len, NULL, ret_sealed,
                                                     vault->key);
    sodium_memzero(padded, sizeof padded);
    free(bound);
    *ret_len = NONCE_BYTES + (size_t)sealed_len;
    return true;
}

static bool open_name(const Vault *vault, const char *class_name, const char *label,
                      const unsigned char *sealed, size_t len, Arena *arena, const char **ret_name,
                      Err *err)
{
    unsigned char padded[PADDED_MAX];
    unsigned long long padded_len = 0;
    size_t bound_len = 0, name_len = 0;
    if (!sealed || len < NONCE_BYTES + TAG_BYTES || len > SEALED_NAME_MAX)
        return damaged(vault->store, err);
    unsigned char *bound = bind_to(class_name, label, &bound_len);
    if (!bound)
        return no_memory(vault->store, err);
    bool ok = crypto_aead_xchacha20poly1305_ietf_decrypt(
                  padded, &padded_len, NULL, sealed + NONCE_BYTES, len - NONCE_BYTES, bound,
                  bound_len, sealed, vault->key) == 0 &&
              sodium_unpad(&name_len, padded, (size_t)padded_len, NAME_BLOCK) == 0;
    free(bound);
    const char *name = ok ? arena_copy(arena, (const char *)padded, name_len) : NULL;
    sodium_memzero(padded, sizeof padded);
    if (!ok)
        return damaged(vault->store, err);
    *ret_name = name;
    return name || no_memory(vault->store, err);
}

static bool is_utf8(const char *text)
{
    return utf8_valid_len(text, strlen(text)) == strlen(text);
}

static bool check_name(const char *class_name, const char *label, const char *name, Err *err)
{
    if (*label == '\0')
        return err_set(err, ERR_FORMAT, "a name needs the label of a seat");
    if (strlen(name) > VAULT_MAX_NAME)
        return err_set(err, ERR_LIMIT, "%s: a name has at most %d bytes", label, VAULT_MAX_NAME);
    if (!is_utf8(class_name) || !is_utf8(label) || !is_utf8(name))
        return err_set(err, ERR_FORMAT, "%.40s: the name is not UTF-8", label);
    return true;
}

/* Within a commit. */
static bool put(Vault *vault, const VaultName *n, Err *err)
{
    Store *store = vault->store;
    unsigned char sealed[SEALED_NAME_MAX];
    size_t len = 0;
    if (*n->name == '\0') {
        store_bind_text(store, STMT_VAULT_NAME_DROP, 1, n->class_name);
        store_bind_text(store, STMT_VAULT_NAME_DROP, 2, n->label);
        return store_run(store, STMT_VAULT_NAME_DROP, err);
    }
    if (!seal_name(vault, n->class_name, n->label, n->name, strlen(n->name), sealed, &len, err))
        return false;
    store_bind_text(store, STMT_VAULT_NAME_PUT, 1, n->class_name);
    store_bind_text(store, STMT_VAULT_NAME_PUT, 2, n->label);
    (void)sqlite3_bind_blob(store->stmts[STMT_VAULT_NAME_PUT], 3, sealed, (int)len, SQLITE_STATIC);
    store_bind_int(store, STMT_VAULT_NAME_PUT, 4, vault->opened_unix_ms);
    return store_run(store, STMT_VAULT_NAME_PUT, err);
}

bool vault_put_names(Vault *vault, const VaultName *names, int32_t count, Err *err)
{
    for (int32_t i = 0; i < count; i++)
        if (!check_name(names[i].class_name, names[i].label, names[i].name, err))
            return false;
    if (count == 0)
        return true;
    if (!store_begin(vault->store, err))
        return false;
    bool ok = true;
    for (int32_t i = 0; ok && i < count; i++)
        ok = put(vault, &names[i], err);
    return store_end(vault->store, ok, err);
}

bool vault_put_name(Vault *vault, const char *class_name, const char *label, const char *name,
                    Err *err)
{
    const VaultName one = {class_name, label, name};
    return vault_put_names(vault, &one, 1, err);
}

bool vault_find_name(Vault *vault, const char *class_name, const char *label, Arena *arena,
                     const char **ret_name, Err *err)
{
    Store *store = vault->store;
    sqlite3_stmt *stmt = store->stmts[STMT_VAULT_NAME];
    const char *name = NULL;
    bool row = false;
    store_bind_text(store, STMT_VAULT_NAME, 1, class_name);
    store_bind_text(store, STMT_VAULT_NAME, 2, label);
    bool ok = store_step(store, STMT_VAULT_NAME, &row, err) &&
              (!row || open_name(vault, class_name, label, sqlite3_column_blob(stmt, 0),
                                 (size_t)sqlite3_column_bytes(stmt, 0), arena, &name, err));
    store_done(store, STMT_VAULT_NAME);
    if (ok)
        *ret_name = name;
    return ok;
}

static bool read_listed(Vault *vault, Arena *arena, VaultName *ret_name, Err *err)
{
    sqlite3_stmt *stmt = vault->store->stmts[STMT_VAULT_NAMES];
    char *texts[2];
    for (int i = 0; i < 2; i++) {
        const unsigned char *text = sqlite3_column_text(stmt, i);
        texts[i] =
            text ? arena_copy(arena, (const char *)text, (size_t)sqlite3_column_bytes(stmt, i))
                 : NULL;
        if (!texts[i])
            return no_memory(vault->store, err);
    }
    ret_name->class_name = texts[0];
    ret_name->label = texts[1];
    return open_name(vault, texts[0], texts[1], sqlite3_column_blob(stmt, 2),
                     (size_t)sqlite3_column_bytes(stmt, 2), arena, &ret_name->name, err);
}

bool vault_list(Vault *vault, const char *class_name, Arena *arena, VaultName **ret_names,
                int32_t *ret_count, Err *err)
{
    Store *store = vault->store;
    VaultName *names = NULL;
    int32_t count = 0, cap = 0;
    bool row = true, ok = true;
    if (class_name)
        store_bind_text(store, STMT_VAULT_NAMES, 1, class_name);
    while (ok && (ok = store_step(store, STMT_VAULT_NAMES, &row, err)) && row) {
        if (count == cap) {
            int32_t more = cap * 2 + 32;
            VaultName *grown = ARENA_PUSH(arena, VaultName, (size_t)more);
            if (!grown) {
                ok = no_memory(store, err);
                break;
            }
            if (count > 0)
                memcpy(grown, names, (size_t)count * sizeof *grown);
            names = grown;
            cap = more;
        }
        ok = read_listed(vault, arena, &names[count], err);
        count += ok;
    }
    store_done(store, STMT_VAULT_NAMES);
    if (ok) {
        *ret_names = names;
        *ret_count = count;
    }
    return ok;
}

/* ---- a class that is called otherwise ---- */

/* Within a commit. */
static bool move_name(Vault *vault, const VaultName *n, const char *to, Arena *arena, Err *err)
{
    const char *there = NULL;
    const VaultName moved = {to, n->label, n->name};
    if (!check_name(to, n->label, n->name, err) ||
        !vault_find_name(vault, to, n->label, arena, &there, err))
        return false;
    if (there && strcmp(there, n->name) != 0)
        return err_set(err, ERR_STATE,
                       "names of %s are kept already, and %s is another pupil there", to, n->label);
    return put(vault, &moved, err);
}

bool vault_rename_class(Vault *vault, Uuid id, const char *from, const char *to, Err *err)
{
    Store *store = vault->store;
    Arena arena = {.limit = MOVE_LIMIT};
    VaultName *names = NULL;
    int32_t count = 0;
    if (!store_begin(store, err))
        return false;
    bool ok = vault_list(vault, from, &arena, &names, &count, err);
    for (int32_t i = 0; ok && i < count; i++)
        ok = move_name(vault, &names[i], to, &arena, err);
    ok = ok && store_call_class(store, &id, to, err) && store_drop_names_of(store, from, err);
    arena_wipe(&arena);
    return store_end(store, ok, err);
}
