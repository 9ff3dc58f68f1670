-- 0007_name_given.sql - when a name was given: those of a class that was never observed
-- and is not kept grow old by it (recorder/store/forget.h). Of the names that are there
-- already it is not known; they begin now.
ALTER TABLE vault_name ADD COLUMN given_unix_ms INTEGER NOT NULL DEFAULT 0;

UPDATE vault_name SET given_unix_ms = unixepoch() * 1000;
