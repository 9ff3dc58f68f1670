-- 0008_forgotten.sql - lessons that were forgotten on this device, so that joining
-- another device's record does not bring them back (recorder/store/merge.h). Of a lesson
-- only its id is kept: a random number and when it was made.
CREATE TABLE forgotten (
    lesson BLOB NOT NULL PRIMARY KEY CHECK (length(lesson) = 16)
) STRICT, WITHOUT ROWID;
