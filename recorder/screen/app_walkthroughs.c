/* app_walkthroughs.c - what many visits say: filters, the visits behind a figure, the
 * sheet and the workbook. */
#include "recorder/screen/app_state.h"

#include "protocols/file.h"
#include "recorder/screen/part/when.h"
#include "recorder/store/export_log.h"
#include "recorder/store/visit.h"
#include "reports/exchange/figures/walk_write.h"
#include "reports/measure/calendar.h"
#include "reports/walk/sheet/walk_sheet.h"

#include <stdio.h>
#include <string.h>

static const size_t VIEW_LIMIT = (size_t)256 << 20;
static const int64_t DAY_MS = 86400000;
enum { MOST_LISTED = 300, MOST_CHOICES = 200 };

typedef enum WhenChoice { WHEN_ALL, WHEN_YEAR, WHEN_90, WHEN_30, WHEN_COUNT } WhenChoice;
static const char *const when_names[WHEN_COUNT] = {"All", "This school year", "Last 90 days",
                                                   "Last 30 days"};
static const char *const by_names[WALK_BY_COUNT] = {
    [WALK_BY_LOOKFOR] = "Totals alone",
    [WALK_BY_PROTOCOL] = "Protocol",
    [WALK_BY_SCHOOL] = "School",
    [WALK_BY_GRADE] = "Grades",
    [WALK_BY_SUBJECT] = "Subject",
    [WALK_BY_PERIOD] = "Period",
    [WALK_BY_WEEK] = "Week",
    [WALK_BY_MONTH] = "Month",
    [WALK_BY_OBSERVER] = "Observer",
};
static const WalkBy by_order[] = {WALK_BY_MONTH,    WALK_BY_WEEK,     WALK_BY_SCHOOL,
                                  WALK_BY_GRADE,    WALK_BY_SUBJECT,  WALK_BY_PERIOD,
                                  WALK_BY_OBSERVER, WALK_BY_PROTOCOL, WALK_BY_LOOKFOR};
enum { BY_CHOICES = sizeof by_order / sizeof by_order[0] };

static bool no_memory(Err *err)
{
    return err_set(err, ERR_SYSTEM, "there is not enough memory for this view");
}

static int64_t today(const App *app)
{
    return calendar_day(app->clock.unix_ms, app->clock.utc_offset_min);
}

/* ---- the view ---- */

/* The first of August, for a school year begins then. */
static int64_t school_year(int64_t day)
{
    int64_t year;
    int32_t month, of_month;
    calendar_date(day, &year, &month, &of_month);
    return calendar_day_of(month >= 8 ? year : year - 1, 8, 1);
}

static WalkOptions options_of(const App *app)
{
    const AppWalks *walks = &app->walks;
    WalkOptions options = {.by = walks->by,
                           .filter = walk_filter_all(),
                           .suppress_below = WALK_SUPPRESS_BELOW,
                           .permitted = walks->has_teacher};
    WalkFilter *filter = &options.filter;
    int64_t day = today(app);
    const int64_t from[WHEN_COUNT] = {INT64_MIN, school_year(day), day - 89, day - 29};
    filter->from_day = from[walks->when];
    filter->protocol = *walks->protocol ? walks->protocol : NULL;
    filter->group = *walks->heading ? walks->heading : NULL;
    filter->school = walks->has_school ? &walks->school : NULL;
    filter->teacher = walks->has_teacher ? &walks->teacher : NULL;
    filter->band = walks->has_band ? walks->band : WALK_ANY;
    filter->period = walks->has_period ? walks->period : WALK_ANY;
    filter->subject = walks->has_subject ? walks->subject : NULL;
    filter->observer = walks->has_observer ? walks->observer : NULL;
    return options;
}

static void say(App *app, const Err *err)
{
    (void)snprintf(app->walks.notice, sizeof app->walks.notice, "%s", err->text);
}

