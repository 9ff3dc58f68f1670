/* sheet_check.h - walks the marks of a sheet: nothing leaves the page, no text
 * stands on another, nothing is cut off. */
#ifndef TESTS_REPORTS_DEBRIEF_SHEET_CHECK_H
#define TESTS_REPORTS_DEBRIEF_SHEET_CHECK_H

#include "reports/sheet/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct SheetBox {
    float x0, y0, x1, y1;
} SheetBox;

/* Letters from the ascenders to the descenders, without the air around. */
static inline SheetBox check_text_box(const SheetMark *m)
{
    return (SheetBox){m->x, m->y - 0.74F * m->size, m->x + m->w, m->y + 0.2F * m->size};
}

static inline SheetBox check_mark_box(const SheetMark *m)
{
    if (m->kind == SHEET_MARK_TEXT)
        return check_text_box(m);
    if (m->kind == SHEET_MARK_CURVE) {
        SheetBox box = {1e6F, 1e6F, -1e6F, -1e6F};
        for (int i = 0; i <= 32; i++) {
            float u = (float)i / 32, v = 1 - u;
            const SheetPoint *p = m->points;
            float x = v * v * p[0].x + 2 * u * v * p[1].x + u * u * p[2].x;
            float y = v * v * p[0].y + 2 * u * v * p[1].y + u * u * p[2].y;
            box.x0 = x < box.x0 ? x : box.x0;
            box.y0 = y < box.y0 ? y : box.y0;
            box.x1 = x > box.x1 ? x : box.x1;
            box.y1 = y > box.y1 ? y : box.y1;
        }
        return box;
    }
    if (m->point_count > 0) {
        SheetBox box = {m->points[0].x, m->points[0].y, m->points[0].x, m->points[0].y};
        for (int32_t i = 1; i < m->point_count; i++) {
            box.x0 = m->points[i].x < box.x0 ? m->points[i].x : box.x0;
            box.y0 = m->points[i].y < box.y0 ? m->points[i].y : box.y0;
            box.x1 = m->points[i].x > box.x1 ? m->points[i].x : box.x1;
            box.y1 = m->points[i].y > box.y1 ? m->points[i].y : box.y1;
        }
        return box;
    }
    if (m->kind == SHEET_MARK_CIRCLE)
        return (SheetBox){m->x - m->radius, m->y - m->radius, m->x + m->radius, m->y + m->radius};
    SheetBox box = {m->x, m->y, m->x + m->w, m->y + m->h};
    if (m->w < 0)
        box.x0 = m->x + m->w, box.x1 = m->x;
    if (m->h < 0)
        box.y0 = m->y + m->h, box.y1 = m->y;
    return box;
}

static inline const char *check_mark_name(const SheetMark *m)
{
    return m->kind == SHEET_MARK_TEXT ? m->text : "a shape";
}

/* Without spaces and marks of direction, which breaking into lines changes. */
static inline void check_put_letters(FILE *out, const char *text)
{
    for (; *text; text++)
        if (strncmp(text, "\xE2\x80\x8F", 3) == 0)
            text += 2;
        else if (*text != ' ' && *text != '\n')
            fputc(*text, out);
}

/* The letters of all texts from one page to before another, or of one text without its last
 * bytes; the caller's to free. */
static inline char *check_letters(const Sheet *sheet, int32_t from, int32_t to, const char *text,
                                  size_t without)
{
    char *letters = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&letters, &len);
    if (!out)
        abort();
    if (text)
        check_put_letters(out, text);
    for (int32_t page = from; !text && page < to; page++) {
        size_t count;
        const SheetMark *marks = sheet_marks(sheet, page, &count);
        for (size_t i = 0; i < count; i++)
            if (marks[i].kind == SHEET_MARK_TEXT)
                check_put_letters(out, marks[i].text);
    }
    fclose(out);
    letters[len - without] = '\0';
    return letters;
}

