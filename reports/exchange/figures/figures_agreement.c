/* figures_agreement.c - several observers of one lesson: every pair, and all of them. */
#include "reports/exchange/figures/figures_internal.h"

#include "reports/measure/agreement/agreement.h"
#include "reports/measure/agreement/alpha_lesson.h"

/* Codes of the first observer's protocol, by row of a table; the last is nil. */
static json_t *make_table(const Observation *o, const AgreementTable *table, const int32_t *codes)
{
    json_t *cells = json_array();
    for (int32_t i = 0; i < table->size * table->size; i++) {
        int32_t a = i / table->size, b = i % table->size;
        if (table->cells[i] == 0)
            continue;
        cells =
            figure_append(cells, json_pack("{s:o, s:o, s:I}", "a",
                                           figure_code(o, a + 1 < table->size ? codes[a] : -1), "b",
                                           figure_code(o, b + 1 < table->size ? codes[b] : -1), "n",
                                           (json_int_t)table->cells[i]));
    }
    return cells;
}

static json_t *make_kappa(const Kappa *kappa, const char *unit, int64_t n)
{
    bool defined = kappa->undefined == NULL;
    return json_pack("{s:o, s:o, s:o, s:I, s:s, s:o}", "kappa", figure_real(defined, kappa->kappa),
                     "observed", figure_real(n > 0, kappa->observed), "expected",
                     figure_real(n > 0, kappa->expected), "n", (json_int_t)n, "unit", unit,
                     "undefined", figure_text(kappa->undefined));
}

static json_t *make_events(const Observation *o, const EventAgreement *e, const int32_t *codes)
{
    return json_pack(
        "{s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "agreements", (json_int_t)e->agreements, "omissions",
        (json_int_t)e->omissions, "commissions", (json_int_t)e->commissions, "raw",
        figure_proportion(&e->raw), "offset_s", figure_spread(&e->offset_s), "kappa",
        make_kappa(&e->kappa, "events", e->table.n), "table", make_table(o, &e->table, codes));
}

static json_t *make_time(const Observation *o, const TimeAgreement *t, const int32_t *codes)
{
    return json_pack("{s:o, s:o, s:o}", "step_s", figure_seconds(t->step_ms), "kappa",
                     make_kappa(&t->kappa, t->step_ms > 0 ? "time units" : "ms", t->table.n),
                     "table", make_table(o, &t->table, codes));
}

static json_t *make_ioa(const Ioa *ioa)
{
    bool defined = ioa->undefined == NULL;
    return json_pack("{s:o, s:o, s:o, s:o}", "k", figure_real(true, ioa->k), "n",
                     figure_real(true, ioa->n), "share", figure_real(defined, ioa->share),
                     "undefined", figure_text(ioa->undefined));
}

static json_t *make_ioas(const CodeAgreement *code)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "total_count", make_ioa(&code->counts.total),
        "mean_count_per_interval", make_ioa(&code->counts.mean_count), "exact_count_per_interval",
        make_ioa(&code->counts.exact_count), "interval_by_interval",
        make_ioa(&code->counts.interval), "scored_interval", make_ioa(&code->counts.scored),
        "unscored_interval", make_ioa(&code->counts.unscored), "total_duration",
        code->has_time ? make_ioa(&code->durations.total) : json_null(),
        "mean_duration_per_occurrence",
        code->has_time ? make_ioa(&code->durations.mean_occurrence) : json_null());
}

static json_t *make_codes(const Observation *o, const Agreement *agreement)
{
    json_t *codes = json_array();
    for (int32_t i = 0; i < agreement->code_count; i++) {
        const CodeAgreement *code = &agreement->codes[i];
        codes = figure_append(
            codes, json_pack("{s:o, s:o, s:o, s:o}", "code", figure_code(o, code->code), "events",
                             make_events(o, &code->events, &code->code), "time",
                             code->has_time ? make_time(o, &code->time, &code->code) : json_null(),
                             "ioa", make_ioas(code)));
    }
    return codes;
}

static json_t *make_categories(const Observation *o, const Agreement *agreement)
{
    json_t *categories = json_array();
    for (int32_t i = 0; i < agreement->category_count; i++) {
        const CategoryAgreement *c = &agreement->categories[i];
        categories = figure_append(categories,
                                   json_pack("{s:o, s:o, s:o}", "category",
                                             figure_text(o->protocol->categories[c->category].key),
                                             "time", make_time(o, &c->time, c->codes), "stepped",
                                             make_time(o, &c->stepped, c->codes)));
    }
    return categories;
}

static int64_t find_late_ms(const Figures *f, int32_t a, int32_t b)
{
    const FigureObserver *all = f->observers.items;
    return f->query.late_said ? f->query.late_ms : agreement_late_ms(all[a].o, all[b].o);
}