static void format_summary(AppWalks *walks)
{
    const WalkView *v = &walks->view;
    int n = snprintf(walks->summary, sizeof walks->summary, "%lld %s, %lld %s, %d %s",
                     (long long)v->visits, v->visits == 1 ? "visit" : "visits",
                     (long long)v->teachers, v->teachers == 1 ? "teacher" : "teachers",
                     (int)v->observers_named, v->observers_named == 1 ? "observer" : "observers");
    if (v->teachers == 0 || n <= 0 || (size_t)n >= sizeof walks->summary)
        return;
    char each[64];
    if (v->teacher_least == v->teacher_most)
        (void)snprintf(each, sizeof each, "%lld %s", (long long)v->teacher_most,
                       v->teacher_most == 1 ? "visit" : "visits");
    else
        (void)snprintf(each, sizeof each, "%lld to %lld visits", (long long)v->teacher_least,
                       (long long)v->teacher_most);
    (void)snprintf(walks->summary + n, sizeof walks->summary - (size_t)n,
                   " \xC2\xB7 %s per teacher; teachers are never ranked", each);
}

static void read_view(App *app)
{
    AppWalks *walks = &app->walks;
    Err err = {0};
    arena_deinit(&walks->arena);
    arena_init(&walks->arena, VIEW_LIMIT);
    walks->view = (WalkView){0};
    WalkOptions options = options_of(app);
    if (!store_view_visits(app->store, &options, &walks->arena, &walks->view, &err))
        say(app, &err);
    format_summary(walks);
    walks->list_title = NULL;
    walks->choice_count = walks->teacher_count = 0;
    app->stale = true;
}

void app_show_walkthroughs(App *app)
{
    AppWalks *walks = &app->walks;
    if (!app->store) {
        (void)snprintf(app->home.notice, sizeof app->home.notice, "%s", app->home.trouble.text);
        return;
    }
    if (!walks->ready)
        walks->by = WALK_BY_MONTH;
    walks->ready = true;
    walks->notice[0] = '\0';
    walks->state.open = 0;
    walks->list_title = NULL;
    read_view(app);
    app_show(app, APP_WALKTHROUGHS);
}

/* ---- what a chip offers ---- */

static void offer(AppWalks *walks, const char *label, const char *detail, bool chosen,
                  const char *key)
{
    if (walks->choice_count == MOST_CHOICES || !label || !detail)
        return;
    walks->choices[walks->choice_count] = (WalkChoice){label, detail, chosen};
    walks->choice_keys[walks->choice_count++] = key;
}

static WalkBy by_of_chip(WalkChip chip)
{
    static const WalkBy bys[WALK_CHIP_COUNT] = {
        [WALK_CHIP_LOOK_FORS] = WALK_BY_PROTOCOL, [WALK_CHIP_SCHOOL] = WALK_BY_SCHOOL,
        [WALK_CHIP_GRADE] = WALK_BY_GRADE,        [WALK_CHIP_SUBJECT] = WALK_BY_SUBJECT,
        [WALK_CHIP_PERIOD] = WALK_BY_PERIOD,      [WALK_CHIP_OBSERVER] = WALK_BY_OBSERVER,
    };
    return bys[chip];
}

/* The key that is chosen now, as walk_key() has it; NULL: all. */
static const char *chosen_key(const AppWalks *walks, WalkChip chip, char buffer[WALK_KEY_SIZE])
{
    int32_t number = chip == WALK_CHIP_GRADE ? walks->band : walks->period;
    bool said = chip == WALK_CHIP_GRADE ? walks->has_band : walks->has_period;
    switch (chip) {
    case WALK_CHIP_LOOK_FORS:
        return *walks->protocol ? walks->protocol : NULL;
    case WALK_CHIP_SCHOOL:
        if (!walks->has_school)
            return NULL;
        uuid_format(walks->school, buffer);
        return uuid_is_nil(walks->school) ? "" : buffer;
    case WALK_CHIP_SUBJECT:
        return walks->has_subject ? walks->subject : NULL;
    case WALK_CHIP_OBSERVER:
        return walks->has_observer ? walks->observer : NULL;
    default:
        if (!said)
            return NULL;
        (void)snprintf(buffer, WALK_KEY_SIZE, "%d", (int)number);
        return number < 0 ? "" : buffer;
    }
}

