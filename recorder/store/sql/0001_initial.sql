-- 0001_initial.sql - the record of lessons, version 1. A migration is never
-- edited once released; the next change is the next file.
--
-- How to read it without Kenkyu: observation lists the lessons, event_now has
-- every event as it stands after all corrections. Times are milliseconds since
-- the lesson's start; observation.started_unix_ms says when that was. Ids are
-- UUIDv7, 16 bytes: hex(id) shows them, and they sort by time.
--
-- Facts (event, change, milestone) are only ever added. Nothing that was
-- recorded is updated or deleted; taking back is a change of its own. So the
-- records of several devices join by union: INSERT OR IGNORE of all rows.

-- The protocol's file as it was when it was used, each text once.
CREATE TABLE protocol (
    fingerprint BLOB NOT NULL PRIMARY KEY CHECK (length(fingerprint) = 16), -- of text
    key         TEXT NOT NULL,
    title       TEXT NOT NULL,
    version     TEXT NOT NULL,
    text        TEXT NOT NULL
) STRICT;

-- One observer's record of one lesson: what was known before it began.
CREATE TABLE observation (
    id              BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    protocol        BLOB    NOT NULL REFERENCES protocol (fingerprint),
    title           TEXT    NOT NULL,
    class_name      TEXT    NOT NULL,
    place           TEXT    NOT NULL,
    observer        TEXT    NOT NULL,
    theme           TEXT    NOT NULL,
    goals           TEXT    NOT NULL,
    origin          TEXT    NOT NULL, -- '': recorded live; else the file it was imported from
    started_unix_ms INTEGER NOT NULL, -- wall clock at time 0, UTC; 0: not known
    utc_offset_min  INTEGER NOT NULL,
    resolution_ms   INTEGER NOT NULL  -- times are no finer than this
) STRICT, WITHOUT ROWID;

CREATE INDEX observation_by_start ON observation (started_unix_ms, id);

