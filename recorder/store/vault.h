/* vault.h - pupils' real names, encrypted, in a table of their own.
 *
 * Everywhere else a pupil is a label: a seat, initials, a number. The vault says
 * which name a label of a class stands for, to whoever knows the passphrase.
 *
 *   passphrase --Argon2id--> key of the key --opens--> key --opens--> each name
 *
 * So a new passphrase seals one key anew, not every name. Names are padded before
 * they are sealed: the length of a row does not tell the length of a name. A name
 * is bound to its class and label; a row that was moved does not open. What is not
 * hidden: that there is a vault, and which labels have a name.
 *
 * The passphrase is nowhere kept, and nobody can bring the names back without it.
 * Five wrong ones in a row are followed by a wait, which doubles with each
 * further one. The wait stands in the file and is counted before a passphrase is
 * tried, so closing the app does not shorten it; setting the tablet's clock does,
 * and somebody who has the file tries as fast as Argon2id lets them. So a long
 * passphrase is the protection, and the wait keeps a curious neighbour off.
 *
 * An open vault holds its key in memory that is locked and wiped. It borrows the store,
 * which must be open for writing.
 */
#ifndef RECORDER_STORE_VAULT_H
#define RECORDER_STORE_VAULT_H

#include "recorder/store/store.h"

enum {
    VAULT_MIN_PASSPHRASE = 6, /* bytes; a PIN of six digits is the least */
    VAULT_MAX_PASSPHRASE = 200,
    VAULT_MAX_NAME = 200,    /* bytes */
    VAULT_FREE_TRIES = 5,    /* wrong ones in a row before the first wait */
    VAULT_FIRST_WAIT_S = 30, /* then doubling */
    VAULT_LONGEST_WAIT_S = 3600,
};

/* What a try costs whoever makes it (Argon2id). */
typedef struct VaultCost {
    int64_t passes;
    int64_t memory_bytes;
} VaultCost;

typedef struct Vault Vault;

bool vault_is_set_up(Store *store, bool *ret_set_up, Err *err);

/* Whether names of that class are kept; that is no secret. */
bool vault_has_names(Store *store, const char *class_name, bool *ret_has, Err *err);

/* A new vault without names, open. What is put into it is said to be given at the time
 * at which the vault was opened. cost: NULL for the usual one (4 passes over
 * 64 MiB: about a third of a second on a tablet). ERR_STATE when there is one
 * already, ERR_LIMIT for a passphrase that is too short or too long. */
Vault *vault_create(Store *store, const char *passphrase, const VaultCost *cost,
                    int64_t now_unix_ms, Err *err);

/* ERR_STATE: there is none, the passphrase is not the one, or it is not yet time
 * for another try (the sentence says how long). ERR_FORMAT: the vault is damaged. */
Vault *vault_unlock(Store *store, const char *passphrase, int64_t now_unix_ms, Err *err);

/* Wipes the key. Accepts NULL. */
void vault_lock(Vault *vault);

/* From now on the vault opens with this passphrase alone. */
bool vault_set_passphrase(Vault *vault, const char *passphrase, Err *err);

/* The name that label of class_name stands for; "" takes it out. In place of one
 * that was there. ERR_FORMAT for what is not UTF-8. */
bool vault_put_name(Vault *vault, const char *class_name, const char *label, const char *name,
                    Err *err);

typedef struct VaultName {
    const char *class_name, *label, *name;
} VaultName;

/* The same of many, in one commit: all of them are kept, or none. */
bool vault_put_names(Vault *vault, const VaultName *names, int32_t count, Err *err);

/* From now on the class to be used again is called to, and its names stand under that, in
 * one commit. Those under from go, unless a lesson or another kept class is called so.
 * ERR_STATE: a pupil of to has another name with one of these labels. */
bool vault_rename_class(Vault *vault, Uuid id, const char *from, const char *to, Err *err);

/* The name in arena, or NULL when there is none. */
bool vault_find_name(Vault *vault, const char *class_name, const char *label, Arena *arena,
                     const char **ret_name, Err *err);

/* Of one class (NULL: of all), by class and label, in arena. */
bool vault_list(Vault *vault, const char *class_name, Arena *arena, VaultName **ret_names,
                int32_t *ret_count, Err *err);

#endif
