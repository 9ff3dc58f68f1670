/* bench_debrief - what a debrief sheet costs, from the record to the PDF's bytes.
 *
 * A lesson of 90 minutes and 2,000 events, Latin and Japanese, is measured, composed and
 * rendered; the budget is 30 ms and 120 KiB, and 1,000 sheets in under 30 s with flat
 * memory. The very same marks are then drawn by ReportLab and printed by Chromium in the
 * same run, where they are installed (peer_reportlab.py and a page of SVG). */
#include "reports/debrief/debrief.h"
#include "tests/bench/measured.h"
#include "tests/reports/debrief/made_up.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

enum { RUNS = 21, BATCH = 1000, EVENTS = 2000, ARENA_BYTES = 256 * 1024 * 1024 };

/* Ninety minutes of talk and 2,000 events: the rich lesson stretched, more turns and
 * more scans in it. */
static const Observation *make_lesson(LessonBuilder *b)
{
    Dice dice = {.state = 77};
    (void)made_up_rich(b);
    for (size_t i = 0; i < b->event_count; i++) {
        b->events[i].start_ms = b->events[i].start_ms * 9 / 5;
        b->events[i].stop_ms = b->events[i].stop_ms * 9 / 5;
    }
    made_up_note(b, 1200, SUBJECT_NONE, "Q1 「5は3より大きいから」と言ってから、線に戻った。");
    made_up_note(b, 4100, SUBJECT_NONE, "Q2 友だちの考えを数直線の上で言い直した。");
    for (double at = 0; at < 5000 && b->event_count < EVENTS - 130; at += 40)
        made_up_talk(b, &dice, 0, at, at + 40);
    made_up_scans(b, &dice, 200, 5300, 300);
    while (b->event_count < EVENTS)
        lesson_point(b, b->question, 0, dice_between(&dice, 0, 5400))->options[b->dok] =
            (int8_t)dice_below(&dice, 3);
    return lesson_end(b, 5400);
}

typedef struct Cost {
    double compose_ms, render_ms;
    size_t len;
    int32_t pages;
} Cost;

static bool make_pdf(const DebriefInput *input, const FontSet *fonts, Cost *cost)
{
    Err err = {0};
    Arena marks, scratch;
    uint8_t *bytes = NULL;
    arena_init(&marks, ARENA_BYTES);
    arena_init(&scratch, ARENA_BYTES);
    double start = measured_cpu_ms();
    Sheet *sheet = sheet_create(&marks, fonts, SHEET_LETTER, debrief_info(input));
    bool ok = sheet && debrief_compose(input, sheet, &scratch, &err);
    double composed = measured_cpu_ms();
    ok = ok && sheet_pdf_render(sheet, &bytes, &cost->len, &err);
    cost->compose_ms = composed - start;
    cost->render_ms = measured_cpu_ms() - composed;
    cost->pages = ok ? sheet_page_count(sheet) : 0;
    if (!ok)
        fprintf(stderr, "bench_debrief: %s\n", err.text);
    free(bytes);
    arena_deinit(&scratch);
    arena_deinit(&marks);
    return ok;
}

/* ---- peers ---- */

static void put_svg_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<' || *text == '&')
            fprintf(out, "&#%d;", *text);
        else
            fputc(*text, out);
    }
}

static void put_svg_paint(FILE *out, const SheetMark *m)
{
    if (m->ink.width > 0)
        fprintf(out, " fill='none' stroke='#%06x' stroke-width='%.2f'", (unsigned)m->ink.rgb,
                (double)m->ink.width);
    else
        fprintf(out, " fill='#%06x'", (unsigned)m->ink.rgb);
    fputs("/>\n", out);
}

static void put_svg(FILE *out, const SheetMark *m)
{
    double x = (double)m->x, y = (double)m->y, w = (double)m->w, h = (double)m->h;
    switch (m->kind) {
    case SHEET_MARK_TEXT:
        fprintf(out, "<text x='%.2f' y='%.2f' font-size='%.1f' fill='#%06x'%s>", x, y,
                (double)m->size, (unsigned)m->ink.rgb,
                m->style == FONT_BOLD     ? " font-weight='bold'"
                : m->style == FONT_ITALIC ? " font-style='italic'"
                                          : "");
        put_svg_text(out, m->text);
        fputs("</text>\n", out);
        return;
    case SHEET_MARK_LINE:
        fprintf(out, "<path d='M%.2f %.2fL%.2f %.2f'", x, y, x + w, y + h);
        break;
    case SHEET_MARK_RECT:
        fprintf(out, "<rect x='%.2f' y='%.2f' width='%.2f' height='%.2f' rx='%.1f'", x, y, w, h,
                (double)m->radius);
        break;
    case SHEET_MARK_CIRCLE:
        fprintf(out, "<circle cx='%.2f' cy='%.2f' r='%.2f'", x, y, (double)m->radius);
        break;
    case SHEET_MARK_CURVE:
        fprintf(out, "<path d='M%.2f %.2fQ%.2f %.2f %.2f %.2f'", (double)m->points[0].x,
                (double)m->points[0].y, (double)m->points[1].x, (double)m->points[1].y,
                (double)m->points[2].x, (double)m->points[2].y);
        break;
    case SHEET_MARK_POLYGON:
    case SHEET_MARK_POLYLINE:
        fputs("<path d='", out);
        for (int32_t i = 0; i < m->point_count; i++)
            fprintf(out, "%c%.2f %.2f", i == 0 ? 'M' : 'L', (double)m->points[i].x,
                    (double)m->points[i].y);
        fputs(m->kind == SHEET_MARK_POLYGON ? "Z'" : "'", out);
        break;
    case SHEET_MARK_IMAGE: /* the lesson has none */
    case SHEET_MARK_SEPARATOR:
        return;
    }
    put_svg_paint(out, m);
}