-- Whom events are about. Labels are seats, initials, numbers; never real names.
CREATE TABLE subject (
    observation BLOB    NOT NULL REFERENCES observation (id),
    number      INTEGER NOT NULL CHECK (number >= 0), -- what events refer to
    kind        TEXT    NOT NULL CHECK (kind IN ('adult', 'pupil', 'group')),
    label       TEXT    NOT NULL,
    detail      TEXT    NOT NULL,              -- an adult's part
    predicted   TEXT    NOT NULL,              -- focus pupil: what the team expects
    x           REAL    NOT NULL,              -- on the seating chart, 0..1
    y           REAL    NOT NULL,
    in_group    INTEGER,                       -- number of the pupil's group
    focus       TEXT,                          -- 'A', 'B', ... for a focus pupil
    absent      INTEGER NOT NULL CHECK (absent IN (0, 1)),  -- at the start
    several     INTEGER NOT NULL CHECK (several IN (0, 1)), -- pupils not told apart
    PRIMARY KEY (observation, number),
    FOREIGN KEY (observation, in_group) REFERENCES subject (observation, number)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- What the team compares pupils by, in its own words: EL = yes, level = 2.
CREATE TABLE subject_attribute (
    observation BLOB    NOT NULL,
    subject     INTEGER NOT NULL,
    number      INTEGER NOT NULL CHECK (number >= 0), -- their order
    key         TEXT    NOT NULL CHECK (key <> ''),
    value       TEXT    NOT NULL CHECK (value <> ''),
    PRIMARY KEY (observation, subject, number),
    UNIQUE (observation, subject, key),
    FOREIGN KEY (observation, subject) REFERENCES subject (observation, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE planned_phase (
    observation BLOB    NOT NULL REFERENCES observation (id),
    number      INTEGER NOT NULL CHECK (number >= 0),
    code        TEXT    NOT NULL,
    minutes     INTEGER NOT NULL,
    PRIMARY KEY (observation, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_question (
    observation BLOB    NOT NULL REFERENCES observation (id),
    number      INTEGER NOT NULL CHECK (number >= 0),
    text        TEXT    NOT NULL,
    PRIMARY KEY (observation, number)
) STRICT, WITHOUT ROWID;

-- Options of the protocol's target modifier that are taught in this lesson.
CREATE TABLE target (
    observation BLOB NOT NULL REFERENCES observation (id),
    option      TEXT NOT NULL,
    PRIMARY KEY (observation, option)
) STRICT, WITHOUT ROWID;

-- Where the clocks stood whenever the lesson was begun or gone on with.
CREATE TABLE clock_anchor (
    observation BLOB    NOT NULL REFERENCES observation (id),
    number      INTEGER NOT NULL CHECK (number >= 0),
    session_ms  INTEGER NOT NULL, -- the lesson's time
    boot_ms     INTEGER NOT NULL, -- since the machine's start, suspend counted
    unix_ms     INTEGER NOT NULL, -- wall clock, UTC
    boot_id     TEXT    NOT NULL, -- names the machine's start; '' when not known
    PRIMARY KEY (observation, number)
) STRICT, WITHOUT ROWID;

-- ---- facts ----
-- action: facts of one act of the observer share it; 0 is time, not an act.
-- undoes: the act that is reversed; 0 for a new one.
-- said_ms: when it was said; a start is when it happened.

-- Something was observed. How it stands now: event_now.
CREATE TABLE event (
    observation BLOB    NOT NULL REFERENCES observation (id),
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    action      INTEGER NOT NULL CHECK (action >= 0),
    undoes      INTEGER NOT NULL CHECK (undoes >= 0),
    said_ms     INTEGER NOT NULL CHECK (said_ms >= 0),
    code        TEXT    NOT NULL,                     -- its key in the protocol
    subject     INTEGER,                              -- NULL: the class
    target      INTEGER,                              -- spoken to
    start_ms    INTEGER NOT NULL CHECK (start_ms >= 0),
    stop_ms     INTEGER CHECK (stop_ms >= start_ms),  -- NULL: went on
    value       INTEGER NOT NULL,                     -- rating, or how many
    of          INTEGER NOT NULL CHECK (of >= 0),     -- of how many present
    missing     INTEGER NOT NULL CHECK (missing IN (0, 1)), -- a sample nobody answered
    voided      INTEGER NOT NULL CHECK (voided IN (0, 1)),
    options     TEXT    NOT NULL CHECK (options LIKE '{%}'), -- JSON: {"modifier":"option"}
    text        TEXT    NOT NULL,
    PRIMARY KEY (observation, id),
    FOREIGN KEY (observation, subject) REFERENCES subject (observation, number),
    FOREIGN KEY (observation, target) REFERENCES subject (observation, number)
) STRICT, WITHOUT ROWID;

-- A later word on an event. fields is the sum of what is said: 1 code, 2 subject,
-- 4 target, 8 start_ms, 16 stop_ms, 32 value, of and missing, 64 options, 128 text,
-- 256 voided; the other columns are NULL. Of two words on one field the one with
-- the later id holds.
CREATE TABLE change (
    observation BLOB    NOT NULL,
    event       BLOB    NOT NULL,
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    action      INTEGER NOT NULL CHECK (action >= 0),
    undoes      INTEGER NOT NULL CHECK (undoes >= 0),
    said_ms     INTEGER NOT NULL CHECK (said_ms >= 0),
    fields      INTEGER NOT NULL CHECK (fields BETWEEN 1 AND 511),
    code        TEXT    CHECK (code IS NOT NULL OR fields & 1 = 0),
    subject     INTEGER,
    target      INTEGER,
    start_ms    INTEGER CHECK (start_ms >= 0),
    stop_ms     INTEGER CHECK (stop_ms >= 0),
    value       INTEGER,
    of          INTEGER CHECK (of >= 0),
    missing     INTEGER CHECK (missing IN (0, 1)),
    options     TEXT    CHECK (options LIKE '{%}'),
    text        TEXT,
    voided      INTEGER CHECK (voided IN (0, 1)),
    PRIMARY KEY (observation, event, id),
    FOREIGN KEY (observation, event) REFERENCES event (observation, id),
    FOREIGN KEY (observation, subject) REFERENCES subject (observation, number),
    FOREIGN KEY (observation, target) REFERENCES subject (observation, number)
) STRICT, WITHOUT ROWID;

-- The lesson began, ended, went on after all.
CREATE TABLE milestone (
    observation BLOB    NOT NULL REFERENCES observation (id),
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    action      INTEGER NOT NULL CHECK (action >= 0),
    undoes      INTEGER NOT NULL CHECK (undoes >= 0),
    said_ms     INTEGER NOT NULL CHECK (said_ms >= 0),
    kind        TEXT    NOT NULL CHECK (kind IN ('start', 'end', 'reopen')),
    at_ms       INTEGER NOT NULL CHECK (at_ms >= 0),
    PRIMARY KEY (observation, id)
) STRICT, WITHOUT ROWID;

-- ---- what follows from the facts ----

-- Every event as it stands, those that were taken back too (voided = 1). The
-- inner SELECTs find the latest word on a field; -1 stands for NULL in them.
CREATE VIEW event_now AS
SELECT e.observation, e.id, e.action, e.said_ms,
    coalesce((SELECT x.code FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 1 ORDER BY x.id DESC LIMIT 1),
        e.code) AS code,
    nullif(coalesce((SELECT ifnull(x.subject, -1) FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 2 ORDER BY x.id DESC LIMIT 1),
        e.subject), -1) AS subject,
    nullif(coalesce((SELECT ifnull(x.target, -1) FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 4 ORDER BY x.id DESC LIMIT 1),
        e.target), -1) AS target,
    coalesce((SELECT x.start_ms FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 8 ORDER BY x.id DESC LIMIT 1),
        e.start_ms) AS start_ms,
    nullif(coalesce((SELECT ifnull(x.stop_ms, -1) FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 16 ORDER BY x.id DESC LIMIT 1),
        e.stop_ms), -1) AS stop_ms,
    coalesce((SELECT x.value FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 32 ORDER BY x.id DESC LIMIT 1),
        e.value) AS value,
    coalesce((SELECT x.of FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 32 ORDER BY x.id DESC LIMIT 1),
        e.of) AS of,
    coalesce((SELECT x.missing FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 32 ORDER BY x.id DESC LIMIT 1),
        e.missing) AS missing,
    coalesce((SELECT x.options FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 64 ORDER BY x.id DESC LIMIT 1),
        e.options) AS options,
    coalesce((SELECT x.text FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 128 ORDER BY x.id DESC LIMIT 1),
        e.text) AS text,
    coalesce((SELECT x.voided FROM change x WHERE x.observation = e.observation
        AND x.event = e.id AND x.fields & 256 ORDER BY x.id DESC LIMIT 1),
        e.voided) AS voided
FROM event e;

-- The same for people: labels for numbers, seconds, nothing that was taken back.
CREATE VIEW event_named AS
SELECT hex(n.observation) AS lesson, hex(n.id) AS id, n.code,
    s.label AS subject, t.label AS target,
    n.start_ms / 1000.0 AS start_s, n.stop_ms / 1000.0 AS stop_s,
    n.value, n.of, n.missing, n.options, n.text
FROM event_now n
LEFT JOIN subject s ON s.observation = n.observation AND s.number = n.subject
LEFT JOIN subject t ON t.observation = n.observation AND t.number = n.target
WHERE NOT n.voided;

-- What a list of lessons shows, kept so that a thousand lessons list at once.
-- Not a fact: a row can be deleted at any time and is then made again. A row that
-- is there is right; adding facts to a lesson deletes its row.
CREATE TABLE summary (
    observation BLOB    NOT NULL PRIMARY KEY REFERENCES observation (id),
    length_ms   INTEGER NOT NULL, -- to the end, or to the last fact
    event_count INTEGER NOT NULL, -- what the observer recorded and did not take back
    ended       INTEGER NOT NULL CHECK (ended IN (0, 1))
) STRICT, WITHOUT ROWID;

-- The summary as it follows from the facts. Not counted: pauses, absences (codes
-- that every protocol has) and samples that nobody answered.
CREATE VIEW summary_now AS
SELECT o.id AS observation,
    coalesce((SELECT m.at_ms FROM milestone m WHERE m.observation = o.id AND m.kind = 'end'
        AND m.id = (SELECT max(x.id) FROM milestone x WHERE x.observation = o.id)),
        max(coalesce((SELECT max(said_ms) FROM event x WHERE x.observation = o.id), 0),
            coalesce((SELECT max(said_ms) FROM change x WHERE x.observation = o.id), 0),
            coalesce((SELECT max(said_ms) FROM milestone x WHERE x.observation = o.id), 0))
        ) AS length_ms,
    (SELECT count(*) FROM event_now n WHERE n.observation = o.id AND NOT n.voided
        AND NOT n.missing AND n.code NOT IN ('pause', 'absent')) AS event_count,
    coalesce((SELECT m.kind = 'end' FROM milestone m WHERE m.observation = o.id
        ORDER BY m.id DESC LIMIT 1), 0) AS ended
FROM observation o;