static void free_of(WalkFilter *filter, WalkChip chip)
{
    switch (chip) {
    case WALK_CHIP_LOOK_FORS:
        filter->protocol = filter->group = NULL;
        break;
    case WALK_CHIP_SCHOOL:
        filter->school = NULL;
        break;
    case WALK_CHIP_GRADE:
        filter->band = WALK_ANY;
        break;
    case WALK_CHIP_SUBJECT:
        filter->subject = NULL;
        break;
    case WALK_CHIP_PERIOD:
        filter->period = WALK_ANY;
        break;
    default:
        filter->observer = NULL;
    }
}

/* Values that occur among the visits that the other filters let in, with how many. */
static bool offer_values(App *app, WalkChip chip, Err *err)
{
    AppWalks *walks = &app->walks;
    WalkOptions options = options_of(app);
    WalkView view;
    char buffer[WALK_KEY_SIZE];
    options.by = by_of_chip(chip);
    free_of(&options.filter, chip);
    if (!store_view_visits(app->store, &options, &walks->arena, &view, err))
        return false;
    const char *now = chosen_key(walks, chip, buffer);
    offer(walks, "All",
          arena_printf(&walks->arena, "%lld %s", (long long)view.visits,
                       view.visits == 1 ? "visit" : "visits"),
          !now, NULL);
    for (int32_t i = 0; i < view.group_count; i++) {
        const WalkGroup *group = &view.groups[i];
        offer(walks, group->label,
              arena_printf(&walks->arena, "%lld %s", (long long)group->visits,
                           group->visits == 1 ? "visit" : "visits"),
              now && strcmp(now, group->key) == 0 && !*walks->heading, group->key);
    }
    return true;
}

/* Headings of the look-fors of the protocol that is chosen. */
static void offer_headings(AppWalks *walks)
{
    const WalkView *view = &walks->view;
    if (!*walks->protocol || *walks->heading)
        return;
    for (int32_t i = 0; i < view->row_count; i++) {
        const char *heading = view->rows[i].group;
        bool again = !*heading;
        for (int32_t k = 0; k < i; k++)
            again |= strcmp(view->rows[k].group, heading) == 0;
        if (!again)
            offer(walks, heading, "these look-fors alone", false,
                  arena_printf(&walks->arena, "heading:%s", heading));
    }
}

/* All, by their keys: here somebody who agrees is found. */
static bool list_teachers(App *app, Err *err)
{
    AppWalks *walks = &app->walks;
    walks->teacher_count = 0;
    int32_t count = 0;
    if (!store_list_named(app->store, NAMED_TEACHER, &walks->arena, &walks->teachers, &count, err))
        return false;
    walks->teacher_items = ARENA_PUSH(&walks->arena, WalkTeacher, (size_t)count + 1);
    if (!walks->teacher_items)
        return no_memory(err);
    for (int32_t i = 0; i < count; i++) {
        const StoreNamed *from = &walks->teachers[i];
        char day[WHEN_SIZE];
        when_format_date(from->permitted_unix_ms, app->clock.utc_offset_min, day);
        const char *detail =
            from->permits ? arena_printf(&walks->arena, "agreed on %s; show their visits", day)
            : from->permitted_unix_ms > 0 ? arena_printf(&walks->arena, "withdrawn on %s", day)
                                          : "has not agreed";
        if (!detail)
            return no_memory(err);
        walks->teacher_items[i] = (WalkTeacher){
            .name = from->name,
            .detail = detail,
            .permits = from->permits,
            .chosen = walks->has_teacher && uuid_compare(walks->teacher, from->id) == 0};
    }
    walks->teacher_count = count;
    return true;
}

