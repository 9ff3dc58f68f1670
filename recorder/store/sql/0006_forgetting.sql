-- 0006_forgetting.sql - what was forgotten is not gone from the disk before the
-- file is written anew and older copies are removed (recorder/store/forget.h). A
-- row says that this is still to be done.
CREATE TABLE forgetting (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1)
) STRICT;
