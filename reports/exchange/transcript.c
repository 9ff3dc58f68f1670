#include "reports/exchange/transcript.h"

#include <stdio.h>
#include <string.h>

#include "protocols/utf8.h"
#include "reports/exchange/names/initials.h"
#include "reports/exchange/script_names.h"

enum {
    COLUMN_TIME,
    COLUMN_TURN,
    COLUMN_SPEAKER,
    COLUMN_ROLE,
    COLUMN_SENTENCE,
    COLUMN_TEACHER_MOVE,
    COLUMN_STUDENT_MOVE,
    COLUMN_COUNT
};

enum { SCRATCH_BYTES = 256 * 1024 * 1024 };

typedef enum Role { ROLE_TEACHER, ROLE_STUDENT, ROLE_OTHER, ROLE_COUNT } Role;

/* One row of the file. */
typedef struct Sentence {
    int64_t at_ms;
    const char *turn, *speaker, *text;
    Role role;
    int32_t tags[ROLE_COUNT]; /* a teacher's and a student's move: its number, NO_TAG or BAD_TAG */
    int32_t line;
} Sentence;

/* Numbers of moves: 1 is "none". */
enum { NO_TAG = 0, BAD_TAG = -1, FIRST_TAG = 2, LAST_TAG = 9 };

/* How a protocol records the moves of a role. */
typedef struct Moves {
    int32_t code;                  /* PROTOCOL_NONE: it has none for them */
    int32_t options[LAST_TAG + 1]; /* per number: of the code's pads, or PROTOCOL_NONE */
} Moves;

typedef struct Speaker {
    const char *label; /* as in the file */
    Role role;
    bool again; /* the label stands in another role, too, and that came first */
} Speaker;

typedef struct Transcript {
    const char *name;
    const Protocol *protocol;
    Arena *arena;   /* of the result */
    Arena *scratch; /* rows and speakers; dies with the call */
    ScriptColumn columns[COLUMN_COUNT];
    bool pseudonyms;    /* nobody's name is in the file */
    bool decimal_comma; /* 75,5 for 75.5: where commas do not part the cells */

    Sentence *rows;
    int32_t row_count, row_cap;
    const char *last_time; /* as in the file */
    int32_t timed_count;   /* rows whose t_s is not empty */
    int32_t first_untimed_line, first_untimed_column;
    bool roles_known; /* of any row */
    ScriptText first_role;
    int32_t tags_without_code, tags_unknown; /* talk moves that are not recorded */
    Moves moves[ROLE_COUNT];

    Speaker speakers[OBSERVATION_MAX_SUBJECTS];
    Subject *subjects; /* of the same index */
    int32_t speaker_count;

    int32_t codes[ROLE_COUNT]; /* ROLE_OTHER: PROTOCOL_NONE */
    Script script;
} Transcript;

/* ---- the protocol ---- */

/* The last state of the category with the sense, and how many there are. */
static int32_t count_codes(const Protocol *p, int32_t category, uint32_t sense, int32_t *ret_code)
{
    int32_t count = 0;
    for (int32_t i = 0; i < p->code_count; i++)
        if (p->codes[i].category == category && p->codes[i].kind == CODE_STATE &&
            p->codes[i].senses & sense) {
            *ret_code = i;
            count++;
        }
    return count;
}

/* The first exclusive category with one code for each role. Among several, as a
 * lecture's protocol has them, a choice would be invented: a transcript says who
 * spoke and not what it was. */
static bool find_codes(Transcript *t, Err *err)
{
    const Protocol *p = t->protocol;
    int32_t most = 0;
    t->codes[ROLE_OTHER] = PROTOCOL_NONE;
    for (int32_t category = 0; category < p->category_count; category++) {
        if (!p->categories[category].exclusive)
            continue;
        int32_t teacher = count_codes(p, category, SENSE_TEACHER_TALK, &t->codes[ROLE_TEACHER]);
        int32_t student = count_codes(p, category, SENSE_STUDENT_TALK, &t->codes[ROLE_STUDENT]);
        if (teacher == 1 && student == 1)
            return true;
        if (teacher > 0 && student > 0)
            most = teacher > student ? teacher : student;
    }
    if (most > 0)
        return err_set(err, ERR_STATE,
                       "%s: the protocol '%s' tells %d kinds of talk by one role apart, and a "
                       "transcript says only who spoke, so it cannot be replayed under it",
                       t->name, p->key, (int)most);
    return err_set(err, ERR_STATE,
                   "%s: the protocol '%s' has no talk turns (an exclusive category with teacher "
                   "talk and student talk), so a transcript cannot be replayed under it",
                   t->name, p->key);
}

