#include "protocols/look_for.h"

bool look_for_of(const Protocol *protocol, int32_t index, LookFor *ret_look_for)
{
    const Code *code = &protocol->codes[index];
    if (code->kind != CODE_RATING || !code->anchors || code->anchors->option_count != 3)
        return false;
    int32_t unsure = PROTOCOL_NONE, missing = 0;
    for (int32_t i = 0; i < 3; i++)
        if (code->anchors->options[i].missing) {
            unsure = i;
            missing++;
        }
    if (missing != 1)
        return false;
    int32_t low = code->scale_min;
    *ret_look_for = (LookFor){.code = index,
                              .seen = low + (unsure == 2 ? 1 : 2),
                              .not_seen = low + (unsure == 0 ? 1 : 0),
                              .unsure = low + unsure};
    return true;
}

int32_t look_for_list(const Protocol *protocol, LookFor *look_fors)
{
    int32_t count = 0;
    for (int32_t i = 0; i < protocol->code_count; i++) {
        LookFor one;
        if (!look_for_of(protocol, i, &one))
            continue;
        if (look_fors)
            look_fors[count] = one;
        count++;
    }
    return count;
}

LookForAnswer look_for_answer(const LookFor *look_for, int32_t value)
{
    return value == look_for->seen       ? LOOK_FOR_SEEN
           : value == look_for->not_seen ? LOOK_FOR_NOT_SEEN
           : value == look_for->unsure   ? LOOK_FOR_UNSURE
                                         : LOOK_FOR_OPEN;
}

void look_for_answers(const Observation *o, char ret_answers[PROTOCOL_MAX_CODES + 1])
{
    LookFor look_fors[PROTOCOL_MAX_CODES];
    int32_t count = look_for_list(o->protocol, look_fors);
    for (int32_t i = 0; i < count; i++) {
        ret_answers[i] = (char)LOOK_FOR_OPEN;
        const ObsEvent *last = NULL;
        for (size_t k = 0; k < o->event_count; k++) {
            const ObsEvent *e = &o->events[k];
            if (e->code != look_fors[i].code || e->voided || e->missing)
                continue;
            if (!last || e->start_ms > last->start_ms ||
                (e->start_ms == last->start_ms && uuid_compare(e->id, last->id) > 0))
                last = e;
        }
        if (last)
            ret_answers[i] = (char)look_for_answer(&look_fors[i], last->value);
    }
    ret_answers[count] = '\0';
}