static void open_choices(App *app, WalkChip chip)
{
    AppWalks *walks = &app->walks;
    Err err = {0};
    bool ok = true;
    walks->choices = ARENA_PUSH(&walks->arena, WalkChoice, MOST_CHOICES);
    walks->choice_keys = ARENA_PUSH(&walks->arena, const char *, MOST_CHOICES);
    walks->choice_count = 0;
    walks->list_title = NULL;
    if (!walks->choices || !walks->choice_keys) {
        ok = no_memory(&err);
    } else if (chip == WALK_CHIP_BY) {
        for (int32_t i = 0; i < BY_CHOICES; i++)
            offer(walks, by_names[by_order[i]], i < 2 ? "over time" : "", walks->by == by_order[i],
                  NULL);
    } else if (chip == WALK_CHIP_WHEN) {
        for (int32_t i = 0; i < WHEN_COUNT; i++)
            offer(walks, when_names[i], "", walks->when == i, NULL);
    } else if (chip == WALK_CHIP_TEACHER) {
        ok = list_teachers(app, &err);
    } else {
        ok = offer_values(app, chip, &err);
        if (ok && chip == WALK_CHIP_LOOK_FORS)
            offer_headings(walks);
    }
    if (!ok)
        say(app, &err);
}

static void put(char *to, size_t size, const char *from)
{
    (void)snprintf(to, size, "%s", from ? from : "");
}

static int32_t number_of(const char *key)
{
    int number = WALK_NOT_SAID;
    return key && sscanf(key, "%d", &number) == 1 ? number : WALK_NOT_SAID;
}

static void choose_teacher(App *app, int32_t index)
{
    AppWalks *walks = &app->walks;
    walks->has_teacher =
        index >= 0 && index < walks->teacher_count && walks->teachers[index].permits;
    walks->teacher = walks->has_teacher ? walks->teachers[index].id : (Uuid){{0}};
    put(walks->labels[WALK_CHIP_TEACHER], sizeof walks->labels[0],
        walks->has_teacher ? walks->teachers[index].name : "");
    walks->state.scroll = 0;
    read_view(app);
}

/* Who wrote it down: the observer of the visit before. */
static const char *heard_by(App *app)
{
    bool found = false;
    const Protocol *protocol = NULL;
    Setup *setup = NULL;
    Err err = {0};
    return store_last_visit(app->store, &app->walks.arena, &found, &protocol, &setup, &err) && found
               ? setup->observer
               : "";
}

/* What a teacher says about figures of the visits to them alone. */
static void record_permission(App *app, int32_t index, bool granted)
{
    AppWalks *walks = &app->walks;
    Err err = {0};
    if (index < 0 || index >= walks->teacher_count)
        return;
    StoreNamed teacher = walks->teachers[index];
    int64_t now_ms = app->clock.unix_ms;
    if (!app_may_write(app, &err) || !store_add_permission(app->store, teacher.id, &app->ids,
                                                           now_ms, granted, heard_by(app), &err)) {
        say(app, &err);
        return;
    }
    bool chosen = walks->has_teacher && uuid_compare(walks->teacher, teacher.id) == 0;
    (void)snprintf(walks->notice, sizeof walks->notice,
                   granted ? "Recorded: %s agreed that figures of the visits to them alone are "
                             "shown"
                           : "Recorded: figures of the visits to %s alone are no longer shown",
                   teacher.name);
    if (!granted && chosen)
        choose_teacher(app, -1);
    if (!list_teachers(app, &err))
        say(app, &err);
}