static json_t *make_pair(Figures *f, int32_t a, int32_t b, AgreementSettings settings, Err *err)
{
    const FigureObserver *all = f->observers.items;
    const Observation *first = all[a].o;
    Agreement agreement;
    int32_t codes[PROTOCOL_MAX_CODES] = {0};
    ArenaMark mark = arena_mark(f->arena);
    settings.b_late_ms = find_late_ms(f, a, b);
    if (!agreement_measure(first, all[b].o, settings, f->arena, &agreement, err))
        return NULL;
    for (int32_t i = 0; i < agreement.code_count; i++)
        codes[i] = agreement.codes[i].code;
    json_t *pair =
        json_pack("{s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:o}", "a", (int)a + 1, "b",
                  (int)b + 1, "second_late_s", figure_seconds(settings.b_late_ms), "watched_s",
                  figure_seconds(agreement.watched_ms), "events",
                  make_events(first, &agreement.events, codes), "categories",
                  make_categories(first, &agreement), "codes", make_codes(first, &agreement),
                  "unknown_to_b", (json_int_t)agreement.unknown_a, "unknown_to_a",
                  (json_int_t)agreement.unknown_b, "undefined", figure_text(agreement.undefined));
    arena_reset(f->arena, mark);
    return pair;
}

static json_t *make_alpha(Figures *f, int64_t step_ms, Err *err)
{
    static const char *const metrics[] = {
        [ALPHA_NOMINAL] = "nominal", [ALPHA_ORDINAL] = "ordinal", [ALPHA_INTERVAL] = "interval"};
    const FigureObserver *observers = f->observers.items;
    const Observation *all[ALPHA_MAX_OBSERVERS];
    const AlphaRow *rows = NULL;
    int32_t count = 0;
    int64_t late_ms[ALPHA_MAX_OBSERVERS] = {0};
    for (int32_t i = 0; i < f->lesson_count && i < ALPHA_MAX_OBSERVERS; i++) {
        all[i] = observers[i].o;
        late_ms[i] = i == 0 ? 0 : find_late_ms(f, 0, i);
    }
    if (!alpha_of_lessons((AlphaObservers){all, late_ms, f->lesson_count}, step_ms, f->arena, &rows,
                          &count, err))
        return NULL;
    json_t *array = json_array();
    for (int32_t i = 0; i < count; i++) {
        const Alpha *alpha = &rows[i].alpha;
        bool defined = alpha->undefined == NULL;
        const char *category = rows[i].category == PROTOCOL_NONE
                                   ? NULL
                                   : all[0]->protocol->categories[rows[i].category].key;
        array = figure_append(
            array, json_pack("{s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:I, s:i, s:i, s:i, s:o}",
                             "category", figure_text(category), "code",
                             figure_code(all[0], rows[i].code), "metric", metrics[alpha->metric],
                             "unit", rows[i].unit, "alpha", figure_real(defined, alpha->alpha),
                             "observed_disagreement", figure_real(defined, alpha->observed),
                             "expected_disagreement", figure_real(defined, alpha->expected),
                             "values", (json_int_t)alpha->pairable, "units", (int)alpha->units,
                             "units_dropped", (int)alpha->dropped, "different_values",
                             (int)alpha->values, "undefined", figure_text(alpha->undefined)));
    }
    return array;
}

json_t *figures_make_agreement(Figures *f, Err *err)
{
    const FiguresQuery *query = &f->query;
    if (f->lesson_count < 2) {
        (void)err_set(err, ERR_FORMAT, "agreement needs the records of two observers or more");
        return NULL;
    }
    if (f->lesson_count > 2 && query->late_said) {
        (void)err_set(err, ERR_FORMAT,
                      "a clock that is late is said of the second of two "
                      "observers, not of more");
        return NULL;
    }
    AgreementSettings settings = {
        .within_ms = query->within_ms > 0 ? query->within_ms : AGREEMENT_WITHIN_MS,
        .step_ms = query->step_ms > 0 ? query->step_ms : AGREEMENT_STEP_MS,
        .every_ms = query->every_ms > 0 ? query->every_ms : AGREEMENT_EVERY_MS};
    json_t *pairs = json_array();
    for (int32_t a = 0; a < f->lesson_count; a++)
        for (int32_t b = a + 1; b < f->lesson_count; b++) {
            json_t *pair = make_pair(f, a, b, settings, err);
            pairs = figure_append(pairs, pair);
            if (!pairs)
                return NULL;
        }
    json_t *alpha = make_alpha(f, settings.step_ms, err);
    if (!alpha) {
        json_decref(pairs);
        return NULL;
    }
    return json_pack("{s:{s:o, s:o, s:o, s:o}, s:o, s:o}", "settings", "within_s",
                     figure_seconds(settings.within_ms), "step_s", figure_seconds(settings.step_ms),
                     "second_late_s",
                     query->late_said ? figure_seconds(query->late_ms) : json_null(), "every_s",
                     figure_seconds(settings.every_ms), "pairs", pairs, "alpha", alpha);
}
