/* transcript.h - reads a lesson's transcript with talk moves (TalkMoves CSV).
 *
 * Columns by name: t_s, turn, speaker, role are needed; sentence, teacher_move
 * and student_move are used when they are there; others are not looked at. One
 * sentence a row.
 *
 * A turn is a maximal run of rows with the same turn, speaker and role (spaces
 * around them do not count). It begins at its first row's t_s and ends where the
 * next one begins; the last turn, and the observation, end at the last row's
 * t_s. Role T (also teacher, docente, profesor, maestro) is teacher talk and S (student,
 * pupil, alumno, estudiante) student talk, whatever the size of their letters, by the protocol's
 * first exclusive category that has one code for each; a protocol with several kinds of either is
 * refused, since the file does not say which. In any other role nobody has the floor; a file with
 * no other is refused. The sentences of a turn, joined by spaces, are its text.
 *
 * Subjects are the speakers: adults for T, pupils for S. A label that occurs in
 * both roles is two subjects; the one that comes second in the file is named
 * "LABEL (adult)" or "LABEL (pupil)". A row without a speaker belongs to
 * "unnamed adult" or "unnamed pupil". Labels that do not tell pupils apart ("S",
 * "SS", "Students", ...) are `several`. Labels of pupils that look like names become initials
 * (script_names.h), and no sentence begins with its pupil's name and a colon.
 *
 * Times are whole or decimal seconds, in order; with a decimal comma where other signs
 * part the cells. A transcript with missing,
 * disordered or constant times is refused: times are never invented. A lesson of
 * eight hours or more in whole minutes is doubted in a notice.
 *
 * Talk-move tags (Suresh et al. 2022) become points at their sentence's time where the
 * protocol has codes for them: codes "teacher-move" and "student-move" whose pads are the
 * options of the numbers (talk-moves.yaml). Tags on the wrong side (a teacher's move in a
 * pupil's row), numbers that are no move, and all tags where the protocol has no such codes
 * are not recorded and counted in a notice.
 */
#ifndef REPORTS_EXCHANGE_TRANSCRIPT_H
#define REPORTS_EXCHANGE_TRANSCRIPT_H

#include "reports/exchange/script.h"

/* As script_read(). */
bool transcript_read(const char *name, const char *text, size_t len, const Protocol *protocol,
                     const ScriptChoice *choice, Arena *arena, Script *ret_script, Err *err);

#endif
