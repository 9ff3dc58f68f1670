-- 0002_classes.sql - classes to be used again, who of the team watches whom, and
-- where the classroom's board hangs.

-- Who watches whom, in the team's words.
CREATE TABLE team_watch (
    observation BLOB    NOT NULL REFERENCES observation (id),
    number      INTEGER NOT NULL CHECK (number >= 0),
    observer    TEXT    NOT NULL CHECK (observer <> ''),
    whom        TEXT    NOT NULL,
    PRIMARY KEY (observation, number)
) STRICT, WITHOUT ROWID;

-- The middle of the board on the seating chart, 0..1; no row: at the top.
CREATE TABLE board_place (
    observation BLOB NOT NULL PRIMARY KEY REFERENCES observation (id),
    x           REAL NOT NULL,
    y           REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- classes: not facts, a class is changed and removed ----
-- Labels are seats, initials, numbers; never real names.

CREATE TABLE class (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name         TEXT    NOT NULL CHECK (name <> ''),
    place        TEXT    NOT NULL,
    protocol     TEXT    NOT NULL,                   -- key of the one used last; '': none yet
    lesson       BLOB    REFERENCES observation (id), -- recorded with it last
    used_unix_ms INTEGER NOT NULL,
    board_x      REAL    NOT NULL,                   -- both 0: at the top
    board_y      REAL    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE class_subject (
    class    BLOB    NOT NULL REFERENCES class (id),
    number   INTEGER NOT NULL CHECK (number >= 0),
    kind     TEXT    NOT NULL CHECK (kind IN ('adult', 'pupil', 'group')),
    label    TEXT    NOT NULL,
    detail   TEXT    NOT NULL, -- an adult's part
    x        REAL    NOT NULL,
    y        REAL    NOT NULL,
    in_group INTEGER,          -- number of the pupil's group
    focus    TEXT,             -- 'A', 'B', ... for a focus pupil
    PRIMARY KEY (class, number),
    FOREIGN KEY (class, in_group) REFERENCES class_subject (class, number)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE class_attribute (
    class   BLOB    NOT NULL,
    subject INTEGER NOT NULL,
    number  INTEGER NOT NULL CHECK (number >= 0),
    key     TEXT    NOT NULL CHECK (key <> ''),
    value   TEXT    NOT NULL CHECK (value <> ''),
    PRIMARY KEY (class, subject, number),
    UNIQUE (class, subject, key),
    FOREIGN KEY (class, subject) REFERENCES class_subject (class, number)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