static void find_moves(Transcript *t, Role role, const char *key,
                       const char *const options[LAST_TAG + 1])
{
    const Protocol *p = t->protocol;
    Moves *moves = &t->moves[role];
    moves->code = protocol_find_code(p, key);
    if (moves->code != PROTOCOL_NONE &&
        (p->codes[moves->code].kind != CODE_POINT || p->codes[moves->code].pads == PROTOCOL_NONE))
        moves->code = PROTOCOL_NONE;
    for (int tag = 0; tag <= LAST_TAG; tag++)
        moves->options[tag] =
            moves->code == PROTOCOL_NONE || !options[tag]
                ? PROTOCOL_NONE
                : modifier_find_option(&p->modifiers[p->codes[moves->code].pads], options[tag]);
}

/* The numbers of the TalkMoves data set. */
static void find_all_moves(Transcript *t)
{
    static const char *const teacher[LAST_TAG + 1] = {
        [2] = "together", [3] = "relate",  [4] = "restate",  [5] = "revoice",
        [6] = "marking",  [7] = "context", [8] = "accuracy", [9] = "reasoning"};
    static const char *const student[LAST_TAG + 1] = {
        [2] = "relating", [3] = "asking", [4] = "claim", [5] = "evidence"};
    static const char *const none[LAST_TAG + 1] = {NULL};
    find_moves(t, ROLE_TEACHER, "teacher-move", teacher);
    find_moves(t, ROLE_STUDENT, "student-move", student);
    find_moves(t, ROLE_OTHER, "", none);
}

/* ---- rows ---- */

static bool is_digit(ScriptText text, size_t i)
{
    return i < text.len && text.text[i] >= '0' && text.text[i] <= '9';
}

/* Whole or decimal seconds as milliseconds, rounded; -1 when it is not that. */
static int64_t parse_seconds(ScriptText text, bool decimal_comma)
{
    int64_t ms = 0;
    size_t i = 0;
    for (; is_digit(text, i); i++) {
        ms = ms * 10 + (text.text[i] - '0') * INT64_C(1000);
        if (ms > OBSERVATION_MAX_MS)
            return -1;
    }
    if (i == 0 || i == text.len)
        return i == 0 ? -1 : ms;
    bool decimal = text.text[i] == '.' || (decimal_comma && text.text[i] == ',');
    if (!decimal || ++i == text.len)
        return -1;
    int64_t tenths = 0; /* of a millisecond: the fourth decimal rounds */
    for (int64_t place = 1000; is_digit(text, i); i++, place /= 10)
        tenths += place * (text.text[i] - '0');
    ms += (tenths + 5) / 10;
    return i == text.len && ms <= OBSERVATION_MAX_MS ? ms : -1;
}

static bool take_time(Transcript *t, ScriptText cell, int64_t *ret_ms, Err *err)
{
    if (cell.len == 0) {
        if (t->first_untimed_line == 0) {
            t->first_untimed_line = cell.line;
            t->first_untimed_column = cell.column;
        }
        return true;
    }
    int64_t ms = parse_seconds(cell, t->decimal_comma);
    if (ms < 0)
        return err_set(err, ERR_FORMAT,
                       "%s:%d:%d: t_s '%s', expected seconds from 0 to %lld, such as 75 or 75.5",
                       t->name, (int)cell.line, (int)cell.column,
                       utf8_quote(cell.text, cell.len).text,
                       (long long)(OBSERVATION_MAX_MS / 1000));
    if (t->row_count > 0 && t->timed_count == t->row_count && ms < t->rows[t->row_count - 1].at_ms)
        return err_set(err, ERR_FORMAT,
                       "%s:%d:%d: t_s '%s' comes after '%s' in the row above, expected times in "
                       "order",
                       t->name, (int)cell.line, (int)cell.column,
                       utf8_quote(cell.text, cell.len).text,
                       utf8_quote(t->last_time, strlen(t->last_time)).text);
    t->timed_count++;
    *ret_ms = ms;
    t->last_time = arena_copy(t->scratch, cell.text, cell.len);
    return t->last_time || script_no_memory(t->name, err);
}

