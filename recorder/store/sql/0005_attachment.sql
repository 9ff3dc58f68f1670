-- 0005_attachment.sql - ink and photos, version 5 of the record.
--
-- An event with the code 'ink' is one stroke, one with the code 'photo' is a
-- picture (its text is the caption). What they carry is here, committed together
-- with the event and, like it, never changed. Ink events of one lesson with the
-- same subject and start_ms (in event_now) are the strokes of one drawing.
--
-- A photo's data is a JPEG file. A stroke's data is a list of numbers, each of
-- seven bits a byte, low bits first, the high bit set on all bytes but the last:
--   1 (the format), ground (0 page, 1 seating chart), width, height (of the
--   ground, in sixteenths of a point), how many points; then for each point
--   x, y (sixteenths of a point from the ground's top left), milliseconds since
--   the event's start, pressure (1 to 255, 0 not known), each as the difference
--   from the point before (the first: from 0). Of these x, y and pressure can be
--   negative and are folded: 0, -1, 1, -2, ... are written as 0, 1, 2, 3, ...
CREATE TABLE attachment (
    observation BLOB NOT NULL,
    event       BLOB NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('ink', 'photo')),
    data        BLOB NOT NULL CHECK (length(data) BETWEEN 1 AND 2097152),
    PRIMARY KEY (observation, event),
    FOREIGN KEY (observation, event) REFERENCES event (observation, id)
) STRICT;

-- As in 0001, but a drawing counts once, however many strokes it has.
DROP VIEW summary_now;
CREATE VIEW summary_now AS
SELECT o.id AS observation,
    coalesce((SELECT m.at_ms FROM milestone m WHERE m.observation = o.id AND m.kind = 'end'
        AND m.id = (SELECT max(x.id) FROM milestone x WHERE x.observation = o.id)),
        max(coalesce((SELECT max(said_ms) FROM event x WHERE x.observation = o.id), 0),
            coalesce((SELECT max(said_ms) FROM change x WHERE x.observation = o.id), 0),
            coalesce((SELECT max(said_ms) FROM milestone x WHERE x.observation = o.id), 0))
        ) AS length_ms,
    (SELECT count(*) FROM event_now n WHERE n.observation = o.id AND NOT n.voided
        AND NOT n.missing AND n.code NOT IN ('pause', 'absent')
        AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.observation = n.observation
            AND a.event = n.id AND a.kind = 'ink'))
    + (SELECT count(*) FROM (SELECT DISTINCT n.subject, n.start_ms
        FROM attachment a JOIN event_now n ON n.observation = a.observation AND n.id = a.event
        WHERE a.observation = o.id AND a.kind = 'ink' AND NOT n.voided)) AS event_count,
    coalesce((SELECT m.kind = 'end' FROM milestone m WHERE m.observation = o.id
        ORDER BY m.id DESC LIMIT 1), 0) AS ended
FROM observation o;
