/* visit_view.c - what many visits say: every visit through walk_add(). */
#include "recorder/store/visit_internal.h"

/* One round fills them all. Their filter is one. */
typedef struct Views {
    Walk *walks[WALK_BY_COUNT];
    int32_t count;
} Views;

static bool add_to(void *context, const WalkVisit *visit, Err *err)
{
    const Views *views = context;
    for (int32_t i = 0; i < views->count; i++)
        if (!walk_add(views->walks[i], visit, err))
            return false;
    return true;
}

/* What a choice of days leaves out is looked at only until it is known to be enough. */
static bool add_outside(void *context, const WalkVisit *visit, Err *err)
{
    const Views *views = context;
    return add_to(context, visit, err) && walk_wants_more(views->walks[0]);
}

static bool add_all(Store *store, const WalkFilter *filter, Views *views, StoreCare *care, Err *err)
{
    if (!store_each_visit(store, filter->from_day, filter->to_day, add_to, views, care, err))
        return false;
    if (filter->to_day != INT64_MAX && walk_wants_more(views->walks[0]) &&
        !store_each_visit(store, filter->to_day + 1, INT64_MAX, add_outside, views, care, err))
        return false;
    return filter->from_day == INT64_MIN || !walk_wants_more(views->walks[0]) ||
           store_each_visit(store, INT64_MIN, filter->from_day - 1, add_outside, views, care, err);
}

static bool view_visits(Store *store, const WalkFilter *filter, Views *views, WalkView *ret_views,
                        Err *err)
{
    StoreCare care = {0};
    if (!add_all(store, filter, views, &care, err))
        return false;
    for (int32_t i = 0; i < views->count; i++) {
        if (care.unreadable)
            walk_notice(views->walks[i],
                        "the summaries on the disk cannot be read: these figures were made from "
                        "the record itself; 'kenkyu verify' says what is damaged");
        if (care.damaged > 0)
            walk_notice(
                views->walks[i], "%lld %s damaged on the disk and made again from the record",
                (long long)care.damaged, care.damaged == 1 ? "summary was" : "summaries were");
        if (!walk_finish(views->walks[i], &ret_views[i], err))
            return false;
    }
    return true;
}

bool store_view_visits(Store *store, const WalkOptions *options, Arena *arena, WalkView *ret_view,
                       Err *err)
{
    Views views = {.walks = {walk_begin(options, arena, err)}, .count = 1};
    return views.walks[0] && view_visits(store, &options->filter, &views, ret_view, err);
}

bool store_view_pages(Store *store, const WalkOptions *options, Arena *arena, WalkPages *ret_pages,
                      Err *err)
{
    Views views = {.count = WALK_BY_COUNT};
    for (int by = 0; by < WALK_BY_COUNT; by++) {
        WalkOptions one = *options;
        one.by = (WalkBy)by;
        views.walks[by] = walk_begin(&one, arena, err);
        if (!views.walks[by])
            return false;
    }
    return view_visits(store, &options->filter, &views, ret_pages->by, err);
}