static void choose(App *app, WalkChip chip, int32_t index)
{
    AppWalks *walks = &app->walks;
    if (chip == WALK_CHIP_TEACHER) {
        choose_teacher(app, index);
        return;
    }
    if (index < 0 || index >= walks->choice_count)
        return;
    const char *key = walks->choice_keys[index];
    static const char heading[] = "heading:";
    switch (chip) {
    case WALK_CHIP_BY:
        walks->by = by_order[index];
        break;
    case WALK_CHIP_WHEN:
        walks->when = index;
        break;
    case WALK_CHIP_LOOK_FORS:
        if (key && strncmp(key, heading, sizeof heading - 1) == 0) {
            put(walks->heading, sizeof walks->heading, key + sizeof heading - 1);
            break;
        }
        walks->heading[0] = '\0';
        put(walks->protocol, sizeof walks->protocol, key);
        break;
    case WALK_CHIP_SCHOOL:
        walks->has_school = key != NULL;
        if (!key || !uuid_parse(key, &walks->school))
            walks->school = (Uuid){{0}};
        break;
    case WALK_CHIP_GRADE:
        walks->has_band = key != NULL;
        walks->band = number_of(key);
        break;
    case WALK_CHIP_PERIOD:
        walks->has_period = key != NULL;
        walks->period = number_of(key);
        break;
    case WALK_CHIP_SUBJECT:
        walks->has_subject = key != NULL;
        put(walks->subject, sizeof walks->subject, key);
        break;
    case WALK_CHIP_OBSERVER:
        walks->has_observer = key != NULL;
        put(walks->observer, sizeof walks->observer, key);
        break;
    default:
        break;
    }
    put(walks->labels[chip], sizeof walks->labels[chip], walks->choices[index].label);
    walks->state.scroll = 0;
    read_view(app);
}

/* ---- the visits behind a figure ---- */

typedef struct Listing {
    AppWalks *walks;
    WalkOptions options;
    const WalkRow *row;
    const char *group; /* key; NULL: all */
    int64_t now_ms;
    int64_t total;
    bool lost;
} Listing;

static const char *answer_words(char answer)
{
    return answer == LOOK_FOR_SEEN       ? "Seen"
           : answer == LOOK_FOR_NOT_SEEN ? "Not seen"
           : answer == LOOK_FOR_UNSURE   ? "Could not tell"
                                         : "Not answered";
}

/* The answer to the row's look-for, or '\0' when the visit's protocol has none. */
static char answer_in(const WalkVisit *visit, const WalkRow *row)
{
    if (strcmp(visit->protocol->key, row->protocol) != 0)
        return '\0';
    for (int32_t i = 0; i < visit->protocol->count && visit->answers[i]; i++)
        if (strcmp(visit->protocol->codes[i], row->code) == 0)
            return visit->answers[i];
    return '\0';
}

static const char *where_words(Listing *l, const WalkVisit *visit)
{
    WalkThrough walk = {.school_name = visit->school_name,
                        .teacher_key = "", /* a list is no place for it */
                        .subject = visit->subject,
                        .grade = visit->grade};
    char words[200];
    visit_words(&walk, words, sizeof words);
    return arena_printf(&l->walks->arena, "%s%sby %s", words, *words ? ", " : "",
                        *visit->observer ? visit->observer : "nobody named");
}

/* The newest stay: the list is a ring that is set right afterwards. */
static bool list_visit(void *context, const WalkVisit *visit, Err *err)
{
    (void)err;
    Listing *l = context;
    char buffer[WALK_KEY_SIZE], day[WHEN_SIZE] = "date not known";
    if (walk_filter_leaves(&l->options.filter, visit) != 0)
        return true;
    if (l->group && strcmp(walk_key(l->options.by, visit, buffer), l->group) != 0)
        return true;
    char answer = answer_in(visit, l->row);
    if (!answer)
        return true;
    if (visit->day != 0)
        when_format_day(visit->day * DAY_MS + DAY_MS / 2, 0, l->now_ms, day);
    WalkListItem *item = &l->walks->list[l->total++ % MOST_LISTED];
    *item = (WalkListItem){.id = visit->id,
                           .when = arena_printf(&l->walks->arena, "%s", day),
                           .where = where_words(l, visit),
                           .answer = answer_words(answer)};
    l->lost |= !item->when || !item->where;
    return true;
}

