/* Runs of student turns, and who followed whom. */
#include "reports/measure/talk/talk_internal.h"

static const char NO_STUDENT[] = "undefined: no student turn was recorded";
const char TALK_NOT_APART[] = "undefined: no pupil who spoke is told apart";

/* Successive student turns, silence left out: speeches [first, first + length). */
typedef struct Run {
    size_t first;
    int32_t length, speakers, unknown;
} Run;

/* seen[subject]: the last run the pupil spoke in, from 1. */
static Run find_run(const TalkWork *w, size_t first, uint32_t *seen, uint32_t number)
{
    Run run = {.first = first};
    for (size_t p = first; p < w->speech_count; p++) {
        const TalkTurn *turn = talk_speech(w, p);
        if (turn->role != TALK_STUDENT || (p > first && !talk_is_watched(w, p)))
            break;
        run.length++;
        if (!talk_is_known(w, turn)) {
            run.unknown++;
        } else if (seen[turn->subject] != number) {
            seen[turn->subject] = number;
            run.speakers++;
        }
    }
    return run;
}

static bool is_triad(const TalkWork *w, Run run)
{
    size_t after = run.first + 1;
    return run.length == 1 && run.first > 0 && after < w->speech_count &&
           talk_speech(w, run.first - 1)->role == TALK_TEACHER &&
           talk_speech(w, after)->role == TALK_TEACHER && talk_is_watched(w, run.first) &&
           talk_is_watched(w, after);
}

static void add_chain(TalkWork *w, TalkChain *chain, int32_t index, Run run)
{
    *chain = (TalkChain){.first = w->speech[run.first],
                         .last = w->speech[run.first + (size_t)run.length - 1],
                         .length = run.length,
                         .speakers = run.speakers};
    for (size_t p = run.first; p < run.first + (size_t)run.length; p++)
        w->turns[w->speech[p]].chain = index;
}

static bool count_lengths(TalkWork *w, Err *err)
{
    TalkChains *chains = &w->talk->chains;
    int64_t total = 0;
    for (size_t i = 0; i < chains->count; i++) {
        total += chains->items[i].length;
        if (chains->items[i].length > chains->longest)
            chains->longest = chains->items[i].length;
    }
    if (chains->count > 0)
        chains->mean_length = (double)total / (double)chains->count;
    int32_t *by_length = ARENA_PUSH(w->arena, int32_t, (size_t)chains->longest + 1);
    if (!by_length)
        return talk_no_memory(err, "chains", chains->count);
    for (size_t i = 0; i < chains->count; i++)
        by_length[chains->items[i].length]++;
    chains->by_length = by_length;
    return true;
}

static bool count_turns(TalkWork *w, Err *err)
{
    Resample *resample = &w->talk->resample;
    ArenaMark mark = arena_mark(w->arena);
    int32_t *k = ARENA_PUSH(w->arena, int32_t, (size_t)resample->cluster_count);
    int32_t *n = ARENA_PUSH(w->arena, int32_t, (size_t)resample->cluster_count);
    if (!k || !n)
        return talk_no_memory(err, "pupils", (size_t)resample->cluster_count);
    bool any_known = false;
    for (size_t p = 0; p < w->speech_count; p++) {
        const TalkTurn *turn = talk_speech(w, p);
        if (turn->role != TALK_STUDENT)
            continue;
        int32_t cluster = measure_resample_cluster(resample, turn->subject);
        n[cluster]++;
        k[cluster] += turn->chain >= 0;
        any_known = any_known || talk_is_known(w, turn);
    }
    TalkChains *chains = &w->talk->chains;
    if (w->talk->count[TALK_STUDENT] == 0)
        chains->undefined = NO_STUDENT;
    else if (!any_known)
        chains->undefined = TALK_NOT_APART;
    if (chains->undefined)
        chains->turns = (Proportion){.undefined = chains->undefined};
    else
        chains->turns = measure_resample_share(resample, k, n);
    arena_reset(w->arena, mark);
    return true;
}