/* The sheet as a trace and as a page of SVG, for the peers to draw. */
static bool write_for_peers(const DebriefInput *input, const FontSet *fonts, const char *trace,
                            const char *html)
{
    Err err = {0};
    Arena marks, scratch;
    arena_init(&marks, ARENA_BYTES);
    arena_init(&scratch, ARENA_BYTES);
    Sheet *sheet = sheet_create(&marks, fonts, SHEET_LETTER, debrief_info(input));
    FILE *lines = fopen(trace, "wb"), *page = fopen(html, "wb");
    bool ok = lines && page && sheet && debrief_compose(input, sheet, &scratch, &err) &&
              sheet_trace_write(sheet, lines, &err);
    if (ok) {
        fputs("<meta charset='utf-8'><style>@page{size:letter;margin:0}body{margin:0;font-family:"
              "'Noto Sans','IPAGothic'}svg{display:block;break-after:page;width:8.5in;"
              "height:11in}</style>\n",
              page);
        for (int32_t i = 0; i < sheet_page_count(sheet); i++) {
            size_t count = 0;
            const SheetMark *list = sheet_marks(sheet, i, &count);
            fputs("<svg viewBox='0 0 612 792'>\n", page);
            for (size_t k = 0; k < count; k++)
                put_svg(page, &list[k]);
            fputs("</svg>\n", page);
        }
    }
    ok = (!lines || fclose(lines) == 0) && (!page || fclose(page) == 0) && ok;
    arena_deinit(&scratch);
    arena_deinit(&marks);
    return ok;
}

/* Runs a command that prints "milliseconds KiB". */
static void print_peer(const char *name, const char *command, double ours_ms)
{
    double ms = 0, kib = 0;
    FILE *peer = popen(command, "r");
    if (peer && fscanf(peer, "%lf %lf", &ms, &kib) == 2)
        printf("%-24s %8.1f ms %8.1f KiB  ours is %.2f of it\n", name, ms, kib, ours_ms / ms);
    else
        printf("%-24s is not installed: no peer\n", name);
    if (peer)
        (void)pclose(peer);
}

static void print_peers(const DebriefInput *input, const FontSet *fonts, double ours_ms)
{
    char folder[] = "/tmp/kenkyu-bench-XXXXXX", trace[64], html[64], command[600];
    if (!mkdtemp(folder))
        return;
    (void)snprintf(trace, sizeof trace, "%s/sheet.trace", folder);
    (void)snprintf(html, sizeof html, "%s/sheet.html", folder);
    if (write_for_peers(input, fonts, trace, html)) {
        (void)snprintf(command, sizeof command,
                       "/usr/bin/python3 %s/tests/bench/peer_reportlab.py %s 2>/dev/null",
                       TEST_SOURCE_DIR, trace);
        print_peer("reportlab, same marks", command, ours_ms);
        (void)snprintf(command, sizeof command,
                       "/usr/bin/python3 %s/tests/bench/peer_chromium.py %s 2>/dev/null",
                       TEST_SOURCE_DIR, html);
        print_peer("chromium, same marks", command, ours_ms);
    }
    (void)unlink(trace);
    (void)unlink(html);
    (void)rmdir(folder);
}

static bool batch(const DebriefInput *input, const FontSet *fonts)
{
    Cost cost;
    long first = 0;
    double start = measured_cpu_ms();
    for (int i = 0; i < BATCH; i++) {
        if (!make_pdf(input, fonts, &cost))
            return false;
        if (i == BATCH / 10)
            first = measured_resident_kib();
    }
    printf("%d sheets              %8.1f s   resident %ld KiB after %d, %ld KiB at the end  "
           "(budget 30 s, flat)\n",
           BATCH, (measured_cpu_ms() - start) / 1000, first, BATCH / 10, measured_resident_kib());
    return true;
}

int main(void)
{
    Err err = {0};
    static LessonBuilder lesson;
    double compose[RUNS], render[RUNS], all[RUNS];
    Cost cost = {0};
    FontSet *fonts = font_set_create(&err);
    if (!fonts) {
        fprintf(stderr, "bench_debrief: %s\n", err.text);
        return 1;
    }
    DebriefInput input = {.observation = make_lesson(&lesson)};
    bool ok = make_pdf(&input, fonts, &cost);
    double first_ms = cost.compose_ms + cost.render_ms;
    for (size_t run = 0; ok && run < RUNS; run++) {
        ok = make_pdf(&input, fonts, &cost);
        compose[run] = cost.compose_ms, render[run] = cost.render_ms;
        all[run] = cost.compose_ms + cost.render_ms;
    }
    if (ok) {
        double ours = measured_median(all, RUNS);
        printf("first sheet              %8.1f ms (fonts opened)\n", first_ms);
        printf("measure and compose      %8.1f ms, render %.1f ms\n",
               measured_median(compose, RUNS), measured_median(render, RUNS));
        printf("a sheet of %d pages       %8.1f ms %8.1f KiB  (processor; budget 30 ms, 120 KiB)\n",
               (int)cost.pages, ours, (double)cost.len / 1024);
        print_peers(&input, fonts, ours);
        ok = batch(&input, fonts);
    }
    font_set_destroy(fonts);
    lesson_free(&lesson);
    return ok ? 0 : 1;
}