/* Stands on two pages, foot, head and title between its parts. */
static inline bool check_is_parted(const Sheet *sheet, const char *letters)
{
    size_t len = strlen(letters);
    bool found = false;
    for (int32_t page = 0; !found && page + 1 < sheet_page_count(sheet); page++) {
        char *here = check_letters(sheet, page, page + 1, NULL, 0);
        char *next = check_letters(sheet, page + 1, page + 2, NULL, 0);
        for (size_t i = 1; !found && i < len; i++) {
            char *first = check_letters(sheet, 0, 0, letters, len - i);
            if (!strstr(here, first))
                i = len;
            else
                found = strstr(next, letters + i) != NULL;
            free(first);
        }
        free(here);
        free(next);
    }
    return found;
}

/* Where a text was shortened, it has to go on somewhere else. Returns the number of those
 * that do not. */
static inline int check_nothing_cut(const Sheet *sheet, const char *what)
{
    static const char dots[] = "\xE2\x80\xA6";
    int faults = 0;
    char *all = check_letters(sheet, 0, sheet_page_count(sheet), NULL, 0);
    for (int32_t page = 0; page < sheet_page_count(sheet); page++) {
        size_t count;
        const SheetMark *marks = sheet_marks(sheet, page, &count);
        for (size_t i = 0; i < count; i++) {
            size_t len = marks[i].kind == SHEET_MARK_TEXT ? strlen(marks[i].text) : 0;
            if (len < 3 || strcmp(marks[i].text + len - 3, dots) != 0)
                continue;
            char *start = check_letters(sheet, 0, 0, marks[i].text, 3);
            bool whole = false;
            for (const char *at = all; !whole && (at = strstr(at, start)); at++)
                whole = strncmp(at + strlen(start), dots, 3) != 0;
            if (!whole && !check_is_parted(sheet, start)) {
                printf("%s, page %d: '%s' stands nowhere in full\n", what, (int)page + 1,
                       marks[i].text);
                faults++;
            }
            free(start);
        }
    }
    free(all);
    return faults;
}

/* Returns the number of faults, each printed with its page. */
static inline int check_places(const Sheet *sheet, const char *what)
{
    const float touch = 0.35F; /* rounding */
    int faults = 0;
    for (int32_t page = 0; page < sheet_page_count(sheet); page++) {
        size_t count;
        const SheetMark *marks = sheet_marks(sheet, page, &count);
        const SheetMark **texts = calloc(count + 1, sizeof(const SheetMark *));
        size_t text_count = 0;
        if (!texts)
            abort();
        for (size_t i = 0; i < count; i++) {
            SheetBox b = check_mark_box(&marks[i]);
            bool finite = b.x0 > -1e6F && b.x1 < 1e6F && b.y0 > -1e6F && b.y1 < 1e6F;
            if (!finite || b.x0 < 24 || b.y0 < 24 || b.x1 > sheet_width(sheet) - 24 ||
                b.y1 > sheet_height(sheet) - 24) {
                printf("%s, page %d: '%s' leaves the page at %.1f %.1f %.1f %.1f\n", what,
                       (int)page + 1, check_mark_name(&marks[i]), (double)b.x0, (double)b.y0,
                       (double)b.x1, (double)b.y1);
                faults++;
            }
            if (marks[i].kind == SHEET_MARK_TEXT && marks[i].w > 0)
                texts[text_count++] = &marks[i];
        }
        for (size_t i = 0; i < text_count; i++)
            for (size_t j = i + 1; j < text_count; j++) {
                SheetBox a = check_text_box(texts[i]), b = check_text_box(texts[j]);
                if (a.x0 + touch < b.x1 && b.x0 + touch < a.x1 && a.y0 + touch < b.y1 &&
                    b.y0 + touch < a.y1) {
                    printf("%s, page %d: '%s' stands on '%s' at %.1f %.1f\n", what, (int)page + 1,
                           texts[i]->text, texts[j]->text, (double)b.x0, (double)b.y1);
                    faults++;
                }
            }
        free(texts);
    }
    return faults;
}

/* The same, and nothing is cut. */
static inline int check_sheet(const Sheet *sheet, const char *what)
{
    return check_nothing_cut(sheet, what) + check_places(sheet, what);
}

#endif
