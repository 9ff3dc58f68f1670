/* store_sql.c - the one table of statements: all are prepared when a record is
 * opened, so that a typo fails at the start and not in a lesson. */
#include "recorder/store/store_internal.h"

#define LIST_COLUMNS                                                                               \
    "SELECT o.id, o.title, o.class_name, o.place, o.observer, p.key, p.title, o.origin,"           \
    " o.started_unix_ms, o.utc_offset_min"
#define LIST_TABLES " FROM observation o JOIN protocol p ON p.fingerprint = o.protocol"
#define LIST_ORDER " ORDER BY o.id DESC LIMIT ?1 OFFSET ?2"

const char *const store_sql[STMT_COUNT] = {
    [STMT_BEGIN] = "BEGIN IMMEDIATE",
    [STMT_COMMIT] = "COMMIT",
    [STMT_ROLLBACK] = "ROLLBACK",
    [STMT_PROTOCOL_ADD] = "INSERT INTO protocol (fingerprint, key, title, version, text)"
                          " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (fingerprint) DO NOTHING",
    [STMT_PROTOCOL_TEXT] = "SELECT text FROM protocol WHERE fingerprint = ?1",
    [STMT_OBSERVATION_ADD] =
        "INSERT INTO observation (id, protocol, title, class_name, place, observer, theme, goals,"
        " origin, started_unix_ms, utc_offset_min, resolution_ms)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [STMT_SUBJECT_ADD] = "INSERT INTO subject (observation, number, kind, label, detail, predicted,"
                         " x, y, in_group, focus, absent, several)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [STMT_ATTRIBUTE_ADD] =
        "INSERT INTO subject_attribute (observation, subject, number, key, value)"
        " VALUES (?1, ?2, ?3, ?4, ?5)",
    [STMT_PHASE_ADD] = "INSERT INTO planned_phase (observation, number, code, minutes)"
                       " VALUES (?1, ?2, ?3, ?4)",
    [STMT_QUESTION_ADD] = "INSERT INTO team_question (observation, number, text)"
                          " VALUES (?1, ?2, ?3)",
    [STMT_TARGET_ADD] = "INSERT INTO target (observation, option) VALUES (?1, ?2)",
    [STMT_WATCH_ADD] = "INSERT INTO team_watch (observation, number, observer, whom)"
                       " VALUES (?1, ?2, ?3, ?4)",
    [STMT_BOARD_ADD] = "INSERT INTO board_place (observation, x, y) VALUES (?1, ?2, ?3)",
    [STMT_ANCHOR_ADD] =
        "INSERT INTO clock_anchor (observation, number, session_ms, boot_ms, unix_ms, boot_id)"
        " SELECT ?1, coalesce(max(number) + 1, 0), ?2, ?3, ?4, ?5"
        " FROM clock_anchor WHERE observation = ?1",
    [STMT_EVENT_ADD] =
        "INSERT INTO event (observation, id, action, undoes, said_ms, code, subject, target,"
        " start_ms, stop_ms, value, of, missing, voided, options, text)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    [STMT_CHANGE_ADD] =
        "INSERT INTO change (observation, id, action, undoes, said_ms, code, subject, target,"
        " start_ms, stop_ms, value, of, missing, voided, options, text, event, fields)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    [STMT_MILESTONE_ADD] =
        "INSERT INTO milestone (observation, id, action, undoes, said_ms, kind, at_ms)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STMT_SUMMARY_DROP] = "DELETE FROM summary WHERE observation = ?1",
    [STMT_SUMMARY_PUT] = "INSERT INTO summary (observation, length_ms, event_count, ended)"
                         " SELECT observation, length_ms, event_count, ended FROM summary_now"
                         " WHERE observation = ?1",
    [STMT_SUMMARY_MISSING] = "SELECT 1 FROM observation WHERE id <> ?1 AND id NOT IN"
                             " (SELECT observation FROM summary) LIMIT 1",
    [STMT_SUMMARY_FILL] = "INSERT INTO summary (observation, length_ms, event_count, ended)"
                          " SELECT observation, length_ms, event_count, ended FROM summary_now"
                          " WHERE observation <> ?1 AND observation NOT IN"
                          " (SELECT observation FROM summary)",
    [STMT_SUMMARY_NOW] =
        "SELECT length_ms, event_count, ended FROM summary_now WHERE observation = ?1",
    [STMT_LIST] = LIST_COLUMNS ", s.length_ms, s.event_count, s.ended" LIST_TABLES
                               " LEFT JOIN summary s ON s.observation = o.id" LIST_ORDER,
    [STMT_LIST_COUNTED] = LIST_COLUMNS ", NULL, NULL, NULL" LIST_TABLES LIST_ORDER,
    [STMT_COUNT_OBSERVATIONS] = "SELECT count(*) FROM observation",
    [STMT_COUNT_VISITS] = "SELECT count(DISTINCT observation) FROM visit",
    [STMT_RUNNING] = "SELECT o.id FROM observation o WHERE (SELECT m.kind FROM milestone m"
                     " WHERE m.observation = o.id ORDER BY m.id DESC LIMIT 1)"
                     " IN ('start', 'reopen')"
                     " ORDER BY o.started_unix_ms DESC, o.id DESC LIMIT 1",
    [STMT_ID_RANGE] = "SELECT id FROM observation WHERE id BETWEEN ?1 AND ?2 LIMIT 2",
    [STMT_LAST_SETUP] =
        "SELECT id FROM observation WHERE origin = ''"
        " AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.observation = observation.id)"
        " ORDER BY started_unix_ms DESC, id DESC LIMIT 1",
    [STMT_OBSERVATION] =
        "SELECT p.key, p.text, o.title, o.class_name, o.place, o.observer, o.theme, o.goals,"
        "  o.origin, o.started_unix_ms, o.utc_offset_min, o.resolution_ms, p.fingerprint"
        " FROM observation o JOIN protocol p ON p.fingerprint = o.protocol WHERE o.id = ?1",
    [STMT_SUBJECTS] = "SELECT number, kind, label, detail, predicted, x, y, in_group, focus,"
                      " absent, several FROM subject WHERE observation = ?1 ORDER BY number",
    [STMT_ATTRIBUTES] = "SELECT subject, number, key, value FROM subject_attribute"
                        " WHERE observation = ?1 ORDER BY subject, number",
    [STMT_PHASES] = "SELECT code, minutes FROM planned_phase WHERE observation = ?1"
                    " ORDER BY number",
    [STMT_QUESTIONS] = "SELECT text FROM team_question WHERE observation = ?1 ORDER BY number",
    [STMT_TARGETS] = "SELECT option FROM target WHERE observation = ?1",
    [STMT_WATCHES] = "SELECT observer, whom FROM team_watch WHERE observation = ?1"
                     " ORDER BY number",
    [STMT_BOARD] = "SELECT x, y FROM board_place WHERE observation = ?1",
    [STMT_ANCHOR] = "SELECT session_ms, boot_ms, unix_ms, boot_id FROM clock_anchor"
                    " WHERE observation = ?1 ORDER BY number DESC LIMIT 1",
    [STMT_FACT_COUNT] = "SELECT (SELECT count(*) FROM event WHERE observation = ?1)"
                        " + (SELECT count(*) FROM change WHERE observation = ?1)"
                        " + (SELECT count(*) FROM milestone WHERE observation = ?1)",
    [STMT_EVENTS] = "SELECT id, action, undoes, said_ms, code, subject, target, start_ms, stop_ms,"
                    " value, of, missing, voided, options, text, id, 511"
                    " FROM event WHERE observation = ?1 ORDER BY id",
    [STMT_CHANGES] = "SELECT id, action, undoes, said_ms, code, subject, target, start_ms, stop_ms,"
                     " value, of, missing, voided, options, text, event, fields"
                     " FROM change WHERE observation = ?1 ORDER BY id",
    [STMT_MILESTONES] = "SELECT id, action, undoes, said_ms, kind, at_ms"
                        " FROM milestone WHERE observation = ?1 ORDER BY id",
    [STMT_CLASS_PUT] =
        "INSERT INTO class (id, name, place, protocol, lesson, used_unix_ms, board_x, board_y)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET"
        " name = excluded.name, place = excluded.place, protocol = excluded.protocol,"
        " lesson = coalesce(excluded.lesson, lesson), used_unix_ms = excluded.used_unix_ms,"
        " board_x = excluded.board_x, board_y = excluded.board_y",
    [STMT_CLASS_RENAME] = "UPDATE class SET name = ?2 WHERE id = ?1",
    [STMT_CLASS_DROP] = "DELETE FROM class WHERE id = ?1",
    [STMT_CLASS_DROP_SUBJECTS] = "DELETE FROM class_subject WHERE class = ?1",
    [STMT_CLASS_DROP_ATTRIBUTES] = "DELETE FROM class_attribute WHERE class = ?1",
    [STMT_CLASS_SUBJECT_ADD] = "INSERT INTO class_subject"
                               " (class, number, kind, label, detail, x, y, in_group, focus)"
                               " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [STMT_CLASS_ATTRIBUTE_ADD] = "INSERT INTO class_attribute (class, subject, number, key, value)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5)",
    [STMT_CLASSES] = "SELECT c.id, c.name, c.place, c.protocol, c.lesson, c.used_unix_ms,"
                     " (SELECT count(*) FROM class_subject s WHERE s.class = c.id"
                     "  AND s.kind = 'pupil')"
                     " FROM class c ORDER BY c.used_unix_ms DESC, c.id DESC LIMIT ?1",
    [STMT_CLASS] = "SELECT name, place, board_x, board_y FROM class WHERE id = ?1",
    [STMT_CLASS_SUBJECTS] = "SELECT number, kind, label, detail, '', x, y, in_group, focus, 0, 0"
                            " FROM class_subject WHERE class = ?1 ORDER BY number",
    [STMT_CLASS_ATTRIBUTES] = "SELECT subject, number, key, value FROM class_attribute"
                              " WHERE class = ?1 ORDER BY subject, number",
    [STMT_VAULT] = "SELECT salt, passes, memory_bytes, sealed_key, wrong_tries, wait_until_unix_ms"
                   " FROM vault",
    [STMT_VAULT_PUT] = "INSERT OR REPLACE INTO vault (one, salt, passes, memory_bytes, sealed_key,"
                       " wrong_tries, wait_until_unix_ms) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
    [STMT_VAULT_NAME] = "SELECT sealed FROM vault_name WHERE class_name = ?1 AND label = ?2",
    [STMT_VAULT_NAMES] = "SELECT class_name, label, sealed FROM vault_name"
                         " WHERE class_name = ?1 OR ?1 IS NULL ORDER BY class_name, label",
    [STMT_VAULT_NAME_PUT] = "INSERT OR REPLACE INTO vault_name (class_name, label, sealed,"
                            " given_unix_ms) VALUES (?1, ?2, ?3, ?4)",
    [STMT_VAULT_NAME_DROP] = "DELETE FROM vault_name WHERE class_name = ?1 AND label = ?2",
    [STMT_VAULT_CLASS_DROP] = "DELETE FROM vault_name WHERE class_name = ?1"
                              " AND class_name NOT IN (SELECT class_name FROM observation)"
                              " AND class_name NOT IN (SELECT name FROM class)",
    [STMT_NAMED_ADD] = "INSERT INTO named (id, kind) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
    [STMT_NAMING_ADD] = "INSERT INTO naming (named, id, said_unix_ms, name)"
                        " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (named, id) DO NOTHING",
    [STMT_PERMISSION_ADD] = "INSERT INTO permission (teacher, id, said_unix_ms, granted, heard_by)"
                            " VALUES (?1, ?2, ?3, ?4, ?5)",
    [STMT_NAMING_NEWEST] = "SELECT max(id) FROM naming WHERE named = ?1",
    [STMT_VISIT_NEWEST] = "SELECT max(id) FROM visit WHERE observation = ?1",
    [STMT_PERMISSION_NEWEST] = "SELECT max(id) FROM permission WHERE teacher = ?1",
    [STMT_NAMED_LIST] = "SELECT n.id, n.name, coalesce(p.granted, 0), coalesce(p.said_unix_ms, 0)"
                        " FROM named_now n LEFT JOIN permission_now p ON p.teacher = n.id"
                        " WHERE n.kind = ?1 ORDER BY n.name, n.id",
    [STMT_NAMED_FIND] =
        "SELECT id FROM named_now WHERE kind = ?1 AND name = ?2 ORDER BY id LIMIT 1",
    [STMT_VISIT_ADD] =
        "INSERT INTO visit (observation, id, said_unix_ms, school, teacher, grade, subject, period)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [STMT_VISIT_NOW] = "SELECT v.school, v.teacher, v.grade, v.period, v.subject,"
                       " (SELECT name FROM named_now WHERE id = v.school),"
                       " (SELECT name FROM named_now WHERE id = v.teacher)"
                       " FROM visit_now v WHERE v.observation = ?1",
    [STMT_VISIT_FACTS] =
        "SELECT o.started_unix_ms, o.utc_offset_min, o.protocol, o.observer, m.at_ms,"
        " v.school, v.teacher, v.grade, coalesce(v.subject, ''), v.period"
        " FROM observation o JOIN milestone m ON m.observation = o.id AND m.kind = 'end'"
        " AND m.id = (SELECT max(x.id) FROM milestone x WHERE x.observation = ?1)"
        " LEFT JOIN visit v ON v.observation = o.id"
        " AND v.id = (SELECT max(y.id) FROM visit y WHERE y.observation = ?1)"
        " WHERE o.id = ?1",
    /* First the few ids by rows alone: the view is worked out for these, not for all. */
    [STMT_VISIT_ANSWERS] =
        "SELECT n.code, n.value FROM event_now n WHERE n.observation = ?1 AND n.id IN"
        " (SELECT e.id FROM event e WHERE e.observation = ?1"
        "  AND e.code IN (SELECT value FROM json_each(?2))"
        "  UNION ALL SELECT x.event FROM change x WHERE x.observation = ?1 AND x.fields & 1)"
        " AND NOT n.voided AND NOT n.missing ORDER BY n.start_ms, n.id",
    [STMT_VISIT_EVENT] = "SELECT e.code, EXISTS (SELECT 1 FROM change x WHERE x.observation = ?1"
                         " AND x.event = ?2 AND x.fields & 1)"
                         " FROM event e WHERE e.observation = ?1 AND e.id = ?2",
    [STMT_VISIT_PUT] =
        "INSERT INTO visit_summary (day, started_unix_ms, observation, length_ms, protocol, school,"
        " teacher, grade, subject, period, observer, answers, proof)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
        " ON CONFLICT (day, started_unix_ms, observation) DO UPDATE SET"
        " length_ms = excluded.length_ms, protocol = excluded.protocol, school = excluded.school,"
        " teacher = excluded.teacher, grade = excluded.grade, subject = excluded.subject,"
        " period = excluded.period, observer = excluded.observer, answers = excluded.answers,"
        " proof = excluded.proof",
    [STMT_VISIT_DROP_STRAY] = "DELETE FROM visit_summary WHERE observation = ?1"
                              " AND (day <> ?2 OR started_unix_ms <> ?3)",
    [STMT_VISIT_DROP] = "DELETE FROM visit_summary WHERE observation = ?1",
    [STMT_VISIT_CLEAR] = "DELETE FROM visit_summary",
    [STMT_VISIT_ROWS] =
        "SELECT day, started_unix_ms, observation, length_ms, protocol, school, teacher, grade,"
        " subject, period, observer, answers, proof FROM visit_summary"
        " WHERE day BETWEEN ?1 AND ?2 ORDER BY day, started_unix_ms, observation",
    [STMT_VISIT_GAP] =
        "SELECT (SELECT count(*) FROM observation) - (SELECT count(*) FROM visit_summary)",
    [STMT_VISIT_MISSING] = "SELECT id FROM observation WHERE id NOT IN"
                           " (SELECT observation FROM visit_summary) ORDER BY id",
    [STMT_VISIT_ALL] = "SELECT id FROM observation ORDER BY id",
    [STMT_VISIT_LAST] = "SELECT o.id FROM observation o WHERE o.origin = ''"
                        " AND EXISTS (SELECT 1 FROM visit v WHERE v.observation = o.id)"
                        " ORDER BY o.started_unix_ms DESC, o.id DESC LIMIT 1",
    [STMT_VISIT_COUNT] = "SELECT count(*) FROM visit_summary WHERE answers <> ''",
    [STMT_ATTACHMENT_ADD] = "INSERT INTO attachment (observation, event, kind, data)"
                            " VALUES (?1, ?2, ?3, ?4)",
    [STMT_ATTACHMENT] = "SELECT kind, data FROM attachment WHERE observation = ?1 AND event = ?2",
};