static void newest_first(AppWalks *walks, int64_t total)
{
    int32_t count = total < MOST_LISTED ? (int32_t)total : MOST_LISTED;
    WalkListItem *ring = walks->list, *list = ARENA_PUSH(&walks->arena, WalkListItem, MOST_LISTED);
    walks->list_count = list ? count : 0;
    for (int32_t i = 0; list && i < count; i++)
        list[i] = ring[(total - 1 - i) % MOST_LISTED];
    walks->list = list;
}

static void show_list(App *app, int32_t row, int32_t group)
{
    AppWalks *walks = &app->walks;
    const WalkView *view = &walks->view;
    if (row < 0 || row >= view->row_count || group >= view->group_count)
        return;
    Listing l = {.walks = walks,
                 .options = options_of(app),
                 .row = &view->rows[row],
                 .group = group < 0 ? NULL : view->groups[group].key,
                 .now_ms = today(app) * DAY_MS + DAY_MS / 2};
    const WalkCell *cell = group < 0 ? &l.row->total : &l.row->cells[group];
    Err err = {0};
    walks->list = ARENA_PUSH(&walks->arena, WalkListItem, MOST_LISTED);
    bool ok = (walks->list || no_memory(&err)) && !cell->hidden &&
              store_each_visit(app->store, l.options.filter.from_day, l.options.filter.to_day,
                               list_visit, &l, NULL, &err);
    if (!ok || l.lost) {
        if (err.kind != ERR_NONE)
            say(app, &err);
        return;
    }
    newest_first(walks, l.total);
    walks->list_total = l.total;
    walks->list_title =
        arena_printf(&walks->arena, "%s%s%s", l.row->label, group < 0 ? "" : " \xC2\xB7 ",
                     group < 0 ? "" : view->groups[group].label);
    walks->list_detail = arena_printf(
        &walks->arena, "seen in %lld of %lld; could not tell %lld, not answered %lld%s",
        (long long)cell->share.k, (long long)cell->share.n, (long long)cell->unsure,
        (long long)cell->open, l.total > MOST_LISTED ? "; the newest 300 are listed" : "");
    walks->state.list_scroll = 0;
    walks->state.open = 0;
}

/* ---- the sheet and the workbook ---- */

static bool free_name(const App *app, const char *ending, char *path, size_t size)
{
    char day[WHEN_SIZE];
    when_format_iso_day(app->clock.unix_ms, app->clock.utc_offset_min, day);
    for (int number = 1; number < 1000; number++) {
        char tail[8] = "";
        if (number > 1)
            (void)snprintf(tail, sizeof tail, "-%d", number);
        int len =
            snprintf(path, size, "%s/%s-walk-throughs%s.%s", app->sheets_folder, day, tail, ending);
        FILE *file = len > 0 && (size_t)len < size ? fopen(path, "rb") : NULL;
        if (!file)
            return len > 0 && (size_t)len < size;
        (void)fclose(file);
    }
    return false;
}

static bool note_export(const App *app, const char *path, Err *err)
{
    ExportEntry entry = {.unix_ms = app->clock.unix_ms, .what = "walk-throughs", .file = path};
    return export_log_add(app->db_path, &entry, err) ||
           err_prefix(err, "saved, but not noted in the list of exports");
}