bool talk_find_chains(TalkWork *w, Err *err)
{
    TalkChains *chains = &w->talk->chains;
    size_t subjects = (size_t)w->talk->resample.subject_count;
    TalkChain *items = ARENA_PUSH(w->arena, TalkChain, w->speech_count / 2);
    ArenaMark mark = arena_mark(w->arena);
    uint32_t *seen = ARENA_PUSH(w->arena, uint32_t, subjects);
    if (!items || !seen)
        return talk_no_memory(err, "chains", w->speech_count / 2);
    uint32_t number = 0;
    for (size_t p = 0; p < w->speech_count;) {
        Run run = find_run(w, p, seen, ++number);
        if (run.length == 0) {
            p++;
            continue;
        }
        p += (size_t)run.length;
        chains->triads += is_triad(w, run);
        if (run.speakers >= 2) {
            add_chain(w, &items[chains->count], (int32_t)chains->count, run);
            chains->count++;
        } else if (run.speakers + run.unknown >= 2) {
            chains->unsure += run.unknown > 0;
        }
    }
    arena_reset(w->arena, mark);
    chains->items = items;
    return count_lengths(w, err) && count_turns(w, err);
}

/* ---- links ---- */

typedef struct LinkTable {
    int32_t *cells; /* [from][to] */
    size_t subjects;
} LinkTable;

static int32_t list_links(const LinkTable *table, TalkLink *links)
{
    int32_t count = 0;
    for (size_t cell = 0; cell < table->subjects * table->subjects; cell++)
        if (table->cells[cell] > 0)
            links[count++] = (TalkLink){(int32_t)(cell / table->subjects),
                                        (int32_t)(cell % table->subjects), table->cells[cell]};
    return count;
}

static bool is_apart(const Observation *o, int32_t subject)
{
    return subject != SUBJECT_NONE && !o->setup->subjects[subject].several;
}

static void fill_spoken_to(TalkWork *w, LinkTable *table)
{
    for (size_t p = 0; p < w->speech_count; p++) {
        const TalkTurn *turn = talk_speech(w, p);
        if (turn->subject != SUBJECT_NONE && turn->target != SUBJECT_NONE)
            table->cells[(size_t)turn->subject * table->subjects + (size_t)turn->target]++;
    }
}

static void fill_followed(TalkWork *w, LinkTable *table)
{
    for (size_t p = 1; p < w->speech_count; p++) {
        const TalkTurn *before = talk_speech(w, p - 1), *turn = talk_speech(w, p);
        if (before->role == TALK_GROUP || turn->role == TALK_GROUP ||
            turn->subject == before->subject || !is_apart(w->o, before->subject) ||
            !is_apart(w->o, turn->subject) || !talk_is_watched(w, p))
            continue;
        table->cells[(size_t)turn->subject * table->subjects + (size_t)before->subject]++;
        w->talk->pupil_after_pupil += talk_is_known(w, before) && talk_is_known(w, turn);
    }
}

bool talk_find_links(TalkWork *w, Err *err)
{
    TalkMeasures *talk = w->talk;
    size_t subjects = (size_t)talk->resample.subject_count, cells = subjects * subjects;
    size_t most = w->speech_count < cells ? w->speech_count : cells;
    TalkLink *spoken_to = ARENA_PUSH(w->arena, TalkLink, most);
    TalkLink *followed = ARENA_PUSH(w->arena, TalkLink, most);
    for (int pass = 0; pass < 2; pass++) {
        ArenaMark mark = arena_mark(w->arena);
        LinkTable table = {ARENA_PUSH(w->arena, int32_t, cells), subjects};
        if (!spoken_to || !followed || !table.cells)
            return talk_no_memory(err, "links between subjects", cells);
        if (pass == 0) {
            fill_spoken_to(w, &table);
            talk->spoken_to_count = list_links(&table, spoken_to);
        } else {
            fill_followed(w, &table);
            talk->followed_count = list_links(&table, followed);
        }
        arena_reset(w->arena, mark);
    }
    talk->spoken_to = spoken_to;
    talk->followed = followed;
    return true;
}