static const char *keep(Transcript *t, ScriptText cell)
{
    return arena_copy(t->scratch, cell.text ? cell.text : "", cell.len);
}

/* A number of a move, also as a spreadsheet writes it: "2", "2.0". */
static int32_t read_tag(const CsvRow *row, const ScriptColumn *column)
{
    ScriptText cell = script_cell(row, column);
    bool decimal = cell.len == 3 && memcmp(cell.text + 1, ".0", 2) == 0;
    if (cell.len == 0)
        return NO_TAG;
    if ((cell.len != 1 && !decimal) || !is_digit(cell, 0))
        return BAD_TAG;
    int32_t tag = cell.text[0] - '0';
    return tag == 1 ? NO_TAG : tag >= FIRST_TAG ? tag : BAD_TAG;
}

static Role role_of(ScriptText cell)
{
    static const struct {
        const char *word;
        Role role;
    } words[] = {
        {"T", ROLE_TEACHER},          {"teacher", ROLE_TEACHER},   {"docente", ROLE_TEACHER},
        {"profesor", ROLE_TEACHER},   {"profesora", ROLE_TEACHER}, {"maestro", ROLE_TEACHER},
        {"maestra", ROLE_TEACHER},    {"S", ROLE_STUDENT},         {"student", ROLE_STUDENT},
        {"pupil", ROLE_STUDENT},      {"alumno", ROLE_STUDENT},    {"alumna", ROLE_STUDENT},
        {"estudiante", ROLE_STUDENT},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (script_names(cell, words[i].word))
            return words[i].role;
    return ROLE_OTHER;
}

/* The first role, for the message when none is known. */
static bool note_role(Transcript *t, ScriptText cell, Role role, Err *err)
{
    t->roles_known |= role != ROLE_OTHER;
    if (t->row_count > 0)
        return true;
    t->first_role = cell;
    t->first_role.text = keep(t, cell);
    return t->first_role.text || script_no_memory(t->name, err);
}

/* "Mia Lopez: I think so" is "I think so": who speaks has a column. */
static ScriptText drop_own_name(ScriptText text, const char *speaker)
{
    size_t len = strlen(speaker);
    if (!initials_is_name(speaker, false) || text.len <= len ||
        memcmp(text.text, speaker, len) != 0 || text.text[len] != ':')
        return text;
    for (len++; len < text.len && text.text[len] == ' ';)
        len++;
    return (ScriptText){text.text + len, text.len - len, text.line, text.column};
}

static bool take_row(Transcript *t, const CsvRow *row, int32_t width, Err *err)
{
    if (row->count != width)
        return err_set(err, ERR_FORMAT, "%s:%d:1: %d columns, expected %d as in the first row",
                       t->name, (int)row->line, (int)row->count, (int)width);
    if (t->row_count == t->row_cap)
        return err_set(err, ERR_LIMIT, "%s:%d:1: more than %d rows, expected fewer", t->name,
                       (int)row->line, (int)t->row_cap);
    ScriptText role = script_cell(row, &t->columns[COLUMN_ROLE]);
    ScriptText speaker = script_cell(row, &t->columns[COLUMN_SPEAKER]);
    Sentence sentence = {.line = row->line};
    sentence.role = role_of(role);
    if (!note_role(t, role, sentence.role, err))
        return false;
    if (speaker.len > OBSERVATION_MAX_LABEL)
        return err_set(err, ERR_LIMIT,
                       "%s:%d:%d: a speaker's name of %zu bytes, expected at most %d", t->name,
                       (int)speaker.line, (int)speaker.column, speaker.len, OBSERVATION_MAX_LABEL);
    if (!take_time(t, script_cell(row, &t->columns[COLUMN_TIME]), &sentence.at_ms, err))
        return false;
    sentence.turn = keep(t, script_cell(row, &t->columns[COLUMN_TURN]));
    sentence.speaker = keep(t, speaker);
    if (!sentence.turn || !sentence.speaker)
        return script_no_memory(t->name, err);
    ScriptText text = script_cell(row, &t->columns[COLUMN_SENTENCE]);
    if (sentence.role == ROLE_STUDENT && !t->pseudonyms)
        text = drop_own_name(text, sentence.speaker);
    sentence.text = keep(t, text);
    if (!sentence.text)
        return script_no_memory(t->name, err);
    sentence.tags[ROLE_TEACHER] = read_tag(row, &t->columns[COLUMN_TEACHER_MOVE]);
    sentence.tags[ROLE_STUDENT] = read_tag(row, &t->columns[COLUMN_STUDENT_MOVE]);
    t->rows[t->row_count++] = sentence;
    return true;
}

/* Only what is timed throughout can be replayed. */
static bool check_times(const Transcript *t, Err *err)
{
    if (t->row_count == 0)
        return err_set(err, ERR_FORMAT, "%s:1:1: no row below the column names, expected a lesson",
                       t->name);
    if (t->timed_count == 0)
        return err_set(err, ERR_FORMAT,
                       "%s:%d:%d: t_s is empty here and in every other row, expected seconds: "
                       "without times nothing can be replayed",
                       t->name, (int)t->first_untimed_line, (int)t->first_untimed_column);
    if (t->timed_count < t->row_count)
        return err_set(err, ERR_FORMAT,
                       "%s:%d:%d: t_s is empty here and in %d of %d rows in all, expected seconds "
                       "in every row",
                       t->name, (int)t->first_untimed_line, (int)t->first_untimed_column,
                       (int)(t->row_count - t->timed_count), (int)t->row_count);
    if (t->rows[0].at_ms == t->rows[t->row_count - 1].at_ms)
        return err_set(err, ERR_FORMAT,
                       "%s:%d:1: t_s is the same in every row from line %d to here, expected times "
                       "that go on",
                       t->name, (int)t->rows[t->row_count - 1].line, (int)t->rows[0].line);
    return true;
}

/* Without roles it would be a lesson in which nobody spoke. */
static bool check_roles(const Transcript *t, Err *err)
{
    return t->roles_known ||
           err_set(err, ERR_FORMAT,
                   "%s:%d:%d: role '%s' here and no teacher or student in any row, expected T or S "
                   "(also teacher, student; docente, alumno)",
                   t->name, (int)t->first_role.line, (int)t->first_role.column,
                   utf8_quote(t->first_role.text, t->first_role.len).text);
}

static bool read_rows(Transcript *t, CsvRows *rows, Err *err)
{
    const CsvRow *row = csv_rows_next(rows, err);
    if (!row || !script_find_columns(t->name, row, t->columns, COLUMN_COUNT,
                                     "t_s, turn, speaker, role, sentence", err))
        return false;
    int32_t width = row->count;
    t->decimal_comma = csv_rows_delimiter(rows) != ',';
    while ((row = csv_rows_next(rows, err)) != NULL && row->count > 0)
        if (!take_row(t, row, width, err))
            return false;
    return row && check_times(t, err) && check_roles(t, err);
}

/* ---- speakers ---- */

static bool is_label_taken(const Transcript *t, const char *label)
{
    for (int32_t i = 0; i < t->speaker_count; i++)
        if (strcmp(t->subjects[i].label, label) == 0)
            return true;
    return false;
}

/* A label that no subject has yet. */
static const char *new_label(Transcript *t, const char *label, Role role)
{
    const char *kind = role == ROLE_TEACHER ? "adult" : "pupil";
    const char *made = label[0] ? arena_copy(t->arena, label, strlen(label))
                                : arena_printf(t->arena, "unnamed %s", kind);
    for (int n = 1; made && is_label_taken(t, made); n++)
        made = n == 1 ? arena_printf(t->arena, "%s (%s)", label, kind)
                      : arena_printf(t->arena, "%s (%s %d)", label, kind, n);
    return made;
}

static bool find_speaker(Transcript *t, const Sentence *row, int32_t *ret_index, Err *err)
{
    for (int32_t i = 0; i < t->speaker_count; i++)
        if (t->speakers[i].role == row->role && strcmp(t->speakers[i].label, row->speaker) == 0) {
            *ret_index = i;
            return true;
        }
    if (t->speaker_count == OBSERVATION_MAX_SUBJECTS)
        return err_set(err, ERR_LIMIT, "%s:%d:1: more than %d speakers, expected fewer", t->name,
                       (int)row->line, OBSERVATION_MAX_SUBJECTS);
    const char *label = new_label(t, row->speaker, row->role);
    if (!label)
        return script_no_memory(t->name, err);
    if (strlen(label) > OBSERVATION_MAX_LABEL)
        return err_set(err, ERR_LIMIT,
                       "%s:%d:1: a speaker's name of %zu bytes that occurs in both roles, expected "
                       "at most %d",
                       t->name, (int)row->line, strlen(row->speaker), OBSERVATION_MAX_LABEL - 16);
    bool adult = row->role == ROLE_TEACHER;
    t->subjects[t->speaker_count] = (Subject){
        .kind = adult ? SUBJECT_ADULT : SUBJECT_PUPIL,
        .label = label,
        .detail = "",
        .predicted = "",
        .group = SUBJECT_NONE,
        .several = !adult && (row->speaker[0] == '\0' || script_names_several(row->speaker))};
    t->speakers[t->speaker_count] =
        (Speaker){row->speaker, row->role, row->speaker[0] && strcmp(label, row->speaker) != 0};
    *ret_index = t->speaker_count++;
    return true;
}

/* ---- turns ---- */

static bool is_same_turn(const Sentence *a, const Sentence *b)
{
    return a->role == b->role && strcmp(a->turn, b->turn) == 0 &&
           strcmp(a->speaker, b->speaker) == 0;
}

/* The sentences of rows [first, end), joined by spaces. */
static bool join_sentences(Transcript *t, int32_t first, int32_t end, const char **ret_text,
                           Err *err)
{
    size_t len = 0;
    for (int32_t i = first; i < end; i++)
        len += strlen(t->rows[i].text) + 1;
    if (len > OBSERVATION_MAX_TEXT)
        return err_set(err, ERR_LIMIT,
                       "%s:%d:1: the sentences of the turn that begins here have %zu bytes, "
                       "expected at most %d",
                       t->name, (int)t->rows[first].line, len, OBSERVATION_MAX_TEXT);
    char *text = ARENA_PUSH(t->arena, char, len + 1);
    if (!text)
        return script_no_memory(t->name, err);
    *ret_text = text;
    for (int32_t i = first; i < end; i++) {
        size_t part = strlen(t->rows[i].text);
        if (part > 0 && text != *ret_text)
            *text++ = ' ';
        memcpy(text, t->rows[i].text, part);
        text += part;
    }
    *text = '\0';
    return true;
}

/* The subject of a turn as the code allows it; a lecture's codes are about the
 * class alone. */
static bool find_subject(const Transcript *t, const Sentence *row, int32_t speaker,
                         int32_t *ret_subject, Err *err)
{
    const Code *code = &t->protocol->codes[t->codes[row->role]];
    uint32_t about = row->role == ROLE_TEACHER ? ABOUT_ADULT : ABOUT_PUPIL;
    if (!(code->about & (about | ABOUT_CLASS)))
        return err_set(err, ERR_STATE,
                       "%s:%d:1: code '%s' of the protocol '%s' is not about %s, expected it to be",
                       t->name, (int)row->line, code->key, t->protocol->key,
                       row->role == ROLE_TEACHER ? "adults" : "pupils");
    *ret_subject = code->about & about ? speaker : SUBJECT_NONE;
    return true;
}

static bool add_turn(Transcript *t, int32_t first, int32_t end, ScriptAct *ret_act,
                     int32_t *ret_speaker, Err *err)
{
    const Sentence *row = &t->rows[first];
    ScriptAct act = script_act(SCRIPT_TAP, row->at_ms, row->line);
    int32_t speaker = SUBJECT_NONE;
    if (!find_speaker(t, row, &speaker, err) || !find_subject(t, row, speaker, &act.subject, err) ||
        !join_sentences(t, first, end, &act.text, err))
        return false;
    act.code = t->codes[row->role];
    act.again = true;
    *ret_act = act;
    *ret_speaker = speaker;
    return true;
}

/* The moves of a sentence that can be recorded; returns how many acts. */
static int32_t add_moves(Transcript *t, const Sentence *row, int32_t subject, ScriptAct *acts)
{
    int32_t made = 0;
    for (int side = ROLE_TEACHER; side <= ROLE_STUDENT; side++) {
        int32_t tag = row->tags[side];
        const Moves *moves = &t->moves[side];
        if (tag == NO_TAG)
            continue;
        if (moves->code == PROTOCOL_NONE) {
            t->tags_without_code++;
            continue;
        }
        if (side != (int)row->role || tag == BAD_TAG || moves->options[tag] == PROTOCOL_NONE) {
            t->tags_unknown++;
            continue;
        }
        const Code *code = &t->protocol->codes[moves->code];
        uint32_t about = side == ROLE_TEACHER ? ABOUT_ADULT : ABOUT_PUPIL;
        ScriptAct *act = &acts[made++];
        *act = script_act(SCRIPT_TAP, row->at_ms, row->line);
        act->code = moves->code;
        act->subject = code->about & about ? subject : SUBJECT_NONE;
        act->options[code->pads] = (int8_t)moves->options[tag];
        act->exact = true;
    }
    return made;
}

static bool make_acts(Transcript *t, Err *err)
{
    ScriptAct *acts = ARENA_PUSH(t->arena, ScriptAct, 2 * (size_t)t->row_count + 1);
    if (!acts)
        return script_no_memory(t->name, err);
    int32_t count = 0;
    for (int32_t first = 0, end; first < t->row_count; first = end) {
        end = first + 1;
        while (end < t->row_count && is_same_turn(&t->rows[first], &t->rows[end]))
            end++;
        int32_t subject = SUBJECT_NONE;
        if (t->rows[first].role != ROLE_OTHER) {
            if (!add_turn(t, first, end, &acts[count], &subject, err))
                return false;
            count++;
        } else if (count > 0 && acts[count - 1].kind == SCRIPT_TAP) {
            acts[count] = script_act(SCRIPT_FALL_SILENT, t->rows[first].at_ms, t->rows[first].line);
            acts[count++].code = t->codes[ROLE_TEACHER];
        }
        for (int32_t i = first; i < end; i++)
            count += add_moves(t, &t->rows[i], subject, &acts[count]);
    }
    const Sentence *last = &t->rows[t->row_count - 1];
    acts[count++] = script_act(SCRIPT_END, last->at_ms, last->line);
    t->script.acts = acts;
    t->script.act_count = count;
    return true;
}

/* ---- notices ---- */

/* Stamps of minutes and seconds that a spreadsheet took for hours and minutes
 * give a lesson of most of a day in whole minutes. They are not put right here:
 * which they were is not in the file. */
static void doubt_times(Transcript *t)
{
    const int64_t minute_ms = 60000, day_of_lessons_ms = 480 * minute_ms;
    int64_t last_ms = t->rows[t->row_count - 1].at_ms;
    if (last_ms < day_of_lessons_ms)
        return;
    for (int32_t i = 0; i < t->row_count; i++)
        if (t->rows[i].at_ms % minute_ms != 0)
            return;
    script_notice(&t->script, t->arena,
                  "the lesson takes %lld h %02lld min by t_s, in whole minutes throughout; were "
                  "the stamps minutes and seconds, all times are 60 times too long",
                  (long long)(last_ms / minute_ms / 60), (long long)(last_ms / minute_ms % 60));
}

/* By what they are called now. */
static void say_both_roles(Transcript *t)
{
    for (int32_t i = 0; i < t->speaker_count; i++)
        for (int32_t k = 0; k < i && t->speakers[i].again; k++)
            if (!t->speakers[k].again && strcmp(t->speakers[k].label, t->speakers[i].label) == 0)
                script_notice(&t->script, t->arena,
                              "'%s' speaks in both roles and is kept apart as '%s'",
                              utf8_quote(t->subjects[k].label, strlen(t->subjects[k].label)).text,
                              utf8_quote(t->subjects[i].label, strlen(t->subjects[i].label)).text);
}

static void add_notices(Transcript *t)
{
    say_both_roles(t);
    doubt_times(t);
    int32_t others = 0;
    char lines[200] = "";
    for (int32_t i = 0; i < t->row_count; i++) {
        if (t->rows[i].role != ROLE_OTHER)
            continue;
        size_t at = strlen(lines);
        if (others++ == 0 || at < 60)
            (void)snprintf(lines + at, sizeof lines - at, "%s%d", others > 1 ? ", " : "",
                           (int)t->rows[i].line);
        else if (lines[at - 1] != '.')
            (void)snprintf(lines + at, sizeof lines - at, ", ...");
    }
    if (others > 0)
        script_notice(&t->script, t->arena,
                      "%d %s in a role other than T and S and not talk, nobody has the floor there "
                      "(line%s %s)",
                      (int)others, others == 1 ? "row is" : "rows are", others == 1 ? "" : "s",
                      lines);
    if (t->tags_without_code > 0)
        script_notice(&t->script, t->arena,
                      "%d talk-move %s not recorded, the protocol '%s' has no code for them",
                      (int)t->tags_without_code, t->tags_without_code == 1 ? "tag is" : "tags are",
                      t->protocol->key);
    if (t->tags_unknown > 0)
        script_notice(
            &t->script, t->arena,
            "%d talk-move %s not recorded: a teacher's move in a pupil's row or the other "
            "way round, or no number of a move",
            (int)t->tags_unknown, t->tags_unknown == 1 ? "tag is" : "tags are");
}

/* ---- the whole ---- */

static bool read_transcript(Transcript *t, const char *text, size_t len, Err *err)
{
    size_t lines = script_count_lines(text, len);
    t->row_cap = lines < SCRIPT_MAX_ACTS / 2 ? (int32_t)lines : SCRIPT_MAX_ACTS / 2 - 1;
    t->rows = ARENA_PUSH(t->scratch, Sentence, (size_t)t->row_cap);
    t->subjects = ARENA_PUSH(t->arena, Subject, OBSERVATION_MAX_SUBJECTS);
    if (!t->rows || !t->subjects)
        return script_no_memory(t->name, err);
    if (!script_begin_setup(t->name, SCRIPT_TRANSCRIPT, t->arena, &t->script.setup, err) ||
        !find_codes(t, err))
        return false;
    find_all_moves(t);
    CsvRows *rows = csv_rows_create(t->name, text, len, err);
    bool ok = rows && read_rows(t, rows, err);
    csv_rows_destroy(rows);
    if (!ok || !make_acts(t, err))
        return false;
    script_seat(t->subjects, t->speaker_count);
    t->script.setup.subjects = t->subjects;
    t->script.setup.subject_count = t->speaker_count;
    if (!t->pseudonyms && !script_hide_names(&t->script, SCRIPT_TRANSCRIPT, t->subjects, t->arena))
        return script_no_memory(t->name, err);
    add_notices(t);
    return true;
}

bool transcript_read(const char *name, const char *text, size_t len, const Protocol *protocol,
                     const ScriptChoice *choice, Arena *arena, Script *ret_script, Err *err)
{
    Arena scratch;
    arena_init(&scratch, SCRATCH_BYTES);
    Transcript transcript = {
        .name = name,
        .protocol = protocol,
        .arena = arena,
        .scratch = &scratch,
        .pseudonyms = choice->pseudonyms,
        .columns = {[COLUMN_TIME] = {"t_s", true, -1},
                    [COLUMN_TURN] = {"turn", true, -1},
                    [COLUMN_SPEAKER] = {"speaker", true, -1},
                    [COLUMN_ROLE] = {"role", true, -1},
                    [COLUMN_SENTENCE] = {"sentence", false, -1},
                    [COLUMN_TEACHER_MOVE] = {"teacher_move", false, -1},
                    [COLUMN_STUDENT_MOVE] = {"student_move", false, -1}},
    };
    bool ok = read_transcript(&transcript, text, len, err);
    arena_deinit(&scratch);
    if (ok)
        *ret_script = transcript.script;
    return ok;
}