/* Each is noted when it is written, whatever comes of the next. */
static bool export_all(App *app, char *pdf, char *xlsx, size_t size, Err *err)
{
    AppWalks *walks = &app->walks;
    WalkOptions options = options_of(app);
    WalkPages pages;
    if (!app->fonts)
        app->fonts = font_set_create(err);
    if (!app->fonts || !file_make_folder(app->sheets_folder, err))
        return false;
    if (!free_name(app, "pdf", pdf, size) || !free_name(app, "xlsx", xlsx, size))
        return err_set(err, ERR_LIMIT, "%s has no room for another sheet of today",
                       app->sheets_folder);
    Err not_noted = {0};
    bool ok = store_view_pages(app->store, &options, &walks->arena, &pages, err) &&
              walk_sheet_save_pdf(&pages, app->fonts, app_paper(app), pdf, err);
    if (ok)
        (void)note_export(app, pdf, &not_noted);
    ok = ok && walk_save_xlsx(pages.by, WALK_BY_COUNT, xlsx, err);
    if (ok)
        (void)note_export(app, xlsx, &not_noted);
    if (ok && not_noted.kind != ERR_NONE)
        *err = not_noted;
    return ok && not_noted.kind == ERR_NONE;
}

static void export_view(App *app)
{
    char pdf[FILE_MAX_PATH], xlsx[FILE_MAX_PATH];
    Err err = {0};
    if (!export_all(app, pdf, xlsx, sizeof pdf, &err)) {
        say(app, &err);
        return;
    }
    const char *name = strrchr(pdf, '/'), *book = strrchr(xlsx, '/');
    (void)snprintf(app->walks.notice, sizeof app->walks.notice, "%s and %s are in %.200s",
                   name ? name + 1 : pdf, book ? book + 1 : xlsx, app->sheets_folder);
}

/* ---- the screen ---- */

WalkthroughsAsk app_build_walkthroughs(App *app)
{
    AppWalks *walks = &app->walks;
    WalkthroughsModel model = {
        .view = &walks->view,
        .summary = walks->summary,
        .choices = walks->choice_count > 0 || walks->state.open > 0 ? walks->choices : NULL,
        .choice_count = walks->choice_count,
        .teachers = walks->teacher_items,
        .teacher_count = walks->teacher_count,
        .teacher_chosen = walks->has_teacher,
        .list_title = walks->list_title,
        .list_detail = walks->list_detail ? walks->list_detail : "",
        .list = walks->list,
        .list_count = walks->list_count,
        .list_total = walks->list_total,
        .notice = walks->notice,
        .looks_only = app->looks_only,
    };
    for (int32_t i = 0; i < WALK_CHIP_COUNT; i++)
        model.values[i] = *walks->labels[i] ? walks->labels[i] : "All";
    model.values[WALK_CHIP_BY] = by_names[walks->by];
    model.values[WALK_CHIP_WHEN] = when_names[walks->when];
    return screen_walkthroughs(&app->ui, &model, &walks->state);
}

void app_apply_walkthroughs(App *app, const WalkthroughsAsk *ask)
{
    AppWalks *walks = &app->walks;
    if (ask->kind == WALKS_ASK_NONE)
        return;
    app->stale = true;
    if (ask->kind != WALKS_ASK_EXPORT)
        walks->notice[0] = '\0';
    switch (ask->kind) {
    case WALKS_ASK_BACK:
        if (walks->list_title)
            walks->list_title = NULL;
        else
            app_show_home(app);
        break;
    case WALKS_ASK_NEW:
        app_show_visit(app);
        break;
    case WALKS_ASK_EXPORT:
        export_view(app);
        break;
    case WALKS_ASK_OPEN:
        open_choices(app, ask->chip);
        break;
    case WALKS_ASK_CHOOSE:
        choose(app, ask->chip, ask->index);
        break;
    case WALKS_ASK_PERMIT:
    case WALKS_ASK_WITHDRAW:
        record_permission(app, ask->index, ask->kind == WALKS_ASK_PERMIT);
        break;
    case WALKS_ASK_LIST:
        show_list(app, ask->row, ask->group);
        break;
    case WALKS_ASK_VISIT:
        if (ask->index < walks->list_count)
            app_make_sheet(app, walks->list[ask->index].id);
        break;
    default:
        walks->list_title = NULL;
        walks->choice_count = 0;
        walks->state.open = 0;
    }
}
