-- 0004_walk_through.sql - walk-throughs: many short visits, added up.
--
-- A visit is an observation whose protocol has look-fors: ratings of three anchors,
-- seen, not seen, and one that is marked "missing" (could not tell). What it was
-- about besides the lesson stands in visit_now.

-- Schools and teachers. The id is the key and never changes; what they are called is
-- a fact of its own (naming), so renaming parts no figures. A teacher is called by
-- initials or a number, never by name.
CREATE TABLE named (
    id   BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('school', 'teacher'))
) STRICT, WITHOUT ROWID;

-- Of several names the one with the latest id holds.
CREATE TABLE naming (
    named        BLOB    NOT NULL REFERENCES named (id),
    id           BLOB    NOT NULL CHECK (length(id) = 16),
    said_unix_ms INTEGER NOT NULL,
    name         TEXT    NOT NULL CHECK (name <> ''),
    PRIMARY KEY (named, id)
) STRICT, WITHOUT ROWID;

-- A teacher says that figures of the visits to them alone may be shown, or no longer.
-- The latest id holds; without any, the answer is no.
CREATE TABLE permission (
    teacher      BLOB    NOT NULL REFERENCES named (id),
    id           BLOB    NOT NULL CHECK (length(id) = 16),
    said_unix_ms INTEGER NOT NULL,
    granted      INTEGER NOT NULL CHECK (granted IN (0, 1)),
    heard_by     TEXT    NOT NULL, -- the observer's initials
    PRIMARY KEY (teacher, id)
) STRICT, WITHOUT ROWID;

-- What a visit was about. Of several words on one visit the latest id holds.
CREATE TABLE visit (
    observation  BLOB    NOT NULL REFERENCES observation (id),
    id           BLOB    NOT NULL CHECK (length(id) = 16),
    said_unix_ms INTEGER NOT NULL,
    school       BLOB    REFERENCES named (id),
    teacher      BLOB    REFERENCES named (id),
    grade        INTEGER CHECK (grade BETWEEN 0 AND 12), -- 0: kindergarten
    subject      TEXT    NOT NULL,                       -- '': not said
    period       INTEGER CHECK (period BETWEEN 1 AND 12), -- of the school day
    PRIMARY KEY (observation, id)
) STRICT, WITHOUT ROWID;

-- ---- what follows from the facts ----

CREATE VIEW named_now AS
SELECT d.id, d.kind,
    (SELECT n.name FROM naming n WHERE n.named = d.id ORDER BY n.id DESC LIMIT 1) AS name
FROM named d;

CREATE VIEW visit_now AS
SELECT v.observation, v.school, v.teacher, v.grade, v.subject, v.period
FROM visit v
WHERE v.id = (SELECT max(x.id) FROM visit x WHERE x.observation = v.observation);

CREATE VIEW permission_now AS
SELECT p.teacher, p.said_unix_ms, p.granted, p.heard_by
FROM permission p
WHERE p.id = (SELECT max(x.id) FROM permission x WHERE x.teacher = p.teacher);

-- One row for each observation that has ended, kept current as facts arrive, so that
-- ten thousand visits are looked through at once. Not a fact: a row can be deleted at
-- any time and is then made again. answers has a letter for each look-for in the
-- protocol's order: s seen, n not seen, u could not tell, - nobody said; it is '' when
-- the protocol has none. Of several ratings of one look-for the last one holds (by
-- start_ms, then id). proof is a number that follows from all the others: a row that
-- was damaged does not fit its own.
CREATE TABLE visit_summary (
    day             INTEGER NOT NULL, -- local, since 1970-01-01; 0: not known
    started_unix_ms INTEGER NOT NULL,
    observation     BLOB    NOT NULL REFERENCES observation (id),
    length_ms       INTEGER NOT NULL,
    protocol        BLOB    NOT NULL,
    school          BLOB,
    teacher         BLOB,
    grade           INTEGER,
    subject         TEXT    NOT NULL,
    period          INTEGER,
    observer        TEXT    NOT NULL,
    answers         TEXT    NOT NULL,
    proof           INTEGER NOT NULL,
    PRIMARY KEY (day, started_unix_ms, observation)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX visit_summary_by_observation ON visit_summary (observation);
