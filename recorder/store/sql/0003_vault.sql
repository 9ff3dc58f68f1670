-- 0003_vault.sql - names, encrypted, apart from everything else
-- (recorder/store/vault.h says how). Neither table is part of the record: rows are
-- replaced and deleted, and what was there is overwritten with zeros.

-- At most one: how the passphrase opens the key.
CREATE TABLE vault (
    one                INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    salt               BLOB    NOT NULL CHECK (length(salt) = 16),
    passes             INTEGER NOT NULL CHECK (passes > 0),       -- Argon2id
    memory_bytes       INTEGER NOT NULL CHECK (memory_bytes > 0),
    sealed_key         BLOB    NOT NULL CHECK (length(sealed_key) = 72), -- nonce, key, tag
    wrong_tries        INTEGER NOT NULL CHECK (wrong_tries >= 0), -- in a row
    wait_until_unix_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE vault_name (
    class_name TEXT NOT NULL,
    label      TEXT NOT NULL CHECK (label <> ''), -- on the seating chart
    sealed     BLOB NOT NULL CHECK (length(sealed) >= 40), -- nonce, padded name, tag
    PRIMARY KEY (class_name, label)
) STRICT, WITHOUT ROWID;
